// The page frame of public and residents' pages, and the frame of the work pages. No JavaScript, no style attributes.

import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { jakartaDay, showDay, showTime } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { hrefOf } from './assets.ts'
import { Stairline } from './staircase.tsx'
import { type Step, words } from './words.ts'

export type PageName = 'home' | 'weekly' | 'figures' | 'data' | 'sign-in' | 'register'

export interface SignedIn {
  name: string
  /** What the account may see: `Kecamatan Cilandak`. */
  scope?: string
  /** Their own page or console. */
  href?: string
  /** The hidden token of the sign-out form; without it there is no form. */
  token?: string
}

interface FrameProps {
  title: string
  lang: Lang
  /** Now, by the programme's clock. */
  at: Date
  /** Made-up data: then every page says so, with the demonstration's clock. */
  demo: boolean
  description?: string
  /** An error stands on the page: the title says so first, for those who hear it. */
  errorTitle?: boolean
  noindex?: boolean
  children?: Child
}

export interface PageProps extends FrameProps {
  current?: PageName
  /** One column for a form; the header then leads nowhere else. */
  narrow?: boolean
  /** Sections reach to the edges and set their own width. */
  wide?: boolean
  signedIn?: SignedIn | null
  /** The step that this page belongs to, gold in the stair line. */
  step?: Step
  /** This page in the other language. */
  otherLang?: string
}

const DOCTYPE = raw('<!doctype html>')
const LOGO = raw(
  '<svg viewBox="0 0 56 56" aria-hidden="true"><path fill="var(--teal)" d="M0 56V50h8v-7h8v-7h8v-7h8v-7h8v-7h8V8h8v48z"/><path fill="var(--gold)" d="M48 2h8v6h-8z"/></svg>',
)
const FOOT_STAIRS = raw(
  '<svg class="foot__stairs" viewBox="0 0 7 56" preserveAspectRatio="none" aria-hidden="true"><path fill="currentColor" d="M0 56V50H1V43H2V36H3V29H4V22H5V15H6V8H7V56z"/></svg>',
)

/** A part of the frame that follows from its key alone is rendered once: it stands on every page, and a form page is mostly frame. */
const kept = new Map<string, ReturnType<typeof raw>>()
function once(key: string, part: () => Child) {
  let held = kept.get(key)
  if (!held) {
    held = raw(String(part()))
    kept.set(key, held)
  }
  return held
}

type HeadProps = FrameProps & { css: 'halaman.css' | 'konsol.css'; script?: 'tombol.js'; island?: 'klinik.js' | 'lapangan.js' }

function Head({ title, description, lang, errorTitle, noindex, css, script, island }: HeadProps) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{errorTitle ? `${words[lang].error}: ${title}` : title}</title>
      {description && <meta name="description" content={description} />}
      {noindex && <meta name="robots" content="noindex" />}
      {once(css, () => (
        <>
          <meta name="theme-color" content="#faf6ee" media="(prefers-color-scheme: light)" />
          <meta name="theme-color" content="#111a18" media="(prefers-color-scheme: dark)" />
          <link rel="icon" href={hrefOf('logo.svg')} type="image/svg+xml" />
          <link rel="preload" href={hrefOf('huruf.woff2')} as="font" type="font/woff2" crossorigin="" />
          <link rel="stylesheet" href={hrefOf(css)} />
          {script && <script src={hrefOf(script)} defer />}
        </>
      ))}
      {island && <script src={hrefOf(island)} defer />}
    </head>
  )
}

/** "Peragaan: semua data buatan. Jam peragaan: Senin, 22 Januari 2018, 09.00 WIB." */
function DemoLine({ at, lang, narrow }: { at: Date; lang: Lang; narrow?: boolean }) {
  const w = words[lang]
  return (
    <div class="demo">
      <div class={narrow ? 'narrow' : 'wrap'}>
        <b>{w.demo}</b> <span>{w.demoClock(showDay(jakartaDay(at), lang), showTime(at))}</span>
      </div>
    </div>
  )
}

function NavLink({ href, words: [first, rest], here }: { href: string; words: readonly [string, string?]; here: boolean }) {
  return (
    <a href={href} aria-current={here ? 'page' : undefined}>
      {first}
      {rest && <span class="wide">{rest.replace(' ', '\u00a0')}</span>}
    </a>
  )
}

function SignOut({ token, lang }: { token: string; lang: Lang }) {
  return (
    <form method="post" action="/keluar">
      <input type="hidden" name="token" value={token} />
      <button class="plain-btn" type="submit">
        {words[lang].signOut}
      </button>
    </form>
  )
}

function Who({ who, lang }: { who: SignedIn; lang: Lang }) {
  return (
    <>
      {who.href ? <a href={who.href}>{who.name}</a> : <span class="top__who">{who.name}</span>}
      {who.token && <SignOut token={who.token} lang={lang} />}
    </>
  )
}

export function Page(props: PageProps) {
  const { lang, at, demo, current, narrow, wide, signedIn, step, otherLang, children } = props
  const w = words[lang]
  return (
    <>
      {DOCTYPE}
      <html lang={lang}>
        <Head {...props} css="halaman.css" />
        <body>
          <a class="skip" href="#isi">
            {w.skip}
          </a>
          <header class="top">
            {demo && <DemoLine at={at} lang={lang} narrow={narrow} />}
            <div class={`${narrow ? 'narrow' : 'wrap'} top__in`}>
              {once(`brand ${narrow} ${lang} ${current}`, () => (
                <>
                  <a class="brand" href="/">
                    {LOGO}
                    <span>
                      Tujuh PAS<small>OK OCE Jakarta</small>
                    </span>
                  </a>
                  {!narrow && (
                    <nav class="nav" aria-label={w.nav}>
                      <NavLink href="/" words={[w.home]} here={current === 'home'} />
                      <NavLink href="/pekan" words={w.weekly} here={current === 'weekly'} />
                      <NavLink href="/definisi" words={w.figures} here={current === 'figures'} />
                      <NavLink href="/data/" words={w.data} here={current === 'data'} />
                    </nav>
                  )}
                </>
              ))}
              <div class="top__end">
                {signedIn ? (
                  <Who who={signedIn} lang={lang} />
                ) : (
                  <>
                    {current !== 'sign-in' && <a href="/masuk">{w.signIn}</a>}
                    {current !== 'register' && !narrow && (
                      <a class="btn btn--s" href="/daftar">
                        {w.register}
                      </a>
                    )}
                  </>
                )}
              </div>
            </div>
            {once(`stairs ${step}`, () => (
              <Stairline step={step} />
            ))}
          </header>
          <main id="isi" class={wide ? undefined : narrow ? 'narrow pt-5' : 'wrap'}>
            {children}
          </main>
          <footer class="foot">
            {FOOT_STAIRS}
            <div class="wrap foot__in">
              <ul>
                {once(`foot ${lang}`, () => (
                  <>
                    <li>
                      <a href="/pekan">{w.weekly.join('')}</a>
                    </li>
                    <li>
                      <a href="/definisi">{w.definitions}</a>
                    </li>
                    <li>
                      <a href="/data/">{w.data.join('')}</a>
                    </li>
                    <li>
                      <a href="/pernyataan">{w.claims}</a>
                    </li>
                  </>
                ))}
                {otherLang && (
                  <li>
                    <a href={otherLang} lang={lang === 'id' ? 'en' : 'id'} hreflang={lang === 'id' ? 'en' : 'id'}>
                      {w.otherLang}
                    </a>
                  </li>
                )}
              </ul>
              <small>
                {w.foot} {demo && `${w.footDemo} `}
                {w.areas}
              </small>
            </div>
          </footer>
        </body>
      </html>
    </>
  )
}

export interface NavItem {
  href: string
  label: string
  count?: number
}

/** A line above the page, with a link or with a form of one button. */
export interface Banner {
  text: string
  link?: { href: string; label: string }
  send?: { to: string; label: string }
}

export interface KonsolProps extends FrameProps {
  /** Under the title: the file, the week, the scope of what is shown. */
  subtitle?: string
  nav: readonly NavItem[] | readonly { title: string; items: readonly NavItem[] }[]
  /** The address of this page in the navigation. */
  here: string
  signedIn: SignedIn & { token: string }
  /** What stands above every page until it is over. */
  banners?: readonly Banner[]
  /** Looking for a member from every page. What is sought is sent, never part of an address: it may be a NIK or a name. */
  search?: { to: string; label: string; hint: string; value?: string }
  /** A third column: what to check and decide. */
  pane?: { label: string; content: Child }
  /** This page in the other language. */
  otherLang?: string
  /** The script of a page that goes on while the network is away. */
  island?: 'klinik.js' | 'lapangan.js'
}

const isGrouped = (nav: KonsolProps['nav']): nav is readonly { title: string; items: readonly NavItem[] }[] =>
  nav.some((n) => 'items' in n)

/** The frame of the work pages. Everything here is a plain link or form. */
export function Konsol(props: KonsolProps) {
  const { title, subtitle, lang, at, demo, nav, here, signedIn, banners = [], search, pane, otherLang, children } = props
  const w = words[lang]
  const groups = isGrouped(nav) ? nav : [{ title: '', items: nav }]
  return (
    <>
      {DOCTYPE}
      <html lang={lang}>
        <Head {...props} noindex={true} css="konsol.css" script="tombol.js" />
        <body class="kon">
          <a class="skip" href="#isi">
            {w.skip}
          </a>
          <header>
            {demo && <DemoLine at={at} lang={lang} />}
            {banners.map(({ text, link, send }) => (
              <div class={send ? 'banner banner--bad' : 'banner'} role="status">
                <span>{text}</span>
                {link && <a href={link.href}>{link.label}</a>}
                {send && (
                  <form method="post" action={send.to}>
                    <input type="hidden" name="token" value={signedIn.token} />
                    <button class="plain-btn" type="submit">
                      {send.label}
                    </button>
                  </form>
                )}
              </div>
            ))}
            <div class="kon__top">
              <a class="brand" href="/konsol">
                {LOGO}
                <span>Tujuh PAS</span>
              </a>
              {search && (
                <search class="kon__search">
                  <form method="post" action={search.to}>
                    <input type="hidden" name="token" value={signedIn.token} />
                    <label class="vh" for="cari">
                      {search.label}
                    </label>
                    <input
                      class="in"
                      id="cari"
                      name="cari"
                      type="search"
                      maxlength={100}
                      autocomplete="off"
                      placeholder={search.hint}
                      value={search.value}
                    />
                    <kbd class="kbd">/</kbd>
                  </form>
                </search>
              )}
              <div class="kon__who">
                {signedIn.scope && <span class="sub nw">{signedIn.scope}</span>}
                <span class="nw">{signedIn.name}</span>
                {otherLang && (
                  <a href={otherLang} lang={lang === 'id' ? 'en' : 'id'} hreflang={lang === 'id' ? 'en' : 'id'}>
                    {w.otherLang}
                  </a>
                )}
                <SignOut token={signedIn.token} lang={lang} />
              </div>
            </div>
          </header>
          <div class={pane ? 'kon__grid' : 'kon__grid kon__grid--2'}>
            <nav class="kon__side" aria-label={w.console}>
              {groups.map(({ title: heading, items }) => (
                <>
                  {heading && <h2>{heading}</h2>}
                  <ul>
                    {items.map(({ href, label, count }) => (
                      <li>
                        <a href={href} aria-current={href === here ? 'page' : undefined}>
                          {label}
                          {count === undefined ? null : <span>{count}</span>}
                        </a>
                      </li>
                    ))}
                  </ul>
                </>
              ))}
            </nav>
            <main class="kon__main" id="isi">
              <div class="kon__h">
                <h1>{title}</h1>
                {subtitle && <span class="sub">{subtitle}</span>}
              </div>
              <div class="kon__body mt-4">{children}</div>
            </main>
            {pane && (
              <aside class="kon__pane" aria-label={pane.label}>
                {pane.content}
              </aside>
            )}
          </div>
        </body>
      </html>
    </>
  )
}

/** A page without navigation: the room's screen, and what opens where there is no network. */
export function Bare({
  lang,
  title,
  css,
  script,
  children,
}: {
  lang: Lang
  title: string
  css: 'halaman.css' | 'konsol.css'
  script: 'layar.js' | 'klinik.js' | 'lapangan.js'
  children?: Child
}) {
  return (
    <>
      {DOCTYPE}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{title}</title>
          <link rel="icon" href={hrefOf('logo.svg')} type="image/svg+xml" />
          <link rel="stylesheet" href={hrefOf(css)} />
          <script src={hrefOf(script)} defer />
        </head>
        <body>{children}</body>
      </html>
    </>
  )
}

/** A screen in a room: nothing but what is read from afar. It asks for the newest by itself. */
export function Hall({ lang, title, time, children }: { lang: Lang; title: string; time: string; children?: Child }) {
  return (
    <Bare lang={lang} title={title} css="halaman.css" script="layar.js">
      <main id="isi" class="hall">
        <div class="hall__top">
          <h1>{title}</h1>
          <time>{time}</time>
        </div>
        {children}
      </main>
    </Bare>
  )
}
