// The weekly update's door: cut, read, verify, and the week as it runs.
export { type Cut, cutsOf, cutWeek, publishedHeads, readWeek, type WeeklyProblem, weeklyWords } from './cut.ts'
export {
  type AreaCell,
  asJson,
  type Cell,
  type Chain,
  COUNTS,
  type Count,
  type Detail,
  type Published,
  type Terms,
} from './document.ts'
export { runningWeek } from './running.ts'
export { verifyWeek, type WeekReport } from './verify.ts'
