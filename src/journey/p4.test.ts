// P4 Perizinan, definition v1, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import type { Fact } from './facts.ts'
import { p4 } from './p4.ts'
import { applies, daysOf, issued, revoked, tell } from './story.ts'

const days = (...facts: Fact[]) => daysOf(p4(facts, v1))
const missing = (on: string, ...facts: Fact[]) => p4(facts, v1, on).missing

describe('P4 perizinan, definition v1', () => {
  it('is entered by applying, and reached on the day the NIB is issued', () => {
    const run = p4([applies('2021-03-01', 'NIB'), issued('2021-03-08', 'NIB')], v1)
    expect(run.enteredOn).toBe('2021-03-01')
    expect(daysOf(run)).toEqual(['2021-03-08..'])
    expect(run.missing).toEqual([])
  })

  it('is entered by a licence issued without an application on record', () =>
    expect(p4([issued('2021-03-08', 'SPP-IRT')], v1).enteredOn).toBe('2021-03-08'))

  it('has no end where the paper says 31 December 9999', () =>
    expect(days(issued('2021-03-08', 'NIB', { validUntil: '9999-12-31' }))).toEqual(['2021-03-08..']))

  it('is not entered by a refusal, nor by a statement letter (failure 3)', () => {
    const none = [
      applies('2018-01-08', 'SKU'),
      issued('2018-01-09', 'SKU'),
      tell('licence.refused', '2018-01-10', { type: 'IUMK' }),
    ]
    expect(p4(none, v1)).toMatchObject({ enteredOn: null, spans: [], missing: [{ code: 'licence' }] })
  })

  it.each(['SKU', 'SIUP', 'SPP-IRT', 'HALAL', 'STANDARD-CERTIFICATE', 'LICENCE'])('is not reached by a %s alone', (type) => {
    expect(days(issued('2018-01-09', type))).toEqual([])
    expect(missing('2018-01-09', issued('2018-01-09', type))).toEqual([{ code: 'licence' }])
  })

  it('counts an IUMK issued on 31 December 2020 and none from 1 January 2021', () => {
    expect(days(issued('2020-12-31', 'IUMK'))).toEqual(['2020-12-31..'])
    expect(days(issued('2021-01-01', 'IUMK'))).toEqual([])
    expect(missing('2021-01-01', issued('2021-01-01', 'IUMK'))).toEqual([{ code: 'licence' }])
  })

  it('lets an IUMK of 2018 stand when the same paper is recorded again in 2021', () =>
    expect(days(issued('2018-02-01', 'IUMK', { number: '503/1' }), issued('2021-02-01', 'IUMK', { number: '503/1' }))).toEqual([
      '2018-02-01..',
    ]))
})

describe('P4, what the risk level asks', () => {
  const nib = (risk?: string) => issued('2022-03-01', 'NIB', { risk })

  it.each([undefined, 'low'])('a NIB suffices when its risk is %s', (risk) => expect(days(nib(risk))).toEqual(['2022-03-01..']))

  it('medium-low asks for a standard certificate as well: the later day counts', () => {
    expect(days(nib('medium-low'))).toEqual([])
    expect(missing('2022-03-01', nib('medium-low'))).toEqual([{ code: 'standard-certificate' }])
    expect(days(nib('medium-low'), issued('2022-03-15', 'STANDARD-CERTIFICATE'))).toEqual(['2022-03-15..'])
    expect(days(issued('2022-02-15', 'STANDARD-CERTIFICATE'), nib('medium-low'))).toEqual(['2022-03-01..'])
    expect(days(nib('medium-low'), issued('2022-03-15', 'LICENCE'))).toEqual([])
  })

  it('medium-high asks for a verified one', () => {
    const declared = issued('2022-03-15', 'STANDARD-CERTIFICATE', { verified: false })
    expect(days(nib('medium-high'), declared)).toEqual([])
    expect(days(nib('medium-high'), issued('2022-03-15', 'STANDARD-CERTIFICATE'))).toEqual([])
    expect(missing('2022-03-20', nib('medium-high'), declared)).toEqual([{ code: 'standard-certificate-verified' }])
    expect(days(nib('medium-high'), declared, issued('2022-04-15', 'STANDARD-CERTIFICATE', { verified: true }))).toEqual([
      '2022-04-15..',
    ])
  })

  it('high asks for a licence', () => {
    expect(days(nib('high'), issued('2022-03-15', 'STANDARD-CERTIFICATE', { verified: true }))).toEqual([])
    expect(missing('2022-03-20', nib('high'))).toEqual([{ code: 'licence-high-risk' }])
    expect(days(nib('high'), issued('2022-05-02', 'LICENCE'))).toEqual(['2022-05-02..'])
  })

  it('lapses when the certificate beside it runs out, and asks for that one', () => {
    const facts = [nib('medium-low'), issued('2022-03-15', 'STANDARD-CERTIFICATE', { validUntil: '2022-12-31' })]
    expect(days(...facts)).toEqual(['2022-03-15..2023-01-01'])
    expect(missing('2023-01-01', ...facts)).toEqual([{ code: 'standard-certificate' }])
  })
})

describe('P4, in force', () => {
  it('counts from validFrom when that is later than the day of issue, and says from when', () => {
    const nib = issued('2022-03-01', 'NIB', { validFrom: '2022-04-01' })
    expect(days(nib)).toEqual(['2022-04-01..'])
    expect(missing('2022-03-31', nib)).toEqual([{ code: 'licence-starts', on: '2022-04-01' }])
    expect(missing('2022-04-01', nib)).toEqual([])
  })

  it('counts from the day of issue when validFrom is earlier', () =>
    expect(days(issued('2022-03-01', 'NIB', { validFrom: '2022-01-01' }))).toEqual(['2022-03-01..']))

  it('holds on the last day of validUntil and lapses the day after', () => {
    const run = p4([issued('2018-01-10', 'IUMK', { validUntil: '2018-06-30' })], v1)
    expect(run.spans).toMatchObject([{ from: '2018-01-10', until: '2018-07-01', ends: 'licence-lapsed' }])
    const iumk = issued('2018-01-10', 'IUMK', { validUntil: '2018-06-30' })
    expect(missing('2018-06-30', iumk)).toEqual([])
    expect(missing('2018-07-01', iumk)).toEqual([{ code: 'licence-again' }])
  })

  it('never counts a licence that had run out before it was issued', () =>
    expect(days(issued('2018-01-10', 'IUMK', { validUntil: '2018-01-09' }))).toEqual([]))

  it('counts a licence valid for its day of issue only', () =>
    expect(days(issued('2018-01-10', 'IUMK', { validUntil: '2018-01-10' }))).toEqual(['2018-01-10..2018-01-11']))

  it('goes on without a gap when renewed by the last day, and is reached again when renewed later', () => {
    const first = issued('2018-01-10', 'IUMK', { number: '503/1', validUntil: '2018-06-30' })
    expect(days(first, issued('2018-06-20', 'IUMK', { number: '503/1', validUntil: '2019-06-30' }))).toEqual([
      '2018-01-10..2019-07-01',
    ])
    expect(days(first, issued('2018-06-20', 'IUMK', { validFrom: '2018-07-01' }))).toEqual(['2018-01-10..'])
    expect(days(first, issued('2018-07-02', 'IUMK', { number: '503/1' }))).toEqual(['2018-01-10..2018-07-01', '2018-07-02..'])
  })

  it('takes the newer risk level of the same NIB', () =>
    expect(
      days(issued('2022-03-01', 'NIB', { number: '9120' }), issued('2022-09-01', 'NIB', { number: '9120', risk: 'high' })),
    ).toEqual(['2022-03-01..2022-09-01']))

  it('lets another NIB of the same member stand beside it', () =>
    expect(
      days(issued('2022-03-01', 'NIB', { number: '9120' }), issued('2022-09-01', 'NIB', { number: '9999', risk: 'high' })),
    ).toEqual(['2022-03-01..']))
})

describe('P4, revoked', () => {
  const sealed = (mark: string) => ({ number: { sealed: mark } })
  const nib = issued('2022-03-01', 'NIB', sealed('9120'))

  it('lapses on the day of revocation, by number, sealed or not', () => {
    expect(p4([nib, revoked('2022-05-10', 'NIB', sealed('9120'))], v1).spans).toMatchObject([
      { from: '2022-03-01', until: '2022-05-10', ends: 'licence-lapsed' },
    ])
    expect(days(issued('2022-03-01', 'NIB', { number: '9120' }), revoked('2022-05-10', 'NIB', { number: '9120' }))).toEqual([
      '2022-03-01..2022-05-10',
    ])
  })

  it('stands when another number or another type is revoked', () => {
    expect(days(nib, revoked('2022-05-10', 'NIB', sealed('1111')))).toEqual(['2022-03-01..'])
    expect(days(nib, revoked('2022-05-10', 'HALAL', sealed('9120')))).toEqual(['2022-03-01..'])
  })

  it('without a number takes every licence of its type', () => {
    const both = [nib, issued('2022-04-01', 'NIB', sealed('9999'))]
    expect(days(...both, revoked('2022-05-10', 'NIB'))).toEqual(['2022-03-01..2022-05-10'])
    expect(days(...both, revoked('2022-05-10', 'NIB', sealed('9120')))).toEqual(['2022-03-01..'])
  })

  it('is then proven by the licence that still stands', () => {
    const other = issued('2022-04-01', 'NIB', sealed('9999'))
    const run = p4([nib, other, revoked('2022-05-10', 'NIB', sealed('9120'))], v1, '2022-05-10')
    expect(run.spans.map((s) => s.facts)).toEqual([[other.id]])
  })

  it('takes a licence whose own number is not known', () =>
    expect(days(issued('2022-03-01', 'NIB'), revoked('2022-05-10', 'NIB', sealed('9120')))).toEqual(['2022-03-01..2022-05-10']))

  it('is reached again by a new licence, the same day without a gap', () => {
    const gone = revoked('2022-05-10', 'NIB')
    expect(days(nib, gone, issued('2022-06-01', 'NIB'))).toEqual(['2022-03-01..2022-05-10', '2022-06-01..'])
    expect(days(nib, gone, issued('2022-05-10', 'NIB'))).toEqual(['2022-03-01..'])
  })

  it('was never reached when issued and revoked on one day', () => expect(days(nib, revoked('2022-03-01', 'NIB'))).toEqual([]))

  it('a revocation does not lengthen a licence that has run out', () =>
    expect(days(issued('2018-01-10', 'IUMK', { validUntil: '2018-06-30' }), revoked('2018-09-01', 'IUMK'))).toEqual([
      '2018-01-10..2018-07-01',
    ]))
})
