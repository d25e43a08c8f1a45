// Chance that can be repeated: the same seed and the same words give the same numbers, on every machine and in any order.
// Not for secrets.

export type Chance = {
  /** From 0 up to but not including 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  /** True in this share of cases. */
  is(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** One of several, each with its weight. */
  weighed<const T>(from: readonly (readonly [T, number])[]): T
  bytes(count: number): Buffer
  /** A UUIDv7 for an instant in milliseconds. */
  id(at: number): string
}

/** A stream of chance of its own for each thing that is named: what is drawn for one member never shifts what another gets. */
export function chance(...names: readonly (string | number)[]): Chance {
  let [a, b, c, d] = hashed(names.join('|'))
  // sfc32 by Chris Doty-Humphrey, public domain
  const word = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) word()
  const next = () => word() / 4_294_967_296
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const bytes = (count: number) => {
    const buffer = Buffer.alloc(count)
    for (let i = 0; i < count; i++) buffer[i] = word() & 0xff
    return buffer
  }
  return {
    next,
    whole,
    is: (share) => next() < share,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    weighed(from) {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of from) {
        left -= weight
        if (left < 0) return value
      }
      return from.at(-1)![0]
    },
    bytes,
    id(at) {
      const b = bytes(16)
      b.writeUIntBE(at, 0, 6)
      b[6] = 0x70 | (b[6]! & 0x0f)
      b[8] = 0x80 | (b[8]! & 0x3f)
      const h = b.toString('hex')
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
    },
  }
}

/** cyrb128 by bryc, public domain: four words of state from a text. */
function hashed(text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i)
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067)
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233)
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213)
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179)
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067)
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233)
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213)
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179)
  return [(h1 ^ h2 ^ h3 ^ h4) | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0]
}

/** Shares a whole number out by weight, to the last one (largest remainder); nobody gets more than their limit. */
export function sharedOut(total: number, weights: readonly number[], limits?: readonly number[]): number[] {
  const shares = weights.map(() => 0)
  const limit = (i: number) => limits?.[i] ?? Number.POSITIVE_INFINITY
  let left = total
  while (left > 0) {
    const open = weights.map((w, i) => (shares[i]! < limit(i) && w > 0 ? w : 0))
    const sum = open.reduce((a, b) => a + b, 0)
    if (sum === 0) break
    const exact = open.map((w) => (left * w) / sum)
    const given = exact.map((x, i) => Math.min(Math.floor(x), limit(i) - shares[i]!))
    for (const [i, n] of given.entries()) shares[i]! += n
    left -= given.reduce((a, b) => a + b, 0)
    // What the limits left over goes round again; what rounding left over goes to the largest remainders.
    const capped = given.some((n, i) => n < Math.floor(exact[i]!))
    if (capped) continue
    const byRemainder = exact.map((x, i) => [x - Math.floor(x), i] as const).sort(([a, i], [b, j]) => b - a || i - j)
    for (const [, i] of byRemainder)
      if (left > 0 && open[i]! > 0 && shares[i]! < limit(i)) {
        shares[i]!++
        left--
      }
  }
  return shares
}

/** `count` of `from`, by weight and without repeats; fewer where there are not so many with a weight above 0. */
export function drawn<T>(random: Chance, count: number, from: readonly T[], weight: (one: T) => number): T[] {
  if (count <= 0) return []
  return from
    .map((one) => {
      const w = weight(one)
      // The smallest waiting times of independent arrivals at these rates are a draw without replacement (Efraimidis, Spirakis).
      return { one, wait: w > 0 ? -Math.log(1 - random.next()) / w : Number.POSITIVE_INFINITY }
    })
    .filter(({ wait }) => wait < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.wait - b.wait)
    .slice(0, count)
    .map(({ one }) => one)
}
