// The way of one member from P1 to P3 at 360 px, as member, officer and mentor walk it: a seat, a reminder, the code at the door, homework, a mentor,
// three contacts. The weekly update moves by exactly these, week by week, and its numbers open down to the sessions and contacts.
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { encode } from 'uqr'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_NOW } from '../src/demo/index.ts'
import { daysOf, endOfDay } from '../src/kit/calendar.ts'
import { outbox, sendMessage } from '../src/kit/sending/index.ts'
import { ticketOf } from '../src/p2-training/attending.ts'
import { classTasks } from '../src/p2-training/index.ts'
import { openMemberSession, openSession } from '../src/people/index.ts'
import { cutWeek, opens, termsOf } from '../src/weekly/index.ts'
import { openBrowser, served } from './browser.ts'
import { type Demo, freshDemo } from './demo.ts'

const PASAR_MINGGU = 317404
const CLASS = 'PSM-K10'
let demo: Demo
let owner: pg.Client
let browser: Browser
let door: { home: string; close(): void }
let number: string
let name: string
const pages = {} as Record<'member' | 'officer' | 'mentor', Page>

beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
  browser = await openBrowser()
  door = await served(demo.app)
  const { rows } = await owner.query(
    `select e.number, p.name from enrolment_reach r join enrolment e on e.kec_id = r.kec_id and e.id = r.enrolment_id join person p on p.kec_id = e.kec_id and p.id = e.person_id
     where r.kec_id = $1 and r.p1_on is not null and r.p2_in is null and r.p3_in is null and r.ended_on is null and p.phone is not null
       and not exists (select from booking b where b.enrolment_id = e.id)
       and exists (select from journal_event j where j.kec_id = r.kec_id and j.enrolment_id = r.enrolment_id and j.kind = 'consent.given' and j.payload->>'purpose' = 'message')
     order by e.number limit 1`,
    [PASAR_MINGGU],
  )
  ;[{ number, name }] = rows
  const staff = async (account: string) =>
    `sesi=${await openSession(demo.database.pool('staff'), demo.secrets, account, DEMO_NOW)}`
  const cookies = {
    member: `anggota=${await openMemberSession(demo.database.pool('member'), demo.secrets, number, DEMO_NOW)}`,
    officer: await staff('petugas.psm'),
    mentor: await staff('pendamping.psm'),
  }
  for (const [who, cookie] of Object.entries(cookies)) {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } })
    const [key, value] = cookie.split('=') as [string, string]
    await context.addCookies([{ name: key, value, url: door.home }])
    pages[who as keyof typeof pages] = await context.newPage()
  }
})
afterAll(async () => {
  await browser?.close()
  door?.close()
  await owner?.end()
  await demo?.end()
})

const clock = (text: string) => owner.query('update programme set clock = $1', [new Date(`${text}:00+07:00`)])
const system = { actor: 'mesin', role: 'system' } as const
const seen = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
/** A button or a link with this text, clicked, and the page that follows. */
const press = async (page: Page, text: string, within = 'main') => {
  await Promise.all([
    page.waitForEvent('framenavigated'),
    page.locator(`${within} :is(button, a)`, { hasText: text }).first().click(),
  ])
  await page.waitForLoadState()
}
const COUNTED = [
  [2, 'entered'],
  [2, 'reached'],
  [3, 'entered'],
  [3, 'reached'],
] as const
let before: number[] = []

/** Freezes a week on its Monday morning, and says by how much P2 and P3 changed, for the city and for Pasar Minggu alike. */
async function frozen(week: string): Promise<number[]> {
  const monday = new Date(endOfDay(daysOf(week).to).getTime() + 9 * 3_600_000)
  await owner.query('update programme set clock = $1', [monday])
  const cut = await demo.database.within('job', system, (db) => cutWeek(db, { week, by: 'mesin', now: monday }))
  if ('problems' in cut) throw new Error(JSON.stringify(cut.problems))
  const { published } = cut.value
  const now = [null, PASAR_MINGGU].flatMap((place) => COUNTED.map(([step, count]) => termsOf(published, count, place)[step].now))
  const moved = now.map((n, i) => n - (before[i] ?? n))
  before = now
  // What the city moved by is what Pasar Minggu moved by.
  expect(moved.slice(0, 4)).toEqual(moved.slice(4))
  return moved.slice(0, 4)
}

describe('from P1 to P3', () => {
  it('the member takes a seat, and is reminded the day before', async () => {
    const { member } = pages
    await member.goto(`${door.home}/kelas`)
    await press(member, 'Kelas dasar usaha')
    await press(member, 'Ambil kursi')
    expect(await seen(member)).toContain('Kursi Anda tersimpan.')

    await clock('2018-01-26T18:00')
    await classTasks({ ...demo, now: async () => new Date('2018-01-26T18:00:00+07:00') })['remind-classes']!({} as never)
    const { rows } = await owner.query(
      "select id from message where purpose = 'class-reminder' and state = 'waiting' order by made_at",
    )
    for (const { id } of rows) await sendMessage({ ...demo, sender: outbox, wall: () => DEMO_NOW }, id)
    await member.goto(`${door.home}/peragaan/kotak-keluar`)
    expect(await seen(member)).toMatch(/kelas Kelas dasar usaha.* 27 Januari 2018/)
  }, 60_000)

  it('shows the code on the phone at the door of each session; the officer opens what the camera reads, and presses once', async () => {
    const { member, officer } = pages
    for (const day of ['2018-01-27T08:55', '2018-02-03T09:00', '2018-02-10T09:05', '2018-02-17T08:58']) {
      const week = { '2018-02-03T09:00': '2018-W04', '2018-02-10T09:05': '2018-W05', '2018-02-17T08:58': '2018-W06' }[day]
      if (week) {
        if (week === '2018-W04') {
          // What stood before: the week that was frozen last.
          const { rows } = await owner.query("select document from weekly_cut where week = '2018-W03'")
          const published = JSON.parse(rows[0].document)
          before = [null, PASAR_MINGGU].flatMap((place) =>
            COUNTED.map(([step, count]) => termsOf(published, count, place)[step].now),
          )
        }
        expect([week, await frozen(week)]).toEqual([week, week === '2018-W04' ? [1, 0, 0, 0] : [0, 0, 0, 0]])
      }
      await clock(day)
      await member.goto(`${door.home}/kelas/${CLASS}`)
      const drawn = await member.getAttribute('svg.qr path', 'd')
      const { rows } = await owner.query(
        "select b.id from booking b where b.number = $1 and b.state = 'seated' and b.class_id = (select class_id from class_code where code = $2)",
        [number, CLASS],
      )
      const address = `${door.home}/hadir/${ticketOf(demo.secrets, rows[0].id)}`
      const code = encode(address, { ecc: 'M', border: 2 })
      expect(drawn).toBe(code.data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join(''))
      await officer.goto(address)
      expect(await seen(officer)).toContain(name)
      await press(officer, 'Hadir')
      expect(await seen(officer)).toMatch(/Hadir 0[89]\.\d\d/)
    }
  }, 120_000)

  it('hands in homework from the phone, which the officer reads and accepts: P2 is reached', async () => {
    const { member, officer } = pages
    await clock('2018-02-18T10:00')
    await member.goto(`${door.home}/kelas/${CLASS}`)
    await member.fill('#jawaban', 'Modal 8.000, jual 12.000, untung 4.000')
    await press(member, 'Serahkan tugas')
    expect(await seen(member)).toContain('Tugas Anda sudah diterima dan akan dibaca.')
    await officer.goto(`${door.home}/konsol/tugas`)
    expect(await seen(officer)).toContain('Modal 8.000, jual 12.000, untung 4.000')
    await press(officer, 'Terima', 'li:has-text("Modal 8.000")')
    await member.goto(`${door.home}/langkah`)
    expect(await frozen('2018-W07')).toEqual([0, 1, 0, 0])
  }, 60_000)

  it('gets a mentor, who notes three contacts in 28 days: P3 is reached', async () => {
    const { member, officer, mentor } = pages
    await officer.goto(`${door.home}/konsol/pendamping`)
    await officer.fill('#nomor', number.toLowerCase())
    await press(officer, 'Cari', 'form[method=get]')
    expect(await officer.evaluate(`document.querySelectorAll('input[name=anggota]:checked').length`)).toBe(1)
    await press(officer, 'Tetapkan')
    for (const [day, how, week, moved] of [
      ['2018-02-20T10:00', 'Datang', '2018-W08', [0, 0, 1, 0]],
      ['2018-03-06T15:00', 'Telepon', '2018-W10', [0, 0, 0, 0]],
      ['2018-03-20T10:00', 'Datang', '2018-W12', [0, 0, 0, 1]],
    ] as const) {
      // The weeks between are quiet.
      if (week !== '2018-W08') {
        const quiet = `2018-W${String(Number(week.slice(-2)) - 1).padStart(2, '0')}`
        expect([quiet, await frozen(quiet)]).toEqual([quiet, [0, 0, 0, 0]])
      }
      await clock(day)
      await mentor.goto(`${door.home}/pendamping/anggota/${number}`)
      await mentor.getByRole('radio', { name: how, exact: true }).check()
      await mentor.fill('#tujuan', 'Menghitung harga jual')
      await mentor.getByRole('radio', { name: 'Berhasil', exact: true }).check()
      await press(mentor, 'Simpan', '#catat')
      expect(await seen(mentor)).toContain('Pertemuan tersimpan')
      if (week === '2018-W10') {
        await member.goto(`${door.home}/pendampingan`)
        expect(await seen(member)).toContain('20 Mar 2018')
      }
      expect([week, await frozen(week)]).toEqual([week, moved])
    }
    await member.goto(`${door.home}/langkah`)
    expect(await seen(member)).toMatch(/P3|langkah 4/i)
  }, 120_000)
})

describe('the numbers of the update open', () => {
  it('P2 down to the four sessions and the homework, the class to its own page', async () => {
    const { officer } = pages
    await officer.goto(door.home + opens('2018-W07', 2, 'reached', { place: PASAR_MINGGU, term: 'arrivals' }))
    const row = await officer.textContent(`tr:has-text("${number}")`)
    for (const part of [name, 'pertemuan 1 (27 Jan 2018)', 'pertemuan 4 (17 Feb 2018)', 'tugas diterima 18 Feb 2018'])
      expect(row).toContain(part)
    expect((await officer.textContent('h1'))?.trim()).toMatch(/^1 /)
    await press(officer, CLASS, `tr:has-text("${number}")`)
    expect(officer.url()).toContain(`/konsol/kelas/${CLASS}`)
  })

  it('P3 down to the three contacts, and the member’s record', async () => {
    const { officer } = pages
    await officer.goto(door.home + opens('2018-W12', 3, 'reached', { place: PASAR_MINGGU, term: 'arrivals' }))
    const row = await officer.textContent(`tr:has-text("${number}")`)
    for (const part of ['20 Feb 2018 datang', '6 Mar 2018 telepon', '20 Mar 2018 datang']) expect(row).toContain(part)
    await press(officer, number, `tr:has-text("${number}")`)
    expect(officer.url()).toContain(`/konsol/anggota/${number}`)
  })

  it('and everybody sees them without names', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } })
    const page = await context.newPage()
    await page.goto(door.home + opens('2018-W12', 3, 'reached', { place: PASAR_MINGGU, term: 'arrivals' }))
    expect((await page.textContent('h1'))?.trim()).toMatch(/^1 /)
    expect(await page.content()).not.toContain(number)
    expect(await page.content()).not.toContain(name)
    await context.close()
  })
})
