// The week as work in a real browser: what axe finds at 360 and 1280 px, no sideways scroll, no script, by keyboard:
// tests/officers-hour.browser.test.ts. With TUJUHPAS_PICTURES=FOLDER, pictures of every page go there, to be looked at.
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../../tests/browser.ts'
import { type Demo, freshDemo } from '../../../tests/demo.ts'
import type { Role } from '../../people/index.ts'

const pictures = process.env.TUJUHPAS_PICTURES

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

async function windowOf(role: Role, kec?: number): Promise<Page> {
  const cookie = await demo.signedIn(role, kec)
  const context = await browser.newContext({ bypassCSP: true })
  const [name, value] = cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: server.home }])
  return context.newPage()
}

async function look(page: Page, address: string, name: string) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 780 })
    expect((await page.goto(server.home + address))!.status()).toBe(200)
    expect(await page.locator('script:not([src^="/aset/tombol."]), [style]').count()).toBe(0)
    if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true })
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect([address, width, wide]).toEqual([address, width, 0])
    if (width === 360) expect([address, width, await axeFinds(page)]).toEqual([address, width, []])
  }
}

describe('the week as work', () => {
  it('is a page without fault for the kecamatan, on a phone and on a table', async () => {
    const page = await windowOf('officer', 317404)
    await look(page, '/konsol/pekan-ini', 'kecamatan')
    await look(page, '/konsol/pekan/2018-W03', 'kecamatan-beku')
  }, 120_000)

  it('and for the office and a kota', async () => {
    const office = await windowOf('office')
    for (const name of ['pekan', 'target', 'keputusan']) await look(office, `/konsol/${name}`, `kantor-${name}`)
    await look(await windowOf('kota'), '/konsol/kota', 'kota')
  }, 240_000)
})
