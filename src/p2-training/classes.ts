// Classes as rows: what is taught, what is planned where, and who should sit there. Planning and changing them is in planning.ts, seats in booking.ts.
import type pg from 'pg'
import { type JakartaDate, jakartaDay } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { type Kec, kotaOf } from '../places/index.ts'
import { type ClassRow, held, type SessionRow } from './rules.ts'

// ---- what is taught

export type Module = {
  code: string
  title: { id: string; en: string }
  about: { id: string; en: string }
  homework: { id: string; en: string } | null
  closedOn: JakartaDate | null
}
export type Course = { code: string; title: { id: string; en: string }; modules: string[]; closedOn: JakartaDate | null }
export type Catalogue = { modules: Map<string, Module>; courses: Map<string, Course> }

/** Small, and read whole. */
export async function catalogue(db: Db): Promise<Catalogue> {
  const modules = await db.client.query(
    `select code, json_build_object('id', title, 'en', title_en) as title, json_build_object('id', about, 'en', about_en) as about,
       case when homework is not null then json_build_object('id', homework, 'en', coalesce(homework_en, homework)) end as homework, closed_on as "closedOn"
     from training_module order by position, code`,
  )
  const courses = await db.client.query(
    `select code, json_build_object('id', title, 'en', title_en) as title, modules, closed_on as "closedOn" from training_course order by cardinality(modules) desc, code`,
  )
  return {
    modules: new Map(modules.rows.map((m) => [m.code, m])),
    courses: new Map(courses.rows.map((c) => [c.code, c])),
  }
}

/** Adds a module with a course of its own, or changes the words of one; what was taught under the code keeps its facts. */
export async function writeModule(
  db: Db,
  m: {
    code: string
    title: string
    titleEn: string
    about: string
    aboutEn: string
    homework: string | null
    homeworkEn: string | null
  },
): Promise<void> {
  await db.client.query(
    `insert into training_module (code, title, title_en, about, about_en, homework, homework_en, position)
     values ($1, $2, $3, $4, $5, $6, $7, (select coalesce(max(position), 0) + 1 from training_module))
     on conflict (code) do update set title = excluded.title, title_en = excluded.title_en, about = excluded.about, about_en = excluded.about_en,
       homework = excluded.homework, homework_en = excluded.homework_en`,
    [m.code, m.title, m.titleEn, m.about, m.aboutEn, m.homework, m.homeworkEn],
  )
}

export async function writeCourse(
  db: Db,
  c: { code: string; title: string; titleEn: string; modules: readonly string[] },
): Promise<void> {
  await db.client.query(
    `insert into training_course (code, title, title_en, modules) values ($1, $2, $3, $4)
     on conflict (code) do update set title = excluded.title, title_en = excluded.title_en, modules = excluded.modules`,
    [c.code, c.title, c.titleEn, c.modules],
  )
}

export type Venue = { id: string; name: string; address: string; seats: number }
export async function venuesOf(db: Db, kec: Kec): Promise<Venue[]> {
  const { rows } = await db.client.query(
    'select id, name, address, seats from venue where kec_id = $1 and closed_on is null order by name',
    [kec],
  )
  return rows
}
export async function addVenue(db: Db, kec: Kec, v: Venue): Promise<void> {
  await db.client.query(
    'insert into venue (kec_id, id, name, address, seats) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [kec, v.id, v.name, v.address, v.seats],
  )
}

export type Trainer = { code: string; name: string }
export async function trainers(db: Db): Promise<Trainer[]> {
  const { rows } = await db.client.query('select code, shown_as as name from trainer where closed_on is null order by shown_as')
  return rows
}
export async function addTrainer(db: Db, t: Trainer): Promise<void> {
  await db.client.query('insert into trainer (code, shown_as) values ($1, $2) on conflict (code) do nothing', [t.code, t.name])
}

// ---- what is planned

const CLASS = `select c.kec_id as kec, c.id, c.code, c.course, json_build_object('id', u.title, 'en', u.title_en) as title, c.venue_id as venue, v.name as "venueName",
    v.address, c.trainer, t.shown_as as "trainerName", c.language, c.capacity, c.waiting_most as "waitingMost", c.reach, c.for_step as "forStep",
    c.for_trade as "forTrade", c.first_on as "firstOn", c.last_on as "lastOn", c.seated, c.waiting, c.cancelled_at as "cancelledAt", c.cancelled_why as "cancelledWhy", s.sessions
  from class c join training_course u on u.code = c.course join venue v on v.kec_id = c.kec_id and v.id = c.venue_id join trainer t on t.code = c.trainer
  cross join lateral (select json_agg(json_build_object('nr', nr, 'module', module, 'starts', extract(epoch from lower(during)) * 1000,
      'ends', extract(epoch from upper(during)) * 1000, 'cancelled', cancelled) order by lower(during), nr) as sessions
    from class_session where kec_id = c.kec_id and class_id = c.id) s`

type Stored = Omit<ClassRow, 'sessions'> & {
  sessions: (Omit<SessionRow, 'starts' | 'ends'> & { starts: number; ends: number })[] | null
}
const classIn = (r: Stored): ClassRow => ({
  ...r,
  sessions: (r.sessions ?? []).map((s) => ({ ...s, starts: new Date(s.starts), ends: new Date(s.ends) })),
})

/** Plan: primary keys. */
export async function classOf(db: Db, kec: Kec, id: string): Promise<ClassRow | null> {
  const { rows } = await db.client.query(`${CLASS} where c.kec_id = $1 and c.id = $2`, [kec, id])
  return rows[0] ? classIn(rows[0]) : null
}

/** By the code that people write, `PSM-K12`. Plan: class_code, then primary keys. */
export async function classByCode(db: Db, code: string): Promise<ClassRow | null> {
  const { rows } = await db.client.query(
    `${CLASS} join class_code k on k.kec_id = c.kec_id and k.class_id = c.id where k.code = $1`,
    [code.toUpperCase()],
  )
  return rows[0] ? classIn(rows[0]) : null
}

const named = new WeakMap<pg.Pool, Map<string, { kec: Kec; id: string }>>()
/** Which class a code names: for ever the same one, so each is asked for once. Null when there is none (yet). */
export async function classNamed(pool: pg.Pool, code: string): Promise<{ kec: Kec; id: string } | null> {
  const known = named.get(pool) ?? new Map()
  named.set(pool, known)
  const key = code.toUpperCase()
  if (!known.has(key)) {
    const { rows } = await pool.query('select kec_id as kec, class_id as id from class_code where code = $1', [key])
    if (!rows[0]) return null
    known.set(key, rows[0])
  }
  return known.get(key)!
}

/** Classes of these kecamatan whose last session is on or after a day, soonest first. Plan: class_by_day in each. */
export async function classesOf(
  db: Db,
  kecs: readonly Kec[],
  from: JakartaDate,
  { to, limit = 200 }: { to?: JakartaDate; limit?: number } = {},
): Promise<ClassRow[]> {
  const { rows } = await db.client.query(
    `${CLASS} where c.kec_id = any($1) and c.last_on >= $2 and c.first_on <= coalesce($3::date, 'infinity') order by c.first_on, c.code limit $4`,
    [kecs, from, to ?? null, limit],
  )
  return rows.map(classIn)
}

/** A trainer's classes from a day on, soonest first, and the trainer's name; null: no such trainer. Plan: trainer's key; classes of a year, few thousand rows. */
export async function classesOfTrainer(
  db: Db,
  trainer: string,
  from: JakartaDate,
): Promise<{ name: string; classes: ClassRow[] } | null> {
  const known = await db.client.query('select shown_as as name from trainer where code = $1', [trainer])
  if (!known.rows[0]) return null
  const { rows } = await db.client.query(
    `${CLASS} where c.trainer = $1 and c.last_on >= $2 order by c.first_on, c.code limit 200`,
    [trainer, from],
  )
  return { name: known.rows[0].name, classes: rows.map(classIn) }
}

/** What somebody of this kecamatan may book: classes not begun, of the own kecamatan first; cancelled ones are not there. */
export async function openFor(db: Db, kec: Kec, now: Date): Promise<ClassRow[]> {
  const today = jakartaDay(now)
  const { rows } = await db.client.query(
    `${CLASS} where c.cancelled_at is null and c.first_on >= $2 and (c.kec_id = $1 or c.reach = 'city' or (c.reach = 'kota' and c.kec_id / 100 = $3))
     order by c.kec_id <> $1, c.first_on, c.code limit 60`,
    [kec, today, kotaOf(kec)],
  )
  return rows.map(classIn).filter((c) => held(c)[0] !== undefined && held(c)[0]!.starts > now)
}

// ---- who should sit there

export type Wanted = {
  enrolment: string
  number: string
  name: string
  trade: string | null
  since: JakartaDate
  attended: number
  asked: Date | null
}

/**
 * Who waits longest for training and does not have these modules yet: those of the kecamatan who have reached P1 and not P2, sit in no class to come,
 * longest waiting first; whose trade is the class's before others. Plan: enrolment_reach of the kecamatan by its key, then each one's facts.
 */
export async function wantedFor(db: Db, c: ClassRow, today: JakartaDate, limit = 40): Promise<Wanted[]> {
  const { rows } = await db.client.query(
    `with waiting as (
       select r.enrolment_id as id, coalesce(r.touched_on, r.p1_in) as touched, r.p1_on as since
       from enrolment_reach r where r.kec_id = $1 and r.ended_on is null and r.p1_on is not null and r.p2_on is null and r.next_step = 2
         and not exists (select from restriction x where x.kec_id = r.kec_id and x.enrolment_id = r.enrolment_id and x.lifted_at is null)
         and not exists (select from booking b join class o on o.kec_id = b.kec_id and o.id = b.class_id and o.last_on >= $3
           where b.enrolment_kec = r.kec_id and b.enrolment_id = r.enrolment_id and b.state in ('seated', 'waiting'))
       order by r.p1_on, r.enrolment_id limit 600),
     had as (
       select w.*, (select count(distinct (j.payload->>'class', j.payload->>'session'))::integer from journal_event j where j.kec_id = $1 and j.enrolment_id = w.id and j.kind = 'class.attended'
           and not exists (select from journal_event v where v.kec_id = j.kec_id and v.enrolment_id = j.enrolment_id and v.voids = j.id)) as attended,
         (select count(distinct j.payload->>'module')::integer from journal_event j where j.kec_id = $1 and j.enrolment_id = w.id and j.kind = 'class.attended'
           and j.payload->>'module' = any($2)) as known
       from waiting w)
     select h.id as enrolment, e.number, p.name, b.trade, h.since, h.attended, i.at as asked
     from had h join enrolment e on e.kec_id = $1 and e.id = h.id join person p on p.kec_id = $1 and p.id = e.person_id
     left join lateral (select trade from business where kec_id = $1 and person_id = p.id limit 1) b on true
     left join invitation i on i.kec_id = $1 and i.enrolment_id = h.id and i.class_id = $4
     where h.known < cardinality($2)
     order by i.at is not null, $5::text is not null and lower(coalesce(b.trade, '')) not like '%' || lower($5) || '%', h.attended = 0, h.since, e.number limit $6`,
    [c.kec, [...new Set(held(c).map((s) => s.module))], today, c.id, c.forTrade, limit],
  )
  return rows
}

/** P1 members of a kecamatan by the module that they lack, and the places free in classes to come: what to plan next. */
export type Lacking = { waiting: number; booked: number; modules: { module: string; lacking: number; free: number }[] }
export async function lackingModules(db: Db, kec: Kec, today: JakartaDate): Promise<Lacking> {
  const { rows } = await db.client.query(
    `with waiting as (select enrolment_id as id from enrolment_reach where kec_id = $1 and ended_on is null and p1_on is not null and p2_on is null),
     had as (select distinct j.enrolment_id as id, j.payload->>'module' as module from journal_event j join waiting w on w.id = j.enrolment_id
       where j.kec_id = $1 and j.kind = 'class.attended'
         and not exists (select from journal_event v where v.kec_id = j.kec_id and v.enrolment_id = j.enrolment_id and v.voids = j.id)),
     free as (select s.module, sum(c.capacity - c.seated)::integer as free from (select distinct kec_id, class_id, module from class_session
         where kec_id = $1 and not cancelled and lower(during) >= $2::date) s
       join class c on c.kec_id = s.kec_id and c.id = s.class_id and c.cancelled_at is null group by 1)
     select (select count(*)::integer from waiting) as waiting,
       (select count(distinct b.enrolment_id)::integer from booking b join waiting w on w.id = b.enrolment_id join class c on c.kec_id = b.kec_id and c.id = b.class_id
         where b.enrolment_kec = $1 and b.state in ('seated', 'waiting') and c.last_on >= $2) as booked,
       json_agg(json_build_object('module', m.code, 'lacking', (select count(*) from waiting w where not exists (select from had h where h.id = w.id and h.module = m.code)),
         'free', coalesce(f.free, 0)) order by m.position) as modules
     from training_module m left join free f on f.module = m.code where m.closed_on is null`,
    [kec, today],
  )
  return rows[0]
}

/** What came of the invitations to a class. */
export type Invited = { asked: number; call: number; seated: number; came: number }
export async function whatCameOf(db: Db, kec: Kec, of: string): Promise<Invited> {
  const { rows } = await db.client.query(
    `select count(*)::integer as asked, count(*) filter (where i.way = 'call')::integer as call, count(*) filter (where b.id is not null)::integer as seated,
       count(*) filter (where exists (select from attendance a where a.kec_id = $1 and a.class_id = $2 and a.enrolment_id = i.enrolment_id and a.undone_at is null))::integer as came
     from invitation i left join booking b on b.kec_id = $1 and b.class_id = $2 and b.enrolment_id = i.enrolment_id and b.state in ('seated', 'waiting')
     where i.class_kec = $1 and i.class_id = $2`,
    [kec, of],
  )
  return rows[0]
}
