// The door of P3: mentors and their members, contacts, meetings; what the desk and the demonstration need of them.
import { Hono } from 'hono'
import type { Env, Policies } from '../people/index.ts'
import * as member from './member.tsx'
import * as mentor from './mentor.tsx'
import * as office from './office.tsx'

export const routes = new Hono<Env>().route('/', mentor.routes).route('/', member.routes).route('/', office.routes)
export const policies: Policies = { ...mentor.policies, ...member.policies, ...office.policies }

export { heldCount } from './field.ts'
export { FieldOutbox, HeldLine } from './mentor.tsx'
export { texts as mentoringTexts } from './messages.ts'
export { CAUSES, type Cause } from './rules.ts'
export { menteesOf, nameStall, type OwnMentoring, ownMentoring, slotsOf } from './store.ts'
