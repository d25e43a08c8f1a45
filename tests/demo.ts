// The demonstration behind its front door, for tests of pages: 22 January 2018, 4,230 members, five frozen weeks, an account a role.
import type { Hono } from 'hono'
import { createApp } from '../src/app.tsx'
import { DEMO_NOW, demoAccounts, makeDemo } from '../src/demo/index.ts'
import { type Database, openDatabase } from '../src/kit/database.ts'
import type { Secrets } from '../src/kit/secrets.ts'
import { type Env, openSession, type Role } from '../src/people/index.ts'
import { filledDatabase } from './database.ts'

export type Demo = {
  url: string
  database: Database
  secrets: Secrets
  app: Hono<Env>
  /** The cookie of somebody who has signed in: the first account of a role, or an officer of this kecamatan. */
  signedIn(role: Role, kec?: number): Promise<string>
  end(): Promise<void>
}

export async function freshDemo(): Promise<Demo> {
  const { url, secrets } = await filledDatabase('demo', async (empty) => {
    const database = openDatabase(empty.url, empty.secrets)
    await makeDemo(database, empty.secrets)
    await database.end()
  })
  const database = openDatabase(url, secrets)
  return {
    url,
    database,
    secrets,
    app: createApp({ database, secrets, secure: false, log: () => {}, wall: () => DEMO_NOW }),
    async signedIn(role, kec) {
      const account = demoAccounts.find((a) => a.role === role && (kec === undefined || a.kec === kec))!
      return `sesi=${await openSession(database.pool('staff'), secrets, account.name, DEMO_NOW)}`
    },
    end: () => database.end(),
  }
}
