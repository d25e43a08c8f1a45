// The weekly update's door: cut, read, verify, publish, the week as it runs, and the pages.
import { Hono } from 'hono'
import type { Env, Policies } from '../people/index.ts'
import * as api from './api.ts'
import * as office from './office.tsx'
import * as pages from './pages.tsx'
import * as work from './work/index.ts'

export { type Cut, cutsOf, cutWeek, publishedHeads, readWeek, type WeeklyProblem, weeklyWords } from './cut.ts'
export {
  type AreaCell,
  type Cell,
  type Chain,
  COUNTS,
  type Count,
  compose,
  type Detail,
  type LateSum,
  type Published,
  type Sum,
  type Terms,
  type WaitingSum,
} from './document.ts'
export { opens, type Place, parseCount, parsePlace, parseTerm, sourceOf, termsOf } from './figures.ts'
export { printedFile, selfContained, siteAddress } from './print/index.ts'
export { checkFile, type FileCheck, officeFile, type PublicFile, publicFile, weekCsv } from './publish.ts'
export { runningWeek } from './running.ts'
export { documentsOf, type FrozenWeek, type PublishedWeek, weeksOf } from './store.ts'
export { verifyWeek, type WeekReport } from './verify.ts'
export { besideWeek, reminderTasks, saveAnswer, saveDecision, saveDecisionEvent, saveTargets } from './work/index.ts'

export const routes = new Hono<Env>()
  .route('/', pages.routes)
  .route('/', office.routes)
  .route('/', work.routes)
  .route('/', api.routes)
export const policies: Policies = { ...pages.policies, ...office.policies, ...work.policies, ...api.policies }
