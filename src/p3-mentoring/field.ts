// Notes that a mentor's device kept: each becomes a contact of its day, once, or is held with its reason until the mentor mends or drops it.
import type { EvidenceProblem } from '../journal/index.ts'
import { addDays, jakartaDay, startOfDay } from '../kit/calendar.ts'
import type { Database, Db } from '../kit/database.ts'
import { isUuid } from '../kit/ids.ts'
import { openObject } from '../kit/outbox.ts'
import type { Secrets } from '../kit/secrets.ts'
import { readNumber } from '../people/index.ts'
import type { MentoringProblem } from './messages.ts'
import { contactOf, LATEST_DAYS, NOTE_FIELDS, type Outcome } from './rules.ts'
import { menteeOf, writeContact } from './store.ts'

/** As the device says it; `at` is only believed within bounds. */
export type FieldNote = { id: string; number: string; at: Date | null; typed: Record<string, string> }

/** Opens what a device sealed; null for what is no note of ours. */
export function openNote(secrets: Secrets, sealed: string): FieldNote | null {
  const said = openObject(secrets, sealed)
  const text = (name: string) => (typeof said?.[name] === 'string' ? said[name].slice(0, 1000) : '')
  if (!isUuid(text('id'))) return null
  const at = new Date(text('at'))
  return {
    id: text('id'),
    number: (readNumber(text('number')) ?? text('number').trim().toUpperCase()).slice(0, 20),
    at: Number.isNaN(at.getTime()) ? null : at,
    typed: Object.fromEntries(NOTE_FIELDS.map((name) => [name, text(name)])),
  }
}

type Held = MentoringProblem | EvidenceProblem

/** Takes notes, each once: counted as contacts of the day on which they were noted, or held. Answers how many are held. */
export async function takeNotes(
  database: Database,
  secrets: Secrets,
  {
    mentor,
    notes,
    now,
    outcomeWords,
  }: { mentor: string; notes: readonly FieldNote[]; now: Date; outcomeWords: Readonly<Record<Outcome, string>> },
): Promise<{ held: number }> {
  const mine = <T>(act: (db: Db) => Promise<T>) => database.within('mentor', { actor: mentor, role: 'mentor' }, act)
  let held = 0
  for (const note of notes) {
    const at = noted(note.at, now)
    const problem = await count(note, at)
    if (!problem) continue
    held++
    await mine((db) =>
      db.client.query(
        `insert into field_note (mentor, id, number, at, taken_at, body, problem) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (mentor, id) do update set number = excluded.number, at = excluded.at, body = excluded.body, problem = excluded.problem where field_note.settled_at is null`,
        [mentor, note.id, note.number, at, now, secrets.seal(JSON.stringify(note.typed), note.id), JSON.stringify(problem)],
      ),
    )
  }
  return { held }

  async function count(note: FieldNote, at: Date): Promise<Held | null> {
    const known = await mine(async (db) => ({
      mentee: await menteeOf(db, mentor, note.number),
      settled: (
        await db.client.query('select from field_note where mentor = $1 and id = $2 and settled_at is not null', [
          mentor,
          note.id,
        ])
      ).rowCount,
    }))
    if (known.settled) return null
    if (!known.mentee) return { code: 'note.not-yours', data: { number: note.number } }
    const checked = contactOf(note.typed, jakartaDay(at), outcomeWords)
    if ('problems' in checked) return checked.problems[0]!
    const done = await writeContact(database, secrets, {
      id: note.id,
      kec: known.mentee.kec,
      number: known.mentee.number,
      mentor,
      contact: checked.value,
      now,
      at,
    })
    if ('missing' in done) return { code: 'note.not-yours', data: { number: note.number } }
    if ('problems' in done) return done.problems[0]!
    // It may have been held before, and mended where there was no network either.
    await mine((db) => settleNote(db, mentor, note.id, 'counted', now))
    return null
  }
}

/** When it was noted: a device's clock counts only where it can be right. */
const noted = (at: Date | null, now: Date): Date =>
  at && at <= now && at >= startOfDay(addDays(jakartaDay(now), -LATEST_DAYS)) ? at : now

export type HeldNote = {
  id: string
  number: string
  name: string | null
  at: Date
  problem: Held
  typed: Record<string, string> | null
}

/** What waits for this mentor's hand, the oldest first; `only`: one of it. Plan: the key's prefix. */
export async function heldNotes(db: Db, secrets: Secrets, mentor: string, only: string | null = null): Promise<HeldNote[]> {
  const { rows } = await db.client.query(
    `select f.id, f.number, f.at, f.body, f.problem, p.name from field_note f
     left join assignment a on a.mentor = f.mentor and a.number = f.number and a.until_at is null
     left join enrolment e on e.kec_id = a.kec_id and e.id = a.enrolment_id left join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where f.mentor = $1 and f.settled_at is null and ($2::uuid is null or f.id = $2) order by f.at, f.id limit 200`,
    [mentor, only],
  )
  return rows.map(({ body, ...r }) => ({ ...r, typed: body ? JSON.parse(secrets.open(body, r.id)) : null }))
}
export const heldNote = async (db: Db, secrets: Secrets, mentor: string, id: string): Promise<HeldNote | null> =>
  isUuid(id) ? ((await heldNotes(db, secrets, mentor, id))[0] ?? null) : null

/** How many wait; nothing of them is opened. */
export async function heldCount(db: Db, mentor: string): Promise<number> {
  const { rows } = await db.client.query(
    'select count(*)::integer as n from field_note where mentor = $1 and settled_at is null',
    [mentor],
  )
  return rows[0].n
}

/** It counts now, or never will. */
export const settleNote = (db: Db, mentor: string, id: string, as: 'counted' | 'dropped', at: Date) =>
  db.client.query(
    'update field_note set settled_at = $3, settled_as = $4, body = null where mentor = $1 and id = $2 and settled_at is null',
    [mentor, id, at, as],
  )
