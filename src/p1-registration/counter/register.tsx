// The officer registers somebody: all questions on one page, by keyboard alone, and the same on paper.
import { Hono } from 'hono'
import { missingWords } from '../../journey/index.ts'
import { isUuid, uuidv7 } from '../../kit/ids.ts'
import { type Lang, say } from '../../kit/problem.ts'
import { asAccount, ChooseKec, type Ctx, type Env, kecOf, konsolFrame, type Policies, scopeOf } from '../../people/index.ts'
import { type Kec, nameOf } from '../../places/index.ts'
import { Checkbox, DateTriple, ErrorSummary, Hidden, Konsol, Options, Question, type Said, StepBadge } from '../../ui/index.ts'
import { words as formWords, type RegistrationProblem } from '../messages.ts'
import { fieldsOf, ThemeFields } from '../pages.tsx'
import { type Answers, FIELDS, THEMES, type Theme, type Typed } from '../rules.ts'
import { programmeOf } from '../store.ts'
import { type CounterProblem, counterWords, texts } from './messages.ts'
import { Paper } from './paper.tsx'
import { checkEntry, OWN_FIELDS } from './rules.ts'
import { journeyHere, memberHere, registerAtCounter } from './store.ts'

const COUNTER = ['officer', 'office'] as const

export const policies: Policies = {
  'GET /konsol/daftar': COUNTER,
  'POST /konsol/daftar': COUNTER,
  'GET /konsol/daftar/:number': COUNTER,
  'GET /konsol/formulir': COUNTER,
}

const ALL_FIELDS: Readonly<Record<string, number>> = Object.assign({}, ...THEMES.map((t) => FIELDS[t]), OWN_FIELDS)

export const routes = new Hono<Env>()
  .get('/konsol/daftar', async (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/daftar" />)
    const paper = c.req.query('kertas') === '1'
    return c.html(await form(c, kec, { jalur: paper ? 'paper' : 'counter', pakai: '' }))
  })

  .post('/konsol/daftar', async (c) => {
    const sent = await c.req.parseBody()
    const typed = fieldsOf(sent, { ...ALL_FIELDS, id: 40, kec: 10, lihat: 500 })
    const kec = kecOf(c, typed.kec)
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/daftar" />, 422)
    if (!isUuid(typed.id!)) typed.id = uuidv7()
    const { database, secrets, today, now, lang } = c.var
    const checked = checkEntry(typed, kec, { today, lang, programme: await programmeOf(database) })
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      return c.html(await form(c, kec, typed, checked), 422)
    }
    // A warning is shown once; saved again as it is, the entry stands.
    const seen = checked.warnings.map((w) => w.code).join(' ')
    if (seen && typed.lihat !== seen)
      return c.html(await form(c, kec, { ...typed, lihat: seen }, { problems: [], warnings: checked.warnings }), 422)
    const account = c.var.account!
    const answer = await registerAtCounter(
      database,
      secrets,
      { ...scopeOf(account), kec },
      { id: typed.id!, kec, entry: checked.value, now },
    )
    if (answer.outcome === 'registered') return c.redirect(`/konsol/daftar/${answer.number}`, 303)
    const problem: CounterProblem =
      answer.outcome === 'here'
        ? { code: 'nik.here', field: 'nik', data: { number: answer.number } }
        : answer.outcome === 'elsewhere'
          ? { code: 'nik.elsewhere', field: 'nik', data: null }
          : { code: 'sent.other', field: 'nik', data: null }
    c.set('code', problem.code)
    return c.html(await form(c, kec, typed, { problems: [problem], warnings: [] }), 409)
  })

  .get('/konsol/daftar/:number', async (c) => {
    const member = await asAccount(c, (db) => memberHere(db, c.req.param('number'), c.var.account!.kec))
    if (!member) return c.notFound()
    const { database, secrets, today } = c.var
    const held = await journeyHere(database, secrets, scopeOf(c.var.account!), member.number, today)
    const missing = held?.journey.steps[1].missing ?? []
    const lacks = held?.journey.steps[1].state !== 'reached'
    const { lang } = c.var
    const w = texts[lang]
    const office = c.var.account!.kec === null ? `?kec=${member.kec}` : ''
    return c.html(
      <Konsol {...konsolFrame(c, '/konsol/daftar')} title={w.saved(member.name)} subtitle={nameOf(member.kec)}>
        <p class="sub">{w.number}</p>
        <p class="h-s bold mono">{member.number}</p>
        <p class="mt-3">
          <StepBadge state={lacks ? 'now' : 'done'} step={1} lang={lang} /> {lacks ? w.missing : w.reached}
        </p>
        {lacks && (
          <>
            <ul class="list read mt-2">
              {missing.map((m) => (
                <li>{missingWords(m, lang)}</li>
              ))}
            </ul>
            <p>
              <a class="link" href={`/konsol/anggota/${member.number}`}>
                {w.recordMissing}
              </a>
            </p>
          </>
        )}
        <p class="sub mt-3">{w.print}</p>
        <p class="row mt-5">
          <a class="btn" href={`/konsol/daftar${office}`}>
            {w.next}
          </a>
          <a class="btn btn--2" href={`/konsol/anggota/${member.number}`}>
            {w.openMember}
          </a>
        </p>
      </Konsol>,
    )
  })

  .get('/konsol/formulir', (c) => {
    const kec = kecOf(c, c.req.query('kec'))
    if (!kec) return c.html(<ChooseKec c={c} to="/konsol/formulir" />)
    return c.html(<Paper c={c} kec={kec} />)
  })

export function saidOf(p: RegistrationProblem | CounterProblem, lang: Lang): Said {
  const own = Object.hasOwn(counterWords, p.code)
  const text = own ? say(counterWords, p as CounterProblem, lang) : say(formWords, p as RegistrationProblem, lang)
  return { field: p.field ?? 'nik', text }
}

type Wrong = { problems: readonly (RegistrationProblem | CounterProblem)[]; warnings: readonly RegistrationProblem[] }

async function form(c: Ctx, kec: Kec, typed: Typed, wrong: Wrong = { problems: [], warnings: [] }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const paper = typed.jalur === 'paper'
  const said = wrong.problems.map((p) => saidOf(p, lang))
  const warned = wrong.warnings.map((p) => saidOf(p, lang))
  const trading = typed.usaha && typed.usaha !== 'none' ? (typed.usaha as Answers['trading']) : undefined
  const answers: Answers = { kec, ...(trading ? { trading } : {}) }
  const programme = await programmeOf(c.var.database)
  const shown = (theme: Theme) => ({
    c,
    theme,
    answers,
    typed,
    mark: '',
    fixed: true,
    programme,
    problems: wrong.problems.filter((p): p is RegistrationProblem => !Object.hasOwn(counterWords, p.code)),
    warnings: [...wrong.warnings],
  })
  const own = { problems: said, warnings: warned, lang }
  const radio = (names: Record<string, string>) => Object.entries(names).map(([value, text]) => ({ value, text }))
  return (
    <Konsol {...konsolFrame(c, '/konsol/daftar')} title={w.register} subtitle={nameOf(kec)} errorTitle={said.length > 0}>
      <ErrorSummary problems={said} lang={lang} />
      {warned.length > 0 && said.length === 0 && (
        <p class="note note--warn" role="alert">
          {w.again}
        </p>
      )}
      <p class="lead">{paper ? w.paperLead : w.registerLead}</p>
      <p class="small">
        <a class="link" href={`/konsol/daftar?${new URLSearchParams({ kec: String(kec), ...(paper ? {} : { kertas: '1' }) })}`}>
          {paper ? w.live : w.paperEntry}
        </a>
        {' · '}
        <a class="link" href={`/konsol/formulir?kec=${kec}`}>
          {w.paper}
        </a>
      </p>
      <form method="post" action="/konsol/daftar" class="read" novalidate>
        <Hidden
          values={{
            token: formToken,
            id: typed.id || uuidv7(),
            kec: String(kec),
            jalur: paper ? 'paper' : 'counter',
            lihat: typed.lihat ?? '',
          }}
        />
        {paper && (
          <DateTriple
            {...own}
            id="tanggal"
            label={w.paperDate}
            names={['hari_f', 'bulan_f', 'tahun_f']}
            value={{ day: typed.hari_f, month: typed.bulan_f, year: typed.tahun_f }}
          />
        )}
        {(['nik', 'nama', 'lahir', 'kelurahan', 'hp', 'usaha', 'tentang-usaha', 'persetujuan'] as const).map((theme) => (
          <ThemeFields {...shown(theme)} autofocus={theme === 'nik' && !paper && !said.length} />
        ))}
        <Question
          {...own}
          id="petugas"
          label={w.checks}
          hint={w.checksHint}
          group
          fields={['dokumen', 'hasil', 'alamat', 'cara']}
        >
          <Options {...own} id="dokumen" label={w.document} value={typed.dokumen || 'none'} choices={radio(w.documents)} />
          <Options {...own} id="hasil" label={w.result} value={typed.hasil || 'match'} choices={radio(w.results)} />
          <Checkbox id="alamat" label={w.residence} checked={typed.alamat === 'ya'} problems={said} lang={lang} />
          <Options {...own} id="cara" label={w.way} value={typed.cara || (paper ? 'paper' : 'spoken')} choices={radio(w.ways)} />
        </Question>
        <p class="mt-4">
          <button class="btn btn--w" type="submit">
            {w.save}
          </button>
        </p>
      </form>
    </Konsol>
  )
}
