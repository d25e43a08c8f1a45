// How many people live in a kecamatan: one mixed figure each, good enough to spread a demonstration over the city.
// Not a denominator: years and bases differ, so no rate per head may be published from it.
import type { Kec } from './areas.ts'

export interface Population {
  people: number
  year: number
  /**
   * census; registered (the civil register); estimate (the city's "Dalam Angka"); census share (a published percentage of the kota's
   * census); kota remainder (the product's own estimate: what the kota's figure leaves after its other kecamatan, halved between the
   * two without one: Kepulauan Seribu 27,749 in 2020, Jakarta Utara 304,611 of 1,645,659 in 2010).
   */
  basis: 'census' | 'registered' | 'estimate' | 'census share' | 'kota remainder'
}

// The latest figure known of each kecamatan; a census before a register before an estimate of the same year.
const FIGURES: [Kec, number, number, Population['basis']][] = [
  [310101, 13875, 2020, 'kota remainder'], // Kepulauan Seribu Utara
  [310102, 13874, 2020, 'kota remainder'], // Kepulauan Seribu Selatan
  [317101, 91673, 2020, 'census'], // Gambir
  [317102, 122500, 2020, 'census'], // Sawah Besar
  [317103, 240631, 2020, 'census'], // Kemayoran
  [317104, 97578, 2019, 'estimate'], // Senen
  [317105, 85667, 2019, 'estimate'], // Cempaka Putih
  [317106, 68415, 2019, 'estimate'], // Menteng
  [317107, 147788, 2019, 'estimate'], // Tanah Abang
  [317108, 119994, 2019, 'estimate'], // Johar Baru
  [317201, 306422, 2010, 'census share'], // Penjaringan
  [317202, 375210, 2010, 'census share'], // Tanjung Priok
  [317203, 352306, 2020, 'registered'], // Koja
  [317204, 371261, 2010, 'census share'], // Cilincing
  [317205, 152306, 2010, 'kota remainder'], // Pademangan
  [317206, 152305, 2010, 'kota remainder'], // Kelapa Gading
  [317301, 551682, 2020, 'census'], // Cengkareng
  [317302, 228669, 2020, 'census'], // Grogol Petamburan
  [317303, 119509, 2020, 'census'], // Taman Sari
  [317304, 256060, 2020, 'census'], // Tambora
  [317305, 341938, 2020, 'census'], // Kebon Jeruk
  [317306, 471436, 2019, 'estimate'], // Kalideres
  [317307, 206353, 2019, 'estimate'], // Palmerah
  [317308, 334115, 2019, 'estimate'], // Kembangan
  [317401, 221216, 2020, 'census'], // Tebet
  [317402, 107423, 2020, 'census'], // Setiabudi
  [317403, 145359, 2020, 'census'], // Mampang Prapatan
  [317404, 304271, 2020, 'census'], // Pasar Minggu
  [317405, 308542, 2020, 'census'], // Kebayoran Lama
  [317406, 189406, 2010, 'census'], // Cilandak
  [317407, 141714, 2010, 'census'], // Kebayoran Baru
  [317408, 147972, 2010, 'census'], // Pancoran
  [317409, 310220, 2010, 'census'], // Jagakarsa
  [317410, 211761, 2010, 'census'], // Pesanggrahan
  [317501, 172180, 2020, 'census'], // Matraman
  [317502, 281319, 2020, 'census'], // Pulo Gadung
  [317503, 301717, 2020, 'census'], // Jatinegara
  [317504, 298437, 2020, 'census'], // Kramat Jati
  [317505, 220583, 2020, 'census'], // Pasar Rebo
  [317506, 559040, 2020, 'census'], // Cakung
  [317507, 414604, 2020, 'census'], // Duren Sawit
  [317508, 207293, 2020, 'census'], // Makasar
  [317509, 296316, 2020, 'census'], // Ciracas
  [317510, 285650, 2020, 'census'], // Cipayung
]

const figures = new Map(FIGURES.map(([kec, people, year, basis]) => [kec, { people, year, basis }]))

export const population = (): ReadonlyMap<Kec, Population> => figures
export const populationOf = (kec: Kec): Population | undefined => figures.get(kec)
