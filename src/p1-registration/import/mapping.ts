// Which column of a file means what: proposed with reasons, what an office chose before for the same headers first; changed by a
// person, and remembered.
import { type JakartaDate, jakartaDay } from '../../kit/calendar.ts'
import { type Db, writeRows } from '../../kit/database.ts'
import { headerKeys, type Mapping, type Means, proposeColumns, type Remembered } from '../sheet/columns.ts'
import { readSheets } from '../sheet/read.ts'
import type { SheetProblem } from '../sheet/refusal.ts'
import type { SheetHead, SheetRow } from '../sheet/shape.ts'
import './tables.ts'

const SAMPLE = 400 // rows of a sheet from which its columns are judged

/** One sheet of a file: how many rows it has, and how they are read. */
export type SheetPlan = { index: number; name: string; rows: number; mapping: Mapping }
/** What a person chose: for each sheet whether it is read, and what its columns mean, by their place. */
export type Choice = { read: boolean; means: ReadonlyMap<number, Means> }

type Work = <T>(act: (db: Db) => Promise<T>) => Promise<T>
export type Look = { head: SheetHead; sample: SheetRow[]; rows: number }

/** The first rows of every sheet. The whole file is read once, so that one that breaks off is refused before any row is taken. */
export async function lookAt(file: { path: string; name: string }): Promise<{ looks: Look[] } | { refused: SheetProblem }> {
  const looks: Look[] = []
  for await (const event of readSheets(file, { rowsPerSheet: SAMPLE })) {
    if ('refused' in event) return { refused: event.refused }
    if ('sheet' in event) looks.push({ head: event.sheet, sample: [], rows: 0 })
    else if ('rows' in event) looks.at(-1)!.sample.push(...event.rows)
    else looks.at(-1)!.rows = event.counted
  }
  return { looks }
}

/** Proposes the columns of every sheet of a file. */
export async function proposeSheets(
  work: Work,
  file: { path: string; name: string },
  office: string,
  today: JakartaDate,
): Promise<{ sheets: SheetPlan[]; looks: Look[] } | { refused: SheetProblem }> {
  const seen = await lookAt(file)
  if ('refused' in seen) return seen
  const remembered = await work((db) => recall(db, office))
  const sheets = seen.looks.map(({ head, sample, rows }) => ({
    index: head.index,
    name: head.name,
    rows,
    mapping: proposeColumns(head, sample, { today, recall: (signature) => remembered.get(signature) }),
  }))
  return { sheets, looks: seen.looks }
}

const CHOSEN = { id: 'pilihan Anda', en: 'your choice' }

/** The same sheets read as a person chose: dates and places are judged anew by the columns that now hold them. */
export function choose(
  plans: readonly SheetPlan[],
  looks: readonly Look[],
  choices: ReadonlyMap<number, Choice>,
  today: JakartaDate,
): SheetPlan[] {
  return plans.map((plan) => {
    const choice = choices.get(plan.index)
    const look = looks.find((l) => l.head.index === plan.index)
    if (!choice || !look) return plan
    const before = plan.mapping.columns
    const chosen = before.map((c) => choice.means.get(c.index) ?? c.means)
    const keys = headerKeys(before.map((c) => c.header))
    const means = Object.fromEntries(keys.map((key, i) => [key, chosen[i]!]))
    const mapping = proposeColumns(look.head, look.sample, { today, recall: (signature) => ({ signature, means }) })
    const columns = mapping.columns.map((c, i) => {
      // Without headers nothing is recalled by them: each column is as it was chosen.
      const column = mapping.headerRow === null ? { ...c, means: chosen[i]! } : c
      if (column.means !== chosen[i]) return column // a second one of its kind gave way, and says so
      return { ...column, why: chosen[i] === before[i]!.means ? before[i]!.why : CHOSEN }
    })
    const skip = choice.read ? null : (mapping.skip ?? { code: 'chosen' as const, why: CHOSEN })
    return { ...plan, mapping: { ...mapping, columns, skip, remembered: plan.mapping.remembered } }
  })
}

async function recall(db: Db, office: string): Promise<Map<string, Remembered>> {
  const { rows } = await db.client.query('select signature, mapping, changed_at from column_mapping where office = $1', [office])
  return new Map(rows.map((r) => [r.signature, { signature: r.signature, means: r.mapping, usedOn: jakartaDay(r.changed_at) }]))
}

/** Keeps what an office chose for the headers of these sheets. */
export async function rememberMappings(db: Db, office: string, sheets: readonly SheetPlan[], at: Date): Promise<void> {
  const chosen = new Map<string, Record<string, Means>>()
  for (const { mapping } of sheets) {
    if (!mapping.signature || mapping.skip) continue
    const keys = headerKeys(mapping.columns.map((c) => c.header))
    chosen.set(mapping.signature, Object.fromEntries(keys.flatMap((key, i) => (key ? [[key, mapping.columns[i]!.means]] : []))))
  }
  await writeRows(
    db,
    'column_mapping',
    ['office', 'signature', 'mapping', 'changed_at'],
    [...chosen].map(([signature, means]) => [office, signature, { json: JSON.stringify(means) }, at]),
    '(office, signature) do update set mapping = excluded.mapping, changed_at = excluded.changed_at',
  )
}
