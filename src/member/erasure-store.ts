// Erasing a person on their request: what goes and what stays, in numbers; and the one act, which the database carries out whole
// (db/migrations/0018_erasure.sql).
import type { Database, Db, Scope } from '../kit/database.ts'
import { messagesTo } from '../kit/sending/index.ts'
import { phoneMark } from '../people/index.ts'
import type { MemberRequest } from './store.ts'

export type Weighed = {
  /** Facts in the journal, which stay without their sealed fields. */
  facts: number
  details: number
  corrections: number
  /** Who looked: stays. */
  readings: number
  phones: string[]
  messages: string[]
}

/** What an erasure would touch. Plan: enrolments by lineage, then by (kec_id, enrolment_id). */
export async function weighErasure(db: Db, request: MemberRequest): Promise<Weighed> {
  const { rows } = await db.client.query(
    `with own as (
       select e.kec_id, e.id, e.person_id from enrolment here
       join enrolment e on (e.tied and here.tied and e.lineage = here.lineage) or (e.kec_id = here.kec_id and e.id = here.id)
       where here.kec_id = $1 and here.id = $2)
     select
       (select count(*)::integer from own o join journal_event j on j.kec_id = o.kec_id and j.enrolment_id = o.id) as facts,
       (select count(*)::integer from own o join fact_detail d on d.kec_id = o.kec_id and d.enrolment_id = o.id) as details,
       (select count(*)::integer from own o join person_change c on c.kec_id = o.kec_id and c.enrolment_id = o.id) as corrections,
       (select count(*)::integer from own o join read_log r on r.kec_id = o.kec_id and r.enrolment_id = o.id) as readings,
       (select coalesce(array_agg(distinct p.phone), '{}') from own o join person p on p.kec_id = o.kec_id and p.id = o.person_id
        where p.phone is not null) as phones`,
    [request.kec, request.enrolment],
  )
  return { ...rows[0], messages: await messagesTo(db, db.secrets, rows[0].phones) }
}

/** Erases and answers, in one transaction; false when somebody answered first. */
export const erase = (
  database: Database,
  scope: Scope,
  request: MemberRequest,
  { at, answer, phones, messages }: { at: Date; answer: string; phones: readonly string[]; messages: readonly string[] },
): Promise<boolean> =>
  database.within('job', scope, async (db) => {
    const { rows } = await db.client.query('select erase_person($1, $2, $3, $4, $5, $6, $7) as emptied', [
      request.kec,
      request.id,
      at,
      db.secrets.seal(answer, request.id),
      messages,
      phones,
      phones.map((phone) => phoneMark(db.secrets, phone)),
    ])
    return rows[0].emptied !== null
  })
