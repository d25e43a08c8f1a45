// Asks that come while a round is at work share the next one; one that spoils a round spoils only itself.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Busy, gathered } from './gather.ts'

/** Rounds that wait until they are let go, and remember who was in them. */
function rounds(wrong: (ask: string) => boolean = () => false) {
  const seen: string[][] = []
  const gates: (() => void)[] = []
  const round = async (asks: readonly string[]) => {
    seen.push([...asks])
    await new Promise<void>((go) => gates.push(go))
    if (asks.some(wrong)) throw new Error('spoilt')
    return asks.map((a) => a.toUpperCase())
  }
  /** Lets every round go, those too that begin meanwhile. */
  const letGo = async (answers: Promise<unknown>) => {
    let over = false
    const end = answers.finally(() => {
      over = true
    })
    while (!over) {
      gates.shift()?.()
      await Promise.resolve()
    }
    return end
  }
  return { seen, round, letGo }
}
const plain = { most: 3, waiting: 100, keyOf: (a: string) => a, apart: () => true }

describe('work that is done for all who wait', () => {
  it('serves the first at once, and those who came meanwhile together, as many as a round takes', async () => {
    const { seen, round, letGo } = rounds()
    const ask = gathered(round, plain)
    const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map(ask))
    expect(await letGo(answers)).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(seen).toEqual([['a'], ['b', 'c', 'd'], ['e']])
  })
  it('never has two of one key in a round, and keeps their order', async () => {
    const { seen, round, letGo } = rounds()
    const ask = gathered(round, { ...plain, keyOf: (a) => a[0]! })
    await letGo(Promise.all(['a', 'b1', 'b2', 'c'].map(ask)))
    expect(seen).toEqual([['a'], ['b1', 'c'], ['b2']])
  })
  it('does a round that failed again one by one: only the one that spoilt it fails', async () => {
    const { round, letGo } = rounds((a) => a === 'x')
    const ask = gathered(round, plain)
    const answers = await letGo(Promise.allSettled(['a', 'b', 'x', 'c'].map(ask)))
    expect((answers as PromiseSettledResult<string>[]).map((a) => a.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })
  it('and where trying again helps nobody, fails for all of the round', async () => {
    const { seen, round, letGo } = rounds((a) => a === 'x')
    const ask = gathered(round, { ...plain, apart: () => false })
    const answers = (await letGo(Promise.allSettled(['a', 'b', 'x', 'c', 'd'].map(ask)))) as PromiseSettledResult<string>[]
    expect(answers.map((a) => a.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'])
    expect(seen).toHaveLength(3)
  })
  it('turns away whoever comes when as many wait as may', async () => {
    const { round, letGo } = rounds()
    const ask = gathered(round, { ...plain, waiting: 2 })
    const taken = Promise.all(['a', 'b', 'c'].map(ask))
    await expect(ask('d')).rejects.toBeInstanceOf(Busy)
    await letGo(taken)
    expect(await letGo(ask('d'))).toBe('D')
  })
  it('answers everybody their own answer, whatever comes with whom', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 40 }), async (asks) => {
        const { round, letGo } = rounds()
        expect(await letGo(Promise.all(asks.map(gathered(round, plain))))).toEqual(asks.map((a) => a.toUpperCase()))
      }),
    )
  })
})
