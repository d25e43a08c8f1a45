// What a step's rule answers: when it was entered, in which spans of days it holds, by which facts, and what is still missing.
import type { JakartaDate } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'

/** Days from `from` up to but not including `until` (null: to this day as far as is known). */
export type Span = { from: JakartaDate; until: JakartaDate | null; ends: LapseReason | null; facts: string[] }

export type LapseReason = 'consent-withdrawn' | 'licence-lapsed' | 'month-reopened'

/** One thing a person can do about it; the words are in words.ts. */
export type Missing =
  | { code: 'registration' | 'identity' | 'identity-mismatch' | 'residence' | 'residence-outside' }
  | { code: 'baseline' | 'consent' | 'consent-again' }
  | { code: 'sessions'; have: number; need: number }
  | { code: 'homework' }
  | { code: 'contacts'; have: number; need: number }
  | { code: 'contact-incomplete'; count: number }
  | { code: 'contact-days'; have: number; need: number; earliest: JakartaDate | null }
  | { code: 'licence' | 'licence-again' | 'standard-certificate' | 'standard-certificate-verified' | 'licence-high-risk' }
  | { code: 'licence-starts'; on: JakartaDate }
  | { code: 'listing' | 'programme-sale' }
  | { code: 'months'; have: number; need: number }
  | { code: 'loan-application' | 'loan-approval' | 'loan-disbursement' | 'loan-again' }

/** `spans` in order, never touching each other. `missing` is as of the last fact given. */
export type Run = { enteredOn: JakartaDate | null; spans: Span[]; missing: Missing[] }

/** Facts sorted by day, then as recorded. With `on`, what is known in advance to begin or end later (a licence) is left out. */
export type Rule = (facts: readonly Fact[], definition: Definition, on?: JakartaDate) => Run

/** Facts of one kind with their typed data; the journal has checked the shape when it took them. */
export const dataOf = <T>(fact: Fact): T => fact.data as T

/**
 * Walks facts (sorted by day, then as recorded) day by day. `holds` says after each day by which facts the rule holds, or null;
 * a rule sees no later day, so the state on a day never depends on what comes after it. `ends` names how the step can lapse; null
 * for a step that, once reached, stays.
 */
export function walk(
  facts: readonly Fact[],
  take: (fact: Fact) => void,
  holds: () => string[] | null,
  ends: LapseReason | null,
): Span[] {
  const spans: Span[] = []
  let open: Span | null = null
  for (let i = 0; i < facts.length; ) {
    const day = facts[i]!.occurredOn
    for (; i < facts.length && facts[i]!.occurredOn === day; i++) take(facts[i]!)
    const proof: string[] | null = open && !ends ? null : holds()
    if (proof && open) open.facts = proof
    else if (proof) {
      open = { from: day, until: null, ends: null, facts: proof }
      spans.push(open)
    } else if (open && ends) {
      open.until = day
      open.ends = ends
      open = null
    }
  }
  return spans
}
