// Made-up mentors of the demonstration: one a kecamatan, with the members whose contacts the journal tells of, what was agreed last and when
// they meet again. Who has begun training and was never met waits for one.
import { type Cell, type Db, writeRows } from '../kit/database.ts'
import { kecamatan } from '../places/index.ts'
import { mentorName } from './story.ts'

const TRADES = ['kue', 'katering', 'nasi', 'jahit', 'batik', 'warung', 'kerupuk', 'kopi', 'kerajinan', 'servis']

export async function makeMentors(db: Db, now: Date): Promise<void> {
  const kecs = kecamatan().map((k) => k.code)
  await writeRows(
    db,
    'mentor',
    ['account', 'most', 'trades', 'since', 'added_by'],
    kecs.map((kec, i): Cell[] => [
      mentorName(kec),
      800,
      [TRADES[i % TRADES.length]!, TRADES[(i * 3 + 1) % TRADES.length]!],
      '2017-11-01',
      'mesin',
    ]),
  )
  await writeRows(
    db,
    'mentor_area',
    ['kec_id', 'account'],
    kecs.map((kec): Cell[] => [kec, mentorName(kec)]),
  )
  await writeRows(
    db,
    'mentor_hours',
    ['account', 'weekday', 'from_minute', 'to_minute'],
    kecs.flatMap((kec) =>
      [1, 2, 3, 4, 6].map((weekday): Cell[] => [
        mentorName(kec),
        weekday,
        weekday === 6 ? 9 * 60 : 13 * 60,
        weekday === 6 ? 12 * 60 : 16 * 60,
      ]),
    ),
  )
  await db.client.query(
    `insert into assignment (kec_id, id, enrolment_id, number, mentor, from_on, why, at, by_account)
     select r.kec_id, md5('assignment' || r.enrolment_id)::uuid, r.enrolment_id, e.number, a.account, r.p3_in, jsonb_build_object('trade', null, 'load', 0, 'most', 800),
       r.p3_in::timestamp at time zone 'Asia/Jakarta', 'kantor'
     from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id join mentor_area a on a.kec_id = r.kec_id
     where r.p3_in is not null and r.ended_on is null`,
  )
  // What was agreed at the last contact: to meet again within three weeks.
  await db.client.query(
    `insert into agreement (kec_id, fact_id, enrolment_id, mentor, next_on, at)
     select distinct on (j.kec_id, j.enrolment_id) j.kec_id, j.id, j.enrolment_id, a.mentor, j.occurred_on + 7 + abs(hashtext(j.id::text)) % 15, j.recorded_at
     from assignment a join journal_event j on j.kec_id = a.kec_id and j.enrolment_id = a.enrolment_id and j.kind = 'mentoring.contact' and j.recorded_at <= $1
     join enrolment_reach r on r.kec_id = a.kec_id and r.enrolment_id = a.enrolment_id and r.p3_on is null
     where abs(hashtext(j.enrolment_id::text)) % 3 > 0 order by j.kec_id, j.enrolment_id, j.occurred_on desc, j.seq desc`,
    [now],
  )
  await db.client.query(
    `insert into stall (kec_id, id, enrolment_id, cause, at, by_account)
     select kec_id, md5('stall' || enrolment_id)::uuid, enrolment_id, (array['licence', 'capital', 'time', 'phone'])[1 + abs(hashtext(enrolment_id::text)) % 4], at, mentor
     from assignment where abs(hashtext(enrolment_id::text)) % 17 = 3`,
  )
}
