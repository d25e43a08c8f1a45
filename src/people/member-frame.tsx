// The frame of a member's own pages: who is signed in, and the pages of one's own, whichever room they belong to.
import type { Child } from 'hono/jsx'
import { Page, type Step } from '../ui/index.ts'
import type { Member } from './members.ts'
import { pageFrame } from './nav.ts'
import type { Ctx } from './site.ts'

const PAGES = [
  { href: '/langkah', id: 'Langkah', en: 'Steps' },
  { href: '/kelas', id: 'Kelas', en: 'Classes' },
  { href: '/pendampingan', id: 'Pendampingan', en: 'Mentoring' },
  { href: '/langkah/data', id: 'Data saya', en: 'My data' },
  { href: '/langkah/persetujuan', id: 'Persetujuan', en: 'Consent' },
  { href: '/langkah/permintaan', id: 'Permintaan', en: 'Requests' },
] as const
export type MemberPageAt = (typeof PAGES)[number]['href']

/** The member of this request: the guard has let nobody else in. */
export function memberIn(c: Ctx): Member {
  const { member } = c.var
  if (!member) throw new Error('a page of one’s own was asked for without a member')
  return member
}

export function MemberPage({
  c,
  here,
  title,
  step,
  errorTitle,
  children,
}: {
  c: Ctx
  here: MemberPageAt
  title: string
  step?: Step
  errorTitle?: boolean
  children?: Child
}) {
  const { lang } = c.var
  return (
    <Page {...pageFrame(c)} title={title} step={step} errorTitle={errorTitle} noindex>
      <nav class="own noprint" aria-label={lang === 'id' ? 'Halaman saya' : 'My pages'}>
        <ul>
          {PAGES.map((p) => (
            <li>
              <a href={p.href} aria-current={p.href === here ? 'page' : undefined}>
                {p[lang]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </Page>
  )
}
