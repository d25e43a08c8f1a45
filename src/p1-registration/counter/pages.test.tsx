// The counter on the demonstration's front door: an officer of Pasar Minggu registers, checks, corrects, moves; another kecamatan sees nothing.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askingAt, counterEntry } from '../../../tests/asking.ts'
import { type Demo, freshDemo } from '../../../tests/demo.ts'
import { replay } from '../../journal/index.ts'

const PASAR_MINGGU = 317404
const HERE = 'http://localhost'
let demo: Demo
let owner: pg.Client
let officer: string
let elsewhere: string

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  officer = await demo.signedIn('officer', PASAR_MINGGU)
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
const person = (more: Record<string, string> = {}) =>
  counterEntry({ nik: `317404540384${String(9000 + ++serial).padStart(4, '0')}`, ...more })
const register = async (more: Record<string, string> = {}) => {
  const answer = await send('/konsol/daftar', '/konsol/daftar', person(more))
  return { ...answer, number: answer.to?.split('/').at(-1) ?? '' }
}
const reached = async (number: string) =>
  (
    await owner.query(
      'select r.p1_on is not null as reached from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id where e.number = $1',
      [number],
    )
  ).rows.map((r) => r.reached)
const facts = async (number: string) =>
  (
    await owner.query(
      'select j.kind from journal_event j join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id where e.number = $1 order by j.kec_id, j.seq',
      [number],
    )
  ).rows.map((r) => r.kind)

describe('an officer at the counter', () => {
  it('registers and checks somebody on one page, who has then reached P1', async () => {
    const { status, number } = await register()
    expect(status).toBe(303)
    expect(number).toMatch(/^PSM-18-\d{5}$/)
    expect(await reached(number)).toEqual([true])
    expect((await get(`/konsol/daftar/${number}`)).text).toContain('tercapai')
  })

  it('sees everything that is missing at once, with nothing lost, and no row written', async () => {
    const before = (await owner.query('select count(*) from person')).rows[0].count
    const { status, text } = await send('/konsol/daftar', '/konsol/daftar', person({ nik: '123', hari: '', setuju: '' }))
    expect(status).toBe(422)
    for (const words of ['NIK yang Anda tulis baru 3 angka', 'Galat', 'Kue kering', 'Sari Puspita']) expect(text).toContain(words)
    expect((await owner.query('select count(*) from person')).rows[0].count).toBe(before)
  })

  it('sending the page twice registers once; with another person on it, it is refused', async () => {
    const page = await get('/konsol/daftar')
    const id = /name="id" value="([^"]+)"/.exec(page.text)![1]!
    const one = person()
    const [first, second] = [
      await send('/konsol/daftar', '/konsol/daftar', { ...one, id }),
      await send('/konsol/daftar', '/konsol/daftar', { ...one, id }),
    ]
    expect(second.to).toBe(first.to)
    expect((await send('/konsol/daftar', '/konsol/daftar', { ...person(), id })).status).toBe(409)
  })

  it('is told of a NIK that is a member here by number, and elsewhere without a word about whom', async () => {
    const nik = person().nik
    const { number } = await register({ nik })
    expect((await send('/konsol/daftar', '/konsol/daftar', person({ nik }))).text).toContain(number)
    const away = await send('/konsol/daftar', '/konsol/daftar', person({ nik, kelurahan: '' }), elsewhere)
    expect(away.text).not.toContain(number)
  })

  it('enters a paper form under the day that stands on it, and not under one to come', async () => {
    const paper = { jalur: 'paper', hari_f: '18', bulan_f: '1', tahun_f: '2018' }
    const { number } = await register(paper)
    const { rows } = await owner.query(
      "select j.occurred_on as on, j.payload->>'channel' as channel from journal_event j join enrolment e on e.id = j.enrolment_id where e.number = $1 and j.kind = 'registration.submitted'",
      [number],
    )
    expect(rows).toEqual([{ on: '2018-01-18', channel: 'paper' }])
    expect((await register({ ...paper, tahun_f: '2019' })).text).toContain('belum tiba')
  })

  it('has the same questions on the paper form as on the screen', async () => {
    const { text } = await get('/konsol/formulir')
    for (const label of ['1. Nomor Induk', '2. Nama', '7. Persetujuan Anda', 'Data saya dipakai', 'Data saya dipakai'])
      expect(text).toContain(label)
  })
})

describe('one member', () => {
  const act = (number: string, tindakan: string, fields: Record<string, string> = {}, cookie = officer) =>
    send(`/konsol/anggota/${number}`, `/konsol/anggota/${number}/catat`, { tindakan, ...fields }, cookie)

  it('is nobody for another kecamatan’s officer, on every page and act', async () => {
    const { number } = await register()
    expect((await get(`/konsol/anggota/${number}`, elsewhere)).status).toBe(404)
    const token = /name="token" value="([^"]+)"/.exec((await get('/konsol/anggota', elsewhere)).text)![1]!
    for (const end of ['catat', 'nik', 'data']) {
      const body = new URLSearchParams({ token, tindakan: 'identitas' })
      const answer = await demo.app.request(`/konsol/anggota/${number}/${end}`, {
        method: 'POST',
        headers: { cookie: elsewhere, origin: HERE },
        body,
      })
      expect([end, answer.status]).toEqual([end, 404])
    }
  })

  it('shows the NIK only when asked, and who asked is on record before the answer', async () => {
    const one = person()
    const { number } = await register(one)
    expect((await get(`/konsol/anggota/${number}`)).text).not.toContain(one.nik)
    expect((await send(`/konsol/anggota/${number}`, `/konsol/anggota/${number}/nik`, {})).text).toContain(one.nik)
    const { rows } = await owner.query("select account, what from read_log where what = 'nik'")
    expect(rows.at(-1)).toEqual({ account: 'petugas.psm', what: 'nik' })
  })

  it('reaches P1 by checks that come later, each once, whoever else records the same', async () => {
    const { number } = await register({ dokumen: 'none', alamat: '' })
    expect(await reached(number)).toEqual([false])
    expect((await act(number, 'identitas', { dokumen: 'ktp', hasil: 'match' })).status).toBe(303)
    expect((await act(number, 'alamat', { kelurahan: '3174041001' })).status).toBe(303)
    expect(await reached(number)).toEqual([true])
    const again = await act(number, 'identitas', { dokumen: 'ktp', hasil: 'match' })
    expect([again.status, again.text.includes('Tidak dicatat dua kali')]).toEqual([409, true])
  })

  it('loses P1 when the check was wrong and is made void with a reason, and not without one', async () => {
    const { number } = await register()
    const { rows } = await owner.query(
      "select j.id from journal_event j join enrolment e on e.id = j.enrolment_id where e.number = $1 and j.kind = 'identity.checked'",
      [number],
    )
    expect((await act(number, 'batal', { fakta: rows[0].id, alasan: ' ' })).text).toContain('Tulis alasannya')
    expect((await act(number, 'batal', { fakta: rows[0].id, alasan: 'KTP orang lain' })).status).toBe(303)
    expect(await reached(number)).toEqual([false])
    expect((await get(`/konsol/anggota/${number}`)).text).toContain('dibatalkan')
  })

  it('moves to another kecamatan with all that was recorded; here it is said where to, and nothing more can be recorded', async () => {
    const { number } = await register()
    expect((await act(number, 'pindah', { kecamatan: '317204' })).status).toBe(303)
    const page = await get(`/konsol/anggota/${number}`)
    expect(page.text).toContain('Pindah pada')
    expect((await act(number, 'identitas')).status).toBe(409)
    expect((await get(`/konsol/anggota/${number}`, elsewhere)).text).toContain('Sari Puspita')
    expect(await reached(number)).toContain(true)
  })

  it('leaves, is waived a step, gives and withdraws consent: each is a fact, and none counts as reached', async () => {
    const { number } = await register()
    expect((await act(number, 'bebaskan', { langkah: 'P7', alasan: '' })).text).toContain('Tulis alasannya')
    await act(number, 'bebaskan', { langkah: 'P7', alasan: 'tidak perlu pinjaman' })
    await act(number, 'persetujuan', { tujuan: 'programme', beri: 'tarik', cara: 'paper' })
    expect((await get(`/konsol/anggota/${number}`)).text).toContain('sudah Anda tarik')
    await act(number, 'persetujuan', { tujuan: 'programme', beri: 'beri', cara: 'paper' })
    await act(number, 'keluar', { sebab: 'withdrew' })
    expect((await facts(number)).slice(-4)).toEqual(['step.waived', 'consent.withdrawn', 'consent.given', 'enrolment.ended'])
    expect((await get(`/konsol/anggota/${number}`)).text).toContain('mengundurkan diri')
  })

  it('has personal data corrected, with what stood before kept', async () => {
    const { number } = await register()
    const data = {
      nama: 'Sari Puspitasari',
      hari: '15',
      bulan: '3',
      tahun: '1984',
      hp: '',
      pakai: 'none',
      alamat_lengkap: 'Jl. Contoh 1',
    }
    expect((await send(`/konsol/anggota/${number}`, `/konsol/anggota/${number}/data`, data)).status).toBe(303)
    expect((await get(`/konsol/anggota/${number}`)).text).toContain('Sari Puspitasari')
    const { rows } = await owner.query('select fields, account from person_change')
    expect(rows.at(-1)).toEqual({ fields: ['name', 'birth_date', 'phone', 'phone_use', 'address'], account: 'petugas.psm' })
  })
})

it('a restricted member is counted in a list and named by none, and is still found by number', async () => {
  const { number } = await register()
  const named = (await get(`/konsol/anggota/${number}`)).text
  const { rows } = await owner.query(
    `select e.kec_id, e.id, p.name from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id where e.number = $1`,
    [number],
  )
  const { kec_id, id, name } = rows[0]
  expect(named).toContain(name)
  await owner.query(
    `insert into restriction (kec_id, id, enrolment_id, from_at, decided_by) values ($1, $2, $2, '2018-01-22T02:00:00Z', 'kantor')`,
    [kec_id, id],
  )
  const sought = await send('/konsol', '/konsol/anggota', { cari: name })
  expect(sought.text).not.toContain(number)
  expect((await get('/konsol/anggota')).text).not.toContain(number)
  expect((await send('/konsol', '/konsol/anggota', { cari: number })).to).toBe(`/konsol/anggota/${number}`)
  expect((await get(`/konsol/anggota/${number}`)).status).toBe(200)
})

describe('all of it', () => {
  it('replays from the journal without a difference', async () => {
    const { differences } = await demo.database.within('job', { actor: 'mesin', role: 'system' }, replay)
    expect(differences).toEqual([])
  })
})
