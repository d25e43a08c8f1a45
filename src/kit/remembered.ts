// Answers that are asked for again and again, kept while there are not too many of them.

/** The same function, which remembers what it answered for up to `most` texts, then begins anew. Only for what depends on the text alone. */
export function remembered<T>(most: number, answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const held = known.get(text)
    if (held !== undefined) return held
    if (known.size >= most) known.clear()
    const fresh = answer(text)
    known.set(text, fresh)
    return fresh
  }
}
