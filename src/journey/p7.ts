// P7 Permodalan, definition v1: a loan disbursed. Applied for or approved is entered, not reached (failure 2).
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { type Missing, type Run, walk } from './run.ts'

export function p7(facts: readonly Fact[], _definition: Definition): Run {
  let enteredOn: string | null = null
  let disbursed: string | null = null
  let last = ''
  const spans = walk(
    facts,
    (fact) => {
      if (!fact.kind.startsWith('loan.')) return
      enteredOn ??= fact.occurredOn
      last = fact.kind
      if (fact.kind === 'loan.disbursed') disbursed ??= fact.id
    },
    () => (disbursed ? [disbursed] : null),
    null,
  )
  const next: Missing =
    last === 'loan.applied'
      ? { code: 'loan-approval' }
      : last === 'loan.approved'
        ? { code: 'loan-disbursement' }
        : last === 'loan.refused'
          ? { code: 'loan-again' }
          : { code: 'loan-application' }
  return { enteredOn, spans, missing: disbursed ? [] : [next] }
}
