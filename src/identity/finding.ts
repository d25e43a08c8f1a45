// Compares everybody and keeps the pairs that may be one person, as often as an import or a day asks for it.
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Database, type Db, writeRows } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import { queue, type Tasks } from '../kit/jobs.ts'
import type { Secrets } from '../kit/secrets.ts'
import { type Person, readPerson } from './described.ts'
import { describedMembers } from './members.ts'
import { type Pair, scan } from './scan.ts'

const SYSTEM = { actor: 'mesin', role: 'system' }
const here = fileURLToPath(import.meta.url)
/** From source Node strips the types; the bundle has the thread's file beside it. */
const entry = join(dirname(here), extname(here) === '.ts' ? 'child.ts' : 'identity-child.js')

/** How many people were compared, and the pairs among them, surest first. */
export type Found = { people: number; pairs: Pair[] }

/** The pairs among all members, on a thread of its own
 * `signal`: the process is to end. */
export async function findPairs(database: Database, secrets: Secrets, signal?: AbortSignal): Promise<Found> {
  const thread = new Worker(entry)
  const answer = new Promise<Pair[]>((done, failed) => {
    thread.once('message', done)
    thread.once('error', failed)
    thread.once('exit', () => failed(new Error('the comparing thread ended without an answer')))
  })
  answer.catch(() => {}) // heard below
  const stop = () => void thread.terminate()
  signal?.addEventListener('abort', stop)
  try {
    let people = 0
    await database.within('job', SYSTEM, async (db) => {
      for await (const piece of describedMembers(db, secrets)) {
        people += piece.length
        thread.postMessage(piece)
      }
    })
    thread.postMessage('done')
    return { people, pairs: await answer }
  } finally {
    signal?.removeEventListener('abort', stop)
    await thread.terminate()
  }
}

/** The same within a transaction and on this thread: for a few thousand members, or where nobody else waits. */
export async function findPairsHere(db: Db, secrets: Secrets): Promise<Found> {
  const people: Person[] = []
  for await (const piece of describedMembers(db, secrets)) for (const one of piece) people.push(readPerson(one))
  return { people: people.length, pairs: scan(people) }
}

/**
 * Keeps what was found: a pair that nobody has decided and that is not found any more goes, one that was decided stays as it is. `db`: the
 * job login as `system`.
 */
export async function keepPairs(db: Db, { people, pairs }: Found, now: Date): Promise<void> {
  await db.client.query("select pg_advisory_xact_lock(hashtext('duplicate scan'))")
  const id = uuidv7(now.getTime())
  await db.client.query(
    `create temp table found (first text, second text, id uuid, score real, odds real, evidence jsonb) on commit drop`,
  )
  await writeRows(
    db,
    'found',
    ['first', 'second', 'id', 'score', 'odds', 'evidence'],
    pairs.map(({ a, b, score, odds, evidence }) => [
      ...(a < b ? [a, b] : [b, a]),
      uuidv7(now.getTime()),
      score,
      odds,
      JSON.stringify(evidence),
    ]),
  )
  await db.client.query(
    `insert into duplicate_pair (kec_id, other_kec, id, first, second, score, odds, evidence, found_at, scan_id)
     select a.kec_id, b.kec_id, f.id, f.first, f.second, f.score, f.odds, f.evidence, $2, $1
     from found f join enrolment_locator a on a.number = f.first join enrolment_locator b on b.number = f.second
     on conflict (first, second) do update set kec_id = excluded.kec_id, other_kec = excluded.other_kec, score = excluded.score,
       odds = excluded.odds, evidence = excluded.evidence, scan_id = excluded.scan_id`,
    [id, now],
  )
  await db.client.query(
    'delete from duplicate_pair p where scan_id <> $1 and not exists (select from duplicate_decision d where d.pair_id = p.id)',
    [id],
  )
  await db.client.query('insert into duplicate_scan (id, at, people, pairs) values ($1, $2, $3, $4)', [
    id,
    now,
    people,
    pairs.length,
  ])
}

/** One job however often it is asked for while it waits. */
const FINDING = '01610000-0000-7000-8000-000000000001'

/** Asks that everybody be compared, once the caller's transaction has committed. */
export const askToFind = (db: Db): Promise<void> => queue(db, 'find-duplicates', FINDING)

/** Asks for it when nobody was compared for a day, by the server's own time. `db`: the job login as `system`. */
export async function findDaily(db: Db): Promise<void> {
  const { rows } = await db.client.query("select from duplicate_scan where made_at > now() - interval '20 hours' limit 1")
  if (!rows.length) await askToFind(db)
}

export const findingTasks = (house: { database: Database; secrets: Secrets; now: () => Promise<Date> }): Tasks => ({
  'find-duplicates': async (_, signal) => {
    const found = await findPairs(house.database, house.secrets, signal)
    const now = await house.now()
    await house.database.within('job', SYSTEM, (db) => keepPairs(db, found, now))
  },
})
