// What a member asks of the programme about their own data, each with its clock and its answer; and notices of a breach.
import { Hono } from 'hono'
import { showMoment } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { say } from '../kit/problem.ts'
import { asMember, type Ctx, type Env, MemberPage, memberIn, type Policies } from '../people/index.ts'
import { ErrorSummary, Hidden, Options, Question, type Said } from '../ui/index.ts'
import { clockWords, kindTitle, kindWhat, type MemberProblem, memberWords, officeWords } from './messages.ts'
import { ASKABLE, checkRequest, clockOf } from './rules.ts'
import {
  askFor,
  type Breach,
  breaches,
  isRestricted,
  type MemberRequest,
  type Office,
  officesOf,
  ownEnrolments,
  requestsOf,
} from './store.ts'

export const policies: Policies = {
  'GET /langkah/permintaan': ['resident'],
  'POST /langkah/permintaan': ['resident'],
}

type Held = { requests: MemberRequest[]; offices: Map<string, Office>; restricted: boolean; told: Breach[] }

const held = (c: Ctx): Promise<Held> => {
  const member = memberIn(c)
  return asMember(c, async (db) => {
    const enrolments = await ownEnrolments(db, member)
    const requests = await requestsOf(db, enrolments)
    return {
      requests,
      offices: await officesOf(
        db,
        requests.flatMap((r) => r.answeredBy ?? []),
      ),
      restricted: await isRestricted(db, enrolments),
      told: await breaches(db),
    }
  })
}

export const routes = new Hono<Env>()
  .get('/langkah/permintaan', async (c) => {
    const kind = c.req.query('minta') ?? ''
    return c.html(<Requests c={c} held={await held(c)} written={{ kind, said: '' }} />)
  })
  .post('/langkah/permintaan', async (c) => {
    const member = memberIn(c)
    const form = await c.req.parseBody()
    const written = { kind: textOf(form.minta), said: textOf(form.keterangan) }
    const id = isUuid(textOf(form.id)) ? textOf(form.id) : uuidv7(c.var.now.getTime())
    const { requests, ...rest } = await held(c)
    const open = requests.filter((r) => !r.answeredAt && r.id !== id).length
    const checked = checkRequest(written, { open, restricted: rest.restricted })
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      const page = <Requests c={c} held={{ requests, ...rest }} written={written} problems={checked.problems} />
      return c.html(page, 422)
    }
    await asMember(c, (db) => askFor(db, member, { id, ...checked.value, at: c.var.now }))
    return c.redirect('/langkah/permintaan#permintaan', 303)
  })

const WORDS = {
  id: {
    title: 'Permintaan',
    lead: 'Minta data Anda diperbaiki, disalin, dibatasi, atau dihapus. Petugas menjawab paling lambat 3 x 24 jam, dengan alasannya.',
    mine: 'Permintaan Anda',
    none: 'Belum ada permintaan. Yang Anda minta tampak di sini, dengan batas waktu dan jawabannya.',
    asked: (at: string) => `Diminta ${at}`,
    due: (at: string) => `dijawab paling lambat ${at}`,
    answered: (at: string, who: string) => `Dijawab ${at} oleh ${who}`,
    done: 'Dikerjakan',
    refused: 'Tidak dikerjakan',
    fresh: 'Permintaan baru',
    which: 'Apa yang Anda minta?',
    said: 'Keterangan',
    saidHint: 'Perlu untuk perbaikan; selain itu boleh dikosongkan. Jangan tulis NIK atau nomor rekening di sini.',
    send: 'Kirim permintaan',
    restricted: 'Pemakaian data Anda sedang dibatasi.',
    notices: 'Pemberitahuan tentang data Anda',
    found: (at: string) => `Diketahui ${at}, diberitahukan`,
  },
  en: {
    title: 'Requests',
    lead: 'Ask for your data to be corrected, copied, restricted or erased. A person answers within 3 x 24 hours, with the reason.',
    mine: 'Your requests',
    none: 'No requests yet. What you ask for is shown here, with its deadline and its answer.',
    asked: (at: string) => `Asked ${at}`,
    due: (at: string) => `to be answered by ${at}`,
    answered: (at: string, who: string) => `Answered ${at} by ${who}`,
    done: 'Done',
    refused: 'Not done',
    fresh: 'A new request',
    which: 'What do you ask for?',
    said: 'Details',
    saidHint: 'Needed for a correction, else it may be left open. Do not write your NIK or an account number here.',
    send: 'Send the request',
    restricted: 'The use of your data is restricted now.',
    notices: 'Notices about your data',
    found: (at: string) => `Found ${at}, told`,
  },
}

function Requests({
  c,
  held: { requests, offices, restricted, told },
  written,
  problems = [],
}: {
  c: Ctx
  held: Held
  written: { kind: string; said: string }
  problems?: readonly MemberProblem[]
}) {
  const { lang, now, formToken } = c.var
  const w = WORDS[lang]
  const own = memberIn(c).number
  const said = problems.map((p): Said => ({ field: p.field ?? 'minta', text: say(memberWords, p, lang) }))
  const choices = ASKABLE.filter((k) => (k === 'lift' ? restricted : k !== 'restriction' || !restricted)).map((k) => ({
    value: k,
    text: kindTitle(k, lang),
    small: kindWhat(k, lang),
  }))
  return (
    <MemberPage c={c} here="/langkah/permintaan" title={w.title} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      <div class="stack pt-5 read">
        <h1>{w.title}</h1>
        <p class="lead">{w.lead}</p>
        {restricted && <p class="note note--warn">{w.restricted}</p>}
      </div>
      {told.length > 0 && (
        <section class="sec mt-6" aria-labelledby="kabar">
          <h2 id="kabar">{w.notices}</h2>
          {told.map((b) => (
            <div class="note note--bad mt-4 read">
              <p>{b.what}</p>
              <p>{b.todo}</p>
              <p class="prov">
                {w.found(showMoment(b.foundAt, lang))} {showMoment(b.toldAt!, lang)}
              </p>
            </div>
          ))}
        </section>
      )}
      <section class="sec mt-6" id="permintaan" aria-labelledby="milik">
        <h2 id="milik">{w.mine}</h2>
        {requests.length === 0 && <p class="empty mt-3">{w.none}</p>}
        <ul class="list read" hidden={requests.length === 0}>
          {requests.map((r) => (
            <li class="stack">
              <h3>{kindTitle(r.kind, lang)}</h3>
              <p>
                <ClockPill c={c} request={r} />
              </p>
              <p class="prov">
                {w.asked(showMoment(r.madeAt, lang))} · {w.due(showMoment(r.dueAt, lang))}
              </p>
              {r.said && <p>{r.said}</p>}
              {r.answeredAt && (
                <div class="note">
                  <p>
                    <b>{r.outcome === 'done' ? w.done : w.refused}.</b> {r.answer}
                  </p>
                  <p class="prov">
                    {w.answered(
                      showMoment(r.answeredAt, lang),
                      officeWords(r.answeredBy!, offices.get(r.answeredBy!), own, lang),
                    )}
                  </p>
                </div>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section class="sec" aria-labelledby="baru">
        <h2 id="baru">{w.fresh}</h2>
        <form class="stack read mt-4" method="post" action="/langkah/permintaan">
          <Hidden values={{ token: formToken, id: uuidv7(now.getTime()) }} />
          <Options id="minta" label={w.which} choices={choices} value={written.kind} problems={said} lang={lang} />
          <Question id="keterangan" label={w.said} hint={w.saidHint} problems={said} lang={lang}>
            <textarea class="in" id="keterangan" name="keterangan" rows={4} aria-describedby="keterangan-h">
              {written.said}
            </textarea>
          </Question>
          <button class="btn" type="submit">
            {w.send}
          </button>
        </form>
      </section>
    </MemberPage>
  )
}

/** How long there is left, by shape and word; red under a day. */
export function ClockPill({ c, request }: { c: Ctx; request: MemberRequest }) {
  const clock = clockOf(request, c.var.now)
  const shape = { open: 'warn', soon: 'bad', late: 'bad', answered: 'ok', 'answered-late': 'off' }[clock.state]
  return <span class={`pill pill--${shape}`}>{clockWords(clock, c.var.lang)}</span>
}
