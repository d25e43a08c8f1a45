// The ledger of restatements: what each published week said anew of the week before, with its reason, from the frozen documents alone.
import { parseStep, reasonWords } from '../journey/index.ts'
import { type Week, weekBefore } from '../kit/calendar.ts'
import { showChange } from '../kit/show.ts'
import { type Ctx, pageFrame } from '../people/index.ts'
import { Num, Page, Provenance, stepName, Table } from '../ui/index.ts'
import type { Published } from './document.ts'
import { opens, sourceOf } from './figures.ts'
import { words } from './messages.ts'
import type { PublishedWeek } from './store.ts'

type Line = Published['restatements'][number] & { of: PublishedWeek }

/** What a week restated, as it was published: reasons that came to nothing together are left out. */
const linesOf = (of: PublishedWeek): Line[] => of.published.restatements.filter((r) => r.n !== 0).map((r) => ({ ...r, of }))

/** `weeks`: those of this page, newest first. `older` and `newer` end the pages beside it; `first` of all has none before it to restate. */
export function Ledger({
  c,
  weeks,
  older,
  newer,
  first,
}: {
  c: Ctx
  weeks: readonly PublishedWeek[]
  older: Week | undefined
  newer: Week | undefined
  first: Week | undefined
}) {
  const { lang } = c.var
  const w = words[lang]
  const link = (week: Week | undefined, label: string) =>
    week && (
      <a class="link" href={`/ralat?sampai=${week}`}>
        {label}
      </a>
    )
  return (
    <Page {...pageFrame(c)} title={w.ledgerTitle} description={w.ledgerLead} current="data">
      <div class="pt-6">
        <h1 class="mb-4">{w.ledgerTitle}</h1>
        <p class="lead">{weeks.length ? w.ledgerLead : w.emptyLead}</p>
      </div>
      {weeks.map((of) => {
        const lines = linesOf(of)
        const from = sourceOf(of.published, `/pekan/${of.week}#ralat`, lang)
        return (
          <section class="sec mt-6" aria-label={w.weekName(of.week)}>
            {lines.length ? (
              <Table
                caption={w.weekName(of.week)}
                note={w.ledgerOf(weekBefore(of.week))}
                columns={[
                  { head: w.ledgerHeads[0], cell: (r: Line) => `${r.step} ${stepName(parseStep(r.step)!, lang)}` },
                  { head: w.ledgerHeads[1], as: 'tx', cell: (r) => w.count[r.count] },
                  { head: w.ledgerHeads[2], as: 'tx', cell: (r) => reasonWords(r.reason, lang) },
                  {
                    head: w.ledgerHeads[3],
                    as: 'num',
                    cell: (r) => (
                      <Num
                        n={r.n}
                        shown={showChange(r.n)}
                        from={{ ...from, href: `${opens(r.of.week, parseStep(r.step)!, r.count, { term: 'restated' })}#alasan` }}
                        within
                        lang={lang}
                      />
                    ),
                  },
                ]}
                rows={lines}
              />
            ) : (
              <>
                <h2>{w.weekName(of.week)}</h2>
                <p>{of.week === first ? w.ledgerFirst : w.noRestated}</p>
              </>
            )}
            <div class="mt-3">
              <Provenance from={from} of={w.sections.restated.toLowerCase()} lang={lang} />
            </div>
          </section>
        )
      })}
      <p class="row mt-5">
        {link(newer, w.ledgerNewer)}
        {link(older, w.ledgerOlder)}
      </p>
    </Page>
  )
}
