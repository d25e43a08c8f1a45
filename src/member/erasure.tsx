// The office erases a member's data on their request: a page that says what goes and what stays, and asks for the number once more.
import { Hono } from 'hono'
import { textOf } from '../kit/http.ts'
import { say } from '../kit/problem.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies, scopeOf } from '../people/index.ts'
import { nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, Question, type Said, SubField } from '../ui/index.ts'
import { erase, type Weighed, weighErasure } from './erasure-store.ts'
import { type MemberProblem, memberWords } from './messages.ts'
import { openedRequest } from './opened.ts'
import { checkErasure } from './rules.ts'
import type { MemberRequest } from './store.ts'

export const policies: Policies = {
  'GET /konsol/permintaan/:kec/:id/hapus': ['office'],
  'POST /konsol/permintaan/:kec/:id/hapus': ['office'],
}

type Opened = MemberRequest & { name: string }
const waiting = async (c: Ctx): Promise<Opened | null> => {
  const request = await openedRequest(c)
  return request?.kind === 'erasure' && !request.answeredAt ? request : null
}
const weighed = (c: Ctx, request: MemberRequest) => asAccount(c, (db) => weighErasure(db, request))
export const routes = new Hono<Env>()
  .get('/konsol/permintaan/:kec/:id/hapus', async (c) => {
    const request = await waiting(c)
    if (!request) return c.notFound()
    return c.html(<Erase c={c} request={request} weighed={await weighed(c, request)} />)
  })
  .post('/konsol/permintaan/:kec/:id/hapus', async (c) => {
    const request = await waiting(c)
    if (!request) return c.notFound()
    const form = await c.req.parseBody()
    const written = { number: textOf(form.nomor), answer: textOf(form.jawaban) }
    const goes = await weighed(c, request)
    const checked = checkErasure(written, request.number)
    if ('problems' in checked) {
      c.set('code', checked.problems[0]!.code)
      return c.html(<Erase c={c} request={request} weighed={goes} written={written} problems={checked.problems} />, 422)
    }
    await erase(c.var.database, scopeOf(c.var.account!), request, { at: c.var.now, ...checked.value, ...goes })
    return c.redirect(c.req.path.replace(/\/hapus$/, ''), 303) // done, or somebody was first: the page says by whom
  })

const WORDS = {
  id: {
    title: 'Hapus data orang ini',
    from: (name: string, number: string, kec: string) => `${name}, ${number}, Kecamatan ${kec}`,
    forGood: 'Yang terhapus tidak bisa dikembalikan. Cadangan basis data menyimpannya paling lama 35 hari.',
    goes: 'Yang terhapus',
    gone: ({ details, corrections, messages }: Weighed) => [
      'nama, NIK, tanggal lahir, jenis kelamin, nomor HP, alamat, nama dan jenis usaha',
      `${details} keterangan tertutup pada catatan: omzet, jumlah uang, nomor izin, isi pendampingan`,
      `isi ${corrections} perbaikan data, dan isi permintaan anggota`,
      `isi ${messages.length} pesan ke HP-nya, dan semua sesi masuknya`,
    ],
    stays: 'Yang tetap ada',
    kept: ({ facts, readings }: Weighed) => [
      `${facts} catatan tanpa nama: apa yang terjadi dan kapan, supaya angka pekanan tidak berubah`,
      `nomor peserta, dan ${readings} baris siapa yang pernah membuka datanya`,
      'lembar impor yang belum 30 hari, tersegel: terhapus sendiri',
    ],
    number: 'Tulis nomor peserta untuk memastikan',
    answer: 'Jawaban untuk anggota',
    answerHint: 'Disimpan bersama permintaan. Jangan tulis nama, HP, atau NIK di sini.',
    usual: 'Data Anda sudah dihapus. Catatan tanpa nama tetap ada, supaya angka pekanan tidak berubah.',
    go: 'Hapus data orang ini',
    back: 'Batal, kembali ke permintaan',
  },
  en: {
    title: 'Erase this person’s data',
    from: (name: string, number: string, kec: string) => `${name}, ${number}, Kecamatan ${kec}`,
    forGood: 'What is erased cannot be brought back. Backups of the database keep it for 35 days at most.',
    goes: 'What goes',
    gone: ({ details, corrections, messages }: Weighed) => [
      'name, NIK, birth date, sex, phone, address, name and trade of the business',
      `${details} sealed parts of records: turnover, amounts, licence numbers, what was said in mentoring`,
      `what stood in ${corrections} corrections, and in the member’s requests`,
      `the text of ${messages.length} messages to the phone, and every session`,
    ],
    stays: 'What stays',
    kept: ({ facts, readings }: Weighed) => [
      `${facts} records without a name: what happened and when, so that weekly figures do not change`,
      `the member number, and ${readings} lines of who opened the data`,
      'imported sheets younger than 30 days, sealed: they are erased by themselves',
    ],
    number: 'Write the member number to make sure',
    answer: 'Answer to the member',
    answerHint: 'Kept with the request. Write no name, phone or NIK here.',
    usual: 'Your data have been erased. Records without a name stay, so that weekly figures do not change.',
    go: 'Erase this person’s data',
    back: 'Cancel, back to the request',
  },
}

function Erase({
  c,
  request: r,
  weighed: all,
  written,
  problems = [],
}: {
  c: Ctx
  request: Opened
  weighed: Weighed
  written?: { number: string; answer: string }
  problems?: readonly MemberProblem[]
}) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const said = problems.map((p): Said => ({ field: p.field ?? 'nomor', text: say(memberWords, p, lang) }))
  const list = (id: string, head: string, lines: string[]) => (
    <section aria-labelledby={id}>
      <h2 id={id}>{head}</h2>
      <ul class="list mt-2 read">
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  )
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/permintaan')}
      title={w.title}
      subtitle={w.from(r.name, r.number, nameOf(r.kec))}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      <p class="note note--warn">{w.forGood}</p>
      {list('hilang', w.goes, w.gone(all))}
      {list('tetap', w.stays, w.kept(all))}
      <form class="stack read" method="post">
        <Hidden values={{ token: formToken }} />
        <SubField id="nomor" label={w.number} value={written?.number} maxlength={40} problems={said} lang={lang} />
        <Question id="jawaban" label={w.answer} hint={w.answerHint} problems={said} lang={lang}>
          <textarea class="in" id="jawaban" name="jawaban" rows={3} aria-describedby="jawaban-h">
            {written?.answer ?? w.usual}
          </textarea>
        </Question>
        <p class="row">
          <button class="btn btn--bad" type="submit">
            {w.go}
          </button>
          <a class="link" href={c.req.path.replace(/\/hapus$/, '')}>
            {w.back}
          </a>
        </p>
      </form>
    </Konsol>
  )
}
