// The three cookies: the session, the mark of a browser without one (for form tokens), and the language. By https with `__Host-`.
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { WHOLE } from './accounts.ts'
import type { Ctx } from './site.ts'

const NAMES = { session: 'sesi', guest: 'tamu', language: 'bahasa' } as const
export type CookieName = keyof typeof NAMES

const DAY = 86_400
const LASTS: Record<CookieName, number> = { session: WHOLE / 1000, guest: 30 * DAY, language: 365 * DAY }

export const readCookie = (c: Ctx, name: CookieName): string | undefined =>
  c.var.secure ? getCookie(c, NAMES[name], 'host') : getCookie(c, NAMES[name])

const options = (c: Ctx) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: c.var.secure,
  ...(c.var.secure ? { prefix: 'host' as const } : {}),
})

export const writeCookie = (c: Ctx, name: CookieName, value: string): void =>
  setCookie(c, NAMES[name], value, { ...options(c), maxAge: LASTS[name] })

export const dropCookie = (c: Ctx, name: CookieName): void => {
  deleteCookie(c, NAMES[name], options(c))
}
