// The mentor's week (mock-up 13): whom to meet first and why, all members entrusted; and the rule of the ranking, open to everybody.
import { Hono } from 'hono'
import { daysBetween, showDate, showDay } from '../kit/calendar.ts'
import { showNumber } from '../kit/show.ts'
import { FieldOutbox, HeldLine, heldCount, menteesOf, mentoringTexts } from '../p3-mentoring/index.ts'
import { asMentor, type Ctx, type Env, konsolFrame, type Policies, pageFrame } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import { Konsol, Page } from '../ui/index.ts'
import { lackWords, whyTexts, whyTitle } from './messages.ts'
import { type Planned, rank, standingsOf, WHYS, type WhyKind } from './planner.ts'

export const policies: Policies = { 'GET /pendamping': ['mentor'], 'GET /siapa-dulu': 'everybody' }

/** As many as one mentor meets in a week. */
const A_WEEK = 12

export const routes = new Hono<Env>()
  .get('/pendamping', async (c) => {
    const mentor = c.var.account!.name
    const { all, standings, held } = await asMentor(c, async (db) => ({
      held: await heldCount(db, mentor),
      all: await menteesOf(db, mentor),
      standings: await standingsOf(db, mentor, c.var.today),
    }))
    const first = rank(standings, c.var.today).slice(0, A_WEEK)
    return c.html(<Week c={c} first={first} all={all} held={held} />)
  })
  .get('/siapa-dulu', (c) => c.html(<Rule c={c} />))

function Week({
  c,
  first,
  all,
  held,
}: {
  c: Ctx
  held: number
  first: readonly (Planned & { why: WhyKind })[]
  all: Awaited<ReturnType<typeof menteesOf>>
}) {
  const { lang, today } = c.var
  const w = mentoringTexts[lang]
  const words = whyTexts[lang]
  return (
    <Konsol
      {...konsolFrame(c, '/pendamping')}
      title={all.length ? w.week(first.length) : w.title}
      subtitle={showDay(today, lang)}
      island="lapangan.js"
    >
      <FieldOutbox c={c} />
      <HeldLine lang={lang} n={held} />
      {all.length === 0 ? (
        <p class="lead">{w.none}</p>
      ) : (
        <div class="cols cols--1-1 al-s">
          <section aria-labelledby="pertama">
            <h2 class="vh" id="pertama">
              {w.firstOf}
            </h2>
            <p class="sub">{w.of(all.length)}</p>
            <ol class="who1 mt-3">
              {first.map((r, i) => (
                <li class={i === 0 ? 'hit' : undefined}>
                  <div>
                    <h3>
                      <a href={`/pendamping/anggota/${r.number}`}>{r.name}</a>
                    </h3>
                    <p>
                      <b>{whyTitle(r, lang)}</b>
                    </p>
                    <p class="sub">
                      {[lackWords([...r.missing], lang), words.since(daysBetween(r.since, today))].filter(Boolean).join(' · ')}
                    </p>
                  </div>
                  <span class="sub nw">P{r.step}</span>
                </li>
              ))}
            </ol>
            <p class="prov">
              {words.ranked(showDate(today, lang))} ·{' '}
              <a href="/siapa-dulu">
                {words.open}
                <span class="vh"> {words.title}</span>
              </a>
            </p>
          </section>
          <section aria-labelledby="semua">
            <h2 id="semua">{w.all}</h2>
            <ul class="att mt-3">
              {all.slice(0, 200).map((m) => (
                <li>
                  <span>
                    <a href={`/pendamping/anggota/${m.number}`}>
                      <b>{m.name}</b>
                    </a>
                    <small>{[m.trade, m.number, nameOf(m.kec)].filter(Boolean).join(' · ')}</small>
                  </span>
                </li>
              ))}
            </ul>
            {all.length > 200 && <p class="sub">{w.more(all.length - 200)}</p>}
          </section>
        </div>
      )}
    </Konsol>
  )
}

function Rule({ c }: { c: Ctx }) {
  const { lang } = c.var
  const words = whyTexts[lang]
  return (
    <Page {...pageFrame(c)} title={words.title}>
      <div class="pt-6 read stack">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <ol class="numbered">
          {WHYS.map((why) => (
            <li>
              <b>{words.whys[why]}.</b> {words.rules[why]}
            </li>
          ))}
        </ol>
        <p>{words.within}</p>
        <p class="sub">{words.replayed(showNumber(A_WEEK))}</p>
      </div>
    </Page>
  )
}
