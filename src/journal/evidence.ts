// Facts from a file, one a line, and from pages, about one member: who they are about, whether they were taken before, moves, merges and voids, and a report in which
// every line has its answer. How a line is read is in lines.ts; what is counted from facts is append's.
import { basename } from 'node:path'
import type { Fact, Grade, Kind } from '../journey/index.ts'
import { type JakartaDate, jakartaDay, showMoment } from '../kit/calendar.ts'
import { canonical, type Json, sha256 } from '../kit/canonical.ts'
import { type Database, type Db, type Scope, widen } from '../kit/database.ts'
import { say } from '../kit/problem.ts'
import type { Secrets } from '../kit/secrets.ts'
import { type EnrolledMember, type Found, findMembers, type MemberKey } from '../people/index.ts'
import { kecCode, kelCode, parseKec, parseKel } from '../places/index.ts'
import { append, type By, type Enrolled, lastCutAt, type NewFact, seal } from './append.ts'
import { type Line, linesOf, readLine, type Said } from './lines.ts'
import { type EvidenceCode, type EvidenceProblem, evidenceWords } from './messages.ts'
import {
  endsOf,
  enrolmentsOf,
  followTies,
  holderIn,
  lastHolder,
  lockTies,
  type Tied,
  tiedOf,
  tieMerge,
  tieMove,
  uuidFrom,
} from './ties.ts'

export type Outcome = 'accepted' | 'warned' | 'rejected' | 'duplicate' | 'ignored'
/** `row` is the line, the first is 1; `says` are the reasons in words. */
export type EvidenceRow = { row: number; outcome: Outcome; codes: EvidenceCode[]; kec?: string; member?: string; says?: string[] }
export type EvidenceTotals = { rows: number } & Record<Outcome, number>
export type EvidenceReport = { file: string; sha256: string; dryRun: boolean; totals: EvidenceTotals }

export type EvidenceImport = {
  file: string
  /** Lines may say when they became known. */
  historical: boolean
  /** Answers as if, and leaves nothing behind. */
  dryRun: boolean
  /** Who acts: needs a scope that sees every kecamatan. */
  scope: Scope
  now: () => Date | Promise<Date>
  /** Called after each batch has been committed, in the order of the lines. */
  onRows: (rows: EvidenceRow[]) => void
  /** Lines in one transaction. */
  batch?: number
}

/**
 * Takes a file of facts. Each batch is one transaction, and a fact has its own id: a file that broke off, or that is sent again, goes
 * on where it was and counts nothing twice.
 */
export async function importEvidence(database: Database, secrets: Secrets, asked: EvidenceImport): Promise<EvidenceReport> {
  const { lines, sha256: sum } = linesOf(asked.file)
  const totals: EvidenceTotals = { rows: 0, accepted: 0, warned: 0, rejected: 0, duplicate: 0, ignored: 0 }
  const tried = asked.dryRun ? new Map<string, string>() : null
  let batch: Line[] = []
  const take = async () => {
    const rows = await inOneTransaction(database, secrets, asked, batch, tried)
    for (const r of rows) {
      totals.rows++
      totals[r.outcome]++
    }
    asked.onRows(rows)
    batch = []
  }
  for await (const line of lines) {
    batch.push(line)
    if (batch.length >= (asked.batch ?? 1000)) await take()
  }
  if (batch.length) await take()
  return { file: basename(asked.file), sha256: sum(), dryRun: asked.dryRun, totals }
}

class NothingStays extends Error {
  readonly rows: EvidenceRow[]
  constructor(rows: EvidenceRow[]) {
    super('a trial leaves nothing behind')
    this.rows = rows
  }
}

async function inOneTransaction(
  database: Database,
  secrets: Secrets,
  asked: EvidenceImport,
  lines: Line[],
  tried: Map<string, string> | null,
): Promise<EvidenceRow[]> {
  for (let tries = 1; ; tries++) {
    const now = await asked.now()
    try {
      return await database.within('job', asked.scope, async (db) => {
        const by = { actor: asked.scope.actor, way: 'import', now } as const
        const answers = await new Batch(db, secrets, by, asked.historical, tried).take(lines)
        const rows = lines.map(({ row }, i) => reported(row, answers[i]!))
        if (tried) throw new NothingStays(rows)
        return rows
      })
    } catch (error) {
      if (error instanceof NothingStays) return error.rows
      if (!meanwhile(error) || tries === 5) throw error
    }
  }
}

/** Two writers waited for each other, or took the same line at once: what is there by now is found the second time. */
const meanwhile = (error: unknown) =>
  error instanceof TakenMeanwhile || /^40(P01|001)$/.test(String((error as { code?: string }).code))

class TakenMeanwhile extends Error {}

/** A fact that is there: in the journal, or in front of this one in the batch. */
type There = {
  kec: number
  enrolment: string
  kind: string
  occurredOn: JakartaDate
  voids: string | null
  payload: Record<string, unknown>
  recordedAt: number
  grade: string
  /** Not written yet: nothing of its payload is sealed. */
  open?: true
}

type Answer = { problems: EvidenceProblem[]; outcome?: Outcome; enrolled?: EnrolledMember }

// ---- facts about one member, from a page

/** A fact as a page sends it: like a line of the evidence file (8-facts, 7-contracts), without the member. */
export type PageFact =
  | {
      id: string
      kind: Exclude<Kind, 'fact.voided' | 'enrolment.opened'>
      occurredOn: JakartaDate
      grade: Grade
      data: Record<string, unknown>
    }
  | { id: string; voids: string; reason: string }

export type Recorded = { value: EnrolledMember; again: boolean } | { problems: EvidenceProblem[] }

/**
 * Records facts about one member: all of them or, with every reason, none. In the caller's transaction of the job login, whose scope must
 * hold the member; for who moved or was merged it is widened to the kecamatan of that history (and to where they move now), so that an
 * officer's entry counts right wherever the older facts lie. Sent again with the same ids it changes nothing (`again`).
 * Throws when another writer came between: use `recording`, which tries again.
 */
export async function record(db: Db, secrets: Secrets, by: By, about: MemberKey, facts: readonly PageFact[]): Promise<Recorded> {
  const [member] = await findMembers(db, secrets, [about])
  if (!member) return { problems: [{ code: 'MEMBER_UNKNOWN', field: 'member', data: {} }] }
  if (member === 'ambiguous') return { problems: [{ code: 'MEMBER_AMBIGUOUS', field: 'member', data: {} }] }
  await widenToHistory(db, member)
  for (const f of facts) {
    const to =
      'data' in f && f.kind === 'enrolment.ended' && f.data.reason === 'moved-within' ? placeIn(String(f.data.into)) : null
    if (to) await widen(db, [to.kec])
  }
  const lines = facts.map((f, i): Line => {
    // By its own number: a NIK would lead to the same, and is not needed a second time.
    const line = 'voids' in f ? f : { ...f, member: { number: member.number } }
    return { row: i + 1, text: JSON.stringify(line) }
  })
  const answers = (await new Batch(db, secrets, by, false, null, member).take(lines)).map((a) => a!)
  const problems = answers.flatMap((a) => (a.outcome === 'rejected' ? a.problems : []))
  if (problems.length) throw new NothingRecorded(problems)
  return { value: answers[0]?.enrolled ?? member, again: answers.length > 0 && answers.every((a) => a.outcome === 'duplicate') }
}

/** Some of the facts were refused: none may stay, so the transaction ends. */
class NothingRecorded extends Error {
  readonly problems: EvidenceProblem[]
  constructor(problems: EvidenceProblem[]) {
    super('some of the facts were refused')
    this.problems = problems
  }
}

/** One transaction of the job login around `record` and what belongs to it; tried again when another writer came between. */
export async function recording<T>(
  database: Database,
  scope: Scope,
  work: (db: Db) => Promise<T>,
): Promise<T | { problems: EvidenceProblem[] }> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.within('job', scope, work)
    } catch (error) {
      if (error instanceof NothingRecorded) return { problems: error.problems }
      if (!meanwhile(error) || tries === 5) throw error
    }
  }
}

/** Widens the scope to the kecamatan where a member's history lies, until the transaction ends. `db`: the job login, in a scope that holds the member. */
export async function widenToHistory(db: Db, member: { tied: boolean; lineage: string }): Promise<void> {
  if (!member.tied) return
  await widen(
    db,
    (await db.client.query('select kecamatan_of($1) as kec', [member.lineage])).rows.map((r) => r.kec),
  )
}

class Batch {
  private readonly there = new Map<string, There>()
  private readonly tied = new Map<string, Tied>()
  private readonly found = new Map<string, Found | null | 'ambiguous'>()
  private readonly facts: NewFact[] = []
  private readonly rowOf: number[] = []
  private readonly follow = new Set<Tied>()
  /** In a trial: what this batch would take, by id. */
  private readonly contents = new Map<string, string>()
  private readonly today: JakartaDate
  private lastCut = 0
  private seq = Number.MAX_SAFE_INTEGER - 1_000_000_000
  private readonly db: Db
  private readonly secrets: Secrets
  private readonly by: By
  private readonly historical: boolean
  /** In a trial: what earlier batches would have taken, by id. */
  private readonly tried: Map<string, string> | null
  /** All is about this one: what somebody else's fact would change is not there. */
  private readonly only: EnrolledMember | null

  constructor(
    db: Db,
    secrets: Secrets,
    by: By,
    historical: boolean,
    tried: Map<string, string> | null,
    only: EnrolledMember | null = null,
  ) {
    this.db = db
    this.secrets = secrets
    this.by = by
    this.historical = historical
    this.tried = tried
    this.only = only
    this.today = jakartaDay(by.now)
  }

  /** An answer for each line, null for a blank one. */
  async take(lines: Line[]): Promise<(Answer | null)[]> {
    const read = lines.map((line) => (isBlank(line) ? null : readLine(line, { historical: this.historical, now: this.by.now })))
    const said = read.filter((r): r is Said => r !== null && !Array.isArray(r))
    await this.look(said)

    const answers: (Answer | null)[] = []
    for (const [i, r] of read.entries()) {
      if (r === null) answers.push(null)
      else if (Array.isArray(r)) answers.push({ problems: r, outcome: 'rejected' })
      else {
        const facts = this.facts.length
        const answer = await this.decide(r)
        answers.push(answer)
        for (let n = facts; n < this.facts.length; n++) this.rowOf.push(i)
      }
    }
    for (const tied of this.follow) await followTies(this.db, this.secrets, tied)
    if (this.tried) for (const [id, content] of this.contents) this.tried.set(id, content)
    else if (!this.only || answers.every((a) => a?.outcome !== 'rejected')) await this.write(answers)
    return answers
  }

  /** All that the batch asks the database, in a few questions. */
  private async look(said: Said[]): Promise<void> {
    const { db, secrets } = this
    await db.client.query("select pg_advisory_xact_lock_shared(hashtext('weekly cut'))")
    this.lastCut = await lastCutAt(db)
    const ids = said.flatMap((s) => (s.voids ? [s.id, s.voids] : [s.id]))
    await this.lookFor(ids)
    // A void of a void is about the fact behind them.
    for (let more = this.behind(); more.length; more = this.behind()) await this.lookFor(more)
    if (
      said.some((s) => s.into !== null) ||
      [...this.there.values()].some((t) => t.kind === 'enrolment.ended' && 'into' in t.payload)
    ) {
      await lockTies(db)
      await this.lookFor(ids)
    }
    const keys = new Map<string, MemberKey>()
    for (const s of said) {
      if (s.member) keys.set(keyOf(s.member), s.member)
      if (s.into !== null && s.data.reason === 'merged') keys.set(keyOf(intoKey(s.into)), intoKey(s.into))
    }
    const members = await findMembers(db, secrets, [...keys.values()])
    for (const [i, key] of [...keys.keys()].entries()) this.found.set(key, members[i]!)
    const enrolled: EnrolledMember[] = members.filter((m): m is Found => m !== null && m !== 'ambiguous')
    const known = new Set(enrolled.map((e) => e.id))
    const others = new Map<string, { kec: number; id: string }>()
    for (const t of this.there.values()) if (!known.has(t.enrolment)) others.set(t.enrolment, { kec: t.kec, id: t.enrolment })
    enrolled.push(...(await enrolmentsOf(db, [...others.values()])))
    for (const [id, tied] of await tiedOf(db, enrolled)) this.tied.set(id, tied)
  }

  private async lookFor(ids: string[]): Promise<void> {
    if (!ids.length) return
    const { rows } = await this.db.client.query(
      `select e.id, e.kec_id, e.enrolment_id, e.kind, e.occurred_on, e.voids, e.payload, e.recorded_at, e.grade
       from fact_registry r join journal_event e on e.kec_id = r.kec_id and e.id = r.id where r.id = any($1::uuid[])`,
      [ids],
    )
    for (const r of rows)
      this.there.set(r.id, {
        kec: r.kec_id,
        enrolment: r.enrolment_id,
        kind: r.kind,
        occurredOn: r.occurred_on,
        voids: r.voids,
        payload: r.payload,
        recordedAt: r.recorded_at.getTime(),
        grade: r.grade,
      })
  }

  private behind = () => [...this.there.values()].flatMap((t) => (t.voids && !this.there.has(t.voids) ? [t.voids] : []))

  private async decide(said: Said): Promise<Answer> {
    const before = this.takenBefore(said)
    if (before) return before
    const { recordedAt } = said
    if (recordedAt && recordedAt.getTime() <= this.lastCut) {
      const cut = new Date(this.lastCut)
      return refuse({
        code: 'RECORDED_AT_FROZEN',
        field: 'recordedAt',
        data: { cut: showMoment(cut) },
      })
    }
    const answer = said.voids ? this.decideVoid(said, said.voids) : await this.decideFact(said)
    if (this.tried && answer.outcome !== 'rejected') this.contents.set(said.id, contentOf(said))
    return answer
  }

  // ---- sent before?

  private takenBefore(said: Said): Answer | null {
    const tried = this.tried?.get(said.id)
    const there = this.there.get(said.id)
    if (tried === undefined && !there) return null
    const same = there ? this.isSame(said, there) : tried === contentOf(said)
    const enrolled = there && this.tied.get(there.enrolment)?.enrolled.get(there.enrolment)
    return same
      ? { problems: [{ code: 'ALREADY_TAKEN', data: {} }], outcome: 'duplicate', enrolled }
      : refuse({ code: 'ID_CONFLICT', field: 'id', data: {} })
  }

  /** The same member, kind, day, grade and content; where it was put does not matter, the member may have moved since. */
  private isSame(said: Said, there: There): boolean {
    const tied = this.tied.get(there.enrolment)
    const enrolled = tied?.enrolled.get(there.enrolment)
    if (!tied || !enrolled) return false
    if (said.kind !== there.kind || said.voids !== there.voids || said.grade !== there.grade) return false
    if (said.occurredOn !== null && said.occurredOn !== there.occurredOn) return false
    if (said.recordedAt && said.recordedAt.getTime() !== there.recordedAt) return false
    const { into, intoKec, ...rest } = there.payload
    const held = said.kind === 'enrolment.ended' && said.data.into === undefined ? rest : there.payload
    const sealed = (data: Record<string, unknown>) => canonical(seal(said.kind, data, enrolled.sealKey).payload as Json)
    if (sealed(said.data) !== (there.open ? sealed(held) : canonical(held as Json))) return false
    if (said.member) {
      const member = this.found.get(keyOf(said.member))
      if (!member || member === 'ambiguous' || !tied.enrolled.has(member.id)) return false
    }
    if (said.kind !== 'enrolment.ended' || said.data.into !== undefined) return true
    if (said.into === null || into === undefined) return said.into === null && into === undefined
    if (said.data.reason === 'moved-within') {
      const place = placeIn(said.into)
      return place !== null && place.kec === intoKec && place.kel === (tied.enrolled.get(String(into))?.kel ?? null)
    }
    const remains = this.found.get(keyOf(intoKey(said.into)))
    return !!remains && remains !== 'ambiguous' && tied.enrolled.has(remains.id)
  }

  // ---- voids

  private decideVoid(said: Said, voids: string): Answer {
    const target = this.there.get(voids)
    // In a trial, a fact that an earlier batch would have taken is in no table.
    if (!target && this.tried?.has(voids)) return { problems: [] }
    const tied = target && this.tied.get(target.enrolment)
    const enrolled = tied?.enrolled.get(target!.enrolment)
    if (!target || !tied || !enrolled || (this.only && !tied.enrolled.has(this.only.id)))
      return refuse({ code: 'VOID_UNKNOWN', field: 'voids', data: {} })
    if (target.kind === 'enrolment.opened') return refuse({ code: 'VOID_OPENING', field: 'voids', data: {} })
    const end = this.endBehind(voids)
    const problem = end && this.whyNotUndo(tied, end, target.kind !== 'enrolment.ended')
    if (problem) return refuse({ ...problem, field: 'voids' })
    this.put(said, enrolled, said.occurredOn ?? this.today, said.data)
    if (end) this.follow.add(tied)
    return { problems: [], enrolled }
  }

  /** The move or merge that a void, or a void of a void, is about in the end. */
  private endBehind(id: string): (There & { id: string }) | null {
    const been = new Set<string>()
    for (let at = this.there.get(id), name = id; at && !been.has(name); at = this.there.get(name)) {
      if (at.kind === 'enrolment.ended') return 'into' in at.payload && 'intoKec' in at.payload ? { ...at, id: name } : null
      been.add(name)
      if (!at.voids) return null
      name = at.voids
    }
    return null
  }

  /** A move is undone last first: whoever has moved on or left from there would else be in two places. `again`: a void may bring it back. */
  private whyNotUndo(tied: Tied, end: There & { id: string }, again: boolean): EvidenceProblem | null {
    const into = String(end.payload.into)
    const later = endsOf(tied, end.enrolment, true).find((f) => f.id !== end.id)
    if (again && later) return { code: 'MOVE_ORDER', data: { on: later.occurredOn } }
    if (again && lastHolder(tied, into).id === lastHolder(tied, end.enrolment).id && end.payload.reason === 'merged')
      return endsOf(tied, end.enrolment, true).length ? null : { code: 'INTO_SAME', data: { merged: true } }
    if (!again && end.payload.reason === 'moved-within' && endsOf(tied, into, false).length)
      return { code: 'VOID_CONTINUED', data: {} }
    return null
  }

  // ---- facts

  private async decideFact(said: Said): Promise<Answer> {
    const member = this.found.get(keyOf(said.member!))
    if (!member) return refuse({ code: 'MEMBER_UNKNOWN', field: 'member', data: {} })
    if (member === 'ambiguous') return refuse({ code: 'MEMBER_AMBIGUOUS', field: 'member', data: {} })
    const tied = this.tied.get(member.id)!
    // Before a move its facts belong to the enrolment of that day; those of a merged duplicate to the one who remains.
    const enrolled = holderIn(tied, member.id, said.occurredOn!)
    if (said.kind === 'enrolment.ended' && (said.data.reason === 'moved-within' || said.data.reason === 'merged')) {
      if (said.into !== null)
        return said.data.reason === 'merged'
          ? this.merge(said, said.into, tied, enrolled)
          : this.move(said, said.into, tied, enrolled)
      this.put(said, enrolled, said.occurredOn!, said.data)
      return { problems: [{ code: 'INTO_MISSING', field: 'data.into', data: {} }], outcome: 'warned', enrolled }
    }
    this.put(said, enrolled, said.occurredOn!, said.data)
    return { problems: [], enrolled }
  }

  private async move(said: Said, into: string, tied: Tied, from: EnrolledMember): Promise<Answer> {
    const on = said.occurredOn!
    const place = placeIn(into)
    if (!place) return refuse({ code: 'INTO_UNKNOWN', field: 'data.into', data: { merged: false } })
    if (place.kec === from.kec && (place.kel === null || place.kel === from.kel))
      return refuse({ code: 'INTO_SAME', field: 'data.into', data: { merged: false } })
    const left = this.leftOn(tied, from)
    if (left && left <= on) return refuse({ code: 'LEFT_BEFORE', field: 'data.into', data: { on: left } })
    const later = endsOf(tied, from.id, true)[0]
    if (later) return refuse({ code: 'MOVE_ORDER', field: 'data.into', data: { on: later.occurredOn } })
    const to = await tieMove(this.db, this.secrets, tied, from, { id: uuidFrom(`${said.id} goes on in`), ...place, on })
    this.tied.set(to.id, tied)
    this.put(said, from, on, { ...said.data, into: to.id, intoKec: to.kec })
    const area = place.kel === null ? kecCode(place.kec) : kelCode(place.kel)
    const opened: Said = { ...said, id: uuidFrom(`${said.id} opened`), kind: 'enrolment.opened', into: null }
    this.put(opened, to, on, { from: from.id, fromKec: from.kec, area })
    this.follow.add(tied)
    return { problems: [], enrolled: from }
  }

  /** When did it leave for good? Of who never moved or was merged only the reach tells: their facts are not read here. */
  private leftOn(tied: Tied, enrolled: EnrolledMember): JakartaDate | null {
    const end = endsOf(tied, enrolled.id, false).find((f) => !tied.enrolled.has(String(f.data.into)))
    return end?.occurredOn ?? (tied.enrolled.size === 1 ? ((enrolled as Found).endedOn ?? null) : null)
  }

  private async merge(said: Said, into: string, tied: Tied, gone: EnrolledMember): Promise<Answer> {
    const field = 'data.into'
    const found = this.found.get(keyOf(intoKey(into)))
    if (!found) return refuse({ code: 'INTO_UNKNOWN', field, data: { merged: true } })
    if (found === 'ambiguous') return refuse({ code: 'INTO_AMBIGUOUS', field, data: {} })
    const other = this.tied.get(found.id)!
    if (other === tied && lastHolder(other, found.id).id === lastHolder(tied, gone.id).id)
      return refuse({ code: 'INTO_SAME', field, data: { merged: true } })
    const remains = holderIn(other, found.id, said.occurredOn!)
    const both = await tieMerge(this.db, this.secrets, { tied, enrolled: gone }, { tied: other, enrolled: remains })
    for (const id of both.enrolled.keys()) this.tied.set(id, both)
    this.put(said, gone, said.occurredOn!, { ...said.data, into: remains.id, intoKec: remains.kec })
    this.follow.delete(tied)
    this.follow.add(both)
    return { problems: [], enrolled: gone }
  }

  /** Sets a fact down to be appended, so that the lines after it find it there. */
  private put(said: Said, enrolled: EnrolledMember, occurredOn: JakartaDate, data: Record<string, unknown>) {
    const { id, kind, grade, voids } = said
    const recordedAt = said.recordedAt ?? undefined
    this.facts.push({
      id,
      kec: enrolled.kec,
      enrolment: enrolled.id,
      kind,
      occurredOn,
      recordedAt,
      grade,
      data,
      voids: voids ?? undefined,
    })
    const at = (said.recordedAt ?? this.by.now).getTime()
    this.there.set(id, {
      kec: enrolled.kec,
      enrolment: enrolled.id,
      kind,
      occurredOn,
      voids,
      payload: data,
      recordedAt: at,
      grade,
      open: true,
    })
    if (kind !== 'enrolment.ended' && kind !== 'enrolment.opened' && kind !== 'fact.voided') return
    const fact: Fact = { id, enrolment: enrolled.id, kind, occurredOn, recordedAt: at, seq: this.seq++, data, voids }
    this.tied.get(enrolled.id)!.facts.push(fact)
  }

  private async write(answers: (Answer | null)[]): Promise<void> {
    const enrolments = new Map<string, Enrolled>()
    for (const tied of new Set(this.facts.map((f) => this.tied.get(f.enrolment)!)))
      for (const e of tied.enrolled.values()) enrolments.set(e.id, e)
    const taken = await append(this.db, this.by, this.facts, enrolments)
    for (const [i, what] of taken.entries()) {
      if (what === 'taken') continue
      // Another took it while we decided. What moves or voids a move was decided alone; a plain fact changes nothing else.
      if (this.follow.size) throw new TakenMeanwhile()
      const before = answers[this.rowOf[i]!]!
      answers[this.rowOf[i]!] =
        what === 'already'
          ? { problems: [{ code: 'ALREADY_TAKEN', data: {} }], outcome: 'duplicate', enrolled: before.enrolled }
          : refuse({ code: 'ID_CONFLICT', field: 'id', data: {} })
    }
  }
}

const refuse = (problem: EvidenceProblem): Answer => ({ problems: [problem], outcome: 'rejected' })

const isBlank = (line: Line) => 'text' in line && line.text.trim() === ''

function reported(row: number, answer: Answer | null): EvidenceRow {
  if (!answer) return { row, outcome: 'ignored', codes: [] }
  const { problems, enrolled } = answer
  const outcome = answer.outcome ?? (problems.length ? 'rejected' : 'accepted')
  const codes = [...new Set(problems.map((p) => p.code))]
  return {
    row,
    outcome,
    codes,
    ...(enrolled && { kec: kecCode(enrolled.kec), member: enrolled.number }),
    ...(problems.length && { says: problems.map((p) => `${say(evidenceWords, p, 'id')} / ${say(evidenceWords, p, 'en')}`) }),
  }
}

const keyOf = (key: MemberKey) => JSON.stringify(key)
/** A NIK is 16 digits, however they are spaced; anything else is a public number. */
const intoKey = (text: string): MemberKey => (/^\d{16}$/.test(text.replace(/[\s.'-]/g, '')) ? { nik: text } : { number: text })

function placeIn(text: string): { kec: number; kel: number | null } | null {
  const kel = parseKel(text)
  if (kel !== null) return { kec: Math.trunc(kel / 10_000), kel }
  const kec = parseKec(text)
  return kec === null ? null : { kec, kel: null }
}

/** What a line says, for comparing two lines of one file. */
const contentOf = (said: Said) =>
  sha256(canonical({ ...said, recordedAt: said.recordedAt?.toISOString() ?? null } as unknown as Json)).slice(0, 32)
