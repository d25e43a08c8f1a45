// The weekly pages of the demonstration, week 2018-W03: every number opens into a page with the same number, down to the records; who
// sees what of them; files that can be checked; the office's cut.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { at } from '../../tests/programme.ts'
import { STEPS } from '../journey/index.ts'
import { moveClock } from '../people/index.ts'
import { kecamatan, kecCode, parseKec } from '../places/index.ts'
import { COUNTS, checkFile, type Published } from './index.ts'
import { ABOUT } from './print/index.ts'
import { documentsOf, type Opening, openedRecords, scopedRecords, type Term, weeksOf } from './store.ts'

const WEEK = '2018-W03'
const PASAR_MINGGU = 317404
const HERE = 'http://localhost'

let demo: Demo
let week: Published
beforeAll(async () => {
  demo = await freshDemo()
  week = JSON.parse(await body(`/data/pekan/${WEEK}.json`))
})
afterAll(() => demo?.end())

const ask = async (path: string, cookie = '', init: RequestInit = {}) =>
  demo.app.request(path, { ...init, headers: { cookie, ...(init.headers as Record<string, string>) } })
async function body(path: string, cookie = ''): Promise<string> {
  const answer = await ask(path, cookie)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}

/** What is seen of a page, as text. */
const seen = (html: string) =>
  html
    .replace(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<(\w+) lang="id">[^<]*<\/\1>/g, '') // what people wrote stays in the language they wrote it in
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
/** The number in large on a figure's page, without its sign. */
const hero = (html: string) => /<span class="hero__n">(?:<a [^>]*>)?[−+]?([\d.]+|·)/.exec(html)?.[1]

type Opens = { href: string; number: string; title: string }
/** Every link of a page that opens a figure, with the number it says (without its sign). */
const numbersOf = (html: string): Opens[] =>
  [...html.matchAll(/<a ([^>]*)>([\s\S]*?)<\/a>/g)].flatMap(([, attributes, inside]) => {
    const href = /href="(\/angka\/[^"]+)"/.exec(attributes!)?.[1]?.replaceAll('&amp;', '&')
    if (!href) return []
    const title = /title="([^"]+)"/.exec(attributes!)?.[1] ?? ''
    const number = /[\d.]+/.exec(seen(inside!.replace(/<span class="vh">[\s\S]*?<\/span>/g, '')))?.[0] ?? ''
    return [{ href, number, title }]
  })

describe('the front page', () => {
  it('says 4.230 and how many of them passed it', async () => {
    const text = seen(await body('/'))
    expect(text).toContain('4.230 warga Jakarta sudah masuk pendaftaran')
    expect(text).toContain('masuk P1, 4.058 di antaranya tercapai')
    expect(text).toContain('3.640 pekan lalu − 22 ralat + 628 datang − 16 keluar = 4.230')
  })

  it('opens each number of the staircase, of who waits and of the four terms', async () => {
    const opened = numbersOf(await body('/')).filter((o) => o.number && !o.title)
    for (const n of ['4.230', '4.058', '1.574', '1.094', '23', '4', '3.640', '22', '628', '16', '193'])
      expect(opened.map((o) => o.number)).toContain(n)
  })

  it('opens each square of the map, and there stands its share', async () => {
    const squares = numbersOf(await body('/')).filter((o) => o.title)
    expect(squares).toHaveLength(44)
    for (const { href, number, title } of squares) {
      const [, done, of] = /: ([\d.]+) dari ([\d.]+) /.exec(title)!
      const page = await body(href)
      expect([href, hero(page)]).toEqual([href, done])
      if (number) expect(seen(page)).toContain(`Itu ${number} dari tiap 100 orang yang masuk pendaftaran di sini ( ${of} orang )`)
      else expect(Number(of)).toBeLessThan(20)
    }
  })
})

describe('each number of the week', () => {
  it('opens into a page that shows the same number', { timeout: 180_000 }, async () => {
    const checked = new Map<string, string>()
    const check = async ({ href, number }: Opens) => {
      const page = await body(href)
      // One reason of several stands in the list of reasons of the page that it opens.
      if (href.endsWith('#alasan'))
        expect([href, /id="alasan"[\s\S]*?<\/section>/.exec(page)![0]]).toEqual([
          href,
          expect.stringMatching(`>[−+]?${number}</td>`),
        ])
      else expect([href, hero(page)]).toEqual([href, number])
      checked.set(href, number)
      return page
    }
    const first = (
      await Promise.all(['/pekan', `/pekan/${WEEK}`, `/pekan/${WEEK}?hitungan=masuk`].map((path) => body(path)))
    ).flatMap(numbersOf)
    const areas: Opens[] = []
    for (const one of first.filter((o) => o.number)) {
      if (checked.get(one.href) === one.number) continue
      const page = await check(one)
      if (!/\/P\d\/\d\d\.\d\d\.\d\d/.test(one.href)) areas.push(...numbersOf(page))
    }
    expect(checked.size).toBeGreaterThan(500)
    // From the pages of the whole area and of the kota: every number of every kecamatan, each seventh of them.
    const inside = [...new Map(areas.filter((o) => o.number && o.href.includes(WEEK)).map((o) => [o.href, o])).values()].filter(
      (o) => !checked.has(o.href),
    )
    expect(inside.length).toBeGreaterThan(900)
    for (const [i, one] of inside.entries()) if (i % 7 === 0) await check({ ...one, number: one.number.replace(' orang', '') })
  })

  it('is the number of records behind it, in all 616 cells and all terms', { timeout: 180_000 }, async () => {
    const [now, before] = await demo.database.within('public', { actor: 'publik', role: 'public' }, async (db) =>
      (await documentsOf(db, (await weeksOf(db)).slice(-2))).reverse(),
    )
    const figures = new Map(week.cells.map((c) => [`${c.kec} ${c.step} ${c.count}`, c]))
    let opened = 0
    for (const { code } of kecamatan()) {
      const opening = (step: number, reached: boolean, term: Term): Opening => ({
        kec: code,
        step,
        reached,
        term,
        of: now!,
        cutBefore: before!.cutAt,
        salt: 'garam',
        skip: 0,
        take: 1000,
      })
      await demo.database.within('staff', { actor: 'petugas', role: 'officer', kec: code }, async (db) => {
        for (const step of STEPS)
          for (const count of COUNTS)
            for (const term of ['now', 'last', 'restated', 'arrivals', 'departures', 'waiting'] as const) {
              if (term === 'waiting' && (step === 1 || count === 'entered')) continue
              const figure =
                term === 'waiting'
                  ? week.waiting.find((w) => w.step === `P${step}`)!.most.find((m) => parseKec(m.kec) === code)?.n
                  : figures.get(`${kecCode(code)} P${step} ${count}`)![term]
              if (figure === 0 && term !== 'now') continue
              const o = opening(step, count === 'reached', term)
              const scoped = await scopedRecords(db, o)
              const name = `${kecCode(code)} P${step} ${count} ${term}`
              expect(scoped.rows).toHaveLength(scoped.total)
              expect(scoped.rows.every((r) => r.since <= week.to && r.number && r.name)).toBe(true)
              if (figure !== undefined) expect([name, scoped.rows.reduce((sum, r) => sum + r.n, 0)]).toEqual([name, figure])
              const masked = await openedRecords(db, o)
              expect([name, masked.total]).toEqual([name, scoped.total])
              expect([name, masked.rows.length]).toEqual([name, scoped.total < 10 ? 0 : scoped.total])
              opened++
            }
      })
    }
    expect(opened).toBeGreaterThan(1500)
  })
})

describe('the records behind a number', () => {
  const address = `/angka/${WEEK}/P1/31.74.04`
  const names = async () =>
    demo.database.within('staff', { actor: 'petugas', role: 'officer', kec: PASAR_MINGGU }, async (db) => {
      const { rows } = await db.client.query(
        'select p.name, e.number from enrolment e join person p using (kec_id) where p.id = e.person_id',
      )
      return rows as { name: string; number: string }[]
    })
  const telling = async (html: string) => (await names()).filter((r) => html.includes(r.number) || html.includes(`>${r.name}<`))
  const log = async () =>
    demo.database.within('staff', { actor: 'petugas', role: 'officer', kec: PASAR_MINGGU }, async (db) => {
      const { rows } = await db.client.query('select id, account, what from read_log order by id')
      return rows as { id: string; account: string; what: string }[]
    })

  it('are masked for everybody, fifty a page, with a mark that holds for one list', async () => {
    const page = await body(address)
    expect(seen(page)).toContain('1 sampai 50 dari 124')
    expect(page).toMatch(/>•••<small class="mono">[0-9a-f]{8}</)
    expect(seen(page)).toMatch(/Sejak bulan ••• [0-9a-f]{8} (Okt|Nov|Des) 2017 /)
    expect(await telling(page)).toEqual([])
    expect(seen(await body(`${address}?halaman=3`))).toContain('101 sampai 124 dari 124')
    const marks = (html: string) => [...html.matchAll(/<small class="mono">([0-9a-f]{8})</g)].map((m) => m[1])
    const weekBefore = marks(await body('/angka/2018-W02/P1/31.74.04'))
    expect(marks(page)).toHaveLength(50)
    expect(marks(page).filter((m) => weekBefore.includes(m))).toEqual([])
    const all = async (path: string) =>
      (await Promise.all([1, 2].map((n) => body(`${address}?${path}halaman=${n}`)))).flatMap(marks)
    const last = await all('suku=lalu&')
    expect(last.length).toBeGreaterThan(50)
    expect((await all('')).filter((m) => last.includes(m))).toEqual([])
    expect(marks(await body(address))).toEqual(marks(page))
  })

  it('show two initials of those who came this week, none of those who stand there, and never a day', async () => {
    const came = week.cells.find((c) => c.step === 'P1' && c.count === 'entered' && c.arrivals >= 10 && c.now >= 10)!
    const rows = (html: string) => [...html.matchAll(/([^>]*)<small class="mono">[0-9a-f]{8}<[\s\S]*?<td[^>]*>([^<]*)</g)]
    const arrivals = rows(await body(`/angka/${WEEK}/P1/${came.kec}?suku=datang`))
    expect(arrivals).toHaveLength(came.arrivals)
    for (const [, name, since] of arrivals) {
      expect(name).toMatch(/^\p{Lu}•••( \p{Lu}•••)?$/u)
      expect(since).toBe('Jan 2018')
    }
    const standing = rows(await body(`/angka/${WEEK}/P1/${came.kec}`))
    expect(standing.length).toBeGreaterThan(9)
    for (const [, name, since] of standing)
      expect([name, since]).toEqual(['•••', expect.stringMatching(/^[A-Z][a-z]{2} 201[78]$/)])
  })

  it('are only counted where they are fewer than ten people', async () => {
    const page = seen(await body(`/angka/${WEEK}/P1/31.01.01`))
    expect(page).toContain('Hanya 6 orang. Di bawah 10 orang, catatannya tidak dibuka untuk umum')
    expect(page).not.toContain('•')
  })

  it('of who waits are not told where the week’s document does not tell how many, however many they are', async () => {
    const page = await body(`/angka/${WEEK}/P2/31.74.04?suku=menunggu`)
    expect(hero(page)).toBeUndefined()
    expect(seen(page)).toContain('Berapa orang menunggu langkah 2, Pelatihan, di Pasar Minggu tidak dirinci')
    expect(page).not.toContain('•')
    expect(hero(await body(`/angka/${WEEK}/P2/31.73.01?suku=menunggu`))).toBe('193')
    expect(hero(await body(`/angka/${WEEK}/P2/31.74.04?suku=menunggu`, await demo.signedIn('officer', PASAR_MINGGU)))).toMatch(
      /\d/,
    )
    expect(hero(await body(`/angka/${WEEK}/P2/31.74.04?suku=menunggu`, await demo.signedIn('office')))).toMatch(/\d/)
  })

  it('are shown by number and name to the officer of that kecamatan, and each opening is noted before', async () => {
    const before = await log()
    const officer = await demo.signedIn('officer', PASAR_MINGGU)
    const page = await body(address, officer)
    expect(await telling(page)).toHaveLength(50)
    expect(page).not.toContain('•')
    expect(seen(page)).toContain('Pembukaan ini dicatat')
    const noted = (await log()).filter((line) => !before.some(({ id }) => id === line.id))
    expect(noted).toMatchObject([{ account: 'petugas.psm', what: `angka ${WEEK} P1` }])
    // Taken back by later knowledge: each row says what it counts.
    expect(seen(await body(`${address}?suku=ralat`, officer))).toMatch(/Dihitung.*−1/)
  })

  it.each([
    ['an officer of another kecamatan', () => demo.signedIn('officer', 317204)],
    ['the programme office', () => demo.signedIn('office')],
    ['a kota', () => demo.signedIn('kota')],
    ['the auditor', () => demo.signedIn('auditor')],
  ])('stay masked for %s, and nothing is noted', async (_, signedIn) => {
    const before = await log()
    const page = await body(address, await signedIn())
    expect(page).toContain('•')
    expect(await telling(page)).toEqual([])
    expect(await log()).toEqual(before)
  })
})

describe('what is not there', () => {
  it.each([
    '/pekan/2018-W04',
    '/pekan/2018-W99',
    '/pekan/kemarin',
    '/angka/2018-W04/P1',
    '/angka/2018-W03/P8',
    '/angka/2018-W03/p1',
    '/angka/2018-W03/P1/31.74.99',
    '/angka/2018-W03/P1/32.01.01',
    '/angka/2018-W03/P1/31.74.04?halaman=4',
    '/angka/2018-W03/P1/31.74.04?halaman=0',
    '/angka/2018-W03/P1/31.74.04?halaman=dua',
    '/angka/2018-W03/P1?suku=menunggu',
    '/angka/2018-W03/P2/31.74?suku=menunggu',
    '/data/pekan/2018-W04.json',
    '/data/pekan/2018-W03.xml',
    '/data/pekan/../2018-W03.json',
  ])('%s answers 404', async (path) => expect((await ask(path)).status).toBe(404))
})

describe('the ledger of restatements', () => {
  it('comes to the restated term of every published week after the first, step and count, and opens each figure', async () => {
    const html = await body('/ralat')
    const documents = await demo.database.within('public', { actor: 'publik', role: 'public' }, async (db) =>
      documentsOf(db, await weeksOf(db)),
    )
    const links = numbersOf(html)
    expect(seen(html)).toContain('Ini pekan pertama yang terbit.')
    for (const { week: of, published } of documents.slice(1)) {
      expect(html).toContain(`/pekan/${of}#ralat`)
      for (const { step, count, restated } of published.totals) {
        const rows = published.restatements.filter((r) => r.step === step && r.count === count)
        expect([of, step, count, rows.reduce((sum, r) => sum + r.n, 0)]).toEqual([of, step, count, restated])
        const href = `/angka/${of}/${step}?${count === 'reached' ? 'hitungan=tercapai&' : ''}suku=ralat#alasan`
        const shown = links.filter((l) => l.href === href).map((l) => Number(l.number.replaceAll('.', '')))
        expect([href, shown]).toEqual([href, rows.filter((r) => r.n !== 0).map((r) => Math.abs(r.n))])
      }
    }
    expect(documents.flatMap((d) => d.published.restatements).length).toBeGreaterThan(5)
  })

  it('is linked from the update and the open data, begins where one asks, and weighs little', async () => {
    expect(await body(`/pekan/${WEEK}`)).toContain(`/ralat?sampai=${WEEK}`)
    expect(await body('/data/')).toContain('href="/ralat"')
    const earlier = await body('/ralat?sampai=2018-W01')
    expect(earlier).toContain('/pekan/2018-W01#ralat')
    expect(earlier).not.toContain('/pekan/2018-W02#ralat')
    expect((await ask('/ralat?sampai=2018-W40')).status).toBe(404)
    expect((await body('/ralat')).length).toBeLessThan(60_000)
  })
})

describe('the files of a week', () => {
  it('are the document: 616 cells in JSON that checks by itself, and the same in CSV', async () => {
    const text = await body(`/data/pekan/${WEEK}.json`)
    expect(checkFile(text)).toMatchObject({ week: WEEK, same: true, problems: [] })
    expect(week.cells).toHaveLength(616)
    const csv = await body(`/data/pekan/${WEEK}.csv`)
    const [head, ...lines] = csv.trimEnd().split('\r\n')
    expect(head).toBe('week,kec,kecamatan,step,count,last,restated,arrivals,departures,now,definition,cut')
    expect(
      lines.map((line) => {
        const [, kec, , step, count, ...numbers] = line.split(',')
        const [last, restated, arrivals, departures, now] = numbers.map(Number)
        return { kec, step, count, last, restated, arrivals, departures, now }
      }),
    ).toEqual(week.cells)
  })

  it('carry an ETag: who has the file already gets 304', async () => {
    const etag = (await ask(`/data/pekan/${WEEK}.json`)).headers.get('etag')!
    const again = await ask(`/data/pekan/${WEEK}.json`, '', { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await ask(`/data/pekan/${WEEK}.csv`)).headers.get('etag')).not.toBe(etag)
  })

  it('come as PDF and workbook too, which caches may keep and ask after', async () => {
    for (const [kind, begins] of [
      ['pdf', '%PDF-'],
      ['xlsx', 'PK'],
    ] as const) {
      const path = `/data/pekan/${WEEK}.${kind}`
      const answer = await ask(path)
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(bytes.subarray(0, begins.length).toString()).toBe(begins)
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="update-${WEEK}.${kind}"`)
      expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/)
      const etag = answer.headers.get('etag')!
      const again = await ask(path, '', { headers: { 'if-none-match': etag, 'accept-encoding': 'br' } })
      expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
      expect((await ask(`/data/pekan/2018-W02.${kind}`)).headers.get('etag')).not.toBe(etag)
      // The language is in the address, not in a cookie: one address, one file.
      expect((await ask(path, 'bahasa=en')).headers.get('etag')).toBe(etag)
      expect((await ask(`/data/pekan/${WEEK}.en.${kind}`)).headers.get('etag')).not.toBe(etag)
    }
    const packed = await ask(`/data/pekan/${WEEK}.pdf`, '', { headers: { 'accept-encoding': 'br' } })
    expect(packed.headers.get('content-encoding')).toBe('br')
    expect((await packed.arrayBuffer()).byteLength).toBeLessThan(200_000)
  })

  it('weigh about what the pages say', async () => {
    for (const page of [`/pekan/${WEEK}`, '/data/']) {
      const html = await body(page)
      for (const [kind, about] of Object.entries(ABOUT)) {
        expect(html).toContain(`href="/data/pekan/${WEEK}.${kind}"`)
        const weight = (await (await ask(`/data/pekan/${WEEK}.${kind}`)).arrayBuffer()).byteLength
        expect([kind, Math.abs(weight / about - 1) < 0.15]).toEqual([kind, true])
      }
    }
  })

  it('say of a week that is not frozen that it is not, and where those are that are', async () => {
    for (const kind of ['pdf', 'xlsx', 'json']) {
      const answer = await ask(`/data/pekan/2018-W04.${kind}`)
      expect(answer.status).toBe(404)
      expect(seen(await answer.text())).toContain('Pekan 2018-W04 belum dibekukan, jadi belum ada angka terbit.')
    }
    expect((await ask('/data/pekan/2018-W03.en.json')).status).toBe(404)
    expect((await ask('/data/pekan/2018-W99.pdf')).status).toBe(404)
  })

  it('and pages may be kept, are asked for anew each time, and set no cookie; those of somebody signed in are not kept', async () => {
    const { headers } = await ask('/')
    expect(headers.get('cache-control')).toBe('public, no-cache')
    expect(headers.getSetCookie()).toEqual([])
    expect((await ask('/', '', { headers: { 'if-none-match': headers.get('etag')! } })).status).toBe(304)
    expect((await ask('/', await demo.signedIn('office'))).headers.get('cache-control')).toBe('no-store')
  })
})

describe('in English', () => {
  const INDONESIAN = /\b(pekan|dari|orang|belum|sudah|tercapai|masuk|menunggu|yang|Beranda|Definisi)\b/i
  it.each([
    '/',
    '/pekan',
    '/pekan/2018-W03',
    '/angka/2018-W03/P1',
    '/angka/2018-W03/P2/31.74?hitungan=tercapai',
    '/angka/2018-W03/P2?suku=menunggu',
    '/angka/2018-W03/P1/31.74.04',
    '/angka/2018-W03/P2/31.74.04?suku=menunggu',
    '/angka/2018-W03/P1/31.01.01?suku=ralat',
    '/definisi',
    '/data/',
  ])('%s has no Indonesian word left', async (path) => {
    const asked = await ask(`${path}${path.includes('?') ? '&' : '?'}bahasa=en`)
    expect(asked.status).toBe(303)
    expect(asked.headers.get('location')).toBe(path)
    const html = await body(
      path,
      asked.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; '),
    )
    expect(html).toContain('<html lang="en">')
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'))
    expect(seen(main).match(INDONESIAN)?.[0]).toBeUndefined()
  })
})

describe('the office’s page that cuts a week', () => {
  const page = '/konsol/pekan'
  const cut = async (cookie: string) => {
    const token = /name="token" value="([^"]+)"/.exec(await body(page, cookie))![1]!
    return ask(page, cookie, {
      method: 'POST',
      body: new URLSearchParams({ token, pekan: '2018-W04', tetap: 'ya' }),
      headers: { origin: HERE },
    })
  }

  it('shows the week as it runs, closing, and refuses to cut it before its end', async () => {
    const office = await demo.signedIn('office')
    const text = seen(await body(page, office))
    expect(text).toContain('Pekan 2018-W04 masih berjalan sampai Minggu, 28 Jan 2018')
    expect(text).toContain('Pekan lalu + ralat + datang − keluar = pekan ini: cocok di 616 dari 616 sel.')
    expect(text).not.toContain('Bekukan dan terbitkan')
    const refused = await cut(office)
    expect(refused.status).toBe(409)
    expect(seen(await refused.text())).toContain('Pekan 2018-W04 belum selesai. Bekukan setelah Minggu, 28 Jan 2018.')
    expect((await ask('/pekan/2018-W04')).status).toBe(404)
  })

  it('opens of the running week only what is published: each number of the week before, into the same number', async () => {
    const html = await body(page, await demo.signedIn('office'))
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'))
    const opened = numbersOf(main).filter((o) => o.number)
    expect(opened.map((o) => o.number)).toContain('4.230')
    for (const { href, number } of opened) expect([href, hero(await body(href))]).toEqual([href, number])
    expect(main).not.toContain('href="/definisi"')
  })

  it('cuts it once the week is over, and once only', async () => {
    await demo.database.within('job', { actor: 'mesin', role: 'system' }, (db) => moveClock(db.client, at('2018-01-29T09:00')))
    const office = await demo.signedIn('office')
    expect(seen(await body(page, office))).toContain('Bekukan dan terbitkan pekan 2018-W04')
    const done = await cut(office)
    expect([done.status, done.headers.get('location')]).toEqual([303, '/pekan/2018-W04'])
    const text = seen(await body('/'))
    expect(text).toContain('Update pekan 2018-W04')
    expect(text).toContain('4.230 pekan lalu + 0 datang − 0 keluar = 4.230')
    const again = await cut(office)
    expect(again.status).toBe(409)
    expect(seen(await again.text())).toContain('Pekan 2018-W04 sudah dibekukan pada 29 Jan 2018, 09.00 dan tidak diubah.')
  })

  it('reads in English too', async () => {
    const html = await body(page, `${await demo.signedIn('office')}; bahasa=en`)
    expect(seen(html)).toContain('Week 2018-W05 runs until Sunday')
  })

  it('is the office’s alone', async () => {
    expect((await ask(page, await demo.signedIn('officer', PASAR_MINGGU))).status).toBe(404)
    expect((await ask(page)).status).toBe(303)
  })
})
