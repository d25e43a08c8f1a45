// A member's consents, purpose by purpose: what was agreed to word for word, when and by which way; giving and withdrawing. Each is a fact
// of the member's own; withdrawing starts the clock after which no copy may still be used.
import { Hono } from 'hono'
import { evidenceWords, type OwnFact, record, recording } from '../journal/index.ts'
import { showDate } from '../kit/calendar.ts'
import { isUuid, uuidv7 } from '../kit/ids.ts'
import { say } from '../kit/problem.ts'
import { asMember, type Ctx, type Env, MemberPage, memberIn, type Policies } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, type Said } from '../ui/index.ts'
import { consentTexts, officeWords, purposeWords, wayWords } from './messages.ts'
import { type Consent, consentsIn, isPurpose, type Purpose } from './rules.ts'
import { askFor, type Office, officesOf, ownRecord } from './store.ts'

export const policies: Policies = {
  'GET /langkah/persetujuan': ['resident'],
  'POST /langkah/persetujuan': ['resident'],
}

type Held = { consents: Consent<OwnFact>[]; offices: Map<string, Office> }

const held = (c: Ctx): Promise<Held> => {
  const member = memberIn(c)
  return asMember(c, async (db) => {
    const own = await ownRecord(db, member, c.var.today)
    const consents = consentsIn(own.facts.filter((f) => own.standing.has(f.id)))
    const offices = await officesOf(
      db,
      consents.flatMap((x) => x.last?.recordedBy ?? []),
    )
    return { consents, offices }
  })
}

export const routes = new Hono<Env>()
  .get('/langkah/persetujuan', async (c) => {
    const asked = c.req.query('tarik') ?? ''
    return c.html(<Consents c={c} held={await held(c)} withdraw={isPurpose(asked) ? asked : null} />)
  })
  .post('/langkah/persetujuan', async (c) => {
    const member = memberIn(c)
    const form = await c.req.parseBody()
    const purpose = String(form.tujuan ?? '')
    const gives = form.buat === 'beri'
    const id = String(form.id ?? '')
    if (!isPurpose(purpose) || (!gives && form.buat !== 'tarik') || !isUuid(id)) return c.redirect('/langkah/persetujuan', 303)
    const { now, today, lang, secrets } = c.var
    const scope = { actor: member.number, role: 'intake', kec: member.kec }
    const done = await recording(c.var.database, scope, async (db) => {
      const data = gives
        ? { purpose, textVersion: `${consentTexts[purpose].version}.${lang}`, way: 'form' }
        : { purpose, way: 'form' }
      const kind = gives ? 'consent.given' : 'consent.withdrawn'
      const by = { actor: member.number, way: 'form', now } as const
      const recorded = await record(db, secrets, by, { number: member.number }, [
        { id, kind, occurredOn: today, grade: 'A', data },
      ])
      // One clock for one withdrawal: the fact's own id, so that sending it twice starts it once.
      if (!gives && 'value' in recorded)
        await askFor(db, member, { id, kind: 'stop', said: purposeWords(purpose, 'id'), at: now })
      return recorded
    })
    if ('problems' in done) {
      c.set('code', done.problems[0]!.code)
      const problems = done.problems.map((p): Said => ({ field: purpose, text: say(evidenceWords, p, lang) }))
      return c.html(<Consents c={c} held={await held(c)} withdraw={null} problems={problems} />, 422)
    }
    return c.redirect(`/langkah/persetujuan#${purpose}`, 303)
  })

const WORDS = {
  id: {
    title: 'Persetujuan',
    lead: 'Data Anda hanya dipakai untuk yang Anda setujui. Tiap persetujuan bisa diberi dan ditarik kapan saja, di sini atau di loket.',
    held: 'Diberikan',
    not: 'Tidak diberikan',
    withdrawn: 'Ditarik',
    since: (day: string, who: string, way: string) => `${day}, oleh ${who}, ${way}`,
    text: (version: string) => `teks ${version}`,
    never: 'Belum pernah ditanyakan atau dijawab.',
    give: (what: string) => `Setujui: ${what}`,
    take: (what: string) => `Tarik: ${what}`,
    sure: (what: string) => `Tarik persetujuan ${what}?`,
    means: {
      programme: (kec: string) => [
        'Langkah 1 tidak lagi tercapai mulai hari ini. Langkah lain tetap tercatat.',
        'Tidak ada yang dihapus: catatan Anda tetap tersimpan, dan angka pekanan yang sudah terbit tidak berubah.',
        'Program berhenti memakai data Anda; salinan yang sudah keluar ditarik paling lambat tiga hari.',
        `Anda bisa memberinya lagi kapan saja, di sini atau di loket Kecamatan ${kec}: langkah 1 lalu tercapai lagi.`,
      ],
      other: [
        'Mulai sekarang data Anda tidak dipakai lagi untuk ini. Salinan yang sudah keluar ditarik paling lambat tiga hari.',
      ],
    },
    yes: 'Tarik persetujuan',
    no: 'Biarkan seperti sekarang',
  },
  en: {
    title: 'Consent',
    lead: 'Your data are used only for what you agreed to. Each consent can be given and withdrawn at any time, here or at the counter.',
    held: 'Given',
    not: 'Not given',
    withdrawn: 'Withdrawn',
    since: (day: string, who: string, way: string) => `${day}, by ${who}, ${way}`,
    text: (version: string) => `text ${version}`,
    never: 'Never asked or answered yet.',
    give: (what: string) => `Agree: ${what}`,
    take: (what: string) => `Withdraw: ${what}`,
    sure: (what: string) => `Withdraw your consent: ${what}?`,
    means: {
      programme: (kec: string) => [
        'Step 1 is no longer reached from today. The other steps stay on record.',
        'Nothing is erased: your records are kept, and weekly figures already published do not change.',
        'The programme stops using your data; copies that went out follow within three days.',
        `You can give it again at any time, here or at the counter of Kecamatan ${kec}: step 1 is then reached again.`,
      ],
      other: ['From now on your data are not used for this. Copies that went out follow within three days.'],
    },
    yes: 'Withdraw the consent',
    no: 'Leave it as it is',
  },
}

function Consents({
  c,
  held: { consents, offices },
  withdraw,
  problems = [],
}: {
  c: Ctx
  held: Held
  withdraw: Purpose | null
  problems?: Said[]
}) {
  const { lang } = c.var
  const w = WORDS[lang]
  const asked = consents.find((x) => x.purpose === withdraw && x.held)
  return (
    <MemberPage c={c} here="/langkah/persetujuan" title={w.title} errorTitle={problems.length > 0}>
      <ErrorSummary problems={problems} lang={lang} />
      <div class="stack pt-5 read">
        <h1>{w.title}</h1>
        <p class="lead">{w.lead}</p>
        {asked && <Withdraw c={c} purpose={asked.purpose} />}
        <ul class="list">
          {consents.map((x) => (
            <li class="stack" id={x.purpose}>
              <h2 class="h-s">{consentTexts[x.purpose].text[lang]}</h2>
              <p class="sub">{consentTexts[x.purpose].small[lang]}</p>
              <p>
                <span class={`pill pill--${x.held ? 'ok' : 'off'}`}>{x.held ? w.held : x.last ? w.withdrawn : w.not}</span>
              </p>
              <p class="prov">{x.last ? <Source c={c} fact={x.last} offices={offices} /> : w.never}</p>
              {x.held ? (
                <p>
                  <a class="link" href={`/langkah/persetujuan?tarik=${x.purpose}`}>
                    {w.take(purposeWords(x.purpose, lang))}
                  </a>
                </p>
              ) : (
                <Act c={c} purpose={x.purpose} act="beri" label={w.give(purposeWords(x.purpose, lang))} />
              )}
            </li>
          ))}
        </ul>
      </div>
    </MemberPage>
  )
}

function Source({ c, fact, offices }: { c: Ctx; fact: OwnFact; offices: Map<string, Office> }) {
  const { lang } = c.var
  const w = WORDS[lang]
  const who = officeWords(fact.recordedBy, offices.get(fact.recordedBy), memberIn(c).number, lang)
  const version = fact.data.textVersion
  return (
    <>
      {w.since(showDate(fact.occurredOn, lang), who, wayWords(String(fact.data.way ?? fact.way), lang))}
      {typeof version === 'string' && ` · ${w.text(version)}`}
    </>
  )
}

function Withdraw({ c, purpose }: { c: Ctx; purpose: Purpose }) {
  const { lang } = c.var
  const w = WORDS[lang]
  const means = purpose === 'programme' ? w.means.programme(nameOf(memberIn(c).kec)) : w.means.other
  return (
    <section class="note note--warn" aria-labelledby="yakin">
      <h2 id="yakin">{w.sure(purposeWords(purpose, lang))}</h2>
      <ul class="list">
        {means.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <div class="row">
        <Act c={c} purpose={purpose} act="tarik" label={w.yes} />
        <a class="link" href="/langkah/persetujuan">
          {w.no}
        </a>
      </div>
    </section>
  )
}

function Act({ c, purpose, act, label }: { c: Ctx; purpose: Purpose; act: 'beri' | 'tarik'; label: string }) {
  const { formToken, now } = c.var
  return (
    <form method="post" action="/langkah/persetujuan">
      <Hidden values={{ token: formToken, id: uuidv7(now.getTime()), tujuan: purpose, buat: act }} />
      <button class={act === 'tarik' ? 'btn btn--bad' : 'btn btn--2'} type="submit">
        {label}
      </button>
    </form>
  )
}
