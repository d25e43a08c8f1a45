// The rows of claims and reports, and what the register held on a claim's day: from the last week published by then and what became known
// after it, both as they were known that day.

import { daysOf, endOfDay, type JakartaDate } from '../kit/calendar.ts'
import { codeFrom } from '../kit/code.ts'
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { type Count, documentsOf, type FrozenWeek, type Terms, termsOf, weeksOf } from '../weekly/index.ts'
import { type AnswerOutcome, type Claim, type Register, stepOf } from './rules.ts'

export type HeldClaim = Claim & { id: string; nr: number; at: Date; withdrawn: { reason: string; at: Date } | null }

const COLUMNS = `c.id, c.nr::integer as nr, c.said_on as "saidOn", c.as_of as "asOf", c.who, c.who_en as "whoEn", c.figure::float8 as figure, c.qualifier,
  c.unit, c.topic, c.count, c.place, c.not_compared as "notCompared", c.differs, c.statement, c.statement_en as "statementEn", c.note,
  c.note_en as "noteEn", c.source, c.url, c.at, w.reason as "whyWithdrawn", w.at as "withdrawnAt"`

const heldOf = ({
  whyWithdrawn,
  withdrawnAt,
  ...c
}: HeldClaim & { whyWithdrawn: string | null; withdrawnAt: Date | null }): HeldClaim => ({
  ...c,
  withdrawn: withdrawnAt ? { reason: whyWithdrawn!, at: withdrawnAt } : null,
})

/** Every claim with its number, the oldest statement first; those without a date last. Plan: the whole table, some hundreds of rows. */
export async function claimsOf(db: Db): Promise<HeldClaim[]> {
  const { rows } = await db.client.query(
    `select ${COLUMNS} from claim c left join claim_withdrawal w on w.claim_id = c.id order by c.said_on nulls last, c.nr`,
  )
  return rows.map(heldOf)
}

/** Plan: unique (nr). */
export async function claimOf(db: Db, nr: number): Promise<HeldClaim | null> {
  const { rows } = await db.client.query(
    `select ${COLUMNS} from claim c left join claim_withdrawal w on w.claim_id = c.id where c.nr = $1`,
    [nr],
  )
  return rows[0] ? heldOf(rows[0]) : null
}

const NONE: Terms = { last: 0, restated: 0, arrivals: 0, departures: 0, now: 0 }

// What was known on a day that is over never changes (the journal only grows), so a claim's register is read once.
const known = new Map<string, Register>()
const KNOWN = 1000

/**
 * What the register held on the day of each claim, by the claim's id; nothing for a claim that is not compared, or whose day lies before
 * the first published week. While the week of that day is not frozen, the last update published by then speaks for it: a running week is
 * nobody's to read.
 */
export async function registersOf(db: Db, claims: readonly HeldClaim[], today: JakartaDate): Promise<Map<string, Register>> {
  const asked = claims.filter((c) => !c.notCompared && c.asOf! <= today)
  const found = new Map(asked.flatMap((c) => (known.has(c.id) ? [[c.id, known.get(c.id)!] as const] : [])))
  const open = asked.filter((c) => !found.has(c.id))
  if (!open.length) return found

  type Row = { id: string; week: string | null; reached: boolean } & Omit<Terms, 'last' | 'now'>
  const { rows } = await db.client.query<Row>('select * from claim_register($1::uuid[])', [open.map((c) => c.id)])
  const weeks = await weeksOf(db)
  const lastBy = (claim: Claim) => weeks.findLast((w) => w.cutAt <= endOfDay(claim.asOf!) && daysOf(w.week).to <= claim.asOf!)
  const against = new Map<string, FrozenWeek>()
  for (const claim of open) {
    const day = rows.find((r) => r.id === claim.id)
    const week = day ? weeks.find((w) => w.week === day.week) : lastBy(claim)
    if (week) against.set(claim.id, week)
  }
  const documents = new Map((await documentsOf(db, [...new Set(against.values())])).map((w) => [w.week, w.published]))
  for (const claim of open) {
    const week = against.get(claim.id)
    const days = rows.filter((r) => r.id === claim.id)
    const published = week && documents.get(week.week)!
    if (!published && !days.some((r) => r.restated || r.arrivals || r.departures)) continue
    const terms = (count: Count): Terms => {
      const last = published ? termsOf(published, count, claim.place)[stepOf(claim)!].now : 0
      const { restated, arrivals, departures } = days.find((r) => r.reached === (count === 'reached')) ?? NONE
      return { last, restated, arrivals, departures, now: last + restated + arrivals - departures }
    }
    const register: Register = {
      week: week?.week ?? null,
      asOf: days.length ? claim.asOf! : published!.to,
      terms: { entered: terms('entered'), reached: terms('reached') },
    }
    found.set(claim.id, register)
    if (!days.length) continue
    if (known.size >= KNOWN) known.delete(known.keys().next().value!)
    known.set(claim.id, register)
  }
  return found
}

type By = { name: string; shownAs: string }

/** Writes claims down, each once; answers the numbers of those that are new. A claim sent again under its id is there already. */
export async function recordClaims(
  db: Db,
  claims: readonly (Claim & { id: string; report: string | null })[],
  by: string,
  at: Date,
): Promise<number[]> {
  const { rows } = await db.client.query<{ nr: number }>(
    `insert into claim (id, said_on, as_of, who, who_en, figure, qualifier, unit, topic, count, place, not_compared, differs, statement, statement_en,
       note, note_en, source, url, report_id, by_account, at)
     select c.id, c."saidOn", c."asOf", c.who, c."whoEn", c.figure, c.qualifier, c.unit, c.topic, c.count, c.place, c."notCompared", c.differs, c.statement,
       c."statementEn", c.note, c."noteEn", c.source, c.url, c.report, $2, $3
     from jsonb_to_recordset($1::jsonb) as c(id uuid, "saidOn" text, "asOf" date, who text, "whoEn" text, figure numeric, qualifier text,
       unit text, topic text, count text, place integer, "notCompared" text, differs boolean, statement text, "statementEn" text, note text,
       "noteEn" text, source text, url text, report uuid)
     on conflict (id) do nothing returning nr::integer`,
    [JSON.stringify(claims), by, at],
  )
  return rows.map((r) => r.nr)
}

/** Takes a claim out of the register, with the reason; false when it was out already. It stays readable under its number. */
export async function withdrawClaim(db: Db, claim: string, reason: string, by: string, at: Date): Promise<boolean> {
  const { rowCount } = await db.client.query(
    'insert into claim_withdrawal (claim_id, reason, by_account, at) values ($1, $2, $3, $4) on conflict do nothing',
    [claim, reason, by, at],
  )
  return rowCount === 1
}

// ---- reports

/** The code under which an answer is read: drawn from the report's id, so the same form sent twice gets the same one. */
export const reportCode = (secrets: Secrets, id: string) => codeFrom(secrets, `report|${id}`)
const markOf = (secrets: Secrets, code: string) => secrets.token(`report code|${code}`)

/** Takes a report in; the same form again is the same report. Answers false when another text came under its id. */
export async function takeReport(
  db: Db,
  { id, about, said, at }: { id: string; about: string; said: string; at: Date },
): Promise<void> {
  const code = markOf(db.secrets, reportCode(db.secrets, id))
  await db.client.query('insert into report (id, about, said, code, at) values ($1, $2, $3, $4, $5) on conflict do nothing', [
    id,
    about,
    said,
    code,
    at,
  ])
}

export type Answered = { outcome: AnswerOutcome; answer: string; by: string; at: Date }
export type OwnReport = { about: string; said: string | null; at: Date; answered: Answered | null }

type Row = {
  about: string
  said: string | null
  at: Date
  outcome: AnswerOutcome | null
  answer: string
  by_shown: string
  answered_at: Date
}
const reportOf = (r: Row): OwnReport => ({
  about: r.about,
  said: r.said,
  at: r.at,
  answered: r.outcome ? { outcome: r.outcome, answer: r.answer, by: r.by_shown, at: r.answered_at } : null,
})

/** The report of whoever holds this code. Plan: unique (code). */
export async function reportByCode(db: Db, code: string): Promise<OwnReport | null> {
  const { rows } = await db.client.query<Row>('select * from report_by_code($1)', [markOf(db.secrets, code)])
  return rows[0] ? reportOf(rows[0]) : null
}

export type Report = OwnReport & { id: string }

/** What waits for an answer, the oldest first, then what was answered last. Plan: the open ones by anti-join, a page of the others. */
export async function reportsOf(db: Db, one?: string): Promise<Report[]> {
  const { rows } = await db.client.query<Row & { id: string }>(
    `select r.id, r.about, r.said, r.at, a.outcome, a.answer, a.by_shown, a.at as answered_at
     from report r left join report_answer a on a.report_id = r.id where $1::uuid is null or r.id = $1
     order by a.at is not null, a.at desc, r.arrived limit 200`,
    [one ?? null],
  )
  return rows.map((r) => ({ id: r.id, ...reportOf(r) }))
}

/** Answers a report, once; the first answer stands, and null says that there was one. */
export async function answerReport(
  db: Db,
  report: string,
  { outcome, answer }: { outcome: AnswerOutcome; answer: string },
  by: By,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await db.client.query(
    `insert into report_answer (report_id, outcome, answer, by_account, by_shown, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [report, outcome, answer, by.name, by.shownAs, at],
  )
  return rowCount === 1
}

/** Days that the words of an answered report are kept. */
const KEPT_DAYS = 90

/** Empties what was reported once its answer is old: the answer and the page it spoke of stay. Needs the job login. */
export async function emptyReports(db: Db, now: Date): Promise<void> {
  await db.client.query(
    `update report r set said = null from report_answer a where a.report_id = r.id and r.said is not null and a.at < $1::timestamptz - make_interval(days => $2)`,
    [now, KEPT_DAYS],
  )
}
