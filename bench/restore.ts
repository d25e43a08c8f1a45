// A backup of the data set and the way back onto an empty folder, with what is looked at before it counts as restored: every published week out of the
// facts, every chain. Its own limit: copying the same files.
import { cpSync, rmSync, statSync } from 'node:fs'
import pg from 'pg'
import { verifyJournal } from '../src/journal/index.ts'
import { backUp, restore } from '../src/kit/backup.ts'
import { openDatabase } from '../src/kit/database.ts'
import { cutsOf, publishedHeads, verifyWeek } from '../src/weekly/index.ts'
import { EVERYWHERE, type Ground } from './dataset.ts'
import { type Row, times } from './rows.ts'

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

export async function restoring(g: Ground): Promise<Row[]> {
  const [to, copy, folder] = [`${g.folder}/backup`, `${g.folder}/backup-copied`, `${g.folder}/restored`]
  const leave = () => {
    for (const path of [to, copy, folder]) rmSync(path, { recursive: true, force: true })
  }
  leave()
  // What other benches left is not the programme's.
  const admin = new pg.Client(g.server.url)
  await admin.connect()
  for (const name of ['bench_opening', 'bench_import']) await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query('checkpoint')
  await admin.end()
  try {
    const began = performance.now()
    const password = decodeURIComponent(new URL(g.server.url).password)
    const { files } = await backUp(g.server.url, g.secrets, to, { password, now: new Date() })
    const backed = performance.now() - began
    const bytes = files.reduce((sum, f) => sum + statSync(`${to}/${f.file}`).size, 0)
    const copyBegan = performance.now()
    cpSync(to, copy, { recursive: true })
    const copied = performance.now() - copyBegan
    const backBegan = performance.now()
    const { server } = await restore(to, folder, g.secrets)
    const database = openDatabase(server.urlOf(new URL(g.url).pathname.slice(1)), g.secrets)
    const back = performance.now() - backBegan
    const weeks = await database.within('job', EVERYWHERE, async (db) => {
      const { broken } = await verifyJournal(db, await publishedHeads(db))
      if (broken.length) throw new Error(`${broken.length} broken chains`)
      const cuts = await cutsOf(db)
      for (const { week } of cuts) if (!(await verifyWeek(db, week))?.same) throw new Error(`${week} is not the same`)
      return cuts.length
    })
    const whole = performance.now() - backBegan
    await database.end()
    await server.close()
    return [
      {
        what: `backup of ${g.members.toLocaleString('en')} members, ${Math.round(bytes / 2 ** 20)} MB`,
        measured: seconds(backed),
        must: '-',
        limit: `copying its files ${seconds(copied)}`,
        ratio: times(backed / copied),
      },
      {
        what: `restored onto an empty folder: it serves after ${seconds(back)}; chains and ${weeks} published week(s) verified`,
        measured: seconds(whole),
        must: '900 s',
        limit: `copying its files ${seconds(copied)}`,
        ratio: times(whole / copied),
      },
    ]
  } finally {
    leave()
  }
}
