// One import from file to report: rows taken in batches, progress kept with every batch. A run that was cut off goes on behind the
// last batch that was committed, and ends with the same answers as an unbroken one. Which column means what: mapping.ts.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askToFind } from '../../identity/index.ts'
import { type JakartaDate, jakartaDay } from '../../kit/calendar.ts'
import { type Cell, type Database, type Db, mayTryAgain, Refusal, type Scope, writeRows } from '../../kit/database.ts'
import { uuidv7 } from '../../kit/ids.ts'
import type { Lang } from '../../kit/problem.ts'
import type { Secrets } from '../../kit/secrets.ts'
import { kecCode } from '../../places/index.ts'
import { type Refusals, writeCorrections } from '../sheet/corrections.ts'
import { readSheets } from '../sheet/read.ts'
import type { SheetProblem } from '../sheet/refusal.ts'
import { planFor, type RowRules, readRow } from '../sheet/rows.ts'
import type { RowProblem } from '../sheet/words.ts'
import { proposeSheets, type SheetPlan } from './mapping.ts'
import { type ImportProblem, sayImport } from './messages.ts'
import {
  type Answer,
  type Looked,
  lookAhead,
  OUTCOMES,
  type Outcome,
  type ReadRow,
  type Recent,
  sealed,
  type Taking,
  takeBatch,
} from './take.ts'
import { openTrial, PackedAnswers } from './trial.ts'
import './tables.ts'

export const BATCH = 2500
const ATTEMPTS = 3 // at reading a file that the first look has read to its end
/** How long a database that went away is waited for. */
const PATIENCE_MS = 120_000
const AGAIN_MS = 250

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
/** Do the totals add up? Every row has exactly one outcome. */
export const addsUp = (totals: Totals) => OUTCOMES.reduce((sum, o) => sum + totals[o], 0) === totals.rows

/** What a run needs of the house. `now` is asked for each batch: an import may run past midnight. */
export type At = { database: Database; secrets: Secrets; now: () => Promise<Date>; scope: Scope }

export type Progress = (done: number, of: number) => void

/** Is there something wrong with how the import was asked for? */
export function checkOptions({ registeredOn }: Pick<ImportOptions, 'registeredOn'>, today: JakartaDate): ImportProblem | null {
  if (registeredOn && registeredOn > today)
    return { code: 'import.registered-in-future', field: 'didaftar', data: { on: registeredOn, today } }
  return null
}

/**
 * Takes the rows of a file into an import's job row. In a dry run nothing is stored. Every answer is given to `tell`, in the file's order.
 * `signal` ends it between two batches.
 * @returns the file's refusal when it cannot be read to its end; rows before that point stay taken
 */
export async function takeFile(
  at: At,
  importId: string,
  file: { path: string; name: string },
  sheets: readonly SheetPlan[],
  options: ImportOptions,
  resume: { done: number; totals: Totals },
  tell: (answers: readonly Answer[]) => void,
  signal?: AbortSignal,
): Promise<{ totals: Totals; refused: SheetProblem | null }> {
  const startedAt = (await at.now()).getTime()
  const rules = await rulesOf(at, options)
  const taking = {
    importId,
    actor: options.account,
    historical: options.historical,
    trial: options.dryRun ? await openTrial(at.database) : null,
  }
  try {
    return await takeRows(at, file, sheets, taking, { ...resume, rules, startedAt }, tell, signal)
  } finally {
    taking.trial?.end()
  }
}

type Resume = { done: number; totals: Totals; rules: Awaited<ReturnType<typeof rulesOf>>; startedAt: number }

async function takeRows(
  at: At,
  file: { path: string; name: string },
  sheets: readonly SheetPlan[],
  taking: Omit<Taking, 'now'>,
  resume: Resume,
  tell: (answers: readonly Answer[]) => void,
  signal?: AbortSignal,
): Promise<{ totals: Totals; refused: SheetProblem | null }> {
  const { rules, startedAt } = resume
  let totals = resume.totals
  // Null: the batch before was looked up again after a lost connection, so that nobody has its people in hand.
  let before: Recent | null = { people: [], numbers: new Map() }
  const take = async (rows: readonly ReadRow[], looking: Promise<Looked | null>) => {
    const looked = before && (await looking)
    const taken = await takeSurely(at, rows, { ...taking, ...(before ? { before, looked } : {}) }, totals)
    totals = taken.totals
    before = taken.recent
    tell(taken.answers)
  }

  // While the database takes one batch, the next is read, and members are looked for who may be in it.
  let working: Promise<void> = Promise.resolve()
  let failure: unknown
  const next = async (rows: readonly ReadRow[]) => {
    const looking = rows.length
      ? at.database.within('job', at.scope, (db) => lookAhead(db, rows)).catch(() => null)
      : Promise.resolve(null)
    await working
    if (failure) throw failure
    signal?.throwIfAborted()
    if (rows.length)
      working = take(rows, looking).catch((error) => {
        failure = error
      })
  }
  let seen = resume.done
  let waiting: ReadRow[] = []
  let refused: SheetProblem | null = null
  // The first look has proven the file whole: a reading process that dies all the same (the system killed it) is started again.
  for (let attempt = 0; attempt === 0 || (refused && attempt < ATTEMPTS); attempt++) {
    refused = null
    let nr = 0
    let plan: ReturnType<typeof planFor> | null = null
    let sheet: SheetPlan | undefined
    for await (const event of readSheets(file)) {
      if ('refused' in event) refused = event.refused
      else if ('sheet' in event) {
        sheet = sheets.find((s) => s.index === event.sheet.index)
        plan = sheet && !sheet.mapping.skip ? planFor(sheet.mapping) : null
      } else if ('rows' in event)
        for (const row of event.rows) {
          if (++nr <= seen) continue
          seen = nr
          const reading = plan ? readRow(row.row, row.cells, plan, rules) : ({ kind: 'ignored', why: 'comment' } as const)
          waiting.push({ nr, sheet: sheet?.name ?? '', row: row.row, reading, sealed: sealed(at.secrets, reading, startedAt) })
          if (waiting.length >= BATCH) {
            await next(waiting)
            waiting = []
          }
        }
    }
  }
  await next(waiting)
  await next([])
  return { totals, refused }
}

/**
 * One batch, once: a database that dies is waited for, and whether the last COMMIT had arrived is read from the job's row, which is
 * written with the batch.
 */
async function takeSurely(
  at: At,
  rows: readonly ReadRow[],
  taking: Omit<Taking, 'now'>,
  before: Totals,
): Promise<{ answers: readonly Answer[]; totals: Totals; recent: Recent | null }> {
  const upTo = rows.at(-1)!.nr
  const { importId, trial } = taking
  const within = <T>(work: (db: Db) => Promise<T>) => at.database.within('job', at.scope, work)
  const take = async () => {
    const now = await at.now()
    const { answers, totals, recent, remember } = await within(async (db) => {
      const batch = await takeBatch(db, at.secrets, rows, { ...taking, now })
      const totals = { ...before }
      for (const a of batch.answers) {
        totals.rows++
        totals[a.outcome]++
      }
      if (!trial) {
        await keepAnswers(db, at.secrets, importId, batch.answers)
        await db.client.query('update import_job set rows_done = $2, totals = $3 where id = $1', [
          importId,
          upTo,
          JSON.stringify(totals),
        ])
      }
      return { ...batch, totals }
    })
    await remember()
    return { answers, totals, recent }
  }
  const committed = () =>
    within(async (db) => {
      const { rows: jobs } = await db.client.query('select rows_done, totals from import_job where id = $1', [importId])
      if (!jobs[0] || jobs[0].rows_done < upTo) return null
      const answers = await readAnswers(db, at.secrets, importId, rows[0]!.nr - 1, rows.length)
      return { answers, totals: jobs[0].totals as Totals, recent: null }
    })
  const until = performance.now() + PATIENCE_MS
  let uncertain = false
  for (;;) {
    try {
      return (uncertain && (await committed())) || (await take())
    } catch (error) {
      // A trial's memory went with its connection; nothing was stored, and it may be begun again.
      if (trial || !mayTryAgain(error) || performance.now() > until) throw error
      uncertain = true
      await sleep(AGAIN_MS)
    }
  }
}

export async function rulesOf(
  at: Pick<At, 'database' | 'now'>,
  { registeredOn }: Pick<ImportOptions, 'registeredOn'>,
): Promise<RowRules> {
  const today = jakartaDay(await at.now())
  const { rows } = await at.database.pool('job').query('select minimum_age from programme')
  return { today, registeredOn: registeredOn ?? today, minimumAge: rows[0].minimum_age }
}

// ---- what is kept of each row

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
      a.problems.length ? secrets.seal(JSON.stringify(detailOf(a)), importId) : null,
    ]),
  )
}

/** Sealed beside a row with problems: what they say, and whose row it is. */
type Detail = { problems: RowProblem[]; name: string | null; nik: string | null }
const detailOf = ({ problems, name, nik }: Answer): Detail => ({ problems, name, nik })

/** Stored answers behind a row number. A row whose details were emptied keeps its codes. */
export async function readAnswers(
  db: Db,
  secrets: Secrets,
  importId: string,
  after: number,
  limit: number,
  outcomes: readonly Outcome[] = OUTCOMES,
): Promise<Answer[]> {
  const { rows } = await db.client.query(
    `select nr, sheet, row, outcome, codes, kec_id, member, duplicate_of, body from import_row
     where import_id = $1 and nr > $2 and outcome = any($4) order by nr limit $3`,
    [importId, after, limit, outcomes],
  )
  return rows.map((r) => {
    const detail: Detail = r.body
      ? JSON.parse(secrets.open(r.body, importId))
      : { problems: r.codes.map((code: string) => ({ code, data: {} })), name: null, nik: null }
    const { nr, sheet, row, outcome, member } = r
    return { nr, sheet, row, outcome, kec: r.kec_id, member, duplicateOf: r.duplicate_of, ...detail }
  })
}

export type NewJob = {
  id: string
  account: string
  kec: number | null
  name: string
  sha256: string
  body: Buffer | null
  options: Partial<ImportOptions>
  state: 'mapping' | 'running' | 'refused'
  sheets: readonly SheetPlan[]
  preview?: Buffer
  problem?: SheetProblem
  at: Date
}

/** Examples are people's data: they are kept sealed or not at all. */
export const withoutExamples = (sheets: readonly SheetPlan[]): SheetPlan[] =>
  sheets.map((s) => ({ ...s, mapping: { ...s.mapping, columns: s.mapping.columns.map((c) => ({ ...c, examples: [] })) } }))

export const rowsIn = (sheets: readonly SheetPlan[]) => sheets.reduce((sum, s) => sum + s.rows, 0)

export async function newJob(db: Db, job: NewJob): Promise<void> {
  const json = (value: unknown) => ({ json: JSON.stringify(value) })
  await writeRows(
    db,
    'import_job',
    [
      'id',
      'kind',
      'account',
      'kec_id',
      'file_name',
      'sha256',
      'body',
      'options',
      'state',
      'sheets',
      'preview',
      'rows_total',
      'totals',
      'problem',
      'made_at',
      'done_at',
    ],
    [
      [
        job.id,
        'registrations',
        job.account,
        job.kec,
        job.name,
        job.sha256,
        job.body,
        json(job.options),
        job.state,
        json(withoutExamples(job.sheets)),
        job.preview ?? null,
        rowsIn(job.sheets),
        json(noTotals()),
        job.problem ? json(job.problem) : null,
        job.at,
        job.state === 'refused' ? job.at : null,
      ],
    ],
  )
}

export async function finishJob(db: Db, id: string, totals: Totals, refused: SheetProblem | null, at: Date): Promise<void> {
  await db.client.query('update import_job set state = $2, totals = $3, problem = $4, done_at = $5 where id = $1', [
    id,
    refused && !totals.rows ? 'refused' : 'done',
    JSON.stringify(totals),
    refused ? JSON.stringify(refused) : null,
    at,
  ])
  if (totals.accepted + totals.warned > 0) await askToFind(db) // a sheet waits for no decision; whom it may have brought twice is looked for now
}

export async function sha256Of(path: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const piece of createReadStream(path)) sum.update(piece)
  return sum.digest('hex')
}

// ---- the command's way in: one file, at once

export type ReportRow = {
  sheet: string
  row: number
  outcome: Outcome
  codes: string[]
  kec?: string
  duplicateOf?: string
  member?: string
}
export type ImportReport = {
  importId: string
  path: string
  file: string
  sha256: string
  dryRun: boolean
  sheets: SheetPlan[]
  totals: Totals
  /** Why the file could not be read (to its end), if so. */
  refused: SheetProblem | null
  /** Every row's answer, in the file's order, in pages so that memory stays flat. */
  rows: () => AsyncGenerator<ReportRow>
  /** Refused rows by sheet and row, for the corrections sheet. */
  refusals: () => Promise<Map<string, Map<number, RowProblem[]>>>
}

/**
 * Imports a file in this process. What was taken by an earlier, broken run is recognised row by row.
 * @throws Refusal when the day of registration has not come yet
 */
export async function importRegistrations(
  at: At,
  path: string,
  options: ImportOptions,
  progress: Progress = () => {},
): Promise<ImportReport> {
  const file = { path, name: basename(path) }
  const now = await at.now()
  const importId = uuidv7(now.getTime())
  const today = jakartaDay(now)
  const wrong = checkOptions(options, today)
  if (wrong) throw new Refusal(wrong.code, `${sayImport(wrong, 'id')} / ${sayImport(wrong, 'en')}`)
  const work = <T>(act: (db: Db) => Promise<T>) => at.database.within('job', at.scope, act)
  const proposed = await proposeSheets(work, file, options.office, today)
  const sheets = 'sheets' in proposed ? proposed.sheets : []
  const report: ImportReport = {
    importId,
    path,
    file: file.name,
    sha256: await sha256Of(path),
    dryRun: options.dryRun,
    sheets,
    totals: noTotals(),
    refused: 'refused' in proposed ? proposed.refused : null,
    rows: async function* () {},
    refusals: async () => new Map(),
  }
  if (report.refused) return report

  const { sha256 } = report
  if (!options.dryRun)
    await work((db) =>
      newJob(db, {
        id: importId,
        account: options.account,
        kec: at.scope.kec ?? null,
        name: file.name,
        sha256,
        body: null,
        options,
        state: 'running',
        sheets,
        at: now,
      }),
    )
  const kept = new PackedAnswers()
  const { totals, refused } = await takeFile(at, importId, file, sheets, options, { done: 0, totals: noTotals() }, (answers) => {
    if (options.dryRun) kept.add(answers)
    progress(answers.at(-1)!.nr, rowsIn(sheets))
  })
  report.totals = totals
  report.refused = refused
  if (options.dryRun) {
    report.rows = async function* () {
      for await (const answers of kept.batches()) yield* answers.map(reportRow)
    }
    report.refusals = async () => {
      const refused = new Map<string, Map<number, RowProblem[]>>()
      for await (const answers of kept.batches()) refusedOf(answers, refused)
      return refused
    }
    return report
  }
  const endedAt = await at.now()
  await work((db) => finishJob(db, importId, totals, refused, endedAt))
  report.rows = () => storedRows(work, at.secrets, importId)
  report.refusals = () => storedRefusals(work, at.secrets, importId)
  return report
}

/** Writes the refused rows with their reasons beside them; says how many. None: no file is written. */
export async function writeCorrectionsFor(report: ImportReport, path: string, lang: Lang = 'id'): Promise<number> {
  return writeCorrections(
    path,
    { path: report.path, name: report.file },
    refusalsOf(report.sheets, await report.refusals()),
    lang,
  )
}

/** The refused rows of each sheet as the corrections sheet wants them. */
export const refusalsOf = (
  sheets: readonly SheetPlan[],
  refused: ReadonlyMap<string, ReadonlyMap<number, readonly RowProblem[]>>,
): Refusals[] => sheets.map(({ index, name, mapping }) => ({ index, name, mapping, refused: refused.get(name) ?? new Map() }))

function reportRow({ sheet, row, outcome, problems, kec, duplicateOf, member }: Answer): ReportRow {
  return {
    sheet,
    row,
    outcome,
    codes: problems.map((p) => p.code),
    ...(kec ? { kec: kecCode(kec) } : {}),
    ...(duplicateOf ? { duplicateOf } : {}),
    ...(member ? { member } : {}),
  }
}

function refusedOf(answers: readonly Answer[], into: Map<string, Map<number, RowProblem[]>>): void {
  for (const { outcome, sheet, row, problems } of answers)
    if (outcome === 'rejected') into.set(sheet, (into.get(sheet) ?? new Map<number, RowProblem[]>()).set(row, problems))
}

type Work = <T>(act: (db: Db) => Promise<T>) => Promise<T>

async function* storedAnswers(work: Work, secrets: Secrets, importId: string, outcomes = OUTCOMES): AsyncGenerator<Answer[]> {
  for (let after = 0; ; ) {
    const answers = await work((db) => readAnswers(db, secrets, importId, after, 5000, outcomes))
    if (!answers.length) return
    yield answers
    after = answers.at(-1)!.nr
  }
}

async function* storedRows(work: Work, secrets: Secrets, importId: string): AsyncGenerator<ReportRow> {
  for await (const answers of storedAnswers(work, secrets, importId)) yield* answers.map(reportRow)
}

export async function storedRefusals(
  work: Work,
  secrets: Secrets,
  importId: string,
): Promise<Map<string, Map<number, RowProblem[]>>> {
  const refused = new Map<string, Map<number, RowProblem[]>>()
  for await (const answers of storedAnswers(work, secrets, importId, ['rejected'])) refusedOf(answers, refused)
  return refused
}
