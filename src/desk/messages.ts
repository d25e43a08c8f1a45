// The words of the desk's refusals.
import { jakartaDay, showDate, showTime } from '../kit/calendar.ts'
import type { ProblemOf, Words } from '../kit/problem.ts'

type Problems = {
  'clock.date': null
  'clock.time': null
  'clock.back': { now: Date }
  'clock.far': null
}
export type ClockProblem = ProblemOf<Problems>

export const clockWords: Words<Problems> = {
  'clock.date': {
    id: () => 'Tanggal ini tidak ada di kalender. Tulis hari, bulan dan tahun, contoh 29 1 2018.',
    en: () => 'This day is not in the calendar. Write day, month and year, for example 29 1 2018.',
  },
  'clock.time': { id: () => 'Tulis pukul berapa, contoh 09.00.', en: () => 'Write the time of day, for example 09.00.' },
  'clock.back': {
    id: ({ now }) =>
      `Jam peragaan sudah ${showDate(jakartaDay(now))} pukul ${showTime(now)} dan hanya bisa maju, supaya urutan catatan tetap benar. Pilih waktu sesudahnya.`,
    en: ({ now }) =>
      `The demonstration clock already shows ${showDate(jakartaDay(now), 'en')}, ${showTime(now)}, and only goes forward, so that records keep their order. Choose a later time.`,
  },
  'clock.far': {
    id: () => 'Paling jauh satu tahun sekali maju. Pilih waktu yang lebih dekat.',
    en: () => 'At most one year forward at a time. Choose a nearer time.',
  },
}
