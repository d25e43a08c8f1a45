// Long work on the same database (graphile-worker): queued in the transaction that asked for it, so a killed server forgets
// nothing. The queue's own tables stay with the database's owner; rooms reach it through `queue` and register their tasks.
import { Logger, run, runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Db } from './database.ts'

/** What a task does with the id of its job row. It may run twice after a crash: the row says how far it came. */
export type Tasks = Readonly<Record<string, (id: string) => Promise<void>>>

export type Worker = { stop(): Promise<void>; ended: Promise<void> }

const quiet = (log: (line: string) => void) =>
  new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log(message)
  })

/** Brings the queue's tables to this version; part of `migrate`. */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl, logger: quiet(() => {}) })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // The application's logins ask through this function only; a job carries an id, never a person's data (6-trust, Data classes).
    await client.query(`
      create or replace function queue_job(task text, id uuid) returns void language sql volatile security definer set search_path = public, pg_temp as $$
        select graphile_worker.add_job(task, json_build_object('id', id), job_key := task || ':' || id, max_attempts := 25)
      $$;
      revoke all on function queue_job from public;
      grant execute on function queue_job to tujuhpas_staff, tujuhpas_job`)
  } finally {
    await client.end()
  }
}

/** Queues a task in the caller's transaction: it runs once that has committed. */
export async function queue(db: Db, task: string, id: string): Promise<void> {
  await db.client.query('select queue_job($1, $2)', [task, id])
}

/** Runs queued tasks until stopped. A job that a killed server had begun is taken up again at once: its lock is given back first. */
export async function startWorker(ownerUrl: string, tasks: Tasks, log: (line: string) => void): Promise<Worker> {
  const pgPool = new pg.Pool({ connectionString: ownerUrl, max: 4, application_name: 'tujuhpas queue' })
  pgPool.on('error', () => {})
  // One serving process a database is the house rule, so a lock that is left can only be a dead process's.
  const { rows } = await pgPool.query("select locked_by from graphile_worker.jobs where locked_by is not null")
  if (rows.length) await pgPool.query('select graphile_worker.force_unlock_workers($1::text[])', [rows.map((r) => r.locked_by)])
  const runner = await run({
    pgPool,
    concurrency: 1,
    pollInterval: 2000,
    noHandleSignals: true,
    logger: quiet(log),
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [name, async (payload: unknown) => task((payload as { id: string }).id)]),
    ),
  })
  const ended = runner.promise.catch((error: Error) => log(`queue: ${error.message}`))
  return {
    ended,
    async stop() {
      await runner.stop().catch(() => {})
      await ended
      await pgPool.end()
    },
  }
}
