// One import from file to report: columns proposed or remembered, rows taken in batches, progress kept with every batch. A run that
// was cut off goes on behind the last batch that was committed, and ends with the same answers as an unbroken one.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { type JakartaDate, jakartaDay } from '../../kit/calendar.ts'
import { type Cell, type Database, type Db, type Scope, writeRows } from '../../kit/database.ts'
import { uuidv7 } from '../../kit/ids.ts'
import type { Secrets } from '../../kit/secrets.ts'
import { kecCode } from '../../places/index.ts'
import { type Mapping, proposeColumns, type Remembered } from '../sheet/columns.ts'
import { readSheets } from '../sheet/read.ts'
import type { SheetProblem } from '../sheet/refusal.ts'
import { planFor, readRow, type RowRules } from '../sheet/rows.ts'
import type { SheetHead, SheetRow } from '../sheet/shape.ts'
import type { RowProblem } from '../sheet/words.ts'
import { type Answer, OUTCOMES, type Outcome, type ReadRow, takeBatch, type Taking } from './take.ts'
import './tables.ts'

const BATCH = 2000
const SAMPLE = 400 // rows of a sheet from which its columns are judged

export type SheetPlan = { index: number; name: string; mapping: Mapping }

export type ImportOptions = {
  dryRun: boolean
  historical: boolean
  /** The day of registration for rows that do not say it; default today. */
  registeredOn: JakartaDate | null
  /** Whose mapping is remembered: a kecamatan's code, or `pusat`. */
  office: string
  account: string
}

export type Totals = Record<Outcome, number> & { rows: number }
export const noTotals = (): Totals => ({ rows: 0, accepted: 0, warned: 0, rejected: 0, duplicate: 0, ignored: 0 })

/** What a run needs of the house. `now` is asked for each batch: an import may run past midnight. */
export type At = { database: Database; secrets: Secrets; now: () => Promise<Date>; scope: Scope }

export type Progress = (done: number) => void

/** Proposes the columns of every sheet of a file; what this office chose before for the same headers wins. */
export async function proposeSheets(
  db: Db,
  file: { path: string; name: string },
  office: string,
  today: JakartaDate,
): Promise<{ sheets: SheetPlan[] } | { refused: SheetProblem }> {
  const remembered = await recall(db, office)
  const sheets: SheetPlan[] = []
  let head: SheetHead | null = null
  let sample: SheetRow[] = []
  const finish = () => {
    if (head) sheets.push({ index: head.index, name: head.name, mapping: proposeColumns(head, sample, { today, recall: (s) => remembered.get(s) }) })
  }
  for await (const event of readSheets(file, { rowsPerSheet: SAMPLE })) {
    if ('refused' in event) return { refused: event.refused }
    if ('sheet' in event) {
      finish()
      head = event.sheet
      sample = []
    } else sample.push(...event.rows)
  }
  finish()
  return { sheets }
}

async function recall(db: Db, office: string): Promise<Map<string, Remembered>> {
  const { rows } = await db.client.query('select signature, mapping, changed_at from column_mapping where office = $1', [office])
  return new Map(rows.map((r) => [r.signature, { signature: r.signature, means: r.mapping, usedOn: jakartaDay(r.changed_at) }]))
}

/** Keeps what an office chose for these headers. */
export async function rememberMapping(db: Db, office: string, signature: string, means: Record<string, string>, at: Date): Promise<void> {
  if (!signature) return
  await writeRows(
    db,
    'column_mapping',
    ['office', 'signature', 'mapping', 'changed_at'],
    [[office, signature, { json: JSON.stringify(means) }, at]],
    '(office, signature) do update set mapping = excluded.mapping, changed_at = excluded.changed_at',
  )
}

/**
 * Takes the rows of a file into an import's job row. With `dryRun` nothing is stored and every answer is given to `tell`.
 * @returns the file's refusal when it cannot be read to its end; rows before that point stay taken
 */
export async function takeFile(
  at: At,
  importId: string,
  file: { path: string; name: string },
  sheets: readonly SheetPlan[],
  options: ImportOptions,
  resume: { done: number; totals: Totals },
  tell: (answers: Answer[]) => void,
): Promise<{ totals: Totals; refused: SheetProblem | null }> {
  const totals = resume.totals
  const startedAt = await at.now()
  const rules = await rulesOf(at, options.registeredOn ?? jakartaDay(startedAt), jakartaDay(startedAt))
  const taking: Omit<Taking, 'now'> = {
    importId,
    actor: options.account,
    historical: options.historical,
    dryRun: options.dryRun,
    seen: new Map(),
  }
  let nr = 0
  let waiting: ReadRow[] = []
  const flush = async () => {
    const rows = waiting
    waiting = []
    if (!rows.length) return
    const now = await at.now()
    const answers = await at.database.within('job', at.scope, async (db) => {
      const answered = await takeBatch(db, at.secrets, rows, { ...taking, now })
      for (const a of answered) {
        totals.rows++
        totals[a.outcome]++
      }
      if (!options.dryRun) {
        await keepAnswers(db, at.secrets, importId, answered)
        await db.client.query('update import_job set rows_done = $2, totals = $3 where id = $1', [importId, nr, JSON.stringify(totals)])
      }
      return answered
    })
    tell(answers)
  }
  let plan: ReturnType<typeof planFor> | null = null
  let sheet: SheetPlan | undefined
  for await (const event of readSheets(file)) {
    if ('refused' in event) {
      await flush()
      return { totals, refused: event.refused }
    }
    if ('sheet' in event) {
      sheet = sheets.find((s) => s.index === event.sheet.index)
      plan = sheet && !sheet.mapping.skip ? planFor(sheet.mapping) : null
      continue
    }
    for (const row of event.rows) {
      nr++
      if (nr <= resume.done) continue
      const reading = plan ? readRow(row.row, row.cells, plan, rules) : ({ kind: 'ignored', why: 'title' } as const)
      waiting.push({ nr, sheet: sheet?.name ?? '', row: row.row, reading })
      if (waiting.length >= BATCH) await flush()
    }
  }
  await flush()
  return { totals, refused: null }
}

async function rulesOf(at: At, registeredOn: JakartaDate, today: JakartaDate): Promise<RowRules> {
  const { rows } = await at.database.pool('job').query('select minimum_age from programme')
  return { today, registeredOn, minimumAge: rows[0].minimum_age }
}

async function keepAnswers(db: Db, secrets: Secrets, importId: string, answers: readonly Answer[]): Promise<void> {
  await writeRows(
    db,
    'import_row',
    ['import_id', 'nr', 'sheet', 'row', 'outcome', 'codes', 'kec_id', 'member', 'duplicate_of', 'body'],
    answers.map((a): Cell[] => [
      importId,
      a.nr,
      a.sheet,
      a.row,
      a.outcome,
      a.problems.map((p) => p.code),
      a.kec,
      a.member,
      a.duplicateOf,
      a.problems.some((p) => Object.keys(p.data).length) ? secrets.seal(JSON.stringify(a.problems), importId) : null,
    ]),
  )
}

/** The problems of a stored row, with what they say about it. */
export const problemsOf = (secrets: Secrets, importId: string, row: { codes: string[]; body: Buffer | null }): RowProblem[] =>
  row.body ? JSON.parse(secrets.open(row.body, importId)) : row.codes.map((code) => ({ code, data: {} }) as RowProblem)

// ---- the command's way in: one file, at once

export type ReportRow = { sheet: string; row: number; outcome: Outcome; codes: string[]; kec?: string; duplicateOf?: string; member?: string }
export type ImportReport = {
  importId: string
  file: string
  sha256: string
  dryRun: boolean
  sheets: SheetPlan[]
  totals: Totals
  /** Why the file could not be read (to its end), if so. */
  refused: SheetProblem | null
  rows: () => AsyncGenerator<ReportRow>
  /** Refused rows by sheet and row, for the corrections sheet. */
  refusals: () => Promise<Map<string, Map<number, RowProblem[]>>>
}

/** Imports a file in this process. What was taken by an earlier, broken run is recognised row by row. */
export async function importRegistrations(at: At, path: string, options: ImportOptions, progress: Progress = () => {}): Promise<ImportReport> {
  const file = { path, name: basename(path) }
  const sum = await sha256Of(path)
  const importId = uuidv7((await at.now()).getTime())
  const now = await at.now()
  const today = jakartaDay(now)
  const proposed = await at.database.within('job', at.scope, (db) => proposeSheets(db, file, options.office, today))
  const report: ImportReport = {
    importId,
    file: file.name,
    sha256: sum,
    dryRun: options.dryRun,
    sheets: 'sheets' in proposed ? proposed.sheets : [],
    totals: noTotals(),
    refused: 'refused' in proposed ? proposed.refused : null,
    rows: async function* () {},
    refusals: async () => new Map(),
  }
  if (report.refused) return report
  if (!options.dryRun)
    await at.database.within('job', at.scope, (db) =>
      newJob(db, { id: importId, account: options.account, kec: null, name: file.name, sha256: sum, body: null, options, state: 'running', at: now }),
    )
  const kept: Answer[] = []
  const { totals, refused } = await takeFile(at, importId, file, report.sheets, options, { done: 0, totals: noTotals() }, (answers) => {
    if (options.dryRun) kept.push(...answers)
    progress(totalsSoFar(answers))
  })
  report.totals = totals
  report.refused = refused
  if (options.dryRun) {
    report.rows = async function* () {
      for (const a of kept) yield reportRow(a, a.problems.map((p) => p.code))
    }
    report.refusals = async () => refusedOf(kept)
    return report
  }
  await at.database.within('job', at.scope, (db) => finishJob(db, importId, totals, refused, now))
  report.rows = () => storedRows(at, importId)
  report.refusals = () => storedRefusals(at, importId)
  return report
}

const totalsSoFar = (answers: readonly Answer[]) => answers.at(-1)?.nr ?? 0

function reportRow(a: { sheet: string; row: number; outcome: Outcome; kec: number | null; member: string | null; duplicateOf: string | null }, codes: string[]): ReportRow {
  return {
    sheet: a.sheet,
    row: a.row,
    outcome: a.outcome,
    codes,
    ...(a.kec ? { kec: kecCode(a.kec) } : {}),
    ...(a.duplicateOf ? { duplicateOf: a.duplicateOf } : {}),
    ...(a.member ? { member: a.member } : {}),
  }
}

function refusedOf(answers: readonly Answer[]): Map<string, Map<number, RowProblem[]>> {
  const refused = new Map<string, Map<number, RowProblem[]>>()
  for (const a of answers)
    if (a.outcome === 'rejected') refused.set(a.sheet, (refused.get(a.sheet) ?? new Map<number, RowProblem[]>()).set(a.row, a.problems))
  return refused
}

/** Every answered row of an import, in the file's order, in pages so that memory stays flat. */
export async function* storedRows(at: At, importId: string): AsyncGenerator<ReportRow> {
  for (let after = 0; ; ) {
    const { rows } = await at.database.within('job', at.scope, (db) =>
      db.client.query(
        `select nr, sheet, row, outcome, codes, kec_id as kec, member, duplicate_of as "duplicateOf" from import_row
         where import_id = $1 and nr > $2 order by nr limit 5000`,
        [importId, after],
      ),
    )
    if (!rows.length) return
    for (const r of rows) yield reportRow(r, r.codes)
    after = rows.at(-1).nr
  }
}

export async function storedRefusals(at: At, importId: string): Promise<Map<string, Map<number, RowProblem[]>>> {
  const { rows } = await at.database.within('job', at.scope, (db) =>
    db.client.query("select sheet, row, codes, body from import_row where import_id = $1 and outcome = 'rejected'", [importId]),
  )
  const refused = new Map<string, Map<number, RowProblem[]>>()
  for (const r of rows)
    refused.set(r.sheet, (refused.get(r.sheet) ?? new Map<number, RowProblem[]>()).set(r.row, problemsOf(at.secrets, importId, r)))
  return refused
}

export type NewJob = {
  id: string
  account: string
  kec: number | null
  name: string
  sha256: string
  body: Buffer | null
  options: Partial<ImportOptions>
  state: 'mapping' | 'queued' | 'running' | 'refused'
  at: Date
}

export async function newJob(db: Db, job: NewJob): Promise<void> {
  await writeRows(
    db,
    'import_job',
    ['id', 'kind', 'account', 'kec_id', 'file_name', 'sha256', 'body', 'options', 'state', 'totals', 'made_at'],
    [
      [
        job.id,
        'registrations',
        job.account,
        job.kec,
        job.name,
        job.sha256,
        job.body,
        { json: JSON.stringify(job.options) },
        job.state,
        { json: JSON.stringify(noTotals()) },
        job.at,
      ],
    ],
  )
}

export async function finishJob(db: Db, id: string, totals: Totals, refused: SheetProblem | null, at: Date): Promise<void> {
  await db.client.query('update import_job set state = $2, totals = $3, rows_total = $4, problem = $5, done_at = $6 where id = $1', [
    id,
    refused && !totals.rows ? 'refused' : 'done',
    JSON.stringify(totals),
    totals.rows,
    refused ? JSON.stringify(refused) : null,
    at,
  ])
}

export async function sha256Of(path: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const piece of createReadStream(path)) sum.update(piece)
  return sum.digest('hex')
}

/** Do the totals add up? Every row has exactly one outcome. */
export const addsUp = (totals: Totals) => OUTCOMES.reduce((sum, o) => sum + totals[o], 0) === totals.rows
