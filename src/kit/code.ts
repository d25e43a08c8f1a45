// Codes that a person writes down and types again: 80 bits in letters that are not read as something else.
import type { Secrets } from './secrets.ts'

// Crockford's letters: no I, L, O, U. 16 of 32 are 80 bits.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16

/** The code that the keys draw from a text: the same text gives the same code, and nobody without the keys can guess it. */
export const codeFrom = (secrets: Secrets, text: string): string =>
  [...secrets.token(text).subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('')

/** The code as it is kept, from however it was written down; null when it cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed
    .slice(0, 200)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Cf}\-‐‑–—._]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return code.length === LENGTH && [...code].every((c) => LETTERS.includes(c)) ? code : null
}

/** `K7QM-2XWB-9DTR-4HNA` */
export const showCode = (code: string) => code.replace(/(.{4})(?=.)/g, '$1-')
