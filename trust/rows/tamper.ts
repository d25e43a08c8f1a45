// Row 18: whoever owns the whole database and changes the journal by hand is found out, with the place: edits of every column, deleted, swapped
// and forged facts, a tail that was cut with its head, a chain that was hashed anew from the change on.

import { chance } from '../../src/demo/chance.ts'
import { chain, GENESIS } from '../../src/journal/append.ts'
import { CHAINED, chainedIn, verifyJournal } from '../../src/journal/verify.ts'
import type { Db } from '../../src/kit/database.ts'
import { publishedHeads } from '../../src/weekly/index.ts'
import type { Proof } from '../proof.ts'

const CHANGES = 1_000

/** Of one fact, whatever column: SQL that changes it and nothing else. */
const EDITS = [
  'occurred_on = occurred_on - 1',
  "recorded_at = recorded_at + interval '1 millisecond'",
  "appended_at = appended_at - interval '1 millisecond'",
  "recorded_by = recorded_by || 'x'",
  "way = way || 'x'",
  "grade = case grade when 'A' then 'B' else 'A' end",
  "kind = case kind when 'loan.disbursed' then 'loan.applied' else 'loan.disbursed' end",
  'voids = case when voids is null then id end',
  'id = gen_random_uuid()',
  'enrolment_id = gen_random_uuid()',
  'payload = payload || \'{"x": 1}\'',
  "hash = decode(repeat('ab', 32), 'hex')",
] as const

const HOWS = ['edit', 'delete', 'swap', 'tail', 'anew', 'forge'] as const

export const tamper: Proof = {
  row: 18,
  name: 'tamper',
  tier: 1,
  promise: 'a journal changed by hand is found out, and the place named',
  fault: {
    what: 'the published weeks name no heads of the chains',
    sql: `update weekly_cut set document = (document::jsonb || '{"chains": []}')::text`,
  },
  async prove(house, _, seed) {
    const owner = house.owner
    const db = { client: owner } as unknown as Db
    const published = await publishedHeads(db)
    const { rows: heads } = await owner.query(
      'select kec_id as kec, seq::int as facts from chain_head where seq > 5 order by kec_id',
    )
    const named = (kec: number) => Math.max(0, ...published.filter((p) => p.kec === kec).map((p) => p.facts))
    const wrong: string[] = []
    const counts = new Map<string, number>()
    let changed = 0
    for (let round = 0; changed < CHANGES; round++) {
      await owner.query('begin')
      // One change in every chain, then one walk through all of them.
      const expected = new Map<number, { how: string; from: number; to: number }>()
      for (const [i, { kec, facts }] of (heads as { kec: number; facts: number }[]).entries()) {
        if (changed + expected.size >= CHANGES) break
        const r = chance('tamper', seed, round, kec)
        const how = HOWS[(round + i) % HOWS.length]!
        // What nobody outside has seen yet can be cut or hashed anew unseen: those two are tried within what a week has published.
        const last = how === 'tail' || how === 'anew' ? named(kec) || facts : facts
        const seq = r.whole(1, last)
        const at = [kec, seq]
        // Where it must be named: at the change, or where it first shows.
        let [from, to] = [seq, seq]
        if (how === 'edit' || how === 'anew')
          await owner.query(
            `update journal_event set ${r.pick(how === 'anew' ? EDITS.slice(0, 6) : EDITS)} where kec_id = $1 and seq = $2`,
            at,
          )
        if (how === 'delete') {
          await owner.query('delete from journal_event where kec_id = $1 and seq = $2', at)
          // Named at the one behind it; of the last fact, where the chain now ends before its head.
          if (seq === facts) from = seq - 1
          to = seq + 1
        }
        if (how === 'swap') {
          const other = seq === facts ? seq - 1 : seq + 1
          await owner.query(
            `update journal_event a set kind = b.kind, payload = b.payload, occurred_on = b.occurred_on, enrolment_id = b.enrolment_id, recorded_at = b.recorded_at + interval '1 ms'
             from journal_event b where a.kec_id = $1 and b.kec_id = $1 and ((a.seq = $2 and b.seq = $3) or (a.seq = $3 and b.seq = $2))`,
            [kec, seq, other],
          )
          from = Math.min(seq, other)
          to = Math.max(seq, other)
        }
        if (how === 'tail') {
          await owner.query('delete from journal_event where kec_id = $1 and seq >= $2', at)
          await setHead(db, kec)
          from = seq - 1
          to = facts
        }
        if (how === 'anew') {
          await hashAnew(db, kec, seq)
          to = facts
        }
        if (how === 'forge') {
          await owner.query(
            `insert into journal_event select kec_id, seq + 1, gen_random_uuid(), enrolment_id, kind, occurred_on, recorded_at, appended_at, recorded_by, way, grade, voids, payload, hash
             from journal_event where kec_id = $1 and seq = $2`,
            [kec, facts],
          )
          from = to = facts + 1
        }
        expected.set(kec, { how, from, to })
      }
      const { broken } = await verifyJournal(db, published)
      await owner.query('rollback')
      for (const [kec, { how, from, to }] of expected) {
        changed++
        counts.set(how, (counts.get(how) ?? 0) + 1)
        const found = broken.find((b) => b.kec === kec)
        if (!found) wrong.push(`${how} in ${kec} at ${from}: not found`)
        else if (found.seq < from || found.seq > to) wrong.push(`${how} in ${kec} at ${from}: named ${found.seq}`)
      }
      for (const b of broken) if (!expected.has(b.kec)) wrong.push(`${b.kec} was not touched and is named at ${b.seq}: ${b.what}`)
    }
    const well = await verifyJournal(db, published)
    for (const b of well.broken) wrong.push(`nothing was changed, and ${b.kec} is named: ${b.what}`)
    return {
      figure: `${changed} changes: ${[...counts].map(([how, n]) => `${n} ${how}`).join(', ')}; ${well.facts} facts`,
      wrong,
    }
  },
}

/** The head of a chain says what its last fact says, as whoever covers their traces would have it. */
const setHead = (db: Db, kec: number) =>
  db.client.query(
    `update chain_head h set seq = coalesce(l.seq, 0), hash = coalesce(l.hash, decode($2, 'hex'))
     from (select 1) one left join lateral (select seq, hash from journal_event where kec_id = $1 order by seq desc limit 1) l on true
     where h.kec_id = $1`,
    [kec, GENESIS],
  )

/** Every hash from a fact on, computed as the product computes it. */
async function hashAnew(db: Db, kec: number, from: number) {
  const { rows } = await db.client.query(`select ${CHAINED} from journal_event where kec_id = $1 and seq >= $2 order by seq`, [
    kec,
    from - 1,
  ])
  let before = from === 1 ? GENESIS : (rows.shift()!.hash.toString('hex') as string)
  const hashes: string[] = []
  for (const r of rows) {
    before = chain(before, chainedIn(kec, r))
    hashes.push(before)
  }
  await db.client.query(
    `update journal_event j set hash = decode(a.hash, 'hex') from unnest($2::bigint[], $3::text[]) as a(seq, hash) where j.kec_id = $1 and j.seq = a.seq`,
    [kec, rows.map((r) => r.seq), hashes],
  )
  await setHead(db, kec)
}
