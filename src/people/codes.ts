// How a member proves to be the member: a one-time code to the phone, tied to the browser that asked, or one from an officer at the
// counter. What is counted for a phone is counted whether it is anybody's or not. Pages: member-sign-in.tsx.
import { randomBytes, randomInt } from 'node:crypto'
import { countedAs } from '../kit/address.ts'
import { jakartaDay } from '../kit/calendar.ts'
import type { Database, Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { ProblemOf } from '../kit/problem.ts'
import { type Secrets, sameBytes } from '../kit/secrets.ts'
import { sendTo } from '../kit/sending/index.ts'

const MINUTE = 60_000
export const CODE_LASTS = 5 * MINUTE
export const COUNTER_CODE_LASTS = 15 * MINUTE
const CHOOSE_LASTS = 10 * MINUTE
const DEVICE_LASTS = 365 * 1440 * MINUTE
const TRIES = 3
const FAILURES = 10
const CODES_A_DAY = 5
const SENT_AGAIN = MINUTE / 2
/** Wide, since carriers share addresses (6-trust, Sign-in and limits). */
const ADDRESS_HOUR = 600

export type CodeProblems = {
  'code.phone-missing': null
  'code.phone-unreadable': null
  'code.five-today': { seconds: number }
  'code.locked': null
  'code.address': { seconds: number }
  'code.none': null
  'code.missing': null
  'code.wrong': { left: number }
  'code.over': null
  'code.not-member': null
  'code.not-confirmed': { left: number }
  'code.counter-wrong': null
}
export type CodeProblem = ProblemOf<CodeProblems>
type Result<T> = { value: T } | { problem: CodeProblem }
const no = <T>(problem: CodeProblem): Result<T> => ({ problem })

/** Who asks: the browser's guest cookie, what a browser holds that has signed in before, and the client's address. */
export type Asking = { guest: string; device: string | undefined; address: string; wall: Date }

const signingIn = { actor: 'publik', role: 'sign-in' }

/** As the programme keeps a phone: 0812…; null when it cannot be called. */
export function phoneOf(written: string): string | null {
  let digits = written.replace(/\D/g, '')
  if (digits.startsWith('0062')) digits = digits.slice(2)
  if (digits.startsWith('62') && digits.length > 9) digits = `0${digits.slice(2).replace(/^0/, '')}`
  else if (/^8[1-9]\d{7,10}$/.test(digits)) digits = `0${digits}`
  if (/^08[1-9]\d{7,10}$/.test(digits)) return digits
  return written.trim().startsWith('+') && /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null
}

/** Counts a request of an address in its hour; the seconds to wait when there were too many. */
async function countAddress(db: Db, secrets: Secrets, { address, wall }: Asking): Promise<number> {
  const hour = new Date(Math.floor(wall.getTime() / (60 * MINUTE)) * 60 * MINUTE)
  const { rows } = await db.client.query(
    `insert into sign_in_address (mark, hour, n) values ($1, $2, 1)
     on conflict (mark, hour) do update set n = sign_in_address.n + 1 returning n`,
    [secrets.token(`address ${countedAs(address)}`), hour],
  )
  if (rows[0].n === 1)
    await db.client.query('delete from sign_in_address where hour < $1', [new Date(hour.getTime() - 60 * MINUTE)])
  return rows[0].n > ADDRESS_HOUR ? Math.ceil((hour.getTime() + 60 * MINUTE - wall.getTime()) / 1000) : 0
}

export const phoneMark = (secrets: Secrets, phone: string) => secrets.token(`phone ${phone}`)

/** Whose count: the phone's, or, for a browser that has signed in with it before, one of its own: others cannot lock the owner out. */
async function countOf(db: Db, secrets: Secrets, phone: string, { device, wall }: Asking): Promise<Buffer> {
  const mark = phoneMark(secrets, phone)
  if (!device || !/^[\w-]{43}$/.test(device)) return mark
  const { rowCount } = await db.client.query('select from known_device where token = $1 and phone = $2 and made_at > $3', [
    secrets.token(`device ${device}`),
    mark,
    new Date(wall.getTime() - DEVICE_LASTS),
  ])
  return rowCount ? secrets.token(`phone ${phone} device ${device}`) : mark
}

type Count = { failures: number; codes: number }
/** The row of a count, held until the transaction ends: a hundred tries at once come one after another. */
async function holdCount(db: Db, mark: Buffer, wall: Date): Promise<Count> {
  const day = jakartaDay(wall)
  await db.client.query('insert into sign_in_phone (mark, day) values ($1, $2) on conflict do nothing', [mark, day])
  const { rows } = await db.client.query(
    'select failures, case when day = $2 then codes else 0 end as codes from sign_in_phone where mark = $1 for update',
    [mark, day],
  )
  return rows[0]
}

/** Asks for a code. The same work and the same answer for a phone that is a member's and one that is nobody's. */
export async function askCode(
  database: Database,
  secrets: Secrets,
  written: string,
  asking: Asking,
  way?: 'sms',
): Promise<Result<null>> {
  if (!written.trim()) return no({ code: 'code.phone-missing', data: null })
  const phone = phoneOf(written)
  if (!phone) return no({ code: 'code.phone-unreadable', data: null })
  const { wall, guest } = asking
  return database.within('job', signingIn, async (db): Promise<Result<null>> => {
    const wait = await countAddress(db, secrets, asking)
    if (wait) return no({ code: 'code.address', data: { seconds: wait } })
    const mark = await countOf(db, secrets, phone, asking)
    const held = await holdCount(db, mark, wall)
    if (held.failures >= FAILURES) return no({ code: 'code.locked', data: null })
    // The same form again, a moment later: its code is on the way, and one of the day's five is not lost.
    const { rows: sent } = await db.client.query(
      'select 1 from sign_in_code where browser = $1 and mark = $2 and made_at > $3 and proved_at is null and tries < $4 limit 1',
      [secrets.token(`browser ${guest}`), mark, new Date(wall.getTime() - SENT_AGAIN), TRIES],
    )
    if (sent.length && way !== 'sms') return { value: null }
    const midnight = Date.parse(`${jakartaDay(wall)}T00:00:00+07:00`) + 1440 * MINUTE
    if (held.codes >= CODES_A_DAY)
      return no({ code: 'code.five-today', data: { seconds: Math.ceil((midnight - wall.getTime()) / 1000) } })
    await db.client.query('update sign_in_phone set codes = $2, day = $3 where mark = $1', [
      mark,
      held.codes + 1,
      jakartaDay(wall),
    ])
    const { rows } = await db.client.query('select number from members_of_phone($1)', [phone])
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const id = uuidv7(wall.getTime())
    await db.client.query('delete from sign_in_code where made_at < $1', [new Date(wall.getTime() - 1440 * MINUTE)])
    await db.client.query('insert into sign_in_code (id, browser, mark, phone, code, made_at) values ($1, $2, $3, $4, $5, $6)', [
      id,
      secrets.token(`browser ${guest}`),
      mark,
      secrets.seal(phone, `code ${id}`),
      secrets.token(`code ${id} ${code}`),
      wall,
    ])
    await sendTo(db, secrets, {
      phone,
      text: `${code} adalah kode masuk Tujuh PAS Anda. Berlaku 5 menit. Jangan berikan kepada siapa pun, juga bukan kepada petugas.`,
      template: { name: 'kode_masuk', language: 'id', code },
      way,
      purpose: 'sign-in-code',
      wall,
      until: new Date(wall.getTime() + CODE_LASTS),
      withheld: rows.length === 0,
    })
    return { value: null }
  })
}

export type Waiting = {
  id: string
  phone: string
  mark: Buffer
  code: Buffer
  tries: number
  confirms: number
  madeAt: Date
  provedAt: Date | null
}

/** The last code that this browser asked for, unless it was used; `hold` keeps it until the transaction ends. */
async function waitingOf(db: Db, secrets: Secrets, guest: string, hold = false): Promise<Waiting | null> {
  const { rows } = await db.client.query(
    `select * from sign_in_code where browser = $1 order by made_at desc, id desc limit 1 ${hold ? 'for update' : ''}`,
    [secrets.token(`browser ${guest}`)],
  )
  const r = rows[0]
  if (!r || r.used_at) return null
  const { id, mark, code, tries, confirms, made_at: madeAt, proved_at: provedAt } = r
  return { id, phone: secrets.open(r.phone, `code ${id}`), mark, code, tries, confirms, madeAt, provedAt }
}
export const waitingCode = (database: Database, secrets: Secrets, guest: string): Promise<Waiting | null> =>
  database.within('job', signingIn, (db) => waitingOf(db, secrets, guest))

export type Choice = { number: string; name: string; shared: boolean }
/** Proved: whose page it is, or several to choose from. */
type Proved = { number: string; device: string } | { choose: Choice[] }

const membersOf = async (db: Db, phone: string): Promise<Choice[]> =>
  (await db.client.query('select number, name, shared from members_of_phone($1)', [phone])).rows

/** Who may be chosen by this browser, whose code was right; null when there is nothing to choose. */
export const choicesOf = (database: Database, secrets: Secrets, guest: string, wall: Date): Promise<Choice[] | null> =>
  database.within('job', signingIn, async (db) => {
    const waiting = await waitingOf(db, secrets, guest)
    return waiting?.provedAt && wall.getTime() - waiting.provedAt.getTime() < CHOOSE_LASTS ? membersOf(db, waiting.phone) : null
  })

/** Is this the code? Wrong ones count for the phone, in a row, whatever browser or address they come from. */
export async function proveCode(database: Database, secrets: Secrets, written: string, asking: Asking): Promise<Result<Proved>> {
  const typed = written.replace(/\D/g, '')
  if (!typed) return no({ code: 'code.missing', data: null })
  const { guest, wall } = asking
  return database.within('job', signingIn, async (db): Promise<Result<Proved>> => {
    const wait = await countAddress(db, secrets, asking)
    if (wait) return no({ code: 'code.address', data: { seconds: wait } })
    const asked = await waitingOf(db, secrets, guest)
    if (!asked) return no({ code: 'code.none', data: null })
    const count = await holdCount(db, asked.mark, wall)
    const waiting = await waitingOf(db, secrets, guest, true)
    if (!waiting || waiting.id !== asked.id || waiting.provedAt) return no({ code: 'code.none', data: null })
    if (count.failures >= FAILURES) return no({ code: 'code.locked', data: null })
    if (waiting.tries >= TRIES || wall.getTime() - waiting.madeAt.getTime() >= CODE_LASTS)
      return no({ code: 'code.over', data: null })
    if (!sameBytes(waiting.code, secrets.token(`code ${waiting.id} ${typed}`))) {
      await db.client.query('update sign_in_code set tries = tries + 1 where id = $1', [waiting.id])
      await db.client.query('update sign_in_phone set failures = failures + 1 where mark = $1', [waiting.mark])
      const left = TRIES - waiting.tries - 1
      return left ? no({ code: 'code.wrong', data: { left } }) : no({ code: 'code.over', data: null })
    }
    const members = await membersOf(db, waiting.phone)
    if (!members.length) return no({ code: 'code.not-member', data: null })
    if (members.length === 1 && !members[0]!.shared)
      return { value: await entered(db, secrets, waiting, members[0]!.number, wall) }
    await db.client.query('update sign_in_code set proved_at = $2 where id = $1', [waiting.id, wall])
    return { value: { choose: members } }
  })
}

/** Whose page, when a phone is shared: told by the birth date or the member's number. Wrong answers count like wrong codes. */
export async function confirmMember(
  database: Database,
  secrets: Secrets,
  { number, born, written }: { number: string; born: string | null; written: string },
  { guest, wall }: Asking,
): Promise<Result<{ number: string; device: string }>> {
  return database.within('job', signingIn, async (db): Promise<Result<{ number: string; device: string }>> => {
    const asked = await waitingOf(db, secrets, guest)
    if (!asked) return no({ code: 'code.none', data: null })
    const count = await holdCount(db, asked.mark, wall)
    const waiting = await waitingOf(db, secrets, guest, true)
    if (!waiting?.provedAt || wall.getTime() - waiting.provedAt.getTime() >= CHOOSE_LASTS)
      return no({ code: 'code.none', data: null })
    if (count.failures >= FAILURES) return no({ code: 'code.locked', data: null })
    if (waiting.confirms >= TRIES) return no({ code: 'code.over', data: null })
    const one = (await membersOf(db, waiting.phone)).some((m) => m.number === number)
    const byNumber = written.trim().toUpperCase() === number
    const byBirth =
      born !== null &&
      (await db.client.query('select member_confirms($1, $2, $3::date) as yes', [waiting.phone, number, born])).rows[0].yes
    if (!one || !(byNumber || byBirth)) {
      await db.client.query('update sign_in_code set confirms = confirms + 1 where id = $1', [waiting.id])
      await db.client.query('update sign_in_phone set failures = failures + 1 where mark = $1', [waiting.mark])
      const left = TRIES - waiting.confirms - 1
      return left ? no({ code: 'code.not-confirmed', data: { left } }) : no({ code: 'code.over', data: null })
    }
    return { value: await entered(db, secrets, waiting, number, wall) }
  })
}

/** The code is used up, the count begins anew, and this browser is known from now on. */
async function entered(db: Db, secrets: Secrets, { id, mark, phone }: Waiting, number: string, wall: Date) {
  await db.client.query('update sign_in_code set used_at = $2 where id = $1', [id, wall])
  await db.client.query('update sign_in_phone set failures = 0 where mark = $1', [mark])
  const device = randomBytes(32).toString('base64url')
  await db.client.query('insert into known_device (token, phone, made_at) values ($1, $2, $3)', [
    secrets.token(`device ${device}`),
    phoneMark(secrets, phone),
    wall,
  ])
  return { number, device }
}

// ---- at the counter

/**
 * A code that an officer prints after seeing the KTP; null when the member is none of theirs. Logged like a reading. The keys draw it from
 * the form's own id, so that the form sent twice shows one code.
 */
export async function issueCounterCode(
  db: Db,
  { id, number, by, wall }: { id: string; number: string; by: string; wall: Date },
): Promise<{ code: string; until: Date } | null> {
  const { rows } = await db.client.query(
    `select e.kec_id, e.id from enrolment_locator l join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id where l.number = $1`,
    [number],
  )
  if (!rows[0]) return null
  const drawn = db.secrets.token(`counter code ${number} ${id}`).readUIntBE(0, 6)
  const code = String(drawn % 100_000_000).padStart(8, '0')
  const kec = rows[0].kec_id
  await db.client.query(
    'insert into counter_code (kec_id, id, number, code, made_by, made_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
    [kec, id, number, db.secrets.token(`counter ${number} ${code}`), by, wall],
  )
  const { rows: made } = await db.client.query('select made_at from counter_code where kec_id = $1 and id = $2 and number = $3', [
    kec,
    id,
    number,
  ])
  if (!made[0]) return null // another member's form
  await db.client.query(
    `insert into read_log (kec_id, id, at, account, what, enrolment_id) values ($1, $2, $3, $4, 'counter-code', $5)`,
    [rows[0].kec_id, uuidv7(wall.getTime()), wall, by, rows[0].id],
  )
  return { code: `${code.slice(0, 4)} ${code.slice(4)}`, until: new Date(made[0].made_at.getTime() + COUNTER_CODE_LASTS) }
}

/** Member number and the code from the officer; it also ends what wrong codes have done to the member's phone. */
export async function enterByCounterCode(
  database: Database,
  secrets: Secrets,
  { number: written, code }: { number: string; code: string },
  asking: Asking,
): Promise<Result<{ number: string }>> {
  const number = written.trim().toUpperCase()
  const wrong = no<{ number: string }>({ code: 'code.counter-wrong', data: null })
  const { wall } = asking
  return database.within('job', signingIn, async (db): Promise<Result<{ number: string }>> => {
    const wait = await countAddress(db, secrets, asking)
    if (wait) return no({ code: 'code.address', data: { seconds: wait } })
    const { rows } = await db.client.query(
      'select kec_id, id, code, tries, made_at, used_at from counter_code where number = $1 order by made_at desc, id desc limit 1 for update',
      [number],
    )
    const held = rows[0]
    if (!held || held.used_at || held.tries >= TRIES || wall.getTime() - held.made_at.getTime() >= COUNTER_CODE_LASTS)
      return wrong
    if (!sameBytes(held.code, secrets.token(`counter ${number} ${code.replace(/\D/g, '')}`))) {
      await db.client.query('update counter_code set tries = tries + 1 where kec_id = $1 and id = $2', [held.kec_id, held.id])
      return wrong
    }
    await db.client.query('update counter_code set used_at = $3 where kec_id = $1 and id = $2', [held.kec_id, held.id, wall])
    const { rows: own } = await db.client.query('select phone_of_member($1) as phone', [number])
    if (own[0]?.phone)
      await db.client.query('update sign_in_phone set failures = 0, codes = 0 where mark = $1', [
        phoneMark(secrets, own[0].phone),
      ])
    return { value: { number } }
  })
}

/** A phone with which a visitor of a demonstration can sign in: a made-up member's who shares it with nobody and whose centre is open. */
export const demoPhone = (database: Database, today: string): Promise<string | null> =>
  database.within('job', { actor: 'mesin', role: 'system' }, async ({ client }) => {
    const { rows } = await client.query(
      `select p.phone from person p where p.phone_use = 'own' and p.phone is not null
         and (select count(*) from person q where q.phone = p.phone) = 1
         and exists (select from centre s where s.kec_id = p.kec_id and s.launched_on <= $1)
         order by p.kec_id, p.id limit 1`,
      [today],
    )
    return rows[0]?.phone ?? null
  })
