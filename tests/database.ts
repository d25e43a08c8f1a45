// A database of its own for a test file: a clone of the migrated template, some milliseconds each.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Secrets } from '../src/kit/secrets.ts'
import { readSecrets } from '../src/kit/secrets.ts'
import './setup.ts'

export type FreshDatabase = {
  name: string
  /** The owner's; the product's logins have the passwords of `secrets`. */
  url: string
  secrets: Secrets
}

/** Clones the template. Nobody drops it at the end: the next run does, when surely no connection is left. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('server')
  if (server.broken) throw new Error(`db/migrations: ${server.broken}`)
  const name = `t_${server.run}_${randomUUID().slice(0, 8)}`
  const client = new pg.Client(server.url)
  await client.connect()
  try {
    // Copying files is quicker than logging every page, where the server lets us.
    await client
      .query(`CREATE DATABASE ${name} TEMPLATE tpl_${server.run} STRATEGY file_copy`)
      .catch(() => client.query(`CREATE DATABASE ${name} TEMPLATE tpl_${server.run}`))
  } finally {
    await client.end()
  }
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return { name, url: url.href, secrets: readSecrets(server.keys) }
}
