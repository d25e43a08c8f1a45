// The planner's rule tried on history: as things were known on a day, who would have stood first, and how many of these reached a step in the
// four weeks after, against members drawn without any rule. Promises, causes and seats of that day are not in the journal: the rule runs without them.
import { createHash } from 'node:crypto'
import { everyLineage } from '../journal/index.ts'
import { known, nextOf, runs, STEPS, v1 } from '../journey/index.ts'
import { addDays, endOfDay, type JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { rank, type Standing } from './planner.ts'

export const FIRST = 100
const DAYS = 28

export type Backtest = {
  on: JakartaDate
  until: JakartaDate
  /** Who had a next step that day. */
  members: number
  /** Of the first hundred by the rule, and of a hundred drawn by the seed: how many reached a step by `until`. */
  first: number
  drawn: number
  /** What a hundred drawn at random reach on average: all who moved, per hundred. */
  expected: number
}

/** `db`: in a scope that sees every kecamatan. Members of one enrolment; who moved or was merged is left out. */
export async function backtest(db: Db, on: JakartaDate, seed: string): Promise<Backtest> {
  const at = endOfDay(on).getTime()
  const until = addDays(on, DAYS)
  const all: (Standing & { enrolment: string; moved: boolean })[] = []
  for await (const { kec, lineages } of everyLineage(db)) {
    if (kec === null) continue
    for (const { enrolments, facts } of lineages) {
      const then = known(facts, at).filter((f) => f.occurredOn <= on)
      if (!then.length || then.some((f) => f.kind === 'enrolment.ended')) continue
      const next = nextOf(then, runs(then, v1))
      if (!next) continue
      const ran = runs(known(facts, Number.POSITIVE_INFINITY), v1)
      const moved = STEPS.some((s) => ran[s].spans.some((span) => span.from > on && span.from <= until))
      all.push({
        ...next,
        since: then.at(-1)!.occurredOn,
        nextOn: null,
        stall: null,
        classOn: null,
        enrolment: enrolments[0]!.id,
        moved,
      })
    }
  }
  const moved = (some: readonly { moved: boolean }[]) => some.filter((m) => m.moved).length
  const lot = (id: string) => createHash('sha256').update(`${seed} ${id}`).digest('hex')
  const drawn = all.map((m) => ({ m, lot: lot(m.enrolment) })).sort((a, b) => (a.lot < b.lot ? -1 : 1))
  return {
    on,
    until,
    members: all.length,
    first: moved(rank(all, on).slice(0, FIRST)),
    drawn: moved(drawn.slice(0, FIRST).map((d) => d.m)),
    expected: all.length ? Math.round((1000 * moved(all)) / all.length) / 10 : 0,
  }
}
