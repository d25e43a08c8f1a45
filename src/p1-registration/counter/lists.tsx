// Finding a member of the own kecamatan, who waits to be checked, and who registered again.
import { Hono } from 'hono'
import { jakartaDay, showDate } from '../../kit/calendar.ts'
import { isUuid } from '../../kit/ids.ts'
import { maskNik } from '../../kit/show.ts'
import { asAccount, type Ctx, type Env, findNiks, konsolFrame, type Policies } from '../../people/index.ts'
import { type Kec, nameOf } from '../../places/index.ts'
import { ErrorSummary, Hidden, Konsol, Table, TextField } from '../../ui/index.ts'
import { fieldsOf } from '../pages.tsx'
import { type CounterProblem, texts } from './messages.ts'
import { ChooseKec, kecOf, saidOf } from './register.tsx'
import { type Listed, markRepeatSeen, namedLike, numberedHere, repeatsWaiting, whoWaitsToBeChecked } from './store.ts'

const COUNTER = ['officer', 'office'] as const

export const policies: Policies = {
  'GET /konsol/anggota': COUNTER,
  'POST /konsol/anggota': COUNTER,
  'GET /konsol/ulang': COUNTER,
  'POST /konsol/ulang': COUNTER,
}

export const routes = new Hono<Env>()
  .get('/konsol/anggota', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await members(c, kec)) : c.html(<ChooseKec c={c} to="/konsol/anggota" />)
  })

  // What is looked for is sent, never part of an address: it may be a NIK or a name.
  .post('/konsol/anggota', async (c) => {
    const { cari = '', kec: asked } = fieldsOf(await c.req.parseBody(), { cari: 100, kec: 10 })
    const kec = kecOf(c, asked)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/anggota" />, 422)
    const sought = cari.trim()
    const digits = sought.replace(/[\s.\-']/g, '')
    const number = /^[A-Za-z]{3}-\d{2}-\d{5}$/.test(sought)
      ? await asAccount(c, (db) => numberedHere(db, kec, sought.toUpperCase()))
      : /^\d{16}$/.test(digits)
        ? await asAccount(c, async (db) => {
            const [held] = await findNiks(db, c.var.secrets, [digits])
            if (held?.kec !== kec) return null
            const { rows } = await db.client.query('select number from enrolment where kec_id = $1 and person_id = $2', [
              kec,
              held.person,
            ])
            return (rows[0]?.number as string) ?? null
          })
        : null
    if (number) return c.redirect(`/konsol/anggota/${number}`, 303)
    const named = sought.length >= 2 && !/^\d/.test(sought) ? await asAccount(c, (db) => namedLike(db, kec, sought)) : []
    if (!named.length) {
      c.set('code', 'find.nothing')
      return c.html(await members(c, kec, sought, [], { code: 'find.nothing', field: 'cari', data: null }), 404)
    }
    return c.html(await members(c, kec, sought, named))
  })

  .get('/konsol/ulang', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await repeats(c, kec)) : c.html(<ChooseKec c={c} to="/konsol/ulang" />)
  })
  .post('/konsol/ulang', async (c) => {
    const { id = '', kec: asked } = fieldsOf(await c.req.parseBody(), { id: 40, kec: 10 })
    const kec = kecOf(c, asked)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/ulang" />, 422)
    if (!isUuid(id)) return c.notFound()
    await asAccount(c, (db) => markRepeatSeen(db, kec, id, { account: c.var.account!.name, at: c.var.now }))
    return c.redirect(`/konsol/ulang?kec=${kec}`, 303)
  })

async function members(c: Ctx, kec: Kec, sought = '', found: Listed[] | null = null, problem?: CounterProblem) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const skip = Math.max(0, Number(c.req.query('mulai') ?? 0) || 0)
  const waiting = await asAccount(c, (db) => whoWaitsToBeChecked(db, kec, skip))
  const said = problem ? [saidOf(problem, lang)] : []
  const lacks: Record<string, string> = {
    identity: w.identity,
    residence: w.residenceAct,
    baseline: w.baseline,
    consent: w.consent,
  }
  const who = [
    {
      head: w.name,
      // Of a restricted member neither is told; whoever stands at the counter is found by their number.
      cell: (r: Listed) => (r.number === '•••' ? r.name : <a href={`/konsol/anggota/${r.number}`}>{r.name}</a>),
    },
    { head: w.number, cell: (r: Listed) => <span class="mono nw">{r.number}</span> },
    { head: w.since, cell: (r: Listed) => showDate(r.openedOn, lang) },
  ]
  return (
    <Konsol {...konsolFrame(c, '/konsol/anggota')} title={w.members} subtitle={nameOf(kec)} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      <form method="post" action="/konsol/anggota" class="read">
        <Hidden values={{ token: formToken, kec: String(kec) }} />
        <TextField
          id="cari"
          label={w.find}
          hint={w.findHint}
          value={sought}
          maxlength={100}
          problems={said}
          autofocus={!sought}
          lang={lang}
        />
        <p>
          <button class="btn" type="submit">
            {w.findGo}
          </button>
        </p>
      </form>
      {found && found.length > 0 && (
        <section aria-labelledby="cocok">
          <h2 id="cocok">{found.length > 50 ? w.more : w.found(found.length)}</h2>
          <Table caption={w.find} quietCaption columns={who} rows={found.slice(0, 50)} tight />
        </section>
      )}
      <section aria-labelledby="periksa">
        <h2 id="periksa">{w.unchecked}</h2>
        <p class="sub">{waiting.length ? w.uncheckedHint : w.uncheckedNone}</p>
        {waiting.length > 0 && (
          <Table
            caption={w.unchecked}
            quietCaption
            columns={[...who, { head: w.lacks, as: 'tx' as const, cell: (r: Listed) => r.lacks.map((l) => lacks[l]).join(', ') }]}
            rows={waiting.slice(0, 50)}
            tight
          />
        )}
        {waiting.length > 50 && (
          <p>
            <a class="link" href={`/konsol/anggota?kec=${kec}&mulai=${skip + 50}`}>
              {lang === 'id' ? '50 berikutnya' : 'Next 50'}
            </a>
          </p>
        )}
      </section>
    </Konsol>
  )
}

async function repeats(c: Ctx, kec: Kec) {
  const { lang, formToken, secrets } = c.var
  const w = texts[lang]
  const waiting = await asAccount(c, (db) => repeatsWaiting(db, secrets, kec))
  return (
    <Konsol {...konsolFrame(c, '/konsol/ulang')} title={w.repeats} subtitle={nameOf(kec)}>
      <p class="lead">{waiting.length ? w.repeatsHint : w.repeatsNone}</p>
      {waiting.length > 0 && (
        <Table
          caption={w.repeats}
          quietCaption
          columns={[
            { head: w.repeatsAs, cell: (r) => r.answers.name ?? '' },
            { head: w.nik, cell: (r) => <span class="mono nw">{maskNik(r.answers.nik ?? '')}</span> },
            { head: w.phone, cell: (r) => r.answers.phone?.number ?? w.unknown },
            {
              head: w.repeatsSent,
              cell: (r) => showDate(jakartaDay(r.at), lang),
            },
            {
              head: w.number,
              cell: (r) => (r.member ? <a href={`/konsol/anggota/${r.member}`}>{r.member}</a> : w.unknown),
            },
            {
              head: '',
              as: 'kd',
              cell: (r) => (
                <form method="post" action="/konsol/ulang">
                  <Hidden values={{ token: formToken, id: r.id, kec: String(kec) }} />
                  <button class="btn btn--2 btn--s" type="submit">
                    {w.repeatsSeen}
                  </button>
                </form>
              ),
            },
          ]}
          rows={waiting}
        />
      )}
    </Konsol>
  )
}
