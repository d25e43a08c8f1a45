// What P1 members of a kecamatan wait for: each module, how many lack it, and the places free in classes to come. On the classes' page and beside the week.
import type { Lang } from '../kit/problem.ts'
import { showNumber } from '../kit/show.ts'
import { Table } from '../ui/index.ts'
import type { Catalogue, Lacking } from './classes.ts'
import { texts } from './messages.ts'

export function Waited({ lacking, taught, lang }: { lacking: Lacking; taught: Catalogue; lang: Lang }) {
  const w = texts[lang]
  return (
    <>
      <h2 id="tunggu">{w.lackingTitle}</h2>
      <p class="sub mt-2">{w.lacking(lacking.waiting, lacking.booked)}</p>
      <Table
        caption={w.lackingTitle}
        quietCaption
        tight
        narrow
        columns={[
          {
            head: w.lackingHead[0]!,
            cell: (m: Lacking['modules'][number]) => taught.modules.get(m.module)?.title[lang] ?? m.module,
          },
          { head: w.lackingHead[1]!, as: 'num', cell: (m) => showNumber(m.lacking) },
          { head: w.lackingHead[2]!, as: 'num', cell: (m) => showNumber(m.free) },
        ]}
        rows={lacking.modules}
      />
    </>
  )
}
