// The door of the counter: an officer registers somebody, checks and corrects, sees who registered again.
import { Hono } from 'hono'
import type { Env, Policies } from '../../people/index.ts'
import * as member from './member.tsx'
import * as register from './register.tsx'
import * as repeats from './repeats.tsx'

export const routes = new Hono<Env>().route('/', register.routes).route('/', repeats.routes).route('/', member.routes)
export const policies: Policies = { ...register.policies, ...repeats.policies, ...member.policies }
