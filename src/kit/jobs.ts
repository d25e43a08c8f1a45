// Long work on the same database (graphile-worker): queued in the transaction that asked for it, so a killed server forgets
// nothing. The queue's own tables stay with the database's owner; rooms reach it through `queue` and register their tasks.
import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger, Runner, Task } from 'graphile-worker'
import pg from 'pg'
import type { Db } from './database.ts'

/**
 * What a task does with the id of its job row. It may run twice after a crash: the row says how far it came. `signal`: the process is
 * to end; a long task leaves off where it can go on later.
 */
export type Tasks = Readonly<Record<string, (id: string, signal?: AbortSignal) => Promise<void>>>

export type Worker = { stop(): Promise<void>; ended: Promise<void> }

/** Loaded when needed: most commands neither migrate nor work. */
const library = () => import('graphile-worker')

/** Work of minutes, one after another; a code to sign in with does not wait behind it. */
const LONG = ['import', 'take-back', 'find-duplicates', 'fill-next']

// The application's logins ask through this function only; a job carries an id, never a person's data (6-trust, Data classes).
// Asked for again while it waits, a job still runs once.
const DOOR = `
  create or replace function queue_job(task text, id uuid) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    select graphile_worker.add_job(task, json_build_object('id', id), job_key := task || ':' || id, max_attempts := 25,
      queue_name := case when task = any ('{${LONG.join()}}') then 'long' end)
  $$;
  revoke all on function queue_job from public;
  grant execute on function queue_job to tujuhpas_staff, tujuhpas_job;
  create or replace function late_jobs() returns integer language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::integer from graphile_worker.jobs
    where locked_at is null and attempts < max_attempts and run_at < now() - interval '1 minute'
  $$;
  revoke all on function late_jobs from public;
  grant execute on function late_jobs to tujuhpas_job`
const VERSION = 'graphile-worker 0.18.0' // a newer one brings tables of its own: name it here and migrate runs it

/** Brings the queue's tables to this version; the last part of `migrate`, which holds its lock. Says whether there was anything to do. */
export async function migrateQueue(client: pg.Client, ownerUrl: string): Promise<boolean> {
  const sum = hash('sha256', VERSION + DOOR, 'hex')
  const { rows } = await client.query("select from migration where name = 'queue' and sha256 = $1", [sum])
  if (rows.length) return false
  const { runMigrations, Logger } = await library()
  await runMigrations({ connectionString: ownerUrl, logger: quiet(Logger, () => {}) })
  await client.query(DOOR)
  await client.query(
    "insert into migration (name, sha256) values ('queue', $1) on conflict (name) do update set sha256 = excluded.sha256, ran_at = now()",
    [sum],
  )
  return true
}

const quiet = (Made: typeof Logger, log: (line: string) => void) =>
  new Made(() => (level, message) => {
    if (level === 'error' || level === 'warning') log(message)
  })

/** Queues a task in the caller's transaction: it runs once that has committed. */
export async function queue(db: Db, task: string, id: string): Promise<void> {
  await db.client.query('select queue_job($1, $2)', [task, id])
}

/**
 * Runs queued tasks until stopped: long ones one at a time, short ones beside them; a database that dies and comes back is waited for. A job that a killed server had
 * begun is taken up again at once: its lock is given back first.
 */
export async function startWorker(ownerUrl: string, tasks: Tasks, log: (line: string) => void): Promise<Worker> {
  const { run, Logger } = await library()
  const pgPool = new pg.Pool({ connectionString: ownerUrl, max: 4, application_name: 'tujuhpas queue' })
  pgPool.on('error', () => {})
  pgPool.on('connect', (client) => void client.on('error', () => {}))
  const stopping = new AbortController()
  let runner: Runner | undefined

  const begin = async () => {
    // One serving process a database is the house rule, so a lock that is left can only be a dead process's.
    const { rows } = await pgPool.query('select distinct locked_by from graphile_worker.jobs where locked_by is not null')
    if (rows.length) await pgPool.query('select graphile_worker.force_unlock_workers($1::text[])', [rows.map((r) => r.locked_by)])
    runner = await run({
      pgPool,
      concurrency: 2,
      pollInterval: 2000,
      noHandleSignals: true,
      logger: quiet(Logger, log),
      taskList: Object.fromEntries(
        Object.entries(tasks).map(([name, task]): [string, Task] => [
          name,
          async (payload, { abortSignal }) => task((payload as { id: string }).id, abortSignal),
        ]),
      ),
    })
  }
  await begin()
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await runner?.promise.catch((error: Error) => log(`queue: ${error.message}`))
      runner = undefined
      while (!stopping.signal.aborted && !runner) {
        await sleep(1000, undefined, { signal: stopping.signal }).catch(() => {})
        if (!stopping.signal.aborted) await begin().catch((error: Error) => log(`queue: ${error.message}`))
      }
    }
    await runner?.stop().catch(() => {}) // one that began while we were told to stop
  })()
  return {
    ended,
    async stop() {
      stopping.abort()
      await runner?.stop().catch(() => {})
      await ended
      await pgPool.end()
    },
  }
}
