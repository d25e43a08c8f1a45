// The journal's door: append facts, void them, read them back; count, replay and verify what follows from them.
export {
  append,
  type By,
  type ChainedFact,
  type Enrolled,
  lastCutAt,
  type NewFact,
  type Taken,
  type Way,
} from './append.ts'
export {
  type EvidenceImport,
  type EvidenceReport,
  type EvidenceRow,
  importEvidence,
  type PageFact,
  type Recorded,
  record,
  recording,
  widenToHistory,
} from './evidence.ts'
export { readInstant } from './lines.ts'
export { ifMerged, journeysOf, logReading, type MemberJourney, type OwnFact, ownJourney } from './member.ts'
export { type EvidenceProblem, evidenceWords } from './messages.ts'
export { askToFill, everyLineage, fillingTasks, kelurahanOf, type ReplayReport, replay } from './replay.ts'
export { uuidFrom } from './ties.ts'
export { type ChainHead, type JournalReport, rebuildHeads, verifyJournal } from './verify.ts'
