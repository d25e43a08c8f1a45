// The import in a real browser, JavaScript switched off: a sheet sent by hand, taken by the real queue while the page renews itself;
// what axe finds on each page. With TUJUHPAS_PICTURES=FOLDER, pictures at 360 and 1280 px go there, to be looked at.
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../../tests/browser.ts'
import { freshProgramme, type Programme } from '../../../tests/programme.ts'
import { createApp } from '../../app.tsx'
import { startWorker, type Worker } from '../../kit/jobs.ts'
import { addAccount, openSession } from '../../people/index.ts'
import * as registration from '../index.ts'
import { messyWorkbook } from '../sheet/fixtures/messy.ts'

const pictures = process.env.TUJUHPAS_PICTURES
const now = new Date('2018-01-22T09:00:00+07:00')

let programme: Programme
let server: Awaited<ReturnType<typeof served>>
let worker: Worker
let browser: Browser
let page: Page
let mirror: Page

beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true })
  programme = await freshProgramme()
  const { database, secrets, url } = programme
  const app = createApp({
    database,
    secrets,
    secure: false,
    now: () => ({ now, synthetic: true }),
    wall: () => now,
    log: () => {},
    rooms: { 'p1-registration': registration },
  })
  server = await served(app)
  worker = await startWorker(url, registration.importTasks({ database, secrets, now: async () => now }), () => {})
  await programme.work((db) =>
    addAccount(db, {
      name: 'kantor',
      role: 'office',
      shownAs: 'Ratna Dewanti, kantor program',
      kec: null,
      kota: null,
      password: 'tujuh anak tangga',
    }),
  )
  const value = await openSession(database.pool('staff'), secrets, 'kantor', now)
  browser = await openBrowser()
  const desk = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 }, locale: 'id-ID' })
  await desk.addCookies([{ name: 'sesi', value, url: server.home }])
  page = await desk.newPage()
  mirror = await (await browser.newContext({ viewport: { width: 360, height: 780 }, bypassCSP: true })).newPage()
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await worker?.stop()
  await programme?.end()
})

/** axe needs a script in the page; these pages run none, so their content is looked at in a second window where scripts run. */
async function axeInMirror(): Promise<string[]> {
  const content = await page.content()
  await mirror.unrouteAll()
  await mirror.route('**/konsol/impor', (route) => route.fulfill({ body: content, contentType: 'text/html; charset=utf-8' }))
  await mirror.goto(`${server.home}/konsol/impor`)
  return axeFinds(mirror)
}

/** Everything that a page must be, whatever it shows. */
async function look(name: string) {
  expect(await page.locator('script:not([src^="/aset/tombol."])').count()).toBe(0)
  expect(await page.locator('h1').count()).toBe(1)
  expect(await page.locator('[style]').count()).toBe(0)
  expect([name, await axeInMirror()]).toEqual([name, []])
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect([name, width, wide]).toEqual([name, width, 0])
    if (pictures) await page.screenshot({ path: `${pictures}/impor-${name}-${width}.png`, fullPage: true })
  }
}
const send = async (name: string, buffer: Buffer) => {
  await page.goto(`${server.home}/konsol/impor`)
  await page.getByLabel('Lembar yang akan diimpor').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await page.getByRole('button', { name: 'Kirim dan periksa kolomnya' }).click()
}

describe('the import on screen, without JavaScript', () => {
  it('leads from the empty list to the result, and the running page renews itself', async () => {
    await page.goto(`${server.home}/konsol/impor`)
    await look('01-kosong')
    await page.getByRole('button', { name: 'Kirim dan periksa kolomnya' }).click()
    await page.getByText('Belum ada berkas yang dipilih').first().waitFor()
    await look('02-tanpa-berkas')

    await send('Data OKOCE Cilandak Jan.xlsx', messyWorkbook().bytes)
    await page.getByRole('heading', { name: 'Kolom yang kami usulkan' }).waitFor()
    await look('03-kolom')
    await page.getByLabel('Kolom “Ket” menjadi').selectOption('Kode dari pengirim')
    await page.getByRole('button', { name: 'Pakai kolom ini, lihat pratinjaunya' }).first().click()
    await page.getByText('pilihan Anda').waitFor()

    await page.getByLabel('Hari', { exact: true }).fill('23')
    await page.getByLabel('Bulan').fill('1')
    await page.getByLabel('Tahun').fill('2018')
    await page.getByRole('button', { name: /^Mulai impor/ }).click()
    await page.getByText('Tanggal daftar 23 Jan 2018 belum tiba').first().waitFor()
    await look('04-tanggal')
    await page.getByLabel('Hari', { exact: true }).fill('22')
    await page.getByRole('button', { name: /^Mulai impor/ }).click()
    await page.getByRole('heading', { name: /^Hasil:/ }).waitFor()
    await look('05-hasil')
    await page.getByRole('link', { name: /^Tidak diterima/ }).click()
    await look('06-tidak-diterima')
  })

  it('shows how far a running one is', async () => {
    const { rows } = await programme.work((db) =>
      db.client.query(
        "update import_job set state = 'running', rows_done = 1204, rows_total = 1842, body = '\\x01' where file_name ilike 'data%' returning id",
      ),
    )
    // Held still to be looked at: the page as it is, without coming again.
    await page.route(`**/${rows[0].id}`, async (route) => {
      const response = await route.fetch()
      expect(response.headers().refresh).toBe('2')
      await route.fulfill({ response, headers: { 'content-type': 'text/html; charset=utf-8' } })
    })
    await page.goto(`${server.home}/konsol/impor/${rows[0].id}`)
    await page.getByText('1.204 dari 1.842 baris').waitFor()
    await look('07-berjalan')
  })

  it('says why a file cannot be read, and lists what came in', async () => {
    await send('pendaftar.xlsx', Buffer.from('%PDF-1.4 …'))
    await page.getByText('Ini berkas PDF').waitFor()
    await look('08-tidak-terbaca')
    await page.goto(`${server.home}/konsol/impor`)
    await look('09-daftar')
  })
})
