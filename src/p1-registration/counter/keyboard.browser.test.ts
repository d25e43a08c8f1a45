// An officer's minute in a real browser: registering somebody by keyboard alone, and what axe finds on the counter's pages.
import { type ServerType, serve } from '@hono/node-server'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFinds, openBrowser } from '../../../tests/browser.ts'
import { type Demo, freshDemo } from '../../../tests/demo.ts'

let demo: Demo
let server: ServerType
let browser: Browser
let context: BrowserContext
let home: string

beforeAll(async () => {
  demo = await freshDemo()
  home = await new Promise((listening) => {
    server = serve({ fetch: demo.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => listening(`http://127.0.0.1:${port}`))
  })
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true })
  const [name, value] = (await demo.signedIn('officer', 317404)).split('=')
  await context.addCookies([{ name: name!, value: value!, url: home }])
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

it('an officer registers and checks somebody by keyboard alone, who has then reached P1', async () => {
  const page = await context.newPage()
  await page.goto(`${home}/konsol/daftar`)
  const focused = () => page.evaluate('document.activeElement?.id || ""') as Promise<string>
  const focusedName = () => page.evaluate('document.activeElement?.name || ""') as Promise<string>
  /** Tab until a field of this name has the focus: a field behind the one before it, never in front. */
  const tabTo = async (name: string) => {
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab')
      if ((await focusedName()) === name) return
    }
    throw new Error(`Tab does not lead on to ${name}, but to ${await focused()}`)
  }
  const type = async (name: string, text: string) => {
    await tabTo(name)
    await page.keyboard.type(text)
  }
  await type('nik', '3174045403849876')
  await type('nama', 'Sari Puspita')
  await type('hari', '14')
  await type('bulan', '3')
  await type('tahun', '1984')
  await tabTo('kelurahan')
  await page.keyboard.press('ArrowDown')
  await type('hp', '081277778888')
  await tabTo('pakai')
  await page.keyboard.press('ArrowDown')
  await tabTo('usaha')
  await page.keyboard.press('ArrowDown')
  await type('jenis', 'Kue kering')
  await tabTo('setuju')
  await page.keyboard.press('Space')
  await tabTo('dokumen')
  await page.keyboard.press('ArrowDown')
  await tabTo('alamat')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/konsol\/daftar\/PSM-18-/)
  expect(await page.textContent('main')).toContain('P1 Pendaftaran tercapai')
  expect(await axeAtPhone(page)).toEqual([])
  await page.click('main a.btn--2')
  await page.waitForURL(/\/konsol\/anggota\/PSM-18-/)
  expect(await axeAtPhone(page)).toEqual([])
}, 60_000)

it.each(['/konsol/daftar', '/konsol/daftar?kertas=1', '/konsol/formulir', '/konsol/anggota', '/konsol/ulang'])(
  'axe finds nothing on %s',
  async (path) => {
    const page = await context.newPage()
    await page.goto(home + path)
    expect(await axeAtPhone(page)).toEqual([])
    await page.close()
  },
  60_000,
)
