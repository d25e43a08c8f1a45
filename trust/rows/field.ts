// Row 13: a week in the field. Two phones of one mentor, seven days, three hundred notes each, forty of which cannot be counted: a number that is nobody's,
// a goal without a result, a member handed over meanwhile, a day that is not in the calendar. Both send everything when the network is back, in any
// order, some of it twice, side by side: each note is a contact or waits in sight with its reason, and none is written over by another.
import { chance } from '../../src/demo/chance.ts'
import { uuidv7 } from '../../src/kit/ids.ts'
import { outboxKey } from '../../src/kit/outbox.ts'
import { HERE, type House, KEC } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { Visitor } from '../visit.ts'
import { seal } from './outbox.ts'

const PHONES = 2
const NOTES = 300
const CONFLICTS = 40

export const fieldWeek: Proof = {
  row: 13,
  name: 'field-week',
  tier: 1,
  promise: 'a week offline is taken whole',
  fault: {
    what: 'a note that cannot be counted is let go',
    sql: `create function let_go() returns trigger language plpgsql as $$ begin return null; end $$;
          create trigger let_go before insert on field_note for each row execute function let_go()`,
  },
  async prove(_, ground, seed) {
    const house = await ground.house({ planted: ground.planted })
    try {
      return await send(house, seed)
    } finally {
      await house.end()
    }
  },
}

async function send(house: House, seed: number) {
  const random = chance(String(seed), 'field')
  const key = outboxKey(house.secrets)
  const mentor = new Visitor(house, 'mentor')
  await mentor.open('/pendamping/jadwal')
  const token = /name="token" value="([^"]+)"/.exec(mentor.page)![1]!
  const account = (await house.owner.query("select account from mentor where account = 'pendamping.psm'")).rows[0]
    .account as string
  const members = (
    await house.owner.query(
      'select number from assignment where kec_id = $1 and mentor = $2 and until_at is null order by number limit 21',
      [KEC, account],
    )
  ).rows.map((r) => r.number as string)
  const gone = members.pop()!
  const notes = Array.from({ length: PHONES * NOTES }, (_, n) => ({
    id: uuidv7(),
    number: members[n % members.length]!,
    at: new Date(Date.UTC(2018, 0, 15 + (n % 7), 2, n % 60)).toISOString(),
    cara: ['visit', 'call', 'chat'][n % 3]!,
    tujuan: `Tujuan ${n}`,
    hasil: 'done',
    catatan: `Catatan ${n}`,
    lagi: n % 5 ? '14' : '',
    hambatan: '',
    hari: '',
    bulan: '',
    tahun: '',
  }))
  const bad = new Set<string>()
  for (let n = 0; n < CONFLICTS; n++) {
    const note = notes[n * 15 + random.whole(0, 14)]!
    bad.add(note.id)
    if (n % 4 === 0) note.number = 'PSM-18-99999'
    else if (n % 4 === 1) Object.assign(note, { hasil: '', catatan: '' })
    else if (n % 4 === 2) note.number = gone
    else Object.assign(note, { hari: '31', bulan: '2', tahun: '2018' })
  }
  await house.owner.query(
    "update assignment set until_at = '2018-01-21', ended_by = 'petugas.psm', ended_why = 'handed-over' where number = $1 and mentor = $2 and until_at is null",
    [gone, account],
  )
  const wrong: string[] = []
  let sent = 0
  const phone = async (p: number) => {
    const own = notes.filter((_, n) => n % PHONES === p).flatMap((note) => (random.whole(0, 3) ? [note] : [note, note]))
    for (let i = own.length - 1; i > 0; i--) {
      const j = random.whole(0, i)
      ;[own[i], own[j]] = [own[j]!, own[i]!]
    }
    for (let i = 0; i < own.length; i += 50) {
      const some = own.slice(i, i + 50)
      sent += some.length
      const answer = await house.app.request('/pendamping/kirim', {
        method: 'POST',
        headers: { cookie: house.cookies.mentor, origin: HERE, 'content-type': 'application/json', 'x-form-token': token },
        body: JSON.stringify({ taps: some.map((note) => seal(key, JSON.stringify(note))) }),
      })
      if (answer.status !== 200) wrong.push(`phone ${p}: ${answer.status}`)
    }
  }
  await Promise.all(Array.from({ length: PHONES }, (_, p) => phone(p)))

  const ids = notes.map((n) => n.id)
  const facts = await house.owner.query(
    `select j.id, e.number, j.occurred_on as on, j.payload->>'way' as way from journal_event j join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id where j.id = any($1)`,
    [ids],
  )
  const counted = new Map(facts.rows.map((r) => [r.id as string, r]))
  const held = new Set(
    (
      await house.owner.query('select id from field_note where mentor = $1 and settled_at is null and problem is not null', [
        account,
      ])
    ).rows.map((r) => r.id as string),
  )
  for (const note of notes) {
    const fact = counted.get(note.id)
    if (bad.has(note.id) !== held.has(note.id) || bad.has(note.id) === (fact !== undefined))
      wrong.push(`${note.id}: ${fact ? 'counted' : 'not counted'}, ${held.has(note.id) ? 'held' : 'not held'}`)
    // None is written over by another: each contact is what its own note said, on its own day.
    const day = new Date(new Date(note.at).getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
    if (fact && (fact.number !== note.number || fact.on !== day || fact.way !== note.cara))
      wrong.push(`${note.id}: ${JSON.stringify(fact)}`)
  }
  await mentor.open('/pendamping/tertahan')
  const shown = [...mentor.page.matchAll(/name="id" value="([0-9a-f-]{36})"/g)].filter(([, id]) => bad.has(id!)).length
  if (shown !== bad.size) wrong.push(`${shown} of ${bad.size} are in sight`)
  return {
    figure: `${notes.length} notes of ${PHONES} phones, ${sent} sendings: ${counted.size} counted, ${held.size} in sight with their reason`,
    wrong: wrong.slice(0, 20),
  }
}
