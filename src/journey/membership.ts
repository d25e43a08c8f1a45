// For which kecamatan and on which days a member counts: moves inside the area, merges, leaving. From it come the changes whose
// sums are the weekly update. Pure; the journal stores what it answers.
import type { JakartaDate } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import { type Fact, STEPS, type Step } from './facts.ts'
import { known, runs } from './journey.ts'

/** Enrolments that are tied by a move or a merge, and all their facts. Most lineages are one enrolment. */
export type Lineage = { enrolments: { id: string; kec: number }[]; facts: Fact[] }

export type ArrivalReason = 'new' | 'again' | 'moved-within' | 'merged'
export type DepartureReason =
  | 'moved-away'
  | 'moved-within'
  | 'withdrew'
  | 'died'
  | 'merged'
  | 'not-eligible'
  | 'licence-lapsed'
  | 'consent-withdrawn'
  | 'month-reopened'

/** One arrival or departure in one count of one step. `otherKec` is set where the same person goes on in (or came from) there. */
export type Change = {
  enrolment: string
  kec: number
  step: Step
  reached: boolean
  on: JakartaDate
  arriving: boolean
  reason: ArrivalReason | DepartureReason
  otherKec: number | null
}

/** A change as it came to be known: `n` is +1, or -1 where later knowledge takes a change back. */
export type KnownChange = Change & { recordedAt: number; n: 1 | -1; cause: string; causeKind: 'late' | 'voided' }

type Window = { from: JakartaDate | null; until: JakartaDate | null }
type Interval = { from: JakartaDate; until: JakartaDate | null; starts: ArrivalReason; ends: DepartureReason | null }

/** Every arrival and departure of a lineage, as known from these facts. */
export function changes(lineage: Lineage, facts: readonly Fact[], definition: Definition): Change[] {
  const kecOf = new Map(lineage.enrolments.map((e) => [e.id, e.kec]))
  const own = new Map<string, Fact[]>(lineage.enrolments.map((e) => [e.id, []]))
  const ended = new Map<string, { on: JakartaDate; reason: DepartureReason; into: string | null }>()
  for (const fact of facts) {
    own.get(fact.enrolment)?.push(fact)
    if (fact.kind === 'enrolment.ended' && !ended.has(fact.enrolment)) {
      const into = typeof fact.data.into === 'string' && kecOf.has(fact.data.into) ? fact.data.into : null
      ended.set(fact.enrolment, { on: fact.occurredOn, reason: fact.data.reason as DepartureReason, into })
    }
  }
  const result: Change[] = []
  for (const { id, kec } of lineage.enrolments) {
    // What comes in from others, and from which day.
    const inflows = lineage.enrolments
      .filter((e) => e.id !== id && ended.get(e.id)?.into === id)
      .map((e) => ({ from: e.id, kec: e.kec, on: ended.get(e.id)!.on, reason: ended.get(e.id)!.reason as ArrivalReason }))
      .sort((a, b) => (a.on < b.on ? -1 : 1))
    const end = ended.get(id) ?? null
    const pieces = timeline(id, own, inflows, ended, definition)
    for (const step of STEPS)
      for (const reached of [false, true]) {
        for (const interval of clip(pieces(step, reached), { from: null, until: end?.on ?? null })) {
          const inflow = inflows.find(
            (f) => f.on === interval.from && (interval.starts === 'moved-within' || interval.starts === 'merged'),
          )
          result.push({
            enrolment: id,
            kec,
            step,
            reached,
            on: interval.from,
            arriving: true,
            reason: interval.starts,
            otherKec: inflow?.kec ?? null,
          })
          if (interval.until === null) continue
          const left = end !== null && interval.until === end.on
          result.push({
            enrolment: id,
            kec,
            step,
            reached,
            on: interval.until,
            arriving: false,
            reason: left ? end.reason : interval.ends!,
            otherKec: null,
          })
        }
      }
  }
  // A departure whose person arrives the same day, by the same move or merge, in the enrolment that goes on: name where to.
  for (const gone of result) {
    if (gone.arriving) continue
    const end = ended.get(gone.enrolment)
    if (!end?.into || end.on !== gone.on) continue
    const there = result.find(
      (c) =>
        c.arriving &&
        c.enrolment === end.into &&
        c.step === gone.step &&
        c.reached === gone.reached &&
        c.on === gone.on &&
        c.otherKec === gone.kec,
    )
    if (there) gone.otherKec = there.kec
  }
  return result
}

type Inflow = { from: string; kec: number; on: JakartaDate; reason: ArrivalReason }

/** The count intervals of one enrolment: its own facts, and from the day of each inflow on also those of whom it takes in. */
function timeline(
  id: string,
  own: Map<string, Fact[]>,
  inflows: Inflow[],
  ended: Map<string, { on: JakartaDate; into: string | null }>,
  definition: Definition,
): (step: Step, reached: boolean) => Interval[] {
  const eras: { window: Window; runs: ReturnType<typeof runs>; by: ArrivalReason }[] = []
  let from: JakartaDate | null = null
  const taken: string[] = []
  let by: ArrivalReason = 'new'
  for (let i = 0; i <= inflows.length; i++) {
    const next = inflows[i]
    if (next && next.on === from) {
      taken.push(...ancestors(next.from, ended))
      continue
    }
    // Close the era that ends where the next inflow begins.
    const facts = merge([id, ...taken], own)
    if (facts.length) eras.push({ window: { from, until: next?.on ?? null }, runs: runs(facts, definition), by })
    if (next) {
      from = next.on
      by = next.reason
      taken.push(...ancestors(next.from, ended))
    }
  }
  return (step, reached) => {
    const intervals: Interval[] = []
    for (const era of eras) {
      const run = era.runs[step]
      const raw: Interval[] = reached
        ? run.spans.map((s, i) => ({ from: s.from, until: s.until, starts: i ? 'again' : 'new', ends: s.ends }))
        : run.enteredOn
          ? [{ from: run.enteredOn, until: null, starts: 'new', ends: null }]
          : []
      for (const piece of clip(raw, era.window)) {
        const before = intervals.at(-1)
        // Held on both sides of an inflow: it goes on, nobody arrives.
        if (before && before.until === era.window.from && piece.from === era.window.from) {
          before.until = piece.until
          before.ends = piece.ends
        } else {
          if (
            era.window.from !== null &&
            piece.from === era.window.from &&
            raw.every((r) => r.from !== piece.from || r.from < era.window.from!)
          )
            piece.starts = era.by
          intervals.push(piece)
        }
      }
    }
    return intervals
  }
}

/** An enrolment and all that it had taken in before. */
function ancestors(id: string, ended: Map<string, { into: string | null }>): string[] {
  const all = [id]
  for (const at of all) for (const [from, end] of ended) if (end.into === at && !all.includes(from)) all.push(from)
  return all
}

const merge = (ids: string[], own: Map<string, Fact[]>): Fact[] =>
  ids.length === 1
    ? own.get(ids[0]!)!.filter(counts)
    : ids
        .flatMap((id) => own.get(id) ?? [])
        .filter(counts)
        .sort((a, b) =>
          a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : a.recordedAt - b.recordedAt || a.seq - b.seq,
        )

const counts = (fact: Fact) => fact.kind !== 'enrolment.ended' && fact.kind !== 'enrolment.opened' && fact.kind !== 'step.waived'

function clip(intervals: Interval[], { from, until }: Window): Interval[] {
  const kept: Interval[] = []
  for (const i of intervals) {
    const start = from !== null && i.from < from ? from : i.from
    const cut = until !== null && (i.until === null || i.until >= until)
    const end = cut ? until : i.until
    if (end !== null && start >= end) continue
    kept.push({ from: start, until: end, starts: i.starts, ends: cut ? null : i.ends })
  }
  return kept
}

/**
 * How the changes of a lineage came to be known: for each instant at which something was recorded, what that knowledge added or
 * took back. Sums over `recordedAt <= cut` and `on <= Sunday` are the published counts, in whatever order facts were sent.
 */
export function knownChanges(lineage: Lineage, definition: Definition, after = Number.NEGATIVE_INFINITY): KnownChange[] {
  const moments = [...new Set(lineage.facts.map((f) => f.recordedAt))].sort((a, b) => a - b)
  const result: KnownChange[] = []
  let before = new Map<string, Change>()
  const seenBefore = moments.filter((m) => m <= after).at(-1)
  if (seenBefore !== undefined) before = keyed(changes(lineage, known(lineage.facts, seenBefore), definition))
  for (const moment of moments) {
    if (moment <= after) continue
    const now = keyed(changes(lineage, known(lineage.facts, moment), definition))
    const causes = lineage.facts.filter((f) => f.recordedAt === moment)
    const cause = causes.find((f) => f.kind === 'fact.voided') ?? causes[0]!
    const stamp = {
      recordedAt: moment,
      cause: cause.id,
      causeKind: cause.kind === 'fact.voided' ? ('voided' as const) : ('late' as const),
    }
    for (const [key, change] of before) if (!now.has(key)) result.push({ ...change, ...stamp, n: -1 })
    for (const [key, change] of now) if (!before.has(key)) result.push({ ...change, ...stamp, n: 1 })
    before = now
  }
  return result
}

function keyed(list: Change[]): Map<string, Change> {
  const map = new Map<string, Change>()
  for (const c of list)
    map.set(`${c.enrolment}|${c.step}|${c.reached ? 1 : 0}|${c.on}|${c.arriving ? 1 : 0}|${c.reason}|${c.otherKec ?? ''}`, c)
  return map
}
