// What may stand in the register of claims, how a claim and the register's own count compare, and what may be reported. Pure: the day is
// an argument. (The product's own rules; they are told at the end of /pernyataan.)
import { parseStep, type Step } from '../journey/index.ts'
import { dateOf, type JakartaDate, showDate } from '../kit/calendar.ts'
import type { Checked, ProblemOf } from '../kit/problem.ts'
import { type Count, parsePlace, type Terms } from '../weekly/index.ts'

export const QUALIFIERS = ['exact', 'nearly', 'about', 'more-than', 'at-most', 'target', 'claimed', 'derived'] as const
export type Qualifier = (typeof QUALIFIERS)[number]
export const UNITS = [
  'people',
  'licences',
  'jobs',
  'businesses',
  'products',
  'mentors',
  'kecamatan',
  'rupiah',
  'percent',
] as const
export type Unit = (typeof UNITS)[number]
export const TOPICS = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'jobs'] as const
export type Topic = (typeof TOPICS)[number]
/** Why no count of ours stands beside a claim. */
export const NOT_COMPARED = ['target', 'undated', 'unit', 'flow', 'scope'] as const
export type NotCompared = (typeof NOT_COMPARED)[number]

export type Claim = {
  /** `2018`, `2018-09` or `2018-09-11`; null: the source names no date. */
  saidOn: string | null
  /** The day that the figure speaks of, where it is known to the day. */
  asOf: JakartaDate | null
  who: string
  whoEn: string | null
  figure: number
  qualifier: Qualifier
  unit: Unit
  topic: Topic
  /** The count of ours that is nearest to the words. */
  count: Count | null
  /** Kecamatan or kota; null: the whole area. */
  place: number | null
  notCompared: NotCompared | null
  /** A count of ours stands beside it, by another definition. */
  differs: boolean
  statement: string
  statementEn: string | null
  note: string | null
  noteEn: string | null
  source: string
  url: string | null
}

/** What the register held: against which published week, both counts with their terms, and on which day. */
export type Register = { week: string | null; asOf: JakartaDate; terms: Record<Count, Terms> }

export type Outcome =
  | { kind: 'match' | 'rounding' | 'differs'; held: number }
  | { kind: 'higher' | 'lower'; held: number; by: number }
  | { kind: 'not-compared'; why: NotCompared | 'ahead' | 'before' }

/** The step that a claim speaks of; jobs are no step. */
export const stepOf = (claim: Pick<Claim, 'topic'>): Step | null => parseStep(claim.topic)

const WITHIN = 0.1 // of the figure as stated: what `hampir`, `sekitar` and their like may be away

/**
 * How a claim and the register compare. An exact figure matches exactly; `hampir`, `sekitar` within a tenth of what was said; `lebih dari`
 * is true of anything above, `paling banyak` of anything below, and both within a tenth on the other side.
 */
export function outcomeOf(claim: Claim, register: Register | null, today: JakartaDate): Outcome {
  if (claim.notCompared || !claim.count) return { kind: 'not-compared', why: claim.notCompared ?? 'unit' }
  if (claim.asOf! > today) return { kind: 'not-compared', why: 'ahead' }
  if (!register) return { kind: 'not-compared', why: 'before' }
  const held = register.terms[claim.count].now
  if (claim.differs) return { kind: 'differs', held }
  const by = claim.figure - held
  const { qualifier: q } = claim
  if (by === 0 || (q === 'more-than' && by < 0) || (q === 'at-most' && by > 0)) return { kind: 'match', held }
  const loose = q === 'nearly' || q === 'about' || q === 'more-than' || q === 'at-most'
  if (loose && Math.abs(by) <= WITHIN * claim.figure) return { kind: 'rounding', held }
  return { kind: by > 0 ? 'higher' : 'lower', held, by: Math.abs(by) }
}

// ---- writing a claim down

export type Problems = {
  'claim.no-date': null
  'claim.date-unreadable': { written: string }
  'claim.date-ahead': { on: JakartaDate }
  'claim.who': null
  'claim.figure': { written: string }
  'claim.words': null
  'claim.count': null
  'claim.place': { written: string }
  'claim.source': null
  'claim.url': null
  'claim.too-long': { most: number }
  'withdrawal.reason': null
  'report.nothing': null
  'report.nik': null
  'report.too-long': { most: number }
  'report.many': null
  'report.answered': { who: string }
  'answer.outcome': null
  'answer.words': null
  'claim.conflict': null
}
export type ClaimProblem = ProblemOf<Problems>

export const LONG = 600
const isOneOf = <T extends string>(all: readonly T[], text: string): text is T => (all as readonly string[]).includes(text)
const TIMELESS = 'tidak'

/** The form of a claim, by the names of its fields. */
export type WrittenClaim = Record<
  | 'hari'
  | 'bulan'
  | 'tahun'
  | 'tanggal' // `tidak`: the source names no date
  | 'siapa'
  | 'angka'
  | 'kata'
  | 'satuan'
  | 'pokok'
  | 'hitungan' // entered, reached, or why none: flow, scope
  | 'wilayah'
  | 'beda'
  | 'kalimat'
  | 'kalimat-en'
  | 'catatan'
  | 'sumber'
  | 'tautan',
  string
>

/** `11`, `9`, `2018` -> `2018-09-11`; day, or day and month, may be open. Null when it is no date. */
function saidOnOf(day: string, month: string, year: string): string | null {
  if (!/^\d{4}$/.test(year)) return null
  if (!day && !month) return year
  const first = dateOf(day || '1', month, year)
  return first && (day ? first : first.slice(0, 7))
}

/** A number as it is written in Indonesia: `4.230`, `58,51`. Null when it is none. */
export function readFigure(written: string): number | null {
  const text = written.trim()
  if (!/^\d{1,3}(\.\d{3})*(,\d+)?$|^\d+(,\d+)?$/.test(text)) return null
  const n = Number(text.replaceAll('.', '').replace(',', '.'))
  return n <= Number.MAX_SAFE_INTEGER ? n : null
}

/**
 * May this stand in the register? Every reason why not at once. A claim without a date is taken when somebody says so, and is then not
 * compared; neither is a target, another unit than people, or a job.
 */
export function checkClaim(written: WrittenClaim, today: JakartaDate): Checked<Claim, ClaimProblem> {
  const problems: ClaimProblem[] = []
  const refuse = (p: ClaimProblem) => void problems.push(p)
  const w = Object.fromEntries(Object.entries(written).map(([k, v]) => [k, v.trim()])) as WrittenClaim

  const date = [w.hari, w.bulan, w.tahun]
  let saidOn: string | null = null
  if (date.some(Boolean)) {
    saidOn = saidOnOf(w.hari, w.bulan, w.tahun)
    if (!saidOn) refuse({ code: 'claim.date-unreadable', field: 'hari', data: { written: date.filter(Boolean).join(' ') } })
    else if (saidOn > today) refuse({ code: 'claim.date-ahead', field: 'hari', data: { on: today } })
  } else if (w.tanggal !== TIMELESS) refuse({ code: 'claim.no-date', field: 'hari', data: null })

  const figure = readFigure(w.angka)
  if (figure === null) refuse({ code: 'claim.figure', field: 'angka', data: { written: w.angka } })
  if (!w.siapa) refuse({ code: 'claim.who', field: 'siapa', data: null })
  if (!w.kalimat) refuse({ code: 'claim.words', field: 'kalimat', data: null })
  if (!w.sumber) refuse({ code: 'claim.source', field: 'sumber', data: null })
  if (w.tautan && !isWebAddress(w.tautan)) refuse({ code: 'claim.url', field: 'tautan', data: null })
  for (const field of ['siapa', 'kalimat', 'kalimat-en', 'catatan', 'sumber', 'tautan'] as const)
    if (w[field].length > LONG) refuse({ code: 'claim.too-long', field, data: { most: LONG } })

  const place = w.wilayah ? (parsePlace(w.wilayah) ?? null) : null
  if (w.wilayah && place === null) refuse({ code: 'claim.place', field: 'wilayah', data: { written: w.wilayah } })

  const qualifier = isOneOf(QUALIFIERS, w.kata) ? w.kata : 'exact'
  const unit = isOneOf(UNITS, w.satuan) ? w.satuan : 'people'
  const topic = isOneOf(TOPICS, w.pokok) ? w.pokok : 'P1'
  const asOf = saidOn?.length === 10 ? saidOn : null
  const asked = w.hitungan
  const count: Count | null = asked === 'entered' || asked === 'reached' ? asked : null
  const notCompared: NotCompared | null =
    qualifier === 'target'
      ? 'target'
      : unit !== 'people' || topic === 'jobs'
        ? 'unit'
        : asked === 'flow' || asked === 'scope'
          ? asked
          : asOf === null
            ? 'undated'
            : null
  if (!notCompared && !count) refuse({ code: 'claim.count', field: 'hitungan', data: null })
  if (problems.length) return { problems }
  return {
    value: {
      saidOn,
      asOf,
      who: w.siapa,
      whoEn: null,
      figure: figure!,
      qualifier,
      unit,
      topic,
      count,
      place,
      notCompared,
      differs: !notCompared && w.beda === 'ya',
      statement: w.kalimat,
      statementEn: w['kalimat-en'] || null,
      note: w.catatan || null,
      noteEn: null,
      source: w.sumber,
      url: w.tautan || null,
    },
    warnings: [],
  }
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol)
  } catch {
    return false
  }
}

/** When it was said, as the source has it: to the day, the month or the year. */
export function showSaidOn(saidOn: string, lang: 'id' | 'en'): string {
  if (saidOn.length === 10) return showDate(saidOn, lang)
  return saidOn.length === 7 ? showDate(`${saidOn}-01`, lang).replace(/^1 /, '') : saidOn
}

// ---- reports

/** Days within which the office answers. (The product's own promise.) */
export const ANSWER_DAYS = 7
const REPORT_MOST = 2000

/** May this be reported? A NIK is turned away: nobody needs it to mend a figure, and it would lie where it does not belong. */
export function checkReport(written: string): Checked<string, ClaimProblem> {
  const said = written.trim()
  if (!said) return { problems: [{ code: 'report.nothing', field: 'tulisan', data: null }] }
  if (said.length > REPORT_MOST) return { problems: [{ code: 'report.too-long', field: 'tulisan', data: { most: REPORT_MOST } }] }
  if (/(?:\d[\s.-]?){16}/.test(said)) return { problems: [{ code: 'report.nik', field: 'tulisan', data: null }] }
  return { value: said, warnings: [] }
}

export const OUTCOMES = ['holds', 'restated', 'recorded', 'not-recorded'] as const
export type AnswerOutcome = (typeof OUTCOMES)[number]
/** What may come of a report: of a figure that it holds or is restated, of a claim that it is recorded or not. */
export const outcomesFor = (about: string): readonly AnswerOutcome[] =>
  about === '/pernyataan' ? ['recorded', 'not-recorded'] : ['holds', 'restated']

export function checkAnswer(
  written: { outcome: string; answer: string },
  about: string,
): Checked<{ outcome: AnswerOutcome; answer: string }, ClaimProblem> {
  const problems: ClaimProblem[] = []
  const outcome = outcomesFor(about).find((o) => o === written.outcome)
  const answer = written.answer.trim()
  if (!outcome) problems.push({ code: 'answer.outcome', field: 'hasil', data: null })
  if (!answer) problems.push({ code: 'answer.words', field: 'jawaban', data: null })
  if (answer.length > REPORT_MOST) problems.push({ code: 'report.too-long', field: 'jawaban', data: { most: REPORT_MOST } })
  return problems.length || !outcome ? { problems } : { value: { outcome, answer }, warnings: [] }
}

/** Why a claim is taken out of the register again. */
export function checkWithdrawal(written: string): Checked<string, ClaimProblem> {
  const reason = written.trim()
  if (!reason) return { problems: [{ code: 'withdrawal.reason', field: 'alasan', data: null }] }
  if (reason.length > LONG) return { problems: [{ code: 'claim.too-long', field: 'alasan', data: { most: LONG } }] }
  return { value: reason, warnings: [] }
}
