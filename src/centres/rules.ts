// What the form of a centre may say, and how hours read. Pure.
import { dateOf, type JakartaDate } from '../kit/calendar.ts'
import type { Checked, Lang, ProblemOf } from '../kit/problem.ts'
import type { Centre } from '../places/index.ts'

export type Problems = {
  'centre.address-missing': object
  'centre.too-long': { most: number }
  'centre.launch-unreadable': { written: string }
  'centre.launch-too-early': object
  'centre.hours-unreadable': { written: string }
  'centre.phone-unreadable': { written: string }
  'centre.person-unreadable': { written: string }
  'centre.people-many': { most: number }
  'centre.private-number': object
  'centre.clinic-partial': object
  'centre.unchanged': object
}
export type CentreProblem = ProblemOf<Problems>

/** As the form was filled in. */
export type Written = {
  address: string
  way: string
  phone: string
  /** Monday to Sunday. */
  hours: string[]
  people: string
  clinicDay: string
  clinicHours: string
  clinicPlace: string
  launch: { day: string; month: string; year: string }
}

export const MOST_PEOPLE = 8
const LONG = 200
const FIRST_YEAR = '2017-01-01'

/** `8.00 - 15:00` is `08.00–15.00`; null where it is no span of a day. */
export function readHours(text: string): string | null {
  const [, h1, m1, h2, m2] = /^(\d{1,2})[.:](\d\d)\s*(?:[-–—]|s\/d|sd|sampai|to)\s*(\d{1,2})[.:](\d\d)$/i.exec(text.trim()) ?? []
  if (!h1) return null
  const at = (h: string, m: string) => (+h < 24 && +m < 60 ? `${h.padStart(2, '0')}.${m}` : null)
  const [from, to] = [at(h1, m1!), at(h2!, m2!)]
  return from && to && from < to ? `${from}–${to}` : null
}

/** What the office may change is everything; an officer changes hours, people, clinic and telephone of the own centre. */
export function checkCentre(w: Written, before: Centre, office: boolean): Checked<Centre, CentreProblem> {
  const problems: CentreProblem[] = []
  const refuse = (problem: CentreProblem) => {
    problems.push(problem)
    return null
  }
  const line = (field: string, text: string) => {
    const said = text.replace(/\s+/g, ' ').trim()
    if (said.length > LONG) refuse({ code: 'centre.too-long', field, data: { most: LONG } })
    return said || null
  }
  const hoursOf = (field: string, text: string) =>
    text.trim() === '' ? null : (readHours(text) ?? refuse({ code: 'centre.hours-unreadable', field, data: { written: text } }))

  const address = office ? line('alamat', w.address) : before.address
  if (office && !address) refuse({ code: 'centre.address-missing', field: 'alamat', data: {} })
  const way = office ? line('arah', w.way) : before.way
  const launchedOn = office ? launchOf(w.launch, refuse) : before.launchedOn
  const phone = line('telepon', w.phone)
  if (phone && (phone.match(/\d/g)?.length ?? 0) < 6)
    refuse({ code: 'centre.phone-unreadable', field: 'telepon', data: { written: phone } })
  const hours = w.hours.map((text, i) => hoursOf(`jam-${i + 1}`, text))
  const people = peopleOf(w.people, refuse)

  const [day, at, place] = [Number(w.clinicDay), w.clinicHours.trim(), line('klinik-tempat', w.clinicPlace)]
  const said = [w.clinicDay, at, place].filter(Boolean).length
  if (said > 0 && (said < 3 || !(day >= 1 && day <= 7))) refuse({ code: 'centre.clinic-partial', field: 'klinik-hari', data: {} })
  const clinicHours = hoursOf('klinik-jam', at)
  const clinic = said === 3 && clinicHours && place ? { day, hours: clinicHours, place } : null

  if (problems.length) return { problems }
  const value: Centre = { ...before, address, way, launchedOn, phone, hours, people, clinic, synthetic: false }
  const same = CHANGES.every((part) => JSON.stringify(value[part]) === JSON.stringify(before[part]))
  return same ? { problems: [{ code: 'centre.unchanged', data: {} }] } : { value, warnings: [] }
}

/** The parts of a centre that can differ from one row of its history to the next. */
const CHANGES = ['address', 'way', 'phone', 'launchedOn', 'hours', 'people', 'clinic'] as const
export type Part = (typeof CHANGES)[number]
/** What a row changed against the one before it. */
export const changedParts = (now: Centre, before: Centre | undefined): Part[] =>
  CHANGES.filter((part) => !before || JSON.stringify(now[part]) !== JSON.stringify(before[part]))

type Refuse = (problem: CentreProblem) => null

function launchOf({ day, month, year }: Written['launch'], refuse: Refuse): JakartaDate | null {
  const parts = [day, month, year].map((p) => p.trim())
  if (parts.every((p) => p === '')) return null
  const date = dateOf(day, month, year)
  if (!date) return refuse({ code: 'centre.launch-unreadable', field: 'luncur', data: { written: parts.join(' ').trim() } })
  return date < FIRST_YEAR ? refuse({ code: 'centre.launch-too-early', field: 'luncur', data: {} }) : date
}

/** One a line: `Nama, peran`. */
function peopleOf(text: string, refuse: Refuse): Centre['people'] {
  const lines = text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)
  if (lines.length > MOST_PEOPLE) refuse({ code: 'centre.people-many', field: 'orang', data: { most: MOST_PEOPLE } })
  return lines.flatMap((written) => {
    const [name, ...role] = written.split(',').map((p) => p.trim())
    if (!name || !role.join('') || written.length > LONG)
      refuse({ code: 'centre.person-unreadable', field: 'orang', data: { written } })
    // A NIK or a telephone of one's own does not belong on a public page.
    if ((written.match(/\d/g)?.length ?? 0) >= 8) refuse({ code: 'centre.private-number', field: 'orang', data: {} })
    return [{ name: name!, role: role.join(', ') }]
  })
}

const DAYS: Record<Lang, readonly string[]> = {
  id: ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}
/** 1 is Monday. */
export const dayName = (day: number, lang: Lang): string => DAYS[lang][day - 1]!

/** `Senin–Kamis 08.00–15.00`, `Jumat 08.00–11.30`, `Sabtu–Minggu tutup`: days in a row with the same hours stand together. */
export function hoursInWords(hours: readonly (string | null)[], lang: Lang): string[] {
  if (!hours.some(Boolean)) return []
  const spans: { from: number; to: number; at: string | null }[] = []
  for (const [i, at] of hours.entries()) {
    const last = spans.at(-1)
    if (last && last.at === at) last.to = i
    else spans.push({ from: i, to: i, at })
  }
  return spans.map(({ from, to, at }) => {
    const days = from === to ? DAYS[lang][from]! : `${DAYS[lang][from]}–${DAYS[lang][to]}`
    return `${days} ${at ?? (lang === 'id' ? 'tutup' : 'closed')}`
  })
}
