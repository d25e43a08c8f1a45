// The public register of claims (21): what was stated, beside what the register held that day; one claim opened; all of it as CSV.
import { Hono } from 'hono'
import { jakartaDay, showDate, showDay } from '../kit/calendar.ts'
import { csvOf } from '../kit/csv.ts'
import type { Lang } from '../kit/problem.ts'
import { showChange, showNumber } from '../kit/show.ts'
import { asPublic, type Ctx, type Env, type Policies, pageFrame } from '../people/index.ts'
import { kecamatan, kecCode, kotaCode, nameOf } from '../places/index.ts'
import { NotFoundPage, Num, Page, Provenance, type Source, stepName, Table } from '../ui/index.ts'
import { type Count, opens, type Terms } from '../weekly/index.ts'
import { figureWords, outcomeWords, TALLY, words } from './messages.ts'
import { type Outcome, outcomeOf, type Register, showSaidOn, stepOf, TOPICS, type Topic } from './rules.ts'
import { claimOf, claimsOf, type HeldClaim, registersOf } from './store.ts'

export const policies: Policies = {
  'GET /pernyataan': 'everybody',
  'GET /pernyataan/:nr': 'everybody',
  'GET /data/pernyataan.csv': 'everybody',
}

const SHOWN = 20 // claims on a page

export const routes = new Hono<Env>()
  .get('/pernyataan', async (c) => {
    const topic = TOPICS.find((t) => t === c.req.query('pokok')) ?? null
    const page = Number(c.req.query('halaman') ?? 1) - 1
    const all = await compared(c)
    const rows = all.filter((r) => !r.claim.withdrawn && (!topic || r.claim.topic === topic))
    if (!Number.isInteger(page) || page < 0 || (page > 0 && page * SHOWN >= rows.length)) return missing(c)
    c.header('Cache-Control', 'public, no-cache')
    return c.html(<List c={c} all={all.filter((r) => !r.claim.withdrawn)} rows={rows} topic={topic} page={page} />)
  })
  .get('/pernyataan/:nr', async (c) => {
    const nr = c.req.param('nr')
    const row = /^\d{1,9}$/.test(nr) ? await one(c, Number(nr)) : null
    if (!row) return missing(c)
    c.header('Cache-Control', 'public, no-cache')
    return c.html(<One c={c} row={row} />)
  })
  .get('/data/pernyataan.csv', async (c) => {
    c.header('Cache-Control', 'public, max-age=300')
    return c.body(csvOf([COLUMNS, ...(await compared(c)).sort((a, b) => a.claim.nr - b.claim.nr).map(line)]), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="pernyataan.csv"',
    })
  })

const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

type Row = { claim: HeldClaim; register: Register | null; outcome: Outcome }

/** All claims with their comparison: those whose day has come first, the newest of them first; then those without a day, then the rest. */
async function compared(c: Ctx): Promise<Row[]> {
  const { today } = c.var
  const [claims, registers] = await asPublic(c, async (db) => {
    const claims = await claimsOf(db)
    return [claims, await registersOf(db, claims, today)] as const
  })
  const rows = claims.map((claim) => {
    const register = registers.get(claim.id) ?? null
    return { claim, register, outcome: outcomeOf(claim, register, today) }
  })
  const has = ({ claim: { saidOn } }: Row) => (saidOn === null ? 1 : saidOn <= today ? 0 : 2)
  const part = (n: number) => rows.filter((r) => has(r) === n)
  const newest = part(0).sort((a, b) => (a.claim.saidOn! < b.claim.saidOn! ? 1 : a.claim.saidOn === b.claim.saidOn ? 0 : -1))
  return [...newest, ...part(1), ...part(2)]
}

function one(c: Ctx, nr: number): Promise<Row | null> {
  const { today } = c.var
  return asPublic(c, async (db) => {
    const claim = await claimOf(db, nr)
    if (!claim) return null
    const register = (await registersOf(db, [claim], today)).get(claim.id) ?? null
    return { claim, register, outcome: outcomeOf(claim, register, today) }
  })
}

// ---- the register

const scopeOf = (place: number | null) => (place === null ? `${kecamatan().length} kecamatan` : nameOf(place))

/** Where the register's count comes from: the claim's own page opens it. */
const sourceOf = ({ claim, register }: Row): Source => ({
  asOf: register!.asOf,
  scope: scopeOf(claim.place),
  definition: 1,
  href: `/pernyataan/${claim.nr}`,
})

const otherOf = (count: Count): Count => (count === 'entered' ? 'reached' : 'entered')

function List({
  c,
  all,
  rows,
  topic,
  page,
}: {
  c: Ctx
  all: readonly Row[]
  rows: readonly Row[]
  topic: Topic | null
  page: number
}) {
  const { lang, synthetic } = c.var
  const w = words[lang]
  const shown = rows.slice(page * SHOWN, (page + 1) * SHOWN)
  const years = all.flatMap((r) => (r.claim.saidOn ? [r.claim.saidOn.slice(0, 4)] : [])).sort()
  const kind = ({ outcome: { kind } }: Row) => (kind === 'rounding' ? 'match' : kind)
  const at = (p: number) => `/pernyataan?${new URLSearchParams({ ...(topic && { pokok: topic }), halaman: String(p + 1) })}`
  const left = rows.length - (page + 1) * SHOWN
  return (
    <Page {...pageFrame(c)} title={w.title} description={w.description}>
      <div class="head">
        <h1>{w.title}</h1>
        <p class="lead">{w.lead}</p>
        {all.length > 0 && (
          <p class="prov">
            {w.shown(rows.length, all.length)}
            {years.length > 0 && ` · ${w.from(years[0]!, years.at(-1)!)}`}
            {synthetic && ` · ${w.demo}`} ·{' '}
            <a href="#cara">
              {w.openClaim}
              <span class="vh"> {w.how}</span>
            </a>
          </p>
        )}
      </div>
      {all.length === 0 ? (
        <p class="empty">{w.empty}</p>
      ) : (
        <>
          <ul class="tally" aria-label={w.tally}>
            {(Object.keys(TALLY[lang]) as (keyof (typeof TALLY)['id'])[]).map((k) => (
              <li>
                <b>{showNumber(rows.filter((r) => kind(r) === k).length)}</b>
                {TALLY[lang][k]}
              </li>
            ))}
          </ul>
          <nav aria-label={w.filter} class="mt-4">
            <ul class="kinds">
              <li>
                <a href="/pernyataan" aria-current={topic ? undefined : 'page'}>
                  {w.all} <span>{all.length}</span>
                </a>
              </li>
              {TOPICS.map((t) => ({ t, n: all.filter((r) => r.claim.topic === t).length }))
                .filter(({ n }) => n > 0)
                .map(({ t, n }) => (
                  <li>
                    <a href={`/pernyataan?pokok=${t}`} aria-current={t === topic ? 'page' : undefined}>
                      {w.topic[t]} <span>{n}</span>
                    </a>
                  </li>
                ))}
            </ul>
          </nav>
          <ol class="claims mt-4">
            {shown.map((row) => (
              <Item c={c} row={row} />
            ))}
          </ol>
          <p class="row mt-4">
            {left > 0 && (
              <a class="btn btn--2" href={at(page + 1)}>
                {w.more(left)}
              </a>
            )}
            <a class="link" href="/data/pernyataan.csv">
              {w.csv}
            </a>
          </p>
        </>
      )}
      <section class="sec mt-7" aria-labelledby="usul">
        <div class="cols cols--5-7">
          <div class="sec__h">
            <h2 id="usul">{w.missed}</h2>
            <p>{w.missedWhat}</p>
          </div>
          <p>
            <a class="btn btn--2" href="/laporan?tentang=/pernyataan">
              {w.propose}
            </a>
          </p>
        </div>
      </section>
      <section class="sec" aria-labelledby="cara">
        <div class="cols cols--5-7">
          <h2 id="cara">{w.compare}</h2>
          <dl class="dl">
            {w.compareRows.map(([head, text]) => (
              <>
                <dt>{head}</dt>
                <dd>{text}</dd>
              </>
            ))}
          </dl>
        </div>
      </section>
    </Page>
  )
}

/** A text in the language of the page, or as it was written down, and then marked as that. */
function Text({ id, en, lang }: { id: string; en: string | null; lang: Lang }) {
  if (lang === 'id') return <>{id}</>
  return en ? <>{en}</> : <span lang="id">{id}</span>
}

function Item({ c, row }: { c: Ctx; row: Row }) {
  const { lang } = c.var
  const w = words[lang]
  const { claim } = row
  return (
    <li>
      <div>
        <p class="sub small">
          {claim.saidOn ? showSaidOn(claim.saidOn, lang) : w.noDate} · <Text id={claim.who} en={claim.whoEn} lang={lang} />
        </p>
        <p class="quote">
          <Text id={claim.statement} en={claim.statementEn} lang={lang} />
        </p>
        <p class="prov">
          {w.source}: {claim.source} · {w.ours} ·{' '}
          <a href={`/pernyataan/${claim.nr}`}>
            {w.openClaim}
            <span class="vh"> {w.claim(claim.nr)}</span>
          </a>
        </p>
      </div>
      <Beside c={c} row={row} />
      <Verdict c={c} row={row} />
    </li>
  )
}

/** What was said and what was recorded, side by side. */
function Beside({ c, row }: { c: Ctx; row: Row }) {
  const { lang } = c.var
  const w = words[lang]
  const { claim, register, outcome } = row
  return (
    <div class="nn">
      <p class="n">
        {figureWords(claim, lang)}
        <small>
          {claim.unit !== 'rupiah' && claim.unit !== 'percent' && `${w.unit[claim.unit]}, `}
          {w.said}
        </small>
      </p>
      {outcome.kind === 'not-compared' ? (
        <p class="n">
          ·<small>{w.none[outcome.why]}</small>
        </p>
      ) : (
        <p class="n">
          <Num n={outcome.held} from={sourceOf(row)} within lang={lang} />
          <small>
            {w.held(claim.count!, claim.topic, showDate(register!.asOf, lang))}
            {claim.place !== null && `, ${nameOf(claim.place)}`}
          </small>
        </p>
      )}
    </div>
  )
}

function Verdict({ c, row: { claim, register, outcome } }: { c: Ctx; row: Row }) {
  const { lang } = c.var
  const w = words[lang]
  const { shape, text } = outcomeWords(outcome, lang)
  const other = claim.count && otherOf(claim.count)
  return (
    <div class="stack-s">
      <p>
        <span class={`pill pill--${shape}`}>{text}</span>
      </p>
      {outcome.kind !== 'not-compared' && <p class="small">{w.other(other!, showNumber(register!.terms[other!].now))}</p>}
      {claim.note && (
        <p class="small">
          <Text id={claim.note} en={claim.noteEn} lang={lang} />
        </p>
      )}
    </div>
  )
}

// ---- one claim

function One({ c, row }: { c: Ctx; row: Row }) {
  const { lang } = c.var
  const w = words[lang]
  const { claim, register, outcome } = row
  const { nr, withdrawn, url } = claim
  const step = stepOf(claim)
  return (
    <Page {...pageFrame(c)} title={`${w.claim(nr)}: ${figureWords(claim, lang)}`} step={step ?? undefined}>
      <nav class="crumb" aria-label={w.crumb}>
        <a href="/pernyataan">{w.title}</a> <span aria-hidden="true">/</span> {w.claim(nr)}
      </nav>
      <div class="head">
        <p class="eyebrow">
          {claim.saidOn ? (claim.saidOn.length === 10 ? showDay(claim.saidOn, lang) : showSaidOn(claim.saidOn, lang)) : w.noDate}{' '}
          · <Text id={claim.who} en={claim.whoEn} lang={lang} />
        </p>
        <h1 class="h-m">
          <Text id={claim.statement} en={claim.statementEn} lang={lang} />
        </h1>
        <p class="prov">
          {w.source}: {claim.source} · {w.ours}
          {url && (
            <>
              {' '}
              ·{' '}
              <a href={url} rel="external noreferrer">
                {w.openSource}
              </a>
            </>
          )}
        </p>
      </div>
      {withdrawn && (
        <p class="note note--warn mt-4 read">
          <b>{w.withdrawn(showDate(jakartaDay(withdrawn.at), lang))}.</b> <span lang="id">{withdrawn.reason}</span>
        </p>
      )}
      <ol class="claims mt-4">
        <li>
          <p class="stack-s">
            <b>{w.topic[claim.topic]}</b>
            <span class="sub small"> {step ? stepName(step, lang) : ''}</span>
            <span class="sub small"> · {scopeOf(claim.place)}</span>
          </p>
          <Beside c={c} row={row} />
          <Verdict c={c} row={row} />
        </li>
      </ol>
      {outcome.kind !== 'not-compared' && (
        <section class="mt-6" aria-labelledby="catat">
          <div class="sec__h">
            <h2 id="catat">{w.beside}</h2>
            <p>{besideWords(register!, lang)}</p>
          </div>
          <Held row={row} lang={lang} />
          <div class="mt-3">
            <Provenance from={{ ...sourceOf(row), href: null }} of={w.claim(nr)} lang={lang} />
          </div>
        </section>
      )}
      <p class="mt-5 mb-6">
        <a class="link" href={`/laporan?tentang=/pernyataan/${nr}`}>
          {w.report}
        </a>
      </p>
    </Page>
  )
}

function besideWords({ week, asOf, terms }: Register, lang: Lang): string {
  const w = words[lang]
  if (!week) return w.heldFirst(showDay(asOf, lang))
  const since = (['entered', 'reached'] as const).some((k) => terms[k].now !== terms[k].last)
  return since ? w.heldDay(week, showDay(asOf, lang)) : w.heldWhat(week)
}

const HEADS: Record<Lang, readonly [string, string, string, string, string, string]> = {
  id: ['Hitungan', 'Terbit', 'Diketahui kemudian', 'Datang', 'Keluar', 'Hari itu'],
  en: ['Count', 'Published', 'Learned since', 'In', 'Out', 'That day'],
}

/** Both counts of that day: as published, and what came after. The published one opens in its week. */
function Held({ row: { claim, register }, lang }: { row: Row; lang: Lang }) {
  const { week, terms, asOf } = register!
  const step = stepOf(claim)!
  const heads = HEADS[lang]
  type Line = { count: Count } & Terms
  const from = { asOf, scope: scopeOf(claim.place), definition: 1 }
  return (
    <Table
      caption={words[lang].beside}
      quietCaption
      columns={[
        {
          head: heads[0],
          cell: ({ count }: Line) => (
            <>
              {words[lang].count[count]} P{step}
              {count === claim.count && <small>{words[lang].nearest}</small>}
            </>
          ),
        },
        {
          head: heads[1],
          as: 'num',
          cell: ({ count, last }) =>
            week ? (
              <Num n={last} from={{ ...from, href: opens(week, step, count, { place: claim.place }) }} within lang={lang} />
            ) : (
              '·'
            ),
        },
        { head: heads[2], as: 'num', cell: (l) => showChange(l.restated) },
        { head: heads[3], as: 'num', cell: (l) => showChange(l.arrivals) },
        { head: heads[4], as: 'num', cell: (l) => showChange(-l.departures) },
        { head: heads[5], as: 'num', cell: (l) => <b>{showNumber(l.now)}</b> },
      ]}
      rows={(['entered', 'reached'] as const).map((count) => ({ count, ...terms[count] }))}
      marked={({ count }) => count === claim.count}
    />
  )
}

// ---- as data

const COLUMNS = [
  'number',
  'said_on',
  'as_of',
  'who',
  'figure',
  'qualifier',
  'unit',
  'topic',
  'count',
  'place',
  'held_entered',
  'held_reached',
  'held_as_of',
  'held_week',
  'outcome',
  'why_not_compared',
  'statement',
  'statement_en',
  'note',
  'source',
  'url',
  'withdrawn',
] as const

const line = ({ claim: k, register, outcome: o }: Row) => [
  k.nr,
  k.saidOn,
  k.asOf,
  k.who,
  k.figure,
  k.qualifier,
  k.unit,
  k.topic,
  k.count,
  k.place === null ? null : k.place < 10_000 ? kotaCode(k.place) : kecCode(k.place),
  register?.terms.entered.now ?? null,
  register?.terms.reached.now ?? null,
  register?.asOf ?? null,
  register?.week ?? null,
  o.kind,
  o.kind === 'not-compared' ? o.why : null,
  k.statement,
  k.statementEn,
  k.note,
  k.source,
  k.url,
  k.withdrawn?.reason ?? null,
]
