// Homework to read, and what is taught.
import { Hono } from 'hono'
import { jakartaDay, showDate } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid } from '../kit/ids.ts'
import { asAccount, ChooseKec, type Ctx, type Env, kecOf, konsolFrame, type Policies, scopeOf } from '../people/index.ts'
import { type Kec, nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, type Said, SubField, Table } from '../ui/index.ts'
import { decideHomework, homeworkWaiting, photoOf } from './attending.ts'
import { type Catalogue, catalogue, writeCourse, writeModule } from './classes.ts'
import { type TrainingProblem, texts } from './messages.ts'
import { DESK, fields, type Problem, saidOf, withKec } from './work.ts'

export const policies: Policies = {
  'GET /konsol/tugas': DESK,
  'POST /konsol/tugas/:id': DESK,
  'GET /konsol/tugas/:id/foto': DESK,
  'GET /konsol/kurikulum': ['office'],
  'POST /konsol/kurikulum': ['office'],
}

export const routes = new Hono<Env>()
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
