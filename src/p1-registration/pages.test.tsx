// The registration form as a resident meets it: on the real front door and a real database, by plain forms and links.

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { createApp } from '../app.tsx'
import { replay, verifyJournal } from '../journal/index.ts'
import { isKind, schemaOf } from '../journey/index.ts'
import { type Database, openDatabase } from '../kit/database.ts'
import * as registration from './index.ts'
import { send } from './sending.ts'

let fresh: FreshDatabase
let database: Database
let owner: pg.Client
let app: ReturnType<typeof createApp>
let now = new Date('2018-01-29T10:42:00+07:00')
const log: string[] = []
const asked: string[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase(fresh.url, fresh.secrets)
  owner = new pg.Client(fresh.url)
  await owner.connect()
  app = createApp({
    database,
    secrets: fresh.secrets,
    secure: false,
    now: () => ({ now, synthetic: false }),
    log: (line) => log.push(line),
    rooms: { 'p1-registration': registration },
  })
})
afterAll(async () => {
  await owner.end()
  await database.end()
})

const rows = async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows
const count = async (table: string) => Number((await rows(`select count(*) as n from ${table}`))[0].n)

type Answer = { status: number; at: string; html: string; title: string }
type Form = Record<string, string>

/** A form of a page, by the end of its action: where it goes, and what it carries unseen. */
function formIn(html: string, action: string): { to: string; hidden: Form } {
  const forms = [...html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)]
  const [, to, inside] = forms.find(([, goal]) => goal!.endsWith(action))!
  const hidden = [...inside!.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, n, v]) => [n, v])
  return { to: to!, hidden: Object.fromEntries(hidden) }
}

/** A phone with a browser: keeps cookies, follows redirects, and sends a page's form with its hidden fields. */
function phone() {
  const jar = new Map<string, string>()
  const request = async (path: string, form?: Form): Promise<Answer> => {
    asked.push(path)
    const answer = await app.request(`http://localhost${path}`, {
      method: form ? 'POST' : 'GET',
      headers: {
        cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' } : {}),
      },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value && !/max-age=0/i.test(line)) jar.set(name!, value)
      else jar.delete(name!)
    }
    const to = answer.headers.get('location')
    if (answer.status === 303 && to) return request(to)
    const html = await answer.text()
    return { status: answer.status, at: path, html, title: /<title>(.*?)<\/title>/.exec(html)?.[1] ?? '' }
  }
  let page: Answer = { status: 0, at: '', html: '', title: '' }
  return {
    jar,
    request,
    get page() {
      return page
    },
    async open(path: string) {
      page = await request(path)
      return page
    },
    /** Fills in the form of the page at hand whose action ends so, and sends it. */
    async send(fields: Form, action: string) {
      const { to, hidden } = formIn(page.html, action)
      page = await request(to, { ...hidden, ...fields })
      return page
    },
    /** The hidden fields of the page's form, to send it again later. */
    form: (action: string) => formIn(page.html, action).hidden,
  }
}

let serial = 0
/** A NIK of a woman born on 14 March 1984, a new one each time. */
const newNik = () => `317404540384${String(++serial).padStart(4, '0')}`

const bu = (change: Partial<Record<string, string>> = {}) => ({
  nik: newNik(),
  nama: 'Siti Aminah',
  hari: '14',
  bulan: '3',
  tahun: '1984',
  kecamatan: '317404',
  kelurahan: '3174041001',
  hp: '0812 3456 7890',
  pakai: 'own',
  usaha: 'under-1-year',
  jenis: 'Gado-gado',
  omzet: '3 juta',
  setuju: 'ya',
  ...change,
})
type Person = Record<string, string>
const PAGES = ['nik', 'nama', 'lahir', 'kecamatan', 'kelurahan', 'hp', 'usaha', 'tentang-usaha', 'persetujuan']

/** Answers every page up to the check, as a person would. */
async function answerAll(p: ReturnType<typeof phone>, person: Person) {
  await p.open('/daftar')
  for (const name of PAGES) {
    if (name === 'tentang-usaha' && person.usaha === 'none') continue
    const fields = {
      nik: ['nik'],
      nama: ['nama'],
      lahir: ['hari', 'bulan', 'tahun'],
      kecamatan: ['kecamatan'],
      kelurahan: ['kelurahan'],
      hp: ['hp', 'pakai'],
      usaha: ['usaha'],
      'tentang-usaha': ['jenis', 'sejak', 'omzet', 'pekerja', 'izin'],
      persetujuan: ['setuju', 'pesan', 'bank'],
    }[name]!
    await p.send(Object.fromEntries(fields.map((f) => [f, person[f] ?? ''])), `/${name}`)
  }
  return p.page
}
const numberOf = (html: string) => /[A-Z]{3}-18-\d{5}/.exec(html)?.[0]

describe('a resident registers', () => {
  it('page by page, checks, sends, and holds a receipt with one next step', async () => {
    const p = phone()
    const person = bu({ nik: '3174045403840005', pesan: 'ya' })
    serial = 5
    const checking = await answerAll(p, person)
    expect(checking.at).toBe('/daftar/periksa')
    expect(checking.html).toContain('3174 0454 0384 0005')
    expect(checking.html).toContain('Gado-gado, penjualan Rp3.000.000 sebulan')
    expect(await count('person')).toBe(0)

    const receipt = await p.send({}, '/kirim')
    expect(receipt.status).toBe(200)
    expect(receipt.at).toMatch(/^\/daftar\/terima\/[\w-]{43}$/)
    expect(receipt.html).toContain('Terima kasih, Siti Aminah')
    expect(receipt.html).toContain('3174 04•• •••• 0005')
    expect(receipt.html).toContain('0812 •••• 7890')
    expect(receipt.html).toContain('Senin, 29 Jan 2018, 10.42 WIB')
    expect(receipt.html).toContain('Datang ke loket Kecamatan Pasar Minggu')
    expect(receipt.html.match(/class="next"/g)).toHaveLength(1)
    expect(receipt.html).not.toMatch(/klinik/i)
    expect(numberOf(receipt.html)).toBe('PSM-18-00001')
  })

  it('and stands in the journal with what was said, nothing that nobody has checked, and nothing of it in clear', async () => {
    const facts = await rows('select kind, occurred_on, grade, way, recorded_by, payload from journal_event order by seq')
    expect(facts.map((f) => f.kind)).toEqual(['registration.submitted', 'baseline.taken', 'consent.given', 'consent.given'])
    expect(facts[0]).toMatchObject({
      occurred_on: '2018-01-29',
      grade: 'C',
      way: 'form',
      recorded_by: 'publik',
      payload: { channel: 'online', area: '31.74.04.1001' },
    })
    expect(facts[1].payload).toMatchObject({ trading: true, since: { sealed: expect.any(String) } })
    expect(JSON.stringify(facts[1].payload)).not.toContain('3000000')
    expect(facts.slice(2).map((f) => f.payload)).toEqual([
      { purpose: 'programme', textVersion: 'daftar-program-1.id', way: 'form' },
      { purpose: 'message', textVersion: 'daftar-pesan-1.id', way: 'form' },
    ])
    for (const f of facts) {
      expect(isKind(f.kind)).toBe(true)
      const payload = Object.fromEntries(Object.entries(f.payload).filter(([, said]) => !(said as { sealed?: string })?.sealed))
      expect(schemaOf(f.kind).safeParse(payload).success).toBe(true)
    }
    const [person] = await rows('select name, birth_date, sex, phone, phone_use from person')
    expect(person).toEqual({ name: 'Siti Aminah', birth_date: '1984-03-14', sex: 'F', phone: '081234567890', phone_use: 'own' })
    expect(await rows('select name, trade from business')).toEqual([{ name: null, trade: 'Gado-gado' }])
  })

  it('and counts once as entered in P1 of her kecamatan, not yet as reached', async () => {
    const [reach] = await rows('select kec_id, p1_in, p1_on from enrolment_reach')
    expect(reach).toEqual({ kec_id: 317404, p1_in: '2018-01-29', p1_on: null })
    const [replayed, chains] = await database.within('job', { actor: 'mesin', role: 'system' }, async (db) => [
      await replay(db),
      await verifyJournal(db, []),
    ])
    expect(replayed.differences).toEqual([])
    expect(chains.broken).toEqual([])
  })

  it('and leaves no draft behind', async () => expect(await count('draft')).toBe(0))

  it('without a business, a phone, or a kelurahan in the list', async () => {
    const p = phone()
    await answerAll(p, bu({ kelurahan: 'lain', hp: '', pakai: 'none', usaha: 'none' }))
    expect(p.page.html).toContain('Tidak punya HP')
    expect(p.page.html).not.toContain('Jadwal lewat HP')
    const receipt = await p.send({}, '/kirim')
    expect(receipt.html).toContain('Belum punya usaha')
    const [fact] = await rows("select payload from journal_event where kind = 'registration.submitted' order by seq desc limit 1")
    expect(fact.payload.area).toBe('31.74.04')
  })
})

describe('going back and changing', () => {
  it('keeps every answer, and a change returns to the check', async () => {
    const p = phone()
    await answerAll(p, bu({ nama: 'Siti Aminh' }))
    await p.open('/daftar/nama')
    expect(p.page.html).toContain('value="Siti Aminh"')
    await p.send({ nama: 'Siti Aminah' }, '/nama')
    expect(p.page.at).toBe('/daftar/periksa')
    expect(p.page.html).toContain('Siti Aminah')
  })
  it('asks for the kelurahan again when the kecamatan changes', async () => {
    const p = phone()
    await answerAll(p, bu())
    await p.open('/daftar/kecamatan')
    expect(p.page.html).toContain('<option value="317404" selected=""')
    await p.send({ kecamatan: '317106' }, '/kecamatan')
    expect(p.page.at).toBe('/daftar/kelurahan')
    expect(p.page.html).toContain('Kelurahan di Kecamatan Menteng')
    await p.send({ kelurahan: '3171061001' }, '/kelurahan')
    expect(p.page.at).toBe('/daftar/periksa')
  })
  it('never skips ahead of an unanswered page', async () => {
    const p = phone()
    expect((await p.open('/daftar/persetujuan')).at).toBe('/daftar')
    await p.send({ nik: newNik() }, '/nik')
    expect((await p.open('/daftar/persetujuan')).at).toBe('/daftar/nama')
    expect((await p.open('/daftar/periksa')).at).toBe('/daftar/nama')
    expect((await p.open('/daftar/entah')).status).toBe(404)
  })
  it('shows what is not sent when another tab changed it meanwhile', async () => {
    const p = phone()
    await answerAll(p, bu())
    const old = p.form('/kirim')
    await p.open('/daftar/nama')
    await p.send({ nama: 'Siti Maryam' }, '/nama')
    const refused = await p.request('/daftar/kirim', old)
    expect(refused.status).toBe(409)
    expect(refused.html).toContain('Jawaban berubah sejak halaman ini dibuka')
    expect(refused.html).toContain('Siti Maryam')
  })
})

describe('a mistake', () => {
  it('is said beside the field and in the summary, first in main, with the value kept', async () => {
    const p = phone()
    const before = await count('draft')
    await p.open('/daftar')
    const page = await p.send({ nik: '317404540384000' }, '/nik')
    expect(page.status).toBe(422)
    expect(page.title).toBe('Galat: Pendaftaran · Tujuh PAS')
    expect(page.html).toMatch(/<main[^>]*><div class="errs" role="alert"/)
    expect(page.html).toContain('<a href="#nik">NIK baru 15 angka, seharusnya 16</a>')
    expect(page.html).toContain('NIK yang Anda tulis baru 15 angka. Tulis 16 angka tanpa spasi, sama seperti di KTP.')
    expect(page.html).toMatch(/id="nik"[^>]*aria-describedby="nik-h nik-e" aria-invalid="true" value="317404540384000"/)
    expect(await count('draft')).toBe(before)
  })
  it.each([
    ['nama', { nama: '' }, 'Tulis nama lengkap Anda'],
    ['nama', { nama: 'Siti😀' }, 'tidak dapat dipakai di nama'],
    ['lahir', { hari: '31', bulan: '2', tahun: '1984' }, 'Tanggal ini tidak ada di kalender'],
    ['lahir', { hari: '14', bulan: '3', tahun: '2010' }, 'Anda dapat mendaftar mulai 14 Maret 2025'],
    ['kecamatan', { kecamatan: '999999' }, 'Pilih kecamatan sesuai alamat di KTP.'],
    ['kelurahan', { kelurahan: '3171061001' }, 'bukan bagian dari Kecamatan Pasar Minggu'],
    ['hp', { hp: '0812 3456', pakai: 'own' }, 'Nomor ini kurang angka.'],
    ['hp', { hp: '0812 3456 7890', pakai: '' }, 'Pilih siapa yang memakai nomor ini.'],
    ['usaha', { usaha: '' }, 'Jawaban apa pun diterima.'],
    ['tentang-usaha', { omzet: 'banyak' }, 'Tulis satu perkiraan dalam rupiah'],
    ['persetujuan', { setuju: '' }, 'Tanpa persetujuan, kami tidak boleh menyimpan data Anda.'],
  ])('on %s with %j says what to do', async (theme, fields, words) => {
    const p = phone()
    await answerAll(p, bu())
    await p.open(`/daftar/${theme}`)
    const page = await p.send(fields as unknown as Form, `/${theme}`)
    expect(page.status).toBe(422)
    expect(page.html).toContain(words)
    expect(page.html).toContain('class="errs"')
    expect((await p.open('/daftar/periksa')).at).toBe('/daftar/periksa') // the answer before stands
  })
  it('of an overlong field is refused, and of an enormous body by the front door', async () => {
    const p = phone()
    await p.open('/daftar')
    expect((await p.send({ nik: '9'.repeat(5_000) }, '/nik')).html).toContain('Isian ini terlalu panjang.')
    expect(p.page.html.length).toBeLessThan(20_000)
    expect((await p.send({ nik: '9'.repeat(200_000) }, '/nik')).status).toBe(413)
  })
})

describe('a date that differs from the NIK', () => {
  it('is warned about once, and may stand', async () => {
    const p = phone()
    await p.open('/daftar')
    await p.send({ nik: newNik() }, '/nik')
    await p.send({ nama: 'Siti Aminah' }, '/nama')
    const warned = await p.send({ hari: '15', bulan: '3', tahun: '1984' }, '/lahir')
    expect(warned.status).toBe(200)
    expect(warned.at).toBe('/daftar/lahir')
    expect(warned.html).toContain('Tanggal ini berbeda dari angka di NIK. Lihat lagi KTP Anda. Bila sudah benar, lanjutkan saja')
    expect(warned.html).toMatch(/id="lahir"[^>]*value="15"/)
    expect((await p.send({ hari: '15', bulan: '3', tahun: '1984' }, '/lahir')).at).toBe('/daftar/kecamatan')
  })
  it('is not spoken of when it agrees', async () => {
    const p = phone()
    await p.open('/daftar')
    await p.send({ nik: newNik() }, '/nik')
    await p.send({ nama: 'Siti Aminah' }, '/nama')
    expect((await p.send({ hari: '14', bulan: '3', tahun: '1984' }, '/lahir')).at).toBe('/daftar/kecamatan')
  })
})

describe('saving now and going on later', () => {
  it('keeps also what is not right yet, and any phone goes on with the code', async () => {
    const first = phone()
    await first.open('/daftar')
    await first.send({ nik: newNik() }, '/nik')
    const saved = await first.send({ nama: 'Siti 2', simpan: 'ya' }, '/nama')
    expect(saved.at).toBe('/daftar/simpan')
    const code = /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(saved.html)![0]
    expect(code).not.toMatch(/[ILOU]/)

    const other = phone()
    await other.open('/daftar/lanjut')
    await other.send({ kode: code.toLowerCase().replaceAll('-', ' ') }, '/lanjut')
    expect(other.page.at).toBe('/daftar/nama')
    expect(other.page.html).toContain('value="Siti 2"')
    await other.send({ nama: 'Siti Aminah' }, '/nama')
    expect(other.page.at).toBe('/daftar/lahir')
  })
  it('answers every wrong code alike', async () => {
    const p = phone()
    await p.open('/daftar/lanjut')
    const shapes = await Promise.all(
      ['K7QM-2XWB-9DTR-4HNA', 'bukan kode', '0000'].map((kode) => {
        return p.request('/daftar/lanjut', { ...p.form('/lanjut'), kode })
      }),
    )
    expect(shapes.map((s) => s.status)).toEqual([422, 422, 422])
    expect(new Set(shapes.map((s) => s.html.replace(/value="[^"]*"/g, ''))).size).toBe(1)
  })
  it('stops after sixty tries in ten minutes', async () => {
    const p = phone()
    await p.open('/daftar/lanjut')
    const form = p.form('/lanjut')
    let last = 0
    for (let i = 0; i < 61; i++) last = (await p.request('/daftar/lanjut', { ...form, kode: '0000' })).status
    expect(last).toBe(429)
  })
  it('is sealed in the database, under a code that is not there', async () => {
    const p = phone()
    const person = bu({ nama: 'Ratna Canary' })
    await answerAll(p, person)
    const code = p.jar.get('formulir')!
    const dump = JSON.stringify(
      await rows("select encode(code, 'escape') as c, encode(code, 'hex') as h, encode(body, 'escape') as b from draft"),
    )
    for (const secret of [person.nik!, 'Ratna', '081234567890', code]) expect(dump).not.toContain(secret)
  })
  it('offers to go on or to start anew on a shared phone, and shows nothing of the first form then', async () => {
    const p = phone()
    await p.open('/daftar')
    await p.send({ nik: newNik() }, '/nik')
    await p.send({ nama: 'Ratna Wulandari' }, '/nama')
    const back = await p.open('/daftar')
    expect(back.html).toContain('2 dari 7 pertanyaan sudah dijawab')
    expect(back.html).not.toContain('Ratna')
    await p.send({}, '/mulai-baru')
    expect(p.page.html).toContain('1 dari 7')
    expect((await p.open('/daftar/nama')).at).toBe('/daftar')
  })
  it('never mixes two people: a page of the first form is refused once the second has begun', async () => {
    const p = phone()
    await p.open('/daftar')
    await p.send({ nik: newNik() }, '/nik')
    const old = p.form('/nama')
    await p.open('/daftar')
    await p.send({}, '/mulai-baru')
    await p.send({ nik: newNik() }, '/nik')
    const refused = await p.request('/daftar/nama', { ...old, nama: 'Ratna' })
    expect(refused.status).toBe(409)
    expect(refused.html).toContain('milik pendaftaran lain')
    expect((await p.open('/daftar/nama')).html).not.toContain('Ratna')
  })
  it('can be closed on the phone', async () => {
    const p = phone()
    await p.open('/daftar')
    await p.send({ nik: newNik(), simpan: 'ya' }, '/nik')
    await p.send({}, '/tutup')
    expect(p.page.html).toContain('Pendaftaran ditutup di HP ini')
    expect((await p.open('/daftar')).html).toContain('1 dari 7')
  })
  it('ends after fourteen days, when somebody writes next', async () => {
    const p = phone()
    await p.open('/daftar')
    await p.send({ nik: newNik() }, '/nik')
    const form = p.form('/nama')
    const before = now
    now = new Date('2018-02-13T10:42:00+07:00')
    try {
      expect((await p.request('/daftar/nama', { ...form, nama: 'Siti' })).status).toBe(410)
      const other = phone()
      await other.open('/daftar')
      await other.send({ nik: newNik() }, '/nik')
      expect(await count('draft')).toBe(1)
    } finally {
      now = before
    }
  })
  it('two pages sent at once both count', async () => {
    const p = phone()
    await answerAll(p, bu())
    await p.open('/daftar/nama')
    const name = p.form('/nama')
    await p.open('/daftar/hp')
    const number = p.form('/hp')
    await Promise.all([
      p.request('/daftar/nama', { ...name, nama: 'Siti Maryam' }),
      p.request('/daftar/hp', { ...number, hp: '0813 1111 2222', pakai: 'shared' }),
    ])
    const page = await p.open('/daftar/periksa')
    expect(page.html).toContain('Siti Maryam')
    expect(page.html).toContain('0813 1111 2222')
  })
})

describe('sending twice', () => {
  it('five at once make one member, and the same receipt for all', async () => {
    const p = phone()
    await answerAll(p, bu())
    const form = p.form('/kirim')
    const before = await count('person')
    const answers = await Promise.all(Array.from({ length: 5 }, () => p.request('/daftar/kirim', form)))
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(answers.map((a) => a.at)).size).toBe(1)
    expect(new Set(answers.map((a) => numberOf(a.html))).size).toBe(1)
    expect(await count('person')).toBe(before + 1)
    expect((await rows('select count(*)::int as n from repeat_registration'))[0].n).toBe(0)
  })
  it('after a lost reply, also from a phone that kept only the page, finds the first answer', async () => {
    const p = phone()
    await answerAll(p, bu())
    const form = p.form('/kirim')
    const first = await p.send({}, '/kirim')
    p.jar.delete('formulir')
    expect((await p.request('/daftar/kirim', form)).at).toBe(first.at)
  })
  it('after a lost reply the address of the form leads to the receipt, and so does the code', async () => {
    const p = phone()
    await answerAll(p, bu())
    const code = p.jar.get('formulir')!
    const first = await p.send({}, '/kirim')
    p.jar.set('formulir', code) // as if the reply had never arrived
    const again = await p.open('/daftar')
    expect(again.html).toContain('sudah terkirim')
    expect(again.html).toContain(first.at)
    const other = phone()
    await other.open('/daftar/lanjut')
    expect([200, 429]).toContain((await other.send({ kode: code }, '/lanjut')).status)
  })
  it('after a failure in the middle starts from what was saved: nothing by halves, nothing lost', async () => {
    const p = phone()
    await answerAll(p, bu())
    const tables = [
      'person',
      'business',
      'enrolment',
      'journal_event',
      'nik_registry',
      'number_serial',
      'repeat_registration',
      'draft',
    ]
    const counts = () => rows(`select ${tables.map((t) => `(select count(*) from ${t}) as ${t}`).join(', ')}`)
    const before = await counts()
    const form = p.form('/kirim')
    await owner.query('alter table answered add constraint broken check (false) not valid')
    const failed = await p.request('/daftar/kirim', form)
    await owner.query('alter table answered drop constraint broken')
    expect(failed.status).toBe(500)
    expect(failed.html).toContain('Yang Anda kirim belum tersimpan.')
    expect(await counts()).toEqual(before)
    expect((await p.request('/daftar/kirim', form)).html).toContain('Terima kasih')
  })
  it('under the same id with other answers is refused', async () => {
    const p = phone()
    await answerAll(p, bu())
    const form = p.form('/kirim')
    await p.send({}, '/kirim')
    expect((await p.request('/daftar/kirim', { ...form, isi: 'x'.repeat(43) })).status).toBe(409)
  })
  it('of a form that nobody knows is answered with what to do', async () => {
    const p = phone()
    await p.open('/daftar')
    const token = p.form('/nik').token!
    const gone = await p.request('/daftar/kirim', { token, kiriman: '0199a000-0000-7000-8000-000000000000', isi: 'x' })
    expect(gone.status).toBe(410)
    expect(gone.html).toContain('Pendaftaran ini tidak tersimpan lagi')
    expect((await p.request('/daftar/kirim', { token, kiriman: "' or 1=1", isi: '' })).status).toBe(410)
  })
})

describe('a NIK that is already a member', () => {
  it('gets an answer of the same shape, a number that leads to the member, and no second person or fact', async () => {
    const person = bu()
    const first = phone()
    await answerAll(first, person)
    const known = await first.send({}, '/kirim')
    const before = {
      people: await count('person'),
      facts: await count('journal_event'),
      heads: await rows('select * from chain_head'),
    }

    const second = phone()
    await answerAll(second, person)
    const repeat = await second.send({}, '/kirim')
    const shape = ({ html }: Answer) => html.replace(/[A-Z]{3}-18-\d{5}/g, '#').replace(/terima\/[\w-]+/g, '#')
    expect(shape(repeat)).toBe(shape(known))
    expect(numberOf(repeat.html)).toMatch(/^PSM-18-\d{5}$/)

    const third = phone()
    await answerAll(third, { ...person, nama: 'Orang Lain', kecamatan: '317106', kelurahan: '3171061001' })
    const elsewhere = await third.send({}, '/kirim')
    expect(elsewhere.html).toContain('Terima kasih, Orang Lain')
    expect(elsewhere.html).not.toMatch(/Siti Aminah|Pasar Minggu/)
    expect(new Set([known, repeat, elsewhere].map((a) => numberOf(a.html))).size).toBe(3)
    expect({
      people: await count('person'),
      facts: await count('journal_event'),
      heads: await rows('select * from chain_head'),
    }).toEqual(before)

    const places = await rows('select distinct kec_id, enrolment_id from enrolment_locator where number = any($1)', [
      [known, repeat, elsewhere].map((a) => numberOf(a.html)),
    ])
    expect(places).toHaveLength(1)
    const kept = await rows('select kec_id, number, body from repeat_registration order by kec_id desc')
    expect(kept.map((k) => [k.kec_id, k.number])).toEqual([
      [317404, numberOf(repeat.html)],
      [317106, numberOf(elsewhere.html)],
    ])
    expect(kept[1].body.toString('latin1')).not.toContain('Orang')
  })
  it('also when two phones send it at the same moment', async () => {
    const person = bu()
    const phones = [phone(), phone(), phone()]
    for (const p of phones) await answerAll(p, person)
    const before = await count('person')
    const answers = await Promise.all(phones.map((p) => p.request('/daftar/kirim', p.form('/kirim'))))
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200])
    expect(new Set(answers.map((a) => numberOf(a.html))).size).toBe(3)
    expect(await count('person')).toBe(before + 1)
  })
})

describe('on a busy day', () => {
  const somebodyWaits = async () => {
    const sql = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while (!(await rows(sql)).length);
  }

  it('what is sent at the same moment is taken in together, each as if alone', async () => {
    const known = phone()
    const member = bu()
    await answerAll(known, member)
    await known.send({}, '/kirim')
    const people = [
      ...Array.from({ length: 6 }, () => bu()),
      bu({ kecamatan: '317106', kelurahan: '3171061001', usaha: 'none' }),
      { ...member, kecamatan: '317106', kelurahan: '3171061001' },
      bu(),
    ]
    const phones: ReturnType<typeof phone>[] = []
    for (const person of people) {
      const p = phone()
      await answerAll(p, person)
      phones.push(p)
    }
    const before = { people: await count('person'), repeats: await count('repeat_registration') }
    // The first is sent twice, and what the last one has before them is not what would be sent.
    const again = phone()
    for (const [k, v] of phones[0]!.jar) again.jar.set(k, v)
    const [twice, ...answers] = await Promise.all([
      again.request('/daftar/kirim', phones[0]!.form('/kirim')),
      ...phones.map((p, i) => {
        const form = p.form('/kirim')
        return p.request('/daftar/kirim', i === phones.length - 1 ? { ...form, isi: form.kiriman! } : form)
      }),
    ])
    const taken = answers.slice(0, -1)
    expect(answers.map((a) => a.status)).toEqual([...taken.map(() => 200), 409])
    expect(numberOf(twice!.html)).toBe(numberOf(answers[0]!.html))
    expect(new Set(taken.map((a) => numberOf(a.html))).size).toBe(8)
    expect(taken.map((a) => numberOf(a.html)?.slice(0, 3))).toEqual([...Array(6).fill('PSM'), 'MTG', 'MTG'])
    expect({ people: await count('person'), repeats: await count('repeat_registration') }).toEqual({
      people: before.people + 7,
      repeats: before.repeats + 1,
    })
    const [led] = await rows('select kec_id from enrolment_locator where number = $1', [numberOf(taken[7]!.html)])
    expect(led.kec_id).toBe(317404)
    expect(await database.within('job', { actor: 'mesin', role: 'system' }, (db) => replay(db))).toMatchObject({
      differences: [],
    })
  })

  it('above what can wait, is told that it is busy with the form kept, and the next sending is taken', async () => {
    const p = phone()
    await answerAll(p, bu())
    const unknown = {
      code: null,
      content: '',
      lang: 'id',
      now,
      today: '2018-01-29',
    } as const
    const first = phone()
    await answerAll(first, bu())
    // The round of the first is at work until its draft is let go.
    await owner.query('begin; select 1 from draft for update')
    const held = first.request('/daftar/kirim', first.form('/kirim'))
    await somebodyWaits()
    const crowd = Array.from({ length: 800 }, (_, i) => send(database, fresh.secrets, { ...unknown, id: `nobody ${i}` }))
    const busy = await p.request('/daftar/kirim', p.form('/kirim'))
    await owner.query('commit')
    expect((await held).html).toContain('Terima kasih, Siti Aminah')
    expect(busy.status).toBe(503)
    expect(busy.html).toContain('Sedang sangat ramai')
    expect(busy.html).toContain('Isian Anda masih tersimpan')
    expect(busy.html).toContain('href="/daftar/periksa"')
    expect(new Set((await Promise.all(crowd)).map((s) => s.outcome))).toEqual(new Set(['gone']))
    await p.open('/daftar/periksa')
    expect((await p.send({}, '/kirim')).html).toContain('Terima kasih, Siti Aminah')
  })
})

describe('an address outside Jakarta', () => {
  it('is told where to go, and nothing is kept', async () => {
    const p = phone()
    const before = await count('draft')
    await p.open('/daftar')
    await p.send({ nik: newNik() }, '/nik')
    await p.send({ nama: 'Siti Aminah' }, '/nama')
    await p.send({ hari: '14', bulan: '3', tahun: '1984' }, '/lahir')
    expect(await count('draft')).toBe(before + 1)
    const page = await p.send({ kecamatan: 'luar' }, '/kecamatan')
    expect(page.at).toBe('/daftar/luar-jakarta')
    expect(page.html).toContain('koperasi dan usaha kecil di kota atau kabupaten sesuai KTP')
    expect(page.html).toContain('Kartu Keluarga (KK) Jakarta')
    expect(await count('draft')).toBe(before)
    expect(p.jar.has('formulir')).toBe(false)
  })
})

describe('the receipt', () => {
  it('opens for nobody who changes a letter of its address, nor after ninety days', async () => {
    const p = phone()
    await answerAll(p, bu())
    const receipt = await p.send({}, '/kirim')
    const forged = receipt.at.slice(0, -2) + (receipt.at.endsWith('AA') ? 'BB' : 'AA')
    expect((await p.open(forged)).status).toBe(404)
    expect((await p.open('/daftar/terima/x')).status).toBe(404)
    const before = now
    now = new Date('2018-05-01T10:42:00+07:00')
    try {
      expect((await p.open(receipt.at)).status).toBe(404)
    } finally {
      now = before
    }
  })
  it('and every page of the form is kept by no cache', async () => {
    const answer = await app.request('http://localhost/daftar')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

describe('English', () => {
  it('reads the whole way', async () => {
    const p = phone()
    p.jar.set('bahasa', 'en')
    await answerAll(p, bu({ nama: 'Siti Inggris' }))
    expect(p.page.html).toContain('Check your answers')
    const receipt = await p.send({}, '/kirim')
    expect(receipt.html).toContain('Thank you, Siti Inggris')
    expect(receipt.html).toContain('<html lang="en">')
    const [fact] = await rows(
      "select payload from journal_event where kind = 'consent.given' order by appended_at desc, seq desc limit 1",
    )
    expect(fact.payload.textVersion).toBe('daftar-program-1.en')
  })
})

describe('what was written', () => {
  it('stands in no address and in no log line', () => {
    // Request numbers are drawn: one may well hold a phone's first digits.
    const all = [...log, ...asked].join('\n').replace(/"request":"[^"]+"/g, '')
    expect(log.length).toBeGreaterThan(100)
    for (const secret of [/3174\d{12}/, /Siti|Aminah|Ratna/, /0812/, /[0-9A-HJKMNP-TV-Z]{16}(?![\w-])/])
      expect(all).not.toMatch(secret)
  })
  it('every route has its policy', () => {
    const keys = new Set(registration.routes.routes.map((r) => `${r.method} ${r.path}`))
    expect([...keys].sort()).toEqual(Object.keys(registration.policies).sort())
  })
})
