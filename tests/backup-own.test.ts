// A backup of a PostgreSQL of one's own (Debian's 15) and the way back as docs/operations.md tells it: unpack, start, verify. Only where the
// suite runs on a PostgreSQL of one's own (DATABASE_URL) and Debian's is installed, as in `.ci/run`.
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it, vi } from 'vitest'
import { freePort } from '../src/kit/postgres.ts'

const BIN = '/usr/lib/postgresql/15/bin'
const command = fileURLToPath(new URL('../tools/tujuhpas.mjs', import.meta.url))
vi.setConfig({ testTimeout: 240_000 })

const ground = mkdtempSync(join(tmpdir(), 'cadangan-sendiri-'))
chmodSync(ground, 0o755) // the server's own account reaches it
const running: string[] = []
afterAll(() => {
  for (const cluster of running) asServer('pg_ctl', 'stop', '-D', cluster, '-m', 'immediate')
  rmSync(ground, { recursive: true, force: true })
})

/** PostgreSQL does not run as root: as its own account then, else as us. */
const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
const account = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
function asServer(program: string, ...args: string[]) {
  const ran = spawnSync(`${BIN}/${program}`, args, {
    ...account,
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (ran.status !== 0 && program !== 'pg_ctl') throw new Error(ran.stderr)
  return ran
}
function folder(name: string): string {
  const path = join(ground, name)
  mkdirSync(path, { mode: 0o700 })
  if (account.uid) chownSync(path, account.uid, account.gid!)
  return path
}
async function start(cluster: string): Promise<string> {
  const port = await freePort()
  running.push(cluster)
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`
  const log = join(cluster, 'log')
  expect(asServer('pg_ctl', 'start', '-w', '-D', cluster, '-l', log, '-o', settings).status).toBe(0)
  return `postgres://postgres@127.0.0.1:${port}/postgres`
}
function tujuhpas(url: string, data: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: url, TUJUHPAS_DATA: data }
  const ran = spawnSync(process.execPath, [command, ...args, '--format', 'json'], { env, encoding: 'utf8' })
  return { code: ran.status, err: ran.stderr, json: () => JSON.parse(ran.stdout) }
}

it.skipIf(!existsSync(BIN) || !process.env.DATABASE_URL)(
  'gives back every published week, unpacked into an empty data directory of the same version',
  async () => {
    const cluster = folder('asal')
    asServer('initdb', '-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8')
    const url = await start(cluster)
    const data = join(ground, 'data')
    mkdirSync(data)
    const demo = tujuhpas(url, data, 'demo')
    expect(demo.code, demo.err).toBe(0)
    const weeks = (demo.json().weeks as { week: string }[]).map((w) => w.week)
    const backup = join(ground, 'cadangan')
    const backed = tujuhpas(url, data, 'backup', backup)
    expect(backed.code, backed.err).toBe(0)
    expect(backed.json().password).toBeNull()

    // The machine is gone; a new one has the backup, and the keys that were kept apart.
    asServer('pg_ctl', 'stop', '-D', cluster, '-m', 'immediate')
    rmSync(cluster, { recursive: true })
    const anew = folder('baru')
    const unpacked = spawnSync('tar', ['-xzf', join(backup, 'base.tar.gz'), '-C', anew, '--no-same-owner'], { encoding: 'utf8' })
    expect(unpacked.stderr).toBe('')
    if (account.uid) spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, anew])
    const keys = join(ground, 'data-baru')
    mkdirSync(keys)
    copyFileSync(join(data, 'keys.json'), join(keys, 'keys.json'))
    const there = await start(anew)
    for (const week of weeks)
      expect(tujuhpas(there, keys, 'weekly', 'verify', '--week', week).json()).toMatchObject({ week, same: true })
    expect(tujuhpas(there, keys, 'journal', 'verify').json().broken).toEqual([])
    expect(tujuhpas(there, keys, 'replay').json().differences).toEqual([])
  },
)
