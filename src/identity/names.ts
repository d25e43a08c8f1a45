// How Indonesian names are read so that two spellings of one name meet: titles and degrees out, abbreviations written out, sounds folded.
// Pure. What two names say about two people: likelihood.ts.

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

const read = new Map<string, ReadName>()

/** Reads a name however it was written down. An empty or unreadable one has no words. The latest are remembered: lists repeat them. */
export function readName(written: string): ReadName {
  const known = read.get(written)
  if (known) return known
  if (read.size > 20_000) read.clear()
  const name = newName(written)
  read.set(written, name)
  return name
}

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
  let words = pieces.filter((w) => !LINKS.has(w))
  while (words.length > 1 && DEGREES.has(words.at(-1)!)) words = words.slice(0, -1)
  while (words.length > 1 && BEFORE.has(words[0]!)) words = words.slice(1)
  const read = words.flatMap((w, i) => wordsIn(w, i === 0))
  return { words: read, sounds: read.map(soundOf) }
}

/** What one written word stands for. Remembered: names have few words. */
function wordsIn(word: string, first: boolean): string[] {
  const key = first ? `^${word}` : word
  const known = meant.get(key)
  if (known) return known
  if (meant.size > 100_000) meant.clear()
  const words = parted(whole(word, first))
  meant.set(key, words)
  return words
}
const meant = new Map<string, string[]>()

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
function soundOf(word: string): string {
  const known = sounds.get(word)
  if (known !== undefined) return known
  if (sounds.size > 100_000) sounds.clear()
  const sound = newSound(word)
  sounds.set(word, sound)
  return sound
}
const sounds = new Map<string, string>()

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

/** Letters that must be changed, left out, put in, or swapped with their neighbour; `most` + 1 when it is more. */
export function distance(a: string, b: string, most = 2): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2]! + 1)
      row.push(d)
      if (d < least) least = d
    }
    if (least > most) return most + 1
    before = last
    last = row
  }
  return Math.min(last[b.length]!, most + 1)
}

/** Is one letter changed, left out, put in, or swapped with its neighbour, and nothing else? `distance` of 1, without its table. */
export function oneApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1 || a === b) return false
  let i = 0
  while (i < short.length && short[i] === long[i]) i++
  if (short.length < long.length) return short.slice(i) === long.slice(i + 1)
  if (short.slice(i + 1) === long.slice(i + 1)) return true
  return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2)
}

/**
 * May both be the same person's name, where something else already says that they are one (the same NIK, the same birth)? Forgives titles,
 * short forms, order and one slip. Symmetrical; an empty name agrees with nothing.
 */
export function sameName(a: string, b: string): boolean {
  const one = readName(a)
  const two = readName(b)
  if (!one.words.length || !two.words.length) return false
  if (one.words.join('') === two.words.join('') || one.sounds.join('') === two.sounds.join('')) return true
  if (Math.min(one.words.join('').length, two.words.join('').length) >= 5 && oneSlip(one.words.join(''), two.words.join('')))
    return true
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
