import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean, yesOrNo } from './clean.ts'
import { type Mapping, proposeColumns } from './columns.ts'
import { dayOrder, readDate } from './dates.ts'
import { messyWorkbook } from './fixtures/messy.ts'
import { nikShape, readNik } from './nik.ts'
import { openFile } from './open.ts'
import { readPhone } from './phone.ts'
import { planFor, type RowReading, readRow, rowKey, rupiahIn } from './rows.ts'
import type { Cell, SheetHead, SheetRow } from './shape.ts'
import { REFUSALS, type RowCode, rowWords, sayRow } from './words.ts'
import { openWorkbook, rowsOf } from './xlsx.ts'

const text = (t: string): Cell => (t === '' ? { text: '', kind: 'empty' } : { text: t, kind: 'text' })
const number = (t: string): Cell => ({ text: t, kind: 'number' })
const TODAY = '2018-01-22'

describe('a NIK', () => {
  it.each([
    '3174044305840002',
    '3174 0443 0584 0002',
    "'3174044305840002",
    '31.74.04.430584.0002',
    '3174-0443-0584-0002',
    'NIK: 3174044305840002',
    '３１７４０４４３０５８４０００２',
    '\u202a3174044305840002\u202c',
    '`3174044305840002',
  ])('is read from %s', (written) => expect(readNik(text(written))).toEqual({ nik: '3174044305840002' }))
  it.each([
    ['', 'NIK_MISSING'],
    ['-', 'NIK_MISSING'],
    ['belum ada', 'NIK_MISSING'],
    ['317404430584000', 'NIK_SHAPE'],
    ['31740443058400021', 'NIK_SHAPE'],
    ['3174O44305840002', 'NIK_SHAPE'],
    ['0074044305840002', 'NIK_SHAPE'],
    ['3174040005840002', 'NIK_SHAPE'],
    ['3174043205840002', 'NIK_SHAPE'],
    ['3174044005840002', 'NIK_SHAPE'],
    ['3174047205840002', 'NIK_SHAPE'],
    ['3174044300840002', 'NIK_SHAPE'],
    ['3174044313840002', 'NIK_SHAPE'],
    ['3174044305840000', 'NIK_SHAPE'],
    ['3.17404E+15', 'NIK_PRECISION_LOST'],
    ['3,17404E+15', 'NIK_PRECISION_LOST'],
  ])('is refused: %j, %s', (written, code) => expect(readNik(text(written))).toEqual({ nik: null, code }))

  it('takes both edges of day, month and serial', () => {
    for (const digits of ['0101840001', '3112840001', '4101849999', '7112840001']) expect(nikShape(`317404${digits}`)).toBe(true)
  })
  it('as a number ends in 0 where Excel cut it; another last digit was kept', () => {
    expect(readNik(number('3174044305840002'))).toEqual({ nik: '3174044305840002' })
    expect(readNik(number('3174044305840010'))).toEqual({ nik: null, code: 'NIK_PRECISION_LOST' })
    expect(readNik(number('9171034305840002'))).toEqual({ nik: null, code: 'NIK_PRECISION_LOST' })
  })
  it('of a csv that ends in 0000 was a number before', () =>
    expect(readNik(text('3174044305840000'), true)).toEqual({ nik: null, code: 'NIK_PRECISION_LOST' }))
})

describe('a date', () => {
  it.each([
    ['14/3/84', '1984-03-14'],
    ['14/03/1984', '1984-03-14'],
    ['14-3-1984', '1984-03-14'],
    ['14.03.1984', '1984-03-14'],
    ['14 03 1984', '1984-03-14'],
    ['1984-03-14', '1984-03-14'],
    ['1984/3/14', '1984-03-14'],
    ['14-Mar-1984', '1984-03-14'],
    ['14-Mar-84', '1984-03-14'],
    ['14 Maret 1984', '1984-03-14'],
    ['Jakarta, 14 Maret 1984', '1984-03-14'],
    ['Jakarta, 14-03-1984', '1984-03-14'],
    ['Jakarta / 14 Mrt 1984', '1984-03-14'],
    ['Rabu, 14 Maret 1984', '1984-03-14'],
    ['March 14, 1984', '1984-03-14'],
    ["14 Agustus '84", '1984-08-14'],
    ['17 Agt 1945', '1945-08-17'],
    ['1 Pebruari 1970', '1970-02-01'],
    ['10 Nopember 1970', '1970-11-10'],
    ['14031984', '1984-03-14'],
    ['19840314', '1984-03-14'],
    ['140384', '1984-03-14'],
    ['1984-03-14 00:00:00', '1984-03-14'],
    ['3/14/1984', '1984-03-14'],
    ['30755', '1984-03-14'],
    ['29/2/1984', '1984-02-29'],
  ])('of birth is read from %s', (written, date) => expect(readDate(text(written), 'birth', TODAY)).toEqual({ date }))

  it.each(['30 Feb 1991', '29/2/1983', '31/4/1984', '0/0/1984', '1984', 'lahir di desa', '14/14/1984', '22/1/2019', '1/1/1850'])(
    'of birth is unreadable: %s',
    (written) => expect(readDate(text(written), 'birth', TODAY)).toEqual({ date: null, code: 'DATE_UNREADABLE' }),
  )
  it.each(['', '-', '?', 'tidak ada', 'lupa'])('of birth is missing: %j', (written) =>
    expect(readDate(text(written), 'birth', TODAY)).toEqual({ date: null, code: 'MISSING' }),
  )

  it('takes a year of two digits for the one a living person can be born in', () => {
    expect(readDate(text('1/1/28'), 'birth', TODAY)).toEqual({ date: '1928-01-01' })
    expect(readDate(text('1/1/27'), 'birth', TODAY)).toEqual({ date: '1927-01-01' })
    expect(readDate(text('1/1/03'), 'birth', TODAY)).toEqual({ date: '2003-01-01' })
    expect(readDate(text('1/1/18'), 'birth', TODAY)).toEqual({ date: '2018-01-01' })
    expect(readDate(text('8/1/18'), 'registration', TODAY)).toEqual({ date: '2018-01-08' })
  })
  it('follows its column where a value alone could be either', () => {
    expect(readDate(text('3/4/1984'), 'birth', TODAY, 'dmy')).toEqual({ date: '1984-04-03' })
    expect(readDate(text('3/4/1984'), 'birth', TODAY, 'mdy')).toEqual({ date: '1984-03-04' })
    expect(dayOrder(['3/4/1984', '3/14/1984', '14/3/1984', '2/28/1990'])).toEqual({ order: 'mdy', dayFirst: 1, monthFirst: 2 })
  })
})

describe('a phone number', () => {
  it.each([
    ['0812-3456-7890', '081234567890'],
    ['+62 812 3456 7890', '081234567890'],
    ['62812 3456 7890', '081234567890'],
    ['+62 (0)812-3456-7890', '081234567890'],
    ['812 3456 7890', '081234567890'],
    ['(0812) 34567890', '081234567890'],
    ['0812.3456.7890 (WA)', '081234567890'],
    ['WA: 081234567890', '081234567890'],
    ['\u202a+62 812\u20113456\u20117890\u202c', '081234567890'],
    ['021-7654321', '0217654321'],
    ['(021) 765 4321', '0217654321'],
    ['021-7654321 / 0812-3456-7890', '081234567890'],
    ['+65 9123 4567', '+6591234567'],
  ])('is read from %s', (written, phone) => expect(readPhone(text(written))).toMatchObject({ phone }))

  it('keeps a second one', () => {
    expect(readPhone(text('0812-3456-7890 / 0857-1234-1120'))).toEqual({ phone: '081234567890', others: ['085712341120'] })
    expect(readPhone(text('081234567890 085712341120'))).toEqual({ phone: '081234567890', others: ['085712341120'] })
    expect(readPhone(text('081234567890 atau 085712341120'))).toEqual({ phone: '081234567890', others: ['085712341120'] })
  })
  it('as a number lost the zero in front', () => {
    expect(readPhone(number('81234567890'))).toMatchObject({ phone: '081234567890' })
    expect(readPhone(number('217654321'))).toMatchObject({ phone: '0217654321' })
  })
  it.each(['0812', '1234567890123456', '8.12346E+10', '080000000000', 'sama dengan suami', '0812345678901234'])(
    'is none: %s',
    (written) => expect(readPhone(text(written))).toMatchObject({ phone: null, code: 'PHONE_INVALID' }),
  )
  it.each(['', '-', 'tidak ada', '0'])('is missing: %j', (written) =>
    expect(readPhone(text(written))).toMatchObject({ phone: null, code: 'PHONE_MISSING' }),
  )
})

describe('what a cell says', () => {
  it('is clean of what nobody sees', () => {
    expect(clean('\ufeff Siti\u200b\u00a0\u00a0Aminah \u200f')).toEqual({ text: 'Siti Aminah', odd: false })
    expect(clean('Siti\0 Aminah')).toEqual({ text: 'Siti Aminah', odd: true })
    expect(clean('\u202eIsnad')).toEqual({ text: 'Isnad', odd: true })
    expect(clean('a\ud800b').text).toBe('a\ufffdb')
  })
  it('is yes, no, or no answer', () => {
    expect(['ya', 'Sudah', 'v', 'YA, sejak 2015', '✓', 'TRUE'].map(yesOrNo)).toEqual(Array(6).fill(true))
    expect(['tidak', 'Belum', 'belum, masih rencana', 'FALSE'].map(yesOrNo)).toEqual(Array(4).fill(false))
    expect(['', 'mungkin', 'nanti', '-'].map(yesOrNo)).toEqual(Array(4).fill(null))
  })
  it.each([
    ['Rp 3.500.000', 3_500_000],
    ['3.500.000,00', 3_500_000],
    ['3,5 juta', 3_500_000],
    ['3.5jt', 3_500_000],
    ['500rb', 500_000],
    ['500 ribu/bulan', 500_000],
    ['2000000', 2_000_000],
    ['Rp. 750.000,-', 750_000],
    ['1-2 juta', null],
    ['tidak tentu', null],
  ])('is rupiah: %s', (written, rupiah) => expect(rupiahIn(written)).toBe(rupiah))
})

// 2. rows --------------------------------------------------------------------------------------------------------------------

const HEAD: SheetHead = { index: 0, name: 'Data', hidden: false, hiddenColumns: [], source: 'xlsx' }
const HEADERS = [
  'No',
  'NIK',
  'Nama',
  'Tgl Lahir',
  'JK',
  'Alamat',
  'Kel',
  'Kec',
  'HP',
  'Tgl Daftar',
  'KTP diperiksa',
  'Persetujuan',
  'Sudah berusaha',
  'Omzet',
  'Ket',
]
const GOOD = [
  '1',
  '3174044305840002',
  'Siti Aminah',
  '3/5/1984',
  'P',
  'Jl. Mawar 1',
  'Kebagusan',
  'Pasar Minggu',
  '081234567890',
  '8/1/2018',
  '',
  '',
  '',
  '',
  '',
]
const mapped = (headers = HEADERS): Mapping =>
  proposeColumns(
    HEAD,
    [
      { row: 1, cells: headers.map(text) },
      { row: 2, cells: GOOD.map(text) },
    ],
    { today: TODAY },
  )
const plan = planFor(mapped())
const rules = { today: TODAY, registeredOn: TODAY, minimumAge: 15 }
/** A good row, changed under some headers. */
const row = (change: Record<string, string | Cell> = {}) =>
  HEADERS.map((h, i): Cell => {
    const held = change[h]
    return held === undefined ? text(GOOD[i]!) : typeof held === 'string' ? text(held) : held
  })
const judge = (change: Record<string, string | Cell> = {}) => readRow(2, row(change), plan, rules)
const codesOf = (r: RowReading): RowCode[] => (r.kind === 'ignored' ? [] : [...r.refusals, ...r.warnings].map((p) => p.code))
const person = (r: RowReading) => {
  if (r.kind !== 'person') throw new Error(`ignored: ${r.why}`)
  return r.candidate
}

describe('a row', () => {
  it('becomes a person', () => {
    expect(judge()).toMatchObject({
      kind: 'person',
      refusals: [],
      warnings: [],
      candidate: {
        nik: '3174044305840002',
        name: 'Siti Aminah',
        birthDate: '1984-05-03',
        sex: 'F',
        phone: '081234567890',
        kec: 317404,
        registeredOn: '2018-01-08',
        answers: {},
      },
    })
  })

  it('says everything that is wrong at once', () => {
    expect(codesOf(judge({ Nama: '', NIK: '12', 'Tgl Lahir': '30/2/1991', Kec: 'Bekasi', Kel: '', HP: '' })).sort()).toEqual([
      'DATE_UNREADABLE',
      'NAME_MISSING',
      'NIK_SHAPE',
      'NON_RESIDENT',
      'PHONE_MISSING',
    ])
  })

  it('is under age the day before the fifteenth birthday, and not on it', () => {
    expect(codesOf(judge({ NIK: '3174044901030002', 'Tgl Lahir': '9/1/2003', 'Tgl Daftar': '8/1/2018' }))).toEqual(['UNDER_AGE'])
    expect(codesOf(judge({ NIK: '3174044801030002', 'Tgl Lahir': '8/1/2003', 'Tgl Daftar': '8/1/2018' }))).toEqual([])
  })

  it('takes the day of the import where its own registration day cannot be, and says so', () => {
    const later = judge({ 'Tgl Daftar': '23/1/2018' })
    expect(codesOf(later)).toEqual(['DATE_UNREADABLE'])
    expect(person(later).registeredOn).toBe(TODAY)
    expect(codesOf(judge({ 'Tgl Daftar': '' }))).toEqual([])
  })

  it('makes facts only of columns that say that something was checked or answered', () => {
    expect(person(judge({ Omzet: '2 juta' })).answers).toEqual({})
    expect(person(judge({ Omzet: '2 juta' })).statements).toEqual({ turnoverMonth: 2_000_000 })
    const { answers } = person(judge({ 'KTP diperiksa': 'ya', Persetujuan: 'ya', 'Sudah berusaha': 'tidak', Omzet: '2 juta' }))
    expect(answers).toEqual({
      identity: { document: 'ktp', result: 'match' },
      consent: ['programme'],
      baseline: { trading: false, turnoverMonth: 2_000_000 },
    })
    expect(person(judge({ 'KTP diperiksa': 'KK' })).answers.identity).toEqual({ document: 'kk', result: 'match' })
    expect(person(judge({ 'KTP diperiksa': 'tidak sesuai' })).answers.identity).toEqual({ document: 'ktp', result: 'mismatch' })
    expect(person(judge({ 'KTP diperiksa': 'belum', Persetujuan: 'tidak', 'Sudah berusaha': '?' })).answers).toEqual({})
  })

  it('refuses a field that no cell can hold, and cleans what nobody sees', () => {
    expect(codesOf(judge({ Ket: { text: 'x', kind: 'text', tooLong: true } }))).toEqual(['FIELD_TOO_LONG'])
    expect(codesOf(judge({ Nama: 'x'.repeat(151) }))).toContain('FIELD_TOO_LONG')
    const odd = judge({ Nama: 'Siti\0 Aminah' })
    expect(codesOf(odd)).toEqual(['CHARACTERS_CLEANED'])
    expect(person(odd).name).toBe('Siti Aminah')
    expect(JSON.stringify(judge({ Alamat: 'a\0b', HP: '0812\0', Kec: 'Pasar\0 Minggu', Omzet: '\0' }))).not.toContain('\\u0000')
  })

  it('is nobody’s when it is empty, a heading, a sum or a remark', () => {
    const only = (cells: Record<string, string>) =>
      readRow(
        9,
        HEADERS.map((h) => text(cells[h] ?? '')),
        plan,
        rules,
      )
    expect(only({})).toEqual({ kind: 'ignored', why: 'blank' })
    expect(only({ No: '17' })).toEqual({ kind: 'ignored', why: 'blank' })
    expect(only({ Nama: 'TOTAL', HP: '25' })).toEqual({ kind: 'ignored', why: 'total' })
    expect(only({ No: 'Jumlah', NIK: '1842' })).toEqual({ kind: 'ignored', why: 'total' })
    expect(only({ No: 'Catatan: sementara' })).toEqual({ kind: 'ignored', why: 'comment' })
    expect(only({ Nama: 'Mengetahui,', Kec: 'Jakarta, 22 Januari 2018' })).toEqual({ kind: 'ignored', why: 'comment' })
    expect(only({ Nama: 'Kelurahan Kebagusan' })).toEqual({ kind: 'ignored', why: 'title' })
    expect(only(Object.fromEntries(HEADERS.map((h) => [h, h])))).toEqual({ kind: 'ignored', why: 'title' })
    expect(only(Object.fromEntries(HEADERS.map((h, i) => [h, `(${i + 1})`])))).toEqual({ kind: 'ignored', why: 'title' })
  })

  it('is a person’s when only the name is there, or a name looks like a sum with a NIK beside it', () => {
    const only = (cells: Record<string, string>) =>
      readRow(
        9,
        HEADERS.map((h) => text(cells[h] ?? '')),
        plan,
        rules,
      )
    expect(codesOf(only({ Nama: 'Siti Aminah' }))).toContain('NIK_MISSING')
    expect(codesOf(judge({ Nama: 'Total Sukses' }))).toEqual([])
  })

  it('has a key that stays when it is numbered, spaced or spelt in capitals otherwise, and changes with what it says', () => {
    const key = rowKey(row(), plan)
    expect(rowKey(row({ No: '99', Nama: ' SITI  AMINAH' }), plan)).toBe(key)
    expect(rowKey(row({ Nama: 'Siti Amina' }), plan)).not.toBe(key)
    const corrected = ['Yang perlu diperbaiki', 'Baris asal', ...HEADERS]
    const other = planFor(proposeColumns(HEAD, [{ row: 1, cells: corrected.map(text) }], { today: TODAY }))
    expect(rowKey([text('NIK belum ada.'), text('2'), ...row()], other)).toBe(key)
  })

  it('has words in both languages for each code', () => {
    const data = {
      digits: 15,
      birthDate: TODAY,
      nikDay: 1,
      nikMonth: 2,
      nikSays: 'F',
      where: 'Kota Bekasi',
      minimum: 15,
      on: TODAY,
      written: 'x',
      read: 'Tebet',
      of: 'birth',
      header: 'Ket',
    }
    for (const code of Object.keys(rowWords) as RowCode[]) {
      for (const lang of ['id', 'en'] as const) {
        const said = sayRow({ code, data }, lang)
        expect(said).toMatch(/^\S.+[.]$/)
        // A refusal does not say that the row was taken, a warning does.
        if (REFUSALS.has(code)) expect(said).not.toMatch(/Baris diterima|Taken/)
      }
    }
  })

  it('gets exactly one outcome and never throws, whatever its cells hold', () => {
    const cell = fc.oneof(
      fc.constantFrom(...GOOD, 'TOTAL', 'Bekasi', '30 Feb 1991', '3,17E+15', '0812', '#N/A').map(text),
      fc.string({ unit: 'binary', maxLength: 40 }).map(text),
      fc.record({
        text: fc.string({ unit: 'grapheme', maxLength: 20 }),
        kind: fc.constantFrom('text', 'number', 'date', 'bool', 'error', 'empty'),
        merged: fc.constantFrom('above', 'left'),
      }) as fc.Arbitrary<Cell>,
    )
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 20 }), fc.nat(5), (cells, at) => {
        const reading = readRow(at, cells, plan, rules)
        if (reading.kind === 'ignored') expect(['blank', 'title', 'total', 'comment']).toContain(reading.why)
        else {
          expect(reading.refusals.every((p) => REFUSALS.has(p.code))).toBe(true)
          expect(reading.warnings.some((p) => REFUSALS.has(p.code))).toBe(false)
          expect(new Set(codesOf(reading)).size).toBeGreaterThanOrEqual(codesOf(reading).length - 1) // two dates may both be unreadable
          // A row that is taken has what a member needs.
          if (!reading.refusals.length) {
            expect(reading.candidate).toMatchObject({
              nik: expect.stringMatching(/^\d{16}$/),
              name: expect.any(String),
              kec: expect.any(Number),
            })
          }
          for (const p of [...reading.refusals, ...reading.warnings]) expect(sayRow(p, 'id')).toBeTruthy()
        }
        expect(readRow(at, cells, plan, rules)).toEqual(reading)
      }),
      { numRuns: 500 },
    )
  })

  it('is proposed and read without a throw, whatever the sheet', () => {
    const cell = fc.oneof(fc.constantFrom(...HEADERS, ...GOOD).map(text), fc.string({ maxLength: 10 }).map(text))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }), (lines) => {
        const sheet: SheetRow[] = lines.map((cells, i) => ({ row: i + 1, cells }))
        const mapping = proposeColumns(HEAD, sheet, { today: TODAY })
        const p = planFor(mapping)
        expect(sheet.map((r) => readRow(r.row, r.cells, p, rules)).length).toBe(sheet.length)
        const single = mapping.columns
          .filter((c) => !['ignored', 'address', 'identityChecked', 'consent'].includes(c.means))
          .map((c) => c.means)
        expect(new Set(single).size).toBe(single.length)
      }),
    )
  })
})

describe('the messy workbook', () => {
  it('becomes, row by row, what each row must', async () => {
    const { bytes, expected, today } = messyWorkbook()
    const opened = await openFile(bytes)
    if (opened.kind !== 'xlsx') throw new Error('not a workbook')
    const book = await openWorkbook(opened.zip)
    const got: unknown[] = []
    for (let index = 0; index < book.sheets.length; index++) {
      let head: SheetHead = HEAD
      const rows: SheetRow[] = []
      for await (const part of rowsOf(opened.zip, book, index, (h) => (head = h))) rows.push(...part)
      const mapping = proposeColumns(head, rows, { today })
      if (mapping.skip) continue
      const p = planFor(mapping)
      for (const r of rows) {
        const reading = readRow(r.row, r.cells, p, { ...rules, today, registeredOn: today })
        const becomes =
          reading.kind === 'ignored'
            ? reading.why
            : reading.refusals.length
              ? 'rejected'
              : reading.warnings.length
                ? 'warned'
                : 'accepted'
        const because = expected.find((e) => e.sheet === head.name && e.row === r.row)?.because
        got.push({ sheet: head.name, row: r.row, becomes, codes: codesOf(reading).sort(), because })
      }
    }
    expect(got).toEqual(expected.map((e) => ({ ...e, codes: [...e.codes].sort() })))
  })

  it('keeps the answers of the second sheet', async () => {
    const { bytes, today } = messyWorkbook()
    const opened = await openFile(bytes)
    if (opened.kind !== 'xlsx') throw new Error('not a workbook')
    const book = await openWorkbook(opened.zip)
    const rows: SheetRow[] = []
    for await (const part of rowsOf(opened.zip, book, 1, () => {})) rows.push(...part)
    const p = planFor(proposeColumns({ ...HEAD, name: 'Tebet' }, rows, { today }))
    const people = rows.slice(2).map((r) => person(readRow(r.row, r.cells, p, rules)))
    expect(people.map((c) => [c.birthPlace, c.birthDate, c.kec, c.answers])).toEqual([
      [
        'Jakarta',
        '1980-01-01',
        317401,
        {
          identity: { document: 'ktp', result: 'match' },
          consent: ['programme'],
          baseline: { trading: true, turnoverMonth: 3_500_000 },
        },
      ],
      ['Bandung', '1981-01-01', 317401, { baseline: { trading: false } }],
      ['Tegal', '1982-01-01', 317401, { identity: { document: 'kk', result: 'match' }, consent: ['programme'] }],
    ])
  })
})
