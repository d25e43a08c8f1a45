// Where a sheet's table begins and what each of its columns means, with the reason. A proposal: a person may change it, and the
// answer is remembered by the headers.
import { showDate } from '../../kit/calendar.ts'
import { sha256 } from '../../kit/canonical.ts'
import type { Lang } from '../../kit/problem.ts'
import { maskName, maskNik, maskPhone, showNumber } from '../../kit/show.ts'
import { readArea } from '../../places/index.ts'
import { plain, saysNothing, yesOrNo } from './clean.ts'
import { type DayOrder, dayOrder, readDate } from './dates.ts'
import { nikShape, readNik } from './nik.ts'
import { readPhone } from './phone.ts'
import type { Cell, SheetHead, SheetRow } from './shape.ts'

/** What a column can mean. `ignored` is also what a running number, free remarks and our own reasons are. */
export const MEANINGS = [
  'nik',
  'name',
  'birthDate',
  'birthPlace',
  'birthPlaceDate',
  'sex',
  'phone',
  'email',
  'address',
  'rtRw',
  'kel',
  'kec',
  'kota',
  'businessName',
  'trade',
  'registeredOn',
  'identityChecked',
  'residenceChecked',
  'consent',
  'trading',
  'since',
  'turnover',
  'workers',
  'licence',
  'ref',
  'ignored',
] as const
export type Means = (typeof MEANINGS)[number]

export const meaningWords: Record<Means, Record<Lang, string>> = {
  nik: { id: 'NIK', en: 'NIK' },
  name: { id: 'Nama', en: 'Name' },
  birthDate: { id: 'Tanggal lahir', en: 'Birth date' },
  birthPlace: { id: 'Tempat lahir', en: 'Birth place' },
  birthPlaceDate: { id: 'Tempat dan tanggal lahir', en: 'Birth place and date' },
  sex: { id: 'Jenis kelamin', en: 'Sex' },
  phone: { id: 'Nomor HP', en: 'Phone' },
  email: { id: 'Email', en: 'E-mail' },
  address: { id: 'Alamat', en: 'Address' },
  rtRw: { id: 'RT/RW', en: 'RT/RW' },
  kel: { id: 'Kelurahan', en: 'Kelurahan' },
  kec: { id: 'Kecamatan', en: 'Kecamatan' },
  kota: { id: 'Kota', en: 'City' },
  businessName: { id: 'Nama usaha', en: 'Business name' },
  trade: { id: 'Jenis usaha', en: 'Trade' },
  registeredOn: { id: 'Tanggal daftar', en: 'Registered on' },
  identityChecked: { id: 'KTP atau KK diperiksa', en: 'KTP or KK checked' },
  residenceChecked: { id: 'Tempat tinggal diperiksa', en: 'Residence checked' },
  consent: { id: 'Persetujuan', en: 'Consent' },
  trading: { id: 'Sudah berusaha', en: 'Already trading' },
  since: { id: 'Berusaha sejak', en: 'Trading since' },
  turnover: { id: 'Omzet per bulan', en: 'Turnover a month' },
  workers: { id: 'Jumlah pekerja', en: 'Workers' },
  licence: { id: 'Izin yang dimiliki', en: 'Licence held' },
  ref: { id: 'Kode dari pengirim', en: 'Sender’s own code' },
  ignored: { id: 'Jangan dibaca', en: 'Do not read' },
}

export type Column = {
  /** 0-based. */
  index: number
  header: string
  means: Means
  why: Record<Lang, string>
  /** Masked as their class asks. */
  examples: string[]
  hidden?: true
}
export type Mapping = {
  /** The row of the headers, null where there is none. The data begin behind `lastHeaderRow` (two header rows). */
  headerRow: number | null
  lastHeaderRow: number
  columns: Column[]
  /** The same headers give the same signature: under it a chosen mapping is remembered. */
  signature: string
  remembered: boolean
  birthOrder: DayOrder
  registeredOrder: DayOrder
  source: SheetHead['source']
  /** Why this sheet is left out; its columns are proposed all the same where there are any. */
  skip: null | { code: 'hidden' | 'no-people' | 'empty' | 'chosen'; why: Record<Lang, string> }
}
/** What was chosen for these headers before: meaning by header key, and the day it was last used, for the reason shown. */
export type Remembered = { signature: string; means: Record<string, Means>; usedOn?: string }

/** Only one column may have these meanings; several addresses or remarks can be read together. */
const SINGLE = new Set<Means>(MEANINGS.filter((m) => !['address', 'ignored', 'identityChecked', 'consent'].includes(m)))

// 1. header spellings --------------------------------------------------------------------------------------------------------

export const REASON_HEADER = 'Yang perlu diperbaiki'
export const ROW_HEADER = 'Baris asal'
/** Columns of our own in a corrections sheet: no part of what the office sent. */
const OURS = new Set(['yangperludiperbaiki', 'barisasal'])

const bare = (header: string) =>
  plain(header)
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' $& ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const CHECK = '(di ?)?(periksa|cek|verifikasi|verif|validasi|konfirmasi|cocok(kan)?|lihat|sesuai|valid|checked|verified|ok)'
/** In this order: the first that fits is it. */
const SPELLINGS: [RegExp, Means | 'number' | 'remark' | 'reason' | 'elses'][] = [
  [/^yang perlu diperbaiki|^baris asal$/, 'reason'],
  [/^(no|nomor|no urut|nomor urut|nomer|urut|nr|num|#|n o)$/, 'number'],
  // whether something was checked, agreed or answered
  [new RegExp(`(ktp|kk|identitas|nik|dokumen|document|id card)\\b.*\\b${CHECK}\\b`), 'identityChecked'],
  [/\b(cek|verifikasi|periksa|pemeriksaan|pengecekan|validasi)\b.*\b(ktp|kk|identitas|nik)\b/, 'identityChecked'],
  [new RegExp(`(domisili|alamat|tempat tinggal|residence)\\b.*\\b${CHECK}\\b`), 'residenceChecked'],
  [/\b(persetujuan|setuju|consent|kesediaan|bersedia)\b/, 'consent'],
  [
    /\b(sudah|telah|sdh|sedang) (ber)?(usaha|dagang|jualan|jalan|punya usaha|memiliki usaha)|\b(punya|memiliki|menjalankan) usaha\b|^status usaha$|already (trading|in business)|^(ber)?usaha (ya tidak|y t)$/,
    'trading',
  ],
  // other people and things that also have a name, a number or an address
  [
    /\b(ibu kandung|nama (ibu|ayah|suami|istri|pasangan|petugas|pendamping|penyuluh|bank|mentor|rt|rw)|petugas|pendamping|nip|npwp|rekening|alamat (usaha|toko|kantor|tempat usaha)|lokasi usaha|foto|scan|fotokopi|foto copy|tanda tangan|ttd|paraf|agama|pendidikan|status (perkawinan|kawin|nikah)|umur|usia|kode pos|tanggal cetak)\b/,
    'elses',
  ],
  [/^(no|nomor|nmr|number)? ?(kk|kartu keluarga)$/, 'elses'],
  // business
  [
    /\b(nama|merk|merek|brand|label) (usaha|toko|produk|dagang|perusahaan|warung|bisnis)\b|^business( name)?$|^(merk|merek|brand)$/,
    'businessName',
  ],
  [/\b(sejak|mulai usaha|tahun (mulai|berdiri|usaha)|th berdiri|berdiri|lama (ber)?usaha|trading since)\b/, 'since'],
  [/\b(omzet|omset|omzt|pendapatan|penghasilan|penjualan|turnover)\b/, 'turnover'],
  [/\b(karyawan|tenaga kerja|pekerja|pegawai|workers|employees|jml (tk|karyawan))\b/, 'workers'],
  [/\b(izin|ijin|perizinan|legalitas|nib|iumk|siup|licen[cs]e|sku)\b/, 'licence'],
  [
    /\b(jenis|bidang|kategori|sektor|macam|rencana) (usaha|produk|bisnis|dagangan)\b|^(usaha|produk|bisnis|trade|dagangan|jualan|komoditi|komoditas)$/,
    'trade',
  ],
  // the person
  [
    /\bnik\b|\b(no|nomor|nomer|nmr|num)\b.*\b(ktp|kependudukan|identitas|e ktp|ektp|induk)\b|induk kependudukan|^(e )?ktp( elektronik)?$|^ektp$|^no id$|id card (no|number)/,
    'nik',
  ],
  [
    /^ttl\b|^t t l$|\b(tempat|tmp|tpt|tmpt|kota)\b.*\b(tgl|tanggal|tg|tggl)\b.*\blahir\b|\btempat lahir tanggal|place and date of birth/,
    'birthPlaceDate',
  ],
  [/\b(tempat|tmp|tpt|tmpt|kota) (kelahiran|lahir)\b|^birth ?place$|place of birth/, 'birthPlace'],
  [
    /\b(tgl|tanggal|tg|tggl|tangal) ?(kelahiran|lahir|lhr)\b|^(tgllahir|tanggallahir|lahir|kelahiran|dob|birth ?date|birthdate|birthday)$|date of birth/,
    'birthDate',
  ],
  [
    /\b(tgl|tanggal|tg|tggl|waktu|date) ?(of )?(daftar|pendaftaran|registrasi|mendaftar|masuk|isi|input|registration|registered)\b|^(timestamp|cap waktu|registered( on)?|registration date|tgl|tanggal|tgldaftar)$/,
    'registeredOn',
  ],
  [
    /^(jk|j k|l p|lp|l p jk|p l|jenis kelamin|jns kelamin|jns kel|jenis kel|kelamin|gender|sex|jk l p|jenis kelamin l p|j kelamin|jenkel)$|\bkelamin\b/,
    'sex',
  ],
  [
    /\b(hp|hape|telp|tlp|telpon|telepon|telephone|phone|handphone|ponsel|wa|whatsapp|whats app|mobile|kontak|contact|no telp)\b/,
    'phone',
  ],
  [/\be ?mail\b|^surel$/, 'email'],
  [/^rt$|^rw$|^rt ?rw$|^rt \/? ?rw$/, 'rtRw'],
  [/\bkec(amatan)?\b.*\bkel(urahan)?\b|\bkel(urahan)?\b.*\bkec(amatan)?\b/, 'address'],
  [/\b(kelurahan|kel|kelur|keluarahan|desa|village|klurahan)\b/, 'kel'],
  [/\b(kecamatan|kec|kecamtan|kcmtn|kecm|district)\b/, 'kec'],
  [/\b(kota|kotamadya|kodya|kab|kabupaten|wilayah|city)\b/, 'kota'],
  [/\b(alamat|almt|address|domisili|tempat tinggal|jalan)\b/, 'address'],
  [
    /^(nama|name|full name|nama lengkap|nm|namalengkap)$|\bnama\b.*\b(lengkap|peserta|pendaftar|pemilik|pelaku|anggota|sesuai|ktp|calon|wirausaha|pemohon|warga)\b|^(peserta|pendaftar|nama nama)$|\bnama\b/,
    'name',
  ],
  [
    /^(ref|referensi|reference|kode|kode (peserta|pendaftar|ref|pendaftaran)|id|id (peserta|pendaftar)|uid|uuid)$|\b(no|nomor|nomer) (reg|registrasi|register|pendaftaran|daftar|peserta|formulir|ref)\b/,
    'ref',
  ],
  [/^(ket|keterangan|catatan|remarks?|notes?|info|lain lain)\b/, 'remark'],
]

type Spelt = Means | 'number' | 'remark' | 'reason' | 'elses' | null
const spelt = new Map<string, Spelt>()
/** What a header says by itself. */
function meaningOf(header: string): Spelt {
  const key = bare(header)
  if (!key || key.length > 80) return null
  let found = spelt.get(key)
  if (found === undefined) {
    found = SPELLINGS.find(([pattern]) => pattern.test(key))?.[1] ?? null
    if (spelt.size < 5_000) spelt.set(key, found)
  }
  return found
}

// 2. the header row ----------------------------------------------------------------------------------------------------------

const LOOK = 60

function findHeader(rows: readonly SheetRow[]): { at: number; last: number; headers: string[] } | null {
  let best = -1
  let bestScore = 0
  rows.slice(0, LOOK).forEach((row, at) => {
    const meanings = new Set<Spelt>()
    let cells = 0
    for (const cell of row.cells) {
      if (!cell.text.trim() || cell.merged === 'left') continue
      cells++
      if (cell.kind === 'text' && cell.text.length <= 80) meanings.add(meaningOf(cell.text))
    }
    meanings.delete(null)
    if (!meanings.has('nik') && !meanings.has('name')) return
    // A row of data holds numbers and dates; a header holds words, most of which we know.
    if (row.cells.some((c) => nikShape(plain(c.text).replace(/[\s.'-]/g, '')) || c.kind === 'date')) return
    const score = meanings.size + meanings.size / Math.max(1, cells)
    if (meanings.size >= 2 && score > bestScore) {
      best = at
      bestScore = score
    }
  })
  if (best < 0) return null
  const row = rows[best]!
  const texts = (r: SheetRow | undefined) =>
    r?.cells.map((c) => (c.kind === 'text' || c.kind === 'empty' ? plain(c.text) : '')) ?? []
  const own = texts(row)
  // A second row under it that names the parts of a group ("Alamat": "Kel", "Kec"), or a group above it.
  const next = rows[best + 1]
  const under = texts(next)
  const filled = (r: SheetRow | undefined) => r?.cells.filter((c) => c.text.trim() && c.merged !== 'above').length ?? 0
  const known = under.filter((t, i) => t && meaningOf(t) && next?.cells[i]?.merged !== 'above').length
  const unknownKinds = next?.cells.some((c) => c.kind !== 'text' && c.kind !== 'empty') ?? false
  if (
    next &&
    !unknownKinds &&
    known >= 1 &&
    known >= filled(next) * 0.6 &&
    known < own.filter(Boolean).length + 1 &&
    !isSame(own, under)
  ) {
    return { at: best, last: best + 1, headers: joinHeaders(own, under) }
  }
  const above = texts(rows[best - 1])
  const aboveRow = rows[best - 1]
  const group = aboveRow && aboveRow.cells.filter((c) => c.text.trim() && c.merged !== 'left').length >= 2 && !isSame(above, own)
  return {
    at: best,
    last: best,
    headers: group && rows[best - 1]!.row === row.row - 1 ? own.map((t, i) => t || above[i] || '') : own,
  }
}

const isSame = (a: string[], b: string[]) => a.length === b.length && a.every((t, i) => t === b[i])

function joinHeaders(top: string[], below: string[]): string[] {
  const width = Math.max(top.length, below.length)
  return Array.from({ length: width }, (_, i) => {
    const [a = '', b = ''] = [top[i], below[i]]
    if (!a || !b || a === b) return b || a
    return meaningOf(b) ? b : `${a} ${b}`
  })
}

// 3. the contents ------------------------------------------------------------------------------------------------------------

type Look = {
  filled: number
  nik: number
  nikLost: number
  phone: number
  date: number
  email: number
  sex: number
  running: number
  words: number
  yesNo: number
  distinct: number
}

function lookAt(cells: readonly Cell[], latest: string, untyped: boolean): Look {
  const look: Look = {
    filled: 0,
    nik: 0,
    nikLost: 0,
    phone: 0,
    date: 0,
    email: 0,
    sex: 0,
    running: 0,
    words: 0,
    yesNo: 0,
    distinct: 0,
  }
  const seen = new Set<string>()
  let before = Number.NaN
  for (const cell of cells) {
    const text = plain(cell.text)
    if (!text || cell.merged === 'left') continue
    look.filled++
    seen.add(text)
    const digits = text.replace(/\D/g, '')
    if (digits.length >= 15 || /e\+/i.test(text)) {
      const read = readNik(cell, untyped)
      if (read.nik !== null) look.nik++
      else if (read.code === 'NIK_PRECISION_LOST') look.nikLost++
    } else if (digits.length >= 8 && readPhone(cell).phone) look.phone++
    if ((cell.kind === 'date' || (digits.length >= 3 && digits.length <= 8)) && readDate(cell, 'birth', latest).date) look.date++
    if (/^\S+@\S+\.\S+$/.test(text)) look.email++
    if (/^(l|p|laki|perempuan|pria|wanita|laki-laki|laki laki|m|f)$/i.test(text)) look.sex++
    if (/^\d{1,6}\.?$/.test(text)) {
      if (Number.parseInt(text, 10) === before + 1) look.running++
      before = Number.parseInt(text, 10)
    }
    if (/^[\p{L}.,'’ -]{3,60}$/u.test(text) && /\s/.test(text)) look.words++
    if (yesOrNo(text) !== null) look.yesNo++
  }
  look.distinct = seen.size
  return look
}

// 4. the proposal ------------------------------------------------------------------------------------------------------------

export type Proposing = {
  /** Today: dates after it are no birth dates. */
  today: string
  /** Asked by signature; what a person chose before wins over what we think. */
  recall?: (signature: string) => Remembered | undefined
}

/** How a header is known again: its words without case, points and spaces; a second one of the same gets a number. */
export function headerKeys(headers: readonly string[]): string[] {
  const times = new Map<string, number>()
  return headers.map((header) => {
    const key = bare(header).replace(/ /g, '')
    const n = (times.get(key) ?? 0) + 1
    times.set(key, n)
    return n === 1 ? key : `${key}#${n}`
  })
}

/** Proposes what a sheet's columns mean, from its first rows (a few hundred are plenty). */
export function proposeColumns(head: SheetHead, sample: readonly SheetRow[], { today, recall }: Proposing): Mapping {
  const found = findHeader(sample)
  const data = found ? sample.slice(found.last + 1) : sample
  const width = Math.max(found?.headers.length ?? 0, ...data.slice(0, 2_000).map((r) => r.cells.length))
  const headers = Array.from({ length: width }, (_, i) => found?.headers[i] ?? '')
  const keys = headerKeys(headers)
  // Without headers only the width tells sheets apart; that is not enough to remember by.
  const signature = found ? sha256(keys.filter((k) => k && !OURS.has(k)).join('|')).slice(0, 32) : ''
  const memory = found ? recall?.(signature) : undefined
  const hiddenColumns = new Set(head.hiddenColumns)
  const untyped = head.source === 'csv'

  const columns: (Column & { sure: number })[] = headers.map((header, index) => {
    const cells = data
      .map((r) => r.cells[index])
      .filter((c): c is Cell => c !== undefined && c.text !== '' && (header === '' || plain(c.text) !== header))
    const look = lookAt(cells, today, untyped)
    const hidden = hiddenColumns.has(index)
    const proposal =
      memory && Object.hasOwn(memory.means, keys[index]!)
        ? { means: memory.means[keys[index]!]!, why: rememberedWhy(memory), sure: 100 }
        : judge(header, look, found !== null, cells)
    return {
      index,
      header,
      means: proposal.means,
      why: proposal.why,
      examples: examplesOf(proposal.means, cells),
      sure: proposal.sure - (hidden ? 5 : 0),
      ...(hidden ? { hidden: true as const } : {}),
    }
  })

  // One column for each meaning: the surest, then the one further left; a hidden one gives way.
  for (const means of SINGLE) {
    const rivals = columns.filter((c) => c.means === means).sort((a, b) => b.sure - a.sure || a.index - b.index)
    const [chosen, ...rest] = rivals
    for (const column of rest) {
      // Two address-like columns of the same kind keep their words for the area reading.
      column.means = 'ignored'
      const other = chosen!.header || letter(chosen!.index)
      column.why = {
        id: `sudah ada kolom ${meaningWords[means].id} yang lebih cocok: “${other}”`,
        en: `another column fits ${meaningWords[means].en} better: “${other}”`,
      }
    }
  }
  // A birth place and date in one column next to a birth date of its own: only the place is needed from it.
  const has = (means: Means) => columns.some((c) => c.means === means)
  for (const column of columns) if (column.means === 'birthPlaceDate' && has('birthDate')) column.means = 'birthPlace'

  const textsOf = (...means: Means[]) =>
    columns
      .filter((c) => means.includes(c.means))
      .flatMap((c) =>
        data
          .map((r) => r.cells[c.index])
          .filter((cell) => cell?.kind === 'text')
          .map((cell) => plain(cell!.text)),
      )
  const birth = dayOrder(textsOf('birthDate', 'birthPlaceDate'))
  for (const column of columns) {
    if (column.means !== 'birthDate' && column.means !== 'birthPlaceDate') continue
    const [n, other] = birth.order === 'dmy' ? [birth.dayFirst, birth.monthFirst] : [birth.monthFirst, birth.dayFirst]
    if (n + other === 0) continue
    column.why = {
      id: `${column.why.id}; ${birth.order === 'dmy' ? 'hari lalu bulan' : 'bulan lalu hari'}, dari ${showNumber(n)} tanggal di atas 12`,
      en: `${column.why.en}; ${birth.order === 'dmy' ? 'day before month' : 'month before day'}, from ${showNumber(n)} days above 12`,
    }
  }

  const mapping: Mapping = {
    headerRow: found ? sample[found.at]!.row : null,
    lastHeaderRow: found ? sample[found.last]!.row : 0,
    columns: columns.map(({ sure: _, ...column }) => column),
    signature,
    remembered: memory !== undefined,
    birthOrder: birth.order,
    registeredOrder: dayOrder(textsOf('registeredOn')).order,
    source: head.source,
    skip: null,
  }
  if (!sample.some((r) => r.cells.some((c) => c.text)))
    mapping.skip = { code: 'empty', why: { id: 'Lembar ini kosong.', en: 'This sheet is empty.' } }
  else if (head.hidden) {
    mapping.skip = {
      code: 'hidden',
      why: {
        id: 'Lembar ini disembunyikan, jadi tidak kami baca. Tampilkan dulu di Excel bila isinya memang pendaftar.',
        en: 'This sheet is hidden, so we did not read it. Show it in Excel first if it does hold registrants.',
      },
    }
  } else if (!has('nik') && (!has('name') || !found || columns.filter((c) => c.means !== 'ignored').length < 3)) {
    mapping.skip = {
      code: 'no-people',
      why: {
        id: 'Tidak ada kolom NIK atau nama pendaftar di lembar ini, jadi kami lewati.',
        en: 'There is no column of NIK or names of registrants on this sheet, so we passed it over.',
      },
    }
  }
  return mapping
}

const rememberedWhy = ({ usedOn }: Remembered) => ({
  id: usedOn ? `judul sama dengan impor ${showDate(usedOn, 'id')}` : 'judul sama dengan impor yang lalu',
  en: usedOn ? `same header as in the import of ${showDate(usedOn, 'en')}` : 'same header as in an earlier import',
})

/** `C` for the third column: how the spreadsheet program calls it. */
export function letter(index: number): string {
  let name = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return name
}

function judge(
  header: string,
  look: Look,
  hasHeader: boolean,
  cells: readonly Cell[],
): { means: Means; why: Record<Lang, string>; sure: number } {
  const said = meaningOf(header)
  const niks = look.nik + look.nikLost
  const share = (n: number) => (look.filled ? n / look.filled : 0)
  const of = (n: number) => ({
    id: `${showNumber(n)} dari ${showNumber(look.filled)} baris`,
    en: `${showNumber(n)} of ${showNumber(look.filled)} rows`,
  })
  const count = (what: Record<Lang, string>, n: number) => ({ id: `${what.id} di ${of(n).id}`, en: `${what.en} in ${of(n).en}` })
  const sixteen = count({ id: '16 angka', en: '16 digits' }, niks)
  const ignored = (id: string, en: string) => ({ means: 'ignored' as const, why: { id, en }, sure: 0 })
  const byHeader = (means: Means, seen?: Record<Lang, string>, sure = 10) => ({
    means,
    why: seen ?? { id: `dari judulnya, “${plain(header)}”`, en: `from its header, “${plain(header)}”` },
    sure,
  })

  switch (said) {
    case 'number':
      // "No" over 16 digits is the NIK all the same.
      if (share(niks) > 0.5) return { means: 'nik', why: sixteen, sure: 5 }
      return ignored('nomor urut', 'a running number')
    case 'reason':
      return ignored('alasan dari kami pada lembar perbaikan', 'our own reasons in a corrections sheet')
    case 'remark':
      return ignored(
        'isi bebas; yang perlu dihitung harus punya kolom sendiri',
        'free text; what has to count needs a column of its own',
      )
    case 'elses':
      return ignored(
        `“${plain(header)}” tidak diperlukan untuk pendaftaran`,
        `“${plain(header)}” is not needed for a registration`,
      )
    case 'nik':
      return byHeader('nik', niks ? sixteen : undefined, 10 + 10 * share(niks))
    case 'phone':
      return byHeader(
        'phone',
        look.phone ? count({ id: 'nomor telepon terbaca', en: 'phone numbers read' }, look.phone) : undefined,
        10 + 5 * share(look.phone),
      )
    case 'birthDate':
    case 'birthPlaceDate':
      // A column headed "tempat, tgl lahir" that holds dates only is a birth date.
      return byHeader(
        said,
        look.date ? count({ id: 'tanggal terbaca', en: 'dates read' }, look.date) : undefined,
        10 + 5 * share(look.date),
      )
    case 'name':
      return byHeader('name', undefined, 10 + (/lengkap|peserta|pendaftar|pemilik|full|^nama$|^name$/.test(bare(header)) ? 5 : 0))
    case 'address':
      return byHeader('address', undefined, 10 + (/ktp/.test(bare(header)) ? 5 : 0))
    case 'kec':
    case 'kel':
      return byHeader(said, areasIn(said, cells))
    case null:
      break
    default:
      return byHeader(said)
  }

  // No header, or one we do not know: what do the cells hold?
  if (share(niks) >= 0.5 && niks >= 1) return { means: 'nik', why: sixteen, sure: 5 + 5 * share(niks) }
  if (share(look.email) >= 0.5)
    return { means: 'email', why: count({ id: 'alamat email', en: 'e-mail addresses' }, look.email), sure: 4 }
  if (share(look.phone) >= 0.6)
    return { means: 'phone', why: count({ id: 'nomor telepon terbaca', en: 'phone numbers read' }, look.phone), sure: 4 }
  if (!hasHeader) {
    if (share(look.running) >= 0.6) return ignored('nomor urut', 'a running number')
    if (share(look.date) >= 0.6)
      return { means: 'birthDate', why: count({ id: 'tanggal terbaca', en: 'dates read' }, look.date), sure: 4 }
    if (share(look.sex) >= 0.8) return { means: 'sex', why: count({ id: 'L atau P', en: 'L or P' }, look.sex), sure: 4 }
    const area = areaColumn(cells)
    if (area)
      return {
        means: area,
        why: (area === 'address' ? undefined : areasIn(area, cells)) ?? { id: 'nama wilayah', en: 'names of areas' },
        sure: 4,
      }
    if (share(look.words) >= 0.6 && look.distinct > look.filled * 0.7) {
      return {
        means: 'name',
        why: count(
          { id: 'dua kata atau lebih, hampir semua berbeda', en: 'two words or more, nearly all different' },
          look.words,
        ),
        sure: 3,
      }
    }
  }
  if (!header && !look.filled) return ignored('kosong', 'empty')
  if (!header) return ignored('tanpa judul', 'no header')
  return ignored(
    `judul “${plain(header).slice(0, 60)}” tidak kami kenal`,
    `we do not know the header “${plain(header).slice(0, 60)}”`,
  )
}

const LOOK_AT_AREAS = 300

/** How many names of areas were known, and how many misspelt. */
function areasIn(level: 'kec' | 'kel', cells: readonly Cell[]): Record<Lang, string> | undefined {
  const texts = new Set(
    cells
      .slice(0, LOOK_AT_AREAS)
      .map((c) => plain(c.text))
      .filter((t) => t && !saysNothing(t)),
  )
  let known = 0
  let misspelt = 0
  for (const text of texts) {
    const read = readArea(level === 'kec' ? { kecamatan: text } : { kelurahan: text })
    if (read.kec === null) continue
    if (read.problems.length) misspelt++
    else known++
  }
  if (!known && !misspelt) return undefined
  return {
    id: `${showNumber(known)} nama dikenali${misspelt ? `, ${showNumber(misspelt)} ditulis lain` : ''}`,
    en: `${showNumber(known)} ${known === 1 ? 'name' : 'names'} known${misspelt ? `, ${showNumber(misspelt)} spelt otherwise` : ''}`,
  }
}

/** Without headers: is this a column of areas, and of which level? */
function areaColumn(cells: readonly Cell[]): 'kec' | 'kel' | 'address' | null {
  const texts = cells
    .slice(0, 50)
    .map((c) => plain(c.text))
    .filter((t) => t && !/\d{3}/.test(t))
  if (texts.length < cells.length * 0.3 || !texts.length) return null
  const share = (fits: (text: string) => boolean) => texts.filter(fits).length / texts.length
  if (share((t) => /^(jl|jln|jalan|gg|gang|kp|komp|perum)\b/i.test(t)) > 0.5) return 'address'
  if (share((t) => readArea({ kecamatan: t }).how === 'exact') > 0.6) return 'kec'
  return share((t) => readArea({ kelurahan: t }).how === 'from-kelurahan') > 0.6 ? 'kel' : null
}

/** A few different values, masked as a stranger over the shoulder may see them. */
function examplesOf(means: Means, cells: readonly Cell[]): string[] {
  const found = new Set<string>()
  for (const cell of cells) {
    const text = plain(cell.text)
    if (!text || saysNothing(text)) continue
    found.add(mask(means, text).slice(0, 60))
    if (found.size === 3) break
  }
  return [...found]
}

/** The same masks as everywhere; what is unknown shows its shape only. */
export function mask(means: Means, text: string): string {
  const digits = text.replace(/\D/g, '')
  if (digits.length >= 14) return digits.length === 16 ? maskNik(digits) : `${digits.slice(0, 4)}••••`
  switch (means) {
    case 'name':
      return maskName(text)
    case 'phone':
      return digits.length > 7 ? maskPhone(digits) : '••••'
    case 'email':
      return `${text.slice(0, 1)}••••@${text.split('@')[1] ?? ''}`
    case 'birthDate':
    case 'birthPlaceDate':
    case 'kec':
    case 'kel':
    case 'kota':
    case 'sex':
    case 'registeredOn':
    case 'identityChecked':
    case 'residenceChecked':
    case 'consent':
    case 'trading':
    case 'trade':
    case 'workers':
    case 'rtRw':
    case 'birthPlace':
    case 'since':
    case 'ref':
      return text
    case 'nik':
    case 'address':
    case 'turnover':
    case 'licence':
    case 'businessName':
    case 'ignored':
      return text.replace(/\p{L}/gu, (l, at: number) => (at < 3 ? l : '•')).replace(/\d/g, '•')
    default:
      return means satisfies never
  }
}
