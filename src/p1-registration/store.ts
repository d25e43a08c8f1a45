// The form's rows: a draft under its code, and sending, which is one transaction. Facts are written by journal/ only, people by people/.
import { append, type NewFact } from '../journal/index.ts'
import { addDays, type JakartaDate, jakartaDay, startOfDay } from '../kit/calendar.ts'
import { canonical } from '../kit/canonical.ts'
import { codeFrom } from '../kit/code.ts'
import type { Database, Db, Scope } from '../kit/database.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import type { Lang } from '../kit/problem.ts'
import { type Secrets, sameBytes } from '../kit/secrets.ts'
import { maskNik, maskPhone } from '../kit/show.ts'
import { claimNiks, enrol, findMembers, type NewMember, reserveNumber } from '../people/index.ts'
import { type Kec, type Kel, kecCode, kelCode } from '../places/index.ts'
import type { Purpose } from './messages.ts'
import {
  ANSWER_DAYS,
  type Answers,
  type Complete,
  complete,
  DRAFT_DAYS,
  type PhoneUse,
  type Programme,
  sexOf,
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
const atTheForm = <T>(database: Database, work: (db: Db) => Promise<T>) => database.within('job', INTAKE, work)

/** The programme's row: whose residents, from which age. */
export const programmeOf = (database: Database): Promise<Programme> =>
  atTheForm(database, async (db) => {
    const row = await db.selectFrom('programme').select(['area', 'minimum_age']).executeTakeFirstOrThrow()
    return { area: row.area, minimumAge: row.minimum_age }
  })

// ---- drafts

/**
 * 80 bits in letters that a person can copy, drawn by the keys from what begins a form: the page's own token and its first answers. So the
 * same page sent twice begins one form, and nobody without the keys can guess it.
 */
export const codeFor = (secrets: Secrets, beginning: string): string => codeFrom(secrets, `new draft|${beginning}`)

const hashOf = (secrets: Secrets, code: string) => secrets.token(`draft|${code}`)

/** Tells two drafts apart in a page's hidden field, without opening either. */
export const markOf = (secrets: Secrets, code: string): string => secrets.token(`mark|${code}`).toString('base64url').slice(0, 16)

const startOfLife = (now: Date, days: number) => startOfDay(addDays(jakartaDay(now), -days))

async function readDraft(db: Db, secrets: Secrets, code: string, now: Date, lock = false): Promise<Draft | null> {
  const hash = hashOf(secrets, code)
  const { rows } = await db.client.query(
    `select body from draft where code = $1 and changed_at >= $2${lock ? ' for update' : ''}`,
    [hash, startOfLife(now, DRAFT_DAYS)],
  )
  return rows[0] ? JSON.parse(secrets.open(rows[0].body, hash.toString('hex'))) : null
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

// ---- sending

/** What a page shows, as one keyed hash: sent along, it proves that just this is what the sender had before them. */
export const contentOf = (secrets: Secrets, draft: Draft): string =>
  secrets.token(`content|${draft.id}|${canonical(draft.answers as never)}`).toString('base64url')

export type Sent =
  | { outcome: 'received'; id: string; receipt: Receipt }
  /** An answer no longer passes, or is missing: the page to mend it. */
  | { outcome: 'incomplete'; at: Theme }
  /** The form was changed after the page was opened. */
  | { outcome: 'changed' }
  /** The page belongs to another form than the one that is open on this device. */
  | { outcome: 'other' }
  /** The same id with another content. */
  | { outcome: 'conflict' }
  | { outcome: 'gone' }

export type Sending = { code: string | null; id: string; content: string; lang: Lang; now: Date; today: JakartaDate }

/**
 * Takes the form in: NIK, person, enrolment, facts, receipt and the end of the draft in one transaction; the receipt is given after
 * COMMIT. The draft's row is locked, so that of five sendings at once four find the answer of the first.
 */
export async function send(database: Database, secrets: Secrets, sending: Sending, programme: Programme): Promise<Sent> {
  const { code, id, content, lang, now, today } = sending
  const before = code && (await atTheForm(database, (db) => readDraft(db, secrets, code, now)))
  // An earlier answer is looked for under the scope of no kecamatan; a form goes to its own.
  const kec = before ? (before.answers.kec ?? null) : null
  return database.within('job', { ...INTAKE, kec }, async (db) => {
    const draft = code ? await readDraft(db, secrets, code, now, true) : null
    if (!draft || draft.id !== id) return (await earlier(db, secrets, { id, content })) ?? { outcome: draft ? 'other' : 'gone' }
    if (contentOf(secrets, draft) !== content || draft.answers.kec !== (kec ?? undefined)) return { outcome: 'changed' }
    const whole = complete({ answers: draft.answers, today, programme, lang })
    if ('at' in whole) return { outcome: 'incomplete', at: whole.at }
    const answers = whole.value

    const { number, facts } = await takeIn(db, secrets, answers, { now, today })
    const receipt: Receipt = {
      number,
      name: answers.name,
      nik: maskNik(answers.nik),
      phone: answers.phone.number && maskPhone(answers.phone.number),
      phoneUse: answers.phone.use,
      receivedAt: now.toISOString(),
      kec: answers.kec,
      kel: answers.kel,
      trading: answers.trading,
      trade: answers.business?.trade ?? null,
      consents: answers.consents.map((c) => c.purpose),
    }
    await db.client.query('insert into answered (id, body, answer, at, draft) values ($1, $2, $3, $4, $5)', [
      id,
      secrets.token(`sent|${content}`),
      secrets.seal(JSON.stringify({ receipt, facts }), id),
      now,
      hashOf(secrets, code!),
    ])
    await db.client.query('delete from draft where code = $1', [hashOf(secrets, code!)])
    return { outcome: 'received', id, receipt }
  })
}

/** The answer that this form got before; another content under the same id is refused. */
async function earlier(db: Db, secrets: Secrets, { id, content }: { id: string; content: string }): Promise<Sent | null> {
  if (!isUuid(id)) return null
  const { rows } = await db.client.query('select body, answer from answered where id = $1', [id])
  if (!rows[0]) return null
  if (!sameBytes(rows[0].body, secrets.token(`sent|${content}`))) return { outcome: 'conflict' }
  return { outcome: 'received', id, receipt: JSON.parse(secrets.open(rows[0].answer, id)).receipt }
}

/**
 * A person new to the programme becomes an applicant. One who is there already gets a number that leads to the enrolment they
 * have, and what was sent is kept sealed for an officer. Nobody outside may tell the two apart (6-trust), not by the time it takes
 * either: each does the other's work too, and takes it back.
 */
async function takeIn(
  db: Db,
  secrets: Secrets,
  answers: Complete,
  { now, today }: { now: Date; today: JakartaDate },
): Promise<{ number: string; facts: string[] }> {
  const at = now.getTime()
  const { kec } = answers
  const member: NewMember = {
    person: uuidv7(at),
    enrolment: uuidv7(at),
    kec,
    kel: answers.kel,
    nik: answers.nik,
    name: answers.name,
    birthDate: answers.birth,
    sex: sexOf(answers.nik),
    phone: answers.phone.number,
    phoneUse: answers.phone.use,
    address: null,
    business: answers.trading === 'none' ? null : { id: uuidv7(at), name: null, trade: answers.business?.trade ?? null },
    openedOn: today,
    importId: null,
    ref: null,
  }
  const facts = factsOf(answers, member, today, at)
  const asNew = async () => {
    const [enrolled] = await enrol(db, secrets, [member])
    await append(db, { actor: 'publik', way: 'form', now }, facts, new Map([[member.enrolment, enrolled!]]))
    return enrolled!.number
  }
  const asKnown = async (holder: { kec: Kec }) => {
    // The member may be in another kecamatan: this one look goes there, and what is written stays here.
    await db.client.query(`set local app.kec = '${Number(holder.kec)}'`)
    const [found] = await findMembers(db, secrets, [{ nik: answers.nik }])
    await db.client.query(`set local app.kec = '${Number(kec)}'`)
    if (!found || found === 'ambiguous') throw new Error('a NIK is registered and its member is not found')
    const number = await reserveNumber(db, kec, today, { kec: found.kec, enrolment: found.id })
    const id = uuidv7(at)
    await db.client.query('insert into repeat_registration (kec_id, id, number, at, body) values ($1, $2, $3, $4, $5)', [
      kec,
      id,
      number,
      now,
      secrets.seal(JSON.stringify(answers), id),
    ])
    return number
  }
  const [holder] = await claimNiks(db, secrets, [{ nik: answers.nik, kec, person: member.person }])
  if (holder!.fresh) {
    const number = await asNew()
    await andTakeBack(db, () => asKnown(member))
    return { number, facts: facts.map((f) => f.id) }
  }
  await andTakeBack(db, asNew)
  return { number: await asKnown(holder!), facts: [] }
}

/** Does the work, takes as long as it takes, and leaves nothing of it. */
async function andTakeBack(db: Db, work: () => Promise<unknown>): Promise<void> {
  await db.client.query('savepoint taken_back')
  await work()
  await db.client.query('rollback to savepoint taken_back')
}

/** Only what the person said: identity and residence become facts when an officer has checked them (8-facts). */
function factsOf(answers: Complete, { kec, enrolment }: NewMember, today: JakartaDate, at: number): NewFact[] {
  const fact = (kind: NewFact['kind'], data: Record<string, unknown>): NewFact => ({
    id: uuidv7(at),
    kec,
    enrolment,
    kind,
    occurredOn: today,
    grade: 'C',
    data,
  })
  const { trading, business } = answers
  return [
    fact('registration.submitted', { channel: 'online', area: answers.kel ? kelCode(answers.kel) : kecCode(kec) }),
    fact(
      'baseline.taken',
      trading === 'none'
        ? { trading: false }
        : {
            trading: true,
            since: business?.since ? String(business.since) : trading,
            turnoverMonth: business?.turnoverMonth ?? undefined,
            workers: business?.workers ?? undefined,
            licence: business?.licence ?? undefined,
          },
    ),
    ...answers.consents.map(({ purpose, textVersion }) => fact('consent.given', { purpose, textVersion, way: 'form' })),
  ]
}

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
