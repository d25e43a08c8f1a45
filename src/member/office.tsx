// The queue of what members ask about their data: least time left first, each answered by a person with a reason; and notices of a breach,
// written and told by the office.
import { Hono } from 'hono'
import { showMoment } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { say } from '../kit/problem.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies } from '../people/index.ts'
import { kecamatan, kecCode, nameOf, parseKec } from '../places/index.ts'
import { DateTriple, ErrorSummary, Hidden, Konsol, Options, Question, type Said, Select, Table } from '../ui/index.ts'
import { clockWords, kindTitle, kindWhat, type MemberProblem, memberWords } from './messages.ts'
import { openedRequest } from './opened.ts'
import { ClockPill } from './requests.tsx'
import { checkAnswer, checkBreach, clockOf } from './rules.ts'
import { answerRequest, type Breach, breaches, type MemberRequest, queueOf, tellBreach, writeBreach } from './store.ts'

export const policies: Policies = {
  'GET /konsol/permintaan': ['office', 'officer'],
  'GET /konsol/permintaan/:kec/:id': ['office', 'officer'],
  'POST /konsol/permintaan/:kec/:id': ['office', 'officer'],
  'POST /konsol/pemberitahuan': ['office'],
  'POST /konsol/pemberitahuan/:kec/:id': ['office'],
}

type Queue = Awaited<ReturnType<typeof queueOf>> & { notices: Breach[] }
const queue = (c: Ctx): Promise<Queue> =>
  asAccount(c, async (db) => ({ ...(await queueOf(db)), notices: isOffice(c) ? await breaches(db) : [] }))
const isOffice = (c: Ctx) => c.var.account?.role === 'office'

export const routes = new Hono<Env>()
  .get('/konsol/permintaan', async (c) => c.html(<QueuePage c={c} queue={await queue(c)} />))
  .get('/konsol/permintaan/:kec/:id', async (c) => {
    const request = await openedRequest(c)
    return request ? c.html(<Answer c={c} request={request} written={{ outcome: '', answer: '' }} />) : c.notFound()
  })
  .post('/konsol/permintaan/:kec/:id', async (c) => {
    const request = await openedRequest(c)
    if (!request) return c.notFound()
    const form = await c.req.parseBody()
    const written = { outcome: textOf(form.hasil), answer: textOf(form.jawaban) }
    const checked = checkAnswer(written, request.kind)
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      return c.html(<Answer c={c} request={request} written={written} problems={checked.problems} />, 422)
    }
    const by = { by: c.var.account!.name, at: c.var.now, ...checked.value }
    const first = await asAccount(c, (db) => answerRequest(db, request, by))
    if (first) return c.redirect('/konsol/permintaan', 303)
    const now = await openedRequest(c) // somebody else was first: their answer stands, and this one is still on the page
    return c.html(<Answer c={c} request={now ?? request} written={written} taken />, 409)
  })
  .post('/konsol/pemberitahuan', async (c) => {
    const form = await c.req.parseBody()
    const written = {
      what: textOf(form.apa),
      todo: textOf(form.lakukan),
      day: textOf(form.hari),
      month: textOf(form.bulan),
      year: textOf(form.tahun),
      kec: textOf(form.wilayah),
    }
    const checked = checkBreach(written, c.var.now)
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      return c.html(<QueuePage c={c} queue={await queue(c)} written={written} problems={checked.problems} />, 422)
    }
    const kec = parseKec(written.kec) ?? 0
    const id = isUuid(textOf(form.id)) ? textOf(form.id) : uuidv7(c.var.now.getTime())
    await asAccount(c, (db) => writeBreach(db, { id, kec, by: c.var.account!.name, ...checked.value }))
    return c.redirect('/konsol/permintaan#kebocoran', 303)
  })
  .post('/konsol/pemberitahuan/:kec/:id', async (c) => {
    const { kec, id } = c.req.param()
    const where = kec === '0' ? 0 : parseKec(kec)
    if (where === null || !isUuid(id)) return c.notFound()
    await asAccount(c, (db) => tellBreach(db, where, id, c.var.account!.name, c.var.now))
    return c.redirect('/konsol/permintaan#kebocoran', 303)
  })

const WORDS = {
  id: {
    title: 'Permintaan anggota',
    lead: (n: number) =>
      n ? `${n} menunggu jawaban; yang paling sedikit sisa waktunya di atas.` : 'Tidak ada yang menunggu jawaban.',
    urgent: (n: number) => `${n} di antaranya kurang dari 24 jam lagi atau sudah lewat.`,
    waits: 'Menunggu jawaban',
    what: 'Permintaan',
    member: 'Anggota',
    kec: 'Kecamatan',
    left: 'Sisa waktu',
    asked: 'Diminta',
    done: 'Sudah dijawab',
    empty:
      'Permintaan anggota tentang datanya muncul di sini: perbaikan, salinan, pembatasan, penghapusan, dan penghentian setelah persetujuan ditarik.',
    clock: 'Tiap permintaan dijawab paling lambat 3 x 24 jam.',
    said: 'Yang ditulis anggota',
    nothing: 'Tidak ada keterangan.',
    from: (name: string, number: string, kec: string) => `${name}, ${number}, Kecamatan ${kec}`,
    outcome: 'Bagaimana keputusannya?',
    yes: 'Dikerjakan',
    no: 'Tidak dikerjakan',
    yesWhat: {
      correction: 'Datanya sudah diperbaiki di catatan anggota.',
      access: 'Salinannya sudah diberikan kepada anggota sendiri.',
      restriction: 'Mulai sekarang datanya keluar dari daftar dan salinan.',
      lift: 'Mulai sekarang datanya dipakai lagi seperti biasa.',
      stop: 'Salinan yang sudah keluar sudah ditarik.',
    },
    erase: 'Hapus data orang ini',
    eraseOffice: 'Penghapusan dikerjakan kantor program. Di sini Anda hanya bisa menjawab mengapa tidak dikerjakan.',
    answer: 'Jawaban untuk anggota',
    answerHint: 'Apa yang dikerjakan, atau mengapa tidak dan apa yang bisa dilakukan. Dibaca anggota apa adanya.',
    send: 'Kirim jawaban',
    taken: 'Permintaan ini sudah lebih dulu dijawab orang lain. Jawaban itu yang berlaku; tulisan Anda masih ada di bawah.',
    answeredAt: (at: string, by: string) => `Dijawab ${at} oleh ${by}.`,
    back: 'Kembali ke antrean',
    breach: 'Pemberitahuan kebocoran',
    breachLead: 'Kalau data anggota bocor, mereka yang terkena harus diberi tahu paling lambat 3 x 24 jam sejak diketahui.',
    bWhat: 'Apa yang terjadi dan data apa yang kena?',
    bTodo: 'Apa yang sebaiknya dilakukan anggota?',
    bFound: 'Kapan diketahui?',
    bWhere: 'Siapa yang terkena?',
    bAll: 'Semua anggota',
    bSave: 'Simpan pemberitahuan',
    bTell: 'Beritahukan sekarang',
    bTold: (at: string) => `Diberitahukan ${at}.`,
    bClock: (left: string) => `Belum diberitahukan. ${left}.`,
  },
  en: {
    title: 'Members’ requests',
    lead: (n: number) => (n ? `${n} wait for an answer; the least time left comes first.` : 'None waits for an answer.'),
    urgent: (n: number) => `${n} of them have less than 24 hours left or are late.`,
    waits: 'Waiting for an answer',
    what: 'Request',
    member: 'Member',
    kec: 'Kecamatan',
    left: 'Time left',
    asked: 'Asked',
    done: 'Answered',
    empty:
      'What members ask about their data appears here: correction, copy, restriction, erasure, and stopping after a consent was withdrawn.',
    clock: 'Each request is answered within 3 x 24 hours.',
    said: 'What the member wrote',
    nothing: 'No details.',
    from: (name: string, number: string, kec: string) => `${name}, ${number}, Kecamatan ${kec}`,
    outcome: 'What is decided?',
    yes: 'Done',
    no: 'Not done',
    yesWhat: {
      correction: 'The member’s record has been corrected.',
      access: 'The copy has been given to the member in person.',
      restriction: 'From now on the data are left out of lists and copies.',
      lift: 'From now on the data are used again as usual.',
      stop: 'Copies that went out have been taken back.',
    },
    erase: 'Erase this person’s data',
    eraseOffice: 'The programme office carries out an erasure. Here you can only answer why it is not done.',
    answer: 'Answer to the member',
    answerHint: 'What was done, or why not and what can be done. The member reads it as it stands.',
    send: 'Send the answer',
    taken: 'Somebody else answered this request first. That answer stands; what you wrote is still below.',
    answeredAt: (at: string, by: string) => `Answered ${at} by ${by}.`,
    back: 'Back to the queue',
    breach: 'Notice of a breach',
    breachLead: 'When members’ data leak, those concerned have to be told within 3 x 24 hours of its being found.',
    bWhat: 'What happened, and which data did it touch?',
    bTodo: 'What should members do?',
    bFound: 'When was it found?',
    bWhere: 'Who is concerned?',
    bAll: 'All members',
    bSave: 'Save the notice',
    bTell: 'Tell them now',
    bTold: (at: string) => `Told ${at}.`,
    bClock: (left: string) => `Not told yet. ${left}.`,
  },
}

type BreachWritten = { what: string; todo: string; day: string; month: string; year: string; kec: string }

function QueuePage({
  c,
  queue: { open, answered, notices },
  written,
  problems = [],
}: {
  c: Ctx
  queue: Queue
  written?: BreachWritten
  problems?: readonly MemberProblem[]
}) {
  const { lang, now } = c.var
  const w = WORDS[lang]
  const said = problems.map((p): Said => ({ field: p.field ?? 'apa', text: say(memberWords, p, lang) }))
  const urgent = open.filter((r) => clockOf(r, now).state !== 'open').length
  const columns = [
    {
      head: w.what,
      cell: (r: MemberRequest) => <a href={`/konsol/permintaan/${kecCode(r.kec)}/${r.id}`}>{kindTitle(r.kind, lang)}</a>,
    },
    { head: w.member, as: 'tx' as const, cell: (r: MemberRequest) => r.number },
    { head: w.kec, as: 'tx' as const, cell: (r: MemberRequest) => nameOf(r.kec) },
    { head: w.left, as: 'tx' as const, cell: (r: MemberRequest) => <ClockPill c={c} request={r} /> },
    { head: w.asked, as: 'tx' as const, cell: (r: MemberRequest) => showMoment(r.madeAt, lang) },
  ]
  return (
    <Konsol {...konsolFrame(c, '/konsol/permintaan')} title={w.title} subtitle={w.lead(open.length)} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      {urgent > 0 && <p class="note note--bad">{w.urgent(urgent)}</p>}
      {open.length ? <Table caption={w.waits} note={w.clock} rows={open} columns={columns} /> : <p class="empty">{w.empty}</p>}
      {answered.length > 0 && <Table caption={w.done} rows={answered} columns={columns} />}
      {isOffice(c) && <Breaches c={c} notices={notices} written={written} said={said} />}
    </Konsol>
  )
}

function Breaches({ c, notices, written, said }: { c: Ctx; notices: Breach[]; written?: BreachWritten; said: Said[] }) {
  const { lang, now, formToken } = c.var
  const w = WORDS[lang]
  return (
    <section id="kebocoran" aria-labelledby="bocor">
      <h2 id="bocor">{w.breach}</h2>
      <p class="mt-2 read">{w.breachLead}</p>
      <ul class="list read">
        {notices.map((b) => (
          <li class="stack">
            <p>
              <b>{b.kec ? nameOf(b.kec) : w.bAll}.</b> {b.what} {b.todo}
            </p>
            {b.toldAt ? (
              <p class="prov">{w.bTold(showMoment(b.toldAt, lang))}</p>
            ) : (
              <form class="row" method="post" action={`/konsol/pemberitahuan/${b.kec ? kecCode(b.kec) : 0}/${b.id}`}>
                <Hidden values={{ token: formToken }} />
                <span class="pill pill--bad">
                  {w.bClock(clockWords(clockOf({ dueAt: b.dueAt, answeredAt: null }, now), lang))}
                </span>
                <button class="btn btn--s" type="submit">
                  {w.bTell}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <form class="stack read mt-4" method="post" action="/konsol/pemberitahuan">
        <Hidden values={{ token: formToken, id: uuidv7(now.getTime()) }} />
        <DateTriple id="diketahui" label={w.bFound} value={written} problems={said} lang={lang} />
        <Question id="wilayah" label={w.bWhere} lang={lang}>
          <Select
            id="wilayah"
            value={written?.kec}
            empty={w.bAll}
            options={kecamatan().map((k) => ({ value: kecCode(k.code), text: k.name }))}
          />
        </Question>
        <Question id="apa" label={w.bWhat} problems={said} lang={lang}>
          <textarea class="in" id="apa" name="apa" rows={3}>
            {written?.what ?? ''}
          </textarea>
        </Question>
        <Question id="lakukan" label={w.bTodo} problems={said} lang={lang}>
          <textarea class="in" id="lakukan" name="lakukan" rows={3}>
            {written?.todo ?? ''}
          </textarea>
        </Question>
        <p>
          <button class="btn btn--2 btn--s" type="submit">
            {w.bSave}
          </button>
        </p>
      </form>
    </section>
  )
}

function Answer({
  c,
  request: r,
  written,
  problems = [],
  taken,
}: {
  c: Ctx
  request: MemberRequest & { name: string }
  written: { outcome: string; answer: string }
  problems?: readonly MemberProblem[]
  taken?: boolean
}) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const said = problems.map((p): Said => ({ field: p.field ?? 'hasil', text: say(memberWords, p, lang) }))
  // An erasure is answered by carrying it out, on a page of its own.
  const done = r.kind === 'erasure' ? [] : [{ value: 'done', text: w.yes, small: w.yesWhat[r.kind] }]
  const choices = [...done, { value: 'refused', text: w.no }]
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/permintaan')}
      title={kindTitle(r.kind, lang)}
      subtitle={w.from(r.name, r.number, nameOf(r.kec))}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      {taken && <p class="note note--warn">{w.taken}</p>}
      <p class="row">
        <ClockPill c={c} request={r} /> <span class="sub">{kindWhat(r.kind, lang)}</span>
      </p>
      <section aria-labelledby="tulis">
        <h2 id="tulis">{w.said}</h2>
        <p class="mt-2 read">{r.said ?? w.nothing}</p>
      </section>
      {r.answeredAt && (
        <div class="note read">
          <p>
            <b>{r.outcome === 'done' ? w.yes : w.no}.</b> {r.answer}
          </p>
          <p class="prov">{w.answeredAt(showMoment(r.answeredAt, lang), r.answeredBy!)}</p>
        </div>
      )}
      {r.kind === 'erasure' && !r.answeredAt && (
        <p class="read">
          {isOffice(c) ? (
            <a class="btn btn--2" href={`${c.req.path}/hapus`}>
              {w.erase}
            </a>
          ) : (
            w.eraseOffice
          )}
        </p>
      )}
      {(!r.answeredAt || taken) && (
        <form class="stack read" method="post">
          <Hidden values={{ token: formToken }} />
          <Options id="hasil" label={w.outcome} choices={choices} value={written.outcome} problems={said} lang={lang} />
          <Question id="jawaban" label={w.answer} hint={w.answerHint} problems={said} lang={lang}>
            <textarea class="in" id="jawaban" name="jawaban" rows={4} aria-describedby="jawaban-h">
              {written.answer}
            </textarea>
          </Question>
          {!taken && (
            <p>
              <button class="btn" type="submit">
                {w.send}
              </button>
            </p>
          )}
        </form>
      )}
      <p>
        <a class="link" href="/konsol/permintaan">
          {w.back}
        </a>
      </p>
    </Konsol>
  )
}
