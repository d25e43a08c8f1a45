// Row 2: a killed server loses nothing. A server of its own with the disk's promises kept, officers who register at the counter all the time, and
// SIGKILL at random moments, of the house and of PostgreSQL in turn. Whatever was answered with a number is there afterwards, once; whatever was
// not is sent again and is there once too. (A kill says nothing of the disk: that is row 1.)
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chance } from '../../src/demo/chance.ts'
import { openDatabase } from '../../src/kit/database.ts'
import { openServer } from '../../src/kit/postgres.ts'
import { readSecrets } from '../../src/kit/secrets.ts'
import { openSession } from '../../src/people/index.ts'
import { counterEntry } from '../../tests/asking.ts'
import { livingHouse } from '../living.ts'
import type { Proof } from '../proof.ts'
import { journalStands } from '../sound.ts'
import { type Form, filled, formsOf } from '../visit.ts'

const SIZE = { 1: { registrations: 600, kills: 8 }, 2: { registrations: 2_000, kills: 20 } }
const OFFICERS = 4
const READY_MS = 10_000

export const killOf = (tier: 1 | 2): Proof => ({
  row: 2,
  name: tier === 1 ? 'kill' : 'kill-long',
  tier,
  promise: 'a killed server loses nothing',
  fault: {
    what: 'a registration was confirmed that is not there',
  },
  async prove(_, ground, seed) {
    const { registrations, kills } = SIZE[tier]
    const folder = `${ground.folder}/kill-${process.pid}`
    const r = chance('kill', seed)
    const wrong: string[] = []
    const house = await livingHouse(folder)
    const { home } = house
    let slowest = 0
    const killDatabase = () => {
      const where = readFileSync(join(folder, 'postgresql/cluster-is-at'), 'utf8').trim()
      const pid = Number(readFileSync(join(resolve(folder, 'postgresql', where), 'postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, 'SIGKILL')
    }
    try {
      house.start()
      if ((await house.ready(120_000)) === null) throw new Error('the house does not start')
      const secrets = readSecrets(folder)
      const server = await openServer(`${folder}/postgresql`)
      const database = openDatabase(server.urlOf('tujuhpas'), secrets)
      const work = <T>(act: Parameters<typeof database.within<T>>[2]) =>
        database.within('job', { actor: 'mesin', role: 'system' }, act)
      const enrolled = () =>
        work(async (db) => (await db.client.query('select count(*)::integer as n from enrolment')).rows[0].n as number)
      try {
        const cookie = `sesi=${await openSession(database.pool('staff'), secrets, 'petugas.psm', new Date())}`
        const before = await enrolled()
        const acks = new Map<number, string>()
        let next = 0
        let unknown = 0
        const officer = async () => {
          for (let n = next++; n < registrations; n = next++) {
            const form = await pageOf(home, cookie)
            for (let tries = 0; ; tries++) {
              const to = await send(home, cookie, form, counterEntry({ nik: nikOf(n) }))
              if (to) {
                const number = to.split('/').at(-1)!
                if (acks.has(n)) wrong.push(`registration ${n}: answered twice`)
                acks.set(n, number)
                break
              }
              unknown++
              if (tries > 400) throw new Error(`registration ${n} finds no house`)
              await sleep(100)
            }
          }
        }
        const killer = async () => {
          for (let k = 0; k < kills; k++) {
            const goal = Math.floor(((k + 0.5 + r.whole(0, 30) / 100) * registrations) / kills)
            while (acks.size < goal && next < registrations + OFFICERS) await sleep(5)
            if (k % 2) killDatabase()
            else {
              house.kill()
              house.start()
            }
            const took = await house.ready(60_000)
            slowest = Math.max(slowest, took ?? 60_000)
            if (took === null || took > READY_MS)
              wrong.push(`kill ${k + 1}: ready after ${took === null ? 'never' : `${Math.round(took)} ms`}`)
          }
        }
        await Promise.all([killer(), ...Array.from({ length: OFFICERS }, officer)])
        if (ground.faulty) acks.set(-1, 'PSM-18-99999')
        const { rows } = await work((db) =>
          db.client.query('select number, count(*)::integer as n from enrolment where number = any($1) group by number', [
            [...acks.values()],
          ]),
        )
        const held = new Map(rows.map((x) => [x.number as string, x.n as number]))
        for (const [n, number] of acks)
          if (held.get(number) !== 1) wrong.push(`registration ${n}: ${number} is there ${held.get(number) ?? 0} times`)
        const more = (await enrolled()) - before
        if (more !== registrations) wrong.push(`${more} enrolments more, for ${registrations} people`)
        wrong.push(...(await work(journalStands)).wrong)
        return {
          figure: `${registrations} registrations, ${kills} kills, ${unknown} sendings without an answer; ready after ${Math.round(slowest)} ms at most`,
          wrong,
        }
      } finally {
        await database.end()
        house.kill()
        await server.close()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

const nikOf = (n: number) => `317404540384${String(1000 + n).padStart(4, '0')}`

async function pageOf(home: string, cookie: string): Promise<Form> {
  for (let tries = 0; tries < 400; tries++) {
    const text = await fetch(`${home}/konsol/daftar`, { headers: { cookie } }).then(
      (a) => a.text(),
      () => '',
    )
    const form = formsOf(text, '/konsol/daftar').find((f) => f.action === '/konsol/daftar')
    if (form) return form
    await sleep(100)
  }
  throw new Error('no page to register on')
}

/** Where a sending leads, or null when nobody can say whether it was done. */
async function send(home: string, cookie: string, form: Form, write: Record<string, string>): Promise<string | null> {
  try {
    const answer = await fetch(home + form.action, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: home },
      body: filled(form, write),
    })
    await answer.text()
    if (answer.status === 303) return answer.headers.get('location')
    if (answer.status === 503) return null
    throw new Refused(`answered ${answer.status}`)
  } catch (error) {
    if (error instanceof Refused) throw error
    return null
  }
}
class Refused extends Error {}
