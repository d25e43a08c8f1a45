// The clinic on two devices in a real browser, one of them without a network for ten minutes, and one whose battery dies: nothing lost, nothing
// twice, the same morning on both, and nobody's name left on a device.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFinds, chromeOptions, openBrowser, served } from '../../../tests/browser.ts'
import { type Demo, freshDemo } from '../../../tests/demo.ts'
import { replay } from '../../journal/index.ts'

const DAY = '2018-01-27'
const WHERE = `/klinik/31.74.04/${DAY}`
let demo: Demo
let owner: pg.Client
let browser: Browser
let door: Awaited<ReturnType<typeof served>>
const contexts: BrowserContext[] = []

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  await clock('09:00')
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

const clock = (time: string) => owner.query('update programme set clock = $1', [new Date(`${DAY}T${time}:00+07:00`)])
async function signIn(context: BrowserContext): Promise<void> {
  const [name, value] = (await demo.signedIn('officer', 317404)).split('=') as [string, string]
  await context.addCookies([{ name, value, url: door.home }])
}
async function device(width: number): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false })
  contexts.push(context)
  await signIn(context)
  const page = await context.newPage()
  await page.clock.install({ time: new Date(`${DAY}T09:00:00+07:00`) })
  await page.goto(door.home + WHERE)
  return { page, context }
}
const taps = async (kind: string) =>
  (await owner.query('select count(*)::integer as n from clinic_tap where kind = $1', [kind])).rows[0].n as number
/** Asked again until it is so; a page that is loading says nothing yet. */
const until = (page: Page, what: string) =>
  expect.poll(() => page.evaluate(what).catch(() => null), { timeout: 30_000, interval: 50 }).toBe(true)
const waits = (page: Page, n: number) => until(page, `outbox.kept().then((all) => all.length === ${n})`)
const letIn = async (page: Page, who: string, service = 'mentoring') => {
  await page.fill('#who', who)
  await page.selectOption('#service', service)
  await page.click('form:has(#who) button')
}
const line = async (page: Page) => ((await page.textContent('#papan')) ?? '').replace(/\s+/g, ' ').replace(/per \d\d\.\d\d/, '')

describe('a Saturday clinic', () => {
  it('on two devices, one without a network for ten minutes: each tap is taken once, and both show the same morning', async () => {
    const [a, b] = [await device(1280), await device(360)]
    expect(await a.page.textContent('#papan')).toContain('kelas hari ini')
    await letIn(a.page, 'Ahmad Fauzi', 'licence')
    await until(a.page, `document.querySelector('#antre')?.textContent.includes('Ahmad Fauzi')`)
    await letIn(a.page, 'Siti Rohani', 'loan')
    await until(a.page, `document.querySelector('#antre')?.textContent.includes('Siti Rohani')`)
    await b.page.reload()

    // The second loses its network; people go on coming, are called, finish and leave.
    await b.context.setOffline(true)
    let passed = 0
    const minutes = async (n: number) => {
      passed += n
      await b.page.clock.fastForward(n * 60_000)
      await clock(`09:${String(passed).padStart(2, '0')}`)
    }
    await minutes(1)
    await b.page.click('ul.att button >> nth=0')
    await waits(b.page, 1)
    await minutes(2)
    await letIn(b.page, 'Ibu Tanpa Nomor', 'product')
    await waits(b.page, 2)
    await until(b.page, `!document.getElementById('jaringan').hidden`)
    expect(await b.page.textContent('#jaringan')).toContain('Jaringan putus')
    await minutes(2)
    await b.page.click('ul.desks li:has-text("Pinjaman") button:has-text("Panggil 2")')
    await waits(b.page, 3)

    // Meanwhile the first goes on.
    await a.page.click('ul.desks button:has-text("Panggil 1")')
    await until(a.page, `document.querySelector('ul.desks')?.textContent.includes('Ahmad Fauzi')`)
    await letIn(a.page, 'Pak Joko', 'product')
    await until(a.page, `document.querySelector('#antre')?.textContent.includes('Pak Joko')`)
    expect(await taps('arrive')).toBe(3)

    await minutes(3)
    await letIn(b.page, 'Bapak Terakhir', 'licence')
    await waits(b.page, 4)
    await minutes(2)
    expect(passed).toBe(10)
    // It tried all the while, and nothing came through.
    expect([await taps('arrive'), await taps('call')]).toEqual([3, 1])
    // What is kept names nobody, and this device cannot read it.
    const store = (await b.page.evaluate('outbox.kept().then(JSON.stringify)')) as string
    expect(store).not.toMatch(/Tanpa Nomor|Terakhir|PSM-\d\d-\d{5}/)

    await b.context.setOffline(false)
    await waits(b.page, 0)
    await until(b.page, `document.querySelector('#antre')?.textContent.includes('Bapak Terakhir')`)
    expect([await taps('arrive'), await taps('call')]).toEqual([6, 2])
    // Sent again by whoever kept a copy, they are the same taps.
    const before = await line(b.page)
    await a.page.reload()
    expect(await line(a.page)).toBe(before)
    expect(before).toContain('6 orang datang = 4 menunggu + 2 dilayani + 0 selesai + 0 pulang')
    // The number that was given without a network stays what the person holds in the hand; each tap stands at its own minute.
    expect(await b.page.textContent('#antre')).toMatch(/[A-Z]{2}\d/)
    const { rows } = await owner.query(
      "select to_char(at at time zone 'Asia/Jakarta', 'HH24.MI') as at from clinic_tap where device <> '' and label is not null order by clinic_tap.at",
    )
    expect(rows.map((r) => r.at)).toEqual(['09.01', '09.03', '09.08'])
  }, 90_000)

  it('an arrival whose answer is lost keeps the number that the device gave: it is the one in somebody’s hand', async () => {
    const { page } = await device(360)
    const arrived = await taps('arrive')
    await page.route('**/kirim', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await letIn(page, 'Bu Jawaban Hilang', 'product')
    await until(page, `/[A-Z]{2}\\d.*menunggu/.test(document.querySelector('form:has(#who) .pill')?.textContent ?? '')`)
    const [given] = /[A-Z]{2}\d+/.exec((await page.textContent('form:has(#who) .pill'))!)!
    expect(await taps('arrive')).toBe(arrived + 1)
    await page.unroute('**/kirim')
    await page.clock.fastForward(10_000)
    await waits(page, 0)
    await until(page, `document.querySelector('#antre')?.textContent.includes('${given}Bu Jawaban Hilang')`)
    expect(await taps('arrive')).toBe(arrived + 1)
    await page.click('#antre li:has-text("Bu Jawaban Hilang") button')
    await until(page, `!document.querySelector('#antre').textContent.includes('Bu Jawaban Hilang')`)
  })

  it('what the server cannot read is said, and goes when somebody says that it is noted again', async () => {
    const { page } = await device(360)
    const arrived = await taps('arrive')
    await page.evaluate(`outbox.keep({ kind: 'nothing' }).then(outbox.send)`)
    await until(
      page,
      `document.getElementById('jaringan').textContent.includes('1 catatan dari alat ini tidak bisa dibaca server')`,
    )
    await page.click('#jaringan button')
    await waits(page, 0)
    await until(page, `document.getElementById('jaringan').hidden`)
    expect(await taps('arrive')).toBe(arrived)
  })

  it('a consultation noted with goal and result is a contact of the day, once however often it is sent', async () => {
    const { page } = await device(1280)
    await page.click('ul.desks button:has-text("Pendampingan")')
    await until(page, `document.querySelector('ul.desks #tujuan-1') !== null`)
    await page.click('ul.desks li:has(#tujuan-1) summary')
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
    // The week as work says so, and leads back here.
    const week = await demo.app.request('/konsol/pekan/2018-W04', {
      headers: { cookie: await demo.signedIn('officer', 317404) },
    })
    expect((await week.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toMatch(/Sabtu, 27 Januari 2018 7 1 1/)
  })

  it('a device whose battery dies opens again without a network, goes on giving numbers, and sends everything once', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'klinik-'))
    const phone = () =>
      chromium
        .launchPersistentContext(profile, { ...chromeOptions(), viewport: { width: 360, height: 800 } })
        .then(async (context) => {
          await signIn(context)
          return { context, page: context.pages()[0] ?? (await context.newPage()) }
        })
    const arrived = await taps('arrive')
    const first = await phone()
    await first.page.goto(door.home + WHERE)
    const named = await first.page.textContent('#antre')
    expect(named).toContain('Bapak Terakhir')
    await first.page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    const { port } = door
    door.close()
    await letIn(first.page, 'Ibu Baterai Habis')
    await until(first.page, `document.querySelector('form:has(#who) .pill')?.textContent.includes('menunggu dikirim')`)
    // At the very moment at which it says so.
    const pids = execFileSync('pgrep', ['-f', profile]).toString().trim().split('\n').map(Number)
    for (const pid of pids)
      try {
        process.kill(pid, 'SIGKILL')
      } catch {}
    await first.context.close().catch(() => {})

    const again = await phone()
    await again.page.goto(`http://127.0.0.1:${port}${WHERE}`)
    expect(await again.page.textContent('h1')).toBe('Klinik')
    expect(await again.page.textContent('main')).toContain('Jaringan sedang tidak ada')
    await until(again.page, `document.querySelectorAll('#simpanan li').length === 1`)
    await letIn(again.page, 'Pak Tanpa Jaringan', 'product')
    await until(again.page, `document.querySelectorAll('#simpanan li').length === 2`)
    const given = (await again.page.evaluate(
      `[...document.querySelectorAll('#simpanan li')].map((li) => li.textContent)`,
    )) as string[]
    expect(new Set(given).size).toBe(2)

    door = await served(demo.app, port)
    await again.page.evaluate(`dispatchEvent(new Event('online'))`)
    await until(again.page, `document.querySelector('#antre')?.textContent.includes('Pak Tanpa Jaringan') ?? false`)
    expect(await again.page.textContent('#antre')).toContain('Ibu Baterai Habis')
    expect(await taps('arrive')).toBe(arrived + 2)
    await again.context.close()
    // A lost phone tells little: no name that was on its pages or in its fields is anywhere in its profile.
    for (const name of ['Baterai Habis', 'Tanpa Jaringan', 'Bapak Terakhir', 'Ibu Tanpa Nomor'])
      expect([name, filesWith(profile, name)]).toEqual([name, []])
    rmSync(profile, { recursive: true, force: true })
  }, 90_000)

  it('axe finds nothing on the page, on the room’s screen and on the page without a network, at 360', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, bypassCSP: true })
    contexts.push(context)
    await signIn(context)
    const page = await context.newPage()
    for (const path of [WHERE, `${WHERE}/layar`, '/klinik/luring']) {
      await page.goto(door.home + path)
      expect([path, await axeFinds(page)]).toEqual([path, []])
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    }
  })
})

/** Files under a folder that hold this name, in either of the ways in which a browser writes. */
function filesWith(folder: string, name: string): string[] {
  const forms = [Buffer.from(name), Buffer.from(name, 'utf16le')]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return forms.some((form) => bytes.includes(form))
    })
}
