// Who registers when, in which kecamatan, how far each comes, and what goes wrong on the way: a plan that adds up to spread.ts.
// It holds a few bytes for each member, so that a programme of a million can be planned at once and told in parts.
import { STEPS, type Step } from '../journey/index.ts'
import { addDays, daysBetween, daysOf, type JakartaDate, startOfDay, type Week, weekAfter } from '../kit/calendar.ts'
import { type Kec, kecamatanOf, kelurahanOf, kotaOf } from '../places/index.ts'
import { type Chance, chance, drawn, sharedOut } from './chance.ts'
import { CUT_WEEKS, EARLY_WEEKS, FIRST_DAY, type Gone, LAST_DAY, scaled, spread } from './spread.ts'

export type Channel = 'online' | 'counter' | 'clinic' | 'paper' | 'import'
export type Arrival = { on: JakartaDate; at: number; channel: Channel }

/** What went wrong, or changed, with one member who stays. `on` is the day on which it was found or done. */
export type Mishap =
  | { what: 'moved'; on: JakartaDate; from: Kec }
  | { what: 'sku-as-licence'; on: JakartaDate; voidedOn: JakartaDate }
  | { what: 'class-not-held'; on: JakartaDate; voidedOn: JakartaDate }
  | { what: 'consent-withdrawn' | 'licence-revoked' | 'month-reopened'; on: JakartaDate }
  | { what: 'sku' }

/** One who registered and does not count any more: gone, or registered twice. `of`: the member who is the same person. */
export type Leaver = {
  nr: number
  of: number
  kec: Kec
  arrival: Arrival
  end: { reason: Gone | 'double'; on: JakartaDate; at: number }
}

export type Plan = {
  seed: string
  members: number
  kecOf(member: number): Kec
  arrivalOf(member: number): Arrival
  trading(member: number): boolean
  /** The kelurahan of a kecamatan, each with its share of the members. */
  kelurahan(kec: Kec): readonly (readonly [kel: number, share: number])[]
  entered(member: number, step: Step): boolean
  reached(member: number, step: Step): boolean
  mishaps: ReadonlyMap<number, Mishap>
  leavers: readonly Leaver[]
}

/** Mondays at 08.00 WIB after each week that is cut. */
export const cutAtOf = (week: Week): Date => hour(daysOf(weekAfter(week)).from, 8)
export const hour = (on: JakartaDate, hours: number): Date => new Date(midnightOf(on) + Math.round(hours * 3600) * 1000)

// A few hundred days are asked for hundreds of thousands of times.
const midnights = new Map<JakartaDate, number>()
function midnightOf(on: JakartaDate): number {
  let at = midnights.get(on)
  if (at === undefined) {
    at = startOfDay(on).getTime()
    midnights.set(on, at)
  }
  return at
}

type Batch = { week: Week; late: boolean; from: number; count: number }

export function planOf(seed: string, members: number): Plan {
  const spreads = spread(members)
  const kecs = spreads.map((s) => s.kec)
  const order = shuffledKecs(
    chance(seed, 'order'),
    spreads.map((s) => s.members),
  )
  const kecOf = (member: number): Kec => kecs[order[member]!]!

  const ends = leaversPlanned(chance(seed, 'leavers'), members)
  const batches = batchesOf(members, ends)
  const batchOf = (member: number): Batch => batches.findLast((b) => b.from <= member)!
  const arrivalOf = (member: number): Arrival => {
    const { week, late } = batchOf(member)
    return arrivalIn(chance(seed, 'arrival', member), week, late)
  }
  const trading = (member: number) => chance(seed, 'trading', member).is(0.58)

  const kelurahan = new Map(
    kecs.map((kec) => [
      kec,
      kelurahanOf(kec, LAST_DAY).map((k) => [k.code, 0.6 + chance(seed, 'kelurahan', k.code).next()] as const),
    ]),
  )

  const entered = new Uint8Array(members)
  const reached = new Uint8Array(members)
  const has = (marks: Uint8Array, member: number, step: Step) => (marks[member]! & (1 << step)) !== 0
  const byKec = new Map<Kec, number[]>(kecs.map((kec) => [kec, []]))
  for (let m = 0; m < members; m++) byKec.get(kecOf(m))!.push(m)
  for (const s of spreads) comeSoFar(s.kec)

  function comeSoFar(kec: Kec) {
    const { entered: asEntered, reached: asReached } = spreads.find((s) => s.kec === kec)!
    const random = chance(seed, 'steps', kec)
    const own = byKec.get(kec)!.map((m) => {
      const arrival = arrivalOf(m)
      return { m, day: daysBetween(FIRST_DAY, arrival.on), channel: arrival.channel, trading: trading(m) }
    })
    for (const step of STEPS.slice(1)) {
      const through = drawn(random, asReached[step], own, (o) => likely(step, true, o))
      for (const { m } of through) {
        entered[m]! |= 1 << step
        reached[m]! |= 1 << step
      }
      const under = own.filter(({ m }) => !has(entered, m, step))
      for (const { m } of drawn(random, asEntered[step] - asReached[step], under, (o) => likely(step, false, o)))
        entered[m]! |= 1 << step
    }
    for (const { m } of own) {
      entered[m]! |= 2
      reached[m]! |= 2
    }
    // Who is new, wrote from home or came with a sheet has not been seen by an officer yet.
    const open = drawn(random, own.length - asReached[1], own, ({ m, day, channel }) => {
      if (has(entered, m, 3) || has(entered, m, 4)) return 0.002
      if (has(entered, m, 2)) return 0.04
      const unseen = channel === 'online' || channel === 'import'
      return unseen ? (day >= 79 ? 60 : day >= 68 ? 12 : 3) : 1
    })
    for (const { m } of open) reached[m]! &= ~2
  }

  function likely(step: Step, through: boolean, { m, day, trading }: { m: number; day: number; trading: boolean }): number {
    const in2 = has(reached, m, 2)
    switch (step) {
      case 2:
        if (through) return day <= 66 ? 2 : day <= 73 ? 0.7 : 1e-6
        return day <= 79 ? 1 : 1e-6
      case 3:
        if (through) return day <= 50 ? (in2 ? 4 : 1) * (trading ? 1.5 : 1) : 1e-6
        return day <= 77 ? (has(entered, m, 2) ? 3 : 1) : 1e-6
      case 4:
        return day <= (through ? 72 : 77) ? (trading ? 4 : 1) * (in2 ? 2 : 1) * (has(reached, m, 3) ? 3 : 1) : 1e-6
      case 5:
        return day <= 74 ? (trading ? 5 : 1) * (has(reached, m, 4) ? 3 : 1) * (in2 ? 2 : 1) : 1e-6
      case 6:
        return trading && day <= 72 ? (in2 ? 3 : 1) * (has(entered, m, 5) ? 2 : 1) : 1e-6
      case 7:
        return day <= (through ? 55 : 74) ? (has(reached, m, 4) ? 20 : 1) * (has(entered, m, 6) ? 5 : 1) : 1e-6
      default:
        return 1
    }
  }

  const plan: Omit<Plan, 'mishaps' | 'leavers'> = {
    seed,
    members,
    kecOf,
    arrivalOf,
    trading,
    kelurahan: (kec) => kelurahan.get(kec)!,
    entered: (m, step) => has(entered, m, step),
    reached: (m, step) => has(reached, m, step),
  }
  const mishaps = mishapsOf(plan)
  return { ...plan, mishaps, leavers: leaversOf(plan, ends, batches, mishaps) }
}

/** In which order the members of all kecamatan register: mixed through each other. */
function shuffledKecs(random: Chance, sizes: readonly number[]): Uint8Array {
  const order = new Uint8Array(sizes.reduce((a, b) => a + b, 0))
  let at = 0
  for (const [kec, size] of sizes.entries()) {
    order.fill(kec, at, at + size)
    at += size
  }
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.whole(0, i)
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
  return order
}

// ---- when people register

const weekIndex = (week: Week): number =>
  Math.max(
    0,
    CUT_WEEKS.findIndex((c) => c.week === week),
  )

/** As many from each week as its update says, less those who stood in it and have gone since. */
function batchesOf(members: number, ends: readonly PlannedEnd[]): Batch[] {
  const batches: Batch[] = []
  let from = 0
  const add = (week: Week, late: boolean, count: number) => {
    const fits = Math.max(0, Math.min(count, members - from))
    batches.push({ week, late, from, count: fits })
    from += fits
  }
  let knownBefore = 0
  for (const [j, { week, published, late }] of CUT_WEEKS.entries()) {
    const gone = ends.filter((e) => weekIndex(e.registered) <= j && e.known > j).length
    const known = j === CUT_WEEKS.length - 1 ? members : scaled(published, members) - gone
    if (j === 0) {
      const shares = sharedOut(
        Math.max(0, known),
        EARLY_WEEKS.map(([, n]) => n),
      )
      for (const [i, [early]] of EARLY_WEEKS.entries()) add(early, false, shares[i]!)
    } else {
      const delayed = scaled(late, members)
      add(CUT_WEEKS[j - 1]!.week, true, delayed)
      add(week, false, known - knownBefore - delayed)
    }
    knownBefore = Math.max(known, knownBefore)
  }
  return batches
}

const HOLIDAYS = new Set(['2017-12-01', '2017-12-25', '2017-12-26', '2018-01-01'])

type RegistrationDay = { on: JakartaDate; open: boolean; weight: number }
const weeksDays = new Map<Week, RegistrationDay[]>()
/** Offices are open from Monday to Friday; on Saturday there is the clinic. */
function registrationDays(week: Week): RegistrationDay[] {
  let days = weeksDays.get(week)
  if (!days) {
    days = [0.16, 0.15, 0.15, 0.14, 0.1, 0.24, 0.06].map((weight, i) => {
      const on = addDays(daysOf(week).from, i)
      const holiday = HOLIDAYS.has(on)
      return { on, open: i < 5 && !holiday, weight: on < FIRST_DAY ? 0 : holiday ? weight / 6 : weight }
    })
    weeksDays.set(week, days)
  }
  return days
}

function arrivalIn(random: Chance, week: Week, late: boolean): Arrival {
  const days = registrationDays(week)
  const monday = days[0]!.on
  if (late) {
    // A paper form from the second half of the week, typed in after the cut.
    const { on } = days[random.whole(3, 6)]!
    return { on, at: hour(addDays(monday, random.whole(8, 11)), 8.5 + random.next() * 7).getTime(), channel: 'paper' }
  }
  const weekday = random.weighed(days.map((d, i) => [i, d.weight] as const))
  const { on, open } = days[weekday]!
  const channel = random.weighed<Channel>([
    ['online', weekday === 6 ? 70 : weekday === 5 ? 22 : 42],
    ['counter', open ? 40 : 0],
    ['clinic', weekday === 5 ? 58 : 0],
    ['paper', weekday === 6 ? 12 : 7],
    ['import', 11],
  ])
  const sunday = hour(addDays(monday, 6), 18 + random.next() * 3).getTime()
  switch (channel) {
    case 'online':
      return { on, at: hour(on, 6 + random.next() * 16.5).getTime(), channel }
    case 'counter':
      return { on, at: hour(on, 8.2 + random.next() * 7.6).getTime(), channel }
    case 'clinic':
      return { on, at: hour(on, 9 + random.next() * 3.4).getTime(), channel }
    case 'paper':
      return { on, at: Math.min(sunday, hour(addDays(on, random.whole(1, 3)), 8.5 + random.next() * 7).getTime()), channel }
    case 'import':
      // The sheets of a kecamatan come on Friday afternoon, those of the weekend on Sunday evening.
      return { on, at: hour(addDays(monday, weekday < 5 ? 4 : 6), weekday < 5 ? 16.5 : 19).getTime(), channel }
  }
  return channel satisfies never
}

// ---- who does not count any more

/** `known`: the index of the cut week in which it became known; `on`: the week in which it happened. */
type PlannedEnd = { reason: Gone | 'double'; registered: Week; on: Week; known: number }

function leaversPlanned(random: Chance, members: number): PlannedEnd[] {
  const early = EARLY_WEEKS.map(([week]) => week)
  const ends: PlannedEnd[] = []
  const counted = new Map<string, number>()
  for (const [j, { week, doubles, gone }] of CUT_WEEKS.entries()) {
    const wanted = gone.map((reason, i) => ({ reason, late: reason === 'died' && i === gone.length - 1 && j > 1 }))
    for (const { reason, late } of wanted) counted.set(`${reason} ${late}`, (counted.get(`${reason} ${late}`) ?? 0) + 1)
    const times = (n: number) => scaled(n, members)
    for (const reason of [...new Set(gone)]) {
      const all = wanted.filter((w) => w.reason === reason)
      for (let i = 0; i < times(all.length); i++) {
        const { late } = all[i % all.length]!
        const on = j === 0 ? random.pick(early.slice(4)) : late ? CUT_WEEKS[j - 1]!.week : week
        ends.push({ reason, registered: random.pick(early.slice(1, j === 0 ? 4 : 7)), on, known: j })
      }
    }
    // Found when NIK were compared; many of them had come to the counter after New Year and to the RPTRA as well.
    const from = j === 4 ? [...early.slice(4), '2017-W52', '2018-W01', '2018-W02', '2018-W02', '2018-W02'] : early.slice(3, 7)
    for (let i = 0; i < times(doubles); i++) ends.push({ reason: 'double', registered: random.pick(from), on: week, known: j })
  }
  return ends
}

function leaversOf(
  plan: Omit<Plan, 'mishaps' | 'leavers'>,
  ends: readonly PlannedEnd[],
  batches: readonly Batch[],
  mishaps: ReadonlyMap<number, Mishap>,
): Leaver[] {
  const leavers: Leaver[] = []
  const taken = new Set<number>()
  for (const [nr, { reason, registered, on, known }] of ends.entries()) {
    const random = chance(plan.seed, 'leaver', nr)
    const arrival = arrivalIn(random, registered, false)
    // The member who is the same person had registered before, and nothing else happens to them.
    const before = batches.findLast((b) => b.week < registered && b.count > 0)
    const last = before ? before.from + before.count - 1 : 0
    let of = random.whole(0, last)
    for (let tries = 0; tries < 50 && (mishaps.has(of) || taken.has(of)); tries++) of = random.whole(0, last)
    taken.add(of)
    const monday = daysOf(on).from
    const day = addDays(monday, reason === 'double' ? (known === 4 ? 4 : 2) : random.whole(0, 5))
    const told = daysOf(CUT_WEEKS[known]!.week)
    const late = known > 0 && on !== CUT_WEEKS[known]!.week
    const at = hour(late ? addDays(told.from, random.whole(0, 3)) : day, 8.7 + random.next() * 7).getTime()
    leavers.push({ nr, of, kec: plan.kecOf(of), arrival, end: { reason, on: day, at } })
  }
  return leavers
}

// ---- what goes wrong with those who stay

const MISHAPS: readonly { what: Mishap['what']; week: Week; count: number }[] = [
  { what: 'moved', week: '2017-W51', count: 2 },
  { what: 'moved', week: '2017-W52', count: 1 },
  { what: 'moved', week: '2018-W01', count: 2 },
  { what: 'moved', week: '2018-W02', count: 3 },
  { what: 'moved', week: '2018-W03', count: 5 },
  { what: 'sku-as-licence', week: '2018-W02', count: 2 },
  { what: 'sku-as-licence', week: '2018-W03', count: 3 },
  { what: 'class-not-held', week: '2018-W01', count: 3 },
  { what: 'class-not-held', week: '2018-W03', count: 2 },
  { what: 'consent-withdrawn', week: '2017-W52', count: 1 },
  { what: 'consent-withdrawn', week: '2018-W02', count: 2 },
  { what: 'consent-withdrawn', week: '2018-W03', count: 5 },
  { what: 'licence-revoked', week: '2018-W01', count: 1 },
  { what: 'licence-revoked', week: '2018-W03', count: 2 },
  { what: 'month-reopened', week: '2018-W03', count: 1 },
  { what: 'sku', week: '2018-W03', count: 150 },
]

function mishapsOf(plan: Omit<Plan, 'mishaps' | 'leavers'>): Map<number, Mishap> {
  const mishaps = new Map<number, Mishap>()
  for (const [nr, { what, week, count }] of MISHAPS.entries()) {
    const random = chance(plan.seed, 'mishap', nr)
    const monday = daysOf(week).from
    const found = addDays(monday, 1 + (nr % 4))
    const suits = (m: number): boolean => {
      if (mishaps.has(m)) return false
      const { on } = plan.arrivalOf(m)
      const early = daysBetween(on, monday) >= 14
      switch (what) {
        case 'moved':
          return early && plan.reached(m, 1) && kotaOf(plan.kecOf(m)) !== 3101
        case 'sku-as-licence':
        case 'sku':
          return early && !plan.entered(m, 4) && plan.trading(m)
        case 'class-not-held':
          return early && !plan.entered(m, 2)
        case 'consent-withdrawn':
          return early && !plan.reached(m, 1)
        case 'licence-revoked':
          return early && plan.entered(m, 4) && !plan.reached(m, 4)
        case 'month-reopened':
          return early && plan.entered(m, 6) && !plan.reached(m, 6)
      }
      return what satisfies never
    }
    const wanted = scaled(count, plan.members)
    // A class that was not held was held for nobody of that kecamatan.
    let kec: Kec | null = null
    for (let tries = 0, done = 0; done < wanted && tries < plan.members * 4; tries++) {
      const m = random.whole(0, plan.members - 1)
      if (!suits(m) || (kec !== null && plan.kecOf(m) !== kec)) continue
      done++
      switch (what) {
        case 'moved': {
          const from = random.pick(kecamatanOf(kotaOf(plan.kecOf(m))).filter((k) => k.code !== plan.kecOf(m))).code
          mishaps.set(m, { what, on: found, from })
          break
        }
        case 'sku-as-licence':
          mishaps.set(m, { what, on: addDays(monday, -random.whole(3, 12)), voidedOn: found })
          break
        case 'class-not-held':
          if (plan.members < 20_000) kec = plan.kecOf(m)
          mishaps.set(m, { what, on: addDays(monday, -2), voidedOn: found })
          break
        case 'consent-withdrawn':
        case 'licence-revoked':
        case 'month-reopened':
          mishaps.set(m, { what, on: found })
          break
        case 'sku':
          mishaps.set(m, { what })
          break
        default:
          what satisfies never
      }
    }
  }
  return mishaps
}
