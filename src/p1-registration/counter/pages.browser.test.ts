// The counter's pages in a real browser: what axe finds, and the paper form on one sheet. By keyboard alone: tests/officers-hour.browser.test.ts.
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../../tests/browser.ts'
import { type Demo, freshDemo } from '../../../tests/demo.ts'
import { poppler } from '../../../tests/readers.ts'

let demo: Demo
let server: Awaited<ReturnType<typeof served>>
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  demo = await freshDemo()
  server = await served(demo.app)
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true })
  const [name, value] = (await demo.signedIn('officer', 317404)).split('=')
  await context.addCookies([{ name: name!, value: value!, url: server.home }])
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await demo?.end()
})

/** At the width of a phone, where everything stands; at a desk's the same elements stand in other places. */
async function axeAtPhone(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 360, height: 900 })
  return axeFinds(page)
}

it.each(['/konsol/daftar', '/konsol/daftar?kertas=1', '/konsol/formulir', '/konsol/anggota', '/konsol/ulang'])(
  'axe finds nothing on %s',
  async (path) => {
    const page = await context.newPage()
    await page.goto(server.home + path)
    expect(await axeAtPhone(page)).toEqual([])
    await page.close()
  },
  60_000,
)

it('the paper form fills one A4 sheet, and asks what the page asks, by the same numbers', async () => {
  const page = await context.newPage()
  await page.goto(`${server.home}/konsol/daftar?kertas=1`)
  const asked = await page
    .locator('form.read .q')
    .evaluateAll((all) => all.map((q) => (q.querySelector('.q__l, legend')?.textContent ?? '').replace(/\s+/g, ' ').trim()))
  await page.goto(`${server.home}/konsol/formulir`)
  const paper = ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ')
  const numbered = asked.flatMap((label) => /^(\d) dari 7 ?(.*)$/.exec(label)?.slice(1).join('. ') ?? [])
  expect(numbered).toHaveLength(8)
  expect(numbered.filter((label) => !paper.includes(label))).toEqual([])
  const file = join(tmpdir(), `formulir-${process.pid}.pdf`)
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true, format: 'A4' }))
  const info = poppler('pdfinfo', file)
  rmSync(file)
  expect(info).toMatch(/Pages: +1\n/)
  expect(info).toMatch(/Page size: +59\d[.\d]* x 84\d/)
}, 60_000)
