// Why a line of facts is not taken, in both languages: what was seen, and what to do. The same words stand in the report and the terminal.
import { type JakartaDate, showDate } from '../kit/calendar.ts'
import type { ProblemOf, Words } from '../kit/problem.ts'

type Problems = {
  LINE_NOT_JSON: { row: number }
  LINE_TOO_LONG: { row: number; most: number }
  TEXT_INVALID: object
  FIELD_UNKNOWN: { field: string }
  ID_MISSING: object
  ID_CONFLICT: object
  ALREADY_TAKEN: object
  MEMBER_MISSING: object
  MEMBER_UNKNOWN: object
  MEMBER_AMBIGUOUS: object
  KIND_UNKNOWN: { kind: string }
  KIND_RESERVED: { kind: string }
  DATA_INVALID: { field: string }
  DATE_UNREADABLE: { field: string }
  DATE_FUTURE: { on: JakartaDate }
  GRADE_UNKNOWN: object
  RECORDED_AT_NOT_HISTORICAL: object
  RECORDED_AT_UNREADABLE: object
  RECORDED_AT_FUTURE: object
  RECORDED_AT_FROZEN: { cut: string }
  AREA_UNKNOWN: { field: string }
  VOID_UNKNOWN: object
  VOID_OPENING: object
  VOID_CONTINUED: object
  INTO_MISSING: object
  INTO_UNKNOWN: { merged: boolean }
  INTO_AMBIGUOUS: object
  INTO_SAME: { merged: boolean }
  MOVE_ORDER: { on: JakartaDate }
  LEFT_BEFORE: { on: JakartaDate }
}
export type EvidenceProblem = ProblemOf<Problems>
export type EvidenceCode = keyof Problems

const quoted = (text: string) => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`

export const evidenceWords: Words<Problems> = {
  LINE_NOT_JSON: {
    id: ({ row }) =>
      `Baris ${row} bukan objek JSON. Tulis satu fakta sebaris, contoh {"id": "…", "member": {…}, "kind": "…", …}.`,
    en: ({ row }) =>
      `Line ${row} is no JSON object. Write one fact a line, for example {"id": "…", "member": {…}, "kind": "…", …}.`,
  },
  LINE_TOO_LONG: {
    id: ({ row, most }) => `Baris ${row} lebih dari ${most} KB. Periksa apakah barisnya terpisah dengan benar.`,
    en: ({ row, most }) => `Line ${row} is longer than ${most} KB. Check that the lines are separated.`,
  },
  TEXT_INVALID: {
    id: () => 'Ada huruf yang tidak terbaca (bukan UTF-8, atau NUL). Simpan ulang berkasnya sebagai UTF-8.',
    en: () => 'A character cannot be read (not UTF-8, or NUL). Save the file again as UTF-8.',
  },
  FIELD_UNKNOWN: {
    id: ({ field }) => `Isian ${quoted(field)} tidak dikenal di sini. Hapus, atau betulkan namanya.`,
    en: ({ field }) => `The field ${quoted(field)} is not known here. Leave it out, or mend its name.`,
  },
  ID_MISSING: {
    id: () => 'Fakta ini belum punya id. Beri id yang tidak berubah bila dikirim ulang (UUID, atau teks sampai 200 huruf).',
    en: () =>
      'This fact has no id. Give it one that stays the same when it is sent again (a UUID, or text up to 200 characters).',
  },
  ID_CONFLICT: {
    id: () =>
      'Id ini sudah dipakai fakta lain dengan isi yang berbeda. Untuk membetulkan fakta, batalkan dulu, lalu kirim dengan id baru.',
    en: () => 'This id belongs to another fact with other content. To correct a fact, void it, then send it under a new id.',
  },
  ALREADY_TAKEN: {
    id: () => 'Sudah diterima sebelumnya; tidak dihitung dua kali.',
    en: () => 'Taken before; not counted twice.',
  },
  MEMBER_MISSING: {
    id: () => 'Anggotanya belum disebut. Isi member dengan satu dari nik, number, atau ref.',
    en: () => 'The member is missing. Give member one of nik, number or ref.',
  },
  MEMBER_UNKNOWN: {
    id: () => 'Anggota ini tidak ditemukan. Periksa nomornya, atau daftarkan dulu.',
    en: () => 'This member was not found. Check the number, or register them first.',
  },
  MEMBER_AMBIGUOUS: {
    id: () => 'Rujukan ini dipakai lebih dari satu anggota. Sebut anggotanya dengan NIK atau nomor anggota.',
    en: () => 'Several members share this reference. Name the member by NIK or public number.',
  },
  KIND_UNKNOWN: {
    id: ({ kind }) => `Jenis fakta ${quoted(kind)} tidak dikenal.`,
    en: ({ kind }) => `The kind of fact ${quoted(kind)} is not known.`,
  },
  KIND_RESERVED: {
    id: ({ kind }) =>
      kind === 'fact.voided'
        ? 'Pembatalan dikirim sebagai {"id", "voids", "reason"}.'
        : `${kind} dicatat sendiri oleh program saat anggota pindah (enrolment.ended, reason moved-within).`,
    en: ({ kind }) =>
      kind === 'fact.voided'
        ? 'A void is sent as {"id", "voids", "reason"}.'
        : `${kind} is written by the programme itself when a member moves (enrolment.ended, reason moved-within).`,
  },
  DATA_INVALID: {
    id: ({ field }) => `Isian ${quoted(field)} kosong atau tidak seperti yang diharapkan untuk jenis fakta ini.`,
    en: ({ field }) => `The field ${quoted(field)} is missing or not as this kind of fact needs it.`,
  },
  DATE_UNREADABLE: {
    id: ({ field }) => `${field} bukan tanggal. Tulis seperti 2018-01-22.`,
    en: ({ field }) => `${field} is no date. Write it like 2018-01-22.`,
  },
  DATE_FUTURE: {
    id: ({ on }) => `${showDate(on, 'id')} belum tiba. Kirim faktanya setelah terjadi.`,
    en: ({ on }) => `${showDate(on, 'en')} has not come yet. Send the fact once it has happened.`,
  },
  GRADE_UNKNOWN: {
    id: () => 'Mutu bukti ditulis A (diperiksa di sumbernya), B (dokumen dilihat petugas), atau C (kata anggota).',
    en: () => 'The grade is A (verified at the source), B (document seen by an officer) or C (the member’s word).',
  },
  RECORDED_AT_NOT_HISTORICAL: {
    id: () => 'recordedAt hanya berlaku dengan --historical. Tanpa itu, waktu pencatatan adalah jam server.',
    en: () => 'recordedAt is taken with --historical only. Without it the server’s clock says when a fact became known.',
  },
  RECORDED_AT_UNREADABLE: {
    id: () => 'recordedAt bukan waktu dengan zona. Tulis seperti 2018-01-22T09:30:00+07:00.',
    en: () => 'recordedAt is no time with an offset. Write it like 2018-01-22T09:30:00+07:00.',
  },
  RECORDED_AT_FUTURE: {
    id: () => 'recordedAt belum tiba.',
    en: () => 'recordedAt has not come yet.',
  },
  RECORDED_AT_FROZEN: {
    id: ({ cut }) => `Yang diketahui sampai ${cut} sudah dibekukan. Pilih waktu sesudahnya, atau kirim tanpa recordedAt.`,
    en: ({ cut }) => `What was known until ${cut} is frozen. Choose a later time, or send it without recordedAt.`,
  },
  AREA_UNKNOWN: {
    id: ({ field }) => `${field}: tidak ada wilayah Jakarta dengan kode ini. Kode kelurahan ditulis seperti 31.74.05.1002.`,
    en: ({ field }) => `${field}: Jakarta has no area with this code. A kelurahan is written like 31.74.05.1002.`,
  },
  VOID_UNKNOWN: {
    id: () => 'Fakta yang dibatalkan tidak ditemukan. Kirim faktanya lebih dulu, atau periksa id-nya.',
    en: () => 'The fact to be voided was not found. Send the fact first, or check its id.',
  },
  VOID_OPENING: {
    id: () => 'Ini catatan kecamatan tujuan sebuah perpindahan. Batalkan fakta perpindahannya (enrolment.ended).',
    en: () => 'This is the new kecamatan’s record of a move. Void the move itself (enrolment.ended).',
  },
  VOID_CONTINUED: {
    id: () => 'Setelah perpindahan ini anggotanya pindah atau keluar lagi. Batalkan dulu yang terakhir.',
    en: () => 'After this move the member moved or left again. Void the later one first.',
  },
  INTO_MISSING: {
    id: () =>
      'Tujuannya tidak disebut, jadi anggota ini tercatat keluar. Bila tujuannya diketahui: batalkan, lalu kirim lagi dengan into.',
    en: () => 'Without `into` the member only leaves. When it becomes known where to: void this, then send it again with `into`.',
  },
  INTO_UNKNOWN: {
    id: ({ merged }) =>
      merged
        ? 'Anggota yang tetap (into) tidak ditemukan. Tulis nomor anggota atau NIK-nya.'
        : 'Tujuan pindah (into) bukan kecamatan atau kelurahan Jakarta. Tulis kodenya, contoh 31.74.05.1002.',
    en: ({ merged }) =>
      merged
        ? 'The member who remains (into) was not found. Give their public number or NIK.'
        : 'The place moved to (into) is no kecamatan or kelurahan of Jakarta. Give its code, for example 31.74.05.1002.',
  },
  INTO_AMBIGUOUS: {
    id: () => 'into menunjuk lebih dari satu anggota. Tulis nomor anggota atau NIK-nya.',
    en: () => 'into names several members. Give the public number or NIK.',
  },
  INTO_SAME: {
    id: ({ merged }) =>
      merged
        ? 'Anggota ini dan yang tetap (into) sudah satu orang yang sama.'
        : 'Anggota ini sudah tercatat di tempat itu pada hari itu.',
    en: ({ merged }) =>
      merged
        ? 'This member and the one who remains (into) are one already.'
        : 'The member was in that place already on that day.',
  },
  MOVE_ORDER: {
    id: ({ on }) =>
      `Perpindahan sesudahnya, ${showDate(on, 'id')}, sudah tercatat. Batalkan dulu, lalu kirim keduanya menurut tanggal.`,
    en: ({ on }) =>
      `A later move, of ${showDate(on, 'en')}, is recorded already. Void it, then send both in the order of their dates.`,
  },
  LEFT_BEFORE: {
    id: ({ on }) =>
      `Anggota ini sudah keluar sejak ${showDate(on, 'id')}. Kalau itu keliru, batalkan dulu catatan keluarnya, lalu catat pindahnya.`,
    en: ({ on }) =>
      `This member left on ${showDate(on, 'en')}. If that was a mistake, void the leaving first, then record the move.`,
  },
}
