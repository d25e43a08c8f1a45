// Rows 1 and 7: what was confirmed is on the disk, and a disk that is full is said. The database lies on a small disk of its own: for row 1 the disk
// is cut off in the middle of writing (xfs_io shutdown, as a power cut), mounted again and looked at; the same with `fsync=off` must lose, else the cut
// proves nothing. For row 7 the disk is filled: whoever sends is told that it is not stored yet, and is taken once there is room, without anybody's help.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createApp } from '../../src/app.tsx'
import { type Database, migrate, openDatabase } from '../../src/kit/database.ts'
import { openServer, type Server } from '../../src/kit/postgres.ts'
import { readSecrets, type Secrets } from '../../src/kit/secrets.ts'
import { openDoor } from '../../src/serve.ts'
import { answered, numberOn, openForm, type Ready, sendForm } from '../../tests/forms.ts'
import type { Ground } from '../ground.ts'
import type { Found, Proof } from '../proof.ts'

const PHONES = 64
const CUTS = 10
const ACKS_A_CUT = 3_000
const FORMS_A_CUT = 3_600
const DISK_MB = 900
const FULL_MB = 400
const BACK_MS = 30_000

/** What this machine lacks for a disk of its own; null when it lacks nothing. */
function missing(tools: readonly string[]): string | null {
  if (process.getuid?.() !== 0) return 'only root may mount'
  const lacking = tools.filter((t) => !['/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((dir) => existsSync(`${dir}/${t}`)))
  return lacking.length ? `not installed: ${lacking.join(', ')}` : null
}

const sh = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()

/** The product on a database that lies at `at`, behind its front door. */
type House = {
  home: string
  database: Database
  secrets: Secrets
  server: Server
  leave(): Promise<void>
  end(): Promise<void>
}
async function houseAt(at: string, keys: string, fsync: boolean): Promise<House> {
  const server = await openServer(`${at}/server`, { fsync })
  const owner = new pg.Client(server.url)
  await owner.connect()
  if (!(await owner.query("select from pg_database where datname = 'programme'")).rowCount)
    await owner.query('create database programme')
  await owner.end()
  const secrets = readSecrets(keys)
  await migrate(server.urlOf('programme'), secrets)
  const database = openDatabase(server.urlOf('programme'), secrets, { max: 10 })
  const app = createApp({ database, secrets, secure: false, log: () => {} })
  const door = await openDoor(app, '127.0.0.1', 0)
  const leave = async () => {
    door.closeAllConnections()
    door.close()
    await database.end().catch(() => {})
  }
  return {
    home: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    database,
    secrets,
    server,
    leave,
    async end() {
      await leave()
      await server.close()
    },
  }
}

/** The servers of PostgreSQL whose cluster lies below this folder. */
const pidOf = (folder: string) =>
  readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`postgres\0-D\0${folder}`) ? [Number(pid)] : []
    } catch {
      return [] // gone already
    }
  })

/** Sends forms that are ready, many at a time, until told to stop; what was answered with a number and receipt is kept. */
async function sending(house: House, ready: Ready[], acks: Map<number, string>, stop: () => boolean): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: PHONES }, async () => {
      for (let n = next++; n < ready.length && !stop(); n = next++) {
        const { receipt } = await sendForm(house.home, ready[n]!).catch(() => ({ receipt: null }))
        if (receipt) acks.set(n, receipt)
      }
    }),
  )
}

async function prepared(house: House, from: number, many: number): Promise<Ready[]> {
  const ready: Ready[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let n = next++; n < many; n = next++)
        ready[n] = await openForm(house.home, await answered(house.database, house.secrets, from + n, new Date()))
    }),
  )
  return ready
}

// ---- row 1

/** One disk, cut off `cuts` times while people register; answers how many were confirmed and how many of these are gone. */
async function cutOff(ground: Ground, fsync: boolean, cuts: number): Promise<{ acks: number; lost: number }> {
  const name = `${ground.folder}/cut-${process.pid}-${fsync ? 'kept' : 'loose'}`
  const [disk, at, keys] = [`${name}.disk`, `${name}.d`, `${name}.keys`]
  mkdirSync(at, { recursive: true })
  sh('fallocate', '-l', `${DISK_MB}M`, disk)
  sh('mkfs.ext4', '-q', disk)
  let mounted = false
  const mount = (on: boolean) => {
    if (on) {
      sh('mount', '-o', 'loop', disk, at)
      sh('chmod', '755', at)
    } else sh('umount', at)
    mounted = on
  }
  let house: House | null = null
  let total = 0
  let lost = 0
  try {
    mount(true)
    for (let c = 0; c < cuts; c++) {
      house = await houseAt(at, keys, fsync)
      const ready = await prepared(house, c * FORMS_A_CUT, FORMS_A_CUT)
      const acks = new Map<number, string>()
      let over = false
      let ended = false
      const sent = sending(house, ready, acks, () => over).finally(() => {
        ended = true
      })
      while (acks.size < ACKS_A_CUT && !ended) await sleep(2)
      sh('xfs_io', '-x', '-c', 'shutdown', at)
      over = true
      for (const pid of pidOf(at)) process.kill(pid, 'SIGKILL')
      await sent
      const before = house
      await before.leave()
      house = null
      mount(false)
      mount(true)
      await before.server.close() // it is gone; whoever opens the folder next starts it anew
      house = await houseAt(at, keys, fsync)
      for (const receipt of acks.values()) if (!(await numberOn(house.home, receipt))) lost++
      total += acks.size
      await house.end()
      house = null
    }
    return { acks: total, lost }
  } finally {
    await house?.end().catch(() => {})
    if (mounted) mount(false)
    for (const left of [disk, at, keys]) rmSync(left, { recursive: true, force: true })
  }
}

export const powercut: Proof = {
  row: 1,
  name: 'powercut',
  tier: 2,
  promise: 'confirmed is on the disk: the power may go at any moment',
  fault: { what: 'the database does not wait for the disk (fsync=off)' },
  async prove(_, ground) {
    const skipped = missing(['mkfs.ext4', 'losetup', 'xfs_io', 'fallocate'])
    if (skipped) return { figure: '-', wrong: [], skipped }
    // With the fault planted the house itself is the loose one; else the loose one is the control that must lose.
    if (ground.faulty) {
      const loose = await cutOff(ground, false, 1)
      return {
        figure: `${loose.acks} confirmed, ${loose.lost} lost`,
        wrong: loose.lost ? [`${loose.lost} confirmed registrations are gone`] : [],
      }
    }
    const kept = await cutOff(ground, true, CUTS)
    const loose = await cutOff(ground, false, 1)
    const wrong: string[] = []
    if (kept.lost) wrong.push(`${kept.lost} of ${kept.acks} confirmed registrations are gone`)
    if (!loose.lost) wrong.push('the control without fsync lost nothing: these cuts prove nothing')
    return {
      figure: `${kept.acks} confirmed in ${CUTS} cuts, ${kept.lost} lost; control without fsync: ${loose.lost} of ${loose.acks} lost`,
      wrong,
    }
  },
}

// ---- row 7

export const diskfull: Proof = {
  row: 7,
  name: 'diskfull',
  tier: 2,
  promise: 'a full disk is said, and mends itself once there is room',
  fault: {
    what: 'a registration was confirmed that is not there',
    sql: `create function lose() returns trigger language plpgsql security definer as $$ begin
        if random() < 0.02 then delete from answered where id = new.id; end if; return null; end $$;
      create trigger lose after insert on answered for each row execute function lose()`,
  },
  async prove(_, ground): Promise<Found> {
    const skipped = missing(['mount', 'fallocate'])
    if (skipped) return { figure: '-', wrong: [], skipped }
    const at = `${ground.folder}/full-${process.pid}`
    mkdirSync(at, { recursive: true })
    sh('mount', '-t', 'tmpfs', '-o', `size=${FULL_MB}m,mode=755`, 'tmpfs', at)
    const keys = `${at}.keys`
    const wrong: string[] = []
    let house: House | null = null
    try {
      house = await houseAt(at, keys, true)
      if (ground.planted) {
        const owner = new pg.Client(house.server.urlOf('programme'))
        await owner.connect()
        await owner.query(ground.planted)
        await owner.end()
      }
      const ready = await prepared(house, 0, 1_500)
      const acks = new Map<number, string>()
      // Whoever is told that it is not stored sends again, as the page says.
      let refused = 0
      let said = 0
      let stopped = false
      const waiting = new Set(ready.keys())
      const people = Promise.all(
        Array.from({ length: 8 }, async () => {
          for (const n of waiting) {
            if (stopped) return
            waiting.delete(n)
            const answer = await sendForm(house!.home, ready[n]!).catch(() => ({ receipt: null, status: 0, text: '' }))
            if (answer.receipt) acks.set(n, answer.receipt)
            else {
              refused++
              waiting.add(n)
              if (
                answer.status === 503 &&
                /[Bb]elum tersimpan|tidak dapat menyimpan|berhenti sebentar|belum tahu/.test(answer.text)
              )
                said++
              else wrong.push(`answered ${answer.status} while the disk was full`)
              await sleep(100)
            }
          }
        }),
      )
      while (acks.size < 200) await sleep(5)
      const free = () => Number(/(\d+)\s+\d+%/.exec(sh('df', '-k', at).split('\n')[1]!)![1])
      sh('fallocate', '-l', `${Math.max(free() - 64, 1)}K`, `${at}/ballast`)
      const taken = acks.size
      const filledAt = performance.now()
      while (refused < 40 && performance.now() - filledAt < 60_000) await sleep(20)
      if (!refused) wrong.push('nobody was refused: the disk was not full')
      const whileFull = acks.size - taken
      const size = statSync(`${at}/ballast`).size
      rmSync(`${at}/ballast`)
      const freedAt = performance.now()
      const goal = acks.size + 100
      while (acks.size < goal && performance.now() - freedAt < 60_000) await sleep(20)
      const back = performance.now() - freedAt
      if (back > BACK_MS) wrong.push(`back after ${Math.round(back / 1000)} s`)
      stopped = true
      await people
      let lost = 0
      for (const receipt of acks.values()) if (!(await numberOn(house.home, receipt))) lost++
      if (lost) wrong.push(`${lost} of ${acks.size} confirmed registrations are gone`)
      return {
        figure: `${acks.size} confirmed (${whileFull} while ${Math.round(size / 2 ** 20)} MB were taken away), ${refused} refused, each told so: ${said}; back ${(back / 1000).toFixed(1)} s after there was room`,
        wrong: [...new Set(wrong)],
      }
    } finally {
      await house?.end().catch(() => {})
      for (const pid of pidOf(at)) process.kill(pid, 'SIGKILL')
      await sleep(200)
      sh('umount', '-l', at)
      rmSync(at, { recursive: true, force: true })
      rmSync(keys, { recursive: true, force: true })
    }
  },
}
