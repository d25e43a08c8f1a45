// What an officer enters at the counter for somebody: the questions of the resident's form, all on one page, and the officer's own
// checks. Pure. The questions' own rules: ../rules.ts. When P1 is reached: journey/p1.ts.
import { dateOf, type JakartaDate } from '../../kit/calendar.ts'
import type { Kec } from '../../places/index.ts'
import type { RegistrationProblem } from '../messages.ts'
import { type Answers, type Complete, check, type Situation, type Typed, themesFor } from '../rules.ts'
import type { CounterProblem } from './messages.ts'

export type Checks = {
  /** The document that was seen, and whether it says what was written; null: not seen yet. */
  identity: { document: 'ktp' | 'kk'; result: 'match' | 'mismatch' } | null
  residence: boolean
  /** How the person agreed: what an officer ticks is not the person's own hand. */
  way: 'spoken' | 'paper'
}
export type Entry = { answers: Complete; checks: Checks; channel: 'counter' | 'paper' | 'clinic'; on: JakartaDate }

type Checked =
  | { value: Entry; warnings: RegistrationProblem[] }
  | { problems: (RegistrationProblem | CounterProblem)[]; warnings: RegistrationProblem[]; answers: Answers }

/** Fields of the page beside those of the form, and how much of each is looked at. */
export const OWN_FIELDS = { dokumen: 10, hasil: 10, alamat: 5, cara: 10, jalur: 10, hari_f: 4, bulan_f: 12, tahun_f: 6 } as const

/**
 * Every question and check at once: the entry with its warnings, or every problem. A person is entered in `kec`; a form on paper has the day
 * that is written on it, which is not to come.
 */
export function checkEntry(typed: Typed, kec: Kec, s: Omit<Situation, 'answers'>): Checked {
  const problems: (RegistrationProblem | CounterProblem)[] = []
  const warnings: RegistrationProblem[] = []
  let answers: Answers = { kec }
  for (const theme of ['nik', 'nama', 'lahir', 'kelurahan', 'hp', 'usaha', 'tentang-usaha', 'persetujuan'] as const) {
    if (!themesFor(answers).includes(theme)) continue
    const checked = check(theme, typed, { ...s, answers })
    if ('problems' in checked) problems.push(...checked.problems)
    else {
      answers = { ...answers, ...checked.value }
      warnings.push(...checked.warnings)
    }
  }
  const document = typed.dokumen === 'ktp' || typed.dokumen === 'kk' ? typed.dokumen : null
  const result = typed.hasil === 'mismatch' ? 'mismatch' : 'match'
  const residence = typed.alamat === 'ya'
  if (residence && !document) problems.push({ code: 'check.residence-without-document', field: 'alamat', data: null })
  if (residence && answers.kel === null)
    problems.push({ code: 'check.residence-without-kelurahan', field: 'kelurahan', data: null })
  const way = typed.cara === 'paper' ? 'paper' : 'spoken'
  const channel = typed.jalur === 'paper' || typed.jalur === 'clinic' ? typed.jalur : 'counter'
  const on = channel === 'paper' ? paperDay(typed, s.today, problems) : s.today
  if (problems.length) return { problems, warnings, answers }
  const identity = document && ({ document, result } as Checks['identity'])
  return { value: { answers: answers as Complete, checks: { identity, residence, way }, channel, on: on! }, warnings }
}

function paperDay(typed: Typed, today: JakartaDate, problems: (RegistrationProblem | CounterProblem)[]): JakartaDate | null {
  const on = dateOf(typed.hari_f ?? '', typed.bulan_f ?? '', typed.tahun_f ?? '')
  if (!on) problems.push({ code: 'paper.date', field: 'tanggal', data: null })
  else if (on > today) problems.push({ code: 'paper.future', field: 'tanggal', data: { on } })
  else return on
  return null
}

/** A day that an officer writes for an act: as on paper, not to come. */
export function dayIn(
  typed: Readonly<Record<string, string>>,
  today: JakartaDate,
): { value: JakartaDate } | { problem: CounterProblem } {
  const { hari = '', bulan = '', tahun = '' } = typed
  if (![hari, bulan, tahun].some((part) => part.trim())) return { value: today }
  const on = dateOf(hari, bulan, tahun)
  if (!on) return { problem: { code: 'act.date', field: 'tanggal', data: null } }
  return on > today ? { problem: { code: 'act.future', field: 'tanggal', data: { on } } } : { value: on }
}
