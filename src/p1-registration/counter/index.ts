// The door of the counter: an officer registers somebody, finds a member, checks and corrects.
import { Hono } from 'hono'
import type { Env, Policies } from '../../people/index.ts'
import * as lists from './lists.tsx'
import * as member from './member.tsx'
import * as register from './register.tsx'

export const routes = new Hono<Env>().route('/', register.routes).route('/', lists.routes).route('/', member.routes)
export const policies: Policies = { ...register.policies, ...lists.policies, ...member.policies }
