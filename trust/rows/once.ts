// Row 10: sent twice is done once. Every form of the house, sent once in one clone and five times at the same moment in another: both must
// hold the same number of rows in every table afterwards. A write route whose form did nothing is not covered, and fails.
import { ASKERS, type Asker, changed, digests, type Ground, HERE, type House, routes } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { type Answer, ask, bodyOf, crawl, Visitor, writesOf } from '../visit.ts'
import { SAMPLES, WITHOUT } from './samples.ts'

/**
 * What there may be for each sending: who looked, failed tries, sessions. A sum of the week lies in one of several slots, drawn by lot, so it is a row more
 * or not; what it is summed from, `step_change`, is compared.
 */
const EACH_TIME = new Set(['read_log', 'sign_in_try', 'session', 'member_session', 'rollup_week'])
/** A code of the second factor lets in once and never again, also the hand that was too quick. */
const ONE_WAY_IN = new Set(['POST /masuk/kode'])
const START = { public: ['/', '/daftar', '/masuk'], resident: ['/langkah'] } as Partial<Record<Asker, string[]>>

/** Somebody opens a page, sends the forms of the way there, and then the form that is tried. `{own}`: the member in hand. */
export type Sending = {
  as: Asker
  page: string
  way?: readonly [action: string, write: Record<string, string>][] | ((visitor: Visitor, house: House) => Promise<void>)
  /** How the action ends; `*`: the page's first form. */
  action: string | RegExp
  /** What is written in; told by the page at hand where it shows a code. */
  write?: Record<string, string> | ((visitor: Visitor, house: House) => Promise<Record<string, string>> | Record<string, string>)
  /** SQL of the owner that makes the thing the form is about. */
  sql?: string
}

export const once: Proof = {
  row: 10,
  name: 'idem',
  tier: 1,
  promise: 'sent twice is done once',
  fault: {
    what: 'every sending that moves the clock or takes a registration leaves a line more',
    sql: `create table left_over (n integer);
          create function leave_over() returns trigger language plpgsql security definer as $$ begin insert into left_over values (1); return null; end $$;
          create trigger leave_over after insert on answered for each statement execute function leave_over();
          create trigger leave_over after update on programme for each statement execute function leave_over()`,
  },
  async prove(house, ground) {
    const wrong: string[] = []
    const done = new Set<string>()
    const why = new Map<string, string>()
    for (const [key, sending] of await sendings(house)) {
      const single = await outcome(ground, sending, 1).catch((error: Error) => error)
      if (single instanceof Error) {
        why.set(key, `on the way there: ${shortly(single)}`)
        continue
      }
      if (![200, 201, 303].includes(single.answers[0]!.status) || !single.changed.length) {
        why.set(key, `${single.answers[0]!.status} ${single.answers[0]!.code ?? ''}`)
        continue
      }
      done.add(key)
      const many = await outcome(ground, sending, 5)
      if (many.rows !== single.rows)
        wrong.push(`${sending.as} ${key}: once ${single.rows || 'nothing'}, five times ${many.rows || 'nothing'}`)
      const statuses = many.answers.map((a) => a.status)
      const led = new Set(many.answers.flatMap((a) => (a.status === 303 ? [a.headers.get('location')] : [])))
      if (led.size > 1 && !ONE_WAY_IN.has(key)) wrong.push(`${sending.as} ${key}: five times leads to ${[...led].join(' and ')}`)
      if (statuses.some((s) => s >= 500)) wrong.push(`${sending.as} ${key}: ${statuses.join(' ')}`)
    }
    const writes = routes.filter((r) => r.method !== 'GET' && !WITHOUT.has(r.key))
    for (const { key } of writes)
      if (!done.has(key))
        wrong.push(
          `${key}: no sending of it did anything (${why.get(key) ?? 'no form found'}); describe one in trust/rows/samples.ts`,
        )
    return { figure: `${done.size} of ${writes.length} write routes, ${WITHOUT.size} told apart`, wrong }
  },
}

const shortly = (error: Error) => error.message.slice(0, 200)

/** One sending a route: as described, else the first form that a crawl finds. */
async function sendings(house: House): Promise<Map<string, Sending>> {
  const found = new Map<string, Sending>(Object.entries(SAMPLES))
  for (const as of ASKERS)
    for (const { page, form } of writesOf(await crawl(house, as, START[as] ?? ['/konsol'], 120))) {
      const key = `POST ${patternOf(form.action)}`
      if (!found.has(key) && !WITHOUT.has(key)) found.set(key, { as, page, action: form.action })
    }
  return found
}

async function outcome(
  ground: Ground,
  sending: Sending,
  times: number,
): Promise<{ rows: string; changed: string[]; answers: Answer[] }> {
  const house = await ground.house()
  const place = (text: string) => text.replaceAll('{own}', house.members.own).replaceAll('{sibling}', house.members.sibling)
  try {
    if (sending.sql) await house.owner.query(place(sending.sql))
    const visitor = new Visitor(house, sending.as)
    const shown = await visitor.open(place(sending.page))
    if (typeof sending.way === 'function') await sending.way(visitor, house)
    else for (const [action, write] of sending.way ?? []) await visitor.send(place(action), write)
    const form = visitor.form(typeof sending.action === 'string' ? place(sending.action) : sending.action)
    if (!form)
      return {
        rows: '',
        changed: [],
        answers: [{ ...shown, status: 0, code: `no form for ${sending.action} on ${visitor.path}` }],
      }
    const write = typeof sending.write === 'function' ? await sending.write(visitor, house) : (sending.write ?? {})
    const was = await digests(house.owner)
    const answers = await Promise.all(
      Array.from({ length: times }, () =>
        ask(house, form.action, sending.as, {
          method: 'POST',
          cookie: visitor.cookie,
          headers: { origin: HERE },
          body: bodyOf(form, write),
        }),
      ),
    )
    const is = await digests(house.owner)
    const count = (of: Map<string, string>, t: string) => Number(of.get(t)?.split(' ')[0] ?? 0)
    const moved = changed(was, is).filter((t) => !EACH_TIME.has(t))
    return {
      rows: moved
        .flatMap((t) => (count(is, t) === count(was, t) ? [] : [`${t}+${count(is, t) - count(was, t)}`]))
        .sort()
        .join(' '),
      changed: moved,
      answers,
    }
  } finally {
    await house.end()
  }
}

/** The route that an address belongs to: of several patterns the one with the fewest parts. */
function patternOf(action: string): string {
  const path = action.replace(/\?.*/, '')
  const fits = routes.filter(
    (r) => r.method !== 'GET' && new RegExp(`^${r.path.replace(/:\w+(\{[^}]*\})?/g, '[^/]+')}$`).test(path),
  )
  const parts = (p: string) => p.match(/:/g)?.length ?? 0
  return fits.sort((a, b) => parts(a.path) - parts(b.path))[0]?.path ?? path
}
