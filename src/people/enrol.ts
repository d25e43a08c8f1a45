// Person, business and enrolment: three rows, never confused (failure 3). Takes people in, finds them, and opens a new enrolment
// when one moves. What happened to them is written by journal/.
import type { JakartaDate } from '../kit/calendar.ts'
import { type Db, writeRows } from '../kit/database.ts'
import { randomPart, type Secrets } from '../kit/secrets.ts'
import { initialsOf } from '../places/index.ts'
import './tables.ts'

export type NewMember = {
  person: string
  enrolment: string
  kec: number
  kel: number | null
  nik: string
  /** The NIK sealed for this person, where the caller has it ready. */
  sealedNik?: Buffer
  name: string
  birthDate: JakartaDate | null
  sex: 'F' | 'M' | null
  phone: string | null
  phoneUse: 'own' | 'shared' | 'none' | null
  address: string | null
  business: { id: string; name: string | null; trade: string | null } | null
  openedOn: JakartaDate
  /** The import that brought the row, so that a sheet can be taken back whole. */
  importId: string | null
  /** The sender's own reference. */
  ref: string | null
  /** Synthetic people only, so that a demonstration's chains come out the same each time; everybody else gets a random key. */
  sealKey?: Buffer
}

/** An enrolment as the journal needs it to write facts. */
export type EnrolledMember = {
  kec: number
  id: string
  kel: number | null
  sealKey: Buffer
  lineage: string
  tied: boolean
  fresh?: boolean
  number: string
  person: string
}

/** Lower case, marks and titles taken out: how names are searched and compared at first sight. */
export const nameKey = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^((haji|hajah|h|hj|ir|dr|drs|dra|bpk|ibu|bapak|sdr|sdri) )+(?=\S)/, '')

/**
 * Whose NIK is this? Claims those that are free for the person given; answers for each who holds it and whether that is new.
 * A NIK is unique in the programme, for life.
 */
export async function claimNiks(
  db: Db,
  secrets: Secrets,
  asked: readonly { nik: string; kec: number; person: string; mark?: Buffer }[],
): Promise<{ kec: number; person: string; fresh: boolean }[]> {
  if (!asked.length) return []
  const { rows } = await db.client.query(
    'select nr, kec_id, person_id, fresh from claim_niks($1::bytea[], $2::integer[], $3::uuid[])',
    [asked.map((a) => a.mark ?? secrets.mark(a.nik)), asked.map((a) => a.kec), asked.map((a) => a.person)],
  )
  const answers: { kec: number; person: string; fresh: boolean }[] = new Array(asked.length)
  for (const r of rows) answers[r.nr - 1] = { kec: r.kec_id, person: r.person_id, fresh: r.fresh }
  return answers
}

/** Who holds these NIK already? Null where nobody does. Claims nothing. */
export async function findNiks(
  db: Db,
  secrets: Secrets,
  niks: readonly string[],
): Promise<({ kec: number; person: string } | null)[]> {
  const answers: ({ kec: number; person: string } | null)[] = niks.map(() => null)
  if (!niks.length) return answers
  const { rows } = await db.client.query('select nr, kec_id, person_id from find_niks($1::bytea[])', [
    niks.map((n) => secrets.mark(n)),
  ])
  for (const r of rows) answers[r.nr - 1] = { kec: r.kec_id, person: r.person_id }
  return answers
}

/** Takes in people whose NIK was claimed for them: person, business, enrolment, public number. One bulk path for one or many. */
export async function enrol(db: Db, secrets: Secrets, members: readonly NewMember[]): Promise<EnrolledMember[]> {
  if (!members.length) return []
  const numbers = await newNumbers(db, members)
  const keys = members.map((m) => m.sealKey ?? randomPart(16))
  await writeRows(
    db,
    'person',
    ['kec_id', 'id', 'nik', 'name', 'name_key', 'birth_date', 'sex', 'phone', 'phone_use', 'address', 'seal_key'],
    members.map((m, i) => [
      m.kec,
      m.person,
      m.sealedNik ?? secrets.seal(m.nik, m.person),
      m.name,
      nameKey(m.name),
      m.birthDate,
      m.sex,
      m.phone,
      m.phoneUse,
      m.address,
      keys[i],
    ]),
  )
  await writeRows(
    db,
    'business',
    ['kec_id', 'id', 'person_id', 'name', 'trade'],
    members.flatMap((m) => (m.business ? [[m.kec, m.business.id, m.person, m.business.name, m.business.trade]] : [])),
  )
  await writeRows(
    db,
    'enrolment',
    ['kec_id', 'id', 'person_id', 'number', 'kel_id', 'opened_on', 'lineage', 'tied', 'import_id'],
    members.map((m, i) => [m.kec, m.enrolment, m.person, numbers[i], m.kel, m.openedOn, m.enrolment, false, m.importId]),
  )
  await writeRows(
    db,
    'enrolment_locator',
    ['number', 'kec_id', 'enrolment_id'],
    members.map((m, i) => [numbers[i], m.kec, m.enrolment]),
  )
  await writeRows(
    db,
    'member_ref',
    ['ref', 'number'],
    members.flatMap((m, i) => (m.ref ? [[m.ref, numbers[i]]] : [])),
    'do nothing',
  )
  return members.map((m, i) => ({
    kec: m.kec,
    id: m.enrolment,
    kel: m.kel,
    sealKey: keys[i]!,
    lineage: m.enrolment,
    tied: false,
    fresh: true,
    number: numbers[i]!,
    person: m.person,
  }))
}

/** `PSM-17-00042`: the kecamatan where first enrolled, the year, a serial. It stays when the member moves. */
async function newNumbers(db: Db, members: readonly { kec: number; openedOn: JakartaDate }[]): Promise<string[]> {
  const wanted = new Map<string, number>()
  const keyOf = (m: { kec: number; openedOn: JakartaDate }) => `${m.kec}|${m.openedOn.slice(0, 4)}`
  for (const m of members) wanted.set(keyOf(m), (wanted.get(keyOf(m)) ?? 0) + 1)
  // In one order for all writers, so that two never wait for each other in a ring.
  const keys = [...wanted.keys()].sort()
  const { rows } = await db.client.query(
    `insert into number_serial (kec_id, year, last) select * from unnest($1::integer[], $2::integer[], $3::integer[])
     on conflict (kec_id, year) do update set last = number_serial.last + excluded.last returning kec_id, year, last`,
    [keys.map((k) => k.split('|')[0]), keys.map((k) => k.split('|')[1]), keys.map((k) => wanted.get(k))],
  )
  const next = new Map<string, number>()
  for (const r of rows) {
    const key = `${r.kec_id}|${r.year}`
    next.set(key, r.last - wanted.get(key)! + 1)
  }
  return members.map((m) => {
    const key = keyOf(m)
    const serial = next.get(key)!
    next.set(key, serial + 1)
    return `${initialsOf(m.kec)}-${m.openedOn.slice(2, 4)}-${String(serial).padStart(5, '0')}`
  })
}

/** Numbers of their own that lead to members who are there already: a repeated registration looks like any other (6-trust). */
export async function reserveNumbers(
  db: Db,
  asked: readonly { kec: number; openedOn: JakartaDate; leadsTo: { kec: number; enrolment: string } }[],
): Promise<string[]> {
  const numbers = await newNumbers(db, asked)
  await writeRows(
    db,
    'enrolment_locator',
    ['number', 'kec_id', 'enrolment_id'],
    asked.map(({ leadsTo }, i) => [numbers[i], leadsTo.kec, leadsTo.enrolment]),
  )
  return numbers
}

/** `PSM-18-00042`, however it is spaced, in small letters or without leading zeros; null for anything else. */
export function readNumber(typed: string): string | null {
  const m = /^([a-z]{3})[\s.-]?(\d{2})[\s.-]?(\d{1,5})$/i.exec(typed.trim())
  return m ? `${m[1]!.toUpperCase()}-${m[2]}-${m[3]!.padStart(5, '0')}` : null
}

/** How a sender names a member: by public number, NIK or the sender's own reference. */
export type MemberKey = { number: string } | { nik: string } | { ref: string }

export type Found = EnrolledMember & { name: string; birthDate: JakartaDate | null; endedOn?: JakartaDate | null }

/** Finds members by any key, in the order asked: null where nobody is found, 'ambiguous' where a reference names several. */
export async function findMembers(db: Db, secrets: Secrets, keys: readonly MemberKey[]): Promise<(Found | null | 'ambiguous')[]> {
  const where: ({ kec: number; enrolment?: string; person?: string } | null | 'ambiguous')[] = keys.map(() => null)
  const numbers = new Map<string, number[]>()
  const want = (number: string, at: number) => numbers.set(number, [...(numbers.get(number) ?? []), at])
  const refs = new Map<string, number[]>()
  const niks: { nik: string; at: number }[] = []
  keys.forEach((key, at) => {
    if ('number' in key) want(key.number.trim().toUpperCase(), at)
    else if ('nik' in key) niks.push({ nik: key.nik.replace(/[\s.'-]/g, ''), at })
    else refs.set(key.ref, [...(refs.get(key.ref) ?? []), at])
  })
  if (refs.size) {
    const { rows } = await db.client.query(
      'select ref, array_agg(number) as numbers from member_ref where ref = any($1) group by ref',
      [[...refs.keys()]],
    )
    for (const r of rows)
      for (const at of refs.get(r.ref)!) {
        if (r.numbers.length > 1) where[at] = 'ambiguous'
        else want(r.numbers[0], at)
      }
  }
  if (numbers.size) {
    const { rows } = await db.client.query('select number, kec_id, enrolment_id from enrolment_locator where number = any($1)', [
      [...numbers.keys()],
    ])
    for (const r of rows) for (const at of numbers.get(r.number)!) where[at] = { kec: r.kec_id, enrolment: r.enrolment_id }
  }
  const holders = await findNiks(
    db,
    secrets,
    niks.map((n) => n.nik),
  )
  holders.forEach((held, i) => {
    if (held) where[niks[i]!.at] = held
  })
  return await load(db, where)
}

async function load(
  db: Db,
  where: readonly ({ kec: number; enrolment?: string; person?: string } | null | 'ambiguous')[],
): Promise<(Found | null | 'ambiguous')[]> {
  const asked = where.flatMap((w, at) => (w && w !== 'ambiguous' ? [{ ...w, at }] : []))
  const answers: (Found | null | 'ambiguous')[] = where.map((w) => (w === 'ambiguous' ? w : null))
  if (!asked.length) return answers
  // A person found by NIK has, of several enrolments in one kecamatan, the one that the locator leads to.
  const { rows } = await db.client.query(
    `select a.at, e.kec_id, e.id, e.kel_id, e.lineage, e.tied, e.number, e.person_id, p.seal_key, p.name, p.birth_date, r.ended_on
     from unnest($1::integer[], $2::uuid[], $3::uuid[], $4::integer[]) as a(kec, enrolment, person, at)
     cross join lateral (
       select * from enrolment where kec_id = a.kec and id = a.enrolment
       union all select * from enrolment where kec_id = a.kec and person_id = a.person) as e
     join person p on p.kec_id = e.kec_id and p.id = e.person_id
     left join enrolment_reach r on r.kec_id = e.kec_id and r.enrolment_id = e.id
     left join enrolment_locator l on l.number = e.number
     order by (l.enrolment_id = e.id) desc nulls last, e.opened_on desc`,
    [asked.map((a) => a.kec), asked.map((a) => a.enrolment ?? null), asked.map((a) => a.person ?? null), asked.map((a) => a.at)],
  )
  for (const r of rows)
    answers[r.at] ??= {
      kec: r.kec_id,
      id: r.id,
      kel: r.kel_id,
      sealKey: r.seal_key,
      lineage: r.lineage,
      tied: r.tied,
      number: r.number,
      person: r.person_id,
      name: r.name,
      birthDate: r.birth_date,
      endedOn: r.ended_on,
    }
  return answers
}

/** All enrolments of a lineage, with what the journal needs of them. */
export async function lineageOf(
  db: Db,
  member: { kec: number; id: string; lineage: string; tied: boolean },
): Promise<EnrolledMember[]> {
  const { rows } = await db.client.query(
    `select e.kec_id, e.id, e.kel_id, e.lineage, e.tied, e.number, e.person_id, p.seal_key
     from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where ${member.tied ? 'e.tied and e.lineage = $1' : 'e.kec_id = $2 and e.id = $1'} order by e.opened_on, e.id`,
    member.tied ? [member.lineage] : [member.id, member.kec],
  )
  return rows.map((r) => ({
    kec: r.kec_id,
    id: r.id,
    kel: r.kel_id,
    sealKey: r.seal_key,
    lineage: r.lineage,
    tied: r.tied,
    number: r.number,
    person: r.person_id,
  }))
}

/**
 * Opens the enrolment that goes on in another kecamatan: the same person, number and businesses. The facts that say so
 * (`enrolment.ended` here, `enrolment.opened` there) are the caller's, in the same transaction.
 */
export async function openMoved(
  db: Db,
  secrets: Secrets,
  from: EnrolledMember,
  to: { id: string; kec: number; kel: number | null; on: JakartaDate },
): Promise<EnrolledMember> {
  const at = [from.kec, from.person, to.kec]
  await db.client.query(
    `insert into person (kec_id, id, nik, name, name_key, birth_date, sex, phone, phone_use, address, seal_key)
     select $3, id, nik, name, name_key, birth_date, sex, phone, phone_use, address, seal_key from person where kec_id = $1 and id = $2
     on conflict do nothing`,
    at,
  )
  await db.client.query(
    `insert into business (kec_id, id, person_id, name, trade) select $3, id, person_id, name, trade from business
     where kec_id = $1 and person_id = $2 on conflict do nothing`,
    at,
  )
  await db.client.query('update enrolment set tied = true where kec_id = $1 and id = $2', [from.kec, from.id])
  await db.client.query(
    `insert into enrolment (kec_id, id, person_id, number, kel_id, opened_on, lineage, tied) values ($1, $2, $3, $4, $5, $6, $7, true)`,
    [to.kec, to.id, from.person, from.number, to.kel, to.on, from.lineage],
  )
  await db.client.query('update enrolment_locator set kec_id = $2, enrolment_id = $3 where enrolment_id = $1', [
    from.id,
    to.kec,
    to.id,
  ])
  await moveNik(db, secrets, from, { kec: to.kec, person: from.person })
  return { ...from, kec: to.kec, id: to.id, kel: to.kel, tied: true, fresh: true }
}

/** Ties a duplicate to the one who remains: its number and NIK lead there from now on; both histories stay. */
export async function tieMerged(db: Db, secrets: Secrets, gone: EnrolledMember, remains: EnrolledMember): Promise<void> {
  await db.client.query(
    `update enrolment set tied = true, lineage = $1 where (kec_id = $2 and id = $3) or (kec_id = $4 and id = $5) or (tied and lineage = any($6::uuid[]))`,
    [remains.lineage, gone.kec, gone.id, remains.kec, remains.id, [gone.lineage, remains.lineage]],
  )
  await db.client.query('update enrolment_locator set kec_id = $2, enrolment_id = $3 where enrolment_id = $1', [
    gone.id,
    remains.kec,
    remains.id,
  ])
  await moveNik(db, secrets, gone, { kec: remains.kec, person: remains.person })
}

async function moveNik(db: Db, secrets: Secrets, of: EnrolledMember, to: { kec: number; person: string }): Promise<void> {
  const { rows } = await db.client.query('select nik from person where kec_id = $1 and id = $2', [of.kec, of.person])
  if (rows[0]?.nik)
    await db.client.query('select move_nik($1, $2, $3)', [secrets.mark(secrets.open(rows[0].nik, of.person)), to.kec, to.person])
}
