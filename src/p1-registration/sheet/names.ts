// Are two written names one person's? Asked only where the NIK is the same, so it forgives: titles, short forms, order, one slip.
import { plain } from './clean.ts'

const TITLES = new Set(
  (
    'h hj haji hajah hajjah kh ust ustad ustadz ustadzah ir drs dra dr drg prof tn ny nn bpk bapak bp pak ibu bu sdr sdri alm almh ' +
    'mr mrs ms se sh st spd mpd mm msi ssos skom amd mkes sag sip mh skm skep'
  ).split(' '),
)
const LONG: Record<string, string> = {
  muh: 'muhammad',
  moh: 'muhammad',
  mhd: 'muhammad',
  mohd: 'muhammad',
  muhd: 'muhammad',
  mohammad: 'muhammad',
  muhamad: 'muhammad',
  mohamad: 'muhammad',
  mochamad: 'muhammad',
  mochammad: 'muhammad',
  moch: 'muhammad',
  muchamad: 'muhammad',
  muchammad: 'muhammad',
  mohammed: 'muhammad',
  muhammed: 'muhammad',
  muhamed: 'muhammad',
  much: 'muhammad',
  mukhamad: 'muhammad',
  abd: 'abdul',
  abdl: 'abdul',
  achmad: 'ahmad',
  akhmad: 'ahmad',
  ach: 'ahmad',
  ahmd: 'ahmad',
  sit: 'siti',
  sty: 'siti',
  nur: 'nur',
  noor: 'nur',
}

/** The words of a name: lower case, titles and degrees gone, short forms written out, the old spelling (Soekarno) as the new. */
function wordsOf(name: string): string[] {
  const bare = plain(name)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // after a comma stand degrees, or the rest of the name
    .replace(/\b(s|m)\.\s?(e|h|t|pd|sos|kom|si|ag|ip|m|km|kep|kes)\b\.?/g, ' ')
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter(Boolean)
  // "St." in front of a name is Siti, behind it a degree.
  const words = bare.map((word, i) => (word === 'st' && i === 0 && bare.length > 1 ? 'siti' : word))
  const kept = words.filter((word) => !TITLES.has(word))
  return (kept.length ? kept : words).map((word) => {
    const long = LONG[word] ?? word
    return long
      .replace(/oe/g, 'u')
      .replace(/dj/g, 'j')
      .replace(/tj/g, 'c')
      .replace(/nj/g, 'ny')
      .replace(/sj/g, 'sy')
      .replace(/ch(?=[aiu])/g, 'kh')
  })
}

/** May both be the same person's name? Symmetrical; an empty name agrees with nothing. */
export function sameName(a: string, b: string): boolean {
  const one = wordsOf(a)
  const two = wordsOf(b)
  if (!one.length || !two.length) return false
  const joined = [one.join(''), two.join('')] as const
  if (joined[0] === joined[1]) return true
  if (Math.min(joined[0].length, joined[1].length) >= 5 && oneSlip(joined[0], joined[1])) return true
  const [few, many] = one.length <= two.length ? [one, two] : [two, one]
  const left = [...many]
  let slips = 0
  let full = 0
  // Whole words first, so that an initial does not take the place of a word.
  for (const word of [...few].sort((x, y) => y.length - x.length)) {
    let at = left.indexOf(word)
    if (at < 0) at = left.findIndex((other) => Math.min(word.length, other.length) >= 4 && oneSlip(word, other))
    // Cut off where the form had no more room: Wahyuni(ngsih).
    if (at < 0)
      at = left.findIndex(
        (other) => Math.min(word.length, other.length) >= 5 && (word.startsWith(other) || other.startsWith(word)),
      )
    if (at < 0) at = left.findIndex((other) => (word.length === 1 || other.length === 1) && word[0] === other[0])
    if (at < 0) return false
    const other = left[at]!
    if (word.length > 1 && other.length > 1) {
      full++
      if (word !== other) slips++
    }
    left.splice(at, 1)
  }
  return full > 0 && slips <= 1
}

/** One letter more, less, other, or two neighbours swapped. A short word with another first letter is another name: Budi, Rudi. */
function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || (a[0] !== b[0] && Math.min(a.length, b.length) < 6)) return false
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  const restA = a.slice(i)
  const restB = b.slice(i)
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  )
}
