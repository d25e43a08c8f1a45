// How this process has been since it started: requests, those that failed by our fault, and the newest of them by request number. Nothing of
// what was asked or written.
export type Failure = { at: Date; request: string; route: string | null; status: number }

const FAILURES = 20
const pulse = { since: new Date(), requests: 0, failed: 0, slow: 0, failures: [] as Failure[] }
/** A request that took longer is slow: p95 of a page is a fraction of it. */
export const SLOW_MS = 1_000

export function beat(request: Failure & { ms: number }): void {
  pulse.requests++
  if (request.ms > SLOW_MS) pulse.slow++
  if (request.status < 500) return
  pulse.failed++
  const { at, request: number, route, status } = request
  pulse.failures.unshift({ at, request: number, route, status })
  pulse.failures.length = Math.min(pulse.failures.length, FAILURES)
}

export const pulseNow = (): Readonly<typeof pulse> => pulse
