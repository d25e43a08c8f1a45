// The weekly pages in a real browser: what axe finds in light and dark, no sideways scroll, no script but the work pages’ keys, what a page weighs, the order of
// headings, the way by keyboard, and paper. With TUJUHPAS_PICTURES=FOLDER, pictures of every page go there, to be looked at.
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../tests/browser.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'

const pictures = process.env.TUJUHPAS_PICTURES

const PUBLIC = {
  beranda: '/',
  pekan: '/pekan',
  update: '/pekan/2018-W03',
  angka: '/angka/2018-W03/P1',
  'angka-kota': '/angka/2018-W03/P2/31.74?hitungan=tercapai',
  'angka-menunggu': '/angka/2018-W03/P2?suku=menunggu',
  'angka-kecamatan': '/angka/2018-W03/P1/31.74.04',
  'angka-sedikit': '/angka/2018-W03/P1/31.01.01',
  'angka-keluar': '/angka/2018-W03/P1?suku=keluar',
  'angka-tidak-dirinci': '/angka/2018-W03/P2/31.74.04?suku=menunggu',
  definisi: '/definisi',
  data: '/data/',
  pernyataan: '/pernyataan',
  'pernyataan-satu': '/pernyataan/4',
  laporan: '/laporan?tentang=/angka/2018-W03/P1',
} as const

let demo: Demo
let server: Awaited<ReturnType<typeof served>>
let browser: Browser

beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true })
  demo = await freshDemo()
  server = await served(demo.app)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await demo?.end()
})

/** Pages run no script of their own; axe is put into them past their content policy. */
const window = (cookie?: string): Promise<BrowserContext> =>
  browser.newContext({
    viewport: { width: 360, height: 780 },
    bypassCSP: true,
    ...(cookie ? { extraHTTPHeaders: { cookie } } : {}),
  })

async function open(page: Page, address: string) {
  const answer = await page.goto(server.home + address)
  expect([address, answer!.status()]).toEqual([address, 200])
}

/** Colours in the dark are the same everywhere: looked at on a page of each kind of frame. */
const IN_THE_DARK = ['beranda', 'update', 'konsol-pekan']

/** Everything that a page must be, on a phone and on a table, in light and dark. */
async function look(address: string, name: string, cookie?: string) {
  const context = await window(cookie)
  const page = await context.newPage()
  await open(page, address)
  expect(await page.locator('script:not([src^="/aset/tombol."]), [style]').count()).toBe(0)
  const levels = await page
    .locator('main :is(h1, h2, h3, h4)')
    .evaluateAll((found) => found.map((h) => Number(h.tagName.slice(1))))
  expect([address, levels.filter((level) => level === 1)]).toEqual([address, [1]])
  expect([address, levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)]).toEqual([address, []])
  const dark = pictures || IN_THE_DARK.includes(name) ? ([[360, 'dark']] as const) : []
  for (const [width, colorScheme] of [[1280, 'light'], [360, 'light'], ...dark] as const) {
    await page.setViewportSize({ width, height: 780 })
    await page.emulateMedia({ colorScheme })
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect([address, width, wide]).toEqual([address, width, 0])
    if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    // A wide window shows the same elements in other places; axe reads them once.
    if (width === 360)
      expect([
        address,
        width,
        colorScheme,
        await axeFinds(page, colorScheme === 'dark' ? ['color-contrast'] : undefined),
      ]).toEqual([address, width, colorScheme, []])
  }
  await context.close()
}

describe('the weekly pages', () => {
  it.each(Object.entries(PUBLIC))(
    '%s: axe finds nothing, nothing runs off the side, no script',
    async (name, address) => look(address, name),
    120_000,
  )

  it('those of work accounts too', async () => {
    const office = await demo.signedIn('office')
    await look('/konsol/pekan', 'konsol-pekan', office)
    await look('/angka/2018-W03/P1/31.74.04?suku=ralat', 'angka-petugas', await demo.signedIn('officer', 317404))
  }, 120_000)

  it('weigh at most 60 KB with font and styles', async () => {
    for (const address of [PUBLIC.beranda, PUBLIC.update, PUBLIC['angka-kecamatan']]) {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const page = await context.newPage()
      const sizes: Promise<number>[] = []
      page.on('requestfinished', (request) =>
        sizes.push(request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize)),
      )
      await page.goto(server.home + address, { waitUntil: 'networkidle' })
      const bytes = (await Promise.all(sizes)).reduce((sum, n) => sum + n, 0)
      expect([address, sizes.length >= 3 && bytes > 10_000 && bytes < 60 * 1024 ? 'fits' : bytes]).toEqual([address, 'fits'])
      await context.close()
    }
  }, 120_000)

  it('are gone through by keyboard: past the header, to the number, to what opens it', async () => {
    const page = await (await window()).newPage()
    const focused = () => page.locator(':focus')
    const tabTo = async (text: string) => {
      for (let i = 0; i < 40 && !(await focused().textContent())?.includes(text); i++) await page.keyboard.press('Tab')
      expect(await focused().textContent()).toContain(text)
    }
    await open(page, '/')
    await page.keyboard.press('Tab')
    expect(await focused().textContent()).toBe('Langsung ke isi')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused().textContent()).toBe('4.230')
    await tabTo('buka')
    expect(await focused().textContent()).toBe('buka angka 4.230')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.home}/angka/2018-W03/P1`)
    await page.context().close()
  }, 60_000)

  it('are printed: the document on A4 without what only a screen needs, heads of tables on each page', async () => {
    const page = await (await window()).newPage()
    await open(page, PUBLIC.update)
    await page.setViewportSize({ width: 690, height: 1000 }) // A4 less its margins
    await page.emulateMedia({ media: 'print' })
    for (const gone of ['.nav', '.toc', '#unduh', '.skip']) expect(await page.locator(gone).isVisible()).toBe(false)
    expect(await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
    const paper = await page.pdf({ format: 'A4', ...(pictures ? { path: `${pictures}/update.pdf` } : {}) })
    const pages = paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
    expect(pages).toBeGreaterThan(2)
    expect(pages).toBeLessThan(9)
    await page.context().close()
  }, 60_000)
})
