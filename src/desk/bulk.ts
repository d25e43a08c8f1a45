// One act on several members at once: they attended one session, or are left until a later day. All of it or nothing; it is taken back whole.
import { type EvidenceProblem, record, recording } from '../journal/index.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import type { Database, Db, Scope } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { Kec } from '../places/index.ts'

export const MOST_AT_ONCE = 200

export type BulkAct =
  | { kind: 'attended'; class: string; session: string; on: JakartaDate }
  | { kind: 'later'; until: JakartaDate; why: string }

type Asked = { id: string; kec: Kec; numbers: readonly string[]; act: BulkAct; by: { account: string; at: Date } }

export type BulkAnswer =
  | { done: number }
  /** Somebody is not here any more, or a fact is refused: who, and why. Nothing was written. */
  | { refused: { number: string; problems: EvidenceProblem[] } }

/** Somebody stands in the way: the transaction ends, so that nothing of the act stays. */
class Refused extends Error {
  readonly who: { number: string; problems: EvidenceProblem[] }
  constructor(number: string, problems: EvidenceProblem[]) {
    super('one of several was refused')
    this.who = { number, problems }
  }
}

/** All of it in one transaction of the kecamatan's scope, or nothing. `at`: says whom the work has come to. */
async function wholly<T extends object>(
  database: Database,
  scope: Scope,
  work: (db: Db, at: (number: string) => void) => Promise<T>,
): Promise<T | { refused: { number: string; problems: EvidenceProblem[] } }> {
  let of = ''
  try {
    const answer = await recording(database, scope, (db) => work(db, (number) => (of = number)))
    return 'problems' in answer ? { refused: { number: of, problems: answer.problems as EvidenceProblem[] } } : answer
  } catch (error) {
    if (error instanceof Refused) return { refused: error.who }
    throw error
  }
}

const aboutOf = (act: BulkAct) => (act.kind === 'attended' ? `${act.class} · ${act.session}` : act.why)

/** Carries it out in one transaction, in the scope of the kecamatan. Sent twice under one id it is done once. */
export async function actOnMany(database: Database, secrets: Secrets, scope: Scope, asked: Asked): Promise<BulkAnswer> {
  return wholly(database, { ...scope, kec: asked.kec }, async (db, at) => {
    await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`bulk ${asked.id}`])
    const held = await db.client.query('select n from bulk_act where kec_id = $1 and id = $2', [asked.kec, asked.id])
    if (held.rows[0]) return { done: held.rows[0].n }
    const { rows } = await db.client.query(
      'select number, id from enrolment where kec_id = $1 and number = any($2) and not taken_back order by number',
      [asked.kec, [...asked.numbers]],
    )
    const here = new Map((rows as { number: string; id: string }[]).map((r) => [r.number, r.id]))
    const gone = asked.numbers.find((n) => !here.has(n))
    if (gone) throw new Refused(gone, [{ code: 'MEMBER_UNKNOWN', field: 'member', data: {} }])
    const { act, by } = asked
    await db.client.query(
      'insert into bulk_act (kec_id, id, kind, about, n, at, by_account) values ($1, $2, $3, $4, $5, $6, $7)',
      [asked.kec, asked.id, act.kind, aboutOf(act), here.size, by.at, by.account],
    )
    const facts = new Map<string, string>()
    if (act.kind === 'attended')
      for (const number of [...here.keys()]) {
        at(number)
        const id = uuidv7(by.at.getTime())
        const taken = await record(db, secrets, { actor: by.account, way: 'counter', now: by.at }, { number }, [
          { id, kind: 'class.attended', occurredOn: act.on, grade: 'B', data: { class: act.class, session: act.session } },
        ])
        if ('problems' in taken) throw new Refused(number, taken.problems)
        facts.set(number, id)
      }
    await db.client.query(
      `insert into bulk_item (kec_id, bulk_id, enrolment_id, fact_id, later_until)
       select $1, $2, a.enrolment, a.fact, $5 from unnest($3::uuid[], $4::uuid[]) as a(enrolment, fact)`,
      [
        asked.kec,
        asked.id,
        [...here.values()],
        [...here.keys()].map((n) => facts.get(n) ?? null),
        act.kind === 'later' ? act.until : null,
      ],
    )
    return { done: here.size }
  })
}

export type DoneAct = {
  id: string
  kec: Kec
  kind: BulkAct['kind']
  about: string
  n: number
  until: JakartaDate | null
  at: Date
  by: string
  undoneAt: Date | null
  undoneBy: string | null
  undoneWhy: string | null
}

/** The newest acts of a kecamatan. Plan: its part of bulk_act by primary key. */
export async function actsOf(db: Db, kec: Kec): Promise<DoneAct[]> {
  const { rows } = await db.client.query(
    `select b.id, b.kec_id as kec, b.kind, b.about, b.n, b.at, coalesce(a.shown_as, b.by_account) as by, b.undone_at as "undoneAt",
       coalesce(u.shown_as, b.undone_by) as "undoneBy", b.undone_why as "undoneWhy",
       (select max(later_until) from bulk_item i where i.kec_id = b.kec_id and i.bulk_id = b.id) as until
     from bulk_act b left join account a on a.name = b.by_account left join account u on u.name = b.undone_by
     where b.kec_id = $1 order by b.at desc, b.id desc limit 50`,
    [kec],
  )
  return rows
}

export type Undone = { done: true } | { missing: true } | { refused: { number: string; problems: EvidenceProblem[] } }

/** Takes an act back: each fact that it wrote is void, nobody is put off any more. A fact that somebody voided before stays void. */
export async function undoAct(
  database: Database,
  secrets: Secrets,
  scope: Scope,
  asked: { id: string; kec: Kec; why: string; by: { account: string; at: Date } },
): Promise<Undone> {
  return wholly(database, { ...scope, kec: asked.kec }, async (db, at): Promise<{ done: true } | { missing: true }> => {
    await db.client.query('select pg_advisory_xact_lock(hashtext($1))', [`bulk ${asked.id}`])
    const { rows } = await db.client.query('select undone_at from bulk_act where kec_id = $1 and id = $2', [asked.kec, asked.id])
    if (!rows[0]) return { missing: true }
    if (rows[0].undone_at) return { done: true }
    const items = await db.client.query(
      `select e.number, i.fact_id as fact from bulk_item i join enrolment e on e.kec_id = i.kec_id and e.id = i.enrolment_id
       where i.kec_id = $1 and i.bulk_id = $2 and i.fact_id is not null and not exists (
         select from journal_event v where v.kec_id = i.kec_id and v.enrolment_id = i.enrolment_id and v.voids = i.fact_id)
       order by e.number`,
      [asked.kec, asked.id],
    )
    for (const { number, fact } of items.rows) {
      at(number)
      const taken = await record(db, secrets, { actor: asked.by.account, way: 'counter', now: asked.by.at }, { number }, [
        { id: uuidv7(asked.by.at.getTime()), voids: fact, reason: asked.why },
      ])
      if ('problems' in taken) throw new Refused(number, taken.problems)
    }
    await db.client.query('update bulk_act set undone_at = $3, undone_by = $4, undone_why = $5 where kec_id = $1 and id = $2', [
      asked.kec,
      asked.id,
      asked.by.at,
      asked.by.account,
      asked.why,
    ])
    return { done: true }
  })
}
