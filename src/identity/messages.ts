// What speaks for one person or for two, in words, Indonesian first and English second.
import type { Lang } from '../kit/problem.ts'

export const seesWords = {
  'nik.same': { id: 'NIK sama', en: 'the same NIK' },
  'nik.one-digit': { id: 'satu angka NIK berbeda', en: 'one digit of the NIK differs' },
  'nik.digit-missing': { id: 'satu angka NIK kurang atau lebih', en: 'one digit of the NIK is missing or too many' },
  'nik.following': { id: 'nomor urut NIK berdekatan, seperti anak kembar', en: 'following serials of the NIK, as twins have' },
  'nik.other': { id: 'NIK lain', en: 'another NIK' },
  'name.same': { id: 'nama sama', en: 'the same name' },
  'name.spelling': {
    id: 'nama sama setelah gelar dan singkatan dibaca',
    en: 'the same name once titles and short forms are read',
  },
  'name.sound': { id: 'nama sebunyi', en: 'names that sound alike' },
  'name.short': { id: 'nama disingkat', en: 'a name cut short' },
  'name.part': { id: 'sebagian nama tidak ditulis', en: 'part of the name left out' },
  'name.slip': { id: 'nama berbeda satu huruf', en: 'a name with one letter changed' },
  'name.order': { id: 'urutan nama berbeda', en: 'the words of the name in another order' },
  'name.other': { id: 'nama berbeda', en: 'another name' },
  'birth.same': { id: 'tanggal lahir sama', en: 'the same birth date' },
  'birth.swapped': { id: 'hari dan bulan lahir tertukar', en: 'day and month of birth swapped' },
  'birth.one-digit': { id: 'tanggal lahir berbeda satu angka', en: 'one digit of the birth date differs' },
  'birth.year': { id: 'tahun lahir sama, tanggalnya lain', en: 'the same year of birth, another day' },
  'birth.other': { id: 'tanggal lahir lain', en: 'another birth date' },
  'sex.same': { id: 'jenis kelamin sama', en: 'the same sex' },
  'sex.other': { id: 'jenis kelamin berbeda', en: 'another sex' },
  'phone.same': { id: 'nomor HP sama', en: 'the same phone' },
  'phone.one-digit': { id: 'nomor HP berbeda satu angka', en: 'one digit of the phone differs' },
  'phone.other': { id: 'nomor HP lain', en: 'another phone' },
  'place.same': { id: 'kelurahan sama', en: 'the same kelurahan' },
  'place.other': { id: 'kelurahan lain', en: 'another kelurahan' },
} satisfies Record<string, Record<Lang, string>>

/** What a field can show. */
export type Sees = keyof typeof seesWords
