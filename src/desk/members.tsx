// The desk: the queue "who first, and why" with its filters, views and acts on several; finding a member; what changed today; the download.
import { Hono } from 'hono'
import { logReading } from '../journal/index.ts'
import { kindWords, parseStep, STEPS, stepWords } from '../journey/index.ts'
import {
  addDays,
  dateOf,
  daysBetween,
  type JakartaDate,
  jakartaDay,
  showDate,
  showMoment,
  showTime,
  startOfDay,
} from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { type Lang, say } from '../kit/problem.ts'
import { maskPhone, showNumber } from '../kit/show.ts'
import { type ClassRow, classesOf, freeSeats, invite } from '../p2-training/index.ts'
import { CAUSES, mentoringTexts, nameStall } from '../p3-mentoring/index.ts'
import {
  asAccount,
  ChooseKec,
  type Ctx,
  type Env,
  findMembers,
  kecOf,
  konsolFrame,
  type MemberKey,
  type Policies,
  scopeOf,
} from '../people/index.ts'
import { isKel, type Kec, kecamatan, kecOfKel, kelurahanOf, nameOf, parseKel } from '../places/index.ts'
import { DateTriple, ErrorSummary, Hidden, Konsol, type Said, SelectField, SubField, Table } from '../ui/index.ts'
import { actOnMany, actsOf, type BulkAct, type DoneAct, MOST_AT_ONCE, undoAct } from './bulk.ts'
import { sheetOf } from './export.ts'
import { findAtDesk, type Hit, MOST_FOUND } from './find.ts'
import { lackWords, type MemberProblem, memberWords, memberTexts as texts, whyTexts, whyTitle } from './messages.ts'
import { WHYS, type WhyKind } from './planner.ts'
import {
  type Changed,
  changedSince,
  dropView,
  type Filter,
  keepView,
  QUEUE_PAGE,
  type Queue,
  queueOf,
  type SavedView,
  viewsOf,
  type Waiting,
} from './queue.ts'

const DESK = ['officer', 'office'] as const

export const policies: Policies = {
  'GET /konsol/anggota': DESK,
  'POST /konsol/anggota': DESK,
  'GET /konsol/antrean.xlsx': DESK,
  'GET /konsol/perubahan': DESK,
  'GET /konsol/sekaligus': DESK,
  'POST /konsol/sekaligus': DESK,
  'POST /konsol/siapa-dulu/undang': DESK,
  'POST /konsol/siapa-dulu/hambatan': DESK,
  'POST /konsol/sekaligus/:id/batal': DESK,
  'POST /konsol/tampilan': DESK,
  'POST /konsol/tampilan/:id/hapus': DESK,
}

const HERE = '/konsol/anggota'
const REASON_CODES: Record<string, WhyKind> = {
  janji: 'promise',
  satu: 'one',
  baharui: 'renew',
  terhambat: 'stalled',
  kelas: 'class',
  diam: 'silent',
  jalan: 'going',
}
const codeOf = (reason: Filter['reason']) => Object.entries(REASON_CODES).find(([, r]) => r === reason)?.[0] ?? ''

type View = { kec: Kec; filter: Filter; skip: number }

/** The filters of an address; what it says that is none is left out. */
function viewOf(kec: Kec, asked: (name: string) => string): View {
  const kel = parseKel(asked('kel'))
  return {
    kec,
    filter: {
      reason: REASON_CODES[asked('saring')] ?? null,
      step: parseStep(asked('langkah')),
      kel: kel !== null && isKel(kel) && kecOfKel(kel) === kec ? kel : null,
    },
    skip: Math.min(1_000_000, Math.max(0, Number.parseInt(asked('mulai'), 10) || 0)),
  }
}

/** The same view as an address; `kec` only where the account has none of its own. */
function queryOf(c: Ctx, { kec, filter, skip }: View): string {
  const q = new URLSearchParams()
  if (c.var.account!.kec === null) q.set('kec', String(kec))
  if (filter.reason) q.set('saring', codeOf(filter.reason))
  if (filter.step) q.set('langkah', `P${filter.step}`)
  if (filter.kel) q.set('kel', String(filter.kel))
  if (skip) q.set('mulai', String(skip))
  return q.toString()
}
const hrefOf = (c: Ctx, view: View, path = HERE) => {
  const query = queryOf(c, view)
  return query ? `${path}?${query}` : path
}

/** What the queue's form sends: a field's first value, and the numbers of those ticked. */
async function sent(c: Ctx) {
  const form = await c.req.parseBody({ all: true })
  return {
    one: (name: string) => textOf(Array.isArray(form[name]) ? form[name][0] : form[name]),
    ticked: [form.anggota ?? []].flat().map((n) => textOf(n).toUpperCase().slice(0, 20)),
  }
}
/** To the same view, which says what was done. */
const backTo = (c: Ctx, view: View, done: Record<string, string>) =>
  c.redirect(`${HERE}?${[queryOf(c, view), new URLSearchParams(done)].map(String).filter(Boolean).join('&')}`, 303)
/** Classes to which somebody may be asked: not begun, not cancelled. */
const toCome = async (db: Db, kec: Kec, today: JakartaDate) =>
  (await classesOf(db, [kec], today)).filter((k) => !k.cancelledAt && k.firstOn >= today)

export const routes = new Hono<Env>()
  .get('/konsol/anggota', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    const asked = (name: string) => c.req.query(name) ?? ''
    return c.html(kec ? await queue(c, viewOf(kec, asked)) : await city(c, REASON_CODES[asked('saring')] ?? null))
  })

  // What is looked for is sent, never part of an address: it may be a NIK or a name.
  .post('/konsol/anggota', async (c) => {
    const { account, secrets, today } = c.var
    const typed = textOf((await c.req.parseBody()).cari).slice(0, 100)
    const found = await asAccount(c, (db) => findAtDesk(db, secrets, typed, account!.kec, today))
    if (found.sole) return c.redirect(`/konsol/anggota/${found.hits[0]!.number}`, 303)
    if (found.hits.length) return c.html(<Results c={c} typed={typed} hits={found.hits} near={found.near} />)
    const problem: MemberProblem = { code: found.by === 'short' ? 'find.short' : 'find.nothing', field: 'cari', data: null }
    c.set('code', problem.code)
    return c.html(<Results c={c} typed={typed} hits={[]} near={false} problem={problem} />, found.by === 'short' ? 422 : 404)
  })

  .get('/konsol/antrean.xlsx', async (c) => {
    const { account, lang, now, today } = c.var
    const kec = kecOf(c, c.req.query('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />)
    const view = viewOf(kec, (name) => c.req.query(name) ?? '')
    const rows = await asAccount(c, async (db) => {
      const { rows: all } = await queueOf(db, [kec], today, view.filter, { take: 20_000 })
      // Each member whose row leaves the house has it on record, before it does (6-trust, Answers).
      await logReading(db, {
        account: account!.name,
        at: now,
        what: 'queue-export',
        members: all.map((r) => ({ kec, id: r.enrolment })),
      })
      return all
    })
    const bytes = await sheetOf(rows, { kec, today, lang, by: account!.shownAs })
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': `attachment; filename="siapa-dulu-${kec}-${today}.xlsx"`,
      'Cache-Control': 'no-store',
    })
  })

  .get('/konsol/perubahan', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/perubahan" />)
    const since = startOfDay(c.var.today)
    const changes = await asAccount(c, (db) => changedSince(db, kec, since, MOST_CHANGES))
    return c.html(<Changes c={c} kec={kec} changes={changes} />)
  })

  .get('/konsol/sekaligus', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/sekaligus" />)
    return c.html(await acts(c, kec))
  })

  .post('/konsol/sekaligus', async (c) => {
    const { one, ticked } = await sent(c)
    const kec = kecOf(c, one('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />, 422)
    const typed = Object.fromEntries(
      ['aksi', 'kelas', 'sesi', 'hari', 'bulan', 'tahun', 'sampai_hari', 'sampai_bulan', 'sampai_tahun', 'alasan'].map((n) => [
        n,
        one(n).slice(0, 300),
      ]),
    )
    const view = viewOf(kec, one)
    const refuse = async (problems: MemberProblem[], status: 409 | 422, said: Said[] = []) => {
      c.set('code', problems[0]?.code ?? 'bulk.refused')
      const all = [...problems.map((p) => ({ field: p.field ?? 'anggota', text: say(memberWords, p, c.var.lang) })), ...said]
      return c.html(await queue(c, view, { said: all, typed, ticked }), status)
    }
    const checked = bulkIn(typed, ticked, c.var.today)
    if ('problems' in checked) return refuse(checked.problems, 422)
    const { database, secrets, account, now } = c.var
    const id = one('id')
    const answer = await actOnMany(database, secrets, scopeOf(account!), {
      id: isUuid(id) ? id : uuidv7(),
      kec,
      numbers: [...new Set(ticked)],
      act: checked.value,
      by: { account: account!.name, at: now },
    })
    if ('refused' in answer) return refuse([{ code: 'bulk.gone', field: 'anggota', data: null }], 409)
    return backTo(c, view, { tercatat: String(answer.done) })
  })

  // Asked to come: one by a button of the own line (`orang`), or all that are ticked to a class that is chosen. Asked twice is asked once.
  .post('/konsol/siapa-dulu/undang', async (c) => {
    const { one, ticked } = await sent(c)
    const kec = kecOf(c, one('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />, 422)
    const view = viewOf(kec, one)
    const [single, singleClass] = one('orang').split('|')
    const numbers = single ? [single.toUpperCase().slice(0, 20)] : ticked
    const code = single ? (singleClass ?? '') : one('kelas_undang')
    const { database, secrets, account, now, today } = c.var
    const refuse = async (p: MemberProblem, status: 409 | 422) => {
      c.set('code', p.code)
      const said = [{ field: p.field ?? 'anggota', text: say(memberWords, p, c.var.lang) }]
      return c.html(await queue(c, view, { said, typed: { kelas_undang: code }, ticked }), status)
    }
    if (!numbers.length) return refuse({ code: 'bulk.none', field: 'anggota', data: null }, 422)
    if (numbers.length > MOST_AT_ONCE) return refuse({ code: 'bulk.many', field: 'anggota', data: { most: MOST_AT_ONCE } }, 422)
    const done = await database.within('job', { ...scopeOf(account!), kec }, async (db) => {
      const to = (await toCome(db, kec, today)).find((k) => k.code === code)
      if (!to) return { code: 'invite.class', field: 'kelas_undang', data: null } as const
      const keys = numbers.map((number): MemberKey => ({ number }))
      const found = (await findMembers(db, secrets, keys)).map((m) => (m && m !== 'ambiguous' && m.kec === kec ? m : null))
      if (found.some((m) => !m)) return { code: 'bulk.gone', field: 'anggota', data: null } as const
      for (const m of found)
        await invite(db, secrets, {
          kec,
          class: to.id,
          member: { kec, enrolment: m!.id, number: m!.number },
          by: account!.name,
          at: now,
        })
      return numbers.length
    })
    if (typeof done !== 'number') return refuse(done, done.code === 'bulk.gone' ? 409 : 422)
    return backTo(c, view, { diundang: String(done) })
  })

  // Two taps: what holds somebody up, or that nothing does any more.
  .post('/konsol/siapa-dulu/hambatan', async (c) => {
    const { one } = await sent(c)
    const kec = kecOf(c, one('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />, 422)
    const view = viewOf(kec, one)
    const [number = '', said] = one('hambatan').split('|')
    const cause = CAUSES.find((x) => x === said) ?? null
    const { database, secrets, account, now } = c.var
    const refuse = async (p: MemberProblem, status: 409 | 422) => {
      c.set('code', p.code)
      return c.html(await queue(c, view, { said: [{ field: 'anggota', text: say(memberWords, p, c.var.lang) }] }), status)
    }
    if (!cause && said !== '-') return refuse({ code: 'stall.cause', field: 'anggota', data: null }, 422)
    const done = await database.within('job', { ...scopeOf(account!), kec }, async (db) => {
      const [m] = await findMembers(db, secrets, [{ number: number.toUpperCase().slice(0, 20) }])
      if (!m || m === 'ambiguous' || m.kec !== kec) return false
      await nameStall(db, { kec, enrolment: m.id, cause, by: account!.name, at: now })
      return true
    })
    if (!done) return refuse({ code: 'bulk.gone', field: 'anggota', data: null }, 409)
    return backTo(c, view, { hambatan: '1' })
  })

  .post('/konsol/sekaligus/:id/batal', async (c) => {
    const id = c.req.param('id')
    const form = await c.req.parseBody()
    const kec = kecOf(c, textOf(form.kec))
    if (!kec || !isUuid(id)) return c.notFound()
    const why = textOf(form.alasan).trim().slice(0, 1000)
    if (!why) {
      c.set('code', 'bulk.why')
      return c.html(await acts(c, kec, { id, problem: { code: 'bulk.why', field: `alasan-${id}`, data: null } }), 422)
    }
    const { database, secrets, account, now } = c.var
    const answer = await undoAct(database, secrets, scopeOf(account!), { id, kec, why, by: { account: account!.name, at: now } })
    if ('missing' in answer) return c.notFound()
    if ('refused' in answer) {
      c.set('code', 'bulk.gone')
      return c.html(await acts(c, kec, { id, problem: { code: 'bulk.gone', field: `alasan-${id}`, data: null } }), 409)
    }
    return c.redirect(`/konsol/sekaligus?${account!.kec === null ? `kec=${kec}&` : ''}batal=1`, 303)
  })

  .post('/konsol/tampilan', async (c) => {
    const form = await c.req.parseBody()
    const kec = kecOf(c, textOf(form.kec))
    if (!kec) return c.html(<ChooseKec c={c} to={HERE} />, 422)
    const view = { ...viewOf(kec, (name) => textOf(form[name])), skip: 0 }
    const name = textOf(form.nama).trim()
    if (!name || name.length > 40) {
      c.set('code', 'view.name')
      const said = [{ field: 'nama', text: say(memberWords, { code: 'view.name', data: null }, c.var.lang) }]
      return c.html(await queue(c, view, { said, typed: { nama: name } }), 422)
    }
    const id = textOf(form.id)
    const { account, now } = c.var
    await asAccount(c, (db) =>
      keepView(db, account!.name, { id: isUuid(id) ? id : uuidv7(), name, query: queryOf(c, view) }, now),
    )
    return c.redirect(hrefOf(c, view), 303)
  })
  .post('/konsol/tampilan/:id/hapus', async (c) => {
    const id = c.req.param('id')
    if (!isUuid(id)) return c.notFound()
    await asAccount(c, (db) => dropView(db, c.var.account!.name, id))
    return c.redirect(HERE, 303)
  })

const MOST_CHANGES = 200
const MOST_LATER_DAYS = 92

/** What is to be recorded for those ticked, or all that is missing in it. */
function bulkIn(
  typed: Record<string, string>,
  ticked: readonly string[],
  today: string,
): { value: BulkAct } | { problems: MemberProblem[] } {
  const problems: MemberProblem[] = []
  const bad = (code: Exclude<MemberProblem['code'], 'bulk.many'>, field: string) => problems.push({ code, field, data: null })
  if (!ticked.length) bad('bulk.none', 'anggota')
  if (ticked.length > MOST_AT_ONCE) problems.push({ code: 'bulk.many', field: 'anggota', data: { most: MOST_AT_ONCE } })
  // Enter in a field presses the first button of the form: what was filled in says which of the two acts is meant.
  const late = ['sampai_hari', 'sampai_bulan', 'sampai_tahun', 'alasan'].some((name) => typed[name]?.trim())
  const act = typed.aksi === 'hadir' && late && !typed.kelas?.trim() && !typed.sesi?.trim() ? 'tunda' : typed.aksi
  if (act === 'hadir') {
    const [of, session] = [typed.kelas!.trim(), typed.sesi!.trim()]
    const written = [typed.hari, typed.bulan, typed.tahun].some((part) => part?.trim())
    const on = written ? dateOf(typed.hari!, typed.bulan!, typed.tahun!) : today
    if (!of) bad('bulk.class', 'kelas')
    if (!session) bad('bulk.session', 'sesi')
    if (!on) bad('bulk.date', 'tanggal')
    else if (on > today) bad('bulk.future', 'tanggal')
    return problems.length ? { problems } : { value: { kind: 'attended', class: of, session, on: on! } }
  }
  if (act === 'tunda') {
    const until = dateOf(typed.sampai_hari!, typed.sampai_bulan!, typed.sampai_tahun!)
    const why = typed.alasan!.trim()
    if (!until) bad('bulk.date', 'sampai')
    else if (until <= today) bad('bulk.past', 'sampai')
    else if (until > addDays(today, MOST_LATER_DAYS)) bad('bulk.far', 'sampai')
    if (!why) bad('bulk.why', 'alasan')
    return problems.length ? { problems } : { value: { kind: 'later', until: until!, why } }
  }
  bad('bulk.kind', 'anggota')
  return { problems }
}

// ---- the queue

type Shown = { said?: readonly Said[]; typed?: Record<string, string>; ticked?: readonly string[] }

async function queue(c: Ctx, view: View, { said = [], typed = {}, ticked = [] }: Shown = {}) {
  const { lang, today, account } = c.var
  const w = texts[lang]
  const { kec, filter, skip } = view
  const {
    queue: counts,
    views,
    classes,
  } = await asAccount(c, async (db) => ({
    queue: await queueOf(db, [kec], today, filter, { skip }),
    views: await viewsOf(db, account!.name),
    classes: await toCome(db, kec, today),
  }))
  const { rows } = counts
  const shown = filter.reason ? counts.reasons[filter.reason] : filter.step ? counts.steps[filter.step] : counts.all
  const done = Number(c.req.query('tercatat') ?? 0) || 0
  return (
    <Konsol
      {...konsolFrame(c, HERE)}
      title={w.title}
      subtitle={`${nameOf(kec)} · ${w.lead(showNumber(counts.all))}`}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      {done > 0 && said.length === 0 && (
        <p class="note note--ok" role="status">
          {w.done(done)}{' '}
          <a class="link" href={hrefOf(c, { ...view, filter: NONE, skip: 0 }, '/konsol/sekaligus')}>
            {w.undoLink}
          </a>
        </p>
      )}
      {(c.req.query('diundang') || c.req.query('hambatan')) && said.length === 0 && (
        <p class="note note--ok" role="status">
          {c.req.query('hambatan') ? w.noted : w.invited(Number(c.req.query('diundang')) || 0)}
        </p>
      )}
      <Filters c={c} view={view} counts={counts} views={views} said={said} typed={typed} />
      {rows.length === 0 ? (
        <p class="lead">{w.none}</p>
      ) : (
        <form method="post" action="/konsol/sekaligus">
          <Hidden
            values={{
              token: c.var.formToken,
              id: uuidv7(),
              kec: String(kec),
              saring: codeOf(filter.reason),
              langkah: filter.step ? `P${filter.step}` : '',
              kel: String(filter.kel ?? ''),
              mulai: String(skip),
            }}
          />
          {/* Enter in a field presses the first button of the form: that is this one, never a line's. */}
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: no key and no reader comes to it */}
          <button class="vh" type="submit" name="aksi" value="hadir" tabindex={-1} aria-hidden="true">
            {w.attendedGo}
          </button>
          <QueueTable lang={lang} today={today} rows={rows} skip={skip} ticked={ticked} />
          <Bulk lang={lang} typed={typed} said={said} classes={classes} />
        </form>
      )}
      <p class="row mt-3">
        {shown > skip + QUEUE_PAGE && (
          <a class="link" href={hrefOf(c, { ...view, skip: skip + QUEUE_PAGE })}>
            {w.next50}
          </a>
        )}
        {rows.length > 0 && (
          <a class="link" href={hrefOf(c, { ...view, skip: 0 }, '/konsol/antrean.xlsx')}>
            {w.export}
          </a>
        )}
        <a class="link" href={hrefOf(c, { ...view, filter: NONE, skip: 0 }, '/konsol/perubahan')}>
          {w.changes}
        </a>
        <a class="link" href={hrefOf(c, { ...view, filter: NONE, skip: 0 }, '/konsol/sekaligus')}>
          {w.acts}
        </a>
      </p>
      <p class="prov">
        {w.exportNote} <a href="/siapa-dulu">{whyTexts[lang].title}</a>
      </p>
      <details class="kon__keys" id="tombol">
        <summary>{w.keys}</summary>
        <p class="row">
          {w.keysAre.map(([key, what]) => (
            <span>
              {key.split(' ').map((k) => (
                <>
                  <kbd class="kbd">{k}</kbd>{' '}
                </>
              ))}
              {what}
            </span>
          ))}
        </p>
      </details>
    </Konsol>
  )
}

const NONE: Filter = { reason: null, step: null, kel: null }

function Filters({
  c,
  view,
  counts,
  views,
  said,
  typed,
}: {
  c: Ctx
  view: View
  counts: Queue
  views: readonly SavedView[]
  said: readonly Said[]
  typed: Record<string, string>
}) {
  const { lang, formToken, today, account } = c.var
  const w = texts[lang]
  const { kec, filter } = view
  const here = queryOf(c, { ...view, skip: 0 })
  const chip = (label: string, n: number | null, to: Filter, on: boolean) => (
    <a
      class={`chip${on ? ' chip--on' : ''}`}
      aria-current={on ? 'true' : undefined}
      href={hrefOf(c, { kec, filter: to, skip: 0 })}
    >
      {label} {n !== null && <span>{showNumber(n)}</span>}
    </a>
  )
  return (
    <>
      <nav class="kon__f" aria-label={w.filters}>
        {chip(w.all, counts.all, NONE, !filter.reason && !filter.step && !filter.kel)}
        {WHYS.filter((r) => counts.reasons[r] > 0 || filter.reason === r).map((r) =>
          chip(whyTexts[lang].whys[r], counts.reasons[r], { ...filter, reason: r }, filter.reason === r),
        )}
      </nav>
      <nav class="kon__f" aria-label={w.steps}>
        {STEPS.filter((s) => counts.steps[s] > 0 || filter.step === s).map((s) =>
          chip(`P${s} ${stepWords(s, lang)}`, counts.steps[s], { ...filter, step: s }, filter.step === s),
        )}
      </nav>
      {views.length > 0 && (
        <nav class="kon__f" aria-label={w.saved}>
          {views.map((v) => (
            <a class={`chip${v.query === here ? ' chip--on' : ''}`} href={v.query ? `${HERE}?${v.query}` : HERE}>
              {v.name}
            </a>
          ))}
        </nav>
      )}
      <details class="mt-2" open={said.some((s) => s.field === 'nama')}>
        <summary>
          {w.kel}, {w.saved.toLowerCase()}
        </summary>
        <form method="get" action={HERE} class="row">
          {account!.kec === null && <Hidden values={{ kec: String(kec) }} />}
          {filter.reason && <Hidden values={{ saring: codeOf(filter.reason) }} />}
          {filter.step && <Hidden values={{ langkah: `P${filter.step}` }} />}
          <SelectField
            id="kel"
            label={w.kel}
            empty={w.everyKel}
            value={String(filter.kel ?? '')}
            options={kelurahanOf(kec, today).map((k) => ({ value: String(k.code), text: k.name }))}
            lang={lang}
          />
          <button class="btn btn--2 btn--s" type="submit">
            {w.apply}
          </button>
        </form>
        <form method="post" action="/konsol/tampilan" class="row">
          <Hidden
            values={{
              token: formToken,
              id: uuidv7(),
              kec: String(kec),
              saring: codeOf(filter.reason),
              langkah: filter.step ? `P${filter.step}` : '',
              kel: String(filter.kel ?? ''),
            }}
          />
          <SubField id="nama" label={w.saveName} value={typed.nama} maxlength={40} problems={said} lang={lang} />
          <button class="btn btn--2 btn--s" type="submit">
            {w.save}
          </button>
        </form>
        {views.map((v) => (
          <form method="post" action={`/konsol/tampilan/${v.id}/hapus`}>
            <Hidden values={{ token: formToken }} />
            <button class="plain-btn" type="submit">
              {w.drop}: {v.name}
            </button>
          </form>
        ))}
      </details>
    </>
  )
}

function QueueTable({
  lang,
  today,
  rows,
  skip,
  ticked,
}: {
  lang: Lang
  today: string
  rows: readonly Waiting[]
  skip: number
  ticked: readonly string[]
}) {
  const w = texts[lang]
  return (
    <table class="wq mt-3">
      <caption class="vh">{w.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{w.no}</th>
          <th scope="col">{w.member}</th>
          <th scope="col">{w.step}</th>
          <th scope="col">{w.why}</th>
          <th scope="col">{w.since}</th>
          <th scope="col">{w.phone}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r, i) => (
          <tr>
            <td>{skip + i + 1}</td>
            <td>
              <div class="pick">
                <input
                  class="tick"
                  type="checkbox"
                  name="anggota"
                  value={r.number}
                  aria-label={r.name}
                  checked={ticked.includes(r.number)}
                />
                <a class="who" href={`/konsol/anggota/${r.number}`}>
                  {r.name}
                </a>
                <small>{[r.business, r.kel && nameOf(r.kel)].filter(Boolean).join(', ') || r.number}</small>
              </div>
            </td>
            <td>
              <small>{w.towards(`P${r.step}`)}</small>
            </td>
            <td class="why">
              <b>{whyTitle({ ...r, why: r.reason }, lang)}</b>
              <small>
                {[lackWords(r.missing, lang), r.asked && w.askedOn(showDate(jakartaDay(r.asked), lang))]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
              <Act lang={lang} of={r} />
            </td>
            <td class="nw">{w.days(daysBetween(r.since, today))}</td>
            <td class="nw">{r.phone ? maskPhone(r.phone) : '·'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What one may do about somebody in two taps, from the queue: ask to come to the class that has a seat, or say what holds them up. */
function Act({ lang, of: r }: { lang: Lang; of: Waiting }) {
  const w = texts[lang]
  const { causes } = mentoringTexts[lang]
  const cause = (value: string, text: string) => (
    <button
      class="plain-btn"
      type="submit"
      formaction="/konsol/siapa-dulu/hambatan"
      name="hambatan"
      value={`${r.number}|${value}`}
    >
      {text}
    </button>
  )
  return (
    <details>
      <summary>
        {r.class && !r.asked ? w.act : w.actStall}
        <span class="vh">, {r.name}</span>
      </summary>
      {r.class && !r.asked && (
        <p class="mt-2">
          <button
            class="btn btn--2 btn--s"
            type="submit"
            formaction="/konsol/siapa-dulu/undang"
            name="orang"
            value={`${r.number}|${r.class}`}
          >
            {w.invite(r.class, showDate(r.classOn!, lang))}
          </button>
        </p>
      )}
      <p class="row mt-2">
        <span class="sub">{w.holdsUp}</span>
        {CAUSES.filter((x) => x !== r.stall).map((x) => cause(x, causes[x]))}
        {r.stall && cause('-', w.holdsNo)}
      </p>
    </details>
  )
}

function Bulk({
  lang,
  typed,
  said,
  classes,
}: {
  lang: Lang
  typed: Record<string, string>
  said: readonly Said[]
  classes: readonly ClassRow[]
}) {
  const w = texts[lang]
  const common = { problems: said, lang }
  return (
    <section aria-labelledby="sekaligus" class="mt-5">
      <h2 id="sekaligus">{w.bulk}</h2>
      <span id="anggota" />
      <details class="mt-2" open={typed.aksi === 'hadir'}>
        <summary>{w.attended}</summary>
        <SubField {...common} id="kelas" label={w.class} value={typed.kelas} maxlength={80} />
        <SubField {...common} id="sesi" label={w.session} value={typed.sesi} maxlength={40} size="4" />
        <DateTriple {...common} id="tanggal" label={w.date} value={{ day: typed.hari, month: typed.bulan, year: typed.tahun }} />
        <button class="btn btn--s" type="submit" name="aksi" value="hadir">
          {w.attendedGo}
        </button>
      </details>
      {classes.length > 0 && (
        <details class="mt-2" open={typed.kelas_undang !== undefined}>
          <summary>{w.inviteAll}</summary>
          <SelectField
            {...common}
            id="kelas_undang"
            label={w.whichClass}
            empty={w.chooseClass}
            value={typed.kelas_undang}
            options={classes.map((k) => ({
              value: k.code,
              text: w.classLine(k.code, k.title[lang], showDate(k.firstOn, lang), freeSeats(k)),
            }))}
          />
          <p class="row">
            <button class="btn btn--2 btn--s" type="submit" formaction="/konsol/siapa-dulu/undang">
              {w.inviteGo}
            </button>
            <a class="link" href="/konsol/kelas">
              {w.came}
            </a>
          </p>
        </details>
      )}
      <details class="mt-2" open={typed.aksi === 'tunda'}>
        <summary>{w.later}</summary>
        <DateTriple
          {...common}
          id="sampai"
          label={w.until}
          names={['sampai_hari', 'sampai_bulan', 'sampai_tahun']}
          value={{ day: typed.sampai_hari, month: typed.sampai_bulan, year: typed.sampai_tahun }}
        />
        <SubField {...common} id="alasan" label={w.laterWhy} value={typed.alasan} maxlength={300} />
        <button class="btn btn--2 btn--s" type="submit" name="aksi" value="tunda">
          {w.laterGo}
        </button>
      </details>
    </section>
  )
}

// ---- the whole city, for the office

async function city(c: Ctx, reason: WhyKind | null) {
  const { lang, today } = c.var
  const w = texts[lang]
  const { whys, ranked, title } = whyTexts[lang]
  const q = await asAccount(c, (db) =>
    queueOf(
      db,
      kecamatan().map((k) => k.code),
      today,
      { ...NONE, reason },
    ),
  )
  const shown = WHYS.filter((r) => q.reasons[r] > 0)
  const to = (r: WhyKind | null, kec?: Kec) => {
    const asked = new URLSearchParams({ ...(kec ? { kec: String(kec) } : {}), ...(r ? { saring: codeOf(r) } : {}) }).toString()
    return asked ? `${HERE}?${asked}` : HERE
  }
  return (
    <Konsol {...konsolFrame(c, HERE)} title={w.title} subtitle={`${w.city} · ${w.cityLead(showNumber(q.all))}`}>
      <nav class="kon__f" aria-label={w.filters}>
        {[null, ...shown].map((r) => (
          <a class={`chip${r === reason ? ' chip--on' : ''}`} aria-current={r === reason ? 'true' : undefined} href={to(r)}>
            {r ? whys[r] : w.all} <span>{showNumber(r ? q.reasons[r] : q.all)}</span>
          </a>
        ))}
      </nav>
      <Table
        caption={w.firstOf(q.rows.length)}
        tight
        columns={[
          {
            head: w.member,
            cell: (r: Waiting) => (
              <a class="who" href={`/konsol/anggota/${r.number}`}>
                {r.name}
              </a>
            ),
          },
          { head: w.where, as: 'tx', cell: (r) => <a href={to(reason, r.kec)}>{nameOf(r.kec)}</a> },
          { head: w.step, as: 'tx', cell: (r) => w.towards(`P${r.step}`) },
          {
            head: w.why,
            as: 'tx',
            cell: (r) => (
              <>
                <b>{whyTitle({ ...r, why: r.reason }, lang)}</b>
                <small>{lackWords(r.missing, lang)}</small>
              </>
            ),
          },
          { head: w.since, as: 'tx', cell: (r) => w.days(daysBetween(r.since, today)) },
        ]}
        rows={q.rows}
      />
      <p class="prov">
        {ranked(showDate(today, lang))} · <a href="/siapa-dulu">{title}</a>
      </p>
      <div class="mt-6">
        <Table
          caption={w.perKec}
          tight
          columns={[
            { head: w.where, cell: ([kec]: [Kec, Record<WhyKind, number>]) => <a href={to(null, kec)}>{nameOf(kec)}</a> },
            ...shown.map((r) => ({
              head: whys[r],
              as: 'num' as const,
              cell: ([kec, n]: [Kec, Record<WhyKind, number>]) => (n[r] ? <a href={to(r, kec)}>{showNumber(n[r])}</a> : '·'),
            })),
          ]}
          rows={[...q.kecs]}
        />
      </div>
    </Konsol>
  )
}

// ---- found

function Results({
  c,
  typed,
  hits,
  near,
  problem,
}: {
  c: Ctx
  typed: string
  hits: readonly Hit[]
  near: boolean
  problem?: MemberProblem
}) {
  const { lang } = c.var
  const w = texts[lang]
  const frame = konsolFrame(c, HERE)
  const said: Said[] = problem ? [{ field: 'cari', text: say(memberWords, problem, lang) }] : []
  return (
    <Konsol {...frame} search={frame.search && { ...frame.search, value: typed }} title={w.results} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      {hits.length > 0 && (
        <>
          <p class="lead">{near ? w.near : hits.length >= MOST_FOUND ? w.foundMost : w.found(hits.length)}</p>
          <Table
            caption={w.results}
            quietCaption
            tight
            columns={[
              {
                head: w.member,
                cell: (h: Hit) => (
                  <a class="who" href={`/konsol/anggota/${h.number}`}>
                    {h.name}
                  </a>
                ),
              },
              { head: w.no, as: 'tx', cell: (h) => <span class="mono nw">{h.number}</span> },
              { head: w.business, as: 'tx', cell: (h) => h.business ?? '·' },
              { head: w.where, as: 'tx', cell: (h) => [h.kel && nameOf(h.kel), nameOf(h.kec)].filter(Boolean).join(', ') },
              {
                head: w.stands,
                as: 'tx',
                cell: (h) => (h.endedReason ? '–' : h.next ? w.towards(`P${h.next}`) : w.complete),
              },
            ]}
            rows={hits}
          />
        </>
      )}
    </Konsol>
  )
}

// ---- what changed today

function Changes({ c, kec, changes }: { c: Ctx; kec: Kec; changes: readonly Changed[] }) {
  const { lang } = c.var
  const w = texts[lang]
  return (
    <Konsol {...konsolFrame(c, '/konsol/perubahan')} title={w.changes} subtitle={nameOf(kec)}>
      {changes.length === 0 ? (
        <p class="lead">{w.noChanges}</p>
      ) : (
        <>
          {changes.length >= MOST_CHANGES && <p class="sub">{w.mostChanges(MOST_CHANGES)}</p>}
          <Table
            caption={w.changes}
            quietCaption
            tight
            columns={[
              {
                head: w.whom,
                cell: (r: Changed) => (r.number === '•••' ? r.name : <a href={`/konsol/anggota/${r.number}`}>{r.name}</a>),
              },
              { head: w.what, as: 'tx', cell: (r) => kindWords(r.kind, lang) },
              { head: w.occurred, as: 'tx', cell: (r) => showDate(r.on, lang) },
              { head: w.at, as: 'tx', cell: (r) => showTime(r.at) },
              { head: w.who, as: 'tx', cell: (r) => r.by },
            ]}
            rows={changes}
          />
        </>
      )}
    </Konsol>
  )
}

// ---- recorded at once

async function acts(c: Ctx, kec: Kec, refused?: { id: string; problem: MemberProblem }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const done = await asAccount(c, (db) => actsOf(db, kec))
  const said: Said[] = refused ? [{ field: refused.problem.field!, text: say(memberWords, refused.problem, lang) }] : []
  return (
    <Konsol {...konsolFrame(c, '/konsol/sekaligus')} title={w.acts} subtitle={nameOf(kec)} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      {c.req.query('batal') === '1' && said.length === 0 && (
        <p class="note note--ok" role="status">
          {w.undone}
        </p>
      )}
      {done.length === 0 ? (
        <p class="lead">{w.noActs}</p>
      ) : (
        <Table
          caption={w.acts}
          quietCaption
          columns={[
            {
              head: w.what,
              cell: (a: DoneAct) => `${w.kinds[a.kind]}: ${a.about}${a.until ? `, ${w.untilDay(showDate(a.until, lang))}` : ''}`,
            },
            { head: w.whom, as: 'tx', cell: (a) => w.nActs(a.n) },
            { head: w.who, as: 'tx', cell: (a) => `${a.by}, ${showMoment(a.at, lang)}` },
            {
              head: '',
              as: 'kd',
              cell: (a) =>
                a.undoneAt ? (
                  <span class="sub">
                    {w.undoneBy(a.undoneBy!, showMoment(a.undoneAt, lang))}: {a.undoneWhy}
                  </span>
                ) : (
                  <details open={refused?.id === a.id}>
                    <summary>{w.undo}</summary>
                    <form method="post" action={`/konsol/sekaligus/${a.id}/batal`}>
                      <Hidden values={{ token: formToken, kec: String(kec) }} />
                      <SubField
                        id={`alasan-${a.id}`}
                        name="alasan"
                        label={w.undoWhy}
                        maxlength={1000}
                        problems={said}
                        lang={lang}
                      />
                      <button class="btn btn--bad btn--s" type="submit">
                        {w.undo}
                      </button>
                    </form>
                  </details>
                ),
            },
          ]}
          rows={done}
        />
      )}
    </Konsol>
  )
}
