// The words of the registration form, Indonesian first. A problem without words in both languages does not compile; a consent's
// text keeps its version: change a word of it and give it a new one.
import { type JakartaDate, showDate, showLong } from '../kit/calendar.ts'
import type { Lang, ProblemOf, Words } from '../kit/problem.ts'
import { say } from '../kit/problem.ts'
import { showNumber, showRupiah } from '../kit/show.ts'

export type Problems = {
  'field.too-long': { max: number }
  'nik.missing': null
  'nik.characters': { found: string }
  'nik.short': { digits: number }
  'nik.long': { digits: number }
  'nik.shape': null
  'name.missing': null
  'name.characters': { found: string }
  'birth.missing': null
  'birth.year-of-two': { written: string }
  'birth.no-such-day': null
  'birth.in-future': { on: JakartaDate }
  'birth.too-long-ago': { year: number }
  'birth.under-age': { age: number; minimum: number; from: JakartaDate }
  'birth.nik-differs': null
  'kecamatan.missing': null
  'kelurahan.missing': null
  'kelurahan.elsewhere': { kecamatan: string }
  'phone.missing': null
  'phone.characters': { found: string }
  'phone.short': { digits: number }
  'phone.long': { digits: number }
  'phone.not-mobile': null
  'phone.use-missing': null
  'phone.but-none': null
  'trading.missing': null
  'since.unreadable': { year: number }
  'since.differs': null
  'turnover.unreadable': null
  'turnover.too-much': null
  'turnover.little': { amount: number }
  'workers.unreadable': null
  'licence.unknown': null
  'consent.missing': null
  'code.missing': null
  'code.wrong': null
  'code.wait': null
}
export type RegistrationProblem = ProblemOf<Problems>

export const words: Words<Problems> = {
  'field.too-long': {
    id: ({ max }) => `Isian ini terlalu panjang. Tulis paling banyak ${showNumber(max)} huruf atau angka.`,
    en: ({ max }) => `This is too long. Write at most ${showNumber(max)} characters.`,
  },
  'nik.missing': {
    id: () => 'Tulis NIK Anda: 16 angka di bagian atas KTP.',
    en: () => 'Write your NIK: the 16 digits at the top of the KTP.',
  },
  'nik.characters': {
    id: ({ found }) => `Di NIK ada tanda “${found}” yang bukan angka. ${alikeId(found)}Tulis 16 angka saja, sama seperti di KTP.`,
    en: ({ found }) => `The NIK holds “${found}”, which is not a digit. ${alikeEn(found)}Write 16 digits, as on the KTP.`,
  },
  'nik.short': {
    id: ({ digits }) => `NIK yang Anda tulis baru ${digits} angka. Tulis 16 angka tanpa spasi, sama seperti di KTP.`,
    en: ({ digits }) => `You have written ${digits} digits of your NIK. Write all 16, without spaces, as on the KTP.`,
  },
  'nik.long': {
    id: ({ digits }) => `NIK yang Anda tulis ${digits} angka, seharusnya 16. Cocokkan lagi dengan KTP.`,
    en: ({ digits }) => `You have written ${digits} digits; a NIK has 16. Compare it with the KTP once more.`,
  },
  'nik.shape': {
    id: () =>
      'Susunan angka ini tidak mungkin sebuah NIK. Cocokkan satu per satu dengan KTP. Bila KTP Anda memang begitu, datanglah ke loket kecamatan: petugas membantu.',
    en: () =>
      'No NIK can have these digits. Compare them one by one with the KTP. If that is what your KTP says, come to the kecamatan counter: an officer will help.',
  },
  'name.missing': {
    id: () => 'Tulis nama lengkap Anda, sama seperti di KTP.',
    en: () => 'Write your full name, as on the KTP.',
  },
  'name.characters': {
    id: ({ found }) => `Tanda “${found}” tidak dapat dipakai di nama. Tulis nama dengan huruf saja, sama seperti di KTP.`,
    en: ({ found }) => `“${found}” cannot be used in a name. Write the name in letters, as on the KTP.`,
  },
  'birth.missing': {
    id: () => 'Tulis hari, bulan, dan tahun lahir Anda. Contoh: 14 3 1984.',
    en: () => 'Write the day, month and year of your birth. Example: 14 3 1984.',
  },
  'birth.year-of-two': {
    id: ({ written }) => `Tahun “${written}” belum lengkap. Tulis empat angka, contoh 1984.`,
    en: ({ written }) => `The year “${written}” is not complete. Write four digits, for example 1984.`,
  },
  'birth.no-such-day': {
    id: () => 'Tanggal ini tidak ada di kalender. Lihat lagi hari, bulan, dan tahun di KTP.',
    en: () => 'The calendar has no such day. Look at the day, month and year on the KTP again.',
  },
  'birth.in-future': {
    id: ({ on }) => `${showDate(on, 'id')} belum tiba. Lihat lagi tahun lahir di KTP.`,
    en: ({ on }) => `${showDate(on, 'en')} has not come yet. Look at the year of birth on the KTP again.`,
  },
  'birth.too-long-ago': {
    id: ({ year }) => `Tahun ${year} terlalu lama. Lihat lagi tahun lahir di KTP.`,
    en: ({ year }) => `The year ${year} is too long ago. Look at the year of birth on the KTP again.`,
  },
  'birth.under-age': {
    id: ({ age, minimum, from }) =>
      `Umur Anda ${age} tahun. Program ini untuk warga berumur ${minimum} tahun ke atas: Anda dapat mendaftar mulai ${showLong(from, 'id')}, dan kami menunggu Anda.`,
    en: ({ age, minimum, from }) =>
      `You are ${age} years old. The programme is for residents of ${minimum} and older: you can register from ${showLong(from, 'en')}, and will be welcome.`,
  },
  'birth.nik-differs': {
    id: () =>
      'Tanggal ini berbeda dari angka di NIK. Lihat lagi KTP Anda. Bila sudah benar, lanjutkan saja: petugas akan memeriksanya bersama Anda.',
    en: () =>
      'This date differs from the digits of the NIK. Look at your KTP again. If it is right, just go on: an officer will check it with you.',
  },
  'kecamatan.missing': {
    id: () => 'Pilih kecamatan sesuai alamat di KTP.',
    en: () => 'Choose the kecamatan of the address on the KTP.',
  },
  'kelurahan.missing': {
    id: () => 'Pilih kelurahan sesuai alamat di KTP.',
    en: () => 'Choose the kelurahan of the address on the KTP.',
  },
  'kelurahan.elsewhere': {
    id: ({ kecamatan }) =>
      `Kelurahan ini bukan bagian dari Kecamatan ${kecamatan}. Pilih lagi dari daftar, atau ubah kecamatannya.`,
    en: ({ kecamatan }) =>
      `This kelurahan is not part of Kecamatan ${kecamatan}. Choose again from the list, or change the kecamatan.`,
  },
  'phone.missing': {
    id: () => 'Tulis nomor HP, atau pilih “Saya tidak punya HP”.',
    en: () => 'Write a mobile number, or choose “I have no phone”.',
  },
  'phone.characters': {
    id: ({ found }) => `Di nomor HP ada tanda “${found}”. Tulis angka saja, contoh 0812 3456 7890.`,
    en: ({ found }) => `The number holds “${found}”. Write digits only, for example 0812 3456 7890.`,
  },
  'phone.short': {
    id: () => 'Nomor ini kurang angka. Nomor HP biasanya 10 sampai 13 angka, contoh 0812 3456 7890.',
    en: () => 'This number lacks digits. A mobile number has 10 to 13, for example 0812 3456 7890.',
  },
  'phone.long': {
    id: ({ digits }) => `Nomor ini ${digits} angka, terlalu panjang. Tulis satu nomor saja, contoh 0812 3456 7890.`,
    en: ({ digits }) => `This number has ${digits} digits, which is too long. Write one number, for example 0812 3456 7890.`,
  },
  'phone.not-mobile': {
    id: () => 'Nomor ini bukan nomor HP: nomor HP berawal 08. Bila tidak punya, pilih “Saya tidak punya HP”.',
    en: () => 'This is not a mobile number: those begin with 08. If you have none, choose “I have no phone”.',
  },
  'phone.use-missing': {
    id: () => 'Pilih siapa yang memakai nomor ini.',
    en: () => 'Choose who uses this number.',
  },
  'phone.but-none': {
    id: () => 'Anda menulis nomor HP, tetapi memilih “Saya tidak punya HP”. Kosongkan nomornya, atau pilih siapa pemakainya.',
    en: () => 'You have written a number but chosen “I have no phone”. Empty the number, or choose who uses it.',
  },
  'trading.missing': {
    id: () => 'Pilih salah satu. Jawaban apa pun diterima.',
    en: () => 'Choose one. Any answer is accepted.',
  },
  'since.unreadable': {
    id: ({ year }) => `Tulis tahun dengan empat angka, paling akhir ${year}. Boleh dikosongkan.`,
    en: ({ year }) => `Write the year with four digits, ${year} at the latest. It may be left empty.`,
  },
  'since.differs': {
    id: () => 'Tahun ini tidak sama dengan lama usaha yang Anda pilih. Lihat lagi. Bila sudah benar, lanjutkan saja.',
    en: () => 'This year does not fit the length of time you chose. Look again. If it is right, just go on.',
  },
  'turnover.unreadable': {
    id: () => 'Tulis satu perkiraan dalam rupiah, contoh 3.000.000 atau 3 juta. Boleh dikosongkan.',
    en: () => 'Write one estimate in rupiah, for example 3.000.000 or 3 juta. It may be left empty.',
  },
  'turnover.too-much': {
    id: () => 'Angka ini terlalu besar untuk penjualan sebulan. Hitung lagi nolnya, atau kosongkan.',
    en: () => 'This is too much for the sales of a month. Count the zeros again, or leave it empty.',
  },
  'turnover.little': {
    id: ({ amount }) =>
      `${showRupiah(amount)} sebulan. Bila maksud Anda ribu atau juta, tambahkan. Bila sudah benar, lanjutkan saja.`,
    en: ({ amount }) => `${showRupiah(amount)} a month. If you mean thousands or millions, say so. If it is right, just go on.`,
  },
  'workers.unreadable': {
    id: () => 'Tulis jumlah orang dengan angka, contoh 2. Tulis 0 bila tidak ada. Boleh dikosongkan.',
    en: () => 'Write how many people in digits, for example 2. Write 0 for none. It may be left empty.',
  },
  'licence.unknown': {
    id: () => 'Pilih salah satu dari daftar, atau biarkan kosong.',
    en: () => 'Choose one of the list, or leave it open.',
  },
  'consent.missing': {
    id: () => 'Centang kotak ini bila Anda setuju. Tanpa persetujuan, kami tidak boleh menyimpan data Anda.',
    en: () => 'Tick this box if you agree. Without your consent we may not keep your data.',
  },
  'code.missing': {
    id: () => 'Tulis kode yang Anda catat: 16 huruf dan angka.',
    en: () => 'Write the code that you noted: 16 letters and digits.',
  },
  'code.wrong': {
    id: () =>
      'Kode ini tidak membuka pendaftaran yang tersimpan. Periksa lagi tulisannya. Simpanan terhapus sendiri setelah 14 hari; bila sudah lewat, mulai lagi dari awal.',
    en: () =>
      'This code opens no saved registration. Check how it is written. What is saved is removed after 14 days; if they are over, start again.',
  },
  'code.wait': {
    id: () => 'Terlalu banyak percobaan dari jaringan ini. Tunggu 10 menit, lalu coba lagi. Yang tersimpan tidak hilang.',
    en: () => 'Too many tries from this network. Wait 10 minutes and try again. What is saved is not lost.',
  },
}

/** For the summary on top, where the field's label is far away. */
const short: { [C in keyof Problems]?: Record<Lang, (data: Problems[C]) => string> } = {
  'nik.short': {
    id: ({ digits }) => `NIK baru ${digits} angka, seharusnya 16`,
    en: ({ digits }) => `The NIK has ${digits} digits of 16`,
  },
  'nik.long': {
    id: ({ digits }) => `NIK ${digits} angka, seharusnya 16`,
    en: ({ digits }) => `The NIK has ${digits} digits instead of 16`,
  },
  'nik.characters': { id: () => 'NIK berisi tanda yang bukan angka', en: () => 'The NIK holds something that is no digit' },
  'nik.shape': { id: () => 'Angka NIK tidak cocok', en: () => 'The digits of the NIK cannot be right' },
  'birth.under-age': {
    id: ({ from }) => `Anda dapat mendaftar mulai ${showLong(from, 'id')}`,
    en: ({ from }) => `You can register from ${showLong(from, 'en')}`,
  },
  'phone.short': { id: () => 'Nomor HP kurang angka', en: () => 'The mobile number lacks digits' },
  'phone.long': { id: () => 'Nomor HP terlalu panjang', en: () => 'The mobile number is too long' },
  'phone.but-none': { id: () => 'Nomor HP dan pilihan pemakainya berbeda', en: () => 'The number and who uses it disagree' },
  'since.unreadable': { id: () => 'Tahun mulai usaha belum terbaca', en: () => 'The year of the start cannot be read' },
  'turnover.unreadable': { id: () => 'Penjualan sebulan belum terbaca', en: () => 'The sales of a month cannot be read' },
  'turnover.too-much': { id: () => 'Penjualan sebulan terlalu besar', en: () => 'The sales of a month are too much' },
  'workers.unreadable': { id: () => 'Jumlah orang belum terbaca', en: () => 'The number of people cannot be read' },
  'consent.missing': { id: () => 'Persetujuan belum dicentang', en: () => 'The consent is not ticked' },
  'code.wrong': { id: () => 'Kode tidak cocok', en: () => 'The code does not fit' },
}

/** A problem in words, as a field shows it. */
export function said(problem: RegistrationProblem, lang: Lang): { field: string; text: string; short?: string } {
  const brief = short[problem.code]?.[lang] as ((data: unknown) => string) | undefined
  return { field: problem.field ?? 'isi', text: say(words, problem, lang), ...(brief && { short: brief(problem.data) }) }
}

// Letters that are taken for digits, named, because on a small screen they look right.
const ALIKE: Record<string, string> = { O: '0', o: '0', l: '1', I: '1', i: '1', B: '8', S: '5', Z: '2' }
const alikeId = (found: string) => (ALIKE[found] ? `Mungkin maksudnya angka ${ALIKE[found]}. ` : '')
const alikeEn = (found: string) => (ALIKE[found] ? `Perhaps the digit ${ALIKE[found]} is meant. ` : '')

export type Purpose = 'programme' | 'message' | 'lender'

/** What is agreed to, word for word, by purpose. The version is written into the fact of the consent, with the language read. */
export const consents: Record<Purpose, { version: string; text: Record<Lang, string>; small: Record<Lang, string> }> = {
  programme: {
    version: 'daftar-program-1',
    text: {
      id: 'Data saya dipakai untuk mengikuti program',
      en: 'My data are used for taking part in the programme',
    },
    small: {
      id: 'Wajib untuk mendaftar. Dilihat petugas program dan pendamping Anda. Tidak dijual; nama lengkap dan NIK tidak diumumkan.',
      en: 'Needed to register. Seen by the officers of the programme and your mentor. Not sold; full name and NIK are not published.',
    },
  },
  message: {
    version: 'daftar-pesan-1',
    text: {
      id: 'Program boleh mengirim jadwal ke nomor HP saya',
      en: 'The programme may send schedules to my phone',
    },
    small: {
      id: 'Boleh dikosongkan. Lewat WhatsApp atau SMS.',
      en: 'May be left open. By WhatsApp or SMS.',
    },
  },
  lender: {
    version: 'daftar-bank-1',
    text: {
      id: 'Catatan usaha saya boleh dilihat bank bila saya mengajukan modal',
      en: 'A bank may see the records of my business when I apply for capital',
    },
    small: {
      id: 'Boleh dikosongkan, boleh diputuskan nanti.',
      en: 'May be left open and decided later.',
    },
  },
}

const id = {
  title: 'Pendaftaran',
  stepOf: 'Langkah 1 dari 7',
  lead: '7 pertanyaan, sekitar 4 menit. Siapkan KTP Anda.',
  free: 'Gratis. Tidak perlu e-mail, tidak perlu foto.',
  haveCode: 'Sudah punya kode? Lanjutkan pendaftaran',
  next: 'Lanjutkan',
  back: 'Kembali',
  save: 'Simpan dulu, lanjutkan nanti',
  optional: 'Boleh dikosongkan.',
  nik: { label: 'Nomor Induk Kependudukan (NIK)', hint: '16 angka di bagian atas KTP.' },
  name: { label: 'Nama lengkap', hint: 'Tulis sama seperti di KTP.' },
  birth: { label: 'Tanggal lahir', hint: 'Contoh: 14 3 1984' },
  kecamatan: {
    label: 'Kecamatan di KTP',
    hint: 'Kelas dan pendamping dipilih yang terdekat dari alamat ini.',
    empty: 'Pilih kecamatan',
    outsideGroup: 'Di luar Jakarta',
    outside: 'Alamat KTP saya di luar Jakarta',
  },
  kelurahan: {
    label: 'Kelurahan di KTP',
    hint: (kecamatan: string) => `Kelurahan di Kecamatan ${kecamatan}.`,
    empty: 'Pilih kelurahan',
    none: 'Kelurahan saya tidak ada di daftar ini',
    change: 'Ubah kecamatan',
  },
  phone: {
    label: 'Nomor HP',
    hint: 'Untuk jadwal, lewat WhatsApp atau SMS. Tidak ada kode yang perlu Anda berikan kepada siapa pun.',
    number: 'Nomor',
    use: 'Siapa pemakai nomor ini?',
    uses: {
      own: ['Saya sendiri', ''],
      shared: ['Dipakai bersama keluarga', ''],
      none: ['Saya tidak punya HP', 'Kosongkan nomornya. Petugas kecamatan menyimpan jadwal Anda.'],
    },
  },
  trading: {
    label: 'Sudah berapa lama Anda berusaha?',
    hint: 'Jawaban apa pun diterima. Ini titik awal, supaya kemajuan Anda terlihat.',
    choices: {
      none: 'Belum punya usaha',
      'under-1-year': 'Kurang dari 1 tahun',
      '1-to-5-years': '1 sampai 5 tahun',
      'over-5-years': 'Lebih dari 5 tahun',
    },
  },
  business: {
    label: 'Tentang usaha Anda',
    hint: 'Semua boleh dikosongkan. Perkiraan sudah cukup.',
    trade: 'Usaha apa?',
    tradeHint: 'Contoh: gado-gado, jahit, bengkel motor.',
    since: 'Sejak tahun berapa?',
    sinceHint: 'Contoh: 2015',
    turnover: 'Penjualan sebulan, dalam rupiah',
    turnoverHint: 'Contoh: 3.000.000 atau 3 juta. Hanya untuk titik awal Anda, bukan untuk pajak.',
    workers: 'Berapa orang bekerja untuk Anda?',
    workersHint: 'Di luar diri Anda. Tulis 0 bila tidak ada.',
    licence: 'Izin usaha yang sudah dipegang',
    licences: {
      none: ['Belum ada', ''],
      NIB: ['NIB', 'Nomor Induk Berusaha'],
      IUMK: ['IUMK', 'Izin Usaha Mikro dan Kecil'],
      SIUP: ['SIUP', 'Surat Izin Usaha Perdagangan'],
      SKU: ['SKU', 'Surat keterangan dari kelurahan; belum termasuk izin'],
      other: ['Izin lain', ''],
    },
  },
  consent: {
    label: 'Persetujuan Anda',
    hint: 'Anda boleh menarik setiap persetujuan kapan saja, di loket kecamatan.',
  },
  check: {
    title: 'Periksa jawaban Anda',
    lead: 'Belum terkirim. Cocokkan dengan KTP, lalu kirim.',
    change: 'Ubah',
    send: 'Kirim pendaftaran',
    changed: 'Jawaban berubah sejak halaman ini dibuka',
    changedTodo: 'Belum ada yang terkirim. Periksa sekali lagi, lalu kirim.',
    kecamatan: 'Kecamatan',
    kelurahan: 'Kelurahan',
    notListed: 'Tidak ada di daftar',
    phone: 'Nomor HP',
    noPhone: 'Tidak punya HP',
    shared: 'dipakai bersama keluarga',
    trading: 'Lama berusaha',
    business: 'Usaha',
    since: (year: number) => `sejak ${year}`,
    turnover: (amount: string) => `penjualan ${amount} sebulan`,
    workers: (n: number) => (n === 0 ? 'belum ada pekerja' : `${n} orang bekerja untuk Anda`),
    licence: (name: string) => `izin: ${name.toLowerCase() === 'belum ada' ? 'belum ada' : name}`,
    nothing: 'Tidak diisi',
    consent: 'Persetujuan',
    purposes: { programme: 'Mengikuti program', message: 'Jadwal lewat HP', lender: 'Dilihat bank' },
    yes: 'ya',
    no: 'belum',
  },
  resume: {
    title: 'Pendaftaran di HP ini belum selesai',
    lead: (done: number) => `${done} dari 7 pertanyaan sudah dijawab dan tersimpan.`,
    go: 'Lanjutkan pendaftaran',
    fresh: 'Mulai baru untuk orang lain',
    freshNote:
      'Orang lain yang mau mendaftar? Setelah mulai baru, jawaban yang tersimpan tidak terlihat lagi di HP ini; pemiliknya melanjutkan dengan kode.',
    codeLink: 'Lihat kodenya dulu',
  },
  sent: {
    title: 'Pendaftaran dari HP ini sudah terkirim',
    lead: 'Tanda terimanya masih dapat dibuka di sini.',
    go: 'Lihat tanda terima',
    fresh: 'Daftarkan orang lain',
  },
  saved: {
    title: 'Sudah disimpan',
    lead: 'Jawaban Anda tersimpan sampai 14 hari setelah terakhir diubah.',
    code: 'Kode Anda',
    how: 'Catat atau foto kode ini. Dengan kode ini, pendaftaran dapat dilanjutkan di HP mana pun:',
    steps: ['buka', 'lalu tulis kodenya.'],
    keep: 'Siapa pun yang punya kode ini dapat melihat jawaban Anda. Jangan berikan kepada orang yang tidak Anda percaya.',
    go: 'Lanjutkan sekarang',
    leave: 'Tutup pendaftaran di HP ini',
    leaveNote: 'Untuk HP yang dipakai bersama: setelah ditutup, hanya kode yang dapat membukanya lagi.',
  },
  left: { title: 'Pendaftaran ditutup di HP ini', lead: 'Jawaban Anda tetap tersimpan. Buka lagi dengan kode yang Anda catat.' },
  conflict: {
    title: 'Formulir ini sudah dikirim dengan jawaban lain',
    text: 'Yang pertama sudah kami terima dan tersimpan; yang ini tidak.',
    todo: 'Bila ada jawaban yang perlu diperbaiki, sampaikan kepada petugas saat KTP Anda diperiksa.',
    go: 'Ke pendaftaran',
  },
  code: {
    title: 'Lanjutkan pendaftaran',
    label: 'Kode',
    hint: '16 huruf dan angka, contoh K7QM‑2XWB‑9DTR‑4HNA. Huruf besar atau kecil sama saja.',
    go: 'Buka pendaftaran',
    fresh: 'Tidak punya kode? Mulai dari awal',
  },
  outside: {
    title: 'Program ini untuk warga ber-KTP Jakarta',
    lead: 'Alamat KTP Anda di luar Jakarta, jadi pendaftaran ini tidak dapat kami terima. Tidak ada data Anda yang kami simpan.',
    where: 'Ke mana Anda dapat pergi',
    whereText:
      'Tanyakan program wirausaha ke dinas yang mengurus koperasi dan usaha kecil di kota atau kabupaten sesuai KTP Anda. Alamatnya ada di kantor kelurahan atau situs pemerintah daerah Anda.',
    moved: 'Sedang pindah ke Jakarta?',
    movedText:
      'Urus dulu pindah alamat di Dukcapil. Setelah Kartu Keluarga (KK) Jakarta terbit, bawa KK itu dan KTP ke loket kecamatan Anda yang baru: petugas mendaftarkan Anda dengan alamat di KK.',
    wrong: 'Salah pilih? Mulai lagi',
  },
  receipt: {
    eyebrow: 'Pendaftaran diterima',
    title: (name: string) => `Terima kasih, ${name}`,
    lead: 'Data Anda sudah tersimpan. Satu hal lagi sebelum langkah 1 selesai: petugas melihat KTP asli Anda.',
    next: 'Langkah Anda berikutnya',
    nextTitle: (kecamatan: string) => `Datang ke loket Kecamatan ${kecamatan}`,
    nextText: ['Bawa', 'KTP', 'dan', 'Kartu Keluarga', 'asli, lalu sebutkan nomor daftar Anda:'],
    slip: 'Tanda terima',
    number: 'Nomor daftar',
    received: 'Diterima',
    wib: 'WIB',
    phone: 'Nomor HP',
    keep: 'Catat nomor daftar ini, atau simpan alamat halaman ini: tanda terima dapat dibuka lagi selama 90 hari. Jangan bagikan alamatnya.',
    when: 'Kapan saya dihitung sebagai anggota?',
    whenText:
      'Hari ini pendaftaran Anda masuk langkah 1. Setelah petugas mencocokkan KTP dan alamat Anda, langkah 1 tercapai dan Anda menjadi anggota. Bila Anda pernah mendaftar sebelumnya, petugas menyatukannya: setiap orang dihitung satu kali.',
    how: 'Baca cara menghitungnya',
    own: 'Masuk dengan nomor HP Anda untuk melihat langkah berikutnya',
    wrong: 'Ada data yang salah? Sampaikan kepada petugas saat KTP Anda diperiksa.',
    stairs: 'Tangga Anda: langkah 1 sedang berjalan, langkah 2 sampai 7 belum dimulai.',
  },
  gone: {
    title: 'Pendaftaran ini tidak tersimpan lagi',
    text: 'Simpanan terhapus sendiri setelah 14 hari, atau pendaftaran ini sudah terkirim dari perangkat lain.',
    todo: 'Bila Anda belum punya nomor daftar, mulai lagi dari awal. Mengirim dua kali tidak membuat Anda terdaftar dua kali.',
    go: 'Mulai lagi',
  },
  other: {
    title: 'Halaman ini milik pendaftaran lain di HP ini',
    text: 'Supaya data dua orang tidak tercampur, yang baru saja ditulis tidak disimpan.',
    todo: 'Buka pendaftaran yang sedang berjalan, atau mulai baru.',
    go: 'Buka pendaftaran',
  },
  noReceipt: {
    title: 'Tanda terima ini tidak dapat dibuka',
    text: 'Alamatnya tidak lengkap, atau sudah lebih dari 90 hari.',
    todo: 'Pendaftaran yang sudah diterima tidak hilang. Bila lupa nomornya, bawa KTP ke loket kecamatan: petugas mencarinya.',
    go: 'Ke pendaftaran',
  },
}

const en: typeof id = {
  title: 'Registration',
  stepOf: 'Step 1 of 7',
  lead: '7 questions, about 4 minutes. Have your KTP at hand.',
  free: 'Free of charge. No e-mail, no photo needed.',
  haveCode: 'Have a code? Go on with your registration',
  next: 'Continue',
  back: 'Back',
  save: 'Save now, go on later',
  optional: 'May be left empty.',
  nik: { label: 'National identity number (NIK)', hint: 'The 16 digits at the top of the KTP.' },
  name: { label: 'Full name', hint: 'Write it as on the KTP.' },
  birth: { label: 'Date of birth', hint: 'Example: 14 3 1984' },
  kecamatan: {
    label: 'Kecamatan on the KTP',
    hint: 'Classes and mentor are chosen near this address.',
    empty: 'Choose a kecamatan',
    outsideGroup: 'Outside Jakarta',
    outside: 'My KTP address is outside Jakarta',
  },
  kelurahan: {
    label: 'Kelurahan on the KTP',
    hint: (kecamatan) => `The kelurahan of Kecamatan ${kecamatan}.`,
    empty: 'Choose a kelurahan',
    none: 'My kelurahan is not in this list',
    change: 'Change the kecamatan',
  },
  phone: {
    label: 'Mobile number',
    hint: 'For schedules, by WhatsApp or SMS. There is no code that you need to give to anybody.',
    number: 'Number',
    use: 'Who uses this number?',
    uses: {
      own: ['I do, alone', ''],
      shared: ['My family shares it', ''],
      none: ['I have no phone', 'Leave the number empty. The officers of your kecamatan keep your schedule.'],
    },
  },
  trading: {
    label: 'How long have you been in business?',
    hint: 'Any answer is accepted. It is the starting point from which your progress is seen.',
    choices: {
      none: 'I have no business yet',
      'under-1-year': 'Less than 1 year',
      '1-to-5-years': '1 to 5 years',
      'over-5-years': 'More than 5 years',
    },
  },
  business: {
    label: 'About your business',
    hint: 'Everything here may be left empty. An estimate is enough.',
    trade: 'What kind of business?',
    tradeHint: 'Example: gado-gado, sewing, motorcycle repair.',
    since: 'Since which year?',
    sinceHint: 'Example: 2015',
    turnover: 'Sales in a month, in rupiah',
    turnoverHint: 'Example: 3.000.000 or 3 juta. Only your starting point, not for taxes.',
    workers: 'How many people work for you?',
    workersHint: 'Besides yourself. Write 0 for none.',
    licence: 'Business licence that you hold',
    licences: {
      none: ['None yet', ''],
      NIB: ['NIB', 'Business identification number'],
      IUMK: ['IUMK', 'Micro and small business licence'],
      SIUP: ['SIUP', 'Trading licence'],
      SKU: ['SKU', 'A statement by the kelurahan; not a licence'],
      other: ['Another licence', ''],
    },
  },
  consent: {
    label: 'Your consent',
    hint: 'You may withdraw each consent at any time, at the kecamatan counter.',
  },
  check: {
    title: 'Check your answers',
    lead: 'Not sent yet. Compare them with the KTP, then send.',
    change: 'Change',
    send: 'Send the registration',
    changed: 'The answers have changed since this page was opened',
    changedTodo: 'Nothing has been sent. Check once more, then send.',
    kecamatan: 'Kecamatan',
    kelurahan: 'Kelurahan',
    notListed: 'Not in the list',
    phone: 'Mobile number',
    noPhone: 'No phone',
    shared: 'shared by the family',
    trading: 'In business for',
    business: 'Business',
    since: (year) => `since ${year}`,
    turnover: (amount) => `sales ${amount} a month`,
    workers: (n) => (n === 0 ? 'no workers yet' : n === 1 ? '1 person works for you' : `${n} people work for you`),
    licence: (name) => `licence: ${name.toLowerCase() === 'none yet' ? 'none yet' : name}`,
    nothing: 'Left empty',
    consent: 'Consent',
    purposes: { programme: 'Taking part', message: 'Schedules by phone', lender: 'Seen by a bank' },
    yes: 'yes',
    no: 'not yet',
  },
  resume: {
    title: 'A registration on this phone is not finished',
    lead: (done) => `${done} of 7 questions are answered and saved.`,
    go: 'Go on with the registration',
    fresh: 'Start anew for somebody else',
    freshNote:
      'Is it somebody else who registers? After starting anew, the saved answers are no longer seen on this phone; their owner goes on with the code.',
    codeLink: 'See the code first',
  },
  sent: {
    title: 'The registration from this phone has been sent',
    lead: 'Its receipt can still be opened here.',
    go: 'See the receipt',
    fresh: 'Register somebody else',
  },
  saved: {
    title: 'Saved',
    lead: 'Your answers are kept until 14 days after the last change.',
    code: 'Your code',
    how: 'Write this code down or take a picture of it. With it you can go on from any phone:',
    steps: ['open', 'and write the code.'],
    keep: 'Whoever has this code can see your answers. Do not give it to anybody you do not trust.',
    go: 'Go on now',
    leave: 'Close the registration on this phone',
    leaveNote: 'For a shared phone: once closed, only the code opens it again.',
  },
  left: {
    title: 'The registration is closed on this phone',
    lead: 'Your answers are still saved. Open them again with the code.',
  },
  conflict: {
    title: 'This form was already sent with other answers',
    text: 'The first has been received and saved; this one has not.',
    todo: 'If an answer needs mending, tell the officer when your KTP is checked.',
    go: 'To the registration',
  },
  code: {
    title: 'Go on with a registration',
    label: 'Code',
    hint: '16 letters and digits, example K7QM‑2XWB‑9DTR‑4HNA. Capital or small letters are the same.',
    go: 'Open the registration',
    fresh: 'No code? Start from the beginning',
  },
  outside: {
    title: 'The programme is for residents with a Jakarta KTP',
    lead: 'The address on your KTP is outside Jakarta, so we cannot take this registration. None of your data are kept.',
    where: 'Where you can go',
    whereText:
      'Ask about programmes for entrepreneurs at the office for cooperatives and small businesses of the kota or kabupaten on your KTP. The kelurahan or the website of your local government gives its address.',
    moved: 'Moving to Jakarta?',
    movedText:
      'First change your address at Dukcapil. When the Jakarta family card (KK) is there, bring it with your KTP to the counter of your new kecamatan: an officer registers you with the address on the KK.',
    wrong: 'Chosen by mistake? Start again',
  },
  receipt: {
    eyebrow: 'Registration received',
    title: (name) => `Thank you, ${name}`,
    lead: 'Your data are saved. One thing more before step 1 is done: an officer sees your original KTP.',
    next: 'Your next step',
    nextTitle: (kecamatan) => `Come to the counter of Kecamatan ${kecamatan}`,
    nextText: ['Bring your original', 'KTP', 'and', 'family card (KK)', 'and give your registration number:'],
    slip: 'Receipt',
    number: 'Registration number',
    received: 'Received',
    wib: 'WIB',
    phone: 'Mobile number',
    keep: 'Write this number down, or keep the address of this page: the receipt can be opened again for 90 days. Do not share the address.',
    when: 'When am I counted as a member?',
    whenText:
      'Today your registration has entered step 1. When an officer has compared your KTP and address, step 1 is reached and you are a member. If you have registered before, an officer brings the two together: everybody is counted once.',
    how: 'Read how it is counted',
    own: 'Sign in with your phone to see the next step',
    wrong: 'Is anything wrong? Tell the officer when your KTP is checked.',
    stairs: 'Your stairs: step 1 is under way, steps 2 to 7 have not begun.',
  },
  gone: {
    title: 'This registration is no longer saved',
    text: 'What is saved is removed after 14 days, or the registration was sent from another device.',
    todo: 'If you have no registration number yet, start again. Sending twice does not register you twice.',
    go: 'Start again',
  },
  other: {
    title: 'This page belongs to another registration on this phone',
    text: 'So that the data of two people are not mixed, what was just written has not been saved.',
    todo: 'Open the registration that is going on, or start anew.',
    go: 'Open the registration',
  },
  noReceipt: {
    title: 'This receipt cannot be opened',
    text: 'The address is not complete, or more than 90 days have passed.',
    todo: 'A registration that was received is not lost. If you forgot the number, bring your KTP to the kecamatan counter: an officer finds it.',
    go: 'To the registration',
  },
}

export const texts: Record<Lang, typeof id> = { id, en }
