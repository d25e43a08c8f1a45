// The words of the centres: their public pages, the form, and why a form is not taken.
import type { Words } from '../kit/problem.ts'
import type { Part, Problems } from './rules.ts'

export const centreWords: Words<Problems> = {
  'centre.address-missing': {
    id: () => 'Alamat pusat belum ditulis. Tulis jalan dan nomornya, seperti di papan nama kantor.',
    en: () => 'The address of the centre is not written yet. Write street and number, as on the office’s sign.',
  },
  'centre.too-long': {
    id: ({ most }) => `Tulisan ini terlalu panjang. Ringkas menjadi paling banyak ${most} huruf.`,
    en: ({ most }) => `This text is too long. Shorten it to ${most} letters at most.`,
  },
  'centre.launch-unreadable': {
    id: ({ written }) =>
      `“${written}” bukan tanggal di kalender. Tulis hari, bulan, dan tahun, contoh 10 2 2018, atau kosongkan.`,
    en: ({ written }) =>
      `“${written}” is no day of the calendar. Write day, month and year, such as 10 2 2018, or leave it empty.`,
  },
  'centre.launch-too-early': {
    id: () => 'Program dimulai tahun 2017. Tulis tanggal peluncuran sejak 2017.',
    en: () => 'The programme began in 2017. Write a launch day in 2017 or later.',
  },
  'centre.hours-unreadable': {
    id: ({ written }) =>
      `Jam “${written}” tidak terbaca. Tulis jam buka dan jam tutup, contoh 08.00-15.00. Kosongkan bila hari itu tutup.`,
    en: ({ written }) =>
      `The hours “${written}” cannot be read. Write from and to, such as 08.00-15.00. Leave it empty when closed that day.`,
  },
  'centre.phone-unreadable': {
    id: ({ written }) =>
      `Telepon “${written}” terlalu pendek. Tulis nomor kantor lengkap dengan kode wilayahnya, contoh (021) 5550100.`,
    en: ({ written }) =>
      `The telephone “${written}” is too short. Write the office’s number with its area code, such as (021) 5550100.`,
  },
  'centre.person-unreadable': {
    id: ({ written }) =>
      `Baris “${written}” belum lengkap. Tulis nama, koma, lalu perannya, contoh: Nama Petugas, petugas loket.`,
    en: ({ written }) =>
      `The line “${written}” is not complete. Write name, comma, role, such as: Officer’s Name, counter officer.`,
  },
  'centre.people-many': {
    id: ({ most }) => `Paling banyak ${most} orang ditampilkan. Pilih yang ditemui warga.`,
    en: ({ most }) => `${most} people are shown at most. Choose those whom residents meet.`,
  },
  'centre.private-number': {
    id: () => 'Ada nomor panjang di daftar orang. Halaman ini terbuka untuk semua: hapus NIK atau nomor HP pribadi dari daftar.',
    en: () => 'There is a long number among the people. This page is public: take out any NIK or private telephone.',
  },
  'centre.clinic-partial': {
    id: () => 'Klinik belum lengkap. Isi hari, jam, dan tempatnya, atau kosongkan ketiganya bila belum ada.',
    en: () => 'The clinic is not complete. Fill in day, hours and place, or leave all three empty when there is none yet.',
  },
  'centre.unchanged': {
    id: () => 'Tidak ada yang berubah, jadi tidak ada yang disimpan. Ubah isinya dulu.',
    en: () => 'Nothing changed, so nothing was stored. Change something first.',
  },
}

export const words = {
  id: {
    title: 'Satu kecamatan, satu pusat',
    lead: 'Di tiap kecamatan ada satu pusat kewirausahaan: tempat mendaftar, bertanya, dan bertemu pendamping. Pilih kecamatan Anda.',
    description: 'Pusat OK OCE di 44 kecamatan Jakarta: alamat, jam buka, klinik, dan angkanya tiap pekan.',
    crumb: 'Jejak halaman',
    home: 'Beranda',
    all: '44 kecamatan',
    heads: ['Kecamatan', 'Alamat', 'Peluncuran', 'Masuk P1'] as const,
    noAddress: 'belum dicatat',
    launched: (on: string) => `sejak ${on}`,
    notLaunched: 'belum diluncurkan',
    toBe: (on: string) => `belum diluncurkan, rencana ${on}`,
    noDay: 'belum diluncurkan, tanggalnya belum ditetapkan',
    eyebrow: (kota: string) => `Pusat kewirausahaan kecamatan · ${kota}`,
    come: 'Datang ke pusat',
    classes: 'Kelas yang akan datang',
    classHeads: ['Kelas', 'Pertemuan berikutnya', 'Tempat', 'Kursi'] as const,
    seats: (free: number) => (free ? `${free} kursi kosong` : 'penuh, ada daftar tunggu'),
    begun: 'sudah mulai',
    calendar: 'Kalender kelas untuk HP Anda',
    parts: {
      address: 'Alamat',
      way: 'Cara ke sana',
      phone: 'Telepon kantor',
      launchedOn: 'Peluncuran',
      hours: 'Jam buka',
      people: 'Yang menerima Anda',
      clinic: 'Klinik',
    } satisfies Record<Part, string>,
    unknown: 'Pusat ini belum mencatat alamat dan jamnya. Anda tetap dapat mendaftar dari rumah.',
    synthetic: 'Alamat, telepon, dan orang di halaman ini hanya contoh untuk peragaan.',
    before: (name: string, on: string | null) =>
      on
        ? `Pusat ${name} belum diluncurkan; rencananya ${on}. Sampai saat itu Anda dapat mendaftar dari rumah.`
        : `Pusat ${name} belum diluncurkan. Sampai saat itu Anda dapat mendaftar dari rumah.`,
    register: 'Mulai pendaftaran',
    steps: 'Tujuh langkah di sini',
    stepsLead: (week: string) => `Seperti terbit di update pekan ${week}. Setiap angka dapat dibuka.`,
    stepHeads: ['Langkah', 'Masuk', 'Tercapai', 'Tercapai, berubah'] as const,
    history: 'Masuk pendaftaran, pekan demi pekan',
    noWeek: 'Belum ada pekan yang terbit.',
    toWeek: (week: string) => `Baca update pekan ${week}`,
    // the office
    editTitle: 'Pusat kecamatan',
    editLead: 'Alamat, jam, orang, dan klinik yang dibaca warga. Setiap perubahan menjadi baris baru dalam riwayat.',
    edit: (name: string) => `Pusat ${name}`,
    seePublic: 'Lihat halaman publiknya',
    officerLead: 'Anda dapat mengubah jam, telepon, orang, dan klinik. Alamat dan peluncuran diubah kantor program.',
    addressHint: 'Jalan dan nomor, seperti di papan nama.',
    wayHint: 'Angkutan umum, pintu mana, lantai berapa.',
    phoneHint: 'Nomor kantor, bukan HP pribadi.',
    launchHint:
      'Contoh: 10 2 2018. Kosongkan bila belum ditetapkan. Pekan sebelum tanggal ini terbaca “belum diluncurkan”, bukan 0.',
    hoursHint: 'Contoh: 08.00-15.00. Kosongkan bila tutup.',
    peopleHint: 'Satu orang satu baris: nama, koma, peran. Hanya yang setuju namanya ditampilkan.',
    clinicHint: 'Hari, jam, dan tempat pendamping menerima warga setiap pekan.',
    day: 'Hari',
    time: 'Jam',
    place: 'Tempat',
    noClinic: 'Belum ada klinik',
    save: 'Simpan perubahan',
    saved: (on: string) => `Perubahan tersimpan dan berlaku sejak ${on}.`,
    past: 'Riwayat',
    pastNone: 'Belum ada yang dicatat tentang pusat ini.',
    pastHeads: ['Berlaku sejak', 'Yang berubah', 'Oleh'] as const,
    firstRow: 'catatan pertama',
  },
  en: {
    title: 'One kecamatan, one centre',
    lead: 'Each kecamatan has one entrepreneurship centre: to register, to ask, to meet a mentor. Choose your kecamatan.',
    description: 'OK OCE centres in Jakarta’s 44 kecamatan: address, hours, clinic, and their figures each week.',
    crumb: 'Breadcrumb',
    home: 'Home',
    all: '44 kecamatan',
    heads: ['Kecamatan', 'Address', 'Launch', 'Entered P1'] as const,
    noAddress: 'not written down yet',
    launched: (on: string) => `since ${on}`,
    notLaunched: 'not launched yet',
    toBe: (on: string) => `not launched yet, planned for ${on}`,
    noDay: 'not launched yet, the day is not set',
    eyebrow: (kota: string) => `Entrepreneurship centre of the kecamatan · ${kota}`,
    come: 'Come to the centre',
    classes: 'Classes to come',
    classHeads: ['Class', 'Next session', 'Place', 'Seats'] as const,
    seats: (free: number) => (free ? `${free} seats free` : 'full, with a waiting list'),
    begun: 'has begun',
    calendar: 'Calendar of classes for your phone',
    parts: {
      address: 'Address',
      way: 'How to come',
      phone: 'Office telephone',
      launchedOn: 'Launch',
      hours: 'Open',
      people: 'Who receives you',
      clinic: 'Clinic',
    } satisfies Record<Part, string>,
    unknown: 'This centre has not written down its address and hours yet. You can still register from home.',
    synthetic: 'Address, telephone and people on this page are examples for the demonstration only.',
    before: (name: string, on: string | null) =>
      on
        ? `The centre of ${name} is not launched yet; it is planned for ${on}. Until then you can register from home.`
        : `The centre of ${name} is not launched yet. Until then you can register from home.`,
    register: 'Start registering',
    steps: 'The seven steps here',
    stepsLead: (week: string) => `As published in the update of week ${week}. Every figure opens.`,
    stepHeads: ['Step', 'Entered', 'Reached', 'Reached, change'] as const,
    history: 'Entered registration, week by week',
    noWeek: 'No week has been published yet.',
    toWeek: (week: string) => `Read the update of week ${week}`,
    editTitle: 'Centres of the kecamatan',
    editLead: 'Address, hours, people and clinic that residents read. Each change becomes a new line of the history.',
    edit: (name: string) => `Centre of ${name}`,
    seePublic: 'See its public page',
    officerLead: 'You can change hours, telephone, people and clinic. Address and launch are changed by the programme office.',
    addressHint: 'Street and number, as on the sign.',
    wayHint: 'Public transport, which door, which floor.',
    phoneHint: 'The office’s number, not a private one.',
    launchHint: 'Example: 10 2 2018. Leave empty while it is not set. Weeks before this day read “not launched yet”, not 0.',
    hoursHint: 'Example: 08.00-15.00. Leave empty when closed.',
    peopleHint: 'One person a line: name, comma, role. Only those who agree that their name is shown.',
    clinicHint: 'Day, hours and place where mentors receive residents each week.',
    day: 'Day',
    time: 'Hours',
    place: 'Place',
    noClinic: 'No clinic yet',
    save: 'Save the changes',
    saved: (on: string) => `The changes are stored and hold from ${on}.`,
    past: 'History',
    pastNone: 'Nothing has been written down about this centre yet.',
    pastHeads: ['Holds from', 'What changed', 'By'] as const,
    firstRow: 'first record',
  },
}
