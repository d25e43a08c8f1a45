// The words of a member's sign-in: what went wrong and what to do next.
import type { Words } from '../kit/problem.ts'
import type { CodeProblems } from './codes.ts'
import { waitWords } from './messages.ts'

export const codeWords: Words<CodeProblems> = {
  'code.phone-missing': { id: () => 'Tulis nomor HP Anda.', en: () => 'Write your phone number.' },
  'code.phone-unreadable': {
    id: () => 'Nomor ini tidak terbaca. Tulis angkanya saja, contoh: 0812 3456 7890.',
    en: () => 'This number cannot be read. Write its digits only, for example 0812 3456 7890.',
  },
  'code.five-today': {
    id: ({ seconds }) =>
      `Sudah lima kode hari ini untuk nomor ini. Tunggu ${waitWords.id(seconds)}, atau datang ke kecamatan dengan KTP.`,
    en: ({ seconds }) =>
      `Five codes were asked for this number today. Wait ${waitWords.en(seconds)}, or come to the kecamatan with your KTP.`,
  },
  'code.locked': {
    id: () =>
      'Kode untuk nomor ini terlalu sering salah. Pakai HP yang pernah Anda pakai masuk, atau datang ke kecamatan dengan KTP.',
    en: () =>
      'Codes for this number were wrong too often. Use a phone on which you signed in before, or come to the kecamatan with your KTP.',
  },
  'code.address': {
    id: ({ seconds }) => `Terlalu banyak permintaan dari jaringan ini. Tunggu ${waitWords.id(seconds)}, lalu coba lagi.`,
    en: ({ seconds }) => `Too many requests from this network. Wait ${waitWords.en(seconds)}, then try again.`,
  },
  'code.none': {
    id: () => 'Kode ini sudah dipakai, atau diminta dari peramban lain. Minta kode baru di sini.',
    en: () => 'This code was used already, or asked for in another browser. Ask for a new one here.',
  },
  'code.missing': { id: () => 'Tulis 6 angka dari pesan.', en: () => 'Write the 6 digits of the message.' },
  'code.wrong': {
    id: ({ left }) => `Kode tidak cocok. Periksa angkanya; Anda bisa mencoba ${left} kali lagi.`,
    en: ({ left }) => `This is not the code. Check the digits; ${left} more tries.`,
  },
  'code.over': {
    id: () => 'Kode itu sudah tidak berlaku. Minta kode baru, lalu tulis yang terakhir Anda terima.',
    en: () => 'This code is no longer valid. Ask for a new one, then write the last one that you got.',
  },
  'code.not-member': {
    id: () => 'Nomor ini tidak lagi tercatat. Datang ke kecamatan dengan KTP.',
    en: () => 'This number is no longer on record. Come to the kecamatan with your KTP.',
  },
  'code.not-confirmed': {
    id: ({ left }) => `Belum cocok dengan nama yang dipilih. Periksa lagi; Anda bisa mencoba ${left} kali lagi.`,
    en: ({ left }) => `This does not match the name chosen. Check it; ${left} more tries.`,
  },
  'code.counter-wrong': {
    id: () => 'Nomor peserta dan kode ini tidak cocok, atau kodenya sudah tidak berlaku. Minta kode baru kepada petugas.',
    en: () => 'This member number and code do not match, or the code is no longer valid. Ask the officer for a new one.',
  },
}
