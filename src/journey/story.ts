// Facts told in short sentences, for tests: `attends('2018-01-08', 'dagang-1', 1)`. Each is known at the end of its day unless
// `heardOn` says later, and belongs to Bu Sari unless `of` says otherwise.
import { endOfDay, type JakartaDate } from '../kit/calendar.ts'
import type { Fact, Kind } from './facts.ts'
import type { Run } from './run.ts'

let told = 0

export function tell(kind: Kind, occurredOn: JakartaDate, data: Fact['data'] = {}): Fact {
  const seq = ++told
  return {
    id: `fact-${String(seq).padStart(6, '0')}`,
    enrolment: 'Sari',
    kind,
    occurredOn,
    recordedAt: atEndOf(occurredOn),
    seq,
    data,
  }
}

export const atEndOf = (day: JakartaDate) => endOfDay(day).getTime()
export const heardOn = (day: JakartaDate, fact: Fact): Fact => ({ ...fact, recordedAt: atEndOf(day) })
export const of = (enrolment: string, ...facts: Fact[]): Fact[] => facts.map((fact) => ({ ...fact, enrolment }))

export const registers = (on: JakartaDate) => tell('registration.submitted', on, { channel: 'counter' })
export const checked = (on: JakartaDate, result = 'match', document = 'ktp') => tell('identity.checked', on, { document, result })
/** Menteng, unless said. */
export const livesIn = (on: JakartaDate, area = '31.71.06.1001') => tell('residence.confirmed', on, { area })
export const baseline = (on: JakartaDate) => tell('baseline.taken', on, { trading: true })
export const consents = (on: JakartaDate, purpose = 'programme') => tell('consent.given', on, { purpose })
export const withdraws = (on: JakartaDate, purpose = 'programme') => tell('consent.withdrawn', on, { purpose })

export const attends = (on: JakartaDate, of: string, session: number | string) =>
  tell('class.attended', on, { class: of, session: String(session) })
export const homework = (on: JakartaDate, of = 'dagang-1') => tell('homework.accepted', on, { class: of })

const noted = { goal: { sealed: 'a1' }, result: { sealed: 'b2' } }
export const meets = (on: JakartaDate, notes: Fact['data'] = noted) =>
  tell('mentoring.contact', on, { mentor: 'bu-endang', way: 'visit', ...notes })

export const applies = (on: JakartaDate, type: string) => tell('licence.applied', on, { type })
export const issued = (on: JakartaDate, type: string, more: Fact['data'] = {}) => tell('licence.issued', on, { type, ...more })
export const revoked = (on: JakartaDate, type: string, more: Fact['data'] = {}) => tell('licence.revoked', on, { type, ...more })

export const lists = (on: JakartaDate, product = 'nasi-uduk') => tell('product.listed', on, { product })
export const delists = (on: JakartaDate, product = 'nasi-uduk') => tell('product.withdrawn', on, { product })
export const sells = (on: JakartaDate, channel: string) => tell('sale.made', on, { amount: { sealed: 'c3' }, channel })

export const closes = (on: JakartaDate, month: string, business?: string) => tell('month.closed', on, { month, business })
export const reopens = (on: JakartaDate, month: string, business?: string) => tell('month.reopened', on, { month, business })

export const loan = (on: JakartaDate, what: 'applied' | 'approved' | 'refused' | 'disbursed') =>
  tell(`loan.${what}`, on, { lender: 'bank-dki' })

export const leaves = (on: JakartaDate, reason: string, into?: string) => tell('enrolment.ended', on, { reason, into })
export const waives = (on: JakartaDate, step: string, by: string) =>
  tell('step.waived', on, { step, by, reason: { sealed: 'd4' } })
/** Known from the end of this day on: the fact was never so. */
export const voids = (on: JakartaDate, fact: Fact): Fact => ({
  ...tell('fact.voided', on, { reason: { sealed: 'e5' } }),
  enrolment: fact.enrolment,
  voids: fact.id,
})

/** All of P1 on one day, but the registration. */
export const checkedIn = (on: JakartaDate) => [checked(on), livesIn(on), baseline(on), consents(on)]

/** From which day to which a step counts as reached: `2018-01-22..` has no end. */
export const daysOf = (run: Run): string[] => run.spans.map((s) => `${s.from}..${s.until ?? ''}`)
