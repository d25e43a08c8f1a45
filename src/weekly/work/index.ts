// The door of the week as work: the kecamatan's page, the office's answers, the kota's desk, targets, decisions, and what stands beside an update.
import { Hono } from 'hono'
import type { Env, Policies } from '../../people/index.ts'
import * as decisions from './decisions.tsx'
import * as figure from './figure.tsx'
import * as kecamatan from './kecamatan.tsx'
import * as kota from './kota.tsx'
import * as office from './office.tsx'
import * as targets from './targets.tsx'

export { Approval, type Beside, besideWeek } from './beside.tsx'
export { DecisionTable } from './decisions.tsx'
export { runningOpens, termsBy } from './figure.tsx'
export { words as workTexts, workWords } from './messages.ts'
export { AnswersSection, answersFor, standingsOf, unapproved } from './office.tsx'
export { reminderTasks } from './remind.ts'
export type { WorkProblem } from './rules.ts'
export { saveAnswer, saveDecision, saveDecisionEvent, saveTargets } from './store.ts'
export { PublishedTargets } from './targets.tsx'

const PARTS = [kecamatan, figure, office, kota, targets, decisions]
export const routes = new Hono<Env>()
for (const part of PARTS) routes.route('/', part.routes)
export const policies: Policies = Object.assign({}, ...PARTS.map((part) => part.policies))
