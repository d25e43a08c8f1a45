// The door and what follows: check-in by number, code, list or NIK, each one fact class.attended; homework read and accepted, one fact
// homework.accepted; certificates that follow from both; feedback. Facts are written by journal/ only.
import { type EvidenceProblem, record, recording, uuidFrom } from '../journal/index.ts'
import { type JakartaDate, jakartaDay } from '../kit/calendar.ts'
import { type Database, type Db, type Scope, seeing, widen } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import { type Secrets, sameBytes } from '../kit/secrets.ts'
import { maskName } from '../kit/show.ts'
import { findMembers, type MemberKey } from '../people/index.ts'
import type { Kec } from '../places/index.ts'
import { giveBack, lockClasses, type Seated, sit } from './booking.ts'
import { catalogue, classOf } from './classes.ts'
import type { TrainingProblem } from './messages.ts'
import {
  atTheDoor,
  type ClassRow,
  isLateHomework,
  lacksForCertificate,
  MISSED_MOST,
  missedInARow,
  type PhotoType,
  reaches,
  type Way,
} from './rules.ts'
import { tell } from './telling.ts'

// ---- who sits there

export type Sitting = {
  booking: string
  kec: Kec
  enrolment: string
  number: string
  name: string
  trade: string | null
  state: 'seated' | 'waiting'
  place: number
  /** Sessions attended, by number; of the session asked for, when and whether late. */
  attended: number[]
  here: { at: Date; late: boolean; way: Way } | null
}

/** Who sits and who waits, in the order of asking; names of members of other kecamatan too, since they are expected at this door. */
export async function sittingIn(db: Db, c: ClassRow, nr: number | null): Promise<Sitting[]> {
  const booked = await db.client.query(
    `select b.id as booking, b.enrolment_kec as kec, b.enrolment_id as enrolment, b.number, b.state, b.place,
       coalesce(array_agg(a.nr) filter (where a.nr is not null), '{}') as attended,
       max(a.at) filter (where a.nr = $3) as at, bool_or(a.late) filter (where a.nr = $3) as late, max(a.way) filter (where a.nr = $3) as way
     from booking b left join attendance a on a.kec_id = b.kec_id and a.class_id = b.class_id and a.enrolment_id = b.enrolment_id and a.undone_at is null
     where b.kec_id = $1 and b.class_id = $2 and b.state in ('seated', 'waiting') group by b.kec_id, b.id order by b.state, b.place`,
    [c.kec, c.id, nr],
  )
  const people = await seeing(db, [...new Set(booked.rows.map((r) => r.kec as number))], () =>
    db.client.query(
      `select e.id, p.name, (select b.trade from business b where b.kec_id = p.kec_id and b.person_id = p.id limit 1) as trade
       from unnest($1::integer[], $2::uuid[]) as a(kec, id) join enrolment e on e.kec_id = a.kec and e.id = a.id
       join person p on p.kec_id = e.kec_id and p.id = e.person_id`,
      [booked.rows.map((r) => r.kec), booked.rows.map((r) => r.enrolment)],
    ),
  )
  const who = new Map(people.rows.map((p) => [p.id, p]))
  return booked.rows.map(({ at, late, way, ...r }) => ({
    ...r,
    name: who.get(r.enrolment)?.name ?? r.number,
    trade: who.get(r.enrolment)?.trade ?? null,
    here: at ? { at, late, way } : null,
  }))
}

// ---- tickets: the code on a phone or on paper

const MAC = 12
const macOf = (secrets: Secrets, booking: string) => secrets.token(`ticket ${booking}`).subarray(0, MAC)

/** What the code of a booking says: which booking, and that we wrote it. It ends with the booking; moving gives a new one. */
export function ticketOf(secrets: Secrets, booking: string): string {
  return Buffer.concat([Buffer.from(booking.replaceAll('-', ''), 'hex'), macOf(secrets, booking)]).toString('base64url')
}

/** The booking that a code names; null for one that we did not write. */
export function readTicket(secrets: Secrets, text: string): string | null {
  if (!/^[\w-]{38}$/.test(text)) return null
  const bytes = Buffer.from(text, 'base64url')
  const hex = bytes.subarray(0, 16).toString('hex')
  const booking = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return sameBytes(bytes.subarray(16), macOf(secrets, booking)) ? booking : null
}

// ---- the door

export type CheckedIn =
  | { member: Seated; at: Date; late: boolean; again: boolean }
  | { problem: TrainingProblem | EvidenceProblem }

type AtDoor = {
  kec: Kec
  class: string
  nr: number
  /** A member's number or NIK, or the booking of a ticket. */
  who: MemberKey | { booking: string }
  way: Way
  by: string
  /** When it was tapped; the same tap sent again is the same check-in. */
  at: Date
  now: Date
}

/** Somebody has come, and the transaction must end without a trace of it. */
class NotLetIn extends Error {
  readonly problem: TrainingProblem
  constructor(problem: TrainingProblem) {
    super('not let in')
    this.problem = problem
  }
}

/**
 * Checks somebody in: who has a seat; who waits or has none gets one now if one is free. The fact's id follows from session and member, so that
 * two doors, or one tap sent twice, write it once; taken back and written again it is another.
 */
export async function checkIn(database: Database, secrets: Secrets, scope: Scope, door: AtDoor): Promise<CheckedIn> {
  try {
    const answer = await recording(database, { ...scope, kec: door.kec }, (db) => enter(db, secrets, door))
    return 'problems' in answer ? { problem: answer.problems[0]! } : answer
  } catch (error) {
    if (error instanceof NotLetIn) return { problem: error.problem }
    throw error
  }
}

async function enter(
  db: Db,
  secrets: Secrets,
  { kec, class: of, nr, who, way, by, at, now }: AtDoor,
): Promise<Exclude<CheckedIn, { problem: unknown }> | { problems: EvidenceProblem[] }> {
  const c = await classOf(db, kec, of)
  const session = c?.sessions.find((s) => s.nr === nr)
  if (!c || !session) throw new NotLetIn({ code: 'class.missing', data: null })
  const member = await whoIs(db, secrets, c, who)
  await widen(db, [member.kec])
  await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`attend ${of} ${nr} ${member.enrolment}`])
  const earlier = await db.client.query(
    'select id, at, late, undone_at as undone from attendance where kec_id = $1 and class_id = $2 and nr = $3 and enrolment_id = $4',
    [kec, of, nr, member.enrolment],
  )
  const stands = earlier.rows.find((r) => !r.undone)
  if (stands) return { member, at: stands.at, late: stands.late, again: true }
  const door = atTheDoor(c, session, way, at)
  if ('problem' in door) throw new NotLetIn(door.problem)
  await seatAtDoor(db, secrets, c, member, by, now)
  const id = uuidFrom(`attended ${of} ${nr} ${member.enrolment} ${earlier.rows.length}`)
  const recorded = await record(db, secrets, { actor: by, way: 'counter', now }, { number: member.number }, [
    {
      id,
      kind: 'class.attended',
      occurredOn: jakartaDay(session.starts),
      grade: 'B',
      data: { class: c.code, session: String(nr), module: session.module },
    },
  ])
  if ('problems' in recorded) return recorded
  await db.client.query(
    `insert into attendance (kec_id, id, class_id, nr, enrolment_kec, enrolment_id, number, at, way, late, by_account) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [kec, id, of, nr, member.kec, member.enrolment, member.number, at, way, door.late, by],
  )
  await certify(db, c, member, now)
  return { member, at, late: door.late, again: false }
}

async function whoIs(db: Db, secrets: Secrets, c: ClassRow, who: AtDoor['who']): Promise<Seated> {
  if ('booking' in who) {
    const { rows } = await db.client.query(
      'select class_id as class, enrolment_kec as kec, enrolment_id as enrolment, number, state from booking where kec_id = $1 and id = $2',
      [c.kec, who.booking],
    )
    const b = rows[0]
    if (!b) throw new NotLetIn({ code: 'ticket.unknown', data: null })
    if (b.class !== c.id) throw new NotLetIn({ code: 'ticket.other-class', data: { code: c.code } })
    if (b.state !== 'seated' && b.state !== 'waiting') throw new NotLetIn({ code: 'ticket.ended', data: { state: b.state } })
    return { kec: b.kec, enrolment: b.enrolment, number: b.number }
  }
  // A booked member of another kecamatan is expected here: by number, and only because of the booking.
  if ('number' in who) {
    const { rows } = await db.client.query(
      "select enrolment_kec as kec, enrolment_id as enrolment, number from booking where kec_id = $1 and class_id = $2 and number = $3 and state in ('seated', 'waiting')",
      [c.kec, c.id, who.number],
    )
    if (rows[0]) return rows[0]
  }
  const [found] = await findMembers(db, secrets, [who])
  if (!found || found === 'ambiguous') throw new NotLetIn({ code: 'door.unknown', field: 'cari', data: null })
  if (!reaches(c, found.kec)) throw new NotLetIn({ code: 'class.elsewhere', data: { kec: c.kec, reach: c.reach } })
  return { kec: found.kec, enrolment: found.id, number: found.number }
}

/** Whoever is let in sits: in the seat they booked, in the place they waited for, or in one that is free. */
async function seatAtDoor(db: Db, secrets: Secrets, c: ClassRow, member: Seated, by: string, now: Date): Promise<void> {
  const { rows } = await db.client.query(
    "select id, state from booking where kec_id = $1 and class_id = $2 and enrolment_id = $3 and state in ('seated', 'waiting')",
    [c.kec, c.id, member.enrolment],
  )
  if (rows[0]?.state === 'seated') return
  const locked = (await lockClasses(db, [{ kec: c.kec, id: c.id }], now)).get(c.id)!
  if (locked.seated >= locked.capacity) throw new NotLetIn({ code: 'door.full', data: { capacity: locked.capacity } })
  if (rows[0]) {
    await giveBack(db, secrets, { kec: c.kec, booking: rows[0].id, enrolments: null, as: 'moved', by, at: now })
  }
  const [answer] = await sit(db, [{ id: uuidv7(now.getTime()), kec: c.kec, class: c.id, member, by, at: now, officer: true }])
  if (answer!.outcome === 'clash') throw new NotLetIn({ code: 'door.clash', data: { on: answer!.on } })
  // A paper list entered after the last session: nobody needs a seat any more.
  if (answer!.outcome !== 'seated' && answer!.outcome !== 'closed')
    throw new NotLetIn({ code: 'door.full', data: { capacity: locked.capacity } })
}

/** Takes a check-in back, with a reason: its fact is void. */
export async function undoCheckIn(
  database: Database,
  secrets: Secrets,
  scope: Scope,
  asked: { kec: Kec; class: string; nr: number; number: string; why: string; by: string; now: Date },
): Promise<{ done: true } | { problem: TrainingProblem | EvidenceProblem }> {
  const answer = await recording(database, { ...scope, kec: asked.kec }, async (db) => {
    const { rows } = await db.client.query(
      'select id, enrolment_kec as kec, number from attendance where kec_id = $1 and class_id = $2 and nr = $3 and number = $4 and undone_at is null for update',
      [asked.kec, asked.class, asked.nr, asked.number],
    )
    if (!rows[0]) return { done: true as const }
    await widen(db, [rows[0].kec])
    const recorded = await record(db, secrets, { actor: asked.by, way: 'counter', now: asked.now }, { number: rows[0].number }, [
      { id: uuidv7(asked.now.getTime()), voids: rows[0].id, reason: asked.why },
    ])
    if ('problems' in recorded) return recorded
    await db.client.query('update attendance set undone_at = $3, undone_by = $4, undone_why = $5 where kec_id = $1 and id = $2', [
      asked.kec,
      rows[0].id,
      asked.now,
      asked.by,
      asked.why,
    ])
    await db.client.query(
      `update certificate set withdrawn_on = $4, withdrawn_why = 'attendance' where kec_id = $1 and class_id = $2 and number = $3 and withdrawn_on is null`,
      [asked.kec, asked.class, asked.number, jakartaDay(asked.now)],
    )
    return { done: true as const }
  })
  return 'problems' in answer ? { problem: answer.problems[0]! } : answer
}

/** Who has missed two sessions in a row without a word gives the seat to who waits. Answers how many seats went. */
export async function releaseMissed(db: Db, secrets: Secrets, c: ClassRow, by: string, now: Date): Promise<number> {
  await lockClasses(db, [{ kec: c.kec, id: c.id }], now)
  let released = 0
  for (const s of await sittingIn(db, c, null)) {
    if (s.state !== 'seated' || missedInARow(c, new Set(s.attended), now) < MISSED_MOST) continue
    await tell(db, secrets, { kec: c.kec, class: c.id, member: s, what: 'released', at: now })
    await giveBack(db, secrets, { kec: c.kec, booking: s.booking, enrolments: null, as: 'released', by, at: now })
    released++
  }
  return released
}

// ---- homework

export type Handed = {
  kec: Kec
  id: string
  class: string
  code: string
  module: string
  memberKec: Kec
  enrolment: string
  number: string
  text: string | null
  photo: PhotoType | null
  at: Date
  late: boolean
  decidedAt: Date | null
  outcome: 'accepted' | 'returned' | null
  answer: string | null
}

const HANDED = `select h.kec_id as kec, h.id, h.class_id as class, c.code, h.module, h.enrolment_kec as "memberKec", h.enrolment_id as enrolment, h.number, h.body,
  h.photo_type as photo, h.handed_in_at as at, h.late, h.decided_at as "decidedAt", h.outcome, h.answer from homework h join class c on c.kec_id = h.kec_id and c.id = h.class_id`
const handedIn = (db: Db, { body, answer, ...r }: Record<string, unknown>): Handed =>
  ({
    ...r,
    text: body ? db.secrets.open(body as Buffer, String(r.id)) : null,
    answer: answer ? db.secrets.open(answer as Buffer, `${r.id} answer`) : null,
  }) as Handed

/** Takes homework in; sent twice under one id it is one. In the scope of the class's kecamatan. */
export async function handIn(
  db: Db,
  c: ClassRow,
  h: {
    id: string
    module: string
    member: Seated
    text: string | null
    photo: { type: PhotoType; bytes: Buffer } | null
    at: Date
  },
): Promise<void> {
  await db.client.query(
    `insert into homework (kec_id, id, class_id, module, enrolment_kec, enrolment_id, number, body, photo, photo_type, handed_in_at, late)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      c.kec,
      h.id,
      c.id,
      h.module,
      h.member.kec,
      h.member.enrolment,
      h.member.number,
      h.text ? db.secrets.seal(h.text, h.id) : null,
      h.photo ? db.secrets.seal(h.photo.bytes, `${h.id} photo`) : null,
      h.photo?.type ?? null,
      h.at,
      isLateHomework(c, h.at),
    ],
  )
}

/** What waits to be read in a kecamatan, oldest first. Plan: homework_waiting. */
export async function homeworkWaiting(db: Db, kec: Kec): Promise<(Handed & { name: string })[]> {
  const { rows } = await db.client.query(
    `${HANDED} where h.kec_id = $1 and h.decided_at is null order by h.handed_in_at limit 100`,
    [kec],
  )
  const all = rows.map((r) => handedIn(db, r))
  const names = await seeing(db, [...new Set(all.map((h) => h.memberKec))], () =>
    db.client.query(
      `select e.id, p.name from unnest($1::integer[], $2::uuid[]) as a(kec, id) join enrolment e on e.kec_id = a.kec and e.id = a.id
       join person p on p.kec_id = e.kec_id and p.id = e.person_id`,
      [all.map((h) => h.memberKec), all.map((h) => h.enrolment)],
    ),
  )
  const of = new Map(names.rows.map((r) => [r.id, r.name as string]))
  return all.map((h) => ({ ...h, name: of.get(h.enrolment) ?? h.number }))
}

/** A member's own. Plan: homework_of_member. */
export async function homeworkOf(db: Db, enrolments: readonly string[], kecs: readonly Kec[]): Promise<Handed[]> {
  const { rows } = await db.client.query(
    `${HANDED} where h.enrolment_kec = any($1) and h.enrolment_id = any($2) order by h.handed_in_at desc limit 50`,
    [kecs, enrolments],
  )
  return rows.map((r) => handedIn(db, r))
}

export async function photoOf(db: Db, kec: Kec, id: string): Promise<{ bytes: Buffer; type: PhotoType } | null> {
  const { rows } = await db.client.query('select photo, photo_type as type from homework where kec_id = $1 and id = $2', [
    kec,
    id,
  ])
  return rows[0]?.photo ? { bytes: db.secrets.openBytes(rows[0].photo, `${id} photo`), type: rows[0].type } : null
}

/** Somebody read it: accepted is a fact of that day; returned says what is missing, and another may be handed in. Decided once. */
export async function decideHomework(
  database: Database,
  secrets: Secrets,
  scope: Scope,
  asked: { kec: Kec; id: string; accept: boolean; answer: string; by: string; now: Date },
): Promise<{ done: true } | { problem: TrainingProblem | EvidenceProblem }> {
  const answer = await recording(database, { ...scope, kec: asked.kec }, async (db) => {
    const { rows } = await db.client.query(`${HANDED} where h.kec_id = $1 and h.id = $2 for update of h`, [asked.kec, asked.id])
    if (!rows[0]) return { problem: { code: 'homework.missing', data: null } as TrainingProblem }
    const h = handedIn(db, rows[0])
    if (h.outcome)
      return h.outcome === (asked.accept ? 'accepted' : 'returned')
        ? { done: true as const }
        : { problem: { code: 'homework.decided', data: { outcome: h.outcome } } as TrainingProblem }
    await widen(db, [h.memberKec])
    const fact = asked.accept ? uuidFrom(`homework ${h.id}`) : null
    if (fact) {
      const recorded = await record(db, secrets, { actor: asked.by, way: 'counter', now: asked.now }, { number: h.number }, [
        {
          id: fact,
          kind: 'homework.accepted',
          occurredOn: jakartaDay(asked.now),
          grade: 'B',
          data: { class: h.code, homework: h.module },
        },
      ])
      if ('problems' in recorded) return recorded
    }
    await db.client.query(
      'update homework set decided_at = $3, decided_by = $4, outcome = $5, answer = $6, fact_id = $7 where kec_id = $1 and id = $2',
      [
        asked.kec,
        asked.id,
        asked.now,
        asked.by,
        asked.accept ? 'accepted' : 'returned',
        asked.answer ? secrets.seal(asked.answer, `${asked.id} answer`) : null,
        fact,
      ],
    )
    if (asked.accept) {
      const c = await classOf(db, asked.kec, h.class)
      if (c) await certify(db, c, { kec: h.memberKec, enrolment: h.enrolment, number: h.number }, asked.now)
    }
    return { done: true as const }
  })
  return 'problems' in answer ? { problem: answer.problems[0]! } : answer
}

// ---- certificates

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** `7KQ2-M4XD-9TRA`: read out over the phone, and guessed by nobody. */
const codeFor = (secrets: Secrets, of: string, enrolment: string) =>
  [...secrets.token(`certificate ${of} ${enrolment}`).subarray(0, 12)]
    .map((b) => ALPHABET[b % 32])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')

/** Issues a certificate when all of it is there; one that was withdrawn comes back when it is earned again. */
async function certify(db: Db, c: ClassRow, member: Seated, now: Date): Promise<void> {
  const { modules } = await catalogue(db)
  const { rows } = await db.client.query(
    `select (select coalesce(array_agg(nr), '{}') from attendance where kec_id = $1 and class_id = $2 and enrolment_id = $3 and undone_at is null) as attended,
       (select coalesce(array_agg(module), '{}') from homework where kec_id = $1 and class_id = $2 and enrolment_id = $3 and outcome = 'accepted') as accepted`,
    [c.kec, c.id, member.enrolment],
  )
  const attended = new Set<number>(rows[0].attended)
  const taught = [...new Set(c.sessions.filter((s) => !s.cancelled).map((s) => s.module))]
  // One homework is enough (definition v1 asks for one); a class that asks for none gives its certificate for coming.
  const asks = taught.filter((m) => modules.get(m)?.homework)
  const accepted = new Set<string>(rows[0].accepted)
  const done = asks.filter((m) => accepted.has(m))
  if (lacksForCertificate(c, attended, { asks: asks.length && !done.length ? asks : [], accepted }, now)) return
  const person = await db.client.query(
    'select p.name from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id where e.kec_id = $1 and e.id = $2',
    [member.kec, member.enrolment],
  )
  await db.client.query(
    `insert into certificate (code, kec_id, class_id, enrolment_kec, enrolment_id, number, initials, issued_on, sessions) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (kec_id, class_id, enrolment_id) do update set sessions = excluded.sessions,
       issued_on = case when certificate.withdrawn_on is null then certificate.issued_on else excluded.issued_on end, withdrawn_on = null, withdrawn_why = null`,
    [
      codeFor(db.secrets, c.id, member.enrolment),
      c.kec,
      c.id,
      member.kec,
      member.enrolment,
      member.number,
      maskName(person.rows[0]?.name ?? ''),
      jakartaDay(now),
      attended.size,
    ],
  )
}

export type Certificate = { code: string; kec: Kec; class: string; issuedOn: JakartaDate; sessions: number; number: string }

/** A member's own certificates that stand. */
export async function certificatesOf(db: Db, enrolments: readonly string[]): Promise<Certificate[]> {
  const { rows } = await db.client.query(
    'select code, kec_id as kec, class_id as class, issued_on as "issuedOn", sessions, number from certificate where enrolment_id = any($1) and withdrawn_on is null order by issued_on desc',
    [enrolments],
  )
  return rows
}

export type Said = {
  kec: Kec
  class: string
  initials: string | null
  issuedOn: JakartaDate
  sessions: number
  withdrawnOn: JakartaDate | null
}
/** What the public may know of a certificate. */
export async function certificateSays(db: Db, code: string): Promise<Said | null> {
  const { rows } = await db.client.query(
    'select kec_id as kec, class_id as class, initials, issued_on as "issuedOn", sessions, withdrawn_on as "withdrawnOn" from certificate_says($1)',
    [code],
  )
  return rows[0] ?? null
}

// ---- feedback

export type Feedback = { useful: 1 | 2 | 3; pace: 1 | 2 | 3; again: 1 | 2 | 3 }

/** Three taps; given again, the newer one stands. */
export async function giveFeedback(db: Db, c: { kec: Kec; id: string }, enrolment: string, f: Feedback, at: Date): Promise<void> {
  await db.client.query(
    `insert into class_feedback (kec_id, class_id, enrolment_id, useful, pace, again, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (kec_id, class_id, enrolment_id) do update set useful = excluded.useful, pace = excluded.pace, again = excluded.again, at = excluded.at`,
    [c.kec, c.id, enrolment, f.useful, f.pace, f.again, at],
  )
}

/** Fewer than this many answers are shown to nobody: one would know whose they are. */
export const FEEDBACK_LEAST = 5

export async function feedbackOn(
  db: Db,
  kec: Kec,
  of: string,
): Promise<{ n: number; useful: number; pace: number; again: number } | null> {
  const { rows } = await db.client.query(
    `select count(*)::integer as n, count(*) filter (where useful = 3)::integer as useful, count(*) filter (where pace = 2)::integer as pace,
       count(*) filter (where again = 3)::integer as again from class_feedback where kec_id = $1 and class_id = $2`,
    [kec, of],
  )
  return rows[0].n >= FEEDBACK_LEAST ? rows[0] : null
}

// ---- a member's own classes

export type OwnBooking = {
  id: string
  kec: Kec
  class: string
  state: 'seated' | 'waiting'
  ahead: number
  enrolment: string
  attended: number[]
  feedback: boolean
}

/** Seats and places in line of a member, and what they attended there. Plan: booking_of_member. */
export async function ownBookings(
  db: Db,
  member: { enrolments: readonly string[] },
  kecs: readonly Kec[],
): Promise<OwnBooking[]> {
  const { rows } = await db.client.query(
    `select b.id, b.kec_id as kec, b.class_id as class, b.state, b.enrolment_id as enrolment, 0 as ahead,
       (select coalesce(array_agg(nr order by nr), '{}') from attendance a where a.kec_id = b.kec_id and a.class_id = b.class_id and a.enrolment_id = b.enrolment_id and a.undone_at is null) as attended,
       exists (select from class_feedback f where f.kec_id = b.kec_id and f.class_id = b.class_id and f.enrolment_id = b.enrolment_id) as feedback
     from booking b where b.enrolment_kec = any($1) and b.enrolment_id = any($2) and b.state in ('seated', 'waiting') order by b.at desc limit 40`,
    [kecs, member.enrolments],
  )
  return rows
}

/** All that P2 holds of one member, for the copy of their data: photos as base64. */
export type OwnClasses = {
  seats: { class: string; state: string; at: Date }[]
  attendance: { class: string; session: number; at: Date; late: boolean; takenBack: boolean }[]
  homework: {
    class: string
    module: string
    at: Date
    text: string | null
    photo: { type: string; base64: string } | null
    outcome: string | null
    answer: string | null
  }[]
  certificates: { code: string; class: string; initials: string | null; issuedOn: JakartaDate; withdrawnOn: JakartaDate | null }[]
  feedback: { class: string; useful: number; pace: number; again: number; at: Date }[]
  invitations: { class: string; way: string; at: Date }[]
}

/** In the member's own scope. Plan: each by its index of a member. */
export async function ownClasses(db: Db, enrolments: readonly { kec: Kec; id: string }[]): Promise<OwnClasses> {
  const own = [enrolments.map((e) => e.kec), enrolments.map((e) => e.id)]
  const of = (table: string, columns: string, by = 'x.enrolment_kec', classKec = 'x.kec_id') =>
    db.client.query(
      `select k.code as class, ${columns} from unnest($1::integer[], $2::uuid[]) as a(kec, id) join ${table} x on ${by} = a.kec and x.enrolment_id = a.id
       join class_code k on k.kec_id = ${classKec} and k.class_id = x.class_id`,
      own,
    )
  const homework = await of(
    'homework',
    'x.id, x.module, x.handed_in_at as at, x.body, x.photo, x.photo_type as type, x.outcome, x.answer',
  )
  return {
    seats: (await of('booking', 'x.state, x.at')).rows,
    attendance: (await of('attendance', 'x.nr as session, x.at, x.late, x.undone_at is not null as "takenBack"')).rows,
    homework: homework.rows.map((h) => ({
      class: h.class,
      module: h.module,
      at: h.at,
      text: h.body ? db.secrets.open(h.body, h.id) : null,
      photo: h.photo ? { type: h.type, base64: db.secrets.openBytes(h.photo, `${h.id} photo`).toString('base64') } : null,
      outcome: h.outcome,
      answer: h.answer ? db.secrets.open(h.answer, `${h.id} answer`) : null,
    })),
    certificates: (await of('certificate', 'x.code, x.initials, x.issued_on as "issuedOn", x.withdrawn_on as "withdrawnOn"'))
      .rows,
    feedback: (await of('class_feedback', 'x.useful, x.pace, x.again, x.at', 'x.kec_id')).rows,
    invitations: (await of('invitation', 'x.way, x.at', 'x.kec_id', 'x.class_kec')).rows,
  }
}
