// The second half of signing in: a sign-in that waits for its code, the authenticator app and its set-up, recovery codes, and the one-time
// code by which somebody chooses a password. The first half: accounts.ts; the pages: second-factor-pages.tsx.
import { randomBytes, randomInt } from 'node:crypto'
import type pg from 'pg'
import type { Database, Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import { type Secrets, sameBytes } from '../kit/secrets.ts'
import type { FactorProblem, SetUpProblem } from './account-messages.ts'
import {
  checkPassword,
  countTry,
  endTries,
  isAccountName,
  openSession,
  provePassword,
  recordEvent,
  setPassword,
} from './accounts.ts'
import type { AccountProblem, SignInProblem } from './messages.ts'
import type { Account } from './site.ts'
import { codeAt, stepAt, stepOf } from './totp.ts'

const MINUTE = 60_000
/** A sign-in waits this long for its code. */
export const PENDING = 10 * MINUTE
/** A code to choose a password with is good for this long, once. */
export const SET_UP = 72 * 60 * MINUTE
const RECOVERY_CODES = 10
const SECRET_BYTES = 20 // RFC 4226, section 4

const signingIn = (account: string) => ({ actor: account, role: 'sign-in' })
const sealedTo = (account: string) => `factor ${account}`

// ---- a sign-in that waits for its code

/**
 * Name and password are right: answers what the browser keeps until the code comes too. It opens no page. An account without a factor
 * gets the secret of a new one along, which counts only when a code of it was typed.
 */
export async function signIn(
  staff: pg.Pool,
  secrets: Secrets,
  asked: { name: string; password: string; wall: Date },
): Promise<{ value: { account: Account; pending: string } } | { problem: SignInProblem }> {
  const proved = await provePassword(staff, secrets, asked)
  if ('problem' in proved) return proved
  const { name } = proved.value
  const token = randomBytes(32).toString('base64url')
  await staff.query('delete from pending_sign_in where made_at < $1', [new Date(asked.wall.getTime() - PENDING)])
  await staff.query('insert into pending_sign_in (token, account, secret, made_at) values ($1, $2, $3, $4)', [
    secrets.token(`pending ${token}`),
    name,
    secrets.seal(randomBytes(SECRET_BYTES), sealedTo(name)),
    asked.wall,
  ])
  return { value: { account: proved.value, pending: token } }
}

export type Pending = {
  account: string
  shownAs: string
  /** The secret of a factor to set up; null when the account has one. */
  fresh: Buffer | null
  /** When a lost factor was reported and nobody has decided yet. */
  reported: boolean
}

/** Whose sign-in waits for its code? Null when it is over. */
export async function pendingOf(
  database: Database,
  secrets: Secrets,
  cookie: string | undefined,
  wall: Date,
): Promise<Pending | null> {
  if (!cookie || !/^[\w-]{43}$/.test(cookie)) return null
  const { rows } = await database.pool('staff').query(
    `select p.account, p.secret, a.shown_as from pending_sign_in p join account a on a.name = p.account
     where p.token = $1 and p.made_at > $2 and a.active`,
    [secrets.token(`pending ${cookie}`), new Date(wall.getTime() - PENDING)],
  )
  const found = rows[0]
  if (!found) return null
  const { account } = found
  const held = await database.within('staff', signingIn(account), async ({ client }) => {
    const { rows: own } = await client.query(
      `select exists (select from account_factor where account = $1) as factor,
         exists (select from account_change where account = $1 and kind = 'factor' and decided_at is null) as reported`,
      [account],
    )
    return own[0] as { factor: boolean; reported: boolean }
  })
  return {
    account,
    shownAs: found.shown_as,
    fresh: held.factor ? null : secrets.openBytes(found.secret, sealedTo(account)),
    reported: held.reported,
  }
}

export const endPending = (staff: pg.Pool, secrets: Secrets, cookie: string) =>
  staff.query('delete from pending_sign_in where token = $1', [secrets.token(`pending ${cookie}`)])

// ---- codes

/** `ab3d-7kfm`: letters and digits that do not look alike; typed with any capitals and spaces. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const writtenCode = (parts: number) =>
  Array.from({ length: parts }, () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-')
const bare = (code: string) => code.toLowerCase().replace(/[^a-z0-9]/g, '')

const recoveryMark = (secrets: Secrets, account: string, code: string) => secrets.token(`recovery ${account} ${bare(code)}`)

/** Does an app's code, or a recovery code, belong to this account? Each is taken once. Counted like passwords, in a count of its own. */
export async function proveFactor(
  database: Database,
  secrets: Secrets,
  { account, code, wall }: { account: string; code: string; wall: Date },
): Promise<{ value: 'app' | 'recovery' } | { problem: FactorProblem }> {
  const typed = bare(code)
  if (!typed) return { problem: { code: 'factor.missing', data: null } }
  const staff = database.pool('staff')
  const mark = secrets.token(`factor ${account}`)
  const seconds = await countTry(staff, mark, wall)
  if (seconds) return { problem: { code: 'factor.wait', data: { seconds } } }
  const answer = await database.within('staff', signingIn(account), (db) => takeCode(db, secrets, account, typed, wall))
  if (answer === 'app' || answer === 'recovery') {
    await endTries(staff, mark)
    return { value: answer }
  }
  return { problem: { code: answer === 'used' ? 'factor.used' : 'factor.wrong', data: null } }
}

async function takeCode(
  db: Db,
  secrets: Secrets,
  account: string,
  typed: string,
  wall: Date,
): Promise<'app' | 'recovery' | 'used' | 'wrong'> {
  const { client } = db
  if (/^\d{6}$/.test(typed)) {
    const { rows } = await client.query('select secret from account_factor where account = $1', [account])
    if (!rows[0]) return 'wrong'
    const step = stepOf(secrets.openBytes(rows[0].secret, sealedTo(account)), typed, wall)
    if (step === null) return 'wrong'
    const taken = await client.query('update account_factor set last_step = $2 where account = $1 and last_step < $2', [
      account,
      step,
    ])
    return taken.rowCount ? 'app' : 'used'
  }
  const mark = recoveryMark(secrets, account, typed)
  const taken = await client.query('update recovery_code set used_at = $3 where account = $1 and mark = $2 and used_at is null', [
    account,
    mark,
    wall,
  ])
  if (!taken.rowCount) {
    const { rowCount } = await client.query('select from recovery_code where account = $1 and mark = $2', [account, mark])
    return rowCount ? 'used' : 'wrong'
  }
  await recordEvent(db, account, 'recovery.used', { left: await codesLeft(db, account) }, wall)
  await tellHeads(db, account, 'recovery.used', wall)
  return 'recovery'
}

/**
 * Tells the programme office, and the kota of an officer (or of the kecamatan given), what happened to an account: it stands there until
 * they have read it.
 */
export async function tellHeads(db: Db, account: string, kind: string, wall: Date, kec: number | null = null): Promise<void> {
  const { rows } = await db.client.query('select kec_id from account where name = $1', [account])
  const of: number | null = kec ?? rows[0]?.kec_id ?? null
  const heads: [string, number | null][] = [['office', null]]
  if (of) heads.push(['kota', Math.floor(of / 100)])
  for (const [role, kota] of heads)
    await db.client.query('insert into account_notice (id, at, account, kind, for_role, kota) values ($1, $2, $3, $4, $5, $6)', [
      uuidv7(),
      wall,
      account,
      kind,
      role,
      kota,
    ])
}

// ---- signing in with the code

type Entered = { cookie: string; account: string }
type ByCode = { cookie: string; code: string; wall: Date; browser: string | null }

/** The code is right: the waiting sign-in becomes a session, with a new token. */
export async function passFactor(
  database: Database,
  secrets: Secrets,
  { cookie, code, wall, browser }: ByCode,
): Promise<{ value: Entered & { by: 'app' | 'recovery' } } | { problem: FactorProblem }> {
  const pending = await pendingOf(database, secrets, cookie, wall)
  if (!pending || pending.fresh) return { problem: { code: 'factor.over', data: null } }
  const { account } = pending
  const proved = await proveFactor(database, secrets, { account, code, wall })
  if ('problem' in proved) return proved
  return { value: { ...(await enter(database, secrets, { account, cookie, wall, browser })), by: proved.value } }
}

/** Sets the factor up: a first code of the app proves that it is there. Answers the recovery codes, which are shown this once. */
export async function setUpFactor(
  database: Database,
  secrets: Secrets,
  { cookie, code, wall, browser }: ByCode,
): Promise<{ value: Entered & { codes: string[] } } | { problem: FactorProblem }> {
  const pending = await pendingOf(database, secrets, cookie, wall)
  if (!pending?.fresh) return { problem: { code: 'factor.over', data: null } }
  const { account, fresh } = pending
  const typed = bare(code)
  if (!typed) return { problem: { code: 'factor.missing', data: null } }
  const staff = database.pool('staff')
  const mark = secrets.token(`factor ${account}`)
  const seconds = await countTry(staff, mark, wall)
  if (seconds) return { problem: { code: 'factor.wait', data: { seconds } } }
  const step = stepOf(fresh, typed, wall)
  if (step === null) return { problem: { code: 'factor.wrong-first', data: null } }
  const codes = await database.within('staff', signingIn(account), async (db) => {
    if (!(await giveFactor(db, account, fresh, wall, step))) return null // another browser was first
    await recordEvent(db, account, 'factor.set-up', {}, wall)
    return giveRecoveryCodes(db, account, wall)
  })
  if (!codes) return { problem: { code: 'factor.over', data: null } }
  await endTries(staff, mark)
  return { value: { ...(await enter(database, secrets, { account, cookie, wall, browser })), codes } }
}

async function enter(
  database: Database,
  secrets: Secrets,
  { account, cookie, wall, browser }: { account: string; cookie: string; wall: Date; browser: string | null },
): Promise<Entered> {
  const staff = database.pool('staff')
  await endPending(staff, secrets, cookie)
  return { account, cookie: await openSession(staff, secrets, account, wall, { browser }) }
}

/** Gives an account its factor; false when it has one. */
export async function giveFactor(db: Db, account: string, secret: Buffer, wall: Date, usedStep = 0): Promise<boolean> {
  const { rowCount } = await db.client.query(
    'insert into account_factor (account, secret, last_step, made_at) values ($1, $2, $3, $4) on conflict do nothing',
    [account, db.secrets.seal(secret, sealedTo(account)), usedStep, wall],
  )
  return rowCount === 1
}

async function giveRecoveryCodes(db: Db, account: string, wall: Date): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => writtenCode(2))
  for (const code of codes)
    await db.client.query('insert into recovery_code (account, mark, made_at) values ($1, $2, $3)', [
      account,
      recoveryMark(db.secrets, account, code),
      wall,
    ])
  return codes
}

const codesLeft = async (db: Db, account: string): Promise<number> => {
  const { rows } = await db.client.query(
    'select count(*)::integer as left from recovery_code where account = $1 and used_at is null',
    [account],
  )
  return rows[0].left
}

/** How many recovery codes can still be used? */
export const recoveryCodesLeft = (database: Database, account: string): Promise<number> =>
  database.within('staff', signingIn(account), (db) => codesLeft(db, account))

/** New recovery codes in the place of all the old ones; shown this once. */
export const renewRecoveryCodes = (database: Database, account: string, wall: Date): Promise<string[]> =>
  database.within('staff', signingIn(account), async (db) => {
    await db.client.query('update recovery_code set used_at = $2 where account = $1 and used_at is null', [account, wall])
    await recordEvent(db, account, 'recovery.renewed', {}, wall)
    return giveRecoveryCodes(db, account, wall)
  })

/** The secret of a demonstration's account follows from the key file, as its password does. */
export const demoFactor = (secrets: Secrets, account: string): Buffer =>
  secrets.token(`demo factor ${account}`).subarray(0, SECRET_BYTES)

/** The code an account's app would show now: for the pages of a demonstration only, whose visitor has no such app. */
export async function demoCode(database: Database, secrets: Secrets, pending: Pending, wall: Date): Promise<string> {
  if (pending.fresh) return codeAt(pending.fresh, stepAt(wall))
  return codeForDemo(database, secrets, pending.account, wall)
}

/** The same for an account that is signed in; empty when it has no factor. For a demonstration only. */
export const codeForDemo = (database: Database, secrets: Secrets, account: string, wall: Date): Promise<string> =>
  database.within('staff', signingIn(account), (db) => codeNow(db, secrets, account, wall))

/** A step further when the present one is used up, so that nobody has to wait for half a minute. */
async function codeNow(db: Db, secrets: Secrets, account: string, wall: Date): Promise<string> {
  const { rows } = await db.client.query('select secret, last_step from account_factor where account = $1', [account])
  if (!rows[0]) return ''
  const step = Math.max(stepAt(wall), Math.min(Number(rows[0].last_step) + 1, stepAt(wall) + 1))
  return codeAt(secrets.openBytes(rows[0].secret, sealedTo(account)), step)
}

// ---- choosing a password with a one-time code

/** A new code to choose a password with, and the mark under which it is kept. */
export function newSetUpCode(secrets: Secrets, account: string): { code: string; mark: Buffer } {
  const code = writtenCode(4)
  return { code, mark: setUpMark(secrets, account, code) }
}
const setUpMark = (secrets: Secrets, account: string, code: string) => secrets.token(`set-up ${account} ${bare(code)}`)

/**
 * By a command on the server, when no second person is left who could decide: takes the factor off, ends the sessions, and answers a code
 * to choose a password with. Null when there is no such account. Needs the job login.
 */
export async function resetAccount(db: Db, account: string, wall: Date): Promise<{ code: string; until: Date } | null> {
  const { rowCount } = await db.client.query(`select from account where name = $1 and role <> 'system'`, [account])
  if (!rowCount) return null
  for (const table of ['account_factor', 'recovery_code', 'session', 'pending_sign_in'])
    await db.client.query(`delete from ${table} where account = $1`, [account])
  const { code, mark } = newSetUpCode(db.secrets, account)
  const until = new Date(wall.getTime() + SET_UP)
  await db.client.query(
    `insert into set_up_code (account, mark, made_by, made_at, until) values ($1, $2, current_setting('app.actor'), $3, $4)`,
    [account, mark, wall, until],
  )
  await recordEvent(db, account, 'reset', {}, wall)
  return { code, until }
}

/** Asks for a new password: a request that a second person decides. The same answer whether the account exists or not. */
export async function askForPassword(database: Database, { name, wall }: { name: string; wall: Date }): Promise<void> {
  const account = name.trim().toLowerCase()
  if (!isAccountName(account)) return
  await database.within('staff', signingIn(account), (db) => askFor(db, account, 'password', wall))
}

/** Reports a lost factor, by somebody who has proved the password. */
export async function reportLostFactor(database: Database, account: string, wall: Date): Promise<void> {
  await database.within('staff', signingIn(account), (db) => askFor(db, account, 'factor', wall))
}

async function askFor(db: Db, account: string, kind: 'password' | 'factor', wall: Date): Promise<void> {
  const { rowCount } = await db.client.query(
    `insert into account_change (id, account, kind, reason, proposed_by, proposed_at)
     select $1, name, $3, '', name, $4 from account where name = $2 and active on conflict do nothing`,
    [uuidv7(), account, kind, wall],
  )
  if (rowCount) await recordEvent(db, account, `${kind}.asked`, {}, wall)
}

/** Sets the first or a new password with the code that was handed over. What was wrong with the code is told only to who holds it. */
export async function choosePassword(
  database: Database,
  secrets: Secrets,
  { name, code, password, wall }: { name: string; code: string; password: string; wall: Date },
): Promise<{ value: null } | { problem: SetUpProblem | AccountProblem }> {
  const account = name.trim().toLowerCase()
  const staff = database.pool('staff')
  const mark = secrets.token(`set-up ${account}`)
  const seconds = await countTry(staff, mark, wall)
  if (seconds) return { problem: { code: 'set-up.wait', data: { seconds } } }
  const wrong: { problem: SetUpProblem } = { problem: { code: 'set-up.wrong', data: null } }
  if (!isAccountName(account)) return wrong
  const answer = await database.within(
    'job',
    { actor: account, role: 'system' },
    async (db): Promise<{ value: null } | { problem: SetUpProblem | AccountProblem }> => {
      const { rows } = await db.client.query(
        'select c.mark, c.until, c.used_at from set_up_code c join account a on a.name = c.account where c.account = $1 and a.active for update of c',
        [account],
      )
      const asked = setUpMark(secrets, account, code)
      const held = rows.find((r) => sameBytes(r.mark, asked))
      if (!held) return wrong
      if (held.used_at) return { problem: { code: 'set-up.used', data: null } }
      if (held.until <= wall) return { problem: { code: 'set-up.expired', data: null } }
      const [bad] = checkPassword(account, password)
      if (bad) return { problem: bad }
      await db.client.query('update set_up_code set used_at = $3 where account = $1 and mark = $2', [account, held.mark, wall])
      const set = await setPassword(db, account, password)
      return 'problems' in set ? { problem: set.problems[0]! } : { value: null }
    },
  )
  if ('value' in answer || answer.problem.code.startsWith('account.')) await endTries(staff, mark)
  return answer
}
