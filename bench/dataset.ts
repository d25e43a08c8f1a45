// The benches' ground: a server of their own with fsync on, and a programme of so many members, made once and kept.
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import pg from 'pg'
import { benchProgramme } from '../src/demo/index.ts'
import { type Database, migrate, openDatabase } from '../src/kit/database.ts'
import { projectFile } from '../src/kit/files.ts'
import { openServer, type Server } from '../src/kit/postgres.ts'
import { readSecrets, type Secrets } from '../src/kit/secrets.ts'
import { cutsOf, cutWeek } from '../src/weekly/index.ts'

export type Ground = {
  server: Server
  folder: string
  url: string
  database: Database
  secrets: Secrets
  members: number
  version: string
  /** Seconds it took to fill the data set, when this run did. */
  filled: number | null
  /** A copy of the data set, to write into. */
  copy(name: string): Promise<{ url: string; database: Database }>
  close(): Promise<void>
}

export const EVERYWHERE = { actor: 'mesin', role: 'system' }

export async function benchDatabase(folder: string, members: number, say: (line: string) => void): Promise<Ground> {
  const server = await openServer(`${folder}/server`)
  const secrets = readSecrets(folder)
  const admin = new pg.Client(server.url)
  await admin.connect()
  const { rows } = await admin.query('show server_version')
  // What a migration adds is filled by the path that adds rows: a newer schema is a new data set.
  const name = `bench_${members}_${readdirSync(projectFile('db/migrations')).sort().at(-1)!.slice(0, 4)}`
  const held = await admin.query('select datname as name from pg_database where datname ~ $1', [`^bench_${members}(_|$)`])
  const made = held.rows.some((r) => r.name === name)
  for (const r of held.rows) if (r.name !== name) await admin.query(`drop database ${r.name} with (force)`)
  let filled: number | null = null
  const url = server.urlOf(name)
  if (!made) {
    const draft = `${name}_draft`
    await admin.query(`drop database if exists ${draft} with (force)`)
    await admin.query(`create database ${draft}`)
    await migrate(server.urlOf(draft), secrets)
    const database = openDatabase(server.urlOf(draft), secrets)
    const began = performance.now()
    await benchProgramme(database, secrets, {
      members,
      progress: (done) => {
        if (done % 40_000 === 0 || done === members)
          say(`  ${done} of ${members} members after ${Math.round((performance.now() - began) / 1000)} s`)
      },
    })
    filled = (performance.now() - began) / 1000
    await database.end()
    const owner = new pg.Client(server.urlOf(draft))
    await owner.connect()
    await owner.query('vacuum analyze')
    await owner.end()
    await admin.query(`alter database ${draft} rename to ${name}`)
  }
  await admin.end()
  const database = openDatabase(url, secrets, { max: 20 })
  // The week before the running one is published, so that pages have something to reconcile with.
  await database.within('job', EVERYWHERE, async (db) => {
    if (!(await cutsOf(db)).length)
      await cutWeek(db, { week: '2018-W02', by: 'kantor', at: new Date('2018-01-22T08:00:00+07:00'), now: new Date() })
  })
  const opened: Database[] = [database]
  const copy = async (of: string) => {
    const client = new pg.Client(server.url)
    await client.connect()
    await client.query(`drop database if exists ${of} with (force)`)
    // A template is copied while nobody is in it: our own idle connections are let go, and opened again when they are needed.
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    await client.query(`create database ${of} template ${name}`)
    // What was just copied is written out before anything is measured on it.
    await client.query('checkpoint')
    execFileSync('sync')
    await client.end()
    const to = server.urlOf(of)
    const db = openDatabase(to, secrets, { max: 20 })
    opened.push(db)
    return { url: to, database: db }
  }
  return {
    server,
    folder,
    url,
    database,
    secrets,
    members,
    version: String(rows[0].server_version),
    filled,
    copy,
    async close() {
      for (const db of opened) await db.end()
      await server.close()
    },
  }
}
