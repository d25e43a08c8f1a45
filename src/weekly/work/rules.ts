// The rules of the week as work, pure: where a kecamatan's week stands, whether it was on time, what looks odd and why, how targets are
// written, what a meeting's decision needs and what came of it.
import { z } from 'zod'
import { parseStep, type Step } from '../../journey/index.ts'
import {
  dateOf,
  daysOf,
  isWeek,
  type JakartaDate,
  startOfDay,
  type Week,
  weekAfter,
  weekBefore,
  weekOf,
} from '../../kit/calendar.ts'
import { textOf } from '../../kit/http.ts'
import type { Checked, ProblemOf } from '../../kit/problem.ts'
import { kecamatanOf, parseKec } from '../../places/index.ts'
import type { Count } from '../document.ts'
import { isKota, type Place, parsePlace } from '../figures.ts'

// ---- what a kecamatan says about its week

export type AnswerKind = 'approved' | 'objected' | 'accepted' | 'answered' | 'note'
export type Answer = {
  kec: number
  week: Week
  kind: AnswerKind
  note: string | null
  /** A note that came after the cut: the week it speaks of. */
  about: Week | null
  /** Facts in the kecamatan's chain when it was said. */
  facts: number
  by: string
  at: Date
}

/** `answered`: the office answered an objection, and the kecamatan has not spoken since. */
export type State = 'open' | 'approved' | 'objected' | 'answered' | 'accepted'
export type Standing = {
  state: State
  /** The kecamatan's own last word: its approval or objection. */
  said: Answer | null
  /** The office's last word after it. */
  reply: Answer | null
  onTime: boolean
}

/** Due on the Monday after the week, at 08.00. */
export const dueAt = (week: Week): Date => hourOf(daysOf(weekAfter(week)).from, 8)
const hourOf = (day: JakartaDate, hour: number) => new Date(startOfDay(day).getTime() + hour * 3_600_000)

/** The week that is answered now: the one to be frozen next. Before the first cut, the week before this one. */
export function weekToAnswer(cut: readonly { week: Week }[], today: JakartaDate): Week {
  const last = cut.at(-1)
  return last ? weekAfter(last.week) : weekBefore(weekOf(today))
}

/** Where a kecamatan's week stands, from what was said in its order; `upTo` leaves out what was said later (a cut). */
export function standingOf(answers: readonly Answer[], week: Week, upTo?: Date): Standing {
  let state: State = 'open'
  let said: Answer | null = null
  let reply: Answer | null = null
  for (const a of answers) {
    if (a.kind === 'note' || (upTo && a.at > upTo)) continue
    if (a.kind === 'approved' || a.kind === 'objected') {
      state = a.kind
      said = a
      reply = null
    } else if (a.kind === 'accepted' && said) {
      state = 'accepted'
      reply = a
    } else if (a.kind === 'answered' && state === 'objected') {
      state = 'answered'
      reply = a
    }
  }
  return { state, said, reply, onTime: said?.kind === 'approved' && said.at <= dueAt(week) }
}

/** Does the office count it as approved when it cuts? An objection the office accepted counts: both have seen it. */
export const isSettled = (state: State) => state === 'approved' || state === 'accepted'

export type Reminder = 'due-soon' | 'due'
/** Which reminders a week has called for by now: Sunday 20.00, and Monday 08.00. */
export function remindersDue(week: Week, now: Date): Reminder[] {
  const due: Reminder[] = []
  if (now >= hourOf(daysOf(week).to, 20)) due.push('due-soon')
  if (now >= dueAt(week)) due.push('due')
  return due
}

// ---- what looks odd. Each rule is written down in docs/decisions/0012; a rule that is answered stays answered.

export type WrittenFact = {
  seq: number
  id: string
  enrolment: string
  kind: string
  on: JakartaDate
  at: Date
  by: string
  way: string
  type: string | null
}
export type Registered = { enrolment: string; on: JakartaDate; phone: boolean }
export type SharedPhone = { enrolments: readonly string[] }

export const ODD_RULES = ['same-minute', 'licence-run', 'many-registrations', 'no-phone', 'shared-phone'] as const
export type OddRule = (typeof ODD_RULES)[number]
export type Odd = {
  rule: OddRule
  /** Which one, so that an answer finds it again: the first record behind it, a day or the week. */
  mark: string
  n: number
  /** Of how many, or the usual number. */
  of: number | null
  on: JakartaDate | null
  at: Date | null
  by: string | null
  enrolments: readonly string[]
}

export const ODD = {
  minute: { attendances: 10, ms: 60_000 },
  licences: 3,
  day: { times: 3, least: 20 },
  noPhone: { percent: 40, least: 10 },
  phone: 4,
} as const

/** What looks odd in a week, from what was recorded since the last cut. Odd is not wrong: somebody who knows answers. */
export function oddOf({
  week,
  facts,
  registered,
  usualADay,
  phones,
}: {
  week: Week
  facts: readonly WrittenFact[]
  registered: readonly Registered[]
  /** Registrations on a usual day of the four weeks before. */
  usualADay: number
  phones: readonly SharedPhone[]
}): Odd[] {
  return [
    ...sameMinute(facts),
    ...licenceRuns(facts),
    ...manyRegistrations(registered, usualADay),
    ...withoutPhone(week, registered),
    ...phones
      .filter((p) => p.enrolments.length >= ODD.phone)
      .map(
        ({ enrolments }): Odd => ({
          rule: 'shared-phone',
          mark: enrolments.toSorted()[0]!,
          n: enrolments.length,
          of: null,
          on: null,
          at: null,
          by: null,
          enrolments,
        }),
      ),
  ]
}

/** Attendances that one account recorded by hand within a minute. A sheet that was imported comes at once by its nature. */
function sameMinute(facts: readonly WrittenFact[]): Odd[] {
  const byAccount = Map.groupBy(
    facts.filter((f) => f.kind === 'class.attended' && f.way !== 'import'),
    (f) => f.by,
  )
  return [...byAccount].flatMap(([by, own]) => {
    const found: Odd[] = []
    const inOrder = own.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq)
    for (let from = 0; from < inOrder.length; ) {
      const first = inOrder[from]!
      const end = inOrder.findIndex((f, i) => i > from && f.at.getTime() - first.at.getTime() >= ODD.minute.ms)
      const group = inOrder.slice(from, end < 0 ? undefined : end)
      if (group.length >= ODD.minute.attendances) found.push(oddFacts('same-minute', group, { on: null, at: first.at, by }))
      // A group is told once; else the next may begin with the second of this one.
      from += group.length >= ODD.minute.attendances ? group.length : 1
    }
    return found
  })
}

/** Licences of one type, issued on one day, recorded one after another by one account. */
function licenceRuns(facts: readonly WrittenFact[]): Odd[] {
  const groups: WrittenFact[][] = []
  for (const f of facts.filter((f) => f.kind === 'licence.issued').toSorted((a, b) => a.seq - b.seq)) {
    const last = groups.at(-1)?.at(-1)
    if (last && last.type === f.type && last.on === f.on && last.by === f.by) groups.at(-1)!.push(f)
    else groups.push([f])
  }
  return groups
    .filter((g) => g.length >= ODD.licences)
    .map((g) => oddFacts('licence-run', g, { on: g[0]!.on, at: null, by: g[0]!.by }))
}

function manyRegistrations(registered: readonly Registered[], usual: number): Odd[] {
  return [...Map.groupBy(registered, (r) => r.on)]
    .filter(([, own]) => own.length >= ODD.day.least && own.length > usual * ODD.day.times)
    .map(([on, own]) => ({
      rule: 'many-registrations',
      mark: on,
      n: own.length,
      of: Math.round(usual * 10) / 10,
      on,
      at: null,
      by: null,
      enrolments: own.map((r) => r.enrolment),
    }))
}

function withoutPhone(week: Week, registered: readonly Registered[]): Odd[] {
  const without = registered.filter((r) => !r.phone)
  if (registered.length < ODD.noPhone.least || without.length * 100 <= registered.length * ODD.noPhone.percent) return []
  return [
    {
      rule: 'no-phone',
      mark: week,
      n: without.length,
      of: registered.length,
      on: null,
      at: null,
      by: null,
      enrolments: without.map((r) => r.enrolment),
    },
  ]
}

const oddFacts = (rule: OddRule, facts: readonly WrittenFact[], said: Pick<Odd, 'on' | 'at' | 'by'>): Odd => ({
  rule,
  mark: facts[0]!.id,
  n: facts.length,
  of: null,
  ...said,
  enrolments: [...new Set(facts.map((f) => f.enrolment))],
})

// ---- what is written in forms

type Problems = {
  'answer.empty': null
  'answer.long': null
  'answer.changed': null
  'week.frozen': { week: Week; next: Week }
  'week.not-here': { week: Week }
  'week.nothing-to-accept': null
  'cut.unapproved': { places: readonly string[] }
  'target.line': { line: number; text: string }
  'target.none': null
  'decision.what': null
  'decision.who': null
  'decision.due': null
  'decision.due-past': { week: Week }
  'decision.step': null
  'decision.place': null
  'decision.not-your-place': null
  'decision.aim': null
  'decision.over': null
}
export type WorkProblem = ProblemOf<Problems>
export type { Problems as WorkProblems }

export const LONGEST = 1000
const words = z.string().trim().max(LONGEST)

/** Free text of a form, trimmed; `needed`: an empty one is refused. */
export function checkWords(text: unknown, field: string, needed: boolean): Checked<string | null, WorkProblem> {
  const read = words.safeParse(textOf(text))
  if (!read.success) return { problems: [{ code: 'answer.long', field, data: null }] }
  if (needed && !read.data) return { problems: [{ code: 'answer.empty', field, data: null }] }
  return { value: read.data || null, warnings: [] }
}

export type Target = { kec: number; week: Week; step: Step; count: Count; target: number }

/** Lines as a sheet gives them: `2018-W04;31.74.04;P2;tercapai;95`, parted by comma, semicolon or tab. All or nothing. */
export function readTargets(text: string): Checked<Target[], WorkProblem> {
  const targets: Target[] = []
  const problems: WorkProblem[] = []
  for (const [i, whole] of text.split(/\r?\n/).entries()) {
    if (!whole.trim() || (i === 0 && /^\s*(pekan|week)\b/i.test(whole))) continue
    const [week, place, step, count, number, ...rest] = whole.split(/[;,\t]/).map((part) => part.trim())
    const kec = parseKec(place ?? '')
    const read = parseStep(step ?? '')
    const counted = ({ tercapai: 'reached', reached: 'reached', masuk: 'entered', entered: 'entered' } as const)[count ?? '']
    if (!isWeek(week ?? '') || !kec || !read || !counted || !/^\d{1,7}$/.test(number ?? '') || rest.length)
      problems.push({ code: 'target.line', field: 'lembar', data: { line: i + 1, text: whole.slice(0, 80) } })
    else targets.push({ kec, week: week!, step: read, count: counted, target: Number(number) })
  }
  if (problems.length) return { problems: problems.slice(0, 5) }
  return targets.length ? { value: targets, warnings: [] } : { problems: [{ code: 'target.none', field: 'lembar', data: null }] }
}

// ---- the meeting's decisions

export type Decision = {
  id: string
  week: Week
  kota: number | null
  what: string
  who: string
  due: JakartaDate
  step: Step
  count: Count
  place: Place
  base: number
  aim: number
  at: Date
}
export type DecisionEvent = {
  id?: string
  decision: string
  kind: 'done' | 'not-done' | 'note' | 'withdrawn'
  note: string | null
  at: Date
}
export type NewDecision = Omit<Decision, 'id' | 'at' | 'base'>

/** Reads the form of a decision. `kota`: a kota decides about itself and its kecamatan only. */
export function checkDecision(
  form: Record<string, unknown>,
  { week, kota }: { week: Week; kota: number | null },
): Checked<NewDecision, WorkProblem> {
  const said = (name: string) => textOf(form[name]).trim()
  const problems: WorkProblem[] = []
  if (!said('apa') || said('apa').length > 300) problems.push({ code: 'decision.what', field: 'apa', data: null })
  if (!said('siapa') || said('siapa').length > 120) problems.push({ code: 'decision.who', field: 'siapa', data: null })
  const due = dateOf(said('hari'), said('bulan'), said('tahun'))
  if (!due) problems.push({ code: 'decision.due', field: 'tenggat', data: null })
  else if (due <= daysOf(week).to) problems.push({ code: 'decision.due-past', field: 'tenggat', data: { week } })
  const step = parseStep(said('langkah'))
  if (!step) problems.push({ code: 'decision.step', field: 'langkah', data: null })
  const place = said('wilayah') === 'semua' ? null : (parsePlace(said('wilayah')) ?? undefined)
  if (place === undefined) problems.push({ code: 'decision.place', field: 'wilayah', data: null })
  else if (kota !== null && !isWithin(place, kota))
    problems.push({ code: 'decision.not-your-place', field: 'wilayah', data: null })
  if (!/^\d{1,7}$/.test(said('menjadi').replaceAll('.', '')))
    problems.push({ code: 'decision.aim', field: 'menjadi', data: null })
  if (problems.length) return { problems }
  return {
    value: {
      week,
      kota,
      what: said('apa'),
      who: said('siapa'),
      due: due!,
      step: step!,
      count: said('hitungan') === 'masuk' ? 'entered' : 'reached',
      place: place!,
      aim: Number(said('menjadi').replaceAll('.', '')),
    },
    warnings: [],
  }
}

export const isWithin = (place: Place, kota: number) =>
  place !== null && (isKota(place) ? place === kota : kecamatanOf(kota).some((k) => k.code === place))

export type Outcome = {
  state: 'open' | 'late' | 'done' | 'not-done' | 'withdrawn'
  note: string | null
  /** When that was said. */
  at: Date | null
}

/** What came of a decision by an instant: its last word, the notes apart; open past its day is late. */
export function outcomeOf(
  decision: Decision,
  events: readonly DecisionEvent[],
  { upTo, today }: { upTo: Date; today: JakartaDate },
): Outcome {
  const said = events.filter((e) => e.decision === decision.id && e.at <= upTo)
  const last = said.findLast((e) => e.kind !== 'note')
  if (last) return { state: last.kind as Outcome['state'], note: last.note, at: last.at }
  const note = said.at(-1) ?? null
  return { state: today > decision.due ? 'late' : 'open', note: note?.note ?? null, at: note?.at ?? null }
}

/**
 * Does a decision stand in the update of this week? In the next one always; in later ones while it is open, and once more with what
 * came of it: until the cut before, it was still open.
 */
export function standsIn(
  decision: Decision,
  events: readonly DecisionEvent[],
  { week, cutBefore }: { week: Week; cutBefore: Date },
): boolean {
  if (decision.week >= week) return false
  if (weekAfter(decision.week) === week) return true
  const { state } = outcomeOf(decision, events, { upTo: cutBefore, today: daysOf(week).from })
  return state === 'open' || state === 'late'
}
