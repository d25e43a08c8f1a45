// Random histories of people who learn, sell, move, merge, leave and are written down late or wrongly: the changes that weekly
// counts are made of, against a count that goes day by day through the facts as 8-facts words it. SEED=123 repeats a run.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, endOfDay } from '../kit/calendar.ts'
import { canonical } from '../kit/canonical.ts'
import { v1 } from './definition.ts'
import { type Fact, type Kind, STEPS, type Step } from './facts.ts'
import { inOrder, journey, known, runs } from './journey.ts'
import { type Change, changes, factsOf, knownChanges, type Lineage } from './membership.ts'

const RUNS = { numRuns: Number(process.env.RUNS ?? 400), ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) }

// ---- Histories: ten weeks around New Year 2021, when the IUMK ended; few names, so that they meet.
const FIRST = '2020-11-30' // a Monday
const WEEKS = 10
const day = fc.integer({ min: 0, max: WEEKS * 7 - 1 }).map((n) => addDays(FIRST, n))
const pick = <const T>(...of: T[]): fc.Arbitrary<T> => fc.constantFrom(...of)
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined })
const kind = <K extends Kind>(name: K, data: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ kind: fc.constant(name), data: fc.record(data) })

const note = maybe(pick<unknown>({ sealed: 'a1' }, { sealed: 'b2' }, ''))
const number = maybe(pick<unknown>({ sealed: '9120' }, { sealed: '9999' }, '503/1'))
const licence = { type: pick('NIB', 'NIB', 'IUMK', 'SKU', 'STANDARD-CERTIFICATE', 'LICENCE'), number }
const month = pick('2020-11', '2020-12', '2021-01', '2021-02', '2021-03')
const business = maybe(pick('warung', 'katering'))
const product = pick('nasi-uduk', 'sambal')
const purpose = pick('programme', 'programme', 'lender')

const ofStep: Record<Step, fc.Arbitrary<{ kind: Kind; data: Fact['data'] }>> = {
  1: fc.oneof(
    kind('registration.submitted'),
    kind('identity.checked', { result: pick('match', 'match', 'mismatch') }),
    kind('residence.confirmed', { area: pick('31.71.06.1001', '31.74.01.1001', '32.75.01.1001') }),
    kind('baseline.taken'),
    kind('consent.given', { purpose }),
    kind('consent.withdrawn', { purpose }),
  ),
  2: fc.oneof(
    { weight: 4, arbitrary: kind('class.attended', { class: pick('dagang', 'kemasan'), session: pick('1', '2', '3') }) },
    { weight: 1, arbitrary: kind('homework.accepted', { class: pick('dagang') }) },
  ),
  3: fc.oneof(
    kind('mentoring.contact', { goal: note, result: note }),
    kind('mentoring.contact', { goal: fc.constant('g'), result: fc.constant('r') }),
  ),
  4: fc.oneof(
    kind('licence.applied', licence),
    kind('licence.issued', {
      ...licence,
      validFrom: maybe(day),
      validUntil: maybe(day),
      risk: maybe(pick('low', 'medium-low', 'medium-high', 'high')),
      verified: maybe(fc.boolean()),
    }),
    kind('licence.issued', licence),
    kind('licence.refused', licence),
    kind('licence.revoked', licence),
  ),
  5: fc.oneof(
    kind('product.listed', { product }),
    kind('product.withdrawn', { product }),
    kind('sale.made', { channel: pick('catalogue', 'bazaar', 'marketplace', 'own') }),
  ),
  6: fc.oneof(
    kind('month.closed', { month, business }),
    kind('month.closed', { month }),
    kind('month.reopened', { month, business }),
  ),
  7: fc.oneof(kind('loan.applied'), kind('loan.refused'), kind('loan.disbursed')),
}
const happening = fc.oneof(...STEPS.map((step) => ofStep[step]), kind('step.waived', { step: pick('P2', 'P5') }))

const IDS = ['A', 'B', 'C', 'D']
/** Hours between the day and when it was recorded: mostly the same week, sometimes months late, sometimes before. */
const delay = fc.oneof(fc.constant(0), fc.integer({ min: -72, max: 240 }), fc.integer({ min: 0, max: 1500 }))
const line = fc.record({ who: fc.nat(3), on: day, delay })
/** Mostly facts of one step, so that it is reached often and lost again. */
const entry = (step: Step) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.tuple(line, ofStep[step]) },
    { weight: 10, arbitrary: fc.tuple(line, happening) },
    { weight: 4, arbitrary: fc.tuple(line, fc.record({ voids: fc.nat(200) })) },
    { weight: 1, arbitrary: fc.tuple(line, fc.record({ move: fc.nat(3), opened: fc.boolean() })) },
    { weight: 1, arbitrary: fc.tuple(line, fc.record({ merge: fc.nat(3) })) },
    { weight: 1, arbitrary: fc.tuple(line, fc.record({ leave: pick('withdrew', 'died', 'moved-away', 'merged') })) },
  )

const history: fc.Arbitrary<Lineage> = fc
  .tuple(fc.array(pick(1, 2, 3), { minLength: 1, maxLength: 4 }), pick(...STEPS))
  .chain(([kecs, step]) => fc.tuple(fc.constant(kecs), fc.array(entry(step), { maxLength: 60, size: 'max' })))
  .map(([kecs, entries]) => {
    const facts: Fact[] = []
    for (const [{ who, on, delay }, said] of entries) {
      const mine = who % kecs.length
      const seq = facts.length
      const base = { id: `f${String(seq).padStart(3, '0')}`, seq, enrolment: IDS[mine]!, occurredOn: on }
      const recordedAt = endOfDay(on).getTime() + delay * 3_600_000
      const add = (kind: Kind, data: Fact['data'], more: Partial<Fact> = {}) =>
        facts.push({ ...base, id: base.id + (more.enrolment ?? ''), kind, data, recordedAt, ...more })
      if ('kind' in said) add(said.kind, said.data)
      else if ('voids' in said) {
        const target = facts[said.voids % Math.max(1, facts.length)]
        if (target) add('fact.voided', {}, { voids: target.id })
      } else if ('leave' in said) add('enrolment.ended', { reason: said.leave })
      else {
        const reason = 'move' in said ? 'moved-within' : 'merged'
        const to = ('move' in said ? said.move : said.merge) % kecs.length
        // A move opens a new enrolment; a merge goes to any other.
        if (reason === 'moved-within' ? to <= mine : to === mine) continue
        add('enrolment.ended', { reason, into: IDS[to] })
        if ('move' in said && said.opened) add('enrolment.opened', { from: IDS[mine] }, { enrolment: IDS[to]! })
      }
    }
    return { enrolments: kecs.map((kec, i) => ({ id: IDS[i]!, kec })), facts }
  })

/**
 * People of whom ever more turn out to be one: registrations of three days, then moves and merges of the few days after, each known
 * later than the one before or at the same instant. Names are shuffled, so that an enrolment opened by a move may sort anywhere.
 */
const foundToBeOne: fc.Arbitrary<Lineage> = fc
  .tuple(
    fc.shuffledSubarray([...'abcdefghijkl'], { minLength: 12 }),
    fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { minLength: 5, maxLength: 7 }),
    fc.array(
      fc.record({
        what: pick('merge', 'merge', 'merge', 'move', 'void'),
        who: fc.nat(9),
        other: fc.nat(9),
        on: fc.nat(3),
        wait: fc.nat(2),
      }),
      { minLength: 3, maxLength: 6 },
    ),
  )
  .map(([names, registrations, entries]) => {
    const ids = names.slice(0, 5)
    const facts: Fact[] = []
    let recordedAt = 1
    const add = (enrolment: string, kind: Kind, on: number, data: Fact['data'], voids: string | null = null) => {
      const seq = facts.length
      const id = `f${String(seq).padStart(2, '0')}`
      facts.push({ id, enrolment, kind, occurredOn: addDays('2018-01-01', on), recordedAt, seq, data, voids })
    }
    for (const [who, on] of registrations) add(ids[who]!, 'registration.submitted', on, {})
    for (const { what, who, other, on, wait } of entries) {
      recordedAt += wait
      const one = ids[who % ids.length]!
      const into = what === 'move' ? names[ids.length]! : ids[other % ids.length]!
      if (what === 'void') {
        const wrong = facts[facts.length - 1 - (other % 3)]!
        add(wrong.enrolment, 'fact.voided', on + 1, {}, wrong.id)
      } else if (what === 'merge') {
        if (into !== one) add(one, 'enrolment.ended', on + 1, { reason: 'merged', into })
      } else if (!facts.some((f) => f.kind === 'enrolment.ended' && f.enrolment === one)) {
        ids.push(into)
        add(one, 'enrolment.ended', on + 1, { reason: 'moved-within', into })
        add(into, 'enrolment.opened', on + 1, { from: one })
      }
    }
    return { enrolments: ids.map((id, i) => ({ id, kec: (i % 3) + 1 })), facts }
  })

/** The lineages that facts make of these enrolments, voided or not; a void goes with what it is about. */
function lineagesOf({ enrolments, facts }: Lineage): Lineage[] {
  const about = (f: Fact, hops = 0): Fact => {
    const wrong = hops < facts.length && f.kind === 'fact.voided' && facts.find((g) => g.id === f.voids)
    return wrong ? about(wrong, hops + 1) : f
  }
  const groups = new Map(enrolments.map((e) => [e.id, new Set([e.id])]))
  for (const f of facts) {
    const other = groups.get(String(f.kind === 'enrolment.ended' ? f.data.into : f.data.from))
    if (!other) continue
    const all = new Set([...groups.get(f.enrolment)!, ...other])
    for (const id of all) groups.set(id, all)
  }
  return [...new Set(groups.values())].map((group) => ({
    enrolments: enrolments.filter((e) => group.has(e.id)),
    facts: facts.filter((f) => group.has(about(f).enrolment)),
  }))
}

const instant = fc.integer({ min: 0, max: 90 * 24 }).map((h) => endOfDay(FIRST).getTime() + h * 3_600_000)

// ---- The count, by the words of 8-facts: on one day, as known at one instant, nothing kept from the day before.
const has = (facts: Fact[], kind: Kind, where: (d: Record<string, unknown>) => boolean = () => true) =>
  facts.some((f) => f.kind === kind && where(f.data))

function entered(step: Step, facts: Fact[]): boolean {
  switch (step) {
    case 1:
      return has(facts, 'registration.submitted')
    case 2:
      return has(facts, 'class.attended')
    case 3:
      return has(facts, 'mentoring.contact')
    case 4:
      return has(facts, 'licence.applied', (d) => d.type !== 'SKU') || has(facts, 'licence.issued', (d) => d.type !== 'SKU')
    case 5:
      return has(facts, 'product.listed') || has(facts, 'sale.made')
    case 6:
      return has(facts, 'month.closed')
    case 7:
      return facts.some((f) => f.kind.startsWith('loan.'))
  }
}

function reached(step: Step, facts: Fact[], on: string): boolean {
  switch (step) {
    case 1: {
      const consent = facts.findLast((f) => f.kind.startsWith('consent.') && f.data.purpose === 'programme')
      return (
        has(facts, 'identity.checked', (d) => d.result === 'match') &&
        has(facts, 'residence.confirmed', (d) => String(d.area).startsWith('31.')) &&
        has(facts, 'baseline.taken') &&
        consent?.kind === 'consent.given'
      )
    }
    case 2: {
      const sessions = new Set(facts.filter((f) => f.kind === 'class.attended').map((f) => `${f.data.class} ${f.data.session}`))
      return sessions.size >= 4 && has(facts, 'homework.accepted')
    }
    case 3: {
      const noted = facts.filter((f) => f.kind === 'mentoring.contact' && f.data.goal && f.data.result).map((f) => f.occurredOn)
      return new Set(noted).size >= 3 && daysBetween(noted[0]!, noted.at(-1)!) >= 28
    }
    case 4: {
      const text = (f: Fact) => (f.data.number ? JSON.stringify(f.data.number) : null)
      const issued = facts.filter((f) => f.kind === 'licence.issued' && !(f.data.type === 'IUMK' && f.occurredOn >= '2021-01-01'))
      const held = issued.filter((l) => {
        const later = facts.slice(facts.indexOf(l) + 1).filter((f) => f.data.type === l.data.type)
        const revoked = later.some(
          (f) => f.kind === 'licence.revoked' && (text(f) === null || text(l) === null || text(f) === text(l)),
        )
        const replaced = later.some(
          (f) => issued.includes(f) && text(f) !== null && text(f) === text(l) && String(f.data.validFrom ?? '') <= on,
        )
        const { validFrom = '0', validUntil = '9' } = l.data as { validFrom?: string; validUntil?: string }
        return validFrom <= on && on <= validUntil && !revoked && !replaced
      })
      const beside = (type: string, verified = false) => held.some((l) => l.data.type === type && (!verified || l.data.verified))
      return held.some((l) => {
        if (l.data.type !== 'NIB' && l.data.type !== 'IUMK') return false
        if (l.data.risk === 'medium-low') return beside('STANDARD-CERTIFICATE')
        if (l.data.risk === 'medium-high') return beside('STANDARD-CERTIFICATE', true)
        return l.data.risk === 'high' ? beside('LICENCE') : true
      })
    }
    case 5: {
      const sale = facts.findIndex((f) => f.kind === 'sale.made' && v1.p5.channels.includes(String(f.data.channel)))
      if (sale < 0) return false
      return facts.some(
        (f, i) =>
          f.kind === 'product.listed' &&
          (i > sale || !facts.slice(i, sale).some((g) => g.kind === 'product.withdrawn' && g.data.product === f.data.product)),
      )
    }
    case 6: {
      const closed = (business: unknown, month: string) =>
        facts.findLast(
          (f) =>
            f.data.month === month &&
            ((f.kind === 'month.closed' && f.data.business === business) ||
              (f.kind === 'month.reopened' && (!f.data.business || !business || f.data.business === business))),
        )?.kind === 'month.closed'
      const rows = [
        ['2020-11', '2020-12', '2021-01'],
        ['2020-12', '2021-01', '2021-02'],
        ['2021-01', '2021-02', '2021-03'],
      ]
      return [undefined, 'warung', 'katering'].some((b) => rows.some((row) => row.every((month) => closed(b, month))))
    }
    case 7:
      return has(facts, 'loan.disbursed')
  }
}

type Cell = `${number} P${Step} ${'entered' | 'reached'}`

/** Who counts where on a day, as known at an instant. */
function count({ enrolments, facts }: Lineage, knownAt: number, on: string): Map<Cell, number> {
  const voids = facts.filter((f) => f.kind === 'fact.voided' && f.recordedAt <= knownAt)
  const isVoid = (f: Fact): boolean => voids.some((v) => v.voids === f.id && !isVoid(v))
  const all = facts
    .filter((f) => f.recordedAt <= knownAt && !isVoid(f))
    .sort((a, b) => a.occurredOn.localeCompare(b.occurredOn) || a.recordedAt - b.recordedAt || a.seq - b.seq)
  const ends = (id: string) => all.filter((f) => f.kind === 'enrolment.ended' && f.enrolment === id)
  const passedOn = (id: string) => ends(id).find((f) => f.data.into)
  const openedFrom = (id: string) =>
    all.findLast((f) => f.kind === 'enrolment.opened' && f.enrolment === id)?.data.from ??
    enrolments.find(({ id: o }) => passedOn(o)?.data.into === id && passedOn(o)?.data.reason === 'moved-within')?.id
  const holder = (id: string, been: string[] = []): string => {
    if (been.includes(id)) return id
    const next = passedOn(id)
    const origin = openedFrom(id) as string | undefined
    const came = origin && passedOn(origin)
    if (origin && (!came || came.data.into !== id || came.occurredOn > on)) return holder(origin, [...been, id])
    return next && next.occurredOn <= on ? holder(String(next.data.into), [...been, id]) : id
  }
  const cells = new Map<Cell, number>()
  for (const { id, kec } of enrolments) {
    if (ends(id).some((f) => f.occurredOn <= on)) continue
    const mine = all.filter((f) => f.occurredOn <= on && holder(f.enrolment) === id)
    for (const step of STEPS) {
      const add = (cell: Cell) => cells.set(cell, (cells.get(cell) ?? 0) + 1)
      if (entered(step, mine)) add(`${kec} P${step} entered`)
      if (reached(step, mine, on)) add(`${kec} P${step} reached`)
    }
  }
  return cells
}

function sum<C extends Change & { n?: number }>(list: C[], where: (c: C) => boolean, sign = true): Map<Cell, number> {
  const cells = new Map<Cell, number>()
  for (const c of list) {
    if (!where(c)) continue
    const cell: Cell = `${c.kec} P${c.step} ${c.reached ? 'reached' : 'entered'}`
    cells.set(cell, (cells.get(cell) ?? 0) + (c.n ?? 1) * (sign && !c.arriving ? -1 : 1))
  }
  for (const [cell, n] of cells) if (n === 0) cells.delete(cell)
  return cells
}

const sorted = (cells: Map<Cell, number>) => [...cells].sort()
const allCells = [1, 2, 3].flatMap((kec) =>
  STEPS.flatMap((step) => [`${kec} P${step} entered`, `${kec} P${step} reached`] as Cell[]),
)

describe('whatever happens, and however it is told', () => {
  it('the changes known at a cut add up to who counts where', () =>
    fc.assert(
      fc.property(history, fc.array(fc.tuple(instant, day), { minLength: 1, maxLength: 6 }), (lineage, asked) => {
        const ledger = knownChanges(lineage, v1)
        for (const [knownAt, on] of asked)
          expect(sorted(sum(ledger, (c) => c.recordedAt <= knownAt && c.on <= on))).toEqual(sorted(count(lineage, knownAt, on)))
      }),
      RUNS,
    ))

  it('last week + restated + arrivals - departures = this week, in every cell and for any cuts', () =>
    fc.assert(
      fc.property(history, fc.array(instant, { minLength: WEEKS, maxLength: WEEKS }), (lineage, instants) => {
        const ledger = knownChanges(lineage, v1)
        const cuts = instants.toSorted((a, b) => a - b)
        let published = new Map<Cell, number>()
        for (const [w, cut] of cuts.entries()) {
          const monday = addDays(FIRST, 7 * w)
          const sunday = addDays(monday, 6)
          const now = count(lineage, cut, sunday)
          const lastAsKnownNow = count(lineage, cut, addDays(monday, -1))
          const thisWeek = ledger.filter((c) => c.recordedAt <= cut && c.on >= monday && c.on <= sunday)
          const arrivals = sum(thisWeek, (c) => c.arriving, false)
          const departures = sum(thisWeek, (c) => !c.arriving, false)
          const at = (cells: Map<Cell, number>, cell: Cell) => cells.get(cell) ?? 0
          const sums = allCells.map((cell) => {
            const restated = at(lastAsKnownNow, cell) - at(published, cell)
            return at(published, cell) + restated + at(arrivals, cell) - at(departures, cell)
          })
          expect(sums).toEqual(allCells.map((cell) => at(now, cell)))
          expect(Math.min(0, ...arrivals.values(), ...departures.values())).toBe(0)
          published = now
        }
      }),
      RUNS,
    ))

  it('facts sent twice or out of order change nothing', () =>
    fc.assert(
      fc.property(
        history.chain((lineage) =>
          fc.tuple(
            fc.constant(lineage),
            fc.shuffledSubarray([...lineage.facts, ...lineage.facts], { minLength: lineage.facts.length * 2 }),
            fc.shuffledSubarray(lineage.enrolments, { minLength: lineage.enrolments.length }),
          ),
        ),
        instant,
        day,
        ([lineage, facts, enrolments], knownAt, on) => {
          const again = { enrolments, facts }
          expect(knownChanges(again, v1)).toEqual(knownChanges(lineage, v1))
          for (const { id } of enrolments)
            expect(journey(factsOf(again, id, { on, knownAt }), v1, { on, knownAt })).toEqual(
              journey(factsOf(lineage, id, { on, knownAt }), v1, { on, knownAt }),
            )
        },
      ),
      RUNS,
    ))

  it('what came to be known after an instant is the rest of the whole', () =>
    fc.assert(
      fc.property(history, instant, (lineage, after) => {
        const some = lineage.facts.map((f) => f.recordedAt).filter((at) => at <= after)
        for (const from of [after, ...some.slice(0, 2)])
          expect(knownChanges(lineage, v1, from)).toEqual(knownChanges(lineage, v1).filter((c) => c.recordedAt > from))
      }),
      RUNS,
    ))

  it('what was known at an instant never depends on what is found out later, nor on who is found to be whom', () => {
    const knownBy = (lineages: Lineage[], at: number) =>
      lineages
        .flatMap((l) => knownChanges(l, v1))
        .filter((c) => c.recordedAt <= at)
        .map((c) => canonical(c))
        .sort()
    const asked = fc.oneof({ weight: 1, arbitrary: history }, { weight: 15, arbitrary: foundToBeOne })
    fc.assert(
      fc.property(asked, fc.nat(), (whole, n) => {
        const instants = [...new Set(whole.facts.map((f) => f.recordedAt))]
        const at = instants[n % instants.length] ?? 0
        const then = lineagesOf({ ...whole, facts: whole.facts.filter((f) => f.recordedAt <= at) })
        expect(knownBy([whole], at)).toEqual(knownBy(then, at))
        expect(knownBy(lineagesOf(whole), at)).toEqual(knownBy(then, at))
      }),
      { ...RUNS, numRuns: 15 * RUNS.numRuns },
    )
  })

  it('where a member stands on a day never depends on what happens later', () =>
    fc.assert(
      fc.property(history, instant, day, (lineage, knownAt, on) => {
        const facts = known(lineage.facts, knownAt)
        const upTo = facts.filter((f) => f.occurredOn <= on || f.kind === 'enrolment.ended' || f.kind === 'enrolment.opened')
        const until = (list: Change[]) => sorted(sum(list, (c) => c.on <= on))
        expect(until(changes(lineage, upTo, v1))).toEqual(until(changes(lineage, facts, v1)))

        const mine = facts.filter((f) => f.enrolment === 'A')
        const { steps } = journey(mine, v1, { on, knownAt })
        const whole = runs(mine, v1)
        for (const step of STEPS) {
          const { enteredOn, spans } = whole[step]
          expect(steps[step].enteredOn).toBe(enteredOn !== null && enteredOn <= on ? enteredOn : null)
          expect(steps[step].state === 'reached').toBe(spans.some((s) => s.from <= on && (!s.until || on < s.until)))
          expect(steps[step].state === 'lapsed').toBe(steps[step].state !== 'reached' && spans.some((s) => s.from <= on))
          const seen = mine.filter((f) => f.occurredOn <= on)
          expect(steps[step].state === 'reached').toBe(reached(step, seen, on))
          expect(steps[step].missing.length === 0).toBe(steps[step].state === 'reached')
          for (const id of steps[step].facts) expect(seen.map((f) => f.id)).toContain(id)
          // The facts shown are enough to prove it.
          if (steps[step].state === 'reached')
            expect(reached(step, inOrder(seen.filter((f) => steps[step].facts.includes(f.id))), on)).toBe(true)
        }
      }),
      RUNS,
    ))

  it('who goes on elsewhere departs and arrives on one day, so the city nets to what really came and went', () =>
    fc.assert(
      fc.property(history, instant, (lineage, knownAt) => {
        const list = changes(lineage, known(lineage.facts, knownAt), v1).filter((c) => c.otherKec !== null)
        const side = (arriving: boolean) =>
          list
            .filter((c) => c.arriving === arriving)
            .map((c) => [c.step, c.reached, c.on, c.reason, ...(arriving ? [c.otherKec, c.kec] : [c.kec, c.otherKec])].join(' '))
            .sort()
        expect(side(true)).toEqual(side(false))
      }),
      RUNS,
    ))

  it('nobody departs without having arrived, and arrivals and departures take turns', () =>
    fc.assert(
      fc.property(history, instant, (lineage, knownAt) => {
        const runsOf = Map.groupBy(
          changes(lineage, known(lineage.facts, knownAt), v1),
          (c) => `${c.enrolment} ${c.step} ${c.reached}`,
        )
        for (const list of runsOf.values()) {
          const inTurn = list.toSorted((a, b) => a.on.localeCompare(b.on))
          inTurn.forEach((c, i) => {
            expect(c.arriving).toBe(i % 2 === 0)
            expect(c.reason).toBeTruthy()
            if (i) expect(c.on > inTurn[i - 1]!.on).toBe(true)
          })
        }
      }),
      RUNS,
    ))
})

describe('people who were taken for one, and are told apart again', () => {
  type Act = { at: number } & (
    | { edit: number; said: { kind: Kind; data: Fact['data'] } }
    | { merge: number; into: number }
    | { unmerge: number }
  )
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ at: fc.nat(WEEKS * 7 - 1), edit: fc.nat(2), said: happening }) },
    { weight: 2, arbitrary: fc.record({ at: fc.nat(WEEKS * 7 - 1), merge: fc.nat(2), into: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ at: fc.nat(WEEKS * 7 - 1), unmerge: fc.nat(9) }) },
  )
  const kecs = fc.array(pick(1, 2), { minLength: 3, maxLength: 3 })

  /** The facts of these acts, in the order in which they were recorded; at the end every merge that still stands is made void. */
  function written(acts: readonly Act[]): Fact[] {
    const facts: Fact[] = []
    const merges: string[] = []
    const add = (who: number, on: number, kind: Kind, data: Fact['data'], voids?: string) => {
      const seq = facts.length
      const id = `f${String(seq).padStart(3, '0')}`
      const recordedAt = endOfDay(addDays(FIRST, WEEKS * 7)).getTime() + seq * 60_000
      facts.push({
        id,
        seq,
        enrolment: IDS[who]!,
        occurredOn: addDays(FIRST, on),
        kind,
        data,
        recordedAt,
        ...(voids ? { voids } : {}),
      })
      return id
    }
    const apart = (merge: string) => add(IDS.indexOf(facts.find((f) => f.id === merge)!.enrolment), 0, 'fact.voided', {}, merge)
    for (const one of acts) {
      if ('edit' in one) add(one.edit, one.at, one.said.kind, one.said.data)
      else if ('merge' in one && one.merge !== one.into)
        merges.push(add(one.merge, one.at, 'enrolment.ended', { reason: 'merged', into: IDS[one.into]! }))
      else if ('unmerge' in one && merges.length) apart(merges.splice(one.unmerge % merges.length, 1)[0]!)
    }
    for (const merge of merges) apart(merge)
    return facts
  }

  it('stand exactly as if they had never been merged, with what was written since: 10,000 sequences of merge, edit and un-merge', () => {
    let merged = 0
    fc.assert(
      fc.property(kecs, fc.array(act, { maxLength: 24, size: 'max' }), (kec, acts) => {
        const facts = written(acts)
        const enrolments = kec.map((k, i) => ({ id: IDS[i]!, kec: k }))
        const edits = facts.filter((f) => f.kind !== 'enrolment.ended' && f.kind !== 'fact.voided')
        merged += facts.length > edits.length ? 1 : 0
        const last = Number.POSITIVE_INFINITY
        const together = changes({ enrolments, facts }, known(facts, last), v1)
        const order = (list: readonly Change[]) => list.map((c) => canonical(c)).sort()
        const never = enrolments.flatMap((e) => {
          const own = edits.filter((f) => f.enrolment === e.id)
          return changes({ enrolments: [e], facts: own }, known(own, last), v1)
        })
        expect(order(together)).toEqual(order(never))
        const on = addDays(FIRST, WEEKS * 7)
        for (const e of enrolments)
          expect(factsOf({ enrolments, facts }, e.id, { on, knownAt: last }).filter((f) => f.kind !== 'fact.voided')).toEqual(
            known(edits, last).filter((f) => f.enrolment === e.id),
          )
      }),
      { ...RUNS, numRuns: Number(process.env.RUNS ?? 10_000) },
    )
    expect(merged).toBeGreaterThan(Number(process.env.RUNS ?? 10_000) / 2)
  })
})
