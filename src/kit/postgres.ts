// The embedded PostgreSQL: one real server a folder, shared by all processes that use the folder. The first starts it, later
// ones adopt it, the last one stops it; while one lives, a server that died is started again. Roles and tables: database.ts.
import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Place, ServerOptions } from './postgres-home.ts'
import { cleanEnv, exe, isServer, readText, runningIn, takePlace, writeWhole } from './postgres-home.ts'
import { alone, aloneAtExit, isAlive, startOf } from './processes.ts'

export type Server = {
  /** The superuser's, database `postgres`; stays the same while any process uses the server. */
  url: string
  urlOf(database: string): string
  /** Stops the server too when no other living process uses it. */
  close(): Promise<void>
}

const linux = process.platform === 'linux'
const windows = process.platform === 'win32'
const STOP_WAIT_MS = 60_000

// ---- is it running?

function postmaster(cluster: string): { pid: number; port: number } | undefined {
  const lines = readText(join(cluster, 'postmaster.pid'))?.split('\n')
  const pid = Number(lines?.[0])
  return lines && pid > 0 && isServer(pid, cluster) ? { pid, port: Number(lines[3]) } : undefined
}

/**
 * After a killed postmaster: its backends get a moment to see it and go, then are sent away; then its postmaster.pid, which a
 * zombie or another process under the same number keeps valid in PostgreSQL's eyes, can go without harm.
 */
async function clearAfterCrash(cluster: string) {
  if (!linux) return
  for (let waited = 0; ; waited += 50) {
    if (postmaster(cluster)) return
    const left = runningIn(cluster)
    if (left.length === 0) break
    if (waited === 1000 || waited === 5000) for (const pid of left) signal(pid, waited === 1000 ? 'SIGQUIT' : 'SIGKILL')
    if (waited > STOP_WAIT_MS) throw new Error(`processes ${left.join(', ')} of a killed PostgreSQL do not end`)
    await sleep(50)
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch {} // gone already
}

/** `yes` only from our own cluster: it took our password, and says that this folder is its own. */
async function answers({ cluster, password }: Place, port: number): Promise<'yes' | 'not yet'> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    password,
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    if (rows[0] && realpathSync(rows[0].data_directory) === cluster) return 'yes'
    throw new Error(`port ${port} belongs to another database, ${rows[0]?.data_directory}`)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === '53300') return 'yes' // all places taken: it lives
    if (code === '57P03' || code?.startsWith('ECONN') || /timeout|terminated/i.test(message)) return 'not yet'
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

// ---- start and stop (all under the folder's lock)

/** A port of this machine that nobody uses now. */
export const freePort = () =>
  new Promise<number>((done, failed) => {
    const probe = createServer().on('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

function settings(port: number, fsync: boolean, archive: string | null) {
  const unsafe = fsync ? {} : { fsync: 'off', full_page_writes: 'off' }
  // Once whole, a piece keeps its name; one that is there already (a crash between the two) is only compared.
  const kept = `'${archive?.replaceAll("'", "'\\''")}'`
  const archiving = archive
    ? {
        archive_mode: 'on',
        archive_timeout: '60',
        archive_command: `if [ -f ${kept}/%f.gz ]; then gzip -dc ${kept}/%f.gz | cmp -s - "%p"; else gzip -c "%p" > ${kept}/.%f && mv ${kept}/.%f ${kept}/%f.gz; fi`,
      }
    : {}
  const all = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // A failing statement holds names and numbers of people: the server's log gets neither its text nor its values.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...archiving,
    ...unsafe,
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** The folder of the archive, the server's account's own. */
function openedTo({ account }: Place, archive: string): string {
  mkdirSync(archive, { recursive: true, mode: 0o700 })
  if (account) chownSync(archive, account.uid, account.gid)
  return realpathSync(archive)
}

/** `taken` when another program has the port. */
async function launch(place: Place, port: number, { fsync = true, archive }: ServerOptions): Promise<'up' | 'taken'> {
  const logFile = join(place.folder, 'postgres.log')
  if (existsSync(logFile) && statSync(logFile).size > 8_000_000) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a', 0o600)
  const begin = statSync(logFile).size
  // Detached: Ctrl-C at the terminal is for the programme, which then closes the server when it has finished.
  const child = spawn(
    exe(place.native, 'postgres'),
    ['-D', place.cluster, ...settings(port, fsync, archive ? openedTo(place, archive) : null)],
    {
      ...place.account,
      cwd: '/',
      env: cleanEnv(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    },
  )
  closeSync(log)
  let ended: string | undefined
  child.on('error', (error) => (ended = error.message)).on('exit', (code, by) => (ended ??= `${by ?? code}`))
  child.unref()
  // Recovery after a crash may take minutes: it is waited for as long as the process lives and says that it will come.
  for (let refused = 0; ended === undefined; await sleep(20)) {
    const answer = await answers(place, port).catch((error: Error) => error)
    if (answer === 'yes' && ended === undefined) return 'up'
    if (answer instanceof Error && ++refused > 100) {
      signal(child.pid!, 'SIGINT')
      throw answer
    }
  }
  const said = readFileSync(logFile).subarray(begin).toString().trim()
  if (/could not bind|could not create any TCP/.test(said)) return 'taken'
  throw new Error(`PostgreSQL tidak mau mulai. / PostgreSQL did not start (${ended}): ${said.split('\n').slice(-6).join('\n')}`)
}

/** Adopts the living server, or starts it; while others use the server it must come back on the port they know. */
async function ensure(place: Place, others: boolean, options: ServerOptions): Promise<{ pid: number; port: number }> {
  const portFile = join(place.folder, 'port')
  for (let tries = 0, waited = 0; ; ) {
    const running = postmaster(place.cluster)
    if (running) {
      if ((await answers(place, running.port)) === 'yes') return running
      await sleep(50) // starting, recovering or stopping: look again
      waited += 50
      if (!linux && waited > STOP_WAIT_MS)
        throw new Error(
          `PostgreSQL does not answer. If process ${running.pid} is another program, remove ${place.cluster}/postmaster.pid.`,
        )
      continue
    }
    await clearAfterCrash(place.cluster)
    const last = Number(readText(portFile) ?? 0)
    const port = last && (others || tries === 0) ? last : await freePort()
    writeWhole(portFile, String(port))
    if ((await launch(place, port, options)) === 'up') continue
    if (++tries > 20) throw new Error(`port ${port} is taken by another program / dipakai program lain: ${portFile}`)
    if (others) await sleep(500)
    options.log?.(`port ${port}: dipakai program lain / taken by another program`)
  }
}

async function stop(place: Place) {
  const running = postmaster(place.cluster)
  if (!running) return
  if (windows) spawnSync(exe(place.native, 'pg_ctl'), ['stop', '-D', place.cluster, '-m', 'fast'], { env: cleanEnv() })
  else signal(running.pid, 'SIGINT')
  for (let waited = 0; isServer(running.pid, place.cluster); waited += 10) {
    if (waited === STOP_WAIT_MS) signal(running.pid, 'SIGQUIT') // not clean, but safe: the next start recovers
    await sleep(10)
  }
}

/** Living users of the folder but this one; those of crashed processes are cleared away. */
function others(folder: string, own: string): string[] {
  return readdirSync(join(folder, 'users')).filter((name) => {
    if (name === own) return false
    const pid = Number(name.split('.')[0])
    if (isAlive(pid) && startOf(pid) === readText(join(folder, 'users', name))) return true
    rmSync(join(folder, 'users', name), { force: true })
    return false
  })
}

/** Opens the database of a folder (made when missing) for this process. Any number of processes may do so at once. */
export async function openServer(folderPath: string, options: ServerOptions = {}): Promise<Server> {
  mkdirSync(join(folderPath, 'users'), { recursive: true })
  const folder = realpathSync(folderPath)
  const lock = join(folder, 'lock')
  const own = `${process.pid}.${randomUUID()}`
  const ownFile = join(folder, 'users', own)
  const leave = () => {
    rmSync(ownFile, { force: true })
    return others(folder, own).length === 0
  }

  let place!: Place
  let server = await alone(lock, async () => {
    writeFileSync(ownFile, startOf(process.pid))
    try {
      place = await takePlace(folder, options)
      return await ensure(place, others(folder, own).length > 0, options)
    } catch (error) {
      rmSync(ownFile, { force: true })
      throw error
    }
  })

  let closing: Promise<void> | undefined
  let reviving = false
  const revive = async () => {
    if (reviving || closing || isServer(server.pid, place.cluster)) return
    reviving = true
    try {
      await alone(lock, async () => {
        if (closing) return
        server = await ensure(place, true, options)
        options.log?.('Database mati dan dijalankan kembali. / The database had died and runs again.')
      })
    } catch (error) {
      options.log?.(`Database mati: ${(error as Error).message}`)
    } finally {
      reviving = false
    }
  }
  const watch = setInterval(revive, 250)
  watch.unref()
  // A process that ends without closing: the server still goes with its last user, only nobody waits for it.
  const atExit = () =>
    aloneAtExit(lock, () => {
      const running = leave() && postmaster(place.cluster)
      if (running) signal(running.pid, 'SIGINT')
    })
  process.once('exit', atExit)

  const urlOf = (database: string) =>
    `postgres://postgres:${place.password}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`
  const close = async () => {
    clearInterval(watch)
    await alone(lock, async () => {
      if (leave()) await stop(place)
    })
    process.off('exit', atExit)
  }
  return { url: urlOf('postgres'), urlOf, close: () => (closing ??= close()) }
}
