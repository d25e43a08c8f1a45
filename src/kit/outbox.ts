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
