// What is counted from the journal: each enrolment's reach, the changes as they came to be known, and the weekly roll-up.
// Written with the facts; replay.ts rebuilds the same from the journal alone.

import { type KnownChange, known, knownChanges, type Lineage, nextOf, runs, STEPS, v1 } from '../journey/index.ts'
import { daysOf, weekOf } from '../kit/calendar.ts'
import { type Db, writeRows } from '../kit/database.ts'

/** A lineage to count anew from an instant on; `kel` is each enrolment's kelurahan; `fresh`: nothing was counted for it yet. */
export type Counted = { lineage: Lineage; kel: Map<string, number | null>; since: number; fresh: boolean }

const CHANGE_COLUMNS = [
  'kec_id',
  'enrolment_id',
  'kel_id',
  'step',
  'reached',
  'occurred_on',
  'recorded_at',
  'arriving',
  'reason',
  'other_kec',
  'n',
  'cause',
  'cause_kind',
]

/** Slots spread the hot row of a busy kecamatan over several; bulk loads use the first. */
const SLOTS = 8

/** Counts these lineages anew: removes what was thought from `since` on, and writes what is known now. */
export async function count(db: Db, counted: readonly Counted[]): Promise<void> {
  const cells = new Map<string, number>()
  await takeBack(db, counted, cells)
  await writeCounts(db, await workedOut(counted, cells))
}

/** What is to be written of these lineages; `cells` may hold what is taken back of earlier counts. */
type Counts = { rows: unknown[][]; reach: unknown[][]; cells: Map<string, number>; lineages: number }

/** Lineages after which others get a turn: whoever is served, and the rows on their way to the database. */
const AT_A_TIME = 100

export async function workedOut(counted: readonly Counted[], cells = new Map<string, number>()): Promise<Counts> {
  const rows: unknown[][] = []
  const reach: unknown[][] = []
  for (const [i, { lineage, kel, since }] of counted.entries()) {
    if (i % AT_A_TIME === AT_A_TIME - 1) await new Promise((turn) => setImmediate(turn))
    for (const c of knownChanges(lineage, v1, since - 1)) {
      rows.push(changeRow(c, kel.get(c.enrolment) ?? null))
      addCell(cells, c, c.n)
    }
    for (const e of lineage.enrolments) reach.push(reachRow(lineage, e))
  }
  return { rows, reach, cells, lineages: counted.length }
}

export async function writeCounts(db: Db, { rows, reach, cells, lineages }: Counts): Promise<void> {
  await writeRows(db, 'step_change', CHANGE_COLUMNS, rows as never)
  await writeRows(db, 'enrolment_reach', REACH_COLUMNS, reach as never, REACH_CONFLICT)
  const slot = lineages > 1 ? 0 : Math.floor(Math.random() * SLOTS)
  await writeRows(
    db,
    'rollup_week',
    ['kec_id', 'week_on', 'step', 'reached', 'arriving', 'reason', 'other_kec', 'slot', 'n'],
    [...cells]
      .filter(([, n]) => n !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)) // one order of locks for all writers
      .map(([key, n]) => {
        const [kec, week, step, reached, arriving, reason, other] = key.split('|')
        return [kec!, week!, step!, reached === '1', arriving === '1', reason!, other!, slot, n]
      }),
    '(kec_id, week_on, step, reached, arriving, reason, other_kec, slot) do update set n = rollup_week.n + excluded.n',
  )
}

/** Facts that arrive out of order change how later knowledge looked: those changes are taken back first. Normally there are none. */
async function takeBack(db: Db, counted: readonly Counted[], cells: Map<string, number>): Promise<void> {
  const ids: string[] = []
  const kecs: number[] = []
  const since: Date[] = []
  for (const c of counted) {
    if (c.fresh) continue
    for (const e of c.lineage.enrolments) {
      ids.push(e.id)
      kecs.push(e.kec)
      since.push(new Date(c.since))
    }
  }
  if (!ids.length) return
  const { rows } = await db.client.query(
    `delete from step_change c using unnest($1::integer[], $2::uuid[], $3::timestamptz[]) as w(kec, enrolment, since)
     where c.kec_id = w.kec and c.enrolment_id = w.enrolment and c.recorded_at >= w.since
     returning c.kec_id, c.step, c.reached, c.occurred_on, c.arriving, c.reason, c.other_kec, c.n`,
    [kecs, ids, since],
  )
  for (const r of rows)
    addCell(
      cells,
      {
        kec: r.kec_id,
        step: r.step,
        reached: r.reached,
        on: r.occurred_on,
        arriving: r.arriving,
        reason: r.reason,
        otherKec: r.other_kec,
      },
      -r.n,
    )
}

type CellOf = Pick<KnownChange, 'kec' | 'step' | 'reached' | 'on' | 'arriving' | 'reason' | 'otherKec'>

const mondays = new Map<string, string>()
const mondayOf = (on: string) => {
  let monday = mondays.get(on)
  if (!monday) {
    monday = daysOf(weekOf(on)).from
    mondays.set(on, monday)
  }
  return monday
}

export const cellKey = (c: CellOf) =>
  `${c.kec}|${mondayOf(c.on)}|${c.step}|${c.reached ? 1 : 0}|${c.arriving ? 1 : 0}|${c.reason}|${c.otherKec ?? 0}`

function addCell(cells: Map<string, number>, c: CellOf, n: number) {
  const key = cellKey(c)
  cells.set(key, (cells.get(key) ?? 0) + n)
}

export const changeRow = (c: KnownChange, kel: number | null) => [
  c.kec,
  c.enrolment,
  kel,
  c.step,
  c.reached,
  c.on,
  new Date(c.recordedAt),
  c.arriving,
  c.reason,
  c.otherKec,
  c.n,
  c.cause,
  c.causeKind,
]

/** What the next step lacks, for the desk; the last day of which a fact tells. */
const NEXT_COLUMNS = ['next_step', 'lacks', 'missing', 'lapsed', 'touched_on']

export const REACH_COLUMNS = [
  'kec_id',
  'enrolment_id',
  ...STEPS.flatMap((s) => [`p${s}_in`, `p${s}_on`, `p${s}_until`, `p${s}_known`]),
  'ended_on',
  'ended_reason',
  ...NEXT_COLUMNS,
]
const REACH_CONFLICT = `(kec_id, enrolment_id) do update set ${REACH_COLUMNS.slice(2)
  .map((c) => `${c} = excluded.${c}`)
  .join(', ')}`

/**
 * An enrolment as it stands by all that is known: per step when entered, first reached, until when it holds (null: it holds), and
 * when that was known; and its end. Facts that it takes over from a moved or merged enrolment are its own.
 */
export function reachRow(lineage: Lineage, enrolment: { id: string; kec: number }): unknown[] {
  const alive = known(lineage.facts, Number.POSITIVE_INFINITY)
  const into = new Map<string, string>()
  for (const f of alive) if (f.kind === 'enrolment.ended' && typeof f.data.into === 'string') into.set(f.enrolment, f.data.into)
  const mine = (id: string): boolean => {
    for (let at: string | undefined = id, hops = 0; at && hops < 20; at = into.get(at), hops++)
      if (at === enrolment.id) return true
    return false
  }
  const facts = lineage.enrolments.length === 1 ? alive : alive.filter((f) => mine(f.enrolment))
  const run = runs(facts, v1)
  const byId = new Map(facts.map((f) => [f.id, f]))
  const row: unknown[] = [enrolment.kec, enrolment.id]
  for (const step of STEPS) {
    const { enteredOn, spans } = run[step]
    const first = spans[0]
    const last = spans.at(-1)
    const knownAt = first ? Math.max(...first.facts.map((id) => byId.get(id)!.recordedAt)) : null
    row.push(enteredOn, first?.from ?? null, last?.until ?? null, knownAt === null ? null : new Date(knownAt))
  }
  const end = facts.find((f) => f.kind === 'enrolment.ended' && f.enrolment === enrolment.id)
  row.push(end?.occurredOn ?? null, end ? String(end.data.reason) : null)
  const told = facts.filter((f) => f.kind !== 'enrolment.ended')
  const next = nextOf(told, run)
  row.push(
    next?.step ?? null,
    next?.lacks ?? null,
    next ? JSON.stringify(next.missing) : null,
    next?.lapsed ?? null,
    told.at(-1)?.occurredOn ?? null,
  )
  return row
}

/**
 * Fills what the next step lacks where a row is of before that was kept: lineages as `everyLineage` gives them. A row that was counted anew in
 * the meantime is left as it is.
 */
export async function fillNext(db: Db, lineages: readonly Lineage[]): Promise<void> {
  const rows = lineages.flatMap((lineage) => lineage.enrolments.map((e) => reachRow(lineage, e)))
  await writeRows(
    db,
    'enrolment_reach',
    REACH_COLUMNS,
    rows as never,
    `(kec_id, enrolment_id) do update set ${NEXT_COLUMNS.map((c) => `${c} = excluded.${c}`).join(', ')} where enrolment_reach.touched_on is null`,
  )
}
