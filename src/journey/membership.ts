// For which kecamatan and on which days a member counts: moves inside the area, merges, leaving. From it come the changes whose
// sums are the weekly update. Pure; the journal stores what it answers.
import type { JakartaDate } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import { type Fact, STEPS, type Step, stepOf } from './facts.ts'
import { inOrder, known, RULES, standing } from './journey.ts'
import type { LapseReason, Span } from './run.ts'

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

/**
 * One arrival or departure in one count of one step. `otherKec` is set where the same person goes on in (or came from) there, and
 * then always on both: an arrival and a departure on one day that cancel out for the city (for the kecamatan, if it is the same).
 */
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

/** Every arrival and departure of a lineage, as known from these facts (`known`: in order, without voids). */
export function changes(lineage: Lineage, facts: readonly Fact[], definition: Definition): Change[] {
  const tied = ties(lineage, facts)
  return STEPS.flatMap((step) =>
    changesIn(
      step,
      facts.filter((f) => stepOf(f.kind) === step),
      tied,
      definition,
    ),
  )
}

/**
 * How the changes of a lineage came to be known: for each instant at which something was recorded, what that knowledge added or
 * took back. Sums over `recordedAt <= cut` and `on <= Sunday` are the published counts, in whatever order facts were sent.
 */
export function knownChanges(lineage: Lineage, definition: Definition, after = Number.NEGATIVE_INFINITY): KnownChange[] {
  const facts = inOrder(lineage.facts)
  const about = voidsAreAbout(facts)
  // Most members never move, merge or leave: then who counts where is the same at every instant.
  const tying = facts.filter((f) => isTie(about(f)))
  const untied = tying.length ? null : ties(lineage, [])
  const result: KnownChange[] = []
  for (const step of STEPS) {
    const own = facts.filter((f) => isOf(about(f), step))
    if (!own.length) continue
    const concerned = tying.length ? inOrder([...own, ...tying]) : own
    const moments = [...new Set(concerned.map((f) => f.recordedAt))].sort((a, b) => a - b)
    let before: Change[] = []
    for (const [i, recordedAt] of moments.entries()) {
      if ((moments[i + 1] ?? Number.POSITIVE_INFINITY) <= after) continue
      const standingThen = standing(own, recordedAt)
      const tied = untied ?? ties(lineage, standing(tying, recordedAt))
      const now = changesIn(step, standingThen, tied, definition)
      if (recordedAt > after) {
        const news = concerned.filter((f) => f.recordedAt === recordedAt)
        const stamped = causes(news, about, tying, recordedAt)
        for (const c of before) if (!now.some((d) => same(c, d))) result.push({ ...c, ...stamped(c), n: -1 })
        for (const c of now) if (!before.some((d) => same(c, d))) result.push({ ...c, ...stamped(c), n: 1 })
      }
      before = now
    }
  }
  return result.sort((a, b) => a.recordedAt - b.recordedAt)
}

/**
 * Which of the facts recorded at an instant brought a change about? One about the same enrolment or another that was tied to it by
 * then: of those tied only later, each had its own, and what a merge tells says nothing else about what was known before it.
 */
function causes(news: readonly Fact[], about: About, tying: readonly Fact[], recordedAt: number) {
  const tiedTo = tiedBy(tying.filter((f) => f.recordedAt <= recordedAt))
  return ({ enrolment }: Change) => {
    const tied = tiedTo(enrolment)
    // A void that was recorded before the fact that it is about told nothing yet.
    const own = news.filter((f) => tied.has(about(f, recordedAt)?.enrolment ?? ''))
    const { id: cause, kind } = own.find((f) => f.kind === 'fact.voided') ?? own[0]!
    return { recordedAt, cause, causeKind: kind === 'fact.voided' ? 'voided' : 'late' } as const
  }
}

/** Which enrolments these facts tie to one: directly, or by way of others. */
function tiedBy(facts: readonly Fact[]): (enrolment: string) => Set<string> {
  const next = new Map<string, string[]>()
  for (const { enrolment, kind, data } of facts) {
    const other = kind === 'enrolment.opened' ? data.from : kind === 'enrolment.ended' ? data.into : null
    if (typeof other !== 'string') continue
    next.set(enrolment, [...(next.get(enrolment) ?? []), other])
    next.set(other, [...(next.get(other) ?? []), enrolment])
  }
  return (enrolment) => {
    const tied = new Set([enrolment])
    for (const id of tied) for (const other of next.get(id) ?? []) tied.add(other)
    return tied
  }
}

/** The facts that count for whoever holds this enrolment on a day, as known at an instant: what `journey` is to be given. */
export function factsOf(lineage: Lineage, enrolment: string, { on, knownAt }: { on: JakartaDate; knownAt: number }): Fact[] {
  const facts = known(lineage.facts, knownAt)
  if (lineage.enrolments.length === 1) return facts
  const { goesOnIn } = ties(lineage, facts)
  return facts.filter((f) => goesOnIn(f.enrolment, on) === goesOnIn(enrolment, on))
}

/** Which enrolment has the facts of this one on a day? `facts`: in order, without voids; of them only ends and openings matter. */
export const holderOn = (lineage: Lineage, facts: readonly Fact[], enrolment: string, day: JakartaDate): string =>
  ties(lineage, facts).goesOnIn(enrolment, day)

const isOf = (fact: Fact | undefined, step: Step) => fact !== undefined && stepOf(fact.kind) === step
const isTie = (fact: Fact | undefined) => fact?.kind === 'enrolment.ended' || fact?.kind === 'enrolment.opened'

/** A void is about the fact that it takes out in the end, if that is known by then; any other fact is about itself. */
type About = (fact: Fact, knownAt?: number) => Fact | undefined

function voidsAreAbout(facts: readonly Fact[]): About {
  if (!facts.some((f) => f.kind === 'fact.voided')) return (fact) => fact
  const byId = new Map(facts.map((f) => [f.id, f]))
  return (fact, knownAt = Number.POSITIVE_INFINITY) => {
    const been = new Set<string>()
    let at: Fact | undefined = fact
    while (at?.kind === 'fact.voided' && !been.has(at.id)) {
      been.add(at.id)
      at = byId.get(at.voids ?? '')
      if (at && at.recordedAt > knownAt) return undefined
    }
    return at
  }
}

const same = (a: Change, b: Change) =>
  a.on === b.on &&
  a.reached === b.reached &&
  a.arriving === b.arriving &&
  a.enrolment === b.enrolment &&
  a.reason === b.reason &&
  a.otherKec === b.otherKec

type End = { on: JakartaDate; reason: DepartureReason; into: string | null }

/** Days on which nobody of the lineage moves, merges or leaves; who counts, and with the facts of which enrolments. */
type Era = { from: JakartaDate | null; until: JakartaDate | null; members: Map<string, Set<string>> }

type Ties = {
  /** Of enrolments that are tied, in order of days; those of others before or after, for they have nothing to do with these. */
  eras: Era[]
  kecOf: Map<string, number>
  /** The end that took a member out of the counts. */
  leftBy(id: string): End | undefined
  /** The move or merge that took the facts along. */
  onward(id: string): End | undefined
  goesOnIn(id: string, day: JakartaDate): string
  /** Was the later one opened by a move of the earlier one, or by a move from there? */
  isOrigin(earlier: string, later: string): boolean
}

function ties(lineage: Lineage, facts: readonly Fact[]): Ties {
  const kecOf = new Map(lineage.enrolments.map((e): [string, number] => [e.id, e.kec]).sort())
  const ids = [...kecOf.keys()]
  const ends = new Map<string, End[]>(ids.map((id) => [id, []]))
  const cameFrom = new Map<string, string>()
  for (const { kind, enrolment, occurredOn: on, data } of facts) {
    if (kind === 'enrolment.opened' && ends.has(String(data.from))) cameFrom.set(enrolment, String(data.from))
    if (kind !== 'enrolment.ended') continue
    const reason = data.reason as DepartureReason
    const goesOn = (reason === 'moved-within' || reason === 'merged') && data.into !== enrolment && ends.has(String(data.into))
    ends.get(enrolment)?.push({ on, reason, into: goesOn ? String(data.into) : null })
  }
  const leftBy = (id: string) => ends.get(id)?.[0]
  const onward = (id: string) => ends.get(id)?.find((e) => e.into !== null)
  for (const id of ids) {
    const move = onward(id)
    if (move?.reason === 'moved-within' && !cameFrom.has(move.into!)) cameFrom.set(move.into!, id)
  }

  /** Who has the facts of an enrolment on a day; whoever comes round to themselves stays there. */
  const goesOnIn = (id: string, day: JakartaDate, been: string[] = []): string => {
    if (been.includes(id)) return id
    // An enrolment opened by a move is the same person: before the day of the move (or if the move is void) they are still there.
    const origin = cameFrom.get(id)
    const move = origin && onward(origin)
    if (origin && !(move && move.into === id && move.on <= day)) return goesOnIn(origin, day, [...been, id])
    const end = onward(id)
    return end && end.on <= day ? goesOnIn(end.into!, day, [...been, id]) : id
  }

  const isOrigin = (earlier: string, later: string): boolean => {
    const been = new Set<string>()
    for (let at = cameFrom.get(later); at !== undefined && !been.has(at); at = cameFrom.get(at)) {
      if (at === earlier) return true
      been.add(at)
    }
    return false
  }

  // Each group has its own turns: what was counted of two people does not change when they are found to be one.
  const tiedTo = tiedBy(facts)
  const eras: Era[] = []
  const done = new Set<string>()
  for (const first of ids) {
    if (done.has(first)) continue
    const tied = tiedTo(first)
    const group = ids.filter((id) => tied.has(id))
    for (const id of group) done.add(id)
    const turns = [...new Set(group.flatMap((id) => ends.get(id)!.map((e) => e.on)))].sort()
    for (let i = 0; i <= turns.length; i++) {
      const from = turns[i - 1] ?? null
      const members: Era['members'] = new Map()
      for (const id of group) {
        const holder = goesOnIn(id, from ?? '')
        const left = leftBy(holder)
        if (left && from !== null && left.on <= from) continue
        members.set(holder, (members.get(holder) ?? new Set()).add(id))
      }
      eras.push({ from, until: turns[i] ?? null, members })
    }
  }
  return { eras, kecOf, leftBy, onward, goesOnIn, isOrigin }
}

/** Days in a row on which an enrolment counts. `carried`: what makes it count is older than its first day, and came from another. */
type Stay = {
  enrolment: string
  reached: boolean
  from: JakartaDate
  until: JakartaDate | null
  starts: 'new' | 'again' | 'carried'
  ends: LapseReason | null
}

/** `facts`: of this step, in order, without voids. */
function changesIn(step: Step, facts: readonly Fact[], tied: Ties, definition: Definition): Change[] {
  const { eras, kecOf, leftBy, onward, goesOnIn, isOrigin } = tied
  const stays: Stay[] = []
  for (const { from, until, members } of eras)
    for (const [enrolment, ids] of members) {
      const own = facts.filter((f) => ids.has(f.enrolment))
      if (!own.length) continue
      const { enteredOn, spans } = RULES[step](own, definition)
      const entered = enteredOn === null ? [] : [{ from: enteredOn, until: null, ends: null }]
      for (const reached of [false, true])
        for (const [i, span] of (reached ? spans : entered).entries()) {
          const stay = within(span, { from, until })
          if (!stay) continue
          const before = stays.findLast((s) => s.enrolment === enrolment && s.reached === reached)
          // Held on both sides of a move or merge of others: it goes on, nobody arrives.
          if (before && before.until === from && stay.from === from) Object.assign(before, { until: stay.until, ends: stay.ends })
          else stays.push({ enrolment, reached, ...stay, starts: span.from < stay.from ? 'carried' : i ? 'again' : 'new' })
        }
    }

  // Where several go on in one, one of them is who arrives there: who moved there, else who had counted longest.
  const cameFrom = new Map<Stay, Stay>()
  const wentTo = new Map<Stay, Stay>()
  for (const next of stays) {
    const rank = (gone: Stay) => `${isOrigin(gone.enrolment, next.enrolment) ? 0 : 1} ${gone.from} ${gone.enrolment}`
    const gone = stays
      .filter(
        (s) =>
          s.until === next.from &&
          s.reached === next.reached &&
          onward(s.enrolment)?.on === s.until &&
          goesOnIn(s.enrolment, s.until) === next.enrolment,
      )
      .reduce<Stay | null>((a, b) => (a && rank(a) < rank(b) ? a : b), null)
    if (!gone) continue
    cameFrom.set(next, gone)
    wentTo.set(gone, next)
  }

  /** Counts from the day of a move or merge on, though no one who goes on in it counted the day before: together they do. */
  const broughtBy = (stay: Stay): ArrivalReason => {
    const bringer = [...kecOf.keys()].find((id) => onward(id)?.on === stay.from && goesOnIn(id, stay.from) === stay.enrolment)
    return bringer === undefined ? 'merged' : (onward(bringer)!.reason as ArrivalReason)
  }
  const departure = (stay: Stay): DepartureReason => {
    const left = leftBy(stay.enrolment)
    if (wentTo.has(stay)) return onward(stay.enrolment)!.reason
    // Lapsed on the very day of a move: it would have lapsed without it.
    if (left?.on === stay.until) return left.reason === 'moved-within' ? (stay.ends ?? left.reason) : left.reason
    return stay.ends ?? 'merged'
  }

  return stays.flatMap((stay) => {
    const { enrolment, reached, from, until, starts } = stay
    const one = { enrolment, kec: kecOf.get(enrolment)!, step, reached }
    const origin = cameFrom.get(stay)
    const next = wentTo.get(stay)
    const arrival: Change = {
      ...one,
      on: from,
      arriving: true,
      reason: origin ? (onward(origin.enrolment)!.reason as ArrivalReason) : starts === 'carried' ? broughtBy(stay) : starts,
      otherKec: origin ? kecOf.get(origin.enrolment)! : null,
    }
    if (until === null) return [arrival]
    const otherKec = next ? kecOf.get(next.enrolment)! : null
    return [arrival, { ...one, on: until, arriving: false, reason: departure(stay), otherKec }]
  })
}

/** The part of a span that lies within an era; `ends` stays where the span's own end is not after the era's. */
function within({ from, until, ends }: Pick<Span, 'from' | 'until' | 'ends'>, era: Pick<Era, 'from' | 'until'>) {
  const start = era.from !== null && from < era.from ? era.from : from
  const cut = era.until !== null && (until === null || until > era.until)
  const end = cut ? era.until : until
  return end !== null && start >= end ? null : { from: start, until: end, ends: cut ? null : ends }
}
