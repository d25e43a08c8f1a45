// `npm run bench [-- NAME] [--members N]`: measures what must stay fast, each beside its own limit in the same run, and prints one table.
// Nothing fails on a time. The data set is made once by the product's own bulk path and kept in build/bench.

import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { projectFile } from '../src/kit/files.ts'
import { benchDatabase } from './dataset.ts'
import { measures } from './measures.ts'
import type { Row } from './rows.ts'

const args = process.argv.slice(2)
const option = (name: string) => {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args.splice(at, 2)[1]
}
const members = Number(option('--members') ?? 300_000)
const asked = args.filter((a) => !a.startsWith('--'))
const names = asked.length ? asked : Object.keys(measures)
for (const name of names)
  if (!Object.hasOwn(measures, name)) {
    console.error(`No bench is called ${name}. There are: ${Object.keys(measures).join(', ')}.`)
    process.exit(2)
  }

const say = (line: string) => process.stderr.write(`${line}\n`)
const folder = fileURLToPath(projectFile('build/bench'))
const ground = await benchDatabase(folder, members, say)
const rows: Row[] = []
try {
  for (const name of names) {
    say(`… ${name}`)
    rows.push(...(await measures[name]!(ground)))
  }
} finally {
  await ground.close()
}

const table = [
  ['what', 'measured', 'must stay', 'its own limit in this run', 'ratio'],
  ...rows.map((r) => [r.what, r.measured, r.must, r.limit, r.ratio]),
]
const widths = table[0]!.map((_, i) => Math.max(...table.map((r) => r[i]!.length)))
console.log(
  `${members.toLocaleString('en')} members · ${cpus().length} cores · ${Math.round(totalmem() / 2 ** 30)} GiB · Node ${process.version} · PostgreSQL ${ground.version}`,
)
for (const [i, row] of table.entries()) {
  console.log(`| ${row.map((cell, c) => cell.padEnd(widths[c]!)).join(' | ')} |`)
  if (i === 0) console.log(`|${widths.map((w) => '-'.repeat(w + 2)).join('|')}|`)
}
