// The population figures: one for each kecamatan, none invented without saying so.
import { describe, expect, it } from 'vitest'
import { kecamatan, kotaOf, population, populationOf } from './index.ts'

describe('the population of the kecamatan', () => {
  it('has a figure for each of them', () => {
    expect([...population().keys()].sort()).toEqual(
      kecamatan()
        .map((k) => k.code)
        .sort(),
    )
    for (const { people, year } of population().values()) {
      expect(people).toBeGreaterThan(10_000)
      expect(year).toBeGreaterThanOrEqual(2010)
    }
  })

  it('names the four that nobody published as estimates by what their kota leaves', () => {
    const estimated = [...population()].filter(([, p]) => p.basis === 'kota remainder').map(([kec]) => kec)
    expect(estimated).toEqual([310101, 310102, 317205, 317206])
    expect(populationOf(310101)!.people + populationOf(310102)!.people).toBe(27_749)
    expect(populationOf(317205)!.people + populationOf(317206)!.people).toBe(1_645_659 - 306_422 - 375_210 - 288_155 - 371_261)
  })

  it('takes the latest figure: Pasar Minggu by the census of 2020', () =>
    expect(populationOf(317404)).toEqual({ people: 304_271, year: 2020, basis: 'census' }))

  it('adds up to the census of Jakarta Timur', () => {
    const timur = [...population()].filter(([kec]) => kotaOf(kec) === 3175)
    expect(timur.reduce((sum, [, p]) => sum + p.people, 0)).toBe(3_037_139)
  })
})
