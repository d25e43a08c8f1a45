// Which week waits to be frozen, and how far a demonstration's clock may be moved. Pure: the time is an argument.
import {
  addDays,
  dateOf,
  daysOf,
  type JakartaDate,
  jakartaDay,
  startOfDay,
  type Week,
  weekAfter,
  weekBefore,
  weekOf,
} from '../kit/calendar.ts'
import type { Checked } from '../kit/problem.ts'
import type { ClockProblem } from './messages.ts'

/** The next week to freeze: the one after the last frozen, once its Sunday is over; null while none waits. */
export function weekToFreeze(last: Week | null, today: JakartaDate): Week | null {
  const next = last ? weekAfter(last) : weekBefore(weekOf(today))
  return daysOf(next).to < today ? next : null
}

const NINE = 9 * 3_600_000

/** The next Monday at 09.00, the hour of the weekly update; on a Monday before nine that is the same day. */
export function nextMonday(now: Date): Date {
  const { from } = daysOf(weekOf(jakartaDay(now)))
  const thisWeeks = new Date(startOfDay(from).getTime() + NINE)
  return thisWeeks > now ? thisWeeks : new Date(startOfDay(addDays(from, 7)).getTime() + NINE)
}

export type WrittenTime = { day: string; month: string; year: string; time: string }

/**
 * Where to may the demonstration's clock be moved? Forward only, because what was recorded stays in its order; a year at a time, so that
 * a slip of the pen does not end the demonstration. (The product's own rule.)
 */
export function checkClock(written: WrittenTime, now: Date): Checked<Date, ClockProblem> {
  const problems: ClockProblem[] = []
  const day = dateOf(written.day, written.month, written.year)
  if (!day) problems.push({ code: 'clock.date', field: 'tanggal', data: null })
  const [, hour, minute] = /^\s*([01]?\d|2[0-3])[.:]([0-5]\d)\s*$/.exec(written.time) ?? []
  if (!hour || !minute) problems.push({ code: 'clock.time', field: 'pukul', data: null })
  if (problems.length) return { problems }
  const to = new Date(startOfDay(day!).getTime() + (+hour! * 60 + +minute!) * 60_000)
  if (to <= now) return { problems: [{ code: 'clock.back', field: 'tanggal', data: { now } }] }
  if (to.getTime() - now.getTime() > 366 * 86_400_000) return { problems: [{ code: 'clock.far', field: 'tanggal', data: null }] }
  return { value: to, warnings: [] }
}
