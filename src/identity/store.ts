// The pairs that wait for a person's decision, the two records side by side, and the decisions. A merge is a fact of the journal; here
// stands who decided it and why.

import type { EvidenceProblem } from '../journal/index.ts'
import { ifMerged, logReading, record, recording } from '../journal/index.ts'
import type { Journey } from '../journey/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import type { Database, Db, Scope } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { Kec, Kel } from '../places/index.ts'
import { askToFind } from './finding.ts'
import type { Evidence } from './likelihood.ts'

// ---- what waits

export type WaitingPair = {
  id: string
  first: string
  second: string
  firstName: string
  secondName: string
  kec: Kec
  otherKec: Kec
  score: number
  foundAt: Date
  evidence: Evidence[]
  /** Somebody asks the person first. */
  asked: boolean
}

export const SHOWN_PAIRS = 50

/** Both lead to a member, not to the same one, and neither asked that their data be kept and not used. */
const BOTH = `join enrolment_locator la on la.number = p.first join enrolment_locator lb on lb.number = p.second
  join enrolment ea on ea.kec_id = la.kec_id and ea.id = la.enrolment_id join enrolment eb on eb.kec_id = lb.kec_id and eb.id = lb.enrolment_id
  join person pa on pa.kec_id = ea.kec_id and pa.id = ea.person_id join person pb on pb.kec_id = eb.kec_id and pb.id = eb.person_id`
const USABLE = `la.enrolment_id <> lb.enrolment_id and not exists (select from restriction x where x.lifted_at is null
  and ((x.kec_id = ea.kec_id and x.enrolment_id = ea.id) or (x.kec_id = eb.kec_id and x.enrolment_id = eb.id)))`
const OPEN = "not exists (select from duplicate_decision d where d.pair_id = p.id and d.outcome <> 'ask')"

/**
 * Pairs that nobody has decided, surest first, and of how many they are; who is to be asked comes last. Plan: the scope's pairs anti-joined with
 * their decisions, then the primary keys of those shown and a few more, since some may have become one or restricted since they were found.
 */
export async function pairsWaiting(db: Db, skip = 0): Promise<{ pairs: WaitingPair[]; all: number }> {
  const { rows } = await db.client.query(
    `with open as materialized (
       select p.*, exists (select from duplicate_decision d where d.pair_id = p.id) as asked from duplicate_pair p where ${OPEN}),
     next as (select * from open order by asked, odds desc, first, second offset $1 limit ${2 * SHOWN_PAIRS})
     select p.id, p.first, p.second, pa.name as "firstName", pb.name as "secondName", ea.kec_id as kec, eb.kec_id as "otherKec", p.score,
       p.found_at as "foundAt", p.evidence, p.asked, (select count(*)::integer from open) as n
     from next p ${BOTH} where ${USABLE} order by p.asked, p.odds desc, p.first, p.second limit ${SHOWN_PAIRS}`,
    [skip],
  )
  return { pairs: rows.map(({ n: _, ...pair }) => pair), all: rows[0]?.n ?? 0 }
}

/** When was everybody last compared, and how many? Null: not yet. */
export async function lastScan(db: Db): Promise<{ at: Date; people: number } | null> {
  const { rows } = await db.client.query('select at, people from duplicate_scan order by made_at desc limit 1')
  return rows[0] ?? null
}

// ---- one pair

export type Written = {
  number: string
  kec: Kec
  enrolment: string
  person: string
  name: string
  birthDate: JakartaDate | null
  sex: 'F' | 'M' | null
  phone: string | null
  phoneUse: string | null
  address: string | null
  kel: Kel | null
  trade: string | null
  openedOn: JakartaDate
  way: string | null
  facts: number
  nik: string | null
}

export type Decision = {
  id: string
  outcome: 'one' | 'two' | 'ask' | 'split'
  keeps: string | null
  fact: string | null
  reason: string
  at: Date
  by: string
}

export type Pair = {
  id: string
  kec: Kec
  otherKec: Kec
  score: number
  evidence: Evidence[]
  foundAt: Date
  /** As they are written, each by its own number. */
  records: readonly [Written, Written]
  /** The newest first. */
  decisions: Decision[]
}

/** A pair with both records, as they are kept under their own numbers: also after they were merged. Null outside the scope. */
export async function pairOf(db: Db, secrets: Secrets, id: string): Promise<Pair | null> {
  const { rows } = await db.client.query(
    'select id, kec_id as kec, other_kec as "otherKec", first, second, score, evidence, found_at as "foundAt" from duplicate_pair where id = $1',
    [id],
  )
  const held = rows[0]
  if (!held) return null
  const found = await db.client.query(
    `select distinct on (e.number) e.number, e.kec_id as kec, e.id as enrolment, e.person_id as person, p.name, p.birth_date as "birthDate", p.sex,
       p.phone, p.phone_use as "phoneUse", p.address, e.kel_id as kel, e.opened_on as "openedOn", p.nik,
       (select b.trade from business b where b.kec_id = p.kec_id and b.person_id = p.id limit 1) as trade,
       (select j.payload->>'channel' from journal_event j where j.kec_id = e.kec_id and j.enrolment_id = e.id and j.kind = 'registration.submitted'
          order by j.seq limit 1) as way,
       (select count(*)::integer from journal_event j where j.kec_id = e.kec_id and j.enrolment_id = e.id) as facts
     from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where (e.kec_id = $1 and e.number = $3) or (e.kec_id = $2 and e.number = $4)
       and not exists (select from restriction x where x.kec_id = e.kec_id and x.enrolment_id = e.id and x.lifted_at is null)
     order by e.number, e.opened_on desc`,
    [held.kec, held.otherKec, held.first, held.second],
  )
  const records = found.rows.map((r) => ({ ...r, nik: r.nik ? secrets.open(r.nik, r.person) : null })) as Written[]
  if (records.length !== 2) return null
  return { ...held, records: records as [Written, Written], decisions: await decisionsOf(db, secrets, id) }
}

async function decisionsOf(db: Db, secrets: Secrets, pair: string): Promise<Decision[]> {
  const { rows } = await db.client.query(
    `select d.id, d.outcome, d.keeps, d.fact_id as fact, d.reason, d.at, coalesce(a.shown_as, d.by_account) as by
     from duplicate_decision d left join account a on a.name = d.by_account where d.pair_id = $1 order by d.nr desc`,
    [pair],
  )
  return rows.map((r) => ({ ...r, reason: secrets.open(r.reason, r.id) }))
}

/** Both records were looked at (6-trust, Answers). */
export const noteComparing = (db: Db, pair: Pair, by: { account: string; at: Date }) =>
  logReading(db, { ...by, what: 'pair', members: pair.records.map((r) => ({ kec: r.kec, id: r.enrolment })) })

export type Merged = { id: string; firstName: string; secondName: string; keeps: string; at: Date }

/** Pairs that were found to be one person and still are, the newest first. Plan: the newest decision of each pair in scope. */
export async function pairsMerged(db: Db, limit: number): Promise<Merged[]> {
  const { rows } = await db.client.query(
    `select p.id, pa.name as "firstName", pb.name as "secondName", d.keeps, d.at from duplicate_decision d join duplicate_pair p on p.id = d.pair_id
     join enrolment ea on ea.kec_id = p.kec_id and ea.number = p.first join person pa on pa.kec_id = ea.kec_id and pa.id = ea.person_id
     join enrolment eb on eb.kec_id = p.other_kec and eb.number = p.second join person pb on pb.kec_id = eb.kec_id and pb.id = eb.person_id
     where d.outcome = 'one' and not exists (select from duplicate_decision later where later.pair_id = d.pair_id and later.nr > d.nr)
     order by d.nr desc limit $1`,
    [limit],
  )
  return rows
}

// ---- what a merge would change

export type Effect = { gone: Journey; remains: Journey; merged: Journey }

/** Nothing is written. Null when both are one member already. */
export const effectOf = (database: Database, secrets: Secrets, scope: Scope, gone: string, remains: string, on: JakartaDate) =>
  database.within('job', scope, (db) => ifMerged(db, secrets, [{ number: gone }, { number: remains }], on))

/** How many facts were written about either since they were merged: they stay with whoever they were written about. */
export async function factsSince(db: Db, pair: Pair, merge: string): Promise<number> {
  const { rows } = await db.client.query(
    `with of as (select unnest($1::integer[]) as kec, unnest($2::uuid[]) as id)
     select count(*)::integer as n from of join journal_event j on j.kec_id = of.kec and j.enrolment_id = of.id
     join lateral (select m.kec_id, m.seq, m.recorded_at from of here join journal_event m on m.kec_id = here.kec and m.id = $3 limit 1) m on true
     where case when j.kec_id = m.kec_id then j.seq > m.seq else j.recorded_at > m.recorded_at end and j.kind not in ('enrolment.ended', 'fact.voided')`,
    [pair.records.map((r) => r.kec), pair.records.map((r) => r.enrolment), merge],
  )
  return rows[0].n
}

// ---- deciding

export type Decided = { done: true; again: boolean } | { already: Decision } | { problems: EvidenceProblem[] } | { missing: true }

type Deciding = {
  id: string
  pair: string
  outcome: 'one' | 'two' | 'ask'
  /** Of one person: the number that remains. */
  keeps: string | null
  reason: string
  by: { account: string; at: Date; today: JakartaDate }
}

/**
 * Decides about a pair, once: whoever comes second is told what the first decided. One person: the duplicate's enrolment ends, merged into
 * the one that remains, and every number and NIK leads there.
 */
export const decide = (database: Database, secrets: Secrets, scope: Scope, asked: Deciding): Promise<Decided> =>
  recording(database, scope, async (db): Promise<Decided> => {
    const held = await locked(db, secrets, asked.pair)
    if (!held) return { missing: true }
    const [last] = held.decisions
    if (held.decisions.some((d) => d.id === asked.id)) return { done: true, again: true }
    if (last && last.outcome !== 'ask') return { already: last }
    if (asked.outcome === 'one') {
      const gone = asked.keeps === held.first ? held.second : held.first
      const recorded = await record(db, secrets, { actor: scope.actor, way: 'counter', now: asked.by.at }, { number: gone }, [
        {
          id: asked.id,
          kind: 'enrolment.ended',
          occurredOn: asked.by.today,
          grade: 'B',
          data: { reason: 'merged', into: asked.keeps },
        },
      ])
      if ('problems' in recorded) return recorded
    }
    await write(db, secrets, { ...asked, fact: asked.outcome === 'one' ? asked.id : null })
    if (asked.outcome === 'one') await askToFind(db) // whoever was a pair with the duplicate is one with who remains
    return { done: true, again: false }
  })

/** Takes a merge back: the fact that made it is void, and every fact is again whose it was. */
export const split = (
  database: Database,
  secrets: Secrets,
  scope: Scope,
  asked: { id: string; pair: string; reason: string; by: { account: string; at: Date } },
): Promise<Decided> =>
  recording(database, scope, async (db): Promise<Decided> => {
    const held = await locked(db, secrets, asked.pair)
    if (!held) return { missing: true }
    if (held.decisions.some((d) => d.id === asked.id)) return { done: true, again: true }
    const [last] = held.decisions
    if (last?.outcome !== 'one') return last ? { already: last } : { missing: true }
    const recorded = await record(
      db,
      secrets,
      { actor: scope.actor, way: 'counter', now: asked.by.at },
      { number: last.keeps! },
      [{ id: asked.id, voids: last.fact!, reason: asked.reason }],
    )
    if ('problems' in recorded) return recorded
    await write(db, secrets, { ...asked, outcome: 'split', keeps: null, fact: null })
    await askToFind(db)
    return { done: true, again: false }
  })

/** One decision about a pair at a time. */
async function locked(db: Db, secrets: Secrets, pair: string) {
  await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`pair ${pair}`])
  const { rows } = await db.client.query('select first, second from duplicate_pair where id = $1', [pair])
  return rows[0]
    ? { first: rows[0].first as string, second: rows[0].second as string, decisions: await decisionsOf(db, secrets, pair) }
    : null
}

async function write(
  db: Db,
  secrets: Secrets,
  d: Pick<Deciding, 'id' | 'pair' | 'keeps' | 'reason'> & {
    outcome: Decision['outcome']
    fact: string | null
    by: { account: string; at: Date }
  },
): Promise<void> {
  await db.client.query(
    'insert into duplicate_decision (pair_id, id, outcome, keeps, fact_id, reason, at, by_account) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [d.pair, d.id, d.outcome, d.keeps, d.fact, secrets.seal(d.reason, d.id), d.by.at, d.by.account],
  )
}
