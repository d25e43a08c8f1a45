// Does the journal of a house stand, after whatever was done to it? Its chains, those published too, and the copy that is counted from it.
import { replay, verifyJournal } from '../src/journal/index.ts'
import type { Db } from '../src/kit/database.ts'
import { publishedHeads } from '../src/weekly/index.ts'

/** How many facts there are, and what is wrong, in a line; none when all is well. */
export async function journalStands(db: Db): Promise<{ facts: number; wrong: string[] }> {
  const { broken, facts } = await verifyJournal(db, await publishedHeads(db))
  const { differences } = await replay(db)
  const well = !broken.length && !differences.length
  return { facts, wrong: well ? [] : [`${broken.length} broken chains, ${differences.length} differences`] }
}
