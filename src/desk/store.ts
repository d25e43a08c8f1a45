// What the desk asks the database.
import type { Week } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'

/** Which week was frozen last, and when? Null before the first. */
export async function lastFrozen(db: Db): Promise<{ week: Week; cutAt: Date } | null> {
  const { rows } = await db.client.query('select week, cut_at from weekly_cut order by week desc limit 1')
  return rows[0] ? { week: rows[0].week, cutAt: rows[0].cut_at } : null
}
