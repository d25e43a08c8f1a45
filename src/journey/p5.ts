// P5 Pemasaran, definition v1: a listed product and a sale through a programme channel; the later day counts.
import type { Definition } from './definition.ts'
import type { Fact } from './facts.ts'
import { dataOf, type Missing, type Run, walk } from './run.ts'

export function p5(facts: readonly Fact[], { p5: rule }: Definition): Run {
  const listed = new Map<string, string>()
  let sale: string | null = null
  let enteredOn: string | null = null
  let both: string[] | null = null
  const spans = walk(
    facts,
    (fact) => {
      if (fact.kind === 'product.listed') {
        enteredOn ??= fact.occurredOn
        const { product } = dataOf<{ product: string }>(fact)
        if (!listed.has(product)) listed.set(product, fact.id)
      } else if (fact.kind === 'product.withdrawn') listed.delete(dataOf<{ product: string }>(fact).product)
      else if (fact.kind === 'sale.made') {
        enteredOn ??= fact.occurredOn
        // The product sold need not be the one listed; a sale through a channel of one's own is entered, not reached.
        if (rule.channels.includes(dataOf<{ channel: string }>(fact).channel)) sale ??= fact.id
      }
      // As recorded within the day: the last piece sold and the product then withdrawn on that day is a sale of a listed product.
      if (listed.size && sale) both ??= [listed.values().next().value!, sale]
    },
    () => both,
    null, // a product withdrawn after the first sale takes nothing back
  )
  const missing: Missing[] = []
  if (!listed.size) missing.push({ code: 'listing' })
  if (!sale) missing.push({ code: 'programme-sale' })
  return { enteredOn, spans, missing }
}
