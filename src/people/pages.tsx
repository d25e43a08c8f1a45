// Signing in with a work account, and out. The members' half of the page: member-sign-in.tsx.
import { Hono } from 'hono'
import { pathHere, textOf } from '../kit/http.ts'
import { type Problem, say } from '../kit/problem.ts'
import { Hidden, Page, type Said, SubField } from '../ui/index.ts'
import { signOut } from './accounts.ts'
import { dropCookie, readCookie, writeCookie } from './cookies.ts'
import { exampleOf, MemberEntry } from './member-sign-in.tsx'
import { endMemberSession } from './members.ts'
import { type SignInProblem, signInWords } from './messages.ts'
import { pageFrame } from './nav.ts'
import { signIn } from './second-factor.ts'
import type { Ctx, Env, Policies } from './site.ts'

export const policies: Policies = {
  'GET /masuk': 'everybody',
  'POST /masuk': 'everybody',
  'POST /keluar': 'everybody',
}

const FIELD = { 'sign-in.name-missing': 'akun', 'sign-in.password-missing': 'sandi' } as const
const fieldOf = (p: Problem) => FIELD[p.code as keyof typeof FIELD] ?? 'akun'

export const routes = new Hono<Env>()
  .get('/masuk', async (c) => {
    const goOn = pathHere(c.req.query('ke')) ?? ''
    if (c.var.account) return c.redirect(goOn || '/konsol', 303)
    if (c.var.member && !goOn) return c.redirect('/langkah', 303)
    return c.html(<SignInPage c={c} goOn={goOn} example={await exampleOf(c)} />)
  })
  .post('/masuk', async (c) => {
    const form = await c.req.parseBody()
    const name = textOf(form.akun)
    const password = textOf(form.sandi)
    const goOn = pathHere(textOf(form.ke)) ?? ''
    const refuse = (problems: SignInProblem[], status: 422 | 429 | 503) => {
      c.set('code', problems[0]!.code)
      return c.html(<SignInPage c={c} goOn={goOn} name={name} problems={problems} />, status)
    }
    const missing: SignInProblem[] = []
    if (!name.trim()) missing.push({ code: 'sign-in.name-missing', data: null })
    if (!password) missing.push({ code: 'sign-in.password-missing', data: null })
    if (missing.length) return refuse(missing, 422)

    const staff = c.var.database.pool('staff')
    const answer = await signIn(staff, c.var.secrets, { name, password, wall: c.var.wall })
    if ('problem' in answer) {
      const { problem } = answer
      if (problem.code === 'sign-in.wait') c.header('Retry-After', String(problem.data.seconds))
      if (problem.code === 'sign-in.busy') c.header('Retry-After', '5')
      return refuse([problem], problem.code === 'sign-in.wait' ? 429 : problem.code === 'sign-in.busy' ? 503 : 422)
    }
    writeCookie(c, 'pending', answer.value.pending)
    return c.redirect(goOn ? `/masuk/kode?ke=${encodeURIComponent(goOn)}` : '/masuk/kode', 303)
  })
  .post('/keluar', async (c) => {
    const held = readCookie(c, 'session')
    if (held) await signOut(c.var.database.pool('staff'), c.var.secrets, held)
    dropCookie(c, 'session')
    const own = readCookie(c, 'member')
    if (own) await endMemberSession(c.var.database.pool('member'), c.var.secrets, own)
    if (own) dropCookie(c, 'member')
    c.header('Clear-Site-Data', '"cache"')
    return c.redirect('/masuk', 303)
  })

const WORDS = {
  id: {
    title: 'Masuk',
    eyebrow: 'Petugas, kantor program, mitra, bank',
    work: 'Masuk dengan akun kerja',
    account: 'Nama akun',
    password: 'Kata sandi',
    go: 'Masuk',
    logged: 'Setiap pembukaan data orang dicatat dengan nama akun Anda.',
    forgot: 'Lupa kata sandi? Minta yang baru',
    first: 'Akun baru, atau sudah punya kode? Pilih kata sandi Anda',
    saved: 'Kata sandi Anda tersimpan. Masuk sekarang.',
    over: 'Waktu untuk menulis kode sudah habis. Masuk lagi dengan nama akun dan kata sandi.',
  },
  en: {
    title: 'Sign in',
    eyebrow: 'Officers, programme office, partners, banks',
    work: 'Sign in with a work account',
    account: 'Account name',
    password: 'Password',
    go: 'Sign in',
    logged: "Every look at a person's data is recorded under the name of your account.",
    forgot: 'Forgot the password? Ask for a new one',
    first: 'A new account, or you have a code? Choose your password',
    saved: 'Your password is saved. Sign in now.',
    over: 'The time for writing the code is over. Sign in again with account name and password.',
  },
}

type SignInProps = { c: Ctx; goOn: string; name?: string; problems?: SignInProblem[]; example?: string | null }

function SignInPage({ c, goOn, name = '', problems = [], example }: SignInProps) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const said: Said[] = problems.map((p) => ({ field: fieldOf(p), text: say(signInWords, p, lang) }))
  return (
    <Page {...pageFrame(c)} title={`${w.title} · Tujuh PAS`} current="sign-in" errorTitle={said.length > 0} noindex>
      <div class="cols cols--1-1 al-s pt-6 pb-6">
        <MemberEntry c={c} example={example} />
        <section aria-labelledby="h2">
          <p class="eyebrow">{w.eyebrow}</p>
          <h2 id="h2">{w.work}</h2>
          {c.req.query('sandi') === 'baru' && <p class="note note--ok mt-3">{w.saved}</p>}
          {c.req.query('kode') === 'habis' && <p class="note note--warn mt-3">{w.over}</p>}
          <form method="post" action="/masuk" class="mt-4">
            <Hidden values={goOn ? { token: formToken, ke: goOn } : { token: formToken }} />
            <div class={said.length ? 'is-err' : undefined}>
              <SubField
                id="akun"
                label={w.account}
                value={name}
                autocomplete="username"
                maxlength={40}
                problems={said}
                lang={lang}
              />
              <SubField
                id="sandi"
                label={w.password}
                type="password"
                autocomplete="current-password"
                maxlength={200}
                problems={said}
                lang={lang}
              />
            </div>
            <p class="row mt-4">
              <button class="btn" type="submit">
                {w.go}
              </button>
            </p>
          </form>
          <p class="prov mt-4">{w.logged}</p>
          <ul class="list mt-4 small">
            <li>
              <a class="link" href="/masuk/lupa">
                {w.forgot}
              </a>
            </li>
            <li>
              <a class="link" href="/masuk/mulai">
                {w.first}
              </a>
            </li>
          </ul>
        </section>
      </div>
    </Page>
  )
}
