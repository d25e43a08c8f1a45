// The words of the journey: steps, states, what is missing, why someone arrives or departs, and what each count means.
import { addDays, showDate, showLong } from '../kit/calendar.ts'
import type { Lang, Words } from '../kit/problem.ts'
import { type Definition, v1 } from './definition.ts'
import type { Step } from './facts.ts'
import type { State } from './journey.ts'
import type { ArrivalReason, DepartureReason } from './membership.ts'
import type { Missing } from './run.ts'

const STEP: Record<Lang, Record<Step, string>> = {
  id: {
    1: 'Pendaftaran',
    2: 'Pelatihan',
    3: 'Pendampingan',
    4: 'Perizinan',
    5: 'Pemasaran',
    6: 'Pelaporan keuangan',
    7: 'Permodalan',
  },
  en: { 1: 'Registration', 2: 'Training', 3: 'Mentoring', 4: 'Licensing', 5: 'Marketing', 6: 'Bookkeeping', 7: 'Capital' },
}
export const stepWords = (step: Step, lang: Lang): string => STEP[lang][step]

const STATE: Record<Lang, Record<State, string>> = {
  id: { 'not-started': 'Belum', 'under-way': 'Berjalan', reached: 'Tercapai', lapsed: 'Perlu diperbarui' },
  en: { 'not-started': 'Not yet', 'under-way': 'Under way', reached: 'Reached', lapsed: 'To be renewed' },
}
export const stateWords = (state: State, lang: Lang): string => STATE[lang][state]

type Of<C, M = Missing> = M extends { code: infer K } ? (C extends K ? M : never) : never
const MISSING: Words<{ [C in Missing['code']]: Of<C> }> = {
  registration: {
    id: () => 'Daftar dulu, lewat formulir atau di loket kecamatan.',
    en: () => 'Register first, by the form or at the kecamatan counter.',
  },
  identity: {
    id: () => 'Bawa KTP atau KK ke loket kecamatan untuk diperiksa.',
    en: () => 'Bring your KTP or KK to the kecamatan counter to be checked.',
  },
  'identity-mismatch': {
    id: () => 'Data Anda belum cocok dengan KTP atau KK. Bawa keduanya ke loket kecamatan untuk diperiksa lagi.',
    en: () => 'Your details do not match your KTP or KK yet. Bring both to the kecamatan counter to be checked again.',
  },
  residence: {
    id: () => 'Tunjukkan alamat di KTP atau KK Anda, supaya petugas bisa memastikan tempat tinggal Anda.',
    en: () => 'Show the address on your KTP or KK, so that an officer can confirm where you live.',
  },
  'residence-outside': {
    id: () => 'Alamat yang tercatat ada di luar wilayah program. Kalau Anda sudah pindah, bawa KK yang baru ke loket kecamatan.',
    en: () =>
      'The address on record is outside the programme’s area. If you have moved, bring the new KK to the kecamatan counter.',
  },
  baseline: {
    id: () => 'Isi data awal usaha Anda: sudah berusaha atau belum, dan kalau sudah, sejak kapan.',
    en: () => 'Tell how your business stands today: whether you trade already and, if so, since when.',
  },
  consent: {
    id: () => 'Beri persetujuan ikut program, lewat formulir atau di loket kecamatan.',
    en: () => 'Give your consent to take part, by the form or at the kecamatan counter.',
  },
  'consent-again': {
    id: () => 'Persetujuan ikut program sudah Anda tarik. Beri lagi kalau Anda ingin melanjutkan.',
    en: () => 'You have withdrawn your consent to take part. Give it again if you wish to go on.',
  },
  sessions: {
    id: ({ have, need }) => `${have} dari ${need} pertemuan kelas sudah dihadiri. Hadiri ${need - have} lagi.`,
    en: ({ have, need }) => `${have} of ${need} class sessions attended. Attend ${need - have} more.`,
  },
  homework: {
    id: () => 'Serahkan tugas kelas kepada pengajar, sampai diterima.',
    en: () => 'Hand in your homework to the teacher, until it is accepted.',
  },
  contacts: {
    id: ({ have, need }) => `${have} dari ${need} pertemuan dengan pendamping tercatat lengkap. Buat janji berikutnya.`,
    en: ({ have, need }) => `${have} of ${need} meetings with the mentor noted in full. Arrange the next one.`,
  },
  'contact-incomplete': {
    id: ({ count }) => `${count} pertemuan belum dihitung: tujuan atau hasilnya belum ditulis. Minta pendamping mencatatnya.`,
    en: ({ count }) =>
      `${count} ${count === 1 ? 'meeting is' : 'meetings are'} not counted yet: goal or result was not noted. Ask the mentor to note it.`,
  },
  'contact-days': {
    id: ({ need, earliest }) =>
      earliest
        ? `Bertemu lagi ${showDate(earliest, 'id')} atau sesudahnya: paling sedikit ${need} hari setelah pertemuan pertama.`
        : `Atur pertemuan terakhir paling sedikit ${need} hari setelah yang pertama.`,
    en: ({ need, earliest }) =>
      earliest
        ? `Meet again on ${showDate(earliest, 'en')} or later: at least ${need} days after the first meeting.`
        : `Arrange the last meeting at least ${need} days after the first.`,
  },
  licence: {
    id: () => 'Urus izin usaha di loket PTSP kecamatan: NIB (sebelum 2021: IUMK). Surat keterangan usaha bukan izin.',
    en: () =>
      'Get a business licence at the kecamatan’s PTSP counter: a NIB (before 2021: an IUMK). A statement letter is not a licence.',
  },
  'licence-again': {
    id: () => 'Izin usaha Anda tidak berlaku lagi. Perpanjang, atau urus yang baru di loket PTSP kecamatan.',
    en: () => 'Your business licence is no longer in force. Renew it, or get a new one at the kecamatan’s PTSP counter.',
  },
  'licence-starts': {
    id: ({ on }) => `Izin usaha Anda sudah terbit dan mulai berlaku ${showDate(on, 'id')}. Tunggu tanggal itu.`,
    en: ({ on }) => `Your business licence has been issued and begins on ${showDate(on, 'en')}. Wait for that day.`,
  },
  'standard-certificate': {
    id: () => 'Risiko usaha Anda menengah rendah. Lengkapi NIB dengan sertifikat standar, di OSS atau loket PTSP kecamatan.',
    en: () =>
      'Your business is of medium-low risk. Add a standard certificate to the NIB, in OSS or at the kecamatan’s PTSP counter.',
  },
  'standard-certificate-verified': {
    id: () =>
      'Risiko usaha Anda menengah tinggi. Ajukan sertifikat standar sampai diverifikasi, di OSS atau loket PTSP kecamatan.',
    en: () =>
      'Your business is of medium-high risk. Apply for a standard certificate and have it verified, in OSS or at the kecamatan’s PTSP counter.',
  },
  'licence-high-risk': {
    id: () => 'Risiko usaha Anda tinggi. Lengkapi NIB dengan izin, di OSS atau loket PTSP kecamatan.',
    en: () => 'Your business is of high risk. Add a licence to the NIB, in OSS or at the kecamatan’s PTSP counter.',
  },
  listing: {
    id: () => 'Ajukan satu produk ke katalog, sampai lolos kurasi dan tampil.',
    en: () => 'Offer a product for the catalogue, until it is accepted and shown.',
  },
  'programme-sale': {
    id: () => 'Jual lewat saluran program: katalog, bazar, titip jual, atau pengadaan.',
    en: () => 'Sell through a channel of the programme: catalogue, bazaar, consignment or procurement.',
  },
  months: {
    id: ({ have, need }) => `${have} dari ${need} bulan berturut-turut sudah ditutup. Tutup buku ${need - have} bulan lagi.`,
    en: ({ have, need }) => `${have} of ${need} months in a row closed. Close the books of ${need - have} more.`,
  },
  'loan-application': {
    id: () => 'Bandingkan pinjaman, lalu ajukan yang cicilannya sanggup Anda bayar.',
    en: () => 'Compare the loans, then apply for one whose instalments you can pay.',
  },
  'loan-approval': {
    id: () => 'Pengajuan pinjaman Anda sedang dinilai. Tanyakan kepada bank kalau ada berkas yang kurang.',
    en: () => 'Your loan application is being looked at. Ask the bank whether any paper is short.',
  },
  'loan-disbursement': {
    id: () => 'Pinjaman Anda disetujui dan belum cair. Tanyakan kepada bank kapan uangnya cair.',
    en: () => 'Your loan is approved and not paid out yet. Ask the bank when it will be.',
  },
  'loan-again': {
    id: () => 'Pengajuan pinjaman terakhir ditolak. Tanyakan alasannya kepada bank, lengkapi, lalu ajukan lagi.',
    en: () => 'Your last loan application was refused. Ask the bank why, mend it, then apply again.',
  },
}

/** What a member can do next about a step, in a sentence to the member. */
export function missingWords(missing: Missing, lang: Lang): string {
  return MISSING[missing.code][lang](missing as never)
}

/** `late`, `voided` and `other` are a restatement's; `other` stands for reasons too small to be told apart (6-trust). */
const REASON: Record<ArrivalReason | DepartureReason | 'late' | 'voided' | 'other', Record<Lang, string>> = {
  new: { id: 'baru', en: 'new' },
  again: { id: 'tercapai lagi', en: 'reached again' },
  'moved-within': { id: 'pindah di dalam wilayah program', en: 'moved within the programme’s area' },
  merged: { id: 'ternyata orang yang sama', en: 'found to be the same person' },
  'moved-away': { id: 'pindah ke luar wilayah program', en: 'moved out of the programme’s area' },
  withdrew: { id: 'berhenti atas permintaan sendiri', en: 'left at their own wish' },
  died: { id: 'meninggal dunia', en: 'died' },
  'not-eligible': { id: 'ternyata tidak memenuhi syarat', en: 'found not to be eligible' },
  'licence-lapsed': { id: 'izin habis masa berlakunya atau dicabut', en: 'licence run out or revoked' },
  'consent-withdrawn': { id: 'persetujuan ditarik', en: 'consent withdrawn' },
  'month-reopened': { id: 'bulan dibuka kembali', en: 'month reopened' },
  late: { id: 'baru diketahui kemudian', en: 'learned later' },
  voided: { id: 'catatan dibatalkan', en: 'record made void' },
  other: {
    id: 'alasan lain, digabung supaya tidak ada yang dikenali',
    en: 'other reasons, put together so that nobody is recognised',
  },
}
/** Why people arrived or departed; a published document may hold a reason of a later version, which is shown as it stands. */
export const reasonWords = (reason: string, lang: Lang): string =>
  Object.hasOwn(REASON, reason) ? REASON[reason as keyof typeof REASON][lang] : reason

const CHANNEL: Record<string, Record<Lang, string>> = {
  catalogue: { id: 'katalog', en: 'catalogue' },
  bazaar: { id: 'bazar', en: 'bazaar' },
  consignment: { id: 'titip jual', en: 'consignment' },
  procurement: { id: 'pengadaan', en: 'procurement' },
  marketplace: { id: 'lokapasar', en: 'marketplace' },
  own: { id: 'saluran sendiri', en: 'a channel of one’s own' },
}
const listed = (channels: readonly string[], lang: Lang) =>
  new Intl.ListFormat(lang, { type: 'disjunction' }).format(channels.map((c) => CHANNEL[c]?.[lang] ?? c))

const ENTERED: Record<Step, Record<Lang, string>> = {
  1: { id: 'Pendaftaran tercatat.', en: 'A registration is on record.' },
  2: { id: 'Kehadiran pertama di kelas tercatat.', en: 'A first class attended is on record.' },
  3: { id: 'Pertemuan pertama dengan pendamping tercatat.', en: 'A first contact with a mentor is on record.' },
  4: {
    id: 'Permohonan izin atau izin yang terbit tercatat. Surat keterangan usaha tidak dihitung.',
    en: 'A licence applied for or issued is on record. A statement letter does not count.',
  },
  5: {
    id: 'Produk yang tampil di katalog, atau penjualan lewat saluran mana pun, tercatat.',
    en: 'A product listed in the catalogue, or a sale through any channel, is on record.',
  },
  6: { id: 'Penutupan buku bulan pertama tercatat.', en: 'A first month closed is on record.' },
  7: {
    id: 'Pengajuan pinjaman, atau jawaban atasnya, tercatat.',
    en: 'A loan applied for, or the answer to it, is on record.',
  },
}

const REACHED: Record<Step, Record<Lang, (d: Definition) => string>> = {
  1: {
    id: () =>
      'Identitas cocok dengan KTP atau KK, tempat tinggal dipastikan di wilayah program, data awal dicatat, dan persetujuan ikut program berlaku.',
    en: () =>
      'Identity matches the KTP or KK, residence is confirmed in the programme’s area, the baseline is taken, and consent to take part is held.',
  },
  2: {
    id: ({ p2 }) =>
      `Paling sedikit ${p2.sessions} pertemuan kelas yang berbeda dihadiri dengan catatan hadir, dan paling sedikit ${p2.homework} tugas diterima.`,
    en: ({ p2 }) =>
      `At least ${p2.sessions} different class sessions attended and recorded, and at least ${p2.homework} homework accepted.`,
  },
  3: {
    id: ({ p3 }) =>
      `Paling sedikit ${p3.contacts} pertemuan pada hari yang berbeda, masing-masing dengan tujuan dan hasil; yang terakhir paling cepat ${p3.days} hari setelah yang pertama.`,
    en: ({ p3 }) =>
      `At least ${p3.contacts} contacts on different days, each with its goal and result; the last at least ${p3.days} days after the first.`,
  },
  4: {
    id: ({ p4 }) =>
      `NIB berlaku (IUMK dihitung bila terbit sampai ${showLong(addDays(p4.iumkBefore, -1), 'id')}). Risiko menengah rendah memerlukan juga sertifikat standar, menengah tinggi yang sudah diverifikasi, tinggi izin. Surat keterangan usaha bukan izin.`,
    en: ({ p4 }) =>
      `A NIB in force (an IUMK counts if issued by ${showLong(addDays(p4.iumkBefore, -1), 'en')}). Medium-low risk also asks for a standard certificate, medium-high for a verified one, high for a licence. A statement letter is not a licence.`,
  },
  5: {
    id: ({ p5 }) =>
      `Satu produk lolos kurasi dan tampil, dan satu penjualan lewat saluran program: ${listed(p5.channels, 'id')}.`,
    en: ({ p5 }) => `A product accepted and listed, and a sale through a channel of the programme: ${listed(p5.channels, 'en')}.`,
  },
  6: {
    id: ({ p6 }) => `${p6.months} bulan kalender berturut-turut dari satu usaha ditutup, dan tidak ada yang dibuka kembali.`,
    en: ({ p6 }) => `${p6.months} calendar months in a row of one business closed, and none of them reopened.`,
  },
  7: {
    id: () => 'Pinjaman cair. Diajukan atau disetujui belum dihitung.',
    en: () => 'A loan disbursed. Applied for or approved does not count yet.',
  },
}

/** What a count of a step means, as published; the numbers come from the definition itself. */
export const definitionWords = (step: Step, count: 'entered' | 'reached', lang: Lang, definition: Definition = v1): string =>
  count === 'entered' ? ENTERED[step][lang] : REACHED[step][lang](definition)

const KIND: Record<Lang, Record<string, string>> = {
  id: {
    'registration.submitted': 'Mendaftar',
    'identity.checked': 'Identitas diperiksa',
    'residence.confirmed': 'Alamat dipastikan',
    'baseline.taken': 'Data awal diambil',
    'consent.given': 'Persetujuan diberikan',
    'consent.withdrawn': 'Persetujuan ditarik',
    'class.attended': 'Hadir di kelas',
    'homework.accepted': 'Tugas diterima',
    'mentoring.contact': 'Bertemu pendamping',
    'licence.applied': 'Izin diajukan',
    'licence.issued': 'Izin terbit',
    'licence.refused': 'Izin ditolak',
    'licence.revoked': 'Izin dicabut',
    'product.listed': 'Produk masuk katalog',
    'product.withdrawn': 'Produk ditarik',
    'sale.made': 'Penjualan',
    'month.closed': 'Bulan ditutup',
    'month.reopened': 'Bulan dibuka lagi',
    'loan.applied': 'Pinjaman diajukan',
    'loan.approved': 'Pinjaman disetujui',
    'loan.refused': 'Pinjaman belum disetujui',
    'loan.disbursed': 'Pinjaman cair',
    'enrolment.ended': 'Keluar atau pindah',
    'enrolment.opened': 'Datang dari kecamatan lain',
    'step.waived': 'Langkah dibebaskan',
    'fact.voided': 'Pembatalan',
    'person.corrected': 'Data diri dibetulkan',
  },
  en: {
    'registration.submitted': 'Registered',
    'identity.checked': 'Identity checked',
    'residence.confirmed': 'Address confirmed',
    'baseline.taken': 'Baseline taken',
    'consent.given': 'Consent given',
    'consent.withdrawn': 'Consent withdrawn',
    'class.attended': 'Attended a class',
    'homework.accepted': 'Homework accepted',
    'mentoring.contact': 'Met the mentor',
    'licence.applied': 'Licence applied for',
    'licence.issued': 'Licence issued',
    'licence.refused': 'Licence refused',
    'licence.revoked': 'Licence revoked',
    'product.listed': 'Product in the catalogue',
    'product.withdrawn': 'Product withdrawn',
    'sale.made': 'Sale',
    'month.closed': 'Month closed',
    'month.reopened': 'Month reopened',
    'loan.applied': 'Loan applied for',
    'loan.approved': 'Loan approved',
    'loan.refused': 'Loan not approved yet',
    'loan.disbursed': 'Loan disbursed',
    'enrolment.ended': 'Left or moved',
    'enrolment.opened': 'Came from another kecamatan',
    'step.waived': 'Step waived',
    'fact.voided': 'Void',
    'person.corrected': 'Personal data corrected',
  },
}
/** What happened, as a trail says it. */
export const kindWords = (kind: string, lang: Lang): string => KIND[lang][kind] ?? kind
