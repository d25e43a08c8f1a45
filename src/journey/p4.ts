// P4 Perizinan, definition v1: a NIB in force (an IUMK issued before 2021 counts), plus what its risk level asks (PP 28/2025).
// An SKU is a statement, never a licence (failure 3).
import { addDays, type JakartaDate } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { dataOf, type Missing, type Run, type Span } from './run.ts'

const NO_END = '9000-01-01' // 9999-12-31 is how offices write that a paper has no end

type Issued = { type: string; number?: unknown; validFrom?: string; validUntil?: string; risk?: string; verified?: boolean }
type Held = Issued & { fact: string; from: JakartaDate; until: JakartaDate | null }

// Numbers are sealed with one key per person, so the same number reads the same and can still be erased.
const mark = (number: unknown): string | null =>
  !number ? null : typeof number === 'string' ? number : ((number as { sealed?: string }).sealed ?? null)

const earlier = (a: JakartaDate | null, b: JakartaDate): JakartaDate => (a !== null && a < b ? a : b)

export function p4(facts: readonly Fact[], { p4: rule }: Definition, on?: JakartaDate): Run {
  const held: Held[] = []
  let enteredOn: string | null = null
  for (const fact of facts) {
    if (!fact.kind.startsWith('licence.')) continue
    const data = dataOf<Issued>(fact)
    if (fact.kind === 'licence.applied' || fact.kind === 'licence.issued') {
      if (data.type !== 'SKU') enteredOn ??= fact.occurredOn
    }
    if (fact.kind === 'licence.issued') {
      // From 2021 on an IUMK is no licence any more, and takes nothing from one issued before.
      if (data.type === 'IUMK' && fact.occurredOn >= rule.iumkBefore) continue
      const from = data.validFrom && data.validFrom > fact.occurredOn ? data.validFrom : fact.occurredOn
      // The same paper issued again (renewed, or with another risk level) takes the place of the earlier one.
      const number = mark(data.number)
      for (const old of held)
        if (number !== null && old.type === data.type && mark(old.number) === number) old.until = earlier(old.until, from)
      held.push({
        ...data,
        fact: fact.id,
        from,
        until: data.validUntil && data.validUntil < NO_END ? addDays(data.validUntil, 1) : null,
      })
    } else if (fact.kind === 'licence.revoked') {
      const number = mark(data.number)
      for (const licence of held) {
        const same = number === null || mark(licence.number) === null || number === mark(licence.number)
        if (licence.type === data.type && same) licence.until = earlier(licence.until, fact.occurredOn)
      }
    }
  }
  const bases = held.filter((l) => l.type === 'NIB' || l.type === 'IUMK')

  /** Which licences prove P4 on this day? */
  const proof = (day: JakartaDate): string[] | null => {
    for (const base of bases) {
      if (!inForce(base, day)) continue
      const extra = companion(base.risk)
      if (!extra) return [base.fact]
      const beside = held.find((l) => extra(l) && inForce(l, day))
      if (beside) return [base.fact, beside.fact]
    }
    return null
  }

  // Validity begins and ends on days known in advance; nothing changes between them.
  const days = new Set<JakartaDate>()
  for (const l of held) {
    if (l.until !== null && l.until <= l.from) continue
    days.add(l.from)
    if (l.until !== null) days.add(l.until)
  }
  const spans: Span[] = []
  let open: Span | null = null
  for (const day of [...days].sort()) {
    if (on !== undefined && day > on) break
    const by = proof(day)
    if (by && open) open.facts = by
    else if (by) {
      open = { from: day, until: null, ends: null, facts: by }
      spans.push(open)
    } else if (open) {
      open.until = day
      open.ends = 'licence-lapsed'
      open = null
    }
  }
  return { enteredOn, spans, missing: open ? [] : [lacking(bases, on)] }
}

const inForce = (l: Held, day: JakartaDate) => l.from <= day && (l.until === null || day < l.until)

/** What a member without P4 needs next; without a day, as if all that is issued had begun. */
function lacking(bases: Held[], on: JakartaDate | undefined): Missing {
  const standing = bases.find((l) => (on === undefined ? l.until === null : inForce(l, on)))
  switch (standing?.risk) {
    case 'medium-low':
      return { code: 'standard-certificate' }
    case 'medium-high':
      return { code: 'standard-certificate-verified' }
    case 'high':
      return { code: 'licence-high-risk' }
  }
  const coming = on === undefined ? undefined : bases.find((l) => l.from > on && (l.until === null || l.from < l.until))
  if (coming) return { code: 'licence-starts', on: coming.from }
  return { code: bases.length ? 'licence-again' : 'licence' }
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
