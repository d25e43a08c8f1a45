// A list of people as offices keep it, read for comparing them: `ref,nik,name,birthdate,sex,phone,kelurahan`. Any cell may be empty, cut or
// unreadable; nothing is refused, what cannot be read says nothing.
import type { Described } from '../../identity/index.ts'
import type { JakartaDate } from '../../kit/calendar.ts'
import { plain, saysNothing } from './clean.ts'
import { csvRows } from './csv.ts'
import { dayOrder, readDate } from './dates.ts'
import { readPhone } from './phone.ts'
import { sexOf } from './rows.ts'
import type { Cell } from './shape.ts'

const COLUMNS = ['ref', 'nik', 'name', 'birthdate', 'sex', 'phone', 'kelurahan'] as const
type Column = (typeof COLUMNS)[number]

/** Null where the first row does not name `ref` and `name`. A row without a reference is called by its number. */
export function readPeople(bytes: Buffer, latest: JakartaDate): Described[] | null {
  const rows = [...csvRows(bytes)].flat().filter(({ cells }) => cells.length)
  const head = rows[0]?.cells.map((cell) => plain(cell.text).toLowerCase()) ?? []
  const at = Object.fromEntries(COLUMNS.map((column) => [column, head.indexOf(column)])) as Record<Column, number>
  if (at.ref < 0 || at.name < 0) return null
  const people = rows.slice(1)
  const cell = (cells: readonly Cell[], column: Column) => (at[column] < 0 ? undefined : cells[at[column]])
  const { order } = dayOrder(people.map(({ cells }) => cell(cells, 'birthdate')?.text ?? ''))
  return people.map(({ row, cells }) => {
    const text = (column: Column) => plain(cell(cells, column)?.text ?? '')
    return {
      ref: text('ref') || `#${row}`,
      name: text('name'),
      nik: digitsOf(text('nik')),
      birth: readDate(cell(cells, 'birthdate'), 'birth', latest, order).date,
      sex: sexOf(text('sex')),
      phone: readPhone(cell(cells, 'phone')).phone,
      place: saysNothing(text('kelurahan'))
        ? null
        : text('kelurahan')
            .toLowerCase()
            .replace(/[^\p{L}\d]/gu, ''),
    }
  })
}

/** The digits that can be trusted: up to the first that is unreadable, without the end that a spreadsheet made zeros. */
function digitsOf(text: string): string | null {
  if (/\d\s*e\s*\+/i.test(text)) return null
  const digits = /^\d*/.exec(text.replace(/[\s.\-'’‘`"]/g, '').replace(/(?<=\d)[oO](?=\d)/g, '0'))![0]
  return digits.replace(/0{4,}$/, '') || null
}
