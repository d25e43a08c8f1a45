// Synthetic people: names as Jakarta has them, NIK of a valid shape whose serial nobody was given, numbers that nobody answers.
import type { JakartaDate } from '../kit/calendar.ts'
import type { Chance } from './chance.ts'

const WOMEN =
  'Siti Sri Nur Dewi Rina Yuni Wati Ani Lestari Fitri Dian Ratna Endang Sumiati Nurhayati Maryam Aminah Fatimah Aisyah Khadijah Rohayati Rohana Sulastri Suryani Sumarni Murni Tuti Titin Eti Neneng Eneng Iis Ida Lilis Lina Mimin Mulyani Nining Nurjanah Nurul Yanti Yulianti Yati Rahmawati Rahayu Kartini Kartika Indah Intan Ayu Putri Maya Mega Melati Novi Vina Wulan Anita Agustina Desi Erna Evi Hana Heni Hesti Ika Juariah Komariah Kurniasih Marlina Maesaroh Mardiana Masitoh Ningsih Nia Nunung Ningrum Oktavia Partini Poniyem Puji Romlah Rukmini Saidah Salmah Samsiah Santi Sarinah Sartika Sulistyowati Supriyati Susanti Susilowati Tini Tri Umi Uswatun Warsini Wiwik Yayah Yeni Zaenab Zubaidah Christina Maria Yohana Margaretha Meilani Lie'.split(
    ' ',
  )
const MEN =
  'Agus Budi Ahmad Abdul Achmad Adi Aditya Ali Andi Anton Arif Aris Asep Bambang Dadang Darmawan Dedi Deni Didik Djoko Joko Edi Eko Fajar Faisal Firman Gunawan Hadi Hamdani Hamzah Hari Hasan Hendra Heri Herman Hidayat Ibrahim Imam Irfan Irwan Ismail Iwan Jaelani Jajang Jamal Junaedi Kurniawan Lukman Maman Mansur Marwan Maulana Misbah Mulyadi Mulyono Nana Nasir Nurdin Rahmat Ridwan Rizky Rohman Roni Rudi Rusdi Saiful Samsul Sandi Sapri Slamet Solihin Sugeng Sugiarto Suharto Sukardi Sumarno Sunarto Supardi Supriyadi Surya Sutrisno Suwarno Syahrul Syarif Taufik Teguh Toni Tono Udin Ujang Untung Usman Wahyu Waluyo Wawan Yanto Yusuf Zaenal Zulkifli Yohanes Petrus Markus Robert Hendrik'.split(
    ' ',
  )
const LAST =
  'Hidayat Saputra Setiawan Wijaya Kurniawan Santoso Susanto Nugroho Pratama Permana Ramadhan Rahman Firmansyah Suryadi Sanusi Hasanah Hasibuan Nasution Siregar Simanjuntak Sitorus Panjaitan Lubis Harahap Situmorang Manurung Lestari Handayani Anggraini Wulandari Puspitasari Maharani Safitri Kusuma Kusumawati Utami Utomo Wibowo Purnomo Prasetyo Haryanto Suhendar Sudrajat Mulyana Suparman Sukmana Effendi Iskandar Hakim Syahputra Syafii Mahmud Marzuki Ramli Bakri Zainuddin Alamsyah Fauzi Fadilah Maulida Khasanah Rosyidah Nurjaman Supriatna Gunawan Tanjung Chaniago Sinaga Purba Ginting Tarigan Pasaribu Rumahorbo Wattimena Latuconsina Tambunan Halim Salim Tjandra Gunadi Winata'.split(
    ' ',
  )

export type Sex = 'F' | 'M'

/** Registers spell one name in many ways; some people have one name only. */
export function nameOf(random: Chance, sex: Sex): string {
  const first = random.pick(sex === 'F' ? WOMEN : MEN)
  if (random.is(0.13)) return first
  const last = random.pick(random.is(0.55) ? LAST : sex === 'F' ? WOMEN : MEN)
  const before =
    sex === 'F'
      ? random.weighed([
          ['', 80],
          ['Siti', 13],
          ['St.', 2],
          ['Hj.', 3],
          ['R.A.', 0.4],
        ])
      : random.weighed([
          ['', 72],
          ['Muhammad', 12],
          ['Muh.', 4],
          ['M.', 4],
          ['Moh.', 2],
          ['H.', 4],
        ])
  return [before, first, first === last ? '' : last].filter(Boolean).join(' ')
}

const SHORTENED: readonly [RegExp, string][] = [
  [/^Siti /, 'St. '],
  [/^Muhammad /, 'M. '],
  [/^Muh\. /, 'Muhammad '],
  [/^(Hj|H)\. /, ''],
  [/Achmad/, 'Ahmad'],
  [/Yusuf/, 'Yusup'],
  [/Zaenab/, 'Jaenab'],
]

/** The same person's name as another desk writes it. */
export function otherSpelling(random: Chance, name: string): string {
  for (const [pattern, instead] of SHORTENED) if (pattern.test(name)) return name.replace(pattern, instead)
  const words = name.split(' ')
  if (words.length > 1 && random.is(0.5)) return `${words.slice(0, -1).join(' ')} ${words.at(-1)![0]}.`
  return random.is(0.5) ? name.toUpperCase() : name
}

/** Where many who live in Jakarta were first registered; the prefix is no proof of residence (failure 4). */
const ELSEWHERE =
  '320107 320112 327504 327603 360313 367405 327303 330215 330904 331112 337401 340204 350712 351508 357804 120726 127103 130606 137101 147103 180309 187102 520305 617104 737106'.split(
    ' ',
  )

/** Serials from 9000 on: no office ever counted so many births on one day, so these NIK belong to nobody. */
export function nikOf(random: Chance, kec: number, birthDate: JakartaDate, sex: Sex): string {
  const prefix = random.is(0.72) ? String(kec) : random.pick(ELSEWHERE)
  const day = +birthDate.slice(8) + (sex === 'F' ? 40 : 0)
  return `${prefix}${String(day).padStart(2, '0')}${birthDate.slice(5, 7)}${birthDate.slice(2, 4)}${random.whole(9000, 9999)}`
}

/** The next serial, for the rare NIK that chance gave out twice. */
export const nextNik = (nik: string): string => {
  const serial = +nik.slice(12)
  return `${nik.slice(0, 12)}${serial < 9999 ? serial + 1 : 9000}`
}

/** Mostly 25 to 55, from 16 on. */
export function birthDateOf(random: Chance): JakartaDate {
  const age = Math.min(74, Math.max(16, Math.round(39 + 11 * (random.next() + random.next() + random.next() - 1.5) * 1.7)))
  const year = 2017 - age
  return `${year}-${String(random.whole(1, 12)).padStart(2, '0')}-${String(random.whole(1, 28)).padStart(2, '0')}`
}

const CARRIERS = '0811 0812 0813 0815 0816 0817 0818 0819 0821 0822 0838 0852 0855 0856 0857 0858 0859'.split(' ')

/** Mobile numbers whose subscriber part begins with four zeros, which no carrier gives out. */
export const phoneOf = (random: Chance): string => `${random.pick(CARRIERS)}0000${String(random.whole(0, 9999)).padStart(4, '0')}`

const STREETS =
  'Mawar|Melati|Kenanga|Anggrek|Dahlia|Cempaka|Flamboyan|Teratai|Kamboja|Nusa Indah|Haji Saari|Haji Naim|Haji Muhi|Masjid Al Falah|Pasar Lama|Swadaya|Gotong Royong|Damai|Mandiri|Bahari|Nelayan|Kali Baru|Rawa Bambu|Kebon Jahe|Kemuning|Bangau|Merpati|Cendrawasih|Rajawali|Pahlawan'.split(
    '|',
  )

export const addressOf = (random: Chance): string =>
  `${random.is(0.7) ? 'Jl.' : 'Gg.'} ${random.pick(STREETS)} ${random.whole(1, 98)}, RT ${String(random.whole(1, 16)).padStart(3, '0')}/RW ${String(random.whole(1, 12)).padStart(2, '0')}`

/** What Jakarta's micro traders do, and what their stalls are called. */
export const TRADES: readonly (readonly [trade: string, stall: string, weight: number])[] = [
  ['Nasi uduk', 'Nasi Uduk', 12],
  ['Kue basah dan jajanan pasar', 'Kue', 9],
  ['Jahit pakaian', 'Jahit', 8],
  ['Warung sembako', 'Warung', 11],
  ['Katering rumahan', 'Dapur', 7],
  ['Gorengan', 'Gorengan', 6],
  ['Kerupuk dan keripik', 'Keripik', 6],
  ['Bakso', 'Bakso', 4],
  ['Mi ayam', 'Mi Ayam', 4],
  ['Es dan minuman', 'Es', 5],
  ['Busana muslim', 'Busana', 5],
  ['Kerajinan tangan', 'Kriya', 4],
  ['Batik Betawi', 'Batik', 2],
  ['Salon dan cukur rambut', 'Salon', 3],
  ['Cuci dan setrika', 'Laundry', 4],
  ['Pulsa dan kios telepon', 'Kios', 4],
  ['Bengkel motor', 'Bengkel', 2],
  ['Ikan asin dan olahan laut', 'Olahan Laut', 2],
  ['Rias pengantin', 'Rias', 2],
  ['Tanaman hias', 'Kebun', 1],
  ['Sablon dan percetakan', 'Sablon', 2],
  ['Bir pletok dan jamu', 'Jamu', 2],
]

export const stallOf = (random: Chance, stall: string, name: string, sex: Sex): string => {
  const called = name.replace(/^(Siti|St\.|Hj\.|R\.A\.|Muhammad|Muh\.|M\.|Moh\.|H\.) /, '').split(' ')[0]!
  return `${stall} ${random.pick([sex === 'F' ? 'Bu ' : 'Pak ', sex === 'F' ? 'Mpok ' : 'Bang ', '', 'Berkah ', 'Barokah '])}${called}`
}
