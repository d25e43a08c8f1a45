// Evidence and a definition in, the state of the seven steps out. Pure: no clock, no database. Which days a member counts for
// which kecamatan (moves, merges, leaving) is in membership.ts.
import type { JakartaDate } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import { type Fact, parseStep, STEPS, type Step } from './facts.ts'
import { p1 } from './p1.ts'
import { p2 } from './p2.ts'
import { p3 } from './p3.ts'
import { p4 } from './p4.ts'
import { p5 } from './p5.ts'
import { p6 } from './p6.ts'
import { p7 } from './p7.ts'
import type { Missing, Rule, Run } from './run.ts'

/** Each step is decided by its own facts alone. */
export const RULES: Record<Step, Rule> = { 1: p1, 2: p2, 3: p3, 4: p4, 5: p5, 6: p6, 7: p7 }

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

/** Known facts only, by day: voids recorded by `knownAt` have taken their facts out as if they had never been. */
export const known = (facts: readonly Fact[], knownAt: number): Fact[] => standing(inOrder(facts), knownAt)

/** By day, then as recorded; a fact sent twice is there once. */
export function inOrder(facts: readonly Fact[]): Fact[] {
  const sorted = [...facts].sort(byDay)
  return sorted.filter((f, i) => f.id !== sorted[i - 1]?.id)
}

/** Of facts in order, those known at an instant and not void. A void may itself be voided; then the first fact stands again. */
export function standing(facts: readonly Fact[], knownAt: number): Fact[] {
  const seen = facts.filter((f) => f.recordedAt <= knownAt)
  const voids = seen.filter((f) => f.kind === 'fact.voided')
  if (!voids.length) return seen
  const isVoid = (id: string, under: string[] = []): boolean =>
    voids.some((v) => v.voids === id && !under.includes(v.id) && !isVoid(v.id, [...under, v.id]))
  return seen.filter((f) => f.kind !== 'fact.voided' && !isVoid(f.id))
}

const byRecord = (a: Fact, b: Fact) => a.recordedAt - b.recordedAt || a.seq - b.seq || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const byDay = (a: Fact, b: Fact) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : byRecord(a, b))

/** The seven runs over facts already known and sorted. Steps stand on their own: a trader may arrive with a licence. */
export function runs(facts: readonly Fact[], definition: Definition, on?: JakartaDate): Record<Step, Run> {
  const ran = {} as Record<Step, Run>
  for (const step of STEPS) ran[step] = RULES[step](facts, definition, on)
  return ran
}

/**
 * Where does this member stand on a day, as known at an instant (milliseconds)? Takes the facts that count for the member:
 * with moves and merges, `factsOf` in membership.ts.
 */
export function journey(
  facts: readonly Fact[],
  definition: Definition,
  { on, knownAt }: { on: JakartaDate; knownAt: number },
): Journey {
  const seen = known(facts, knownAt).filter((f) => f.occurredOn <= on)
  const ran = runs(seen, definition, on)
  const waivers = new Map<Step, { by: string; on: JakartaDate }>()
  for (const f of seen)
    if (f.kind === 'step.waived') waivers.set(parseStep(String(f.data.step))!, { by: String(f.data.by), on: f.occurredOn })
  const steps = {} as Record<Step, StepState>
  for (const step of STEPS) {
    steps[step] = stateOf(ran[step], on)
    const waived = waivers.get(step)
    if (waived) steps[step].waived = waived
  }
  const current = STEPS.find((step) => steps[step].state !== 'reached' && !steps[step].waived) ?? null
  return { definition: definition.version, current, steps, ended: endOf(seen) }
}

/** What a member needs next: the step, how many acts it still lacks, and which; and whether it stood before. */
export type Next = { step: Step; lacks: number; missing: Missing[]; lapsed: boolean }

/**
 * The first step that neither stands nor was waived, as of the last of these facts; null when all seven stand. Takes known facts in order,
 * and their runs.
 */
export function nextOf(facts: readonly Fact[], ran: Record<Step, Run>): Next | null {
  const last = facts.at(-1)?.occurredOn ?? ''
  const waived = new Set(facts.flatMap((f) => (f.kind === 'step.waived' ? [parseStep(String(f.data.step))] : [])))
  const stands = (step: Step) => {
    const span = ran[step].spans.at(-1)
    return span !== undefined && (span.until === null || span.until > last)
  }
  const step = STEPS.find((s) => !stands(s) && !waived.has(s))
  if (!step) return null
  const { missing, spans } = ran[step]
  const acts = (m: Missing) => ('need' in m && m.code !== 'contact-days' ? Math.max(1, m.need - m.have) : 1)
  return { step, missing, lapsed: spans.length > 0, lacks: missing.reduce((sum, m) => sum + acts(m), 0) }
}

/** When did the member leave the programme? Whoever goes on in another of the enrolments given has not left it. */
function endOf(facts: readonly Fact[]): Journey['ended'] {
  const first = new Map<string, Journey['ended']>()
  for (const f of facts) {
    if (f.kind === 'enrolment.ended')
      first.set(f.enrolment, first.get(f.enrolment) ?? { on: f.occurredOn, reason: String(f.data.reason) })
    else if (!first.has(f.enrolment)) first.set(f.enrolment, null)
  }
  const ends = [...first.values()]
  return ends.includes(null) ? null : ends.reduce((a, b) => (a && b && a.on > b.on ? a : b), null)
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
