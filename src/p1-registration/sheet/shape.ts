// What a sheet looks like once read, whichever program wrote it; limits of the reading. Nothing here knows a registration.

/**
 * `text` is what a person would read: digits of a number as stored, an ISO date for a date cell, the kept value of a formula.
 * `merged`: the text stands in a merged cell, above or to the left. `formula` with kind `empty`: a formula that kept no value.
 */
export type Cell = {
  text: string
  kind: 'text' | 'number' | 'date' | 'bool' | 'error' | 'empty'
  formula?: true
  merged?: 'above' | 'left'
  tooLong?: true
}

/** `row` counts as the spreadsheet program does, first = 1; in a csv it is the record's number. */
export type SheetRow = { row: number; cells: Cell[]; hidden?: true }

export type SheetHead = {
  index: number
  name: string
  hidden: boolean
  /** 0-based columns that the sheet hides. */
  hiddenColumns: number[]
  source: 'xlsx' | 'csv'
}

export const EMPTY: Cell = Object.freeze({ text: '', kind: 'empty' })

export const LIMITS = {
  fileBytes: 20 * 1024 * 1024,
  /** Counted while unpacking: what the zip's headers claim is not believed. */
  unpackedBytes: 200 * 1024 * 1024,
  /** Text of the shared string table, which has to stay in memory. */
  sharedBytes: 100 * 1024 * 1024,
  /** Excel's own limit for a cell. */
  cellChars: 32_767,
  /** Columns to the right of this are not read: no office's table is that wide. */
  columns: 256,
  rows: 1_048_576,
  sheets: 100,
  zipEntries: 5_000,
  merges: 100_000,
  /** Cells that merged ranges fill: many times what a list of people merges. */
  spreadCells: 3_000_000,
  /** Rows that travel together. */
  batch: 200,
  /** Empty rows between two filled ones are answered for up to this many in a row. */
  blankRun: 1_000,
}

// Between child and parent a row travels as [row, kinds, texts, marks?]: one letter of kinds a cell.
const KINDS = { t: 'text', n: 'number', d: 'date', b: 'bool', x: 'error', '-': 'empty' } as const
const LETTER = { text: 't', number: 'n', date: 'd', bool: 'b', error: 'x', empty: '-' } as const

/** Marks: column and a sum of 1 formula, 2 merged above, 4 merged left, 8 too long. */
export type PackedRow = [row: number, kinds: string, texts: string[], marks?: [number, number][], hidden?: 1]

export function packRow({ row, cells, hidden }: SheetRow): PackedRow {
  let kinds = ''
  const texts: string[] = []
  let marks: [number, number][] | undefined
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!
    kinds += LETTER[cell.kind]
    texts.push(cell.text)
    const mark = (cell.formula ? 1 : 0) + (cell.merged === 'above' ? 2 : cell.merged === 'left' ? 4 : 0) + (cell.tooLong ? 8 : 0)
    if (mark) marks = [...(marks ?? []), [i, mark]]
  }
  return hidden ? [row, kinds, texts, marks ?? [], 1] : marks ? [row, kinds, texts, marks] : [row, kinds, texts]
}

export function unpackRow([row, kinds, texts, marks, hidden]: PackedRow): SheetRow {
  const cells: Cell[] = new Array(texts.length)
  for (let i = 0; i < texts.length; i++) {
    const letter = kinds[i] as keyof typeof KINDS
    cells[i] = letter === '-' ? EMPTY : { text: texts[i]!, kind: KINDS[letter] }
  }
  for (const [i, mark] of marks ?? []) {
    const cell: Cell = { ...cells[i]! }
    if (mark & 1) cell.formula = true
    if (mark & 6) cell.merged = mark & 2 ? 'above' : 'left'
    if (mark & 8) cell.tooLong = true
    cells[i] = cell
  }
  return hidden ? { row, cells, hidden: true } : { row, cells }
}
