// Row 23: exports are data. People and businesses whose names begin like formulas, in every file that the house hands out: no cell of theirs
// becomes a formula, and no cell of a CSV begins like one.
import { inflateRawSync } from 'node:zlib'
import { importTasks } from '../../src/p1-registration/index.ts'
import { type Asker, KEC } from '../ground.ts'
import { type Proof, through } from '../proof.ts'
import { Visitor } from '../visit.ts'

const NAMES = [
  '=HYPERLINK("http://x","y")',
  '+62812',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  "=cmd|' /C calc'!A0",
  '"=1+1',
  '\u00ad=1',
]
const FILES: readonly [Asker, string][] = [
  ['officer', '/konsol/antrean.xlsx'],
  ['public', '/data/pernyataan.csv'],
  ['public', '/data/pekan/2018-W03.csv'],
  ['public', '/data/pekan/2018-W03.xlsx'],
]

/** The parts of a workbook, unpacked: name and text. */
function partsOf(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>()
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [method, packed, name, extra, note] = [10, 20, 28, 30, 32].map((o, i) =>
      i === 1 ? zip.readUInt32LE(at + o) : zip.readUInt16LE(at + o),
    )
    const local = zip.readUInt32LE(at + 42)
    const title = zip.toString('utf8', at + 46, at + 46 + name!)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(from, from + packed!)
    parts.set(title, (method ? inflateRawSync(bytes) : bytes).toString('utf8'))
    at += 46 + name! + extra! + note!
  }
  return parts
}

/** Cells of a CSV, quotes undone. */
const cellsOf = (csv: string) =>
  [...csv.replace(/^\ufeff/, '').matchAll(/"((?:[^"]|"")*)"|([^",;\r\n]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  )

export const exportsAreData: Proof = {
  row: 23,
  name: 'exports',
  tier: 1,
  promise: 'exports are data',
  fault: {
    what: 'a CSV goes out with what was written, unguarded',
    house: (house) =>
      through(house, async (request, next) => {
        const answer = await next(request)
        if (!request.url.endsWith('pernyataan.csv')) return answer
        return new Response(`${await answer.text()}\r\n"=HYPERLINK(""http://x"")"`, answer)
      }),
  },
  async prove(house) {
    const wrong: string[] = []
    let cells = 0
    for (const [i, name] of NAMES.entries())
      await house.owner.query(
        `update person set name = $2 where kec_id = $1 and id = (select e.person_id from enrolment e join enrolment_reach r on r.kec_id = e.kec_id and r.enrolment_id = e.id
         where e.kec_id = $1 and r.ended_on is null and r.next_step is not null order by e.number offset $3 limit 1)`,
        [KEC, name, i],
      )
    await house.owner.query("update claim set who = '=1+1', statement = '@SUM(A1)', source = '+1'")
    await house.owner.query("update business set name = '=1+1', trade = '@x' where kec_id = $1", [KEC])

    const check = (what: string, bytes: Buffer, mayHold: boolean) => {
      if (bytes.subarray(0, 2).toString() === 'PK') {
        const parts = partsOf(bytes)
        for (const [title, text] of parts) {
          if (!/worksheets\/sheet/.test(title)) continue
          cells += text.match(/<c /g)?.length ?? 0
          // Our own sums in the published week are formulas over cells; none has a text in it, so none can be what somebody wrote.
          for (const [, formula] of text.matchAll(/<f[^>]*>([^<]*)<\/f>/g))
            if (/"|&quot;|\||https?:|HYPERLINK|cmd/i.test(formula!)) wrong.push(`${what} ${title}: formula ${formula}`)
          if (mayHold && /<f[ >]/.test(text)) wrong.push(`${what} ${title}: a formula in a file of people`)
        }
        if (mayHold && ![...parts.values()].some((t) => t.includes('HYPERLINK')))
          wrong.push(`${what}: the planted name is not in it`)
      } else
        for (const cell of cellsOf(bytes.toString('utf8'))) {
          cells++
          if (/^[=+@\t\r\0＝＋－＠]|^-(?![\d.,]*$)/.test(cell))
            wrong.push(`${what}: a cell begins like a formula: ${cell.slice(0, 20)}`)
        }
    }
    for (const [as, path] of FILES) {
      const answer = await house.app.request(path, { headers: { cookie: house.cookies[as] } })
      if (answer.status !== 200) wrong.push(`${path}: ${answer.status}`)
      else check(path, Buffer.from(await answer.arrayBuffer()), path.startsWith('/konsol'))
    }

    // A sheet of such names: the corrections that come back hold them as the text they were.
    const office = new Visitor(house, 'office')
    await office.open('/konsol/impor')
    const sheet = `NIK;Nama;Tgl Lahir;Kecamatan;No HP\n${NAMES.map((n, i) => `12${i};"${n.replaceAll('"', '""')}";14/03/1984;Pasar Minggu;081234567891`).join('\n')}\n`
    await office.send('/konsol/impor', { berkas: `@lembar.csv:${sheet}` })
    const { path } = office
    await office.send('/mulai', {})
    await importTasks({ database: house.database, secrets: house.secrets, now: async () => house.wall.now }).import!(
      path.split('/').at(-1)!,
    )
    await office.open(path)
    const href =
      /href="(\/konsol\/impor\/[^"]+\.xlsx[^"]*)"/.exec(office.page)?.[1] ??
      /href="(\/konsol\/impor\/[^"]*perbaikan[^"]*)"/.exec(office.page)?.[1]
    if (!href) wrong.push('the import gives no sheet of corrections back')
    else {
      const answer = await house.app.request(href, { headers: { cookie: house.cookies.office } })
      check(href, Buffer.from(await answer.arrayBuffer()), true)
    }
    return { figure: `${cells} cells of ${FILES.length + 1} files, ${NAMES.length} names like formulas`, wrong }
  },
}
