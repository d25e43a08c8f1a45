// One's own work account: another password, where one is signed in, new recovery codes, and what was recorded about it.

import { Hono } from 'hono'
import { showMoment } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'
import { textOf } from '../kit/http.ts'
import { say } from '../kit/problem.ts'
import type { Secrets } from '../kit/secrets.ts'
import { Hidden, Konsol, type Said, SubField } from '../ui/index.ts'
import { type AccountEvent, accountEvents } from './account-changes.ts'
import { factorWords } from './account-messages.ts'
import { Log } from './account-pages.tsx'
import {
  browserIn,
  checkPassword,
  endOtherSessions,
  type OwnSession,
  openSession,
  provePassword,
  recordEvent,
  sessionsOf,
  setPassword,
} from './accounts.ts'
import { readCookie, writeCookie } from './cookies.ts'
import { accountWords, type SignInProblem, signInWords } from './messages.ts'
import { konsolFrame, roleName, scopeName } from './nav.ts'
import { isPassword } from './passwords.ts'
import { proveFactor, recoveryCodesLeft, renewRecoveryCodes } from './second-factor.ts'
import { asAccount, type Ctx, type Env, type Policies, ROLES } from './site.ts'

const EVERY_ACCOUNT = ROLES.filter((r) => r !== 'system')

export const ownPolicies: Policies = {
  'GET /konsol/akun/saya': EVERY_ACCOUNT,
  'POST /konsol/akun/saya/sandi': EVERY_ACCOUNT,
  'POST /konsol/akun/saya/sesi': EVERY_ACCOUNT,
  'POST /konsol/akun/saya/cadangan': EVERY_ACCOUNT,
}
const browserOf = (c: Ctx) => browserIn(c.req.header('user-agent'))

export const ownRoutes = new Hono<Env>()
  .get('/konsol/akun/saya', async (c) => c.html(await ownPage(c)))
  .post('/konsol/akun/saya/sandi', async (c) => {
    const form = await c.req.parseBody()
    const [now, fresh, again] = [textOf(form.lama), textOf(form.baru), textOf(form.ulang)]
    const w = WORDS[c.var.lang]
    const { name } = c.var.account!
    const said: Said[] = []
    if (!now) said.push({ field: 'lama', text: w.nowMissing })
    for (const p of checkPassword(name, fresh)) said.push({ field: 'baru', text: say(accountWords, p, c.var.lang) })
    if (!said.length && fresh !== again) said.push({ field: 'ulang', text: w.notTheSame })
    if (said.length) {
      c.set('code', 'password.incomplete')
      return c.html(await ownPage(c, { said }), 422)
    }
    const problem = await changePassword(c.var.database, c.var.secrets, { name, now, fresh, wall: c.var.wall })
    if (problem) {
      c.set('code', problem.code)
      const wait = problem.code === 'sign-in.wait'
      if (wait) c.header('Retry-After', String(problem.data.seconds))
      const words = problem.code === 'sign-in.wrong' ? w.nowWrong : say(signInWords, problem, c.var.lang)
      return c.html(await ownPage(c, { said: [{ field: 'lama', text: words }] }), wait ? 429 : 422)
    }
    // Every session has ended with the old password; this browser goes on in a new one.
    const staff = c.var.database.pool('staff')
    writeCookie(c, 'session', await openSession(staff, c.var.secrets, name, c.var.wall, { browser: browserOf(c) }))
    return c.redirect('/konsol/akun/saya?sandi=baru', 303)
  })
  .post('/konsol/akun/saya/sesi', async (c) => {
    const { name } = c.var.account!
    const ended = await endOtherSessions(c.var.database.pool('staff'), c.var.secrets, name, readCookie(c, 'session') ?? '')
    if (ended) await asAccount(c, (db) => recordEvent(db, name, 'sessions.ended', { ended }, c.var.wall))
    return c.redirect('/konsol/akun/saya?sesi=habis', 303)
  })
  .post('/konsol/akun/saya/cadangan', async (c) => {
    const { name } = c.var.account!
    const code = textOf((await c.req.parseBody()).kode)
    const proved = await proveFactor(c.var.database, c.var.secrets, { account: name, code, wall: c.var.wall })
    if ('problem' in proved) {
      const { problem } = proved
      c.set('code', problem.code)
      const wait = problem.code === 'factor.wait'
      if (wait) c.header('Retry-After', String(problem.data.seconds))
      const said = [{ field: 'kode', text: say(factorWords, problem, c.var.lang) }]
      return c.html(await ownPage(c, { said }), wait ? 429 : 422)
    }
    return c.html(await ownPage(c, { codes: await renewRecoveryCodes(c.var.database, name, c.var.wall) }))
  })

/** The old password once more, then the new one. Null when it is set. */
async function changePassword(
  database: Database,
  secrets: Secrets,
  { name, now, fresh, wall }: { name: string; now: string; fresh: string; wall: Date },
): Promise<SignInProblem | null> {
  const proved = await provePassword(database.pool('staff'), secrets, { name, password: now, wall })
  if ('problem' in proved) return proved.problem
  return database.within('job', { actor: name, role: 'system' }, async (db) => {
    // One at a time: the same form again finds its own new password; another one finds that the old no longer holds.
    const { rows } = await db.client.query('select password from account where name = $1 for update', [name])
    if (await isPassword(fresh, rows[0].password)) return null
    if (!(await isPassword(now, rows[0].password))) return { code: 'sign-in.wrong', data: null }
    await setPassword(db, name, fresh)
    return null
  })
}

const WORDS = {
  id: {
    title: 'Akun saya',
    account: 'Nama akun',
    scope: 'Peran dan wilayah',
    password: 'Ganti kata sandi',
    passwordAbout: 'Setelah diganti, semua sesi lain berakhir.',
    now: 'Kata sandi sekarang',
    fresh: 'Kata sandi baru',
    freshHint: 'Paling sedikit 12 huruf. Beberapa kata yang Anda ingat lebih baik daripada tanda-tanda sulit.',
    again: 'Kata sandi baru sekali lagi',
    save: 'Ganti kata sandi',
    saved: 'Kata sandi sudah diganti, dan semua sesi lain sudah berakhir.',
    nowMissing: 'Tulis kata sandi Anda yang sekarang.',
    nowWrong: 'Ini bukan kata sandi Anda yang sekarang. Tulis lagi.',
    notTheSame: 'Kedua kata sandi baru tidak sama. Tulis keduanya lagi.',
    sessions: 'Tempat Anda masuk',
    here: 'peramban ini',
    since: 'masuk',
    unknown: 'Peramban tidak dikenal',
    end: 'Akhiri sesi lain',
    ended: 'Sesi lain sudah berakhir.',
    recovery: 'Kode cadangan',
    left: (n: number) =>
      n ? `${n} kode cadangan masih dapat dipakai.` : 'Tidak ada kode cadangan yang dapat dipakai. Buat sekarang.',
    renewAbout: 'Yang baru menggantikan semua yang lama.',
    code: 'Kode 6 angka dari aplikasi',
    renew: 'Buat kode cadangan baru',
    codes: 'Cetak, lalu simpan terpisah dari HP. Kode ini tidak ditampilkan lagi.',
  },
  en: {
    title: 'My account',
    account: 'Account name',
    scope: 'Role and area',
    password: 'Change the password',
    passwordAbout: 'When it is changed, all other sessions end.',
    now: 'Present password',
    fresh: 'New password',
    freshHint: 'At least 12 characters. A few words that you remember are better than difficult signs.',
    again: 'The new password once more',
    save: 'Change the password',
    saved: 'The password is changed, and all other sessions have ended.',
    nowMissing: 'Write your present password.',
    nowWrong: 'This is not your present password. Write it again.',
    notTheSame: 'The two new passwords differ. Write both again.',
    sessions: 'Where you are signed in',
    here: 'this browser',
    since: 'since',
    unknown: 'Unknown browser',
    end: 'End the other sessions',
    ended: 'The other sessions have ended.',
    recovery: 'Recovery codes',
    left: (n: number) => (n ? `${n} recovery codes can still be used.` : 'No recovery codes are left. Make new ones now.'),
    renewAbout: 'New ones take the place of all the old ones.',
    code: 'Code of 6 digits from the app',
    renew: 'Make new recovery codes',
    codes: 'Print them, and keep them apart from the phone. They are not shown again.',
  },
}

async function ownPage(c: Ctx, { said = [], codes = [] }: { said?: Said[]; codes?: string[] } = {}) {
  const account = c.var.account!.glass?.own ?? c.var.account!
  const { database, secrets, wall } = c.var
  const sessions = await sessionsOf(database.pool('staff'), secrets, account.name, readCookie(c, 'session') ?? '', wall)
  const left = await recoveryCodesLeft(database, account.name)
  const events = await asAccount(c, (db) => accountEvents(db, { account: account.name, take: 10 }))
  return <OwnPage c={c} {...{ account, sessions, left, events, said, codes }} />
}

type Own = {
  c: Ctx
  account: { name: string; role: (typeof ROLES)[number]; shownAs: string; kec: number | null; kota: number | null }
  sessions: OwnSession[]
  left: number
  events: AccountEvent[]
  said: Said[]
  codes: string[]
}

function OwnPage({ c, account, sessions, left, events, said, codes }: Own) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const token = { token: formToken }
  const field = { problems: said, lang }
  const placed = account.kec !== null || account.kota !== null ? `, ${scopeName(account, lang)}` : ''
  return (
    <Konsol {...konsolFrame(c, '/konsol/akun/saya')} title={w.title} subtitle={account.shownAs} errorTitle={said.length > 0}>
      {c.req.query('sandi') === 'baru' && <p class="note note--ok">{w.saved}</p>}
      {c.req.query('sesi') === 'habis' && <p class="note note--ok">{w.ended}</p>}
      <dl class="dl read">
        <dt>{w.account}</dt>
        <dd>{account.name}</dd>
        <dt>{w.scope}</dt>
        <dd>
          {roleName(account.role, lang)}
          {placed}
        </dd>
      </dl>
      <section aria-labelledby="sesi">
        <h2 id="sesi">{w.sessions}</h2>
        <ul class="list read mt-2">
          {sessions.map((s) => (
            <li>
              {s.browser ?? w.unknown}, {w.since} {showMoment(s.at, lang)}
              {s.here && (
                <>
                  {' '}
                  <b>({w.here})</b>
                </>
              )}
            </li>
          ))}
        </ul>
        {sessions.length > 1 && (
          <form method="post" action="/konsol/akun/saya/sesi" class="mt-3">
            <Hidden values={token} />
            <button class="btn btn--2 btn--s" type="submit">
              {w.end}
            </button>
          </form>
        )}
      </section>
      <section aria-labelledby="sandi">
        <h2 id="sandi">{w.password}</h2>
        <p class="mt-2">{w.passwordAbout}</p>
        <form method="post" action="/konsol/akun/saya/sandi" class="read mt-2">
          <Hidden values={token} />
          <SubField id="lama" label={w.now} type="password" autocomplete="current-password" maxlength={200} {...field} />
          <SubField
            id="baru"
            label={w.fresh}
            hint={w.freshHint}
            type="password"
            autocomplete="new-password"
            maxlength={200}
            {...field}
          />
          <SubField id="ulang" label={w.again} type="password" autocomplete="new-password" maxlength={200} {...field} />
          <p class="mt-4">
            <button class="btn" type="submit">
              {w.save}
            </button>
          </p>
        </form>
      </section>
      <section aria-labelledby="cadangan">
        <h2 id="cadangan">{w.recovery}</h2>
        {codes.length ? (
          <>
            <p class="mt-2">{w.codes}</p>
            <ul class="codes mono mt-3">
              {codes.map((code) => (
                <li>{code}</li>
              ))}
            </ul>
          </>
        ) : (
          <>
            <p class="mt-2">
              {w.left(left)} {w.renewAbout}
            </p>
            <form method="post" action="/konsol/akun/saya/cadangan" class="read mt-2">
              <Hidden values={token} />
              <SubField
                id="kode"
                label={w.code}
                size="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength={12}
                {...field}
              />
              <p class="mt-3">
                <button class="btn btn--2 btn--s" type="submit">
                  {w.renew}
                </button>
              </p>
            </form>
          </>
        )}
      </section>
      <Log lang={lang} events={events} />
    </Konsol>
  )
}
