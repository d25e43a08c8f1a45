// Who registered again, with what they wrote.
import { Hono } from 'hono'
import { jakartaDay, showDate } from '../../kit/calendar.ts'
import { isUuid } from '../../kit/ids.ts'
import { maskNik } from '../../kit/show.ts'
import { asAccount, ChooseKec, type Ctx, type Env, kecOf, konsolFrame, type Policies } from '../../people/index.ts'
import { type Kec, nameOf } from '../../places/index.ts'
import { Hidden, Konsol, Table } from '../../ui/index.ts'
import { fieldsOf } from '../pages.tsx'
import { texts } from './messages.ts'
import { markRepeatSeen, repeatsWaiting } from './store.ts'

const COUNTER = ['officer', 'office'] as const

export const policies: Policies = {
  'GET /konsol/ulang': COUNTER,
  'POST /konsol/ulang': COUNTER,
}

export const routes = new Hono<Env>()
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
