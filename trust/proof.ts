// What a proof is: a row of the scorecard, what it measures on a house, and the fault that it was seen to catch.
import type { Room } from '../src/app.tsx'
import type { Ground, House } from './ground.ts'

export type Found = {
  /** What was measured, in a few words. */
  figure: string
  /** Each thing that is not as promised, named. */
  wrong: string[]
  /** Why it could not be measured here. */
  skipped?: string
}

/** Something broken on purpose: the proof must find it, else it proves nothing. */
export type Fault = {
  what: string
  /** SQL of the owner, run on the clone. */
  sql?: string
  rooms?: (rooms: Readonly<Record<string, Room>>) => Readonly<Record<string, Room>>
  /** Changes the house after it is open: its front door, its log. */
  house?: (house: House) => void
}

export type Proof = {
  row: number
  name: string
  tier: 1 | 2
  promise: string
  prove(house: House, ground: Ground, seed: number): Promise<Found>
  fault: Fault
}

/** The front door answers through this first: for faults that lie in what it says or hears. */
export function through(
  house: House,
  change: (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>,
) {
  const before = house.app
  const asked = before.request.bind(before)
  house.app = Object.assign(Object.create(before), {
    request: (input: string | Request | URL, init?: RequestInit) =>
      change(
        new Request(typeof input === 'string' ? new URL(input, 'http://localhost') : input, {
          ...init,
          ...(init?.body ? { duplex: 'half' } : {}),
        } as RequestInit),
        async (request) => asked(request),
      ),
    fetch: (request: Request) => change(request, async (r) => before.fetch(r)),
  })
}
