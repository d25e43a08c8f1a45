// The meeting's decisions: what, who, by when, which figure should move. Recorded by the office or a kota, answered by events, and read in
// the next update.
import { Hono } from 'hono'
import { STEPS } from '../../journey/index.ts'
import { isWeek, showDate, showWeekDays } from '../../kit/calendar.ts'
import type { Db } from '../../kit/database.ts'
import { textOf } from '../../kit/http.ts'
import { isUuid, uuidv7 } from '../../kit/ids.ts'
import { say } from '../../kit/problem.ts'
import { showNumber } from '../../kit/show.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, pageFrame } from '../../people/index.ts'
import { kecamatanOf, kecCode, kotaCode, kota as kotaList, nameOf } from '../../places/index.ts'
import {
  DateTriple,
  ErrorSummary,
  Hidden,
  Konsol,
  NotFoundPage,
  Num,
  Question,
  type Said,
  Select,
  SelectField,
  SubField,
  stepName,
  Table,
  TextField,
} from '../../ui/index.ts'
import { opens, sourceOf, termsOf } from '../figures.ts'
import type { PublishedWeek } from '../store.ts'
import { words, workWords } from './messages.ts'
import {
  checkDecision,
  checkWords,
  type Decision,
  type DecisionEvent,
  isWithin,
  type Outcome,
  outcomeOf,
  type WorkProblem,
} from './rules.ts'
import { decisionsBefore, lastWeek, saveDecision, saveDecisionEvent } from './store.ts'

export const policies: Policies = {
  'GET /konsol/keputusan': ['office', 'kota'],
  'POST /konsol/keputusan': ['office', 'kota'],
  'POST /konsol/keputusan/:id': ['office', 'kota'],
}

const KINDS = ['done', 'not-done', 'note', 'withdrawn'] as const

export const routes = new Hono<Env>()
  .get('/konsol/keputusan', async (c) => c.html(await page(c)))
  .post('/konsol/keputusan', async (c) => {
    const account = c.var.account!
    const form = (await c.req.parseBody()) as Record<string, unknown>
    const saved = await asAccount(c, async (db) => {
      const last = await lastWeek(db)
      if (!last) return null
      const checked = checkDecision(form, { week: last.week, kota: account.kota })
      if ('problems' in checked) return checked.problems
      const { count, place, step } = checked.value
      const base = termsOf(last.published, count, place)[step].now
      await saveDecision(db, { ...checked.value, id: sentId(form.id), base, by: account, at: c.var.now })
      return 'saved' as const
    })
    if (saved === 'saved') return c.redirect('/konsol/keputusan', 303)
    return c.html(await page(c, form, saved ?? []), 422)
  })
  .post('/konsol/keputusan/:id', async (c) => {
    const id = c.req.param('id')
    const account = c.var.account!
    const form = await c.req.parseBody()
    const kind = KINDS.find((k) => k === form.jadi)
    const sent = sentId(form.id)
    const note = checkWords(form.catatan, `c-${id}`, kind !== 'done')
    if (!isUuid(id) || !kind) return c.html(<NotFoundPage {...pageFrame(c)} />, 404)
    if ('problems' in note) return c.html(await page(c, { [`c-${id}`]: form.catatan }, note.problems), 422)
    const outcome = await asAccount(c, async (db): Promise<WorkProblem | 'saved' | null> => {
      // One answer at a time: the second sees the first.
      await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`decision ${id}`])
      const { decisions, events } = await decisionsBefore(db)
      if (events.some((e) => e.id === sent)) return 'saved' // the same form again
      const decision = decisions.find((d) => d.id === id)
      if (!decision || (account.kota !== null && decision.kota !== account.kota)) return null
      const over = events.some((e) => e.decision === id && e.kind !== 'note')
      await saveDecisionEvent(db, {
        decision: id,
        id: sent,
        kind: over ? 'note' : kind,
        note: note.value ?? words.id.kinds[kind]!,
        by: account,
        at: c.var.now,
      })
      return over ? { code: 'decision.over', data: null } : 'saved'
    })
    if (outcome === null) return c.html(<NotFoundPage {...pageFrame(c)} />, 404)
    if (outcome !== 'saved') return c.html(await page(c, {}, [outcome]), 409)
    return c.redirect('/konsol/keputusan', 303)
  })

/** The form's own id: sent twice it is one decision, one answer. */
const sentId = (written: unknown) => (isUuid(textOf(written)) ? textOf(written) : uuidv7())

export type DecisionRow = { decision: Decision; outcome: Outcome; now: PublishedWeek }

/** Decisions with what came of them by now, the newest first; a kota sees the city's about itself and its own. */
export async function readDecisions(
  c: Ctx,
  db: Db,
  kota: number | null,
): Promise<{ last: PublishedWeek | null; rows: DecisionRow[] }> {
  const last = await lastWeek(db)
  if (!last) return { last, rows: [] }
  const { decisions, events } = await decisionsBefore(db)
  const seen = decisions.filter((d) => kota === null || d.kota === kota || isWithin(d.place, kota))
  return { last, rows: rowsOf(seen, events, last, { upTo: c.var.now, today: c.var.today }).reverse() }
}

export const rowsOf = (
  decisions: readonly Decision[],
  events: readonly DecisionEvent[],
  now: PublishedWeek,
  at: { upTo: Date; today: string },
): DecisionRow[] => decisions.map((decision) => ({ decision, outcome: outcomeOf(decision, events, at), now }))

const OUTCOME = { open: 'off', late: 'warn', done: 'ok', 'not-done': 'bad', withdrawn: 'off' } as const

/** The table of decisions, in the console and in the update. What the meeting wrote stays in its own language, and says so. */
export function DecisionTable({ c, rows }: { c: Ctx; rows: readonly DecisionRow[] }) {
  const { lang } = c.var
  const w = words[lang]
  return (
    <Table
      caption={w.decisionsTitle}
      quietCaption
      columns={[
        {
          head: w.decisionHeads[0],
          cell: ({ decision: d }: DecisionRow) => (
            <>
              <span lang="id">{d.what}</span>
              <small>
                <span lang="id">{d.who}</span>, {w.decisionDue(showDate(d.due, lang))}
              </small>
              <small>
                {w.decisionOf(d.week, d.place === null ? w.wholeArea : nameOf(d.place))}: P{d.step} {stepName(d.step, lang)},{' '}
                {w.count[d.count]}
              </small>
            </>
          ),
        },
        {
          head: w.decisionHeads[1],
          as: 'num',
          cell: ({ decision: d, now }) => (
            <Num
              n={d.base}
              from={{ ...sourceOf(now.published, opens(d.week, d.step, d.count, { place: d.place }), lang, d.place) }}
              within
              lang={lang}
            />
          ),
        },
        { head: w.decisionHeads[2], as: 'num', cell: ({ decision: d }) => showNumber(d.aim) },
        {
          head: w.decisionHeads[3],
          as: 'num',
          cell: ({ decision: d, now }) => (
            <Num
              n={termsOf(now.published, d.count, d.place)[d.step].now}
              from={sourceOf(now.published, opens(now.week, d.step, d.count, { place: d.place }), lang, d.place)}
              within
              lang={lang}
            />
          ),
        },
        {
          head: w.decisionHeads[4],
          as: 'tx',
          cell: ({ outcome: o }) => (
            <span>
              <span class={`pill pill--${OUTCOME[o.state]}`}>{w.outcome[o.state]}</span>
              {o.note && <small lang="id">{o.note}</small>}
            </span>
          ),
        },
      ]}
      rows={rows}
    />
  )
}

async function page(c: Ctx, form: Record<string, unknown> = {}, problems: WorkProblem[] = []) {
  const { lang, formToken } = c.var
  const w = words[lang]
  const { kota } = c.var.account!
  const { last, rows } = await asAccount(c, (db) => readDecisions(c, db, kota))
  const said: Said[] = problems.map((p) => ({
    field: p.field === 'tenggat' ? 'hari' : (p.field ?? 'apa'),
    text: say(workWords, p, lang),
  }))
  const value = (name: string) => textOf(form[name])
  const mine = rows.filter((r) => (kota === null || r.decision.kota === kota) && ['open', 'late'].includes(r.outcome.state))
  const areas = kotaList().filter((k) => kota === null || k.code === kota)
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/keputusan')}
      title={w.decisionsTitle}
      subtitle={last ? `${last.week}, ${showWeekDays(last.week, lang)}` : undefined}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      {!last || !isWeek(last.week) ? (
        <p>{w.noWeek}</p>
      ) : (
        <>
          <p class="read">{w.decisionsLead(last.week)}</p>
          {rows.length ? <DecisionTable c={c} rows={rows} /> : <p>{w.decisionsNone}</p>}
          {mine.map(({ decision: d }) => {
            const id = `c-${d.id}`
            return (
              <form method="post" action={`/konsol/keputusan/${d.id}`} class="read">
                <Hidden values={{ token: formToken, id: uuidv7(c.var.now.getTime()) }} />
                <h2>{d.what}</h2>
                <SelectField
                  id={`j-${d.id}`}
                  name="jadi"
                  label={w.closeLabel}
                  options={KINDS.map((k) => ({ value: k, text: w.kinds[k]! }))}
                  lang={lang}
                />
                <SubField
                  id={id}
                  name="catatan"
                  label={w.closeNote}
                  value={value(id)}
                  maxlength={1000}
                  problems={said}
                  lang={lang}
                />
                <p class="mt-2">
                  <button class="btn btn--2 btn--s" type="submit">
                    {w.close}
                    <span class="vh">: {d.what}</span>
                  </button>
                </p>
              </form>
            )
          })}
          <section aria-labelledby="baru">
            <h2 id="baru">{w.newDecision}</h2>
            <form method="post" action="/konsol/keputusan" class="read">
              <Hidden values={{ token: formToken, id: uuidv7(c.var.now.getTime()) }} />
              <TextField
                id="apa"
                label={w.what}
                hint={w.whatHint}
                value={value('apa')}
                maxlength={300}
                problems={said}
                lang={lang}
              />
              <TextField
                id="siapa"
                label={w.who}
                hint={w.whoHint}
                value={value('siapa')}
                maxlength={120}
                problems={said}
                lang={lang}
              />
              <DateTriple
                id="hari"
                label={w.due}
                value={{ day: value('hari'), month: value('bulan'), year: value('tahun') }}
                problems={said}
                lang={lang}
              />
              <Question id="angka" group label={w.figure} problems={said} fields={['langkah', 'wilayah', 'menjadi']} lang={lang}>
                <SelectField
                  id="langkah"
                  label={w.step}
                  empty={w.choose}
                  value={value('langkah')}
                  options={STEPS.map((s) => ({ value: `P${s}`, text: `P${s} ${stepName(s, lang)}` }))}
                  problems={said}
                  lang={lang}
                />
                <label class="lbl" for="hitungan">
                  {w.counted}
                </label>
                <Select
                  id="hitungan"
                  value={value('hitungan') || 'tercapai'}
                  options={[
                    { value: 'tercapai', text: w.count.reached },
                    { value: 'masuk', text: w.count.entered },
                  ]}
                />
                <SelectField
                  id="wilayah"
                  label={w.place}
                  empty={w.choose}
                  value={value('wilayah')}
                  options={kota === null ? [{ value: 'semua', text: w.wholeArea }] : []}
                  groups={areas.map((k) => ({
                    label: k.name,
                    options: [
                      { value: kotaCode(k.code), text: k.name },
                      ...kecamatanOf(k.code).map((kec) => ({ value: kecCode(kec.code), text: kec.name })),
                    ],
                  }))}
                  problems={said}
                  lang={lang}
                />
                <SubField
                  id="menjadi"
                  label={w.aim}
                  hint={w.aimHint}
                  value={value('menjadi')}
                  inputmode="numeric"
                  maxlength={9}
                  size="4"
                  problems={said}
                  lang={lang}
                />
              </Question>
              <p>
                <button class="btn" type="submit">
                  {w.record}
                </button>
              </p>
            </form>
          </section>
        </>
      )}
    </Konsol>
  )
}
