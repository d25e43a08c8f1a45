// Decisions of P2: who may book a class, when the door is open, what earns a certificate, and what makes a class that can be held. Pure.
import { STEPS, type Step } from '../journey/index.ts'
import { dateOf, daysBetween, endOfDay, type JakartaDate, jakartaDay, minutesOf, momentOf } from '../kit/calendar.ts'
import type { Checked } from '../kit/problem.ts'
import { type Kec, kotaOf } from '../places/index.ts'
import type { Problems, TrainingProblem } from './messages.ts'

export const LANGUAGES = ['id', 'en', 'isyarat'] as const
export type Language = (typeof LANGUAGES)[number]
export const REACHES = ['kecamatan', 'kota', 'city'] as const
/** Whose members may come: of the kecamatan, of its kota, of the whole city. */
export type Reach = (typeof REACHES)[number]

export type SessionRow = { nr: number; module: string; starts: Date; ends: Date; cancelled: boolean }

/** A class as it is planned and as full as it is now. */
export type ClassRow = {
  kec: Kec
  id: string
  code: string
  course: string
  title: { id: string; en: string }
  venue: string
  venueName: string
  address: string
  trainer: string
  trainerName: string
  language: Language
  capacity: number
  waitingMost: number
  reach: Reach
  forStep: Step | null
  forTrade: string | null
  firstOn: JakartaDate
  lastOn: JakartaDate
  seated: number
  waiting: number
  cancelledAt: Date | null
  cancelledWhy: string | null
  sessions: SessionRow[]
}

// ---- times of the door, in minutes (decision 0024)

/** The door opens so long before a session begins. */
export const OPENS = 60
/** Who comes later than this is late, and counts. */
export const LATE = 15
/** A paper list may be entered so many days later. */
export const LIST_DAYS = 7
/** Homework handed in so many days after the class's last day is late, and counts from its day. */
export const HOMEWORK_DAYS = 14
/** Two missed sessions without a word, and the seat goes to who waits. */
export const MISSED_MOST = 2

const MINUTE = 60_000

export const held = (c: Pick<ClassRow, 'sessions'>): SessionRow[] => c.sessions.filter((s) => !s.cancelled)
export const beginsAt = (c: Pick<ClassRow, 'sessions'>): Date | null => held(c)[0]?.starts ?? null
export const freeSeats = (c: Pick<ClassRow, 'capacity' | 'seated'>): number => c.capacity - c.seated
export const nextSession = (c: Pick<ClassRow, 'sessions'>, now: Date): SessionRow | null =>
  held(c).find((s) => s.ends > now) ?? null

/** Is this class for members of that kecamatan? */
export const reaches = (c: Pick<ClassRow, 'kec' | 'reach'>, kec: Kec): boolean =>
  c.reach === 'city' || c.kec === kec || (c.reach === 'kota' && kotaOf(c.kec) === kotaOf(kec))

/** Why a member may not book this class themselves; null when they may. `reached`: the steps that stand. */
export function whyNotBook(c: ClassRow, member: { kec: Kec; reached: ReadonlySet<Step> }, now: Date): TrainingProblem | null {
  if (c.cancelledAt) return { code: 'class.cancelled', data: { why: c.cancelledWhy ?? '' } }
  const begins = beginsAt(c)
  if (!begins || begins <= now) return { code: 'class.begun', data: { on: c.firstOn } }
  if (!reaches(c, member.kec)) return { code: 'class.elsewhere', data: { kec: c.kec, reach: c.reach } }
  if (c.forStep !== null && member.reached.has(c.forStep)) return { code: 'class.step', data: { step: c.forStep } }
  return null
}

// ---- the door

export type Way = 'number' | 'qr' | 'list' | 'nik'

/** May somebody be checked in to this session now, and are they late? A list on paper is entered afterwards and does not know who was late. */
export function atTheDoor(
  c: ClassRow,
  session: SessionRow,
  way: Way,
  now: Date,
): { late: boolean } | { problem: TrainingProblem } {
  if (c.cancelledAt || session.cancelled) return { problem: { code: 'door.cancelled', data: { on: jakartaDay(session.starts) } } }
  const data = { on: jakartaDay(session.starts), starts: session.starts, ends: session.ends }
  if (way === 'list') {
    if (now < session.starts) return { problem: { code: 'door.early', data } }
    const last = new Date(endOfDay(data.on).getTime() + LIST_DAYS * 86_400_000)
    return now > last ? { problem: { code: 'door.list-late', data: { ...data, days: LIST_DAYS } } } : { late: false }
  }
  if (jakartaDay(now) !== data.on) return { problem: { code: 'door.other-day', data } }
  if (now.getTime() < session.starts.getTime() - OPENS * MINUTE) return { problem: { code: 'door.early', data } }
  if (now > session.ends) return { problem: { code: 'door.over', data } }
  return { late: now.getTime() > session.starts.getTime() + LATE * MINUTE }
}

/** Sessions that were held, missed in a row up to now: a seat that nobody sits on. */
export function missedInARow(c: Pick<ClassRow, 'sessions'>, attended: ReadonlySet<number>, now: Date): number {
  let missed = 0
  for (const s of held(c)) {
    if (s.ends > now) break
    missed = attended.has(s.nr) ? 0 : missed + 1
  }
  return missed
}

/** A certificate: three quarters of the sessions held, and every homework that the class asks for accepted. What is missing, or null. */
export function lacksForCertificate(
  c: Pick<ClassRow, 'sessions'>,
  attended: ReadonlySet<number>,
  { asks, accepted }: { asks: readonly string[]; accepted: ReadonlySet<string> },
  now: Date,
): { sessions: number; homework: string[] } | null {
  const all = held(c)
  const need = Math.ceil(all.length * 0.75)
  const came = all.filter((s) => attended.has(s.nr)).length
  const homework = asks.filter((m) => !accepted.has(m))
  const over = all.length > 0 && all.every((s) => s.ends <= now || attended.has(s.nr))
  return over && came >= need && !homework.length ? null : { sessions: Math.max(0, need - came), homework }
}

/** Handed in after the class and its two weeks? It counts, from its day, and says that it is late. */
export const isLateHomework = (c: Pick<ClassRow, 'lastOn'>, at: Date): boolean =>
  at.getTime() > endOfDay(c.lastOn).getTime() + HOMEWORK_DAYS * 86_400_000

// ---- photos

/** Bytes of a photo of homework, at most. */
export const PHOTO_BYTES = 8 * 1024 * 1024
export type PhotoType = 'image/jpeg' | 'image/png' | 'image/webp'

/** What these bytes are, whatever the file is called; null: no photo that we take. */
export function photoTypeOf(bytes: Uint8Array): PhotoType | null {
  const starts = (...head: number[]) => head.every((b, i) => bytes[i] === b)
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  return text(0) === 'RIFF' && text(8) === 'WEBP' ? 'image/webp' : null
}

/** A JPEG without what a phone writes beside the picture: where it was taken, with which phone, when. Other kinds as they are. */
export function withoutTraces(bytes: Buffer, type: PhotoType): Buffer {
  if (type !== 'image/jpeg') return bytes
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    if (marker === 0xda) break // the picture itself begins
    const length = 2 + bytes.readUInt16BE(at + 2)
    // APP1 to APP15 and comments: EXIF, XMP, makers' notes. APP0 (JFIF) and APP14 (Adobe's colours) belong to the picture.
    const traces = (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe
    if (!traces) kept.push(bytes.subarray(at, at + length))
    at += length
  }
  return Buffer.concat([...kept, bytes.subarray(at)])
}

// ---- planning a class

export type Typed = Readonly<Record<string, string>>
/** What a planned class is made of; sessions in order of time. */
export type ClassPlan = {
  course: string
  venue: string
  trainer: string
  language: Language
  capacity: number
  waitingMost: number
  reach: Reach
  forStep: Step | null
  forTrade: string | null
  sessions: { module: string; starts: Date; ends: Date }[]
}

export type Planning = {
  today: JakartaDate
  courses: ReadonlyMap<string, { modules: readonly string[] }>
  venues: ReadonlyMap<string, { seats: number }>
  trainers: ReadonlySet<string>
  holidays: ReadonlyMap<JakartaDate, string>
}

const CLASS_AHEAD_DAYS = 400
export const SESSIONS_MOST = 12

const whole = (text: string | undefined, from: number, to: number): number | null => {
  const n = /^\d{1,4}$/.test(text?.trim() ?? '') ? Number(text) : Number.NaN
  return n >= from && n <= to ? n : null
}

/** One day and its times in three boxes and two; empty days are no sessions. Fields: `hari1`, `bulan1`, `tahun1`, `mulai1`, `selesai1`, ... */
export function planOf(typed: Typed, p: Planning): Checked<ClassPlan, TrainingProblem> {
  const problems: TrainingProblem[] = []
  const warnings: TrainingProblem[] = []
  const bad = <C extends keyof Problems>(code: C, field: string, data: Problems[C]) =>
    problems.push({ code, field, data } as TrainingProblem)
  const course = p.courses.get(typed.program ?? '')
  if (!course) bad('plan.course', 'program', null)
  const venue = p.venues.get(typed.tempat ?? '')
  if (!venue) bad('plan.venue', 'tempat', null)
  if (!p.trainers.has(typed.pengajar ?? '')) bad('plan.trainer', 'pengajar', null)
  const capacity = whole(typed.kursi, 1, 2000)
  if (capacity === null) bad('plan.capacity', 'kursi', null)
  else if (venue && capacity > venue.seats) bad('plan.crowded', 'kursi', { seats: venue.seats })
  const waitingMost = typed.tunggu?.trim() ? whole(typed.tunggu, 0, 2000) : Math.min(2000, capacity ?? 0)
  if (waitingMost === null) bad('plan.waiting', 'tunggu', null)

  const modules = course?.modules ?? []
  const sessions: ClassPlan['sessions'] = []
  for (let i = 1; i <= SESSIONS_MOST; i++) {
    const [day, month, year, from, to] = ['hari', 'bulan', 'tahun', 'mulai', 'selesai'].map((n) =>
      (typed[`${n}${i}`] ?? '').trim(),
    )
    if (!day && !month) continue
    const field = `hari${i}`
    const on = dateOf(day!, month!, year || p.today.slice(0, 4))
    if (!on) {
      bad('plan.day', field, { nr: i })
      continue
    }
    if (on < p.today) bad('plan.past', field, { nr: i, on })
    else if (daysBetween(p.today, on) > CLASS_AHEAD_DAYS) bad('plan.far', field, { nr: i, on })
    const [begin, end] = [minutesOf(from || typed.mulai1 || ''), minutesOf(to || typed.selesai1 || '')]
    if (begin === null || end === null) bad('plan.time', `mulai${i}`, { nr: i })
    else if (end - begin < 30 || end - begin > 10 * 60) bad('plan.length', `mulai${i}`, { nr: i })
    else {
      const holiday = p.holidays.get(on)
      if (holiday) warnings.push({ code: 'plan.holiday', field, data: { nr: i, on, name: holiday } })
      sessions.push({
        module: typed[`modul${i}`]?.trim() || modules[Math.min(i, modules.length) - 1] || '',
        starts: momentOf(on, begin),
        ends: momentOf(on, end),
      })
    }
  }
  if (!sessions.length && !problems.some((x) => x.field?.startsWith('hari') || x.field?.startsWith('mulai')))
    bad('plan.none', 'hari1', null)
  sessions.sort((a, b) => a.starts.getTime() - b.starts.getTime())
  const over = sessions.findIndex((s, i) => i > 0 && s.starts < sessions[i - 1]!.ends)
  if (over > 0) bad('plan.overlap', `hari${over + 1}`, { nr: over + 1 })
  if (problems.length) return { problems }
  const step = Number(/^P([2-7])$/.exec(typed.langkah ?? '')?.[1] ?? 0) as Step
  return {
    value: {
      course: typed.program!,
      venue: typed.tempat!,
      trainer: typed.pengajar!,
      language: LANGUAGES.find((l) => l === typed.bahasa) ?? 'id',
      capacity: capacity!,
      waitingMost: waitingMost!,
      reach: REACHES.find((r) => r === typed.jangkauan) ?? 'kecamatan',
      forStep: STEPS.includes(step) ? step : null,
      forTrade: typed.sektor?.trim().slice(0, 80) || null,
      sessions,
    },
    warnings,
  }
}
