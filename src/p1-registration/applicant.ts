// What a form's answers become, whichever way it came, from a resident's phone or over the counter: the new member's rows, and the baseline as a fact.
import type { JakartaDate } from '../kit/calendar.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { NewMember } from '../people/index.ts'
import { type Answers, type Complete, sexOf } from './rules.ts'

/** `on`: the day of registration. The ids are made here, in time's order. */
export function applicantOf(answers: Complete, on: JakartaDate, now: Date): NewMember {
  const at = now.getTime()
  return {
    person: uuidv7(at),
    enrolment: uuidv7(at),
    kec: answers.kec,
    kel: answers.kel,
    nik: answers.nik,
    name: answers.name,
    birthDate: answers.birth,
    sex: sexOf(answers.nik),
    phone: answers.phone.number,
    phoneUse: answers.phone.use,
    address: null,
    business: answers.trading === 'none' ? null : { id: uuidv7(at), name: null, trade: answers.business?.trade ?? null },
    openedOn: on,
    importId: null,
    ref: null,
  }
}

/** The baseline as it was answered (8-facts). */
export function baselineOf({ trading, business }: Answers): Record<string, unknown> {
  if (trading === 'none') return { trading: false }
  return {
    trading: true,
    since: business?.since ? String(business.since) : trading,
    turnoverMonth: business?.turnoverMonth ?? undefined,
    workers: business?.workers ?? undefined,
    licence: business?.licence ?? undefined,
  }
}
