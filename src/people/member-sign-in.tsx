// A member signs in: phone, code, and whose page where a phone is shared; or the member number with a code from an officer. And where
// messages can be read that never left the house. What is checked and counted: codes.ts.
import { Hono } from 'hono'
import { dateOf, showTime } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { say } from '../kit/problem.ts'
import { type Kept, latestMessages } from '../kit/sending/index.ts'
import { maskName, maskPhone } from '../kit/show.ts'
import { DateTriple, Hidden, Konsol, Page, Radios, type Said, SubField, Table } from '../ui/index.ts'
import { codeWords } from './code-messages.ts'
import {
  type Asking,
  askCode,
  type Choice,
  CODE_LASTS,
  type CodeProblem,
  choicesOf,
  confirmMember,
  demoPhone,
  enterByCounterCode,
  issueCounterCode,
  proveCode,
  waitingCode,
} from './codes.ts'
import { readCookie, writeCookie } from './cookies.ts'
import { openMemberSession } from './members.ts'
import { konsolFrame, pageFrame } from './nav.ts'
import { asAccount, type Ctx, type Env, type Policies } from './site.ts'

export const memberPolicies: Policies = {
  'POST /masuk/nomor': 'everybody',
  'GET /masuk/anggota': 'everybody',
  'POST /masuk/anggota': 'everybody',
  'GET /masuk/siapa': 'everybody',
  'POST /masuk/siapa': 'everybody',
  'GET /masuk/dari-petugas': 'everybody',
  'POST /masuk/dari-petugas': 'everybody',
  'GET /peragaan/kotak-keluar': 'everybody',
  'GET /konsol/pesan': ['operator', 'office'],
  'POST /konsol/anggota/:number/kode': ['officer', 'office'],
}
const asking = (c: Ctx): Asking => ({
  guest: readCookie(c, 'guest') ?? '',
  device: readCookie(c, 'device'),
  address: c.var.address,
  wall: c.var.wall,
})

export const memberRoutes = new Hono<Env>()
  .post('/masuk/nomor', async (c) => {
    const form = await c.req.parseBody()
    const who = asking(c)
    if (!who.guest) return c.redirect('/masuk', 303)
    const sms = c.var.smsToo && form.lewat === 'sms' ? 'sms' : undefined
    // From the page of the code, which holds no phone: the one that this browser asked for.
    const again = sms && !form.hp ? await waitingCode(c.var.database, c.var.secrets, who.guest) : null
    const phone = again?.phone ?? textOf(form.hp)
    const answer = await askCode(c.var.database, c.var.secrets, phone, who, sms)
    if ('problem' in answer) {
      const status = refusal(c, answer.problem)
      return c.html(<PhonePage c={c} phone={phone} said={[saidOf(c, 'hp', answer.problem)]} />, status)
    }
    return c.redirect('/masuk/anggota', 303)
  })
  .get('/masuk/anggota', async (c) => {
    const waiting = await waitingCode(c.var.database, c.var.secrets, asking(c).guest)
    return waiting ? c.html(<CodePage c={c} phone={waiting.phone} at={waiting.madeAt} />) : c.redirect('/masuk', 303)
  })
  .post('/masuk/anggota', async (c) => {
    const who = asking(c)
    const waiting = await waitingCode(c.var.database, c.var.secrets, who.guest)
    const answer = await proveCode(c.var.database, c.var.secrets, textOf((await c.req.parseBody()).kode), who)
    if ('problem' in answer) {
      const status = refusal(c, answer.problem)
      const said = [saidOf(c, waiting ? 'kode' : 'hp', answer.problem)]
      return waiting
        ? c.html(<CodePage c={c} phone={waiting.phone} at={waiting.madeAt} said={said} />, status)
        : c.html(<PhonePage c={c} said={said} />, status)
    }
    if ('choose' in answer.value) return c.redirect('/masuk/siapa', 303)
    return enter(c, answer.value.number, answer.value.device)
  })
  .get('/masuk/siapa', async (c) => {
    const choices = await choicesOf(c.var.database, c.var.secrets, asking(c).guest, c.var.wall)
    return choices ? c.html(<WhoPage c={c} choices={choices} />) : c.redirect('/masuk', 303)
  })
  .post('/masuk/siapa', async (c) => {
    const form = await c.req.parseBody()
    const born = dateOf(textOf(form.hari), textOf(form.bulan), textOf(form.tahun))
    const who = asking(c)
    const choices = await choicesOf(c.var.database, c.var.secrets, who.guest, c.var.wall)
    const chosen = choices?.[Number(textOf(form.siapa)) - 1]
    const answer = await confirmMember(
      c.var.database,
      c.var.secrets,
      { number: chosen?.number ?? '', born, written: textOf(form.nomor) },
      who,
    )
    if ('value' in answer) return enter(c, answer.value.number, answer.value.device)
    const status = refusal(c, answer.problem)
    const said = [saidOf(c, choices ? 'lahir' : 'hp', answer.problem)]
    return choices
      ? c.html(<WhoPage c={c} choices={choices} said={said} />, status)
      : c.html(<PhonePage c={c} said={said} />, status)
  })
  .get('/masuk/dari-petugas', (c) => c.html(<CounterPage c={c} />))
  .post('/masuk/dari-petugas', async (c) => {
    const form = await c.req.parseBody()
    const number = textOf(form.nomor)
    const answer = await enterByCounterCode(c.var.database, c.var.secrets, { number, code: textOf(form.kode) }, asking(c))
    if ('value' in answer) return enter(c, answer.value.number)
    const status = refusal(c, answer.problem)
    return c.html(<CounterPage c={c} number={number} said={[saidOf(c, 'kode', answer.problem)]} />, status)
  })
  .get('/peragaan/kotak-keluar', async (c) => {
    if (!c.var.synthetic) return c.notFound()
    const messages = await c.var.database.within('job', { actor: 'publik', role: 'sign-in' }, (db) =>
      latestMessages(db, c.var.secrets, { outboxOnly: true, limit: 20 }),
    )
    const w = WORDS[c.var.lang]
    return c.html(
      <Page {...pageFrame(c)} title={`${w.outbox} · Tujuh PAS`} noindex>
        <div class="pt-6 pb-6">
          <h1>{w.outbox}</h1>
          <p class="lead mt-3">{w.outboxWhy}</p>
          <ul class="list mt-5">
            {messages.map((m) => (
              <li>
                <b>{showTime(m.at)}</b> {m.phone && maskPhone(m.phone)}: {m.text}
              </li>
            ))}
          </ul>
          {!messages.length && <p class="mt-4">{w.outboxEmpty}</p>}
          <p class="row mt-5">
            <a class="btn" href="/masuk/anggota">
              {w.writeCode}
            </a>
          </p>
        </div>
      </Page>,
    )
  })
  .get('/konsol/pesan', async (c) => {
    const messages = await asAccount(c, (db) => latestMessages(db, c.var.secrets))
    return c.html(<MessagesPage c={c} messages={messages} />)
  })
  .post('/konsol/anggota/:number/kode', async (c) => {
    const number = c.req.param('number')
    const sent = textOf((await c.req.parseBody()).id)
    const id = isUuid(sent) ? sent : uuidv7(c.var.wall.getTime())
    const made = await asAccount(c, (db) => issueCounterCode(db, { id, number, by: c.var.account!.name, wall: c.var.wall }))
    if (!made) return c.notFound()
    const w = WORDS[c.var.lang]
    return c.html(
      <Konsol {...konsolFrame(c, '/konsol/anggota')} title={w.counterCode}>
        <p>
          {w.number}: <b>{number}</b>
        </p>
        <p class="fig mt-4">
          {w.counterField} <b class="fig__v">{made.code}</b>
        </p>
        <p class="mt-4">{w.counterUntil(showTime(made.until))}</p>
      </Konsol>,
    )
  })

function refusal(c: Ctx, problem: CodeProblem): 422 | 429 {
  c.set('code', problem.code)
  const seconds = problem.data && 'seconds' in problem.data ? problem.data.seconds : 0
  if (seconds) c.header('Retry-After', String(seconds))
  return seconds || problem.code === 'code.locked' ? 429 : 422
}
const saidOf = (c: Ctx, field: string, p: CodeProblem): Said => ({ field, text: say(codeWords, p, c.var.lang) })

async function enter(c: Ctx, number: string, device?: string) {
  writeCookie(c, 'member', await openMemberSession(c.var.database.pool('member'), c.var.secrets, number, c.var.wall))
  if (device) writeCookie(c, 'device', device)
  return c.redirect('/langkah', 303)
}

const WORDS = {
  id: {
    title: 'Masuk',
    lead: 'Tulis nomor HP yang Anda pakai saat mendaftar.',
    phone: 'Nomor HP',
    phoneHint: 'Contoh: 0812 3456 7890',
    send: 'Kirim kode',
    sharedTitle: 'Nomor dipakai bersama keluarga?',
    shared: 'Setelah kode benar, pilih nama Anda dan tulis tanggal lahir.',
    noneTitle: 'Ganti nomor, atau tidak punya HP?',
    none: 'Datang ke kecamatan dengan KTP. Petugas memberi kode di kertas.',
    counterLink: 'Masuk dengan nomor peserta dan kode dari petugas',
    register: 'Belum mendaftar? Mulai di sini',
    demo: (phone: string) => `Peragaan: coba nomor buatan ${phone}.`,
    codeTitle: 'Tulis kode dari pesan',
    codeSent: (phone: string, at: string, until: string) =>
      `Kalau nomor ${phone} terdaftar, 6 angka dikirim pukul ${at}. Berlaku sampai ${until}.`,
    code: 'Kode',
    go: 'Masuk',
    again: 'Kirim kode baru',
    sms: 'Kirim lewat SMS',
    warn: 'Jangan berikan kode ini kepada siapa pun, juga bukan kepada petugas atau pendamping.',
    readDemo: 'Peragaan: baca kodenya di kotak keluar',
    whoTitle: 'Halaman siapa?',
    who: 'Nomor ini dipakai lebih dari satu orang. Tanggal lahir memastikan hanya Anda yang membuka halaman Anda.',
    choose: 'Pilih nama Anda',
    born: 'Tanggal lahir Anda',
    orNumber: 'Atau tulis nomor peserta',
    counterTitle: 'Nomor peserta dan kode dari petugas',
    counterLead: 'Keduanya ada di kertas dari petugas. Kode berlaku 15 menit.',
    number: 'Nomor peserta',
    counterField: 'Kode dari petugas',
    counterCode: 'Kode masuk untuk anggota',
    counterUntil: (until: string) =>
      `Berlaku 15 menit, satu kali, sampai ${until}. Anggota menulisnya di halaman Masuk, bagian "Nomor peserta dan kode dari petugas". Pembuatan kode ini dicatat.`,
    outbox: 'Kotak keluar peragaan',
    outboxWhy: 'Dalam peragaan tidak ada pesan yang benar-benar dikirim. Bacalah kode Anda di sini.',
    outboxEmpty: 'Belum ada pesan. Minta kode di halaman Masuk, lalu muat ulang halaman ini.',
    writeCode: 'Tulis kode',
    messages: 'Pesan keluar',
    messagesWhy: 'Seratus pesan terakhir. Isi pesan dikosongkan setelah sampai, atau setelah 7 hari.',
    columns: ['Waktu', 'Untuk', 'Keperluan', 'Keadaan', 'Isi'],
    hidden: 'tidak ditampilkan',
    noMessages: 'Belum ada pesan.',
    purposes: { 'sign-in-code': 'Kode masuk' },
    states: {
      waiting: 'menunggu dikirim',
      sending: 'sedang dikirim',
      sent: 'terkirim',
      delivered: 'sampai',
      refused: 'ditolak penyedia',
      unknown: 'belum pasti terkirim',
      expired: 'lewat waktu, tidak dikirim',
    },
  },
  en: {
    title: 'Sign in',
    lead: 'Write the phone number that you registered with.',
    phone: 'Phone number',
    phoneHint: 'For example 0812 3456 7890',
    send: 'Send the code',
    sharedTitle: 'A number shared by the family?',
    shared: 'After the code, choose your name and write your birth date.',
    noneTitle: 'A new number, or no phone?',
    none: 'Come to the kecamatan with your KTP. The officer gives you a code on paper.',
    counterLink: 'Sign in with the member number and a code from an officer',
    register: 'Not registered yet? Begin here',
    demo: (phone: string) => `Demonstration: try the made-up number ${phone}.`,
    codeTitle: 'Write the code of the message',
    codeSent: (phone: string, at: string, until: string) =>
      `If ${phone} is registered, 6 digits were sent at ${at}. Valid until ${until}.`,
    code: 'Code',
    go: 'Sign in',
    again: 'Send a new code',
    sms: 'Send it by SMS',
    warn: 'Give this code to nobody, not to an officer or mentor either.',
    readDemo: 'Demonstration: read the code in the outbox',
    whoTitle: 'Whose page?',
    who: 'More than one person uses this number. The birth date makes sure that only you open your page.',
    choose: 'Choose your name',
    born: 'Your birth date',
    orNumber: 'Or write the member number',
    counterTitle: 'Member number and a code from an officer',
    counterLead: "Both stand on the officer's paper. The code is valid for 15 minutes.",
    number: 'Member number',
    counterField: 'Code from the officer',
    counterCode: 'A sign-in code for the member',
    counterUntil: (until: string) =>
      `Valid for 15 minutes, once, until ${until}. The member writes it on the sign-in page, under "Member number and a code from an officer". The making of this code is logged.`,
    outbox: "The demonstration's outbox",
    outboxWhy: 'In a demonstration no message is really sent. Read your code here.',
    outboxEmpty: 'No messages yet. Ask for a code on the sign-in page, then load this page again.',
    writeCode: 'Write the code',
    messages: 'Messages sent',
    messagesWhy: 'The last hundred messages. Their text is emptied after delivery, or after 7 days.',
    columns: ['Time', 'To', 'Purpose', 'State', 'Text'],
    hidden: 'not shown',
    noMessages: 'No messages yet.',
    purposes: { 'sign-in-code': 'Sign-in code' },
    states: {
      waiting: 'waiting to be sent',
      sending: 'being sent',
      sent: 'sent',
      delivered: 'delivered',
      refused: 'refused by the provider',
      unknown: 'not sure whether it was sent',
      expired: 'too late, not sent',
    },
  },
}

/** The left half of the sign-in page. `example`: in a demonstration, a number that works. */
export function MemberEntry({
  c,
  phone = '',
  said = [],
  example,
}: {
  c: Ctx
  phone?: string
  said?: Said[]
  example?: string | null
}) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  return (
    <section aria-labelledby="h1">
      <h1 id="h1">{w.title}</h1>
      <p class="lead mt-3">{w.lead}</p>
      <form method="post" action="/masuk/nomor" class="mt-4">
        <Hidden values={{ token: formToken }} />
        <div class={said.length ? 'is-err' : undefined}>
          <SubField
            id="hp"
            label={w.phone}
            hint={w.phoneHint}
            value={phone}
            type="tel"
            inputmode="tel"
            autocomplete="tel"
            maxlength={30}
            size="tel"
            problems={said}
            lang={lang}
          />
        </div>
        <p class="mt-4">
          <button class="btn btn--w" type="submit">
            {w.send}
          </button>
        </p>
      </form>
      {example && <p class="note mt-4">{w.demo(example)}</p>}
      <ul class="list mt-5 small">
        <li>
          <b>{w.sharedTitle}</b> {w.shared}
        </li>
        <li>
          <b>{w.noneTitle}</b> {w.none}{' '}
          <a class="link" href="/masuk/dari-petugas">
            {w.counterLink}
          </a>
        </li>
        <li>
          <a class="link" href="/daftar">
            {w.register}
          </a>
        </li>
      </ul>
    </section>
  )
}

/** A number with which a visitor of a demonstration can try it. */
export const exampleOf = (c: Ctx) => (c.var.synthetic ? demoPhone(c.var.database, c.var.today) : Promise.resolve(null))

function PhonePage({ c, phone, said }: { c: Ctx; phone?: string; said: Said[] }) {
  return (
    <Page {...pageFrame(c)} title={`${WORDS[c.var.lang].title} · Tujuh PAS`} current="sign-in" errorTitle noindex>
      <div class="pt-6 pb-6">
        <MemberEntry c={c} phone={phone} said={said} />
      </div>
    </Page>
  )
}

function CodePage({ c, phone, at, said = [] }: { c: Ctx; phone: string; at: Date; said?: Said[] }) {
  const { lang, formToken, synthetic } = c.var
  const w = WORDS[lang]
  return (
    <Page {...pageFrame(c)} title={`${w.codeTitle} · Tujuh PAS`} current="sign-in" errorTitle={said.length > 0} noindex>
      <div class="pt-6 pb-6">
        <h1>{w.codeTitle}</h1>
        <p class="mt-2">{w.codeSent(maskPhone(phone), showTime(at), showTime(new Date(at.getTime() + CODE_LASTS)))}</p>
        <form method="post" action="/masuk/anggota" class="mt-4">
          <Hidden values={{ token: formToken }} />
          <div class={said.length ? 'is-err' : undefined}>
            <SubField
              id="kode"
              label={w.code}
              inputmode="numeric"
              autocomplete="one-time-code"
              maxlength={12}
              size="code"
              problems={said}
              lang={lang}
            />
          </div>
          <p class="row mt-4">
            <button class="btn" type="submit">
              {w.go}
            </button>
            <a class="link" href="/masuk">
              {w.again}
            </a>
          </p>
        </form>
        {c.var.smsToo && (
          <form method="post" action="/masuk/nomor" class="mt-4">
            <Hidden values={{ token: formToken, lewat: 'sms' }} />
            <button class="btn btn--2" type="submit">
              {w.sms}
            </button>
          </form>
        )}
        <p class="note note--warn mt-5">{w.warn}</p>
        {synthetic && (
          <p class="mt-4">
            <a class="link" href="/peragaan/kotak-keluar">
              {w.readDemo}
            </a>
          </p>
        )}
      </div>
    </Page>
  )
}

function WhoPage({ c, choices, said = [] }: { c: Ctx; choices: Choice[]; said?: Said[] }) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  return (
    <Page {...pageFrame(c)} title={`${w.whoTitle} · Tujuh PAS`} current="sign-in" errorTitle={said.length > 0} noindex>
      <div class="pt-6 pb-6">
        <h1>{w.whoTitle}</h1>
        <p class="lead mt-3">{w.who}</p>
        <form method="post" action="/masuk/siapa" class="mt-4">
          <Hidden values={{ token: formToken }} />
          <fieldset>
            <legend class="q__l">{w.choose}</legend>
            <Radios id="siapa" choices={choices.map((m, i) => ({ value: String(i + 1), text: maskName(m.name) }))} />
          </fieldset>
          <DateTriple id="lahir" label={w.born} birth problems={said} lang={lang} />
          <SubField id="nomor" label={w.orNumber} maxlength={40} lang={lang} />
          <p class="row mt-4">
            <button class="btn" type="submit">
              {w.go}
            </button>
          </p>
        </form>
      </div>
    </Page>
  )
}

function CounterPage({ c, number, said = [] }: { c: Ctx; number?: string; said?: Said[] }) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  return (
    <Page {...pageFrame(c)} title={`${w.counterTitle} · Tujuh PAS`} current="sign-in" errorTitle={said.length > 0} noindex>
      <div class="pt-6 pb-6">
        <h1>{w.counterTitle}</h1>
        <p class="lead mt-3">{w.counterLead}</p>
        <form method="post" action="/masuk/dari-petugas" class="mt-4">
          <Hidden values={{ token: formToken }} />
          <div class={said.length ? 'is-err' : undefined}>
            <SubField id="nomor" label={w.number} value={number} maxlength={40} lang={lang} />
            <SubField
              id="kode"
              label={w.counterField}
              inputmode="numeric"
              maxlength={20}
              size="code"
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
      </div>
    </Page>
  )
}

function MessagesPage({ c, messages }: { c: Ctx; messages: Kept[] }) {
  const { lang, synthetic } = c.var
  const w = WORDS[lang]
  // A code that can be read here would open a member's page to whoever reads it: outside a demonstration it is not shown.
  const shown = (m: Kept) => (m.text && !synthetic && m.purpose === 'sign-in-code' ? w.hidden : (m.text ?? ''))
  const saidAs = (words: Record<string, string>, code: string) => words[code] ?? code
  const cells = (m: Kept) => [
    showTime(m.at),
    m.phone ? maskPhone(m.phone) : '',
    saidAs(w.purposes, m.purpose),
    saidAs(w.states, m.state),
    shown(m),
  ]
  return (
    <Konsol {...konsolFrame(c, '/konsol/pesan')} title={w.messages}>
      <p>{w.messagesWhy}</p>
      {messages.length === 0 ? (
        <p class="mt-4">{w.noMessages}</p>
      ) : (
        <Table
          caption={w.messages}
          quietCaption
          columns={w.columns.map((head, i) => ({
            head,
            as: i === 4 ? ('say' as const) : ('tx' as const),
            cell: (m: Kept) => cells(m)[i],
          }))}
          rows={messages}
        />
      )}
    </Konsol>
  )
}
