// When a step counts, as versioned data (8-facts, definition v1). A new rule is a new version; the old one stays.
import type { JakartaDate } from '../kit/calendar.ts'

export type Definition = {
  version: number
  inForceFrom: JakartaDate
  /** Two digits: residence counts in a kelurahan of this province. */
  programmeArea: string
  p2: { sessions: number; homework: number }
  p3: { contacts: number; days: number }
  p4: { iumkBefore: JakartaDate }
  p5: { channels: readonly string[] }
  p6: { months: number }
}

/** The product's own definition, version 1; no official one has been published. */
export const v1: Definition = {
  version: 1,
  inForceFrom: '2017-11-01',
  programmeArea: '31',
  p2: { sessions: 4, homework: 1 },
  p3: { contacts: 3, days: 28 },
  p4: { iumkBefore: '2021-01-01' },
  p5: { channels: ['catalogue', 'bazaar', 'consignment', 'procurement'] },
  p6: { months: 3 },
}
