// Break-glass: an account reads one more kecamatan for at most four hours, after a reason and a new sign-in. The head of the area is told at
// once, every page opened meanwhile is logged, nothing can be written, and somebody else reviews it within a day. The pages: break-glass-pages.tsx.
import type { Database, Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Secrets } from '../kit/secrets.ts'
import { isKec } from '../places/index.ts'
import type { FactorProblem, GlassProblem } from './account-messages.ts'
import { openSession, provePassword, recordEvent, signOut } from './accounts.ts'
import type { SignInProblem } from './messages.ts'
import { proveFactor, tellHeads } from './second-factor.ts'
import { type Account, type Role, scopeOf } from './site.ts'

export const GLASS_LASTS = 4 * 3_600_000
export const GLASS_REVIEW = 24 * 3_600_000
/** Who may break the glass: those whose own scope may be too narrow in an emergency. A kota and an officer only inside their kota. */
export const GLASS_ROLES = ['operator', 'office', 'kota', 'auditor', 'officer'] as const satisfies readonly Role[]

const REASON_LEAST = 15 // characters: a sentence, not a dot

export type GlassAsked = { kec: number | null; reason: string; password: string; code: string }
type OpenProblem = GlassProblem | SignInProblem | FactorProblem

/** What can be seen to be wrong before password and code are looked at; every reason at once. Pure. */
export function checkGlass(account: Account, { kec, reason, password, code }: GlassAsked): OpenProblem[] {
  const problems: OpenProblem[] = []
  const kota = account.kota ?? (account.kec === null ? null : Math.floor(account.kec / 100))
  if (kec === null || !isKec(kec)) problems.push({ code: 'glass.kec', field: 'kec', data: null })
  else if (kota !== null && Math.floor(kec / 100) !== kota) problems.push({ code: 'glass.kota', field: 'kec', data: null })
  if ([...reason.trim()].length < REASON_LEAST) problems.push({ code: 'glass.reason', field: 'alasan', data: null })
  if (!password) problems.push({ code: 'glass.password', field: 'sandi', data: null })
  if (!code.trim()) problems.push({ code: 'factor.missing', field: 'kode', data: null })
  return problems
}

/** Opens it: password and code once more, then a new session that reads this kecamatan. `cookie`: the session until now, which ends. */
export async function openGlass(
  database: Database,
  secrets: Secrets,
  account: Account,
  asked: GlassAsked & { cookie: string; browser: string | null; wall: Date },
): Promise<{ value: { cookie: string } } | { problems: OpenProblem[] }> {
  const problems = checkGlass(account, asked)
  if (problems.length) return { problems }
  const { password, code, wall, cookie, browser } = asked
  const { name } = account
  const staff = database.pool('staff')
  const proved = await provePassword(staff, secrets, { name, password, wall })
  if ('problem' in proved) return { problems: [{ ...proved.problem, field: 'sandi' }] }
  const second = await proveFactor(database, secrets, { account: name, code, wall })
  if ('problem' in second) return { problems: [{ ...second.problem, field: 'kode' }] }
  const kec = asked.kec!
  const id = uuidv7()
  await database.within('staff', scopeOf(account), async (db) => {
    await db.client.query(
      'insert into break_glass (kec_id, id, account, reason, opened_at, until) values ($1, $2, $3, $4, $5, $6)',
      [kec, id, name, asked.reason.trim().slice(0, 500), wall, new Date(wall.getTime() + GLASS_LASTS)],
    )
    await recordEvent(db, name, 'glass.opened', { kec, glass: id }, wall)
    await tellHeads(db, name, 'glass.opened', wall, kec)
  })
  await signOut(staff, secrets, cookie)
  return { value: { cookie: await openSession(staff, secrets, name, wall, { browser, glass: id }) } }
}

/** Closes it before its time: the account is itself again, in a new session. Null when none is open. */
export async function closeGlass(
  database: Database,
  secrets: Secrets,
  account: Account,
  { cookie, browser, wall }: { cookie: string; browser: string | null; wall: Date },
): Promise<string | null> {
  const { glass } = account
  if (!glass) return null
  const staff = database.pool('staff')
  await database.within('staff', scopeOf(glass.own), async (db) => {
    const ended = await db.client.query(
      'update break_glass set ended_at = $3 where kec_id = $1 and id = $2 and ended_at is null',
      [account.kec, glass.id, wall],
    )
    // Sent twice at one moment it is closed once.
    if (ended.rowCount) await recordEvent(db, account.name, 'glass.ended', { kec: account.kec, glass: glass.id }, wall)
  })
  await signOut(staff, secrets, cookie)
  return openSession(staff, secrets, account.name, wall, { browser })
}

/** One line in the log of readings for each page, before it is answered. `route`: its pattern, which holds nothing of anybody. */
export async function logGlassReading(database: Database, account: Account, route: string, now: Date): Promise<void> {
  const { glass } = account
  if (!glass) return
  await database.within('staff', scopeOf(account), (db) =>
    db.client.query('insert into read_log (kec_id, id, at, account, what, reason) values ($1, $2, $3, $4, $5, $6)', [
      account.kec,
      uuidv7(),
      now,
      account.name,
      `glass ${glass.id}`,
      route,
    ]),
  )
}

export type Glass = {
  id: string
  kec: number
  account: string
  reason: string
  openedAt: Date
  until: Date
  endedAt: Date | null
  reviewedBy: string | null
  reviewedAt: Date | null
  review: string | null
  /** How many pages were opened meanwhile. */
  readings: number
}

/** What was opened in the scope, what waits for a review first. Some dozens of rows; the readings by kecamatan from its log. */
export async function glassesOf(db: Db): Promise<Glass[]> {
  const { rows } = await db.client.query(
    `select g.*, (select count(*)::integer from read_log r where r.kec_id = g.kec_id and r.account = g.account and r.what = 'glass ' || g.id) as readings
     from break_glass g order by g.reviewed_at is not null, g.opened_at desc limit 50`,
  )
  return rows.map((r) => ({
    id: r.id,
    kec: r.kec_id,
    account: r.account,
    reason: r.reason,
    openedAt: r.opened_at,
    until: r.until,
    endedAt: r.ended_at,
    reviewedBy: r.reviewed_by,
    reviewedAt: r.reviewed_at,
    review: r.review,
    readings: r.readings,
  }))
}

/** The review by another person, once it is over. False when it was reviewed before, is still open, or is one's own. */
export async function reviewGlass(
  db: Db,
  by: Account,
  { id, review, wall }: { id: string; review: string; wall: Date },
): Promise<boolean> {
  const { rows } = await db.client.query(
    `update break_glass set reviewed_by = $2, reviewed_at = $4, review = $3
     where id = $1 and reviewed_at is null and account <> $2 and coalesce(ended_at, until) <= $4 returning account, kec_id`,
    [id, by.name, review.trim().slice(0, 500), wall],
  )
  if (!rows[0]) return false
  await recordEvent(db, rows[0].account, 'glass.reviewed', { kec: rows[0].kec_id, glass: id }, wall)
  return true
}

export type Notice = { id: string; at: Date; account: string; kind: string }

/** What the head of this scope has not read yet, about others. By the partial index. */
export async function unreadNotices(db: Db, by: Account): Promise<Notice[]> {
  const { rows } = await db.client.query(
    `select id, at, account, kind from account_notice where read_at is null and for_role = $1 and account <> $2 order by at desc limit 50`,
    [by.role, by.name],
  )
  return rows
}

export async function readNotices(db: Db, by: Account, ids: readonly string[], wall: Date): Promise<void> {
  await db.client.query(
    'update account_notice set read_by = $1, read_at = $2 where id = any($3::uuid[]) and read_at is null and account <> $1',
    [by.name, wall, ids],
  )
}
