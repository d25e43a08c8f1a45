// Made-up classes of the demonstration: those whose attendance the journal tells of, with who sat there, and those of the Saturdays to come,
// which people have begun to book.
import { uuidFrom } from '../journal/index.ts'
import { addDays, type JakartaDate, startOfDay } from '../kit/calendar.ts'
import { type Cell, type Db, writeRows } from '../kit/database.ts'
import { initialsOf, type Kec, kecamatan, nameOf } from '../places/index.ts'
import { GROUPS, MODULES } from './story.ts'

type Made = {
  kec: Kec
  n: number
  course: string
  modules: readonly string[]
  days: readonly JakartaDate[]
  hour: number
  hall: 0 | 1
  capacity: number
}

/** Two halls and two trainers a kecamatan, mornings and afternoons: no two classes of one day share both. */
const PLACES: readonly (readonly [hour: number, hall: 0 | 1])[] = [
  [9, 0],
  [13, 0],
  [9, 1],
  [13, 1],
  [9, 0],
  [13, 0],
  [9, 1],
  [9, 0],
  [9, 1],
]
const SATURDAY: JakartaDate = '2018-01-27'
const DAY_MS = 86_400_000

const past = (kec: Kec): Made[] =>
  GROUPS.map((days, i) => ({
    kec,
    n: i + 1,
    course: 'dasar',
    modules: MODULES,
    days,
    hour: PLACES[i]![0],
    hall: PLACES[i]![1],
    capacity: 60,
  }))
const coming = (kec: Kec): Made[] => [
  {
    kec,
    n: 10,
    course: 'dasar',
    modules: MODULES,
    days: [0, 7, 14, 21].map((d) => addDays(SATURDAY, d)),
    hour: 9,
    hall: 0,
    capacity: 40,
  },
  { kec, n: 11, course: 'harga-jual', modules: ['harga-jual'], days: [SATURDAY], hour: 13, hall: 0, capacity: 20 },
  { kec, n: 12, course: 'catatan-kas', modules: ['catatan-kas'], days: [addDays(SATURDAY, 7)], hour: 13, hall: 1, capacity: 20 },
]

export async function makeClasses(db: Db, now: Date): Promise<void> {
  const kecs = kecamatan().map((k) => k.code)
  const venue = (kec: Kec, hall: 0 | 1) => uuidFrom(`demo venue ${kec} ${hall}`)
  const trainer = (kec: Kec, hall: 0 | 1) => `pengajar.${initialsOf(kec).toLowerCase()}${hall + 1}`
  const idOf = (c: Made) => uuidFrom(`demo class ${c.kec} ${c.n}`)
  const codeOf = (c: Made) => `${initialsOf(c.kec)}-K${c.n}`
  const classes = kecs.flatMap((kec) => [...past(kec), ...coming(kec)])
  const spans = classes.flatMap((c) =>
    c.days.map((day, i) => {
      const from = startOfDay(day).getTime() + c.hour * 3_600_000
      return {
        c,
        nr: i + 1,
        module: c.modules[i]!,
        during: `[${new Date(from).toISOString()},${new Date(from + 3 * 3_600_000).toISOString()})`,
      }
    }),
  )
  const halls = kecs.flatMap((kec) => ([0, 1] as const).map((hall) => ({ kec, hall })))
  await writeRows(
    db,
    'trainer',
    ['code', 'shown_as'],
    halls.map(({ kec, hall }): Cell[] => [trainer(kec, hall), `Pengajar Contoh ${initialsOf(kec)} ${hall + 1}`]),
  )
  await writeRows(
    db,
    'venue',
    ['kec_id', 'id', 'name', 'address', 'seats'],
    halls.map(({ kec, hall }): Cell[] => [
      kec,
      venue(kec, hall),
      hall ? 'Ruang serbaguna (contoh)' : 'Aula kecamatan (contoh)',
      `Kantor Kecamatan ${nameOf(kec)} (contoh)`,
      80,
    ]),
  )
  await writeRows(
    db,
    'class',
    [
      'kec_id',
      'id',
      'code',
      'course',
      'venue_id',
      'trainer',
      'capacity',
      'waiting_most',
      'reach',
      'for_step',
      'first_on',
      'last_on',
      'made_by',
      'made_at',
    ],
    classes.map((c): Cell[] => [
      c.kec,
      idOf(c),
      codeOf(c),
      c.course,
      venue(c.kec, c.hall),
      trainer(c.kec, c.hall),
      c.capacity,
      c.capacity,
      'kecamatan',
      c.course === 'dasar' ? 2 : null,
      c.days[0]!,
      c.days.at(-1)!,
      'mesin',
      new Date(Math.min(now.getTime(), startOfDay(c.days[0]!).getTime()) - 14 * DAY_MS),
    ]),
  )
  await writeRows(
    db,
    'class_code',
    ['code', 'kec_id', 'class_id'],
    classes.map((c): Cell[] => [codeOf(c), c.kec, idOf(c)]),
  )
  await writeRows(
    db,
    'class_session',
    ['kec_id', 'class_id', 'nr', 'venue_id', 'trainer', 'module', 'during'],
    spans.map(({ c, nr, module, during }): Cell[] => [
      c.kec,
      idOf(c),
      nr,
      venue(c.kec, c.hall),
      trainer(c.kec, c.hall),
      module,
      during,
    ]),
  )
  await writeRows(
    db,
    'staff_time',
    ['who', 'during', 'kec_id', 'what', 'ref', 'nr'],
    spans.map(({ c, nr, during }): Cell[] => [trainer(c.kec, c.hall), during, c.kec, 'class', idOf(c), nr]),
  )
  await seat(db)
}

/** Who the journal says was there had a seat and was checked in; and of those who wait for training, some have booked the Saturdays to come. */
async function seat(db: Db): Promise<void> {
  await db.client.query(
    `insert into attendance (kec_id, id, class_id, nr, enrolment_kec, enrolment_id, number, at, way, late, by_account)
     select distinct on (j.kec_id, k.class_id, nr, j.enrolment_id) j.kec_id, j.id, k.class_id, (j.payload->>'session')::smallint as nr, j.kec_id, j.enrolment_id, e.number,
       lower(s.during) + (abs(hashtext(j.id::text)) % 28 - 8) * interval '1 minute', 'list', abs(hashtext(j.id::text)) % 28 > 23, j.recorded_by
     from journal_event j join class_code k on k.code = j.payload->>'class' and k.kec_id = j.kec_id
     join class_session s on s.kec_id = k.kec_id and s.class_id = k.class_id and s.nr = (j.payload->>'session')::smallint
     join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id
     where j.kind = 'class.attended' and not exists (select from journal_event v where v.kec_id = j.kec_id and v.voids = j.id)
     order by j.kec_id, k.class_id, nr, j.enrolment_id, j.seq`,
  )
  await db.client.query(
    `insert into booking (kec_id, id, class_id, enrolment_kec, enrolment_id, number, state, place, at, by_account, seated_at)
     select a.kec_id, md5('booking' || a.class_id || a.enrolment_id)::uuid, a.class_id, a.enrolment_kec, a.enrolment_id, a.number, 'seated',
       row_number() over (partition by a.class_id order by min(a.at), a.enrolment_id), min(a.at) - interval '2 days', min(a.by_account), min(a.at) - interval '2 days'
     from attendance a group by a.kec_id, a.class_id, a.enrolment_kec, a.enrolment_id, a.number`,
  )
  // A third of those who have reached P1 and wait longest for P2 take the course that begins on Saturday; the islands wait for theirs.
  await db.client.query(
    `insert into booking (kec_id, id, class_id, enrolment_kec, enrolment_id, number, state, place, at, by_account, seated_at)
     select c.kec_id, md5('booking' || c.id || w.id)::uuid, c.id, c.kec_id, w.id, w.number, case when w.nr <= c.capacity then 'seated' else 'waiting' end, w.nr,
       '2018-01-19 10:00+07'::timestamptz + w.nr * interval '7 minutes', w.number, case when w.nr <= c.capacity then '2018-01-19 10:00+07'::timestamptz + w.nr * interval '7 minutes' end
     from class c join lateral (
       select r.enrolment_id as id, e.number, row_number() over (order by r.p1_on, e.number) as nr from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id
       where r.kec_id = c.kec_id and r.ended_on is null and r.p1_on is not null and r.p2_on is null order by r.p1_on, e.number limit 18 + c.kec_id % 7 * 3) w on true
     where c.course = 'dasar' and c.first_on = $1`,
    [SATURDAY],
  )
  await db.client.query(
    `update class c set seated = b.seated, waiting = b.waiting, asked = b.asked from (select class_id, count(*) filter (where state = 'seated') as seated,
       count(*) filter (where state = 'waiting') as waiting, max(place) as asked from booking group by class_id) b where b.class_id = c.id`,
  )
  await db.client.query(
    `insert into member_time (kec_id, enrolment_id, during, ref, nr)
     select b.enrolment_kec, b.enrolment_id, s.during, b.id, s.nr from booking b join class c on c.id = b.class_id and c.first_on >= $1
     join class_session s on s.kec_id = b.kec_id and s.class_id = b.class_id where b.state = 'seated'`,
    [SATURDAY],
  )
}
