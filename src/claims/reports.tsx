// "Laporkan angka ini": anybody tells what is wrong with a figure, or proposes a claim, without a name; the answer stands under a code.
import { Hono } from 'hono'
import { parseStep } from '../journey/index.ts'
import { countedAs } from '../kit/address.ts'
import { addDays, jakartaDay, showMoment } from '../kit/calendar.ts'
import { readCode, showCode } from '../kit/code.ts'
import { pathHere, textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { type Lang, say } from '../kit/problem.ts'
import { limitOf } from '../kit/tries.ts'
import { asPublic, type Ctx, type Env, type Policies, pageFrame } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import { describedBy, ErrorSummary, Hidden, NotFoundPage, Page, Question, type Said } from '../ui/index.ts'
import { parseCount, parsePlace, parseTerm } from '../weekly/index.ts'
import { claimWords, dueWords, outcomeOptions } from './messages.ts'
import { ANSWER_DAYS, type ClaimProblem, checkReport } from './rules.ts'
import { type OwnReport, reportByCode, reportCode, takeReport } from './store.ts'

export const policies: Policies = {
  'GET /laporan': 'everybody',
  'POST /laporan': 'everybody',
  'GET /laporan/:code': 'everybody',
}

const HOUR = 3_600_000
const mayReport = limitOf({ most: 60, windowMs: HOUR })

export const routes = new Hono<Env>()
  .get('/laporan', (c) => {
    const about = aboutOf(c.req.query('tentang'))
    return about ? c.html(<Form c={c} about={about} id={uuidv7(c.var.now.getTime())} />) : missing(c)
  })
  .post('/laporan', async (c) => {
    const form = await c.req.parseBody()
    const about = aboutOf(textOf(form.tentang))
    const [id, said] = [textOf(form.id), textOf(form.tulisan)]
    if (!about || !isUuid(id)) return missing(c)
    const refuse = (problem: ClaimProblem, status: 409 | 422 | 429) => {
      c.set('code', problem.code)
      if (status === 429) c.header('Retry-After', String(HOUR / 1000))
      const next = status === 409 ? uuidv7(c.var.now.getTime()) : id
      return c.html(<Form c={c} about={about} id={next} said={said} problems={[problem]} />, status)
    }
    const checked = checkReport(said)
    if ('problems' in checked) return refuse(checked.problems[0]!, 422)
    const code = reportCode(c.var.secrets, id)
    // The same form again gets the same answer; another text under its id is another report, and says so.
    const held = await asPublic(c, (db) => reportByCode(db, code))
    if (held && held.said !== checked.value) return refuse({ code: 'claim.conflict', field: 'tulisan', data: null }, 409)
    if (!held) {
      if (!mayReport(countedAs(c.var.address), c.var.wall.getTime()))
        return refuse({ code: 'report.many', field: 'tulisan', data: null }, 429)
      await c.var.database.within('job', { actor: 'publik', role: 'intake' }, (db) =>
        takeReport(db, { id, about, said: checked.value, at: c.var.now }),
      )
    }
    return c.redirect(`/laporan/${showCode(code)}`, 303)
  })
  .get('/laporan/:code', async (c) => {
    const code = readCode(c.req.param('code'))
    const report = code ? await asPublic(c, (db) => reportByCode(db, code)) : null
    return report ? c.html(<Receipt c={c} code={code!} report={report} />) : missing(c)
  })

const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

/** The page that a report may speak of: a figure, a claim, or the register (a claim that is missing). */
function aboutOf(text: string | undefined): string | null {
  const path = pathHere(text)
  return path && (/^\/pernyataan(\/\d{1,9})?$/.test(path) || figureIn(path)) ? path : null
}

function figureIn(path: string) {
  const [, week, step, place, query] = /^\/angka\/(\d{4}-W\d{2})\/(P[1-7])(?:\/([\d.]+))?(?:\?(.*))?$/.exec(path) ?? []
  const where = place === undefined ? null : parsePlace(place)
  if (!week || where === undefined) return null
  const asked = new URLSearchParams(query)
  return {
    week,
    step: parseStep(step!)!,
    place: where,
    count: parseCount(asked.get('hitungan') ?? undefined),
    term: parseTerm(asked.get('suku') ?? undefined),
  }
}

const TERMS: Record<Lang, Record<ReturnType<typeof parseTerm>, string>> = {
  id: { now: '', last: ', pekan lalu', restated: ', ralat', arrivals: ', datang', departures: ', keluar', waiting: ', menunggu' },
  en: { now: '', last: ', last week', restated: ', restated', arrivals: ', in', departures: ', out', waiting: ', waiting' },
}

/** What a report speaks of, in words: `P2 tercapai, Menteng, pekan 2018-W03`. */
export function aboutWords(about: string, lang: Lang): string {
  const figure = figureIn(about)
  const id = lang === 'id'
  if (!figure) {
    const nr = about.split('/')[2]
    if (nr) return id ? `Pernyataan ${nr}` : `Claim ${nr}`
    return id ? 'Pernyataan yang terlewat' : 'A claim that is missing'
  }
  const { week, step, place, count, term } = figure
  const counted = id ? (count === 'entered' ? 'masuk' : 'tercapai') : count
  const where = place === null ? (id ? 'seluruh wilayah' : 'the whole area') : nameOf(place)
  return `P${step} ${counted}${TERMS[lang][term]}, ${where}, ${id ? 'pekan' : 'week'} ${week}`
}

const WORDS = {
  id: {
    title: 'Laporkan angka ini',
    titleClaim: 'Usulkan pernyataan',
    lead: 'Tulis apa yang menurut Anda keliru. Petugas kantor program memeriksa catatannya dan menjawab.',
    leadClaim: 'Tulis tautannya, atau apa yang dikatakan, siapa, dan kapan. Petugas mencocokkannya dengan register hari itu.',
    about: 'Tentang',
    open: 'buka',
    said: 'Apa yang keliru?',
    saidClaim: 'Pernyataan yang terlewat',
    hint: 'Nama dan nomor Anda tidak perlu. Jangan tulis NIK siapa pun.',
    send: 'Kirim laporan',
    sendClaim: 'Kirim usulan',
    received: 'Laporan Anda sudah kami terima',
    answered: 'Laporan Anda sudah dijawab',
    code: 'Kode laporan',
    keep: (due: string) =>
      `Simpan atau foto alamat halaman ini: jawabannya tampil di sini, ${due}. Tanpa kode ini tidak ada yang bisa membukanya.`,
    wrote: 'Yang Anda tulis',
    gone: 'Tulisan laporan ini sudah dihapus, 90 hari sesudah dijawab.',
    sentAt: (at: string) => `dikirim ${at}`,
    answer: 'Jawaban',
    by: (who: string, at: string) => `${who}, ${at}`,
    back: 'Kembali ke halaman itu',
  },
  en: {
    title: 'Report this figure',
    titleClaim: 'Propose a claim',
    lead: 'Write what you think is wrong. An officer of the programme checks the records and answers.',
    leadClaim: 'Write the link, or what was said, by whom and when. An officer compares it with the register of that day.',
    about: 'About',
    open: 'open',
    said: 'What is wrong?',
    saidClaim: 'The claim that is missing',
    hint: 'Your name and number are not needed. Do not write anybody’s NIK.',
    send: 'Send the report',
    sendClaim: 'Send the proposal',
    received: 'We have received your report',
    answered: 'Your report has been answered',
    code: 'Report code',
    keep: (due: string) =>
      `Keep the address of this page, or a photo of it: the answer will stand here, ${due}. Nobody can open it without this code.`,
    wrote: 'What you wrote',
    gone: 'The words of this report have been deleted, 90 days after its answer.',
    sentAt: (at: string) => `sent ${at}`,
    answer: 'Answer',
    by: (who: string, at: string) => `${who}, ${at}`,
    back: 'Back to that page',
  },
}

/** The day by which a report is answered. */
export const dueOf = (at: Date) => addDays(jakartaDay(at), ANSWER_DAYS)

function Form({
  c,
  about,
  id,
  said = '',
  problems = [],
}: {
  c: Ctx
  about: string
  id: string
  said?: string
  problems?: ClaimProblem[]
}) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const claim = about === '/pernyataan'
  const wrong = problems.map((p): Said => ({ field: p.field ?? 'tulisan', text: say(claimWords, p, lang) }))
  const asked = { id: 'tulisan', label: claim ? w.saidClaim : w.said, hint: w.hint, problems: wrong, lang }
  return (
    <Page {...pageFrame(c)} title={claim ? w.titleClaim : w.title} narrow noindex errorTitle={wrong.length > 0}>
      <ErrorSummary problems={wrong} lang={lang} />
      <h1 class={wrong.length ? 'mt-5' : undefined}>{claim ? w.titleClaim : w.title}</h1>
      <p class="lead mt-3">{claim ? w.leadClaim : w.lead}</p>
      {!claim && (
        <p class="prov mt-3">
          {w.about}: {aboutWords(about, lang)} ·{' '}
          <a href={about}>
            {w.open}
            <span class="vh"> {aboutWords(about, lang)}</span>
          </a>
        </p>
      )}
      <form method="post" action="/laporan" class="mt-4">
        <Hidden values={{ token: formToken, id, tentang: about }} />
        <Question {...asked}>
          <textarea
            class="in"
            id="tulisan"
            name="tulisan"
            rows={6}
            maxlength={2000}
            aria-describedby={describedBy(asked)}
            aria-invalid={wrong.length ? 'true' : undefined}
          >
            {said}
          </textarea>
        </Question>
        <p class="mt-4 mb-6">
          <button class="btn" type="submit">
            {claim ? w.sendClaim : w.send}
          </button>
        </p>
      </form>
    </Page>
  )
}

function Receipt({ c, code, report }: { c: Ctx; code: string; report: OwnReport }) {
  const { lang } = c.var
  const w = WORDS[lang]
  const { about, said, at, answered } = report
  const title = answered ? w.answered : w.received
  return (
    <Page {...pageFrame(c)} title={title} narrow noindex>
      <h1>{title}</h1>
      {!answered && <p class="lead mt-3">{w.keep(dueWords(dueOf(at), lang))}</p>}
      {answered && (
        <section class="note note--ok mt-4" aria-labelledby="jawaban">
          <h2 id="jawaban" class="h-s">
            {outcomeOptions[lang][answered.outcome]}
          </h2>
          <p class="mt-2">
            <span lang="id">{answered.answer}</span>
          </p>
          <p class="prov mt-2">{w.by(answered.by, showMoment(answered.at, lang))}</p>
        </section>
      )}
      <p class="mt-5">
        {w.code}
        <br />
        <b class="h-s mono nw">{showCode(code)}</b>
      </p>
      <dl class="dl mt-4">
        <dt>{w.about}</dt>
        <dd>
          <a href={about}>{aboutWords(about, lang)}</a>
        </dd>
        <dt>{w.wrote}</dt>
        <dd>
          {said ? <span class="as-written">{said}</span> : w.gone}
          <br />
          <span class="prov">{w.sentAt(showMoment(at, lang))}</span>
        </dd>
      </dl>
      <p class="mt-5 mb-6">
        <a class="link" href={about}>
          {w.back}
        </a>
      </p>
    </Page>
  )
}
