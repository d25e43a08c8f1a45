// Made-up centres of the demonstration: no real address, person or telephone; the islands' two are not launched yet on 22 January 2018.
import { addDays, type JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { type Centre, type Kec, kecamatan, writeCentres } from '../places/index.ts'

/** The islands come last: they have the fewest members. */
const LATER: Readonly<Record<Kec, JakartaDate>> = { 310101: '2018-02-10', 310102: '2018-02-24' }
const FIRST: JakartaDate = '2017-10-02'
const DAYS = 54

export async function makeCentres(db: Db, at: Date): Promise<void> {
  const centres = kecamatan().map(({ code, name }, i): Centre => {
    const weekday = `0${8 + (i % 2)}.00–${15 + (i % 2)}.00`
    return {
      kec: code,
      launchedOn: LATER[code] ?? addDays(FIRST, (i * 17) % DAYS),
      address: `Jl. Peragaan ${name} No. ${1 + ((i * 7) % 90)} (contoh)`,
      way: 'Lantai dasar kantor kecamatan, lewat pintu samping (contoh).',
      phone: `(021) 5550-${String(100 + i).padStart(4, '0')} (contoh)`,
      hours: [weekday, weekday, weekday, weekday, `0${8 + (i % 2)}.00–11.30`, null, null],
      people: [
        { name: `Petugas Contoh ${i + 1}`, role: 'petugas loket' },
        { name: `Pendamping Contoh ${i + 1}`, role: 'pendamping' },
      ],
      clinic: { day: 6, hours: '09.00–12.00', place: 'Aula kantor kecamatan (contoh)' },
      synthetic: true,
    }
  })
  await writeCentres(db, centres, { fromOn: FIRST, account: 'mesin', shownAs: 'Peragaan', at })
}
