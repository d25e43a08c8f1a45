// The refused rows as a sheet to correct and send again: the same headers, the reason beside each row. Read back, the reasons
// and the row numbers are passed over, so what was not touched is judged as before and nothing is doubled.
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Lang } from '../../kit/problem.ts'
import { plain } from './clean.ts'
import { letter, type Mapping, meaningWords, REASON_HEADER, ROW_HEADER } from './columns.ts'
import { withoutLostEnd } from './nik.ts'
import { readSheets, type SheetFile } from './read.ts'
import { type RowProblem, sayRow } from './words.ts'
import { type TextSheet, writeWorkbook } from './write.ts'

/** Of each sheet the rows that were refused, with all their reasons. */
export type Refusals = { index: number; name: string; mapping: Mapping; refused: ReadonlyMap<number, readonly RowProblem[]> }

/** Reads the file once more and gives the refused rows as a workbook, in pieces. Without a refused row there is none. */
export function corrections(file: SheetFile, sheets: readonly Refusals[], lang: Lang = 'id'): AsyncGenerator<Buffer> | null {
  const wanted = sheets.filter((s) => s.refused.size > 0)
  if (!wanted.length) return null
  return writeWorkbook(
    wanted.map(
      (sheet): TextSheet => ({
        name: sheet.name,
        frozen: 2,
        widths: [
          60,
          10,
          ...sheet.mapping.columns.filter((c) => !isOurs(c.header)).map((c) => Math.min(40, Math.max(14, c.header.length + 2))),
        ],
        rows: rowsOf(file, sheet, lang),
      }),
    ),
  )
}

/** The same into a file; says how many rows it wrote. */
export async function writeCorrections(
  path: string,
  file: SheetFile,
  sheets: readonly Refusals[],
  lang: Lang = 'id',
): Promise<number> {
  const made = corrections(file, sheets, lang)
  if (!made) return 0
  await pipeline(Readable.from(made), createWriteStream(path))
  return sheets.reduce((sum, s) => sum + s.refused.size, 0)
}

/** Reasons of an earlier corrections sheet are replaced, not piled up. */
const isOurs = (header: string) => header.startsWith(REASON_HEADER) || header === ROW_HEADER

async function* rowsOf(file: SheetFile, { index, mapping, refused }: Refusals, lang: Lang): AsyncGenerator<string[]> {
  const columns = mapping.columns.filter((c) => !isOurs(c.header))
  yield [
    REASON_HEADER,
    ROW_HEADER,
    // A sheet without headers gets some, so that it is read the same way when it comes back.
    ...columns.map(
      (c) =>
        c.header ||
        (c.means === 'ignored' ? (mapping.headerRow === null ? `Kolom ${letter(c.index)}` : '') : meaningWords[c.means].id),
    ),
  ]
  for await (const event of readSheets(file, { sheets: [index] })) {
    if ('refused' in event) throw new Error(`The file could be read before and cannot now: ${event.refused.code}`)
    if (!('rows' in event)) continue
    for (const { row, cells } of event.rows) {
      const reasons = refused.get(row)
      if (!reasons) continue
      yield [
        reasons.map((r) => sayRow(r, lang)).join('\n'),
        String(row),
        ...columns.map((c) => {
          const cell = cells[c.index]
          if (!cell || cell.merged === 'left') return ''
          return c.means === 'nik' && reasons.some((r) => r.code === 'NIK_PRECISION_LOST')
            ? withoutLostEnd(plain(cell.text))
            : cell.text
        }),
      ]
    }
  }
}
