// A member's classes: seats taken and waited for, the code for the door, homework, certificate, three taps of feedback. No script.
import { Hono } from 'hono'
import { encode } from 'uqr'
import { ownJourney } from '../journal/index.ts'
import { STEPS, type Step } from '../journey/index.ts'
import { jakartaDay, showDate } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { say } from '../kit/problem.ts'
import {
  asMember,
  asPublic,
  type Ctx,
  type Env,
  type Member,
  MemberPage,
  memberIn,
  type Policies,
  pageFrame,
} from '../people/index.ts'
import { nameOf, parseKec } from '../places/index.ts'
import { ErrorSummary, Hidden, Page, Question, type Said } from '../ui/index.ts'
import {
  type Certificate,
  certificateSays,
  certificatesOf,
  type Feedback,
  giveFeedback,
  type Handed,
  handIn,
  homeworkOf,
  type OwnBooking,
  ownBookings,
  ticketOf,
} from './attending.ts'
import { askSeat, endSeat, moveSeat, onSeats } from './booking.ts'
import { feedOf } from './calendar.ts'
import { certificatePdf } from './certificate.ts'
import { type Catalogue, catalogue, classByCode, classesOf, classesOfTrainer, classNamed, classOf, openFor } from './classes.ts'
import { seatProblem, type TrainingProblem, texts, trainingWords } from './messages.ts'
import { type ClassRow, freeSeats, held, PHOTO_BYTES, photoTypeOf, whyNotBook, withoutTraces } from './rules.ts'

const OWN = ['resident'] as const

export const policies: Policies = {
  'GET /kelas': OWN,
  'GET /kelas/:code': OWN,
  'POST /kelas/:code/kursi': OWN,
  'POST /kelas/:code/batal': OWN,
  'POST /kelas/:code/tugas': OWN,
  'POST /kelas/:code/kesan': OWN,
  'GET /kelas/:code/kalender.ics': 'everybody',
  'GET /wilayah/:place/kelas.ics': 'everybody',
  'GET /pengajar/:code/kelas.ics': 'everybody',
  'GET /sertifikat/:code': 'everybody',
  'GET /sertifikat/:code/berkas.pdf': OWN,
}

type Standing = { reached: Set<Step>; sessionsLeft: number | null; name: string; enrolments: { kec: number; id: string }[] }

type Own = {
  standing: Standing
  bookings: (OwnBooking & { of: ClassRow })[]
  homework: Handed[]
  certificates: Certificate[]
  taught: Catalogue
}

/** All that a page of one's own classes shows, in one transaction. */
async function ownOf(c: Ctx, member: Member): Promise<Own & { open: ClassRow[] }> {
  return asMember(c, async (db) => {
    const own = await ownJourney(db, member, c.var.today)
    const person = await db.client.query('select name from person where kec_id = $1 and id = $2', [member.kec, member.person])
    const p2 = own.journey.steps[2]
    const sessions = p2.missing.find((m) => m.code === 'sessions')
    const standing: Standing = {
      reached: new Set(STEPS.filter((s) => own.journey.steps[s].state === 'reached')),
      sessionsLeft: p2.state === 'reached' ? null : sessions && 'need' in sessions ? sessions.need - sessions.have : null,
      name: person.rows[0]?.name ?? member.number,
      enrolments: own.enrolments.map((e) => ({ kec: e.kec, id: e.id })),
    }
    const kecs = [...new Set(standing.enrolments.map((e) => e.kec))]
    const booked = await ownBookings(db, { enrolments: member.enrolments }, kecs)
    const bookings: Own['bookings'] = []
    for (const b of booked) {
      const of = await classOf(db, b.kec, b.class)
      if (of) bookings.push({ ...b, of })
    }
    return {
      standing,
      bookings,
      homework: await homeworkOf(db, member.enrolments, kecs),
      certificates: await certificatesOf(db, member.enrolments),
      taught: await catalogue(db),
      open: await openFor(db, member.kec, c.var.now),
    }
  })
}

const seatedMember = (m: Member) => ({ kec: m.kec, enrolment: m.enrolment, number: m.number })
const saidOf = (c: Ctx, p: TrainingProblem, field = 'kelas'): Said => ({
  field: p.field ?? field,
  text: say(trainingWords, p, c.var.lang),
})

export const routes = new Hono<Env>()
  .get('/kelas', async (c) => c.html(<All c={c} own={await ownOf(c, memberIn(c))} />))

  .get('/kelas/:code/kalender.ics', async (c) => {
    const found = await asPublic(c, (db) => classByCode(db, c.req.param('code')))
    return found ? calendar(c, [found], found.title[c.var.lang]) : c.notFound()
  })
  .get('/wilayah/:place/kelas.ics', async (c) => {
    const kec = parseKec(c.req.param('place'))
    if (!kec) return c.notFound()
    const all = await asPublic(c, (db) => classesOf(db, [kec], c.var.today))
    return calendar(c, all, `OK OCE ${nameOf(kec)}`)
  })

  .get('/pengajar/:code/kelas.ics', async (c) => {
    const found = await asPublic(c, (db) => classesOfTrainer(db, c.req.param('code'), c.var.today))
    return found ? calendar(c, found.classes, `OK OCE ${found.name}`) : c.notFound()
  })

  .get('/kelas/:code', async (c) => {
    const member = memberIn(c)
    const found = await asMember(c, (db) => classByCode(db, c.req.param('code')))
    if (!found) return c.notFound()
    return c.html(<One c={c} of={found} own={await ownOf(c, member)} />)
  })

  // Many ask at once when a class opens: the request itself asks for nothing but the seat, and who is told that it is full gets a page that
  // is read, not one that is worked out in the same breath.
  .post('/kelas/:code/kursi', async (c) => {
    const member = memberIn(c)
    const { database, secrets, now, lang } = c.var
    const form = await c.req.parseBody()
    const named = await classNamed(database.pool('member'), c.req.param('code'))
    if (!named) return c.notFound()
    const here = `/kelas/${c.req.param('code').toUpperCase()}`
    const id = textOf(form.id)
    const asking = {
      id: isUuid(id) ? id : uuidv7(),
      kec: named.kec,
      class: named.id,
      member: seatedMember(member),
      by: member.number,
      at: now,
    }
    const [fromKec, from] = textOf(form.pindah).split('/')
    const moving = from !== undefined && isUuid(from) && /^\d{6}$/.test(fromKec!)
    const answer = moving
      ? await moveSeat(database, secrets, {
          from: { kec: Number(fromKec), booking: from },
          to: asking,
          enrolments: member.enrolments,
        })
      : await askSeat(database, asking)
    const problem = seatProblem(answer)
    if (!problem) return c.redirect(`${here}?oke=${moving && answer.outcome === 'seated' ? 'moved' : answer.outcome}`, 303)
    c.set('code', problem.code)
    if (!moving && answer.outcome === 'full') return c.redirect(`${here}?oke=full`, 303)
    const found = await asMember(c, (db) => classByCode(db, c.req.param('code')))
    const said = moving ? ({ code: 'seat.stay', data: { why: say(trainingWords, problem, lang) } } as const) : problem
    return c.html(<One c={c} of={found!} own={await ownOf(c, member)} problems={[saidOf(c, said)]} />, 409)
  })

  .post('/kelas/:code/batal', async (c) => {
    const member = memberIn(c)
    const form = await c.req.parseBody()
    const found = await asMember(c, (db) => classByCode(db, c.req.param('code')))
    const booking = textOf(form.kursi)
    if (!found || !isUuid(booking)) return c.notFound()
    await endSeat(c.var.database, c.var.secrets, {
      kec: found.kec,
      booking,
      enrolments: member.enrolments,
      as: 'cancelled',
      by: member.number,
      at: c.var.now,
    })
    return c.redirect(`/kelas/${found.code}?oke=cancelled`, 303)
  })

  .post('/kelas/:code/tugas', async (c) => {
    const member = memberIn(c)
    const found = await asMember(c, (db) => classByCode(db, c.req.param('code')))
    if (!found) return c.notFound()
    const form = await c.req.parseBody()
    const own = await ownOf(c, member)
    const refuse = (problem: TrainingProblem) => {
      c.set('code', problem.code)
      return c.html(
        <One c={c} of={found} own={own} problems={[saidOf(c, problem, 'tugas')]} written={textOf(form.jawaban)} />,
        422,
      )
    }
    if (!own.bookings.some((b) => b.class === found.id)) return c.notFound()
    const module = textOf(form.materi)
    if (!asksHomework(found, own.taught).includes(module)) return refuse({ code: 'homework.module', field: 'tugas', data: null })
    const text = textOf(form.jawaban).trim().slice(0, 4000) || null
    const file = form.foto instanceof File && form.foto.size ? form.foto : null
    if (!text && !file) return refuse({ code: 'homework.blank', field: 'jawaban', data: null })
    if (file && file.size > PHOTO_BYTES)
      return refuse({ code: 'homework.photo-large', field: 'foto', data: { most: PHOTO_BYTES / 1024 / 1024 } })
    const bytes = file && Buffer.from(await file.arrayBuffer())
    const type = bytes && photoTypeOf(bytes)
    if (bytes && !type) return refuse({ code: 'homework.photo-type', field: 'foto', data: null })
    const id = textOf(form.id)
    await onSeats(c.var.database, found.kec, (db) =>
      handIn(db, found, {
        id: isUuid(id) ? id : uuidv7(),
        module,
        member: seatedMember(member),
        text,
        photo: bytes && type ? { type, bytes: withoutTraces(bytes, type) } : null,
        at: c.var.now,
      }),
    )
    return c.redirect(`/kelas/${found.code}?oke=handed`, 303)
  })

  .post('/kelas/:code/kesan', async (c) => {
    const member = memberIn(c)
    const found = await asMember(c, (db) => classByCode(db, c.req.param('code')))
    if (!found) return c.notFound()
    const form = await c.req.parseBody()
    const own = await ownOf(c, member)
    const mine = own.bookings.find((b) => b.class === found.id && b.attended.length > 0)
    if (!mine) return c.notFound()
    const [useful, pace, again] = ['berguna', 'kecepatan', 'ajak'].map((n) => Number(textOf(form[n])))
    if (![useful, pace, again].every((n) => n === 1 || n === 2 || n === 3)) {
      c.set('code', 'feedback.blank')
      return c.html(
        <One c={c} of={found} own={own} problems={[saidOf(c, { code: 'feedback.blank', data: null }, 'berguna')]} />,
        422,
      )
    }
    await onSeats(c.var.database, found.kec, (db) =>
      giveFeedback(db, found, mine.enrolment, { useful, pace, again } as Feedback, c.var.now),
    )
    return c.redirect(`/kelas/${found.code}?oke=kesan`, 303)
  })

  // Whoever holds the paper may check it; nothing more of the person is told than stands there in initials.
  .get('/sertifikat/:code', async (c) => {
    const code = c.req.param('code').toUpperCase().slice(0, 20)
    const page = await asPublic(c, async (db) => {
      const says = await certificateSays(db, code)
      return { says, of: says && (await classOf(db, says.kec, says.class)) }
    })
    return c.html(<Check c={c} code={code} {...page} />, page.says ? 200 : 404)
  })
  .get('/sertifikat/:code/berkas.pdf', async (c) => {
    const member = memberIn(c)
    const own = await ownOf(c, member)
    const mine = own.certificates.find((x) => x.code === c.req.param('code'))
    const of = mine && (await asMember(c, (db) => classOf(db, mine.kec, mine.class)))
    if (!mine || !of) return c.notFound()
    const { lang, synthetic } = c.var
    const bytes = certificatePdf(mine, of, { name: own.standing.name, lang, site: new URL(c.req.url).origin, synthetic })
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="sertifikat-${of.code}.pdf"`,
      'Cache-Control': 'no-store',
    })
  })

const calendar = (c: Ctx, all: readonly ClassRow[], name: string) =>
  c.body(feedOf(all, { name, lang: c.var.lang, stamp: c.var.now, site: new URL(c.req.url).origin }), 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': 'attachment; filename="kelas.ics"',
    'Cache-Control': 'public, max-age=300',
  })

const asksHomework = (c: ClassRow, { modules }: Catalogue): string[] =>
  [...new Set(held(c).map((s) => s.module))].filter((m) => modules.get(m)?.homework)

// ---- views

function When({ c, of }: { c: Ctx; of: ClassRow }) {
  const w = texts[c.var.lang]
  const all = held(of)
  const first = all[0]
  if (!first) return null
  return (
    <>
      {w.when(jakartaDay(first.starts), first.starts, first.ends)}
      {all.length > 1 && `, ${all.length} × `}
    </>
  )
}

function All({ c, own }: { c: Ctx; own: Own & { open: ClassRow[] } }) {
  const { lang, now } = c.var
  const w = texts[lang]
  const coming = own.bookings.filter((b) => b.of.lastOn >= c.var.today)
  const past = own.bookings.filter((b) => b.of.lastOn < c.var.today)
  const mine = new Set(own.bookings.map((b) => b.class))
  const open = own.open.filter(
    (o) => !mine.has(o.id) && !whyNotBook(o, { kec: memberIn(c).kec, reached: own.standing.reached }, now),
  )
  const line = (b: Own['bookings'][number]) => (
    <li>
      <span>
        <a href={`/kelas/${b.of.code}`}>
          <b>{b.of.title[lang]}</b>
        </a>
        <small>
          <When c={c} of={b.of} /> {b.of.venueName}
        </small>
      </span>
      <span class={`pill ${b.state === 'seated' ? 'pill--ok' : 'pill--warn'}`}>
        {b.state === 'seated' ? w.seated : w.lineHead}
      </span>
    </li>
  )
  return (
    <MemberPage c={c} here="/kelas" title={w.title} step={2}>
      <div class="pt-5 stack">
        <h1>{w.title}</h1>
        {own.standing.sessionsLeft !== null && own.standing.sessionsLeft > 0 && (
          <p class="lead">{w.needs(own.standing.sessionsLeft)}</p>
        )}
      </div>
      <div class="cols cols--1-1 al-s mt-5">
        <section aria-labelledby="milik">
          <h2 id="milik">{w.mine}</h2>
          {coming.length ? <ul class="att mt-3">{coming.map(line)}</ul> : <p class="sub mt-2">{w.none}</p>}
          {past.length > 0 && (
            <details class="mt-4">
              <summary>{w.past}</summary>
              <ul class="att mt-2">{past.map(line)}</ul>
            </details>
          )}
        </section>
        <section aria-labelledby="buka">
          <h2 id="buka">{w.open}</h2>
          {open.length === 0 && <p class="sub mt-2">{w.openNone}</p>}
          <ul class="att mt-3">
            {open.map((o) => (
              <li>
                <span>
                  <a href={`/kelas/${o.code}`}>
                    <b>{o.title[lang]}</b>
                  </a>
                  <small>
                    <When c={c} of={o} /> {o.venueName}
                    {o.kec !== memberIn(c).kec && `, ${nameOf(o.kec)}`}
                  </small>
                </span>
                <span class="nw">
                  {w.seats(freeSeats(o))}
                  {o.waiting > 0 && <small>{w.line(o.waiting)}</small>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </MemberPage>
  )
}

/** A code to be read by a camera, as one path. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const path = data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  )
}

function One({
  c,
  of,
  own,
  problems = [],
  written = '',
}: {
  c: Ctx
  of: ClassRow
  own: Own
  problems?: readonly Said[]
  written?: string
}) {
  const { lang, now, formToken } = c.var
  const w = texts[lang]
  const member = memberIn(c)
  const mine = own.bookings.find((b) => b.class === of.id)
  const why = whyNotBook(of, { kec: member.kec, reached: own.standing.reached }, now)
  const done = c.req.query('oke') ?? ''
  const others = own.bookings.filter(
    (b) => b.class !== of.id && b.of.lastOn >= c.var.today && held(b.of)[0] && held(b.of)[0]!.starts > now,
  )
  const certificate = own.certificates.find((x) => x.class === of.id)
  const common = { lang, problems }
  return (
    <MemberPage c={c} here="/kelas" title={of.title[lang]} step={2} errorTitle={problems.length > 0}>
      <div class="cols cols--1-1 al-s pt-5">
        <div class="stack">
          <ErrorSummary problems={problems} lang={lang} />
          {!problems.length && done === 'full' && (
            <p class="note note--bad" role="status">
              {say(trainingWords, { code: 'seat.full', data: null }, lang)}
            </p>
          )}
          {!problems.length && done && done !== 'full' && (
            <p class="note note--ok" role="status">
              {done === 'kesan' ? w.thanks : w.done[done]}
            </p>
          )}
          <p class="eyebrow">
            {of.code} · {nameOf(of.kec)}
          </p>
          <h1>{of.title[lang]}</h1>
          {of.cancelledAt && (
            <p class="note note--bad">
              {say(trainingWords, { code: 'class.cancelled', data: { why: of.cancelledWhy ?? '' } }, lang)}
            </p>
          )}
          <dl class="dl">
            <dt>{w.place}</dt>
            <dd>
              {of.venueName}, {of.address}
            </dd>
            <dt>{w.trainer}</dt>
            <dd>{of.trainerName}</dd>
            <dt>{w.language}</dt>
            <dd>{w.languages[of.language]}</dd>
            <dt>{w.whom}</dt>
            <dd>
              {w.reach[of.reach](of.reach === 'kota' ? nameOf(Math.trunc(of.kec / 100)) : nameOf(of.kec))}
              {of.forStep && `, ${w.forStep(of.forStep)}`}
              {of.forTrade && `, ${of.forTrade}`}
            </dd>
          </dl>
          <ol class="list list--line">
            {of.sessions.map((s) => (
              <li>
                <span>
                  {w.when(jakartaDay(s.starts), s.starts, s.ends)}
                  <br />
                  <small class="prov">
                    {w.session(s.nr, of.sessions.length)}: {own.taught.modules.get(s.module)?.title[lang] ?? s.module}
                  </small>
                </span>
                <span>
                  {s.cancelled ? (
                    w.cancelled
                  ) : mine?.attended.includes(s.nr) ? (
                    <span class="pill pill--ok">{w.attended}</span>
                  ) : mine && s.ends < now ? (
                    w.missed
                  ) : (
                    ''
                  )}
                </span>
              </li>
            ))}
          </ol>
          <p class="row">
            <a class="link" href={`/kelas/${of.code}/kalender.ics`}>
              {w.calendar}
            </a>
            <a class="link" href="/kelas">
              {w.back}
            </a>
          </p>
        </div>
        <div class="stack" id="kelas">
          {mine ? (
            <Mine c={c} of={of} mine={mine} />
          ) : why ? (
            !problems.length && !of.cancelledAt && <p class="note">{say(trainingWords, why, lang)}</p>
          ) : (
            <section class="next" aria-labelledby="ambil">
              <p class="eyebrow">
                {w.seats(freeSeats(of))}
                {of.waiting > 0 && `, ${w.line(of.waiting)}`}
              </p>
              <h2 id="ambil">{freeSeats(of) > 0 ? w.take : w.wait}</h2>
              <form method="post" action={`/kelas/${of.code}/kursi`}>
                <Hidden values={{ token: formToken, id: uuidv7() }} />
                <p class="row">
                  <button class="btn btn--gold" type="submit">
                    {freeSeats(of) > 0 ? w.take : w.wait}
                  </button>
                </p>
              </form>
              {others.map((b) => (
                <form method="post" action={`/kelas/${of.code}/kursi`}>
                  <Hidden values={{ token: formToken, id: uuidv7(), pindah: `${b.kec}/${b.id}` }} />
                  <button class="plain-btn" type="submit">
                    {w.moveGo} ({b.of.title[lang]}, {showDate(b.of.firstOn, lang)})
                  </button>
                </form>
              ))}
            </section>
          )}
          {mine && <Homework c={c} of={of} own={own} common={common} written={written} />}
          {certificate && (
            <section aria-labelledby="sertifikat">
              <h2 id="sertifikat">{w.certificate}</h2>
              <p class="row mt-2">
                <a class="btn btn--2" href={`/sertifikat/${certificate.code}/berkas.pdf`}>
                  {w.certificateGet}
                </a>
                <a class="link" href={`/sertifikat/${certificate.code}`}>
                  {certificate.code}
                </a>
              </p>
            </section>
          )}
          {mine && mine.attended.length > 0 && !mine.feedback && (
            <form method="post" action={`/kelas/${of.code}/kesan`} class="stack">
              <Hidden values={{ token: formToken }} />
              <h2>{w.feedback}</h2>
              <Taps name="berguna" legend={w.useful} choices={w.usefulOf} />
              <Taps name="kecepatan" legend={w.pace} choices={w.paceOf} />
              <Taps name="ajak" legend={w.again} choices={w.againOf} />
              <p>
                <button class="btn btn--2" type="submit">
                  {w.feedbackSend}
                </button>
              </p>
            </form>
          )}
        </div>
      </div>
    </MemberPage>
  )
}

function Taps({ name, legend, choices }: { name: string; legend: string; choices: readonly string[] }) {
  return (
    <fieldset class="seg">
      <legend>{legend}</legend>
      {choices.map((text, i) => (
        <div>
          <input type="radio" name={name} id={i ? `${name}-${i + 1}` : name} value={String(i + 1)} />
          <label for={i ? `${name}-${i + 1}` : name}>{text}</label>
        </div>
      ))}
    </fieldset>
  )
}

function Mine({ c, of, mine }: { c: Ctx; of: ClassRow; mine: OwnBooking }) {
  const { lang, formToken, secrets, now } = c.var
  const w = texts[lang]
  const over = held(of).every((s) => s.ends < now)
  return (
    <>
      {mine.state === 'waiting' ? (
        <section class="note note--warn">
          <h2>{w.lineHead}</h2>
          <p>{w.waitingWhat}</p>
        </section>
      ) : (
        !over && (
          <section aria-labelledby="kursi">
            <h2 id="kursi">{w.ticket}</h2>
            <div class="qrrow mt-3">
              <Qr text={`${new URL(c.req.url).origin}/hadir/${ticketOf(secrets, mine.id)}`} label={w.ticket} />
              <div>
                <p class="h-s bold mono">{memberIn(c).number}</p>
                <p class="prov">{w.ticketOr}</p>
              </div>
            </div>
          </section>
        )
      )}
      {!over && (
        <details>
          <summary>{w.cancel}</summary>
          <p class="sub mt-2">{w.cancelWhat}</p>
          <form method="post" action={`/kelas/${of.code}/batal`}>
            <Hidden values={{ token: formToken, kursi: mine.id }} />
            <button class="btn btn--bad btn--s mt-2" type="submit">
              {w.cancel}
            </button>
          </form>
        </details>
      )}
    </>
  )
}

function Homework({
  c,
  of,
  own,
  common,
  written,
}: {
  c: Ctx
  of: ClassRow
  own: Own
  common: { lang: 'id' | 'en'; problems: readonly Said[] }
  written: string
}) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const asked = asksHomework(of, own.taught)
  if (!asked.length) return null
  const done = own.homework.filter((h) => h.class === of.id)
  const open = asked.filter((m) => !done.some((h) => h.module === m && h.outcome !== 'returned'))
  return (
    <section aria-labelledby="hw" id="tugas">
      <h2 id="hw">{w.homework}</h2>
      <ul class="check mt-2">
        {done.map((h) => (
          <li class={h.outcome === 'accepted' ? 'yes' : h.outcome === 'returned' ? 'no' : 'half'}>
            <span>
              {own.taught.modules.get(h.module)?.title[lang]}:{' '}
              {h.outcome === 'accepted'
                ? w.accepted
                : h.outcome === 'returned'
                  ? w.returned
                  : w.handed(showDate(jakartaDay(h.at), lang))}
              <small>
                {h.answer}
                {h.late && ` ${w.late}`}
              </small>
            </span>
          </li>
        ))}
      </ul>
      {open.map((m) => (
        <form method="post" action={`/kelas/${of.code}/tugas`} enctype="multipart/form-data" class="mt-3">
          <Hidden values={{ token: formToken, id: uuidv7(), materi: m }} />
          <Question
            {...common}
            id={open[0] === m ? 'jawaban' : `jawaban-${m}`}
            label={`${own.taught.modules.get(m)!.title[lang]}: ${own.taught.modules.get(m)!.homework![lang]}`}
            fields={open[0] === m ? ['foto'] : []}
          >
            <textarea class="in" id={open[0] === m ? 'jawaban' : `jawaban-${m}`} name="jawaban" maxlength={4000}>
              {open[0] === m ? written : ''}
            </textarea>
            <label class="lbl" for={open[0] === m ? 'foto' : `foto-${m}`}>
              {w.handInPhoto}
            </label>
            {common.problems.some((p) => p.field === 'foto') && open[0] === m && (
              <p class="err">
                <span>{common.problems.find((p) => p.field === 'foto')!.text}</span>
              </p>
            )}
            <input
              class="in"
              id={open[0] === m ? 'foto' : `foto-${m}`}
              name="foto"
              type="file"
              accept="image/jpeg,image/png,image/webp"
            />
          </Question>
          <p class="mt-2">
            <button class="btn btn--2" type="submit">
              {w.handIn}
            </button>
          </p>
        </form>
      ))}
    </section>
  )
}

function Check({
  c,
  code,
  says,
  of,
}: {
  c: Ctx
  code: string
  says: Awaited<ReturnType<typeof certificateSays>>
  of: ClassRow | null
}) {
  const { lang } = c.var
  const w = texts[lang]
  const [name, what, sessions, issued, where] = w.checkLines
  return (
    <Page {...pageFrame(c)} title={w.check} noindex>
      <div class="pt-6 stack read">
        <p class="eyebrow mono">{code}</p>
        <h1>{!says || !of ? w.checkFalse : says.withdrawnOn ? w.check : w.checkTrue}</h1>
        {!says || !of ? (
          <p>{w.checkFalseWhat}</p>
        ) : (
          <>
            {says.withdrawnOn && <p class="note note--bad">{w.checkGone(showDate(says.withdrawnOn, lang))}</p>}
            <dl class="dl">
              <dt>{name}</dt>
              <dd>{says.initials ?? '·'}</dd>
              <dt>{what}</dt>
              <dd>
                {of.title[lang]}, {of.code}
              </dd>
              <dt>{sessions}</dt>
              <dd>{says.sessions}</dd>
              <dt>{issued}</dt>
              <dd>{showDate(says.issuedOn, lang)}</dd>
              <dt>{where}</dt>
              <dd>{nameOf(of.kec)}</dd>
            </dl>
            <p class="sub">{w.checkInitials}</p>
          </>
        )}
      </div>
    </Page>
  )
}
