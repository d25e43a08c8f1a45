// Walks every kecamatan's hash chain and names the first fact that does not fit. A chain that was cut off or written anew as a
// whole is caught by the heads that the weekly updates have published.
import type pg from 'pg'
import type { Json } from '../kit/canonical.ts'
import type { Db } from '../kit/database.ts'
import { type ChainedFact, chain, GENESIS } from './append.ts'

export type Broken = { kec: number; seq: number; fact: string | null; what: string }
export type JournalReport = { chains: number; facts: number; broken: Broken[] }
/** A chain's head at a cut: how many facts it held, and its hash. */
export type ChainHead = { kec: number; facts: number; head: string }

const BATCH = 20_000

/** @param published heads that frozen weeks name, to be found in the chains as they are now */
export async function verifyJournal(db: Db, published: readonly (ChainHead & { week: string })[]): Promise<JournalReport> {
  const report: JournalReport = { chains: 0, facts: 0, broken: [] }
  const { rows: heads } = await db.client.query(
    `select coalesce(h.kec_id, e.kec_id) as kec, h.seq, h.hash from chain_head h full join (select distinct kec_id from journal_event) e on e.kec_id = h.kec_id order by 1`,
  )
  const kecs = new Set<number>([...heads.map((h) => h.kec as number), ...published.filter((p) => p.facts > 0).map((p) => p.kec)])
  for (const kec of [...kecs].sort((a, b) => a - b)) {
    report.chains++
    const stored = heads.find((h) => h.kec === kec)
    const marks = published.filter((p) => p.kec === kec && p.facts > 0)
    const walked = await walkChain(db, kec, marks, report)
    if (walked.broken) report.broken.push(walked.broken)
    else if (!stored || stored.seq !== walked.seq || stored.hash.toString('hex') !== walked.hash)
      report.broken.push({
        kec,
        seq: walked.seq,
        fact: walked.last,
        what: `the chain holds ${walked.seq} facts, its head says ${stored?.seq ?? 'nothing'}`,
      })
  }
  return report
}

/** The heads of the chains after so many facts, hashed anew from their content; a chain that does not fit answers null. */
export async function rebuildHeads(
  db: Db,
  heads: readonly { kec: number; facts: number }[],
): Promise<Map<number, string | null>> {
  const rebuilt = new Map<number, string | null>()
  for (const { kec, facts } of heads) {
    const walked = await walkChain(db, kec, [], { chains: 0, facts: 0, broken: [] }, facts)
    rebuilt.set(kec, walked.broken || walked.seq !== facts ? null : walked.hash)
  }
  return rebuilt
}

/** The columns of a row of the journal that are hashed, and its hash. */
export const CHAINED =
  'seq, id, enrolment_id, kind, occurred_on, recorded_at, appended_at, recorded_by, way, grade, voids, payload, hash'

/** What is hashed of such a row. */
export const chainedIn = (kec: number, r: pg.QueryResultRow): ChainedFact => ({
  kec,
  seq: r.seq,
  id: r.id,
  enrolment: r.enrolment_id,
  kind: r.kind,
  occurredOn: r.occurred_on,
  recordedAt: r.recorded_at.toISOString(),
  appendedAt: r.appended_at.toISOString(),
  recordedBy: r.recorded_by,
  way: r.way,
  grade: r.grade,
  voids: r.voids,
  payload: r.payload as Json,
})

async function walkChain(
  db: Db,
  kec: number,
  marks: readonly (ChainHead & { week: string })[],
  report: JournalReport,
  upTo = Number.MAX_SAFE_INTEGER,
) {
  let seq = 0
  let hash = GENESIS
  let last: string | null = null
  let lastAppended = ''
  let after = Number.MIN_SAFE_INTEGER // from the very first row: a fact in front of the chain is none of it
  for (;;) {
    const { rows } = await db.client.query(
      `select ${CHAINED}
       from journal_event where kec_id = $1 and seq > $2 and seq <= $3 order by seq limit ${BATCH}`,
      [kec, after, upTo],
    )
    if (!rows.length) break
    for (const r of rows) {
      const broken = (what: string) => ({ seq, hash, last, broken: { kec, seq: r.seq as number, fact: r.id as string, what } })
      if (r.seq !== seq + 1) return broken(`fact ${seq + 1} is missing before it`)
      const appendedAt = r.appended_at.toISOString()
      const expected = chain(hash, chainedIn(kec, r))
      if (expected !== r.hash.toString('hex')) return broken('its content does not give its hash')
      if (appendedAt < lastAppended) return broken('it was appended before the fact in front of it')
      seq = r.seq
      after = seq
      hash = expected
      last = r.id
      lastAppended = appendedAt
      report.facts++
      const mark = marks.find((m) => m.facts === seq)
      if (mark && mark.head !== hash) return broken(`week ${mark.week} was published with another head at this fact`)
    }
  }
  const beyond = marks.find((m) => m.facts > seq)
  if (beyond)
    return {
      seq,
      hash,
      last,
      broken: { kec, seq, fact: last, what: `week ${beyond.week} was published with ${beyond.facts} facts, ${seq} are left` },
    }
  return { seq, hash, last, broken: null }
}
