// Days as people write them in sheets. A day that does not exist is not read, never bent to the nearest one.
import { isDate, type JakartaDate } from '../../kit/calendar.ts'
import { plain, saysNothing } from './clean.ts'
import type { Cell } from './shape.ts'
import { serialToText } from './xlsx.ts'

export type DayOrder = 'dmy' | 'mdy'
export type DateReading = { date: JakartaDate } | { date: null; code: 'DATE_UNREADABLE' | 'MISSING' }

const MONTH: Record<string, number> = {
  jan: 1,
  peb: 2,
  feb: 2,
  pep: 2,
  mar: 3,
  mrt: 3,
  apr: 4,
  mei: 5,
  may: 5,
  jun: 6,
  jul: 7,
  agu: 8,
  ags: 8,
  agt: 8,
  aug: 8,
  sep: 9,
  spt: 9,
  okt: 10,
  oct: 10,
  nov: 11,
  nop: 11,
  des: 12,
  dec: 12,
  dis: 12,
}
const NUMERIC = /(?<!\d)(\d{1,2})\s?[-/. ,]\s?(\d{1,2})\s?[-/. ,]\s?('?\d{2}|\d{4})(?!\d)/
const YEAR_FIRST = /(?<!\d)(\d{4})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{1,2})(?!\d)/
const MONTH_NAMED = /(?<!\d)(\d{1,2})[\s./,-]{0,3}([a-z]{3,10})[\s./,'-]{0,3}(\d{4}|\d{2})(?!\d)/
const MONTH_FIRST = /\b([a-z]{3,10})\.?\s?(\d{1,2})(?:st|nd|rd|th)?\s?,?\s(\d{4})(?!\d)/

/** How old the oldest is taken to be when a year has two digits: 27 is 1927 only for someone up to this age. */
const OLDEST = 90

const iso = (year: number, month: number, day: number): JakartaDate | null => {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isDate(text) ? text : null
}

/** `of`: a birth lies in a lifetime before `latest`; a registration in this century up to it. */
export function readDate(
  cell: Cell | undefined,
  of: 'birth' | 'registration',
  latest: JakartaDate,
  order: DayOrder = 'dmy',
): DateReading {
  const text = plain(cell?.text ?? '').toLowerCase()
  if (saysNothing(text)) return { date: null, code: 'MISSING' }
  const read = cell?.kind === 'date' ? text.slice(0, 10) : dayIn(text, of, latest, order)
  const date = read && isDate(read) ? read : null
  if (!date || date > latest || date < (of === 'birth' ? '1900-01-01' : '2000-01-01'))
    return { date: null, code: 'DATE_UNREADABLE' }
  return { date }
}

function dayIn(text: string, of: 'birth' | 'registration', latest: JakartaDate, order: DayOrder): JakartaDate | null {
  const year = (written: string) => fullYear(written, of, latest)
  let m = YEAR_FIRST.exec(text)
  if (m) return iso(+m[1]!, +m[2]!, +m[3]!)
  m = MONTH_NAMED.exec(text)
  if (m) {
    const month = MONTH[m[2]!.slice(0, 3)]
    return month ? iso(year(m[3]!), month, +m[1]!) : null
  }
  m = MONTH_FIRST.exec(text)
  if (m && MONTH[m[1]!.slice(0, 3)]) return iso(+m[3]!, MONTH[m[1]!.slice(0, 3)]!, +m[2]!)
  m = NUMERIC.exec(text)
  if (m) {
    const [a, b] = [+m[1]!, +m[2]!]
    const monthFirst = b > 12 || (order === 'mdy' && a <= 12)
    return monthFirst ? iso(year(m[3]!), a, b) : iso(year(m[3]!), b, a)
  }
  if (/^\d{8}$/.test(text)) {
    const front = +text.slice(0, 4)
    return front >= 1900 && front <= 2100
      ? iso(front, +text.slice(4, 6), +text.slice(6))
      : iso(+text.slice(4), +text.slice(2, 4), +text.slice(0, 2))
  }
  if (/^\d{6}$/.test(text)) return iso(year(text.slice(4)), +text.slice(2, 4), +text.slice(0, 2))
  // The spreadsheet's own day number, where the format that makes it a day was lost.
  if (/^\d{4,5}(\.\d+)?$/.test(text) && +text > 2100) return serialToText(Math.floor(+text), false) ?? null
  return null
}

function fullYear(written: string, of: 'birth' | 'registration', latest: JakartaDate): number {
  const digits = written.replace("'", '')
  if (digits.length === 4) return +digits
  const late = 2000 + +digits
  if (of === 'registration') return late
  const thisYear = +latest.slice(0, 4)
  const early = 1900 + +digits
  return thisYear - early <= OLDEST || late > thisYear ? early : late
}

/** A whole column tells whether day or month comes first: by the values that can only be one of them. */
export function dayOrder(texts: Iterable<string>): { order: DayOrder; dayFirst: number; monthFirst: number } {
  let dayFirst = 0
  let monthFirst = 0
  for (const text of texts) {
    const m = NUMERIC.exec(text)
    if (!m || YEAR_FIRST.test(text)) continue
    if (+m[1]! > 12 && +m[2]! <= 12) dayFirst++
    else if (+m[2]! > 12 && +m[1]! <= 12) monthFirst++
  }
  return { order: monthFirst > dayFirst ? 'mdy' : 'dmy', dayFirst, monthFirst }
}

/** `Jakarta` of `Jakarta, 14 Maret 1984`. */
export function birthPlaceIn(text: string): string | null {
  const place =
    /^([^\d,/]{3,40}?)\s*[,/]/.exec(plain(text))?.[1]?.trim() ?? /^([a-z .'-]{3,40}?)\s+\d/i.exec(plain(text))?.[1]?.trim()
  return place && !MONTH[place.slice(0, 3).toLowerCase()] ? place : null
}
