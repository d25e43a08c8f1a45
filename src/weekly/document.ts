// The weekly update as arithmetic that closes: from sums of changes to the document that is frozen. Pure; the sums come from SQL when a
// week is cut (cut.ts) and from the journal when it is verified (verify.ts), and both must give the same bytes.

import { STEPS } from '../journey/index.ts'
import { daysOf, type JakartaDate, jakartaIso, type Week } from '../kit/calendar.ts'
import type { Json } from '../kit/canonical.ts'
import { kecamatan, kecCode, kelCode, kota, kotaCode, kotaOf } from '../places/index.ts'
import { departuresTold, HIDING, type Hiding, restatementsTold, waitingTold } from './small-cells.ts'

export type Count = 'entered' | 'reached'
export const COUNTS: readonly Count[] = ['entered', 'reached']

/** Last week as published + restated + arrivals - departures = now. Whole people. */
export type Terms = { last: number; restated: number; arrivals: number; departures: number; now: number }
/** `kec` is `31.74.04`, `step` is `P1`. */
export type Cell = { kec: string; step: string; count: Count } & Terms
/** A row above the kecamatan: `area` is `31` or `31.74`. `moved` people moved or were merged inside it: they neither came nor went. */
export type AreaCell = { area: string; step: string; count: Count } & Terms & { moved: number }
export type KelCell = { kec: string; kel: string | null; step: string; count: Count } & Terms
export type Reason = { kec: string; step: string; count: Count; reason: string; n: number }
/** What became known late: `week` is when it had happened, `n` what it adds to last week's count. */
export type Restatement = Reason & { week: Week }
export type Chain = { kec: string; facts: number; head: string }

/** What everybody may see; frozen, hashed. */
export type Published = {
  week: Week
  from: JakartaDate
  to: JakartaDate
  cut: string
  definition: number
  cells: Cell[]
  totals: AreaCell[]
  kota: AreaCell[]
  /** By which rule small numbers are kept (small-cells.ts); absent in documents of the first. */
  hiding?: Hiding
  /** For the whole area; a reason that would show one to four people is kept inside `other`. */
  departures: Omit<Reason, 'kec'>[]
  restatements: Omit<Reason, 'kec'>[]
  /** Waiting at a step: reached the one before and not this one. `most`: where most wait; small numbers are not told apart. */
  waiting: { step: string; n: number; most: { kec: string; n: number }[] }[]
  chains: Chain[]
}
/** What the office sees besides: every reason in every cell, and the kelurahan. */
export type Detail = { week: Week; departures: Reason[]; restatements: Restatement[]; waiting: Waiting[]; kelurahan: KelCell[] }
export type Waiting = { kec: string; step: string; n: number }

/** A sum of changes. `during`: they happened in the week itself, else before it. */
export type Sum = {
  kec: number
  kel: number | null
  step: number
  reached: boolean
  during: boolean
  arriving: boolean
  reason: string
  otherKec: number | null
  n: number
}
/** A sum of changes that happened before the week and became known since the last cut. */
export type LateSum = {
  kec: number
  step: number
  reached: boolean
  week: Week
  arriving: boolean
  reason: string
  causeKind: string
  n: number
}

export type WaitingSum = { kec: number; step: number; n: number }

export type Material = {
  week: Week
  cut: Date
  definition: number
  sums: readonly Sum[]
  late: readonly LateSum[]
  waiting: readonly WaitingSum[]
  chains: readonly Chain[]
  /** The rule for small numbers: today's, or the one that a frozen week was made by. */
  hiding?: Hiding
}
/** The week before as it was published; null for the first. */
export type Before = { published: Published; detail: Detail } | null

type Tally = { before: number; arrivals: number; departures: number; movedIn: number; movedOut: number }
const none = (): Tally => ({ before: 0, arrivals: 0, departures: 0, movedIn: 0, movedOut: 0 })

/** Composes the frozen document and its detail. */
export function compose(material: Material, before: Before): { published: Published; detail: Detail } {
  const { week, cut, definition, sums, late, waiting, chains, hiding = HIDING } = material
  const { from, to } = daysOf(week)
  const kecs = kecamatan().map((k) => k.code)
  const lastOf = new Map<string, number>()
  for (const c of before?.published.cells ?? []) lastOf.set(`${c.kec} ${c.step} ${c.count}`, c.now)

  const cells: Cell[] = []
  const byKec = tally(sums, (s) => s.kec)
  const byKota = tally(sums, (s) => kotaOf(s.kec))
  const byArea = tally(sums, (s) => Math.trunc(s.kec / 10_000))
  const each = <T>(make: (step: string, count: Count, key: string) => T): T[] =>
    STEPS.flatMap((step) => COUNTS.map((count) => make(`P${step}`, count, `${step} ${count}`)))

  for (const kec of kecs)
    cells.push(
      ...each((step, count, key) => ({
        kec: kecCode(kec),
        step,
        count,
        ...terms(byKec.get(`${kec} ${key}`), lastOf.get(`${kecCode(kec)} ${step} ${count}`) ?? 0),
      })),
    )
  const area = (code: number, name: string, tallies: Map<string, Tally>, inside: (kec: string) => boolean): AreaCell[] =>
    each((step, count, key) => {
      const last = cells.filter((c) => c.step === step && c.count === count && inside(c.kec)).reduce((sum, c) => sum + c.last, 0)
      const t = tallies.get(`${code} ${key}`)
      return { area: name, step, count, ...terms(t, last), moved: t?.movedIn ?? 0 }
    })
  const provinces = [...new Set(kecs.map((k) => Math.trunc(k / 10_000)))]
  const totals = provinces.flatMap((p) => area(p, String(p), byArea, (kec) => kec.startsWith(`${p}.`)))
  const kotaRows = kota().flatMap((k) => area(k.code, kotaCode(k.code), byKota, (kec) => kec.startsWith(`${kotaCode(k.code)}.`)))

  const detail: Detail = {
    week,
    departures: reasons(
      sums.filter((s) => s.during && !s.arriving),
      (s) => s.reason,
      (s) => s.n,
    ),
    restatements: restatements(late),
    waiting: waiting
      .map((w) => ({ kec: kecCode(w.kec), step: `P${w.step}`, n: w.n }))
      .sort((a, b) => (a.kec + a.step < b.kec + b.step ? -1 : 1)),
    kelurahan: kelurahan(sums, before?.detail.kelurahan ?? []),
  }
  const reached = new Map(cells.filter((c) => c.count === 'reached').map((c) => [`${c.kec} ${c.step}`, c.now]))
  const published: Published = {
    week,
    from,
    to,
    cut: jakartaIso(cut),
    definition,
    cells,
    totals,
    kota: kotaRows,
    ...(hiding === 1 ? {} : { hiding }),
    departures: departuresTold(detail.departures, hiding),
    restatements: restatementsTold(detail.restatements, hiding),
    waiting: waitingTold(detail.waiting, hiding, (kec, step) => reached.get(`${kec} P${step}`) ?? 0),
    chains: [...chains].sort((a, b) => (a.kec < b.kec ? -1 : 1)),
  }
  return { published, detail }
}

/** Sums by an area; people who moved or were merged inside it are told apart: for that area they neither came nor went. */
function tally(sums: readonly Sum[], areaOf: (s: { kec: number }) => number): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const s of sums) {
    const area = areaOf(s)
    const key = `${area} ${s.step} ${s.reached ? 'reached' : 'entered'}`
    const t = tallies.get(key) ?? none()
    tallies.set(key, t)
    const inside = s.otherKec !== null && areaOf({ kec: s.otherKec }) === area
    if (!s.during) t.before += s.arriving ? s.n : -s.n
    else if (s.arriving) t[inside ? 'movedIn' : 'arrivals'] += s.n
    else t[inside ? 'movedOut' : 'departures'] += s.n
  }
  return tallies
}

function terms(t: Tally | undefined, last: number): Terms {
  const { before, arrivals, departures } = t ?? none()
  return { last, restated: before - last, arrivals, departures, now: before + arrivals - departures }
}

const countOf = (reached: boolean): Count => (reached ? 'reached' : 'entered')
const byKey = <T>(rows: Map<string, T>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

function reasons<S extends { kec: number; step: number; reached: boolean }>(
  sums: readonly S[],
  reasonOf: (s: S) => string,
  nOf: (s: S) => number,
): Reason[] {
  const rows = new Map<string, Reason>()
  for (const s of sums) {
    const reason = reasonOf(s)
    const key = `${s.kec} ${s.step} ${s.reached} ${reason}`
    const row = rows.get(key) ?? { kec: kecCode(s.kec), step: `P${s.step}`, count: countOf(s.reached), reason, n: 0 }
    rows.set(key, row)
    row.n += nOf(s)
  }
  return byKey(rows).filter((r) => r.n !== 0)
}

/** `voided`: a fact was taken back. `late`: it was learned late; for a departure learned late, its own reason. */
function restatements(late: readonly LateSum[]): Restatement[] {
  const weeks = [...new Set(late.map((s) => s.week))].sort()
  return weeks.flatMap((week) =>
    reasons(
      late.filter((s) => s.week === week),
      (s) => (s.causeKind === 'voided' ? 'voided' : s.arriving ? 'late' : s.reason),
      (s) => (s.arriving ? s.n : -s.n),
    ).map((r) => ({ ...r, week })),
  )
}

function kelurahan(sums: readonly Sum[], before: readonly KelCell[]): KelCell[] {
  const keyOf = (kec: string, kel: string | null, step: string, count: string) => `${kec} ${kel ?? '-'} ${step} ${count}`
  const rows = new Map<
    string,
    { id: [string, string | null, string, Count]; before: number; arrivals: number; departures: number; last: number }
  >()
  const rowOf = (kec: string, kel: string | null, step: string, count: Count) => {
    const key = keyOf(kec, kel, step, count)
    const row = rows.get(key) ?? { id: [kec, kel, step, count], before: 0, arrivals: 0, departures: 0, last: 0 }
    rows.set(key, row)
    return row
  }
  for (const c of before) if (c.now) rowOf(c.kec, c.kel, c.step, c.count).last = c.now
  for (const s of sums) {
    const row = rowOf(kecCode(s.kec), s.kel === null ? null : kelCode(s.kel), `P${s.step}`, countOf(s.reached))
    if (!s.during) row.before += s.arriving ? s.n : -s.n
    else row[s.arriving ? 'arrivals' : 'departures'] += s.n
  }
  return byKey(rows)
    .filter((r) => r.last || r.before || r.arrivals || r.departures)
    .map(({ id: [kec, kel, step, count], before, arrivals, departures, last }) => ({
      kec,
      kel,
      step,
      count,
      last,
      restated: before - last,
      arrivals,
      departures,
      now: before + arrivals - departures,
    }))
}

export const asJson = (value: Published | Detail): Json => value as unknown as Json
