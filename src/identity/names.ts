// How Indonesian names are read so that two spellings of one name meet: titles and degrees out, abbreviations written out, sounds folded.
// Pure. What two names say about two people: likelihood.ts.
import { remembered } from '../kit/remembered.ts'
import { oneApart } from '../kit/spelling.ts'

/** A name in its parts. `words`: as read, titles out, abbreviations written out. `sounds`: the same words as they are heard. */
export type ReadName = { words: readonly string[]; sounds: readonly string[] }

// What stands before or behind a name and is no part of it. People carry titles on one paper and not on the next.
const BEFORE = new Set(
  'h hj haji hajah hajjah hajji kh kyai dr drs dra drg ir prof bpk bapak bp pak ibu bu ny nyonya tn tuan sdr sdri sdra nn nona alm almh ust ustad ustadz ustadzah ustaz r rd ra rr rm raden rara roro rngt tb tubagus ratu'.split(
    ' ',
  ),
)
const DEGREES = new Set(
  'se sh skom spd spdi ssi ssos sag sip skm skep sked sap sp spt stp sst st sei shi sthi sth sfarm sikom spsi smn shum sds mm mh msi mpd mkom mt mag mba msc mph mak ak amd amk amdkeb amkeb lc ma ba bsc phd ners apt cpa'.split(
    ' ',
  ),
)
const LINKS = new Set(['bin', 'binti', 'bt', 'bte', 'alias', 'als'])

const MUHAMMAD =
  /^(m|mh|mu|mo)?(muh|moh|mohd|muhd|mhd|mhmd|much|moch|mochd|mokh|mukh|muhamm?[aeu][dt]|moham+[aeu][dt]|much?am+[aeu][dt]|moch?am+[aeu][dt]|mokham+[aeu][dt]|mukham+[aeu][dt]|muham|moham|mochammad|muchammad)$/
const SITI = /^(st|sti|sit+i|syiti|sity|citi)$/
const AHMAD = /^(a[hck]{1,2}h?m+[aeu][dt]|achmat|ahmd|akhmad)$/
const ABDUL = /^(abd|abdl|abdoel|abdull?|abduh?l)$/

/** Abbreviations and the many spellings of the commonest names, by the word. */
function whole(word: string, first: boolean): string {
  if (word.length > 1 && MUHAMMAD.test(word)) return 'muhammad'
  if (SITI.test(word) && (first || word.length > 2)) return 'siti'
  if (AHMAD.test(word)) return 'ahmad'
  if (ABDUL.test(word)) return 'abdul'
  return word
}

/** `abdurrahman`, `abdurahman`, `abdulrahman`, `abdul rahman` are one name in two words; `abdullah` is one word. */
function parted(word: string): string[] {
  if (/^abdull?[aou]h?$/.test(word)) return ['abdullah']
  const rest = word.replace(/^abd[uo](?:l(?=[^l])|([rsnzdt])(?=\1)|(?=[rsnzdt]))/, '')
  return rest !== word && rest.length > 3 ? ['abdul', rest] : [word]
}

/** Reads a name however it was written down. An empty or unreadable one has no words. Lists repeat names, so the latest are remembered. */
export const readName = remembered(20_000, newName)

function newName(written: string): ReadName {
  const bare = /^[\x20-\x7e]*$/.test(written) ? written : written.normalize('NFKD').replace(/\p{M}/gu, '')
  const letters = /[01]/.test(bare)
    ? bare.replace(/(?<=\p{L})0|0(?=\p{L})/gu, 'o').replace(/(?<=\p{L})1|1(?=\p{L})/gu, 'i')
    : bare
  const plain = letters
    .toLowerCase()
    .replace(/[’‘'`´ʼ"]/g, '')
    .replace(/[^\p{L}.,\s-]/gu, ' ')
  const [name = '', ...behind] = plain.split(',')
  // Behind a comma stand degrees, or the rest of a name that was written family name first.
  const tail = behind.join(' ')
  const pieces = [...piecesOf(name), ...piecesOf(tail)]
  // What stands alone is the name, be it a title, a degree or a `bin`.
  const named = pieces.filter((w) => !LINKS.has(w))
  let words = named.length ? named : pieces
  while (words.length > 1 && DEGREES.has(words.at(-1)!)) words = words.slice(0, -1)
  while (words.length > 1 && BEFORE.has(words[0]!)) words = words.slice(1)
  const read = words.flatMap((w, i) => (i === 0 ? firstWords(w) : otherWords(w)))
  return { words: read, sounds: read.map(soundOf) }
}

/** What one written word stands for, at the beginning of a name and behind it. */
const firstWords = remembered(100_000, (word) => parted(whole(word, true)))
const otherWords = remembered(100_000, (word) => parted(whole(word, false)))

/** `S.Kom.` is one degree, `M.Rizky` two words. */
function piecesOf(text: string): string[] {
  return text.split(/[\s-]+/).flatMap((piece) => {
    const joined = piece.replaceAll('.', '')
    if (piece.includes('.') && DEGREES.has(joined) && !SITI.test(joined)) return [joined]
    return piece.split('.').filter(Boolean)
  })
}

/**
 * A word as it is heard: old and new spelling, f and p, z and j, ai and e, doubled and silent letters fall together. Two words with one
 * sound may still be two names; it is a hint, weaker than the letters.
 */
const soundOf = remembered(100_000, newSound)

function newSound(word: string): string {
  if (word.length < 3) return word
  return word
    .replace(/oe/g, 'u')
    .replace(/dj/g, 'j')
    .replace(/tj/g, 'c')
    .replace(/nj/g, 'ny')
    .replace(/sj|sy|sh|ts/g, 's')
    .replace(/[ck]h/g, 'h')
    .replace(/dh|dz|dl(?=[aiu])/g, 'd')
    .replace(/th/g, 't')
    .replace(/ph|f|v/g, 'p')
    .replace(/[qx]/g, 'k')
    .replace(/ck/g, 'k')
    .replace(/z/g, 'j')
    .replace(/[ae][iy]|ae/g, 'e')
    .replace(/a[uw](?=[^aeiou]|$)/g, 'o')
    .replace(/i[ey](?=[aou])/g, 'i')
    .replace(/u[w](?=[aei])/g, 'u')
    .replace(/ie|iy|ij(?=$)/g, 'i')
    .replace(/(?<=.)y(?![aeou])/g, 'i')
    .replace(/(?<=.)h/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/d$/, 't')
    .replace(/b$/, 'p')
    .replace(/g$/, 'k')
    .replace(/(?<=^[bcdgjkpst])e(?=[lr])/, '')
    .replace(/o/g, 'u')
}

/**
 * May both be the same person's name, where something else already says that they are one (the same NIK, the same birth)? Forgives titles,
 * short forms, order and one slip. Symmetrical; an empty name agrees with nothing.
 */
export function sameName(a: string, b: string): boolean {
  const one = readName(a)
  const two = readName(b)
  if (!one.words.length || !two.words.length) return false
  const joined = [one.words.join(''), two.words.join('')] as const
  if (joined[0] === joined[1] || one.sounds.join('') === two.sounds.join('')) return true
  if (Math.min(joined[0].length, joined[1].length) >= 5 && oneSlip(...joined)) return true
  const [few, many] = one.words.length <= two.words.length ? [one, two] : [two, one]
  const left = many.words.map((word, i) => ({ word, sound: many.sounds[i]! }))
  let slips = 0
  let full = 0
  // Whole words first, so that an initial does not take the place of a word.
  const asked = few.words.map((word, i) => ({ word, sound: few.sounds[i]! })).sort((x, y) => y.word.length - x.word.length)
  for (const { word, sound } of asked) {
    const fits = (like: (other: string, heard: string) => boolean) => left.findIndex((o) => like(o.word, o.sound))
    let at = fits((other) => other === word)
    if (at < 0) at = fits((other, heard) => Math.min(word.length, other.length) >= 4 && heard === sound)
    if (at < 0) at = fits((other) => Math.min(word.length, other.length) >= 4 && oneSlip(word, other))
    // Cut off where the form had no more room: Wahyuni(ngsih).
    if (at < 0)
      at = fits((other) => Math.min(word.length, other.length) >= 5 && (word.startsWith(other) || other.startsWith(word)))
    if (at < 0) at = fits((other) => (word.length === 1 || other.length === 1) && word[0] === other[0])
    if (at < 0) return false
    const [other] = left.splice(at, 1)
    if (word.length > 1 && other!.word.length > 1) {
      full++
      if (word !== other!.word && sound !== other!.sound) slips++
    }
  }
  return full > 0 && slips <= 1
}

/** A short word with another first letter is another name: Budi, Rudi. */
const oneSlip = (a: string, b: string) => oneApart(a, b) && (a[0] === b[0] || Math.min(a.length, b.length) >= 6)
