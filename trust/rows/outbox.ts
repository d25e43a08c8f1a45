// Row 12: a device's outbox, sent in any order and up to five times, gives one end. Sealed taps of a clinic's morning go to the route that takes them,
// shuffled and several at once, and the morning reads as if each had come once and in order; consultations become one contact each.
import { createCipheriv, createECDH, randomBytes } from 'node:crypto'
import { chance } from '../../src/demo/chance.ts'
import { uuidv7 } from '../../src/kit/ids.ts'
import { outboxKey } from '../../src/kit/outbox.ts'
import { HERE, type House, KEC } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { Visitor } from '../visit.ts'

const MORNINGS = 40

/** As the page's script seals it. */
export function seal(key: string, text: string): string {
  const ours = createECDH('prime256v1')
  ours.generateKeys()
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', ours.computeSecret(Buffer.from(key, 'base64')), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return Buffer.concat([ours.getPublicKey(), nonce, body]).toString('base64')
}

export const outbox: Proof = {
  row: 12,
  name: 'outbox',
  tier: 1,
  promise: 'an outbox sent in any order and five times is one morning',
  fault: {
    what: 'every tap leaves another beside it',
    sql: `create function keep_both() returns trigger language plpgsql security definer as $$ begin
            insert into clinic_tap select (json_populate_record(new, json_build_object('id', gen_random_uuid(), 'visit', gen_random_uuid()))).*; return null; end $$;
          create trigger keep_both after insert on clinic_tap for each row when (pg_trigger_depth() = 0) execute function keep_both()`,
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
  const random = chance(String(seed), 'outbox')
  const key = outboxKey(house.secrets)
  const officer = new Visitor(house, 'officer')
  await officer.open('/konsol/kelas')
  const token = /name="token" value="([^"]+)"/.exec(officer.page)![1]!
  const members = (
    await house.owner.query('select number from assignment where kec_id = $1 and until_at is null order by number limit 6', [KEC])
  ).rows.map((r) => r.number as string)
  const wrong: string[] = []
  let sent = 0
  for (let n = 0; n < MORNINGS; n++) {
    const day = new Date(Date.UTC(2017, 11, 1 + n)).toISOString().slice(0, 10)
    const at = (minute: number) => new Date(`${day}T09:00:00+07:00`).getTime() + minute * 60_000
    const taps: Record<string, unknown>[] = []
    for (const [i, number] of members.entries()) {
      const visit = uuidv7()
      const tap = (kind: string, minute: number, more: object = {}) =>
        taps.push({ id: uuidv7(), kind, visit, at: new Date(at(minute)).toISOString(), device: 'KT', ...more })
      tap('arrive', i, { number, label: `KT${i + 1}`, service: 'mentoring' })
      if (i < 4) tap('call', 10 + i * 5, { desk: 1 + (i % 2) })
      if (i < 2) tap('finish', 14 + i * 5, { goal: 'harga', result: 'naik', next: 'books' })
      if (i === 5) tap('leave', 30)
    }
    const many = taps.flatMap((t) => Array.from({ length: 1 + random.whole(0, 4) }, () => t))
    for (let i = many.length - 1; i > 0; i--) {
      const j = random.whole(0, i)
      ;[many[i], many[j]] = [many[j]!, many[i]!]
    }
    const parts = Array.from({ length: 3 }, (_, p) =>
      many.filter((__, i) => i % 3 === p).map((t) => seal(key, JSON.stringify(t))),
    )
    const answers = await Promise.all(
      parts.map((some) =>
        house.app.request(`/klinik/31.74.04/${day}/kirim`, {
          method: 'POST',
          headers: { cookie: house.cookies.officer, origin: HERE, 'content-type': 'application/json', 'x-form-token': token },
          body: JSON.stringify({ taps: some }),
        }),
      ),
    )
    sent += many.length
    const bad = answers.filter((a) => a.status !== 200)
    if (bad.length) wrong.push(`${day}: ${bad.map((a) => a.status).join(' ')}`)
    const { rows } = await house.owner.query(
      `select count(*)::integer as taps, count(distinct visit)::integer as visits, (select count(*)::integer from journal_event where kind = 'mentoring.contact' and payload->>'way' = 'clinic' and occurred_on = $1
         and id in (select fact_id from clinic_tap where day = $1)) as contacts from clinic_tap where day = $1`,
      [day],
    )
    const got = rows[0]
    if (got.taps !== taps.length || got.visits !== members.length || got.contacts !== 2)
      wrong.push(
        `${day}: ${got.taps} taps of ${taps.length}, ${got.visits} visits of ${members.length}, ${got.contacts} contacts of 2`,
      )
  }
  return { figure: `${MORNINGS} mornings, ${sent} taps sent in any order, three at once`, wrong }
}
