// What is decided on a member's own page: the one next thing, whose move it is, which consents stand, and how long a request has left.
// Pure: the day and the time are arguments. The words are in messages.ts.
import { type Journey, type Missing, STEPS, type Step } from '../journey/index.ts'
import { dateOf, jakartaDay, startOfDay } from '../kit/calendar.ts'
import type { Checked } from '../kit/problem.ts'
import type { MemberProblem } from './messages.ts'

/** Who moves next. */
export type Mover = 'you' | 'office' | 'mentor' | 'bank' | 'calendar'
/** Where it is done. */
export type Place = 'counter' | 'ptsp' | 'class' | 'mentor' | 'catalogue' | 'books' | 'bank' | 'here' | 'form'
export type Paper = 'ktp' | 'kk' | 'number' | 'nib'

const MOVE: Record<Missing['code'], { who: Mover; where: Place; bring: readonly Paper[] }> = {
  registration: { who: 'you', where: 'form', bring: ['ktp'] },
  identity: { who: 'you', where: 'counter', bring: ['ktp', 'kk'] },
  'identity-mismatch': { who: 'you', where: 'counter', bring: ['ktp', 'kk'] },
  residence: { who: 'you', where: 'counter', bring: ['ktp', 'kk'] },
  'residence-outside': { who: 'you', where: 'counter', bring: ['kk'] },
  baseline: { who: 'you', where: 'counter', bring: [] },
  consent: { who: 'you', where: 'here', bring: [] },
  'consent-again': { who: 'you', where: 'here', bring: [] },
  sessions: { who: 'you', where: 'class', bring: [] },
  homework: { who: 'you', where: 'class', bring: [] },
  contacts: { who: 'you', where: 'mentor', bring: [] },
  'contact-incomplete': { who: 'mentor', where: 'mentor', bring: [] },
  'contact-days': { who: 'calendar', where: 'mentor', bring: [] },
  licence: { who: 'you', where: 'ptsp', bring: ['ktp'] },
  'licence-again': { who: 'you', where: 'ptsp', bring: ['ktp', 'nib'] },
  'licence-starts': { who: 'calendar', where: 'ptsp', bring: [] },
  'standard-certificate': { who: 'you', where: 'ptsp', bring: ['nib'] },
  'standard-certificate-verified': { who: 'you', where: 'ptsp', bring: ['nib'] },
  'licence-high-risk': { who: 'you', where: 'ptsp', bring: ['nib'] },
  listing: { who: 'you', where: 'catalogue', bring: [] },
  'programme-sale': { who: 'you', where: 'catalogue', bring: [] },
  months: { who: 'you', where: 'books', bring: [] },
  'loan-application': { who: 'you', where: 'bank', bring: [] },
  'loan-approval': { who: 'bank', where: 'bank', bring: [] },
  'loan-disbursement': { who: 'bank', where: 'bank', bring: [] },
  'loan-again': { who: 'you', where: 'bank', bring: [] },
}

export type NextThing = {
  step: Step
  missing: Missing
  who: Mover
  where: Place
  /** Also the member's number, which the counter asks for. */
  bring: Paper[]
  why: 'lapsed' | 'current' | 'meanwhile'
}

/**
 * The one next thing, or null when all seven stand or the member has left. (The product's own rule.)
 * 1. A step that was reached and no longer holds comes first, the lowest: what it opened is closed until it is mended.
 * 2. Else the current step (the first neither reached nor waived).
 * 3. Within a step, what the member can do comes before what others do; in the order in which the definition asks for it.
 * 4. While the current step only waits for others, the next open step in which the member can do something; if there is none, the wait
 *    itself is the next thing, so that the page says whose move it is.
 */
export function nextThing(journey: Journey): NextThing | null {
  if (journey.ended) return null
  const open = STEPS.filter((s) => journey.steps[s].state !== 'reached' && !journey.steps[s].waived)
  const lapsed = open.find((s) => journey.steps[s].state === 'lapsed')
  const order = lapsed ? [lapsed, ...open.filter((s) => s !== lapsed)] : open
  const thing = (step: Step, missing: Missing, i: number): NextThing => {
    const { who, where } = MOVE[missing.code]
    const here = journey.steps[step].missing.filter((m) => MOVE[m.code].where === where)
    const papers = new Set<Paper>(here.flatMap((m) => MOVE[m.code].bring))
    if (where === 'counter' || where === 'ptsp') papers.add('number')
    const why = i > 0 ? 'meanwhile' : step === lapsed ? 'lapsed' : 'current'
    return { step, missing, who, where, bring: [...papers], why }
  }
  for (const [i, step] of order.entries()) {
    const mine = journey.steps[step].missing.find((m) => MOVE[m.code].who === 'you')
    if (mine) return thing(step, mine, i)
  }
  const first = order[0]
  const waits = first && journey.steps[first].missing[0]
  return first && waits ? thing(first, waits, 0) : null
}

// ---- consents

export const PURPOSES = ['programme', 'message', 'lender', 'partner', 'publication'] as const
export type Purpose = (typeof PURPOSES)[number]
export const isPurpose = (text: string): text is Purpose => (PURPOSES as readonly string[]).includes(text)

type ConsentFact = { id: string; kind: string; occurredOn: string; data: { readonly [field: string]: unknown } }
export type Consent<F extends ConsentFact> = { purpose: Purpose; held: boolean; last: F | null; trail: F[] }

/** What stands for each purpose: the last word counts. `facts`: those that count, the newest first. */
export const consentsIn = <F extends ConsentFact>(facts: readonly F[]): Consent<F>[] =>
  PURPOSES.map((purpose) => {
    const trail = facts
      .filter((f) => (f.kind === 'consent.given' || f.kind === 'consent.withdrawn') && f.data.purpose === purpose)
      .sort((a, b) => (a.occurredOn < b.occurredOn ? 1 : a.occurredOn > b.occurredOn ? -1 : 0))
    const last = trail[0] ?? null
    return { purpose, held: last?.kind === 'consent.given', last, trail }
  })

// ---- requests and their clocks (UU 27/2022: 3 x 24 hours)

export const ASKABLE = ['correction', 'access', 'restriction', 'lift', 'erasure'] as const
export type Askable = (typeof ASKABLE)[number]
export type RequestKind = Askable | 'stop'
export const isAskable = (text: string): text is Askable => (ASKABLE as readonly string[]).includes(text)

const HOUR = 3_600_000
export const ANSWER_WITHIN = 72 * HOUR
export const dueFrom = (madeAt: Date): Date => new Date(madeAt.getTime() + ANSWER_WITHIN)

export type Clock = {
  /** `late` once 72 hours have passed without an answer, `soon` under 24 hours; an answer after the time stays `answered-late`. */
  state: 'open' | 'soon' | 'late' | 'answered' | 'answered-late'
  /** Whole minutes to the deadline; negative when it has passed. */
  minutesLeft: number
}

/** How does a request stand at this time? At exactly 72 hours it is not late yet. */
export function clockOf({ dueAt, answeredAt }: { dueAt: Date; answeredAt: Date | null }, now: Date): Clock {
  const left = dueAt.getTime() - (answeredAt ?? now).getTime()
  const minutesLeft = Math.floor(left / 60_000)
  if (answeredAt) return { state: left < 0 ? 'answered-late' : 'answered', minutesLeft }
  return { state: left < 0 ? 'late' : left < 24 * HOUR ? 'soon' : 'open', minutesLeft }
}

// ---- what the schema holds about a member

export type Held = 'copied' | 'not-yours' | 'sealed-away' | 'short-lived'
/**
 * Every column of class P or R in the schema, and whether the copy of one's own data holds it. `not-yours`: about staff or an office;
 * `sealed-away`: what somebody else wrote who may not be this member, looked through by a person on request; `short-lived`: a file or form
 * on its way in, emptied within 30 days. Class S (keys, codes) is shown to nobody; `shown_as` and `by_shown` name who works. A test compares
 * this list with the migrations.
 */
export const COLUMNS: Readonly<Record<string, Held>> = {
  'person.nik': 'copied',
  'person.name': 'copied',
  'person.name_key': 'copied',
  'person.birth_date': 'copied',
  'person.sex': 'copied',
  'person.phone': 'copied',
  'person.address': 'copied',
  'business.name': 'copied',
  'fact_detail.body': 'copied',
  'member_request.body': 'copied',
  'member_request.answer': 'copied',
  'repeat_registration.body': 'sealed-away',
  'draft.body': 'short-lived',
  'answered.answer': 'short-lived',
  'import_job.file_name': 'not-yours',
  'import_job.body': 'short-lived',
  'import_job.preview': 'short-lived',
  'import_row.body': 'short-lived',
  'person_change.body': 'copied',
  'centre.people': 'not-yours',
  'message.recipient': 'short-lived',
  'sign_in_code.phone': 'short-lived',
  'import_take_back.reason': 'not-yours',
  'bulk_act.about': 'not-yours',
  'bulk_act.undone_why': 'not-yours',
  'duplicate_decision.reason': 'sealed-away',
  'report.said': 'short-lived',
  'report_answer.answer': 'not-yours',
  'homework.body': 'copied',
  'homework.photo': 'copied',
  'homework.answer': 'copied',
  'certificate.initials': 'copied',
  'agreement.goal': 'copied',
  'clinic_tap.body': 'copied',
  'field_note.body': 'sealed-away',
}

// ---- what may be asked, answered, and told

const MOST = 2000
const OPEN_MOST = 5

/** May this be asked? Every reason why not at once. `open`: how many of the member's requests wait already. */
export function checkRequest(
  written: { kind: string; said: string },
  { open, restricted }: { open: number; restricted: boolean },
): Checked<{ kind: Askable; said: string | null }, MemberProblem> {
  const problems: MemberProblem[] = []
  const said = written.said.trim()
  const kind = isAskable(written.kind) ? written.kind : null
  if (!kind) problems.push({ code: 'request.kind', field: 'minta', data: null })
  if (kind === 'lift' && !restricted) problems.push({ code: 'request.restricted', field: 'minta', data: null })
  if (kind === 'correction' && !said) problems.push({ code: 'request.said', field: 'keterangan', data: null })
  if (said.length > MOST) problems.push({ code: 'request.long', field: 'keterangan', data: { most: MOST } })
  if (open >= OPEN_MOST) problems.push({ code: 'request.many', field: 'minta', data: null })
  return problems.length || !kind ? { problems } : { value: { kind, said: said || null }, warnings: [] }
}

/** An answer says what was decided, and why, in words that the member reads. */
export function checkAnswer(
  written: { outcome: string; answer: string },
  kind: RequestKind,
): Checked<{ outcome: 'done' | 'refused'; answer: string }, MemberProblem> {
  const problems: MemberProblem[] = []
  const answer = written.answer.trim()
  const done = written.outcome === 'done' && kind !== 'erasure' // which is done by doing it (checkErasure)
  const outcome = done ? 'done' : written.outcome === 'refused' ? 'refused' : null
  if (!outcome) problems.push({ code: 'answer.outcome', field: 'hasil', data: null })
  if (!answer) problems.push({ code: 'answer.reason', field: 'jawaban', data: null })
  if (answer.length > MOST) problems.push({ code: 'request.long', field: 'jawaban', data: { most: MOST } })
  return problems.length || !outcome ? { problems } : { value: { outcome, answer }, warnings: [] }
}

/** Carrying out an erasure: the number written once more, and what the member is told. */
export function checkErasure(
  written: { number: string; answer: string },
  number: string,
): Checked<{ answer: string }, MemberProblem> {
  const problems: MemberProblem[] = []
  const answer = written.answer.trim()
  if (written.number.trim().toUpperCase() !== number) problems.push({ code: 'erasure.number', field: 'nomor', data: null })
  if (!answer) problems.push({ code: 'answer.reason', field: 'jawaban', data: null })
  if (answer.length > MOST) problems.push({ code: 'request.long', field: 'jawaban', data: { most: MOST } })
  return problems.length ? { problems } : { value: { answer }, warnings: [] }
}

/** A notice of a breach: what leaked, what those concerned should do, and the day it was found, from which the three days run. */
export function checkBreach(
  written: { what: string; todo: string; day: string; month: string; year: string },
  now: Date,
): Checked<{ what: string; todo: string; foundAt: Date }, MemberProblem> {
  const problems: MemberProblem[] = []
  const [what, todo] = [written.what.trim(), written.todo.trim()]
  const day = dateOf(written.day, written.month, written.year)
  if (!what || what.length > MOST) problems.push({ code: 'breach.what', field: 'apa', data: null })
  if (!todo || todo.length > MOST) problems.push({ code: 'breach.todo', field: 'lakukan', data: null })
  if (!day || day > jakartaDay(now)) problems.push({ code: 'breach.when', field: 'diketahui', data: null })
  // The day's beginning: the clock never runs longer than the law gives.
  return problems.length ? { problems } : { value: { what, todo, foundAt: startOfDay(day!) }, warnings: [] }
}
