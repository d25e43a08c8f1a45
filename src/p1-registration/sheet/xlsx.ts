// An Excel workbook, row by row, in memory that does not grow with its rows. Formulas are not run: their kept value is read.
// Macros, links to other files, pictures and the claimed size of a sheet are never looked at.
import type { StringDecoder } from 'node:string_decoder'
import { refuse } from './refusal.ts'
import { type Cell, EMPTY, LIMITS, type SheetHead, type SheetRow } from './shape.ts'
import { attr, decoderFor, readXml, type XmlHandler, XmlReader } from './xml.ts'
import type { Zip, ZipPart } from './zip.ts'

type SheetPart = { name: string; hidden: boolean; part: ZipPart }
export type Workbook = { sheets: SheetPart[]; strings: SharedStrings; dates: boolean[]; from1904: boolean }

const REL = /\/relationships\/(officeDocument|worksheet|sharedStrings|styles)$/

export async function openWorkbook(zip: Zip): Promise<Workbook> {
  const root = await relations(zip, '_rels/.rels', '')
  const bookPath = [...root.values()].find((r) => r.kind === 'officeDocument')?.target ?? 'xl/workbook.xml'
  const book = zip.find(bookPath)
  if (!book) refuse('sheet.damaged')
  const folder = bookPath.slice(0, bookPath.lastIndexOf('/') + 1)
  const links = await relations(zip, `${folder}_rels/${bookPath.slice(folder.length)}.rels`, folder)

  const sheets: SheetPart[] = []
  let from1904 = false
  await readXml(zip.unpack(book), {
    open(name, attrs) {
      if (name === 'workbookPr') from1904 = /^(1|true|on)$/.test(attr(attrs, 'date1904') ?? '')
      if (name !== 'sheet') return
      const link = links.get(attr(attrs, 'id') ?? '')
      const part = link?.kind === 'worksheet' ? zip.find(link.target) : undefined
      // A chart sheet has no rows; a sheet whose part is missing is a damaged file.
      if (link?.kind === 'worksheet' && !part) refuse('sheet.damaged')
      if (part) sheets.push({ name: attr(attrs, 'name') ?? '', hidden: (attr(attrs, 'state') ?? 'visible') !== 'visible', part })
      if (sheets.length > LIMITS.sheets) refuse('sheet.too-heavy')
    },
    close() {},
    text() {},
  })

  const partOf = (kind: string) => {
    const link = [...links.values()].find((r) => r.kind === kind)
    return link && zip.find(link.target)
  }
  const strings = new SharedStrings()
  const stringsPart = partOf('sharedStrings')
  if (stringsPart) await readXml(zip.unpack(stringsPart), strings.reader())
  const stylesPart = partOf('styles')
  return { sheets, strings, dates: stylesPart ? await dateStyles(zip, stylesPart) : [], from1904 }
}

async function relations(zip: Zip, path: string, folder: string) {
  const found = new Map<string, { kind: string; target: string }>()
  const part = zip.find(path)
  if (!part) return found
  await readXml(zip.unpack(part), {
    open(name, attrs) {
      if (name !== 'Relationship' || attr(attrs, 'TargetMode') === 'External') return
      const kind = REL.exec(attr(attrs, 'Type') ?? '')?.[1]
      const target = attr(attrs, 'Target')
      if (kind && target) found.set(attr(attrs, 'Id') ?? '', { kind, target: resolve(folder, target) })
    },
    close() {},
    text() {},
  })
  return found
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path: string[] = []
  for (const step of (folder + target).split('/')) {
    if (step === '..') path.pop()
    else if (step && step !== '.') path.push(step)
  }
  return path.join('/')
}

/** `_x000D_` is how a workbook writes a character that XML cannot hold. */
const escapes = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

const BLOCK = 1 << 20
const PLACES = 1 << 16

/** The strings that cells point at, as bytes outside the heap: a table of 100 MB must not become 300 MB of objects. */
class SharedStrings {
  private blocks: Buffer[] = []
  private used = BLOCK
  private bytes = 0
  private count = 0
  /** Two numbers a string: where it starts, counted over all blocks, and its bytes. */
  private places: Uint32Array[] = []
  private long = new Set<number>()
  private near: string[] = []

  add(text: string, tooLong: boolean) {
    const size = Buffer.byteLength(text)
    this.bytes += size + 8
    if (this.bytes > LIMITS.sharedBytes) refuse('sheet.too-heavy')
    if (!this.blocks.length || this.used + size > BLOCK) {
      this.blocks.push(Buffer.allocUnsafeSlow(BLOCK))
      this.used = 0
    }
    this.blocks.at(-1)!.write(text, this.used)
    const at = this.count % PLACES
    if (at === 0) this.places.push(new Uint32Array(2 * PLACES))
    const places = this.places.at(-1)!
    places[2 * at] = (this.blocks.length - 1) * BLOCK + this.used
    places[2 * at + 1] = size
    if (tooLong) this.long.add(this.count)
    if (this.count < 20_000 && size < 200) this.near[this.count] = text
    this.used += size
    this.count++
  }

  get(i: number): string {
    const near = this.near[i]
    if (near !== undefined) return near
    if (!(i >= 0 && i < this.count)) return ''
    const places = this.places[Math.floor(i / PLACES)]!
    const at = i % PLACES
    const start = places[2 * at]! % BLOCK
    return this.blocks[Math.floor(places[2 * at]! / BLOCK)]!.toString('utf8', start, start + places[2 * at + 1]!)
  }

  isTooLong = (i: number) => this.long.has(i)

  reader(): XmlHandler {
    let text = ''
    let tooLong = false
    let inText = false
    let phonetic = false
    return {
      open: (name, _attrs, closed) => {
        if (name === 'si') {
          text = ''
          tooLong = false
          if (closed) this.add('', false)
        } else if (name === 'rPh') phonetic = !closed
        else if (name === 't') inText = !closed && !phonetic
      },
      close: (name) => {
        if (name === 'si') this.add(escapes(text), tooLong)
        else if (name === 't') inText = false
        else if (name === 'rPh') phonetic = false
      },
      text: (piece) => {
        if (!inText) return
        if (text.length + piece.length > LIMITS.cellChars) {
          tooLong = true
          text = (text + piece).slice(0, LIMITS.cellChars)
        } else text += piece
      },
    }
  }
}

/** Which cell formats show a day? A format of hours alone does not. */
async function dateStyles(zip: Zip, part: ZipPart): Promise<boolean[]> {
  const own = new Map<number, boolean>()
  const dates: boolean[] = []
  let inCells = false
  await readXml(zip.unpack(part), {
    open(name, attrs) {
      if (name === 'numFmt') own.set(Number(attr(attrs, 'numFmtId')), showsADay(attr(attrs, 'formatCode') ?? ''))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells && dates.length < 65_536) {
        const id = Number(attr(attrs, 'numFmtId') ?? 0)
        dates.push(own.get(id) ?? ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
    text() {},
  })
  return dates
}

export function showsADay(format: string): boolean {
  // What is quoted, escaped or in brackets (colour, locale) is no pattern; [h] counts hours.
  const bare = format
    .split(';')[0]!
    .replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '')
    .toLowerCase()
  if (/general|[#0?]/.test(bare.replace(/s\.0+/, 's'))) return false
  return /[dy]/.test(bare) || (/m/.test(bare) && !/[hs]/.test(bare))
}

const DAY = 86_400_000

/** A spreadsheet's day number as an ISO date, with the hour when it has one. Not a day: undefined. */
export function serialToText(serial: number, from1904: boolean): string | undefined {
  // Excel believes in 29 February 1900, so days before it stand one off; no one alive was born there.
  if (!(serial >= (from1904 ? 0 : 61)) || serial > 2_958_465) return undefined
  const seconds = Math.round(serial * 86_400)
  const iso = new Date(seconds * 1000 + (from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30))).toISOString()
  return (seconds * 1000) % DAY === 0 ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
}

/** A stored number as its digits: all of them, however it is written; a fraction with the 15 digits that Excel shows. */
export function numberText(stored: string): string {
  const raw = stored.trim()
  if (/^-?\d{1,40}$/.test(raw)) return raw
  const parts = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?[eE]\+?(\d{1,2})$/.exec(raw)
  if (parts) {
    const [, sign, whole = '', fraction = '', power] = parts
    const shift = Number(power)
    const digits = fraction.padEnd(shift, '0')
    if (/^0*$/.test(digits.slice(shift)) && whole.length + shift < 40) {
      const all = (whole + digits.slice(0, shift)).replace(/^0+(?=\d)/, '')
      if (all) return (sign === '-' ? '-' : '') + all
    }
  }
  const n = Number(raw)
  if (raw === '' || !Number.isFinite(n)) return raw
  return Number.isInteger(n) && Math.abs(n) < 1e15 ? String(n) : String(Number(n.toPrecision(15)))
}

type Merge = { top: number; bottom: number; left: number; right: number }

/** Merged ranges stand after the rows in the file: one pass to find them (it also proves that the part is whole). */
async function mergesOf(zip: Zip, part: ZipPart): Promise<Merge[]> {
  const merges: Merge[] = []
  let carry = ''
  let found = false
  for await (const chunk of zip.unpack(part)) {
    if (!found) {
      // The marker may lie across two chunks; the few bytes kept are enough for it.
      const joined = Buffer.concat([Buffer.from(carry, 'latin1'), chunk])
      const at = joined.indexOf('mergeCell')
      if (at < 0) {
        carry = chunk.toString('latin1', Math.max(0, chunk.length - 16))
        continue
      }
      found = true
      carry = joined.toString('latin1', at)
    } else carry += chunk.toString('latin1')
    let from = 0
    for (const m of carry.matchAll(/mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']/g)) {
      from = m.index + m[0].length
      const left = columnOf(m[1]!)
      if (left >= LIMITS.columns) continue
      merges.push({ top: Number(m[2]), bottom: Number(m[4]), left, right: Math.min(columnOf(m[3]!), LIMITS.columns - 1) })
      if (merges.length > LIMITS.merges) refuse('sheet.too-heavy')
    }
    carry = carry.slice(Math.max(from, carry.length - 200))
  }
  return merges.sort((a, b) => a.top - b.top)
}

/** `AB12` is column 27. */
export function columnOf(ref: string): number {
  let column = 0
  for (let i = 0; i < ref.length; i++) {
    const code = ref.charCodeAt(i)
    const letter = code >= 97 ? code - 96 : code - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}

type OpenRow = { row: number; cells: Cell[]; filled: boolean; hidden: boolean }

/**
 * A sheet's rows in their order. Empty rows between filled ones are given, so that each row number has an answer; those after the
 * last are not. A cell merged over rows gives its text to each of them, marked; its first row also to the columns beside it.
 */
export async function* rowsOf(
  zip: Zip,
  book: Workbook,
  index: number,
  told: (head: SheetHead) => void,
): AsyncGenerator<SheetRow[]> {
  const sheet = book.sheets[index]!
  const merges = await mergesOf(zip, sheet.part)
  const head: SheetHead = { index, name: sheet.name, hidden: sheet.hidden, hiddenColumns: [], source: 'xlsx' }
  let headTold = false
  const tellHead = () => {
    if (!headTold) told(head)
    headTold = true
  }

  let out: SheetRow[] = []
  let open: OpenRow | undefined
  let lastRow = 0
  let lastFilled = 0
  // The cell being read.
  let column = -1
  let type = ''
  let date = false
  let formula = false
  let text = ''
  let tooLong = false
  let reading = false
  let inline = false
  let phonetic = false
  let inData = false

  // Merged ranges that reach the row being read.
  let nextMerge = 0
  let live: (Merge & { held?: Cell })[] = []

  let spreadCells = 0
  const spread = (row: OpenRow) => {
    while (nextMerge < merges.length && merges[nextMerge]!.top <= row.row) {
      live.push(merges[nextMerge++]!)
      // Ranges may not overlap, so no more than one a column reaches a row.
      if (live.length > 4 * LIMITS.columns) live = live.filter((m) => m.bottom >= row.row)
      if (live.length > 4 * LIMITS.columns) refuse('sheet.damaged')
    }
    if (!live.length) return
    live = live.filter((m) => m.bottom >= row.row)
    if (live.length > LIMITS.columns) refuse('sheet.damaged')
    for (const merge of live) {
      const top = merge.top === row.row
      if (top) merge.held = row.cells[merge.left]
      const held = merge.held
      if (!held?.text) continue
      // Downwards only the first column: what a title covers besides is nobody's cell.
      for (let c = top ? merge.left + 1 : merge.left; c <= (top ? merge.right : merge.left); c++) {
        if (row.cells[c]?.text) continue
        if (++spreadCells > LIMITS.spreadCells) refuse('sheet.too-heavy')
        while (row.cells.length < c) row.cells.push(EMPTY)
        row.cells[c] = { text: held.text, kind: held.kind, merged: top ? 'left' : 'above' }
      }
    }
  }

  const endRow = () => {
    if (!open) return
    const row = open
    open = undefined
    if (row.filled) {
      const gap = row.row - lastFilled - 1
      if (gap > 0 && gap <= LIMITS.blankRun && lastFilled > 0) {
        for (let n = lastFilled + 1; n < row.row; n++) out.push({ row: n, cells: [] })
      } else if (gap > 0 && lastFilled === 0 && gap <= LIMITS.blankRun)
        for (let n = 1; n < row.row; n++) out.push({ row: n, cells: [] })
      lastFilled = row.row
      spread(row)
      out.push(row.hidden ? { row: row.row, cells: row.cells, hidden: true } : { row: row.row, cells: row.cells })
    } else spread(row)
  }

  const endCell = () => {
    if (!open || column < 0) return
    const at = column
    column = -1
    if (at >= LIMITS.columns) return
    const cell = cellRead()
    if (cell === EMPTY) return
    while (open.cells.length < at) open.cells.push(EMPTY)
    open.cells[at] = cell
    if (cell.text !== '' || cell.formula) open.filled = true
  }

  const cellRead = (): Cell => {
    const made = (kind: Cell['kind'], value: string): Cell => {
      const cell: Cell = { text: value, kind: value === '' ? 'empty' : kind }
      if (formula) cell.formula = true
      if (tooLong) cell.tooLong = true
      return cell
    }
    if (text === '') return formula ? made('empty', '') : EMPTY
    switch (type) {
      case 's': {
        const i = Number(text)
        tooLong = book.strings.isTooLong(i)
        const value = book.strings.get(i)
        return value === '' && !formula ? EMPTY : made('text', value)
      }
      case 'inlineStr':
      case 'str':
        return made('text', escapes(text))
      case 'b':
        return made('bool', text.trim() === '1' || text.trim() === 'true' ? 'TRUE' : 'FALSE')
      case 'e':
        return made('error', text)
      case 'd':
        return made(
          'date',
          text.length > 10 && !/T00:00(:00)?/.test(text) ? text.slice(0, 16).replace('T', ' ') : text.slice(0, 10),
        )
      default: {
        const day = date ? serialToText(Number(text), book.from1904) : undefined
        return day ? made('date', day) : made('number', numberText(text))
      }
    }
  }

  const handler: XmlHandler = {
    open(name, attrs, closed) {
      switch (name) {
        case 'c': {
          if (!open) return
          const ref = attr(attrs, 'r')
          column = ref ? columnOf(ref) : open.cells.length
          type = attr(attrs, 't') ?? ''
          const style = attr(attrs, 's')
          date = style !== undefined && book.dates[Number(style)] === true
          formula = tooLong = false
          text = ''
          if (closed) column = -1
          return
        }
        case 'v':
          reading = column >= 0 && !closed
          return
        case 'f':
          if (column >= 0) formula = true
          return
        case 'is':
          inline = column >= 0 && !closed
          return
        case 'rPh':
          phonetic = !closed
          return
        case 't':
          reading = inline && !closed && !phonetic
          return
        case 'row': {
          if (!inData) return
          const said = Number(attr(attrs, 'r'))
          const row = Number.isInteger(said) && said > lastRow && said <= LIMITS.rows ? said : lastRow + 1
          if (row > LIMITS.rows) refuse('sheet.damaged')
          lastRow = row
          open = { row, cells: [], filled: false, hidden: /^(1|true)$/.test(attr(attrs, 'hidden') ?? '') }
          if (closed) endRow()
          return
        }
        case 'col':
          if (!inData && /^(1|true)$/.test(attr(attrs, 'hidden') ?? '')) {
            const to = Math.min(Number(attr(attrs, 'max')), LIMITS.columns)
            for (let c = Number(attr(attrs, 'min')); c >= 1 && c <= to; c++) head.hiddenColumns.push(c - 1)
          }
          return
        case 'sheetData':
          inData = !closed
          tellHead()
      }
    },
    close(name) {
      switch (name) {
        case 'c':
          return endCell()
        case 'v':
        case 't':
          reading = false
          return
        case 'is':
          inline = false
          return
        case 'rPh':
          phonetic = false
          return
        case 'row':
          return endRow()
        case 'sheetData':
          inData = false
      }
    },
    text(piece) {
      if (!reading) return
      if (text.length + piece.length > LIMITS.cellChars) {
        tooLong = true
        text = (text + piece).slice(0, LIMITS.cellChars)
      } else text += piece
    },
  }

  const reader = new XmlReader(handler)
  let decoder: StringDecoder | undefined
  for await (const chunk of zip.unpack(sheet.part)) {
    decoder ??= decoderFor(chunk)
    reader.push(decoder.write(chunk))
    if (out.length >= LIMITS.batch) {
      yield out
      out = []
    }
  }
  reader.end()
  tellHead()
  if (out.length) yield out
}
