// P2 on the demonstration's front door: a member of Pasar Minggu books, is reminded, comes, hands in homework and reaches P2; an officer keeps
// the door. Another kecamatan sees nothing of it.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askingAt } from '../../tests/asking.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { replay } from '../journal/index.ts'
import { latestMessages, outbox, sendMessage } from '../kit/sending/index.ts'
import { openMemberSession } from '../people/index.ts'
import { initialsOf } from '../places/index.ts'
import { ticketOf } from './attending.ts'
import { remindOfClasses } from './telling.ts'

const PASAR_MINGGU = 317404
const HERE = 'http://localhost'
let demo: Demo
let owner: pg.Client
let officer: string
let elsewhere: string
/** Somebody who has reached P1, was in no class, has a phone and agreed to messages. */
let number: string
let member: string

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  officer = await demo.signedIn('officer', PASAR_MINGGU)
  elsewhere = await demo.signedIn('officer', 317204)
  const [one] = await freeMembers(1)
  number = one!
  member = await signedIn(number)
})
afterAll(async () => {
  await owner.end()
  await demo.end()
})

const freeMembers = async (n: number) =>
  (
    await owner.query(
      `select e.number from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id join person p on p.kec_id = e.kec_id and p.id = e.person_id
       where r.kec_id = $1 and r.p1_on is not null and r.p2_in is null and r.ended_on is null and p.phone is not null
         and not exists (select from booking b where b.enrolment_id = e.id)
         and exists (select from journal_event j where j.kec_id = r.kec_id and j.enrolment_id = r.enrolment_id and j.kind = 'consent.given' and j.payload->>'purpose' = 'message')
       order by e.number limit $2`,
      [PASAR_MINGGU, n],
    )
  ).rows.map((r) => r.number as string)
const signedIn = async (of: string) =>
  `anggota=${await openMemberSession(demo.database.pool('member'), demo.secrets, of, new Date('2018-01-22T02:00:00Z'))}`
const clock = (text: string) => owner.query('update programme set clock = $1', [new Date(`${text}:00+07:00`)])
const asking = askingAt(() => demo)
const { get, send } = asking
const classId = async (code: string) =>
  (await owner.query('select class_id as id from class_code where code = $1', [code])).rows[0].id as string
const bookingOf = async (code: string, of: string) =>
  (
    await owner.query(
      "select b.id, b.state from booking b join class_code k on k.class_id = b.class_id where k.code = $1 and b.number = $2 and b.state in ('seated', 'waiting')",
      [code, of],
    )
  ).rows[0]
const attended = async (of: string) =>
  (
    await owner.query(
      `select j.payload->>'class' as class, j.payload->>'session' as session, j.occurred_on as on from journal_event j join enrolment e on e.id = j.enrolment_id
       where e.number = $1 and j.kind = 'class.attended' and not exists (select from journal_event v where v.voids = j.id) order by j.seq`,
      [of],
    )
  ).rows
const reachedP2 = async (of: string) =>
  (
    await owner.query('select p2_on as on from enrolment_reach r join enrolment e on e.id = r.enrolment_id where e.number = $1', [
      of,
    ])
  ).rows[0].on
const upload = async (
  action: string,
  cookie: string,
  fields: Record<string, string>,
  file?: { name: string; bytes: Uint8Array },
) => {
  const page = await get(action.replace(/\/tugas$/, ''), cookie)
  const form = new FormData()
  form.set('token', /name="token" value="([^"]+)"/.exec(page.text)![1]!)
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (file) form.set('foto', new File([file.bytes as never], file.name))
  const request = new Request(`${HERE}${action}`, { method: 'POST', body: form })
  const answer = await demo.app.request(action, {
    method: 'POST',
    headers: { cookie, origin: HERE, 'content-type': request.headers.get('content-type')! },
    body: Buffer.from(await request.arrayBuffer()),
  })
  return { status: answer.status, text: await answer.text() }
}

describe('a member', () => {
  it('sees the classes of the own kecamatan with free seats, and takes one', async () => {
    const all = await get('/kelas', member)
    expect(all.text).toContain('Kelas dasar usaha')
    expect(all.text).not.toContain(`/kelas/${initialsOf(317401)}-K10`)
    const taken = await send('/kelas/PSM-K10', '/kelas/PSM-K10/kursi', {}, member)
    expect(taken.to).toMatch(/oke=(seated|waiting)/)
    // The demonstration's course of Pasar Minggu still has seats.
    expect((await bookingOf('PSM-K10', number)).state).toBe('seated')
    expect((await get('/kelas/PSM-K10', member)).text).toContain('Tunjukkan kode ini di pintu')
  })

  it('is told in one sentence why not: another kecamatan’s class, one at the same time, one that has begun', async () => {
    expect((await send('/kelas/PSM-K11', `/kelas/${initialsOf(317401)}-K10/kursi`, {}, member)).text).toContain(
      'Kelas ini untuk anggota Kecamatan Tebet',
    )
    expect((await send('/kelas/PSM-K11', '/kelas/PSM-K8/kursi', {}, member)).text).toContain('sudah mulai')
    await owner.query(
      "update class_session set during = tstzrange('2018-02-03 10:00+07', '2018-02-03 12:00+07') where class_id = $1",
      [await classId('PSM-K12')],
    )
    const clash = await send('/kelas/PSM-K12', '/kelas/PSM-K12/kursi', {}, member)
    expect([clash.status, /Pada 3 Feb 2018 jam itu Anda sudah punya/.test(clash.text)]).toEqual([409, true])
    await owner.query(
      "update class_session set during = tstzrange('2018-02-03 13:00+07', '2018-02-03 16:00+07') where class_id = $1",
      [await classId('PSM-K12')],
    )
  })

  it('has them in a phone’s calendar: one feed a kecamatan, with nobody’s name', async () => {
    const feed = (await get('/wilayah/31.74.04/kelas.ics', '')).text
    expect(feed.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true)
    expect(feed).toContain('SUMMARY:Klinik')
    for (const line of feed.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    // A trainer has a feed too: only what they teach.
    const trainer = await get('/pengajar/pengajar.psm1/kelas.ics', '')
    expect(trainer.text).toContain('Pengajar Contoh PSM 1')
    expect(trainer.text.match(/BEGIN:VEVENT/g)!.length).toBe(5)
    expect((await get('/pengajar/tidak.ada/kelas.ics', '')).status).toBe(404)
  })

  it('is reminded the day before, once', async () => {
    const remind = () =>
      demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) =>
        remindOfClasses(db, demo.secrets, new Date('2018-01-26T18:00:00+07:00')),
      )
    let told = 0
    for (let some = await remind(); some.told + some.silent; some = await remind()) told += some.told
    expect(told).toBeGreaterThan(0)
    expect(await remind()).toEqual({ told: 0, silent: 0 })
    const { rows } = await owner.query("select id from message where purpose = 'class-reminder' order by made_at desc, id desc")
    expect(rows.length).toBe(told)
    await sendMessage({ ...demo, sender: outbox, wall: () => new Date() }, rows[0].id)
    const said = await demo.database.within('job', { actor: 'x', role: 'sign-in' }, (db) => latestMessages(db, demo.secrets))
    expect(said[0]!.text).toMatch(/kelas Kelas dasar usaha|kelas Klinik/)
    expect(said[0]!.text).toContain('27 Januari 2018')
  })
})

describe('the door', () => {
  const door = (fields: Record<string, string>, cookie = officer, end = 'hadir') =>
    send('/konsol/kelas/PSM-K10', `/konsol/kelas/PSM-K10/${end}`, { pertemuan: '1', ...fields }, cookie)

  it('is shut on another day, and says which day it is', async () => {
    const early = await door({ nomor: number })
    expect([early.status, early.text.includes('Sabtu, 27 Januari 2018')]).toEqual([409, true])
    expect(await attended(number)).toEqual([])
  })

  it('lets in by the code on the phone; a second look says when, and writes nothing', async () => {
    await clock('2018-01-27T09:02')
    const ticket = ticketOf(demo.secrets, (await bookingOf('PSM-K10', number)).id)
    const page = await get(`/hadir/${ticket}`, officer)
    expect(page.text).toContain(number)
    expect((await attended(number)).length).toBe(0)
    expect((await door({ tiket: ticket, nomor: number })).status).toBe(303)
    expect((await door({ tiket: ticket, nomor: number })).status).toBe(303)
    expect(await attended(number)).toEqual([{ class: 'PSM-K10', session: '1', on: '2018-01-27' }])
    expect((await get(`/hadir/${ticket}`, officer)).text).toContain('Hadir 09.02')
    // A forged code, one of another class, and another kecamatan's officer.
    const forged = ticket.slice(0, 30) + (ticket[30] === 'A' ? 'B' : 'A') + ticket.slice(31)
    expect((await get(`/hadir/${forged}`, officer)).status).toBe(404)
    expect(
      (await send('/konsol/kelas/PSM-K11', '/konsol/kelas/PSM-K11/hadir', { tiket: ticket, pertemuan: '1' }, officer)).text,
    ).toContain('Tiket ini untuk kelas lain')
    expect((await get(`/hadir/${ticket}`, elsewhere)).status).toBe(404)
  })

  it('by member number, typed with a slip of the hand in it, and by NIK for somebody who has not booked', async () => {
    const [second, third] = await freeMembers(2)
    expect((await door({ cari: second!.replace('-18-', ' 18 ').toLowerCase() }, officer, 'cari')).status).toBe(303)
    const { rows } = await owner.query(
      'select p.id, p.nik from person p join enrolment e on e.person_id = p.id where e.number = $1',
      [third],
    )
    expect((await door({ cari: demo.secrets.open(rows[0].nik, rows[0].id) }, officer, 'cari')).status).toBe(303)
    expect([(await attended(second!)).length, (await attended(third!)).length]).toEqual([1, 1])
    expect((await bookingOf('PSM-K10', third!)).state).toBe('seated')
  })

  it('says late after a quarter of an hour, and takes a check-in back with a reason', async () => {
    await clock('2018-01-27T09:20')
    const [late] = await freeMembers(1)
    expect((await door({ nomor: late! })).text).toBe('')
    expect((await get('/konsol/kelas/PSM-K10', officer)).text).toContain('Terlambat 09.20')
    expect((await door({ nomor: late!, alasan: '' }, officer, 'batal-hadir')).status).toBe(422)
    await door({ nomor: late!, alasan: 'Salah orang' }, officer, 'batal-hadir')
    expect(await attended(late!)).toEqual([])
    // And once more: it is another fact, not the one that is void.
    await door({ nomor: late! })
    expect((await attended(late!)).length).toBe(1)
  })

  it('is nobody else’s: another kecamatan’s officer finds no such class', async () => {
    expect((await get('/konsol/kelas/PSM-K10', elsewhere)).status).toBe(404)
    const token = /name="token" value="([^"]+)"/.exec((await get('/konsol/kelas', elsewhere)).text)![1]!
    for (const end of ['hadir', 'cari', 'undang', 'tutup', 'kursi', 'lepas', 'pindah', 'batal-hadir'])
      expect([
        end,
        (await send('/konsol/kelas', `/konsol/kelas/PSM-K10/${end}`, { token, nomor: number }, elsewhere)).status,
      ]).toEqual([end, 404])
  })
})

describe('to P2', () => {
  it('four sessions and a homework, each by its own page, and the step is reached on the day of the last of them', async () => {
    for (const [nr, day] of [
      ['2', '2018-02-03T08:50'],
      ['3', '2018-02-10T09:01'],
      ['4', '2018-02-17T09:00'],
    ] as const) {
      await clock(day)
      expect(
        (await send('/konsol/kelas/PSM-K10', '/konsol/kelas/PSM-K10/hadir', { nomor: number, pertemuan: nr }, officer)).status,
      ).toBe(303)
    }
    expect(await reachedP2(number)).toBe(null)
    await clock('2018-02-18T10:00')
    expect((await upload('/kelas/PSM-K10/tugas', member, { materi: 'harga-jual', jawaban: '' })).text).toContain(
      'Tulis jawaban Anda, atau pilih sebuah foto.',
    )
    expect(
      (
        await upload(
          '/kelas/PSM-K10/tugas',
          member,
          { materi: 'harga-jual' },
          { name: 'tugas.jpg', bytes: Buffer.from('%PDF-1.4') },
        )
      ).text,
    ).toContain('bukan foto JPG')
    const large = await upload(
      '/kelas/PSM-K10/tugas',
      member,
      { materi: 'harga-jual' },
      { name: 'besar.jpg', bytes: Buffer.alloc(9 * 1024 * 1024, 0xff) },
    )
    expect(large.text).toContain('Fotonya lebih besar dari 8 MB')
    const huge = await upload(
      '/kelas/PSM-K10/tugas',
      member,
      { materi: 'harga-jual' },
      { name: 'besar.jpg', bytes: Buffer.alloc(40 * 1024 * 1024, 0xff) },
    )
    expect([huge.status, huge.text.includes('MB')]).toEqual([413, true])
    const jpeg = Buffer.concat([
      Buffer.from('ffd8ffe1000e457869660000474f4e45', 'hex'),
      Buffer.from('ffda00'.padEnd(60, '0'), 'hex'),
    ])
    expect(
      (
        await upload(
          '/kelas/PSM-K10/tugas',
          member,
          { materi: 'harga-jual', jawaban: 'Modal 8.000, jual 12.000' },
          { name: 'x.png', bytes: jpeg },
        )
      ).status,
    ).toBe(303)
    const queue = await get('/konsol/tugas', officer)
    expect(queue.text).toContain('Modal 8.000, jual 12.000')
    const id = /\/konsol\/tugas\/([0-9a-f-]{36})"/.exec(queue.text)![1]!
    const photo = await demo.app.request(`/konsol/tugas/${id}/foto`, { headers: { cookie: officer } })
    expect([photo.headers.get('content-type'), photo.headers.get('content-disposition')]).toEqual([
      'image/jpeg',
      'attachment; filename="tugas.jpeg"',
    ])
    // Where and when it was taken is not kept.
    expect(Buffer.from(await photo.arrayBuffer()).includes('GONE')).toBe(false)
    expect((await send('/konsol/tugas', `/konsol/tugas/${id}`, { putusan: 'kembali', jawaban: '' }, officer)).text).toContain(
      'Tulis apa yang masih kurang',
    )
    expect((await get(`/konsol/tugas/${id}/foto`, elsewhere)).status).toBe(404)
    expect((await send('/konsol/tugas', `/konsol/tugas/${id}`, { putusan: 'terima' }, officer)).status).toBe(303)
    expect(await reachedP2(number)).toBe('2018-02-18')
    expect(await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => replay(db))).toMatchObject({
      differences: [],
    })
  })

  it('gives a certificate that its holder downloads and everybody may check, by initials only', async () => {
    const page = await get('/kelas/PSM-K10', member)
    const code = /\/sertifikat\/([0-9A-Z-]{14})"/.exec(page.text)![1]!
    const pdf = await demo.app.request(`/sertifikat/${code}/berkas.pdf`, { headers: { cookie: member } })
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    const says = await get(`/sertifikat/${code}`, '')
    const { rows } = await owner.query('select p.name from person p join enrolment e on e.person_id = p.id where e.number = $1', [
      number,
    ])
    expect(says.text).toContain('Sertifikat ini benar')
    expect(says.text).not.toContain(rows[0].name)
    expect((await get('/sertifikat/AAAA-BBBB-CCCC', '')).status).toBe(404)
    expect((await get(`/sertifikat/${code}/berkas.pdf`, await signedIn((await freeMembers(1))[0]!))).status).toBe(404)
  })

  it('takes three taps of feedback, which are shown to nobody until five have answered', async () => {
    expect((await send('/kelas/PSM-K10', '/kelas/PSM-K10/kesan', { berguna: '3' }, member)).status).toBe(422)
    expect(
      (await send('/kelas/PSM-K10', '/kelas/PSM-K10/kesan', { berguna: '3', kecepatan: '2', ajak: '3' }, member)).status,
    ).toBe(303)
    expect((await get('/konsol/kelas/PSM-K10', officer)).text).not.toContain('merasa berguna')
  })
})

describe('planning', () => {
  const form = { program: 'harga-jual', kursi: '20', hari1: '24', bulan1: '2', tahun1: '2018', mulai1: '9', selesai1: '12.00' }
  const choose = async (name: string) =>
    new RegExp(`<select[^>]*id="${name}"[\\s\\S]*?<option value="([^"]+)"`).exec(
      (await get('/konsol/kelas/baru', officer)).text.replace(/<option value=""[^>]*><\/option>/g, ''),
    )![1]!

  it('says everything that is missing at once, then makes a class that members see', async () => {
    const bad = await send('/konsol/kelas/baru', '/konsol/kelas/baru', { ...form, hari1: '30', kursi: 'dua' }, officer)
    for (const words of ['Pilih tempatnya', 'Pilih pengajarnya', 'dengan angka', 'tidak ada di kalender'])
      expect(bad.text).toContain(words)
    const plan = { ...form, tempat: await choose('tempat'), pengajar: await choose('pengajar') }
    const made = await send('/konsol/kelas/baru', '/konsol/kelas/baru', plan, officer)
    expect(made.to).toBe('/konsol/kelas/PSM-K13?oke=simpan')
    const again = await send('/konsol/kelas/baru', '/konsol/kelas/baru', plan, officer)
    expect([again.status, again.text.includes('sudah dipakai kelas PSM-K13')]).toEqual([409, true])
    // A holiday is said once, and stands when it is meant.
    const easter = { ...plan, hari1: '30', bulan1: '3' }
    const warned = await send('/konsol/kelas/baru', '/konsol/kelas/baru', easter, officer)
    expect(warned.text).toContain('Wafat Isa Al Masih')
    const seen = /name="lihat" value="([^"]+)"/.exec(warned.text)![1]!
    expect((await send('/konsol/kelas/baru', '/konsol/kelas/baru', { ...easter, lihat: seen }, officer)).status).toBe(303)
  })

  it('a session is not moved once somebody was checked in to it; before, members are told', async () => {
    const to = { hari1: '3', bulan1: '3', tahun1: '2018', mulai1: '09.00', selesai1: '12.00' }
    const late = await send('/konsol/kelas/PSM-K10', '/konsol/kelas/PSM-K10/pindah', { ...to, pertemuan: '1' }, officer)
    expect([late.status, late.text.includes('tidak bisa dipindah')]).toEqual([409, true])
    await send(
      '/konsol/kelas/PSM-K13',
      '/konsol/kelas/PSM-K13/undang',
      { aksi: 'kursi', nomor: (await freeMembers(3)).join(' ') },
      officer,
    )
    const moved = await send('/konsol/kelas/PSM-K13', '/konsol/kelas/PSM-K13/pindah', { ...to, pertemuan: '1' }, officer)
    expect(moved.to).toContain('oke=pindah')
    expect((await owner.query("select from message where purpose = 'class-moved'")).rowCount).toBe(3)
  })

  it('asks who waits longest, once, and shows what came of it', async () => {
    const asked = await freeMembers(2)
    const first = await send(
      '/konsol/kelas/PSM-K13',
      '/konsol/kelas/PSM-K13/undang',
      { aksi: 'undang', nomor: asked.join(' ') },
      officer,
    )
    expect(first.to).toContain('oke=undang')
    const second = await send(
      '/konsol/kelas/PSM-K13',
      '/konsol/kelas/PSM-K13/undang',
      { aksi: 'undang', nomor: asked.join(' ') },
      officer,
    )
    expect(second.to).toBe(first.to)
    expect((await owner.query("select from message where purpose = 'class-invitation'")).rowCount).toBe(2)
    await send('/kelas/PSM-K13', '/kelas/PSM-K13/kursi', {}, await signedIn(asked[0]!))
    expect((await get('/konsol/kelas/PSM-K13', officer)).text).toContain('2 diundang, 1 mengambil kursi, 0 hadir')
  })

  it('a class that is cancelled frees everybody’s time and says why', async () => {
    expect((await send('/konsol/kelas/PSM-K10', '/konsol/kelas/PSM-K10/tutup', { alasan: 'hujan' }, officer)).status).toBe(409)
    await send('/konsol/kelas/PSM-K13', '/konsol/kelas/PSM-K13/tutup', { alasan: 'aula dipakai' }, officer)
    expect(
      (
        await owner.query('select from member_time m join booking b on b.id = m.ref where b.class_id = $1', [
          await classId('PSM-K13'),
        ])
      ).rowCount,
    ).toBe(0)
    expect((await get('/kelas/PSM-K13', member)).text).toContain('aula dipakai')
  })
})
