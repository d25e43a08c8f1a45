// How many, where and when: the city's figures of January 2018 shared out over kecamatan, weeks and steps, to the last person.
// Only the 4,230 is a published figure (22 January 2018, "nearly"); everything below it is this demonstration's own assumption.
import { STEPS, type Step } from '../journey/index.ts'
import type { JakartaDate, Week } from '../kit/calendar.ts'
import { type Kec, kecamatan, populationOf } from '../places/index.ts'
import { sharedOut } from './chance.ts'

/** In the programme on Sunday 21 January 2018. */
export const MEMBERS = 4230
export const FIRST_DAY: JakartaDate = '2017-11-01'
export const LAST_DAY: JakartaDate = '2018-01-21'

/** People by step, P1 to P7. Entered and reached are two counts (failure 2). */
const ENTERED = [4230, 1574, 788, 228, 99, 58, 23]
const REACHED = [4058, 1094, 341, 124, 49, 14, 4]

/** Registered on a day of this week and known by its cut; a demonstration's own rhythm, about 1,900 by mid December. */
export const EARLY_WEEKS: readonly (readonly [week: Week, registered: number])[] = [
  ['2017-W44', 48],
  ['2017-W45', 166],
  ['2017-W46', 306],
  ['2017-W47', 410],
  ['2017-W48', 488],
  ['2017-W49', 484],
  ['2017-W50', 386],
  ['2017-W51', 383],
]

const times = (n: number, reason: Gone): Gone[] => new Array(n).fill(reason)

/**
 * The weeks that are cut. `published`: entered P1 as its update says. `late`: registered in the week before, known only in this one.
 * `doubles`: registrations voided in this week because the person was there already.
 */
export const CUT_WEEKS: readonly { week: Week; published: number; late: number; doubles: number; gone: readonly Gone[] }[] = [
  {
    week: '2017-W51',
    published: 2671,
    late: 0,
    doubles: 0,
    gone: [...times(3, 'moved-away'), ...times(3, 'withdrew'), 'not-eligible', 'merged', 'merged'],
  },
  { week: '2017-W52', published: 2840, late: 6, doubles: 1, gone: ['moved-away', 'merged', 'died'] },
  { week: '2018-W01', published: 3066, late: 4, doubles: 0, gone: ['withdrew', 'withdrew', 'moved-away', 'moved-away'] },
  {
    week: '2018-W02',
    published: 3640,
    late: 9,
    doubles: 3,
    // The last one died in the week before; the family said so in this one.
    gone: [...times(3, 'moved-away'), ...times(2, 'withdrew'), 'merged', 'merged', 'died'],
  },
  {
    week: '2018-W03',
    published: 4230,
    late: 0,
    doubles: 22,
    gone: [...times(6, 'moved-away'), ...times(5, 'withdrew'), ...times(5, 'merged')],
  },
]

export type Gone = 'moved-away' | 'withdrew' | 'died' | 'merged' | 'not-eligible'

/**
 * How far each kecamatan had come, as people who reached P1 to P7: strong ones (Pasar Minggu, Jatinegara, Tebet) and weak ones
 * (Cilincing, Tanjung Priok, Kalideres), as the interface's drawings have them. Used as shares of the kecamatan's own members.
 */
const HOW_FAR: readonly (readonly [Kec, ...number[]])[] = [
  [310101, 11, 2, 1, 0, 0, 0, 0], // Kepulauan Seribu Utara
  [310102, 8, 1, 1, 0, 0, 0, 0], // Kepulauan Seribu Selatan
  [317101, 50, 14, 2, 0, 0, 0, 0], // Gambir
  [317102, 59, 12, 5, 1, 0, 0, 0], // Sawah Besar
  [317103, 119, 33, 8, 3, 1, 0, 0], // Kemayoran
  [317104, 55, 14, 4, 1, 0, 0, 0], // Senen
  [317105, 45, 10, 1, 0, 0, 0, 0], // Cempaka Putih
  [317106, 33, 11, 4, 1, 0, 0, 0], // Menteng
  [317107, 85, 21, 10, 4, 1, 0, 0], // Tanah Abang
  [317108, 87, 36, 7, 2, 1, 0, 0], // Johar Baru
  [317201, 116, 10, 2, 1, 1, 0, 0], // Penjaringan
  [317202, 137, 11, 3, 1, 0, 0, 0], // Tanjung Priok
  [317203, 93, 12, 3, 1, 0, 0, 0], // Koja
  [317204, 105, 7, 4, 1, 0, 0, 0], // Cilincing
  [317205, 58, 16, 3, 1, 0, 0, 0], // Pademangan
  [317206, 60, 18, 4, 1, 0, 0, 0], // Kelapa Gading
  [317301, 164, 17, 3, 1, 1, 0, 0], // Cengkareng
  [317302, 70, 14, 6, 2, 2, 0, 0], // Grogol Petamburan
  [317303, 56, 10, 4, 1, 0, 0, 0], // Taman Sari
  [317304, 83, 11, 3, 2, 1, 0, 0], // Tambora
  [317305, 84, 28, 4, 1, 0, 0, 0], // Kebon Jeruk
  [317306, 90, 7, 3, 1, 0, 0, 0], // Kalideres
  [317307, 75, 17, 7, 3, 2, 1, 0], // Palmerah
  [317308, 95, 28, 5, 2, 1, 0, 0], // Kembangan
  [317401, 103, 45, 13, 3, 2, 1, 0], // Tebet
  [317402, 42, 7, 5, 2, 1, 1, 0], // Setiabudi
  [317403, 73, 24, 8, 3, 1, 1, 1], // Mampang Prapatan
  [317404, 164, 86, 13, 4, 2, 0, 0], // Pasar Minggu
  [317405, 100, 23, 7, 2, 1, 0, 0], // Kebayoran Lama
  [317406, 99, 33, 17, 8, 5, 2, 1], // Cilandak
  [317407, 58, 15, 4, 1, 0, 0, 0], // Kebayoran Baru
  [317408, 66, 22, 5, 2, 1, 0, 0], // Pancoran
  [317409, 209, 79, 25, 4, 1, 1, 0], // Jagakarsa
  [317410, 87, 16, 10, 4, 2, 1, 1], // Pesanggrahan
  [317501, 71, 20, 4, 1, 0, 0, 0], // Matraman
  [317502, 111, 25, 4, 1, 1, 0, 0], // Pulo Gadung
  [317503, 143, 69, 16, 7, 4, 1, 0], // Jatinegara
  [317504, 134, 52, 10, 3, 1, 1, 0], // Kramat Jati
  [317505, 110, 26, 17, 2, 1, 0, 0], // Pasar Rebo
  [317506, 150, 63, 28, 17, 3, 1, 0], // Cakung
  [317507, 153, 29, 15, 8, 3, 1, 0], // Duren Sawit
  [317508, 114, 31, 13, 2, 1, 0, 0], // Makasar
  [317509, 150, 49, 25, 15, 8, 2, 1], // Ciracas
  [317510, 83, 20, 5, 1, 0, 0, 0], // Cipayung
]

export type Spread = {
  kec: Kec
  members: number
  entered: Record<Step, number>
  reached: Record<Step, number>
}

/** Scales one of the city's figures to a programme of another size. */
export const scaled = (figure: number, members: number) => Math.round((figure * members) / MEMBERS)

/** Every kecamatan's share: members by population, steps by how far each had come. Sums are exact. */
export function spread(members: number): Spread[] {
  const far = new Map(HOW_FAR.map(([kec, ...reached]) => [kec, reached]))
  const kecs = kecamatan().map((k) => k.code)
  const sizes = sharedOut(
    members,
    kecs.map((kec) => populationOf(kec)!.people),
  )
  const all: Spread[] = kecs.map((kec, i) => ({
    kec,
    members: sizes[i]!,
    entered: {} as Record<Step, number>,
    reached: {} as Record<Step, number>,
  }))
  for (const step of STEPS) {
    const share = (kec: Kec) => far.get(kec)![step - 1]! / far.get(kec)![0]!
    const reached = sharedOut(
      step === 1 ? scaled(REACHED[0]!, members) : Math.min(members, scaled(REACHED[step - 1]!, members)),
      // Where the drawing has nobody yet, a first one is thinkable once the programme is larger.
      all.map((a) => a.members * (step === 1 ? 1 : share(a.kec) + 0.001)),
      sizes,
    )
    const under = sharedOut(
      Math.max(0, scaled(ENTERED[step - 1]!, members) - reached.reduce((a, b) => a + b, 0)),
      // Also where few have come through, many are on their way: that is where it is stuck.
      all.map((a, i) => reached[i]! + a.members * (ENTERED[step - 1]! / MEMBERS)),
      all.map((a, i) => a.members - reached[i]!),
    )
    for (const [i, a] of all.entries()) {
      a.reached[step] = reached[i]!
      a.entered[step] = reached[i]! + under[i]!
    }
  }
  return all
}
