// After name and password: the code, setting the authenticator app up, recovery codes; and the pages of a forgotten and of a first password.
import { Hono } from 'hono'
import { encode } from 'uqr'
import { pathHere, textOf } from '../kit/http.ts'
import { type Lang, say } from '../kit/problem.ts'
import { Hidden, Page, type Said, SubField } from '../ui/index.ts'
import { type FactorProblem, factorWords, type SetUpProblem, setUpWords } from './account-messages.ts'
import { browserIn, signOut } from './accounts.ts'
import { dropCookie, readCookie, writeCookie } from './cookies.ts'
import { type AccountProblem, accountWords } from './messages.ts'
import { pageFrame } from './nav.ts'
import {
  askForPassword,
  choosePassword,
  demoCode,
  type Pending,
  passFactor,
  pendingOf,
  reportLostFactor,
  setUpFactor,
} from './second-factor.ts'
import type { Ctx, Env, Policies } from './site.ts'
import { base32, keyUri } from './totp.ts'

export const factorPolicies: Policies = {
  'GET /masuk/kode': 'everybody',
  'POST /masuk/kode': 'everybody',
  'POST /masuk/kode/hilang': 'everybody',
  'GET /masuk/pasang': 'everybody',
  'POST /masuk/pasang': 'everybody',
  'GET /masuk/lupa': 'everybody',
  'POST /masuk/lupa': 'everybody',
  'GET /masuk/mulai': 'everybody',
  'POST /masuk/mulai': 'everybody',
}

export const factorRoutes = new Hono<Env>()
  .get('/masuk/kode', async (c) => {
    const pending = await waiting(c)
    if (!pending) return c.redirect(c.var.account ? '/konsol' : '/masuk', 303)
    const goOn = pathHere(c.req.query('ke')) ?? ''
    return pending.fresh ? c.redirect(withGoOn('/masuk/pasang', goOn), 303) : c.html(await codePage(c, pending, goOn))
  })
  .post('/masuk/kode', async (c) => {
    const form = await c.req.parseBody()
    const goOn = pathHere(textOf(form.ke)) ?? ''
    const answer = await passFactor(c.var.database, c.var.secrets, byCode(c, textOf(form.kode)))
    if ('problem' in answer) return refuse(c, answer.problem, (pending) => codePage(c, pending, goOn, answer.problem))
    await admit(c, answer.value.cookie)
    return c.redirect(goOn || '/konsol', 303)
  })
  .post('/masuk/kode/hilang', async (c) => {
    const pending = await waiting(c)
    if (!pending || pending.fresh) return c.redirect('/masuk', 303)
    await reportLostFactor(c.var.database, pending.account, c.var.wall)
    return c.redirect('/masuk/kode', 303)
  })
  .get('/masuk/pasang', async (c) => {
    const pending = await waiting(c)
    if (!pending) return c.redirect(c.var.account ? '/konsol' : '/masuk', 303)
    const goOn = pathHere(c.req.query('ke')) ?? ''
    return pending.fresh ? c.html(await setUpPage(c, pending, goOn)) : c.redirect(withGoOn('/masuk/kode', goOn), 303)
  })
  .post('/masuk/pasang', async (c) => {
    const form = await c.req.parseBody()
    const goOn = pathHere(textOf(form.ke)) ?? ''
    const answer = await setUpFactor(c.var.database, c.var.secrets, byCode(c, textOf(form.kode)))
    if ('problem' in answer) return refuse(c, answer.problem, (pending) => setUpPage(c, pending, goOn, answer.problem))
    await admit(c, answer.value.cookie)
    return c.html(<RecoveryCodes c={c} account={answer.value.account} codes={answer.value.codes} goOn={goOn || '/konsol'} />)
  })
  .get('/masuk/lupa', (c) => c.html(<ForgotPage c={c} />))
  .post('/masuk/lupa', async (c) => {
    const name = textOf((await c.req.parseBody()).akun)
    if (!name.trim()) {
      c.set('code', 'sign-in.name-missing')
      return c.html(<ForgotPage c={c} missing />, 422)
    }
    await askForPassword(c.var.database, { name, wall: c.var.wall })
    return c.html(<ForgotPage c={c} sent />)
  })
  .get('/masuk/mulai', (c) => c.html(<StartPage c={c} />))
  .post('/masuk/mulai', async (c) => {
    const form = await c.req.parseBody()
    const [name, code, password] = [textOf(form.akun), textOf(form.kode), textOf(form.sandi)]
    const said: Said[] = []
    const w = START[c.var.lang]
    if (!name.trim()) said.push({ field: 'akun', text: w.nameMissing })
    if (!code.trim()) said.push({ field: 'kode', text: w.codeMissing })
    if (!password) said.push({ field: 'sandi', text: w.passwordMissing })
    else if (password !== textOf(form.ulang)) said.push({ field: 'ulang', text: w.notTheSame })
    if (said.length) {
      c.set('code', 'set-up.incomplete')
      return c.html(<StartPage c={c} name={name} code={code} said={said} />, 422)
    }
    const answer = await choosePassword(c.var.database, c.var.secrets, { name, code, password, wall: c.var.wall })
    if ('problem' in answer) {
      const { problem } = answer
      c.set('code', problem.code)
      const wait = problem.code === 'set-up.wait'
      if (wait) c.header('Retry-After', String(problem.data.seconds))
      return c.html(<StartPage c={c} name={name} code={code} said={[saidOf(problem, c.var.lang)]} />, wait ? 429 : 422)
    }
    return c.redirect('/masuk?sandi=baru', 303)
  })

const saidOf = (p: SetUpProblem | AccountProblem, lang: Lang): Said =>
  p.code.startsWith('set-up.')
    ? { field: 'kode', text: say(setUpWords, p as SetUpProblem, lang) }
    : { field: 'sandi', text: say(accountWords, p as AccountProblem, lang) }
const withGoOn = (path: string, goOn: string) => (goOn ? `${path}?ke=${encodeURIComponent(goOn)}` : path)
const waiting = (c: Ctx) => pendingOf(c.var.database, c.var.secrets, readCookie(c, 'pending'), c.var.wall)
const byCode = (c: Ctx, code: string) => ({
  cookie: readCookie(c, 'pending') ?? '',
  code,
  wall: c.var.wall,
  browser: browserIn(c.req.header('user-agent')),
})

/** The browser is let in: its session in the cookie, what it held before is gone. */
async function admit(c: Ctx, cookie: string): Promise<void> {
  const before = readCookie(c, 'session')
  if (before) await signOut(c.var.database.pool('staff'), c.var.secrets, before) // an earlier session is not left behind
  writeCookie(c, 'session', cookie)
  dropCookie(c, 'pending')
  dropCookie(c, 'guest')
}

async function refuse(c: Ctx, problem: FactorProblem, page: (pending: Pending) => ReturnType<typeof codePage>) {
  c.set('code', problem.code)
  const pending = await waiting(c)
  if (!pending || problem.code === 'factor.over') return c.redirect('/masuk?kode=habis', 303)
  if (problem.code !== 'factor.wait') return c.html(await page(pending), 422)
  c.header('Retry-After', String(problem.data.seconds))
  return c.html(await page(pending), 429)
}

// ---- the pages

const CODE = {
  id: {
    title: 'Tulis kode dari aplikasi',
    who: (name: string) => `Kata sandi untuk ${name} benar. Buka aplikasi autentikator di HP Anda.`,
    code: 'Kode 6 angka',
    hint: 'Atau satu kode cadangan, contoh ab3d-7kfm.',
    go: 'Masuk',
    lostTitle: 'HP hilang, dan kode cadangan juga tidak ada?',
    lost: 'Laporkan di sini, lalu hubungi kantor program. Setelah memastikan bahwa Anda yang meminta, orang kedua melepas aplikasi yang lama, dan Anda memasang yang baru.',
    lostGo: 'Laporkan kehilangan',
    reported: 'Laporan kehilangan Anda sudah tercatat dan menunggu keputusan orang kedua. Hubungi kantor program.',
    demo: 'Peragaan: Anda tidak perlu aplikasi. Kode untuk sekarang:',
    back: 'Masuk dengan akun lain',
  },
  en: {
    title: 'Write the code from the app',
    who: (name: string) => `The password of ${name} is right. Open the authenticator app on your phone.`,
    code: 'Code of 6 digits',
    hint: 'Or one recovery code, for example ab3d-7kfm.',
    go: 'Sign in',
    lostTitle: 'Phone lost, and no recovery codes?',
    lost: 'Report it here, then call the programme office. When they have made sure that it is you, a second person takes the old app off, and you set up a new one.',
    lostGo: 'Report the loss',
    reported: 'Your report is recorded and waits for a second person. Call the programme office.',
    demo: 'Demonstration: you need no app. The code for now:',
    back: 'Sign in with another account',
  },
}

/** On a synthetic database only: what the visitor's app would show. */
async function codeOfDemo(c: Ctx, pending: Pending): Promise<string | null> {
  return c.var.synthetic ? demoCode(c.var.database, c.var.secrets, pending, c.var.wall) : null
}

const DemoCode = ({ lang, code }: { lang: Lang; code: string }) => (
  <p class="note mt-4">
    {CODE[lang].demo} <b class="mono">{code}</b>
  </p>
)

const CodeField = ({ lang, said, hint }: { lang: Lang; said: Said[]; hint?: string }) => (
  <div class={said.length ? 'is-err' : undefined}>
    <SubField
      id="kode"
      label={CODE[lang].code}
      hint={hint}
      size="code"
      inputmode={hint ? 'text' : 'numeric'}
      autocomplete="one-time-code"
      maxlength={12}
      problems={said}
      lang={lang}
    />
  </div>
)

const saidCode = (problem: FactorProblem | undefined, lang: Lang): Said[] =>
  problem ? [{ field: 'kode', text: say(factorWords, problem, lang) }] : []
const formFields = (c: Ctx, goOn: string): Record<string, string> =>
  goOn ? { token: c.var.formToken, ke: goOn } : { token: c.var.formToken }

async function codePage(c: Ctx, pending: Pending, goOn: string, problem?: FactorProblem) {
  const { lang } = c.var
  const w = CODE[lang]
  const demo = await codeOfDemo(c, pending)
  return (
    <Page {...pageFrame(c)} title={`${w.title} · Tujuh PAS`} current="sign-in" errorTitle={!!problem} narrow noindex>
      <h1>{w.title}</h1>
      <p class="mt-3">{w.who(pending.shownAs)}</p>
      {demo && <DemoCode lang={lang} code={demo} />}
      <form method="post" action="/masuk/kode" class="mt-4">
        <Hidden values={formFields(c, goOn)} />
        <CodeField lang={lang} said={saidCode(problem, lang)} hint={w.hint} />
        <p class="row mt-4">
          <button class="btn" type="submit">
            {w.go}
          </button>
          <a class="link" href="/masuk">
            {w.back}
          </a>
        </p>
      </form>
      <section class="note mt-5 pb-6" aria-labelledby="hilang">
        <h2 id="hilang">{w.lostTitle}</h2>
        {pending.reported ? (
          <p>{w.reported}</p>
        ) : (
          <>
            <p>{w.lost}</p>
            <form method="post" action="/masuk/kode/hilang">
              <Hidden values={{ token: c.var.formToken }} />
              <button class="btn btn--2 btn--s" type="submit">
                {w.lostGo}
              </button>
            </form>
          </>
        )}
      </section>
    </Page>
  )
}

const SET_UP = {
  id: {
    title: 'Pasang kode kedua',
    why: 'Akun kerja dibuka dengan dua hal: kata sandi, dan kode dari HP Anda. Cukup dipasang sekali.',
    one: 'Pasang aplikasi autentikator di HP, misalnya Google Authenticator, Aegis atau 2FAS.',
    two: 'Di aplikasi itu, tambah akun dengan memindai kotak ini,',
    or: 'atau ketik kunci ini:',
    three: 'Tulis kode yang tampil di aplikasi.',
    qr: 'Kode QR untuk aplikasi autentikator',
    go: 'Pasang dan masuk',
    secret: 'Jangan perlihatkan halaman ini kepada siapa pun, juga bukan kepada pengelola akun.',
  },
  en: {
    title: 'Set up the second code',
    why: 'A work account opens with two things: the password, and a code from your phone. You set it up once.',
    one: 'Install an authenticator app on your phone, for example Google Authenticator, Aegis or 2FAS.',
    two: 'In that app, add an account by scanning this square,',
    or: 'or type this key:',
    three: 'Write the code that the app shows.',
    qr: 'QR code for the authenticator app',
    go: 'Set up and sign in',
    secret: 'Show this page to nobody, not even to whoever manages the accounts.',
  },
}

async function setUpPage(c: Ctx, pending: Pending, goOn: string, problem?: FactorProblem) {
  const { lang } = c.var
  const w = SET_UP[lang]
  const demo = await codeOfDemo(c, pending)
  return (
    <Page {...pageFrame(c)} title={`${w.title} · Tujuh PAS`} current="sign-in" errorTitle={!!problem} narrow noindex>
      <h1>{w.title}</h1>
      <p class="mt-3">{w.why}</p>
      <ol class="numbered mt-4">
        <li>{w.one}</li>
        <li>
          <p>{w.two}</p>
          <Qr text={keyUri(pending.account, pending.fresh!)} label={w.qr} />
          <p class="mt-2">{w.or}</p>
          <p class="mono secret">{base32(pending.fresh!).replace(/(.{4})(?=.)/g, '$1 ')}</p>
        </li>
        <li>
          <p>{w.three}</p>
          {demo && <DemoCode lang={lang} code={demo} />}
          <form method="post" action="/masuk/pasang">
            <Hidden values={formFields(c, goOn)} />
            <CodeField lang={lang} said={saidCode(problem, lang)} />
            <p class="mt-4">
              <button class="btn" type="submit">
                {w.go}
              </button>
            </p>
          </form>
        </li>
      </ol>
      <p class="note note--warn mt-5 mb-6">{w.secret}</p>
    </Page>
  )
}

/** Dark on light whatever the colours of the page (its class says so): cameras need it. */
function Qr({ text: content, label }: { text: string; label: string }) {
  const { data, size } = encode(content, { ecc: 'M', border: 4 })
  const d = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={d} />
    </svg>
  )
}

const RECOVERY = {
  id: {
    title: 'Simpan kode cadangan Anda',
    done: 'Kode kedua sudah terpasang, dan Anda sudah masuk.',
    what: 'Bila HP hilang, satu kode ini menggantikan kode dari aplikasi. Tiap kode berlaku sekali. Cetak, lalu simpan terpisah dari HP. Kode ini tidak ditampilkan lagi.',
    account: 'Akun',
    go: 'Sudah saya simpan, buka konsol',
  },
  en: {
    title: 'Keep your recovery codes',
    done: 'The second code is set up, and you are signed in.',
    what: 'When the phone is lost, one of these takes the place of a code from the app. Each works once. Print them, and keep them apart from the phone. They are not shown again.',
    account: 'Account',
    go: 'I have kept them, open the console',
  },
}

function RecoveryCodes({ c, account, codes, goOn }: { c: Ctx; account: string; codes: string[]; goOn: string }) {
  const { lang } = c.var
  const w = RECOVERY[lang]
  return (
    <Page {...pageFrame(c)} title={`${w.title} · Tujuh PAS`} current="sign-in" narrow noindex>
      <h1>{w.title}</h1>
      <p class="lead mt-3">{w.done}</p>
      <p class="mt-3">{w.what}</p>
      <p class="mt-3">
        {w.account}: <b>{account}</b>
      </p>
      <ul class="codes mono mt-3">
        {codes.map((code) => (
          <li>{code}</li>
        ))}
      </ul>
      <p class="mt-5 pb-6">
        <a class="btn" href={goOn}>
          {w.go}
        </a>
      </p>
    </Page>
  )
}

const FORGOT = {
  id: {
    title: 'Minta kata sandi baru',
    how: 'Tulis nama akun Anda. Pengelola akun memastikan dulu bahwa Anda yang meminta, lalu memberi Anda satu kode untuk memilih kata sandi baru.',
    account: 'Nama akun',
    go: 'Kirim permintaan',
    missing: 'Tulis nama akun Anda.',
    sentTitle: 'Permintaan diterima',
    sent: 'Bila akun itu ada, pengelola akun sekarang melihat permintaannya. Hubungi kantor program atau datang sendiri: mereka memastikan siapa Anda sebelum memberi kode.',
    have: 'Sudah punya kodenya? Pilih kata sandi baru',
  },
  en: {
    title: 'Ask for a new password',
    how: 'Write the name of your account. Whoever manages the accounts first makes sure that it is you, then gives you a code with which you choose a new password.',
    account: 'Account name',
    go: 'Send the request',
    missing: 'Write the name of your account.',
    sentTitle: 'Request received',
    sent: 'If that account exists, whoever manages the accounts now sees the request. Call the programme office or come yourself: they make sure who you are before they give a code.',
    have: 'You have the code? Choose a new password',
  },
}

function ForgotPage({ c, missing = false, sent = false }: { c: Ctx; missing?: boolean; sent?: boolean }) {
  const { lang, formToken } = c.var
  const w = FORGOT[lang]
  const said: Said[] = missing ? [{ field: 'akun', text: w.missing }] : []
  const title = sent ? w.sentTitle : w.title
  return (
    <Page {...pageFrame(c)} title={`${title} · Tujuh PAS`} current="sign-in" errorTitle={missing} narrow noindex>
      <h1>{title}</h1>
      <p class="mt-3">{sent ? w.sent : w.how}</p>
      {!sent && (
        <form method="post" action="/masuk/lupa" class="mt-4">
          <Hidden values={{ token: formToken }} />
          <div class={missing ? 'is-err' : undefined}>
            <SubField id="akun" label={w.account} autocomplete="username" maxlength={40} problems={said} lang={lang} />
          </div>
          <p class="mt-4">
            <button class="btn" type="submit">
              {w.go}
            </button>
          </p>
        </form>
      )}
      <p class="mt-5 pb-6">
        <a class="link" href="/masuk/mulai">
          {w.have}
        </a>
      </p>
    </Page>
  )
}

const START = {
  id: {
    title: 'Pilih kata sandi Anda',
    how: 'Anda menerima nama akun dan satu kode di kertas. Kodenya berlaku 72 jam, sekali. Kata sandi yang Anda pilih tidak diketahui siapa pun.',
    account: 'Nama akun',
    code: 'Kode di kertas',
    codeHint: 'Contoh: ab3d-7kfm-x2np-9tqr',
    password: 'Kata sandi baru',
    passwordHint: 'Paling sedikit 12 huruf. Beberapa kata yang Anda ingat lebih baik daripada tanda-tanda sulit.',
    again: 'Kata sandi yang sama sekali lagi',
    go: 'Simpan kata sandi',
    nameMissing: 'Tulis nama akun di kertas itu.',
    codeMissing: 'Tulis kode di kertas itu.',
    passwordMissing: 'Pilih kata sandi.',
    notTheSame: 'Kedua kata sandi tidak sama. Tulis keduanya lagi.',
  },
  en: {
    title: 'Choose your password',
    how: 'You were given an account name and a code on paper. The code is good for 72 hours, once. Nobody else knows the password that you choose.',
    account: 'Account name',
    code: 'Code on the paper',
    codeHint: 'For example: ab3d-7kfm-x2np-9tqr',
    password: 'New password',
    passwordHint: 'At least 12 characters. A few words that you remember are better than difficult signs.',
    again: 'The same password once more',
    go: 'Save the password',
    nameMissing: 'Write the account name on the paper.',
    codeMissing: 'Write the code on the paper.',
    passwordMissing: 'Choose a password.',
    notTheSame: 'The two passwords differ. Write both again.',
  },
}

function StartPage({ c, name = '', code = '', said = [] }: { c: Ctx; name?: string; code?: string; said?: Said[] }) {
  const { lang, formToken } = c.var
  const w = START[lang]
  const field = { problems: said, lang }
  return (
    <Page {...pageFrame(c)} title={`${w.title} · Tujuh PAS`} current="sign-in" errorTitle={said.length > 0} narrow noindex>
      <h1>{w.title}</h1>
      <p class="mt-3">{w.how}</p>
      <form method="post" action="/masuk/mulai" class="mt-4 pb-6">
        <Hidden values={{ token: formToken }} />
        <div class={said.length ? 'is-err' : undefined}>
          <SubField id="akun" label={w.account} value={name} autocomplete="username" maxlength={40} {...field} />
          <SubField
            id="kode"
            label={w.code}
            hint={w.codeHint}
            value={code}
            autocomplete="one-time-code"
            maxlength={40}
            {...field}
          />
          <SubField
            id="sandi"
            label={w.password}
            hint={w.passwordHint}
            type="password"
            autocomplete="new-password"
            maxlength={200}
            {...field}
          />
          <SubField id="ulang" label={w.again} type="password" autocomplete="new-password" maxlength={200} {...field} />
        </div>
        <p class="mt-4">
          <button class="btn" type="submit">
            {w.go}
          </button>
        </p>
      </form>
    </Page>
  )
}
