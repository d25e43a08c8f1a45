// The one next thing, the three-day clock to the minute, consents, what may be asked, and the copy's list against the schema.
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Journey, type Missing, STEPS, type State } from '../journey/index.ts'
import { projectFile, readProject } from '../kit/files.ts'
import { COLUMNS, checkBreach, checkRequest, clockOf, consentsIn, dueFrom, nextThing } from './rules.ts'

type Given = { state: State; missing?: Missing[]; waived?: boolean }
function standing(given: Partial<Record<number, Given>>, ended: Journey['ended'] = null): Journey {
  const steps = Object.fromEntries(
    STEPS.map((s) => {
      const { state = 'not-started', missing = [{ code: 'registration' } as Missing], waived } = given[s] ?? {}
      return [
        s,
        {
          state,
          on: null,
          enteredOn: null,
          facts: [],
          missing: state === 'reached' ? [] : missing,
          ...(waived ? { waived: { by: 'kantor', on: '2018-01-01' } } : {}),
        },
      ]
    }),
  ) as unknown as Journey['steps']
  const current = STEPS.find((s) => steps[s].state !== 'reached' && !steps[s].waived) ?? null
  return { definition: 1, current, steps, ended }
}
const reached: Given = { state: 'reached' }

describe('the one next thing', () => {
  it('is the first thing the definition asks for in the current step, with all its papers', () => {
    const missing: Missing[] = [{ code: 'identity' }, { code: 'residence' }, { code: 'baseline' }]
    expect(nextThing(standing({ 1: { state: 'under-way', missing } }))).toMatchObject({
      step: 1,
      missing: { code: 'identity' },
      who: 'you',
      where: 'counter',
      bring: ['ktp', 'kk', 'number'],
      why: 'current',
    })
  })
  it('is what has lapsed, before the current step', () => {
    const lapsed: Given = { state: 'lapsed', missing: [{ code: 'licence-again' }] }
    expect(
      nextThing(standing({ 1: reached, 2: { state: 'under-way', missing: [{ code: 'homework' }] }, 4: lapsed })),
    ).toMatchObject({
      step: 4,
      why: 'lapsed',
      where: 'ptsp',
    })
  })
  it('is what the member can do, before what others do', () => {
    const missing: Missing[] = [
      { code: 'contact-incomplete', count: 1 },
      { code: 'contacts', have: 1, need: 3 },
    ]
    expect(nextThing(standing({ 1: reached, 2: reached, 3: { state: 'under-way', missing } }))).toMatchObject({
      missing: { code: 'contacts' },
    })
  })
  it('is in a later step while the current one waits for others', () => {
    const waits: Given = { state: 'under-way', missing: [{ code: 'licence-starts', on: '2018-02-01' }] }
    const listing: Given = { state: 'not-started', missing: [{ code: 'listing' }] }
    expect(nextThing(standing({ 1: reached, 2: reached, 3: reached, 4: waits, 5: listing }))).toMatchObject({
      step: 5,
      why: 'meanwhile',
    })
  })
  it('is the wait itself when nothing else is open', () => {
    const rest = { 1: reached, 2: reached, 3: reached, 4: reached, 5: reached, 6: reached }
    const waits: Given = { state: 'under-way', missing: [{ code: 'loan-approval' }] }
    expect(nextThing(standing({ ...rest, 7: waits }))).toMatchObject({ step: 7, who: 'bank' })
  })
  it('leaves out a waived step, and is nothing when all stand or the member has left', () => {
    const rest = { 2: reached, 3: reached, 4: reached, 5: reached, 6: reached, 7: reached }
    expect(nextThing(standing({ ...rest, 1: { state: 'not-started', waived: true } }))).toBe(null)
    expect(nextThing(standing({}, { on: '2018-01-09', reason: 'withdrew' }))).toBe(null)
  })
})

describe('the clock of three days', () => {
  const made = new Date('2018-01-22T02:00:00Z')
  const dueAt = dueFrom(made)
  const elapsed = (hours: number, minutes = 0) => new Date(made.getTime() + (hours * 60 + minutes) * 60_000)
  it('still runs at 71:59 and at 72:00, and is late at 72:01', () => {
    expect(clockOf({ dueAt, answeredAt: null }, elapsed(71, 59))).toEqual({ state: 'soon', minutesLeft: 1 })
    expect(clockOf({ dueAt, answeredAt: null }, elapsed(72))).toEqual({ state: 'soon', minutesLeft: 0 })
    expect(clockOf({ dueAt, answeredAt: null }, elapsed(72, 1))).toEqual({ state: 'late', minutesLeft: -1 })
  })
  it('turns red under 24 hours', () => {
    expect(clockOf({ dueAt, answeredAt: null }, elapsed(48)).state).toBe('open')
    expect(clockOf({ dueAt, answeredAt: null }, elapsed(48, 1)).state).toBe('soon')
  })
  it('stops with the answer, and remembers one that came after it', () => {
    expect(clockOf({ dueAt, answeredAt: elapsed(71, 59) }, elapsed(500)).state).toBe('answered')
    expect(clockOf({ dueAt, answeredAt: elapsed(72, 1) }, elapsed(500)).state).toBe('answered-late')
  })
})

describe('consents', () => {
  const fact = (id: string, kind: string, occurredOn: string) => ({ id, kind, occurredOn, data: { purpose: 'lender' } })
  const lender = (facts: ReturnType<typeof fact>[]) => consentsIn(facts).find((c) => c.purpose === 'lender')!
  it('follow the last word, also on one day (newest first)', () => {
    expect(lender([]).held).toBe(false)
    expect(lender([fact('b', 'consent.withdrawn', '2018-01-09'), fact('a', 'consent.given', '2018-01-09')]).held).toBe(false)
    expect(lender([fact('b', 'consent.given', '2018-01-09'), fact('a', 'consent.withdrawn', '2018-01-09')]).held).toBe(true)
  })
})

describe('what may be asked', () => {
  const codes = (x: ReturnType<typeof checkRequest> | ReturnType<typeof checkBreach>) =>
    'problems' in x ? x.problems.map((p) => p.code) : []
  const free = { open: 0, restricted: false }
  it('needs words for a correction, and a restriction before one is lifted', () => {
    expect(codes(checkRequest({ kind: 'correction', said: ' ' }, free))).toEqual(['request.said'])
    expect(codes(checkRequest({ kind: 'lift', said: '' }, free))).toEqual(['request.restricted'])
    expect(checkRequest({ kind: 'access', said: '' }, free)).toEqual({ value: { kind: 'access', said: null }, warnings: [] })
  })
  it('is five at a time', () => {
    expect(codes(checkRequest({ kind: 'access', said: '' }, { ...free, open: 4 }))).toEqual([])
    expect(codes(checkRequest({ kind: 'access', said: '' }, { ...free, open: 5 }))).toEqual(['request.many'])
  })
  it('never lets a breach be found tomorrow', () => {
    const now = new Date('2018-01-22T02:00:00Z')
    const found = (day: string) => checkBreach({ what: 'a', todo: 'b', day, month: '1', year: '2018' }, now)
    expect(codes(found('22'))).toEqual([])
    expect(codes(found('23'))).toEqual(['breach.when'])
  })
})

describe('the copy of one’s own data', () => {
  it('knows every column of class P and R in the schema', () => {
    const found = new Set<string>()
    for (const file of readdirSync(projectFile('db/migrations'))) {
      let table = ''
      for (const line of readProject(`db/migrations/${file}`).split('\n')) {
        table = /^create table (\w+)/.exec(line)?.[1] ?? table
        const altered = /^alter table (\w+) add column (\w+).*--\s*[PR]\b/.exec(line)
        const column = /^\s+(\w+)\s.*--\s*[PR]\b/.exec(line)
        if (altered) found.add(`${altered[1]}.${altered[2]}`)
        else if (column) found.add(`${table}.${column[1]}`)
      }
    }
    expect(found.size).toBeGreaterThan(15)
    const ofStaff = /\.(shown_as|by_shown)$/
    expect([...found].filter((column) => !ofStaff.test(column) && !(column in COLUMNS))).toEqual([])
    expect(Object.keys(COLUMNS).filter((column) => !found.has(column))).toEqual([])
  })
})
