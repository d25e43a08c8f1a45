// What speaks for one person or for two, in words, Indonesian first and English second.
import { showMoment } from '../kit/calendar.ts'
import type { Lang, ProblemOf, Words } from '../kit/problem.ts'

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

type Problems = {
  'pair.choice': null
  'pair.reason': null
  'pair.decided': { by: string; at: Date; outcome: Outcome }
  'pair.changed': null
}
export type PairProblem = ProblemOf<Problems>

/** What a person says of a pair; `split`: no longer one. */
export type Outcome = 'one' | 'two' | 'ask' | 'split'

const outcomes: Record<Outcome, Record<Lang, string>> = {
  one: { id: 'satu orang, digabung', en: 'one person, merged' },
  two: { id: 'dua orang', en: 'two people' },
  ask: { id: 'tanya dulu', en: 'ask first' },
  split: { id: 'dipisahkan lagi', en: 'separated again' },
}
export const outcomeWords = (outcome: Outcome, lang: Lang) => outcomes[outcome][lang]

export const pairWords: Words<Problems> = {
  'pair.choice': {
    id: () => 'Pilih satu keputusan. Kalau belum yakin, pilih “Tanya dulu”.',
    en: () => 'Choose one decision. If you are not sure, choose “Ask first”.',
  },
  'pair.reason': {
    id: () => 'Tulis dasar keputusan Anda, satu kalimat cukup. Contoh: KTP dilihat di loket.',
    en: () => 'Write what you decided from, one sentence is enough. For example: KTP seen at the counter.',
  },
  'pair.decided': {
    id: ({ by, at, outcome }) =>
      `${by} sudah memutuskan pasangan ini pada ${showMoment(at, 'id')}: ${outcomeWords(outcome, 'id')}. Keputusan Anda tidak disimpan; lihat alasannya di samping.`,
    en: ({ by, at, outcome }) =>
      `${by} decided about this pair on ${showMoment(at, 'en')}: ${outcomeWords(outcome, 'en')}. Your decision was not kept; the reason stands beside.`,
  },
  'pair.changed': {
    id: () => 'Pasangan ini sudah berubah: salah satu catatan pindah atau digabung dengan yang lain. Muat ulang halaman ini.',
    en: () => 'This pair has changed: one of the records has moved or was merged with another. Load this page again.',
  },
}

export const texts = {
  id: {
    title: 'Mungkin orang yang sama',
    none: 'Tidak ada pasangan yang menunggu keputusan.',
    never: 'Anggota belum pernah dibandingkan. Perbandingan berjalan sendiri setelah impor dan sehari sekali.',
    scanned: (people: string, at: string) => `${people} anggota dibandingkan terakhir pada ${at}.`,
    position: (n: string, found: string) => `${n} pasangan menunggu · yang ini ditemukan ${found}`,
    pairs: 'Pasangan',
    all: (n: string) => `Semua ${n}`,
    next: '50 berikutnya',
    list: 'Yang menunggu, paling mirip di atas',
    likeness: 'Kemiripan',
    evidence: 'Petunjuk terkuat',
    where: 'Kecamatan',
    asked: 'tanya dulu',
    compare: 'Dua catatan, berdampingan',
    compareNote: 'Garis emas menandai yang berbeda.',
    what: 'Hal',
    hint: 'Petunjuk',
    fields: {
      nik: 'NIK',
      name: 'Nama',
      birth: 'Lahir',
      sex: 'Jenis kelamin',
      phone: 'Nomor HP',
      place: 'Kelurahan',
      address: 'Alamat',
      trade: 'Usaha',
      opened: 'Didaftarkan',
      state: 'Perjalanan',
    },
    sexes: { F: 'perempuan', M: 'laki-laki' },
    uses: { own: 'dipakai sendiri', shared: 'dipakai bersama', none: '' } as Record<string, string>,
    ways: { online: 'formulir', counter: 'loket', clinic: 'klinik', paper: 'kertas', import: 'lembar' } as Record<string, string>,
    unknown: 'tidak diketahui',
    facts: (n: number) => `${n} catatan`,
    forOne: 'Mendukung: satu orang',
    forTwo: 'Mendukung: dua orang',
    nothing: 'Tidak ada petunjuk ke arah ini.',
    decide: 'Putuskan',
    decideHint: 'Mesin hanya menduga. Yang memutuskan Anda, sebaiknya setelah melihat KTP.',
    decision: 'Keputusan',
    one: (name: string) => `Satu orang, ${name} tetap`,
    earlier: 'karena lebih dulu terdaftar',
    later: 'yang lebih dulu digabung ke sini',
    two: 'Dua orang berbeda',
    twoHint: 'tidak ditanyakan lagi',
    ask: 'Tanya dulu',
    askHint: (phone: string) => `pasangan ini tetap menunggu${phone}`,
    askPhone: (phone: string) => `; telepon ${phone} atau minta KTP`,
    reason: 'Dasar keputusan',
    reasonHint: 'Contoh: KTP dilihat di loket 29 Jan. NIK berakhir 0004.',
    save: 'Simpan keputusan',
    changes: 'Yang akan berubah kalau digabung',
    leaves: (kec: string) => `Masuk P1, ${kec}`,
    stays: 'Langkah yang tetap',
    unchanged: 'tidak berubah',
    changesNote: 'Terbit sebagai keluar, alasan digabung. Pekan yang sudah terbit tidak diubah.',
    across: (from: string, to: string) => `Dua kecamatan berubah: ${from} berkurang satu, catatannya ikut ke ${to}.`,
    merged: 'Sudah digabung, bisa dipisah lagi',
    open: 'Lihat',
    decided: 'Sudah diputuskan',
    by: (who: string, at: string) => `${who}, ${at}`,
    split: 'Pisahkan lagi',
    splitHint: 'Setiap catatan kembali ke pemilik asalnya, dan kedua nomor berlaku lagi.',
    splitSince: (n: number, keeps: string) =>
      `Sejak digabung ada ${n} catatan baru. Catatan yang ditulis atas ${keeps} tetap milik ${keeps}; kalau itu tentang yang lain, batalkan dan catat lagi sesudah dipisah.`,
    splitReason: 'Alasan memisahkan',
    done: {
      one: 'Digabung. Kedua nomor sekarang menuju ke satu anggota.',
      two: 'Dicatat: dua orang. Pasangan ini tidak ditanyakan lagi.',
      ask: 'Dicatat: tanya dulu. Pasangan ini tetap menunggu.',
      split: 'Dipisahkan lagi. Setiap catatan kembali ke pemilik asalnya.',
    },
  },
  en: {
    title: 'Perhaps the same person',
    none: 'No pair waits for a decision.',
    never: 'Members have not been compared yet. It runs by itself after an import and once a day.',
    scanned: (people: string, at: string) => `${people} members were last compared on ${at}.`,
    position: (n: string, found: string) => `${n} pairs wait · this one was found on ${found}`,
    pairs: 'Pairs',
    all: (n: string) => `All ${n}`,
    next: 'Next 50',
    list: 'Waiting, the most alike on top',
    likeness: 'Likeness',
    evidence: 'Strongest evidence',
    where: 'Kecamatan',
    asked: 'ask first',
    compare: 'Two records, side by side',
    compareNote: 'The golden line marks what differs.',
    what: 'What',
    hint: 'Evidence',
    fields: {
      nik: 'NIK',
      name: 'Name',
      birth: 'Born',
      sex: 'Sex',
      phone: 'Phone',
      place: 'Kelurahan',
      address: 'Address',
      trade: 'Business',
      opened: 'Registered',
      state: 'Journey',
    },
    sexes: { F: 'woman', M: 'man' },
    uses: { own: 'own', shared: 'shared', none: '' } as Record<string, string>,
    ways: { online: 'form', counter: 'counter', clinic: 'clinic', paper: 'paper', import: 'sheet' } as Record<string, string>,
    unknown: 'not known',
    facts: (n: number) => `${n} records`,
    forOne: 'For one person',
    forTwo: 'For two people',
    nothing: 'Nothing points this way.',
    decide: 'Decide',
    decideHint: 'The machine only guesses. You decide, best with the KTP in hand.',
    decision: 'Decision',
    one: (name: string) => `One person, ${name} remains`,
    earlier: 'because registered earlier',
    later: 'the earlier one is merged into it',
    two: 'Two different people',
    twoHint: 'not asked again',
    ask: 'Ask first',
    askHint: (phone: string) => `the pair goes on waiting${phone}`,
    askPhone: (phone: string) => `; call ${phone} or ask for the KTP`,
    reason: 'What you decided from',
    reasonHint: 'For example: KTP seen at the counter on 29 Jan. NIK ends in 0004.',
    save: 'Keep the decision',
    changes: 'What a merge would change',
    leaves: (kec: string) => `Entered P1, ${kec}`,
    stays: 'Steps of who remains',
    unchanged: 'do not change',
    changesNote: 'Published as a departure, reason merged. Weeks already published do not change.',
    across: (from: string, to: string) => `Two kecamatan change: ${from} has one less, the records go along to ${to}.`,
    merged: 'Merged, and can be separated again',
    open: 'Open',
    decided: 'Decided already',
    by: (who: string, at: string) => `${who}, ${at}`,
    split: 'Separate again',
    splitHint: 'Every record goes back to whose it was, and both numbers are valid again.',
    splitSince: (n: number, keeps: string) =>
      `${n} records were written since the merge. Those written about ${keeps} stay with ${keeps}; if one was about the other, void it and record it again afterwards.`,
    splitReason: 'Reason for separating',
    done: {
      one: 'Merged. Both numbers now lead to one member.',
      two: 'Recorded: two people. This pair is not asked about again.',
      ask: 'Recorded: ask first. The pair goes on waiting.',
      split: 'Separated again. Every record is again whose it was.',
    },
  },
}
