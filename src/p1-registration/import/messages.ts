// The words of the import: its refusals, and its pages. Why a row or a file is refused: sheet/words.ts, sheet/refusal.ts.
import { type JakartaDate, showDate } from '../../kit/calendar.ts'
import { type Lang, type ProblemOf, say, type Words } from '../../kit/problem.ts'

type Problems = {
  'import.registered-in-future': { on: JakartaDate; today: JakartaDate }
  'import.date-unreadable': { written: string }
  'import.no-file': object
  'import.nothing-to-read': object
  'import.already-started': object
  'import.task-failed': object
}
export type ImportProblem = ProblemOf<Problems>

export const importWords: Words<Problems> = {
  'import.registered-in-future': {
    id: ({ on, today }) =>
      `Tanggal daftar ${showDate(on, 'id')} belum tiba; hari ini ${showDate(today, 'id')}. Tulis tanggal saat mereka mendaftar, paling lambat hari ini.`,
    en: ({ on, today }) =>
      `The registration date ${showDate(on, 'en')} has not come yet; today is ${showDate(today, 'en')}. Write the day on which they registered, today at the latest.`,
  },
  'import.date-unreadable': {
    id: ({ written }) => `“${written}” bukan tanggal yang ada di kalender. Tulis hari, bulan, dan tahun, contoh 8 1 2018, atau kosongkan.`,
    en: ({ written }) => `“${written}” is no day of the calendar. Write day, month and year, such as 8 1 2018, or leave it empty.`,
  },
  'import.no-file': {
    id: () => 'Belum ada berkas yang dipilih. Pilih satu atau beberapa lembar Excel (.xlsx) atau CSV.',
    en: () => 'No file was chosen. Choose one or more sheets, Excel (.xlsx) or CSV.',
  },
  'import.nothing-to-read': {
    id: () =>
      'Tidak ada lembar yang akan dibaca. Centang sedikitnya satu lembar, dan pilih kolom mana yang berisi NIK dan nama.',
    en: () => 'No sheet is to be read. Tick at least one, and choose which columns hold the NIK and the name.',
  },
  'import.already-started': {
    id: () => 'Impor ini sudah dimulai, jadi kolomnya tidak dapat diubah lagi. Di bawah ini keadaannya sekarang.',
    en: () => 'This import has begun, so its columns cannot change any more. This is how it stands now.',
  },
  'import.task-failed': {
    id: () =>
      'Impor ini sempat berhenti karena ada yang tidak beres di pihak kami. Baris yang sudah diambil tidak hilang; impor dilanjutkan sendiri dari sana.',
    en: () =>
      'This import stopped for a while because something went wrong on our side. The rows taken so far are safe; it goes on from there by itself.',
  },
}
export const sayImport = (problem: ImportProblem, lang: Lang) => say(importWords, problem, lang)
