// The import on screen (19): sheets sent, columns proposed and changed, a preview, progress, and the result with what to look at.
// Plain forms; while an import runs the answer asks the browser to come again.
import { Hono } from 'hono'
import { dateOf, type JakartaDate, showDate, showMoment } from '../../kit/calendar.ts'
import { textOf } from '../../kit/http.ts'
import { isUuid } from '../../kit/ids.ts'
import type { Lang } from '../../kit/problem.ts'
import { maskNik, maskPhone, showNumber } from '../../kit/show.ts'
import { type Account, asAccount, type Ctx, type Env, konsolFrame, type Policies } from '../../people/index.ts'
import { kecCode, nameOf } from '../../places/index.ts'
import { Checkbox, DateTriple, type DateWritten, ErrorSummary, Hidden, Konsol, type Said, Select, Table } from '../../ui/index.ts'
import { letter, MEANINGS, type Means, meaningWords } from '../sheet/columns.ts'
import { corrections } from '../sheet/corrections.ts'
import { fileWords, sayFile } from '../sheet/refusal.ts'
import { planFor, type RowReading, type RowRules, readRow } from '../sheet/rows.ts'
import { sayRow } from '../sheet/words.ts'
import {
  chooseColumns,
  earlierWith,
  findJob,
  type Job,
  jobsBefore,
  noteReading,
  type Preview,
  previewOf,
  receive,
  start,
  twinsIn,
  withKeptFile,
} from './job.ts'
import type { Look, SheetPlan } from './mapping.ts'
import { type ImportProblem, importWords, sayImport, texts } from './messages.ts'
import { checkOptions, readAnswers, refusalsOf, rowsIn, rulesOf, storedRefusals } from './run.ts'
import type { Answer, Outcome } from './take.ts'
import { boundIn, takeBackOf } from './take-back.ts'
import * as takeBack from './take-back-pages.tsx'

const OFFICE = ['office', 'system'] as const
export const policies: Policies = {
  ...takeBack.policies,
  'GET /konsol/impor': OFFICE,
  'POST /konsol/impor': OFFICE,
  'GET /konsol/impor/:id': OFFICE,
  'POST /konsol/impor/:id/kolom': OFFICE,
  'POST /konsol/impor/:id/mulai': OFFICE,
  'GET /konsol/impor/:id/perbaikan.xlsx': OFFICE,
}

const HOME = '/konsol/impor'
const LISTED = 50
const SHOWN = 50 // rows of a result on one page
const PREVIEWED = 5 // people of a sheet
const AGAIN_S = 2

/** Whose choice of columns is remembered: the kecamatan's, or the programme office's. */
const officeOf = (account: Account) => (account.kec === null ? 'pusat' : kecCode(account.kec))
const hrefOf = (id: string) => `${HOME}/${id}`
/** A file's name as somebody gave it: without its folder and without signs that cannot be seen. */
const nameIn = (name: string) =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/\p{C}/gu, '')
    .trim()
    .slice(0, 200) || 'lembar'

export const routes = new Hono<Env>()
  .route('/', takeBack.routes)
  .get('/konsol/impor', async (c) => c.html(await list(c)))

  .post('/konsol/impor', async (c) => {
    const { berkas, token } = await c.req.parseBody({ all: true })
    const files = [berkas].flat().filter((f): f is File => f instanceof File && (f.size > 0 || f.name !== ''))
    if (!files.length) {
      c.set('code', 'import.no-file')
      return c.html(await list(c, [{ code: 'import.no-file', field: 'berkas', data: {} }]), 422)
    }
    const account = c.var.account!
    const ids: string[] = []
    for (const file of files) {
      const bytes = Buffer.from(await file.arrayBuffer())
      ids.push(
        await receive((act) => asAccount(c, act), c.var.secrets, {
          name: nameIn(file.name),
          bytes,
          account: account.name,
          kec: account.kec,
          office: officeOf(account),
          now: c.var.now,
          page: String(token),
        }),
      )
    }
    return c.redirect(ids.length === 1 ? hrefOf(ids[0]!) : HOME, 303)
  })

  .get('/konsol/impor/:id', async (c) => {
    const job = await jobOf(c)
    return job ? page(c, job) : c.notFound()
  })

  .post('/konsol/impor/:id/kolom', async (c) => {
    const job = await jobOf(c)
    if (!job) return c.notFound()
    const form = await c.req.parseBody()
    const means = new Map<number, Means>()
    for (const [name, value] of Object.entries(form)) {
      const at = /^k(\d{1,3})$/.exec(name)
      if (at && MEANINGS.includes(value as Means)) means.set(Number(at[1]), value as Means)
    }
    const choice = { read: form.baca === 'ya', means }
    const refused = await asAccount(c, (db) =>
      chooseColumns(db, c.var.secrets, job.id, new Map([[Number(form.lembar), choice]]), c.var.now),
    )
    if (refused) return page(c, job, [refused])
    return c.redirect(`${hrefOf(job.id)}#pratinjau`, 303)
  })

  .post('/konsol/impor/:id/mulai', async (c) => {
    const job = await jobOf(c)
    if (!job) return c.notFound()
    const form = await c.req.parseBody()
    const written: Written = {
      day: textOf(form.hari).trim(),
      month: textOf(form.bulan).trim(),
      year: textOf(form.tahun).trim(),
      historical: form.historis === 'ya',
    }
    const day = dayOf(written)
    const wrong = typeof day === 'object' && day ? day : checkOptions({ registeredOn: day }, c.var.today)
    if (wrong) return page(c, job, [wrong], written)
    const account = c.var.account!
    const options = {
      registeredOn: (day as JakartaDate | null) ?? c.var.today,
      historical: written.historical === true,
      office: officeOf(account),
      account: account.name,
    }
    const refused = await asAccount(c, (db) => start(db, job, options, c.var.now))
    if (refused) return page(c, (await jobOf(c))!, [refused], written)
    return c.redirect(hrefOf(job.id), 303)
  })

  .get('/konsol/impor/:id/perbaikan.xlsx', async (c) => {
    const job = await jobOf(c)
    if (!job?.kept || !job.totals.rejected) return c.notFound()
    const work = <T,>(act: Parameters<typeof asAccount<T>>[1]) => asAccount(c, act)
    const account = c.var.account!
    await work((db) => noteReading(db, { ...seen(c), what: `import ${job.id} corrections`, reason: 'perbaikan baris impor' }))
    const refused = await storedRefusals(work, c.var.secrets, job.id)
    const book = await withKeptFile(work, c.var.secrets, job, async (file) => {
      const parts: Buffer[] = []
      for await (const part of corrections(file, refusalsOf(job.sheets, refused), c.var.lang) ?? []) parts.push(part)
      return Buffer.concat(parts)
    })
    if (!book) return c.notFound()
    return c.body(new Uint8Array(book), 200, {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': `attachment; filename="perbaikan-${job.id.slice(-8)}-${account.name}.xlsx"`,
    })
  })

const seen = (c: Ctx) => ({ account: c.var.account!.name, at: c.var.now })

/** What stood in the form that starts an import. */
type Written = DateWritten & { historical?: boolean }

/** Null: nothing was written. */
function dayOf({ day, month, year }: DateWritten): JakartaDate | ImportProblem | null {
  if (!day && !month && !year) return null
  return (
    dateOf(day ?? '', month ?? '', year ?? '') ?? {
      code: 'import.date-unreadable',
      field: 'didaftar',
      data: { written: [day, month, year].filter(Boolean).join(' ') },
    }
  )
}

const jobOf = async (c: Ctx): Promise<Job | null> => {
  const id = c.req.param('id') ?? ''
  return isUuid(id) ? asAccount(c, (db) => findJob(db, id)) : null
}

const isOurs = (problem: NonNullable<Job['problem']>): problem is ImportProblem => problem.code in importWords
const sayProblem = (problem: NonNullable<Job['problem']>, lang: Lang) =>
  isOurs(problem) ? sayImport(problem, lang) : problem.code in fileWords ? sayFile(problem, lang) : problem.code
const saidOf = (problems: readonly ImportProblem[], lang: Lang): Said[] =>
  problems.flatMap((p) => (p.field ? [{ field: p.field, text: sayImport(p, lang) }] : []))

// ---- the list, and sending

async function list(c: Ctx, problems: readonly ImportProblem[] = []) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const before = Number(c.req.query('sebelum'))
  const jobs = await asAccount(c, (db) => jobsBefore(db, Number.isSafeInteger(before) && before > 0 ? before : null, LISTED + 1))
  const shown = jobs.slice(0, LISTED)
  const said = saidOf(problems, lang)
  return (
    <Konsol {...konsolFrame(c, HOME)} title={w.title} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      <p class="read">{w.lead}</p>
      <form method="post" action={HOME} enctype="multipart/form-data" class="read">
        <Hidden values={{ token: formToken }} />
        <div class={said.length ? 'q is-err' : 'q'}>
          <label class="q__l" for="berkas">
            {w.file}
          </label>
          <p class="hint" id="berkas-h">
            {w.fileHint}
          </p>
          {said.map((s) => (
            <p class="err" id="berkas-e">
              <span>{s.text}</span>
            </p>
          ))}
          <input
            class="in"
            id="berkas"
            name="berkas"
            type="file"
            multiple
            accept=".xlsx,.csv,text/csv"
            aria-describedby={said.length ? 'berkas-h berkas-e' : 'berkas-h'}
            aria-invalid={said.length ? 'true' : undefined}
          />
        </div>
        <p class="mt-3">
          <button class="btn" type="submit">
            {w.send}
          </button>
        </p>
      </form>
      <section class="sec">
        {shown.length ? (
          <Table
            caption={w.list}
            columns={[
              { head: w.heads[0]!, cell: (j: Job) => <a href={hrefOf(j.id)}>{j.name}</a> },
              { head: w.heads[1]!, as: 'tx', cell: (j) => showMoment(j.madeAt, lang) },
              { head: w.heads[2]!, as: 'tx', cell: (j) => j.account },
              { head: w.heads[3]!, as: 'tx', cell: (j) => <State job={j} lang={lang} /> },
              { head: w.heads[4]!, as: 'kd', cell: (j) => resultOf(j, lang) },
            ]}
            rows={shown}
          />
        ) : (
          <p>{w.none}</p>
        )}
        {jobs.length > LISTED && (
          <p class="row mt-3">
            <a class="link" href={`${HOME}?sebelum=${shown.at(-1)!.arrived}`}>
              {w.older}
            </a>
          </p>
        )}
      </section>
    </Konsol>
  )
}

const PILLS: Record<Job['state'], string> = {
  mapping: 'pill pill--warn',
  queued: 'pill pill--off',
  running: 'pill pill--off',
  done: 'pill pill--ok',
  refused: 'pill pill--bad',
  'taking-back': 'pill pill--off',
  'taken-back': 'pill pill--off',
}
const State = ({ job, lang }: { job: Job; lang: Lang }) => <span class={PILLS[job.state]}>{texts[lang].state[job.state]}</span>

function resultOf(job: Job, lang: Lang) {
  const w = texts[lang]
  if (job.state === 'refused') return job.problem && sayProblem(job.problem, lang)
  if (job.state === 'done' || job.state === 'taking-back' || job.state === 'taken-back') return w.brief(job.totals)
  return job.state === 'mapping' ? w.ofRows(0, job.rowsTotal) : w.ofRows(job.rowsDone, job.rowsTotal)
}

// ---- one import

async function page(c: Ctx, job: Job, problems: readonly ImportProblem[] = [], written: Written = {}) {
  const { lang } = c.var
  const w = texts[lang]
  const body = await bodyOf(c, job, problems, written)
  const said = saidOf(problems, lang)
  const sheets = job.sheets.filter((s) => !s.mapping.skip)
  if (problems[0]) c.set('code', problems[0].code)
  return c.html(
    <Konsol
      {...konsolFrame(c, HOME)}
      title={w.title}
      subtitle={[
        w.from(job.name),
        ...(sheets.length === 1 ? [w.sheet(sheets[0]!.name, sheets[0]!.rows), w.headerIn(sheets[0]!.mapping.headerRow)] : []),
      ].join(' · ')}
      errorTitle={problems.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      {problems
        .filter((p) => !p.field)
        .map((p) => (
          <p class="note note--bad" role="alert">
            {sayImport(p, lang)}
          </p>
        ))}
      {body}
      <p class="row mt-5">
        <a class="link" href={HOME}>
          {w.another}
        </a>
      </p>
    </Konsol>,
    problems.length ? (problems.some((p) => p.code === 'import.already-started') ? 409 : 422) : 200,
  )
}

async function bodyOf(c: Ctx, job: Job, problems: readonly ImportProblem[], written: Written) {
  switch (job.state) {
    case 'mapping': {
      const { preview, earlier } = await asAccount(c, async (db) => {
        const preview = await previewOf(db, c.var.secrets, job.id)
        if (preview) await noteReading(db, { ...seen(c), what: `import ${job.id} preview`, reason: 'pratinjau impor' })
        return { preview, earlier: await earlierWith(db, job) }
      })
      const rules = await rulesOf({ database: c.var.database, now: async () => c.var.now }, { registeredOn: null })
      return preview ? (
        <Choosing
          c={c}
          job={job}
          preview={preview}
          earlier={earlier}
          rules={rules}
          problems={saidOf(problems, c.var.lang)}
          written={written}
        />
      ) : (
        <p>{texts[c.var.lang].gone}</p>
      )
    }
    case 'queued':
    case 'running':
      // A header and not an element of the page: whoever cannot follow it has the link.
      if (job.kept) c.header('Refresh', String(AGAIN_S))
      return <Running job={job} lang={c.var.lang} />
    case 'refused':
      return <Unreadable job={job} lang={c.var.lang} />
    case 'taking-back':
      c.header('Refresh', String(AGAIN_S))
      return (
        <takeBack.Underway
          c={c}
          back={await asAccount(c, (db) => takeBackOf(db, job.id))}
          problem={job.problem && sayProblem(job.problem, c.var.lang)}
        />
      )
    case 'taken-back': {
      const { back, left } = await asAccount(c, async (db) => ({
        back: await takeBackOf(db, job.id),
        left: await boundIn(db, job.id, SHOWN),
      }))
      return (
        <>
          {back && <takeBack.Done c={c} back={back} left={left} />}
          {await result(c, job)}
        </>
      )
    }
    case 'done':
      return (
        <>
          {await result(c, job)}
          {job.totals.accepted + job.totals.warned > 0 && <takeBack.Offer c={c} id={job.id} />}
        </>
      )
    default:
      return job.state satisfies never
  }
}

function Flow({ at, lang }: { at: 0 | 1 | 2 | 3; lang: Lang }) {
  return (
    <ol class="flow">
      {texts[lang].flow.map((name, i) => (
        <li class={i < at ? 'yes' : undefined} aria-current={i === at ? 'step' : undefined}>
          {name}
        </li>
      ))}
    </ol>
  )
}

function Unreadable({ job, lang }: { job: Job; lang: Lang }) {
  const w = texts[lang]
  return (
    <div class="note note--bad">
      <h2>{w.refusedTitle}</h2>
      {job.problem && <p>{sayProblem(job.problem, lang)}</p>}
      <p>{w.nothingStored}</p>
    </div>
  )
}

// ---- columns and preview

interface ChoosingProps {
  c: Ctx
  job: Job
  preview: Preview
  earlier: Job | null
  rules: RowRules
  problems: Said[]
  written: Written
}

function Choosing({ c, job, preview, earlier, rules, problems, written }: ChoosingProps) {
  const { lang, today, formToken } = c.var
  const w = texts[lang]
  const read = preview.sheets.filter((s) => !s.mapping.skip)
  return (
    <>
      <Flow at={read.length ? 1 : 0} lang={lang} />
      {earlier && <p class="note">{w.sameFile(showMoment(earlier.madeAt, lang), earlier.account)}</p>}
      <section aria-labelledby="kolom">
        <h2 id="kolom">{w.mapping}</h2>
        {preview.sheets.map((sheet) =>
          sheet.mapping.skip ? (
            <details class="mt-5">
              <summary>
                {w.sheet(sheet.name, sheet.rows)}. {sheet.mapping.skip.why[lang]}
              </summary>
              <Columns sheet={sheet} job={job} token={formToken} lang={lang} />
            </details>
          ) : (
            <Columns sheet={sheet} job={job} token={formToken} lang={lang} />
          ),
        )}
        <p class="prov mt-3">{w.kept}</p>
      </section>
      <section class="sec" aria-labelledby="pratinjau">
        <h2 id="pratinjau">{w.preview}</h2>
        {read.map((sheet) => (
          <FirstRows sheet={sheet} look={preview.looks.find((l) => l.head.index === sheet.index)!} rules={rules} lang={lang} />
        ))}
        {!read.length && <p>{sayImport({ code: 'import.nothing-to-read', data: {} }, lang)}</p>}
      </section>
      {read.length > 0 && (
        <section class="sec" aria-labelledby="mulai">
          <h2 id="mulai">{w.begin}</h2>
          <form method="post" action={`${hrefOf(job.id)}/mulai`} class="read mt-3">
            <Hidden values={{ token: formToken }} />
            <DateTriple
              id="didaftar"
              label={w.registeredOn}
              hint={w.registeredHint(showDate(today, lang))}
              value={written}
              problems={problems}
              lang={lang}
            />
            <Checkbox id="historis" label={w.historical} small={w.historicalHint} checked={written.historical} lang={lang} />
            <p class="mt-4">
              <button class="btn" type="submit">
                {w.start(rowsIn(read))}
              </button>
            </p>
          </form>
        </section>
      )}
    </>
  )
}

function Columns({ sheet, job, token, lang }: { sheet: SheetPlan; job: Job; token: string; lang: Lang }) {
  const w = texts[lang]
  const { columns, headerRow, skip } = sheet.mapping
  const choices = MEANINGS.map((m) => ({ value: m, text: meaningWords[m][lang] }))
  const id = (column: number) => `k${sheet.index}-${column}`
  const titleOf = (column: (typeof columns)[number]) => column.header || w.column(letter(column.index))
  return (
    <form method="post" action={`${hrefOf(job.id)}/kolom`} class="mt-5">
      <Hidden values={{ token, lembar: String(sheet.index) }} />
      <h3>
        {w.sheet(sheet.name, sheet.rows)}, {w.headerIn(headerRow)}
      </h3>
      {columns.length > 0 && (
        <>
          <Table
            caption={w.sheet(sheet.name, sheet.rows)}
            quietCaption
            columns={[
              { head: w.mappingHeads[0]!, cell: (col: (typeof columns)[number]) => titleOf(col) },
              {
                head: w.mappingHeads[1]!,
                as: 'tx',
                cell: (col) => <span class="mono">{col.examples.join(', ')}</span>,
              },
              {
                head: w.mappingHeads[2]!,
                as: 'tx',
                cell: (col) => (
                  <>
                    <label class="vh" for={id(col.index)}>
                      {w.becomes(titleOf(col))}
                    </label>
                    <Select id={id(col.index)} name={`k${col.index}`} value={col.means} options={choices} row />
                  </>
                ),
              },
              {
                head: w.mappingHeads[3]!,
                as: 'kd',
                cell: (col) => (
                  <span class="sub">
                    {col.why[lang]}
                    {col.hidden && `; ${w.hidden}`}
                  </span>
                ),
              },
            ]}
            rows={columns}
          />
          <div class="mt-3">
            <Checkbox id={`baca-${sheet.index}`} name="baca" label={w.readSheet} checked={!skip} lang={lang} />
          </div>
          <p class="row mt-3">
            <button class="btn btn--2" type="submit">
              {w.use}
            </button>
          </p>
        </>
      )}
    </form>
  )
}

function FirstRows({ sheet, look, rules, lang }: { sheet: SheetPlan; look: Look; rules: RowRules; lang: Lang }) {
  const w = texts[lang]
  const plan = planFor(sheet.mapping)
  const rows = look.sample.map(({ row, cells }) => ({ row, reading: readRow(row, cells, plan, rules) }))
  const people = rows.filter(
    (r): r is { row: number; reading: Extract<RowReading, { kind: 'person' }> } => r.reading.kind === 'person',
  )
  const bad = people.filter((r) => r.reading.refusals.length).length
  const odd = people.filter((r) => !r.reading.refusals.length && r.reading.warnings.length).length
  type Shown = (typeof people)[number]
  const none = <span class="sub">{w.missing}</span>
  return (
    <div class="mt-5">
      <h3>{w.sheet(sheet.name, sheet.rows)}</h3>
      <p class="prov">{w.previewOf(people.length)}</p>
      {people.length > 0 && (
        <Table
          caption={`${w.preview}: ${sheet.name}`}
          quietCaption
          columns={[
            { head: w.previewHeads[0]!, cell: (r: Shown) => showNumber(r.row) },
            { head: w.previewHeads[1]!, as: 'tx', cell: (r) => r.reading.candidate.name ?? none },
            {
              head: w.previewHeads[2]!,
              as: 'tx',
              cell: ({ reading: { candidate } }) => (candidate.nik ? <span class="mono">{maskNik(candidate.nik)}</span> : none),
            },
            {
              head: w.previewHeads[3]!,
              as: 'tx',
              cell: ({ reading: { candidate } }) => (candidate.birthDate ? showDate(candidate.birthDate, lang) : none),
            },
            {
              head: w.previewHeads[4]!,
              as: 'tx',
              cell: ({ reading: { candidate } }) => (candidate.kec ? nameOf(candidate.kec) : none),
            },
            {
              head: w.previewHeads[5]!,
              as: 'tx',
              cell: ({ reading: { candidate } }) => (candidate.phone ? maskPhone(candidate.phone) : none),
            },
            {
              head: w.previewHeads[6]!,
              as: 'kd',
              cell: ({ reading: { refusals, warnings } }) => {
                const outcome: Outcome = refusals.length ? 'rejected' : warnings.length ? 'warned' : 'accepted'
                return (
                  <>
                    <Pill outcome={outcome} lang={lang} /> {[...refusals, ...warnings].map((p) => sayRow(p, lang)).join(' ')}
                  </>
                )
              },
            },
          ]}
          rows={people.slice(0, PREVIEWED)}
        />
      )}
      <p class="prov mt-3">{w.sample(rows.length, people.length - bad - odd, odd, bad, rows.length - people.length)}</p>
    </div>
  )
}

const OUTCOME_PILLS: Record<Outcome, string> = {
  accepted: 'pill pill--ok',
  warned: 'pill pill--warn',
  rejected: 'pill pill--bad',
  duplicate: 'pill pill--off',
  ignored: 'pill pill--off',
}
const Pill = ({ outcome, lang }: { outcome: Outcome; lang: Lang }) => (
  <span class={OUTCOME_PILLS[outcome]}>{texts[lang].outcome[outcome]}</span>
)

// ---- running

function Running({ job, lang }: { job: Job; lang: Lang }) {
  const w = texts[lang]
  return (
    <>
      <Flow at={2} lang={lang} />
      <section aria-labelledby="jalan">
        <h2 id="jalan">{w.running}</h2>
        <p class="mt-2">
          <label for="maju">{w.ofRows(job.rowsDone, job.rowsTotal)}</label>
        </p>
        <progress id="maju" class="mt-2" value={job.rowsDone} max={Math.max(1, job.rowsTotal)}></progress>
        {job.problem && <p class="warnline mt-3">{sayProblem(job.problem, lang)}</p>}
        {job.state === 'queued' && <p class="mt-3">{w.waiting}</p>}
        <p class="prov mt-2">
          {showMoment(job.madeAt, lang)}. {job.kept ? w.close : w.byCommand}
        </p>
        <p class="row mt-3">
          <a class="link" href={hrefOf(job.id)}>
            {w.refresh}
          </a>
        </p>
      </section>
    </>
  )
}

// ---- the result

const LOOKED_AT = ['rejected', 'warned', 'duplicate'] as const
type LookedAt = (typeof LOOKED_AT)[number]

async function result(c: Ctx, job: Job) {
  const { lang } = c.var
  const w = texts[lang]
  const t = job.totals
  const asked = LOOKED_AT.find((o) => o === c.req.query('hasil'))
  const after = Math.max(0, Math.min(2 ** 31 - 1, Math.trunc(Number(c.req.query('setelah')) || 0)))
  const { answers, twins } = await asAccount(c, async (db) => {
    const answers = await readAnswers(db, c.var.secrets, job.id, after, SHOWN + 1, asked ? [asked] : LOOKED_AT)
    if (answers.some((a) => a.name)) await noteReading(db, { ...seen(c), what: `import ${job.id} rows`, reason: 'hasil impor' })
    return { answers, twins: t.warned ? await twinsIn(db, job.id) : 0 }
  })
  const shown = answers.slice(0, SHOWN)
  const parts = [t.accepted, t.warned, t.duplicate, t.rejected]
  const several = job.sheets.filter((s) => !s.mapping.skip).length > 1
  const to = (outcome: LookedAt | undefined, from = 0) =>
    `${hrefOf(job.id)}?${[outcome && `hasil=${outcome}`, from && `setelah=${from}`].filter(Boolean).join('&')}#lihat`
  return (
    <>
      <Flow at={3} lang={lang} />
      {job.problem && (
        <p class="note note--bad" role="alert">
          {sayProblem(job.problem, lang)}
        </p>
      )}
      <section aria-labelledby="hasil">
        <h2 id="hasil">{w.result(t.rows - t.ignored)}</h2>
        <div class="figs mt-3">
          {parts.map((n, i) => (
            <div class="fig">
              <span class="fig__v">{showNumber(n)}</span>
              <span class="fig__l">{w.figures[i]}</span>
            </div>
          ))}
        </div>
        <p class="prov mt-3">{w.sum(parts, t.rows - t.ignored, t.ignored)}</p>
        {twins > 0 && <p class="mt-3">{w.twins(twins)}</p>}
        {t.rejected > 0 &&
          (job.kept ? (
            <>
              <p class="row mt-3">
                <a class="btn" href={`${hrefOf(job.id)}/perbaikan.xlsx`}>
                  {w.download(t.rejected)}
                </a>
              </p>
              <p class="prov mt-2">{w.downloadHint}</p>
            </>
          ) : (
            <p class="prov mt-3">{w.noDownload}</p>
          ))}
      </section>
      <section class="sec" aria-labelledby="lihat">
        <h2 id="lihat">{w.look}</h2>
        <nav class="row mt-2" aria-label={w.filter}>
          <a class={asked ? 'chip' : 'chip chip--on'} href={to(undefined)} aria-current={asked ? undefined : 'true'}>
            {w.all} {showNumber(t.rejected + t.warned + t.duplicate)}
          </a>
          {LOOKED_AT.map((o) => (
            <a class={o === asked ? 'chip chip--on' : 'chip'} href={to(o)} aria-current={o === asked ? 'true' : undefined}>
              {w.outcome[o]} {showNumber(t[o])}
            </a>
          ))}
        </nav>
        {shown.length ? (
          <Table
            caption={w.look}
            quietCaption
            note={w.lookNote}
            columns={[
              { head: w.lookHeads[0]!, cell: (a: Answer) => (several ? w.rowOf(a.row, a.sheet) : showNumber(a.row)) },
              { head: w.lookHeads[1]!, as: 'tx', cell: (a) => whose(a) },
              { head: w.lookHeads[2]!, as: 'tx', cell: (a) => <Pill outcome={a.outcome} lang={lang} /> },
              { head: w.lookHeads[3]!, as: 'kd', cell: (a) => a.problems.map((p) => sayRow(p, lang)).join(' ') },
            ]}
            rows={shown}
          />
        ) : (
          <p class="mt-3">{w.nothingToLook}</p>
        )}
        <p class="row mt-3">
          {answers.length > SHOWN && (
            <a class="link" href={to(asked, shown.at(-1)!.nr)}>
              {w.more}
            </a>
          )}
          {after > 0 && (
            <a class="link" href={to(asked)}>
              {w.first}
            </a>
          )}
        </p>
      </section>
    </>
  )
}

/** `Sutini, 3174 04•• •••• 0002`; a row that was taken also names its member. */
const whose = ({ name, nik, member }: Answer) => (
  <span>
    {[name, nik, member]
      .filter((part) => part)
      .map((part, i) => (
        <>
          {i > 0 && ', '}
          <span class={part === name ? undefined : 'nw'}>{part}</span>
        </>
      ))}
  </span>
)
