// Dates as the programme uses them: Jakarta days, ISO weeks, and how they read. Time is always an argument.

/** A day in Asia/Jakarta, `2018-01-22`. */
export type JakartaDate = string & { readonly __brand?: 'JakartaDate' }
/** An ISO week, Monday to Sunday, `2018-W04`. */
export type Week = string & { readonly __brand?: 'Week' }

const DAY = 86_400_000
// Asia/Jakarta is UTC+7 without summer time since 1964; every date of the programme is later.
const JAKARTA = 7 * 3_600_000

const asUtc = (date: JakartaDate) => Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10))
const fromUtc = (ms: number): JakartaDate => new Date(ms).toISOString().slice(0, 10)

/** Is this text a real day? `2018-02-30` is not, and a year before 1800 is a slip of the pen (`0218-01-18`). */
export function isDate(text: string): text is JakartaDate {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '1800' && fromUtc(asUtc(text)) === text
}

/** A day as people write it, in three boxes; null when there is no such day. */
export function dateOf(day: string, month: string, year: string): JakartaDate | null {
  const two = (part: string) => part.trim().padStart(2, '0')
  const date = `${year.trim()}-${two(month)}-${two(day)}`
  return isDate(date) ? date : null
}

/** Which day is it in Jakarta at this instant? */
export const jakartaDay = (instant: Date): JakartaDate => fromUtc(instant.getTime() + JAKARTA)

/** The last millisecond of a Jakarta day. */
export const endOfDay = (date: JakartaDate): Date => new Date(asUtc(date) + DAY - JAKARTA - 1)
export const startOfDay = (date: JakartaDate): Date => new Date(asUtc(date) - JAKARTA)

export const addDays = (date: JakartaDate, days: number): JakartaDate => fromUtc(asUtc(date) + days * DAY)

/** `9.00`, `09:30`: a time of day as people write it, in minutes; null when it is none. */
export function minutesOf(text: string): number | null {
  const m = /^(\d{1,2})(?:[.:\s](\d{2}))?$/.exec(text.trim())
  if (!m) return null
  const [hours, minutes] = [Number(m[1]), Number(m[2] ?? 0)]
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null
}

/** The moment of a day's minute in Jakarta. */
export const momentOf = (day: JakartaDate, minutes: number): Date => new Date(startOfDay(day).getTime() + minutes * 60_000)

/** Day difference: from the 1st to the 29th are 28 days. */
export const daysBetween = (from: JakartaDate, to: JakartaDate): number => (asUtc(to) - asUtc(from)) / DAY

/** Whole years lived on a day; someone born on 29 February has a birthday on 1 March of common years. */
export function ageOn(birth: JakartaDate, on: JakartaDate): number {
  const years = +on.slice(0, 4) - +birth.slice(0, 4)
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

export function weekOf(date: JakartaDate): Week {
  const ms = asUtc(date)
  const thursday = ms + (4 - (new Date(ms).getUTCDay() || 7)) * DAY
  const year = new Date(thursday).getUTCFullYear()
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1
  return `${year}-W${String(number).padStart(2, '0')}`
}

/** Monday and Sunday of a week. */
export function daysOf(week: Week): { from: JakartaDate; to: JakartaDate } {
  const year = +week.slice(0, 4)
  const fourth = Date.UTC(year, 0, 4)
  const monday = fourth + (1 - (new Date(fourth).getUTCDay() || 7)) * DAY + (+week.slice(6) - 1) * 7 * DAY
  return { from: fromUtc(monday), to: fromUtc(monday + 6 * DAY) }
}

export function isWeek(text: string): text is Week {
  return /^\d{4}-W\d{2}$/.test(text) && weekOf(daysOf(text).from) === text
}

export const weekBefore = (week: Week): Week => weekOf(addDays(daysOf(week).from, -7))
export const weekAfter = (week: Week): Week => weekOf(addDays(daysOf(week).from, 7))

/** The calendar month after `2018-12` is `2019-01`. */
export function monthAfter(month: string): string {
  const year = +month.slice(0, 4)
  const next = +month.slice(5) + 1
  return next > 12 ? `${year + 1}-01` : `${year}-${String(next).padStart(2, '0')}`
}

const MONTHS = {
  id: ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
}
const SHORT = {
  id: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  en: MONTHS.en.map((m) => m.slice(0, 3)),
}
const DAYS = {
  id: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}

/** `22 Jan 2018` */
export const showDate = (date: JakartaDate, lang: 'id' | 'en' = 'id') =>
  `${+date.slice(8)} ${SHORT[lang][+date.slice(5, 7) - 1]} ${date.slice(0, 4)}`

/** `Sabtu, 3 Februari 2018` */
export const showDay = (date: JakartaDate, lang: 'id' | 'en' = 'id') =>
  `${DAYS[lang][new Date(asUtc(date)).getUTCDay()]}, ${showLong(date, lang)}`

/** `3 Februari 2018` */
export const showLong = (date: JakartaDate, lang: 'id' | 'en' = 'id') =>
  `${+date.slice(8)} ${MONTHS[lang][+date.slice(5, 7) - 1]} ${date.slice(0, 4)}`

/** `22 sampai 28 Januari 2018`; `29 Januari sampai 4 Februari 2018`. */
export function showWeekDays(week: Week, lang: 'id' | 'en' = 'id'): string {
  const { from, to } = daysOf(week)
  const long = showLong(from, lang)
  const start =
    from.slice(0, 7) === to.slice(0, 7) ? `${+from.slice(8)}` : from.slice(0, 4) === to.slice(0, 4) ? long.slice(0, -5) : long
  return `${start} ${lang === 'id' ? 'sampai' : 'to'} ${showLong(to, lang)}`
}

/** `09.42`, Jakarta time (WIB). */
export const showTime = (instant: Date) => new Date(instant.getTime() + JAKARTA).toISOString().slice(11, 16).replace(':', '.')

/** `22 Jan 2018, 09.42` */
export const showMoment = (instant: Date, lang: 'id' | 'en' = 'id') =>
  `${showDate(jakartaDay(instant), lang)}, ${showTime(instant)}`

/** ISO with the Jakarta offset, `2018-01-22T08:00:00.000+07:00`: how an instant is written in files and answers. */
export const jakartaIso = (instant: Date) => `${new Date(instant.getTime() + JAKARTA).toISOString().slice(0, -1)}+07:00`
