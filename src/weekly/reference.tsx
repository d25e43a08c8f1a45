// Definitions and open data: what a number means, and the files everybody may take.

import { definitionWords, STEPS, type Step, v1 } from '../journey/index.ts'
import { showLong, showMoment, type Week } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { type Ctx, pageFrame } from '../people/index.ts'
import { Page, stepName, Table } from '../ui/index.ts'
import { shortHash } from './figures.ts'
import { words } from './messages.ts'
import { ABOUT, printedName } from './print/index.ts'

export function DefinitionList({ lang }: { lang: 'id' | 'en' }) {
  return (
    <Table
      caption={words[lang].definitionHeads.reached}
      quietCaption
      columns={[
        { head: words[lang].waitingHead[0], cell: (s: Step) => `P${s} ${stepName(s, lang)}` },
        { head: words[lang].definitionHeads.reached, as: 'kd', cell: (s) => definitionWords(s, 'reached', lang) },
      ]}
      rows={STEPS}
    />
  )
}

/** The four files of a week, with what each weighs. PDF and workbook follow the page's language. */
export function Files({ week, lang }: { week: Week; lang: Lang }) {
  const w = words[lang]
  return (
    <span>
      {FILES.map((kind, i) => (
        <>
          {i > 0 && ' · '}
          <span class="nw">
            <a href={`/data/pekan/${kind === 'pdf' || kind === 'xlsx' ? printedName(week, kind, lang) : `${week}.${kind}`}`}>
              {kind.toUpperCase()}
              <span class="vh"> {w.weekName(week)}</span>
            </a>{' '}
            <span class="sub small">
              <span class="vh">{w.about('')}</span>
              {showSize(ABOUT[kind], lang)}
            </span>
          </span>
        </>
      ))}
    </span>
  )
}

const FILES = ['pdf', 'xlsx', 'csv', 'json'] as const
const showSize = (bytes: number, lang: Lang) =>
  bytes < 100_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toLocaleString(lang, { maximumFractionDigits: 1 })} MB`

export function Definitions({ c }: { c: Ctx }) {
  const { lang } = c.var
  const w = words[lang]
  return (
    <Page {...pageFrame(c)} title={w.definitionTitle} description={w.definitionLead} current="figures">
      <div class="pt-6">
        <h1 class="mb-4">{w.definitionTitle}</h1>
        <p class="lead">{w.definitionLead}</p>
        <p class="prov mt-3">{w.version(v1.version, showLong(v1.inForceFrom, lang))}</p>
      </div>
      <section class="sec mt-6">
        <Table
          caption={w.definitionsTitle(v1.version)}
          columns={[
            { head: w.waitingHead[0], cell: (s: Step) => `P${s} ${stepName(s, lang)}` },
            {
              head: w.definition,
              as: 'kd',
              cell: (s) => (
                <>
                  <b>{w.definitionHeads.entered}:</b> {definitionWords(s, 'entered', lang)}
                  <br />
                  <b>{w.definitionHeads.reached}:</b> {definitionWords(s, 'reached', lang)}
                </>
              ),
            },
          ]}
          rows={STEPS}
        />
      </section>
      <section class="sec">
        <h2 class="mb-4">{w.definitionMoreTitle}</h2>
        <ul class="list read">
          {w.definitionMore.map((text) => (
            <li>{text}</li>
          ))}
        </ul>
      </section>
    </Page>
  )
}

export function OpenData({ c, weeks }: { c: Ctx; weeks: { week: Week; cutAt: Date; sha256: string }[] }) {
  const { lang } = c.var
  const w = words[lang]
  return (
    <Page {...pageFrame(c)} title={w.dataTitle} description={w.dataLead} current="data">
      <div class="pt-6">
        <h1 class="mb-4">{w.dataTitle}</h1>
        <p class="lead">{weeks.length ? w.dataLead : w.emptyLead}</p>
      </div>
      {weeks.length > 0 && (
        <section class="sec mt-6">
          <Table
            caption={w.allWeeks}
            note={w.dataCheck}
            columns={[
              { head: w.dataHeads[0], cell: (r: (typeof weeks)[number]) => <a href={`/pekan/${r.week}`}>{r.week}</a> },
              { head: w.dataHeads[1], as: 'tx', cell: (r) => showMoment(r.cutAt, lang) },
              {
                head: w.dataHeads[2],
                as: 'tx',
                cell: (r) => <Files week={r.week} lang={lang} />,
              },
              { head: w.dataHeads[3], as: 'tx', cell: (r) => <span class="mono">{shortHash(r.sha256)}</span> },
            ]}
            rows={weeks}
          />
          <p class="row noprint mt-4">
            <a class="link" href="/ralat">
              {w.ledgerAll}
            </a>
            <a class="link" href="/pernyataan">
              {w.claimsAll}
            </a>
            <a class="link" href="/data/pernyataan.csv">
              {w.claimsAll}, CSV
            </a>
          </p>
        </section>
      )}
    </Page>
  )
}
