// A clinic's morning as its taps tell it: who waits, who sits where, who is done. The same taps give the same morning, in whatever order and
// however often they arrive. Pure.

export const SERVICES = ['mentoring', 'licence', 'product', 'loan'] as const
export type Service = (typeof SERVICES)[number]
/** One table a service, by number. */
export const DESKS: readonly { no: number; service: Service }[] = SERVICES.map((service, i) => ({ no: i + 1, service }))
export const NEXTS = ['books', 'licence', 'class', 'product', 'loan', 'mentor', 'none'] as const
export type NextStep = (typeof NEXTS)[number]

export const KINDS = ['arrive', 'call', 'finish', 'leave'] as const
export type TapKind = (typeof KINDS)[number]

export type Tap = {
  id: string
  kind: TapKind
  visit: string
  /** Milliseconds since 1970. */
  at: number
  no: number | null
  label: string | null
  number: string | null
  name: string | null
  trade: string | null
  service: Service | null
  desk: number | null
  next: NextStep | null
  /** It became a mentoring contact. */
  contact?: boolean
}

export type Visit = {
  visit: string
  /** What the person holds in the hand: `18`, or `KT3` where the network was away. */
  shown: string
  number: string | null
  name: string | null
  trade: string | null
  service: Service | null
  arrivedAt: number
  state: 'waiting' | 'served' | 'done' | 'left'
  desk: number | null
  since: number
  next: NextStep | null
}

export type Morning = { visits: Visit[]; waiting: Visit[]; served: Map<number, Visit>; done: number; left: number }

/**
 * How things stand. A visit exists once somebody arrived; the last tap about it says how it stands, by time, then by id. Two who are called to
 * one table: the later stays there, the earlier waits again at the head. Somebody who arrived twice (two devices, one member) is one visit,
 * the earlier; what was tapped about the other counts for it.
 */
export function morningOf(taps: readonly Tap[]): Morning {
  const once = [...new Map(taps.map((t) => [t.id, t])).values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const visits = new Map<string, Visit>()
  const sameAs = new Map<string, string>()
  const byMember = new Map<string, string>()
  for (const t of once) {
    if (t.kind !== 'arrive' || visits.has(t.visit)) continue
    const first = t.number ? byMember.get(t.number) : undefined
    if (first) {
      sameAs.set(t.visit, first)
      continue
    }
    if (t.number) byMember.set(t.number, t.visit)
    visits.set(t.visit, {
      visit: t.visit,
      shown: t.label ?? (t.no === null ? '·' : String(t.no)),
      number: t.number,
      name: t.name,
      trade: t.trade,
      service: t.service,
      arrivedAt: t.at,
      state: 'waiting',
      desk: null,
      since: t.at,
      next: null,
    })
  }
  const atDesk = new Map<number, Visit>()
  for (const t of once) {
    const v = visits.get(sameAs.get(t.visit) ?? t.visit)
    if (!v || t.kind === 'arrive') continue
    const leaves = () => {
      if (v.desk !== null && atDesk.get(v.desk) === v) atDesk.delete(v.desk)
    }
    if (t.kind === 'call') {
      // Who is done or has left is not called again by a tap that came late.
      if (v.state === 'done' || v.state === 'left' || t.desk === null) continue
      leaves()
      const before = atDesk.get(t.desk)
      if (before && before !== v) Object.assign(before, { state: 'waiting', desk: null })
      atDesk.set(t.desk, v)
      Object.assign(v, { state: 'served', desk: t.desk, since: t.at })
    } else {
      leaves()
      Object.assign(v, { state: t.kind === 'finish' ? 'done' : 'left', since: t.at, next: t.next ?? v.next })
    }
  }
  const all = [...visits.values()].sort((a, b) => a.arrivedAt - b.arrivedAt || (a.visit < b.visit ? -1 : 1))
  return {
    visits: all,
    waiting: all.filter((v) => v.state === 'waiting'),
    served: atDesk,
    done: all.filter((v) => v.state === 'done').length,
    left: all.filter((v) => v.state === 'left').length,
  }
}
