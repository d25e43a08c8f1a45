// The work page of the centres: the office writes all of a centre, an officer the hours and people of the own one; nothing is written over.
import { Hono } from 'hono'
import { showDate } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { say } from '../kit/problem.ts'
import { type Account, asAccount, type Ctx, type Env, konsolFrame, type Policies, pageFrame } from '../people/index.ts'
import {
  type Area,
  type Centre,
  centreHistory,
  centresOn,
  type Kec,
  kecamatan,
  kecCode,
  nameOf,
  type PastCentre,
  parseKec,
  writeCentres,
} from '../places/index.ts'
import {
  DateTriple,
  describedBy,
  ErrorSummary,
  Hidden,
  Konsol,
  NotFoundPage,
  Question,
  type Said,
  SelectField,
  SubField,
  Table,
  TextField,
} from '../ui/index.ts'
import { centreWords, words } from './messages.ts'
import { type CentreProblem, changedParts, checkCentre, dayName, type Written } from './rules.ts'

export const policies: Policies = {
  'GET /konsol/pusat': ['office', 'officer'],
  'GET /konsol/pusat/:kec': ['office', 'officer'],
  'POST /konsol/pusat/:kec': ['office', 'officer'],
}

const WEEK = [1, 2, 3, 4, 5, 6, 7]
const nothing = (kec: Kec): Centre => ({
  kec,
  launchedOn: null,
  address: null,
  way: null,
  phone: null,
  hours: WEEK.map(() => null),
  people: [],
  clinic: null,
  synthetic: false,
})

const sees = (account: Account, kec: Kec) => account.role === 'office' || account.kec === kec

export const routes = new Hono<Env>()
  .get('/konsol/pusat', async (c) => {
    const account = c.var.account!
    const centres = await asAccount(c, (db) => centresOn(db, c.var.today, account.kec))
    return c.html(
      <List c={c} rows={kecamatan().filter((k) => sees(account, k.code))} centres={new Map(centres.map((x) => [x.kec, x]))} />,
    )
  })
  .get('/konsol/pusat/:kec', async (c) => {
    const kec = asked(c)
    if (!kec) return missing(c)
    const { centre, past } = await read(c, kec)
    return c.html(<Edit c={c} kec={kec} written={writtenOf(centre)} past={past} saved={c.req.query('tersimpan') === '1'} />)
  })
  .post('/konsol/pusat/:kec', async (c) => {
    const kec = asked(c)
    if (!kec) return missing(c)
    const account = c.var.account!
    const form = await c.req.parseBody()
    const written: Written = {
      address: textOf(form.alamat),
      way: textOf(form.arah),
      phone: textOf(form.telepon),
      hours: WEEK.map((d) => textOf(form[`jam-${d}`])),
      people: textOf(form.orang),
      clinicDay: textOf(form['klinik-hari']),
      clinicHours: textOf(form['klinik-jam']),
      clinicPlace: textOf(form['klinik-tempat']),
      launch: { day: textOf(form.hari), month: textOf(form.bulan), year: textOf(form.tahun) },
    }
    // One writer at a time for one centre: what is compared is what is then followed.
    const problems = await asAccount(c, async (db): Promise<CentreProblem[]> => {
      await db.client.query("select pg_advisory_xact_lock(hashtext('centre'), $1)", [kec])
      const [before] = await centresOn(db, c.var.today, kec)
      const checked = checkCentre(written, before ?? nothing(kec), account.role === 'office')
      if ('problems' in checked) return checked.problems
      const by = { fromOn: c.var.today, account: account.name, shownAs: account.shownAs, at: c.var.now }
      await writeCentres(db, [checked.value], by)
      return []
    })
    if (!problems.length) return c.redirect(`/konsol/pusat/${kecCode(kec)}?tersimpan=1`, 303)
    c.set('code', problems[0]!.code)
    const { centre, past } = await read(c, kec)
    // What an officer cannot change is shown as it stands.
    const shown = account.role === 'office' ? written : { ...writtenOf(centre), ...ownParts(written) }
    return c.html(<Edit c={c} kec={kec} written={shown} past={past} problems={problems} />, 422)
  })

const ownParts = ({ phone, hours, people, clinicDay, clinicHours, clinicPlace }: Written) => ({
  phone,
  hours,
  people,
  clinicDay,
  clinicHours,
  clinicPlace,
})

/** The kecamatan of the address, where it is in the account's scope. */
function asked(c: Ctx): Kec | null {
  const kec = parseKec(c.req.param('kec') ?? '')
  return kec && sees(c.var.account!, kec) ? kec : null
}
const missing = (c: Ctx) => c.html(<NotFoundPage {...pageFrame(c)} />, 404)

const read = (c: Ctx, kec: Kec) =>
  asAccount(c, async (db) => ({
    centre: (await centresOn(db, c.var.today, kec))[0] ?? nothing(kec),
    past: await centreHistory(db, kec),
  }))

function writtenOf(centre: Centre): Written {
  const [year = '', month = '', day = ''] = centre.launchedOn?.split('-') ?? []
  return {
    address: centre.address ?? '',
    way: centre.way ?? '',
    phone: centre.phone ?? '',
    hours: WEEK.map((d) => centre.hours[d - 1] ?? ''),
    people: centre.people.map((p) => `${p.name}, ${p.role}`).join('\n'),
    clinicDay: centre.clinic ? String(centre.clinic.day) : '',
    clinicHours: centre.clinic?.hours ?? '',
    clinicPlace: centre.clinic?.place ?? '',
    launch: { day, month, year },
  }
}

function List({ c, rows, centres }: { c: Ctx; rows: Area[]; centres: ReadonlyMap<Kec, Centre> }) {
  const { lang, today } = c.var
  const w = words[lang]
  const launch = (centre: Centre | undefined) => {
    if (!centre?.launchedOn) return w.noDay
    const on = showDate(centre.launchedOn, lang)
    return centre.launchedOn <= today ? w.launched(on) : w.toBe(on)
  }
  return (
    <Konsol {...konsolFrame(c, '/konsol/pusat')} title={w.editTitle} subtitle={w.editLead}>
      <Table
        caption={w.editTitle}
        quietCaption
        columns={[
          { head: w.heads[0], cell: (k: Area) => <a href={`/konsol/pusat/${kecCode(k.code)}`}>{k.name}</a> },
          { head: w.heads[1], as: 'tx', cell: (k) => centres.get(k.code)?.address ?? w.noAddress },
          { head: w.heads[2], as: 'tx', cell: (k) => launch(centres.get(k.code)) },
        ]}
        rows={rows}
      />
    </Konsol>
  )
}

function Edit({
  c,
  kec,
  written,
  past,
  saved,
  problems = [],
}: {
  c: Ctx
  kec: Kec
  written: Written
  past: PastCentre[]
  saved?: boolean
  problems?: CentreProblem[]
}) {
  const { lang, formToken, today } = c.var
  const w = words[lang]
  const office = c.var.account!.role === 'office'
  const said: Said[] = problems.map((p) => ({ field: p.field ?? 'telepon', text: say(centreWords, p, lang) }))
  const common = { problems: said, lang }
  return (
    <Konsol {...konsolFrame(c, '/konsol/pusat')} title={w.edit(nameOf(kec))} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      {saved && (
        <p class="note note--ok" role="status">
          {w.saved(showDate(today, lang))}
        </p>
      )}
      <p>
        <a class="link" href={`/wilayah/${kecCode(kec)}`}>
          {w.seePublic}
        </a>
      </p>
      {!office && <p class="read">{w.officerLead}</p>}
      <form method="post" action={`/konsol/pusat/${kecCode(kec)}`} class="stack">
        <Hidden values={{ token: formToken }} />
        {office && (
          <>
            <TextField
              id="alamat"
              label={w.parts.address}
              hint={w.addressHint}
              value={written.address}
              maxlength={200}
              {...common}
            />
            <TextField id="arah" label={w.parts.way} hint={w.wayHint} value={written.way} maxlength={200} {...common} />
            <DateTriple id="luncur" label={w.parts.launchedOn} hint={w.launchHint} value={written.launch} {...common} />
          </>
        )}
        <TextField id="telepon" label={w.parts.phone} hint={w.phoneHint} value={written.phone} maxlength={60} {...common} />
        <Question id="jam" label={w.parts.hours} hint={w.hoursHint} group fields={WEEK.map((d) => `jam-${d}`)} {...common}>
          {WEEK.map((d) => (
            <SubField id={`jam-${d}`} label={dayName(d, lang)} value={written.hours[d - 1]} maxlength={20} {...common} />
          ))}
        </Question>
        <Question id="orang" label={w.parts.people} hint={w.peopleHint} {...common}>
          <textarea
            class="in"
            id="orang"
            name="orang"
            rows={4}
            aria-describedby={describedBy({ id: 'orang', hint: w.peopleHint, problems: said })}
            aria-invalid={said.some((s) => s.field === 'orang') ? 'true' : undefined}
          >
            {written.people}
          </textarea>
        </Question>
        <Question
          id="klinik"
          label={w.parts.clinic}
          hint={w.clinicHint}
          group
          fields={['klinik-hari', 'klinik-jam', 'klinik-tempat']}
          {...common}
        >
          <SelectField
            id="klinik-hari"
            label={w.day}
            value={written.clinicDay}
            empty={w.noClinic}
            options={WEEK.map((d) => ({ value: String(d), text: dayName(d, lang) }))}
            {...common}
          />
          <SubField id="klinik-jam" label={w.time} value={written.clinicHours} maxlength={20} {...common} />
          <SubField id="klinik-tempat" label={w.place} value={written.clinicPlace} maxlength={200} {...common} />
        </Question>
        <p>
          <button class="btn" type="submit">
            {w.save}
          </button>
        </p>
      </form>
      <section aria-labelledby="riwayat">
        <h2 id="riwayat">{w.past}</h2>
        {past.length ? (
          <Table
            caption={w.past}
            quietCaption
            columns={[
              { head: w.pastHeads[0], cell: (r: { row: PastCentre; before?: PastCentre }) => showDate(r.row.fromOn, lang) },
              {
                head: w.pastHeads[1],
                as: 'tx',
                cell: ({ row, before }) =>
                  before
                    ? changedParts(row, before)
                        .map((p) => w.parts[p])
                        .join(', ')
                    : w.firstRow,
              },
              { head: w.pastHeads[2], as: 'tx', cell: (r) => r.row.by },
            ]}
            rows={past.map((row, i) => ({ row, before: past[i + 1] }))}
          />
        ) : (
          <p>{w.pastNone}</p>
        )}
      </section>
    </Konsol>
  )
}
