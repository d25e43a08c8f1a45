// Form fields: label, hint, error and warning in their places. A problem names its field by the field's id.
import type { Child } from 'hono/jsx'
import type { Lang } from '../kit/problem.ts'
import { words } from './words.ts'

/** A refusal or a warning in words, beside its field. `short` is for the summary, where the field's label is far away. */
export interface Said {
  field: string
  text: string
  short?: string
}

/** What every field may carry. */
interface FieldProps {
  /** Also the name that is sent, unless `name` says otherwise, and what a problem calls the field. */
  id: string
  label: string
  hint?: string
  problems?: readonly Said[]
  warnings?: readonly Said[]
  /** `[1, 7]`: "1 dari 7" above the label. */
  number?: readonly [number, number]
  lang: Lang
}

const of = (said: readonly Said[] | undefined, id: string) => said?.filter((s) => s.field === id) ?? []

/** The ids of hint, errors and warning of a field, for aria-describedby. */
export function describedBy({
  id,
  hint,
  problems,
  warnings,
}: Pick<FieldProps, 'id' | 'hint' | 'problems' | 'warnings'>): string | undefined {
  const ids = [hint && `${id}-h`, of(problems, id).length && `${id}-e`, of(warnings, id).length && `${id}-w`].filter(Boolean)
  return ids.length ? ids.join(' ') : undefined
}

const isWrong = (problems: readonly Said[] | undefined, id: string): 'true' | undefined =>
  of(problems, id).length ? 'true' : undefined

/** Hint, errors and warnings of a field, as paragraphs. */
function Remarks({ id, hint, problems, warnings }: Pick<FieldProps, 'id' | 'hint' | 'problems' | 'warnings'>) {
  const wrong = of(problems, id)
  const odd = of(warnings, id)
  return (
    <>
      {hint && (
        <p class="hint" id={`${id}-h`}>
          {hint}
        </p>
      )}
      {wrong.length > 0 && (
        <p class="err" id={`${id}-e`}>
          <span>{wrong.map((s) => s.text).join(' ')}</span>
        </p>
      )}
      {odd.length > 0 && (
        <p class="warnline" id={`${id}-w`}>
          {odd.map((s) => s.text).join(' ')}
        </p>
      )}
    </>
  )
}

interface QuestionProps extends FieldProps {
  /** A legend over several inputs instead of a label for one. */
  group?: boolean
  /** Ids of the inputs inside, whose problems also colour the question. */
  fields?: readonly string[]
  children?: Child
}

/** One question: number, label or legend, hint, error, and the field. Red edge for an error, gold for a warning, which never blocks. */
export function Question(props: QuestionProps) {
  const { id, label, hint, problems, warnings, number, lang, group, fields = [], children } = props
  const ids = [id, ...fields]
  const edge = ids.some((i) => of(problems, i).length) ? ' is-err' : ids.some((i) => of(warnings, i).length) ? ' is-warn' : ''
  const text = (
    <>
      {number && <span class="q__n">{words[lang].ofN(...(number as [number, number]))}</span>}
      {label}
    </>
  )
  const remarks = <Remarks id={id} hint={hint} problems={problems} warnings={warnings} />
  return group ? (
    <fieldset class={`q${edge}`} aria-describedby={describedBy(props)}>
      <legend>{text}</legend>
      {remarks}
      {children}
    </fieldset>
  ) : (
    <div class={`q${edge}`}>
      <label class="q__l" for={id}>
        {text}
      </label>
      {remarks}
      {children}
    </div>
  )
}

interface InputProps {
  id: string
  name?: string
  value?: string
  type?: 'text' | 'tel' | 'password' | 'email' | 'search' | 'file' | 'number'
  inputmode?: 'text' | 'numeric' | 'tel' | 'decimal' | 'search'
  autocomplete?: string
  maxlength?: number
  size?: 'nik' | 'tel' | '2' | '4' | 'code'
  accept?: string
  problems?: readonly Said[]
  describedBy?: string
  /** The first thing that is written on a work page: one begins to type at once. */
  autofocus?: boolean
}

/** The bare input; it needs a label of its own. */
export function Input({
  id,
  name = id,
  value,
  type = 'text',
  inputmode,
  autocomplete = 'off',
  maxlength,
  size,
  accept,
  problems,
  describedBy: by,
  autofocus,
}: InputProps) {
  return (
    <input
      class={size ? `in in--${size}` : 'in'}
      id={id}
      name={name}
      type={type}
      inputmode={inputmode}
      autocomplete={type === 'file' ? undefined : autocomplete}
      maxlength={maxlength}
      accept={accept}
      aria-describedby={by}
      aria-invalid={isWrong(problems, id)}
      autofocus={autofocus || undefined}
      value={type === 'file' || type === 'password' ? undefined : (value ?? '')}
    />
  )
}

type TextProps = FieldProps & Omit<InputProps, 'describedBy'>

/** A question with one line to write. */
export function TextField(props: TextProps) {
  return (
    <Question {...props}>
      <Input {...props} describedBy={describedBy(props)} />
    </Question>
  )
}

/** A smaller labelled line inside a question. */
export function SubField(props: TextProps) {
  const wrong = of(props.problems, props.id).length
  return (
    <>
      <label class="lbl" for={props.id}>
        {props.label}
      </label>
      <Remarks {...props} />
      <Input {...props} describedBy={describedBy(props)} problems={wrong ? props.problems : undefined} />
    </>
  )
}

export interface DateWritten {
  day?: string
  month?: string
  year?: string
}

interface DateProps extends FieldProps {
  value?: DateWritten
  /** The names sent; `hari`, `bulan`, `tahun` unless told. */
  names?: readonly [string, string, string]
  birth?: boolean
}

/** Day, month and year in three short fields: nobody has to know a format. A problem's link leads to the day. */
export function DateTriple(props: DateProps) {
  const { id, value, names = ['hari', 'bulan', 'tahun'], birth, lang } = props
  const w = words[lang]
  const parts = [
    [id, w.day, value?.day, 'bday-day', '2'],
    [`${id}-bulan`, w.month, value?.month, 'bday-month', '2'],
    [`${id}-tahun`, w.year, value?.year, 'bday-year', '4'],
  ] as const
  return (
    <Question {...props} group>
      <div class="date">
        {parts.map(([part, label, written, complete, size], i) => (
          <div>
            <label class="lbl" for={part}>
              {label}
            </label>
            <input
              class={`in in--${size}`}
              id={part}
              name={names[i]}
              inputmode="numeric"
              autocomplete={birth ? complete : 'off'}
              maxlength={size === '4' ? 4 : 2}
              aria-describedby={describedBy(props)}
              aria-invalid={isWrong(props.problems, id)}
              value={written ?? ''}
            />
          </div>
        ))}
      </div>
    </Question>
  )
}

export interface Choice {
  value: string
  text: string
  small?: string
}

interface SelectProps {
  id: string
  name?: string
  value?: string
  /** The first line, nothing chosen: `Pilih kecamatan`. */
  empty?: string
  options?: readonly Choice[]
  groups?: readonly { label: string; options: readonly Choice[] }[]
  problems?: readonly Said[]
  describedBy?: string
  row?: boolean
}

/** The bare list; it needs a label of its own. */
export function Select({ id, name = id, value, empty, options = [], groups = [], problems, describedBy: by, row }: SelectProps) {
  const line = (c: Choice) => (
    <option value={c.value} selected={c.value === value}>
      {c.text}
    </option>
  )
  return (
    <select class={row ? 'in in--row' : 'in'} id={id} name={name} aria-describedby={by} aria-invalid={isWrong(problems, id)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {options.map(line)}
      {groups.map((g) => (
        <optgroup label={g.label}>{g.options.map(line)}</optgroup>
      ))}
    </select>
  )
}

/** A smaller labelled list inside a question. */
export function SelectField(props: FieldProps & Omit<SelectProps, 'describedBy'>) {
  return (
    <>
      <label class="lbl" for={props.id}>
        {props.label}
      </label>
      <Remarks {...props} />
      <Select {...props} describedBy={describedBy(props)} />
    </>
  )
}

/** One line of a choice, 44 px high. */
function Option({
  id,
  name,
  type,
  choice,
  checked,
  wrong,
  describedBy: by,
}: {
  id: string
  name: string
  type: 'radio' | 'checkbox'
  choice: Choice
  checked: boolean
  wrong?: boolean
  describedBy?: string
}) {
  return (
    <div class="opt">
      <input
        type={type}
        id={id}
        name={name}
        value={choice.value}
        checked={checked}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={by}
      />
      <label for={id}>
        {choice.text}
        {choice.small && <small>{choice.small}</small>}
      </label>
    </div>
  )
}

/** Several lines of which one is chosen; the first has the field's own id, so that a problem's link leads there. */
export function Radios({
  id,
  name = id,
  choices,
  value,
}: {
  id: string
  name?: string
  choices: readonly Choice[]
  value?: string
}) {
  return (
    <>
      {choices.map((choice, i) => (
        <Option id={i ? `${id}-${i + 1}` : id} name={name} type="radio" choice={choice} checked={choice.value === value} />
      ))}
    </>
  )
}

/** A question with one of several answers. */
export function Options(props: FieldProps & { name?: string; choices: readonly Choice[]; value?: string }) {
  return (
    <Question {...props} group>
      <Radios {...props} />
    </Question>
  )
}

/** A box to tick; its error stands in the question around it or, alone, above it. */
export function Checkbox({
  id,
  name = id,
  value = 'ya',
  label,
  small,
  checked,
  problems,
  lang: _,
}: FieldProps & { name?: string; value?: string; small?: string; checked?: boolean }) {
  const wrong = of(problems, id)
  return (
    <>
      {wrong.length > 0 && (
        <p class="err" id={`${id}-e`}>
          <span>{wrong.map((s) => s.text).join(' ')}</span>
        </p>
      )}
      <Option
        id={id}
        name={name}
        type="checkbox"
        choice={{ value, text: label, small }}
        checked={checked ?? false}
        wrong={wrong.length > 0}
        describedBy={wrong.length ? `${id}-e` : undefined}
      />
    </>
  )
}

/** First in main after a refused form: focused by the browser, each line a link to its field. */
export function ErrorSummary({ problems, lang }: { problems: readonly Said[]; lang: Lang }) {
  const w = words[lang]
  if (!problems.length) return null
  return (
    <div class="errs" role="alert" aria-labelledby="galat" tabindex={-1} autofocus>
      <h2 id="galat">{w.fix(problems.length)}</h2>
      <ul>
        {problems.map((p) => (
          <li>
            <a href={`#${p.field}`}>{p.short ?? p.text}</a>
          </li>
        ))}
      </ul>
      <p class="sub mt-3 small">{w.kept}</p>
    </div>
  )
}

/** What a form carries without showing it: tokens and ids. */
export function Hidden({ values }: { values: Record<string, string> }) {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
