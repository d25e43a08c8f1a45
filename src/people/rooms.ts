// All pages of people/ as one room: the sign-in of both kinds, the second factor, the accounts, one's own, and break-glass.
import { Hono } from 'hono'
import { accountPolicies, accountRoutes } from './account-pages.tsx'
import { glassPolicies, glassRoutes } from './break-glass-pages.tsx'
import { newsPolicies, newsRoutes } from './delivery-news.ts'
import { memberPolicies, memberRoutes } from './member-sign-in.tsx'
import { ownPolicies, ownRoutes } from './own-account-pages.tsx'
import { policies as entryPolicies, routes as entryRoutes } from './pages.tsx'
import { factorPolicies, factorRoutes } from './second-factor-pages.tsx'
import type { Env, Policies } from './site.ts'

export const policies: Policies = {
  ...entryPolicies,
  ...factorPolicies,
  ...memberPolicies,
  ...accountPolicies,
  ...ownPolicies,
  ...glassPolicies,
  ...newsPolicies,
}
export const routes = new Hono<Env>()
  .route('/', entryRoutes)
  .route('/', factorRoutes)
  .route('/', memberRoutes)
  .route('/', accountRoutes)
  .route('/', ownRoutes)
  .route('/', glassRoutes)
  .route('/', newsRoutes)
