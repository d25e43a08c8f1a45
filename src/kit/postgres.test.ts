// The embedded server from outside: shared by processes, stopped by the last, back after every kind of kill. All on real servers.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Server } from './postgres.ts'
import { openServer } from './postgres.ts'
import { isAlive } from './processes.ts'

const newFolder = () => {
  const made = mkdtempSync(join(tmpdir(), 'tujuhpas-server-'))
  chmodSync(made, 0o755)
  return made
}
const shared = newFolder()
let folder = shared
const servers: Server[] = []
const others: ChildProcess[] = []

afterEach(async () => {
  for (const other of others.splice(0)) other.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.close()
  if (runs()) await (await openServer(folder)).close()
  if (folder !== shared) rmSync(folder, { recursive: true })
  folder = shared
})
afterAll(() => rmSync(shared, { recursive: true }))

const open = async () => {
  const server = await openServer(folder, { fsync: false })
  servers.push(server)
  return server
}

/** Another process that opens the server, says so, and closes it when told `bye`. */
async function anotherProcess(): Promise<ChildProcess> {
  const code = `import { openServer } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)}
    const server = await openServer(${JSON.stringify(folder)}, { fsync: false })
    process.on('message', async (word) => {
      if (word === 'throw') throw new Error('the command has a fault')
      await server.close(); process.disconnect()
    })
    process.send(server.url)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] })
  others.push(child)
  await new Promise((done, failed) => child.once('message', done).once('exit', () => failed(new Error('it ended'))))
  return child
}
const told = (child: ChildProcess, word: string) =>
  new Promise((done) => {
    child.once('exit', done)
    child.send(word)
  })
const killed = (child: ChildProcess) =>
  new Promise((done) => {
    child.once('exit', done)
    child.kill('SIGKILL')
  })

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}
const postmaster = () => Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
const runs = () => existsSync(join(folder, 'cluster', 'postmaster.pid')) && isAlive(postmaster())
const starts = () => readFileSync(join(folder, 'postgres.log'), 'utf8').split('starting PostgreSQL').length - 1
const keepAPromise = async (url: string) => {
  await ask(url, 'DROP TABLE IF EXISTS promise')
  await ask(url, 'CREATE TABLE promise AS SELECT 4230 AS members')
}
const promise = (url: string) => ask(url, 'SELECT members FROM promise')

describe('the embedded server of a folder', () => {
  it('starts, answers in UTF-8 with sums over its pages, and is gone after close', async () => {
    const server = await open()
    expect(
      await ask(server.url, `SELECT concat(current_setting('server_encoding'), ' ', current_setting('data_checksums'))`),
    ).toBe('UTF8 on')
    expect(await ask(server.urlOf('template1'), 'SELECT current_database()')).toBe('template1')
    await server.close()
    expect(runs()).toBe(false)
    expect(readdirSync(join(folder, 'users'))).toEqual([])
  })

  it('keeps what was written, and its address, from one start to the next', async () => {
    const first = await open()
    await keepAPromise(first.url)
    await first.close()
    const second = await open()
    expect(await promise(second.url)).toBe(4230)
    expect(second.url).toBe(first.url)
  })

  it('lets nobody in without the password, which only its account may read', async () => {
    const server = await open()
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600)
    await expect(ask(server.url.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('saves safely unless told otherwise', async () => {
    const server = await openServer(folder)
    servers.push(server)
    const safe = `SELECT concat(current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'))`
    expect(await ask(server.url, safe)).toBe('ononon')
  })

  it('writes no statement and no value of a person into its log', async () => {
    const server = await open()
    await keepAPromise(server.url)
    await ask(server.url, `CREATE UNIQUE INDEX ON promise (members)`)
    await expect(ask(server.url, `INSERT INTO promise SELECT 4230 WHERE 'Sari Wulandari' <> ''`)).rejects.toMatchObject({
      code: '23505',
    })
    expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).not.toMatch(/Wulandari|4230/)
  })
})

describe('several processes at one server', () => {
  it('is adopted by a second process and stops with the last one', async () => {
    const mine = await open()
    const other = await anotherProcess()
    await mine.close()
    expect(runs()).toBe(true)
    await told(other, 'bye')
    expect(runs()).toBe(false)
  })

  it('starts once when four processes begin at the same moment', async () => {
    await (await open()).close()
    const before = starts()
    const all = await Promise.all([anotherProcess(), anotherProcess(), anotherProcess(), anotherProcess()])
    expect(starts()).toBe(before + 1)
    for (const other of all) await told(other, 'bye')
    expect(runs()).toBe(false)
  })

  it('is not kept alive by a process that was killed', async () => {
    const mine = await open()
    await killed(await anotherProcess())
    await mine.close()
    expect(runs()).toBe(false)
  })

  it('lives on when its only process is killed, and the next one adopts it with all it holds', async () => {
    const other = await anotherProcess()
    const before = postmaster()
    await killed(other)
    const mine = await open()
    expect(postmaster()).toBe(before)
    await mine.close()
    expect(runs()).toBe(false)
  })

  it('goes when its only process ends by a fault, without having closed it', async () => {
    await told(await anotherProcess(), 'throw')
    await vi.waitFor(() => expect(runs()).toBe(false), 10_000)
  })

  it('is not fooled by the number of a dead process that a stranger has now', async () => {
    const mine = await open()
    writeFileSync(join(folder, 'users', `${process.ppid}.old`), 'another boot, another start')
    await mine.close()
    expect(runs()).toBe(false)
  })
})

describe('after kill -9 of PostgreSQL', () => {
  const crash = () => {
    const pid = postmaster()
    process.kill(pid, 'SIGKILL')
    return pid
  }

  it('comes back by itself, at the same address, with everything that was saved', async () => {
    const server = await open()
    await keepAPromise(server.url)
    const before = crash()
    await vi.waitFor(async () => expect(await promise(server.url)).toBe(4230), 20_000)
    expect(postmaster()).not.toBe(before)
  })

  it('is started again by a command whose serving process died with it', async () => {
    const other = await anotherProcess()
    const first = await open()
    await keepAPromise(first.url)
    await first.close()
    crash()
    await killed(other)
    expect(await promise((await open()).url)).toBe(4230)
  })

  it.runIf(process.platform === 'linux')(
    'is started again while the dead postmaster is a zombie that still holds its number',
    async () => {
      const other = await anotherProcess()
      const first = await open()
      await keepAPromise(first.url)
      await first.close()
      other.kill('SIGSTOP') // it cannot take leave of its child now
      const pid = crash()
      await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /))
      const mine = await open()
      expect(await promise(mine.url)).toBe(4230)
      expect(mine.url).toBe(first.url)
    },
  )

  it('starts when postmaster.pid names a living stranger', async () => {
    await (await open()).close()
    writeFileSync(join(folder, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(folder, 'cluster')}\n0\n1\n\n127.0.0.1\n`)
    expect(await ask((await open()).url, 'SELECT 1')).toBe(1)
  })
})

describe('a folder that is not as it was left', () => {
  it('is refused when its database is gone: it is not replaced by an empty one in silence', async () => {
    folder = newFolder()
    await (await open()).close()
    rmSync(join(folder, 'cluster'), { recursive: true })
    await expect(open()).rejects.toThrow(/Database folder ini hilang/)
  })

  it('begins anew when an earlier preparation was cut off half way', async () => {
    folder = newFolder()
    mkdirSync(join(folder, 'cluster.new', 'base'), { recursive: true })
    expect(await ask((await open()).url, 'SELECT 1')).toBe(1)
  })

  it.runIf(process.getuid?.() === 0)(
    'keeps its data outside when closed to the database account, finds it when moved, is refused when copied',
    async () => {
      const from = newFolder()
      chmodSync(from, 0o700)
      const first = await openServer(from, { fsync: false })
      await keepAPromise(first.url)
      await first.close()
      const outside = readFileSync(join(from, 'cluster-is-at'), 'utf8')
      const moved = `${from}-moved`
      renameSync(from, moved)
      const second = await openServer(moved, { fsync: false })
      expect(await promise(second.url)).toBe(4230)
      await second.close()
      cpSync(moved, from, { recursive: true })
      await expect(openServer(from)).rejects.toThrow(/adalah salinan/)
      for (const made of [from, moved, dirname(outside)]) rmSync(made, { recursive: true })
    },
  )
})
