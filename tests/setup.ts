// Before all tests: a server (DATABASE_URL, else an embedded one that need not survive a power cut) and a migrated template.
// Every run has names of its own, so that several may go at once; what dead runs left is dropped here, not while tests end.
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/kit/database.ts'
import { projectFile } from '../src/kit/files.ts'
import { openServer } from '../src/kit/postgres.ts'
import { readSecrets } from '../src/kit/secrets.ts'

export type TestServer = { url: string; run: string; keys: string; broken?: string }

declare module 'vitest' {
  export interface ProvidedContext {
    server: TestServer
  }
}

/** Numbers of our advisory locks: one a living run, one for what concerns the whole server (its logins). */
const RUNS = 7_017_001
const WHOLE_SERVER = 7_017_002

export default async function setup(project: TestProject) {
  const folder = fileURLToPath(projectFile('build/test'))
  const own = process.env.DATABASE_URL ? undefined : await openServer(`${folder}/server`, { fsync: false })
  const url = own?.url ?? process.env.DATABASE_URL!
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  await dropLeftovers(client)
  const number = randomInt(2 ** 31 - 1)
  const run = number.toString(16).padStart(8, '0')
  await client.query('SELECT pg_advisory_lock($1, $2)', [RUNS, number])

  const server: TestServer = { url, run, keys: folder }
  const template = new URL(url)
  template.pathname = `/tpl_${run}`
  await client.query('SELECT pg_advisory_lock($1)', [WHOLE_SERVER])
  await client.query(`CREATE DATABASE tpl_${run} TEMPLATE template0`)
  // A faulty migration is told by the tests that need a database; the rules' tests still run.
  await migrate(template.href, readSecrets(folder)).catch((error: Error) => {
    server.broken = error.message
  })
  await client.query(`ALTER DATABASE tpl_${run} ALLOW_CONNECTIONS false`)
  await client.query('SELECT pg_advisory_unlock($1)', [WHOLE_SERVER])
  project.provide('server', server)

  return async () => {
    await client.end()
    await own?.close()
  }
}

async function dropLeftovers(client: pg.Client) {
  const { rows } = await client.query<{ name: string; run: string }>(
    `SELECT datname AS name, split_part(datname, '_', 2) AS run FROM pg_database WHERE datname ~ '^(tpl|t)_[0-9a-f]{8}(_|$)'`,
  )
  for (const run of new Set(rows.map((row) => row.run))) {
    const lock = [RUNS, Number.parseInt(run, 16)]
    const { rows: tried } = await client.query<{ dead: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS dead', lock)
    if (!tried[0]?.dead) continue
    for (const { name } of rows.filter((row) => row.run === run))
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await client.query('SELECT pg_advisory_unlock($1, $2)', lock)
  }
}
