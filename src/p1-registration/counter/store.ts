// What the counter asks and writes: registrations by an officer, one member's page, corrected data,
// repeated registrations. Facts are written by journal/ only.
import { append, journeysOf, type NewFact, widenToHistory } from '../../journal/index.ts'
import type { JakartaDate } from '../../kit/calendar.ts'
import { canonical } from '../../kit/canonical.ts'
import type { Database, Db, Scope } from '../../kit/database.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { type Secrets, sameBytes } from '../../kit/secrets.ts'
import { claimNiks, enrol, findMembers, type NewMember, nameKey } from '../../people/index.ts'
import { type Kec, type Kel, kecCode, kelCode } from '../../places/index.ts'
import { applicantOf, baselineOf } from '../applicant.ts'
import type { Answers } from '../rules.ts'
import type { Entry } from './rules.ts'

// ---- registering

export type Registered =
  | { outcome: 'registered'; number: string; again: boolean }
  /** The NIK is a member's: of this kecamatan, by number, or of another. */
  | { outcome: 'here'; number: string }
  | { outcome: 'elsewhere' }
  /** The page was sent before with another person on it. */
  | { outcome: 'other' }

/**
 * An officer's entry in one transaction: person, enrolment, and the facts that were seen. Sent twice under one id it is taken once; the lock
 * on the id lets the second wait for the first.
 */
export async function registerAtCounter(
  database: Database,
  secrets: Secrets,
  scope: Scope,
  { id, kec, entry, now }: { id: string; kec: Kec; entry: Entry; now: Date },
): Promise<Registered> {
  const body = secrets.token(`counter|${canonical(entry as never)}`)
  return database.within('job', scope, async (db) => {
    await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [id])
    const { rows } = await db.client.query('select body, answer from answered where id = $1', [id])
    if (rows[0])
      return sameBytes(rows[0].body, body)
        ? { outcome: 'registered', number: JSON.parse(secrets.open(rows[0].answer, id)).number, again: true }
        : { outcome: 'other' }
    const member = applicantOf({ ...entry.answers, kec }, entry.on, now)
    const [holder] = await claimNiks(db, secrets, [member])
    if (!holder!.fresh) {
      const held = await db.client.query('select number from enrolment where kec_id = $1 and person_id = $2', [
        holder!.kec,
        holder!.person,
      ])
      return held.rows[0] ? { outcome: 'here', number: held.rows[0].number } : { outcome: 'elsewhere' }
    }
    const [enrolled] = await enrol(db, secrets, [member])
    await append(
      db,
      { actor: scope.actor, way: 'counter', now },
      factsOf(entry, member, now.getTime()),
      new Map([[enrolled!.id, enrolled!]]),
    )
    await db.client.query('insert into answered (id, body, answer, at) values ($1, $2, $3, $4)', [
      id,
      body,
      secrets.seal(JSON.stringify({ number: enrolled!.number }), id),
      now,
    ])
    return { outcome: 'registered', number: enrolled!.number, again: false }
  })
}

function factsOf({ answers, checks, channel, on }: Entry, { kec, enrolment }: NewMember, at: number): NewFact[] {
  const fact = (kind: NewFact['kind'], grade: NewFact['grade'], data: Record<string, unknown>): NewFact => ({
    id: uuidv7(at),
    kec,
    enrolment,
    kind,
    occurredOn: on,
    grade,
    data,
  })
  const facts = [fact('registration.submitted', 'B', { channel, area: answers.kel ? kelCode(answers.kel) : kecCode(kec) })]
  if (checks.identity) facts.push(fact('identity.checked', 'B', checks.identity))
  if (checks.residence && answers.kel) facts.push(fact('residence.confirmed', 'B', { area: kelCode(answers.kel) }))
  facts.push(fact('baseline.taken', 'C', baselineOf(answers)))
  for (const { purpose, textVersion } of answers.consents)
    facts.push(fact('consent.given', 'B', { purpose, textVersion, way: checks.way }))
  return facts
}

// ---- one member

export type MemberRow = {
  kec: Kec
  enrolment: string
  person: string
  number: string
  name: string
  birthDate: JakartaDate | null
  phone: string | null
  phoneUse: string | null
  address: string | null
  kel: Kel | null
  openedOn: JakartaDate
  trade: string | null
  hasNik: boolean
  endedOn: JakartaDate | null
  endedReason: string | null
}

const MEMBER = `select e.kec_id as kec, e.id as enrolment, e.person_id as person, e.number, p.name, p.birth_date as "birthDate", p.phone,
  p.phone_use as "phoneUse", p.address, e.kel_id as kel, e.opened_on as "openedOn", p.nik is not null as "hasNik",
  r.ended_on as "endedOn", r.ended_reason as "endedReason",
  (select b.trade from business b where b.kec_id = p.kec_id and b.person_id = p.id limit 1) as trade
  from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id
  left join enrolment_reach r on r.kec_id = e.kec_id and r.enrolment_id = e.id`

/**
 * The enrolment of a number that this scope sees: the one where the member is now, else one that was left here. Plan: enrolment by
 * kecamatan for an officer; for the office by the locator.
 */
export async function memberHere(db: Db, number: string, kec: Kec | null): Promise<MemberRow | null> {
  const located = await db.client.query('select kec_id, enrolment_id from enrolment_locator where number = $1', [number])
  const at = located.rows[0]
  if (!at) return null
  const { rows } =
    kec === null || kec === at.kec_id
      ? await db.client.query(`${MEMBER} where e.kec_id = $1 and e.id = $2`, [at.kec_id, at.enrolment_id])
      : await db.client.query(`${MEMBER} where e.kec_id = $1 and e.number = $2 order by e.opened_on desc limit 1`, [kec, number])
  return rows[0] ?? null
}

/** Where did a member go who was here? The kecamatan that the leaving names. */
export async function wentTo(db: Db, { kec, enrolment }: { kec: Kec; enrolment: string }): Promise<Kec | null> {
  const { rows } = await db.client.query(
    `select (payload->>'intoKec')::integer as kec from journal_event
     where kec_id = $1 and enrolment_id = $2 and kind = 'enrolment.ended' order by seq desc limit 1`,
    [kec, enrolment],
  )
  return rows[0]?.kec ?? null
}

export type Trailed = {
  id: string
  kind: string
  on: JakartaDate
  at: Date
  by: string
  way: string
  data: Record<string, unknown>
  voids: string | null
  /** Taken out by a void that stands. */
  void: boolean
}

/** All that is recorded of an enrolment in this scope, the newest first, with the names of accounts. Plan: journal_by_enrolment. */
export async function trailOf(db: Db, { kec, enrolment }: { kec: Kec; enrolment: string }): Promise<Trailed[]> {
  const { rows } = await db.client.query(
    `select j.id, j.kind, j.occurred_on as on, j.recorded_at as at, coalesce(a.shown_as, j.recorded_by) as by, j.way, j.payload as data, j.voids
     from journal_event j left join account a on a.name = j.recorded_by
     where j.kec_id = $1 and j.enrolment_id = $2 order by j.seq desc`,
    [kec, enrolment],
  )
  const all = rows as Omit<Trailed, 'void'>[]
  const isVoid = (id: string): boolean => all.some((v) => v.voids === id && !isVoid(v.id))
  return all.map((t) => ({ ...t, void: isVoid(t.id) }))
}

/** The NIK of one member, for whoever has asked to see it: the look is written down first (6-trust, Answers). */
export async function revealNik(
  db: Db,
  secrets: Secrets,
  member: MemberRow,
  by: { account: string; at: Date },
): Promise<string | null> {
  await db.client.query('insert into read_log (kec_id, id, at, account, what, enrolment_id) values ($1, $2, $3, $4, $5, $6)', [
    member.kec,
    uuidv7(),
    by.at,
    by.account,
    'nik',
    member.enrolment,
  ])
  const { rows } = await db.client.query('select nik from person where kec_id = $1 and id = $2', [member.kec, member.person])
  return rows[0]?.nik ? secrets.open(rows[0].nik, member.person) : null
}

/** Somebody opened a member's page (6-trust, Answers). */
export async function noteLook(db: Db, member: MemberRow, by: { account: string; at: Date }): Promise<void> {
  await db.client.query('insert into read_log (kec_id, id, at, account, what, enrolment_id) values ($1, $2, $3, $4, $5, $6)', [
    member.kec,
    uuidv7(),
    by.at,
    by.account,
    'member',
    member.enrolment,
  ])
}

export type PersonData = { name: string; birthDate: JakartaDate; phone: string | null; phoneUse: string; address: string | null }

/** Corrects personal data; what stood before is kept sealed. Answers which fields changed: none when it is as written already. */
export async function correctPerson(
  db: Db,
  secrets: Secrets,
  member: MemberRow,
  data: PersonData,
  by: { account: string; at: Date; id: string },
): Promise<string[]> {
  const now = await db.client.query(
    'select name, birth_date, phone, phone_use, address from person where kec_id = $1 and id = $2 for update',
    [member.kec, member.person],
  )
  const before = now.rows[0]
  const after = {
    name: data.name,
    birth_date: data.birthDate,
    phone: data.phone,
    phone_use: data.phoneUse,
    address: data.address,
  }
  const fields = Object.entries(after).flatMap(([name, value]) => (before[name] === value ? [] : [name]))
  if (!fields.length) return []
  await db.client.query(
    'insert into person_change (kec_id, id, enrolment_id, at, account, fields, body) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
    [member.kec, by.id, member.enrolment, by.at, by.account, fields, secrets.seal(JSON.stringify(before), by.id)],
  )
  await db.client.query(
    'update person set name = $3, name_key = $4, birth_date = $5, phone = $6, phone_use = $7, address = $8 where kec_id = $1 and id = $2',
    [member.kec, member.person, data.name, nameKey(data.name), data.birthDate, data.phone, data.phoneUse, data.address],
  )
  return fields
}

// ---- registered again

const MOST = 50

export type Repeat = { id: string; number: string; member: string; at: Date; answers: Answers }

/** Registrations sent again for a NIK that is a member's, and not looked at yet, with what was written. */
export async function repeatsWaiting(db: Db, secrets: Secrets, kec: Kec): Promise<Repeat[]> {
  const { rows } = await db.client.query(
    `select r.id, r.number, r.at, r.body, coalesce(e.number, '') as member from repeat_registration r
     join enrolment_locator l on l.number = r.number left join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id
     where r.kec_id = $1 and r.seen_at is null order by r.at limit ${MOST}`,
    [kec],
  )
  return rows.map(({ body, ...r }) => ({ ...r, answers: JSON.parse(secrets.open(body, r.id)) }))
}

export async function markRepeatSeen(db: Db, kec: Kec, id: string, by: { account: string; at: Date }): Promise<boolean> {
  const done = await db.client.query(
    'update repeat_registration set seen_at = $3, seen_by = $4 where kec_id = $1 and id = $2 and seen_at is null',
    [kec, id, by.at, by.account],
  )
  return done.rowCount === 1
}

// What was just recorded counts at once, also while a demonstration's clock stands still.
const FOREVER = new Date('9999-12-31')

/** A member's journey, read with the whole history, which may lie in other kecamatan; null when there is none of this number. */
export const journeyHere = (database: Database, secrets: Secrets, scope: Scope, number: string, on: JakartaDate) =>
  database.within('job', scope, async (db) => {
    const [found] = await findMembers(db, secrets, [{ number }])
    if (!found || found === 'ambiguous') return null
    await widenToHistory(db, found)
    return (await journeysOf(db, secrets, [{ number }], { on, knownAt: FOREVER }))[0] ?? null
  })
