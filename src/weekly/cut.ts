// Freezes a week. One cut at a time, after every append under way; from then on nothing may be recorded at or before it.

import { v1 } from '../journey/index.ts'
import { daysOf, endOfDay, isWeek, showDate, showMoment, type Week, weekAfter, weekBefore } from '../kit/calendar.ts'
import { canonical, sha256 } from '../kit/canonical.ts'
import type { Db } from '../kit/database.ts'
import type { ProblemOf, Words } from '../kit/problem.ts'
import { kecamatan, kecCode } from '../places/index.ts'
import {
  asJson,
  type Chain,
  compose,
  type Detail,
  type LateSum,
  type Material,
  type Published,
  type Sum,
  type WaitingSum,
} from './document.ts'
import './tables.ts'

type Problems = {
  'week.unreadable': { week: string }
  'week.not-over': { week: Week; ends: string }
  'week.already-cut': { week: Week; cut: string }
  'week.out-of-order': { week: Week; next: Week }
  'cut.in-future': { at: string }
  'cut.before-last': { at: string; last: string }
  'cut.before-end': { week: Week; at: string }
  'week.not-cut': { week: Week }
}
export type WeeklyProblem = ProblemOf<Problems>

export const weeklyWords: Words<Problems> = {
  'week.unreadable': {
    id: ({ week }) => `“${week}” bukan pekan. Tulis tahun dan nomor pekan, contoh 2018-W04.`,
    en: ({ week }) => `“${week}” is not a week. Write the year and the week's number, for example 2018-W04.`,
  },
  'week.not-over': {
    id: ({ week, ends }) => `Pekan ${week} belum selesai. Bekukan setelah Minggu, ${ends}.`,
    en: ({ week, ends }) => `Week ${week} is not over yet. Freeze it after Sunday, ${ends}.`,
  },
  'week.already-cut': {
    id: ({ week, cut }) =>
      `Pekan ${week} sudah dibekukan pada ${cut} dan tidak diubah. Yang diketahui kemudian menjadi ralat di pekan berikutnya.`,
    en: ({ week, cut }) =>
      `Week ${week} was frozen on ${cut} and does not change. What is learned later becomes a restatement in the next week.`,
  },
  'week.out-of-order': {
    id: ({ week, next }) => `Sebelum ${week}, bekukan dulu pekan ${next}. Pekan terbit berurutan supaya hitungannya menutup.`,
    en: ({ week, next }) => `Freeze week ${next} before ${week}. Weeks are published in order, so that the arithmetic closes.`,
  },
  'cut.in-future': {
    id: ({ at }) => `Waktu pembekuan ${at} belum tiba.`,
    en: ({ at }) => `The freezing time ${at} has not come yet.`,
  },
  'cut.before-last': {
    id: ({ at, last }) => `Waktu pembekuan ${at} lebih awal dari pembekuan terakhir, ${last}. Pilih waktu sesudahnya.`,
    en: ({ at, last }) => `The freezing time ${at} is before the last one, ${last}. Choose a later one.`,
  },
  'cut.before-end': {
    id: ({ week, at }) => `Pada ${at} pekan ${week} belum selesai. Pilih waktu sesudah hari Minggunya.`,
    en: ({ week, at }) => `At ${at} week ${week} was not over. Choose a time after its Sunday.`,
  },
  'week.not-cut': {
    id: ({ week }) => `Pekan ${week} belum dibekukan, jadi belum ada angka terbit.`,
    en: ({ week }) => `Week ${week} has not been frozen, so it has no published figures.`,
  },
}

export type Cut = {
  week: Week
  cutAt: Date
  madeBy: string
  sha256: string
  detailSha256: string
  published: Published
  detail: Detail
}

/**
 * Freezes `week` as known at `at` (default: now). Needs a scope that sees every kecamatan. Answers the cut or the one reason why not.
 */
export async function cutWeek(
  db: Db,
  { week, at, by, now }: { week: string; at?: Date; by: string; now: Date },
): Promise<{ value: Cut } | { problems: WeeklyProblem[] }> {
  if (!isWeek(week)) return { problems: [{ code: 'week.unreadable', data: { week } }] }
  // Appends hold this lock shared until they commit; the cut waits for them and they wait for the cut.
  await waitForAppends(db)
  const cutAt = at ?? now
  const held = await cutsOf(db)
  const last = held.at(-1)
  const mine = held.find((c) => c.week === week)
  if (mine) return { problems: [{ code: 'week.already-cut', data: { week, cut: showMoment(mine.cutAt) } }] }
  const sunday = daysOf(week).to
  if (now <= endOfDay(sunday)) return { problems: [{ code: 'week.not-over', data: { week, ends: showDate(sunday) } }] }
  if (cutAt > now) return { problems: [{ code: 'cut.in-future', data: { at: showMoment(cutAt) } }] }
  if (cutAt <= endOfDay(sunday)) return { problems: [{ code: 'cut.before-end', data: { week, at: showMoment(cutAt) } }] }
  if (last && weekAfter(last.week) !== week)
    return { problems: [{ code: 'week.out-of-order', data: { week, next: weekAfter(last.week) } }] }
  if (last && cutAt < last.cutAt)
    return { problems: [{ code: 'cut.before-last', data: { at: showMoment(cutAt), last: showMoment(last.cutAt) } }] }

  const before = await readWeek(db, weekBefore(week))
  const material: Material = {
    week,
    cut: cutAt,
    definition: v1.version,
    sums: await sumsOf(db, week, cutAt),
    late: last ? await lateOf(db, week, cutAt, last.cutAt) : [],
    waiting: await waitingOf(db, week, cutAt),
    chains: await chainsOf(db),
  }
  const { published, detail } = compose(material, before)
  const document = canonical(asJson(published))
  const detailText = canonical(asJson(detail))
  const sums = { sha256: sha256(document), detailSha256: sha256(detailText) }
  await db.client.query(
    `insert into weekly_cut (week, cut_at, made_by, made_at, definition, document, detail, sha256, detail_sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [week, cutAt, by, now, v1.version, document, detailText, sums.sha256, sums.detailSha256],
  )
  return { value: { week, cutAt, madeBy: by, ...sums, published, detail } }
}

/**
 * The cut waits for appends under way, a second at a time: in between, those that came meanwhile get through. Else one stuck entry would
 * hold the cut, and behind it every counter in the city.
 */
async function waitForAppends(db: Db): Promise<void> {
  for (let tries = 1; ; tries++) {
    await db.client.query("savepoint waiting; set local lock_timeout = '1s'")
    try {
      await db.client.query("select pg_advisory_xact_lock(hashtext('weekly cut'))")
      await db.client.query('set local lock_timeout = 0; release savepoint waiting')
      return
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03' || tries === 90) throw error
      await db.client.query('rollback to savepoint waiting; release savepoint waiting')
    }
  }
}

/** The weeks that were cut, oldest first. */
export async function cutsOf(db: Db): Promise<{ week: Week; cutAt: Date; sha256: string }[]> {
  const { rows } = await db.client.query('select week, cut_at, sha256 from weekly_cut order by week')
  return rows.map((r) => ({ week: r.week, cutAt: r.cut_at, sha256: r.sha256 }))
}

/** A frozen week; null when it was not cut. */
export async function readWeek(db: Db, week: Week): Promise<Cut | null> {
  const { rows } = await db.client.query(
    'select week, cut_at, made_by, document, detail, sha256, detail_sha256 from weekly_cut where week = $1',
    [week],
  )
  const r = rows[0]
  return r
    ? {
        week: r.week,
        cutAt: r.cut_at,
        madeBy: r.made_by,
        sha256: r.sha256,
        detailSha256: r.detail_sha256,
        published: JSON.parse(r.document),
        detail: JSON.parse(r.detail),
      }
    : null
}

/** The heads that published weeks name, for `verifyJournal`. */
export async function publishedHeads(db: Db): Promise<{ week: Week; kec: number; facts: number; head: string }[]> {
  const { rows } = await db.client.query("select week, document::jsonb->'chains' as chains from weekly_cut order by week")
  return rows.flatMap((r) =>
    (r.chains as Chain[]).map((c) => ({
      week: r.week as Week,
      kec: Number(c.kec.replaceAll('.', '')),
      facts: c.facts,
      head: c.head,
    })),
  )
}

// One pass over the changes known at the cut (300,000 members: about 2.4 million rows, sequential scan and hash aggregate; a cut is
// made once a week). Index scans would not help: all of it is counted.
async function sumsOf(db: Db, week: Week, cut: Date): Promise<Sum[]> {
  const { from, to } = daysOf(week)
  const { rows } = await db.client.query(
    `select kec_id as kec, kel_id as kel, step, reached, occurred_on >= $1 as during, arriving, reason, other_kec as "otherKec", sum(n)::integer as n
     from step_change where occurred_on <= $2 and recorded_at <= $3 group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(n) <> 0`,
    [from, to, cut],
  )
  return rows
}

// Only what was recorded between the two cuts: an index scan on step_change_by_knowledge.
async function lateOf(db: Db, week: Week, cut: Date, lastCut: Date): Promise<LateSum[]> {
  const { rows } = await db.client.query(
    `select kec_id as kec, step, reached, to_char(occurred_on, 'IYYY"-W"IW') as week, arriving, reason, cause_kind as "causeKind", sum(n)::integer as n
     from step_change where occurred_on < $1 and recorded_at > $2 and recorded_at <= $3 group by 1, 2, 3, 4, 5, 6, 7 having sum(n) <> 0`,
    [daysOf(week).from, lastCut, cut],
  )
  return rows
}

// Who had reached one step and not the next, at the end of the week as known at the cut. One pass like sumsOf.
async function waitingOf(db: Db, week: Week, cut: Date): Promise<WaitingSum[]> {
  const { rows } = await db.client.query(
    `with held as (
       select kec_id, enrolment_id, bit_or(1 << step) as steps from (
         select kec_id, enrolment_id, step from step_change where reached and occurred_on <= $1 and recorded_at <= $2
         group by 1, 2, 3 having sum(case when arriving then n else -n end) > 0) s group by 1, 2)
     select kec_id as kec, step, count(*)::integer as n from held, generate_series(2, 7) as step
     where steps & (1 << (step - 1)) > 0 and steps & (1 << step) = 0 group by 1, 2`,
    [daysOf(week).to, cut],
  )
  return rows
}

async function chainsOf(db: Db): Promise<Chain[]> {
  const { rows } = await db.client.query('select kec_id, seq, hash from chain_head')
  const heads = new Map(rows.map((r) => [r.kec_id as number, r]))
  return kecamatan().map(({ code }) => {
    const head = heads.get(code)
    return { kec: kecCode(code), facts: head?.seq ?? 0, head: head ? head.hash.toString('hex') : '0'.repeat(64) }
  })
}
