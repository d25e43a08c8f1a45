// What the front door says when it turns a request away: the title, what happened, and what to do. Number and "saved" come from ui/.
import { Busy } from './kit/gather.ts'
import type { Unreadable } from './kit/http.ts'
import type { Lang } from './kit/problem.ts'

export type Refused =
  | Unreadable
  | 'file-too-large'
  | 'not-from-here'
  | 'session-ended'
  | 'read-only'
  | 'database-away'
  | 'database-full'
  | 'busy'
  | 'unexpected'

type Said = { what: string; why?: string; todo: string }
/** `back`: where the page leads on, beside going back. */
type Refusal = {
  status: 400 | 403 | 413 | 415 | 500 | 503
  code: string
  back?: { href: string } & Record<Lang, string>
} & Record<Lang, Said>

const again = {
  id: 'Kembali ke halaman tadi, perbaiki, lalu kirim lagi.',
  en: 'Go back to the page, mend it, then send it again.',
}

export const REFUSALS: Record<Refused, Refusal> = {
  'too-large': {
    status: 413,
    code: 'request.too-large',
    id: {
      what: 'Kiriman ini terlalu besar',
      why: 'Satu formulir paling banyak 64 KB tulisan.',
      todo: `Persingkat isiannya. ${again.id}`,
    },
    en: { what: 'This is too large', why: 'A form holds at most 64 KB of text.', todo: `Write less. ${again.en}` },
  },
  'file-too-large': {
    status: 413,
    code: 'request.file-too-large',
    id: {
      what: 'Berkas ini terlalu besar',
      why: 'Satu berkas paling besar 20 MB.',
      todo: 'Bagi lembarnya menjadi beberapa berkas, lalu kirim satu per satu.',
    },
    en: {
      what: 'This file is too large',
      why: 'A file may have at most 20 MB.',
      todo: 'Split the sheet into several files and send them one by one.',
    },
  },
  nul: {
    status: 400,
    code: 'request.nul',
    id: {
      what: 'Ada tanda yang tidak dapat disimpan',
      why: 'Di dalam isian ada tanda kosong (NUL), biasanya ikut tersalin dari berkas lain.',
      todo: `Hapus isian itu dan ketik ulang. ${again.id}`,
    },
    en: {
      what: 'There is a character that cannot be stored',
      why: 'One of the fields holds an empty character (NUL), usually copied along from another file.',
      todo: `Clear that field and type it anew. ${again.en}`,
    },
  },
  encoding: {
    status: 400,
    code: 'request.encoding',
    id: {
      what: 'Ada huruf yang tidak terbaca',
      why: 'Kiriman atau alamat ini memuat huruf di luar UTF-8.',
      todo: `Ketik ulang isiannya. ${again.id}`,
    },
    en: {
      what: 'Some characters cannot be read',
      why: 'What was sent, or the address, is not UTF-8 text.',
      todo: `Type it anew. ${again.en}`,
    },
  },
  'too-many-fields': {
    status: 400,
    code: 'request.too-many-fields',
    id: {
      what: 'Isian ini terlalu banyak',
      why: 'Jumlah isian yang dikirim lebih banyak daripada formulir mana pun di sini.',
      todo: 'Buka lagi formulirnya dari halaman kami, lalu kirim dari sana.',
    },
    en: {
      what: 'These are too many fields',
      why: 'More fields were sent than any form here has.',
      todo: 'Open the form again from our page and send it from there.',
    },
  },
  kind: {
    status: 415,
    code: 'request.kind',
    id: {
      what: 'Bentuk kiriman ini tidak kami kenal',
      why: 'Kami menerima formulir dan JSON.',
      todo: 'Kirim lewat formulir di halaman kami.',
    },
    en: {
      what: 'We do not know this kind of content',
      why: 'We take forms and JSON.',
      todo: 'Send it with the form on our page.',
    },
  },
  broken: {
    status: 400,
    code: 'request.broken',
    id: {
      what: 'Kiriman ini terpotong',
      why: 'Sebagian tidak sampai kepada kami.',
      todo: 'Periksa jaringan Anda, lalu kirim lagi dari halaman tadi.',
    },
    en: {
      what: 'This arrived incomplete',
      why: 'A part of it did not reach us.',
      todo: 'Check your connection, then send it again from the page.',
    },
  },
  'not-from-here': {
    status: 403,
    code: 'form.not-from-here',
    id: {
      what: 'Kiriman ini tidak kami terima',
      why: 'Formulirnya dibuka terlalu lama, Anda masuk atau keluar di jendela lain, atau peramban tidak menyimpan cookie situs ini.',
      todo: 'Kembali ke halaman formulirnya, muat ulang, periksa isiannya, lalu kirim lagi. Tetap tidak bisa? Izinkan cookie untuk situs ini.',
    },
    en: {
      what: 'We did not take this',
      why: 'The form was open for too long, you signed in or out in another window, or the browser keeps no cookies of this site.',
      todo: "Go back to the form, load it again, check what you wrote, then send it again. Still not? Allow this site's cookies.",
    },
  },
  'session-ended': {
    status: 403,
    code: 'session.ended',
    back: { href: '/masuk', id: 'Masuk lagi', en: 'Sign in again' },
    id: {
      what: 'Anda sudah keluar',
      why: 'Setelah 30 menit tanpa kegiatan, atau 12 jam setelah masuk, akun kerja keluar sendiri.',
      todo: 'Masuk lagi, lalu kirim ulang. Salin dulu isian yang panjang dari halaman tadi.',
    },
    en: {
      what: 'You are signed out',
      why: 'A work account is signed out after 30 minutes without activity, and 12 hours after signing in.',
      todo: 'Sign in again and send it anew. Copy longer texts from the page first.',
    },
  },
  'read-only': {
    status: 403,
    code: 'glass.read-only',
    id: {
      what: 'Akses darurat hanya untuk membaca',
      why: 'Yang dicatat tentang seorang peserta dicatat oleh petugas kecamatannya.',
      todo: 'Tutup akses darurat di baris paling atas, lalu kerjakan dengan akun Anda sendiri, atau minta petugas kecamatan itu.',
    },
    en: {
      what: 'Break-glass is for reading only',
      why: "What is recorded about a member is recorded by the officer of that member's kecamatan.",
      todo: 'Close break-glass in the line at the top and go on with your own account, or ask the officer of that kecamatan.',
    },
  },
  'database-away': {
    status: 503,
    code: 'database.away',
    id: {
      what: 'Layanan sedang berhenti sebentar',
      todo: 'Tunggu satu menit, lalu coba lagi. Isian Anda masih ada bila Anda kembali ke halaman tadi.',
    },
    en: {
      what: 'The service has stopped for a moment',
      todo: 'Wait a minute, then try again. What you wrote is still there when you go back to the page.',
    },
  },
  'database-full': {
    status: 503,
    code: 'database.full',
    id: {
      what: 'Kami sedang tidak dapat menyimpan',
      why: 'Tempat penyimpanan di pihak kami penuh. Kami sedang membereskannya.',
      todo: 'Coba lagi beberapa menit lagi. Isian Anda masih ada bila Anda kembali ke halaman tadi.',
    },
    en: {
      what: 'We cannot store anything right now',
      why: 'Storage on our side is full. We are seeing to it.',
      todo: 'Try again in some minutes. What you wrote is still there when you go back to the page.',
    },
  },
  busy: {
    status: 503,
    code: 'busy',
    back: { href: '/daftar/periksa', id: 'Kembali ke formulir', en: 'Back to the form' },
    id: {
      what: 'Sedang sangat ramai',
      why: 'Banyak orang mengirim pada saat yang sama, dan kami mendahulukan yang sudah menunggu.',
      todo: 'Isian Anda masih tersimpan. Tunggu setengah menit, kembali ke halaman tadi, lalu tekan Kirim lagi.',
    },
    en: {
      what: 'It is very busy just now',
      why: 'Many people are sending at the same moment, and those who already wait go first.',
      todo: 'What you wrote is still kept. Wait half a minute, go back to the page and press Send again.',
    },
  },
  unexpected: {
    status: 500,
    code: 'unexpected',
    id: { what: 'Ada yang tidak beres di pihak kami', todo: 'Coba sekali lagi. Bila terulang, hubungi kantor program.' },
    en: { what: 'Something went wrong on our side', todo: 'Try once more. If it happens again, contact the programme office.' },
  },
}

/** What an error means for whoever sent something, told by the driver's code; and whether it may have been stored all the same. */
export function meaningOf(error: unknown): { refused: Refused; saved: 'no' | 'unknown'; code: string } {
  const code = String((error as { code?: unknown }).code ?? '')
  const message = error instanceof Error ? error.message : ''
  if (error instanceof Busy) return { refused: 'busy', saved: 'no', code: 'busy' }
  // No connection was made at all, so nothing can have been stored.
  if (
    /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|57P03|53300|28\w{3}|3D000)$/.test(code) ||
    /^timeout exceeded when trying to connect/.test(message)
  )
    return { refused: 'database-away', saved: 'no', code: `database.${code || 'timeout'}` }
  if (/^(53100|53200)$/.test(code)) return { refused: 'database-full', saved: 'no', code: `database.${code}` }
  // Two writers met, or the statement was ended: rolled back whole, worth another try.
  if (/^(40001|40P01|55P03|57014)$/.test(code)) return { refused: 'database-away', saved: 'no', code: `database.${code}` }
  // The connection broke while at work: the last COMMIT may have arrived or not.
  if (
    /^(08\w{3}|57P0\d|ECONN\w+|EPIPE|ETIMEDOUT)$/.test(code) ||
    /^(Connection terminated|Client has encountered a connection error)/.test(message)
  )
    return { refused: 'database-away', saved: 'unknown', code: `database.${code || 'terminated'}` }
  if (/^[0-9A-Z]{5}$/.test(code)) return { refused: 'unexpected', saved: 'no', code: `database.${code}` }
  return { refused: 'unexpected', saved: 'unknown', code: 'unexpected' }
}
