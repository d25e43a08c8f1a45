// Keys live outside the database and its backups, in one file that only the server's account can read (6-trust, Database).
// NIK: AES-256-GCM with the key's version in front; found again by an HMAC under another key.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type KeyFile = { cipher: Record<string, string>; current: number; lookup: string; logins: string; tokens: string }

export type Secrets = {
  /** Ciphertext bound to its owner: moved to another person's row it does not open. */
  seal(content: string | Buffer, owner: string): Buffer
  open(sealed: Buffer, owner: string): string
  openBytes(sealed: Buffer, owner: string): Buffer
  /** Equal values give equal marks; without the key a mark cannot be guessed. */
  mark(text: string): Buffer
  /** Names this key file without telling anything of it: part of its database logins' names. */
  installation: string
  /** The password of a database login, the same for every process that holds this key file. */
  loginPassword(login: string): string
  /** A keyed hash for tokens and codes that are stored but never shown. */
  token(text: string): Buffer
}

const pool = Buffer.alloc(4096)
let used = pool.length
/** Random bytes that are used once; drawn many at a time. */
export function randomPart(size: number): Buffer {
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += size
  return Buffer.from(pool.subarray(used - size, used))
}

/** Reads the key file of a data folder, or makes it; two processes that start at once end with the same one. */
export function readSecrets(folder: string): Secrets {
  const path = join(folder, 'keys.json')
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const fresh = () => randomBytes(32).toString('base64')
    const made: KeyFile = { cipher: { 1: fresh() }, current: 1, lookup: fresh(), logins: fresh(), tokens: fresh() }
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, JSON.stringify(made, null, 2), { mode: 0o600 })
    try {
      linkSync(draft, path) // fails when another process was first: then theirs is the key file
    } catch {}
    unlinkSync(draft)
    chmodSync(path, 0o600)
  }
  return secretsOf(JSON.parse(readFileSync(path, 'utf8')))
}

function secretsOf(file: KeyFile): Secrets {
  // As key objects: made ready once, not at every row of an import.
  const keyOf = (base64: string) => createSecretKey(base64, 'base64')
  const keys = new Map(Object.entries(file.cipher).map(([version, key]) => [Number(version), keyOf(key)]))
  const [lookup, logins, tokens] = [keyOf(file.lookup), keyOf(file.logins), keyOf(file.tokens)]
  const hmac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest()
  const openBytes = (sealed: Buffer, owner: string) => {
    const key = keys.get(sealed[0]!)
    if (!key) throw new Error(`key version ${sealed[0]} is not in the key file`)
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
    decipher.setAAD(Buffer.from(owner))
    decipher.setAuthTag(sealed.subarray(13, 29))
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])
  }
  return {
    seal(content, owner) {
      const nonce = randomPart(12)
      const cipher = createCipheriv('aes-256-gcm', keys.get(file.current)!, nonce)
      cipher.setAAD(Buffer.from(owner))
      const body = Buffer.concat([cipher.update(typeof content === 'string' ? Buffer.from(content) : content), cipher.final()])
      return Buffer.concat([Buffer.from([file.current]), nonce, cipher.getAuthTag(), body])
    },
    open: (sealed, owner) => openBytes(sealed, owner).toString('utf8'),
    openBytes,
    mark: (text) => hmac(lookup, text),
    installation: hmac(logins, 'installation').toString('hex').slice(0, 8),
    loginPassword: (login) => hmac(logins, login).toString('base64url'),
    token: (text) => hmac(tokens, text),
  }
}

export const sameBytes = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b)
