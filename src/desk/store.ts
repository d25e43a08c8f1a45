// What the desk asks the database.
import type { Week } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'

/** Which week was frozen last, and when? Null before the first. */
export async function lastFrozen(db: Db): Promise<{ week: Week; cutAt: Date } | null> {
  const { rows } = await db.client.query('select week, cut_at from weekly_cut order by week desc limit 1')
  return rows[0] ? { week: rows[0].week, cutAt: rows[0].cut_at } : null
}

export type Reminder = { week: Week; kind: 'due-soon' | 'due' }

/** The newest reminder of a week that is neither frozen nor answered by the kecamatan. Plan: a handful of rows by primary key. */
export async function reminderOf(db: Db, kec: number): Promise<Reminder | null> {
  const { rows } = await db.client.query(
    `select week, kind from week_notice n where kec_id = $1 and not exists (select from weekly_cut c where c.week = n.week)
       and not exists (select from week_answer a where a.kec_id = n.kec_id and a.week = n.week and a.kind in ('approved', 'objected'))
     order by week desc, kind = 'due' desc limit 1`,
    [kec],
  )
  return rows[0] ?? null
}

/** How many reports about figures wait for the office's answer, and since when? Plan: reports by anti-join with their answers. */
export async function waitingReports(db: Db): Promise<{ n: number; since: Date | null }> {
  const { rows } = await db.client.query(
    'select count(*)::integer as n, min(r.at) as since from report r where not exists (select from report_answer a where a.report_id = r.id)',
  )
  return rows[0]
}
