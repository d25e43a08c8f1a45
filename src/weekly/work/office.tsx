// What the office sees of the 44 answers beside the week it cuts, and its own answers: accept, accept all, reply to an objection.
import { Hono } from 'hono'
import { isWeek, showMoment, type Week } from '../../kit/calendar.ts'
import type { Db } from '../../kit/database.ts'
import { asAccount, type Ctx, type Env, type Policies, pageFrame } from '../../people/index.ts'
import { kecamatan, kecCode, nameOf, parseKec } from '../../places/index.ts'
import { Hidden, NotFoundPage, Table } from '../../ui/index.ts'
import { type FrozenWeek, weeksOf } from '../store.ts'
import { Pill } from './kecamatan.tsx'
import { words } from './messages.ts'
import { type Answer, checkWords, isSettled, type Standing, standingOf, weekToAnswer } from './rules.ts'
import { answersOf, changedSince, isCut, saveAnswer } from './store.ts'

export const policies: Policies = { 'POST /konsol/pekan/:week/terima': ['office'] }

export const routes = new Hono<Env>().post('/konsol/pekan/:week/terima', async (c) => {
  const week = c.req.param('week')
  const form = await c.req.parseBody()
  const account = c.var.account!
  const replies = form.aksi === 'jawab'
  const all = form.kec === 'semua'
  const only = all ? null : parseKec(String(form.kec ?? ''))
  const note = checkWords(form.catatan, 'catatan', replies)
  if (!isWeek(week) || (!all && only === null)) return c.html(<NotFoundPage {...pageFrame(c)} />, 404)
  const done = await asAccount(c, async (db): Promise<string> => {
    if (await isCut(db, week)) return 'beku'
    if (weekToAnswer(await weeksOf(db), c.var.today) !== week) return 'kosong'
    if ('problems' in note) return 'alasan'
    // One after the other with the kecamatan's own answers.
    const kecs = kecamatan().flatMap(({ code }) => (only === null || only === code ? [code] : []))
    for (const kec of kecs) await db.client.query("select pg_advisory_xact_lock(hashtext('week answer'), $1)", [kec])
    const standings = await standingsOf(db, week)
    const by = { name: account.name, shownAs: account.shownAs }
    let n = 0
    for (const kec of kecs) {
      const { state } = standings.get(kec)!
      const may = replies
        ? state === 'objected'
        : all
          ? state === 'approved'
          : ['approved', 'objected', 'answered'].includes(state)
      if (only === kec && state === (replies ? 'answered' : 'accepted')) n++ // it stands: sent twice, it says the same
      if (!may) continue
      await saveAnswer(db, { kec, week, kind: replies ? 'answered' : 'accepted', note: note.value, by, at: c.var.now })
      n++
    }
    return n ? 'ya' : 'kosong'
  })
  return c.redirect(`/konsol/pekan?tersimpan=${done}#jawaban`, 303)
})

/** Where all 44 stand (or those of a kota), also those who have said nothing; at a cut or now. */
export async function standingsOf(db: Db, week: Week, upTo?: Date): Promise<Map<number, Standing>> {
  const answers = Map.groupBy(await answersOf(db, [week]), (a) => a.kec)
  return new Map(kecamatan().map(({ code }) => [code, standingOf(answers.get(code) ?? [], week, upTo)]))
}

/** Whose approval is missing when a week is cut. */
export const unapproved = (standings: ReadonlyMap<number, Standing>): number[] =>
  [...standings].filter(([, s]) => !isSettled(s.state)).map(([kec]) => kec)

const RECORD = 8

/** On time in how many of the last weeks, by kecamatan. */
export async function punctuality(db: Db, weeks: readonly FrozenWeek[]): Promise<Map<number, { of: number; all: number }>> {
  const last = weeks.slice(-RECORD)
  const answers = Map.groupBy(
    await answersOf(
      db,
      last.map((w) => w.week),
    ),
    (a) => a.kec,
  )
  return new Map(
    kecamatan().map(({ code }) => {
      const own = answers.get(code) ?? []
      const on = last.filter((w) => {
        const s = standingOf(
          own.filter((a) => a.week === w.week),
          w.week,
          w.cutAt,
        )
        return isSettled(s.state) && s.onTime
      })
      return [code, { of: on.length, all: last.length }]
    }),
  )
}

export type Answers = {
  week: Week
  standings: Map<number, Standing>
  notes: Answer[]
  changed: Map<number, number>
  record: Map<number, { of: number; all: number }>
}

export async function answersFor(db: Db, week: Week, weeks: readonly FrozenWeek[]): Promise<Answers> {
  const answers = await answersOf(db, [week])
  const standings = await standingsOf(db, week)
  const approved = [...standings].flatMap(([kec, s]) => (s.said?.kind === 'approved' ? [{ kec, facts: s.said.facts }] : []))
  return {
    week,
    standings,
    notes: answers.filter((a) => a.kind === 'note'),
    changed: await changedSince(db, week, approved),
    record: await punctuality(db, weeks),
  }
}

const SAID: Record<string, Record<'id' | 'en', string>> = {
  ya: { id: 'Jawaban kantor program tersimpan.', en: "The office's answer is saved." },
  kosong: {
    id: 'Tidak ada yang bisa diterima: kecamatan itu belum menjawab, atau jawabannya sudah diterima.',
    en: 'There was nothing to accept: that kecamatan has not answered, or its answer is accepted already.',
  },
  beku: {
    id: 'Pekan itu sudah dibekukan, jadi jawabannya tidak berubah lagi.',
    en: 'That week is frozen, so its answers do not change any more.',
  },
  alasan: {
    id: 'Jawaban untuk keberatan perlu kalimat. Tulis, lalu kirim lagi.',
    en: 'Answering an objection needs a sentence. Write it, and send it again.',
  },
}

/** The 44 answers on the office's page. */
export function AnswersSection({ c, of }: { c: Ctx; of: Answers }) {
  const { lang, formToken } = c.var
  const w = words[lang]
  const { week, standings } = of
  const rows = [...standings].map(([kec, s]) => ({ kec, ...s })).sort((a, b) => rank(a.state) - rank(b.state) || a.kec - b.kec)
  const toAccept = rows.filter((r) => r.state === 'approved').length
  const missing = unapproved(standings)
  const said = SAID[c.req.query('tersimpan') ?? '']
  return (
    <section class="sec" id="jawaban">
      {said && (
        <p class="note note--ok" role="status">
          {said[lang]}
        </p>
      )}
      <p class="read mt-2">
        {w.howMany(44 - missing.length)}{' '}
        {missing.length > 0 ? missing.length < 44 && w.missing(missing.map(nameOf).join(', ')) : w.allApproved}
      </p>
      {toAccept > 0 && (
        <form method="post" action={`/konsol/pekan/${week}/terima`} class="mt-3">
          <Hidden values={{ token: formToken, kec: 'semua' }} />
          <button class="btn btn--2 btn--s" type="submit">
            {w.acceptAll(toAccept)}
          </button>
        </form>
      )}
      <div class="mt-4">
        <Table
          caption={w.statesTitle}
          note={w.statesNote}
          columns={[
            {
              head: w.statesHeads[0],
              cell: (r: (typeof rows)[number]) => <a href={`/konsol/pekan/${week}/${kecCode(r.kec)}`}>{nameOf(r.kec)}</a>,
            },
            {
              head: w.statesHeads[1],
              as: 'kd',
              cell: (r) => (
                <span>
                  <Pill state={r.state} lang={lang} />
                  {(of.changed.get(r.kec) ?? 0) > 0 && <small>{w.changedSince(of.changed.get(r.kec)!)}</small>}
                </span>
              ),
            },
            {
              head: w.statesHeads[2],
              as: 'tx',
              cell: (r) =>
                r.said ? (
                  <span>
                    {showMoment(r.said.at, lang)}
                    {r.said.kind === 'approved' && !r.onTime && <small>{w.notOnTime}</small>}
                  </span>
                ) : (
                  '·'
                ),
            },
            {
              head: w.statesHeads[3],
              as: 'tx',
              cell: (r) => (
                <span>
                  {r.said?.note && `${r.said.by}: ${r.said.note}`}
                  {r.reply?.note && (
                    <small>
                      {r.reply.by}: {r.reply.note}
                    </small>
                  )}
                  {of.notes
                    .filter((n) => n.kec === r.kec)
                    .map((n) => (
                      <small>
                        {w.youSaid.note} {n.about && w.noteAbout(n.about)}: {n.note ?? '·'}
                      </small>
                    ))}
                </span>
              ),
            },
            { head: w.statesHeads[4], as: 'tx', cell: (r) => w.onTimeOf(of.record.get(r.kec)!.of, of.record.get(r.kec)!.all) },
            {
              head: w.statesHeads[5],
              as: 'kd',
              cell: (r) =>
                r.state === 'approved' && (
                  <form method="post" action={`/konsol/pekan/${week}/terima`}>
                    <Hidden values={{ token: formToken, kec: kecCode(r.kec) }} />
                    <button class="btn btn--2 btn--s" type="submit">
                      {w.accept}
                      <span class="vh"> {nameOf(r.kec)}</span>
                    </button>
                  </form>
                ),
            },
          ]}
          rows={rows}
          tight
        />
      </div>
      {rows
        .filter((r) => r.state === 'objected' || r.state === 'answered')
        .map((r) => (
          <form method="post" action={`/konsol/pekan/${week}/terima`} class="mt-4 read">
            <Hidden values={{ token: formToken, kec: kecCode(r.kec) }} />
            <h3>{nameOf(r.kec)}</h3>
            <p class="mt-2">{r.said!.note}</p>
            <label class="lbl" for={`b-${r.kec}`}>
              {w.replyLabel(nameOf(r.kec))}
            </label>
            <input class="in" id={`b-${r.kec}`} name="catatan" maxlength={1000} autocomplete="off" />
            <p class="row mt-2">
              {r.state === 'objected' && (
                <button class="btn btn--2 btn--s" name="aksi" value="jawab" type="submit">
                  {w.reply}
                </button>
              )}
              <button class="btn btn--s" name="aksi" value="terima" type="submit">
                {w.acceptObjection}
              </button>
            </p>
          </form>
        ))}
    </section>
  )
}

const ORDER = ['objected', 'answered', 'open', 'approved', 'accepted']
const rank = (state: string) => ORDER.indexOf(state)
