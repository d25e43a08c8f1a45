// The centres of the kecamatan as they are kept: the newest row that holds is the centre, the rows before it are its history.
import type { JakartaDate } from '../kit/calendar.ts'
import { type Db, writeRows } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Kec } from './areas.ts'

export type Clinic = { day: number; hours: string; place: string }
export type Centre = {
  kec: Kec
  /** Null: the day is not set yet. */
  launchedOn: JakartaDate | null
  address: string | null
  /** How to come. */
  way: string | null
  phone: string | null
  /** Monday to Sunday, `08.00–15.00`; null is closed. */
  hours: readonly (string | null)[]
  people: readonly { name: string; role: string }[]
  clinic: Clinic | null
  synthetic: boolean
}
export type PastCentre = Centre & { fromOn: JakartaDate; by: string; at: Date }

/** The launch days that are known; a kecamatan without a row has none to tell of. */
export type Launches = ReadonlyMap<Kec, JakartaDate | null>

const COLUMNS = 'kec_id as kec, launched_on as "launchedOn", address, way, phone, hours, people, clinic, synthetic'

/** The centres as they are on a day. Plan: centre_newest, the first row of each kecamatan. */
export async function centresOn(db: Db, on: JakartaDate, kec: Kec | null = null): Promise<Centre[]> {
  const { rows } = await db.client.query(
    `select distinct on (kec_id) ${COLUMNS} from centre where from_on <= $1 and ($2::integer is null or kec_id = $2)
     order by kec_id, from_on desc, nr desc`,
    [on, kec],
  )
  return rows
}

/** When each centre began or is to begin, as it is known on a day. The same plan. */
export const launchesOn = async (db: Db, on: JakartaDate): Promise<Launches> =>
  new Map((await centresOn(db, on)).map((c) => [c.kec, c.launchedOn]))

/** Did this kecamatan have no centre yet at the end of this day? Where nothing is known of its centre, nothing is said. */
export function notLaunched(launches: Launches, kec: Kec, on: JakartaDate): boolean {
  const launched = launches.get(kec)
  return launched !== undefined && (launched === null || launched > on)
}

/** How a centre changed, the newest first. Plan: centre_newest, one kecamatan. */
export async function centreHistory(db: Db, kec: Kec): Promise<PastCentre[]> {
  const { rows } = await db.client.query(
    `select ${COLUMNS}, from_on as "fromOn", by_shown as by, at from centre where kec_id = $1 order by from_on desc, nr desc limit 50`,
    [kec],
  )
  return rows
}

/** Writes down how centres are from a day on. */
export async function writeCentres(
  db: Db,
  centres: readonly Centre[],
  { fromOn, account, shownAs, at }: { fromOn: JakartaDate; account: string; shownAs: string; at: Date },
): Promise<void> {
  const json = (value: unknown) => ({ json: JSON.stringify(value) })
  await writeRows(
    db,
    'centre',
    [
      'kec_id',
      'id',
      'from_on',
      'launched_on',
      'address',
      'way',
      'phone',
      'hours',
      'people',
      'clinic',
      'synthetic',
      'by_account',
      'by_shown',
      'at',
    ],
    centres.map((c) => [
      c.kec,
      uuidv7(at.getTime()),
      fromOn,
      c.launchedOn,
      c.address,
      c.way,
      c.phone,
      json(c.hours),
      json(c.people),
      c.clinic ? json(c.clinic) : null,
      c.synthetic,
      account,
      shownAs,
      at,
    ]),
  )
}
