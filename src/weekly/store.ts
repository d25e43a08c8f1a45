// What the weekly pages ask: frozen weeks (kept in memory, they never change) and the records behind a figure.
import { sql } from 'kysely'
import { daysOf, type JakartaDate, type Week } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Published } from './document.ts'

/** The five of a cell, and who waits at a step: reached the one before and not this one. */
export type Term = 'now' | 'last' | 'restated' | 'arrivals' | 'departures' | 'waiting'

export type FrozenWeek = { week: Week; cutAt: Date; sha256: string }
export type PublishedWeek = FrozenWeek & { published: Published }

// By hash, so a database of another programme in the same process never answers for this one.
const held = new Map<string, Published>()
const HELD = 60

/** All cuts, oldest first, without their documents. Plan: primary key, one row a week. */
export async function weeksOf(db: Db): Promise<FrozenWeek[]> {
  const rows = await db.selectFrom('weekly_cut').select(['week', 'cut_at', 'sha256']).orderBy('week').execute()
  return rows.map((r) => ({ week: r.week, cutAt: r.cut_at, sha256: r.sha256 }))
}

/** These weeks with their documents; only those that are not in memory are read, each once. */
export async function documentsOf(db: Db, weeks: readonly FrozenWeek[]): Promise<PublishedWeek[]> {
  const missing = weeks.filter((w) => !held.has(w.sha256)).map((w) => w.week)
  const rows = missing.length
    ? await db.selectFrom('weekly_cut').select(['week', 'sha256', 'document']).where('week', 'in', missing).execute()
    : []
  const read = new Map(rows.map((r) => [r.sha256, JSON.parse(r.document) as Published]))
  const found = weeks.map((w) => ({ ...w, published: held.get(w.sha256) ?? read.get(w.sha256)! }))
  for (const [sum, published] of read) {
    if (held.size >= HELD) held.delete(held.keys().next().value!)
    held.set(sum, published)
  }
  return found
}

export type Opening = {
  kec: number
  step: number
  reached: boolean
  term: Term
  of: FrozenWeek
  /** When the week before was cut; what was known then. */
  cutBefore: Date | null
  salt: string
  skip: number
  take: number
}
/** `since` is a month, by its first day. */
export type OpenedRecords = { total: number; rows: { token: string; name: string; since: JakartaDate; n: number }[] }

/**
 * The people behind one term, masked, for everybody; under ten only the count. The database itself looks up when the week was cut, and
 * makes marks that hold for this one list. Plan: step_change_by_count for one kecamatan, step and
 * count, summed; one page of it, joined to enrolment and person (hashed where a kecamatan has few hundred people, else by primary key).
 */
export async function openedRecords(db: Db, o: Opening): Promise<OpenedRecords> {
  const { rows } = await db.client.query('select * from opened_records($1, $2::smallint, $3, $4, $5, $6, $7, $8)', [
    o.kec,
    o.step,
    o.reached,
    o.term,
    o.of.week,
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

/**
 * The same for an account whose scope holds this kecamatan: numbers and names. Scoped here and by row security. Plan: the same sum,
 * joined to the kecamatan's enrolments for their numbers; then persons by primary key, for one page. Who has had the use of their data
 * restricted is counted, and not named.
 */
export async function scopedRecords(db: Db, o: Opening): Promise<{ total: number; rows: ScopedRecord[] }> {
  const { kec, step, reached, term, cutBefore } = o
  const cut = o.of.cutAt
  const monday = daysOf(o.of.week).from
  const upTo = sql<boolean>`c.occurred_on < ${monday}::date + 7 and c.recorded_at <= ${cut}`
  const during = sql<boolean>`${upTo} and c.occurred_on >= ${monday}::date`
  const earlier = sql<boolean>`c.occurred_on < ${monday}::date and c.recorded_at <= ${cut}`
  const known = cutBefore ?? new Date(0)
  const seen = {
    now: upTo,
    waiting: upTo,
    last: sql<boolean>`${earlier} and c.recorded_at <= ${known}`,
    restated: sql<boolean>`${earlier} and c.recorded_at > ${known}`,
    // Who moves or is merged inside one kecamatan neither comes nor goes there.
    arrivals: sql<boolean>`c.arriving and c.other_kec is distinct from ${kec} and ${during}`,
    departures: sql<boolean>`not c.arriving and c.other_kec is distinct from ${kec} and ${during}`,
  }[term]
  const change = sql`case when c.arriving then c.n else -c.n end`
  const holds = {
    now: sql`sum(${change}) > 0`,
    last: sql`sum(${change}) > 0`,
    arrivals: sql`sum(${change}) > 0`,
    departures: sql`sum(${change}) < 0`,
    restated: sql`sum(${change}) <> 0`,
    waiting: sql`sum(${change}) filter (where c.step < ${step}) > 0 and coalesce(sum(${change}) filter (where c.step = ${step}), 0) <= 0`,
  }[term]
  const steps = term === 'waiting' ? [step - 1, step] : [step]
  const { rows } = await sql<ScopedRecord & { total: number }>`
    with held as (
      select c.enrolment_id, sum(${change})::integer as n, coalesce(max(c.occurred_on) filter (where c.n > 0), max(c.occurred_on)) as since
      from step_change c where c.kec_id = ${kec} and c.step = any(${steps}) and c.reached = ${reached} and ${seen}
      group by c.enrolment_id having ${holds}),
    page as (
      select count(*) over ()::integer as total, e.id as enrolment, e.number, e.person_id, h.since, ${term === 'departures' ? sql`-h.n` : sql`h.n`} as n
      from held h join enrolment e on e.kec_id = ${kec} and e.id = h.enrolment_id
      order by h.since, e.number offset ${o.skip} limit ${o.take})
    select total, enrolment, case when kept then '•••' else number end as number, case when kept then '•••' else p.name end as name, since, n
    from page join person p on p.kec_id = ${kec} and p.id = page.person_id
    cross join lateral (select exists (
      select from restriction r where r.kec_id = ${kec} and r.enrolment_id = page.enrolment and r.lifted_at is null) as kept) as restricted
    order by since, page.number`.execute(db)
  return { total: rows[0]?.total ?? 0, rows }
}

/** What a member's count at P2 or P3 rests on: a session, a homework, a contact. `planned`: the class stands in the plan of classes. */
export type Behind = {
  kind: 'class.attended' | 'homework.accepted' | 'mentoring.contact'
  on: JakartaDate
  class: string | null
  session: string | null
  planned: boolean
  way: string | null
}
const RESTS_ON: Partial<Record<number, readonly Behind['kind'][]>> = {
  2: ['class.attended', 'homework.accepted'],
  3: ['mentoring.contact'],
}

/** The facts behind these records, as they were known when the week was cut; empty for the other steps. Plan: journal_event_by_member for each. */
export async function behindRecords(
  db: Db,
  { kec, step, of }: Pick<Opening, 'kec' | 'step' | 'of'>,
  enrolments: readonly string[],
): Promise<Map<string, Behind[]>> {
  const kinds = RESTS_ON[step]
  if (!kinds || !enrolments.length) return new Map()
  const { rows } = await db.client.query<Behind & { enrolment: string }>(
    `select j.enrolment_id as enrolment, j.kind, j.occurred_on as on, j.payload->>'class' as class, j.payload->>'session' as session,
       k.code is not null as planned, j.payload->>'way' as way
     from journal_event j left join class_code k on k.kec_id = j.kec_id and k.code = j.payload->>'class'
     where j.kec_id = $1 and j.enrolment_id = any($2) and j.kind = any($3) and j.occurred_on <= $4 and j.recorded_at <= $5
       and not exists (select from journal_event v where v.kec_id = j.kec_id and v.enrolment_id = j.enrolment_id and v.voids = j.id and v.recorded_at <= $5)
       and not exists (select from restriction r where r.kec_id = j.kec_id and r.enrolment_id = j.enrolment_id and r.lifted_at is null)
     order by j.occurred_on, j.seq`,
    [kec, enrolments, kinds, daysOf(of.week).to, of.cutAt],
  )
  return Map.groupBy(rows, (r) => r.enrolment)
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
