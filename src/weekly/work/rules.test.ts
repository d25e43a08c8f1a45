// The rules of the week as work, by example: where a week stands, what is odd, how targets are read, what came of a decision.
import { describe, expect, it } from 'vitest'
import { at } from '../../../tests/programme.ts'
import {
  type Answer,
  type AnswerKind,
  checkDecision,
  type Decision,
  type DecisionEvent,
  dueAt,
  isSettled,
  oddOf,
  outcomeOf,
  type Registered,
  readTargets,
  remindersDue,
  standingOf,
  standsIn,
  type WrittenFact,
  weekToAnswer,
} from './rules.ts'

const WEEK = '2018-W03'
const said = (kind: AnswerKind, when: string, note: string | null = null): Answer => ({
  kec: 317404,
  week: WEEK,
  kind,
  note,
  about: null,
  facts: 10,
  by: 'Dewi',
  at: at(when),
})

describe('where a kecamatan’s week stands', () => {
  it.each<[string, Answer[], string, boolean]>([
    ['nothing was said', [], 'open', false],
    ['approved on Sunday', [said('approved', '2018-01-21T19:00')], 'approved', true],
    ['approved on Monday at eight sharp', [said('approved', '2018-01-22T08:00')], 'approved', true],
    ['approved a minute later', [said('approved', '2018-01-22T08:01')], 'approved', false],
    ['objected', [said('objected', '2018-01-21T19:00', 'belum lengkap')], 'objected', false],
    [
      'objected, and the office answered',
      [said('objected', '2018-01-21T19:00'), said('answered', '2018-01-21T20:00')],
      'answered',
      false,
    ],
    [
      'objected, and the office accepted',
      [said('objected', '2018-01-21T19:00'), said('accepted', '2018-01-21T20:00')],
      'accepted',
      false,
    ],
    [
      'approved, then thought otherwise',
      [said('approved', '2018-01-21T18:00'), said('objected', '2018-01-21T19:00')],
      'objected',
      false,
    ],
    [
      'accepted, then objected after all',
      [said('approved', '2018-01-21T18:00'), said('accepted', '2018-01-21T18:30'), said('objected', '2018-01-21T19:00')],
      'objected',
      false,
    ],
    ['the office accepts where nothing was said', [said('accepted', '2018-01-21T18:30')], 'open', false],
    ['a note alone', [said('note', '2018-01-21T18:30')], 'open', false],
  ])('%s', (_, answers, state, onTime) => {
    expect(standingOf(answers, WEEK)).toMatchObject({ state, onTime })
  })

  it('at the cut, what was said later does not count', () => {
    const answers = [said('objected', '2018-01-22T07:00'), said('approved', '2018-01-22T08:30')]
    expect(isSettled(standingOf(answers, WEEK, at('2018-01-22T08:00')).state)).toBe(false)
    expect(isSettled(standingOf(answers, WEEK).state)).toBe(true)
  })

  it('is due on Monday at eight; reminders call on Sunday evening and then', () => {
    expect(dueAt(WEEK)).toEqual(at('2018-01-22T08:00'))
    expect(remindersDue(WEEK, at('2018-01-21T19:59'))).toEqual([])
    expect(remindersDue(WEEK, at('2018-01-21T20:00'))).toEqual(['due-soon'])
    expect(remindersDue(WEEK, at('2018-01-22T08:00'))).toEqual(['due-soon', 'due'])
  })

  it('the week to answer is the one after the last cut, across the year', () => {
    expect(weekToAnswer([{ week: '2017-W52' }], '2018-01-03')).toBe('2018-W01')
    expect(weekToAnswer([], '2018-01-22')).toBe('2018-W03')
  })
})

describe('what looks odd', () => {
  const fact = (seq: number, more: Partial<WrittenFact> = {}): WrittenFact => ({
    seq,
    id: `f${seq}`,
    enrolment: `e${seq}`,
    kind: 'class.attended',
    on: '2018-01-20',
    at: new Date(at('2018-01-20T10:12').getTime() + seq * 1000),
    by: 'petugas.psm',
    way: 'counter',
    type: null,
    ...more,
  })
  const many = (n: number, more: (i: number) => Partial<WrittenFact> = () => ({})) =>
    Array.from({ length: n }, (_, i) => fact(i + 1, more(i)))
  const looked = (more: Partial<Parameters<typeof oddOf>[0]>) =>
    oddOf({ week: WEEK, facts: [], registered: [], usualADay: 2, phones: [], ...more })
  const registered = (n: number, without = 0, on = '2018-01-18'): Registered[] =>
    Array.from({ length: n }, (_, i) => ({ enrolment: `r${i}`, on, phone: i >= without }))

  it('ten attendances by one account within a minute, with the people behind them', () => {
    expect(looked({ facts: many(10) })).toMatchObject([{ rule: 'same-minute', n: 10, mark: 'f1', by: 'petugas.psm' }])
    expect(looked({ facts: many(10) })[0]!.enrolments).toHaveLength(10)
    expect(looked({ facts: many(9) })).toEqual([])
  })
  it('not of two accounts, not over a longer time, not of a sheet', () => {
    expect(looked({ facts: many(18, (i) => ({ by: i % 2 ? 'a' : 'b' })) })).toEqual([])
    expect(looked({ facts: many(12, (i) => ({ at: new Date(at('2018-01-20T10:00').getTime() + i * 7000) })) })).toEqual([])
    expect(looked({ facts: many(40, () => ({ way: 'import' })) })).toEqual([])
  })
  it('a burst that comes after one slow record is found whole', () => {
    const slow = [fact(0, { at: at('2018-01-20T09:00') }), ...many(14)]
    expect(looked({ facts: slow })).toMatchObject([{ rule: 'same-minute', n: 14, mark: 'f1' }])
  })
  it('three licences of one type in a row on one day; a pair, another type between or another day is not', () => {
    const licence = (seq: number, type: string, on = '2018-01-17') => fact(seq, { kind: 'licence.issued', type, on })
    expect(looked({ facts: [licence(1, 'IUMK'), licence(2, 'IUMK'), licence(3, 'IUMK')] })).toMatchObject([
      { rule: 'licence-run', n: 3, mark: 'f1', on: '2018-01-17' },
    ])
    expect(looked({ facts: [licence(1, 'IUMK'), licence(2, 'IUMK')] })).toEqual([])
    expect(looked({ facts: [licence(1, 'IUMK'), licence(2, 'PIRT'), licence(3, 'IUMK'), licence(4, 'IUMK')] })).toEqual([])
    expect(looked({ facts: [licence(1, 'IUMK'), licence(2, 'IUMK'), licence(3, 'IUMK', '2018-01-18')] })).toEqual([])
  })
  it('a day with more than three times the usual registrations, and twenty at least', () => {
    expect(looked({ registered: registered(20), usualADay: 6 })).toMatchObject([
      { rule: 'many-registrations', n: 20, of: 6, mark: '2018-01-18' },
    ])
    expect(looked({ registered: registered(20), usualADay: 7 })).toEqual([])
    expect(looked({ registered: registered(19), usualADay: 0 })).toEqual([])
  })
  it('more than four in ten of ten registrations without a phone', () => {
    expect(looked({ registered: registered(10, 5), usualADay: 9 })).toMatchObject([
      { rule: 'no-phone', n: 5, of: 10, mark: WEEK },
    ])
    expect(looked({ registered: registered(10, 4), usualADay: 9 })).toEqual([])
    expect(looked({ registered: registered(9, 9), usualADay: 9 })).toEqual([])
  })
  it('one phone on four members, marked the same in whatever order they come', () => {
    expect(looked({ phones: [{ enrolments: ['d', 'a', 'c', 'b'] }, { enrolments: ['x', 'y', 'z'] }] })).toMatchObject([
      { rule: 'shared-phone', n: 4, mark: 'a' },
    ])
  })
})

describe('targets', () => {
  it('are read from lines of a sheet, with or without its head, parted by comma, semicolon or tab', () => {
    expect(
      readTargets(
        'pekan;kecamatan;langkah;hitungan;target\n2018-W04;31.74.04;P2;tercapai;95\n\n2018-W04,31.74.04,P1,masuk,200\r\n',
      ),
    ).toEqual({
      value: [
        { kec: 317404, week: '2018-W04', step: 2, count: 'reached', target: 95 },
        { kec: 317404, week: '2018-W04', step: 1, count: 'entered', target: 200 },
      ],
      warnings: [],
    })
  })
  it.each([
    '2018-W54;31.74.04;P2;tercapai;95',
    '2018-W04;31.74.99;P2;tercapai;95',
    '2018-W04;31.74.04;P8;tercapai;95',
    '2018-W04;31.74.04;P2;lulus;95',
    '2018-W04;31.74.04;P2;tercapai;-1',
    '2018-W04;31.74.04;P2;tercapai;9;9',
  ])('%s is refused by its line', (line) =>
    expect(readTargets(`2018-W04;31.74.04;P2;tercapai;95\n${line}`)).toMatchObject({
      problems: [{ code: 'target.line', data: { line: 2 } }],
    }),
  )
  it('none at all is said', () => expect(readTargets(' \n')).toMatchObject({ problems: [{ code: 'target.none' }] }))
})

describe('a decision', () => {
  const form = {
    apa: 'Buka kelas sore',
    siapa: 'Camat',
    hari: '31',
    bulan: '1',
    tahun: '2018',
    langkah: 'P2',
    hitungan: 'tercapai',
    wilayah: '31.74.04',
    menjadi: '1.200',
  }
  const check = (more: Record<string, string>, kota: number | null = null) =>
    checkDecision({ ...form, ...more }, { week: WEEK, kota })
  it('names what, who, by when, and the figure that should move', () => {
    expect(check({})).toMatchObject({ value: { due: '2018-01-31', step: 2, count: 'reached', place: 317404, aim: 1200 } })
    expect(check({ wilayah: 'semua' })).toMatchObject({ value: { place: null } })
  })
  it.each([
    [{ apa: ' ' }, 'decision.what'],
    [{ siapa: '' }, 'decision.who'],
    [{ hari: '32' }, 'decision.due'],
    [{ hari: '21' }, 'decision.due-past'],
    [{ langkah: 'P9' }, 'decision.step'],
    [{ wilayah: '31.74.99' }, 'decision.place'],
    [{ menjadi: 'banyak' }, 'decision.aim'],
  ])('%j is refused: %s', (more, code) => expect(check(more as Record<string, string>)).toMatchObject({ problems: [{ code }] }))
  it('of a kota is about itself or its kecamatan', () => {
    expect(check({}, 3174)).toHaveProperty('value')
    expect(check({ wilayah: '31.74' }, 3174)).toHaveProperty('value')
    for (const wilayah of ['semua', '31.73', '31.73.01'])
      expect(check({ wilayah }, 3174)).toMatchObject({ problems: [{ code: 'decision.not-your-place' }] })
  })

  const decision: Decision = {
    id: 'd',
    week: '2018-W02',
    kota: null,
    what: '',
    who: '',
    due: '2018-01-24',
    step: 2,
    count: 'reached',
    place: null,
    base: 1,
    aim: 2,
    at: at('2018-01-15T10:00'),
  }
  const event = (kind: DecisionEvent['kind'], when: string): DecisionEvent => ({ decision: 'd', kind, note: kind, at: at(when) })
  it('is open, late after its day, and then what was said last; a note ends nothing', () => {
    const now = { upTo: at('2018-01-24T12:00'), today: '2018-01-24' }
    expect(outcomeOf(decision, [], now).state).toBe('open')
    expect(outcomeOf(decision, [], { ...now, today: '2018-01-25' }).state).toBe('late')
    expect(outcomeOf(decision, [event('note', '2018-01-20')], now)).toMatchObject({ state: 'open', note: 'note' })
    expect(outcomeOf(decision, [event('done', '2018-01-20'), event('note', '2018-01-21')], now)).toMatchObject({
      state: 'done',
      note: 'done',
    })
    expect(outcomeOf(decision, [event('done', '2018-01-25')], now).state).toBe('open')
  })
  it('stands in the next update, in later ones while it is open, and once with its end', () => {
    const done = [event('done', '2018-01-24')]
    const stands = (week: string, cutBefore: string, events: DecisionEvent[] = []) =>
      standsIn(decision, events, { week, cutBefore: at(cutBefore) })
    expect(stands('2018-W02', '2018-01-08')).toBe(false)
    expect(stands('2018-W03', '2018-01-15T08:00', [event('done', '2018-01-15T07:00')])).toBe(true)
    expect(stands('2018-W04', '2018-01-22T08:00', done)).toBe(true)
    expect(stands('2018-W05', '2018-01-29T08:00', done)).toBe(false)
    expect(stands('2018-W05', '2018-01-29T08:00')).toBe(true)
  })
})
