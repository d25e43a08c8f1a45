// Where a member stands on a day, as known at an instant: worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { type Fact, STEPS } from './facts.ts'
import { journey } from './journey.ts'
import {
  applies,
  atEndOf,
  attends,
  checkedIn,
  consents,
  heardOn,
  homework,
  issued,
  leaves,
  loan,
  meets,
  of,
  registers,
  voids,
  waives,
  withdraws,
} from './story.ts'

const at = (facts: Fact[], on: string, knownOn = on) => journey(facts, v1, { on, knownAt: atEndOf(knownOn) })
const states = (facts: Fact[], on: string, knownOn = on) => STEPS.map((step) => at(facts, on, knownOn).steps[step].state)

describe('the journey of Bu Sari', () => {
  const registered = [registers('2018-01-08'), ...checkedIn('2018-01-10')]

  it('has not started before her first fact, is under way after it, and is reached on the day it is', () => {
    expect(at(registered, '2018-01-07').steps[1]).toMatchObject({ state: 'not-started', on: null })
    expect(at(registered, '2018-01-09').steps[1]).toMatchObject({ state: 'under-way', on: '2018-01-08', facts: [] })
    expect(at(registered, '2018-01-09').steps[1].missing).toHaveLength(4)
    expect(at(registered, '2018-01-10').steps[1]).toMatchObject({ state: 'reached', on: '2018-01-10', missing: [] })
    expect(at(registered, '2018-01-10').steps[1].facts).toHaveLength(4)
    expect(at(registered, '2018-01-10').definition).toBe(1)
  })

  it('is current at the first step not reached, though she came with a licence', () => {
    const trader = [...registered, issued('2016-05-02', 'IUMK')]
    expect(states(trader, '2018-01-10')).toEqual([
      'reached',
      'not-started',
      'not-started',
      'reached',
      'not-started',
      'not-started',
      'not-started',
    ])
    expect(at(trader, '2018-01-10').current).toBe(2)
    expect(at(trader, '2018-01-08').current).toBe(1)
  })

  it('counts a fact older than the registration from its own day', () => {
    const facts = [registers('2018-01-08'), heardOn('2018-01-08', issued('2016-05-02', 'IUMK'))]
    expect(at(facts, '2016-05-02', '2018-01-08').steps[4]).toMatchObject({ state: 'reached', on: '2016-05-02' })
    expect(at(facts, '2016-05-02', '2018-01-07').steps[4].state).toBe('not-started')
  })

  it('knows nothing of a fact before it was recorded, nor of one that happens after the day asked', () => {
    const late = [...registered, heardOn('2018-02-05', loan('2018-01-20', 'disbursed'))]
    expect(at(late, '2018-01-28', '2018-02-04').steps[7].state).toBe('not-started')
    expect(at(late, '2018-01-28', '2018-02-05').steps[7].state).toBe('reached')
    expect(at(late, '2018-01-19', '2018-02-05').steps[7].state).toBe('not-started')
  })

  it('takes a fact that was recorded before its day from its day on', () => {
    const early = [heardOn('2018-01-10', attends('2018-01-13', 'dagang-1', 1))]
    expect(at(early, '2018-01-12').steps[2].state).toBe('not-started')
    expect(at(early, '2018-01-13').steps[2].state).toBe('under-way')
  })

  it('keeps the first date of a step that lapsed and was reached again', () => {
    const facts = [...registered, withdraws('2018-02-05'), consents('2018-02-12')]
    expect(at(facts, '2018-02-04').steps[1]).toMatchObject({ state: 'reached', on: '2018-01-10' })
    expect(at(facts, '2018-02-05').steps[1]).toMatchObject({
      state: 'lapsed',
      on: '2018-01-10',
      missing: [{ code: 'consent-again' }],
    })
    expect(at(facts, '2018-02-05').current).toBe(1)
    expect(at(facts, '2018-02-12').steps[1]).toMatchObject({ state: 'reached', on: '2018-01-10', missing: [] })
  })

  it('says what is missing as of the day asked: a licence that begins next month, one that has run out', () => {
    const facts = [
      applies('2022-03-01', 'NIB'),
      issued('2022-03-08', 'NIB', { validFrom: '2022-04-01', validUntil: '2022-12-31' }),
    ]
    expect(at(facts, '2022-03-08').steps[4]).toMatchObject({
      state: 'under-way',
      missing: [{ code: 'licence-starts', on: '2022-04-01' }],
    })
    expect(at(facts, '2022-12-31').steps[4]).toMatchObject({ state: 'reached', on: '2022-04-01', missing: [] })
    expect(at(facts, '2023-01-01').steps[4]).toMatchObject({ state: 'lapsed', missing: [{ code: 'licence-again' }] })
  })
})

describe('a void', () => {
  const nib = issued('2022-03-08', 'NIB')
  const wrong = voids('2022-04-01', nib)

  it('takes its fact out as if it had never been, from the moment it is recorded', () => {
    expect(at([nib, wrong], '2022-03-08', '2022-03-31').steps[4].state).toBe('reached')
    expect(at([nib, wrong], '2022-03-08', '2022-04-01').steps[4]).toMatchObject({ state: 'not-started', enteredOn: null })
  })

  it('that is itself void lets the fact stand again', () => {
    const facts = [nib, wrong, voids('2022-05-01', wrong)]
    expect(at(facts, '2022-05-01', '2022-04-30').steps[4].state).toBe('not-started')
    expect(at(facts, '2022-05-01').steps[4].state).toBe('reached')
    expect(at([...facts, voids('2022-06-01', facts[2]!)], '2022-06-01').steps[4].state).toBe('not-started')
  })

  it('stands though another void of the same fact is void', () => {
    const second = voids('2022-04-02', nib)
    expect(at([nib, wrong, second, voids('2022-05-01', wrong)], '2022-05-01').steps[4].state).toBe('not-started')
  })

  it('that is void by a fact said to be known earlier never took anything out', () => {
    const earlier = { ...voids('2022-05-01', wrong), recordedAt: atEndOf('2022-03-20') }
    expect(at([nib, wrong, earlier], '2022-05-01').steps[4].state).toBe('reached')
  })
})

describe('a step waived', () => {
  const facts = [registers('2018-01-08'), ...checkedIn('2018-01-08'), waives('2018-01-20', 'P2', 'bu-dewi')]

  it('leaves the queue from its day on, is shown, and does not count as reached', () => {
    expect(at(facts, '2018-01-19').current).toBe(2)
    expect(at(facts, '2018-01-20').current).toBe(3)
    expect(at(facts, '2018-01-20').steps[2]).toMatchObject({ state: 'not-started', waived: { by: 'bu-dewi', on: '2018-01-20' } })
    expect(at(facts, '2018-01-20').steps[3].waived).toBeUndefined()
  })

  it('is reached all the same when she completes it', () => {
    const done = [1, 2, 3, 4].map((session) => attends('2018-02-03', 'dagang-1', session))
    expect(at([...facts, ...done, homework('2018-02-03')], '2018-02-03').steps[2]).toMatchObject({
      state: 'reached',
      waived: { by: 'bu-dewi' },
    })
  })

  it('no step is current when all seven are reached or waived', () => {
    const all = STEPS.map((step) => waives('2018-01-20', `P${step}`, 'bu-dewi'))
    expect(at(all, '2018-01-20').current).toBeNull()
  })
})

describe('leaving the programme', () => {
  it('is shown with its day and reason, and the steps stay known', () => {
    const facts = [
      registers('2018-01-08'),
      ...checkedIn('2018-01-08'),
      leaves('2018-03-01', 'moved-away'),
      leaves('2019-01-01', 'died'),
    ]
    expect(at(facts, '2018-02-28').ended).toBeNull()
    expect(at(facts, '2018-03-01')).toMatchObject({
      ended: { on: '2018-03-01', reason: 'moved-away' },
      steps: { 1: { state: 'reached' } },
    })
    expect(at(facts, '2019-01-01').ended).toEqual({ on: '2018-03-01', reason: 'moved-away' })
  })

  it('is no leaving when she goes on in another enrolment, until she leaves that one', () => {
    const moved = [registers('2018-01-08'), leaves('2018-03-01', 'moved-within', 'Sari in Tebet')]
    const there = of('Sari in Tebet', meets('2018-03-05'), leaves('2018-06-01', 'withdrew'))
    expect(at([...moved, ...there], '2018-04-01').ended).toBeNull()
    expect(at([...moved, ...there], '2018-06-01').ended).toEqual({ on: '2018-06-01', reason: 'withdrew' })
    expect(at(moved, '2018-04-01').ended).toEqual({ on: '2018-03-01', reason: 'moved-within' })
  })
})

it('a fact sent twice, or in another order, changes nothing', () => {
  const facts = [meets('2018-01-08'), meets('2018-01-22', {}), meets('2018-01-29'), meets('2018-02-05')]
  const once = at(facts, '2018-02-05')
  expect(once.steps[3].state).toBe('reached')
  expect(at([...facts, ...facts].reverse(), '2018-02-05')).toEqual(once)
  expect(at([facts[0]!, facts[1]!, facts[1]!], '2018-02-05').steps[3].missing).toContainEqual({
    code: 'contact-incomplete',
    count: 1,
  })
})
