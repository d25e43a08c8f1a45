// Classes as work: what is waited for and planned, one class with its door, who to ask, homework to read, and what is taught.
import { Hono } from 'hono'
import { type EvidenceProblem, evidenceWords } from '../journal/index.ts'
import { dateOf, jakartaDay, showDate, showTime } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { textOf } from '../kit/http.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { type Lang, say } from '../kit/problem.ts'
import { showNumber } from '../kit/show.ts'
import {
  asAccount,
  ChooseKec,
  type Ctx,
  type Env,
  findMembers,
  kecOf,
  konsolFrame,
  type MemberKey,
  nameKey,
  type Policies,
  readNumber,
  scopeOf,
} from '../people/index.ts'
import { holidays, type Kec, kecamatan, nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, NotFoundPage, type Said, SelectField, SubField, Table } from '../ui/index.ts'
import {
  checkIn,
  decideHomework,
  feedbackOn,
  homeworkWaiting,
  photoOf,
  readTicket,
  releaseMissed,
  type Sitting,
  sittingIn,
  undoCheckIn,
} from './attending.ts'
import { askSeat, onSeats } from './booking.ts'
import {
  addTrainer,
  addVenue,
  type Catalogue,
  catalogue,
  classByCode,
  classesOf,
  lackingModules,
  type Trainer,
  trainers,
  type Venue,
  venuesOf,
  wantedFor,
  whatCameOf,
  writeCourse,
  writeModule,
} from './classes.ts'
import { type TrainingProblem, texts, trainingWords } from './messages.ts'
import { cancelClass, changeSeats, clashingIn, isTaken, moveSession, planClass } from './planning.ts'
import {
  type ClassRow,
  freeSeats,
  held,
  LANGUAGES,
  minutesOf,
  nextSession,
  planOf,
  REACHES,
  SESSIONS_MOST,
  type Way,
} from './rules.ts'
import { invite } from './telling.ts'
import { Waited } from './waited.tsx'

const DESK = ['officer', 'office'] as const
const HERE = '/konsol/kelas'

export const policies: Policies = {
  'GET /konsol/kelas': DESK,
  'GET /konsol/kelas/baru': DESK,
  'POST /konsol/kelas/baru': DESK,
  'POST /konsol/kelas/tempat': DESK,
  'POST /konsol/kelas/pengajar': DESK,
  'GET /konsol/kelas/:code': DESK,
  'POST /konsol/kelas/:code/cari': DESK,
  'POST /konsol/kelas/:code/hadir': DESK,
  'POST /konsol/kelas/:code/batal-hadir': DESK,
  'POST /konsol/kelas/:code/undang': DESK,
  'POST /konsol/kelas/:code/pindah': DESK,
  'POST /konsol/kelas/:code/kursi': DESK,
  'POST /konsol/kelas/:code/lepas': DESK,
  'POST /konsol/kelas/:code/tutup': DESK,
  'GET /hadir/:ticket': DESK,
  'GET /konsol/tugas': DESK,
  'POST /konsol/tugas/:id': DESK,
  'GET /konsol/tugas/:id/foto': DESK,
  'GET /konsol/kurikulum': ['office'],
  'POST /konsol/kurikulum': ['office'],
}

type Problem = TrainingProblem | EvidenceProblem
const words = (p: Problem, lang: Lang) =>
  Object.hasOwn(trainingWords, p.code)
    ? say(trainingWords, p as TrainingProblem, lang)
    : say(evidenceWords, p as EvidenceProblem, lang)
const saidOf =
  (lang: Lang) =>
  (p: Problem): Said => ({ field: p.field ?? 'isi', text: words(p, lang) })
const fields = (form: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.slice(0, 2000)]] : [])),
  )
const many = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .map((v) => textOf(v).slice(0, 60))
    .filter(Boolean)
const withKec = (c: Ctx, kec: Kec, path: string) =>
  c.var.account!.kec === null ? `${path}${path.includes('?') ? '&' : '?'}kec=${kec}` : path

/** The class of this address, in the account's scope: another kecamatan's is as if it were not there. */
async function classHere(c: Ctx): Promise<ClassRow | null> {
  const own = c.var.account!.kec
  const found = await asAccount(c, (db) => classByCode(db, c.req.param('code') ?? ''))
  return found && (own === null || own === found.kec) ? found : null
}

export const routes = new Hono<Env>()
  .get(HERE, async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await list(c, kec)) : c.html(<ChooseKec c={c} to={HERE} />)
  })

  .get('/konsol/kelas/baru', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await planning(c, kec, {})) : c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />)
  })
  .post('/konsol/kelas/baru', async (c) => {
    const typed = fields(await c.req.parseBody())
    const kec = kecOf(c, typed.kec)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />, 422)
    const { today, now, lang, account } = c.var
    const given = await asAccount(c, (db) => choices(db, kec))
    const checked = planOf(typed, {
      today,
      courses: given.taught.courses,
      venues: new Map(given.venues.map((v) => [v.id, v])),
      trainers: new Set(given.trainers.map((t) => t.code)),
      holidays,
    })
    const refuse = async (problems: readonly TrainingProblem[], status: 409 | 422) => {
      c.set('code', problems[0]!.code)
      return c.html(await planning(c, kec, typed, problems.map(saidOf(lang))), status)
    }
    if ('problems' in checked) return refuse(checked.problems, 422)
    // A warning is shown once; saved again as it is, the plan stands.
    const seen = checked.warnings.map((x) => `${x.code}:${x.field}`).join(' ')
    if (seen && typed.lihat !== seen) {
      c.set('code', checked.warnings[0]!.code)
      return c.html(await planning(c, kec, { ...typed, lihat: seen }, [], checked.warnings.map(saidOf(lang))), 422)
    }
    try {
      const made = await asAccount(c, (db) =>
        planClass(db, {
          id: isUuid(typed.id ?? '') ? typed.id! : uuidv7(),
          kec,
          plan: checked.value,
          by: account!.name,
          at: now,
        }),
      )
      return 'problems' in made ? refuse(made.problems, 409) : c.redirect(`/konsol/kelas/${made.code}?oke=simpan`, 303)
    } catch (error) {
      if (!isTaken(error)) throw error
      return refuse([{ code: 'plan.at-once', field: 'hari1', data: null }], 409)
    }
  })
  .post('/konsol/kelas/tempat', async (c) => {
    const typed = fields(await c.req.parseBody())
    const kec = kecOf(c, typed.kec)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />, 422)
    const [name, address, seats] = [typed.nama?.trim().slice(0, 100), typed.alamat?.trim().slice(0, 200), Number(typed.muat)]
    const problems: TrainingProblem[] = []
    if (!name || !address) problems.push({ code: 'venue.name', field: 'nama', data: null })
    if (!Number.isInteger(seats) || seats < 1 || seats > 2000) problems.push({ code: 'venue.seats', field: 'muat', data: null })
    if (problems.length) {
      c.set('code', problems[0]!.code)
      return c.html(await planning(c, kec, typed, problems.map(saidOf(c.var.lang))), 422)
    }
    const id = isUuid(typed.id ?? '') ? typed.id! : uuidv7()
    await asAccount(c, (db) => addVenue(db, kec, { id, name: name!, address: address!, seats }))
    return c.redirect(withKec(c, kec, `/konsol/kelas/baru?tempat=${id}`), 303)
  })
  .post('/konsol/kelas/pengajar', async (c) => {
    const typed = fields(await c.req.parseBody())
    const kec = kecOf(c, typed.kec)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/kelas/baru" />, 422)
    const name = typed.pengajar_baru?.trim().slice(0, 80) ?? ''
    const stem = nameKey(name)
      .replace(/[^a-z]+/g, '.')
      .replace(/^\.+|\.+$/g, '')
      .slice(0, 30)
    if (!stem || stem.length < 2) {
      c.set('code', 'trainer.name')
      return c.html(
        await planning(c, kec, typed, [saidOf(c.var.lang)({ code: 'trainer.name', field: 'pengajar_baru', data: null })]),
        422,
      )
    }
    // Two of one name are two people: the code says when each was added.
    const id = isUuid(typed.id ?? '') ? typed.id! : uuidv7()
    const code = `${stem}.${id.replaceAll('-', '').slice(-6)}`
    await asAccount(c, (db) => addTrainer(db, { code, name }))
    return c.redirect(withKec(c, kec, `/konsol/kelas/baru?pengajar=${code}`), 303)
  })

  .get('/konsol/kelas/:code', async (c) => {
    const of = await classHere(c)
    return of ? c.html(await one(c, of, { nr: Number(c.req.query('pertemuan')) || null })) : c.notFound()
  })

  .post('/konsol/kelas/:code/cari', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody()
    const sought = textOf(form.cari).trim().slice(0, 60)
    const nr = Number(textOf(form.pertemuan)) || null
    if (!sought) {
      c.set('code', 'door.blank')
      return c.html(await one(c, of, { nr, problems: [{ code: 'door.blank', field: 'cari_hadir', data: null }] }), 422)
    }
    const key = keyIn(sought)
    if (!key) return c.html(await one(c, of, { nr, sought }))
    // A whole number or NIK names one person: that is the check-in.
    return door(c, of, { nr, who: key, way: 'nik' in key ? 'nik' : 'number' })
  })

  .post('/konsol/kelas/:code/hadir', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody()
    const nr = Number(textOf(form.pertemuan)) || null
    const ticket = textOf(form.tiket)
    const booking = ticket ? readTicket(c.var.secrets, ticket) : null
    if (ticket && !booking) return refuse(c, of, nr, { code: 'ticket.unknown', data: null }, 409)
    const way: Way = booking ? 'qr' : textOf(form.cara) === 'list' ? 'list' : 'number'
    return door(c, of, { nr, who: booking ? { booking } : { number: textOf(form.nomor).toUpperCase().slice(0, 20) }, way })
  })

  .post('/konsol/kelas/:code/batal-hadir', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody()
    const nr = Number(textOf(form.pertemuan)) || 0
    const why = textOf(form.alasan).trim().slice(0, 500)
    const number = textOf(form.nomor).toUpperCase().slice(0, 20)
    if (!why) return refuse(c, of, nr, { code: 'undo.why', field: `alasan-${number}`, data: null }, 422)
    const { account, now, database, secrets } = c.var
    const answer = await undoCheckIn(database, secrets, scopeOf(account!), {
      kec: of.kec,
      class: of.id,
      nr,
      number,
      why,
      by: account!.name,
      now,
    })
    return 'problem' in answer
      ? refuse(c, of, nr, answer.problem, 409)
      : c.redirect(`/konsol/kelas/${of.code}?pertemuan=${nr}#hadir`, 303)
  })

  // Ticked or written: invited by a message, or given a seat.
  .post('/konsol/kelas/:code/undang', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const form = await c.req.parseBody({ all: true })
    const { account, secrets, database, now } = c.var
    const numbers = [...many(form.anggota), ...textOf(many(form.nomor)[0] ?? '').split(/[\s,;]+/)]
      .map((n) => n.toUpperCase())
      .filter(Boolean)
    const unique = [...new Set(numbers)].slice(0, 200)
    if (!unique.length) return refuse(c, of, null, { code: 'group.none', field: 'nomor', data: null }, 422)
    const found = await database.within('job', { ...scopeOf(account!), kec: of.kec }, async (db) =>
      findMembers(
        db,
        secrets,
        unique.map((number): MemberKey => ({ number })),
      ),
    )
    const members = found.flatMap((m) => (m && m !== 'ambiguous' ? [{ kec: m.kec, enrolment: m.id, number: m.number }] : []))
    if (!members.length) return refuse(c, of, null, { code: 'door.unknown', field: 'nomor', data: null }, 422)
    if (textOf(many(form.aksi)[0] ?? '') === 'kursi') {
      const by = { by: account!.name, at: now, officer: true }
      await Promise.all(members.map((member) => askSeat(database, { id: uuidv7(), kec: of.kec, class: of.id, member, ...by })))
      return c.redirect(`/konsol/kelas/${of.code}?oke=kursi#undang`, 303)
    }
    await database.within('job', { ...scopeOf(account!), kec: of.kec }, async (db) => {
      for (const member of members) await invite(db, secrets, { kec: of.kec, class: of.id, member, by: account!.name, at: now })
    })
    return c.redirect(`/konsol/kelas/${of.code}?oke=undang#undang`, 303)
  })

  .post('/konsol/kelas/:code/pindah', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const typed = fields(await c.req.parseBody())
    const nr = Number(typed.pertemuan) || 0
    const on = dateOf(typed.hari1 ?? '', typed.bulan1 ?? '', typed.tahun1 ?? '')
    if (!on) return refuse(c, of, nr, { code: 'plan.day', field: 'hari1', data: { nr } }, 422)
    const [from, to] = [minutesOf(typed.mulai1 ?? ''), minutesOf(typed.selesai1 ?? '')]
    if (from === null || to === null) return refuse(c, of, nr, { code: 'plan.time', field: 'mulai1', data: { nr } }, 422)
    if (to - from < 30 || to - from > 600) return refuse(c, of, nr, { code: 'plan.length', field: 'mulai1', data: { nr } }, 422)
    try {
      const moved = await onSeats(c.var.database, of.kec, async (db) => {
        await widenToSitting(db, of)
        return moveSession(db, c.var.secrets, { kec: of.kec, class: of.id, nr, on, from, to, at: c.var.now })
      })
      if ('problems' in moved) return refuse(c, of, nr, moved.problems[0]!, 409)
      return c.redirect(`/konsol/kelas/${of.code}?oke=pindah`, 303)
    } catch (error) {
      if (!isTaken(error)) throw error
      return refuse(c, of, nr, { code: 'plan.at-once', field: 'hari1', data: null }, 409)
    }
  })
  .post('/konsol/kelas/:code/kursi', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const capacity = Number(textOf((await c.req.parseBody()).kursi))
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > 2000)
      return refuse(c, of, null, { code: 'plan.capacity', field: 'kursi', data: null }, 422)
    const done = await onSeats(c.var.database, of.kec, (db) =>
      changeSeats(db, c.var.secrets, { kec: of.kec, class: of.id, capacity, at: c.var.now }),
    )
    return 'problems' in done
      ? refuse(c, of, null, done.problems[0]!, 409)
      : c.redirect(`/konsol/kelas/${of.code}?oke=simpan`, 303)
  })
  .post('/konsol/kelas/:code/lepas', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    await onSeats(c.var.database, of.kec, async (db) => {
      await widenToSitting(db, of)
      return releaseMissed(db, c.var.secrets, of, c.var.account!.name, c.var.now)
    })
    return c.redirect(`/konsol/kelas/${of.code}?oke=lepas`, 303)
  })
  .post('/konsol/kelas/:code/tutup', async (c) => {
    const of = await classHere(c)
    if (!of) return c.notFound()
    const why = textOf((await c.req.parseBody()).alasan)
      .trim()
      .slice(0, 200)
    if (!why) return refuse(c, of, null, { code: 'cancel.why', field: 'alasan', data: null }, 422)
    const done = await onSeats(c.var.database, of.kec, async (db) => {
      await widenToSitting(db, of)
      return cancelClass(db, c.var.secrets, { kec: of.kec, class: of.id, why, by: c.var.account!.name, at: c.var.now })
    })
    return 'problems' in done
      ? refuse(c, of, null, done.problems[0]!, 409)
      : c.redirect(`/konsol/kelas/${of.code}?oke=simpan`, 303)
  })

  // What a camera opens at the door. Reading it changes nothing: the button does.
  .get('/hadir/:ticket', async (c) => {
    const booking = readTicket(c.var.secrets, c.req.param('ticket'))
    const row = booking
      ? (
          await asAccount(c, (db) =>
            db.client.query(
              'select b.number, b.state, k.code from booking b join class_code k on k.kec_id = b.kec_id and k.class_id = b.class_id where b.kec_id = any($2) and b.id = $1',
              [booking, c.var.account!.kec === null ? kecamatan().map((k) => k.code) : [c.var.account!.kec]],
            ),
          )
        ).rows[0]
      : null
    if (!row) {
      c.set('code', 'ticket.unknown')
      return c.html(
        <Konsol {...konsolFrame(c, HERE)} title={texts[c.var.lang].door} errorTitle>
          <p class="note note--bad" role="alert">
            {words({ code: 'ticket.unknown', data: null }, c.var.lang)}
          </p>
        </Konsol>,
        404,
      )
    }
    const of = await asAccount(c, (db) => classByCode(db, row.code))
    if (!of || (c.var.account!.kec !== null && c.var.account!.kec !== of.kec))
      return c.html(<NotFoundPage lang={c.var.lang} at={c.var.now} demo={c.var.synthetic} />, 404)
    const ended =
      row.state === 'seated' || row.state === 'waiting' ? [] : [{ code: 'ticket.ended', data: { state: row.state } } as const]
    return c.html(
      await one(c, of, { nr: null, ticket: { code: c.req.param('ticket'), number: row.number }, problems: ended }),
      ended.length ? 409 : 200,
    )
  })

  .get('/konsol/tugas', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    return kec ? c.html(await homeworkPage(c, kec)) : c.html(<ChooseKec c={c} to="/konsol/tugas" />)
  })
  .post('/konsol/tugas/:id', async (c) => {
    const form = await c.req.parseBody()
    const kec = kecOf(c, textOf(form.kec))
    const id = c.req.param('id')
    if (!kec || !isUuid(id)) return c.notFound()
    const { database, secrets, account, now } = c.var
    const accept = textOf(form.putusan) === 'terima'
    const answer = textOf(form.jawaban).trim().slice(0, 1000)
    const refused = async (p: Problem, status: 409 | 422) => {
      c.set('code', p.code)
      return c.html(await homeworkPage(c, kec, { id, problem: p }), status)
    }
    if (!accept && !answer) return refused({ code: 'homework.answer', field: `jawaban-${id}`, data: null }, 422)
    const done = await decideHomework(database, secrets, scopeOf(account!), { kec, id, accept, answer, by: account!.name, now })
    return 'problem' in done ? refused(done.problem, 409) : c.redirect(withKec(c, kec, '/konsol/tugas?oke=simpan'), 303)
  })
  .get('/konsol/tugas/:id/foto', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    const id = c.req.param('id')
    const photo = kec && isUuid(id) ? await asAccount(c, (db) => photoOf(db, kec, id)) : null
    if (!photo) return c.notFound()
    return c.body(new Uint8Array(photo.bytes), 200, {
      'Content-Type': photo.type,
      'Content-Disposition': `attachment; filename="tugas.${photo.type.slice(6)}"`,
      'Cache-Control': 'no-store',
    })
  })

  .get('/konsol/kurikulum', async (c) => c.html(await curriculum(c, {})))
  .post('/konsol/kurikulum', async (c) => {
    const typed = fields(await c.req.parseBody())
    const t = (name: string, most = 300) => (typed[name] ?? '').trim().slice(0, most)
    const problems: TrainingProblem[] = []
    if (!/^[a-z0-9][a-z0-9-]{1,39}$/.test(t('kode'))) problems.push({ code: 'module.code', field: 'kode', data: null })
    if (!t('judul') || !t('judul_en') || !t('isi') || !t('isi_en'))
      problems.push({ code: 'module.title', field: 'judul', data: null })
    if (problems.length) {
      c.set('code', problems[0]!.code)
      return c.html(await curriculum(c, typed, problems.map(saidOf(c.var.lang))), 422)
    }
    await asAccount(c, async (db) => {
      await writeModule(db, {
        code: t('kode'),
        title: t('judul'),
        titleEn: t('judul_en'),
        about: t('isi'),
        aboutEn: t('isi_en'),
        homework: t('tugas') || null,
        homeworkEn: t('tugas_en') || t('tugas') || null,
      })
      // Every module can be held by itself, as a class of one session.
      await writeCourse(db, { code: t('kode'), title: t('judul'), titleEn: t('judul_en'), modules: [t('kode')] })
    })
    return c.redirect('/konsol/kurikulum?oke=simpan', 303)
  })

/** A whole NIK or number names one person; anything else is looked for among those who are expected. */
function keyIn(sought: string): MemberKey | null {
  const digits = sought.replace(/[\s.'-]/g, '')
  if (/^\d{16}$/.test(digits)) return { nik: digits }
  const number = readNumber(sought)
  return number ? { number } : null
}

async function widenToSitting(db: Db, of: ClassRow): Promise<void> {
  await db.client.query(
    `select set_config('app.also', coalesce(string_agg(distinct enrolment_kec::text, ','), ''), true) from booking where kec_id = $1 and class_id = $2 and state in ('seated', 'waiting')`,
    [of.kec, of.id],
  )
}

async function refuse(c: Ctx, of: ClassRow, nr: number | null, problem: Problem, status: 409 | 422) {
  c.set('code', problem.code)
  return c.html(await one(c, of, { nr, problems: [problem] }), status)
}

async function door(
  c: Ctx,
  of: ClassRow,
  { nr, who, way }: { nr: number | null; who: MemberKey | { booking: string }; way: Way },
) {
  const { account, now, database, secrets } = c.var
  const session = sessionAt(of, nr, now)
  const answer = session
    ? await checkIn(database, secrets, scopeOf(account!), {
        kec: of.kec,
        class: of.id,
        nr: session.nr,
        who,
        way,
        by: account!.name,
        at: now,
        now,
      })
    : { problem: { code: 'class.missing', data: null } as TrainingProblem }
  if ('problem' in answer) return refuse(c, of, nr, answer.problem, 409)
  return c.redirect(`/konsol/kelas/${of.code}?pertemuan=${session!.nr}&hadir=${answer.member.number}#hadir`, 303)
}

/** The session asked for; else today's, else the next, else the last one. */
const sessionAt = (of: ClassRow, nr: number | null, now: Date) =>
  of.sessions.find((s) => s.nr === nr) ??
  held(of).find((s) => jakartaDay(s.starts) === jakartaDay(now)) ??
  nextSession(of, now) ??
  held(of).at(-1) ??
  null

// ---- the list

async function list(c: Ctx, kec: Kec) {
  const { lang, today } = c.var
  const w = texts[lang]
  const { all, lacking, taught } = await asAccount(c, async (db) => ({
    all: await classesOf(db, [kec], today),
    lacking: await lackingModules(db, kec, today),
    taught: await catalogue(db),
  }))
  return (
    <Konsol {...konsolFrame(c, HERE)} title={w.classes} subtitle={nameOf(kec)}>
      <p class="row">
        <a class="btn btn--s" href={withKec(c, kec, '/konsol/kelas/baru')}>
          {w.plan}
        </a>
        <a class="link" href={withKec(c, kec, '/konsol/tugas')}>
          {w.homeworkQueue}
        </a>
      </p>
      {all.length === 0 ? (
        <p class="lead mt-4">{w.comingNone}</p>
      ) : (
        <Table
          caption={w.coming}
          tight
          columns={[
            { head: w.course, cell: (k: ClassRow) => <a href={`/konsol/kelas/${k.code}`}>{k.title[lang]}</a> },
            { head: w.code, as: 'tx', cell: (k) => <span class="mono nw">{k.code}</span> },
            {
              head: w.sessionsHead,
              as: 'tx',
              cell: (k) =>
                `${showDate(k.firstOn, lang)}${k.lastOn > k.firstOn ? ` – ${showDate(k.lastOn, lang)}` : ''} (${held(k).length})`,
            },
            { head: w.seatsHead, as: 'num', cell: (k) => (k.cancelledAt ? w.cancelled : `${k.seated} / ${k.capacity}`) },
            { head: w.lineHead, as: 'num', cell: (k) => showNumber(k.waiting) },
          ]}
          rows={all}
        />
      )}
      <section class="mt-6" aria-labelledby="tunggu">
        <Waited lacking={lacking} taught={taught} lang={lang} />
      </section>
    </Konsol>
  )
}

// ---- planning

type Choices = { taught: Catalogue; venues: Venue[]; trainers: Trainer[] }
const choices = async (db: Db, kec: Kec): Promise<Choices> => ({
  taught: await catalogue(db),
  venues: await venuesOf(db, kec),
  trainers: await trainers(db),
})

async function planning(
  c: Ctx,
  kec: Kec,
  typed: Record<string, string>,
  problems: readonly Said[] = [],
  warnings: readonly Said[] = [],
) {
  const { lang, formToken, today } = c.var
  const w = texts[lang]
  const { taught, venues, trainers: all } = await asAccount(c, (db) => choices(db, kec))
  const common = { problems, warnings, lang }
  const shown = Math.max(1, ...Array.from({ length: SESSIONS_MOST }, (_, i) => (typed[`hari${i + 1}`] ? i + 1 : 0)))
  const session = (nr: number) => (
    <fieldset class="mt-3">
      <legend class="lbl">{w.day(nr)}</legend>
      <Remarked said={[...problems, ...warnings]} ids={[`hari${nr}`, `mulai${nr}`]} />
      <div class="row">
        {(['hari', 'bulan', 'tahun', 'mulai', 'selesai'] as const).map((part) => {
          const id = `${part}${nr}`
          const label = {
            hari: lang === 'id' ? 'Hari' : 'Day',
            bulan: lang === 'id' ? 'Bulan' : 'Month',
            tahun: lang === 'id' ? 'Tahun' : 'Year',
            mulai: w.from,
            selesai: w.to,
          }[part]
          return (
            <div>
              <label class="lbl" for={id}>
                {label}
              </label>
              <input
                class={`in in--${part === 'tahun' || part === 'mulai' || part === 'selesai' ? '4' : '2'}`}
                id={id}
                name={id}
                inputmode="decimal"
                autocomplete="off"
                maxlength={5}
                value={typed[id] ?? (part === 'tahun' ? today.slice(0, 4) : '')}
                aria-invalid={problems.some((p) => p.field === id) ? 'true' : undefined}
              />
            </div>
          )
        })}
      </div>
    </fieldset>
  )
  return (
    <Konsol {...konsolFrame(c, HERE)} title={w.plan} subtitle={nameOf(kec)} errorTitle={problems.length > 0}>
      <ErrorSummary problems={problems} lang={lang} />
      {warnings.length > 0 && (
        <p class="note note--warn" role="alert">
          {warnings.map((x) => x.text).join(' ')}
        </p>
      )}
      <form method="post" action="/konsol/kelas/baru" class="read">
        <Hidden values={{ token: formToken, id: typed.id || uuidv7(), kec: String(kec), lihat: typed.lihat ?? '' }} />
        <SelectField
          {...common}
          id="program"
          label={w.course}
          empty=""
          value={typed.program}
          options={[...taught.courses.values()].filter((x) => !x.closedOn).map((x) => ({ value: x.code, text: x.title[lang] }))}
        />
        <SelectField
          {...common}
          id="tempat"
          label={w.place}
          empty=""
          value={typed.tempat || c.req.query('tempat')}
          options={venues.map((v) => ({ value: v.id, text: `${v.name} (${v.seats})` }))}
        />
        <SelectField
          {...common}
          id="pengajar"
          label={w.trainer}
          empty=""
          value={typed.pengajar || c.req.query('pengajar')}
          options={all.map((t) => ({ value: t.code, text: t.name }))}
        />
        <SelectField
          {...common}
          id="bahasa"
          label={w.language}
          value={typed.bahasa ?? 'id'}
          options={LANGUAGES.map((l) => ({ value: l, text: w.languages[l] }))}
        />
        <SubField {...common} id="kursi" label={w.seatsLabel} value={typed.kursi} inputmode="numeric" maxlength={4} size="4" />
        <SubField
          {...common}
          id="tunggu"
          label={w.waitingLabel}
          value={typed.tunggu}
          inputmode="numeric"
          maxlength={4}
          size="4"
        />
        <SelectField
          {...common}
          id="jangkauan"
          label={w.reachLabel}
          value={typed.jangkauan ?? 'kecamatan'}
          options={REACHES.map((r) => ({ value: r, text: w.reaches[r] }))}
        />
        <SelectField
          {...common}
          id="langkah"
          label={w.stepLabel}
          value={typed.langkah ?? 'P2'}
          options={[{ value: '', text: w.stepAny }, ...[2, 3, 4, 5, 6, 7].map((s) => ({ value: `P${s}`, text: w.stepNot(s) }))]}
        />
        <SubField {...common} id="sektor" label={w.tradeLabel} value={typed.sektor} maxlength={80} />
        {Array.from({ length: Math.max(shown, 1) }, (_, i) => session(i + 1))}
        <details class="mt-3">
          <summary>{w.more}</summary>
          {Array.from({ length: SESSIONS_MOST - shown }, (_, i) => session(shown + i + 1))}
        </details>
        <p class="mt-4">
          <button class="btn" type="submit">
            {w.save}
          </button>
        </p>
      </form>
      <details class="mt-5" open={problems.some((p) => p.field === 'nama' || p.field === 'muat')}>
        <summary>{w.addVenue}</summary>
        <form method="post" action="/konsol/kelas/tempat" class="read">
          <Hidden values={{ token: formToken, id: uuidv7(), kec: String(kec) }} />
          <SubField {...common} id="nama" label={w.venueName} value={typed.nama} maxlength={100} />
          <SubField {...common} id="alamat" label={w.venueAddress} value={typed.alamat} maxlength={200} />
          <SubField {...common} id="muat" label={w.venueSeats} value={typed.muat} inputmode="numeric" maxlength={4} size="4" />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.add}
          </button>
        </form>
      </details>
      <details class="mt-3" open={problems.some((p) => p.field === 'pengajar_baru')}>
        <summary>{w.addTrainer}</summary>
        <form method="post" action="/konsol/kelas/pengajar" class="read">
          <Hidden values={{ token: formToken, id: uuidv7(), kec: String(kec) }} />
          <SubField {...common} id="pengajar_baru" label={w.trainerName} value={typed.pengajar_baru} maxlength={80} />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.add}
          </button>
        </form>
      </details>
    </Konsol>
  )
}

function Remarked({ said, ids }: { said: readonly Said[]; ids: readonly string[] }) {
  const mine = said.filter((s) => ids.includes(s.field))
  if (!mine.length) return null
  return (
    <p class="err">
      <span>{mine.map((s) => s.text).join(' ')}</span>
    </p>
  )
}

// ---- one class and its door

type Shown = { nr: number | null; problems?: readonly Problem[]; sought?: string; ticket?: { code: string; number: string } }

async function one(c: Ctx, before: ClassRow, { nr, problems = [], sought = '', ticket }: Shown) {
  const { lang, now, formToken } = c.var
  const w = texts[lang]
  const page = await asAccount(c, async (db) => {
    const of = (await classByCode(db, before.code)) ?? before
    const session = sessionAt(of, nr, now)
    return {
      of,
      session,
      sitting: await sittingIn(db, of, session?.nr ?? null),
      wanted: of.cancelledAt || of.lastOn < c.var.today ? [] : await wantedFor(db, of, c.var.today),
      clashing: await clashingIn(db, of.kec, of.id, now),
      came: await whatCameOf(db, of.kec, of.id),
      feedback: await feedbackOn(db, of.kec, of.id),
    }
  })
  const { of, session, sitting, wanted, came, clashing, feedback } = page
  const said = problems.map(saidOf(lang))
  const seated = sitting.filter((s) => s.state === 'seated')
  const key = nameKey(sought)
  const matches = sought
    ? sitting.filter((s) => nameKey(s.name).includes(key) || s.number.endsWith(sought.replace(/\D/g, '') || '#'))
    : sitting
  const shown = ticket ? sitting.filter((s) => s.number === ticket.number) : matches
  const here = seated.filter((s) => s.here)
  const note = noteOf(w, c.req.query('oke') ?? '')
  return (
    <Konsol
      {...konsolFrame(c, HERE)}
      title={of.title[lang]}
      subtitle={`${of.code} · ${nameOf(of.kec)}`}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      {note && !said.length && (
        <p class="note note--ok" role="status">
          {note}
        </p>
      )}
      {clashing.length > 0 && <p class="note note--warn">{w.clashing(clashing.join(', '))}</p>}
      {of.cancelledAt && (
        <p class="note note--bad">{words({ code: 'class.cancelled', data: { why: of.cancelledWhy ?? '' } }, lang)}</p>
      )}
      <p class="sub">
        {session && w.when(jakartaDay(session.starts), session.starts, session.ends)} · {of.venueName} · {of.trainerName}
      </p>
      {of.sessions.length > 1 && (
        <nav class="kon__f" aria-label={w.sessionsHead}>
          {of.sessions.map((s) => (
            <a class={s.nr === session?.nr ? 'chip chip--on' : 'chip'} href={`/konsol/kelas/${of.code}?pertemuan=${s.nr}`}>
              {s.nr}. {showDate(jakartaDay(s.starts), lang)}
            </a>
          ))}
        </nav>
      )}
      <div class="cols cols--7-5 al-s mt-4">
        <section aria-labelledby="hadir">
          <h2 id="hadir">{w.door}</h2>
          <form class="mt-3" method="post" action={`/konsol/kelas/${of.code}/cari`}>
            <Hidden values={{ token: formToken, pertemuan: String(session?.nr ?? '') }} />
            <label class="lbl m-0" for="cari_hadir">
              {w.doorFind}
            </label>
            <div class="row nowrap mt-1">
              <input class="in m-0" id="cari_hadir" name="cari" autocomplete="off" maxlength={60} value={sought} />
              <button class="btn" type="submit">
                {w.find}
              </button>
            </div>
          </form>
          {sought && !shown.length && (
            <p class="err mt-2">
              <span>{words({ code: 'door.unknown', data: null }, lang)}</span>
            </p>
          )}
          <ul class="att mt-3">
            {shown.map((s) => (
              <Person c={c} of={of} nr={session?.nr ?? null} s={s} ticket={ticket?.code} said={said} />
            ))}
          </ul>
          <p class="row mt-3">
            <a class="link" href={withKec(c, of.kec, '/konsol/daftar')}>
              {w.newcomer}
            </a>
          </p>
          <p class="prov noprint">{w.printList}</p>
        </section>
        <div class="stack gap-6">
          <section aria-labelledby="kursi">
            <h2 id="kursi">{w.tally(here.length, seated.length - here.length, freeSeats(of))}</h2>
            <ul class="seats mt-4 mb-3" aria-hidden="true">
              {Array.from({ length: Math.min(of.capacity, 120) }, (_, i) => (
                <li class={i < here.length ? 'in-s' : i < of.seated ? 'bk' : ''} />
              ))}
            </ul>
            <p class="prov">{w.tallyKey(of.capacity, showTime(now))}</p>
            {of.waiting > 0 && <p class="sub mt-2">{w.line(of.waiting)}</p>}
            {feedback && <p class="sub mt-2">{w.feedbackOn(feedback)}</p>}
            {came.asked > 0 && <p class="sub mt-2">{w.cameOf(came)}</p>}
          </section>
          {!of.cancelledAt && <Change c={c} of={of} nr={session?.nr ?? 1} said={said} />}
        </div>
      </div>
      {!of.cancelledAt && of.lastOn >= c.var.today && (
        <section class="sec mt-6" aria-labelledby="undang">
          <h2 id="undang">{w.wanted}</h2>
          <p class="sub mt-2">{w.wantedWhat}</p>
          <form method="post" action={`/konsol/kelas/${of.code}/undang`}>
            <Hidden values={{ token: formToken }} />
            {wanted.length === 0 && <p class="mt-3">{w.wantedNone}</p>}
            <ul class="att mt-3">
              {wanted.map((p) => (
                <li>
                  <span class="pick">
                    <input class="tick" type="checkbox" name="anggota" value={p.number} aria-label={p.name} />
                    <span>
                      <a class="who" href={`/konsol/anggota/${p.number}`}>
                        {p.name}
                      </a>
                      <small>
                        {[p.trade, p.number, w.wantedSince(showDate(p.since, lang))].filter(Boolean).join(' · ')}
                        {p.asked && ` · ${w.askedOn(showDate(jakartaDay(p.asked), lang))}`}
                      </small>
                    </span>
                  </span>
                </li>
              ))}
            </ul>
            <SubField id="nomor" label={w.numbers} maxlength={2000} problems={said} lang={lang} />
            <p class="row mt-3">
              <button class="btn btn--s" type="submit" name="aksi" value="undang">
                {w.invite}
              </button>
              <button class="btn btn--2 btn--s" type="submit" name="aksi" value="kursi">
                {w.seatThem}
              </button>
            </p>
          </form>
        </section>
      )}
    </Konsol>
  )
}

const noteOf = (w: (typeof texts)[Lang], done: string): string =>
  (({ simpan: w.saved, undang: w.invited, kursi: w.seatedN, pindah: w.movedOk, lepas: w.released }) as Record<string, string>)[
    done
  ] ?? ''

function Person({
  c,
  of,
  nr,
  s,
  ticket,
  said,
}: {
  c: Ctx
  of: ClassRow
  nr: number | null
  s: Sitting
  ticket?: string
  said: readonly Said[]
}) {
  const { lang, formToken, now } = c.var
  const w = texts[lang]
  const session = of.sessions.find((x) => x.nr === nr)
  const past = session ? session.ends < now : false
  return (
    <li>
      <span>
        <b>{s.name}</b>
        <small>{[s.trade, s.number, s.state === 'waiting' ? w.lineHead : ''].filter(Boolean).join(' · ')}</small>
      </span>
      {s.here ? (
        <span class="row gap-2 j-end">
          <span class={`pill ${s.here.late ? 'pill--warn' : 'pill--ok'}`}>
            {s.here.late ? w.lateAt(showTime(s.here.at)) : w.here(showTime(s.here.at))}
          </span>
          <details open={said.some((x) => x.field === `alasan-${s.number}`)}>
            <summary>
              {w.undo}
              <span class="vh"> {s.name}</span>
            </summary>
            <form method="post" action={`/konsol/kelas/${of.code}/batal-hadir`}>
              <Hidden values={{ token: formToken, nomor: s.number, pertemuan: String(nr ?? '') }} />
              <SubField id={`alasan-${s.number}`} name="alasan" label={w.undoWhy} maxlength={500} problems={said} lang={lang} />
              <button class="btn btn--bad btn--s" type="submit">
                {w.undo}
              </button>
            </form>
          </details>
        </span>
      ) : (
        <form method="post" action={`/konsol/kelas/${of.code}/hadir`}>
          <Hidden
            values={{
              token: formToken,
              nomor: s.number,
              pertemuan: String(nr ?? ''),
              cara: past ? 'list' : 'number',
              ...(ticket ? { tiket: ticket } : {}),
            }}
          />
          <button class="btn btn--s" type="submit">
            {past ? w.fromList : w.comes}
            <span class="vh">, {s.name}</span>
          </button>
        </form>
      )}
    </li>
  )
}

function Change({ c, of, nr, said }: { c: Ctx; of: ClassRow; nr: number; said: readonly Said[] }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const common = { problems: said, lang }
  const about = (ids: readonly string[]) => said.some((s) => ids.includes(s.field))
  const moving = ['hari1', 'mulai1']
  return (
    <section>
      <details open={about(moving)}>
        <summary>{w.moveSession}</summary>
        <form method="post" action={`/konsol/kelas/${of.code}/pindah`}>
          <Hidden values={{ token: formToken }} />
          <SelectField
            {...common}
            id="pertemuan"
            label={w.sessionsHead}
            value={String(nr)}
            options={held(of).map((s) => ({ value: String(s.nr), text: `${s.nr}. ${showDate(jakartaDay(s.starts), lang)}` }))}
          />
          <SubField {...common} id="hari1" label={lang === 'id' ? 'Hari' : 'Day'} maxlength={2} size="2" inputmode="numeric" />
          <SubField
            {...common}
            id="bulan1"
            label={lang === 'id' ? 'Bulan' : 'Month'}
            maxlength={2}
            size="2"
            inputmode="numeric"
          />
          <SubField
            {...common}
            id="tahun1"
            label={lang === 'id' ? 'Tahun' : 'Year'}
            maxlength={4}
            size="4"
            inputmode="numeric"
            value={c.var.today.slice(0, 4)}
          />
          <SubField {...common} id="mulai1" label={w.from} maxlength={5} size="4" inputmode="decimal" />
          <SubField {...common} id="selesai1" label={w.to} maxlength={5} size="4" inputmode="decimal" />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.moveSession}
          </button>
        </form>
      </details>
      <details open={about(['kursi'])}>
        <summary>{w.changeSeats}</summary>
        <form method="post" action={`/konsol/kelas/${of.code}/kursi`}>
          <Hidden values={{ token: formToken }} />
          <SubField
            {...common}
            id="kursi-n"
            name="kursi"
            label={w.seatsLabel}
            value={String(of.capacity)}
            maxlength={4}
            size="4"
            inputmode="numeric"
          />
          <button class="btn btn--2 btn--s mt-2" type="submit">
            {w.changeSeats}
          </button>
        </form>
      </details>
      <form method="post" action={`/konsol/kelas/${of.code}/lepas`}>
        <Hidden values={{ token: formToken }} />
        <button class="plain-btn" type="submit">
          {w.release}
        </button>
      </form>
      <details open={about(['alasan'])}>
        <summary>{w.cancelClass}</summary>
        <form method="post" action={`/konsol/kelas/${of.code}/tutup`}>
          <Hidden values={{ token: formToken }} />
          <SubField {...common} id="alasan" label={w.cancelWhy} maxlength={200} />
          <button class="btn btn--bad btn--s mt-2" type="submit">
            {w.cancelClass}
          </button>
        </form>
      </details>
    </section>
  )
}

// ---- homework, what is taught

async function homeworkPage(c: Ctx, kec: Kec, refused?: { id: string; problem: Problem }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const { waiting, taught } = await asAccount(c, async (db) => ({
    waiting: await homeworkWaiting(db, kec),
    taught: await catalogue(db),
  }))
  const said = refused ? [saidOf(lang)(refused.problem)] : []
  return (
    <Konsol {...konsolFrame(c, '/konsol/tugas')} title={w.homeworkQueue} subtitle={nameOf(kec)} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      {waiting.length === 0 && <p class="lead">{w.homeworkNone}</p>}
      <ol class="list read">
        {waiting.map((h) => (
          <li class="mt-4">
            <p>
              <b>{h.name}</b>{' '}
              <span class="sub">
                · {h.number} · {h.code} · {taught.modules.get(h.module)?.title[lang]}
              </span>
            </p>
            <p class="sub">
              {showDate(jakartaDay(h.at), lang)}
              {h.late && `, ${w.late}`}
            </p>
            {h.text && <p class="as-written mt-2">{h.text}</p>}
            {h.photo && (
              <p>
                <a class="link" href={withKec(c, kec, `/konsol/tugas/${h.id}/foto`)}>
                  {w.photo}
                </a>
              </p>
            )}
            <form method="post" action={`/konsol/tugas/${h.id}`}>
              <Hidden values={{ token: formToken, kec: String(kec) }} />
              <SubField
                id={`jawaban-${h.id}`}
                name="jawaban"
                label={w.answerLabel}
                maxlength={1000}
                problems={said}
                lang={lang}
              />
              <p class="row mt-2">
                <button class="btn btn--s" type="submit" name="putusan" value="terima">
                  {w.accept}
                </button>
                <button class="btn btn--2 btn--s" type="submit" name="putusan" value="kembali">
                  {w.giveBack}
                </button>
              </p>
            </form>
          </li>
        ))}
      </ol>
    </Konsol>
  )
}

async function curriculum(c: Ctx, typed: Record<string, string>, problems: readonly Said[] = []) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const taught = await asAccount(c, catalogue)
  const common = { problems, lang }
  const line = (id: string, label: string, most = 300) => (
    <SubField {...common} id={id} label={label} value={typed[id]} maxlength={most} />
  )
  return (
    <Konsol {...konsolFrame(c, '/konsol/kurikulum')} title={w.curriculum} errorTitle={problems.length > 0}>
      <ErrorSummary problems={problems} lang={lang} />
      <Table
        caption={w.curriculum}
        quietCaption
        columns={[
          { head: w.moduleTitle, cell: (m: Catalogue['modules'] extends Map<string, infer M> ? M : never) => m.title[lang] },
          { head: w.code, as: 'tx', cell: (m) => <span class="mono">{m.code}</span> },
          { head: w.moduleAbout, as: 'say', cell: (m) => m.about[lang] },
          { head: w.homework, as: 'say', cell: (m) => m.homework?.[lang] ?? '·' },
        ]}
        rows={[...taught.modules.values()]}
      />
      <form method="post" action="/konsol/kurikulum" class="read mt-5">
        <Hidden values={{ token: formToken }} />
        {line('kode', w.moduleCode, 40)}
        {line('judul', w.moduleTitle, 80)}
        {line('judul_en', w.moduleTitleEn, 80)}
        {line('isi', w.moduleAbout)}
        {line('isi_en', w.moduleAboutEn)}
        {line('tugas', w.moduleHomework)}
        {line('tugas_en', w.moduleHomeworkEn)}
        <p class="mt-3">
          <button class="btn" type="submit">
            {w.save}
          </button>
        </p>
      </form>
    </Konsol>
  )
}
