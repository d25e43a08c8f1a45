// The desk on the demonstration's front door: finding with slips of the pen, who is first and why, acts on several, views, the download.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askingAt } from '../../tests/asking.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { workbookRead } from '../../tests/readers.ts'
import { replay } from '../journal/index.ts'
import { kecamatan } from '../places/index.ts'
import { readSought, slips } from './find.ts'
import { rank, WHYS, type WhyKind } from './planner.ts'
import { queueOf } from './queue.ts'

const PASAR_MINGGU = 317404
let demo: Demo
let owner: pg.Client
let officer: string
let office: string
let elsewhere: string

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  officer = await demo.signedIn('officer', PASAR_MINGGU)
  office = await demo.signedIn('office')
  elsewhere = await demo.signedIn('officer', 317204)
})
afterAll(async () => {
  await owner.end()
  await demo.end()
})

const asking = askingAt(() => demo)
const get = (path: string, cookie = officer) => asking.get(path, cookie)
const send = (action: string, fields: [string, string][] | Record<string, string>, cookie = officer) =>
  asking.send('/konsol', action, fields, cookie)
const find = (cari: string, cookie = officer) => send('/konsol/anggota', { cari }, cookie)

type Person = { number: string; name: string; phone: string; nik: string }
/** Members of a kecamatan as the register has them. */
async function people(kec: number, n: number): Promise<Person[]> {
  const { rows } = await owner.query(
    `select e.number, p.name, p.phone, p.nik, p.id from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id
     join enrolment_reach r on r.kec_id = e.kec_id and r.enrolment_id = e.id
     where e.kec_id = $1 and not e.tied and r.ended_on is null and p.phone is not null and length(p.name) > 12 order by e.number limit $2`,
    [kec, n],
  )
  return rows.map((r) => ({ ...r, nik: demo.secrets.open(r.nik, r.id) }))
}
const queue = (filter: Partial<Parameters<typeof queueOf>[3]> = {}, day = '2018-01-22') =>
  demo.database
    .within('staff', { actor: 'petugas.psm', role: 'officer', kec: PASAR_MINGGU }, (db) =>
      queueOf(db, [PASAR_MINGGU], day, { reason: null, step: null, kel: null, ...filter }, { take: 500 }),
    )
    .then((held) => held.rows)

const cityQueue = (day: string) =>
  demo.database.within('staff', { actor: 'kantor', role: 'office' }, (db) =>
    queueOf(
      db,
      kecamatan().map((k) => k.code),
      day,
      { reason: null, step: null, kel: null },
      { take: 10_000 },
    ),
  )

describe('what is typed', () => {
  it('is known by its shape', () => {
    expect(readSought('psm 17 42')).toMatchObject({ by: 'number', exact: 'PSM-17-00042' })
    expect(readSought('3174 0454 0384 0001')).toMatchObject({ by: 'nik', exact: '3174045403840001' })
    expect(readSought('+62 812-3456-7890')).toMatchObject({ by: 'phone', exact: '081234567890' })
    expect(readSought('Moh. Rizki')).toMatchObject({ by: 'name', words: ['moh rizki', 'muhammad rizki'] })
    expect(readSought('a.')).toEqual({ by: 'short' })
  })

  it('may be one slip away: a digit changed, swapped, missing or too many', () => {
    const near = slips('1234', { missing: true, extra: true })
    for (const one of ['1239', '1243', '134', '12345', '01234']) expect(near).toContain(one)
    expect(near).not.toContain('1234')
    expect(near.every((one) => Math.abs(one.length - 4) <= 1)).toBe(true)
  })
})

describe('a member', () => {
  it('is found at once by number, NIK and phone, which stay out of the address', async () => {
    const [one] = await people(PASAR_MINGGU, 1)
    for (const cari of [
      one!.number,
      one!.number.toLowerCase().replaceAll('-', ' '),
      one!.nik,
      one!.nik.replace(/(.{4})/g, '$1 '),
    ])
      expect((await find(cari)).to, cari).toBe(`/konsol/anggota/${one!.number}`)
    const phone = await find(`+62${one!.phone.slice(1)}`)
    expect(phone.to === `/konsol/anggota/${one!.number}` || phone.text.includes(one!.number)).toBe(true)
  })

  it('is found with one digit of it wrong, two swapped, one missing', async () => {
    const [one] = await people(PASAR_MINGGU, 1)
    const { nik, phone } = one!
    const wrong = (text: string, at: number) => text.slice(0, at) + ((Number(text[at]) + 1) % 10) + text.slice(at + 1)
    const swapped = nik.slice(0, 14) + nik[15] + nik[14]
    for (const cari of [
      wrong(nik, 13),
      ...(nik[14] === nik[15] ? [] : [swapped]),
      nik.slice(0, 9) + nik.slice(10),
      wrong(phone, 8),
      phone.slice(0, 7) + phone.slice(8),
    ]) {
      const { status, text } = await find(cari)
      expect([cari.length, status]).toEqual([cari.length, 200])
      expect(text).toContain(one!.number)
      expect(text).toContain('Tidak ada yang persis')
    }
  })

  it('is found by a name with a letter wrong, missing or swapped, as one word of it, or as it is also written', async () => {
    const sample = await people(PASAR_MINGGU, 30)
    let found = 0
    let asked = 0
    for (const { name, number } of sample) {
      const letters = name.replace(/^(Hj?\.|Dr\.|Ir\.|Moh\.|Muh\.|M\.|St\.) /, '')
      const at = Math.floor(letters.length / 2)
      for (const cari of [
        name,
        letters.slice(0, at) + letters.slice(at + 1),
        letters.slice(0, at) + letters[at + 1] + letters[at] + letters.slice(at + 2),
        `${letters.slice(0, at)}e${letters.slice(at + 1)}`,
      ]) {
        asked++
        if ((await find(cari)).text.includes(number)) found++
      }
    }
    expect(found / asked).toBeGreaterThan(0.95)
  })

  it('is found by the business', async () => {
    const { rows } = await owner.query(
      `select e.number, b.trade from business b join enrolment e on e.kec_id = b.kec_id and e.person_id = b.person_id where b.kec_id = $1 and length(b.trade) > 6 and not e.tied limit 1`,
      [PASAR_MINGGU],
    )
    expect((await find(rows[0].trade)).text).toContain(rows[0].trade)
  })

  it('of another kecamatan is nobody: by name, NIK, number or phone; the office finds everybody', async () => {
    const [one] = await people(PASAR_MINGGU, 1)
    for (const cari of [one!.name, one!.nik, one!.number, one!.phone]) {
      const { to, text } = await find(cari, elsewhere)
      expect(to).toBeNull()
      expect(text).not.toContain(`/konsol/anggota/${one!.number}`)
    }
    expect((await find(one!.nik, office)).to).toBe(`/konsol/anggota/${one!.number}`)
  })

  it('who is not there is said so in a sentence, with what was typed still in the box', async () => {
    const nobody = await find('Zzyzx Qwerty')
    expect([
      nobody.status,
      nobody.text.includes('Tidak ada anggota yang cocok'),
      nobody.text.includes('value="Zzyzx Qwerty"'),
    ]).toEqual([404, true, true])
    expect((await find('ab')).status).toBe(422)
    expect((await find('')).status).toBe(422)
  })
})

describe('who first, and why', () => {
  it('stands in the order of what one meeting would change: the very order of the rule, on this day and on days to come', async () => {
    const lapsed = new Map(
      (await owner.query('select enrolment_id as id, lapsed from enrolment_reach')).rows.map((r) => [
        r.id as string,
        r.lapsed === true,
      ]),
    )
    const seen = new Set<WhyKind>()
    for (const day of ['2018-01-22', '2018-02-01', '2018-02-20', '2018-06-30']) {
      const { rows } = await cityQueue(day)
      expect(rows.length).toBeGreaterThan(3000)
      const ruled = rank(
        rows.map((r) => ({ ...r, lapsed: r.missing[0]?.code === 'licence-again' || lapsed.get(r.enrolment)! })),
        day,
      )
      expect(rows.map((r) => [r.number, r.reason])).toEqual(ruled.map((r) => [r.number, r.why]))
      for (const r of rows) {
        seen.add(r.reason)
        expect(r.missing.length).toBeGreaterThan(0)
      }
    }
    expect([...seen].sort()).toEqual([...WHYS].sort())
  })

  it('knows promises, named causes and free seats as they are', async () => {
    const rows = await queue()
    const { rows: agreed } = await owner.query(
      `select distinct on (enrolment_id) enrolment_id as id, next_on as "nextOn" from agreement where kec_id = $1 order by enrolment_id, at desc`,
      [PASAR_MINGGU],
    )
    const next = new Map(agreed.map((r) => [r.id as string, r.nextOn as string | null]))
    const { rows: causes } = await owner.query(
      'select enrolment_id as id, cause from stall where kec_id = $1 and ended_at is null',
      [PASAR_MINGGU],
    )
    const { rows: seats } = await owner.query(
      "select distinct enrolment_id as id from booking b join class c on c.id = b.class_id where b.kec_id = $1 and b.state in ('seated', 'waiting') and c.last_on >= '2018-01-22'",
      [PASAR_MINGGU],
    )
    for (const r of rows) {
      const on = next.get(r.enrolment) ?? null
      expect([r.number, r.nextOn]).toEqual([r.number, on !== null && on <= '2018-01-28' ? on : null])
      expect(causes.filter((x) => x.id === r.enrolment).length > 0).toBe(r.stall !== null)
      // The first class of the week that has a seat, for whoever has none.
      const sits = seats.some((x) => x.id === r.enrolment)
      expect([r.number, r.class]).toEqual([r.number, r.step === 2 && !sits ? 'PSM-K10' : null])
    }
  })

  it('asks one or several to the class of the week in one act, once, and says since when', async () => {
    const [one, two, three] = (await queue({ reason: 'class' })).map((r) => r.number)
    const page = (await get('/konsol/anggota?saring=kelas')).text
    expect(page).toContain(`name="orang" value="${one}|PSM-K10"`)
    const undang = (fields: [string, string][]) => send('/konsol/siapa-dulu/undang', [['saring', 'kelas'], ...fields])
    const asked = await Promise.all([1, 2].map(() => undang([['orang', `${one}|PSM-K10`]])))
    expect(asked.map((a) => a.to)).toEqual(Array(2).fill('/konsol/anggota?saring=kelas&diundang=1'))
    const several: [string, string][] = [
      ['kelas_undang', 'PSM-K11'],
      ['anggota', two!],
      ['anggota', three!],
    ]
    expect((await undang(several)).to).toContain('diundang=2')
    const { rows } = await owner.query(
      "select number, code from invitation i join class_code k on k.class_id = i.class_id where i.by_account = 'petugas.psm' order by number",
    )
    expect(rows.map((r) => `${r.number} ${r.code}`).sort()).toEqual(
      [`${one} PSM-K10`, `${two} PSM-K11`, `${three} PSM-K11`].sort(),
    )
    expect((await get('/konsol/anggota?saring=kelas')).text).toContain('diundang 22 Jan 2018')
    // What cannot be meant is said, and nobody is asked: a class that has begun, nobody ticked, another kecamatan's member.
    expect((await undang([['orang', `${two}|PSM-K1`]])).text).toContain('Pilih kelas yang belum mulai')
    expect((await undang([['kelas_undang', 'PSM-K11']])).text).toContain('Centang dulu')
    expect((await undang([...several, ['anggota', 'MNT-17-00001']])).status).toBe(409)
    expect((await owner.query("select from invitation where by_account = 'petugas.psm'")).rowCount).toBe(3)
  })

  it('notes in two taps what holds somebody up, which moves them in the queue until it is over', async () => {
    const [one] = await queue({ reason: 'going' })
    const note = (value: string, cookie = officer) =>
      send('/konsol/siapa-dulu/hambatan', { kec: String(PASAR_MINGGU), hambatan: value }, cookie)
    expect((await note(`${one!.number}|licence`)).to).toBe('/konsol/anggota?hambatan=1')
    expect((await queue({ reason: 'stalled' })).find((r) => r.number === one!.number)!.stall).toBe('licence')
    expect((await get('/konsol/anggota?saring=terhambat')).text).toContain('Terhambat: Izin')
    expect((await note(`${one!.number}|-`)).status).toBe(303)
    expect((await queue({ reason: 'going' })).map((r) => r.number)).toContain(one!.number)
    expect([(await note(`${one!.number}|rain`)).status, (await note(`${one!.number}|licence`, elsewhere)).status]).toEqual([
      422, 409,
    ])
  })

  it('is asked of the whole city by the office: the same people in the same order, and each number opens its kecamatan', async () => {
    const q = await cityQueue('2018-01-22')
    const mine = await queue()
    expect(q.rows.filter((r) => r.kec === PASAR_MINGGU)).toEqual(mine)
    expect(Object.values(q.kecs.get(PASAR_MINGGU)!).reduce((sum, n) => sum + n)).toBe(mine.length)
    expect(q.rows.length).toBe(q.all)
    const { text } = await get('/konsol/anggota', office)
    expect(text).toContain('Seluruh kota')
    const one = q.kecs.get(PASAR_MINGGU)!.one
    expect(text).toContain(`href="/konsol/anggota?kec=317404&amp;saring=satu">${one}</a>`)
    expect((await get('/konsol/anggota?kec=317404&saring=satu', office)).text).toContain(`Tinggal satu syarat <span>${one}<`)
  })

  it('agrees with every member’s own page about the next step and what it lacks', async () => {
    const { journeyHere } = await import('../p1-registration/counter/store.ts')
    for (const r of (await queue()).filter((_, i) => i % 9 === 0)) {
      const held = await journeyHere(
        demo.database,
        demo.secrets,
        { actor: 'petugas.psm', role: 'officer', kec: PASAR_MINGGU },
        r.number,
        '2018-01-22',
      )
      expect([r.number, held!.journey.current]).toEqual([r.number, r.step])
      expect(held!.journey.steps[r.step].missing).toEqual(r.missing)
    }
  })

  it('opens on a page with filters whose numbers are those of the lists', async () => {
    const { text } = await get('/konsol/anggota')
    const shown = Number(/Tinggal satu syarat <span>([\d.]+)</.exec(text)![1])
    expect((await queue({ reason: 'one' })).length).toBe(shown)
    const steps = await get('/konsol/anggota?langkah=P2')
    expect(steps.text).toContain('menuju P2')
    expect(steps.text).not.toContain('menuju P3')
    expect((await get('/konsol/anggota?saring=apa&langkah=P9&kel=1&mulai=-3')).status).toBe(200)
    expect((await get('/konsol/anggota?kec=317404', office)).status).toBe(200)
  })

  it('shows no whole phone, and nobody who restricted the use of their data', async () => {
    const rows = await queue()
    const { text } = await get('/konsol/anggota')
    for (const r of rows) if (r.phone) expect(text).not.toContain(r.phone)
    await owner.query(
      `insert into restriction (kec_id, id, enrolment_id, from_at, decided_by) values ($1, $2, $2, now(), 'kantor')`,
      [PASAR_MINGGU, rows[0]!.enrolment],
    )
    expect((await queue()).map((r) => r.number)).not.toContain(rows[0]!.number)
    await owner.query('delete from restriction where enrolment_id = $1', [rows[0]!.enrolment])
  })
})

describe('one act on several', () => {
  it('records attendance for all ticked, once however often it is sent, and is taken back whole', async () => {
    const numbers = (await queue({ step: 2 })).slice(0, 5).map((r) => r.number)
    const attended = async () =>
      (
        await owner.query(
          `select count(*)::int as n from journal_event j join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id where e.number = any($1)
           and j.kind = 'class.attended' and j.payload->>'session' = '77'
           and not exists (select from journal_event v where v.kec_id = j.kec_id and v.voids = j.id)`,
          [numbers],
        )
      ).rows[0].n
    const fields: [string, string][] = [
      ['id', '01610000-0000-7000-8000-0000000000c1'],
      ['aksi', 'hadir'],
      ['kelas', 'P2-PSM-03'],
      ['sesi', '77'],
      ...numbers.map((n): [string, string] => ['anggota', n]),
    ]
    const both = await Promise.all([send('/konsol/sekaligus', fields), send('/konsol/sekaligus', fields)])
    expect(both.map((b) => b.to)).toEqual(['/konsol/anggota?tercatat=5', '/konsol/anggota?tercatat=5'])
    expect(await attended()).toBe(5)
    expect((await get('/konsol/perubahan')).text).toContain('Hadir di kelas')
    const list = await get('/konsol/sekaligus')
    expect(list.text).toContain('P2-PSM-03 · 77')
    const path = /action="(\/konsol\/sekaligus\/[^"]+\/batal)"/.exec(list.text)![1]!
    expect((await send(path, { alasan: ' ' })).status).toBe(422)
    expect((await send(path, { alasan: 'Salah kelas' }, elsewhere)).status).toBe(404)
    expect((await send(path, { alasan: 'Salah kelas' })).to).toBe('/konsol/sekaligus?batal=1')
    expect((await send(path, { alasan: 'Salah kelas' })).to).toBe('/konsol/sekaligus?batal=1')
    expect(await attended()).toBe(0)
    expect((await get('/konsol/sekaligus')).text).toContain('Salah kelas')
  })

  it('puts several off until a day, on which they are back; taken back they are back at once', async () => {
    const [one] = await queue()
    const fields: [string, string][] = [
      ['aksi', 'tunda'],
      ['sampai_hari', '5'],
      ['sampai_bulan', '2'],
      ['sampai_tahun', '2018'],
      ['alasan', 'Umrah'],
      ['anggota', one!.number],
    ]
    expect((await send('/konsol/sekaligus', fields)).status).toBe(303)
    const there = async (today: string) =>
      (
        await demo.database.within('staff', { actor: 'petugas.psm', role: 'officer', kec: PASAR_MINGGU }, (db) =>
          queueOf(db, [PASAR_MINGGU], today, { reason: null, step: null, kel: null }, { take: 500 }),
        )
      ).rows.some((r) => r.number === one!.number)
    expect([await there('2018-01-22'), await there('2018-02-04'), await there('2018-02-05')]).toEqual([false, false, true])
    const path = /action="(\/konsol\/sekaligus\/[^"]+\/batal)"/.exec((await get('/konsol/sekaligus')).text)![1]!
    await send(path, { alasan: 'Tidak jadi' })
    expect(await there('2018-01-22')).toBe(true)
  })

  it('says what is missing, keeps what was ticked and written, and writes nothing', async () => {
    const [one] = await queue()
    const before = (await owner.query('select count(*)::int as n from bulk_act')).rows[0].n
    for (const [fields, words] of [
      [{ aksi: 'hadir', kelas: 'P2-X', sesi: '1' }, 'Centang dulu'],
      [{ aksi: 'hadir', kelas: '', sesi: '', anggota: one!.number }, 'Tulis kelasnya'],
      [
        { aksi: 'hadir', kelas: 'P2-X', sesi: '1', hari: '1', bulan: '3', tahun: '2018', anggota: one!.number },
        'belum berlangsung',
      ],
      [
        { aksi: 'hadir', kelas: 'P2-X', sesi: '1', hari: '31', bulan: '2', tahun: '2018', anggota: one!.number },
        'tidak ada di kalender',
      ],
      [
        { aksi: 'tunda', sampai_hari: '1', sampai_bulan: '1', sampai_tahun: '2018', alasan: 'x', anggota: one!.number },
        'sesudah hari ini',
      ],
      [
        { aksi: 'tunda', sampai_hari: '1', sampai_bulan: '1', sampai_tahun: '2019', alasan: 'x', anggota: one!.number },
        'tiga bulan',
      ],
      [{ anggota: one!.number }, 'Pilih apa yang dicatat'],
    ] as [Record<string, string>, string][]) {
      const { status, text } = await send('/konsol/sekaligus', fields)
      expect([status, words, text.includes(words)]).toEqual([422, words, true])
      if (fields.anggota) expect(text).toMatch(new RegExp(`value="${one!.number}"[^>]*checked`))
    }
    const gone = await send('/konsol/sekaligus', [
      ['aksi', 'hadir'],
      ['kelas', 'P2-X'],
      ['sesi', '1'],
      ['anggota', one!.number],
      ['anggota', 'MNT-17-00001'],
    ])
    expect([gone.status, gone.text.includes('tidak lagi di kecamatan ini')]).toEqual([409, true])
    // Somebody moved while the page was open: found out in the middle, after the first was written.
    const [a, b] = (await queue({ step: 2 }))
      .slice(0, 2)
      .map((r) => r.number)
      .sort()
    await owner.query('update enrolment_locator set kec_id = 317106 where number = $1', [b])
    const moved = await send('/konsol/sekaligus', [
      ['aksi', 'hadir'],
      ['kelas', 'P2-Y'],
      ['sesi', '88'],
      ['anggota', a!],
      ['anggota', b!],
    ])
    await owner.query('update enrolment_locator set kec_id = $2 where number = $1', [b, PASAR_MINGGU])
    expect(moved.status).toBe(409)
    expect((await owner.query("select from journal_event where payload->>'session' = '88'")).rowCount).toBe(0)
    expect((await owner.query('select count(*)::int as n from bulk_act')).rows[0].n).toBe(before)
  })
})

describe('views and the download', () => {
  it('a view is kept under its name, is the account’s own, and can be dropped', async () => {
    expect((await send('/konsol/tampilan', { nama: '', saring: 'satu' })).status).toBe(422)
    await send('/konsol/tampilan', { nama: 'Tinggal KTP', saring: 'satu', langkah: 'P1' })
    await send('/konsol/tampilan', { nama: 'Tinggal KTP', saring: 'satu', langkah: 'P2' })
    const { text } = await get('/konsol/anggota')
    expect(text.match(/Tinggal KTP<\/a>/g)).toHaveLength(1)
    expect(text).toContain('/konsol/anggota?saring=satu&amp;langkah=P2')
    expect((await get('/konsol/anggota', elsewhere)).text).not.toContain('Tinggal KTP')
    const id = /action="(\/konsol\/tampilan\/[^"]+\/hapus)"/.exec(text)![1]!
    await send(id, {}, elsewhere)
    expect((await get('/konsol/anggota')).text).toContain('Tinggal KTP')
    await send(id, {})
    expect((await get('/konsol/anggota')).text).not.toContain('Tinggal KTP')
  })

  it('the workbook holds what is shown and no NIK or phone; each member in it is on record first', async () => {
    const rows = await queue({ step: 2 })
    await owner.query(
      'update person set name = \'=HYPERLINK("http://x")\' where id = (select person_id from enrolment where number = $1)',
      [rows[0]!.number],
    )
    const answer = await demo.app.request('/konsol/antrean.xlsx?langkah=P2', { headers: { cookie: officer } })
    expect(answer.status).toBe(200)
    const file = join(mkdtempSync(join(tmpdir(), 'tujuhpas-')), 'antrean.xlsx')
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()))
    const [sheet] = Object.values(workbookRead(file))
    const cells = Object.entries(sheet!.cells)
    expect(cells.filter(([at]) => /^A\d+$/.test(at)).length - 2).toBe(rows.length)
    const all = JSON.stringify(cells)
    for (const r of rows) expect(all).toContain(r.number)
    for (const r of rows) if (r.phone) expect(all).not.toContain(r.phone)
    expect(all).not.toMatch(/\d{16}/)
    expect(cells.filter(([, c]) => c.formula !== null)).toEqual([])
    const { rows: looks } = await owner.query(
      "select count(distinct enrolment_id)::int as n from read_log where what = 'queue-export'",
    )
    expect(looks[0].n).toBe(rows.length)
  })

  it('leaves a journal that replays without a difference', async () => {
    const { differences } = await demo.database.within('job', { actor: 'mesin', role: 'system' }, replay)
    expect(differences).toEqual([])
  })
})
