// The words of the import: its refusals, and its pages. Why a row or a file is refused: sheet/words.ts, sheet/refusal.ts.
import { type JakartaDate, showDate } from '../../kit/calendar.ts'
import { type Lang, type ProblemOf, say, type Words } from '../../kit/problem.ts'
import { showNumber as n } from '../../kit/show.ts'
import type { Outcome } from './take.ts'

type Problems = {
  'import.registered-in-future': { on: JakartaDate; today: JakartaDate }
  'import.date-unreadable': { written: string }
  'import.no-file': object
  'import.nothing-to-read': object
  'import.already-started': object
  'import.task-failed': object
  'import.reason-missing': object
  'import.reason-long': { most: number }
  'import.not-done': object
  'import.take-back-stopped': object
}
export type ImportProblem = ProblemOf<Problems>

export const importWords: Words<Problems> = {
  'import.registered-in-future': {
    id: ({ on, today }) =>
      `Tanggal daftar ${showDate(on, 'id')} belum tiba; hari ini ${showDate(today, 'id')}. Tulis tanggal saat mereka mendaftar, paling lambat hari ini.`,
    en: ({ on, today }) =>
      `The registration date ${showDate(on, 'en')} has not come yet; today is ${showDate(today, 'en')}. Write the day on which they registered, today at the latest.`,
  },
  'import.date-unreadable': {
    id: ({ written }) =>
      `“${written}” bukan tanggal yang ada di kalender. Tulis hari, bulan, dan tahun, contoh 8 1 2018, atau kosongkan.`,
    en: ({ written }) =>
      `“${written}” is no day of the calendar. Write day, month and year, such as 8 1 2018, or leave it empty.`,
  },
  'import.no-file': {
    id: () => 'Belum ada berkas yang dipilih. Pilih satu atau beberapa lembar Excel (.xlsx) atau CSV.',
    en: () => 'No file was chosen. Choose one or more sheets, Excel (.xlsx) or CSV.',
  },
  'import.nothing-to-read': {
    id: () => 'Tidak ada lembar yang akan dibaca. Centang sedikitnya satu lembar, dan pilih kolom mana yang berisi NIK dan nama.',
    en: () => 'No sheet is to be read. Tick at least one, and choose which columns hold the NIK and the name.',
  },
  'import.already-started': {
    id: () => 'Impor ini sudah dimulai, jadi kolomnya tidak dapat diubah lagi. Di bawah ini keadaannya sekarang.',
    en: () => 'This import has begun, so its columns cannot change any more. This is how it stands now.',
  },
  'import.task-failed': {
    id: () =>
      'Impor ini sempat berhenti karena ada yang tidak beres di pihak kami. Baris yang sudah diambil tidak hilang; impor dilanjutkan sendiri dari sana.',
    en: () =>
      'This import stopped for a while because something went wrong on our side. The rows taken so far are safe; it goes on from there by itself.',
  },
  'import.reason-missing': {
    id: () => 'Alasannya belum ditulis. Tulis mengapa lembar ini ditarik; alasan itu tinggal di catatan setiap orang.',
    en: () => 'The reason is not written yet. Write why this sheet is taken back; it stays in the record of each person.',
  },
  'import.reason-long': {
    id: ({ most }) => `Alasan ini terlalu panjang. Ringkas menjadi paling banyak ${most} huruf.`,
    en: ({ most }) => `This reason is too long. Shorten it to ${most} letters at most.`,
  },
  'import.not-done': {
    id: () => 'Hanya impor yang sudah selesai yang dapat ditarik. Di bawah ini keadaannya sekarang.',
    en: () => 'Only an import that is done can be taken back. This is how it stands now.',
  },
  'import.take-back-stopped': {
    id: () =>
      'Penarikan ini sempat berhenti karena ada yang tidak beres di pihak kami. Yang sudah ditarik tetap tertarik; selebihnya dilanjutkan sendiri dari sana.',
    en: () =>
      'Taking back stopped for a while because something went wrong on our side. What was taken back stays so; it goes on from there by itself.',
  },
}
export const sayImport = (problem: ImportProblem, lang: Lang) => say(importWords, problem, lang)

export const texts = {
  id: {
    title: 'Impor lembar pendaftaran',
    lead: 'Lembar pendaftar dari kantor mana pun dibaca seperti adanya. Anda memeriksa kolom dan beberapa baris dulu; baru sesudah itu ada yang disimpan.',
    file: 'Lembar yang akan diimpor',
    fileHint: 'Excel (.xlsx) atau CSV, boleh beberapa berkas sekaligus, bersama-sama paling besar 20 MB.',
    send: 'Kirim dan periksa kolomnya',
    list: 'Impor sejauh ini',
    none: 'Belum ada impor.',
    heads: ['Berkas', 'Dikirim', 'Oleh', 'Keadaan', 'Hasil'],
    older: 'Tampilkan yang lebih lama',
    state: {
      mapping: 'Menunggu Anda',
      queued: 'Mengantre',
      running: 'Berjalan',
      done: 'Selesai',
      refused: 'Tidak terbaca',
      'taking-back': 'Sedang ditarik',
      'taken-back': 'Ditarik kembali',
    },
    brief: (t: { accepted: number; warned: number; rejected: number; duplicate: number }) =>
      `${n(t.accepted + t.warned)} diterima, ${n(t.duplicate)} sudah ada, ${n(t.rejected)} tidak diterima`,
    ofRows: (done: number, of: number) => `${n(done)} dari ${n(of)} baris`,
    flow: ['Kolom', 'Pratinjau', 'Berjalan', 'Hasil'],
    from: (name: string) => `“${name}”`,
    refusedTitle: 'Berkas ini tidak dapat dibaca',
    nothingStored: 'Tidak ada baris yang disimpan dari berkas ini.',
    another: 'Kirim berkas lain',
    gone: 'Berkas ini tidak pernah dimulai dan sudah dikosongkan setelah 30 hari. Kirim lagi bila masih diperlukan.',
    sameFile: (on: string, by: string) =>
      `Berkas yang sama sudah diimpor ${on} oleh ${by}. Baris yang waktu itu diambil dikenali, jadi mengirim ulang tidak menggandakan apa pun.`,
    sheet: (name: string, rows: number) => `Lembar ${name}: ${n(rows)} baris`,
    headerIn: (row: number | null) => (row === null ? 'tanpa judul kolom' : `judul kolom di baris ${n(row)}`),
    mapping: 'Kolom yang kami usulkan',
    mappingHeads: ['Kolom di lembar', 'Contoh isi', 'Menjadi', 'Mengapa'],
    becomes: (header: string) => `Kolom “${header}” menjadi`,
    column: (letter: string) => `Kolom ${letter}`,
    hidden: 'tersembunyi di lembarnya',
    readSheet: 'Baca lembar ini',
    use: 'Pakai kolom ini, lihat pratinjaunya',
    kept: 'Disimpan untuk kantor ini saat impor dimulai; lembar berikutnya dengan judul yang sama langsung dikenali.',
    preview: 'Pratinjau',
    previewOf: (rows: number) =>
      `Beberapa baris pertama setelah dibaca. NIK dan nomor HP disamarkan.${rows ? '' : ' Belum ada baris yang terbaca sebagai orang.'}`,
    previewHeads: ['Baris', 'Nama', 'NIK', 'Lahir', 'Kecamatan', 'HP', 'Baris ini'],
    missing: 'tidak ada',
    sample: (all: number, good: number, odd: number, bad: number, nobody: number) =>
      `Dari ${n(all)} baris pertama: ${n(good)} baik, ${n(odd)} diterima dengan catatan, ${n(bad)} tidak diterima, ${n(nobody)} bukan data. NIK yang sudah terdaftar baru diperiksa saat impor berjalan.`,
    begin: 'Mulai impor',
    registeredOn: 'Tanggal daftar untuk baris yang tidak menyebutnya',
    registeredHint: (today: string) => `Kosongkan untuk hari ini, ${today}.`,
    historical: 'Catat seolah diketahui pada akhir hari daftarnya',
    historicalHint: 'Untuk memasukkan data lama sebelum pekannya dibekukan. Baris dari pekan yang sudah dibekukan ditolak.',
    start: (rows: number) => `Mulai impor ${n(rows)} baris`,
    running: 'Berjalan',
    waiting: 'Menunggu giliran. Impor lain sedang berjalan.',
    close:
      'Boleh menutup halaman ini: impor berjalan di server, dan dilanjutkan sendiri bila server dimulai ulang. Halaman ini memperbarui diri.',
    refresh: 'Perbarui sekarang',
    byCommand:
      'Impor ini dijalankan dengan perintah di server. Bila perintahnya terputus, jalankan lagi: baris yang sudah diambil dikenali.',
    result: (rows: number) => `Hasil: ${n(rows)} baris, semua ada jawabannya`,
    figures: ['diterima', 'diterima, perlu diperiksa', 'sudah ada', 'tidak diterima'],
    sum: (parts: number[], rows: number, ignored: number) =>
      `${parts.map(n).join(' + ')} = ${n(rows)}.${ignored ? ` ${n(ignored)} baris kosong, judul, jumlah, dan catatan dikenali dan dilewati.` : ''} Setiap baris dikenali, jadi mengirim ulang tidak menggandakan apa pun.`,
    twins: (count: number) =>
      `${n(count)} baris mungkin orang yang sudah terdaftar dengan NIK lain. Barisnya diterima; bandingkan keduanya.`,
    download: (rows: number) => `Unduh ${n(rows)} baris untuk diperbaiki (XLSX)`,
    downloadHint:
      'Alasannya tertulis di samping setiap baris. Perbaiki, lalu kirim lembar itu ke sini: hanya baris itu yang diambil.',
    noDownload:
      'Berkasnya tidak lagi disimpan di sini, jadi lembar perbaikan tidak dapat dibuat. Kirim ulang berkas aslinya: baris yang sudah diambil dikenali.',
    look: 'Yang perlu dilihat',
    lookNote: 'Alasan yang sama tertulis di samping setiap baris pada lembar perbaikan.',
    lookHeads: ['Baris', 'Isi', 'Hasil', 'Alasan, dan yang bisa dilakukan'],
    nothingToLook: 'Tidak ada baris yang perlu dilihat.',
    back: {
      title: 'Tarik kembali lembar ini',
      why: 'Bila lembar ini salah kirim atau salah isi, seluruh pendaftarannya dapat ditarik sekaligus. Tidak ada yang dihapus.',
      will: 'Yang akan terjadi',
      free: (count: number) =>
        `${n(count)} pendaftaran ditarik: catatannya dinyatakan batal dengan alasan Anda, dan orangnya tidak dihitung lagi di langkah mana pun.`,
      later: (count: number) =>
        `${n(count)} orang sudah punya catatan lain (kehadiran, pemeriksaan, izin). Mereka dibiarkan, kecuali Anda memilihnya di bawah.`,
      again: (count: number) => `${n(count)} orang kemudian mendaftar sendiri. Mereka tetap terdaftar.`,
      tied: (count: number) => `${n(count)} orang sudah pindah atau digabung. Mereka tetap terdaftar; urus satu per satu.`,
      weeks:
        'Pekan yang sudah terbit tidak berubah. Selisihnya tampil sebagai ralat di pekan berikutnya, dengan alasan “dibatalkan”.',
      resend:
        'NIK yang ditarik bebas untuk mendaftar lagi, dan lembar yang sama dapat dikirim lagi seperti baru. Nomor anggota yang lama tidak berlaku lagi.',
      withLater: (count: number) => `Tarik juga ${n(count)} orang yang sudah punya catatan lain`,
      withLaterHint: 'Semua catatan mereka ikut dinyatakan batal.',
      reason: 'Alasan',
      reasonHint: 'Contoh: lembar bulan lalu terkirim dua kali. Jangan tulis nama atau NIK.',
      none: 'Tidak ada pendaftaran dari lembar ini yang dapat ditarik.',
      back: 'Tidak jadi, kembali ke hasil impor',
      running: 'Lembar ini sedang ditarik',
      progress: (taken: number, left: number) => `${n(taken)} pendaftaran ditarik, ${n(left)} dibiarkan sejauh ini`,
      done: (taken: number, left: number) =>
        `Lembar ini sudah ditarik: ${n(taken)} pendaftaran dinyatakan batal, ${n(left)} dibiarkan.`,
      by: (on: string, who: string, reason: string) => `${on}, oleh ${who}. Alasan: ${reason}`,
      left: 'Yang dibiarkan',
      leftHeads: ['Anggota', 'Sebabnya'],
      tie: { tied: 'sudah pindah atau digabung', again: 'mendaftar sendiri kemudian', later: 'punya catatan lain' },
    },
    rowOf: (row: number, sheet: string) => `Baris ${n(row)} di ${sheet}`,
    filter: 'Pilih yang ditampilkan',
    all: 'Semua',
    more: 'Tampilkan berikutnya',
    first: 'Kembali ke awal',
    outcome: {
      accepted: 'Diterima',
      warned: 'Diterima, periksa',
      rejected: 'Tidak diterima',
      duplicate: 'Sudah ada',
      ignored: 'Dilewati',
    } satisfies Record<Outcome, string>,
  },
  en: {
    title: 'Import registration sheets',
    lead: 'A sheet of registrants is read as the office keeps it. You check columns and a few rows first; only then is anything stored.',
    file: 'Sheets to import',
    fileHint: 'Excel (.xlsx) or CSV, several files at once if you like, 20 MB together at most.',
    send: 'Send and check the columns',
    list: 'Imports so far',
    none: 'No import yet.',
    heads: ['File', 'Sent', 'By', 'State', 'Result'],
    older: 'Show older ones',
    state: {
      mapping: 'Waiting for you',
      queued: 'Queued',
      running: 'Running',
      done: 'Done',
      refused: 'Not readable',
      'taking-back': 'Being taken back',
      'taken-back': 'Taken back',
    },
    brief: (t: { accepted: number; warned: number; rejected: number; duplicate: number }) =>
      `${n(t.accepted + t.warned)} taken, ${n(t.duplicate)} there already, ${n(t.rejected)} refused`,
    ofRows: (done: number, of: number) => `${n(done)} of ${n(of)} rows`,
    flow: ['Columns', 'Preview', 'Running', 'Result'],
    from: (name: string) => `“${name}”`,
    refusedTitle: 'This file cannot be read',
    nothingStored: 'No row of this file was stored.',
    another: 'Send another file',
    gone: 'This file was never started and was emptied after 30 days. Send it again if it is still needed.',
    sameFile: (on: string, by: string) =>
      `The same file was imported on ${on} by ${by}. The rows taken then are recognised, so sending it again doubles nothing.`,
    sheet: (name: string, rows: number) => `Sheet ${name}: ${n(rows)} rows`,
    headerIn: (row: number | null) => (row === null ? 'without column headers' : `column headers in row ${n(row)}`),
    mapping: 'The columns we propose',
    mappingHeads: ['Column of the sheet', 'Examples', 'Becomes', 'Why'],
    becomes: (header: string) => `Column “${header}” becomes`,
    column: (letter: string) => `Column ${letter}`,
    hidden: 'hidden in the sheet',
    readSheet: 'Read this sheet',
    use: 'Use these columns, show the preview',
    kept: 'Kept for this office when the import starts; the next sheet with the same headers is known at once.',
    preview: 'Preview',
    previewOf: (rows: number) =>
      `The first few rows as they were read. NIK and phone are masked.${rows ? '' : ' No row reads as a person yet.'}`,
    previewHeads: ['Row', 'Name', 'NIK', 'Born', 'Kecamatan', 'Phone', 'This row'],
    missing: 'none',
    sample: (all: number, good: number, odd: number, bad: number, nobody: number) =>
      `Of the first ${n(all)} rows: ${n(good)} good, ${n(odd)} taken with a remark, ${n(bad)} refused, ${n(nobody)} no data. Whether a NIK is registered already is looked up while the import runs.`,
    begin: 'Start the import',
    registeredOn: 'Day of registration for rows that do not say it',
    registeredHint: (today: string) => `Leave empty for today, ${today}.`,
    historical: 'Record as known at the end of the day of registration',
    historicalHint: 'For bringing in old data before its week is cut. Rows of a week that is frozen are refused.',
    start: (rows: number) => `Start the import of ${n(rows)} rows`,
    running: 'Running',
    waiting: 'Waiting for its turn. Another import is running.',
    close:
      'You may close this page: the import runs on the server, and goes on by itself when the server is restarted. This page renews itself.',
    refresh: 'Renew now',
    byCommand:
      'This import was started by a command on the server. If the command broke off, run it again: rows already taken are recognised.',
    result: (rows: number) => `Result: ${n(rows)} rows, each with its answer`,
    figures: ['taken', 'taken, to be checked', 'there already', 'refused'],
    sum: (parts: number[], rows: number, ignored: number) =>
      `${parts.map(n).join(' + ')} = ${n(rows)}.${ignored ? ` ${n(ignored)} empty rows, titles, totals and remarks were recognised and passed over.` : ''} Every row is recognised, so sending it again doubles nothing.`,
    twins: (count: number) =>
      count === 1
        ? '1 row may be somebody who is registered under another NIK. It was taken; compare the two.'
        : `${n(count)} rows may be people who are registered under another NIK. They were taken; compare them.`,
    download: (rows: number) => `Download ${n(rows)} ${rows === 1 ? 'row' : 'rows'} to correct (XLSX)`,
    downloadHint: 'The reason stands beside each row. Correct them and send that sheet here: just those rows are taken.',
    noDownload:
      'The file is no longer kept here, so no corrections sheet can be made. Send the original again: rows already taken are recognised.',
    look: 'To look at',
    lookNote: 'The same reason stands beside each row of the corrections sheet.',
    lookHeads: ['Row', 'Holds', 'Result', 'Reason, and what can be done'],
    nothingToLook: 'No row needs a look.',
    back: {
      title: 'Take this sheet back',
      why: 'If this sheet was sent or filled in by mistake, all its registrations can be taken back at once. Nothing is deleted.',
      will: 'What will happen',
      free: (count: number) =>
        `${n(count)} registrations are taken back: their records are made void with your reason, and these people count in no step any more.`,
      later: (count: number) =>
        `${n(count)} people have other records already (attendance, checks, licences). They are left, unless you choose them below.`,
      again: (count: number) => `${n(count)} people registered by themselves afterwards. They stay registered.`,
      tied: (count: number) => `${n(count)} people have moved or were merged. They stay registered; see to them one by one.`,
      weeks:
        'Weeks that are published do not change. The difference shows as a restatement in the next week, with the reason “voided”.',
      resend:
        'The NIK taken back are free to register again, and the same sheet can be sent again as if it were new. The old member numbers hold no more.',
      withLater: (count: number) => `Also take back the ${n(count)} people who have other records`,
      withLaterHint: 'All their records are made void too.',
      reason: 'Reason',
      reasonHint: 'Example: last month’s sheet was sent twice. Write no name and no NIK.',
      none: 'No registration of this sheet can be taken back.',
      back: 'Do not; back to the result of the import',
      running: 'This sheet is being taken back',
      progress: (taken: number, left: number) => `${n(taken)} registrations taken back, ${n(left)} left so far`,
      done: (taken: number, left: number) =>
        `This sheet was taken back: ${n(taken)} registrations were made void, ${n(left)} were left.`,
      by: (on: string, who: string, reason: string) => `${on}, by ${who}. Reason: ${reason}`,
      left: 'Who was left',
      leftHeads: ['Member', 'Why'],
      tie: { tied: 'has moved or was merged', again: 'registered again by themselves', later: 'has other records' },
    },
    rowOf: (row: number, sheet: string) => `Row ${n(row)} of ${sheet}`,
    filter: 'Choose what is shown',
    all: 'All',
    more: 'Show the next',
    first: 'Back to the first',
    outcome: {
      accepted: 'Taken',
      warned: 'Taken, check',
      rejected: 'Refused',
      duplicate: 'There already',
      ignored: 'Passed over',
    } satisfies Record<Outcome, string>,
  },
}
