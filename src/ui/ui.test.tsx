// The frame, the components and the served styles: what every page promises.
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { smaller } from './assets.ts'
import {
  assets,
  type Climb,
  DateTriple,
  ErrorPage,
  ErrorSummary,
  Figure,
  FourTerms,
  History,
  hrefOf,
  Konsol,
  MyStairs,
  NotFoundPage,
  Num,
  Options,
  Page,
  Provenance,
  Recon,
  SelectField,
  STEPS,
  Staircase,
  type Step,
  StepBadge,
  stepName,
  type Terms,
  TextField,
  TileMap,
  unitFor,
} from './index.ts'
import { words } from './words.ts'

const monday = new Date('2018-01-22T09:00:00+07:00')
const frame = { lang: 'id', at: monday, demo: true } as const
const from = { asOf: '2018-01-28', scope: '44 kecamatan', definition: 1, href: '/angka/2018-W04/P1' }
const each = <T,>(make: (step: Step) => T) => Object.fromEntries(STEPS.map((s) => [s, make(s)])) as Record<Step, T>
const text = (html: unknown) => String(html)
const seen = (html: unknown) =>
  text(html)
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')

describe('the page frame', () => {
  const page = text(
    <Page {...frame} title="Beranda" current="home" description="Update pekanan" otherLang="/?bahasa=en">
      isi
    </Page>,
  )

  it('is a whole document with a skip link, one main and the navigation to pages that exist', () => {
    expect(page).toMatch(/^<!doctype html><html lang="id">/)
    expect(page).toContain('<a class="skip" href="#isi">')
    expect(page.match(/<main /g)).toHaveLength(1)
    for (const href of ['/', '/pekan', '/definisi', '/data/', '/masuk', '/daftar']) expect(page).toContain(`href="${href}"`)
    expect(page).toContain('<a href="/" aria-current="page">')
  })

  it('says on a demonstration that everything is made up, and what its clock shows', () => {
    expect(seen(page)).toContain('Peragaan: semua data buatan. Jam peragaan: Senin, 22 Januari 2018, 09.00 WIB.')
    expect(text(<Page {...frame} lang="en" title="Home" />)).toContain('Demonstration clock: Monday, 22 January 2018, 09.00 WIB.')
    expect(text(<Page {...frame} demo={false} title="Beranda" />)).not.toMatch(/Peragaan|peragaan/)
  })

  it('has no script but the work pages’ keys, no style attribute and nothing from elsewhere', () => {
    const konsol = text(<Konsol {...frame} title="Impor" nav={[]} here="/" signedIn={{ name: 'Dewi', token: 't' }} />)
    expect(page).not.toContain('<script')
    for (const html of [page, konsol]) {
      expect(html.replace(/<script src="\/aset\/tombol\.[0-9a-f]+\.js" defer=""><\/script>/, '')).not.toMatch(
        /<script|\sstyle=|\son[a-z]+=|https?:\/\//,
      )
    }
  })

  it('escapes what people wrote', () =>
    expect(text(<Page {...frame} title="<b>&" signedIn={{ name: '<img src=x>' }} />)).not.toMatch(/<img|<title><b>/))

  it('puts the word for an error first in the title, and marks the step of a form in the stair line', () => {
    const form = text(<Page {...frame} title="Pendaftaran" narrow step={1} errorTitle noindex />)
    expect(form).toContain('<title>Galat: Pendaftaran</title>')
    expect(form).toContain('<path class="on" d="M0 12.8h1"')
    expect(form).toContain('<meta name="robots" content="noindex"')
    expect(form).not.toContain('class="nav"')
  })

  it('signs out by a form with its token, never by a link', () => {
    const html = text(<Page {...frame} title="x" signedIn={{ name: 'Siti', href: '/saya', token: 'abc' }} />)
    expect(html).toContain('<form method="post" action="/keluar"><input type="hidden" name="token" value="abc"')
    expect(html).not.toContain('href="/keluar"')
    expect(html).not.toContain('href="/masuk"')
  })

  it('of the work pages carries the navigation given to it, the scope and the pane', () => {
    const html = text(
      <Konsol
        {...frame}
        title="Impor lembar"
        nav={[
          { href: '/konsol', label: 'Siapa dulu', count: 38 },
          { href: '/konsol/impor', label: 'Impor lembar' },
        ]}
        here="/konsol/impor"
        signedIn={{ name: 'Rahmat Hidayat', scope: 'Kecamatan Cilandak', token: 't' }}
        pane={{ label: 'Periksa', content: 'tiga hal' }}
      />,
    )
    expect(html).toContain('<a href="/konsol/impor" aria-current="page">Impor lembar')
    expect(html).toContain('<span>38</span>')
    expect(html).toContain('Kecamatan Cilandak')
    expect(html).toContain('<aside class="kon__pane" aria-label="Periksa">tiga hal</aside>')
    expect(html).toContain(hrefOf('konsol.css'))
    expect(seen(html)).toContain('Jam peragaan')
  })
})

describe('a number', () => {
  it('never stands without its day, definition, area and the page that opens it', () => {
    const html = text(<Provenance from={from} of="4.589" note="masuk P1" lang="id" />)
    expect(seen(html)).toBe('per 28 Jan 2018 · masuk P1 · definisi v1 · 44 kecamatan · buka angka 4.589')
    expect(html).toContain('<a href="/angka/2018-W04/P1">')
    expect(seen(<Provenance from={from} of="4.589" lang="en" />)).toBe(
      'as of 28 Jan 2018 · definition v1 · 44 kecamatan · open the figure 4.589',
    )
    expect(seen(<Figure n={4589} label="orang terdaftar" from={from} lang="id" />)).toBe(
      '4.589orang terdaftarper 28 Jan 2018 · definisi v1 · 44 kecamatan · buka angka 4.589',
    )
    expect(seen(<Num n={4589} from={from} lang="id" />)).toBe('4.589 (per 28 Jan 2018, definisi v1, 44 kecamatan)')
    expect(text(<Num n={4589} from={from} within lang="id" />)).toBe('<a href="/angka/2018-W04/P1">4.589</a>')
  })

  it('is reconciled with last week, and a restatement is shown only where there is one', () => {
    const terms: Terms = { last: 4230, restated: 0, arrivals: 371, departures: 12, now: 4589 }
    expect(seen(<Recon terms={terms} lang="id" />)).toBe('4.230pekan lalu+ 371datang− 12keluar= 4.589')
    expect(seen(<Recon terms={{ ...terms, restated: -3, now: 4586 }} lang="id" />)).toBe(
      '4.230pekan lalu− 3ralat+ 371datang− 12keluar= 4.586',
    )
  })
})

describe('the four terms', () => {
  const rows = each((s) => ({ last: 124, restated: s === 4 ? -3 : 0, arrivals: s === 5 ? 0 : 28, departures: 1, now: 148 }))
  const html = text(
    <FourTerms entered={rows} reached={rows} from={from} open={(s, c, term) => `/angka/2018-W04/P${s}/${c}/${term}`} lang="id" />,
  )

  it('stand twice, entered and reached, with seven steps each', () => {
    expect(html.match(/<table/g)).toHaveLength(2)
    expect(html.match(/<th scope="row">/g)).toHaveLength(14)
    expect(html).toContain('P4 Perizinan')
    expect(seen(html)).toContain('Tercapai: orang yang memenuhi definisi v1')
  })

  it('write signs and a dot for none, and every number opens', () => {
    const link = (term: string, shown: string) => `<a href="/angka/2018-W04/P4/reached/${term}">${shown}</a>`
    expect(html).toContain(
      `<td class="num" data-l="Ralat">${link('restated', '−3')}</td><td class="num" data-l="Datang">${link('arrivals', '+28')}</td>` +
        `<td class="num" data-l="Keluar">${link('departures', '−1')}</td>`,
    )
    expect(html).toContain('<td class="num" data-l="Ralat">·</td>')
    expect(html).toContain(`<b>${link('now', '148')}</b>`)
  })
})

describe('the home staircase', () => {
  const climb = (counts: number[]) =>
    each(
      (s): Climb => ({
        reached: counts[s - 1]!,
        entered: counts[s - 1]! + 1,
        change: 0,
        href: `/P${s}`,
        enteredHref: `/P${s}/masuk`,
      }),
    )

  it('draws one small figure for 25 people at 4,396, for one at forty, and for more at a million', () => {
    expect(unitFor((s) => [4396, 1286, 402, 148, 61, 19, 6][s - 1]!)).toBe(25)
    expect(unitFor((s) => [40, 12, 3, 0, 0, 0, 0][s - 1]!)).toBe(1)
    expect(unitFor(() => 0)).toBe(1)
    expect(unitFor((s) => [1_000_000, 300_000, 90_000, 40_000, 0, 0, 0][s - 1]!)).toBe(10_000)
    expect(unitFor((s) => [100, 100, 100, 5000, 0, 0, 0][s - 1]!)).toBe(100)
  })

  it('draws the mock-up’s crowd: 4,396 are 12 rows of 14, 7 more, and a part of one', () => {
    const html = text(<Staircase steps={climb([4396, 1286, 402, 148, 61, 19, 6])} from={from} lang="id" />)
    expect(html).toContain('<path fill="url(#k)" d="M0 0v-180h140V0z"')
    expect(html).toContain('<path fill="url(#k)" d="M0 -180v-15h70v15z"')
    expect(html).toContain('transform="translate(70 -193.8) scale(0.92)"')
    expect(seen(html)).toContain('satu sosok 25 orang')
  })

  it('says the same numbers in words', () => {
    const html = seen(<Staircase steps={climb([4396, 1286, 402, 148, 61, 19, 6])} from={from} lang="id" />)
    for (const step of STEPS) expect(html).toContain(stepName(step, 'id'))
    expect(html).toContain('P1Pendaftaran4.396· pekan inimasuk 4.397')
  })

  it('is drawn for nobody too', () =>
    expect(text(<Staircase steps={climb([0, 0, 0, 0, 0, 0, 0])} from={from} lang="en" />)).not.toContain('NaN'))
})

describe('other pictures', () => {
  it('the member’s stairs are silent and their badges are words', () => {
    const html = text(
      <MyStairs states={{ 1: 'done', 2: 'gain', 3: 'now', 4: 'wait', 5: 'wait', 6: 'lapsed', 7: 'wait' }} me={3} />,
    )
    expect(html).toContain('aria-hidden="true"')
    expect(html).toContain('d="M98 117.0h49V150h-49z"')
    expect(html).toContain('transform="translate(113.5 65)"')
    expect(seen(<StepBadge step={4} state="lapsed" lang="id" />)).toBe('P4Perlu diperbarui')
  })

  it('history starts at zero, marks what was restated, and stands in words', () => {
    const html = text(
      <History
        weeks={[
          { week: '2018-W03', n: 0 },
          { week: '2018-W04', n: 4589, restated: true },
        ]}
        label="Masuk P1"
        from={from}
        lang="id"
      />,
    )
    expect(html).toContain('d="M0 190h140V190h-140z"')
    expect(html).toContain('d="M140 40h140V190h-140z"')
    expect(seen(html)).toContain('2018-W04: 4.589')
    expect(seen(html)).toContain('pernah diralat')
    expect(text(<History weeks={[]} label="x" from={from} lang="id" />)).not.toContain('NaN')
  })

  it('the map hatches a square with too few people and says each in words', () => {
    const tile = { col: 5, row: 9, lineAbove: true, lineLeft: false }
    const square = { name: 'Pasar Minggu', initials: 'PSM', tile, value: 51, of: 186, text: '95 dari 186', href: '/angka' }
    const html = text(<TileMap lang="id" squares={[square, { ...square, of: 19 }, { ...square, value: 14.4 }]} />)
    expect(html).toContain('<li class="c5 r9 nt"><a class="q5" href="/angka" title="Pasar Minggu: 95 dari 186">')
    expect(html).toContain('class="q0"')
    expect(html).toContain('class="q1"')
    expect(html).toContain('<b>·</b>')
  })
})

describe('form fields', () => {
  const problems = [{ field: 'nik', text: 'NIK yang Anda tulis baru 15 angka.', short: 'NIK baru 15 angka' }]
  const warnings = [{ field: 'lahir', text: 'Tanggal ini berbeda dari NIK.' }]

  it('say label, hint and error where they belong, and keep what was typed', () => {
    const html = text(
      <TextField id="nik" label="NIK" hint="16 angka" number={[1, 7]} value="31740454038400<" problems={problems} lang="id" />,
    )
    expect(html).toContain('<div class="q is-err"><label class="q__l" for="nik"><span class="q__n">1 dari 7</span>NIK</label>')
    expect(html).toContain('<p class="hint" id="nik-h">')
    expect(html).toContain('<p class="err" id="nik-e">')
    expect(html).toContain('aria-describedby="nik-h nik-e" aria-invalid="true" value="31740454038400&lt;"')
  })

  it('a warning colours gold and does not call the field invalid', () => {
    const html = text(
      <DateTriple
        id="lahir"
        label="Tanggal lahir"
        value={{ day: '15', month: '3', year: '1984' }}
        warnings={warnings}
        lang="id"
        birth
      />,
    )
    expect(html).toContain('<fieldset class="q is-warn"')
    expect(html).not.toContain('aria-invalid')
    expect(html).toContain('name="bulan"')
    expect(html).toContain('autocomplete="bday-year"')
  })

  it('without remarks point to none', () => {
    const html = text(<TextField id="nama" label="Nama" lang="id" />)
    expect(html).not.toMatch(/aria-describedby|aria-invalid|is-err/)
  })

  it('keep what was chosen', () => {
    const list = text(
      <SelectField
        id="kec"
        label="Kecamatan"
        empty="Pilih"
        groups={[
          {
            label: 'Jakarta Selatan',
            options: [
              { value: '31.74.01', text: 'Tebet' },
              { value: '31.74.04', text: 'Pasar Minggu' },
            ],
          },
        ]}
        value="31.74.04"
        lang="id"
      />,
    )
    expect(list).toMatch(/<option value="31.74.04" selected[^>]*>Pasar Minggu/)
    expect(list.match(/selected/g)).toHaveLength(1)
    const radios = text(
      <Options
        id="usaha"
        label="Berapa lama?"
        choices={[
          { value: 'a', text: 'A' },
          { value: 'b', text: 'B' },
        ]}
        value="b"
        lang="id"
      />,
    )
    expect(radios.match(/checked/g)).toHaveLength(1)
    expect(radios).toContain('id="usaha"')
    expect(radios).toContain('id="usaha-2"')
  })

  it('the summary is focused, counts, and leads to each field', () => {
    const html = text(<ErrorSummary problems={problems} lang="id" />)
    expect(html).toMatch(/<div class="errs"[^>]*tabindex="-1"[^>]*autofocus/)
    expect(html).toContain('<a href="#nik">NIK baru 15 angka</a>')
    expect(html).toContain('Ada 1 hal yang perlu diperbaiki')
    expect(text(<ErrorSummary problems={[]} lang="id" />)).not.toContain('errs')
  })
})

describe('an error page', () => {
  it('says what happened, whether it was saved, what to do, and a number', () => {
    const html = seen(<ErrorPage {...frame} saved="unknown" todo="Tunggu sebentar, lalu kirim lagi." number="7F3A-91C0" />)
    for (const part of ['Ada yang tidak beres di pihak kami', 'belum tahu apakah', 'Tunggu sebentar', '7F3A-91C0'])
      expect(html).toContain(part)
  })
  it('of a page that does not exist leads home', () =>
    expect(text(<NotFoundPage {...frame} />)).toContain('<a class="btn" href="/">'))
})

describe('what is served', () => {
  it('names each file by its content, and the style names the font by it', () => {
    for (const name of ['halaman.css', 'konsol.css', 'huruf.woff2', 'logo.svg'] as const)
      expect(hrefOf(name)).toMatch(/^\/aset\/[a-z]+\.[0-9a-f]{10}\.[a-z0-9]+$/)
    const css = String(assets.get(hrefOf('halaman.css'))!.body)
    expect(css).toContain(`url("${hrefOf('huruf.woff2')}")`)
    expect(css).not.toContain('/*')
    expect(css).not.toMatch(/url\("(?!\/aset\/)/)
    expect(String(assets.get(hrefOf('konsol.css'))!.body)).toContain('.kon__top')
  })

  it('weighs, with a page, less than half of what a resident may be asked to load', () => {
    const page = text(<Page {...frame} title="Pendaftaran" narrow />)
    const font = assets.get(hrefOf('huruf.woff2'))!.body.length
    expect(gzipSync(page).length + gzipSync(assets.get(hrefOf('halaman.css'))!.body).length + font).toBeLessThan(30_000)
  })

  it('is made smaller without touching meaning', () =>
    expect(
      smaller(
        '/* a */\n.a > b:hover , .c { width: calc(100% + 2rem); content: "" ; }\n@media (min-width: 60rem) { .d { margin: 0 auto; } }',
      ),
    ).toBe('.a > b:hover ,.c{width:calc(100% + 2rem);content:""}@media (min-width:60rem){.d{margin:0 auto}}'))

  it('takes every colour from a token', () => {
    const rules = smaller(String(assets.get(hrefOf('konsol.css'))!.body)).replace(/:root\{[^}]*\}/g, '')
    expect(rules.match(/#[0-9a-f]{3,8}(?=[;}\s,])/gi) ?? []).toEqual([])
  })
})

describe('the words', () => {
  it('say the same things in both languages', () => expect(Object.keys(words.en)).toEqual(Object.keys(words.id)))
})
