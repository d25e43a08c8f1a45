// A backup and the way back, by the commands an administrator types: a new folder, every published week the same, any second of the archived
// log; and what is refused: a folder that is not empty, a flipped byte, the wrong keys.
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

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
/** One fact more, by a command, so that it is committed between two moments that the test knows. */
async function attend(session: string): Promise<void> {
  const line = {
    id: `sesi ${session}`,
    member: { number },
    kind: 'class.attended',
    occurredOn: '2018-01-20',
    data: { class: 'a', session },
  }
  writeFileSync(at('fakta.jsonl'), JSON.stringify(line))
  const { code, err } = await tujuhpas('asal', 'import', 'evidence', at('fakta.jsonl'))
  expect(code, err).toBe(0)
}
const factsOf = async (data: string) => (await tujuhpas(data, 'journal', 'verify')).json() as unknown as { facts: number }

let number = ''
let weeks: unknown
let facts = 0
let between = ''

beforeAll(async () => {
  const demo = await tujuhpas('asal', 'demo')
  expect(demo.code, demo.err).toBe(0)
  number = 'MTG-17-00001'
  weeks = (demo.json().weeks as unknown as { week: string }[]).map(({ week }) => ({ week, same: true }))
  const backed = await tujuhpas('asal', 'backup', at('cadangan'))
  expect(backed.code, backed.err).toBe(0)
  facts = (await factsOf('asal')).facts
  await attend('1')
  between = new Date().toISOString()
  await attend('2')
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
  expect(report.journal).toMatchObject({ facts, broken: [] })
})

it('with the archived log it is restored to any second, and to the last', async () => {
  const second = await tujuhpas(newMachine('detik'), 'restore', at('cadangan'), '--archive', archive, '--until', between)
  expect(second.code, second.err).toBe(0)
  expect((await factsOf('detik')).facts).toBe(facts + 1)
  const beyond = await tujuhpas(
    newMachine('kelak'),
    'restore',
    at('cadangan'),
    '--archive',
    archive,
    '--until',
    '2099-01-01T00:00:00Z',
  )
  expect(beyond.err).toContain('belum sampai ke waktu itu')
  const last = await tujuhpas(newMachine('akhir'), 'restore', at('cadangan'), '--archive', archive)
  expect(last.code, last.err).toBe(0)
  expect((await factsOf('akhir')).facts).toBe(facts + 2)
})

it('is refused onto a folder that is not empty, which stays as it is', async () => {
  const again = await tujuhpas('baru', 'restore', at('cadangan'))
  expect(again.code).not.toBe(0)
  expect(again.err).toContain('tidak kosong')
  expect((await factsOf('baru')).facts).toBe(facts)
  const onto = await tujuhpas('asal', 'backup', at('cadangan'))
  expect(onto.code).not.toBe(0)
  expect(onto.err).toContain('tidak kosong')
})

it('is refused with one byte flipped, and the file is named; nothing is left behind', async () => {
  for (const file of ['base.tar.gz', 'backup_manifest']) {
    const bytes = readFileSync(at(`cadangan/${file}`))
    const flipped = Buffer.from(bytes)
    flipped[Math.floor(bytes.length / 2)]! ^= 1
    writeFileSync(at(`cadangan/${file}`), flipped)
    const machine = newMachine(`rusak-${file}`)
    const { code, err } = await tujuhpas(machine, 'restore', at('cadangan'))
    writeFileSync(at(`cadangan/${file}`), bytes)
    expect(code).not.toBe(0)
    expect(err).toContain(`${file} tidak sama`)
    expect(existsSync(at(`${machine}/postgresql`))).toBe(false)
  }
})

it('is refused without its keys, or with others', async () => {
  mkdirSync(at('tanpa-kunci'))
  expect((await tujuhpas('tanpa-kunci', 'restore', at('cadangan'))).err).toContain('keys.json')
  const other = newMachine('kunci-lain')
  const keys = JSON.parse(readFileSync(at('kunci-lain/keys.json'), 'utf8'))
  writeFileSync(at('kunci-lain/keys.json'), JSON.stringify({ ...keys, tokens: keys.lookup }))
  expect((await tujuhpas(other, 'restore', at('cadangan'))).err).toContain('bukan kunci cadangan ini')
  expect((await tujuhpas('tanpa-kunci', 'restore', at('tidak-ada'))).code).not.toBe(0)
})
