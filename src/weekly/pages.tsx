// The weekly update's public addresses: home, all weeks, one week, a figure opened, definitions, open data. The views stand beside it;
// the office's page that cuts a week is office.tsx.
import { Hono } from 'hono'
import { parseStep } from '../journey/index.ts'
import { isWeek, weekBefore } from '../kit/calendar.ts'
import { holds } from '../kit/http.ts'
import { type Lang, say } from '../kit/problem.ts'
import { type Account, asAccount, asPublic, type Ctx, type Env, type Policies, pageFrame } from '../people/index.ts'
import { launchesOn } from '../places/index.ts'
import { ErrorPage, NotFoundPage } from '../ui/index.ts'
import { weeklyWords } from './cut.ts'
import { figureOf, isKota, type Place, parseCount, parsePlace, parseTerm } from './figures.ts'
import { Home, NothingYet } from './home.tsx'
import { Ledger } from './ledger.tsx'
import { words } from './messages.ts'
import { AreaFigure, type Asked, KecFigure, type KecRecords, RECORDS } from './opened.tsx'
import { onTheWire, PRINTED, type PrintedKind, printedFile, printedName, siteAddress } from './print/index.ts'
import { publicFile, weekCsv } from './publish.ts'
import { Definitions, OpenData } from './reference.tsx'
import {
  behindRecords,
  documentsOf,
  type FrozenWeek,
  noteOpening,
  openedRecords,
  type PublishedWeek,
  scopedRecords,
  weeksOf,
} from './store.ts'
import { WeekDocument, Weeks } from './update.tsx'
import { besideWeek } from './work/index.ts'

export const policies: Policies = {
  'GET /': 'everybody',
  'GET /pekan': 'everybody',
  'GET /pekan/:week': 'everybody',
  'GET /angka/:week/:step': 'everybody',
  'GET /angka/:week/:step/:place': 'everybody',
  'GET /ralat': 'everybody',
  'GET /definisi': 'everybody',
  'GET /data/': 'everybody',
  'GET /data/pekan/:file': 'everybody',
}

const FILE = /^(\d{4}-W\d{2})(\.en)?\.(json|csv|pdf|xlsx)$/
const isPrinted = (kind: string | undefined): kind is PrintedKind => PRINTED.some((p) => p === kind)

const YEAR = 52 // weeks on the page of all weeks; older ones stand in the open data
const HISTORY = 8 // weeks in a figure's history
const LEDGER = 6 // weeks on a page of the ledger of restatements

export const routes = new Hono<Env>()
  .get('/', async (c) => {
    const [newest] = await asPublic(c, async (db) => documentsOf(db, (await weeksOf(db)).slice(-1)))
    return published(c, newest ? <Home c={c} of={newest} launches={await launches(c)} /> : <NothingYet c={c} />)
  })
  .get('/pekan', async (c) => {
    const weeks = await asPublic(c, async (db) => documentsOf(db, (await weeksOf(db)).slice(-YEAR)))
    return published(c, <Weeks c={c} weeks={weeks.reverse()} />)
  })
  .get('/pekan/:week', async (c) => {
    const asked = await weekAsked(c, 1)
    if (!asked) return missing(c)
    const count = parseCount(c.req.query('hitungan') ?? 'tercapai')
    const beside = await besideOf(c, asked)
    return published(
      c,
      <WeekDocument
        c={c}
        of={asked.of}
        count={count}
        weeks={asked.all.map((w) => w.week)}
        launches={await launches(c)}
        beside={beside}
      />,
    )
  })
  .get('/angka/:week/:step', (c) => figure(c, null))
  .get('/angka/:week/:step/:place', (c) => figure(c, parsePlace(c.req.param('place'))))
  .get('/ralat', async (c) => {
    const { all, next } = await asPublic(c, async (db) => {
      const all = await weeksOf(db)
      const upTo = c.req.query('sampai')
      return { all, next: upTo === undefined ? all.length : all.findIndex((w) => w.week === upTo) + 1 }
    })
    if (next === 0 && c.req.query('sampai') !== undefined) return missing(c)
    const first = Math.max(0, next - LEDGER)
    const weeks = await asPublic(c, (db) => documentsOf(db, all.slice(first, next)))
    const newer = next < all.length ? all[Math.min(all.length, next + LEDGER) - 1]?.week : undefined
    return published(
      c,
      <Ledger c={c} weeks={weeks.toReversed()} older={all[first - 1]?.week} newer={newer} first={all[0]?.week} />,
    )
  })
  .get('/definisi', (c) => published(c, <Definitions c={c} />))
  .get('/data/', async (c) => published(c, <OpenData c={c} weeks={(await asPublic(c, weeksOf)).toReversed()} />))
  .get('/data/pekan/:file', async (c) => {
    const [, week, english, kind] = FILE.exec(c.req.param('file')) ?? []
    const asked = week && (!english || isPrinted(kind)) ? await frozen(c, week, 1) : null
    const held = asked?.of
    if (!asked || !held) return week && isWeek(week) ? notFrozen(c, week) : missing(c)
    c.header('Cache-Control', 'public, max-age=300')
    if (isPrinted(kind)) return print(c, kind, asked, english ? 'en' : 'id')
    if (kind === 'json')
      return c.body(JSON.stringify(publicFile(held.published, held.sha256)), 200, {
        'Content-Type': 'application/json; charset=utf-8',
      })
    return c.body(weekCsv(held.published), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="update-${held.week}.csv"`,
    })
  })

/** What stands beside a week in its update, on the page and on paper. */
function besideOf(c: Ctx, { of, all }: WeekAsked) {
  const before = all.find((w) => w.week === weekBefore(of.week))
  return asPublic(c, (db) => besideWeek(db, of, before?.cutAt ?? null))
}

/** The week as PDF or workbook, as everybody may see it. */
async function print(c: Ctx, kind: PrintedKind, asked: WeekAsked, lang: Lang): Promise<Response> {
  const { published, sha256, week } = asked.of
  const beside = await besideOf(c, asked)
  const frozen = { published, sha256, synthetic: c.var.synthetic, site: siteAddress(), beside, launches: await launches(c) }
  const file = await printedFile(kind, frozen, lang)
  c.header('ETag', file.etag)
  c.header('Vary', 'Accept-Encoding')
  if (holds(c.req.header('if-none-match') ?? null, file.etag)) return c.body(null, 304)
  const { bytes, coding } = await onTheWire(file, c.req.header('accept-encoding') ?? null)
  if (coding) c.header('Content-Encoding', coding)
  c.header('Content-Type', file.type)
  c.header('Content-Disposition', `attachment; filename="update-${printedName(week, kind, lang)}"`)
  return c.body(new Uint8Array(bytes))
}

async function figure(c: Ctx, place: Place | undefined): Promise<Response> {
  const step = parseStep(c.req.param('step') ?? '')
  const week = await weekAsked(c, HISTORY)
  const term = parseTerm(c.req.query('suku'))
  const area = place === null || (place !== undefined && isKota(place))
  // Nobody waits at the first step; a kota's who wait are not told.
  if (!week || !step || place === undefined || (term === 'waiting' && (step === 1 || (area && place !== null)))) return missing(c)
  const count = term === 'waiting' ? 'reached' : parseCount(c.req.query('hitungan'))
  const asked = { of: week.of, weeks: week.upTo, step, count, term, launches: await launches(c) }
  if (area) return published(c, <AreaFigure c={c} asked={{ ...asked, place }} />)
  const page = Number(c.req.query('halaman') ?? 1) - 1
  if (!Number.isInteger(page) || page < 0 || page > 10_000) return missing(c)
  const records = await recordsOf(c, { ...asked, place }, page)
  if (page > 0 && (records === 'not-told' || !records.rows.length)) return missing(c)
  return published(c, <KecFigure c={c} asked={{ ...asked, place }} records={records} page={page} />)
}

async function recordsOf(
  c: Ctx,
  { of, step, place, count, term, weeks }: Asked & { place: number },
  page: number,
): Promise<KecRecords> {
  const opening = {
    kec: place,
    step,
    reached: count === 'reached',
    term,
    of,
    cutBefore: weeks.find((w) => w.week === weekBefore(of.week))?.cutAt ?? null,
    // A mark holds for one list: nobody is followed by it from list to list.
    salt: c.var.secrets.token(`angka ${of.week}`).toString('hex'),
    skip: page * RECORDS,
    take: RECORDS,
  }
  const { account, now } = c.var
  if (!account || !seesPeople(account, place)) {
    // A figure that the week's document does not tell is the office's alone: else a small one could be found by subtraction.
    if (figureOf(of.published, step, count, place, term) === null && account?.role !== 'office') return 'not-told'
    return { scoped: false, ...(await asPublic(c, (db) => openedRecords(db, opening))) }
  }
  return asAccount(c, async (db) => {
    await noteOpening(db, { account: account.name, kec: place, what: `angka ${of.week} P${step}`, at: now })
    const records = await scopedRecords(db, opening)
    const behind = await behindRecords(
      db,
      opening,
      records.rows.map((r) => r.enrolment),
    )
    return { scoped: true, ...records, behind }
  })
}

/** Full names are for the kecamatan's own officer; the office finds people by search, with a reason (6-trust, Role x scope). */
const seesPeople = (account: Account, kec: number) => account.role === 'officer' && account.kec === kec

type WeekAsked = {
  of: PublishedWeek
  /** This week and those before it, oldest first. */
  upTo: PublishedWeek[]
  all: FrozenWeek[]
}

/** When the centres began: a week before that reads so, not 0. */
const launches = (c: Ctx) => asPublic(c, (db) => launchesOn(db, c.var.today))

const weekAsked = (c: Ctx, most: number) => frozen(c, c.req.param('week') ?? '', most)

/** A frozen week with at most so many up to it; null when it was not cut. */
export async function frozen(c: Ctx, week: string, most: number): Promise<WeekAsked | null> {
  if (!isWeek(week)) return null
  return asPublic(c, async (db) => {
    const all = await weeksOf(db)
    const next = all.findIndex((w) => w.week === week) + 1
    if (next === 0) return null
    const upTo = await documentsOf(db, all.slice(Math.max(0, next - most), next))
    return { of: upTo.at(-1)!, upTo, all }
  })
}

/** May be kept by the browser and whoever stands between, if they ask each time whether it still holds: it changes when a week is cut. */
function published(c: Ctx, page: ReturnType<typeof Home>): Response | Promise<Response> {
  c.header('Cache-Control', 'public, no-cache')
  return c.html(page)
}

/** No such file, and why: the week may be open still. */
function notFrozen(c: Ctx, week: string): Response | Promise<Response> {
  const { lang, now } = c.var
  const why = say(weeklyWords, { code: 'week.not-cut', data: { week } }, lang)
  const { noFile, noFileTodo, dataTitle } = words[lang]
  const back = { href: '/data/', label: dataTitle }
  return c.html(
    <ErrorPage
      lang={lang}
      at={now}
      demo={c.var.synthetic}
      what={noFile}
      why={why}
      saved="nothing"
      todo={noFileTodo}
      back={back}
    />,
    404,
  )
}

const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)
