// P1 Pendaftaran, definition v1, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { p1 } from './p1.ts'
import { baseline, checked, checkedIn, consents, daysOf, livesIn, registers, withdraws } from './story.ts'

const missing = (...facts: Parameters<typeof p1>[0]) => p1(facts, v1).missing.map((m) => m.code)

describe('P1 pendaftaran, definition v1', () => {
  it('is entered on the day Bu Sari registers, and not reached by that alone', () => {
    const run = p1([registers('2018-01-08')], v1)
    expect(run.enteredOn).toBe('2018-01-08')
    expect(run.spans).toEqual([])
    expect(run.missing.map((m) => m.code)).toEqual(['identity', 'residence', 'baseline', 'consent'])
  })

  it('is reached on the day of the last of the four, in whatever order they come', () => {
    const four = [consents('2018-01-08'), livesIn('2018-01-09'), baseline('2018-01-10'), checked('2018-01-11')]
    const run = p1([registers('2018-01-08'), ...four], v1)
    expect(daysOf(run)).toEqual(['2018-01-11..'])
    expect(run.spans[0]!.facts.toSorted()).toEqual(four.map((f) => f.id))
    expect(run.missing).toEqual([])
  })

  it('names the one condition that is short', () => {
    const [id, home, base, consent] = checkedIn('2018-01-08') as [never, never, never, never]
    const in1 = registers('2018-01-08')
    expect(missing(in1, home, base, consent)).toEqual(['identity'])
    expect(missing(in1, id, base, consent)).toEqual(['residence'])
    expect(missing(in1, id, home, consent)).toEqual(['baseline'])
    expect(missing(in1, id, home, base)).toEqual(['consent'])
    expect(missing(id, home, base, consent)).toEqual(['registration'])
    for (const short of [
      [home, base, consent],
      [id, base, consent],
      [id, home, consent],
      [id, home, base],
    ])
      expect(p1([in1, ...short], v1).spans).toEqual([])
  })

  it('counts no identity that did not match, until it is checked again and does', () => {
    const rest = [registers('2018-01-08'), livesIn('2018-01-08'), baseline('2018-01-08'), consents('2018-01-08')]
    const mismatch = [...rest, checked('2018-01-09', 'mismatch')]
    expect(p1(mismatch, v1).spans).toEqual([])
    expect(missing(...mismatch)).toEqual(['identity-mismatch'])
    expect(daysOf(p1([...mismatch, checked('2018-01-16', 'match', 'kk')], v1))).toEqual(['2018-01-16..'])
  })

  it('counts a residence in the area of the programme only: Bekasi is noted, Kepulauan Seribu counts (failure 4)', () => {
    const rest = [registers('2018-01-08'), checked('2018-01-08'), baseline('2018-01-08'), consents('2018-01-08')]
    expect(missing(...rest, livesIn('2018-01-09', '32.75.01.1001'))).toEqual(['residence-outside'])
    expect(daysOf(p1([...rest, livesIn('2018-01-09', '31.01.01.1001')], v1))).toEqual(['2018-01-09..'])
    expect(p1([...rest, livesIn('2018-01-09', '13.10.01.2031')], v1).spans).toEqual([])
  })

  it('lapses on the day consent is withdrawn and is reached again when it is given again', () => {
    const until = [registers('2018-01-08'), ...checkedIn('2018-01-08'), withdraws('2018-02-05')]
    expect(daysOf(p1(until, v1))).toEqual(['2018-01-08..2018-02-05'])
    expect(p1(until, v1).spans[0]!.ends).toBe('consent-withdrawn')
    expect(missing(...until)).toEqual(['consent-again'])
    const again = consents('2018-02-12')
    const run = p1([...until, again], v1)
    expect(daysOf(run)).toEqual(['2018-01-08..2018-02-05', '2018-02-12..'])
    expect(run.spans[1]!.facts).toContain(again.id)
  })

  it('goes on when consent is withdrawn and given again on one day, and is proven by the new one', () => {
    const again = consents('2018-02-05')
    const run = p1([registers('2018-01-08'), ...checkedIn('2018-01-08'), withdraws('2018-02-05'), again], v1)
    expect(daysOf(run)).toEqual(['2018-01-08..'])
    expect(run.spans[0]!.facts).toContain(again.id)
  })

  it('is not reached on a day when consent is given and withdrawn', () => {
    const rest = [registers('2018-01-08'), checked('2018-01-08'), livesIn('2018-01-08'), baseline('2018-01-08')]
    expect(p1([...rest, consents('2018-01-09'), withdraws('2018-01-09')], v1).spans).toEqual([])
  })

  it('asks for the consent to the programme: one to the bank does not stand for it, and the end of one takes nothing away', () => {
    const rest = [registers('2018-01-08'), checked('2018-01-08'), livesIn('2018-01-08'), baseline('2018-01-08')]
    expect(missing(...rest, consents('2018-01-08', 'lender'))).toEqual(['consent'])
    expect(daysOf(p1([...rest, consents('2018-01-08'), withdraws('2018-02-05', 'lender')], v1))).toEqual(['2018-01-08..'])
  })
})
