// What the weekly pages ask: frozen weeks (kept in memory, they never change) and the records behind a figure.
import type { JakartaDate, Week } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Published } from './document.ts'

export type Term = 'now' | 'last' | 'restated' | 'arrivals' | 'departures'
export const TERMS: readonly Term[] = ['now', 'last', 'restated', 'arrivals', 'departures']

export type PublishedWeek = { week: Week; cutAt: Date; sha256: string; published: Published }

// By hash, so a database of another programme in the same process never answers for this one.
const held = new Map<string, Published>()
const HELD = 60

/** All cuts, oldest first, without their documents. Plan: primary key, one row a week. */
export async function weeksOf(db: Db): Promise<{ week: Week; cutAt: Date; sha256: string }[]> {
  const rows = await db.selectFrom('weekly_cut').select(['week', 'cut_at', 'sha256']).orderBy('week').execute()
  return rows.map((r) => ({ week: r.week, cutAt: r.cut_at, sha256: r.sha256 }))
}

/** A frozen week by its name, or the newest one. */
export async function publishedWeek(db: Db, week: Week | 'newest'): Promise<PublishedWeek | null> {
  const weeks = await weeksOf(db)
  const found = week === 'newest' ? weeks.at(-1) : weeks.find((w) => w.week === week)
  if (!found) return null
  let published = held.get(found.sha256)
  if (!published) {
    const row = await db.selectFrom('weekly_cut').select('document').where('week', '=', found.week).executeTakeFirstOrThrow()
    published = JSON.parse(row.document) as Published
    if (held.size >= HELD) held.delete(held.keys().next().value!)
    held.set(found.sha256, published)
  }
  return { ...found, published }
}

export type Opening = {
  kec: number
  step: number
  reached: boolean
  term: Term
  monday: JakartaDate
  cut: Date
  /** The cut before; what was known then. */
  cutBefore: Date | null
  salt: string
  skip: number
  take: number
}
export type OpenedRecords = { total: number; rows: { token: string; name: string; since: JakartaDate; n: number }[] }

/**
 * The people behind one term, masked, for everybody; under ten only the count. Plan: step_change_by_count for one kecamatan, step and
 * count; then primary keys of enrolment and person for one page.
 */
export async function openedRecords(db: Db, o: Opening): Promise<OpenedRecords> {
  const { rows } = await db.client.query('select * from opened_records($1, $2::smallint, $3, $4, $5, $6, $7, $8, $9, $10)', [
    o.kec,
    o.step,
    o.reached,
    o.term,
    o.monday,
    o.cut,
    o.cutBefore ?? new Date(0),
    o.salt,
    o.skip,
    o.take,
  ])
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.filter((r) => r.token !== null).map((r) => ({ token: r.token, name: r.name, since: r.since, n: r.n })),
  }
}

export type ScopedRecord = { number: string; name: string; enrolment: string; since: JakartaDate; n: number }

/** The same for an account whose scope holds this kecamatan: numbers and names. Scoped here and by row security. */
export async function scopedRecords(db: Db, o: Opening): Promise<{ total: number; rows: ScopedRecord[] }> {
  const during = 'c.occurred_on >= $4::date and c.occurred_on < $4::date + 7 and c.recorded_at <= $5'
  const where = {
    now: 'c.occurred_on < $4::date + 7 and c.recorded_at <= $5 and $6::timestamptz is not null',
    last: 'c.occurred_on < $4::date and c.recorded_at <= least($5, $6)',
    restated: 'c.occurred_on < $4::date and c.recorded_at > $6 and c.recorded_at <= $5',
    arrivals: `c.arriving and ${during} and $6::timestamptz is not null`,
    departures: `not c.arriving and ${during} and $6::timestamptz is not null`,
  }[o.term]
  const sign = o.term === 'departures' ? '-1' : '1'
  const { rows } = await db.client.query(
    `with held as (
       select c.enrolment_id, ${sign} * sum(case when c.arriving then c.n else -c.n end)::integer as n, max(c.occurred_on) filter (where c.n > 0) as since
       from step_change c where c.kec_id = $1 and c.step = $2 and c.reached = $3 and ${where}
       group by c.enrolment_id having ${o.term === 'restated' ? 'sum(case when c.arriving then c.n else -c.n end) <> 0' : `${sign} * sum(case when c.arriving then c.n else -c.n end) > 0`})
     select count(*) over ()::integer as total, e.id, e.number, p.name, h.since, h.n
     from held h join enrolment e on e.kec_id = $1 and e.id = h.enrolment_id join person p on p.kec_id = $1 and p.id = e.person_id
     order by h.since, e.number offset $7 limit $8`,
    [o.kec, o.step, o.reached, o.monday, o.cut, o.cutBefore ?? new Date(0), o.skip, o.take],
  )
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map((r) => ({ number: r.number, name: r.name, enrolment: r.id, since: r.since, n: r.n })),
  }
}

/** Writes down who opened whose record, before the answer (6-trust, Answers). One line for a page of records. */
export async function noteOpening(db: Db, by: { account: string; kec: number; what: string; at: Date }): Promise<void> {
  await db
    .insertInto('read_log')
    .values({
      kec_id: by.kec,
      id: uuidv7(by.at.getTime()),
      at: by.at,
      account: by.account,
      what: by.what,
      enrolment_id: null,
      reason: null,
    })
    .execute()
}
