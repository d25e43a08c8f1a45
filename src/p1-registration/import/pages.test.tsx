// The import as the programme office meets it, on the real front door: sent, columns chosen, confirmed, taken by the queue's task, the
// result with its reasons, and the sheet to correct.
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshProgramme, type Programme } from '../../../tests/programme.ts'
import { createApp } from '../../app.tsx'
import { replay } from '../../journal/index.ts'
import { addAccount, openSession, type Role } from '../../people/index.ts'
import * as registration from '../index.ts'
import { workbook } from '../sheet/fixtures/build.ts'
import { messyWorkbook } from '../sheet/fixtures/messy.ts'
import { openFile } from '../sheet/open.ts'
import { openWorkbook, rowsOf } from '../sheet/xlsx.ts'

let programme: Programme
let app: ReturnType<typeof createApp>
let now = new Date('2018-01-22T09:00:00+07:00')
const wall = new Date('2018-01-22T09:00:00+07:00')
const cookies = new Map<Role, string>()

beforeAll(async () => {
  programme = await freshProgramme()
  const { database, secrets } = programme
  app = createApp({
    database,
    secrets,
    secure: false,
    now: () => ({ now, synthetic: true }),
    wall: () => wall,
    log: () => {},
    rooms: { p1: registration },
  })
  for (const role of ['office', 'officer', 'auditor'] as const) {
    await programme.work((db) =>
      addAccount(db, {
        name: role,
        role,
        shownAs: `Akun ${role}`,
        kec: role === 'officer' ? 317404 : null,
        kota: null,
        password: 'tujuh anak tangga',
      }),
    )
    cookies.set(role, `sesi=${await openSession(database.pool('staff'), secrets, role, wall)}`)
  }
})
afterAll(() => programme.end())

const query = async (sql: string, values: unknown[] = []) =>
  programme.work(async (db) => (await db.client.query(sql, values)).rows)
const get = (path: string, as: Role = 'office') => app.request(path, { headers: { cookie: cookies.get(as)! } })
const html = async (path: string) => {
  const answer = await get(path)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}
const words = (page: string) =>
  page
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll(' ,', ',')

async function post(path: string, body: FormData | URLSearchParams, as: Role = 'office') {
  const token = /name="token" value="([^"]+)"/.exec(await (await get('/konsol/impor', as)).text())?.[1] ?? 'x'
  body.append('token', token)
  return app.request(path, { method: 'POST', headers: { cookie: cookies.get(as)!, 'sec-fetch-site': 'same-origin' }, body })
}
/** Sends files; answers where the office is led. */
async function send(...files: [name: string, bytes: Buffer | string][]) {
  const form = new FormData()
  for (const [name, bytes] of files) form.append('berkas', new File([bytes as never], name))
  const answer = await post('/konsol/impor', form)
  expect(answer.status).toBe(303)
  return answer.headers.get('location')!
}
/** What the queue does with what was confirmed. */
const tasks = () => registration.importTasks({ database: programme.database, secrets: programme.secrets, now: async () => now })
const takeUp = (path: string) => tasks().import!(path.split('/').at(-1)!)

const HEADER = 'Nomor Kependudukan;Siapa;Tgl Lahir;Kecamatan;No HP'
const SARI = '3171065403840001;Sari Wulandari;14/03/1984;Menteng;081234567001'
const BUDI = '3174040208710002;Budi Santoso;02/08/1971;Pasar Minggu;081234567002'

describe('a sheet that the office sends', () => {
  it('is shown with its columns, examples masked, and nothing is stored of people yet', async () => {
    const path = await send(['C:\\data\\Data OKOCE Cilandak Jan.xlsx', messyWorkbook().bytes])
    const page = await html(path)
    expect(words(page)).toContain('“Data OKOCE Cilandak Jan.xlsx”')
    expect(words(page)).toContain('Lembar Rekap Jan: ')
    expect(words(page)).toMatch(/Dari \d+ baris pertama: \d+ baik, \d+ diterima dengan catatan, \d+ tidak diterima/)
    expect(page).not.toMatch(/\b31\d{14}\b/)
    expect(page).toContain('<option value="nik" selected="">NIK</option>')
    expect(await query('select count(*)::integer as n from person')).toEqual([{ n: 0 }])
    const [job] = await query("select body, preview, sheets::text, file_name from import_job where state = 'mapping'")
    expect(job.file_name).toBe('Data OKOCE Cilandak Jan.xlsx')
    expect(job.body.includes('xl/worksheets')).toBe(false)
    expect(job.sheets).not.toMatch(/Siti|\d{16}/)
  })

  it('is read as the office says, and the next sheet with these headers is known', async () => {
    const path = await send(['a.csv', [HEADER, SARI, BUDI].join('\n')])
    expect(words(await html(path))).toMatch(/judul “Siapa” tidak kami kenal/)
    const chosen = await post(
      `${path}/kolom`,
      new URLSearchParams({ lembar: '0', baca: 'ya', k0: 'nik', k1: 'name', k2: 'birthDate', k3: 'kec', k4: 'phone' }),
    )
    expect(chosen.headers.get('location')).toBe(`${path}#pratinjau`)
    const page = words(await html(path))
    expect(page).toContain('pilihan Anda')
    expect(page).toContain('Sari Wulandari 3171 06•• •••• 0001 14 Mar 1984 Menteng 0812 •••• 7001 Diterima')

    const started = await post(`${path}/mulai`, new URLSearchParams({ hari: '8', bulan: '1', tahun: '2018' }))
    expect(started.headers.get('location')).toBe(path)
    const waiting = await get(path)
    expect(waiting.headers.get('refresh')).toBe('2')
    expect(words(await waiting.text())).toContain('0 dari 3 baris')
    expect(await query('select task_identifier as task, payload from graphile_worker.jobs').catch(() => 'not ours to see')).toBe(
      'not ours to see',
    )

    await takeUp(path)
    const result = words(await html(path))
    expect(result).toContain('Hasil: 2 baris, semua ada jawabannya')
    expect(result).toContain('2 + 0 + 0 + 0 = 2. 1 baris kosong, judul, jumlah, dan catatan dikenali dan dilewati.')
    expect(await query('select number, opened_on from enrolment order by number')).toEqual([
      { number: 'MTG-18-00001', opened_on: '2018-01-08' },
      { number: 'PSM-18-00001', opened_on: '2018-01-08' },
    ])
    expect(await query('select recorded_by from journal_event group by 1')).toEqual([{ recorded_by: 'office' }])
    // Taken up once more, as after a crash of the queue: nothing changes.
    await takeUp(path)
    expect(words(await html(path))).toContain('2 + 0 + 0 + 0 = 2.')

    const again = await send(['b.csv', [HEADER, SARI].join('\n')])
    expect(words(await html(again))).toContain('judul sama dengan impor 22 Jan 2018')
    const same = await send(['a.csv', [HEADER, SARI, BUDI].join('\n')])
    expect(words(await html(same))).toContain('Berkas yang sama sudah diimpor 22 Jan 2018, 09.00 oleh office.')
  })

  it('is not started twice, nor for a day that has not come', async () => {
    const path = await send(['c.csv', [HEADER.replace('Siapa', 'Nama'), SARI].join('\n')])
    const early = await post(`${path}/mulai`, new URLSearchParams({ hari: '23', bulan: '1', tahun: '2018' }))
    expect([early.status, words(await early.text())]).toEqual([
      422,
      expect.stringContaining('Tanggal daftar 23 Jan 2018 belum tiba'),
    ])
    const odd = await post(`${path}/mulai`, new URLSearchParams({ hari: '31', bulan: '2', tahun: '2018' }))
    expect(words(await odd.text())).toContain('“31 2 2018” bukan tanggal')
    expect((await post(`${path}/mulai`, new URLSearchParams({}))).status).toBe(303)
    expect((await post(`${path}/mulai`, new URLSearchParams({}))).status).toBe(409)
    expect((await post(`${path}/kolom`, new URLSearchParams({ lembar: '0', k0: 'ignored' }))).status).toBe(409)
    await takeUp(path)
    expect(words(await html(path))).toContain('Sari Wulandari, 3171 06•• •••• 0001')
    expect(words(await html(path))).toContain('Baris ini sudah pernah diambil. Tidak ada yang digandakan.')
  })

  it('gives its refused rows back as a workbook under a name of ours, and each look is on record', async () => {
    const path = await send([
      'rekap.xlsx',
      workbook([
        {
          name: 'Rekap',
          rows: [
            ['NIK', 'Nama', 'Tgl Lahir', 'Kecamatan', 'No HP'],
            ['3174065204900003', 'Dewi Lestari', '12/04/1990', 'Cilandak', '081234567003'],
            ['317406520490', '=HYPERLINK("http://x")', '12/04/1990', 'Cilandak', '081234567004'],
            ['3174065204900005', 'Rina Hartati', '12/04/1990', 'Beji, Depok', ''],
          ],
        },
      ]),
    ])
    await post(`${path}/mulai`, new URLSearchParams({}))
    await takeUp(path)
    const page = await html(path)
    expect(words(page)).toContain('1 + 0 + 0 + 2 = 3.')
    expect(words(page)).toContain('Unduh 2 baris untuk diperbaiki (XLSX)')
    const download = await get(`${path}/perbaikan.xlsx`)
    expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="perbaikan-[0-9a-f]{8}-office\.xlsx"$/)
    const opened = await openFile(Buffer.from(await download.arrayBuffer()))
    if (opened.kind !== 'xlsx') throw new Error('no workbook')
    const rows: string[][] = []
    for await (const part of rowsOf(opened.zip, await openWorkbook(opened.zip), 0, () => {}))
      rows.push(...part.map((r) => r.cells.map((c) => c.text)))
    expect(rows.map((r) => r[3])).toEqual(['Nama', '=HYPERLINK("http://x")', 'Rina Hartati'])
    expect(rows[1]![0]).toContain('NIK harus 16 angka; di sini ada 12.')
    const id = path.split('/').at(-1)
    expect(
      await query('select what, account, reason from read_log where what like $1 order by what desc', [`import ${id}%`]),
    ).toEqual([
      { what: `import ${id} rows`, account: 'office', reason: 'hasil impor' },
      { what: `import ${id} corrections`, account: 'office', reason: 'perbaikan baris impor' },
    ])
  })

  it('is one of several, and those that are no sheets say why', async () => {
    expect(await send(['x.csv', `${HEADER}\n${SARI}`], ['daftar.xlsx', '%PDF-1.4'], ['makro.xls', '\xd0\xcf\x11\xe0'])).toBe(
      '/konsol/impor',
    )
    const page = await html('/konsol/impor')
    expect(words(page)).toContain('Ini berkas PDF, walaupun namanya mungkin lain.')
    expect((await query("select state, body from import_job where file_name = 'daftar.xlsx'"))[0]).toEqual({
      state: 'refused',
      body: null,
    })
    const none = await post('/konsol/impor', new FormData())
    expect([none.status, words(await none.text())]).toEqual([422, expect.stringContaining('Belum ada berkas yang dipilih.')])
  })

  it('is the office’s alone', async () => {
    const [{ id }] = await query('select id from import_job limit 1')
    for (const role of ['officer', 'auditor'] as const)
      for (const path of ['/konsol/impor', `/konsol/impor/${id}`, `/konsol/impor/${id}/perbaikan.xlsx`])
        expect([role, path, (await get(path, role)).status]).toEqual([role, path, 404])
    expect((await get('/konsol/impor/01234567-89ab-7def-8123-456789abcdef')).status).toBe(404)
    expect((await get('/konsol/impor/lain')).status).toBe(404)
  })

  it('is emptied after thirty days, with what was said about its rows; codes and outcomes stay', async () => {
    now = new Date('2018-02-22T09:00:00+07:00')
    await send(['baru.csv', `${HEADER}\n${BUDI}`])
    const left = await query(
      "select count(body)::integer as files from import_job where made_at < '2018-02-01' and state <> 'queued'",
    )
    expect(left).toEqual([{ files: 0 }])
    const [done] = await query("select id from import_job where file_name = 'rekap.xlsx'")
    const page = words(await html(`/konsol/impor/${done.id}`))
    expect(page).toContain('Berkasnya tidak lagi disimpan di sini')
    expect(page).toContain('Tidak diterima')
    expect(page).not.toContain('Rina')
    expect((await get(`/konsol/impor/${done.id}/perbaikan.xlsx`)).status).toBe(404)
  })

  it('leaves no copy of a file behind, and a journal that fits what is counted', async () => {
    const ids = (await query('select id from import_job')).map((r) => `tujuhpas-${r.id}`)
    expect(readdirSync(tmpdir()).filter((f) => ids.includes(f))).toEqual([])
    expect((await programme.work(replay)).differences).toEqual([])
  })

  it('is taken back from its result: first what will happen, then a reason, and the same file may come again', async () => {
    const sheet = [HEADER, '3171065403840077;Tuti Herawati;14/03/1984;Menteng;081234567077'].join('\n')
    const path = await send(['salah.csv', sheet])
    await post(`${path}/mulai`, new URLSearchParams())
    await takeUp(path)
    expect(await html(path)).toContain(`href="${path}/tarik"`)
    expect((await get(`${path}/tarik`, 'officer')).status).not.toBe(200)
    const asking = words(await html(`${path}/tarik`))
    expect(asking).toContain('1 pendaftaran ditarik')
    expect(asking).toContain('Pekan yang sudah terbit tidak berubah')
    const bare = await post(`${path}/tarik`, new URLSearchParams({ alasan: ' ' }))
    expect(bare.status).toBe(422)
    expect(words(await bare.text())).toContain('Alasannya belum ditulis')
    const sent = await post(`${path}/tarik`, new URLSearchParams({ alasan: 'salah lembar' }))
    expect([sent.status, sent.headers.get('location')]).toEqual([303, path])
    const running = await get(path)
    expect(running.headers.get('refresh')).toBe('2')
    expect(words(await running.text())).toContain('sedang ditarik')
    await tasks()['take-back']!(path.split('/').at(-1)!)
    const done = words(await html(path))
    expect(done).toContain('1 pendaftaran dinyatakan batal, 0 dibiarkan')
    expect(done).toContain('Alasan: salah lembar')
    const again = await send(['salah.csv', sheet])
    expect(words(await html(again))).not.toContain('Berkas yang sama sudah diimpor')
    await post(`${again}/mulai`, new URLSearchParams())
    await takeUp(again)
    expect(words(await html(again))).toContain('1 diterima')
    expect((await programme.work(replay)).differences).toEqual([])
  })
})
