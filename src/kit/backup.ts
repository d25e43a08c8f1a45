// A backup of the whole database while it is used, and the way back: PostgreSQL's own base backup (files and the log between them), a list
// with the SHA-256 of each file, and, where the log is archived, any second after it. Keys are not in it: they are kept apart.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { Refusal } from './database.ts'
import { openServer, type Server } from './postgres.ts'
import { readText, type ServerOptions, writeWhole } from './postgres-home.ts'
import type { Secrets } from './secrets.ts'

type Listed = { file: string; bytes: number; sha256: string }
export type BackupList = {
  backup: 'tujuhpas'
  version: 1
  at: string
  /** PostgreSQL's, whole: only the same major version can open it. */
  postgres: string
  /** Tells which key file belongs to it, and nothing of that file. */
  keys: string
  /** The database account's password, sealed. */
  password: string | null
  files: Listed[]
}

const LIST = 'daftar.json'
const keysMark = (secrets: Secrets) => secrets.token('whose backup').toString('hex')

async function sumOf(path: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const piece of createReadStream(path)) sum.update(piece)
  return sum.digest('hex')
}

/**
 * Writes a backup into a new folder, while others read and write. `url`: the superuser's, of a server on this machine; `password`: of an
 * embedded server's account, which the restored one keeps. Answers what it wrote. Throws a Refusal for a folder that is not empty.
 */
export async function backUp(
  url: string,
  secrets: Secrets,
  to: string,
  { password, now }: { password: string | null; now: Date },
): Promise<BackupList> {
  if (existsSync(to) && readdirSync(to).length)
    throw new Refusal(
      'backup.not-empty',
      `${to} tidak kosong. Sebut folder baru untuk cadangan ini. / is not empty: name a new folder for this backup.`,
    )
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const client = new pg.Client({ connectionString: url, replication: 'database' } as pg.ClientConfig)
  await client.connect().catch((error: pg.DatabaseError) => {
    throw new Refusal(
      'backup.rights',
      `Basis data tidak mengizinkan cadangan (${error.message}). Akun di DATABASE_URL perlu hak REPLICATION. / The account needs the right REPLICATION.`,
    )
  })
  let draft = ''
  try {
    const show = async (name: string) => Object.values((await client.query(`SHOW ${name}`)).rows[0] as object)[0] as string
    const cluster = await show('data_directory')
    if (!existsSync(cluster))
      throw new Refusal(
        'backup.elsewhere',
        'Basis data ini ada di komputer lain. Jalankan cadangan di sana. / This database is on another machine: run the backup there.',
      )
    // Written by the server itself, so beside its data, where its account may write; then moved.
    draft = join(dirname(realpathSync(cluster)), `cadangan-${randomUUID()}`)
    mkdirSync(draft, { mode: 0o700 })
    const { uid, gid } = statSync(cluster)
    if (process.getuid?.() === 0) chownSync(draft, uid, gid)
    await client.query(
      `BASE_BACKUP (LABEL 'tujuhpas', CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256', COMPRESSION 'gzip',
        COMPRESSION_DETAIL '1', TARGET 'server', TARGET_DETAIL '${draft.replaceAll("'", "''")}')`,
    )
    const files: Listed[] = []
    for (const file of readdirSync(draft).sort()) {
      const path = join(to, file)
      try {
        renameSync(join(draft, file), path)
      } catch {
        cpSync(join(draft, file), path)
      }
      if (process.getuid?.() === 0) chownSync(path, 0, 0)
      files.push({ file, bytes: statSync(path).size, sha256: await sumOf(path) })
    }
    const list: BackupList = {
      backup: 'tujuhpas',
      version: 1,
      at: now.toISOString(),
      postgres: (await show('server_version')).split(' ')[0]!,
      keys: keysMark(secrets),
      password: password === null ? null : secrets.seal(password, 'backup').toString('base64'),
      files,
    }
    writeFileSync(join(to, LIST), JSON.stringify(list, null, 2), { flush: true })
    return list
  } finally {
    if (draft) rmSync(draft, { recursive: true, force: true })
    await client.end().catch(() => {})
  }
}

/** Reads a backup's list and holds every file against it. Throws a Refusal that names the first which is not as it was written. */
export async function checkBackup(from: string, secrets: Secrets): Promise<BackupList> {
  const refuse = (code: string, id: string, en: string) => {
    throw new Refusal(code, `${id} / ${en}`)
  }
  const path = join(from, LIST)
  if (!existsSync(path)) refuse('backup.none', `Di ${from} tidak ada cadangan (${LIST}).`, `There is no backup in ${from}.`)
  let list: BackupList
  try {
    list = JSON.parse(readFileSync(path, 'utf8'))
    if (list.backup !== 'tujuhpas' || list.version !== 1 || !list.files.length) throw new Error('another list')
  } catch {
    return refuse(
      'backup.unreadable',
      `${path} tidak terbaca: cadangan ini rusak.`,
      'cannot be read: this backup is damaged.',
    ) as never
  }
  for (const { file, bytes, sha256 } of list.files) {
    const one = join(from, file)
    if (!existsSync(one) || statSync(one).size !== bytes || (await sumOf(one)) !== sha256)
      refuse(
        'backup.damaged',
        `${file} tidak sama dengan saat dicadangkan, jadi tidak dipulihkan. Pakai cadangan yang lain.`,
        `${file} is not as it was backed up, so nothing was restored. Use another backup.`,
      )
  }
  if (list.keys !== keysMark(secrets))
    refuse(
      'backup.keys',
      'Kunci (keys.json) di folder data bukan kunci cadangan ini. Letakkan keys.json yang disimpan terpisah, lalu ulangi.',
      'The key file in the data folder is not this backup’s: put the one that was kept apart there, and try again.',
    )
  return list
}

/** Unpacks one archive of a base backup. */
const unpack = (archive: string, into: string) =>
  new Promise<void>((done, failed) => {
    const tar = spawn('tar', ['-xzf', archive, '-C', into], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    tar.stderr.on('data', (part) => (said += part))
    tar.on('error', failed)
    tar.on('close', (code) => (code === 0 ? done() : failed(new Error(`tar ${archive}: ${said.trim()}`))))
  })

/** What a restore that did not come to its end leaves. */
const LEFT_OVER = new Set(['lock', 'users', 'id', 'password'])

/**
 * Makes the embedded database of a folder from a backup, and starts it. `archive` and `until`: goes on with the archived log up to that
 * second; without `until` to its end. Refused for a folder that holds a database, for a damaged backup, for another PostgreSQL.
 */
export async function restore(
  from: string,
  folder: string,
  secrets: Secrets,
  { archive, until, ...options }: { archive?: string; until?: Date } & Pick<ServerOptions, 'fsync' | 'log'> = {},
): Promise<{ server: Server; list: BackupList }> {
  if (existsSync(folder) && readdirSync(folder).some((name) => !LEFT_OVER.has(name)))
    throw new Refusal(
      'restore.not-empty',
      `${folder} tidak kosong, dan tidak ditimpa. Pakai folder data yang baru (TUJUHPAS_DATA), atau pindahkan yang lama. / ` +
        `is not empty and is not overwritten: use a new data folder (TUJUHPAS_DATA), or move the old one away.`,
    )
  const list = await checkBackup(from, secrets)
  if (list.password === null)
    throw new Refusal(
      'restore.own-server',
      'Cadangan ini dari server PostgreSQL Anda sendiri: pulihkan dengan PostgreSQL itu, seperti di docs/operations.md. / ' +
        'This backup is of a PostgreSQL server of your own: restore it with that PostgreSQL, as docs/operations.md says.',
    )
  if (until && !archive)
    throw new Refusal('restore.archive', 'Sebut --archive: folder arsip log. / Name --archive: the folder of the archived log.')
  const password = secrets.openBytes(Buffer.from(list.password, 'base64'), 'backup').toString()
  try {
    const server = await openServer(folder, {
      ...options,
      from: {
        password,
        async fill(cluster) {
          await unpack(join(from, 'base.tar.gz'), cluster)
          if (!archive) return
          appendFileSync(join(cluster, 'postgresql.auto.conf'), steering(realpathSync(archive), until))
          writeWhole(join(cluster, 'recovery.signal'), '')
        },
      },
    })
    await steerNoMore(server)
    return { server, list }
  } catch (error) {
    // Nothing of a restore that failed stays: it is tried again in the same folder.
    const where = readText(join(folder, 'cluster-is-at'))
    if (where) rmSync(resolve(folder, where), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
    if (/recovery ended before configured recovery target/.test((error as Error).message))
      throw new Refusal(
        'restore.until',
        'Arsip log belum sampai ke waktu itu. Pilih waktu yang lebih awal, atau hilangkan --until untuk memulihkan sampai akhir arsip. / ' +
          'The archived log does not reach that time: choose an earlier one, or leave --until out to restore to its end.',
      )
    throw error
  }
}

/** Goes on with the archived log before it lets anybody in: to a second, or to its end. */
const steering = (archive: string, until?: Date) =>
  [
    `restore_command = 'gzip -dc "${archive.replaceAll("'", "''")}/%f.gz" > "%p"'`,
    'hot_standby = off',
    ...(until
      ? [
          `recovery_target_time = '${until.toISOString().replace('T', ' ').replace('Z', '+00')}'`,
          'recovery_target_action = promote',
        ]
      : []),
    '',
  ].join('\n')

async function steerNoMore(server: Server): Promise<void> {
  const client = new pg.Client(server.url)
  await client.connect()
  try {
    for (const name of ['restore_command', 'hot_standby', 'recovery_target_time', 'recovery_target_action'])
      await client.query(`alter system reset ${name}`)
  } finally {
    await client.end()
  }
}
