// The only writer of facts. In one transaction: the facts, sealed and chained, and what is counted from them. There is no update
// and no delete of a fact; a wrong one is voided by another.
import { createHmac } from 'node:crypto'
import { type Fact, type Grade, type Kind, type Lineage, sealedFields } from '../journey/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import { canonical, type Json, sha256 } from '../kit/canonical.ts'
import { type Db, writeRows } from '../kit/database.ts'
import { type Counted, count, workedOut, writeCounts } from './counting.ts'
import './tables.ts'

export type Way = 'form' | 'import' | 'field' | 'API' | 'counter'

/** A fact on its way in. `recordedAt` only in a historical load; else it is the server's clock. */
export type NewFact = {
  id: string
  kec: number
  enrolment: string
  kind: Kind
  occurredOn: JakartaDate
  recordedAt?: Date
  grade: Grade
  data: Record<string, unknown>
  voids?: string
}

export type By = { actor: string; way: Way; now: Date }

/** What happened to each fact, in the order given: taken, already there with the same content, or there with another. */
export type Taken = 'taken' | 'already' | 'conflict'

/** What the journal must know of an enrolment to seal and count its facts. `fresh`: made in this transaction, no facts yet. */
export type Enrolled = {
  kec: number
  id: string
  kel: number | null
  sealKey: Buffer
  lineage: string
  tied: boolean
  fresh?: boolean
}

/**
 * Appends facts of any number of enrolments. Waits for a running cut, and a cut waits for it, so that no fact slips behind a
 * frozen week. Facts already there (same id) change nothing.
 * @param by who acts; where one load brings the acts of many (a synthetic programme's past), who acted in each fact
 * @param enrolments every enrolment that the facts name
 */
export async function append(
  db: Db,
  by: By | ((fact: NewFact) => By),
  facts: readonly NewFact[],
  enrolments: ReadonlyMap<string, Enrolled>,
): Promise<Taken[]> {
  if (!facts.length) return []
  await db.client.query("select pg_advisory_xact_lock_shared(hashtext('weekly cut'))")
  const answers = await register(db, facts, enrolments)
  const taken = facts.filter((_, i) => answers[i] === 'taken')
  if (!taken.length) return answers

  const kecs = [...new Set(taken.map((f) => f.kec))].sort((a, b) => a - b)
  const heads = new Map<number, Head>()
  const tiedIn = await lockLineages(db, kecs, taken, enrolments, heads)
  const lastCut = await lastCutAt(db)
  const events: (readonly unknown[])[] = []
  const details: (readonly unknown[])[] = []
  const written: Fact[] = []
  for (const fact of taken) {
    const head = heads.get(fact.kec)!
    const enrolled = enrolments.get(fact.enrolment)!
    const { actor, way, now } = typeof by === 'function' ? by(fact) : by
    // Nothing is recorded at or before a cut that froze it. What a chain was told last by a clock that ran ahead does not count: only the
    // time of appending never goes back within a chain.
    const recordedAt = fact.recordedAt?.getTime() ?? Math.max(now.getTime(), lastCut + 1)
    const appendedAt = Math.max(now.getTime(), head.appendedAt)
    const { payload, sealed } = seal(fact.kind, fact.data, enrolled.sealKey)
    head.seq++
    head.appendedAt = appendedAt
    const row: ChainedFact = {
      kec: fact.kec,
      seq: head.seq,
      id: fact.id,
      enrolment: fact.enrolment,
      kind: fact.kind,
      occurredOn: fact.occurredOn,
      recordedAt: new Date(recordedAt).toISOString(),
      appendedAt: new Date(appendedAt).toISOString(),
      recordedBy: actor,
      way,
      grade: fact.grade,
      voids: fact.voids ?? null,
      payload: payload as Json,
    }
    head.hash = chain(head.hash, row)
    events.push([
      row.kec,
      row.seq,
      row.id,
      row.enrolment,
      row.kind,
      row.occurredOn,
      row.recordedAt,
      row.appendedAt,
      row.recordedBy,
      row.way,
      row.grade,
      row.voids,
      { json: JSON.stringify(payload) },
      Buffer.from(head.hash, 'hex'),
    ])
    if (sealed) details.push([fact.kec, fact.id, fact.enrolment, db.secrets.seal(JSON.stringify(sealed), fact.id)])
    written.push({
      id: fact.id,
      enrolment: fact.enrolment,
      kind: fact.kind,
      occurredOn: fact.occurredOn,
      recordedAt,
      seq: head.seq,
      data: payload,
      voids: fact.voids ?? null,
    })
  }
  const stored = writeRows(db, 'journal_event', EVENT_COLUMNS, events as never)
  // Of enrolments made just now all is in hand: what is counted of them is worked out here while the database stores the facts.
  const inHand = written.every((f) => enrolments.get(f.enrolment)!.fresh && !tiedIn.has(f.enrolment))
  const [, counts] = await Promise.all([
    stored,
    inHand ? lineagesOf(db, written, enrolments, tiedIn).then((counted) => workedOut(counted)) : null,
  ])
  await writeRows(db, 'fact_detail', ['kec_id', 'fact_id', 'enrolment_id', 'body'], details as never)
  await writeRows(
    db,
    'chain_head',
    ['kec_id', 'seq', 'hash', 'appended_at'],
    kecs.map((kec) => {
      const head = heads.get(kec)!
      return [kec, head.seq, Buffer.from(head.hash, 'hex'), new Date(head.appendedAt)]
    }),
    '(kec_id) do update set seq = excluded.seq, hash = excluded.hash, appended_at = excluded.appended_at',
  )
  if (counts) await writeCounts(db, counts)
  else await count(db, await lineagesOf(db, written, enrolments, tiedIn))
  return answers
}

export const EVENT_COLUMNS = [
  'kec_id',
  'seq',
  'id',
  'enrolment_id',
  'kind',
  'occurred_on',
  'recorded_at',
  'appended_at',
  'recorded_by',
  'way',
  'grade',
  'voids',
  'payload',
  'hash',
]

/** A fact exactly as it is hashed. Instants are ISO in UTC with milliseconds. */
export type ChainedFact = {
  kec: number
  seq: number
  id: string
  enrolment: string
  kind: string
  occurredOn: string
  recordedAt: string
  appendedAt: string
  recordedBy: string
  way: string
  grade: string
  voids: string | null
  payload: Json
}

export const GENESIS = '0'.repeat(64)

/** hash = SHA-256(previous hash + canonical fact), hex. */
export const chain = (previous: string, fact: ChainedFact): string => sha256(previous + canonical(fact))

/** Sealed fields leave the payload and are represented by a salted hash; empty ones are as if not given. */
export function seal(
  kind: Kind,
  data: Record<string, unknown>,
  key: Buffer,
): { payload: Record<string, unknown>; sealed: Record<string, unknown> | null } {
  const fields = sealedFields(kind)
  const payload: Record<string, unknown> = {}
  let sealed: Record<string, unknown> | null = null
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined || value === null) continue
    if (!fields.includes(name)) {
      payload[name] = value
      continue
    }
    const text = typeof value === 'string' ? value.trim() : String(value)
    if (text === '') continue
    sealed ??= {}
    sealed[name] = value
    // One key a person: the same licence number reads the same, and without the key nobody can try numbers.
    payload[name] = { sealed: createHmac('sha256', key).update(`${name}\n${text}`).digest('hex').slice(0, 32) }
  }
  return { payload, sealed }
}

type Head = { seq: number; hash: string; appendedAt: number }

/**
 * Locks the chains written to, and those of every enrolment tied to one of these: a lineage is counted as a whole, so two writers of
 * one wait for each other. Answers the lineage of the tied, as it is now that nobody else can tie them.
 */
async function lockLineages(
  db: Db,
  kecs: number[],
  facts: readonly NewFact[],
  enrolments: ReadonlyMap<string, Enrolled>,
  heads: Map<number, Head>,
): Promise<Map<string, string>> {
  const written = [...new Set(facts.map((f) => f.enrolment))].map((id) => enrolments.get(id)!)
  const held = written.filter((e) => !e.fresh || e.tied)
  const tied = new Map(held.flatMap((e) => (e.tied ? [[e.id, e.lineage] as const] : [])))
  for (let want = kecs; ; ) {
    if (tied.size) {
      const sql = 'select distinct kec_id from enrolment where tied and lineage = any($1::uuid[])'
      const more = (await db.client.query(sql, [[...new Set(tied.values())]])).rows.map((r) => r.kec_id as number)
      want = [...new Set([...want, ...more])].sort((a, b) => a - b)
    }
    want = want.filter((kec) => !heads.has(kec))
    if (want.length) await lockHeads(db, want, heads)
    if (!held.length) return tied
    // Loaded by the caller before the lock: a move or a merge may have come between.
    const { rows } = await db.client.query(
      `select e.id, e.lineage from unnest($1::integer[], $2::uuid[]) as a(kec, id)
       join enrolment e on e.kec_id = a.kec and e.id = a.id where e.tied`,
      [held.map((e) => e.kec), held.map((e) => e.id)],
    )
    const news = rows.filter((r) => tied.get(r.id) !== r.lineage)
    if (!news.length) return tied
    for (const r of news) tied.set(r.id, r.lineage)
  }
}

async function lockHeads(db: Db, kecs: number[], heads: Map<number, Head>): Promise<void> {
  // One statement a kecamatan, in order: no lock spans shards, and two writers never wait for each other in a ring. Sent in one go.
  const lock = async (some: readonly number[]) => {
    const sql = some.map(
      (kec) => `select kec_id, seq, hash, appended_at from chain_head where kec_id = ${Number(kec)} for update`,
    )
    const answers = await db.client.query(sql.join('; '))
    for (const { rows } of Array.isArray(answers) ? answers : [answers])
      for (const r of rows) heads.set(r.kec_id, { seq: r.seq, hash: r.hash.toString('hex'), appendedAt: r.appended_at.getTime() })
  }
  await lock(kecs)
  const missing = kecs.filter((kec) => !heads.has(kec))
  if (!missing.length) return
  await writeRows(
    db,
    'chain_head',
    ['kec_id', 'seq', 'hash', 'appended_at'],
    missing.map((kec) => [kec, 0, Buffer.from(GENESIS, 'hex'), new Date(0)]),
    'do nothing',
  )
  await lock(missing)
}

/** The newest cut's instant in milliseconds, 0 when there is none. */
export async function lastCutAt(db: Db): Promise<number> {
  const { rows } = await db.client.query('select max(cut_at) as at from weekly_cut')
  return rows[0].at?.getTime() ?? 0
}

async function register(db: Db, facts: readonly NewFact[], enrolments: ReadonlyMap<string, Enrolled>): Promise<Taken[]> {
  const seen = new Map<string, number>()
  const answers: Taken[] = facts.map((fact, i) => {
    const first = seen.get(fact.id)
    if (first === undefined) {
      seen.set(fact.id, i)
      return 'taken'
    }
    return sameFact(facts[first]!, fact) ? 'already' : 'conflict'
  })
  const once = facts.filter((_, i) => answers[i] === 'taken')
  const columns = ['id', 'kec_id']
  const fresh = once.length === (await writeRows(db, 'fact_registry', columns, sorted(once), '(id) do nothing'))
  if (fresh) return answers
  // Some were there before this call: which of them stand in the journal, and with the same content?
  const held = new Map<string, { kec_id: number; row: Record<string, unknown> }>()
  const ids = once.map((f) => f.id)
  const found = await db.client.query(
    `select e.id, e.kec_id, e.enrolment_id, e.kind, e.occurred_on, e.voids, e.payload
     from fact_registry r join journal_event e on e.kec_id = r.kec_id and e.id = r.id where r.id = any($1::uuid[])`,
    [ids],
  )
  for (const row of found.rows) held.set(row.id, { kec_id: row.kec_id, row })
  return facts.map((fact, i) => {
    if (answers[i] !== 'taken') return answers[i]!
    const before = held.get(fact.id)?.row
    if (!before) return 'taken'
    const key = enrolments.get(fact.enrolment)!.sealKey
    const same =
      before.kind === fact.kind &&
      before.occurred_on === fact.occurredOn &&
      before.enrolment_id === fact.enrolment &&
      (before.voids ?? null) === (fact.voids ?? null) &&
      canonical(before.payload as Json) === canonical(seal(fact.kind, fact.data, key).payload as Json)
    return same ? 'already' : 'conflict'
  })
}

const sorted = (facts: NewFact[]) => [...facts].sort((a, b) => (a.id < b.id ? -1 : 1)).map((f) => [f.id, f.kec] as const)

const sameFact = (a: NewFact, b: NewFact) =>
  a.kind === b.kind &&
  a.enrolment === b.enrolment &&
  a.occurredOn === b.occurredOn &&
  (a.voids ?? null) === (b.voids ?? null) &&
  canonical(a.data as Json) === canonical(b.data as Json)

/** The lineages that these facts belong to, with every fact of theirs: what is counted anew. */
async function lineagesOf(
  db: Db,
  written: Fact[],
  enrolments: ReadonlyMap<string, Enrolled>,
  tiedIn: ReadonlyMap<string, string>,
): Promise<Counted[]> {
  const groups = new Map<string, Counted>()
  const add = (e: { id: string; kec: number; kel: number | null; lineage: string; fresh?: boolean }): Counted => {
    let g = groups.get(e.lineage)
    if (!g) {
      g = { lineage: { enrolments: [], facts: [] }, kel: new Map(), since: Number.POSITIVE_INFINITY, fresh: true }
      groups.set(e.lineage, g)
    }
    if (!g.kel.has(e.id)) {
      g.kel.set(e.id, e.kel)
      g.lineage.enrolments.push({ id: e.id, kec: e.kec })
      g.fresh &&= e.fresh === true
    }
    return g
  }
  const tied = new Set<string>()
  for (const fact of written) {
    const enrolled = enrolments.get(fact.enrolment)!
    const lineage = tiedIn.get(fact.enrolment)
    const g = add({ ...enrolled, lineage: lineage ?? enrolled.lineage })
    g.since = Math.min(g.since, fact.recordedAt)
    if (lineage) tied.add(lineage)
    // Facts of enrolments made just now are not read back: they are all in hand.
    if (enrolled.fresh) g.lineage.facts.push(fact)
  }
  if (tied.size) {
    const sql = 'select id, kec_id as kec, kel_id as kel, lineage from enrolment where tied and lineage = any($1::uuid[])'
    for (const row of (await db.client.query(sql, [[...tied]])).rows) add(row)
  }
  const groupsOf = [...groups.values()]
  const earlier = await factsOf(
    db,
    groupsOf.flatMap((g) => g.lineage.enrolments).filter((e) => !enrolments.get(e.id)?.fresh),
  )
  for (const g of groupsOf) for (const e of g.lineage.enrolments) g.lineage.facts.push(...(earlier.get(e.id) ?? []))
  return groupsOf
}

/** Every fact of these enrolments, by enrolment. Plan: one scan of journal_by_enrolment for each, however large the journal is. */
export async function factsOf(db: Db, enrolments: readonly { id: string; kec: number }[]): Promise<Map<string, Fact[]>> {
  const facts = new Map<string, Fact[]>()
  if (!enrolments.length) return facts
  const { rows } = await db.client.query(
    `select j.* from unnest($1::integer[], $2::uuid[]) as a(kec, id)
     cross join lateral (
       select id, enrolment_id, kind, occurred_on, recorded_at, seq, payload, voids from journal_event
       where kec_id = a.kec and enrolment_id = a.id offset 0) as j`,
    [enrolments.map((e) => e.kec), enrolments.map((e) => e.id)],
  )
  for (const r of rows) {
    const held = facts.get(r.enrolment_id)
    if (held) held.push(factOf(r))
    else facts.set(r.enrolment_id, [factOf(r)])
  }
  return facts
}

export const factOf = (r: {
  id: string
  enrolment_id: string
  kind: string
  occurred_on: string
  recorded_at: Date
  seq: number
  payload: Record<string, unknown>
  voids: string | null
}): Fact => ({
  id: r.id,
  enrolment: r.enrolment_id,
  kind: r.kind as Kind,
  occurredOn: r.occurred_on,
  recordedAt: r.recorded_at.getTime(),
  seq: r.seq,
  data: r.payload,
  voids: r.voids,
})

export type { Lineage }
