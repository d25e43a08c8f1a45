// National holidays and days of collective leave, as three ministers decree them each year: dated data, added when a decree comes out.
import type { JakartaDate } from '../kit/calendar.ts'
import { readProject } from '../kit/files.ts'

/**
 * What each day is called; a year that is not there has none known. Source of each in the file's last column; 2018 without collective leave,
 * which was revised in April 2018.
 */
export const holidays: ReadonlyMap<JakartaDate, string> = new Map(
  readProject('src/places/holidays.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [date, name, kind] = line.split(',')
      return [date!, kind === 'cuti bersama' ? `Cuti bersama ${name}` : name!] as const
    }),
)
