// What members are told about their classes, by the phone they agreed to: a seat that came free, a reminder, a change, an invitation.

import { jakartaDay, showDay, showTime } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Secrets } from '../kit/secrets.ts'
import { newsTemplate, sendTo } from '../kit/sending/index.ts'
import type { Kec } from '../places/index.ts'
import type { Seated } from './booking.ts'
import { classOf } from './classes.ts'
import { held, nextSession } from './rules.ts'

export type Told = 'seat' | 'reminder' | 'moved' | 'cancelled' | 'invitation' | 'released'

const WORDS: Record<Told, (about: { title: string; when: string; place: string; why: string }) => string> = {
  seat: ({ title, when, place }) =>
    `OK OCE: ada kursi untuk Anda di kelas ${title}, ${when}, ${place}. Tidak bisa datang? Batalkan di halaman Kelas.`,
  reminder: ({ title, when, place }) =>
    `OK OCE: kelas ${title} ${when}, ${place}. Tunjukkan kode di halaman Kelas, atau sebut nomor anggota.`,
  moved: ({ title, when, place }) =>
    `OK OCE: jadwal kelas ${title} berubah. Sekarang ${when}, ${place}. Tidak bisa? Ganti kelas di halaman Kelas.`,
  cancelled: ({ title, why }) =>
    `OK OCE: kelas ${title} tidak jadi diadakan (${why}). Pilih kelas lain di halaman Kelas; nomor Anda tetap.`,
  invitation: ({ title, when, place }) =>
    `OK OCE: ada kelas ${title} untuk Anda, ${when}, ${place}. Ambil kursi di halaman Kelas, atau balas lewat petugas kecamatan.`,
  released: ({ title }) =>
    `OK OCE: kursi Anda di kelas ${title} kami berikan kepada yang menunggu karena dua pertemuan terlewat. Pilih kelas lain kapan saja di halaman Kelas.`,
}

/**
 * Writes a message in the caller's transaction to whoever agreed to be written to and has a phone; answers false where nobody can be:
 * then an officer rings or tells. The transaction's scope holds the member. Members read Indonesian: so do their messages.
 */
export async function tell(
  db: Db,
  secrets: Secrets,
  {
    kec,
    class: of,
    member,
    what,
    at,
    why = '',
    until,
  }: { kec: Kec; class: string; member: Pick<Seated, 'kec' | 'enrolment'>; what: Told; at: Date; why?: string; until?: Date },
): Promise<boolean> {
  const found = await db.client.query('select phone_to_tell($1, $2) as phone', [member.kec, member.enrolment])
  const { phone } = found.rows[0]
  if (!phone) return false
  const c = await classOf(db, kec, of)
  if (!c) return false
  const session = nextSession(c, at) ?? held(c)[0] ?? c.sessions[0]!
  const text = WORDS[what]({
    title: c.title.id,
    when: `${showDay(jakartaDay(session.starts))} pukul ${showTime(session.starts)}`,
    place: c.venueName,
    why,
  })
  // The queue sends by the server's clock; a demonstration's clock is elsewhere.
  const wall = new Date()
  await sendTo(db, secrets, { phone, text, template: newsTemplate(text), purpose: `class-${what}`, wall, until })
  return true
}

/** Asks a member to come to a class, once: whoever asks again, also at the same moment, asks nothing. */
export async function invite(
  db: Db,
  secrets: Secrets,
  { kec, class: of, member, by, at }: { kec: Kec; class: string; member: Seated; by: string; at: Date },
): Promise<void> {
  const done = await db.client.query(
    `insert into invitation (kec_id, id, enrolment_id, number, class_kec, class_id, way, at, by_account) values ($1, $2, $3, $4, $5, $6, 'call', $7, $8)
     on conflict (kec_id, enrolment_id, class_id) do nothing returning id`,
    [member.kec, uuidv7(at.getTime()), member.enrolment, member.number, kec, of, at, by],
  )
  if (done.rows[0] && (await tell(db, secrets, { kec, class: of, member, what: 'invitation', at })))
    await db.client.query("update invitation set way = 'message' where kec_id = $1 and id = $2", [member.kec, done.rows[0].id])
}

/** A session so near is reminded of: the evening before and the morning of it. */
const REMIND_MS = 36 * 3_600_000
const REMIND_AT_ONCE = 500

/** Reminds who sits in a session of the next day and a half and was not reminded of this class yet. Answers how many messages were written, and how many have no phone. */
export async function remindOfClasses(db: Db, secrets: Secrets, now: Date): Promise<{ told: number; silent: number }> {
  const { rows } = await db.client.query(
    `select b.kec_id as kec, b.id, b.class_id as class, b.enrolment_kec as "memberKec", b.enrolment_id as enrolment, s.begins
     from booking b join class c on c.kec_id = b.kec_id and c.id = b.class_id and c.cancelled_at is null
     join lateral (select min(lower(during)) as begins from class_session
       where kec_id = b.kec_id and class_id = b.class_id and not cancelled and lower(during) > $1 and lower(during) <= $2) s on s.begins is not null
     where c.last_on >= ($1 at time zone 'Asia/Jakarta')::date and b.state = 'seated'
       and (b.reminded_at is null or b.reminded_at < s.begins - interval '40 hours')
     order by s.begins, b.place limit $3 for update of b skip locked`,
    [now, new Date(now.getTime() + REMIND_MS), REMIND_AT_ONCE],
  )
  const count = { told: 0, silent: 0 }
  for (const r of rows) {
    const done = await tell(db, secrets, {
      kec: r.kec,
      class: r.class,
      member: { kec: r.memberKec, enrolment: r.enrolment },
      what: 'reminder',
      at: now,
    })
    count[done ? 'told' : 'silent']++
    await db.client.query('update booking set reminded_at = $3 where kec_id = $1 and id = $2', [r.kec, r.id, now])
  }
  return count
}
