// An import that is killed: the serving process at three points, the process that reads the sheet, and PostgreSQL with all its
// children. Each time it ends with exactly the answers, members and facts of an unbroken run, and nothing twice.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { replay, verifyJournal } from '../src/journal/index.ts'
import { type Database, migrate, openDatabase } from '../src/kit/database.ts'
import { openServer, type Server } from '../src/kit/postgres.ts'
import { readSecrets, type Secrets } from '../src/kit/secrets.ts'
import { findJob, importTasks, receive, start } from '../src/p1-registration/import/job.ts'
import { BATCH } from '../src/p1-registration/import/run.ts'
import { EVERYWHERE } from './programme.ts'

const folder = mkdtempSync(join(tmpdir(), 'import-kill-'))
chmodSync(folder, 0o755) // the server's own account reaches its cluster here
const now = new Date('2018-01-22T09:00:00+07:00')
const STOP = 4711 // the lock at which an import is held still

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // processes of their own, and a recovery that syncs: machines are shared

let server: Server
let secrets: Secrets
let whole: Awaited<ReturnType<typeof outcome>>
const serving: ChildProcess[] = []

beforeAll(async () => {
  spawnSync(process.execPath, [fileURLToPath(new URL('../tools/tujuhpas.mjs', import.meta.url)), '--help']) // builds it where sources changed
  server = await openServer(join(folder, 'server'))
  secrets = readSecrets(join(folder, 'keys'))
  await owner('postgres', (client) => client.query('create database template_import'))
  await migrate(server.urlOf('template_import'), secrets)
  // The unbroken run, in this process.
  const { name, database, id } = await fresh()
  await importTasks({ database, secrets, now: async () => now }).import!(id)
  whole = await outcome(name, database, id)
  await database.end()
})
afterEach(async () => {
  for (const child of serving.splice(0)) if (child.exitCode === null && child.signalCode === null) await killed(child)
})
afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function owner<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server.urlOf(database))
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** 7,000 rows of every kind: good, twice, of another person, alike, refused, titles. Three batches. */
function sheet(): Buffer {
  const names = ['Siti Aminah', 'Budi Santoso', 'Dewi Lestari', 'Agus Salim', 'Rina Hartati', 'Eko Prasetyo', 'Yuli Astuti']
  const places = ['Menteng', 'Pasar Minggu', 'Cilandak', 'Tebet', 'Cengkareng', 'Kota Bekasi', 'Menteng']
  const two = (n: number) => String(n).padStart(2, '0')
  const rows = ['DATA PENDAFTAR', 'NIK;Nama;Tgl Lahir;Kecamatan;No HP;Tgl Daftar;KTP diperiksa;Ket']
  const remark = 'catatan petugas '.repeat(30) // so that the reading process is still at it when the first batch is taken
  for (let i = 0; i < 3 * BATCH - 502; i++) {
    const who = i % 97 === 96 ? i - 96 : i // every 97th row repeats an earlier NIK
    const day = (who % 28) + 1
    const year = 60 + (who % 37)
    const nik = `317106${two(day)}${two((who % 12) + 1)}${two(year)}${String((who % 9_999) + 1).padStart(4, '0')}`
    const name = `${names[(i % 194 === 193 ? i + 3 : who) % 7]} ${String.fromCharCode(65 + (who % 23))}`
    rows.push(
      [
        i % 61 === 60 ? nik.slice(0, 13) : nik,
        name,
        `${day}/${(who % 12) + 1}/19${year}`,
        places[who % 7],
        i % 11 ? `0812${10_000_000 + i}` : '',
        `${(i % 20) + 1}/1/2018`,
        i % 3 ? '' : 'ya',
        remark,
      ].join(';'),
    )
  }
  return Buffer.from(rows.join('\n'))
}

/** A database with a confirmed import that waits in the queue. */
async function fresh() {
  const name = `import_${Math.random().toString(36).slice(2, 10)}`
  await owner('postgres', (client) => client.query(`create database ${name} template template_import`))
  const database = openDatabase(server.urlOf(name), secrets)
  const work = <T>(act: Parameters<typeof database.within<T>>[2]) => database.within('job', EVERYWHERE, act)
  const id = await receive(work, secrets, {
    name: 'pendaftar.csv',
    bytes: sheet(),
    account: 'mesin',
    kec: null,
    office: 'pusat',
    now,
  })
  await work(async (db) =>
    start(
      db,
      (await findJob(db, id))!,
      { registeredOn: '2018-01-22', historical: false, office: 'pusat', account: 'mesin' },
      now,
    ),
  )
  return { name, database, id }
}

/** All that an import leaves behind, without the ids that chance gives. */
async function outcome(name: string, database: Database, id: string) {
  const { totals, state } = (await database.within('job', EVERYWHERE, (db) => findJob(db, id)))!
  return owner(name, async (client) => {
    const rows = async (sql: string) => (await client.query({ text: sql, rowMode: 'array' })).rows.map((r) => r.join('|'))
    const { differences } = await database.within('job', EVERYWHERE, replay)
    const { broken } = await database.within('job', EVERYWHERE, (db) => verifyJournal(db, []))
    return {
      state,
      totals,
      differences,
      broken,
      answers: await rows('select nr, sheet, row, outcome, codes, kec_id, member, duplicate_of from import_row order by nr'),
      members: await rows(
        'select e.number, e.kec_id, e.opened_on, p.name, p.birth_date, p.phone from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id order by 1',
      ),
      facts: await rows(
        `select j.kec_id, j.seq, e.number, j.kind, j.occurred_on, j.recorded_at, j.recorded_by, j.payload from journal_event j
         join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id order by 1, 2`,
      ),
      counted: await rows(
        'select kec_id, week_on, step, reached, reason, sum(n) from rollup_week group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5',
      ),
      niks: await rows('select count(*) from nik_registry'),
      refs: await rows('select kec_id, year, last from number_serial order by 1, 2'),
    }
  })
}

function serve(name: string): ChildProcess {
  const { PATH, HOME } = process.env
  const env = {
    PATH,
    HOME,
    DATABASE_URL: server.urlOf(name),
    TUJUHPAS_DATA: join(folder, 'keys'),
    TUJUHPAS_NOW: now.toISOString(),
    PORT: '0',
  }
  const child = spawn(process.execPath, [fileURLToPath(new URL('../build/cli.js', import.meta.url)), 'serve'], {
    env,
    stdio: 'ignore',
  })
  serving.push(child)
  return child
}
const killed = (child: ChildProcess) =>
  new Promise<void>((ended) => {
    child.once('exit', () => ended())
    child.kill('SIGKILL')
  })

/** Holds an import still where it writes to `table`, once `rows` of it are committed; `go` lets it on. */
async function stopAt(name: string, table: string, rows: number) {
  const client = new pg.Client(server.urlOf(name))
  client.on('error', () => {})
  await client.connect()
  await client.query(`
    select pg_advisory_lock(${STOP});
    create or replace function stop_here() returns trigger language plpgsql as $$ begin
      if (select max(rows_done) from import_job) >= tg_argv[0]::integer then perform pg_advisory_xact_lock_shared(${STOP}); end if;
      return null;
    end $$;
    create trigger stop_here after insert or update on ${table} for each statement execute function stop_here('${rows}')`)
  return {
    /** Waits until the import has come there. */
    async reached() {
      for (;;) {
        const { rows: waiting } = await client.query(
          "select pid from pg_locks where locktype = 'advisory' and objid = $1 and not granted",
          [STOP],
        )
        if (waiting.length) return waiting[0].pid as number
        await sleep(20)
      }
    },
    async go() {
      await client.query(`select pg_advisory_unlock(${STOP})`)
      await client.query(`drop trigger stop_here on ${table}`)
      await client.end()
    },
  }
}

async function done(database: Database, id: string) {
  for (;;) {
    const job = await database.within('job', EVERYWHERE, (db) => findJob(db, id)).catch(() => null)
    if (job?.state === 'done' || job?.state === 'refused') return
    await sleep(50)
  }
}

/** Processes of one parent, from /proc. */
const childrenOf = (parent: number): number[] =>
  readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent ? [Number(pid)] : []
    } catch {
      return []
    }
  })

describe('an import of three batches', () => {
  it('is worth the trouble: every outcome is in it', () => {
    expect(whole.totals.rows).toBe(3 * BATCH - 500)
    for (const outcome of ['accepted', 'warned', 'rejected', 'duplicate', 'ignored'] as const)
      expect(whole.totals[outcome]).toBeGreaterThan(0)
    expect(whole.members).toHaveLength(whole.totals.accepted + whole.totals.warned)
    expect([whole.differences, whole.broken]).toEqual([[], []])
  })

  it('ends the same when the server is killed in the first batch, in the second, and before the last is committed', async () => {
    const { name, database, id } = await fresh()
    for (const [table, rows] of [
      ['person', 0],
      ['journal_event', BATCH],
      ['import_row', 2 * BATCH],
    ] as const) {
      const stop = await stopAt(name, table, rows)
      const child = serve(name)
      await stop.reached()
      await killed(child)
      await stop.go()
    }
    serve(name)
    await done(database, id)
    expect(await outcome(name, database, id)).toEqual(whole)
    await database.end()
  })

  it('ends the same when the process that reads the sheet is killed', async () => {
    const { name, database, id } = await fresh()
    const stop = await stopAt(name, 'person', 0)
    const child = serve(name)
    await stop.reached()
    const readers = childrenOf(child.pid!)
    expect(readers).toHaveLength(1)
    process.kill(readers[0]!, 'SIGKILL')
    await stop.go()
    await done(database, id)
    expect(await outcome(name, database, id)).toEqual(whole)
    await database.end()
  })

  it('ends the same when PostgreSQL is killed with all its children', async () => {
    const { name, database, id } = await fresh()
    const stop = await stopAt(name, 'enrolment', BATCH)
    serve(name)
    const backend = await stop.reached()
    const stat = readFileSync(`/proc/${backend}/stat`, 'utf8')
    const postmaster = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    for (const pid of [postmaster, ...childrenOf(postmaster)]) process.kill(pid, 'SIGKILL')
    await done(database, id)
    expect(await outcome(name, database, id)).toEqual(whole)
    await database.end()
  })
})
