// P4 Perizinan, definition v1: a NIB in force (an IUMK issued before 2021 counts), plus what its risk level asks (PP 28/2025).
// An SKU is a statement, never a licence (failure 3).
import { addDays, type JakartaDate } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { dataOf, type Missing, type Run, type Span } from './run.ts'

type Issued = { type: string; number?: unknown; validFrom?: string; validUntil?: string; risk?: string; verified?: boolean }
type Held = Issued & { fact: string; issuedOn: JakartaDate; from: JakartaDate; until: JakartaDate | null }

// Numbers are sealed with one key per person, so the same number reads the same and can still be erased.
const mark = (number: unknown): string | null =>
  !number ? null : typeof number === 'string' ? number : ((number as { sealed?: string }).sealed ?? null)

const earlier = (a: JakartaDate | null, b: JakartaDate): JakartaDate => (a !== null && a < b ? a : b)

export function p4(facts: readonly Fact[], { p4: rule }: Definition): Run {
  const held: Held[] = []
  let enteredOn: string | null = null
  for (const fact of facts) {
    if (fact.kind === 'licence.applied' || fact.kind === 'licence.issued') {
      if (dataOf<Issued>(fact).type !== 'SKU') enteredOn ??= fact.occurredOn
    }
    if (fact.kind === 'licence.issued') {
      const data = dataOf<Issued>(fact)
      const from = data.validFrom && data.validFrom > fact.occurredOn ? data.validFrom : fact.occurredOn
      // The same paper issued again (renewed, or with another risk level) takes the place of the earlier one.
      for (const old of held)
        if (old.type === data.type && mark(old.number) !== null && mark(old.number) === mark(data.number))
          old.until = earlier(old.until, from)
      held.push({
        ...data,
        fact: fact.id,
        issuedOn: fact.occurredOn,
        from,
        until: data.validUntil ? addDays(data.validUntil, 1) : null,
      })
    } else if (fact.kind === 'licence.revoked') {
      const { type, number } = dataOf<Issued>(fact)
      for (const licence of held) {
        const same = mark(number) === null || mark(licence.number) === null || mark(number) === mark(licence.number)
        if (licence.type === type && same) licence.until = earlier(licence.until, fact.occurredOn)
      }
    }
  }
  const inForce = (l: Held, day: JakartaDate) => l.from <= day && (l.until === null || day < l.until)
  const isBase = (l: Held) => l.type === 'NIB' || (l.type === 'IUMK' && l.issuedOn < rule.iumkBefore)

  /** Which licences prove P4 on this day? */
  const proof = (day: JakartaDate): string[] | null => {
    for (const base of held) {
      if (!isBase(base) || !inForce(base, day)) continue
      const extra = companion(base.risk)
      if (!extra) return [base.fact]
      const beside = held.find((l) => extra(l) && inForce(l, day))
      if (beside) return [base.fact, beside.fact]
    }
    return null
  }

  const days = new Set<JakartaDate>()
  for (const l of held) {
    if (l.until !== null && l.until <= l.from) continue
    days.add(l.from)
    if (l.until !== null) days.add(l.until)
  }
  const spans: Span[] = []
  let open: Span | null = null
  for (const day of [...days].sort()) {
    const by = proof(day)
    if (by && !open) {
      open = { from: day, until: null, ends: null, facts: by }
      spans.push(open)
    } else if (!by && open) {
      open.until = day
      open.ends = 'licence-lapsed'
      open = null
    }
  }

  const missing: Missing[] = []
  if (!open) {
    const base = held.find((l) => isBase(l) && l.until === null) ?? held.find(isBase)
    if (!base) missing.push({ code: 'licence' })
    else if (spans.length) missing.push({ code: 'licence-again' })
    else if (base.risk === 'medium-low') missing.push({ code: 'standard-certificate' })
    else if (base.risk === 'medium-high') missing.push({ code: 'standard-certificate-verified' })
    else if (base.risk === 'high') missing.push({ code: 'licence-high-risk' })
    else missing.push({ code: 'licence-again' })
  }
  return { enteredOn, spans, missing }
}

/** What does this risk level ask beside the base licence? No risk given is low. */
function companion(risk: string | undefined): ((l: Held) => boolean) | null {
  switch (risk) {
    case 'medium-low':
      return (l) => l.type === 'STANDARD-CERTIFICATE'
    case 'medium-high':
      return (l) => l.type === 'STANDARD-CERTIFICATE' && l.verified === true
    case 'high':
      return (l) => l.type === 'LICENCE'
    default:
      return null
  }
}
