// The weekly update's public addresses: home, all weeks, one week, a figure opened, definitions, open data. The views stand beside it;
// the office's page that cuts a week is office.tsx.
import { Hono } from 'hono'
import { parseStep } from '../journey/index.ts'
import { daysOf, isWeek, type Week, weekBefore } from '../kit/calendar.ts'
import { type Account, asAccount, asPublic, type Ctx, type Env, type Policies, pageFrame } from '../people/index.ts'
import { NotFoundPage } from '../ui/index.ts'
import { isKota, type Place, parseCount, parsePlace, parseTerm } from './figures.ts'
import { Home, NothingYet } from './home.tsx'
import { AreaFigure, type Asked, KecFigure, type KecRecords, RECORDS } from './opened.tsx'
import { publicFile, weekCsv } from './publish.ts'
import { Definitions, OpenData } from './reference.tsx'
import { noteOpening, openedRecords, type PublishedWeek, publishedWeek, scopedRecords, weeksOf } from './store.ts'
import { WeekDocument, Weeks } from './update.tsx'

export const policies: Policies = {
  'GET /': 'everybody',
  'GET /pekan': 'everybody',
  'GET /pekan/:week': 'everybody',
  'GET /angka/:week/:step': 'everybody',
  'GET /angka/:week/:step/:place': 'everybody',
  'GET /definisi': 'everybody',
  'GET /data/': 'everybody',
  'GET /data/pekan/:file': 'everybody',
}

export const routes = new Hono<Env>()
  .get('/', async (c) => {
    const held = await asPublic(c, (db) => publishedWeek(db, 'newest'))
    return c.html(held ? <Home c={c} of={held} /> : <NothingYet c={c} />)
  })
  .get('/pekan', async (c) => {
    const weeks = await asPublic(c, async (db) => {
      const all = await weeksOf(db)
      const held = []
      for (const { week } of all.toReversed()) held.push((await publishedWeek(db, week))!)
      return held
    })
    return c.html(<Weeks c={c} weeks={weeks} />)
  })
  .get('/pekan/:week', async (c) => {
    const held = await weekAsked(c)
    if (!held) return missing(c)
    const weeks = await asPublic(c, weeksOf)
    return c.html(
      <WeekDocument c={c} of={held} count={parseCount(c.req.query('hitungan') ?? 'tercapai')} weeks={weeks.map((w) => w.week)} />,
    )
  })
  .get('/angka/:week/:step', (c) => figure(c, null))
  .get('/angka/:week/:step/:place', (c) => figure(c, parsePlace(c.req.param('place'))))
  .get('/definisi', (c) => c.html(<Definitions c={c} />))
  .get('/data/', async (c) => c.html(<OpenData c={c} weeks={(await asPublic(c, weeksOf)).toReversed()} />))
  .get('/data/pekan/:file', async (c) => {
    const [, week, kind] = /^(\d{4}-W\d{2})\.(json|csv)$/.exec(c.req.param('file')) ?? []
    const held = week && isWeek(week) ? await asPublic(c, (db) => publishedWeek(db, week)) : null
    if (!held) return missing(c)
    c.header('ETag', `"${held.sha256.slice(0, 32)}-${kind}"`)
    c.header('Cache-Control', 'public, max-age=300')
    if (kind === 'json')
      return c.body(JSON.stringify(publicFile(held.published, held.sha256)), 200, {
        'Content-Type': 'application/json; charset=utf-8',
      })
    return c.body(weekCsv(held.published), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="update-${held.week}.csv"`,
    })
  })

async function figure(c: Ctx, place: Place | undefined): Promise<Response> {
  const step = parseStep(c.req.param('step') ?? '')
  const of = await weekAsked(c)
  const term = parseTerm(c.req.query('suku'))
  if (!of || !step || place === undefined || (term === 'waiting' && step === 1)) return missing(c)
  const weeks = await weeksUpTo(c, of.week)
  const asked: Asked = {
    of,
    step,
    place,
    term,
    weeks,
    count: term === 'waiting' ? 'reached' : parseCount(c.req.query('hitungan')),
  }
  if (place === null || isKota(place)) return c.html(<AreaFigure c={c} asked={asked} />)
  const page = Math.min(10_000, Math.max(0, Math.trunc(Number(c.req.query('halaman') ?? 1)) - 1 || 0))
  return c.html(
    <KecFigure c={c} asked={{ ...asked, place }} records={await recordsOf(c, { ...asked, place }, page)} page={page} />,
  )
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
    monday: daysOf(of.week).from,
    cut: of.cutAt,
    cutBefore: weeks.find((w) => w.week === weekBefore(of.week))?.cutAt ?? null,
    // A mark holds for one week: nobody is followed from week to week by it.
    salt: c.var.secrets.token(`angka ${of.week}`).toString('hex'),
    skip: page * RECORDS,
    take: RECORDS,
  }
  const { account, now } = c.var
  if (!account || !seesPeople(account, place))
    return { scoped: false, ...(await asPublic(c, (db) => openedRecords(db, opening))) }
  return asAccount(c, async (db) => {
    await noteOpening(db, { account: account.name, kec: place, what: `angka ${of.week} P${step}`, at: now })
    return { scoped: true, ...(await scopedRecords(db, opening)) }
  })
}

/** Full names are for the kecamatan's own officer; the office finds people by search, with a reason (6-trust, Role x scope). */
const seesPeople = (account: Account, kec: number) => account.role === 'officer' && account.kec === kec

async function weekAsked(c: Ctx): Promise<PublishedWeek | null> {
  const week = c.req.param('week') ?? ''
  return isWeek(week) ? asPublic(c, (db) => publishedWeek(db, week)) : null
}

const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

/** Up to eight weeks ending with this one, oldest first. */
const weeksUpTo = (c: Ctx, week: Week): Promise<PublishedWeek[]> =>
  asPublic(c, async (db) => {
    const upTo = (await weeksOf(db)).filter((w) => w.week <= week).slice(-8)
    const held: PublishedWeek[] = []
    for (const w of upTo) held.push((await publishedWeek(db, w.week))!)
    return held
  })
