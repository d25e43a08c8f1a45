// A mentor in the field without a network: notes are kept on the phone, counted once on the day on which they were made, and what cannot be counted
// waits where the mentor sees it, with its reason.
import pg from 'pg'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, openBrowser, served } from '../../tests/browser.ts'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { replay } from '../journal/index.ts'
import { openSession } from '../people/index.ts'

let demo: Demo
let owner: pg.Client
let browser: Browser
let door: Awaited<ReturnType<typeof served>>
let context: BrowserContext
let page: Page
let numbers: string[]

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  browser = await openBrowser()
  door = await served(demo.app)
  context = await browser.newContext({ viewport: { width: 360, height: 800 } })
  const cookie = await openSession(demo.database.pool('staff'), demo.secrets, 'pendamping.psm', new Date('2018-01-22T02:00:00Z'))
  await context.addCookies([{ name: 'sesi', value: cookie, url: door.home }])
  page = await context.newPage()
  await page.clock.install({ time: new Date('2018-01-21T16:00:00+07:00') })
  const { rows } = await owner.query(
    "select number from assignment where mentor = 'pendamping.psm' and until_at is null order by number limit 2",
  )
  numbers = rows.map((r) => r.number)
})
afterAll(async () => {
  await browser.close()
  door.close()
  await owner.end()
  await demo.end()
})

const contacts = async (number: string) =>
  (
    await owner.query(
      `select j.occurred_on as on, j.payload->>'way' as way from journal_event j join enrolment e on e.kec_id = j.kec_id and e.id = j.enrolment_id
       where e.number = $1 and j.kind = 'mentoring.contact' and j.recorded_at >= '2018-01-22' order by j.seq`,
      [number],
    )
  ).rows
const until = (what: string) =>
  expect.poll(() => page.evaluate(what).catch(() => null), { timeout: 60_000, interval: 50 }).toBe(true)
const waiting = (n: number) => until(`outbox.kept().then((all) => all.length === ${n})`)
async function note(goal: string, result: string | null): Promise<void> {
  await page.fill('#tujuan', goal)
  if (result) await page.getByRole('radio', { name: result, exact: true }).check()
  await page.click('form[data-simpan] button[type=submit]')
}

describe('a mentor without a network', { timeout: 120_000 }, () => {
  it('notes on the page that is open and on the one that opens without names; all is kept on the phone, and nobody named', async () => {
    const here = `${door.home}/pendamping/anggota/${numbers[0]}`
    await page.goto(here)
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    door.close()
    await note('Menghitung harga jual', 'Berhasil')
    await waiting(1)
    await until(`document.querySelector('form[data-simpan] .pill')?.textContent.includes('menunggu dikirim')`)

    // The next member: the page cannot be reached, and opens without names.
    await page.goto(`${door.home}/pendamping/anggota/${numbers[1]}`)
    expect(await page.textContent('main')).toContain('Jaringan sedang tidak ada')
    await page.fill('#nomor', numbers[1]!.toLowerCase().replaceAll('-', ' '))
    await note('Foto produk', null)
    await waiting(2)
    await page.fill('#nomor', 'PSM-18-99999')
    await note('Ambil NIB', 'Belum')
    await waiting(3)
    expect(await page.evaluate('outbox.kept().then(JSON.stringify)')).not.toMatch(/Foto produk|NIB|PSM-\d\d-\d{5}/)
    expect(await contacts(numbers[0]!)).toEqual([])
  })

  it('has them counted on the day on which they were noted, once, when the network is back', async () => {
    door = await served(demo.app, door.port)
    // Its answer is lost once, after we have taken everything.
    let lost = 0
    await page.route('**/pendamping/kirim', async (route) => {
      await route.fetch()
      if (lost++) await route.fulfill({ response: await route.fetch() })
      else await route.abort()
    })
    // It asks again every ten seconds.
    const inTime = (what: () => unknown) =>
      expect.poll(
        async () => {
          await page.clock.fastForward(10_000)
          return what()
        },
        { timeout: 60_000, interval: 200 },
      )
    await inTime(() => lost).toBeGreaterThan(0)
    await inTime(() => page.textContent('main').catch(() => null)).toContain('2 catatan dari alat Anda belum terhitung')
    await waiting(0)
    expect(await contacts(numbers[0]!)).toEqual([{ on: '2018-01-21', way: 'visit' }])
    expect(await contacts(numbers[1]!)).toEqual([])
    await page.unroute('**/pendamping/kirim')
  })

  it('sees what could not be counted and why, mends both; nothing is lost in silence', async () => {
    await page.goto(`${door.home}/pendamping`)
    await page.click('text=2 catatan dari alat Anda belum terhitung')
    await page.waitForURL(/tertahan/)
    const held = (await page.textContent('main'))!
    expect(held).toContain('Pilih hasilnya: tujuan tanpa hasil belum dihitung')
    expect(held).toContain('PSM-18-99999 bukan anggota Anda')
    expect(held).toContain('Ambil NIB')
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    await page.click('text=Perbaiki')
    await page.waitForURL(/catatan=/)
    expect(await page.inputValue('#tujuan')).toBe('Foto produk')
    // Mended where there is no network either.
    await page.getByRole('radio', { name: 'Sebagian', exact: true }).check()
    door.close()
    await page.click('form[data-simpan] button[type=submit]')
    await waiting(1)
    door = await served(demo.app, door.port)
    await page.goto(`${door.home}/pendamping`)
    await waiting(0)
    expect(await contacts(numbers[1]!)).toEqual([{ on: '2018-01-21', way: 'visit' }])
    // The other was written under a wrong number: with the right one it counts as well.
    await page.click('text=1 catatan dari alat Anda belum terhitung')
    await page.waitForURL(/tertahan/)
    await page.fill('[name=nomor]', 'PSM-18-99998')
    await page.click('button:has-text("Perbaiki")')
    await until(`document.querySelector('main').textContent.includes('PSM-18-99998 bukan anggota Anda')`)
    await page.fill('[name=nomor]', numbers[1]!)
    await page.click('button:has-text("Perbaiki")')
    await page.waitForURL(/catatan=/)
    expect(await page.inputValue('#tujuan')).toBe('Ambil NIB')
    await page.click('form[data-simpan] button[type=submit]')
    await page.waitForURL(/oke=1/)
    expect(await contacts(numbers[1]!)).toEqual([
      { on: '2018-01-21', way: 'visit' },
      { on: '2018-01-21', way: 'visit' },
    ])
    await page.goto(`${door.home}/pendamping/tertahan`)
    expect(await page.textContent('main')).toContain('Semua catatan sudah terhitung')
    const { rows } = await owner.query('select settled_as as as, body is null as empty from field_note')
    expect(rows).toEqual(Array(2).fill({ as: 'counted', empty: true }))
    expect(await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => replay(db))).toMatchObject({
      differences: [],
    })
  })

  it('sees it counted also on a page that was asked for a moment before it was sent', async () => {
    await page.goto(`${door.home}/pendamping/anggota/${numbers[0]}`)
    door.close()
    await note('Menata rak', null)
    await waiting(1)
    await until('outbox.send().then(() => true)')
    // The next page is written before the note comes in, and arrives after the page before it has heard that it did.
    const written = Promise.withResolvers<void>()
    const heard = Promise.withResolvers<void>()
    const app = demo.app.fetch as (...all: unknown[]) => Promise<Response>
    door = await served(
      {
        async fetch(request: Request, ...rest: unknown[]) {
          if (request.method === 'POST') await written.promise
          else if (request.headers.get('sec-fetch-mode') !== 'navigate') heard.resolve()
          const answer = await app(request, ...rest)
          written.resolve()
          if (request.headers.get('sec-fetch-mode') === 'navigate') await heard.promise
          return answer
        },
      },
      door.port,
    )
    await page.evaluate('void outbox.send()')
    await page.goto(`${door.home}/pendamping`)
    await waiting(0)
    await page.click('text=1 catatan dari alat Anda belum terhitung')
    await page.waitForURL(/tertahan/)
    expect(await page.textContent('main')).toContain('Menata rak')
    await page.click('form[method=post][action$=tertahan] button')
    await until(`document.querySelector('main').textContent.includes('Semua catatan sudah terhitung')`)
  })

  it('with a network is told at once what is missing, as on any form', async () => {
    await page.goto(`${door.home}/pendamping/anggota/${numbers[0]}`)
    await note('Tutup buku', null)
    await until(`document.querySelector('main').textContent.includes('Pilih hasilnya')`)
    expect(await page.inputValue('#tujuan')).toBe('Tutup buku')
    await waiting(0)
  })

  it('looks at a member once for each time the page is opened, however long it stands open', async () => {
    await page.clock.fastForward(20_000) // Asked for long after anything was sent.
    await page.goto(`${door.home}/pendamping/anggota/${numbers[0]}`)
    const looks = async () =>
      (await owner.query("select count(*)::integer as n from read_log where account = 'pendamping.psm'")).rows[0].n
    const before = await looks()
    for (let n = 0; n < 6; n++) await page.clock.fastForward(10_000)
    await until('outbox.send().then(() => true)')
    expect(await looks()).toBe(before)
  })

  it('keeps a note that meets a session that has ended, and sends it after signing in again', async () => {
    const own = await context.cookies()
    const before = (await contacts(numbers[0]!)).length
    await page.goto(`${door.home}/pendamping/anggota/${numbers[0]}`)
    await context.clearCookies()
    await page.getByRole('radio', { name: 'Pesan', exact: true }).check()
    await note('Mengirim foto', 'Berhasil')
    await waiting(1)
    await until(`document.getElementById('jaringan').textContent.includes('masuk lagi supaya terkirim')`)
    expect(await contacts(numbers[0]!)).toHaveLength(before)
    await context.addCookies(own)
    await page.goto(`${door.home}/pendamping`)
    await waiting(0)
    expect(await contacts(numbers[0]!)).toHaveLength(before + 1)
  })

  it('keeps one mentor’s notes for that mentor, whoever signs in on the phone meanwhile; many long ones go in smaller parts', async () => {
    const own = await context.cookies()
    await page.goto(`${door.home}/pendamping/anggota/${numbers[0]}`)
    door.close()
    for (let n = 0; n < 12; n++) {
      await page.getByRole('radio', { name: 'Telepon', exact: true }).check()
      await page.fill('#catatan', 'é'.repeat(500))
      await page.fill('#berikut', 'é'.repeat(300))
      await note('ç'.repeat(300), 'Berhasil')
      await waiting(n + 1)
    }
    const other = await openSession(demo.database.pool('staff'), demo.secrets, 'pendamping.clc', new Date('2018-01-22T02:00:00Z'))
    await context.clearCookies()
    await context.addCookies([{ name: 'sesi', value: other, url: door.home }])
    door = await served(demo.app, door.port)
    // Also from the page that stands open still.
    for (let n = 0; n < 3; n++) await page.clock.fastForward(10_000)
    await until('outbox.send().then(() => true)')
    expect(await contacts(numbers[0]!)).toHaveLength(2)
    const theirs = await owner.query("select number from assignment where mentor = 'pendamping.clc' and until_at is null limit 1")
    await page.goto(`${door.home}/pendamping/anggota/${theirs.rows[0].number}`)
    await waiting(0)
    expect(await contacts(numbers[0]!)).toHaveLength(2)
    await context.clearCookies()
    await context.addCookies(own)
    // As if three of them were all that one sending may weigh.
    await page.route('**/pendamping/kirim', async (route) =>
      JSON.parse(route.request().postData()!).taps.length > 4 ? route.fulfill({ status: 413 }) : route.continue(),
    )
    await page.goto(`${door.home}/pendamping`)
    await waiting(0)
    expect(await contacts(numbers[0]!)).toHaveLength(14)
    await page.unroute('**/pendamping/kirim')
  })

  it('axe finds nothing on these pages at 360 px', async () => {
    const bare = await browser.newContext({ viewport: { width: 360, height: 800 }, bypassCSP: true })
    await bare.addCookies(await context.cookies())
    const at = await bare.newPage()
    for (const path of ['/pendamping/tertahan', '/pendamping/luring']) {
      await at.goto(door.home + path)
      expect([path, await axeFinds(at)]).toEqual([path, []])
      expect(await at.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    }
    await bare.close()
  })
})
