// P1 Pendaftaran, definition v1: identity matched, residence in the programme's area, baseline taken, consent to the programme held.
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { dataOf, type Missing, type Run, walk } from './run.ts'

export function p1(facts: readonly Fact[], { programmeArea }: Definition): Run {
  let identity: string | null = null
  let residence: string | null = null
  let baseline: string | null = null
  let consent: string | null = null
  let mismatch = false
  let outside = false
  let withdrawn = false
  let enteredOn: string | null = null

  const spans = walk(
    facts,
    (fact) => {
      switch (fact.kind) {
        case 'registration.submitted':
          enteredOn ??= fact.occurredOn
          break
        case 'identity.checked':
          if (dataOf<{ result: string }>(fact).result === 'match') identity ??= fact.id
          else mismatch = true
          break
        case 'residence.confirmed':
          // An address outside the programme's area is noted, and does not count (failure 4).
          if (dataOf<{ area: string }>(fact).area.startsWith(`${programmeArea}.`)) residence ??= fact.id
          else outside = true
          break
        case 'baseline.taken':
          baseline ??= fact.id
          break
        case 'consent.given':
          if (dataOf<{ purpose: string }>(fact).purpose === 'programme') consent ??= fact.id
          break
        case 'consent.withdrawn':
          if (dataOf<{ purpose: string }>(fact).purpose === 'programme') {
            consent = null
            withdrawn = true
          }
          break
      }
    },
    () => (identity && residence && baseline && consent ? [identity, residence, baseline, consent] : null),
    'consent-withdrawn',
  )
  const missing: Missing[] = []
  if (!enteredOn) missing.push({ code: 'registration' })
  if (!identity) missing.push({ code: mismatch ? 'identity-mismatch' : 'identity' })
  if (!residence) missing.push({ code: outside ? 'residence-outside' : 'residence' })
  if (!baseline) missing.push({ code: 'baseline' })
  if (!consent) missing.push({ code: withdrawn ? 'consent-again' : 'consent' })
  return { enteredOn, spans, missing }
}
