// Decisions of P3: who mentors whom and why, which times are free, what makes a contact that can be written down. Pure.
import { addDays, dateOf, type JakartaDate, jakartaDay, startOfDay } from '../kit/calendar.ts'
import type { Checked } from '../kit/problem.ts'
import type { Kec } from '../places/index.ts'
import type { MentoringProblem } from './messages.ts'

export type MentorRow = {
  account: string
  name: string
  kecs: Kec[]
  trades: string[]
  most: number
  load: number
  leftOn: JakartaDate | null
}

/** Why this mentor: by trade, and how full they are. Shown beside the match, and kept with it. */
export type MatchWhy = { trade: string | null; load: number; most: number }

/**
 * Who should mentor somebody: of those who work in the kecamatan and are not full, whoever knows the trade; of these the least loaded by
 * share, then by name. Null when nobody there has room.
 */
export function suggest(
  member: { kec: Kec; trade: string | null },
  mentors: readonly MentorRow[],
): { account: string; why: MatchWhy } | null {
  const trade = member.trade?.toLowerCase() ?? ''
  let best: { m: MentorRow; knows: string | null } | null = null
  for (const m of mentors) {
    if (m.leftOn !== null || m.load >= m.most || !m.kecs.includes(member.kec)) continue
    const knows = trade ? (m.trades.find((t) => t && trade.includes(t.toLowerCase())) ?? null) : null
    if (!best || before({ m, knows }, best)) best = { m, knows }
  }
  return best && { account: best.m.account, why: { trade: best.knows, load: best.m.load, most: best.m.most } }
}

type Ranked = { m: MentorRow; knows: string | null }
const before = (a: Ranked, b: Ranked): boolean => {
  if ((a.knows !== null) !== (b.knows !== null)) return a.knows !== null
  const [x, y] = [a.m.load * b.m.most, b.m.load * a.m.most]
  return x !== y ? x < y : a.m.account < b.m.account
}

// ---- times

export type Hours = { weekday: number; from: number; to: number }
/** A meeting takes so long, in minutes; times are offered at its multiples. */
export const MEETING_MINUTES = 30
const MINUTE = 60_000

/** When a meeting may begin, in milliseconds since 1970; it takes MEETING_MINUTES. A number: a month of all mentors is a hundred thousand of them. */
export type Slot = number

const weekdayOf = (day: JakartaDate) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

export type OpenDay = { weekday: number /** Milliseconds since 1970. */; midnight: number }

/** The days from a moment on which mentors meet members: no holidays. The same for all mentors, so worked out once. */
export function openDays(after: Date, days: number, holidays: ReadonlySet<JakartaDate>): OpenDay[] {
  const first = jakartaDay(after)
  return Array.from({ length: days }, (_, d) => addDays(first, d))
    .filter((day) => !holidays.has(day))
    .map((day) => ({ weekday: weekdayOf(day), midnight: startOfDay(day).getTime() }))
}

/** The free times of one mentor after a moment: within the hours, not while they are elsewhere. `busy` in order of beginning, in milliseconds. */
export function freeSlots(
  hours: readonly Hours[],
  busy: readonly { from: number; to: number }[],
  after: number,
  days: readonly OpenDay[],
): Slot[] {
  const free: Slot[] = []
  const length = MEETING_MINUTES * MINUTE
  let at = 0
  for (const { weekday, midnight } of days)
    for (const h of hours) {
      if (h.weekday !== weekday) continue
      const last = midnight + h.to * MINUTE - length
      for (let from = midnight + h.from * MINUTE; from <= last; from += length) {
        if (from <= after) continue
        const to = from + length
        while (at < busy.length && busy[at]!.to <= from) at++
        let taken = false
        for (let b = at; !taken && b < busy.length && busy[b]!.from < to; b++) taken = busy[b]!.to > from
        if (!taken) free.push(from)
      }
    }
  return free
}

// ---- a contact

export const WAYS = ['visit', 'clinic', 'call', 'chat'] as const
export type ContactWay = (typeof WAYS)[number]
export const OUTCOMES = ['done', 'partly', 'not-yet'] as const
export type Outcome = (typeof OUTCOMES)[number]
export const CAUSES = ['licence', 'capital', 'time', 'phone', 'product', 'other'] as const
export type Cause = (typeof CAUSES)[number]

export type Contact = {
  way: ContactWay
  on: JakartaDate
  /** What the meeting was for, and how it came out: both are needed for the contact to count. */
  goal: string | null
  result: string | null
  next: string | null
  nextOn: JakartaDate | null
  stall: Cause | null
}

/** What a note's form says, online or from a device. */
export const NOTE_FIELDS = [
  'cara',
  'tujuan',
  'hasil',
  'catatan',
  'berikut',
  'lagi',
  'lagi_hari',
  'lagi_bulan',
  'lagi_tahun',
  'hambatan',
  'hari',
  'bulan',
  'tahun',
] as const
const LONGEST = 1000
/** A contact is written down at most so many days later. */
export const LATEST_DAYS = 60

/**
 * What was tapped and written. Fields: `cara`, `tujuan`, `hasil` (one of three) and `catatan`, `berikut`, `lagi` (days from today, or `lain` with its
 * own date), `hambatan`; `hari`, `bulan`, `tahun` of the contact, today unless told.
 */
export function contactOf(
  typed: Readonly<Record<string, string>>,
  today: JakartaDate,
  outcomeWords: Readonly<Record<Outcome, string>>,
): Checked<Contact, MentoringProblem> {
  const problems: MentoringProblem[] = []
  const text = (name: string) => (typed[name] ?? '').trim().slice(0, LONGEST)
  const way = WAYS.find((x) => x === typed.cara)
  if (!way) problems.push({ code: 'contact.way', field: 'cara', data: null })
  const written = [typed.hari, typed.bulan].some((x) => x?.trim())
  const on = written ? dateOf(typed.hari ?? '', typed.bulan ?? '', typed.tahun?.trim() || today.slice(0, 4)) : today
  if (!on) problems.push({ code: 'contact.date', field: 'tanggal', data: null })
  else if (on > today) problems.push({ code: 'contact.future', field: 'tanggal', data: { on } })
  else if (on < addDays(today, -LATEST_DAYS))
    problems.push({ code: 'contact.old', field: 'tanggal', data: { on, days: LATEST_DAYS } })
  const goal = text('tujuan') || null
  const outcome = OUTCOMES.find((o) => o === typed.hasil)
  const note = text('catatan')
  const result = outcome ? `${outcomeWords[outcome]}${note ? `: ${note}` : ''}` : note || null
  if (goal && !result) problems.push({ code: 'contact.result', field: 'hasil', data: null })
  if (!goal && result) problems.push({ code: 'contact.goal', field: 'tujuan', data: null })
  let nextOn: JakartaDate | null = null
  if (typed.lagi === 'lain') {
    nextOn = dateOf(typed.lagi_hari ?? '', typed.lagi_bulan ?? '', typed.lagi_tahun?.trim() || today.slice(0, 4))
    if (!nextOn) problems.push({ code: 'contact.next-date', field: 'lagi', data: null })
    else if (nextOn <= today) problems.push({ code: 'contact.next-past', field: 'lagi', data: { on: nextOn } })
  } else if (/^\d{1,3}$/.test(typed.lagi ?? '')) nextOn = addDays(today, Number(typed.lagi))
  if (problems.length) return { problems }
  return {
    value: {
      way: way!,
      on: on!,
      goal,
      result,
      next: text('berikut') || null,
      nextOn,
      stall: CAUSES.find((x) => x === typed.hambatan) ?? null,
    },
    warnings: [],
  }
}
