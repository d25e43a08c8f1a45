// The words of signing in and of accounts. The page around them: pages.tsx.
import type { ProblemOf, Words } from '../kit/problem.ts'

type SignInProblems = {
  'sign-in.name-missing': null
  'sign-in.password-missing': null
  'sign-in.wrong': null
  'sign-in.wait': { seconds: number }
  'sign-in.busy': null
}
export type SignInProblem = ProblemOf<SignInProblems>

const waitId = (s: number) => (s <= 60 ? `${s} detik` : `${Math.ceil(s / 60)} menit`)
const waitEn = (s: number) => (s <= 60 ? `${s} seconds` : `${Math.ceil(s / 60)} minutes`)
/** How long to wait, as people say it. */
export const waitWords = { id: waitId, en: waitEn }

export const signInWords: Words<SignInProblems> = {
  'sign-in.name-missing': { id: () => 'Tulis nama akun Anda.', en: () => 'Write the name of your account.' },
  'sign-in.password-missing': { id: () => 'Tulis kata sandi Anda.', en: () => 'Write your password.' },
  'sign-in.wrong': {
    id: () => 'Nama akun dan kata sandi ini tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi.',
    en: () => 'This account name and password do not match. Check capital and small letters, then try again.',
  },
  'sign-in.wait': {
    id: ({ seconds }) =>
      `Sudah beberapa kali tidak cocok. Tunggu ${waitId(seconds)}, lalu coba lagi. Lupa kata sandi? Minta yang baru di bawah.`,
    en: ({ seconds }) =>
      `It did not match several times. Wait ${waitEn(seconds)}, then try again. Forgot the password? Ask for a new one below.`,
  },
  'sign-in.busy': {
    id: () => 'Sedang banyak yang masuk. Tunggu beberapa detik, lalu coba lagi.',
    en: () => 'Many people are signing in. Wait some seconds, then try again.',
  },
}

type AccountProblems = {
  'account.name': { name: string }
  'account.taken': { name: string }
  'account.unknown': { name: string }
  'account.role': { role: string; roles: string }
  'account.shown-as': null
  'account.kecamatan': { role: string }
  'account.kota': { role: string }
  'account.password-short': { least: number }
  'account.password-long': { most: number }
  'account.password-name': null
}
export type AccountProblem = ProblemOf<AccountProblems>

export const accountWords: Words<AccountProblems> = {
  'account.name': {
    id: ({ name }) =>
      `Nama akun “${name}” tidak dapat dipakai. Pakai 2 sampai 40 huruf kecil, angka, titik, garis bawah atau tanda hubung, diawali huruf.`,
    en: ({ name }) =>
      `The account name “${name}” cannot be used. Use 2 to 40 small letters, digits, dots, underscores or hyphens, beginning with a letter.`,
  },
  'account.taken': {
    id: ({ name }) => `Akun “${name}” sudah ada. Pilih nama lain.`,
    en: ({ name }) => `The account “${name}” exists already. Choose another name.`,
  },
  'account.unknown': {
    id: ({ name }) => `Tidak ada akun “${name}”. Periksa ejaannya.`,
    en: ({ name }) => `There is no account “${name}”. Check the spelling.`,
  },
  'account.role': {
    id: ({ role, roles }) => `Peran “${role}” tidak ada. Pilih salah satu: ${roles}.`,
    en: ({ role, roles }) => `There is no role “${role}”. Choose one of: ${roles}.`,
  },
  'account.shown-as': {
    id: () => 'Tulis nama orang atau kantor yang memakai akun ini.',
    en: () => 'Write the name of the person or office that uses this account.',
  },
  'account.kecamatan': {
    id: ({ role }) =>
      role === 'officer' ? 'Tulis kecamatan petugas ini, contoh 31.74.04.' : 'Hanya petugas (officer) yang mempunyai kecamatan.',
    en: ({ role }) =>
      role === 'officer' ? "Write this officer's kecamatan, for example 31.74.04." : 'Only an officer has a kecamatan.',
  },
  'account.kota': {
    id: ({ role }) => (role === 'kota' ? 'Tulis kota akun ini, contoh 31.74.' : 'Hanya akun kota yang mempunyai kota.'),
    en: ({ role }) => (role === 'kota' ? "Write this account's kota, for example 31.74." : 'Only a kota account has a kota.'),
  },
  'account.password-short': {
    id: ({ least }) => `Kata sandi paling sedikit ${least} huruf. Beberapa kata yang mudah diingat sudah cukup.`,
    en: ({ least }) => `A password has at least ${least} characters. A few words that are easy to remember will do.`,
  },
  'account.password-long': {
    id: ({ most }) => `Kata sandi paling banyak ${most} huruf.`,
    en: ({ most }) => `A password has at most ${most} characters.`,
  },
  'account.password-name': {
    id: () => 'Kata sandi tidak boleh memuat nama akun. Pilih kata-kata lain.',
    en: () => 'A password must not contain the name of the account. Choose other words.',
  },
}
