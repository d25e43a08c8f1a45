// Finds, among many people, the pairs that may be one: those that share a key are compared (blocking), and the surest come first. A key is
// a NIK with one digit left out, a phone, a birth, or what is heard of a name with a day, a year or a place. Pure; 300,000 people in under
// a minute (bench `duplicates`).
import type { Birth, Person } from './described.ts'
import { before, type Commonness, type Evidence, likeness } from './likelihood.ts'

export type Pair = { a: string; b: string; score: number; odds: number; evidence: Evidence[] }

/** Under this, two people are likelier than one: nobody is asked about them. */
export const ASKED = 0.5

/** A key that more people share says nothing about any two of them. */
const CROWD = 60

/** Of how many people's names the shares below are remembered when a list is small: a word that two of ten have is not common. */
const MEMORY = 2_000
/** The commonest words in names of Jakarta's members, for lists too small to show it. */
const KNOWN: Record<string, number> = { muhammad: 0.06, siti: 0.06, ahmad: 0.02, abdul: 0.02, nur: 0.02, sri: 0.02, dewi: 0.015 }

/** How common things are among these people; a pair that is weighed is not counted itself. */
export function commonnessOf(people: readonly Person[]): Commonness {
  const n = people.length
  const count = (keys: (p: Person) => Iterable<string>) => {
    const counts = new Map<string, number>()
    for (const p of people) for (const key of new Set(keys(p))) counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts
  }
  const words = count((p) => p.words)
  const sounds = count((p) => p.sounds)
  const wholes = count((p) => [p.sounds.join(' ')])
  const phones = count((p) => (p.phone ? [p.phone] : []))
  const places = count((p) => (p.place ? [p.place] : []))
  const share = (counts: Map<string, number>, key: string) =>
    (Math.max(0, (counts.get(key) ?? 0) - 2) + MEMORY * (KNOWN[key] ?? 1 / MEMORY)) / (n + MEMORY)
  return {
    before: before(n),
    word: (word) => share(words, word),
    sound: (sound) => share(sounds, sound),
    whole: (p) => Math.max(0, (wholes.get(p.sounds.join(' ')) ?? 0) - 2) / (n + MEMORY),
    phone: (phone) => (Math.max(0, (phones.get(phone) ?? 0) - 2) + 0.02) / n,
    place: (place) => Math.min(1, ((places.get(place) ?? 0) + 4) / (n + 1_000)),
  }
}

/** The pairs over `least`, surest first; equal ones by their references, so that the same list gives the same answer. */
export function scan(people: readonly Person[], { least = ASKED, common = commonnessOf(people) } = {}): Pair[] {
  const found = new Map<number, Pair>()
  const leastOdds = Math.log(least / (1 - least))
  const compare = (i: number, j: number) => {
    const key = i < j ? i * people.length + j : j * people.length + i
    if (found.has(key)) return
    const a = people[Math.min(i, j)]!
    const b = people[Math.max(i, j)]!
    const alike = likeness(a, b, common, leastOdds)
    if (alike) found.set(key, { a: a.ref, b: b.ref, ...alike })
  }
  for (const keysOf of KEYS) together(people, keysOf, compare)
  return [...found.values()].sort((p, q) => q.odds - p.odds || (p.a < q.a ? -1 : p.a > q.a ? 1 : p.b < q.b ? -1 : 1))
}

/** Everybody who shares a key with somebody, two by two. Keys are hashed: an accident costs a comparison, never a pair. */
function together(people: readonly Person[], keysOf: (p: Person) => Iterable<string>, compare: (i: number, j: number) => void) {
  let size = 0
  let marks = new Float64Array(people.length * 4)
  people.forEach((p, i) => {
    for (const key of keysOf(p)) {
      if (size === marks.length) {
        const more = new Float64Array(size * 2)
        more.set(marks)
        marks = more
      }
      marks[size++] = hash(key) * 2 ** 21 + i
    }
  })
  const sorted = marks.subarray(0, size).sort()
  for (let from = 0; from < size; ) {
    const key = Math.floor(sorted[from]! / 2 ** 21)
    let to = from + 1
    while (to < size && Math.floor(sorted[to]! / 2 ** 21) === key) to++
    if (to - from <= CROWD)
      for (let x = from; x < to; x++)
        for (let y = x + 1; y < to; y++) {
          const i = sorted[x]! % 2 ** 21
          const j = sorted[y]! % 2 ** 21
          if (i !== j) compare(i, j)
        }
    from = to
  }
}

/** 32 bits (FNV-1a). */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** A birth, whichever of its day and month was written first. */
const either = ({ year, month, day }: Birth) => `${year}-${Math.min(month, day)}-${Math.max(month, day)}`

/** What is heard of a name: each word, each two words, and all of them in no order. */
const heard = (p: Person) => p.sounds.filter((s) => s.length > 1)
const whole = (p: Person) => [...p.sounds].sort().join(' ')
function* twos(p: Person) {
  const words = heard(p)
  for (let i = 0; i < words.length; i++) for (let j = i + 1; j < words.length; j++) yield [words[i], words[j]].sort().join(' ')
}

/** Each is one way in which two descriptions of one person still agree. */
const KEYS: readonly ((p: Person) => Iterable<string>)[] = [
  function* (p) {
    if (!p.nik) return
    yield p.nik
    for (let i = 0; i < p.nik.length; i++) if (p.nik[i] !== p.nik[i - 1]) yield p.nik.slice(0, i) + p.nik.slice(i + 1)
  },
  function* (p) {
    if (p.phone) yield p.phone
  },
  function* (p) {
    if (p.birth) yield either(p.birth)
  },
  function* (p) {
    if (p.birth) for (const word of heard(p)) yield `${either(p.birth)} ${word}`
  },
  function* (p) {
    if (p.words.length) yield whole(p)
    if (p.place) yield `${whole(p)} @${p.place}`
    if (p.birth) {
      yield `${whole(p)} ${p.birth.year}`
      yield `${whole(p)} ${p.birth.day}/${p.birth.month}`
    }
  },
  function* (p) {
    for (const two of twos(p)) {
      yield two
      if (p.place) yield `${two} @${p.place}`
      if (p.birth) yield `${two} ${p.birth.year}`
      if (p.birth) yield `${two} ${p.birth.day}/${p.birth.month}`
    }
  },
  function* (p) {
    for (const word of heard(p)) {
      yield word
      if (p.place && p.birth) yield `${word} @${p.place} ${p.birth.year}`
      if (p.place && p.birth) yield `${word} @${p.place} ${p.birth.day}/${p.birth.month}`
    }
  },
]
