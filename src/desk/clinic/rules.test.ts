// A clinic's morning from its taps: five times and in any order the same; nobody is lost, nobody is in two places.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { morningOf, type Tap, type TapKind } from './rules.ts'

const tap = (id: number, kind: TapKind, visit: string, at: number, more: Partial<Tap> = {}): Tap => ({
  id: String(id).padStart(4, '0'),
  kind,
  visit,
  at,
  no: kind === 'arrive' ? id : null,
  label: null,
  number: null,
  name: null,
  trade: null,
  service: null,
  desk: kind === 'call' ? 1 : null,
  next: null,
  ...more,
})
const shown = (taps: readonly Tap[]) => {
  const m = morningOf(taps)
  return { visits: m.visits, served: [...m.served].sort(([a], [b]) => a - b), done: m.done, left: m.left }
}

describe('a morning', () => {
  it('is the same in 1,000 orders, with every tap up to five times', () => {
    const any = fc.record({
      kind: fc.constantFrom<TapKind>('arrive', 'arrive', 'call', 'finish', 'leave'),
      visit: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: fc.integer({ min: 0, max: 20 }),
      desk: fc.integer({ min: 1, max: 3 }),
      number: fc.constantFrom(null, 'PSM-18-00001', 'PSM-18-00002'),
    })
    fc.assert(
      fc.property(fc.array(any, { minLength: 3, maxLength: 25 }), fc.infiniteStream(fc.nat()), (some, rest) => {
        const taps = some.map((s, i) =>
          tap(i, s.kind, s.visit, s.at, { desk: s.desk, number: s.kind === 'arrive' ? s.number : null }),
        )
        const chance = () => rest.next().value as number
        const many = taps.flatMap((t) => Array.from({ length: 1 + (chance() % 5) }, () => t))
        for (let i = many.length - 1; i > 0; i--) {
          const j = chance() % (i + 1)
          ;[many[i], many[j]] = [many[j]!, many[i]!]
        }
        const [once, mixed] = [shown(taps), shown(many)]
        expect(mixed).toEqual(once)
        // Everybody who came stands in exactly one place.
        expect(once.visits.filter((v) => v.state === 'waiting' || v.state === 'served').length + once.done + once.left).toBe(
          once.visits.length,
        )
        for (const [desk, v] of once.served) expect([v.state, v.desk]).toEqual(['served', desk])
        expect(once.visits.filter((v) => v.state === 'served').length).toBe(once.served.length)
      }),
      { numRuns: 1000 },
    )
  })

  it('two devices that let the same member in: one visit, and what was tapped about either counts', () => {
    const m = morningOf([
      tap(1, 'arrive', 'a', 1, { number: 'PSM-18-00001' }),
      tap(2, 'arrive', 'b', 2, { number: 'PSM-18-00001' }),
      tap(3, 'call', 'b', 3),
    ])
    expect(m.visits.map((v) => [v.visit, v.state])).toEqual([['a', 'served']])
  })

  it('two called to one table: the later sits there, the earlier waits again', () => {
    const m = morningOf([tap(1, 'arrive', 'a', 1), tap(2, 'arrive', 'b', 2), tap(3, 'call', 'a', 3), tap(4, 'call', 'b', 4)])
    expect([m.served.get(1)?.visit, m.waiting.map((v) => v.visit)]).toEqual(['b', ['a']])
  })

  it('who is done is not called again by a tap that came late', () => {
    const m = morningOf([tap(1, 'arrive', 'a', 1), tap(2, 'finish', 'a', 2), tap(3, 'call', 'a', 3)])
    expect([m.done, m.served.size]).toEqual([1, 0])
  })
})
