// P5 Pemasaran, definition v1, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { p5 } from './p5.ts'
import { daysOf, delists, lists, sells } from './story.ts'

describe('P5 pemasaran, definition v1', () => {
  it('is entered by a listed product, or by any sale', () => {
    expect(p5([lists('2018-01-08')], v1).enteredOn).toBe('2018-01-08')
    expect(p5([sells('2018-01-08', 'own')], v1).enteredOn).toBe('2018-01-08')
    expect(p5([delists('2018-01-08')], v1).enteredOn).toBeNull()
  })

  it('is reached on the later of the two days, in either order', () => {
    expect(daysOf(p5([lists('2018-01-08'), sells('2018-01-20', 'bazaar')], v1))).toEqual(['2018-01-20..'])
    expect(daysOf(p5([sells('2018-01-08', 'bazaar'), lists('2018-01-20')], v1))).toEqual(['2018-01-20..'])
    expect(daysOf(p5([sells('2018-01-20', 'bazaar'), lists('2018-01-20')], v1))).toEqual(['2018-01-20..'])
  })

  it.each(['catalogue', 'bazaar', 'consignment', 'procurement'])('counts a sale through %s', (channel) =>
    expect(daysOf(p5([lists('2018-01-08'), sells('2018-01-20', channel)], v1))).toEqual(['2018-01-20..']),
  )

  it.each(['marketplace', 'own'])('leaves out a sale through %s, and says what is short', (channel) =>
    expect(p5([lists('2018-01-08'), sells('2018-01-20', channel)], v1)).toMatchObject({
      spans: [],
      missing: [{ code: 'programme-sale' }],
    }),
  )

  it('asks for a listed product beside the sale', () =>
    expect(p5([sells('2018-01-20', 'bazaar')], v1)).toMatchObject({ spans: [], missing: [{ code: 'listing' }] }))

  it('does not count a product withdrawn before the first sale, until one is listed again', () => {
    const gone = [lists('2018-01-08'), delists('2018-01-15'), sells('2018-01-20', 'bazaar')]
    expect(p5(gone, v1)).toMatchObject({ spans: [], missing: [{ code: 'listing' }] })
    expect(daysOf(p5([...gone, lists('2018-02-01', 'sambal')], v1))).toEqual(['2018-02-01..'])
  })

  it('stays reached when the product is withdrawn after the first sale, on that day too', () => {
    expect(daysOf(p5([lists('2018-01-08'), sells('2018-01-20', 'bazaar'), delists('2018-01-25')], v1))).toEqual(['2018-01-20..'])
    expect(daysOf(p5([lists('2018-01-08'), sells('2018-01-20', 'bazaar'), delists('2018-01-20')], v1))).toEqual(['2018-01-20..'])
  })

  it('is proven by a product still listed and the first programme sale', () => {
    const [uduk, sambal] = [lists('2018-01-08'), lists('2018-01-09', 'sambal')]
    const sale = sells('2018-01-20', 'catalogue')
    const facts = [uduk, sambal, delists('2018-01-10'), sells('2018-01-12', 'own'), sale, sells('2018-01-21', 'bazaar')]
    expect(p5(facts, v1).spans[0]!.facts).toEqual([sambal.id, sale.id])
  })
})
