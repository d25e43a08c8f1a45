// What is wrong with a row, in both languages: what we saw, and what to do. The same words stand beside the row in the
// corrections sheet, on the page and in the terminal.
import { type JakartaDate, showDate } from '../../kit/calendar.ts'
import type { Lang, Problem, ProblemOf, Words } from '../../kit/problem.ts'

type RowProblems = {
  NAME_MISSING: object
  NIK_MISSING: object
  NIK_SHAPE: { digits: number }
  NIK_PRECISION_LOST: object
  NIK_DATE_MISMATCH: { birthDate: JakartaDate; nikDay: number; nikMonth: number }
  NIK_SEX_MISMATCH: { nikSays: 'F' | 'M' }
  NIK_CONFLICT: object
  NON_RESIDENT: { where: string | null }
  RESIDENCE_UNCLEAR: object
  UNDER_AGE: { minimum: number; on: JakartaDate }
  AREA_UNKNOWN: { written: string }
  AREA_TYPO: { written: string; read: string }
  AREA_MISMATCH: { read: string }
  DATE_UNREADABLE: { of: 'birth' | 'registration'; written: string }
  BIRTHDATE_MISSING: object
  PHONE_MISSING: object
  PHONE_INVALID: { written: string }
  DUPLICATE: { of?: string }
  POSSIBLE_DUPLICATE: { of?: string }
  ALREADY_TAKEN: object
  WEEK_FROZEN: { on: JakartaDate }
  FIELD_TOO_LONG: { header: string }
  CHARACTERS_CLEANED: object
}
export type RowCode = keyof RowProblems
export type RowProblem = ProblemOf<RowProblems>

/** A row with one of these is not taken. DUPLICATE and ALREADY_TAKEN are outcomes of their own. */
export const REFUSALS: ReadonlySet<RowCode> = new Set<RowCode>([
  'NAME_MISSING',
  'NIK_MISSING',
  'NIK_SHAPE',
  'NIK_PRECISION_LOST',
  'NIK_CONFLICT',
  'NON_RESIDENT',
  'UNDER_AGE',
  'AREA_UNKNOWN',
  'FIELD_TOO_LONG',
  'WEEK_FROZEN',
])

const quoted = (text: string) => `“${text.length > 40 ? `${text.slice(0, 39)}…` : text}”`

export const rowWords: Words<RowProblems> = {
  NAME_MISSING: {
    id: () => 'Nama belum ada. Tulis nama lengkap seperti di KTP.',
    en: () => 'The name is missing. Write the full name as on the KTP.',
  },
  NIK_MISSING: {
    id: () => 'NIK belum ada. Tulis 16 angka NIK dari KTP atau KK.',
    en: () => 'The NIK is missing. Write its 16 digits from the KTP or KK.',
  },
  NIK_SHAPE: {
    id: ({ digits }) =>
      digits === 16
        ? 'Angka NIK ini tidak mungkin: kode wilayah, tanggal, bulan, atau nomor urutnya tidak ada. Periksa lagi dengan KTP, angka demi angka.'
        : `NIK harus 16 angka; di sini ${digits === 0 ? 'tidak ada angka' : `ada ${digits}`}. Periksa lagi dengan KTP, angka demi angka.`,
    en: ({ digits }) =>
      digits === 16
        ? 'No NIK has these digits: there is no such area, day, month or serial. Check it against the KTP, digit by digit.'
        : `A NIK has 16 digits; here ${digits === 0 ? 'are none' : digits === 1 ? 'is 1' : `are ${digits}`}. Check it against the KTP, digit by digit.`,
  },
  NIK_PRECISION_LOST: {
    id: () =>
      'NIK kehilangan angka terakhir karena tersimpan sebagai bilangan. Jadikan sel ini teks, lalu tulis ulang 16 angkanya dari KTP; jangan ditebak.',
    en: () =>
      'The NIK lost its last digits because it was stored as a number. Make the cell text and write all 16 digits again from the KTP; please do not guess.',
  },
  NIK_DATE_MISMATCH: {
    id: ({ birthDate, nikDay, nikMonth }) =>
      `Tanggal lahir ${showDate(birthDate, 'id')}, tetapi NIK menyebut tanggal ${nikDay} bulan ${nikMonth} atau tahun lain. Baris diterima dan NIK tidak diubah; cocokkan dengan KTP.`,
    en: ({ birthDate, nikDay, nikMonth }) =>
      `Born ${showDate(birthDate, 'en')}, but the NIK says day ${nikDay} of month ${nikMonth}, or another year. Taken, and the NIK is left as it is; compare with the KTP.`,
  },
  NIK_SEX_MISMATCH: {
    id: ({ nikSays }) =>
      `Menurut NIK ini ${nikSays === 'F' ? 'perempuan' : 'laki-laki'}, di lembar sebaliknya. Baris diterima; cocokkan dengan KTP.`,
    en: ({ nikSays }) =>
      `By the NIK this is a ${nikSays === 'F' ? 'woman' : 'man'}; the sheet says otherwise. Taken; compare with the KTP.`,
  },
  NIK_CONFLICT: {
    id: () =>
      'NIK ini sudah dipakai orang lain: nama dan tanggal lahirnya berbeda. Salah satu pasti salah tulis; periksa keduanya dengan KTP.',
    en: () =>
      'This NIK already belongs to someone else: name and birth date differ. One of the two is miswritten; check both against the KTP.',
  },
  NON_RESIDENT: {
    id: ({ where }) =>
      `Alamatnya di ${where ?? 'luar Jakarta'}, di luar wilayah program. Bila orangnya sudah pindah ke Jakarta, tulis alamat menurut KTP atau KK yang baru; bila belum, arahkan ke dinas koperasi dan UKM ${where ? 'di sana' : 'setempat'}.`,
    en: ({ where }) =>
      `The address is in ${where ?? 'a place outside Jakarta'}, outside the programme’s area. If they have moved to Jakarta, write the address of the new KTP or KK; if not, send them to the cooperative and small business office ${where ? 'there' : 'where they live'}.`,
  },
  RESIDENCE_UNCLEAR: {
    id: () =>
      'Satu kolom menyebut Jakarta, kolom lain menyebut luar Jakarta. Baris diterima; pastikan alamatnya dengan KTP atau KK.',
    en: () => 'One column says Jakarta, another says elsewhere. Taken; make sure of the address with the KTP or KK.',
  },
  UNDER_AGE: {
    id: ({ minimum, on }) =>
      `Belum ${minimum} tahun pada hari mendaftar (${showDate(on, 'id')}). Bila tanggal lahirnya salah tulis, perbaiki; bila benar, ajak mendaftar lagi nanti.`,
    en: ({ minimum, on }) =>
      `Not yet ${minimum} on the day of registration (${showDate(on, 'en')}). If the birth date is miswritten, mend it; if not, invite them again later.`,
  },
  AREA_UNKNOWN: {
    id: ({ written }) =>
      written
        ? `Kecamatan tidak terbaca dari ${quoted(written)}. Tulis nama kecamatan dan kelurahan menurut KTP.`
        : 'Kecamatan belum ada. Tulis nama kecamatan dan kelurahan menurut KTP.',
    en: ({ written }) =>
      written
        ? `We could not read a kecamatan from ${quoted(written)}. Write the kecamatan and kelurahan as on the KTP.`
        : 'The kecamatan is missing. Write the kecamatan and kelurahan as on the KTP.',
  },
  AREA_TYPO: {
    id: ({ written, read }) => `${quoted(written)} dibaca sebagai ${read}. Baris diterima; beri tahu kami bila bukan itu.`,
    en: ({ written, read }) => `${quoted(written)} was read as ${read}. Taken; tell us if it is another place.`,
  },
  AREA_MISMATCH: {
    id: ({ read }) =>
      `Kelurahan dan kecamatan tidak cocok; yang dipakai ${read}. Baris diterima; pastikan kelurahannya dengan KTP.`,
    en: ({ read }) =>
      `Kelurahan and kecamatan do not belong together; we used ${read}. Taken; make sure of the kelurahan with the KTP.`,
  },
  DATE_UNREADABLE: {
    id: ({ of, written }) =>
      of === 'birth'
        ? `Tanggal lahir ${quoted(written)} tidak ada atau tidak terbaca. Baris diterima tanpa tanggal lahir; tulis tanggal dari KTP, misalnya 14-03-1984.`
        : `Tanggal daftar ${quoted(written)} tidak terbaca atau belum tiba. Baris diterima dengan tanggal impor; tulis misalnya 08-01-2018 bila perlu.`,
    en: ({ of, written }) =>
      of === 'birth'
        ? `The birth date ${quoted(written)} does not exist or cannot be read. Taken without it; write the date of the KTP, such as 14-03-1984.`
        : `The registration date ${quoted(written)} cannot be read or has not come yet. Taken with the day of the import; write it like 08-01-2018 if it matters.`,
  },
  BIRTHDATE_MISSING: {
    id: () => 'Tanggal lahir belum ada. Baris diterima; lengkapi dari KTP.',
    en: () => 'The birth date is missing. Taken; add it from the KTP.',
  },
  PHONE_MISSING: {
    id: () => 'Nomor HP belum ada. Baris diterima; mintalah nomor yang bisa dihubungi, boleh milik keluarga.',
    en: () => 'There is no phone number. Taken; ask for one that reaches them, a relative’s will do.',
  },
  PHONE_INVALID: {
    id: ({ written }) =>
      `Nomor HP ${quoted(written)} tidak dapat dipakai. Baris diterima tanpa nomor; tulis seperti 0812-3456-7890.`,
    en: ({ written }) => `The phone number ${quoted(written)} cannot be used. Taken without it; write it like 0812-3456-7890.`,
  },
  DUPLICATE: {
    id: ({ of }) => `NIK ini sudah terdaftar${of ? ` (${of})` : ''}. Tidak perlu dikirim lagi.`,
    en: ({ of }) => `This NIK is registered already${of ? ` (${of})` : ''}. No need to send it again.`,
  },
  POSSIBLE_DUPLICATE: {
    id: ({ of }) =>
      `Mungkin orang yang sama${of ? ` dengan ${of}` : ' dengan anggota lain'}. Baris diterima sebagai orang tersendiri; bandingkan keduanya.`,
    en: ({ of }) =>
      `Perhaps the same person${of ? ` as ${of}` : ' as another member'}. Taken as a person of their own; compare the two.`,
  },
  ALREADY_TAKEN: {
    id: () => 'Baris ini sudah pernah diambil. Tidak ada yang digandakan.',
    en: () => 'This row was taken before. Nothing was doubled.',
  },
  WEEK_FROZEN: {
    id: ({ on }) =>
      `Pekan dari ${showDate(on, 'id')} sudah dibekukan, jadi baris ini tidak dapat dicatat seolah diketahui saat itu. Kirim tanpa --historical: ia terhitung dan tampil sebagai ralat.`,
    en: ({ on }) =>
      `The week of ${showDate(on, 'en')} is frozen, so this row cannot be recorded as known back then. Send it without --historical: it counts, and shows as a restatement.`,
  },
  FIELD_TOO_LONG: {
    id: ({ header }) =>
      `Isi kolom ${quoted(header)} terlalu panjang untuk satu sel. Mungkin beberapa baris menempel jadi satu; pisahkan, lalu kirim lagi.`,
    en: ({ header }) =>
      `The text in column ${quoted(header)} is too long for one cell. Perhaps several rows ran together; part them and send again.`,
  },
  CHARACTERS_CLEANED: {
    id: () => 'Ada tanda tak terlihat yang kami buang dari baris ini. Baris diterima; periksa apakah nama dan alamatnya utuh.',
    en: () => 'We took invisible characters out of this row. Taken; check that name and address are whole.',
  },
}

/** One problem in words. */
export const sayRow = (problem: Problem<RowCode>, lang: Lang): string =>
  (rowWords[problem.code] as Record<Lang, (data: unknown) => string>)[lang](problem.data)
