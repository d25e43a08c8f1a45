// The door of member/: a member's own pages, and the queue of what members ask for.
import { Hono } from 'hono'
import type { Env, Policies } from '../people/index.ts'
import * as consent from './consent.tsx'
import * as data from './data.tsx'
import * as erasure from './erasure.tsx'
import * as office from './office.tsx'
import * as steps from './pages.tsx'
import * as requests from './requests.tsx'

const pages = [steps, data, consent, requests, office, erasure]
export const routes = pages.reduce((all, { routes: some }) => all.route('/', some), new Hono<Env>())
export const policies: Policies = Object.assign({}, ...pages.map((p) => p.policies))
