// A figure of the week that still runs, opened: the kecamatan behind it, and in one kecamatan the records. Not published, so only for who works.
import { Hono } from 'hono'
import { parseStep, STEPS, type Step } from '../../journey/index.ts'
import { isWeek, showDate, type Week } from '../../kit/calendar.ts'
import { maskName, showChange, showNumber } from '../../kit/show.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, pageFrame } from '../../people/index.ts'
import { type Kec, kecCode, nameOf, parseKec } from '../../places/index.ts'
import { Konsol, NotFoundPage, Num, stepName, Table } from '../../ui/index.ts'
import { Behind } from '../behind.tsx'
import type { Count } from '../document.ts'
import { countWord, opens, parseCount, parseTerm, type StepTerms } from '../figures.ts'
import { type RunningTotal, runningWeek } from '../running.ts'
import { behindRecords, noteOpening, type ScopedRecord, scopedRecords, type Term, weeksOf } from '../store.ts'
import { words } from './messages.ts'
import { weekToAnswer } from './rules.ts'

export const policies: Policies = {
  'GET /konsol/angka/:week/:step': ['office'],
  'GET /konsol/angka/:week/:step/:place': ['office', 'officer'],
}

const ROWS = 50

export const termsBy = (totals: readonly RunningTotal[], count: Count): StepTerms =>
  Object.fromEntries(STEPS.map((s) => [s, totals.find((t) => t.count === count && t.step === `P${s}`)])) as unknown as StepTerms

/** `/konsol/angka/2018-W04/P1/31.74.04?suku=datang`: what opens a number of a week that is not frozen. */
export function runningOpens(week: Week, step: Step, count: Count, term: Term, place: Kec | null = null): string {
  return `/konsol${opens(week, step, count, { place, term })}`
}

export const routes = new Hono<Env>()
  .get('/konsol/angka/:week/:step', (c) => area(c))
  .get('/konsol/angka/:week/:step/:place', (c) => records(c))

const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

function asked(c: Ctx) {
  const week = c.req.param('week') ?? ''
  const step = parseStep(c.req.param('step') ?? '')
  const term = parseTerm(c.req.query('suku'))
  const count = parseCount(c.req.query('hitungan'))
  return isWeek(week) && step && term !== 'waiting' ? { week, step, term, count } : null
}

async function area(c: Ctx) {
  const a = asked(c)
  if (!a) return missing(c)
  const { lang } = c.var
  const w = words[lang]
  const running = await asAccount(c, async (db) =>
    weekToAnswer(await weeksOf(db), c.var.today) === a.week ? runningWeek(db, a.week) : null,
  )
  if (!running) return missing(c)
  const rows = running.cells
    .filter((x) => x.step === `P${a.step}` && x.count === a.count && x[a.term] !== 0)
    .sort((x, y) => Math.abs(y[a.term]) - Math.abs(x[a.term]))
  return c.html(
    <Konsol
      {...konsolFrame(c, '/konsol/pekan')}
      title={w.figureTitle(`P${a.step} ${stepName(a.step, lang)}`, a.count, w.term[a.term]!)}
      subtitle={w.figureSub(a.week)}
    >
      <p class="lead">{w.figureTotal(rows.reduce((sum, r) => sum + r[a.term], 0))}</p>
      <Table
        caption={w.areaHeads[0]}
        quietCaption
        columns={[
          { head: w.areaHeads[0], cell: (r: (typeof rows)[number]) => nameOf(parseKec(r.kec)!) },
          {
            head: w.areaHeads[1],
            as: 'num',
            cell: (r) => (
              <Num
                n={r[a.term]}
                shown={a.term === 'restated' ? showChange(r[a.term]) : undefined}
                from={{
                  asOf: c.var.today,
                  scope: nameOf(parseKec(r.kec)!),
                  definition: 1,
                  href: runningOpens(a.week, a.step, a.count, a.term, parseKec(r.kec)),
                }}
                within
                lang={lang}
              />
            ),
          },
        ]}
        rows={rows}
        tight
        narrow
      />
    </Konsol>,
  )
}

async function records(c: Ctx) {
  const a = asked(c)
  const account = c.var.account!
  const kec = parseKec(c.req.param('place') ?? '')
  const page = Number(c.req.query('halaman') ?? 1) - 1
  if (!a || kec === null || !Number.isInteger(page) || page < 0 || page > 10_000) return missing(c)
  if (account.role === 'officer' && account.kec !== kec) return missing(c)
  const { lang, now } = c.var
  const w = words[lang]
  const found = await asAccount(c, async (db) => {
    const weeks = await weeksOf(db)
    if (weekToAnswer(weeks, c.var.today) !== a.week) return null
    await noteOpening(db, { account: account.name, kec, what: `angka ${a.week} P${a.step}`, at: now })
    // As known now: as if it were cut at this instant.
    const of = { week: a.week, cutAt: now, sha256: '' }
    const cutBefore = weeks.at(-1)?.cutAt ?? null
    const records = await scopedRecords(db, {
      kec,
      step: a.step,
      reached: a.count === 'reached',
      term: a.term,
      of,
      cutBefore,
      salt: '',
      skip: page * ROWS,
      take: ROWS,
    })
    const behind = await behindRecords(
      db,
      { kec, step: a.step, of },
      records.rows.map((r) => r.enrolment),
    )
    return { ...records, behind }
  })
  if (!found || (page > 0 && !found.rows.length)) return missing(c)
  // Full names are the kecamatan's own officer's; the office finds people by search, with a reason.
  const named = account.role === 'officer'
  const shown = page * ROWS + found.rows.length
  return c.html(
    <Konsol
      {...konsolFrame(c, named ? '/konsol/pekan-ini' : '/konsol/pekan')}
      title={`${nameOf(kec)}, ${w.figureTitle(`P${a.step} ${stepName(a.step, lang)}`, a.count, w.term[a.term]!)}`}
      subtitle={w.figureSub(a.week)}
    >
      <p class="lead">{found.rows.length ? w.figureOf(found.rows.length, found.total) : w.figureTotal(0)}</p>
      <p class="prov">{named ? w.figureNamed : w.figureMasked}</p>
      {found.rows.length > 0 && (
        <Table
          caption={w.areaHeads[1]}
          quietCaption
          columns={[
            {
              head: w.figureHeads[0],
              cell: (r: ScopedRecord) =>
                named && r.number !== '•••' ? <a href={`/konsol/anggota/${r.number}`}>{r.number}</a> : r.number,
            },
            {
              head: w.figureHeads[1],
              as: 'tx',
              cell: (r) => (
                <>
                  {named ? r.name : maskName(r.name)}
                  <Behind facts={found.behind.get(r.enrolment)} lang={lang} />
                </>
              ),
            },
            { head: w.figureHeads[2], as: 'tx', cell: (r) => showDate(r.since, lang) },
            { head: w.figureHeads[3], as: 'num', cell: (r) => (a.term === 'restated' ? showChange(r.n) : showNumber(r.n)) },
          ]}
          rows={found.rows}
          tight
        />
      )}
      {shown < found.total && (
        <p>
          <a
            class="link"
            href={`/konsol/angka/${a.week}/P${a.step}/${kecCode(kec)}?hitungan=${countWord(a.count)}&suku=${c.req.query('suku') ?? 'kini'}&halaman=${page + 2}`}
          >
            {w.next}
          </a>
        </p>
      )}
    </Konsol>,
  )
}
