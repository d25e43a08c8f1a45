// The programme's members as they are compared with each other.
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { Described } from './described.ts'

/** Read in pieces, so that a server that reads them goes on answering between two. */
const PIECE = 2_000

/**
 * Everybody who is a member, once each, by public number: who moved is told by where they are now, who was merged by the one who remains.
 * Erased persons have nothing left to compare; who asked that their data be kept and not used is not compared. In a transaction of the
 * programme's own work (role `system`); plan: one pass over locator, enrolment, person.
 */
export async function* describedMembers(db: Db, secrets: Secrets): AsyncGenerator<Described[]> {
  await db.client.query(
    `declare members no scroll cursor for
     select distinct on (e.lineage) e.number, p.id, p.nik, p.name, p.birth_date, p.sex, p.phone, e.kel_id
     from enrolment_locator l
     join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id
     join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where p.nik is not null and not e.taken_back
       and not exists (select from restriction x where x.kec_id = e.kec_id and x.enrolment_id = e.id and x.lifted_at is null)
     order by e.lineage, e.opened_on desc, e.number`,
  )
  for (;;) {
    const { rows } = await db.client.query(`fetch ${PIECE} from members`)
    if (!rows.length) break
    yield rows.map((r) => ({
      ref: r.number,
      name: r.name,
      nik: secrets.open(r.nik, r.id),
      birth: r.birth_date,
      sex: r.sex,
      phone: r.phone,
      place: r.kel_id === null ? null : String(r.kel_id),
    }))
  }
  await db.client.query('close members')
}
