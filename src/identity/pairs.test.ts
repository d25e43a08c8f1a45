// Pairs that may be one person, on the demonstration's front door: found, shown with their evidence, decided once, merged by facts, separated again.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askingAt, counterEntry } from '../../tests/asking.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { journeysOf, replay } from '../journal/index.ts'
import { findDaily, findPairs, keepPairs } from './index.ts'

const PASAR_MINGGU = 317404
const TEBET = 317401
let demo: Demo
let owner: pg.Client
let officer: string
let second: string
let office: string
let elsewhere: string

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  officer = await demo.signedIn('officer', PASAR_MINGGU)
  second = await demo.signedIn('officer', PASAR_MINGGU)
  office = await demo.signedIn('office')
  elsewhere = await demo.signedIn('officer', 317204)
})
afterAll(async () => {
  await owner.end()
  await demo.end()
})

const asking = askingAt(() => demo)
const get = (path: string, cookie = officer) => asking.get(path, cookie)
const send = (from: string, action: string, fields: Record<string, string>, cookie = officer) =>
  asking.send(from, action, fields, cookie)

let serial = 0
/** Somebody of a name, a birth and a phone of their own, registered at the counter: a NIK ends in the digit given. */
async function register(of: string, more: Record<string, string> = {}, kec = PASAR_MINGGU) {
  const cookie = kec === PASAR_MINGGU ? officer : office
  const answer = await send(
    `/konsol/daftar?kec=${kec}`,
    '/konsol/daftar',
    counterEntry({
      kec: String(kec),
      nik: `${kec}041191${String(7000 + serial++).padStart(4, '0')}`,
      nama: of,
      hari: '4',
      bulan: '11',
      tahun: '1991',
      kelurahan: `${kec}1001`,
      hp: '0813 5555 2207',
      pakai: 'own',
      jenis: 'Servis HP',
      ...more,
    }),
    cookie,
  )
  expect(answer.status, answer.text).toBe(303)
  return answer.to!.split('/').at(-1)!
}

const NOW = new Date('2018-01-22T03:00:00Z')
const find = async () => {
  const found = await findPairs(demo.database, demo.secrets)
  await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => keepPairs(db, found, NOW))
  return found
}
const pairOf = async (a: string, b: string): Promise<string | undefined> =>
  (await owner.query('select id from duplicate_pair where first = $1 and second = $2', [a, b].sort())).rows[0]?.id
const leadsTo = async (number: string) =>
  (await owner.query('select enrolment_id from enrolment_locator where number = $1', [number])).rows[0].enrolment_id
const ownEnrolment = async (number: string) =>
  (await owner.query('select id from enrolment where number = $1', [number])).rows[0].id
const stands = async (number: string) => {
  const [held] = await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) =>
    journeysOf(db, demo.secrets, [{ number }], { on: '2018-01-22', knownAt: new Date('9999-12-31') }),
  )
  return held!.journey
}
/** Two records of one person: an abbreviated name, one digit of the NIK wrong. */
async function twice(name: string, digits: string, other = name) {
  const [birth, phone] = [
    { hari: String((serial % 27) + 1), bulan: '5' },
    `0813 77${String(10 + serial)} 3${String(serial).padStart(3, '0')}`,
  ]
  const nik = (last: string) => `317404${birth.hari.padStart(2, '0')}0591${digits}${last}`
  const a = await register(name, { ...birth, hp: phone, nik: nik('4') })
  const b = await register(other, { ...birth, hp: phone, nik: nik('9') })
  return [a, b] as const
}

describe('two records that may be one person', () => {
  it('are found, and stand side by side with what speaks for one and for two; NIK and phone are masked', async () => {
    const [a, b] = await twice('Muhammad Rizky Pratama', '700', 'M. Rizki Pratama')
    await find()
    const id = (await pairOf(a, b))!
    const { status, text } = await get(`/konsol/gandaan/${id}`)
    expect(status).toBe(200)
    for (const words of ['satu angka NIK berbeda', 'Nama disingkat', '•••• 7004', a, b]) expect(text).toContain(words)
    expect(text).not.toMatch(/\d{16}/)
    expect(text).not.toMatch(/0813 ?77\d\d ?3\d{3}/)
    expect((await owner.query("select count(*)::int as n from read_log where what = 'pair'")).rows[0].n).toBeGreaterThan(1)
  })

  it('are nobody else’s to see: another kecamatan’s officer and a wrong id find nothing', async () => {
    const [a, b] = await twice('Suharti Wulandari', '710')
    await find()
    const id = (await pairOf(a, b))!
    expect((await get(`/konsol/gandaan/${id}`, elsewhere)).status).toBe(404)
    expect((await get('/konsol/gandaan?semua=1', elsewhere)).text).not.toContain('Suharti')
    expect(
      (await send('/konsol/gandaan?semua=1', `/konsol/gandaan/${id}`, { putusan: 'dua', dasar: 'x' }, elsewhere)).status,
    ).toBe(404)
    expect((await get('/konsol/gandaan/salah')).status).toBe(404)
    expect((await get('/konsol/gandaan/01610000-0000-7000-8000-000000000000')).status).toBe(404)
  })

  it('are not decided without a choice and its ground, and what was written is not lost', async () => {
    const [a, b] = await twice('Budi Santosa', '720')
    await find()
    const page = `/konsol/gandaan/${await pairOf(a, b)}`
    const answer = await send(page, page, { dasar: '', putusan: '' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Pilih satu keputusan')
    expect(answer.text).toContain('Tulis dasar keputusan Anda')
    const half = await send(page, page, { dasar: 'KTP dilihat di loket', putusan: 'entah' })
    expect(half.status).toBe(422)
    expect(half.text).toContain('KTP dilihat di loket')
  })
})

describe('one person', () => {
  it('is merged into who was there first: every number leads there, and the steps stand as was foretold', async () => {
    const [a, b] = await twice('Hj. Sumiati', '730', 'Sumiati')
    // The second record knows of a class that the first does not.
    await send(`/konsol/anggota/${b}`, `/konsol/anggota/${b}/catat`, {
      tindakan: 'bebaskan',
      langkah: 'P7',
      alasan: 'Tidak perlu',
    })
    await find()
    const page = `/konsol/gandaan/${await pairOf(a, b)}`
    const shown = (await get(page)).text
    expect(shown).toContain('Masuk P1, Pasar Minggu')
    const before = await stands(b)
    expect(before.steps[7].waived).toBeTruthy()
    const answer = await send(page, page, { putusan: 'lama', dasar: 'KTP dilihat di loket' })
    expect(answer.to).toBe('/konsol/gandaan?tercatat=one')
    expect(await leadsTo(b)).toBe(await ownEnrolment(a))
    expect((await stands(a)).steps[7].waived).toBeTruthy()
    expect((await get('/konsol/gandaan?semua=1')).text).toContain('Sumiati')
    expect((await get(`/konsol/anggota/${b}`)).status).toBe(200)
  })

  it('is decided once: sent again it is the same, and the second officer is told by whom and what', async () => {
    const [a, b] = await twice('Siti Aisyah', '740', 'St. Aisyah')
    await find()
    const page = `/konsol/gandaan/${await pairOf(a, b)}`
    const id = '01610000-0000-7000-8000-0000000000a1'
    const [one, again] = await Promise.all([
      send(page, page, { id, putusan: 'lama', dasar: 'KTP sama' }),
      send(page, page, { id, putusan: 'lama', dasar: 'KTP sama' }),
    ])
    expect([one.status, again.status]).toEqual([303, 303])
    const late = await send(page, page, { id: '01610000-0000-7000-8000-0000000000a2', putusan: 'dua', dasar: 'Kembar' }, second)
    expect(late.status).toBe(409)
    expect(late.text).toContain('sudah memutuskan pasangan ini')
    expect(late.text).toContain('satu orang, digabung')
    const { rows } = await owner.query(
      'select outcome from duplicate_decision d join duplicate_pair p on p.id = d.pair_id where p.id = $1',
      [page.split('/').at(-1)],
    )
    expect(rows).toEqual([{ outcome: 'one' }])
  })

  it('two officers at the same moment, one says merge and one says two: one of them stands', async () => {
    const [a, b] = await twice('Rudi Hartono', '750')
    await find()
    const page = `/konsol/gandaan/${await pairOf(a, b)}`
    const answers = await Promise.all([
      send(page, page, { putusan: 'lama', dasar: 'KTP sama' }),
      send(page, page, { putusan: 'dua', dasar: 'Dua KTP' }, second),
    ])
    expect(answers.map((x) => x.status).sort()).toEqual([303, 409])
  })

  it('in three records: each merge leads on, and what was a pair with the duplicate is one with who remains', async () => {
    const [a, b] = await twice('Ahmad Fauzan Hakim', '760', 'A. Fauzan Hakim')
    const birth = (
      await owner.query('select birth_date::text as d from person p join enrolment e on e.person_id = p.id where e.number = $1', [
        a,
      ])
    ).rows[0].d as string
    const [, month, day] = birth.split('-')
    const third = await register('Ahmad Fauzan Hakim', { hari: day!, bulan: month!, nik: `317404${day}05917607` })
    await find()
    const merge = async (x: string, y: string) => {
      const page = `/konsol/gandaan/${await pairOf(x, y)}`
      return send(page, page, { putusan: 'lama', dasar: 'KTP sama' })
    }
    expect((await merge(a, b)).status).toBe(303)
    // The old pair of the duplicate now compares nobody new; found anew, it is a pair of who remains.
    await find()
    expect((await get('/konsol/gandaan?semua=1')).text).not.toContain(`${await pairOf(b, third)}"`)
    expect((await merge(a, third)).status).toBe(303)
    for (const number of [b, third]) expect(await leadsTo(number)).toBe(await ownEnrolment(a))
    await find()
    const { rows } = await owner.query(
      'select from duplicate_pair where scan_id = (select id from duplicate_scan order by made_at desc limit 1) and (first = any($1) or second = any($1))',
      [[b, third]],
    )
    expect(rows).toHaveLength(0)
  })

  it('of two kecamatan is the office’s to merge, and both kecamatan are told', async () => {
    const nik = (last: string) => `317404120591770${last}`
    const here = await register('Yusuf Maulana Ibrahim', { hari: '12', bulan: '5', nik: nik('4') })
    const there = await register('M. Yusuf Maulana Ibrahim', { hari: '12', bulan: '5', nik: nik('9') }, TEBET)
    await find()
    const page = `/konsol/gandaan/${await pairOf(here, there)}`
    expect((await get(page)).status).toBe(404)
    const shown = await get(page, office)
    expect(shown.text).toContain('Dua kecamatan berubah')
    expect((await send(page, page, { putusan: 'lama', dasar: 'KK dilihat' }, office)).status).toBe(303)
    expect(await leadsTo(there)).toBe(await ownEnrolment(here))
  })
})

describe('who was merged', () => {
  it('is separated again with every fact where it was, and what was written since stays with whom it was written about', async () => {
    const [a, b] = await twice('Dewi Lestari Putri', '780')
    await find()
    const page = `/konsol/gandaan/${await pairOf(a, b)}`
    const [alone, other] = [await stands(a), await stands(b)]
    await send(page, page, { putusan: 'lama', dasar: 'KTP sama' })
    await send(`/konsol/anggota/${a}`, `/konsol/anggota/${a}/catat`, {
      tindakan: 'bebaskan',
      langkah: 'P5',
      alasan: 'Sudah berjualan',
    })
    const shown = (await get(page)).text
    expect(shown).toContain('ada 1 catatan baru')
    const empty = await send(page, `${page}/pisah`, { alasan: ' ' })
    expect(empty.status).toBe(422)
    const answer = await send(page, `${page}/pisah`, { alasan: 'Ternyata kakak beradik' })
    expect(answer.to).toBe(`${page}?tercatat=split`)
    expect(await leadsTo(b)).toBe(await ownEnrolment(b))
    expect(await stands(b)).toEqual(other)
    const after = await stands(a)
    expect(after.steps[5].waived).toBeTruthy()
    expect({ ...after.steps, 5: null }).toEqual({ ...alone.steps, 5: null })
    // Said once: it is not proposed again, and separating twice changes nothing.
    await find()
    expect((await get('/konsol/gandaan?semua=1')).text).not.toContain(page)
    expect((await send(page, `${page}/pisah`, { alasan: 'Lagi', id: '01610000-0000-7000-8000-0000000000b1' })).status).toBe(409)
  })
})

describe('what was decided', () => {
  it('stays: two people are not asked about again, who is asked first goes on waiting with the reason', async () => {
    const [a, b] = await twice('Joko Susilo Raharjo', '790')
    await find()
    const page = `/konsol/gandaan/${await pairOf(a, b)}`
    await send(page, page, { putusan: 'tanya', dasar: 'Telepon tidak diangkat' })
    expect((await get(page)).text).toContain('Telepon tidak diangkat')
    expect((await get('/konsol/gandaan?semua=1')).text).toContain(page)
    await send(page, page, { putusan: 'dua', dasar: 'Kembar, dua KTP' })
    await find()
    expect((await get('/konsol/gandaan?semua=1')).text).not.toContain(page)
    expect((await get(page)).text).toContain('Kembar, dua KTP')
    // Reasons are sealed: no row holds them in the clear.
    const { rows } = await owner.query('select reason from duplicate_decision')
    for (const { reason } of rows) expect((reason as Buffer).toString('latin1')).not.toContain('Kembar')
  })

  it('leaves a journal that replays without a difference', async () => {
    const report = await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => replay(db))
    expect(report.differences).toEqual([])
  })
})

describe('comparing everybody', () => {
  it('says when, leaves out who asked that their data be kept and not used, and is asked for once a day', async () => {
    const [a, b] = await twice('Kartika Sari Dewi', '800')
    await find()
    const page = `/konsol/gandaan/${await pairOf(a, b)}`
    expect((await get(page)).status).toBe(200)
    await owner.query(
      `insert into restriction (kec_id, id, enrolment_id, from_at, decided_by) values ($1, $2, $2, now(), 'kantor')`,
      [PASAR_MINGGU, await ownEnrolment(b)],
    )
    expect((await get(page)).status).toBe(404)
    await find()
    expect(await pairOf(a, b)).toBeUndefined()
    const jobs = async () =>
      (await owner.query("select count(*)::int as n from graphile_worker.jobs where task_identifier = 'find-duplicates'")).rows[0]
        .n
    await owner.query('select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs')
    await demo.database.within('job', { actor: 'mesin', role: 'system' }, findDaily)
    expect(await jobs()).toBe(0)
    await owner.query("update duplicate_scan set made_at = made_at - interval '1 day'")
    await demo.database.within('job', { actor: 'mesin', role: 'system' }, findDaily)
    expect(await jobs()).toBe(1)
  })
})
