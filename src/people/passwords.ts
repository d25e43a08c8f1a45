// Passwords of work accounts: scrypt, its parameters in one place. Who has which and how often one may try: accounts.ts.
import { randomBytes, scrypt } from 'node:crypto'
import { sameBytes } from '../kit/secrets.ts'

// One of OWASP's rows for scrypt (16 MB, about 0.2 s on one core); stored with each password, so that it can grow.
const NOW = { N: 2 ** 14, r: 8, p: 5 }
const KEY_BYTES = 32
const AT_ONCE = 2 // each takes a core
const MAY_WAIT = 20

/** The server has as many passwords to check as it can: try again in a moment. */
export class Busy extends Error {}

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, { N, r, p }: typeof NOW): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAY_WAIT) throw new Busy('too many passwords to check')
    await new Promise<void>((go) => waiting.push(go))
  } else running++
  try {
    return await new Promise((done, failed) =>
      scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
        error ? failed(error) : done(key),
      ),
    )
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

const written = (salt: Buffer, key: Buffer) =>
  `scrypt$${NOW.N}$${NOW.r}$${NOW.p}$${salt.toString('base64url')}$${key.toString('base64url')}`

/** How a password is stored: parameters, salt and key. */
export async function sealPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return written(salt, await derive(password, salt, NOW))
}

const nobodys = written(randomBytes(16), randomBytes(KEY_BYTES))

/** Takes the same time when there is no password to compare with: who exists cannot be told from it. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (stored ?? nobodys).split('$')
  const derived = await derive(password, Buffer.from(salt!, 'base64url'), { N: +N!, r: +r!, p: +p! })
  return sameBytes(derived, Buffer.from(key!, 'base64url')) && stored !== null
}
