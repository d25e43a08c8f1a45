// The words of the second factor, of granting and of break-glass. Those of names and passwords: messages.ts.
import type { Lang, ProblemOf, Words } from '../kit/problem.ts'
import { nameOf } from '../places/index.ts'
import { waitWords } from './messages.ts'

type FactorProblems = {
  'factor.missing': null
  'factor.wrong': null
  'factor.wrong-first': null
  'factor.used': null
  'factor.wait': { seconds: number }
  'factor.over': null
}
export type FactorProblem = ProblemOf<FactorProblems>

export const factorWords: Words<FactorProblems> = {
  'factor.missing': { id: () => 'Tulis 6 angka dari aplikasi.', en: () => 'Write the 6 digits from the app.' },
  'factor.wrong': {
    id: () =>
      'Kode ini tidak cocok. Tulis kode yang tampil sekarang di aplikasi. Selalu tidak cocok? Periksa apakah jam HP Anda otomatis.',
    en: () =>
      'This code does not match. Write the code that the app shows now. Never matching? Check that the clock of your phone is automatic.',
  },
  'factor.wrong-first': {
    id: () => 'Kode ini tidak cocok. Pastikan aplikasi memakai kunci di halaman ini, lalu tulis kode yang tampil sekarang.',
    en: () =>
      'This code does not match. Make sure that the app uses the key on this page, then write the code that it shows now.',
  },
  'factor.used': {
    id: () => 'Kode ini sudah dipakai. Tunggu sampai aplikasi menampilkan kode berikutnya, atau pakai kode cadangan yang lain.',
    en: () => 'This code was used already. Wait until the app shows the next one, or use another recovery code.',
  },
  'factor.wait': {
    id: ({ seconds }) =>
      `Sudah beberapa kali tidak cocok. Tunggu ${waitWords.id(seconds)}, lalu coba lagi. Masuk ulang tidak memendekkan waktunya.`,
    en: ({ seconds }) =>
      `It did not match several times. Wait ${waitWords.en(seconds)}, then try again. Signing in anew does not shorten it.`,
  },
  'factor.over': {
    id: () => 'Waktu untuk menulis kode sudah habis. Masuk lagi dengan nama akun dan kata sandi.',
    en: () => 'The time for writing the code is over. Sign in again with account name and password.',
  },
}

type SetUpProblems = {
  'set-up.wrong': null
  'set-up.used': null
  'set-up.expired': null
  'set-up.wait': { seconds: number }
}
export type SetUpProblem = ProblemOf<SetUpProblems>

export const setUpWords: Words<SetUpProblems> = {
  'set-up.wrong': {
    id: () => 'Nama akun dan kode ini tidak cocok. Periksa keduanya di lembar yang Anda terima.',
    en: () => 'This account name and code do not match. Check both on the sheet that you were given.',
  },
  'set-up.used': {
    id: () =>
      'Kode ini sudah dipakai, dan hanya berlaku sekali. Bukan Anda yang memakainya? Beri tahu kantor program sekarang juga.',
    en: () => 'This code was used, and it works only once. It was not you? Tell the programme office at once.',
  },
  'set-up.expired': {
    id: () => 'Kode ini sudah lewat waktunya. Minta kode baru kepada pengelola akun.',
    en: () => 'The time of this code is over. Ask whoever manages the accounts for a new one.',
  },
  'set-up.wait': {
    id: ({ seconds }) => `Sudah beberapa kali tidak cocok. Tunggu ${waitWords.id(seconds)}, lalu coba lagi.`,
    en: ({ seconds }) => `It did not match several times. Wait ${waitWords.en(seconds)}, then try again.`,
  },
}

type ChangeProblems = {
  'change.reason': null
  'change.unknown': null
  'change.kind': null
  'change.nothing': null
  'change.open': null
  'change.decided': null
  'change.own': null
  'change.not-yours': null
  'change.taken': { name: string }
}
export type ChangeProblem = ProblemOf<ChangeProblems>

export const changeWords: Words<ChangeProblems> = {
  'change.reason': { id: () => 'Tulis alasannya dalam satu kalimat.', en: () => 'Write the reason in one sentence.' },
  'change.unknown': {
    id: () => 'Akun ini tidak ada. Pilih dari daftar.',
    en: () => 'There is no such account. Choose one from the list.',
  },
  'change.kind': { id: () => 'Pilih apa yang diubah.', en: () => 'Choose what to change.' },
  'change.nothing': {
    id: () => 'Akunnya sudah seperti itu, jadi tidak ada yang diubah.',
    en: () => 'The account is like that already, so there is nothing to change.',
  },
  'change.open': {
    id: () => 'Usulan yang sama sudah ada dan menunggu keputusan orang kedua.',
    en: () => 'The same proposal is there already and waits for a second person.',
  },
  'change.decided': {
    id: () => 'Usulan ini sudah diputuskan orang lain lebih dulu. Hasilnya ada di catatan di bawah.',
    en: () => 'Somebody else has decided this proposal first. What came of it is in the log below.',
  },
  'change.own': {
    id: () =>
      'Usulan Anda sendiri, atau tentang akun Anda, diputuskan orang lain. Minta pengelola atau petugas kantor yang lain.',
    en: () =>
      'What you proposed, or what is about your own account, is decided by somebody else. Ask another operator or office account.',
  },
  'change.not-yours': {
    id: () => 'Akun Anda tidak lagi berwenang memutuskan ini.',
    en: () => 'Your account may no longer decide this.',
  },
  'change.taken': {
    id: ({ name }) => `Akun “${name}” sudah dibuat sementara usulan ini menunggu. Tolak usulan ini, lalu usulkan nama lain.`,
    en: ({ name }) => `The account “${name}” was made while this proposal waited. Refuse it, then propose another name.`,
  },
}

type GlassProblems = {
  'glass.kec': null
  'glass.kota': null
  'glass.reason': null
  'glass.password': null
  'glass.review': null
  'glass.gone': null
}
export type GlassProblem = ProblemOf<GlassProblems>

export const glassWords: Words<GlassProblems> = {
  'glass.kec': { id: () => 'Pilih kecamatan yang perlu dibuka.', en: () => 'Choose the kecamatan to open.' },
  'glass.kota': {
    id: () => 'Kecamatan ini di luar kota Anda. Minta kantor program yang membukanya.',
    en: () => 'This kecamatan is outside your kota. Ask the programme office to open it.',
  },
  'glass.reason': {
    id: () => 'Tulis apa yang mendesak, paling sedikit satu kalimat. Kepala wilayah membacanya sekarang juga.',
    en: () => 'Write what is urgent, one sentence at least. The head of the area reads it at once.',
  },
  'glass.password': { id: () => 'Tulis kata sandi Anda lagi.', en: () => 'Write your password again.' },
  'glass.review': { id: () => 'Tulis hasil tinjauan Anda.', en: () => 'Write what your review found.' },
  'glass.gone': {
    id: () => 'Akses ini sudah ditinjau orang lain, atau milik Anda sendiri. Yang meninjau harus orang lain.',
    en: () => 'Somebody else has reviewed this access, or it is your own. The reviewer must be another person.',
  },
}

// ---- names of changes and of what happened, for lists

const CHANGE_NAMES: Record<string, Record<Lang, string>> = {
  new: { id: 'Akun baru', en: 'New account' },
  area: { id: 'Ganti peran atau wilayah', en: 'Change role or area' },
  close: { id: 'Tutup akun', en: 'Close the account' },
  open: { id: 'Buka lagi akun', en: 'Open the account again' },
  factor: { id: 'Lepas kode kedua yang hilang', en: 'Take a lost second factor off' },
  password: { id: 'Beri kode untuk kata sandi baru', en: 'Give a code for a new password' },
}
export const changeName = (kind: string, lang: Lang): string => CHANGE_NAMES[kind]?.[lang] ?? kind

const EVENT_NAMES: Record<string, Record<Lang, string>> = {
  made: { id: 'dibuat dengan perintah di server', en: 'made by a command on the server' },
  opened: { id: 'dibuka lagi dengan perintah di server', en: 'opened again by a command on the server' },
  closed: { id: 'ditutup dengan perintah di server', en: 'closed by a command on the server' },
  reset: {
    id: 'kode kedua dilepas dan kode sekali pakai dibuat dengan perintah di server',
    en: 'second factor taken off and one-time code made by a command on the server',
  },
  'password.set': { id: 'kata sandi baru; semua sesi berakhir', en: 'new password; all sessions ended' },
  'password.asked': { id: 'meminta kata sandi baru dari halaman masuk', en: 'asked for a new password on the sign-in page' },
  'factor.asked': { id: 'melaporkan HP dan kode cadangan hilang', en: 'reported phone and recovery codes lost' },
  'factor.set-up': { id: 'kode kedua dipasang', en: 'second factor set up' },
  'factor.reset': { id: 'kode kedua dilepas', en: 'second factor taken off' },
  'recovery.used': { id: 'masuk dengan kode cadangan', en: 'signed in with a recovery code' },
  'recovery.renewed': { id: 'kode cadangan diganti', en: 'recovery codes replaced' },
  'sessions.ended': { id: 'sesi lain diakhiri', en: 'other sessions ended' },
  'glass.opened': { id: 'akses darurat dibuka', en: 'break-glass opened' },
  'glass.ended': { id: 'akses darurat ditutup', en: 'break-glass closed' },
  'glass.reviewed': { id: 'akses darurat ditinjau', en: 'break-glass reviewed' },
}
const AFTER: Record<string, Record<Lang, string>> = {
  proposed: { id: 'diusulkan', en: 'proposed' },
  approved: { id: 'disetujui', en: 'approved' },
  refused: { id: 'ditolak', en: 'refused' },
}

/** What an entry of the log says. */
export function eventName({ kind, detail }: { kind: string; detail: Record<string, unknown> }, lang: Lang): string {
  const [what = '', after = ''] = kind.split('.')
  const name = EVENT_NAMES[kind]?.[lang] ?? (AFTER[after] ? `${changeName(what, lang)}: ${AFTER[after][lang]}` : kind)
  const at = detail.kec ?? detail.kota
  return typeof at === 'number' ? `${name} (${nameOf(at)})` : name
}

/** `22 Jan 2018, 09.00`: the server's time, in Jakarta. */
