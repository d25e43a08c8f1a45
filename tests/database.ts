// A database of its own for a test file: a clone of the migrated template, some milliseconds each.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Secrets } from '../src/kit/secrets.ts'
import { readSecrets } from '../src/kit/secrets.ts'
import type { TestServer } from './setup.ts'

export type FreshDatabase = {
  name: string
  /** The owner's; the product's logins have the passwords of `secrets`. */
  url: string
  secrets: Secrets
}

/** Clones the template. Nobody drops it at the end: the next run does, when surely no connection is left. */
export const freshDatabase = (): Promise<FreshDatabase> => onServer((client, { run }) => cloneOf(client, `tpl_${run}`))

/** A clone of a template that whoever needs it first fills: the others wait for it. */
export const filledDatabase = (what: string, fill: (database: FreshDatabase) => Promise<void>): Promise<FreshDatabase> =>
  onServer(async (client, { run }) => {
    const template = `tpl_${run}_${what}`
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template])
    const held = await client.query('SELECT FROM pg_database WHERE datname = $1', [template])
    if (!held.rowCount) {
      const filled = await cloneOf(client, `tpl_${run}`)
      await fill(filled)
      await client.query(`ALTER DATABASE ${filled.name} RENAME TO ${template}`)
      await client.query(`ALTER DATABASE ${template} ALLOW_CONNECTIONS false`)
    }
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [template])
    return cloneOf(client, template)
  })

async function onServer<T>(work: (client: pg.Client, server: TestServer) => Promise<T>): Promise<T> {
  const server = inject('server')
  if (server.broken) throw new Error(`db/migrations: ${server.broken}`)
  const client = new pg.Client(server.url)
  await client.connect()
  try {
    return await work(client, server)
  } finally {
    await client.end()
  }
}

async function cloneOf(client: pg.Client, template: string): Promise<FreshDatabase> {
  const server = inject('server')
  const name = `t_${server.run}_${randomUUID().slice(0, 8)}`
  // Copying files is quicker than logging every page, where the server lets us.
  await client
    .query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
    .catch(() => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`))
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return { name, url: url.href, secrets: readSecrets(server.keys) }
}
