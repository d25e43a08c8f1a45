// The desk of a kota: its kecamatan's answers, whose are missing, where most people wait, and its decisions. Counts, no people.
import { Hono } from 'hono'
import { showWeekDays } from '../../kit/calendar.ts'
import { showNumber } from '../../kit/show.ts'
import { asAccount, type Env, konsolFrame, type Policies } from '../../people/index.ts'
import { kecamatan, kecamatanOf, kecCode, nameOf } from '../../places/index.ts'
import { Konsol, stepName, Table } from '../../ui/index.ts'
import { weeksOf } from '../store.ts'
import { DecisionTable, readDecisions } from './decisions.tsx'
import { Pill } from './kecamatan.tsx'
import { words } from './messages.ts'
import { answersFor, unapproved } from './office.tsx'
import { weekToAnswer } from './rules.ts'
import { waitingNow } from './store.ts'

export const policies: Policies = { 'GET /konsol/kota': ['kota', 'office'] }

export const routes = new Hono<Env>().get('/konsol/kota', async (c) => {
  const { lang, today } = c.var
  const w = words[lang]
  const { kota } = c.var.account!
  const kecs = (kota === null ? kecamatan() : kecamatanOf(kota)).map((k) => k.code)
  const { answers, waiting, decisions, week } = await asAccount(c, async (db) => {
    const weeks = await weeksOf(db)
    const week = weekToAnswer(weeks, today)
    return {
      week,
      answers: await answersFor(db, week, weeks),
      waiting: await waitingNow(db, kecs),
      decisions: await readDecisions(c, db, kota),
    }
  })
  const standings = new Map([...answers.standings].filter(([kec]) => kecs.includes(kec)))
  const missing = unapproved(standings)
  const rows = kecs
    .map((kec) => {
      const waits = waiting.get(kec) ?? []
      return {
        kec,
        state: standings.get(kec)!.state,
        p2: waits.find((r) => r.step === 2)?.n ?? 0,
        most: waits.toSorted((a, b) => b.n - a.n)[0],
      }
    })
    .sort((a, b) => b.p2 - a.p2)
  return c.html(
    <Konsol
      {...konsolFrame(c, '/konsol/kota')}
      title={kota === null ? w.kotaAll : w.kotaTitle(nameOf(kota))}
      subtitle={`${week}, ${showWeekDays(week, lang)}`}
    >
      <p class="quote">{w.kotaLead(week, kecs.length - missing.length, kecs.length)}</p>
      {/* one line while it is short; before that the table says it */}
      {missing.length > 0 && missing.length <= 8 && <p class="read">{w.kotaMissing(missing.map(nameOf).join(', '))}</p>}
      <Table
        caption={w.kotaCaption}
        note={w.kotaNote}
        columns={[
          {
            head: w.kotaHeads[0],
            cell: (r: (typeof rows)[number]) => <a href={`/konsol/pekan/${week}/${kecCode(r.kec)}`}>{nameOf(r.kec)}</a>,
          },
          { head: w.kotaHeads[1], as: 'kd', cell: (r) => <Pill state={r.state} lang={lang} /> },
          {
            head: w.kotaHeads[2],
            as: 'tx',
            cell: (r) => w.onTimeOf(answers.record.get(r.kec)!.of, answers.record.get(r.kec)!.all),
          },
          { head: w.kotaHeads[3], as: 'num', cell: (r) => showNumber(r.p2) },
          {
            head: w.kotaHeads[4],
            as: 'tx',
            cell: (r) => (r.most ? `P${r.most.step} ${stepName(r.most.step, lang)}: ${showNumber(r.most.n)}` : '·'),
          },
        ]}
        rows={rows}
        tight
      />
      <section aria-labelledby="keputusan">
        <h2 id="keputusan">{w.kotaDecisions}</h2>
        {decisions.rows.length ? <DecisionTable c={c} rows={decisions.rows} /> : <p class="mt-2">{w.decisionsNone}</p>}
        <p class="mt-2">
          <a class="link" href="/konsol/keputusan">
            {w.toDecisions}
          </a>
        </p>
      </section>
    </Konsol>,
  )
})
