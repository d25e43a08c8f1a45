// All pages of people/ as one room: the sign-in of both kinds, the second factor, and the accounts.
import { Hono } from 'hono'
import { policies as entry, routes as entryRoutes } from './pages.tsx'
import { factorPolicies, factorRoutes } from './second-factor-pages.tsx'
import type { Env, Policies } from './site.ts'

export const policies: Policies = { ...entry, ...factorPolicies }
export const routes = new Hono<Env>().route('/', entryRoutes).route('/', factorRoutes)
