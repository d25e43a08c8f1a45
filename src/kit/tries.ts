// How often one address may do something within a window. Kept in this process: it only keeps somebody from trying for the fun of it.

/** Answers whether `who` may once more. Wide limits, because carriers share addresses (6-trust, Sign-in and limits). */
export function limitOf({ most, windowMs }: { most: number; windowMs: number }): (who: string, at: number) => boolean {
  const tries = new Map<string, { since: number; n: number }>()
  return (who, at) => {
    if (tries.size > 10_000) for (const [held, t] of tries) if (at - t.since > windowMs) tries.delete(held)
    const held = tries.get(who)
    if (!held || at - held.since > windowMs) {
      tries.set(who, { since: at, n: 1 })
      return true
    }
    return ++held.n <= most
  }
}
