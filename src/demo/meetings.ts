// How the demonstration's five weeks were approved, what its meetings decided, and which targets were set. All of it made up.
import { addDays, daysOf, type Week, weekAfter } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { kecamatan, kecCode } from '../places/index.ts'
import { type Cut, saveAnswer, saveDecision, saveDecisionEvent, saveTargets } from '../weekly/index.ts'
import { demoAccounts } from './accounts.ts'
import { chance } from './chance.ts'
import { hour } from './plan.ts'
import { officerName } from './story.ts'

const OFFICE = { name: 'kantor', shownAs: demoAccounts[0]!.shownAs }
const officer = (kec: number, name: string) => ({
  name: officerName(kec),
  shownAs: demoAccounts.find((a) => a.kec === kec)?.shownAs ?? `Petugas ${name}`,
})

/** Objections of the past, each answered before its week was cut. */
const OBJECTIONS: readonly { week: Week; kec: number; note: string; reply: string; end: 'approved' | 'accepted' }[] = [
  {
    week: '2018-W01',
    kec: 317204,
    note: 'Delapan kehadiran kelas 4 Januari tercatat dua kali di lembar kami.',
    reply: 'Sudah diperiksa: satu lembar dikirim dua kali dan hanya dihitung sekali. Angkanya benar.',
    end: 'approved',
  },
  {
    week: '2018-W03',
    kec: 310101,
    note: 'Kapal Sabtu tidak jalan, jadi daftar hadir pulau baru bisa dikirim pekan depan.',
    reply: 'Diterima. Yang datang pekan depan menjadi ralat dengan alasannya.',
    end: 'accepted',
  },
]

/** Before a week is cut: between Sunday afternoon and Monday morning most kecamatan approve. */
export async function approveWeek(db: Db, week: Week, seed: string): Promise<void> {
  const sunday = daysOf(week).to
  for (const { code, name } of kecamatan()) {
    const random = chance(seed, 'approval', week, code)
    const by = officer(code, name)
    const objection = OBJECTIONS.find((o) => o.week === week && o.kec === code)
    if (objection) {
      await saveAnswer(db, { kec: code, week, kind: 'objected', note: objection.note, by, at: hour(sunday, 17.5) })
      const accepted = objection.end === 'accepted'
      const kind = accepted ? 'accepted' : 'answered'
      await saveAnswer(db, { kec: code, week, kind, note: objection.reply, by: OFFICE, at: hour(sunday, 20.25) })
      if (!accepted)
        await saveAnswer(db, { kec: code, week, kind: 'approved', note: null, by, at: hour(addDays(sunday, 1), 7.1) })
    } else if (random.is(0.95)) {
      const at = random.is(0.7) ? hour(sunday, 15 + 6 * random.next()) : hour(addDays(sunday, 1), 6.5 + 1.4 * random.next())
      await saveAnswer(db, { kec: code, week, kind: 'approved', note: null, by, at })
    }
  }
}

const cellOf = (cut: Cut, kec: number, step: string) =>
  cut.published.cells.find((c) => c.kec === kecCode(kec) && c.step === step && c.count === 'reached')!.now

/** After a week is cut, on the same Monday: targets for the next week from the newest figures, and what the meeting decided. */
export async function holdMeeting(db: Db, cut: Cut): Promise<void> {
  const { week } = cut
  const monday = addDays(daysOf(week).to, 1)
  const next = weekAfter(week)
  if (next >= '2018-W03')
    await saveTargets(
      db,
      kecamatan().map(({ code }) => ({
        kec: code,
        week: next,
        step: 2,
        count: 'reached',
        target: cellOf(cut, code, 'P2') + 3 + Math.round(cellOf(cut, code, 'P2') * 0.12),
      })),
      OFFICE.name,
      hour(monday, 8.5),
    )
  if (week !== '2018-W02') return
  const at = hour(monday, 10)
  const decide = (d: {
    what: string
    who: string
    due: string
    step: 1 | 2 | 4
    place: number | null
    base: number
    more: number
    kota: number | null
  }) =>
    saveDecision(db, {
      week,
      kota: d.kota,
      what: d.what,
      who: d.who,
      due: d.due,
      step: d.step,
      count: 'reached',
      place: d.place,
      base: d.base,
      aim: d.base + d.more,
      by: OFFICE,
      at,
    })
  const evening = await decide({
    what: 'Buka dua kelas sore untuk yang bekerja sampai malam',
    who: 'Suku Dinas UMKM Jakarta Barat',
    due: '2018-01-20',
    step: 2,
    place: 317301,
    base: cellOf(cut, 317301, 'P2'),
    more: 12,
    kota: null,
  })
  await saveDecisionEvent(db, {
    decision: evening,
    kind: 'done',
    note: 'Dua kelas sore berjalan sejak 16 Januari di kantor kecamatan.',
    by: OFFICE,
    at: hour('2018-01-19', 16),
  })
  const checks = await decide({
    what: 'Selesaikan pemeriksaan KTP yang tertunda',
    who: 'Camat Pasar Minggu',
    due: '2018-01-19',
    step: 1,
    place: 317404,
    base: cellOf(cut, 317404, 'P1'),
    more: 40,
    kota: 3174,
  })
  await saveDecisionEvent(db, {
    decision: checks,
    kind: 'not-done',
    note: 'Petugas tambahan baru datang 22 Januari. Sebagian selesai, sisanya pekan ini.',
    by: OFFICE,
    at: hour('2018-01-20', 11),
  })
  await decide({
    what: 'Tempatkan petugas izin di loket kecamatan setiap Rabu',
    who: 'Dinas PMPTSP',
    due: '2018-01-31',
    step: 4,
    place: null,
    base: cut.published.totals.find((t) => t.step === 'P4' && t.count === 'reached')!.now,
    more: 30,
    kota: null,
  })
}
