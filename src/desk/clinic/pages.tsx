// The Saturday clinic (mock-ups 12 and 12b): one page that runs the morning, a screen for the room. Every tap is a plain form; with its script
// the page goes on while the network is away.
import { Hono } from 'hono'
import { isDate, type JakartaDate, showDay, showTime } from '../../kit/calendar.ts'
import { textOf } from '../../kit/http.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { openSent, outboxKey } from '../../kit/outbox.ts'
import {
  asAccount,
  ChooseKec,
  type Ctx,
  type Env,
  findMembers,
  kecOf,
  konsolFrame,
  type Policies,
  readNumber,
  scopeOf,
} from '../../people/index.ts'
import { type Kec, kecCode, nameOf, parseKec } from '../../places/index.ts'
import { ErrorSummary, Hall, Hidden, Konsol, Outbox, type Said, SelectField, SubField } from '../../ui/index.ts'
import { texts } from './messages.ts'
import { clinicWorker, Shell } from './offline.tsx'
import { DESKS, type Morning, morningOf, NEXTS, SERVICES, type Visit } from './rules.ts'
import { type Expected, expectedOn, openTap, readTap, takeTaps, tapsOf } from './store.ts'

const DESK = ['officer', 'office'] as const

export const policies: Policies = {
  'GET /klinik': DESK,
  'GET /klinik/luring': 'everybody',
  'GET /klinik/luring.js': 'everybody',
  'GET /klinik/:place/:day': DESK,
  'GET /klinik/:place/:day/layar': DESK,
  'POST /klinik/:place/:day/ketuk': DESK,
  'POST /klinik/:place/:day/kirim': DESK,
}

type At = { kec: Kec; day: JakartaDate; to: string }

/** The clinic of this address, in the account's scope: another kecamatan's is as if it were not there. */
function clinicOf(c: Ctx): At | null {
  const place = c.req.param('place') ?? ''
  const day = c.req.param('day') ?? ''
  const kec = parseKec(place)
  const own = c.var.account!.kec
  if (!kec || kecCode(kec) !== place || !isDate(day) || (own !== null && own !== kec)) return null
  return { kec, day, to: `/klinik/${place}/${day}` }
}

export const routes = new Hono<Env>()
  .get('/klinik', (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.redirect(`/klinik/${kecCode(kec)}/${c.var.today}`, 303) : c.html(<ChooseKec c={c} to="/klinik" />)
  })
  // Kept on devices: nobody's name is in it, and it is the same for everybody.
  .get('/klinik/luring', (c) => c.html(<Shell c={c} />))
  .get('/klinik/luring.js', (c) =>
    c.body(clinicWorker(c), 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'no-cache',
    }),
  )
  .get('/klinik/:place/:day', async (c) => {
    const at = clinicOf(c)
    return at ? c.html(await page(c, at)) : c.notFound()
  })
  .get('/klinik/:place/:day/layar', async (c) => {
    const at = clinicOf(c)
    if (!at) return c.notFound()
    const taps = await asAccount(c, (db) => tapsOf(db, at.kec, at.day))
    return c.html(<Screen c={c} at={at} morning={morningOf(taps)} />)
  })

  .post('/klinik/:place/:day/ketuk', async (c) => {
    const at = clinicOf(c)
    if (!at) return c.notFound()
    const form = await c.req.parseBody()
    const typed = Object.fromEntries(Object.entries(form).map(([k, v]) => [k, textOf(v).slice(0, 1000)]))
    const refuse = async (field: string, text: string, code: string) => {
      c.set('code', code)
      return c.html(await page(c, at, [{ field, text }], typed), 422)
    }
    const w = texts[c.var.lang]
    if (typed.kind === 'arrive' && typed.who !== undefined) {
      const who = typed.who.trim()
      if (!who) return refuse('who', w.blank, 'clinic.blank')
      const number = readNumber(who)
      if (number && !(await isHere(c, at.kec, number))) return refuse('who', w.unknown, 'clinic.unknown')
    }
    const tap = readTap({ ...typed, visit: typed.visit || typed.id })
    if (!tap) return c.redirect(at.to, 303)
    const { database, secrets, account, now } = c.var
    await takeTaps(database, secrets, scopeOf(account!), { kec: at.kec, day: at.day, taps: [tap], by: account!.name, now })
    return c.redirect(at.to, 303)
  })

  // What devices kept: sealed taps, fifty at a time, taken once each. What we cannot read is named, so that the device says so and somebody writes it down again.
  .post('/klinik/:place/:day/kirim', async (c) => {
    const at = clinicOf(c)
    if (!at) return c.notFound()
    const { database, secrets, account, now } = c.var
    const { taken: taps, unread } = openSent(await c.req.json().catch(() => null), (sealed) => openTap(secrets, sealed))
    await takeTaps(database, secrets, scopeOf(account!), { kec: at.kec, day: at.day, taps, by: account!.name, now })
    return c.json({ taken: taps.length, unread })
  })

const isHere = (c: Ctx, kec: Kec, number: string) =>
  c.var.database.within('job', { ...scopeOf(c.var.account!), kec }, async (db) => {
    const [found] = await findMembers(db, c.var.secrets, [{ number }])
    return !!found && found !== 'ambiguous'
  })

// ---- views

async function page(c: Ctx, at: At, problems: readonly Said[] = [], typed: Record<string, string> = {}) {
  const { lang, now, formToken, secrets } = c.var
  const w = texts[lang]
  const { taps, expected } = await asAccount(c, async (db) => ({
    taps: await tapsOf(db, at.kec, at.day),
    expected: await expectedOn(db, at.kec, at.day),
  }))
  const m = morningOf(taps)
  const here = new Set(m.visits.map((v) => v.number))
  const coming = expected.filter((e) => !here.has(e.number))
  return (
    <Konsol
      {...konsolFrame(c, '/klinik')}
      title={w.title}
      subtitle={`${nameOf(at.kec)} · ${showDay(at.day, lang)}`}
      errorTitle={problems.length > 0}
      island="klinik.js"
    >
      <Outbox lang={lang} publicKey={outboxKey(secrets)} to={`${at.to}/kirim`} token={formToken} live />
      <ErrorSummary problems={problems} lang={lang} />
      <div id="papan">
        <Tally w={w} m={m} coming={coming.length} at={showTime(now)} lang={lang} />
        <div class="cols cols--1-1 al-s mt-5">
          <div>
            <Desks c={c} at={at} m={m} />
            <Line c={c} at={at} m={m} />
          </div>
          <div>
            <Arrivals c={c} at={at} coming={coming} problems={problems} typed={typed} />
          </div>
        </div>
        <Summary w={w} m={m} taps={taps} />
      </div>
      <p class="row mt-5">
        <a class="link" href={`${at.to}/layar`}>
          {w.screen}
        </a>
      </p>
    </Konsol>
  )
}

function Tally({
  w,
  m,
  coming,
  at,
  lang,
}: {
  w: (typeof texts)['id' | 'en']
  m: Morning
  coming: number
  at: string
  lang: 'id' | 'en'
}) {
  const counts = [coming, m.visits.length, m.waiting.length, m.served.size, m.done, m.left]
  return (
    <>
      <ul class="tally" aria-label={w.title}>
        {counts.map((n, i) => (
          <li>
            <b>{n}</b>
            {w.tally[i]}
          </li>
        ))}
      </ul>
      <p class="prov">
        {w.adds(m.visits.length, m.waiting.length, m.served.size, m.done, m.left)} · {lang === 'id' ? 'per' : 'as of'} {at}
      </p>
    </>
  )
}

const who = (v: Visit) => v.name ?? v.number ?? '·'

/** One tap: a form by itself, taken up by the page's script where there is one. */
function TapForm({
  c,
  at,
  fields,
  label,
  quiet,
  second,
}: {
  c: Ctx
  at: At
  fields: Record<string, string>
  label: string
  quiet?: string
  second?: boolean
}) {
  return (
    <form method="post" action={`${at.to}/ketuk`} data-ketuk autocomplete="off">
      <Hidden values={{ token: c.var.formToken, id: uuidv7(), ...fields }} />
      <button class={second ? 'btn btn--2 btn--s' : 'btn btn--s'} type="submit">
        {label}
        {quiet && <span class="vh">, {quiet}</span>}
      </button>
    </form>
  )
}

function Desks({ c, at, m }: { c: Ctx; at: At; m: Morning }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  return (
    <section aria-labelledby="meja">
      <h2 id="meja" class="mb-3">
        {w.desks}
      </h2>
      <ul class="desks">
        {DESKS.map(({ no, service }) => {
          const v = m.served.get(no)
          const next = m.waiting.find((x) => x.service === service) ?? m.waiting.find((x) => x.service === null)
          return (
            <li>
              <span class={v ? 'no' : 'no no--free'}>{v ? v.shown : w.free}</span>
              <span>
                <b>
                  {w.services[service]}, {w.desk(no)}
                </b>
                <small>{v ? `${who(v)} · ${w.since(showTime(new Date(v.since)))}` : !next && w.nobody}</small>
                {v && (
                  <details>
                    <summary>{w.note(v.shown)}</summary>
                    <form method="post" action={`${at.to}/ketuk`} data-ketuk autocomplete="off" class="stack-s">
                      <Hidden values={{ token: formToken, id: uuidv7(), kind: 'finish', visit: v.visit, desk: String(no) }} />
                      <SubField id={`tujuan-${no}`} name="goal" label={w.goal} maxlength={300} lang={lang} />
                      <SubField id={`hasil-${no}`} name="result" label={w.result} maxlength={500} lang={lang} />
                      {v.number && <p class="hint">{w.counts}</p>}
                      <SelectField
                        id={`berikut-${no}`}
                        name="next"
                        label={w.nextStep}
                        value="none"
                        options={NEXTS.map((n) => ({ value: n, text: w.nexts[n] }))}
                        lang={lang}
                      />
                      <button class="btn btn--s mt-2" type="submit">
                        {w.finish}
                      </button>
                    </form>
                  </details>
                )}
              </span>
              {!v && next && (
                <TapForm
                  c={c}
                  at={at}
                  fields={{ kind: 'call', visit: next.visit, desk: String(no) }}
                  label={w.call(next.shown)}
                  quiet={`${w.services[service]}, ${w.desk(no)}`}
                />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Line({ c, at, m }: { c: Ctx; at: At; m: Morning }) {
  const w = texts[c.var.lang]
  return (
    <section aria-labelledby="antrean" class="mt-6">
      <h2 id="antrean" class="mb-3">
        {w.line(m.waiting.length)}
      </h2>
      <ol class="lineup" id="antre">
        {m.waiting.map((v, i) => (
          <li class={i === 0 ? 'hit' : undefined}>
            <span class="no">{v.shown}</span>
            <span>
              <b>{who(v)}</b>
              <small>
                {[v.trade, v.service && w.services[v.service], w.came(showTime(new Date(v.arrivedAt)))]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            <TapForm c={c} at={at} fields={{ kind: 'leave', visit: v.visit }} label={w.left} quiet={who(v)} second />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Arrivals({
  c,
  at,
  coming,
  problems,
  typed,
}: {
  c: Ctx
  at: At
  coming: readonly Expected[]
  problems: readonly Said[]
  typed: Record<string, string>
}) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const serviceOptions = SERVICES.map((s) => ({ value: s, text: w.services[s] }))
  return (
    <section aria-labelledby="datang">
      <h2 id="datang">{w.arrive}</h2>
      <form method="post" action={`${at.to}/ketuk`} data-ketuk autocomplete="off">
        <Hidden values={{ token: formToken, id: uuidv7(), kind: 'arrive' }} />
        <SubField id="who" name="who" label={w.find} value={typed.who} maxlength={80} problems={problems} lang={lang} />
        <SelectField id="service" label={w.wants} value={typed.service ?? 'mentoring'} options={serviceOptions} lang={lang} />
        <button class="btn btn--s mt-2" type="submit">
          {w.give}
        </button>
      </form>
      <p class="sub small mt-4">{coming.length ? w.next : w.nextNone}</p>
      <ul class="att mt-2">
        {coming.slice(0, 40).map((e) => (
          <li>
            <span>
              <b>{e.name}</b>
              <small>{[e.trade, e.number, w.whys[e.why]].filter(Boolean).join(' · ')}</small>
            </span>
            <TapForm
              c={c}
              at={at}
              fields={{ kind: 'arrive', number: e.number, service: 'mentoring' }}
              label={w.give}
              quiet={e.name}
              second
            />
          </li>
        ))}
      </ul>
      <p>
        <a class="link" href="/konsol/daftar">
          {w.newcomer}
        </a>
      </p>
    </section>
  )
}

function Summary({ w, m, taps }: { w: (typeof texts)['id' | 'en']; m: Morning; taps: Awaited<ReturnType<typeof tapsOf>> }) {
  const of = w.summaryOf
  const contacts = taps.filter((t) => t.kind === 'finish' && t.contact).length
  const rows = [
    [of.contacts, contacts],
    [of.done, m.done],
    [of.left, m.left],
    [of.walkIns, m.visits.filter((v) => !v.number).length],
  ] as const
  return (
    <section class="sec mt-6" aria-labelledby="ringkas">
      <h2 id="ringkas">{w.summary}</h2>
      <ul class="list list--line mt-3">
        {rows.map(([label, n]) => (
          <li>
            <span>{label}</span>
            <span>{n}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Numbers only, to be read from eight metres; it asks again by itself. */
function Screen({ c, at, morning: m }: { c: Ctx; at: At; morning: Morning }) {
  const { lang, now } = c.var
  const w = texts[lang]
  const latest = Math.max(0, ...[...m.served.values()].map((v) => v.since))
  return (
    <Hall lang={lang} title={`${w.title}, ${nameOf(at.kec)}`} time={showTime(now)}>
      <section aria-labelledby="nomor">
        <h2 id="nomor" class="vh">
          {w.now}
        </h2>
        <ol class="hall__now" aria-live="polite">
          {DESKS.map(({ no, service }) => {
            const v = m.served.get(no)
            const called = v !== undefined && v.since === latest
            return (
              <li class={called ? 'call' : undefined}>
                <b>{v?.shown ?? '·'}</b>
                <span>{called ? w.goTo(no) : w.desk(no)}</span>
                <small>{w.services[service]}</small>
              </li>
            )
          })}
        </ol>
      </section>
      <div class="hall__next">
        <span>{w.nextUp}</span>
        <ol>
          {m.waiting.slice(0, 4).map((v) => (
            <li>{v.shown}</li>
          ))}
        </ol>
        <span>{w.waitingN(m.waiting.length)}</span>
        <span>{w.noNumber}</span>
      </div>
    </Hall>
  )
}
