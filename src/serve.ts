// The server: the app on a port, the queue beside it, and the refusals of a set-up that could lose or leak what people trust us with.

import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server'
import pg from 'pg'
import { createApp } from './app.tsx'
import { findDaily, findingTasks } from './identity/index.ts'
import { askToFill, fillingTasks } from './journal/index.ts'
import { type Database, Refusal } from './kit/database.ts'
import { queue, startWorker } from './kit/jobs.ts'
import type { Secrets } from './kit/secrets.ts'
import { type NewsSettings, type Sender, sendingTasks } from './kit/sending/index.ts'
import { importTasks } from './p1-registration/index.ts'
import { classTasks } from './p2-training/index.ts'
import { clockOf } from './people/index.ts'
import { reminderTasks } from './weekly/index.ts'

export type Serving = { url: string; close(): Promise<void> }

export type ServeOptions = {
  database: Database
  secrets: Secrets
  ownerUrl: string
  /** TUJUHPAS_NOW, as `fixedNow` reads it. */
  fixed: Date | null
  host: string
  port: number
  /** TUJUHPAS_PUBLIC_URL: the address people use when a proxy ends https in front of this server. */
  publicUrl: string | null
  /** How messages leave the house. */
  sender: Sender
  /** Whose news of delivery is heard. */
  news?: NewsSettings
  /** TUJUHPAS_PROXIES. */
  proxies?: string
  log: (line: string) => void
}

const HEADERS_MS = 10_000
const BODY_MS = 30_000
const FILE_MS = 120_000
const MACHINE = { actor: 'mesin', role: 'system' }
/** One job however often it is asked for while it waits. */
const REMINDING = '01610000-0000-7000-8000-000000000000'
/** How long requests under way may take once the server is told to stop. */
const LAST_MS = 15_000

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/

export async function startServing(options: ServeOptions): Promise<Serving> {
  const { database, secrets, ownerUrl, fixed, host, port, publicUrl, sender, news, proxies, log } = options
  const secure = publicUrl?.startsWith('https://') === true
  if (!LOOPBACK.test(host) && !secure)
    throw new Refusal(
      'serve.plain-http',
      `HOST=${host} membuka server ke jaringan tanpa https, jadi NIK dan kata sandi bisa terbaca di jalan. Pasang proxy https di depan dan tulis ` +
        'alamatnya di TUJUHPAS_PUBLIC_URL=https://..., atau biarkan HOST=127.0.0.1. / ' +
        `HOST=${host} opens the server to the network without https. Put an https proxy in front and name its address in TUJUHPAS_PUBLIC_URL, or keep HOST=127.0.0.1.`,
    )
  await refuseUnsafe(ownerUrl)

  const app = createApp({ database, secrets, fixed, secure, proxies, news, smsToo: sender.second?.name === 'sms', log })
  const server = await openDoor(app, host, port)
  const now = async () => (await clockOf(database.pool('job'), fixed)).now
  const tasks = {
    ...importTasks({ database, secrets, now }),
    ...classTasks({ database, secrets, now }),
    ...fillingTasks({ database }),
    ...findingTasks({ database, secrets, now }),
    ...reminderTasks({ database, now }),
    ...sendingTasks({ database, secrets, sender, wall: () => new Date() }),
  }
  const worker = await startWorker(ownerUrl, tasks, log)
  await database.within('job', MACHINE, askToFill)
  // Looked at every quarter of an hour: does a week wait for approval (Sunday 20.00 and Monday 08.00 are not missed by more), and were
  // members compared today?
  const reminding = setInterval(() => {
    database
      .within('job', MACHINE, async (db) => {
        await queue(db, 'remind-weeks', REMINDING)
        await queue(db, 'remind-classes', REMINDING)
        await findDaily(db)
      })
      .catch((error: Error) => log(`reminders: ${error.name}`))
  }, 15 * 60_000).unref()
  const address = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close() {
      clearInterval(reminding)
      // Requests under way are finished, idle connections are let go; who is not done by then is cut off.
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      const late = setTimeout(() => server.closeAllConnections(), LAST_MS)
      await Promise.all([worker.stop(), closed])
      clearTimeout(late)
    },
  }
}

type Line = HttpBindings | Http2Bindings
type App = { fetch(request: Request, line: Line): Response | Promise<Response> }

/** The app on a port, with what is asked of a request before the app sees it: one way to read it, in time. */
export async function openDoor(app: App, host: string, port: number): Promise<Server> {
  const fetch = (request: Request, line: Line) =>
    readsOneWay(line.incoming)
      ? app.fetch(request, line)
      : new Response('Permintaan ini tidak dapat dibaca. / This request cannot be read.', {
          status: 400,
          headers: { connection: 'close', 'content-type': 'text/plain; charset=utf-8' },
        })
  const server = await new Promise<Server>((up, down) => {
    const made = serve({ fetch, hostname: host, port }, () => up(made as Server)) as Server
    made.once('error', (error: NodeJS.ErrnoException) =>
      down(
        error.code === 'EADDRINUSE'
          ? new Refusal(
              'serve.port-taken',
              `Port ${port} sudah dipakai. Pilih yang lain: PORT=3001 npm start. / Port ${port} is taken. Choose another: PORT=3001 npm start.`,
            )
          : error,
      ),
    )
  })
  // A slow client holds its own line only. A body comes within half a minute; a file of 20 MB gets two (9-scorecard, slow clients).
  server.headersTimeout = HEADERS_MS
  server.requestTimeout = FILE_MS
  server.keepAliveTimeout = 5_000
  server.on('request', (request: IncomingMessage) => {
    if (request.complete || request.headers['content-type']?.startsWith('multipart/form-data')) return
    const late = setTimeout(() => request.complete || request.destroy(), BODY_MS)
    request.once('close', () => clearTimeout(late))
  })
  return server
}

/** One host is named, once (RFC 9112, 3.2), in a version that has fields at all: node's own parser lets both others in. */
const readsOneWay = ({ httpVersionMajor, rawHeaders }: Pick<IncomingMessage, 'httpVersionMajor' | 'rawHeaders'>) =>
  httpVersionMajor === 1 && rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length < 2

/** "Saved" may only be said when the disk has it (6-trust, Database). */
async function refuseUnsafe(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'",
    )
    if (rows.length)
      throw new Refusal(
        'serve.unsafe-database',
        `Basis data berjalan dengan ${rows.map((r) => `${r.name}=off`).join(', ')}: yang sudah dikonfirmasi bisa hilang saat listrik padam. Nyalakan, lalu mulai lagi. / ` +
          `The database runs with ${rows.map((r) => `${r.name}=off`).join(', ')}: what was confirmed could be lost in a power cut. Turn it on and start again.`,
      )
  } finally {
    await client.end()
  }
}
