// What the proofs stand on: a server of their own, one demonstration made once, and a clone of it for whoever must change something.
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'
import pg from 'pg'
import { createApp, type Route, routeTable } from '../src/app.tsx'
import { DEMO_NOW, demoAccounts, makeDemo } from '../src/demo/index.ts'
import { type Database, migrate, openDatabase } from '../src/kit/database.ts'
import { projectFile, readProject } from '../src/kit/files.ts'
import { openServer, type Server } from '../src/kit/postgres.ts'
import { readSecrets, type Secrets } from '../src/kit/secrets.ts'
import { type Env, openMemberSession, openSession, type Role } from '../src/people/index.ts'

/** Who asks: nobody, a signed-in role (an officer of Pasar Minggu), or a member of Pasar Minggu. */
export const ASKERS = [
  'public',
  'resident',
  'officer',
  'mentor',
  'kota',
  'office',
  'partner',
  'lender',
  'auditor',
  'operator',
] as const
export type Asker = (typeof ASKERS)[number]

export const HERE = 'http://localhost'
export const KEC = 317404
/** The server's own time in every proof: sessions and limits follow it. */
export const WALL = DEMO_NOW

export type House = {
  name: string
  url: string
  database: Database
  secrets: Secrets
  app: Hono<Env>
  /** Every log line, as it was written. */
  lines: string[]
  owner: pg.Client
  cookies: Record<Asker, string>
  /** The member who is signed in as `resident`, another of the same kecamatan, and one of another. */
  members: { own: string; sibling: string; other: string }
  wall: { now: Date }
  end(): Promise<void>
}

export type Ground = {
  server: Server
  secrets: Secrets
  folder: string
  /** A clone of the demonstration with its app. `planted` (SQL of the owner) breaks something first. */
  house(more?: { planted?: string; rooms?: Parameters<typeof createApp>[0]['rooms'] }): Promise<House>
  /** The proof that runs shall find its fault: in a database of its own it plants the SQL, and what lies elsewhere it does itself. */
  faulty?: boolean
  planted?: string
  /** A migrated database without anybody in it. `planted` (SQL of the owner) breaks something first. */
  empty(planted?: string): Promise<{ url: string; end(): Promise<void> }>
  close(): Promise<void>
}

export const routes: readonly Route[] = routeTable()

export async function openGround(say: (line: string) => void): Promise<Ground> {
  const folder = fileURLToPath(projectFile('build/trust'))
  const server = await openServer(`${folder}/server`, { fsync: false })
  const secrets = readSecrets(folder)
  const admin = new pg.Client(server.url)
  admin.on('error', () => {})
  await admin.connect()
  const left = await admin.query(`select datname from pg_database where datname like 'trust\\_%'`)
  const template = `trust_tpl_${fingerprint()}`
  for (const { datname } of left.rows)
    if (datname !== template) await admin.query(`drop database if exists ${datname} with (force)`)
  if (!left.rows.some((r) => r.datname === template)) {
    say('… a demonstration to stand on')
    await admin.query('create database trust_draft')
    await migrate(server.urlOf('trust_draft'), secrets)
    const database = openDatabase(server.urlOf('trust_draft'), secrets)
    await makeDemo(database, secrets)
    await database.end()
    await admin.query(`alter database trust_draft rename to ${template}`)
  }
  let made = 0
  const cloned = async (from: string): Promise<{ name: string; url: string; end(): Promise<void> }> => {
    const name = `trust_${process.pid}_${++made}`
    await admin
      .query(`create database ${name} template ${from} strategy file_copy`)
      .catch(() => admin.query(`create database ${name} template ${from}`))
    const end = () => admin.query(`drop database if exists ${name} with (force)`).then(() => {})
    return { name, url: server.urlOf(name), end }
  }
  const empties = new Map<string, Promise<string>>()
  const emptyWith = async (planted: string) => {
    const name = `trust_empty_${process.pid}_${++made}`
    await admin.query(`create database ${name}`)
    await migrate(server.urlOf(name), secrets)
    if (planted) {
      const owner = new pg.Client(server.urlOf(name))
      await owner.connect()
      await owner.query(planted)
      await owner.end()
    }
    return name
  }
  const houses: House[] = []
  return {
    server,
    secrets,
    folder,
    async house({ planted, rooms } = {}) {
      const { name, url, end } = await cloned(template)
      const owner = new pg.Client(url)
      owner.on('error', () => {})
      await owner.connect()
      if (planted) await owner.query(planted)
      const database = openDatabase(url, secrets)
      const lines: string[] = []
      const wall = { now: new Date(WALL) }
      const app = createApp({
        database,
        secrets,
        secure: false,
        log: (line) => lines.push(line),
        wall: () => wall.now,
        ...(rooms ? { rooms } : {}),
      })
      const number = async (kec: number, at: number) =>
        (
          await owner.query(`select number from enrolment where kec_id = $1 and not tied order by number offset $2 limit 1`, [
            kec,
            at,
          ])
        ).rows[0].number as string
      const members = { own: await number(KEC, 0), sibling: await number(KEC, 1), other: await number(317106, 0) }
      const cookies = { public: '' } as Record<Asker, string>
      for (const role of ASKERS) {
        if (role === 'public') continue
        cookies[role] =
          role === 'resident'
            ? `anggota=${await openMemberSession(database.pool('member'), secrets, members.own, WALL)}`
            : `sesi=${await openSession(database.pool('staff'), secrets, accountOf(role).name, WALL)}`
      }
      const house: House = {
        name,
        url,
        database,
        secrets,
        app,
        lines,
        owner,
        cookies,
        members,
        wall,
        async end() {
          await database.end()
          await owner.end()
          await end().catch(() => {})
        },
      }
      houses.push(house)
      return house
    },
    async empty(planted) {
      const key = planted ?? ''
      const held = empties.get(key) ?? emptyWith(key)
      empties.set(key, held)
      return cloned(await held)
    },
    async close() {
      await admin.end()
      await server.close()
    },
  }
}

export const accountOf = (role: Role) => demoAccounts.find((a) => a.role === role && (role !== 'officer' || a.kec === KEC))!

/** The demonstration is made anew when what makes it changed. */
function fingerprint(): string {
  const sum = createHash('sha256')
  for (const name of ['build/trust.js']) sum.update(readProject(name))
  return sum.digest('hex').slice(0, 12)
}

/**
 * What every table holds, in a few words: how many rows, and the newest transaction that wrote one. Whatever is added, changed or removed
 * changes it. What may change while somebody only reads is left out by the caller.
 */
export async function digests(owner: pg.Client, except: readonly string[] = []): Promise<Map<string, string>> {
  const { rows } = await owner.query(
    `select relname as t from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const tables = rows.map((r) => r.t as string).filter((t) => !except.includes(t))
  const parts = tables.map((t) => `select '${t}' as t, count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) as d from ${t}`)
  return new Map((await owner.query(parts.join(' union all '))).rows.map((r) => [r.t, r.d]))
}

export const changed = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...after].filter(([t, d]) => before.get(t) !== d).map(([t]) => t)
