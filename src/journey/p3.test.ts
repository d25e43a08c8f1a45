// P3 Pendampingan, definition v1, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { p3 } from './p3.ts'
import { daysOf, meets } from './story.ts'

describe('P3 pendampingan, definition v1', () => {
  it('is entered with the first contact, noted in full or not', () =>
    expect(p3([meets('2018-01-08', {})], v1).enteredOn).toBe('2018-01-08'))

  it('is reached on the day of the third contact, 28 days after the first', () =>
    expect(daysOf(p3([meets('2018-01-08'), meets('2018-01-22'), meets('2018-02-05')], v1))).toEqual(['2018-02-05..']))

  it('is under way after 27 days, and says from which day a contact completes it', () =>
    expect(p3([meets('2018-01-08'), meets('2018-01-22'), meets('2018-02-04')], v1)).toMatchObject({
      spans: [],
      missing: [{ code: 'contact-days', have: 27, need: 28, earliest: '2018-02-05' }],
    }))

  it('is reached by a fourth contact where the third came too early', () =>
    expect(daysOf(p3([meets('2018-01-08'), meets('2018-01-22'), meets('2018-02-04'), meets('2018-02-20')], v1))).toEqual([
      '2018-02-20..',
    ]))

  it('is under way with two contacts, however far apart', () =>
    expect(p3([meets('2018-01-08'), meets('2018-03-05')], v1)).toMatchObject({
      spans: [],
      missing: [{ code: 'contacts', have: 2, need: 3 }],
    }))

  it('counts two contacts on one day once', () => {
    expect(p3([meets('2018-01-08'), meets('2018-02-05'), meets('2018-02-05')], v1).spans).toEqual([])
    expect(daysOf(p3([meets('2018-01-08'), meets('2018-01-08'), meets('2018-02-05'), meets('2018-02-06')], v1))).toEqual([
      '2018-02-06..',
    ])
  })

  it.each([
    ['a goal that was never noted', { result: { sealed: 'b2' } }],
    ['a result that was never noted', { goal: { sealed: 'a1' } }],
    ['a goal left empty', { goal: '', result: 'harga naik' }],
    ['a result left empty', { goal: 'harga baru', result: '' }],
  ])('leaves out a contact with %s, and says so', (_, notes) => {
    const run = p3([meets('2018-01-08'), meets('2018-01-22', notes), meets('2018-02-05')], v1)
    expect(run.spans).toEqual([])
    expect(run.missing).toEqual([
      { code: 'contacts', have: 2, need: 3 },
      { code: 'contact-incomplete', count: 1 },
    ])
  })

  it('counts the 28 days from the first contact that was noted in full', () => {
    const run = p3([meets('2018-01-01', {}), meets('2018-01-08'), meets('2018-01-22'), meets('2018-01-29')], v1)
    expect(run.spans).toEqual([])
    expect(run.missing).toContainEqual({ code: 'contact-days', have: 21, need: 28, earliest: '2018-02-05' })
  })

  it('counts a day on which one contact was noted in full and another was not', () =>
    expect(daysOf(p3([meets('2018-01-08'), meets('2018-01-22', {}), meets('2018-01-22'), meets('2018-02-05')], v1))).toEqual([
      '2018-02-05..',
    ]))
})
