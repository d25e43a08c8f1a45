// The server's way to import: a sheet that was sent is kept sealed in its job row until its columns are confirmed, then taken by the
// queue (kit/jobs.ts). A server or a database that dies in the middle goes on behind the last batch.
import { hash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidFrom } from '../../journal/index.ts'
import { jakartaDay } from '../../kit/calendar.ts'
import type { Database, Db } from '../../kit/database.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { queue, type Tasks } from '../../kit/jobs.ts'
import type { Secrets } from '../../kit/secrets.ts'
import type { SheetProblem } from '../sheet/refusal.ts'
import { type Choice, choose, type Look, proposeSheets, rememberMappings, type SheetPlan } from './mapping.ts'
import type { ImportProblem } from './messages.ts'
import { finishJob, type ImportOptions, newJob, type Totals, takeFile, withoutExamples } from './run.ts'
import './tables.ts'
import { runTakeBack } from './take-back.ts'

/** How long a file and what was said about its rows stay after the import; codes and outcomes stay. */
const KEPT_DAYS = 30

export type Work = <T>(act: (db: Db) => Promise<T>) => Promise<T>

export type Job = {
  id: string
  arrived: number
  kind: 'registrations' | 'evidence'
  account: string
  name: string
  options: Partial<ImportOptions>
  state: 'mapping' | 'queued' | 'running' | 'done' | 'refused' | 'taking-back' | 'taken-back'
  sheets: SheetPlan[]
  rowsTotal: number
  rowsDone: number
  totals: Totals
  problem: SheetProblem | ImportProblem | null
  madeAt: Date
  doneAt: Date | null
  /** Is the file still kept here? Not after 30 days, and never for a file that a command read where it lay. */
  kept: boolean
}

const COLUMNS = `id, arrived, kind, account, file_name as name, options, state, sheets, coalesce(rows_total, 0) as "rowsTotal", rows_done as "rowsDone",
  totals, problem, made_at as "madeAt", done_at as "doneAt", body is not null as kept`

export async function findJob(db: Db, id: string): Promise<Job | null> {
  const { rows } = await db.client.query(`select ${COLUMNS} from import_job where id = $1`, [id])
  return rows[0] ?? null
}

/** The newest imports first; `before`: those that arrived before this one. */
export async function jobsBefore(db: Db, before: number | null, limit: number): Promise<Job[]> {
  const { rows } = await db.client.query(
    `select ${COLUMNS} from import_job where kind = 'registrations' and ($1::bigint is null or arrived < $1) order by arrived desc limit $2`,
    [before, limit],
  )
  return rows
}

/** Was this very file imported before? */
export async function earlierWith(db: Db, job: Job): Promise<Job | null> {
  const { rows } = await db.client.query(
    `select ${COLUMNS} from import_job where sha256 = (select sha256 from import_job where id = $1) and arrived < $2
       and state in ('queued', 'running', 'done') order by arrived desc limit 1`,
    [job.id, job.arrived],
  )
  return rows[0] ?? null
}

// ---- files

/** The file of a job for a reading process: ours to read only, and gone afterwards. A run that was killed left it under the same name. */
async function withFile<T>(
  id: string,
  name: string,
  bytes: Buffer,
  read: (file: { path: string; name: string }) => Promise<T>,
): Promise<T> {
  const folder = join(tmpdir(), `tujuhpas-${id}`)
  const path = join(folder, 'lembar')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  try {
    writeFileSync(path, bytes, { mode: 0o600 })
    return await read({ path, name })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads the file of a job once more. Null: it is not kept any more. */
export async function withKeptFile<T>(
  work: Work,
  secrets: Secrets,
  { id, name }: Pick<Job, 'id' | 'name'>,
  read: (file: { path: string; name: string }) => Promise<T>,
): Promise<T | null> {
  const { rows } = await work((db) => db.client.query('select body from import_job where id = $1', [id]))
  if (!rows[0]?.body) return null
  return withFile(id, name, secrets.openBytes(rows[0].body, id), read)
}

// ---- sent, looked at, confirmed

export type Sent = {
  name: string
  bytes: Buffer
  account: string
  kec: number | null
  office: string
  now: Date
  /** The token of the page it was sent from: the same file from the same page is one import, however often it arrives. */
  page?: string
}

/** Takes a sent file in: its columns are proposed, or the job row says why it cannot be read. Answers the job's id. */
export async function receive(
  work: Work,
  secrets: Secrets,
  { name, bytes, account, kec, office, now, page }: Sent,
): Promise<string> {
  const sum = hash('sha256', bytes, 'hex')
  const id = page ? uuidFrom(`import ${page} ${account} ${name} ${sum}`) : uuidv7(now.getTime())
  const proposed = await withFile(id, name, bytes, (file) => proposeSheets(work, file, office, jakartaDay(now)))
  const job = {
    id,
    account,
    kec,
    name,
    sha256: sum,
    options: { office, account, historical: false },
    at: now,
  }
  await work(async (db) => {
    await emptyOld(db, now)
    // The same page sent twice at once: the first has it.
    await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [id])
    if (await findJob(db, id)) return
    if ('refused' in proposed) {
      await newJob(db, { ...job, body: null, state: 'refused', sheets: [], problem: proposed.refused })
      return
    }
    const { sheets, looks } = proposed
    await newJob(db, {
      ...job,
      body: secrets.seal(bytes, id),
      state: 'mapping',
      sheets,
      preview: sealPreview(secrets, id, { sheets, looks }),
    })
  })
  return id
}

/** What the page of a file shows before it is taken: its sheets with examples, and their first rows. */
export type Preview = { sheets: SheetPlan[]; looks: Look[] }
const sealPreview = (secrets: Secrets, id: string, preview: Preview) => secrets.seal(JSON.stringify(preview), `preview ${id}`)

export async function previewOf(db: Db, secrets: Secrets, id: string): Promise<Preview | null> {
  const { rows } = await db.client.query("select preview from import_job where id = $1 and state = 'mapping'", [id])
  return rows[0]?.preview ? JSON.parse(secrets.open(rows[0].preview, `preview ${id}`)) : null
}

/** Reads the sheets as a person chose; the file waits until it is confirmed. */
export async function chooseColumns(
  db: Db,
  secrets: Secrets,
  id: string,
  choices: ReadonlyMap<number, Choice>,
  now: Date,
): Promise<ImportProblem | null> {
  const preview = await previewOf(db, secrets, id)
  if (!preview) return { code: 'import.already-started', data: {} }
  const sheets = choose(preview.sheets, preview.looks, choices, jakartaDay(now))
  await db.client.query("update import_job set sheets = $2, preview = $3 where id = $1 and state = 'mapping'", [
    id,
    JSON.stringify(withoutExamples(sheets)),
    sealPreview(secrets, id, { sheets, looks: preview.looks }),
  ])
  return null
}

/** Confirmed: remembered for this office, and queued in the same transaction. */
export async function start(
  db: Db,
  job: Job,
  options: Pick<ImportOptions, 'registeredOn' | 'historical' | 'office' | 'account'>,
  now: Date,
): Promise<ImportProblem | null> {
  if (job.state === 'mapping' && !job.sheets.some((s) => !s.mapping.skip)) return { code: 'import.nothing-to-read', data: {} }
  const { rowCount } = await db.client.query(
    "update import_job set state = 'queued', options = $2, preview = null where id = $1 and state = 'mapping' and body is not null",
    [job.id, JSON.stringify({ ...options, dryRun: false })],
  )
  if (!rowCount) return { code: 'import.already-started', data: {} }
  await rememberMappings(db, options.office, job.sheets, now)
  await queue(db, 'import', job.id)
  return null
}

/** Old files go, and with them what was said about their rows. */
async function emptyOld(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await db.client.query(
    `with old as (
       update import_job set body = null, preview = null
       where coalesce(done_at, made_at) < $1 and made_at < $1 and state not in ('queued', 'running') and (body is not null or preview is not null)
       returning id)
     update import_row set body = null where import_id in (select id from old) and body is not null`,
    [before],
  )
}

/** Writes down that an account saw or took away people's data of an import, before the answer (6-trust). Kecamatan 0: the whole city. */
export async function noteReading(
  db: Db,
  { account, what, reason, at }: { account: string; what: string; reason: string; at: Date },
): Promise<void> {
  await db
    .insertInto('read_log')
    .values({ kec_id: 0, id: uuidv7(at.getTime()), at, account, what, enrolment_id: null, reason })
    .execute()
}

/** How many rows were taken that may be somebody who is there already? */
export async function twinsIn(db: Db, id: string): Promise<number> {
  const { rows } = await db.client.query(
    "select count(*)::integer as n from import_row where import_id = $1 and outcome = 'warned' and 'POSSIBLE_DUPLICATE' = any(codes)",
    [id],
  )
  return rows[0].n
}

// ---- the queue's task

/** The programme's time, asked for each batch: an import may run past midnight, and a demonstration's clock stands still. */
export type House = { database: Database; secrets: Secrets; now: () => Promise<Date> }

export const importTasks = (house: House): Tasks => ({
  import: (id, signal) => runJob(house, id, signal),
  'take-back': (id, signal) => runTakeBack(house, id, signal),
})

async function runJob({ database, secrets, now }: House, id: string, signal?: AbortSignal): Promise<void> {
  const everywhere: Work = (act) => database.within('job', { actor: 'mesin', role: 'system' }, act)
  const job = await everywhere((db) => findJob(db, id))
  if (job?.state !== 'queued' && job?.state !== 'running') return
  const options = { dryRun: false, historical: false, registeredOn: null, office: 'pusat', ...job.options, account: job.account }
  const at = { database, secrets, now, scope: { actor: job.account, role: 'system' } }
  try {
    await everywhere((db) => db.client.query("update import_job set state = 'running' where id = $1", [id]))
    const taken = await withKeptFile(everywhere, secrets, job, (file) =>
      takeFile(at, id, file, job.sheets, options, { done: job.rowsDone, totals: job.totals }, () => {}, signal),
    )
    if (!taken) throw new Error('the file of a queued import is not kept')
    const endedAt = await now()
    await everywhere(async (db) => {
      await finishJob(db, id, taken.totals, taken.refused, endedAt)
      await emptyOld(db, endedAt)
    })
  } catch (error) {
    // The queue tries again; meanwhile the page says so.
    const problem: ImportProblem = { code: 'import.task-failed', data: {} }
    if (!signal?.aborted)
      await everywhere((db) =>
        db.client.query('update import_job set problem = $2 where id = $1', [id, JSON.stringify(problem)]),
      ).catch(() => {})
    throw error
  }
}
