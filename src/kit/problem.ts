// What a user can cause is a value with a stable code; `throw` is for what only we can cause.

export type Lang = 'id' | 'en'

/** A refusal or a warning: the same value in a form, a corrections sheet and the API. */
export type Problem<C extends string = string, D = unknown> = { code: C; field?: string; data: D }

export type ProblemOf<P> = { [C in keyof P & string]: Problem<C, P[C]> }[keyof P & string]

/** A problem without words in both languages does not compile. */
export type Words<P> = { [C in keyof P & string]: Record<Lang, (data: P[C]) => string> }

/** Either the value (perhaps with warnings, which never block), or every problem at once. */
export type Checked<T, P = Problem> = { value: T; warnings: P[] } | { problems: P[] }

export function say<P>(words: Words<P>, problem: ProblemOf<P>, lang: Lang): string {
  const { code, data } = problem as Problem<keyof P & string, never>
  return words[code][lang](data)
}
