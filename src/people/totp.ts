// Codes of an authenticator app: RFC 6238 (TOTP) over RFC 4226 (HOTP), SHA-1, six digits, half a minute. Pure: the time is an argument.
import { createHmac } from 'node:crypto'

const STEP_MS = 30_000
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const stepAt = (wall: Date): number => Math.floor(wall.getTime() / STEP_MS)

/** The code of one half minute. */
export function codeAt(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** Which half minute is this the code of: now, the one before or the one after, since clocks differ. Null when of none. */
export function stepOf(secret: Buffer, code: string, wall: Date): number | null {
  const now = stepAt(wall)
  return [now, now - 1, now + 1].find((step) => codeAt(secret, step) === code) ?? null
}

/** RFC 4648 base32 without padding: how apps take a secret. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(/.{1,5}/g, (five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]!)
}

/** What the QR code says (the key URI that authenticator apps read). */
export const keyUri = (account: string, secret: Buffer): string =>
  `otpauth://totp/${encodeURIComponent(`Tujuh PAS:${account}`)}?secret=${base32(secret)}&issuer=Tujuh%20PAS`
