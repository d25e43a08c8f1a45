// The command line as others use it: a process of its own, its exit code, whole JSON on standard output, sentences on standard error.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { uuidv7 } from '../src/kit/ids.ts'
import { at, freshProgramme, MENTENG, type Programme } from './programme.ts'

const command = fileURLToPath(new URL('../tools/tujuhpas.mjs', import.meta.url))
const built = fileURLToPath(new URL('../build/cli.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cli-'))
chmodSync(folder, 0o755) // the server's own account reaches it, so that its cluster lies here and goes with it
const started: ChildProcess[] = []
vi.setConfig({ testTimeout: 240_000 }) // each command is a process of its own; machines are shared

type Ran = { code: number | null; out: string; err: string; json: () => never }

/** `whole`: as `npx tujuhpas` does it, which builds first; else what that built. */
function start(args: string[], env: Record<string, string>, whole = false): ChildProcess {
  // Only what a command needs to find its way: nothing of the run around it.
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [whole ? command : built, ...args], {
    env: { PATH, HOME, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}

async function run(args: string[], env: Record<string, string>, input = '', whole = false): Promise<Ran> {
  const child = start(args, env, whole)
  let out = ''
  let err = ''
  child.stdout!.on('data', (part) => (out += part))
  child.stderr!.on('data', (part) => (err += part))
  child.stdin!.end(input)
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, out, err, json: () => JSON.parse(out) as never }
}

afterAll(() => {
  for (const child of started) child.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

describe('a command', () => {
  let programme: Programme
  let env: Record<string, string>
  let sari: string
  const tujuhpas = (...args: string[]) => run(args, env)
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const line = (more: object) =>
    JSON.stringify({
      id: uuidv7(),
      member: { number: sari },
      kind: 'class.attended',
      occurredOn: '2018-01-11',
      data: { class: 'a', session: 1 },
      ...more,
    })

  beforeAll(async () => {
    programme = await freshProgramme()
    sari = (await programme.register(MENTENG, '2018-01-08')).number
    env = { DATABASE_URL: programme.url, TUJUHPAS_DATA: inject('server').keys, TUJUHPAS_NOW: '2018-01-29T09:00:00+07:00' }
    await run(['--help'], env, '', true) // builds the command when its sources changed
    return () => programme.end()
  })

  it('that nobody knows ends with 2 and names those there are', async () => {
    const { code, out, err } = await tujuhpas('ceritakan')
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('ceritakan')
    expect(err).toContain('import evidence FILE.jsonl')
  })

  it('without a word ends with 2; asked for help, with 0', async () => {
    expect((await tujuhpas()).code).toBe(2)
    expect(await tujuhpas('--help')).toMatchObject({ code: 0, err: '' })
  })

  it('explains itself with an example, without opening a database', async () => {
    for (const name of ['start', 'import evidence', 'verify']) {
      const { code, out } = await run([...name.split(' '), '--help'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
      expect([name, code]).toEqual([name, 0])
      expect(out).toMatch(/example:\n {2}.*npx tujuhpas/)
    }
  })

  it('with a wrong option, value or word ends with 2 and says what there is', async () => {
    const wrong: [string[], string][] = [
      [['replay', '--fromat', 'json'], '--format, --as, --help'],
      [['replay', '--format', 'xml'], 'json'],
      [['replay', 'now'], 'now'],
      [['weekly', 'cut'], '--week'],
      [['weekly', 'cut', '--week', '2018-W60'], '2018-W60'],
      [['weekly', 'cut', '--week'], '--week'],
      [['journey'], 'NIK'],
      [['journey', sari, '--on', '2018-02-30'], '2018-02-30'],
      [['journey', sari, '--known-at', '2018-01-22T08:00'], 'zona'],
      [['journey', sari, '--definition', '9'], '1'],
      [['import', 'evidence', join(folder, 'none.jsonl')], 'none.jsonl'],
      [['import', 'evidence'], 'FILE.jsonl'],
      [['duplicates', 'scan', '--file', file('people.csv', 'nama;nik\nSiti;1\n')], 'ref,nik,name'],
      [['replay', '--as', 'hantu'], 'hantu'],
      [['account', 'add', 'dewi', '--role', 'raja', '--shown-as', 'Dewi'], 'officer'],
    ]
    for (const [args, names] of wrong) {
      const { code, out, err } = await run(args, env)
      expect([args.join(' '), code, out]).toEqual([args.join(' '), 2, ''])
      expect(err).toContain(names)
    }
  })

  it('finds who may be one person in a list, and among the members, without saying a NIK or a name', async () => {
    const list = file(
      'list.csv',
      'ref,nik,name,birthdate,sex,phone,kelurahan\n1,3174040411910004,Muhammad Rizky Pratama,04-11-1991,L,081310502207,Jati Padang\n' +
        '2,,M. Rizki Pratama,1991-11-04,,0813 1050 2207,Jati Padang\n3,3174045208850001,Dewi Lestari,12-08-1985,P,,Ragunan\n',
    )
    const found = await run(['duplicates', 'scan', '--file', list, '--format', 'json'], {
      ...env,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    })
    expect(found.code).toBe(0)
    expect(found.json()).toMatchObject({ pairs: [{ a: '1', b: '2', score: expect.closeTo(1, 1) }] })
    const among = await tujuhpas('duplicates', 'scan', '--format', 'json')
    expect([among.code, among.json()]).toEqual([0, { pairs: [] }])
    expect(found.out + among.out).not.toMatch(/Rizk|\d{16}/)
  })

  it('that cannot reach its database ends with 3 and one sentence', async () => {
    const { code, out, err } = await run(['replay', '--format', 'json'], {
      ...env,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    })
    expect([code, out]).toEqual([3, ''])
    expect(err).toMatch(/^Basis data di DATABASE_URL .*ECONNREFUSED.*\n$/)
  })

  it('refuses a fixed clock in production with 3', async () => {
    const { code, err } = await run(['replay'], { ...env, NODE_ENV: 'production' })
    expect(code).toBe(3)
    expect(err).toContain('TUJUHPAS_NOW')
  })

  it('import evidence answers every line in whole JSON, 1 when one was refused', async () => {
    const facts = file(
      'hadir.jsonl',
      [line({}), line({ kind: 'class.skipped' }), '', line({ data: { class: 'a', session: 2 } })].join('\r\n'),
    )
    const first = await tujuhpas('import', 'evidence', facts, '--format', 'json')
    expect(first.code).toBe(1)
    expect(first.json()).toMatchObject({
      file: 'hadir.jsonl',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      dryRun: false,
      rows: [
        { row: 1, outcome: 'accepted', codes: [], member: sari, kec: '31.71.06' },
        { row: 2, outcome: 'rejected', codes: ['KIND_UNKNOWN'] },
        { row: 3, outcome: 'ignored', codes: [] },
        { row: 4, outcome: 'accepted', codes: [], member: sari },
      ],
      totals: { rows: 4, accepted: 2, warned: 0, rejected: 1, duplicate: 0, ignored: 1 },
    })
    expect((await tujuhpas('import', 'evidence', facts, '--format', 'json')).json()).toMatchObject({
      totals: { accepted: 0, duplicate: 2 },
    })
  })

  it('import evidence --dry-run leaves nothing behind; people’s text names the refused line', async () => {
    const facts = file('coba.jsonl', `${line({ data: { class: 'b', session: 1 } })}\n{"id":`)
    const { code, out } = await tujuhpas('import', 'evidence', facts, '--dry-run')
    expect(code).toBe(1)
    expect(out).toContain('baris 2: Baris 2 bukan objek JSON')
    expect((await tujuhpas('import', 'evidence', facts, '--format', 'json')).json()).toMatchObject({
      totals: { accepted: 1, duplicate: 0 },
    })
  })

  it('journey answers one object, or an array in the order asked, wherever the options stand', async () => {
    const one = await tujuhpas('--format', 'json', 'journey', sari, '--on', '2018-01-11')
    expect(one.code).toBe(0)
    expect(one.json()).toMatchObject({
      member: sari,
      on: '2018-01-11',
      knownAt: '2018-01-29T09:00:00.000+07:00',
      definition: 1,
      current: 'P1',
      steps: {
        P1: { state: 'under-way', on: '2018-01-08', facts: [] },
        P2: { state: 'under-way', on: '2018-01-11' },
        P7: { state: 'not-started', on: null },
      },
    })
    const two = await tujuhpas('journey', 'MTG-18-99999', sari, '--format=json', '--definition', '1')
    expect(two.code).toBe(1)
    expect(two.json()).toMatchObject([{ asked: 'MTG-18-99999', error: 'member.unknown' }, { member: sari }])
    const { n } = (
      await programme.work(
        async (db) => (await db.client.query("select count(*)::integer as n from read_log where account = 'mesin'")).rows,
      )
    )[0]
    expect(n).toBe(2)
  })

  it('weekly cut freezes once, verify finds it the same, show gives all cells', async () => {
    await programme.fact(
      await programme.register(MENTENG, '2018-01-09'),
      'identity.checked',
      '2018-01-10',
      { document: 'ktp', result: 'match' },
      { known: at('2018-01-10') },
    )
    const cut = ['weekly', 'cut', '--week', '2018-W04', '--format', 'json']
    expect((await run(cut, env)).code).toBe(0)
    const again = await run(cut, env)
    expect([again.code, again.err.includes('2018-W04')]).toEqual([1, true])
    expect((await tujuhpas('weekly', 'verify', '--week', '2018-W04', '--format', 'json')).json()).toMatchObject({
      week: '2018-W04',
      same: true,
    })
    const shown = (await tujuhpas('weekly', 'show', '--week', '2018-W04', '--format', 'json')).json() as { cells: unknown[] }
    expect(shown.cells).toHaveLength(44 * 7 * 2)
    for (const [format, begins] of [
      ['pdf', '%PDF-'],
      ['xlsx', 'PK'],
      ['html', '<!doctype html>'],
    ] as const) {
      const made = join(folder, `update.${format}`)
      expect((await tujuhpas('weekly', 'show', '--week', '2018-W04', '--format', format, '--out', made)).code).toBe(0)
      const text = readFileSync(made, 'latin1')
      expect(text.slice(0, begins.length)).toBe(begins)
      // One file that needs nothing else: no style, font or link that leads to a place where it is not.
      if (format === 'html') expect(text.match(/(href|src)="\/[^"]*"|\/aset\//g)).toBeNull()
    }
    expect((await tujuhpas('weekly', 'verify', '--week', '2018-W03')).code).toBe(1)
    expect((await tujuhpas('weekly', 'cut', '--week', '2018-W05')).code).toBe(1)
  })

  it('import evidence --historical takes its own times, but none that a cut covers', async () => {
    const facts = file(
      'lama.jsonl',
      [line({ recordedAt: '2018-01-29T09:00:00+07:00' }), line({ recordedAt: '2018-01-12T09:00:00+07:00' })].join('\n'),
    )
    const { code, json } = await tujuhpas('import', 'evidence', facts, '--historical', '--format', 'json')
    expect(code).toBe(1)
    expect(json()).toMatchObject({ rows: [{ codes: ['RECORDED_AT_FROZEN'] }, { codes: ['RECORDED_AT_FROZEN'] }] })
  })

  it('replay and journal verify answer empty lists when all is well, and 1 naming the first broken fact when not', async () => {
    const replayed = await tujuhpas('replay', '--format', 'json')
    expect([replayed.code, replayed.json()]).toMatchObject([0, { differences: [] }])
    const verified = await tujuhpas('journal', 'verify', '--format', 'json')
    expect([verified.code, verified.json()]).toMatchObject([0, { broken: [] }])
    const { default: pg } = await import('pg')
    const owner = new pg.Client({ connectionString: programme.url })
    await owner.connect()
    await owner.query("update journal_event set occurred_on = '2018-01-07' where kec_id = $1 and seq = 1", [MENTENG])
    await owner.query('delete from step_change where kec_id = $1', [MENTENG])
    await owner.end()
    const broken = await tujuhpas('journal', 'verify', '--format', 'json')
    expect([broken.code, broken.json()]).toMatchObject([1, { broken: [{ kec: '31.71.06', seq: 1 }] }])
    const differs = await tujuhpas('replay', '--format', 'json')
    expect(differs.code).toBe(1)
    expect((differs.json() as { differences: unknown[] }).differences.length).toBeGreaterThan(0)
  })

  it('account add takes a password from standard input, or makes one and shows it once', async () => {
    const add = [
      'account',
      'add',
      'dewi',
      '--role',
      'officer',
      '--kec',
      '31.71.06',
      '--shown-as',
      'Dewi, petugas',
      '--format',
      'json',
    ]
    const made = await run(add, env)
    expect(made.code).toBe(0)
    expect(made.json()).toMatchObject({ account: 'dewi', password: expect.stringMatching(/^[\w-]{16}$/) })
    expect((await run(add, env)).code).toBe(1)
    const given = await run(
      ['account', 'add', 'kantor2', '--role', 'office', '--shown-as', 'Kantor', '--format', 'json'],
      env,
      'kuda-laut-berenang\n',
    )
    expect(given.json()).toEqual({ account: 'kantor2', role: 'office' })
    const reset = await tujuhpas('account', 'reset', 'dewi', '--format', 'json')
    expect(reset.json()).toMatchObject({ account: 'dewi', code: expect.stringMatching(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/) })
    expect((await tujuhpas('account', 'reset', 'tidak.ada')).code).toBe(1)
    // The office may act; an officer sees one kecamatan only, so may not.
    expect((await tujuhpas('replay', '--as', 'kantor2')).err).not.toContain('kantor2')
    expect(await tujuhpas('replay', '--as', 'dewi')).toMatchObject({ code: 2, err: expect.stringContaining('dewi') })
  })

  it('ends quietly when whoever reads it stops reading', async () => {
    const child = start(['--help'], env)
    child.stdout!.destroy()
    let err = ''
    child.stderr!.on('data', (part) => (err += part))
    await new Promise((done) => child.once('close', done))
    expect(err).toBe('')
  })
})

describe('a folder of its own', () => {
  const freePort = () =>
    new Promise<number>((done) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number }
        probe.close(() => done(port))
      })
    })
  const data = join(folder, 'data')
  const serverPid = () => {
    const server = join(data, 'postgresql')
    const cluster = resolve(server, readFileSync(join(server, 'cluster-is-at'), 'utf8').trim())
    return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
  }
  // A process that has ended and waits to be collected (Z) does not live.
  const lives = (pid: number) => {
    try {
      return (
        process.kill(pid, 0) && !/\) Z /.test(existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '')
      )
    } catch {
      return false
    }
  }
  async function up(child: ChildProcess, port: number): Promise<string> {
    let err = ''
    child.stderr!.on('data', (part) => (err += part))
    child.stdout!.resume()
    for (;;) {
      // Said last, after the address and how to sign in.
      if (err.includes(`http://127.0.0.1:${port}`) && err.includes('Ctrl-C')) return err
      if (child.exitCode !== null) throw new Error(err)
      await sleep(50)
    }
  }
  const stopped = async (child: ChildProcess) => {
    const ended = new Promise<number | null>((done) => child.once('close', done))
    child.kill('SIGTERM')
    return await ended
  }

  it('is set up by start, with a demonstration; commands run beside it; SIGTERM stops all; the next start has it all again', async () => {
    const port = await freePort()
    const env = { TUJUHPAS_DATA: data, PORT: String(port) }
    const child = start(['start'], env, true)
    const said = await up(child, port)
    expect(said).toContain('data buatan')
    expect(said).toMatch(/kata sandi|password/)
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect([page.status, (await page.text()).includes('4.230')]).toEqual([200, true])
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()).toEqual({ process: 'ok', database: 'ok', queue: 'ok' })

    const clock = await run(['demo', 'clock', '--format', 'json'], env)
    expect(clock.json()).toEqual({ clock: '2018-01-22T09:00:00.000+07:00' })
    const later = await run(['demo', 'clock', '--format', 'json'], { ...env, TUJUHPAS_NOW: '2018-01-29T09:00:00+07:00' })
    expect(later.json()).toEqual({ clock: '2018-01-29T09:00:00.000+07:00' })
    const earlier = await run(['demo', 'clock', '--format', 'json'], { ...env, TUJUHPAS_NOW: '2018-01-22T09:00:00+07:00' })
    expect(earlier.json()).toEqual({ clock: '2018-01-29T09:00:00.000+07:00' })
    expect(earlier.err).toContain('tidak mundur')
    expect((await run(['demo'], env)).code).toBe(3)
    expect((await run(['weekly', 'cut', '--week', '2018-W04'], env)).code).toBe(0)

    const pid = serverPid()
    expect(lives(pid)).toBe(true)
    expect(await stopped(child)).toBe(0)
    expect(lives(pid)).toBe(false)

    expect((await run(['weekly', 'verify', '--week', '2018-W04', '--format', 'json'], env)).json()).toMatchObject({ same: true })
    const again = start(['serve'], env)
    await up(again, port)
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
    expect(await stopped(again)).toBe(0)
  })

  it('refuses to be open to the network without https', async () => {
    const { code, err } = await run(['serve'], { TUJUHPAS_DATA: data, PORT: '0', HOST: '0.0.0.0' })
    expect(code).toBe(3)
    expect(err).toContain('TUJUHPAS_PUBLIC_URL')
  })

  it('refuses a database that may lose what was confirmed', async () => {
    const programme = await freshProgramme()
    await programme.end()
    const { code, err } = await run(['serve'], { TUJUHPAS_DATA: inject('server').keys, DATABASE_URL: programme.url, PORT: '0' })
    expect(code).toBe(3)
    expect(err).toContain('fsync=off')
  })

  it('stays in order when a command is stopped half way: the database it started goes with it', async () => {
    const child = start(['demo', 'clock'], { TUJUHPAS_DATA: join(folder, 'halfway') })
    let err = ''
    child.stderr!.on('data', (part) => (err += part))
    while (!err.includes('database')) await sleep(20)
    await stopped(child)
    expect((await run(['replay', '--format', 'json'], { TUJUHPAS_DATA: join(folder, 'halfway') })).json()).toMatchObject({
      differences: [],
    })
  })
})
