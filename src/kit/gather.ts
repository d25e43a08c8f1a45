// Work that costs about as much for many as for one is done for everybody who waits at that moment (as a database commits in groups). One
// round at a time; more than can wait are turned away at once.

/** More wait than can be served soon; nothing was done, and it may be asked again in a few seconds. */
export class Busy extends Error {
  override name = 'Busy'
}

export type Gathering<Ask> = {
  /** Asks in one round, at most. */
  most?: number
  /** Asks that may wait; the next one is refused with `Busy`. */
  waiting?: number
  /** Two asks of one key never share a round: the second sees what the first did. */
  keyOf?: (ask: Ask) => string
  /** May a round that failed so be done again ask by ask, so that one of them does not spoil it for the others? */
  apart?: (error: unknown) => boolean
}

/** @param round does the work for several asks, all or nothing, and answers in their order */
export function gathered<Ask, Answer>(
  round: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { most = Infinity, waiting = Infinity, keyOf, apart = () => false }: Gathering<Ask> = {},
): (ask: Ask) => Promise<Answer> {
  type Waiting = { ask: Ask; answered: (answer: Answer) => void; failed: (error: unknown) => void }
  let held: Waiting[] = []
  let running = false

  const nextRound = (): Waiting[] => {
    const keys = new Set<string>()
    const taken: Waiting[] = []
    const left: Waiting[] = []
    for (const w of held) {
      const key = keyOf?.(w.ask)
      if (taken.length < most && !(key !== undefined && keys.has(key))) taken.push(w)
      else left.push(w)
      if (key !== undefined) keys.add(key)
    }
    held = left
    return taken
  }
  const serve = async (some: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await round(some.map((w) => w.ask))
      for (const [i, w] of some.entries()) w.answered(answers[i]!)
    } catch (error) {
      if (some.length > 1 && apart(error)) for (const one of some) await serve([one])
      else for (const w of some) w.failed(error)
    }
  }
  const run = async () => {
    running = true
    while (held.length) await serve(nextRound())
    running = false
  }
  return (ask) => {
    if (held.length >= waiting) return Promise.reject(new Busy('too many wait'))
    return new Promise((answered, failed) => {
      held.push({ ask, answered, failed })
      if (!running) void run()
    })
  }
}
