// Whom to meet first, and why: members by what one contact would change. The rule, version 2, is `reasonFor` and `rank`, pure, written out for
// everybody at /siapa-dulu and in docs/decisions/0025-whom-to-meet-first.md; it can be replayed on history. A kecamatan's and the city's queue ask it in SQL.
import type { Missing, Step } from '../journey/index.ts'
import { addDays, type JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Cause } from '../p3-mentoring/index.ts'

/** In this order: a promise to meet is due; one act is missing and can be done this week; a step has run out; a named cause holds them up;
 * a class has a free seat this week; not heard of for long; all others. */
export const WHYS = ['promise', 'one', 'renew', 'stalled', 'class', 'silent', 'going'] as const
export type WhyKind = (typeof WHYS)[number]

/** All that the rule reads of a member. */
export type Standing = {
  step: Step
  lacks: number
  missing: readonly Missing[]
  lapsed: boolean
  /** The last day of which a fact tells. */
  since: JakartaDate
  nextOn: JakartaDate | null
  stall: Cause | null
  /** A class of the kecamatan that begins this week has a seat, and the member has none. */
  classOn: JakartaDate | null
}

/** After so many days without a fact somebody has not been heard of for long. */
export const SILENT_DAYS = 28
/** This week: the days in which a contact that is planned now takes place. */
export const WEEK_DAYS = 6

export function reasonFor(s: Standing, today: JakartaDate): WhyKind {
  const week = addDays(today, WEEK_DAYS)
  if (s.nextOn !== null && s.nextOn <= week) return 'promise'
  // The 28 days of P3 pass by themselves: before, one more meeting changes nothing.
  const waits = s.missing.some((m) => m.code === 'contact-days' && 'earliest' in m && m.earliest !== null && m.earliest > week)
  if (s.lapsed) return 'renew'
  if (s.lacks === 1 && !waits) return 'one'
  if (s.stall !== null) return 'stalled'
  if (s.step === 2 && s.classOn !== null) return 'class'
  return s.since <= addDays(today, -SILENT_DAYS) ? 'silent' : 'going'
}

/** Sorted by reason; within one: a promise by its day, then fewest acts missing, longest unheard of, registered first. Not the given list. */
export function rank<T extends Standing & { enrolment: string }>(
  all: readonly T[],
  today: JakartaDate,
): (T & { why: WhyKind })[] {
  return all
    .map((s) => ({ ...s, why: reasonFor(s, today) }))
    .sort(
      (a, b) =>
        WHYS.indexOf(a.why) - WHYS.indexOf(b.why) ||
        (a.why === 'promise' ? compare(a.nextOn!, b.nextOn!) : 0) ||
        a.lacks - b.lacks ||
        compare(a.since, b.since) ||
        compare(a.enrolment, b.enrolment),
    )
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export type Planned = Standing & { enrolment: string; number: string; name: string; trade: string | null }

/** The members entrusted to a mentor who have a next step, in the mentor's own scope. Plan: assignment_of_mentor, then primary keys of each. */
export async function standingsOf(db: Db, mentor: string, today: JakartaDate): Promise<Planned[]> {
  const { rows } = await db.client.query(
    `with free as materialized (select c.kec_id, min(c.first_on) as on from class c join (select distinct kec_id from assignment where mentor = $1 and until_at is null) k using (kec_id)
       where c.cancelled_at is null and c.seated < c.capacity and c.first_on between $2 and $3 group by 1)
     select a.enrolment_id as enrolment, a.number, p.name, (select b.trade from business b where b.kec_id = p.kec_id and b.person_id = p.id limit 1) as trade, r.next_step as step, r.lacks,
       r.missing, coalesce(r.lapsed, false) as lapsed, r.touched_on as since, g.next_on as "nextOn", s.cause as stall,
       case when r.next_step = 2 and not exists (select from booking b where b.enrolment_kec = a.kec_id and b.enrolment_id = a.enrolment_id and b.state in ('seated', 'waiting')
         and b.class_id in (select id from class where last_on >= $2)) then f.on end as "classOn"
     from assignment a join enrolment_reach r on r.kec_id = a.kec_id and r.enrolment_id = a.enrolment_id and r.ended_on is null and r.next_step is not null
     join enrolment e on e.kec_id = a.kec_id and e.id = a.enrolment_id join person p on p.kec_id = e.kec_id and p.id = e.person_id
     left join lateral (select next_on from agreement g where g.kec_id = a.kec_id and g.enrolment_id = a.enrolment_id order by g.at desc limit 1) g on true
     left join lateral (select cause from stall s where s.kec_id = a.kec_id and s.enrolment_id = a.enrolment_id and s.ended_at is null order by s.at desc limit 1) s on true
     left join free f on f.kec_id = a.kec_id
     where a.mentor = $1 and a.until_at is null
       and not exists (select from restriction x where x.kec_id = a.kec_id and x.enrolment_id = a.enrolment_id and x.lifted_at is null)`,
    [mentor, today, addDays(today, WEEK_DAYS)],
  )
  return rows.map((r) => ({ ...r, missing: r.missing ? JSON.parse(r.missing) : [] }))
}
