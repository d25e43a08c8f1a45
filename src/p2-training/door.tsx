// One class as work: its door by number, NIK, list or the code on a phone; who to ask; a session moved, seats changed, the class cancelled.
import { Hono } from 'hono'
import { dateOf, jakartaDay, minutesOf, showDate, showTime } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { textOf } from '../kit/http.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Lang } from '../kit/problem.ts'
import {
  asAccount,
  type Ctx,
  type Env,
  findMembers,
  konsolFrame,
  type MemberKey,
  nameKey,
  type Policies,
  readNumber,
  scopeOf,
} from '../people/index.ts'
import { kecamatan, nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, NotFoundPage, type Said, SelectField, SubField } from '../ui/index.ts'
import { checkIn, feedbackOn, readTicket, releaseMissed, type Sitting, sittingIn, undoCheckIn } from './attending.ts'
import { askSeat, onSeats } from './booking.ts'
import { classByCode, wantedFor, whatCameOf } from './classes.ts'
import { type TrainingProblem, texts } from './messages.ts'
import { cancelClass, changeSeats, clashingIn, isTaken, moveSession } from './planning.ts'
import { type ClassRow, freeSeats, held, nextSession, type Way } from './rules.ts'
import { invite } from './telling.ts'
import { DESK, fields, HERE, many, type Problem, saidOf, withKec, words } from './work.ts'

export const policies: Policies = {
  'GET /konsol/kelas/:code': DESK,
  'POST /konsol/kelas/:code/cari': DESK,
  'POST /konsol/kelas/:code/hadir': DESK,
  'POST /konsol/kelas/:code/batal-hadir': DESK,
  'POST /konsol/kelas/:code/undang': DESK,
  'POST /konsol/kelas/:code/pindah': DESK,
  'POST /konsol/kelas/:code/kursi': DESK,
  'POST /konsol/kelas/:code/lepas': DESK,
  'POST /konsol/kelas/:code/tutup': DESK,
  'GET /hadir/:ticket': DESK,
}

/** The class of this address, in the account's scope: another kecamatan's is as if it were not there. */
async function classHere(c: Ctx): Promise<ClassRow | null> {
  const own = c.var.account!.kec
  const found = await asAccount(c, (db) => classByCode(db, c.req.param('code') ?? ''))
  return found && (own === null || own === found.kec) ? found : null
}

export const routes = new Hono<Env>()
  .get('/konsol/kelas/:code', async (c) => {
    const of = await classHere(c)
    return of ? c.html(await one(c, of, { nr: Number(c.req.query('pertemuan')) || null })) : c.notFound()
  })

  .post('/konsol/kelas/:code/cari', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody()
    const sought = textOf(form.cari).trim().slice(0, 60)
    const nr = Number(textOf(form.pertemuan)) || null
    if (!sought) {
      c.set('code', 'door.blank')
      return c.html(await one(c, of, { nr, problems: [{ code: 'door.blank', field: 'cari_hadir', data: null }] }), 422)
    }
    const key = keyIn(sought)
    if (!key) return c.html(await one(c, of, { nr, sought }))
    // A whole number or NIK names one person: that is the check-in.
    return door(c, of, { nr, who: key, way: 'nik' in key ? 'nik' : 'number' })
  })

  .post('/konsol/kelas/:code/hadir', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody()
    const nr = Number(textOf(form.pertemuan)) || null
    const ticket = textOf(form.tiket)
    const booking = ticket ? readTicket(c.var.secrets, ticket) : null
    if (ticket && !booking) return refuse(c, of, nr, { code: 'ticket.unknown', data: null }, 409)
    const way: Way = booking ? 'qr' : textOf(form.cara) === 'list' ? 'list' : 'number'
    return door(c, of, { nr, who: booking ? { booking } : { number: textOf(form.nomor).toUpperCase().slice(0, 20) }, way })
  })

  .post('/konsol/kelas/:code/batal-hadir', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody()
    const nr = Number(textOf(form.pertemuan)) || 0
    const why = textOf(form.alasan).trim().slice(0, 500)
    const number = textOf(form.nomor).toUpperCase().slice(0, 20)
    if (!why) return refuse(c, of, nr, { code: 'undo.why', field: `alasan-${number}`, data: null }, 422)
    const { account, now, database, secrets } = c.var
    const answer = await undoCheckIn(database, secrets, scopeOf(account!), {
      kec: of.kec,
      class: of.id,
      nr,
      number,
      why,
      by: account!.name,
      now,
    })
    return 'problem' in answer
      ? refuse(c, of, nr, answer.problem, 409)
      : c.redirect(`/konsol/kelas/${of.code}?pertemuan=${nr}#hadir`, 303)
  })

  // Ticked or written: invited by a message, or given a seat.
  .post('/konsol/kelas/:code/undang', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody({ all: true })
    const { account, secrets, database, now } = c.var
    const numbers = [...many(form.anggota), ...textOf(many(form.nomor)[0] ?? '').split(/[\s,;]+/)]
      .map((n) => n.toUpperCase())
      .filter(Boolean)
    const unique = [...new Set(numbers)].slice(0, 200)
    if (!unique.length) return refuse(c, of, null, { code: 'group.none', field: 'nomor', data: null }, 422)
    const found = await database.within('job', { ...scopeOf(account!), kec: of.kec }, async (db) =>
      findMembers(
        db,
        secrets,
        unique.map((number): MemberKey => ({ number })),
      ),
    )
    const members = found.flatMap((m) => (m && m !== 'ambiguous' ? [{ kec: m.kec, enrolment: m.id, number: m.number }] : []))
    if (!members.length) return refuse(c, of, null, { code: 'door.unknown', field: 'nomor', data: null }, 422)
    if (textOf(many(form.aksi)[0] ?? '') === 'kursi') {
      const by = { by: account!.name, at: now, officer: true }
      await Promise.all(members.map((member) => askSeat(database, { id: uuidv7(), kec: of.kec, class: of.id, member, ...by })))
      return c.redirect(`/konsol/kelas/${of.code}?oke=kursi#undang`, 303)
    }
    await database.within('job', { ...scopeOf(account!), kec: of.kec }, async (db) => {
      for (const member of members) await invite(db, secrets, { kec: of.kec, class: of.id, member, by: account!.name, at: now })
    })
    return c.redirect(`/konsol/kelas/${of.code}?oke=undang#undang`, 303)
  })

  .post('/konsol/kelas/:code/pindah', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const typed = fields(await c.req.parseBody())
    const nr = Number(typed.pertemuan) || 0
    const on = dateOf(typed.hari1 ?? '', typed.bulan1 ?? '', typed.tahun1 ?? '')
    if (!on) return refuse(c, of, nr, { code: 'plan.day', field: 'hari1', data: { nr } }, 422)
    const [from, to] = [minutesOf(typed.mulai1 ?? ''), minutesOf(typed.selesai1 ?? '')]
    if (from === null || to === null) return refuse(c, of, nr, { code: 'plan.time', field: 'mulai1', data: { nr } }, 422)
    if (to - from < 30 || to - from > 600) return refuse(c, of, nr, { code: 'plan.length', field: 'mulai1', data: { nr } }, 422)
    try {
      const moved = await onSeats(c.var.database, of.kec, async (db) => {
        await widenToSitting(db, of)
        return moveSession(db, c.var.secrets, { kec: of.kec, class: of.id, nr, on, from, to, at: c.var.now })
      })
      if ('problems' in moved) return refuse(c, of, nr, moved.problems[0]!, 409)
      return c.redirect(`/konsol/kelas/${of.code}?oke=pindah`, 303)
    } catch (error) {
      if (!isTaken(error)) throw error
      return refuse(c, of, nr, { code: 'plan.at-once', field: 'hari1', data: null }, 409)
    }
  })
  .post('/konsol/kelas/:code/kursi', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const capacity = Number(textOf((await c.req.parseBody()).kursi))
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > 2000)
      return refuse(c, of, null, { code: 'plan.capacity', field: 'kursi', data: null }, 422)
    const done = await onSeats(c.var.database, of.kec, (db) =>
      changeSeats(db, c.var.secrets, { kec: of.kec, class: of.id, capacity, at: c.var.now }),
    )
    return 'problems' in done
      ? refuse(c, of, null, done.problems[0]!, 409)
      : c.redirect(`/konsol/kelas/${of.code}?oke=simpan`, 303)
  })
  .post('/konsol/kelas/:code/lepas', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    await onSeats(c.var.database, of.kec, async (db) => {
      await widenToSitting(db, of)
      return releaseMissed(db, c.var.secrets, of, c.var.account!.name, c.var.now)
    })
    return c.redirect(`/konsol/kelas/${of.code}?oke=lepas`, 303)
  })
  .post('/konsol/kelas/:code/tutup', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const why = textOf((await c.req.parseBody()).alasan)
      .trim()
      .slice(0, 200)
    if (!why) return refuse(c, of, null, { code: 'cancel.why', field: 'alasan', data: null }, 422)
    const done = await onSeats(c.var.database, of.kec, async (db) => {
      await widenToSitting(db, of)
      return cancelClass(db, c.var.secrets, { kec: of.kec, class: of.id, why, by: c.var.account!.name, at: c.var.now })
    })
    return 'problems' in done
      ? refuse(c, of, null, done.problems[0]!, 409)
      : c.redirect(`/konsol/kelas/${of.code}?oke=simpan`, 303)
  })

  // What a camera opens at the door. Reading it changes nothing: the button does.
  .get('/hadir/:ticket', async (c) => {
    const booking = readTicket(c.var.secrets, c.req.param('ticket'))
    const row = booking
      ? (
          await asAccount(c, (db) =>
            db.client.query(
              'select b.number, b.state, k.code from booking b join class_code k on k.kec_id = b.kec_id and k.class_id = b.class_id where b.kec_id = any($2) and b.id = $1',
              [booking, c.var.account!.kec === null ? kecamatan().map((k) => k.code) : [c.var.account!.kec]],
            ),
          )
        ).rows[0]
      : null
    if (!row) {
      c.set('code', 'ticket.unknown')
      return c.html(
        <Konsol {...konsolFrame(c, HERE)} title={texts[c.var.lang].door} errorTitle>
          <p class="note note--bad" role="alert">
            {words({ code: 'ticket.unknown', data: null }, c.var.lang)}
          </p>
        </Konsol>,
        404,
      )
    }
    const of = await asAccount(c, (db) => classByCode(db, row.code))
    if (!of || (c.var.account!.kec !== null && c.var.account!.kec !== of.kec))
      return c.html(<NotFoundPage lang={c.var.lang} at={c.var.now} demo={c.var.synthetic} />, 404)
    const ended =
      row.state === 'seated' || row.state === 'waiting' ? [] : [{ code: 'ticket.ended', data: { state: row.state } } as const]
    return c.html(
      await one(c, of, { nr: null, ticket: { code: c.req.param('ticket'), number: row.number }, problems: ended }),
      ended.length ? 409 : 200,
    )
  })

/** A whole NIK or number names one person; anything else is looked for among those who are expected. */
function keyIn(sought: string): MemberKey | null {
  const digits = sought.replace(/[\s.'-]/g, '')
  if (/^\d{16}$/.test(digits)) return { nik: digits }
  const number = readNumber(sought)
  return number ? { number } : null
}

async function widenToSitting(db: Db, of: ClassRow): Promise<void> {
  await db.client.query(
    `select set_config('app.also', coalesce(string_agg(distinct enrolment_kec::text, ','), ''), true) from booking where kec_id = $1 and class_id = $2 and state in ('seated', 'waiting')`,
    [of.kec, of.id],
  )
}

async function refuse(c: Ctx, of: ClassRow, nr: number | null, problem: Problem, status: 409 | 422) {
  c.set('code', problem.code)
  return c.html(await one(c, of, { nr, problems: [problem] }), status)
}

async function door(
  c: Ctx,
  of: ClassRow,
  { nr, who, way }: { nr: number | null; who: MemberKey | { booking: string }; way: Way },
) {
  const { account, now, database, secrets } = c.var
  const session = sessionAt(of, nr, now)
  const answer = session
    ? await checkIn(database, secrets, scopeOf(account!), {
        kec: of.kec,
        class: of.id,
        nr: session.nr,
        who,
        way,
        by: account!.name,
        at: now,
        now,
      })
    : { problem: { code: 'class.missing', data: null } as TrainingProblem }
  if ('problem' in answer) return refuse(c, of, nr, answer.problem, 409)
  return c.redirect(`/konsol/kelas/${of.code}?pertemuan=${session!.nr}&hadir=${answer.member.number}#hadir`, 303)
}

/** The session asked for; else today's, else the next, else the last one. */
const sessionAt = (of: ClassRow, nr: number | null, now: Date) =>
  of.sessions.find((s) => s.nr === nr) ??
  held(of).find((s) => jakartaDay(s.starts) === jakartaDay(now)) ??
  nextSession(of, now) ??
  held(of).at(-1) ??
  null

// ---- one class and its door

type Shown = { nr: number | null; problems?: readonly Problem[]; sought?: string; ticket?: { code: string; number: string } }

async function one(c: Ctx, before: ClassRow, { nr, problems = [], sought = '', ticket }: Shown) {
  const { lang, now, formToken } = c.var
  const w = texts[lang]
  const page = await asAccount(c, async (db) => {
    const of = (await classByCode(db, before.code)) ?? before
    const session = sessionAt(of, nr, now)
    return {
      of,
      session,
      sitting: await sittingIn(db, of, session?.nr ?? null),
      wanted: of.cancelledAt || of.lastOn < c.var.today ? [] : await wantedFor(db, of, c.var.today),
      clashing: await clashingIn(db, of.kec, of.id, now),
      came: await whatCameOf(db, of.kec, of.id),
      feedback: await feedbackOn(db, of.kec, of.id),
    }
  })
  const { of, session, sitting, wanted, came, clashing, feedback } = page
  const said = problems.map(saidOf(lang))
  const seated = sitting.filter((s) => s.state === 'seated')
  const key = nameKey(sought)
  const matches = sought
    ? sitting.filter((s) => nameKey(s.name).includes(key) || s.number.endsWith(sought.replace(/\D/g, '') || '#'))
    : sitting
  const shown = ticket ? sitting.filter((s) => s.number === ticket.number) : matches
  const here = seated.filter((s) => s.here)
  const note = noteOf(w, c.req.query('oke') ?? '')
  return (
    <Konsol
      {...konsolFrame(c, HERE)}
      title={of.title[lang]}
      subtitle={`${of.code} · ${nameOf(of.kec)}`}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      {note && !said.length && (
        <p class="note note--ok" role="status">
          {note}
        </p>
      )}
      {clashing.length > 0 && <p class="note note--warn">{w.clashing(clashing.join(', '))}</p>}
      {of.cancelledAt && (
        <p class="note note--bad">{words({ code: 'class.cancelled', data: { why: of.cancelledWhy ?? '' } }, lang)}</p>
      )}
      <p class="sub">
        {session && w.when(jakartaDay(session.starts), session.starts, session.ends)} · {of.venueName} · {of.trainerName} (
        <a href={`/pengajar/${of.trainer}/kelas.ics`}>{w.trainerCalendar}</a>)
      </p>
      {of.sessions.length > 1 && (
        <nav class="kon__f" aria-label={w.sessionsHead}>
          {of.sessions.map((s) => (
            <a class={s.nr === session?.nr ? 'chip chip--on' : 'chip'} href={`/konsol/kelas/${of.code}?pertemuan=${s.nr}`}>
              {s.nr}. {showDate(jakartaDay(s.starts), lang)}
            </a>
          ))}
        </nav>
      )}
      <div class="cols cols--7-5 al-s mt-4">
        <section aria-labelledby="hadir">
          <h2 id="hadir">{w.door}</h2>
          <form class="mt-3" method="post" action={`/konsol/kelas/${of.code}/cari`}>
            <Hidden values={{ token: formToken, pertemuan: String(session?.nr ?? '') }} />
            <label class="lbl m-0" for="cari_hadir">
              {w.doorFind}
            </label>
            <div class="row nowrap mt-1">
              <input class="in m-0" id="cari_hadir" name="cari" autocomplete="off" maxlength={60} value={sought} />
              <button class="btn" type="submit">
                {w.find}
              </button>
            </div>
          </form>
          {sought && !shown.length && (
            <p class="err mt-2">
              <span>{words({ code: 'door.unknown', data: null }, lang)}</span>
            </p>
          )}
          <ul class="att mt-3">
            {shown.map((s) => (
              <Person c={c} of={of} nr={session?.nr ?? null} s={s} ticket={ticket?.code} said={said} />
            ))}
          </ul>
          <p class="row mt-3">
            <a class="link" href={withKec(c, of.kec, '/konsol/daftar')}>
              {w.newcomer}
            </a>
          </p>
          <p class="prov noprint">{w.printList}</p>
        </section>
        <div class="stack gap-6">
          <section aria-labelledby="kursi">
            <h2 id="kursi">{w.tally(here.length, seated.length - here.length, freeSeats(of))}</h2>
            <ul class="seats mt-4 mb-3" aria-hidden="true">
              {Array.from({ length: Math.min(of.capacity, 120) }, (_, i) => (
                <li class={i < here.length ? 'in-s' : i < of.seated ? 'bk' : ''} />
              ))}
            </ul>
            <p class="prov">{w.tallyKey(of.capacity, showTime(now))}</p>
            {of.waiting > 0 && <p class="sub mt-2">{w.line(of.waiting)}</p>}
            {feedback && <p class="sub mt-2">{w.feedbackOn(feedback)}</p>}
            {came.asked > 0 && <p class="sub mt-2">{w.cameOf(came)}</p>}
          </section>
          {!of.cancelledAt && <Change c={c} of={of} nr={session?.nr ?? 1} said={said} />}
        </div>
      </div>
      {!of.cancelledAt && of.lastOn >= c.var.today && (
        <section class="sec mt-6" aria-labelledby="undang">
          <h2 id="undang">{w.wanted}</h2>
          <p class="sub mt-2">{w.wantedWhat}</p>
          <form method="post" action={`/konsol/kelas/${of.code}/undang`}>
            <Hidden values={{ token: formToken }} />
            {wanted.length === 0 && <p class="mt-3">{w.wantedNone}</p>}
            <ul class="att mt-3">
              {wanted.map((p) => (
                <li>
                  <span class="pick">
                    <input class="tick" type="checkbox" name="anggota" value={p.number} aria-label={p.name} />
                    <span>
                      <a class="who" href={`/konsol/anggota/${p.number}`}>
                        {p.name}
                      </a>
                      <small>
                        {[p.trade, p.number, w.wantedSince(showDate(p.since, lang))].filter(Boolean).join(' · ')}
                        {p.asked && ` · ${w.askedOn(showDate(jakartaDay(p.asked), lang))}`}
                      </small>
                    </span>
                  </span>
                </li>
              ))}
            </ul>
            <SubField id="nomor" label={w.numbers} maxlength={2000} problems={said} lang={lang} />
            <p class="row mt-3">
              <button class="btn btn--s" type="submit" name="aksi" value="undang">
                {w.invite}
              </button>
              <button class="btn btn--2 btn--s" type="submit" name="aksi" value="kursi">
                {w.seatThem}
              </button>
            </p>
          </form>
        </section>
      )}
    </Konsol>
  )
}

const noteOf = (w: (typeof texts)[Lang], done: string): string =>
  (({ simpan: w.saved, undang: w.invited, kursi: w.seatedN, pindah: w.movedOk, lepas: w.released }) as Record<string, string>)[
    done
  ] ?? ''

function Person({
  c,
  of,
  nr,
  s,
  ticket,
  said,
}: {
  c: Ctx
  of: ClassRow
  nr: number | null
  s: Sitting
  ticket?: string
  said: readonly Said[]
}) {
  const { lang, formToken, now } = c.var
  const w = texts[lang]
  const session = of.sessions.find((x) => x.nr === nr)
  const past = session ? session.ends < now : false
  return (
    <li>
      <span>
        <b>{s.name}</b>
        <small>{[s.trade, s.number, s.state === 'waiting' ? w.lineHead : ''].filter(Boolean).join(' · ')}</small>
      </span>
      {s.here ? (
        <span class="row gap-2 j-end">
          <span class={`pill ${s.here.late ? 'pill--warn' : 'pill--ok'}`}>
            {s.here.late ? w.lateAt(showTime(s.here.at)) : w.here(showTime(s.here.at))}
          </span>
          <details open={said.some((x) => x.field === `alasan-${s.number}`)}>
            <summary>
              {w.undo}
              <span class="vh"> {s.name}</span>
            </summary>
            <form method="post" action={`/konsol/kelas/${of.code}/batal-hadir`}>
              <Hidden values={{ token: formToken, nomor: s.number, pertemuan: String(nr ?? '') }} />
              <SubField id={`alasan-${s.number}`} name="alasan" label={w.undoWhy} maxlength={500} problems={said} lang={lang} />
              <button class="btn btn--bad btn--s" type="submit">
                {w.undo}
              </button>
            </form>
          </details>
        </span>
      ) : (
        <form method="post" action={`/konsol/kelas/${of.code}/hadir`}>
          <Hidden
            values={{
              token: formToken,
              nomor: s.number,
              pertemuan: String(nr ?? ''),
              cara: past ? 'list' : 'number',
              ...(ticket ? { tiket: ticket } : {}),
            }}
          />
          <button class="btn btn--s" type="submit">
            {past ? w.fromList : w.comes}
            <span class="vh">, {s.name}</span>
          </button>
        </form>
      )}
    </li>
  )
}

function Change({ c, of, nr, said }: { c: Ctx; of: ClassRow; nr: number; said: readonly Said[] }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const common = { problems: said, lang }
  const about = (ids: readonly string[]) => said.some((s) => ids.includes(s.field))
  const moving = ['hari1', 'mulai1']
  return (
    <section>
      <details open={about(moving)}>
        <summary>{w.moveSession}</summary>
        <form method="post" action={`/konsol/kelas/${of.code}/pindah`}>
          <Hidden values={{ token: formToken }} />
          <SelectField
            {...common}
            id="pertemuan"
            label={w.sessionsHead}
            value={String(nr)}
            options={held(of).map((s) => ({ value: String(s.nr), text: `${s.nr}. ${showDate(jakartaDay(s.starts), lang)}` }))}
          />
          <SubField {...common} id="hari1" label={lang === 'id' ? 'Hari' : 'Day'} maxlength={2} size="2" inputmode="numeric" />
          <SubField
            {...common}
            id="bulan1"
            label={lang === 'id' ? 'Bulan' : 'Month'}
            maxlength={2}
            size="2"
            inputmode="numeric"
          />
          <SubField
            {...common}
            id="tahun1"
            label={lang === 'id' ? 'Tahun' : 'Year'}
            maxlength={4}
            size="4"
            inputmode="numeric"
            value={c.var.today.slice(0, 4)}
          />
          <SubField {...common} id="mulai1" label={w.from} maxlength={5} size="4" inputmode="decimal" />
          <SubField {...common} id="selesai1" label={w.to} maxlength={5} size="4" inputmode="decimal" />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.moveSession}
          </button>
        </form>
      </details>
      <details open={about(['kursi'])}>
        <summary>{w.changeSeats}</summary>
        <form method="post" action={`/konsol/kelas/${of.code}/kursi`}>
          <Hidden values={{ token: formToken }} />
          <SubField
            {...common}
            id="kursi-n"
            name="kursi"
            label={w.seatsLabel}
            value={String(of.capacity)}
            maxlength={4}
            size="4"
            inputmode="numeric"
          />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.changeSeats}
          </button>
        </form>
      </details>
      <form method="post" action={`/konsol/kelas/${of.code}/lepas`}>
        <Hidden values={{ token: formToken }} />
        <button class="plain-btn" type="submit">
          {w.release}
        </button>
      </form>
      <details open={about(['alasan'])}>
        <summary>{w.cancelClass}</summary>
        <form method="post" action={`/konsol/kelas/${of.code}/tutup`}>
          <Hidden values={{ token: formToken }} />
          <SubField {...common} id="alasan" label={w.cancelWhy} maxlength={200} />
          <button class="btn btn--bad btn--s mt-2" type="submit">
            {w.cancelClass}
          </button>
        </form>
      </details>
    </section>
  )
}
