// A backup and the way back, by the commands an administrator types: a new folder, every published week the same, any second of the archived
// log; and what is refused: a folder that is not empty, a flipped byte, the wrong keys.
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { backUp, restore } from '../src/kit/backup.ts'
import { openServer } from '../src/kit/postgres.ts'
import { readSecrets } from '../src/kit/secrets.ts'

const command = fileURLToPath(new URL('../tools/tujuhpas.mjs', import.meta.url))
const ground = mkdtempSync(join(tmpdir(), 'cadangan-'))
chmodSync(ground, 0o755) // the server's own account reaches it
const at = (name: string) => join(ground, name)
const archive = at('arsip')
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // each command is a process of its own; machines are shared

type Ran = { code: number | null; err: string; json: () => { [key: string]: never } }

async function tujuhpas(data: string, ...args: string[]): Promise<Ran> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [command, ...args, '--format', 'json'], {
    env: { PATH, HOME, TUJUHPAS_DATA: at(data), TUJUHPAS_ARCHIVE: data === 'asal' ? archive : undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (part) => (out += part))
  child.stderr.on('data', (part) => (err += part))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, err, json: () => JSON.parse(out) }
}
/** A data folder of a new machine: only the keys, which were kept apart. */
function newMachine(name: string): string {
  mkdirSync(at(name))
  copyFileSync(at('asal/keys.json'), at(`${name}/keys.json`))
  return name
}
/** Two rows at moments that the test knows, by a process that uses the folder as the server does. */
async function happen(): Promise<string> {
  const server = await openServer(at('asal/postgresql'), { archive })
  const client = new pg.Client(server.urlOf('tujuhpas'))
  await client.connect()
  await client.query('create table kejadian (n integer)')
  await client.query('insert into kejadian values (1)')
  // A whole millisecond after the first, since that is how finely a moment is told; the second comes when it has passed.
  const { rows } = await client.query("select date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as now")
  const passed = async () => (await client.query('select clock_timestamp() > $1 as passed', [rows[0].now])).rows[0].passed
  while (!(await passed()));
  await client.query('insert into kejadian values (2)')
  await client.end()
  await server.close() // the last part of the log is archived as it stops
  return (rows[0].now as Date).toISOString()
}
const secretsOf = (data: string) => readSecrets(at(data))
/** Restores into a new folder and answers what of it happened. */
async function happened(name: string, how: Parameters<typeof restore>[3]): Promise<number[]> {
  const { server } = await restore(at('cadangan'), at(`${name}/postgresql`), secretsOf(newMachine(name)), {
    ...how,
    fsync: false,
  })
  const client = new pg.Client(server.urlOf('tujuhpas'))
  await client.connect()
  const { rows } = await client.query('select n from kejadian order by n')
  await client.end()
  await server.close()
  return rows.map((r) => r.n)
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'not refused',
    (error: Error) => error.message,
  )

let weeks: unknown
let between = ''

beforeAll(async () => {
  const demo = await tujuhpas('asal', 'demo')
  expect(demo.code, demo.err).toBe(0)
  weeks = (demo.json().weeks as unknown as { week: string }[]).map(({ week }) => ({ week, same: true }))
  const backed = await tujuhpas('asal', 'backup', at('cadangan'))
  expect(backed.code, backed.err).toBe(0)
  between = await happen()
})
afterAll(() => rmSync(ground, { recursive: true, force: true }))

it('holds the database and not the keys', () => {
  const list = JSON.parse(readFileSync(at('cadangan/daftar.json'), 'utf8'))
  expect(list.files.map((f: { file: string }) => f.file)).toEqual(['backup_manifest', 'base.tar.gz'])
  const { lookup } = JSON.parse(readFileSync(at('asal/keys.json'), 'utf8'))
  expect(JSON.stringify(list)).not.toContain(lookup)
})

it('is restored into a new folder: every published week the same, the journal whole, nothing of later', async () => {
  const restored = await tujuhpas(newMachine('baru'), 'restore', at('cadangan'))
  expect(restored.code, restored.err).toBe(0)
  const report = restored.json() as unknown as { weeks: unknown; journal: { facts: number; broken: unknown[] } }
  expect(report.weeks).toEqual(weeks)
  expect(report.journal.broken).toEqual([])
  expect(report.journal.facts).toBeGreaterThan(20_000)
  // Once there, it is not overwritten.
  expect(await refusal(restore(at('cadangan'), at('baru/postgresql'), secretsOf('baru')))).toContain('tidak kosong')
  expect(existsSync(at('baru/postgresql/cluster/PG_VERSION'))).toBe(true)
})

it('with the archived log it is restored to any second, and to the last', async () => {
  expect(await happened('detik', { archive, until: new Date(between) })).toEqual([1])
  expect(await happened('akhir', { archive })).toEqual([1, 2])
  const beyond = refusal(happened('kelak', { archive, until: new Date('2099-01-01T00:00:00Z') }))
  expect(await beyond).toContain('belum sampai ke waktu itu')
  expect(existsSync(at('kelak/postgresql'))).toBe(false)
})

it('is refused with one byte flipped, and the file is named; nothing is left behind', async () => {
  for (const file of ['base.tar.gz', 'backup_manifest']) {
    const bytes = readFileSync(at(`cadangan/${file}`))
    const flipped = Buffer.from(bytes)
    flipped[Math.floor(bytes.length / 2)]! ^= 1
    writeFileSync(at(`cadangan/${file}`), flipped)
    const machine = newMachine(`rusak-${file}`)
    const said = await refusal(restore(at('cadangan'), at(`${machine}/postgresql`), secretsOf(machine)))
    writeFileSync(at(`cadangan/${file}`), bytes)
    expect(said).toContain(`${file} tidak sama`)
    expect(existsSync(at(`${machine}/postgresql`))).toBe(false)
  }
})

it('is refused without its keys, with others, where there is none, and onto a folder that holds something', async () => {
  mkdirSync(at('tanpa-kunci'))
  expect((await tujuhpas('tanpa-kunci', 'restore', at('cadangan'))).err).toContain('keys.json')
  newMachine('kunci-lain')
  const keys = JSON.parse(readFileSync(at('kunci-lain/keys.json'), 'utf8'))
  writeFileSync(at('kunci-lain/keys.json'), JSON.stringify({ ...keys, tokens: keys.lookup }))
  const into = at('kunci-lain/postgresql')
  expect(await refusal(restore(at('cadangan'), into, secretsOf('kunci-lain')))).toContain('bukan kunci cadangan ini')
  expect(await refusal(restore(at('tidak-ada'), into, secretsOf('asal')))).toContain('tidak ada cadangan')
  expect(
    await refusal(backUp('postgres://127.0.0.1:1/x', secretsOf('asal'), at('cadangan'), { password: null, now: new Date() })),
  ).toContain('tidak kosong')
})
