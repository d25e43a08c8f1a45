// Reads XML in pieces, as much of it as a workbook needs. A document type ends the reading: no entities, no outside files.
import { StringDecoder } from 'node:string_decoder'
import { refuse } from './refusal.ts'

export type XmlHandler = {
  /** `attrs` is the raw text after the name; read one with `attr`. A closed tag gets no `close`. */
  open(name: string, attrs: string, closed: boolean): void
  close(name: string): void
  text(text: string): void
}

const TAG_CHARS = 1_000_000

export class XmlReader {
  private rest = ''
  private readonly to: XmlHandler
  constructor(to: XmlHandler) {
    this.to = to
  }

  push(piece: string) {
    const s = this.rest ? this.rest + piece : piece
    const { to } = this
    let at = 0
    for (;;) {
      const lt = s.indexOf('<', at)
      if (lt < 0) {
        // An entity may be cut in two: keep what follows the last ampersand.
        const amp = s.lastIndexOf('&')
        const cut = amp >= at && s.length - amp < 12 && s.indexOf(';', amp) < 0 ? amp : s.length
        if (cut > at) to.text(entities(s.slice(at, cut)))
        this.rest = s.slice(cut)
        return
      }
      if (lt > at) to.text(entities(s.slice(at, lt)))
      const next = s.charCodeAt(lt + 1)
      if (next === 33) {
        // <!
        if (s.startsWith('<![CDATA[', lt)) {
          const end = s.indexOf(']]>', lt + 9)
          if (end < 0) return this.keep(s, lt)
          to.text(s.slice(lt + 9, end))
          at = end + 3
          continue
        }
        if (s.startsWith('<!--', lt)) {
          const end = s.indexOf('-->', lt + 4)
          if (end < 0) return this.keep(s, lt)
          at = end + 3
          continue
        }
        if (s.length - lt < 9) return this.keep(s, lt)
        refuse('sheet.unsafe')
      }
      let gt = s.indexOf('>', lt + 1)
      // A `>` inside an attribute's value is allowed: a tag with attributes ends on a quotation mark.
      while (gt > 0 && !endsATag(s, lt, gt)) gt = s.indexOf('>', gt + 1)
      if (gt < 0) return this.keep(s, lt)
      at = gt + 1
      if (next === 63) continue // <?
      if (next === 47) {
        to.close(local(s.slice(lt + 2, gt).trimEnd()))
        continue
      }
      const closed = s.charCodeAt(gt - 1) === 47
      const end = closed ? gt - 1 : gt
      let name = lt + 1
      while (name < end && s.charCodeAt(name) > 32) name++
      to.open(local(s.slice(lt + 1, name)), s.slice(name, end), closed)
    }
  }

  private keep(s: string, from: number) {
    if (s.length - from > TAG_CHARS) refuse('sheet.damaged')
    this.rest = s.slice(from)
  }

  end() {
    if (this.rest.includes('<')) refuse('sheet.damaged')
    this.rest = ''
  }
}

function endsATag(s: string, lt: number, gt: number): boolean {
  let i = gt - 1
  while (i > lt && (s.charCodeAt(i) === 47 || s.charCodeAt(i) <= 32)) i--
  const last = s.charCodeAt(i)
  if (last === 34 || last === 39 || last === 63) return true
  for (let k = lt + 1; k < gt; k++) if (s.charCodeAt(k) === 61) return false
  return true
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function entities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, name: string) => {
    if (name[0] !== '#') return NAMED[name] ?? whole
    const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return code > 0x10ffff ? '�' : String.fromCodePoint(code)
  })
}

/** One attribute's value, by its name without a prefix. */
export function attr(attrs: string, name: string): string | undefined {
  const plain = attrs.indexOf(` ${name}="`)
  if (plain >= 0) {
    const from = plain + name.length + 3
    return entities(attrs.slice(from, attrs.indexOf('"', from)))
  }
  if (!attrs.includes(name)) return undefined
  const found = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attrs)
  return found ? entities(found[1] ?? found[2] ?? '') : undefined
}

/** UTF-8, or UTF-16 when the first bytes say so. */
export const decoderFor = (first: Buffer) => new StringDecoder(first[0] === 0xff && first[1] === 0xfe ? 'utf16le' : 'utf8')

/** Feeds a part's bytes through the reader. */
export async function readXml(bytes: AsyncIterable<Buffer>, to: XmlHandler) {
  const reader = new XmlReader(to)
  let decoder: StringDecoder | undefined
  for await (const chunk of bytes) {
    decoder ??= decoderFor(chunk)
    reader.push(decoder.write(chunk))
  }
  reader.end()
}
