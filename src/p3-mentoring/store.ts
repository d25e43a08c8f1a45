// P3 in the database: mentors and their areas, who is entrusted to whom, contacts with what was agreed, what holds somebody up, meetings.
// Facts are written by journal/ only.
import { type EvidenceProblem, record, recording } from '../journal/index.ts'
import { type JakartaDate, jakartaDay } from '../kit/calendar.ts'
import type { Database, Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Secrets } from '../kit/secrets.ts'
import { newsTemplate, sendTo } from '../kit/sending/index.ts'
import type { Kec } from '../places/index.ts'
import type { MentoringProblem } from './messages.ts'
import {
  type Cause,
  type Contact,
  freeSlots,
  type Hours,
  type MatchWhy,
  MEETING_MINUTES,
  type MentorRow,
  openDays,
  type Slot,
  suggest,
} from './rules.ts'

// ---- mentors

/** Mentors with their areas and how many members each has now. `kec`: those who work there. Plan: mentor_area; assignment_of_mentor. */
export async function mentorsOf(db: Db, kec: Kec | null): Promise<MentorRow[]> {
  const { rows } = await db.client.query(
    `select m.account, mentor_name(m.account) as name, m.trades, m.most, m.left_on as "leftOn",
       (select coalesce(array_agg(a.kec_id order by a.kec_id), '{}') from mentor_area a where a.account = m.account) as kecs,
       (select count(*)::integer from assignment a where a.mentor = m.account and a.until_at is null) as load
     from mentor m where $1::integer is null or exists (select from mentor_area a where a.kec_id = $1 and a.account = m.account) order by m.account`,
    [kec],
  )
  return rows
}

/** Puts a mentor to work in a kecamatan, or changes what they know and how many they take. The account must be a mentor's. */
export async function addMentor(
  db: Db,
  m: { kec: Kec; account: string; most: number; trades: readonly string[]; by: string; today: JakartaDate },
): Promise<MentoringProblem | null> {
  const { rowCount } = await db.client.query("select from account where name = $1 and role = 'mentor' and active", [m.account])
  if (!rowCount) return { code: 'mentor.account', field: 'akun', data: null }
  await db.client.query(
    `insert into mentor (account, most, trades, since, added_by) values ($1, $2, $3, $4, $5)
     on conflict (account) do update set most = excluded.most, trades = excluded.trades, left_on = null`,
    [m.account, m.most, m.trades, m.today, m.by],
  )
  await db.client.query('insert into mentor_area (kec_id, account) values ($1, $2) on conflict do nothing', [m.kec, m.account])
  return null
}

// ---- who mentors whom

export type Unmatched = {
  enrolment: string
  number: string
  name: string
  trade: string | null
  suggestion: { account: string; why: MatchWhy } | null
}

/**
 * Members of a kecamatan who have begun training and have no mentor, longest known first, each with the mentor that the rule suggests; one
 * suggestion counts towards the load of the next; `only`: one of them, by number. Plan: enrolment_reach of the kecamatan, assignment_once.
 */
export async function unmatched(
  db: Db,
  kec: Kec,
  { limit = 50, only = null }: { limit?: number; only?: string | null } = {},
): Promise<{ all: number; rows: Unmatched[] }> {
  const { rows } = await db.client.query(
    `with free as materialized (
       select r.enrolment_id as id, r.p2_in from enrolment_reach r where r.kec_id = $1 and r.ended_on is null and r.p2_in is not null and r.p3_on is null
         and not exists (select from assignment a where a.kec_id = $1 and a.enrolment_id = r.enrolment_id and a.until_at is null)
         and not exists (select from restriction x where x.kec_id = $1 and x.enrolment_id = r.enrolment_id and x.lifted_at is null))
     select f.id as enrolment, e.number, p.name, (select trade from business b where b.kec_id = $1 and b.person_id = p.id limit 1) as trade,
       (select count(*)::integer from free) as all
     from (select * from free where $3::text is null or id = (select id from enrolment where kec_id = $1 and number = $3) order by p2_in, id limit $2) f join enrolment e on e.kec_id = $1 and e.id = f.id join person p on p.kec_id = $1 and p.id = e.person_id
     order by f.p2_in, f.id`,
    [kec, limit, only],
  )
  const mentors = (await mentorsOf(db, kec)).map((m) => ({ ...m }))
  return {
    all: rows[0]?.all ?? 0,
    rows: rows.map(({ all: _, ...r }) => {
      const suggestion = suggest({ kec, trade: r.trade }, mentors)
      const taken = mentors.find((m) => m.account === suggestion?.account)
      if (taken) taken.load++
      return { ...r, suggestion }
    }),
  }
}

/** Entrusts members to a mentor, in the caller's transaction; all or nothing. Whoever has a mentor already keeps that one. */
export async function assign(
  db: Db,
  { kec, pairs, by, at }: { kec: Kec; pairs: readonly { number: string; mentor: string; why: MatchWhy }[]; by: string; at: Date },
): Promise<{ assigned: number } | { problem: MentoringProblem }> {
  await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`mentors ${kec}`])
  const mentors = new Map((await mentorsOf(db, null)).map((m) => [m.account, m]))
  const { rows } = await db.client.query('select id, number from enrolment where kec_id = $1 and number = any($2)', [
    kec,
    pairs.map((p) => p.number),
  ])
  const ids = new Map(rows.map((r) => [r.number as string, r.id as string]))
  let assigned = 0
  for (const p of pairs) {
    const m = mentors.get(p.mentor)
    const enrolment = ids.get(p.number)
    if (!enrolment) return { problem: { code: 'match.missing', field: 'anggota', data: null } }
    if (!m || m.leftOn !== null) return { problem: { code: 'match.left', field: 'pendamping', data: null } }
    if (!m.kecs.includes(kec)) return { problem: { code: 'match.outside', field: 'pendamping', data: { kec } } }
    if (m.load >= m.most) return { problem: { code: 'match.full', field: 'pendamping', data: { most: m.most } } }
    const done = await db.client.query(
      `insert into assignment (kec_id, id, enrolment_id, number, mentor, from_on, why, at, by_account) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (kec_id, enrolment_id) where until_at is null do nothing`,
      [kec, uuidv7(at.getTime()), enrolment, p.number, p.mentor, jakartaDay(at), JSON.stringify(p.why), at, by],
    )
    if (done.rowCount) {
      m.load++
      assigned++
    }
  }
  return { assigned }
}

/**
 * Hands the members of one mentor in a kecamatan over to another, or to whom the rule finds (`to` null). What was noted and agreed belongs to the
 * member and stays; meetings to come are cancelled, their times freed, and members told. `leaves`: the mentor works there no longer.
 */
export async function handOver(
  db: Db,
  secrets: Secrets,
  { kec, from, to, leaves, by, at }: { kec: Kec; from: string; to: string | null; leaves: boolean; by: string; at: Date },
): Promise<{ handed: number } | { problem: MentoringProblem }> {
  if (from === to) return { problem: { code: 'hand.same', field: 'kepada', data: null } }
  await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`mentors ${kec}`])
  const mentors = (await mentorsOf(db, kec)).filter((m) => m.account !== from)
  const { rows } = await db.client.query(
    `select a.id, a.enrolment_id as enrolment, a.number, (select b.trade from enrolment e join business b on b.kec_id = e.kec_id and b.person_id = e.person_id
       where e.kec_id = a.kec_id and e.id = a.enrolment_id limit 1) as trade
     from assignment a where a.kec_id = $1 and a.mentor = $2 and a.until_at is null order by a.at, a.id for update of a`,
    [kec, from],
  )
  const pairs: { number: string; mentor: string; why: MatchWhy }[] = []
  for (const r of rows) {
    const chosen = to === null ? suggest({ kec, trade: r.trade }, mentors) : { account: to, why: null }
    const m = mentors.find((x) => x.account === chosen?.account)
    if (!chosen || !m)
      return {
        problem:
          to === null
            ? { code: 'match.nobody', field: 'kepada', data: { kec } }
            : { code: 'match.outside', field: 'kepada', data: { kec } },
      }
    pairs.push({ number: r.number, mentor: m.account, why: chosen.why ?? { trade: null, load: m.load, most: m.most } })
    m.load++
  }
  await db.client.query(
    'update assignment set until_at = $3, ended_by = $4, ended_why = $5 where kec_id = $1 and mentor = $2 and until_at is null',
    [kec, from, at, by, leaves ? 'left' : 'handed-over'],
  )
  const done = await assign(db, { kec, pairs, by, at })
  if ('problem' in done) return done
  const meetings = await db.client.query(
    `update meeting set cancelled_at = $3, cancelled_by = $4 where kec_id = $1 and mentor = $2 and cancelled_at is null and lower(during) > $3 returning id, enrolment_id as enrolment`,
    [kec, from, at, by],
  )
  for (const m of meetings.rows) {
    await freeTimes(db, kec, m.enrolment, m.id)
    await tellMember(db, secrets, {
      kec,
      enrolment: m.enrolment,
      text: 'OK OCE: pendamping Anda berganti, jadi janji bertemu yang lama dibatalkan. Pilih waktu baru di halaman Pendampingan.',
      purpose: 'mentor-changed',
    })
  }
  if (leaves) await db.client.query('delete from mentor_area where kec_id = $1 and account = $2', [kec, from])
  return { handed: done.assigned }
}

// ---- a mentor's members

export type Mentee = {
  kec: Kec
  enrolment: string
  number: string
  name: string
  trade: string | null
  phone: string | null
  person: string
  since: JakartaDate
}

const MENTEE = `select a.kec_id as kec, a.enrolment_id as enrolment, a.number, p.name, p.phone, p.id as person, a.from_on as since,
  (select b.trade from business b where b.kec_id = p.kec_id and b.person_id = p.id limit 1) as trade
  from assignment a join enrolment e on e.kec_id = a.kec_id and e.id = a.enrolment_id join person p on p.kec_id = e.kec_id and p.id = e.person_id
  where a.until_at is null`

/** Of the mentor who asks (row security), one member by number. */
export async function menteeOf(db: Db, mentor: string, number: string): Promise<Mentee | null> {
  const { rows } = await db.client.query(`${MENTEE} and a.mentor = $1 and a.number = $2`, [mentor, number])
  return rows[0] ?? null
}
export async function menteesOf(db: Db, mentor: string, limit = 1000): Promise<Mentee[]> {
  const { rows } = await db.client.query(`${MENTEE} and a.mentor = $1 order by p.name, a.number limit $2`, [mentor, limit])
  return rows
}

/** Somebody opened a member's page (6-trust, Answers). */
export const noteLook = (db: Db, m: { kec: Kec; enrolment: string }, account: string, at: Date) =>
  db.client.query("insert into read_log (kec_id, id, at, account, what, enrolment_id) values ($1, $2, $3, $4, 'member', $5)", [
    m.kec,
    uuidv7(),
    at,
    account,
    m.enrolment,
  ])

export type Agreed = { goal: string | null; nextOn: JakartaDate | null; at: Date; mentor: string }

/** What was agreed last, whoever was the mentor then. Plan: agreement_of_member, from its end. */
export async function lastAgreed(db: Db, m: { kec: Kec; enrolment: string }): Promise<Agreed | null> {
  const { rows } = await db.client.query(
    'select fact_id as fact, goal, next_on as "nextOn", at, mentor from agreement where kec_id = $1 and enrolment_id = $2 order by at desc, fact_id desc limit 1',
    [m.kec, m.enrolment],
  )
  const r = rows[0]
  return r
    ? { goal: r.goal ? db.secrets.open(r.goal, `${r.fact} goal`) : null, nextOn: r.nextOn, at: r.at, mentor: r.mentor }
    : null
}

export type Noted = { id: string; on: JakartaDate; way: string; goal: string | null; result: string | null; counts: boolean }

/** Contacts that stand, the newest first, with what was written. */
export async function contactsOf(db: Db, m: { kec: Kec; enrolment: string }): Promise<Noted[]> {
  const { rows } = await db.client.query(
    `select j.id, j.occurred_on as on, j.payload, d.body from journal_event j left join fact_detail d on d.kec_id = j.kec_id and d.fact_id = j.id
     where j.kec_id = $1 and j.enrolment_id = $2 and j.kind = 'mentoring.contact'
       and not exists (select from journal_event v where v.kec_id = j.kec_id and v.enrolment_id = j.enrolment_id and v.voids = j.id)
     order by j.occurred_on desc, j.seq desc limit 50`,
    [m.kec, m.enrolment],
  )
  return rows.map((r) => {
    const said = r.body ? (JSON.parse(db.secrets.open(r.body, r.id)) as { goal?: string; result?: string }) : {}
    return {
      id: r.id,
      on: r.on,
      way: r.payload.way,
      goal: said.goal ?? null,
      result: said.result ?? null,
      counts: !!r.payload.goal && !!r.payload.result,
    }
  })
}

export type Written = { again: boolean } | { missing: true } | { problems: EvidenceProblem[] }

/**
 * Writes a contact down: its fact, what was agreed, and what holds the member up; all or nothing, once for one id. Only for a member who is
 * entrusted to this mentor now. `at`: when it was tapped.
 */
export async function writeContact(
  database: Database,
  secrets: Secrets,
  {
    id,
    kec,
    number,
    mentor,
    contact,
    now,
    at = now,
  }: {
    id: string
    kec: Kec
    number: string
    mentor: string
    contact: Contact
    now: Date /** When it was noted, where that was earlier. */
    at?: Date
  },
): Promise<Written> {
  return recording(database, { actor: mentor, role: 'intake', kec }, async (db): Promise<Written> => {
    const { rows } = await db.client.query(
      'select enrolment_id as enrolment from assignment where kec_id = $1 and number = $2 and mentor = $3 and until_at is null',
      [kec, number, mentor],
    )
    const enrolment = rows[0]?.enrolment as string | undefined
    if (!enrolment) return { missing: true }
    const { way, goal, result } = contact
    const recorded = await record(db, secrets, { actor: mentor, way: 'field', now }, { number }, [
      {
        id,
        kind: 'mentoring.contact',
        occurredOn: contact.on,
        grade: 'B',
        data: { mentor, way, ...(goal ? { goal } : {}), ...(result ? { result } : {}) },
      },
    ])
    if ('problems' in recorded) return recorded
    if (recorded.again) return { again: true }
    await db.client.query(
      'insert into agreement (kec_id, fact_id, enrolment_id, mentor, goal, next_on, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
      [kec, id, enrolment, mentor, contact.next ? secrets.seal(contact.next, `${id} goal`) : null, contact.nextOn, at],
    )
    await nameStall(db, { kec, enrolment, cause: contact.stall, by: mentor, at })
    return { again: false }
  })
}

/** Names what holds a member up, or (null) that nothing does any more. */
export async function nameStall(
  db: Db,
  { kec, enrolment, cause, by, at }: { kec: Kec; enrolment: string; cause: Cause | null; by: string; at: Date },
): Promise<void> {
  await db.client.query(
    'update stall set ended_at = $3, ended_by = $4 where kec_id = $1 and enrolment_id = $2 and ended_at is null and cause is distinct from $5',
    [kec, enrolment, at, by, cause],
  )
  if (cause)
    await db.client.query(
      `insert into stall (kec_id, id, enrolment_id, cause, at, by_account) values ($1, $2, $3, $4, $5, $6) on conflict (kec_id, enrolment_id, cause) where ended_at is null do nothing`,
      [kec, uuidv7(at.getTime()), enrolment, cause, at, by],
    )
}

// ---- times

export async function hoursOf(db: Db, mentor: string): Promise<Hours[]> {
  const { rows } = await db.client.query(
    'select weekday, from_minute as "from", to_minute as "to" from mentor_hours where account = $1 order by weekday, from_minute',
    [mentor],
  )
  return rows
}
export const addHours = (db: Db, mentor: string, h: Hours) =>
  db.client.query(
    'insert into mentor_hours (account, weekday, from_minute, to_minute) values ($1, $2, $3, $4) on conflict do nothing',
    [mentor, h.weekday, h.from, h.to],
  )
export const dropHours = (db: Db, mentor: string, weekday: number, from: number) =>
  db.client.query('delete from mentor_hours where account = $1 and weekday = $2 and from_minute = $3', [mentor, weekday, from])

/** Free times of these mentors from a moment, for some days. Plan: mentor_hours and staff_time by who, twice altogether. */
export async function slotsOf(
  db: Db,
  mentors: readonly string[],
  { after, days, holidays }: { after: Date; days: number; holidays: ReadonlySet<JakartaDate> },
): Promise<Map<string, Slot[]>> {
  const until = new Date(after.getTime() + (days + 1) * 86_400_000)
  const hours = await db.client.query(
    'select account, weekday, from_minute as "from", to_minute as "to" from mentor_hours where account = any($1) order by account, weekday, from_minute',
    [mentors],
  )
  // One row a mentor, times in minutes: fifteen thousand rows would take longer to come than to find.
  const busy = await db.client.query(
    `select who, string_agg((extract(epoch from lower(during)) / 60)::integer || '-' || (extract(epoch from upper(during)) / 60)::integer, ' ' order by lower(during)) as times
     from staff_time where who = any($1) and during && tstzrange($2, $3) group by who`,
    [mentors, after, until],
  )
  const taken = new Map(
    (busy.rows as { who: string; times: string }[]).map((r) => [
      r.who,
      r.times.split(' ').map((time) => {
        const cut = time.indexOf('-')
        return { from: Number(time.slice(0, cut)) * 60_000, to: Number(time.slice(cut + 1)) * 60_000 }
      }),
    ]),
  )
  const open = Map.groupBy(hours.rows as (Hours & { account: string })[], (h) => h.account)
  const on = openDays(after, days, holidays)
  return new Map(mentors.map((m) => [m, freeSlots(open.get(m) ?? [], taken.get(m) ?? [], after.getTime(), on)]))
}

export type Meeting = { id: string; kec: Kec; number: string; name: string | null; mentor: string; starts: Date; ends: Date }

/** Meetings to come, of a mentor or of one member's enrolments, in whose scope it is asked. */
export async function meetingsOf(
  db: Db,
  of: { mentor: string } | { enrolments: readonly string[] },
  now: Date,
): Promise<Meeting[]> {
  const [where, value] = 'mentor' in of ? ['m.mentor = $2', of.mentor] : ['m.enrolment_id = any($2::uuid[])', of.enrolments]
  const { rows } = await db.client.query(
    `select m.id, m.kec_id as kec, m.number, p.name, m.mentor, lower(m.during) as starts, upper(m.during) as ends from meeting m
     left join enrolment e on e.kec_id = m.kec_id and e.id = m.enrolment_id left join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where ${where} and m.cancelled_at is null and upper(m.during) > $1 order by lower(m.during) limit 200`,
    [now, value],
  )
  return rows
}

/** The mentor of a member now. */
export async function mentorOf(
  db: Db,
  m: { kec: Kec; enrolment: string },
): Promise<{ account: string; name: string; since: JakartaDate } | null> {
  const { rows } = await db.client.query(
    'select mentor as account, mentor_name(mentor) as name, from_on as since from assignment where kec_id = $1 and enrolment_id = $2 and until_at is null',
    [m.kec, m.enrolment],
  )
  return rows[0] ?? null
}

/**
 * A member takes a free time of their mentor. The two registries of times decide: whoever was first has it. In the scope of the member's kecamatan.
 * Sent twice under one id it is one meeting.
 */
export async function bookMeeting(
  db: Db,
  {
    id,
    kec,
    enrolment,
    number,
    mentor,
    starts,
    by,
    at,
  }: { id: string; kec: Kec; enrolment: string; number: string; mentor: string; starts: Date; by: string; at: Date },
): Promise<MentoringProblem | null> {
  const before = await db.client.query('select from meeting where kec_id = $1 and id = $2', [kec, id])
  if (before.rowCount) return null
  const during = [starts, new Date(starts.getTime() + MEETING_MINUTES * 60_000)]
  const theirs = await db.client.query(
    `insert into staff_time (who, during, kec_id, what, ref) values ($1, tstzrange($2, $3), $4, 'meeting', $5) on conflict do nothing`,
    [mentor, ...during, kec, id],
  )
  if (!theirs.rowCount) {
    // Perhaps by this very sending, a moment ago.
    const same = await db.client.query('select from meeting where kec_id = $1 and id = $2', [kec, id])
    return same.rowCount ? null : { code: 'meeting.taken', field: 'waktu', data: null }
  }
  const own = await db.client.query(
    'insert into member_time (kec_id, enrolment_id, during, ref) values ($1, $2, tstzrange($3, $4), $5) on conflict do nothing',
    [kec, enrolment, ...during, id],
  )
  if (!own.rowCount) {
    await db.client.query('delete from staff_time where kec_id = $1 and ref = $2', [kec, id])
    return { code: 'meeting.busy', field: 'waktu', data: null }
  }
  await db.client.query(
    'insert into meeting (kec_id, id, enrolment_id, number, mentor, during, at, by_account) values ($1, $2, $3, $4, $5, tstzrange($6, $7), $8, $9)',
    [kec, id, enrolment, number, mentor, ...during, at, by],
  )
  return null
}

export async function cancelMeeting(
  db: Db,
  { kec, id, enrolments, by, at }: { kec: Kec; id: string; enrolments: readonly string[]; by: string; at: Date },
): Promise<boolean> {
  const { rows } = await db.client.query(
    'update meeting set cancelled_at = $4, cancelled_by = $5 where kec_id = $1 and id = $2 and enrolment_id = any($3) and cancelled_at is null returning enrolment_id as enrolment',
    [kec, id, enrolments, at, by],
  )
  if (rows[0]) await freeTimes(db, kec, rows[0].enrolment, id)
  return rows.length > 0
}

async function freeTimes(db: Db, kec: Kec, enrolment: string, ref: string): Promise<void> {
  await db.client.query('delete from staff_time where kec_id = $1 and ref = $2', [kec, ref])
  await db.client.query('delete from member_time where kec_id = $1 and enrolment_id = $2 and ref = $3', [kec, enrolment, ref])
}

async function tellMember(
  db: Db,
  secrets: Secrets,
  m: { kec: Kec; enrolment: string; text: string; purpose: string },
): Promise<boolean> {
  const { rows } = await db.client.query('select phone_to_tell($1, $2) as phone', [m.kec, m.enrolment])
  if (!rows[0].phone) return false
  await sendTo(db, secrets, {
    phone: rows[0].phone,
    text: m.text,
    template: newsTemplate(m.text),
    purpose: m.purpose,
    wall: new Date(),
  })
  return true
}

/** All that P3 holds of one member beside the facts, for the copy of their data. */
export type OwnMentoring = {
  mentors: { mentor: string; from: JakartaDate; until: Date | null }[]
  agreed: { goal: string | null; nextOn: JakartaDate | null; at: Date }[]
  heldUpBy: { cause: string; at: Date; endedAt: Date | null }[]
  meetings: { mentor: string; starts: Date; cancelled: boolean }[]
}

/** In the member's own scope. Plan: each by its index of a member. */
export async function ownMentoring(db: Db, enrolments: readonly { kec: Kec; id: string }[]): Promise<OwnMentoring> {
  const own = [enrolments.map((e) => e.kec), enrolments.map((e) => e.id)]
  const of = (table: string, columns: string) =>
    db.client.query(
      `select ${columns} from unnest($1::integer[], $2::uuid[]) as a(kec, id) join ${table} x on x.kec_id = a.kec and x.enrolment_id = a.id`,
      own,
    )
  const agreed = await of('agreement', 'x.fact_id as fact, x.goal, x.next_on as "nextOn", x.at')
  return {
    mentors: (await of('assignment', 'mentor_name(x.mentor) as mentor, x.from_on as "from", x.until_at as "until"')).rows,
    agreed: agreed.rows.map(({ fact, goal, ...r }) => ({ ...r, goal: goal ? db.secrets.open(goal, `${fact} goal`) : null })),
    heldUpBy: (await of('stall', 'x.cause, x.at, x.ended_at as "endedAt"')).rows,
    meetings: (
      await of('meeting', 'mentor_name(x.mentor) as mentor, lower(x.during) as starts, x.cancelled_at is not null as cancelled')
    ).rows,
  }
}
