// The frozen week as a workbook: all 616 cells with their four terms, where sums and closings are live formulas beside their values, so
// that a reader who changes a number sees what no longer closes. Every text is a text cell; nothing of the data becomes a formula.
import { type Cell, type CellStyle, type CellValue, type MergeRange, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { definitionWords, parseStep, reasonWords, STEPS, stepWords } from '../../journey/index.ts'
import { jakartaDay, showDate, showDay, showTime, showWeekDays } from '../../kit/calendar.ts'
import type { Lang } from '../../kit/problem.ts'
import { kecamatanOf, kecCode, kota, kotaCode } from '../../places/index.ts'
import { COUNTS, type Count, type Published, type Terms } from '../document.ts'
import { termsOf } from '../figures.ts'
import { words } from '../messages.ts'
import { printed } from './messages.ts'
import { addressOf, earlyIn, type Frozen } from './paper.ts'

const TERMS = ['last', 'restated', 'arrivals', 'departures', 'now'] as const
const WIDE = TERMS.length * STEPS.length

// ---- how cells look

const INK = { rgb: '16211F' }
const line = (style: 'thin' | 'hair', rgb = '8D8878') => ({ style, color: { rgb } })
const HEAD: CellStyle = {
  font: { bold: true, color: INK },
  border: { bottom: line('thin', '16211F') },
  alignment: { horizontal: 'right', wrapText: true, vertical: 'bottom' },
}
const LABEL_HEAD: CellStyle = { ...HEAD, alignment: { horizontal: 'left', wrapText: true, vertical: 'bottom' } }
const TITLE: CellStyle = { font: { bold: true, size: 14, color: INK } }
const NOTE: CellStyle = { font: { size: 9, color: { rgb: '4A5653' } } }
const TEXT: CellStyle = { numFmt: '@', alignment: { vertical: 'top' } }
const WRAPPED: CellStyle = { numFmt: '@', alignment: { wrapText: true, vertical: 'top' } }
const BOLD_TEXT: CellStyle = { numFmt: '@', font: { bold: true }, alignment: { vertical: 'top' } }
const WHOLE = '#,##0;-#,##0;0'
const SIGNED = '+#,##0;-#,##0;0'
const number = (numFmt = WHOLE, bold = false, group = false): CellStyle => ({
  numFmt,
  ...(bold ? { font: { bold: true } } : {}),
  ...(group ? { border: { left: line('hair') } } : {}),
})

// ---- a sheet, written cell by cell

const columnName = (index: number): string =>
  (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
const at = (row: number, column: number) => `${columnName(column)}${row + 1}`

class Sheet {
  readonly cells = new Map<string, Partial<Cell>>()
  readonly merges: MergeRange[] = []
  row = 0
  text(column: number, value: string, style: CellStyle = TEXT) {
    this.cells.set(`${this.row},${column}`, { value, type: 'string', style })
  }
  number(column: number, value: number, style: CellStyle = number()) {
    this.cells.set(`${this.row},${column}`, { value, type: 'number', style })
  }
  /** A formula of ours, never of the data, with the value it has. */
  formula(column: number, formula: string, value: number, style: CellStyle = number()) {
    this.cells.set(`${this.row},${column}`, { type: 'formula', formula, formulaResult: value, value, style })
  }
  /** Rows of the grid that `cells` lies on. */
  get rows(): CellValue[][] {
    return Array.from({ length: this.row + 1 }, () => [])
  }
}

// ---- the workbook

export async function workbookOf(frozen: Frozen, lang: Lang): Promise<Uint8Array> {
  const { published, sha256, synthetic, site } = frozen
  const early = earlyIn(frozen)
  const w = words[lang]
  const p = printed[lang]
  const { week, definition } = published
  const cut = new Date(published.cut)
  const frozenAt = p.frozen(showDay(jakartaDay(cut), lang), showTime(cut))
  const provenance = [
    p.asOf(showDate(published.to, lang), definition, published.cells.length / 14),
    frozenAt,
    ...(synthetic ? [p.synthetic] : []),
  ].join(' · ')
  const address = addressOf(week, site)
  const top = (sheet: Sheet, title: string, ...notes: string[]) => {
    sheet.text(0, title, TITLE)
    for (const note of [provenance, ...notes]) {
      sheet.row++
      sheet.text(0, note, NOTE)
    }
    sheet.row += 2
  }
  const made = (
    name: string,
    sheet: Sheet,
    widths: number[],
    {
      frozen: [rows, columns],
      heads,
      portrait = false,
    }: { frozen: [number, number]; heads: [number, number]; portrait?: boolean },
  ): WriteSheet => ({
    name,
    rows: sheet.rows,
    cells: sheet.cells,
    merges: sheet.merges,
    columns: widths.map((width) => ({ width })),
    freezePane: { rows, columns },
    pageSetup: {
      paperSize: 'a4',
      orientation: portrait ? 'portrait' : 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${heads[0] + 1}:$${heads[1] + 1}`,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.7, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L&8${week} · v${definition} · ${sha256.slice(0, 16)}…&R&8&P / &N` },
  })

  const anyEarly = kota().some((k) => kecamatanOf(k.code).some((kec) => early(kec.code)))
  // The cell stays a 0 that sums add up; what is seen is that there was nothing to count yet.
  const notYet = `${WHOLE.replace(/;0$/, '')};"${w.notLaunchedShort[0]}"`

  /** 44 kecamatan x 7 steps x five terms of one count; kota and the city below as sums of their cells. */
  const grid = (count: Count): { sheet: WriteSheet; totals: number; first: number; last: number } => {
    const s = new Sheet()
    top(
      s,
      `${w.tableCaption(count, definition)} · ${w.weekName(week)}`,
      w.countNote[count],
      p.sumNote,
      ...(anyEarly ? [w.notLaunchedNote] : []),
    )
    const head = s.row
    s.text(0, p.code, LABEL_HEAD)
    s.text(1, w.place, LABEL_HEAD)
    STEPS.forEach((step, i) => {
      s.text(2 + i * 5, `P${step} ${stepWords(step, lang)}`, LABEL_HEAD)
      s.merges.push({ startRow: s.row, endRow: s.row, startCol: 2 + i * 5, endCol: 6 + i * 5 })
    })
    s.row++
    for (let i = 0; i < WIDE; i++) s.text(2 + i, p.termHeads[i % 5]!, HEAD)
    s.row++
    const first = s.row
    const cell = (column: number, terms: Terms, bold: boolean, sum: ((column: number) => string) | null, none = false) => {
      TERMS.forEach((term, t) => {
        const at_ = column + t
        const whole = none && (term === 'last' || term === 'now') ? notYet : WHOLE
        const style = number(term === 'restated' ? SIGNED : whole, bold || term === 'now', t === 0)
        const ref = (of: number) => at(s.row, column + of)
        if (term === 'now') s.formula(at_, `${ref(0)}+${ref(1)}+${ref(2)}-${ref(3)}`, terms.now, style)
        else if (sum) s.formula(at_, sum(at_), terms[term], style)
        else s.number(at_, terms[term], style)
      })
    }
    for (const k of kota())
      for (const kec of kecamatanOf(k.code)) {
        s.text(0, kecCode(kec.code))
        const none = early(kec.code)
        s.text(1, none ? `${kec.name} (${w.notLaunched})` : kec.name)
        STEPS.forEach((step, i) => {
          cell(2 + i * 5, termsOf(published, count, kec.code)[step], false, null, none)
        })
        s.row++
      }
    const last = s.row - 1
    s.text(1, p.sumOfCells, BOLD_TEXT)
    STEPS.forEach((step, i) => {
      cell(2 + i * 5, sumOf(published, count, `P${step}`), true, (column) => `SUM(${at(first, column)}:${at(last, column)})`)
    })
    s.row++
    // Who moved between kecamatan came nowhere new and left nowhere for the city: out of both its arrivals and its departures.
    s.text(1, p.movedBetween)
    STEPS.forEach((step, i) => {
      const sums = sumOf(published, count, `P${step}`)
      const city = termsOf(published, count, null)[step]
      for (const [t, term] of [
        [2, 'arrivals'],
        [3, 'departures'],
      ] as const)
        s.number(2 + i * 5 + t, city[term] - sums[term])
    })
    s.row++
    s.text(1, p.total, BOLD_TEXT)
    STEPS.forEach((step, i) => {
      const column = 2 + i * 5
      cell(column, termsOf(published, count, null)[step], true, (of) =>
        of - column < 2 ? at(s.row - 2, of) : `${at(s.row - 2, of)}+${at(s.row - 1, of)}`,
      )
    })
    const totals = s.row
    const widths = [10, 24, ...Array.from({ length: WIDE }, (_, i) => (i % 5 === 0 || i % 5 === 4 ? 8 : 7.5))]
    return { sheet: made(p.sheets[count], s, widths, { frozen: [head + 2, 2], heads: [head, head + 1] }), totals, first, last }
  }
  const grids = { entered: grid('entered'), reached: grid('reached') }

  /** Kota and the city: as published, with who moved within taken out of both arrivals and departures. */
  const areas = () => {
    const s = new Sheet()
    top(s, `${p.kotaTitle} · ${w.weekName(week)}`, p.kotaLead)
    const head = s.row
    for (const [i, text] of [p.code, p.area, p.count, p.step].entries()) s.text(i, text, LABEL_HEAD)
    for (const [i, text] of [...p.termHeads, p.movedHead].entries()) s.text(4 + i, text, HEAD)
    s.row++
    const rows = [
      ...kota().map((k) => ({ code: kotaCode(k.code), name: k.name, cells: published.kota })),
      ...[...new Set(published.totals.map((t) => t.area))].map((area) => ({
        code: area,
        name: p.total,
        cells: published.totals,
      })),
    ]
    for (const { code, name, cells } of rows)
      for (const count of COUNTS)
        for (const step of STEPS) {
          const c = cells.find((r) => r.area === code && r.count === count && r.step === `P${step}`)
          if (!c) continue
          s.text(0, code)
          s.text(1, name)
          s.text(2, w.count[count])
          s.text(3, `P${step} ${stepWords(step, lang)}`)
          TERMS.forEach((term, t) => {
            const style = number(term === 'restated' ? SIGNED : WHOLE, term === 'now')
            if (term === 'now') s.formula(4 + t, `${at(s.row, 4)}+${at(s.row, 5)}+${at(s.row, 6)}-${at(s.row, 7)}`, c.now, style)
            else s.number(4 + t, c[term], style)
          })
          s.number(9, c.moved)
          s.row++
        }
    return made(p.sheets.kota, s, [8, 20, 11, 24, 10, 9, 9, 9, 10, 12], {
      frozen: [head + 1, 4],
      heads: [head, head],
      portrait: true,
    })
  }

  const summary = () => {
    const s = new Sheet()
    top(s, `${w.documentTitle(week)} · ${showWeekDays(week, lang)}`, p.closes)
    const head = s.row
    for (const count of COUNTS) {
      s.text(0, count === 'entered' ? p.enteredTitle : p.reachedTitle, LABEL_HEAD)
      for (const [i, text] of [...p.terms, p.checkSum].entries()) s.text(1 + i, text, HEAD)
      s.row++
      STEPS.forEach((step, i) => {
        const terms = termsOf(published, count, null)[step]
        const { first, last, totals } = grids[count]
        const other = (row: number, column: number) => `${p.sheets[count]}!${at(row, column)}`
        const column = 2 + i * 5
        s.text(0, `P${step} ${stepWords(step, lang)}`, BOLD_TEXT)
        s.formula(1, other(totals, column), terms.last)
        s.formula(2, other(totals, column + 1), terms.restated, number(SIGNED))
        s.formula(3, other(totals, column + 2), terms.arrivals)
        s.formula(4, other(totals, column + 3), terms.departures)
        s.formula(5, `${at(s.row, 1)}+${at(s.row, 2)}+${at(s.row, 3)}-${at(s.row, 4)}`, terms.now, number(WHOLE, true))
        const range = (of: number) => `${p.sheets[count]}!${at(first, column + of)}:${at(last, column + of)}`
        s.formula(
          6,
          `SUMPRODUCT(--(${range(0)}+${range(1)}+${range(2)}-${range(3)}<>${range(4)}))+(${at(s.row, 5)}<>${other(totals - 2, column + 4)})`,
          0,
        )
        s.row++
      })
      s.row++
    }
    return made(p.sheets.summary, s, [44, 14, 12, 12, 12, 14, 18], { frozen: [head, 1], heads: [head, head] })
  }

  const reasons = () => {
    const s = new Sheet()
    top(s, `${w.sections.restated} · ${w.weekName(week)}`, p.few)
    const head = s.row
    for (const [i, text] of [p.kind, p.step, p.count, p.reason].entries()) s.text(i, text, LABEL_HEAD)
    s.text(4, p.people, HEAD)
    s.row++
    for (const [title, rows] of [
      [w.restatedTitle, published.restatements],
      [w.departuresTitle, published.departures],
    ] as const)
      for (const r of rows) {
        s.text(0, title)
        s.text(1, `${r.step} ${stepWords(parseStep(r.step)!, lang)}`)
        s.text(2, w.count[r.count])
        s.text(3, reasonWords(r.reason, lang))
        s.number(4, r.n, number(title === w.restatedTitle ? SIGNED : WHOLE))
        s.row++
      }
    return made(p.sheets.reasons, s, [12, 26, 12, 60, 10], { frozen: [head + 1, 0], heads: [head, head] })
  }

  const definitions = () => {
    const s = new Sheet()
    top(s, w.definitionsTitle(definition))
    const head = s.row
    for (const [i, text] of [p.step, w.definitionHeads.entered, w.definitionHeads.reached].entries()) s.text(i, text, LABEL_HEAD)
    s.row++
    for (const step of STEPS) {
      s.text(0, `P${step} ${stepWords(step, lang)}`, BOLD_TEXT)
      s.text(1, definitionWords(step, 'entered', lang), WRAPPED)
      s.text(2, definitionWords(step, 'reached', lang), WRAPPED)
      s.row++
    }
    for (const item of w.definitionMore) {
      s.row++
      s.text(0, item, NOTE)
    }
    return made(p.sheets.definitions, s, [26, 46, 74], { frozen: [head + 1, 0], heads: [head, head] })
  }

  const check = () => {
    const s = new Sheet()
    top(s, p.checkTitle)
    for (const [label, value] of [
      [p.week, `${week}, ${showWeekDays(week, lang)}`],
      [p.published, frozenAt],
      [p.definition, `v${definition}`],
      [p.print, sha256],
      [p.address, address],
      [p.command, `npx tujuhpas verify ${week}.json`],
    ] as const) {
      s.text(0, label, BOLD_TEXT)
      s.text(1, value)
      s.row++
    }
    for (const item of [...p.checkItems(address, week), p.openData]) {
      s.row++
      s.text(0, item, NOTE)
    }
    s.row += 2
    s.text(0, p.chainsTitle, TITLE)
    s.row++
    s.text(0, p.chainsLead, NOTE)
    s.row += 2
    const head = s.row
    for (const [i, text] of [w.place, p.head].entries()) s.text(i, text, LABEL_HEAD)
    s.text(2, p.facts, HEAD)
    s.row++
    for (const chain of published.chains) {
      s.text(0, chain.kec)
      s.text(1, chain.head)
      s.number(2, chain.facts)
      s.row++
    }
    return made(p.sheets.check, s, [26, 72, 10], { frozen: [1, 0], heads: [head, head] })
  }

  return writeXlsx({
    sheets: [summary(), grids.entered.sheet, grids.reached.sheet, areas(), reasons(), definitions(), check()],
    properties: { title: w.documentTitle(week), creator: p.programme, created: cut, modified: cut },
    defaultFont: { name: 'Calibri', size: 11 },
  })
}

/** The five terms of a step over all kecamatan, as the cells have them. */
function sumOf(published: Published, count: Count, step: string): Terms {
  const sum: Terms = { last: 0, restated: 0, arrivals: 0, departures: 0, now: 0 }
  for (const c of published.cells) if (c.count === count && c.step === step) for (const term of TERMS) sum[term] += c[term]
  return sum
}
