// The weekly update as a document (04), and the list of all weeks.

import { parseStep, reasonWords, STEPS, type Step } from '../journey/index.ts'
import { jakartaDay, showDay, showMoment, showTime, showWeekDays, type Week } from '../kit/calendar.ts'
import { showChange, showNumber } from '../kit/show.ts'
import { type Ctx, pageFrame } from '../people/index.ts'
import { kecamatanOf, kota, type Launches, nameOf, notLaunched, parseKec } from '../places/index.ts'
import { FourTerms, Num, Page, Provenance, type Source, stepName, Table } from '../ui/index.ts'
import type { Count, Published, Reason } from './document.ts'
import { change, countWord, opens, type Place, shortHash, sourceOf, termsOf } from './figures.ts'
import { words } from './messages.ts'
import { DefinitionList, Files } from './reference.tsx'
import type { PublishedWeek, Term } from './store.ts'
import { Approval, type Beside, DecisionTable, PublishedTargets, workTexts } from './work/index.ts'

export function Weeks({ c, weeks }: { c: Ctx; weeks: PublishedWeek[] }) {
  const { lang } = c.var
  const w = words[lang]
  const cell = (of: PublishedWeek, step: Step, count: Count) => (
    <Num
      n={termsOf(of.published, count, null)[step].now}
      from={sourceOf(of.published, opens(of.week, step, count), lang)}
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
              { head: w.weekHeads[1], as: 'tx', cell: (r) => showMoment(r.cutAt, lang) },
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

export function WeekDocument({
  c,
  of,
  count,
  weeks,
  launches,
  beside,
}: {
  c: Ctx
  of: PublishedWeek
  count: Count
  weeks: Week[]
  launches: Launches
  beside: Beside
}) {
  const { lang } = c.var
  const w = words[lang]
  const { week, published, cutAt, sha256 } = of
  const entered = termsOf(published, 'entered', null)
  const reached = termsOf(published, 'reached', null)
  const from = sourceOf(published, opens(week, 1, 'entered'), lang)
  const waiting = published.waiting.filter((r) => r.n > 0)
  const moved = published.totals.filter((t) => t.step === 'P1' && t.count === 'entered').reduce((sum, t) => sum + t.moved, 0)
  const waits = (step: string, n: number, place?: Place) => (
    <Num
      n={n}
      from={{ ...from, href: opens(week, parseStep(step)!, 'reached', { place, term: 'waiting' }) }}
      within
      lang={lang}
    />
  )
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
        <Approval c={c} of={beside} />
        <p class="noprint mt-4" id="unduh">
          {w.files}: <Files week={week} lang={lang} />
        </p>
        <p class="row noprint mt-2">
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
          {beside.decisions.length > 0 && (
            <li>
              <a href="#keputusan">{workTexts[lang].decisionsTitle}</a>
            </li>
          )}
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
            <Provenance
              from={{ ...from, href: opens(week, 2, 'reached', { term: 'waiting' }) }}
              of={w.waitingHead[1].toLowerCase()}
              lang={lang}
            />
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
                cell: (r) => waits(r.step, r.n),
              },
              {
                head: w.waitingHead[2],
                as: 'tx',
                cell: (r) => (
                  <span>
                    {r.most.length
                      ? r.most.slice(0, 3).map((m, i) => (
                          <>
                            {i > 0 && ', '}
                            {nameOf(parseKec(m.kec)!)} {waits(r.step, m.n, parseKec(m.kec))}
                          </>
                        ))
                      : w.waitingFew}
                  </span>
                ),
              },
            ]}
            rows={waiting}
          />
        </div>
      </section>

      <section class="sec" id="tabel">
        <BigTable c={c} of={published} count={count} launches={launches} />
        <PublishedTargets c={c} of={of} targets={beside.targets} />
      </section>

      <section class="sec newpage" id="ralat">
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
        <p class="link noprint mt-4">
          <a href={`/ralat?sampai=${week}`}>{w.ledgerAll}</a>
        </p>
      </section>

      {beside.decisions.length > 0 && (
        <section class="sec" id="keputusan">
          <h2 class="mb-4">5. {workTexts[lang].decisionsTitle}</h2>
          <DecisionTable c={c} rows={beside.decisions} />
          <div class="mt-3">
            <Provenance from={from} of={workTexts[lang].decisionsTitle.toLowerCase()} lang={lang} />
          </div>
        </section>
      )}

      <section class="sec" id="definisi">
        <h2 class="mb-4">
          {beside.decisions.length > 0 ? 6 : 5}. {w.definitionsTitle(published.definition)}
        </h2>
        <DefinitionList lang={lang} />
        <p class="link noprint">
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
  c: Ctx
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
  const told = rows.filter((r) => r.n !== 0) // put together they may cancel out
  return (
    <div>
      {told.length ? (
        <Table
          caption={title}
          note={lead}
          columns={[
            {
              head: w.reasonHeads[0],
              cell: (r: Omit<Reason, 'kec'>) => (
                <>
                  {r.step} {stepName(parseStep(r.step)!, lang)}, {w.count[r.count]}
                  <small>{reasonWords(r.reason, lang)}</small>
                </>
              ),
            },
            {
              head: w.reasonHeads[1],
              as: 'num',
              cell: (r) => (
                <Num
                  n={r.n}
                  shown={term === 'restated' ? showChange(r.n) : showNumber(r.n)}
                  from={{ ...from, href: `${opens(week, parseStep(r.step)!, r.count, { term })}#alasan` }}
                  within
                  lang={lang}
                />
              ),
            },
          ]}
          rows={told}
          narrow
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

function BigTable({ c, of, count, launches }: { c: Ctx; of: Published; count: Count; launches: Launches }) {
  const { lang } = c.var
  const w = words[lang]
  const numbers = (place: Place) => {
    const terms = termsOf(of, count, place)
    const early = place !== null && notLaunched(launches, place, of.to)
    return STEPS.map((step) => {
      const row = terms[step]
      const from = sourceOf(of, opens(of.week, step, count, { place }), lang, place)
      return (
        <>
          <td class="num">
            {row.now !== 0 ? (
              <Num n={row.now} from={from} within lang={lang} />
            ) : early ? (
              <small>
                {w.notLaunchedShort[0]}
                <span class="vh">{w.notLaunchedShort[1]}</span>
              </small>
            ) : (
              '0'
            )}
          </td>
          <td class="num dlt">{showChange(change(row))}</td>
        </>
      )
    })
  }
  return (
    <>
      <section class="tw" tabindex={0} aria-label={w.sections.table}>
        <table class="tbl tbl--tight tbl--big">
          <caption>
            3. {w.tableCaption(count, of.definition)}
            <small>
              {w.tableNote}
              {kota().some((k) => kecamatanOf(k.code).some((kec) => notLaunched(launches, kec.code, of.to))) &&
                ` ${w.notLaunchedNote}`}
            </small>
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
                  {numbers(k.code)}
                </tr>
                {kecamatanOf(k.code).map((kec) => (
                  <tr>
                    <th scope="row">{kec.name}</th>
                    {numbers(kec.code)}
                  </tr>
                ))}
              </>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Jakarta</th>
              {numbers(null)}
            </tr>
          </tfoot>
        </table>
      </section>
      <div class="mt-3">
        <Provenance from={sourceOf(of, opens(of.week, 1, count), lang)} of={w.sections.table} note={w.sums} lang={lang} />
      </div>
      <p class="link noprint">
        <a href={`/pekan/${of.week}?hitungan=${countWord(count === 'reached' ? 'entered' : 'reached')}#tabel`}>
          {w.otherCount(count)}
        </a>
      </p>
    </>
  )
}
