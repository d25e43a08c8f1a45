// A member's own page (mock-up 03): where I stand, the one next thing, and what counts and why. What is known about me is in data.tsx,
// consents in consent.tsx, requests in requests.tsx.
import { Hono } from 'hono'
import type { OwnFact } from '../journal/index.ts'
import {
  definitionWords,
  missingWords,
  reasonWords,
  STEPS,
  type Step,
  type StepState,
  stateWords,
  stepOf,
  stepWords,
} from '../journey/index.ts'
import { showDate } from '../kit/calendar.ts'
import { maskNik } from '../kit/show.ts'
import { asMember, type Ctx, type Env, MemberPage, memberIn, type Policies } from '../people/index.ts'
import { kecCode, nameOf } from '../places/index.ts'
import { MyStairs } from '../ui/index.ts'
import { factWords, gradeWords, moverWords, nextTitle, officeWords, paperWords, placeWords, wayWords } from './messages.ts'
import { type NextThing, nextThing } from './rules.ts'
import { type Breach, breaches, isRestricted, type Office, type Own, officesOf, ownRecord } from './store.ts'

export const policies: Policies = { 'GET /langkah': ['resident'] }

export const routes = new Hono<Env>().get('/langkah', async (c) => {
  const member = memberIn(c)
  const page = await asMember(c, async (db) => {
    const own = await ownRecord(db, member, c.var.today)
    const offices = await officesOf(
      db,
      own.facts.map((f) => f.recordedBy),
    )
    return { own, offices, restricted: await isRestricted(db, own.enrolments), told: await breaches(db) }
  })
  return c.html(<Steps c={c} {...page} />)
})

const WORDS = {
  id: {
    title: 'Langkah saya',
    at: (day: string) => `Langkah Anda per ${day}`,
    on: (name: string, step: number) => `${name}, Anda di langkah ${step} dari 7`,
    all: (name: string) => `${name}, tujuh langkah sudah tercapai`,
    hello: (name: string) => name,
    number: 'Nomor anggota',
    show: 'Tunjukkan nomor ini di loket.',
    stairs: 'Penuh: tercapai. Setengah: berjalan, atau perlu diperbarui. Putus-putus: belum.',
    next: 'Satu hal berikutnya',
    nothing: 'Tidak ada yang perlu Anda kerjakan sekarang',
    nothingWhat:
      'Semua langkah sudah tercapai atau dibebaskan. Simpan nomor anggota Anda; kami mengabari kalau ada yang perlu diperbarui.',
    where: 'Di mana',
    bring: 'Bawa',
    why: {
      lapsed: (s: string) => `Dipilih karena ${s} pernah tercapai dan perlu diperbarui.`,
      current: (s: string) => `Dipilih karena ${s} adalah langkah pertama yang belum tercapai.`,
      meanwhile: (s: string) => `Dipilih karena langkah sebelumnya menunggu orang lain; ${s} bisa Anda kerjakan sekarang.`,
    },
    consentGo: 'Buka persetujuan',
    classesGo: 'Lihat kelas',
    mentoringGo: 'Buka pendampingan',
    centre: (kec: string) => `Pusat OK OCE ${kec}`,
    seven: 'Tujuh langkah Anda',
    waived: 'Dibebaskan',
    waivedOn: (day: string) => `Dibebaskan ${day}: langkah ini tidak ditagih dan tidak dihitung tercapai.`,
    reachedOn: (day: string) => `Tercapai ${day}`,
    lapsedFrom: (day: string) => `Pernah tercapai ${day}`,
    counts: 'Yang dihitung',
    noted: 'Yang sudah tercatat',
    missing: 'Yang masih kurang',
    meaning: 'Tercapai artinya',
    none: 'Belum ada catatan di langkah ini.',
    by: (who: string) => `dicatat ${who}`,
    about: 'Tentang Anda',
    name: 'Nama',
    business: 'Usaha',
    lives: 'Kecamatan',
    seen: 'Lihat data saya dan siapa yang membukanya',
    print: 'Untuk mencetak halaman ini, pakai menu cetak di peramban Anda.',
    ended: (reason: string, day: string) => `Keanggotaan Anda berakhir ${day}: ${reason}.`,
    endedWhat: (kec: string) =>
      `Catatan Anda tetap tersimpan dan bisa dibaca di sini. Kalau ini keliru, atau Anda ingin ikut lagi, datang ke loket Kecamatan ${kec} dengan KTP.`,
    moved: (kec: string, day: string) =>
      `Anda pindah ke Kecamatan ${kec} sejak ${day}. Nomor anggota dan semua langkah ikut pindah; urusan berikutnya di loket ${kec}.`,
    merged: (old: string, now: string) =>
      `Nomor ${old} dan ${now} ternyata milik orang yang sama dan sudah disatukan. Pakai ${now}; ${old} tetap membuka halaman ini.`,
    restricted:
      'Pemakaian data Anda sedang dibatasi: tersimpan, tetapi tidak dipakai dalam daftar. Anda bisa mengakhirinya di Permintaan.',
    breach: 'Pemberitahuan tentang data Anda',
    defined: (v: number) => `definisi v${v}`,
    open: 'buka',
  },
  en: {
    title: 'My steps',
    at: (day: string) => `Your steps as of ${day}`,
    on: (name: string, step: number) => `${name}, you are on step ${step} of 7`,
    all: (name: string) => `${name}, all seven steps are reached`,
    hello: (name: string) => name,
    number: 'Member number',
    show: 'Show this number at the counter.',
    stairs: 'Full: reached. Half: under way, or to be renewed. Dashed: not yet.',
    next: 'One next thing',
    nothing: 'There is nothing for you to do now',
    nothingWhat: 'Every step is reached or waived. Keep your member number; we let you know when something has to be renewed.',
    where: 'Where',
    bring: 'Bring',
    why: {
      lapsed: (s: string) => `Chosen because ${s} was reached once and has to be renewed.`,
      current: (s: string) => `Chosen because ${s} is the first step not reached yet.`,
      meanwhile: (s: string) => `Chosen because an earlier step waits for others; ${s} is one you can work on now.`,
    },
    consentGo: 'Open consent',
    classesGo: 'See classes',
    mentoringGo: 'Open mentoring',
    centre: (kec: string) => `OK OCE centre ${kec}`,
    seven: 'Your seven steps',
    waived: 'Waived',
    waivedOn: (day: string) => `Waived on ${day}: this step is not asked of you, and does not count as reached.`,
    reachedOn: (day: string) => `Reached ${day}`,
    lapsedFrom: (day: string) => `Once reached, ${day}`,
    counts: 'What counts',
    noted: 'What is on record',
    missing: 'What is missing',
    meaning: 'Reached means',
    none: 'Nothing is on record for this step yet.',
    by: (who: string) => `recorded by ${who}`,
    about: 'About you',
    name: 'Name',
    business: 'Business',
    lives: 'Kecamatan',
    seen: 'See my data and who opened it',
    print: 'To print this page, use the print menu of your browser.',
    ended: (reason: string, day: string) => `Your membership ended on ${day}: ${reason}.`,
    endedWhat: (kec: string) =>
      `Your records are kept and can be read here. If this is a mistake, or you wish to take part again, come to the counter of Kecamatan ${kec} with your KTP.`,
    moved: (kec: string, day: string) =>
      `You moved to Kecamatan ${kec} on ${day}. Your member number and every step moved with you; from now on the counter in ${kec} is yours.`,
    merged: (old: string, now: string) =>
      `Numbers ${old} and ${now} belong to the same person and were joined. Use ${now}; ${old} still opens this page.`,
    restricted: 'The use of your data is restricted: kept, but not used in lists. You can lift that on Requests.',
    breach: 'Notice about your data',
    defined: (v: number) => `definition v${v}`,
    open: 'open',
  },
}

type Shape = 'done' | 'now' | 'wait'
/** How a state is drawn; a waived step is neither reached nor asked for. */
const shapeOf = (s: StepState): Shape =>
  s.waived && s.state !== 'reached' ? 'wait' : s.state === 'reached' ? 'done' : s.state === 'not-started' ? 'wait' : 'now'

function Steps({
  c,
  own,
  offices,
  restricted,
  told,
}: {
  c: Ctx
  own: Own
  offices: Map<string, Office>
  restricted: boolean
  told: Breach[]
}) {
  const { lang, today } = c.var
  const member = memberIn(c)
  const w = WORDS[lang]
  const { journey } = own
  const next = nextThing(journey)
  const me = journey.current ?? undefined
  const states = Object.fromEntries(STEPS.map((s) => [s, shapeOf(journey.steps[s])])) as Record<Step, Shape>
  const title = journey.ended ? w.hello(own.name) : journey.current ? w.on(own.name, journey.current) : w.all(own.name)
  return (
    <MemberPage c={c} here="/langkah" title={w.title} step={me}>
      <div class="cols cols--1-1 al-s pt-5">
        <div class="stack">
          <p class="eyebrow">{w.at(showDate(today, lang))}</p>
          <h1>{title}</h1>
          <Standing c={c} own={own} />
          {restricted && <p class="note note--warn">{w.restricted}</p>}
          {told.map((b) => (
            <section class="note note--bad" aria-label={w.breach}>
              <h2>{w.breach}</h2>
              <p>{b.what}</p>
              <p>{b.todo}</p>
            </section>
          ))}
          <p class="fig">
            <span class="fig__l">{w.number}</span>
            <span class="fig__v">{member.number}</span>
            <span class="prov">{w.show}</span>
          </p>
          <MyStairs states={states} me={journey.ended ? undefined : me} />
          <p class="prov">{w.stairs}</p>
          {!journey.ended && <Next c={c} next={next} />}
        </div>
        <div>
          <section aria-labelledby="tujuh">
            <h2 class="mb-3" id="tujuh">
              {w.seven}
            </h2>
            <ol class="steps">
              {STEPS.map((step) => (
                <li>
                  <OneStep c={c} step={step} own={own} offices={offices} open={step === (next?.step ?? null)} />
                </li>
              ))}
            </ol>
            <p class="prov mt-3">
              {w.at(showDate(today, lang))} · {w.defined(journey.definition)} ·{' '}
              <a href="/definisi">
                {w.open}
                <span class="vh"> {w.defined(journey.definition)}</span>
              </a>
            </p>
          </section>
        </div>
      </div>
      <section class="sec mt-7" aria-labelledby="data">
        <div class="stack read">
          <h2 id="data">{w.about}</h2>
          <dl class="dl">
            <dt>{w.name}</dt>
            <dd>{own.name}</dd>
            <dt>NIK</dt>
            <dd class="mono">{own.nik ? maskNik(own.nik) : '·'}</dd>
            {own.businesses.length > 0 && (
              <>
                <dt>{w.business}</dt>
                <dd>{own.businesses.map((b) => [b.name, b.trade].filter(Boolean).join(', ')).join('; ')}</dd>
              </>
            )}
            <dt>{w.lives}</dt>
            <dd>{nameOf(member.kec)}</dd>
          </dl>
          <p>
            <a class="link" href="/langkah/data">
              {w.seen}
            </a>
          </p>
          <p class="sub noprint">{w.print}</p>
        </div>
      </section>
    </MemberPage>
  )
}

/** A member who moved, was found twice, or has left: a clear sentence and what to do. */
function Standing({ c, own }: { c: Ctx; own: Own }) {
  const { lang } = c.var
  const w = WORDS[lang]
  const member = memberIn(c)
  const kec = nameOf(member.kec)
  const { ended } = own.journey
  const opened = own.facts.find(
    (f) => f.kind === 'enrolment.opened' && f.enrolment === member.enrolment && own.standing.has(f.id),
  )
  return (
    <>
      {own.number !== member.number && <p class="note">{w.merged(member.number, own.number)}</p>}
      {ended ? (
        <div class="note note--warn">
          <p>
            <b>{w.ended(reasonWords(ended.reason, lang), showDate(ended.on, lang))}</b>
          </p>
          <p>{w.endedWhat(kec)}</p>
        </div>
      ) : (
        opened && <p class="note">{w.moved(kec, showDate(opened.occurredOn, lang))}</p>
      )}
    </>
  )
}

function Next({ c, next }: { c: Ctx; next: NextThing | null }) {
  const { lang, mayOpen } = c.var
  const w = WORDS[lang]
  const member = memberIn(c)
  const kec = nameOf(member.kec)
  return (
    <section class="next" aria-labelledby="nx">
      <p class="eyebrow">{w.next}</p>
      {next ? (
        <>
          <h2 id="nx">{nextTitle(next.missing.code, lang)}</h2>
          <p>
            <b>{moverWords(next.who, lang)}</b> {missingWords(next.missing, lang)}
          </p>
          <p class="mt-2">
            {w.where}: {placeWords(next.where, member.kec, lang)}.
            {next.bring.length > 0 && ` ${w.bring} ${paperWords(next.bring, lang)}.`}
          </p>
          {next.where === 'class' || next.where === 'mentor' ? (
            <p class="row">
              <a class="btn btn--gold" href={next.where === 'class' ? '/kelas' : '/pendampingan'}>
                {next.where === 'class' ? w.classesGo : w.mentoringGo}
              </a>
            </p>
          ) : next.where === 'here' ? (
            <p class="row">
              <a class="btn btn--gold" href="/langkah/persetujuan">
                {w.consentGo}
              </a>
            </p>
          ) : (
            mayOpen('/wilayah/:place') && (
              <p class="row">
                <a class="btn btn--gold" href={`/wilayah/${kecCode(member.kec)}`}>
                  {w.centre(kec)}
                </a>
              </p>
            )
          )}
          <p class="prov mt-4">{w.why[next.why](stepWords(next.step, lang))}</p>
        </>
      ) : (
        <>
          <h2 id="nx">{w.nothing}</h2>
          <p>{w.nothingWhat}</p>
        </>
      )}
    </section>
  )
}

function OneStep({ c, step, own, offices, open }: { c: Ctx; step: Step; own: Own; offices: Map<string, Office>; open: boolean }) {
  const { lang } = c.var
  const w = WORDS[lang]
  const s = own.journey.steps[step]
  const shape = shapeOf(s)
  const waived = s.waived && s.state !== 'reached'
  const proves = new Set(s.facts)
  const noted = own.facts.filter((f) => stepOf(f.kind) === step && own.standing.has(f.id))
  const shown = s.state === 'reached' ? noted.filter((f) => proves.has(f.id)) : noted
  return (
    <details open={open}>
      <summary>
        <span class={`st st--${shape}`} aria-hidden="true">
          P{step}
        </span>
        <span class="t">
          <span>{stepWords(step, lang)}</span>
          <span class={`stw stw--${shape}`}>{waived ? w.waived : stateWords(s.state, lang)}</span>
        </span>
      </summary>
      <div class="in-d stack">
        {waived && <p>{w.waivedOn(showDate(s.waived!.on, lang))}</p>}
        {!waived && s.missing.length > 0 && (
          <>
            <h3>{w.missing}</h3>
            <ul class="check">
              {s.missing.map((m) => (
                <li class={s.state === 'not-started' ? 'no' : 'half'}>
                  <span>{missingWords(m, lang)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        {shown.length > 0 ? (
          <>
            <h3>{s.state === 'reached' ? w.counts : w.noted}</h3>
            <ul class="check">
              {shown.map((f) => (
                <li class="yes">
                  <span>
                    {factWords(f.kind, f.data, lang)}
                    <small>
                      <FactSource c={c} fact={f} offices={offices} />
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p>{w.none}</p>
        )}
        <p class="prov">
          {w.meaning}: {definitionWords(step, 'reached', lang)}
          {s.on && s.state === 'reached' && ` ${w.reachedOn(showDate(s.on, lang))}.`}
          {s.on && s.state === 'lapsed' && ` ${w.lapsedFrom(showDate(s.on, lang))}.`}
        </p>
      </div>
    </details>
  )
}

/** When, by which office and which way, on what evidence. */
export function FactSource({ c, fact, offices }: { c: Ctx; fact: OwnFact; offices: Map<string, Office> }) {
  const { lang } = c.var
  const who = officeWords(fact.recordedBy, offices.get(fact.recordedBy), memberIn(c).number, lang)
  return (
    <>
      {showDate(fact.occurredOn, lang)} · {WORDS[lang].by(who)}, {wayWords(fact.way, lang)} · {gradeWords(fact.grade, lang)}
    </>
  )
}
