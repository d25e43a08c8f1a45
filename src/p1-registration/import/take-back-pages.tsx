// Taking an imported sheet back, on screen: what will happen before anything does, a reason, progress, and what came of it.
import { Hono } from 'hono'
import { showMoment } from '../../kit/calendar.ts'
import { textOf } from '../../kit/http.ts'
import { isUuid } from '../../kit/ids.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, scopeOf } from '../../people/index.ts'
import { Checkbox, ErrorSummary, Hidden, Konsol, type Said, Table, TextField } from '../../ui/index.ts'
import { findJob, type Job } from './job.ts'
import { type ImportProblem, sayImport, texts } from './messages.ts'
import { askTakeBack, type Bound, boundIn, type Foreseen, foresee, LONGEST_REASON, type TakeBack } from './take-back.ts'

const OFFICE = ['office', 'system'] as const
export const policies: Policies = {
  'GET /konsol/impor/:id/tarik': OFFICE,
  'POST /konsol/impor/:id/tarik': OFFICE,
}

const SHOWN = 50

export const routes = new Hono<Env>()
  .get('/konsol/impor/:id/tarik', async (c) => {
    const job = await jobOf(c)
    if (!job) return c.notFound()
    if (job.state !== 'done') return c.redirect(`/konsol/impor/${job.id}`, 303)
    return c.html(await confirmation(c, job))
  })
  .post('/konsol/impor/:id/tarik', async (c) => {
    const job = await jobOf(c)
    if (!job) return c.notFound()
    const form = await c.req.parseBody()
    const written = { reason: textOf(form.alasan), withLater: form.semua === 'ya' }
    const account = c.var.account!
    const refused = await c.var.database.within('job', scopeOf(account), (db) =>
      askTakeBack(db, job.id, { ...written, account: account.name }, c.var.now),
    )
    // Asked for twice: it is under way, and its page says so.
    if (!refused || refused.code === 'import.not-done') return c.redirect(`/konsol/impor/${job.id}`, 303)
    c.set('code', refused.code)
    return c.html(await confirmation(c, job, written, refused), 422)
  })

async function jobOf(c: Ctx): Promise<Job | null> {
  const id = c.req.param('id') ?? ''
  return isUuid(id) ? asAccount(c, (db) => findJob(db, id)) : null
}

async function confirmation(
  c: Ctx,
  job: Job,
  written: Pick<TakeBack, 'reason' | 'withLater'> = { reason: '', withLater: false },
  refused?: ImportProblem,
) {
  const { lang, formToken } = c.var
  const w = texts[lang].back
  const { seen, bound } = await asAccount(c, async (db) => ({
    seen: await foresee(db, job.id),
    bound: await boundIn(db, job.id, SHOWN),
  }))
  const said: Said[] = refused ? [{ field: refused.field ?? 'alasan', text: sayImport(refused, lang) }] : []
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/impor')}
      title={w.title}
      subtitle={texts[lang].from(job.name)}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      <p class="read">{w.why}</p>
      <section aria-labelledby="terjadi">
        <h2 id="terjadi">{w.will}</h2>
        <ul class="list list--line mt-2 read">
          {foreseen(seen, w).map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </section>
      {seen.free + seen.later > 0 ? (
        <form method="post" action={`/konsol/impor/${job.id}/tarik`} class="read stack">
          <Hidden values={{ token: formToken }} />
          {seen.later > 0 && (
            <Checkbox
              id="semua"
              label={w.withLater(seen.later)}
              small={w.withLaterHint}
              checked={written.withLater}
              lang={lang}
            />
          )}
          <TextField
            id="alasan"
            label={w.reason}
            hint={w.reasonHint}
            value={written.reason}
            maxlength={LONGEST_REASON}
            problems={said}
            lang={lang}
          />
          <p>
            <button class="btn btn--bad" type="submit">
              {w.title}
            </button>
          </p>
        </form>
      ) : (
        <p class="note">{w.none}</p>
      )}
      <Left c={c} left={bound} />
      <p class="row mt-5">
        <a class="link" href={`/konsol/impor/${job.id}`}>
          {w.back}
        </a>
      </p>
    </Konsol>
  )
}

type Words = (typeof texts)['id' | 'en']['back']
const foreseen = (seen: Foreseen, w: Words) => [
  w.free(seen.free),
  ...(['later', 'again', 'tied'] as const).flatMap((tie) => (seen[tie] ? [w[tie](seen[tie])] : [])),
  w.weeks,
  w.resend,
]

/** Who is tied elsewhere: by number, no names. */
function Left({ c, left }: { c: Ctx; left: readonly Bound[] }) {
  const w = texts[c.var.lang].back
  if (!left.length) return null
  return (
    <section class="sec">
      <Table
        caption={w.left}
        columns={[
          { head: w.leftHeads[0]!, cell: (b: Bound) => <span class="mono">{b.member}</span> },
          { head: w.leftHeads[1]!, as: 'tx', cell: (b) => w.tie[b.tie] },
        ]}
        rows={left}
        narrow
      />
    </section>
  )
}

/** At the end of a result. */
export function Offer({ c, id }: { c: Ctx; id: string }) {
  const w = texts[c.var.lang].back
  return (
    <section class="sec" aria-labelledby="tarik">
      <h2 id="tarik">{w.title}</h2>
      <p class="mt-2 read">{w.why}</p>
      <p class="mt-3">
        <a class="btn btn--2 btn--s" href={`/konsol/impor/${id}/tarik`}>
          {w.title}
        </a>
      </p>
    </section>
  )
}

export function Underway({ c, back, problem }: { c: Ctx; back: TakeBack | null; problem: string | null }) {
  const { back: w, close } = texts[c.var.lang]
  return (
    <section aria-labelledby="jalan">
      <h2 id="jalan">{w.running}</h2>
      {back && <p class="mt-2">{w.progress(back.taken, back.leftOut)}</p>}
      {problem && <p class="warnline mt-3">{problem}</p>}
      <p class="prov mt-2">{close}</p>
    </section>
  )
}

export function Done({ c, back, left }: { c: Ctx; back: TakeBack; left: readonly Bound[] }) {
  const { lang } = c.var
  const w = texts[lang].back
  const at = back.doneAt ?? back.madeAt
  return (
    <>
      <div class="note">
        <p>{w.done(back.taken, back.leftOut)}</p>
        <p class="prov">{w.by(showMoment(at, lang), back.account, back.reason)}</p>
      </div>
      <Left c={c} left={left} />
    </>
  )
}
