// An opening day: forms that are ready are sent to a server of its own process, on the programme that the benches hold. Two things are
// measured: how many a second are taken in with their number and receipt, and what becomes of a crowd that comes in one moment.
import { spawn } from 'node:child_process'
import { Agent, createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { projectFile } from '../src/kit/files.ts'
import { uuidv7 } from '../src/kit/ids.ts'
import { freePort } from '../src/kit/postgres.ts'
import { clockOf } from '../src/people/index.ts'
import { answered, type Ready, readyFrom } from '../tests/forms.ts'
import type { Ground } from './dataset.ts'
import { ms, perSecond, type Row, times } from './rows.ts'

const STEADY = 6_000
const CROWD = 3_000
const PHONES = 100

export async function opening(g: Ground): Promise<Row[]> {
  const to = await g.copy('bench_opening')
  const { now } = await clockOf(to.database.pool('public'), null)
  const port = await freePort()
  const home = `http://127.0.0.1:${port}`
  const house = spawn(process.execPath, [...process.execArgv, fileURLToPath(projectFile('build/cli.js')), 'serve'], {
    env: { ...process.env, DATABASE_URL: to.url, TUJUHPAS_DATA: g.folder, PORT: String(port) },
    stdio: 'ignore',
  })
  const gone = new Promise((done) => house.once('exit', done))
  const agent = new Agent({ keepAlive: true, maxSockets: CROWD })
  const ask = askWith(agent, home)
  const owner = new pg.Pool({ connectionString: to.url, max: 16 })
  const enrolled = async () => (await owner.query('select count(*)::integer as n from enrolment')).rows[0].n as number
  try {
    while ((await ask('GET', '/healthz').catch(() => null))?.status !== 200) {
      if (house.exitCode !== null) throw new Error(`serve ended with ${house.exitCode}`)
      await sleep(50)
    }
    // Everybody has answered all pages and looks at the last one.
    const ready: Ready[] = []
    await atOnce(STEADY + CROWD, 40, async (n) => {
      const code = await answered(to.database, g.secrets, n, now)
      ready[n] = readyFrom(code, await ask('GET', '/daftar/periksa', `formulir=${code}`))
    })
    const before = await enrolled()
    /** Sends a form and opens its receipt; false when it was told to come again. */
    const register = async ({ cookie, body }: Ready): Promise<boolean> => {
      const sent = await ask('POST', '/daftar/kirim', cookie, body)
      if (sent.status === 503) return false
      if (sent.status !== 303 || !sent.location?.startsWith('/daftar/terima/')) throw new Error(`answered ${sent.status}`)
      const receipt = await ask('GET', sent.location!, cookie)
      if (receipt.status !== 200) throw new Error(`receipt answered ${receipt.status}`)
      return true
    }

    const took: number[] = []
    const steady = await rate(STEADY, async (n) => {
      const began = performance.now()
      if (!(await register(ready[n]!))) throw new Error('turned away')
      took.push(performance.now() - began)
    })
    took.sort((a, b) => a - b)

    // All in one moment; whoever is told to come again does so after the seconds that the answer named.
    let turnedAway = 0
    let slowestNo = 0
    const began = performance.now()
    await atOnce(CROWD, CROWD, async (n) => {
      for (;;) {
        const at = performance.now()
        if (await register(ready[STEADY + n]!)) return
        turnedAway++
        slowestNo = Math.max(slowestNo, performance.now() - at)
        await sleep(5_000)
      }
    })
    const all = (performance.now() - began) / 1000
    const more = (await enrolled()) - before
    if (more !== STEADY + CROWD) throw new Error(`${more} of ${STEADY + CROWD} are there`)

    await owner.query('create table bench_insert (id uuid primary key, body text)')
    const bareServer = createServer((asked, answer) => {
      let body = ''
      asked.on('data', (part) => {
        body += part
      })
      asked.on('end', async () => {
        if (asked.method === 'POST') await owner.query('insert into bench_insert values ($1, $2)', [uuidv7(), body])
        answer.end('ok')
      })
    })
    await new Promise<void>((up) => bareServer.listen(0, '127.0.0.1', up))
    const askBare = askWith(agent, `http://127.0.0.1:${(bareServer.address() as AddressInfo).port}`)
    const bare = await rate(STEADY, async (n) => {
      await askBare('POST', '/', '', ready[n]!.body)
      await askBare('GET', '/')
    })
    bareServer.close()
    const limit = `bare POST with one INSERT, and a GET ${perSecond(bare)}`
    return [
      {
        what: `an opening day: registrations sent and receipts opened, ${PHONES} phones`,
        measured: `${perSecond(steady)}, p95 ${ms(took[Math.floor(took.length * 0.95)]!)}`,
        must: '300 /s',
        limit,
        ratio: times(steady / bare),
      },
      {
        what: `${CROWD.toLocaleString('en')} in one moment: all taken in; ${turnedAway.toLocaleString('en')} times told to come again, in ${ms(slowestNo)} at most`,
        measured: `${all.toFixed(1)} s`,
        must: '-',
        limit: '-',
        ratio: '-',
      },
    ]
  } finally {
    agent.destroy()
    await owner.end()
    house.kill('SIGTERM')
    await gone
  }
}

async function atOnce(many: number, side: number, act: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: side }, async () => {
      for (let n = next++; n < many; n = next++) await act(n)
    }),
  )
}

async function rate(many: number, act: (n: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  await atOnce(many, PHONES, act)
  return (many * 1000) / (performance.now() - began)
}

type Answer = { status: number; location: string | undefined; cookies: string[]; text: string }

const askWith =
  (agent: Agent, home: string) =>
  (method: string, path: string, cookie = '', body?: string): Promise<Answer> =>
    new Promise((answered, failed) => {
      const headers = {
        cookie,
        origin: home,
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      }
      const asked = httpRequest(new URL(path, home), { agent, method, headers }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part) => {
          text += part
        })
        answer.on('end', () =>
          answered({
            status: answer.statusCode!,
            location: answer.headers.location,
            cookies: (answer.headers['set-cookie'] ?? []).map((c) => c.split(';', 1)[0]!),
            text,
          }),
        )
        answer.on('error', failed)
      })
      asked.on('error', failed)
      asked.end(body)
    })
