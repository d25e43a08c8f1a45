// The pages of P2 and P3 in a real browser at 360 px: a member's, an officer's and a mentor's; axe finds nothing, nothing goes sideways, and a
// member's pages have no script and weigh little.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_NOW } from '../src/demo/index.ts'
import { openMemberSession } from '../src/people/index.ts'
import { axeFinds, openBrowser, served } from './browser.ts'
import { type Demo, freshDemo } from './demo.ts'

let demo: Demo
let browser: Browser
let door: { home: string; close(): void }
const cookies = new Map<string, string>()

beforeAll(async () => {
  demo = await freshDemo()
  browser = await openBrowser()
  door = await served(demo.app)
  const { rows } = await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) =>
    db.client.query(
      `select b.number from booking b join class_code k on k.class_id = b.class_id join assignment a on a.enrolment_id = b.enrolment_id and a.until_at is null
         where k.code like 'PSM-K%' and b.state = 'seated' order by b.number limit 1`,
    ),
  )
  cookies.set(
    'member',
    `anggota=${await openMemberSession(demo.database.pool('member'), demo.secrets, rows[0].number, DEMO_NOW)}`,
  )
  cookies.set('officer', await demo.signedIn('officer', 317404))
  cookies.set('mentor', await demo.signedIn('mentor'))
  cookies.set('office', await demo.signedIn('office'))
})
afterAll(async () => {
  await browser.close()
  door.close()
  await demo.end()
})

const PAGES = {
  member: ['/kelas', '/kelas/PSM-K1', '/kelas/PSM-K12', '/pendampingan'],
  officer: ['/konsol/kelas', '/konsol/kelas/baru', '/konsol/kelas/PSM-K10', '/konsol/tugas', '/konsol/pendamping'],
  mentor: ['/pendamping', '/pendamping/jadwal', '/siapa-dulu'],
  office: ['/konsol/kurikulum'],
}

describe('at 360 px', () => {
  for (const [who, pages] of Object.entries(PAGES))
    it(`axe finds nothing on the pages of a ${who}`, async () => {
      const context = await browser.newContext({ viewport: { width: 360, height: 800 }, bypassCSP: true })
      const [name, value] = cookies.get(who)!.split('=') as [string, string]
      await context.addCookies([{ name, value, url: door.home }])
      const page = await context.newPage()
      const all = who === 'mentor' ? [...pages] : pages
      for (const path of all) {
        const answer = await page.goto(door.home + path)
        expect([path, answer!.status()]).toEqual([path, 200])
        expect([path, await axeFinds(page)]).toEqual([path, []])
        expect([path, await page.evaluate('document.documentElement.scrollWidth > innerWidth')]).toEqual([path, false])
        if (who === 'member') expect(await page.evaluate('document.scripts.length')).toBe(0)
        if (path === '/pendamping') {
          const to = (await page.getAttribute('.who1 a', 'href'))!
          all.push(to)
        }
      }
      await context.close()
    })
})
