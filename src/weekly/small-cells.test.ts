// What a week tells of reasons and of who waits: nothing by which a few people could be told apart.
import { describe, expect, it } from 'vitest'
import type { Count, Reason } from './document.ts'
import { departuresTold, type Reached, restatementsTold, waitingTold } from './small-cells.ts'

const KECS = ['31.71.01', '31.71.06', '31.74.04', '31.75.06', '31.73.05']
/** `{ withdrew: 12 }` spread over five kecamatan as evenly as it goes. */
const left = (step: string, count: Count, reasons: Record<string, number>): Reason[] =>
  Object.entries(reasons).flatMap(([reason, n]) =>
    KECS.map((kec, i) => ({ kec, step, count, reason, n: Math.sign(n) * Math.floor((Math.abs(n) + i) / KECS.length) })),
  )
const told = (rows: readonly Reason[]) => departuresTold(rows, 2).map((r) => `${r.step} ${r.count} ${r.reason} ${r.n}`)
const MANY = { 'moved-away': 20, withdrew: 20, 'not-eligible': 20 }

describe('reasons for leaving', () => {
  it('stand each by itself where every one is of five or more and none is nearly all', () => {
    expect(told(left('P1', 'entered', MANY))).toEqual([
      'P1 entered moved-away 20',
      'P1 entered not-eligible 20',
      'P1 entered withdrew 20',
    ])
  })

  it('are one line where one of them is of one to four', () => {
    expect(told(left('P1', 'entered', { ...MANY, died: 2 }))).toEqual(['P1 entered other 62'])
  })

  it('are one line where all left for one reason, which every kecamatan’s exact number would then give away', () => {
    expect(told(left('P1', 'entered', { died: 8 }))).toEqual(['P1 entered other 8'])
    expect(departuresTold(left('P1', 'entered', { died: 8 }), 1)).toEqual([
      { step: 'P1', count: 'entered', reason: 'died', n: 8 },
    ])
  })

  it('are one line where those of a step that is not told could be had by subtraction', () => {
    const rows = [...left('P1', 'entered', MANY), ...left('P1', 'reached', { 'moved-away': 19, withdrew: 20, died: 4 })]
    expect(told(rows)).toEqual(['P1 entered other 60', 'P1 reached other 43'])
  })

  it('stand in one of two steps only where the two differ by one to four people', () => {
    const rows = [
      ...left('P1', 'entered', MANY),
      ...left('P2', 'entered', { 'moved-away': 10, withdrew: 10, 'not-eligible': 18 }),
    ]
    expect(told(rows)).toEqual([
      'P1 entered moved-away 20',
      'P1 entered not-eligible 20',
      'P1 entered withdrew 20',
      'P2 entered other 38',
    ])
  })

  it('come to the number of people who left, however they are told', () => {
    const rows = [...left('P1', 'entered', MANY), ...left('P1', 'reached', { died: 3, withdrew: 9 })]
    for (const hiding of [1, 2] as const)
      expect(departuresTold(rows, hiding).reduce((sum, r) => sum + r.n, 0)).toBe(rows.reduce((sum, r) => sum + r.n, 0))
  })
})

describe('what became known late', () => {
  it('is told of records, and why people left only together with it', () => {
    const of = (reasons: Record<string, number>) =>
      restatementsTold(left('P1', 'entered', reasons), 2).map((r) => [r.reason, r.n])
    expect(of({ late: 9, voided: -22 })).toEqual([
      ['late', 9],
      ['voided', -22],
    ])
    expect(of({ late: 9, died: -6 })).toEqual([['other', 3]])
    expect(of({ late: 3 })).toEqual([['other', 3]])
  })
})

describe('where most wait', () => {
  const waits = (...numbers: number[]) => numbers.map((n, i) => ({ kec: `31.7${i}.01`, step: 'P2', n }))
  const named = (numbers: number[], reached: Reached, hiding: 1 | 2 = 2) =>
    waitingTold(waits(...numbers), hiding, reached)[0]!.most.map((m) => m.n)
  /** As many reached P1 as P2: all who wait are more than the cells say by themselves. */
  const open: Reached = () => 40

  it('names six, or fewer, so that a kecamatan not named may have as many as ten', () => {
    expect(named([30, 20, 15, 12, 11, 10, 10, 2], open)).toEqual([30, 20, 15, 12, 11, 10])
    expect(named([30, 20, 15, 2, 3], open)).toEqual([30, 20])
    expect(named([30, 2, 3], open)).toEqual([])
    expect(named([30, 20, 15, 2, 3], open, 1)).toEqual([30, 20, 15])
  })

  it('names none that would leave of the others only what the exact cells say', () => {
    const numbers = [30, 20, 15, 2, 3]
    const exact: Reached = (kec, step) => (step === 1 ? (waits(...numbers).find((w) => w.kec === kec)?.n ?? 0) : 0)
    expect(named(numbers, exact)).toEqual([30, 20]) // the cells say it all without us
    const first: Reached = (kec, step) => exact(kec, step) - (step === 1 && kec === '31.70.01' ? 2 : 0)
    expect(named(numbers, first)).toEqual([]) // the two of the first would be known to be nowhere else
  })

  it('always gives the whole', () => {
    expect(waitingTold(waits(30, 2, 3), 2, open)[0]).toMatchObject({ step: 'P2', n: 35 })
  })
})
