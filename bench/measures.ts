// Each measure answers one or more rows: what was measured, what it must stay within, and a bare equivalent from the same run.
import { spawn } from 'node:child_process'
import { createWriteStream, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import autocannon from 'autocannon'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { createApp } from '../src/app.tsx'
import { findAtDesk } from '../src/desk/index.ts'
import { findPairs } from '../src/identity/index.ts'
import { append, type NewFact } from '../src/journal/index.ts'
import type { Db } from '../src/kit/database.ts'
import { projectFile } from '../src/kit/files.ts'
import { uuidv7 } from '../src/kit/ids.ts'
import { openServer } from '../src/kit/postgres.ts'
import { clockOf, findMembers } from '../src/people/index.ts'
import { kecamatan } from '../src/places/index.ts'
import { cutWeek, runningWeek } from '../src/weekly/index.ts'
import { EVERYWHERE, type Ground } from './dataset.ts'
import { opening } from './opening.ts'
import { restoring } from './restore.ts'
import { rooms } from './rooms.ts'
import { ms, perSecond, type Row, times } from './rows.ts'

/** The quantile of how long `act` took; or of what it answers, where it takes its own time (`measured`). */
async function quantile<T>(
  q: number,
  runs: number,
  act: (i: number) => Promise<T>,
  measured?: (answer: T) => number,
): Promise<number> {
  const took: number[] = []
  for (let i = 0; i < runs; i++) {
    const began = performance.now()
    const answer = await act(i)
    took.push(measured ? measured(answer) : performance.now() - began)
  }
  return took.sort((a, b) => a - b)[Math.min(runs - 1, Math.floor(q * runs))]!
}

const asOffice = <T>(g: Ground, act: (db: Db) => Promise<T>) => g.database.within('job', EVERYWHERE, act)

export const measures: Record<string, (g: Ground) => Promise<Row[]>> = {
  opening,

  restore: restoring,

  rooms,

  async dataset(g) {
    return [
      {
        what: `data set of ${g.members.toLocaleString('en')} members`,
        measured: g.filled === null ? 'kept from an earlier run' : `${Math.round(g.filled)} s`,
        must: '300 s',
        limit: '-',
        ratio: '-',
      },
    ]
  },

  async week(g) {
    const city = await quantile(0.95, 200, () => asOffice(g, (db) => runningWeek(db, '2018-W03')))
    const bare = await quantile(0.95, 200, () => asOffice(g, (db) => db.client.query('select sum(n) from rollup_week')))
    const kecs = kecamatan()
    const one = await quantile(0.95, 400, (i) => asOffice(g, (db) => runningWeek(db, '2018-W03', kecs[i % kecs.length]!.code)))
    const bareOne = await quantile(0.95, 400, (i) =>
      asOffice(g, (db) => db.client.query('select sum(n) from rollup_week where kec_id = $1', [kecs[i % kecs.length]!.code])),
    )
    return [
      {
        what: 'the city’s update, p95',
        measured: ms(city),
        must: '50 ms',
        limit: `bare sum ${ms(bare)}`,
        ratio: times(city / bare),
      },
      {
        what: 'one kecamatan’s update, p95',
        measured: ms(one),
        must: '10 ms',
        limit: `bare sum ${ms(bareOne)}`,
        ratio: times(one / bareOne),
      },
    ]
  },

  async cut(g) {
    const undone = new Error('undone')
    const cut = await quantile(0.5, 3, () =>
      asOffice(g, async (db) => {
        const made = await cutWeek(db, { week: '2018-W03', by: 'kantor', now: new Date() })
        if ('problems' in made) throw new Error(made.problems[0]!.code)
        throw undone
      }).catch((error) => {
        if (error !== undone) throw error
      }),
    )
    const bare = await quantile(0.5, 3, () =>
      asOffice(g, (db) => db.client.query('select kec_id, step, reached, sum(n) from step_change group by 1, 2, 3')),
    )
    return [
      {
        what: `a cut of ${g.members.toLocaleString('en')} members`,
        measured: ms(cut),
        must: '10 s',
        limit: `bare group ${ms(bare)}`,
        ratio: times(cut / bare),
      },
    ]
  },

  async lookup(g) {
    const numbers = (
      await asOffice(g, (db) => db.client.query('select number from enrolment_locator tablesample system (1) limit 500'))
    ).rows.map((r) => r.number as string)
    const find = await quantile(0.99, 500, (i) =>
      asOffice(g, (db) => findMembers(db, g.secrets, [{ number: numbers[i % numbers.length]! }])),
    )
    const nik = await quantile(0.99, 500, (i) =>
      asOffice(g, (db) => findMembers(db, g.secrets, [{ nik: `31740412${String(i).padStart(8, '0')}` }])),
    )
    const bare = await quantile(0.99, 500, (i) =>
      asOffice(g, (db) => db.client.query('select * from enrolment_locator where number = $1', [numbers[i % numbers.length]])),
    )
    return [
      {
        what: 'a member by number, p99',
        measured: ms(find),
        must: '10 ms',
        limit: `bare select ${ms(bare)}`,
        ratio: times(find / bare),
      },
      {
        what: 'a member by NIK, p99',
        measured: ms(nik),
        must: '10 ms',
        limit: `bare select ${ms(bare)}`,
        ratio: times(nik / bare),
      },
    ]
  },

  async append(g) {
    const { rows } = await asOffice(g, (db) =>
      db.client.query('select number from enrolment_locator tablesample system (5) limit 2000'),
    )
    const members = (
      await asOffice(g, (db) =>
        findMembers(
          db,
          g.secrets,
          rows.map((r) => ({ number: r.number })),
        ),
      )
    ).filter((m) => m !== null && m !== 'ambiguous')
    const WRITERS = 16
    const EACH = 250
    const race = async (act: (i: number) => Promise<unknown>) => {
      const began = performance.now()
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, w) => {
          for (let i = 0; i < EACH; i++) await act(w * EACH + i)
        }),
      )
      return (WRITERS * EACH * 1000) / (performance.now() - began)
    }
    const facts = await race((i) => {
      const member = members[(i * 37) % members.length]!
      const fact: NewFact = {
        id: uuidv7(),
        kec: member.kec,
        enrolment: member.id,
        kind: 'class.attended',
        occurredOn: '2018-01-20',
        grade: 'B',
        data: { class: 'BENCH', session: String(i) },
      }
      return asOffice(g, (db) =>
        append(db, { actor: 'mesin', way: 'API', now: new Date() }, [fact], new Map([[member.id, member]])),
      )
    })
    const owner = new pg.Pool({ connectionString: g.url, max: WRITERS })
    await owner.query(
      'create table if not exists bench_insert (id uuid primary key, kec integer, body jsonb); truncate bench_insert',
    )
    const bare = await race((i) =>
      owner.query('insert into bench_insert values ($1, $2, $3)', [uuidv7(), 317404, { class: 'BENCH', session: String(i) }]),
    )
    await owner.query('drop table bench_insert')
    await owner.end()
    return [
      {
        what: 'facts appended, 16 writers',
        measured: perSecond(facts),
        must: '1,500 /s',
        limit: `bare INSERT ${perSecond(bare)}`,
        ratio: times(facts / bare),
      },
    ]
  },

  async page(g) {
    const app = createApp({ database: g.database, secrets: g.secrets, secure: false, log: () => {} })
    const server = await new Promise<ReturnType<typeof serve>>((up) => {
      const s = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => up(s))
    })
    const html = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/daftar`)).text()
    // The same page as a finished string, with the query that the form page asks too.
    const pool = g.database.pool('public')
    const plain = createServer(async (_, answer) => {
      await clockOf(pool, null)
      answer.setHeader('content-type', 'text/html; charset=utf-8')
      answer.end(html)
    })
    await new Promise<void>((up) => plain.listen(0, '127.0.0.1', up))
    // In turns, so that a machine that slows down meanwhile slows all of them.
    const pages = { form: [server, '/daftar'], home: [server, '/'], bare: [plain, '/'] } as const
    const seen: Record<keyof typeof pages, number[]> = { form: [], home: [], bare: [] }
    for (let round = 0; round < 3; round++)
      for (const [name, [at, path]] of Object.entries(pages) as [keyof typeof pages, (typeof pages)['form']][]) {
        const url = `http://127.0.0.1:${(at.address() as AddressInfo).port}${path}`
        seen[name].push((await autocannon({ url, connections: 50, duration: 3 })).requests.average)
      }
    const median = (of: number[]) => of.sort((a, b) => a - b)[1]!
    const [form, home, bare] = [median(seen.form), median(seen.home), median(seen.bare)]
    await Promise.all([new Promise((down) => server.close(down)), new Promise((down) => plain.close(down))])
    return [
      {
        what: 'form page, 50 connections',
        measured: perSecond(form),
        must: '0.33x',
        limit: `bare string, same queries ${perSecond(bare)}`,
        ratio: times(form / bare),
      },
      {
        what: 'home page, 50 connections',
        measured: perSecond(home),
        must: '-',
        limit: `bare string, same queries ${perSecond(bare)}`,
        ratio: times(home / bare),
      },
    ]
  },

  // As the desk asks it, by the signed-in login under row security: names with a letter wrong, numbers with a digit wrong.
  async search(g) {
    const { rows } = await asOffice(g, (db) =>
      db.client.query(
        'select p.kec_id as kec, p.name, p.phone from person p tablesample system (1) where p.phone is not null limit 400',
      ),
    )
    const slip = (text: string) => `${text.slice(0, text.length >> 1)}${text.slice((text.length >> 1) + 1)}`
    const digit = (text: string) => text.slice(0, 8) + ((Number(text[8]) + 1) % 10) + text.slice(9)
    const find = (role: 'office' | 'officer', of: (r: { name: string; phone: string }) => string) =>
      quantile(0.95, 300, (i) => {
        const r = rows[i % rows.length]!
        const kec = role === 'officer' ? (r.kec as number) : null
        return g.database.within('staff', { actor: 'bench', role, kec }, (db) =>
          findAtDesk(db, g.secrets, of(r), kec, '2018-01-22'),
        )
      })
    const bare = await quantile(0.95, 300, (i) =>
      asOffice(g, (db) =>
        db.client.query('select name from person where name_key = lower($1) limit 50', [rows[i % rows.length]!.name]),
      ),
    )
    const line = (what: string, measured: number) => ({
      what,
      measured: ms(measured),
      must: '50 ms',
      limit: `bare select by name ${ms(bare)}`,
      ratio: times(measured / bare),
    })
    return [
      line('a member by a name with a slip, in one kecamatan, p95', await find('officer', (r) => slip(r.name))),
      line('a member by a name with a slip, in the city, p95', await find('office', (r) => slip(r.name))),
      line('a member by a phone with a wrong digit, in the city, p95', await find('office', (r) => digit(r.phone))),
    ]
  },

  // As the server's queue does it: read here, compared on a thread of its own. Its own limit: reading the same people with their NIK.
  async duplicates(g) {
    const began = performance.now()
    const { people, pairs } = await findPairs(g.database, g.secrets)
    const whole = performance.now() - began
    const { rows } = await asOffice(g, (db) => db.client.query('select id, nik from person where nik is not null'))
    const again = performance.now()
    for (const r of rows) g.secrets.open(r.nik, r.id)
    const opening = performance.now() - again
    return [
      {
        what: `duplicate scan of ${people.toLocaleString('en')} members, ${pairs.length.toLocaleString('en')} pairs`,
        measured: `${(whole / 1000).toFixed(1)} s`,
        must: '60 s',
        limit: `opening their NIK ${(opening / 1000).toFixed(1)} s`,
        ratio: times(whole / opening),
      },
    ]
  },

  // A sheet as an office keeps it, through the command: read, checked, taken, counted, answered. Its own limit: COPY of the same rows.
  async import(g) {
    const ROWS = 100_000
    const sheet = `${g.folder}/import.csv`
    await pipeline(Readable.from(sheetOf(ROWS)), createWriteStream(sheet))
    const to = await g.copy('bench_import')
    const owner = new pg.Client(to.url)
    await owner.connect()
    const enrolled = async () => (await owner.query('select count(*)::integer as n from enrolment')).rows[0].n as number
    const before = await enrolled()
    const took = await command(['import', 'registrations', sheet, '--format', 'json'], {
      DATABASE_URL: to.url,
      TUJUHPAS_DATA: g.folder,
    })
    const taken = (await enrolled()) - before
    if (taken !== ROWS) throw new Error(`${taken} of ${ROWS} rows were taken`)
    await owner.query('create table bench_copy (nik text, name text, born text, kec text, phone text, on_day text, checked text)')
    const began = performance.now()
    await pipeline(
      Readable.from(sheetOf(ROWS)),
      owner.query(copyFrom("copy bench_copy from stdin (format csv, delimiter ';', header)")),
    )
    const copied = (ROWS * 1000) / (performance.now() - began)
    await owner.end()
    rmSync(sheet)
    const taking = (ROWS * 1000) / took.ms
    return [
      {
        what: `import of a sheet of ${ROWS.toLocaleString('en')} rows, all checks, ${before.toLocaleString('en')} members held`,
        measured: perSecond(taking),
        must: '4,000 /s',
        limit: `COPY ${perSecond(copied)}`,
        ratio: times(taking / copied),
      },
      {
        what: 'its memory: the command, and the child that reads',
        measured: took.peaks.map((mb) => `${Math.round(mb)} MB`).join(' + '),
        must: '300 MB',
        limit: '-',
        ratio: '-',
      },
    ]
  },

  // `serve` on a prepared demonstration, until its first page is answered. Its own limit: the embedded PostgreSQL alone.
  async start(g) {
    const data = `${g.folder}/start`
    const port = 20_000 + (process.pid % 20_000)
    const toFirstPage = async () => {
      const began = performance.now()
      const child = spawn(process.execPath, [...process.execArgv, cli, 'serve'], {
        env: { ...process.env, TUJUHPAS_DATA: data, PORT: String(port), DATABASE_URL: '' },
        stdio: 'ignore',
      })
      const gone = new Promise((done) => child.once('exit', done))
      try {
        for (;;) {
          const page = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
          if (page?.ok && (await page.text()).includes('4.230')) return performance.now() - began
          if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}`)
          await sleep(10)
        }
      } finally {
        child.kill('SIGTERM')
        await gone
      }
    }
    await toFirstPage() // prepares it
    const first = await quantile(0.5, 3, toFirstPage, (took) => took)
    const bare = await quantile(
      0.5,
      3,
      async () => {
        const began = performance.now()
        const server = await openServer(`${data}/postgresql`)
        const took = performance.now() - began
        await server.close()
        return took
      },
      (took) => took,
    )
    return [
      {
        what: 'server start to first page, prepared database',
        measured: ms(first),
        must: '2 s',
        limit: `PostgreSQL alone ${ms(bare)}`,
        ratio: times(first / bare),
      },
    ]
  },
}

const cli = fileURLToPath(projectFile('build/cli.js'))

/** Runs a command of the product to its end; milliseconds, and the most memory that it and each of its children held, in MB. */
async function command(args: string[], env: Record<string, string>): Promise<{ ms: number; peaks: number[] }> {
  const began = performance.now()
  const child = spawn(process.execPath, [...process.execArgv, cli, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const peaks = new Map<number, number>()
  const watch = setInterval(() => {
    for (const pid of [child.pid!, ...childrenOf(child.pid!)]) {
      const mb = peakOf(pid)
      if (mb) peaks.set(pid, mb)
    }
  }, 100)
  const code = await new Promise((done) => child.once('exit', done))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${args[0]} ${args[1]} ended with ${code}`)
  return { ms: performance.now() - began, peaks: [...peaks.values()] }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return []
  }
}

function peakOf(pid: number): number | null {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
  } catch {
    return null
  }
}

function* sheetOf(rows: number): Generator<string> {
  const kecs = kecamatan()
  const two = (n: number) => String(n).padStart(2, '0')
  yield 'NIK;Nama;Tgl Lahir;Kecamatan;No HP;Tgl Daftar;KTP diperiksa\n'
  for (let i = 0; i < rows; i++) {
    const [day, month, year] = [(i % 28) + 1, (i % 12) + 1, 60 + (i % 37)]
    const kec = kecs[i % kecs.length]!
    const nik = `12${String(kec.code).slice(2)}${two(day)}${two(month)}${two(year)}${String(Math.floor(i / 44) + 1).padStart(4, '0')}`
    yield `${nik};${FIRST[i % 7]} ${MIDDLE[Math.floor(i / 77) % 13]} ${LAST[Math.floor(i / 7) % 11]};${two(day)}/${two(month)}/19${year};${kec.name};0812${10_000_000 + i};${two((i % 20) + 1)}/01/2018;${i % 3 ? '' : 'ya'}\n`
  }
}
const FIRST = ['Siti', 'Budi', 'Dewi', 'Agus', 'Rina', 'Eko', 'Yuli']
const MIDDLE = ['Nur', 'Tri', 'Sri', 'Dwi', 'Putri', 'Adi', 'Ayu', 'Indah', 'Rizky', 'Fajar', 'Wahyu', 'Maya', 'Intan']
const LAST = ['Aminah', 'Santoso', 'Lestari', 'Salim', 'Hartati', 'Prasetyo', 'Astuti', 'Hidayat', 'Wijaya', 'Nugroho', 'Utami']
