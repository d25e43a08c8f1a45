// Where members stand, read from the journal: what the command `journey` and the pages ask.
import { type Fact, factsOf as factsThatCount, type Grade, holderOn, type Journey, journey, known, v1 } from '../journey/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import { type Db, writeRows } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Secrets } from '../kit/secrets.ts'
import { type EnrolledMember, type Found, findMembers, type MemberKey } from '../people/index.ts'
import { factOf, factsOf, type Way } from './append.ts'
import { widenToHistory } from './evidence.ts'
import { type Tied, tiedOf } from './ties.ts'

/** `member` is the enrolment that held the facts on the day asked: before a move the old one, after a merge the one who remains. */
export type MemberJourney = { member: EnrolledMember; journey: Journey }

/**
 * The journeys of members in the order asked, as of a day and as known at an instant; null where nobody is found. A mover's facts are
 * theirs wherever they live; a merged duplicate stands for itself before the day of the merge, from then on for the one who remains.
 */
export async function journeysOf(
  db: Db,
  secrets: Secrets,
  keys: readonly MemberKey[],
  { on, knownAt }: { on: JakartaDate; knownAt: Date },
): Promise<(MemberJourney | null)[]> {
  const found = await findMembers(db, secrets, keys)
  const members = found.filter((m): m is Found => m !== null && m !== 'ambiguous')
  const lineages = await tiedOf(db, members)
  const facts = await factsOf(
    db,
    [...new Set(lineages.values())].flatMap((tied) => [...tied.enrolled.values()]),
  )
  const as = { on, knownAt: knownAt.getTime() }
  const answers: (MemberJourney | null)[] = []
  for (const [i, member] of found.entries()) {
    if (!member || member === 'ambiguous') {
      answers.push(null)
      continue
    }
    const tied = lineages.get(member.id)!
    const enrolments = [...tied.enrolled.values()]
    const lineage = { enrolments, facts: enrolments.flatMap((e) => facts.get(e.id) ?? []) }
    const asked = enrolments.length === 1 ? member.id : await enrolmentMeant(db, secrets, keys[i]!, member, tied)
    const holder = enrolments.length === 1 ? asked : holderOn(lineage, known(lineage.facts, as.knownAt), asked, on)
    answers.push({ member: tied.enrolled.get(holder)!, journey: journey(factsThatCount(lineage, asked, as), v1, as) })
  }
  return answers
}

/**
 * A number or NIK leads to where its member is now. What was known earlier is asked from where they first enrolled; for a merged
 * duplicate, from the enrolment that the number or NIK itself belongs to.
 */
async function enrolmentMeant(db: Db, secrets: Secrets, key: MemberKey, member: Found, tied: Tied): Promise<string> {
  const moved = new Set(tied.facts.filter((f) => f.kind === 'enrolment.opened').map((f) => f.enrolment))
  const first = [...tied.enrolled.values()].filter((e) => !moved.has(e.id))
  if ('number' in key) {
    const number = key.number.trim().toUpperCase()
    return (first.find((e) => e.number === number) ?? first.find((e) => e.number === member.number) ?? member).id
  }
  if (!('nik' in key)) return (first.find((e) => e.number === member.number) ?? member).id
  const mark = secrets.mark(key.nik.replace(/[\s.'-]/g, ''))
  const { rows } = await db.client.query(
    'select p.id, p.nik from unnest($1::integer[], $2::uuid[]) as a(kec, id) join person p on p.kec_id = a.kec and p.id = a.id where p.nik is not null',
    [first.map((e) => e.kec), first.map((e) => e.person)],
  )
  const person = rows.find((r) => secrets.mark(secrets.open(r.nik, r.id)).equals(mark))?.id
  return (first.find((e) => e.person === person) ?? member).id
}

/**
 * How two members stand on a day, and how the one who remains would stand if the other were merged into them that day: the same reading of
 * the same facts, with the one that would be written. Null where one is not found or both are one already. `db`: the job login, in a scope
 * that holds both.
 */
export async function ifMerged(
  db: Db,
  secrets: Secrets,
  [gone, remains]: readonly [MemberKey, MemberKey],
  on: JakartaDate,
): Promise<{ gone: Journey; remains: Journey; merged: Journey } | null> {
  const [a, b] = await findMembers(db, secrets, [gone, remains])
  if (!a || a === 'ambiguous' || !b || b === 'ambiguous' || a.id === b.id) return null
  for (const member of [a, b]) await widenToHistory(db, member)
  const tied = await tiedOf(db, [a, b])
  const enrolments = [...new Set([...tied.values()].flatMap((t) => [...t.enrolled.values()]))]
  const held = await factsOf(db, enrolments)
  const facts = enrolments.flatMap((e) => held.get(e.id) ?? [])
  const as = { on, knownAt: Number.POSITIVE_INFINITY }
  const stands = (asked: string, more: Fact[] = []) =>
    journey(factsThatCount({ enrolments, facts: [...facts, ...more] }, asked, as), v1, as)
  const merge: Fact = {
    id: '',
    enrolment: a.id,
    kind: 'enrolment.ended',
    occurredOn: on,
    recordedAt: Number.MAX_SAFE_INTEGER,
    seq: Number.MAX_SAFE_INTEGER,
    data: { reason: 'merged', into: b.id, intoKec: b.kec },
  }
  return { gone: stands(a.id), remains: stands(b.id), merged: stands(b.id, [merge]) }
}

/** A fact with who recorded it and by which way: what a member may see of their own. */
export type OwnFact = Fact & { kec: number; recordedBy: string; way: Way; grade: Grade }

/**
 * A member's own journey and every fact of theirs (voided ones too), in the member's own scope, which reaches no registry. As known now:
 * what was just recorded counts at once, also while a demonstration's clock stands still.
 */
export async function ownJourney(
  db: Db,
  { kec, enrolment }: { kec: number; enrolment: string },
  on: JakartaDate,
): Promise<{
  journey: Journey
  facts: OwnFact[]
  standing: ReadonlySet<string>
  enrolments: { kec: number; id: string; person: string; openedOn: JakartaDate }[]
}> {
  const held = await db.client.query(
    `select e.kec_id as kec, e.id, e.person_id as person, e.opened_on as "openedOn" from enrolment here
     join enrolment e on (e.tied and here.tied and e.lineage = here.lineage) or (e.kec_id = here.kec_id and e.id = here.id)
     where here.kec_id = $1 and here.id = $2 order by e.opened_on desc`,
    [kec, enrolment],
  )
  const { rows } = await db.client.query(
    `select j.* from unnest($1::integer[], $2::uuid[]) as a(kec, id)
     join journal_event j on j.kec_id = a.kec and j.enrolment_id = a.id order by j.recorded_at desc, j.seq desc`,
    [held.rows.map((e) => e.kec), held.rows.map((e) => e.id)],
  )
  const facts: OwnFact[] = rows.map((r) => ({
    ...factOf(r),
    kec: r.kec_id,
    recordedBy: r.recorded_by,
    way: r.way,
    grade: r.grade,
  }))
  const as = { on, knownAt: Number.POSITIVE_INFINITY }
  const counts = factsThatCount({ enrolments: held.rows, facts }, enrolment, as)
  const standing = new Set(known(counts, as.knownAt).map((f) => f.id))
  return { journey: journey(counts, v1, as), facts, standing, enrolments: held.rows }
}

/** Who looked at whom, written before the answer is given (6-trust, Log). */
export async function logReading(
  db: Db,
  { account, at, what, members }: { account: string; at: Date; what: string; members: readonly { kec: number; id: string }[] },
): Promise<void> {
  await writeRows(
    db,
    'read_log',
    ['kec_id', 'id', 'at', 'account', 'what', 'enrolment_id'],
    members.map((m) => [m.kec, uuidv7(), at, account, what, m.id]),
  )
}
