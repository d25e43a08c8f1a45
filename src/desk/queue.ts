// Who is to be seen first, and why: the members of a kecamatan, or of the city, by what one meeting would change. The rule is the planner's
// (planner.ts, docs/decisions/0025-whom-to-meet-first.md), here in SQL; a test holds the two against each other.
import type { Missing, Step } from '../journey/index.ts'
import { addDays, type JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Cause } from '../p3-mentoring/index.ts'
import type { Kec, Kel } from '../places/index.ts'
import { SILENT_DAYS, WEEK_DAYS, WHYS, type WhyKind } from './planner.ts'

export const QUEUE_PAGE = 50

export type Filter = { reason: WhyKind | null; step: Step | null; kel: Kel | null }

export type Waiting = {
  kec: Kec
  number: string
  enrolment: string
  name: string
  business: string | null
  kel: Kel | null
  step: Step
  lacks: number
  missing: Missing[]
  reason: WhyKind
  /** The last day of which a fact tells. */
  since: JakartaDate
  phone: string | null
  nextOn: JakartaDate | null
  stall: Cause | null
  /** A class that begins this week and has a seat, for who waits at step 2 and has none; and when they were asked to come to it. */
  class: string | null
  classOn: JakartaDate | null
  asked: Date | null
}

export type Queue = {
  all: number
  reasons: Record<WhyKind, number>
  steps: Record<Step, number>
  /** How many of each kecamatan; where only one was asked for, that one. */
  kecs: Map<Kec, Record<WhyKind, number>>
  rows: Waiting[]
}

const noReasons = (): Record<WhyKind, number> => Object.fromEntries(WHYS.map((w) => [w, 0])) as Record<WhyKind, number>

/**
 * Everybody of the kecamatan $1 who waits for something on the day $2: $3 is when silence began, $4 the last day of this week. Reasons are numbers, in
 * the order of WHYS. What stands beside the reach (promises that are due, causes, seats, who is not to be shown) is small: it is gathered first,
 * one row a member, so that the pass over the reach looks up one list.
 */
const STANDING = `
  with beside as (
    select kec_id, enrolment_id, max(next_on) as next_on, max(cause) as cause, bool_or(mark = 'seat') as sits, bool_or(mark = 'days') as waits, bool_or(mark = 'out') as out from (
      select kec_id, enrolment_id, next_on, null as cause, null as mark from
        (select distinct on (kec_id, enrolment_id) kec_id, enrolment_id, next_on from agreement where kec_id = any($1) order by kec_id, enrolment_id, at desc) last where next_on <= $4
      union all
      (select distinct on (kec_id, enrolment_id) kec_id, enrolment_id, null, cause, null from stall where kec_id = any($1) and ended_at is null order by kec_id, enrolment_id, at desc)
      union all
      select b.enrolment_kec, b.enrolment_id, null, null, 'seat' from booking b join class c on c.kec_id = b.kec_id and c.id = b.class_id and c.last_on >= $2
        where b.enrolment_kec = any($1) and b.state in ('seated', 'waiting')
      union all
      -- The 28 days of P3 pass by themselves: before, one more meeting changes nothing.
      select kec_id, enrolment_id, null, null, 'days' from enrolment_reach m cross join lateral jsonb_array_elements(m.missing::jsonb) lack
        where kec_id = any($1) and next_step = 3 and lacks = 1 and lack->>'code' = 'contact-days' and (lack->>'earliest')::date > $4
      union all
      -- Who restricted the use of their data, and who was put off until later.
      select kec_id, enrolment_id, null, null, 'out' from restriction where kec_id = any($1) and lifted_at is null
      union all
      select i.kec_id, i.enrolment_id, null, null, 'out' from bulk_item i join bulk_act b on b.kec_id = i.kec_id and b.id = i.bulk_id and b.undone_at is null
        where i.kec_id = any($1) and i.later_until > $2) x group by kec_id, enrolment_id),
  free as (select distinct on (kec_id) kec_id, id, code, first_on from class
    where kec_id = any($1) and cancelled_at is null and seated < capacity and first_on between $2 and $4 order by kec_id, first_on, code),
  q as (
    select r.kec_id, r.enrolment_id as id, case when ran_out then 4 else r.next_step end as step, r.touched_on as since, ran_out, case when ran_out then 1 else r.lacks end as lacks,
      x.next_on, x.cause, case when r.next_step = 2 and not ran_out and x.sits is not true then f.first_on end as class_on, f.id as class, f.code,
      case when x.next_on is not null then 1
        when ran_out or r.lapsed then 3
        when r.lacks = 1 and x.waits is not true then 2
        when x.cause is not null then 4
        when r.next_step = 2 and x.sits is not true and f.first_on is not null then 5
        when r.touched_on <= $3 then 6 else 7 end as reason
    from enrolment_reach r cross join lateral (select coalesce(r.p4_until <= $2 and (r.next_step is null or r.next_step > 4), false) as ran_out) l
    left join beside x on x.kec_id = r.kec_id and x.enrolment_id = r.enrolment_id
    left join free f on f.kec_id = r.kec_id
    where r.kec_id = any($1) and r.ended_on is null and r.p1_in is not null and (ran_out or r.next_step is not null) and x.out is not true)`

/**
 * The queue of these kecamatan on a day: how many wait for each reason and step, and one page of those filtered. A licence runs out by itself, so
 * that is asked on the day. Plan: the key of enrolment_reach once for the counts, in parallel for the city, and once for the page, for those reasons
 * only that can stand on it; then the primary keys of those shown.
 */
export async function queueOf(
  db: Db,
  kecs: readonly Kec[],
  today: JakartaDate,
  { reason, step, kel }: Filter,
  { skip = 0, take = QUEUE_PAGE } = {},
): Promise<Queue> {
  const on = [kecs, today, addDays(today, -SILENT_DAYS), addDays(today, WEEK_DAYS)]
  const counted = await db.client.query<{ kec: Kec; reason: number; step: Step; n: number }>(
    `${STANDING} select kec_id as kec, reason, step, count(*)::integer as n from q group by kec_id, reason, step`,
    on,
  )
  const queue: Queue = {
    all: 0,
    reasons: noReasons(),
    steps: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0 },
    kecs: new Map(kecs.map((kec) => [kec, noReasons()])),
    rows: [],
  }
  const inStep = WHYS.map(() => 0)
  for (const c of counted.rows) {
    const why = WHYS[c.reason - 1]!
    queue.all += c.n
    queue.reasons[why] += c.n
    queue.steps[c.step] += c.n
    queue.kecs.get(c.kec)![why] += c.n
    if (step === null || c.step === step) inStep[c.reason - 1]! += c.n
  }
  // Those before fill the page: of whoever stands behind them none is sorted.
  let least = 1
  for (let before = inStep[0]!; least < WHYS.length && before < skip + take; least++) before += inStep[least]!
  const [from, to] = reason ? [WHYS.indexOf(reason) + 1, WHYS.indexOf(reason) + 1] : [1, kel === null ? least : WHYS.length]
  // Promises alone are read from the promises, said once more so that the database sees it.
  const { rows } = await db.client.query(
    `${STANDING},
     shown as (
       select q.* from q where reason between $5 and $6 ${to === 1 ? 'and next_on is not null' : ''} and ($7::smallint is null or step = $7)
         and ($8::bigint is null or (select e.kel_id from enrolment e where e.kec_id = q.kec_id and e.id = q.id) = $8)
       order by reason, case when reason = 1 then next_on end, lacks, since, id offset $9 limit $10)
     select s.kec_id as kec, e.number, s.id as enrolment, p.name, coalesce(b.name, b.trade) as business, e.kel_id as kel, s.step, s.reason, s.since, p.phone, s.lacks,
       case when ran_out then '[{"code":"licence-again"}]' else r.missing end as missing, s.next_on as "nextOn", s.cause as stall, s.class_on as "classOn",
       case when s.class_on is not null then s.code end as class, case when s.class_on is not null then i.at end as asked
     from shown s join enrolment e on e.kec_id = s.kec_id and e.id = s.id join person p on p.kec_id = s.kec_id and p.id = e.person_id
     join enrolment_reach r on r.kec_id = s.kec_id and r.enrolment_id = s.id
     left join invitation i on i.kec_id = s.kec_id and i.enrolment_id = s.id and i.class_id = s.class
     left join lateral (select name, trade from business where kec_id = p.kec_id and person_id = p.id limit 1) b on true
     order by s.reason, case when s.reason = 1 then s.next_on end, s.lacks, s.since, s.id`,
    [...on, from, to, step, kel, skip, take],
  )
  queue.rows = rows.map((r) => ({ ...r, reason: WHYS[r.reason - 1], missing: JSON.parse(r.missing) }))
  return queue
}

// ---- views that an account keeps

export type SavedView = { id: string; name: string; query: string }

export async function viewsOf(db: Db, account: string): Promise<SavedView[]> {
  const { rows } = await db.client.query('select id, name, query from saved_view where account = $1 order by made_at, id', [
    account,
  ])
  return rows
}

/** Keeps a view under a name; the same name again is the newer one. */
export async function keepView(db: Db, account: string, view: SavedView, at: Date): Promise<void> {
  await db.client.query('delete from saved_view where account = $1 and name = $2', [account, view.name])
  await db.client.query(
    'insert into saved_view (id, account, name, query, made_at) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
    [view.id, account, view.name, view.query, at],
  )
}

export async function dropView(db: Db, account: string, id: string): Promise<void> {
  await db.client.query('delete from saved_view where account = $1 and id = $2', [account, id])
}

// ---- what changed today

export type Changed = {
  number: string
  name: string
  kind: string
  on: JakartaDate
  at: Date
  by: string
  data: Record<string, unknown>
}

/** What was recorded in a kecamatan since a moment, the newest first. Plan: the chain's primary key, from its end. */
export async function changedSince(db: Db, kec: Kec, since: Date, limit: number): Promise<Changed[]> {
  const { rows } = await db.client.query(
    `select case when kept then '•••' else e.number end as number, case when kept then '•••' else p.name end as name, j.kind, j.occurred_on as on,
       j.recorded_at as at, coalesce(a.shown_as, j.recorded_by) as by, j.payload as data
     from (select * from journal_event where kec_id = $1 order by seq desc limit $3) j
     join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id join person p on p.kec_id = e.kec_id and p.id = e.person_id
     left join account a on a.name = j.recorded_by
     cross join lateral (select exists (select from restriction x where x.kec_id = e.kec_id and x.enrolment_id = e.id and x.lifted_at is null) as kept) r
     where j.recorded_at >= $2 order by j.seq desc`,
    [kec, since, limit],
  )
  return rows
}
