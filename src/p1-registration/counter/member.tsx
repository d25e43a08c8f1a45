// One member at the counter: who, where they stand and what is missing, what is recorded, and what an officer may record. Each act is a
// small form; all of them go through the journal.
import { Hono } from 'hono'
import { type EvidenceProblem, evidenceWords, type PageFact, record, recording } from '../../journal/index.ts'
import { kindWords, missingWords, reasonWords, STEPS, type Step, stateWords, stepWords } from '../../journey/index.ts'
import { jakartaDay, showDate } from '../../kit/calendar.ts'
import { isUuid, uuidv7 } from '../../kit/ids.ts'
import { type Lang, say } from '../../kit/problem.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, scopeOf } from '../../people/index.ts'
import { isKel, kecCode, kecOfKel, kelCode, nameOf, parseKec, parseKel } from '../../places/index.ts'
import { ErrorSummary, Konsol, type Said, StepBadge, type StepState, Table } from '../../ui/index.ts'
import { consents } from '../messages.ts'
import { fieldsOf } from '../pages.tsx'
import { check, type Situation } from '../rules.ts'
import { programmeOf } from '../store.ts'
import { Acts } from './acts.tsx'
import { type CounterProblem, texts } from './messages.ts'
import { saidOf } from './register.tsx'
import { dayIn } from './rules.ts'
import {
  correctPerson,
  journeyHere,
  type MemberRow,
  memberHere,
  noteLook,
  type PersonData,
  revealNik,
  type Trailed,
  trailOf,
  wentTo,
} from './store.ts'

const COUNTER = ['officer', 'office'] as const

export const policies: Policies = {
  'GET /konsol/anggota/:number': COUNTER,
  'POST /konsol/anggota/:number/nik': COUNTER,
  'POST /konsol/anggota/:number/catat': COUNTER,
  'POST /konsol/anggota/:number/data': COUNTER,
}

type Problem = CounterProblem | EvidenceProblem
const FIELDS = {
  tindakan: 20,
  id: 40,
  hari: 4,
  bulan: 12,
  tahun: 6,
  alasan: 1000,
  dokumen: 5,
  hasil: 10,
  kelurahan: 16,
  berusaha: 5,
  sejak: 20,
  omzet: 40,
  tujuan: 20,
  cara: 10,
  beri: 10,
  kecamatan: 10,
  sebab: 20,
  langkah: 3,
  fakta: 40,
}

export const routes = new Hono<Env>()
  .get('/konsol/anggota/:number', async (c) => {
    const member = await memberOf(c)
    if (!member) return c.notFound()
    await asAccount(c, (db) => noteLook(db, member, { account: c.var.account!.name, at: c.var.now }))
    return c.html(await page(c, member, { done: c.req.query('tercatat') === '1' }))
  })

  .post('/konsol/anggota/:number/nik', async (c) => {
    const member = await memberOf(c)
    if (!member) return c.notFound()
    const nik = await asAccount(c, (db) => revealNik(db, c.var.secrets, member, { account: c.var.account!.name, at: c.var.now }))
    return c.html(await page(c, member, { nik }))
  })

  .post('/konsol/anggota/:number/catat', async (c) => {
    const member = await memberOf(c)
    if (!member) return c.notFound()
    const typed = fieldsOf(await c.req.parseBody(), FIELDS)
    const refuse = async (problems: Problem[], status: 409 | 422) => {
      c.set('code', problems[0]!.code)
      return c.html(await page(c, member, { problems, typed }), status)
    }
    if (isGone(member)) return refuse([{ code: 'act.changed', data: null }], 409)
    const facts = await factsFrom(c, member, typed)
    if ('problems' in facts) return refuse(facts.problems, 422)
    const answer = await recording(c.var.database, { ...scopeOf(c.var.account!), kec: member.kec }, async (db) => {
      const stands = await standsAlready(db.client, member, facts.value)
      if (stands) return { stands }
      return record(
        db,
        c.var.secrets,
        { actor: c.var.account!.name, way: 'counter', now: c.var.now },
        { number: member.number },
        facts.value,
      )
    })
    if ('stands' in answer) return refuse([{ code: 'act.stands', data: { on: answer.stands } }], 409)
    if ('problems' in answer) return refuse(answer.problems, 409)
    // Who has moved is another kecamatan's from now on: their page there may not be ours.
    return c.redirect(`/konsol/anggota/${member.number}?tercatat=1`, 303)
  })

  .post('/konsol/anggota/:number/data', async (c) => {
    const member = await memberOf(c)
    if (!member) return c.notFound()
    const typed = fieldsOf(await c.req.parseBody(), {
      id: 40,
      nama: 100,
      hari: 20,
      bulan: 20,
      tahun: 20,
      hp: 60,
      pakai: 20,
      alamat_lengkap: 300,
    })
    const { database, secrets, today, lang, now, account } = c.var
    const situation: Situation = { answers: {}, today, lang, programme: await programmeOf(database) }
    const checked = (['nama', 'lahir', 'hp'] as const).map((theme) => check(theme, typed, situation))
    const problems = checked.flatMap((r) => ('problems' in r ? r.problems : []))
    if (problems.length) {
      c.set('code', problems[0]!.code)
      return c.html(await page(c, member, { said: problems.map((p) => saidOf(p, lang)), typed }), 422)
    }
    const answers = Object.assign({}, ...checked.map((r) => ('value' in r ? r.value : {})))
    const data: PersonData = {
      name: answers.name,
      birthDate: answers.birth,
      phone: answers.phone.number,
      phoneUse: answers.phone.use,
      address: typed.alamat_lengkap?.trim() || null,
    }
    const id = isUuid(typed.id ?? '') ? typed.id! : uuidv7()
    await asAccount(c, (db) => correctPerson(db, secrets, member, data, { account: account!.name, at: now, id }))
    return c.redirect(`/konsol/anggota/${member.number}?tercatat=1`, 303)
  })

const memberOf = (c: Ctx): Promise<MemberRow | null> =>
  asAccount(c, (db) => memberHere(db, (c.req.param('number') ?? '').toUpperCase(), c.var.account!.kec))

/** Moved on or merged: whatever happens to them now is recorded where they are. */
const isGone = (member: MemberRow) => member.endedReason === 'moved-within' || member.endedReason === 'merged'

/** The facts that one of the small forms stands for, or what is missing in it. */
async function factsFrom(
  c: Ctx,
  member: MemberRow,
  typed: Record<string, string>,
): Promise<{ value: PageFact[] } | { problems: Problem[] }> {
  const { today, lang } = c.var
  const day = dayIn(typed, today)
  if ('problem' in day) return { problems: [day.problem] }
  const id = isUuid(typed.id ?? '') ? typed.id! : uuidv7()
  const reason = typed.alasan?.trim() ?? ''
  const one = (kind: Exclude<PageFact, { voids: string }>['kind'], data: Record<string, unknown>) => ({
    value: [{ id, kind, occurredOn: day.value, grade: 'B' as const, data }],
  })
  const bad = (problem: CounterProblem) => ({ problems: [problem] })
  switch (typed.tindakan) {
    case 'identitas':
      return one('identity.checked', {
        document: typed.dokumen === 'kk' ? 'kk' : 'ktp',
        result: typed.hasil === 'mismatch' ? 'mismatch' : 'match',
      })
    case 'alamat': {
      const kel = parseKel(typed.kelurahan ?? '') ?? member.kel
      return kel !== null && isKel(kel)
        ? one('residence.confirmed', { area: kelCode(kel) })
        : bad({ code: 'check.residence-without-kelurahan', field: 'kelurahan', data: null })
    }
    case 'data-awal': {
      const checked = check(
        'tentang-usaha',
        { jenis: '', sejak: typed.sejak ?? '', omzet: typed.omzet ?? '', pekerja: '', izin: '' },
        {
          answers: {},
          today,
          lang,
          programme: await programmeOf(c.var.database),
        },
      )
      if ('problems' in checked) return { problems: checked.problems as never }
      const business = checked.value.business!
      return one(
        'baseline.taken',
        typed.berusaha === 'ya'
          ? {
              trading: true,
              since: business.since ? String(business.since) : undefined,
              turnoverMonth: business.turnoverMonth ?? undefined,
            }
          : { trading: false },
      )
    }
    case 'persetujuan': {
      const purpose = typed.tujuan ?? ''
      const way = typed.cara === 'paper' ? 'paper' : 'spoken'
      if (typed.beri === 'tarik') return one('consent.withdrawn', { purpose, way })
      const text = Object.hasOwn(consents, purpose) ? consents[purpose as keyof typeof consents].version : null
      return one('consent.given', { purpose, way, ...(text ? { textVersion: `${text}.${lang}` } : {}) })
    }
    case 'pindah': {
      const kel = parseKel(typed.kelurahan ?? '')
      const kec = parseKec(typed.kecamatan ?? '')
      if (kel !== null && kec !== null && kecOfKel(kel) !== kec)
        return bad({ code: 'act.kelurahan', field: 'p-kelurahan', data: { kel: nameOf(kel), kec: nameOf(kecOfKel(kel)) } })
      const into = kel !== null && isKel(kel) ? kelCode(kel) : kec === null ? null : kecCode(kec)
      return into
        ? one('enrolment.ended', { reason: 'moved-within', into })
        : bad({ code: 'act.kecamatan', field: 'kecamatan', data: null })
    }
    case 'keluar':
      return one('enrolment.ended', {
        reason: ['moved-away', 'withdrew', 'died', 'not-eligible'].includes(typed.sebab ?? '') ? typed.sebab : 'withdrew',
      })
    case 'bebaskan':
      if (!/^P[2-7]$/.test(typed.langkah ?? '')) return bad({ code: 'act.step', field: 'langkah', data: null })
      return reason
        ? one('step.waived', { step: typed.langkah, by: c.var.account!.name, reason })
        : bad({ code: 'act.reason', field: 'alasan', data: null })
    case 'batal':
      if (!reason) return bad({ code: 'act.reason', field: 'alasan', data: null })
      return isUuid(typed.fakta ?? '')
        ? { value: [{ id, voids: typed.fakta!, reason }] }
        : bad({ code: 'act.changed', data: null })
    default:
      return bad({ code: 'act.changed', data: null })
  }
}

/**
 * Two officers with one member before them: what the first recorded stands, and the second is told so. The lock lets them pass one after
 * the other. (A class or a contact may well happen twice; a check of the same document with the same result need not be written twice.)
 */
async function standsAlready(
  client: { query: (sql: string, values: unknown[]) => Promise<{ rows: { on: string }[] }> },
  member: MemberRow,
  facts: readonly PageFact[],
): Promise<string | null> {
  await client.query('select pg_advisory_xact_lock(hashtext($1))', [`member ${member.number}`])
  for (const f of facts) {
    if ('voids' in f || !['identity.checked', 'residence.confirmed', 'consent.given', 'step.waived'].includes(f.kind)) continue
    const { reason: _, by: __, textVersion: ___, ...same } = f.data
    const { rows } = await client.query(
      `select occurred_on as on from journal_event j where kec_id = $1 and enrolment_id = $2 and kind = $3 and payload @> $4 and id <> $5
         and not exists (select from journal_event v where v.kec_id = j.kec_id and v.enrolment_id = j.enrolment_id and v.voids = j.id)
         and not exists (select from journal_event w where $3 = 'consent.given' and w.kec_id = j.kec_id and w.enrolment_id = j.enrolment_id
           and w.kind = 'consent.withdrawn' and w.payload->>'purpose' = j.payload->>'purpose' and w.seq > j.seq) limit 1`,
      [member.kec, member.enrolment, f.kind, JSON.stringify(same), f.id],
    )
    if (rows[0]) return rows[0].on
  }
  return null
}

type Shown = {
  problems?: readonly Problem[]
  said?: readonly Said[]
  typed?: Record<string, string>
  nik?: string | null
  done?: boolean
}

async function page(c: Ctx, member: MemberRow, { problems = [], said: more = [], typed = {}, nik, done }: Shown) {
  const { lang, secrets, today, database } = c.var
  const w = texts[lang]
  const scope = scopeOf(c.var.account!)
  const { trail, to } = await asAccount(c, async (db) => ({
    trail: await trailOf(db, member),
    to: member.endedReason === 'moved-within' ? await wentTo(db, member) : null,
  }))
  const held = await journeyHere(database, secrets, scope, member.number, today)
  const gone = isGone(member)
  const said = [
    ...problems.map((p) =>
      isEvidence(p) ? { field: p.field?.replace('data.', '') ?? 'alasan', text: say(evidenceWords, p, lang) } : saidOf(p, lang),
    ),
    ...more,
  ]
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/anggota')}
      title={member.name}
      subtitle={`${member.number} · ${nameOf(member.kec)}`}
      errorTitle={said.length > 0}
      pane={{ label: w.acts, content: gone ? <p>{w.actsNone}</p> : <Acts c={c} member={member} typed={typed} said={said} /> }}
    >
      <ErrorSummary problems={said} lang={lang} />
      {done && said.length === 0 && (
        <p class="note note--ok" role="status">
          {w.done}
        </p>
      )}
      {member.endedOn && (
        <p class="note note--warn">
          {to !== null
            ? w.moved(showDate(member.endedOn, lang), nameOf(to))
            : w.left(
                showDate(member.endedOn, lang),
                w.reasons[member.endedReason ?? ''] ?? reasonWords(member.endedReason ?? '', lang),
              )}
        </p>
      )}
      <Person c={c} member={member} nik={nik} />
      {held && !gone && <Steps journey={held.journey} lang={lang} />}
      <Trail c={c} member={member} trail={trail} gone={gone} />
    </Konsol>
  )
}

const isEvidence = (p: Problem): p is EvidenceProblem => Object.hasOwn(evidenceWords, p.code)

function Person({ c, member, nik }: { c: Ctx; member: MemberRow; nik?: string | null }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const lines: [string, unknown][] = [
    [w.birth, member.birthDate ? showDate(member.birthDate, lang) : w.unknown],
    [w.phone, member.phone ? `${member.phone}${member.phoneUse ? ` (${w.phoneUse[member.phoneUse]})` : ''}` : w.unknown],
    [w.kel, member.kel === null ? w.unknown : nameOf(member.kel)],
    [w.address, member.address ?? w.unknown],
    [w.business, member.trade ?? w.unknown],
    [w.since, showDate(member.openedOn, lang)],
  ]
  return (
    <section aria-labelledby="orang">
      <h2 id="orang" class="vh">
        {w.name}
      </h2>
      <dl class="dl">
        <dt>{w.nik}</dt>
        <dd>
          {nik ? <b class="mono">{nik}</b> : '•••• •••• •••• ••••'}
          {nik ? (
            <small> {w.nikShown}</small>
          ) : (
            member.hasNik && (
              <form method="post" action={`/konsol/anggota/${member.number}/nik`}>
                <input type="hidden" name="token" value={formToken} />
                <button class="plain-btn" type="submit">
                  {w.nikShow}
                </button>
              </form>
            )
          )}
        </dd>
        {lines.map(([label, value]) => (
          <>
            <dt>{label}</dt>
            <dd>{value as string}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

type JourneyOf = NonNullable<Awaited<ReturnType<typeof journeyHere>>>['journey']
const SHAPE: Record<string, StepState> = { 'not-started': 'wait', 'under-way': 'now', reached: 'done', lapsed: 'lapsed' }

function Steps({ journey, lang }: { journey: JourneyOf; lang: Lang }) {
  const w = texts[lang]
  const rows = STEPS.map((step) => ({ step, ...journey.steps[step] }))
  return (
    <section aria-labelledby="langkah">
      <h2 id="langkah">{w.steps}</h2>
      <Table
        caption={w.steps}
        quietCaption
        tight
        columns={[
          { head: w.step, cell: (r: { step: Step }) => `P${r.step} ${stepWords(r.step, lang)}` },
          {
            head: w.state,
            as: 'kd',
            cell: (r) =>
              r.waived ? (
                w.waived
              ) : (
                <>
                  <StepBadge step={r.step} state={SHAPE[r.state]!} lang={lang} /> {r.on ? showDate(r.on, lang) : ''}
                </>
              ),
          },
          {
            head: w.what,
            as: 'say',
            cell: (r) => (r.missing.length ? r.missing.map((m) => missingWords(m, lang)).join(' ') : stateWords(r.state, lang)),
          },
        ]}
        rows={rows}
      />
    </section>
  )
}

function Trail({ c, member, trail, gone }: { c: Ctx; member: MemberRow; trail: Trailed[]; gone: boolean }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  return (
    <section aria-labelledby="riwayat">
      <h2 id="riwayat">{w.trail}</h2>
      <p class="sub">{w.trailHint}</p>
      <ol class="trail mt-2">
        {trail.map((t) => (
          <li>
            <time datetime={t.on}>{showDate(t.on, lang)}</time>
            <span>
              {t.void ? <s>{kindWords(t.kind, lang)}</s> : kindWords(t.kind, lang)} {detailOf(t, lang)}{' '}
              {t.void && <b>{w.voided}</b>}
              <small>
                {w.by(t.by, w.ways_[t.way] ?? t.way)}, {showDate(jakartaDay(t.at), lang)}
              </small>
              {!gone && !t.void && !['fact.voided', 'enrolment.opened'].includes(t.kind) && (
                <details>
                  <summary>{w.void}</summary>
                  <form method="post" action={`/konsol/anggota/${member.number}/catat`}>
                    <input type="hidden" name="token" value={formToken} />
                    <input type="hidden" name="tindakan" value="batal" />
                    <input type="hidden" name="fakta" value={t.id} />
                    <input type="hidden" name="id" value={uuidv7()} />
                    <label class="lbl" for={`alasan-${t.id}`}>
                      {w.voidReason}
                    </label>
                    <input class="in" id={`alasan-${t.id}`} name="alasan" maxlength={1000} autocomplete="off" />
                    <p class="mt-2">
                      <button class="btn btn--bad btn--s" type="submit">
                        {w.void}
                      </button>
                    </p>
                  </form>
                </details>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What a fact says besides its kind, as far as an officer may see it without opening what is sealed. */
function detailOf(t: Trailed, lang: Lang): string {
  const w = texts[lang]
  const d = t.data
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  switch (t.kind) {
    case 'identity.checked':
      return `(${text(d.document).toUpperCase()}, ${w.results[text(d.result) as 'match' | 'mismatch'].toLowerCase()})`
    case 'residence.confirmed':
      return `(${nameOf(parseKel(text(d.area)) ?? 0)})`
    case 'consent.given':
    case 'consent.withdrawn':
      return `(${w.purposes[text(d.purpose)] ?? ''})`
    case 'class.attended':
      return `(${text(d.class)} ${text(d.session)})`
    case 'licence.issued':
    case 'licence.applied':
      return `(${text(d.type)})`
    case 'month.closed':
    case 'month.reopened':
      return `(${text(d.month)})`
    case 'step.waived':
      return `(${text(d.step)})`
    case 'enrolment.ended':
      return `(${w.reasons[text(d.reason)] ?? ''})`
    default:
      return ''
  }
}
