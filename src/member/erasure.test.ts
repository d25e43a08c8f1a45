// A person is erased on their request: nobody finds them any more, and not a figure, a chain or a frozen week changes.
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { DEMO_NOW } from '../demo/index.ts'
import { replay, verifyJournal } from '../journal/index.ts'
import { uuidv7 } from '../kit/ids.ts'
import { outbox, sendMessage, sendTo } from '../kit/sending/index.ts'
import { openMemberSession } from '../people/index.ts'
import { kecCode } from '../places/index.ts'
import { publishedHeads, verifyWeek } from '../weekly/index.ts'

const HOME = 'http://localhost'
const system = { actor: 'mesin', role: 'system' }
let demo: Demo
let owner: pg.Client
let her: { kec: number; id: string; person: string; number: string; name: string; phone: string; nik: string }
const request = uuidv7(DEMO_NOW.getTime())

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  // Somebody with much to lose: sealed fields, a NIK and a phone of their own.
  const { rows } = await owner.query(
    `select e.kec_id as kec, e.id, e.person_id as person, e.number, p.name, p.phone, p.nik from enrolment e
     join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where p.phone is not null and p.nik is not null and (select count(*) from person q where q.phone = p.phone) = 1
       and (select count(*) from person q where q.name = p.name) = 1 and not e.tied
       and e.kec_id in (317404, 317204)
     order by (select count(*) from fact_detail d where d.kec_id = e.kec_id and d.enrolment_id = e.id) desc, e.id limit 1`,
  )
  her = { ...rows[0], nik: demo.secrets.open(rows[0].nik, rows[0].person) }
  await owner.query(
    `insert into member_request (kec_id, id, enrolment_id, number, kind, body, made_at, due_at)
     values ($1, $2, $3, $4, 'erasure', $5, $6, $6::timestamptz + interval '72 hours')`,
    [her.kec, request, her.id, her.number, demo.secrets.seal('Hapus data saya.', request), DEMO_NOW],
  )
  await owner.query(
    `insert into person_change (kec_id, id, enrolment_id, at, account, fields, body) values ($1, $2, $3, $4, 'petugas', '{name}', $5)`,
    [her.kec, request, her.id, DEMO_NOW, demo.secrets.seal(JSON.stringify({ name: her.name }), request)],
  )
  const id = await demo.database.within('job', system, (db) =>
    sendTo(db, demo.secrets, { phone: her.phone, text: `Halo ${her.name}`, purpose: 'uji', wall: DEMO_NOW }),
  )
  await sendMessage({ ...demo, sender: outbox, wall: () => DEMO_NOW }, id)
}, 60_000)
afterAll(async () => {
  await owner?.end()
  await demo?.end()
})

const standing = () =>
  demo.database.within('job', system, async (db) => {
    const { rows } = await db.client.query('select week from weekly_cut order by week')
    const weeks = []
    for (const { week } of rows) weeks.push(await verifyWeek(db, week))
    return { weeks, journal: await verifyJournal(db, await publishedHeads(db)), replay: await replay(db) }
  })

/** Where in any text of any table is this still? */
async function whereIs(what: string): Promise<string[]> {
  const { rows } = await owner.query(
    `select c.table_name as t, c.column_name as c from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
     where c.table_schema = 'public' and b.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'ARRAY', 'json')`,
  )
  const found: string[] = []
  for (const { t, c } of rows) {
    const { rowCount } = await owner.query(`select from ${t} where strpos(lower("${c}"::text), lower($1)) > 0 limit 1`, [what])
    if (rowCount) found.push(`${t}.${c}`)
  }
  return found
}

const page = async (path: string, cookie: string) => {
  const answer = await demo.app.request(HOME + path, { headers: { cookie } })
  return { status: answer.status, text: await answer.text() }
}
async function post(path: string, cookie: string, fields: Record<string, string>) {
  const token = /name="token" value="([^"]+)"/.exec((await page('/konsol/permintaan', cookie)).text)![1]!
  return demo.app.request(HOME + path, {
    method: 'POST',
    headers: { cookie, origin: HOME },
    body: new URLSearchParams({ token, ...fields }),
  })
}

it('leaves nothing of the person, and everything that was counted', async () => {
  const path = `/konsol/permintaan/${kecCode(her.kec)}/${request}`
  const office = await demo.signedIn('office')
  const officer = await demo.signedIn('officer', her.kec)
  const own = `anggota=${await openMemberSession(demo.database.pool('member'), demo.secrets, her.number, DEMO_NOW)}`
  // Somebody was compared with her, and a reason was given.
  await owner.query(
    `with pair as (insert into duplicate_pair (kec_id, other_kec, id, first, second, score, odds, evidence, found_at, scan_id)
       select $1, $1, gen_random_uuid(), least($2::text, o.number), greatest($2::text, o.number), 0.9, 2, '[]', now(), gen_random_uuid()
       from (select number from enrolment where kec_id = $1 and number <> $2 limit 1) o returning id)
     insert into duplicate_decision (pair_id, id, outcome, reason, at, by_account) select id, gen_random_uuid(), 'two', 'sealed', now(), 'kantor' from pair`,
    [her.kec, her.number],
  )
  const before = await standing()
  expect(await whereIs(her.name)).toContain('person.name')
  expect((await page('/langkah', own)).status).toBe(200)

  // An officer neither sees the page nor can say that it was done.
  expect((await page(`${path}/hapus`, officer)).status).toBe(404)
  expect((await post(`${path}/hapus`, officer, { nomor: her.number, jawaban: 'ya' })).status).toBe(404)
  expect((await post(path, officer, { hasil: 'done', jawaban: 'sudah' })).status).toBe(422)
  expect((await page(path, officer)).text).not.toContain('/hapus"')
  // The database refuses it to any other role, whoever calls.
  await expect(
    demo.database.within('job', { actor: 'petugas', role: 'officer', kec: her.kec }, ({ client }) =>
      client.query(`select erase_person($1, $2, now(), '', '{}', '{}', '{}')`, [her.kec, request]),
    ),
  ).rejects.toMatchObject({ code: '42501' })

  // The office sees what goes and what stays, and writes the number once more.
  expect((await page(path, office)).text).toContain(`${path}/hapus`)
  const said = (await page(`${path}/hapus`, office)).text
  expect(said).toMatch(/[1-9]\d* keterangan tertutup/)
  expect(said).toContain('isi 1 perbaikan data')
  expect(said).toContain('isi 1 pesan')
  const wrong = await post(`${path}/hapus`, office, { nomor: 'PSM-17-99999', jawaban: 'Sudah.' })
  expect([wrong.status, (await wrong.text()).includes('bukan nomor peserta di atas')]).toEqual([422, true])
  expect(await whereIs(her.name)).toContain('person.name')
  const done = await post(`${path}/hapus`, office, { nomor: her.number.toLowerCase(), jawaban: 'Data Anda sudah dihapus.' })
  expect([done.status, done.headers.get('location')]).toEqual([303, path])
  expect((await owner.query('select from duplicate_pair where first = $1 or second = $1', [her.number])).rowCount).toBe(0)
  expect((await owner.query('select from duplicate_decision')).rowCount).toBe(0)

  for (const what of [her.name, her.phone, her.nik]) expect([what, await whereIs(what)]).toEqual([what, []])
  const { rows: kept } = await owner.query('select * from person where id = $1', [her.person])
  expect(kept[0]).toMatchObject({ name: '(dihapus)', name_key: '', nik: null, birth_date: null, sex: null, address: null })
  const gone = await owner.query(
    `select (select count(*) from nik_registry where person_id = $1) + (select count(*) from fact_detail where enrolment_id = $2)
       + (select count(*) from message where body is not null) + (select count(*) from person_change where body is not null)
       + (select count(*) from business where person_id = $1 and (name is not null or trade is not null))
       + (select count(*) from member_session) + (select count(*) from member_request where body is not null) as n`,
    [her.person, her.id],
  )
  expect(Number(gone.rows[0].n)).toBe(0)
  const { rows: erased } = await owner.query('select number, done_by, reason, persons from erasure')
  expect(erased).toEqual([{ number: her.number, done_by: 'kantor', reason: 'member-request', persons: 1 }])

  // The session is dead; the request says who did it; a second time there is nothing to carry out.
  expect((await page('/langkah', own)).status).toBe(303)
  expect((await page(path, office)).text).toContain('Data Anda sudah dihapus.')
  expect((await page(`${path}/hapus`, office)).status).toBe(404)
  expect((await page(`/konsol/anggota/${her.number}`, officer)).text).toContain('(dihapus)')

  // Not a figure, a chain or a byte has changed.
  const after = await standing()
  expect(after).toEqual(before)
  expect(after.journal.broken).toEqual([])
  expect(after.replay.differences).toEqual([])
  expect(after.weeks.length).toBe(5)
}, 90_000)
