// Facts from a page: an officer writes about one member, in the officer's own scope, also when that member's history lies elsewhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, freshProgramme, GAMBIR, MENTENG, PASAR_MINGGU, type Programme } from '../../tests/programme.ts'
import { uuidv7 } from '../kit/ids.ts'
import { kelCode } from '../places/index.ts'
import { type PageFact, record, recording } from './evidence.ts'
import { replay } from './replay.ts'

let p: Programme
beforeAll(async () => {
  p = await freshProgramme()
  return () => p.end()
})
afterAll(async () => expect((await p.work(replay)).differences).toEqual([]))

const officer = (kec: number) => ({ actor: `petugas.${kec}`, role: 'officer', kec })
const now = at('2018-01-20')
const act = (kec: number, number: string, facts: PageFact[]) =>
  recording(p.database, officer(kec), (db) =>
    record(db, p.secrets, { actor: `petugas.${kec}`, way: 'counter', now }, { number }, facts),
  )
const fact = (kind: 'class.attended' | 'identity.checked', data: Record<string, unknown>, on = '2018-01-19'): PageFact => ({
  id: uuidv7(),
  kind,
  occurredOn: on,
  grade: 'B',
  data,
})
const attended = (session: string) => fact('class.attended', { class: 'K1', session })
const codes = (answer: Awaited<ReturnType<typeof act>>) => ('problems' in answer ? answer.problems.map((x) => x.code) : [])
const entered = async (kec: number, step: number) =>
  (
    await p.work((db) =>
      db.client.query(
        'select coalesce(sum(case when arriving then n else -n end), 0)::integer as n from rollup_week where kec_id = $1 and step = $2 and not reached',
        [kec, step],
      ),
    )
  ).rows[0].n as number

describe('an officer’s entry about one member', () => {
  it('counts for a member who has always been there', async () => {
    const sari = await p.register(MENTENG, '2018-01-08')
    expect(await act(MENTENG, sari.number, [attended('1')])).toMatchObject({ value: { kec: MENTENG }, again: false })
    expect(await entered(MENTENG, 2)).toBe(1)
  })

  it('counts once for a member who moved here with facts from there (the older facts are in another kecamatan)', async () => {
    const budi = await p.register(GAMBIR, '2018-01-02')
    await p.fact(budi, 'class.attended', '2018-01-05', { class: 'K1', session: '1' })
    await p.move(budi, PASAR_MINGGU, '2018-01-10')
    const before = [await entered(GAMBIR, 2), await entered(PASAR_MINGGU, 2)]
    expect(codes(await act(PASAR_MINGGU, budi.number, [attended('2')]))).toEqual([])
    expect([await entered(GAMBIR, 2), await entered(PASAR_MINGGU, 2)]).toEqual(before)
    const there = await p.work((db) =>
      db.client.query("select 1 from journal_event where kec_id = $1 and kind = 'class.attended'", [PASAR_MINGGU]),
    )
    expect(there.rowCount).toBe(1)
  })

  it('of the kecamatan a member left is refused like one about nobody', async () => {
    const rina = await p.register(MENTENG, '2018-01-03')
    await p.move(rina, GAMBIR, '2018-01-12')
    expect(codes(await act(MENTENG, rina.number, [attended('1')]))).toEqual(['MEMBER_UNKNOWN'])
    expect(codes(await act(PASAR_MINGGU, rina.number, [attended('1')]))).toEqual(['MEMBER_UNKNOWN'])
  })

  it('moves a member to another kecamatan, who is then that one’s', async () => {
    const eko = await p.register(MENTENG, '2018-01-04')
    const to = kelCode(PASAR_MINGGU * 10_000 + 1001)
    const move: PageFact = {
      id: uuidv7(),
      kind: 'enrolment.ended',
      occurredOn: '2018-01-18',
      grade: 'B',
      data: { reason: 'moved-within', into: to },
    }
    expect(codes(await act(MENTENG, eko.number, [move]))).toEqual([])
    expect(codes(await act(PASAR_MINGGU, eko.number, [attended('1')]))).toEqual([])
    expect(await act(MENTENG, eko.number, [attended('2')])).toHaveProperty('problems')
  })

  it('is all or nothing, with every reason', async () => {
    const yuli = await p.register(MENTENG, '2018-01-04')
    const wrong = fact('class.attended', { class: 'K1' })
    const future = fact('identity.checked', { document: 'ktp', result: 'match' }, '2018-02-01')
    const good = fact('identity.checked', { document: 'ktp', result: 'match' })
    expect(codes(await act(MENTENG, yuli.number, [good, wrong, future]))).toEqual(['DATA_INVALID', 'DATE_FUTURE'])
    const held = await p.work((db) =>
      db.client.query('select kind from journal_event where kec_id = $1 and enrolment_id = $2', [MENTENG, yuli.id]),
    )
    expect(held.rows).toEqual([{ kind: 'registration.submitted' }])
    expect(await act(MENTENG, yuli.number, [good])).toMatchObject({ again: false })
    expect(await act(MENTENG, yuli.number, [good])).toMatchObject({ again: true })
  })

  it('cannot make another member’s fact void', async () => {
    const [a, b] = [await p.register(MENTENG, '2018-01-04'), await p.register(MENTENG, '2018-01-04')]
    const mine = attended('1')
    await act(MENTENG, a.number, [mine])
    const taken = { id: uuidv7(), voids: mine.id, reason: 'salah orang' }
    expect(codes(await act(MENTENG, b.number, [taken]))).toEqual(['VOID_UNKNOWN'])
    expect(codes(await act(MENTENG, a.number, [taken]))).toEqual([])
  })

  it('does not move who has left', async () => {
    const agus = await p.register(MENTENG, '2018-01-04')
    const ended = (on: string, data: Record<string, unknown>): PageFact => ({
      id: uuidv7(),
      kind: 'enrolment.ended',
      occurredOn: on,
      grade: 'B',
      data,
    })
    await act(MENTENG, agus.number, [ended('2018-01-10', { reason: 'withdrew' })])
    const move = ended('2018-01-15', { reason: 'moved-within', into: kelCode(GAMBIR * 10_000 + 1001) })
    expect(codes(await act(MENTENG, agus.number, [move]))).toEqual(['LEFT_BEFORE'])
  })
})
