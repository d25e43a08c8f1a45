// The register of claims and reports about figures, behind the front door of the demonstration.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { at } from '../../tests/programme.ts'
import { moveClock } from '../people/index.ts'

let demo: Demo
let office: string
beforeAll(async () => {
  demo = await freshDemo()
  office = await demo.signedIn('office')
})
afterAll(() => demo?.end())

const ask = (path: string, cookie = '') => demo.app.request(path, { headers: { cookie } })
async function page(path: string, cookie = ''): Promise<string> {
  const answer = await ask(path, cookie)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}
const seen = (html: string) =>
  html
    .replace(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const hidden = (html: string, form: string) => {
  const inside = html.slice(html.indexOf(`action="${form}"`))
  return Object.fromEntries(
    [...inside.slice(0, inside.indexOf('</form>')).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [
      m[1]!,
      m[2]!.replaceAll('&amp;', '&'),
    ]),
  )
}
/** A page as somebody opens it, and a form of it sent as often as asked. */
async function open(path: string, cookie: string | null) {
  const answer = await ask(path, cookie ?? '')
  expect([path, answer.status]).toEqual([path, 200])
  const html = await answer.text()
  const own =
    cookie ??
    answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  return {
    html,
    send: async (form: string, fields: Record<string, string>) => {
      const sent = await demo.app.request(form, {
        method: 'POST',
        headers: { cookie: own, origin: 'http://localhost' },
        body: new URLSearchParams({ ...hidden(html, form), ...fields }),
      })
      return { status: sent.status, to: sent.headers.get('location') ?? '', text: await sent.text() }
    },
  }
}

describe('the register of claims', () => {
  it('lays “nearly 4,230” beside the register of that day, with the other count, and it opens', async () => {
    const html = await page('/pernyataan?pokok=P1')
    const text = seen(html)
    expect(text).toMatch(/hampir 4\.230 orang, dikatakan 4\.230 tercatat: masuk P1, per 21 Jan 2018/)
    expect(text).toContain('Sudah memenuhi langkahnya pada hari itu: 4.058 orang.')
    const [, nr] = /href="\/pernyataan\/(\d+)">4\.230/.exec(html)!
    const one = await page(`/pernyataan/${nr}`)
    expect(one).toMatch(/href="\/angka\/2018-W03\/P1">4\.230/)
    expect(one).toContain('href="/angka/2018-W03/P1?hitungan=tercapai">4.058')
    expect(one).toMatch(/rel="external noreferrer"/)
    expect((await ask('/angka/2018-W03/P1')).status).toBe(200)
  })

  it('holds all published figures, those whose day has come first, and judges no target and no day to come', async () => {
    const text = seen(await page('/pernyataan'))
    expect(text).toContain('120 pernyataan · 2017 sampai 2023')
    expect(text).toContain('Sasaran, bukan capaian')
    expect(text).toContain('100 pernyataan berikutnya')
    expect(seen(await page('/pernyataan?halaman=2'))).toContain('Menunggu hari itu')
    expect((await ask('/pernyataan?halaman=7')).status).toBe(404)
    expect((await ask('/pernyataan/121')).status).toBe(404)
    for (const lang of ['id', 'en']) {
      const answer = await ask('/pernyataan?halaman=3', `bahasa=${lang}`)
      const html = await answer.text()
      expect(html).not.toContain('undefined')
      expect(html.length).toBeLessThan(60_000)
    }
  })

  it('is compared anew as the days come: what stands beside a claim is what was known by the end of its day', async () => {
    const before = seen(await page('/pernyataan?pokok=P1'))
    await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => moveClock(db.client, at('2018-03-23T09:00')))
    const after = seen(await page('/pernyataan?pokok=P1'))
    expect(before).not.toMatch(/35\.000 orang, dikatakan \d/)
    expect(after).toMatch(/lebih dari 35\.000 orang, dikatakan 4\.230 tercatat: masuk P1, per 21 Jan 2018 Lebih tinggi 30\.770/)
    expect(after).toMatch(/16\.990 orang, dikatakan 4\.230 tercatat: masuk P1, per 21 Jan 2018 Definisi berbeda/)
  })

  it('can be taken away as a table that runs no formula', async () => {
    const answer = await ask('/data/pernyataan.csv')
    expect(answer.headers.get('content-disposition')).toContain('pernyataan.csv')
    const lines = (await answer.text()).trim().split('\r\n')
    expect(lines).toHaveLength(121)
    expect(lines[0]).toMatch(/^number,said_on,as_of,who,figure/)
    expect(lines.some((l) => /(^|,)[=+@-]/.test(l))).toBe(false)
  })
})

describe('a report about a figure', () => {
  const FIGURE = '/angka/2018-W03/P3/31.71.06?hitungan=tercapai'
  const form = `/laporan?tentang=${encodeURIComponent(FIGURE)}`
  const WROTE = 'Dua kunjungan pendamping di Menteng tidak terhitung.'

  it('begins at the figure, needs no name, and leads to a code under which the answer will stand', async () => {
    expect(await page(FIGURE)).toContain(`href="${form.replaceAll('&', '&amp;')}"`)
    const one = await open(form, null)
    expect(seen(one.html)).toContain('Tentang: P3 tercapai, Menteng, pekan 2018-W03')
    const sent = await one.send('/laporan', { tulisan: WROTE })
    expect(sent.status).toBe(303)
    expect(sent.to).toMatch(/^\/laporan\/([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
    const receipt = seen(await page(sent.to))
    expect(receipt).toContain('Laporan Anda sudah kami terima')
    expect(receipt).toContain(WROTE)

    const list = await page('/konsol/laporan', office)
    expect(seen(list)).toContain('2 menunggu jawaban')
    const [, id] = /href="\/konsol\/laporan\/([^"]+)">P3 tercapai, Menteng/.exec(list)!
    const work = await open(`/konsol/laporan/${id}`, office)
    const ANSWER = 'Benar: dua catatan datang sesudah pekan dibekukan, dan tampak sebagai ralat di pekan berikutnya.'
    const action = `/konsol/laporan/${id}`
    expect((await work.send(action, { hasil: '', jawaban: '' })).text).toContain('Pilih hasil pemeriksaannya.')
    expect((await work.send(action, { hasil: 'restated', jawaban: ANSWER })).status).toBe(303)
    expect((await work.send(action, { hasil: 'restated', jawaban: ANSWER })).status).toBe(303)
    const late = await work.send(action, { hasil: 'holds', jawaban: 'Jawaban lain.' })
    expect(late.status).toBe(409)
    expect(seen(late.text)).toContain('sudah menjawab laporan ini lebih dulu')
    const answered = seen(await page(sent.to))
    expect(answered).toContain('Laporan Anda sudah dijawab')
    expect(answered).toContain(ANSWER)
    expect(seen(await page('/konsol/laporan', office))).toContain('1 menunggu jawaban')
  })

  it('sent twice is one; other words under its id are told apart, and nothing is lost', async () => {
    const one = await open('/laporan?tentang=/pernyataan/4', null)
    const [a, b] = await Promise.all([1, 2].map(() => one.send('/laporan', { tulisan: 'Angkanya 4.203, bukan 4.230.' })))
    expect([a!.status, a!.to]).toEqual([303, b!.to])
    const other = await one.send('/laporan', { tulisan: 'Tanggalnya juga keliru.' })
    expect(other.status).toBe(409)
    expect(other.text).toContain('Tanggalnya juga keliru.')
    expect((await one.send('/laporan', { tulisan: 'NIK 3174045403840001 hilang' })).text).toContain('Hapus NIK')
    expect((await one.send('/laporan', { tulisan: '  ' })).status).toBe(422)
  })

  it('speaks only of a page of ours, and is read by nobody without its code', async () => {
    for (const about of [
      '',
      'https://contoh.id/',
      '//contoh.id/pernyataan',
      '/konsol',
      '/angka/2018-W03/P9',
      '/angka/2018-W03/P1/99.99',
    ])
      expect((await ask(`/laporan?tentang=${encodeURIComponent(about)}`)).status).toBe(404)
    expect((await ask('/laporan/AAAA-AAAA-AAAA-AAAA')).status).toBe(404)
    for (const role of ['officer', 'kota', 'auditor', 'operator'] as const)
      expect((await ask('/konsol/laporan', await demo.signedIn(role))).status).toBe(404)
    const { rows } = await demo.database.within('staff', { actor: 'petugas.mtg', role: 'officer', kec: 317106 }, (db) =>
      db.client.query('select * from report'),
    )
    expect(rows).toEqual([])
  })

  it('is emptied of its words ninety days after the answer, which stays', async () => {
    const { rows } = await demo.database.within('job', { actor: 'mesin', role: 'system' }, async (db) => {
      const { emptyReports } = await import('./store.ts')
      await emptyReports(db, at('2018-04-17T09:29'))
      const kept = await db.client.query("select said is null as gone from report where about = '/angka/2018-W02/P1/31.74.04'")
      await emptyReports(db, at('2018-04-17T09:31'))
      const gone = await db.client.query("select said is null as gone from report where about = '/angka/2018-W02/P1/31.74.04'")
      return { rows: [kept.rows[0].gone, gone.rows[0].gone] }
    })
    expect(rows).toEqual([false, true])
  })
})

describe('the office', () => {
  const CLAIM = {
    hari: '5',
    bulan: '2',
    tahun: '2018',
    tanggal: 'ada',
    siapa: 'Camat Menteng',
    angka: '90',
    kata: 'about',
    satuan: 'people',
    pokok: 'P1',
    hitungan: 'entered',
    wilayah: '31.71.06',
    beda: 'tidak',
    kalimat: 'Pendaftar di Menteng sekitar 90 orang.',
    sumber: 'Rapat kecamatan, 5 Feb 2018',
  }

  it('records a proposed claim, which answers the report, and withdraws it with a reason; its number stays', async () => {
    const proposal = await open('/laporan?tentang=/pernyataan', null)
    const sent = await proposal.send('/laporan', { tulisan: 'Camat Menteng, 5 Februari: sekitar 90 pendaftar.' })
    const [, id] = /href="\/konsol\/laporan\/([^"]+)">Pernyataan yang terlewat/.exec(await page('/konsol/laporan', office))!
    const work = await open(`/konsol/pernyataan?laporan=${id}`, office)
    expect(seen(work.html)).toContain('Camat Menteng, 5 Februari: sekitar 90 pendaftar.')
    const wrong = await work.send('/konsol/pernyataan', { ...CLAIM, hari: '', bulan: '', tahun: '' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Tulis kapan ini dikatakan')
    expect(wrong.text).toContain('value="Camat Menteng"')
    const made = await work.send('/konsol/pernyataan', CLAIM)
    expect([made.status, made.to]).toEqual([303, '/konsol/pernyataan/121'])
    expect((await work.send('/konsol/pernyataan', CLAIM)).to).toBe(made.to)
    expect((await work.send('/konsol/pernyataan', { ...CLAIM, angka: '91' })).status).toBe(409)
    expect(seen(await page(sent.to))).toContain('Dicatat sebagai pernyataan nomor 121')
    expect(seen(await page('/pernyataan/121'))).toMatch(/sekitar 90 .*tercatat: masuk P1, per 21 Jan 2018, Menteng/)

    const one = await open('/konsol/pernyataan/121', office)
    expect((await one.send('/konsol/pernyataan/121/tarik', { alasan: '' })).status).toBe(422)
    expect((await one.send('/konsol/pernyataan/121/tarik', { alasan: 'Yang dikatakan 190, bukan 90.' })).status).toBe(303)
    expect(seen(await page('/pernyataan/121'))).toContain('Yang dikatakan 190, bukan 90.')
    expect(seen(await page('/pernyataan'))).toContain('120 pernyataan')
  })

  it('sees on its first page how many reports wait, and since when', async () =>
    expect(seen(await page('/konsol', office))).toMatch(/2 laporan menunggu jawaban; yang tertua dikirim 21 Jan 2018/))
})
