// Work accounts: who they are, signing in and out, and what a session lets a browser do. Own code, because what we need (nine roles,
// our own count of failures, no write on reading) is what libraries do differently: docs/decisions. The pages: pages.tsx.
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Db } from '../kit/database.ts'
import type { Checked } from '../kit/problem.ts'
import { randomPart, type Secrets, sameBytes } from '../kit/secrets.ts'
import { isKec, kota } from '../places/index.ts'
import type { AccountProblem, SignInProblem } from './messages.ts'
import { Busy, isPassword, sealPassword } from './passwords.ts'
import { type Account, ROLES, type Role } from './site.ts'
import './tables.ts'

type Client = pg.Pool | pg.ClientBase

const MINUTE = 60_000
/** A session ends after this long without a request, and after this long in any case (6-trust, Sign-in and limits). */
export const IDLE = 30 * MINUTE
export const WHOLE = 12 * 60 * MINUTE
const RENEW = MINUTE // how often a browser gets the time of its last request anew

const PASSWORD_LEAST = 12
const PASSWORD_MOST = 200

// ---- accounts

export type NewAccount = {
  name: string
  role: string
  shownAs: string
  kec?: number | null
  kota?: number | null
  /** Without one nobody can sign in to it; commands may still act as it. */
  password?: string | null
}

/** How an account may be called. */
export const isAccountName = (name: string): boolean => /^[a-z][a-z0-9._-]{1,39}$/.test(name)

/** Name, role, area and who uses it: every reason why not at once. */
export function checkAccount(account: NewAccount): AccountProblem[] {
  const { name, shownAs, kec = null, kota: ofKota = null } = account
  const role = ROLES.find((r) => r === account.role)
  const problems: AccountProblem[] = []
  if (!isAccountName(name)) problems.push({ code: 'account.name', field: 'name', data: { name } })
  if (!role) problems.push({ code: 'account.role', field: 'role', data: { role: account.role, roles: ROLES.join(', ') } })
  if (!shownAs.trim()) problems.push({ code: 'account.shown-as', field: 'shownAs', data: null })
  if (role && (role === 'officer' ? kec === null || !isKec(kec) : kec !== null))
    problems.push({ code: 'account.kecamatan', field: 'kec', data: { role } })
  if (role && (role === 'kota' ? !kota().some((k) => k.code === ofKota) : ofKota !== null))
    problems.push({ code: 'account.kota', field: 'kota', data: { role } })
  return problems
}

/** Adds a line to the log of accounts, under whoever acts. `wall`: the server's time unless told. */
export async function recordEvent(
  db: Db,
  account: string,
  kind: string,
  detail: Record<string, unknown> = {},
  wall: Date | null = null,
): Promise<void> {
  await db.client.query(
    `insert into account_event (at, account, kind, by_account, detail)
     values (coalesce($1, clock_timestamp()), $2, $3, current_setting('app.actor'), $4)`,
    [wall, account, kind, JSON.stringify(detail)],
  )
}

/** Makes an account; every reason why not at once. Needs the job login. */
export async function addAccount(db: Db, account: NewAccount): Promise<Checked<Account, AccountProblem>> {
  const { name, shownAs, kec = null, kota: ofKota = null, password = null } = account
  const role = ROLES.find((r) => r === account.role)
  const problems = checkAccount(account)
  if (password !== null) problems.push(...checkPassword(name, password))
  if (problems.length) return { problems }
  const made = await db.client.query(
    `insert into account (name, role, shown_as, kec_id, kota, password) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [name, role, shownAs.trim(), kec, ofKota, password === null ? null : await sealPassword(password)],
  )
  if (!made.rowCount) return { problems: [{ code: 'account.taken', field: 'name', data: { name } }] }
  await recordEvent(db, name, 'made', { role, ...(kec ? { kec } : {}), ...(ofKota ? { kota: ofKota } : {}) })
  return { value: { name, role: role as Role, shownAs: shownAs.trim(), kec, kota: ofKota }, warnings: [] }
}

/** Length and nothing else (NIST SP 800-63B): rules about capitals and signs make people write passwords down. */
export function checkPassword(name: string, password: string): AccountProblem[] {
  const length = [...password].length
  if (length < PASSWORD_LEAST) return [{ code: 'account.password-short', field: 'password', data: { least: PASSWORD_LEAST } }]
  if (length > PASSWORD_MOST) return [{ code: 'account.password-long', field: 'password', data: { most: PASSWORD_MOST } }]
  return password.toLowerCase().includes(name) ? [{ code: 'account.password-name', field: 'password', data: null }] : []
}

/** A new password; who is signed in with the old one is out by their next request. Needs the job login. */
export async function setPassword(db: Db, name: string, password: string): Promise<Checked<null, AccountProblem>> {
  const problems = checkPassword(name, password)
  if (problems.length) return { problems }
  const done = await db.client.query('update account set password = $2 where name = $1', [name, await sealPassword(password)])
  if (!done.rowCount) return { problems: [{ code: 'account.unknown', field: 'name', data: { name } }] }
  await endSessions(db.client, name)
  await recordEvent(db, name, 'password.set')
  return { value: null, warnings: [] }
}

/** Ends all sessions of an account, and sign-ins that were half done. Needs the job login. */
async function endSessions(client: Client, name: string): Promise<void> {
  await client.query('delete from session where account = $1', [name])
  await client.query('delete from pending_sign_in where account = $1', [name])
}

/** Closes an account, or opens it again; closing ends all its sessions. Needs the job login. */
export async function setActive(db: Db, name: string, active: boolean): Promise<Checked<null, AccountProblem>> {
  const done = await db.client.query('update account set active = $2 where name = $1', [name, active])
  if (!done.rowCount) return { problems: [{ code: 'account.unknown', field: 'name', data: { name } }] }
  if (!active) await endSessions(db.client, name)
  await recordEvent(db, name, active ? 'opened' : 'closed')
  return { value: null, warnings: [] }
}

/** Who is this account? For commands that act as one; null when there is none or it is closed. */
export async function findAccount(client: Client, name: string): Promise<Account | null> {
  const { rows } = await client.query('select name, role, shown_as, kec_id, kota from account where name = $1 and active', [name])
  return rows[0] ? accountIn(rows[0]) : null
}

const accountIn = (r: { name: string; role: Role; shown_as: string; kec_id: number | null; kota: number | null }): Account => ({
  name: r.name,
  role: r.role,
  shownAs: r.shown_as,
  kec: r.kec_id,
  kota: r.kota,
})

// ---- signing in

const FREE_FAILURES = 5
/** How long the next try waits after so many failures in a row: half a minute after the fifth, then twice as long, at most 15 minutes. */
export const waitAfter = (failures: number): number =>
  failures < FREE_FAILURES ? 0 : Math.min(900, 30 * 2 ** Math.min(failures - FREE_FAILURES, 10)) * 1000

/**
 * Counts a try as a failure before it is checked, in one statement, so that a hundred at once are no more than five; only success ends
 * the count (`endTries`). While its holder waits nothing is counted, and the answer is for how many seconds. `staff` is that login's
 * pool, outside any transaction: the count must stand even when what follows fails.
 */
export async function countTry(staff: pg.Pool, mark: Buffer, wall: Date): Promise<number> {
  await staff.query('delete from sign_in_try where last_at < $1', [new Date(wall.getTime() - 24 * 60 * MINUTE)])
  const counted = await staff.query(
    `insert into sign_in_try as t (name, failures, last_at) values ($1, 1, $2)
     on conflict (name) do update set failures = t.failures + 1, last_at = $2
     where t.last_at + case when t.failures < ${FREE_FAILURES} then interval '0' else
       make_interval(secs => least(900, 30 * 2 ^ least(t.failures - ${FREE_FAILURES}, 10))) end <= $2
     returning failures`,
    [mark, wall],
  )
  if (counted.rowCount) return 0
  const { rows } = await staff.query('select failures, last_at from sign_in_try where name = $1', [mark])
  const until = rows[0] ? (rows[0].last_at as Date).getTime() + waitAfter(rows[0].failures) : 0
  return Math.max(1, Math.ceil((until - wall.getTime()) / 1000))
}

export const endTries = (staff: pg.Pool, mark: Buffer) => staff.query('delete from sign_in_try where name = $1', [mark])

/** Is this the account's password? The count of failures is kept for names that do not exist too: known and unknown answer alike. */
export async function provePassword(
  staff: pg.Pool,
  secrets: Secrets,
  { name, password, wall }: { name: string; password: string; wall: Date },
): Promise<{ value: Account } | { problem: SignInProblem }> {
  const asked = name.trim().toLowerCase()
  const mark = secrets.token(`account ${asked}`)
  const seconds = await countTry(staff, mark, wall)
  if (seconds) return { problem: { code: 'sign-in.wait', data: { seconds } } }
  const { rows } = await staff.query(
    'select name, role, shown_as, kec_id, kota, password from account where name = $1 and active',
    [asked],
  )
  const held = rows[0]
  try {
    if (!(await isPassword(password, held?.password ?? null))) return { problem: { code: 'sign-in.wrong', data: null } }
  } catch (error) {
    if (!(error instanceof Busy)) throw error
    await staff.query('update sign_in_try set failures = failures - 1 where name = $1', [mark]) // it was not looked at
    return { problem: { code: 'sign-in.busy', data: null } }
  }
  await endTries(staff, mark)
  return { value: accountIn(held) }
}

// ---- sessions

/** Opens a session and answers what the browser keeps: a token of 256 bits, of which only a keyed hash is stored. */
export async function openSession(
  client: Client,
  secrets: Secrets,
  account: string,
  wall: Date,
  { browser = null, glass = null }: { browser?: string | null; glass?: string | null } = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await client.query('delete from session where made_at < $1', [new Date(wall.getTime() - WHOLE)])
  await client.query('insert into session (token, account, made_at, browser, glass) values ($1, $2, $3, $4, $5)', [
    secrets.token(`session ${token}`),
    account,
    wall,
    browser,
    glass,
  ])
  return cookieOf(secrets, token, wall)
}

// The time of the last request travels in the cookie, signed: so reading a page writes nothing in the database.
function cookieOf(secrets: Secrets, token: string, seen: Date): string {
  const at = Math.floor(seen.getTime() / 1000).toString(36)
  return `${token}.${at}.${secrets.token(`seen ${token} ${at}`).toString('base64url')}`
}

function tokenIn(secrets: Secrets, cookie: string): { token: string; seen: number } | null {
  const [, token, at, seal] = /^([\w-]{43})\.([0-9a-z]{1,9})\.([\w-]{43})$/.exec(cookie) ?? []
  if (!token || !at || !seal) return null
  if (!sameBytes(secrets.token(`seen ${token} ${at}`), Buffer.from(seal, 'base64url'))) return null
  return { token, seen: Number.parseInt(at, 36) * 1000 }
}

export type Session = {
  account: Account
  token: string
  /** How much this account, as the head of a scope, has not read yet. */
  notices: number
  /** What the browser should keep from now on; null while the old one is fresh enough. */
  renewed: string | null
}

/** Whose session is this? Null when it ended: by sign-out, half an hour without a request, twelve hours, or a closed account. */
export async function accountOf(client: Client, secrets: Secrets, cookie: string, wall: Date): Promise<Session | null> {
  const held = tokenIn(secrets, cookie)
  const now = wall.getTime()
  if (!held || now - held.seen > IDLE) return null
  const { rows } = await client.query('select * from session_of($1, $2, $3)', [
    secrets.token(`session ${held.token}`),
    new Date(now - WHOLE),
    wall,
  ])
  const found = rows[0]
  if (!found) return null
  const renewed = now - held.seen >= RENEW ? cookieOf(secrets, held.token, wall) : null
  const own = accountIn(found)
  // Break-glass: for its time the account reads one kecamatan as its officer does, and writes nothing.
  const account: Account = found.glass
    ? { ...own, role: 'officer', kec: found.glass_kec, kota: null, glass: { id: found.glass, until: found.glass_until, own } }
    : own
  return { account, token: held.token, renewed, notices: found.notices }
}

export type OwnSession = { at: Date; browser: string | null; here: boolean }

/** Where is this account signed in? The newest first; by the keyed hash of an account's sessions, which opens nothing. */
export async function sessionsOf(
  client: Client,
  secrets: Secrets,
  account: string,
  cookie: string,
  wall: Date,
): Promise<OwnSession[]> {
  const mine = secrets.token(`session ${tokenIn(secrets, cookie)?.token}`)
  const { rows } = await client.query(
    'select made_at, browser, token = $3 as here from session where account = $1 and made_at > $2 order by token <> $3, made_at desc',
    [account, new Date(wall.getTime() - WHOLE), mine],
  )
  return rows.map((r) => ({ at: r.made_at, browser: r.browser, here: r.here }))
}

/** Ends every session of an account but this browser's; answers how many. */
export async function endOtherSessions(client: Client, secrets: Secrets, account: string, cookie: string): Promise<number> {
  const mine = secrets.token(`session ${tokenIn(secrets, cookie)?.token}`)
  const { rowCount } = await client.query('delete from session where account = $1 and token <> $2', [account, mine])
  return rowCount ?? 0
}

/** `Firefox, Android`: enough for people to know their own sessions again. */
export function browserIn(agent: string | undefined): string | null {
  if (!agent) return null
  // Each of these also names some of those after it.
  const name = ['Edg', 'OPR', 'SamsungBrowser', 'Firefox', 'Chrome', 'Safari'].find((one) => agent.includes(`${one}/`))
  const on = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((system) => agent.includes(system)) // Android is a Linux too
  const called = { Edg: 'Edge', OPR: 'Opera', SamsungBrowser: 'Samsung Internet' }[name ?? ''] ?? name
  return [called, on].filter(Boolean).join(', ') || null
}

/** Ends the session of a browser, if it has one. */
export async function signOut(client: Client, secrets: Secrets, cookie: string): Promise<void> {
  const held = tokenIn(secrets, cookie)
  if (held) await client.query('delete from session where token = $1', [secrets.token(`session ${held.token}`)])
}

// ---- the token of a form

/** What a form must bring back: bound to the session (or to a browser without one), and different in every page, so that compression betrays nothing. */
export function formToken(secrets: Secrets, holder: string): string {
  const nonce = randomPart(12).toString('base64url')
  return `${nonce}.${secrets.token(`form ${holder} ${nonce}`).toString('base64url')}`
}

export function holdsToken(secrets: Secrets, holder: string, token: unknown): boolean {
  const [, nonce, seal] = /^([\w-]{16})\.([\w-]{43})$/.exec(typeof token === 'string' ? token : '') ?? []
  return !!nonce && !!seal && sameBytes(secrets.token(`form ${holder} ${nonce}`), Buffer.from(seal, 'base64url'))
}
