// P3 Pendampingan, definition v1: three contacts on different days, each with goal and result, the last 28 days after the first.
import { addDays, daysBetween } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { dataOf, type Missing, type Run, walk } from './run.ts'

export function p3(facts: readonly Fact[], { p3: need }: Definition): Run {
  const days: { on: string; fact: string }[] = []
  let incomplete = 0
  let enteredOn: string | null = null
  const span = () => (days.length ? daysBetween(days[0]!.on, days.at(-1)!.on) : 0)
  const spans = walk(
    facts,
    (fact) => {
      if (fact.kind !== 'mentoring.contact') return
      enteredOn ??= fact.occurredOn
      const { goal, result } = dataOf<{ goal?: unknown; result?: unknown }>(fact)
      if (!goal || !result) incomplete++
      else if (days.at(-1)?.on !== fact.occurredOn) days.push({ on: fact.occurredOn, fact: fact.id })
    },
    () => (days.length >= need.contacts && span() >= need.days ? days.map((d) => d.fact) : null),
    null,
  )
  const missing: Missing[] = []
  if (days.length < need.contacts) missing.push({ code: 'contacts', have: days.length, need: need.contacts })
  if (span() < need.days)
    missing.push({
      code: 'contact-days',
      have: span(),
      need: need.days,
      earliest: days[0] ? addDays(days[0].on, need.days) : null,
    })
  if (incomplete && missing.length) missing.push({ code: 'contact-incomplete', count: incomplete })
  return { enteredOn, spans, missing }
}
