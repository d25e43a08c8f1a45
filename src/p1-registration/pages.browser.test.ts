// The form in a real browser on a small phone, JavaScript switched off: the whole walk, what axe finds, what a page weighs.
// With TUJUHPAS_PICTURES=FOLDER, pictures of every page at 360 and 1280 px go there, to be looked at.
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../tests/browser.ts'
import { freshDatabase } from '../../tests/database.ts'
import { createApp } from '../app.tsx'
import { type Database, openDatabase } from '../kit/database.ts'
import * as registration from './index.ts'

const pictures = process.env.TUJUHPAS_PICTURES
const now = new Date('2018-01-29T10:42:00+07:00')

let database: Database
let server: Awaited<ReturnType<typeof served>>
let browser: Browser
let mirror: Page

beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true })
  const fresh = await freshDatabase()
  database = openDatabase(fresh.url, fresh.secrets)
  const app = createApp({
    database,
    secrets: fresh.secrets,
    secure: false,
    now: () => ({ now, synthetic: true }),
    log: () => {},
    rooms: { 'p1-registration': registration },
  })
  server = await served(app)
  browser = await openBrowser()
  mirror = await (await browser.newContext({ viewport: { width: 360, height: 780 }, bypassCSP: true })).newPage()
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await database?.end()
})

/** axe needs a script in the page; the form's pages run none, so their content is looked at in a second window where scripts run. */
async function axeInMirror(page: Page): Promise<string[]> {
  const content = await page.content()
  await mirror.unroute('**/daftar')
  await mirror.route('**/daftar', (route) => route.fulfill({ body: content, contentType: 'text/html; charset=utf-8' }))
  await mirror.goto(`${server.home}/daftar`)
  return axeFinds(mirror)
}

async function fits(page: Page, name: string) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 780 })
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect([name, width, wide]).toEqual([name, width, 0])
    if (pictures) await page.screenshot({ path: `${pictures}/daftar-${name}-${width}.png`, fullPage: true })
  }
}

/** Everything that a page must be, whatever it asks. */
async function look(page: Page, name: string) {
  expect(await page.locator('script').count()).toBe(0)
  expect(await page.locator('h1').count()).toBe(1)
  expect(await page.locator('[style]').count()).toBe(0) // before the pictures: those hide the caret by a style of their own
  expect([name, await axeInMirror(page)]).toEqual([name, []])
  await fits(page, name)
}

const withoutScripts = (): Promise<BrowserContext> =>
  browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 780 }, locale: 'id-ID' })
const next = (page: Page, label = 'Lanjutkan') => page.getByRole('button', { name: label, exact: true }).click()

describe('the registration form on a small phone without JavaScript', () => {
  it('is walked from the first question to the receipt', async () => {
    const phone = await withoutScripts()
    const page = await phone.newPage()
    await page.goto(`${server.home}/daftar`)
    await look(page, '01-awal')

    await page.getByLabel('Nomor Induk Kependudukan (NIK)').fill('3174 0454 0384 000')
    await next(page)
    expect(await page.title()).toBe('Galat: Pendaftaran · Tujuh PAS')
    await look(page, '02-galat')
    await page.getByRole('link', { name: 'NIK baru 15 angka, seharusnya 16' }).click()
    await page.getByLabel('Nomor Induk Kependudukan (NIK)').fill('3174 0454 0384 0005')
    await next(page)

    await look(page, '03-nama')
    await page.getByLabel('Nama lengkap').fill('Siti Aminah')
    await next(page)

    await page.getByLabel('Hari').fill('15')
    await page.getByLabel('Bulan').fill('3')
    await page.getByLabel('Tahun').fill('1984')
    await next(page)
    await page.getByText('Tanggal ini berbeda dari angka di NIK.').waitFor()
    await look(page, '04-lahir-beda')
    await page.getByLabel('Hari').fill('14')
    await next(page)

    await look(page, '05-kecamatan')
    expect(await page.locator('optgroup').count()).toBe(7)
    expect(await page.locator('optgroup option').count()).toBe(45)
    await page.getByLabel('Kecamatan di KTP').selectOption('Pasar Minggu')
    await next(page)
    await look(page, '06-kelurahan')
    await page.getByLabel('Kelurahan di KTP').selectOption('Jati Padang')
    await next(page)

    await page.getByLabel('Nomor', { exact: true }).fill('0812 3456')
    await next(page)
    await look(page, '07-hp-galat')
    await page.getByLabel('Nomor', { exact: true }).fill('0812 3456 7890')
    await page.getByLabel('Saya sendiri').check()
    await next(page)

    await look(page, '08-usaha')
    await page.getByLabel('Kurang dari 1 tahun').check()
    await next(page)
    await page.getByLabel('Usaha apa?').fill('Gado-gado')
    await page.getByLabel('Penjualan sebulan, dalam rupiah').fill('3 juta')
    await page.getByLabel('Belum ada').check()
    await look(page, '09-tentang-usaha')
    await next(page)

    await next(page)
    await look(page, '10-persetujuan-galat')
    await page.getByLabel('Data saya dipakai untuk mengikuti program').check()
    await page.getByRole('button', { name: 'Simpan dulu, lanjutkan nanti' }).click()
    await look(page, '11-simpan')
    await page.getByRole('link', { name: 'Lanjutkan sekarang' }).click()

    expect(page.url()).toBe(`${server.home}/daftar/periksa`)
    await look(page, '12-periksa')
    await page.getByRole('link', { name: 'Ubah nama lengkap' }).click()
    await page.getByLabel('Nama lengkap').fill('Siti Aminah Hasan')
    await next(page)
    await next(page, 'Kirim pendaftaran')

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Terima kasih, Siti Aminah Hasan')
    await look(page, '13-terima')
    await phone.close()
  }, 180_000)

  it('offers to go on, to close, and to open again with the code', async () => {
    const phone = await withoutScripts()
    const page = await phone.newPage()
    await page.goto(`${server.home}/daftar`)
    await page.getByLabel('Nomor Induk Kependudukan (NIK)').fill('3174045403840006')
    await next(page)
    await page.goto(`${server.home}/daftar`)
    await look(page, '14-belum-selesai')
    await page.getByRole('link', { name: 'Lihat kodenya dulu' }).click()
    const code = await page.locator('dd').textContent()
    await next(page, 'Tutup pendaftaran di HP ini')
    await look(page, '15-tertutup')
    await page.getByRole('link', { name: 'Buka pendaftaran' }).click()
    await page.getByLabel('Kode').fill('K7QM 2XWB')
    await next(page, 'Buka pendaftaran')
    await look(page, '16-kode-galat')
    await page.getByLabel('Kode').fill(code!)
    await next(page, 'Buka pendaftaran')
    expect(page.url()).toBe(`${server.home}/daftar/nama`)
    await phone.close()
  })

  it('tells where to go with an address outside Jakarta', async () => {
    const phone = await withoutScripts()
    const page = await phone.newPage()
    await page.goto(`${server.home}/daftar/luar-jakarta`)
    await look(page, '17-luar-jakarta')
    await phone.close()
  })

  it('is walked by keyboard, with the error summary in focus after a mistake', async () => {
    const phone = await withoutScripts()
    const page = await phone.newPage()
    await page.goto(`${server.home}/daftar`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Langsung ke isi')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('id')).toBe('nik')
    await page.keyboard.type('31740')
    await page.keyboard.press('Enter') // the first button is the one that goes on
    await page.locator('.errs').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(page.url()).toMatch(/#nik$/)
    await phone.close()
  })

  it('weighs at most 60 KB with font and styles, and holds in 320 px', async () => {
    const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } })
    const page = await phone.newPage()
    let bytes = 0
    let requests = 0
    page.on('requestfinished', async (request) => {
      requests++
      const { responseBodySize, responseHeadersSize } = await request.sizes()
      bytes += responseBodySize + responseHeadersSize
    })
    await page.goto(`${server.home}/daftar`, { waitUntil: 'networkidle' })
    expect(requests).toBeGreaterThanOrEqual(3)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(60 * 1024)
    expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBe(320)
    await phone.close()
  })
})
