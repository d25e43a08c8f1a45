// The demonstration on a real database: its figures, its frozen weeks, its journal, its people, and that it comes out the same each time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { replay, verifyJournal } from '../journal/index.ts'
import { STEPS } from '../journey/index.ts'
import { type Database, type Db, openDatabase } from '../kit/database.ts'
import { signIn } from '../people/index.ts'
import { kecamatan } from '../places/index.ts'
import { COUNTS, type Cut, publishedHeads, readWeek, verifyWeek } from '../weekly/index.ts'
import { benchProgramme, DEMO_NOW, type DemoReport, demoAccounts, demoPassword, makeDemo } from './index.ts'

const WEEKS = ['2017-W51', '2017-W52', '2018-W01', '2018-W02', '2018-W03']
const open: Database[] = []
afterAll(() => Promise.all(open.map((d) => d.end())))

async function emptyDatabase(): Promise<{
  fresh: FreshDatabase
  database: Database
  read: <T>(work: (db: Db) => Promise<T>) => Promise<T>
}> {
  const fresh = await freshDatabase()
  const database = openDatabase(fresh.url, fresh.secrets)
  open.push(database)
  return { fresh, database, read: (work) => database.within('job', { actor: 'mesin', role: 'system' }, work) }
}

describe('the programme as it stood on Monday 22 January 2018', () => {
  let home: Awaited<ReturnType<typeof emptyDatabase>>
  let report: DemoReport
  const cuts: Cut[] = []
  const cut = (week: string) => cuts.find((c) => c.week === week)!
  const total = (week: string, step: string, count: string) =>
    cut(week).published.totals.find((t) => t.step === step && t.count === count)!

  beforeAll(async () => {
    home = await emptyDatabase()
    report = await makeDemo(home.database, home.fresh.secrets)
    for (const week of WEEKS) cuts.push((await home.read((db) => readWeek(db, week)))!)
  })

  it('has exactly 4,230 members who entered P1, in every one of the 44 kecamatan', () => {
    expect(total('2018-W03', 'P1', 'entered').now).toBe(4230)
    const cells = cut('2018-W03').published.cells.filter((c) => c.step === 'P1' && c.count === 'entered')
    expect(cells).toHaveLength(44)
    expect(cells.every((c) => c.now > 0)).toBe(true)
    expect(cells.reduce((sum, c) => sum + c.now, 0)).toBe(4230)
    // 559,040 and 13,875 of about 10.6 million people
    const of = (kec: string) => cells.find((c) => c.kec === kec)!.now
    expect([of('31.75.06'), of('31.01.01')]).toEqual([229, 6])
  })

  it('has come as far as it plausibly had, entered and reached apart (failure 2)', () => {
    const counts = (count: string) => STEPS.map((s) => total('2018-W03', `P${s}`, count).now)
    expect(counts('entered')).toEqual([4230, 1574, 788, 228, 99, 58, 23])
    expect(counts('reached')).toEqual([4058, 1094, 341, 124, 49, 14, 4])
  })

  it('published five weeks, each on its Monday at 08.00', () => {
    expect(report.weeks.map((w) => w.week)).toEqual(WEEKS)
    expect(cuts.map((c) => c.published.cut)).toEqual([
      '2017-12-25T08:00:00.000+07:00',
      '2018-01-01T08:00:00.000+07:00',
      '2018-01-08T08:00:00.000+07:00',
      '2018-01-15T08:00:00.000+07:00',
      '2018-01-22T08:00:00.000+07:00',
    ])
    expect(WEEKS.map((w) => total(w, 'P1', 'entered').now)).toEqual([2671, 2840, 3066, 3640, 4230])
  })

  it('closes its arithmetic in all 616 cells of every week, from the stored documents', () => {
    for (const [i, { published }] of cuts.entries()) {
      expect(published.cells).toHaveLength(kecamatan().length * STEPS.length * COUNTS.length)
      const before = new Map(cuts[i - 1]?.published.cells.map((c) => [`${c.kec} ${c.step} ${c.count}`, c.now]))
      for (const c of published.cells) {
        expect(c.last).toBe(before.get(`${c.kec} ${c.step} ${c.count}`) ?? 0)
        expect(c.last + c.restated + c.arrivals - c.departures, `${c.kec} ${c.step} ${c.count}`).toBe(c.now)
        expect(c.now).toBeGreaterThanOrEqual(0)
      }
      for (const t of published.totals) {
        expect(t.last + t.restated + t.arrivals - t.departures).toBe(t.now)
        const sum = published.cells.filter((c) => c.step === t.step && c.count === t.count).reduce((s, c) => s + c.now, 0)
        expect(t.now).toBe(sum)
      }
    }
  })

  it('learns late and takes back: 22 double registrations in the last week, a statement letter that was no licence', () => {
    const { restatements, departures } = cut('2018-W03').published
    expect(restatements).toContainEqual({ step: 'P1', count: 'entered', reason: 'voided', n: -22 })
    expect(total('2018-W03', 'P4', 'reached').restated).toBe(-3)
    expect(total('2017-W52', 'P1', 'entered').restated).toBeGreaterThan(0)
    // Six, five, five and five by reason; who had reached P1 too would be known by subtraction, so it is one line.
    const gone = departures.filter((d) => d.step === 'P1' && d.count === 'entered')
    expect(gone).toEqual([{ step: 'P1', count: 'entered', reason: 'other', n: 21 }])
    expect(total('2018-W03', 'P1', 'entered')).toMatchObject({ departures: 16, moved: 5 })
  })

  it('verifies, replays and holds its chains', async () => {
    for (const week of WEEKS) expect(await home.read((db) => verifyWeek(db, week))).toMatchObject({ week, same: true })
    const replayed = await home.read(replay)
    expect(replayed).toMatchObject({ facts: report.facts, differences: [] })
    const journal = await home.read(async (db) => verifyJournal(db, await publishedHeads(db)))
    expect(journal).toMatchObject({ chains: 44, facts: report.facts, broken: [] })
  })

  it('was recorded as it happened: never before a member was there, never against the order of a chain', async () => {
    const { rows } = await home.read((db) =>
      db.client.query(
        `select count(*) filter (where recorded_at <> appended_at)::integer as apart,
        count(*) filter (where recorded_at > $1)::integer as later, count(distinct recorded_by)::integer as people from journal_event`,
        [DEMO_NOW],
      ),
    )
    expect(rows[0]).toMatchObject({ apart: 0, later: 0 })
    expect(rows[0].people).toBeGreaterThan(80)
  })

  it('holds people of every kind: single names, shared phones, none, and traders of 20 years (failure 5)', async () => {
    const { rows } = await home.read((db) =>
      db.client.query(`select count(*)::integer as people, avg((sex = 'F')::integer)::float as women,
        count(*) filter (where name not like '% %')::integer as single, count(*) filter (where phone is null)::integer as without,
        count(*) - count(distinct phone) - count(*) filter (where phone is null) as shared,
        count(*) filter (where phone !~ '^08[1-5][0-9]0000[0-9]{4}$')::integer as real from person`),
    )
    expect(rows[0].women).toBeGreaterThan(0.56)
    expect(rows[0].women).toBeLessThan(0.61)
    expect(rows[0].single).toBeGreaterThan(300)
    expect(rows[0].without).toBeGreaterThan(100)
    expect(rows[0].shared).toBeGreaterThan(100)
    expect(rows[0].real).toBe(0)
    // Since when one trades is told freely, so it stands sealed beside the fact.
    const { rows: told } = await home.read((db) => db.client.query('select fact_id, body from fact_detail'))
    const since = told.map((d) => Number(JSON.parse(home.fresh.secrets.open(d.body, d.fact_id)).since))
    expect(since.filter((year) => year <= 1997).length).toBeGreaterThan(30)
  })

  it('is marked synthetic, and its clock stands at nine that morning', async () => {
    const { rows } = await home.read((db) => db.client.query('select synthetic, clock from programme'))
    expect(rows).toEqual([{ synthetic: true, clock: DEMO_NOW }])
  })

  it('lets one in as every role with the password that is printed, and as nobody who only wrote its past', async () => {
    const { database, fresh } = home
    expect(report.password).toBe(demoPassword(fresh.secrets))
    expect(new Set(demoAccounts.map((a) => a.role)).size).toBe(8)
    const enter = (name: string) =>
      signIn(database.pool('staff'), fresh.secrets, { name, password: report.password, wall: DEMO_NOW })
    for (const name of ['kantor', 'petugas.clc', 'operator']) expect(await enter(name)).toHaveProperty('value')
    expect(await enter('petugas.tbt')).toHaveProperty('problem')
  })

  it('is made once only', async () => {
    await expect(makeDemo(home.database, home.fresh.secrets)).rejects.toMatchObject({ code: 'demo.not-empty' })
  })
})

describe('a synthetic programme of another size', () => {
  it('comes out the same on every database, to the published hash', async () => {
    const [one, two, other] = [await emptyDatabase(), await emptyDatabase(), await emptyDatabase()]
    const make = ({ database, fresh }: typeof one, seed: string) => makeDemo(database, fresh.secrets, { seed, members: 300 })
    const first = await make(one, 'a')
    expect(await make(two, 'a')).toEqual(first)
    expect((await make(other, 'b')).weeks.at(-1)!.sha256).not.toBe(first.weeks.at(-1)!.sha256)
    const now = await other.read((db) => readWeek(db, '2018-W03'))
    expect(now!.published.totals.find((t) => t.step === 'P1' && t.count === 'entered')!.now).toBe(300)
  })

  it('loads for benches in batches that replay without a difference', async () => {
    const { database, fresh, read } = await emptyDatabase()
    const done: number[] = []
    const report = await benchProgramme(database, fresh.secrets, { members: 5000, progress: (n) => done.push(n) })
    expect(done).toEqual([4000, 5000])
    expect(report.facts / report.members).toBeGreaterThan(7)
    expect(await read(replay)).toMatchObject({ facts: report.facts, differences: [] })
  })
})
