// What stands beside a frozen week in its update, never inside its bytes: who had approved it, targets, and the decisions of the meetings before.
import { addDays, daysOf, type Week } from '../../kit/calendar.ts'
import type { Db } from '../../kit/database.ts'
import type { Ctx } from '../../people/index.ts'
import { kecamatan, nameOf } from '../../places/index.ts'
import type { PublishedWeek } from '../store.ts'
import { type DecisionRow, rowsOf } from './decisions.tsx'
import { words } from './messages.ts'
import { isSettled, standingOf, standsIn, type Target } from './rules.ts'
import { decisionsBefore, publishedAnswers, targetsOf } from './store.ts'

export type Beside = {
  /** Kecamatan that had not approved when the week was cut; null: nobody was asked (no answer at all). */
  unapproved: number[]
  targets: Target[]
  decisions: DecisionRow[]
}

/** Read as the public reads it: also by the printed document. `cutBefore`: when the week before was cut. */
export async function besideWeek(db: Db, of: PublishedWeek, cutBefore: Date | null): Promise<Beside> {
  const answers = Map.groupBy(await publishedAnswers(db, of.week), (a) => a.kec)
  const { decisions, events } = await decisionsBefore(db, of.week)
  const at = { upTo: of.cutAt, today: dayAfter(of.week) }
  return {
    unapproved: kecamatan()
      .map((k) => k.code)
      .filter((kec) => !isSettled(standingOf(answers.get(kec) ?? [], of.week, of.cutAt).state)),
    targets: await targetsOf(db, of.week),
    decisions: rowsOf(
      decisions.filter((d) => standsIn(d, events, { week: of.week, cutBefore: cutBefore ?? new Date(0) })),
      events,
      of,
      at,
    ),
  }
}

/** A due date inside the week has passed when its update comes out. */
const dayAfter = (week: Week) => addDays(daysOf(week).to, 1)

/** `Disetujui 43 dari 44 kecamatan. Belum disetujui: ...` */
export function Approval({ c, of }: { c: Ctx; of: Beside }) {
  const w = words[c.var.lang]
  const { unapproved } = of
  if (unapproved.length === 44) return <p class="prov mt-2">{w.publicNone}</p>
  return (
    <p class="prov mt-2">
      {unapproved.length
        ? `${w.publicSome(44 - unapproved.length)} ${w.publicUnapproved(unapproved.map(nameOf).join(', '))}`
        : w.publicAll}
    </p>
  )
}
