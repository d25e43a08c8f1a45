// P2 and P3 at full size: 3,000 ask for 200 seats at once, a check-in while 44 clinics run, a mentor's week of 800 members, a month's free times of 358
// mentors, who first in a kecamatan and in the whole city. All on a copy of the data set.

import pg from 'pg'
import { queueOf, rank, standingsOf } from '../src/desk/index.ts'
import { uuidv7 } from '../src/kit/ids.ts'
import { askSeat, checkInAtDoor } from '../src/p2-training/index.ts'
import { menteesOf, slotsOf } from '../src/p3-mentoring/index.ts'
import { kecamatan } from '../src/places/index.ts'
import { planned } from '../tests/classes.ts'
import { programmeOn } from '../tests/programme.ts'
import type { Ground } from './dataset.ts'
import { ms, type Row, times } from './rows.ts'

const MENTORS = 358
const MEMBERS = 800
/** At each door, and how long after one another. */
const ARRIVALS = 10
const EVERY_MS = 2000
const NOW = new Date('2018-01-22T09:00:00+07:00')

const at95 = (took: number[]) => took.sort((a, b) => a - b)[Math.floor(took.length * 0.95)]!
async function timed<T>(took: number[], act: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const answer = await act()
  took.push(performance.now() - began)
  return answer
}

export async function rooms(g: Ground): Promise<Row[]> {
  const { url, database } = await g.copy('rooms')
  const programme = programmeOn({ url, secrets: g.secrets })
  const rows: Row[] = []
  const bareOf = async (runs: number, sql: string, values: unknown[] = []) => {
    const took: number[] = []
    for (let i = 0; i < runs; i++) await timed(took, () => programme.work((db) => db.client.query(sql, values)))
    return at95(took)
  }
  const kecs = kecamatan().map((k) => k.code)
  const kec = kecs[0]!

  // ---- 3,000 for 200
  const c = await planned(programme, kec, [['2018-01-27T09:00', 3]], { capacity: 200, waitingMost: 2000 })
  const asking: number[] = []
  await Promise.all(
    Array.from({ length: 3000 }, (_, i) =>
      timed(asking, () =>
        askSeat(database, {
          id: uuidv7(),
          kec,
          class: c.id,
          member: { kec, enrolment: uuidv7(), number: `X-${i}` },
          by: 'bench',
          at: NOW,
        }),
      ),
    ),
  )
  const insert = await bareOf(
    5,
    "insert into answered (id, body, answer, at) select gen_random_uuid(), '\\x00', '\\x00', now() from generate_series(1, 3000)",
  )
  rows.push({
    what: '3,000 ask for 200 seats at once, p95',
    measured: ms(at95(asking)),
    must: '300 ms',
    limit: `bare insert of 3,000 ${ms(insert)}`,
    ratio: times(at95(asking) / insert),
  })

  // ---- the door, at 44 clinics at once: at each somebody comes every other second, faster than anybody is let in by hand
  const classes = await Promise.all(kecs.map((k) => planned(programme, k, [['2018-01-22T08:30', 4]], { capacity: 400 })))
  const people = new Map<number, { number: string; id: string }[]>()
  for (const k of kecs)
    await programme.work(async (db) => {
      const { rows: some } = await db.client.query(
        'select number, id from enrolment where kec_id = $1 and not tied order by number limit $2',
        [k, ARRIVALS],
      )
      people.set(k, some)
    })
  await Promise.all(
    classes.map((one) =>
      Promise.all(
        people.get(one.kec)!.map((m) =>
          askSeat(database, {
            id: uuidv7(),
            kec: one.kec,
            class: one.id,
            member: { kec: one.kec, enrolment: m.id, number: m.number },
            by: 'bench',
            at: new Date('2018-01-20T09:00:00+07:00'),
          }),
        ),
      ),
    ),
  )
  const door: number[] = []
  await Promise.all(
    classes.map(async (one, i) => {
      const began = performance.now() + (i * EVERY_MS) / kecs.length
      const coming: Promise<unknown>[] = []
      for (const [n, { number }] of people.get(one.kec)!.entries()) {
        await new Promise((come) => setTimeout(come, Math.max(0, began + n * EVERY_MS - performance.now())))
        // Who comes does not wait for the one before.
        coming.push(
          timed(door, () =>
            checkInAtDoor(
              database,
              g.secrets,
              { actor: 'bench', role: 'officer', kec: one.kec },
              { kec: one.kec, class: one.id, nr: 1, who: { number }, way: 'number', by: 'bench', at: NOW, now: NOW },
            ),
          ),
        )
      }
      await Promise.all(coming)
    }),
  )
  const single = await bareOf(
    50,
    "insert into answered (id, body, answer, at) values (gen_random_uuid(), '\\x00', '\\x00', now())",
  )
  rows.push({
    what: 'a check-in, 44 clinics at once, p95',
    measured: ms(at95(door)),
    must: '100 ms',
    limit: `bare insert ${ms(single)}`,
    ratio: times(at95(door) / single),
  })

  // ---- mentors
  const mentors = Array.from({ length: MENTORS }, (_, i) => `bench.mentor${i}`)
  await programme.work(async (db) => {
    await db.client.query("insert into account (name, role, shown_as) select m, 'mentor', m from unnest($1::text[]) m", [mentors])
    await db.client.query(
      "insert into mentor (account, since, added_by) select m, '2017-11-01', 'bench' from unnest($1::text[]) m",
      [mentors],
    )
    await db.client.query(
      'insert into mentor_hours (account, weekday, from_minute, to_minute) select m, d, 540, 960 from unnest($1::text[]) m, generate_series(1, 5) d',
      [mentors],
    )
    await db.client.query(
      `insert into staff_time (who, during, kec_id, what, ref) select m, tstzrange(t, t + interval '30 minutes'), $2, 'meeting', gen_random_uuid()
       from unnest($1::text[]) m, generate_series('2018-01-22 09:00+07'::timestamptz, '2018-02-20', '17 hours') t`,
      [mentors, kec],
    )
    await db.client.query(
      `insert into assignment (kec_id, id, enrolment_id, number, mentor, from_on, why, at, by_account)
       select e.kec_id, gen_random_uuid(), e.id, e.number, $1, '2018-01-01', '{}', now(), 'bench' from enrolment e where e.kec_id = $2 and not e.tied order by e.number limit $3`,
      [mentors[0], kec, MEMBERS],
    )
    await db.client.query('analyze assignment; analyze staff_time')
  })
  const slots: number[] = []
  for (let i = 0; i < 30; i++)
    await timed(slots, () => programme.work((db) => slotsOf(db, mentors, { after: NOW, days: 30, holidays: new Set() })))
  const busy = await bareOf(30, 'select count(*) from staff_time where who = any($1)', [mentors])
  rows.push({
    what: `a month’s free times of ${MENTORS} mentors, p95`,
    measured: ms(at95(slots)),
    must: '50 ms',
    limit: `bare count ${ms(busy)}`,
    ratio: times(at95(slots) / busy),
  })

  const week: number[] = []
  const asMentor = { actor: mentors[0]!, role: 'mentor' }
  for (let i = 0; i < 60; i++)
    await timed(week, () =>
      database.within('mentor', asMentor, async (db) => {
        rank(await standingsOf(db, mentors[0]!, '2018-01-22'), '2018-01-22')
        await menteesOf(db, mentors[0]!, 200)
      }),
    )
  const reach = await bareOf(60, 'select count(*) from enrolment_reach where kec_id = $1', [kec])
  rows.push({
    what: `a mentor’s week, ${MEMBERS} members, p95`,
    measured: ms(at95(week)),
    must: '50 ms',
    limit: `bare count ${ms(reach)}`,
    ratio: times(at95(week) / reach),
  })
  // ---- the city's queue, beside promises, causes, seats and restrictions as a year has them
  const owner = new pg.Client(url)
  await owner.connect()
  await owner.query(
    `insert into agreement (kec_id, fact_id, enrolment_id, mentor, next_on, at)
       select e.kec_id, gen_random_uuid(), e.id, $1, case when random() < 0.3 then date '2018-01-20' + (random() * 30)::integer end, '2018-01-10'::timestamptz - random() * interval '60 days'
       from enrolment e where hashtext(e.id::text) % 10 = 0`,
    [mentors[0]],
  )
  await owner.query(
    `insert into stall (kec_id, id, enrolment_id, cause, at, by_account) select kec_id, gen_random_uuid(), id, 'licence', '2018-01-10', 'bench' from enrolment where hashtext(id::text) % 50 = 1`,
  )
  await owner.query(
    `insert into restriction (kec_id, id, enrolment_id, from_at, decided_by) select kec_id, gen_random_uuid(), id, '2018-01-10', 'bench' from enrolment where hashtext(id::text) % 2000 = 2`,
  )
  await owner.query('analyze agreement; analyze stall; analyze restriction; analyze booking; analyze class')
  await owner.end()
  const cityQueue: number[] = []
  const kecQueue: number[] = []
  const all = { reason: null, step: null, kel: null }
  for (let i = 0; i < 20; i++) {
    await timed(cityQueue, () =>
      database.within('staff', { actor: 'bench', role: 'office' }, (db) => queueOf(db, kecs, '2018-01-22', all)),
    )
    const one = kecs[i % kecs.length]!
    await timed(kecQueue, () =>
      database.within('staff', { actor: 'bench', role: 'officer', kec: one }, (db) => queueOf(db, [one], '2018-01-22', all)),
    )
  }
  const scan = await bareOf(20, 'select kec_id, next_step, count(*) from enrolment_reach group by 1, 2')
  rows.push(
    {
      what: 'who first in the whole city, p95',
      measured: ms(at95(cityQueue)),
      must: '500 ms',
      limit: `bare count of it ${ms(scan)}`,
      ratio: times(at95(cityQueue) / scan),
    },
    {
      what: 'who first in a kecamatan, p95',
      measured: ms(at95(kecQueue)),
      must: '50 ms',
      limit: `bare count ${ms(reach)}`,
      ratio: times(at95(kecQueue) / reach),
    },
  )
  await programme.end()
  return rows
}
