// Reads a sheet in a process of its own (child.ts), with limits and without secrets, row by row as fast as the caller takes them.
// The bundle needs child.ts beside it as `sheet-child.js` (a second entry point); from source Node strips the types itself.
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Asked, Line } from './child.ts'
import type { SheetProblem } from './refusal.ts'
import { LIMITS, type SheetHead, type SheetRow, unpackRow } from './shape.ts'

export type SheetFile = {
  path: string
  /** The name the person gave it: a csv's sheet is called so. */
  name?: string
}
export type Reading = {
  /**
   * Only the first rows of each sheet: enough to propose a mapping. The whole file is read all the same, so that what comes through
   * this look unrefused does not break off while its rows are taken.
   */
  rowsPerSheet?: number
  /** Only these sheets, by their place in the workbook, first = 0. */
  sheets?: number[]
  /** Go on behind this row, after an interruption. */
  after?: { sheet: number; row: number }
  /** How long the caller waits for the child in all, not counting its own work. */
  patienceMs?: number
  /** Where a defect's trace goes; it holds no row. */
  log?: (trace: string) => void
}
/** Rows belong to the sheet told last, and after a first look how many it has in all. A refusal is the last thing told. */
export type SheetEvent = { sheet: SheetHead } | { rows: SheetRow[] } | { counted: number } | { refused: SheetProblem }

const HEAP_MB = 128
const PATIENCE_MS = 120_000

const here = fileURLToPath(import.meta.url)
const entry = extname(here) === '.ts' ? join(dirname(here), 'child.ts') : join(dirname(here), 'sheet-child.js')
// From source the child's imports reach over to kit; the bundle is one file.
const code = extname(here) === '.ts' ? join(dirname(here), '..', '..', '*') : entry

/** How the child is held: its own code and this one file to read, no writing, no other process, no addon, no settings of ours. */
export const confined = (path: string) => ({
  args: [
    '--no-warnings',
    `--max-old-space-size=${HEAP_MB}`,
    '--max-semi-space-size=8',
    '--permission',
    `--allow-fs-read=${code}`,
    `--allow-fs-read=${path}`,
  ],
  options: { env: {}, cwd: dirname(entry), windowsHide: true },
})

/** A file's sheets and rows, as they come. Stopping early stops the child. */
export async function* readSheets(file: SheetFile, reading: Reading = {}): AsyncGenerator<SheetEvent> {
  const { size } = statSync(file.path)
  if (size > LIMITS.fileBytes) {
    yield { refused: { code: 'sheet.too-big', data: { megabytes: Math.ceil(size / 1024 / 1024) } } }
    return
  }
  const given = file.name ?? basename(file.path)
  const asked: Asked = {
    path: file.path,
    name: given.slice(0, given.length - extname(given).length) || given,
    ...(reading.rowsPerSheet === undefined ? {} : { rowsPerSheet: reading.rowsPerSheet }),
    ...(reading.sheets ? { sheets: reading.sheets } : {}),
    ...(reading.after ? { after: reading.after } : {}),
  }
  const { args, options } = confined(file.path)
  const child = spawn(process.execPath, [...args, entry, JSON.stringify(asked)], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let trace = ''
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    if (trace.length < 4_000) trace += piece
  })
  const ended = new Promise<void>((done) => {
    child.once('error', () => done())
    child.once('close', () => done())
  })

  let patience = reading.patienceMs ?? PATIENCE_MS
  let outOfTime = false
  try {
    const pieces = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]()
    let rest = ''
    for (;;) {
      const asking = performance.now()
      const alarm = setTimeout(
        () => {
          outOfTime = true
          child.kill('SIGKILL')
        },
        Math.max(1, patience),
      )
      const piece = await pieces.next().finally(() => clearTimeout(alarm))
      patience -= performance.now() - asking
      if (piece.done) break
      const lines = (rest + piece.value).split('\n')
      rest = lines.pop()!
      for (const text of lines) {
        const line = JSON.parse(text) as Line
        if ('done' in line) return
        if ('rows' in line) yield { rows: line.rows.map(unpackRow) }
        else yield line
        if ('refused' in line) return
      }
    }
    await ended
    // Killed by us, by its own memory limit, or by the system: the file was too much. Otherwise it stumbled over its contents.
    const heavy = outOfTime || child.signalCode !== null || child.exitCode === 134 || /heap out of memory/.test(trace)
    reading.log?.(trace)
    yield { refused: { code: heavy ? 'sheet.too-heavy' : 'sheet.damaged', data: {} } }
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
}
