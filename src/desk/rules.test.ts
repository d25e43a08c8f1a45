import { describe, expect, it } from 'vitest'
import { checkClock, nextMonday, weekToFreeze } from './rules.ts'

const at = (text: string) => new Date(`${text}+07:00`)

describe('the week that waits to be frozen', () => {
  it('is the one after the last frozen, from the Monday after it', () => {
    expect(weekToFreeze('2018-W03', '2018-01-28')).toBe(null)
    expect(weekToFreeze('2018-W03', '2018-01-29')).toBe('2018-W04')
  })
  it('is the oldest one when several wait', () => expect(weekToFreeze('2018-W03', '2018-02-20')).toBe('2018-W04'))
  it('is the week before this one when none was ever frozen', () => expect(weekToFreeze(null, '2018-01-22')).toBe('2018-W03'))
})

describe("a demonstration's clock", () => {
  const monday = at('2018-01-22T09:00:00')
  const to = (day: string, month: string, year: string, time: string) => checkClock({ day, month, year, time }, monday)
  const codes = (checked: ReturnType<typeof to>) => ('problems' in checked ? checked.problems.map((p) => p.code) : [])

  it('goes to the next Monday at nine', () => {
    expect(nextMonday(monday)).toEqual(at('2018-01-29T09:00:00'))
    expect(nextMonday(at('2018-01-28T23:59:59'))).toEqual(at('2018-01-29T09:00:00'))
    expect(nextMonday(at('2018-01-29T08:59:59'))).toEqual(at('2018-01-29T09:00:00'))
  })
  it('takes a date and a time as people write them', () => {
    expect(to('23', '1', '2018', '9.05')).toMatchObject({ value: at('2018-01-23T09:05:00') })
    expect(to(' 23', '01', '2018', '09:05')).toMatchObject({ value: at('2018-01-23T09:05:00') })
  })
  it('never goes back, nor stands still', () => {
    expect(codes(to('22', '1', '2018', '09.00'))).toEqual(['clock.back'])
    expect(to('22', '1', '2018', '09.01')).toHaveProperty('value')
  })
  it('goes at most a year at a time', () => {
    expect(to('23', '1', '2019', '09.00')).toHaveProperty('value')
    expect(codes(to('24', '1', '2019', '09.00'))).toEqual(['clock.far'])
  })
  it('says everything that cannot be read, at once', () =>
    expect(codes(to('30', '2', '2018', '25.00'))).toEqual(['clock.date', 'clock.time']))
})
