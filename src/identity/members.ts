// The programme's members as they are compared with each other.
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { Described } from './described.ts'

/**
 * Everybody who is a member, once each, by public number: who moved is told by where they are now, who was merged by the one who remains.
 * Erased persons have nothing left to compare. For the programme's own work (role `system`); plan: one pass over locator, enrolment, person.
 */
export async function describedMembers(db: Db, secrets: Secrets): Promise<Described[]> {
  const { rows } = await db.client.query(
    `select distinct on (e.lineage) e.number, p.id, p.nik, p.name, p.birth_date, p.sex, p.phone, e.kel_id
     from enrolment_locator l
     join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id
     join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where p.nik is not null order by e.lineage, e.opened_on desc, e.number`,
  )
  return rows.map((r) => ({
    ref: r.number,
    name: r.name,
    nik: secrets.open(r.nik, r.id),
    birth: r.birth_date,
    sex: r.sex,
    phone: r.phone,
    place: r.kel_id === null ? null : String(r.kel_id),
  }))
}
