// Row 11: clocks may lie. The house runs under libfaketime and is told times that are not so: three hours back, a week ahead, Sunday 23:59:59 and the
// second after it, the last week of a year of 53. People register all the time. No fact enters a week that is frozen, whatever the clock says; the order
// of a chain never goes back; every week can be rebuilt; and nobody who got a number is missing.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { chance } from '../../src/demo/chance.ts'
import { migrate, openDatabase } from '../../src/kit/database.ts'
import { openServer } from '../../src/kit/postgres.ts'
import { readSecrets } from '../../src/kit/secrets.ts'
import { publishedHeads, verifyWeek } from '../../src/weekly/index.ts'
import { answered, numberOn, openForm, sendForm } from '../../tests/forms.ts'
import { livingHouse } from '../living.ts'
import type { Proof } from '../proof.ts'
import { journalStands } from '../sound.ts'

const LIBRARY = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1']
const HOUR = 3_600_000

export const clocks: Proof = {
  row: 11,
  name: 'clocks',
  tier: 1,
  promise: 'clocks may lie, and no frozen week changes',
  fault: {
    what: 'a fact is told as of the clock, also when it stands before a cut',
    sql: `create function told() returns trigger language plpgsql as $$ begin
        new.recorded_at := new.recorded_at - interval '20 hours'; return new; end $$;
      create trigger told before insert on journal_event for each row execute function told()`,
  },
  async prove(_, ground, seed) {
    const library = LIBRARY.find((path) => existsSync(path))
    if (!library) return { figure: '-', wrong: [], skipped: 'libfaketime is not installed' }
    const folder = `${ground.folder}/clocks-${process.pid}`
    mkdirSync(folder, { recursive: true })
    const file = `${folder}/time`
    let now = new Date()
    const set = (at: string | Date) => {
      now = typeof at === 'string' ? new Date(`${at}+07:00`) : at
      writeFileSync(`${file}.next`, now.toISOString().replace('T', ' ').slice(0, 19))
      renameSync(`${file}.next`, file)
    }
    set('2021-01-02T10:00:00')
    const r = chance('clocks', seed)
    const wrong: string[] = []
    const secrets = readSecrets(folder)
    const server = await openServer(`${folder}/server`)
    const owner = new pg.Client(server.url)
    await owner.connect()
    await owner.query('create database programme')
    const url = server.urlOf('programme')
    await migrate(url, secrets)
    const database = openDatabase(url, secrets)
    const there = new pg.Client(url)
    await there.connect()
    if (ground.planted) await there.query(ground.planted)
    const house = await livingHouse(folder, {
      DATABASE_URL: url,
      TZ: 'UTC',
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    })
    const work = <T>(act: Parameters<typeof database.within<T>>[2]) =>
      database.within('job', { actor: 'mesin', role: 'system' }, act)
    try {
      house.start()
      if ((await house.ready(60_000)) === null) throw new Error('the house does not start')
      let people = 0
      let jumps = 0
      const numbers = new Set<string>()
      const register = async (many: number) => {
        jumps++
        await Promise.all(
          Array.from({ length: many }, async () => {
            const ready = await openForm(house.home, await answered(database, secrets, people++, now))
            const { receipt, status } = await sendForm(house.home, ready)
            const number = receipt && (await numberOn(house.home, receipt))
            if (number) numbers.add(number)
            else wrong.push(`at ${now.toISOString()}: answered ${status} and no number`)
          }),
        )
      }
      const cut = async (week: string, expected: number) => {
        const { code } = await house.command(['weekly', 'cut', '--week', week, '--format', 'json'])
        if (code !== expected) wrong.push(`at ${now.toISOString()}: the cut of ${week} ended with ${code}`)
      }
      await register(6)
      set('2021-01-03T23:59:59')
      await register(8)
      await cut('2020-W53', 1) // not over yet, by a second
      set('2021-01-04T00:00:00')
      await register(4)
      await cut('2020-W53', 0)
      set('2021-01-03T21:00:00') // three hours back, into the frozen week
      await register(8)
      await cut('2020-W53', 1)
      set('2021-01-11T07:00:00') // a week ahead
      await register(6)
      set('2021-01-05T09:00:00')
      await register(6)
      await cut('2021-W01', 1)
      set('2021-01-11T00:00:01')
      await cut('2021-W01', 0)
      for (let i = 0; i < 12; i++) {
        set(
          new Date(
            Date.parse('2021-01-14T12:00:00+07:00') + r.pick([-3 * HOUR, -80 * HOUR, 168 * HOUR, r.whole(-60, 60) * HOUR]),
          ),
        )
        await register(2)
      }
      set('2021-01-18T00:00:00')
      await cut('2021-W02', 0)
      set('2021-01-10T23:59:59')
      await register(4)

      const { rows: cuts } = await there.query('select week, cut_at from weekly_cut order by week')
      for (const { week, cut_at } of cuts) {
        const report = await work((db) => verifyWeek(db, week))
        if (!report?.same) wrong.push(`${week} comes out of the facts differently: ${report?.differs.join()}`)
        const heads = (await work((db) => publishedHeads(db))).filter((h) => h.week === week)
        const { rows } = await there.query(
          `select e.kec_id, e.seq from journal_event e left join unnest($1::integer[], $2::bigint[]) as h(kec, facts) on h.kec = e.kec_id
           where e.seq > coalesce(h.facts, 0) and e.recorded_at <= $3`,
          [heads.map((h) => h.kec), heads.map((h) => h.facts), cut_at],
        )
        for (const x of rows)
          wrong.push(`${x.kec_id}, fact ${x.seq}: came after the cut of ${week} and counts as known before it`)
      }
      const { rows: back } = await there.query(
        `select kec_id, seq from (select kec_id, seq, appended_at, lag(appended_at) over (partition by kec_id order by seq) as before from journal_event) e
         where appended_at < before`,
      )
      for (const x of back) wrong.push(`${x.kec_id}, fact ${x.seq}: appended before the one in front of it`)
      const { rows: held } = await there.query('select number from enrolment')
      for (const number of numbers) if (!held.some((h) => h.number === number)) wrong.push(`${number} was given and is not there`)
      if (numbers.size !== people) wrong.push(`${people} people, ${numbers.size} numbers`)
      wrong.push(...(await work(journalStands)).wrong)
      return { figure: `${jumps} times told, ${people} people, ${cuts.length} weeks frozen`, wrong }
    } finally {
      house.kill()
      await there.end()
      await owner.end()
      await database.end()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
