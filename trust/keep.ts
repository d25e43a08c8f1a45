// `npm run trust -- --keep`: what this version leaves, for the upgrades to come (row 21). Run once when a version is released; the file is committed.
import { readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { benchProgramme } from '../src/demo/index.ts'
import { openDatabase } from '../src/kit/database.ts'
import { projectFile } from '../src/kit/files.ts'
import { cutWeek } from '../src/weekly/index.ts'
import { answered } from '../tests/forms.ts'
import { keep } from '../tests/kept.ts'
import type { Ground } from './ground.ts'

const MEMBERS = 400
const CUTS = [
  ['2018-W01', '2018-01-08T08:00:00+07:00'],
  ['2018-W02', '2018-01-15T08:00:00+07:00'],
  ['2018-W03', '2018-01-22T08:00:00+07:00'],
] as const

/** Makes a small programme with three frozen weeks and a form that waits, and keeps every row of it; answers the file's name. */
export async function keepNow(ground: Ground): Promise<string> {
  const there = await ground.empty()
  const database = openDatabase(there.url, ground.secrets)
  const owner = new pg.Client(there.url)
  await owner.connect()
  try {
    await benchProgramme(database, ground.secrets, { members: MEMBERS })
    for (const [week, at] of CUTS)
      await database.within('job', { actor: 'mesin', role: 'system' }, async (db) => {
        const cut = await cutWeek(db, { week, by: 'kantor', at: new Date(at), now: new Date(at) })
        if ('problems' in cut) throw new Error(`${week}: ${cut.problems[0]!.code}`)
      })
    await answered(database, ground.secrets, 1, new Date(CUTS.at(-1)![1]))
    const bytes = await keep(owner, readFileSync(`${ground.folder}/keys.json`, 'utf8'))
    const level = (await owner.query("select max(name) as level from migration where name like '0%'")).rows[0].level as string
    const file = `tests/kept/${level.slice(0, 4)}.json.gz`
    writeFileSync(projectFile(file), bytes)
    return file
  } finally {
    await owner.end()
    await database.end()
    await there.end()
  }
}
