// How a measure is said: a row of the table.

/** What was measured, what it must stay within, and a bare equivalent from the same run with the ratio to it. */
export type Row = { what: string; measured: string; must: string; limit: string; ratio: string }

export const ms = (n: number) => `${n < 10 ? n.toFixed(1) : Math.round(n)} ms`
export const perSecond = (n: number) => `${Math.round(n).toLocaleString('en')} /s`
export const times = (n: number) => `${n.toFixed(2)}x`
