// Perhaps the same person: two records side by side, what speaks for one and for two, a decision with its reason, and taking a merge back.
import { Hono } from 'hono'
import { type EvidenceProblem, evidenceWords } from '../journal/index.ts'
import { type Journey, STEPS, stateWords, stepWords } from '../journey/index.ts'
import { showDate, showMoment } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { type Lang, say } from '../kit/problem.ts'
import { maskNik, maskPhone, showNumber } from '../kit/show.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, scopeOf } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, Options, Question, type Said, Table } from '../ui/index.ts'
import type { Evidence, Field } from './likelihood.ts'
import { type Outcome, outcomeWords, type PairProblem, pairWords, seesWords, texts } from './messages.ts'
import {
  type Decided,
  decide,
  type Effect,
  effectOf,
  factsSince,
  lastScan,
  noteComparing,
  type Pair,
  pairOf,
  pairsMerged,
  pairsWaiting,
  SHOWN_PAIRS,
  split,
  type WaitingPair,
  type Written,
} from './store.ts'

const DECIDES = ['officer', 'office'] as const

export const policies: Policies = {
  'GET /konsol/gandaan': DECIDES,
  'GET /konsol/gandaan/:id': DECIDES,
  'POST /konsol/gandaan/:id': DECIDES,
  'POST /konsol/gandaan/:id/pisah': DECIDES,
}

type Problem = PairProblem | EvidenceProblem
type Shown = { problems?: readonly Problem[]; typed?: Record<string, string> }

const isOutcome = (text: string): text is Outcome => ['one', 'two', 'ask', 'split'].includes(text)

export const routes = new Hono<Env>()
  .get('/konsol/gandaan', async (c) => {
    const all = c.req.query('semua') === '1'
    const skip = all ? Math.min(1_000_000, Math.max(0, Number.parseInt(c.req.query('mulai') ?? '', 10) || 0)) : 0
    const waiting = await asAccount(c, (db) => pairsWaiting(db, skip))
    const [first] = waiting.pairs
    if (all || !first) return c.html(await overview(c, waiting, skip))
    const pair = await opened(c, first.id)
    return pair ? c.html(await comparing(c, pair, waiting)) : c.html(await overview(c, waiting, 0))
  })

  .get('/konsol/gandaan/:id', async (c) => {
    const pair = await opened(c, c.req.param('id'))
    return pair ? c.html(await comparing(c, pair, await asAccount(c, (db) => pairsWaiting(db)))) : c.notFound()
  })

  .post('/konsol/gandaan/:id', async (c) => {
    const pair = await opened(c, c.req.param('id'))
    if (!pair) return c.notFound()
    const form = await c.req.parseBody()
    const typed = { putusan: textOf(form.putusan), dasar: textOf(form.dasar).slice(0, 1000), id: textOf(form.id) }
    const [earlier, later] = inOrder(pair)
    const chosen = { lama: ['one', earlier.number], baru: ['one', later.number], dua: ['two', null], tanya: ['ask', null] }[
      typed.putusan
    ] as ['one' | 'two' | 'ask', string | null] | undefined
    const problems: PairProblem[] = []
    if (!chosen) problems.push({ code: 'pair.choice', field: 'putusan', data: null })
    if (!typed.dasar.trim()) problems.push({ code: 'pair.reason', field: 'dasar', data: null })
    if (problems.length) return refused(c, pair, { problems, typed }, 422)
    const { database, secrets, now, today, account } = c.var
    const answer = await decide(database, secrets, scopeOf(account!), {
      id: isUuid(typed.id) ? typed.id : uuidv7(now.getTime()),
      pair: pair.id,
      outcome: chosen![0],
      keeps: chosen![1],
      reason: typed.dasar.trim(),
      by: { account: account!.name, at: now, today },
    })
    return 'done' in answer ? c.redirect(`/konsol/gandaan?tercatat=${chosen![0]}`, 303) : refusedBy(c, pair, answer, typed)
  })

  .post('/konsol/gandaan/:id/pisah', async (c) => {
    const pair = await opened(c, c.req.param('id'))
    if (!pair) return c.notFound()
    const form = await c.req.parseBody()
    const typed = { alasan: textOf(form.alasan).slice(0, 1000), id: textOf(form.id) }
    if (!typed.alasan.trim())
      return refused(c, pair, { problems: [{ code: 'pair.reason', field: 'alasan', data: null }], typed }, 422)
    const { database, secrets, now, account } = c.var
    const answer = await split(database, secrets, scopeOf(account!), {
      id: isUuid(typed.id) ? typed.id : uuidv7(now.getTime()),
      pair: pair.id,
      reason: typed.alasan.trim(),
      by: { account: account!.name, at: now },
    })
    return 'done' in answer ? c.redirect(`/konsol/gandaan/${pair.id}?tercatat=split`, 303) : refusedBy(c, pair, answer, typed)
  })

/** A pair in the account's scope; that it was looked at is written down first. */
async function opened(c: Ctx, id: string): Promise<Pair | null> {
  if (!isUuid(id)) return null
  return asAccount(c, async (db) => {
    const pair = await pairOf(db, c.var.secrets, id)
    if (pair) await noteComparing(db, pair, { account: c.var.account!.name, at: c.var.now })
    return pair
  })
}

async function refused(c: Ctx, pair: Pair, shown: Shown, status: 409 | 422) {
  c.set('code', shown.problems![0]!.code)
  return c.html(await comparing(c, pair, await asAccount(c, (db) => pairsWaiting(db)), shown), status)
}

async function refusedBy(c: Ctx, pair: Pair, answer: Exclude<Decided, { done: true }>, typed: Record<string, string>) {
  const problems: Problem[] =
    'problems' in answer
      ? answer.problems.map((p) => ({ ...p, field: 'putusan' }) as EvidenceProblem)
      : 'already' in answer
        ? [{ code: 'pair.decided', field: 'putusan', data: answer.already }]
        : [{ code: 'pair.changed', field: 'putusan', data: null }]
  // What stands by now, with who decided it.
  return refused(c, (await opened(c, pair.id)) ?? pair, { problems, typed }, 409)
}

/** Who was registered first remains, unless somebody says otherwise. */
const inOrder = ({ records: [a, b] }: Pair): readonly [Written, Written] => (b.openedOn < a.openedOn ? [b, a] : [a, b])

// ---- the page

const CHIPS = 6
const short = (name: string) => (name.length > 24 ? `${name.slice(0, 23)}…` : name)

async function overview(c: Ctx, { pairs, all }: { pairs: WaitingPair[]; all: number }, skip: number) {
  const { lang } = c.var
  const w = texts[lang]
  const { scan, merged } = await asAccount(c, async (db) => ({ scan: await lastScan(db), merged: await pairsMerged(db, 20) }))
  const done = c.req.query('tercatat') ?? ''
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/gandaan')}
      title={w.title}
      subtitle={scan ? w.scanned(showNumber(scan.people), showMoment(scan.at, lang)) : undefined}
    >
      <Done lang={lang} outcome={done} />
      {pairs.length === 0 && <p class="lead">{scan ? w.none : w.never}</p>}
      {pairs.length > 0 && (
        <Table
          caption={w.list}
          columns={[
            {
              head: w.pairs,
              cell: (p: WaitingPair) => (
                <a href={`/konsol/gandaan/${p.id}`}>
                  {p.firstName}, {p.secondName}
                </a>
              ),
            },
            { head: w.likeness, as: 'num', cell: (p) => percent(p.score) },
            { head: w.evidence, as: 'tx', cell: (p) => (p.asked ? `${w.asked}; ` : '') + strongest(p.evidence, lang) },
            {
              head: w.where,
              as: 'tx',
              cell: (p) => (p.kec === p.otherKec ? nameOf(p.kec) : `${nameOf(p.kec)}, ${nameOf(p.otherKec)}`),
            },
          ]}
          rows={pairs}
          tight
        />
      )}
      {all > skip + SHOWN_PAIRS && (
        <p>
          <a class="link" href={`/konsol/gandaan?semua=1&mulai=${skip + SHOWN_PAIRS}`}>
            {w.next}
          </a>
        </p>
      )}
      {merged.length > 0 && (
        <section aria-labelledby="gabung">
          <h2 id="gabung">{w.merged}</h2>
          <MergedList lang={lang} merged={merged} />
        </section>
      )}
    </Konsol>
  )
}

const percent = (score: number) => `${Math.min(99, Math.floor(score * 100))}%`
const strongest = (evidence: readonly Evidence[], lang: Lang) =>
  evidence
    .filter((e) => e.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 2)
    .map((e) => seesWords[e.sees][lang])
    .join(', ')

function Done({ lang, outcome }: { lang: Lang; outcome: string }) {
  return isOutcome(outcome) ? (
    <p class="note note--ok" role="status">
      {texts[lang].done[outcome]}
    </p>
  ) : null
}

function MergedList({
  lang,
  merged,
}: {
  lang: Lang
  merged: readonly { id: string; firstName: string; secondName: string; at: Date }[]
}) {
  const w = texts[lang]
  return (
    <ul class="list">
      {merged.map((m) => (
        <li>
          {m.firstName}, {m.secondName} · {showMoment(m.at, lang)}
          <br />
          <a class="link" href={`/konsol/gandaan/${m.id}`}>
            {w.open}
            <span class="vh">
              {' '}
              {m.firstName}, {m.secondName}
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}

async function comparing(
  c: Ctx,
  pair: Pair,
  { pairs, all }: { pairs: WaitingPair[]; all: number },
  { problems = [], typed = {} }: Shown = {},
) {
  const { lang, database, secrets, today, account } = c.var
  const w = texts[lang]
  const [earlier, later] = inOrder(pair)
  const [last] = pair.decisions
  const open = !last || last.outcome === 'ask'
  const effect = await effectOf(database, secrets, scopeOf(account!), later.number, earlier.number, today)
  const { merged, since } = await asAccount(c, async (db) => ({
    merged: open ? await pairsMerged(db, 5) : [],
    since: last?.outcome === 'one' ? await factsSince(db, pair, last.fact!) : 0,
  }))
  const said: Said[] = problems.map((p) => ({ field: p.field ?? 'putusan', text: sayAny(p, lang) }))
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/gandaan')}
      title={w.title}
      subtitle={w.position(showNumber(all), showMoment(pair.foundAt, lang))}
      errorTitle={said.length > 0}
      pane={{
        label: open ? w.decide : w.decided,
        content: (
          <>
            {open ? (
              <Decide c={c} pair={pair} typed={typed} said={said} effect={effect} />
            ) : (
              <Closed c={c} pair={pair} typed={typed} said={said} since={since} />
            )}
            {merged.length > 0 && (
              <>
                <h3>{w.merged}</h3>
                <MergedList lang={lang} merged={merged} />
              </>
            )}
          </>
        ),
      }}
    >
      <ErrorSummary problems={said} lang={lang} />
      {said.length === 0 && <Done lang={lang} outcome={c.req.query('tercatat') ?? ''} />}
      {pairs.length > 0 && (
        <nav class="kon__f" aria-label={w.pairs}>
          {pairs.slice(0, CHIPS).map((p) => (
            <a
              class={`chip${p.id === pair.id ? ' chip--on' : ''}`}
              aria-current={p.id === pair.id ? 'page' : undefined}
              href={`/konsol/gandaan/${p.id}`}
            >
              {short(p.firstName)}, {short(p.secondName)}
            </a>
          ))}
          <a class="chip" href="/konsol/gandaan?semua=1">
            {w.all(showNumber(all))}
          </a>
        </nav>
      )}
      <Compared lang={lang} pair={pair} records={[earlier, later]} effect={effect} />
      <Evidences lang={lang} evidence={pair.evidence} />
    </Konsol>
  )
}

const sayAny = (p: Problem, lang: Lang) =>
  Object.hasOwn(evidenceWords, p.code) ? say(evidenceWords, p as EvidenceProblem, lang) : say(pairWords, p as PairProblem, lang)

/** What was reached and what is under way. */
const standsAt = (journey: Journey, lang: Lang) =>
  STEPS.flatMap((step) => {
    const { state } = journey.steps[step]
    return state === 'not-started' ? [] : [`P${step} ${stateWords(state, lang).toLowerCase()}`]
  }).join(', ')

function Compared({
  lang,
  pair,
  records,
  effect,
}: {
  lang: Lang
  pair: Pair
  records: readonly [Written, Written]
  effect: Effect | null
}) {
  const w = texts[lang]
  const sees = new Map<Field, string>(pair.evidence.map((e) => [e.field, seesWords[e.sees][lang]]))
  /** Alike to the eye behind a mask need not be the same. */
  const agrees = new Set<Field>(pair.evidence.filter((e) => e.sees.endsWith('.same')).map((e) => e.field))
  const journeys = effect && [effect.remains, effect.gone]
  const lines: [string, (r: Written, at: 0 | 1) => string | null, Field?][] = [
    [w.fields.nik, (r) => r.nik && maskNik(r.nik), 'nik'],
    [w.fields.name, (r) => r.name, 'name'],
    [w.fields.birth, (r) => r.birthDate && showDate(r.birthDate, lang), 'birth'],
    [w.fields.sex, (r) => r.sex && w.sexes[r.sex], 'sex'],
    [
      w.fields.phone,
      (r) => r.phone && [maskPhone(r.phone), r.phoneUse && w.uses[r.phoneUse]].filter(Boolean).join(', '),
      'phone',
    ],
    [w.fields.place, (r) => [r.kel && nameOf(r.kel), nameOf(r.kec)].filter(Boolean).join(', '), 'place'],
    [w.fields.address, (r) => r.address],
    [w.fields.trade, (r) => r.trade],
    [w.fields.opened, (r) => [showDate(r.openedOn, lang), r.way && w.ways[r.way]].filter(Boolean).join(', ')],
    [w.fields.state, (r, at) => [journeys && standsAt(journeys[at]!, lang), w.facts(r.facts)].filter(Boolean).join('; ')],
  ]
  return (
    <table class="tbl tbl--list cmp">
      <caption>
        {w.compare}
        <small>{w.compareNote}</small>
      </caption>
      <thead>
        <tr>
          <th scope="col">{w.what}</th>
          {records.map((r) => (
            <th scope="col">
              <a href={`/konsol/anggota/${r.number}`}>{r.number}</a>
            </th>
          ))}
          <th scope="col" class="kd">
            {w.hint}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([label, of, field]) => {
          const [a, b] = [of(records[0], 0), of(records[1], 1)]
          if (!a && !b) return null
          return (
            <tr>
              <th scope="row">{label}</th>
              {[a, b].map((text, i) => (
                <td class={`tx ${a === b && (!field || agrees.has(field)) ? 'same' : 'diff'}`} data-l={records[i]!.number}>
                  {field === 'nik' && text ? <span class="mono">{text}</span> : (text ?? w.unknown)}
                </td>
              ))}
              <td class="kd">
                <span class="sub">{field ? sees.get(field) : ''}</span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Evidences({ lang, evidence }: { lang: Lang; evidence: readonly Evidence[] }) {
  const w = texts[lang]
  const side = (id: string, title: string, mark: 'yes' | 'no', shown: Evidence[]) => (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {shown.length ? (
        <ul class="check mt-2">
          {shown.map((e) => (
            <li class={mark}>
              <span>{seesWords[e.sees][lang].replace(/^./, (letter) => letter.toUpperCase())}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="sub mt-2">{w.nothing}</p>
      )}
    </section>
  )
  const sorted = [...evidence].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
  return (
    <div class="cols cols--1-1 al-s">
      {side(
        'h-satu',
        w.forOne,
        'yes',
        sorted.filter((e) => e.weight > 0),
      )}
      {side(
        'h-dua',
        w.forTwo,
        'no',
        sorted.filter((e) => e.weight < 0),
      )}
    </div>
  )
}

type PaneProps = { c: Ctx; pair: Pair; typed: Record<string, string>; said: readonly Said[] }

function Decide({ c, pair, typed, said, effect }: PaneProps & { effect: Effect | null }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const [earlier, later] = inOrder(pair)
  const phone = earlier.phone ?? later.phone
  const [asked] = pair.decisions
  return (
    <>
      <h2>{w.decide}</h2>
      <p class="sub">{w.decideHint}</p>
      {asked && <Reason lang={lang} decision={asked} />}
      <form method="post" action={`/konsol/gandaan/${pair.id}`} class="mt-3">
        <Hidden values={{ token: formToken, id: uuidv7() }} />
        <Options
          id="putusan"
          label={w.decision}
          value={typed.putusan}
          choices={[
            { value: 'lama', text: w.one(earlier.number), small: w.earlier },
            { value: 'baru', text: w.one(later.number), small: w.later },
            { value: 'dua', text: w.two, small: w.twoHint },
            { value: 'tanya', text: w.ask, small: w.askHint(phone ? w.askPhone(maskPhone(phone)) : '') },
          ]}
          problems={said}
          lang={lang}
        />
        <Question id="dasar" label={w.reason} hint={w.reasonHint} problems={said} lang={lang}>
          <textarea class="in" id="dasar" name="dasar" maxlength={1000} rows={3}>
            {typed.dasar}
          </textarea>
        </Question>
        <p class="mt-3">
          <button class="btn btn--w" type="submit">
            {w.save}
          </button>
        </p>
      </form>
      {effect && <Changes lang={lang} gone={later} remains={earlier} effect={effect} />}
    </>
  )
}

function Changes({ lang, gone, remains, effect }: { lang: Lang; gone: Written; remains: Written; effect: Effect }) {
  const w = texts[lang]
  const steps = STEPS.filter((step) => effect.remains.steps[step].state !== effect.merged.steps[step].state)
  return (
    <>
      <h3>{w.changes}</h3>
      <ul class="list list--line">
        {effect.gone.steps[1].state !== 'not-started' && !effect.gone.ended && (
          <li>
            <span>{w.leaves(nameOf(gone.kec))}</span>
            <span>−1</span>
          </li>
        )}
        {steps.map((step) => (
          <li>
            <span>{`P${step} ${stepWords(step, lang)}`}</span>
            <span>
              {stateWords(effect.remains.steps[step].state, lang).toLowerCase()} →{' '}
              {stateWords(effect.merged.steps[step].state, lang).toLowerCase()}
            </span>
          </li>
        ))}
        {steps.length === 0 && (
          <li>
            <span>{w.stays}</span>
            <span>{w.unchanged}</span>
          </li>
        )}
      </ul>
      {gone.kec !== remains.kec && <p class="note note--warn mt-2">{w.across(nameOf(gone.kec), nameOf(remains.kec))}</p>}
      <p class="prov mt-2">{w.changesNote}</p>
    </>
  )
}

function Reason({ lang, decision }: { lang: Lang; decision: Pair['decisions'][number] }) {
  return (
    <p class="mt-2">
      <b>{outcomeWords(decision.outcome, lang).replace(/^./, (letter) => letter.toUpperCase())}</b>
      <br />
      {decision.reason}
      <br />
      <small class="sub">{texts[lang].by(decision.by, showMoment(decision.at, lang))}</small>
    </p>
  )
}

function Closed({ c, pair, typed, said, since }: PaneProps & { since: number }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const [last] = pair.decisions
  return (
    <>
      <h2>{w.decided}</h2>
      {pair.decisions.map((d) => (
        <Reason lang={lang} decision={d} />
      ))}
      {last?.outcome === 'one' && (
        <form method="post" action={`/konsol/gandaan/${pair.id}/pisah`} class="mt-5">
          <h3>{w.split}</h3>
          <p class="sub">{w.splitHint}</p>
          {since > 0 && <p class="note note--warn mt-2">{w.splitSince(since, last.keeps!)}</p>}
          <Hidden values={{ token: formToken, id: uuidv7() }} />
          <Question id="alasan" label={w.splitReason} problems={said} lang={lang}>
            <textarea class="in" id="alasan" name="alasan" maxlength={1000} rows={3}>
              {typed.alasan}
            </textarea>
          </Question>
          <p class="mt-3">
            <button class="btn btn--2 btn--w" type="submit">
              {w.split}
            </button>
          </p>
        </form>
      )}
    </>
  )
}
