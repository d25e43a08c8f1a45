// Where members stand, read from the journal: what the command `journey` and the pages ask.

import { factsOf as factsThatCount, type Journey, journey, type Lineage, v1 } from '../journey/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { type Found, findMembers, lineageOf, type MemberKey } from '../people/index.ts'
import { factsOf } from './append.ts'

/**
 * The journeys of members in the order asked, as of a day and as known at an instant; null where nobody is found. A mover's facts are
 * theirs wherever they live; those of a merged duplicate count from the day of the merge.
 */
export async function journeysOf(
  db: Db,
  secrets: Secrets,
  keys: readonly MemberKey[],
  { on, knownAt }: { on: JakartaDate; knownAt: Date },
): Promise<({ member: Found; journey: Journey } | null)[]> {
  const answers: ({ member: Found; journey: Journey } | null)[] = []
  for (const member of await findMembers(db, secrets, keys)) {
    if (!member || member === 'ambiguous') {
      answers.push(null)
      continue
    }
    const enrolments = await lineageOf(db, member)
    const facts = [...(await factsOf(db, enrolments)).values()].flat()
    const lineage: Lineage = { enrolments, facts }
    const known = { on, knownAt: knownAt.getTime() }
    answers.push({ member, journey: journey(factsThatCount(lineage, member.id, known), v1, known) })
  }
  return answers
}
