// The week as it stands now, before it is cut: from the roll-up, in one query. Published weeks are read from their document.

import { STEPS } from '../journey/index.ts'
import { daysOf, type JakartaDate, type Week, weekBefore } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { kecamatan, kecCode } from '../places/index.ts'
import { type Cell, COUNTS, type Count, type Terms } from './document.ts'
import { documentsOf, weeksOf } from './store.ts'

/** `moved`: people who moved or were merged between kecamatan; they are in the cells, and not in the total's arrivals or departures. */
export type RunningTotal = { step: string; count: Count; moved: number } & Terms

/**
 * The 616 cells of a week as known now and the whole area's sums; `kec` narrows it to one kecamatan (14 cells). Plan: the roll-up's
 * primary key, whole for the city (about 40,000 narrow rows at 300,000 members) or one kecamatan's part of it.
 */
export async function runningWeek(db: Db, week: Week, kec?: number): Promise<{ cells: Cell[]; totals: RunningTotal[] }> {
  const { from, to } = daysOf(week)
  const sums = await rollup(db, from, to, kec)
  const [before] = await documentsOf(
    db,
    (await weeksOf(db)).filter((w) => w.week === weekBefore(week)),
  )
  const last = new Map(before?.published.cells.map((c) => [`${c.kec} ${c.step} ${c.count}`, c.now]))
  const cells: Cell[] = []
  const totals = new Map<string, RunningTotal>()
  for (const { code } of kecamatan()) {
    if (kec !== undefined && kec !== code) continue
    for (const step of STEPS)
      for (const count of COUNTS) {
        const s = sums.get(`${code} ${step} ${count}`) ?? { before: 0, arrivals: 0, departures: 0, movedIn: 0, movedOut: 0 }
        const published = last.get(`${kecCode(code)} P${step} ${count}`) ?? 0
        const terms: Terms = {
          last: published,
          restated: s.before - published,
          arrivals: s.arrivals,
          departures: s.departures,
          now: s.before + s.arrivals - s.departures,
        }
        cells.push({ kec: kecCode(code), step: `P${step}`, count, ...terms })
        const total = totals.get(`${step} ${count}`) ?? {
          step: `P${step}`,
          count,
          moved: 0,
          last: 0,
          restated: 0,
          arrivals: 0,
          departures: 0,
          now: 0,
        }
        totals.set(`${step} ${count}`, total)
        total.last += terms.last
        total.restated += terms.restated
        total.arrivals += s.arrivals - s.movedIn
        total.departures += s.departures - s.movedOut
        total.moved += s.movedIn
        total.now += terms.now
      }
  }
  return { cells, totals: [...totals.values()] }
}

type RunningSum = { before: number; arrivals: number; departures: number; movedIn: number; movedOut: number }

async function rollup(db: Db, from: JakartaDate, to: JakartaDate, kec?: number): Promise<Map<string, RunningSum>> {
  // A person who moves or is merged inside one kecamatan neither comes nor goes there.
  const { rows } = await db.client.query(
    `select kec_id, step, reached,
       coalesce(sum(case when arriving then n else -n end) filter (where week_on < $1), 0)::integer as before,
       coalesce(sum(n) filter (where week_on >= $1 and arriving and other_kec <> kec_id), 0)::integer as arrivals,
       coalesce(sum(n) filter (where week_on >= $1 and not arriving and other_kec <> kec_id), 0)::integer as departures,
       coalesce(sum(n) filter (where week_on >= $1 and arriving and other_kec not in (0, kec_id)), 0)::integer as "movedIn",
       coalesce(sum(n) filter (where week_on >= $1 and not arriving and other_kec not in (0, kec_id)), 0)::integer as "movedOut"
     from rollup_week where week_on <= $2 ${kec === undefined ? '' : 'and kec_id = $3'} group by 1, 2, 3`,
    kec === undefined ? [from, to] : [from, to, kec],
  )
  return new Map(rows.map((r) => [`${r.kec_id} ${r.step} ${r.reached ? 'reached' : 'entered'}`, r]))
}
