// What a request has at hand, and who may ask: the shape that every room's pages share. The routes are put together in app.ts.
import type { Context } from 'hono'
import type { JakartaDate } from '../kit/calendar.ts'
import type { Database, Db } from '../kit/database.ts'
import type { Lang } from '../kit/problem.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { NewsSettings } from '../kit/sending/index.ts'
import type { Member } from './members.ts'

export const ROLES = ['officer', 'mentor', 'kota', 'office', 'partner', 'lender', 'auditor', 'operator', 'system'] as const
export type Role = (typeof ROLES)[number]

/** A signed-in account. `kec` for an officer, `kota` for a kota's account. */
export type Account = {
  name: string
  role: Role
  shownAs: string
  kec: number | null
  kota: number | null
  /** Break-glass is open: role and kecamatan above are borrowed, to read, until then; `own` is the account without it. */
  glass?: { id: string; until: Date; own: Account }
}

/**
 * Who may use a route: everybody, or these roles; `resident` is a member who is signed in to their own page. A route without a policy fails the suite and answers 404.
 * What a role then sees is narrowed by its scope, in the query and by row security.
 */
export type Policy = 'everybody' | readonly (Role | 'resident')[]
/** `{ 'GET /konsol/impor': ['office', 'officer'] }`: each room exports the policies of its own routes beside them. */
export type Policies = Readonly<Record<string, Policy>>

export type Env = {
  Variables: {
    database: Database
    secrets: Secrets
    /** The programme's time: the server's clock, or the demonstration's. */
    now: Date
    today: JakartaDate
    /** A demonstration with synthetic people: every page says so. */
    synthetic: boolean
    lang: Lang
    account: Account | null
    /** What the head of a scope must learn of and has not read yet: how many. */
    notices: number
    /** A member who is signed in to their own page. */
    member: Member | null
    /** Does this page exist, and open for the account? By its policy, so that a link never promises what the guard refuses. */
    mayOpen: (path: string) => boolean
    /** Hidden field `token` of every form: without it (and a same-site Origin) a write is refused. */
    formToken: string
    requestId: string
    /** The client's address: a proxy's word counts only when the proxy is ours. */
    address: string
    /** The server's own time: sessions and waiting times follow it, whatever a demonstration's clock says. */
    wall: Date
    /** Reached by https: then cookies are `__Host-` and browsers are told to insist on https. */
    secure: boolean
    /** Whose news of delivery is believed, and by which secret. */
    news: NewsSettings
    /** A code may also go by SMS. */
    smsToo: boolean
    /** Why something was refused, as a stable code: for the log line, which holds nothing of what was written. */
    code?: string
  }
}
export type Ctx = Context<Env>

/** Reads what is published, as the public's login. */
export const asPublic = <T>(c: Ctx, work: (db: Db) => Promise<T>): Promise<T> =>
  c.var.database.within('public', { actor: 'publik', role: 'public' }, work)

/** Works as the signed-in account, within its scope: row security sees its role and area. */
export function asAccount<T>(c: Ctx, work: (db: Db) => Promise<T>): Promise<T> {
  const account = c.var.account
  if (!account) throw new Error('a route without a signed-in account asked for its scope')
  return c.var.database.within('staff', scopeOf(account), work)
}

export const scopeOf = (account: Account) => ({ actor: account.name, role: account.role, kec: account.kec, kota: account.kota })

/** Reads as the signed-in member: row security shows the rows of this one person. */
export function asMember<T>(c: Ctx, work: (db: Db) => Promise<T>): Promise<T> {
  const { member } = c.var
  if (!member) throw new Error('a route without a signed-in member asked for their scope')
  const { number, kec, enrolments, persons } = member
  return c.var.database.within('member', { actor: number, role: 'resident', kec, enrolments, persons }, work)
}

/** Reads as the signed-in mentor: row security shows the members entrusted to them now. */
export function asMentor<T>(c: Ctx, work: (db: Db) => Promise<T>): Promise<T> {
  const account = c.var.account
  if (account?.role !== 'mentor') throw new Error('a mentor’s page was asked for without a mentor')
  return c.var.database.within('mentor', { actor: account.name, role: 'mentor' }, work)
}

/** Takes something in from the public for one kecamatan (a registration): sees and writes only there. */
export const asIntake = <T>(c: Ctx, kec: number, work: (db: Db) => Promise<T>): Promise<T> =>
  c.var.database.within('job', { actor: 'publik', role: 'intake', kec }, work)
