// An officer's hour and the office's Monday, by keyboard alone: register, check, correct, approve; cut, print, decide; and the next update
// shows what was decided and what came of it.
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoPassword } from '../src/demo/index.ts'
import { openBrowser, served } from './browser.ts'
import { type Demo, freshDemo } from './demo.ts'
import { type Hands, handsOn } from './hands.ts'

let demo: Demo
let server: Awaited<ReturnType<typeof served>>
let browser: Browser
let context: BrowserContext
let hands: Hands
let number: string

beforeAll(async () => {
  demo = await freshDemo()
  server = await served(demo.app)
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true })
  hands = handsOn(await context.newPage())
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await demo?.end()
})

it('an officer signs in and registers somebody in under two minutes of keys', async () => {
  await hands.page.goto(`${server.home}/masuk`)
  await hands.signIn('petugas.psm', demoPassword(demo.secrets))
  expect(hands.page.url()).toBe(`${server.home}/konsol`)
  await hands.follow('Daftarkan orang')
  // The page opens in its first field.
  expect(await hands.field('nik')).toBe(0)
  await hands.page.keyboard.type('3174045403849876')
  await hands.write('nama', 'Sari Puspita')
  await hands.write('hari', '14')
  await hands.write('bulan', '3')
  await hands.write('tahun', '1984')
  await hands.choose('kelurahan')
  await hands.write('hp', '081277778888')
  await hands.choose('pakai')
  await hands.choose('usaha')
  await hands.write('jenis', 'Kue kering')
  await hands.tick('setuju')
  await hands.send()
  await hands.page.waitForURL(/\/konsol\/daftar\/PSM-18-/)
  number = hands.page.url().split('/').at(-1)!
}, 60_000)

it('records a KTP that does not match, corrects it by voiding with a reason, and checks the rest: P1 is reached', async () => {
  await hands.page.goto(`${server.home}/konsol/anggota/${number}`)
  await hands.unfold('Periksa identitas')
  await hands.choose('hasil')
  await hands.send()
  expect(await hands.seen()).toContain('(KTP, tidak cocok)')

  await hands.unfold('Batalkan', { of: '(KTP, tidak cocok)' })
  await hands.write('alasan', 'Salah tekan: KTP cocok')
  await hands.send()
  expect(await hands.seen()).toMatch(/\(KTP, tidak cocok\) dibatalkan/)
  await hands.unfold('Periksa identitas')
  await hands.field('hasil')
  await hands.send()
  await hands.unfold('Pastikan alamat')
  await hands.field('kelurahan')
  await hands.press('Catat')
  expect(await hands.seen()).toMatch(/P1 PendaftaranP1Tercapai/)
}, 60_000)

it('approves the week, which the office then accepts and cuts on Monday, and prints', async () => {
  await hands.follow('Pekan untuk rapat')
  await hands.write('catatan', 'Perlu kelas sore.', { most: 200 })
  await hands.press('Setujui')
  expect(await hands.seen()).toContain('Jawaban Anda tersimpan.')
  expect(await hands.seen()).toContain('Perlu kelas sore.')
  await hands.press('Keluar')

  await hands.page.goto(`${server.home}/masuk`)
  await hands.signIn('kantor', demoPassword(demo.secrets))
  await hands.follow('Jam peragaan')
  await hands.press('Maju ke Senin')
  await hands.follow('Bekukan pekan')
  expect(await hands.seen()).toContain('1 dari 44')
  await hands.press('Terima semua')
  await hands.tick('tetap', { most: 200 })
  await hands.send()
  await hands.page.waitForURL(`${server.home}/pekan/2018-W04`)
  const [file] = await Promise.all([hands.page.waitForEvent('download'), openFile(hands, 'PDF')])
  expect(file.suggestedFilename()).toBe('update-2018-W04.pdf')
}, 90_000)

it('records two decisions of the meeting, says what came of one, and the next update shows both', async () => {
  await hands.page.goto(`${server.home}/konsol`)
  for (const [what, step] of [
    ['Kelas Sabtu di Pasar Minggu', 'P2'],
    ['Pendamping menelepon yang menunggu', 'P3'],
  ]) {
    await hands.follow('Keputusan rapat')
    await hands.write('apa', what!, { most: 160 })
    await hands.write('siapa', 'Sudin UMKM')
    await hands.write('hari', '3')
    await hands.write('bulan', '2')
    await hands.write('tahun', '2018')
    await hands.write('langkah', step!)
    await hands.write('wilayah', 'Seluruh')
    await hands.write('menjadi', '950')
    await hands.send()
    expect(await hands.seen()).toContain(what)
  }
  await hands.write('catatan', 'Kelas penuh, 30 orang', { within: 'Kelas Sabtu di Pasar Minggu', most: 160 })
  await hands.send()

  await hands.follow('Jam peragaan')
  await hands.press('Maju ke Senin')
  await hands.follow('Bekukan pekan')
  await hands.tick('tetap', { most: 200 })
  await hands.send()
  await hands.page.goto(`${server.home}/pekan/2018-W05`)
  const update = await hands.seen()
  expect(update).toContain('Kelas Sabtu di Pasar Minggu')
  expect(update).toContain('Kelas penuh, 30 orang')
  expect(update).toContain('Pendamping menelepon yang menunggu')
  await context.close()
}, 90_000)

/** Tabs to the link of a file and opens it. */
async function openFile(at: Hands, kind: string): Promise<void> {
  for (let n = 0; n < 80; n++) {
    await at.page.keyboard.press('Tab')
    const text = (await at.page.evaluate('document.activeElement?.textContent ?? ""')) as string
    if (text.trim().startsWith(kind)) return at.page.keyboard.press('Enter')
  }
  throw new Error(`no link to ${kind}`)
}
