// The door of the register of claims: what was stated in public beside what the register held, and what people report about a figure.
import { Hono } from 'hono'
import type { Env, Policies } from '../people/index.ts'
import * as office from './office.tsx'
import * as pages from './pages.tsx'
import * as reports from './reports.tsx'

export type { Claim } from './rules.ts'
export { answerReport, recordClaims, takeReport } from './store.ts'

export const routes = new Hono<Env>().route('/', pages.routes).route('/', reports.routes).route('/', office.routes)
export const policies: Policies = { ...pages.policies, ...reports.policies, ...office.policies }
