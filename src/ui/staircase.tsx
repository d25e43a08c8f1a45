// The staircase: header line, home figure, member's own stairs, and a figure's history. Drawn here; the same data stands in text.
import type { Week } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { showChange, showNumber } from '../kit/show.ts'
import { Num, Provenance, type Source } from './figure.tsx'
import { STEPS, type Step, stepName, words } from './words.ts'

const TREADS = [14.5, 12.3, 10, 7.7, 5.3, 3, 1]

/** The edge between header and page: seven treads, gold where this page belongs to a step. */
export function Stairline({ step }: { step?: Step }) {
  return (
    <svg class="stairline" viewBox="0 0 7 15" preserveAspectRatio="none" aria-hidden="true">
      <path d="M0 14.5H1V12.3H2V10H3V7.7H4V5.3H5V3H6V1H7" />
      {step && <path class="on" d={`M${step - 1} ${Math.max(2, TREADS[step - 1]! - 1.7).toFixed(1)}h1`} />}
    </svg>
  )
}

export interface Climb {
  reached: number
  entered: number
  /** Of reached, this week. */
  change: number
  /** What opens the reached and the entered count. */
  href: string
  enteredHref: string
}

const WIDTH = 160
const PEOPLE = 14 // across a tread
const TALL = 15
const topOf = (step: Step) => 408 - 48 * (step - 1)
// steps 1 to 4 stand under the headline on a wide screen; the others may rise to the edge
const rowsFor = (step: Step) => Math.floor((topOf(step) - (step <= 4 ? 200 : 10)) / TALL)

/** How many people one small figure stands for: the smallest round number with which every crowd fits on its tread. */
export function unitFor(reached: (step: Step) => number): number {
  for (let ten = 1; ; ten *= 10)
    for (const unit of ten === 1 ? [1, 5] : [ten, ten * 2.5, ten * 5])
      if (STEPS.every((step) => reached(step) / unit <= rowsFor(step) * PEOPLE)) return unit
}

function Crowd({ step, people, unit }: { step: Step; people: number; unit: number }) {
  const whole = Math.floor(people / unit)
  const rest = people / unit - whole
  const rows = Math.floor(whole / PEOPLE)
  const loose = whole - rows * PEOPLE
  // a person drawn smaller by area, so that the eye adds rightly
  const scale = Math.round(100 * Math.sqrt(rest)) / 100
  const x = (step - 1) * WIDTH
  return (
    <>
      <path class={`s${step}`} d={`M${x} ${topOf(step)}h${WIDTH}V480h-${WIDTH}z`} />
      <path class={step === 7 ? 'tread tread--gold' : 'tread'} d={`M${x} ${topOf(step)}h${WIDTH}v4h-${WIDTH}z`} />
      <g class="crowd" transform={`translate(${x + 10} ${topOf(step)})`}>
        {rows > 0 && <path fill="url(#k)" d={`M0 0v-${rows * TALL}h140V0z`} />}
        {loose > 0 && <path fill="url(#k)" d={`M0 -${rows * TALL}v-${TALL}h${loose * 10}v${TALL}z`} />}
        {rest > 0 && (
          <use
            href="#o"
            transform={`translate(${loose * 10} ${(-rows * TALL - TALL * scale).toFixed(1)}) scale(${scale.toFixed(2)})`}
          />
        )}
      </g>
    </>
  )
}

interface StaircaseProps {
  steps: Record<Step, Climb>
  from: Source
  lang: Lang
  /** A link in the caption: where the arrivals and departures of each step stand. */
  more?: { href: string; label: string }
}

/** The home figure: seven rising steps with their people, and the same numbers in words right below. */
export function Staircase({ steps, from, lang, more }: StaircaseProps) {
  const w = words[lang]
  const unit = unitFor((step) => steps[step].reached)
  return (
    <figure class="hero__art">
      <svg viewBox="0 0 1120 480" aria-hidden="true">
        <defs>
          <g id="o">
            <circle cx="5" cy="4.1" r="2.3" />
            <path d="M1.8 15v-4.4a3.2 3.2 0 0 1 6.4 0V15z" />
          </g>
          <pattern id="k" width="10" height="15" patternUnits="userSpaceOnUse">
            <use href="#o" class="crowd" />
          </pattern>
        </defs>
        {STEPS.map((step) => (
          <Crowd step={step} people={steps[step].reached} unit={unit} />
        ))}
      </svg>
      <ol class="climb" aria-label={w.climb}>
        {STEPS.map((step) => {
          const { reached, entered, change, href, enteredHref } = steps[step]
          return (
            <li>
              <span class="k">P{step}</span>
              <span class="n">{stepName(step, lang)}</span>
              <span class="v">
                <a href={href}>{showNumber(reached)}</a>
              </span>
              <span class="d">
                <span>
                  <b>{change === 0 ? '·' : showChange(change)}</b> {w.thisWeek}
                </span>
                <span>
                  {w.entered} <a href={enteredHref}>{showNumber(entered)}</a>
                </span>
              </span>
            </li>
          )
        })}
      </ol>
      <figcaption class="prov hero__key">
        {unit === 1 ? w.keyOne : w.key(showNumber(unit))} {more && <a href={more.href}>{more.label}</a>}
        <br />
        <Provenance as="span" from={from} of={w.climb.toLowerCase()} lang={lang} />
      </figcaption>
    </figure>
  )
}

export type StepState = 'wait' | 'now' | 'done' | 'gain' | 'lapsed'

/** The member's own stairs, hidden from screen readers: the states stand in the list beside it. `me`: on which step they stand. */
export function MyStairs({ states, me }: { states: Record<Step, StepState>; me?: Step }) {
  return (
    <svg class="mystairs" viewBox="0 0 343 150" aria-hidden="true">
      {STEPS.map((step) => {
        const x = 49 * (step - 1)
        const y = 123 - 14.5 * (step - 1)
        const state = states[step]
        const full = state === 'done' || state === 'gain'
        const half = state === 'now' || state === 'lapsed'
        return (
          <>
            {full && <path class="done" d={`M${x} ${y}h49V150h-49z`} />}
            {full && step < 7 && <path class="gap" d={`M${x + 48.25} ${y}V150`} />}
            {state === 'gain' && <path class="tread--gold" d={`M${x} ${y}h49v5h-49z`} />}
            {half && <path class="half" d={`M${x} ${(150 - 0.6 * (149 - y)).toFixed(1)}h49V150h-49z`} />}
            {half && <path class="line" d={`M${x + 1} 149V${y}h47V149z`} />}
            {state === 'wait' && <path class="todo" d={`M${x + 1} 149V${y}h47V149z`} />}
            <text class={full ? 'hi' : state === 'wait' ? 'lo' : undefined} x={x + 24.5} y="142">
              {step}
            </text>
            {me === step && (
              <g class="me" transform={`translate(${x + 15.5} ${y - 29})`}>
                <circle cx="9" cy="6" r="5" />
                <path d="M1.5 28v-7a7.5 7.5 0 0 1 15 0v7z" />
              </g>
            )}
          </>
        )
      })}
    </svg>
  )
}

/** A step's badge and its word: told by shape, mark and word, never by colour alone. */
export function StepBadge({ step, state, lang }: { step: Step; state: StepState; lang: Lang }) {
  const shape = state === 'lapsed' ? 'now' : state
  return (
    <>
      <span class={`st st--${shape}`}>P{step}</span>
      <span class={`stw stw--${shape}`}>{words[lang].states[state]}</span>
    </>
  )
}

export interface PastWeek {
  week: Week
  n: number
  restated?: boolean
}

/** A figure week by week, oldest first; up to eight fit. The bars start at zero. */
export function History({ weeks, label, from, lang }: { weeks: readonly PastWeek[]; label: string; from: Source; lang: Lang }) {
  const w = words[lang]
  const width = 560 / Math.max(weeks.length, 4)
  const most = Math.max(1, ...weeks.map((p) => p.n))
  return (
    <>
      <svg viewBox="0 0 560 216" class="hist" aria-hidden="true">
        {weeks.map(({ week, n, restated }, i) => {
          const x = i * width
          const top = 190 - Math.round((150 * n) / most)
          const last = i === weeks.length - 1
          return (
            <>
              <path class={`s${Math.min(7, Math.max(1, 9 - weeks.length + i))}`} d={`M${x} ${top}h${width}V190h-${width}z`} />
              <path class={last ? 'tread tread--gold' : 'tread'} d={`M${x} ${top}h${width}v3h-${width}z`} />
              <text x={x + 4} y={top - 8}>
                {showNumber(n)}
                {restated && <tspan class="r"> r</tspan>}
              </text>
              <text class="hw" x={x + 4} y="208">
                {week.slice(5)}
              </text>
            </>
          )
        })}
      </svg>
      <ol class="vh" aria-label={label}>
        {weeks.map(({ week, n, restated }, i) => (
          <li>
            {week}: {i === weeks.length - 1 ? <Num n={n} from={from} lang={lang} /> : showNumber(n)}
            {restated && `, ${w.wasRestated}`}
          </li>
        ))}
      </ol>
    </>
  )
}
