// Reading an area as offices write it: misspelt, abbreviated, in the wrong column, as a code, or outside Jakarta.
// It never guesses between two places: what could be either is not read. What a row becomes is decided by the import.

import { readProject } from '../kit/files.ts'
import { edits } from '../kit/spelling.ts'
import { areas, isKec, type Kec, type Kel, type Kota, kecOfKel, kotaOf, parseKec, parseKel } from './areas.ts'

export interface WrittenArea {
  kecamatan?: string | null
  kelurahan?: string | null
  kota?: string | null
  address?: string | null
}

/**
 * AREA_UNKNOWN: no kecamatan could be read. AREA_TYPO: it was guessed (misspelt, shortened, in another column), surely enough to
 * be taken. AREA_MISMATCH: two columns name different places; the kecamatan is taken and no kelurahan. NON_RESIDENT: outside the
 * programme's area. RESIDENCE_UNCLEAR: one text says Jakarta and another says elsewhere.
 */
export type AreaCode = 'AREA_UNKNOWN' | 'AREA_TYPO' | 'AREA_MISMATCH' | 'NON_RESIDENT' | 'RESIDENCE_UNCLEAR'

export interface AreaReading {
  readonly kec: Kec | null
  readonly kel: Kel | null
  readonly how: 'exact' | 'code' | 'abbreviation' | 'typo' | 'from-kelurahan' | 'swapped' | 'address' | 'none'
  /** Clearly outside the programme's area: `where` says in which place, so that the person can be told where to go. */
  readonly outside: boolean
  readonly where: string | null
  readonly problems: readonly AreaCode[]
}

// 1. words -------------------------------------------------------------------------------------------------------------------

/** Lower case letters, digits and single spaces; marks that cannot be seen (RTL, zero width, NBSP) are gone. */
function plain(text: string): string {
  const seen = /[^\x20-\x7e]/.test(text)
    ? text
        .normalize('NFKD')
        .replace(/[\p{M}\p{Cf}]/gu, '')
        .replace(/[\s\p{Cc}\p{Z}]+/gu, ' ')
    : text
  return seen.toLowerCase()
}
const tokensOf = (text: string): string[] => text.split(/[^a-z0-9]+/).filter(Boolean)
const squash = (text: string): string => plain(text).replace(/[^a-z0-9]+/g, '')

// Short forms that stand for one word only. Others ("keb", "p") are tried against the names themselves.
const LONG: Record<string, string> = {
  ps: 'pasar',
  psr: 'pasar',
  pasr: 'pasar',
  kb: 'kebon',
  kbn: 'kebon',
  kebun: 'kebon',
  tj: 'tanjung',
  tjg: 'tanjung',
  tg: 'tanjung',
  tanjong: 'tanjung',
  kp: 'kampung',
  kmp: 'kampung',
  kamp: 'kampung',
  kampong: 'kampung',
  pd: 'pondok',
  pdk: 'pondok',
  pnd: 'pondok',
  brt: 'barat',
  bar: 'barat',
  tim: 'timur',
  tmr: 'timur',
  tmur: 'timur',
  sel: 'selatan',
  slt: 'selatan',
  sltn: 'selatan',
  ut: 'utara',
  utr: 'utara',
  pst: 'pusat',
  pus: 'pusat',
  jkt: 'jakarta',
  jak: 'jakarta',
  jaksel: 'jakarta selatan',
  jakbar: 'jakarta barat',
  jaktim: 'jakarta timur',
  jakut: 'jakarta utara',
  jakpus: 'jakarta pusat',
  tn: 'tanah',
  tnh: 'tanah',
  gn: 'gunung',
  gng: 'gunung',
  kep: 'kepulauan',
  kepul: 'kepulauan',
  plo: 'pulo',
  jt: 'jati',
  kel: 'kelurahan',
  kec: 'kecamatan',
  lm: 'lama',
  br: 'baru',
  dr: 'duri',
  krmt: 'kramat',
  dki: 'jakarta',
  grg: 'grogol',
  srg: 'srengseng',
  mggr: 'manggarai',
}
const lengthened = (tokens: string[]): string[] => tokens.flatMap((t) => (Object.hasOwn(LONG, t) ? LONG[t]!.split(' ') : [t]))

/** Cells that say "nothing here". */
const BLANK = /^(|0|tidak ?ada|tdk ?ada|belum ?ada|kosong|na|none|null|nihil|xx+)$/

// 2. names -------------------------------------------------------------------------------------------------------------------

interface Place {
  kec: Kec
  kel: Kel | null
}
interface Name {
  squashed: string
  letters: number
  words: string[]
  place: Place
}

/** Which letters a word has, one bit each: words of quite other letters need no counting of edits. */
function lettersOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits
}
/** An edit changes two letters at most. */
function tooFar(a: number, b: number, most: number): boolean {
  let other = a ^ b
  let count = 0
  for (; other; other &= other - 1) if (++count > 2 * most) return true
  return false
}

const names: Name[] = []
const jakarta = new Map<string, Place[]>()
const kotaByName = new Map<string, Kota>()
for (const area of areas) {
  const spellings = new Set([area.official, area.name])
  if (area.level === 'kota') {
    const short = area.name.toLowerCase().replace('jakarta ', '')
    for (const s of [
      area.official,
      area.name,
      `kota ${area.name}`,
      `kota adm ${area.name}`,
      `administrasi ${area.name}`,
      `kab ${area.name}`,
      `kab adm ${area.name}`,
      `kabupaten ${area.name}`,
    ])
      kotaByName.set(squash(s), area.code)
    if (short !== area.name.toLowerCase()) kotaByName.set(squash(`wilayah ${short}`), area.code)
  }
  if (area.level !== 'kecamatan' && area.level !== 'kelurahan') continue
  const place = area.level === 'kecamatan' ? { kec: area.code, kel: null } : { kec: kecOfKel(area.code), kel: area.code }
  for (const squashed of new Set([...spellings].map(squash))) {
    const held = jakarta.get(squashed)
    if (held) held.push(place)
    else jakarta.set(squashed, [place])
    const spelt = [...spellings].find((s) => squash(s) === squashed)!
    names.push({ squashed, letters: lettersOf(squashed), words: tokensOf(plain(spelt)), place })
  }
}
const WHOLE_CITY = new Set([
  'jakarta',
  'dkijakarta',
  'jakartadki',
  'provinsidkijakarta',
  'daerahkhususibukotajakarta',
  'daerahkhususjakarta',
  'jakartaraya',
  'provjakarta',
  'provinsijakarta',
  'propinsidkijakarta',
  'jakartajakarta',
])

interface Elsewhere {
  name: string
  level: 'provinsi' | 'kota' | 'kecamatan' | 'kelurahan'
  /** Around Jakarta: only these names make a misspelling doubtful. */
  near: boolean
}
/** Places outside the programme's area. A kelurahan there is a weak sign: many names are everywhere. */
const elsewhere = new Map<string, Elsewhere>()
const nearByLength = new Map<number, { key: string; letters: number; place: Elsewhere }[]>()
const AROUND = new Set(['32.75', '32.16', '32.76', '36.71', '36.74', '36.03', '32.71', '32.01'])
{
  const add = (spelling: string, place: Elsewhere) => {
    const key = squash(spelling)
    if (elsewhere.has(key)) return
    elsewhere.set(key, place)
    if (!place.near) return
    const sameLength = nearByLength.get(key.length)
    if (sameLength) sameLength.push({ key, letters: lettersOf(key), place })
    else nearByLength.set(key.length, [{ key, letters: lettersOf(key), place }])
  }
  const levels = ['provinsi', 'kota', 'kecamatan', 'kelurahan'] as const
  const kotaNames = new Map<string, string>()
  const listed = readProject('src/places/neighbours.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',') as [string, string])
  for (const [code, name] of listed) if (code.split('.').length === 2) kotaNames.set(code, name)
  for (const depth of [1, 2, 3, 4])
    for (const [code, name] of listed) {
      if (code.split('.').length !== depth) continue
      const home = kotaNames.get(code.slice(0, 5))
      const near = depth > 2 || AROUND.has(code)
      const place: Elsewhere = { name: depth > 2 && home ? `${name}, ${home}` : name, level: levels[depth - 1]!, near }
      add(name, place)
      if (depth !== 2) continue
      const bare = name.replace(/^(Kabupaten|Kota) /, '')
      add(`kab ${bare}`, place)
      add(bare, {
        ...place,
        name: name.startsWith('Kota') || !listed.some(([, n]) => n === `Kota ${bare}`) ? name : `Kota ${bare}`,
      })
    }
  for (const [short, name] of [
    ['tangsel', 'Kota Tangerang Selatan'],
    ['tng selatan', 'Kota Tangerang Selatan'],
    ['jabar', 'Jawa Barat'],
    ['jateng', 'Jawa Tengah'],
    ['jatim', 'Jawa Timur'],
    ['diy', 'Daerah Istimewa Yogyakarta'],
    ['jogja', 'Kota Yogyakarta'],
    ['solo', 'Kota Surakarta'],
    ['bodetabek', 'Bodetabek'],
    ['bdg', 'Kota Bandung'],
    ['bks', 'Kota Bekasi'],
    ['dpk', 'Kota Depok'],
    ['tgr', 'Kota Tangerang'],
  ] as const)
    add(short, { name, level: /^(Jawa|Daerah)/.test(name) ? 'provinsi' : 'kota', near: false })
}
/** Towns whose name says "not Jakarta" wherever it stands in an address, except as the name of a street. */
const TOWNS: Record<string, string> = {
  bekasi: 'Kota Bekasi',
  depok: 'Kota Depok',
  tangerang: 'Kota Tangerang',
  tangsel: 'Kota Tangerang Selatan',
  bogor: 'Kota Bogor',
  bks: 'Kota Bekasi',
}

// 3. one piece of text -------------------------------------------------------------------------------------------------------

type Sure = 'exact' | 'code' | 'abbreviation' | 'typo'
interface Found {
  sure: Sure
  places: Place[]
  elsewhere: Elsewhere | null
  kota: Kota | null
  /** Nothing here, or only "Jakarta". */
  blank: boolean
}
const NOTHING: Found = { sure: 'exact', places: [], elsewhere: null, kota: null, blank: true }
const UNREAD: Found = { ...NOTHING, blank: false }

/** How many edits apart two spellings may be, by the longer one: none under five letters, one under nine, then two. */
const allowance = (length: number) => (length < 5 ? 0 : length < 9 ? 1 : 2)

/** "psr" shortens "pasar", "mggu" shortens "minggu": the same first letter, and the letters in their order. */
function shortens(short: string, word: string): boolean {
  if (short[0] !== word[0] || short.length > word.length) return false
  let at = 0
  for (const letter of word) if (letter === short[at]) at++
  return at === short.length
}
const SIDES = new Set(['barat', 'timur', 'utara', 'selatan', 'pusat', 'baru', 'lama', 'dalam', 'jaya'])
const named = (word: string) => word.length >= 4 && !SIDES.has(word)
/** "Psr Minggu", "Keb. Lama": word by word in full or shortened, one word in full; beside a mere side three letters at least. */
const byFirstLetters = (tokens: string[]): Name[] =>
  tokens.length < 2
    ? []
    : names.filter(
        ({ words }) =>
          words.length === tokens.length &&
          words.every((w, i) => shortens(tokens[i]!, w)) &&
          (words.some((w, i) => w === tokens[i] && named(w)) ||
            (words.some((w, i) => w === tokens[i] && SIDES.has(w)) && tokens.every((t) => t.length >= 3))),
      )

const samePlaces = (found: Name[]): Place[] => [...new Map(found.map((n) => [`${n.place.kec} ${n.place.kel}`, n.place])).values()]

/** Of the places that a guess leaves, those of the column's own level come first. */
function ownLevel(places: Place[], level: 'kec' | 'kel'): Place[] {
  const own = places.filter((p) => (level === 'kec') === (p.kel === null))
  return own.length ? own : places
}

/** "Kebayoran Barat" is no misspelt Kebayoran Baru: one side is not another. */
const otherSide = (tokens: string[], words: string[]): boolean =>
  SIDES.has(tokens.at(-1)!) && SIDES.has(words.at(-1)!) && tokens.at(-1) !== words.at(-1)

function nearest(tokens: string[], within?: Kec): { distance: number; places: Place[] } {
  const word = tokens.join('')
  const letters = lettersOf(word)
  let distance = 2
  let best: Name[] = []
  for (const name of names) {
    if (tooFar(letters, name.letters, distance) || (within && name.place.kec !== within)) continue
    const longer = Math.max(word.length, name.squashed.length)
    const most = Math.min(distance, allowance(longer))
    const d = most ? edits(word, name.squashed, most) : 1
    // in a short name, and with two edits, another first letter is another word
    if (d > most || ((d === 2 || longer < 6) && word[0] !== name.squashed[0]) || otherSide(tokens, name.words)) continue
    if (d < distance) best = []
    distance = d
    best.push(name)
  }
  return { distance: best.length ? distance : 9, places: samePlaces(best) }
}

function somewhereElseAsNear(word: string, distance: number): Elsewhere | null {
  const letters = lettersOf(word)
  for (let length = word.length - distance; length <= word.length + distance; length++)
    for (const other of nearByLength.get(length) ?? [])
      if (!jakarta.has(other.key) && !tooFar(letters, other.letters, distance) && edits(word, other.key, distance) <= distance)
        return other.place
  return null
}

const LABEL =
  /\b(kecamatan|kec|kelurahan|kel|desa|kotamadya|kodya|kota adm(?:inistrasi)?|kota|kabupaten|kab|provinsi|propinsi|prov)\b[.:]?\s*/g

/** "Kel. Jati Padang Kec. Pasar Minggu" in its parts; "Kel. Kota Bambu Utara" is one. */
function labelled(text: string): { before: string; parts: { as: 'kec' | 'kel' | 'kota'; label: string; value: string }[] } {
  const labels = [...text.matchAll(LABEL)]
  const parts: { as: 'kec' | 'kel' | 'kota'; label: string; value: string }[] = []
  labels.forEach((label, i) => {
    const value = text.slice(label.index + label[0].length, labels[i + 1]?.index)
    const last = parts.at(-1)
    const as = label[1]!.startsWith('kec') ? 'kec' : /^(kel|desa)/.test(label[1]!) ? 'kel' : 'kota'
    if (as === 'kota' && last && last.as !== 'kota' && !last.value.trim()) last.value = label[0] + value
    else parts.push({ as, label: label[1]!, value })
  })
  return { before: text.slice(0, labels[0]?.index), parts }
}

function readPiece(piece: string, level: 'kec' | 'kel' | 'kota'): Found {
  const tokens = tokensOf(piece)
  const word = tokens.join('')
  if (word.length > 60) return UNREAD
  if (BLANK.test(word) || WHOLE_CITY.has(word)) return NOTHING
  if (/^\d+$/.test(word)) {
    const text = piece.trim().replace(/\.0+$/, '')
    const kec = parseKec(text)
    if (kec) return { ...UNREAD, sure: 'code', places: [{ kec, kel: null }] }
    const kel = parseKel(text)
    return kel ? { ...UNREAD, sure: 'code', places: [{ kec: kecOfKel(kel), kel }] } : UNREAD
  }
  const long = lengthened(tokens)
  const longWord = long.join('')
  const inKota = kotaByName.get(word) ?? kotaByName.get(longWord)
  if (inKota) return { ...UNREAD, kota: inKota }
  if (WHOLE_CITY.has(longWord)) return NOTHING
  const outside = elsewhere.get(word) ?? elsewhere.get(longWord)
  if (level === 'kota') return outside ? { ...UNREAD, elsewhere: outside } : UNREAD

  const exact = jakarta.get(word)
  if (exact) return { ...UNREAD, places: exact, elsewhere: outside ?? null }
  const spelt = jakarta.get(longWord)
  if (spelt) return { ...UNREAD, sure: 'abbreviation', places: spelt }
  // a far town's bare name may be a misspelling (Makassar, Makasar); a neighbour's name is not
  if (outside && outside.level !== 'kelurahan' && (outside.near || outside.level === 'provinsi' || /^(kota|kab)/.test(word)))
    return { ...UNREAD, elsewhere: outside }

  const shortened = ownLevel(samePlaces(byFirstLetters(tokens)), level)
  if (shortened.length) return { ...UNREAD, sure: 'abbreviation', places: shortened }
  // "Mampang" for Mampang Prapatan, "Priok" for Tanjung Priok: one whole word that only one kecamatan has
  if (long.length === 1 && longWord.length >= 5) {
    const having = names.filter(
      (n) => n.words.length > 1 && (n.words[0] === longWord || (n.place.kel === null && n.words.includes(longWord))),
    )
    const kecs = new Set(having.map((n) => n.place.kec))
    if (kecs.size === 1 && (level === 'kec' || !outside))
      return { ...UNREAD, sure: 'abbreviation', places: [{ kec: [...kecs][0]!, kel: null }] }
    if (kecs.size > 1) return UNREAD // "Kebayoran" is two, and not a misspelt Kemayoran
  }
  if (outside?.level === 'kelurahan' && level === 'kel') return { ...UNREAD, elsewhere: outside }

  const near = nearest(long)
  if (near.places.length) {
    const places = ownLevel(near.places, level)
    if (outside?.near === false && places.some((p) => p.kel !== null)) return { ...UNREAD, elsewhere: outside }
    const other = outside?.near === false ? null : somewhereElseAsNear(longWord, near.distance)
    if (!other || (other.level === 'kelurahan' && level === 'kec' && places.every((p) => p.kel === null)))
      return { ...UNREAD, sure: 'typo', places }
    return UNREAD
  }
  if (outside) return { ...UNREAD, elsewhere: outside }
  if (long.length > 1 || longWord.length >= 6) {
    const town = somewhereElseAsNear(longWord, longWord.length >= 6 ? 1 : 0)
    if (town && town.level === 'kota') return { ...UNREAD, elsewhere: town }
  }
  return UNREAD
}

// 4. one cell ----------------------------------------------------------------------------------------------------------------

interface Cell {
  kec: Found
  kel: Found
  kota: Kota | null
  elsewhere: Elsewhere | null
}
const KOTA_AT_END =
  /[\s,]+((?:kota )?(?:adm(?:inistrasi)?\.? )?(?:jakarta|jkt|jak)\.?[\s-]*(?:selatan|barat|timur|utara|pusat|sel|bar|brt|tim|tmr|ut|utr|pus|pst)\.?|jaksel|jakbar|jaktim|jakut|jakpus|dki jakarta|dki|jakarta)\s*$/

function readCell(raw: string, level: 'kec' | 'kel'): Cell {
  const cell: Cell = { kec: NOTHING, kel: NOTHING, kota: null, elsewhere: null }
  const take = (piece: string, as: 'kec' | 'kel') => {
    const found = readPiece(piece, as)
    if (found.blank) return
    if (found.kota) cell.kota ??= found.kota
    else if (found.elsewhere && !found.places.length && found.elsewhere.level !== 'kelurahan') cell.elsewhere ??= found.elsewhere
    else if (!cell[as].places.length) cell[as] = found
  }
  let text = plain(raw.slice(0, 500))
  const end = text.match(KOTA_AT_END)
  if (end?.index) {
    cell.kota = kotaByName.get(lengthened(tokensOf(end[1]!)).join('')) ?? null
    text = text.slice(0, end.index)
  }
  const bare = text.trim()
  const whole = readPiece(bare, level)
  if (!whole.blank && (whole.places.length || whole.kota || whole.elsewhere)) take(bare, level)
  else
    for (const part of text.split(/[,;/()\n]|\s-\s/)) {
      const { before, parts } = labelled(part)
      if (before.trim()) take(before, level)
      for (const { as, label, value } of parts)
        if (as === 'kota') {
          const full = readPiece(`${label} ${value}`, 'kota')
          const found = full.kota || full.elsewhere ? full : readPiece(value, 'kota')
          cell.kota ??= found.kota
          cell.elsewhere ??= found.elsewhere
        } else take(value, as)
    }
  return cell
}

// 5. an address --------------------------------------------------------------------------------------------------------------

interface Address {
  elsewhere: Elsewhere | null
  jakarta: boolean
  labelled: { kec: Found; kel: Found }
  named: Place[]
}
const STREET = /^(jl|jln|jalan|gg|gang|komplek|kompleks|komp|perum|perumahan|apartemen|rusun|blok)\b/
const ROAD_WORDS = new Set([
  'raya',
  'lama',
  'baru',
  'terusan',
  'arteri',
  'tol',
  'lingkar',
  'alternatif',
  'pangeran',
  'kali',
  'jalan',
  'jl',
  'jln',
  'gang',
  'gg',
  'kp',
  'kampung',
])
const TOWN_NAMED = /bekasi|depok|tangerang|tangsel|bogor|bks/
const LABEL_NAMED = /kec|kel|desa|kota|kod|kab|pro[vp]/
const SIGNS =
  /bekasi|depok|tangerang|tangsel|bogor|\bbks\b|\bkota\b|\bkab\b|kabupaten|kec\b|kecamatan|jawa|jabar|jateng|jatim|banten|,/

/** Does this address name a town outside Jakarta, and does it name Jakarta? `Jl. Raya Bekasi KM 18, Cakung` names only a street. */
function readAddress(raw: string): Address {
  const text = plain(raw.slice(0, 500))
  const read: Address = {
    elsewhere: null,
    jakarta: /jakarta|\bjkt\b|jaksel|jakbar|jaktim|jakut|jakpus|\bdki\b/.test(text),
    labelled: { kec: NOTHING, kel: NOTHING },
    named: [],
  }
  if (!SIGNS.test(text)) return read
  const towns = TOWN_NAMED.test(text)
  const labels = LABEL_NAMED.test(text)
  for (const segment of text.split(/[,;()\n]|\s-\s/)) {
    const tokens = tokensOf(segment)
    if (!tokens.length) continue
    const street = STREET.test(segment.trim())
    if (street && !towns && !labels) continue
    tokens.forEach((token, i) => {
      if (!towns) return
      const town = Object.hasOwn(TOWNS, token) ? TOWNS[token]! : undefined
      if (!town) return
      const before = tokens[i - 1]
      const named = before === 'kota' || before === 'kab' || before === 'kabupaten' || before === 'kodya'
      // up to the town there is only the street's own kind: then the town is the street's name
      const roadName = street && tokens.slice(1, i).every((t) => ROAD_WORDS.has(t))
      const beforeRoad = before !== undefined && (ROAD_WORDS.has(before) || before === 'arah' || before === 'dekat')
      const after = tokens[i + 1]
      if (!named && (roadName || beforeRoad || after === 'km' || (after === 'raya' && street))) return
      const full = after && /^(selatan|timur|barat|utara)$/.test(after) ? elsewhere.get(`${token}${after}`) : undefined
      read.elsewhere ??=
        full?.level === 'kota'
          ? full
          : { name: before?.startsWith('kab') ? `Kabupaten ${town.slice(5)}` : town, level: 'kota', near: true }
    })
    const parts = labels ? labelled(segment).parts : []
    for (const { as, value } of parts) {
      const found = readPiece(value.replace(/\b(rt|rw)\b.*$/, ''), as)
      if (as === 'kota') {
        if (found.elsewhere?.level === 'kota' || found.elsewhere?.level === 'provinsi') read.elsewhere ??= found.elsewhere
      } else if (found.places.length) read.labelled[as] = found
      else if (as === 'kec' && found.elsewhere && found.elsewhere.level !== 'kelurahan') read.elsewhere ??= found.elsewhere
    }
    if (parts.length || street) continue
    const word = tokens.filter((t) => !/^\d+$/.test(t)).join('')
    const here = jakarta.get(word)
    if (here) read.named.push(...here)
    else {
      const there = elsewhere.get(word)
      if (there && (there.level === 'kota' || there.level === 'provinsi')) read.elsewhere ??= there
    }
  }
  return read
}

// 6. the row -----------------------------------------------------------------------------------------------------------------

const keep = <T>(memo: Map<string, T>, key: string, make: () => T): T => {
  let held = memo.get(key)
  if (held === undefined) {
    if (memo.size >= 20_000) memo.clear() // a sheet with that many spellings has no use for a memory
    held = make()
    memo.set(key, held)
  }
  return held
}
const columnsRead = new Map<string, Columns>()

interface Columns {
  reading: AreaReading
  /** The kelurahan's own column agreed: then a town in the address is a contradiction, not the whole truth. */
  elsewhere: Elsewhere | null
}

function readColumns(kecamatan: string, kelurahan: string, kotaText: string): Columns {
  const a = readCell(kecamatan, 'kec')
  const b = readCell(kelurahan, 'kel')
  const kotaFound = readPiece(plain(kotaText), 'kota')
  const kotaTyped = kotaFound.kota ?? a.kota ?? b.kota
  let elsewhereSaid = kotaFound.elsewhere ?? a.elsewhere ?? b.elsewhere
  const problems = new Set<AreaCode>()
  const inKota = (found: Found): Found => {
    if (!kotaTyped) return found
    const inside = found.places.filter((p) => kotaOf(p.kec) === kotaTyped)
    return inside.length ? { ...found, places: inside } : found
  }
  // a kecamatan column may hold "Kel. X Kec. Y", so both cells may say both things
  const first = inKota(a.kec.places.length ? a.kec : a.kel.places.length ? a.kel : b.kec)
  const second = inKota(b.kel.places.length ? b.kel : a.kec.places.length && a.kel.places.length ? a.kel : b.kel)
  const kecs = first.places.filter((p) => p.kel === null).map((p) => p.kec)
  const kels = second.places.filter((p) => p.kel !== null)

  const answer = (kec: Kec | null, kel: Kel | null, how: AreaReading['how']): Columns => {
    if (kec && kotaTyped && kotaOf(kec) !== kotaTyped) problems.add('AREA_MISMATCH')
    if (!kec) problems.add('AREA_UNKNOWN')
    return { reading: { kec, kel, how, outside: false, where: null, problems: [...problems] }, elsewhere: elsewhereSaid }
  }
  const guessed = (found: Found): AreaReading['how'] => {
    if (found.sure === 'abbreviation' || found.sure === 'typo') problems.add('AREA_TYPO')
    return found.sure
  }

  // the kelurahan stands in the kecamatan
  const agreed = kels.filter((k) => kecs.includes(k.kec))
  if (agreed.length === 1) {
    const how = guessed(first)
    if (second.sure === 'typo') problems.add('AREA_TYPO')
    return answer(agreed[0]!.kec, agreed[0]!.kel, how === 'exact' && second.sure === 'typo' ? 'typo' : how)
  }
  // each in the other's column
  const crossed = first.places.filter((p) => p.kel !== null && second.places.some((q) => q.kel === null && q.kec === p.kec))
  if (crossed.length === 1 && !kecs.includes(crossed[0]!.kec)) {
    problems.add('AREA_TYPO')
    return answer(crossed[0]!.kec, crossed[0]!.kel, 'swapped')
  }
  if (kecs.length === 1) {
    const kec = kecs[0]!
    // a misspelt kecamatan against a well written kelurahan: what is certain is taken
    if (first.sure === 'typo' && kels.length === 1 && (second.sure === 'exact' || second.sure === 'code')) {
      problems.add('AREA_MISMATCH')
      return answer(kels[0]!.kec, kels[0]!.kel, 'from-kelurahan')
    }
    const how = guessed(first)
    const repeats = second.places.some((p) => p.kel === null && p.kec === kec)
    if (kels.length || (second.places.length && !repeats)) problems.add('AREA_MISMATCH')
    else if (!second.blank && !second.places.length) {
      const near = nearest(lengthened(tokensOf(plain(kelurahan))), kec)
      if (near.places.length === 1 && near.places[0]!.kel && !second.elsewhere) {
        problems.add('AREA_TYPO')
        return answer(kec, near.places[0]!.kel, how === 'exact' ? 'typo' : how)
      }
      problems.add(second.elsewhere ? 'RESIDENCE_UNCLEAR' : 'AREA_MISMATCH')
    }
    return answer(kec, null, how)
  }
  if (kecs.length > 1) return answer(null, null, 'none')

  // no kecamatan in its column: does it hold a kelurahan, or does the kelurahan's column say where?
  const only = (places: Place[]) => (new Set(places.map((p) => p.kec)).size === 1 ? places[0]! : null)
  const inFirst = only(first.places)
  if (inFirst) {
    problems.add('AREA_TYPO')
    const other = kels.length === 1 ? kels[0]! : null
    if (other && other.kec !== inFirst.kec) {
      problems.add('AREA_MISMATCH')
      return answer(inFirst.kec, null, 'from-kelurahan')
    }
    return answer(inFirst.kec, other?.kel ?? inFirst.kel, 'from-kelurahan')
  }
  if (first.places.length) return answer(null, null, 'none')
  // in the kelurahan's own column a kelurahan's name is meant, unless another kecamatan has that name too
  const inSecond = only(second.places)
  if (inSecond) {
    const kel = second.places.find((p) => p.kel !== null)?.kel ?? null
    if (second.sure !== 'exact' && second.sure !== 'code') problems.add('AREA_TYPO')
    if (!kel) problems.add('AREA_TYPO')
    if (!a.kec.blank && !a.elsewhere) problems.add('AREA_MISMATCH')
    return answer(inSecond.kec, kel, kel ? 'from-kelurahan' : 'swapped')
  }
  if (!second.places.length && (second.elsewhere || first.elsewhere)) elsewhereSaid ??= first.elsewhere ?? second.elsewhere
  return answer(null, null, 'none')
}

/**
 * Which kecamatan and kelurahan did the office mean? The kecamatan's column is believed before the kelurahan's: where they
 * disagree the kecamatan is taken, the kelurahan left open and AREA_MISMATCH said. An address (or a kota column) that names a town
 * outside Jakarta is believed before the columns, which offices fill down for a whole sheet: NON_RESIDENT; unless the address names
 * Jakarta as well, then RESIDENCE_UNCLEAR and the columns are taken. Two levels with one name (Jatinegara) are told apart by their
 * column and by the other one, never by luck. (The product's own rule.)
 */
export function readArea(written: WrittenArea): AreaReading {
  const kecamatan = (written.kecamatan ?? '').slice(0, 200)
  const kelurahan = (written.kelurahan ?? '').slice(0, 200)
  const kota = (written.kota ?? '').slice(0, 200)
  const { reading, elsewhere: said } = keep(columnsRead, `${kecamatan}\u0001${kelurahan}\u0001${kota}`, () =>
    readColumns(kecamatan, kelurahan, kota),
  )
  const address = written.address ? readAddress(written.address) : null
  if (!address && !said) return reading

  let result = reading
  if (!result.kec && !said && address && !address.elsewhere) {
    const { kec, kel } = address.labelled
    if (kec.places.length || kel.places.length) {
      const found = readLabelled(kec, kel)
      if (found) result = found
    }
    if (!result.kec) {
      // the kelurahan's name beside its kecamatan's, or one name alone
      const kecs = new Set(address.named.map((p) => p.kec))
      if (kecs.size === 1) {
        const kels = new Set(address.named.flatMap((p) => p.kel ?? []))
        result = {
          kec: [...kecs][0]!,
          kel: kels.size === 1 ? [...kels][0]! : null,
          how: 'address',
          outside: false,
          where: null,
          problems: ['AREA_TYPO'],
        }
      }
    }
  }

  const there = address?.elsewhere ?? said
  if (!there) return result
  const namesJakarta = address ? address.jakarta || address.named.some((p) => !result.kec || p.kec === result.kec) : false
  // the kecamatan's own column says elsewhere and the kelurahan's says Jakarta
  const columnsDisagree = !address?.elsewhere && result.kec !== null && result.kel !== null
  if (result.kec && (namesJakarta || columnsDisagree)) return { ...result, problems: [...result.problems, 'RESIDENCE_UNCLEAR'] }
  if (!result.kec && namesJakarta && !said) return { ...result, problems: [...result.problems, 'RESIDENCE_UNCLEAR'] }
  return { kec: null, kel: null, how: 'none', outside: true, where: there.name, problems: ['NON_RESIDENT'] }
}

function readLabelled(kec: Found, kel: Found): AreaReading | null {
  const kecs = kec.places.filter((p) => p.kel === null)
  const kels = kel.places.filter((p) => p.kel !== null)
  const problems: AreaCode[] = kec.sure === 'typo' || kec.sure === 'abbreviation' ? ['AREA_TYPO'] : []
  if (kecs.length === 1) {
    const inside = kels.filter((k) => k.kec === kecs[0]!.kec)
    if (kels.length && !inside.length) problems.push('AREA_MISMATCH')
    return {
      kec: kecs[0]!.kec,
      kel: inside.length === 1 ? inside[0]!.kel : null,
      how: 'address',
      outside: false,
      where: null,
      problems,
    }
  }
  if (!kecs.length && kels.length === 1 && isKec(kels[0]!.kec))
    return {
      kec: kels[0]!.kec,
      kel: kels[0]!.kel,
      how: 'address',
      outside: false,
      where: null,
      problems: kel.sure === 'exact' ? [] : ['AREA_TYPO'],
    }
  return null
}
