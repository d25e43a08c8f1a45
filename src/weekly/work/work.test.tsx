// The week as work behind the front door: a kecamatan approves or objects, the office accepts and cuts, a kota sees its own, and what the
// meeting decided stands in the next update with what came of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, freshDemo } from '../../../tests/demo.ts'
import { at } from '../../../tests/programme.ts'
import { record } from '../../journal/index.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { moveClock } from '../../people/index.ts'
import { remind } from './remind.ts'

const WEEK = '2018-W04'
const PASAR_MINGGU = 317404
const CILINCING = 317204
const HERE = 'http://localhost'

let demo: Demo
beforeAll(async () => {
  demo = await freshDemo()
})
afterAll(() => demo?.end())

const ask = async (path: string, cookie = '', init: RequestInit = {}) =>
  demo.app.request(path, { ...init, headers: { cookie, ...(init.headers as Record<string, string>) } })
async function body(path: string, cookie = ''): Promise<string> {
  const answer = await ask(path, cookie)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}
const seen = (html: string) =>
  html
    .replace(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
/** Sends a form of a page, with what that page carries hidden. */
async function send(page: string, to: string, cookie: string, fields: Record<string, string>) {
  const html = await body(page, cookie)
  return ask(to, cookie, {
    method: 'POST',
    body: new URLSearchParams({ token: field(html, 'token'), sejauh: field(html, 'sejauh'), ...fields }),
    headers: { origin: HERE },
  })
}
const moveTo = (when: string) =>
  demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => moveClock(db.client, at(when)))

describe('a kecamatan’s week', () => {
  const page = `/konsol/pekan/${WEEK}`

  it('is where its officer is led, with the four terms twice and every number opening', async () => {
    const officer = await demo.signedIn('officer', PASAR_MINGGU)
    expect((await ask('/konsol/pekan-ini', officer)).headers.get('location')).toBe(page)
    const html = await body(page, officer)
    const text = seen(html)
    expect(text).toContain('Rapat Senin, Pasar Minggu')
    expect(text).toMatch(/Pendaftaran tetap \d+/)
    expect(text).toContain('Belum dijawab')
    expect(html.match(/tbl--four/g)).toHaveLength(2)
    const hrefs = [...html.matchAll(/href="(\/(?:konsol\/)?angka\/[^"]+)"/g)].map((m) => m[1]!.replaceAll('&amp;', '&'))
    expect(hrefs.length).toBeGreaterThan(10)
    for (const href of new Set(hrefs)) expect([href, (await ask(href, officer)).status]).toEqual([href, 200])
  })

  it('says which modules the members who wait for P2 lack, and how many seats are free for each', async () => {
    const html = await body(page, await demo.signedIn('officer', PASAR_MINGGU))
    expect(html).toContain('Materi yang ditunggu')
    const [, lacking, free] = /Menghitung harga jual<\/th><td[^>]*>([\d.]+)<\/td><td[^>]*>([\d.]+)<\/td>/.exec(html)!
    expect([Number(lacking) > 20, Number(free) > 10]).toEqual([true, true])
    expect(html).toContain('href="/konsol/kelas"')
  })

  it('is answered once by two officers at once: the second reads the first before sending again', async () => {
    const officer = await demo.signedIn('officer', CILINCING)
    const html = await body(page, officer)
    const sent = () =>
      ask(page, officer, {
        method: 'POST',
        body: new URLSearchParams({
          token: field(html, 'token'),
          sejauh: field(html, 'sejauh'),
          aksi: 'setujui',
          catatan: 'Perlu kelas sore.',
        }),
        headers: { origin: HERE },
      })
    const answers = await Promise.all([sent(), sent()])
    expect(answers.map((a) => a.status).sort()).toEqual([303, 409])
    const late = await answers.find((a) => a.status === 409)!.text()
    expect(seen(late)).toContain('Rekan Anda menjawab pekan ini sesaat sebelum Anda')
    expect(late).toContain('>Perlu kelas sore.</textarea>')
    expect(seen(await body(page, officer))).toContain('Disetujui')
  })

  it('shows what came late and what is odd with its people, keeps the answer, and says what changed since the approval', async () => {
    const officer = await demo.signedIn('officer', CILINCING)
    const scope = { actor: 'petugas.clc', role: 'officer', kec: CILINCING }
    const { rows } = await demo.database.within('job', scope, (db) =>
      db.client.query(
        `select number from enrolment e join enrolment_reach r on r.kec_id = e.kec_id and r.enrolment_id = e.id
         where e.kec_id = $1 and r.ended_on is null and opened_on < '2018-01-15' order by number limit 12`,
        [CILINCING],
      ),
    )
    for (const { number } of rows)
      await demo.database.within('job', scope, (db) =>
        record(db, demo.secrets, { actor: 'petugas.clc', way: 'counter', now: at('2018-01-22T09:00') }, { number }, [
          { id: uuidv7(), kind: 'class.attended', occurredOn: '2018-01-20', grade: 'B', data: { class: 'sabtu', session: '9' } },
        ]),
      )
    const html = await body(page, officer)
    const text = seen(html)
    expect(text).toContain('12 kehadiran dicatat dalam satu menit')
    expect(text).toContain('Terlambat masuk: 12')
    expect(text).toMatch(/20 Jan 2018 Kehadiran, 12 orang, dicatat 22 Jan 2018 oleh/)
    expect(text).toContain('Berubah sejak disetujui: +12 catatan')
    const behind = /href="([^"]+\/janggal\/same-minute\/[^"]+)"/.exec(html)![1]!
    expect((await body(behind, officer)).match(/<tr/g)).toHaveLength(13)
    expect((await ask(behind, await demo.signedIn('officer', PASAR_MINGGU))).status).toBe(404)
    const { rows: noted } = await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) =>
      db.client.query(`select account from read_log where kec_id = $1 and what = 'janggal 2018-W04 same-minute'`, [CILINCING]),
    )
    expect(noted).toHaveLength(1)
    const mark = behind.split('/').at(-1)!
    const answered = await send(page, `${page}/janggal`, officer, {
      aturan: 'same-minute',
      kunci: mark,
      jawaban: 'dari daftar kertas',
    })
    expect(answered.status).toBe(303)
    expect(seen(await body(page, officer))).toMatch(/Dijawab 22 Jan 2018, .*: dari daftar kertas/)
    // What is not there cannot be answered.
    expect((await send(page, `${page}/janggal`, officer, { aturan: 'same-minute', kunci: 'x', jawaban: 'ya' })).status).toBe(404)
  })

  it('needs a reason to be objected to, and keeps what was written', async () => {
    const officer = await demo.signedIn('officer', PASAR_MINGGU)
    const refused = await send(page, page, officer, { aksi: 'keberatan', catatan: '  ' })
    expect(refused.status).toBe(422)
    expect(seen(await refused.text())).toContain('Tulis alasannya dulu')
    const done = await send(page, page, officer, { aksi: 'keberatan', catatan: 'Lembar kelas Sabtu belum dikirim.' })
    expect(done.status).toBe(303)
    expect(seen(await body(page, officer))).toMatch(/Keberatan .*Lembar kelas Sabtu belum dikirim\./)
  })

  it('is nobody else’s: another kecamatan, another role and no account find nothing', async () => {
    expect((await ask(`${page}/31.74.04`, await demo.signedIn('officer', CILINCING))).status).toBe(404)
    expect((await ask(page, await demo.signedIn('mentor'))).status).toBe(404)
    expect((await ask(page)).status).toBe(303)
    const officer = await demo.signedIn('officer', PASAR_MINGGU)
    for (const other of ['2018-W05', '2017-W40', 'kemarin'])
      expect((await ask(`/konsol/pekan/${other}`, officer)).status).toBe(404)
  })
})

describe('the office', () => {
  const page = '/konsol/pekan'

  it('sees the 44 answers, objections first with their reason, and answers and accepts them', async () => {
    const office = await demo.signedIn('office')
    const text = seen(await body(page, office))
    expect(text).toContain('1 dari 44 kecamatan sudah menyetujui')
    expect(text).toContain('Lembar kelas Sabtu belum dikirim.')
    const to = `${page}/${WEEK}/terima`
    expect((await send(page, to, office, { kec: '31.74.04', aksi: 'jawab', catatan: '' })).headers.get('location')).toContain(
      'tersimpan=alasan',
    )
    await send(page, to, office, { kec: '31.74.04', aksi: 'jawab', catatan: 'Kirim sebelum Selasa.' })
    expect(seen(await body(`/konsol/pekan/${WEEK}`, await demo.signedIn('officer', PASAR_MINGGU)))).toContain(
      'Kirim sebelum Selasa.',
    )
    await send(page, to, office, { kec: 'semua' })
    await send(page, to, office, { kec: '31.74.04', aksi: 'terima' })
    expect(seen(await body(page, office))).toContain('2 dari 44 kecamatan sudah menyetujui')
    // Nothing to accept where nothing was said.
    expect((await send(page, to, office, { kec: '31.01.01', aksi: 'terima' })).headers.get('location')).toContain(
      'tersimpan=kosong',
    )
  })

  it('cannot approve for a kecamatan, even past the pages', async () => {
    const work = demo.database.within('staff', { actor: 'kantor', role: 'office' }, (db) =>
      db.client.query(
        `insert into week_answer (kec_id, id, week, kind, facts, by_account, by_shown, at)
         values (317404, gen_random_uuid(), '2018-W04', 'approved', 0, 'kantor', 'Kantor', now())`,
      ),
    )
    await expect(work).rejects.toThrow(/row-level security/)
  })

  it('sets targets line by line, all or none, and they stand beside the kecamatan’s week', async () => {
    const office = await demo.signedIn('office')
    const refused = await send('/konsol/target', '/konsol/target', office, {
      lembar: `${WEEK};31.74.04;P3;tercapai;50\n${WEEK};31.74.99;P3;tercapai;5`,
    })
    expect(refused.status).toBe(422)
    expect(seen(await refused.text())).toContain('Baris 2 tidak terbaca')
    const done = await send('/konsol/target', '/konsol/target', office, {
      lembar: `pekan;kecamatan\n${WEEK};31.74.04;P3;tercapai;50`,
    })
    expect(done.headers.get('location')).toBe('/konsol/target?tersimpan=1')
    expect(seen(await body(`/konsol/pekan/${WEEK}`, await demo.signedIn('officer', PASAR_MINGGU)))).toMatch(
      /P3 Pendampingan, tercapai \d+ 50 -?−?\d+/,
    )
    expect(seen(await body('/pekan/2018-W03'))).toContain('Target dan selisih')
  })

  it('opens the running week’s figures to kecamatan and to records with masked names, and it is noted', async () => {
    const office = await demo.signedIn('office')
    expect(seen(await body(`/konsol/angka/${WEEK}/P1`, office))).toContain('4.230 orang')
    const text = await body(`/konsol/angka/${WEEK}/P1/31.74.04`, office)
    expect(text).toContain('•')
    const { rows } = await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) =>
      db.client.query(`select account from read_log where kec_id = 317404 and what = 'angka 2018-W04 P1'`),
    )
    expect(rows.map((r) => r.account)).toContain('kantor')
  })
})

describe('a kota', () => {
  it('sees its own kecamatan and their answers, in counts, and no other kota’s', async () => {
    const kota = await demo.signedIn('kota')
    const text = seen(await body('/konsol/kota', kota))
    expect(text).toContain('Pasar Minggu')
    expect(text).not.toContain('Cengkareng')
    expect((await ask(`/konsol/pekan/${WEEK}/31.74.04`, kota)).status).toBe(200)
    expect((await ask(`/konsol/pekan/${WEEK}/31.72.04`, kota)).status).toBe(404)
    const { rows } = await demo.database.within('staff', { actor: 'kota.selatan', role: 'kota', kota: 3174 }, (db) =>
      db.client.query('select distinct kec_id / 100 as kota from week_answer'),
    )
    expect(rows).toEqual([{ kota: 3174 }])
  })

  it('decides about itself and about nobody else', async () => {
    const kota = await demo.signedIn('kota')
    const form = {
      apa: 'Tambah kelas Sabtu',
      siapa: 'Camat Jagakarsa',
      hari: '3',
      bulan: '2',
      tahun: '2018',
      langkah: 'P2',
      hitungan: 'tercapai',
      menjadi: '90',
    }
    const refused = await send('/konsol/keputusan', '/konsol/keputusan', kota, { ...form, wilayah: '31.73.01' })
    expect(refused.status).toBe(422)
    expect(seen(await refused.text())).toContain('Pilih kota Anda')
    expect((await send('/konsol/keputusan', '/konsol/keputusan', kota, { ...form, wilayah: '31.74.09' })).status).toBe(303)
    expect(seen(await body('/konsol/kota', kota))).toContain('Tambah kelas Sabtu')
  })
})

describe('the meeting’s decision', () => {
  it('stands in the next update with what came of it, and opens the figure it names', async () => {
    const html = await body('/pekan/2018-W03')
    const part = /<section class="sec" id="keputusan">[\s\S]*?<\/section>/.exec(html)![0]
    const text = seen(part)
    expect(text).toMatch(/Buka dua kelas sore.*Selesai.*Dua kelas sore berjalan/)
    expect(text).toMatch(/Selesaikan pemeriksaan KTP.*Tidak selesai/)
    expect(text).toMatch(/Tempatkan petugas izin.*Berjalan/)
    expect(part).toContain('href="/angka/2018-W03/P2/31.73.01?hitungan=tercapai"')
    expect(part).toContain('href="/angka/2018-W02/P2/31.73.01?hitungan=tercapai"')
    // It was decided after W02 came out, so W02 does not tell it; the kota's new one waits for W04.
    expect(await body('/pekan/2018-W02')).not.toContain('id="keputusan"')
    expect(text).not.toContain('Tambah kelas Sabtu')
  })
})

describe('after the week', () => {
  it('reminders are written on Sunday evening and Monday morning, once, to who has not answered', async () => {
    const reminded = (when: string) =>
      demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => remind(db, at(when)))
    expect(await reminded('2018-01-28T19:59')).toBe(0)
    expect(await reminded('2018-01-28T20:00')).toBe(42)
    expect(await reminded('2018-01-28T21:00')).toBe(0)
    expect(await reminded('2018-01-29T08:00')).toBe(42)
  })

  it('the office cuts without all 44 only when it says so; who was missing stands beside the update', async () => {
    await moveTo('2018-01-29T09:00')
    const office = await demo.signedIn('office')
    const page = '/konsol/pekan'
    const refused = await send(page, page, office, { pekan: WEEK })
    expect(refused.status).toBe(409)
    expect(seen(await refused.text())).toContain('42 kecamatan belum menyetujui')
    expect((await ask(`/pekan/${WEEK}`)).status).toBe(404)
    expect((await send(page, page, office, { pekan: WEEK, tetap: 'ya' })).status).toBe(303)
    const text = seen(await body(`/pekan/${WEEK}`))
    expect(text).toContain('Disetujui 2 dari 44 kecamatan. Belum disetujui kecamatan saat dibekukan: ')
    expect(text).toMatch(/Tambah kelas Sabtu.*Berjalan/)
    // The two that were answered stood in W03 already; the open one goes on.
    expect(text).toContain('Tempatkan petugas izin')
    expect(text).not.toContain('Selesaikan pemeriksaan KTP')
  })

  it('an approval after the cut is refused in a clear sentence, and its note goes to the next week', async () => {
    const officer = await demo.signedIn('officer', PASAR_MINGGU)
    const page = `/konsol/pekan/${WEEK}`
    const late = await send(page, page, officer, { aksi: 'setujui', catatan: 'Maaf terlambat, sinyal mati.' })
    expect(late.status).toBe(409)
    expect(seen(await late.text())).toContain('Pekan 2018-W04 sudah dibekukan, jadi persetujuan tidak bisa masuk lagi.')
    expect(seen(await body('/konsol/pekan/2018-W05', officer))).toMatch(/Catatan tentang pekan 2018-W04.*Maaf terlambat/)
    expect(seen(await body(`/pekan/${WEEK}`))).toContain('Disetujui 2 dari 44 kecamatan')
  })
})
