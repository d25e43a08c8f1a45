// The programme office cuts a week: sees it as it stands now, with every cell closing, then freezes it.
import { Hono } from 'hono'
import { STEPS } from '../journey/index.ts'
import {
  daysOf,
  endOfDay,
  isWeek,
  jakartaDay,
  showDate,
  showTime,
  type Week,
  weekAfter,
  weekBefore,
  weekOf,
} from '../kit/calendar.ts'
import { say } from '../kit/problem.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies } from '../people/index.ts'
import { FourTerms, Hidden, Konsol, Table, TextField } from '../ui/index.ts'
import { cutWeek, type WeeklyProblem, weeklyWords } from './cut.ts'
import type { Count } from './document.ts'
import { opens, type StepTerms, shortHash } from './figures.ts'
import { words } from './messages.ts'
import { type RunningTotal, runningWeek } from './running.ts'
import { weeksOf } from './store.ts'

export const policies: Policies = {
  'GET /konsol/pekan': ['office', 'system'],
  'POST /konsol/pekan': ['office', 'system'],
}

export const routes = new Hono<Env>()
  .get('/konsol/pekan', async (c) => c.html(await desk(c, c.req.query('pekan'))))
  .post('/konsol/pekan', async (c) => {
    const form = await c.req.parseBody()
    const week = String(form.pekan ?? '')
    const account = c.var.account!
    const cut = await asAccount(c, (db) => cutWeek(db, { week, by: account.name, now: c.var.now }))
    if ('problems' in cut) return c.html(await desk(c, week, cut.problems), 409)
    return c.redirect(`/pekan/${week}`, 303)
  })

async function desk(c: Ctx, asked: string | undefined, problems: WeeklyProblem[] = []) {
  const { lang, now } = c.var
  const w = words[lang].kantor
  const { weeks, last, week, cells, totals } = await asAccount(c, async (db) => {
    const weeks = await weeksOf(db)
    const last = weeks.at(-1)
    const week: Week | null = last ? weekAfter(last.week) : asked && isWeek(asked) ? asked : null
    return { weeks, last, week, ...(week ? await runningWeek(db, week) : { cells: [], totals: [] }) }
  })
  const over = week !== null && now > endOfDay(daysOf(week).to)
  return (
    <Konsol {...konsolFrame(c, '/konsol/pekan')} title={w.title} errorTitle={problems.length > 0}>
      {problems.map((p) => (
        <p class="note note--bad" role="alert">
          {say(weeklyWords, p, lang)}
        </p>
      ))}
      {week === null ? (
        <form method="get" action="/konsol/pekan" class="read">
          <p>{w.first}</p>
          <TextField
            id="pekan"
            label={w.firstLabel}
            hint={w.firstHint}
            value={asked ?? weekBefore(weekOf(jakartaDay(now)))}
            problems={
              asked && !isWeek(asked)
                ? [{ field: 'pekan', text: say(weeklyWords, { code: 'week.unreadable', data: { week: asked } }, lang) }]
                : []
            }
            lang={lang}
          />
          <p>
            <button class="btn btn--2" type="submit">
              {w.show}
            </button>
          </p>
        </form>
      ) : (
        <>
          <p class="read">{over ? w.lead(week) : w.nothing(week, showDate(daysOf(week).to, lang))}</p>
          <h2 class="mt-5">{w.running(week)}</h2>
          <FourTerms
            entered={termsBy(totals, 'entered')}
            reached={termsBy(totals, 'reached')}
            from={{
              asOf: over ? daysOf(week).to : jakartaDay(now),
              scope: words[lang].kecamatan(cells.length / 14),
              definition: 1,
              href: null,
            }}
            // Only last week's numbers are published; the running ones have no page yet.
            open={(step, count, term) => (last && term === 'last' ? opens(last.week, step, count) : null)}
            lang={lang}
            tight
          />
          <p class="prov mt-3">
            {w.closes(cells.filter((t) => t.last + t.restated + t.arrivals - t.departures === t.now).length, cells.length)}
          </p>
          {over && (
            <form method="post" action="/konsol/pekan" class="mt-4">
              <Hidden values={{ token: c.var.formToken, pekan: week }} />
              <button class="btn" type="submit">
                {w.button(week)}
              </button>
            </form>
          )}
        </>
      )}
      {weeks.length > 0 && (
        <section class="sec">
          <Table
            caption={w.done}
            columns={[
              { head: words[lang].dataHeads[0], cell: (r: (typeof weeks)[number]) => <a href={`/pekan/${r.week}`}>{r.week}</a> },
              {
                head: words[lang].dataHeads[1],
                as: 'tx',
                cell: (r) => `${showDate(jakartaDay(r.cutAt), lang)}, ${showTime(r.cutAt)}`,
              },
              { head: words[lang].dataHeads[3], as: 'tx', cell: (r) => <span class="mono">{shortHash(r.sha256)}</span> },
            ]}
            rows={weeks.toReversed()}
            tight
          />
        </section>
      )}
    </Konsol>
  )
}

const termsBy = (totals: readonly RunningTotal[], count: Count): StepTerms =>
  Object.fromEntries(STEPS.map((s) => [s, totals.find((t) => t.count === count && t.step === `P${s}`)])) as unknown as StepTerms
