// P6 Pelaporan keuangan, definition v1: three consecutive calendar months of one business closed, none of them reopened since.
import { monthAfter } from '../kit/calendar.ts'
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { dataOf, type Run, walk } from './run.ts'

export function p6(facts: readonly Fact[], { p6: rule }: Definition): Run {
  const books = new Map<string, Map<string, string>>()
  let enteredOn: string | null = null
  const longest = (): string[] => {
    let best: string[] = []
    for (const closed of books.values()) {
      let row: string[] = []
      let expected = ''
      for (const month of [...closed.keys()].sort()) {
        row = month === expected ? [...row, closed.get(month)!] : [closed.get(month)!]
        expected = monthAfter(month)
        if (row.length > best.length) best = row
      }
    }
    return best
  }
  const spans = walk(
    facts,
    (fact) => {
      const { month, business = '' } = dataOf<{ month: string; business?: string }>(fact)
      if (fact.kind === 'month.closed') {
        enteredOn ??= fact.occurredOn
        const closed = books.get(business) ?? new Map<string, string>()
        books.set(business, closed)
        if (!closed.has(month)) closed.set(month, fact.id)
      } else if (fact.kind === 'month.reopened') {
        // Where one of the two names no business, they may be the same: what is in doubt does not count.
        for (const [name, closed] of books) if (!business || !name || name === business) closed.delete(month)
      }
    },
    () => {
      const row = longest()
      return row.length >= rule.months ? row.slice(0, rule.months) : null
    },
    'month-reopened',
  )
  const have = longest().length
  return { enteredOn, spans, missing: have < rule.months ? [{ code: 'months', have, need: rule.months }] : [] }
}
