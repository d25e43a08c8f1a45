// A member's mentoring: who the mentor is, what was agreed, what still counts towards P3 in words, and a time to meet. No script.
import { Hono } from 'hono'
import { ownJourney } from '../journal/index.ts'
import { missingWords } from '../journey/index.ts'
import { addDays, jakartaDay, showDate, showDay, showTime } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { say } from '../kit/problem.ts'
import { asMember, type Ctx, type Env, MemberPage, memberIn, type Policies } from '../people/index.ts'
import { holidays } from '../places/index.ts'
import { ErrorSummary, Hidden, type Said } from '../ui/index.ts'
import { type MentoringProblem, mentoringWords, texts } from './messages.ts'
import { bookMeeting, cancelMeeting, contactsOf, lastAgreed, meetingsOf, mentorOf, slotsOf } from './store.ts'

const OWN = ['resident'] as const
const HERE = '/pendampingan'

export const policies: Policies = {
  'GET /pendampingan': OWN,
  'POST /pendampingan/janji': OWN,
  'POST /pendampingan/batal': OWN,
}

/** Times are offered so many days ahead. */
const AHEAD_DAYS = 28
const SHOWN = 24
const HOLIDAYS = new Set(holidays.keys())

const heldOf = (c: Ctx) => {
  const m = memberIn(c)
  return asMember(c, async (db) => {
    const mentor = await mentorOf(db, m)
    return {
      own: await ownJourney(db, m, c.var.today),
      mentor,
      agreed: await lastAgreed(db, m),
      contacts: await contactsOf(db, m),
      meetings: await meetingsOf(db, { enrolments: m.enrolments }, c.var.now),
      slots: mentor
        ? ((await slotsOf(db, [mentor.account], { after: c.var.now, days: AHEAD_DAYS, holidays: HOLIDAYS })).get(
            mentor.account,
          ) ?? [])
        : [],
    }
  })
}

export const routes = new Hono<Env>()
  .get(HERE, async (c) => c.html(<Mentoring c={c} held={await heldOf(c)} />))

  .post('/pendampingan/janji', async (c) => {
    const m = memberIn(c)
    const form = await c.req.parseBody()
    const starts = new Date(textOf(form.waktu))
    const held = await heldOf(c)
    const refuse = (problem: MentoringProblem, status: 409 | 422) => {
      c.set('code', problem.code)
      return c.html(
        <Mentoring c={c} held={held} problems={[{ field: 'waktu', text: say(mentoringWords, problem, c.var.lang) }]} />,
        status,
      )
    }
    if (!held.mentor) return refuse({ code: 'meeting.none', data: null }, 409)
    if (Number.isNaN(starts.getTime()) || starts <= c.var.now) return refuse({ code: 'meeting.past', data: null }, 422)
    const id = isUuid(textOf(form.id)) ? textOf(form.id) : uuidv7()
    const sentBefore = held.meetings.some((x) => x.id === id)
    // Only what was offered: within the mentor's hours.
    if (!sentBefore && !held.slots.includes(starts.getTime())) return refuse({ code: 'meeting.taken', data: null }, 409)
    const problem = await c.var.database.within('job', { actor: m.number, role: 'intake', kec: m.kec }, (db) =>
      bookMeeting(db, {
        id,
        kec: m.kec,
        enrolment: m.enrolment,
        number: m.number,
        mentor: held.mentor!.account,
        starts,
        by: m.number,
        at: c.var.now,
      }),
    )
    return problem ? refuse(problem, 409) : c.redirect(`${HERE}?oke=janji`, 303)
  })

  .post('/pendampingan/batal', async (c) => {
    const m = memberIn(c)
    const id = textOf((await c.req.parseBody()).janji)
    if (!isUuid(id)) return c.redirect(HERE, 303)
    await c.var.database.within('job', { actor: m.number, role: 'intake', kec: m.kec }, (db) =>
      cancelMeeting(db, { kec: m.kec, id, enrolments: m.enrolments, by: m.number, at: c.var.now }),
    )
    return c.redirect(`${HERE}?oke=batal`, 303)
  })

function Mentoring({ c, held, problems = [] }: { c: Ctx; held: Awaited<ReturnType<typeof heldOf>>; problems?: readonly Said[] }) {
  const { lang, formToken, today } = c.var
  const w = texts[lang]
  const p3 = held.own.journey.steps[3]
  const done = c.req.query('oke')
  const when = (at: Date) => `${showDay(jakartaDay(at), lang)}, ${showTime(at)}`
  const { agreed } = held
  return (
    <MemberPage c={c} here={HERE} title={w.member} step={3} errorTitle={problems.length > 0}>
      <div class="cols cols--1-1 al-s pt-5">
        <div class="stack">
          <ErrorSummary problems={problems} lang={lang} />
          {!problems.length && done && (
            <p class="note note--ok" role="status">
              {done === 'janji' ? w.taken : w.cancelled}
            </p>
          )}
          <h1>{w.member}</h1>
          <section aria-labelledby="siapa">
            <h2 id="siapa">{w.yours}</h2>
            <p class="mt-2">{held.mentor ? <b>{held.mentor.name}</b> : w.yoursNone}</p>
          </section>
          <section aria-labelledby="menuju">
            <h2 id="menuju">{w.progress}</h2>
            {p3.state === 'reached' ? (
              <p class="mt-2">{w.reached(showDate(p3.on!, lang))}</p>
            ) : (
              <ul class="check mt-2">
                {p3.missing.map((x) => (
                  <li class="half">
                    <span>{missingWords(x, lang)}</span>
                  </li>
                ))}
              </ul>
            )}
            <ul class="check mt-2">
              {held.contacts.map((k) => (
                <li class={k.counts ? 'yes' : 'half'}>
                  <span>
                    {showDate(k.on, lang)}, {w.ways[k.way as keyof typeof w.ways] ?? k.way}
                    <small>{k.counts ? [k.goal, k.result].filter(Boolean).join(' → ') : w.incomplete}</small>
                  </span>
                </li>
              ))}
            </ul>
          </section>
          {agreed && (agreed.goal || agreed.nextOn) && (
            <section aria-labelledby="sepakat">
              <h2 id="sepakat">{w.agreed}</h2>
              <p class="note mt-2">
                {[agreed.goal, agreed.nextOn && agreed.nextOn >= addDays(today, -14) && w.agreedOn(showDate(agreed.nextOn, lang))]
                  .filter(Boolean)
                  .join('. ')}
              </p>
            </section>
          )}
        </div>
        <div class="stack">
          {held.meetings.map((m) => (
            <section class="note">
              <p>
                <b>{w.planned(when(m.starts))}</b>
              </p>
              <form method="post" action="/pendampingan/batal">
                <Hidden values={{ token: formToken, janji: m.id }} />
                <button class="plain-btn" type="submit">
                  {w.cancel}
                </button>
              </form>
            </section>
          ))}
          {held.mentor && (
            <section aria-labelledby="waktu">
              <h2 id="waktu">{w.pick}</h2>
              {held.slots.length === 0 && <p class="sub mt-2">{w.pickNone}</p>}
              <ul class="att mt-3">
                {held.slots
                  .slice(0, SHOWN)
                  .map((s) => new Date(s))
                  .map((starts) => (
                    <li>
                      <span>{when(starts)}</span>
                      <form method="post" action="/pendampingan/janji">
                        <Hidden values={{ token: formToken, id: uuidv7(), waktu: starts.toISOString() }} />
                        <button class="btn btn--2 btn--s" type="submit">
                          {w.take}
                          <span class="vh"> {when(starts)}</span>
                        </button>
                      </form>
                    </li>
                  ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </MemberPage>
  )
}
