// Takes a batch of read rows in one transaction: each row gets its one outcome, the good ones become members with their facts, and
// the batch's answers are written with them. After a crash a batch is there whole or not at all.
import { endOfDay, type JakartaDate } from '../../kit/calendar.ts'
import { type Db, writeRows } from '../../kit/database.ts'
import { uuidv7 } from '../../kit/ids.ts'
import type { Secrets } from '../../kit/secrets.ts'
import { append, lastCutAt, type NewFact } from '../../journal/index.ts'
import { claimNiks, enrol, findNiks, nameKey, type NewMember } from '../../people/enrol.ts'
import { kecCode, kelCode } from '../../places/index.ts'
import { sameName } from '../sheet/names.ts'
import type { Candidate, RowReading } from '../sheet/rows.ts'
import type { RowProblem } from '../sheet/words.ts'
import './tables.ts'

export type Outcome = 'accepted' | 'warned' | 'rejected' | 'duplicate' | 'ignored'
export const OUTCOMES: readonly Outcome[] = ['accepted', 'warned', 'rejected', 'duplicate', 'ignored']

/** A row as it was read; `nr` counts all rows of all sheets, from 1. */
export type ReadRow = { nr: number; sheet: string; row: number; reading: RowReading }

export type Answer = {
  nr: number
  sheet: string
  row: number
  outcome: Outcome
  problems: RowProblem[]
  kec: number | null
  member: string | null
  duplicateOf: string | null
}

export type Taking = {
  importId: string
  actor: string
  now: Date
  /** A row counts as known at the end of its registration day. */
  historical: boolean
  dryRun: boolean
  /** In a dry run nothing is stored, so what the file itself held before is remembered here. */
  seen: Map<string, Holder>
}

/** Who holds a NIK: a member by number, or an earlier row of the same file. */
type Holder = { who: string; name: string; birthDate: JakartaDate | null }
type Person = { at: number; read: ReadRow; candidate: Candidate; key: string; warnings: RowProblem[]; person: string }

export async function takeBatch(db: Db, secrets: Secrets, rows: readonly ReadRow[], taking: Taking): Promise<Answer[]> {
  const answers: Answer[] = rows.map(({ nr, sheet, row, reading }) => ({
    nr,
    sheet,
    row,
    outcome: reading.kind === 'ignored' ? 'ignored' : 'rejected',
    problems: reading.kind === 'ignored' ? [] : [...reading.refusals, ...reading.warnings],
    kec: reading.kind === 'ignored' ? null : reading.candidate.kec,
    member: null,
    duplicateOf: null,
  }))
  const answer = (p: Person, outcome: Outcome, problems: RowProblem[], more: Partial<Answer> = {}) =>
    Object.assign(answers[p.at]!, { outcome, problems, ...more })

  let people: Person[] = []
  rows.forEach((read, at) => {
    const { reading } = read
    if (reading.kind === 'person' && !reading.refusals.length)
      people.push({ at, read, candidate: reading.candidate, key: reading.key, warnings: reading.warnings, person: uuidv7(taking.now.getTime()) })
  })

  // 1. rows that were taken by an earlier run
  const taken = await takenBefore(db, secrets, people)
  people = people.filter((p) => {
    const member = taken.get(p.key)
    if (member) answer(p, 'duplicate', [{ code: 'ALREADY_TAKEN', data: {} }], { member, duplicateOf: member })
    return !member
  })

  // 2. historical rows whose day a frozen week already covers
  if (taking.historical) {
    const lastCut = await lastCutAt(db)
    people = people.filter((p) => {
      const frozen = endOfDay(p.candidate.registeredOn).getTime() <= lastCut
      if (frozen) answer(p, 'rejected', [{ code: 'WEEK_FROZEN', field: 'registeredOn', data: { on: p.candidate.registeredOn } }])
      return !frozen
    })
  }

  // 3. a NIK that somebody holds
  const { fresh, held } = taking.dryRun ? await peekNiks(db, secrets, people, taking.seen) : await holdNiks(db, secrets, people)
  const own = new Map<string, Person>(fresh.map((p) => [p.candidate.nik!, p]))

  // 4. people who may be somebody already: taken as persons of their own, the pair waits for a decision
  const lookalikes = await alike(db, fresh)

  if (taking.dryRun) {
    for (const p of fresh) {
      taking.seen.set(p.candidate.nik!, { who: `${p.read.sheet}:${p.read.row}`, name: p.candidate.name!, birthDate: p.candidate.birthDate })
      settle(p, null)
    }
  } else {
    const enrolled = await enrol(
      db,
      secrets,
      fresh.map((p) => newMember(p, taking.importId)),
    )
    fresh.forEach((p, i) => {
      settle(p, enrolled[i]!.number)
    })
    const facts = fresh.flatMap((p, i) => factsOf(p, enrolled[i]!, taking))
    await append(db, { actor: taking.actor, way: 'import', now: taking.now }, facts, new Map(enrolled.map((e) => [e.id, e])))
    await writeRows(
      db,
      'row_registry',
      ['mark', 'import_id', 'member'],
      fresh.map((p, i) => [secrets.token(`row ${p.key}`), taking.importId, enrolled[i]!.number]),
      '(mark) do nothing',
    )
  }
  for (const { person: p, holder } of held) {
    const first = typeof holder === 'string' ? own.get(holder)! : null
    const of: Holder = first
      ? { who: answers[first.at]!.member ?? `${first.read.sheet}:${first.read.row}`, name: first.candidate.name!, birthDate: first.candidate.birthDate }
      : (holder as Holder)
    if (isAnother(p.candidate, of)) answer(p, 'rejected', [{ code: 'NIK_CONFLICT', field: 'nik', data: {} }])
    else answer(p, 'duplicate', [{ code: 'DUPLICATE', field: 'nik', data: { of: of.who } }], { duplicateOf: of.who })
  }
  return answers

  function settle(p: Person, member: string | null) {
    const twin = lookalikes.get(p)
    const warnings: RowProblem[] = twin ? [...p.warnings, { code: 'POSSIBLE_DUPLICATE', data: { of: twin } }] : p.warnings
    answer(p, warnings.length ? 'warned' : 'accepted', warnings, { member, ...(twin ? { duplicateOf: twin } : {}) })
  }
}

/** Another person's NIK: the name is another's however one spells, and so is the birth date. One of them alone is a slip. */
const isAnother = (row: Candidate, holder: Holder) =>
  !sameName(row.name!, holder.name) && row.birthDate !== null && holder.birthDate !== null && row.birthDate !== holder.birthDate

async function takenBefore(db: Db, secrets: Secrets, people: readonly Person[]): Promise<Map<string, string>> {
  if (!people.length) return new Map()
  const keys = [...new Set(people.map((p) => p.key))]
  const marks = keys.map((key) => secrets.token(`row ${key}`))
  const { rows } = await db.client.query('select mark, member from row_registry where mark = any($1::bytea[])', [marks])
  const byMark = new Map<string, string>(rows.map((r) => [r.mark.toString('hex'), r.member]))
  return new Map(keys.flatMap((key, i) => (byMark.has(marks[i]!.toString('hex')) ? [[key, byMark.get(marks[i]!.toString('hex'))!] as const] : [])))
}

type Niks = { fresh: Person[]; held: { person: Person; holder: Holder | string }[] }

/** Claims the NIK of these rows. A holder that is a text is the NIK of an earlier row of this batch. */
async function holdNiks(db: Db, secrets: Secrets, people: readonly Person[]): Promise<Niks> {
  const claims = await claimNiks(
    db,
    secrets,
    people.map((p) => ({ nik: p.candidate.nik!, kec: p.candidate.kec!, person: p.person })),
  )
  const fresh = people.filter((_, i) => claims[i]!.fresh)
  const mine = new Set(fresh.map((p) => p.person))
  const others = people.flatMap((person, i) => (claims[i]!.fresh ? [] : [{ person, by: claims[i]! }]))
  const holders = await holdersOf(
    db,
    others.filter((o) => !mine.has(o.by.person)).map((o) => o.by),
  )
  return {
    fresh,
    held: others.map(({ person, by }) => ({ person, holder: mine.has(by.person) ? person.candidate.nik! : holders.get(by.person)! })),
  }
}

async function peekNiks(db: Db, secrets: Secrets, people: readonly Person[], seen: Map<string, Holder>): Promise<Niks> {
  const found = await findNiks(
    db,
    secrets,
    people.map((p) => p.candidate.nik!),
  )
  const holders = await holdersOf(
    db,
    found.flatMap((f) => (f ? [f] : [])),
  )
  const fresh: Person[] = []
  const here = new Set<string>()
  const held: Niks['held'] = []
  people.forEach((person, i) => {
    const nik = person.candidate.nik!
    const holder = found[i] ? holders.get(found[i].person) : seen.get(nik)
    if (holder) held.push({ person, holder })
    else if (here.has(nik)) held.push({ person, holder: nik })
    else {
      here.add(nik)
      fresh.push(person)
    }
  })
  return { fresh, held }
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

/** Same kecamatan, same name, same birth date, another NIK: with whom might this row be one person? Index: person_by_name. */
async function alike(db: Db, people: readonly Person[]): Promise<Map<Person, string>> {
  const found = new Map<Person, string>()
  const asked = people.filter((p) => p.candidate.birthDate !== null)
  if (!asked.length) return found
  const { rows } = await db.client.query(
    `select a.nr, min(e.number) as number from unnest($1::integer[], $2::text[], $3::date[]) with ordinality as a(kec, name, birth, nr)
     join person p on p.kec_id = a.kec and p.name_key = a.name and p.birth_date = a.birth
     join enrolment e on e.kec_id = p.kec_id and e.person_id = p.id group by a.nr`,
    [asked.map((p) => p.candidate.kec), asked.map((p) => nameKey(p.candidate.name!)), asked.map((p) => p.candidate.birthDate)],
  )
  for (const r of rows) found.set(asked[r.nr - 1]!, r.number)
  const here = new Map<string, Person>()
  for (const p of asked) {
    const key = `${p.candidate.kec} ${p.candidate.birthDate} ${nameKey(p.candidate.name!)}`
    const first = here.get(key)
    if (!first) here.set(key, p)
    else if (!found.has(p)) found.set(p, `${first.read.sheet}:${first.read.row}`)
  }
  return found
}

function newMember({ candidate: c, person }: Person, importId: string): NewMember {
  return {
    person,
    enrolment: uuidv7(),
    kec: c.kec!,
    kel: c.kel,
    nik: c.nik!,
    name: c.name!,
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
 * or answered; an address, a trade or a NIK is a statement (8-facts).
 */
function factsOf({ candidate: c }: Person, member: { kec: number; id: string }, { now, historical }: Taking): NewFact[] {
  const recordedAt = historical ? new Date(Math.min(endOfDay(c.registeredOn).getTime(), now.getTime())) : undefined
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
  const facts = [fact('registration.submitted', 'C', { channel: 'import', area: c.kel ? kelCode(c.kel) : kecCode(c.kec!) })]
  const { identity, residence, baseline, consent } = c.answers
  if (identity) facts.push(fact('identity.checked', 'B', identity))
  if (residence && c.kel) facts.push(fact('residence.confirmed', 'B', { area: kelCode(c.kel) }))
  if (baseline) facts.push(fact('baseline.taken', 'C', baseline))
  for (const purpose of consent ?? []) facts.push(fact('consent.given', 'C', { purpose, way: 'paper' }))
  return facts
}
