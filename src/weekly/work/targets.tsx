// Targets: what a count should be at the end of a week, pasted by the office, and how they read beside the figures.
import { Hono } from 'hono'
import { isWeek, showMoment } from '../../kit/calendar.ts'
import { textOf } from '../../kit/http.ts'
import { say } from '../../kit/problem.ts'
import { showChange, showNumber } from '../../kit/show.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies } from '../../people/index.ts'
import { nameOf } from '../../places/index.ts'
import { describedBy, ErrorSummary, Hidden, Konsol, Num, Question, type Said, stepName, Table } from '../../ui/index.ts'
import { opens, sourceOf, termsOf } from '../figures.ts'
import type { PublishedWeek } from '../store.ts'
import { words, workWords } from './messages.ts'
import { readTargets, type Target, type WorkProblem } from './rules.ts'
import { saveTargets, targetHistory } from './store.ts'

export const policies: Policies = {
  'GET /konsol/target': ['office'],
  'POST /konsol/target': ['office'],
}

export const routes = new Hono<Env>()
  .get('/konsol/target', async (c) => c.html(await page(c)))
  .post('/konsol/target', async (c) => {
    const form = await c.req.parseBody()
    const text = textOf(form.lembar)
    const read = readTargets(text)
    if ('problems' in read) return c.html(await page(c, text, read.problems), 422)
    await asAccount(c, (db) => saveTargets(db, read.value, c.var.account!.name, c.var.now))
    return c.redirect(`/konsol/target?tersimpan=${read.value.length}`, 303)
  })

async function page(c: Ctx, text = '', problems: WorkProblem[] = []) {
  const { lang, formToken } = c.var
  const w = words[lang]
  const history = await asAccount(c, targetHistory)
  const said: Said[] = problems.map((p) => ({ field: p.field ?? 'lembar', text: say(workWords, p, lang) }))
  const saved = c.req.query('tersimpan') ?? ''
  return (
    <Konsol {...konsolFrame(c, '/konsol/target')} title={w.targetTitle} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      {/^\d{1,5}$/.test(saved) && !said.length && (
        <p class="note note--ok" role="status">
          {w.targetSaved(Number(saved))}
        </p>
      )}
      <p class="read">{w.targetLead}</p>
      <form method="post" action="/konsol/target">
        <Hidden values={{ token: formToken }} />
        <Question id="lembar" label={w.targetLabel} hint={w.targetHint} problems={said} lang={lang}>
          <textarea
            class="in"
            id="lembar"
            name="lembar"
            rows={10}
            aria-describedby={describedBy({ id: 'lembar', hint: w.targetHint, problems: said })}
            aria-invalid={said.length ? 'true' : undefined}
          >
            {text}
          </textarea>
        </Question>
        <p>
          <button class="btn" type="submit">
            {w.targetSave}
          </button>
        </p>
      </form>
      {history.length ? (
        <Table
          caption={w.targetHistory}
          columns={[
            { head: w.targetHeads[0], cell: (r: (typeof history)[number]) => (isWeek(r.week) ? r.week : '') },
            { head: w.targetHeads[1], as: 'tx', cell: (r) => showMoment(r.at, lang) },
            { head: w.targetHeads[2], as: 'tx', cell: (r) => r.by },
            { head: w.targetHeads[3], as: 'num', cell: (r) => showNumber(r.n) },
          ]}
          rows={history}
          tight
        />
      ) : (
        <p>{w.targetNone}</p>
      )}
    </Konsol>
  )
}

/** Target and difference of a published week: one table for each step that has targets. */
export function PublishedTargets({ c, of, targets }: { c: Ctx; of: PublishedWeek; targets: readonly Target[] }) {
  const { lang } = c.var
  const w = words[lang]
  const groups = [...Map.groupBy(targets, (t) => `${t.step} ${t.count}`).values()].sort((a, b) => a[0]!.step - b[0]!.step)
  return (
    <>
      {groups.map((rows) => {
        const { step, count } = rows[0]!
        const now = (t: Target) => termsOf(of.published, count, t.kec)[step].now
        const sum = (n: (t: Target) => number) => rows.reduce((all, t) => all + n(t), 0)
        return (
          <details class="mt-4">
            <summary>
              {w.publicTargets}: P{step} {stepName(step, lang)}, {w.count[count]} ({showNumber(sum(now))} /{' '}
              {showNumber(sum((t) => t.target))})
            </summary>
            <Table
              caption={`P${step} ${stepName(step, lang)}, ${w.count[count]}`}
              note={w.publicTargetsNote}
              columns={[
                { head: w.publicTargetHeads[0], cell: (t: Target) => nameOf(t.kec) },
                {
                  head: w.publicTargetHeads[1],
                  as: 'num',
                  cell: (t) => (
                    <Num
                      n={now(t)}
                      from={sourceOf(of.published, opens(of.week, step, count, { place: t.kec }), lang, t.kec)}
                      within
                      lang={lang}
                    />
                  ),
                },
                { head: w.publicTargetHeads[2], as: 'num', cell: (t) => showNumber(t.target) },
                { head: w.publicTargetHeads[3], as: 'num', cell: (t) => showChange(now(t) - t.target) },
              ]}
              rows={rows}
              foot={[
                'Jakarta',
                showNumber(sum(now)),
                showNumber(sum((t) => t.target)),
                showChange(sum((t) => now(t) - t.target)),
              ]}
              narrow
              tight
            />
          </details>
        )
      })}
    </>
  )
}
