// The clinic on two devices in a real browser, one of them without a network for a while: nothing lost, nothing twice, the same morning on both.

import pg from 'pg'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../../tests/browser.ts'
import { type Demo, freshDemo } from '../../../tests/demo.ts'
import { replay } from '../../journal/index.ts'

const DAY = '2018-01-27'
const WHERE = `/klinik/31.74.04/${DAY}`
let demo: Demo
let owner: pg.Client
let browser: Browser
let door: { home: string; close(): void }
const contexts: BrowserContext[] = []

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  await owner.query("update programme set clock = '2018-01-27T09:00:00+07:00'")
  browser = await openBrowser()
  door = await served(demo.app)
})
afterAll(async () => {
  for (const c of contexts) await c.close()
  await browser.close()
  door.close()
  await owner.end()
  await demo.end()
})

async function device(width: number): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false })
  contexts.push(context)
  const [name, value] = (await demo.signedIn('officer', 317404)).split('=') as [string, string]
  await context.addCookies([{ name, value, url: door.home }])
  const page = await context.newPage()
  await page.goto(door.home + WHERE)
  return { page, context }
}
const taps = async (kind: string) =>
  (await owner.query('select count(*)::integer as n from clinic_tap where kind = $1', [kind])).rows[0].n as number
/** Asked again until it is so; a page that is loading says nothing yet. */
const until = (page: Page, what: string) =>
  expect.poll(() => page.evaluate(what).catch(() => null), { timeout: 30_000, interval: 50 }).toBe(true)
const kept = (page: Page) => page.evaluate(`JSON.parse(localStorage.getItem('klinik ${WHERE}') ?? '[]').length`)
const letIn = async (page: Page, who: string, service = 'mentoring') => {
  await page.fill('#who', who)
  await page.selectOption('#service', service)
  await page.click('form:has(#who) button')
}

describe('a Saturday clinic', () => {
  it('on two devices, one offline in the middle: each tap is taken once, and both show the same morning', async () => {
    const [a, b] = [await device(1280), await device(360)]
    expect(await a.page.textContent('#papan')).toContain('kelas hari ini')
    await letIn(a.page, 'Ahmad Fauzi', 'licence')
    await until(a.page, `document.querySelector('#antre')?.textContent.includes('Ahmad Fauzi')`)

    // The second loses its network; people go on coming.
    await b.context.setOffline(true)
    await b.page.click('ul.att button >> nth=0')
    await until(b.page, `JSON.parse(localStorage.getItem('klinik ${WHERE}') ?? '[]').length === 1`)
    await letIn(b.page, 'Ibu Tanpa Nomor', 'product')
    await until(b.page, `JSON.parse(localStorage.getItem('klinik ${WHERE}') ?? '[]').length === 2`)
    await until(b.page, `!document.getElementById('jaringan').hidden`)
    expect(await b.page.textContent('#jaringan')).toContain('Jaringan putus')
    // What is kept names nobody, and this device cannot read it.
    const store = (await b.page.evaluate('JSON.stringify(localStorage)')) as string
    expect(store).not.toContain('Tanpa Nomor')
    expect(store).not.toMatch(/PSM-\d\d-\d{5}/)

    // Meanwhile the first goes on: calls, and finishes with a goal and a result.
    await a.page.click('ul.desks button:has-text("Panggil 1")')
    await until(a.page, `document.querySelector('ul.desks')?.textContent.includes('Ahmad Fauzi')`)
    expect(await taps('arrive')).toBe(1)

    // Its battery dies and it starts again; then the network is back.
    await b.context.setOffline(false)
    await b.page.reload()
    await until(b.page, `JSON.parse(localStorage.getItem('klinik ${WHERE}') ?? '[]').length === 0`)
    await until(b.page, `document.querySelector('#antre')?.textContent.includes('Ibu Tanpa Nomor')`)
    expect(await kept(b.page)).toBe(0)
    expect(await taps('arrive')).toBe(3)
    // The number that was given without a network stays what the person holds in the hand.
    expect(await b.page.textContent('#antre')).toMatch(/[A-Z]{2}\d/)
    await a.page.reload()
    const line = (page: Page) => page.textContent('#antre')
    expect(await line(a.page)).toBe(await line(b.page))
  })

  it('a consultation noted with goal and result is a contact of the day, once however often it is sent', async () => {
    const { page } = await device(1280)
    await page.click('ul.desks button:has-text("Pendampingan")')
    await until(page, `document.querySelector('ul.desks #tujuan-1') !== null`)
    await page.click('ul.desks summary')
    await page.fill('#tujuan-1', 'Menghitung harga')
    await page.fill('#hasil-1', 'Harga naik')
    await page.selectOption('#berikut-1', 'books')
    await page.click('form:has(#tujuan-1) button')
    await until(page, `document.querySelector('#ringkas')?.parentElement.textContent.includes('Pertemuan pendampingan1')`)
    const { rows } = await owner.query(
      "select occurred_on as on, payload->>'way' as way from journal_event where kind = 'mentoring.contact' and recorded_at > '2018-01-26'",
    )
    expect(rows).toEqual([{ on: DAY, way: 'clinic' }])
    expect(await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => replay(db))).toMatchObject({
      differences: [],
    })
  })

  it('axe finds nothing on the page and on the room’s screen, at 360', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, bypassCSP: true })
    contexts.push(context)
    const [name, value] = (await demo.signedIn('officer', 317404)).split('=') as [string, string]
    await context.addCookies([{ name, value, url: door.home }])
    const page = await context.newPage()
    for (const path of [WHERE, `${WHERE}/layar`]) {
      await page.goto(door.home + path)
      expect([path, await axeFinds(page)]).toEqual([path, []])
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    }
  })
})
