// The programme office cuts a week: sees it as it stands now, with every cell closing, then freezes it.
import { Hono } from 'hono'
import {
  daysOf,
  endOfDay,
  isWeek,
  jakartaDay,
  showDate,
  showMoment,
  type Week,
  weekAfter,
  weekBefore,
  weekOf,
} from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { type Lang, say } from '../kit/problem.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import { Checkbox, FourTerms, Hidden, Konsol, Table, TextField } from '../ui/index.ts'
import { cutWeek, type WeeklyProblem, weeklyWords } from './cut.ts'
import { opens, shortHash } from './figures.ts'
import { words } from './messages.ts'
import { runningWeek } from './running.ts'
import { weeksOf } from './store.ts'
import {
  AnswersSection,
  answersFor,
  runningOpens,
  standingsOf,
  termsBy,
  unapproved,
  type WorkProblem,
  workTexts,
  workWords,
} from './work/index.ts'

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
    const cut = await asAccount(c, async (db) => {
      // Without all 44 it can be frozen, by somebody who has read who is missing and said so.
      const missing = form.tetap === 'ya' || !isWeek(week) ? [] : await stillMissing(db, week, c.var.now)
      if (missing.length) return { problems: [{ code: 'cut.unapproved', data: { places: missing.map(nameOf) } } as const] }
      return cutWeek(db, { week, by: account.name, now: c.var.now })
    })
    if ('problems' in cut) return c.html(await desk(c, week, cut.problems), 409)
    return c.redirect(`/pekan/${week}`, 303)
  })

/** Who has not approved a week that could be frozen now; nobody where the cut itself will say why not. */
async function stillMissing(db: Db, week: Week, now: Date): Promise<number[]> {
  if (now <= endOfDay(daysOf(week).to) || (await weeksOf(db)).some((w) => w.week === week)) return []
  return unapproved(await standingsOf(db, week))
}

const said = (p: WeeklyProblem | WorkProblem, lang: Lang): string =>
  p.code === 'cut.unapproved' ? say(workWords, p, lang) : say(weeklyWords, p as WeeklyProblem, lang)

async function desk(c: Ctx, asked: string | undefined, problems: (WeeklyProblem | WorkProblem)[] = []) {
  const { lang, now } = c.var
  const w = words[lang].kantor
  const { weeks, last, week, cells, totals, answers } = await asAccount(c, async (db) => {
    const weeks = await weeksOf(db)
    const last = weeks.at(-1)
    const week: Week | null = last ? weekAfter(last.week) : asked && isWeek(asked) ? asked : null
    return {
      weeks,
      last,
      week,
      answers: week ? await answersFor(db, week, weeks) : null,
      ...(week ? await runningWeek(db, week) : { cells: [], totals: [] }),
    }
  })
  const over = week !== null && now > endOfDay(daysOf(week).to)
  return (
    <Konsol {...konsolFrame(c, '/konsol/pekan')} title={w.title} errorTitle={problems.length > 0}>
      {problems.map((p) => (
        <p class="note note--bad" role="alert">
          {said(p, lang)}
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
            // Last week's numbers are published; the running ones open for the office.
            open={(step, count, term) =>
              term === 'last' ? (last ? opens(last.week, step, count) : null) : runningOpens(week, step, count, term)
            }
            lang={lang}
            tight
          />
          <p class="prov mt-3">
            {w.closes(cells.filter((t) => t.last + t.restated + t.arrivals - t.departures === t.now).length, cells.length)}
          </p>
          {over && (
            <form method="post" action="/konsol/pekan" class="mt-4">
              <Hidden values={{ token: c.var.formToken, pekan: week }} />
              {answers && unapproved(answers.standings).length > 0 && (
                <Checkbox
                  id="tetap"
                  label={workTexts[lang].freezeAnyway}
                  small={`${workTexts[lang].missing(unapproved(answers.standings).map(nameOf).join(', '))} ${workTexts[lang].freezeAnywaySmall}`}
                  lang={lang}
                />
              )}
              <button class="btn" type="submit">
                {w.button(week)}
              </button>
            </form>
          )}
          {answers && <AnswersSection c={c} of={answers} />}
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
                cell: (r) => showMoment(r.cutAt, lang),
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
