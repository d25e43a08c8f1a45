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

/**
 * Of everybody who goes on here: the step they need next and why they are in the queue. A licence runs out by itself, so that is asked on the
 * day; who was put off until later, who restricted the use of their data and who was taken back with a sheet are not in it. $1: kecamatan,
 * $2: today, $3: the day from which nobody was heard of.
 */
const QUEUE = `
  select e.id, e.number, e.person_id, e.kel_id, ran_out or r.next_step is not null as waits,
    case when ran_out then 4 else r.next_step end as step,
    case when ran_out then 1 else r.lacks end as lacks,
    case when ran_out then '[{"code":"licence-again"}]' else r.missing end as missing,
    r.touched_on as since,
    case
      when ran_out or (r.next_step in (4, 6, 7) and (array[r.p1_on, r.p2_on, r.p3_on, r.p4_on, r.p5_on, r.p6_on, r.p7_on])[r.next_step] is not null) then 'renew'
      when r.lacks = 1 then 'one'
      when r.touched_on <= $3 then 'silent'
      else 'going' end as reason
  from enrolment_reach r
  join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id
  cross join lateral (select coalesce(r.p4_until <= $2 and (r.next_step is null or r.next_step > 4), false) as ran_out) l
  where r.kec_id = $1 and r.ended_on is null and r.p1_in is not null and not e.taken_back
    and not exists (select from restriction x where x.kec_id = e.kec_id and x.enrolment_id = e.id and x.lifted_at is null)
    and not exists (select from bulk_item i join bulk_act b on b.kec_id = i.kec_id and b.id = i.bulk_id and b.undone_at is null
      where i.kec_id = e.kec_id and i.enrolment_id = e.id and i.later_until > $2)`

const given = (kec: Kec, today: JakartaDate) => [kec, today, addDays(today, -SILENT_DAYS)]

/** How many wait for each reason, and for each step. Plan: the kecamatan's part of enrolment_reach, once. */
export async function queueCounts(
  db: Db,
  kec: Kec,
  today: JakartaDate,
): Promise<{ all: number; reasons: Record<Reason, number>; steps: Record<Step, number> }> {
  const { rows } = await db.client.query(
    `select reason, step, count(*)::integer as n from (${QUEUE}) q where waits group by reason, step`,
    given(kec, today),
  )
  const reasons = { one: 0, renew: 0, silent: 0, going: 0 }
  const steps = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0 }
  let all = 0
  for (const r of rows as { reason: Reason; step: Step; n: number }[]) {
    reasons[r.reason] += r.n
    steps[r.step] += r.n
    all += r.n
  }
  return { all, reasons, steps }
}

/**
 * A page of the queue. In one reason, who has waited longest stands first; equal ones by number, so that it stands still while one works.
 * Plan: as above, then the primary keys of those shown.
 */
export async function queueOf(
  db: Db,
  kec: Kec,
  today: JakartaDate,
  { reason, step, kel }: Filter,
  { skip = 0, take = QUEUE_PAGE } = {},
): Promise<Waiting[]> {
  const { rows } = await db.client.query(
    `with q as (select * from (${QUEUE}) q where waits and ($4::text is null or reason = $4) and ($5::smallint is null or step = $5)
         and ($6::bigint is null or kel_id = $6)),
       shown as (select * from q order by array_position($7::text[], reason), since, number offset $8 limit $9)
     select s.number, s.id as enrolment, p.name, coalesce(b.name, b.trade) as business, s.kel_id as kel, s.step, s.lacks, s.missing, s.reason, s.since, p.phone
     from shown s join person p on p.kec_id = $1 and p.id = s.person_id
     left join lateral (select name, trade from business where kec_id = p.kec_id and person_id = p.id limit 1) b on true
     order by array_position($7::text[], s.reason), s.since, s.number`,
    [...given(kec, today), reason, step, kel, [...REASONS], skip, take],
  )
  return rows.map((r) => ({ ...r, missing: JSON.parse(r.missing) }))
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
