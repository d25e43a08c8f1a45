// A figure opened (05): what it counts, its four terms, week by week, in which kecamatan, and there the people behind it.

import { definitionWords, reasonWords, type Step, v1 } from '../journey/index.ts'
import { daysOf, showDate, showDay, showMoment, weekBefore } from '../kit/calendar.ts'
import { showChange, showNumber } from '../kit/show.ts'
import { type Ctx, pageFrame } from '../people/index.ts'
import { kecamatan, kecamatanOf, kecCode, type Launches, nameOf, notLaunched, parseKec } from '../places/index.ts'
import { History, Num, Page, Provenance, Recon, stepName, Table, TermsTable } from '../ui/index.ts'
import { Behind as BehindOne } from './behind.tsx'
import type { Count } from './document.ts'
import { figureOf, isKota, opens, type Place, placeCode, shareOf, sourceOf, termsOf } from './figures.ts'
import { words } from './messages.ts'
import type { Behind, OpenedRecords, PublishedWeek, ScopedRecord, Term } from './store.ts'

/** Which figure is asked for, and the weeks up to it (oldest first). */
export type Asked = {
  of: PublishedWeek
  step: Step
  place: Place
  count: Count
  term: Term
  weeks: readonly PublishedWeek[]
  launches: Launches
}

export const RECORDS = 50 // people on one page

/** How the figure reads. Who waits in a kecamatan is told to everybody only where the week's document tells it; else `counted`, if at all. */
function shown({ of, step, place, count, term }: Asked, counted?: number): string | null {
  const n = figureOf(of.published, step, count, place, term) ?? counted
  return n === undefined ? null : shownTerm(term, n)
}

const shownTerm = (term: Term, n: number) => (term === 'restated' ? showChange(n) : showNumber(n))

/** Nobody is there, and the kecamatan had no centre yet: that is no 0. */
const isNotLaunched = ({ of, step, place, count, launches }: Asked) =>
  place !== null &&
  !isKota(place) &&
  termsOf(of.published, count, place)[step].now === 0 &&
  notLaunched(launches, place, of.published.to)

function title(asked: Asked, lang: 'id' | 'en', counted?: number): string {
  const w = words[lang]
  const { of, step, place, count, term } = asked
  const what = `${term === 'now' ? w.count[count] : w.term[term]} P${step}, ${place === null ? w.area : nameOf(place)}, ${of.week}`
  const n = shown(asked, counted)
  if (term === 'now' && isNotLaunched(asked)) return `${what}: ${w.notLaunched}`
  return n === null ? what : `${n} ${what}`
}

function Head({ c, asked, counted }: { c: Ctx; asked: Asked; counted?: number }) {
  const { lang } = c.var
  const w = words[lang]
  const { of, step, place, count, term, weeks } = asked
  const { week, published, cutAt } = of
  const terms = termsOf(published, count, place)[step]
  const name = `P${step} ${stepName(step, lang)}`
  const other: Count = count === 'entered' ? 'reached' : 'entered'
  const otherN = term === 'waiting' ? 0 : termsOf(published, other, place)[step][term]
  const n = shown(asked, counted)
  const share = term === 'now' && count === 'reached' && step > 1 ? shareOf(published, step, place) : null
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
            {n === null ? (
              <span class="hero__t">{w.notTold(w.stepNamed(step, stepName(step, lang)), nameOf(place!))}</span>
            ) : term === 'now' && isNotLaunched(asked) ? (
              <span class="hero__t">
                {nameOf(place!)} {w.notLaunched}
              </span>
            ) : (
              <>
                <span class="hero__n">{n}</span>{' '}
                <span class="hero__t">{w.termTitle(term, count, w.stepNamed(step, stepName(step, lang)))}</span>
              </>
            )}
          </h1>
          {term !== 'waiting' && (
            <>
              <div class="mt-3">
                <Recon
                  terms={terms}
                  open={(t) => (t === term ? null : opens(week, step, count, { place, term: t }))}
                  lang={lang}
                />
              </div>
              {(term === 'now' || otherN !== 0) && (
                <p class="sub mt-3">
                  {w.definitionHeads[other]}:{' '}
                  <a href={opens(week, step, other, { place, term })}>{w.people(shownTerm(term, otherN))}</a>
                </p>
              )}
            </>
          )}
          {share && share.of100 !== null && (
            <p class="sub mt-2">
              {w.share(share.of100)} (<a href={opens(week, 1, 'entered', { place })}>{w.people(showNumber(share.of))}</a>).
            </p>
          )}
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
          <dd>{w.publishedValue(showMoment(cutAt, lang))}</dd>
        </dl>
      </div>
      <section class="sec">
        <div class="cols cols--5-7">
          <div class="sec__h">
            <h2>{w.how}</h2>
            <p>{term === 'waiting' ? w.waitingNote : w.countNote[count]}</p>
            <p>
              P{step}: {definitionWords(step, count, lang)}
            </p>
          </div>
          {term !== 'waiting' && (
            <div>
              <h3 class="mb-3">{w.history}</h3>
              <History
                weeks={weeks.map((past, i) => ({
                  week: past.week,
                  n: termsOf(past.published, count, place)[step].now,
                  // Restated: the week after it says so.
                  restated: weeks[i + 1] ? termsOf(weeks[i + 1]!.published, count, place)[step].restated !== 0 : false,
                }))}
                label={`${name}, ${w.count[count]}`}
                from={sourceOf(published, opens(week, step, count, { place }), lang, place)}
                lang={lang}
              />
            </div>
          )}
        </div>
      </section>
    </>
  )
}

function NotCounted({ c, asked: { of, step, count, place, term } }: { c: Ctx; asked: Asked }) {
  const w = words[c.var.lang]
  const about = encodeURIComponent(opens(of.week, step, count, { place, term }))
  return (
    <section class="sec">
      <h2 class="mb-4">{w.notHere}</h2>
      <ul class="list read">
        {w.notHereItems.map((text) => (
          <li>{text}</li>
        ))}
      </ul>
      {c.var.mayOpen('/laporan') && (
        <p class="noprint mt-4">
          <a class="link" href={`/laporan?tentang=${about}`}>
            {w.reportFigure}
          </a>
        </p>
      )}
    </section>
  )
}

/** A figure of the whole area or of a kota opens into its kecamatan. */
export function AreaFigure({ c, asked }: { c: Ctx; asked: Asked }) {
  const { lang } = c.var
  const w = words[lang]
  const { of, step, place, count, term } = asked
  const { week, published } = of
  const from = sourceOf(published, `/pekan/${week}#tabel`, lang, place)
  const rows = (place === null ? kecamatan() : kecamatanOf(place))
    .map((k) => ({
      code: k.code,
      head: k.name,
      terms: termsOf(published, count, k.code)[step],
      ...(notLaunched(asked.launches, k.code, published.to) ? { none: w.notLaunched } : {}),
    }))
    .sort((a, b) => (term === 'waiting' ? 0 : Math.abs(b.terms[term]) - Math.abs(a.terms[term])) || b.terms.now - a.terms.now)
    .map((row) => ({ ...row, open: (t: Term) => opens(week, step, count, { place: row.code, term: t }) }))
  return (
    <Page {...pageFrame(c)} title={title(asked, lang)} current="weekly" step={step}>
      <Head c={c} asked={asked} />
      <Why c={c} asked={asked} />
      <section class="sec" id="kecamatan">
        <div class="sec__h">
          <h2>{term === 'waiting' ? w.waitingWhere : w.places}</h2>
          <p>{term === 'waiting' ? w.waitingWhereNote : w.placesLead}</p>
        </div>
        {term === 'waiting' ? (
          <Table
            caption={w.waitingWhere}
            quietCaption
            columns={[
              { head: w.place, cell: (r: { kec: string; n: number }) => nameOf(parseKec(r.kec)!) },
              {
                head: w.waitingHead[1],
                as: 'num',
                cell: (r) => (
                  <Num
                    n={r.n}
                    from={{ ...from, href: opens(week, step, count, { place: parseKec(r.kec), term }) }}
                    within
                    lang={lang}
                  />
                ),
              },
            ]}
            rows={published.waiting.find((r) => r.step === `P${step}`)?.most ?? []}
            narrow
          />
        ) : (
          <TermsTable caption={w.places} quietCaption head={w.place} rows={rows} from={from} lang={lang} tight />
        )}
        <div class="mt-3">
          <Provenance from={from} of={w.places.toLowerCase()} lang={lang} />
        </div>
      </section>
      <NotCounted c={c} asked={asked} />
    </Page>
  )
}

/** Why people left, or why last week's number was restated: the week's document tells it for the whole area. */
function Why({ c, asked: { of, step, place, count, term } }: { c: Ctx; asked: Asked }) {
  const { lang } = c.var
  const w = words[lang]
  if (place !== null || (term !== 'departures' && term !== 'restated')) return null
  const { published } = of
  const rows = (term === 'departures' ? published.departures : published.restatements).filter(
    (r) => r.step === `P${step}` && r.count === count && r.n !== 0,
  )
  if (!rows.length) return null
  const moved = term === 'departures' ? published.totals.find((t) => t.step === `P${step}` && t.count === count)!.moved : 0
  return (
    <section class="sec" id="alasan">
      <div class="cols cols--5-7">
        <div class="sec__h">
          <h2>{w.why}</h2>
          {moved > 0 && <p>{w.movedTitle(moved)}</p>}
        </div>
        <Table
          caption={w.why}
          quietCaption
          columns={[
            { head: w.why, cell: (r: (typeof rows)[number]) => reasonWords(r.reason, lang) },
            { head: w.reasonHeads[1], as: 'num', cell: (r) => shownTerm(term, r.n) },
          ]}
          rows={rows}
          narrow
        />
      </div>
    </section>
  )
}

/** Not told: who waits in a kecamatan that the week's document does not name. */
export type KecRecords =
  | 'not-told'
  | ({ scoped: false } & OpenedRecords)
  | { scoped: true; total: number; rows: ScopedRecord[]; behind: Map<string, Behind[]> }

/** A kecamatan's figure opens to its people: masked for the public, by name for whoever looks after them. */
export function KecFigure({
  c,
  asked,
  records,
  page,
}: {
  c: Ctx
  asked: Asked & { place: number }
  records: KecRecords
  page: number
}) {
  const { lang } = c.var
  const w = words[lang]
  const { of, step, place, count, term } = asked
  const told = records !== 'not-told'
  const scoped = told && records.scoped
  const total = told ? records.total : undefined
  const rows = !told
    ? []
    : records.scoped
      ? records.rows.map((r) => ({ ...r, mark: r.number, behind: records.behind.get(r.enrolment) }))
      : records.rows.map((r) => ({ ...r, mark: r.token, behind: undefined }))
  // Nearly always one person is one in the figure; where not (taken back, or twice in a week), each row says what it counts.
  const signed = rows.some((r) => r.n !== 1)
  const address = opens(of.week, step, count, { place, term })
  const to = (p: number) => `${address}${address.includes('?') ? '&' : '?'}halaman=${p + 1}`
  return (
    <Page {...pageFrame(c)} title={title(asked, lang, total)} current="weekly" step={step} noindex>
      <Head c={c} asked={asked} counted={total} />
      <section class="sec" id="catatan">
        <div class="sec__h">
          <h2>{w.records}</h2>
          {told && <p>{scoped ? w.recordsScoped : w.recordsLead}</p>}
        </div>
        {total && rows.length ? (
          <>
            <Table
              caption={w.showing(page * RECORDS + 1, page * RECORDS + rows.length, total)}
              columns={[
                {
                  head: scoped ? w.recordHeadsScoped : w.recordHeads,
                  cell: (r: (typeof rows)[number]) => (
                    <>
                      {r.name}
                      <small class="mono">
                        {scoped && r.mark !== '•••' ? <a href={`/konsol/anggota/${r.mark}`}>{r.mark}</a> : r.mark}
                      </small>
                      <BehindOne facts={r.behind} lang={lang} />
                    </>
                  ),
                },
                ...(signed
                  ? [{ head: w.termChange, as: 'num' as const, cell: (r: (typeof rows)[number]) => showChange(r.n) }]
                  : []),
                {
                  head: scoped ? w.since : w.sinceMonth,
                  as: 'num',
                  // The public sees the month (its first day, without the 1).
                  cell: (r) => showDate(r.since, lang).slice(scoped ? 0 : 2),
                },
              ]}
              rows={rows}
              tight
              narrow
            />
            <p class="row mt-4">
              {page > 0 && (
                <a class="link" href={to(page - 1)}>
                  {w.previousPage}
                </a>
              )}
              {(page + 1) * RECORDS < total && (
                <a class="link" href={to(page + 1)}>
                  {w.nextPage}
                </a>
              )}
            </p>
          </>
        ) : (
          <p class="note">{total === undefined ? w.notToldWhy : total ? w.fewRecords(total) : w.noRecords}</p>
        )}
        <div class="mt-3">
          <Provenance
            from={sourceOf(of.published, `/pekan/${of.week}#tabel`, lang, place)}
            of={`${kecCode(place)}`}
            lang={lang}
          />
        </div>
      </section>
      <NotCounted c={c} asked={asked} />
    </Page>
  )
}
