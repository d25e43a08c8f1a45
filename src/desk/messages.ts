// The words of the desk: its refusals, why somebody is in the queue, and what its pages say.
import type { Missing } from '../journey/index.ts'
import { jakartaDay, showDate, showTime } from '../kit/calendar.ts'
import type { Lang, ProblemOf, Words } from '../kit/problem.ts'
import { type Cause, mentoringTexts } from '../p3-mentoring/index.ts'
import type { WhyKind } from './planner.ts'

type Problems = {
  'clock.date': null
  'clock.time': null
  'clock.back': { now: Date }
  'clock.far': null
}
export type ClockProblem = ProblemOf<Problems>

export const clockWords: Words<Problems> = {
  'clock.date': {
    id: () => 'Tanggal ini tidak ada di kalender. Tulis hari, bulan dan tahun, contoh 29 1 2018.',
    en: () => 'This day is not in the calendar. Write day, month and year, for example 29 1 2018.',
  },
  'clock.time': { id: () => 'Tulis pukul berapa, contoh 09.00.', en: () => 'Write the time of day, for example 09.00.' },
  'clock.back': {
    id: ({ now }) =>
      `Jam peragaan sudah ${showDate(jakartaDay(now))} pukul ${showTime(now)} dan hanya bisa maju, supaya urutan catatan tetap benar. Pilih waktu sesudahnya.`,
    en: ({ now }) =>
      `The demonstration clock already shows ${showDate(jakartaDay(now), 'en')}, ${showTime(now)}, and only goes forward, so that records keep their order. Choose a later time.`,
  },
  'clock.far': {
    id: () => 'Paling jauh satu tahun sekali maju. Pilih waktu yang lebih dekat.',
    en: () => 'At most one year forward at a time. Choose a nearer time.',
  },
}

// ---- members: finding, the queue, acts on several

type MemberProblems = {
  'find.nothing': null
  'find.short': null
  'bulk.none': null
  'bulk.many': { most: number }
  'bulk.kind': null
  'bulk.class': null
  'bulk.session': null
  'bulk.date': null
  'bulk.future': null
  'bulk.past': null
  'bulk.far': null
  'bulk.why': null
  'bulk.gone': null
  'invite.class': null
  'stall.cause': null
  'view.name': null
}
export type MemberProblem = ProblemOf<MemberProblems>

export const memberWords: Words<MemberProblems> = {
  'find.nothing': {
    id: () =>
      'Tidak ada anggota yang cocok di wilayah Anda. Periksa tulisannya, atau cari dengan nomor peserta, NIK, HP, nama atau usaha.',
    en: () => 'No member of your area matches. Check the spelling, or look by member number, NIK, phone, name or business.',
  },
  'find.short': {
    id: () => 'Tulis paling sedikit tiga huruf, atau nomor peserta, NIK, atau nomor HP.',
    en: () => 'Write at least three letters, or a member number, NIK or phone.',
  },
  'bulk.none': { id: () => 'Centang dulu anggotanya, satu atau lebih.', en: () => 'First tick the members, one or more.' },
  'bulk.many': {
    id: ({ most }) => `Paling banyak ${most} anggota sekali catat. Bagi menjadi beberapa kali.`,
    en: ({ most }) => `At most ${most} members at once. Do it in several parts.`,
  },
  'bulk.kind': { id: () => 'Pilih apa yang dicatat.', en: () => 'Choose what to record.' },
  'bulk.class': { id: () => 'Tulis kelasnya, contoh P2-PSM-03.', en: () => 'Write the class, for example P2-PSM-03.' },
  'bulk.session': { id: () => 'Tulis sesi keberapa, contoh 3.', en: () => 'Write which session, for example 3.' },
  'bulk.date': {
    id: () => 'Tanggal ini tidak ada di kalender. Tulis hari, bulan, tahun, contoh 27 1 2018.',
    en: () => 'This day is not in the calendar. Write day, month, year, for example 27 1 2018.',
  },
  'bulk.future': {
    id: () => 'Sesi ini belum berlangsung. Catat setelah selesai.',
    en: () => 'This session has not taken place. Record it afterwards.',
  },
  'bulk.past': { id: () => 'Pilih hari sesudah hari ini.', en: () => 'Choose a day after today.' },
  'bulk.far': {
    id: () => 'Paling lama tiga bulan, supaya tidak ada yang terlupa.',
    en: () => 'Three months at most, so that nobody is forgotten.',
  },
  'bulk.why': { id: () => 'Tulis alasannya, satu kalimat cukup.', en: () => 'Write the reason, one sentence is enough.' },
  'bulk.gone': {
    id: () => 'Salah satu anggota tidak lagi di kecamatan ini. Belum ada yang dicatat; muat ulang halamannya.',
    en: () => 'One of the members is no longer in this kecamatan. Nothing was recorded; load the page again.',
  },
  'invite.class': { id: () => 'Pilih kelas yang belum mulai.', en: () => 'Choose a class that has not begun.' },
  'stall.cause': { id: () => 'Pilih apa yang menghambat.', en: () => 'Choose what holds them up.' },
  'view.name': { id: () => 'Beri nama tampilan ini, paling panjang 40 huruf.', en: () => 'Name this view, 40 letters at most.' },
}

type Lacks = { [C in Missing['code']]: (m: Extract<Missing, { code: C }>) => string }
const left = (m: { have: number; need: number }) => Math.max(1, m.need - m.have)
const id: Lacks = {
  registration: () => 'pendaftaran',
  identity: () => 'periksa identitas',
  'identity-mismatch': () => 'identitas belum cocok',
  residence: () => 'pastikan alamat',
  'residence-outside': () => 'alamat di luar wilayah',
  baseline: () => 'data awal',
  consent: () => 'persetujuan',
  'consent-again': () => 'persetujuan ditarik',
  sessions: (m) => `${left(m)} sesi kelas`,
  homework: () => 'satu tugas',
  contacts: (m) => `${left(m)} pertemuan`,
  'contact-incomplete': () => 'tujuan dan hasil pertemuan',
  'contact-days': (m) => (m.earliest ? `pertemuan lagi sejak ${showDate(m.earliest)}` : 'pertemuan berjarak 28 hari'),
  licence: () => 'izin usaha',
  'licence-again': () => 'izin habis masanya',
  'standard-certificate': () => 'sertifikat standar',
  'standard-certificate-verified': () => 'verifikasi sertifikat standar',
  'licence-high-risk': () => 'izin risiko tinggi',
  'licence-starts': (m) => `izin berlaku ${showDate(m.on)}`,
  listing: () => 'produk di katalog',
  'programme-sale': () => 'penjualan lewat program',
  months: (m) => `${left(m)} bulan pembukuan`,
  'loan-application': () => 'pengajuan pinjaman',
  'loan-approval': () => 'persetujuan pinjaman',
  'loan-disbursement': () => 'pencairan pinjaman',
  'loan-again': () => 'pinjaman diajukan lagi',
}
const en: Lacks = {
  registration: () => 'registration',
  identity: () => 'identity check',
  'identity-mismatch': () => 'identity does not match yet',
  residence: () => 'address confirmed',
  'residence-outside': () => 'address outside the area',
  baseline: () => 'baseline',
  consent: () => 'consent',
  'consent-again': () => 'consent withdrawn',
  sessions: (m) => `${left(m)} class sessions`,
  homework: () => 'one homework',
  contacts: (m) => `${left(m)} contacts`,
  'contact-incomplete': () => 'goal and result of a contact',
  'contact-days': (m) => (m.earliest ? `another contact from ${showDate(m.earliest, 'en')}` : 'contacts over 28 days'),
  licence: () => 'business licence',
  'licence-again': () => 'licence has run out',
  'standard-certificate': () => 'standard certificate',
  'standard-certificate-verified': () => 'standard certificate verified',
  'licence-high-risk': () => 'high-risk licence',
  'licence-starts': (m) => `licence begins ${showDate(m.on, 'en')}`,
  listing: () => 'product in the catalogue',
  'programme-sale': () => 'sale through the programme',
  months: (m) => `${left(m)} months of bookkeeping`,
  'loan-application': () => 'loan application',
  'loan-approval': () => 'loan approval',
  'loan-disbursement': () => 'loan disbursement',
  'loan-again': () => 'loan applied for again',
}
/** What is missing, as an officer reads it in a list: `6 sesi kelas, satu tugas`. */
export const lackWords = (missing: readonly Missing[], lang: Lang): string =>
  missing.map((m) => (lang === 'id' ? id : en)[m.code](m as never)).join(', ')

const ID = {
  title: 'Siapa dulu',
  lead: (n: string) => `${n} anggota, diurutkan menurut apa yang paling cepat membuka jalan`,
  none: 'Tidak ada yang menunggu di sini.',
  caption: 'Antrean kerja',
  no: 'No',
  member: 'Anggota',
  step: 'Langkah',
  towards: (step: string) => `menuju ${step}`,
  why: 'Mengapa sekarang',
  since: 'Kabar terakhir',
  days: (n: number) => (n === 0 ? 'hari ini' : `${n} hari`),
  phone: 'HP',
  filters: 'Saringan',
  all: 'Semua',
  steps: 'Langkah berikutnya',
  kel: 'Kelurahan',
  everyKel: 'Semua kelurahan',
  apply: 'Saring',
  missing: 'Yang kurang',
  act: 'Undang, atau catat hambatan',
  actStall: 'Catat hambatan',
  invite: (code: string, on: string) => `Undang ke ${code}, ${on}`,
  askedOn: (on: string) => `diundang ${on}`,
  holdsUp: 'Apa yang menghambat?',
  holdsNo: 'Tidak ada lagi',
  invited: (n: number) => `${n} anggota diundang. Yang tidak punya HP atau tidak setuju dikirimi pesan, teleponlah.`,
  noted: 'Hambatan tersimpan.',
  inviteAll: 'Undang ke kelas',
  whichClass: 'Kelas',
  chooseClass: 'Pilih kelasnya',
  classLine: (code: string, title: string, on: string, free: number) => `${code}, ${title}, ${on}, ${free} kursi kosong`,
  inviteGo: 'Undang',
  came: 'Apa hasil undangannya? Lihat kelasnya.',
  city: 'Seluruh kota',
  cityLead: (n: string) => `${n} anggota menunggu sesuatu. Buka kecamatannya untuk bertindak.`,
  perKec: 'Menurut kecamatan',
  firstOf: (n: number) => `${n} yang pertama`,
  saved: 'Tampilan saya',
  save: 'Simpan tampilan ini',
  saveName: 'Nama tampilan',
  saveGo: 'Simpan',
  drop: 'Hapus',
  export: 'Unduh yang tampil (XLSX)',
  exportNote: 'Tanpa NIK dan HP. Pengunduhan dicatat atas nama Anda.',
  changes: 'Yang berubah hari ini',
  acts: 'Yang dicatat sekaligus',
  bulk: 'Untuk yang dicentang',
  attended: 'Hadir di kelas',
  class: 'Kelas',
  session: 'Sesi',
  date: 'Tanggal',
  attendedGo: 'Catat hadir',
  later: 'Tunda dulu',
  until: 'Muncul lagi pada',
  laterWhy: 'Alasan',
  laterGo: 'Tunda',
  done: (n: number) => `Dicatat untuk ${n} anggota.`,
  undoLink: 'Lihat atau batalkan',
  undone: 'Sudah dibatalkan seluruhnya.',
  undo: 'Batalkan semuanya',
  undoWhy: 'Mengapa dibatalkan?',
  undoneBy: (who: string, at: string) => `Dibatalkan oleh ${who}, ${at}`,
  kinds: { attended: 'Hadir di kelas', later: 'Ditunda' },
  nActs: (n: number) => `${n} anggota`,
  untilDay: (day: string) => `sampai ${day}`,
  noActs: 'Belum ada yang dicatat sekaligus di sini.',
  what: 'Apa',
  who: 'Siapa',
  whom: 'Anggota',
  at: 'Pukul',
  occurred: 'Kejadian',
  noChanges: 'Belum ada yang berubah hari ini.',
  mostChanges: (n: number) => `Yang ditampilkan ${n} terbaru.`,
  found: (n: number) => (n === 1 ? '1 orang cocok' : `${n} orang cocok`),
  foundMost: 'Yang ditampilkan 50 paling mirip. Tulis lebih lengkap.',
  near: 'Tidak ada yang persis. Ini yang berbeda satu ketukan atau mirip:',
  results: 'Hasil pencarian',
  business: 'Usaha',
  where: 'Kecamatan',
  stands: 'Keadaan',
  complete: 'tujuh langkah lengkap',
  next50: '50 berikutnya',
  keys: 'Tombol cepat',
  keysAre: [
    ['/', 'cari'],
    ['j k', 'turun, naik'],
    ['Enter', 'buka'],
    ['x', 'centang'],
    ['c', 'catat'],
    ['?', 'semua tombol'],
  ] as readonly (readonly [string, string])[],
}
export const memberTexts: Record<Lang, typeof ID> = {
  id: ID,
  en: {
    title: 'Who first',
    lead: (n: string) => `${n} members, in the order of what opens the way soonest`,
    none: 'Nobody waits here.',
    caption: 'Work queue',
    no: 'No',
    member: 'Member',
    step: 'Step',
    towards: (step: string) => `towards ${step}`,
    why: 'Why now',
    since: 'Last heard',
    days: (n: number) => (n === 0 ? 'today' : `${n} days`),
    phone: 'Phone',
    filters: 'Filters',
    all: 'All',
    steps: 'Next step',
    kel: 'Kelurahan',
    everyKel: 'Every kelurahan',
    apply: 'Filter',
    missing: 'What is missing',
    act: 'Invite, or note what holds them up',
    actStall: 'Note what holds them up',
    invite: (code: string, on: string) => `Invite to ${code}, ${on}`,
    askedOn: (on: string) => `asked ${on}`,
    holdsUp: 'What holds them up?',
    holdsNo: 'Nothing any more',
    invited: (n: number) => `${n} members are asked. Ring those who have no phone here or did not agree to messages.`,
    noted: 'What holds them up is noted.',
    inviteAll: 'Invite to a class',
    whichClass: 'Class',
    chooseClass: 'Choose the class',
    classLine: (code: string, title: string, on: string, free: number) => `${code}, ${title}, ${on}, ${free} seats free`,
    inviteGo: 'Invite',
    came: 'What came of the invitations? See the class.',
    city: 'The whole city',
    cityLead: (n: string) => `${n} members wait for something. Open their kecamatan to act.`,
    perKec: 'By kecamatan',
    firstOf: (n: number) => `The first ${n}`,
    saved: 'My views',
    save: 'Keep this view',
    saveName: 'Name of the view',
    saveGo: 'Keep',
    drop: 'Drop',
    export: 'Download what is shown (XLSX)',
    exportNote: 'Without NIK and phone. The download is recorded under your name.',
    changes: 'What changed today',
    acts: 'Recorded at once',
    bulk: 'For those ticked',
    attended: 'Attended a class',
    class: 'Class',
    session: 'Session',
    date: 'Date',
    attendedGo: 'Record attendance',
    later: 'Put off',
    until: 'Comes back on',
    laterWhy: 'Reason',
    laterGo: 'Put off',
    done: (n: number) => `Recorded for ${n} members.`,
    undoLink: 'Look, or take it back',
    undone: 'All of it was taken back.',
    undo: 'Take all of it back',
    undoWhy: 'Why is it taken back?',
    undoneBy: (who: string, at: string) => `Taken back by ${who}, ${at}`,
    kinds: { attended: 'Attended a class', later: 'Put off' },
    nActs: (n: number) => `${n} members`,
    untilDay: (day: string) => `until ${day}`,
    noActs: 'Nothing was recorded at once here yet.',
    what: 'What',
    who: 'Who',
    whom: 'Member',
    at: 'At',
    occurred: 'Took place',
    noChanges: 'Nothing has changed today yet.',
    mostChanges: (n: number) => `The ${n} newest are shown.`,
    found: (n: number) => (n === 1 ? '1 person matches' : `${n} people match`),
    foundMost: 'The 50 most alike are shown. Write more of it.',
    near: 'Nobody is exactly this. These are one slip away, or alike:',
    results: 'Found',
    business: 'Business',
    where: 'Kecamatan',
    stands: 'Stands',
    complete: 'all seven steps',
    next50: 'Next 50',
    keys: 'Keys',
    keysAre: [
      ['/', 'find'],
      ['j k', 'down, up'],
      ['Enter', 'open'],
      ['x', 'tick'],
      ['c', 'record'],
      ['?', 'all keys'],
    ],
  },
}

// ---- the mentor's week

type WhyTexts = { whys: Record<WhyKind, string>; rules: Record<WhyKind, string>; [word: string]: unknown }

export const whyTexts = {
  id: {
    title: 'Aturan “siapa dulu”, versi 2',
    lead: 'Anggota diurutkan menurut apa yang berubah kalau mereka ditemui pekan ini. Aturannya terbuka dan sama untuk semua.',
    whys: {
      promise: 'Ada janji pekan ini',
      one: 'Tinggal satu syarat',
      renew: 'Perlu diperbarui',
      stalled: 'Terhambat',
      class: 'Ada kursi kelas',
      silent: 'Lama tanpa kabar',
      going: 'Berjalan',
    },
    rules: {
      promise: 'Tanggal bertemu lagi yang disepakati jatuh pekan ini, atau sudah lewat.',
      one: 'Langkah berikutnya tinggal kurang satu hal, dan hal itu bisa dikerjakan pekan ini. Kalau yang kurang hanya jarak 28 hari, orangnya menunggu sampai jarak itu terpenuhi.',
      renew: 'Langkah yang pernah tercapai sudah tidak berlaku: izin habis, persetujuan ditarik, bulan dibuka lagi.',
      stalled: 'Ada penghambat yang dicatat dan belum selesai: izin, modal, waktu, HP, produk.',
      class: 'Menuju langkah 2, belum punya kelas, dan ada kelas dengan kursi kosong di kecamatannya pekan ini.',
      silent: 'Tidak ada catatan apa pun selama 28 hari.',
      going: 'Semua yang lain.',
    },
    within:
      'Dalam satu alasan: janji menurut tanggalnya; selain itu yang paling sedikit kurangnya, lalu yang paling lama tanpa kabar, lalu yang lebih dulu mendaftar.',
    replayed: (n: string) =>
      `Halaman pendamping menunjukkan ${n} yang pertama. Aturan ini bisa diuji pada catatan lama dengan perintah di server: berapa dari seratus yang pertama naik langkah dalam empat pekan, dibanding seratus yang diambil acak.`,
    promised: (on: string) => `Janji bertemu ${on}`,
    stalled: (cause: string) => `Terhambat: ${cause}`,
    classOn: (on: string) => `Ada kursi kelas mulai ${on}`,
    since: (days: number) => `${days} hari tanpa catatan baru`,
    ranked: (on: string) => `Urutan dihitung dari apa yang paling cepat membuka jalan · aturan v2 · per ${on}`,
    open: 'buka',
  },
  en: {
    title: 'The rule “whom first”, version 2',
    lead: 'Members are ranked by what changes when they are met this week. The rule is open, and the same for all.',
    whys: {
      promise: 'A promise this week',
      one: 'One thing missing',
      renew: 'To be renewed',
      stalled: 'Held up',
      class: 'A seat in a class',
      silent: 'Long unheard of',
      going: 'Going on',
    },
    rules: {
      promise: 'The day agreed for meeting again falls in this week, or has passed.',
      one: 'The next step lacks one thing, and it can be done this week. Where only the 28 days are missing, the member waits until they have passed.',
      renew: 'A step that stood does so no more: a licence ran out, a consent was withdrawn, a month reopened.',
      stalled: 'Something that holds them up was named and is not over: licence, capital, time, phone, product.',
      class: 'On the way to step 2, without a class, and a class of the kecamatan has a free seat this week.',
      silent: 'Nothing was recorded for 28 days.',
      going: 'All others.',
    },
    within:
      'Within one reason: promises by their day; else whoever lacks least, then who was longest unheard of, then whoever registered first.',
    replayed: (n: string) =>
      `A mentor’s page shows the first ${n}. The rule can be tried on old records with a command on the server: how many of the first hundred reached a step within four weeks, against a hundred taken at random.`,
    promised: (on: string) => `You agreed to meet on ${on}`,
    stalled: (cause: string) => `Held up: ${cause}`,
    classOn: (on: string) => `A class from ${on} has a seat`,
    since: (days: number) => `${days} days without a new record`,
    ranked: (on: string) => `Ranked by what opens the way soonest · rule v2 · as of ${on}`,
    open: 'open',
  },
} satisfies Record<Lang, WhyTexts>

/** Why somebody is to be met, as a title: `Janji bertemu 27 Jan 2018`. */
export function whyTitle(
  r: { why: WhyKind; nextOn: string | null; stall: Cause | null; classOn: string | null },
  lang: Lang,
): string {
  const words = whyTexts[lang]
  if (r.why === 'promise') return words.promised(showDate(r.nextOn!, lang))
  if (r.why === 'stalled') return words.stalled(mentoringTexts[lang].causes[r.stall!])
  if (r.why === 'class') return words.classOn(showDate(r.classOn!, lang))
  return words.whys[r.why]
}
