// The clinic's taps in the database: taken once each, in whatever order; a contact noted at a table becomes its fact. Who is expected today.
import { type EvidenceProblem, record, recording, uuidFrom } from '../../journal/index.ts'
import { endOfDay, type JakartaDate, startOfDay } from '../../kit/calendar.ts'
import type { Database, Db, Scope } from '../../kit/database.ts'
import { isUuid } from '../../kit/ids.ts'
import { openObject } from '../../kit/outbox.ts'
import type { Secrets } from '../../kit/secrets.ts'
import { findMembers, readNumber } from '../../people/index.ts'
import type { Kec } from '../../places/index.ts'
import { KINDS, NEXTS, type NextStep, SERVICES, type Service, type Tap, type TapKind } from './rules.ts'

/** A tap as a device or a form says it. */
export type Tapped = {
  id: string
  kind: TapKind
  visit: string
  at: Date | null
  device: string
  label: string | null
  number: string | null
  name: string | null
  service: Service | null
  desk: number | null
  next: NextStep | null
  goal: string | null
  result: string | null
}

const text = (value: unknown, most: number) => (typeof value === 'string' ? value.trim().slice(0, most) : '') || null

/** Reads what was tapped; null when it is no tap of ours. */
export function readTap(said: Readonly<Record<string, unknown>>): Tapped | null {
  const kind = KINDS.find((k) => k === said.kind)
  const [id, visit] = [String(said.id ?? ''), String(said.visit ?? '')]
  if (!kind || !isUuid(id) || !isUuid(visit)) return null
  const at = new Date(String(said.at ?? ''))
  const device = String(said.device ?? '')
  const label = text(said.label, 8)
  const desk = Number(said.desk)
  // One field for either: a member's number, or the name of somebody not registered yet.
  const who = text(said.who, 80)
  const number = text(said.number, 20)?.toUpperCase() ?? (who && readNumber(who))
  return {
    id,
    kind,
    visit,
    at: Number.isNaN(at.getTime()) ? null : at,
    device: /^[A-Z]{2,4}$/.test(device) ? device : '',
    label: label && /^[A-Z]{2,4}\d{1,4}$/.test(label) ? label : null,
    number,
    name: number ? null : who,
    service: SERVICES.find((s) => s === said.service) ?? null,
    desk: Number.isInteger(desk) && desk >= 1 && desk <= SERVICES.length ? desk : null,
    next: NEXTS.find((n) => n === said.next) ?? null,
    goal: text(said.goal, 500),
    result: text(said.result, 1000),
  }
}

/** A sealed tap from a device's outbox. */
export function openTap(secrets: Secrets, sealed: string): Tapped | null {
  const said = openObject(secrets, sealed)
  return said && readTap(said)
}

/**
 * Takes taps of one day, each once. `at` counts within the clinic's day only; outside it the server's time does (6-trust: client times are remarks).
 * A finished consultation with goal and result becomes a contact of that day, of grade B.
 */
export async function takeTaps(
  database: Database,
  secrets: Secrets,
  scope: Scope,
  { kec, day, taps, by, now }: { kec: Kec; day: JakartaDate; taps: readonly Tapped[]; by: string; now: Date },
): Promise<void> {
  const take = (tap: Tapped, contacts: boolean) =>
    recording(database, { ...scope, kec }, async (db) => {
      // Numbers are given one after another.
      await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`clinic ${kec} ${day}`])
      const before = await db.client.query('select from clinic_tap where kec_id = $1 and id = $2', [kec, tap.id])
      if (before.rowCount) {
        // Its answer was lost, and the device gave a number of its own: what the person holds in the hand is the number.
        if (tap.kind === 'arrive' && tap.label)
          await db.client.query('update clinic_tap set label = $3 where kec_id = $1 and id = $2 and label is null', [
            kec,
            tap.id,
            tap.label,
          ])
        return { done: true }
      }
      const at =
        tap.at && tap.at >= startOfDay(day) && tap.at <= endOfDay(day) && tap.at <= new Date(now.getTime() + 60_000)
          ? tap.at
          : now
      const member = tap.kind === 'arrive' && tap.number ? await memberIn(db, secrets, tap.number) : null
      const no =
        tap.kind === 'arrive' && !tap.label
          ? (
              await db.client.query('select coalesce(max(no), 0) + 1 as no from clinic_tap where kec_id = $1 and day = $2', [
                kec,
                day,
              ])
            ).rows[0].no
          : null
      const said =
        tap.kind === 'arrive'
          ? !member && tap.name
          : (tap.goal || tap.result) && JSON.stringify({ goal: tap.goal, result: tap.result })
      await db.client.query(
        `insert into clinic_tap (kec_id, id, day, kind, visit, at, taken_at, device, no, label, enrolment_id, number, service, desk, next, body, by_account)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict do nothing`,
        [
          kec,
          tap.id,
          day,
          tap.kind,
          tap.visit,
          at,
          now,
          tap.device,
          no,
          tap.label,
          member?.id ?? null,
          member?.number ?? null,
          tap.service,
          tap.desk,
          tap.next,
          said ? secrets.seal(said, tap.id) : null,
          by,
        ],
      )
      const problem = contacts ? await settle(db, secrets, kec, tap.visit, now) : null
      if (problem) return problem
      return { done: true }
    })
  // A contact that the journal refuses (of a day to come) does not take the tap with it: what was noted is kept.
  for (const tap of taps) if ('problems' in (await take(tap, true))) await take(tap, false)
}

async function memberIn(db: Db, secrets: Secrets, number: string): Promise<{ id: string; number: string } | null> {
  const [found] = await findMembers(db, secrets, [{ number }])
  return found && found !== 'ambiguous' ? { id: found.id, number: found.number } : null
}

/** What of a visit follows from knowing whose it is, whichever tap came last: its taps are the member's, and a note with goal and result a contact. */
async function settle(
  db: Db,
  secrets: Secrets,
  kec: Kec,
  visit: string,
  now: Date,
): Promise<{ problems: EvidenceProblem[] } | null> {
  const { rows } = await db.client.query(
    `select t.id, t.kind, t.day, t.body, t.fact_id as fact, t.enrolment_id as enrolment, t.number, t.by_account as by,
       (select a.mentor from assignment a where a.kec_id = t.kec_id and a.enrolment_id = t.enrolment_id and a.until_at is null) as mentor
     from clinic_tap t where t.kec_id = $1 and t.visit = $2 order by t.at, t.id`,
    [kec, visit],
  )
  const arrival = rows.find((r) => r.kind === 'arrive' && r.enrolment)
  if (!arrival) return null
  await db.client.query(
    'update clinic_tap set enrolment_id = $3 where kec_id = $1 and visit = $2 and enrolment_id is distinct from $3',
    [kec, visit, arrival.enrolment],
  )
  for (const r of rows) {
    if (r.kind !== 'finish' || r.fact || !r.body) continue
    const { goal, result } = JSON.parse(secrets.open(r.body, r.id)) as { goal: string | null; result: string | null }
    if (!goal || !result) continue
    const fact = uuidFrom(`clinic ${r.id}`)
    const data = { mentor: arrival.mentor ?? r.by, way: 'clinic', goal, result }
    const recorded = await record(db, secrets, { actor: r.by, way: 'counter', now }, { number: arrival.number }, [
      { id: fact, kind: 'mentoring.contact', occurredOn: r.day, grade: 'B', data },
    ])
    if ('problems' in recorded) return recorded
    await db.client.query('update clinic_tap set fact_id = $3 where kec_id = $1 and id = $2', [kec, r.id, fact])
  }
  return null
}

/** All taps of a day, with the names of members. Plan: clinic_day, then primary keys. */
export async function tapsOf(db: Db, kec: Kec, day: JakartaDate): Promise<Tap[]> {
  const { rows } = await db.client.query(
    `select t.id, t.kind, t.visit, (extract(epoch from t.at) * 1000)::float8 as at, t.no, t.label, t.number, t.service, t.desk, t.next, t.body, t.fact_id is not null as contact, p.name,
       (select b.trade from business b where b.kec_id = p.kec_id and b.person_id = p.id limit 1) as trade
     from clinic_tap t left join enrolment e on e.kec_id = t.kec_id and e.id = t.enrolment_id left join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where t.kec_id = $1 and t.day = $2`,
    [kec, day],
  )
  return rows.map(({ body, ...r }) => ({
    ...r,
    at: Math.round(r.at),
    name: r.name ?? (r.kind === 'arrive' && body ? db.secrets.open(body, r.id) : null),
  }))
}

export type Expected = { number: string; name: string; trade: string | null; why: 'class' | 'meeting' | 'agreed' }

/** Who is expected on a day: has a seat in a class, a meeting, or agreed to meet again then. Plan: each by the day's index of the kecamatan. */
export async function expectedOn(db: Db, kec: Kec, day: JakartaDate): Promise<Expected[]> {
  const [from, to] = [startOfDay(day), endOfDay(day)]
  const { rows } = await db.client.query(
    `with due as (
       select m.enrolment_id as id, 'meeting' as why from meeting m where m.kec_id = $1 and m.cancelled_at is null and lower(m.during) between $2 and $3
       union all
       select enrolment_id, 'agreed' from (select distinct on (enrolment_id) enrolment_id, next_on from agreement where kec_id = $1 order by enrolment_id, at desc) g where g.next_on = $4
       union all
       select b.enrolment_id, 'class' from class_session s join booking b on b.kec_id = s.kec_id and b.class_id = s.class_id and b.state = 'seated'
         where s.kec_id = $1 and not s.cancelled and lower(s.during) between $2 and $3)
     select distinct on (e.number) e.number, p.name, d.why, (select b.trade from business b where b.kec_id = p.kec_id and b.person_id = p.id limit 1) as trade
     from due d join enrolment e on e.kec_id = $1 and e.id = d.id join person p on p.kec_id = $1 and p.id = e.person_id
     order by e.number, array_position(array['meeting', 'agreed', 'class'], d.why)`,
    [kec, from, to, day],
  )
  return rows
}
