// The pages of break-glass, and of what the head of a scope must learn about accounts: openings to review, recovery codes that were used.
import { Hono } from 'hono'
import { showMoment } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid } from '../kit/ids.ts'
import { type Lang, say } from '../kit/problem.ts'
import { kecamatan, kota as kotas, nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, type Said, SelectField, TextField } from '../ui/index.ts'
import { eventName, factorWords, glassWords } from './account-messages.ts'
import { browserIn } from './accounts.ts'
import {
  closeGlass,
  GLASS_REVIEW,
  GLASS_ROLES,
  type Glass,
  glassesOf,
  type Notice,
  openGlass,
  readNotices,
  reviewGlass,
  unreadNotices,
} from './break-glass.ts'
import { readCookie, writeCookie } from './cookies.ts'
import { signInWords } from './messages.ts'
import { konsolFrame } from './nav.ts'
import { codeForDemo } from './second-factor.ts'
import { asAccount, type Ctx, type Env, type Policies } from './site.ts'

export const glassPolicies: Policies = {
  'GET /konsol/darurat': GLASS_ROLES,
  'POST /konsol/darurat': GLASS_ROLES,
  'POST /konsol/darurat/tutup': GLASS_ROLES,
  'GET /konsol/kabar-akun': ['office', 'kota'],
  'POST /konsol/kabar-akun': ['office', 'kota'],
  'POST /konsol/kabar-akun/:id': ['office', 'kota'],
}

export const glassRoutes = new Hono<Env>()
  .get('/konsol/darurat', async (c) => c.html(await openPage(c)))
  .post('/konsol/darurat', async (c) => {
    const account = c.var.account!
    const form = await c.req.parseBody()
    const written = { kec: textOf(form.kec), reason: textOf(form.alasan) }
    const answer = await openGlass(c.var.database, c.var.secrets, account, {
      kec: /^\d{6}$/.test(written.kec) ? Number(written.kec) : null,
      reason: written.reason,
      password: textOf(form.sandi),
      code: textOf(form.kode),
      cookie: readCookie(c, 'session') ?? '',
      browser: browserIn(c.req.header('user-agent')),
      wall: c.var.wall,
    })
    if ('value' in answer) {
      writeCookie(c, 'session', answer.value.cookie)
      return c.redirect('/konsol', 303)
    }
    c.set('code', answer.problems[0]!.code)
    const waits = answer.problems.find((p) => p.code === 'sign-in.wait' || p.code === 'factor.wait')
    if (waits) c.header('Retry-After', String((waits.data as { seconds: number }).seconds))
    const words = { ...glassWords, ...factorWords, ...signInWords }
    const said = answer.problems.map((p) => ({ field: p.field ?? 'sandi', text: say(words, p, c.var.lang) }))
    return c.html(await openPage(c, written, said), waits ? 429 : 422)
  })
  .post('/konsol/darurat/tutup', async (c) => {
    const cookie = await closeGlass(c.var.database, c.var.secrets, c.var.account!, {
      cookie: readCookie(c, 'session') ?? '',
      browser: browserIn(c.req.header('user-agent')),
      wall: c.var.wall,
    })
    if (cookie) writeCookie(c, 'session', cookie)
    return c.redirect('/konsol', 303)
  })
  .get('/konsol/kabar-akun', async (c) => c.html(await headPage(c)))
  .post('/konsol/kabar-akun', async (c) => {
    const ids = [(await c.req.parseBody({ all: true })).kabar].flat().map(textOf).filter(isUuid)
    await asAccount(c, (db) => readNotices(db, c.var.account!, ids, c.var.wall))
    return c.redirect('/konsol/kabar-akun', 303)
  })
  .post('/konsol/kabar-akun/:id', async (c) => {
    const id = c.req.param('id')
    if (!isUuid(id)) return c.notFound()
    const review = textOf((await c.req.parseBody()).tinjauan)
    const refuse = async (code: 'glass.review' | 'glass.gone') => {
      c.set('code', code)
      return c.html(await headPage(c, { id, text: say(glassWords, { code, data: null }, c.var.lang), review }), 422)
    }
    if (!review.trim()) return refuse('glass.review')
    const done = await asAccount(c, (db) => reviewGlass(db, c.var.account!, { id, review, wall: c.var.wall }))
    return done ? c.redirect('/konsol/kabar-akun', 303) : refuse('glass.gone')
  })

const WORDS = {
  id: {
    title: 'Akses darurat',
    about:
      'Membuka satu kecamatan lain untuk dibaca, paling lama empat jam. Hanya untuk keadaan mendesak, misalnya petugasnya berhalangan dan seorang peserta harus dibantu hari ini.',
    rules: [
      'Kepala wilayah dan kantor program diberi tahu saat itu juga.',
      'Setiap halaman yang Anda buka dicatat. Menulis tidak bisa.',
      'Orang lain meninjaunya dalam 24 jam.',
    ],
    kec: 'Kecamatan',
    choose: 'Pilih kecamatan',
    reason: 'Apa yang mendesak',
    reasonHint: 'Contoh: petugas Cilandak sakit, peserta perlu surat hari ini.',
    password: 'Kata sandi Anda',
    code: 'Kode 6 angka dari aplikasi',
    demo: 'Peragaan: Anda tidak perlu aplikasi. Kode untuk sekarang:',
    go: 'Buka empat jam',
    isOpen: (kec: string, until: string) => `Kecamatan ${kec} sedang terbuka untuk Anda sampai ${until}.`,
    headTitle: 'Kabar akun',
    headAbout: 'Yang perlu Anda ketahui tentang akun di wilayah Anda.',
    unread: 'Belum dibaca',
    allRead: 'Semua kabar sudah dibaca.',
    read: 'Tandai sudah saya baca',
    glasses: 'Akses darurat',
    noGlass: 'Belum pernah ada akses darurat di wilayah Anda.',
    by: 'Dibuka oleh',
    from: 'Terbuka',
    to: 'sampai',
    readings: 'Halaman yang dibuka',
    state: 'Tinjauan',
    stillOpen: 'Masih terbuka. Tinjau setelah ditutup.',
    own: 'Akses Anda sendiri. Orang lain yang meninjau.',
    due: (at: string) => `Tinjau sebelum ${at}.`,
    late: (at: string) => `Terlambat: seharusnya ditinjau sebelum ${at}.`,
    review: 'Hasil tinjauan',
    reviewHint: 'Apakah alasannya benar, dan yang dibuka sesuai?',
    reviewGo: 'Simpan tinjauan',
  },
  en: {
    title: 'Break-glass',
    about:
      'Opens one more kecamatan for reading, for four hours at most. Only when it is urgent, for example when its officer is away and a member must be helped today.',
    rules: [
      'The head of the area and the programme office are told at once.',
      'Every page that you open is recorded. Nothing can be written.',
      'Somebody else reviews it within 24 hours.',
    ],
    kec: 'Kecamatan',
    choose: 'Choose a kecamatan',
    reason: 'What is urgent',
    reasonHint: 'For example: the officer of Cilandak is ill, a member needs a letter today.',
    password: 'Your password',
    code: 'Code of 6 digits from the app',
    demo: 'Demonstration: you need no app. The code for now:',
    go: 'Open for four hours',
    isOpen: (kec: string, until: string) => `Kecamatan ${kec} is open to you until ${until}.`,
    headTitle: 'News of accounts',
    headAbout: 'What you should know about accounts in your area.',
    unread: 'Not read yet',
    allRead: 'You have read everything.',
    read: 'Mark as read by me',
    glasses: 'Break-glass',
    noGlass: 'There was no break-glass in your area.',
    by: 'Opened by',
    from: 'Open',
    to: 'to',
    readings: 'Pages opened',
    state: 'Review',
    stillOpen: 'Still open. Review it when it is closed.',
    own: 'Your own. Somebody else reviews it.',
    due: (at: string) => `Review it before ${at}.`,
    late: (at: string) => `Late: to be reviewed before ${at}.`,
    review: 'What the review found',
    reviewHint: 'Was the reason true, and what was opened in keeping with it?',
    reviewGo: 'Save the review',
  },
}

async function openPage(c: Ctx, written = { kec: '', reason: '' }, said: Said[] = []) {
  const { lang, formToken, synthetic, database, secrets, wall } = c.var
  const account = c.var.account!
  const w = WORDS[lang]
  const field = { problems: said, lang }
  const own = account.kota ?? (account.kec === null ? null : Math.floor(account.kec / 100))
  const demo = synthetic && !account.glass ? await codeForDemo(database, secrets, account.name, wall) : ''
  return (
    <Konsol {...konsolFrame(c, '/konsol/darurat')} title={w.title} errorTitle={said.length > 0}>
      {account.glass ? (
        <p class="note note--warn read">{w.isOpen(nameOf(account.kec!), showMoment(account.glass.until, lang))}</p>
      ) : (
        <>
          <p class="read">{w.about}</p>
          <ul class="list read">
            {w.rules.map((rule) => (
              <li>{rule}</li>
            ))}
          </ul>
          <ErrorSummary problems={said} lang={lang} />
          <form method="post" action="/konsol/darurat" class="read">
            <Hidden values={{ token: formToken }} />
            <SelectField
              id="kec"
              label={w.kec}
              empty={w.choose}
              value={written.kec}
              groups={kotas()
                .filter((k) => own === null || k.code === own)
                .map((k) => ({
                  label: k.name,
                  options: kecamatan()
                    .filter(({ code }) => Math.floor(code / 100) === k.code)
                    .map(({ code }) => ({ value: String(code), text: nameOf(code) })),
                }))}
              {...field}
            />
            <TextField id="alasan" label={w.reason} hint={w.reasonHint} maxlength={500} value={written.reason} {...field} />
            <TextField id="sandi" label={w.password} type="password" autocomplete="current-password" maxlength={200} {...field} />
            <TextField
              id="kode"
              label={w.code}
              size="code"
              inputmode="numeric"
              autocomplete="one-time-code"
              maxlength={12}
              {...field}
            />
            {demo && (
              <p class="note mt-4">
                {w.demo} <b class="mono">{demo}</b>
              </p>
            )}
            <p class="mt-4">
              <button class="btn btn--bad" type="submit">
                {w.go}
              </button>
            </p>
          </form>
        </>
      )}
    </Konsol>
  )
}

type Refused = { id: string; text: string; review: string }

async function headPage(c: Ctx, refused?: Refused) {
  const { lang } = c.var
  const w = WORDS[lang]
  const { notices, glasses } = await asAccount(c, async (db) => ({
    notices: await unreadNotices(db, c.var.account!),
    glasses: await glassesOf(db),
  }))
  return (
    <Konsol {...konsolFrame(c, '/konsol/kabar-akun')} title={w.headTitle} subtitle={w.headAbout} errorTitle={!!refused}>
      <section aria-labelledby="kabar">
        <h2 id="kabar">{w.unread}</h2>
        {notices.length ? <Notices c={c} notices={notices} /> : <p class="mt-2">{w.allRead}</p>}
      </section>
      <section aria-labelledby="darurat">
        <h2 id="darurat">{w.glasses}</h2>
        {glasses.length ? (
          <ul class="list mt-2">
            {glasses.map((g) => (
              <li>
                <GlassItem c={c} glass={g} refused={refused?.id === g.id ? refused : undefined} />
              </li>
            ))}
          </ul>
        ) : (
          <p class="mt-2">{w.noGlass}</p>
        )}
      </section>
    </Konsol>
  )
}

function Notices({ c, notices }: { c: Ctx; notices: Notice[] }) {
  const { lang, formToken } = c.var
  return (
    <form method="post" action="/konsol/kabar-akun">
      <Hidden values={{ token: formToken }} />
      <ul class="list mt-2">
        {notices.map((n) => (
          <li>
            <input type="hidden" name="kabar" value={n.id} />
            <b>{n.account}</b>: {eventName({ kind: n.kind, detail: {} }, lang)}, {showMoment(n.at, lang)}
          </li>
        ))}
      </ul>
      <p class="mt-3">
        <button class="btn btn--2 btn--s" type="submit">
          {WORDS[lang].read}
        </button>
      </p>
    </form>
  )
}

function GlassItem({ c, glass: g, refused }: { c: Ctx; glass: Glass; refused?: Refused }) {
  const { lang, wall, formToken, account } = c.var
  const w = WORDS[lang]
  const over = (g.endedAt ?? g.until) <= wall
  return (
    <>
      <p>
        <b>Kecamatan {nameOf(g.kec)}</b>: {g.reason}
      </p>
      <dl class="dl read mt-2">
        <dt>{w.by}</dt>
        <dd>{g.account}</dd>
        <dt>{w.from}</dt>
        <dd>
          {showMoment(g.openedAt, lang)} {w.to} {showMoment(g.endedAt ?? g.until, lang)}
        </dd>
        <dt>{w.readings}</dt>
        <dd>{g.readings}</dd>
        <dt>{w.state}</dt>
        <dd>{reviewOf(g, { over, own: g.account === account!.name, wall, lang })}</dd>
      </dl>
      {over && !g.reviewedAt && g.account !== account!.name && (
        <form method="post" action={`/konsol/kabar-akun/${g.id}`} class="read">
          <Hidden values={{ token: formToken }} />
          <TextField
            id={`tinjauan-${g.id}`}
            name="tinjauan"
            label={w.review}
            hint={w.reviewHint}
            maxlength={500}
            value={refused?.review}
            problems={refused ? [{ field: `tinjauan-${g.id}`, text: refused.text }] : []}
            lang={lang}
          />
          <p class="mt-2">
            <button class="btn btn--2 btn--s" type="submit">
              {w.reviewGo}
            </button>
          </p>
        </form>
      )}
    </>
  )
}

function reviewOf(g: Glass, { over, own, wall, lang }: { over: boolean; own: boolean; wall: Date; lang: Lang }): string {
  const w = WORDS[lang]
  if (g.reviewedAt) return `${g.reviewedBy}, ${showMoment(g.reviewedAt, lang)}: ${g.review}`
  if (own) return w.own
  if (!over) return w.stillOpen
  const due = new Date(g.openedAt.getTime() + GLASS_REVIEW)
  return due < wall ? w.late(showMoment(due, lang)) : w.due(showMoment(due, lang))
}
