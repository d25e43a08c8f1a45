// The door of P1: the residents' registration form, and the import of the sheets that offices keep.
import { Hono } from 'hono'
import type { Env, Policies } from '../people/index.ts'
import * as counter from './counter/index.ts'
import * as imports from './import/pages.tsx'
import * as form from './pages.tsx'

export const routes = new Hono<Env>().route('/', form.routes).route('/', imports.routes).route('/', counter.routes)
export const policies: Policies = { ...form.policies, ...imports.policies, ...counter.policies }

export { importTasks } from './import/job.ts'
export { type ImportReport, importRegistrations, writeCorrectionsFor } from './import/run.ts'
export { type Foreseen, type TakeBack, takeBackNow } from './import/take-back.ts'
export { consents } from './messages.ts'
export type { Answers } from './rules.ts'
export { readPeople } from './sheet/people.ts'
export { sayFile } from './sheet/refusal.ts'
export { sayRow } from './sheet/words.ts'
export { begin as beginForm } from './store.ts'
