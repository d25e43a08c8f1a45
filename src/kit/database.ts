// One driver path to PostgreSQL: separate logins, one transaction a request with its scope in it, and one bulk way in (COPY).

import { hash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { projectFile, readProject } from './files.ts'
import { isUuid } from './ids.ts'
import { migrateQueue } from './jobs.ts'
import type { Secrets } from './secrets.ts'

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text) // a day stays a day, whatever the zone
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const n = Number(text)
  if (!Number.isSafeInteger(n)) throw new Error(`bigint ${text} does not fit`)
  return n
})

/** Each room adds its tables by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the rooms
export interface Tables {}

export type Db = Kysely<Tables> & { readonly client: pg.PoolClient; readonly secrets: Secrets }

/**
 * `public` reads what is published; `member` serves one member, `mentor` one mentor, `staff` the other signed-in people; `job` takes
 * registrations, imports and commands.
 */
export const LOGINS = ['public', 'member', 'mentor', 'staff', 'job'] as const
export type Login = (typeof LOGINS)[number]

/** Who asks: becomes `SET LOCAL` literals that row security reads. */
export type Scope = {
  actor: string
  role: string
  kec?: number | null
  kota?: number | null
  /** A member's own rows, by id. */
  enrolments?: readonly string[]
  persons?: readonly string[]
}

export type Database = {
  within<T>(login: Login, scope: Scope, work: (db: Db) => Promise<T>): Promise<T>
  pool(login: Login): pg.Pool
  end(): Promise<void>
}

const literal = (value: string | number | null | undefined) => {
  const text = value === null || value === undefined ? '' : String(value)
  if (!/^[\w .:@/-]{0,200}$/u.test(text)) throw new Error('a scope holds letters, digits and . : @ / - only')
  return `'${text}'`
}

const ids = (held: readonly string[]) => {
  if (!held.every(isUuid)) throw new Error('a scope holds ids')
  return `'{${held.join(',')}}'`
}

export function openDatabase(url: string, secrets: Secrets, { max = 5 }: { max?: number } = {}): Database {
  const pools = new Map<Login, pg.Pool>()
  const pool = (login: Login) => {
    let held = pools.get(login)
    if (!held) {
      const to = new URL(url)
      to.username = loginName(login, secrets)
      to.password = secrets.loginPassword(login)
      held = new pg.Pool({ connectionString: to.href, max, application_name: `tujuhpas ${login}`, idleTimeoutMillis: 30_000 })
      held.on('error', () => {}) // an idle connection that the server closed; the next request opens another
      pools.set(login, held)
    }
    return held
  }
  return {
    pool,
    async within(login, scope, work) {
      const client = await pool(login).connect()
      let broken: Error | undefined
      // A server that dies between two statements is told by the next one; unheard, the event would end the process.
      const lost = (error: Error) => {
        broken = error
      }
      client.on('error', lost)
      try {
        await client.query(
          `begin; set local app.actor = ${literal(scope.actor)}; set local app.role = ${literal(scope.role)}; ` +
            `set local app.kec = ${literal(scope.kec)}; set local app.kota = ${literal(scope.kota)}; set local idle_in_transaction_session_timeout = '60s'` +
            (scope.enrolments ? `; set local app.enrolments = ${ids(scope.enrolments)}` : '') +
            (scope.persons ? `; set local app.persons = ${ids(scope.persons)}` : ''),
        )
        const result = await work(dbOn(client, secrets))
        // A transaction that had failed answers COMMIT with ROLLBACK and no error: nothing may be called saved then.
        const ended = await client.query('commit')
        if (ended.command !== 'COMMIT') throw new Error('the transaction had failed; nothing was saved')
        return result
      } catch (error) {
        await client.query('rollback').catch((e) => {
          broken = e
        })
        throw error
      } finally {
        client.off('error', lost)
        client.release(broken)
      }
    },
    async end() {
      await Promise.all([...pools.values()].map((p) => p.end()))
    },
  }
}

/** Widens a kecamatan's scope to others, until the transaction ends: for the one member in hand, whose history reaches there. */
export async function widen(db: Db, kecs: readonly number[]): Promise<void> {
  if (!kecs.every(Number.isInteger)) throw new Error('kecamatan are numbers')
  await db.client.query(
    "select set_config('app.also', concat_ws(',', nullif(current_setting('app.also', true), ''), $1::text), true)",
    [kecs.join(',')],
  )
}

/** Does this work in a scope widened to these kecamatan, and then sees what it saw before: for the one look that goes elsewhere. */
export async function seeing<T>(db: Db, kecs: readonly number[], work: () => Promise<T>): Promise<T> {
  const { rows } = await db.client.query("select coalesce(current_setting('app.also', true), '') as also")
  await widen(db, kecs)
  const result = await work()
  await db.client.query("select set_config('app.also', $1, true)", [rows[0].also])
  return result
}

/** Kysely on one connection, so that everything a request asks is in its one transaction. */
function dbOn(client: pg.PoolClient, secrets: Secrets): Db {
  const one = { query: client.query.bind(client), release: () => {} }
  const pool = { connect: async () => one, end: async () => {} } as unknown as pg.Pool
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return Object.assign(kysely, { client, secrets })
}

/** Did the connection break, or two writers meet? Then the transaction may be tried again; whether it was stored is another question. */
export function mayTryAgain(error: unknown): boolean {
  const code = String((error as { code?: unknown })?.code ?? '')
  const message = error instanceof Error ? error.message : ''
  return (
    /^(08\w{3}|57P0[0-3]|53300|40001|40P01|ECONN\w+|EPIPE|ETIMEDOUT)$/.test(code) ||
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(message)
  )
}

// ---- bulk

const COPY_FROM = 64 // rows; below, one INSERT is quicker than a staging table

/** A cell of a bulk row: text, number, date text, instant, bytes, JSON, or nothing. */
export type Cell = string | number | boolean | Date | Buffer | null | undefined | { json: string } | readonly string[]

/**
 * The one way in for many rows: COPY into a staging table, then INSERT ... SELECT, because COPY itself is refused on tables with
 * row security. Few rows go in by a plain INSERT. `onConflict` is SQL after ON CONFLICT.
 */
export async function writeRows(
  db: Db,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  onConflict = '',
): Promise<number> {
  if (!rows.length) return 0
  const names = columns.join(', ')
  const tail = onConflict ? ` on conflict ${onConflict}` : ''
  if (rows.length < COPY_FROM) {
    const values: unknown[] = []
    const tuples = rows.map((row) => `(${row.map((cell) => `$${values.push(plain(cell))}`).join(', ')})`)
    const done = await db.client.query(`insert into ${table} (${names}) values ${tuples.join(', ')}${tail}`, values)
    return done.rowCount ?? 0
  }
  const staging = await stagingFor(db, table, names)
  const stream = db.client.query(copyFrom(`copy ${staging} (${names}) from stdin`))
  await pipeline(Readable.from(chunks(rows)), stream)
  const done = await db.client.query(`insert into ${table} (${names}) select ${names} from ${staging}${tail}`)
  return done.rowCount ?? 0
}

const stagingUsed = new WeakMap<Db, Set<string>>()

/** A staging table stays with its connection and is emptied by COMMIT; one that this transaction has used before is emptied here. */
async function stagingFor(db: Db, table: string, names: string): Promise<string> {
  const staging = `staging_${table}`
  const used = stagingUsed.get(db) ?? new Set()
  stagingUsed.set(db, used)
  await db.client.query(
    `create temp table if not exists ${staging} on commit delete rows as select ${names} from ${table} with no data` +
      (used.has(staging) ? `; truncate ${staging}` : ''),
  )
  used.add(staging)
  return staging
}

const plain = (cell: Cell): unknown =>
  cell !== null && typeof cell === 'object' && 'json' in cell ? cell.json : cell === undefined ? null : cell

function* chunks(rows: readonly (readonly Cell[])[]): Generator<string> {
  let text = ''
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) text += (i ? '\t' : '') + copyText(row[i])
    text += '\n'
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  if (text) yield text
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string) => (/[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c]!) : text)

function copyText(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N'
  if (typeof cell === 'string') return escaped(cell)
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'boolean') return cell ? 't' : 'f'
  if (cell instanceof Date) return cell.toISOString()
  if (Buffer.isBuffer(cell)) return `\\\\x${cell.toString('hex')}`
  if ('json' in cell) return escaped((cell as { json: string }).json)
  return escaped(`{${(cell as readonly string[]).map((t) => `"${t.replace(/["\\]/g, '\\$&')}"`).join(',')}}`)
}

// ---- migrations: plain SQL, forward only

/** A migration waits so long for a table: whoever asks for it meanwhile stands behind the migration, and waits no longer either. */
const LOCK_MS = 1_500
/** So often it is tried again, with a pause in which the others go first. */
const LOCK_TRIES = 60
const LOCK_PAUSE_MS = 1_000

/**
 * Brings a database to this version, also while it is in use; many processes may try at once. `url` is the owner's, `upTo` the last migration
 * to run (all, unless said). Returns what it ran.
 */
export async function migrate(url: string, secrets: Secrets, upTo?: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query("select current_setting('server_version_num')::int as version")
    if (rows[0].version < 150_000)
      throw new Refusal('database.too-old', 'PostgreSQL 15 atau lebih baru diperlukan. / PostgreSQL 15 or newer is needed.')
    await client.query("select pg_advisory_lock(hashtext('tujuhpas migrate'))")
    await logins(client, secrets)
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, ran_at timestamptz not null default now())',
    )
    const done = new Map<string, string>(
      (await client.query('select name, sha256 from migration')).rows.map((r) => [r.name, r.sha256]),
    )
    const ran: string[] = []
    for (const name of readdirSync(projectFile('db/migrations'))
      .filter((f) => f.endsWith('.sql') && (upTo === undefined || f <= upTo))
      .sort()) {
      const text = readProject(`db/migrations/${name}`)
      const sum = hash('sha256', text, 'hex')
      const held = done.get(name)
      if (held === sum) continue
      if (held) throw new Error(`migration ${name} was changed after it ran; write a new one instead`)
      for (let tries = 1; !(await runMigration(client, name, text, sum)); tries++) {
        if (tries === LOCK_TRIES)
          throw new Refusal(
            'database.in-use',
            `Pembaruan ${name} menunggu pekerjaan lain di basis data yang tidak selesai. Lihat pg_stat_activity, hentikan yang macet, lalu mulai lagi. / ` +
              `The upgrade ${name} waits for other work in the database that does not end. Look at pg_stat_activity, end what is stuck, and start again.`,
          )
        await sleep(LOCK_PAUSE_MS)
      }
      ran.push(name)
    }
    if (upTo === undefined && (await migrateQueue(client, url))) ran.push('queue')
    return ran
  } finally {
    await client.end()
  }
}

/** False when a table it needs was not free in time: then nothing of it is there. */
async function runMigration(client: pg.Client, name: string, text: string, sum: string): Promise<boolean> {
  try {
    await client.query(`begin; set local lock_timeout = ${LOCK_MS}`)
    await client.query(text)
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sum])
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback')
    if ((error as pg.DatabaseError).code === '55P03') return false
    throw error
  }
}

/** What only the person who starts the server can mend: said in one sentence, without a stack. */
export class Refusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Rights and policies belong to the groups `tujuhpas_public` ...; each installation (key file) signs in with logins of its own. */
const loginName = (login: Login, secrets: Secrets) => `tujuhpas_${login}_${secrets.installation}`

// Roles belong to the whole server: several databases on it share the groups, and a second installation never touches the first's logins.
async function logins(client: pg.Client, secrets: Secrets): Promise<void> {
  await client.query("select pg_advisory_lock(hashtext('tujuhpas logins'))")
  const held = new Set(
    (await client.query("select rolname from pg_roles where rolname like 'tujuhpas\\_%'")).rows.map((r) => r.rolname),
  )
  const make = (role: string, sql: string) =>
    client.query(sql).catch((error: pg.DatabaseError) => {
      if (error.code === '42710' || error.code === '23505') return // another process on this server was first
      throw new Refusal(
        'database.logins',
        `Akun basis data ${role} tidak dapat dibuat (${error.message}). Beri akun di DATABASE_URL hak CREATEROLE. / ` +
          `The database login ${role} could not be made. Give the account in DATABASE_URL the right CREATEROLE.`,
      )
    })
  for (const login of LOGINS) {
    const group = `tujuhpas_${login}`
    const role = loginName(login, secrets)
    const password = secrets.loginPassword(login)
    if (!held.has(group)) await make(group, `create role ${group} nologin nosuperuser nobypassrls nocreatedb nocreaterole`)
    if (!held.has(role))
      await make(
        role,
        `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password '${password}' in role ${group}`,
      )
    else if (!(await opens(client, role, password))) await make(role, `alter role ${role} login password '${password}'`)
  }
}

async function opens(client: pg.Client, user: string, password: string): Promise<boolean> {
  const { host, port, database } = client
  const probe = new pg.Client({ host, port, database, user, password } as pg.ClientConfig)
  try {
    await probe.connect()
    await probe.end()
    return true
  } catch {
    return false
  }
}
