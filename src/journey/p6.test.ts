// P6 Pelaporan keuangan, definition v1, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { p6 } from './p6.ts'
import { closes, daysOf, reopens } from './story.ts'

const winter = [closes('2017-12-04', '2017-11'), closes('2018-01-03', '2017-12'), closes('2018-02-02', '2018-01')]

describe('P6 pelaporan keuangan, definition v1', () => {
  it('is entered with the first month closed, and by no reopening', () => {
    expect(p6(winter, v1).enteredOn).toBe('2017-12-04')
    expect(p6([reopens('2018-01-03', '2017-12')], v1).enteredOn).toBeNull()
  })

  it('is reached over new year, on the day the third month in a row is closed', () =>
    expect(p6(winter, v1).spans).toEqual([{ from: '2018-02-02', until: null, ends: null, facts: winter.map((f) => f.id) }]))

  it('is under way with two, and with three that leave one out', () => {
    expect(p6(winter.slice(0, 2), v1)).toMatchObject({ spans: [], missing: [{ code: 'months', have: 2, need: 3 }] })
    const gap = [closes('2018-02-01', '2018-01'), closes('2018-03-01', '2018-02'), closes('2018-05-01', '2018-04')]
    expect(p6(gap, v1)).toMatchObject({ spans: [], missing: [{ code: 'months', have: 2, need: 3 }] })
  })

  it('is reached on the day the gap is closed, though that month is not the last', () => {
    const late = [closes('2018-02-01', '2018-01'), closes('2018-04-01', '2018-03'), closes('2018-04-20', '2018-02')]
    expect(daysOf(p6(late, v1))).toEqual(['2018-04-20..'])
  })

  it('counts a month closed twice once, and the second closing changes nothing', () => {
    const twice = [...winter.slice(0, 2), closes('2018-02-02', '2017-12')]
    expect(p6(twice, v1)).toMatchObject({ spans: [], missing: [{ code: 'months', have: 2, need: 3 }] })
    expect(p6([...winter, closes('2018-02-10', '2018-01')], v1)).toEqual(p6(winter, v1))
  })

  it('lapses on the day a month is reopened, and is reached again on the day it is closed again', () => {
    const open = [...winter, reopens('2018-02-10', '2017-12')]
    expect(p6(open, v1)).toMatchObject({
      spans: [{ from: '2018-02-02', until: '2018-02-10', ends: 'month-reopened' }],
      missing: [{ code: 'months', have: 1, need: 3 }],
    })
    const again = closes('2018-02-12', '2017-12')
    const run = p6([...open, again], v1)
    expect(daysOf(run)).toEqual(['2018-02-02..2018-02-10', '2018-02-12..'])
    expect(run.spans[1]!.facts).toEqual([winter[0]!.id, again.id, winter[2]!.id])
  })

  it('goes on when a month is reopened and closed again on one day', () =>
    expect(daysOf(p6([...winter, reopens('2018-02-10', '2017-12'), closes('2018-02-10', '2017-12')], v1))).toEqual([
      '2018-02-02..',
    ]))

  it('goes on when the first of four is reopened: three in a row still stand, and prove it', () => {
    const march = closes('2018-03-01', '2018-02')
    const run = p6([...winter, march, reopens('2018-03-05', '2017-11')], v1)
    expect(daysOf(run)).toEqual(['2018-02-02..'])
    expect(run.spans[0]!.facts).toEqual([winter[1]!.id, winter[2]!.id, march.id])
  })

  it('does not lapse by the reopening of a month outside the three', () =>
    expect(daysOf(p6([...winter, reopens('2018-02-10', '2017-10')], v1))).toEqual(['2018-02-02..']))

  it('does not add up the months of two businesses', () => {
    const warung = [closes('2018-02-01', '2018-01', 'warung'), closes('2018-03-01', '2018-02', 'warung')]
    expect(p6([...warung, closes('2018-04-01', '2018-03', 'katering')], v1)).toMatchObject({
      spans: [],
      missing: [{ code: 'months', have: 2, need: 3 }],
    })
    expect(daysOf(p6([...warung, closes('2018-04-01', '2018-03', 'warung')], v1))).toEqual(['2018-04-01..'])
  })

  it('reopens the month of the business named, and of all when none is named', () => {
    const three = (business: string) => ['01', '02', '03'].map((m) => closes('2018-04-02', `2018-${m}`, business))
    const both = [...three('warung'), ...three('katering')]
    expect(daysOf(p6([...both, reopens('2018-05-01', '2018-02', 'warung')], v1))).toEqual(['2018-04-02..'])
    expect(daysOf(p6([...both, reopens('2018-05-01', '2018-02')], v1))).toEqual(['2018-04-02..2018-05-01'])
    expect(daysOf(p6([...winter, reopens('2018-02-10', '2017-12', 'warung')], v1))).toEqual(['2018-02-02..2018-02-10'])
  })
})
