// The kecamatan's week (20): the four terms, what changed in words, who waits, what came late, what is odd, and the answer: approve or object.
import { Hono } from 'hono'
import type { STEPS } from '../../journey/index.ts'
import {
  daysOf,
  isWeek,
  jakartaDay,
  showDate,
  showDay,
  showMoment,
  showTime,
  showWeekDays,
  type Week,
  weekBefore,
} from '../../kit/calendar.ts'
import type { Db } from '../../kit/database.ts'
import { textOf } from '../../kit/http.ts'
import { isUuid, uuidv7 } from '../../kit/ids.ts'
import { type Lang, say } from '../../kit/problem.ts'
import { showChange, showNumber } from '../../kit/show.ts'
import { catalogue, lackingModules, Waited } from '../../p2-training/index.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, pageFrame } from '../../people/index.ts'
import { type Kec, kecCode, kotaOf, nameOf, parseKec } from '../../places/index.ts'
import { FourTerms, Hidden, History, Konsol, NotFoundPage, Num, Provenance, type Said, stepName, Table } from '../../ui/index.ts'
import { change, opens, termsOf } from '../figures.ts'
import { runningWeek } from '../running.ts'
import { documentsOf, type FrozenWeek, noteOpening, type PublishedWeek, weeksOf } from '../store.ts'
import { runningOpens, termsBy } from './figure.tsx'
import { words, workWords } from './messages.ts'
import {
  checkWords,
  dueAt,
  isSettled,
  type Odd,
  oddOf,
  standingOf,
  type WorkProblem,
  type WrittenFact,
  weekToAnswer,
} from './rules.ts'
import {
  accountNames,
  answersOf,
  type ClinicDay,
  changedSince,
  clinicsIn,
  factsSince,
  isCut,
  knownThen,
  oddAnswers,
  ownWork,
  peopleOf,
  registeredIn,
  saveAnswer,
  saveOddAnswer,
  sharedPhones,
  targetsOf,
  usualADay,
  waitingNow,
} from './store.ts'

export const policies: Policies = {
  'GET /konsol/pekan-ini': ['officer'],
  'GET /konsol/pekan/:week': ['officer'],
  'POST /konsol/pekan/:week': ['officer'],
  'POST /konsol/pekan/:week/janggal': ['officer'],
  'GET /konsol/pekan/:week/janggal/:rule/:mark': ['officer'],
  'GET /konsol/pekan/:week/:place': ['office', 'kota', 'officer'],
}

const HISTORY = 8
const LATE = 12 // groups told one by one

export const routes = new Hono<Env>()
  .get('/konsol/pekan-ini', async (c) => {
    const weeks = await asAccount(c, weeksOf)
    return c.redirect(`/konsol/pekan/${weekToAnswer(weeks, c.var.today)}`, 303)
  })
  .get('/konsol/pekan/:week', (c) => answer(c, c.var.account!.kec!))
  .post('/konsol/pekan/:week', (c) => approve(c))
  .post('/konsol/pekan/:week/janggal', (c) => answerOdd(c))
  .get('/konsol/pekan/:week/janggal/:rule/:mark', (c) => oddPeople(c))
  .get('/konsol/pekan/:week/:place', (c) => {
    const { role, kec: own, kota } = c.var.account!
    const kec = parseKec(c.req.param('place'))
    if (kec === null || (role === 'officer' && kec !== own) || (role === 'kota' && kotaOf(kec) !== kota)) return missing(c)
    return answer(c, kec)
  })

type Written = { note?: string; problems?: WorkProblem[]; odd?: { rule: string; mark: string; text: string } }

async function answer(c: Ctx, kec: Kec, written: Written = {}, status: 200 | 409 | 422 = 200) {
  const week = c.req.param('week') ?? ''
  const found = isWeek(week) ? await asAccount(c, (db) => read(c, db, week, kec)) : null
  return found ? c.html(<Page c={c} of={found} written={written} />, status) : missing(c)
}

const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

async function approve(c: Ctx) {
  const week = c.req.param('week') ?? ''
  const account = c.var.account!
  const kec = account.kec!
  const form = await c.req.parseBody()
  const objects = form.aksi === 'keberatan'
  const note = textOf(form.catatan)
  const checked = checkWords(note, 'catatan', objects)
  if ('problems' in checked) return answer(c, kec, { note, problems: checked.problems }, 422)
  if (!isWeek(week)) return missing(c)
  const outcome = await asAccount(c, async (db): Promise<'saved' | 'changed' | WorkProblem> => {
    // Two officers of one kecamatan answer one after the other; a cut waits for both.
    const cut = await isCut(db, week)
    await db.client.query("select pg_advisory_xact_lock(hashtext('week answer'), $1)", [kec])
    const by = { name: account.name, shownAs: account.shownAs }
    if (cut) {
      const next = weekToAnswer(await weeksOf(db), c.var.today)
      const said = checked.value ?? (objects ? null : words.id.youSaid.approved!)
      await saveAnswer(db, { kec, week: next, kind: 'note', note: said, about: week, by, at: c.var.now })
      return { code: 'week.frozen', data: { week, next } }
    }
    if (weekToAnswer(await weeksOf(db), c.var.today) !== week) return { code: 'week.not-here', data: { week } }
    const seen = (await answersOf(db, [week], kec)).length
    if (String(seen) !== form.sejauh) return 'changed'
    await saveAnswer(db, { kec, week, kind: objects ? 'objected' : 'approved', note: checked.value, by, at: c.var.now })
    return 'saved'
  })
  if (outcome === 'saved') return c.redirect(`/konsol/pekan/${week}?tersimpan=ya`, 303)
  if (outcome === 'changed') return answer(c, kec, { note, problems: [{ code: 'answer.changed', data: null }] }, 409)
  return answer(c, kec, { problems: [outcome] }, outcome.code === 'week.frozen' ? 409 : 422)
}

async function answerOdd(c: Ctx) {
  const week = c.req.param('week') ?? ''
  const account = c.var.account!
  const form = await c.req.parseBody()
  const [rule, mark] = [String(form.aturan ?? ''), String(form.kunci ?? '')]
  const checked = checkWords(form.jawaban, `j-${rule}-${mark}`, true)
  const kec = account.kec!
  if (!isWeek(week)) return missing(c)
  if ('problems' in checked)
    return answer(c, kec, { problems: checked.problems, odd: { rule, mark, text: String(form.jawaban ?? '') } }, 422)
  const saved = await asAccount(c, async (db) => {
    const weeks = await weeksOf(db)
    if (weekToAnswer(weeks, c.var.today) !== week) return false
    const { odd } = await oddIn(db, week, kec, await lastOf(db, weeks))
    if (!odd.some((o) => o.rule === rule && o.mark === mark)) return false
    const by = { name: account.name, shownAs: account.shownAs }
    const id = isUuid(textOf(form.id)) ? textOf(form.id) : uuidv7(c.var.now.getTime())
    await saveOddAnswer(db, { id, kec, week, rule, mark, answer: checked.value!, by, at: c.var.now })
    return true
  })
  return saved ? c.redirect(`/konsol/pekan/${week}#janggal`, 303) : missing(c)
}

async function oddPeople(c: Ctx) {
  const { week = '', rule = '', mark = '' } = c.req.param()
  const { lang, now } = c.var
  const account = c.var.account!
  if (!isWeek(week)) return missing(c)
  const w = words[lang]
  const found = await asAccount(c, async (db) => {
    const weeks = await weeksOf(db)
    if (weekToAnswer(weeks, c.var.today) !== week) return null
    const { odd, names } = await oddIn(db, week, account.kec!, await lastOf(db, weeks))
    const one = odd.find((o) => o.rule === rule && o.mark === mark)
    if (!one) return null
    await noteOpening(db, { account: account.name, kec: account.kec!, what: `janggal ${week} ${one.rule}`, at: now })
    return { one, names, people: await peopleOf(db, account.kec!, one.enrolments) }
  })
  if (!found) return missing(c)
  const [title, sub] = oddWords(found.one, found.names, lang)
  return c.html(
    <Konsol {...konsolFrame(c, '/konsol/pekan-ini')} title={w.oddPeopleTitle} subtitle={title}>
      <p class="read">
        {sub}. {w.oddPeopleNote}
      </p>
      <Table
        caption={title}
        columns={[
          { head: w.oddHeads[0], cell: (r: { number: string; name: string; since: string }) => r.number },
          { head: w.oddHeads[1], as: 'tx', cell: (r) => r.name },
          { head: w.oddHeads[2], as: 'tx', cell: (r) => showDate(r.since, lang) },
        ]}
        rows={found.people}
        tight
      />
      <p>
        <a class="link" href={`/konsol/pekan/${week}#janggal`}>
          {w.back(week)}
        </a>
      </p>
    </Konsol>,
  )
}

// ---- reading

const lastOf = async (db: Db, weeks: readonly FrozenWeek[]): Promise<PublishedWeek | null> =>
  (await documentsOf(db, weeks.slice(-1)))[0] ?? null

async function oddIn(db: Db, week: Week, kec: Kec, last: PublishedWeek | null) {
  const { from, to } = daysOf(week)
  const facts = await factsSince(db, kec, knownThen(last, kec))
  const odd = oddOf({
    week,
    facts,
    registered: await registeredIn(db, kec, from, to),
    usualADay: await usualADay(db, kec, week),
    phones: await sharedPhones(db, kec, from, to),
  })
  return { odd, facts, names: await accountNames(db, [...new Set(facts.map((f) => f.by))]) }
}

type Late = { on: string; kind: string; by: string; sent: string; people: number }
/** Recorded since the last cut, of days before this week: grouped by day, kind and whom. */
function lateOf(facts: readonly WrittenFact[], week: Week): Late[] {
  const { from } = daysOf(week)
  const groups = Map.groupBy(
    facts.filter((f) => f.on < from),
    (f) => `${f.on} ${f.kind} ${f.by}`,
  )
  return [...groups.values()]
    .map((g) => ({
      on: g[0]!.on,
      kind: g[0]!.kind,
      by: g[0]!.by,
      sent: jakartaDay(g.at(-1)!.at),
      people: new Set(g.map((f) => f.enrolment)).size,
    }))
    .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : b.people - a.people))
}

async function read(c: Ctx, db: Db, week: Week, kec: Kec) {
  const { role } = c.var.account!
  const weeks = await weeksOf(db)
  const at = weeks.findIndex((w) => w.week === week)
  const frozen = at < 0 ? null : (await documentsOf(db, [weeks[at]!]))[0]!
  if (!frozen && weekToAnswer(weeks, c.var.today) !== week) return null
  const before = at < 0 ? weeks : weeks.slice(0, at)
  const past = await documentsOf(db, before.slice(-HISTORY))
  const seesPeople = role !== 'kota'
  const looked = !frozen && seesPeople ? await oddIn(db, week, kec, past.at(-1) ?? null) : null
  const answers = await answersOf(db, [week, ...past.map((p) => p.week)], kec)
  const own = answers.filter((a) => a.week === week)
  const standing = standingOf(own, week)
  const running = frozen ? null : await runningWeek(db, week, kec)
  const entered = frozen ? termsOf(frozen.published, 'entered', kec) : termsBy(running!.totals, 'entered')
  const reached = frozen ? termsOf(frozen.published, 'reached', kec) : termsBy(running!.totals, 'reached')
  const all = await db.client.query(
    // How many have approved: a number for everybody who works, from a table that the scope narrows; the office alone sees all.
    'select count(distinct kec_id)::integer as n from week_answer where week = $1 and kind = $2',
    [week, 'approved'],
  )
  return {
    week,
    kec,
    frozen,
    past,
    entered,
    reached,
    own,
    standing,
    answered: role === 'office' ? (all.rows[0].n as number) : null,
    changed:
      standing.said?.kind === 'approved' && !frozen
        ? (await changedSince(db, week, [{ kec, facts: standing.said.facts }])).get(kec)!
        : 0,
    waiting: (await waitingNow(db, [kec])).get(kec) ?? [],
    odd: looked?.odd ?? [],
    oddAnswers: await oddAnswers(db, kec, week),
    late: looked ? lateOf(looked.facts, week) : [],
    names: looked?.names ?? new Map<string, string>(),
    ours: seesPeople ? await ownWork(db, kec, before.at(-1)?.cutAt ?? new Date(0)) : null,
    targets: await targetsOf(db, week, kec),
    lacking: seesPeople && !frozen ? await lackingModules(db, kec, c.var.today) : null,
    taught: await catalogue(db),
    clinics: seesPeople ? await clinicsIn(db, kec, week) : [],
    record: past.map((p) => {
      const then = standingOf(
        answers.filter((a) => a.week === p.week),
        p.week,
        p.cutAt,
      )
      return isSettled(then.state) && then.onTime
    }),
  }
}
type Read = NonNullable<Awaited<ReturnType<typeof read>>>

// ---- the page

function oddWords(odd: Odd, names: ReadonlyMap<string, string>, lang: Lang): [string, string] {
  const w = words[lang].odd
  const by = odd.by ? (names.get(odd.by) ?? odd.by) : ''
  const on = odd.on ? showDate(odd.on, lang) : ''
  switch (odd.rule) {
    case 'same-minute':
      return w['same-minute'](odd.n, by, showMoment(odd.at!, lang))
    case 'licence-run':
      return w['licence-run'](odd.n, by, on)
    case 'many-registrations':
      return w['many-registrations'](odd.n, String(odd.of).replace('.', lang === 'id' ? ',' : '.'), on)
    case 'no-phone':
      return w['no-phone'](odd.n, showNumber(odd.of!))
    case 'shared-phone':
      return w['shared-phone'](odd.n)
  }
}

function Page({ c, of, written }: { c: Ctx; of: Read; written: Written }) {
  const { lang, now, today } = c.var
  const w = words[lang]
  const { week, kec, frozen } = of
  const place = nameOf(kec)
  const { role } = c.var.account!
  const over = today > daysOf(week).to
  const scope = frozen ? place : `${place} · ${w.provisional}`
  const from = { asOf: over ? daysOf(week).to : today, scope, definition: 1, href: null }
  const lastFrozen = of.past.at(-1)
  const said: Said[] = (written.problems ?? []).map((p) => ({ field: p.field ?? 'catatan', text: say(workWords, p, lang) }))
  const waits = of.waiting.filter((r) => r.n > 0)
  const most = Math.max(1, ...waits.map((r) => r.n))
  const weeksShown = [
    ...of.past
      .slice(frozen ? -(HISTORY - 1) : -(HISTORY - 1))
      .map((p) => ({ week: p.week, n: termsOf(p.published, 'entered', kec)[1].now })),
    { week, n: of.entered[1].now },
  ]
  const open = (
    step: (typeof STEPS)[number],
    count: 'entered' | 'reached',
    term: 'last' | 'restated' | 'arrivals' | 'departures' | 'now',
  ) =>
    frozen
      ? opens(week, step, count, { place: kec, term })
      : term === 'last'
        ? lastFrozen
          ? opens(lastFrozen.week, step, count, { place: kec })
          : null
        : role === 'kota'
          ? null
          : runningOpens(week, step, count, term, kec)
  return (
    <Konsol
      {...konsolFrame(c, role === 'officer' ? '/konsol/pekan-ini' : role === 'office' ? '/konsol/pekan' : '/konsol/kota')}
      title={w.kecTitle(place)}
      subtitle={
        frozen
          ? w.kecSubFrozen(week, showWeekDays(week, lang), showMoment(frozen.cutAt, lang))
          : w.kecSub(week, showWeekDays(week, lang), `${showDay(jakartaDay(dueAt(week)), lang)}, ${showTime(dueAt(week))}`)
      }
      errorTitle={said.length > 0}
      pane={{ label: w.paneTitle, content: <Pane c={c} of={of} said={said} written={written} now={now} /> }}
    >
      <p class="quote">
        {w.said(
          { step: 'P1', was: of.entered[1].now - change(of.entered[1]), now: of.entered[1].now },
          { step: 'P2', was: of.reached[2].now - change(of.reached[2]), now: of.reached[2].now },
          waits.find((r) => r.step === 2)?.n ?? 0,
        )}
      </p>
      <FourTerms entered={of.entered} reached={of.reached} from={from} open={open} lang={lang} tight />
      {of.targets.length > 0 && (
        <Table
          caption={w.target.title}
          columns={[
            {
              head: w.target.heads[0],
              cell: (t: Read['targets'][number]) => `P${t.step} ${stepName(t.step, lang)}, ${w.count[t.count]}`,
            },
            {
              head: w.target.heads[1],
              as: 'num',
              cell: (t) => (
                <Num
                  n={(t.count === 'reached' ? of.reached : of.entered)[t.step].now}
                  from={{ ...from, href: open(t.step, t.count, 'now') }}
                  within
                  lang={lang}
                />
              ),
            },
            { head: w.target.heads[2], as: 'num', cell: (t) => showNumber(t.target) },
            {
              head: w.target.heads[3],
              as: 'num',
              cell: (t) => showChange((t.count === 'reached' ? of.reached : of.entered)[t.step].now - t.target),
            },
          ]}
          rows={of.targets}
          tight
          narrow
        />
      )}
      <div class="cols cols--1-1 al-s">
        <section aria-labelledby="h-w">
          <h2 id="h-w">{w.waitingTitle}</h2>
          {waits.length ? (
            <ul class="list mt-2">
              {waits.map((r) => (
                <li class="barpair">
                  <span>{w.waitingFor(`P${r.step} ${stepName(r.step, lang)}`)}</span>
                  <b>{showNumber(r.n)}</b>
                  <svg class="bar" aria-hidden="true">
                    <rect class="bg" width="100%" height="100%" />
                    <rect width={`${Math.round((1000 * r.n) / most) / 10}%`} height="100%" class="s6" />
                  </svg>
                  <span />
                </li>
              ))}
            </ul>
          ) : (
            <p class="mt-2">{w.nobody}</p>
          )}
          <Provenance from={{ ...from, scope: place, asOf: today }} of={w.waitingTitle.toLowerCase()} lang={lang} />
          {of.lacking && (
            <div class="mt-6">
              <Waited lacking={of.lacking} taught={of.taught} lang={lang} />
              <p class="mt-3">
                <a class="link" href={`/konsol/kelas${role === 'office' ? `?kec=${kec}` : ''}`}>
                  {w.toClasses}
                </a>
              </p>
            </div>
          )}
          {of.clinics.length > 0 && (
            <div class="mt-6">
              <Table
                caption={w.clinicTitle}
                columns={[
                  {
                    head: w.clinicHeads[0],
                    cell: (k: ClinicDay) => <a href={`/klinik/${kecCode(kec)}/${k.day}`}>{showDay(k.day, lang)}</a>,
                  },
                  { head: w.clinicHeads[1], as: 'num', cell: (k) => showNumber(k.came) },
                  { head: w.clinicHeads[2], as: 'num', cell: (k) => showNumber(k.served) },
                  { head: w.clinicHeads[3], as: 'num', cell: (k) => showNumber(k.contacts) },
                ]}
                rows={of.clinics}
                tight
                narrow
              />
              <p class="prov mt-2">{w.clinicNote}</p>
            </div>
          )}
        </section>
        <section aria-labelledby="h-l">
          <h2 id="h-l">{w.historyTitle}</h2>
          <div class="mt-3">
            <History
              weeks={weeksShown}
              label={w.historyLabel(place)}
              from={{ ...from, href: open(1, 'entered', 'now') }}
              lang={lang}
            />
          </div>
          <p class="prov mt-2">{w.historyNote}</p>
          <ul class="list list--line mt-4">
            <li>
              <span>{w.onTimeRecord}</span>
              <span>{w.onTimeOf(of.record.filter(Boolean).length, of.record.length)}</span>
            </li>
          </ul>
        </section>
      </div>
    </Konsol>
  )
}

function Pane({ c, of, said, written, now }: { c: Ctx; of: Read; said: Said[]; written: Written; now: Date }) {
  const { lang, today, formToken } = c.var
  const w = words[lang]
  const { week, frozen, standing } = of
  const mine = c.var.account!.role === 'officer'
  const answerTo = (o: Odd) => of.oddAnswers.find((a) => a.rule === o.rule && a.mark === o.mark)
  const unanswered = of.odd.filter((o) => !answerTo(o)).length
  const gone = of.oddAnswers.filter((a) => !of.odd.some((o) => o.rule === a.rule && o.mark === a.mark))
  const anyOdd = of.odd.length + gone.length > 0
  return (
    <>
      <h2>{w.paneTitle}</h2>
      {said.map((s) => (
        <p class="note note--bad mt-3" role="alert">
          {s.text}
        </p>
      ))}
      {c.req.query('tersimpan') === 'ya' && !said.length && (
        <p class="note note--ok mt-3" role="status">
          {w.saved}
        </p>
      )}
      <p class="mt-3">
        <Pill state={standing.state} lang={lang} />{' '}
        {standing.said && <span class="sub">{showMoment(standing.said.at, lang)}</span>}
      </p>
      {of.changed > 0 && <p class="note note--warn mt-3">{w.changedSince(of.changed)}</p>}
      {of.ours && !frozen && (
        <>
          <p class="sub mt-3">{w.paneLead(unanswered)}</p>
          {anyOdd && <h3 id="janggal">{w.oddTitle}</h3>}
          <ul class="check" hidden={!anyOdd}>
            {of.odd.map((o) => {
              const [title, sub] = oddWords(o, of.names, lang)
              const told = answerTo(o)
              const id = `j-${o.rule}-${o.mark}`
              const again = written.odd?.rule === o.rule && written.odd.mark === o.mark ? written.odd.text : undefined
              return (
                <li class={told ? 'yes' : 'no'}>
                  <span>
                    {title}
                    <small>
                      {sub}.{' '}
                      {mine && (
                        <a href={`/konsol/pekan/${week}/janggal/${o.rule}/${o.mark}`}>
                          {w.oddOpen}
                          <span class="vh">: {title}</span>
                        </a>
                      )}
                    </small>
                    {told && <small>{w.oddAnswered(told.answer, told.by, showDate(jakartaDay(told.at), lang))}</small>}
                    {mine && !told && (
                      <form method="post" action={`/konsol/pekan/${week}/janggal`} class="mt-2">
                        <Hidden values={{ token: formToken, id: uuidv7(c.var.now.getTime()), aturan: o.rule, kunci: o.mark }} />
                        <label class="lbl" for={id}>
                          {w.oddLabel}
                        </label>
                        <input class="in" id={id} name="jawaban" maxlength={1000} value={again ?? ''} autocomplete="off" />
                        <p class="mt-2">
                          <button class="btn btn--2 btn--s" type="submit">
                            {w.oddSave}
                          </button>
                        </p>
                      </form>
                    )}
                  </span>
                </li>
              )
            })}
            {gone.map((a) => (
              <li class="yes">
                <span>{w.oddAnswered(a.answer, a.by, showDate(jakartaDay(a.at), lang))}</span>
              </li>
            ))}
          </ul>
          <h3>{w.lateTitle(of.late.reduce((sum, l) => sum + l.people, 0))}</h3>
          {of.late.length ? (
            <>
              <ol class="trail">
                {of.late.slice(0, LATE).map((l) => (
                  <li>
                    <time datetime={l.on}>{showDate(l.on, lang)}</time>
                    <span>{w.lateLine(w.kind(l.kind), l.people, showDate(l.sent, lang), of.names.get(l.by) ?? l.by)}</span>
                  </li>
                ))}
              </ol>
              {of.late.length > LATE && <p class="sub mt-2">{w.lateMore(of.late.length - LATE)}</p>}
              <p class="prov mt-2">{w.lateNote(weekBefore(week))}</p>
            </>
          ) : (
            <p class="sub">{w.lateNone}</p>
          )}
          <h3>{w.oursTitle}</h3>
          <ul class="list list--line">
            <li>
              <span>{w.unchecked}</span>
              <span>{showNumber(of.ours.unchecked)}</span>
            </li>
            <li>
              <span>{w.repeated}</span>
              <span>{showNumber(of.ours.repeated)}</span>
            </li>
          </ul>
        </>
      )}
      {of.own.length > 0 && (
        <>
          <h3>{w.trailTitle}</h3>
          <ol class="trail">
            {of.own.map((a) => (
              <li>
                <time datetime={a.at.toISOString()}>{showMoment(a.at, lang)}</time>
                <span>
                  <b>{w.youSaid[a.kind]}</b>
                  {a.about && ` ${w.noteAbout(a.about)}`}, {a.by}
                  {a.note && <>: {a.note}</>}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {mine && (
        <form method="post" action={`/konsol/pekan/${week}`} class="mt-5">
          <Hidden values={{ token: formToken, sejauh: String(of.own.length) }} />
          <label class="lbl" for="catatan">
            {w.noteLabel}
          </label>
          <p class="hint" id="catatan-h">
            {w.noteHint}
          </p>
          <textarea
            class="in"
            id="catatan"
            name="catatan"
            maxlength={1000}
            aria-describedby="catatan-h"
            aria-invalid={said.some((s) => s.field === 'catatan' && written.note !== undefined) ? 'true' : undefined}
          >
            {written.note ?? ''}
          </textarea>
          {frozen ? (
            <p class="mt-3">
              <button class="btn btn--2 btn--w" name="aksi" value="keberatan" type="submit">
                {w.sendNote}
              </button>
            </p>
          ) : (
            <>
              <p class="mt-3">
                <button class="btn btn--w" name="aksi" value="setujui" type="submit">
                  {w.approve(week)}
                </button>
              </p>
              <p class="mt-3">
                <button class="btn btn--2 btn--w" name="aksi" value="keberatan" type="submit">
                  {w.object}
                </button>
              </p>
            </>
          )}
        </form>
      )}
      {mine && !frozen && (
        <p class="prov mt-3">
          {w.onBehalf} {w.mayChange} {today <= daysOf(week).to && now <= dueAt(week) && w.notOver}
        </p>
      )}
      {of.answered !== null && <p class="prov mt-3">{w.howMany(of.answered)}</p>}
    </>
  )
}

const PILL = { open: 'off', approved: 'ok', accepted: 'ok', objected: 'bad', answered: 'warn' } as const
export const Pill = ({ state, lang }: { state: keyof typeof PILL; lang: Lang }) => (
  <span class={`pill pill--${PILL[state]}`}>{words[lang].state[state]}</span>
)
