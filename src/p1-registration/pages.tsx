// The registration form on screen (02, 02b, 02c): one theme a page, saved page by page, checked, sent, and the receipt. Plain forms
// and links only. NIK, name and phone are in no address; a draft is reached by the code in a cookie or in the person's hands.
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import { countedAs } from '../kit/address.ts'
import { jakartaDay, showDate, showDay, showLong, showTime } from '../kit/calendar.ts'
import { readCode, showCode } from '../kit/code.ts'
import { textOf } from '../kit/http.ts'
import type { Lang } from '../kit/problem.ts'
import { showRupiah } from '../kit/show.ts'
import { limitOf } from '../kit/tries.ts'
import { type Ctx, type Env, type Policies, pageFrame } from '../people/index.ts'
import { kecamatanGroups, kelurahanOf, nameOf } from '../places/index.ts'
import {
  Checkbox,
  DateTriple,
  describedBy,
  ErrorPage,
  ErrorSummary,
  Hidden,
  Input,
  MyStairs,
  Options,
  Page,
  Question,
  Radios,
  type Said,
  Select,
  SubField,
  TextField,
} from '../ui/index.ts'
import { consents, type RegistrationProblem, said, texts } from './messages.ts'
import {
  type Answers,
  boxesFor,
  check,
  DRAFT_DAYS,
  FIELDS,
  firstMissing,
  isTheme,
  kecamatanTaken,
  LICENCES,
  mayShow,
  OUTSIDE,
  PHONE_USES,
  type Programme,
  pageAfter,
  pageBefore,
  purposeOf,
  QUESTION,
  questionsAnswered,
  type Situation,
  type Theme,
  TRADING,
  type Typed,
  themesFor,
  typedOf,
  UNLISTED,
} from './rules.ts'
import { contentOf, send } from './sending.ts'
import {
  begin,
  change,
  codeFor,
  type Draft,
  forget,
  markOf,
  open,
  programmeOf,
  type Receipt,
  receiptOf,
  receiptToken,
} from './store.ts'

export const policies: Policies = {
  'GET /daftar': 'everybody',
  'POST /daftar/mulai-baru': 'everybody',
  'POST /daftar/tutup': 'everybody',
  'GET /daftar/tertutup': 'everybody',
  'GET /daftar/simpan': 'everybody',
  'GET /daftar/lanjut': 'everybody',
  'POST /daftar/lanjut': 'everybody',
  'GET /daftar/luar-jakarta': 'everybody',
  'GET /daftar/periksa': 'everybody',
  'POST /daftar/kirim': 'everybody',
  'GET /daftar/terima/:tanda': 'everybody',
  'GET /daftar/:tema': 'everybody',
  'POST /daftar/:tema': 'everybody',
}

export const routes = new Hono<Env>()
  .get('/daftar', async (c) => {
    const code = codeOnDevice(c)
    const held = code ? await open(c.var.database, c.var.secrets, code, c.var.now) : null
    if (!held) return page(c, <First c={c} />)
    return page(c, 'sent' in held ? <AlreadySent c={c} id={held.sent} /> : <Resume c={c} draft={held.draft} />)
  })

  .post('/daftar/mulai-baru', (c) => {
    leaveDevice(c)
    return c.redirect('/daftar', 303)
  })
  .post('/daftar/tutup', (c) => {
    leaveDevice(c)
    c.header('Clear-Site-Data', '"cache"')
    return c.redirect('/daftar/tertutup', 303)
  })
  .get('/daftar/tertutup', (c) => page(c, <Left c={c} />))

  .get('/daftar/simpan', async (c) => {
    const held = await onDevice(c)
    return held ? page(c, <Saved c={c} {...held} />) : c.redirect('/daftar', 303)
  })

  .get('/daftar/lanjut', (c) => page(c, <EnterCode c={c} />))
  .post('/daftar/lanjut', async (c) => {
    const { kode } = fieldsOf(await c.req.parseBody(), { kode: 200 })
    const refuse = (code: 'code.missing' | 'code.wrong' | 'code.wait', status: 422 | 429) => {
      c.set('code', code)
      return page(c, <EnterCode c={c} typed={kode} problems={[{ code, field: 'kode', data: null }]} />, status)
    }
    if (!kode?.trim()) return refuse('code.missing', 422)
    if (!mayTryCode(countedAs(c.var.address), c.var.wall.getTime())) {
      c.header('Retry-After', String(TRY_WINDOW / 1000))
      return refuse('code.wait', 429)
    }
    const code = readCode(kode)
    const held = code ? await open(c.var.database, c.var.secrets, code, c.var.now) : null
    if (!code || !held) return refuse('code.wrong', 422)
    if ('sent' in held) return c.redirect(receiptHref(c, held.sent), 303)
    keepOnDevice(c, code)
    return c.redirect(`/daftar/${firstMissing(held.draft.answers) ?? 'periksa'}`, 303)
  })

  .get('/daftar/luar-jakarta', (c) => page(c, <Outside c={c} />))

  .get('/daftar/periksa', async (c) => {
    const held = await onDevice(c)
    if (!held) return c.redirect('/daftar', 303)
    const missing = firstMissing(held.draft.answers)
    if (missing) return c.redirect(`/daftar/${missing}`, 303)
    return page(c, <CheckAnswers c={c} draft={held.draft} situation={await situationOf(c, held.draft.answers)} />)
  })

  .post('/daftar/kirim', async (c) => {
    const { kiriman = '', isi = '' } = fieldsOf(await c.req.parseBody(), { kiriman: 40, isi: 60 })
    const { database, secrets, lang, now, today } = c.var
    const code = codeOnDevice(c)
    const sent = await send(database, secrets, { code, id: kiriman, content: isi, lang, now, today })
    switch (sent.outcome) {
      case 'received':
        leaveDevice(c)
        return c.redirect(receiptHref(c, sent.id), 303)
      case 'incomplete':
        return c.redirect(`/daftar/${sent.at}`, 303)
      case 'changed': {
        const held = await onDevice(c)
        if (!held) return refusal(c, 'gone', 410)
        const situation = await situationOf(c, held.draft.answers)
        return page(c, <CheckAnswers c={c} draft={held.draft} situation={situation} changed />, 409)
      }
      case 'other':
      case 'conflict':
        return refusal(c, sent.outcome, 409)
      case 'gone':
        return refusal(c, 'gone', 410)
      default:
        return sent satisfies never
    }
  })

  .get('/daftar/terima/:tanda', async (c) => {
    const receipt = await receiptOf(c.var.database, c.var.secrets, c.req.param('tanda'), c.var.now)
    return receipt ? page(c, <Received c={c} receipt={receipt} />) : refusal(c, 'noReceipt', 404)
  })

  .get('/daftar/:tema', async (c) => {
    const theme = c.req.param('tema')
    if (!isTheme(theme)) return c.notFound()
    const held = await onDevice(c)
    if (!held) return c.redirect('/daftar', 303)
    const { answers } = held.draft
    if (!mayShow(theme, answers)) return c.redirect(`/daftar/${firstMissing(answers) ?? 'periksa'}`, 303)
    const typed = held.draft.typed[theme] ?? typedOf(theme, answers)
    const situation = await situationOf(c, answers)
    const again = check(theme, typed, situation)
    const warnings = 'warnings' in again && held.draft.shown.some((s) => s.startsWith(`${theme}|`)) ? again.warnings : []
    const shown = { c, theme, answers, typed, mark: held.mark, programme: situation.programme }
    return page(c, <ThemePage {...shown} warnings={warnings} />)
  })

  .post('/daftar/:tema', async (c) => {
    const theme = c.req.param('tema')
    if (!isTheme(theme)) return c.notFound()
    const form = await c.req.parseBody()
    const { draf = '' } = fieldsOf(form, { draf: 40 })
    const { database, secrets, now } = c.var
    // The first page begins a form of its own, also on a device where another one waits.
    const held = draf ? await onDevice(c) : null
    if (draf && !held) {
      const code = codeOnDevice(c)
      const sent = code ? await open(database, secrets, code, now) : null
      return sent && 'sent' in sent ? c.redirect(receiptHref(c, sent.sent), 303) : refusal(c, 'gone', 410)
    }
    if (held && held.mark !== draf) return refusal(c, 'other', 409)
    if (!held && theme !== 'nik') return c.redirect('/daftar', 303)

    const answers = held?.draft.answers ?? {}
    const typed = fieldsOf(form, FIELDS[theme])
    if (theme === 'kecamatan' && typed.kecamatan === OUTSIDE) {
      if (held) await forget(database, secrets, held.code)
      leaveDevice(c)
      return c.redirect('/daftar/luar-jakarta', 303)
    }
    const situation = await situationOf(c, answers)
    const checked = check(theme, typed, situation)
    const later = form.simpan !== undefined
    if ('problems' in checked && !later) {
      c.set('code', checked.problems[0]!.code)
      const shown = { c, theme, answers, typed, mark: draf, programme: situation.programme, problems: checked.problems }
      return page(c, held ? <ThemePage {...shown} /> : <First {...shown} />, 422)
    }

    const { token = '' } = fieldsOf(form, { token: 100 })
    const code = held?.code ?? codeFor(secrets, `${token}|${Object.values(typed).join('|')}`)
    const write = (draft: Draft): Draft => {
      const { [theme]: _, ...others } = draft.typed
      return 'problems' in checked
        ? { ...draft, typed: { ...others, [theme]: shortened(theme, typed) } }
        : { ...draft, answers: { ...draft.answers, ...checked.value }, typed: others }
    }
    const warned =
      'problems' in checked ? [] : checked.warnings.map((w) => `${theme}|${w.code}|${Object.values(typed).join('|')}`)
    const unseen = warned.filter((w) => !held?.draft.shown.includes(w))
    const withShown = (draft: Draft): Draft => ({
      ...draft,
      shown: [...draft.shown.filter((s) => !s.startsWith(`${theme}|`)), ...warned],
    })
    let draft: Draft | null
    if (held) draft = await change(database, secrets, code, now, (d) => withShown(write(d)))
    else draft = await begin(database, secrets, code, now, (d) => withShown(write(d)))
    if (!draft) return refusal(c, 'gone', 410)
    keepOnDevice(c, code)
    if (later) return c.redirect('/daftar/simpan', 303)
    // A warning is shown once on its own page; sent again as it is, the answer stands.
    return c.redirect(unseen.length ? `/daftar/${theme}` : `/daftar/${pageAfter(theme, draft.answers)}`, 303)
  })

// ---- the device

const COOKIE = 'formulir'
const cookieOf = (c: Ctx) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: c.var.secure,
  ...(c.var.secure ? { prefix: 'host' as const } : {}),
})

function codeOnDevice(c: Ctx): string | null {
  const held = c.var.secure ? getCookie(c, COOKIE, 'host') : getCookie(c, COOKIE)
  return held ? readCode(held) : null
}
const keepOnDevice = (c: Ctx, code: string) => setCookie(c, COOKIE, code, { ...cookieOf(c), maxAge: DRAFT_DAYS * 86_400 })
const leaveDevice = (c: Ctx) => {
  deleteCookie(c, COOKIE, cookieOf(c))
}

type Held = { code: string; mark: string; draft: Draft }

/** The form that is being filled in on this device. */
async function onDevice(c: Ctx): Promise<Held | null> {
  const code = codeOnDevice(c)
  if (!code) return null
  const held = await open(c.var.database, c.var.secrets, code, c.var.now)
  return held && 'draft' in held ? { code, mark: markOf(c.var.secrets, code), draft: held.draft } : null
}

const situationOf = async (c: Ctx, answers: Answers): Promise<Situation> => ({
  answers,
  today: c.var.today,
  lang: c.var.lang,
  programme: await programmeOf(c.var.database),
})

// ---- requests and answers

/** The written fields by name. One that is far too long is cut just behind its limit: the rule then says so, and no more is kept. */
export function fieldsOf(form: Record<string, unknown>, fields: Readonly<Record<string, number>>): Record<string, string> {
  const typed: Record<string, string> = {}
  for (const [name, max] of Object.entries(fields)) typed[name] = textOf(form[name]).slice(0, max + 1)
  return typed
}

const shortened = (theme: Theme, typed: Typed): Typed =>
  Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.slice(0, FIELDS[theme][name])]))

function page(c: Ctx, content: Child, status: 200 | 404 | 409 | 410 | 422 | 429 = 200) {
  c.header('Cache-Control', 'no-store')
  return c.html(content as never, status)
}

function refusal(c: Ctx, why: 'gone' | 'other' | 'conflict' | 'noReceipt', status: 404 | 409 | 410) {
  const { title, text, todo, go } = texts[c.var.lang][why]
  c.set('code', `registration.${why}`)
  const { lang, now, synthetic } = c.var
  return page(
    c,
    <ErrorPage
      lang={lang}
      at={now}
      demo={synthetic}
      what={title}
      why={text}
      saved="nothing"
      todo={todo}
      back={{ href: '/daftar', label: go }}
    />,
    status,
  )
}

const receiptHref = (c: Ctx, id: string) => `/daftar/terima/${receiptToken(c.var.secrets, id)}`

// A code has 80 bits; the limit only keeps somebody from trying for the fun of it.
const TRY_WINDOW = 600_000
const mayTryCode = limitOf({ most: 60, windowMs: TRY_WINDOW })

// ---- the frame

function Frame({ c, title, wrong, children }: { c: Ctx; title: string; wrong?: boolean; children?: Child }) {
  return (
    <Page
      {...pageFrame(c)}
      title={`${title} · Tujuh PAS`}
      current="register"
      narrow
      step={1}
      noindex
      errorTitle={wrong}
      otherLang={`${c.req.method === 'GET' ? c.req.path : '/daftar'}?bahasa=${c.var.lang === 'id' ? 'en' : 'id'}`}
    >
      {children}
    </Page>
  )
}

const Heading = ({ lang, title }: { lang: Lang; title?: string }) => (
  <>
    <p class="eyebrow">{texts[lang].stepOf}</p>
    <h1 class="mt-1 mb-3">{title ?? texts[lang].title}</h1>
  </>
)

type Shown = {
  autofocus?: boolean
  c: Ctx
  theme: Theme
  answers: Answers
  typed: Typed
  /** Which draft the page belongs to; empty on the first page of a new form. */
  mark: string
  /** Whose kecamatan the list holds; needed on that page only. */
  programme?: Programme
  /** At the counter the kecamatan is the officer's: no way from here to another. */
  fixed?: boolean
  problems?: RegistrationProblem[]
  warnings?: RegistrationProblem[]
}

/** The first page: what this is, and the first question already. */
function First({ c, typed = { nik: '' }, problems = [] }: { c: Ctx; typed?: Typed; problems?: RegistrationProblem[] }) {
  const { lang } = c.var
  const w = texts[lang]
  const errors = problems.map((p) => said(p, lang))
  return (
    <Frame c={c} title={w.title} wrong={errors.length > 0}>
      <Summary problems={errors} lang={lang} />
      <Heading lang={lang} />
      <p class="lead">{w.lead}</p>
      <p class="sub mt-2">{w.free}</p>
      <div class="mt-4 topline">
        <ThemeForm c={c} theme="nik" answers={{}} typed={typed} mark="" problems={problems} />
        <p>
          <a class="link" href="/daftar/lanjut">
            {w.haveCode}
          </a>
        </p>
      </div>
    </Frame>
  )
}

function ThemePage(shown: Shown) {
  const { c, theme, answers, problems = [] } = shown
  const { lang } = c.var
  const w = texts[lang]
  const errors = problems.map((p) => said(p, lang))
  const back = firstMissing(answers) === null ? 'periksa' : pageBefore(theme, answers)
  return (
    <Frame c={c} title={`${labelOf(theme, lang)} · ${w.title}`} wrong={errors.length > 0}>
      <Summary problems={errors} lang={lang} />
      {back && (
        <p class="small">
          <a class="link" href={`/daftar/${back}`}>
            {w.back}
          </a>
        </p>
      )}
      <Heading lang={lang} />
      <div class="mt-4 topline">
        <ThemeForm {...shown} />
      </div>
    </Frame>
  )
}

const Summary = ({ problems, lang }: { problems: Said[]; lang: Lang }) =>
  problems.length ? (
    <>
      <ErrorSummary problems={problems} lang={lang} />
      <div class="h-2" />
    </>
  ) : null

function ThemeForm(shown: Shown) {
  const { c, theme, mark } = shown
  const w = texts[c.var.lang]
  return (
    <form method="post" action={`/daftar/${theme}`} novalidate>
      <Hidden values={{ token: c.var.formToken, draf: mark }} />
      <ThemeFields {...shown} />
      <p class="mt-4">
        <button class="btn btn--w" type="submit">
          {w.next}
        </button>
      </p>
      <p class="mt-2">
        <button class="plain-btn" type="submit" name="simpan" value="ya">
          {w.save}
        </button>
      </p>
    </form>
  )
}

// ---- the questions

export function labelOf(theme: Theme, lang: Lang): string {
  const w = texts[lang]
  return {
    nik: w.nik,
    nama: w.name,
    lahir: w.birth,
    kecamatan: w.kecamatan,
    kelurahan: w.kelurahan,
    hp: w.phone,
    usaha: w.trading,
    'tentang-usaha': w.business,
    persetujuan: w.consent,
  }[theme].label
}

export function ThemeFields({ c, theme, answers, typed, programme, fixed, problems = [], warnings = [], autofocus }: Shown) {
  const { lang, today } = c.var
  const w = texts[lang]
  const common = {
    label: labelOf(theme, lang),
    problems: problems.map((p) => said(p, lang)),
    warnings: warnings.map((p) => said(p, lang)),
    number: [QUESTION[theme], 7] as const,
    lang,
  }
  switch (theme) {
    case 'nik':
      return (
        <TextField
          {...common}
          id="nik"
          hint={w.nik.hint}
          value={typed.nik}
          inputmode="numeric"
          maxlength={40}
          size="nik"
          autofocus={autofocus}
        />
      )
    case 'nama':
      return <TextField {...common} id="nama" hint={w.name.hint} value={typed.nama} autocomplete="name" maxlength={100} />
    case 'lahir':
      return (
        <DateTriple
          {...common}
          id="lahir"
          hint={w.birth.hint}
          birth
          value={{ day: typed.hari, month: typed.bulan, year: typed.tahun }}
        />
      )
    case 'kecamatan':
      return <KecamatanField {...common} value={typed.kecamatan ?? ''} c={c} programme={programme!} />
    case 'kelurahan': {
      const hint = w.kelurahan.hint(nameOf(answers.kec!))
      const options = kelurahanOf(answers.kec!, today).map((k) => ({ value: String(k.code), text: k.name }))
      return (
        <>
          <Question {...common} id="kelurahan" hint={hint}>
            <Select
              id="kelurahan"
              value={typed.kelurahan}
              empty={w.kelurahan.empty}
              options={[...options, { value: UNLISTED, text: w.kelurahan.none }]}
              problems={common.problems}
              describedBy={describedBy({ ...common, id: 'kelurahan', hint })}
            />
          </Question>
          {!fixed && (
            <p class="small">
              <a class="link" href="/daftar/kecamatan">
                {w.kelurahan.change}
              </a>
            </p>
          )}
        </>
      )
    }
    case 'hp':
      return (
        <Question {...common} id="telepon" hint={w.phone.hint} group fields={['hp', 'pakai']}>
          <SubField
            id="hp"
            label={w.phone.number}
            value={typed.hp}
            type="tel"
            inputmode="tel"
            autocomplete="tel"
            maxlength={40}
            size="tel"
            problems={common.problems}
            lang={lang}
          />
          <Choices
            id="pakai"
            legend={w.phone.use}
            problems={common.problems}
            value={typed.pakai}
            choices={PHONE_USES.map((use) => ({ value: use, text: w.phone.uses[use][0]!, small: w.phone.uses[use][1] }))}
          />
        </Question>
      )
    case 'usaha':
      return (
        <Options
          {...common}
          id="usaha"
          hint={w.trading.hint}
          value={typed.usaha}
          choices={TRADING.map((t) => ({ value: t, text: w.trading.choices[t] }))}
        />
      )
    case 'tentang-usaha': {
      const b = w.business
      const line = { problems: common.problems, warnings: common.warnings, lang }
      return (
        <Question {...common} id="tentang" hint={b.hint} group fields={['jenis', 'sejak', 'omzet', 'pekerja', 'izin']}>
          <SubField {...line} id="jenis" label={b.trade} hint={b.tradeHint} value={typed.jenis} maxlength={100} />
          <SubField
            {...line}
            id="sejak"
            label={b.since}
            hint={b.sinceHint}
            value={typed.sejak}
            inputmode="numeric"
            maxlength={10}
            size="4"
          />
          <SubField {...line} id="omzet" label={b.turnover} hint={b.turnoverHint} value={typed.omzet} maxlength={30} size="tel" />
          <SubField
            {...line}
            id="pekerja"
            label={b.workers}
            hint={b.workersHint}
            value={typed.pekerja}
            inputmode="numeric"
            maxlength={15}
            size="4"
          />
          <Choices
            id="izin"
            legend={b.licence}
            problems={common.problems}
            value={typed.izin}
            choices={LICENCES.map((l) => ({ value: l, text: b.licences[l][0]!, small: b.licences[l][1] }))}
          />
        </Question>
      )
    }
    case 'persetujuan':
      return (
        <Question {...common} id="persetujuan" hint={w.consent.hint} group fields={['setuju']}>
          {boxesFor(answers).map((box) => {
            const { text, small } = consents[purposeOf(box)]
            return (
              <Checkbox
                id={box}
                label={text[lang]}
                small={small[lang]}
                checked={typed[box] === 'ya'}
                problems={common.problems}
                lang={lang}
              />
            )
          })}
        </Question>
      )
    default:
      return theme satisfies never
  }
}

/** A choice inside a larger question, with a legend of its own. */
function Choices({
  id,
  legend,
  choices,
  value,
  problems,
}: {
  id: string
  legend: string
  choices: { value: string; text: string; small?: string }[]
  value?: string
  problems: Said[]
}) {
  const wrong = problems.filter((p) => p.field === id)
  return (
    <fieldset class="mt-4" aria-describedby={wrong.length ? `${id}-e` : undefined}>
      <legend class="lbl">{legend}</legend>
      {wrong.length > 0 && (
        <p class="err" id={`${id}-e`}>
          <span>{wrong.map((p) => p.text).join(' ')}</span>
        </p>
      )}
      <Radios id={id} choices={choices} value={value} />
    </fieldset>
  )
}

function KecamatanField({
  c,
  programme,
  value,
  ...common
}: {
  c: Ctx
  programme: Programme
  value: string
  label: string
  problems: Said[]
  number: readonly [number, number]
  lang: Lang
}) {
  const { today, lang } = c.var
  const w = texts[lang].kecamatan
  const taken = new Set(kecamatanTaken(programme, today).map((k) => String(k.code)))
  const groups = kecamatanGroups(today)
    .map(({ label, options }) => ({ label, options: options.filter(({ value }) => taken.has(value)) }))
    .filter(({ options }) => options.length)
  return (
    <Question {...common} id="kecamatan" hint={w.hint}>
      <Select
        id="kecamatan"
        value={value}
        empty={w.empty}
        groups={[...groups, { label: w.outsideGroup, options: [{ value: OUTSIDE, text: w.outside }] }]}
        problems={common.problems}
        describedBy={describedBy({ ...common, id: 'kecamatan', hint: w.hint })}
      />
    </Question>
  )
}

// ---- saving, closing, going on

function Resume({ c, draft }: { c: Ctx; draft: Draft }) {
  const w = texts[c.var.lang].resume
  return (
    <Frame c={c} title={texts[c.var.lang].title}>
      <Heading lang={c.var.lang} title={w.title} />
      <p class="lead">{w.lead(questionsAnswered(draft.answers))}</p>
      <p class="mt-5">
        <a class="btn btn--w" href={`/daftar/${firstMissing(draft.answers) ?? 'periksa'}`}>
          {w.go}
        </a>
      </p>
      <section class="sec mt-6">
        <p class="sub">
          {w.freshNote} <a href="/daftar/simpan">{w.codeLink}</a>.
        </p>
        <form method="post" action="/daftar/mulai-baru" class="mt-4">
          <Hidden values={{ token: c.var.formToken }} />
          <button class="btn btn--2 btn--w" type="submit">
            {w.fresh}
          </button>
        </form>
      </section>
    </Frame>
  )
}

function AlreadySent({ c, id }: { c: Ctx; id: string }) {
  const w = texts[c.var.lang].sent
  return (
    <Frame c={c} title={texts[c.var.lang].title}>
      <Heading lang={c.var.lang} title={w.title} />
      <p class="lead">{w.lead}</p>
      <p class="mt-5">
        <a class="btn btn--w" href={receiptHref(c, id)}>
          {w.go}
        </a>
      </p>
      <form method="post" action="/daftar/mulai-baru" class="mt-4">
        <Hidden values={{ token: c.var.formToken }} />
        <button class="btn btn--2 btn--w" type="submit">
          {w.fresh}
        </button>
      </form>
    </Frame>
  )
}

function Saved({ c, code, draft }: Held & { c: Ctx }) {
  const w = texts[c.var.lang].saved
  return (
    <Frame c={c} title={`${w.title} · ${texts[c.var.lang].title}`}>
      <Heading lang={c.var.lang} title={w.title} />
      <p class="lead">{w.lead}</p>
      <dl class="mt-5 topline pt-4">
        <dt class="sub">{w.code}</dt>
        <dd class="h-s bold mono nw">{showCode(code)}</dd>
      </dl>
      <p class="mt-4">
        {w.how} {w.steps[0]} <a href="/daftar/lanjut">{new URL(c.req.url).host}/daftar/lanjut</a> {w.steps[1]}
      </p>
      <p class="note note--warn mt-4">{w.keep}</p>
      <p class="mt-5">
        <a class="btn btn--w" href={`/daftar/${firstMissing(draft.answers) ?? 'periksa'}`}>
          {w.go}
        </a>
      </p>
      <form method="post" action="/daftar/tutup" class="mt-5">
        <Hidden values={{ token: c.var.formToken }} />
        <p class="sub small">{w.leaveNote}</p>
        <p class="mt-2">
          <button class="btn btn--2 btn--w" type="submit">
            {w.leave}
          </button>
        </p>
      </form>
    </Frame>
  )
}

function Left({ c }: { c: Ctx }) {
  const w = texts[c.var.lang]
  return (
    <Frame c={c} title={w.left.title}>
      <Heading lang={c.var.lang} title={w.left.title} />
      <p class="lead">{w.left.lead}</p>
      <p class="mt-5">
        <a class="btn btn--w" href="/daftar/lanjut">
          {w.code.go}
        </a>
      </p>
    </Frame>
  )
}

function EnterCode({ c, typed = '', problems = [] }: { c: Ctx; typed?: string; problems?: RegistrationProblem[] }) {
  const { lang } = c.var
  const w = texts[lang].code
  const errors = problems.map((p) => said(p, lang))
  return (
    <Frame c={c} title={w.title} wrong={errors.length > 0}>
      <Summary problems={errors} lang={lang} />
      <Heading lang={lang} title={w.title} />
      <div class="mt-4 topline">
        <form method="post" action="/daftar/lanjut" novalidate>
          <Hidden values={{ token: c.var.formToken }} />
          <Question id="kode" label={w.label} hint={w.hint} problems={errors} lang={lang}>
            <Input
              id="kode"
              value={typed.slice(0, 40)}
              maxlength={40}
              problems={errors}
              describedBy={describedBy({ id: 'kode', hint: w.hint, problems: errors })}
            />
          </Question>
          <p class="mt-4">
            <button class="btn btn--w" type="submit">
              {w.go}
            </button>
          </p>
        </form>
        <p>
          <a class="link" href="/daftar">
            {w.fresh}
          </a>
        </p>
      </div>
    </Frame>
  )
}

function Outside({ c }: { c: Ctx }) {
  const w = texts[c.var.lang].outside
  return (
    <Frame c={c} title={w.title}>
      <Heading lang={c.var.lang} title={w.title} />
      <p class="lead">{w.lead}</p>
      <section class="mt-6 stack-s">
        <h2 class="h-s">{w.where}</h2>
        <p>{w.whereText}</p>
      </section>
      <section class="mt-6 stack-s">
        <h2 class="h-s">{w.moved}</h2>
        <p>{w.movedText}</p>
      </section>
      <p class="mt-5">
        <a class="link" href="/daftar">
          {w.wrong}
        </a>
      </p>
    </Frame>
  )
}

// ---- checking and sending

function CheckAnswers({ c, draft, situation, changed }: { c: Ctx; draft: Draft; situation: Situation; changed?: boolean }) {
  const { lang, secrets, formToken } = c.var
  const w = texts[lang].check
  return (
    <Frame c={c} title={`${w.title} · ${texts[lang].title}`} wrong={changed}>
      {changed && (
        <div class="note note--warn mb-5" role="alert">
          <h2>{w.changed}</h2>
          <p>{w.changedTodo}</p>
        </div>
      )}
      <Heading lang={lang} title={w.title} />
      <p class="lead">{w.lead}</p>
      <ul class="list list--line mt-4 topline">
        {rowsOf(draft.answers, lang).map(({ theme, label, value }) => {
          const checked = check(theme, typedOf(theme, draft.answers), situation)
          const remarks = 'warnings' in checked ? checked.warnings : checked.problems
          return (
            <li>
              <div>
                <p class="sub small">{label}</p>
                <p>{value}</p>
                {remarks.map((p) => (
                  <p class="warnline">{said(p, lang).text}</p>
                ))}
              </div>
              <a class="link small" href={`/daftar/${theme}`}>
                {w.change}
                <span class="vh"> {lower(label)}</span>
              </a>
            </li>
          )
        })}
      </ul>
      <form method="post" action="/daftar/kirim" class="mt-5">
        <Hidden values={{ token: formToken, kiriman: draft.id, isi: contentOf(secrets, draft) }} />
        <button class="btn btn--w" type="submit">
          {w.send}
        </button>
      </form>
      <p class="mt-2">
        <a class="link" href="/daftar/simpan">
          {texts[lang].save}
        </a>
      </p>
    </Frame>
  )
}

/** What was answered, row by row, as the person reads it. */
function rowsOf(a: Answers, lang: Lang): { theme: Theme; label: string; value: Child }[] {
  const w = texts[lang]
  const k = w.check
  const value: Record<Theme, () => Child> = {
    nik: () => <span class="mono">{a.nik!.replace(/(.{4})(?=.)/g, '$1 ')}</span>,
    nama: () => a.name!,
    lahir: () => showLong(a.birth!, lang),
    kecamatan: () => nameOf(a.kec!),
    kelurahan: () => (a.kel ? nameOf(a.kel) : k.notListed),
    hp: () =>
      a.phone!.number ? (
        <>
          <span class="mono">{a.phone!.number.replace(/^(\+?\d{4})(\d{4})(\d+)$/, '$1 $2 $3')}</span>
          {a.phone!.use === 'shared' && `, ${k.shared}`}
        </>
      ) : (
        k.noPhone
      ),
    usaha: () => w.trading.choices[a.trading!],
    'tentang-usaha': () => businessLine(a, lang),
    persetujuan: () => (
      <ConsentLines purposes={a.consents!.map((x) => x.purpose)} asked={boxesFor(a).map(purposeOf)} lang={lang} />
    ),
  }
  const label: Record<Theme, string> = {
    nik: 'NIK',
    nama: w.name.label,
    lahir: w.birth.label,
    kecamatan: k.kecamatan,
    kelurahan: k.kelurahan,
    hp: k.phone,
    usaha: k.trading,
    'tentang-usaha': k.business,
    persetujuan: k.consent,
  }
  return themesFor(a).map((theme) => ({ theme, label: label[theme], value: value[theme]() }))
}

function businessLine({ business: b }: Answers, lang: Lang): string {
  const k = texts[lang].check
  const parts = [
    b!.trade,
    b!.since && k.since(b!.since),
    b!.turnoverMonth !== null && k.turnover(showRupiah(b!.turnoverMonth)),
    b!.workers !== null && k.workers(b!.workers),
    b!.licence && k.licence(texts[lang].business.licences[b!.licence][0]!),
  ].filter((part): part is string => typeof part === 'string')
  return parts.join(', ') || k.nothing
}

function ConsentLines({
  purposes,
  asked,
  lang,
}: {
  purposes: readonly string[]
  asked: readonly (keyof typeof consents)[]
  lang: Lang
}) {
  const k = texts[lang].check
  return (
    <>
      {asked.map((purpose, i) => (
        <>
          {i > 0 && <br />}
          {k.purposes[purpose]}: {purposes.includes(purpose) ? k.yes : k.no}
        </>
      ))}
    </>
  )
}

// ---- the receipt

function Received({ c, receipt: r }: { c: Ctx; receipt: Receipt }) {
  const { lang } = c.var
  const w = texts[lang].receipt
  const k = texts[lang].check
  const at = new Date(r.receivedAt)
  const day = jakartaDay(at)
  const [bring, ktp, and, kk, number] = w.nextText
  const asked = boxesFor({ phone: { number: r.phone, use: r.phoneUse } }).map(purposeOf)
  return (
    <Frame c={c} title={w.eyebrow}>
      <div class="stack">
        <p class="eyebrow">{w.eyebrow}</p>
        <h1>{w.title(r.name)}</h1>
        <p class="lead">{w.lead}</p>
        <MyStairs states={{ 1: 'now', 2: 'wait', 3: 'wait', 4: 'wait', 5: 'wait', 6: 'wait', 7: 'wait' }} me={1} />
        <p class="vh">{w.stairs}</p>
        <section class="next" aria-labelledby="berikutnya">
          <p class="eyebrow">{w.next}</p>
          <h2 id="berikutnya">{w.nextTitle(nameOf(r.kec))}</h2>
          <p>
            {bring} <b>{ktp}</b> {and} <b>{kk}</b> {number} <b class="nw">{r.number}</b>.
          </p>
        </section>
        <section class="pt-4" aria-labelledby="tanda">
          <h2 class="h-s mb-2" id="tanda">
            {w.slip}
          </h2>
          <dl class="dl">
            <dt>{w.number}</dt>
            <dd class="mono">{r.number}</dd>
            <dt>{w.received}</dt>
            <dd>
              {showDay(day, lang).split(',')[0]}, {showDate(day, lang)}, {showTime(at)} {w.wib}
            </dd>
            <dt>NIK</dt>
            <dd class="mono">{r.nik}</dd>
            <dt>{w.phone}</dt>
            <dd class={r.phone ? 'mono' : undefined}>{r.phone ?? k.noPhone}</dd>
            <dt>{k.kecamatan}</dt>
            <dd>{r.kel ? `${nameOf(r.kec)}, ${nameOf(r.kel)}` : nameOf(r.kec)}</dd>
            <dt>{k.business}</dt>
            <dd>
              {[r.trade, r.trade ? lower(texts[lang].trading.choices[r.trading]) : texts[lang].trading.choices[r.trading]]
                .filter(Boolean)
                .join(', ')}
            </dd>
            <dt>{k.consent}</dt>
            <dd>
              <ConsentLines purposes={r.consents} asked={asked} lang={lang} />
            </dd>
          </dl>
          <p class="prov mt-3">{w.keep}</p>
          {r.phone && (
            <p class="mt-3">
              <a class="link" href="/masuk">
                {w.own}
              </a>
            </p>
          )}
        </section>
        <section class="note note--warn mt-6">
          <h3>{w.when}</h3>
          <p>{w.whenText}</p>
          <p>
            <a href="/definisi">{w.how}</a>
          </p>
        </section>
        <p>{w.wrong}</p>
      </div>
    </Frame>
  )
}

const lower = (text: string) => text[0]!.toLowerCase() + text.slice(1)
