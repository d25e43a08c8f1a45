// What happened to one member, as facts: who said it, on which day, and when the programme came to know it. The plan decides how far
// somebody comes; here it becomes classes, visits, licences, sales, closed months and loans that give just that.

import type { By, NewFact } from '../journal/index.ts'
import type { Grade, Kind, Step } from '../journey/index.ts'
import { addDays, daysBetween, type JakartaDate, jakartaDay } from '../kit/calendar.ts'
import type { NewMember } from '../people/index.ts'
import { initialsOf, type Kec, kelCode } from '../places/index.ts'
import { type Chance, chance } from './chance.ts'
import { addressOf, birthDateOf, nameOf, nextNik, nikOf, otherSpelling, phoneOf, stallOf, TRADES } from './people.ts'
import { type Arrival, hour, type Leaver, type Mishap, type Plan } from './plan.ts'
import { LAST_DAY } from './spread.ts'

export type Told = { fact: NewFact; by: By }

/** A member and everything that was recorded of them, in the order in which it was. */
export type Tale = {
  member: NewMember
  at: number
  facts: Told[]
  /** Goes on in another kecamatan from this instant. */
  moved?: { at: number; from: string; to: { id: string; kec: Kec; kel: number; on: JakartaDate } }
  /** Was somebody else's double; ends in that enrolment. */
  merged?: { at: number; into: string }
}

const TEXT_VERSION = '2017-11'
const LENDER = 'bank-dki'
/** Nothing is recorded after this on the Monday of the last cut. */
const LAST_MOMENT = hour(addDays(LAST_DAY, 1), 7.75).getTime()

type Who = { actor: string; way: By['way'] }
const publicForm: Who = { actor: 'publik', way: 'form' }
const office: Who = { actor: 'kantor', way: 'import' }
const officerOf = (kec: Kec): Who => ({ actor: officerName(kec), way: 'counter' })
const mentorOf = (kec: Kec): Who => ({ actor: mentorName(kec), way: 'field' })
const bank: Who = { actor: 'bank', way: 'API' }
export const officerName = (kec: Kec) => `petugas.${initialsOf(kec).toLowerCase()}`
export const mentorName = (kec: Kec) => `pendamping.${initialsOf(kec).toLowerCase()}`

// ---- people

const WEIGHED_TRADES = TRADES.map((t) => [t, t[2]] as const)

const kelOf = (plan: Plan, kec: Kec, random: Chance): number => random.weighed(plan.kelurahan(kec))

function personOf(plan: Plan, kec: Kec, arrival: Arrival, trading: boolean, random: Chance): NewMember {
  const sex = random.is(0.585) ? 'F' : 'M'
  const name = nameOf(random, sex)
  const birthDate = birthDateOf(random)
  const phoneUse = random.weighed([
    ['own', 76],
    ['shared', 19],
    ['none', 5],
  ] as const)
  // A family's phone: the same few numbers come back in one kecamatan.
  const phone =
    phoneUse === 'none'
      ? null
      : phoneOf(phoneUse === 'shared' && random.is(0.5) ? chance(plan.seed, 'phone', kec, random.whole(1, 9)) : random)
  const [trade, stall] = random.weighed(WEIGHED_TRADES)
  const business =
    trading || random.is(0.35)
      ? { id: random.id(arrival.at), name: trading && random.is(0.7) ? stallOf(random, stall, name, sex) : null, trade }
      : null
  return {
    person: random.id(arrival.at),
    enrolment: random.id(arrival.at),
    kec,
    kel: kelOf(plan, kec, random),
    nik: nikOf(random, kec, birthDate, sex),
    name,
    birthDate,
    sex,
    phone,
    phoneUse,
    address: addressOf(random),
    business,
    openedOn: arrival.on,
    importId: null,
    ref: null,
    sealKey: random.bytes(16),
  }
}

const firstKec = (plan: Plan, m: number): Kec => {
  const mishap = plan.mishaps.get(m)
  return mishap?.what === 'moved' ? mishap.from : plan.kecOf(m)
}
const memberOf = (plan: Plan, m: number): NewMember =>
  personOf(plan, firstKec(plan, m), plan.arrivalOf(m), plan.trading(m), chance(plan.seed, 'person', m))

// ---- telling

type Telling = {
  plan: Plan
  random: Chance
  kec: Kec
  arrival: Arrival
  trading: boolean
  entered(step: Step): boolean
  reached(step: Step): boolean
  mishap: Mishap | undefined
  /** Says a fact; answers its id. `recorded`: when the programme came to know it. */
  say(
    kind: Kind,
    on: JakartaDate,
    recorded: number,
    grade: Grade,
    who: Who,
    data: Record<string, unknown>,
    voids?: string,
  ): string
}

export function taleOf(plan: Plan, m: number): Tale {
  const member = memberOf(plan, m)
  const random = chance(plan.seed, 'tale', m)
  const arrival = plan.arrivalOf(m)
  const mishap = plan.mishaps.get(m)
  const tale: Tale = { member, at: arrival.at, facts: [] }
  if (mishap?.what === 'moved') {
    const kec = plan.kecOf(m)
    const at = hour(mishap.on, 9 + random.next() * 6).getTime()
    tale.moved = { at, from: member.enrolment, to: { id: random.id(at), kec, kel: kelOf(plan, kec, random), on: mishap.on } }
  }
  const telling: Telling = {
    plan,
    random,
    kec: member.kec,
    arrival,
    trading: plan.trading(m),
    entered: (step) => plan.entered(m, step),
    reached: (step) => plan.reached(m, step),
    mishap,
    say: sayer(tale, random),
  }
  tellAll(telling, member)
  const { moved } = tale
  if (moved) {
    const { at, to } = moved
    const officer = officerOf(to.kec)
    const put = (kec: Kec, enrolment: string, kind: Kind, data: Record<string, unknown>) =>
      tale.facts.push(told({ id: random.id(at), kec, enrolment, kind, occurredOn: to.on, grade: 'B', data }, at, officer))
    put(member.kec, member.enrolment, 'enrolment.ended', { reason: 'moved-within', into: to.id, intoKec: to.kec })
    put(to.kec, to.id, 'enrolment.opened', { from: member.enrolment, fromKec: member.kec, area: kelCode(to.kel) })
  }
  return inOrder(tale)
}

/** Somebody who does not count any more: a history up to the day they left, or a second form of one who was there already. */
export function leaverTale(plan: Plan, leaver: Leaver): Tale {
  const { nr, of, kec, arrival, end } = leaver
  const random = chance(plan.seed, 'leaver tale', nr)
  const trading = random.is(0.5)
  const double = end.reason === 'double' || end.reason === 'merged'
  const own = personOf(plan, kec, arrival, trading, chance(plan.seed, 'leaver person', nr))
  const same = memberOf(plan, of)
  const member: NewMember = double
    ? {
        ...own,
        nik: nextNik(same.nik),
        name: otherSpelling(random, same.name),
        birthDate: same.birthDate,
        sex: same.sex,
        phone: same.phone,
        phoneUse: same.phoneUse,
        business: same.business && own.business ? { ...own.business, trade: same.business.trade } : null,
      }
    : own
  const tale: Tale = { member, at: arrival.at, facts: [] }
  const far = double ? 0 : random.next()
  const steps: Record<Step, number> = { 1: double ? 0.9 : 0.3, 2: 0.6, 3: 0.8, 4: 0.9, 5: 0.96, 6: 2, 7: 2 }
  tellAll(
    {
      plan,
      random,
      kec,
      arrival,
      trading,
      entered: (step) => step === 1 || far > steps[step],
      reached: (step) => far > (step === 1 ? steps[1] : steps[step] + 0.15),
      mishap: undefined,
      say: sayer(tale, random),
    },
    member,
  )
  tale.facts = tale.facts.filter(
    ({ fact, by }) => by.now.getTime() < end.at && (fact.occurredOn < end.on || fact.occurredOn <= arrival.on),
  )
  const officer = officerOf(kec)
  const last = (kind: Kind, data: Record<string, unknown>, who: Who, voids?: string) =>
    tale.facts.push(
      told(
        { id: random.id(end.at), kec, enrolment: member.enrolment, kind, occurredOn: end.on, grade: 'B', data, voids },
        end.at,
        who,
      ),
    )
  if (end.reason === 'double') {
    const registered = tale.facts.find(({ fact }) => fact.kind === 'registration.submitted')!.fact.id
    last(
      'fact.voided',
      { reason: 'Orang yang sama mendaftar dua kali: di loket kecamatan dan di RPTRA.' },
      { ...office, way: 'form' },
      registered,
    )
  } else if (end.reason === 'merged') {
    const remains = { id: same.enrolment, kec: same.kec }
    tale.merged = { at: end.at, into: remains.id }
    last('enrolment.ended', { reason: 'merged', into: remains.id, intoKec: remains.kec }, officer)
  } else last('enrolment.ended', { reason: end.reason }, officer)
  return inOrder(tale)
}

const told = (fact: NewFact, at: number, { actor, way }: Who): Told => ({
  fact: { ...fact, recordedAt: new Date(at) },
  by: { actor, way, now: new Date(at) },
})

const inOrder = (tale: Tale): Tale => {
  tale.facts.sort((a, b) => a.by.now.getTime() - b.by.now.getTime())
  return tale
}

function sayer(tale: Tale, random: Chance): Telling['say'] {
  return (kind, on, recorded, grade, who, data, voids) => {
    // Nothing is known of a member before the registration was recorded, nor after the programme's last moment.
    const at = Math.max(tale.at, Math.min(recorded, LAST_MOMENT))
    const there = tale.moved && at >= tale.moved.at ? tale.moved.to : { id: tale.member.enrolment, kec: tale.member.kec }
    const id = random.id(at)
    const fact: NewFact = { id, kec: there.kec, enrolment: there.id, kind, occurredOn: on, grade, data }
    if (voids) fact.voids = voids
    tale.facts.push(told(fact, at, who))
    return id
  }
}

function tellAll(t: Telling, member: NewMember) {
  registration(t, member)
  if (t.entered(2)) training(t)
  if (t.entered(3)) mentoring(t)
  if (t.entered(4)) licensing(t)
  if (t.entered(5)) marketing(t)
  if (t.entered(6)) bookkeeping(t)
  if (t.entered(7)) capital(t)
  mistakes(t)
}

// ---- when something is recorded

const during = (t: Telling, on: JakartaDate, from = 8.2, to = 16.2) => hour(on, from + t.random.next() * (to - from)).getTime()
/** On the day itself; in a share of cases days later, when the paper list came in. Offices are closed on Sunday. */
function known(t: Telling, on: JakartaDate, share: number, from = 10, to = 17): number {
  if (!t.random.is(share)) return during(t, on, from, to)
  return during(t, earlier(addDays(on, t.random.whole(2, 8)), LAST_DAY))
}
const earlier = (a: JakartaDate, b: JakartaDate) => (a < b ? a : b)
const later = (a: JakartaDate, b: JakartaDate) => (a > b ? a : b)
/** A day between two, both included; the first when the second is not after it. */
const dayIn = (t: Telling, from: JakartaDate, to: JakartaDate) =>
  addDays(from, t.random.whole(0, Math.max(0, daysBetween(from, to))))

// ---- the seven steps

function registration(t: Telling, member: NewMember) {
  const { random, arrival, kec } = t
  const { channel, on, at } = arrival
  const officer = officerOf(kec)
  const area = kelCode(member.kel!)
  const home = channel === 'online'
  const who = home ? publicForm : channel === 'import' ? office : officer
  const seen = channel === 'counter' || channel === 'clinic' || channel === 'paper'
  t.say('registration.submitted', on, at, seen ? 'B' : 'C', who, { channel, area })

  const withdrawn = t.mishap?.what === 'consent-withdrawn' ? t.mishap : null
  const lacking = t.reached(1) || withdrawn ? null : lacks(t)
  if (lacking !== 'baseline') t.say('baseline.taken', on, at, 'C', who, baseline(t))
  if (lacking !== 'consent') {
    const way = home ? 'form' : 'paper'
    t.say('consent.given', on, at, seen ? 'B' : 'C', who, { purpose: 'programme', textVersion: TEXT_VERSION, way })
    if (random.is(0.55))
      t.say('consent.given', on, at, seen ? 'B' : 'C', who, { purpose: 'message', textVersion: TEXT_VERSION, way })
  }
  if (lacking !== 'identity') {
    // At the counter the card lies on the table; who wrote from home shows it within days; a sheet's column may say it was seen.
    const atOnce = seen || (channel === 'import' && random.is(0.6))
    const left = daysBetween(on, LAST_DAY)
    const days = random.whole(1, 9)
    const checked = atOnce ? on : addDays(on, days <= left ? days : random.whole(0, left))
    const recorded = atOnce ? at : known(t, checked, 0.04, 9, 16)
    const by = atOnce ? who : officer
    const document = random.is(0.9) ? 'ktp' : 'kk'
    t.say('identity.checked', checked, recorded, 'B', by, { document, result: lacking === 'mismatch' ? 'mismatch' : 'match' })
    t.say('residence.confirmed', checked, recorded, 'B', by, { area })
  }
  if (withdrawn)
    t.say('consent.withdrawn', withdrawn.on, during(t, withdrawn.on), 'B', officer, { purpose: 'programme', way: 'spoken' })
}

/** What a member whose first step is not reached still lacks. */
function lacks({ random, arrival }: Telling): 'identity' | 'mismatch' | 'baseline' | 'consent' {
  const unseen = arrival.channel === 'online' || arrival.channel === 'import'
  return random.weighed([
    ['identity', unseen ? 86 : 0],
    ['mismatch', 5],
    ['baseline', arrival.channel === 'online' ? 0 : 22],
    ['consent', arrival.channel === 'online' ? 0 : 3],
  ])
}

/** Some have traded for 20 years and more: no new entrepreneurs (failure 5). */
function baseline({ random, trading, entered }: Telling): Record<string, unknown> {
  if (!trading) return { trading: false }
  const years = Math.min(38, Math.floor(-Math.log(1 - random.next()) * 6))
  const data: Record<string, unknown> = { trading: true, since: String(2017 - years) }
  if (random.is(0.72))
    data.turnoverMonth =
      Math.round(Math.exp(15.3 + (random.next() + random.next() + random.next() - 1.5) * 1.3) / 50_000) * 50_000
  if (random.is(0.8)) data.workers = random.weighed([0, 0, 0, 1, 1, 2, 3, 5].map((n) => [n, 1] as const))
  if (!entered(4) && random.is(0.06)) data.licence = 'SKU'
  return data
}

/** The classes of a kecamatan, K1 to K9: the days of their sessions. */
export const GROUPS: readonly (readonly JakartaDate[])[] = [
  ['2017-11-11', '2017-11-18', '2017-11-25', '2017-12-02', '2017-12-09'],
  ['2017-11-25', '2017-12-02', '2017-12-09', '2017-12-16', '2017-12-23'],
  ['2017-12-02', '2017-12-03', '2017-12-09', '2017-12-10', '2017-12-16'],
  ['2017-12-09', '2017-12-16', '2017-12-23', '2018-01-06', '2018-01-13'],
  ['2017-12-27', '2017-12-28', '2017-12-29', '2017-12-30'],
  ['2018-01-06', '2018-01-07', '2018-01-13', '2018-01-14'],
  ['2018-01-08', '2018-01-10', '2018-01-15', '2018-01-17', '2018-01-19'],
  ['2018-01-13', '2018-01-14', '2018-01-20', '2018-01-21'],
  ['2018-01-20', '2018-01-21'],
]
/** What each session teaches. */
export const MODULES = ['pola-pikir', 'rencana-usaha', 'harga-jual', 'catatan-kas', 'pemasaran']

function training(t: Telling) {
  const { random, arrival, kec } = t
  const through = t.reached(2)
  const enough = GROUPS.filter((g) => !through || g.length >= 4)
  const open = enough.filter((g) => g[0]! >= arrival.on)
  // Who came to the class first and wrote the form there: the fact is older than the registration, which is normal.
  const soon = (g: readonly JakartaDate[]) =>
    (through && g.at(-1)! < '2018-01-14' ? 3 : 1) / (1 + daysBetween(arrival.on, g[0]!) / 5)
  const group = open.length ? random.weighed(open.map((g) => [g, soon(g)] as const)) : enough.at(-1)!
  const name = `${initialsOf(kec)}-K${GROUPS.indexOf(group) + 1}`
  const attend = (session: number) => {
    const on = group[session]!
    const data = { class: name, session: String(session + 1), module: MODULES[session]! }
    t.say('class.attended', on, known(t, on, 0.05, 10, 16), 'B', officerOf(kec), data)
  }
  const homework = (from: JakartaDate) => {
    const on = earlier(LAST_DAY, later(from, dayIn(t, from, addDays(from, 5))))
    t.say('homework.accepted', on, known(t, on, 0.04, 9, 17), 'B', mentorOf(kec), { class: name, homework: 'rencana-usaha' })
  }
  const sessions = group.map((_, i) => i)
  if (through) {
    if (group.length > 4 && random.is(0.45)) sessions.splice(random.whole(0, 3), 1)
    for (const s of sessions) attend(s)
    homework(group[sessions[random.whole(1, sessions.length - 1)]!]!)
  } else if (group.length >= 4 && random.is(0.12)) for (const s of sessions) attend(s)
  else {
    const some = sessions.slice(0, random.whole(1, Math.min(3, sessions.length)))
    for (const s of some) attend(s)
    if (random.is(0.25)) homework(group[some.at(-1)!]!)
  }
}

const GOALS = [
  'Menghitung harga pokok',
  'Mencatat kas setiap hari',
  'Menyiapkan berkas IUMK',
  'Memisahkan uang rumah dan uang usaha',
  'Menambah titik jual',
  'Memperbaiki kemasan',
  'Menyusun menu dan harga',
  'Mencari pemasok yang lebih murah',
]
const RESULTS = [
  'Harga jual dihitung ulang, naik Rp500',
  'Buku kas terisi dua pekan',
  'Berkas lengkap, diantar ke PTSP',
  'Ada amplop terpisah untuk belanja usaha',
  'Titip jual di dua warung',
  'Label baru sudah dicetak',
  'Daftar harga dipasang',
  'Pemasok baru dicoba pekan depan',
]

function mentoring(t: Telling) {
  const { random, arrival, kec } = t
  const contact = (on: JakartaDate, complete = true) => {
    const way = random.weighed([
      ['visit', 55],
      ['call', 15],
      ['chat', 12],
      ['clinic', 18],
    ])
    const data: Record<string, unknown> = { mentor: mentorName(kec), way, goal: random.pick(GOALS) }
    if (complete) data.result = random.pick(RESULTS)
    t.say('mentoring.contact', on, known(t, on, 0.08, 11, 21), 'B', mentorOf(kec), data)
  }
  const first = later('2017-11-13', addDays(arrival.on, 1))
  const latestFirst = addDays(LAST_DAY, -28)
  const form = t.reached(3)
    ? 'through'
    : random.weighed([
        ['one', 44],
        ['two', first < addDays(LAST_DAY, -8) ? 28 : 0],
        ['too-soon', first < addDays(LAST_DAY, -12) ? 14 : 0],
        ['no-result', first < addDays(latestFirst, -5) ? 14 : 0],
      ])
  switch (form) {
    case 'through':
    case 'no-result': {
      // The sooner somebody registered, the sooner a mentor came.
      const from = earlier(dayIn(t, earlier(first, latestFirst), latestFirst), dayIn(t, earlier(first, latestFirst), latestFirst))
      const last = dayIn(t, addDays(from, 28), earlier(LAST_DAY, addDays(from, 38)))
      contact(from)
      contact(dayIn(t, addDays(from, 6), addDays(from, 20)))
      contact(last, form === 'through')
      if (form === 'through' && random.is(0.2)) contact(dayIn(t, addDays(from, 21), addDays(from, 27)))
      break
    }
    case 'too-soon': {
      const from = dayIn(t, earlier(first, addDays(LAST_DAY, -12)), addDays(LAST_DAY, -12))
      for (const gap of [0, 5, 12]) contact(addDays(from, gap))
      break
    }
    case 'two': {
      const from = dayIn(t, earlier(first, addDays(LAST_DAY, -8)), addDays(LAST_DAY, -8))
      contact(from)
      contact(addDays(from, random.whole(4, 8)), random.is(0.85))
      break
    }
    case 'one':
      contact(dayIn(t, earlier(first, LAST_DAY), LAST_DAY), random.is(0.8))
      break
    default:
      form satisfies never
  }
}

const REFUSALS = [
  'Alamat usaha di zona hijau.',
  'Usaha di rumah susun di atas lantai satu.',
  'Surat pengantar RT/RW belum ada.',
  'Alamat usaha berbeda dengan KTP, belum ada surat sewa.',
]
const licenceNumber = (t: Telling, type: string, year: number) =>
  `${type}/${String(t.random.whole(1, 999)).padStart(3, '0')}/${initialsOf(t.kec)}/${year}`

function licensing(t: Telling) {
  const { random, arrival, kec } = t
  const desk = `PTSP-${initialsOf(kec)}`
  const officer = officerOf(kec)
  const start = earlier(addDays(arrival.on, random.whole(1, 12)), addDays(LAST_DAY, -2))
  const issue = (on: JakartaDate, grade: Grade, type = 'IUMK') => {
    const data = { type, number: licenceNumber(t, type, +on.slice(0, 4)), validFrom: on }
    t.say(
      'licence.issued',
      on,
      later(jakartaDay(new Date(arrival.at)), on) === on ? known(t, on, 0.06, 9, 16) : arrival.at + 3_600_000,
      grade,
      officer,
      data,
    )
    return data.number
  }
  const apply = (on: JakartaDate) =>
    t.say('licence.applied', on, known(t, on, 0.05, 9, 15), 'B', officer, { type: 'IUMK', office: desk })
  const until = (on: JakartaDate, low: number, high: number) => earlier(LAST_DAY, addDays(on, random.whole(low, high)))
  if (t.reached(4)) {
    // A trader may arrive with a licence; steps stand on their own.
    if (t.trading && random.is(0.18)) issue(`${random.whole(2015, 2017)}-0${random.whole(1, 9)}-${random.whole(10, 27)}`, 'B')
    else {
      const on = dayIn(t, start, earlier(addDays(start, 16), addDays(LAST_DAY, -6)))
      apply(on)
      issue(until(on, 3, 11), 'A')
    }
    return
  }
  if (t.mishap?.what === 'licence-revoked') {
    const on = later(arrival.on, addDays(t.mishap.on, -random.whole(11, 20)))
    apply(on)
    const number = issue(addDays(on, 3), 'A')
    const reason = 'Tempat usaha ternyata bukan milik pemohon.'
    t.say('licence.revoked', t.mishap.on, during(t, t.mishap.on), 'A', officer, { type: 'IUMK', number, reason })
    return
  }
  const on = dayIn(t, start, LAST_DAY)
  const form = random.weighed([
    ['applied', 62],
    ['refused', 20],
    ['siup', 7],
    ['statement', 11],
  ])
  if (form === 'siup') issue(on, 'B', 'SIUP')
  else apply(on)
  if (form === 'refused') {
    const refused = until(on, 3, 14)
    t.say('licence.refused', refused, known(t, refused, 0.05), 'A', officer, { type: 'IUMK', reason: random.pick(REFUSALS) })
  } else if (form === 'statement') issue(until(on, 0, 3), 'B', 'SKU')
}

function marketing(t: Telling) {
  const { random, arrival, kec } = t
  const product = `${initialsOf(kec).toLowerCase()}-${random.whole(1000, 9999)}`
  const from = later('2017-11-20', earlier(addDays(arrival.on, 6), addDays(LAST_DAY, -4)))
  const list = (on: JakartaDate) =>
    t.say('product.listed', on, known(t, on, 0.06, 9, 17), 'B', officerOf(kec), { product, curatedBy: 'kurator' })
  const sell = (on: JakartaDate, channel: string) =>
    t.say('sale.made', on, known(t, on, 0.1, 10, 20), channel === 'own' || channel === 'marketplace' ? 'C' : 'B', mentorOf(kec), {
      amount: random.whole(6, 160) * 5_000,
      channel,
      product,
    })
  const programme = () =>
    random.weighed([
      ['bazaar', 48],
      ['consignment', 28],
      ['catalogue', 18],
      ['procurement', 6],
    ])
  const first = earlier(dayIn(t, from, LAST_DAY), dayIn(t, from, LAST_DAY))
  if (t.reached(5)) {
    const second = earlier(dayIn(t, first, LAST_DAY), dayIn(t, first, LAST_DAY))
    const [listed, sold] = random.is(0.7) ? [first, second] : [second, first]
    list(listed)
    sell(sold, programme())
    if (random.is(0.5)) sell(dayIn(t, sold, LAST_DAY), random.is(0.6) ? programme() : 'own')
  } else
    random.weighed([
      [() => list(first), 45],
      [() => sell(first, programme()), 20],
      [() => sell(first, random.is(0.4) ? 'marketplace' : 'own'), 35],
    ])()
}

function bookkeeping(t: Telling) {
  const { random, arrival, kec, mishap } = t
  const reopened = mishap?.what === 'month-reopened' ? mishap : null
  const close = (month: string, from: JakartaDate, to: JakartaDate) => {
    const on = dayIn(t, later(from, earlier(addDays(arrival.on, 2), to)), to)
    t.say('month.closed', on, known(t, on, 0.05, 9, 21), 'B', mentorOf(kec), { month, profit: random.whole(-4, 60) * 100_000 })
    return on
  }
  const october = () => close('2017-10', '2017-11-18', '2018-01-04')
  const november = () => close('2017-11', '2017-12-04', '2018-01-08')
  const december = () => close('2017-12', '2018-01-02', reopened ? '2018-01-09' : LAST_DAY)
  if (t.reached(6) || reopened) {
    october()
    november()
    december()
    if (reopened) {
      const reason = 'Nota belanja November tertinggal.'
      t.say('month.reopened', reopened.on, during(t, reopened.on), 'B', mentorOf(kec), { month: '2017-11', reason })
    }
    return
  }
  const closings = random.weighed<readonly (() => JakartaDate)[]>([
    [[december], 38],
    [[november], 22],
    [[november, december], 25],
    [[october, december], 15],
  ])
  for (const closing of closings) closing()
}

function capital(t: Telling) {
  const { random, arrival } = t
  const amount = random.weighed([
    [5_000_000, 30],
    [7_500_000, 15],
    [10_000_000, 55],
  ])
  const through = t.reached(7)
  const first = earlier(later('2017-12-04', addDays(arrival.on, 8)), addDays(LAST_DAY, through ? -16 : -3))
  const on = dayIn(t, first, addDays(LAST_DAY, through ? -16 : -1))
  const say = (kind: Kind, day: JakartaDate, data: Record<string, unknown>) =>
    t.say(kind, day, known(t, day, 0.05, 10, 16), 'A', bank, { lender: LENDER, amount, ...data })
  t.say('consent.given', on, during(t, on, 8.2, 9.9), 'B', officerOf(t.kec), {
    purpose: 'lender',
    textVersion: TEXT_VERSION,
    way: 'paper',
  })
  say('loan.applied', on, {})
  if (through) {
    const approved = addDays(on, random.whole(4, 9))
    say('loan.approved', approved, {})
    // Monas Pemula: 7 % flat, up to Rp10 million over at most 18 months.
    say('loan.disbursed', addDays(approved, random.whole(2, 6)), {
      method: 'flat',
      ratePercent: 7,
      months: random.pick([12, 18]),
    })
    return
  }
  const answer = earlier(LAST_DAY, addDays(on, random.whole(5, 12)))
  if (random.is(0.2)) say('loan.approved', answer, {})
  else if (random.is(0.25)) say('loan.refused', answer, { reason: 'Catatan keuangan belum tiga bulan.' })
}

/** What was recorded and does not stand: taken out again with the reason, as soon as somebody saw it. */
function mistakes(t: Telling) {
  const { mishap, kec } = t
  const officer = officerOf(kec)
  switch (mishap?.what) {
    case 'sku-as-licence': {
      const number = licenceNumber(t, 'SKU', +mishap.on.slice(0, 4))
      const at = during(t, mishap.on)
      const wrong = t.say('licence.issued', mishap.on, at, 'B', officer, { type: 'IUMK', number, validFrom: mishap.on })
      const seen = during(t, mishap.voidedOn)
      t.say(
        'fact.voided',
        mishap.voidedOn,
        seen,
        'B',
        officer,
        { reason: 'Surat keterangan usaha tercatat sebagai izin.' },
        wrong,
      )
      t.say('licence.issued', mishap.on, seen, 'B', officer, { type: 'SKU', number })
      break
    }
    case 'class-not-held': {
      const data = { class: `${initialsOf(kec)}-K10`, session: '1', module: MODULES[0]! }
      const wrong = t.say('class.attended', mishap.on, during(t, mishap.on), 'B', officer, data)
      const reason = 'Kehadiran di kelas yang tidak jadi diadakan.'
      t.say('fact.voided', mishap.voidedOn, during(t, mishap.voidedOn), 'B', officer, { reason }, wrong)
      break
    }
    case 'sku': {
      const on = dayIn(t, t.arrival.on, LAST_DAY)
      t.say('licence.issued', on, known(t, on, 0.06), 'B', officer, {
        type: 'SKU',
        number: licenceNumber(t, 'SKU', +on.slice(0, 4)),
      })
      break
    }
  }
}
