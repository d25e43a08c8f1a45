// Reminders of a week that waits for approval: Sunday 20.00 and Monday 08.00, once each for every kecamatan that has not answered.
import { jakartaDay } from '../../kit/calendar.ts'
import type { Database, Db } from '../../kit/database.ts'
import type { Tasks } from '../../kit/jobs.ts'
import { weeksOf } from '../store.ts'
import { standingsOf } from './office.tsx'
import { remindersDue, weekToAnswer } from './rules.ts'
import { saveReminders } from './store.ts'

/** Writes the reminders due by now that are not written yet; run again it adds nothing. Needs the job login as `system`. */
export async function remind(db: Db, now: Date): Promise<number> {
  const week = weekToAnswer(await weeksOf(db), jakartaDay(now))
  const due = remindersDue(week, now)
  if (!due.length) return 0
  const silent = [...(await standingsOf(db, week))].filter(([, s]) => s.state === 'open').map(([kec]) => kec)
  return saveReminders(db, week, silent, due, now)
}

/** The queue's task: asked for when a demonstration's clock moves, by the command, and hourly by the server. */
export const reminderTasks = ({ database, now }: { database: Database; now: () => Promise<Date> }): Tasks => ({
  'remind-weeks': async () => {
    const at = await now()
    await database.within('job', { actor: 'mesin', role: 'system' }, (db) => remind(db, at))
  },
})
