// Takes tales in by the product's own bulk path: NIK claimed, people enrolled, facts appended each under its own name and time.
import type { Enrolled, NewFact } from '../journal/index.ts'
import { append } from '../journal/index.ts'
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { claimNiks, type EnrolledMember, enrol, openMoved, tieMerged } from '../people/index.ts'
import { nextNik } from './people.ts'
import type { Tale, Told } from './story.ts'

/** Everybody taken in so far who may still get facts. */
export type Roll = Map<string, EnrolledMember>

/**
 * Loads what was recorded after one instant and up to another, of these tales; `roll` knows the members of earlier calls.
 * Instants are milliseconds. Answers how many people and facts it took in.
 */
export async function load(
  db: Db,
  secrets: Secrets,
  tales: readonly Tale[],
  roll: Roll,
  { after, upTo }: { after: number; upTo: number },
): Promise<{ members: number; facts: number }> {
  const inside = (at: number) => at > after && at <= upTo
  const arriving = tales.filter((t) => inside(t.at)).sort((a, b) => a.at - b.at)
  await claimed(db, secrets, arriving)
  for (const member of await enrol(
    db,
    secrets,
    arriving.map((t) => t.member),
  ))
    roll.set(member.id, member)

  for (const { moved, merged, member } of tales) {
    if (moved && inside(moved.at)) {
      const from = roll.get(moved.from)!
      const to = await openMoved(db, secrets, from, moved.to)
      roll.set(from.id, { ...from, tied: true })
      roll.set(to.id, to)
    }
    if (merged && inside(merged.at)) {
      const gone = roll.get(member.enrolment)!
      const remains = roll.get(merged.into)!
      await tieMerged(db, secrets, gone, remains)
      for (const one of [gone, remains]) roll.set(one.id, { ...one, tied: true, lineage: remains.lineage })
    }
  }

  const told: Told[] = tales.flatMap((t) => t.facts.filter((f) => inside(f.by.now.getTime())))
  told.sort((a, b) => a.by.now.getTime() - b.by.now.getTime())
  const byOf = new Map<NewFact, Told['by']>(told.map((t) => [t.fact, t.by]))
  const answers = await append(db, (fact) => byOf.get(fact)!, [...byOf.keys()], roll as ReadonlyMap<string, Enrolled>)
  const refused = answers.findIndex((a) => a !== 'taken')
  if (refused >= 0) throw new Error(`a synthetic fact was not taken: ${JSON.stringify(told[refused]!.fact)}`)
  // From now on their facts stand in the journal.
  for (const [id, member] of roll) if (member.fresh) roll.set(id, { ...member, fresh: false })
  return { members: arriving.length, facts: told.length }
}

/** A NIK that chance gave to two gets the next serial for the second. */
async function claimed(db: Db, secrets: Secrets, tales: readonly Tale[]): Promise<void> {
  let asking = tales.map((t) => t.member)
  while (asking.length) {
    const answers = await claimNiks(db, secrets, asking)
    asking = asking.filter((_, i) => !answers[i]!.fresh)
    for (const member of asking) member.nik = nextNik(member.nik)
  }
}
