// What is written into the forms whose empty sending would do nothing: one sending for each write route, by its key. A write route that
// neither a link nor a line here reaches fails the proof, and so does one whose sending changes nothing.
import { demoPassword } from '../../src/demo/index.ts'
import { record } from '../../src/journal/index.ts'
import { uuidv7 } from '../../src/kit/ids.ts'
import { latestMessages, outbox, sendMessage } from '../../src/kit/sending/index.ts'
import { importTasks } from '../../src/p1-registration/index.ts'
import { codeForDemo, openSession } from '../../src/people/index.ts'
import { counterEntry } from '../../tests/asking.ts'
import { accountOf, type House, KEC, WALL } from '../ground.ts'
import { Visitor } from '../visit.ts'
import type { Sending } from './once.ts'

const registration = (nik: string): [string, Record<string, string>][] => [
  ['/daftar/nik', { nik }],
  ['/daftar/nama', { nama: 'Siti Aminah' }],
  ['/daftar/lahir', { hari: '14', bulan: '3', tahun: '1984' }],
  ['/daftar/kecamatan', { kecamatan: '317404' }],
  ['/daftar/kelurahan', { kelurahan: '3174041001' }],
  ['/daftar/hp', { hp: '0812 3456 7890', pakai: 'own' }],
  ['/daftar/usaha', { usaha: 'under-1-year' }],
  ['/daftar/tentang-usaha', { jenis: 'Gado-gado', omzet: '3 juta' }],
  ['/daftar/persetujuan', { setuju: 'ya' }],
]
const way = registration('3174045403840001')
const SHEET =
  '@lembar.csv:NIK;Nama;Tgl Lahir;Kecamatan;No HP\n3174045403840002;Rina Hartati;14/03/1984;Pasar Minggu;081234567891\n'
const FRESH = 'seribu anak tangga'
const REASON = 'Percobaan dikirim lima kali'

/** The six digits that a demonstration's page shows in place of an app. */
const shownCode = (visitor: Visitor) =>
  /(\d{3}) ?(\d{3})(?=\D)/
    .exec(visitor.page.slice(visitor.page.search(/Kode untuk sekarang/)))!
    .slice(1)
    .join('')
const password = (account: string) => async (visitor: Visitor, house: House) => {
  await visitor.send('/masuk', { akun: account, sandi: demoPassword(house.secrets) })
}

/** A member's phone as the register has it. */
const phoneOf = async (house: House) =>
  (
    await house.owner.query(
      'select p.phone from enrolment_locator l join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id join person p on p.kec_id = e.kec_id and p.id = e.person_id where l.number = $1',
      [house.members.own],
    )
  ).rows[0].phone as string
/** The code in the newest message that left for the outbox. */
async function codeSent(house: House): Promise<string> {
  const { rows } = await house.owner.query('select id from message order by made_at desc, id desc limit 1')
  await sendMessage({ ...house, sender: outbox, wall: () => WALL }, rows[0].id)
  const [message] = await house.database.within('job', { actor: 'publik', role: 'sign-in' }, (db) =>
    latestMessages(db, house.secrets, { limit: 1 }),
  )
  return /\d{6}/.exec(message!.text!)![0]
}
const OWN_PHONE =
  "update person p set phone = '081200009999', phone_use = 'own' from enrolment_locator l join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id where p.kec_id = e.kec_id and p.id = e.person_id and l.number in "
const askCode = async (visitor: Visitor, house: House) => {
  await visitor.send('/masuk/nomor', { hp: await phoneOf(house) })
  await codeSent(house)
}

const newAccount = { nama: 'petugas.baru', peran: 'officer', tampil: 'Petugas Baru', kec: '317404', alasan: REASON }
/** An operator opens break-glass on Pasar Minggu. */
async function openGlass(operator: Visitor, house: House): Promise<void> {
  await operator.open('/konsol/darurat')
  await operator.send('/konsol/darurat', {
    kec: '317404',
    alasan: REASON,
    sandi: demoPassword(house.secrets),
    kode: shownCode(operator),
  })
}
/** A member asks; the office's page of it is then at hand. */
const request = (kind: string) => async (visitor: Visitor, house: House) => {
  const member = new Visitor(house, 'resident')
  await member.open(`/langkah/permintaan?minta=${kind}`)
  await member.send('/langkah/permintaan', { minta: kind, keterangan: 'Nama saya salah tulis' })
  await visitor.open('/konsol/permintaan')
  const [, path] = /href="(\/konsol\/permintaan\/[^"]+)"/.exec(visitor.page)!
  await visitor.open(path!)
}
const BREACH = {
  apa: 'Sebuah tablet hilang',
  lakukan: 'Ganti kata sandi',
  hari: '21',
  bulan: '1',
  tahun: '2018',
  wilayah: '317404',
}
const DECISION = {
  apa: 'Buka kelas Sabtu',
  siapa: 'Sudin UMKM',
  hari: '31',
  bulan: '1',
  tahun: '2018',
  langkah: 'P2',
  hitungan: 'tercapai',
  wilayah: 'semua',
  menjadi: '900',
}
const COUNTER = counterEntry({ nik: '3174045403849001' })
const CLAIM = {
  hari: '22',
  bulan: '1',
  tahun: '2018',
  siapa: 'Kepala dinas',
  kalimat: 'Sekitar 4.000 pendaftar.',
  angka: '4.000',
  kata: 'about',
  satuan: 'people',
  pokok: 'P1',
  hitungan: 'entered',
  sumber: 'Rapat, 22 Jan 2018',
}
/** The first member of the queue at hand. */
const firstTick = (visitor: Visitor) => /name="anggota" value="([^"]+)"/.exec(visitor.page)![1]!
/** Where a link of the page at hand leads. */
const follow = (pattern: RegExp) => async (visitor: Visitor) => {
  await visitor.open(pattern.exec(visitor.page)![1]!)
}

/** The member in hand has no seat yet, has not reached the step that classes are for, and has a mentor of the kecamatan. */
const NO_CLASS =
  "delete from member_time where enrolment_id = (select enrolment_id from enrolment_locator where number = '{own}'); delete from booking where number = '{own}'"
const SATURDAY = "update programme set clock = '2018-01-27T09:05:00+07:00'"
const OWN_MENTOR =
  "insert into assignment (kec_id, id, enrolment_id, number, mentor, from_on, why, at, by_account) select kec_id, gen_random_uuid(), enrolment_id, number, 'pendamping.psm', '2018-01-08', '{}', '2018-01-08', 'kantor' from enrolment_locator where number = '{own}' on conflict do nothing"
/** Somebody who has a seat in Saturday's class. */
const seatedIn = async (house: House) =>
  (
    await house.owner.query(
      "select b.number from booking b join class_code k on k.class_id = b.class_id where k.code = 'PSM-K10' and b.state = 'seated' order by b.place limit 1",
    )
  ).rows[0].number as string

export const SAMPLES: Readonly<Record<string, Sending>> = {
  // ---- registering and reporting, nobody signed in
  'POST /daftar/:tema': { as: 'public', page: '/daftar/nik', action: '/daftar/nik', write: way[0]![1] },
  'POST /daftar/kirim': { as: 'public', page: '/daftar/nik', way, action: '/daftar/kirim' },
  'POST /laporan': {
    as: 'public',
    page: '/laporan?tentang=/pernyataan',
    action: '/laporan',
    write: { tulisan: 'Ada yang terlewat' },
  },

  // ---- signing in
  'POST /masuk/kode': {
    as: 'public',
    page: '/masuk',
    way: password('kantor'),
    action: '/masuk/kode',
    write: (visitor) => ({ kode: shownCode(visitor) }),
  },
  'POST /masuk/kode/hilang': { as: 'public', page: '/masuk', way: password('kantor'), action: '/masuk/kode/hilang' },
  'POST /masuk/pasang': {
    as: 'public',
    page: '/masuk',
    sql: "delete from recovery_code where account = 'kantor'; delete from account_factor where account = 'kantor'",
    way: password('kantor'),
    action: '/masuk/pasang',
    write: (visitor) => ({ kode: shownCode(visitor) }),
  },
  'POST /masuk/lupa': { as: 'public', page: '/masuk/lupa', action: '/masuk/lupa', write: { akun: 'petugas.psm' } },
  'POST /masuk/mulai': {
    as: 'public',
    page: '/masuk/mulai',
    action: '/masuk/mulai',
    // Two operators: one proposes a new account, the office agrees and is shown the code of its first password.
    write: async (_, house) => {
      const operator = new Visitor(house, 'operator')
      await operator.open('/konsol/akun/baru')
      await operator.send('/konsol/akun/baru', newAccount)
      const office = new Visitor(house, 'office')
      await office.open(operator.path)
      await office.send(operator.path, { jawab: 'setuju', alasan: REASON })
      const kode = /<dd class="mono secret">([^<]+)</.exec(office.page)![1]!
      return { akun: newAccount.nama, kode, sandi: FRESH, ulang: FRESH }
    },
  },
  'POST /masuk/nomor': {
    as: 'public',
    page: '/masuk',
    sql: `${OWN_PHONE}('{own}')`,
    action: '/masuk/nomor',
    write: async (_, house) => ({ hp: await phoneOf(house) }),
  },
  'POST /masuk/anggota': {
    as: 'public',
    page: '/masuk',
    sql: `${OWN_PHONE}('{own}')`,
    way: askCode,
    action: '/masuk/anggota',
    write: async (_, house) => ({ kode: await codeSent(house) }),
  },
  'POST /masuk/siapa': {
    as: 'public',
    page: '/masuk',
    sql: `${OWN_PHONE}('{own}', '{sibling}'); update person set birth_date = '1984-03-14' where phone = '081200009999'`,
    way: async (visitor, house) => {
      await askCode(visitor, house)
      await visitor.send('/masuk/anggota', { kode: await codeSent(house) })
    },
    action: '/masuk/siapa',
    write: { siapa: '1', hari: '14', bulan: '3', tahun: '1984' },
  },
  'POST /masuk/dari-petugas': {
    as: 'public',
    page: '/masuk/dari-petugas',
    action: '/masuk/dari-petugas',
    write: async (_, house) => {
      const officer = new Visitor(house, 'officer')
      await officer.open(`/konsol/anggota/${house.members.own}`)
      await officer.send('/kode', {})
      return { nomor: house.members.own, kode: /\d{4} \d{4}/.exec(officer.page)![0] }
    },
  },

  // ---- accounts
  'POST /konsol/akun/baru': { as: 'operator', page: '/konsol/akun/baru', action: '/konsol/akun/baru', write: newAccount },
  'POST /konsol/akun/milik/:nama': {
    as: 'operator',
    page: '/konsol/akun/milik/petugas.clc',
    action: '/konsol/akun/milik/petugas.clc',
    write: { ubah: 'close', alasan: REASON },
  },
  'POST /konsol/akun/usulan/:id': {
    as: 'office',
    page: '/konsol',
    way: async (visitor, house) => {
      const operator = new Visitor(house, 'operator')
      await operator.open('/konsol/akun/milik/petugas.clc')
      await operator.send('/konsol/akun/milik/petugas.clc', { ubah: 'close', alasan: REASON })
      await visitor.open(operator.path)
    },
    action: '*',
    write: { jawab: 'setuju', alasan: REASON },
  },
  'POST /konsol/akun/saya/sandi': {
    as: 'office',
    page: '/konsol/akun/saya',
    action: '/saya/sandi',
    write: (_, house) => ({ lama: demoPassword(house.secrets), baru: FRESH, ulang: FRESH }),
  },
  'POST /konsol/akun/saya/sesi': {
    as: 'office',
    page: '/konsol/akun/saya',
    way: async (visitor, house) => {
      await openSession(house.database.pool('staff'), house.secrets, accountOf('office').name, WALL)
      await visitor.open('/konsol/akun/saya')
    },
    action: '/saya/sesi',
  },
  'POST /konsol/akun/saya/cadangan': {
    as: 'office',
    page: '/konsol/akun/saya',
    action: '/saya/cadangan',
    // Signed in already, nothing shows the code: the page of break-glass does, and an operator's app would.
    write: async (_, house) => ({ kode: await codeForDemo(house.database, house.secrets, 'kantor', WALL) }),
  },
  'POST /konsol/darurat': {
    as: 'operator',
    page: '/konsol/darurat',
    action: '/konsol/darurat',
    write: (visitor, house) => ({ kec: '317404', alasan: REASON, sandi: demoPassword(house.secrets), kode: shownCode(visitor) }),
  },
  'POST /konsol/darurat/tutup': { as: 'operator', page: '/konsol/darurat', way: openGlass, action: '/konsol/darurat/tutup' },
  'POST /konsol/kabar-akun': {
    as: 'office',
    page: '/konsol/kabar-akun',
    way: async (visitor, house) => {
      await openGlass(new Visitor(house, 'operator'), house)
      await visitor.open('/konsol/kabar-akun')
    },
    action: '/konsol/kabar-akun',
  },
  'POST /konsol/kabar-akun/:id': {
    as: 'office',
    page: '/konsol/kabar-akun',
    way: async (visitor, house) => {
      const operator = new Visitor(house, 'operator')
      await openGlass(operator, house)
      await operator.send('/konsol/darurat/tutup', {})
      await visitor.open('/konsol/kabar-akun')
    },
    action: '*',
    write: { tinjauan: REASON },
  },

  // ---- sheets
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
  'POST /konsol/impor/:id/tarik': {
    as: 'office',
    page: '/konsol/impor',
    way: async (visitor, house) => {
      await visitor.send('/konsol/impor', { berkas: SHEET })
      const { path } = visitor
      await visitor.send('/mulai', {})
      const run = importTasks({ database: house.database, secrets: house.secrets, now: async () => WALL })
      await run.import!(path.split('/').at(-1)!)
      await visitor.open(`${path}/tarik`)
    },
    action: '/tarik',
    write: { alasan: REASON },
  },

  // ---- the counter
  'POST /konsol/daftar': { as: 'officer', page: '/konsol/daftar', action: '/konsol/daftar', write: COUNTER },
  'POST /konsol/anggota/:number/catat': {
    as: 'officer',
    page: '/konsol/anggota/{own}',
    action: '/catat',
    write: { tindakan: 'bebaskan', langkah: 'P7', alasan: REASON },
  },
  'POST /konsol/anggota/:number/data': {
    as: 'officer',
    page: '/konsol/anggota/{own}',
    action: '/data',
    write: { nama: 'Nama Yang Diperbaiki', hari: '1', bulan: '2', tahun: '1980', hp: '0812 7777 8888', pakai: 'own' },
  },
  'POST /konsol/ulang': {
    as: 'officer',
    page: '/konsol',
    way: async (visitor, house) => {
      const { rows } = await house.owner.query(
        'select p.id, p.nik, p.birth_date::text as born from enrolment_locator l join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id join person p on p.kec_id = e.kec_id and p.id = e.person_id where l.number = $1',
        [house.members.own],
      )
      const again = new Visitor(house, 'public')
      await again.open('/daftar/nik')
      const [tahun, bulan, hari] = rows[0].born.split('-')
      for (const [action, write] of registration(house.secrets.open(rows[0].nik, rows[0].id)))
        await again.send(action, action === '/daftar/lahir' ? { hari, bulan, tahun } : write)
      await again.send('/daftar/kirim', {})
      await visitor.open('/konsol/ulang')
    },
    action: '/konsol/ulang',
  },

  // ---- the desk
  'POST /konsol/sekaligus': {
    as: 'officer',
    page: '/konsol/anggota',
    action: '/konsol/sekaligus',
    write: (visitor) => ({ aksi: 'hadir', kelas: 'P2-PSM-03', sesi: '9', anggota: firstTick(visitor) }),
  },
  'POST /konsol/siapa-dulu/undang': {
    as: 'officer',
    page: '/konsol/anggota?saring=kelas',
    action: '/konsol/siapa-dulu/undang',
    write: (visitor) => ({ orang: `${firstTick(visitor)}|PSM-K10` }),
  },
  'POST /konsol/siapa-dulu/hambatan': {
    as: 'officer',
    page: '/konsol/anggota',
    action: '/konsol/siapa-dulu/hambatan',
    write: (visitor) => ({ hambatan: `${firstTick(visitor)}|licence` }),
  },
  'POST /konsol/sekaligus/:id/batal': {
    as: 'officer',
    page: '/konsol/anggota',
    way: async (visitor) => {
      await visitor.send('/konsol/sekaligus', { aksi: 'hadir', kelas: 'P2-PSM-03', sesi: '9', anggota: firstTick(visitor) })
      await visitor.open('/konsol/sekaligus')
    },
    action: '/batal',
    write: { alasan: REASON },
  },
  'POST /konsol/tampilan': { as: 'officer', page: '/konsol/anggota', action: '/konsol/tampilan', write: { nama: 'Semua' } },
  'POST /konsol/tampilan/:id/hapus': {
    as: 'officer',
    page: '/konsol/anggota',
    way: [['/konsol/tampilan', { nama: 'Semua' }]],
    action: '/hapus',
  },

  // ---- classes
  'POST /kelas/:code/kursi': { as: 'resident', page: '/kelas/PSM-K11', sql: NO_CLASS, action: '/PSM-K11/kursi' },
  'POST /kelas/:code/batal': {
    as: 'resident',
    page: '/kelas/PSM-K11',
    sql: NO_CLASS,
    way: async (visitor) => {
      await visitor.send('/kelas/PSM-K11/kursi', {})
      await visitor.open('/kelas/PSM-K11')
    },
    action: '/PSM-K11/batal',
  },
  'POST /kelas/:code/tugas': {
    as: 'resident',
    page: '/kelas/PSM-K11',
    sql: NO_CLASS,
    way: async (visitor) => {
      await visitor.send('/kelas/PSM-K11/kursi', {})
      await visitor.open('/kelas/PSM-K11')
    },
    action: '/PSM-K11/tugas',
    write: { jawaban: 'Modal 8.000, jual 12.000' },
  },
  'POST /kelas/:code/kesan': {
    as: 'resident',
    page: '/kelas/PSM-K11',
    sql: NO_CLASS,
    way: async (visitor, house) => {
      await visitor.send('/kelas/PSM-K11/kursi', {})
      await house.owner.query("update programme set clock = '2018-01-27T13:05:00+07:00'")
      const officer = new Visitor(house, 'officer')
      await officer.open('/konsol/kelas/PSM-K11')
      await officer.send('/PSM-K11/cari', { cari: house.members.own })
      await visitor.open('/kelas/PSM-K11')
    },
    action: '/PSM-K11/kesan',
    write: { berguna: '3', kecepatan: '2', ajak: '3' },
  },
  'POST /konsol/kelas/baru': {
    as: 'officer',
    page: '/konsol/kelas/baru',
    action: '/konsol/kelas/baru',
    write: async (_, house) => {
      const { rows } = await house.owner.query('select id from venue where kec_id = $1 order by id limit 1', [KEC])
      const on = { hari1: '24', bulan1: '2', tahun1: '2018', mulai1: '9', selesai1: '12' }
      return { program: 'harga-jual', tempat: rows[0].id, pengajar: 'pengajar.psm1', kursi: '20', ...on }
    },
  },
  'POST /konsol/kelas/tempat': {
    as: 'officer',
    page: '/konsol/kelas/baru',
    action: '/konsol/kelas/tempat',
    write: { nama: 'RPTRA', alamat: 'Jl. Contoh 2', muat: '25' },
  },
  'POST /konsol/kelas/pengajar': {
    as: 'officer',
    page: '/konsol/kelas/baru',
    action: '/konsol/kelas/pengajar',
    write: { pengajar_baru: 'Ibu Ratna' },
  },
  'POST /konsol/kelas/:code/cari': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K10',
    sql: SATURDAY,
    action: '/PSM-K10/cari',
    write: async (_, house) => ({ cari: await seatedIn(house) }),
  },
  'POST /konsol/kelas/:code/hadir': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K10',
    sql: SATURDAY,
    action: '/PSM-K10/hadir',
  },
  'POST /konsol/kelas/:code/batal-hadir': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K10',
    sql: SATURDAY,
    way: [['/PSM-K10/hadir', {}]],
    action: '/PSM-K10/batal-hadir',
    write: { alasan: REASON },
  },
  'POST /konsol/kelas/:code/undang': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K11',
    action: '/PSM-K11/undang',
    write: (visitor) => ({ aksi: 'undang', anggota: firstTick(visitor) }),
  },
  'POST /konsol/kelas/:code/pindah': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K11',
    action: '/PSM-K11/pindah',
    write: { hari1: '24', bulan1: '2', tahun1: '2018', mulai1: '9', selesai1: '12' },
  },
  'POST /konsol/kelas/:code/kursi': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K11',
    action: '/PSM-K11/kursi',
    write: { kursi: '25' },
  },
  'POST /konsol/kelas/:code/lepas': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K10',
    sql: "update programme set clock = '2018-02-05T09:00:00+07:00'",
    action: '/PSM-K10/lepas',
  },
  'POST /konsol/kelas/:code/tutup': {
    as: 'officer',
    page: '/konsol/kelas/PSM-K10',
    action: '/PSM-K10/tutup',
    write: { alasan: REASON },
  },
  'POST /konsol/tugas/:id': {
    as: 'officer',
    page: '/konsol/tugas',
    sql: NO_CLASS,
    way: async (visitor, house) => {
      const member = new Visitor(house, 'resident')
      await member.open('/kelas/PSM-K11')
      await member.send('/kelas/PSM-K11/kursi', {})
      await member.open('/kelas/PSM-K11')
      await member.send('/kelas/PSM-K11/tugas', { jawaban: 'Modal 8.000, jual 12.000' })
      await visitor.open('/konsol/tugas')
    },
    action: /\/konsol\/tugas\/[^/]+$/,
    write: { putusan: 'terima' },
  },
  'POST /konsol/kurikulum': {
    as: 'office',
    page: '/konsol/kurikulum',
    action: '/konsol/kurikulum',
    write: { kode: 'kemasan', judul: 'Kemasan', judul_en: 'Packing', isi: 'Label dan bahan', isi_en: 'Labels and materials' },
  },

  // ---- the clinic
  'POST /klinik/:place/:day/ketuk': {
    as: 'officer',
    page: '/klinik/31.74.04/2018-01-22',
    action: '/ketuk',
    write: { kind: 'arrive', who: 'Ahmad Fauzi', service: 'licence' },
  },

  // ---- mentoring
  'POST /konsol/pendamping': {
    as: 'officer',
    page: '/konsol/pendamping',
    action: '/konsol/pendamping',
    write: { akun: 'pendamping.clc', batas: '500', bidang: 'kue' },
  },
  'POST /pendamping/tertahan': {
    as: 'mentor',
    page: '/pendamping/tertahan',
    sql: 'insert into field_note (mentor, id, number, at, taken_at, problem) values (\'pendamping.psm\', gen_random_uuid(), \'PSM-18-99999\', now(), now(), \'{"code":"note.not-yours","data":{"number":"PSM-18-99999"}}\')',
    action: '/pendamping/tertahan',
  },
  'POST /konsol/pendamping/tetapkan': { as: 'officer', page: '/konsol/pendamping', action: '/konsol/pendamping/tetapkan' },
  'POST /konsol/pendamping/serahkan': {
    as: 'officer',
    page: '/konsol/pendamping',
    way: async (visitor) => {
      await visitor.send('/konsol/pendamping', { akun: 'pendamping.clc', batas: '800', bidang: 'kue' })
      await visitor.open('/konsol/pendamping')
    },
    action: '/konsol/pendamping/serahkan',
    write: { dari: 'pendamping.psm', kepada: 'pendamping.clc' },
  },
  'POST /pendamping/jadwal': {
    as: 'mentor',
    page: '/pendamping/jadwal',
    action: '/pendamping/jadwal',
    write: { hari: '5', mulai: '9', selesai: '11' },
  },
  'POST /pendamping/jadwal/hapus': { as: 'mentor', page: '/pendamping/jadwal', action: '/pendamping/jadwal/hapus' },
  'POST /pendamping/anggota/:number/catat': {
    as: 'mentor',
    page: '/pendamping',
    way: follow(/href="(\/pendamping\/anggota\/[^"]+)"/),
    action: '/catat',
    write: { cara: 'visit', tujuan: 'Menghitung harga', hasil: 'done', berikut: 'Tutup buku', lagi: '14' },
  },
  'POST /pendampingan/janji': { as: 'resident', page: '/pendampingan', sql: OWN_MENTOR, action: '/pendampingan/janji' },
  'POST /pendampingan/batal': {
    as: 'resident',
    page: '/pendampingan',
    sql: OWN_MENTOR,
    way: async (visitor) => {
      await visitor.send('/pendampingan/janji', {})
      await visitor.open('/pendampingan')
    },
    action: '/pendampingan/batal',
  },

  // ---- perhaps the same person
  'POST /konsol/gandaan/:id': {
    as: 'officer',
    page: '/konsol/gandaan',
    action: /\/konsol\/gandaan\/[^/]+$/,
    write: { putusan: 'lama', dasar: REASON },
  },
  'POST /konsol/gandaan/:id/pisah': {
    as: 'officer',
    page: '/konsol/gandaan',
    way: async (visitor) => {
      const [, pair] = /action="(\/konsol\/gandaan\/[^"]+)"/.exec(visitor.page)!
      await visitor.send(pair!, { putusan: 'lama', dasar: REASON })
      await visitor.open(pair!)
    },
    action: '/pisah',
    write: { alasan: REASON },
  },

  // ---- the week and its meeting
  'POST /konsol/jam': { as: 'office', page: '/konsol/jam', action: '/konsol/jam', write: { ke: 'senin' } },
  'POST /konsol/pekan': {
    as: 'office',
    page: '/konsol/pekan',
    sql: "update programme set clock = '2018-01-29T09:00:00+07:00'",
    action: '/konsol/pekan',
    write: { tetap: 'ya' },
  },
  'POST /konsol/pekan/:week': { as: 'officer', page: '/konsol/pekan/2018-W04', action: '/2018-W04', write: { aksi: 'setujui' } },
  'POST /konsol/pekan/:week/janggal': {
    as: 'officer',
    page: '/konsol',
    // Twelve attendances within one minute are asked about.
    way: async (visitor, house) => {
      const { rows } = await house.owner.query(
        'select number from enrolment where kec_id = $1 and not tied order by number desc limit 12',
        [KEC],
      )
      for (const { number } of rows)
        await house.database.within('job', { actor: 'petugas.psm', role: 'officer', kec: KEC }, (db) =>
          record(db, house.secrets, { actor: 'petugas.psm', way: 'counter', now: WALL }, { number }, [
            {
              id: uuidv7(),
              kind: 'class.attended',
              occurredOn: '2018-01-22',
              grade: 'B',
              data: { class: 'senin', session: '9' },
            },
          ]),
        )
      await visitor.open('/konsol/pekan/2018-W04')
    },
    action: '/janggal',
    write: { jawaban: 'Dari daftar kertas' },
  },
  'POST /konsol/pekan/:week/terima': {
    as: 'office',
    page: '/konsol',
    way: async (visitor, house) => {
      const officer = new Visitor(house, 'officer')
      await officer.open('/konsol/pekan/2018-W04')
      await officer.send('/2018-W04', { aksi: 'keberatan', catatan: 'Lembar Sabtu belum dikirim' })
      await visitor.open('/konsol/pekan')
    },
    action: '/terima',
    write: { aksi: 'jawab', catatan: 'Kirim sebelum Selasa' },
  },
  'POST /konsol/pusat/:kec': {
    as: 'office',
    page: '/konsol/pusat/31.74.04',
    action: '/31.74.04',
    write: { arah: 'Lantai dua, lewat pintu depan' },
  },
  'POST /konsol/keputusan': { as: 'office', page: '/konsol/keputusan', action: '/konsol/keputusan', write: DECISION },
  'POST /konsol/target': {
    as: 'office',
    page: '/konsol/target',
    action: '/konsol/target',
    write: { lembar: '2018-W04;31.74.04;P2;tercapai;40' },
  },

  // ---- members' requests, notices
  'POST /langkah/permintaan': {
    as: 'resident',
    page: '/langkah/permintaan',
    action: '/langkah/permintaan',
    write: { minta: 'correction', keterangan: 'Nama saya salah tulis' },
  },
  'POST /konsol/permintaan/:kec/:id': {
    as: 'office',
    page: '/konsol',
    way: request('correction'),
    action: '*',
    write: { hasil: 'done', jawaban: 'Sudah diperbaiki.' },
  },
  'POST /konsol/permintaan/:kec/:id/hapus': {
    as: 'office',
    page: '/konsol',
    way: async (visitor, house) => {
      await request('erasure')(visitor, house)
      await visitor.open(`${visitor.path}/hapus`)
    },
    action: '/hapus',
    write: (_, house) => ({ nomor: house.members.own, jawaban: 'Sudah dihapus.' }),
  },
  'POST /konsol/pemberitahuan': { as: 'office', page: '/konsol/permintaan', action: '/konsol/pemberitahuan', write: BREACH },
  'POST /konsol/pemberitahuan/:kec/:id': {
    as: 'office',
    page: '/konsol/permintaan',
    way: [['/konsol/pemberitahuan', BREACH]],
    action: /\/konsol\/pemberitahuan\/./,
  },

  // ---- reports and claims
  'POST /konsol/laporan/:id': {
    as: 'office',
    page: '/konsol/laporan',
    way: follow(/href="(\/konsol\/laporan\/[^"]+)"/),
    action: '*',
    write: { hasil: 'holds', jawaban: 'Sudah diperiksa.' },
  },
  'POST /konsol/pernyataan': { as: 'office', page: '/konsol/pernyataan', action: '/konsol/pernyataan', write: CLAIM },
  'POST /konsol/pernyataan/:nr/tarik': {
    as: 'office',
    page: '/konsol/pernyataan/4',
    action: '/tarik',
    write: { alasan: REASON },
  },
}

/**
 * Routes that are no act on the register. Signing in makes a session each time; the form's own three only move a cookie; looking for a
 * member and showing a NIK are looks, each on record; providers' news has signatures and its own test (src/people/delivery-news.test.ts);
 * a device's sealed outbox is row 12's and 13's.
 */
export const WITHOUT: ReadonlySet<string> = new Set([
  'POST /masuk',
  'POST /keluar',
  'POST /daftar/mulai-baru',
  'POST /daftar/tutup',
  'POST /daftar/lanjut',
  'POST /konsol/anggota',
  'POST /konsol/anggota/:number/nik',
  'POST /kabar/whatsapp',
  'POST /kabar/sms',
  'POST /klinik/:place/:day/kirim',
  'POST /pendamping/kirim',
])
