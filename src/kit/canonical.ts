// Canonical JSON (RFC 8785 for the values we use: strings, booleans, null, finite numbers) and its SHA-256.
import { hash } from 'node:crypto'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }

/** Keys sorted by code unit, no white space, `undefined` left out: equal values give equal bytes. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const parts: string[] = []
  for (const key of Object.keys(value).sort()) {
    const held = value[key]
    if (held !== undefined) parts.push(`${JSON.stringify(key)}:${canonical(held)}`)
  }
  return `{${parts.join(',')}}`
}

export const sha256 = (text: string): string => hash('sha256', text, 'hex')
