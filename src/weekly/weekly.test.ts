// The weekly update on a real database: the four terms close, restatements and departures carry their reasons, a frozen week can be
// rebuilt byte for byte, and a changed row is named.
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, freshProgramme, GAMBIR, MENTENG, PASAR_MINGGU, type Programme } from '../../tests/programme.ts'
import { replay, verifyJournal } from '../journal/index.ts'
import { canonical, sha256 } from '../kit/canonical.ts'
import { uuidv7 } from '../kit/ids.ts'
import type { EnrolledMember } from '../people/index.ts'
import { asJson, type Published } from './document.ts'
import { checkFile, cutWeek, publicFile, publishedHeads, readWeek, runningWeek, verifyWeek } from './index.ts'
import { type FrozenWeek, type Opening, openedRecords, scopedRecords, type Term, weeksOf } from './store.ts'

const cellOf = (p: Published, kec: string, step: string, count: string) => {
  const { last, restated, arrivals, departures, now } = p.cells.find(
    (c) => c.kec === kec && c.step === step && c.count === count,
  )!
  return [last, restated, arrivals, departures, now]
}
const cityOf = (p: Published, step: string, count: string) => {
  const { last, restated, arrivals, departures, now, moved } = p.totals.find((c) => c.step === step && c.count === count)!
  return { terms: [last, restated, arrivals, departures, now], moved }
}
const published = (cut: Awaited<ReturnType<Programme['cut']>>) => {
  if ('problems' in cut) throw new Error(cut.problems.map((p) => p.code).join())
  return cut.value
}

function closes(p: Published) {
  expect(p.cells).toHaveLength(616)
  for (const c of [...p.cells, ...p.totals, ...p.kota])
    expect({ ...c, sum: c.last + c.restated + c.arrivals - c.departures }).toMatchObject({ sum: c.now })
  for (const row of [...p.totals, ...p.kota])
    for (const term of ['last', 'restated', 'now'] as const)
      expect(
        p.cells
          .filter((c) => c.kec.startsWith(`${row.area}.`) && c.step === row.step && c.count === row.count)
          .reduce((sum, c) => sum + c[term], 0),
      ).toBe(row[term])
}

describe('two weeks of January 2018', () => {
  let programme: Programme
  let w02: Published
  let w03: Published
  beforeAll(async () => {
    programme = await freshProgramme()
    const sari = await programme.register(PASAR_MINGGU, '2018-01-10')
    const budi = await programme.register(PASAR_MINGGU, '2018-01-11', { kel: 3174041002 })
    const joko = await programme.register(GAMBIR, '2018-01-12')
    const siti = await programme.register(MENTENG, '2018-01-12')
    await programme.fact(sari, 'licence.issued', '2018-01-12', { type: 'IUMK', number: '1', validUntil: '2018-01-18' })
    const sku = uuidv7()
    await programme.fact(siti, 'licence.issued', '2018-01-13', { type: 'NIB', number: '7' }, { id: sku })
    w02 = published(await programme.cut('2018-W02', '2018-01-15T08:00')).published
    // Learned after the cut: a class of the week before; a statement that had been taken for a licence.
    await programme.fact(budi, 'class.attended', '2018-01-13', { class: 'A', session: '1' }, { known: at('2018-01-16') })
    await programme.fact(siti, 'fact.voided', '2018-01-16', { reason: 'surat keterangan, bukan izin' }, { voids: sku })
    await programme.fact(joko, 'enrolment.ended', '2018-01-17', { reason: 'died' })
    await programme.move(sari, GAMBIR, '2018-01-17')
    w03 = published(await programme.cut('2018-W03', '2018-01-22T08:00')).published
  })
  afterAll(() => programme.end())

  it('closes in all 616 cells and in the rows above them', () => {
    closes(w02)
    closes(w03)
  })

  it('counts who entered in the week', () => {
    expect(cellOf(w02, '31.74.04', 'P1', 'entered')).toEqual([0, 0, 2, 0, 2])
    expect(cityOf(w02, 'P1', 'entered').terms).toEqual([0, 0, 4, 0, 4])
  })

  it('shows what became known late as a restatement, not as an arrival', () => {
    expect(cellOf(w03, '31.74.04', 'P2', 'entered')).toEqual([0, 1, 0, 0, 1])
  })

  it('takes a voided licence out as if it had never been, from the next cut on', () => {
    expect(cellOf(w02, '31.71.06', 'P4', 'reached')).toEqual([0, 0, 1, 0, 1])
    expect(cellOf(w03, '31.71.06', 'P4', 'reached')).toEqual([1, -1, 0, 0, 0])
  })

  it('lets a mover depart here and arrive there in each step held, and nets it in the city', () => {
    expect(cellOf(w03, '31.74.04', 'P1', 'entered')).toEqual([2, 0, 0, 1, 1])
    expect(cellOf(w03, '31.71.01', 'P1', 'entered')).toEqual([1, 0, 1, 1, 1])
    expect(cityOf(w03, 'P1', 'entered')).toEqual({ terms: [4, 0, 0, 1, 3], moved: 1 })
  })

  it('counts a licence that ran out as a departure from reached, not from entered', () => {
    expect(cellOf(w03, '31.71.01', 'P4', 'reached')).toEqual([0, 0, 1, 1, 0])
    expect(cellOf(w03, '31.71.01', 'P4', 'entered')).toEqual([0, 0, 1, 0, 1])
  })

  it('gives the office every reason, and the public none that would show a handful of people', async () => {
    const { detail } = (await programme.work((db) => readWeek(db, '2018-W03')))!
    expect(detail.departures).toContainEqual({ kec: '31.71.01', step: 'P1', count: 'entered', reason: 'died', n: 1 })
    expect(detail.departures).toContainEqual({ kec: '31.74.04', step: 'P1', count: 'entered', reason: 'moved-within', n: 1 })
    expect(detail.departures).toContainEqual({ kec: '31.71.01', step: 'P4', count: 'reached', reason: 'licence-lapsed', n: 1 })
    expect(detail.restatements).toContainEqual({
      kec: '31.71.06',
      step: 'P4',
      count: 'reached',
      week: '2018-W02',
      reason: 'voided',
      n: -1,
    })
    expect(new Set([...w03.departures, ...w03.restatements].map((r) => r.reason))).toEqual(new Set(['other']))
  })

  it('reads the running week from the roll-up as the cut reads it from the changes', async () => {
    const { cells, totals } = await programme.work((db) => runningWeek(db, '2018-W03'))
    expect(cells).toEqual(w03.cells)
    expect(totals).toEqual(w03.totals.map(({ area: _, ...row }) => expect.objectContaining(row)))
  })

  it('rebuilds both weeks byte for byte from the journal', async () => {
    for (const week of ['2018-W02', '2018-W03'])
      expect(await programme.work((db) => verifyWeek(db, week))).toMatchObject({ week, same: true, differs: [] })
    expect(await programme.work(replay)).toMatchObject({ differences: [] })
  })

  it('gives a file that can be checked without a database, and tells when a figure in it was changed', async () => {
    const { sha256 } = (await programme.work((db) => readWeek(db, '2018-W03')))!
    const text = JSON.stringify(publicFile(w03, sha256))
    expect(checkFile(text)).toMatchObject({ same: true })
    expect(checkFile(text.replace('"now":3', '"now":4'))).toMatchObject({ same: false })
    expect(checkFile('{}')).toBeNull()
  })

  it.each([
    ['2018-W03', '2018-01-22T09:00', 'week.already-cut'],
    ['2018-W04', '2018-01-28T23:59', 'week.not-over'],
    ['2018-W05', '2018-02-05T08:00', 'week.out-of-order'],
    ['2018-W60', '2018-02-05T08:00', 'week.unreadable'],
  ])('refuses to cut %s at %s: %s', async (week, when, code) => {
    expect(await programme.cut(week, when)).toMatchObject({ problems: [{ code }] })
  })

  it('refuses a cut in the future, and one at or before an earlier cut', async () => {
    const cut = (when: string) =>
      programme.work((db) => cutWeek(db, { week: '2018-W04', at: at(when), by: 'kantor', now: at('2018-01-29T08:00') }))
    expect(await cut('2018-01-30T08:00')).toMatchObject({ problems: [{ code: 'cut.in-future' }] })
    expect(await cut('2018-01-20T08:00')).toMatchObject({ problems: [{ code: 'cut.before-end' }] })
  })

  it('cuts a week once, however many ask at the same moment', async () => {
    const cuts = await Promise.all([1, 2, 3].map(() => programme.cut('2018-W04', '2018-01-29T08:00')))
    expect(cuts.filter((c) => 'value' in c)).toHaveLength(1)
    expect(cuts.filter((c) => 'problems' in c && c.problems[0]!.code === 'week.already-cut')).toHaveLength(2)
  })

  it('names the fact that somebody changed by hand, and the week that no longer can be rebuilt', async () => {
    const owner = new pg.Client(programme.url)
    await owner.connect()
    await owner.query("update journal_event set occurred_on = '2018-01-09' where kec_id = $1 and seq = 2", [PASAR_MINGGU])
    const { rows } = await owner.query('select id from journal_event where kec_id = $1 and seq = 2', [PASAR_MINGGU])
    await owner.end()
    const report = await programme.work(async (db) => verifyJournal(db, await publishedHeads(db)))
    expect(report.broken).toMatchObject([{ kec: PASAR_MINGGU, seq: 2, fact: rows[0].id }])
    expect(await programme.work((db) => verifyWeek(db, '2018-W03'))).toMatchObject({ same: false })
  })
})

describe('the records behind a figure', () => {
  const PUBLIC = { actor: 'publik', role: 'public' }
  let programme: Programme
  let w03: FrozenWeek
  let w02: FrozenWeek
  beforeAll(async () => {
    programme = await freshProgramme()
    const here: EnrolledMember[] = []
    for (let day = 1; day <= 12; day++)
      here.push(
        await programme.register(PASAR_MINGGU, day < 3 ? '2017-11-20' : `2018-01-${String(8 + (day % 5)).padStart(2, '0')}`),
      )
    published(await programme.cut('2018-W02', '2018-01-15T08:00'))
    // Eleven move to another kelurahan of the same kecamatan, one to another kecamatan; three are new.
    for (const member of here.slice(0, 11)) await programme.move(member, PASAR_MINGGU, '2018-01-17')
    await programme.move(here[11]!, GAMBIR, '2018-01-17')
    for (let i = 0; i < 3; i++) await programme.register(PASAR_MINGGU, '2018-01-18')
    const { published: document } = published(await programme.cut('2018-W03', '2018-01-22T08:00'))
    expect(cellOf(document, '31.74.04', 'P1', 'entered')).toEqual([12, 0, 3, 1, 14])
    ;[w02, w03] = (await programme.work(weeksOf)) as [FrozenWeek, FrozenWeek]
  })
  afterAll(() => programme.end())

  const opening = (term: Term, of = w03): Opening => ({
    kec: PASAR_MINGGU,
    step: 1,
    reached: false,
    term,
    of,
    cutBefore: of === w03 ? w02.cutAt : null,
    salt: 'one salt for every list',
    skip: 0,
    take: 50,
  })
  const opened = (term: Term, of = w03) =>
    programme.database.within('public', PUBLIC, (db) => openedRecords(db, opening(term, of)))

  it.each([
    ['now', 14],
    ['last', 12],
    ['arrivals', 3],
    ['departures', 1],
  ] as const)('%s are %i: who moved inside the kecamatan neither came nor left', async (term, n) => {
    expect((await opened(term)).total).toBe(n)
    const scoped = await programme.database.within('staff', { actor: 'x', role: 'officer', kec: PASAR_MINGGU }, (db) =>
      scopedRecords(db, opening(term)),
    )
    expect([scoped.total, scoped.rows.length]).toEqual([n, n])
  })

  it('tell nobody apart when one list is subtracted from another, in a week or from week to week', async () => {
    const lists = [await opened('now'), await opened('last'), await opened('now', w02)]
    const marks = lists.flatMap(({ rows }) => rows.map((r) => r.token))
    expect(marks).toHaveLength(14 + 12 + 12)
    expect(new Set(marks).size).toBe(marks.length)
    for (const { rows } of lists) expect(new Set(rows.map((r) => r.name))).toEqual(new Set(['•••']))
    expect((await opened('arrivals')).rows).toEqual([])
  })

  it('show the month and never the day, and stand by month and mark', async () => {
    const { rows } = await opened('now', w02)
    expect(rows.map((r) => r.since)).toEqual([...Array(2).fill('2017-11-01'), ...Array(10).fill('2018-01-01')])
    const order = rows.map((r) => `${r.since} ${r.token}`)
    expect(order).toEqual(order.toSorted())
  })

  it('show of those who came two initials of equal length, however long the name', async () => {
    const { rows } = await opened('arrivals', w02)
    expect(rows.map((r) => r.name)).toEqual(Array(10).fill('S••• W•••'))
  })

  it('are of a week that was cut, whatever instant the asker would like', async () => {
    expect(await opened('now', { ...w03, week: '2018-W04' })).toEqual({ total: 0, rows: [] })
    expect(await opened('now', { ...w03, week: 'kemarin' })).toEqual({ total: 0, rows: [] })
    // Not believed: an instant before anybody was there.
    expect((await opened('now', { ...w03, cutAt: new Date(0) })).total).toBe(14)
  })

  it('are all the public’s login sees: the running week, with every reason, is not its to read', async () => {
    await expect(
      programme.database.within('public', PUBLIC, (db) => db.client.query('select * from rollup_week')),
    ).rejects.toThrow('permission denied')
  })
})

describe('a cut that meets an entry which does not end', () => {
  it('waits for it, and lets the other counters go on meanwhile', async () => {
    const p = await freshProgramme()
    const sari = await p.register(MENTENG, '2018-01-08')
    const stuck = new pg.Client(p.url)
    await stuck.connect()
    await stuck.query("begin; select pg_advisory_xact_lock_shared(hashtext('weekly cut'))")
    let done = false
    const cut = p.cut('2018-W02', '2018-01-15T09:00').finally(() => {
      done = true
    })
    // Until the cut stands in the queue; from then on whoever comes stands behind it.
    const waiting = "select 1 from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and not granted"
    while (!(await stuck.query(waiting)).rowCount);
    expect(await p.fact(sari, 'class.attended', '2018-01-10', { class: 'K', session: '1' })).toBe('taken')
    expect(done).toBe(false)
    await stuck.query('rollback')
    await stuck.end()
    expect(published(await cut).published.cells).toHaveLength(616)
    await p.end()
  })
})

describe('a week frozen before small numbers had a second rule', () => {
  it('verifies byte for byte by the rule it was made by', async () => {
    const programme = await freshProgramme()
    await programme.register(GAMBIR, '2018-01-09')
    const cut = published(await programme.cut('2018-W02', '2018-01-15T08:00'))
    const { hiding, ...older } = cut.published
    expect(hiding).toBe(2)
    const document = canonical(asJson(older))
    const owner = new pg.Client(programme.url)
    await owner.connect()
    await owner.query('update weekly_cut set document = $1, sha256 = $2', [document, sha256(document)])
    await owner.end()
    expect(await programme.work((db) => verifyWeek(db, '2018-W02'))).toMatchObject({ same: true, differs: [] })
    await programme.end()
  })
})

describe('a chain that was cut off or written anew', () => {
  it('is caught by the heads that a published week names', async () => {
    const programme = await freshProgramme()
    for (const on of ['2018-01-09', '2018-01-10', '2018-01-11']) await programme.register(GAMBIR, on)
    published(await programme.cut('2018-W02', '2018-01-15T08:00'))
    const owner = new pg.Client(programme.url)
    await owner.connect()
    await owner.query('delete from journal_event where kec_id = $1 and seq = 3', [GAMBIR])
    await owner.query(
      'update chain_head set seq = 2, hash = (select hash from journal_event where kec_id = $1 and seq = 2) where kec_id = $1',
      [GAMBIR],
    )
    await owner.end()
    const { broken } = await programme.work(async (db) => verifyJournal(db, await publishedHeads(db)))
    expect(broken).toMatchObject([{ kec: GAMBIR, what: 'week 2018-W02 was published with 3 facts, 2 are left' }])
    await programme.end()
  })
})

describe('a fact in front of a chain', () => {
  it('cannot be written, and would be named', async () => {
    const programme = await freshProgramme()
    const sari = await programme.register(GAMBIR, '2018-01-09')
    const forge = (db: { query: pg.Client['query'] }, seq: number) =>
      db.query(
        `insert into journal_event (kec_id, seq, id, enrolment_id, kind, occurred_on, recorded_at, appended_at, recorded_by, way, grade, payload, hash)
         values ($1, $2, gen_random_uuid(), $3, 'loan.disbursed', '2018-01-10', '2018-01-10', '2018-01-10', 'x', 'API', 'A', '{"lender":"x"}', '\\x00')`,
        [GAMBIR, seq, sari.id],
      )
    await expect(programme.work((db) => forge(db.client, 0))).rejects.toThrow('check constraint')
    const owner = new pg.Client(programme.url)
    await owner.connect()
    await owner.query('alter table journal_event drop constraint journal_event_seq_check')
    await forge(owner, 0)
    await owner.end()
    expect((await programme.work((db) => verifyJournal(db, []))).broken).toMatchObject([{ kec: GAMBIR, seq: 0 }])
    await programme.end()
  })
})

describe('the application’s logins', () => {
  it('may neither change nor delete a fact, and see no person without a scope', async () => {
    const programme = await freshProgramme()
    await programme.register(GAMBIR, '2018-01-09')
    for (const sql of [
      'update journal_event set kind = kind',
      'delete from journal_event',
      "update weekly_cut set document = ''",
      'truncate journal_event',
    ])
      await expect(programme.work((db) => db.client.query(sql))).rejects.toThrow('permission denied')
    const count = (login: 'staff' | 'job', scope: object) =>
      programme.database.within(
        login,
        { actor: 'x', role: 'officer', ...scope },
        async (db) => (await db.client.query('select count(*)::int as n from person')).rows[0].n,
      )
    expect(await count('staff', { kec: GAMBIR })).toBe(1)
    expect(await count('staff', { kec: MENTENG })).toBe(0)
    expect(await count('staff', {})).toBe(0)
    expect((await programme.database.pool('staff').query('select count(*)::int as n from person')).rows[0].n).toBe(0)
    await expect(
      programme.database.within('public', { actor: 'x', role: 'public' }, (db) => db.client.query('select * from person')),
    ).rejects.toThrow('permission denied')
    await programme.end()
  })
})

// ---- whatever happens, in whatever order it is told

const KECS = [MENTENG, GAMBIR, PASAR_MINGGU]
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('register' as const), kec: fc.constantFrom(...KECS) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('fact' as const),
      who: fc.nat(),
      what: fc.constantFrom(
        ['class.attended', { class: 'A', session: '1' }],
        ['class.attended', { class: 'A', session: '2' }],
        ['class.attended', { class: 'B', session: '1' }],
        ['class.attended', { class: 'B', session: '2' }],
        ['homework.accepted', { class: 'A' }],
        ['licence.issued', { type: 'NIB', number: '9', validUntil: '2018-01-20' }],
        ['licence.issued', { type: 'IUMK' }],
        ['licence.revoked', { type: 'NIB', number: '9' }],
        ['identity.checked', { document: 'ktp', result: 'match' }],
        ['residence.confirmed', { area: '31.71.01.1001' }],
        ['baseline.taken', { trading: true }],
        ['consent.given', { purpose: 'programme' }],
        ['consent.withdrawn', { purpose: 'programme' }],
        ['loan.disbursed', { lender: 'b', amount: 1, method: 'flat', ratePercent: 7, months: 18 }],
      ) as fc.Arbitrary<readonly [string, Record<string, unknown>]>,
      daysAgo: fc.nat({ max: 12 }),
      twice: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('void' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      who: fc.nat(),
      reason: fc.constantFrom('withdrew', 'died', 'moved-away'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), who: fc.nat(), kec: fc.constantFrom(...KECS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), who: fc.nat(), into: fc.nat() }) },
)

describe('random histories', () => {
  it('close in every cell of every week, replay to the stored copy, and verify', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { minLength: 1, maxLength: 14 }), { minLength: 2, maxLength: 4 }),
        async (weeks) => {
          const programme = await freshProgramme()
          try {
            const members: EnrolledMember[] = []
            const gone = new Set<string>()
            const facts: { id: string; of: EnrolledMember }[] = []
            const alive = () => members.filter((m) => !gone.has(m.number))
            for (const [w, acts] of weeks.entries()) {
              let minute = 0
              const monday = Date.UTC(2018, 0, 1 + 7 * w)
              for (const a of acts) {
                const today = new Date(monday + Math.min(6, Math.floor(minute / 3)) * 86_400_000).toISOString().slice(0, 10)
                const known = new Date(at(`${today}T09:00`).getTime() + minute++ * 60_000)
                const pick = (n: number) => alive()[n % Math.max(1, alive().length)]
                if (a.do === 'register') members.push(await programme.register(a.kec, today, { known }))
                else if (a.do === 'fact' && pick(a.who)) {
                  const of = pick(a.who)!
                  const id = uuidv7()
                  const on = new Date(Date.parse(today) - a.daysAgo * 86_400_000).toISOString().slice(0, 10)
                  await programme.fact(of, a.what[0] as 'class.attended', on, a.what[1], { known, id })
                  if (a.twice)
                    expect(
                      await programme.fact(of, a.what[0] as 'class.attended', on, a.what[1], {
                        known: new Date(known.getTime() + 5000),
                        id,
                      }),
                    ).toBe('already')
                  facts.push({ id, of })
                } else if (a.do === 'void' && facts.length) {
                  const { id, of } = facts[a.which % facts.length]!
                  await programme.fact(of, 'fact.voided', today, { reason: 'keliru' }, { known, voids: id })
                } else if (a.do === 'end' && pick(a.who)) {
                  const of = pick(a.who)!
                  await programme.fact(of, 'enrolment.ended', today, { reason: a.reason }, { known })
                  gone.add(of.number)
                } else if (a.do === 'move' && pick(a.who)) {
                  const of = pick(a.who)!
                  members[members.indexOf(of)] = await programme.move(of, a.kec, today)
                } else if (a.do === 'merge' && pick(a.who) && pick(a.into) && pick(a.who) !== pick(a.into)) {
                  const of = pick(a.who)!
                  await programme.merge(of, pick(a.into)!, today)
                  gone.add(of.number)
                }
              }
              const after = new Date(monday + 7 * 86_400_000).toISOString().slice(0, 10)
              closes(published(await programme.cut(`2018-W0${w + 1}`, `${after}T08:00`)).published)
            }
            for (const [w] of weeks.entries())
              expect(await programme.work((db) => verifyWeek(db, `2018-W0${w + 1}`))).toMatchObject({ same: true, differs: [] })
            expect(await programme.work(replay)).toMatchObject({ differences: [] })
            expect(await programme.work(async (db) => verifyJournal(db, await publishedHeads(db)))).toMatchObject({ broken: [] })
          } finally {
            await programme.end()
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})
