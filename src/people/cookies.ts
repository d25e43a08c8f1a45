// The cookies: the session of a work account, a sign-in that still waits for its code, the session of a member, the mark of a browser without one (for form tokens), the mark of one that has signed in with a phone before, and the language. By https with `__Host-`.
import { deleteCookie, generateCookie, getCookie } from 'hono/cookie'
import { WHOLE } from './accounts.ts'
import { MEMBER_WHOLE } from './members.ts'
import type { Ctx } from './site.ts'

const NAMES = {
  session: 'sesi',
  pending: 'menunggu',
  member: 'anggota',
  guest: 'tamu',
  device: 'perangkat',
  language: 'bahasa',
} as const
export type CookieName = keyof typeof NAMES

const DAY = 86_400
const LASTS: Record<CookieName, number> = {
  session: WHOLE / 1000,
  pending: 10 * 60,
  member: MEMBER_WHOLE / 1000,
  guest: 30 * DAY,
  device: 365 * DAY,
  language: 365 * DAY,
}

export const readCookie = (c: Ctx, name: CookieName): string | undefined =>
  c.var.secure ? getCookie(c, NAMES[name], 'host') : getCookie(c, NAMES[name])

const options = (c: Ctx) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: c.var.secure,
  ...(c.var.secure ? { prefix: 'host' as const } : {}),
})

export function writeCookie(c: Ctx, name: CookieName, value: string): void {
  const cookie = generateCookie(NAMES[name], value, { ...options(c), maxAge: LASTS[name] })
  // An answer that stands already keeps its light form this way; `c.header` would build it anew, stream and all.
  if (c.finalized) c.res.headers.append('Set-Cookie', cookie)
  else c.header('Set-Cookie', cookie, { append: true })
}

export const dropCookie = (c: Ctx, name: CookieName): void => {
  deleteCookie(c, NAMES[name], options(c))
}
