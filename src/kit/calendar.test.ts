// Jakarta days and ISO weeks at their edges.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  ageOn,
  dateOf,
  daysBetween,
  daysOf,
  endOfDay,
  isDate,
  isWeek,
  jakartaDay,
  monthAfter,
  showMoment,
  showWeekDays,
  weekAfter,
  weekBefore,
  weekOf,
} from './calendar.ts'

describe('a day in Jakarta', () => {
  it('begins and ends at midnight there, 17.00 UTC', () => {
    expect(jakartaDay(new Date('2018-01-21T16:59:59.999Z'))).toBe('2018-01-21')
    expect(jakartaDay(new Date('2018-01-21T17:00:00.000Z'))).toBe('2018-01-22')
    expect(endOfDay('2018-01-21').toISOString()).toBe('2018-01-21T16:59:59.999Z')
  })

  it.each(['2018-02-29', '2018-13-01', '0218-01-18', '1799-12-31', '18-01-2018', ''])('%s is none', (text) =>
    expect(isDate(text)).toBe(false),
  )
  it.each(['2016-02-29', '1800-01-01', '9999-12-31'])('%s is one', (text) => expect(isDate(text)).toBe(true))

  it('is read from three boxes, with or without a nought before it', () => {
    expect(dateOf(' 2', '1 ', '2018')).toBe('2018-01-02')
    expect(dateOf('02', '01', '2018')).toBe('2018-01-02')
    for (const [day, month, year] of [
      ['30', '2', '2018'],
      ['', '1', '2018'],
      ['1', 'Januari', '2018'],
      ['1', '1', '18'],
    ] as const)
      expect(dateOf(day, month, year)).toBeNull()
  })

  it('reads with its time as the clock in Jakarta shows it', () => {
    expect(showMoment(new Date('2018-01-21T17:05:00Z'))).toBe('22 Jan 2018, 00.05')
    expect(showMoment(new Date('2018-08-21T02:05:00Z'), 'en')).toBe('21 Aug 2018, 09.05')
  })

  it('makes someone fifteen on the birthday itself', () => {
    expect(ageOn('2003-01-22', '2018-01-21')).toBe(14)
    expect(ageOn('2003-01-22', '2018-01-22')).toBe(15)
    expect(ageOn('2004-02-29', '2019-02-28')).toBe(14)
    expect(ageOn('2004-02-29', '2019-03-01')).toBe(15)
  })

  it('counts 28 days from the 8th to the 5th of the next month', () => expect(daysBetween('2018-01-08', '2018-02-05')).toBe(28))
})

describe('an ISO week', () => {
  it('of 22 January 2018 is W04, and the first days of a year may belong to the old one', () => {
    expect(weekOf('2018-01-22')).toBe('2018-W04')
    expect(weekOf('2018-01-21')).toBe('2018-W03')
    expect(weekOf('2021-01-03')).toBe('2020-W53')
    expect(weekOf('2018-12-31')).toBe('2019-W01')
    expect(weekAfter('2020-W53')).toBe('2021-W01')
    expect(weekBefore('2018-W01')).toBe('2017-W52')
    expect(isWeek('2018-W53')).toBe(false)
    expect(isWeek('2020-W53')).toBe(true)
  })

  it('runs Monday to Sunday, and reads as people say it', () => {
    expect(daysOf('2018-W04')).toEqual({ from: '2018-01-22', to: '2018-01-28' })
    expect(showWeekDays('2018-W04')).toBe('22 sampai 28 Januari 2018')
    expect(showWeekDays('2018-W05')).toBe('29 Januari sampai 4 Februari 2018')
    expect(showWeekDays('2018-W01')).toBe('1 sampai 7 Januari 2018')
  })

  it('holds each of its seven days, whatever the year', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (n) => {
        const day = addDays('1950-01-01', n)
        const { from, to } = daysOf(weekOf(day))
        expect(from <= day && day <= to && daysBetween(from, to) === 6).toBe(true)
      }),
    ))
})

it('the month after December is January', () =>
  expect([monthAfter('2017-12'), monthAfter('2018-01')]).toEqual(['2018-01', '2018-02']))
