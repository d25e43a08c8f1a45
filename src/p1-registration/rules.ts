// What the registration form takes: one check for each theme of the form, from what was typed to an answer, or every problem at
// once. No clock, no database. When P1 is reached: journey/p1.ts. How sheets are read: sheet/.
import { addDays, ageOn, isDate, type JakartaDate } from '../kit/calendar.ts'
import type { Checked, Lang } from '../kit/problem.ts'
import { type Kec, type Kel, kecamatan, kelurahanOf, nameOf, parseKec, parseKel } from '../places/index.ts'
import { consents, type Purpose, type RegistrationProblem } from './messages.ts'
import { plain, saysNothing } from './sheet/clean.ts'
import { agreesWithBirth, nikSays, nikShape } from './sheet/nik.ts'

export type PhoneUse = 'own' | 'shared' | 'none'
export type Trading = 'none' | 'under-1-year' | '1-to-5-years' | 'over-5-years'
export const LICENCES = ['none', 'NIB', 'IUMK', 'SIUP', 'SKU', 'other'] as const
export type Licence = (typeof LICENCES)[number]
export const TRADING: readonly Trading[] = ['none', 'under-1-year', '1-to-5-years', 'over-5-years']
export const PHONE_USES: readonly PhoneUse[] = ['own', 'shared', 'none']

/** What was answered so far. A theme that is not answered yet is not there. */
export type Answers = {
  nik?: string
  name?: string
  birth?: JakartaDate
  kec?: Kec
  /** null: the kelurahan is not in the list, an officer looks. */
  kel?: Kel | null
  phone?: { number: string | null; use: PhoneUse }
  trading?: Trading
  business?: Business
  consents?: { purpose: Purpose; textVersion: string }[]
}
export type Business = {
  trade: string | null
  since: number | null
  turnoverMonth: number | null
  workers: number | null
  licence: Licence | null
}
export type Complete = Required<Omit<Answers, 'business'>> & Pick<Answers, 'business'>

/** The programme's rules as its row has them: whose residents, and from which age on the day of registration. */
export type Programme = { area: string; minimumAge: number }
export type Situation = { answers: Answers; today: JakartaDate; programme: Programme; lang: Lang }

/** The themes in the order of the form; each is a page, and its name the last part of the address. */
export const THEMES = ['nik', 'nama', 'lahir', 'kecamatan', 'kelurahan', 'hp', 'usaha', 'tentang-usaha', 'persetujuan'] as const
export type Theme = (typeof THEMES)[number]
export const isTheme = (text: string): text is Theme => (THEMES as readonly string[]).includes(text)

/** Which of the seven questions a page belongs to. */
export const QUESTION: Record<Theme, number> = {
  nik: 1,
  nama: 2,
  lahir: 3,
  kecamatan: 4,
  kelurahan: 4,
  hp: 5,
  usaha: 6,
  'tentang-usaha': 6,
  persetujuan: 7,
}

/** Nobody without a business is asked about it. */
export const themesFor = (answers: Answers): Theme[] =>
  THEMES.filter((theme) => theme !== 'tentang-usaha' || (answers.trading !== undefined && answers.trading !== 'none'))

const ANSWERED: Record<Theme, (a: Answers) => boolean> = {
  nik: (a) => a.nik !== undefined,
  nama: (a) => a.name !== undefined,
  lahir: (a) => a.birth !== undefined,
  kecamatan: (a) => a.kec !== undefined,
  kelurahan: (a) => a.kel !== undefined,
  hp: (a) => a.phone !== undefined,
  usaha: (a) => a.trading !== undefined,
  'tentang-usaha': (a) => a.business !== undefined,
  persetujuan: (a) => a.consents !== undefined,
}
/** The first page without an answer; null when the form can be checked and sent. */
export const firstMissing = (answers: Answers): Theme | null =>
  themesFor(answers).find((theme) => !ANSWERED[theme](answers)) ?? null

/** How many of the seven questions are answered in full. */
export const questionsAnswered = (answers: Answers): number =>
  new Set(themesFor(answers).map((t) => QUESTION[t])).size -
  new Set(
    themesFor(answers)
      .filter((t) => !ANSWERED[t](answers))
      .map((t) => QUESTION[t]),
  ).size

/** Where to go after a page: straight back to the check when all is answered, else the next page in the order of the form. */
export function pageAfter(theme: Theme, answers: Answers): Theme | 'periksa' {
  if (firstMissing(answers) === null) return 'periksa'
  const themes = themesFor(answers)
  return themes[themes.indexOf(theme) + 1] ?? firstMissing(answers)!
}

export function pageBefore(theme: Theme, answers: Answers): Theme | null {
  const themes = themesFor(answers)
  return themes[themes.indexOf(theme) - 1] ?? null
}

/** May this page be shown? Only when everything before it is answered. */
export function mayShow(theme: Theme, answers: Answers): boolean {
  const themes = themesFor(answers)
  const missing = firstMissing(answers)
  return themes.includes(theme) && (missing === null || themes.indexOf(theme) <= themes.indexOf(missing))
}

// ---- from what was typed to an answer

/** What a page sends: the fields by name, as typed. */
export type Typed = Readonly<Record<string, string>>
/** The fields of each page, and how much of each is looked at. */
export const FIELDS: Record<Theme, Readonly<Record<string, number>>> = {
  nik: { nik: 100 },
  nama: { nama: 100 },
  lahir: { hari: 20, bulan: 20, tahun: 20 },
  kecamatan: { kecamatan: 20 },
  kelurahan: { kelurahan: 20 },
  hp: { hp: 60, pakai: 20 },
  usaha: { usaha: 20 },
  'tentang-usaha': { jenis: 100, sejak: 20, omzet: 40, pekerja: 20, izin: 20 },
  persetujuan: { setuju: 5, pesan: 5, bank: 5 },
}
/** The id of the element that a problem with this field points to. */
const ELEMENT: Record<string, string> = { hari: 'lahir', bulan: 'lahir', tahun: 'lahir' }

type Change = Partial<Answers>
type Result = Checked<Change, RegistrationProblem>

const good = (value: Change, warnings: RegistrationProblem[] = []): Result => ({ value, warnings })
const bad = (...problems: RegistrationProblem[]): Result => ({ problems })

/** One page: what was typed becomes its answer. Warnings never block (1-product, NIK). */
export function check(theme: Theme, typed: Typed, situation: Situation): Result {
  const long = Object.entries(FIELDS[theme]).filter(([name, max]) => (typed[name]?.length ?? 0) > max)
  if (long.length)
    return bad(...long.map(([name, max]) => ({ code: 'field.too-long' as const, field: ELEMENT[name] ?? name, data: { max } })))
  const field = (name: string) => plain(typed[name] ?? '')
  switch (theme) {
    case 'nik':
      return checkNik(field('nik'))
    case 'nama':
      return checkName(field('nama'))
    case 'lahir':
      return checkBirth([field('hari'), field('bulan'), field('tahun')], situation)
    case 'kecamatan':
      return checkKecamatan(field('kecamatan'), situation)
    case 'kelurahan':
      return checkKelurahan(field('kelurahan'), situation)
    case 'hp':
      return checkPhone(field('hp'), field('pakai'))
    case 'usaha':
      return checkTrading(field('usaha'), situation)
    case 'tentang-usaha':
      return checkBusiness(field, situation)
    case 'persetujuan':
      return checkConsents(field, situation)
    default:
      return theme satisfies never
  }
}

/** 16 digits of a possible shape. Spaces, dots and dashes are how people group them; nothing else is guessed. */
export function checkNik(typed: string): Result {
  const digits = typed.replace(/[\s.\-'’‘`"‐‑–—]/g, '')
  if (!digits) return bad({ code: 'nik.missing', field: 'nik', data: null })
  const found = [...digits].find((c) => !/[0-9]/.test(c))
  if (found) return bad({ code: 'nik.characters', field: 'nik', data: { found } })
  if (digits.length < 16) return bad({ code: 'nik.short', field: 'nik', data: { digits: digits.length } })
  if (digits.length > 16) return bad({ code: 'nik.long', field: 'nik', data: { digits: digits.length } })
  return nikShape(digits) ? good({ nik: digits }) : bad({ code: 'nik.shape', field: 'nik', data: null })
}

/** A KTP is written in Latin letters; marks of titles and old spellings are part of names. */
export function checkName(typed: string): Result {
  const name = typed.replace(/[’‘`´]/g, "'")
  const found = [...name].find((c) => !/[\p{Script=Latin}' .,/-]/u.test(c))
  if (found) return bad({ code: 'name.characters', field: 'nama', data: { found } })
  return /\p{L}/u.test(name) ? good({ name }) : bad({ code: 'name.missing', field: 'nama', data: null })
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mei', 'jun', 'jul', 'agu', 'sep', 'okt', 'nov', 'des']
const ENGLISH: Record<string, number> = { may: 5, aug: 8, oct: 10, dec: 12, agt: 8, ags: 8, nop: 11, peb: 2 }

function monthOf(text: string): number {
  if (/^\d{1,2}$/.test(text)) return +text
  const three = text.toLowerCase().slice(0, 3)
  return ENGLISH[three] ?? MONTHS.indexOf(three) + 1
}

/** The oldest age that is taken without a look at the year. */
const OLDEST = 115

export function checkBirth([day, month, year]: readonly [string, string, string], s: Situation): Result {
  const refuse = (code: 'birth.missing' | 'birth.no-such-day') => bad({ code, field: 'lahir', data: null })
  if (!day || !month || !year) return refuse('birth.missing')
  if (/^'?\d{1,3}$/.test(year)) return bad({ code: 'birth.year-of-two', field: 'lahir', data: { written: year } })
  const pad = (n: number) => String(n).padStart(2, '0')
  const on = /^\d{1,2}$/.test(day) && /^\d{4}$/.test(year) ? `${year}-${pad(monthOf(month))}-${pad(+day)}` : ''
  if (!isDate(on)) return refuse('birth.no-such-day')
  if (on > s.today) return bad({ code: 'birth.in-future', field: 'lahir', data: { on } })
  const age = ageOn(on, s.today)
  if (age > OLDEST) return bad({ code: 'birth.too-long-ago', field: 'lahir', data: { year: +year } })
  const minimum = s.programme.minimumAge
  if (age < minimum) return bad({ code: 'birth.under-age', field: 'lahir', data: { age, minimum, from: birthday(on, minimum) } })
  const { nik } = s.answers
  return good({ birth: on }, nik && !agreesWithBirth(nik, on) ? [{ code: 'birth.nik-differs', field: 'lahir', data: null }] : [])
}

/** The day on which somebody becomes so old; for 29 February, 1 March of a common year. */
export function birthday(birth: JakartaDate, age: number): JakartaDate {
  const on = `${+birth.slice(0, 4) + age}${birth.slice(4)}`
  return isDate(on) ? on : addDays(`${on.slice(0, 8)}28`, 1)
}

/** The value of the line "my address is outside Jakarta". */
export const OUTSIDE = 'luar'

/** The kecamatan whose residents may take part. */
export const kecamatanTaken = (programme: Programme, today: JakartaDate) =>
  kecamatan(today).filter((k) => String(k.code).startsWith(programme.area))

function checkKecamatan(typed: string, s: Situation): Result {
  const kec = parseKec(typed)
  if (kec === null || !kecamatanTaken(s.programme, s.today).some((k) => k.code === kec))
    return bad({ code: 'kecamatan.missing', field: 'kecamatan', data: null })
  // Another kecamatan has other kelurahan: the old answer is taken out, not carried along.
  return good(s.answers.kec === kec ? { kec } : { kec, kel: undefined })
}

/** The value of the line "my kelurahan is not in this list". */
export const UNLISTED = 'lain'

function checkKelurahan(typed: string, s: Situation): Result {
  const { kec } = s.answers
  if (!typed || kec === undefined) return bad({ code: 'kelurahan.missing', field: 'kelurahan', data: null })
  if (typed === UNLISTED) return good({ kel: null })
  const kel = parseKel(typed)
  return kel !== null && kelurahanOf(kec, s.today).some((k) => k.code === kel)
    ? good({ kel })
    : bad({ code: 'kelurahan.elsewhere', field: 'kelurahan', data: { kecamatan: nameOf(kec) } })
}

/** A mobile number as the programme keeps it: 08…, foreign ones with +. Or none. */
export function checkPhone(typed: string, use: string): Result {
  const chosen = PHONE_USES.find((u) => u === use)
  if (chosen === 'none')
    return typed ? bad({ code: 'phone.but-none', field: 'hp', data: null }) : good({ phone: { number: null, use: 'none' } })
  const problems: RegistrationProblem[] = []
  const read = readNumber(typed)
  if ('problem' in read) problems.push(read.problem)
  if (!chosen) problems.push({ code: 'phone.use-missing', field: 'pakai', data: null })
  return 'number' in read && chosen ? good({ phone: { number: read.number, use: chosen } }) : bad(...problems)
}

function readNumber(typed: string): { number: string } | { problem: RegistrationProblem } {
  if (!typed) return { problem: { code: 'phone.missing', field: 'hp', data: null } }
  const found = [...typed].find((c) => !/[0-9 +().\-–/]/.test(c))
  if (found) return { problem: { code: 'phone.characters', field: 'hp', data: { found } } }
  let digits = typed.replace(/\(0\)/g, '').replace(/\D/g, '')
  const abroad = /^(\+|00)/.test(typed) && !/^(\+|00)\s*62/.test(typed)
  if (abroad) {
    const number = digits.replace(/^00/, '')
    if (number.length < 8) return { problem: { code: 'phone.short', field: 'hp', data: { digits: number.length } } }
    if (number.length > 15) return { problem: { code: 'phone.long', field: 'hp', data: { digits: number.length } } }
    return { number: `+${number}` }
  }
  digits = digits.replace(/^00/, '')
  if (/^62[08]/.test(digits) && (digits.length > 9 || typed.startsWith('+'))) digits = `0${digits.slice(2).replace(/^0/, '')}`
  else if (/^8[1-9]/.test(digits)) digits = `0${digits}`
  if (!/^08[1-9]/.test(digits) && digits.length >= 3) return { problem: { code: 'phone.not-mobile', field: 'hp', data: null } }
  if (digits.length < 10) return { problem: { code: 'phone.short', field: 'hp', data: { digits: digits.length } } }
  if (digits.length > 13) return { problem: { code: 'phone.long', field: 'hp', data: { digits: digits.length } } }
  return { number: digits }
}

function checkTrading(typed: string, { answers }: Situation): Result {
  const trading = TRADING.find((t) => t === typed)
  if (!trading) return bad({ code: 'trading.missing', field: 'usaha', data: null })
  return good(trading === 'none' && answers.business ? { trading, business: undefined } : { trading })
}

/** Sales of a month below this are taken, but a forgotten `ribu` or `juta` is asked about once. */
const LITTLE = 10_000
/** Above the ceiling of a medium-sized business (50 bn a year) many times over: a slip of the finger. */
const TOO_MUCH = 100_000_000_000

function checkBusiness(field: (name: string) => string, s: Situation): Result {
  const problems: RegistrationProblem[] = []
  const warnings: RegistrationProblem[] = []
  const trade = saysNothing(field('jenis')) ? null : field('jenis') || null

  const year = +s.today.slice(0, 4)
  let since: number | null = null
  if (!saysNothing(field('sejak'))) {
    since = /^\d{4}$/.test(field('sejak')) ? +field('sejak') : null
    if (since === null || since < 1900 || since > year)
      problems.push({ code: 'since.unreadable', field: 'sejak', data: { year } })
    else if (!fits(since, s.answers.trading, year)) warnings.push({ code: 'since.differs', field: 'sejak', data: null })
  }

  const turnoverMonth = readRupiah(field('omzet'))
  if (turnoverMonth === undefined) problems.push({ code: 'turnover.unreadable', field: 'omzet', data: null })
  else if (turnoverMonth !== null && turnoverMonth > TOO_MUCH)
    problems.push({ code: 'turnover.too-much', field: 'omzet', data: null })
  else if (turnoverMonth && turnoverMonth < LITTLE)
    warnings.push({ code: 'turnover.little', field: 'omzet', data: { amount: turnoverMonth } })

  let workers: number | null = null
  const people = field('pekerja').replace(/\s*(orang|people|person)$/i, '')
  if (/^\d{1,5}$/.test(people) && +people <= 10_000) workers = +people
  else if (!saysNothing(people)) problems.push({ code: 'workers.unreadable', field: 'pekerja', data: null })

  const licence = LICENCES.find((l) => l === field('izin')) ?? null
  if (field('izin') && !licence) problems.push({ code: 'licence.unknown', field: 'izin', data: null })

  if (problems.length) return bad(...problems)
  return good({ business: { trade, since, turnoverMonth: turnoverMonth ?? null, workers, licence } }, warnings)
}

function fits(since: number, trading: Trading | undefined, year: number): boolean {
  const years = year - since
  switch (trading) {
    case 'under-1-year':
      return years <= 1
    case '1-to-5-years':
      return years >= 1 && years <= 6
    case 'over-5-years':
      return years >= 5
    default:
      return true
  }
}

const UNITS: Record<string, number> = { ribu: 1e3, rb: 1e3, k: 1e3, juta: 1e6, jt: 1e6, miliar: 1e9, milyar: 1e9, million: 1e6 }

/** `3.000.000`, `Rp3.000.000,-`, `3 juta`, `1,5 jt`, `500rb`. null: nothing was said; undefined: it cannot be read as one amount. */
export function readRupiah(text: string): number | null | undefined {
  if (/^\s*(rp\.?)?\s*0+\s*$/i.test(text)) return 0
  if (saysNothing(text)) return null
  const m = /^(?:rp\.?|idr)?\s*(\d[\d.,]*?)(?:,-|,00|\.00|,)?\s*([a-z]+)?(?:\s*rupiah)?$/i.exec(text.trim())
  if (!m) return undefined
  const written = m[1]!
  const unit = m[2]?.toLowerCase()
  const times = unit === undefined || unit === 'rupiah' ? 1 : UNITS[unit]
  if (times === undefined) return undefined
  const grouped = /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(written)
  // With a unit, one separator and one or two digits are a fraction: 1,5 juta.
  const fraction = times > 1 && /^\d+[.,]\d{1,2}$/.test(written)
  if (!grouped && !fraction && !/^\d+$/.test(written)) return undefined
  const amount = Math.round(Number(grouped ? written.replace(/[.,]/g, '') : written.replace(',', '.')) * times)
  return Number.isSafeInteger(amount) ? amount : undefined
}

const BOX: Record<string, Purpose> = { setuju: 'programme', pesan: 'message', bank: 'lender' }

/** Which boxes a person is asked: schedules only where there is a phone to send them to. */
export const boxesFor = (answers: Answers): string[] =>
  Object.keys(BOX).filter((box) => box !== 'pesan' || answers.phone?.use !== 'none')
export const purposeOf = (box: string): Purpose => BOX[box]!

/** Each ticked purpose with the version of the words that were read, and the language they were read in. */
function checkConsents(field: (name: string) => string, { answers, lang }: Situation): Result {
  const ticked = boxesFor(answers)
    .filter((box) => field(box) === 'ya')
    .map(purposeOf)
  if (!ticked.includes('programme')) return bad({ code: 'consent.missing', field: 'setuju', data: null })
  return good({ consents: ticked.map((purpose) => ({ purpose, textVersion: `${consents[purpose].version}.${lang}` })) })
}

/** The other way round: how an answer stands in its fields, to be shown again, changed, or checked once more before it is sent. */
export function typedOf(theme: Theme, a: Answers): Record<string, string> {
  const text = (value: string | number | null | undefined) => (value === null || value === undefined ? '' : String(value))
  switch (theme) {
    case 'nik':
      return { nik: text(a.nik) }
    case 'nama':
      return { nama: text(a.name) }
    case 'lahir':
      return a.birth
        ? { hari: text(+a.birth.slice(8)), bulan: text(+a.birth.slice(5, 7)), tahun: a.birth.slice(0, 4) }
        : { hari: '', bulan: '', tahun: '' }
    case 'kecamatan':
      return { kecamatan: text(a.kec) }
    case 'kelurahan':
      return { kelurahan: a.kel === null ? UNLISTED : text(a.kel) }
    case 'hp':
      return { hp: text(a.phone?.number), pakai: text(a.phone?.use) }
    case 'usaha':
      return { usaha: text(a.trading) }
    case 'tentang-usaha':
      return {
        jenis: text(a.business?.trade),
        sejak: text(a.business?.since),
        omzet: text(a.business?.turnoverMonth),
        pekerja: text(a.business?.workers),
        izin: text(a.business?.licence),
      }
    case 'persetujuan':
      return Object.fromEntries(
        Object.entries(BOX).map(([box, purpose]) => [box, a.consents?.some((c) => c.purpose === purpose) ? 'ya' : '']),
      )
    default:
      return theme satisfies never
  }
}

/** The answers of a whole form, if each of them still passes its check today; else the first page that does not. */
export function complete(s: Situation): { value: Complete } | { at: Theme } {
  const missing = firstMissing(s.answers)
  if (missing) return { at: missing }
  for (const theme of themesFor(s.answers)) if ('problems' in check(theme, typedOf(theme, s.answers), s)) return { at: theme }
  const asked = boxesFor(s.answers).map(purposeOf)
  const value = s.answers as Complete
  return { value: { ...value, consents: value.consents.filter((c) => asked.includes(c.purpose)) } }
}

/** The sex that the NIK says; asked nowhere, an officer sees the KTP. */
export const sexOf = (nik: string): 'F' | 'M' => nikSays(nik).sex

/** Days that a form which nobody sends is kept after its last change. */
export const DRAFT_DAYS = 14
/** Days that a receipt can be opened, and a form sent again gets the same one. */
export const ANSWER_DAYS = 90
