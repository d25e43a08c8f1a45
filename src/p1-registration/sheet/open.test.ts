import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spoiled, workbook, workbookParts, zipOf } from './fixtures/build.ts'
import { openFile } from './open.ts'
import { fileWords, Refused, type SheetProblem, sayFile } from './refusal.ts'
import { LIMITS, type SheetRow } from './shape.ts'
import { openWorkbook, rowsOf } from './xlsx.ts'

const PEOPLE = [
  {
    name: 'Data',
    rows: [
      ['NIK', 'Nama'],
      ['3174044305840002', 'Siti Aminah'],
    ],
  },
]

/** The code a file is refused with, wherever in the reading that happens; null when it is read to its end. */
async function refusalOf(bytes: Buffer): Promise<SheetProblem['code'] | null> {
  try {
    const opened = await openFile(bytes)
    if (opened.kind === 'xlsx') {
      const book = await openWorkbook(opened.zip)
      for (let i = 0; i < book.sheets.length; i++) for await (const _ of rowsOf(opened.zip, book, i, () => {}));
    }
    return null
  } catch (error) {
    if (error instanceof Refused) return error.problem.code
    throw error
  }
}

async function readAll(bytes: Buffer): Promise<SheetRow[]> {
  const opened = await openFile(bytes)
  if (opened.kind !== 'xlsx') throw new Error('not a workbook')
  const book = await openWorkbook(opened.zip)
  const rows: SheetRow[] = []
  for await (const part of rowsOf(opened.zip, book, 0, () => {})) rows.push(...part)
  return rows
}

describe('what a file is, by its content', () => {
  it('is a workbook, whatever its name', async () => expect((await openFile(workbook(PEOPLE))).kind).toBe('xlsx'))
  it('is text', async () => expect((await openFile(Buffer.from('Nama;NIK\nSiti;3174044305840002\n'))).kind).toBe('csv'))
  it('is nothing', async () => expect(await refusalOf(Buffer.alloc(0))).toBe('sheet.empty'))

  const ole = (inside: string) =>
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.from(inside, 'utf16le')])
  it.each([
    ['an old .xls', ole('Workbook'), 'sheet.old-xls'],
    ['a workbook with a password', ole('EncryptedPackage'), 'sheet.encrypted'],
    ['a PDF named .xlsx', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'sheet.pdf'],
    ['a web page named .xls', Buffer.from('\ufeff<html><table><tr><td>NIK</td></tr></table></html>'), 'sheet.web-page'],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3, 4, 5, 6, 0]),
      'sheet.not-a-sheet',
    ],
    ['a zip of photographs', zipOf([{ name: 'foto.jpg', data: 'x' }]), 'sheet.not-a-sheet'],
    [
      'a Word document',
      zipOf([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'word/document.xml', data: '<w/>' },
      ]),
      'sheet.not-a-sheet',
    ],
    [
      'an OpenDocument sheet',
      zipOf([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', stored: true },
        { name: 'content.xml', data: '<x/>' },
      ]),
      'sheet.open-document',
    ],
    [
      'a binary workbook',
      zipOf([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'xl/workbook.bin', data: 'x' },
      ]),
      'sheet.binary-xlsb',
    ],
    ['macros', zipOf([...workbookParts(PEOPLE), { name: 'xl/vbaProject.bin', data: 'x' }]), 'sheet.macro'],
    [
      'macros said by the content type only',
      spoiled(PEOPLE, '[Content_Types].xml', (d) =>
        d.replace('openxmlformats-officedocument.spreadsheetml.sheet', 'ms-excel.sheet.macroEnabled'),
      ),
      'sheet.macro',
    ],
    ['a part locked in the zip', zipOf(workbookParts(PEOPLE).map((p) => ({ ...p, encrypted: true }))), 'sheet.encrypted'],
    ['a zip cut short', workbook(PEOPLE).subarray(0, 900), 'sheet.truncated'],
    [
      'a name that climbs out of the folder',
      zipOf([...workbookParts(PEOPLE), { name: '../../etc/cron.d/x', data: 'x' }]),
      'sheet.unsafe',
    ],
    ['the same name twice', zipOf([...workbookParts(PEOPLE), ...workbookParts(PEOPLE)]), 'sheet.unsafe'],
    [
      'a document type with an outside entity',
      spoiled(PEOPLE, 'xl/worksheets/sheet1.xml', (d) =>
        d.replace('<worksheet', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'),
      ),
      'sheet.unsafe',
    ],
    [
      'a document type in the shared strings',
      spoiled(PEOPLE, 'xl/sharedStrings.xml', (d) => d.replace('<sst', '<!DOCTYPE lolz [<!ENTITY a "aaaa">]><sst')),
      'sheet.unsafe',
    ],
    ['a sheet that is missing', zipOf(workbookParts(PEOPLE).filter((p) => !p.name.includes('sheet1'))), 'sheet.damaged'],
    [
      'a wrong checksum',
      zipOf(workbookParts(PEOPLE).map((p) => (p.name.includes('sheet1') ? { ...p, badCrc: true } : p))),
      'sheet.damaged',
    ],
    [
      'XML that stops in the middle of a tag',
      spoiled(PEOPLE, 'xl/worksheets/sheet1.xml', (d) => d.slice(0, -20)),
      'sheet.damaged',
    ],
  ])('refuses %s', async (_what, bytes, code) => expect(await refusalOf(bytes)).toBe(code))

  it('counts what unpacks and does not believe the header of a zip bomb', async () => {
    const whole = LIMITS.unpackedBytes
    LIMITS.unpackedBytes = 8 * 1024 * 1024
    try {
      const bomb = zipOf([
        ...workbookParts(PEOPLE).filter((p) => !p.name.includes('sheet1')),
        { name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(LIMITS.unpackedBytes + 1, 0x20), claims: 10 },
      ])
      expect(bomb.length).toBeLessThan(20_000)
      expect(await refusalOf(bomb)).toBe('sheet.unpacks-too-big')
      // Also in parts that are no sheet, and in many small ones together.
      const strings = workbookParts(PEOPLE).map((p) =>
        p.name.includes('sharedStrings') ? { ...p, data: Buffer.alloc(LIMITS.unpackedBytes + 1, 0x20) } : p,
      )
      expect(await refusalOf(zipOf(strings))).toBe('sheet.unpacks-too-big')
    } finally {
      LIMITS.unpackedBytes = whole
    }
  })

  it('refuses or reads, and never fails otherwise, whatever bytes are changed', async () => {
    const whole = workbook(PEOPLE)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(whole.length),
        async (changes, cut) => {
          const bytes = Buffer.from(whole)
          for (const [at, byte] of changes) bytes[at] = byte
          await refusalOf(cut % 3 ? bytes : bytes.subarray(0, cut))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('has a sentence in both languages for each refusal, that says what to do', () => {
    for (const code of Object.keys(fileWords)) {
      for (const lang of ['id', 'en'] as const)
        expect(sayFile({ code, data: { megabytes: 25, row: 5 } } as SheetProblem, lang)).toMatch(/\w{4,}.*[.]$/)
    }
  })
})

describe('what a workbook holds', () => {
  it('costs nothing to claim a million columns', async () => {
    const started = performance.now()
    const rows = await readAll(workbook([{ ...PEOPLE[0]!, dimension: 'A1:XFD1048576', merges: ['A5:XFD1048576'] }]))
    expect(rows.map((r) => r.cells.length)).toEqual([2, 2])
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('keeps all digits of a number, also in scientific notation', async () => {
    const [row] = await readAll(
      workbook([
        {
          name: 'x',
          rows: [
            [
              { raw: '3174044305840002' },
              { raw: '3.174044305840002E15' },
              { raw: '8.1234567001E10' },
              { raw: '0.1' },
              { raw: '1500000.0000000002' },
            ],
          ],
        },
      ]),
    )
    expect(row!.cells.map((c) => c.text)).toEqual(['3174044305840002', '3174044305840002', '81234567001', '0.1', '1500000'])
  })

  it('reads dates by their format, booleans, errors, rich text, formulas with and without a kept value', async () => {
    const [row] = await readAll(
      workbook([
        {
          name: 'x',
          rows: [
            [
              { date: '1984-03-14' },
              { bool: true },
              { error: '#REF!' },
              { rich: ['Siti ', 'Aminah'] },
              { formula: 'A1', kept: 'ya' },
              { formula: 'A1' },
            ],
          ],
        },
      ]),
    )
    expect(row!.cells).toEqual([
      { text: '1984-03-14', kind: 'date' },
      { text: 'TRUE', kind: 'bool' },
      { text: '#REF!', kind: 'error' },
      { text: 'Siti Aminah', kind: 'text' },
      { text: 'ya', kind: 'text', formula: true },
      { text: '', kind: 'empty', formula: true },
    ])
  })

  it('gives a merged text to each row it covers, and marks what stands to the right of it', async () => {
    const rows = await readAll(
      workbook([
        {
          name: 'x',
          rows: [
            ['Judul', null, null],
            ['Tebet', 'a'],
            [null, 'b'],
            [null, 'c'],
          ],
          merges: ['A1:C1', 'A2:A4'],
        },
      ]),
    )
    expect(rows[0]!.cells.map((c) => c.merged)).toEqual([undefined, 'left', 'left'])
    expect(rows.slice(1).map((r) => r.cells[0])).toEqual([
      { text: 'Tebet', kind: 'text' },
      { text: 'Tebet', kind: 'text', merged: 'above' },
      { text: 'Tebet', kind: 'text', merged: 'above' },
    ])
  })

  it('refuses merged ranges that lie on each other, and holds those that would fill a sheet', async () => {
    const rows = Array.from({ length: 400 }, () => ['x'])
    expect(await refusalOf(workbook([{ name: 'x', rows, merges: Array(2_000).fill('A1:XFD1048576') }]))).toBe('sheet.damaged')
    const [first, second] = await readAll(workbook([{ name: 'x', rows, merges: ['A1:XFD1048576'] }]))
    expect([first!.cells.length, second!.cells.length]).toEqual([LIMITS.columns, 1])
  })

  it('numbers rows as the spreadsheet does, empty ones between people too, none after the last', async () => {
    const rows = await readAll(workbook([{ name: 'x', rows: [null, ['a'], null, null, ['b'], [''], null] }]))
    expect(rows.map((r) => [r.row, r.cells.length])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
      [4, 0],
      [5, 1],
    ])
  })

  it('tells a text longer than a cell can be', async () => {
    const rows = await readAll(workbook([{ name: 'x', rows: [['x'.repeat(10_000_000), 'b']] }]))
    expect(rows[0]!.cells[0]).toMatchObject({ kind: 'text', tooLong: true })
    expect(rows[0]!.cells[0]!.text.length).toBe(LIMITS.cellChars)
    expect(rows[0]!.cells[1]).toEqual({ text: 'b', kind: 'text' })
  })

  it('reads a data part of its own making: inline strings, a prefix, comments, CDATA, single quotation marks', async () => {
    const xml = `<?xml version='1.0'?><x:worksheet xmlns:x='u'><!-- > --><x:sheetData><x:row><x:c t='inlineStr'><x:is><x:t>A &amp; B</x:t></x:is></x:c><x:c r='C1' t='str'><x:v><![CDATA[1 < 2]]></x:v></x:c><x:c t='inlineStr'><x:is><x:t>_x0041_&#x42;</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`
    const rows = await readAll(spoiled(PEOPLE, 'xl/worksheets/sheet1.xml', () => xml))
    expect(rows[0]!.cells.map((c) => c.text)).toEqual(['A & B', '', '1 < 2', 'AB'])
  })

  it('refuses a part that is packed badly', async () => {
    const parts = workbookParts(PEOPLE)
    const whole = zipOf(parts)
    const at = whole.indexOf(deflateRawSync(Buffer.from(String(parts.find((p) => p.name.includes('sheet1'))!.data))))
    whole.fill(0xff, at, at + 20)
    expect(await refusalOf(whole)).toMatch(/sheet\.(damaged|truncated)/)
  })
})
