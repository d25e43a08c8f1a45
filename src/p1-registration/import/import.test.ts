// The import of sheets on a real database: what each row becomes, that the totals add up, and that nothing is ever doubled.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EVERYWHERE, freshProgramme, type Programme } from '../../../tests/programme.ts'
import { replay, verifyJournal } from '../../journal/index.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { findMembers, openMoved } from '../../people/index.ts'
import { workbook } from '../sheet/fixtures/build.ts'
import { messyWorkbook } from '../sheet/fixtures/messy.ts'
import { openFile } from '../sheet/open.ts'
import { openWorkbook, rowsOf } from '../sheet/xlsx.ts'
import {
  type At,
  addsUp,
  type ImportOptions,
  type ImportReport,
  importRegistrations,
  type ReportRow,
  writeCorrectionsFor,
} from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'impor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let programme: Programme
let now: Date
beforeEach(async () => {
  programme = await freshProgramme()
  now = new Date('2018-01-22T09:00:00+07:00')
})
afterEach(async () => {
  const { differences } = await programme.work(replay)
  expect(differences).toEqual([])
  const { broken } = await programme.work((db) => verifyJournal(db, []))
  expect(broken).toEqual([])
  await programme.end()
})

let files = 0
function put(bytes: string | Buffer, name = 'pendaftar.csv'): string {
  const path = join(mkdtempSync(join(folder, `${++files}-`)), name)
  writeFileSync(path, bytes)
  return path
}

const HEADER = ['NIK', 'Nama', 'Tgl Lahir', 'Kelurahan', 'Kecamatan', 'No HP', 'Tgl Daftar']
type Row = readonly string[]
const sheet = (rows: readonly Row[], header: Row = HEADER) => put([header, ...rows].map((r) => r.join(';')).join('\n'))

const SARI = ['3171065403840001', 'Sari Wulandari', '14/03/1984', 'Menteng', 'Menteng', '081234567001', '08/01/2018']
const BUDI = ['3174040208710002', 'Budi Santoso', '02/08/1971', 'Kebagusan', 'Pasar Minggu', '081234567002', '09/01/2018']
const DEWI = ['3174065204900003', 'Dewi Lestari', '12/04/1990', 'Cilandak Barat', 'Cilandak', '081234567003', '10/01/2018']
const other = (row: Row, changed: Partial<Record<(typeof HEADER)[number], string>>) =>
  row.map((cell, i) => changed[HEADER[i]!] ?? cell)

const at = (): At => ({ database: programme.database, secrets: programme.secrets, now: async () => now, scope: EVERYWHERE })
const asked = (more: Partial<ImportOptions> = {}): ImportOptions => ({
  dryRun: false,
  historical: false,
  registeredOn: null,
  office: 'pusat',
  account: 'mesin',
  ...more,
})

async function take(path: string, more: Partial<ImportOptions> = {}): Promise<{ report: ImportReport; rows: ReportRow[] }> {
  const report = await importRegistrations(at(), path, asked(more))
  const rows: ReportRow[] = []
  for await (const row of report.rows()) rows.push(row)
  expect(addsUp(report.totals)).toBe(true)
  expect(rows.length).toBe(report.totals.rows)
  return { report, rows }
}
/** `2 accepted`, `3 warned PHONE_MISSING` */
const said = (rows: readonly ReportRow[]) => rows.map((r) => [r.row, r.outcome, ...r.codes].join(' '))

const query = async (sql: string, values: unknown[] = []) =>
  programme.work(async (db) => (await db.client.query(sql, values)).rows)
const members = async () => Number((await query('select count(*) as n from enrolment'))[0].n)
const factsOf = async (number: string) =>
  (
    await query(
      `select kind, grade, payload, occurred_on, recorded_at from journal_event j join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id
       where e.number = $1 order by j.seq`,
      [number],
    )
  ).map((f) => ({ kind: f.kind, grade: f.grade, data: f.payload, on: f.occurred_on, known: f.recorded_at.toISOString() }))

describe('a sheet of registrations', () => {
  it('makes each good row a member with a number, and a registration on the day the row names', async () => {
    const { rows } = await take(sheet([SARI, BUDI]))
    expect(rows).toEqual([
      { sheet: 'pendaftar', row: 1, outcome: 'ignored', codes: [] },
      { sheet: 'pendaftar', row: 2, outcome: 'accepted', codes: [], kec: '31.71.06', member: 'MTG-18-00001' },
      { sheet: 'pendaftar', row: 3, outcome: 'accepted', codes: [], kec: '31.74.04', member: 'PSM-18-00001' },
    ])
    expect(await factsOf('MTG-18-00001')).toEqual([
      {
        kind: 'registration.submitted',
        grade: 'C',
        data: { channel: 'import', area: '31.71.06.1001' },
        on: '2018-01-08',
        known: now.toISOString(),
      },
    ])
  })

  it('gives every row of a messy workbook the outcome it deserves, and the totals add up', async () => {
    const { bytes, expected } = messyWorkbook()
    const { report, rows } = await take(put(bytes, 'Data OKOCE Cilandak Jan.xlsx'))
    for (const { sheet, row, becomes, codes, because } of expected) {
      const answer = rows.find((r) => r.sheet === sheet && r.row === row)!
      const outcome = ['blank', 'title', 'total', 'comment'].includes(becomes) ? 'ignored' : becomes
      if (answer.outcome !== 'duplicate') expect(answer.outcome, because).toBe(outcome)
      if (answer.outcome !== 'duplicate') expect(answer.codes.sort(), because).toEqual([...codes].sort())
    }
    expect(report.totals.rows).toBe(rows.length)
    expect(await members()).toBe(report.totals.accepted + report.totals.warned)
  })

  it('takes nothing twice when the same file comes again', async () => {
    const path = sheet([SARI, BUDI, other(DEWI, { NIK: '' })])
    await take(path)
    const { report, rows } = await take(path)
    expect(said(rows)).toEqual(['1 ignored', '2 duplicate ALREADY_TAKEN', '3 duplicate ALREADY_TAKEN', '4 rejected NIK_MISSING'])
    expect(rows[1]!.member).toBe('MTG-18-00001')
    expect(report.totals).toEqual({ rows: 4, accepted: 0, warned: 0, rejected: 1, duplicate: 2, ignored: 1 })
    expect(await members()).toBe(2)
  })

  it('knows the rows of an overlapping file, wherever they stand in it', async () => {
    await take(sheet([SARI, BUDI]))
    const { rows } = await take(sheet([DEWI, BUDI, SARI]))
    expect(said(rows)).toEqual(['1 ignored', '2 accepted', '3 duplicate ALREADY_TAKEN', '4 duplicate ALREADY_TAKEN'])
    expect(await members()).toBe(3)
  })

  it('calls the same NIK in another spelling a duplicate, of the member it is', async () => {
    const again = other(SARI, { Nama: 'SARI WULANDARI, S.E.', 'Tgl Lahir': '14 Maret 1984', 'No HP': '0812-9999-000' })
    const { rows } = await take(sheet([SARI, again]))
    expect(rows[2]).toEqual({
      sheet: 'pendaftar',
      row: 3,
      outcome: 'duplicate',
      codes: ['DUPLICATE'],
      kec: '31.71.06',
      duplicateOf: 'MTG-18-00001',
    })
    const later = await take(sheet([again]))
    expect(said(later.rows)).toEqual(['1 ignored', '2 duplicate DUPLICATE'])
  })

  it('refuses a NIK under which another person stands, in the file or in the programme', async () => {
    const wrong = other(BUDI, { NIK: SARI[0]! })
    const { rows } = await take(sheet([SARI, wrong]))
    expect(said(rows)).toEqual(['1 ignored', '2 accepted', '3 rejected NIK_CONFLICT'])
    const later = await take(sheet([wrong]))
    expect(said(later.rows)).toEqual(['1 ignored', '2 rejected NIK_CONFLICT'])
    // Only the name differs, or only the birth date: a slip, and the same person.
    const slips = await take(sheet([other(SARI, { Nama: 'Ratna Kusuma' }), other(SARI, { 'Tgl Lahir': '15/03/1984' })]))
    expect(said(slips.rows)).toEqual(['1 ignored', '2 duplicate DUPLICATE', '3 duplicate DUPLICATE'])
    expect(await members()).toBe(1)
  })

  it('finds the holder of a NIK where they live now, after a move', async () => {
    await take(sheet([SARI]))
    await programme.work(async (db) => {
      const [sari] = await findMembers(db, programme.secrets, [{ nik: SARI[0]! }])
      if (!sari || sari === 'ambiguous') throw new Error('not there')
      await openMoved(db, programme.secrets, sari, { id: uuidv7(), kec: 317404, kel: 3174041001, on: '2018-01-20' })
    })
    const { rows } = await take(
      sheet([other(SARI, { 'No HP': '081200000099', Kecamatan: 'Pasar Minggu', Kelurahan: 'Pejaten Barat' })]),
    )
    expect(rows[1]).toMatchObject({ outcome: 'duplicate', codes: ['DUPLICATE'], duplicateOf: 'MTG-18-00001' })
  })

  it('takes somebody who looks like another as a person of their own, and says so', async () => {
    const twin = other(SARI, { NIK: '3171065403840011', Nama: 'Hj. Sari Wulandari', 'No HP': '081234567009' })
    const { rows } = await take(sheet([SARI, twin, other(twin, { NIK: '3171065403840012', Nama: 'Sri Wahyuni' })]))
    expect(said(rows)).toEqual(['1 ignored', '2 accepted', '3 warned POSSIBLE_DUPLICATE', '4 accepted'])
    expect(rows[2]).toMatchObject({ member: 'MTG-18-00002', duplicateOf: 'MTG-18-00001' })
    const later = await take(sheet([other(twin, { NIK: '3171065403840013' })]))
    expect(later.rows[1]).toMatchObject({ outcome: 'warned', codes: ['POSSIBLE_DUPLICATE'], duplicateOf: 'MTG-18-00001' })
    expect(await members()).toBe(4)
  })

  it('gives the same answers wherever its batches part', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) =>
      other(SARI, {
        NIK: `317106540384${String(i + 1).padStart(4, '0')}`,
        Nama: `Sari ${String.fromCharCode(65 + (i % 26))}ulandari ${i}`,
        'No HP': '081234567009',
      }),
    )
    const file = sheet([...rows, rows[0]!, other(rows[1]!, { Nama: 'Sari Bulandari 1 SE' })])
    const taken = await take(file)
    expect(said(taken.rows.slice(-2))).toEqual(['2502 duplicate DUPLICATE', '2503 duplicate DUPLICATE'])
    expect(taken.rows.at(-2)).toMatchObject({ duplicateOf: taken.rows[1]!.member! })
  })

  it('loses nothing when one file is sent by two at once', async () => {
    const rows = Array.from({ length: 300 }, (_, i) =>
      other(i % 2 ? BUDI : SARI, { NIK: `31710654038${String(40_001 + i)}`, Nama: `Orang ${i}`, 'Tgl Lahir': '14/03/1984' }),
    )
    const path = sheet(rows)
    const both = await Promise.all([take(path), take(path)])
    const outcomes = (i: number) => both.map(({ rows }) => rows[i]!.outcome).sort()
    for (let i = 1; i <= 300; i++) expect(outcomes(i)).toEqual(['accepted', 'duplicate'])
    expect(await members()).toBe(300)
  })

  it('in a trial stores nothing and says the same', async () => {
    const twin = other(SARI, { NIK: '3171065403840011', Nama: 'Hj. Sari Wulandari' })
    const rows: Row[] = [
      SARI,
      SARI,
      twin,
      BUDI,
      other(BUDI, { NIK: SARI[0]! }),
      other(DEWI, { Kecamatan: 'Cilandk' }),
      ['Total', '5'],
    ]
    await take(sheet([BUDI]))
    const path = sheet(rows)
    const tables = ['person', 'enrolment', 'journal_event', 'nik_registry', 'row_registry', 'import_job', 'number_serial']
    const owner = new pg.Client(programme.url)
    await owner.connect()
    const stored = async () => {
      const { rows } = await owner.query(tables.map((t) => `select '${t}' as t, count(*) as n from ${t}`).join(' union all '))
      return rows
    }
    const before = await stored()
    const trial = await take(path, { dryRun: true })
    expect(await stored()).toEqual(before)
    const real = await take(path)
    expect(said(trial.rows)).toEqual(said(real.rows))
    expect(trial.report.totals).toEqual(real.report.totals)
    expect(trial.rows.some((r) => r.member && r.outcome !== 'duplicate')).toBe(false)
    await owner.end()
  })

  it('with --historical is known at the end of the day that a row names, and of today not before now', async () => {
    await take(sheet([SARI, other(BUDI, { 'Tgl Daftar': '22/01/2018' })]), { historical: true })
    expect((await factsOf('MTG-18-00001'))[0]!.known).toBe('2018-01-08T16:59:59.999Z')
    expect((await factsOf('PSM-18-00001'))[0]!.known).toBe(now.toISOString())
  })

  it('with --historical refuses what a frozen week would have had to know, and takes it as late without', async () => {
    now = new Date('2018-01-15T08:00:00+07:00')
    await programme.cut('2018-W02', '2018-01-15T08:00')
    const path = sheet([SARI, other(BUDI, { 'Tgl Daftar': '15/01/2018' }), other(SARI, { 'No HP': '' })])
    const { rows } = await take(path, { historical: true })
    expect(said(rows)).toEqual(['1 ignored', '2 rejected WEEK_FROZEN', '3 accepted', '4 rejected WEEK_FROZEN'])
    // The clock stands still at the cut; what is told after it is known after it.
    expect((await factsOf('PSM-18-00001'))[0]!.known).toBe('2018-01-15T01:00:00.001Z')
    expect(said((await take(path)).rows)).toEqual([
      '1 ignored',
      '2 accepted',
      '3 duplicate ALREADY_TAKEN',
      '4 duplicate DUPLICATE',
    ])
  })

  it('makes facts only of columns that say that something was checked, answered or agreed', async () => {
    const path = sheet(
      [
        [...SARI, 'ya', 'ya', 'ya', 'ya', 'Rp 3.500.000', 'A-17'],
        [...BUDI, 'belum', '', 'tidak', 'tidak', '', 'A-18'],
        [...DEWI, 'KK', '', '', '', '2 juta', ''],
      ],
      [...HEADER, 'KTP diperiksa', 'Domisili diperiksa', 'Persetujuan', 'Sudah berusaha', 'Omzet', 'Kode'],
    )
    const { rows } = await take(path)
    expect(rows.map((r) => r.outcome)).toEqual(['ignored', 'accepted', 'accepted', 'accepted'])
    const kinds = async (number: string) => (await factsOf(number)).map((f) => `${f.kind} ${f.grade}`)
    expect(await kinds('MTG-18-00001')).toEqual([
      'registration.submitted C',
      'identity.checked B',
      'residence.confirmed B',
      'baseline.taken C',
      'consent.given C',
    ])
    const baseline = (await factsOf('MTG-18-00001')).find((f) => f.kind === 'baseline.taken')!
    expect(baseline.data).toEqual({ trading: true, turnoverMonth: { sealed: expect.any(String) } })
    expect(await kinds('PSM-18-00001')).toEqual(['registration.submitted C', 'baseline.taken C'])
    const [dewi] = await query('select number from enrolment where kec_id = 317406')
    expect(await kinds(dewi.number)).toEqual(['registration.submitted C', 'identity.checked B'])
    expect(await query('select ref, number from member_ref order by ref')).toEqual([
      { ref: 'A-17', number: 'MTG-18-00001' },
      { ref: 'A-18', number: 'PSM-18-00001' },
    ])
  })
})

describe('what was refused', () => {
  it('comes back as a sheet with the reasons, and corrected takes just those rows', async () => {
    const path = put(
      workbook([
        {
          name: 'Rekap',
          rows: [
            ['DATA PENDAFTAR'],
            HEADER,
            SARI,
            other(BUDI, { NIK: '31740402087100' }),
            other(DEWI, { Kecamatan: 'Beji', Kelurahan: 'Depok' }),
          ],
        },
      ]),
      'rekap.xlsx',
    )
    const first = await take(path)
    expect(said(first.rows).slice(2)).toEqual(['3 accepted', '4 rejected NIK_SHAPE', '5 rejected NON_RESIDENT'])
    const out = join(folder, 'perbaikan.xlsx')
    expect(await writeCorrectionsFor(first.report, out)).toBe(2)

    // As it came back: one row mended, the other left as it was.
    const opened = await openFile(readFileSync(out))
    if (opened.kind !== 'xlsx') throw new Error('no workbook')
    const book = await openWorkbook(opened.zip)
    const cells: string[][] = []
    for await (const part of rowsOf(opened.zip, book, 0, () => {})) cells.push(...part.map((r) => r.cells.map((c) => c.text)))
    expect(cells[1]![0]).toContain('NIK harus 16 angka')
    const mended = cells.map((r) => r.map((c) => (c === '31740402087100' ? BUDI[0]! : c)))
    const second = await take(put(workbook([{ name: 'Rekap', rows: mended }]), 'perbaikan.xlsx'))
    expect(said(second.rows)).toEqual(['1 ignored', '2 accepted', '3 rejected NON_RESIDENT'])
    expect(await members()).toBe(2)
    // And the first file again: what was mended is known by its NIK, nothing is doubled.
    expect(said((await take(path)).rows).slice(2)).toEqual([
      '3 duplicate ALREADY_TAKEN',
      '4 rejected NIK_SHAPE',
      '5 rejected NON_RESIDENT',
    ])
  })

  it('a file that is no sheet is refused whole, and nothing is stored', async () => {
    const { report } = await take(put('%PDF-1.4 …', 'daftar.xlsx'))
    expect(report.refused).toEqual({ code: 'sheet.pdf', data: {} })
    expect(await query('select id from import_job')).toEqual([])
  })

  it('a registration day that has not come yet is refused with a sentence', async () => {
    await expect(take(sheet([SARI]), { registeredOn: '2018-01-23' })).rejects.toMatchObject({
      code: 'import.registered-in-future',
      message: expect.stringContaining('23 Jan 2018 belum tiba'),
    })
    const { rows } = await take(sheet([other(SARI, { 'Tgl Daftar': '23/01/2018' }), other(BUDI, { 'Tgl Daftar': '' })]), {
      registeredOn: '2018-01-19',
    })
    expect(said(rows)).toEqual(['1 ignored', '2 warned DATE_UNREADABLE', '3 accepted'])
    expect((await factsOf('PSM-18-00001'))[0]!.on).toBe('2018-01-19')
  })
})
