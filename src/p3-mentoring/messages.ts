// The words of P3: why a contact, a match or a meeting is refused, and what its pages say.
import { type JakartaDate, showDate } from '../kit/calendar.ts'
import type { Lang, ProblemOf, Words } from '../kit/problem.ts'
import { type Kec, nameOf } from '../places/index.ts'
import type { Cause, ContactWay, MatchWhy, Outcome } from './rules.ts'

type Problems = {
  'contact.way': null
  'contact.date': null
  'contact.future': { on: JakartaDate }
  'contact.old': { on: JakartaDate; days: number }
  'contact.goal': null
  'contact.result': null
  'contact.next-date': null
  'contact.next-past': { on: JakartaDate }
  'match.outside': { kec: Kec }
  'match.full': { most: number }
  'match.left': null
  'match.nobody': { kec: Kec }
  'match.missing': null
  'hand.same': null
  'hand.to': null
  'mentor.account': null
  'mentor.area': null
  'mentor.most': null
  'hours.time': null
  'meeting.taken': null
  'meeting.busy': null
  'meeting.past': null
  'meeting.none': null
  'stall.cause': null
  'note.not-yours': { number: string }
}
export type MentoringProblem = ProblemOf<Problems>

export const mentoringWords: Words<Problems> = {
  'contact.way': {
    id: () => 'Pilih bagaimana Anda bertemu: datang, klinik, telepon, atau pesan.',
    en: () => 'Choose how you met: visit, clinic, call or chat.',
  },
  'contact.date': {
    id: () => 'Tanggal ini tidak ada di kalender. Contoh: 3 2 2018.',
    en: () => 'This day is not in the calendar. For example 3 2 2018.',
  },
  'contact.future': {
    id: ({ on }) => `${showDate(on)} belum tiba. Catat pertemuan setelah terjadi; untuk rencana, pakai "Bertemu lagi".`,
    en: ({ on }) => `${showDate(on, 'en')} has not come yet. Record a contact after it happened; for a plan use "Meet again".`,
  },
  'contact.old': {
    id: ({ on, days }) =>
      `${showDate(on)} lebih dari ${days} hari yang lalu. Kalau benar, minta petugas kecamatan mencatatnya dengan alasan.`,
    en: ({ on, days }) =>
      `${showDate(on, 'en')} is more than ${days} days ago. If it is right, ask the kecamatan’s officer to record it with a reason.`,
  },
  'contact.goal': {
    id: () => 'Tulis tujuannya: hasil tanpa tujuan belum dihitung untuk langkah 3.',
    en: () => 'Write the goal: a result without one does not count for step 3.',
  },
  'contact.result': {
    id: () => 'Pilih hasilnya: tujuan tanpa hasil belum dihitung untuk langkah 3.',
    en: () => 'Choose the result: a goal without one does not count for step 3.',
  },
  'contact.next-date': {
    id: () => 'Tulis tanggal bertemu lagi, contoh 10 2 2018.',
    en: () => 'Write the day you meet again, for example 10 2 2018.',
  },
  'contact.next-past': {
    id: ({ on }) => `Bertemu lagi ${showDate(on)} sudah lewat. Pilih hari sesudah hari ini.`,
    en: ({ on }) => `Meeting again on ${showDate(on, 'en')} is past. Choose a day after today.`,
  },
  'match.outside': {
    id: ({ kec }) =>
      `Pendamping ini tidak bertugas di ${nameOf(kec)}. Pilih yang bertugas di sana, atau tambahkan wilayahnya dulu.`,
    en: ({ kec }) => `This mentor does not work in ${nameOf(kec)}. Choose one who does, or add the area first.`,
  },
  'match.full': {
    id: ({ most }) => `Pendamping ini sudah mendampingi ${most} anggota, batasnya. Pilih yang lain.`,
    en: ({ most }) => `This mentor already has ${most} members, the most there may be. Choose another one.`,
  },
  'match.left': {
    id: () => 'Pendamping ini sudah tidak bertugas. Pilih yang lain.',
    en: () => 'This mentor has left. Choose another one.',
  },
  'match.nobody': {
    id: ({ kec }) =>
      `Belum ada pendamping yang punya tempat di ${nameOf(kec)}. Tambah pendamping, atau naikkan batas salah satunya.`,
    en: ({ kec }) => `No mentor has room in ${nameOf(kec)}. Add one, or raise the limit of one of them.`,
  },
  'match.missing': {
    id: () => 'Anggota itu tidak ada di sini, atau sudah punya pendamping.',
    en: () => 'That member is not here, or already has a mentor.',
  },
  'hand.same': {
    id: () => 'Pilih pendamping lain untuk menerima anggotanya.',
    en: () => 'Choose another mentor to take the members.',
  },
  'hand.to': { id: () => 'Pilih siapa yang menerima anggotanya.', en: () => 'Choose who takes the members.' },
  'mentor.account': {
    id: () => 'Akun pendamping itu tidak ada. Buat akunnya dulu di Akun kerja.',
    en: () => 'There is no such mentor account. Make the account first.',
  },
  'mentor.area': { id: () => 'Pilih kecamatannya.', en: () => 'Choose the kecamatan.' },
  'mentor.most': {
    id: () => 'Tulis batas anggota dengan angka, 1 sampai 2000.',
    en: () => 'Write the limit of members in digits, 1 to 2000.',
  },
  'hours.time': {
    id: () => 'Tulis jam mulai dan selesai, contoh 09.00 dan 12.00.',
    en: () => 'Write when it begins and ends, for example 09.00 and 12.00.',
  },
  'meeting.taken': {
    id: () => 'Waktu itu baru saja diambil orang lain. Pilih waktu lain.',
    en: () => 'Somebody has just taken that time. Choose another one.',
  },
  'meeting.busy': {
    id: () => 'Anda sudah punya kelas atau pertemuan pada waktu itu. Pilih waktu lain.',
    en: () => 'You already have a class or meeting at that time. Choose another one.',
  },
  'meeting.past': { id: () => 'Waktu itu sudah lewat. Pilih waktu lain.', en: () => 'That time is past. Choose another one.' },
  'meeting.none': {
    id: () => 'Anda belum punya pendamping. Petugas kecamatan memilihkannya.',
    en: () => 'You have no mentor yet. The kecamatan’s officer chooses one.',
  },
  'note.not-yours': {
    id: ({ number }) =>
      `${number} bukan anggota Anda: nomornya salah tulis, atau anggota ini sudah diserahkan. Kalau pertemuannya benar, minta petugas kecamatan mencatatnya.`,
    en: ({ number }) =>
      `${number} is no member of yours: the number is written wrongly, or the member was handed over. If the contact took place, ask the kecamatan’s officer to record it.`,
  },
  'stall.cause': { id: () => 'Pilih apa yang menghambat.', en: () => 'Choose what holds them up.' },
}

type PageTexts = {
  ways: Record<ContactWay, string>
  outcomes: Record<Outcome, string>
  causes: Record<Cause, string>
  [word: string]: unknown
}

export const outcomeTexts: Record<Lang, Record<Outcome, string>> = {
  id: { done: 'Berhasil', partly: 'Sebagian', 'not-yet': 'Belum' },
  en: { done: 'Done', partly: 'Partly', 'not-yet': 'Not yet' },
}

export const texts = {
  id: {
    ways: { visit: 'Datang', clinic: 'Klinik', call: 'Telepon', chat: 'Pesan' },
    outcomes: outcomeTexts.id,
    causes: { licence: 'Izin', capital: 'Modal', time: 'Waktu', phone: 'HP tidak aktif', product: 'Produk', other: 'Lainnya' },
    // ---- mentor
    title: 'Pekan ini',
    week: (n: number) => `Pekan ini, temui ${n} orang`,
    of: (n: number) => `Dari ${n} anggota Anda.`,
    none: 'Belum ada anggota yang dipercayakan kepada Anda. Begitu petugas memilihkannya, mereka muncul di sini.',
    firstOf: 'Yang pertama:',
    all: 'Semua anggota Anda',
    more: (n: number) => `${n} orang berikutnya`,
    last: 'Terakhir disepakati',
    lastNone: 'Belum ada kesepakatan.',
    progress: 'Menuju langkah 3',
    reached: (on: string) => `Langkah 3 tercapai ${on}.`,
    missing: 'Yang masih kurang',
    contacts: 'Pertemuan sampai sekarang',
    contactsNone: 'Belum ada pertemuan.',
    incomplete: 'belum dihitung: tujuan atau hasilnya belum ditulis',
    note: 'Catat pertemuan',
    noteHint: 'Empat ketukan, sekitar 30 detik.',
    way: 'Bagaimana',
    goal: 'Tujuan pertemuan ini',
    goalHint: 'Sering dipakai: tutup buku, foto produk, ambil izin',
    result: 'Hasilnya',
    resultNote: 'Catatan singkat (boleh kosong)',
    next: 'Tujuan berikutnya',
    again: 'Bertemu lagi',
    otherDay: 'Hari lain',
    noDay: 'Belum ditentukan',
    stall: 'Ada yang menghambat?',
    stallNone: 'Tidak',
    when: 'Kapan (kosong: hari ini)',
    save: 'Simpan',
    inDays: (n: number) => `${n} hari lagi`,
    memberNumber: 'Nomor anggota',
    shellLead: 'Jaringan sedang tidak ada. Catat dengan nomor anggota: catatannya terkirim sendiri, dan dihitung pada hari ini.',
    held: 'Belum terhitung',
    heldN: (n: number) => `${n} catatan dari alat Anda belum terhitung. Lihat apa yang kurang.`,
    heldWhat: 'Catatan dari alat Anda yang perlu Anda lihat',
    heldNone: 'Semua catatan sudah terhitung.',
    mend: 'Perbaiki',
    meant: 'Nomor anggota yang benar',
    dropNote: 'Buang catatan ini',
    saved: 'Pertemuan tersimpan dan dihitung pada harinya.',
    counted: 'Dihitung pada tanggal pertemuan, bukan tanggal kirim.',
    phone: 'HP',
    business: 'Usaha',
    back: 'Kembali ke daftar',
    hours: 'Jam Anda menerima anggota',
    hoursNone: 'Belum ada jam. Tambah, supaya anggota bisa memilih waktu.',
    weekdays: ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'],
    weekday: 'Hari',
    from: 'Mulai',
    to: 'Selesai',
    add: 'Tambah',
    remove: 'Hapus',
    meetings: 'Pertemuan yang sudah dijanjikan',
    meetingsNone: 'Belum ada janji.',
    calendar: 'Kalender (.ics)',
    schedule: 'Jadwal saya',
    // ---- office
    mentors: 'Pendamping',
    load: 'Anggota',
    areas: 'Wilayah',
    trades: 'Bidang usaha',
    most: 'Paling banyak',
    unassigned: (n: number) => `${n} anggota yang sudah di langkah 2 atau 3 belum punya pendamping.`,
    oneMember: 'Cari satu anggota dengan nomornya',
    search: 'Cari',
    notWaiting: (number: string) =>
      `${number} tidak menunggu pendamping: sudah punya, belum ikut pelatihan, sudah mencapai langkah 3, atau bukan anggota kecamatan ini.`,
    unassignedNone: 'Semua anggota yang perlu didampingi sudah punya pendamping.',
    suggestion: 'Usulan',
    why: (w: MatchWhy) =>
      [w.trade ? `mengenal usaha ${w.trade}` : 'bertugas di kecamatan ini', `${w.load} dari ${w.most} anggota`].join(', '),
    assign: 'Tetapkan',
    assignAll: (n: number) => `Tetapkan ${n} usulan ini`,
    hand: 'Serahkan anggota',
    handWhat: 'Semua catatan, kesepakatan dan tanggal ikut; pertemuan yang dijanjikan dibatalkan dan anggota diberi tahu.',
    from_: 'Dari',
    to_: 'Kepada',
    left: 'Pendamping ini berhenti bertugas',
    handed: 'Anggotanya sudah diserahkan.',
    assigned: 'Anggota yang dipilih sudah punya pendamping.',
    addMentor: 'Tambah pendamping di kecamatan ini',
    account: 'Akun',
    tradesHint: 'Kata bidang usaha, dipisah koma: kue, katering, jahit',
    savedMentor: 'Tersimpan.',
    nobody: 'Belum ada pendamping di kecamatan ini.',
    // ---- member
    member: 'Pendampingan',
    yours: 'Pendamping Anda',
    yoursNone:
      'Anda belum punya pendamping. Petugas kecamatan memilihkannya setelah kelas Anda selesai; tidak ada yang perlu Anda kerjakan.',
    agreed: 'Yang disepakati',
    agreedOn: (on: string) => `Bertemu lagi ${on}`,
    pick: 'Pilih waktu bertemu',
    pickNone: 'Belum ada waktu kosong dalam empat pekan ini. Hubungi loket kecamatan.',
    take: 'Ambil',
    planned: (when: string) => `Janji bertemu: ${when}`,
    cancel: 'Batalkan janji',
    taken: 'Janji tersimpan.',
    cancelled: 'Janji dibatalkan.',
  },
  en: {
    ways: { visit: 'Visit', clinic: 'Clinic', call: 'Call', chat: 'Chat' },
    outcomes: outcomeTexts.en,
    causes: { licence: 'Licence', capital: 'Capital', time: 'Time', phone: 'Phone dead', product: 'Product', other: 'Other' },
    title: 'This week',
    week: (n: number) => `This week, meet ${n} people`,
    of: (n: number) => `Of your ${n} members.`,
    none: 'No members are entrusted to you yet. As soon as an officer chooses them they appear here.',
    firstOf: 'The first:',
    all: 'All your members',
    more: (n: number) => `${n} more`,
    last: 'Last agreed',
    lastNone: 'Nothing agreed yet.',
    progress: 'Towards step 3',
    reached: (on: string) => `Step 3 reached on ${on}.`,
    missing: 'What is missing',
    contacts: 'Contacts so far',
    contactsNone: 'No contact yet.',
    incomplete: 'not counted: goal or result is not written',
    note: 'Record a contact',
    noteHint: 'Four taps, about 30 seconds.',
    way: 'How',
    goal: 'Goal of this meeting',
    goalHint: 'Often used: close the books, photos of goods, get the licence',
    result: 'The result',
    resultNote: 'A short note (may be empty)',
    next: 'Next goal',
    again: 'Meet again',
    otherDay: 'Another day',
    noDay: 'Not set',
    stall: 'Does something hold them up?',
    stallNone: 'No',
    when: 'When (empty: today)',
    save: 'Save',
    inDays: (n: number) => `in ${n} days`,
    memberNumber: 'Member number',
    shellLead: 'There is no network. Note it by the member number: it is sent by itself, and counts on this day.',
    held: 'Not counted yet',
    heldN: (n: number) => `${n} notes of your device do not count yet. See what is missing.`,
    heldWhat: 'Notes of your device that need your eyes',
    heldNone: 'All notes count.',
    mend: 'Mend it',
    meant: 'The right member number',
    dropNote: 'Drop this note',
    saved: 'The contact is saved and counts on its day.',
    counted: 'It counts on the day of the contact, not of sending.',
    phone: 'Phone',
    business: 'Business',
    back: 'Back to the list',
    hours: 'When you receive members',
    hoursNone: 'No hours yet. Add some, so that members can choose a time.',
    weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    weekday: 'Day',
    from: 'From',
    to: 'To',
    add: 'Add',
    remove: 'Remove',
    meetings: 'Meetings that are set',
    meetingsNone: 'None yet.',
    calendar: 'Calendar (.ics)',
    schedule: 'My schedule',
    mentors: 'Mentors',
    load: 'Members',
    areas: 'Areas',
    trades: 'Trades',
    most: 'At most',
    unassigned: (n: number) => `${n} members at step 2 or 3 have no mentor yet.`,
    oneMember: 'Find one member by number',
    search: 'Find',
    notWaiting: (number: string) =>
      `${number} does not wait for a mentor: has one, has not begun training, has reached step 3, or is no member of this kecamatan.`,
    unassignedNone: 'Everybody who needs a mentor has one.',
    suggestion: 'Suggested',
    why: (w: MatchWhy) =>
      [w.trade ? `knows the trade ${w.trade}` : 'works in this kecamatan', `${w.load} of ${w.most} members`].join(', '),
    assign: 'Assign',
    assignAll: (n: number) => `Assign these ${n}`,
    hand: 'Hand members over',
    handWhat: 'All notes, agreements and dates go along; meetings that were set are cancelled and members are told.',
    from_: 'From',
    to_: 'To',
    left: 'This mentor leaves',
    handed: 'The members are handed over.',
    assigned: 'The chosen members have a mentor.',
    addMentor: 'Add a mentor in this kecamatan',
    account: 'Account',
    tradesHint: 'Words of trades, with commas: kue, katering, jahit',
    savedMentor: 'Saved.',
    nobody: 'There is no mentor in this kecamatan yet.',
    member: 'Mentoring',
    yours: 'Your mentor',
    yoursNone:
      'You have no mentor yet. The kecamatan’s officer chooses one when your classes are done; there is nothing for you to do.',
    agreed: 'What was agreed',
    agreedOn: (on: string) => `Meet again on ${on}`,
    pick: 'Choose a time to meet',
    pickNone: 'There is no free time in these four weeks. Contact the counter of the kecamatan.',
    take: 'Take',
    planned: (when: string) => `You meet on ${when}`,
    cancel: 'Cancel the meeting',
    taken: 'The meeting is saved.',
    cancelled: 'The meeting is cancelled.',
  },
} satisfies Record<Lang, PageTexts>
export type Texts = (typeof texts)[Lang]
