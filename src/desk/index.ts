// The door of desk/: the home of the work pages; the queue, finding a member, acts on several; the mentor's week; the operator's page. The navigation they share is in people/.
import { Hono } from 'hono'
import type { Env, Policies } from '../people/index.ts'
import * as clinic from './clinic/index.ts'
import * as members from './members.tsx'
import * as week from './mentor-week.tsx'
import * as home from './pages.tsx'
import * as status from './status.tsx'

export const routes = new Hono<Env>()
  .route('/', home.routes)
  .route('/', members.routes)
  .route('/', status.routes)
  .route('/', week.routes)
  .route('/', clinic.routes)
export const policies: Policies = {
  ...home.policies,
  ...members.policies,
  ...status.policies,
  ...week.policies,
  ...clinic.policies,
}

export { type Backtest, backtest } from './backtest.ts'
export { findAtDesk } from './find.ts'
export { rank, standingsOf } from './planner.ts'
export { queueOf } from './queue.ts'
