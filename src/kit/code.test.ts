// A code is read however somebody wrote it down.
import { expect, it } from 'vitest'
import { readCode, showCode } from './code.ts'

it('is read however it was written down', () => {
  expect(readCode('k7qm 2xwb-9dtr.4hna')).toBe('K7QM2XWB9DTR4HNA')
  expect(readCode('OLI0-1111-0000-1111')).toBe('0110111100001111')
  expect(readCode('K7QM\u200b2XWB9DTR４HNA')).toBe('K7QM2XWB9DTR4HNA')
  expect(readCode('K7QM-2XWB-9DTR')).toBeNull()
  expect(readCode('K7QM-2XWB-9DTR-4HN😀')).toBeNull()
  expect(showCode('K7QM2XWB9DTR4HNA')).toBe('K7QM-2XWB-9DTR-4HNA')
})
