import { describe, expect, it } from 'vitest'
import { base32, codeAt, keyUri, stepAt, stepOf } from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1000)

describe('a code of an authenticator app', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('is that of RFC 6238, appendix B, at %i s', (seconds, code) => {
    expect(codeAt(secret, stepAt(at(seconds)), 8)).toBe(code)
    expect(codeAt(secret, stepAt(at(seconds)))).toBe(code.slice(2))
  })
  it('is taken half a minute early and half a minute late, not more', () => {
    const wall = at(1111111111)
    const step = stepAt(wall)
    const found = [-2, -1, 0, 1, 2].map((d) => stepOf(secret, codeAt(secret, step + d), wall))
    expect(found).toEqual([null, step - 1, step, step + 1, null])
  })
  it('is set up by a secret as RFC 4648 writes it', () => {
    for (const [text, written] of [
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foob', 'MZXW6YQ'],
      ['fooba', 'MZXW6YTB'],
      ['foobar', 'MZXW6YTBOI'],
    ])
      expect(base32(Buffer.from(text!))).toBe(written)
    expect(keyUri('dewi.psm', secret)).toBe(
      'otpauth://totp/Tujuh%20PAS%3Adewi.psm?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tujuh%20PAS',
    )
  })
})
