// A table as CSV for spreadsheets: RFC 4180, and no cell that a spreadsheet program would run (6-trust, Files).

export type CsvCell = string | number | null

/** Text that begins as a formula would gets an apostrophe before it; numbers stay numbers. */
const written = (cell: CsvCell): string => {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = /^[=+\-@\t\r\0＝＋－＠]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvOf = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('')
