// A table that becomes labelled rows on a phone: each cell knows its column's head.
import type { Child } from 'hono/jsx'

export interface Column<R> {
  head: string
  /** num: a count, to the right; tx: a text; kd: a state or reason, unlabelled on a phone. The first column is the row's head. */
  as?: 'num' | 'tx' | 'kd'
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
  marked?: (row: R) => boolean
}

export function Table<R>({ caption, note, quietCaption, columns, rows, foot, tight, marked }: TableProps<R>) {
  return (
    <table class={tight ? 'tbl tbl--list tbl--tight' : 'tbl tbl--list'}>
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
