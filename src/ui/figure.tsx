// Every number of the programme on screen: with its day, its area, its definition, and the page that opens it. No bare figures.
import { type JakartaDate, showDate } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { showChange, showNumber } from '../kit/show.ts'
import { STEPS, type Step, stepName, words } from './words.ts'

/** Where a number comes from. */
export interface Source {
  asOf: JakartaDate
  /** `44 kecamatan`, `Pasar Minggu` */
  scope: string
  /** The version of the definition it was counted by. */
  definition: number
  /** The page that opens it; null while it is not published. */
  href: string | null
}

/** `per 28 Jan 2018 · masuk P1 · definisi v1 · 44 kecamatan · buka` */
export function Provenance({
  from,
  of,
  note,
  lang,
  as: Tag = 'p',
}: {
  from: Source
  of: string
  note?: string
  lang: Lang
  as?: 'p' | 'small' | 'span'
}) {
  const w = words[lang]
  return (
    <Tag class="prov">
      {w.asOf} <span class="nw">{showDate(from.asOf, lang)}</span>
      {note && ` · ${note}`} · {w.definition(from.definition)} · {from.scope}
      {from.href && (
        <>
          {' '}
          ·{' '}
          <a href={from.href}>
            {w.open}
            <span class="vh"> {w.figureOf(of)}</span>
          </a>
        </>
      )}
    </Tag>
  )
}

/** A large number, what it counts, and its provenance. `shown` is for money and shares: kit/show.ts writes it. */
export function Figure({
  n,
  shown,
  label,
  from,
  note,
  lang,
}: {
  n: number
  shown?: string
  label: string
  from: Source
  note?: string
  lang: Lang
}) {
  const text = shown ?? showNumber(n)
  return (
    <div class="fig">
      <span class="fig__v">{text}</span>
      <span class="fig__l">{label}</span>
      <Provenance from={from} of={text} note={note} lang={lang} />
    </div>
  )
}

/**
 * A number in a line or a cell: it is its own link. With `within` its day, area and definition stand visibly beside the table or
 * sentence it belongs to; otherwise they are said to those who hear the page.
 */
export function Num({ n, shown, from, within, lang }: { n: number; shown?: string; from: Source; within?: boolean; lang: Lang }) {
  const w = words[lang]
  return (
    <a href={from.href ?? undefined}>
      {shown ?? showNumber(n)}
      {!within && (
        <span class="vh">
          {' '}
          ({w.asOf} {showDate(from.asOf, lang)}, {w.definition(from.definition)}, {from.scope})
        </span>
      )}
    </a>
  )
}

/** The four terms of one cell: last + restated + arrivals − departures = now. Departures are written as a positive count. */
export interface Terms {
  last: number
  restated: number
  arrivals: number
  departures: number
  now: number
}

/**
 * `4.230 pekan lalu + 371 datang − 12 keluar = 4.589`; the restatement only where there is one. `open`: what opens each of them, null
 * for the one whose page this is.
 */
export function Recon({ terms, lang, open }: { terms: Terms; lang: Lang; open?: (term: keyof Terms) => string | null }) {
  const w = words[lang]
  const { restated } = terms
  const number = (term: keyof Terms) => {
    const n = showNumber(Math.abs(terms[term]))
    const href = terms[term] === 0 ? null : open?.(term)
    return href ? <a href={href}>{n}</a> : n
  }
  return (
    <p class="recon">
      <span>
        {number('last')}
        <small>{w.lastWeek}</small>
      </span>
      {restated !== 0 && (
        <span>
          <i>{restated > 0 ? '+' : '−'}</i> {number('restated')}
          <small>{w.restated}</small>
        </span>
      )}
      <span>
        <i>+</i> {number('arrivals')}
        <small>{w.arrivals}</small>
      </span>
      <span>
        <i>−</i> {number('departures')}
        <small>{w.departures}</small>
      </span>
      <span>
        <i>=</i> {number('now')}
      </span>
    </p>
  )
}

export type Count = 'entered' | 'reached'

export interface TermsRow {
  head: string
  terms: Terms
  /** What opens each of the four terms and their sum; null where nothing does (a week that still runs). */
  open: (term: keyof Terms) => string | null
  /** What is said instead of a 0 that would mislead: `belum diluncurkan`. */
  none?: string
}

/** Rows of last week, restated, in, out, this week; on a phone one line of five small columns a row. Every number but none opens. */
export function TermsTable({
  caption,
  note,
  quietCaption,
  head,
  rows,
  from,
  lang,
  tight,
}: {
  caption: string
  note?: string
  quietCaption?: boolean
  head: string
  rows: readonly TermsRow[]
  from: Source
  lang: Lang
  tight?: boolean
}) {
  const w = words[lang]
  const cell = (row: TermsRow, term: keyof Terms, n: number, shown: string) => {
    const href = n === 0 ? null : row.open(term)
    return href ? <Num n={n} shown={shown} from={{ ...from, href }} within lang={lang} /> : shown
  }
  return (
    <table class={tight ? 'tbl tbl--list tbl--tight tbl--four' : 'tbl tbl--list tbl--four'}>
      <caption class={quietCaption ? 'vh' : undefined}>
        {caption}
        {note && <small>{note}</small>}
      </caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {[w.four.lastHead, w.four.restated, w.four.arrivals, w.four.departures, w.four.now].map((column) => (
            <th scope="col" class="num">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { last, restated, arrivals, departures, now } = row.terms
          return (
            <tr>
              <th scope="row">{row.head}</th>
              <td class="num" data-l={w.four.last}>
                {cell(row, 'last', last, showNumber(last))}
              </td>
              <td class="num" data-l={w.four.restated}>
                {cell(row, 'restated', restated, showChange(restated))}
              </td>
              <td class="num" data-l={w.four.arrivals}>
                {cell(row, 'arrivals', arrivals, showChange(arrivals))}
              </td>
              <td class="num" data-l={w.four.departures}>
                {cell(row, 'departures', departures, showChange(-departures))}
              </td>
              <td class="num" data-l={w.four.now}>
                {now === 0 && row.none ? row.none : <b>{cell(row, 'now', now, showNumber(now))}</b>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface FourTermsProps {
  entered: Record<Step, Terms>
  reached: Record<Step, Terms>
  /** Where the tables open as a whole. */
  from: Source
  open: (step: Step, count: Count, term: keyof Terms) => string | null
  lang: Lang
  tight?: boolean
  /** `1a. `, `1b. ` in the document. */
  numbers?: Partial<Record<Count, string>>
}

/** The four terms of the seven steps: always twice, entered and reached. */
export function FourTerms({ entered, reached, from, open, lang, tight, numbers }: FourTermsProps) {
  const w = words[lang]
  const table = (count: Count, terms: Record<Step, Terms>, title: string, note: string) => (
    <TermsTable
      caption={`${numbers?.[count] ?? ''}${title}`}
      note={note}
      head={w.four.step}
      rows={STEPS.map((step) => ({
        head: `P${step} ${stepName(step, lang)}`,
        terms: terms[step],
        open: (term) => open(step, count, term),
      }))}
      from={from}
      lang={lang}
      tight={tight}
    />
  )
  return (
    <>
      {table('entered', entered, w.enteredTitle, w.fourNote)}
      <div class="mt-6">{table('reached', reached, w.reachedTitle(from.definition), w.fourNote2)}</div>
      <div class="mt-3">
        <Provenance from={from} of={w.four.now.toLowerCase()} lang={lang} />
      </div>
    </>
  )
}
