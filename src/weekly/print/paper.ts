// What stands on the printed update, as words and numbers ready to be set: pure, and the same for the same week. How it looks is update.typ.
import { definitionWords, parseStep, reasonWords, STEPS, type Step, stepWords } from '../../journey/index.ts'
import { jakartaDay, showDate, showDay, showTime, showWeekDays } from '../../kit/calendar.ts'
import type { Lang } from '../../kit/problem.ts'
import { showChange, showNumber } from '../../kit/show.ts'
import { kecamatan, kecamatanOf, kota, type Launches, nameOf, notLaunched, parseKec } from '../../places/index.ts'
import { COUNTS, type Count, type Published, type Terms } from '../document.ts'
import { change, type Place, termsOf } from '../figures.ts'
import { words } from '../messages.ts'
import { type Beside, workTexts } from '../work/index.ts'
import { printed } from './messages.ts'

/** A frozen week on its way to paper. `site`: where the programme is reached, without a slash at the end; '' when that is not known. */
export type Frozen = {
  published: Published
  sha256: string
  synthetic: boolean
  site: string
  /** What stood beside the week when it was frozen: approvals and the meetings' decisions; null where nobody asks for it. */
  beside: Beside | null
  /** When the centres began: before that a step in which nobody is reads so, not 0. */
  launches: Launches
}

/** Kecamatan whose centre had not begun by the end of the week. */
export const earlyIn =
  ({ published, launches }: Pick<Frozen, 'published' | 'launches'>) =>
  (kec: number) =>
    notLaunched(launches, kec, published.to)

type Cells = { head: string; now: string[]; change: string[] }
type TermsRow = { head: string; cells: string[] }
type ReasonRow = { head: string; reason: string; n: string }

/** All of it is text and goes to the compiler as JSON, never as markup. */
export type Paper = {
  lang: Lang
  title: string
  keywords: string[]
  /** Year to second of the cut, in UTC: the document's own date. */
  date: number[]
  programme: string
  eyebrow: string
  heading: string
  days: string
  lead: string
  approval: string
  synthetic: string
  provenance: { asOf: string; frozen: string; sum: string; check: string; page: string; of: string }
  stairs: {
    title: string
    alt: string
    note: string
    steps: { code: string; name: string; reached: string; change: string; entered: string }[]
  }
  terms: { head: string; columns: string[]; closes: string; tables: { title: string; rows: TermsRow[] }[] }
  waiting: { title: string; lead: string; columns: string[]; rows: { head: string; n: string; most: string }[] }
  reasons: {
    title: string
    columns: string[]
    few: string
    tables: { title: string; lead: string; none: string; rows: ReasonRow[] }[]
  }
  decisions: {
    title: string
    columns: string[]
    rows: { what: string; notes: string[]; cells: string[]; outcome: string; note: string }[]
  }
  area: string
  kota: {
    title: string
    lead: string
    area: string
    counts: string[]
    terms: string[]
    groups: { name: string; rows: { head: string; entered: string[]; reached: string[] }[] }[]
  }
  kecamatan: { title: string; lead: string; groups: { kota: Cells; rows: Cells[] }[]; total: Cells }[]
  steps: string[]
  definitions: {
    title: string
    columns: string[]
    rows: { head: string; entered: string; reached: string }[]
    more: string
    items: string[]
  }
  check: { title: string; items: string[]; label: string; sum: string; licence: string }
  chains: { title: string; lead: string; columns: string[]; rows: { head: string; facts: string; sum: string }[] }
}

/** Last week, restated, arrivals, departures, this week: as in the page's tables, departures with their minus. */
const termCells = ({ last, restated, arrivals, departures, now }: Terms) => [
  showNumber(last),
  showChange(restated),
  showChange(arrivals),
  showChange(-departures),
  showNumber(now),
]

export const addressOf = (week: string, site: string) => `${site.replace(/^https?:\/\//, '')}/data/pekan/${week}.json`

/** `Disetujui 43 dari 44 kecamatan. Belum disetujui: ...` */
function approvalOf({ unapproved }: Beside, lang: Lang): string {
  const w = workTexts[lang]
  if (unapproved.length === 44) return w.publicNone
  return unapproved.length
    ? `${w.publicSome(44 - unapproved.length)} ${w.publicUnapproved(unapproved.map(nameOf).join(', '))}`
    : w.publicAll
}

export function paperOf({ published, sha256, synthetic, site, beside, launches }: Frozen, lang: Lang): Paper {
  const early = earlyIn({ published, launches })
  let sections = 1
  const numbered = (title: string, part = '') => `${part === 'b' ? sections : ++sections}${part}. ${title}`
  const work = workTexts[lang]
  const w = words[lang]
  const p = printed[lang]
  const { week, definition } = published
  const cut = new Date(published.cut)
  const address = addressOf(week, site)
  const entered = termsOf(published, 'entered', null)
  const reached = termsOf(published, 'reached', null)
  const stepName = (s: Step) => `P${s} ${stepWords(s, lang)}`
  const named = (step: string) => stepName(parseStep(step)!)
  const cells = (count: Count, place: Place, head: string): Cells => {
    const terms = termsOf(published, count, place)
    const none = place !== null && early(place)
    const now = (n: number) => (none && n === 0 ? w.notLaunchedShort[0] : showNumber(n))
    return { head, now: STEPS.map((s) => now(terms[s].now)), change: STEPS.map((s) => showChange(change(terms[s]))) }
  }
  const reasons = (rows: Published['departures'], show: (n: number) => string): ReasonRow[] =>
    rows
      .filter((r) => r.n !== 0) // put together they may cancel out
      .map((r) => ({ head: `${named(r.step)}, ${w.count[r.count]}`, reason: reasonWords(r.reason, lang), n: show(r.n) }))
  const moved = published.totals.filter((t) => t.step === 'P1' && t.count === 'entered').reduce((sum, t) => sum + t.moved, 0)

  return {
    lang,
    title: w.documentTitle(week),
    keywords: [...p.keywords, week],
    date: cut.toISOString().slice(0, 19).split(/[-T:]/).map(Number),
    programme: p.programme,
    eyebrow: w.document,
    heading: w.weekName(week),
    days: showWeekDays(week, lang),
    lead: w.lead(
      entered[1].now,
      change(entered[1]),
      reached[2].now,
      change(reached[2]),
      published.waiting.find((r) => r.step === 'P2')?.n ?? 0,
    ),
    approval: beside ? approvalOf(beside, lang) : '',
    synthetic: synthetic ? p.synthetic : '',
    provenance: {
      asOf: p.asOf(showDate(published.to, lang), definition, published.cells.length / 14),
      frozen: p.frozen(showDay(jakartaDay(cut), lang), showTime(cut)),
      sum: sha256,
      check: p.check(address),
      page: p.page,
      of: p.of,
    },
    stairs: {
      title: p.stairsTitle,
      alt: p.stairsAlt(STEPS.map((s) => `${stepName(s)} ${showNumber(reached[s].now)}`).join(', ')),
      note: p.stairsNote(moved ? p.moved(showNumber(moved)) : ''),
      steps: STEPS.map((s) => ({
        code: `P${s}`,
        name: stepWords(s, lang),
        reached: showNumber(reached[s].now),
        change: showChange(change(reached[s])),
        entered: `${showNumber(entered[s].now)} ${p.entered}`,
      })),
    },
    terms: {
      head: p.step,
      columns: p.terms,
      closes: p.closes,
      tables: COUNTS.map((count, i) => ({
        title: `1${'ab'[i]}. ${count === 'entered' ? p.enteredTitle : p.reachedTitle}`,
        rows: STEPS.map((s) => ({ head: stepName(s), cells: termCells(termsOf(published, count, null)[s]) })),
      })),
    },
    waiting: {
      title: numbered(w.sections.waiting),
      lead: w.waitingNote,
      columns: [...w.waitingHead],
      rows: published.waiting
        .filter((r) => r.n > 0)
        .map((r) => ({
          head: named(r.step),
          n: showNumber(r.n),
          most: r.most.map((m) => `${nameOf(parseKec(m.kec)!)} ${showNumber(m.n)}`).join(', ') || w.waitingFew,
        })),
    },
    decisions: {
      title: beside?.decisions.length ? numbered(work.decisionsTitle) : '',
      columns: [...work.decisionHeads],
      rows: (beside?.decisions ?? []).map(({ decision: d, outcome, now }) => ({
        what: d.what,
        notes: [
          `${d.who}, ${work.decisionDue(showDate(d.due, lang))}`,
          `${work.decisionOf(d.week, d.place === null ? work.wholeArea : nameOf(d.place))}: ${stepName(d.step)}, ${w.count[d.count]}`,
        ],
        cells: [d.base, d.aim, termsOf(now.published, d.count, d.place)[d.step].now].map(showNumber),
        outcome: work.outcome[outcome.state],
        note: outcome.note ?? '',
      })),
    },
    reasons: {
      title: numbered(w.sections.restated),
      columns: [p.step, p.reason, p.people],
      few: p.few,
      tables: [
        { title: w.restatedTitle, lead: w.restatedLead, none: w.noRestated, rows: reasons(published.restatements, showChange) },
        {
          title: w.departuresTitle,
          lead: w.departuresLead,
          none: w.noDepartures,
          rows: reasons(published.departures, showNumber),
        },
      ],
    },
    area: p.area,
    kota: {
      title: numbered(p.kotaTitle),
      lead: p.kotaLead,
      area: p.kotaArea,
      counts: COUNTS.map((count) => w.count[count]),
      terms: p.termHeads,
      groups: kota().map((k) => {
        const [entered, reached] = COUNTS.map((count) => termsOf(published, count, k.code))
        return {
          name: k.name,
          rows: STEPS.map((s) => ({ head: stepName(s), entered: termCells(entered![s]), reached: termCells(reached![s]) })),
        }
      }),
    },
    kecamatan: COUNTS.map((count, i) => ({
      title: numbered(w.tableCaption(count, definition), 'ab'[i]),
      lead: kecamatan().some((k) => early(k.code)) ? `${p.changeLead} ${w.notLaunchedNote}` : p.changeLead,
      groups: kota().map((k) => ({
        kota: cells(count, k.code, k.name),
        rows: kecamatanOf(k.code).map((kec) => cells(count, kec.code, kec.name)),
      })),
      total: cells(count, null, p.total),
    })),
    steps: STEPS.map((s) => `P${s}`),
    definitions: {
      title: numbered(w.definitionsTitle(definition)),
      columns: [p.step, w.definitionHeads.entered, w.definitionHeads.reached],
      rows: STEPS.map((s) => ({
        head: stepName(s),
        entered: definitionWords(s, 'entered', lang),
        reached: definitionWords(s, 'reached', lang),
      })),
      more: w.definitionMoreTitle,
      items: [...w.definitionMore],
    },
    check: {
      title: numbered(p.checkTitle),
      items: p.checkItems(address, week),
      label: p.print,
      sum: sha256,
      licence: p.openData,
    },
    chains: {
      title: p.chainsTitle,
      lead: p.chainsLead,
      columns: [w.place, p.facts, p.head],
      rows: published.chains.map((chain) => ({
        head: `${chain.kec} ${kecamatan().find((k) => k.code === parseKec(chain.kec))?.name ?? ''}`.trim(),
        facts: showNumber(chain.facts),
        sum: chain.head,
      })),
    },
  }
}
