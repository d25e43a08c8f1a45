// P7 Permodalan, definition v1, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { p7 } from './p7.ts'
import { daysOf, loan } from './story.ts'

describe('P7 permodalan, definition v1', () => {
  it('is not entered before a loan is applied for', () =>
    expect(p7([], v1)).toEqual({ enteredOn: null, spans: [], missing: [{ code: 'loan-application' }] }))

  it.each([
    ['applied', 'loan-approval'],
    ['approved', 'loan-disbursement'],
    ['refused', 'loan-again'],
  ] as const)('is entered by a loan %s, and not reached (failure 2)', (what, code) =>
    expect(p7([loan('2018-09-01', what)], v1)).toEqual({ enteredOn: '2018-09-01', spans: [], missing: [{ code }] }),
  )

  it('is reached on the day the loan is disbursed, not when it is applied for or approved', () => {
    const paid = loan('2018-09-20', 'disbursed')
    const run = p7([loan('2018-09-01', 'applied'), loan('2018-09-10', 'approved'), paid], v1)
    expect(run).toEqual({
      enteredOn: '2018-09-01',
      spans: [{ from: '2018-09-20', until: null, ends: null, facts: [paid.id] }],
      missing: [],
    })
  })

  it('is entered and reached on one day by a loan whose application is not on record', () =>
    expect(p7([loan('2018-09-20', 'disbursed')], v1)).toMatchObject({ enteredOn: '2018-09-20', spans: [{ from: '2018-09-20' }] }))

  it('stays reached when a second loan is refused', () =>
    expect(daysOf(p7([loan('2018-09-20', 'disbursed'), loan('2019-09-20', 'refused')], v1))).toEqual(['2018-09-20..']))
})
