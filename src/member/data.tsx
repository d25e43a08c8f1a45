// What the programme holds about a member, for that member: shown masked, whole in a page to print and in a file, with who opened it and
// who changed what.
import { Hono } from 'hono'
import { showDate, showMoment } from '../kit/calendar.ts'
import { maskNik, maskPhone } from '../kit/show.ts'
import { asMember, type Ctx, type Env, MemberPage, memberIn, type Policies } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import { Table } from '../ui/index.ts'
import { copyAsJson, copyOf, plain, type WholeCopy } from './copy.ts'
import { factWords, fieldWords, officeWords, readingWords } from './messages.ts'
import { FactSource } from './pages.tsx'

export const policies: Policies = {
  'GET /langkah/data': ['resident'],
  'GET /langkah/data/salinan': ['resident'],
  'GET /langkah/data/salinan.json': ['resident'],
}

const read = (c: Ctx) => {
  const member = memberIn(c)
  return asMember(c, (db) => copyOf(db, member, c.var.today))
}

export const routes = new Hono<Env>()
  .get('/langkah/data', async (c) => c.html(<Data c={c} copy={await read(c)} />))
  .get('/langkah/data/salinan', async (c) => c.html(<Copy c={c} copy={await read(c)} />))
  .get('/langkah/data/salinan.json', async (c) => {
    const copy = copyAsJson(await read(c), memberIn(c), c.var.now, c.var.lang)
    c.header('Content-Type', 'application/json; charset=utf-8')
    c.header('Content-Disposition', 'attachment; filename="data-saya.json"')
    return c.body(`${JSON.stringify(copy, null, 2)}\n`)
  })

const WORDS = {
  id: {
    title: 'Data saya',
    lead: 'Semua yang disimpan program tentang Anda, siapa yang membukanya, dan siapa yang mencatatnya.',
    held: 'Yang disimpan',
    masked: 'NIK dan nomor HP disamarkan di layar. Salinan lengkap memuatnya utuh: buka di HP Anda sendiri.',
    whole: 'Buka salinan lengkap',
    file: 'Unduh berkas (JSON)',
    mend: 'Minta perbaikan',
    name: 'Nama',
    nameKey: 'Nama untuk pencarian',
    born: 'Tanggal lahir',
    sex: 'Jenis kelamin',
    F: 'Perempuan',
    M: 'Laki-laki',
    phone: 'Nomor HP',
    use: { own: 'milik sendiri', shared: 'dipakai bersama', none: 'tidak ada' } as Record<string, string>,
    address: 'Alamat',
    area: 'Wilayah',
    business: 'Usaha',
    number: 'Nomor anggota',
    unknown: 'belum dicatat',
    looked: 'Siapa yang membuka data Anda',
    lookedNote: 'Yang tertulis: kapan, kantor mana, dan untuk apa. Seratus yang terakhir di sini, selebihnya di salinan lengkap.',
    nobody: 'Belum ada yang membuka data Anda.',
    trail: 'Siapa yang mencatat atau mengubah',
    trailNote: 'Catatan tidak pernah dihapus diam-diam: yang keliru dibatalkan dengan alasan.',
    void: 'dibatalkan',
    corrected: (fields: string) => `Data diperbaiki: ${fields}`,
    before: 'sebelumnya',
    left: 'Yang tidak ada di salinan ini',
    leftOnes: [
      'Formulir yang belum dikirim: hanya terbuka dengan kodenya, dan terhapus sendiri.',
      'Berkas asli dari lembar kantor: tersimpan sandi paling lama 30 hari.',
      'Pendaftaran kedua dengan NIK Anda, bila ada: penulisnya belum tentu Anda, jadi diperiksa petugas dulu. Minta di Permintaan.',
      'Pesan dan kode masuk yang dikirim kepada Anda: nomor dan isinya terhapus setelah sampai.',
      'Kunci dan tanda masuk: tidak diperlihatkan kepada siapa pun.',
    ],
    copyTitle: 'Salinan lengkap data saya',
    at: (day: string) => `Dibuat ${day}. Cetak lewat menu cetak di peramban Anda.`,
    facts: 'Catatan',
    when: 'Kapan',
    who: 'Siapa',
    what: 'Apa',
    whatFor: 'Untuk',
  },
  en: {
    title: 'My data',
    lead: 'Everything the programme holds about you, who opened it, and who recorded it.',
    held: 'What is held',
    masked: 'NIK and phone are masked on screen. The whole copy has them in full: open it on a phone of your own.',
    whole: 'Open the whole copy',
    file: 'Download the file (JSON)',
    mend: 'Ask for a correction',
    name: 'Name',
    nameKey: 'Name for searching',
    born: 'Date of birth',
    sex: 'Sex',
    F: 'Female',
    M: 'Male',
    phone: 'Phone',
    use: { own: 'own', shared: 'shared', none: 'none' } as Record<string, string>,
    address: 'Address',
    area: 'Area',
    business: 'Business',
    number: 'Member number',
    unknown: 'not recorded',
    looked: 'Who opened your data',
    lookedNote: 'What is written down: when, which office, and what for. The last hundred here, the rest in the whole copy.',
    nobody: 'Nobody has opened your data yet.',
    trail: 'Who recorded or changed it',
    trailNote: 'Records are never quietly removed: a wrong one is made void with a reason.',
    void: 'made void',
    corrected: (fields: string) => `Data corrected: ${fields}`,
    before: 'before',
    left: 'What is not in this copy',
    leftOnes: [
      'A form that was not sent: it opens by its code only, and removes itself.',
      'The original file of an office’s sheet: kept encrypted for 30 days at most.',
      'A second registration with your NIK, if there is one: whoever wrote it may not be you, so an officer looks first. Ask on Requests.',
      'Messages and sign-in codes sent to you: number and text are emptied once they arrive.',
      'Keys and sign-in marks: shown to nobody.',
    ],
    copyTitle: 'The whole copy of my data',
    at: (day: string) => `Made ${day}. Print it by the print menu of your browser.`,
    facts: 'Records',
    when: 'When',
    who: 'Who',
    what: 'What',
    whatFor: 'For',
  },
}

/** Name, NIK and the rest, masked or whole. */
function Held({ c, copy, whole }: { c: Ctx; copy: WholeCopy; whole?: boolean }) {
  const { lang } = c.var
  const w = WORDS[lang]
  const { own } = copy
  const none = <span class="sub">{w.unknown}</span>
  return (
    <dl class="dl">
      <dt>{w.number}</dt>
      <dd>{own.number}</dd>
      <dt>{w.name}</dt>
      <dd>{own.name}</dd>
      <dt>NIK</dt>
      <dd class="mono">{own.nik ? (whole ? own.nik : maskNik(own.nik)) : none}</dd>
      <dt>{w.born}</dt>
      <dd>{own.birthDate ? showDate(own.birthDate, lang) : none}</dd>
      <dt>{w.sex}</dt>
      <dd>{own.sex ? w[own.sex] : none}</dd>
      <dt>{w.phone}</dt>
      <dd>
        {own.phone ? (whole ? own.phone : maskPhone(own.phone)) : none}
        {own.phoneUse && own.phone && `, ${w.use[own.phoneUse]}`}
      </dd>
      <dt>{w.address}</dt>
      <dd>{own.address ?? none}</dd>
      <dt>{w.area}</dt>
      <dd>{own.kel ? `${nameOf(own.kel)}, ${nameOf(memberIn(c).kec)}` : nameOf(memberIn(c).kec)}</dd>
      <dt>{w.business}</dt>
      <dd>{own.businesses.length ? own.businesses.map((b) => [b.name, b.trade].filter(Boolean).join(', ')).join('; ') : none}</dd>
      {whole && (
        <>
          <dt>{w.nameKey}</dt>
          <dd>{own.nameKey}</dd>
        </>
      )}
    </dl>
  )
}

function Data({ c, copy }: { c: Ctx; copy: WholeCopy }) {
  const { lang } = c.var
  const w = WORDS[lang]
  const own = memberIn(c).number
  return (
    <MemberPage c={c} here="/langkah/data" title={w.title}>
      <div class="stack pt-5">
        <h1>{w.title}</h1>
        <p class="lead">{w.lead}</p>
      </div>
      <div class="cols cols--1-1 al-s mt-6">
        <section class="stack" aria-labelledby="simpan">
          <h2 id="simpan">{w.held}</h2>
          <Held c={c} copy={copy} />
          <p class="sub">{w.masked}</p>
          <p class="row">
            <a class="btn btn--2" href="/langkah/data/salinan">
              {w.whole}
            </a>
            <a class="btn btn--2" href="/langkah/data/salinan.json">
              {w.file}
            </a>
            <a class="link" href="/langkah/permintaan?minta=correction">
              {w.mend}
            </a>
          </p>
        </section>
        <section class="stack" aria-labelledby="lihat">
          <h2 id="lihat">{w.looked}</h2>
          <p class="sub">{w.lookedNote}</p>
          {copy.readings.length ? (
            <ol class="trail">
              {copy.readings.slice(0, 100).map((r) => (
                <li>
                  <time datetime={r.at.toISOString()}>{showMoment(r.at, lang)}</time>
                  <span>
                    {officeWords(r.account, copy.offices.get(r.account), own, lang)} {readingWords(r.what, r.list, lang)}
                    {r.reason && `: ${r.reason}`}
                  </span>
                </li>
              ))}
            </ol>
          ) : (
            <p>{w.nobody}</p>
          )}
        </section>
      </div>
      <section class="sec mt-7" aria-labelledby="jejak">
        <div class="stack read">
          <h2 id="jejak">{w.trail}</h2>
          <p class="sub">{w.trailNote}</p>
          <ol class="trail">
            <Corrections c={c} copy={copy} />
            {copy.facts.map(({ fact, void: gone }) => (
              <li>
                <time datetime={new Date(fact.recordedAt).toISOString()}>{showMoment(new Date(fact.recordedAt), lang)}</time>
                <span>
                  {factWords(fact.kind, fact.data, lang)}
                  {gone && ` (${w.void})`}. <FactSource c={c} fact={fact} offices={copy.offices} />
                </span>
              </li>
            ))}
          </ol>
        </div>
      </section>
      <LeftOut c={c} />
    </MemberPage>
  )
}

/** What was corrected at the counter, and by which office; what stood before is in the whole copy. */
function Corrections({ c, copy, whole }: { c: Ctx; copy: WholeCopy; whole?: boolean }) {
  const { lang } = c.var
  const w = WORDS[lang]
  return (
    <>
      {copy.corrections.map((x) => (
        <li>
          <time datetime={x.at.toISOString()}>{showMoment(x.at, lang)}</time>
          <span>
            {w.corrected(x.fields.map((f) => fieldWords(f, lang)).join(', '))} ·{' '}
            {officeWords(x.account, copy.offices.get(x.account), memberIn(c).number, lang)}
            {whole &&
              Object.entries(x.before).map(([field, value]) => (
                <small class="prov">
                  {' '}
                  {w.before} {fieldWords(field, lang)}: {String(value ?? '·')}
                </small>
              ))}
          </span>
        </li>
      ))}
    </>
  )
}

function LeftOut({ c }: { c: Ctx }) {
  const w = WORDS[c.var.lang]
  return (
    <section class="sec" aria-labelledby="kecuali">
      <div class="stack read">
        <h2 id="kecuali">{w.left}</h2>
        <ul class="list">
          {w.leftOnes.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function Copy({ c, copy }: { c: Ctx; copy: WholeCopy }) {
  const { lang, now } = c.var
  const w = WORDS[lang]
  const own = memberIn(c).number
  return (
    <MemberPage c={c} here="/langkah/data" title={w.copyTitle}>
      <div class="stack pt-5 read">
        <h1>{w.copyTitle}</h1>
        <p class="sub">{w.at(showMoment(now, lang))}</p>
        <Held c={c} copy={copy} whole />
      </div>
      <section class="sec mt-6" aria-labelledby="catatan">
        <h2 id="catatan">{w.facts}</h2>
        <ol class="trail">
          <Corrections c={c} copy={copy} whole />
          {copy.facts.map(({ fact, sealed, void: gone }) => (
            <li>
              <time datetime={fact.occurredOn}>{showDate(fact.occurredOn, lang)}</time>
              <span>
                {factWords(fact.kind, fact.data, lang)}
                {gone && ` (${w.void})`}. <FactSource c={c} fact={fact} offices={copy.offices} />
                {Object.entries({ ...plain(fact.data), ...sealed }).map(([field, value]) => (
                  <small class="prov">
                    {' '}
                    {fieldWords(field, lang)}: {String(value)}
                  </small>
                ))}
              </span>
            </li>
          ))}
        </ol>
      </section>
      <section class="sec" aria-labelledby="pembaca">
        <h2 id="pembaca">{w.looked}</h2>
        <Table
          caption={w.looked}
          quietCaption
          rows={copy.readings}
          columns={[
            { head: w.when, cell: (r) => showMoment(r.at, lang) },
            { head: w.who, as: 'tx', cell: (r) => officeWords(r.account, copy.offices.get(r.account), own, lang) },
            { head: w.what, as: 'tx', cell: (r) => readingWords(r.what, r.list, lang) },
            { head: w.whatFor, as: 'tx', cell: (r) => r.reason ?? '·' },
          ]}
        />
      </section>
      <LeftOut c={c} />
    </MemberPage>
  )
}
