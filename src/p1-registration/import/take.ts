// Takes a batch of read rows in one transaction: each row gets its one outcome, the good ones become members with their facts.
// Writes neither the report nor the job's progress (run.ts), and reads no file.
import { sameName } from '../../identity/index.ts'
import { append, lastCutAt, type NewFact } from '../../journal/index.ts'
import { endOfDay } from '../../kit/calendar.ts'
import { type Db, writeRows } from '../../kit/database.ts'
import { uuidv7 } from '../../kit/ids.ts'
import type { Secrets } from '../../kit/secrets.ts'
import { maskNik } from '../../kit/show.ts'
import { claimNiks, enrol, findNiks, type NewMember, nameKey } from '../../people/index.ts'
import { kecCode, kelCode } from '../../places/index.ts'
import type { Candidate, RowReading } from '../sheet/rows.ts'
import type { RowProblem } from '../sheet/words.ts'
import './tables.ts'
import type { EarlierRow, Trial } from './trial.ts'

export type Outcome = 'accepted' | 'warned' | 'rejected' | 'duplicate' | 'ignored'
export const OUTCOMES: readonly Outcome[] = ['accepted', 'warned', 'rejected', 'duplicate', 'ignored']

/** A row as it was read; `nr` counts all rows of all sheets, from 1. `sealed`: null for a row that is refused or nobody's. */
export type ReadRow = { nr: number; sheet: string; row: number; reading: RowReading; sealed: Sealed | null }
/** What the keys make of a row; made ready while the database is at the batch before. */
type Sealed = { person: string; nik: Buffer; nikMark: Buffer; rowMark: Buffer }

export function sealed(secrets: Secrets, reading: RowReading, now: number): Sealed | null {
  if (reading.kind !== 'person' || reading.refusals.length) return null
  const person = uuidv7(now)
  const nik = reading.candidate.nik!
  return {
    person,
    nik: secrets.seal(nik, person),
    nikMark: secrets.mark(nik),
    rowMark: secrets.token(`row ${reading.key}`),
  }
}

export type Answer = {
  nr: number
  sheet: string
  row: number
  outcome: Outcome
  problems: RowProblem[]
  kec: number | null
  member: string | null
  duplicateOf: string | null
  /** Whose row it is, for whoever looks at it again; the NIK masked. */
  name: string | null
  nik: string | null
}

export type Taking = {
  importId: string
  actor: string
  now: Date
  /** A row counts as known at the end of its registration day. */
  historical: boolean
  /** In a trial nothing is stored: the people of the file's earlier rows. Null: take the rows. */
  trial: Trial | null
  /** Who may be somebody in these rows, asked while the batch before was taken (`lookAhead`); null: not asked yet. */
  looked?: Looked | null
  /** Whom the batch before made a member: the look was ahead of their COMMIT. */
  before?: Recent
}

/** By a row's `nr`, members with its kecamatan and birth date. */
export type Looked = Map<number, Born[]>
type Born = { name: string; who: string }
/** New members of a batch, with their numbers. */
export type Recent = { people: readonly Person[]; numbers: ReadonlyMap<string, string> }
const NOBODY: Recent = { people: [], numbers: new Map() }

/** Who holds a NIK, or looks like somebody: a member by number, in a trial also a row of the same file (`Lembar1:12`). */
type Holder = EarlierRow

type Person = {
  at: number
  nr: number
  row: string
  candidate: Candidate & Whole
  warnings: RowProblem[]
  id: string
  sealed: Sealed
}
/** What a row that is not refused surely has. */
type Whole = { nik: string; name: string; kec: number }

/** @returns the answers in the rows' order, and for a trial what remembers its rows, once the transaction has ended well */
export async function takeBatch(
  db: Db,
  secrets: Secrets,
  rows: readonly ReadRow[],
  taking: Taking,
): Promise<{ answers: Answer[]; recent: Recent; remember: () => Promise<void> }> {
  const answers = rows.map(ownAnswer)
  const answer = (p: Person, outcome: Outcome, problems: RowProblem[], more: Partial<Answer> = {}) =>
    Object.assign(answers[p.at]!, { outcome, problems, ...more })

  const people = peopleIn(rows)
  const lastCut = taking.historical ? await lastCutFor(db) : 0
  const isFrozen = (p: Person) => taking.historical && endOfDay(p.candidate.registeredOn).getTime() <= lastCut

  // Somebody who is there already, or stands in an earlier row
  const { fresh, held, frozen } = await sortByNik(db, secrets, people, isFrozen, taking.trial)
  for (const p of frozen)
    answer(p, 'rejected', [{ code: 'WEEK_FROZEN', field: 'registeredOn', data: { on: p.candidate.registeredOn } }])

  // The rest are taken, each as a person of its own
  const before = taking.before ?? NOBODY
  const twins = await alike(db, fresh, { ...taking, before })
  const numbers = new Map(before.numbers)
  if (taking.trial) for (const p of fresh) numbers.set(p.id, p.row)
  else await store(db, secrets, fresh, taking, lastCut, numbers)
  for (const p of fresh) {
    const [of] = (twins.get(p) ?? []).map((t) => (typeof t === 'string' ? t : numbers.get(t.id)!)).sort()
    const problems: RowProblem[] = of ? [...p.warnings, { code: 'POSSIBLE_DUPLICATE', data: { of } }] : p.warnings
    answer(p, problems.length ? 'warned' : 'accepted', problems, {
      member: taking.trial ? null : numbers.get(p.id)!,
      duplicateOf: of ?? null,
    })
  }

  const taken = await takenBefore(db, held, taking.importId)
  for (const { person: p, by } of held) {
    const holder = 'candidate' in by ? holderIn(by, numbers.get(by.id)!) : by
    const member = taken.get(p.sealed.rowMark.toString('hex'))
    if (member) answer(p, 'duplicate', [{ code: 'ALREADY_TAKEN', data: {} }], { member, duplicateOf: member })
    else if (isAnother(p.candidate, holder)) answer(p, 'rejected', [{ code: 'NIK_CONFLICT', field: 'nik', data: {} }])
    else answer(p, 'duplicate', [{ code: 'DUPLICATE', field: 'nik', data: { of: holder.who } }], { duplicateOf: holder.who })
  }

  return {
    answers,
    recent: taking.trial ? NOBODY : { people: fresh, numbers: new Map(fresh.map((p) => [p.id, numbers.get(p.id)!])) },
    async remember() {
      await taking.trial?.remember(
        fresh.map((p) => {
          const { name, kec, birthDate } = p.candidate
          return { mark: p.sealed.nikMark, kec, birthDate, look: lookKey(name), name, who: p.row }
        }),
      )
    },
  }
}

const peopleIn = (rows: readonly ReadRow[]): Person[] =>
  rows.flatMap(({ nr, reading, sheet, row, sealed }, at): Person[] => {
    if (reading.kind !== 'person' || !sealed) return []
    const { candidate, warnings } = reading
    return [{ at, nr, row: `${sheet}:${row}`, candidate: candidate as Person['candidate'], warnings, id: sealed.person, sealed }]
  })

/** What a row is by itself; a person's without a refusal is settled later. */
function ownAnswer({ nr, sheet, row, reading }: ReadRow): Answer {
  const own = { nr, sheet, row, member: null, duplicateOf: null }
  if (reading.kind === 'ignored') return { ...own, outcome: 'ignored', problems: [], kec: null, name: null, nik: null }
  const { candidate, refusals, warnings } = reading
  const { kec, name, nik } = candidate
  return { ...own, outcome: 'rejected', problems: [...refusals, ...warnings], kec, name, nik: nik && maskNik(nik) }
}

const holderIn = ({ candidate: { name, birthDate } }: Person, who: string): Holder => ({ who, name, birthDate })

/** Another person's NIK: the name is another's however one spells, and so is the birth date. One of them alone is a slip. */
const isAnother = (row: Person['candidate'], holder: Holder) =>
  !sameName(row.name, holder.name) && row.birthDate !== null && holder.birthDate !== null && row.birthDate !== holder.birthDate

/** The newest cut's instant; no cut comes in between until this transaction ends. */
async function lastCutFor(db: Db): Promise<number> {
  await db.client.query("select pg_advisory_xact_lock_shared(hashtext('weekly cut'))")
  return lastCutAt(db)
}

// ---- who has this NIK?

/** `by`: a member, or an earlier row of this batch. */
type Held = { person: Person; by: Holder | Person }
type Sorted = { fresh: Person[]; held: Held[]; frozen: Person[] }

/** Claims the NIK of new people (in a trial, and for a frozen week's rows, only looks) and says who holds the others. */
async function sortByNik(
  db: Db,
  secrets: Secrets,
  people: readonly Person[],
  isFrozen: (p: Person) => boolean,
  trial: Trial | null,
): Promise<Sorted> {
  const asking = people.filter((p) => !isFrozen(p))
  const holder = new Map<Person, { kec: number; person: string }>()
  const mine = new Map<string, Person>()
  const sorted: Sorted = { fresh: [], held: [], frozen: [] }
  if (!trial) {
    const asked = asking.map((p) => ({ nik: p.candidate.nik, kec: p.candidate.kec, person: p.id, mark: p.sealed.nikMark }))
    for (const [i, claim] of (await claimNiks(db, secrets, asked)).entries()) {
      const p = asking[i]!
      if (claim.fresh) {
        sorted.fresh.push(p)
        mine.set(p.candidate.nik, p)
      } else holder.set(p, claim)
    }
  }
  const looking = trial ? people : people.filter(isFrozen)
  const found = await findNiks(
    db,
    secrets,
    looking.map((p) => p.candidate.nik),
  )
  for (const [i, by] of found.entries()) if (by) holder.set(looking[i]!, by)
  const members = await holdersOf(db, [...holder.values()])
  const earlier = await trial?.held(people.map((p) => p.sealed.nikMark))

  const fresh = new Set(sorted.fresh)
  for (const person of people) {
    if (fresh.has(person)) continue
    const { nik } = person.candidate
    const claimed = holder.get(person)
    const by = mine.get(nik) ?? (claimed ? members.get(claimed.person) : earlier?.get(person.sealed.nikMark.toString('hex')))
    if (claimed && !by) throw new Error('a NIK is held by a member whom this scope does not see')
    if (by) sorted.held.push({ person, by })
    else if (isFrozen(person)) sorted.frozen.push(person)
    else {
      sorted.fresh.push(person)
      mine.set(nik, person)
    }
  }
  return sorted
}

async function holdersOf(db: Db, people: readonly { kec: number; person: string }[]): Promise<Map<string, Holder>> {
  if (!people.length) return new Map()
  const { rows } = await db.client.query(
    `select distinct on (p.id) p.id, p.name, p.birth_date, e.number
     from unnest($1::integer[], $2::uuid[]) as a(kec, person)
     join person p on p.kec_id = a.kec and p.id = a.person
     join enrolment e on e.kec_id = p.kec_id and e.person_id = p.id order by p.id, e.opened_on desc`,
    [people.map((p) => p.kec), people.map((p) => p.person)],
  )
  return new Map(rows.map((r) => [r.id, { who: r.number, name: r.name, birthDate: r.birth_date }]))
}

/**
 * Of these rows, which were taken by an earlier run, and as which member? Whose NIK is new was never taken. A row that stands twice in
 * one file is a duplicate, wherever the batches part.
 */
async function takenBefore(db: Db, held: readonly Held[], importId: string): Promise<Map<string, string>> {
  if (!held.length) return new Map()
  const { rows } = await db.client.query(
    'select mark, member from row_registry where mark = any($1::bytea[]) and import_id <> $2',
    [held.map(({ person }) => person.sealed.rowMark), importId],
  )
  return new Map(rows.map((r) => [r.mark.toString('hex'), r.member]))
}

// ---- who may be somebody already?

/** Earlier rows of this batch with one kecamatan and birth date; their numbers are not known yet. */
class Birthday {
  readonly rows: Person[] = []
  /** By name: made when there is a crowd, most days have one or two people. */
  #byKey: Map<string, Person[]> | null = null
  add(row: Person) {
    this.rows.push(row)
    if (this.#byKey) this.#note(this.#byKey, row)
  }
  called(name: string): Person[] {
    if (!this.#byKey) {
      this.#byKey = new Map()
      for (const row of this.rows) this.#note(this.#byKey, row)
    }
    return this.#byKey.get(lookKey(name)) ?? []
  }
  #note(byKey: Map<string, Person[]>, row: Person) {
    const key = lookKey(row.candidate.name)
    const held = byKey.get(key)
    if (held) held.push(row)
    else byKey.set(key, [row])
  }
}

/** With more people on one day (sheets put 1 January where they know none), only equal names are compared. */
const CROWD = 30

const birthKey = ({ candidate: { kec, birthDate } }: Person) => birthDate && `${kec} ${birthDate}`
const digitsOf = (name: string) => name.replace(/\D/g, '')
const lookKey = (name: string) => `${nameKey(name)} ${digitsOf(name)}`
const looksLike = (a: string, b: string) => sameName(a, b) && digitsOf(a) === digitsOf(b)

const bornThen = (among: string) =>
  `select a.nr::integer, p.name, p.who from unnest($1::integer[], $2::date[]) with ordinality as a(kec, birth, nr)
   cross join lateral (${among} limit ${CROWD + 1}) p`

async function bornLike(db: Db, people: readonly Person[]): Promise<Looked> {
  const { rows } = await db.client.query(
    bornThen(`select p.name, e.number as who from person p join enrolment e on e.kec_id = p.kec_id and e.person_id = p.id
      where p.kec_id = a.kec and p.birth_date = a.birth and not e.taken_back`),
    [people.map((p) => p.candidate.kec), people.map((p) => p.candidate.birthDate)],
  )
  const looked: Looked = new Map()
  for (const { nr, name, who } of rows) {
    const at = people[nr - 1]!.nr
    const held = looked.get(at)
    if (held) held.push({ name, who })
    else looked.set(at, [{ name, who }])
  }
  return looked
}

/** Asked of the next batch while the database takes this one. Changes nothing. */
export const lookAhead = (db: Db, rows: readonly ReadRow[]): Promise<Looked> =>
  bornLike(
    db,
    peopleIn(rows).filter((p) => p.candidate.birthDate !== null),
  )

/**
 * Another NIK, but the same kecamatan, birth date and (however spelt) name: with whom might each of these be one person? Answers
 * members and earlier rows. Indexes: person_by_birth, person_by_name.
 */
async function alike(
  db: Db,
  people: readonly Person[],
  { trial, looked, before }: Pick<Taking, 'trial' | 'looked'> & { before: Recent },
): Promise<Map<Person, (string | Person)[]>> {
  const found = new Map<Person, (string | Person)[]>()
  const asked = people.filter((p) => p.candidate.birthDate !== null)
  if (!asked.length) return found
  const kecs = asked.map((p) => p.candidate.kec)
  const births = asked.map((p) => p.candidate.birthDate)
  // Whom the batch before brought is in hand; the look may have found them already.
  const theirs = new Set(before.numbers.values())
  const held = looked ?? (await bornLike(db, asked))
  const others = asked.map((p) => (held.get(p.nr) ?? []).filter((o) => !theirs.has(o.who)))
  const tried = await trial?.ask(bornThen('select name, who from trial_row where kec = a.kec and birth = a.birth'), [
    kecs,
    births,
  ])
  for (const r of tried?.rows ?? []) others[r.nr - 1]!.push(r)
  const crowds = asked.flatMap((p, i) => (others[i]!.length > CROWD ? [{ name: p.candidate.name, i }] : []))
  if (crowds.length) {
    const values = (key: (name: string) => string) => [
      crowds.map(({ i }) => kecs[i]),
      crowds.map(({ i }) => births[i]),
      crowds.map(({ name }) => key(name)),
      crowds.map(({ i }) => i),
    ]
    const equal = await db.client.query(
      `select a.i, p.name, e.number as who from unnest($1::integer[], $2::date[], $3::text[], $4::integer[]) as a(kec, birth, name, i)
       join person p on p.kec_id = a.kec and p.name_key = a.name and p.birth_date = a.birth
       join enrolment e on e.kec_id = p.kec_id and e.person_id = p.id and not e.taken_back`,
      values(nameKey),
    )
    const equalTried = await trial?.ask(
      `select a.i, t.name, t.who from unnest($1::integer[], $2::date[], $3::text[], $4::integer[]) as a(kec, birth, look, i)
       join trial_row t on t.kec = a.kec and t.birth = a.birth and t.look = a.look`,
      values(lookKey),
    )
    for (const r of [...equal.rows, ...(equalTried?.rows ?? [])]) others[r.i]!.push(r)
  }

  const here = new Map<string, Birthday>()
  const dayOf = (p: Person): Birthday => {
    const birth = birthKey(p)!
    const day = here.get(birth) ?? new Birthday()
    here.set(birth, day)
    return day
  }
  for (const p of before.people) if (p.candidate.birthDate !== null) dayOf(p).add(p)
  for (const [i, p] of asked.entries()) {
    const { name } = p.candidate
    const day = dayOf(p)
    const crowded = others[i]!.length + day.rows.length > CROWD
    const like = crowded ? (other: string) => lookKey(other) === lookKey(name) : (other: string) => looksLike(other, name)
    const alike = [
      ...others[i]!.filter((o) => like(o.name)).map((o) => o.who),
      ...(crowded ? day.called(name) : day.rows.filter((row) => like(row.candidate.name))),
    ]
    if (alike.length) found.set(p, alike)
    day.add(p)
  }
  return found
}

// ---- the new members

async function store(
  db: Db,
  secrets: Secrets,
  people: readonly Person[],
  taking: Taking,
  lastCut: number,
  numbers: Map<string, string>,
): Promise<void> {
  const enrolled = await enrol(
    db,
    secrets,
    people.map((p) => newMember(p, taking.importId)),
  )
  people.forEach((p, i) => {
    numbers.set(p.id, enrolled[i]!.number)
  })
  await append(
    db,
    { actor: taking.actor, way: 'import', now: taking.now },
    people.flatMap((p, i) => factsOf(p, enrolled[i]!, taking, lastCut)),
    new Map(enrolled.map((e) => [e.id, e])),
  )
  await writeRows(
    db,
    'row_registry',
    ['mark', 'import_id', 'member'],
    people.map((p) => [p.sealed.rowMark, taking.importId, numbers.get(p.id)!]),
    '(mark) do nothing',
  )
}

function newMember({ candidate: c, id, sealed }: Person, importId: string): NewMember {
  return {
    person: id,
    enrolment: uuidv7(),
    kec: c.kec,
    kel: c.kel,
    nik: c.nik,
    sealedNik: sealed.nik,
    name: c.name,
    birthDate: c.birthDate,
    sex: c.sex,
    phone: c.phone,
    phoneUse: c.phone ? null : 'none',
    address: c.address,
    business: c.business ? { id: uuidv7(), ...c.business } : null,
    openedOn: c.registeredOn,
    importId,
    ref: c.ref,
  }
}

/**
 * A row is a registration. Identity, residence, baseline and consent become facts only from a column that says that it was checked
 * or answered; an address, a trade or a NIK is a statement (8-facts). Historical: known when its day ended, and never before a cut.
 */
function factsOf(
  { candidate: c }: Person,
  member: { kec: number; id: string },
  { now, historical }: Taking,
  lastCut: number,
): NewFact[] {
  const recordedAt = historical
    ? new Date(Math.max(Math.min(endOfDay(c.registeredOn).getTime(), now.getTime()), lastCut + 1))
    : undefined
  const fact = (kind: NewFact['kind'], grade: NewFact['grade'], data: NewFact['data']): NewFact => ({
    id: uuidv7(now.getTime()),
    kec: member.kec,
    enrolment: member.id,
    kind,
    occurredOn: c.registeredOn,
    ...(recordedAt ? { recordedAt } : {}),
    grade,
    data,
  })
  const facts = [fact('registration.submitted', 'C', { channel: 'import', area: c.kel ? kelCode(c.kel) : kecCode(c.kec) })]
  const { identity, residence, baseline, consent } = c.answers
  if (identity) facts.push(fact('identity.checked', 'B', identity))
  if (residence && c.kel) facts.push(fact('residence.confirmed', 'B', { area: kelCode(c.kel) }))
  if (baseline) facts.push(fact('baseline.taken', 'C', baseline))
  for (const purpose of consent ?? []) facts.push(fact('consent.given', 'C', { purpose, way: 'paper' }))
  return facts
}
