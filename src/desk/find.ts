// Finding a member by whatever is at hand: number, NIK, phone, name or business, each with a slip of the pen. What is sought is never kept.

import { readName } from '../identity/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { findNiks, nameKey, readNumber } from '../people/index.ts'
import { type Kec, type Kel, kecamatan } from '../places/index.ts'

export const MOST_FOUND = 50

export type Hit = {
  number: string
  name: string
  kec: Kec
  kel: Kel | null
  business: string | null
  openedOn: JakartaDate
  endedReason: string | null
  next: number | null
}

/** `near`: nothing is exactly what was sought; these are one slip away or alike. `sole`: it was named by what is one person's alone. */
export type FoundMembers = { by: Sought['by']; hits: Hit[]; near: boolean; sole: boolean }

export type Sought =
  | { by: 'number'; exact: string; near: string[] }
  | { by: 'nik'; exact: string | null; near: string[] }
  | { by: 'phone'; exact: string; near: string[] }
  | { by: 'name'; words: string[] }
  | { by: 'short' }

const DIGITS = [...'0123456789']

/** Every text one slip away: a digit changed, two swapped, one too few or too many. */
export function slips(digits: string, { changed = true, swapped = true, missing = false, extra = false } = {}): string[] {
  const all = new Set<string>()
  for (let i = 0; i <= digits.length; i++) {
    const [before, here, after] = [digits.slice(0, i), digits[i], digits.slice(i + 1)]
    if (missing) for (const d of DIGITS) all.add(before + d + digits.slice(i))
    if (here === undefined) continue
    if (changed) for (const d of DIGITS) all.add(before + d + after)
    if (swapped && after) all.add(before + after[0] + here + after.slice(1))
    if (extra) all.add(before + after)
  }
  all.delete(digits)
  return [...all]
}

/** What was typed, read: its shape says what it is. */
export function readSought(typed: string): Sought {
  const text = typed.normalize('NFKC').trim()
  const number = readNumber(text)
  if (number) {
    const [site, serial] = [number.slice(0, 7), number.slice(7)]
    return { by: 'number', exact: number, near: slips(serial).map((s) => site + s) }
  }
  const digits = text.replace(/[\s.()\-'+]/g, '')
  if (/^\d{15,17}$/.test(digits)) {
    const whole = digits.length === 16
    const near = whole
      ? slips(digits)
      : slips(digits, { changed: false, swapped: false, missing: digits.length === 15, extra: digits.length === 17 })
    return { by: 'nik', exact: whole ? digits : null, near }
  }
  if (/^(62|0|8)\d{7,13}$/.test(digits)) {
    const exact = digits.replace(/^(62|0)?/, '0')
    return { by: 'phone', exact, near: slips(exact, { missing: true, extra: true }).filter((n) => n.startsWith('0')) }
  }
  const key = nameKey(text)
  if (key.replace(/ /g, '').length < 3) return { by: 'short' }
  // As it was written, and as Indonesians also write it: Moh. for Muhammad, St. for Siti.
  return { by: 'name', words: [...new Set([key, readName(text).words.join(' ')])].filter((w) => w.length >= 3) }
}

/** Who is meant, in one kecamatan or (null) wherever the scope reaches. Restricted members are found by their number only. */
export async function findAtDesk(
  db: Db,
  secrets: Secrets,
  typed: string,
  kec: Kec | null,
  today: JakartaDate,
): Promise<FoundMembers> {
  const sought = readSought(typed)
  const { by } = sought
  const answer = (hits: Hit[], near = false) => ({ by, hits, near, sole: hits.length === 1 && by !== 'name' && !near })
  if (sought.by === 'short') return answer([])
  if (sought.by === 'number') {
    const exact = await hitsOf(db, await byNumbers(db, [sought.exact]), kec, true)
    return exact.length ? answer(exact) : answer(await hitsOf(db, await byNumbers(db, sought.near), kec), true)
  }
  if (sought.by === 'nik') {
    const exact = sought.exact ? await hitsOf(db, await byNiks(db, secrets, [sought.exact]), kec, true) : []
    return exact.length ? answer(exact) : answer(await hitsOf(db, await byNiks(db, secrets, sought.near), kec), true)
  }
  if (sought.by === 'phone') {
    const kecs = kec === null ? kecamatan(today).map((k) => k.code) : [kec]
    const exact = await hitsOf(db, await byPhones(db, [sought.exact], kecs), kec)
    return exact.length ? answer(exact) : answer(await hitsOf(db, await byPhones(db, sought.near, kecs), kec), true)
  }
  for (const least of LIKENESS) {
    const { rows } = await db.client.query('select kec_id as kec, person_id as person from people_like($1, $2, $3, $4)', [
      sought.words,
      kec,
      least,
      MOST_FOUND,
    ])
    const hits = await hitsOf(db, rows, kec)
    if (hits.length) return answer(hits)
  }
  return answer([])
}

/** How alike a word must be: first closely, which a slip in a name of some length still is; then, where nobody is, more widely. */
const LIKENESS = [0.6, 0.45]

type At = { kec: Kec; person?: string; enrolment?: string }

/** Plan: primary key of the locator. */
const byNumbers = async (db: Db, numbers: string[]): Promise<At[]> =>
  (
    await db.client.query(
      'select kec_id as kec, enrolment_id as enrolment from enrolment_locator where number = any($1) limit 60',
      [numbers],
    )
  ).rows

/** Plan: the registry by its marks, through its function. */
const byNiks = async (db: Db, secrets: Secrets, niks: string[]): Promise<At[]> =>
  (await findNiks(db, secrets, niks)).flatMap((held) => (held ? [held] : []))

/** Plan: person_by_phone in each kecamatan. */
const byPhones = async (db: Db, phones: string[], kecs: readonly number[]): Promise<At[]> =>
  (
    await db.client.query(
      `select p.kec_id as kec, p.id as person from unnest($1::integer[]) k(kec) join person p on p.kec_id = k.kec and p.phone = any($2) limit ${MOST_FOUND}`,
      [kecs, phones],
    )
  ).rows

/** The members at these places, in the order given; where a person has moved, the enrolment that goes on. Plan: primary keys. */
async function hitsOf(db: Db, at: readonly At[], kec: Kec | null, alsoRestricted = false): Promise<Hit[]> {
  if (!at.length) return []
  const { rows } = await db.client.query(
    `select distinct on (a.nr, e.number) e.number, p.name, e.kec_id as kec, e.kel_id as kel, coalesce(b.name, b.trade) as business,
       e.opened_on as "openedOn", r.ended_reason as "endedReason", r.next_step as next
     from unnest($1::integer[], $2::uuid[], $3::uuid[]) with ordinality as a(kec, person, enrolment, nr)
     cross join lateral (
       select * from enrolment where kec_id = a.kec and id = a.enrolment
       union all select * from enrolment where kec_id = a.kec and person_id = a.person) as e
     join person p on p.kec_id = e.kec_id and p.id = e.person_id
     left join lateral (select name, trade from business where kec_id = p.kec_id and person_id = p.id limit 1) b on true
     left join enrolment_reach r on r.kec_id = e.kec_id and r.enrolment_id = e.id
     where not e.taken_back and ($4::integer is null or e.kec_id = $4) and ($5 or not exists (
       select from restriction x where x.kec_id = e.kec_id and x.enrolment_id = e.id and x.lifted_at is null))
     order by a.nr, e.number, e.opened_on desc`,
    [at.map((a) => a.kec), at.map((a) => a.person ?? null), at.map((a) => a.enrolment ?? null), kec, alsoRestricted],
  )
  const seen = new Set<string>()
  return (rows as Hit[]).filter((r) => !seen.has(r.number) && seen.add(r.number)).slice(0, MOST_FOUND)
}
