// The weekly pages in a real browser: what axe finds in light and dark, no sideways scroll, no script, what a page weighs, the order of
// headings, the way by keyboard, and paper. With TUJUHPAS_PICTURES=FOLDER, pictures of every page go there, to be looked at.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type ServerType, serve } from '@hono/node-server'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../tests/browser.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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
  'angka-ralat': '/angka/2018-W03/P1/31.74.04?suku=ralat',
  definisi: '/definisi',
  data: '/data/',
} as const

let demo: Demo
let server: ServerType
let browser: Browser
let home: string

beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true })
  demo = await freshDemo()
  home = await new Promise((listening) => {
    server = serve({ fetch: demo.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => listening(`http://127.0.0.1:${port}`))
  })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await demo?.end()
})

/** axe needs a script in the page; a second window, where scripts may run, looks at the same page for it. */
const window = (colorScheme: 'light' | 'dark', cookie?: string): Promise<BrowserContext> =>
  browser.newContext({
    viewport: { width: 360, height: 780 },
    bypassCSP: true,
    colorScheme,
    ...(cookie ? { extraHTTPHeaders: { cookie } } : {}),
  })

type Found = { id: string; nodes: { html: string; failureSummary: string }[] }
async function axeFinds(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: (o: object) => Promise<{ violations: Found[] }> } }).axe
    const { violations } = await run.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary}`).join('; ')}`)
  })
}

/** Everything that a page must be, at both widths, in light and dark. */
async function look(address: string, name: string, cookie?: string) {
  for (const scheme of ['light', 'dark'] as const) {
    const context = await window(scheme, cookie)
    const page = await context.newPage()
    const answer = await page.goto(home + address)
    expect([address, answer!.status()]).toEqual([address, 200])
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 780 })
      const wide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
      expect([address, width, wide]).toEqual([address, width, 0])
      if (pictures)
        await page.screenshot({ path: `${pictures}/${name}-${width}${scheme === 'dark' ? '-gelap' : ''}.png`, fullPage: true })
      if (!pictures) expect([address, width, scheme, await axeFinds(page)]).toEqual([address, width, scheme, []])
    }
    await context.close()
  }
}

describe('the weekly pages', () => {
  it.each(Object.entries(PUBLIC))('%s', async (name, address) => look(address, name), 120_000)
})
