// What is written into the forms whose empty sending would do nothing: one sending for each write route, by its key. A write route that
// neither a link nor a line here reaches fails the proof, and so does one whose sending changes nothing.
import type { Sending } from './once.ts'

const way: [string, Record<string, string>][] = [
  ['/daftar/nik', { nik: '3174045403840001' }],
  ['/daftar/nama', { nama: 'Siti Aminah' }],
  ['/daftar/lahir', { hari: '14', bulan: '3', tahun: '1984' }],
  ['/daftar/kecamatan', { kecamatan: '317404' }],
  ['/daftar/kelurahan', { kelurahan: '3174041001' }],
  ['/daftar/hp', { hp: '0812 3456 7890', pakai: 'own' }],
  ['/daftar/usaha', { usaha: 'under-1-year' }],
  ['/daftar/tentang-usaha', { jenis: 'Gado-gado', omzet: '3 juta' }],
  ['/daftar/persetujuan', { setuju: 'ya' }],
]
const SHEET =
  '@lembar.csv:NIK;Nama;Tgl Lahir;Kecamatan;No HP\n3174045403840002;Rina Hartati;14/03/1984;Pasar Minggu;081234567891\n'

export const SAMPLES: Readonly<Record<string, Sending>> = {
  'POST /daftar/:tema': { as: 'public', page: '/daftar/nik', action: '/daftar/nik', write: way[0]![1] },
  'POST /daftar/kirim': { as: 'public', page: '/daftar/nik', way, action: '/daftar/kirim' },
  'POST /konsol/impor': { as: 'office', page: '/konsol/impor', action: '/konsol/impor', write: { berkas: SHEET } },
  'POST /konsol/impor/:id/mulai': {
    as: 'office',
    page: '/konsol/impor',
    way: [['/konsol/impor', { berkas: SHEET }]],
    action: '/mulai',
  },
  'POST /konsol/impor/:id/kolom': {
    as: 'office',
    page: '/konsol/impor',
    way: [['/konsol/impor', { berkas: SHEET }]],
    action: '/kolom',
  },
  'POST /konsol/jam': { as: 'office', page: '/konsol/jam', action: '/konsol/jam', write: { ke: 'senin' } },
  'POST /konsol/pekan': {
    as: 'office',
    page: '/konsol/pekan',
    sql: "update programme set clock = '2018-01-29T09:00:00+07:00'",
    action: '/konsol/pekan',
  },
}

/** Routes that are no act on the register: signing in makes a session each time, and the form's own three only move a cookie. */
export const WITHOUT: ReadonlySet<string> = new Set([
  'POST /masuk',
  'POST /keluar',
  'POST /daftar/mulai-baru',
  'POST /daftar/tutup',
  'POST /daftar/lanjut',
])
