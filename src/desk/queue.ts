// Who is to be seen first, and why: the members of a kecamatan by what one meeting would change. The rule is written out here and in
// docs/decisions/0021-who-first.md; it reads what the journal keeps with each fact, and nothing else.
import type { Missing, Step } from '../journey/index.ts'
import { addDays, type JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Kec, Kel } from '../places/index.ts'

/** Why somebody is in the queue, in its order: one act is missing; a step that stood has run out; nothing heard for long; all others. */
export const REASONS = ['one', 'renew', 'silent', 'going'] as const
export type Reason = (typeof REASONS)[number]

/** After so many days without a fact somebody has not been heard of for long. */
export const SILENT_DAYS = 28
export const QUEUE_PAGE = 50

export type Filter = { reason: Reason | null; step: Step | null; kel: Kel | null }

export type Waiting = {
  number: string
  enrolment: string
  name: string
  business: string | null
  kel: Kel | null
  step: Step
  lacks: number
  missing: Missing[]
  reason: Reason
  /** The last day of which a fact tells. */
  since: JakartaDate
  phone: string | null
}

export type Queue = { all: number; reasons: Record<Reason, number>; steps: Record<Step, number>; rows: Waiting[] }

/**
 * The queue of a kecamatan on a day: how many wait for each reason and step, and one page of those filtered. A licence runs out by itself, so
 * that is asked on the day. Who was put off until later, and who restricted the use of their data, is not in it. In one reason, who has waited
 * longest stands first; equal ones as they registered, so that it stands still while one works. Plan: the key of enrolment_reach once, index only; then the
 * primary keys of those shown.
 */
export async function queueOf(
  db: Db,
  kec: Kec,
  today: JakartaDate,
  { reason, step, kel }: Filter,
  { skip = 0, take = QUEUE_PAGE } = {},
): Promise<Queue> {
  const { rows } = await db.client.query(
    `with q as materialized (
       select r.enrolment_id as id, case when ran_out then 4 else r.next_step end as step, r.touched_on as since, ran_out,
         case when ran_out or r.lapsed then 'renew' when r.lacks = 1 then 'one' when r.touched_on <= $3 then 'silent' else 'going' end as reason
       from enrolment_reach r cross join lateral (select coalesce(r.p4_until <= $2 and (r.next_step is null or r.next_step > 4), false) as ran_out) l
       where r.kec_id = $1 and r.ended_on is null and r.p1_in is not null and (ran_out or r.next_step is not null)
         and not exists (select from restriction x where x.kec_id = r.kec_id and x.enrolment_id = r.enrolment_id and x.lifted_at is null)
         and not exists (select from bulk_item i join bulk_act b on b.kec_id = i.kec_id and b.id = i.bulk_id and b.undone_at is null
           where i.kec_id = r.kec_id and i.enrolment_id = r.enrolment_id and i.later_until > $2)),
     shown as (
       select q.* from q
       where ($4::text is null or reason = $4) and ($5::smallint is null or step = $5)
         and ($6::bigint is null or (select e.kel_id from enrolment e where e.kec_id = $1 and e.id = q.id) = $6)
       order by array_position($7::text[], reason), since, id offset $8 limit $9),
     page as (
       select e.number, s.id as enrolment, p.name, coalesce(b.name, b.trade) as business, e.kel_id as kel, s.step, s.reason, s.since, p.phone,
         case when ran_out then 1 else r.lacks end as lacks, case when ran_out then '[{"code":"licence-again"}]' else r.missing end as missing
       from shown s join enrolment e on e.kec_id = $1 and e.id = s.id join person p on p.kec_id = $1 and p.id = e.person_id
       join enrolment_reach r on r.kec_id = $1 and r.enrolment_id = s.id
       left join lateral (select name, trade from business where kec_id = p.kec_id and person_id = p.id limit 1) b on true
       order by array_position($7::text[], s.reason), s.since, s.id)
     select (select json_agg(c) from (select reason, step, count(*)::integer as n from q group by reason, step) c) as counts,
       (select json_agg(page) from page) as rows`,
    [kec, today, addDays(today, -SILENT_DAYS), reason, step, kel, [...REASONS], skip, take],
  )
  const queue: Queue = {
    all: 0,
    reasons: { one: 0, renew: 0, silent: 0, going: 0 },
    steps: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0 },
    rows: (rows[0].rows ?? []).map((r: { missing: string }) => ({ ...r, missing: JSON.parse(r.missing) })),
  }
  for (const c of (rows[0].counts ?? []) as { reason: Reason; step: Step; n: number }[]) {
    queue.all += c.n
    queue.reasons[c.reason] += c.n
    queue.steps[c.step] += c.n
  }
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
