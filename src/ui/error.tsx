// What people see when something went wrong: what happened, whether it was saved, what to do, and a number. Never a cause's own words.
import type { Lang } from '../kit/problem.ts'
import { Page } from './page.tsx'
import { words } from './words.ts'

interface FailedProps {
  lang: Lang
  at: Date
  demo: boolean
  /** The title; "something went wrong on our side" unless told. */
  what?: string
  /** One sentence more about it. */
  why?: string
  /** Was what they sent saved? `nothing`: they sent nothing. */
  saved: 'yes' | 'no' | 'unknown' | 'nothing'
  todo: string
  /** How to find this incident in the log. */
  number?: string
  back?: { href: string; label: string }
}

export function ErrorPage({ lang, at, demo, what, why, saved, todo, number, back }: FailedProps) {
  const w = words[lang]
  const title = what ?? w.failed
  return (
    <Page title={title} lang={lang} at={at} demo={demo} errorTitle noindex>
      <div class="stack read pt-6 pb-6">
        <h1>{title}</h1>
        {why && <p class="lead">{why}</p>}
        {saved !== 'nothing' && <p class="lead">{w.saved[saved]}</p>}
        <p>{todo}</p>
        <p>
          <a class="btn" href={back?.href ?? '/'}>
            {back?.label ?? w.toHome}
          </a>
        </p>
        {number && (
          <p class="prov">
            {w.number}: <span class="mono">{number}</span>. {w.numberHint}
          </p>
        )}
      </div>
    </Page>
  )
}

export function NotFoundPage({ lang, at, demo }: { lang: Lang; at: Date; demo: boolean }) {
  const w = words[lang]
  return (
    <ErrorPage lang={lang} at={at} demo={demo} what={w.notFound} why={w.notFoundWhat} saved="nothing" todo={w.notFoundTodo} />
  )
}
