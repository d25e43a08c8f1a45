// What happens in a programme, for tests and proofs: people of Menteng, Gambir and Pasar Minggu, facts at Jakarta times, weeks cut.
import { append, type NewFact, type Taken } from '../src/journal/index.ts'
import { type Kind, schemaOf } from '../src/journey/index.ts'
import { type Database, type Db, openDatabase } from '../src/kit/database.ts'
import { uuidv7 } from '../src/kit/ids.ts'
import type { Secrets } from '../src/kit/secrets.ts'
import { claimNiks, type EnrolledMember, enrol, findMembers, lineageOf, openMoved, tieMerged } from '../src/people/index.ts'
import { kecCode, kelCode } from '../src/places/index.ts'
import { cutWeek } from '../src/weekly/index.ts'

export const MENTENG = 317106
export const GAMBIR = 317101
export const PASAR_MINGGU = 317404

/** `at('2018-01-22T08:00')`: Jakarta time. */
export const at = (text: string) => new Date(`${text.includes('T') ? text : `${text}T12:00`}:00+07:00`)

export const EVERYWHERE = { actor: 'mesin', role: 'system' }

export type Programme = {
  database: Database
  secrets: Secrets
  url: string
  /** Works as the command line does: the office's rights everywhere. */
  work<T>(act: (db: Db) => Promise<T>): Promise<T>
  register(kec: number, on: string, more?: { kel?: number | null; known?: Date; id?: string }): Promise<EnrolledMember>
  /** A fact about a member, by the number that leads to them now. `known`: when it is recorded (default noon of its day). */
  fact(
    member: EnrolledMember,
    kind: Kind,
    on: string,
    data: Record<string, unknown>,
    more?: { known?: Date; id?: string; voids?: string },
  ): Promise<Taken>
  move(member: EnrolledMember, to: number, on: string): Promise<EnrolledMember>
  merge(gone: EnrolledMember, into: EnrolledMember, on: string): Promise<void>
  cut(week: string, when: string): ReturnType<typeof cutWeek>
  end(): Promise<void>
}

export function programmeOn({ url, secrets }: { url: string; secrets: Secrets }): Programme {
  const database = openDatabase(url, secrets)
  const work = <T>(act: (db: Db) => Promise<T>) => database.within('job', EVERYWHERE, act)
  let niks = 0
  const write = (db: Db, members: EnrolledMember[], facts: NewFact[], known: Date) =>
    append(
      db,
      { actor: 'mesin', way: 'field', now: known },
      facts.map((f) => ({ ...f, recordedAt: known })),
      new Map(members.map((m) => [m.id, m])),
    )
  const current = async (db: Db, member: EnrolledMember) => {
    const [found] = await findMembers(db, secrets, [{ number: member.number }])
    if (!found || found === 'ambiguous') throw new Error(`${member.number} is not there`)
    return found
  }
  return {
    database,
    secrets,
    url,
    work,
    register: (kec, on, { kel = kec * 10_000 + 1001, known = at(on), id = uuidv7() } = {}) =>
      work(async (db) => {
        const nik =
          `317106${String(((niks % 28) + 1) * 1_000_000 + 18400 + 0).slice(0, 6)}${String(1000 + niks++).padStart(4, '0')}`
            .padEnd(16, '1')
            .slice(0, 16)
        const person = { nik, kec, person: uuidv7() }
        await claimNiks(db, secrets, [person])
        const [member] = await enrol(db, secrets, [
          {
            ...person,
            enrolment: uuidv7(),
            kel,
            name: `Sari Wulandari ${niks}`,
            birthDate: '1984-03-14',
            sex: 'F',
            phone: null,
            phoneUse: null,
            address: null,
            business: null,
            openedOn: on,
            importId: null,
            ref: null,
          },
        ])
        const data = { channel: 'counter', area: kel ? kelCode(kel) : kecCode(kec) }
        await write(
          db,
          [member!],
          [{ id, kec, enrolment: member!.id, kind: 'registration.submitted', occurredOn: on, grade: 'C', data }],
          known,
        )
        return { ...member!, fresh: false }
      }),
    fact: (member, kind, on, data, { known = at(on), id = uuidv7(), voids } = {}) =>
      work(async (db) => {
        const now = await current(db, member)
        const line = await lineageOf(db, now)
        // A fact of before a move belongs to the enrolment of that day; here the tests say which by the member they hold.
        const owner = line.find((e) => e.id === member.id) ?? now
        const checked = schemaOf(kind).parse(data) as Record<string, unknown>
        const fact: NewFact = {
          id,
          kec: owner.kec,
          enrolment: owner.id,
          kind,
          occurredOn: on,
          grade: 'B',
          data: checked,
          ...(voids ? { voids } : {}),
        }
        return (await write(db, line, [fact], known))[0]!
      }),
    move: (member, to, on) =>
      work(async (db) => {
        const from = await current(db, member)
        const opened = await openMoved(db, secrets, from, { id: uuidv7(), kec: to, kel: to * 10_000 + 1001, on })
        await write(
          db,
          [{ ...from, tied: true }, opened],
          [
            {
              id: uuidv7(),
              kec: from.kec,
              enrolment: from.id,
              kind: 'enrolment.ended',
              occurredOn: on,
              grade: 'B',
              data: { reason: 'moved-within', into: opened.id, intoKec: to },
            },
            {
              id: uuidv7(),
              kec: to,
              enrolment: opened.id,
              kind: 'enrolment.opened',
              occurredOn: on,
              grade: 'B',
              data: { from: from.id, fromKec: from.kec, area: kelCode(to * 10_000 + 1001) },
            },
          ],
          at(on),
        )
        return { ...opened, fresh: false }
      }),
    merge: (gone, into, on) =>
      work(async (db) => {
        const from = await current(db, gone)
        const remains = await current(db, into)
        await tieMerged(db, secrets, from, remains)
        const lineage = remains.lineage
        await write(
          db,
          [
            { ...from, tied: true, lineage },
            { ...remains, tied: true },
          ],
          [
            {
              id: uuidv7(),
              kec: from.kec,
              enrolment: from.id,
              kind: 'enrolment.ended',
              occurredOn: on,
              grade: 'B',
              data: { reason: 'merged', into: remains.id, intoKec: remains.kec },
            },
          ],
          at(on),
        )
      }),
    cut: (week, when) => work((db) => cutWeek(db, { week, by: 'kantor', now: at(when) })),
    end: () => database.end(),
  }
}
