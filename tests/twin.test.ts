// Evidence by pages and by import gives the same states: what the pages record of one member is sent as a file for another, who at every stage stands
// the same. With the boundaries of P2 and P3: an attendance that is void, homework that is late, 27 and 28 days.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EvidenceRow, importEvidence, replay, uuidFrom } from '../src/journal/index.ts'
import { openMemberSession, openSession } from '../src/people/index.ts'
import { askingAt } from './asking.ts'
import { type Demo, freshDemo } from './demo.ts'

const PASAR_MINGGU = 317404
const WALL = new Date('2018-01-22T02:00:00Z')
const SYSTEM = { actor: 'mesin', role: 'system' }
let demo: Demo
let owner: pg.Client
let officer: string
let mentor: string
let member: string
let one: string
let twin: string

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  const staff = async (name: string) => `sesi=${await openSession(demo.database.pool('staff'), demo.secrets, name, WALL)}`
  officer = await staff('petugas.psm')
  mentor = await staff('pendamping.psm')
  // Two of whom the journal tells the same: P1 reached on the same day, nothing after it.
  const { rows } = await owner.query(
    `select (array_agg(e.number order by e.number))[1:2] as numbers from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id
     where r.kec_id = $1 and r.p1_on is not null and r.p2_in is null and r.p3_in is null and r.p4_in is null and r.ended_on is null and not e.tied
     group by r.p1_on, r.touched_on, r.missing having count(*) > 1 order by r.p1_on limit 1`,
    [PASAR_MINGGU],
  )
  ;[one, twin] = rows[0].numbers
  member = `anggota=${await openMemberSession(demo.database.pool('member'), demo.secrets, one, WALL)}`
})
afterAll(async () => {
  await owner.end()
  await demo.end()
})

const { get, send } = askingAt(() => demo)
const clock = (text: string) => owner.query('update programme set clock = $1', [new Date(`${text}:00+07:00`)])
const folder = mkdtempSync(join(tmpdir(), 'twin-'))
let sent = 0

/** What the pages recorded of the one since the last time, as a file of evidence for the other. */
async function sendOver(now: string): Promise<void> {
  const { rows } = await owner.query(
    `select j.seq, j.id, j.kind, j.occurred_on as on, j.grade, j.payload, j.voids from journal_event j join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id
     where e.number = $1 and j.seq > $2 and (j.kind in ('class.attended', 'homework.accepted', 'mentoring.contact') or j.voids is not null) order by j.seq`,
    [one, sent],
  )
  const lines = rows.map((r) =>
    r.voids
      ? { id: uuidFrom(`twin ${r.id}`), voids: uuidFrom(`twin ${r.voids}`), reason: 'Salah orang' }
      : {
          id: uuidFrom(`twin ${r.id}`),
          member: { number: twin },
          kind: r.kind,
          occurredOn: r.on,
          grade: r.grade,
          data:
            r.kind === 'mentoring.contact' ? { mentor: 'pendamping.psm', way: r.payload.way, goal: 'g', result: 'r' } : r.payload,
        },
  )
  sent = rows.at(-1)?.seq ?? sent
  const file = join(folder, `${sent}.jsonl`)
  writeFileSync(file, lines.map((l) => JSON.stringify(l)).join('\n'))
  const answers: EvidenceRow[] = []
  await importEvidence(demo.database, demo.secrets, {
    file,
    historical: false,
    dryRun: false,
    scope: SYSTEM,
    now: () => new Date(`${now}:30+07:00`),
    onRows: (some) => answers.push(...some),
  })
  expect(answers.map((a) => [a.outcome, a.says])).toEqual(lines.map(() => ['accepted', undefined]))
}
const stands = async (number: string) =>
  (
    await owner.query(
      `select p1_on, p2_in, p2_on, p3_in, p3_on, next_step, lacks, missing, lapsed, touched_on from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id
       where e.number = $1`,
      [number],
    )
  ).rows[0]
const changes = async (number: string) =>
  (
    await owner.query(
      `select step, reached, occurred_on as on, n, arriving from step_change c join enrolment e on e.kec_id = c.kec_id and e.id = c.enrolment_id
       where e.number = $1 and step between 2 and 3 order by step, reached, occurred_on, n, arriving`,
      [number],
    )
  ).rows
/** The file taken, both stand the same; answers how. */
async function both(now: string) {
  await sendOver(now)
  const [a, b] = [await stands(one), await stands(twin)]
  expect(b).toEqual(a)
  expect(await changes(twin)).toEqual(await changes(one))
  return a
}
const attend = async (nr: string, cara = 'number') =>
  expect(
    (await send('/konsol/kelas/PSM-K10', '/konsol/kelas/PSM-K10/hadir', { nomor: one, pertemuan: nr, cara }, officer)).status,
  ).toBe(303)
const note = async () => {
  const done = await send(
    `/pendamping/anggota/${one}`,
    `/pendamping/anggota/${one}/catat`,
    { cara: 'visit', tujuan: 'Menghitung harga', hasil: 'done', lagi: '', hambatan: '' },
    mentor,
  )
  expect(done.status).toBe(303)
}

const takeBack = () =>
  send(
    '/konsol/kelas/PSM-K10?pertemuan=4',
    '/konsol/kelas/PSM-K10/batal-hadir',
    { nomor: one, pertemuan: '4', alasan: 'Salah orang' },
    officer,
  )

it('an attendance taken back is as if it had not been; from the paper list it is there again', async () => {
  for (const [nr, day] of [
    ['1', '2018-01-27T09:00'],
    ['2', '2018-02-03T09:00'],
    ['3', '2018-02-10T09:00'],
    ['4', '2018-02-17T09:00'],
  ] as const) {
    await clock(day)
    await attend(nr)
    await both(day)
  }
  expect((await both('2018-02-17T09:01')).lacks).toBe(1)
  await clock('2018-02-18T10:00')
  expect((await takeBack()).status).toBe(303)
  expect((await both('2018-02-18T10:00')).lacks).toBe(2)
  await attend('4', 'list')
  expect((await both('2018-02-18T10:01')).lacks).toBe(1)
})

it('homework that is late counts on the day on which it is accepted, and so does P2', async () => {
  // Two weeks after the last session have passed.
  await clock('2018-03-10T10:00')
  await send('/kelas/PSM-K10', '/kelas/PSM-K10/tugas', { materi: 'harga-jual', jawaban: 'Modal 8.000, jual 12.000' }, member)
  const queue = await get('/konsol/tugas', officer)
  expect(queue.text).toContain('terlambat')
  expect((await both('2018-03-10T10:00')).p2_on).toBe(null)
  const id = /\/konsol\/tugas\/([0-9a-f-]{36})"/.exec(queue.text)![1]!
  await send('/konsol/tugas', `/konsol/tugas/${id}`, { putusan: 'terima' }, officer)
  expect((await both('2018-03-10T10:01')).p2_on).toBe('2018-03-10')
})

it('three contacts over 27 days do not make P3, a fourth on the 28th day does', async () => {
  const page = await get(`/konsol/pendamping?nomor=${one}`, officer)
  await send(
    '/konsol/pendamping',
    '/konsol/pendamping/tetapkan',
    { anggota: /name="anggota" value="([^"]+)"/.exec(page.text)![1]! },
    officer,
  )
  for (const day of ['2018-03-12T10:00', '2018-03-20T10:00', '2018-04-08T10:00']) {
    await clock(day)
    await note()
    expect((await both(day)).p3_on).toBe(null)
  }
  await clock('2018-04-09T10:00')
  await note()
  const end = await both('2018-04-09T10:00')
  expect([end.p3_on, end.next_step]).toEqual(['2018-04-09', 4])

  // Taken back so late, P2 is as if it had never stood; P3 stands, and the way leads to step 2 again.
  expect((await takeBack()).status).toBe(303)
  const after = await both('2018-04-09T10:01')
  expect([after.p2_on, after.p3_on, after.next_step]).toEqual([null, '2018-04-09', 2])
  expect(await demo.database.within('job', SYSTEM, (db) => replay(db))).toMatchObject({ differences: [] })
})
