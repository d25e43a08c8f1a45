// The queue as it is shown, as a workbook: no NIK, no phone, no birth; every text a text cell, so that nothing of the data becomes a formula.
import { type Cell, writeXlsx } from 'hucre/xlsx'
import { stepWords } from '../journey/index.ts'
import { daysBetween, type JakartaDate, showDate } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { type Kec, nameOf } from '../places/index.ts'
import { lackWords, memberTexts, whyTitle } from './messages.ts'
import type { Waiting } from './queue.ts'

export async function sheetOf(
  rows: readonly Waiting[],
  { kec, today, lang, by }: { kec: Kec; today: JakartaDate; lang: Lang; by: string },
): Promise<Uint8Array> {
  const w = memberTexts[lang]
  const cells = new Map<string, Partial<Cell>>()
  const text = (row: number, column: number, value: string, bold = false) =>
    cells.set(`${row},${column}`, { value, type: 'string', style: { numFmt: '@', ...(bold ? { font: { bold } } : {}) } })
  text(0, 0, `${w.title}, ${nameOf(kec)}, ${showDate(today, lang)}. ${by}`, true)
  const heads = [w.no, w.member, w.business, w.kel, w.step, w.why, w.missing, w.since]
  for (const [column, head] of heads.entries()) text(2, column, head, true)
  for (const [i, r] of rows.entries()) {
    const row = 3 + i
    text(row, 0, r.number)
    text(row, 1, r.name)
    text(row, 2, r.business ?? '')
    text(row, 3, r.kel ? nameOf(r.kel) : '')
    text(row, 4, `P${r.step} ${stepWords(r.step, lang)}`)
    text(row, 5, whyTitle({ ...r, why: r.reason }, lang))
    text(row, 6, lackWords(r.missing, lang))
    cells.set(`${row},7`, { value: daysBetween(r.since, today), type: 'number' })
  }
  return writeXlsx({
    sheets: [
      {
        name: w.title,
        rows: Array.from({ length: 3 + rows.length }, () => []),
        cells: cells as Map<string, Cell>,
        pageSetup: { paperSize: 'a4', orientation: 'landscape' },
        columns: [16, 28, 24, 22, 24, 22, 40, 14].map((width) => ({ width })),
      },
    ],
  })
}
