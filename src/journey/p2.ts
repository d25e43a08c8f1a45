// P2 Pelatihan, definition v1: enough different sessions attended and homework accepted. Sessions of different classes add up.
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { dataOf, type Missing, type Run, walk } from './run.ts'

export function p2(facts: readonly Fact[], { p2: need }: Definition): Run {
  const sessions = new Map<string, string>()
  const homework: string[] = []
  let enteredOn: string | null = null
  const spans = walk(
    facts,
    (fact) => {
      if (fact.kind === 'class.attended') {
        enteredOn ??= fact.occurredOn
        const { class: of, session } = dataOf<{ class: string; session: string }>(fact)
        // A session is (class, session): counted once however often it is recorded.
        const key = JSON.stringify([of, session])
        if (!sessions.has(key)) sessions.set(key, fact.id)
      } else if (fact.kind === 'homework.accepted') homework.push(fact.id)
    },
    () =>
      sessions.size >= need.sessions && homework.length >= need.homework
        ? [...sessions.values(), ...homework.slice(0, need.homework)]
        : null,
    null,
  )
  const missing: Missing[] = []
  if (sessions.size < need.sessions) missing.push({ code: 'sessions', have: sessions.size, need: need.sessions })
  if (homework.length < need.homework) missing.push({ code: 'homework' })
  return { enteredOn, spans, missing }
}
