// How the pages read a published week: cells by area, sums, addresses that open them. Pure.
import type { Step } from '../journey/index.ts'
import { parseStep, STEPS } from '../journey/index.ts'
import type { Lang } from '../kit/problem.ts'
import { kecCode, kota, kotaCode, nameOf, parseKec } from '../places/index.ts'
import type { Source } from '../ui/index.ts'
import type { Count, Published, Terms } from './document.ts'
import { words } from './messages.ts'
import type { Term } from './store.ts'

export type StepTerms = Record<Step, Terms>

const ZERO: Terms = { last: 0, restated: 0, arrivals: 0, departures: 0, now: 0 }
const NOBODY = Object.fromEntries(STEPS.map((step) => [step, ZERO])) as StepTerms

/** A kecamatan (317404) or a kota (3174); null is the whole area. */
export type Place = number | null
export const isKota = (place: Place): place is number => place !== null && place < 10_000
export const placeCode = (place: number) => (isKota(place) ? kotaCode(place) : kecCode(place))
/** `31.74.04` or `31.74`; undefined when there is no such place. */
export const parsePlace = (text: string): number | undefined =>
  parseKec(text) ?? (kota().some((k) => kotaCode(k.code) === text) ? Number(text.replace('.', '')) : undefined)

/** The seven steps of a place. */
export const termsOf = (published: Published, count: Count, place: Place): StepTerms =>
  inOrder(published).get(`${place === null ? '' : placeCode(place)} ${count}`) ?? NOBODY

// A page asks for hundreds of cells; a document is put in order once.
const ordered = new WeakMap<Published, Map<string, StepTerms>>()
function inOrder(published: Published): Map<string, StepTerms> {
  let found = ordered.get(published)
  if (!found) {
    found = new Map()
    const put = (place: string, row: Terms & { step: string; count: Count }) => {
      const key = `${place} ${row.count}`
      const steps = found!.get(key) ?? { ...NOBODY }
      found!.set(key, steps)
      steps[parseStep(row.step)!] = row
    }
    for (const row of published.totals) put('', row)
    for (const row of published.kota) put(row.area, row)
    for (const row of published.cells) put(row.kec, row)
    ordered.set(published, found)
  }
  return found
}

/** `/angka/2018-W03/P1/31.74.04?hitungan=tercapai&suku=datang`: what opens a figure. Entered and this week's number need no words. */
export function opens(
  week: string,
  step: Step,
  count: Count,
  { place = null, term = 'now' }: { place?: Place; term?: Term } = {},
): string {
  const query = [count === 'reached' ? 'hitungan=tercapai' : '', term === 'now' ? '' : `suku=${TERM_WORDS[term]}`]
    .filter(Boolean)
    .join('&')
  return `/angka/${week}/P${step}${place === null ? '' : `/${placeCode(place)}`}${query ? `?${query}` : ''}`
}

const TERM_WORDS: Record<Term, string> = {
  now: 'kini',
  last: 'lalu',
  restated: 'ralat',
  arrivals: 'datang',
  departures: 'keluar',
  waiting: 'menunggu',
}

export const parseTerm = (text: string | undefined): Term =>
  (Object.keys(TERM_WORDS) as Term[]).find((t) => TERM_WORDS[t] === text) ?? 'now'
export const parseCount = (text: string | undefined): Count => (text === 'tercapai' ? 'reached' : 'entered')
export const countWord = (count: Count) => (count === 'reached' ? 'tercapai' : 'masuk')

/** How many a page's figure is. Who waits is told for the whole area, and elsewhere where it is not a handful (null: it is not told). */
export function figureOf(published: Published, step: Step, count: Count, place: Place, term: Term): number | null {
  if (term !== 'waiting') return termsOf(published, count, place)[step][term]
  const waiting = published.waiting.find((r) => r.step === `P${step}`)
  if (place === null) return waiting?.n ?? 0
  return waiting?.most.find((m) => m.kec === placeCode(place))?.n ?? null
}

/** Where a number of a published week comes from. */
export const sourceOf = (published: Published, href: string, lang: Lang, place: Place = null): Source => ({
  asOf: published.to,
  scope: place === null ? words[lang].kecamatan(published.cells.length / 14) : nameOf(place),
  definition: published.definition,
  href,
})

/** Under so many who entered, a share says nothing. */
export const FEWEST = 20

/** Of those who entered registration in a place, how many reached a step: of each 100, null where there are too few to say. */
export function shareOf(published: Published, step: Step, place: Place): { done: number; of: number; of100: number | null } {
  const of = termsOf(published, 'entered', place)[1].now
  const done = termsOf(published, 'reached', place)[step].now
  return { done, of, of100: of < FEWEST ? null : Math.round((100 * done) / of) }
}

/** Net change of a cell against last week as published. */
export const change = (t: Terms) => t.now - t.last

/** Ten signs of a hash, in threes, for reading aloud. */
export const shortHash = (sum: string) => `${sum.slice(0, 4)}·${sum.slice(4, 8)}·${sum.slice(8, 12)}`
