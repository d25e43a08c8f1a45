// Are two descriptions one person's? Three stories are weighed for every pair: one person written twice, two of one family or house, two
// strangers (Fellegi and Sunter 1969, with the family as a story of its own: twins, couples on one phone, father and son of one name
// agree in much and are two). Each field says how likely it is in each story; the answer is the share of the first. Pure.

import { edits, oneApart } from '../kit/spelling.ts'
import type { Person } from './described.ts'
import type { Sees } from './messages.ts'

/** Natural logarithms of how likely something is in each story. */
type Weighed = { same: number; family: number; strangers: number }

export type Field = 'nik' | 'name' | 'birth' | 'sex' | 'phone' | 'place'

type Seen = { sees: Sees; weighed: Weighed }

/** What one field shows. `weight`: decibans, over 0 for one person, under 0 for two. */
export type Evidence = { field: Field; sees: Sees; weight: number }

export type Likeness = {
  /** 0 to 1: the share of "one person". */
  score: number
  /** Its natural logarithm of odds, which still tells pairs apart where the score is all but 1. */
  odds: number
  evidence: Evidence[]
}

/** How common words, phones and places are where the people come from: what is rare says more when it agrees. */
export type Commonness = {
  /** The stories before anything is compared. */
  before: Weighed
  word(word: string): number
  sound(sound: string): number
  whole(person: Person): number
  phone(phone: string): number
  place(place: string): number
}

const ln = Math.log
const of = (same: number, family: number, strangers: number): Weighed => ({
  same: ln(same),
  family: ln(family),
  strangers: ln(strangers),
})

/** Of all pairs: how many are one person twice, how many one family. A list of N has about N/20 of the first and N/5 of the second. */
export const before = (people: number): Weighed => of(0.1 / Math.max(people, 500), 0.4 / Math.max(people, 500), 1)

/** The most that two names can say for one person: against strangers, and against one family. */
const NAME_AT_BEST = { strangers: ln(0.65 / 1e-8), family: ln(0.65 / 0.006) }

/** Null where the odds cannot reach `least`, whatever the names say. */
export function likeness(a: Person, b: Person, common: Commonness, least = Number.NEGATIVE_INFINITY): Likeness | null {
  const birth = birthOf(a, b)
  const found: [Field, Seen | null][] = [
    ['nik', nikOf(a, b, birth)],
    ['birth', birth],
    ['sex', sexOf(a, b)],
    ['phone', phoneOf(a, b, common)],
    ['place', placeOf(a, b, common)],
  ]
  const sum = { ...common.before }
  const add = ({ same, family, strangers }: Weighed) => {
    sum.same += same
    sum.family += family
    sum.strangers += strangers
  }
  for (const [, one] of found) if (one) add(one.weighed)
  if (sum.same - sum.strangers + NAME_AT_BEST.strangers < least || sum.same - sum.family + NAME_AT_BEST.family < least)
    return null
  const name = nameOf(a, b, common)
  if (name) add(name.weighed)
  found.splice(1, 0, ['name', name])
  // What a field weighs depends on which of the two other stories is left standing.
  const rival = sum.family > sum.strangers ? 'family' : 'strangers'
  const top = Math.max(sum.family, sum.strangers)
  const odds = sum.same - (top + Math.log1p(Math.exp(Math.min(sum.family, sum.strangers) - top)))
  if (odds < least) return null
  const evidence = found.flatMap(([field, one]) =>
    one ? [{ field, sees: one.sees, weight: Math.round((10 * (one.weighed.same - one.weighed[rival])) / Math.LN10) }] : [],
  )
  return { score: 1 / (1 + Math.exp(-odds)), odds, evidence }
}

// Birth ------------------------------------------------------------------------------------------------------------------------------

const BIRTH = {
  same: of(0.9, 0.015, 1 / 14_000),
  // Whoever does not know the day is given 1 January.
  newYear: of(0.9, 0.02, 1 / 1_000),
  swapped: of(0.03, 0.0005, 1 / 30_000),
  digit: of(0.035, 0.012, 0.0018),
  year: of(0.012, 0.05, 0.03),
  other: of(0.01, 0.92, 0.97),
}

function birthOf({ birth: a }: Person, { birth: b }: Person): Seen | null {
  if (!a || !b) return null
  if (a.year === b.year && a.month === b.month && a.day === b.day)
    return { sees: 'birth.same', weighed: a.day === 1 && a.month === 1 ? BIRTH.newYear : BIRTH.same }
  if (a.year === b.year && a.month === b.day && a.day === b.month) return { sees: 'birth.swapped', weighed: BIRTH.swapped }
  // One digit, or a year off by one or ten, as when counting back.
  const years = Math.abs(a.year - b.year)
  if (oneApart(a.written, b.written) || (a.month === b.month && a.day === b.day && (years === 1 || years === 10)))
    return { sees: 'birth.one-digit', weighed: BIRTH.digit }
  if (a.year === b.year) return { sees: 'birth.year', weighed: BIRTH.year }
  return { sees: 'birth.other', weighed: BIRTH.other }
}

// NIK --------------------------------------------------------------------------------------------------------------------------------

/**
 * A NIK is an area, a birth and a serial. Given what the births already said, little is left in it: people of one kecamatan born on one
 * day differ in the serial alone, so one digit there is what two people have, and one digit elsewhere is what a slip makes.
 */
const NIK = {
  bornSame: {
    same: of(0.9, 0.002, 1e-6),
    area: of(0.02, 0.0005, 0.02),
    date: of(0.025, 0.0003, 0.0005),
    following: of(0.0025, 0.75, 0.04),
    serial: of(0.02, 0.1, 0.02),
    missing: of(0.015, 0.02, 0.003),
    other: of(0.02, 0.12, 0.9),
  },
  bornNear: {
    same: of(0.88, 0.002, 1e-6),
    area: of(0.02, 0.001, 1e-4),
    date: of(0.03, 0.02, 0.002),
    following: of(0.008, 0.003, 1e-4),
    serial: of(0.02, 0.002, 1e-4),
    missing: of(0.015, 0.001, 1e-4),
    other: of(0.03, 0.95, 0.99),
  },
  bornApart: {
    same: of(0.8, 0.004, 1e-6),
    area: of(0.02, 1e-4, 1e-5),
    date: of(0.02, 0.002, 3e-4),
    following: of(0.01, 5e-4, 1e-5),
    serial: of(0.02, 5e-4, 1e-5),
    missing: of(0.015, 3e-4, 1e-5),
    other: of(0.06, 0.97, 0.99),
  },
}

function nikOf({ nik: a }: Person, { nik: b }: Person, birth: Seen | null): Seen | null {
  if (!a || !b) return null
  const table =
    birth?.sees === 'birth.same'
      ? NIK.bornSame
      : birth?.sees === 'birth.swapped' || birth?.sees === 'birth.one-digit'
        ? NIK.bornNear
        : NIK.bornApart
  if (a === b) return { sees: 'nik.same', weighed: table.same }
  if (!oneApart(a, b)) {
    // Digits apart only in the serial, however many, are twins or neighbours of one day.
    const following = a.length === 16 && b.length === 16 && a.slice(0, 12) === b.slice(0, 12) && apart(a, b) <= 3
    return following ? { sees: 'nik.following', weighed: table.following } : { sees: 'nik.other', weighed: table.other }
  }
  if (a.length !== b.length) return { sees: 'nik.digit-missing', weighed: table.missing }
  const at = [...a].findIndex((digit, i) => digit !== b[i])
  if (at < 6) return { sees: 'nik.one-digit', weighed: table.area }
  if (at < 12) return { sees: 'nik.one-digit', weighed: table.date }
  return apart(a, b) <= 3 ? { sees: 'nik.following', weighed: table.following } : { sees: 'nik.one-digit', weighed: table.serial }
}

const apart = (a: string, b: string) => Math.abs(+a.slice(12) - +b.slice(12))

// Sex, phone, place ------------------------------------------------------------------------------------------------------------------

const SEX = { same: of(0.99, 0.45, 0.52), other: of(0.01, 0.55, 0.48) }

function sexOf({ sex: a }: Person, { sex: b }: Person): Seen | null {
  if (!a || !b) return null
  return a === b ? { sees: 'sex.same', weighed: SEX.same } : { sees: 'sex.other', weighed: SEX.other }
}

function phoneOf({ phone: a }: Person, { phone: b }: Person, common: Commonness): Seen | null {
  if (!a || !b) return null
  if (a === b) return { sees: 'phone.same', weighed: of(0.75, 0.45, common.phone(a)) }
  return oneApart(a, b)
    ? { sees: 'phone.one-digit', weighed: of(0.03, 0.003, 3e-4) }
    : { sees: 'phone.other', weighed: of(0.22, 0.55, 1) }
}

function placeOf({ place: a }: Person, { place: b }: Person, common: Commonness): Seen | null {
  if (!a || !b) return null
  return a === b
    ? { sees: 'place.same', weighed: of(0.88, 0.85, common.place(a)) }
    : { sees: 'place.other', weighed: of(0.12, 0.15, 1) }
}

// Names ------------------------------------------------------------------------------------------------------------------------------

type Kind = 'same' | 'sound' | 'slip' | 'slips' | 'ending' | 'initial' | 'cut'

/** How likely two words stand for one when it is one person (`same`), and what the family shares of it. `wider`: how many words would do. */
const WORD: Record<Kind, { same: number; family: number; wider: number }> = {
  same: { same: 1, family: 1, wider: 1 },
  sound: { same: 0.15, family: 0.3, wider: 1 },
  slip: { same: 0.07, family: 1.5, wider: 10 },
  // Rina and Rini, Rudi and Ruda: more often brother and sister than a slip.
  ending: { same: 0.03, family: 5, wider: 4 },
  slips: { same: 0.015, family: 0.5, wider: 40 },
  initial: { same: 0.08, family: 0.5, wider: 40 },
  cut: { same: 0.03, family: 0.3, wider: 10 },
}
const ALL_SAME = 0.65
const LEFT_OUT = 0.1
const MOVED = 0.05
const CONFLICT = 0.003

const kinds = new Map<string, Kind | null>()

/** How two words of names are alike; null when they are not. Remembered by both: a list has few words and many pairs. */
function kindOf(a: string, b: string, heardA: string, heardB: string): Kind | null {
  if (a === b) return 'same'
  const key = a < b ? `${a} ${b}` : `${b} ${a}`
  const known = kinds.get(key)
  if (known !== undefined) return known
  if (kinds.size > 2_000_000) kinds.clear()
  const kind = newKind(a, b, heardA, heardB)
  kinds.set(key, kind)
  return kind
}

function newKind(a: string, b: string, heardA: string, heardB: string): Kind | null {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length === 1) return long.startsWith(short) ? 'initial' : null
  if (heardA === heardB && short.length > 2) return 'sound'
  if (short.length >= 3 && long.startsWith(short) && long.length - short.length >= 2) return 'cut'
  if (short.length < 4) return null
  const far = Math.min(edits(a, b, 2), edits(heardA, heardB, 2) + 1)
  const last = /[aeiou]$/
  if (far === 1)
    return a.length === b.length && last.test(a) && last.test(b) && a.slice(0, -1) === b.slice(0, -1) ? 'ending' : 'slip'
  return far === 2 && short.length >= 7 ? 'slips' : null
}

function nameOf(a: Person, b: Person, common: Commonness): Seen | null {
  if (!a.words.length || !b.words.length) return null
  const joined = [a.words.join(''), b.words.join('')] as const
  if (joined[0] === joined[1]) {
    const strangers = Math.max(chance(a, common), common.whole(a))
    return { sees: 'name.same', weighed: of(ALL_SAME, Math.max(0.006, strangers), strangers) }
  }
  if (a.sounds.join('') === b.sounds.join('') && joined[0].length > 4) {
    const strangers = Math.max(chance(a, common), common.whole(a), 1e-7)
    return { sees: 'name.sound', weighed: of(0.12, Math.max(0.015, strangers), strangers) }
  }
  const [few, many] = a.words.length <= b.words.length ? [a, b] : [b, a]
  // Each word of the shorter name takes the best word that is left of the longer one.
  const taken = new Set<number>()
  const pairs: { i: number; j: number; kind: Kind }[] = []
  for (const wanted of ORDER)
    for (let i = 0; i < few.words.length; i++) {
      if (pairs.some((p) => p.i === i)) continue
      for (let step = 0; step < many.words.length; step++) {
        const j = (i + step) % many.words.length
        if (taken.has(j) || kindOf(few.words[i]!, many.words[j]!, few.sounds[i]!, many.sounds[j]!) !== wanted) continue
        taken.add(j)
        pairs.push({ i, j, kind: wanted })
        break
      }
    }
  pairs.sort((p, q) => p.i - q.i)
  const conflicts = few.words.length - pairs.length
  const left = many.words.length - few.words.length
  const moved = pairs.some((p, k) => k > 0 && p.j < pairs[k - 1]!.j)

  let same = ln(ALL_SAME)
  let family = 0
  let strangers = 0
  let worst: Kind = 'same'
  let known = 0
  for (const { i, j, kind } of pairs) {
    const weight = WORD[kind]
    const word = few.words[i]!.length > 1 ? few.words[i]! : many.words[j]!
    const heard = few.words[i]!.length > 1 ? few.sounds[i]! : many.sounds[j]!
    const often = Math.min(0.5, (kind === 'same' ? common.word(word) : common.sound(heard)) * weight.wider)
    // Families share the last word of a name, and give Muhammad and Siti to more than one.
    const shared = j === many.words.length - 1 && j > 0 ? 0.25 : 0.02
    const asInitial = kind === 'initial' && (word === 'muhammad' || word === 'siti' || word === 'ahmad' || word === 'abdul')
    same += ln(asInitial ? 0.3 : weight.same)
    family += ln(Math.min(0.6, Math.max(often, shared * weight.family)))
    strangers += ln(kind === 'initial' ? 0.1 : often)
    if (kind !== 'initial') known++
    if (ORDER.indexOf(kind) > ORDER.indexOf(worst)) worst = kind
  }
  same += left * ln(LEFT_OUT) + (moved ? ln(MOVED) : 0) + conflicts * ln(CONFLICT)
  // A name of initials alone, or without one word in common, is no name in common.
  if (!known) same += ln(CONFLICT)
  family += (left + conflicts) * ln(0.8)
  strangers = Math.min(0, Math.max(strangers, ln(1e-8)))
  family = Math.max(family, strangers)
  const sees: Sees =
    conflicts || !known
      ? 'name.other'
      : worst === 'initial' || worst === 'cut'
        ? 'name.short'
        : worst === 'slip' || worst === 'slips' || worst === 'ending'
          ? 'name.slip'
          : worst === 'sound'
            ? 'name.sound'
            : left
              ? 'name.part'
              : moved
                ? 'name.order'
                : 'name.spelling'
  return { sees, weighed: { same, family, strangers } }
}

const ORDER: readonly Kind[] = ['same', 'sound', 'initial', 'slip', 'ending', 'cut', 'slips']

/** How likely a stranger has this name, by its words. */
const chance = (person: Person, common: Commonness) =>
  Math.max(
    1e-8,
    person.words.reduce((p, word) => p * common.word(word), 1),
  )
