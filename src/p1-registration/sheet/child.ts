// The process that opens a stranger's file: it reads one file, writes lines of JSON, and can do nothing else (read.ts starts it).
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { csvRows } from './csv.ts'
import { openFile } from './open.ts'
import { Refused, refuse, type SheetProblem } from './refusal.ts'
import { LIMITS, type PackedRow, packRow, type SheetHead, type SheetRow } from './shape.ts'
import { openWorkbook, rowsOf } from './xlsx.ts'

/** What the parent asks for; `after` leaves out the rows up to one already taken. */
export type Asked = {
  path: string
  name: string
  rowsPerSheet?: number
  sheets?: number[]
  after?: { sheet: number; row: number }
}
export type Line = { sheet: SheetHead } | { rows: PackedRow[] } | { counted: number } | { refused: SheetProblem } | { done: true }

async function tell(line: Line) {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain')
}

async function give(asked: Asked) {
  const { size } = statSync(asked.path)
  if (size > LIMITS.fileBytes) throw new Refused({ code: 'sheet.too-big', data: { megabytes: Math.ceil(size / 1024 / 1024) } })
  const opened = await openFile(readFileSync(asked.path))
  const wanted = (index: number) =>
    (!asked.sheets || asked.sheets.includes(index)) && (!asked.after || index >= asked.after.sheet)

  if (opened.kind === 'csv') {
    if (!wanted(0)) return
    await tell({ sheet: { index: 0, name: asked.name, hidden: false, hiddenColumns: [], source: 'csv' } })
    await pass(csvRows(opened.bytes), 0, asked)
    return
  }
  const book = await openWorkbook(opened.zip)
  if (!book.sheets.length) refuse('sheet.empty')
  for (let index = 0; index < book.sheets.length; index++) {
    if (!wanted(index)) continue
    let head: SheetHead | undefined
    const rows = rowsOf(opened.zip, book, index, (said) => {
      head = said
    })
    const first = await rows.next()
    if (head) await tell({ sheet: head })
    if (!first.done) await pass(rows, index, asked, first.value)
  }
}

/** Reads on to the end also when only the first rows are asked for: a file that breaks off is refused before any row is taken. */
async function pass(rows: AsyncIterable<SheetRow[]> | Iterable<SheetRow[]>, sheet: number, asked: Asked, first?: SheetRow[]) {
  const most = asked.rowsPerSheet ?? Number.POSITIVE_INFINITY
  const after = asked.after?.sheet === sheet ? asked.after.row : 0
  let told = 0
  let counted = 0
  const give = async (part: SheetRow[]) => {
    counted += part.length
    if (told >= most) return
    const left = part.filter((r) => r.row > after).slice(0, most - told)
    told += left.length
    for (let i = 0; i < left.length; i += LIMITS.batch) await tell({ rows: left.slice(i, i + LIMITS.batch).map(packRow) })
  }
  if (first) await give(first)
  for await (const part of rows) await give(part)
  if (asked.rowsPerSheet !== undefined) await tell({ counted })
}

try {
  await give(JSON.parse(process.argv[2]!) as Asked)
  await tell({ done: true })
} catch (error) {
  // A defect of ours ends the process with its trace; the parent says `damaged` and logs it.
  if (!(error instanceof Refused)) throw error
  await tell({ refused: error.problem })
}
