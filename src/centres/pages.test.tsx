// The centres' pages: their figures open, a week before the launch reads so, and a change is a new line by whoever may make it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, freshDemo } from '../../tests/demo.ts'

let demo: Demo
beforeAll(async () => {
  demo = await freshDemo()
}, 120_000)
afterAll(() => demo.end())

const get = async (path: string, cookie?: string) => {
  const answer = await demo.app.request(path, { headers: cookie ? { cookie } : {} })
  return { status: answer.status, text: await answer.text() }
}

async function send(path: string, cookie: string, change: Record<string, string>) {
  const { text } = await get(path, cookie)
  const fields = new URLSearchParams()
  // As the browser would send the form as it stands, with these changes.
  for (const [, name, value] of text.matchAll(/<input(?=[^>]* name="([^"]+)")(?=[^>]* value="([^"]*)")/g))
    fields.set(name!, value!)
  fields.set('orang', /<textarea[^>]*>([^<]*)</.exec(text)?.[1]?.trim() ?? '')
  fields.set('klinik-hari', /<option value="(\d)" selected/.exec(text)?.[1] ?? '')
  for (const [name, value] of Object.entries(change)) fields.set(name, value)
  const answer = await demo.app.request(path, {
    method: 'POST',
    headers: { cookie, origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
    body: fields.toString(),
  })
  return { status: answer.status, text: await answer.text() }
}

describe('the centres', () => {
  it('are 44, each under its kota, and each has a page with figures that open', async () => {
    const { status, text } = await get('/wilayah')
    expect(status).toBe(200)
    expect(new Set(text.match(/\/wilayah\/\d\d\.\d\d\.\d\d/g)).size).toBe(44)
    expect(text.match(/belum diluncurkan, rencana/g)).toHaveLength(2)

    const one = await get('/wilayah/31.74.04')
    expect(one.text).toContain('Pasar Minggu')
    expect(one.text).toContain('(contoh)')
    expect(one.text).toContain('Senin–Kamis')
    for (const step of [1, 2, 3, 4]) expect(one.text).toContain(`href="/angka/2018-W03/P${step}/31.74.04"`)
    // What one may come to next: classes with their places, and a calendar for the phone; one that is over is not there.
    expect(one.text).toMatch(/href="\/kelas\/PSM-K10">Kelas dasar usaha.*Sabtu, 27 Januari 2018, 09\.00.*kursi kosong/s)
    expect(one.text).toContain('/wilayah/31.74.04/kelas.ics')
    expect(one.text).not.toContain('PSM-K1"')
    expect((await get('/wilayah/31.74')).text).toContain('/wilayah/31.74.04')
    for (const nowhere of ['31.74.99', '3174060', 'x', '31.99', '317404'])
      expect((await get(`/wilayah/${nowhere}`)).status).toBe(404)
  })

  it('before the launch a step in which nobody is reads so, not 0, here and in the weekly pages; who is there is counted', async () => {
    const islands = await get('/wilayah/31.01.01')
    expect(islands.text).toMatch(/data-l="Masuk"><a href="\/angka\/2018-W03\/P1\/31\.01\.01">\d+/)
    expect(islands.text).toMatch(/data-l="Tercapai">belum diluncurkan/)
    expect(islands.text).not.toMatch(/data-l="Tercapai">0/)

    expect((await get('/angka/2018-W03/P7/31.01.01')).text).toContain('Kepulauan Seribu Utara belum diluncurkan')
    expect((await get('/angka/2018-W03/P7/31.74.04?hitungan=tercapai')).text).not.toContain('belum diluncurkan')
    expect((await get('/angka/2018-W03/P7?hitungan=tercapai')).text.match(/belum diluncurkan/g)).toHaveLength(2)
    const week = (await get('/pekan/2018-W03')).text
    expect(week.match(/belum<span class="vh"> diluncurkan/g)!.length).toBeGreaterThan(4)
    expect((await get('/data/pekan/2018-W03.json')).text).not.toContain('diluncurkan')
  })

  it('an officer changes the hours of the own centre, not its address, and the history says who', async () => {
    const officer = await demo.signedIn('officer', 317404)
    const path = '/konsol/pusat/31.74.04'
    const before = (await get('/wilayah/31.74.04')).text
    expect(before).not.toContain('10.00–14.00')
    const bad = await send(path, officer, { 'jam-6': 'sore' })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('“sore” tidak terbaca')
    expect(bad.text).toContain('value="sore"')
    expect((await send(path, officer, { 'jam-6': '10.00-14.00', alamat: 'Jl. Curian 1' })).status).toBe(303)
    const after = (await get('/wilayah/31.74.04')).text
    expect(after).toContain('Sabtu 10.00–14.00')
    expect(after).not.toContain('Curian')
    const history = (await get(path, officer)).text
    expect(history).toContain('catatan pertama')
    expect(history).toMatch(/data-l="Yang berubah">Jam buka</)
  })

  it('a centre of another kecamatan answers the officer like one that is not there, and row security agrees', async () => {
    const officer = await demo.signedIn('officer', 317404)
    expect((await get('/konsol/pusat/31.74.06', officer)).status).toBe(404)
    expect((await get('/konsol/pusat', officer)).text).not.toContain('31.74.06')
    const row =
      "insert into centre (kec_id, id, from_on, by_account, by_shown, at) values (317406, gen_random_uuid(), '2018-01-22', 'petugas.psm', 'x', now())"
    await expect(
      demo.database.within('staff', { actor: 'petugas.psm', role: 'officer', kec: 317404 }, (db) => db.client.query(row)),
    ).rejects.toThrow(/row-level security/)
    await expect(
      demo.database.within('staff', { actor: 'kantor', role: 'office' }, (db) => db.client.query('delete from centre')),
    ).rejects.toThrow(/permission denied/)
  })

  it('the office sets a launch, and the weeks before it read by it', async () => {
    const office = await demo.signedIn('office')
    const set = { hari: '15', bulan: '1', tahun: '2018' }
    expect((await send('/konsol/pusat/31.01.01', office, set)).status).toBe(303)
    expect((await get('/angka/2018-W03/P7/31.01.01')).text).not.toContain('belum diluncurkan')
    expect((await get('/angka/2018-W02/P7/31.01.01')).text).toContain('belum diluncurkan')
  })
})
