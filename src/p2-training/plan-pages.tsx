// Classes as work: what is waited for and what is planned; a class planned, with its place and trainer.
import { Hono } from 'hono'
import { showDate } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { showNumber } from '../kit/show.ts'
import { asAccount, ChooseKec, type Ctx, type Env, kecOf, konsolFrame, nameKey, type Policies } from '../people/index.ts'
import { holidays, type Kec, nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, type Said, SelectField, SubField, Table } from '../ui/index.ts'
import {
  addTrainer,
  addVenue,
  type Catalogue,
  catalogue,
  classesOf,
  lackingModules,
  type Trainer,
  trainers,
  type Venue,
  venuesOf,
} from './classes.ts'
import { type TrainingProblem, texts } from './messages.ts'
import { isTaken, planClass } from './planning.ts'
import { type ClassRow, held, LANGUAGES, planOf, REACHES, SESSIONS_MOST } from './rules.ts'
import { Waited } from './waited.tsx'
import { DESK, fields, HERE, saidOf, withKec } from './work.ts'

export const policies: Policies = {
  'GET /konsol/kelas': DESK,
  'GET /konsol/kelas/baru': DESK,
  'POST /konsol/kelas/baru': DESK,
  'POST /konsol/kelas/tempat': DESK,
  'POST /konsol/kelas/pengajar': DESK,
}

export const routes = new Hono<Env>()
  .get(HERE, async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await list(c, kec)) : c.html(<ChooseKec c={c} to={HERE} />)
  })

  .get('/konsol/kelas/baru', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await planning(c, kec, {})) : c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />)
  })
  .post('/konsol/kelas/baru', async (c) => {
    const typed = fields(await c.req.parseBody())
    const kec = kecOf(c, typed.kec)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />, 422)
    const { today, now, lang, account } = c.var
    const given = await asAccount(c, (db) => choices(db, kec))
    const checked = planOf(typed, {
      today,
      courses: given.taught.courses,
      venues: new Map(given.venues.map((v) => [v.id, v])),
      trainers: new Set(given.trainers.map((t) => t.code)),
      holidays,
    })
    const refuse = async (problems: readonly TrainingProblem[], status: 409 | 422) => {
      c.set('code', problems[0]!.code)
      return c.html(await planning(c, kec, typed, problems.map(saidOf(lang))), status)
    }
    if ('problems' in checked) return refuse(checked.problems, 422)
    // A warning is shown once; saved again as it is, the plan stands.
    const seen = checked.warnings.map((x) => `${x.code}:${x.field}`).join(' ')
    if (seen && typed.lihat !== seen) {
      c.set('code', checked.warnings[0]!.code)
      return c.html(await planning(c, kec, { ...typed, lihat: seen }, [], checked.warnings.map(saidOf(lang))), 422)
    }
    try {
      const made = await asAccount(c, (db) =>
        planClass(db, {
          id: isUuid(typed.id ?? '') ? typed.id! : uuidv7(),
          kec,
          plan: checked.value,
          by: account!.name,
          at: now,
        }),
      )
      return 'problems' in made ? refuse(made.problems, 409) : c.redirect(`/konsol/kelas/${made.code}?oke=simpan`, 303)
    } catch (error) {
      if (!isTaken(error)) throw error
      return refuse([{ code: 'plan.at-once', field: 'hari1', data: null }], 409)
    }
  })
  .post('/konsol/kelas/tempat', async (c) => {
    const typed = fields(await c.req.parseBody())
    const kec = kecOf(c, typed.kec)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />, 422)
    const [name, address, seats] = [typed.nama?.trim().slice(0, 100), typed.alamat?.trim().slice(0, 200), Number(typed.muat)]
    const problems: TrainingProblem[] = []
    if (!name || !address) problems.push({ code: 'venue.name', field: 'nama', data: null })
    if (!Number.isInteger(seats) || seats < 1 || seats > 2000) problems.push({ code: 'venue.seats', field: 'muat', data: null })
    if (problems.length) {
      c.set('code', problems[0]!.code)
      return c.html(await planning(c, kec, typed, problems.map(saidOf(c.var.lang))), 422)
    }
    const id = isUuid(typed.id ?? '') ? typed.id! : uuidv7()
    await asAccount(c, (db) => addVenue(db, kec, { id, name: name!, address: address!, seats }))
    return c.redirect(withKec(c, kec, `/konsol/kelas/baru?tempat=${id}`), 303)
  })
  .post('/konsol/kelas/pengajar', async (c) => {
    const typed = fields(await c.req.parseBody())
    const kec = kecOf(c, typed.kec)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />, 422)
    const name = typed.pengajar_baru?.trim().slice(0, 80) ?? ''
    const stem = nameKey(name)
      .replace(/[^a-z]+/g, '.')
      .replace(/^\.+|\.+$/g, '')
      .slice(0, 30)
    if (!stem || stem.length < 2) {
      c.set('code', 'trainer.name')
      return c.html(
        await planning(c, kec, typed, [saidOf(c.var.lang)({ code: 'trainer.name', field: 'pengajar_baru', data: null })]),
        422,
      )
    }
    // Two of one name are two people: the code says when each was added.
    const id = isUuid(typed.id ?? '') ? typed.id! : uuidv7()
    const code = `${stem}.${id.replaceAll('-', '').slice(-6)}`
    await asAccount(c, (db) => addTrainer(db, { code, name }))
    return c.redirect(withKec(c, kec, `/konsol/kelas/baru?pengajar=${code}`), 303)
  })

// ---- the list

async function list(c: Ctx, kec: Kec) {
  const { lang, today } = c.var
  const w = texts[lang]
  const { all, lacking, taught } = await asAccount(c, async (db) => ({
    all: await classesOf(db, [kec], today),
    lacking: await lackingModules(db, kec, today),
    taught: await catalogue(db),
  }))
  return (
    <Konsol {...konsolFrame(c, HERE)} title={w.classes} subtitle={nameOf(kec)}>
      <p class="row">
        <a class="btn btn--s" href={withKec(c, kec, '/konsol/kelas/baru')}>
          {w.plan}
        </a>
        <a class="link" href={withKec(c, kec, '/konsol/tugas')}>
          {w.homeworkQueue}
        </a>
      </p>
      {all.length === 0 ? (
        <p class="lead mt-4">{w.comingNone}</p>
      ) : (
        <Table
          caption={w.coming}
          tight
          columns={[
            { head: w.course, cell: (k: ClassRow) => <a href={`/konsol/kelas/${k.code}`}>{k.title[lang]}</a> },
            { head: w.code, as: 'tx', cell: (k) => <span class="mono nw">{k.code}</span> },
            {
              head: w.sessionsHead,
              as: 'tx',
              cell: (k) =>
                `${showDate(k.firstOn, lang)}${k.lastOn > k.firstOn ? ` – ${showDate(k.lastOn, lang)}` : ''} (${held(k).length})`,
            },
            { head: w.seatsHead, as: 'num', cell: (k) => (k.cancelledAt ? w.cancelled : `${k.seated} / ${k.capacity}`) },
            { head: w.lineHead, as: 'num', cell: (k) => showNumber(k.waiting) },
          ]}
          rows={all}
        />
      )}
      <section class="mt-6" aria-labelledby="tunggu">
        <Waited lacking={lacking} taught={taught} lang={lang} />
      </section>
    </Konsol>
  )
}

// ---- planning

type Choices = { taught: Catalogue; venues: Venue[]; trainers: Trainer[] }
const choices = async (db: Db, kec: Kec): Promise<Choices> => ({
  taught: await catalogue(db),
  venues: await venuesOf(db, kec),
  trainers: await trainers(db),
})

async function planning(
  c: Ctx,
  kec: Kec,
  typed: Record<string, string>,
  problems: readonly Said[] = [],
  warnings: readonly Said[] = [],
) {
  const { lang, formToken, today } = c.var
  const w = texts[lang]
  const { taught, venues, trainers: all } = await asAccount(c, (db) => choices(db, kec))
  const common = { problems, warnings, lang }
  const shown = Math.max(1, ...Array.from({ length: SESSIONS_MOST }, (_, i) => (typed[`hari${i + 1}`] ? i + 1 : 0)))
  const session = (nr: number) => (
    <fieldset class="mt-3">
      <legend class="lbl">{w.day(nr)}</legend>
      <Remarked said={[...problems, ...warnings]} ids={[`hari${nr}`, `mulai${nr}`]} />
      <div class="row">
        {(['hari', 'bulan', 'tahun', 'mulai', 'selesai'] as const).map((part) => {
          const id = `${part}${nr}`
          const label = {
            hari: lang === 'id' ? 'Hari' : 'Day',
            bulan: lang === 'id' ? 'Bulan' : 'Month',
            tahun: lang === 'id' ? 'Tahun' : 'Year',
            mulai: w.from,
            selesai: w.to,
          }[part]
          return (
            <div>
              <label class="lbl" for={id}>
                {label}
              </label>
              <input
                class={`in in--${part === 'tahun' || part === 'mulai' || part === 'selesai' ? '4' : '2'}`}
                id={id}
                name={id}
                inputmode="decimal"
                autocomplete="off"
                maxlength={5}
                value={typed[id] ?? (part === 'tahun' ? today.slice(0, 4) : '')}
                aria-invalid={problems.some((p) => p.field === id) ? 'true' : undefined}
              />
            </div>
          )
        })}
      </div>
    </fieldset>
  )
  return (
    <Konsol {...konsolFrame(c, HERE)} title={w.plan} subtitle={nameOf(kec)} errorTitle={problems.length > 0}>
      <ErrorSummary problems={problems} lang={lang} />
      {warnings.length > 0 && (
        <p class="note note--warn" role="alert">
          {warnings.map((x) => x.text).join(' ')}
        </p>
      )}
      <form method="post" action="/konsol/kelas/baru" class="read">
        <Hidden values={{ token: formToken, id: typed.id || uuidv7(), kec: String(kec), lihat: typed.lihat ?? '' }} />
        <SelectField
          {...common}
          id="program"
          label={w.course}
          empty=""
          value={typed.program}
          options={[...taught.courses.values()].filter((x) => !x.closedOn).map((x) => ({ value: x.code, text: x.title[lang] }))}
        />
        <SelectField
          {...common}
          id="tempat"
          label={w.place}
          empty=""
          value={typed.tempat || c.req.query('tempat')}
          options={venues.map((v) => ({ value: v.id, text: `${v.name} (${v.seats})` }))}
        />
        <SelectField
          {...common}
          id="pengajar"
          label={w.trainer}
          empty=""
          value={typed.pengajar || c.req.query('pengajar')}
          options={all.map((t) => ({ value: t.code, text: t.name }))}
        />
        <SelectField
          {...common}
          id="bahasa"
          label={w.language}
          value={typed.bahasa ?? 'id'}
          options={LANGUAGES.map((l) => ({ value: l, text: w.languages[l] }))}
        />
        <SubField {...common} id="kursi" label={w.seatsLabel} value={typed.kursi} inputmode="numeric" maxlength={4} size="4" />
        <SubField
          {...common}
          id="tunggu"
          label={w.waitingLabel}
          value={typed.tunggu}
          inputmode="numeric"
          maxlength={4}
          size="4"
        />
        <SelectField
          {...common}
          id="jangkauan"
          label={w.reachLabel}
          value={typed.jangkauan ?? 'kecamatan'}
          options={REACHES.map((r) => ({ value: r, text: w.reaches[r] }))}
        />
        <SelectField
          {...common}
          id="langkah"
          label={w.stepLabel}
          value={typed.langkah ?? 'P2'}
          options={[{ value: '', text: w.stepAny }, ...[2, 3, 4, 5, 6, 7].map((s) => ({ value: `P${s}`, text: w.stepNot(s) }))]}
        />
        <SubField {...common} id="sektor" label={w.tradeLabel} value={typed.sektor} maxlength={80} />
        {Array.from({ length: Math.max(shown, 1) }, (_, i) => session(i + 1))}
        <details class="mt-3">
          <summary>{w.more}</summary>
          {Array.from({ length: SESSIONS_MOST - shown }, (_, i) => session(shown + i + 1))}
        </details>
        <p class="mt-4">
          <button class="btn" type="submit">
            {w.save}
          </button>
        </p>
      </form>
      <details class="mt-5" open={problems.some((p) => p.field === 'nama' || p.field === 'muat')}>
        <summary>{w.addVenue}</summary>
        <form method="post" action="/konsol/kelas/tempat" class="read">
          <Hidden values={{ token: formToken, id: uuidv7(), kec: String(kec) }} />
          <SubField {...common} id="nama" label={w.venueName} value={typed.nama} maxlength={100} />
          <SubField {...common} id="alamat" label={w.venueAddress} value={typed.alamat} maxlength={200} />
          <SubField {...common} id="muat" label={w.venueSeats} value={typed.muat} inputmode="numeric" maxlength={4} size="4" />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.add}
          </button>
        </form>
      </details>
      <details class="mt-3" open={problems.some((p) => p.field === 'pengajar_baru')}>
        <summary>{w.addTrainer}</summary>
        <form method="post" action="/konsol/kelas/pengajar" class="read">
          <Hidden values={{ token: formToken, id: uuidv7(), kec: String(kec) }} />
          <SubField {...common} id="pengajar_baru" label={w.trainerName} value={typed.pengajar_baru} maxlength={80} />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.add}
          </button>
        </form>
      </details>
    </Konsol>
  )
}

function Remarked({ said, ids }: { said: readonly Said[]; ids: readonly string[] }) {
  const mine = said.filter((s) => ids.includes(s.field))
  if (!mine.length) return null
  return (
    <p class="err">
      <span>{mine.map((s) => s.text).join(' ')}</span>
    </p>
  )
}
