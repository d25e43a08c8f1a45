// Rebuilds from the journal alone what is stored beside it (reach, changes, roll-up) and names every difference. Changes nothing.

import { type Fact, knownChanges, type Lineage, v1 } from '../journey/index.ts'
import type { Database, Db } from '../kit/database.ts'
import { queue, type Tasks } from '../kit/jobs.ts'
import { factOf } from './append.ts'
import { cellKey, changeRow, fillNext, REACH_COLUMNS, reachRow } from './counting.ts'

export type Difference = {
  kec: number
  enrolment: string | null
  in: 'enrolment_reach' | 'step_change' | 'rollup_week'
  stored: string | null
  rebuilt: string | null
}
export type ReplayReport = { members: number; facts: number; differences: Difference[] }

const MOST = 1000 // differences listed; a rebuilt programme that differs everywhere is told by its first thousand

/** Rebuilds one kecamatan at a time; enrolments tied by a move or a merge come last, together. */
export async function replay(db: Db): Promise<ReplayReport> {
  const report: ReplayReport = { members: 0, facts: 0, differences: [] }
  const cells = new Map<string, number>()
  const waiting = new Map<number, Expected>()
  const wanted = (kec: number) => {
    const held = waiting.get(kec) ?? { kec, reach: new Map(), changes: new Map() }
    waiting.set(kec, held)
    return held
  }
  for await (const batch of everyLineage(db)) {
    if (batch.kec !== null) wanted(batch.kec)
    for (const lineage of batch.lineages) {
      report.members += lineage.enrolments.length
      report.facts += lineage.facts.length
      rebuild(lineage, cells, wanted)
    }
    if (batch.complete) {
      await compare(db, wanted(batch.kec!), report)
      waiting.delete(batch.kec!)
    }
  }
  for (const want of waiting.values()) await compare(db, want, report)
  await compareCells(db, cells, report)
  return report
}

const FILLING = '01610000-0000-7000-8000-000000000002'

/** Asks that rows of before `next_step` was kept be filled, where there are any. `db`: the job login as `system`. */
export async function askToFill(db: Db): Promise<void> {
  const { rows } = await db.client.query('select from enrolment_reach where touched_on is null limit 1')
  if (rows.length) await queue(db, 'fill-next', FILLING)
}

export const fillingTasks = ({ database }: { database: Database }): Tasks => ({
  'fill-next': async () => {
    await database.within('job', { actor: 'mesin', role: 'system' }, async (db) => {
      for await (const { lineages } of everyLineage(db)) await fillNext(db, lineages)
    })
  },
})

/** How far into each chain to read: facts in front of a cut. Without it, all of it. */
export type UpTo = { heads: ReadonlyMap<number, number>; knownAt: Date }

/**
 * Every lineage from the journal alone, kecamatan by kecamatan so that memory holds one of them; lineages that a move or a merge
 * ties together come in a last batch (`kec` null). `complete`: this kecamatan has none in the last batch.
 */
export async function* everyLineage(
  db: Db,
  upTo?: UpTo,
): AsyncGenerator<{ kec: number | null; lineages: Lineage[]; complete: boolean }> {
  const kecs = (await db.client.query('select kec_id from chain_head order by kec_id')).rows.map((r) => r.kec_id as number)
  const tied = await tiedEnrolments(db)
  const tiedKecs = new Set(tied.values())
  const held: { enrolment: { id: string; kec: number }; facts: Fact[] }[] = []
  for (const kec of kecs) {
    const lineages: Lineage[] = []
    for (const [id, facts] of await factsOfKec(db, kec, upTo)) {
      if (tied.has(id)) held.push({ enrolment: { id, kec }, facts })
      else lineages.push({ enrolments: [{ id, kec }], facts })
    }
    yield { kec, lineages, complete: !tiedKecs.has(kec) }
  }
  yield { kec: null, lineages: tieLineages(held), complete: false }
}

type Expected = { kec: number; reach: Map<string, string>; changes: Map<string, number> }

function rebuild(lineage: Lineage, cells: Map<string, number>, want: (kec: number) => Expected) {
  const kel = kelurahanOf(lineage)
  for (const change of knownChanges(lineage, v1)) {
    const key = [change.enrolment, ...changeRow(change, kel.get(change.enrolment)!).slice(2)].map(text).join(' ')
    const { changes } = want(change.kec)
    changes.set(key, (changes.get(key) ?? 0) + 1)
    const cell = cellKey(change)
    cells.set(cell, (cells.get(cell) ?? 0) + change.n)
  }
  for (const e of lineage.enrolments) want(e.kec).reach.set(e.id, reachRow(lineage, e).slice(2).map(text).join(' '))
}

/** The kelurahan that each enrolment counts in. */
export const kelurahanOf = (lineage: Lineage): Map<string, number | null> =>
  new Map(lineage.enrolments.map((e) => [e.id, kelurahanSaid(lineage.facts, e.id)]))

/** As its first fact says it. */
function kelurahanSaid(facts: readonly Fact[], enrolment: string): number | null {
  let first: Fact | undefined
  for (const f of facts)
    if (
      f.enrolment === enrolment &&
      (f.kind === 'registration.submitted' || f.kind === 'enrolment.opened') &&
      (!first || f.seq < first.seq)
    )
      first = f
  const area = String(first?.data.area ?? '').replaceAll('.', '')
  return area.length === 10 ? Number(area) : null
}

async function tiedEnrolments(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.client.query(
    "select kec_id, enrolment_id, payload->>'into' as into, (payload->>'intoKec')::integer as into_kec from journal_event where kind = 'enrolment.ended' and payload ? 'into'",
  )
  const tied = new Map<string, number>()
  for (const r of rows) {
    tied.set(r.enrolment_id, r.kec_id)
    if (r.into_kec) tied.set(r.into, r.into_kec)
  }
  return tied
}

/** Groups enrolments that a move or a merge ties, voided or not. */
function tieLineages(held: { enrolment: { id: string; kec: number }; facts: Fact[] }[]): Lineage[] {
  const root = new Map(held.map((h) => [h.enrolment.id, h.enrolment.id]))
  const find = (id: string): string => {
    let at = id
    while (root.get(at) !== at) at = root.get(at)!
    return at
  }
  for (const { enrolment, facts } of held)
    for (const f of facts) {
      const other = f.kind === 'enrolment.ended' ? f.data.into : f.kind === 'enrolment.opened' ? f.data.from : null
      if (typeof other === 'string' && root.has(other)) root.set(find(enrolment.id), find(other))
    }
  const groups = Map.groupBy(held, (h) => find(h.enrolment.id))
  return [...groups.values()].map((group) => ({
    enrolments: group.map((h) => h.enrolment),
    facts: group.flatMap((h) => h.facts),
  }))
}

async function factsOfKec(db: Db, kec: number, upTo?: UpTo): Promise<Map<string, Fact[]>> {
  const { rows } = await db.client.query(
    'select id, enrolment_id, kind, occurred_on, recorded_at, seq, payload, voids from journal_event where kec_id = $1 and seq <= $2 and recorded_at <= $3 order by seq',
    [kec, upTo ? (upTo.heads.get(kec) ?? 0) : Number.MAX_SAFE_INTEGER, upTo?.knownAt ?? 'infinity'],
  )
  const facts = new Map<string, Fact[]>()
  for (const r of rows) {
    const list = facts.get(r.enrolment_id)
    if (list) list.push(factOf(r))
    else facts.set(r.enrolment_id, [factOf(r)])
  }
  return facts
}

const text = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : value === null || value === undefined ? '-' : String(value)

async function compare(db: Db, want: Expected, report: ReplayReport): Promise<void> {
  const note = (difference: Difference) => {
    if (report.differences.length < MOST) report.differences.push(difference)
  }
  const reach = await db.client.query({
    text: `select enrolment_id, ${REACH_COLUMNS.slice(2).join(', ')} from enrolment_reach where kec_id = $1`,
    values: [want.kec],
    rowMode: 'array',
  })
  for (const [enrolment, ...columns] of reach.rows as unknown[][]) {
    const stored = columns.map(text).join(' ')
    const rebuilt = want.reach.get(enrolment as string) ?? null
    want.reach.delete(enrolment as string)
    if (stored !== rebuilt) note({ kec: want.kec, enrolment: enrolment as string, in: 'enrolment_reach', stored, rebuilt })
  }
  for (const [enrolment, rebuilt] of want.reach) note({ kec: want.kec, enrolment, in: 'enrolment_reach', stored: null, rebuilt })

  const changes = await db.client.query({
    text: `select enrolment_id, kel_id, step, reached, occurred_on, recorded_at, arriving, reason, other_kec, n, cause, cause_kind
           from step_change where kec_id = $1`,
    values: [want.kec],
    rowMode: 'array',
  })
  for (const row of changes.rows as unknown[][]) {
    const key = row.map(text).join(' ')
    const left = want.changes.get(key)
    if (left) want.changes.set(key, left - 1)
    else note({ kec: want.kec, enrolment: row[0] as string, in: 'step_change', stored: key, rebuilt: null })
  }
  for (const [key, left] of want.changes)
    if (left) note({ kec: want.kec, enrolment: key.split(' ')[0]!, in: 'step_change', stored: null, rebuilt: key })
}

async function compareCells(db: Db, cells: Map<string, number>, report: ReplayReport): Promise<void> {
  const { rows } = await db.client.query(
    `select kec_id, week_on, step, reached, arriving, reason, other_kec, sum(n)::integer as n from rollup_week group by 1, 2, 3, 4, 5, 6, 7`,
  )
  const differ = (kec: number, key: string, stored: number | null, rebuilt: number | null) => {
    if ((stored ?? 0) !== (rebuilt ?? 0) && report.differences.length < MOST)
      report.differences.push({
        kec,
        enrolment: null,
        in: 'rollup_week',
        stored: `${key} ${stored ?? '-'}`,
        rebuilt: `${key} ${rebuilt ?? '-'}`,
      })
  }
  for (const r of rows) {
    const key = `${r.kec_id}|${r.week_on}|${r.step}|${r.reached ? 1 : 0}|${r.arriving ? 1 : 0}|${r.reason}|${r.other_kec}`
    differ(r.kec_id, key, r.n, cells.get(key) ?? null)
    cells.delete(key)
  }
  for (const [key, n] of cells) differ(Number(key.split('|')[0]), key, null, n)
}
