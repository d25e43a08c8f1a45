// The work pages of reports and claims: the office answers what was reported, writes claims down, and withdraws one with its reason.
import { Hono } from 'hono'
import { daysBetween, jakartaDay, showDate, showMoment } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { type Lang, say } from '../kit/problem.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, pageFrame } from '../people/index.ts'
import { kecamatanGroups, kecCode, kota, kotaCode } from '../places/index.ts'
import {
  DateTriple,
  describedBy,
  ErrorSummary,
  Hidden,
  Konsol,
  NotFoundPage,
  Options,
  Question,
  type Said,
  SelectField,
  SubField,
  stepName,
  Table,
  TextField,
} from '../ui/index.ts'
import { claimWords, dueWords, figureWords, outcomeOptions, words } from './messages.ts'
import { aboutWords, dueOf } from './reports.tsx'
import {
  type ClaimProblem,
  checkAnswer,
  checkClaim,
  checkWithdrawal,
  outcomesFor,
  QUALIFIERS,
  showSaidOn,
  stepOf,
  TOPICS,
  UNITS,
  type WrittenClaim,
} from './rules.ts'
import {
  answerReport,
  claimOf,
  claimsOf,
  emptyReports,
  type HeldClaim,
  type Report,
  recordClaims,
  reportsOf,
  withdrawClaim,
} from './store.ts'

export const policies: Policies = {
  'GET /konsol/laporan': ['office'],
  'GET /konsol/laporan/:id': ['office'],
  'POST /konsol/laporan/:id': ['office'],
  'GET /konsol/pernyataan': ['office'],
  'POST /konsol/pernyataan': ['office'],
  'GET /konsol/pernyataan/:nr': ['office'],
  'POST /konsol/pernyataan/:nr/tarik': ['office'],
}

const FIELDS = [
  'hari',
  'bulan',
  'tahun',
  'tanggal',
  'siapa',
  'angka',
  'kata',
  'satuan',
  'pokok',
  'hitungan',
  'wilayah',
  'beda',
  'kalimat',
  'kalimat-en',
  'catatan',
  'sumber',
  'tautan',
] as const satisfies readonly (keyof WrittenClaim)[]

export const routes = new Hono<Env>()
  .get('/konsol/laporan', async (c) => c.html(<Reports c={c} reports={await asAccount(c, (db) => reportsOf(db))} />))
  .get('/konsol/laporan/:id', async (c) => {
    const report = await reportOf(c)
    return report ? c.html(<OneReport c={c} report={report} />) : missing(c)
  })
  .post('/konsol/laporan/:id', async (c) => {
    const report = await reportOf(c)
    if (!report) return missing(c)
    const form = await c.req.parseBody()
    const written = { outcome: textOf(form.hasil), answer: textOf(form.jawaban) }
    const checked = checkAnswer(written, report.about)
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      return c.html(<OneReport c={c} report={report} written={written} problems={checked.problems} />, 422)
    }
    const account = c.var.account!
    const first = await asAccount(c, (db) => answerReport(db, report.id, checked.value, account, c.var.now))
    if (first) {
      await c.var.database.within('job', { actor: 'mesin', role: 'system' }, (db) => emptyReports(db, c.var.now))
      return c.redirect(`/konsol/laporan/${report.id}`, 303)
    }
    const held = (await reportOf(c))!
    // Sent again by whoever answered: it is there.
    if (held.answered!.by === account.shownAs && held.answered!.answer === checked.value.answer)
      return c.redirect(`/konsol/laporan/${report.id}`, 303)
    const late: ClaimProblem = { code: 'report.answered', field: 'jawaban', data: { who: held.answered!.by } }
    c.set('code', late.code)
    return c.html(<OneReport c={c} report={held} written={written} problems={[late]} />, 409)
  })
  .get('/konsol/pernyataan', async (c) => {
    const id = c.req.query('laporan') ?? ''
    const report = isUuid(id) ? ((await asAccount(c, (db) => reportsOf(db, id)))[0] ?? null) : null
    return c.html(<Claims c={c} claims={await asAccount(c, claimsOf)} report={report} />)
  })
  .post('/konsol/pernyataan', async (c) => {
    const form = await c.req.parseBody()
    const written = Object.fromEntries(FIELDS.map((f) => [f, textOf(form[f])])) as WrittenClaim
    const [id, of] = [textOf(form.id), textOf(form.laporan)]
    if (!isUuid(id) || (of && !isUuid(of))) return missing(c)
    const account = c.var.account!
    const refuse = async (problems: ClaimProblem[], status: 409 | 422) => {
      c.set('code', problems[0]!.code)
      const claims = await asAccount(c, claimsOf)
      const report = of ? ((await asAccount(c, (db) => reportsOf(db, of)))[0] ?? null) : null
      return c.html(<Claims c={c} claims={claims} report={report} written={written} problems={problems} />, status)
    }
    const checked = checkClaim(written, c.var.today)
    if ('problems' in checked) return refuse(checked.problems, 422)
    const nr = await asAccount(c, async (db) => {
      const [made] = await recordClaims(db, [{ id, ...checked.value, report: of || null }], account.name, c.var.now)
      if (made && of) {
        const outcome = { outcome: 'recorded', answer: RECORDED(made) } as const
        await answerReport(db, of, outcome, account, c.var.now)
      }
      if (made) return made
      const held = (await claimsOf(db)).find((k) => k.id === id)!
      return held.statement === checked.value.statement && held.figure === checked.value.figure ? held.nr : null
    })
    return nr
      ? c.redirect(`/konsol/pernyataan/${nr}`, 303)
      : refuse([{ code: 'claim.conflict', field: 'kalimat', data: null }], 409)
  })
  .get('/konsol/pernyataan/:nr', async (c) => {
    const claim = await claimAsked(c)
    return claim ? c.html(<OneClaim c={c} claim={claim} />) : missing(c)
  })
  .post('/konsol/pernyataan/:nr/tarik', async (c) => {
    const claim = await claimAsked(c)
    if (!claim) return missing(c)
    const form = await c.req.parseBody()
    const checked = checkWithdrawal(textOf(form.alasan))
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      return c.html(<OneClaim c={c} claim={claim} problems={checked.problems} />, 422)
    }
    // The first reason stands; sent again, it is there.
    await asAccount(c, (db) => withdrawClaim(db, claim.id, checked.value, c.var.account!.name, c.var.now))
    return c.redirect(`/konsol/pernyataan/${claim.nr}`, 303)
  })

const LATEST = 30 // claims on the work page; all of them stand in the register
const RECORDED = (nr: number) => `Terima kasih. Dicatat sebagai pernyataan nomor ${nr}, di sebelah register hari itu.`
const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

async function reportOf(c: Ctx): Promise<Report | null> {
  const id = c.req.param('id') ?? ''
  return isUuid(id) ? ((await asAccount(c, (db) => reportsOf(db, id)))[0] ?? null) : null
}
async function claimAsked(c: Ctx): Promise<HeldClaim | null> {
  const nr = c.req.param('nr') ?? ''
  return /^\d{1,9}$/.test(nr) ? asAccount(c, (db) => claimOf(db, Number(nr))) : null
}

const WORDS = {
  id: {
    reports: 'Laporan tentang angka',
    reportsLead: 'Dari siapa saja, tanpa nama. Jawaban Anda dibaca pelapor di halaman kodenya.',
    waiting: (n: number) => (n ? `${n} menunggu jawaban` : 'Tidak ada yang menunggu jawaban'),
    none: 'Belum ada laporan. Yang dilaporkan warga lewat “Laporkan angka ini” tampil di sini, yang tertua dulu.',
    heads: ['Tentang', 'Dikirim', 'Keadaan'],
    due: (days: number, on: string) => (days < 0 ? `terlambat ${-days} hari` : on),
    report: 'Satu laporan',
    open: 'Buka halaman itu',
    wrote: 'Yang ditulis pelapor',
    gone: 'Tulisannya sudah dihapus, 90 hari sesudah dijawab.',
    outcome: 'Hasil pemeriksaan',
    answer: 'Jawaban untuk pelapor',
    answerHint: 'Apa yang diperiksa dan apa yang ditemukan. Tanpa nama orang dan tanpa NIK.',
    send: 'Kirim jawaban',
    record: 'Catat sebagai pernyataan',
    answered: (who: string, at: string) => `Dijawab ${who}, ${at}`,
    all: 'Semua laporan',
    claims: 'Register pernyataan',
    claimsLead: 'Angka program yang diucapkan di depan umum. Tampil di /pernyataan, di sebelah register hari itu.',
    fresh: 'Catat pernyataan',
    from: 'Dari laporan',
    date: 'Kapan dikatakan',
    dateHint: 'Hari boleh kosong bila sumbernya hanya menyebut bulan atau tahun. Contoh: 11 9 2018',
    dateless: 'Ada tanggalnya?',
    datelessOptions: ['Ya, seperti di atas', 'Tanggal tidak disebut'],
    who: 'Siapa yang mengatakan',
    whoHint: 'Jabatan atau kantor, bukan nama orang. Contoh: Kepala dinas',
    words: 'Apa yang dikatakan',
    wordsHint: 'Satu atau dua kalimat, kata kita sendiri.',
    wordsEn: 'Dalam bahasa Inggris (bila ada)',
    figure: 'Angka',
    figureHint: 'Contoh: 4.230 atau 58,51',
    qualifier: 'Kata di depannya',
    unit: 'Satuan',
    topic: 'Tentang',
    place: 'Wilayah',
    whole: 'Seluruh wilayah',
    count: 'Apa yang ditaruh di sebelahnya?',
    counts: {
      entered: ['Masuk', 'orang yang sudah punya catatan di langkah itu'],
      reached: ['Tercapai', 'orang yang memenuhi definisinya'],
      flow: ['Tidak ada: tambahan selama suatu waktu', 'bukan jumlah pada satu hari'],
      scope: ['Tidak ada: kelompok lain', 'satu dinas, seluruh Indonesia, grup WhatsApp'],
    },
    differs: 'Hal yang sama?',
    differsOptions: ['Ya, hitungan yang sama', 'Tidak, definisinya berbeda: tampil tanpa penilaian'],
    note: 'Catatan',
    noteHint: 'Yang perlu diketahui supaya perbandingannya adil. Boleh kosong.',
    source: 'Sumber',
    sourceHint: 'Media atau rapat, judul, dan tanggalnya.',
    url: 'Tautan (bila ada)',
    save: 'Catat pernyataan',
    latest: 'Yang sudah dicatat',
    claimHeads: ['Pernyataan', 'Angka', 'Tentang'],
    withdraw: 'Tarik pernyataan ini',
    withdrawWhat:
      'Yang ditarik hilang dari daftar, tetapi halamannya tetap ada dengan alasannya. Untuk memperbaiki: tarik, lalu catat lagi.',
    reason: 'Alasan',
    withdrawn: (on: string) => `Ditarik ${on}`,
    see: 'Buka di register',
  },
  en: {
    reports: 'Reports about figures',
    reportsLead: 'From anybody, without a name. Whoever reported reads your answer on the page of their code.',
    waiting: (n: number) => (n ? `${n} waiting for an answer` : 'None is waiting for an answer'),
    none: 'No reports yet. What people report by “Report this figure” is shown here, the oldest first.',
    heads: ['About', 'Sent', 'State'],
    due: (days: number, on: string) => (days < 0 ? `${-days} days late` : on),
    report: 'One report',
    open: 'Open that page',
    wrote: 'What was written',
    gone: 'The words have been deleted, 90 days after the answer.',
    outcome: 'What came of it',
    answer: 'Answer to whoever reported',
    answerHint: 'What was checked and what was found. No names and no NIK.',
    send: 'Send the answer',
    record: 'Record it as a claim',
    answered: (who: string, at: string) => `Answered by ${who}, ${at}`,
    all: 'All reports',
    claims: 'Register of claims',
    claimsLead: 'Figures of the programme stated in public. Shown at /pernyataan, beside the register of that day.',
    fresh: 'Record a claim',
    from: 'From a report',
    date: 'When it was said',
    dateHint: 'The day may be empty when the source gives only a month or a year. Example: 11 9 2018',
    dateless: 'Is there a date?',
    datelessOptions: ['Yes, as above', 'No date given'],
    who: 'Who said it',
    whoHint: 'A post or an office, nobody’s name. Example: Kepala dinas',
    words: 'What was said',
    wordsHint: 'One or two sentences of our own, in Indonesian.',
    wordsEn: 'In English (if there is one)',
    figure: 'Figure',
    figureHint: 'Example: 4.230 or 58,51',
    qualifier: 'The word before it',
    unit: 'Unit',
    topic: 'About',
    place: 'Area',
    whole: 'The whole area',
    count: 'What stands beside it?',
    counts: {
      entered: ['Entered', 'people with a record in that step'],
      reached: ['Reached', 'people who meet its definition'],
      flow: ['None: an increase over some time', 'not how many there are on a day'],
      scope: ['None: another group', 'one agency, all of Indonesia, WhatsApp groups'],
    },
    differs: 'The same thing?',
    differsOptions: ['Yes, the same count', 'No, another definition: shown without a verdict'],
    note: 'Note',
    noteHint: 'What one must know to compare fairly. May be empty.',
    source: 'Source',
    sourceHint: 'Paper or meeting, title, and its date.',
    url: 'Link (if there is one)',
    save: 'Record the claim',
    latest: 'Recorded so far',
    claimHeads: ['Claim', 'Figure', 'About'],
    withdraw: 'Withdraw this claim',
    withdrawWhat:
      'A withdrawn claim leaves the list; its page stays, with the reason. To correct one: withdraw it, then record it again.',
    reason: 'Reason',
    withdrawn: (on: string) => `Withdrawn ${on}`,
    see: 'Open in the register',
  },
}

const saidOf = (problems: readonly ClaimProblem[], lang: Lang): Said[] =>
  problems.map((p) => ({ field: p.field ?? 'jawaban', text: say(claimWords, p, lang) }))

function Reports({ c, reports }: { c: Ctx; reports: Report[] }) {
  const { lang, today } = c.var
  const w = WORDS[lang]
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/laporan')}
      title={w.reports}
      subtitle={w.waiting(reports.filter((r) => !r.answered).length)}
    >
      <p class="read">{w.reportsLead}</p>
      {reports.length === 0 ? (
        <p class="empty mt-4">{w.none}</p>
      ) : (
        <Table
          caption={w.reports}
          quietCaption
          columns={[
            { head: w.heads[0]!, cell: (r: Report) => <a href={`/konsol/laporan/${r.id}`}>{aboutWords(r.about, lang)}</a> },
            { head: w.heads[1]!, as: 'tx', cell: (r) => showMoment(r.at, lang) },
            {
              head: w.heads[2]!,
              as: 'tx',
              cell: (r) => {
                const left = daysBetween(today, dueOf(r.at))
                return r.answered ? (
                  <span class="pill pill--ok">{outcomeOptions[lang][r.answered.outcome]}</span>
                ) : (
                  <span class={`pill pill--${left < 0 ? 'bad' : 'warn'}`}>{w.due(left, dueWords(dueOf(r.at), lang))}</span>
                )
              },
            },
          ]}
          rows={reports}
        />
      )}
    </Konsol>
  )
}

function OneReport({
  c,
  report,
  written = { outcome: '', answer: '' },
  problems = [],
}: {
  c: Ctx
  report: Report
  written?: { outcome: string; answer: string }
  problems?: ClaimProblem[]
}) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const { id, about, said: wrote, at, answered } = report
  const said = saidOf(problems, lang)
  const asked = { id: 'jawaban', label: w.answer, hint: w.answerHint, problems: said, lang }
  const claim = about === '/pernyataan'
  // A claim is recorded on its own form, which answers too.
  const choices = outcomesFor(about).filter((o) => o !== 'recorded')
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/laporan')}
      title={aboutWords(about, lang)}
      subtitle={`${showMoment(at, lang)} · ${dueWords(dueOf(at), lang)}`}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      <section class="read" aria-labelledby="tulis">
        <h2 id="tulis">{w.wrote}</h2>
        {wrote ? <p class="as-written mt-2">{wrote}</p> : <p class="sub mt-2">{w.gone}</p>}
        <p class="mt-2">
          <a class="link" href={about}>
            {w.open}
          </a>
        </p>
      </section>
      {answered ? (
        <section class="note note--ok read mt-4" aria-labelledby="hasil">
          <h2 id="hasil">{outcomeOptions[lang][answered.outcome]}</h2>
          <p class="mt-2" lang="id">
            {answered.answer}
          </p>
          <p class="prov mt-2">{w.answered(answered.by, showMoment(answered.at, lang))}</p>
        </section>
      ) : (
        <form method="post" action={`/konsol/laporan/${id}`} class="read mt-4">
          <Hidden values={{ token: formToken }} />
          {claim && (
            <p class="mb-4">
              <a class="btn btn--s" href={`/konsol/pernyataan?laporan=${id}`}>
                {w.record}
              </a>
            </p>
          )}
          <Options
            id="hasil"
            label={w.outcome}
            choices={choices.map((o) => ({ value: o, text: outcomeOptions[lang][o] }))}
            value={written.outcome || (choices.length === 1 ? choices[0] : '')}
            problems={said}
            lang={lang}
          />
          <Question {...asked}>
            <textarea class="in" id="jawaban" name="jawaban" rows={5} aria-describedby={describedBy(asked)}>
              {written.answer}
            </textarea>
          </Question>
          <p class="mt-3">
            <button class={claim ? 'btn btn--2 btn--s' : 'btn btn--s'} type="submit">
              {w.send}
            </button>
          </p>
        </form>
      )}
      <p class="mt-4">
        <a class="link" href="/konsol/laporan">
          {w.all}
        </a>
      </p>
    </Konsol>
  )
}

function Claims({
  c,
  claims,
  report,
  written,
  problems = [],
}: {
  c: Ctx
  claims: HeldClaim[]
  report: Report | null
  written?: WrittenClaim
  problems?: ClaimProblem[]
}) {
  const { lang, formToken, now } = c.var
  const w = WORDS[lang]
  const p = words[lang]
  const said = saidOf(problems, lang)
  const value = (name: keyof WrittenClaim) => written?.[name] ?? ''
  const text = (id: keyof WrittenClaim, label: string, hint?: string) => (
    <TextField id={id} label={label} hint={hint} value={value(id)} maxlength={600} problems={said} lang={lang} />
  )
  const shown = claims
    .filter((k) => !k.withdrawn)
    .sort((a, b) => b.nr - a.nr)
    .slice(0, LATEST)
  return (
    <Konsol {...konsolFrame(c, '/konsol/pernyataan')} title={w.claims} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      <p class="read">{w.claimsLead}</p>
      <form method="post" action="/konsol/pernyataan" class="read mt-4" aria-labelledby="baru">
        <h2 id="baru">{w.fresh}</h2>
        <Hidden values={{ token: formToken, id: uuidv7(now.getTime()), ...(report && { laporan: report.id }) }} />
        {report?.said && (
          <div class="note mt-2">
            <b>{w.from}</b>
            <p class="as-written">{report.said}</p>
          </div>
        )}
        <DateTriple
          id="hari"
          label={w.date}
          hint={w.dateHint}
          value={{ day: value('hari'), month: value('bulan'), year: value('tahun') }}
          problems={said}
          lang={lang}
        />
        <Options
          id="tanggal"
          label={w.dateless}
          choices={['ada', 'tidak'].map((v, i) => ({ value: v, text: w.datelessOptions[i]! }))}
          value={value('tanggal') || 'ada'}
          lang={lang}
        />
        {text('siapa', w.who, w.whoHint)}
        {text('kalimat', w.words, w.wordsHint)}
        {text('kalimat-en', w.wordsEn)}
        <Question id="angka" label={w.figure} hint={w.figureHint} problems={said} lang={lang} fields={['wilayah']}>
          <input
            class="in in--tel"
            id="angka"
            name="angka"
            inputmode="decimal"
            value={value('angka')}
            aria-describedby={describedBy({ id: 'angka', hint: w.figureHint, problems: said })}
          />
          <SelectField
            id="kata"
            label={w.qualifier}
            value={value('kata')}
            options={QUALIFIERS.map((q) => ({ value: q, text: p.qualifier[q] }))}
            lang={lang}
          />
          <SelectField
            id="satuan"
            label={w.unit}
            value={value('satuan')}
            options={UNITS.map((u) => ({ value: u, text: p.unit[u] }))}
            lang={lang}
          />
          <SelectField
            id="pokok"
            label={w.topic}
            value={value('pokok')}
            options={TOPICS.map((t) => {
              const step = stepOf({ topic: t })
              return { value: t, text: step ? `${t} ${stepName(step, lang)}` : p.topic[t] }
            })}
            lang={lang}
          />
          <SelectField
            id="wilayah"
            label={w.place}
            value={value('wilayah')}
            empty={w.whole}
            options={kota().map((k) => ({ value: kotaCode(k.code), text: k.name }))}
            groups={kecamatanGroups(undefined, kecCode)}
            problems={said}
            lang={lang}
          />
        </Question>
        <Options
          id="hitungan"
          label={w.count}
          choices={(['entered', 'reached', 'flow', 'scope'] as const).map((k) => ({
            value: k,
            text: w.counts[k][0]!,
            small: w.counts[k][1]!,
          }))}
          value={value('hitungan')}
          problems={said}
          lang={lang}
        />
        <Options
          id="beda"
          label={w.differs}
          choices={['tidak', 'ya'].map((v, i) => ({ value: v, text: w.differsOptions[i]! }))}
          value={value('beda') || 'tidak'}
          lang={lang}
        />
        {text('catatan', w.note, w.noteHint)}
        {text('sumber', w.source, w.sourceHint)}
        {text('tautan', w.url)}
        <p class="mt-4">
          <button class="btn" type="submit">
            {w.save}
          </button>
        </p>
      </form>
      {shown.length > 0 && (
        <section class="mt-6">
          <Table
            caption={w.latest}
            columns={[
              {
                head: w.claimHeads[0]!,
                cell: (k: HeldClaim) => (
                  <>
                    <a href={`/konsol/pernyataan/${k.nr}`}>
                      <span lang="id">{k.statement}</span>
                    </a>
                    <small>
                      {k.nr} · {k.saidOn ? showSaidOn(k.saidOn, lang) : p.noDate} · <span lang="id">{k.who}</span>
                    </small>
                  </>
                ),
              },
              { head: w.claimHeads[1]!, as: 'num', cell: (k) => figureWords(k, lang) },
              { head: w.claimHeads[2]!, as: 'tx', cell: (k) => p.topic[k.topic] },
            ]}
            rows={shown}
          />
        </section>
      )}
    </Konsol>
  )
}

function OneClaim({ c, claim, problems = [] }: { c: Ctx; claim: HeldClaim; problems?: ClaimProblem[] }) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const p = words[lang]
  const said = saidOf(problems, lang)
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/pernyataan')}
      title={p.claim(claim.nr)}
      subtitle={claim.saidOn ? showSaidOn(claim.saidOn, lang) : p.noDate}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      <p class="quote read" lang="id">
        {claim.statement}
      </p>
      <p class="prov mt-2">
        {figureWords(claim, lang)} {p.unit[claim.unit]} · <span lang="id">{claim.who}</span> · {p.source}: {claim.source}
      </p>
      <p class="mt-3">
        <a class="link" href={`/pernyataan/${claim.nr}`}>
          {w.see}
        </a>
      </p>
      {claim.withdrawn ? (
        <p class="note note--warn read mt-4">
          <b>{w.withdrawn(showDate(jakartaDay(claim.withdrawn.at), lang))}.</b> <span lang="id">{claim.withdrawn.reason}</span>
        </p>
      ) : (
        <form method="post" action={`/konsol/pernyataan/${claim.nr}/tarik`} class="read mt-5">
          <h2>{w.withdraw}</h2>
          <p class="mt-2">{w.withdrawWhat}</p>
          <Hidden values={{ token: formToken }} />
          <SubField id="alasan" label={w.reason} maxlength={600} problems={said} lang={lang} />
          <p class="mt-3">
            <button class="btn btn--bad btn--s" type="submit">
              {w.withdraw}
            </button>
          </p>
        </form>
      )}
    </Konsol>
  )
}
