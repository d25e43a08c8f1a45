// Seats: decided inside one transaction under the class's own lock, for everybody who asks at that moment together (kit/gather.ts), so that
// 200 places are 200 however many ask at once. Who comes after the last seat waits, in the order of asking.

import type { Step } from '../journey/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import { type Cell, type Database, type Db, widen, writeRows } from '../kit/database.ts'
import { gathered } from '../kit/gather.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { Kec } from '../places/index.ts'
import { type Reach, reaches } from './rules.ts'
import { tell } from './telling.ts'

/** Who takes the seat: an enrolment, with its kecamatan and its public number. */
export type Seated = { kec: Kec; enrolment: string; number: string }

export type Asking = {
  /** Made by the form: the same id sent twice is one booking. */
  id: string
  kec: Kec
  class: string
  member: Seated
  by: string
  at: Date
  /** An officer at the door or for a group: also after the class has begun, and whomever the class is for. */
  officer?: boolean
}

export type SeatAnswer =
  | { outcome: 'seated'; again: boolean }
  /** `ahead`: how many wait before this one. */
  | { outcome: 'waiting'; ahead: number; again: boolean }
  /** No seat, and nobody more may wait. */
  | { outcome: 'full' }
  /** The member sits elsewhere at one of these times: in a class, or with a mentor. */
  | { outcome: 'clash'; on: JakartaDate }
  /** The class is for others: of another kecamatan, or before a step that this member has reached. */
  | { outcome: 'not-for-you'; kec: Kec; reach: Reach; step: Step | null }
  /** Cancelled, over, or begun. */
  | { outcome: 'closed' }
  | { outcome: 'missing' }
  /** This id was used for another booking, or for one that has ended. */
  | { outcome: 'ended' }

const MOST = 4000
const WAITING = 20_000
/** 23P01: another process gave one of them a seat at that time meanwhile; asked again, the look finds it. */
const MEANWHILE = new Set(['23P01', '23505', '40001', '40P01'])
const TRIES = 4
const codeOf = (error: unknown) => String((error as { code?: unknown })?.code ?? '')

const gatherers = new WeakMap<Database, (asking: Asking) => Promise<SeatAnswer>>()

/** Asks for a seat. Everybody who asks while a round is at work is answered in the next one. */
export function askSeat(database: Database, asking: Asking): Promise<SeatAnswer> {
  let gatherer = gatherers.get(database)
  if (!gatherer) {
    gatherer = gathered<Asking, SeatAnswer>((asks) => inOneTransaction(database, asks), {
      most: MOST,
      waiting: WAITING,
      keyOf: (a) => a.member.enrolment,
      apart: (error) => MEANWHILE.has(codeOf(error)),
    })
    gatherers.set(database, gatherer)
  }
  return gatherer(asking)
}

async function inOneTransaction(database: Database, asks: readonly Asking[]): Promise<SeatAnswer[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.within('job', scopeOfClass(asks[0]!.kec), async (db) => {
        await widen(db, [...new Set(asks.flatMap((a) => [a.kec, a.member.kec]))])
        return sit(db, asks)
      })
    } catch (error) {
      if (asks.length > 1 || !MEANWHILE.has(codeOf(error)) || tries === TRIES) throw error
    }
  }
}

const scopeOfClass = (kec: Kec) => ({ actor: 'kelas', role: 'intake', kec })

type Locked = {
  kec: Kec
  id: string
  code: string
  capacity: number
  waitingMost: number
  seated: number
  waiting: number
  asked: number
  open: boolean
  over: boolean
  reach: Reach
  forStep: Step | null
}

/** The classes' rows, locked, one kecamatan after another so that two never wait for each other. */
export async function lockClasses(db: Db, classes: readonly { kec: Kec; id: string }[], now: Date): Promise<Map<string, Locked>> {
  const held = new Map<string, Locked>()
  const order = [...new Map(classes.map((c) => [c.id, c])).values()].sort((a, b) => a.kec - b.kec || (a.id < b.id ? -1 : 1))
  for (const { kec, id } of order) {
    const { rows } = await db.client.query(
      `select c.kec_id as kec, c.id, c.code, c.capacity, c.waiting_most as "waitingMost", c.seated, c.waiting, c.asked, c.reach, c.for_step as "forStep",
         c.cancelled_at is null and coalesce(s.begins > $3, false) as open, c.cancelled_at is not null or coalesce(s.ends <= $3, true) as over
       from class c cross join lateral (select min(lower(during)) as begins, max(upper(during)) as ends from class_session
         where kec_id = c.kec_id and class_id = c.id and not cancelled) s
       where c.kec_id = $1 and c.id = $2 for update of c`,
      [kec, id, now],
    )
    if (rows[0]) held.set(id, rows[0])
  }
  return held
}

/** In the caller's transaction, whose scope holds the classes and the members. Answers in the order of asking. */
export async function sit(db: Db, asks: readonly Asking[]): Promise<SeatAnswer[]> {
  const now = new Date(Math.max(...asks.map((a) => a.at.getTime())))
  const classes = await lockClasses(
    db,
    asks.map((a) => ({ kec: a.kec, id: a.class })),
    now,
  )
  const known = [asks.map((a) => a.id), asks.map((a) => a.kec), asks.map((a) => a.class), asks.map((a) => a.member.enrolment)]
  const [held, clashing] = [
    await db.client.query(
      `select a.nr, b.id, b.class_id as class, b.enrolment_id as enrolment, b.state, b.place,
         case when b.state = 'waiting' then (select count(*)::integer from booking w where w.kec_id = b.kec_id and w.class_id = b.class_id
           and w.state = 'waiting' and w.place < b.place) end as ahead
       from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::uuid[]) with ordinality as a(id, kec, class, enrolment, nr)
       join booking b on b.kec_id = a.kec and (b.id = a.id or (b.class_id = a.class and b.enrolment_id = a.enrolment and b.state in ('seated', 'waiting')))`,
      known,
    ),
    await db.client.query(
      `select a.nr, min((lower(s.during) at time zone 'Asia/Jakarta')::date)::text as on
       from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::uuid[]) with ordinality as a(id, kec, class, enrolment, nr)
       join class_session s on s.kec_id = a.kec and s.class_id = a.class and not s.cancelled and upper(s.during) > $5
       join member_time m on m.enrolment_id = a.enrolment and m.during && s.during
       group by a.nr`,
      [...known, now],
    ),
  ]
  const earlier = new Map<number, (typeof held.rows)[number]>()
  for (const r of held.rows) {
    // A booking that stands says more than one that ended under the same id.
    const nr = Number(r.nr) - 1
    if (!earlier.has(nr) || r.state === 'seated' || r.state === 'waiting') earlier.set(nr, r)
  }
  const through = await reachedAlready(db, asks, classes)
  const clashes = new Map(clashing.rows.map((r) => [Number(r.nr) - 1, r.on as JakartaDate]))

  const answers: SeatAnswer[] = []
  const made: { asking: Asking; seated: boolean; place: number }[] = []
  for (const [i, asking] of asks.entries()) {
    const c = classes.get(asking.class)
    const before = earlier.get(i)
    if (!c) answers.push({ outcome: 'missing' })
    else if (before) answers.push(asBefore(asking, before))
    else if (asking.officer ? c.over : !c.open) answers.push({ outcome: 'closed' })
    else if (!asking.officer && !reaches(c, asking.member.kec))
      answers.push({ outcome: 'not-for-you', kec: c.kec, reach: c.reach, step: null })
    else if (through.has(asking.member.enrolment))
      answers.push({ outcome: 'not-for-you', kec: c.kec, reach: c.reach, step: c.forStep })
    else if (clashes.has(i)) answers.push({ outcome: 'clash', on: clashes.get(i)! })
    else {
      // Who still waits while seats are free is not free at those times: giving back asks them first.
      const seated = c.seated < c.capacity
      if (!seated && c.waiting >= c.waitingMost) {
        answers.push({ outcome: 'full' })
        continue
      }
      answers.push(seated ? { outcome: 'seated', again: false } : { outcome: 'waiting', ahead: c.waiting, again: false })
      if (seated) c.seated++
      else c.waiting++
      c.asked++
      made.push({ asking, seated, place: c.asked })
    }
  }
  if (!made.length) return answers
  await writeRows(
    db,
    'booking',
    ['kec_id', 'id', 'class_id', 'enrolment_kec', 'enrolment_id', 'number', 'state', 'place', 'at', 'by_account', 'seated_at'],
    made.map(({ asking: a, seated, place }): Cell[] => [
      a.kec,
      a.id,
      a.class,
      a.member.kec,
      a.member.enrolment,
      a.member.number,
      seated ? 'seated' : 'waiting',
      place,
      a.at,
      a.by,
      seated ? a.at : null,
    ]),
  )
  await takeTimes(
    db,
    made.filter((m) => m.seated).map((m) => m.asking),
    now,
  )
  const touched = [...new Set(made.map((m) => m.asking.class))].map((id) => classes.get(id)!)
  await db.client.query(
    `update class c set seated = a.seated, waiting = a.waiting, asked = a.asked
     from unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[]) as a(kec, id, seated, waiting, asked)
     where c.kec_id = a.kec and c.id = a.id`,
    [
      touched.map((c) => c.kec),
      touched.map((c) => c.id),
      touched.map((c) => c.seated),
      touched.map((c) => c.waiting),
      touched.map((c) => c.asked),
    ],
  )
  return answers
}

/** Who has reached the step that the class is before, of those who ask for themselves. Plan: primary key of enrolment_reach. */
async function reachedAlready(db: Db, asks: readonly Asking[], classes: ReadonlyMap<string, Locked>): Promise<Set<string>> {
  const asked = asks.flatMap((a) => {
    const step = a.officer ? null : (classes.get(a.class)?.forStep ?? null)
    return step === null ? [] : [{ ...a.member, step }]
  })
  if (!asked.length) return new Set()
  const { rows } = await db.client.query(
    `select r.enrolment_id as id from unnest($1::integer[], $2::uuid[], $3::integer[]) as a(kec, id, step)
     join enrolment_reach r on r.kec_id = a.kec and r.enrolment_id = a.id
     where case a.step when 2 then r.p2_on when 3 then r.p3_on when 4 then r.p4_on when 5 then r.p5_on when 6 then r.p6_on else r.p7_on end is not null`,
    [asked.map((a) => a.kec), asked.map((a) => a.enrolment), asked.map((a) => a.step)],
  )
  return new Set(rows.map((r) => r.id))
}

function asBefore(asking: Asking, b: { class: string; enrolment: string; state: string; ahead: number | null }): SeatAnswer {
  if (b.class !== asking.class || b.enrolment !== asking.member.enrolment) return { outcome: 'ended' }
  if (b.state === 'seated') return { outcome: 'seated', again: true }
  if (b.state === 'waiting') return { outcome: 'waiting', ahead: b.ahead ?? 0, again: true }
  return { outcome: 'ended' }
}

/** The times of these seats are the members' now: of the sessions that are still to come. */
const takeTimes = (db: Db, seats: readonly Pick<Asking, 'id' | 'kec' | 'class' | 'member'>[], now: Date) =>
  db.client.query(
    `insert into member_time (kec_id, enrolment_id, during, ref, nr)
     select a.of_kec, a.enrolment, s.during, a.id, s.nr
     from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::integer[], $5::uuid[]) as a(id, kec, class, of_kec, enrolment)
     join class_session s on s.kec_id = a.kec and s.class_id = a.class and not s.cancelled and upper(s.during) > $6`,
    [
      seats.map((s) => s.id),
      seats.map((s) => s.kec),
      seats.map((s) => s.class),
      seats.map((s) => s.member.kec),
      seats.map((s) => s.member.enrolment),
      now,
    ],
  )

// ---- giving a seat back, and who gets it

export type Ending = {
  kec: Kec
  booking: string
  /** Only this member's own (a page of one's own); null: the scope decides. */
  enrolments: readonly string[] | null
  as: 'cancelled' | 'moved' | 'released'
  by: string
  at: Date
}
export type Ended = { outcome: 'ended'; class: string; promoted: number } | { outcome: 'missing' }

/** Gives a seat or a place in the line back; the first who waits and is free at those times gets the seat, and is told. */
export async function giveBack(db: Db, secrets: Secrets, { kec, booking, enrolments, as, by, at }: Ending): Promise<Ended> {
  const found = await db.client.query(
    'select class_id as class, enrolment_kec as "memberKec", enrolment_id as enrolment from booking where kec_id = $1 and id = $2',
    [kec, booking],
  )
  const b = found.rows[0]
  if (!b || (enrolments && !enrolments.includes(b.enrolment))) return { outcome: 'missing' }
  await widen(db, [b.memberKec])
  await lockClasses(db, [{ kec, id: b.class }], at)
  const ended = await db.client.query(
    `update booking set state = $3, ended_at = $4, ended_by = $5 from (select state from booking where kec_id = $1 and id = $2) before
     where kec_id = $1 and id = $2 and booking.state in ('seated', 'waiting') returning before.state as was`,
    [kec, booking, as, at, by],
  )
  if (!ended.rows[0]) return { outcome: 'missing' }
  const wasSeated = ended.rows[0].was === 'seated'
  await db.client.query(
    wasSeated
      ? 'update class set seated = seated - 1 where kec_id = $1 and id = $2'
      : 'update class set waiting = waiting - 1 where kec_id = $1 and id = $2',
    [kec, b.class],
  )
  await db.client.query('delete from member_time where kec_id = $1 and enrolment_id = $2 and ref = $3', [
    b.memberKec,
    b.enrolment,
    booking,
  ])
  return { outcome: 'ended', class: b.class, promoted: wasSeated ? await promote(db, secrets, kec, b.class, at) : 0 }
}

const enders = new WeakMap<Database, (ending: Ending) => Promise<Ended>>()

/**
 * Gives a seat back from a page of one's own. Those who do at one moment share a transaction, a few at a time: so they never stand in front of
 * everybody who asks for a seat meanwhile.
 */
export function endSeat(database: Database, secrets: Secrets, ending: Ending): Promise<Ended> {
  let ender = enders.get(database)
  if (!ender) {
    ender = gathered<Ending, Ended>(
      (some) =>
        onSeats(database, some[0]!.kec, async (db) => {
          await widen(db, [...new Set(some.map((e) => e.kec))])
          const ended: Ended[] = []
          for (const e of some) ended.push(await giveBack(db, secrets, e))
          return ended
        }),
      { most: 20, waiting: WAITING, keyOf: (e) => e.booking, apart: (error) => MEANWHILE.has(codeOf(error)) },
    )
    enders.set(database, ender)
  }
  return ender(ending)
}

/** Seats those who wait, first asked first, while there are seats; who is not free at those times keeps the place in the line. */
export async function promote(db: Db, secrets: Secrets, kec: Kec, of: string, at: Date): Promise<number> {
  const c = (await lockClasses(db, [{ kec, id: of }], at)).get(of)
  if (!c || c.over) return 0
  let promoted = 0
  for (let after = 0; c.seated < c.capacity; ) {
    const { rows } = await db.client.query(
      `select id, enrolment_kec as "memberKec", enrolment_id as enrolment, number, place from booking
       where kec_id = $1 and class_id = $2 and state = 'waiting' and place > $3 order by place limit 1`,
      [kec, of, after],
    )
    const next = rows[0]
    if (!next) break
    after = next.place
    await widen(db, [next.memberKec])
    const seat = { id: next.id, kec, class: of, member: { kec: next.memberKec, enrolment: next.enrolment, number: next.number } }
    const clash = await db.client.query(
      `select from class_session s join member_time m on m.enrolment_id = $3 and m.during && s.during
       where s.kec_id = $1 and s.class_id = $2 and not s.cancelled and upper(s.during) > $4 limit 1`,
      [kec, of, next.enrolment, at],
    )
    if (clash.rowCount) continue
    await takeTimes(db, [seat], at)
    await db.client.query("update booking set state = 'seated', seated_at = $3 where kec_id = $1 and id = $2", [kec, next.id, at])
    await db.client.query('update class set seated = seated + 1, waiting = waiting - 1 where kec_id = $1 and id = $2', [kec, of])
    await tell(db, secrets, { kec, class: of, member: seat.member, what: 'seat', at })
    c.seated++
    promoted++
  }
  return promoted
}

/** Gives the seat in one class for one in another, or leaves everything as it was: nobody ends with neither. */
export async function moveSeat(
  database: Database,
  secrets: Secrets,
  { from, to, enrolments }: { from: { kec: Kec; booking: string }; to: Asking; enrolments: readonly string[] | null },
): Promise<SeatAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.within('job', scopeOfClass(to.kec), async (db) => {
        await widen(db, [from.kec, to.member.kec])
        const own = await db.client.query('select class_id as id from booking where kec_id = $1 and id = $2', [
          from.kec,
          from.booking,
        ])
        if (!own.rows[0]) return { outcome: 'missing' }
        await lockClasses(
          db,
          [
            { kec: from.kec, id: own.rows[0].id },
            { kec: to.kec, id: to.class },
          ],
          to.at,
        )
        const before = await giveBack(db, secrets, { ...from, enrolments, as: 'moved', by: to.by, at: to.at })
        if (before.outcome === 'missing') return { outcome: 'missing' }
        const [answer] = await sit(db, [to])
        if (answer!.outcome !== 'seated' && answer!.outcome !== 'waiting') throw new StayThere(answer!)
        return answer!
      })
    } catch (error) {
      if (error instanceof StayThere) return error.answer
      if (!MEANWHILE.has(codeOf(error)) || tries === TRIES) throw error
    }
  }
}

/** The other class has no place: the transaction ends, and the old seat is kept. */
class StayThere extends Error {
  readonly answer: SeatAnswer
  constructor(answer: SeatAnswer) {
    super('no place in the other class')
    this.answer = answer
  }
}

/** One transaction for an act on seats in a kecamatan's scope; tried again when another process was at the same times. */
export async function onSeats<T>(database: Database, kec: Kec, work: (db: Db) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.within('job', scopeOfClass(kec), work)
    } catch (error) {
      if (!MEANWHILE.has(codeOf(error)) || tries === TRIES) throw error
    }
  }
}
