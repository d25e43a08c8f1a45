// P3 on the demonstration's front door: an officer matches, a mentor of Pasar Minggu notes three contacts, the member reaches P3 on the 28th day
// and not before; a mentor sees their own members and nobody else.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askingAt } from '../../tests/asking.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { record, recording, replay } from '../journal/index.ts'
import { uuidv7 } from '../kit/ids.ts'
import { openMemberSession, openSession } from '../people/index.ts'

const PASAR_MINGGU = 317404
let demo: Demo
let owner: pg.Client
let officer: string
let mentor: string
let stranger: string
let elsewhere: string

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  officer = await demo.signedIn('officer', PASAR_MINGGU)
  elsewhere = await demo.signedIn('officer', 317204)
  const wall = new Date('2018-01-22T02:00:00Z')
  const as = async (name: string) => `sesi=${await openSession(demo.database.pool('staff'), demo.secrets, name, wall)}`
  mentor = await as('pendamping.psm')
  stranger = await as('pendamping.clc')
})
afterAll(async () => {
  await owner.end()
  await demo.end()
})

const { get, send } = askingAt(() => demo)
const clock = (text: string) => owner.query('update programme set clock = $1', [new Date(`${text}:00+07:00`)])
const unmatchedNumbers = async () =>
  (
    await owner.query(
      `select e.number from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id where r.kec_id = $1 and r.ended_on is null
         and r.p2_in is not null and r.p3_in is null and not e.tied and not exists (select from assignment a where a.enrolment_id = e.id and a.until_at is null) order by e.number`,
      [PASAR_MINGGU],
    )
  ).rows.map((r) => r.number as string)
const reachedP3 = async (number: string) =>
  (
    await owner.query('select p3_on as on from enrolment_reach r join enrolment e on e.id = r.enrolment_id where e.number = $1', [
      number,
    ])
  ).rows[0].on
const asMember = async (number: string) =>
  `anggota=${await openMemberSession(demo.database.pool('member'), demo.secrets, number, new Date('2018-01-22T02:00:00Z'))}`
const note = (number: string, fields: Record<string, string> = {}, cookie = mentor) =>
  send(
    `/pendamping/anggota/${number}`,
    `/pendamping/anggota/${number}/catat`,
    {
      cara: 'visit',
      tujuan: 'Menghitung harga',
      hasil: 'done',
      berikut: 'Tutup buku Januari',
      lagi: '14',
      hambatan: '',
      ...fields,
    },
    cookie,
  )

describe('matching', () => {
  it('suggests with its reason, assigns what is shown, and nobody twice', async () => {
    const [one] = await unmatchedNumbers()
    const page = await get('/konsol/pendamping', officer)
    expect(page.text).toContain('bertugas di kecamatan ini')
    const line = new RegExp(`value="(${one}\\|[^"]+)"`).exec(page.text)![1]!
    expect((await send('/konsol/pendamping', '/konsol/pendamping/tetapkan', { anggota: line }, officer)).to).toContain(
      'oke=tetap',
    )
    expect((await send('/konsol/pendamping', '/konsol/pendamping/tetapkan', { anggota: line }, officer)).to).toContain(
      'oke=tetap',
    )
    expect((await get('/pendamping', mentor)).status).toBe(200)
    expect((await get(`/pendamping/anggota/${one}`, mentor)).status).toBe(200)
  })

  it('refuses a mentor of another area, one who is full, and another kecamatan’s member', async () => {
    const [one] = await unmatchedNumbers()
    const outside = await send('/konsol/pendamping', '/konsol/pendamping/tetapkan', { anggota: `${one}|pendamping.clc` }, officer)
    expect([outside.status, outside.text.includes('tidak bertugas di Pasar Minggu')]).toEqual([409, true])
    await owner.query("update mentor set most = 1 where account = 'pendamping.psm'")
    expect(
      (await send('/konsol/pendamping', '/konsol/pendamping/tetapkan', { anggota: `${one}|pendamping.psm` }, officer)).text,
    ).toContain('batasnya')
    await owner.query("update mentor set most = 800 where account = 'pendamping.psm'")
    expect(
      (await send('/konsol/pendamping', '/konsol/pendamping/tetapkan', { anggota: `${one}|pendamping.clc` }, elsewhere)).status,
    ).toBe(409)
  })
})

describe('a mentor', () => {
  it('meets first who has a promise or lacks one thing, each with the reason, by a rule that everybody may read', async () => {
    const page = await get('/pendamping', mentor)
    expect(page.text).toMatch(/Pekan ini, temui 12 orang/)
    expect(page.text).toMatch(/Janji bertemu|Tinggal satu syarat/)
    expect((await get('/siapa-dulu', '')).text).toContain('Tinggal satu syarat')
  })

  it('sees the members entrusted to them and nobody else, in the pages and in the database', async () => {
    const { rows } = await owner.query(
      "select number, kec_id, enrolment_id from assignment where mentor = 'pendamping.psm' and until_at is null",
    )
    const other = (
      await owner.query("select number from assignment where mentor = 'pendamping.clc' and until_at is null limit 1")
    ).rows[0].number
    expect((await get(`/pendamping/anggota/${other}`, mentor)).status).toBe(404)
    expect((await get(`/pendamping/anggota/${rows[0].number}`, stranger)).status).toBe(404)
    await demo.database
      .within('mentor', { actor: 'pendamping.psm', role: 'mentor' }, async (db) => {
        const mine = await db.client.query('select count(*)::integer as n from person')
        expect(mine.rows[0].n).toBeGreaterThanOrEqual(rows.length)
        const foreign = await db.client.query(`select from enrolment where kec_id <> $1 and not tied`, [PASAR_MINGGU])
        expect(foreign.rowCount).toBe(0)
        // Turnover and amounts stay shut: only what was said at contacts is open.
        const sealed = await db.client.query(
          "select from fact_detail d join journal_event j on j.kec_id = d.kec_id and j.id = d.fact_id where j.kind <> 'mentoring.contact'",
        )
        expect(sealed.rowCount).toBe(0)
        await expect(db.client.query("update assignment set mentor = 'pendamping.psm'")).rejects.toThrow(/permission denied/)
      })
      .catch((error) => expect(String(error)).toMatch(/had failed|aborted/))
  })

  it('notes in four taps; a contact to come, a goal without result, and none chosen are refused in a sentence, with nothing lost', async () => {
    const [number] = (
      await owner.query(
        "select number from assignment where mentor = 'pendamping.psm' and until_at is null and by_account = 'petugas.psm'",
      )
    ).rows.map((r) => r.number)
    const future = await note(number, { hari: '30', bulan: '1', tahun: '2018', catatan: 'Ramai di pagi hari' })
    expect([future.status, future.text.includes('belum tiba'), future.text.includes('Ramai di pagi hari')]).toEqual([
      422,
      true,
      true,
    ])
    expect((await note(number, { hasil: '' })).text).toContain('tujuan tanpa hasil belum dihitung')
    expect((await note(number, { tujuan: '', catatan: 'x' })).text).toContain('hasil tanpa tujuan belum dihitung')
    expect((await note(number, { cara: '' })).text).toContain('Pilih bagaimana Anda bertemu')
    expect((await note(number, { lagi: 'lain', lagi_hari: '2', lagi_bulan: '1', lagi_tahun: '2018' })).text).toContain(
      'sudah lewat',
    )
  })

  it('reaches P3 with a member on the 28th day, not on the 27th; the same tap sent twice is one contact', async () => {
    const [number] = (
      await owner.query(
        "select number from assignment where mentor = 'pendamping.psm' and until_at is null and by_account = 'petugas.psm'",
      )
    ).rows.map((r) => r.number)
    const id = uuidv7()
    expect((await note(number, { id })).status).toBe(303)
    expect((await note(number, { id })).status).toBe(303)
    await clock('2018-02-05T10:00')
    await note(number, { hambatan: 'licence' })
    await clock('2018-02-18T10:00')
    await note(number, { cara: 'call' })
    expect(await reachedP3(number)).toBe(null)
    const member = await get('/pendampingan', await asMember(number))
    expect(member.text).toContain('Menghitung harga → Berhasil')
    expect(member.text).toContain('19 Feb 2018')
    await clock('2018-02-19T10:00')
    await note(number)
    expect(await reachedP3(number)).toBe('2018-02-19')
    expect(
      (
        await owner.query(
          "select count(*)::integer as n from journal_event j join enrolment e on e.id = j.enrolment_id where e.number = $1 and j.kind = 'mentoring.contact'",
          [number],
        )
      ).rows[0].n,
    ).toBe(4)
    // The cause that was named is over with the contact that named none.
    expect(
      (
        await owner.query(
          'select cause, ended_at is not null as over from stall s join assignment a on a.enrolment_id = s.enrolment_id where a.number = $1',
          [number],
        )
      ).rows,
    ).toContainEqual({ cause: 'licence', over: true })
    expect(await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => replay(db))).toMatchObject({
      differences: [],
    })
  })

  it('and the same contacts by import give the same state', async () => {
    const [twin] = await unmatchedNumbers()
    const line = (on: string, result = true) =>
      JSON.stringify({
        id: uuidv7(),
        member: { number: twin },
        kind: 'mentoring.contact',
        occurredOn: on,
        grade: 'B',
        data: { mentor: 'pendamping.psm', way: 'visit', goal: 'g', ...(result ? { result: 'r' } : {}) },
      })
    const say = (lines: string[]) =>
      recording(demo.database, { actor: 'mesin', role: 'system' }, (db) =>
        record(
          db,
          demo.secrets,
          { actor: 'mesin', way: 'import', now: new Date('2018-02-20T03:00:00Z') },
          { number: twin! },
          lines.map((l) => {
            const { member: _, ...fact } = JSON.parse(l)
            return fact
          }),
        ),
      )
    await say([line('2018-01-22'), line('2018-02-05'), line('2018-02-18')])
    expect(await reachedP3(twin!)).toBe(null)
    await say([line('2018-02-19')])
    expect(await reachedP3(twin!)).toBe('2018-02-19')
  })
})

describe('times', () => {
  it('a member takes a free time of their mentor; another cannot have the same, and the class of that hour is refused', async () => {
    const numbers = (
      await owner.query(
        "select a.number from assignment a join enrolment_reach r on r.enrolment_id = a.enrolment_id where mentor = 'pendamping.psm' and until_at is null and r.p3_on is null order by 1 limit 2",
      )
    ).rows.map((r) => r.number)
    const [one, two] = [await asMember(numbers[0]), await asMember(numbers[1])]
    const page = await get('/pendampingan', one)
    const waktu = /name="waktu" value="([^"]+)"/.exec(page.text)![1]!
    expect((await send('/pendampingan', '/pendampingan/janji', { waktu }, one)).to).toContain('oke=janji')
    const second = await send('/pendampingan', '/pendampingan/janji', { waktu }, two)
    expect([second.status, second.text.includes('baru saja diambil')]).toEqual([409, true])
    expect((await get('/pendamping/jadwal', mentor)).text).toContain(numbers[0])
    const janji = /name="janji" value="([^"]+)"/.exec((await get('/pendampingan', one)).text)![1]!
    expect((await send('/pendampingan', '/pendampingan/batal', { janji }, one)).to).toContain('oke=batal')
    expect((await send('/pendampingan', '/pendampingan/janji', { waktu }, two)).to).toContain('oke=janji')
  })
})

describe('handing over', () => {
  it('gives every member to the next mentor with all that was agreed; the one who left sees nobody any more', async () => {
    await send(
      '/konsol/pendamping',
      '/konsol/pendamping',
      { akun: 'pendamping.clc', batas: '900', bidang: 'kue, katering' },
      officer,
    )
    const before = (
      await owner.query(
        "select count(*)::integer as n from assignment where kec_id = $1 and mentor = 'pendamping.psm' and until_at is null",
        [PASAR_MINGGU],
      )
    ).rows[0].n
    const [number] = (
      await owner.query(
        "select number from assignment where mentor = 'pendamping.psm' and until_at is null and by_account = 'petugas.psm'",
      )
    ).rows.map((r) => r.number)
    const done = await send(
      '/konsol/pendamping',
      '/konsol/pendamping/serahkan',
      { dari: 'pendamping.psm', kepada: '*', berhenti: 'ya' },
      officer,
    )
    expect(done.to).toContain('oke=serah')
    expect(
      (
        await owner.query(
          "select count(*)::integer as n from assignment where kec_id = $1 and mentor = 'pendamping.clc' and until_at is null",
          [PASAR_MINGGU],
        )
      ).rows[0].n,
    ).toBe(before)
    expect((await get(`/pendamping/anggota/${number}`, mentor)).status).toBe(404)
    const next = await get(`/pendamping/anggota/${number}`, stranger)
    expect(next.text).toContain('Tutup buku Januari')
    expect(
      (
        await owner.query(
          "select count(*)::integer as n from meeting where mentor = 'pendamping.psm' and cancelled_at is null and lower(during) > '2018-02-19'",
        )
      ).rows[0].n,
    ).toBe(0)
    expect((await send('/pendamping/jadwal', `/pendamping/anggota/${number}/catat`, { cara: 'visit' }, mentor)).status).toBe(404)
  })
})
