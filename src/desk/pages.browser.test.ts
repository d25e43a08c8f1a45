// The desk in a real browser, walked by keys alone; what axe finds on its pages and on the pairs, and what they weigh.
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../tests/browser.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { type Hands, handsOn } from '../../tests/hands.ts'

let demo: Demo
let server: Awaited<ReturnType<typeof served>>
let browser: Browser
let context: BrowserContext
let hands: Hands

beforeAll(async () => {
  demo = await freshDemo()
  server = await served(demo.app)
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true })
  const [name, value] = (await demo.signedIn('officer', 317404)).split('=')
  await context.addCookies([{ name: name!, value: value!, url: server.home }])
  hands = handsOn(await context.newPage())
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await demo?.end()
})

const focused = () => hands.page.evaluate('document.activeElement.textContent')
const press = async (...keys: string[]) => {
  for (const key of keys) await hands.page.keyboard.press(key)
}
const leave = async (key: string) => {
  await Promise.all([hands.page.waitForEvent('framenavigated'), hands.page.keyboard.press(key)])
  await hands.page.waitForLoadState()
}

describe('by keys alone', () => {
  it('an officer finds a member from any page with / and a name, and Enter opens', async () => {
    await hands.page.goto(`${server.home}/konsol/anggota`)
    const name = (await hands.page.locator('.wq .who').nth(3).textContent())!.trim()
    const href = await hands.page.locator('.wq .who').nth(3).getAttribute('href')
    await hands.page.goto(`${server.home}/konsol`)
    await press('/')
    await hands.page.keyboard.type(name)
    await leave('Enter')
    expect(await hands.page.locator('main').textContent()).toContain(name)
    await hands.page.locator(`main a[href="${href}"]`).focus()
    await leave('Enter')
    expect(hands.page.url()).toBe(server.home + href)
  })

  it('goes down the queue with j, ticks with x, records attendance for two, and takes it back', async () => {
    await hands.page.goto(`${server.home}/konsol/anggota?langkah=P2`)
    await press('j', 'x', 'j', 'x', 'j', 'k')
    const second = await hands.page.locator('.wq .who').nth(1).textContent()
    expect(((await focused()) as string).trim()).toBe(second!.trim())
    expect(await hands.page.locator('.wq input:checked').count()).toBe(2)
    await hands.page.locator('summary', { hasText: 'Hadir di kelas' }).focus()
    await press('Enter')
    await hands.write('kelas', 'P2-PSM-09')
    await hands.write('sesi', '1')
    await leave('Enter')
    expect(await hands.page.locator('[role=status]').textContent()).toContain('Dicatat untuk 2 anggota')
    await hands.follow('Lihat atau batalkan')
    await hands.page.locator('summary', { hasText: 'Batalkan semuanya' }).focus()
    await press('Enter')
    await hands.write('alasan', 'Salah kelas')
    await leave('Enter')
    expect(await hands.page.locator('[role=status]').textContent()).toContain('Sudah dibatalkan')
  })

  it('c goes from the queue to what can be recorded of the member, ? shows the keys', async () => {
    await hands.page.goto(`${server.home}/konsol/anggota`)
    await press('?')
    expect(await hands.page.locator('#tombol').getAttribute('open')).not.toBeNull()
    await press('j')
    await leave('c')
    expect(hands.page.url()).toMatch(/\/konsol\/anggota\/[A-Z]{3}-\d\d-\d{5}#catat$/)
  })

  it('a pair is decided: the choice by arrows, the ground, Enter', async () => {
    await hands.page.goto(`${server.home}/konsol/gandaan`)
    await hands.choose('putusan', 2)
    await hands.write('dasar', 'Dua KTP dilihat di loket')
    await hands.press('Simpan keputusan')
    expect(await hands.page.locator('[role=status]').textContent()).toContain('dua orang')
  })
})

it.each(['/konsol/anggota?saring=satu', '/konsol/perubahan', '/konsol/sekaligus', '/konsol/gandaan', '/konsol/gandaan?semua=1'])(
  'axe finds nothing on %s, it holds in 320 px, and weighs at most 100 KB',
  async (path) => {
    const page = await context.newPage()
    let weight = 0
    page.on('response', async (answer) => {
      weight += Number((await answer.allHeaders())['content-length'] ?? (await answer.body().catch(() => '')).length)
    })
    await page.setViewportSize({ width: 320, height: 800 })
    await page.goto(server.home + path, { waitUntil: 'networkidle' })
    expect(await axeFinds(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
    expect(weight).toBeLessThan(100_000)
    await page.close()
  },
  60_000,
)
