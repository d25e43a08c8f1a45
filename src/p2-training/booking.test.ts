// Seats under pressure, on a real PostgreSQL: never one too many, one answer for each, the line in the order of asking; and nobody and no
// room in two places at once, whatever is planned, booked, moved and cancelled.
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planned } from '../../tests/classes.ts'
import { at, freshProgramme, MENTENG, PASAR_MINGGU, type Programme } from '../../tests/programme.ts'
import { uuidv7 } from '../kit/ids.ts'
import { type Asking, askSeat, giveBack, moveSeat, onSeats, type SeatAnswer, type Seated } from './booking.ts'
import { cancelClass, moveSession } from './planning.ts'

let programme: Programme
let owner: pg.Client
const NOW = at('2018-01-22T09:00')

beforeAll(async () => {
  programme = await freshProgramme()
  owner = new pg.Client(programme.url)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await programme.end()
})

let people = 0
/** Somebody who need not be in the register: seats are counted by enrolment. */
const somebody = (kec = PASAR_MINGGU): Seated => ({
  kec,
  enrolment: uuidv7(),
  number: `PSM-18-${String(++people).padStart(5, '0')}`,
})
const asking = (c: { kec: number; id: string }, member: Seated, more: Partial<Asking> = {}): Asking => ({
  id: uuidv7(),
  kec: c.kec,
  class: c.id,
  member,
  by: member.number,
  at: NOW,
  ...more,
})
const ask = (c: { kec: number; id: string }, member: Seated, more?: Partial<Asking>) =>
  askSeat(programme.database, asking(c, member, more))
const cancel = (kec: number, booking: string) =>
  onSeats(programme.database, kec, (db) =>
    giveBack(db, programme.secrets, { kec, booking, enrolments: null, as: 'cancelled', by: 'x', at: NOW }),
  )
const rowsOf = async (id: string) =>
  (
    await owner.query(
      "select id, enrolment_id as enrolment, state, place from booking where class_id = $1 and state in ('seated', 'waiting') order by place",
      [id],
    )
  ).rows
const kindOf = (a: SeatAnswer) => a.outcome

describe('200 places', () => {
  it('are 200 when 3,000 ask at once: 200 sit, the line is in the order of asking, the rest are told that it is full', async () => {
    const c = await planned(programme, PASAR_MINGGU, [['2018-01-27T09:00', 3]], { capacity: 200, waitingMost: 1500 })
    const answers = await Promise.all(Array.from({ length: 3000 }, () => ask(c, somebody())))
    const count = (kind: string) => answers.filter((a) => a.outcome === kind).length
    expect([count('seated'), count('waiting'), count('full')]).toEqual([200, 1500, 1300])
    const rows = await rowsOf(c.id)
    expect(rows.filter((r) => r.state === 'seated').length).toBe(200)
    expect(rows.map((r) => r.place)).toEqual(Array.from({ length: 1700 }, (_, i) => i + 1))
    expect(rows.findIndex((r) => r.state === 'waiting')).toBe(200)
    const held = await owner.query('select seated, waiting from class where id = $1', [c.id])
    expect(held.rows[0]).toEqual({ seated: 200, waiting: 1500 })
  })

  it('stay 200 while 500 of them are given back and others ask, from two processes', async () => {
    const c = await planned(programme, PASAR_MINGGU, [['2018-02-03T09:00', 3]], { capacity: 200, waitingMost: 2000 })
    await Promise.all(Array.from({ length: 600 }, () => ask(c, somebody())))
    const given = (await rowsOf(c.id)).filter((_, i) => i % 2 === 0).slice(0, 150)
    // A second house on the same database asks beside the first.
    const { openDatabase } = await import('../kit/database.ts')
    const second = openDatabase(programme.url, programme.secrets)
    await Promise.all([
      ...given.map((b) => cancel(c.kec, b.id)),
      ...Array.from({ length: 100 }, () => ask(c, somebody())),
      ...Array.from({ length: 100 }, () => askSeat(second, asking(c, somebody()))),
    ])
    await second.end()
    const rows = await rowsOf(c.id)
    expect(rows.filter((r) => r.state === 'seated').length).toBe(200)
    expect(rows.length).toBe(600 - 150 + 200)
    // Whoever still waits asked after everybody who sits.
    const lastSeated = Math.max(...rows.filter((r) => r.state === 'seated').map((r) => r.place))
    expect(Math.min(...rows.filter((r) => r.state === 'waiting').map((r) => r.place))).toBeGreaterThan(lastSeated)
    expect((await owner.query('select seated, waiting from class where id = $1', [c.id])).rows[0]).toEqual({
      seated: 200,
      waiting: rows.length - 200,
    })
  })
})

describe('a seat', () => {
  it('is taken once, however often it is sent; cancelled, the page of before gives none', async () => {
    const c = await planned(programme, PASAR_MINGGU, [['2018-02-10T09:00', 3]])
    const [one, id] = [somebody(), uuidv7()]
    expect(await Promise.all([1, 2, 3, 4, 5].map(() => ask(c, one, { id })))).toEqual([
      { outcome: 'seated', again: false },
      ...[2, 3, 4, 5].map(() => ({ outcome: 'seated', again: true })),
    ])
    expect(await ask(c, one)).toEqual({ outcome: 'seated', again: true })
    await cancel(c.kec, id)
    expect(await ask(c, one, { id })).toEqual({ outcome: 'ended' })
    expect(kindOf(await ask(c, one))).toBe('seated')
  })

  it('is refused at a time when the member sits elsewhere, also when both are asked for at once', async () => {
    const [a, b] = [
      await planned(programme, PASAR_MINGGU, [['2018-02-17T09:00', 3]]),
      await planned(programme, MENTENG, [['2018-02-17T11:00', 3]], { reach: 'city' }),
    ]
    const one = somebody()
    const both = await Promise.all([ask(a, one), ask(b, one)])
    expect(both.map(kindOf).sort()).toEqual(['clash', 'seated'])
  })

  it('goes to the first who waits and is free then, who is passed over keeps the place', async () => {
    const c = await planned(programme, PASAR_MINGGU, [['2018-02-24T09:00', 3]], { capacity: 1 })
    const beside = await planned(programme, PASAR_MINGGU, [['2018-02-24T10:00', 1]])
    const [first, busy, free] = [somebody(), somebody(), somebody()]
    const id = uuidv7()
    await ask(c, first, { id })
    await ask(c, busy)
    await ask(c, free)
    expect(kindOf(await ask(beside, busy))).toBe('seated')
    await cancel(c.kec, id)
    const rows = await rowsOf(c.id)
    expect(rows.map((r) => [r.enrolment, r.state])).toEqual([
      [busy.enrolment, 'waiting'],
      [free.enrolment, 'seated'],
    ])
  })

  it('is not lost by moving to a class that is full, and is given on by moving to one that is not', async () => {
    const [from, full, open] = [
      await planned(programme, PASAR_MINGGU, [['2018-03-03T09:00', 3]], { capacity: 1 }),
      await planned(programme, PASAR_MINGGU, [['2018-03-10T09:00', 3]], { capacity: 1, waitingMost: 0 }),
      await planned(programme, PASAR_MINGGU, [['2018-03-17T09:00', 3]]),
    ]
    const [one, next] = [somebody(), somebody()]
    await ask(full, somebody())
    const id = uuidv7()
    await ask(from, one, { id })
    await ask(from, next)
    const move = (to: typeof open) =>
      moveSeat(programme.database, programme.secrets, {
        from: { kec: from.kec, booking: id },
        to: asking(to, one),
        enrolments: [one.enrolment],
      })
    expect(kindOf(await move(full))).toBe('full')
    expect((await rowsOf(from.id))[0].enrolment).toBe(one.enrolment)
    expect(kindOf(await move(open))).toBe('seated')
    expect((await rowsOf(from.id)).map((r) => [r.enrolment, r.state])).toEqual([[next.enrolment, 'seated']])
  })

  it('of another is not given back from a page of one’s own', async () => {
    const c = await planned(programme, PASAR_MINGGU, [['2018-03-24T09:00', 3]])
    const id = uuidv7()
    await ask(c, somebody(), { id })
    const answer = await onSeats(programme.database, c.kec, (db) =>
      giveBack(db, programme.secrets, { kec: c.kec, booking: id, enrolments: [uuidv7()], as: 'cancelled', by: 'x', at: NOW }),
    )
    expect(answer).toEqual({ outcome: 'missing' })
    expect((await rowsOf(c.id)).length).toBe(1)
  })
})

describe('the calendar', () => {
  it('never has a trainer, a room or a member in two places, whatever is planned, asked, moved and cancelled', async () => {
    const [hours, days] = [fc.integer({ min: 8, max: 15 }), fc.integer({ min: 2, max: 4 })]
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('plan' as const),
        day: days,
        hour: hours,
        trainer: fc.integer({ min: 1, max: 2 }),
        venue: fc.integer({ min: 0, max: 1 }),
      }),
      fc.record({ kind: fc.constant('seat' as const), class: fc.nat(5), member: fc.nat(3) }),
      fc.record({ kind: fc.constant('move' as const), class: fc.nat(5), day: days, hour: hours }),
      fc.record({ kind: fc.constant('cancel' as const), class: fc.nat(5) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 16 }), async (acts) => {
        const run = uuidv7().slice(-8)
        const venues = [uuidv7(), uuidv7()]
        const members = [somebody(), somebody(), somebody(), somebody()]
        const classes: { kec: number; id: string }[] = []
        for (const a of acts) {
          const of = 'class' in a ? classes[a.class % Math.max(1, classes.length)] : undefined
          if (a.kind === 'plan') {
            const made = await planned(
              programme,
              PASAR_MINGGU,
              [[`2018-04-0${a.day}T${String(a.hour).padStart(2, '0')}:00`, 2]],
              { trainer: `t.${run}.${a.trainer}`, venue: venues[a.venue], capacity: 2 },
            ).catch((error) => {
              expect(error.code).toBe('23P01')
              return null
            })
            if (made) classes.push(made)
          } else if (!of) continue
          else if (a.kind === 'seat') await ask(of, members[a.member]!)
          else if (a.kind === 'move')
            await onSeats(programme.database, of.kec, (db) =>
              moveSession(db, programme.secrets, {
                kec: of.kec,
                class: of.id,
                nr: 1,
                on: `2018-04-0${a.day}`,
                from: a.hour * 60,
                to: a.hour * 60 + 120,
                at: NOW,
              }),
            )
          else
            await onSeats(programme.database, of.kec, (db) =>
              cancelClass(db, programme.secrets, { kec: of.kec, class: of.id, why: 'hujan', by: 'x', at: NOW }),
            )
        }
        const twice = async (sql: string) => (await owner.query(sql)).rows
        expect(
          await twice(
            'select from class_session a join class_session b on a.kec_id = b.kec_id and a.venue_id = b.venue_id and a.during && b.during and (a.class_id, a.nr) < (b.class_id, b.nr) where not a.cancelled and not b.cancelled',
          ),
        ).toEqual([])
        expect(
          await twice(
            'select from staff_time a join staff_time b on a.who = b.who and a.during && b.during and (a.ref, a.nr) < (b.ref, b.nr)',
          ),
        ).toEqual([])
        expect(
          await twice(
            'select from member_time a join member_time b on a.enrolment_id = b.enrolment_id and a.during && b.during and (a.ref, a.nr) < (b.ref, b.nr)',
          ),
        ).toEqual([])
        // What is counted is what is there.
        expect(
          await twice(`select c.code from class c where c.seated <> (select count(*) from booking b where b.class_id = c.id and b.state = 'seated')
          or c.waiting <> (select count(*) from booking b where b.class_id = c.id and b.state = 'waiting')`),
        ).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})
