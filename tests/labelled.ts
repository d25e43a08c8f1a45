// Made-up people of whom it is known who is who: registered once, some of them twice as two desks write them, among families and
// strangers who are easily taken for one. Written from how lists go wrong, not from how the matching works.
import { type Chance, chance } from '../src/demo/chance.ts'
import { nameOf, type Sex } from '../src/demo/people.ts'

/** A row as a list has it: every cell is text, any may be empty. */
export type Row = { ref: string; nik: string; name: string; birthdate: string; sex: string; phone: string; kelurahan: string }

export type Labelled = {
  rows: Row[]
  /** Pairs of references that are one person, the smaller first. */
  same: Set<string>
  /** Pairs that are two people and look like one: twins, couples, father and son, namesakes. */
  two: Set<string>
}

export const pairKey = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`)

const KELURAHAN =
  'Pejaten Barat,Pejaten Timur,Ragunan,Jati Padang,Cilandak Timur,Pasar Minggu,Kebagusan,Kalibata,Rawajati,Duren Tiga,Cikoko,Pengadegan,Pancoran,Tebet Barat,Tebet Timur,Menteng Dalam,Manggarai,Bukit Duri,Kebon Baru,Cilincing,Semper Barat,Semper Timur,Rorotan,Marunda,Sukapura,Kalibaru'.split(
    ',',
  )
const TWINS: readonly [string, string, Sex][] = [
  ['Rina', 'Rini', 'F'],
  ['Hasan', 'Husein', 'M'],
  ['Dewi', 'Dewa', 'F'],
  ['Rudi', 'Rudy', 'M'],
  ['Yanti', 'Yanto', 'F'],
  ['Nana', 'Nani', 'F'],
  ['Ahmad Fauzi', 'Ahmad Fauzan', 'M'],
  ['Siti Aisyah', 'Siti Aminah', 'F'],
  ['Putri', 'Putra', 'F'],
  ['Dina', 'Dini', 'F'],
]

type Known = { name: string; sex: Sex; born: string; area: string; serial: number; phone: string; kelurahan: string }

const two = (n: number) => String(n).padStart(2, '0')
const phoneOf = (r: Chance) => `08${r.pick(['12', '13', '21', '57', '58', '77', '96'])}${r.whole(10_000_000, 99_999_999)}`
const bornIn = (r: Chance, from: number, to: number) => `${r.whole(from, to)}-${two(r.whole(1, 12))}-${two(r.whole(1, 28))}`
const areaOf = (r: Chance) =>
  r.is(0.75) ? `3174${two(r.whole(1, 10))}` : r.pick(['320107', '330904', '350712', '327603', '120726', '180309'])
// Births of one day in one kecamatan are few: serials are small.
const serialOf = (r: Chance) =>
  r.weighed([
    [1, 40],
    [2, 25],
    [3, 15],
    [4, 10],
    [5, 5],
    [r.whole(6, 20), 5],
  ])

function someone(r: Chance): Known {
  const sex = r.is(0.6) ? 'F' : 'M'
  return {
    name: nameOf(r, sex),
    sex,
    born: bornIn(r, 1955, 2000),
    area: areaOf(r),
    serial: serialOf(r),
    phone: phoneOf(r),
    kelurahan: r.pick(KELURAHAN),
  }
}

const nikOf = ({ born, sex, area, serial }: Known) =>
  `${area}${two(+born.slice(8) + (sex === 'F' ? 40 : 0))}${born.slice(5, 7)}${born.slice(2, 4)}${String(serial).padStart(4, '0')}`

const dateAs = (r: Chance, iso: string) => {
  const [y, m, d] = iso.split('-')
  return r.pick([`${d}-${m}-${y}`, `${d}/${m}/${y}`, iso, `${+d!} ${MONTHS[+m! - 1]} ${y}`])
}
const MONTHS = 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' ')

const plainRow = (r: Chance, ref: string, k: Known): Row => ({
  ref,
  nik: nikOf(k),
  name: k.name,
  birthdate: dateAs(r, k.born),
  sex: r.is(0.9) ? (k.sex === 'F' ? r.pick(['P', 'Perempuan']) : r.pick(['L', 'Laki-laki'])) : '',
  phone: r.is(0.92) ? k.phone : '',
  kelurahan: k.kelurahan,
})

const SOUNDS: readonly [RegExp, string][] = [
  [/zky/i, 'zki'],
  [/y$/i, 'i'],
  [/f/i, 'p'],
  [/u/i, 'oe'],
  [/j/i, 'dj'],
  [/sy/i, 'sj'],
  [/dz?h/i, 'd'],
  [/kh/i, 'h'],
  [/ai/i, 'ae'],
  [/v/i, 'f'],
  [/z/i, 'j'],
  [/i$/i, 'ie'],
  [/nn?/i, 'nn'],
  [/t$/i, 'd'],
]
const MUHAMMAD = ['Muhammad', 'Muh.', 'M.', 'Moh.', 'Mohamad', 'Muhamad', 'Mohammad', 'Mochamad', 'Mhd.', 'Moch.', 'M']

/** A name as another desk writes it. */
export function respelt(r: Chance, name: string): string {
  let words = name.split(' ')
  words = words.map((w) =>
    /^(Muhammad|Muh\.|M\.|Moh\.)$/.test(w)
      ? r.pick(MUHAMMAD)
      : /^(Siti|St\.)$/.test(w)
        ? r.pick(['Siti', 'St.', 'Sti', 'Sity'])
        : /^(Ahmad|Achmad)$/.test(w)
          ? r.pick(['Ahmad', 'Achmad', 'Akhmad'])
          : w,
  )
  const how = r.weighed([
    ['same', 22],
    ['title', 16],
    ['sound', 20],
    ['slip', 14],
    ['short', 10],
    ['part', 10],
    ['joined', 4],
    ['caps', 4],
  ])
  if (how === 'title')
    words = /^(H|Hj|Dr|Ir)\.$/.test(words[0]!)
      ? words.slice(1)
      : [
          ...(r.is(0.7) ? [r.pick(['H.', 'Hj.', 'Ibu', 'Bpk', 'Drs.'])] : []),
          ...words,
          ...(r.is(0.3) ? [r.pick(['SE', 'S.Pd', 'S.Kom.', ', SH'])] : []),
        ]
  const long = words.flatMap((w, i) => (w.length > 3 && !w.endsWith('.') ? [i] : []))
  if (how === 'sound' && long.length) {
    const at = r.pick(long)
    const fits = SOUNDS.filter(([from]) => from.test(words[at]!.slice(1)))
    if (fits.length) {
      const [from, to] = r.pick(fits)
      words[at] = words[at]![0] + words[at]!.slice(1).replace(from, to)
    }
  }
  if (how === 'slip' && long.length) {
    const at = r.pick(long)
    const w = words[at]!
    const i = r.whole(1, w.length - 2)
    words[at] = r.pick([
      w.slice(0, i) + w.slice(i + 1),
      w.slice(0, i) + w[i + 1] + w[i] + w.slice(i + 2),
      `${w.slice(0, i)}${r.pick([...'aeinrst'])}${w.slice(i + 1)}`,
    ])
  }
  if (how === 'short' && words.length > 1) words[words.length - 1] = `${words.at(-1)![0]}.`
  if (how === 'part' && words.length > 1) words = r.is(0.7) ? words.slice(0, -1) : words.slice(1)
  if (how === 'joined' && words.length > 1) words = [words.slice(0, 2).join('').replace('.', ''), ...words.slice(2)]
  const written = words.join(' ')
  return how === 'caps' || r.is(0.2) ? written.toUpperCase() : written
}

const digitWrong = (r: Chance, nik: string) => {
  const i = r.whole(0, 15)
  return nik.slice(0, i) + r.pick([...'0123456789'].filter((d) => d !== nik[i])) + nik.slice(i + 1)
}

/** The same person as another list has them. */
function again(r: Chance, ref: string, k: Known): Row {
  const row = plainRow(r, ref, k)
  row.name = respelt(r, k.name)
  const [y, m, d] = k.born.split('-')
  row.birthdate = r.weighed([
    [row.birthdate, 76],
    [+d! <= 12 ? `${m}-${d}-${y}` : row.birthdate, 9],
    [`${d}-${m}-${+y! + r.pick([-1, 1, 10, -10])}`, 5],
    [`${two(Math.min(28, +d! + r.pick([1, 10])))}-${m}-${y}`, 3],
    ['', 5],
    ['tidak tahu', 2],
  ])
  const nik = nikOf(k)
  row.nik = r.weighed([
    ['', 34],
    [digitWrong(r, nik), 34],
    [((i) => nik.slice(0, i) + nik.slice(i + 1))(r.whole(0, 15)), 14],
    [nik.slice(0, r.whole(6, 12)), 8],
    ['3,17404E+15', 5],
    [nik, 5],
  ])
  row.phone = r.weighed([
    [k.phone, 62],
    [phoneOf(r), 22],
    ['', 16],
  ])
  row.kelurahan = r.weighed([
    [k.kelurahan, 86],
    [r.pick(KELURAHAN), 9],
    ['', 5],
  ])
  return row
}

/** At least `people` people, of whom one in eight is there twice, and about as many pairs that only look it. */
export function labelled(seed: string, people = 3_000): Labelled {
  const r = chance('labelled', seed)
  const rows: Row[] = []
  const same = new Set<string>()
  const twoPeople = new Set<string>()
  const ref = () => `R${String(rows.length + 1).padStart(6, '0')}`
  const put = (k: Known) => {
    const row = plainRow(r, ref(), k)
    rows.push(row)
    return row.ref
  }
  const family = (...members: Known[]) => {
    const refs = members.map(put)
    for (let i = 0; i < refs.length; i++) for (let j = i + 1; j < refs.length; j++) twoPeople.add(pairKey(refs[i]!, refs[j]!))
  }
  while (rows.length < people) {
    const k = someone(r)
    const kind = r.weighed([
      ['one', 62],
      ['twice', 11],
      ['couple', 7],
      ['twins', 4],
      ['father', 4],
      ['siblings', 5],
      ['namesake', 7],
    ])
    if (kind === 'one') put(k)
    if (kind === 'twice') {
      const first = put(k)
      const row = again(r, ref(), k)
      rows.push(row)
      same.add(pairKey(first, row.ref))
    }
    if (kind === 'couple') {
      const other = someone(r)
      family(
        { ...k, sex: 'M', name: nameOf(r, 'M') },
        { ...other, sex: 'F', name: nameOf(r, 'F'), phone: k.phone, kelurahan: k.kelurahan, area: k.area },
      )
    }
    if (kind === 'twins') {
      const [a, b, sex] = r.pick(TWINS)
      const last = nameOf(r, sex).split(' ').at(-1)!
      const ends = r.is(0.7) ? ` ${last}` : ''
      family(
        { ...k, sex, name: `${a}${ends}` },
        { ...k, sex, name: `${b}${ends}`, serial: k.serial + 1, phone: r.is(0.6) ? k.phone : phoneOf(r) },
      )
    }
    if (kind === 'father') {
      const name = nameOf(r, 'M')
      const born = +k.born.slice(0, 4)
      const father = { ...k, sex: 'M' as const, name, born: `${1950 + (born % 15)}${k.born.slice(4)}` }
      family(father, { ...father, born: bornIn(r, 1976, 1999), serial: serialOf(r), phone: r.is(0.5) ? k.phone : phoneOf(r) })
    }
    if (kind === 'siblings') {
      const last = nameOf(r, 'M').split(' ').at(-1)!
      const year = +k.born.slice(0, 4)
      family(
        { ...k, name: `${k.name.split(' ')[0]} ${last}` },
        {
          ...someone(r),
          name: `${nameOf(r, 'F').split(' ')[0]} ${last}`,
          born: `${year + r.pick([1, 2, 3])}${k.born.slice(4, 8)}${two(r.whole(1, 28))}`,
          area: k.area,
          kelurahan: k.kelurahan,
          phone: r.is(0.6) ? k.phone : phoneOf(r),
        },
      )
    }
    if (kind === 'namesake') {
      const other = someone(r)
      family(k, { ...other, name: k.name, sex: k.sex, kelurahan: r.is(0.6) ? k.kelurahan : other.kelurahan })
    }
  }
  return { rows, same, two: twoPeople }
}
