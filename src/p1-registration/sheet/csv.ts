// Text tables as offices send them: the separator, the alphabet and the quotation marks are found out, not asked.
import { isUtf8 } from 'node:buffer'
import { Refused, refuse } from './refusal.ts'
import { type Cell, EMPTY, LIMITS, type SheetRow } from './shape.ts'

const SEPARATORS = [',', ';', '\t', '|'] as const
export type Separator = (typeof SEPARATORS)[number]
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** By its byte order mark, else by what the bytes can be: UTF-8 rarely happens by accident. */
export function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  // Without a mark, every second byte of Latin text in UTF-16 is zero.
  const sample = bytes.subarray(0, 4096)
  let even = 0
  let odd = 0
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0) even++
    if (sample[i + 1] === 0) odd++
  }
  const pairs = sample.length >> 1
  if (pairs > 4 && odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le'
  if (pairs > 4 && even > pairs * 0.6 && odd < pairs * 0.1) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

/** Text with more than a few bytes that no text has is some other kind of file. */
export function looksLikeText(bytes: Buffer): boolean {
  const encoding = encodingOf(bytes)
  if (encoding.startsWith('utf-16')) return true
  const sample = bytes.subarray(0, 65_536)
  let odd = 0
  for (const byte of sample) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 26 && byte !== 12) odd++
  return odd <= sample.length / 100
}

/** The records of a text, quotation marks heard; a record is null at the end. */
class Records {
  private readonly s: string
  private readonly separator: number
  private at = 0
  /** The record being read, first = 1. */
  record = 0
  unclosed = 0
  constructor(text: string, separator: Separator) {
    this.s = text
    this.separator = separator.charCodeAt(0)
  }

  next(): Cell[] | null {
    const { s, separator } = this
    if (this.at >= s.length) return null
    this.record++
    const cells: Cell[] = []
    let i = this.at
    let width = 0
    for (;;) {
      // One field, from i.
      let from = i
      let text = ''
      if (s.charCodeAt(i) === 34) {
        from = ++i
        for (;;) {
          const quote = s.indexOf('"', i)
          if (quote < 0) {
            this.unclosed = this.record
            this.at = s.length
            return null
          }
          if (s.charCodeAt(quote + 1) !== 34) {
            text += s.slice(from, quote)
            i = from = quote + 1
            break
          }
          text += s.slice(from, quote + 1)
          i = from = quote + 2
        }
      }
      let code = s.charCodeAt(i)
      while (i < s.length && code !== separator && code !== 10 && code !== 13) code = s.charCodeAt(++i)
      if (i > from) text += s.slice(from, i)
      if (width++ < LIMITS.columns) cells.push(cellOf(text))
      if (i >= s.length) {
        this.at = i
        break
      }
      if (code === separator) {
        i++
        continue
      }
      this.at = code === 13 && s.charCodeAt(i + 1) === 10 ? i + 2 : i + 1
      break
    }
    while (cells.length && cells.at(-1) === EMPTY) cells.pop()
    return cells
  }
}

function cellOf(text: string): Cell {
  if (text === '') return EMPTY
  if (text.length > LIMITS.cellChars) return { text: text.slice(0, LIMITS.cellChars), kind: 'text', tooLong: true }
  return { text, kind: 'text' }
}

/** The separator that cuts most records into the same number of fields, more than one. */
export function separatorOf(text: string): Separator {
  const said = /^sep=(.)\r?\n/i.exec(text)?.[1]
  if (said && (SEPARATORS as readonly string[]).includes(said)) return said as Separator
  const sample = text.length > 200_000 ? text.slice(0, text.lastIndexOf('\n', 200_000) + 1 || 200_000) : text
  let best: Separator = ','
  let bestScore = 0
  for (const separator of SEPARATORS) {
    if (!sample.includes(separator)) continue
    const records = new Records(sample, separator)
    const widths = new Map<number, number>()
    let all = 0
    for (let cells = records.next(); cells && all < 500; cells = records.next()) {
      // Records of a single filled cell are titles and comments; their commas say nothing.
      const filled = cells.filter((c) => c !== EMPTY).length
      if (filled === 0) continue
      all++
      if (filled > 1) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
    }
    if (records.unclosed && all === 0) continue
    let score = 0
    for (const [width, times] of widths) score = Math.max(score, (times / all) * Math.min(width, 8))
    if (score > bestScore + 1e-9) {
      best = separator
      bestScore = score
    }
  }
  return best
}

/** Reads the whole text once before it gives the first row, so that a file is never taken by halves. */
export function* csvRows(bytes: Buffer): Generator<SheetRow[]> {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes)
  const separator = separatorOf(text)
  const trial = new Records(text, separator)
  while (trial.next()) if (trial.record > 5_000_000) refuse('sheet.too-heavy')
  if (trial.unclosed) throw new Refused({ code: 'sheet.quote-not-closed', data: { row: trial.unclosed } })

  const records = new Records(text, separator)
  let out: SheetRow[] = []
  // Blank records are answered for when something follows them.
  let blank = 0
  for (let cells = records.next(); cells; cells = records.next()) {
    if (!cells.some((c) => c.text.trim() !== '')) {
      blank++
      continue
    }
    if (blank <= LIMITS.blankRun) for (let n = records.record - blank; n < records.record; n++) out.push({ row: n, cells: [] })
    blank = 0
    out.push({ row: records.record, cells })
    if (out.length >= LIMITS.batch) {
      yield out
      out = []
    }
  }
  if (out.length) yield out
}
