// Row 9: 200 seats are 200. 3,000 members ask for them at the same moment through the front door while 500 of them give theirs back: never one too
// many, nobody twice, the line in the order of asking, and a clear answer for everybody.
import { uuidv7 } from '../../src/kit/ids.ts'
import { formToken, openMemberSession } from '../../src/people/index.ts'
import { HERE, type House, WALL } from '../ground.ts'
import type { Proof } from '../proof.ts'

const ASK = 3000
const SEATS = 200
const CANCEL = 500
const CODE = 'PSM-K11'
/**
 * All of them ask within one breath; the last answer of most comes within so many milliseconds, or, on a slow machine, within so many times what as
 * many askers wait for a page that asks the database for nothing but the time.
 */
const P95_MS = 2000
const TIMES_BARE = 4

export const seats: Proof = {
  row: 9,
  name: 'seats',
  tier: 1,
  promise: '200 seats are 200',
  fault: {
    what: 'a class has a seat more than it has, and nothing in the database holds against it',
    sql: `alter table class drop constraint if exists class_check;
          create function one_more() returns trigger language plpgsql security definer as $$ begin new.capacity := new.capacity + 1; return new; end $$;
          create trigger one_more before update of capacity on class for each row execute function one_more()`,
  },
  async prove(_, ground) {
    const house = await ground.house({ planted: ground.planted })
    try {
      return await askAll(house)
    } finally {
      await house.end()
    }
  },
}

async function askAll(house: House) {
  const { owner, secrets } = house
  await owner.query(
    "update class c set reach = 'city', for_step = null, capacity = $2, waiting_most = 2000 from class_code k where k.class_id = c.id and k.code = $1",
    [CODE, SEATS],
  )
  await owner.query('update venue set seats = 2000')
  const { rows } = await owner.query(
    `select e.number from enrolment_locator l join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id where not e.tied
       and not exists (select from member_time m join class_session s on m.during && s.during join class_code k on k.class_id = s.class_id
         where k.code = $1 and m.enrolment_id = e.id) order by e.number limit $2`,
    [CODE, ASK],
  )
  const people: { number: string; token: string; id: string }[] = []
  for (const { number } of rows)
    people.push({ number, token: await openMemberSession(house.database.pool('member'), secrets, number, WALL), id: uuidv7() })

  const bare: number[] = []
  await Promise.all(
    people.map(async () => {
      const began = performance.now()
      await (await house.app.request('/siapa-dulu')).text()
      bare.push(performance.now() - began)
    }),
  )
  const bare95 = bare.sort((a, b) => a - b)[Math.floor(bare.length * 0.95)]!
  const most = Math.max(P95_MS, TIMES_BARE * bare95)

  const wrong: string[] = []
  const times: number[] = []
  const statuses = new Map<string, number>()
  const post = async (p: (typeof people)[number], end: string, fields: Record<string, string>) => {
    const began = performance.now()
    const answer = await house.app.request(`/kelas/${CODE}/${end}`, {
      method: 'POST',
      headers: { cookie: `anggota=${p.token}`, origin: HERE },
      body: new URLSearchParams({ token: formToken(secrets, `member ${p.token}`), ...fields }),
    })
    await answer.text()
    if (end === 'kursi') times.push(performance.now() - began)
    const kind = `${end} ${answer.status} ${answer.headers.get('location')?.split('oke=')[1] ?? ''}`.trim()
    statuses.set(kind, (statuses.get(kind) ?? 0) + 1)
    return answer.status
  }
  const asked = people.map((p) => post(p, 'kursi', { id: p.id }))
  // Every sixth thinks better of it as soon as the answer is there.
  const given = people.slice(0, CANCEL).map((p, i) => asked[i]!.then(() => post(p, 'batal', { kursi: p.id })))
  const answers = await Promise.all(asked)
  await Promise.all(given)

  const held = (
    await owner.query(
      `select count(*) filter (where b.state = 'seated')::integer as seated, count(*) filter (where b.state = 'waiting')::integer as waiting,
         count(*)::integer - count(distinct b.enrolment_id)::integer as twice, c.seated as said, c.waiting as "saidWaiting",
         max(b.place) filter (where b.state = 'seated') as last, min(b.place) filter (where b.state = 'waiting') as first
       from class c join class_code k on k.class_id = c.id left join booking b on b.class_id = c.id and b.state in ('seated', 'waiting')
       where k.code = $1 group by c.kec_id, c.id`,
      [CODE],
    )
  ).rows[0]
  const p95 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!
  if (held.seated !== SEATS) wrong.push(`${held.seated} sit on ${SEATS} seats`)
  if (held.seated !== held.said || held.waiting !== held.saidWaiting)
    wrong.push(`the class says ${held.said} and ${held.saidWaiting}, its bookings ${held.seated} and ${held.waiting}`)
  if (held.twice) wrong.push(`${held.twice} sit twice`)
  if (held.first !== null && held.last > held.first)
    wrong.push(`somebody who asked as ${held.last} sits, and ${held.first} waits`)
  const unclear = answers.filter((s) => s !== 303 && s !== 409).length
  if (unclear) wrong.push(`${unclear} got no clear answer: ${[...statuses].map(([k, n]) => `${n} × ${k}`).join(', ')}`)
  if (p95 > most) wrong.push(`p95 ${Math.round(p95)} ms, more than ${Math.round(most)}`)
  return {
    figure: `${people.length} asked at once, ${CANCEL} gave back: ${held.seated} sit, ${held.waiting} wait; p95 ${Math.round(p95)} ms, a bare page ${Math.round(bare95)} ms`,
    wrong,
  }
}
