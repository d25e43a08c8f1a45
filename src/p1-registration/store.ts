// The form's rows: a draft under its code, and the receipt of one that was sent (sending.ts).
import { addDays, jakartaDay, startOfDay } from '../kit/calendar.ts'
import { codeFrom } from '../kit/code.ts'
import type { Database, Db, Scope } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import { type Secrets, sameBytes } from '../kit/secrets.ts'
import type { Kec, Kel } from '../places/index.ts'
import type { Purpose } from './messages.ts'
import {
  ANSWER_DAYS,
  type Answers,
  DRAFT_DAYS,
  type PhoneUse,
  type Programme,
  type Theme,
  type Trading,
  type Typed,
} from './rules.ts'

declare module '../kit/database.ts' {
  interface Tables {
    draft: { code: Buffer; body: Buffer; changed_at: Date }
    answered: { id: string; body: Buffer; answer: Buffer; at: Date; draft: Buffer | null }
    repeat_registration: { kec_id: number; id: string; number: string; at: Date; body: Buffer }
  }
}

/** A form that is not sent yet. */
export type Draft = {
  /** Made when the form began: sending it twice is sending it once. */
  id: string
  answers: Answers
  /** Typed but not acceptable yet, kept by "save now, go on later". */
  typed: Partial<Record<Theme, Typed>>
  /** Warnings that were shown, each with what it was about: shown once, the answer may then stand. */
  shown: string[]
}

/** What the sender gets, the first time and every time after: masked, because it may be opened again. */
export type Receipt = {
  number: string
  name: string
  nik: string
  phone: string | null
  phoneUse: PhoneUse
  receivedAt: string
  kec: Kec
  kel: Kel | null
  trading: Trading
  trade: string | null
  consents: Purpose[]
}

const INTAKE: Scope = { actor: 'publik', role: 'intake' }
/** The form's own work, before a kecamatan is known: drafts and answers, never a person's row. */
export const atTheForm = <T>(database: Database, work: (db: Db) => Promise<T>) => database.within('job', INTAKE, work)

/** The programme's row: whose residents, from which age. */
export const programmeOf = (database: Database): Promise<Programme> => atTheForm(database, programmeIn)

export async function programmeIn(db: Db): Promise<Programme> {
  const row = await db.selectFrom('programme').select(['area', 'minimum_age']).executeTakeFirstOrThrow()
  return { area: row.area, minimumAge: row.minimum_age }
}

// ---- drafts

/**
 * 80 bits in letters that a person can copy, drawn by the keys from what begins a form: the page's own token and its first answers. So the
 * same page sent twice begins one form, and nobody without the keys can guess it.
 */
export const codeFor = (secrets: Secrets, beginning: string): string => codeFrom(secrets, `new draft|${beginning}`)

export const hashOf = (secrets: Secrets, code: string) => secrets.token(`draft|${code}`)

/** Tells two drafts apart in a page's hidden field, without opening either. */
export const markOf = (secrets: Secrets, code: string): string => secrets.token(`mark|${code}`).toString('base64url').slice(0, 16)

const startOfLife = (now: Date, days: number) => startOfDay(addDays(jakartaDay(now), -days))

async function readDraft(db: Db, secrets: Secrets, code: string, now: Date, lock = false): Promise<Draft | null> {
  const hash = hashOf(secrets, code)
  const { rows } = await db.client.query(
    `select body from draft where code = $1 and changed_at >= $2${lock ? ' for update' : ''}`,
    [hash, startOfLife(now, DRAFT_DAYS)],
  )
  return rows[0] ? opened(secrets, hash, rows[0].body) : null
}

const opened = (secrets: Secrets, hash: Buffer, body: Buffer): Draft => JSON.parse(secrets.open(body, hash.toString('hex')))

/** The drafts of several devices, each locked until the transaction ends, in one order for all who lock; null where there is none. */
export async function readDrafts(
  db: Db,
  secrets: Secrets,
  asked: readonly { code: string | null; now: Date }[],
): Promise<(Draft | null)[]> {
  const hashes = asked.map(({ code }) => (code === null ? null : hashOf(secrets, code)))
  const { rows } = await db.client.query(
    'select code, body, changed_at from draft where code = any($1::bytea[]) order by code for update',
    [hashes.filter((hash) => hash !== null)],
  )
  const held = new Map(rows.map((r) => [r.code.toString('hex') as string, r as { body: Buffer; changed_at: Date }]))
  return asked.map(({ now }, i) => {
    const hash = hashes[i]
    const row = hash && held.get(hash.toString('hex'))
    return row && row.changed_at >= startOfLife(now, DRAFT_DAYS) ? opened(secrets, hash, row.body) : null
  })
}

async function writeDraft(db: Db, secrets: Secrets, code: string, draft: Draft, now: Date): Promise<void> {
  const hash = hashOf(secrets, code)
  await db.client.query(
    'insert into draft (code, body, changed_at) values ($1, $2, $3) on conflict (code) do update set body = excluded.body, changed_at = excluded.changed_at',
    [hash, secrets.seal(JSON.stringify(draft), hash.toString('hex')), now],
  )
}

/** Whoever writes takes out what nobody came back for. */
async function removeOld(db: Db, now: Date): Promise<void> {
  await db.client.query('delete from draft where changed_at < $1', [startOfLife(now, DRAFT_DAYS)])
  await db.client.query('delete from answered where draft is not null and at < $1', [startOfLife(now, ANSWER_DAYS)])
}

/** What does this code open: a form to go on with, the receipt of one that was sent, or nothing? */
export type Opened = { draft: Draft } | { sent: string } | null

export const open = (database: Database, secrets: Secrets, code: string, now: Date): Promise<Opened> =>
  atTheForm(database, async (db) => {
    const draft = await readDraft(db, secrets, code, now)
    if (draft) return { draft }
    const { rows } = await db.client.query('select id from answered where draft = $1', [hashOf(secrets, code)])
    return rows[0] ? { sent: rows[0].id } : null
  })

/** An empty form, with the id under which it will be sent once. */
const newDraft = (now: Date): Draft => ({ id: uuidv7(now.getTime()), answers: {}, typed: {}, shown: [] })

/** Begins a form with its first answer. */
export const begin = (
  database: Database,
  secrets: Secrets,
  code: string,
  now: Date,
  changed: (draft: Draft) => Draft,
): Promise<Draft> =>
  atTheForm(database, async (db) => {
    await removeOld(db, now)
    // Sent twice at once: the second waits for the first, and goes on with what that began.
    await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [hashOf(secrets, code).toString('hex')])
    const draft = changed((await readDraft(db, secrets, code, now)) ?? newDraft(now))
    await writeDraft(db, secrets, code, draft, now)
    return draft
  })

/** Changes a draft; two pages sent at once are taken one after the other, and neither loses the other's answer. */
export const change = (
  database: Database,
  secrets: Secrets,
  code: string,
  now: Date,
  changed: (draft: Draft) => Draft,
): Promise<Draft | null> =>
  atTheForm(database, async (db) => {
    const draft = await readDraft(db, secrets, code, now, true)
    if (!draft) return null
    const after = changed(draft)
    await removeOld(db, now)
    await writeDraft(db, secrets, code, after, now)
    return after
  })

/** Nothing is kept of somebody whom the programme cannot take. */
export const forget = (database: Database, secrets: Secrets, code: string): Promise<void> =>
  atTheForm(database, async (db) => {
    await db.client.query('delete from draft where code = $1', [hashOf(secrets, code)])
  })

// ---- receipts

/** The last part of a receipt's address: cannot be guessed, and says nothing about anybody. */
export const receiptToken = (secrets: Secrets, id: string): string =>
  Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), secrets.token(`receipt|${id}`).subarray(0, 16)]).toString(
    'base64url',
  )

export async function receiptOf(database: Database, secrets: Secrets, token: string, now: Date): Promise<Receipt | null> {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 32) return null
  const id = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (!sameBytes(bytes.subarray(16), secrets.token(`receipt|${id}`).subarray(0, 16))) return null
  return await atTheForm(database, async (db) => {
    const { rows } = await db.client.query('select answer from answered where id = $1 and at >= $2', [
      id,
      startOfLife(now, ANSWER_DAYS),
    ])
    return rows[0] ? JSON.parse(secrets.open(rows[0].answer, id)).receipt : null
  })
}
