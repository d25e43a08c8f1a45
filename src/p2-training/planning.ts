// Planning a class, moving a session, cancelling, more seats: no room and no trainer twice at once, and members are told.
import { type JakartaDate, jakartaDay, momentOf } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { initialsOf, type Kec } from '../places/index.ts'
import { promote } from './booking.ts'
import { classOf } from './classes.ts'
import type { TrainingProblem } from './messages.ts'
import { type ClassPlan, held } from './rules.ts'
import { tell } from './telling.ts'

/** Who and what stands in the way of these times: this is what the constraint would say, in words. */
async function collisions(
  db: Db,
  kec: Kec,
  of: string | null,
  { venue, trainer, sessions }: { venue: string; trainer: string; sessions: readonly { starts: Date; ends: Date }[] },
): Promise<TrainingProblem[]> {
  const { rows } = await db.client.query(
    `select distinct on (a.nr, what) a.nr, what, code, on_day as on from unnest($3::timestamptz[], $4::timestamptz[]) with ordinality as a(starts, ends, nr)
     join lateral (
       select 'venue' as what, c.code, (lower(s.during) at time zone 'Asia/Jakarta')::date as on_day from class_session s
         join class c on c.kec_id = s.kec_id and c.id = s.class_id
         where s.kec_id = $1 and s.venue_id = $2 and not s.cancelled and s.class_id is distinct from $6 and s.during && tstzrange(a.starts, a.ends)
       union all
       select 'trainer', k.code, (lower(t.during) at time zone 'Asia/Jakarta')::date from staff_time t left join class_code k on k.kec_id = t.kec_id and k.class_id = t.ref
         where t.who = $5 and t.ref is distinct from $6 and t.during && tstzrange(a.starts, a.ends)) x on true order by a.nr, what`,
    [kec, venue, sessions.map((s) => s.starts), sessions.map((s) => s.ends), trainer, of],
  )
  return rows.map((r): TrainingProblem => {
    const nr = Number(r.nr)
    return r.what === 'venue'
      ? { code: 'plan.venue-taken', field: `hari${nr}`, data: { nr, on: r.on, code: r.code } }
      : { code: 'plan.trainer-taken', field: `hari${nr}`, data: { nr, on: r.on, code: r.code } }
  })
}

/** Two planned the same room at once: the database let one of them pass. */
export const isTaken = (error: unknown): boolean => (error as { code?: unknown })?.code === '23P01'

/** Plans a class in the caller's transaction. Sent twice under one id it is one class. */
export async function planClass(
  db: Db,
  { id, kec, plan, by, at }: { id: string; kec: Kec; plan: ClassPlan; by: string; at: Date },
): Promise<{ code: string } | { problems: TrainingProblem[] }> {
  await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`class ${kec}`])
  const before = await db.client.query('select code from class where kec_id = $1 and id = $2', [kec, id])
  if (before.rows[0]) return { code: before.rows[0].code }
  const problems = await collisions(db, kec, null, plan)
  if (problems.length) return { problems }
  const last = await db.client.query(
    `select coalesce(max(substring(code from '-K(\\d+)$')::integer), 0) as n from class_code where code like $1`,
    [`${initialsOf(kec)}-K%`],
  )
  const code = `${initialsOf(kec)}-K${last.rows[0].n + 1}`
  await writeClass(db, { id, kec, code, plan, by, at })
  return { code }
}

export async function writeClass(
  db: Db,
  { id, kec, code, plan, by, at }: { id: string; kec: Kec; code: string; plan: ClassPlan; by: string; at: Date },
): Promise<void> {
  await db.client.query(
    `insert into class (kec_id, id, code, course, venue_id, trainer, language, capacity, waiting_most, reach, for_step, for_trade, first_on, last_on, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      kec,
      id,
      code,
      plan.course,
      plan.venue,
      plan.trainer,
      plan.language,
      plan.capacity,
      plan.waitingMost,
      plan.reach,
      plan.forStep,
      plan.forTrade,
      jakartaDay(plan.sessions[0]!.starts),
      jakartaDay(plan.sessions.at(-1)!.starts),
      by,
      at,
    ],
  )
  await db.client.query('insert into class_code (code, kec_id, class_id) values ($1, $2, $3)', [code, kec, id])
  await writeSessions(
    db,
    kec,
    id,
    plan.trainer,
    plan.sessions.map((s, i) => ({ ...s, nr: i + 1, venue: plan.venue })),
  )
}

async function writeSessions(
  db: Db,
  kec: Kec,
  id: string,
  trainer: string,
  sessions: readonly { nr: number; venue: string; module: string; starts: Date; ends: Date }[],
): Promise<void> {
  await db.client.query(
    `with made as (insert into class_session (kec_id, class_id, nr, venue_id, trainer, module, during)
       select $1, $2, a.nr, a.venue, $3, a.module, tstzrange(a.starts, a.ends) from unnest($4::integer[], $5::uuid[], $6::text[], $7::timestamptz[], $8::timestamptz[])
         as a(nr, venue, module, starts, ends) returning nr, during)
     insert into staff_time (who, during, kec_id, what, ref, nr) select $3, during, $1, 'class', $2, nr from made`,
    [
      kec,
      id,
      trainer,
      sessions.map((s) => s.nr),
      sessions.map((s) => s.venue),
      sessions.map((s) => s.module),
      sessions.map((s) => s.starts),
      sessions.map((s) => s.ends),
    ],
  )
}

/**
 * Moves a session to another day or time. Not once somebody was checked in to it: what happened, happened then. Members who sit there are told;
 * one who is elsewhere at the new time keeps the seat, and the class's page names them, so that somebody asks which it shall be.
 */
export async function moveSession(
  db: Db,
  secrets: Secrets,
  asked: { kec: Kec; class: string; nr: number; on: JakartaDate; from: number; to: number; at: Date },
): Promise<{ moved: boolean } | { problems: TrainingProblem[] }> {
  await db.client.query('select from class where kec_id = $1 and id = $2 for update', [asked.kec, asked.class])
  const c = await classOf(db, asked.kec, asked.class)
  const session = c?.sessions.find((s) => s.nr === asked.nr)
  if (!c || !session) return { problems: [{ code: 'class.missing', data: null }] }
  const [starts, ends] = [momentOf(asked.on, asked.from), momentOf(asked.on, asked.to)]
  if (session.starts.getTime() === starts.getTime() && session.ends.getTime() === ends.getTime()) return { moved: false }
  const came = await db.client.query(
    'select count(*)::integer as n from attendance where kec_id = $1 and class_id = $2 and nr = $3 and undone_at is null',
    [asked.kec, asked.class, asked.nr],
  )
  if (came.rows[0].n)
    return { problems: [{ code: 'move.attended', field: 'hari1', data: { n: came.rows[0].n, on: jakartaDay(session.starts) } }] }
  if (starts <= asked.at) return { problems: [{ code: 'plan.past', field: 'hari1', data: { nr: asked.nr, on: asked.on } }] }
  const others = held(c).filter((s) => s.nr !== asked.nr)
  if (others.some((s) => s.starts < ends && starts < s.ends))
    return { problems: [{ code: 'plan.overlap', field: 'hari1', data: { nr: asked.nr } }] }
  const problems = await collisions(db, asked.kec, asked.class, {
    venue: c.venue,
    trainer: c.trainer,
    sessions: [{ starts, ends }],
  })
  if (problems.length) return { problems }
  await db.client.query(
    'update class_session set during = tstzrange($4, $5), moved_at = $6 where kec_id = $1 and class_id = $2 and nr = $3',
    [asked.kec, asked.class, asked.nr, starts, ends, asked.at],
  )
  await db.client.query('update staff_time set during = tstzrange($4, $5) where kec_id = $1 and ref = $2 and nr = $3', [
    asked.kec,
    asked.class,
    asked.nr,
    starts,
    ends,
  ])
  const days = [...others.map((s) => jakartaDay(s.starts)), asked.on].sort()
  await db.client.query('update class set first_on = $3, last_on = $4 where kec_id = $1 and id = $2', [
    asked.kec,
    asked.class,
    days[0],
    days.at(-1),
  ])
  const seats = await db.client.query(
    `select id, enrolment_kec as kec, enrolment_id as enrolment, number from booking where kec_id = $1 and class_id = $2 and state = 'seated' order by place`,
    [asked.kec, asked.class],
  )
  for (const seat of seats.rows) {
    await db.client.query('delete from member_time where kec_id = $1 and enrolment_id = $2 and ref = $3 and nr = $4', [
      seat.kec,
      seat.enrolment,
      seat.id,
      asked.nr,
    ])
    await db.client.query(
      'insert into member_time (kec_id, enrolment_id, during, ref, nr) values ($1, $2, tstzrange($3, $4), $5, $6) on conflict do nothing',
      [seat.kec, seat.enrolment, starts, ends, seat.id, asked.nr],
    )
    await tell(db, secrets, { kec: asked.kec, class: asked.class, member: seat, what: 'moved', at: asked.at })
  }
  return { moved: true }
}

/** The whole class does not take place: everybody who sits or waits is told, times are free again. Not after check-ins: then its sessions were held. */
export async function cancelClass(
  db: Db,
  secrets: Secrets,
  asked: { kec: Kec; class: string; why: string; by: string; at: Date },
): Promise<{ told: number } | { problems: TrainingProblem[] }> {
  await db.client.query('select from class where kec_id = $1 and id = $2 for update', [asked.kec, asked.class])
  const c = await classOf(db, asked.kec, asked.class)
  if (!c) return { problems: [{ code: 'class.missing', data: null }] }
  if (c.cancelledAt) return { told: 0 }
  const came = await db.client.query(
    'select count(*)::integer as n from attendance where kec_id = $1 and class_id = $2 and undone_at is null',
    [asked.kec, asked.class],
  )
  if (came.rows[0].n) return { problems: [{ code: 'cancel.attended', field: 'alasan', data: { n: came.rows[0].n } }] }
  const { rows } = await db.client.query(
    `update booking set state = 'released', ended_at = $3, ended_by = $4 where kec_id = $1 and class_id = $2 and state in ('seated', 'waiting')
     returning id, enrolment_kec as kec, enrolment_id as enrolment`,
    [asked.kec, asked.class, asked.at, asked.by],
  )
  await db.client.query(
    'update class set cancelled_at = $3, cancelled_by = $4, cancelled_why = $5, seated = 0, waiting = 0 where kec_id = $1 and id = $2',
    [asked.kec, asked.class, asked.at, asked.by, asked.why],
  )
  await db.client.query('update class_session set cancelled = true where kec_id = $1 and class_id = $2', [asked.kec, asked.class])
  await db.client.query('delete from staff_time where kec_id = $1 and ref = $2', [asked.kec, asked.class])
  let told = 0
  for (const b of rows) {
    await db.client.query('delete from member_time where kec_id = $1 and enrolment_id = $2 and ref = $3', [
      b.kec,
      b.enrolment,
      b.id,
    ])
    if (
      await tell(db, secrets, { kec: asked.kec, class: asked.class, member: b, what: 'cancelled', at: asked.at, why: asked.why })
    )
      told++
  }
  return { told }
}

/** More or fewer seats: never fewer than sit there; who waits moves up. */
export async function changeSeats(
  db: Db,
  secrets: Secrets,
  asked: { kec: Kec; class: string; capacity: number; at: Date },
): Promise<{ promoted: number } | { problems: TrainingProblem[] }> {
  const { rows } = await db.client.query(
    'select c.seated, v.seats from class c join venue v on v.kec_id = c.kec_id and v.id = c.venue_id where c.kec_id = $1 and c.id = $2 for update of c',
    [asked.kec, asked.class],
  )
  if (!rows[0]) return { problems: [{ code: 'class.missing', data: null }] }
  if (asked.capacity < rows[0].seated)
    return { problems: [{ code: 'seats.taken', field: 'kursi', data: { seated: rows[0].seated } }] }
  if (asked.capacity > rows[0].seats)
    return { problems: [{ code: 'plan.crowded', field: 'kursi', data: { seats: rows[0].seats } }] }
  await db.client.query('update class set capacity = $3 where kec_id = $1 and id = $2', [asked.kec, asked.class, asked.capacity])
  return { promoted: await promote(db, secrets, asked.kec, asked.class, asked.at) }
}

/** Who has a seat and is elsewhere at the time of a session to come: a session was moved onto other plans of theirs. */
export async function clashingIn(db: Db, kec: Kec, of: string, now: Date): Promise<string[]> {
  const { rows } = await db.client.query(
    `select distinct b.number from booking b join class_session s on s.kec_id = b.kec_id and s.class_id = b.class_id and not s.cancelled and lower(s.during) > $3
     where b.kec_id = $1 and b.class_id = $2 and b.state = 'seated' and b.seated_at < s.moved_at
       and not exists (select from member_time m where m.kec_id = b.enrolment_kec and m.enrolment_id = b.enrolment_id and m.ref = b.id and m.nr = s.nr)
     order by 1 limit 20`,
    [kec, of, now],
  )
  return rows.map((r) => r.number)
}
