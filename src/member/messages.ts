// The words of a member's own page: steps and facts in sentences to the member, offices, consents, requests and their refusals.
import type { Missing } from '../journey/index.ts'
import { type JakartaDate, showDate } from '../kit/calendar.ts'
import type { Lang, ProblemOf, Words } from '../kit/problem.ts'
import { consents as formConsents } from '../p1-registration/index.ts'
import { roleName } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import type { Clock, Mover, Paper, Place, Purpose, RequestKind } from './rules.ts'
import type { Office } from './store.ts'

type Both = Record<Lang, string>

/** `22 Jan 2018, 09.00` */

// ---- the one next thing

const NEXT: Record<Missing['code'], Both> = {
  registration: { id: 'Daftar sebagai anggota', en: 'Register as a member' },
  identity: { id: 'Bawa KTP dan KK ke loket', en: 'Bring your KTP and KK to the counter' },
  'identity-mismatch': { id: 'Bawa KTP dan KK ke loket sekali lagi', en: 'Bring your KTP and KK to the counter once more' },
  residence: { id: 'Tunjukkan alamat Anda di loket', en: 'Show your address at the counter' },
  'residence-outside': { id: 'Bawa KK yang baru ke loket', en: 'Bring your new KK to the counter' },
  baseline: { id: 'Ceritakan usaha Anda di loket', en: 'Tell about your business at the counter' },
  consent: { id: 'Beri persetujuan ikut program', en: 'Give your consent to take part' },
  'consent-again': { id: 'Putuskan apakah Anda ingin melanjutkan', en: 'Decide whether you wish to go on' },
  sessions: { id: 'Hadiri kelas berikutnya', en: 'Attend the next class' },
  homework: { id: 'Serahkan tugas kelas Anda', en: 'Hand in your homework' },
  contacts: { id: 'Buat janji dengan pendamping', en: 'Arrange to meet your mentor' },
  'contact-incomplete': { id: 'Pendamping melengkapi catatannya', en: 'Your mentor completes the notes' },
  'contact-days': { id: 'Temui pendamping sekali lagi', en: 'Meet your mentor once more' },
  licence: { id: 'Urus izin usaha di loket PTSP', en: 'Get your business licence at the PTSP counter' },
  'licence-again': { id: 'Perpanjang izin usaha Anda', en: 'Renew your business licence' },
  'licence-starts': { id: 'Tunggu izin usaha mulai berlaku', en: 'Wait for your licence to begin' },
  'standard-certificate': { id: 'Lengkapi sertifikat standar', en: 'Add the standard certificate' },
  'standard-certificate-verified': { id: 'Ajukan sertifikat standar', en: 'Apply for the standard certificate' },
  'licence-high-risk': { id: 'Lengkapi izin usaha Anda', en: 'Complete your business licence' },
  listing: { id: 'Ajukan satu produk ke katalog', en: 'Offer a product for the catalogue' },
  'programme-sale': { id: 'Jual lewat saluran program', en: 'Sell through the programme' },
  months: { id: 'Tutup buku bulan berikutnya', en: 'Close the books of the next month' },
  'loan-application': { id: 'Bandingkan pinjaman', en: 'Compare the loans' },
  'loan-approval': { id: 'Bank menilai pengajuan Anda', en: 'The bank looks at your application' },
  'loan-disbursement': { id: 'Bank mencairkan pinjaman Anda', en: 'The bank pays out your loan' },
  'loan-again': { id: 'Tanyakan alasan bank, lalu ajukan lagi', en: 'Ask the bank why, then apply again' },
}
export const nextTitle = (code: Missing['code'], lang: Lang) => NEXT[code][lang]

const MOVER: Record<Mover, Both> = {
  you: { id: 'Giliran Anda.', en: 'It is your move.' },
  office: { id: 'Giliran petugas program.', en: 'It is the programme’s move.' },
  mentor: { id: 'Giliran pendamping Anda.', en: 'It is your mentor’s move.' },
  bank: { id: 'Giliran bank.', en: 'It is the bank’s move.' },
  calendar: { id: 'Tinggal menunggu tanggalnya.', en: 'It only waits for its day.' },
}
export const moverWords = (who: Mover, lang: Lang) => MOVER[who][lang]

const PLACE: Record<Place, Record<Lang, (kec: string) => string>> = {
  counter: { id: (k) => `Loket OK OCE di Kecamatan ${k}`, en: (k) => `OK OCE counter in Kecamatan ${k}` },
  ptsp: { id: (k) => `Loket PTSP di Kecamatan ${k}`, en: (k) => `PTSP counter in Kecamatan ${k}` },
  class: {
    id: (k) => `Kelas di pusat OK OCE ${k}; jadwalnya di loket`,
    en: (k) => `Classes at the OK OCE centre ${k}; ask the counter for the days`,
  },
  mentor: {
    id: (k) => `Di tempat usaha Anda atau di pusat OK OCE ${k}`,
    en: (k) => `At your business or at the OK OCE centre ${k}`,
  },
  catalogue: { id: (k) => `Lewat petugas di Kecamatan ${k}`, en: (k) => `Through the officer in Kecamatan ${k}` },
  books: {
    id: (k) => `Di buku Anda; petugas ${k} mencatat penutupannya`,
    en: (k) => `In your books; the officer in ${k} notes that they are closed`,
  },
  bank: { id: (k) => `Di bank; petugas ${k} bisa menemani`, en: (k) => `At the bank; the officer in ${k} can go with you` },
  here: { id: () => 'Di halaman ini', en: () => 'On this page' },
  form: { id: (k) => `Lewat formulir atau di loket ${k}`, en: (k) => `By the form or at the counter in ${k}` },
}
export const placeWords = (where: Place, kec: number, lang: Lang) => PLACE[where][lang](nameOf(kec))

const PAPER: Record<Paper, Both> = {
  ktp: { id: 'KTP', en: 'your KTP' },
  kk: { id: 'Kartu Keluarga', en: 'your family card (KK)' },
  nib: { id: 'NIB', en: 'your NIB' },
  number: { id: 'nomor anggota di atas', en: 'the member number above' },
}
export const paperWords = (papers: readonly Paper[], lang: Lang) =>
  new Intl.ListFormat(lang, { type: 'conjunction' }).format(papers.map((p) => PAPER[p][lang]))

// ---- who and how

/** From which office, in the member's words; a mentor by name, because the member knows them. `own`: the member's number. */
export function officeWords(name: string, office: Office | undefined, own: string, lang: Lang): string {
  if (name === own) return lang === 'id' ? 'Anda' : 'You'
  if (name === 'publik') return lang === 'id' ? 'Anda, lewat formulir' : 'You, by the form'
  if (!office)
    return /^[A-Z]{3}-\d\d-/.test(name)
      ? lang === 'id'
        ? 'Anda'
        : 'You'
      : lang === 'id'
        ? 'kantor program'
        : 'the programme office'
  if (office.role === 'system') return roleName('office', lang)
  if (office.role === 'mentor' && office.shownAs) return `${office.shownAs}, ${roleName('mentor', lang)}`
  if (office.kec !== null)
    return lang === 'id' ? `petugas Kecamatan ${nameOf(office.kec)}` : `officer of Kecamatan ${nameOf(office.kec)}`
  if (office.kota !== null) return nameOf(office.kota)
  return roleName(office.role, lang)
}

const WAY: Record<string, Both> = {
  form: { id: 'lewat formulir', en: 'by the form' },
  import: { id: 'dari lembar kantor', en: 'from an office’s sheet' },
  field: { id: 'di lapangan', en: 'in the field' },
  API: { id: 'dari sistem lain', en: 'from another system' },
  counter: { id: 'di loket', en: 'at the counter' },
  paper: { id: 'di kertas', en: 'on paper' },
  spoken: { id: 'lisan', en: 'spoken' },
  message: { id: 'lewat pesan', en: 'by message' },
}
export const wayWords = (way: string, lang: Lang) => WAY[way]?.[lang] ?? way

const GRADE: Record<string, Both> = {
  A: { id: 'diperiksa di sumbernya', en: 'verified at the source' },
  B: { id: 'surat dilihat petugas', en: 'document seen by an officer' },
  C: { id: 'menurut keterangan Anda', en: 'as you told it' },
}
export const gradeWords = (grade: string, lang: Lang) => GRADE[grade]?.[lang] ?? grade

const FACT: Record<string, Record<Lang, (d: { readonly [field: string]: unknown }) => string>> = {
  'registration.submitted': { id: () => 'Pendaftaran diterima', en: () => 'Registration received' },
  'identity.checked': {
    id: (d) => `${up(d.document)} diperiksa: ${d.result === 'match' ? 'cocok' : 'belum cocok'}`,
    en: (d) => `${up(d.document)} checked: ${d.result === 'match' ? 'matches' : 'does not match yet'}`,
  },
  'residence.confirmed': {
    id: (d) => `Tempat tinggal dipastikan: ${place(d.area)}`,
    en: (d) => `Residence confirmed: ${place(d.area)}`,
  },
  'baseline.taken': {
    id: (d) => `Data awal dicatat: ${d.trading ? 'sudah berusaha' : 'belum berusaha'}`,
    en: (d) => `Baseline taken: ${d.trading ? 'trading already' : 'not trading yet'}`,
  },
  'consent.given': {
    id: (d) => `Persetujuan diberikan: ${purpose(d.purpose, 'id')}`,
    en: (d) => `Consent given: ${purpose(d.purpose, 'en')}`,
  },
  'consent.withdrawn': {
    id: (d) => `Persetujuan ditarik: ${purpose(d.purpose, 'id')}`,
    en: (d) => `Consent withdrawn: ${purpose(d.purpose, 'en')}`,
  },
  'class.attended': {
    id: (d) => `Hadir di kelas ${d.class}, pertemuan ${d.session}`,
    en: (d) => `Attended class ${d.class}, session ${d.session}`,
  },
  'homework.accepted': { id: (d) => `Tugas kelas ${d.class} diterima`, en: (d) => `Homework of class ${d.class} accepted` },
  'mentoring.contact': {
    id: (d) => `Pertemuan dengan pendamping${d.goal && d.result ? '' : ', tujuan atau hasilnya belum ditulis'}`,
    en: (d) => `Meeting with the mentor${d.goal && d.result ? '' : ', goal or result not noted'}`,
  },
  'licence.applied': { id: (d) => `Permohonan ${d.type} diterima`, en: (d) => `Application for ${d.type} received` },
  'licence.issued': {
    id: (d) => `${d.type} terbit${d.validUntil ? `, berlaku sampai ${showDate(d.validUntil as JakartaDate)}` : ''}`,
    en: (d) => `${d.type} issued${d.validUntil ? `, in force until ${showDate(d.validUntil as JakartaDate, 'en')}` : ''}`,
  },
  'licence.refused': { id: (d) => `Permohonan ${d.type} belum disetujui`, en: (d) => `Application for ${d.type} not granted` },
  'licence.revoked': { id: (d) => `${d.type} dicabut`, en: (d) => `${d.type} revoked` },
  'product.listed': { id: (d) => `Produk tampil di katalog: ${d.product}`, en: (d) => `Product listed: ${d.product}` },
  'product.withdrawn': { id: (d) => `Produk ditarik dari katalog: ${d.product}`, en: (d) => `Product withdrawn: ${d.product}` },
  'sale.made': {
    id: (d) => `Penjualan lewat ${channel(d.channel, 'id')}`,
    en: (d) => `Sale through ${channel(d.channel, 'en')}`,
  },
  'month.closed': { id: (d) => `Buku bulan ${d.month} ditutup`, en: (d) => `Books of ${d.month} closed` },
  'month.reopened': { id: (d) => `Buku bulan ${d.month} dibuka kembali`, en: (d) => `Books of ${d.month} reopened` },
  'loan.applied': { id: (d) => `Pinjaman diajukan ke ${d.lender}`, en: (d) => `Loan applied for at ${d.lender}` },
  'loan.approved': { id: (d) => `Pinjaman disetujui ${d.lender}`, en: (d) => `Loan approved by ${d.lender}` },
  'loan.refused': { id: (d) => `Pinjaman belum disetujui ${d.lender}`, en: (d) => `Loan not granted by ${d.lender}` },
  'loan.disbursed': { id: (d) => `Pinjaman cair dari ${d.lender}`, en: (d) => `Loan paid out by ${d.lender}` },
  'enrolment.ended': { id: () => 'Keanggotaan berakhir atau pindah', en: () => 'Membership ended or moved' },
  'enrolment.opened': { id: (d) => `Dipindahkan ke ${place(d.area)}`, en: (d) => `Moved to ${place(d.area)}` },
  'step.waived': { id: (d) => `Langkah ${d.step} dibebaskan`, en: (d) => `Step ${d.step} waived` },
  'fact.voided': { id: () => 'Satu catatan dibatalkan', en: () => 'A record was made void' },
}
const up = (text: unknown) => String(text).toUpperCase()
const place = (area: unknown) => {
  const code = Number(String(area ?? '').replaceAll('.', ''))
  try {
    return nameOf(code)
  } catch {
    return String(area ?? '')
  }
}
const CHANNELS: Record<string, Both> = {
  catalogue: { id: 'katalog', en: 'the catalogue' },
  bazaar: { id: 'bazar', en: 'a bazaar' },
  consignment: { id: 'titip jual', en: 'consignment' },
  procurement: { id: 'pengadaan', en: 'procurement' },
  marketplace: { id: 'lokapasar', en: 'a marketplace' },
  own: { id: 'saluran sendiri', en: 'a channel of your own' },
}
const channel = (code: unknown, lang: Lang) => CHANNELS[String(code)]?.[lang] ?? String(code)
/** What was recorded, as a line to the member; nothing of a sealed field is in it. */
export const factWords = (kind: string, data: { readonly [field: string]: unknown }, lang: Lang): string =>
  FACT[kind]?.[lang](data) ?? kind

const FIELD: Record<string, Both> = {
  turnoverMonth: { id: 'omzet sebulan', en: 'turnover a month' },
  since: { id: 'berusaha sejak', en: 'trading since' },
  licence: { id: 'izin yang disebut', en: 'licence named' },
  goal: { id: 'tujuan', en: 'goal' },
  result: { id: 'hasil', en: 'result' },
  number: { id: 'nomor izin', en: 'licence number' },
  reason: { id: 'alasan', en: 'reason' },
  amount: { id: 'jumlah', en: 'amount' },
  profit: { id: 'laba', en: 'profit' },
  name: { id: 'nama', en: 'name' },
  birth_date: { id: 'tanggal lahir', en: 'date of birth' },
  phone: { id: 'nomor HP', en: 'phone' },
  phone_use: { id: 'pemakaian HP', en: 'use of the phone' },
  address: { id: 'alamat', en: 'address' },
}
export const fieldWords = (field: string, lang: Lang) => FIELD[field]?.[lang] ?? field

const WHAT: Record<string, Both> = {
  perjalanan: { id: 'membaca tujuh langkah Anda', en: 'read your seven steps' },
  permintaan: { id: 'membuka permintaan Anda', en: 'opened your request' },
}
/** What a reading was for; what a room wrote down in its own words is shown as it stands. */
export const readingWords = (what: string, list: boolean, lang: Lang) =>
  WHAT[what]?.[lang] ??
  (list
    ? lang === 'id'
      ? `membuka daftar kecamatan (${what}); mungkin Anda ada di dalamnya`
      : `opened a list of the kecamatan (${what}); you may have been in it`
    : lang === 'id'
      ? `membuka data Anda (${what})`
      : `opened your data (${what})`)

// ---- consents

const PURPOSE: Record<Purpose, Both> = {
  programme: { id: 'ikut program', en: 'taking part' },
  message: { id: 'pesan ke HP', en: 'messages to the phone' },
  lender: { id: 'bank', en: 'banks' },
  partner: { id: 'mitra', en: 'partners' },
  publication: { id: 'cerita dan foto usaha', en: 'story and pictures' },
}
const purpose = (code: unknown, lang: Lang) => PURPOSE[code as Purpose]?.[lang] ?? String(code)
export const purposeWords = (code: Purpose, lang: Lang) => PURPOSE[code][lang]

type ConsentText = { version: string; text: Both; small: Both }
/** What is agreed to, word for word: the form's own text for its three purposes, and two that are given here only. */
export const consentTexts: Record<Purpose, ConsentText> = {
  ...formConsents,
  partner: {
    version: 'langkah-mitra-1',
    text: {
      id: 'Nama, nomor HP, dan produk saya boleh dilihat mitra program yang melayani saya',
      en: 'Partners of the programme who serve me may see my name, phone and product',
    },
    small: {
      id: 'Boleh dikosongkan. Mitra tidak melihat NIK, alamat, dan keuangan Anda.',
      en: 'May be left open. Partners do not see your NIK, address or finance.',
    },
  },
  publication: {
    version: 'langkah-terbit-1',
    text: {
      id: 'Cerita dan foto usaha saya boleh dimuat program dengan nama saya',
      en: 'The programme may publish the story and pictures of my business with my name',
    },
    small: {
      id: 'Boleh dikosongkan. Isinya ditunjukkan kepada Anda dulu sebelum dimuat.',
      en: 'May be left open. What will be published is shown to you first.',
    },
  },
}

// ---- requests

const KIND: Record<RequestKind, { title: Both; what: Both }> = {
  correction: {
    title: { id: 'Perbaiki data saya', en: 'Correct my data' },
    what: {
      id: 'Tulis mana yang salah dan bagaimana seharusnya. Perubahan nama, NIK, atau alamat diperiksa dengan KTP atau KK di loket.',
      en: 'Write what is wrong and how it should read. A change of name, NIK or address is checked with your KTP or KK at the counter.',
    },
  },
  access: {
    title: { id: 'Salinan data dan siapa yang melihatnya', en: 'A copy of my data, and who looked at it' },
    what: {
      id: 'Salinan langsung ada di Data saya. Minta di sini kalau Anda ingin salinan yang diperiksa petugas, termasuk berkas lama.',
      en: 'A copy is on My data at once. Ask here if you want one that a person has gone through, old files included.',
    },
  },
  restriction: {
    title: { id: 'Batasi pemakaian data saya', en: 'Restrict the use of my data' },
    what: {
      id: 'Data tetap tersimpan, tetapi tidak dipakai dalam daftar dan salinan sampai Anda memintanya dibuka lagi.',
      en: 'The data are kept, but not used in lists and copies until you ask for it to be lifted.',
    },
  },
  lift: {
    title: { id: 'Akhiri pembatasan', en: 'Lift the restriction' },
    what: { id: 'Data Anda dipakai lagi seperti biasa.', en: 'Your data are used again as usual.' },
  },
  erasure: {
    title: { id: 'Hapus data saya', en: 'Erase my data' },
    what: {
      id: 'Kantor program memeriksa apa yang boleh dihapus dan menjawab dengan alasannya. Angka pekanan yang sudah terbit tidak berubah.',
      en: 'The programme office looks at what may be erased and answers with its reason. Weekly figures already published do not change.',
    },
  },
  stop: {
    title: { id: 'Hentikan pemrosesan setelah persetujuan ditarik', en: 'Stop processing after consent was withdrawn' },
    what: {
      id: 'Dibuat otomatis ketika persetujuan ditarik: salinan yang sudah keluar harus ditarik juga.',
      en: 'Made by itself when a consent is withdrawn: copies that went out have to follow.',
    },
  },
}
export const kindTitle = (kind: RequestKind, lang: Lang) => KIND[kind].title[lang]
export const kindWhat = (kind: RequestKind, lang: Lang) => KIND[kind].what[lang]

/** `sisa 2 hari 3 jam`, `lewat 40 menit`: the clock in words. */
export function clockWords({ state, minutesLeft }: Clock, lang: Lang): string {
  if (state === 'answered') return lang === 'id' ? 'Dijawab' : 'Answered'
  if (state === 'answered-late') return lang === 'id' ? 'Dijawab, lewat waktunya' : 'Answered, after its time'
  const m = Math.abs(minutesLeft)
  const [days, hours, minutes] = [Math.floor(m / 1440), Math.floor((m % 1440) / 60), m % 60]
  const part = (n: number, id: string, one: string) => (n ? `${n} ${lang === 'id' ? id : n === 1 ? one : `${one}s`}` : '')
  const span =
    [part(days, 'hari', 'day'), part(hours, 'jam', 'hour'), days ? '' : part(minutes, 'menit', 'minute')]
      .filter(Boolean)
      .join(' ') || (lang === 'id' ? 'kurang dari 1 menit' : 'less than a minute')
  if (state === 'late') return lang === 'id' ? `Terlambat ${span}` : `Late by ${span}`
  if (state === 'soon') return lang === 'id' ? `Segera: sisa ${span}` : `Soon: ${span} left`
  return lang === 'id' ? `Sisa ${span}` : `${span} left`
}

type Problems = {
  'request.kind': null
  'request.said': null
  'request.long': { most: number }
  'request.many': null
  'request.restricted': null
  'answer.outcome': null
  'answer.reason': null
  'erasure.number': null
  'breach.what': null
  'breach.todo': null
  'breach.when': null
}
export type MemberProblem = ProblemOf<Problems>
export const memberWords: Words<Problems> = {
  'request.kind': { id: () => 'Pilih apa yang Anda minta.', en: () => 'Choose what you ask for.' },
  'request.said': {
    id: () => 'Tulis mana yang salah dan bagaimana seharusnya, supaya petugas bisa memperbaikinya.',
    en: () => 'Write what is wrong and how it should read, so that an officer can mend it.',
  },
  'request.long': {
    id: ({ most }) => `Tulisan ini lebih dari ${most} huruf. Ringkas, atau ceritakan lengkapnya di loket.`,
    en: ({ most }) => `This is longer than ${most} letters. Shorten it, or tell the whole at the counter.`,
  },
  'request.many': {
    id: () => 'Permintaan Anda yang menunggu jawaban sudah lima. Tunggu jawabannya dulu, atau datang ke loket.',
    en: () => 'Five of your requests wait for an answer already. Wait for those first, or come to the counter.',
  },
  'request.restricted': {
    id: () => 'Data Anda sedang tidak dibatasi, jadi tidak ada yang perlu diakhiri.',
    en: () => 'Your data are not restricted now, so there is nothing to lift.',
  },
  'answer.outcome': { id: () => 'Pilih dikerjakan atau tidak.', en: () => 'Choose done or not done.' },
  'erasure.number': {
    id: () => 'Nomor ini bukan nomor peserta di atas. Periksa, lalu tulis lagi.',
    en: () => 'This is not the member number above. Check it and write it again.',
  },
  'answer.reason': {
    id: () => 'Tulis jawabannya untuk anggota: apa yang dikerjakan, atau mengapa tidak.',
    en: () => 'Write the answer to the member: what was done, or why not.',
  },
  'breach.what': {
    id: () => 'Tulis apa yang terjadi dan data apa yang kena.',
    en: () => 'Write what happened and which data it touched.',
  },
  'breach.todo': { id: () => 'Tulis apa yang sebaiknya dilakukan anggota.', en: () => 'Write what members should do.' },
  'breach.when': {
    id: () => 'Tulis tanggal kejadian diketahui: hari, bulan, tahun. Paling lambat hari ini.',
    en: () => 'Write the day it was found: day, month, year. Today at the latest.',
  },
}
