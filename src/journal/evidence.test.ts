// Facts from a file, on a real database: every kind, sent twice, shuffled, half and then whole, voids, moves and merges. After each
// story the counts must be what the journal alone gives, and no chain may be broken.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { endOfDay } from '../kit/calendar.ts'
import { type Database, openDatabase } from '../kit/database.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { Secrets } from '../kit/secrets.ts'
import { claimNiks, enrol, type MemberKey } from '../people/enrol.ts'
import { kelCode, kelurahanOf } from '../places/index.ts'
import { cutWeek } from '../weekly/cut.ts'
import { verifyWeek } from '../weekly/verify.ts'
import { append } from './append.ts'
import { type EvidenceRow, importEvidence } from './evidence.ts'
import { journeysOf } from './member.ts'
import { replay } from './replay.ts'
import { verifyJournal } from './verify.ts'

const MENTENG = 317106
const TEBET = 317401
const SETIABUDI = 317402
const NOW = new Date('2018-03-05T09:00:00+07:00')
const scope = { actor: 'mesin', role: 'system' }
const folder = mkdtempSync(join(tmpdir(), 'facts-'))

let database: Database
let secrets: Secrets
const opened: Database[] = []
beforeEach(async () => {
  const fresh = await freshDatabase()
  secrets = fresh.secrets
  database = openDatabase(fresh.url, secrets)
  opened.push(database)
})
afterAll(() => Promise.all(opened.map((d) => d.end())))

/** Registers people on 8 January 2018; answers their public numbers. */
async function register(...people: { kec: number; nik: string; ref?: string }[]): Promise<string[]> {
  const members = people.map(({ kec, nik, ref = null }) => ({
    person: uuidv7(),
    enrolment: uuidv7(),
    kec,
    kel: kelurahanOf(kec)[0]!.code,
    nik,
    name: 'Sari Wulandari',
    birthDate: null,
    sex: null,
    phone: null,
    phoneUse: null,
    address: null,
    business: null,
    openedOn: '2018-01-08',
    importId: null,
    ref,
  }))
  return await database.within('job', scope, async (db) => {
    await claimNiks(db, secrets, members)
    const enrolled = await enrol(db, secrets, members)
    await append(
      db,
      { actor: 'mesin', way: 'import', now: endOfDay('2018-01-08') },
      members.map((m) => ({
        id: uuidv7(),
        kec: m.kec,
        enrolment: m.enrolment,
        kind: 'registration.submitted',
        occurredOn: '2018-01-08',
        grade: 'C',
        data: { channel: 'import', area: kelCode(m.kel) },
      })),
      new Map(enrolled.map((e) => [e.id, e])),
    )
    return enrolled.map((e) => e.number)
  })
}
const SARI = { kec: MENTENG, nik: '3171064505900001', ref: 'sari' }
const BUDI = { kec: TEBET, nik: '3174010101800002' }
const SARI_AGAIN = { kec: TEBET, nik: '3174014505900003' }

let files = 0
type Sent = Record<string, unknown> | string
function file(lines: Sent[]): string {
  const path = join(folder, `${++files}.jsonl`)
  writeFileSync(path, lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n'))
  return path
}
type How = { historical?: boolean; dryRun?: boolean; now?: Date; batch?: number }
async function send(lines: Sent[], { historical = false, dryRun = false, now = NOW, batch }: How = {}) {
  const rows: EvidenceRow[] = []
  const report = await importEvidence(database, secrets, {
    file: file(lines),
    historical,
    dryRun,
    scope,
    now: () => now,
    batch,
    onRows: (more) => rows.push(...more),
  })
  return { ...report, rows, said: rows.map((r) => [r.outcome, ...r.codes].join(' ')) }
}

let made = 0
const fact = (number: string, kind: string, occurredOn: string, data: Record<string, unknown> = {}, more = {}) => ({
  id: uuidv7(NOW.getTime() + ++made),
  member: { number },
  kind,
  occurredOn,
  data,
  ...more,
})
const session = (number: string, on: string, n: number) => fact(number, 'class.attended', on, { class: 'dagang-1', session: n })
const moves = (number: string, on: string, into: string) => fact(number, 'enrolment.ended', on, { reason: 'moved-within', into })
const merges = (number: string, on: string, into: string) => fact(number, 'enrolment.ended', on, { reason: 'merged', into })
const voids = (of: { id: string }, more = {}) => ({ id: uuidv7(), voids: of.id, reason: 'salah orang', ...more })

const ask = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  database.within('job', scope, async (db) => (await db.client.query(sql, values)).rows)

/** What counts of a step as known now, per kecamatan: the sum of its changes. */
async function counts(step: number, reached = false): Promise<Record<number, number>> {
  const rows = await ask<{ kec_id: number; n: number }>(
    'select kec_id, sum(case when arriving then n else -n end)::integer as n from step_change where step = $1 and reached = $2 group by 1 order by 1',
    [step, reached],
  )
  return Object.fromEntries(rows.filter((r) => r.n !== 0).map((r) => [r.kec_id, r.n]))
}

/** The three stored counts are what the journal alone gives, and its chains hold. */
async function wellKept() {
  const { differences, broken } = await database.within('job', scope, async (db) => ({
    ...(await replay(db)),
    ...(await verifyJournal(db, [])),
  }))
  expect({ differences, broken }).toEqual({ differences: [], broken: [] })
}

/** A member's whole way, in every kind there is. */
const everyKind = (number: string) => [
  fact(number, 'registration.submitted', '2018-01-08', { channel: 'counter' }),
  fact(number, 'identity.checked', '2018-01-09', { document: 'ktp', result: 'match' }, { grade: 'B' }),
  fact(number, 'residence.confirmed', '2018-01-09', { area: '31.71.06.1001' }),
  fact(number, 'baseline.taken', '2018-01-09', {
    trading: true,
    since: '1998',
    turnoverMonth: 4_000_000,
    workers: 2,
    licence: 'SKU',
  }),
  fact(number, 'consent.given', '2018-01-09', { purpose: 'programme', textVersion: '1', way: 'paper' }),
  fact(number, 'consent.given', '2018-01-09', { purpose: 'lender' }),
  fact(number, 'consent.withdrawn', '2018-01-20', { purpose: 'lender', way: 'spoken' }),
  ...[1, 2, 3, 4].map((n) => session(number, `2018-01-1${n}`, n)),
  fact(number, 'homework.accepted', '2018-01-15', { class: 'dagang-1', homework: '1' }),
  ...['2018-01-16', '2018-01-30', '2018-02-13'].map((on) =>
    fact(number, 'mentoring.contact', on, { mentor: 'bu-endang', way: 'visit', goal: 'mencatat kas', result: 'tercatat' }),
  ),
  fact(number, 'licence.applied', '2018-01-17', { type: 'IUMK', office: 'kec-menteng' }),
  fact(number, 'licence.refused', '2018-01-18', { type: 'IUMK', number: 'A-1', reason: 'lantai dua' }),
  fact(number, 'licence.issued', '2018-01-25', { type: 'IUMK', number: '123/IUMK/2018', validFrom: '2018-01-25', risk: 'low' }),
  fact(number, 'licence.revoked', '2018-02-20', { type: 'SKU', number: 'S-9', reason: 'pindah' }),
  fact(number, 'product.listed', '2018-02-01', { product: 'nasi-uduk', curatedBy: 'bu-ida' }),
  fact(number, 'sale.made', '2018-02-02', { amount: 15_000, channel: 'bazaar', product: 'nasi-uduk' }),
  fact(number, 'product.withdrawn', '2018-02-03', { product: 'nasi-uduk', reason: 'habis' }),
  ...['2017-11', '2017-12', '2018-01'].map((month) =>
    fact(number, 'month.closed', '2018-02-04', { month, business: 'warung', profit: 900_000 }),
  ),
  fact(number, 'month.reopened', '2018-02-05', { month: '2017-11', business: 'warung', reason: 'nota terlewat' }),
  fact(number, 'month.closed', '2018-02-06', { month: '2017-11', business: 'warung' }),
  fact(number, 'loan.applied', '2018-02-07', { lender: 'bank-dki', amount: 5_000_000 }),
  fact(number, 'loan.refused', '2018-02-08', { lender: 'bank-dki', reason: 'agunan' }),
  fact(number, 'loan.approved', '2018-02-09', { lender: 'bank-dki', amount: 5_000_000 }),
  fact(number, 'loan.disbursed', '2018-02-10', {
    lender: 'bank-dki',
    amount: 5_000_000,
    method: 'flat',
    ratePercent: 7.5,
    months: 12,
  }),
  fact(number, 'step.waived', '2018-02-11', { step: 'P3', by: 'kepala-kantor', reason: 'sudah berpengalaman' }),
]

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const out = [...list]
  let x = seed
  for (let i = out.length - 1; i > 0; i--) {
    x = (x * 1_103_515_245 + 12_345) % 2_147_483_648
    const j = x % (i + 1)
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}

describe('facts from a file', () => {
  it('of every kind bring a member through all seven steps', async () => {
    const [sari] = await register(SARI)
    const { rows, totals } = await send(everyKind(sari!))
    expect(rows.filter((r) => r.outcome !== 'accepted')).toEqual([])
    expect(totals).toEqual({ rows: 32, accepted: 32, warned: 0, rejected: 0, duplicate: 0, ignored: 0 })
    for (const step of [1, 2, 3, 4, 5, 6, 7]) expect([step, await counts(step, true)]).toEqual([step, { [MENTENG]: 1 }])
    await wellKept()
  })

  it('keep free text, finance and licence numbers out of the journal', async () => {
    const [sari] = await register(SARI)
    await send(everyKind(sari!))
    const [journal] = await ask<{ text: string }>("select string_agg(payload::text, ' ') as text from journal_event")
    for (const told of ['mencatat kas', '123/IUMK/2018', '5000000', 'agunan', 'sudah berpengalaman', '900000'])
      expect(journal!.text).not.toContain(told)
    const beside = await ask<{ fact_id: string; body: Buffer }>('select fact_id, body from fact_detail')
    expect(beside.filter((d) => JSON.parse(secrets.open(d.body, d.fact_id)).goal === 'mencatat kas')).toHaveLength(3)
    // Also there it is not readable without the key, and not in another fact's place.
    expect(beside.some((d) => d.body.includes('mencatat kas'))).toBe(false)
    expect(() => secrets.open(beside[0]!.body, beside[1]!.fact_id)).toThrow()
  })

  it('sent twice count once, and the second report says so', async () => {
    const [sari] = await register(SARI)
    const lines = everyKind(sari!)
    await send(lines)
    const again = await send(lines)
    expect(new Set(again.said)).toEqual(new Set(['duplicate ALREADY_TAKEN']))
    expect(again.rows[0]).toMatchObject({ row: 1, member: sari, kec: '31.71.06' })
    await wellKept()
  })

  it('sent twice in one file count once, by number and by NIK', async () => {
    const [sari] = await register(SARI)
    const one = session(sari!, '2018-01-11', 1)
    const { said } = await send([
      one,
      one,
      { ...one, member: { nik: SARI.nik } },
      { ...one, data: { class: 'dagang-1', session: 2 } },
    ])
    expect(said).toEqual(['accepted', 'duplicate ALREADY_TAKEN', 'duplicate ALREADY_TAKEN', 'rejected ID_CONFLICT'])
  })

  it('in any order and any batches give the same counts', async () => {
    const [sari, budi] = await register(SARI, BUDI)
    const lines = [...everyKind(sari!), ...everyKind(budi!)]
    for (const [seed, batch] of [
      [1, 7],
      [2, 1],
      [3, 1000],
    ] as const) {
      const fresh = await freshDatabase()
      database = openDatabase(fresh.url, secrets)
      opened.push(database)
      expect(await register(SARI, BUDI)).toEqual([sari, budi])
      expect((await send(shuffled(lines, seed), { batch })).totals.accepted).toBe(lines.length)
      for (const step of [1, 2, 3, 4, 5, 6, 7])
        expect([step, await counts(step, true)]).toEqual([step, { [MENTENG]: 1, [TEBET]: 1 }])
      await wellKept()
    }
  })

  it('half and then whole are taken once each', async () => {
    const [sari] = await register(SARI)
    const lines = everyKind(sari!)
    await send(lines.slice(0, 20), { batch: 8 })
    const whole = await send(lines, { batch: 8 })
    expect(whole.totals).toMatchObject({ accepted: 12, duplicate: 20, rejected: 0 })
    await wellKept()
  })

  it('sent by two at once are taken once each', async () => {
    const people = await register(SARI, BUDI, SARI_AGAIN)
    const lines = people.flatMap(everyKind)
    const both = await Promise.all([send(lines, { batch: 9 }), send(shuffled(lines, 5), { batch: 13 })])
    expect(both[0].totals.rejected + both[1].totals.rejected).toBe(0)
    expect(both[0].totals.accepted + both[1].totals.accepted).toBe(lines.length)
    await wellKept()
  })

  it('name a member by number, NIK or the sender’s own reference', async () => {
    const [sari] = await register(SARI)
    const { said, rows } = await send([
      { ...session(sari!, '2018-01-11', 1), member: { number: sari!.toLowerCase() } },
      { ...session(sari!, '2018-01-12', 2), member: { nik: '3171 0645 0590 0001' } },
      { ...session(sari!, '2018-01-13', 3), member: { ref: 'sari' } },
      { ...session(sari!, '2018-01-14', 4), member: { number: 'MTG-18-99999' } },
      { ...session(sari!, '2018-01-14', 4), member: { number: sari, ref: 'sari' } },
      { ...session(sari!, '2018-01-14', 4), member: {} },
    ])
    expect(said).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'rejected MEMBER_UNKNOWN',
      'rejected MEMBER_MISSING',
      'rejected MEMBER_MISSING',
    ])
    expect(rows[1]).toMatchObject({ member: sari })
    expect(await counts(2)).toEqual({ [MENTENG]: 1 })
  })

  it('refuse a reference that several members share', async () => {
    await register(SARI, { ...BUDI, ref: 'sari' })
    const { said } = await send([{ ...session('', '2018-01-13', 3), member: { ref: 'sari' } }])
    expect(said).toEqual(['rejected MEMBER_AMBIGUOUS'])
  })
})

describe('a line that cannot be taken', () => {
  const refused: [string, Sent, string][] = [
    ['is no JSON', '{"id": 1,', 'LINE_NOT_JSON'],
    ['is no object', '[1, 2]', 'LINE_NOT_JSON'],
    ['is the word of a problem', 'too-long', 'LINE_NOT_JSON'],
    ['is longer than any fact', `{"id": "${'x'.repeat(300_000)}"}`, 'LINE_TOO_LONG'],
    ['is a thousand boxes deep', `{"id": "a", "data": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'TEXT_INVALID'],
    [
      'holds a NUL',
      '{"id": "a", "member": {"ref": "a\\u0000b"}, "kind": "class.attended", "occurredOn": "2018-01-11"}',
      'TEXT_INVALID',
    ],
    ['holds half a character', '{"id": "a", "data": {"class": "\\ud800"}}', 'TEXT_INVALID'],
    ['has no id', { ...session('x', '2018-01-11', 1), id: '' }, 'ID_MISSING'],
    ['has a field nobody knows', { ...session('x', '2018-01-11', 1), note: 'hi' }, 'FIELD_UNKNOWN'],
    [
      'has data nobody knows',
      fact('x', 'class.attended', '2018-01-11', { class: 'a', session: 1, teacher: 'b' }),
      'FIELD_UNKNOWN',
    ],
    ['lacks data', fact('x', 'class.attended', '2018-01-11', { class: 'a' }), 'DATA_INVALID'],
    ['has a kind nobody knows', fact('x', 'class.skipped', '2018-01-11'), 'KIND_UNKNOWN'],
    ['opens an enrolment by hand', fact('x', 'enrolment.opened', '2018-01-11'), 'KIND_RESERVED'],
    [
      'says where a move went in our own words',
      fact('x', 'enrolment.ended', '2018-01-11', { reason: 'moved-within', into: '31.74.01', intoKec: 317401 }),
      'FIELD_UNKNOWN',
    ],
    ['has a day that is none', session('x', '2018-02-30', 1), 'DATE_UNREADABLE'],
    ['is of tomorrow', session('x', '2018-03-06', 1), 'DATE_FUTURE'],
    ['has a grade nobody knows', { ...session('x', '2018-01-11', 1), grade: 'D' }, 'GRADE_UNKNOWN'],
    [
      'says when it became known, without leave',
      { ...session('x', '2018-01-11', 1), recordedAt: '2018-01-11T09:00:00+07:00' },
      'RECORDED_AT_NOT_HISTORICAL',
    ],
    [
      'lives in a kelurahan that is none',
      fact('x', 'residence.confirmed', '2018-01-11', { area: '31.99.99.9999' }),
      'AREA_UNKNOWN',
    ],
    ['voids nothing', { id: 'v', kind: 'fact.voided', reason: 'x' }, 'KIND_RESERVED'],
    ['voids without a reason', { id: 'v', voids: 'a', reason: ' ' }, 'DATA_INVALID'],
    ['voids what nobody sent', { id: 'v', voids: 'a', reason: 'salah' }, 'VOID_UNKNOWN'],
    [
      'names a person where an area belongs',
      fact('x', 'enrolment.ended', '2018-01-11', { reason: 'moved-away', into: 'rumah Bu Ani' }),
      'DATA_INVALID',
    ],
  ]
  it('has a reason that stays the same and words in both languages', async () => {
    const { said, rows } = await send(refused.map(([, line]) => line))
    expect(refused.map(([why], i) => `${why}: ${said[i]}`)).toEqual(refused.map(([why, , code]) => `${why}: rejected ${code}`))
    for (const r of rows) expect(r.says!.join()).toMatch(/.+ \/ .+/)
    expect(rows[0]!.says![0]).toContain('Baris 1 ')
    expect(rows.find((r) => r.codes.includes('FIELD_UNKNOWN'))!.says![0]).toContain('“note”')
  })

  it('tells all that is wrong with it at once', async () => {
    const { rows } = await send([{ id: 'a', kind: 'class.attended', occurredOn: 'kemarin', data: { session: 1 }, extra: 1 }])
    expect(rows[0]!.codes).toEqual(['FIELD_UNKNOWN', 'DATE_UNREADABLE', 'MEMBER_MISSING', 'DATA_INVALID'])
  })

  it('is one among good ones: the mark in front, CR, blank lines and bytes that are no text', async () => {
    const [sari] = await register(SARI)
    const path = file([])
    const line = (n: number) => JSON.stringify(session(sari!, `2018-01-1${n}`, n))
    writeFileSync(
      path,
      Buffer.concat([
        Buffer.from(`\ufeff${line(1)}\r\n\r\n  \n${line(2)}\r\n`),
        Buffer.from([0x7b, 0xff, 0x0a]),
        Buffer.from(line(3)),
      ]),
    )
    const rows: EvidenceRow[] = []
    const asked = {
      file: path,
      historical: false,
      dryRun: false,
      scope,
      now: () => NOW,
      onRows: (r: EvidenceRow[]) => void rows.push(...r),
    }
    const report = await importEvidence(database, secrets, asked)
    expect(rows.map((r) => `${r.row} ${r.outcome} ${r.codes}`)).toEqual([
      '1 accepted ',
      '2 ignored ',
      '3 ignored ',
      '4 accepted ',
      '5 rejected TEXT_INVALID',
      '6 accepted ',
    ])
    expect(report.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('in an id that is no UUID is none: the same text is the same fact', async () => {
    const [sari] = await register(SARI)
    const one = { ...session(sari!, '2018-01-11', 1), id: 'hadir/2018/1' }
    expect((await send([one, { ...session(sari!, '2018-01-12', 2), id: 7 }])).said).toEqual(['accepted', 'accepted'])
    expect((await send([one, { id: 'batal-1', voids: 'hadir/2018/1', reason: 'salah' }])).said).toEqual([
      'duplicate ALREADY_TAKEN',
      'accepted',
    ])
  })
})

describe('a historical load', () => {
  const at = (day: string) => ({ recordedAt: `${day}T17:00:00+07:00` })

  it('may come out of order and gives the weeks as they would have been', async () => {
    const [sari] = await register(SARI)
    const lines = [1, 2, 3, 4].map((n) => ({ ...session(sari!, `2018-01-1${n}`, n), ...at(`2018-01-1${n}`) }))
    const hw = { ...fact(sari!, 'homework.accepted', '2018-01-15', { class: 'dagang-1' }), ...at('2018-02-01') }
    const { said } = await send([hw, ...lines.reverse()], { historical: true, batch: 2 })
    expect(new Set(said)).toEqual(new Set(['accepted']))
    const reach = await ask<{ p2_in: string; p2_on: string; p2_known: Date }>(
      'select p2_in, p2_on, p2_known from enrolment_reach',
    )
    expect(reach).toEqual([{ p2_in: '2018-01-11', p2_on: '2018-01-15', p2_known: new Date('2018-02-01T17:00:00+07:00') }])
    await wellKept()
  })

  it('is refused for a time that a cut covers, to the millisecond, and in the future', async () => {
    const [sari] = await register(SARI)
    await database.within('job', scope, (db) =>
      cutWeek(db, { week: '2018-W04', at: new Date('2018-01-29T08:00:00Z'), by: 'mesin', now: NOW }),
    )
    const { said } = await send(
      [
        '2018-01-29T08:00:00Z',
        '2018-01-29T15:00:00.001+07:00',
        '2018-03-05T09:00:01+07:00',
        '2018-02-30T09:00:00Z',
        '2018-02-01',
      ].map((recordedAt, i) => ({ ...session(sari!, '2018-01-11', i), recordedAt })),
      { historical: true },
    )
    expect(said).toEqual([
      'rejected RECORDED_AT_FROZEN',
      'accepted',
      'rejected RECORDED_AT_FUTURE',
      'rejected RECORDED_AT_UNREADABLE',
      'rejected RECORDED_AT_UNREADABLE',
    ])
  })

  it('sent again after the cut that froze it was taken already', async () => {
    const [sari] = await register(SARI)
    const line = { ...session(sari!, '2018-01-11', 1), ...at('2018-01-11') }
    await send([line], { historical: true })
    await database.within('job', scope, (db) =>
      cutWeek(db, { week: '2018-W02', at: new Date('2018-01-15T08:00:00Z'), by: 'mesin', now: NOW }),
    )
    expect((await send([line], { historical: true })).said).toEqual(['duplicate ALREADY_TAKEN'])
  })

  it('takes a day after its own time of knowledge, but none after today', async () => {
    const [sari] = await register(SARI)
    const { said } = await send(
      [
        { ...session(sari!, '2018-02-11', 1), ...at('2018-02-10') },
        { ...session(sari!, '2018-03-06', 2), ...at('2018-02-10') },
      ],
      { historical: true },
    )
    expect(said).toEqual(['accepted', 'rejected DATE_FUTURE'])
    await wellKept()
  })
})

describe('a void', () => {
  it('takes out a fact of an earlier file, of this file, and of this batch', async () => {
    const [sari] = await register(SARI)
    const [a, b, c] = [1, 2, 3].map((n) => session(sari!, `2018-01-1${n}`, n))
    await send([a!])
    expect((await send([b!, voids(a!), voids(b!), c!, voids(c!)], { batch: 2 })).said).toEqual(Array(5).fill('accepted'))
    expect(await counts(2)).toEqual({})
    await wellKept()
  })

  it('in front of its fact is refused, and taken when sent again', async () => {
    const [sari] = await register(SARI)
    const one = session(sari!, '2018-01-11', 1)
    const undo = voids(one)
    expect((await send([undo, one])).said).toEqual(['rejected VOID_UNKNOWN', 'accepted'])
    expect((await send([undo, one])).said).toEqual(['accepted', 'duplicate ALREADY_TAKEN'])
    expect((await send([undo, one])).said).toEqual(['duplicate ALREADY_TAKEN', 'duplicate ALREADY_TAKEN'])
    expect(await counts(2)).toEqual({})
  })

  it('made void itself brings the fact back', async () => {
    const [sari] = await register(SARI)
    const one = session(sari!, '2018-01-11', 1)
    const undo = voids(one)
    await send([one, undo, voids(undo)])
    expect(await counts(2)).toEqual({ [MENTENG]: 1 })
    await wellKept()
  })

  it('after the cut leaves the frozen week as it is and restates it in the next', async () => {
    const [sari] = await register(SARI)
    const one = session(sari!, '2018-01-23', 1)
    await send([one], { now: new Date('2018-01-24T09:00:00+07:00') })
    const cut = (week: string, now: string) =>
      database.within('job', scope, (db) => cutWeek(db, { week, by: 'mesin', now: new Date(now) }))
    await cut('2018-W04', '2018-01-29T09:00:00+07:00')
    await send([voids(one)], { now: new Date('2018-01-30T09:00:00+07:00') })
    const next = await cut('2018-W05', '2018-02-05T09:00:00+07:00')
    const cell =
      'value' in next && next.value.published.cells.find((c) => c.kec === '31.71.06' && c.step === 'P2' && c.count === 'entered')
    expect(cell).toMatchObject({ last: 1, restated: -1, arrivals: 0, departures: 0, now: 0 })
    for (const week of ['2018-W04', '2018-W05'])
      expect(await database.within('job', scope, (db) => verifyWeek(db, week))).toMatchObject({ same: true })
    await wellKept()
  })

  it('of the new kecamatan’s record of a move is refused: the move itself is to be made void', async () => {
    const [sari] = await register(SARI)
    await send([moves(sari!, '2018-02-01', '31.74.01')])
    const [record] = await ask<{ id: string }>("select id from journal_event where kind = 'enrolment.opened'")
    expect((await send([voids(record!)])).said).toEqual(['rejected VOID_OPENING'])
  })
})

describe('moving inside the area', () => {
  const where = async (number: string) =>
    (await ask<{ kec_id: number }>('select kec_id from enrolment_locator where number = $1', [number]))[0]!.kec_id

  it('takes the facts along: departs here, arrives there, on one day', async () => {
    const [sari] = await register(SARI)
    const { said } = await send([
      session(sari!, '2018-01-11', 1),
      moves(sari!, '2018-02-01', kelCode(kelurahanOf(TEBET)[2]!.code)),
      session(sari!, '2018-02-02', 2),
      session(sari!, '2018-01-31', 3),
    ])
    expect(said).toEqual(Array(4).fill('accepted'))
    expect([await counts(1), await counts(2)]).toEqual([{ [TEBET]: 1 }, { [TEBET]: 1 }])
    expect(await where(sari!)).toBe(TEBET)
    const put = await ask<{ kec_id: number; on: string }>(
      "select kec_id, occurred_on as on from journal_event where kind = 'class.attended' order by occurred_on",
    )
    expect(put).toEqual([
      { kec_id: MENTENG, on: '2018-01-11' },
      { kec_id: MENTENG, on: '2018-01-31' },
      { kec_id: TEBET, on: '2018-02-02' },
    ])
    await wellKept()
  })

  it('told late finds the facts of after the move, which are not taken twice when sent again', async () => {
    const [sari] = await register(SARI)
    const after = [
      session(sari!, '2018-02-02', 2),
      fact(sari!, 'loan.applied', '2018-02-03', { lender: 'bank-dki', amount: 1_000_000 }),
    ]
    await send(after)
    const move = moves(sari!, '2018-02-01', '31.74.01')
    await send([move])
    expect(await counts(2)).toEqual({ [TEBET]: 1 })
    expect((await send([...after, move, { ...move, data: { ...move.data, into: '31.74.02' } }])).said).toEqual([
      ...Array(3).fill('duplicate ALREADY_TAKEN'),
      'rejected ID_CONFLICT',
    ])
    await wellKept()
  })

  it('found void, it never was: number and NIK lead back, later facts go where she is', async () => {
    const [sari] = await register(SARI)
    const move = moves(sari!, '2018-02-01', '31.74.01')
    await send([move, session(sari!, '2018-02-02', 1)])
    const undo = voids(move)
    expect((await send([undo, { ...session(sari!, '2018-02-03', 2), member: { nik: SARI.nik } }], { batch: 1 })).said).toEqual([
      'accepted',
      'accepted',
    ])
    expect([await counts(1), await counts(2), await where(sari!)]).toEqual([{ [MENTENG]: 1 }, { [MENTENG]: 1 }, MENTENG])
    const last = await ask<{ kec_id: number }>("select kec_id from journal_event where occurred_on = '2018-02-03'")
    expect(last).toEqual([{ kec_id: MENTENG }])
    await wellKept()
    // And the void was a mistake.
    await send([voids(undo)])
    expect([await counts(1), await counts(2), await where(sari!)]).toEqual([{ [TEBET]: 1 }, { [TEBET]: 1 }, TEBET])
    await wellKept()
  })

  it('another move after a void one is a move from where she is', async () => {
    const [sari] = await register(SARI)
    const wrong = moves(sari!, '2018-02-01', '31.74.01')
    await send([wrong, voids(wrong), moves(sari!, '2018-02-01', '31.74.02')])
    expect([await counts(1), await where(sari!)]).toEqual([{ [SETIABUDI]: 1 }, SETIABUDI])
    await wellKept()
  })

  it('twice and back home again, each departure has its arrival', async () => {
    const [sari] = await register(SARI)
    await send([
      session(sari!, '2018-01-11', 1),
      moves(sari!, '2018-02-01', '31.74.01'),
      moves(sari!, '2018-02-10', '31.74.02'),
      moves(sari!, '2018-02-20', '31.71.06'),
      session(sari!, '2018-02-05', 2),
      session(sari!, '2018-02-21', 3),
    ])
    expect([await counts(1), await counts(2), await where(sari!)]).toEqual([{ [MENTENG]: 1 }, { [MENTENG]: 1 }, MENTENG])
    await wellKept()
  })

  it('is undone last first', async () => {
    const [sari] = await register(SARI)
    const first = moves(sari!, '2018-02-01', '31.74.01')
    const second = moves(sari!, '2018-02-10', '31.74.02')
    await send([first, second])
    expect((await send([voids(first), voids(second), voids(first)])).said).toEqual([
      'rejected VOID_CONTINUED',
      'accepted',
      'accepted',
    ])
    expect(await counts(1)).toEqual({ [MENTENG]: 1 })
    await wellKept()
  })

  it('before a move that is there already is refused, and to where she is, and to nowhere', async () => {
    const [sari] = await register(SARI)
    const { said } = await send([
      moves(sari!, '2018-02-10', '31.74.02'),
      moves(sari!, '2018-02-01', '31.74.01'),
      moves(sari!, '2018-02-11', '31.74.02'),
      moves(sari!, '2018-02-11', '32.75.01'),
      moves(sari!, '2018-02-11', 'Tebet'),
    ])
    expect(said).toEqual([
      'accepted',
      'rejected MOVE_ORDER',
      'rejected INTO_SAME',
      'rejected INTO_UNKNOWN',
      'rejected INTO_UNKNOWN',
    ])
    await wellKept()
  })

  it('from one kelurahan to another of one kecamatan neither comes nor goes there', async () => {
    const [sari] = await register(SARI)
    await send([moves(sari!, '2018-02-01', kelCode(kelurahanOf(MENTENG)[1]!.code)), session(sari!, '2018-02-02', 1)])
    expect([await counts(1), await counts(2)]).toEqual([{ [MENTENG]: 1 }, { [MENTENG]: 1 }])
    await wellKept()
  })

  it('without saying where to is taken with a warning: she left', async () => {
    const [sari] = await register(SARI)
    expect((await send([fact(sari!, 'enrolment.ended', '2018-02-01', { reason: 'moved-within' })])).said).toEqual([
      'warned INTO_MISSING',
    ])
    expect(await counts(1)).toEqual({})
    await wellKept()
  })

  it('a fact after leaving for good is taken and does not count', async () => {
    const [sari] = await register(SARI)
    const left = fact(sari!, 'enrolment.ended', '2018-02-01', { reason: 'withdrew' })
    expect((await send([left, session(sari!, '2018-02-02', 1)])).said).toEqual(['accepted', 'accepted'])
    expect([await counts(1), await counts(2)]).toEqual([{}, {}])
    await send([voids(left)])
    expect([await counts(1), await counts(2)]).toEqual([{ [MENTENG]: 1 }, { [MENTENG]: 1 }])
    await wellKept()
  })
})

describe('two registrations of one person', () => {
  it('merged, both facts count once for the one who remains, and the other number leads there', async () => {
    const [sari, again] = await register(SARI, SARI_AGAIN)
    await send([session(sari!, '2018-01-11', 1), session(again!, '2018-01-12', 1), session(again!, '2018-01-13', 2)])
    expect(await counts(1)).toEqual({ [MENTENG]: 1, [TEBET]: 1 })
    const merge = merges(again!, '2018-02-01', sari!)
    const { said, rows } = await send(
      [merge, session(again!, '2018-02-02', 3), { ...session(again!, '2018-02-03', 4), member: { nik: SARI_AGAIN.nik } }],
      { batch: 1 },
    )
    expect(said).toEqual(Array(3).fill('accepted'))
    expect(rows[1]).toMatchObject({ member: sari, kec: '31.71.06' })
    expect([await counts(1), await counts(2)]).toEqual([{ [MENTENG]: 1 }, { [MENTENG]: 1 }])
    expect((await send([merge])).said).toEqual(['duplicate ALREADY_TAKEN'])
    await wellKept()
  })

  it('by NIK, in one batch with the facts of both', async () => {
    const [sari, again] = await register(SARI, SARI_AGAIN)
    const { said } = await send([
      session(sari!, '2018-01-11', 1),
      session(again!, '2018-01-12', 2),
      merges(again!, '2018-02-01', SARI.nik),
      session(again!, '2018-02-02', 3),
    ])
    expect(said).toEqual(Array(4).fill('accepted'))
    expect(await counts(2)).toEqual({ [MENTENG]: 1 })
    const [nik] = await ask<{ n: number }>(
      "select count(*)::integer as n from journal_event where payload::text like '%' || $1 || '%'",
      [SARI.nik],
    )
    expect(nik!.n).toBe(0)
    await wellKept()
  })

  it('merged by mistake, each stands for itself again', async () => {
    const [sari, again] = await register(SARI, SARI_AGAIN)
    const merge = merges(again!, '2018-02-01', sari!)
    await send([merge])
    await send(
      [voids(merge), session(again!, '2018-02-02', 1), { ...session(again!, '2018-02-03', 1), member: { nik: SARI_AGAIN.nik } }],
      { batch: 1 },
    )
    expect([await counts(1), await counts(2)]).toEqual([{ [MENTENG]: 1, [TEBET]: 1 }, { [TEBET]: 1 }])
    await wellKept()
  })

  it('into nobody, into themselves, or each into the other is refused', async () => {
    const [sari, again] = await register(SARI, SARI_AGAIN)
    const { said } = await send([
      merges(again!, '2018-02-01', 'MTG-18-99999'),
      merges(again!, '2018-02-01', again!),
      merges(again!, '2018-02-01', sari!),
      merges(sari!, '2018-02-02', again!),
    ])
    expect(said).toEqual(['rejected INTO_UNKNOWN', 'rejected INTO_SAME', 'accepted', 'rejected INTO_SAME'])
    await wellKept()
  })

  it('and then a move: all facts go along', async () => {
    const [sari, again, budi] = await register(SARI, SARI_AGAIN, BUDI)
    await send([
      session(again!, '2018-01-12', 2),
      merges(again!, '2018-02-01', sari!),
      moves(again!, '2018-02-10', '31.74.02'),
      merges(budi!, '2018-02-11', again!),
      session(budi!, '2018-02-12', 3),
      session(sari!, '2018-02-05', 1),
    ])
    expect([await counts(1), await counts(2)]).toEqual([{ [SETIABUDI]: 1 }, { [SETIABUDI]: 1 }])
    await wellKept()
  })
})

describe('a member’s journey', () => {
  const ask = async (key: MemberKey, on: string, knownAt = NOW) => {
    const [one] = await database.within('job', scope, (db) => journeysOf(db, secrets, [key], { on, knownAt }))
    return (
      one && { kec: one.member.kec, number: one.member.number, p2: one.journey.steps[2].missing[0], ended: one.journey.ended }
    )
  }
  const sessions = (have: number) => ({ code: 'sessions', have, need: 4 })

  it('answers in the order asked, null for nobody', async () => {
    const [sari, budi] = await register(SARI, BUDI)
    await send([session(sari!, '2018-01-11', 1)])
    const keys = [{ number: budi! }, { number: 'MTG-18-99999' }, { nik: SARI.nik }]
    const all = await database.within('job', scope, (db) => journeysOf(db, secrets, keys, { on: '2018-02-01', knownAt: NOW }))
    expect(all.map((a) => a && [a.member.number, a.journey.steps[2].state])).toEqual([
      [budi, 'not-started'],
      null,
      [sari, 'under-way'],
    ])
  })

  it('before a move is that of the old kecamatan, from its day on that of the new one, with all facts', async () => {
    const [sari] = await register(SARI)
    await send([session(sari!, '2018-01-11', 1), moves(sari!, '2018-02-01', '31.74.01'), session(sari!, '2018-02-02', 2)])
    expect(await ask({ number: sari! }, '2018-01-31')).toEqual({ kec: MENTENG, number: sari, p2: sessions(1), ended: null })
    expect(await ask({ number: sari! }, '2018-02-02')).toEqual({ kec: TEBET, number: sari, p2: sessions(2), ended: null })
    // Before the move was known she was in Menteng, whatever the day.
    expect(await ask({ nik: SARI.nik }, '2018-02-02', endOfDay('2018-01-20'))).toMatchObject({ kec: MENTENG })
  })

  it('of a merged duplicate is its own before the merge, by number and by NIK, and then that of the one who remains', async () => {
    const [sari, again] = await register(SARI, SARI_AGAIN)
    await send([session(sari!, '2018-01-11', 1), session(again!, '2018-01-12', 2), merges(again!, '2018-02-01', sari!)])
    for (const key of [{ number: again! }, { nik: SARI_AGAIN.nik }]) {
      expect(await ask(key, '2018-01-31')).toEqual({ kec: TEBET, number: again, p2: sessions(1), ended: null })
      expect(await ask(key, '2018-02-01')).toEqual({ kec: MENTENG, number: sari, p2: sessions(2), ended: null })
    }
    expect(await ask({ number: sari! }, '2018-01-31')).toEqual({ kec: MENTENG, number: sari, p2: sessions(1), ended: null })
  })

  it('as known before a void still has the fact', async () => {
    const [sari] = await register(SARI)
    const one = session(sari!, '2018-01-11', 1)
    await send([one], { now: new Date('2018-01-12T09:00:00+07:00') })
    await send([voids(one)], { now: new Date('2018-01-20T09:00:00+07:00') })
    expect((await ask({ number: sari! }, '2018-02-01', new Date('2018-01-19T09:00:00+07:00')))!.p2).toEqual(sessions(1))
    expect((await ask({ number: sari! }, '2018-02-01'))!.p2).toEqual(sessions(0))
  })
})

describe('three senders at once', () => {
  it('with moves, merges and voids among them, keep counts, chains and frozen weeks', async () => {
    for (const seed of [11, 12, 13]) {
      const kecs = [MENTENG, TEBET, SETIABUDI]
      const people = await register(
        ...Array.from({ length: 24 }, (_, i) => ({ kec: kecs[i % 3]!, nik: `31710${seed}45059${1000 + i}` })),
      )
      const plain = shuffled(
        people.flatMap((p) => everyKind(p).slice(1, 16)),
        seed,
      )
      const ties = people.flatMap((p, i) => [
        moves(p, `2018-01-${20 + (i % 9)}`, ['31.74.01', '31.74.02', '31.71.06'][(i + 1) % 3]!),
        ...(i % 4 ? [] : [merges(p, '2018-02-01', people[(i + 7) % 24]!)]),
      ])
      await Promise.all([
        send(plain.slice(0, 180), { batch: 17 }),
        send([...plain.slice(180), ...plain.slice(0, 40).map((f) => voids(f))], { batch: 23 }),
        send([...ties, ...ties.slice(0, 9).map((f) => voids(f))], { batch: 3 }),
      ])
      await wellKept()
    }
    const cut = await database.within('job', scope, (db) => cutWeek(db, { week: '2018-W05', by: 'mesin', now: NOW }))
    expect(cut).toHaveProperty('value')
    expect(await database.within('job', scope, (db) => verifyWeek(db, '2018-W05'))).toMatchObject({ same: true })
  })
})

describe('a trial', () => {
  it('answers as the load would, and leaves nothing behind', async () => {
    const [sari, again] = await register(SARI, SARI_AGAIN)
    const one = session(sari!, '2018-01-11', 1)
    const lines = [
      one,
      session(sari!, '2018-01-12', 2),
      one,
      { ...one, data: { class: 'x', session: 1 } },
      voids(one),
      voids({ id: uuidv7() }),
      moves(sari!, '2018-02-01', '31.74.01'),
      merges(again!, '2018-02-01', sari!),
      session('MTG-18-99999', '2018-01-11', 1),
    ]
    const before = await ask(
      'select (select count(*) from journal_event) as facts, (select count(*) from enrolment) as enrolments',
    )
    const trial = await send(lines, { dryRun: true, batch: 2 })
    expect(
      await ask('select (select count(*) from journal_event) as facts, (select count(*) from enrolment) as enrolments'),
    ).toEqual(before)
    const real = await send(lines, { batch: 2 })
    expect(trial.said).toEqual(real.said)
    expect([trial.dryRun, real.dryRun]).toEqual([true, false])
  })
})
