// A member's own pages in a real browser: what axe finds, no sideways scroll at 360 and 1280, no script, at most 60 KB, and the way by
// keyboard through withdrawing a consent. With TUJUHPAS_PICTURES=FOLDER, pictures go there.
import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../tests/browser.ts'
import { at, freshProgramme, MENTENG, type Programme } from '../../tests/programme.ts'
import { createApp } from '../app.tsx'
import { addAccount, openMemberSession, openSession } from '../people/index.ts'

const pictures = process.env.TUJUHPAS_PICTURES
const WALL = at('2026-03-02T08:00')

let p: Programme
let server: Awaited<ReturnType<typeof served>>
let browser: Browser
let own: string
let officer: string

beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true })
  p = await freshProgramme()
  const m = await p.register(MENTENG, '2018-01-08')
  await p.fact(m, 'identity.checked', '2018-01-08', { document: 'ktp', result: 'match' })
  await p.fact(m, 'residence.confirmed', '2018-01-08', { area: '31.71.06.1001' })
  await p.fact(m, 'baseline.taken', '2018-01-08', { trading: true, turnoverMonth: 4_200_000 })
  await p.fact(m, 'consent.given', '2018-01-08', { purpose: 'programme', textVersion: 'daftar-program-1.id', way: 'form' })
  for (const session of ['1', '2']) await p.fact(m, 'class.attended', '2018-01-15', { class: 'K1', session })
  await p.fact(m, 'licence.issued', '2018-01-16', { type: 'IUMK' })
  await p.fact(m, 'month.closed', '2018-01-17', { month: '2017-12' })
  await p.work((db) => addAccount(db, { name: 'petugas.mtg', role: 'officer', kec: MENTENG, shownAs: 'Petugas Menteng' }))
  own = `anggota=${await openMemberSession(p.database.pool('member'), p.secrets, m.number, WALL)}`
  officer = `sesi=${await openSession(p.database.pool('staff'), p.secrets, 'petugas.mtg', WALL)}`
  const clock = () => ({ now: at('2018-01-22T09:00'), synthetic: true })
  const app = createApp({ database: p.database, secrets: p.secrets, secure: false, log: () => {}, now: clock, wall: () => WALL })
  server = await served(app)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await p?.end()
})

const open = async (cookie: string, address: string) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, bypassCSP: true })
  const [name, value] = cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: server.home }])
  const page = await context.newPage()
  let bytes = 0
  page.on('response', async (r) => {
    const sizes = await r
      .request()
      .sizes()
      .catch(() => null)
    bytes += sizes?.responseBodySize ?? 0
  })
  await page.goto(server.home + address, { waitUntil: 'networkidle' })
  return { page, weight: () => bytes, close: () => context.close() }
}

async function look(cookie: string, name: string, address: string) {
  const { page, weight, close } = await open(cookie, address)
  expect(await page.locator('script, [style]').count()).toBe(0)
  expect([address, weight() > 1000 && weight() <= 60 * 1024]).toEqual([address, true])
  for (const [width, colorScheme] of [
    [360, 'light'],
    [1280, 'light'],
    [360, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    expect([address, width, Number(wide) <= width]).toEqual([address, width, true])
    if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    if (width !== 360) continue // a wide window shows the same elements in other places
    const finds = await axeFinds(page, colorScheme === 'dark' ? ['color-contrast'] : undefined)
    expect([address, width, colorScheme, finds]).toEqual([address, width, colorScheme, []])
  }
  await close()
}

it.each([
  ['langkah', '/langkah'],
  ['data', '/langkah/data'],
  ['salinan', '/langkah/data/salinan'],
  ['persetujuan', '/langkah/persetujuan?tarik=programme'],
  ['permintaan', '/langkah/permintaan'],
])('%s is a page for a phone and for everybody', (name, address) => look(own, name, address))

it('withdraws a consent by keyboard, with the question before it; the queue shows it to the officer', async () => {
  const { page, close } = await open(own, '/langkah/persetujuan')
  const reach = async (words: string) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab')
      if (String(await page.evaluate('document.activeElement.textContent')).trim() === words) return
    }
    throw new Error(`no way by keyboard to ${words}`)
  }
  await reach('Tarik: ikut program')
  await page.keyboard.press('Enter')
  await page.waitForURL(/tarik=programme/)
  await reach('Tarik persetujuan')
  await page.keyboard.press('Enter')
  await page.waitForURL(/persetujuan#programme/)
  expect(await page.locator('#programme .pill').textContent()).toBe('Ditarik')
  await close()
  const { page: queue, close: done } = await open(officer, '/konsol/permintaan')
  expect(await queue.locator('table').textContent()).toContain('Hentikan pemrosesan')
  if (pictures) await queue.screenshot({ path: `${pictures}/antrean-360.png`, fullPage: true })
  await queue.locator('table a').first().click()
  await queue.setViewportSize({ width: 1280, height: 800 })
  if (pictures) await queue.screenshot({ path: `${pictures}/jawab-1280.png`, fullPage: true })
  await done()
})
