// Mentors as work: who works here and how full they are, members without one and whom the rule suggests, handing members over.
import { Hono } from 'hono'
import { textOf } from '../kit/http.ts'
import { type Lang, say } from '../kit/problem.ts'
import { showNumber } from '../kit/show.ts'
import {
  asAccount,
  ChooseKec,
  type Ctx,
  type Env,
  kecOf,
  konsolFrame,
  type Policies,
  readNumber,
  scopeOf,
} from '../people/index.ts'
import { type Kec, nameOf } from '../places/index.ts'
import { Checkbox, ErrorSummary, Hidden, Konsol, type Said, SelectField, SubField, Table } from '../ui/index.ts'
import { type MentoringProblem, mentoringWords, texts } from './messages.ts'
import type { MentorRow } from './rules.ts'
import { addMentor, assign, handOver, mentorsOf, unmatched } from './store.ts'

const DESK = ['officer', 'office'] as const
const HERE = '/konsol/pendamping'

export const policies: Policies = {
  'GET /konsol/pendamping': DESK,
  'POST /konsol/pendamping': DESK,
  'POST /konsol/pendamping/tetapkan': DESK,
  'POST /konsol/pendamping/serahkan': DESK,
}

const many = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .map((v) => textOf(v).slice(0, 80))
    .filter(Boolean)
const to = (c: Ctx, kec: Kec, query: string) => `${HERE}?${c.var.account!.kec === null ? `kec=${kec}&` : ''}${query}`

export const routes = new Hono<Env>()
  .get(HERE, async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await page(c, kec)) : c.html(<ChooseKec c={c} to={HERE} />)
  })

  .post(HERE, async (c) => {
    const form = await c.req.parseBody()
    const kec = kecOf(c, textOf(form.kec))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />, 422)
    const most = Number(textOf(form.batas) || 800)
    const typed = {
      akun: textOf(form.akun).trim().toLowerCase().slice(0, 40),
      batas: textOf(form.batas),
      bidang: textOf(form.bidang).slice(0, 300),
    }
    if (!Number.isInteger(most) || most < 1 || most > 2000)
      return refuse(c, kec, { code: 'mentor.most', field: 'batas', data: null }, 422, typed)
    const trades = typed.bidang
      .split(',')
      .map((t) => t.trim().toLowerCase())
      .filter(Boolean)
      .slice(0, 12)
    const problem = await asAccount(c, (db) =>
      addMentor(db, { kec, account: typed.akun, most, trades, by: c.var.account!.name, today: c.var.today }),
    )
    return problem ? refuse(c, kec, problem, 422, typed) : c.redirect(to(c, kec, 'oke=simpan'), 303)
  })

  // Each line says member and mentor: what is shown is what is done, also when somebody else was quicker.
  .post('/konsol/pendamping/tetapkan', async (c) => {
    const form = await c.req.parseBody({ all: true })
    const kec = kecOf(c, textOf(many(form.kec)[0] ?? ''))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />, 422)
    const chosen = many(form.anggota)
      .slice(0, 200)
      .map((x) => x.split('|'))
    if (!chosen.length || chosen.some((x) => x.length !== 2))
      return refuse(c, kec, { code: 'match.missing', field: 'anggota', data: null }, 422)
    const { account, database, now } = c.var
    const done = await database
      .within('job', { ...scopeOf(account!), kec }, async (db) => {
        const mentors = new Map((await mentorsOf(db, kec)).map((m) => [m.account, m]))
        const rows = new Map((await unmatched(db, kec, { limit: 500 })).rows.map((r) => [r.number, r]))
        const pairs = chosen.map(([number, mentor]) => {
          const m = mentors.get(mentor!)
          const suggested = rows.get(number!)?.suggestion
          return {
            number: number!.toUpperCase(),
            mentor: mentor!,
            why:
              suggested && suggested.account === mentor ? suggested.why : { trade: null, load: m?.load ?? 0, most: m?.most ?? 0 },
          }
        })
        const answer = await assign(db, { kec, pairs, by: account!.name, at: now })
        if ('problem' in answer) throw new NotDone(answer.problem)
        return answer
      })
      .catch(undone)
    return 'problem' in done ? refuse(c, kec, done.problem, 409) : c.redirect(to(c, kec, 'oke=tetap'), 303)
  })

  .post('/konsol/pendamping/serahkan', async (c) => {
    const form = await c.req.parseBody()
    const kec = kecOf(c, textOf(form.kec))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />, 422)
    const [from, into] = [textOf(form.dari), textOf(form.kepada)]
    if (!from || !into) return refuse(c, kec, { code: 'hand.to', field: 'kepada', data: null }, 422)
    const { account, database, secrets, now } = c.var
    const done = await database
      .within('job', { ...scopeOf(account!), kec }, async (db) => {
        const answer = await handOver(db, secrets, {
          kec,
          from,
          to: into === '*' ? null : into,
          leaves: textOf(form.berhenti) === 'ya',
          by: account!.name,
          at: now,
        })
        if ('problem' in answer) throw new NotDone(answer.problem)
        return answer
      })
      .catch(undone)
    return 'problem' in done ? refuse(c, kec, done.problem, 409) : c.redirect(to(c, kec, 'oke=serah'), 303)
  })

/** One of several was refused: the transaction ends, and none of them is done. */
class NotDone extends Error {
  readonly problem: MentoringProblem
  constructor(problem: MentoringProblem) {
    super('one of several was refused')
    this.problem = problem
  }
}
const undone = (error: unknown) => {
  if (error instanceof NotDone) return { problem: error.problem }
  throw error
}

async function refuse(c: Ctx, kec: Kec, problem: MentoringProblem, status: 409 | 422, typed: Record<string, string> = {}) {
  c.set('code', problem.code)
  return c.html(
    await page(c, kec, [{ field: problem.field ?? 'anggota', text: say(mentoringWords, problem, c.var.lang) }], typed),
    status,
  )
}

async function page(c: Ctx, kec: Kec, problems: readonly Said[] = [], typed: Record<string, string> = {}) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const sought = (c.req.query('nomor') ?? '').trim().slice(0, 20)
  const { mentors, free } = await asAccount(c, async (db) => ({
    mentors: await mentorsOf(db, kec),
    free: await unmatched(db, kec, { only: sought ? (readNumber(sought) ?? '·') : null }),
  }))
  const note = ({ simpan: w.savedMentor, tetap: w.assigned, serah: w.handed } as Record<string, string>)[c.req.query('oke') ?? '']
  const names = new Map(mentors.map((m) => [m.account, m.name]))
  const working = mentors.filter((m) => m.leftOn === null)
  const suggested = free.rows.filter((r) => r.suggestion)
  return (
    <Konsol {...konsolFrame(c, HERE)} title={w.mentors} subtitle={nameOf(kec)} errorTitle={problems.length > 0}>
      <ErrorSummary problems={problems} lang={lang} />
      {note && !problems.length && (
        <p class="note note--ok" role="status">
          {note}
        </p>
      )}
      {mentors.length === 0 ? (
        <p class="lead">{w.nobody}</p>
      ) : (
        <Table
          caption={w.mentors}
          quietCaption
          tight
          columns={[
            { head: w.mentors, cell: (m: MentorRow) => m.name },
            { head: w.load, as: 'num', cell: (m) => `${showNumber(m.load)} / ${showNumber(m.most)}` },
            { head: w.areas, as: 'tx', cell: (m) => m.kecs.map(nameOf).join(', ') },
            { head: w.trades, as: 'tx', cell: (m) => m.trades.join(', ') || '·' },
          ]}
          rows={mentors}
        />
      )}
      <section class="mt-6" aria-labelledby="belum">
        <h2 id="belum">{w.suggestion}</h2>
        {!sought && <p class="sub mt-2">{free.all ? w.unassigned(free.all) : w.unassignedNone}</p>}
        <form method="get" action={HERE} class="row read">
          {c.var.account!.kec === null && <Hidden values={{ kec: String(kec) }} />}
          <SubField id="nomor" label={w.oneMember} value={sought} maxlength={20} lang={lang} />
          <button class="btn btn--2 btn--s" type="submit">
            {w.search}
          </button>
        </form>
        {sought && free.rows.length === 0 && <p class="note mt-3">{w.notWaiting(sought)}</p>}
        {free.rows.length > 0 && suggested.length === 0 && (
          <p class="note note--warn mt-3">{say(mentoringWords, { code: 'match.nobody', data: { kec } }, lang)}</p>
        )}
        {suggested.length > 0 && (
          <form method="post" action="/konsol/pendamping/tetapkan">
            <Hidden values={{ token: formToken, kec: String(kec) }} />
            <span id="anggota" />
            <ul class="att mt-3">
              {suggested.map((r) => (
                <li>
                  <span class="pick">
                    <input
                      class="tick"
                      type="checkbox"
                      name="anggota"
                      value={`${r.number}|${r.suggestion!.account}`}
                      checked
                      aria-label={r.name}
                    />
                    <span>
                      <a class="who" href={`/konsol/anggota/${r.number}`}>
                        {r.name}
                      </a>
                      <small>{[r.trade, r.number].filter(Boolean).join(' · ')}</small>
                      <small>
                        {w.suggestion}: <b class="inline">{names.get(r.suggestion!.account)}</b>, {w.why(r.suggestion!.why)}
                      </small>
                    </span>
                  </span>
                </li>
              ))}
            </ul>
            <p class="mt-3">
              <button class="btn btn--s" type="submit">
                {w.assignAll(suggested.length)}
              </button>
            </p>
          </form>
        )}
      </section>
      <div class="cols cols--1-1 al-s mt-6">
        <Give lang={lang} kec={kec} token={formToken} mentors={mentors} working={working} problems={problems} />
        <section aria-labelledby="tambah">
          <h2 id="tambah">{w.addMentor}</h2>
          <form method="post" action={HERE}>
            <Hidden values={{ token: formToken, kec: String(kec) }} />
            <SubField id="akun" label={w.account} value={typed.akun} maxlength={40} problems={problems} lang={lang} />
            <SubField
              id="batas"
              label={w.most}
              value={typed.batas ?? '800'}
              maxlength={4}
              size="4"
              inputmode="numeric"
              problems={problems}
              lang={lang}
            />
            <SubField
              id="bidang"
              label={w.trades}
              hint={w.tradesHint}
              value={typed.bidang}
              maxlength={300}
              problems={problems}
              lang={lang}
            />
            <button class="btn btn--2 btn--s mt-2" type="submit">
              {w.add}
            </button>
          </form>
        </section>
      </div>
    </Konsol>
  )
}

function Give({
  lang,
  kec,
  token,
  mentors,
  working,
  problems,
}: {
  lang: Lang
  kec: Kec
  token: string
  mentors: readonly MentorRow[]
  working: readonly MentorRow[]
  problems: readonly Said[]
}) {
  const w = texts[lang]
  const common = { problems, lang }
  const byRule = { value: '*', text: lang === 'id' ? 'Dibagi menurut aturan' : 'Shared out by the rule' }
  return (
    <section aria-labelledby="serah">
      <h2 id="serah">{w.hand}</h2>
      <p class="sub mt-2">{w.handWhat}</p>
      <form method="post" action="/konsol/pendamping/serahkan">
        <Hidden values={{ token, kec: String(kec) }} />
        <SelectField
          {...common}
          id="dari"
          label={w.from_}
          empty=""
          options={mentors.map((m) => ({ value: m.account, text: `${m.name} (${m.load})` }))}
        />
        <SelectField
          {...common}
          id="kepada"
          label={w.to_}
          empty=""
          options={[byRule, ...working.map((m) => ({ value: m.account, text: m.name }))]}
        />
        <Checkbox {...common} id="berhenti" label={w.left} />
        <button class="btn btn--2 btn--s mt-2" type="submit">
          {w.hand}
        </button>
      </form>
    </section>
  )
}
