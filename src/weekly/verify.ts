// Rebuilds a frozen week from the journal alone and compares it byte for byte. It shares only the arithmetic (document.ts) with the
// cut: the sums come from the facts, not from the stored changes.

import { everyLineage, kelurahanOf, rebuildHeads } from '../journal/index.ts'
import { knownChanges, STEPS, v1 } from '../journey/index.ts'
import { daysOf, type Week, weekBefore, weekOf } from '../kit/calendar.ts'
import { canonical, sha256 } from '../kit/canonical.ts'
import type { Db } from '../kit/database.ts'
import { kecCode } from '../places/index.ts'
import { readWeek } from './cut.ts'
import { asJson, compose, type LateSum, type Sum, type WaitingSum } from './document.ts'

export type WeekReport = {
  week: Week
  /** As it was published. */
  sha256: string
  /** Of what the journal gives today for that cut. */
  rebuilt: string
  same: boolean
  /** Which part differs, when one does. */
  differs: ('document' | 'detail' | 'stored')[]
}

/** Null when the week was not cut. */
export async function verifyWeek(db: Db, week: Week): Promise<WeekReport | null> {
  const cut = await readWeek(db, week)
  if (!cut) return null
  const before = await readWeek(db, weekBefore(week))
  const { from, to } = daysOf(week)
  const heads = new Map(cut.published.chains.map((c) => [Number(c.kec.replaceAll('.', '')), c.facts]))

  const sums = new Map<string, Sum>()
  const late = new Map<string, LateSum>()
  const waiting = new Map<string, WaitingSum>()
  for await (const { lineages } of everyLineage(db, { heads, knownAt: cut.cutAt }))
    for (const lineage of lineages) {
      const kel = kelurahanOf(lineage)
      const stands = new Map<string, number>()
      for (const c of knownChanges(lineage, v1)) {
        if (c.recordedAt > cut.cutAt.getTime() || c.on > to) continue
        const { kec, step, reached, arriving, reason, otherKec, n } = c
        if (reached) stands.set(`${c.enrolment} ${step}`, (stands.get(`${c.enrolment} ${step}`) ?? 0) + (arriving ? n : -n))
        const place = kel.get(c.enrolment) ?? null
        add(sums, [kec, place, step, reached, c.on >= from, arriving, reason, otherKec], () => ({
          kec,
          kel: place,
          step,
          reached,
          during: c.on >= from,
          arriving,
          reason,
          otherKec,
          n: 0,
        })).n += n
        if (before && c.on < from && c.recordedAt > before.cutAt.getTime()) {
          const of = weekOf(c.on)
          const { causeKind } = c
          add(late, [kec, step, reached, of, arriving, reason, causeKind], () => ({
            kec,
            step,
            reached,
            week: of,
            arriving,
            reason,
            causeKind,
            n: 0,
          })).n += n
        }
      }
      for (const e of lineage.enrolments)
        for (const step of STEPS)
          if (step > 1 && stands.get(`${e.id} ${step - 1}`) && !stands.get(`${e.id} ${step}`))
            add(waiting, [e.kec, step], () => ({ kec: e.kec, step, n: 0 })).n++
    }
  const rebuiltHeads = await rebuildHeads(
    db,
    [...heads].map(([kec, facts]) => ({ kec, facts })),
  )
  const { published, detail } = compose(
    {
      week,
      cut: cut.cutAt,
      definition: cut.published.definition,
      sums: [...sums.values()].filter((s) => s.n !== 0),
      late: [...late.values()].filter((s) => s.n !== 0),
      waiting: [...waiting.values()],
      chains: [...heads].map(([kec, facts]) => ({ kec: kecCode(kec), facts, head: rebuiltHeads.get(kec) ?? 'broken' })),
      hiding: cut.published.hiding ?? 1,
    },
    before,
  )
  const rebuilt = sha256(canonical(asJson(published)))
  const differs: WeekReport['differs'] = []
  if (rebuilt !== cut.sha256) differs.push('document')
  if (sha256(canonical(asJson(detail))) !== cut.detailSha256) differs.push('detail')
  if (sha256(canonical(asJson(cut.published))) !== cut.sha256 || sha256(canonical(asJson(cut.detail))) !== cut.detailSha256)
    differs.push('stored')
  return { week, sha256: cut.sha256, rebuilt, same: differs.length === 0, differs }
}

function add<T extends { n: number }>(into: Map<string, T>, parts: unknown[], make: () => T): T {
  const key = parts.join('|')
  const held = into.get(key) ?? make()
  into.set(key, held)
  return held
}
