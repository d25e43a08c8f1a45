// The weekly update on screen, for everybody: home (01), the document (04), a figure opened (05), definitions, open data.
// The office's page that cuts a week is office.tsx.
import type { Context } from 'hono'
import { Hono } from 'hono'
import { definitionWords, parseStep, reasonWords, STEPS, type Step, v1 } from '../journey/index.ts'
import {
  daysOf,
  isWeek,
  jakartaDay,
  showDate,
  showDay,
  showLong,
  showTime,
  showWeekDays,
  type Week,
  weekBefore,
} from '../kit/calendar.ts'
import { showChange, showNumber } from '../kit/show.ts'
import { type Account, asAccount, asPublic, type Env, type Policies, pageFrame } from '../people/index.ts'
import { kecamatan, kecamatanOf, kecCode, kota, kotaCode, nameOf, parseKec } from '../places/index.ts'
import {
  FourTerms,
  History,
  NotFoundPage,
  Num,
  Page,
  Provenance,
  Recon,
  type Source,
  Staircase,
  stepName,
  Table,
  TileMap,
} from '../ui/index.ts'
import type { AreaCell, Cell, Count, Published, Reason } from './document.ts'
import {
  change,
  countWord,
  isKota,
  opens,
  type Place,
  parseCount,
  parsePlace,
  parseTerm,
  placeCode,
  shortHash,
  termsOf,
} from './figures.ts'
import { words } from './messages.ts'
import { publicFile, weekCsv } from './publish.ts'
import {
  noteOpening,
  type OpenedRecords,
  openedRecords,
  type PublishedWeek,
  publishedWeek,
  type ScopedRecord,
  scopedRecords,
  type Term,
  weeksOf,
} from './store.ts'

type C = Context<Env>
const PAGE = 50

export const policies: Policies = {
  'GET /': 'everybody',
  'GET /pekan': 'everybody',
  'GET /pekan/:week': 'everybody',
  'GET /angka/:week/:step': 'everybody',
  'GET /angka/:week/:step/:place': 'everybody',
  'GET /definisi': 'everybody',
  'GET /data/': 'everybody',
  'GET /data/pekan/:file': 'everybody',
}

export const routes = new Hono<Env>()
  .get('/', async (c) => {
    const held = await asPublic(c, (db) => publishedWeek(db, 'newest'))
    return c.html(held ? <Home c={c} of={held} /> : <NothingYet c={c} />)
  })
  .get('/pekan', async (c) => {
    const weeks = await asPublic(c, async (db) => {
      const all = await weeksOf(db)
      const held = []
      for (const { week } of all.toReversed()) held.push((await publishedWeek(db, week))!)
      return held
    })
    return c.html(<Weeks c={c} weeks={weeks} />)
  })
  .get('/pekan/:week', async (c) => {
    const held = await weekAsked(c)
    if (!held) return missing(c)
    const weeks = await asPublic(c, weeksOf)
    return c.html(
      <WeekDocument c={c} of={held} count={parseCount(c.req.query('hitungan') ?? 'tercapai')} weeks={weeks.map((w) => w.week)} />,
    )
  })
  .get('/angka/:week/:step', async (c) => figure(c, null))
  .get('/angka/:week/:step/:place', async (c) => figure(c, parsePlace(c.req.param('place'))))
  .get('/definisi', (c) => c.html(<Definitions c={c} />))
  .get('/data/', async (c) => c.html(<OpenData c={c} weeks={(await asPublic(c, weeksOf)).toReversed()} />))
  .get('/data/pekan/:file', async (c) => {
    const [, week, kind] = /^(\d{4}-W\d{2})\.(json|csv)$/.exec(c.req.param('file')) ?? []
    const held = week && isWeek(week) ? await asPublic(c, (db) => publishedWeek(db, week)) : null
    if (!held) return missing(c)
    c.header('ETag', `"${held.sha256.slice(0, 32)}-${kind}"`)
    c.header('Cache-Control', 'public, max-age=300')
    if (kind === 'json')
      return c.body(JSON.stringify(publicFile(held.published, held.sha256)), 200, {
        'Content-Type': 'application/json; charset=utf-8',
      })
    return c.body(weekCsv(held.published), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="update-${held.week}.csv"`,
    })
  })

async function figure(c: C, place: Place | undefined): Promise<Response> {
  const step = parseStep(c.req.param('step') ?? '')
  const of = await weekAsked(c)
  if (!of || !step || place === undefined) return missing(c)
  const weeks = await history(c, of.week)
  if (place === null || isKota(place)) return c.html(<AreaFigure c={c} of={of} step={step} weeks={weeks} place={place} />)
  const page = Math.min(10_000, Math.max(0, Math.trunc(Number(c.req.query('halaman') ?? 1)) - 1 || 0))
  const opening = {
    kec: place,
    step,
    reached: parseCount(c.req.query('hitungan')) === 'reached',
    term: parseTerm(c.req.query('suku')),
    monday: daysOf(of.week).from,
    cut: of.cutAt,
    cutBefore: weeks.find((w) => w.week === weekBefore(of.week))?.cutAt ?? null,
    // A mark holds for one week: nobody is followed from week to week by it.
    salt: c.var.secrets.token(`angka ${of.week}`).toString('hex'),
    skip: page * PAGE,
    take: PAGE,
  }
  const { account } = c.var
  const scoped = account !== null && seesPeople(account, place)
  const records = scoped
    ? await asAccount(c, async (db) => {
        await noteOpening(db, { account: account.name, kec: place, what: `angka ${of.week} P${step}`, at: c.var.now })
        return scopedRecords(db, opening)
      })
    : await asPublic(c, (db) => openedRecords(db, opening))
  return c.html(<KecFigure c={c} of={of} step={step} place={place} weeks={weeks} records={records} page={page} scoped={scoped} />)
}

/** Full names are for the kecamatan's own officer; the office finds people by search, with a reason (6-trust, Role x scope). */
const seesPeople = (account: Account, kec: number) => account.role === 'officer' && account.kec === kec

async function weekAsked(c: C): Promise<PublishedWeek | null> {
  const week = c.req.param('week') ?? ''
  return isWeek(week) ? asPublic(c, (db) => publishedWeek(db, week)) : null
}

const missing = (c: C) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

/** Up to eight weeks ending with this one, oldest first. */
const history = (c: C, week: Week): Promise<PublishedWeek[]> =>
  asPublic(c, async (db) => {
    const upTo = (await weeksOf(db)).filter((w) => w.week <= week).slice(-8)
    const held = []
    for (const w of upTo) held.push((await publishedWeek(db, w.week))!)
    return held
  })

const sourceOf = (c: C, published: Published, href: string, kec: number | null = null): Source => ({
  asOf: published.to,
  scope: kec === null ? words[c.var.lang].kecamatan(published.cells.length / 14) : nameOf(kec),
  definition: published.definition,
  href,
})

// ---- 01

function NothingYet({ c }: { c: C }) {
  const w = words[c.var.lang]
  return (
    <Page {...pageFrame(c)} title="Tujuh PAS" description={w.homeDescription} current="home">
      <section class="empty mt-6">
        <h1>{w.emptyTitle}</h1>
        <p class="lead">{w.emptyLead}</p>
        <p>
          <a class="btn" href="/daftar">
            {w.startButton}
          </a>
        </p>
      </section>
    </Page>
  )
}

function Home({ c, of }: { c: C; of: PublishedWeek }) {
  const { lang } = c.var
  const w = words[lang]
  const { week, published } = of
  const entered = termsOf(published, 'entered', null)
  const reached = termsOf(published, 'reached', null)
  const document = `/pekan/${week}`
  const p1 = sourceOf(c, published, opens(week, 1, 'entered'))
  const waiting = published.waiting.find((r) => r.step === 'P2')
  const places = kecamatan()
    .map((k) => {
      const of = termsOf(published, 'entered', k.code)[1].now
      const done = termsOf(published, 'reached', k.code)[2].now
      return { ...k, of, done, value: of ? (100 * done) / of : 0 }
    })
    .sort((a, b) => a.tile.row - b.tile.row || a.tile.col - b.tile.col)
  const ranked = places.filter((p) => p.of >= 20).sort((a, b) => b.value - a.value)
  const far = ranked.slice(0, 4)
  const stuck = ranked.slice(-4).reverse()
  const placeList = (title: string, list: typeof ranked, top?: boolean) => (
    <>
      <h3 class={top ? undefined : 'mt-6'}>{title}</h3>
      <ul class="list list--line">
        {list.map((p) => (
          <li>
            <span>
              {p.name}
              <br />
              <small class="prov">{w.ofPeople(p.done, p.of)}</small>
            </span>
            <span>
              <Num
                n={p.done}
                shown={String(Math.round(p.value))}
                from={sourceOf(c, published, opens(week, 2, 'reached', { place: p.code }), p.code)}
                lang={lang}
              />
            </span>
          </li>
        ))}
      </ul>
    </>
  )
  return (
    <Page {...pageFrame(c)} title={w.homeTitle(entered[1].now, week)} description={w.homeDescription} current="home" wide>
      <section class="wrap hero" aria-labelledby="h">
        <div class="hero__in">
          <p class="eyebrow">{w.eyebrow(week, showWeekDays(week, lang))}</p>
          <h1 id="h">
            <span class="hero__n">
              <a href={p1.href}>{showNumber(entered[1].now)}</a>
            </span>{' '}
            <span class="hero__t">{w.headline}</span>
          </h1>
          <Recon terms={entered[1]} lang={lang} />
          <Provenance from={p1} of={showNumber(entered[1].now)} note={w.ofThem(reached[1].now)} lang={lang} />
        </div>
        <Staircase
          steps={
            Object.fromEntries(
              STEPS.map((s) => [
                s,
                { reached: reached[s].now, entered: entered[s].now, change: change(reached[s]), href: opens(week, s, 'reached') },
              ]),
            ) as Record<Step, { reached: number; entered: number; change: number; href: string }>
          }
          from={sourceOf(c, published, document)}
          lang={lang}
          more={{ href: `${document}#langkah`, label: w.comings }}
        />
      </section>

      {waiting && waiting.n > 0 && (
        <section class="wrap sec mt-7" aria-labelledby="tertahan">
          <div class="cols cols--5-7">
            <div class="sec__h">
              <h2 id="tertahan">{w.waitingTitle(waiting.n)}</h2>
              <p>{w.waitingLead}</p>
              <Provenance from={sourceOf(c, published, `${document}#macet`)} of={showNumber(waiting.n)} lang={lang} />
            </div>
            <Table
              caption={w.waitingMost}
              columns={[
                { head: w.placesHeads('entered')[0], cell: (r: { kec: string; n: number }) => nameOf(parseKec(r.kec)!) },
                {
                  head: w.waitingHead[1],
                  as: 'num',
                  cell: (r) => (
                    <Num
                      n={r.n}
                      from={sourceOf(c, published, opens(week, 1, 'reached', { place: parseKec(r.kec) }), parseKec(r.kec))}
                      within
                      lang={lang}
                    />
                  ),
                },
              ]}
              rows={waiting.most}
            />
          </div>
        </section>
      )}

      <section class="wrap sec" aria-labelledby="peta">
        <div class="cols cols--7-5">
          <div>
            <h2 id="peta">{w.mapTitle}</h2>
            <p class="sub mt-2 mb-5">{w.mapLead}</p>
            <TileMap
              squares={places.map((p) => ({
                name: p.name,
                initials: p.initials,
                tile: p.tile,
                value: p.value,
                of: p.of,
                text: w.mapText(p.done, p.of),
                href: opens(week, 2, 'reached', { place: p.code }),
              }))}
              lang={lang}
            />
            <div class="mt-2">
              <Provenance from={sourceOf(c, published, `${document}#tabel`)} of={w.mapTitle.toLowerCase()} lang={lang} />
            </div>
          </div>
          <div class="stack as-e">
            {placeList(w.farthest, far, true)}
            {placeList(w.stuck, stuck)}
            <p class="link">
              <a href={`${document}#tabel`}>{w.toTable}</a>
            </p>
          </div>
        </div>
      </section>

      <section class="wrap sec" aria-labelledby="ikut">
        <div class="stack">
          <h2 id="ikut">{w.startTitle}</h2>
          <p class="lead">{w.startLead}</p>
          <p>
            <a class="btn" href="/daftar">
              {w.startButton}
            </a>
          </p>
        </div>
      </section>
    </Page>
  )
}

// ---- 04

function Weeks({ c, weeks }: { c: C; weeks: PublishedWeek[] }) {
  const { lang } = c.var
  const w = words[lang]
  const cell = (of: PublishedWeek, step: Step, count: Count) => (
    <Num
      n={termsOf(of.published, count, null)[step].now}
      from={sourceOf(c, of.published, opens(of.week, step, count))}
      lang={lang}
    />
  )
  return (
    <Page {...pageFrame(c)} title={w.document} description={w.allWeeksLead} current="weekly">
      <div class="pt-6">
        <h1 class="mb-4">{w.document}</h1>
        <p class="lead">{weeks.length ? w.allWeeksLead : w.emptyLead}</p>
      </div>
      {weeks.length > 0 && (
        <section class="sec mt-6">
          <Table
            caption={w.allWeeks}
            columns={[
              {
                head: w.weekHeads[0],
                cell: (r: PublishedWeek) => (
                  <>
                    <a href={`/pekan/${r.week}`}>{r.week}</a>
                    <small>{showWeekDays(r.week, lang)}</small>
                  </>
                ),
              },
              { head: w.weekHeads[1], as: 'tx', cell: (r) => `${showDate(jakartaDay(r.cutAt), lang)}, ${showTime(r.cutAt)}` },
              { head: w.weekHeads[2], as: 'num', cell: (r) => cell(r, 1, 'entered') },
              { head: w.weekHeads[3], as: 'num', cell: (r) => cell(r, 1, 'reached') },
              { head: w.weekHeads[4], as: 'num', cell: (r) => cell(r, 2, 'reached') },
              { head: w.weekHeads[5], as: 'num', cell: (r) => cell(r, 7, 'reached') },
            ]}
            rows={weeks}
          />
        </section>
      )}
    </Page>
  )
}

function WeekDocument({ c, of, count, weeks }: { c: C; of: PublishedWeek; count: Count; weeks: Week[] }) {
  const { lang } = c.var
  const w = words[lang]
  const { week, published, cutAt, sha256 } = of
  const entered = termsOf(published, 'entered', null)
  const reached = termsOf(published, 'reached', null)
  const from = sourceOf(c, published, opens(week, 1, 'entered'))
  const waiting = published.waiting.filter((r) => r.n > 0)
  const moved = published.totals.filter((t) => t.step === 'P1' && t.count === 'entered').reduce((sum, t) => sum + t.moved, 0)
  const at = weeks.indexOf(week)
  const neighbours = [weeks[at - 1], weeks[at + 1]].filter((x) => x !== undefined)
  return (
    <Page {...pageFrame(c)} title={w.documentTitle(week)} description={w.homeDescription} current="weekly">
      <div class="pt-6">
        <p class="eyebrow">{w.document}</p>
        <h1 class="mt-2 mb-4">
          {w.weekName(week)}
          <br />
          {showWeekDays(week, lang)}
        </h1>
        <p class="lead">
          {w.lead(
            entered[1].now,
            change(entered[1]),
            reached[2].now,
            change(reached[2]),
            published.waiting.find((r) => r.step === 'P2')?.n ?? 0,
          )}
        </p>
        <p class="prov mt-4">
          {w.issued(showDay(jakartaDay(cutAt), lang), showTime(cutAt))} · {w.definition.toLowerCase()} v{published.definition} ·{' '}
          {w.kecamatan(published.cells.length / 14)} · {w.print('')} <span class="mono">{shortHash(sha256)}</span>
        </p>
        <p class="row noprint mt-4" id="unduh">
          <a class="btn btn--2 btn--s" href={`/data/pekan/${week}.csv`}>
            {w.downloads.csv}
          </a>
          <a class="btn btn--2 btn--s" href={`/data/pekan/${week}.json`}>
            {w.downloads.json}
          </a>
          {neighbours.map((n) => (
            <a class="link" href={`/pekan/${n}`}>
              {w.weekName(n)}
            </a>
          ))}
        </p>
      </div>
      <nav class="noprint mt-5" aria-label={w.toc}>
        <ol class="toc">
          <li>
            <a href="#langkah">{w.sections.steps}</a>
          </li>
          <li>
            <a href="#macet">{w.sections.waiting}</a>
          </li>
          <li>
            <a href="#tabel">{w.sections.table}</a>
          </li>
          <li>
            <a href="#ralat">{w.sections.restated}</a>
          </li>
          <li>
            <a href="#definisi">{w.sections.definitions}</a>
          </li>
        </ol>
      </nav>

      <section class="sec mt-6" id="langkah" aria-label={w.sections.steps}>
        <FourTerms
          entered={entered}
          reached={reached}
          from={from}
          open={(step, of, term) => opens(week, step, of, { term })}
          numbers={{ entered: '1a. ', reached: '1b. ' }}
          lang={lang}
        />
        {moved > 0 && <p class="sub read mt-4 small">{w.movedTitle(moved)}</p>}
      </section>

      <section class="sec" id="macet">
        <div class="cols cols--5-7">
          <div class="sec__h">
            <h2>2. {w.sections.waiting}</h2>
            <p>{w.waitingNote}</p>
            <Provenance from={{ ...from, href: opens(week, 2, 'reached') }} of={w.waitingHead[1].toLowerCase()} lang={lang} />
          </div>
          <Table
            caption={w.sections.waiting}
            quietCaption
            columns={[
              {
                head: w.waitingHead[0],
                cell: (r: Published['waiting'][number]) => `${r.step} ${stepName(parseStep(r.step)!, lang)}`,
              },
              {
                head: w.waitingHead[1],
                as: 'num',
                cell: (r) => (
                  <Num
                    n={r.n}
                    from={{ ...from, href: opens(week, (parseStep(r.step)! - 1) as Step, 'reached') }}
                    within
                    lang={lang}
                  />
                ),
              },
              {
                head: w.waitingHead[2],
                as: 'tx',
                cell: (r) =>
                  r.most
                    .slice(0, 3)
                    .map((m) => `${nameOf(parseKec(m.kec)!)} ${showNumber(m.n)}`)
                    .join(', ') || w.waitingFew,
              },
            ]}
            rows={waiting}
          />
        </div>
      </section>

      <section class="sec" id="tabel">
        <BigTable c={c} of={published} count={count} />
      </section>

      <section class="sec" id="ralat">
        <h2 class="mb-4">4. {w.sections.restated}</h2>
        <div class="cols cols--1-1">
          <Reasons
            c={c}
            title={w.restatedTitle}
            lead={w.restatedLead}
            none={w.noRestated}
            rows={published.restatements}
            from={from}
            week={week}
            term="restated"
          />
          <Reasons
            c={c}
            title={w.departuresTitle}
            lead={w.departuresLead}
            none={w.noDepartures}
            rows={published.departures}
            from={from}
            week={week}
            term="departures"
          />
        </div>
      </section>

      <section class="sec" id="definisi">
        <h2 class="mb-4">5. {w.definitionsTitle(published.definition)}</h2>
        <DefinitionList lang={lang} />
        <p class="link">
          <a href="/definisi">{w.definitionTitle}</a>
        </p>
      </section>
    </Page>
  )
}

function Reasons({
  c,
  title,
  lead,
  none,
  rows,
  from,
  week,
  term,
}: {
  c: C
  title: string
  lead: string
  none: string
  rows: readonly Omit<Reason, 'kec'>[]
  from: Source
  week: Week
  term: Term
}) {
  const { lang } = c.var
  const w = words[lang]
  return (
    <div>
      {rows.length ? (
        <Table
          caption={title}
          note={lead}
          columns={[
            { head: w.reasonHeads[0], cell: (r: Omit<Reason, 'kec'>) => `${r.step} ${stepName(parseStep(r.step)!, lang)}` },
            { head: w.reasonHeads[1], as: 'tx', cell: (r) => w.count[r.count] },
            { head: w.reasonHeads[2], as: 'tx', cell: (r) => reasonWords(r.reason, lang) },
            {
              head: w.reasonHeads[3],
              as: 'num',
              cell: (r) => (
                <Num
                  n={r.n}
                  shown={term === 'restated' ? showChange(r.n) : showNumber(r.n)}
                  from={{ ...from, href: opens(week, parseStep(r.step)!, r.count, { term }) }}
                  within
                  lang={lang}
                />
              ),
            },
          ]}
          rows={rows}
        />
      ) : (
        <>
          <h3>{title}</h3>
          <p>{none}</p>
        </>
      )}
      <div class="mt-3">
        <Provenance from={from} of={title.toLowerCase()} lang={lang} />
      </div>
    </div>
  )
}

function BigTable({ c, of, count }: { c: C; of: Published; count: Count }) {
  const { lang } = c.var
  const w = words[lang]
  const numbers = (rows: readonly (Cell | AreaCell)[], place: Place) =>
    STEPS.map((step) => {
      const row = rows.find((r) => r.step === `P${step}` && r.count === count)!
      const from = sourceOf(c, of, opens(of.week, step, count, { place }), place)
      return (
        <>
          <td class="num">
            <Num n={row.now} from={from} within lang={lang} />
          </td>
          <td class="num dlt">{showChange(change(row))}</td>
        </>
      )
    })
  return (
    <>
      <section class="tw" tabindex={0} aria-label={w.sections.table}>
        <table class="tbl tbl--tight tbl--big">
          <caption>
            3. {w.tableCaption(count, of.definition)}
            <small>{w.tableNote}</small>
          </caption>
          <thead>
            <tr>
              <th scope="col">{w.areaHead}</th>
              {STEPS.map((s) => (
                <th scope="col" colspan={2} class="num">
                  P{s}
                  <span class="vh"> {stepName(s, lang)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kota().map((k) => (
              <>
                <tr class="grp">
                  <th scope="row">{k.name}</th>
                  {numbers(
                    of.kota.filter((r) => r.area === kotaCode(k.code)),
                    k.code,
                  )}
                </tr>
                {kecamatanOf(k.code).map((kec) => (
                  <tr>
                    <th scope="row">{kec.name}</th>
                    {numbers(
                      of.cells.filter((r) => r.kec === kecCode(kec.code)),
                      kec.code,
                    )}
                  </tr>
                ))}
              </>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Jakarta</th>
              {numbers(of.totals, null)}
            </tr>
          </tfoot>
        </table>
      </section>
      <div class="mt-3">
        <Provenance from={sourceOf(c, of, opens(of.week, 1, count))} of={w.sections.table} note={w.sums} lang={lang} />
      </div>
      <p class="link noprint">
        <a href={`/pekan/${of.week}?hitungan=${countWord(count === 'reached' ? 'entered' : 'reached')}#tabel`}>
          {w.otherCount(count)}
        </a>
      </p>
    </>
  )
}

// ---- 05

type FigureProps = { c: C; of: PublishedWeek; step: Step; weeks: PublishedWeek[]; place: Place }

function FigureHead({ c, of, step, weeks, place }: FigureProps) {
  const { lang } = c.var
  const w = words[lang]
  const { week, published, cutAt } = of
  const count = parseCount(c.req.query('hitungan'))
  const term = parseTerm(c.req.query('suku'))
  const terms = termsOf(published, count, place)[step]
  const name = `P${step} ${stepName(step, lang)}`
  const shown = term === 'restated' ? showChange(terms.restated) : showNumber(terms[term])
  const other: Count = count === 'entered' ? 'reached' : 'entered'
  return (
    <>
      <nav class="crumb" aria-label={w.crumb}>
        <a href="/">{w.home}</a> <span aria-hidden="true">/</span> <a href={`/pekan/${week}`}>{w.weekName(week)}</a>{' '}
        <span aria-hidden="true">/</span>{' '}
        {place === null ? (
          `P${step}, ${w.area}`
        ) : (
          <>
            <a href={opens(week, step, count, { term })}>{`P${step}`}</a> <span aria-hidden="true">/</span> {nameOf(place)}
          </>
        )}
      </nav>
      <div class="cols cols--7-5 pt-5 pb-7 al-e">
        <div>
          <h1>
            <span class="hero__n">{shown}</span>{' '}
            <span class="hero__t">{w.termTitle(term, count, `langkah ${step}, ${stepName(step, lang)}`)}</span>
          </h1>
          <Recon terms={terms} lang={lang} />
          <p class="row mt-3">
            {(['last', 'restated', 'arrivals', 'departures', 'now'] as const)
              .filter((t) => t !== term && terms[t] !== 0)
              .map((t) => (
                <a class="link" href={opens(week, step, count, { place, term: t })}>
                  {t === 'now' ? w.weekName(week) : w.term[t]}
                </a>
              ))}
            <a class="link" href={opens(week, step, other, { place, term })}>
              {w.count[other]} {showNumber(termsOf(published, other, place)[step][term])}
            </a>
          </p>
        </div>
        <dl class="dl">
          <dt>{w.per}</dt>
          <dd>{w.perValue(showDay(term === 'last' ? daysOf(weekBefore(week)).to : published.to, lang))}</dd>
          <dt>{w.scope}</dt>
          <dd>
            {place === null ? `Jakarta, ${w.kecamatan(published.cells.length / 14)}` : `${nameOf(place)} (${placeCode(place)})`}
          </dd>
          <dt>{w.definition}</dt>
          <dd>
            <a href="/definisi">{w.definitionValue(name, published.definition, showDate(v1.inForceFrom, lang))}</a>
          </dd>
          <dt>{w.unit}</dt>
          <dd>{w.unitValue}</dd>
          <dt>{w.published}</dt>
          <dd>{w.publishedValue(`${showDate(jakartaDay(cutAt), lang)}, ${showTime(cutAt)}`)}</dd>
        </dl>
      </div>
      <section class="sec">
        <div class="cols cols--5-7">
          <div class="sec__h">
            <h2>{w.how}</h2>
            <p>{w.countNote[count]}</p>
            <p>{count === 'entered' ? definitionWords(step, 'entered', lang) : definitionWords(step, 'reached', lang)}</p>
          </div>
          <div>
            <h3 class="mb-3">{w.history}</h3>
            <History
              weeks={weeks.map((p) => ({
                week: p.week,
                n: termsOf(p.published, count, place)[step].now,
                restated: restatedNext(weeks, p, count, place, step),
              }))}
              label={`${name}, ${w.count[count]}`}
              from={sourceOf(c, published, opens(week, step, count, { place }), place)}
              lang={lang}
            />
          </div>
        </div>
      </section>
    </>
  )
}

/** Was this week's number restated in the week after it? */
const restatedNext = (weeks: PublishedWeek[], of: PublishedWeek, count: Count, place: Place, step: Step) => {
  const next = weeks[weeks.indexOf(of) + 1]
  return next ? termsOf(next.published, count, place)[step].restated !== 0 : false
}

function NotCounted({ c }: { c: C }) {
  const w = words[c.var.lang]
  return (
    <section class="sec">
      <h2 class="mb-4">{w.notHere}</h2>
      <ul class="list read">
        {w.notHereItems.map((text) => (
          <li>{text}</li>
        ))}
      </ul>
    </section>
  )
}

const figureTitle = (c: C, of: PublishedWeek, step: Step, place: Place) => {
  const count = parseCount(c.req.query('hitungan'))
  const term = parseTerm(c.req.query('suku'))
  const w = words[c.var.lang]
  return `${showNumber(termsOf(of.published, count, place)[step][term])} ${w.count[count]} P${step}, ${place === null ? w.area : nameOf(place)}, ${of.week}`
}

function AreaFigure({ c, of, step, weeks, place }: FigureProps) {
  const { lang } = c.var
  const w = words[lang]
  const { week, published } = of
  const count = parseCount(c.req.query('hitungan'))
  const term = parseTerm(c.req.query('suku'))
  const rows = (place === null ? kecamatan() : kecamatanOf(place)).map((k) => ({
    ...k,
    terms: termsOf(published, count, k.code)[step],
  }))
  const cell = (r: (typeof rows)[number], t: Term, shown: string) =>
    r.terms[t] === 0 ? (
      shown
    ) : (
      <Num
        n={r.terms[t]}
        shown={shown}
        from={sourceOf(c, published, opens(week, step, count, { place: r.code, term: t }), r.code)}
        within
        lang={lang}
      />
    )
  const heads = w.placesHeads(count)
  return (
    <Page {...pageFrame(c)} title={figureTitle(c, of, step, place)} current="weekly" step={step}>
      <FigureHead c={c} of={of} step={step} weeks={weeks} place={place} />
      <section class="sec" id="kecamatan">
        <div class="sec__h">
          <h2>{w.places}</h2>
          <p>{w.placesLead}</p>
        </div>
        <Table
          caption={w.places}
          quietCaption
          columns={[
            { head: heads[0], cell: (r: (typeof rows)[number]) => r.name },
            { head: heads[1], as: 'num', cell: (r) => cell(r, 'now', showNumber(r.terms.now)) },
            { head: heads[2], as: 'num', cell: (r) => cell(r, 'arrivals', showChange(r.terms.arrivals)) },
            { head: heads[3], as: 'num', cell: (r) => cell(r, 'departures', showChange(-r.terms.departures)) },
            { head: heads[4], as: 'num', cell: (r) => cell(r, 'restated', showChange(r.terms.restated)) },
          ]}
          rows={rows.toSorted((a, b) => Math.abs(b.terms[term]) - Math.abs(a.terms[term]) || b.terms.now - a.terms.now)}
        />
        <div class="mt-3">
          <Provenance from={sourceOf(c, published, `/pekan/${week}#tabel`)} of={w.places.toLowerCase()} lang={lang} />
        </div>
      </section>
      <NotCounted c={c} />
    </Page>
  )
}

function KecFigure({
  c,
  of,
  step,
  place,
  weeks,
  records,
  page,
  scoped,
}: FigureProps & {
  place: number
  records: OpenedRecords | { total: number; rows: ScopedRecord[] }
  page: number
  scoped: boolean
}) {
  const { lang } = c.var
  const w = words[lang]
  const { week } = of
  const count = parseCount(c.req.query('hitungan'))
  const term = parseTerm(c.req.query('suku'))
  const heads = scoped ? w.recordHeadsScoped : w.recordHeads
  const rows = records.rows as { name: string; since: string; token?: string; number?: string; n: number }[]
  const address = opens(week, step, count, { place, term })
  const to = (p: number) => `${address}${address.includes('?') ? '&' : '?'}halaman=${p + 1}`
  return (
    <Page {...pageFrame(c)} title={figureTitle(c, of, step, place)} current="weekly" step={step} noindex>
      <FigureHead c={c} of={of} step={step} weeks={weeks} place={place} />
      <section class="sec" id="catatan">
        <div class="sec__h">
          <h2>{w.records}</h2>
          <p>{scoped ? w.recordsScoped : w.recordsLead}</p>
        </div>
        {rows.length ? (
          <>
            <Table
              caption={w.showing(page * PAGE + 1, page * PAGE + rows.length, records.total)}
              columns={[
                { head: heads[0], cell: (r: (typeof rows)[number]) => r.name },
                { head: heads[1], as: 'tx', cell: (r) => <span class="mono">{r.number ?? r.token}</span> },
                { head: heads[2], as: 'tx', cell: (r) => `${showDate(r.since, lang)}${r.n < 0 ? ` (${showChange(r.n)})` : ''}` },
              ]}
              rows={rows}
            />
            <p class="row mt-4">
              {page > 0 && (
                <a class="link" href={to(page - 1)}>
                  {w.previousPage}
                </a>
              )}
              {(page + 1) * PAGE < records.total && (
                <a class="link" href={to(page + 1)}>
                  {w.nextPage}
                </a>
              )}
            </p>
          </>
        ) : (
          <p class="note">{records.total ? w.fewRecords(records.total) : w.noRecords}</p>
        )}
      </section>
      <NotCounted c={c} />
    </Page>
  )
}

// ---- definitions and open data

function DefinitionList({ lang }: { lang: 'id' | 'en' }) {
  return (
    <dl class="dl">
      {STEPS.map((step) => (
        <>
          <dt>
            P{step} {stepName(step, lang)}
          </dt>
          <dd>{definitionWords(step, 'reached', lang)}</dd>
        </>
      ))}
    </dl>
  )
}

function Definitions({ c }: { c: C }) {
  const { lang } = c.var
  const w = words[lang]
  return (
    <Page {...pageFrame(c)} title={w.definitionTitle} description={w.definitionLead} current="figures">
      <div class="pt-6">
        <h1 class="mb-4">{w.definitionTitle}</h1>
        <p class="lead">{w.definitionLead}</p>
        <p class="prov mt-3">{w.version(v1.version, showLong(v1.inForceFrom, lang))}</p>
      </div>
      <section class="sec mt-6">
        <Table
          caption={w.definitionsTitle(v1.version)}
          columns={[
            { head: w.waitingHead[0], cell: (s: Step) => `P${s} ${stepName(s, lang)}` },
            { head: w.definitionHeads.entered, as: 'tx', cell: (s) => definitionWords(s, 'entered', lang) },
            { head: w.definitionHeads.reached, as: 'tx', cell: (s) => definitionWords(s, 'reached', lang) },
          ]}
          rows={STEPS}
        />
      </section>
      <section class="sec">
        <ul class="list read">
          {w.definitionMore.map((text) => (
            <li>{text}</li>
          ))}
        </ul>
      </section>
    </Page>
  )
}

function OpenData({ c, weeks }: { c: C; weeks: { week: Week; cutAt: Date; sha256: string }[] }) {
  const { lang } = c.var
  const w = words[lang]
  return (
    <Page {...pageFrame(c)} title={w.dataTitle} description={w.dataLead} current="data">
      <div class="pt-6">
        <h1 class="mb-4">{w.dataTitle}</h1>
        <p class="lead">{weeks.length ? w.dataLead : w.emptyLead}</p>
      </div>
      {weeks.length > 0 && (
        <section class="sec mt-6">
          <Table
            caption={w.allWeeks}
            note={w.dataCheck}
            columns={[
              { head: w.dataHeads[0], cell: (r: (typeof weeks)[number]) => <a href={`/pekan/${r.week}`}>{r.week}</a> },
              { head: w.dataHeads[1], as: 'tx', cell: (r) => `${showDate(jakartaDay(r.cutAt), lang)}, ${showTime(r.cutAt)}` },
              {
                head: w.dataHeads[2],
                as: 'tx',
                cell: (r) => (
                  <>
                    <a href={`/data/pekan/${r.week}.json`}>JSON</a> · <a href={`/data/pekan/${r.week}.csv`}>CSV</a>
                  </>
                ),
              },
              { head: w.dataHeads[3], as: 'tx', cell: (r) => <span class="mono">{shortHash(r.sha256)}</span> },
            ]}
            rows={weeks}
          />
        </section>
      )}
    </Page>
  )
}
