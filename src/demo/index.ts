// A synthetic programme as it stood on Monday 22 January 2018: 4,230 members, five published weeks, an account for each role. It goes
// in by the same path as real registrations and facts; everything is marked synthetic and no name, NIK or number is anybody's.
import { findPairsHere, keepPairs } from '../identity/index.ts'
import { type Database, type Db, Refusal } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { cutWeek } from '../weekly/index.ts'
import { type DemoAccount, makeAccounts } from './accounts.ts'
import { makeCentres } from './centres.ts'
import { makeClaims } from './claims.ts'
import { makeClasses } from './classes.ts'
import { load, type Roll } from './load.ts'
import { approveWeek, holdMeeting } from './meetings.ts'
import { makeMentors } from './mentors.ts'
import { cutAtOf, type Plan, planOf } from './plan.ts'
import { CUT_WEEKS, MEMBERS } from './spread.ts'
import { leaverTale, type Tale, taleOf } from './story.ts'

export { type DemoAccount, demoAccounts, demoPassword } from './accounts.ts'

/** The demonstration's clock at its start; from here it goes only forward. */
export const DEMO_NOW = new Date('2018-01-22T09:00:00+07:00')
const SEED = 'tujuh-pas-2018'

export type DemoReport = {
  /** In the programme at the end of Sunday 21 January 2018. */
  members: number
  /** Taken in altogether, with those who have gone and those who came twice. */
  enrolled: number
  facts: number
  weeks: { week: string; sha256: string }[]
  accounts: readonly DemoAccount[]
  password: string
}

const system = { actor: 'mesin', role: 'system' }

/**
 * Fills an empty migrated database in one transaction: either the whole demonstration is there or nothing of it. The same seed and
 * size give the same people, facts, chains and published weeks on every database.
 */
export async function makeDemo(
  database: Database,
  secrets: Secrets,
  { seed = SEED, members = MEMBERS }: { seed?: string; members?: number } = {},
): Promise<DemoReport> {
  return await database.within('job', system, async (db) => {
    await refuseUnlessEmpty(db)
    const tales = talesOf(planOf(seed, members), 0, members)
    const roll: Roll = new Map()
    const report = { enrolled: 0, facts: 0, weeks: [] as DemoReport['weeks'] }
    let after = Number.NEGATIVE_INFINITY
    for (const { week } of CUT_WEEKS) {
      const at = cutAtOf(week)
      const taken = await load(db, secrets, tales, roll, { after, upTo: at.getTime() })
      report.enrolled += taken.members
      report.facts += taken.facts
      await approveWeek(db, week, seed)
      const cut = await cutWeek(db, { week, at, by: 'kantor', now: at })
      if ('problems' in cut) throw new Error(`week ${week} of the demonstration was not cut: ${cut.problems[0]!.code}`)
      report.weeks.push({ week, sha256: cut.value.sha256 })
      await holdMeeting(db, cut.value)
      after = at.getTime()
    }
    await db.client.query('update programme set synthetic = true, clock = $1', [DEMO_NOW])
    const { accounts, password } = await makeAccounts(db, secrets)
    await makeCentres(db, DEMO_NOW)
    await makeClaims(db)
    await makeClasses(db, DEMO_NOW)
    await makeMentors(db, DEMO_NOW)
    await keepPairs(db, await findPairsHere(db, secrets), DEMO_NOW)
    return { members, ...report, accounts, password }
  })
}

const BATCH = 4000

/**
 * The same programme at any size, without its cuts and accounts, for benches: in batches of a few thousand members, so that memory
 * stays flat. Batches follow the days of registration; in a batch all 44 kecamatan are mixed.
 */
export async function benchProgramme(
  database: Database,
  secrets: Secrets,
  { members, seed = SEED, progress }: { members: number; seed?: string; progress?: (done: number) => void },
): Promise<{ members: number; enrolled: number; facts: number }> {
  const plan = planOf(seed, members)
  const report = { members, enrolled: 0, facts: 0 }
  for (let from = 0; from < members; from += BATCH) {
    const tales = talesOf(plan, from, Math.min(members, from + BATCH))
    const taken = await database.within('job', system, async (db) => {
      if (from === 0) {
        await refuseUnlessEmpty(db)
        await db.client.query('update programme set synthetic = true, clock = $1', [DEMO_NOW])
      }
      return await load(db, secrets, tales, new Map(), { after: Number.NEGATIVE_INFINITY, upTo: Number.POSITIVE_INFINITY })
    })
    report.enrolled += taken.members
    report.facts += taken.facts
    progress?.(Math.min(members, from + BATCH))
  }
  return report
}

/** The members from one number up to another, and those of their leavers, who come with whom they belong to. */
function talesOf(plan: Plan, from: number, upTo: number): Tale[] {
  const tales: Tale[] = []
  for (let m = from; m < upTo; m++) tales.push(taleOf(plan, m))
  for (const leaver of plan.leavers) if (leaver.of >= from && leaver.of < upTo) tales.push(leaverTale(plan, leaver))
  return tales
}

async function refuseUnlessEmpty(db: Db): Promise<void> {
  const { rows } = await db.client.query(
    'select exists (select from enrolment) or exists (select from journal_event) or exists (select from weekly_cut) as used',
  )
  if (rows[0].used)
    throw new Refusal(
      'demo.not-empty',
      'Basis data ini sudah berisi anggota, jadi peragaan tidak dibuat. Pakai folder TUJUHPAS_DATA yang baru. / ' +
        'This database already holds members, so no demonstration was made. Use a new TUJUHPAS_DATA folder.',
    )
}
