// What one row of a sheet becomes, by the row alone: nobody's row, or a person with everything that is wrong about it, at once.
// What needs the members who are there already (duplicates, a NIK of another's) is asked by the import.
import { ageOn, type JakartaDate } from '../../kit/calendar.ts'
import { sha256 } from '../../kit/canonical.ts'
import { type AreaReading, nameOf, readArea } from '../../places/index.ts'
import { clean, plain, saysNothing, yesOrNo } from './clean.ts'
import { type Mapping, type Means, REASON_HEADER, ROW_HEADER } from './columns.ts'
import { birthPlaceIn, readDate } from './dates.ts'
import { agreesWithBirth, nikSays, readNik } from './nik.ts'
import { readPhone } from './phone.ts'
import type { Cell } from './shape.ts'
import { REFUSALS, type RowProblem } from './words.ts'

export type Purpose = 'programme' | 'lender' | 'partner' | 'publication' | 'message'

export type Baseline = { trading: boolean; since?: string; turnoverMonth?: number; workers?: number; licence?: string }

export type Candidate = {
  nik: string | null
  name: string | null
  birthDate: JakartaDate | null
  birthPlace: string | null
  sex: 'F' | 'M' | null
  phone: string | null
  otherPhones: string[]
  email: string | null
  address: string | null
  kec: number | null
  kel: number | null
  area: AreaReading['how']
  business: { name: string | null; trade: string | null } | null
  registeredOn: JakartaDate
  /** The sender's own code. */
  ref: string | null
  /** What the row says of the business; a baseline only when `answers.baseline` stands. */
  statements: Omit<Baseline, 'trading'>
  /** Only from columns that say that it was checked or answered (8-facts). */
  answers: {
    identity?: { document: 'ktp' | 'kk'; result: 'match' | 'mismatch' }
    residence?: true
    consent?: Purpose[]
    baseline?: Baseline
  }
}

export type Ignored = 'blank' | 'title' | 'total' | 'comment'
export type RowReading =
  | { kind: 'ignored'; why: Ignored }
  | { kind: 'person'; candidate: Candidate; refusals: RowProblem[]; warnings: RowProblem[]; key: string }

export type RowRules = {
  today: JakartaDate
  /** For rows that do not say it themselves. */
  registeredOn: JakartaDate
  minimumAge: number
  /** Which area is meant; as data, so that another city is another function. */
  area?: (written: { kecamatan?: string; kelurahan?: string; kota?: string; address?: string }) => AreaReading
}

const NAME_CHARS = 150
const FIELD_CHARS = 2_000

const TOTAL = /^(grand |sub ?)?(total|jumlah|jml|tot)\b/i
const COMMENT =
  /^(\*|catatan|cat\b|ket\b|keterangan|note|nb\b|n\.b|sumber|source|mengetahui|menyetujui|dibuat|disusun|petugas|penanggung|kepala|camat|lurah|kasie|kasi\b|koordinator|nip\b|ttd|tanda tangan|dicetak|halaman|hal\b|page|lanjutan|demikian|mohon|data (ini|per|belum)|perhatian|contoh|isi|update|diperbarui)/i
const SECTION =
  /^(kelurahan|kecamatan|kel\.|kec\.|rw\b|rt\b|wilayah|kota|daftar|rekap|data|periode|bulan|gelombang|angkatan|tahap|batch|kelompok|kelas|lampiran|program|pendaftar|peserta|ok ?oce)\b/i

/** Which cells of a row carry a meaning, prepared once a sheet. */
export type Plan = {
  mapping: Mapping
  first: (means: Means) => number
  all: (means: Means) => number[]
  /** The running number and our own reasons: they make no row what it is. */
  aside: ReadonlySet<number>
  own: number[]
}

export function planFor(mapping: Mapping): Plan {
  const by = new Map<Means, number[]>()
  for (const column of mapping.columns) by.set(column.means, [...(by.get(column.means) ?? []), column.index])
  const aside = new Set(mapping.columns.filter((c) => c.means === 'ignored' && isAside(c.header)).map((c) => c.index))
  return {
    mapping,
    aside,
    first: (means) => by.get(means)?.[0] ?? -1,
    all: (means) => by.get(means) ?? [],
    own: mapping.columns.map((c) => c.index).filter((i) => !aside.has(i)),
  }
}

const isAside = (header: string) =>
  plain(header).startsWith(REASON_HEADER) ||
  plain(header) === ROW_HEADER ||
  /^(no|nomor|no urut|nomor urut|urut|#)\.?$/i.test(plain(header))

/** A row is known again by what it says, wherever it stands and however it is spaced. */
export function rowKey(cells: readonly Cell[], plan: Plan): string {
  return sha256(
    plan.own
      .map((i) => {
        const cell = cells[i]
        return cell && cell.merged !== 'left' ? plain(cell.text).toLowerCase() : ''
      })
      .join('\n')
      .trimEnd(),
  ).slice(0, 32)
}

/**
 * Reads a row behind the headers. Rows up to `lastHeaderRow` are titles. Every refusal and warning is given, not only the first.
 */
export function readRow(row: number, cells: readonly Cell[], plan: Plan, rules: RowRules): RowReading {
  const nobody = ignoredAs(row, cells, plan)
  if (nobody) return { kind: 'ignored', why: nobody }

  const { mapping } = plan
  const problems: RowProblem[] = []
  let odd = false
  const cell = (means: Means): Cell | undefined => {
    const i = plan.first(means)
    const held = i < 0 ? undefined : cells[i]
    return held?.merged === 'left' ? undefined : held
  }
  const textOf = (held: Cell | undefined): string | null => {
    if (!held || held.kind === 'error') return null
    const cleaned = clean(held.text)
    odd ||= cleaned.odd
    return saysNothing(cleaned.text) ? null : cleaned.text
  }
  const text = (means: Means) => textOf(cell(means))

  for (const [i, held] of cells.entries()) {
    const header = mapping.columns[i]?.header || 'tanpa judul'
    const means = mapping.columns[i]?.means
    if (
      held.tooLong ||
      held.text.length > (means === 'name' ? NAME_CHARS : means && means !== 'ignored' ? FIELD_CHARS : 32_767)
    ) {
      problems.push({ code: 'FIELD_TOO_LONG', data: { header } })
      break
    }
  }

  // Who
  const written = text('name')
  const name = written && /\p{L}/u.test(written) ? written : null
  if (!name) problems.push({ code: 'NAME_MISSING', field: 'name', data: {} })

  const nikCell = cell('nik')
  const read = readNik(nikCell?.kind === 'error' ? undefined : nikCell, mapping.source === 'csv')
  if (read.nik === null) {
    problems.push(
      read.code === 'NIK_SHAPE'
        ? { code: read.code, field: 'nik', data: { digits: plain(nikCell!.text).replace(/\D/g, '').length } }
        : { code: read.code, field: 'nik', data: {} },
    )
  }

  let birthDate: JakartaDate | null = null
  const birthCell = cell('birthDate') ?? cell('birthPlaceDate')
  const birth = readDate(birthCell?.kind === 'error' ? undefined : birthCell, 'birth', rules.today, mapping.birthOrder)
  if (birth.date !== null) birthDate = birth.date
  else if (birth.code === 'MISSING') problems.push({ code: 'BIRTHDATE_MISSING', field: 'birthDate', data: {} })
  else problems.push({ code: birth.code, field: 'birthDate', data: { of: 'birth', written: plain(birthCell!.text) } })

  const sex = sexOf(text('sex'))

  // When
  let registeredOn = rules.registeredOn
  const registeredCell = cell('registeredOn')
  if (registeredCell) {
    const said = readDate(registeredCell, 'registration', rules.today, mapping.registeredOrder)
    if (said.date !== null) registeredOn = said.date
    else if (said.code !== 'MISSING') {
      problems.push({
        code: 'DATE_UNREADABLE',
        field: 'registeredOn',
        data: { of: 'registration', written: plain(registeredCell.text) },
      })
    }
  }

  if (birthDate && birthDate > registeredOn) {
    problems.push({ code: 'DATE_UNREADABLE', field: 'birthDate', data: { of: 'birth', written: plain(birthCell!.text) } })
    birthDate = null
  }
  if (birthDate && ageOn(birthDate, registeredOn) < rules.minimumAge) {
    problems.push({ code: 'UNDER_AGE', field: 'birthDate', data: { minimum: rules.minimumAge, on: registeredOn } })
  }
  if (read.nik) {
    const says = nikSays(read.nik)
    if (birthDate && !agreesWithBirth(read.nik, birthDate)) {
      problems.push({ code: 'NIK_DATE_MISMATCH', field: 'nik', data: { birthDate, nikDay: says.day, nikMonth: says.month } })
    }
    if (sex && sex !== says.sex) problems.push({ code: 'NIK_SEX_MISMATCH', field: 'nik', data: { nikSays: says.sex } })
  }

  // Where
  const kecamatan = text('kec')
  const kelurahan = text('kel')
  const kota = text('kota')
  const addresses = plan
    .all('address')
    .map((i) => textOf(cells[i]?.merged === 'left' ? undefined : cells[i]))
    .filter((t) => t !== null)
  const address = [...new Set(addresses)].join(', ') || null
  const area = (rules.area ?? readArea)({
    ...(kecamatan ? { kecamatan } : {}),
    ...(kelurahan ? { kelurahan } : {}),
    ...(kota ? { kota } : {}),
    ...(address ? { address } : {}),
  })
  problems.push(...areaProblems(area, kecamatan ?? kelurahan ?? address ?? kota ?? ''))

  // How to reach them
  const called = readPhone(cell('phone'))
  if (called.phone === null) {
    problems.push(
      called.code === 'PHONE_MISSING'
        ? { code: called.code, field: 'phone', data: {} }
        : { code: called.code, field: 'phone', data: { written: plain(cell('phone')!.text) } },
    )
  }
  const email = text('email')

  const rtRw = text('rtRw')
  const businessName = text('businessName')
  const trade = text('trade')
  const statements = statementsOf(text('since'), text('turnover'), text('workers'), text('licence'))
  const candidate: Candidate = {
    nik: read.nik,
    name,
    birthDate,
    birthPlace:
      text('birthPlace') ?? (plan.first('birthPlaceDate') >= 0 ? birthPlaceIn(cell('birthPlaceDate')?.text ?? '') : null),
    sex,
    phone: called.phone,
    otherPhones: called.others,
    email: email && /^\S+@\S+\.\S+$/.test(email) ? email.toLowerCase() : null,
    address: [address, rtRw && !/^rt/i.test(rtRw) ? `RT/RW ${rtRw}` : rtRw].filter(Boolean).join(', ') || null,
    kec: area.outside ? null : area.kec,
    kel: area.outside ? null : area.kel,
    area: area.how,
    business: businessName || trade ? { name: businessName, trade } : null,
    registeredOn,
    ref: text('ref')?.slice(0, 200) ?? null,
    statements,
    answers: answersOf(cells, plan, statements),
  }
  if (odd) problems.push({ code: 'CHARACTERS_CLEANED', data: {} })
  return {
    kind: 'person',
    candidate,
    refusals: problems.filter((p) => REFUSALS.has(p.code)),
    warnings: problems.filter((p) => !REFUSALS.has(p.code)),
    key: rowKey(cells, plan),
  }
}

/** A row that is nobody's: empty, a heading, a sum, a remark. Null: a person's. */
function ignoredAs(row: number, cells: readonly Cell[], plan: Plan): Ignored | null {
  const { mapping } = plan
  const filled: number[] = []
  let spread = 0
  for (let i = 0; i < cells.length; i++) {
    const held = cells[i]!
    if (held.merged === 'left') spread++
    // A text that comes down from a merged cell, a prepared running number, a formula's empty or zero answer fill no row.
    else if (!held.merged && plain(held.text) !== '' && !(held.formula && /^0?$/.test(held.text))) filled.push(i)
  }
  if (row <= mapping.lastHeaderRow) return filled.length ? 'title' : 'blank'
  const own = filled.filter((i) => !plan.aside.has(i) || !/^\d{0,7}\.?$/.test(plain(cells[i]!.text)))
  if (!own.length) return 'blank'

  const firstText = plain(cells[own[0]!]!.text)
  const nikAt = plan.first('nik')
  const nameAt = plan.first('name')
  const nikText = nikAt < 0 ? '' : plain(cells[nikAt]?.text ?? '')
  const nikDigits = nikText.replace(/\D/g, '').length
  if (nikDigits < 10 && !/e\+/i.test(nikText)) {
    if (TOTAL.test(firstText)) return 'total'
    const atName = nameAt >= 0 ? plain(cells[nameAt]?.text ?? '') : ''
    if (TOTAL.test(atName)) return 'total'
    // A sum under a column without any word beside it.
    if (own.length <= 2 && own.every((i) => cells[i]!.formula && /^[\d.,\s]+$/.test(cells[i]!.text))) return 'total'
    // Headers again, as on each printed page.
    const again = own.filter((i) => plain(cells[i]!.text) === plain(mapping.columns[i]?.header ?? '')).length
    if (again >= 2 && again >= own.length * 0.6) return 'title'
    // (1) (2) (3) under the headers.
    if (
      own.length >= 3 &&
      filled.every(
        (i, n) => plain(cells[i]!.text).replace(/[()\s]/g, '') === String(n + +plain(cells[filled[0]!]!.text).replace(/\D/g, '')),
      )
    )
      return 'title'
    if (COMMENT.test(firstText) && own.length <= 3) return 'comment'
    if (own.length === 1) {
      const at = own[0]!
      if (spread >= 2 || SECTION.test(firstText)) return 'title'
      if (at !== nameAt && at !== nikAt) return 'comment'
      // A sentence in the name's column is no name.
      if (at === nameAt && (firstText.length > 60 || /[.:!?]$|\d{2,}/.test(firstText.replace(/\b\p{L}{1,4}\.$/u, ''))))
        return 'comment'
    }
  }
  return null
}

export function sexOf(text: string | null): 'F' | 'M' | null {
  if (!text) return null
  if (/^(p|pr|perempuan|wanita|w|f|female|cewek|ibu)\b/i.test(text)) return 'F'
  if (/^(l|lk|laki|laki-laki|laki2|pria|m|male|bapak)\b/i.test(text) || /^laki/i.test(text)) return 'M'
  return null
}

function areaProblems(area: AreaReading, written: string): RowProblem[] {
  const read = area.kec === null ? '' : `${area.kel === null ? '' : `${nameOf(area.kel)}, `}${nameOf(area.kec)}`
  const problems = area.problems.map((code): RowProblem => {
    switch (code) {
      case 'NON_RESIDENT':
        return { code, field: 'kec', data: { where: area.where } }
      case 'RESIDENCE_UNCLEAR':
        return { code, field: 'kec', data: {} }
      case 'AREA_UNKNOWN':
        return { code, field: 'kec', data: { written } }
      case 'AREA_TYPO':
        return { code, field: 'kec', data: { written, read } }
      case 'AREA_MISMATCH':
        return { code, field: 'kel', data: { read } }
      default:
        return code satisfies never
    }
  })
  const has = (code: RowProblem['code']) => problems.some((p) => p.code === code)
  if (area.outside && !has('NON_RESIDENT')) problems.push({ code: 'NON_RESIDENT', field: 'kec', data: { where: area.where } })
  if (area.kec === null && !area.outside && !has('AREA_UNKNOWN') && !has('NON_RESIDENT')) {
    problems.push({ code: 'AREA_UNKNOWN', field: 'kec', data: { written } })
  }
  // Someone outside is told where to go; that we could not find their kecamatan here says nothing more.
  return has('NON_RESIDENT') ? problems.filter((p) => p.code !== 'AREA_UNKNOWN') : problems
}

function statementsOf(
  since: string | null,
  turnover: string | null,
  workers: string | null,
  licence: string | null,
): Omit<Baseline, 'trading'> {
  const statements: Omit<Baseline, 'trading'> = {}
  if (since) statements.since = since.slice(0, 200)
  const rupiah = turnover === null ? null : rupiahIn(turnover)
  if (rupiah !== null) statements.turnoverMonth = rupiah
  const people = workers === null ? null : /^\D{0,3}(\d{1,5})(?!\d)/.exec(workers)?.[1]
  if (people) statements.workers = +people
  if (licence && yesOrNo(licence) !== false) statements.licence = licence.slice(0, 200)
  return statements
}

/** `Rp 3.500.000`, `3,5 juta`, `500rb`: whole rupiah. A range or words: not read. */
export function rupiahIn(text: string): number | null {
  const m =
    /^(?:rp\.?|idr)?\s*(\d[\d.,\s]*?)\s*(juta|jt|ribu|rb|k|miliar|milyar|m)?\.?\s*(?:,-|,00|\/\s*(?:bln|bulan)|per bulan|rupiah)*$/i.exec(
      text.trim(),
    )
  if (!m) return null
  const unit =
    { juta: 1e6, jt: 1e6, ribu: 1e3, rb: 1e3, k: 1e3, miliar: 1e9, milyar: 1e9, m: 1e9 }[m[2]?.toLowerCase() ?? ''] ?? 1
  let digits = m[1]!.replace(/\s/g, '')
  // In a short number the comma or point is a decimal mark; elsewhere it parts thousands.
  if (unit > 1 && /^\d+[.,]\d{1,2}$/.test(digits)) digits = digits.replace(',', '.')
  else if (/^\d{1,3}([.,]\d{3})+([.,]\d{2})?$/.test(digits)) digits = digits.replace(/[.,]\d{2}$/, '').replace(/[.,]/g, '')
  else if (/[.,]/.test(digits)) {
    if (!/^\d+[.,]\d{1,2}$/.test(digits)) return null
    digits = digits.split(/[.,]/)[0]!
  }
  const n = Math.round(Number(digits) * unit)
  return Number.isSafeInteger(n) ? n : null
}

function answersOf(cells: readonly Cell[], plan: Plan, statements: Omit<Baseline, 'trading'>): Candidate['answers'] {
  const answers: Candidate['answers'] = {}
  const at = (i: number) => (cells[i] && cells[i].merged !== 'left' && cells[i].kind !== 'error' ? plain(cells[i].text) : '')

  for (const i of plan.all('identityChecked')) {
    const said = at(i)
    if (!said || answers.identity) continue
    const header = plain(plan.mapping.columns[i]!.header)
    const document =
      /\bkk\b|kartu keluarga/i.test(said) || (/\bkk\b|kartu keluarga/i.test(header) && !/ktp/i.test(`${header} ${said}`))
        ? 'kk'
        : 'ktp'
    // "Not yet checked" is no answer; "does not match" is one.
    if (/tidak (sesuai|cocok|sama|benar|valid)|tdk (sesuai|cocok|sama)|beda|mismatch|palsu/i.test(said))
      answers.identity = { document, result: 'mismatch' }
    else if (yesOrNo(said) === true || /^(ktp|kk)\b/i.test(said)) answers.identity = { document, result: 'match' }
  }
  const residence = plan.first('residenceChecked')
  if (residence >= 0 && yesOrNo(at(residence)) === true) answers.residence = true

  const purposes = new Set<Purpose>()
  for (const i of plan.all('consent'))
    if (yesOrNo(at(i)) === true) for (const p of purposesIn(plan.mapping.columns[i]!.header)) purposes.add(p)
  if (purposes.size) answers.consent = [...purposes]

  const trading = plan.first('trading')
  const answered = trading < 0 ? null : yesOrNo(at(trading))
  if (answered !== null) answers.baseline = { trading: answered, ...statements }
  return answers
}

/** A consent column that names no purpose is the programme's. */
function purposesIn(header: string): Purpose[] {
  const text = plain(header).toLowerCase()
  const found: Purpose[] = []
  if (/bank|pinjam|kredit|permodalan|pembiayaan|lender/.test(text)) found.push('lender')
  if (/mitra|partner/.test(text)) found.push('partner')
  if (/publikasi|foto|tampil|publication|dokumentasi/.test(text)) found.push('publication')
  if (/pesan|\bwa\b|whatsapp|sms|dihubungi|message/.test(text)) found.push('message')
  if (/program|data|pendaftaran/.test(text) || !found.length) found.push('programme')
  return found
}
