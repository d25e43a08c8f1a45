// A class to book in tests and proofs: a place, a trainer, sessions at Jakarta times, seats.
import { uuidv7 } from '../src/kit/ids.ts'
import { addTrainer, addVenue, writeClass } from '../src/p2-training/index.ts'
import { at, type Programme } from './acts.ts'

export type TestClass = { kec: number; id: string; code: string; venue: string; trainer: string }

let made = 0

/** `sessions`: `['2018-01-27T09:00', 3]`, beginning and hours. */
export async function planned(
  programme: Programme,
  kec: number,
  sessions: readonly (readonly [string, number])[],
  {
    capacity = 30,
    waitingMost = 1000,
    reach = 'kecamatan' as const,
    trainer = `trainer.${++made}`,
    venue = uuidv7(),
    modules = ['harga-jual'],
  }: {
    capacity?: number
    waitingMost?: number
    reach?: 'kecamatan' | 'kota' | 'city'
    trainer?: string
    venue?: string
    modules?: readonly string[]
  } = {},
): Promise<TestClass> {
  const [id, code] = [uuidv7(), `T${String(kec).slice(2)}-K${++made}`]
  await programme.work(async (db) => {
    await addTrainer(db, { code: trainer, name: 'Ibu Ratna Kusuma' })
    await addVenue(db, kec, { id: venue, name: 'Aula kecamatan', address: 'Jl. Contoh 1', seats: 2000 })
    await writeClass(db, {
      id,
      kec,
      code,
      by: 'mesin',
      at: at('2018-01-02'),
      plan: {
        course: 'harga-jual',
        venue,
        trainer,
        language: 'id',
        capacity,
        waitingMost,
        reach,
        forStep: null,
        forTrade: null,
        sessions: sessions.map(([from, hours], i) => ({
          module: modules[Math.min(i, modules.length - 1)]!,
          starts: at(from),
          ends: new Date(at(from).getTime() + hours * 3_600_000),
        })),
      },
    })
  })
  return { kec, id, code, venue, trainer }
}
