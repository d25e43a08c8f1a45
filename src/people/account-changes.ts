// Granting with a second person: what one proposes about an account, what another decides, and the log of both. The decision itself is a
// function of the database (0010_accounts.sql), which alone may change an account from a page. The pages: account-pages.tsx.
import type { Database, Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Checked } from '../kit/problem.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { ChangeProblem } from './account-messages.ts'
import { checkAccount, recordEvent } from './accounts.ts'
import type { AccountProblem } from './messages.ts'
import { newSetUpCode, SET_UP } from './second-factor.ts'
import { type Account, type Role, scopeOf } from './site.ts'

export const CHANGES = ['area', 'close', 'open', 'factor', 'password'] as const
export type ChangeKind = 'new' | (typeof CHANGES)[number]

export type AccountRow = Account & { active: boolean; hasPassword: boolean }
export type Proposal = {
  kind: ChangeKind
  account: string
  reason: string
  /** What it becomes, for a new account or a change of role and area. */
  to?: { role: string; shownAs: string; kec: number | null; kota: number | null }
}
export type Change = {
  id: string
  kind: ChangeKind
  account: string
  role: Role | null
  shownAs: string | null
  kec: number | null
  kota: number | null
  reason: string
  proposedBy: string
  proposedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  approved: boolean | null
  answer: string | null
}
export type AccountEvent = { id: number; at: Date; account: string; kind: string; by: string; detail: Record<string, unknown> }

const ROW = 'name, role, shown_as, kec_id, kota, active, password is not null as has_password'
// biome-ignore lint/suspicious/noExplicitAny: a row as pg gives it
const rowOf = (r: any): AccountRow => ({
  name: r.name,
  role: r.role,
  shownAs: r.shown_as,
  kec: r.kec_id,
  kota: r.kota,
  active: r.active,
  hasPassword: r.has_password,
})
// biome-ignore lint/suspicious/noExplicitAny: a row as pg gives it
const changeOf = (r: any): Change => ({
  id: r.id,
  kind: r.kind,
  account: r.account,
  role: r.role,
  shownAs: r.shown_as,
  kec: r.kec_id,
  kota: r.kota,
  reason: r.reason,
  proposedBy: r.proposed_by,
  proposedAt: r.proposed_at,
  decidedBy: r.decided_by,
  decidedAt: r.decided_at,
  approved: r.approved,
  answer: r.answer,
})

const PAGE = 50

/** Accounts whose name, or the name shown, holds these letters; 50 at most. Some hundreds of rows: read whole. */
export async function accountsLike(db: Db, words: string): Promise<{ rows: AccountRow[]; total: number }> {
  const { rows } = await db.client.query(
    `select ${ROW}, count(*) over ()::integer as total from account
     where role <> 'system' and ($1 = '' or position($1 in name) > 0 or position($1 in lower(shown_as)) > 0)
     order by password is null, name limit ${PAGE}`,
    [words.trim().toLowerCase()],
  )
  return { rows: rows.map(rowOf), total: rows[0]?.total ?? 0 }
}

export async function accountNamed(db: Db, name: string): Promise<AccountRow | null> {
  const { rows } = await db.client.query(`select ${ROW} from account where name = $1 and role <> 'system'`, [name])
  return rows[0] ? rowOf(rows[0]) : null
}

/** What waits for a second person, the oldest first. By the partial index. */
export async function waitingChanges(db: Db): Promise<Change[]> {
  const { rows } = await db.client.query('select * from account_change where decided_at is null order by proposed_at limit 200')
  return rows.map(changeOf)
}

export async function changeWith(db: Db, id: string): Promise<Change | null> {
  const { rows } = await db.client.query('select * from account_change where id = $1', [id])
  return rows[0] ? changeOf(rows[0]) : null
}

/** The log, the newest first; of one account, or of all that the scope shows. `before`: further back. */
export async function accountEvents(
  db: Db,
  { account, before, take }: { account?: string; before?: number; take: number },
): Promise<AccountEvent[]> {
  const { rows } = await db.client.query(
    `select id, at, account, kind, by_account as by, detail from account_event
     where ($1::text is null or account = $1) and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [account ?? null, before ?? null, take],
  )
  return rows
}

/** Puts a proposal before a second person. Nothing has changed yet. */
export async function propose(
  database: Database,
  by: Account,
  proposal: Proposal,
  wall: Date,
): Promise<Checked<string, ChangeProblem | AccountProblem>> {
  const { kind, account, to } = proposal
  const reason = proposal.reason.trim()
  return database.within('staff', scopeOf(by), async (db) => {
    const problems: (ChangeProblem | AccountProblem)[] = []
    const held = await accountNamed(db, account)
    if (kind === 'new') {
      problems.push(...checkAccount({ name: account, ...to! }))
      if (held) problems.push({ code: 'account.taken', field: 'name', data: { name: account } })
    } else if (!held) return { problems: [{ code: 'change.unknown', data: null }] }
    else if (kind === 'area') {
      problems.push(...checkAccount({ name: account, ...to! }))
      if (held.role === to!.role && held.kec === to!.kec && held.kota === to!.kota)
        problems.push({ code: 'change.nothing', field: 'role', data: null })
    } else if ((kind === 'close' && !held.active) || (kind === 'open' && held.active))
      problems.push({ code: 'change.nothing', field: 'kind', data: null })
    if (to?.role === 'system') problems.push({ code: 'account.role', field: 'role', data: { role: to.role, roles: '' } })
    if (!reason) problems.push({ code: 'change.reason', field: 'reason', data: null })
    if (problems.length) return { problems }
    const id = uuidv7()
    const { rowCount } = await db.client.query(
      `insert into account_change (id, account, kind, role, shown_as, kec_id, kota, reason, proposed_by, proposed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
      [id, account, kind, to?.role, to?.shownAs.trim(), to?.kec, to?.kota, reason.slice(0, 500), by.name, wall],
    )
    if (!rowCount) return { problems: [{ code: 'change.open', field: 'kind', data: null }] }
    await recordEvent(db, account, `${kind}.proposed`, to ? { role: to.role, kec: to.kec, kota: to.kota } : {}, wall)
    return { value: id, warnings: [] }
  })
}

/** The second person's answer. For a new account and a forgotten password it answers the code to hand over, shown this once. */
export async function decide(
  database: Database,
  secrets: Secrets,
  by: Account,
  { id, approve, reason, wall }: { id: string; approve: boolean; reason: string; wall: Date },
): Promise<Checked<{ change: Change; code: string | null; until: Date }, ChangeProblem>> {
  if (!reason.trim()) return { problems: [{ code: 'change.reason', field: 'reason', data: null }] }
  return database.within('staff', scopeOf(by), async (db) => {
    const change = await changeWith(db, id)
    if (!change) return { problems: [{ code: 'change.unknown', data: null }] }
    const { code, mark } = newSetUpCode(secrets, change.account)
    const until = new Date(wall.getTime() + SET_UP)
    const { rows } = await db.client.query('select decide_account_change($1, $2, $3, $4, $5, $6) as answer', [
      id,
      approve,
      reason.trim().slice(0, 500),
      wall,
      mark,
      until,
    ])
    const answer: 'done' | 'unknown' | 'decided' | 'own' | 'not-yours' | 'taken' = rows[0].answer
    if (answer === 'taken') return { problems: [{ code: 'change.taken', data: { name: change.account } }] }
    if (answer !== 'done') return { problems: [{ code: `change.${answer}`, data: null }] }
    const hands = approve && (change.kind === 'new' || change.kind === 'password')
    return { value: { change, code: hands ? code : null, until }, warnings: [] }
  })
}
