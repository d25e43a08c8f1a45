// The public pages of the centres: the 44, a kota, one kecamatan, each with its published figures.
import { Hono } from 'hono'
import { type JakartaDate, jakartaDay, showDate, showDay, showTime } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { showChange } from '../kit/show.ts'
import { type ClassRow, classesOf, freeSeats, held } from '../p2-training/index.ts'
import { asPublic, type Ctx, type Env, type Policies, pageFrame } from '../people/index.ts'
import {
  type Area,
  type Centre,
  centresOn,
  kecamatanOf,
  kecCode,
  kota,
  kotaCode,
  kotaOf,
  nameOf,
  parseKec,
} from '../places/index.ts'
import { History, NotFoundPage, Num, Page, Provenance, STEPS, type Step, stepName, Table } from '../ui/index.ts'
import { documentsOf, opens, type PublishedWeek, sourceOf, termsOf, weeksOf } from '../weekly/index.ts'
import { words } from './messages.ts'
import { dayName, hoursInWords } from './rules.ts'

export const policies: Policies = {
  'GET /wilayah': 'everybody',
  'GET /wilayah/:place': 'everybody',
}

const HISTORY = 8 // weeks
const CLASSES = 12 // on a kecamatan's page

export const routes = new Hono<Env>()
  .get('/wilayah', async (c) => c.html(<All c={c} {...(await asked(c))} />))
  .get('/wilayah/:place', async (c) => {
    const place = c.req.param('place')
    const kec = parseKec(place)
    if (kec && kecCode(kec) === place) {
      const classes = await asPublic(c, (db) => classesOf(db, [kec], c.var.today, { limit: CLASSES }))
      return c.html(<OneCentre c={c} kec={kec} {...(await asked(c))} classes={classes} />)
    }
    const of = kota().find((k) => kotaCode(k.code) === place)
    return of ? c.html(<OneKota c={c} of={of} {...(await asked(c))} />) : c.html(<NotFoundPage {...pageFrame(c)} />, 404)
  })

type Asked = { centres: Map<number, Centre>; weeks: PublishedWeek[] }

const asked = (c: Ctx): Promise<Asked> =>
  asPublic(c, async (db) => ({
    centres: new Map((await centresOn(db, c.var.today)).map((one) => [one.kec, one])),
    weeks: await documentsOf(db, (await weeksOf(db)).slice(-HISTORY)),
  }))

const launchedBy = (centre: Centre | undefined, on: JakartaDate) =>
  !centre || (centre.launchedOn !== null && centre.launchedOn <= on)

/** `sejak 12 Okt 2017`, or that it is yet to come. */
function launch(centre: Centre | undefined, today: JakartaDate, lang: Lang): string {
  const w = words[lang]
  if (!centre) return w.noAddress
  if (!centre.launchedOn) return w.noDay
  const on = showDate(centre.launchedOn, lang)
  return centre.launchedOn <= today ? w.launched(on) : w.toBe(on)
}

function All({ c, centres, weeks }: { c: Ctx } & Asked) {
  const { lang } = c.var
  const w = words[lang]
  return (
    <Page {...pageFrame(c)} title={w.title} description={w.description}>
      <div class="pt-6">
        <h1 class="mb-4">{w.title}</h1>
        <p class="lead">{w.lead}</p>
      </div>
      {kota().map((k) => (
        <section class="sec mt-6">
          <h2 class="mb-4">
            <a href={`/wilayah/${kotaCode(k.code)}`}>{k.name}</a>
          </h2>
          <Kecamatans c={c} of={k} centres={centres} week={weeks.at(-1)} />
        </section>
      ))}
    </Page>
  )
}

function Kecamatans({ c, of, centres, week }: { c: Ctx; of: Area; centres: Asked['centres']; week: PublishedWeek | undefined }) {
  const { lang, today } = c.var
  const w = words[lang]
  return (
    <>
      <Table
        caption={of.name}
        quietCaption
        columns={[
          { head: w.heads[0], cell: (k: Area) => <a href={`/wilayah/${kecCode(k.code)}`}>{k.name}</a> },
          { head: w.heads[1], as: 'tx', cell: (k) => centres.get(k.code)?.address ?? w.noAddress },
          { head: w.heads[2], as: 'tx', cell: (k) => launch(centres.get(k.code), today, lang) },
          {
            head: w.heads[3],
            as: 'num',
            cell: (k) =>
              week && <Cell week={week} step={1} count="entered" place={k.code} centre={centres.get(k.code)} lang={lang} />,
          },
        ]}
        rows={kecamatanOf(of.code)}
      />
      {week && (
        <div class="mt-3">
          <Provenance
            from={sourceOf(week.published, opens(week.week, 1, 'entered', { place: of.code }), lang, of.code)}
            of={of.name}
            lang={lang}
          />
        </div>
      )}
    </>
  )
}

/** A figure of a cell; before the launch nobody being there is no 0. */
function Cell(props: {
  week: PublishedWeek
  step: Step
  count: 'entered' | 'reached'
  place: number
  centre?: Centre
  lang: Lang
}) {
  const { week, step, count, place, centre, lang } = props
  const { now } = termsOf(week.published, count, place)[step]
  if (now === 0) return launchedBy(centre, week.published.to) ? '0' : words[lang].notLaunched
  return <Num n={now} from={sourceOf(week.published, opens(week.week, step, count, { place }), lang, place)} within lang={lang} />
}

/** The seven steps as published, and how many entered in the last weeks. */
function Figures({ c, place, centre, weeks }: { c: Ctx; place: number; centre?: Centre; weeks: PublishedWeek[] }) {
  const { lang } = c.var
  const w = words[lang]
  const week = weeks.at(-1)
  if (!week)
    return (
      <section class="sec" id="angka">
        <h2>{w.steps}</h2>
        <p class="mt-3">{w.noWeek}</p>
      </section>
    )
  const from = sourceOf(week.published, opens(week.week, 1, 'entered', { place }), lang, place)
  const cell = (count: 'entered' | 'reached') => (step: Step) => (
    <Cell week={week} step={step} count={count} place={place} centre={centre} lang={lang} />
  )
  // A week before the launch in which nobody was there has no figure to draw.
  const drawn = weeks.filter((p) => launchedBy(centre, p.published.to) || termsOf(p.published, 'entered', place)[1].now > 0)
  return (
    <section class="sec" id="angka">
      <div class="cols cols--7-5">
        <div>
          <h2>{w.steps}</h2>
          <p class="sub mt-2 mb-4">{w.stepsLead(week.week)}</p>
          <Table
            caption={w.steps}
            quietCaption
            columns={[
              { head: w.stepHeads[0], cell: (step: Step) => `P${step} ${stepName(step, lang)}` },
              { head: w.stepHeads[1], as: 'num', cell: cell('entered') },
              { head: w.stepHeads[2], as: 'num', cell: cell('reached') },
              {
                head: w.stepHeads[3],
                as: 'num',
                cell: (step) => {
                  const t = termsOf(week.published, 'reached', place)[step]
                  return showChange(t.now - t.last)
                },
              },
            ]}
            rows={STEPS}
          />
          <div class="mt-3">
            <Provenance from={from} of={nameOf(place)} lang={lang} />
          </div>
          <p class="link mt-3">
            <a href={`/pekan/${week.week}`}>{w.toWeek(week.week)}</a>
          </p>
        </div>
        {drawn.length > 0 && (
          <div>
            <h2 class="mb-3">{w.history}</h2>
            <History
              weeks={drawn.map((p, i) => ({
                week: p.week,
                n: termsOf(p.published, 'entered', place)[1].now,
                restated: drawn[i + 1] ? termsOf(drawn[i + 1]!.published, 'entered', place)[1].restated !== 0 : false,
              }))}
              label={w.history}
              from={from}
              lang={lang}
            />
          </div>
        )}
      </div>
    </section>
  )
}

function Crumb({ c, here, via }: { c: Ctx; here: string; via?: Area }) {
  const w = words[c.var.lang]
  return (
    <nav class="crumb" aria-label={w.crumb}>
      <a href="/">{w.home}</a> <span aria-hidden="true">/</span> <a href="/wilayah">{w.all}</a> <span aria-hidden="true">/</span>{' '}
      {via && (
        <>
          <a href={`/wilayah/${kotaCode(via.code)}`}>{via.name}</a> <span aria-hidden="true">/</span>{' '}
        </>
      )}
      {here}
    </nav>
  )
}

function OneCentre({ c, kec, centres, weeks, classes }: { c: Ctx; kec: number; classes: readonly ClassRow[] } & Asked) {
  const { lang, today } = c.var
  const w = words[lang]
  const centre = centres.get(kec)
  const name = nameOf(kec)
  const of = kota().find((k) => k.code === kotaOf(kec))!
  const open = centre ? hoursInWords(centre.hours, lang) : []
  const { clinic } = centre ?? {}
  return (
    <Page {...pageFrame(c)} title={`${name}, ${of.name}`} description={w.description}>
      <Crumb c={c} here={name} via={of} />
      <div class="pt-5 pb-7">
        <p class="eyebrow">{w.eyebrow(of.name)}</p>
        <h1 class="mt-2 mb-4">{name}</h1>
        {centre && !launchedBy(centre, today) && (
          <p class="note">{w.before(name, centre.launchedOn && showDate(centre.launchedOn, lang))}</p>
        )}
        {!centre && <p class="note">{w.unknown}</p>}
        <p class="mt-4">
          <a class="btn" href="/daftar">
            {w.register}
          </a>
        </p>
      </div>
      {centre && (
        <section class="sec" id="pusat">
          <div class="cols cols--5-7">
            <div class="sec__h">
              <h2>{w.come}</h2>
              {centre.synthetic && <p>{w.synthetic}</p>}
            </div>
            <dl class="dl">
              <dt>{w.parts.address}</dt>
              <dd>{centre.address ?? w.noAddress}</dd>
              {centre.way && (
                <>
                  <dt>{w.parts.way}</dt>
                  <dd>{centre.way}</dd>
                </>
              )}
              <dt>{w.parts.hours}</dt>
              <dd>
                {open.length
                  ? open.map((line, i) => (
                      <>
                        {i > 0 && <br />}
                        {line}
                      </>
                    ))
                  : w.noAddress}
              </dd>
              {centre.phone && (
                <>
                  <dt>{w.parts.phone}</dt>
                  <dd>{centre.phone}</dd>
                </>
              )}
              <dt>{w.parts.clinic}</dt>
              <dd>{clinic ? `${dayName(clinic.day, lang)} ${clinic.hours}, ${clinic.place}` : w.noClinic}</dd>
              {centre.people.length > 0 && (
                <>
                  <dt>{w.parts.people}</dt>
                  <dd>
                    {centre.people.map((p, i) => (
                      <>
                        {i > 0 && <br />}
                        {p.name}, {p.role}
                      </>
                    ))}
                  </dd>
                </>
              )}
              <dt>{w.parts.launchedOn}</dt>
              <dd>{launch(centre, today, lang)}</dd>
            </dl>
          </div>
        </section>
      )}
      <Coming c={c} kec={kec} classes={classes} />
      <Figures c={c} place={kec} centre={centre} weeks={weeks} />
    </Page>
  )
}

/** Classes to come, for whoever looks for one; the seat is taken after signing in. */
function Coming({ c, kec, classes }: { c: Ctx; kec: number; classes: readonly ClassRow[] }) {
  const { lang, now } = c.var
  const w = words[lang]
  const coming = classes.flatMap((k) => {
    const next = k.cancelledAt ? undefined : held(k).find((s) => s.ends > now)
    return next ? [{ ...k, next }] : []
  })
  if (!coming.length) return null
  return (
    <section class="sec" id="kelas">
      <h2 class="mb-4">{w.classes}</h2>
      <Table
        caption={w.classes}
        quietCaption
        columns={[
          { head: w.classHeads[0], cell: (k: (typeof coming)[number]) => <a href={`/kelas/${k.code}`}>{k.title[lang]}</a> },
          {
            head: w.classHeads[1],
            as: 'tx',
            cell: (k) => `${showDay(jakartaDay(k.next.starts), lang)}, ${showTime(k.next.starts)}`,
          },
          { head: w.classHeads[2], as: 'tx', cell: (k) => k.venueName },
          {
            head: w.classHeads[3],
            as: 'tx',
            cell: (k) => (held(k)[0]!.starts <= now ? w.begun : w.seats(freeSeats(k))),
          },
        ]}
        rows={coming}
      />
      <p class="mt-3">
        <a class="link" href={`/wilayah/${kecCode(kec)}/kelas.ics`}>
          {w.calendar}
        </a>
      </p>
    </section>
  )
}

function OneKota({ c, of, centres, weeks }: { c: Ctx; of: Area } & Asked) {
  const w = words[c.var.lang]
  return (
    <Page {...pageFrame(c)} title={of.name} description={w.description}>
      <Crumb c={c} here={of.name} />
      <div class="pt-5 pb-7">
        <h1>{of.name}</h1>
      </div>
      <section class="sec" id="kecamatan">
        <h2 class="mb-4">{w.title}</h2>
        <Kecamatans c={c} of={of} centres={centres} week={weeks.at(-1)} />
      </section>
      <Figures c={c} place={of.code} weeks={weeks} />
    </Page>
  )
}
