// What the register held on a claim's day: as it was known then, whatever came later, and in any place.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, freshProgramme, GAMBIR, MENTENG, type Programme } from '../../tests/programme.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { EnrolledMember } from '../people/index.ts'
import type { Claim } from './rules.ts'
import { claimsOf, type HeldClaim, recordClaims, registersOf } from './store.ts'

let p: Programme
let moved: EnrolledMember
beforeAll(async () => {
  p = await freshProgramme()
  for (const on of ['2018-01-08', '2018-01-09', '2018-01-10']) await p.register(MENTENG, on)
  moved = await p.register(MENTENG, '2018-01-11')
  await p.cut('2018-W02', '2018-01-15T08:00')
  // The next week: one on Tuesday; one of Monday that is told on Wednesday; one of the week before, told on Wednesday; a move on Thursday.
  await p.register(MENTENG, '2018-01-16')
  await p.register(MENTENG, '2018-01-15', { known: at('2018-01-17T10:00') })
  await p.register(GAMBIR, '2018-01-12', { known: at('2018-01-17T11:00') })
  await p.move(moved, GAMBIR, '2018-01-18')
  await p.cut('2018-W03', '2018-01-22T08:00')
  // Long after: of that Tuesday too, told in February.
  await p.register(MENTENG, '2018-01-16', { known: at('2018-02-05T10:00') })
})
afterAll(() => p.end())

let nr = 0
const claim = (asOf: JakartaDate, place: number | null = null): Claim & { id: string; report: null } => ({
  id: uuidv7(),
  report: null,
  saidOn: asOf,
  asOf,
  who: 'Camat',
  whoEn: null,
  figure: 5,
  qualifier: 'exact',
  unit: 'people',
  topic: 'P1',
  count: 'entered',
  place,
  notCompared: null,
  differs: false,
  statement: `Pernyataan ${++nr}`,
  statementEn: null,
  note: null,
  noteEn: null,
  source: 'Rapat',
  url: null,
})

async function heldOn(day: JakartaDate, { place = null, today = '2018-03-01' }: { place?: number | null; today?: string } = {}) {
  const one = claim(day, place)
  await p.work((db) => recordClaims(db, [one], 'mesin', at('2018-03-01')))
  const held: HeldClaim = { ...one, nr: 0, at: at('2018-03-01'), withdrawn: null }
  return p.database.within('public', { actor: 'publik', role: 'public' }, async (db) =>
    (await registersOf(db, [held], today)).get(one.id),
  )
}
const entered = async (day: JakartaDate, more?: Parameters<typeof heldOn>[1]) => (await heldOn(day, more))?.terms.entered

describe('what the register held', () => {
  it('on a day is the last published week and what became known by the end of that day', async () => {
    expect(await heldOn('2018-01-16')).toMatchObject({ week: '2018-W02', asOf: '2018-01-16' })
    expect(await entered('2018-01-15')).toEqual({ last: 4, restated: 0, arrivals: 0, departures: 0, now: 4 })
    expect(await entered('2018-01-16')).toEqual({ last: 4, restated: 0, arrivals: 1, departures: 0, now: 5 })
    expect(await entered('2018-01-17')).toEqual({ last: 4, restated: 1, arrivals: 2, departures: 0, now: 7 })
  })

  it('does not change by what is learned later', async () => expect((await entered('2018-01-16'))!.now).toBe(5))

  it('in a kecamatan or a kota counts who is there: a move leaves one and enters the other, and nets inside the kota', async () => {
    expect(await entered('2018-01-18', { place: MENTENG })).toEqual({ last: 4, restated: 0, arrivals: 2, departures: 1, now: 5 })
    expect(await entered('2018-01-18', { place: GAMBIR })).toEqual({ last: 0, restated: 1, arrivals: 1, departures: 0, now: 2 })
    expect(await entered('2018-01-18', { place: 3171 })).toEqual({ last: 4, restated: 1, arrivals: 2, departures: 0, now: 7 })
    expect(await entered('2018-01-18', { place: 3174 })).toEqual({ last: 0, restated: 0, arrivals: 0, departures: 0, now: 0 })
  })

  it('before the first published week is what was known, and nothing where nothing was', async () => {
    expect(await heldOn('2018-01-09')).toMatchObject({ week: null, terms: { entered: { arrivals: 2, now: 2 } } })
    expect(await heldOn('2017-12-30')).toBeUndefined()
  })

  it('in a week that still runs is the last published update: nobody reads a running week', async () => {
    await p.register(MENTENG, '2018-01-23')
    expect(await heldOn('2018-01-24')).toMatchObject({
      week: '2018-W03',
      asOf: '2018-01-21',
      terms: { entered: { last: 7, now: 7 } },
    })
    const raw = claim('2018-01-24')
    await p.work((db) => recordClaims(db, [raw], 'mesin', at('2018-03-01')))
    const { rows } = await p.database.within('public', { actor: 'publik', role: 'public' }, (db) =>
      db.client.query('select * from claim_register($1)', [[raw.id]]),
    )
    expect(rows).toEqual([])
  })

  it('on a day to come is nothing yet', async () => expect(await heldOn('2018-01-16', { today: '2018-01-15' })).toBeUndefined())
})

describe('the register of claims', () => {
  it('takes a claim once under its id, and numbers them in their order', async () => {
    const [one, two] = [claim('2018-01-16'), claim('2018-01-17')]
    const first = await p.work((db) => recordClaims(db, [one, two], 'mesin', at('2018-03-01')))
    expect(first).toHaveLength(2)
    expect(first[1]).toBe(first[0]! + 1)
    expect(await p.work((db) => recordClaims(db, [one], 'mesin', at('2018-03-01')))).toEqual([])
  })

  it('grows: nobody who serves pages can change or delete a claim, and only the office writes one', async () => {
    const as = (role: string, sql: string) =>
      p.database
        .within('staff', { actor: 'kantor', role, kec: MENTENG }, (db) => db.client.query(sql))
        .then(
          () => 'done',
          (error: { code: string }) => error.code,
        )
    expect(await as('office', "update claim set statement = 'lain'")).toBe('42501')
    expect(await as('office', 'delete from claim')).toBe('42501')
    expect(await as('office', 'delete from report')).toBe('42501')
    const insert = `insert into claim (id, who, figure, qualifier, unit, topic, not_compared, statement, source, by_account, at)
      values (gen_random_uuid(), 'x', 1, 'target', 'people', 'P1', 'target', 'x', 'x', 'kantor', now())`
    expect(await as('officer', insert)).toBe('42501')
    expect(await as('kota', insert)).toBe('42501')
    expect(await as('office', insert)).toBe('done')
    expect((await p.work(claimsOf)).some((k) => k.statement === 'x')).toBe(true)
  })
})
