// Where a member's facts go when moves and merges tie enrolments together (8-facts); making such a tie, and following one that was
// made void. Who counts where on which day is decided by journey/membership.ts from the facts alone.
import { createHash } from 'node:crypto'
import { type Fact, holderOn, known } from '../journey/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { type EnrolledMember, openMoved, tieMerged } from '../people/index.ts'
import { factOf } from './append.ts'

/** Enrolments of one lineage and, of their facts, those that tie them: ends, openings, voids. */
export type Tied = { enrolled: Map<string, EnrolledMember>; facts: Fact[] }

const FOREVER = '9999-12-31'
const ENROLLED = `e.kec_id as kec, e.id, e.kel_id as kel, p.seal_key as "sealKey", e.lineage, e.tied, e.number, e.person_id as person
  from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id`

/** One move or merge at a time: what a tie is decided from must still be so when it is written. Held until the transaction ends. */
export async function lockTies(db: Db): Promise<void> {
  await db.client.query("select pg_advisory_xact_lock(hashtext('moves and merges'))")
}

/** These enrolments, as the journal needs them. */
export async function enrolmentsOf(db: Db, ids: readonly { kec: number; id: string }[]): Promise<EnrolledMember[]> {
  if (!ids.length) return []
  const { rows } = await db.client.query(
    `select ${ENROLLED} join unnest($1::integer[], $2::uuid[]) as a(kec, id) on e.kec_id = a.kec and e.id = a.id`,
    [ids.map((e) => e.kec), ids.map((e) => e.id)],
  )
  return rows
}

/** The lineage of each of these enrolments, by enrolment. Three questions, however many there are. */
export async function tiedOf(db: Db, members: readonly EnrolledMember[]): Promise<Map<string, Tied>> {
  const answers = new Map<string, Tied>()
  const lineages = new Map<string, Tied>()
  for (const m of members) {
    if (answers.has(m.id)) continue
    const tied = (m.tied && lineages.get(m.lineage)) || { enrolled: new Map([[m.id, m]]), facts: [] }
    if (m.tied) lineages.set(m.lineage, tied)
    answers.set(m.id, tied)
  }
  if (!lineages.size) return answers
  const { rows } = await db.client.query(`select ${ENROLLED} where e.tied and e.lineage = any($1::uuid[])`, [
    [...lineages.keys()],
  ])
  for (const e of rows as EnrolledMember[]) {
    const tied = lineages.get(e.lineage)!
    tied.enrolled.set(e.id, e)
    answers.set(e.id, tied)
  }
  const all = [...lineages.values()].flatMap((t) => [...t.enrolled.values()])
  const facts = await db.client.query(
    `select j.id, j.enrolment_id, j.kind, j.occurred_on, j.recorded_at, j.seq, j.payload, j.voids
     from journal_event j join unnest($1::integer[], $2::uuid[]) as a(kec, id) on j.kec_id = a.kec and j.enrolment_id = a.id
     where j.kind in ('enrolment.ended', 'enrolment.opened', 'fact.voided')`,
    [all.map((e) => e.kec), all.map((e) => e.id)],
  )
  for (const r of facts.rows) answers.get(r.enrolment_id)!.facts.push(factOf(r))
  return answers
}

const lineageIn = (tied: Tied) => ({
  enrolments: [...tied.enrolled.values()].map((e) => ({ id: e.id, kec: e.kec })),
  facts: tied.facts,
})

/** Which enrolment has this one's facts on a day? */
export function holderIn(tied: Tied, enrolment: string, day: JakartaDate): EnrolledMember {
  if (tied.enrolled.size === 1) return tied.enrolled.get(enrolment)!
  const lineage = lineageIn(tied)
  return tied.enrolled.get(holderOn(lineage, known(lineage.facts, Number.POSITIVE_INFINITY), enrolment, day))!
}

/** Where it is in the end, as far as is known. */
export const lastHolder = (tied: Tied, enrolment: string) => holderIn(tied, enrolment, FOREVER)

/** Ends of an enrolment that stand: with `onward`, only those that take its facts along. */
export const endsOf = (tied: Tied, enrolment: string, onward: boolean): Fact[] =>
  known(tied.facts, Number.POSITIVE_INFINITY).filter(
    (f) => f.kind === 'enrolment.ended' && f.enrolment === enrolment && (!onward || tied.enrolled.has(String(f.data.into))),
  )

/** Opens the enrolment that goes on elsewhere, and has both know of each other. The two facts that say so are the caller's. */
export async function tieMove(
  db: Db,
  secrets: Secrets,
  tied: Tied,
  from: EnrolledMember,
  to: { id: string; kec: number; kel: number | null; on: JakartaDate },
): Promise<EnrolledMember> {
  const opened = await openMoved(db, secrets, from, to)
  from.tied = true
  tied.enrolled.set(opened.id, opened)
  return opened
}

/** Ties a duplicate to the one who remains; both then belong to the answer. The fact that says so is the caller's. */
export async function tieMerge(
  db: Db,
  secrets: Secrets,
  gone: { tied: Tied; enrolled: EnrolledMember },
  remains: { tied: Tied; enrolled: EnrolledMember },
): Promise<Tied> {
  await tieMerged(db, secrets, gone.enrolled, remains.enrolled)
  const { lineage } = remains.enrolled
  for (const e of gone.tied.enrolled.values()) remains.tied.enrolled.set(e.id, e)
  for (const e of remains.tied.enrolled.values()) Object.assign(e, { lineage, tied: true })
  if (gone.tied !== remains.tied) remains.tied.facts.push(...gone.tied.facts)
  return remains.tied
}

/**
 * Public numbers and NIK lead to where their member is now: after a move or a merge onward, after its void back again. A number that
 * was reserved for a repeated registration stays with the enrolment it led to, and finds its member through the facts.
 */
export async function followTies(db: Db, secrets: Secrets, tied: Tied): Promise<void> {
  const done = new Set<string>()
  for (const e of tied.enrolled.values()) {
    const to = lastHolder(tied, e.id)
    if (!done.has(e.number))
      await db.client.query('update enrolment_locator set kec_id = $2, enrolment_id = $3 where number = $1', [
        e.number,
        to.kec,
        to.id,
      ])
    done.add(e.number)
    if (done.has(e.person)) continue
    done.add(e.person)
    const { rows } = await db.client.query('select nik from person where kec_id = $1 and id = $2', [e.kec, e.person])
    if (!rows[0]?.nik) continue
    const mark = secrets.mark(secrets.open(rows[0].nik, e.person))
    await db.client.query('select move_nik($1, $2, $3)', [mark, to.kec, to.person])
  }
}

/** The same words give the same id (RFC 9562, version 8: made from a SHA-256): for ids of senders that are no UUID, and what follows from a fact. */
export function uuidFrom(words: string): string {
  const b = createHash('sha256').update(words).digest().subarray(0, 16)
  b[6] = 0x80 | (b[6]! & 0x0f)
  b[8] = 0x80 | (b[8]! & 0x3f)
  const h = b.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}
