// What a week tells everybody of reasons and of who waits: nothing by which one to four people could be told apart, neither directly nor
// by subtracting what else is published (docs/decisions/0017). Pure, and by numbered rules: a frozen week says by which it was made.
import { STEPS } from '../journey/index.ts'
import type { Published, Reason, Waiting } from './document.ts'

/** 1: small reasons only. 2: also what small reasons could be had from. A document that names none is of the first. */
export type Hiding = 1 | 2
export const HIDING: Hiding = 2

const FEWEST = 5
const MOST = 6

type Told = Omit<Reason, 'kec'>
type Group = { key: string; rows: Told[]; total: number /** The most who left in one kecamatan. */; densest: number }

/**
 * Why people left, summed over the area: a step's reasons each by itself, or all in one line `other`. By the second rule a step keeps
 * its lines only while the reasons beside the largest could account for all who left in any one kecamatan, and in any step that is not told: else
 * an exact number of leavers, which every cell publishes, would say why. Two steps told may not differ by one to four people either.
 */
export function departuresTold(rows: readonly Reason[], hiding: Hiding): Told[] {
  const groups = grouped(rows)
  const told = new Set(groups.filter((g) => g.rows.every((r) => Math.abs(r.n) >= FEWEST)))
  if (hiding > 1) while (dropOne(groups, told));
  return groups.flatMap((g) => (told.has(g) ? g.rows : together(g)))
}

/** Takes one step out of those that are told; false when all may stay. */
function dropOne(groups: readonly Group[], told: Set<Group>): boolean {
  for (const g of told) {
    const beside = besideTheLargest(g)
    if (beside === null) continue
    if (beside < g.densest || groups.some((other) => !told.has(other) && beside < other.total)) return told.delete(g)
  }
  const order = groups.filter((g) => told.has(g))
  for (const [i, g] of order.entries())
    for (const larger of order.slice(0, i)) if (differsByFew(g, larger)) return told.delete(g.total <= larger.total ? g : larger)
  return false
}

/** How many left for other reasons than the commonest; null where all moved within the area, which the rows above the cells tell anyhow. */
function besideTheLargest({ rows }: Group): number | null {
  const left = rows.filter((r) => r.reason !== 'moved-within').map((r) => r.n)
  return left.length ? sum(left) - Math.max(...left) : null
}

const differsByFew = (one: Group, other: Group) =>
  [...new Set([...one.rows, ...other.rows].map((r) => r.reason))].some((reason) => {
    const of = (g: Group) => g.rows.find((r) => r.reason === reason)?.n ?? 0
    const apart = Math.abs(of(one) - of(other))
    return reason !== 'moved-within' && apart > 0 && apart < FEWEST
  })

/** What became known late or was taken back. By the second rule no reason for leaving stands by itself here: it would be known in each cell. */
export function restatementsTold(rows: readonly Reason[], hiding: Hiding): Told[] {
  const ofRecords = (r: Told) => r.reason === 'late' || r.reason === 'voided'
  return grouped(rows).flatMap((g) =>
    g.rows.every((r) => Math.abs(r.n) >= FEWEST && (hiding === 1 || ofRecords(r))) ? g.rows : together(g),
  )
}

/** How many reached a step in a kecamatan, as its cell says. */
export type Reached = (kec: string, step: number) => number

/**
 * Where most wait; what is left over is never one to four people. Who waits is at least who reached the step before less who reached this
 * one, so the exact cells leave only the rest open: those who reached this step and not the one before. By the second rule kecamatan are
 * named only while as much of that rest as matters stays with those not named, and somewhere not named as many as ten wait: so not being named
 * says of no kecamatan that it has few.
 */
export function waitingTold(rows: readonly Waiting[], hiding: Hiding, reached: Reached): Published['waiting'] {
  return STEPS.filter((step) => step > 1).map((step) => {
    const of = rows.filter((r) => r.step === `P${step}`).sort((a, b) => b.n - a.n || (a.kec < b.kec ? -1 : 1))
    const n = sum(of.map((r) => r.n))
    let named: Waiting[]
    if (hiding === 1) {
      named = of.filter((r) => r.n >= FEWEST).slice(0, MOST)
      const left = n - sum(named.map((r) => r.n))
      if (left > 0 && left < FEWEST) named.pop()
    } else {
      const many = of.filter((r) => r.n >= 2 * FEWEST)
      named = many.slice(0, Math.max(0, Math.min(MOST, many.length - 1)))
      const open = (those: readonly Waiting[]) =>
        sum(those.map((r) => r.n - Math.max(0, reached(r.kec, step - 1) - reached(r.kec, step))))
      const whole = open(of)
      while (named.length && whole - open(named) < Math.min(FEWEST, whole)) named.pop()
    }
    return { step: `P${step}`, n, most: named.map(({ kec, n }) => ({ kec, n })) }
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0)

const together = ({ rows, total }: Group): Told[] => [{ step: rows[0]!.step, count: rows[0]!.count, reason: 'other', n: total }]

/** By step and count, each with its reasons summed over the area; in the order of their names. */
function grouped(rows: readonly Reason[]): Group[] {
  const sums = new Map<string, Told>()
  const kecs = new Map<string, Map<string, number>>()
  for (const { kec, step, count, reason, n } of rows) {
    const key = `${step} ${count}`
    const row = sums.get(`${key} ${reason}`) ?? { step, count, reason, n: 0 }
    row.n += n
    sums.set(`${key} ${reason}`, row)
    const of = kecs.get(key) ?? new Map<string, number>()
    kecs.set(key, of.set(kec, (of.get(kec) ?? 0) + n))
  }
  const told = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
    .filter((r) => r.n !== 0)
  return [...Map.groupBy(told, (r) => `${r.step} ${r.count}`)].map(([key, of]) => ({
    key,
    rows: of,
    total: sum(of.map((r) => r.n)),
    densest: Math.max(...kecs.get(key)!.values()),
  }))
}
