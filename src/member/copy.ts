// The whole copy of what is held about one member (UU 27/2022, access): one shape for the page to print and for the file. What is left out
// and why is in rules.ts, COLUMNS.
import type { OwnFact } from '../journal/index.ts'
import { type JakartaDate, jakartaIso } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import type { Lang } from '../kit/problem.ts'
import { type OwnClasses, ownClasses } from '../p2-training/index.ts'
import { type OwnMentoring, ownMentoring } from '../p3-mentoring/index.ts'
import type { Member } from '../people/index.ts'
import { kecCode, kelCode } from '../places/index.ts'
import { factWords, officeWords } from './messages.ts'
import {
  type ClinicNote,
  type Corrected,
  clinicNotes,
  correctionsOf,
  type MemberRequest,
  type Office,
  type Own,
  officesOf,
  ownDetails,
  ownRecord,
  type Reading,
  readingsOf,
  requestsOf,
} from './store.ts'

export type WholeCopy = {
  own: Own
  /** The newest first, with what was sealed beside them. */
  facts: { fact: OwnFact; sealed: Record<string, unknown>; void: boolean }[]
  offices: Map<string, Office>
  readings: Reading[]
  requests: MemberRequest[]
  corrections: Corrected[]
  /** Seats, check-ins, homework with its photos, certificates and invitations. */
  classes: OwnClasses
  /** Mentors had, what was agreed, meetings set, and what held the member up. */
  mentoring: OwnMentoring
  /** What was tapped at clinics about this member, with what was noted. */
  clinics: ClinicNote[]
}

export async function copyOf(db: Db, member: Member, on: JakartaDate): Promise<WholeCopy> {
  const own = await ownRecord(db, member, on)
  const sealed = await ownDetails(db, own.facts)
  const readings = await readingsOf(db, own, member.kec)
  const requests = await requestsOf(db, own.enrolments)
  const corrections = await correctionsOf(db, own.enrolments)
  const offices = await officesOf(db, [
    ...corrections.map((x) => x.account),
    ...own.facts.map((f) => f.recordedBy),
    ...readings.map((r) => r.account),
    ...requests.flatMap((r) => r.answeredBy ?? []),
  ])
  const facts = own.facts.map((fact) => ({
    fact,
    sealed: sealed.get(fact.id) ?? {},
    void: !own.standing.has(fact.id) && fact.kind !== 'fact.voided',
  }))
  const classes = await ownClasses(db, own.enrolments)
  const mentoring = await ownMentoring(db, own.enrolments)
  return {
    own,
    facts,
    offices,
    readings,
    requests,
    corrections,
    classes,
    mentoring,
    clinics: await clinicNotes(db, own.enrolments),
  }
}

/** The file: names of fields as in the schema, people of the offices by role and area only. */
export function copyAsJson(
  { own, facts, offices, readings, requests, corrections, classes, mentoring, clinics }: WholeCopy,
  member: Member,
  now: Date,
  lang: Lang,
) {
  const who = (name: string) => officeWords(name, offices.get(name), member.number, lang)
  return {
    copiedAt: jakartaIso(now),
    number: own.number,
    signedInWith: member.number,
    person: {
      nik: own.nik,
      name: own.name,
      nameKey: own.nameKey,
      birthDate: own.birthDate,
      sex: own.sex,
      phone: own.phone,
      phoneUse: own.phoneUse,
      address: own.address,
    },
    area: { kecamatan: kecCode(member.kec), kelurahan: own.kel ? kelCode(own.kel) : null },
    businesses: own.businesses,
    enrolments: own.enrolments.map((e) => ({ kecamatan: kecCode(e.kec), openedOn: e.openedOn })),
    facts: facts.map(({ fact, sealed, void: isVoid }) => ({
      id: fact.id,
      kind: fact.kind,
      words: factWords(fact.kind, fact.data, lang),
      occurredOn: fact.occurredOn,
      recordedAt: jakartaIso(new Date(fact.recordedAt)),
      recordedBy: who(fact.recordedBy),
      way: fact.way,
      grade: fact.grade,
      kecamatan: kecCode(fact.kec),
      data: { ...plain(fact.data), ...sealed },
      ...(isVoid ? { void: true } : {}),
      ...(fact.voids ? { voids: fact.voids } : {}),
    })),
    steps: own.journey.steps,
    definition: own.journey.definition,
    readings: readings.map((r) => ({
      at: jakartaIso(r.at),
      by: who(r.account),
      what: r.what,
      reason: r.reason,
      of: r.list ? 'list' : 'member',
    })),
    corrections: corrections.map((x) => ({ at: jakartaIso(x.at), by: who(x.account), fields: x.fields, before: x.before })),
    requests: requests.map((r) => ({
      kind: r.kind,
      said: r.said,
      madeAt: jakartaIso(r.madeAt),
      dueAt: jakartaIso(r.dueAt),
      answeredAt: r.answeredAt ? jakartaIso(r.answeredAt) : null,
      answeredBy: r.answeredBy ? who(r.answeredBy) : null,
      outcome: r.outcome,
      answer: r.answer,
    })),
    classes,
    mentoring,
    clinics,
  }
}

/** What stands openly in a fact; a sealed field is only its mark there. */
export const plain = (data: { readonly [field: string]: unknown }) =>
  Object.fromEntries(Object.entries(data).filter(([, v]) => !(v && typeof v === 'object' && 'sealed' in v)))
