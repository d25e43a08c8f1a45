import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Mapping, proposeColumns } from './columns.ts'
import { corrections, type Refusals, writeCorrections } from './corrections.ts'
import { workbook } from './fixtures/build.ts'
import { messyWorkbook } from './fixtures/messy.ts'
import { readSheets } from './read.ts'
import { planFor, readRow } from './rows.ts'
import type { SheetHead, SheetRow } from './shape.ts'
import type { RowProblem } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'koreksi-'))
afterAll(() => rmSync(folder, { recursive: true }))

const today = '2018-01-22'
const rules = { today, registeredOn: today, minimumAge: 15 }

async function sheetsOf(path: string) {
  const sheets: { head: SheetHead; rows: SheetRow[] }[] = []
  for await (const event of readSheets({ path })) {
    if ('sheet' in event) sheets.push({ head: event.sheet, rows: [] })
    else if ('rows' in event) sheets.at(-1)!.rows.push(...event.rows)
    else if ('refused' in event) throw new Error(event.refused.code)
  }
  return sheets
}

async function judged(path: string) {
  const found: (Refusals & { people: number; keys: string[]; rows: SheetRow[]; mapping: Mapping })[] = []
  for (const { head, rows } of await sheetsOf(path)) {
    const mapping = proposeColumns(head, rows, { today })
    if (mapping.skip) continue
    const plan = planFor(mapping)
    const refused = new Map<number, RowProblem[]>()
    const keys: string[] = []
    let people = 0
    for (const { row, cells } of rows) {
      const reading = readRow(row, cells, plan, rules)
      if (reading.kind === 'ignored') continue
      people++
      if (!reading.refusals.length) continue
      refused.set(row, reading.refusals)
      keys.push(reading.key)
    }
    found.push({ index: head.index, name: head.name, mapping, refused, people, keys, rows })
  }
  return found
}

describe('the corrections sheet', () => {
  it('holds the refused rows with the reasons beside them, and is judged the same when it comes back', async () => {
    const from = join(folder, 'messy.xlsx')
    const to = join(folder, 'koreksi.xlsx')
    writeFileSync(from, messyWorkbook().bytes)
    const before = await judged(from)
    const refused = before.flatMap((s) => [...s.refused.keys()])
    expect(await writeCorrections(to, { path: from }, before)).toBe(refused.length)

    const [sheet, ...none] = await sheetsOf(to)
    expect([sheet!.head.name, none]).toEqual(['Rekap Jan', []])
    expect(sheet!.rows[0]!.cells.slice(0, 4).map((c) => c.text)).toEqual(['Yang perlu diperbaiki', 'Baris asal', 'No', 'No KTP'])
    expect(sheet!.rows.slice(1).map((r) => Number(r.cells[1]!.text))).toEqual(refused)
    expect(sheet!.rows[1]!.cells[0]!.text).toMatch(/^NIK kehilangan angka terakhir/)
    // Every cell is text, the NIK with its digits.
    expect(new Set(sheet!.rows.flatMap((r) => r.cells.map((c) => c.kind)))).toEqual(new Set(['text', 'empty']))

    const after = await judged(to)
    expect(after[0]!.people).toBe(refused.length)
    expect(after[0]!.mapping.signature).toBe(before[0]!.mapping.signature)
    // Sent again untouched, each row is refused for the same reasons. The NIK that lost its end says so with a question mark,
    // so that its zeros do not pass for digits now that it is text; else the rows are known again by their key.
    const codes = (s: (typeof after)[number]) => [...s.refused.values()].map((problems) => problems.map((p) => p.code))
    expect(codes(after[0]!)).toEqual(codes(before[0]!))
    expect(sheet!.rows[1]!.cells[3]!.text).toBe('317404550590001?')
    expect(after[0]!.keys.slice(1)).toEqual(before[0]!.keys.slice(1))
  })

  it('leaves what begins like a formula as the text it was', async () => {
    const from = join(folder, 'rumus.xlsx')
    const to = join(folder, 'rumus-koreksi.xlsx')
    const odd = ['=1+1', '+62 812', '-5', '@SUM(A1)', '_x0041_ & <b> "x"', 'a\nb']
    writeFileSync(
      from,
      workbook([
        {
          name: 'a/b',
          rows: [
            ['NIK', 'Nama', 'Kec', 'Ket', 'Ket', 'Ket', 'Ket', 'Ket', 'Ket'],
            ['12', 'Siti', 'Tebet', ...odd],
          ],
        },
      ]),
    )
    expect(await writeCorrections(to, { path: from }, await judged(from))).toBe(1)
    const [sheet] = await sheetsOf(to)
    expect(sheet!.rows[1]!.cells.slice(-6)).toEqual(odd.map((t) => ({ text: t, kind: 'text' })))
  })

  it('gives headers to a sheet without any, so that it is read the same way again', async () => {
    const from = join(folder, 'tanpa.csv')
    const to = join(folder, 'tanpa-koreksi.xlsx')
    writeFileSync(
      from,
      Array.from(
        { length: 6 },
        (_, i) => `${i + 1};${i === 3 ? '123' : `317404430584000${i + 1}`};Siti Aminah ${'abcdef'[i]};Tebet`,
      ).join('\n'),
    )
    const before = await judged(from)
    expect(before[0]!.mapping.headerRow).toBeNull()
    await writeCorrections(to, { path: from }, before)
    const after = await judged(to)
    expect(after[0]!.mapping.columns.map((c) => c.means)).toEqual(['ignored', 'ignored', 'ignored', 'nik', 'name', 'kec'])
    expect(after[0]!.refused.size).toBe(1)
  })

  it('is not made when nothing was refused', () => expect(corrections({ path: 'x' }, [])).toBeNull())
})
