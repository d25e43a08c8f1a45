// Evidence and a definition in, the state of the seven steps out. Pure: no clock, no database. Which days a member counts for
// which kecamatan (moves, merges, leaving) is in membership.ts.
import type { JakartaDate } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import { type Fact, STEPS, type Step } from './facts.ts'
import { p1 } from './p1.ts'
import { p2 } from './p2.ts'
import { p3 } from './p3.ts'
import { p4 } from './p4.ts'
import { p5 } from './p5.ts'
import { p6 } from './p6.ts'
import { p7 } from './p7.ts'
import type { Missing, Run } from './run.ts'

const RULES = { 1: p1, 2: p2, 3: p3, 4: p4, 5: p5, 6: p6, 7: p7 } as const

export type State = 'not-started' | 'under-way' | 'reached' | 'lapsed'

export type StepState = {
  state: State
  /** The first day on which it was reached; it stays known when the step lapses. For a step under way, the day it was entered. */
  on: JakartaDate | null
  enteredOn: JakartaDate | null
  /** The facts that prove it. */
  facts: string[]
  missing: Missing[]
  /** Set aside by a decision: shown, out of the queues, never counted as reached. */
  waived?: { by: string; on: JakartaDate }
}

export type Journey = {
  definition: number
  /** The first step neither reached nor waived; null when all seven stand. */
  current: Step | null
  steps: Record<Step, StepState>
  ended: { on: JakartaDate; reason: string } | null
}

/** Known facts only: voids recorded by `knownAt` have taken their facts out as if they had never been. */
export function known(facts: readonly Fact[], knownAt: number): Fact[] {
  const seen = facts.filter((f) => f.recordedAt <= knownAt)
  // A void may itself be voided; then the first fact stands again. Facts are walked from the newest void to the oldest.
  const voids = seen.filter((f) => f.kind === 'fact.voided').sort(byRecord)
  const gone = new Set<string>()
  for (const v of voids.reverse()) if (!gone.has(v.id) && v.voids) gone.add(v.voids)
  return seen.filter((f) => f.kind !== 'fact.voided' && !gone.has(f.id)).sort(byDay)
}

export const byRecord = (a: Fact, b: Fact) => a.recordedAt - b.recordedAt || a.seq - b.seq || (a.id < b.id ? -1 : 1)
const byDay = (a: Fact, b: Fact) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : byRecord(a, b))

/** The seven runs over facts already known and sorted. Steps stand on their own: a trader may arrive with a licence. */
export function runs(facts: readonly Fact[], definition: Definition): Record<Step, Run> {
  return Object.fromEntries(STEPS.map((step) => [step, RULES[step](facts, definition)])) as Record<Step, Run>
}

/** Where does this member stand on a day, as known at an instant (milliseconds)? */
export function journey(
  facts: readonly Fact[],
  definition: Definition,
  { on, knownAt }: { on: JakartaDate; knownAt: number },
): Journey {
  const seen = known(facts, knownAt).filter((f) => f.occurredOn <= on)
  const ran = runs(seen, definition)
  const waivers = new Map<Step, { by: string; on: JakartaDate }>()
  let ended: Journey['ended'] = null
  for (const f of seen) {
    if (f.kind === 'step.waived') waivers.set(+String(f.data.step)[1]! as Step, { by: String(f.data.by), on: f.occurredOn })
    if (f.kind === 'enrolment.ended') ended ??= { on: f.occurredOn, reason: String(f.data.reason) }
  }
  const steps = {} as Record<Step, StepState>
  for (const step of STEPS) {
    steps[step] = stateOf(ran[step], on)
    const waived = waivers.get(step)
    if (waived) steps[step].waived = waived
  }
  const current = STEPS.find((step) => steps[step].state !== 'reached' && !steps[step].waived) ?? null
  return { definition: definition.version, current, steps, ended }
}

function stateOf(run: Run, on: JakartaDate): StepState {
  const first = run.spans.find((s) => s.from <= on)
  const now = run.spans.find((s) => s.from <= on && (s.until === null || on < s.until))
  const { enteredOn } = run
  if (now && first) return { state: 'reached', on: first.from, enteredOn, facts: now.facts, missing: [] }
  if (first) return { state: 'lapsed', on: first.from, enteredOn, facts: first.facts, missing: run.missing }
  return enteredOn
    ? { state: 'under-way', on: enteredOn, enteredOn, facts: [], missing: run.missing }
    : { state: 'not-started', on: null, enteredOn, facts: [], missing: run.missing }
}
