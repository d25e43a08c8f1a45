// An imported sheet is taken back whole: its facts are voided with the reason, batch by batch, and what led to its members is released.
// Who has moved, was merged, registered again or has facts from elsewhere is left out, unless the last is asked for.
import { append, type NewFact, uuidFrom } from '../../journal/index.ts'
import { type JakartaDate, jakartaDay } from '../../kit/calendar.ts'
import type { Db } from '../../kit/database.ts'
import { queue } from '../../kit/jobs.ts'
import type { Secrets } from '../../kit/secrets.ts'
import type { House } from './job.ts'
import { type ImportProblem, sayImport } from './messages.ts'
import './tables.ts'

const BATCH = 500
export const LONGEST_REASON = 300

export type TakeBack = {
  reason: string
  withLater: boolean
  account: string
  rowsDone: number
  taken: number
  leftOut: number
  madeAt: Date
  doneAt: Date | null
}

/** Why a member of the sheet is not simply taken back: moved or merged, registered once more by themselves, or has other facts. */
export type Tie = 'tied' | 'again' | 'later'
export type Bound = { nr: number; member: string; tie: Tie }
export type Foreseen = Record<Tie | 'free' | 'all', number>

export async function takeBackOf(db: Db, importId: string): Promise<TakeBack | null> {
  const { rows } = await db.client.query(
    `select reason, with_later as "withLater", account, rows_done as "rowsDone", taken, left_out as "leftOut", made_at as "madeAt", done_at as "doneAt"
     from import_take_back where import_id = $1`,
    [importId],
  )
  return rows[0] ?? null
}

/**
 * The members whom a sheet brought and who still stand, with what ties them elsewhere. Plan: the import's own rows by key, then one
 * locator, one enrolment and the facts of one enrolment each, by key; the repeated registrations once.
 */
const MEMBERS = `
  select r.nr, r.member, e.kec_id, e.id, e.kel_id, e.lineage, e.person_id,
    case
      when e.tied or e.import_id is distinct from r.import_id then 'tied'
      when e.id in (select o.enrolment_id from repeat_registration s join enrolment_locator o on o.number = s.number) then 'again'
      when exists (select from journal_event j where j.kec_id = e.kec_id and j.enrolment_id = e.id and j.way <> 'import') then 'later'
    end as tie
  from import_row r
  join enrolment_locator l on l.number = r.member
  join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id
  where r.import_id = $1 and r.outcome in ('accepted', 'warned')`

/** What taking back would do now: how many are free to go, and how many are tied, and by what. */
export async function foresee(db: Db, importId: string): Promise<Foreseen> {
  const { rows } = await db.client.query(`select tie, count(*)::integer as n from (${MEMBERS}) as m group by tie`, [importId])
  const seen: Foreseen = { all: 0, free: 0, tied: 0, again: 0, later: 0 }
  for (const { tie, n } of rows) {
    seen[(tie ?? 'free') as Tie | 'free'] += n
    seen.all += n
  }
  return seen
}

/** Who is tied elsewhere, in the sheet's order. */
export async function boundIn(db: Db, importId: string, limit: number): Promise<Bound[]> {
  const { rows } = await db.client.query(
    `select nr, member, tie from (${MEMBERS}) as m where tie is not null order by nr limit $2`,
    [importId, limit],
  )
  return rows
}

/** Says that a done import is to be taken back, and queues it in the same transaction. */
export async function askTakeBack(
  db: Db,
  importId: string,
  { reason, withLater, account }: Pick<TakeBack, 'reason' | 'withLater' | 'account'>,
  now: Date,
): Promise<ImportProblem | null> {
  const said = reason.trim()
  if (!said) return { code: 'import.reason-missing', field: 'alasan', data: {} }
  if (said.length > LONGEST_REASON) return { code: 'import.reason-long', field: 'alasan', data: { most: LONGEST_REASON } }
  const { rowCount } = await db.client.query(
    "update import_job set state = 'taking-back', problem = null where id = $1 and state = 'done' and kind = 'registrations'",
    [importId],
  )
  if (!rowCount) return { code: 'import.not-done', data: {} }
  await db.client.query(
    'insert into import_take_back (import_id, reason, with_later, account, made_at) values ($1, $2, $3, $4, $5)',
    [importId, said, withLater, account, now],
  )
  await queue(db, 'take-back', importId)
  return null
}

/** Takes back until it is done. May be begun again at any time: each batch says in its own transaction how far it came. */
export async function runTakeBack({ database, secrets, now }: House, importId: string, signal?: AbortSignal): Promise<void> {
  const asked = await database.within('job', { actor: 'mesin', role: 'system' }, (db) => takeBackOf(db, importId))
  if (!asked || asked.doneAt) return
  const scope = { actor: asked.account, role: 'system' }
  try {
    for (let more = true; more; ) {
      signal?.throwIfAborted()
      const at = await now()
      more = await database.within('job', scope, (db) => takeBackBatch(db, secrets, importId, at))
    }
  } catch (error) {
    const problem: ImportProblem = { code: 'import.take-back-stopped', data: {} }
    if (!signal?.aborted)
      await database
        .within('job', scope, (db) =>
          db.client.query("update import_job set problem = $2 where id = $1 and state = 'taking-back'", [
            importId,
            JSON.stringify(problem),
          ]),
        )
        .catch(() => {})
    throw error
  }
}

type Member = {
  nr: number
  member: string
  kec_id: number
  id: string
  kel_id: number | null
  lineage: string
  person_id: string
  tie: Tie | null
}

/** One batch in one transaction; says whether there may be more. */
async function takeBackBatch(db: Db, secrets: Secrets, importId: string, now: Date): Promise<boolean> {
  // Two runs of one (the queue and a command) take turns.
  const { rows: asked } = await db.client.query(
    'select reason, with_later, account, rows_done from import_take_back where import_id = $1 and done_at is null for update',
    [importId],
  )
  if (!asked[0]) return false
  const { reason, with_later: withLater, account, rows_done: done } = asked[0]
  const read = async (): Promise<Member[]> =>
    (await db.client.query(`${MEMBERS} and r.nr > $2 order by r.nr limit ${BATCH}`, [importId, done])).rows
  const before = await read()
  if (!before.length) {
    await db.client.query('update import_take_back set done_at = $2 where import_id = $1', [importId, now])
    await db.client.query("update import_job set state = 'taken-back', problem = null where id = $1", [importId])
    return false
  }
  // From here nobody moves, merges or appends to these: what is decided is what is written.
  await db.client.query("select pg_advisory_xact_lock(hashtext('moves and merges'))")
  await db.client.query("select pg_advisory_xact_lock_shared(hashtext('weekly cut'))")
  for (const kec of [...new Set(before.map((m) => m.kec_id))].sort((a, b) => a - b))
    await db.client.query('select from chain_head where kec_id = $1 for update', [kec])
  const upTo = before.at(-1)!.nr
  const members = (await read()).filter((m) => m.nr <= upTo)
  const going = members.filter((m) => m.tie === null || (m.tie === 'later' && withLater))
  if (going.length) await voidAll(db, secrets, importId, going, { reason, account, now })
  await db.client.query(
    'update import_take_back set rows_done = $2, taken = taken + $3, left_out = left_out + $4 where import_id = $1',
    [importId, upTo, going.length, before.length - going.length],
  )
  return true
}

async function voidAll(
  db: Db,
  secrets: Secrets,
  importId: string,
  going: readonly Member[],
  { reason, account, now }: { reason: string; account: string; now: Date },
): Promise<void> {
  const keys = [going.map((m) => m.kec_id), going.map((m) => m.id)]
  const { rows: facts } = await db.client.query(
    `select j.id, j.enrolment_id, j.kind, j.voids from unnest($1::integer[], $2::uuid[]) as a(kec, id)
     join journal_event j on j.kec_id = a.kec and j.enrolment_id = a.id order by j.kec_id, j.seq`,
    keys,
  )
  const { rows: people } = await db.client.query(
    `select p.id, p.nik, p.seal_key from unnest($1::integer[], $2::uuid[]) as a(kec, id) join person p on p.kec_id = a.kec and p.id = a.id`,
    [keys[0], going.map((m) => m.person_id)],
  )
  const personOf = new Map(people.map((p) => [p.id as string, p as { nik: Buffer; seal_key: Buffer }]))
  const memberOf = new Map(going.map((m) => [m.id, m]))
  const voidsOf = Map.groupBy(
    facts.filter((f) => f.voids),
    (f) => f.voids as string,
  )
  // A void may itself be void; then the fact stands again.
  const stands = (id: string): boolean => !(voidsOf.get(id) ?? []).some((v) => stands(v.id))
  const on: JakartaDate = jakartaDay(now)
  const voids = facts
    .filter((f) => f.kind !== 'fact.voided' && stands(f.id))
    .map((f): NewFact => {
      const { kec_id: kec, id: enrolment } = memberOf.get(f.enrolment_id)!
      const id = uuidFrom(`taken back ${f.id}`)
      return { id, kec, enrolment, kind: 'fact.voided', occurredOn: on, grade: 'B', data: { reason }, voids: f.id }
    })
  const enrolled = going.map((m) => ({
    kec: m.kec_id,
    id: m.id,
    kel: m.kel_id,
    sealKey: personOf.get(m.person_id)!.seal_key,
    lineage: m.lineage,
    tied: false,
  }))
  const answers = await append(db, { actor: account, way: 'import', now }, voids, new Map(enrolled.map((e) => [e.id, e])))
  if (answers.includes('conflict')) throw new Error('a fact of this import is void already, by another content of the same id')
  await db.client.query(
    `update enrolment e set taken_back = true from unnest($1::integer[], $2::uuid[]) as a(kec, id) where e.kec_id = a.kec and e.id = a.id`,
    keys,
  )
  await db.client.query('select release_taken_back($1, $2::text[], $3::bytea[], $4::uuid[])', [
    importId,
    going.map((m) => m.member),
    going.map((m) => secrets.mark(secrets.open(personOf.get(m.person_id)!.nik, m.person_id))),
    going.map((m) => m.person_id),
  ])
}

/** The command's way: asks and takes back in this process. One that broke off goes on. A trial only says what would happen. */
export async function takeBackNow(
  house: House,
  importId: string,
  asked: Pick<TakeBack, 'reason' | 'withLater' | 'account'>,
  { dryRun }: { dryRun: boolean },
): Promise<{ problem?: string; says?: string; foreseen: Foreseen; taken: number; leftOut: number }> {
  const at = await house.now()
  const within = <T>(work: (db: Db) => Promise<T>) => house.database.within('job', { actor: asked.account, role: 'system' }, work)
  const foreseen = await within((db) => foresee(db, importId))
  const begun = await within((db) => takeBackOf(db, importId))
  const refused = dryRun || (begun && !begun.doneAt) ? null : await within((db) => askTakeBack(db, importId, asked, at))
  if (refused) {
    const says = `${sayImport(refused, 'id')} / ${sayImport(refused, 'en')}`
    return { problem: refused.code, says, foreseen, taken: 0, leftOut: 0 }
  }
  if (!dryRun) await runTakeBack(house, importId)
  const after = dryRun ? null : await within((db) => takeBackOf(db, importId))
  return { foreseen, taken: after?.taken ?? 0, leftOut: after?.leftOut ?? 0 }
}
