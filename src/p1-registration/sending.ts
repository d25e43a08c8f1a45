// A form is sent: one transaction takes it in, and on a busy day one transaction takes in all that came while the one before was at work.
// Facts are written by journal/ only, people by people/.
import { append, type NewFact } from '../journal/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import { canonical } from '../kit/canonical.ts'
import { type Database, type Db, mayTryAgain, seeing, writeRows } from '../kit/database.ts'
import { gathered } from '../kit/gather.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import type { Lang } from '../kit/problem.ts'
import { type Secrets, sameBytes } from '../kit/secrets.ts'
import { maskNik, maskPhone } from '../kit/show.ts'
import { claimNiks, type EnrolledMember, enrol, findMembers, type NewMember, reserveNumbers } from '../people/index.ts'
import { kecCode, kelCode } from '../places/index.ts'
import { applicantOf, baselineOf } from './applicant.ts'
import { type Complete, complete, type Theme } from './rules.ts'
import { atTheForm, type Draft, hashOf, programmeIn, type Receipt, readDrafts } from './store.ts'

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

export type Sending = {
  code: string | null
  id: string
  content: string
  lang: Lang
  now: Date
  today: JakartaDate
}

/** A round takes a second or less on two cores; with this many before it, a form would wait for about three (docs/decisions/0022). */
const ROUND = 200
const WAITING = 800

type Gatherer = (sending: Sending) => Promise<Sent>
const gatherers = new WeakMap<Database, Gatherer>()

/**
 * Takes a form in: NIK, person, enrolment, facts, receipt and the end of the draft in one transaction, shared with the forms that were sent
 * at the same moment; the receipt is given after COMMIT. Of five sendings of one form four find the answer of the first.
 * @throws Busy when too many wait: nothing was done, the draft stands as it was
 */
export function send(database: Database, secrets: Secrets, sending: Sending): Promise<Sent> {
  let gatherer = gatherers.get(database)
  if (!gatherer) {
    gatherer = gathered((some: readonly Sending[]) => atTheForm(database, (db) => sendAll(db, secrets, some)), {
      most: ROUND,
      waiting: WAITING,
      keyOf: (s) => s.id,
      // When the connection is gone every one of them would fail again; what was stored of it, sending again tells.
      apart: (error) => !mayTryAgain(error) || ['40001', '40P01'].includes(String((error as { code?: unknown }).code)),
    })
    gatherers.set(database, gatherer)
  }
  return gatherer(sending)
}

/** The drafts' rows are locked, so that another process that sends one of them waits and finds the answer. */
async function sendAll(db: Db, secrets: Secrets, sendings: readonly Sending[]): Promise<Sent[]> {
  const drafts = await readDrafts(db, secrets, sendings)
  const programme = await programmeIn(db)
  const answers: (Sent | null)[] = sendings.map(() => null)
  const good: { at: number; answers: Complete; now: Date; today: JakartaDate }[] = []
  const asked: number[] = []
  for (const [at, { id, content, today, lang, now }] of sendings.entries()) {
    const draft = drafts[at]
    if (!draft || draft.id !== id) {
      asked.push(at)
      answers[at] = { outcome: draft ? 'other' : 'gone' }
    } else if (contentOf(secrets, draft) !== content) answers[at] = { outcome: 'changed' }
    else {
      const whole = complete({ answers: draft.answers, today, programme, lang })
      if ('at' in whole) answers[at] = { outcome: 'incomplete', at: whole.at }
      else good.push({ at, answers: whole.value, now, today })
    }
  }
  const before = await earlier(
    db,
    secrets,
    asked.map((at) => sendings[at]!),
  )
  for (const [i, at] of asked.entries()) answers[at] = before[i] ?? answers[at]!

  const taken = await takeIn(db, secrets, good)
  const answered = good.map(({ at, answers: a, now }, i) => {
    const { code, id, content } = sendings[at]!
    const { number, facts } = taken[i]!
    const receipt: Receipt = {
      number,
      name: a.name,
      nik: maskNik(a.nik),
      phone: a.phone.number && maskPhone(a.phone.number),
      phoneUse: a.phone.use,
      receivedAt: now.toISOString(),
      kec: a.kec,
      kel: a.kel,
      trading: a.trading,
      trade: a.business?.trade ?? null,
      consents: a.consents.map((c) => c.purpose),
    }
    answers[at] = { outcome: 'received', id, receipt }
    const answer = secrets.seal(JSON.stringify({ receipt, facts }), id)
    return [id, secrets.token(`sent|${content}`), answer, now, hashOf(secrets, code!)]
  })
  await writeRows(db, 'answered', ['id', 'body', 'answer', 'at', 'draft'], answered)
  if (answered.length) await db.client.query('delete from draft where code = any($1::bytea[])', [answered.map((row) => row[4])])
  return answers as Sent[]
}

/** The answers that these forms got before; another content under the same id is refused. */
async function earlier(db: Db, secrets: Secrets, sendings: readonly Sending[]): Promise<(Sent | null)[]> {
  const ids = sendings.flatMap(({ id }) => (isUuid(id) ? [id] : []))
  if (!ids.length) return sendings.map(() => null)
  const { rows } = await db.client.query('select id, body, answer from answered where id = any($1::uuid[])', [ids])
  const held = new Map(rows.map((r) => [r.id as string, r as { body: Buffer; answer: Buffer }]))
  return sendings.map(({ id, content }): Sent | null => {
    const row = held.get(id)
    if (!row) return null
    if (!sameBytes(row.body, secrets.token(`sent|${content}`))) return { outcome: 'conflict' }
    return { outcome: 'received', id, receipt: JSON.parse(secrets.open(row.answer, id)).receipt }
  })
}

type Taking = { answers: Complete; now: Date; today: JakartaDate }
type New = Taking & { member: NewMember; facts: NewFact[] }

/**
 * A person new to the programme becomes an applicant. One who is there already gets a number that leads to the enrolment they
 * have, and what was sent is kept sealed for an officer. Nobody outside may tell the two apart (6-trust), not by the time it takes
 * either: for each the other's work is done too, and taken back.
 * @returns for each its number, and the facts that were written
 */
async function takeIn(db: Db, secrets: Secrets, takings: readonly Taking[]): Promise<{ number: string; facts: string[] }[]> {
  if (!takings.length) return []
  const all = takings.map((t): New => {
    const member = applicantOf(t.answers, t.today, t.now)
    return { ...t, member, facts: factsOf(t, member) }
  })
  return seeing(db, kecsOf(all), async () => {
    const claims = await claimNiks(
      db,
      secrets,
      all.map((a) => a.member),
    )
    const fresh = all.filter((_, i) => claims[i]!.fresh)
    const known = all.filter((_, i) => !claims[i]!.fresh)
    const holders = claims.filter((c) => !c.fresh)
    const enrolled = await asNew(db, secrets, fresh)
    await andTakeBack(db, known, () => asNew(db, secrets, known))
    const numbers = await asKnown(db, secrets, known, holders)
    await andTakeBack(db, fresh, () =>
      asKnown(
        db,
        secrets,
        fresh,
        fresh.map((f) => f.member),
      ),
    )
    let [newOnes, knownOnes] = [0, 0]
    return all.map(({ facts }, i) =>
      claims[i]!.fresh
        ? { number: enrolled[newOnes++]!.number, facts: facts.map((f) => f.id) }
        : { number: numbers[knownOnes++]!, facts: [] },
    )
  })
}

const kecsOf = (some: readonly { member: { kec: number } }[]) => [...new Set(some.map((s) => s.member.kec))]

async function asNew(db: Db, secrets: Secrets, some: readonly New[]): Promise<EnrolledMember[]> {
  if (!some.length) return []
  const enrolled = await enrol(
    db,
    secrets,
    some.map((s) => s.member),
  )
  const now = new Map(some.map((s) => [s.member.enrolment, s.now]))
  const by = (fact: NewFact) => ({ actor: 'publik', way: 'form' as const, now: now.get(fact.enrolment)! })
  const facts = some.flatMap((s) => s.facts)
  await append(db, by, facts, new Map(enrolled.map((e) => [e.id, e])))
  return enrolled
}

async function asKnown(db: Db, secrets: Secrets, some: readonly New[], holders: readonly { kec: number }[]): Promise<string[]> {
  if (!some.length) return []
  // The member may be in another kecamatan: this one look goes there, and what is written stays here.
  const found = await seeing(db, [...new Set(holders.map((h) => h.kec))], () =>
    findMembers(
      db,
      secrets,
      some.map((s) => ({ nik: s.member.nik })),
    ),
  )
  const numbers = await reserveNumbers(
    db,
    some.map(({ member, today }, i) => {
      const to = found[i]
      if (!to || to === 'ambiguous') throw new Error('a NIK is registered and its member is not found')
      return { kec: member.kec, openedOn: today, leadsTo: { kec: to.kec, enrolment: to.id } }
    }),
  )
  await writeRows(
    db,
    'repeat_registration',
    ['kec_id', 'id', 'number', 'at', 'body'],
    some.map(({ member, answers, now }, i) => {
      const id = uuidv7(now.getTime())
      return [member.kec, id, numbers[i], now, secrets.seal(JSON.stringify(answers), id)]
    }),
  )
  return numbers
}

/** Does the work for these, takes as long as it takes, and leaves nothing of it. */
async function andTakeBack(db: Db, some: readonly unknown[], work: () => Promise<unknown>): Promise<void> {
  if (!some.length) return
  await db.client.query('savepoint taken_back')
  await work()
  await db.client.query('rollback to savepoint taken_back')
}

/** Only what the person said: identity and residence become facts when an officer has checked them (8-facts). */
function factsOf({ answers, now, today }: Taking, { kec, enrolment }: NewMember): NewFact[] {
  const fact = (kind: NewFact['kind'], data: Record<string, unknown>): NewFact => ({
    id: uuidv7(now.getTime()),
    kec,
    enrolment,
    kind,
    occurredOn: today,
    grade: 'C',
    data,
  })
  return [
    fact('registration.submitted', { channel: 'online', area: answers.kel ? kelCode(answers.kel) : kecCode(kec) }),
    fact('baseline.taken', baselineOf(answers)),
    ...answers.consents.map(({ purpose, textVersion }) => fact('consent.given', { purpose, textVersion, way: 'form' })),
  ]
}
