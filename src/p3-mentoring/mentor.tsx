// The mentor's phone (mock-up 13): one member with progress and what was agreed, a contact in four taps, own times. Whom to see first is desk/'s.
import { Hono } from 'hono'
import { type EvidenceProblem, evidenceWords, ownJourney } from '../journal/index.ts'
import { missingWords, STEPS } from '../journey/index.ts'
import { addDays, type JakartaDate, jakartaDay, minutesOf, showDate, showTime } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { openSent, outboxKey } from '../kit/outbox.ts'
import { type Lang, say } from '../kit/problem.ts'
import { maskPhone } from '../kit/show.ts'
import { asMentor, type Ctx, type Env, konsolFrame, type Policies, readNumber } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import {
  Bare,
  DateTriple,
  ErrorSummary,
  Hidden,
  Konsol,
  MyStairs,
  Outbox,
  type Said,
  SelectField,
  SubField,
  workerScript,
} from '../ui/index.ts'
import { heldCount, heldNote, heldNotes, openNote, settleNote, takeNotes } from './field.ts'
import { type MentoringProblem, mentoringWords, outcomeTexts, texts } from './messages.ts'
import { CAUSES, contactOf, NOTE_FIELDS, OUTCOMES, WAYS } from './rules.ts'
import { addHours, contactsOf, dropHours, hoursOf, lastAgreed, meetingsOf, menteeOf, noteLook, writeContact } from './store.ts'

const MENTOR = ['mentor'] as const
const HERE = '/pendamping'

export const policies: Policies = {
  'GET /pendamping/jadwal': MENTOR,
  'POST /pendamping/jadwal': MENTOR,
  'POST /pendamping/jadwal/hapus': MENTOR,
  'GET /pendamping/tertahan': MENTOR,
  'POST /pendamping/tertahan': MENTOR,
  'POST /pendamping/kirim': MENTOR,
  'GET /pendamping/luring': 'everybody',
  'GET /pendamping/luring.js': 'everybody',
  'GET /pendamping/anggota/:number': MENTOR,
  'POST /pendamping/anggota/:number/catat': MENTOR,
}

const FIELDS = ['id', ...NOTE_FIELDS]
const saidOf = (c: Ctx, p: MentoringProblem | EvidenceProblem): Said => ({
  field: p.field ?? 'catat',
  text: Object.hasOwn(mentoringWords, p.code)
    ? say(mentoringWords, p as MentoringProblem, c.var.lang)
    : say(evidenceWords, p as EvidenceProblem, c.var.lang),
})

export const routes = new Hono<Env>()
  .get('/pendamping/jadwal', async (c) => c.html(await schedule(c)))
  .post('/pendamping/jadwal', async (c) => {
    const form = await c.req.parseBody()
    const [from, to] = [minutesOf(textOf(form.mulai)), minutesOf(textOf(form.selesai))]
    const weekday = Number(textOf(form.hari))
    if (from === null || to === null || to <= from || !(weekday >= 1 && weekday <= 7)) {
      c.set('code', 'hours.time')
      return c.html(await schedule(c, [saidOf(c, { code: 'hours.time', field: 'mulai', data: null })]), 422)
    }
    await asMentor(c, (db) => addHours(db, c.var.account!.name, { weekday, from, to }))
    return c.redirect('/pendamping/jadwal', 303)
  })
  .post('/pendamping/jadwal/hapus', async (c) => {
    const [weekday, from] = textOf((await c.req.parseBody()).jam)
      .split('-')
      .map(Number)
    if (Number.isInteger(weekday) && Number.isInteger(from))
      await asMentor(c, (db) => dropHours(db, c.var.account!.name, weekday!, from!))
    return c.redirect('/pendamping/jadwal', 303)
  })

  // What a device kept: sealed notes, fifty at a time, each counted once or held with its reason. What we cannot read is named.
  .post('/pendamping/kirim', async (c) => {
    const { database, secrets, account, now, lang } = c.var
    const { taken: notes, unread } = openSent(await c.req.json().catch(() => null), (sealed) => openNote(secrets, sealed))
    const { held } = await takeNotes(database, secrets, {
      mentor: account!.name,
      notes,
      now,
      outcomeWords: outcomeTexts[lang],
    })
    return c.json({ held, unread })
  })
  // With the number that was meant, a note opens at that member, to be counted there.
  .get('/pendamping/tertahan', async (c) => {
    const [id, meant] = [c.req.query('catatan') ?? '', (c.req.query('nomor') ?? '').trim().slice(0, 20)]
    if (!isUuid(id)) return c.html(await heldPage(c))
    const number = readNumber(meant) ?? meant.toUpperCase()
    const mentee = await asMentor(c, (db) => menteeOf(db, c.var.account!.name, number))
    if (mentee) return c.redirect(`/pendamping/anggota/${mentee.number}?catatan=${id}`, 303)
    c.set('code', 'note.not-yours')
    const said = saidOf(c, { code: 'note.not-yours', field: `nomor-${id}`, data: { number: meant || '·' } })
    return c.html(await heldPage(c, { id, meant, said }), 422)
  })
  .post('/pendamping/tertahan', async (c) => {
    const id = textOf((await c.req.parseBody()).id)
    if (isUuid(id)) await asMentor(c, (db) => settleNote(db, c.var.account!.name, id, 'dropped', c.var.now))
    return c.redirect('/pendamping/tertahan', 303)
  })
  // Kept on devices: nobody's name is in it.
  .get('/pendamping/luring', (c) => c.html(<Shell c={c} />))
  .get('/pendamping/luring.js', (c) =>
    c.body(workerScript({ at: '/pendamping/luring', shell: String(<Shell c={c} />), script: 'lapangan.js' }), 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'no-cache',
    }),
  )

  .get('/pendamping/anggota/:number', async (c) => {
    const page = await one(c)
    return page ? c.html(page) : c.notFound()
  })
  .post('/pendamping/anggota/:number/catat', async (c) => {
    const { account, today, lang, now, database, secrets } = c.var
    const mentee = await asMentor(c, (db) => menteeOf(db, account!.name, number(c)))
    if (!mentee) return c.notFound()
    const form = await c.req.parseBody()
    const typed = Object.fromEntries(FIELDS.map((f) => [f, textOf(form[f]).slice(0, 1000)]))
    const refuse = async (problems: readonly (MentoringProblem | EvidenceProblem)[], status: 409 | 422) => {
      c.set('code', problems[0]!.code)
      return c.html(
        (await one(
          c,
          typed,
          problems.map((p) => saidOf(c, p)),
        ))!,
        status,
      )
    }
    const checked = contactOf(typed, today, outcomeTexts[lang])
    if ('problems' in checked) return refuse(checked.problems, 422)
    const id = isUuid(typed.id!) ? typed.id! : uuidv7()
    const done = await writeContact(database, secrets, {
      id,
      kec: mentee.kec,
      number: mentee.number,
      mentor: account!.name,
      contact: checked.value,
      now,
    })
    if ('missing' in done) return c.notFound()
    if ('problems' in done) return refuse(done.problems, 409)
    await asMentor(c, (db) => settleNote(db, account!.name, id, 'counted', now))
    return c.redirect(`/pendamping/anggota/${mentee.number}?oke=1`, 303)
  })

const number = (c: Ctx) => (c.req.param('number') ?? '').toUpperCase()
const told = (typed: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).filter(([name, value]) => value || !['hari', 'bulan', 'tahun'].includes(name)))
const dayOf = (at: Date): Record<string, string> => {
  const [tahun, bulan, hari] = jakartaDay(at)
    .split('-')
    .map((part) => String(Number(part)))
  return { hari: hari!, bulan: bulan!, tahun: tahun! }
}

async function one(c: Ctx, written: Record<string, string> = {}, refused: readonly Said[] = []) {
  const { lang, today, now, formToken } = c.var
  const w = texts[lang]
  const account = c.var.account!.name
  const page = await asMentor(c, async (db) => {
    const m = await menteeOf(db, account, number(c))
    if (!m) return null
    await noteLook(db, m, account, now)
    return {
      m,
      held: await heldCount(db, account),
      mending: Object.keys(written).length ? null : await heldNote(db, c.var.secrets, account, c.req.query('catatan') ?? ''),
      own: await ownJourney(db, { kec: m.kec, enrolment: m.enrolment }, today),
      agreed: await lastAgreed(db, m),
      contacts: await contactsOf(db, m),
    }
  })
  if (!page) return null
  const { m, own, agreed, contacts, held, mending } = page
  // A note of the device that could not be counted: as it was written, on its day, with what is wrong.
  const typed = mending?.typed ? { ...dayOf(mending.at), ...told(mending.typed), id: mending.id } : written
  const problems = mending?.typed && mending.problem.code !== 'note.not-yours' ? [saidOf(c, mending.problem)] : refused
  const { steps } = own.journey
  const p3 = steps[3]
  const shape = (s: (typeof steps)[1]) =>
    s.state === 'reached' ? ('done' as const) : s.state === 'not-started' ? ('wait' as const) : ('now' as const)
  const states = Object.fromEntries(STEPS.map((s) => [s, shape(steps[s])])) as never
  const goal = typed.tujuan ?? agreed?.goal ?? ''
  return (
    <Konsol
      {...konsolFrame(c, HERE)}
      title={m.name}
      subtitle={[m.trade, m.number, nameOf(m.kec)].filter(Boolean).join(' · ')}
      errorTitle={problems.length > 0}
      island="lapangan.js"
    >
      <FieldOutbox c={c} />
      <HeldLine lang={lang} n={held} />
      <ErrorSummary problems={problems} lang={lang} />
      {c.req.query('oke') === '1' && !problems.length && (
        <p class="note note--ok" role="status">
          {w.saved}
        </p>
      )}
      <div class="cols cols--1-1 al-s">
        <section aria-labelledby="menuju">
          <MyStairs states={states} me={own.journey.current ?? undefined} />
          <h2 id="menuju" class="mt-4">
            {w.progress}
          </h2>
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
          <h3 class="mt-5">{w.last}</h3>
          <p class="note mt-2">
            {agreed?.goal || agreed?.nextOn
              ? [
                  [showDate(jakartaDay(agreed.at), lang), agreed.goal].filter(Boolean).join(': '),
                  agreed.nextOn && w.agreedOn(showDate(agreed.nextOn, lang)),
                ]
                  .filter(Boolean)
                  .join('. ')
              : w.lastNone}
          </p>
          <h3 class="mt-5">{w.contacts}</h3>
          {contacts.length === 0 && <p class="sub mt-2">{w.contactsNone}</p>}
          <ul class="check mt-2">
            {contacts.map((k) => (
              <li class={k.counts ? 'yes' : 'half'}>
                <span>
                  {showDate(k.on, lang)}, {w.ways[k.way as keyof typeof w.ways] ?? k.way}
                  <small>{k.counts ? [k.goal, k.result].filter(Boolean).join(' → ') : w.incomplete}</small>
                </span>
              </li>
            ))}
          </ul>
          <dl class="dl mt-4">
            <dt>{w.phone}</dt>
            <dd>{m.phone ? <a href={`tel:${m.phone}`}>{maskPhone(m.phone)}</a> : '·'}</dd>
          </dl>
        </section>
        <section id="catat" aria-labelledby="cat" class="stick">
          <h2 id="cat">{w.note}</h2>
          <p class="sub small">{w.noteHint}</p>
          <form
            method="post"
            action={`/pendamping/anggota/${m.number}/catat`}
            class="mt-3"
            autocomplete="off"
            data-simpan="penuh"
            data-nomor={m.number}
          >
            <Hidden values={{ token: formToken, id: typed.id && isUuid(typed.id) ? typed.id : uuidv7() }} />
            <NoteFields lang={lang} typed={{ ...typed, tujuan: goal }} problems={problems} today={today} />
            <p class="mt-4">
              <button class="btn btn--w" type="submit">
                {w.save}
              </button>
            </p>
            <p class="prov">{w.counted}</p>
          </form>
          <p>
            <a class="link" href={HERE}>
              {w.back}
            </a>
          </p>
        </section>
      </div>
    </Konsol>
  )
}

/** What is noted of a contact. `today`: null on the page that opens without a network, which may be of any day. */
function NoteFields({
  lang,
  typed,
  problems,
  today,
}: {
  lang: Lang
  typed: Record<string, string>
  problems: readonly Said[]
  today: JakartaDate | null
}) {
  const w = texts[lang]
  const common = { problems, lang }
  const seg = (name: string, legend: string, choices: readonly (readonly [string, string])[], value?: string) => (
    <fieldset class="seg mt-4">
      <legend>{legend}</legend>
      {problems.some((p) => p.field === name) && (
        <p class="err">
          <span>{problems.find((p) => p.field === name)!.text}</span>
        </p>
      )}
      {choices.map(([v, text], i) => (
        <div>
          <input type="radio" name={name} id={i ? `${name}-${i + 1}` : name} value={v} checked={v === value} />
          <label for={i ? `${name}-${i + 1}` : name}>{text}</label>
        </div>
      ))}
    </fieldset>
  )
  return (
    <>
      {seg(
        'cara',
        w.way,
        WAYS.map((x) => [x, w.ways[x]]),
        typed.cara ?? 'visit',
      )}
      <SubField {...common} id="tujuan" label={w.goal} hint={w.goalHint} value={typed.tujuan} maxlength={300} />
      {seg(
        'hasil',
        w.result,
        OUTCOMES.map((x) => [x, w.outcomes[x]]),
        typed.hasil,
      )}
      <SubField {...common} id="catatan" label={w.resultNote} value={typed.catatan} maxlength={500} />
      <SubField {...common} id="berikut" label={w.next} value={typed.berikut} maxlength={300} />
      {seg(
        'lagi',
        w.again,
        [
          ...[7, 14, 28].map(
            (d) => [String(d), today ? showDate(addDays(today, d), lang).replace(/ \d{4}$/, '') : w.inDays(d)] as const,
          ),
          ['lain', w.otherDay] as const,
          ['', w.noDay] as const,
        ],
        typed.lagi ?? '14',
      )}
      <details open={typed.lagi === 'lain'}>
        <summary>{w.otherDay}</summary>
        <DateTriple
          {...common}
          id="lagi-hari"
          label={w.again}
          names={['lagi_hari', 'lagi_bulan', 'lagi_tahun']}
          value={{ day: typed.lagi_hari, month: typed.lagi_bulan, year: typed.lagi_tahun }}
        />
      </details>
      {seg(
        'hambatan',
        w.stall,
        [['', w.stallNone] as const, ...CAUSES.map((x) => [x, w.causes[x]] as const)],
        typed.hambatan ?? '',
      )}
      <details class="mt-3" open={problems.some((p) => p.field === 'tanggal')}>
        <summary>{w.when}</summary>
        <DateTriple {...common} id="tanggal" label={w.when} value={{ day: typed.hari, month: typed.bulan, year: typed.tahun }} />
      </details>
    </>
  )
}

/** On the mentor's pages: what the phone kept goes out from whichever is opened first. `shell`: the page that is kept on the phone, nobody's and without a token. */
export function FieldOutbox({ c, shell }: { c: Ctx; shell?: boolean }) {
  const { lang, secrets, formToken, account } = c.var
  return (
    <Outbox
      lang={lang}
      publicKey={outboxKey(secrets)}
      to="/pendamping/kirim"
      token={shell ? '' : formToken}
      owner={shell ? '' : account!.name}
      elsewhere="/pendamping/tertahan"
    />
  )
}

/** On the mentor's pages: notes of the device that wait for their hand. */
export function HeldLine({ lang, n }: { lang: Lang; n: number }) {
  return n > 0 ? (
    <p class="note note--warn">
      <a href="/pendamping/tertahan">{texts[lang].heldN(n)}</a>
    </p>
  ) : null
}

async function heldPage(c: Ctx, wrong?: { id: string; meant: string; said: Said }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const held = await asMentor(c, (db) => heldNotes(db, c.var.secrets, c.var.account!.name))
  return (
    <Konsol {...konsolFrame(c, HERE)} title={w.held} subtitle={w.heldWhat} errorTitle={!!wrong} island="lapangan.js">
      <FieldOutbox c={c} />
      {held.length === 0 && <p class="lead">{w.heldNone}</p>}
      <ul class="list read">
        {held.map((h) => (
          <li class="mt-3">
            <p>
              <b>{h.name ?? h.number}</b>{' '}
              <span class="sub">
                {[h.name && h.number, showDate(jakartaDay(h.at), lang), showTime(h.at)].filter(Boolean).join(' · ')}
              </span>
            </p>
            <p>{saidOf(c, h.problem).text}</p>
            {h.typed && (
              <p class="as-written mt-2">{[h.typed.tujuan, h.typed.catatan, h.typed.berikut].filter(Boolean).join(' → ')}</p>
            )}
            {h.name ? (
              <p class="mt-2">
                <a class="btn btn--s" href={`/pendamping/anggota/${h.number}?catatan=${h.id}`}>
                  {w.mend}
                  <span class="vh"> {h.name}</span>
                </a>
              </p>
            ) : (
              <form method="get" action="/pendamping/tertahan" class="mt-2">
                <Hidden values={{ catatan: h.id }} />
                <SubField
                  id={`nomor-${h.id}`}
                  name="nomor"
                  label={w.meant}
                  value={wrong?.id === h.id ? wrong.meant : ''}
                  maxlength={20}
                  problems={wrong ? [wrong.said] : []}
                  lang={lang}
                />
                <button class="btn btn--2 btn--s mt-2" type="submit">
                  {w.mend}
                </button>
              </form>
            )}
            <form method="post" action="/pendamping/tertahan" class="mt-2">
              <Hidden values={{ token: formToken, id: h.id }} />
              <button class="plain-btn" type="submit">
                {w.dropNote}
                <span class="vh"> {h.number}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </Konsol>
  )
}

/** Opens where there is no network: a note by the member's number. */
function Shell({ c }: { c: Ctx }) {
  const { lang } = c.var
  const w = texts[lang]
  return (
    <Bare lang={lang} title={w.note} css="konsol.css" script="lapangan.js">
      <main id="isi" class="wrap">
        <div class="read pt-5 pb-6">
          <FieldOutbox c={c} shell />
          <h1 class="mt-3">{w.note}</h1>
          <p class="lead mt-2">{w.shellLead}</p>
          <form method="post" action="/pendamping/kirim" data-simpan="luring" autocomplete="off" class="mt-4">
            <SubField id="nomor" label={w.memberNumber} maxlength={20} lang={lang} />
            <NoteFields lang={lang} typed={{}} problems={[]} today={null} />
            <p class="mt-4">
              <button class="btn btn--w" type="submit">
                {w.save}
              </button>
            </p>
          </form>
        </div>
      </main>
    </Bare>
  )
}

async function schedule(c: Ctx, problems: readonly Said[] = []) {
  const { lang, now, formToken, account } = c.var
  const w = texts[lang]
  const { hours, meetings } = await asMentor(c, async (db) => ({
    hours: await hoursOf(db, account!.name),
    meetings: await meetingsOf(db, { mentor: account!.name }, now),
  }))
  const time = (m: number) => `${String(Math.trunc(m / 60)).padStart(2, '0')}.${String(m % 60).padStart(2, '0')}`
  return (
    <Konsol {...konsolFrame(c, '/pendamping/jadwal')} title={w.schedule} errorTitle={problems.length > 0}>
      <ErrorSummary problems={problems} lang={lang} />
      <h2>{w.meetings}</h2>
      {meetings.length === 0 && <p class="sub mt-2">{w.meetingsNone}</p>}
      <ul class="list list--line mt-2">
        {meetings.map((m) => (
          <li>
            <span>
              <a href={`/pendamping/anggota/${m.number}`}>{m.name ?? m.number}</a>
            </span>
            <span>
              {showDate(jakartaDay(m.starts), lang)}, {showTime(m.starts)}
            </span>
          </li>
        ))}
      </ul>
      <h2 class="mt-6">{w.hours}</h2>
      {hours.length === 0 && <p class="sub mt-2">{w.hoursNone}</p>}
      <ul class="list list--line mt-2">
        {hours.map((h) => (
          <li>
            <span>
              {w.weekdays[h.weekday - 1]}, {time(h.from)}–{time(h.to)}
            </span>
            <form method="post" action="/pendamping/jadwal/hapus">
              <Hidden values={{ token: formToken, jam: `${h.weekday}-${h.from}` }} />
              <button class="plain-btn" type="submit">
                {w.remove}
                <span class="vh">
                  {' '}
                  {w.weekdays[h.weekday - 1]} {time(h.from)}
                </span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <form method="post" action="/pendamping/jadwal" class="read mt-3">
        <Hidden values={{ token: formToken }} />
        <SelectField
          id="hari"
          label={w.weekday}
          options={w.weekdays.map((text, i) => ({ value: String(i + 1), text }))}
          lang={lang}
        />
        <SubField id="mulai" label={w.from} maxlength={5} size="4" inputmode="decimal" problems={problems} lang={lang} />
        <SubField id="selesai" label={w.to} maxlength={5} size="4" inputmode="decimal" problems={problems} lang={lang} />
        <button class="btn btn--2 btn--s mt-2" type="submit">
          {w.add}
        </button>
      </form>
    </Konsol>
  )
}
