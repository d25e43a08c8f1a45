// P2 Pelatihan, definition v1, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { p2 } from './p2.ts'
import { attends, daysOf, homework } from './story.ts'

const three = [attends('2018-01-06', 'dagang-1', 1), attends('2018-01-13', 'dagang-1', 2), attends('2018-01-20', 'dagang-1', 3)]

describe('P2 pelatihan, definition v1', () => {
  it('is entered with the first class attended; homework alone does not enter it', () => {
    expect(p2(three, v1).enteredOn).toBe('2018-01-06')
    expect(p2([homework('2018-01-05')], v1).enteredOn).toBeNull()
  })

  it('is reached with the fourth session and one homework: the later day counts', () => {
    const fourth = attends('2018-01-27', 'dagang-1', 4)
    expect(daysOf(p2([...three, homework('2018-01-22'), fourth], v1))).toEqual(['2018-01-27..'])
    expect(daysOf(p2([...three, fourth, homework('2018-01-30')], v1))).toEqual(['2018-01-30..'])
  })

  it('is under way with three sessions, and says so', () => {
    expect(p2([...three, homework('2018-01-22')], v1)).toMatchObject({
      spans: [],
      missing: [{ code: 'sessions', have: 3, need: 4 }],
    })
  })

  it('is under way with four sessions and no homework', () => {
    expect(p2([...three, attends('2018-01-27', 'dagang-1', 4)], v1)).toMatchObject({ spans: [], missing: [{ code: 'homework' }] })
  })

  it('counts a session once, however often and on whatever day it is recorded', () => {
    const twice = [...three, homework('2018-01-22'), attends('2018-01-20', 'dagang-1', 3), attends('2018-01-27', 'dagang-1', 3)]
    expect(p2(twice, v1)).toMatchObject({ spans: [], missing: [{ code: 'sessions', have: 3, need: 4 }] })
  })

  it('adds up sessions of different classes: session 1 of two classes are two', () => {
    const kemasan = attends('2018-01-27', 'kemasan', 1)
    expect(daysOf(p2([...three, homework('2018-01-22'), kemasan], v1))).toEqual(['2018-01-27..'])
  })

  it('is proven by the four sessions and the homework, and never lapses', () => {
    const fourth = attends('2018-01-27', 'dagang-1', 4)
    const done = homework('2018-01-27')
    const run = p2([...three, fourth, done, attends('2018-02-03', 'dagang-1', 5), homework('2018-02-03')], v1)
    expect(run.spans).toEqual([{ from: '2018-01-27', until: null, ends: null, facts: [...three, fourth, done].map((f) => f.id) }])
  })
})
