// Why a whole file cannot be read, each with a stable code and what the person can do. Rows: words.ts.
import type { Lang, ProblemOf, Words } from '../../kit/problem.ts'

type FileProblems = {
  'sheet.empty': object
  'sheet.too-big': { megabytes: number }
  'sheet.unpacks-too-big': object
  'sheet.too-heavy': object
  'sheet.old-xls': object
  'sheet.binary-xlsb': object
  'sheet.open-document': object
  'sheet.pdf': object
  'sheet.web-page': object
  'sheet.encrypted': object
  'sheet.macro': object
  'sheet.not-a-sheet': object
  'sheet.truncated': object
  'sheet.damaged': object
  'sheet.unsafe': object
  'sheet.quote-not-closed': { row: number }
}
export type SheetProblem = ProblemOf<FileProblems>
export type SheetCode = keyof FileProblems

const SAVE_ID = 'Buka di Excel atau LibreOffice, lalu Simpan Sebagai “Excel Workbook (.xlsx)” dan kirim lagi.'
const SAVE_EN = 'Open it in Excel or LibreOffice, choose Save As “Excel Workbook (.xlsx)” and send it again.'

export const fileWords: Words<FileProblems> = {
  'sheet.empty': {
    id: () => 'Berkas ini kosong. Periksa apakah Anda memilih berkas yang benar, lalu kirim lagi.',
    en: () => 'This file is empty. Check that you chose the right one, then send it again.',
  },
  'sheet.too-big': {
    id: ({ megabytes }) =>
      `Berkas ini ${megabytes} MB; paling besar 20 MB. Hapus gambar di dalamnya, atau bagi menjadi beberapa berkas, lalu kirim satu per satu.`,
    en: ({ megabytes }) =>
      `This file is ${megabytes} MB; the most we take is 20 MB. Remove the pictures in it, or split it, and send the parts one by one.`,
  },
  'sheet.unpacks-too-big': {
    id: () =>
      'Isi berkas ini jauh lebih besar daripada ukurannya (lebih dari 200 MB bila dibuka). Salin hanya tabel pendaftar ke berkas baru, lalu kirim lagi.',
    en: () =>
      'What is inside this file is far bigger than its size (over 200 MB when opened). Copy just the table of registrants into a new file and send that.',
  },
  'sheet.too-heavy': {
    id: () =>
      'Berkas ini terlalu berat untuk dibaca, jadi kami berhenti; belum ada baris yang diambil dari bagian yang tidak terbaca. Bagi menjadi beberapa berkas, lalu kirim satu per satu.',
    en: () =>
      'This file is too heavy to read, so we stopped; nothing was taken from the part we could not read. Split it and send the parts one by one.',
  },
  'sheet.old-xls': {
    id: () => `Ini berkas Excel lama (.xls), walaupun namanya mungkin lain. ${SAVE_ID}`,
    en: () => `This is an old Excel file (.xls), whatever its name says. ${SAVE_EN}`,
  },
  'sheet.binary-xlsb': {
    id: () => `Ini berkas Excel biner (.xlsb). ${SAVE_ID}`,
    en: () => `This is a binary Excel file (.xlsb). ${SAVE_EN}`,
  },
  'sheet.open-document': {
    id: () => `Ini berkas OpenDocument (.ods). ${SAVE_ID}`,
    en: () => `This is an OpenDocument file (.ods). ${SAVE_EN}`,
  },
  'sheet.pdf': {
    id: () => 'Ini berkas PDF, walaupun namanya mungkin lain. Mintalah lembar aslinya (.xlsx atau .csv) kepada yang membuatnya.',
    en: () => 'This is a PDF, whatever its name says. Ask whoever made it for the sheet itself (.xlsx or .csv).',
  },
  'sheet.web-page': {
    id: () => `Ini halaman web yang diberi nama seperti Excel. ${SAVE_ID}`,
    en: () => `This is a web page that was named like an Excel file. ${SAVE_EN}`,
  },
  'sheet.encrypted': {
    id: () =>
      'Berkas ini dikunci dengan kata sandi. Buka, hapus kata sandinya (File, Info, Protect Workbook), simpan, lalu kirim lagi.',
    en: () =>
      'This file is locked with a password. Open it, remove the password (File, Info, Protect Workbook), save and send it again.',
  },
  'sheet.macro': {
    id: () =>
      'Berkas ini berisi makro, dan makro tidak kami terima demi keamanan. Simpan Sebagai “Excel Workbook (.xlsx)”, yang tanpa makro, lalu kirim lagi.',
    en: () =>
      'This file holds macros, which we do not take, for safety. Save it as “Excel Workbook (.xlsx)”, which has none, and send it again.',
  },
  'sheet.not-a-sheet': {
    id: () => 'Ini bukan lembar kerja. Yang kami baca: Excel (.xlsx) dan CSV.',
    en: () => 'This is not a spreadsheet. We read Excel (.xlsx) and CSV.',
  },
  'sheet.truncated': {
    id: () =>
      'Berkas ini terpotong, mungkin karena sambungan terputus saat mengirim atau menyalin. Kirim lagi dari berkas aslinya.',
    en: () =>
      'This file is cut short, perhaps the connection broke while it was sent or copied. Send it again from the original.',
  },
  'sheet.damaged': {
    id: () => `Berkas ini rusak dan tidak dapat dibaca. ${SAVE_ID}`,
    en: () => `This file is damaged and cannot be read. ${SAVE_EN}`,
  },
  'sheet.unsafe': {
    id: () =>
      'Susunan berkas ini tidak wajar dan dapat membahayakan, jadi tidak kami buka. Salin tabelnya ke berkas Excel baru, lalu kirim yang baru.',
    en: () =>
      'This file is built in an unusual way that can do harm, so we did not open it. Copy the table into a new Excel file and send that.',
  },
  'sheet.quote-not-closed': {
    id: ({ row }) =>
      `Tanda kutip (") yang dibuka di baris ${row} tidak pernah ditutup, jadi baris-baris sesudahnya tidak dapat dibedakan. Perbaiki baris ${row}, lalu kirim lagi.`,
    en: ({ row }) =>
      `A quotation mark (") opened in row ${row} is never closed, so the rows after it cannot be told apart. Mend row ${row} and send it again.`,
  },
}

/** The file's refusal in words. */
export const sayFile = (problem: SheetProblem, lang: Lang): string =>
  (fileWords[problem.code] as Record<Lang, (data: unknown) => string>)[lang](problem.data)

/** How the reading process leaves a file; becomes a value before anyone outside sees it. */
export class Refused extends Error {
  problem: SheetProblem
  constructor(problem: SheetProblem) {
    super(problem.code)
    this.problem = problem
  }
}

/** Ends the reading of this file. */
export function refuse(code: Exclude<SheetCode, 'sheet.too-big' | 'sheet.quote-not-closed'>): never {
  throw new Refused({ code, data: {} })
}
