// A file of facts as it is read: line by line with flat memory, each line checked for all that can be told without the database.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Grade, isKind, type Kind, schemaOf } from '../journey/index.ts'
import { isDate, type JakartaDate, jakartaDay } from '../kit/calendar.ts'
import { isUuid } from '../kit/ids.ts'
import type { MemberKey } from '../people/index.ts'
import { isKec, isKel } from '../places/index.ts'
import type { EvidenceProblem } from './messages.ts'
import { uuidFrom } from './ties.ts'

export const LONGEST_KB = 256

/** A line as text, or why it is none. */
export type Line = { row: number; text: string } | { row: number; unreadable: 'LINE_TOO_LONG' | 'TEXT_INVALID' }

/** The lines of a file, the first is 1, and its SHA-256 once it is read. A byte order mark and CR before LF are no part of a line. */
export function linesOf(file: string): { lines: AsyncGenerator<Line>; sha256(): string } {
  const sum = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const most = LONGEST_KB * 1024
  const read = (bytes: Buffer, row: number): Line => {
    const start = row === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length
    if (end - start > most) return { row, unreadable: 'LINE_TOO_LONG' }
    try {
      return { row, text: decoder.decode(bytes.subarray(start, end)) }
    } catch {
      return { row, unreadable: 'TEXT_INVALID' }
    }
  }
  async function* lines(): AsyncGenerator<Line> {
    let row = 0
    let parts: Buffer[] = []
    let size = 0
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      sum.update(chunk)
      let from = 0
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        const rest = chunk.subarray(from, at)
        yield read(parts.length ? Buffer.concat([...parts, rest]) : rest, ++row)
        parts = []
        size = 0
        from = at + 1
      }
      // Of a line that is too long only enough is kept to know that it is.
      if (size <= most && from < chunk.length) parts.push(chunk.subarray(from))
      size += chunk.length - from
    }
    if (size) yield read(Buffer.concat(parts), ++row)
  }
  return { lines: lines(), sha256: () => sum.digest('hex') }
}

/** A line that can be read. For a void `member` is null, and without a date of its own it is of the day it is taken. */
export type Said = {
  id: string
  kind: Kind
  member: MemberKey | null
  voids: string | null
  occurredOn: JakartaDate | null
  recordedAt: Date | null
  grade: Grade
  data: Record<string, unknown>
  /** Where a moved or merged member goes on, as sent. */
  into: string | null
}

const FIELDS = ['id', 'member', 'kind', 'occurredOn', 'recordedAt', 'grade', 'data']
const VOID_FIELDS = ['id', 'voids', 'reason', 'kind', 'occurredOn', 'recordedAt', 'grade']

/** Reads one line; answers every problem at once. */
export function readLine(read: Line, { historical, now }: { historical: boolean; now: Date }): Said | EvidenceProblem[] {
  const { row } = read
  if ('unreadable' in read)
    return [
      read.unreadable === 'TEXT_INVALID'
        ? { code: 'TEXT_INVALID', data: {} }
        : { code: 'LINE_TOO_LONG', data: { row, most: LONGEST_KB } },
    ]
  let line: unknown
  try {
    line = JSON.parse(read.text)
  } catch {}
  if (!isObject(line)) return [{ code: 'LINE_NOT_JSON', data: { row } }]
  if (!isWellFormed(line)) return [{ code: 'TEXT_INVALID', data: {} }]
  const problems: EvidenceProblem[] = []
  const isVoid = given(line.voids) || line.kind === 'fact.voided'
  for (const field of Object.keys(line))
    if (!(isVoid ? VOID_FIELDS : FIELDS).includes(field)) problems.push({ code: 'FIELD_UNKNOWN', field, data: { field } })

  const id = idOf(line.id)
  if (!id) problems.push({ code: 'ID_MISSING', field: 'id', data: {} })
  const grade = given(line.grade) ? line.grade : 'C'
  if (grade !== 'A' && grade !== 'B' && grade !== 'C') problems.push({ code: 'GRADE_UNKNOWN', field: 'grade', data: {} })
  const occurredOn = given(line.occurredOn) ? line.occurredOn : null
  if (occurredOn === null ? !isVoid : typeof occurredOn !== 'string' || !isDate(occurredOn))
    problems.push({ code: 'DATE_UNREADABLE', field: 'occurredOn', data: { field: 'occurredOn' } })
  else if (occurredOn !== null && (occurredOn as string) > jakartaDay(now))
    problems.push({ code: 'DATE_FUTURE', field: 'occurredOn', data: { on: occurredOn as string } })
  const recordedAt = instantOf(line.recordedAt, historical, now, problems)

  const kind = isVoid ? 'fact.voided' : given(line.kind) ? String(line.kind) : ''
  const voids = isVoid ? idOf(line.voids) : null
  if (isVoid && !voids) problems.push({ code: 'KIND_RESERVED', field: 'kind', data: { kind: 'fact.voided' } })
  const member = isVoid ? null : memberIn(line.member, problems)
  if (!isKind(kind)) problems.push({ code: 'KIND_UNKNOWN', field: 'kind', data: { kind } })
  else if (kind === 'enrolment.opened') problems.push({ code: 'KIND_RESERVED', field: 'kind', data: { kind } })
  else {
    const sent = isVoid ? { reason: line.reason } : given(line.data) ? line.data : {}
    const read = dataIn(kind, sent, problems)
    if (read && !problems.length)
      return { id: id!, kind, member, voids, occurredOn: occurredOn as string | null, recordedAt, grade: grade as Grade, ...read }
  }
  return problems
}

const given = (value: unknown) => value !== undefined && value !== null
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** NUL and halves of a character can stand in JSON and nowhere else; nor does a fact have boxes in boxes in boxes. */
function isWellFormed(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return depth < 8 && Object.entries(value).every(([name, held]) => isWellFormed(name) && isWellFormed(held, depth + 1))
}

/** A UUID is kept; any other text (or whole number) up to 200 characters stands for a UUID made from it, the same whenever it is sent. */
export function idOf(value: unknown): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : typeof value === 'string' ? value.trim() : ''
  if (!text || text.length > 200) return null
  return isUuid(text) ? text.toLowerCase() : uuidFrom(`fact ${text}`)
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** An ISO time with its offset, to the millisecond; null for anything else. */
export function readInstant(text: string): Date | null {
  const day = INSTANT.exec(text)?.[1]
  const at = day && isDate(day) ? new Date(text) : null
  return at && !Number.isNaN(at.getTime()) ? at : null
}

function instantOf(value: unknown, historical: boolean, now: Date, problems: EvidenceProblem[]): Date | null {
  if (!given(value)) return null
  const field = 'recordedAt'
  const at = typeof value === 'string' ? readInstant(value) : null
  if (!historical) problems.push({ code: 'RECORDED_AT_NOT_HISTORICAL', field, data: {} })
  else if (!at) problems.push({ code: 'RECORDED_AT_UNREADABLE', field, data: {} })
  else if (at > now) problems.push({ code: 'RECORDED_AT_FUTURE', field, data: {} })
  return at
}

function memberIn(value: unknown, problems: EvidenceProblem[]): MemberKey | null {
  if (isObject(value)) {
    for (const field of Object.keys(value))
      if (!['nik', 'number', 'ref'].includes(field))
        problems.push({ code: 'FIELD_UNKNOWN', field: `member.${field}`, data: { field: `member.${field}` } })
    const keys = Object.entries(value).filter(([, held]) => given(held))
    const text = typeof keys[0]?.[1] === 'string' || Number.isSafeInteger(keys[0]?.[1]) ? String(keys[0]![1]).trim() : ''
    if (keys.length === 1 && text && text.length <= 200) return { [keys[0]![0]]: text } as MemberKey
  }
  problems.push({ code: 'MEMBER_MISSING', field: 'member', data: {} })
  return null
}

/** A field that is null was not filled in. */
function dataIn(kind: Kind, sent: unknown, problems: EvidenceProblem[]): Pick<Said, 'data' | 'into'> | null {
  if (!isObject(sent)) {
    problems.push({ code: 'DATA_INVALID', field: 'data', data: { field: 'data' } })
    return null
  }
  const filled = Object.fromEntries(Object.entries(sent).filter(([, value]) => given(value)))
  const unknown = (field: string) =>
    problems.push({ code: 'FIELD_UNKNOWN', field: `data.${field}`, data: { field: `data.${field}` } })
  if (kind === 'enrolment.ended' && 'intoKec' in filled) unknown('intoKec')
  const read = schemaOf(kind).safeParse(filled)
  if (!read.success) {
    for (const issue of read.error.issues) {
      const field = kind === 'fact.voided' ? 'reason' : ['data', ...issue.path].join('.')
      if (issue.code === 'unrecognized_keys') issue.keys.forEach(unknown)
      else problems.push({ code: 'DATA_INVALID', field, data: { field } })
    }
    return null
  }
  const { ...data } = read.data as Record<string, unknown>
  if (kind === 'residence.confirmed' || kind === 'registration.submitted') checkArea(data.area, problems)
  if (kind !== 'enrolment.ended') return { data, into: null }
  const into = typeof data.into === 'string' ? data.into : null
  if (data.reason === 'moved-within' || data.reason === 'merged') {
    delete data.into
    return { data, into }
  }
  // Elsewhere `into` may only name an area: a fact holds no name and no address.
  if (into !== null && !/^\d{2}(\.\d{2}){0,2}(\.\d{4})?$/.test(into))
    problems.push({ code: 'DATA_INVALID', field: 'data.into', data: { field: 'data.into' } })
  return { data, into: null }
}

/** An address elsewhere is noted as it is said; in the programme's own area it must exist. */
function checkArea(area: unknown, problems: EvidenceProblem[]) {
  if (typeof area !== 'string' || !area.startsWith('31.')) return
  const code = Number(area.replaceAll('.', ''))
  if (!isKel(code) && !isKec(code)) problems.push({ code: 'AREA_UNKNOWN', field: 'data.area', data: { field: 'data.area' } })
}
