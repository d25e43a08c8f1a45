// The door of the centres: one in each kecamatan, its public page with its figures, and the work page that keeps it.
import { Hono } from 'hono'
import type { Env, Policies } from '../people/index.ts'
import * as office from './office.tsx'
import * as pages from './pages.tsx'

export const routes = new Hono<Env>().route('/', pages.routes).route('/', office.routes)
export const policies: Policies = { ...pages.policies, ...office.policies }
