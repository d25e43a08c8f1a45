// Row 10: sent twice is done once. Every form of the house, sent once in one clone and five times at the same moment in another: both must
// hold the same number of rows in every table afterwards.
import type pg from 'pg'
import { ASKERS, type Asker, changed, digests, type Ground, type House, routes } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { type Answer, ask, crawl, filled, formsOf, post, writesOf } from '../visit.ts'
import { SAMPLES, WITHOUT } from './samples.ts'

/** What may be there for each sending: who looked, failed tries, sessions, answers kept for a repeat. */
const EACH_TIME = new Set(['read_log', 'sign_in_try', 'session', 'member_session', 'answered', 'draft'])

export const once: Proof = {
  row: 10,
  name: 'idem',
  tier: 1,
  promise: 'sent twice is done once',
  fault: {
    what: 'every sending of the form of a repeated registration, or of a fact, leaves a line more',
    sql: `create table left_over (n integer); grant insert on left_over to tujuhpas_job, tujuhpas_staff;
          create function leave_over() returns trigger language plpgsql security definer as $$ begin insert into left_over values (1); return null; end $$;
          create trigger leave_over after insert on answered for each statement execute function leave_over();
          create trigger leave_over after update on programme for each statement execute function leave_over()`,
  },
  async prove(house, ground) {
    const wrong: string[] = []
    const done = new Map<string, string>()
    for (const [as, page, form, write] of await sendings(house)) {
      const key = `POST ${patternOf(form.action)}`
      if (WITHOUT.has(key)) continue
      const single = await outcome(ground, as, page, form.action, write, 1)
      const many = await outcome(ground, as, page, form.action, write, 5)
      const worked = [200, 201, 303].includes(single.answers[0]!.status) && single.changed.length > 0
      if (worked) done.set(key, as)
      if (many.rows !== single.rows)
        wrong.push(`${as} ${key}: once ${single.rows || 'nothing'}, five times ${many.rows || 'nothing'}`)
      if (many.answers.some((a) => a.status >= 500)) wrong.push(`${as} ${key}: ${many.answers.map((a) => a.status).join(' ')}`)
    }
    const writes = routes.filter((r) => r.method !== 'GET' && !WITHOUT.has(r.key))
    const uncovered = writes.filter((r) => !done.has(r.key)).map((r) => r.key)
    for (const key of uncovered) wrong.push(`${key}: no sending of it did anything; describe one in trust/rows/samples.ts`)
    return { figure: `${done.size} of ${writes.length} write routes, ${WITHOUT.size} told apart`, wrong }
  },
}
export type Sending = [as: Asker, page: string, form: { action: string }, write: Record<string, string>]

async function sendings(house: House): Promise<Sending[]> {
  const found = new Map<string, Sending>()
  for (const as of ASKERS) {
    const pages = await crawl(
      house,
      as,
      as === 'public' ? ['/', '/daftar', '/masuk'] : as === 'resident' ? ['/langkah'] : ['/konsol'],
      120,
    )
    for (const { page, form } of writesOf(pages)) {
      const key = `POST ${patternOf(form.action)}`
      if (!found.has(key) && !SAMPLES.some((s) => s[2].action && `POST ${patternOf(s[2].action)}` === key))
        found.set(key, [as, page, form, {}])
    }
  }
  return [...SAMPLES.map((s) => placed(s, house)), ...found.values()]
}

const placed = ([as, page, form, write]: Sending, house: House): Sending => {
  const fill = (text: string) => text.replaceAll('{own}', house.members.own).replaceAll('{sibling}', house.members.sibling)
  return [as, fill(page), { action: fill(form.action) }, write]
}

/** A form filled once, sent so many times at the same moment, in a clone of its own: which tables grew by how much. */
async function outcome(
  ground: Ground,
  as: Asker,
  page: string,
  action: string,
  write: Record<string, string>,
  times: number,
): Promise<{ rows: string; changed: string[]; answers: Answer[] }> {
  const house = await ground.house()
  try {
    const shown = await ask(house, page, as)
    const guest = shown.headers
      .getSetCookie()
      .find((c) => c.startsWith('tamu='))
      ?.split(';')[0]
    const form = formsOf(shown.text, page).find((f) => f.method === 'POST' && f.action === action)
    if (!form)
      return {
        rows: '',
        changed: [],
        answers: [{ status: 0, headers: new Headers(), text: `no form for ${action} on ${page}`, code: null }],
      }
    const body = filled(form, write)
    const [before, as0] = [await counts(house.owner), await digests(house.owner, [...EACH_TIME])]
    const answers = await Promise.all(
      Array.from({ length: times }, () => post(house, form, as, body, { cookie: house.cookies[as] || guest })),
    )
    const after = await counts(house.owner)
    const rows = [...after]
      .filter(([t, n]) => n !== before.get(t) && !EACH_TIME.has(t))
      .map(([t, n]) => `${t}+${n - before.get(t)!}`)
    return { rows: rows.sort().join(' '), changed: changed(as0, await digests(house.owner, [...EACH_TIME])), answers }
  } finally {
    await house.end()
  }
}

async function counts(owner: pg.Client): Promise<Map<string, number>> {
  const { rows } = await owner.query(
    `select relname as t from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const all = new Map<string, number>()
  for (const { t } of rows) all.set(t, (await owner.query(`select count(*)::integer as n from ${t}`)).rows[0].n)
  return all
}

/** The route that an address belongs to. */
export function patternOf(action: string): string {
  const path = action.replace(/\?.*/, '')
  const fits = routes.filter(
    (r) => r.method !== 'GET' && new RegExp(`^${r.path.replace(/:\w+(\{[^}]*\})?/g, '[^/]+')}$`).test(path),
  )
  return fits.sort((a, b) => (a.path.match(/:/g)?.length ?? 0) - (b.path.match(/:/g)?.length ?? 0))[0]?.path ?? path
}
