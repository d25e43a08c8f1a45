// The desk's home: what this account can do now; and the clock of a demonstration.
import { Hono } from 'hono'
import {
  daysOf,
  type JakartaDate,
  jakartaDay,
  showDay,
  showMoment,
  showTime,
  showWeekDays,
  type Week,
  weekAfter,
} from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { uuidv7 } from '../kit/ids.ts'
import { queue } from '../kit/jobs.ts'
import { say } from '../kit/problem.ts'
import {
  type Account,
  asAccount,
  type Ctx,
  type Env,
  konsolFrame,
  moveClock,
  type Policies,
  ROLES,
  scopeOf,
} from '../people/index.ts'
import { DateTriple, ErrorSummary, Hidden, Konsol, type Said, TextField } from '../ui/index.ts'
import { type ClockProblem, clockWords } from './messages.ts'
import { checkClock, nextMonday, type WrittenTime, weekToFreeze } from './rules.ts'
import { lastFrozen, type Reminder, reminderOf, waitingReports } from './store.ts'

/** `system` is for commands and has no password, so nobody signs in with it. */
const EVERY_ACCOUNT = ROLES.filter((r) => r !== 'system')

export const policies: Policies = {
  'GET /konsol': EVERY_ACCOUNT,
  'GET /konsol/jam': ['office'],
  'POST /konsol/jam': ['office'],
}

export const routes = new Hono<Env>()
  .get('/konsol', async (c) => {
    const account = c.var.account!
    const held = await asAccount(c, async (db) => ({
      last: await lastFrozen(db),
      reminder: account.kec === null ? null : await reminderOf(db, account.kec),
      reports: account.role === 'office' ? await waitingReports(db) : null,
    }))
    return c.html(<Home c={c} account={account} {...held} />)
  })
  .get('/konsol/jam', (c) => (c.var.synthetic ? c.html(<ClockPage c={c} />) : c.notFound()))
  .post('/konsol/jam', async (c) => {
    if (!c.var.synthetic) return c.notFound()
    const form = await c.req.parseBody()
    const written = { day: textOf(form.hari), month: textOf(form.bulan), year: textOf(form.tahun), time: textOf(form.pukul) }
    const checked = textOf(form.ke) === 'senin' ? { value: nextMonday(c.var.now), warnings: [] } : checkClock(written, c.var.now)
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      return c.html(<ClockPage c={c} written={written} problems={checked.problems} />, 422)
    }
    const moved = await c.var.database.within('job', scopeOf(c.var.account!), async (db) => {
      await queue(db, 'remind-weeks', uuidv7()) // what the new time calls for
      return moveClock(db.client, checked.value)
    })
    // Someone may have moved it further in the meantime: then it stands there, and the page says where.
    return moved < checked.value
      ? c.html(
          <ClockPage c={c} written={written} problems={[{ code: 'clock.back', field: 'tanggal', data: { now: moved } }]} />,
          422,
        )
      : c.redirect('/konsol/jam', 303)
  })

const HOME = {
  id: {
    title: 'Hari ini',
    hello: (day: string) => `${day}. Ini yang bisa Anda kerjakan sekarang.`,
    week: 'Update pekanan',
    waits: (week: Week, days: string) => `Pekan ${week} (${days}) menunggu dibekukan.`,
    waitsWhat: 'Periksa angkanya dulu. Setelah dibekukan, angka pekan itu tidak berubah; yang diketahui kemudian menjadi ralat.',
    open: (week: Week) => `Periksa pekan ${week}`,
    done: (week: Week, at: string) => `Pekan ${week} sudah dibekukan pada ${at}.`,
    never: 'Belum ada pekan yang dibekukan.',
    next: (week: Week, from: string) => `Berikutnya pekan ${week}, mulai ${from}.`,
    read: 'Baca update pekanan',
    reminder: {
      'due-soon': (week: Week) => `Pekan ${week} menunggu persetujuan Anda sebelum Senin pukul 08.00.`,
      due: (week: Week) =>
        `Batas Senin pukul 08.00 untuk pekan ${week} sudah lewat. Anda masih bisa menyetujui sampai pekan dibekukan.`,
    },
    check: 'Periksa pekan untuk rapat',
    kota: 'Buka meja kota',
    imports: 'Pendaftaran dari lembar',
    importsWhat:
      'Lembar .xlsx atau .csv dari kelurahan dan kecamatan: tiap baris mendapat jawaban, yang perlu diperbaiki kembali kepada Anda.',
    importsGo: 'Impor lembar',
    register: 'Daftarkan orang di loket',
    registerWhat: 'Satu halaman, diisi bersama orangnya dengan KTP di tangan. Yang diperiksa sekarang langsung dihitung.',
    registerGo: 'Daftarkan orang',
    membersGo: 'Siapa dulu: antrean anggota',
    reports: 'Laporan tentang angka',
    reportsWhat: (n: number, since: string) => `${n} laporan menunggu jawaban; yang tertua dikirim ${since}.`,
    reportsGo: 'Jawab laporan',
    none: 'Untuk akun Anda belum ada pekerjaan di sini. Update pekanan dan datanya terbuka untuk semua orang.',
    clock: 'Jam peragaan',
    clockWhat: (day: string, time: string) => `Sekarang ${day}, pukul ${time}. Anda bisa memajukannya.`,
    clockGo: 'Majukan jam',
  },
  en: {
    title: 'Today',
    hello: (day: string) => `${day}. This is what you can do now.`,
    week: 'Weekly update',
    waits: (week: Week, days: string) => `Week ${week} (${days}) waits to be frozen.`,
    waitsWhat:
      "Check its figures first. Once frozen, that week's figures do not change; what is learned later becomes a restatement.",
    open: (week: Week) => `Check week ${week}`,
    done: (week: Week, at: string) => `Week ${week} was frozen on ${at}.`,
    never: 'No week has been frozen yet.',
    next: (week: Week, from: string) => `Next is week ${week}, from ${from}.`,
    read: 'Read the weekly update',
    reminder: {
      'due-soon': (week: Week) => `Week ${week} waits for your approval before Monday 08.00.`,
      due: (week: Week) => `Monday 08.00 has passed for week ${week}. You can still approve it until it is frozen.`,
    },
    check: 'Check the week for the meeting',
    kota: 'Open the kota desk',
    imports: 'Registrations from sheets',
    importsWhat:
      'An .xlsx or .csv sheet from a kelurahan or kecamatan: every row gets an answer, and what needs mending comes back to you.',
    importsGo: 'Import sheets',
    register: 'Register someone at the counter',
    registerWhat: 'One page, filled in with the person, KTP in hand. What is checked now counts at once.',
    registerGo: 'Register somebody',
    membersGo: 'Who first: the queue of members',
    reports: 'Reports about figures',
    reportsWhat: (n: number, since: string) => `${n} waiting for an answer; the oldest was sent ${since}.`,
    reportsGo: 'Answer reports',
    none: 'There is no work here for your account yet. The weekly update and its data are open to everyone.',
    clock: 'Demonstration clock',
    clockWhat: (day: string, time: string) => `It is ${day}, ${time}. You can move it forward.`,
    clockGo: 'Move the clock',
  },
}

function Home({
  c,
  account,
  last,
  reminder,
  reports,
}: {
  c: Ctx
  account: Account
  last: { week: Week; cutAt: Date } | null
  reminder: Reminder | null
  reports: { n: number; since: Date | null } | null
}) {
  const { lang, now, today, synthetic, mayOpen } = c.var
  const w = HOME[lang]
  const office = account.role === 'office'
  const takesIn = office || account.role === 'officer'
  return (
    <Konsol {...konsolFrame(c, '/konsol')} title={w.title} subtitle={w.hello(showDay(today, lang))}>
      <section aria-labelledby="pekan">
        <h2 id="pekan">{w.week}</h2>
        {reminder && <p class="note note--warn mt-2">{w.reminder[reminder.kind](reminder.week)}</p>}
        {office ? <WeekToFreeze c={c} last={last} today={today} /> : last && <Frozen c={c} last={last} />}
        {(mayOpen('/konsol/pekan-ini') || account.role === 'kota') && (
          <p class="mt-2">
            <a class="btn btn--2 btn--s" href={account.role === 'kota' ? '/konsol/kota' : '/konsol/pekan-ini'}>
              {account.role === 'kota' ? w.kota : w.check}
            </a>
          </p>
        )}
        {!office && (
          <p class="mt-2">
            <a class="link" href="/pekan">
              {w.read}
            </a>
          </p>
        )}
      </section>
      {reports?.since && (
        <section aria-labelledby="laporan">
          <h2 id="laporan">{w.reports}</h2>
          <p class="mt-2">{w.reportsWhat(reports.n, showMoment(reports.since, lang))}</p>
          <p class="mt-2">
            <a class="btn btn--2 btn--s" href="/konsol/laporan">
              {w.reportsGo}
            </a>
          </p>
        </section>
      )}
      {takesIn ? (
        <>
          {mayOpen('/konsol/impor') && (
            <section aria-labelledby="lembar">
              <h2 id="lembar">{w.imports}</h2>
              <p class="mt-2 read">{w.importsWhat}</p>
              <p class="mt-2">
                <a class="btn btn--2 btn--s" href="/konsol/impor">
                  {w.importsGo}
                </a>
              </p>
            </section>
          )}
          <section aria-labelledby="loket">
            <h2 id="loket">{w.register}</h2>
            <p class="mt-2 read">{w.registerWhat}</p>
            <p class="mt-2">
              <a class="btn btn--s" href="/konsol/daftar">
                {w.registerGo}
              </a>
            </p>
            <p class="mt-2">
              <a class="link" href="/konsol/anggota">
                {w.membersGo}
              </a>
            </p>
          </section>
        </>
      ) : (
        account.role !== 'kota' && <p>{w.none}</p>
      )}
      {office && synthetic && (
        <section aria-labelledby="jam">
          <h2 id="jam">{w.clock}</h2>
          <p class="mt-2">{w.clockWhat(showDay(jakartaDay(now), lang), showTime(now))}</p>
          <p class="mt-2">
            <a class="link" href="/konsol/jam">
              {w.clockGo}
            </a>
          </p>
        </section>
      )}
    </Konsol>
  )
}

function Frozen({ c, last }: { c: Ctx; last: { week: Week; cutAt: Date } }) {
  const { lang } = c.var
  return <p class="mt-2">{HOME[lang].done(last.week, showMoment(last.cutAt, lang))}</p>
}

function WeekToFreeze({ c, last, today }: { c: Ctx; last: { week: Week; cutAt: Date } | null; today: JakartaDate }) {
  const { lang } = c.var
  const w = HOME[lang]
  const week = weekToFreeze(last?.week ?? null, today)
  if (week)
    return (
      <>
        <p class="mt-2">
          <b>{w.waits(week, showWeekDays(week, lang))}</b>
        </p>
        <p class="mt-2 read">{w.waitsWhat}</p>
        <p class="mt-2">
          <a class="btn btn--s" href="/konsol/pekan">
            {w.open(week)}
          </a>
        </p>
      </>
    )
  if (!last) return <p class="mt-2">{w.never}</p>
  const next = weekAfter(last.week)
  return (
    <>
      <Frozen c={c} last={last} />
      <p class="mt-2">{w.next(next, showDay(weekBeginsAfter(next), lang))}</p>
      <p class="mt-2">
        <a class="link" href="/pekan">
          {w.read}
        </a>
      </p>
    </>
  )
}

/** A week can be frozen from the Monday after it. */
const weekBeginsAfter = (week: Week) => daysOf(weekAfter(week)).from

const CLOCK = {
  id: {
    title: 'Jam peragaan',
    now: (day: string, time: string) => `Sekarang ${day}, pukul ${time} WIB.`,
    what: 'Peragaan ini mempunyai jam sendiri: ia diam sampai Anda memajukannya. Semua halaman dan perintah memakai jam ini. Jam tidak bisa mundur.',
    monday: (day: string) => `Maju ke ${day}, 09.00`,
    other: 'Ke waktu lain',
    date: 'Tanggal',
    dateHint: 'Contoh: 29 1 2018',
    time: 'Pukul (WIB)',
    timeHint: 'Contoh: 09.00',
    go: 'Majukan jam',
  },
  en: {
    title: 'Demonstration clock',
    now: (day: string, time: string) => `It is ${day}, ${time} WIB.`,
    what: 'This demonstration has a clock of its own: it stands still until you move it forward. All pages and commands use it. It cannot go back.',
    monday: (day: string) => `Forward to ${day}, 09.00`,
    other: 'To another time',
    date: 'Date',
    dateHint: 'Example: 29 1 2018',
    time: 'Time (WIB)',
    timeHint: 'Example: 09.00',
    go: 'Move the clock',
  },
}

function ClockPage({ c, written, problems = [] }: { c: Ctx; written?: WrittenTime; problems?: ClockProblem[] }) {
  const { lang, now, formToken } = c.var
  const w = CLOCK[lang]
  const said: Said[] = problems.map((p) => ({ field: p.field ?? 'tanggal', text: say(clockWords, p, lang) }))
  return (
    <Konsol {...konsolFrame(c, '/konsol/jam')} title={w.title} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      <p class="lead">{w.now(showDay(jakartaDay(now), lang), showTime(now))}</p>
      <p class="read">{w.what}</p>
      <form method="post" action="/konsol/jam">
        <Hidden values={{ token: formToken, ke: 'senin' }} />
        <button class="btn" type="submit">
          {w.monday(showDay(jakartaDay(nextMonday(now)), lang))}
        </button>
      </form>
      <section aria-labelledby="lain">
        <h2 id="lain">{w.other}</h2>
        <form method="post" action="/konsol/jam" class="stack mt-3">
          <Hidden values={{ token: formToken }} />
          <DateTriple id="tanggal" label={w.date} hint={w.dateHint} value={written} problems={said} lang={lang} />
          <TextField
            id="pukul"
            label={w.time}
            hint={w.timeHint}
            value={written?.time}
            size="4"
            maxlength={5}
            problems={said}
            lang={lang}
          />
          <button class="btn btn--2" type="submit">
            {w.go}
          </button>
        </form>
      </section>
    </Konsol>
  )
}
