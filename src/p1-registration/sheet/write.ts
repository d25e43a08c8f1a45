// Writes a workbook of several sheets as a stream, every cell as text: a NIK keeps its digits, and what begins with = + - @ is
// nobody's formula. (hucre streams one sheet only; with more it holds all rows in memory.)
import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

/** The first row is the header: bold, and it stays in sight. */
export type TextSheet = {
  name: string
  /** In characters, by column. */
  widths: number[]
  /** How many columns on the left stay in sight. */
  frozen: number
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

export async function* writeWorkbook(sheets: readonly TextSheet[]): AsyncGenerator<Buffer> {
  const names = sheetNames(sheets.map((s) => s.name))
  const zip = new ZipOut()
  const part = (name: string, text: string) => zip.part(name, [text])
  yield* part(
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
  )
  yield* part(
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  yield* part(
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.map((name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
  )
  yield* part(
    'xl/_rels/workbook.xml.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="rId${names.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  )
  // Style 1: text. Style 2: text, bold. Style 3: text on several lines.
  yield* part(
    'xl/styles.xml',
    `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs></styleSheet>`,
  )
  for (const [i, sheet] of sheets.entries()) yield* zip.part(`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet))
  yield zip.end()
}

async function* sheetXml({ widths, frozen, rows }: TextSheet): AsyncGenerator<string> {
  const pane = frozen
    ? `<pane xSplit="${frozen}" ySplit="1" topLeftCell="${columnName(frozen)}2" activePane="bottomRight" state="frozen"/>`
    : '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>${widths.length ? `<cols>${widths.map((w, i) => `<col min="${i + 1}" max="${i + 1}" width="${w}" style="1" customWidth="1"/>`).join('')}</cols>` : ''}<sheetData>`
  let row = 0
  let text = ''
  for await (const cells of rows) {
    row++
    text += `<row r="${row}">`
    for (let i = 0; i < cells.length; i++) {
      const value = xmlText(cells[i]!)
      const style = row === 1 ? 2 : i < frozen ? 3 : 1
      const space = /^\s|\s$|\n/.test(value) ? ' xml:space="preserve"' : ''
      const inside = value === '' ? '/>' : ` t="inlineStr"><is><t${space}>${value}</t></is></c>`
      text += `<c r="${columnName(i)}${row}" s="${style}"${inside}`
    }
    text += '</row>'
    if (text.length > 60_000) {
      yield text
      text = ''
    }
  }
  yield `${text}</sheetData></worksheet>`
}

/** What XML cannot hold is left out; `_x0041_` in a text is not a letter in disguise. */
const xmlText = (text: string) =>
  text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .slice(0, 200_000)

function columnName(index: number): string {
  let name = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return name
}

/** Excel's rules for a sheet's name: 31 characters, none of \ / ? * [ ] : and no two alike. */
function sheetNames(asked: readonly string[]): string[] {
  const taken = new Set<string>()
  return asked.map((name, i) => {
    const bare =
      name
        .replace(/[\\/?*[\]:]|\p{Cc}/gu, ' ')
        .replace(/^'+|'+$/g, '')
        .trim()
        .slice(0, 31) || `Lembar ${i + 1}`
    let chosen = bare
    for (let n = 2; taken.has(chosen.toLowerCase()); n++) chosen = `${bare.slice(0, 31 - ` (${n})`.length)} (${n})`
    taken.add(chosen.toLowerCase())
    return chosen
  })
}

/** A zip written front to back; sizes follow each part, since they are not known before. */
class ZipOut {
  private at = 0
  private readonly directory: Buffer[] = []

  async *part(name: string, pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
    const offset = this.at
    const title = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(0x0808, 6) // sizes behind the data; names in UTF-8
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(0x21, 12) // 1 January 1980: the same rows give the same bytes
    head.writeUInt16LE(title.length, 26)
    yield this.out(Buffer.concat([head, title]))

    let crc = 0
    let bytes = 0
    let packed = 0
    const deflate = createDeflateRaw()
    const ready: Buffer[] = []
    const ended = once(deflate, 'end')
    deflate.on('data', (chunk: Buffer) => ready.push(chunk))
    const drained = () =>
      ready.splice(0).map((chunk) => {
        packed += chunk.length
        return this.out(chunk)
      })
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece)
      crc = crc32(chunk, crc)
      bytes += chunk.length
      if (!deflate.write(chunk)) await once(deflate, 'drain')
      yield* drained()
    }
    deflate.end()
    await ended
    yield* drained()

    const sizes = Buffer.alloc(16)
    sizes.writeUInt32LE(0x08074b50, 0)
    sizes.writeUInt32LE(crc, 4)
    sizes.writeUInt32LE(packed, 8)
    sizes.writeUInt32LE(bytes, 12)
    yield this.out(sizes)

    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    head.copy(entry, 6, 4, 14)
    sizes.copy(entry, 16, 4, 16)
    entry.writeUInt16LE(title.length, 28)
    entry.writeUInt32LE(offset, 42)
    this.directory.push(Buffer.concat([entry, title]))
  }

  end(): Buffer {
    const directory = Buffer.concat(this.directory)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(this.directory.length, 8)
    end.writeUInt16LE(this.directory.length, 10)
    end.writeUInt32LE(directory.length, 12)
    end.writeUInt32LE(this.at, 16)
    return Buffer.concat([directory, end])
  }

  private out(bytes: Buffer): Buffer {
    this.at += bytes.length
    return bytes
  }
}
