// What a member's own page asks the database, in the member's scope (row security shows this one person's rows), and the queue of
// requests in an account's scope. Facts are written by journal/ only.
import { type OwnFact, ownJourney } from '../journal/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Member, Role } from '../people/index.ts'
import { type Askable, dueFrom, type RequestKind } from './rules.ts'

export type Own = Awaited<ReturnType<typeof ownJourney>> & {
  name: string
  nik: string | null
  birthDate: JakartaDate | null
  sex: 'F' | 'M' | null
  phone: string | null
  phoneUse: string | null
  address: string | null
  nameKey: string
  kel: number | null
  /** The number of the enrolment that holds now: another than one signed in with after a merge. */
  number: string
  businesses: { name: string | null; trade: string | null }[]
}

/** Everything about where this member stands. Plan: enrolment and person by primary key, facts by (kec_id, enrolment_id). */
export async function ownRecord(db: Db, member: Member, on: JakartaDate): Promise<Own> {
  const own = await ownJourney(db, member, on)
  const { rows } = await db.client.query(
    `select p.id, p.nik, p.name, p.name_key, p.birth_date, p.sex, p.phone, p.phone_use, p.address, e.kel_id, e.number
     from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id where e.kec_id = $1 and e.id = $2`,
    [member.kec, member.enrolment],
  )
  const p = rows[0]
  const businesses = await db.client.query(
    `select b.name, b.trade from unnest($1::integer[], $2::uuid[]) as a(kec, person)
     join business b on b.kec_id = a.kec and b.person_id = a.person order by b.id`,
    [own.enrolments.map((e) => e.kec), own.enrolments.map((e) => e.person)],
  )
  return {
    ...own,
    name: p.name,
    nik: p.nik ? db.secrets.open(p.nik, p.id) : null,
    birthDate: p.birth_date,
    sex: p.sex,
    phone: p.phone,
    phoneUse: p.phone_use,
    address: p.address,
    nameKey: p.name_key,
    kel: p.kel_id,
    number: p.number,
    // A move copies the business with the person: one that reads the same is shown once.
    businesses: businesses.rows.filter((b, i, all) => all.findIndex((x) => x.name === b.name && x.trade === b.trade) === i),
  }
}

/** This member's enrolments, through moves and merges: what their other rows are found by. Plan: primary key, then (lineage) where tied. */
export async function ownEnrolments(db: Db, { kec, enrolment }: Member): Promise<{ kec: number; id: string }[]> {
  const { rows } = await db.client.query(
    `select e.kec_id as kec, e.id from enrolment here
     join enrolment e on (e.tied and here.tied and e.lineage = here.lineage) or (e.kec_id = here.kec_id and e.id = here.id)
     where here.kec_id = $1 and here.id = $2`,
    [kec, enrolment],
  )
  return rows
}

/** What the sealed fields of these facts say, by fact. Plan: primary key of fact_detail. */
export async function ownDetails(db: Db, facts: readonly OwnFact[]): Promise<Map<string, Record<string, unknown>>> {
  const { rows } = await db.client.query(
    `select d.fact_id, d.body from unnest($1::integer[], $2::uuid[]) as a(kec, id)
     join fact_detail d on d.kec_id = a.kec and d.fact_id = a.id`,
    [facts.map((f) => f.kec), facts.map((f) => f.id)],
  )
  return new Map(rows.map((r) => [r.fact_id, JSON.parse(db.secrets.open(r.body, r.fact_id))]))
}

export type Office = { role: Role; kec: number | null; kota: number | null; shownAs: string | null }

/** From which offices are these accounts? */
export async function officesOf(db: Db, names: readonly string[]): Promise<Map<string, Office>> {
  const { rows } = await db.client.query('select * from offices_of($1::text[])', [[...new Set(names)]])
  return new Map(rows.map((r) => [r.name, { role: r.role, kec: r.kec_id, kota: r.kota, shownAs: r.shown_as }]))
}

export type Reading = { at: Date; account: string; what: string; reason: string | null; list: boolean }

/** Who looked at this member, or opened a list of the kecamatan that may have shown them? The newest first. Plan: (kec_id, enrolment_id). */
export async function readingsOf(db: Db, own: Own, kec: number): Promise<Reading[]> {
  const { rows } = await db.client.query(
    `select at, account, what, reason, false as list from unnest($1::integer[], $2::uuid[]) as a(kec, id)
     join read_log r on r.kec_id = a.kec and r.enrolment_id = a.id
     union all
     select at, account, what, reason, true from read_log where kec_id = $3 and enrolment_id is null
     order by at desc limit 500`,
    [own.enrolments.map((e) => e.kec), own.enrolments.map((e) => e.id), kec],
  )
  return rows
}

export type Corrected = { at: Date; account: string; fields: string[]; before: Record<string, unknown> }

/** What of this person's data was corrected, by whom, and what stood before? The newest first. Plan: (kec_id, enrolment_id). */
export async function correctionsOf(db: Db, enrolments: readonly { kec: number; id: string }[]): Promise<Corrected[]> {
  const { rows } = await db.client.query(
    `select c.id, c.at, c.account, c.fields, c.body from unnest($1::integer[], $2::uuid[]) as a(kec, enrolment)
     join person_change c on c.kec_id = a.kec and c.enrolment_id = a.enrolment order by c.at desc`,
    [enrolments.map((e) => e.kec), enrolments.map((e) => e.id)],
  )
  return rows.map((r) => ({
    at: r.at,
    account: r.account,
    fields: r.fields,
    before: r.body ? JSON.parse(db.secrets.open(r.body, r.id)) : {}, // emptied with an erasure
  }))
}

export type ClinicNote = {
  day: JakartaDate
  kind: string
  at: Date
  service: string | null
  next: string | null
  said: string | null
}

/** What was tapped about this member at clinics. Plan: clinic_of_member. */
export async function clinicNotes(db: Db, enrolments: readonly { kec: number; id: string }[]): Promise<ClinicNote[]> {
  const { rows } = await db.client.query(
    `select t.id, t.day, t.kind, t.at, t.service, t.next, t.body from unnest($1::integer[], $2::uuid[]) as a(kec, enrolment)
     join clinic_tap t on t.kec_id = a.kec and t.enrolment_id = a.enrolment order by t.at`,
    [enrolments.map((e) => e.kec), enrolments.map((e) => e.id)],
  )
  return rows.map(({ id, body, ...r }) => ({ ...r, said: body ? db.secrets.open(body, id) : null }))
}

// ---- requests

export type MemberRequest = {
  kec: number
  id: string
  enrolment: string
  number: string
  kind: RequestKind
  said: string | null
  madeAt: Date
  dueAt: Date
  answeredAt: Date | null
  answeredBy: string | null
  outcome: 'done' | 'refused' | null
  answer: string | null
}

const REQUEST = 'kec_id, id, enrolment_id, number, kind, body, made_at, due_at, answered_at, answered_by, outcome, answer'
const requestIn = (db: Db, r: Record<string, never>): MemberRequest => ({
  kec: r.kec_id!,
  id: r.id!,
  enrolment: r.enrolment_id!,
  number: r.number!,
  kind: r.kind!,
  said: r.body ? db.secrets.open(r.body, r.id!) : null,
  madeAt: r.made_at!,
  dueAt: r.due_at!,
  answeredAt: r.answered_at!,
  answeredBy: r.answered_by!,
  outcome: r.outcome!,
  answer: r.answer ? db.secrets.open(r.answer, r.id!) : null,
})

/** What has this member asked for? The newest first. */
export async function requestsOf(db: Db, enrolments: readonly { kec: number; id: string }[]): Promise<MemberRequest[]> {
  const { rows } = await db.client.query(
    `select ${REQUEST} from unnest($1::integer[], $2::uuid[]) as a(kec, enrolment)
     join member_request r on r.kec_id = a.kec and r.enrolment_id = a.enrolment order by made_at desc, id desc`,
    [enrolments.map((e) => e.kec), enrolments.map((e) => e.id)],
  )
  return rows.map((r) => requestIn(db, r))
}

/** Takes a request in; sent twice it is one. `made`: the programme's clock. */
export async function askFor(
  db: Db,
  member: { kec: number; enrolment: string; number: string },
  asked: { id: string; kind: Askable | 'stop'; said: string | null; at: Date },
): Promise<void> {
  await db.client.query(
    `insert into member_request (kec_id, id, enrolment_id, number, kind, body, made_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      member.kec,
      asked.id,
      member.enrolment,
      member.number,
      asked.kind,
      asked.said ? db.secrets.seal(asked.said, asked.id) : null,
      asked.at,
      dueFrom(asked.at),
    ],
  )
}

/** Is this member's data kept and not used for now? */
export async function isRestricted(db: Db, enrolments: readonly { kec: number; id: string }[]): Promise<boolean> {
  const { rowCount } = await db.client.query(
    `select 1 from unnest($1::integer[], $2::uuid[]) as a(kec, id)
     join restriction r on r.kec_id = a.kec and r.enrolment_id = a.id where r.lifted_at is null limit 1`,
    [enrolments.map((e) => e.kec), enrolments.map((e) => e.id)],
  )
  return rowCount! > 0
}

/** Requests that wait in the account's scope, least time left first; then the last fifty answered. */
export async function queueOf(db: Db): Promise<{ open: MemberRequest[]; answered: MemberRequest[] }> {
  const open = await db.client.query(`select ${REQUEST} from member_request where answered_at is null order by due_at limit 500`)
  const answered = await db.client.query(
    `select ${REQUEST} from member_request where answered_at is not null order by answered_at desc limit 50`,
  )
  return { open: open.rows.map((r) => requestIn(db, r)), answered: answered.rows.map((r) => requestIn(db, r)) }
}

/** One request, in the account's scope; null when there is none or it is another kecamatan's. */
export async function requestBy(db: Db, kec: number, id: string): Promise<(MemberRequest & { name: string }) | null> {
  const { rows } = await db.client.query(`select ${REQUEST} from member_request where kec_id = $1 and id = $2`, [kec, id])
  if (!rows[0]) return null
  const request = requestIn(db, rows[0])
  const person = await db.client.query(
    'select p.name from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id where e.kec_id = $1 and e.id = $2',
    [kec, request.enrolment],
  )
  return { ...request, name: person.rows[0]?.name ?? '' }
}

/** Answers a request, once; a restriction begins or ends with it. False when somebody else was first. */
export async function answerRequest(
  db: Db,
  request: MemberRequest,
  { by, at, outcome, answer }: { by: string; at: Date; outcome: 'done' | 'refused'; answer: string },
): Promise<boolean> {
  const done = await db.client.query(
    `update member_request set answered_at = $3, answered_by = $4, outcome = $5, answer = $6
     where kec_id = $1 and id = $2 and answered_at is null`,
    [request.kec, request.id, at, by, outcome, db.secrets.seal(answer, request.id)],
  )
  if (!done.rowCount) return false
  if (outcome === 'done' && request.kind === 'restriction')
    await db.client.query('insert into restriction (kec_id, id, enrolment_id, from_at, decided_by) values ($1, $2, $3, $4, $5)', [
      request.kec,
      request.id,
      request.enrolment,
      at,
      by,
    ])
  if (outcome === 'done' && request.kind === 'lift')
    await db.client.query(
      'update restriction set lifted_at = $3, lifted_by = $4 where kec_id = $1 and enrolment_id = $2 and lifted_at is null',
      [request.kec, request.enrolment, at, by],
    )
  return true
}

// ---- notices of a breach

export type Breach = {
  kec: number
  id: string
  foundAt: Date
  dueAt: Date
  what: string
  todo: string
  toldAt: Date | null
}

/** Notices: those a member is concerned by and was told of, or all of them to the office. */
export async function breaches(db: Db): Promise<Breach[]> {
  const { rows } = await db.client.query(
    'select kec_id, id, found_at, due_at, what, what_to_do, told_at from breach_notice order by told_at nulls first, found_at desc limit 100',
  )
  return rows.map((r) => ({
    kec: r.kec_id,
    id: r.id,
    foundAt: r.found_at,
    dueAt: r.due_at,
    what: r.what,
    todo: r.what_to_do,
    toldAt: r.told_at,
  }))
}

export async function writeBreach(
  db: Db,
  notice: { id: string; kec: number; foundAt: Date; what: string; todo: string; by: string },
): Promise<void> {
  await db.client.query(
    `insert into breach_notice (kec_id, id, found_at, due_at, what, what_to_do, written_by) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [notice.kec, notice.id, notice.foundAt, dueFrom(notice.foundAt), notice.what, notice.todo, notice.by],
  )
}

/** From now on those concerned read it on their page. */
export async function tellBreach(db: Db, kec: number, id: string, by: string, at: Date): Promise<boolean> {
  const { rowCount } = await db.client.query(
    'update breach_notice set told_at = $3, told_by = $4 where kec_id = $1 and id = $2 and told_at is null',
    [kec, id, at, by],
  )
  return rowCount! > 0
}
