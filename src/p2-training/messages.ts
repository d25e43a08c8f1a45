// The words of P2: why a seat, a check-in, a homework or a plan is refused, and what the pages say.
import type { Step } from '../journey/index.ts'
import { type JakartaDate, showDate, showDay, showTime } from '../kit/calendar.ts'
import type { Lang, ProblemOf, Words } from '../kit/problem.ts'
import { type Kec, kotaOf, nameOf } from '../places/index.ts'
import type { SeatAnswer } from './booking.ts'
import type { Reach } from './rules.ts'

type At = { on: JakartaDate; starts: Date; ends: Date }

export type Problems = {
  'class.missing': null
  'class.cancelled': { why: string }
  'class.begun': { on: JakartaDate }
  'class.elsewhere': { kec: Kec; reach: Reach }
  'class.step': { step: Step }
  'seat.full': null
  'seat.clash': { on: JakartaDate }
  'seat.closed': null
  'seat.ended': null
  'seat.stay': { why: string }
  'door.cancelled': { on: JakartaDate }
  'door.early': At
  'door.over': At
  'door.other-day': At
  'door.list-late': At & { days: number }
  'door.unknown': null
  'door.full': { capacity: number }
  'door.clash': { on: JakartaDate }
  'door.blank': null
  'ticket.unknown': null
  'ticket.other-class': { code: string }
  'ticket.ended': { state: string }
  'undo.why': null
  'homework.blank': null
  'homework.photo-large': { most: number }
  'homework.photo-type': null
  'homework.module': null
  'homework.missing': null
  'homework.decided': { outcome: string }
  'homework.answer': null
  'feedback.blank': null
  'move.attended': { n: number; on: JakartaDate }
  'cancel.attended': { n: number }
  'cancel.why': null
  'seats.taken': { seated: number }
  'group.none': null
  'plan.course': null
  'plan.venue': null
  'plan.trainer': null
  'plan.capacity': null
  'plan.crowded': { seats: number }
  'plan.waiting': null
  'plan.none': null
  'plan.day': { nr: number }
  'plan.past': { nr: number; on: JakartaDate }
  'plan.far': { nr: number; on: JakartaDate }
  'plan.time': { nr: number }
  'plan.length': { nr: number }
  'plan.overlap': { nr: number }
  'plan.holiday': { nr: number; on: JakartaDate; name: string }
  'plan.venue-taken': { nr: number; on: JakartaDate; code: string }
  'plan.trainer-taken': { nr: number; on: JakartaDate; code: string | null }
  'plan.at-once': null
  'venue.name': null
  'venue.seats': null
  'trainer.name': null
  'module.code': null
  'module.title': null
}
export type TrainingProblem = ProblemOf<Problems>

const reachId = (kec: Kec, reach: Reach) => (reach === 'kota' ? nameOf(kotaOf(kec)) : `Kecamatan ${nameOf(kec)}`)

export const trainingWords: Words<Problems> = {
  'class.missing': {
    id: () => 'Kelas ini tidak ada. Lihat daftar kelas.',
    en: () => 'There is no such class. See the list of classes.',
  },
  'class.cancelled': {
    id: ({ why }) => `Kelas ini tidak jadi diadakan${why ? `: ${why}` : ''}. Pilih kelas lain.`,
    en: ({ why }) => `This class does not take place${why ? `: ${why}` : ''}. Choose another one.`,
  },
  'class.begun': {
    id: ({ on }) => `Kelas ini sudah mulai ${showDate(on)}. Pilih kelas lain, atau datang dan tanyakan kursi kosong di pintu.`,
    en: ({ on }) => `This class began on ${showDate(on, 'en')}. Choose another one, or come and ask for a free seat at the door.`,
  },
  'class.elsewhere': {
    id: ({ kec, reach }) => `Kelas ini untuk anggota ${reachId(kec, reach)}. Pilih kelas di kecamatan Anda.`,
    en: ({ kec, reach }) => `This class is for members of ${reachId(kec, reach)}. Choose a class in your own kecamatan.`,
  },
  'class.step': {
    id: ({ step }) =>
      `Kelas ini untuk yang langkah ${step}-nya belum tercapai, dan langkah ${step} Anda sudah tercapai. Kursinya untuk mereka yang menunggu.`,
    en: ({ step }) =>
      `This class is for those who have not reached step ${step}, and you have. Its seats are for those who wait.`,
  },
  'seat.full': {
    id: () => 'Kelas penuh, dan daftar tunggunya juga penuh. Pilih kelas lain; Anda tidak kehilangan apa pun.',
    en: () => 'The class is full, and so is its waiting list. Choose another class; you have lost nothing.',
  },
  'seat.clash': {
    id: ({ on }) =>
      `Pada ${showDate(on)} jam itu Anda sudah punya kelas atau pertemuan lain. Batalkan yang lama dulu, atau pilih kelas lain.`,
    en: ({ on }) =>
      `On ${showDate(on, 'en')} you already have another class or meeting at that time. Cancel that one first, or choose another class.`,
  },
  'seat.closed': {
    id: () => 'Kelas ini sudah mulai atau dibatalkan. Pilih kelas lain, atau datang dan tanyakan kursi kosong di pintu.',
    en: () => 'This class has begun or was cancelled. Choose another one, or come and ask for a free seat at the door.',
  },
  'seat.ended': {
    id: () => 'Kursi dari halaman ini sudah dibatalkan. Buka halaman kelasnya lagi untuk mengambil kursi baru.',
    en: () => 'The seat of this page was cancelled. Open the class again to take a new one.',
  },
  'seat.stay': { id: ({ why }) => `${why} Kursi lama Anda tetap.`, en: ({ why }) => `${why} You keep your old seat.` },
  'door.cancelled': {
    id: ({ on }) => `Pertemuan ${showDate(on)} dibatalkan, jadi kehadirannya tidak dicatat.`,
    en: ({ on }) => `The session of ${showDate(on, 'en')} was cancelled, so nobody is checked in.`,
  },
  'door.early': {
    id: ({ on, starts }) => `Pintu baru dibuka satu jam sebelum ${showTime(starts)}, ${showDate(on)}. Coba lagi nanti.`,
    en: ({ on, starts }) => `The door opens one hour before ${showTime(starts)} on ${showDate(on, 'en')}. Try again then.`,
  },
  'door.over': {
    id: ({ ends }) =>
      `Pertemuan ini selesai ${showTime(ends)}. Kalau orangnya hadir dan tertulis di daftar kertas, catat lewat daftar hadir.`,
    en: ({ ends }) =>
      `This session ended at ${showTime(ends)}. If the person was there and stands on the paper list, enter it from the list.`,
  },
  'door.other-day': {
    id: ({ on, starts }) => `Ini pertemuan ${showDay(on)} pukul ${showTime(starts)}, bukan hari ini. Buka pertemuan hari ini.`,
    en: ({ on, starts }) =>
      `This is the session of ${showDay(on, 'en')}, ${showTime(starts)}, not of today. Open today’s session.`,
  },
  'door.list-late': {
    id: ({ on, days }) =>
      `Daftar kertas ${showDate(on)} masih bisa dicatat sampai ${days} hari sesudahnya, dan itu sudah lewat. Catat lewat halaman anggota, dengan alasan.`,
    en: ({ on, days }) =>
      `The paper list of ${showDate(on, 'en')} could be entered for ${days} days, which are over. Record it on the member’s page, with a reason.`,
  },
  'door.unknown': {
    id: () => 'Tidak ada anggota dengan nomor atau NIK itu di sini. Periksa angkanya, atau daftarkan orangnya dulu.',
    en: () => 'No member has that number or NIK here. Check the digits, or register the person first.',
  },
  'door.full': {
    id: ({ capacity }) =>
      `Semua ${capacity} kursi sudah terisi. Tambah kursi kalau ruangnya cukup, atau tawarkan kelas berikutnya.`,
    en: ({ capacity }) => `All ${capacity} seats are taken. Add seats if the room allows, or offer the next class.`,
  },
  'door.clash': {
    id: ({ on }) =>
      `Anggota ini tercatat di kelas atau pertemuan lain pada jam yang sama, ${showDate(on)}. Tanyakan mana yang benar, batalkan yang lain, lalu catat.`,
    en: ({ on }) =>
      `This member is in another class or meeting at the same time on ${showDate(on, 'en')}. Ask which is right, cancel the other, then check in.`,
  },
  'door.blank': { id: () => 'Tulis nama, nomor anggota, atau NIK.', en: () => 'Write a name, a member number or a NIK.' },
  'ticket.unknown': {
    id: () => 'Kode ini bukan tiket kelas kita. Minta nomor anggotanya.',
    en: () => 'This code is no ticket of ours. Ask for the member number.',
  },
  'ticket.other-class': {
    id: ({ code }) => `Tiket ini untuk kelas lain, bukan ${code}. Periksa jadwal di tiketnya.`,
    en: ({ code }) => `This ticket is for another class, not ${code}. Look at the times on the ticket.`,
  },
  'ticket.ended': {
    id: ({ state }) =>
      state === 'moved'
        ? 'Tiket ini tidak berlaku lagi: pemiliknya pindah kelas dan punya kode baru.'
        : 'Tiket ini tidak berlaku lagi: kursinya dibatalkan. Cari dengan nomor anggota kalau orangnya tetap datang.',
    en: ({ state }) =>
      state === 'moved'
        ? 'This ticket is no longer valid: its owner moved to another class and has a new code.'
        : 'This ticket is no longer valid: its seat was cancelled. Look by member number if the person came all the same.',
  },
  'undo.why': {
    id: () => 'Tulis kenapa kehadiran ini dibatalkan; alasannya tersimpan.',
    en: () => 'Write why this check-in is taken back; the reason is kept.',
  },
  'homework.blank': {
    id: () => 'Tulis jawaban Anda, atau pilih sebuah foto.',
    en: () => 'Write your answer, or choose a photo.',
  },
  'homework.photo-large': {
    id: ({ most }) =>
      `Fotonya lebih besar dari ${most} MB. Kirim foto yang lebih kecil: tangkapan layar foto itu biasanya cukup.`,
    en: ({ most }) => `The photo is larger than ${most} MB. Send a smaller one: a screenshot of it will usually do.`,
  },
  'homework.photo-type': {
    id: () => 'Berkas ini bukan foto JPG, PNG, atau WebP. Ambil foto dengan kamera, atau kirim tangkapan layarnya.',
    en: () => 'This file is no JPG, PNG or WebP photo. Take a photo with the camera, or send a screenshot.',
  },
  'homework.module': { id: () => 'Pilih tugas yang mana.', en: () => 'Choose which homework it is.' },
  'homework.missing': { id: () => 'Tugas ini tidak ada lagi.', en: () => 'This homework is not there any more.' },
  'homework.decided': {
    id: ({ outcome }) =>
      outcome === 'accepted' ? 'Tugas ini sudah diterima petugas lain.' : 'Tugas ini sudah dikembalikan petugas lain.',
    en: ({ outcome }) =>
      outcome === 'accepted' ? 'Another officer has accepted this homework.' : 'Another officer has returned this homework.',
  },
  'homework.answer': {
    id: () => 'Tulis apa yang masih kurang, supaya anggota bisa memperbaikinya.',
    en: () => 'Write what is missing, so that the member can mend it.',
  },
  'feedback.blank': { id: () => 'Pilih satu jawaban di tiap baris.', en: () => 'Choose one answer in each row.' },
  'move.attended': {
    id: ({ n, on }) =>
      `${n} orang sudah dicatat hadir pada ${showDate(on)}, jadi pertemuan ini tidak bisa dipindah. Batalkan kehadiran yang keliru dulu, atau tambah kelas baru.`,
    en: ({ n, on }) =>
      `${n} people are checked in on ${showDate(on, 'en')}, so this session cannot be moved. Take wrong check-ins back first, or plan a new class.`,
  },
  'cancel.attended': {
    id: ({ n }) => `${n} kehadiran sudah tercatat di kelas ini, jadi tidak bisa dibatalkan seluruhnya.`,
    en: ({ n }) => `${n} check-ins are recorded in this class, so it cannot be cancelled as a whole.`,
  },
  'cancel.why': {
    id: () => 'Tulis kenapa kelas ini batal; anggota membacanya.',
    en: () => 'Write why the class is cancelled; members read it.',
  },
  'seats.taken': {
    id: ({ seated }) => `Sudah ${seated} orang punya kursi. Jumlah kursi tidak bisa kurang dari itu.`,
    en: ({ seated }) => `${seated} people have a seat already. There cannot be fewer seats than that.`,
  },
  'group.none': {
    id: () => 'Pilih sedikitnya satu orang, atau tulis nomor anggotanya.',
    en: () => 'Choose at least one person, or write member numbers.',
  },
  'plan.course': { id: () => 'Pilih apa yang diajarkan.', en: () => 'Choose what is taught.' },
  'plan.venue': {
    id: () => 'Pilih tempatnya. Belum ada? Tambah tempat di bawah.',
    en: () => 'Choose the place. Not there yet? Add one below.',
  },
  'plan.trainer': {
    id: () => 'Pilih pengajarnya. Belum ada? Tambah pengajar di bawah.',
    en: () => 'Choose the trainer. Not there yet? Add one below.',
  },
  'plan.capacity': {
    id: () => 'Tulis jumlah kursi dengan angka, 1 sampai 2000.',
    en: () => 'Write the number of seats in digits, 1 to 2000.',
  },
  'plan.crowded': {
    id: ({ seats }) => `Tempat ini muat ${seats} orang. Kurangi kursi atau pilih tempat lain.`,
    en: ({ seats }) => `This place holds ${seats} people. Offer fewer seats or choose another place.`,
  },
  'plan.waiting': {
    id: () => 'Tulis berapa orang boleh menunggu, 0 sampai 2000.',
    en: () => 'Write how many may wait, 0 to 2000.',
  },
  'plan.none': { id: () => 'Tulis hari pertemuan pertama.', en: () => 'Write the day of the first session.' },
  'plan.day': {
    id: ({ nr }) => `Tanggal pertemuan ${nr} tidak ada di kalender. Contoh: 3 2 2018.`,
    en: ({ nr }) => `The day of session ${nr} is not in the calendar. For example 3 2 2018.`,
  },
  'plan.past': {
    id: ({ nr, on }) => `Pertemuan ${nr} jatuh pada ${showDate(on)}, dan itu sudah lewat.`,
    en: ({ nr, on }) => `Session ${nr} falls on ${showDate(on, 'en')}, which is past.`,
  },
  'plan.far': {
    id: ({ nr, on }) => `Pertemuan ${nr}, ${showDate(on)}, lebih dari setahun lagi. Periksa tahunnya.`,
    en: ({ nr, on }) => `Session ${nr}, ${showDate(on, 'en')}, is more than a year away. Check the year.`,
  },
  'plan.time': {
    id: ({ nr }) => `Tulis jam mulai dan selesai pertemuan ${nr}, contoh 09.00 dan 12.00.`,
    en: ({ nr }) => `Write when session ${nr} begins and ends, for example 09.00 and 12.00.`,
  },
  'plan.length': {
    id: ({ nr }) => `Pertemuan ${nr} harus antara setengah jam dan sepuluh jam. Periksa jamnya.`,
    en: ({ nr }) => `Session ${nr} must last between half an hour and ten hours. Check the times.`,
  },
  'plan.overlap': {
    id: ({ nr }) => `Pertemuan ${nr} bertumpuk dengan pertemuan lain di kelas ini.`,
    en: ({ nr }) => `Session ${nr} overlaps another session of this class.`,
  },
  'plan.holiday': {
    id: ({ nr, on, name }) =>
      `Pertemuan ${nr}, ${showDate(on)}, jatuh pada hari libur: ${name}. Simpan lagi kalau memang begitu.`,
    en: ({ nr, on, name }) => `Session ${nr}, ${showDate(on, 'en')}, falls on a holiday: ${name}. Save again if that is meant.`,
  },
  'plan.venue-taken': {
    id: ({ nr, on, code }) => `Pertemuan ${nr}, ${showDate(on)}: tempat ini sudah dipakai kelas ${code} pada jam itu.`,
    en: ({ nr, on, code }) => `Session ${nr}, ${showDate(on, 'en')}: class ${code} is in this place at that time.`,
  },
  'plan.trainer-taken': {
    id: ({ nr, on, code }) =>
      `Pertemuan ${nr}, ${showDate(on)}: pengajar ini ${code ? `mengajar kelas ${code}` : 'punya pertemuan lain'} pada jam itu.`,
    en: ({ nr, on, code }) =>
      `Session ${nr}, ${showDate(on, 'en')}: this trainer ${code ? `teaches class ${code}` : 'has another meeting'} at that time.`,
  },
  'plan.at-once': {
    id: () => 'Orang lain baru saja memakai tempat atau pengajar ini pada jam itu. Simpan lagi untuk melihat yang mana.',
    en: () => 'Somebody else has just taken this place or trainer at that time. Save again to see which.',
  },
  'venue.name': { id: () => 'Tulis nama dan alamat tempat.', en: () => 'Write name and address of the place.' },
  'venue.seats': {
    id: () => 'Tulis berapa orang muat di sana, dengan angka.',
    en: () => 'Write how many people it holds, in digits.',
  },
  'trainer.name': {
    id: () => 'Tulis nama pengajar seperti akan dibaca anggota.',
    en: () => 'Write the trainer’s name as members will read it.',
  },
  'module.code': {
    id: () => 'Tulis kode pendek: huruf kecil, angka dan tanda hubung, contoh kemasan.',
    en: () => 'Write a short code: small letters, digits and hyphens, for example kemasan.',
  },
  'module.title': {
    id: () => 'Tulis judul dan isi materi dalam dua bahasa.',
    en: () => 'Write title and content of the module in both languages.',
  },
}

/** What a refused seat means, as a problem; null for a seat or a place in line. */
export function seatProblem(answer: SeatAnswer): TrainingProblem | null {
  switch (answer.outcome) {
    case 'full':
      return { code: 'seat.full', data: null }
    case 'clash':
      return { code: 'seat.clash', data: { on: answer.on } }
    case 'not-for-you':
      return answer.step === null
        ? { code: 'class.elsewhere', data: { kec: answer.kec, reach: answer.reach } }
        : { code: 'class.step', data: { step: answer.step } }
    case 'closed':
      return { code: 'seat.closed', data: null }
    case 'missing':
      return { code: 'class.missing', data: null }
    case 'ended':
      return { code: 'seat.ended', data: null }
    default:
      return null
  }
}

const LANGUAGE_NAMES = {
  id: { id: 'bahasa Indonesia', en: 'bahasa Inggris', isyarat: 'bahasa isyarat (BISINDO)' },
  en: { id: 'Indonesian', en: 'English', isyarat: 'sign language (BISINDO)' },
}

export const texts = {
  id: {
    languages: LANGUAGE_NAMES.id,
    title: 'Kelas',
    mine: 'Kelas Anda',
    none: 'Anda belum punya kelas. Pilih satu di bawah.',
    open: 'Kelas yang bisa Anda ambil',
    openNone: 'Belum ada kelas untuk Anda. Begitu petugas kecamatan membukanya, kelas itu muncul di sini.',
    needs: (n: number) => `${n} pertemuan lagi untuk langkah 2`,
    seats: (free: number) => (free > 0 ? `${free} kursi kosong` : 'penuh'),
    line: (n: number) => `${n} menunggu`,
    when: (on: JakartaDate, from: Date, to: Date) => `${showDay(on)}, ${showTime(from)} sampai ${showTime(to)}`,
    session: (nr: number, of: number) => (of > 1 ? `Pertemuan ${nr} dari ${of}` : 'Satu pertemuan'),
    trainer: 'Pengajar',
    place: 'Tempat',
    language: 'Bahasa',
    whom: 'Untuk',
    reach: {
      kecamatan: (k: string) => `anggota Kecamatan ${k}`,
      kota: (k: string) => `anggota ${k}`,
      city: () => 'semua anggota',
    },
    forStep: (s: number) => `yang belum mencapai langkah ${s}`,
    take: 'Ambil kursi',
    wait: 'Masuk daftar tunggu',
    seated: 'Kursi Anda',
    waitingAt: (ahead: number) => (ahead ? `Menunggu, ${ahead} orang di depan Anda` : 'Menunggu, Anda yang berikutnya'),
    waitingWhat: 'Kami beri tahu begitu ada kursi. Tempat Anda dalam antrean tetap.',
    ticket: 'Tunjukkan kode ini di pintu',
    ticketOr: 'Atau sebut nomor anggota Anda. Kode ini juga bisa dicetak.',
    cancel: 'Batalkan kursi',
    cancelWhat: 'Kursinya langsung untuk yang menunggu.',
    move: 'Pindah ke kelas lain',
    moveGo: 'Pindah ke sini',
    changed: 'Jadwal berubah',
    attended: 'Hadir',
    missed: 'Tidak hadir',
    homework: 'Tugas',
    handIn: 'Serahkan tugas',
    handInText: 'Tulis di sini',
    handInPhoto: 'Atau foto (JPG, PNG, WebP, paling besar 8 MB)',
    handed: (on: string) => `Diserahkan ${on}, menunggu dibaca`,
    accepted: 'Diterima',
    returned: 'Perlu diperbaiki',
    late: 'terlambat, tetap dihitung pada harinya',
    certificate: 'Sertifikat',
    certificateGet: 'Unduh sertifikat (PDF)',
    feedback: 'Bagaimana kelasnya? Tiga ketukan.',
    useful: 'Berguna untuk usaha Anda',
    pace: 'Kecepatan',
    again: 'Akan mengajak teman',
    usefulOf: ['Tidak', 'Sebagian', 'Ya'],
    paceOf: ['Terlalu lambat', 'Pas', 'Terlalu cepat'],
    againOf: ['Tidak', 'Mungkin', 'Ya'],
    feedbackSend: 'Kirim',
    thanks: 'Terima kasih. Jawaban Anda dihitung tanpa nama.',
    calendar: 'Tambah ke kalender',
    trainerCalendar: 'kalender pengajar',
    done: {
      seated: 'Kursi Anda tersimpan.',
      waiting: 'Anda masuk daftar tunggu.',
      cancelled: 'Kursi Anda sudah dibatalkan.',
      moved: 'Anda sudah pindah kelas.',
      handed: 'Tugas Anda sudah diterima dan akan dibaca.',
    } as Record<string, string>,
    back: 'Semua kelas',
    past: 'Kelas yang lalu',
    signIn: 'Masuk untuk mengambil kursi',
    // ---- work pages
    classes: 'Kelas',
    coming: 'Kelas yang akan datang',
    comingNone: 'Belum ada kelas yang direncanakan. Buat yang pertama.',
    plan: 'Rencanakan kelas',
    code: 'Kode',
    course: 'Yang diajarkan',
    sessionsHead: 'Pertemuan',
    seatsHead: 'Kursi',
    lineHead: 'Menunggu',
    cancelled: 'batal',
    lacking: (waiting: number, booked: number) =>
      `${waiting} anggota menunggu di langkah 2; ${booked} di antaranya sudah punya kelas.`,
    lackingHead: ['Materi', 'Belum mengikuti', 'Kursi kosong'],
    lackingTitle: 'Materi yang ditunggu',
    seatsLabel: 'Jumlah kursi',
    waitingLabel: 'Paling banyak menunggu',
    reachLabel: 'Untuk anggota',
    reaches: { kecamatan: 'kecamatan ini', kota: 'kota ini', city: 'seluruh Jakarta' },
    stepLabel: 'Langkah',
    stepAny: 'langkah apa saja',
    stepNot: (s: number) => `yang belum mencapai P${s}`,
    tradeLabel: 'Jenis usaha (boleh kosong)',
    day: (nr: number) => `Pertemuan ${nr}`,
    from: 'Mulai',
    to: 'Selesai',
    more: 'Pertemuan berikutnya',
    save: 'Simpan kelas',
    addVenue: 'Tambah tempat',
    venueName: 'Nama tempat',
    venueAddress: 'Alamat',
    venueSeats: 'Muat berapa orang',
    addTrainer: 'Tambah pengajar',
    trainerName: 'Nama pengajar',
    add: 'Tambah',
    door: 'Catat kehadiran',
    doorFind: 'Nama, nomor anggota, atau NIK',
    find: 'Cari',
    here: (at: string) => `Hadir ${at}`,
    lateAt: (at: string) => `Terlambat ${at}`,
    comes: 'Hadir',
    fromList: 'Dari daftar kertas',
    undo: 'Batal',
    undoWhy: 'Kenapa dibatalkan',
    tally: (here: number, expected: number, free: number) => `${here} hadir, ${expected} ditunggu, ${free} kursi kosong`,
    tallyKey: (n: number, at: string) => `${n} kursi · per ${at} · penuh: hadir, setengah: punya kursi, putus-putus: kosong`,
    newcomer: 'Orang baru? Daftarkan di sini',
    wanted: 'Yang paling lama menunggu',
    wantedWhat: 'Sudah lewat langkah 1, belum punya kelas, dan belum mengikuti materi ini. Paling lama menunggu di atas.',
    wantedNone: 'Tidak ada yang menunggu materi ini.',
    wantedSince: (on: string) => `menunggu sejak ${on}`,
    askedOn: (on: string) => `diundang ${on}`,
    invite: 'Undang yang dipilih',
    seatThem: 'Beri kursi yang dipilih',
    numbers: 'Atau tulis nomor anggota, dipisah spasi',
    invited: 'Undangan tersimpan; yang setuju menerima pesan sudah ditulisi.',
    seatedN: 'Kursi dibagikan; yang tidak kebagian masuk daftar tunggu.',
    cameOf: (i: { asked: number; call: number; seated: number; came: number }) =>
      `Undangan: ${i.asked} diundang, ${i.seated} mengambil kursi, ${i.came} hadir.${i.call ? ` ${i.call} orang tanpa telepon atau persetujuan pesan perlu diberi tahu langsung.` : ''}`,
    moveSession: 'Pindahkan pertemuan',
    changeSeats: 'Ubah jumlah kursi',
    cancelClass: 'Batalkan kelas',
    cancelWhy: 'Kenapa',
    release: 'Lepaskan kursi yang dua kali terlewat',
    released: 'Kursi yang dua kali terlewat sudah dilepas untuk yang menunggu.',
    movedOk: 'Jadwal dipindah; yang setuju menerima pesan sudah diberi tahu.',
    clashing: (numbers: string) => `Jam baru bertumpuk dengan jadwal lain: ${numbers}. Tanyakan mereka ikut yang mana.`,
    saved: 'Tersimpan.',
    attendedBy: 'dicatat',
    homeworkQueue: 'Tugas yang menunggu dibaca',
    homeworkNone: 'Tidak ada tugas yang menunggu. Tugas baru muncul di sini, paling lama di atas.',
    accept: 'Terima',
    giveBack: 'Kembalikan',
    answerLabel: 'Yang masih kurang (dibaca anggota)',
    photo: 'Buka foto',
    feedbackOn: (f: { n: number; useful: number; pace: number; again: number }) =>
      `${f.n} jawaban: ${f.useful} merasa berguna, ${f.pace} merasa pas, ${f.again} akan mengajak teman.`,
    printList: 'Daftar hadir untuk dicetak: pakai menu cetak peramban.',
    curriculum: 'Materi dan program',
    moduleCode: 'Kode',
    moduleTitle: 'Judul',
    moduleTitleEn: 'Judul, bahasa Inggris',
    moduleAbout: 'Isi',
    moduleAboutEn: 'Isi, bahasa Inggris',
    moduleHomework: 'Tugas (kosong: tidak ada)',
    moduleHomeworkEn: 'Tugas, bahasa Inggris',
    check: 'Sertifikat ini',
    checkTrue: 'Sertifikat ini benar',
    checkFalse: 'Kode ini bukan sertifikat kami',
    checkFalseWhat: 'Periksa huruf dan angkanya. Kalau sama dengan yang tertulis di kertas, kertas itu tidak kami terbitkan.',
    checkGone: (on: string) => `Sertifikat ini ditarik pada ${on}: kehadiran di kelasnya ternyata keliru dicatat.`,
    checkLines: ['Nama', 'Kelas', 'Pertemuan diikuti', 'Diterbitkan', 'Diadakan di'],
    checkInitials: 'Kami hanya menampilkan huruf awal. Cocokkan dengan nama di kertas.',
    // ---- the paper
    paper: {
      title: 'Sertifikat',
      given: 'diberikan kepada',
      number: 'Nomor anggota',
      for: 'yang telah menyelesaikan',
      sessions: (n: number) => `${n} pertemuan dihadiri`,
      issued: 'Diterbitkan',
      check: 'Periksa keasliannya di',
      programme: 'OK OCE Jakarta · langkah 2, pelatihan',
    },
  },
  en: {
    languages: LANGUAGE_NAMES.en,
    title: 'Classes',
    mine: 'Your classes',
    none: 'You have no class yet. Choose one below.',
    open: 'Classes you can take',
    openNone: 'There is no class for you yet. As soon as the kecamatan’s officer opens one it appears here.',
    needs: (n: number) => `${n} more sessions for step 2`,
    seats: (free: number) => (free > 0 ? `${free} seats free` : 'full'),
    line: (n: number) => `${n} waiting`,
    when: (on: JakartaDate, from: Date, to: Date) => `${showDay(on, 'en')}, ${showTime(from)} to ${showTime(to)}`,
    session: (nr: number, of: number) => (of > 1 ? `Session ${nr} of ${of}` : 'One session'),
    trainer: 'Trainer',
    place: 'Place',
    language: 'Language',
    whom: 'For',
    reach: {
      kecamatan: (k: string) => `members of Kecamatan ${k}`,
      kota: (k: string) => `members of ${k}`,
      city: () => 'all members',
    },
    forStep: (s: number) => `who have not reached step ${s}`,
    take: 'Take a seat',
    wait: 'Join the waiting list',
    seated: 'Your seat',
    waitingAt: (ahead: number) => (ahead ? `Waiting, ${ahead} before you` : 'Waiting, you are next'),
    waitingWhat: 'We tell you as soon as there is a seat. You keep your place in the line.',
    ticket: 'Show this code at the door',
    ticketOr: 'Or say your member number. The code can also be printed.',
    cancel: 'Cancel the seat',
    cancelWhat: 'It goes at once to those who wait.',
    move: 'Move to another class',
    moveGo: 'Move here',
    changed: 'Times changed',
    attended: 'Attended',
    missed: 'Missed',
    homework: 'Homework',
    handIn: 'Hand in homework',
    handInText: 'Write here',
    handInPhoto: 'Or a photo (JPG, PNG, WebP, at most 8 MB)',
    handed: (on: string) => `Handed in ${on}, waiting to be read`,
    accepted: 'Accepted',
    returned: 'To be mended',
    late: 'late, and counts from its day',
    certificate: 'Certificate',
    certificateGet: 'Download the certificate (PDF)',
    feedback: 'How was the class? Three taps.',
    useful: 'Useful for your business',
    pace: 'Pace',
    again: 'Would bring a friend',
    usefulOf: ['No', 'Partly', 'Yes'],
    paceOf: ['Too slow', 'Right', 'Too fast'],
    againOf: ['No', 'Perhaps', 'Yes'],
    feedbackSend: 'Send',
    thanks: 'Thank you. Your answer is counted without your name.',
    calendar: 'Add to the calendar',
    trainerCalendar: 'trainer’s calendar',
    done: {
      seated: 'Your seat is saved.',
      waiting: 'You are on the waiting list.',
      cancelled: 'Your seat is cancelled.',
      moved: 'You have moved to the other class.',
      handed: 'Your homework has arrived and will be read.',
    } as Record<string, string>,
    back: 'All classes',
    past: 'Earlier classes',
    signIn: 'Sign in to take a seat',
    classes: 'Classes',
    coming: 'Classes to come',
    comingNone: 'No class is planned yet. Make the first one.',
    plan: 'Plan a class',
    code: 'Code',
    course: 'What is taught',
    sessionsHead: 'Sessions',
    seatsHead: 'Seats',
    lineHead: 'Waiting',
    cancelled: 'cancelled',
    lacking: (waiting: number, booked: number) => `${waiting} members wait at step 2; ${booked} of them have a class.`,
    lackingHead: ['Module', 'Not attended yet', 'Seats free'],
    lackingTitle: 'Modules that are waited for',
    seatsLabel: 'Number of seats',
    waitingLabel: 'At most waiting',
    reachLabel: 'For members of',
    reaches: { kecamatan: 'this kecamatan', kota: 'this kota', city: 'all of Jakarta' },
    stepLabel: 'Step',
    stepAny: 'any step',
    stepNot: (s: number) => `who have not reached P${s}`,
    tradeLabel: 'Trade (may be empty)',
    day: (nr: number) => `Session ${nr}`,
    from: 'Begins',
    to: 'Ends',
    more: 'Further sessions',
    save: 'Save the class',
    addVenue: 'Add a place',
    venueName: 'Name of the place',
    venueAddress: 'Address',
    venueSeats: 'Holds how many',
    addTrainer: 'Add a trainer',
    trainerName: 'Name of the trainer',
    add: 'Add',
    door: 'Check in',
    doorFind: 'Name, member number or NIK',
    find: 'Find',
    here: (at: string) => `Here ${at}`,
    lateAt: (at: string) => `Late ${at}`,
    comes: 'Here',
    fromList: 'From the paper list',
    undo: 'Undo',
    undoWhy: 'Why it is taken back',
    tally: (here: number, expected: number, free: number) => `${here} here, ${expected} expected, ${free} seats free`,
    tallyKey: (n: number, at: string) => `${n} seats · as of ${at} · full: here, half: has a seat, dashed: free`,
    newcomer: 'Somebody new? Register here',
    wanted: 'Who waits longest',
    wantedWhat: 'Past step 1, without a class, and without this module. Longest waiting first.',
    wantedNone: 'Nobody waits for this module.',
    wantedSince: (on: string) => `waiting since ${on}`,
    askedOn: (on: string) => `invited ${on}`,
    invite: 'Invite the chosen',
    seatThem: 'Seat the chosen',
    numbers: 'Or write member numbers, with spaces between',
    invited: 'Invitations are saved; a message was written to those who agreed to messages.',
    seatedN: 'Seats are given; who found none is on the waiting list.',
    cameOf: (i: { asked: number; call: number; seated: number; came: number }) =>
      `Invitations: ${i.asked} asked, ${i.seated} took a seat, ${i.came} came.${i.call ? ` ${i.call} without a phone or consent to messages have to be told in person.` : ''}`,
    moveSession: 'Move a session',
    changeSeats: 'Change the number of seats',
    cancelClass: 'Cancel the class',
    cancelWhy: 'Why',
    release: 'Release seats missed twice',
    released: 'Seats missed twice went to those who wait.',
    movedOk: 'The session is moved; those who agreed to messages were told.',
    clashing: (numbers: string) => `The new time overlaps other plans of: ${numbers}. Ask them which they will come to.`,
    saved: 'Saved.',
    attendedBy: 'recorded',
    homeworkQueue: 'Homework waiting to be read',
    homeworkNone: 'No homework waits. New homework appears here, oldest first.',
    accept: 'Accept',
    giveBack: 'Return',
    answerLabel: 'What is missing (the member reads it)',
    photo: 'Open the photo',
    feedbackOn: (f: { n: number; useful: number; pace: number; again: number }) =>
      `${f.n} answers: useful for ${f.useful}, right pace for ${f.pace}, ${f.again} would bring a friend.`,
    printList: 'To print the list, use the browser’s print menu.',
    curriculum: 'Modules and courses',
    moduleCode: 'Code',
    moduleTitle: 'Title',
    moduleTitleEn: 'Title in English',
    moduleAbout: 'Content',
    moduleAboutEn: 'Content in English',
    moduleHomework: 'Homework (empty: none)',
    moduleHomeworkEn: 'Homework in English',
    check: 'This certificate',
    checkTrue: 'This certificate is true',
    checkFalse: 'This code is no certificate of ours',
    checkFalseWhat: 'Check letters and digits. If they are as on the paper, we did not issue that paper.',
    checkGone: (on: string) => `This certificate was withdrawn on ${on}: an attendance had been recorded by mistake.`,
    checkLines: ['Name', 'Class', 'Sessions attended', 'Issued', 'Held in'],
    checkInitials: 'We show initials only. Compare them with the name on the paper.',
    paper: {
      title: 'Certificate',
      given: 'given to',
      number: 'Member number',
      for: 'who has completed',
      sessions: (n: number) => `${n} sessions attended`,
      issued: 'Issued',
      check: 'Check that it is genuine at',
      programme: 'OK OCE Jakarta · step 2, training',
    },
  },
} satisfies Record<Lang, unknown>
export type Texts = (typeof texts)[Lang]
