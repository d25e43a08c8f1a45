// Row 38: no small number can be had from what is published. Of ten weeks of a random programme and of the demonstration's five, from the public
// JSON alone, each unknown reason and each unnamed waiting number gets its least and its greatest possible value (linear programmes, HiGHS).
//
// Unknown: how many left one kecamatan, one step and count, for one reason, in a week; and how many wait in a kecamatan that is not named.
// Known: departures of each cell; `moved`; the reasons told; who left the programme left every step they were in; reached is within entered; who waits
// is at most who reached the step before, and at least that less who reached the next; the sum of who waits; that the unnamed have no more than
// the named. Restatements: late adds and a departure takes away, made void goes either way, and each cell's restated is known.
// Told: of a number that is truly 1 to 4, the interval is narrower than 5 (0 to 4 is) AND narrower than the promised counts make it by themselves
// (kecamatan x step is exact: where one person left a cell, no reason can be 2). Tried: numbers by reason for the area, by kecamatan, and the
// difference between two steps of one reason; and who waits.
import loadHighs, { type Highs } from 'highs'
import { daysOf, type Week, weekAfter } from '../../src/kit/calendar.ts'
import { kecamatan } from '../../src/places/index.ts'
import {
  compose,
  type Detail,
  type LateSum,
  type PublicFile,
  publicFile,
  type Sum,
  type WaitingSum,
} from '../../src/weekly/index.ts'
import type { House } from '../ground.ts'
import { HERE } from '../ground.ts'
import type { Proof } from '../proof.ts'

const LEAVING = ['moved-away', 'withdrew', 'died', 'not-eligible']
const GOING_ON = ['moved-within', 'merged']
const LOSING: Record<string, string[]> = {
  'P1 reached': ['consent-withdrawn'],
  'P4 reached': ['licence-lapsed'],
  'P6 entered': ['month-reopened'],
  'P6 reached': ['month-reopened'],
}
const WIDE = 5
const WEEKS = 10
const onlyFirstRule = new WeakSet<House>()

export const infer: Proof = {
  row: 38,
  name: 'infer',
  tier: 1,
  promise: 'no number of 1 to 4 people follows from what is published',
  fault: { what: 'weeks are composed by the first rule, without its second cells', house: (house) => onlyFirstRule.add(house) },
  async prove(house, _ground, seed) {
    const highs = await loadHighs()
    const invented = inventedWeeks(seed, onlyFirstRule.has(house) ? 1 : 2)
    const found = inferSmallCells(highs, [...invented, ...(await demonstration(house))])
    const narrowest = found.narrowest === Number.POSITIVE_INFINITY ? 'none of its own' : String(found.narrowest)
    return {
      figure: `${invented.length} invented weeks and the demonstration's, ${found.tried} small numbers, ${found.asked} told groups; narrowest interval ${narrowest}`,
      wrong: found.told,
    }
  },
}

/** A published week, and the truth it is judged by; the intervals come from `file` alone. */
type Judged = { file: PublicFile; truth: Detail }

async function demonstration(house: House): Promise<Judged[]> {
  const { rows } = await house.owner.query('select week, detail from weekly_cut order by week')
  return await Promise.all(
    rows.map(async (r) => ({
      file: (await (await house.app.request(`${HERE}/data/pekan/${r.week}.json`)).json()) as PublicFile,
      truth: JSON.parse(r.detail) as Detail,
    })),
  )
}

type Found = { tried: number; asked: number; narrowest: number; told: string[] }

function inferSmallCells(highs: Highs, weeks: readonly Judged[]): Found {
  const found: Found = { tried: 0, asked: 0, narrowest: Number.POSITIVE_INFINITY, told: [] }
  for (const { file, truth } of weeks) {
    found.asked += new Set(file.departures.filter((d) => d.reason !== 'other').map((d) => `${d.step} ${d.count}`)).size
    const departures = {
      all: departuresOf(file, true),
      promised: departuresOf(file, false),
      what: smallReasons(truth.departures),
    }
    const restated = { all: restatedOf(file, true), promised: restatedOf(file, false), what: smallReasons(truth.restatements) }
    const waiting = { all: waitingOf(file, true), promised: waitingOf(file, false), what: smallWaiting(truth) }
    for (const { all, promised, what } of [departures, restated, waiting]) {
      const [full, base] = [new Asked(highs, all), new Asked(highs, promised)]
      for (const { name, terms, true: n } of what) {
        const told = full.interval(terms)
        found.tried++
        if (!told || told[1] - told[0] >= WIDE || n < told[0] || n > told[1]) continue
        const before = base.interval(terms)
        if (!before || told[1] - told[0] >= before[1] - before[0]) continue
        found.narrowest = Math.min(found.narrowest, told[1] - told[0])
        found.told.push(
          `${file.week} ${name}: ${n} is known to be ${told[0]} to ${told[1]}; by the counts alone ${before[0]} to ${before[1]}`,
        )
      }
      if (full.impossible || base.impossible)
        found.told.push(`${file.week}: what is taken for known does not hold of this week, so nothing is proved`)
      full.end()
      base.end()
    }
  }
  return found
}

// ---- linear programmes

type Terms = Map<string, number>
type Programme = { bounds: Map<string, [number, number]>; rows: { terms: Terms; from: number; to: number }[] }
const INF = Number.POSITIVE_INFINITY
const one = (names: readonly string[], by = 1): Terms => new Map(names.map((n) => [n, by]))

/** One programme asked many times: what a sum of unknowns is at least and at most, in whole people. */
class Asked {
  readonly highs: Highs
  readonly model: ReturnType<Highs['createModel']>
  readonly at: Map<string, number>
  /** What is taken for known cannot all be true of this week: then nothing was proved. */
  impossible = false
  constructor(highs: Highs, { bounds, rows }: Programme) {
    this.highs = highs
    this.at = new Map([...bounds.keys()].map((name, i) => [name, i]))
    this.model = highs.createModel()
    this.model.options.set({ output_flag: false })
    for (const [low, high] of bounds.values()) this.model.addVar(low, high)
    for (const { terms, from, to } of rows) {
      const known = [...terms].filter(([name]) => this.at.has(name))
      if (known.length)
        this.model.addRow(from, to, { indices: known.map(([name]) => this.at.get(name)!), values: known.map(([, by]) => by) })
    }
  }
  /** Null where what is asked is not among the unknowns, or the assumptions do not hold of this week. */
  interval(terms: Terms): [number, number] | null {
    const known = [...terms].flatMap(([name, by]) => (this.at.has(name) ? [[this.at.get(name)!, by] as const] : []))
    if (!known.length) return null
    const ends = [1, -1].map((sign) => {
      for (const [i, by] of known) this.model.changeColCost(i, sign * by)
      this.model.run()
      const status = this.model.getModelStatus()
      if (status === this.highs.constants.modelStatus.infeasible) this.impossible = true
      return status === this.highs.constants.modelStatus.optimal
        ? Math.round(sign * this.model.getObjectiveValue() * 1e6) / 1e6
        : sign > 0
          ? -INF
          : INF
    })
    for (const [i] of known) this.model.changeColCost(i, 0)
    return [Math.ceil(ends[0]! - 1e-6), Math.floor(ends[1]! + 1e-6)]
  }
  end() {
    this.model.dispose()
  }
}

const groupsOf = (file: PublicFile) => file.totals.map((t) => ({ key: `${t.step} ${t.count}`, total: t }))
const cellName = (group: string, kec: string, reason: string) => `${group}|${kec}|${reason}`

function departuresOf(file: PublicFile, withReasons: boolean): Programme {
  const p: Programme = { bounds: new Map(), rows: [] }
  const kecsOf = new Map<string, Map<string, number>>()
  for (const c of file.cells)
    if (c.departures) {
      const key = `${c.step} ${c.count}`
      kecsOf.set(key, (kecsOf.get(key) ?? new Map()).set(c.kec, c.departures))
    }
  for (const { key, total } of groupsOf(file)) {
    const kecs = kecsOf.get(key) ?? new Map<string, number>()
    const all = total.departures + total.moved
    if (!all) continue
    const reasons = [...LEAVING, ...GOING_ON, ...(LOSING[key] ?? [])]
    for (const [kec, n] of kecs) {
      for (const r of reasons) p.bounds.set(cellName(key, kec, r), [0, n])
      p.rows.push({ terms: one(reasons.map((r) => cellName(key, kec, r))), from: n, to: n })
    }
    // Who moves or is merged inside one kecamatan left no cell, and stands among the reasons.
    const within = all - [...kecs.values()].reduce((sum, n) => sum + n, 0)
    for (const r of GOING_ON) p.bounds.set(cellName(key, 'within', r), [0, within])
    p.rows.push({ terms: one(GOING_ON.map((r) => cellName(key, 'within', r))), from: within, to: within })
    const places = [...kecs.keys(), 'within']
    p.rows.push({ terms: one(places.flatMap((k) => GOING_ON.map((r) => cellName(key, k, r)))), from: total.moved, to: INF })
    if (withReasons) {
      const told = file.departures.filter((d) => `${d.step} ${d.count}` === key)
      if (told.length && told.every((d) => d.reason !== 'other'))
        for (const r of reasons) {
          const n = told.find((d) => d.reason === r)?.n ?? 0
          p.rows.push({ terms: one(places.map((k) => cellName(key, k, r))), from: n, to: n })
        }
    }
    // Who leaves the programme leaves every step; nobody leaves `reached` so without having entered.
    for (const larger of ['P1 entered', key.replace('reached', 'entered')])
      if (larger !== key)
        for (const [kec] of kecs)
          for (const r of LEAVING)
            p.rows.push({
              terms: new Map([
                [cellName(larger, kec, r), 1],
                [cellName(key, kec, r), -1],
              ]),
              from: 0,
              to: INF,
            })
  }
  return p
}

function restatedOf(file: PublicFile, withReasons: boolean): Programme {
  const p: Programme = { bounds: new Map(), rows: [] }
  for (const { key } of groupsOf(file)) {
    const reasons = [...LEAVING, ...GOING_ON, ...(LOSING[key] ?? [])]
    const cells = file.cells.filter((c) => `${c.step} ${c.count}` === key && c.restated)
    for (const { kec, restated } of cells) {
      p.bounds.set(cellName(key, kec, 'late'), [0, INF])
      p.bounds.set(cellName(key, kec, 'voided'), [-INF, INF])
      for (const r of reasons) p.bounds.set(cellName(key, kec, r), [-INF, 0])
      p.rows.push({
        terms: one(['late', 'voided', ...reasons].map((r) => cellName(key, kec, r))),
        from: restated,
        to: restated,
      })
    }
    const told = file.restatements.filter((d) => `${d.step} ${d.count}` === key)
    if (withReasons && told.length && told.every((d) => d.reason !== 'other'))
      for (const r of ['late', 'voided', ...reasons]) {
        const n = told.find((d) => d.reason === r)?.n ?? 0
        // Zero of a reason is zero in each cell, but for what cancels out; told as such it is what a reader takes it for.
        if (n === 0) for (const c of cells) p.bounds.set(cellName(key, c.kec, r), [0, 0])
        else p.rows.push({ terms: one(cells.map((c) => cellName(key, c.kec, r))), from: n, to: n })
      }
  }
  return p
}

function waitingOf(file: PublicFile, withPlaces: boolean): Programme {
  const p: Programme = { bounds: new Map(), rows: [] }
  const reached = new Map(file.cells.filter((c) => c.count === 'reached').map((c) => [`${c.kec} ${c.step}`, c.now]))
  for (const { step, n, most } of file.waiting) {
    const before = `P${Number(step.slice(1)) - 1}`
    const names = kecamatan().map((k) => fileKec(k.code))
    const least = Math.min(...most.map((m) => m.n))
    // By the first rule fewer than six are named where the rest is few everywhere.
    const unnamed = file.hiding === undefined && most.length < 6 ? Math.min(4, least) : least
    for (const kec of names) {
      const [a, b] = [reached.get(`${kec} ${before}`)!, reached.get(`${kec} ${step}`)!]
      const named = most.find((m) => m.kec === kec)
      const low = Math.max(0, a - b)
      p.bounds.set(
        `${step}|${kec}`,
        !withPlaces ? [low, a] : named ? [named.n, named.n] : [low, Math.max(low, Math.min(a, unnamed))],
      )
    }
    p.rows.push({ terms: one(names.map((kec) => `${step}|${kec}`)), from: n, to: n })
  }
  return p
}

const fileKec = (code: number) => `${String(code).slice(0, 2)}.${String(code).slice(2, 4)}.${String(code).slice(4)}`

// ---- what is truly small

type Small = { name: string; terms: Terms; true: number }
const isSmall = (n: number) => Math.abs(n) >= 1 && Math.abs(n) < WIDE

function smallReasons(rows: Detail['departures']): Small[] {
  // Of records, not of a life: that something was learned late or taken back is told wherever it is not few in the area.
  const ofPeople = rows.filter((r) => ![...GOING_ON, 'late', 'voided'].includes(r.reason))
  const area = new Map<string, Small>()
  const cells: Small[] = []
  for (const r of ofPeople) {
    const group = `${r.step} ${r.count}`
    const name = cellName(group, r.kec, r.reason)
    const sum = area.get(`${group} ${r.reason}`) ?? { name: `${group} ${r.reason}`, terms: new Map(), true: 0 }
    area.set(sum.name, sum)
    sum.terms.set(name, 1)
    sum.true += r.n
    const cell = cells.find((c) => c.name === name) ?? { name, terms: one([name]), true: 0 }
    if (!cell.true) cells.push(cell)
    cell.true += r.n
  }
  const apart = [...area.values()].flatMap((larger) =>
    [...area.values()]
      .filter((o) => larger.name.startsWith('P1 entered ') && o !== larger && o.name.endsWith(larger.name.slice(10)))
      .map((o) => ({
        name: `${larger.name} less ${o.name}`,
        terms: new Map([...larger.terms, ...[...o.terms.keys()].map((t) => [t, -1] as const)]),
        true: larger.true - o.true,
      })),
  )
  return [...area.values(), ...apart, ...cells].filter((s) => isSmall(s.true))
}

const smallWaiting = (truth: Detail): Small[] =>
  truth.waiting
    .map((w) => ({ name: `${w.step}|${w.kec}`, terms: one([`${w.step}|${w.kec}`]), true: w.n }))
    .filter((s) => isSmall(s.true))

// ---- an invented programme

type Person = { kec: number; entered: Set<number>; reached: Set<number>; gone: boolean }
type Change = Omit<Sum, 'kel' | 'during'> & { week: Week; known: number; causeKind: string }

/** Ten weeks of comings and goings in few and in many kecamatan, some with one reason only, as the house composes and publishes them. */
function inventedWeeks(seed: number, hiding: 1 | 2): Judged[] {
  let state = seed >>> 0 || 1
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const pick = <T>(of: readonly T[]): T => of[draw(of.length)]!
  const kecs = kecamatan().map((k) => k.code)
  const people: Person[] = []
  const changes: Change[] = []
  const judged: Judged[] = []
  let before: Parameters<typeof compose>[1] = null
  let week: Week = '2018-W10'
  let weekLast = week
  for (let at = 0; at < WEEKS; at++) {
    const say = (p: Person, step: number, reached: boolean, arriving: boolean, reason: string, more: Partial<Change> = {}) =>
      changes.push({
        kec: p.kec,
        step,
        reached,
        arriving,
        reason,
        otherKec: null,
        n: 1,
        week,
        known: at,
        causeKind: 'late',
        ...more,
      })
    const here = at % 3 === 0 ? kecs.slice(0, 8) : kecs
    for (let i = 0; i < (at === 0 ? 600 : 120); i++) {
      const p: Person = { kec: pick(here), entered: new Set([1]), reached: new Set(), gone: false }
      people.push(p)
      say(p, 1, false, true, 'new', at > 0 && draw(12) === 0 ? { week: weekLast } : {})
    }
    const there = () => people.filter((p) => !p.gone)
    for (const p of there()) {
      const step = [1, 2, 3, 4, 5, 6, 7].find((s) => !p.reached.has(s))
      if (!step || draw(3) > 0) continue
      if (!p.entered.has(step)) say(p, step, false, true, 'new')
      p.entered.add(step)
      if (draw(2)) continue
      p.reached.add(step)
      say(p, step, true, true, 'new')
    }
    // Some weeks everybody leaves for one reason; in others for several.
    const reasons = at % 4 === 1 ? ['died'] : at % 4 === 3 ? ['withdrew', 'withdrew', 'withdrew', 'moved-away'] : LEAVING
    const leave = (p: Person, reason: string, more: Partial<Change> = {}) => {
      for (const step of p.entered) say(p, step, false, false, reason, more)
      for (const step of p.reached) say(p, step, true, false, reason, more)
      p.gone = true
    }
    for (let i = 6 + draw(at % 2 ? 30 : 120); i > 0; i--) leave(pick(there()), pick(reasons))
    for (let i = draw(9); i > 0 && at > 0; i--)
      leave(pick(there().filter((p) => people.indexOf(p) < 300)), 'withdrew', { week: weekLast })
    for (let i = draw(8); i > 0; i--) {
      const p = pick(there())
      const to = pick(kecs.filter((k) => k !== p.kec))
      const from = { ...p }
      leave(p, 'moved-within', { otherKec: to })
      const q: Person = { ...from, kec: to, gone: false }
      people.push(q)
      for (const step of q.entered) say(q, step, false, true, 'moved-within', { otherKec: from.kec })
      for (const step of q.reached) say(q, step, true, true, 'moved-within', { otherKec: from.kec })
    }
    for (const p of there())
      if (p.reached.has(4) && draw(10) === 0) {
        p.reached.delete(4)
        say(p, 4, true, false, 'licence-lapsed')
      }
    for (let i = draw(10); i > 0 && at > 0; i--) {
      const p = pick(there().filter((q) => q.entered.size === 1 && !q.reached.size && people.indexOf(q) < 400))
      if (!p) break
      p.gone = true
      say(p, 1, false, true, 'new', { n: -1, week: '2018-W10', causeKind: 'voided' })
    }
    const sums: Sum[] = changes.map(({ week: of, known: _, causeKind: __, ...c }) => ({ ...c, kel: null, during: of === week }))
    const late: LateSum[] = at ? changes.filter((c) => c.known === at && c.week < week) : []
    const waiting = new Map<string, WaitingSum>()
    for (const p of there())
      for (let step = 2; step <= 7; step++)
        if (p.reached.has(step - 1) && !p.reached.has(step)) {
          const row = waiting.get(`${p.kec} ${step}`) ?? { kec: p.kec, step, n: 0 }
          row.n++
          waiting.set(`${p.kec} ${step}`, row)
        }
    const cut = new Date(`${daysOf(weekAfter(week)).from}T08:00:00+07:00`)
    before = compose({ week, cut, definition: 1, sums, late, waiting: [...waiting.values()], chains: [], hiding }, before)
    judged.push({ file: publicFile(before.published, ''), truth: before.detail })
    weekLast = week
    week = weekAfter(week)
  }
  return judged
}
