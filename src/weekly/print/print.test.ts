// The printed update, read back by readers that are not ours: a tagged PDF with its tables in order, the same bytes each time, and data
// that never becomes markup; a workbook whose formulas, worked out again, give the published numbers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { poppler, type ReadSheet, workbookRead } from '../../../tests/readers.ts'
import { STEPS, type Step } from '../../journey/index.ts'
import { canonical, sha256 } from '../../kit/canonical.ts'
import { kecamatan, kecCode } from '../../places/index.ts'
import { asJson, COUNTS, compose, type Published, type Sum, type Terms } from '../document.ts'
import { termsOf } from '../figures.ts'
import { paperOf } from './paper.ts'
import { setPdf } from './pdf.ts'
import { workbookOf } from './xlsx.ts'

// Reasons of a version yet to come are shown as they stand, so they can be anything.
const TYPST = '#panic("x") *b* $1/0$ @x <y> \\ // [z] `r` #{'
const FORMULA = '=HYPERLINK("http://x.invalid","x")'

const KECS = kecamatan().map((k) => k.code)
/** A week in which everything happens: people known before and new, a move within the city, departures with strange reasons. */
const sums: Sum[] = KECS.flatMap((kec, i) =>
  STEPS.flatMap((step) =>
    [false, true].flatMap((reached): Sum[] => {
      const base = { kec, kel: null, step, reached, otherKec: null }
      const before = Math.max(0, 200 + ((i * 37) % 90) - step * 32 - (reached ? 20 : 0))
      return [
        { ...base, during: false, arriving: true, reason: 'registered', n: before },
        { ...base, during: true, arriving: true, reason: 'registered', n: (i + step) % 9 },
        ...(i % 5 === 0 && before > 9
          ? [{ ...base, during: true, arriving: false, reason: i === 0 ? TYPST : FORMULA, n: 6 }]
          : []),
        ...(i === 1 ? [{ ...base, during: true, arriving: false, reason: 'moved-within', otherKec: KECS[30]!, n: 6 }] : []),
        // A merge within one kecamatan: neither came nor went there.
        ...(i === 2
          ? [true, false].map((arriving) => ({ ...base, during: true, arriving, reason: 'merged', otherKec: kec, n: 7 }))
          : []),
        ...(i === 30 ? [{ ...base, during: true, arriving: true, reason: 'moved-within', otherKec: KECS[1]!, n: 6 }] : []),
      ]
    }),
  ),
)
const { published } = compose(
  {
    week: '2018-W03',
    cut: new Date('2018-01-22T08:00:00+07:00'),
    definition: 1,
    sums,
    late: [],
    hiding: 1, // reasons by themselves, so that their strange letters are seen
    waiting: KECS.map((kec, i) => ({ kec, step: 2, n: 3 + (i % 7) })),
    chains: KECS.map((kec) => ({ kec: kecCode(kec), facts: kec % 997, head: sha256(String(kec)) })),
  },
  null,
)
const frozen = {
  published: JSON.parse(canonical(asJson(published))) as Published,
  sha256: sha256(canonical(asJson(published))),
  synthetic: true,
  site: 'https://tujuhpas.example',
  beside: null,
  launches: new Map(),
}

/** A kecamatan without anybody at the last step, whose centre is to be launched after that week. */
const EARLY = KECS.findIndex((kec) => termsOf(published, 'reached', kec)[7].now === 0)
const early = { ...frozen, launches: new Map([[KECS[EARLY]!, '2018-02-10']]) }

const plain = ({ last, restated, arrivals, departures, now }: Terms): Terms => ({ last, restated, arrivals, departures, now })

const folder = mkdtempSync(join(tmpdir(), 'cetak-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

describe('the PDF', () => {
  let pdf: Buffer
  let path: string
  let tagged: string
  beforeAll(() => {
    pdf = setPdf(paperOf(frozen, 'id'))
    path = file('update.pdf', pdf)
    // The same template with fewer rows: poppler reads a page again for each of its tags, 20 seconds for the whole.
    const paper = paperOf(frozen, 'id')
    const few = {
      ...paper,
      kota: { ...paper.kota, groups: paper.kota.groups.slice(0, 1) },
      kecamatan: paper.kecamatan.map((t) => ({ ...t, groups: t.groups.slice(-1) })),
      chains: { ...paper.chains, rows: paper.chains.rows.slice(0, 1) },
    }
    tagged = poppler('pdfinfo', '-struct-text', file('few.pdf', setPdf(few)))
  })

  it('says what it is: title, day of the cut, A4, tagged, PDF/UA-1, in Indonesian', () => {
    const info = poppler('pdfinfo', path)
    expect(info).toMatch(/^Title: +Update pekan 2018-W03$/m)
    expect(info).toMatch(/^Tagged: +yes$/m)
    expect(info).toMatch(/^Page size: .*A4/m)
    expect(poppler('pdfinfo', '-isodates', path)).toMatch(/^CreationDate: +2018-01-22T01:00:00Z$/m)
    expect(poppler('pdfinfo', '-meta', path)).toMatch(/<pdfuaid:part>1</)
    expect(pdf.toString('latin1')).toContain('/Lang (id)')
  })

  it('has headings, and tables whose head cells come before the cells they name, in reading order', () => {
    const heads = [...tagged.matchAll(/^ *H([1-6]) .*\n((?: *".*"\n)+)/gm)].map(
      (m) => [Number(m[1]), m[2]!.replace(/^ *"|"$/gm, '').replaceAll('\n', '')] as const,
    )
    expect(heads[0]).toEqual([1, 'Pekan 2018-W03'])
    expect(heads.filter(([level]) => level === 2).map(([, text]) => text)).toEqual([
      'Tercapai per langkah',
      '2. Di mana tertahan',
      '3. Ralat dan keluar',
      '4. Kota dan kabupaten, dengan empat suku',
      '5a. 44 kecamatan × 7 langkah: masuk',
      '5b. 44 kecamatan × 7 langkah: tercapai menurut definisi v1',
      '6. Definisi yang dipakai (v1)',
      '7. Memeriksa dokumen ini',
      'Lampiran: kepala rantai jurnal',
    ])
    const first = tagged.slice(tagged.indexOf('1a. Masuk'), tagged.indexOf('1b. Tercapai'))
    const cells = [...first.matchAll(/^ *(TH|TD)\b|^ *"(.*)"$/gm)].reduce<[string, string][]>((all, m) => {
      if (m[1]) all.push([m[1], ''])
      else if (all.length) all.at(-1)![1] += m[2]
      return all
    }, [])
    const { last, now } = termsOf(published, 'entered', null)[1]
    expect(cells.slice(0, 6).map(([tag, text]) => `${tag} ${text}`)).toEqual(
      ['Langkah', 'Pekan lalu, terbit', 'Ralat', 'Datang', 'Keluar', 'Pekan ini'].map((text) => `TH ${text}`),
    )
    expect(cells.slice(6, 12).map(([, text]) => text.replaceAll('.', '').replace(/^−/, '-'))).toEqual([
      'P1 Pendaftaran',
      String(last),
      `+${termsOf(published, 'entered', null)[1].restated}`,
      `+${termsOf(published, 'entered', null)[1].arrivals}`,
      `-${termsOf(published, 'entered', null)[1].departures}`,
      String(now),
    ])
  })

  it('tells all 616 cells, and on every page its day, definition, fingerprint and where to check it', () => {
    const pages = poppler('pdftotext', '-layout', path, '-').split('\f').slice(0, -1)
    expect(pages.length).toBeGreaterThanOrEqual(7)
    for (const [i, page] of pages.entries()) {
      expect(page).toContain('per 21 Jan 2018, 24.00 WIB · definisi v1 · 44 kecamatan')
      expect(page).toContain(frozen.sha256)
      expect(page).toContain('tujuhpas.example/data/pekan/2018-W03.json')
      expect(page).toMatch(new RegExp(`\\b${i + 1} ?/ ?${pages.length}\\b`))
    }
    for (const count of COUNTS) {
      const page = pages.find((p) => p.includes(count === 'entered' ? '5a.' : '5b.'))!
      for (const { code, name } of kecamatan()) {
        const line = page.split('\n').find((l) => l.startsWith(name) && /^\s/.test(l.slice(name.length)))!
        const now = STEPS.map((step) => termsOf(published, count, code)[step].now)
        const told = [...line.slice(name.length).matchAll(/(?<![+−\d.])\d[\d.]*/g)].map((m) => Number(m[0].replaceAll('.', '')))
        expect([name, count, told]).toEqual([name, count, now])
      }
    }
    expect(pages.join('')).toContain(frozen.published.chains[43]!.head)
  })

  it('shows markup in the data as the text it is', () => {
    const text = poppler('pdftotext', '-layout', path, '-').replace(/\s+/g, ' ')
    expect(text).toContain(TYPST)
    expect(text).toContain(FORMULA)
  })

  it('carries the meetings’ decisions with what came of them, and who had approved', () => {
    const now = { week: '2018-W03', cutAt: new Date(published.cut), sha256: frozen.sha256, published: frozen.published }
    const decision = {
      week: '2018-W02',
      place: 317404,
      step: 2 as Step,
      count: 'reached' as const,
      what: `Buka kelas ${TYPST}`,
      who: 'Kasatpel',
      due: '2018-01-31',
      base: 10,
      aim: 40,
    }
    const beside = { unapproved: [317404], targets: [], decisions: [{ decision, outcome: { state: 'open', note: null }, now }] }
    const few = setPdf(paperOf({ ...frozen, beside: beside as never }, 'id'))
    const text = poppler('pdftotext', '-layout', file('beside.pdf', few), '-').replace(/\s+/g, ' ')
    expect(text).toContain('Disetujui 43 dari 44 kecamatan. Belum disetujui kecamatan saat dibekukan: Pasar Minggu.')
    expect(text).toContain('3. Keputusan rapat')
    expect(text).toContain('Kasatpel, sampai 31 Jan 2018')
    expect(text).toContain('Buka kelas #panic')
    expect(text).toMatch(/ 10 40 \d+ /)
    expect(text).toContain('5. Kota dan kabupaten')
  })

  it('reads “belum” where nobody is and the centre was not launched yet, and says what that means', () => {
    const { code, name } = kecamatan()[EARLY]!
    const text = poppler('pdftotext', '-layout', file('early.pdf', setPdf(paperOf(early, 'id'))), '-')
    const rows = text.split('\n').filter((l) => l.trim().startsWith(name))
    expect(rows[1]).toMatch(/belum/)
    expect(termsOf(early.published, 'reached', code)[7].now).toBe(0)
    expect(text.replace(/\s+/g, ' ')).toContain('Belum: pusat kecamatan itu belum diluncurkan')
    expect(poppler('pdftotext', '-layout', path, '-')).not.toMatch(/belum diluncurkan/)
  })

  it('has its letters inside, each with its meaning', () => {
    const fonts = poppler('pdffonts', path).trim().split('\n').slice(2)
    expect(fonts.length).toBeGreaterThan(3)
    for (const font of fonts) expect(font).toMatch(/(PlusJakartaSans|DejaVuSansMono).* yes +yes +yes /)
  })

  it('is the same bytes when it is set again', () => {
    expect(setPdf(paperOf(frozen, 'id')).equals(pdf)).toBe(true)
  })
})

describe('the workbook', () => {
  let bytes: Uint8Array
  let book: Record<string, ReadSheet>
  beforeAll(async () => {
    bytes = await workbookOf(frozen, 'id')
    book = workbookRead(file('update.xlsx', bytes))
  })

  it('has its sheets, each with heads that stay, on A4', () => {
    expect(Object.keys(book)).toEqual(['Ringkasan', 'Masuk', 'Tercapai', 'Kota', 'Ralat & keluar', 'Definisi', 'Verifikasi'])
    for (const [name, sheet] of Object.entries(book)) {
      expect([name, sheet.paper]).toEqual([name, 9])
      expect(sheet.frozen, name).toBeTruthy()
      expect(sheet.repeated, name).toBeTruthy()
      if (name !== 'Kota') expect([name, sheet.orientation]).toEqual([name, 'landscape'])
    }
    expect([book.Masuk!.frozen, book.Masuk!.repeated]).toEqual(['C8', '$6:$7'])
  })

  it('holds all 616 cells with their terms, and its formulas worked out again give the same numbers', () => {
    for (const [sheet, count] of [
      ['Masuk', 'entered'],
      ['Tercapai', 'reached'],
    ] as const) {
      const cells = book[sheet]!.cells
      const rows = Object.keys(cells).filter((ref) => /^A\d+$/.test(ref) && /^\d\d\.\d\d\.\d\d$/.test(String(cells[ref]!.value)))
      expect(rows).toHaveLength(44)
      for (const ref of rows) {
        const row = Number(ref.slice(1))
        const code = Number(String(cells[ref]!.value).replaceAll('.', ''))
        for (const step of STEPS) expect(termsAt(sheet, row, step)).toEqual(plain(termsOf(published, count, code)[step]))
      }
    }
    let formulas = 0
    for (const [sheet, { cells }] of Object.entries(book))
      for (const [ref, { formula, value }] of Object.entries(cells)) {
        if (formula === null) continue
        formulas++
        expect([sheet, ref, workedOut(sheet, ref)]).toEqual([sheet, ref, value])
      }
    expect(formulas).toBeGreaterThan(616)
  })

  it('shows the city as published, with nothing that does not close', () => {
    const { cells } = book.Ringkasan!
    for (const [count, row] of [
      ['entered', 6],
      ['reached', 15],
    ] as const)
      for (const step of STEPS) {
        const { last, restated, arrivals, departures, now } = termsOf(published, count, null)[step]
        expect([...'BCDEFG'].map((column) => cells[`${column}${row + step - 1}`]!.value)).toEqual([
          last,
          restated,
          arrivals,
          departures,
          now,
          0,
        ])
      }
  })

  it('takes no text for a formula, and numbers for numbers', () => {
    const reasons = book['Ralat & keluar']!.cells
    const found = Object.values(reasons).filter((c) => c.value === FORMULA || c.value === `=${FORMULA}`)
    expect(found.length).toBeGreaterThan(0)
    for (const cell of found) expect([cell.kind, cell.value]).toEqual(['s', FORMULA])
    for (const { cells } of Object.values(book))
      for (const { formula, kind } of Object.values(cells)) if (kind === 'f') expect(formula).toMatch(/^[A-Z(]/)
    expect(book.Masuk!.cells.C8!.format).toBe('#,##0;-#,##0;0')
  })

  it('shows “belum” for a launch to come as a 0 that still adds up, and names the kecamatan so', async () => {
    const { name } = kecamatan()[EARLY]!
    const read = workbookRead(file('early.xlsx', await workbookOf(early, 'id')))
    const [ref] = Object.entries(read.Tercapai!.cells).find(([, c]) => c.value === `${name} (belum diluncurkan)`)!
    const now = read.Tercapai!.cells[`${columnName(3 + 6 * 5 + 4)}${ref.slice(1)}`]!
    expect([now.value, now.format]).toEqual([0, '#,##0;-#,##0;"belum"'])
    const sums = (of: typeof book) =>
      Object.entries(of.Tercapai!.cells).flatMap(([, c]) => (c.formula?.startsWith('SUM(') ? [c.value] : []))
    expect(sums(read).length).toBe(28)
    expect(sums(read)).toEqual(sums(book))
  })

  it('is the same bytes when it is written again', async () => {
    expect(Buffer.from(await workbookOf(frozen, 'id')).equals(Buffer.from(bytes))).toBe(true)
  })

  // ---- formulas worked out, in as much of the language as the workbook uses

  const columnName = (n: number): string =>
    (n > 26 ? columnName(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26))
  const columnOf = (name: string) => [...name].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0)

  function termsAt(sheet: string, row: number, step: Step): Terms {
    const value = (term: number) => Number(book[sheet]!.cells[`${columnName(3 + (step - 1) * 5 + term)}${row}`]!.value)
    return { last: value(0), restated: value(1), arrivals: value(2), departures: value(3), now: value(4) }
  }

  function workedOut(sheet: string, ref: string): number {
    const { formula, value } = book[sheet]!.cells[ref]!
    if (formula === null) return Number(value)
    const range = (text: string): number[] => {
      const [, other, fromColumn, from, toColumn, to] = /^(?:(\w+)!)?([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(text)!
      expect(fromColumn).toBe(toColumn)
      return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) =>
        workedOut(other ?? sheet, `${fromColumn}${Number(from) + i}`),
      )
    }
    const one = (text: string) => {
      const [, other, at] = /^(?:(\w+)!)?([A-Z]+\d+)$/.exec(text)!
      expect(columnOf(at!.replace(/\d+/, ''))).toBeGreaterThan(0)
      return workedOut(other ?? sheet, at!)
    }
    const sum = /^SUM\((.+)\)$/.exec(formula)
    if (sum) return range(sum[1]!).reduce((a, b) => a + b, 0)
    const check = /^SUMPRODUCT\(--\((.+)\+(.+)\+(.+)-(.+)<>(.+)\)\)\+\((.+)<>(.+)\)$/.exec(formula)
    if (check) {
      const [last, restated, arrivals, departures, now] = check.slice(1, 6).map(range)
      const open = now!.filter((n, i) => last![i]! + restated![i]! + arrivals![i]! - departures![i]! !== n).length
      return open + (one(check[6]!) === one(check[7]!) ? 0 : 1)
    }
    return [...formula.matchAll(/([+-]?)((?:\w+!)?[A-Z]+\d+)/g)].reduce(
      (n, [, sign, at]) => n + (sign === '-' ? -one(at!) : one(at!)),
      0,
    )
  }
})
