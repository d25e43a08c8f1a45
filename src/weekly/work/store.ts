// What the week's work pages ask and write. Answers only grow; states are counted from them by rules.ts.
import type { Step } from '../../journey/index.ts'
import { addDays, daysOf, type JakartaDate, type Week } from '../../kit/calendar.ts'
import type { Db } from '../../kit/database.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { kecCode } from '../../places/index.ts'
import type { Count } from '../document.ts'
import { documentsOf, type PublishedWeek, weeksOf } from '../store.ts'
import type {
  Answer,
  AnswerKind,
  Decision,
  DecisionEvent,
  NewDecision,
  Registered,
  Reminder,
  SharedPhone,
  Target,
  WrittenFact,
} from './rules.ts'

/** Approvals and cuts exclude each other: nobody approves a week while it is being frozen. Held until the transaction ends. */
const besideCut = (db: Db) => db.client.query("select pg_advisory_xact_lock_shared(hashtext('weekly cut'))")

export async function isCut(db: Db, week: Week): Promise<boolean> {
  await besideCut(db)
  const { rows } = await db.client.query('select from weekly_cut where week = $1', [week])
  return rows.length > 0
}

/** The last published week, with its document; null before the first. Plan: primary key. */
export async function lastWeek(db: Db): Promise<PublishedWeek | null> {
  const [last] = await documentsOf(db, (await weeksOf(db)).slice(-1))
  return last ?? null
}

// ---- answers

/** What was said about these weeks, in order; one kecamatan's or all that the scope sees. Plan: week_answer_by_week, few rows a week. */
export async function answersOf(db: Db, weeks: readonly Week[], kec?: number): Promise<Answer[]> {
  const { rows } = await db.client.query(
    `select kec_id as kec, week, kind, note, about, facts::integer as facts, by_shown as by, at from week_answer
     where week = any($1) and ($2::integer is null or kec_id = $2) order by nr`,
    [weeks, kec ?? null],
  )
  return rows
}

/** The same as the public sees it: who approved which frozen week, and when. */
export async function publishedAnswers(db: Db, week: Week): Promise<Answer[]> {
  const { rows } = await db.client.query('select kec_id as kec, week, kind, at from week_answer where week = $1 order by nr', [
    week,
  ])
  return rows.map((r) => ({ ...r, note: null, about: null, facts: 0, by: '' }))
}

export async function saveAnswer(
  db: Db,
  a: {
    kec: number
    week: Week
    kind: AnswerKind
    note: string | null
    about?: Week
    by: { name: string; shownAs: string }
    at: Date
  },
): Promise<void> {
  await db.client.query(
    `insert into week_answer (kec_id, id, week, kind, note, about, facts, by_account, by_shown, at)
     values ($1, $2, $3, $4, $5, $6, coalesce((select seq from chain_head where kec_id = $1), 0), $7, $8, $9)`,
    [a.kec, uuidv7(a.at.getTime()), a.week, a.kind, a.note, a.about ?? null, a.by.name, a.by.shownAs, a.at],
  )
}

/** Facts of a week or before that came after these answers. Plan: for each kecamatan its chain's end, by primary key. */
export async function changedSince(
  db: Db,
  week: Week,
  since: readonly { kec: number; facts: number }[],
): Promise<Map<number, number>> {
  const { rows } = await db.client.query(
    `select s.kec, (select count(*)::integer from journal_event e where e.kec_id = s.kec and e.seq > s.facts and e.occurred_on <= $3) as n
     from unnest($1::integer[], $2::bigint[]) as s(kec, facts)`,
    [since.map((s) => s.kec), since.map((s) => s.facts), daysOf(week).to],
  )
  return new Map(rows.map((r) => [r.kec, r.n]))
}

// ---- what came in since the last cut

/** How many facts of a kecamatan the last published week already knew. */
export const knownThen = (last: PublishedWeek | null, kec: number): number =>
  last?.published.chains.find((chain) => chain.kec === kecCode(kec))?.facts ?? 0

const MOST = 20_000

/** The kecamatan's facts after so many. Plan: the chain's end by primary key; a week's facts of one kecamatan are some hundreds. */
export async function factsSince(db: Db, kec: number, known: number): Promise<WrittenFact[]> {
  const { rows } = await db.client.query(
    `select seq::integer as seq, id, enrolment_id as enrolment, kind, occurred_on as on, recorded_at as at, recorded_by as by, way,
       payload->>'type' as type
     from journal_event where kec_id = $1 and seq > $2 order by seq limit ${MOST}`,
    [kec, known],
  )
  return rows
}

/** Names of accounts as people read them. Plan: primary key. */
export async function accountNames(db: Db, names: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.client.query('select name, shown_as from account where name = any($1)', [names])
  return new Map(rows.map((r) => [r.name, r.shown_as]))
}

/** Who registered in these days, and whether a phone is known. Plan: the kecamatan's enrolments, joined to its people by primary key. */
export async function registeredIn(db: Db, kec: number, from: JakartaDate, to: JakartaDate): Promise<Registered[]> {
  const { rows } = await db.client.query(
    `select e.id as enrolment, e.opened_on as on, p.phone is not null as phone
     from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where e.kec_id = $1 and e.opened_on between $2 and $3 order by e.id`,
    [kec, from, to],
  )
  return rows
}

/** Registrations on a usual day of the four weeks before. */
export async function usualADay(db: Db, kec: number, week: Week): Promise<number> {
  const { from } = daysOf(week)
  const { rows } = await db.client.query(
    'select count(*)::integer as n from enrolment where kec_id = $1 and opened_on >= $2 and opened_on < $3',
    [kec, addDays(from, -28), from],
  )
  return rows[0].n / 28
}

/** Phones that several members share, where one of them registered in this week. Plan: person_by_phone for one kecamatan. */
export async function sharedPhones(db: Db, kec: number, from: JakartaDate, to: JakartaDate): Promise<SharedPhone[]> {
  const { rows } = await db.client.query(
    `select array_agg(e.id::text order by e.id) as enrolments from person p join enrolment e on e.kec_id = p.kec_id and e.person_id = p.id
     where p.kec_id = $1 and p.phone is not null group by p.phone
     having count(distinct p.id) > 1 and bool_or(e.opened_on between $2 and $3)`,
    [kec, from, to],
  )
  return rows
}

/** The people behind something odd: numbers and names, for the kecamatan's own officer, whose opening is noted. */
export async function peopleOf(
  db: Db,
  kec: number,
  enrolments: readonly string[],
): Promise<{ number: string; name: string; since: JakartaDate }[]> {
  const { rows } = await db.client.query(
    `select e.number, p.name, e.opened_on as since from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where e.kec_id = $1 and e.id = any($2::uuid[]) order by e.number`,
    [kec, enrolments],
  )
  return rows
}

export type OddAnswer = { rule: string; mark: string; answer: string; by: string; at: Date }
/** Answers to what was odd, the latest of each. Plan: odd_answer_by_week. */
export async function oddAnswers(db: Db, kec: number, week: Week): Promise<OddAnswer[]> {
  const { rows } = await db.client.query(
    `select distinct on (rule, mark) rule, mark, answer, by_shown as by, at from odd_answer where kec_id = $1 and week = $2
     order by rule, mark, nr desc`,
    [kec, week],
  )
  return rows
}

export async function saveOddAnswer(
  db: Db,
  a: {
    id: string
    kec: number
    week: Week
    rule: string
    mark: string
    answer: string
    by: { name: string; shownAs: string }
    at: Date
  },
): Promise<void> {
  await db.client.query(
    `insert into odd_answer (kec_id, id, week, rule, mark, answer, by_account, by_shown, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict do nothing`,
    [a.kec, a.id, a.week, a.rule, a.mark, a.answer, a.by.name, a.by.shownAs, a.at],
  )
}

/** Who waits at each step now, by kecamatan that the scope sees. Plan: step_change_by_count where reached, summed in one pass. */
export async function waitingNow(db: Db, kecs: readonly number[]): Promise<Map<number, { step: Step; n: number }[]>> {
  const { rows } = await db.client.query(
    `with held as (
       select kec_id, enrolment_id, bit_or(1 << step) as steps from (
         select kec_id, enrolment_id, step from step_change where kec_id = any($1) and reached
         group by 1, 2, 3 having sum(case when arriving then n else -n end) > 0) s group by 1, 2)
     select kec_id as kec, step::integer as step, count(*)::integer as n from held, generate_series(2, 7) as step
     where steps & (1 << (step - 1)) > 0 and steps & (1 << step) = 0 group by 1, 2 order by 1, 2`,
    [kecs],
  )
  const found = new Map<number, { step: Step; n: number }[]>()
  for (const { kec, step, n } of rows) found.set(kec, [...(found.get(kec) ?? []), { step, n }])
  return found
}

/** What waits for the kecamatan's own answer: registrations not checked yet, and a NIK that came again. */
export async function ownWork(db: Db, kec: number, since: Date): Promise<{ unchecked: number; repeated: number }> {
  const { rows } = await db.client.query(
    `select (select count(*)::integer from enrolment_reach where kec_id = $1 and p1_in is not null and p1_on is null and ended_on is null) as unchecked,
       (select count(*)::integer from repeat_registration where kec_id = $1 and at > $2) as repeated`,
    [kec, since],
  )
  return rows[0]
}

// ---- reminders

/** Writes the reminders that are due and not written yet; answers how many are new. Needs the job login. */
export async function saveReminders(
  db: Db,
  week: Week,
  kecs: readonly number[],
  kinds: readonly Reminder[],
  at: Date,
): Promise<number> {
  const { rowCount } = await db.client.query(
    `insert into week_notice (kec_id, week, kind, at) select kec, $2, kind, $4 from unnest($1::integer[]) as kec, unnest($3::text[]) as kind
     on conflict do nothing`,
    [kecs, week, kinds, at],
  )
  return rowCount ?? 0
}

// ---- targets

/** What holds for a week: the newest of each. Plan: week_target_by_week. */
export async function targetsOf(db: Db, week: Week, kec?: number): Promise<Target[]> {
  const { rows } = await db.client.query(
    `select distinct on (kec_id, step, reached) kec_id as kec, week, step::integer as step, reached, target from week_target
     where week = $1 and ($2::integer is null or kec_id = $2) order by kec_id, step, reached, nr desc`,
    [week, kec ?? null],
  )
  return rows.map(({ reached, ...r }) => ({ ...r, count: (reached ? 'reached' : 'entered') as Count }))
}

/** Sets targets; one that stands already is not set again, so a sheet sent twice is set once. */
export async function saveTargets(db: Db, targets: readonly Target[], by: string, at: Date): Promise<void> {
  await db.client.query("select pg_advisory_xact_lock(hashtext('week targets'))")
  await db.client.query(
    `insert into week_target (kec_id, id, week, step, reached, target, by_account, at)
     select t.kec, t.id, t.week, t.step, t.reached, t.target, $7, $8
     from unnest($1::integer[], $2::uuid[], $3::text[], $4::smallint[], $5::boolean[], $6::integer[]) as t(kec, id, week, step, reached, target)
     where t.target is distinct from (select w.target from week_target w
       where w.week = t.week and w.kec_id = t.kec and w.step = t.step and w.reached = t.reached order by w.nr desc limit 1)`,
    [
      targets.map((t) => t.kec),
      targets.map(() => uuidv7(at.getTime())),
      targets.map((t) => t.week),
      targets.map((t) => t.step),
      targets.map((t) => t.count === 'reached'),
      targets.map((t) => t.target),
      by,
      at,
    ],
  )
}

/** When targets of a week were set, by whom: the history, newest first. */
export async function targetHistory(db: Db): Promise<{ week: Week; at: Date; by: string; n: number }[]> {
  const { rows } = await db.client.query(
    `select week, at, by_account as by, count(*)::integer as n from week_target group by week, at, by_account order by at desc, week desc limit 30`,
  )
  return rows
}

// ---- decisions

/** Decisions of meetings before this week's update (or all), oldest first, with what was said of them. Plan: two small tables, whole. */
export async function decisionsBefore(db: Db, week?: Week): Promise<{ decisions: Decision[]; events: DecisionEvent[] }> {
  const { rows } = await db.client.query(
    `select id, week, kota, what, who, due, step::integer as step, reached, place, base, aim, at from meeting_decision
     where $1::text is null or week < $1 order by nr`,
    [week ?? null],
  )
  const decisions = rows.map(({ reached, ...r }) => ({ ...r, count: (reached ? 'reached' : 'entered') as Count }))
  const { rows: events } = await db.client.query(
    'select id, decision_id as decision, kind, note, at from decision_event where decision_id = any($1) order by nr',
    [decisions.map((d) => d.id)],
  )
  return { decisions, events }
}

export async function saveDecision(
  db: Db,
  d: NewDecision & { id?: string; base: number; by: { name: string; shownAs: string }; at: Date },
): Promise<string> {
  const id = d.id ?? uuidv7(d.at.getTime())
  await db.client.query(
    `insert into meeting_decision (id, week, kota, what, who, due, step, reached, place, base, aim, by_account, by_shown, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`,
    [
      id,
      d.week,
      d.kota,
      d.what,
      d.who,
      d.due,
      d.step,
      d.count === 'reached',
      d.place,
      d.base,
      d.aim,
      d.by.name,
      d.by.shownAs,
      d.at,
    ],
  )
  return id
}

export async function saveDecisionEvent(
  db: Db,
  e: {
    decision: string
    id?: string
    kind: DecisionEvent['kind']
    note: string | null
    by: { name: string; shownAs: string }
    at: Date
  },
): Promise<void> {
  await db.client.query(
    `insert into decision_event (decision_id, id, kind, note, by_account, by_shown, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [e.decision, e.id ?? uuidv7(e.at.getTime()), e.kind, e.note, e.by.name, e.by.shownAs, e.at],
  )
}

// ---- clinics

export type ClinicDay = { day: JakartaDate; came: number; served: number; contacts: number }

/** The clinics of a week in a kecamatan as their taps tell them: who came, who was served, consultations that became a contact. Plan: clinic_day. */
export async function clinicsIn(db: Db, kec: number, week: Week): Promise<ClinicDay[]> {
  const { from, to } = daysOf(week)
  const { rows } = await db.client.query(
    `select day, count(distinct coalesce(enrolment_id, visit)) filter (where kind = 'arrive')::integer as came,
       count(distinct coalesce(enrolment_id, visit)) filter (where kind = 'finish')::integer as served, count(fact_id)::integer as contacts
     from clinic_tap where kec_id = $1 and day between $2 and $3 group by day order by day`,
    [kec, from, to],
  )
  return rows
}
