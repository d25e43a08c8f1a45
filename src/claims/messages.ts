// The words of the register of claims and of reports: pages, forms, and why a form is not taken.
import { type JakartaDate, showDate } from '../kit/calendar.ts'
import type { Lang, Words } from '../kit/problem.ts'
import { showNumber } from '../kit/show.ts'
import type { Count } from '../weekly/index.ts'
import type { AnswerOutcome, NotCompared, Outcome, Problems, Qualifier, Topic, Unit } from './rules.ts'

export const claimWords: Words<Problems> = {
  'claim.no-date': {
    id: () =>
      'Tulis kapan ini dikatakan: hari, bulan, dan tahun, atau bulan dan tahun saja. Bila sumbernya tidak menyebut tanggal, pilih “Tanggal tidak disebut”: pernyataan dicatat, tetapi tidak dibandingkan.',
    en: () =>
      'Write when this was said: day, month and year, or month and year alone. If the source names no date, choose “No date given”: the claim is recorded, but not compared.',
  },
  'claim.date-unreadable': {
    id: ({ written }) =>
      `“${written}” bukan tanggal di kalender. Tulis seperti 11 9 2018, atau 9 2018 bila harinya tidak disebut.`,
    en: ({ written }) => `“${written}” is no date of the calendar. Write it as 11 9 2018, or 9 2018 when the day is not given.`,
  },
  'claim.date-ahead': {
    id: ({ on }) => `Tanggal ini belum tiba. Tulis tanggal sampai ${showDate(on, 'id')}.`,
    en: ({ on }) => `This day has not come yet. Write a date up to ${showDate(on, 'en')}.`,
  },
  'claim.who': {
    id: () => 'Tulis siapa yang mengatakannya: jabatan atau kantornya, contoh “Kepala dinas”.',
    en: () => 'Write who said it: a post or an office, such as “Head of agency”.',
  },
  'claim.figure': {
    id: ({ written }) =>
      written ? `“${written}” tidak terbaca sebagai angka. Tulis seperti 4.230 atau 58,51.` : 'Tulis angkanya, contoh 4.230.',
    en: ({ written }) =>
      written
        ? `“${written}” cannot be read as a figure. Write it the Indonesian way, as 4.230 or 58,51.`
        : 'Write the figure, such as 4.230.',
  },
  'claim.words': {
    id: () => 'Tulis apa yang dikatakan, dalam satu atau dua kalimat dengan kata kita sendiri.',
    en: () => 'Write what was said, in one or two sentences of our own.',
  },
  'claim.count': {
    id: () =>
      'Pilih hitungan register yang paling dekat dengan kata-katanya, atau mengapa tidak ada yang bisa ditaruh di sebelahnya.',
    en: () => 'Choose the count of the register that is nearest to the words, or why none can stand beside them.',
  },
  'claim.place': {
    id: ({ written }) => `Wilayah “${written}” tidak ada di daftar. Pilih lagi.`,
    en: ({ written }) => `There is no area “${written}” in the list. Choose again.`,
  },
  'claim.source': {
    id: () => 'Tulis sumbernya: nama media atau rapat, dan tanggalnya. Pernyataan tanpa sumber tidak bisa diperiksa orang lain.',
    en: () => 'Write the source: the paper or the meeting, and its date. Nobody can check a claim without a source.',
  },
  'claim.url': {
    id: () => 'Tautan harus dimulai dengan https:// atau http://. Salin dari bilah alamat peramban.',
    en: () => 'The link must begin with https:// or http://. Copy it from the address bar.',
  },
  'claim.too-long': {
    id: ({ most }) => `Tulisan ini terlalu panjang. Ringkas menjadi paling banyak ${most} huruf.`,
    en: ({ most }) => `This text is too long. Shorten it to ${most} letters at most.`,
  },
  'claim.conflict': {
    id: () => 'Formulir ini sudah dikirim dengan isi yang lain. Buka formulir baru, lalu kirim lagi.',
    en: () => 'This form was sent already with other words. Open a new form and send it again.',
  },
  'withdrawal.reason': {
    id: () => 'Tulis mengapa pernyataan ini ditarik. Alasannya tampil di halamannya.',
    en: () => 'Write why this claim is withdrawn. The reason is shown on its page.',
  },
  'report.nothing': {
    id: () => 'Tulis apa yang menurut Anda keliru atau terlewat, lalu kirim lagi.',
    en: () => 'Write what you think is wrong or missing, then send again.',
  },
  'report.nik': {
    id: () => 'Ada angka 16 digit di laporan ini. Hapus NIK atau nomor rekening: kami bisa memeriksa tanpa itu.',
    en: () => 'There is a number of 16 digits in this report. Take out any NIK or account number: we can check without it.',
  },
  'report.too-long': {
    id: ({ most }) => `Tulisan ini terlalu panjang. Ringkas menjadi paling banyak ${showNumber(most)} huruf.`,
    en: ({ most }) => `This text is too long. Shorten it to ${most} letters at most.`,
  },
  'report.many': {
    id: () => 'Dari jaringan Anda sudah banyak laporan dalam satu jam ini. Tulisan Anda masih ada di bawah: kirim lagi nanti.',
    en: () => 'Many reports came from your network within this hour. Your words are still below: send them again later.',
  },
  'report.answered': {
    id: ({ who }) => `${who} sudah menjawab laporan ini lebih dulu. Jawabannya tampil di bawah dan tidak diganti.`,
    en: ({ who }) => `${who} answered this report first. That answer is shown below and stands.`,
  },
  'answer.outcome': {
    id: () => 'Pilih hasil pemeriksaannya.',
    en: () => 'Choose what came of it.',
  },
  'answer.words': {
    id: () => 'Tulis jawaban untuk pelapor: apa yang diperiksa, dan apa yang ditemukan.',
    en: () => 'Write the answer to whoever reported: what was checked, and what was found.',
  },
}

type PageWords = {
  title: string
  description: string
  lead: string
  shown: (shown: number, all: number) => string
  from: (first: string, last: string) => string
  demo: string
  tally: string
  how: string
  filter: string
  all: string
  topic: Record<Topic, string>
  said: string
  held: (count: Count, step: string, per: string) => string
  other: (count: Count, n: string) => string
  none: Record<NotCompared | 'ahead' | 'before', string>
  source: string
  ours: string
  openSource: string
  openClaim: string
  noDate: string
  more: (n: number) => string
  csv: string
  missed: string
  missedWhat: string
  propose: string
  compare: string
  compareRows: readonly (readonly [string, string])[]
  empty: string
  withdrawn: (on: string) => string
  // one claim
  claim: (nr: number) => string
  crumb: string
  beside: string
  heldWhat: (week: string) => string
  heldDay: (week: string, day: string) => string
  heldFirst: (day: string) => string
  count: Record<Count, string>
  nearest: string
  openWeek: (week: string) => string
  note: string
  report: string
  unit: Record<Unit, string>
  qualifier: Record<Qualifier, string>
}

export const words: Record<Lang, PageWords> = {
  id: {
    title: 'Yang dikatakan, dan yang tercatat',
    description: 'Angka program yang diucapkan di depan umum, di sebelah register hari itu.',
    lead: 'Setiap angka program yang diucapkan di depan umum kami taruh di sebelah register hari itu. Bukan untuk menyalahkan: lebih sering, dua orang menghitung dua hal.',
    shown: (shown, all) => (shown === all ? `${showNumber(all)} pernyataan` : `${shown} dari ${showNumber(all)} pernyataan`),
    from: (first, last) => (first === last ? first : `${first} sampai ${last}`),
    demo: 'kolom tercatat berasal dari register peragaan, data buatan',
    tally: 'Ringkasan pernyataan',
    how: 'cara membandingkan',
    filter: 'Saringan',
    all: 'Semua',
    topic: {
      P1: 'P1',
      P2: 'P2',
      P3: 'P3',
      P4: 'P4',
      P5: 'P5',
      P6: 'P6',
      P7: 'P7, pinjaman',
      jobs: 'Pekerjaan',
    },
    said: 'dikatakan',
    held: (count, step, per) => `tercatat: ${count === 'entered' ? 'masuk' : 'tercapai'} ${step}, per ${per}`,
    other: (count, n) =>
      count === 'entered' ? `Masuk pada hari itu: ${n} orang.` : `Sudah memenuhi langkahnya pada hari itu: ${n} orang.`,
    none: {
      target: 'tidak ada: sasaran, bukan capaian',
      undated: 'tidak ada, sebab harinya tidak disebut',
      unit: 'tidak ada: register menghitung orang',
      flow: 'tidak ada: yang dikatakan adalah tambahan selama suatu waktu',
      scope: 'tidak ada: yang dihitung kelompok orang yang lain',
      ahead: 'belum ada: hari itu belum tiba',
      before: 'tidak ada: belum ada pekan yang terbit pada hari itu',
    },
    source: 'Sumber',
    ours: 'kata kami, bukan kutipan penuh',
    openSource: 'buka sumber',
    openClaim: 'buka',
    noDate: 'Tanggal tidak disebut',
    more: (n) => `${n} pernyataan berikutnya`,
    csv: 'Unduh CSV',
    missed: 'Ada pernyataan yang terlewat?',
    missedWhat:
      'Tulis tautannya, atau apa yang dikatakan, siapa, dan kapan. Petugas mencocokkannya, dan nama Anda tidak ditanya.',
    propose: 'Usulkan pernyataan',
    compare: 'Cara membandingkan',
    compareRows: [
      [
        'Tanggal',
        'Register sebagaimana diketahui pada akhir hari itu, bukan sesudah ralat. Selama pekan hari itu belum terbit: update terakhir yang sudah terbit.',
      ],
      ['Hitungan', 'Masuk atau tercapai, yang paling dekat dengan kata-katanya; yang lain ditulis juga.'],
      ['Kata', '“Hampir”, “sekitar”, “lebih dari” diterima dalam 10%; “lebih dari” juga benar bila register lebih tinggi.'],
      ['Definisi', 'Bila yang dihitung bukan hal yang sama, angkanya ditaruh bersebelahan tanpa dinilai cocok atau tidak.'],
      ['Sasaran', 'Tidak dibandingkan dengan capaian. Izin, pekerjaan, dan rupiah tidak dibandingkan dengan orang.'],
    ],
    empty:
      'Belum ada pernyataan yang dicatat. Angka program yang diucapkan di depan umum akan tampil di sini, di sebelah register hari itu.',
    withdrawn: (on) => `Ditarik ${on}`,
    claim: (nr) => `Pernyataan ${nr}`,
    crumb: 'Letak halaman',
    beside: 'Yang tercatat hari itu',
    heldWhat: (week) => `Update terakhir yang terbit pada hari itu: pekan ${week}.`,
    heldDay: (week, day) => `Pekan ${week} sebagaimana terbit, ditambah yang diketahui sesudahnya sampai akhir ${day}.`,
    heldFirst: (day) => `Semua yang diketahui sampai akhir ${day}; belum ada pekan yang terbit sebelumnya.`,
    count: { entered: 'Masuk', reached: 'Tercapai' },
    nearest: 'paling dekat dengan kata-katanya',
    openWeek: (week) => `Buka angka pekan ${week}`,
    note: 'Yang perlu diketahui',
    report: 'Ada yang keliru? Laporkan pernyataan ini',
    unit: {
      people: 'orang',
      licences: 'izin',
      jobs: 'pekerjaan',
      businesses: 'usaha',
      products: 'produk',
      mentors: 'pendamping',
      kecamatan: 'kecamatan',
      rupiah: 'rupiah',
      percent: 'persen',
    },
    qualifier: {
      exact: 'tepat',
      nearly: 'hampir',
      about: 'sekitar',
      'more-than': 'lebih dari',
      'at-most': 'paling banyak',
      target: 'sasaran',
      claimed: 'diklaim',
      derived: 'hasil hitungan',
    },
  },
  en: {
    title: 'What was said, and what was recorded',
    description: 'Figures of the programme stated in public, beside the register of that day.',
    lead: 'Every figure of the programme that is stated in public is laid beside the register of that day. Not to blame anybody: more often two people count two things.',
    shown: (shown, all) => (shown === all ? `${all} claims` : `${shown} of ${all} claims`),
    from: (first, last) => (first === last ? first : `${first} to ${last}`),
    demo: 'the recorded column comes from the demonstration’s register, made-up data',
    tally: 'Summary of the claims',
    how: 'how they are compared',
    filter: 'Filter',
    all: 'All',
    topic: {
      P1: 'P1',
      P2: 'P2',
      P3: 'P3',
      P4: 'P4',
      P5: 'P5',
      P6: 'P6',
      P7: 'P7, loans',
      jobs: 'Jobs',
    },
    said: 'stated',
    held: (count, step, per) => `recorded: ${count} ${step}, as of ${per}`,
    other: (count, n) =>
      count === 'entered' ? `Entered by that day: ${n} people.` : `Had reached the step by that day: ${n} people.`,
    none: {
      target: 'none: a target, not a result',
      undated: 'none, since the day is not given',
      unit: 'none: the register counts people',
      flow: 'none: what was stated is an increase over some time',
      scope: 'none: another group of people was counted',
      ahead: 'none yet: that day has not come',
      before: 'none: no week had been published by that day',
    },
    source: 'Source',
    ours: 'our words, not a full quotation',
    openSource: 'open the source',
    openClaim: 'open',
    noDate: 'No date given',
    more: (n) => `${n} more claims`,
    csv: 'Download CSV',
    missed: 'Is a claim missing?',
    missedWhat: 'Write the link, or what was said, by whom and when. An officer checks it, and nobody asks for your name.',
    propose: 'Propose a claim',
    compare: 'How they are compared',
    compareRows: [
      [
        'Date',
        'The register as it was known at the end of that day, not after restatements. While that day’s week is not published: the last update that was.',
      ],
      ['Count', 'Entered or reached, whichever is nearest to the words; the other one is told too.'],
      ['Words', '“Nearly”, “about”, “more than” hold within 10%; “more than” is also true of a higher register.'],
      ['Definition', 'Where not the same thing was counted, the figures stand side by side without a verdict.'],
      ['Targets', 'Are not compared with results. Licences, jobs and rupiah are not compared with people.'],
    ],
    empty:
      'No claim is recorded yet. Figures of the programme stated in public will stand here, beside the register of that day.',
    withdrawn: (on) => `Withdrawn ${on}`,
    claim: (nr) => `Claim ${nr}`,
    crumb: 'Where this page is',
    beside: 'What was recorded that day',
    heldWhat: (week) => `The last update published by that day: week ${week}.`,
    heldDay: (week, day) => `Week ${week} as published, and what became known after it up to the end of ${day}.`,
    heldFirst: (day) => `All that was known by the end of ${day}; no week had been published before.`,
    count: { entered: 'Entered', reached: 'Reached' },
    nearest: 'nearest to the words',
    openWeek: (week) => `Open the figure of week ${week}`,
    note: 'What one should know',
    report: 'Is something wrong? Report this claim',
    unit: {
      people: 'people',
      licences: 'licences',
      jobs: 'jobs',
      businesses: 'businesses',
      products: 'products',
      mentors: 'mentors',
      kecamatan: 'kecamatan',
      rupiah: 'rupiah',
      percent: 'percent',
    },
    qualifier: {
      exact: 'exactly',
      nearly: 'nearly',
      about: 'about',
      'more-than': 'more than',
      'at-most': 'at most',
      target: 'target',
      claimed: 'claimed',
      derived: 'derived',
    },
  },
}

/** `hampir 4.230`, `58,51%`, `Rp359.000.000.000`: as it was said. */
export function figureWords(
  { figure, qualifier, unit }: { figure: number; qualifier: Qualifier; unit: Unit },
  lang: Lang,
): string {
  const [whole = '', part] = String(figure).split('.')
  const number = showNumber(Number(whole)) + (part ? `,${part}` : '')
  const before: Partial<Record<Qualifier, string>> = lang === 'id' ? BEFORE.id : BEFORE.en
  const shown = unit === 'rupiah' ? `Rp${number}` : unit === 'percent' ? `${number}%` : number
  return [before[qualifier], shown].filter(Boolean).join(' ')
}
const BEFORE = {
  id: { nearly: 'hampir', about: 'sekitar', 'more-than': 'lebih dari', 'at-most': 'paling banyak' },
  en: { nearly: 'nearly', about: 'about', 'more-than': 'more than', 'at-most': 'at most' },
}

type PillShape = 'ok' | 'warn' | 'bad' | 'off'

/** How a comparison reads, and the shape of its pill. */
export function outcomeWords(o: Outcome, lang: Lang): { shape: PillShape; text: string } {
  const id = lang === 'id'
  switch (o.kind) {
    case 'match':
      return { shape: 'ok', text: id ? 'Cocok' : 'Matches' }
    case 'rounding':
      return { shape: 'ok', text: id ? 'Dalam pembulatan' : 'Within rounding' }
    case 'differs':
      return { shape: 'warn', text: id ? 'Definisi berbeda' : 'Another definition' }
    case 'higher':
      return { shape: 'warn', text: id ? `Lebih tinggi ${showNumber(o.by)}` : `Higher by ${showNumber(o.by)}` }
    case 'lower':
      return { shape: 'bad', text: id ? `Lebih rendah ${showNumber(o.by)}` : `Lower by ${showNumber(o.by)}` }
    case 'not-compared':
      return { shape: 'off', text: NOT[lang][o.why] }
    default:
      return o satisfies never
  }
}
const NOT: Record<Lang, Record<NotCompared | 'ahead' | 'before', string>> = {
  id: {
    target: 'Sasaran, bukan capaian',
    undated: 'Tidak bisa dibandingkan',
    unit: 'Bukan hitungan orang',
    flow: 'Tambahan, bukan jumlah',
    scope: 'Kelompok lain',
    ahead: 'Menunggu hari itu',
    before: 'Sebelum pekan pertama',
  },
  en: {
    target: 'A target, not a result',
    undated: 'Cannot be compared',
    unit: 'Not a count of people',
    flow: 'An increase, not a total',
    scope: 'Another group',
    ahead: 'That day is to come',
    before: 'Before the first week',
  },
}

/** The tally over the register: five kinds. */
export const TALLY: Record<Lang, Record<'match' | 'higher' | 'lower' | 'differs' | 'not-compared', string>> = {
  id: {
    match: 'cocok',
    higher: 'lebih tinggi',
    lower: 'lebih rendah',
    differs: 'definisi berbeda',
    'not-compared': 'tanpa bandingan',
  },
  en: { match: 'match', higher: 'higher', lower: 'lower', differs: 'another definition', 'not-compared': 'not compared' },
}

export const outcomeOptions: Record<Lang, Record<AnswerOutcome, string>> = {
  id: {
    holds: 'Sudah diperiksa: benar seperti tertulis',
    restated: 'Diperbaiki: tampak sebagai ralat',
    recorded: 'Dicatat di register pernyataan',
    'not-recorded': 'Tidak dicatat',
  },
  en: {
    holds: 'Checked: right as it stands',
    restated: 'Mended: shown as a restatement',
    recorded: 'Recorded in the register of claims',
    'not-recorded': 'Not recorded',
  },
}

export const dueWords = (on: JakartaDate, lang: Lang) =>
  lang === 'id' ? `paling lambat ${showDate(on, 'id')}` : `by ${showDate(on, 'en')}`
