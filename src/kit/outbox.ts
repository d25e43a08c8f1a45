// What a device keeps while the network is away is sealed to the server's key: the device can write it and not read it (6-trust, Writes). An
// ephemeral P-256 key on the device, ours from the key file, AES-256-GCM over what they share.
import { createDecipheriv, createECDH, type ECDH } from 'node:crypto'
import type { Secrets } from './secrets.ts'

const CURVE = 'prime256v1'
const POINT = 65 // bytes of an uncompressed point

const keys = new WeakMap<Secrets, ECDH>()
function keyOf(secrets: Secrets): ECDH {
  let held = keys.get(secrets)
  if (!held) {
    held = createECDH(CURVE)
    // Below the curve's order: the first byte is cleared, 248 bits remain.
    const scalar = Buffer.from(secrets.token('outbox key'))
    scalar[0] = 0
    held.setPrivateKey(scalar)
    keys.set(secrets, held)
  }
  return held
}

/** The public key that pages give to devices, base64. */
export const outboxKey = (secrets: Secrets): string => keyOf(secrets).getPublicKey('base64')

/** Opens what a device sealed: its point, 12 bytes of nonce, ciphertext with its tag; base64. Null for anything else. */
export function openSealed(secrets: Secrets, sealed: string): string | null {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    if (bytes.length < POINT + 12 + 16) return null
    const shared = keyOf(secrets).computeSecret(bytes.subarray(0, POINT))
    const decipher = createDecipheriv('aes-256-gcm', shared, bytes.subarray(POINT, POINT + 12))
    decipher.setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(POINT + 12, -16)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** A sealed object; null for anything else. */
export function openObject(secrets: Secrets, sealed: string): Record<string, unknown> | null {
  try {
    const said: unknown = JSON.parse(openSealed(secrets, sealed) ?? 'null')
    return said !== null && typeof said === 'object' ? (said as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** As many as one sending holds. */
const AT_ONCE = 50

/** What a device sent, `{"taps": […]}`: those that `open` can read, and which it cannot, so that the device says so and somebody writes them down again. */
export function openSent<T>(body: unknown, open: (sealed: string) => T | null): { taken: T[]; unread: number[] } {
  const { taps } = (body ?? {}) as { taps?: unknown }
  const opened = (Array.isArray(taps) ? taps.slice(0, AT_ONCE) : []).map((s) => (typeof s === 'string' ? open(s) : null))
  return { taken: opened.filter((one) => one !== null), unread: opened.flatMap((one, i) => (one === null ? [i] : [])) }
}
