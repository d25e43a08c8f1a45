// A sheet taken back whole: the counts are as if it had never come, nothing is deleted, who belongs elsewhere stays, and a run that is
// killed goes on.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EVERYWHERE, freshProgramme, type Programme } from '../../../tests/programme.ts'
import { replay, verifyJournal } from '../../journal/index.ts'
import { findMembers, reserveNumbers } from '../../people/index.ts'
import { findJob } from './job.ts'
import { importRegistrations, type Totals } from './run.ts'
import { askTakeBack, boundIn, foresee, runTakeBack, takeBackOf } from './take-back.ts'

const folder = mkdtempSync(join(tmpdir(), 'tarik-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let programme: Programme
let now: Date
beforeEach(async () => {
  programme = await freshProgramme()
  now = new Date('2018-01-22T09:00:00+07:00')
})
afterEach(async () => {
  expect((await programme.work(replay)).differences).toEqual([])
  expect((await programme.work((db) => verifyJournal(db, []))).broken).toEqual([])
  await programme.end()
})

const two = (n: number) => String(n).padStart(2, '0')
/** So many registrants of three kecamatan, every third with a KTP that was checked; `from` tells two sheets apart. */
function sheet(count: number, from = 0): string {
  const places = ['Menteng', 'Pasar Minggu', 'Cilandak']
  const rows = ['NIK;Nama;Tgl Lahir;Kecamatan;Tgl Daftar;KTP diperiksa;Kode']
  for (let i = from; i < from + count; i++) {
    const [day, month, year] = [(i % 28) + 1, (i % 12) + 1, 60 + (i % 37)]
    const name = `Warga ${String.fromCharCode(65 + (i % 26), 97 + (Math.floor(i / 26) % 26), 97 + (Math.floor(i / 676) % 26))}`
    rows.push(
      `317106${two(day)}${two(month)}${two(year)}${String(i + 1).padStart(4, '0')};${name};${day}/${month}/19${year};${places[i % 3]};${(i % 20) + 1}/1/2018;${i % 3 ? '' : 'ya'};K${i}`,
    )
  }
  const path = join(mkdtempSync(join(folder, 'l-')), 'pendaftar.csv')
  writeFileSync(path, rows.join('\n'))
  return path
}

const house = () => ({ database: programme.database, secrets: programme.secrets, now: async () => now })
async function take(path: string): Promise<{ id: string; totals: Totals; members: string[] }> {
  const asked = { dryRun: false, historical: false, registeredOn: null, office: 'pusat', account: 'mesin' }
  const report = await importRegistrations({ ...house(), scope: EVERYWHERE }, path, asked)
  const members: string[] = []
  for await (const row of report.rows()) if (row.member) members.push(row.member)
  return { id: report.importId, totals: report.totals, members }
}
const ask = (id: string, { withLater = false, reason = 'lembar ini salah kirim' } = {}) =>
  programme.work((db) => askTakeBack(db, id, { reason, withLater, account: 'mesin' }, now))
async function takeBack(id: string, more: { withLater?: boolean } = {}) {
  expect(await ask(id, more)).toBeNull()
  await runTakeBack(house(), id)
  return (await programme.work((db) => takeBackOf(db, id)))!
}
/** Every count that a page shows, by kecamatan, week, step and kind. */
const counts = () =>
  programme.work(
    async (db) =>
      (
        await db.client.query(
          `select kec_id, week_on, step, reached, sum(case when arriving then n else -n end)::integer as n from rollup_week
           group by 1, 2, 3, 4 having sum(case when arriving then n else -n end) <> 0 order by 1, 2, 3, 4`,
        )
      ).rows,
  )
const one = (sql: string, values: unknown[] = []) =>
  programme.work(async (db) => Number((await db.client.query(sql, values)).rows[0].n))
const find = (number: string) => programme.work(async (db) => (await findMembers(db, programme.secrets, [{ number }]))[0])

describe('a sheet that is taken back', () => {
  it('leaves every count as it was before it came, deletes nothing, and is taken as new when it comes again', async () => {
    await take(sheet(9, 5000))
    const before = await counts()
    const path = sheet(30)
    const first = await take(path)
    const withIt = await counts()
    expect(withIt).not.toEqual(before)
    const facts = await one('select count(*) as n from journal_event')
    const people = await one('select count(*) as n from person')

    expect(await takeBack(first.id)).toMatchObject({ taken: 30, leftOut: 0, reason: 'lembar ini salah kirim' })
    expect(await counts()).toEqual(before)
    expect((await programme.work((db) => findJob(db, first.id)))!.state).toBe('taken-back')
    expect(await one('select count(*) as n from person')).toBe(people)
    expect(await one("select count(*) as n from journal_event where kind <> 'fact.voided'")).toBe(facts)
    expect(await one("select count(*) as n from journal_event where kind = 'fact.voided'")).toBe(30 + 10)
    expect(await one("select count(*) as n from journal_event where payload::text like '%salah kirim%'")).toBe(0) // sealed
    expect(await find(first.members[0]!)).toBeNull()

    const again = await take(path)
    expect(again.totals).toMatchObject({
      accepted: first.totals.accepted,
      warned: first.totals.warned,
      duplicate: 0,
      rejected: 0,
    })
    expect(await counts()).toEqual(withIt)
    // The sender's own reference leads to the new member, and to one only.
    const [found] = await programme.work((db) => findMembers(db, programme.secrets, [{ ref: 'K0' }]))
    expect(found === null || found === 'ambiguous' || found!.number).toBe(again.members[0])
  })

  it('changes no frozen week: the next one restates, with the reason, and its 616 cells close', async () => {
    const { id } = await take(sheet(30))
    await programme.register(317106, '2018-01-09')
    now = new Date('2018-01-22T10:00:00+07:00')
    const frozen = await programme.cut('2018-W03', '2018-01-22T10:00')
    if ('problems' in frozen) throw new Error(frozen.problems[0]!.code)
    now = new Date('2018-01-24T09:00:00+07:00')
    await takeBack(id)
    now = new Date('2018-01-29T10:00:00+07:00')
    const next = await programme.cut('2018-W04', '2018-01-29T10:00')
    if ('problems' in next) throw new Error(next.problems[0]!.code)
    const week = next.value.published
    expect(week.cells).toHaveLength(616)
    for (const c of week.cells) expect(c.last + c.restated + c.arrivals - c.departures, JSON.stringify(c)).toBe(c.now)
    expect(week.totals.find((t) => t.step === 'P1' && t.count === 'entered')).toMatchObject({ last: 31, restated: -30, now: 1 })
    expect(week.restatements).toContainEqual({ step: 'P1', count: 'entered', reason: 'voided', n: -30 })
    expect(await one("select count(*) as n from weekly_cut where week = '2018-W03' and sha256 = $1", [frozen.value.sha256])).toBe(
      1,
    )
  })

  it('leaves those who moved, registered again or have other facts; the last go too where that is chosen', async () => {
    const prepared = async () => {
      const taken = await take(sheet(30))
      const [moved, again, attended] = await Promise.all(taken.members.slice(0, 3).map(find))
      for (const m of [moved, again, attended]) if (!m || m === 'ambiguous') throw new Error('not there')
      await programme.move(moved as never, 317101, '2018-01-21')
      await programme.work(async (db) => {
        const { kec, id } = again as { kec: number; id: string }
        const [number] = await reserveNumbers(db, [{ kec, openedOn: '2018-01-21', leadsTo: { kec, enrolment: id } }])
        await db.client.query(
          "insert into repeat_registration (kec_id, id, number, at, body) values ($1, gen_random_uuid(), $2, $3, '')",
          [kec, number, now],
        )
      })
      await programme.fact(attended as never, 'class.attended', '2018-01-21', { class: 'K1', session: '1' })
      return taken
    }
    const { id, members } = await prepared()
    expect(await programme.work((db) => foresee(db, id))).toEqual({ all: 30, free: 27, tied: 1, again: 1, later: 1 })
    expect(await takeBack(id)).toMatchObject({ taken: 27, leftOut: 3 })
    expect((await programme.work((db) => boundIn(db, id, 9))).map((b) => [b.member, b.tie])).toEqual([
      [members[0], 'tied'],
      [members[1], 'again'],
      [members[2], 'later'],
    ])
    expect((await counts()).filter((r) => r.step === 2)).toHaveLength(1)
  })

  it('with those who have other facts chosen, nobody of them counts in any step', async () => {
    const { id, members } = await take(sheet(6))
    await programme.fact((await find(members[2]!)) as never, 'class.attended', '2018-01-21', { class: 'K1', session: '1' })
    expect(await takeBack(id, { withLater: true })).toMatchObject({ taken: 6, leftOut: 0 })
    expect(await counts()).toEqual([])
  })

  it('that is killed in the middle goes on, and ends like one that was not', async () => {
    const before = await counts()
    const { id } = await take(sheet(1200))
    expect(await ask(id)).toBeNull()
    let asked = 0
    const dying = {
      ...house(),
      now: async () => {
        if (++asked === 3) throw new Error('killed')
        return now
      },
    }
    await expect(runTakeBack(dying, id)).rejects.toThrow('killed')
    expect(await programme.work((db) => takeBackOf(db, id))).toMatchObject({ taken: 1000, doneAt: null })
    expect((await programme.work((db) => findJob(db, id)))!.state).toBe('taking-back')
    await Promise.all([runTakeBack(house(), id), runTakeBack(house(), id)])
    await runTakeBack(house(), id)
    expect(await programme.work((db) => takeBackOf(db, id))).toMatchObject({ taken: 1200, leftOut: 0 })
    expect(await counts()).toEqual(before)
  })

  it('needs a reason, and a done import: asked twice it is under way once', async () => {
    const { id } = await take(sheet(3))
    expect(await ask(id, { reason: '  ' })).toMatchObject({ code: 'import.reason-missing', field: 'alasan' })
    expect(await ask(id)).toBeNull()
    expect(await ask(id)).toMatchObject({ code: 'import.not-done' })
    await runTakeBack(house(), id)
    expect(await ask(id)).toMatchObject({ code: 'import.not-done' })
  })

  it('is the office’s alone: an officer’s connection sees nothing of it', async () => {
    const { id } = await take(sheet(3))
    expect(await ask(id)).toBeNull()
    const officer = { actor: 'petugas', role: 'officer', kec: 317106 }
    expect(await programme.database.within('staff', officer, (db) => takeBackOf(db, id))).toBeNull()
    await expect(
      programme.database.within('staff', officer, (db) =>
        db.client.query("select release_taken_back($1, '{}', '{}', '{}')", [id]),
      ),
    ).rejects.toThrow(/permission denied/)
    await runTakeBack(house(), id)
  })
})
