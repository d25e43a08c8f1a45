// Row 21: an upgrade in use. What an earlier version left (tests/kept) is brought to this version while others write to it fifty times a second, and
// while one reader holds a table that the upgrade changes. Nobody waits longer than two seconds, nothing that was confirmed is missing, what the new
// version keeps beside old rows is filled in, and every frozen week comes out of the facts with the hash it was published with.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { migrate, openDatabase } from '../../src/kit/database.ts'
import { projectFile } from '../../src/kit/files.ts'
import { openServer } from '../../src/kit/postgres.ts'
import { readSecrets } from '../../src/kit/secrets.ts'
import { verifyWeek } from '../../src/weekly/index.ts'
import { putBack, readKept } from '../../tests/kept.ts'
import { livingHouse } from '../living.ts'
import type { Proof } from '../proof.ts'
import { journalStands } from '../sound.ts'

const PER_SECOND = 50
const WAIT_MS = 2_200 // two seconds, and what the machine needs to say so
const READER_MS = 3_000

export const upgrade: Proof = {
  row: 21,
  name: 'upgrade',
  tier: 1,
  promise: 'an upgrade loses nothing, and nobody waits for it',
  fault: {
    what: 'the upgrade takes the table away from everybody, however long it must wait',
  },
  async prove(_, ground) {
    const wrong: string[] = []
    const said: string[] = []
    // A server that waits for its disk: the house serves on no other.
    const server = await openServer(`${ground.folder}/upgrade-${process.pid}/server`)
    const admin = new pg.Client(server.url)
    await admin.connect()
    for (const name of readdirSync(projectFile('tests/kept')).map((f) => f.replace('.json.gz', ''))) {
      const kept = readKept(name)
      const folder = `${ground.folder}/upgrade-${process.pid}/${name}`
      mkdirSync(folder, { recursive: true })
      writeFileSync(`${folder}/keys.json`, kept.keys, { mode: 0o600 })
      const secrets = readSecrets(folder)
      await admin.query(`create database from_${name}`)
      const url = server.urlOf(`from_${name}`)
      await migrate(url, secrets, kept.level)
      const owner = new pg.Client(url)
      await owner.connect()
      await putBack(owner, kept)
      const { rows: weeks } = await owner.query('select week, sha256 from weekly_cut order by week')
      const facts = (await owner.query('select count(*)::integer as n from journal_event')).rows[0].n as number

      // People at work: a form is saved and a member is heard of; each by itself, each waited for.
      const acks: string[] = []
      let slowest = 0
      let failed = 0
      let over = false
      const pool = new pg.Pool({ connectionString: url, max: 40 })
      const write = async () => {
        const id = randomUUID()
        const began = performance.now()
        try {
          await pool.query('insert into draft (code, body, changed_at) values ($1, $2, now())', [
            Buffer.from(id),
            Buffer.from('kept'),
          ])
          await pool.query(
            'update enrolment_reach set ended_on = ended_on where (kec_id, enrolment_id) in (select kec_id, enrolment_id from enrolment_reach limit 1)',
          )
          acks.push(id)
        } catch {
          failed++
        }
        slowest = Math.max(slowest, performance.now() - began)
      }
      const writers = (async () => {
        const open: Promise<void>[] = []
        while (!over) {
          open.push(write())
          await sleep(1000 / PER_SECOND)
        }
        await Promise.all(open)
      })()
      // A long look at a table that the upgrade changes.
      const reader = new pg.Client(url)
      await reader.connect()
      await reader.query('begin; select count(*) from enrolment_reach')
      const looked = sleep(READER_MS).then(() => reader.query('commit'))
      await sleep(300)
      const began = performance.now()
      await (ground.faulty ? impatient(url, secrets) : migrate(url, secrets))
      const took = performance.now() - began
      await looked
      await sleep(300)
      over = true
      await writers
      await reader.end()
      await pool.end()
      if (slowest > WAIT_MS) wrong.push(`from ${name}: somebody waited ${Math.round(slowest)} ms`)
      if (failed) wrong.push(`from ${name}: ${failed} writes were refused`)

      // The new version on the old rows: it serves, and fills what it keeps beside them.
      const house = await livingHouse(folder, { DATABASE_URL: url })
      const database = openDatabase(url, secrets)
      try {
        house.start()
        if ((await house.ready(60_000)) === null) wrong.push(`from ${name}: the new version does not serve`)
        const unfilled = async () =>
          (await owner.query('select count(*)::integer as n from enrolment_reach where touched_on is null')).rows[0].n as number
        for (let waited = 0; waited < 30_000 && (await unfilled()); waited += 100) await sleep(100)
        if (await unfilled()) wrong.push(`from ${name}: ${await unfilled()} rows are not filled`)
        const held = new Set((await owner.query('select code from draft')).rows.map((r) => r.code.toString()))
        for (const id of acks) if (!held.has(id)) wrong.push(`from ${name}: what was saved as ${id} is not there`)
        const work = <T>(act: Parameters<typeof database.within<T>>[2]) =>
          database.within('job', { actor: 'mesin', role: 'system' }, act)
        for (const { week, sha256 } of weeks) {
          const report = await work((db) => verifyWeek(db, week))
          if (!report?.same || report.sha256 !== sha256) wrong.push(`from ${name}: ${week} is not the same`)
        }
        const { facts: now, wrong: unsound } = await work(journalStands)
        for (const what of unsound) wrong.push(`from ${name}: ${what}`)
        if (now !== facts) wrong.push(`from ${name}: ${facts} facts before, ${now} after`)
      } finally {
        house.kill()
        await database.end()
        await owner.end()
      }
      said.push(
        `from ${name}: ${facts} facts, ${weeks.length} weeks, upgraded in ${(took / 1000).toFixed(1)} s (a reader held a table for ${READER_MS / 1000} s), ${acks.length} writes meanwhile, the slowest ${Math.round(slowest)} ms`,
      )
    }
    await admin.end()
    await server.close()
    rmSync(`${ground.folder}/upgrade-${process.pid}`, { recursive: true, force: true })
    return { figure: said.join('; '), wrong }
  },
}

/** The fault: waits for the tables as long as it must, and keeps them from the others as long again. */
async function impatient(url: string, secrets: Parameters<typeof migrate>[1]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('begin; lock table draft, enrolment_reach in access exclusive mode')
  await sleep(READER_MS)
  await client.query('commit')
  await client.end()
  await migrate(url, secrets)
}
