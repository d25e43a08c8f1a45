// A table that becomes labelled rows on a phone: each cell knows its column's head. A narrow one stays a table there too.
import type { Child } from 'hono/jsx'

export interface Column<R> {
  head: string
  /** num: a count, to the right; tx: a text; say: whole sentences, under their label on a phone; kd: a state or reason, unlabelled there.
   * The first column is the row's head. */
  as?: 'num' | 'tx' | 'say' | 'kd'
  cell: (row: R) => Child
}

interface TableProps<R> {
  caption: string
  /** Under the caption. */
  note?: string
  /** The caption is said but not shown: the heading above says the same. */
  quietCaption?: boolean
  columns: readonly Column<R>[]
  rows: readonly R[]
  foot?: readonly Child[]
  tight?: boolean
  /** Two or three short columns: they fit on a phone as they are. */
  narrow?: boolean
  marked?: (row: R) => boolean
}

export function Table<R>({ caption, note, quietCaption, columns, rows, foot, tight, narrow, marked }: TableProps<R>) {
  return (
    <table class={`tbl${narrow ? '' : ' tbl--list'}${tight ? ' tbl--tight' : ''}`}>
      <caption class={quietCaption ? 'vh' : undefined}>
        {caption}
        {note && <small>{note}</small>}
      </caption>
      <thead>
        <tr>
          {columns.map(({ head, as }) => (
            <th scope="col" class={as === 'tx' ? undefined : as}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr class={marked?.(row) ? 'hit' : undefined}>
            {columns.map(({ head, as, cell }, i) =>
              i === 0 ? (
                <th scope="row">{cell(row)}</th>
              ) : (
                <td class={as} data-l={head}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {foot && (
        <tfoot>
          <tr>
            {foot.map((cell, i) =>
              i === 0 ? (
                <th scope="row">{cell}</th>
              ) : (
                <td class={columns[i]?.as} data-l={columns[i]?.head}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        </tfoot>
      )}
    </table>
  )
}
