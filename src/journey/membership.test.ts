// Who counts where, from which day to which: moves, merges and leaving, worked by hand.
import { describe, expect, it } from 'vitest'
import { v1 } from './definition.ts'
import { type Fact, STEPS } from './facts.ts'
import { journey, known } from './journey.ts'
import { type Change, changes, factsOf, holderOn, knownChanges, type Lineage } from './membership.ts'
import {
  atEndOf,
  attends,
  checked,
  checkedIn,
  consents,
  delists,
  heardOn,
  homework,
  issued,
  leaves,
  lists,
  loan,
  meets,
  of,
  registers,
  revoked,
  sells,
  tell,
  voids,
  withdraws,
} from './story.ts'

const Menteng = 317106
const Tebet = 317401
const Senen = 317104
const NAMES: Record<number, string> = { [Menteng]: 'Menteng', [Tebet]: 'Tebet', [Senen]: 'Senen' }

/** `2018-03-01 P1 entered +Menteng new`; `-Menteng moved-within (Tebet)` where the same person goes on there. */
const say = (c: Change) =>
  `${c.on} P${c.step} ${c.reached ? 'reached' : 'entered'} ${c.arriving ? '+' : '-'}${NAMES[c.kec]} ${c.reason}${
    c.otherKec === null ? '' : ` (${NAMES[c.otherKec]})`
  }`

const inDays = (all: Change[]) => all.map(say).sort()
const lineage = (enrolments: Record<string, number>, ...facts: Fact[]): Lineage => ({
  enrolments: Object.entries(enrolments).map(([id, kec]) => ({ id, kec })),
  facts,
})
const told = (l: Lineage, knownOn = '2030-01-01') => inDays(changes(l, known(l.facts, atEndOf(knownOn)), v1))
const alone = (...facts: Fact[]) => told(lineage({ Sari: Menteng }, ...facts))

const ledger = (l: Lineage, after?: number) =>
  knownChanges(l, v1, after).map(
    (c) => `${new Date(c.recordedAt).toISOString().slice(0, 10)} ${c.n > 0 ? 'add' : 'take back'} ${say(c)}, ${c.causeKind}`,
  )

describe('a member of one kecamatan', () => {
  it('arrives in both counts, each from its own day', () =>
    expect(alone(registers('2018-01-08'), ...checkedIn('2018-01-10'), loan('2018-02-01', 'applied'))).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-01-10 P1 reached +Menteng new',
      '2018-02-01 P7 entered +Menteng new',
    ]))

  it('leaves the reached count only when a step lapses, and arrives again', () =>
    expect(alone(registers('2018-01-08'), ...checkedIn('2018-01-08'), withdraws('2018-02-05'), consents('2018-02-12'))).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-01-08 P1 reached +Menteng new',
      '2018-02-05 P1 reached -Menteng consent-withdrawn',
      '2018-02-12 P1 reached +Menteng again',
    ]))

  it('departs on the day after a licence ends, which is known from its issue', () =>
    expect(alone(issued('2018-01-10', 'IUMK', { validUntil: '2018-06-30' }))).toEqual([
      '2018-01-10 P4 entered +Menteng new',
      '2018-01-10 P4 reached +Menteng new',
      '2018-07-01 P4 reached -Menteng licence-lapsed',
    ]))

  it.each(['moved-away', 'withdrew', 'died', 'not-eligible', 'merged', 'moved-within'])(
    'who leaves (%s) is out of both counts of every step held, from that day, with the reason',
    (reason) =>
      expect(
        alone(registers('2018-01-08'), ...checkedIn('2018-01-10'), meets('2018-01-20'), leaves('2018-03-01', reason)),
      ).toEqual([
        '2018-01-08 P1 entered +Menteng new',
        '2018-01-10 P1 reached +Menteng new',
        '2018-01-20 P3 entered +Menteng new',
        `2018-03-01 P1 entered -Menteng ${reason}`,
        `2018-03-01 P1 reached -Menteng ${reason}`,
        `2018-03-01 P3 entered -Menteng ${reason}`,
      ]),
  )

  it('neither arrives nor lapses after leaving, and counts for no day when all happened then', () =>
    expect(
      alone(
        registers('2018-01-08'),
        issued('2018-01-10', 'IUMK', { validUntil: '2018-06-30' }),
        leaves('2018-03-01', 'withdrew'),
        meets('2018-03-01'),
        loan('2018-04-01', 'applied'),
      ),
    ).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-01-10 P4 entered +Menteng new',
      '2018-01-10 P4 reached +Menteng new',
      '2018-03-01 P1 entered -Menteng withdrew',
      '2018-03-01 P4 entered -Menteng withdrew',
      '2018-03-01 P4 reached -Menteng withdrew',
    ]))

  it('leaves for good by an end that names another enrolment but is neither a move nor a merge', () =>
    expect(
      told(
        lineage(
          { Sari: Menteng, 'Sari in Tebet': Tebet },
          registers('2018-01-08'),
          leaves('2018-03-01', 'withdrew', 'Sari in Tebet'),
        ),
      ),
    ).toEqual(['2018-01-08 P1 entered +Menteng new', '2018-03-01 P1 entered -Menteng withdrew']))

  it('leaves once, by the first of two ends', () =>
    expect(alone(registers('2018-01-08'), leaves('2019-01-01', 'died'), leaves('2018-03-01', 'moved-away'))).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-03-01 P1 entered -Menteng moved-away',
    ]))
})

describe('moving inside the area', () => {
  const before = [registers('2018-01-08'), ...checkedIn('2018-01-10'), meets('2018-01-15'), meets('2018-01-22')]
  const move = leaves('2018-03-01', 'moved-within', 'Sari in Tebet')
  const homes = { Sari: Menteng, 'Sari in Tebet': Tebet }
  const moved = lineage(homes, ...before, move)

  it('departs in the old kecamatan and arrives in the new one, on one day, in each step held', () =>
    expect(told(moved)).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-01-10 P1 reached +Menteng new',
      '2018-01-15 P3 entered +Menteng new',
      '2018-03-01 P1 entered +Tebet moved-within (Menteng)',
      '2018-03-01 P1 entered -Menteng moved-within (Tebet)',
      '2018-03-01 P1 reached +Tebet moved-within (Menteng)',
      '2018-03-01 P1 reached -Menteng moved-within (Tebet)',
      '2018-03-01 P3 entered +Tebet moved-within (Menteng)',
      '2018-03-01 P3 entered -Menteng moved-within (Tebet)',
    ]))

  it('keeps the facts and the first dates: the third contact in Tebet completes the two in Menteng', () => {
    const third = of('Sari in Tebet', meets('2018-03-05'))
    const on = told({ ...moved, facts: [...moved.facts, ...third] })
    expect(on).toContain('2018-03-05 P3 reached +Tebet new')
    expect(on.filter((line) => line.includes('P3 entered +'))).toHaveLength(2)
    const there = { ...moved, facts: [...moved.facts, ...third] }
    const when = { on: '2018-03-05', knownAt: atEndOf('2018-03-05') }
    const { steps, ended } = journey(factsOf(there, 'Sari in Tebet', when), v1, when)
    expect(steps[1]).toMatchObject({ state: 'reached', on: '2018-01-10' })
    expect(steps[3].facts).toEqual([before[5], before[6], third[0]].map((f) => f!.id))
    expect(ended).toBeNull()
    // Asked by the old enrolment she is found where she is now.
    expect(factsOf(there, 'Sari', when)).toEqual(factsOf(there, 'Sari in Tebet', when))
    expect(holderOn(there, there.facts, 'Sari', '2018-03-01')).toBe('Sari in Tebet')
    expect(holderOn(there, there.facts, 'Sari in Tebet', '2018-02-28')).toBe('Sari')
  })

  it('the day before the move she is in Menteng, though the move is known', () => {
    const when = { on: '2018-02-28', knownAt: atEndOf('2018-03-01') }
    expect(factsOf(moved, 'Sari in Tebet', when)).toEqual(factsOf(moved, 'Sari', when))
    expect(journey(factsOf(moved, 'Sari', when), v1, when)).toMatchObject({ ended: null, steps: { 1: { state: 'reached' } } })
  })

  it('a fact told in Tebet that is older than the move counts in Menteng, where she was, and moves with her', () => {
    const late = of('Sari in Tebet', heardOn('2018-03-10', attends('2018-02-10', 'dagang-1', 1)))
    expect(told({ ...moved, facts: [...moved.facts, ...late] }).filter((line) => line.includes('P2'))).toEqual([
      '2018-02-10 P2 entered +Menteng new',
      '2018-03-01 P2 entered +Tebet moved-within (Menteng)',
      '2018-03-01 P2 entered -Menteng moved-within (Tebet)',
    ])
  })

  it('a fact told in Menteng that is younger than the move counts in Tebet', () =>
    expect(
      told({ ...moved, facts: [...moved.facts, attends('2018-03-10', 'dagang-1', 1)] }).filter((line) => line.includes('P2')),
    ).toEqual(['2018-03-10 P2 entered +Tebet new']))

  it('a step reached on the day of the move arrives in Tebet as new', () =>
    expect(told({ ...moved, facts: [...moved.facts, loan('2018-03-01', 'disbursed')] }).filter((l) => l.includes('P7'))).toEqual([
      '2018-03-01 P7 entered +Tebet new',
      '2018-03-01 P7 reached +Tebet new',
    ]))

  it('a step that lapses on the day of the move departs because it lapsed, and arrives nowhere', () =>
    expect(told({ ...moved, facts: [...moved.facts, withdraws('2018-03-01')] }).filter((l) => l.includes('P1 reached'))).toEqual([
      '2018-01-10 P1 reached +Menteng new',
      '2018-03-01 P1 reached -Menteng consent-withdrawn',
    ]))

  it('twice, each move departs and arrives once, and nothing is lost', () => {
    const twice = lineage(
      { ...homes, 'Sari in Senen': Senen },
      registers('2018-01-08'),
      move,
      ...of('Sari in Tebet', leaves('2018-05-01', 'moved-within', 'Sari in Senen')),
    )
    expect(told(twice)).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-03-01 P1 entered +Tebet moved-within (Menteng)',
      '2018-03-01 P1 entered -Menteng moved-within (Tebet)',
      '2018-05-01 P1 entered +Senen moved-within (Tebet)',
      '2018-05-01 P1 entered -Tebet moved-within (Senen)',
    ])
  })

  it('twice on one day is one move', () => {
    const hop = of('Sari in Tebet', leaves('2018-03-01', 'moved-within', 'Sari in Senen'))
    expect(told(lineage({ ...homes, 'Sari in Senen': Senen }, registers('2018-01-08'), move, ...hop))).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-03-01 P1 entered +Senen moved-within (Menteng)',
      '2018-03-01 P1 entered -Menteng moved-within (Senen)',
    ])
  })

  it('and leaving from there departs there only', () =>
    expect(
      told({ ...moved, facts: [registers('2018-01-08'), move, ...of('Sari in Tebet', leaves('2018-06-01', 'died'))] }),
    ).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-03-01 P1 entered +Tebet moved-within (Menteng)',
      '2018-03-01 P1 entered -Menteng moved-within (Tebet)',
      '2018-06-01 P1 entered -Tebet died',
    ]))

  it('found void, it never was: what was told in Tebet meanwhile counts in Menteng', () => {
    const opened = of(
      'Sari in Tebet',
      tell('enrolment.opened', '2018-03-01', { from: 'Sari', fromKec: Menteng, area: '31.74.01' }),
    )
    const back = [
      registers('2018-01-08'),
      move,
      ...opened,
      ...of('Sari in Tebet', attends('2018-03-03', 'dagang-1', 1)),
      voids('2018-04-02', move),
    ]
    expect(told(lineage(homes, ...back))).toEqual(['2018-01-08 P1 entered +Menteng new', '2018-03-03 P2 entered +Menteng new'])
    expect(told(lineage(homes, ...back), '2018-04-01')).toContain('2018-03-03 P2 entered +Tebet new')
    expect(ledger(lineage(homes, ...back), atEndOf('2018-04-01')).filter((l) => l.includes('P2'))).toEqual([
      '2018-04-02 take back 2018-03-03 P2 entered +Tebet new, voided',
      '2018-04-02 add 2018-03-03 P2 entered +Menteng new, voided',
    ])
  })
})

describe('two registrations of one person', () => {
  // Bu Sari registered at the counter in Menteng and again at an RPTRA in Tebet.
  const sari = [registers('2018-01-08'), ...checkedIn('2018-01-08')]
  const second = of('Sari again', registers('2018-01-20'), checked('2018-01-20'), attends('2018-01-27', 'dagang-1', 1))
  const merged = of('Sari again', leaves('2018-03-01', 'merged', 'Sari'))

  it('count twice until the day of the merge, then once for the one who remains, with the facts of both', () =>
    expect(told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...sari, ...second, ...merged))).toEqual([
      '2018-01-08 P1 entered +Menteng new',
      '2018-01-08 P1 reached +Menteng new',
      '2018-01-20 P1 entered +Tebet new',
      '2018-01-27 P2 entered +Tebet new',
      '2018-03-01 P1 entered -Tebet merged',
      '2018-03-01 P2 entered +Menteng merged (Tebet)',
      '2018-03-01 P2 entered -Tebet merged (Menteng)',
    ]))

  it('in one kecamatan depart and arrive there, each naming the other', () =>
    expect(told(lineage({ Sari: Menteng, 'Sari again': Menteng }, ...sari, ...second, ...merged)).slice(4)).toEqual([
      '2018-03-01 P1 entered -Menteng merged',
      '2018-03-01 P2 entered +Menteng merged (Menteng)',
      '2018-03-01 P2 entered -Menteng merged (Menteng)',
    ]))

  it('together may reach what neither had: it arrives by the merge, and nobody departs for it', () => {
    const two = [attends('2018-01-06', 'dagang-1', 1), attends('2018-01-13', 'dagang-1', 2), homework('2018-01-14')]
    const others = of('Sari again', attends('2018-01-20', 'kemasan', 1), attends('2018-01-27', 'kemasan', 2))
    const all = told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...two, ...others, ...merged))
    expect(all.filter((line) => line.includes('reached'))).toEqual(['2018-03-01 P2 reached +Menteng merged'])
  })

  it('a session attended under both names is one session', () => {
    const three = [1, 2, 3].map((n) => attends('2018-01-06', 'dagang-1', n))
    const same = of('Sari again', attends('2018-01-06', 'dagang-1', 3), homework('2018-01-20'))
    const all = told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...three, ...same, ...merged))
    expect(all.filter((line) => line.includes('reached'))).toEqual([])
  })

  it('a withdrawal of consent found under the other name ends what was reached, from the merge on', () => {
    const withdrawn = of('Sari again', withdraws('2018-02-05'))
    expect(
      told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...sari, ...withdrawn, ...merged)).filter((l) =>
        l.includes('reached'),
      ),
    ).toEqual(['2018-01-08 P1 reached +Menteng new', '2018-03-01 P1 reached -Menteng merged'])
  })

  it('a product withdrawn under the other name likewise', () => {
    const listed = [lists('2018-01-08'), sells('2018-01-20', 'bazaar')]
    const withdrawn = of('Sari again', delists('2018-01-10'))
    expect(
      told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...listed, ...withdrawn, ...merged)).filter((l) =>
        l.includes('reached'),
      ),
    ).toEqual(['2018-01-20 P5 reached +Menteng new', '2018-03-01 P5 reached -Menteng merged'])
  })

  it('a late fact of the second counts there until the merge and then for the one who remains', () => {
    const late = of('Sari again', heardOn('2018-03-20', meets('2018-02-10')))
    expect(
      told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...sari, ...late, ...merged)).filter((l) => l.includes('P3')),
    ).toEqual([
      '2018-02-10 P3 entered +Tebet new',
      '2018-03-01 P3 entered +Menteng merged (Tebet)',
      '2018-03-01 P3 entered -Tebet merged (Menteng)',
    ])
  })

  it('who had withdrawn under one name departed then; the merge brings those facts to the other', () => {
    const left = of('Sari again', registers('2018-01-20'), attends('2018-01-27', 'dagang-1', 1), leaves('2018-02-10', 'withdrew'))
    expect(told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...left, ...merged)).filter((l) => l.includes('P2'))).toEqual([
      '2018-01-27 P2 entered +Tebet new',
      '2018-02-10 P2 entered -Tebet withdrew',
      '2018-03-01 P2 entered +Menteng merged',
    ])
  })

  it('three become one, and each fact counts once', () => {
    const third = of('Sari once more', registers('2018-01-22'), leaves('2018-03-01', 'merged', 'Sari'))
    const all = lineage({ Sari: Menteng, 'Sari again': Tebet, 'Sari once more': Senen }, ...second, ...merged, ...third)
    expect(told(all).filter((l) => l.startsWith('2018-03-01'))).toEqual([
      '2018-03-01 P1 entered +Menteng merged (Tebet)',
      '2018-03-01 P1 entered -Senen merged',
      '2018-03-01 P1 entered -Tebet merged (Menteng)',
      '2018-03-01 P2 entered +Menteng merged (Tebet)',
      '2018-03-01 P2 entered -Tebet merged (Menteng)',
    ])
    expect(told({ ...all, enrolments: all.enrolments.toReversed() })).toEqual(told(all))
  })

  it('into one who then moves: the facts go along', () => {
    const on = [registers('2018-01-08'), leaves('2018-05-01', 'moved-within', 'Sari in Senen')]
    const all = told(lineage({ Sari: Menteng, 'Sari again': Tebet, 'Sari in Senen': Senen }, ...on, ...second, ...merged))
    expect(all.filter((l) => l.includes('P2'))).toEqual([
      '2018-01-27 P2 entered +Tebet new',
      '2018-03-01 P2 entered +Menteng merged (Tebet)',
      '2018-03-01 P2 entered -Tebet merged (Menteng)',
      '2018-05-01 P2 entered +Senen moved-within (Menteng)',
      '2018-05-01 P2 entered -Menteng moved-within (Senen)',
    ])
  })

  it('into one who has moved already goes where she is, not before the day of the merge', () => {
    const on = [registers('2018-01-08'), leaves('2018-02-01', 'moved-within', 'Sari in Senen')]
    const all = told(lineage({ Sari: Menteng, 'Sari again': Tebet, 'Sari in Senen': Senen }, ...on, ...second, ...merged))
    expect(all.filter((l) => l.includes('P2'))).toEqual([
      '2018-01-27 P2 entered +Tebet new',
      '2018-03-01 P2 entered +Senen merged (Tebet)',
      '2018-03-01 P2 entered -Tebet merged (Senen)',
    ])
  })

  it('each merged into the other count nowhere from then on, and the answer comes', () => {
    const both = [registers('2018-01-08'), leaves('2018-03-01', 'merged', 'Sari again')]
    expect(
      told(lineage({ Sari: Menteng, 'Sari again': Tebet }, ...both, ...second, ...merged)).filter((l) => l >= '2018-03'),
    ).toEqual([
      '2018-03-01 P1 entered -Menteng merged',
      '2018-03-01 P1 entered -Tebet merged',
      '2018-03-01 P2 entered -Tebet merged',
    ])
  })
})

describe('how it came to be known', () => {
  // Ani is merged into Sari on the day on which Sari moves to Senen; both counted, and one of them arrives there.
  const sari = of('Sari', registers('2018-01-10'))
  const ani = of('Ani', registers('2018-01-08'))
  const joined = of('Ani', heardOn('2018-03-02', leaves('2018-03-01', 'merged', 'Sari')))
  const moved = of('Sari', heardOn('2018-03-03', leaves('2018-03-01', 'moved-within', 'A room in Senen')))
  const three = { Ani: Tebet, Sari: Menteng, 'A room in Senen': Senen }

  it.each(['A room in Senen', 'Sari in Senen'])('of two who go on in one on one day, who moved there arrives (%s)', (there) => {
    const move = of('Sari', heardOn('2018-03-03', leaves('2018-03-01', 'moved-within', there)))
    expect(told(lineage({ Ani: Tebet, Sari: Menteng, [there]: Senen }, ...sari, ...ani, ...joined, ...move)).slice(2)).toEqual([
      '2018-03-01 P1 entered +Senen moved-within (Menteng)',
      '2018-03-01 P1 entered -Menteng moved-within (Senen)',
      '2018-03-01 P1 entered -Tebet merged',
    ])
  })

  it('a merge found later, with people who have days of their own, leaves what was known before it as it was', () => {
    const others = [
      ...of('Dewi', registers('2018-01-08')),
      ...of('Oka', registers('2018-01-20')),
      ...of('Dewi', leaves('2018-01-09', 'merged', 'Oka')),
    ]
    const before = lineage(three, ...sari, ...ani, ...joined, ...moved)
    const found = of('Sari', heardOn('2018-04-10', leaves('2018-04-09', 'merged', 'Oka')))
    const all = lineage({ ...three, Dewi: Tebet, Oka: Tebet }, ...before.facts, ...others, ...found)
    const ofThese = knownChanges(all, v1).filter((c) => c.enrolment in three && c.recordedAt <= atEndOf('2018-04-09'))
    expect(ofThese).toEqual(knownChanges(before, v1))
  })

  it('a fact told between the opening of a move and its end is the cause, though others were told at that instant', () => {
    const opened = of(
      'A room in Senen',
      heardOn('2018-03-02', tell('enrolment.opened', '2018-03-01', { from: 'Sari', fromKec: Menteng, area: '31.71.04' })),
    )
    const said = of('A room in Senen', heardOn('2018-03-03', meets('2018-02-20')))
    const ended = of('Sari', heardOn('2018-03-04', leaves('2018-03-01', 'moved-within', 'A room in Senen')))
    const other = of('Ani', heardOn('2018-03-03', meets('2018-01-10')))
    const facts = [...sari, ...ani, ...opened, ...said, ...other, ...ended]
    const then = knownChanges(lineage(three, ...facts), v1).filter((c) => c.step === 3 && c.on === '2018-02-20')
    expect(then.map((c) => [say(c), c.cause])).toEqual([['2018-02-20 P3 entered +Menteng new', said[0]!.id]])
  })

  it('a late fact adds to the week in which it happened, from the moment it is recorded', () => {
    const late = heardOn('2018-02-05', meets('2018-01-20'))
    const all = lineage({ Sari: Menteng }, registers('2018-01-08'), late)
    expect(ledger(all)).toEqual([
      '2018-01-08 add 2018-01-08 P1 entered +Menteng new, late',
      '2018-02-05 add 2018-01-20 P3 entered +Menteng new, late',
    ])
    expect(knownChanges(all, v1)[1]!.cause).toBe(late.id)
  })

  it('an earlier fact of the step, told later, moves the arrival', () =>
    expect(ledger(lineage({ Sari: Menteng }, meets('2018-01-20'), heardOn('2018-02-05', meets('2018-01-10'))))).toEqual([
      '2018-01-20 add 2018-01-20 P3 entered +Menteng new, late',
      '2018-02-05 take back 2018-01-20 P3 entered +Menteng new, late',
      '2018-02-05 add 2018-01-10 P3 entered +Menteng new, late',
    ]))

  it('a void takes back, and is the cause', () => {
    const sku = issued('2018-01-20', 'IUMK')
    const wrong = voids('2018-02-05', sku)
    const all = lineage({ Sari: Menteng }, sku, wrong)
    expect(ledger(all)).toEqual([
      '2018-01-20 add 2018-01-20 P4 entered +Menteng new, late',
      '2018-01-20 add 2018-01-20 P4 reached +Menteng new, late',
      '2018-02-05 take back 2018-01-20 P4 entered +Menteng new, voided',
      '2018-02-05 take back 2018-01-20 P4 reached +Menteng new, voided',
    ])
    expect(knownChanges(all, v1)[3]!.cause).toBe(wrong.id)
  })

  it('is caused by a fact of that step, though others were recorded at the same instant', () => {
    const load = [registers('2018-01-08'), meets('2018-01-10'), loan('2018-01-12', 'applied')].map((f) =>
      heardOn('2018-02-01', f),
    )
    expect(knownChanges(lineage({ Sari: Menteng }, ...load), v1).map((c) => [c.step, c.cause])).toEqual([
      [1, load[0]!.id],
      [3, load[1]!.id],
      [7, load[2]!.id],
    ])
    const undo = voids('2018-01-31', load[0]!)
    const both = [
      ...load,
      { ...undo, recordedAt: atEndOf('2018-02-02') },
      heardOn('2018-02-02', attends('2018-01-20', 'dagang-1', 1)),
    ]
    const then = knownChanges(lineage({ Sari: Menteng }, ...both), v1, atEndOf('2018-02-01'))
    expect(then.map((c) => [c.step, c.n, c.causeKind])).toEqual([
      [1, -1, 'voided'],
      [2, 1, 'late'],
    ])
  })

  it('a correction, void and new fact at one instant, is caused by the void', () => {
    const wrong = issued('2018-01-20', 'IUMK')
    const right = heardOn('2018-02-05', issued('2018-01-10', 'IUMK'))
    const undo = voids('2018-02-05', wrong)
    const then = knownChanges(lineage({ Sari: Menteng }, wrong, right, undo), v1, atEndOf('2018-02-04'))
    expect(then.map((c) => [c.n, c.on, c.cause])).toEqual([
      [-1, '2018-01-20', undo.id],
      [-1, '2018-01-20', undo.id],
      [1, '2018-01-10', undo.id],
      [1, '2018-01-10', undo.id],
    ])
  })

  it('a reason corrected, the day unchanged, takes back the old one and adds the new one', () => {
    const away = leaves('2018-03-01', 'moved-away')
    const facts = [registers('2018-01-08'), away, voids('2018-03-12', away), heardOn('2018-03-12', leaves('2018-03-01', 'died'))]
    expect(ledger(lineage({ Sari: Menteng }, ...facts), atEndOf('2018-03-11'))).toEqual([
      '2018-03-12 take back 2018-03-01 P1 entered -Menteng moved-away, voided',
      '2018-03-12 add 2018-03-01 P1 entered -Menteng died, voided',
    ])
  })

  it('a move corrected to another kecamatan says so on the side that she left, too', () => {
    const wrong = leaves('2018-03-01', 'moved-within', 'Sari in Tebet')
    const right = heardOn('2018-03-12', leaves('2018-03-01', 'moved-within', 'Sari in Senen'))
    const homes = { Sari: Menteng, 'Sari in Tebet': Tebet, 'Sari in Senen': Senen }
    const all = lineage(homes, registers('2018-01-08'), wrong, right, voids('2018-03-12', wrong))
    expect(ledger(all, atEndOf('2018-03-11')).sort()).toEqual([
      '2018-03-12 add 2018-03-01 P1 entered +Senen moved-within (Menteng), voided',
      '2018-03-12 add 2018-03-01 P1 entered -Menteng moved-within (Senen), voided',
      '2018-03-12 take back 2018-03-01 P1 entered +Tebet moved-within (Menteng), voided',
      '2018-03-12 take back 2018-03-01 P1 entered -Menteng moved-within (Tebet), voided',
    ])
  })

  it('is told in the order in which it came to be known, whatever the step', () => {
    const facts = [loan('2018-01-08', 'applied'), meets('2018-01-20'), registers('2018-02-01')]
    expect(knownChanges(lineage({ Sari: Menteng }, ...facts), v1).map((c) => c.step)).toEqual([7, 3, 1])
  })

  it('two voids that name each other leave the answer to come', () => {
    const [one, two] = [voids('2018-02-01', meets('2018-01-20')), voids('2018-02-01', meets('2018-01-20'))]
    const facts = [registers('2018-01-08'), { ...one, voids: two.id }, { ...two, voids: one.id }]
    expect(ledger(lineage({ Sari: Menteng }, ...facts))).toEqual(['2018-01-08 add 2018-01-08 P1 entered +Menteng new, late'])
  })

  it('a move made void takes back both sides', () => {
    const move = leaves('2018-03-01', 'moved-within', 'Sari in Tebet')
    const all = lineage({ Sari: Menteng, 'Sari in Tebet': Tebet }, registers('2018-01-08'), move, voids('2018-03-12', move))
    expect(ledger(all)).toEqual([
      '2018-01-08 add 2018-01-08 P1 entered +Menteng new, late',
      '2018-03-01 add 2018-03-01 P1 entered -Menteng moved-within (Tebet), late',
      '2018-03-01 add 2018-03-01 P1 entered +Tebet moved-within (Menteng), late',
      '2018-03-12 take back 2018-03-01 P1 entered -Menteng moved-within (Tebet), voided',
      '2018-03-12 take back 2018-03-01 P1 entered +Tebet moved-within (Menteng), voided',
    ])
  })

  it('a licence revoked before it runs out takes back the departure that was foreseen', () =>
    expect(
      ledger(
        lineage({ Sari: Menteng }, issued('2018-01-10', 'IUMK', { validUntil: '2018-06-30' }), revoked('2018-03-05', 'IUMK')),
      ),
    ).toEqual([
      '2018-01-10 add 2018-01-10 P4 entered +Menteng new, late',
      '2018-01-10 add 2018-01-10 P4 reached +Menteng new, late',
      '2018-01-10 add 2018-07-01 P4 reached -Menteng licence-lapsed, late',
      '2018-03-05 take back 2018-07-01 P4 reached -Menteng licence-lapsed, late',
      '2018-03-05 add 2018-03-05 P4 reached -Menteng licence-lapsed, late',
    ]))

  it('asked from an instant on, it tells only what came to be known after it', () => {
    const all = lineage({ Sari: Menteng }, registers('2018-01-08'), meets('2018-01-20'), loan('2018-02-01', 'applied'))
    expect(ledger(all, atEndOf('2018-01-20'))).toEqual(['2018-02-01 add 2018-02-01 P7 entered +Menteng new, late'])
    expect(ledger(all, atEndOf('2018-01-19'))).toHaveLength(2)
    expect(ledger(all, atEndOf('2018-02-01'))).toEqual([])
  })

  it('a step set aside and a fact that changes no count add nothing', () =>
    expect(
      ledger(
        lineage({ Sari: Menteng }, ...STEPS.map((s) => tell('step.waived', '2018-01-08', { step: `P${s}`, by: 'bu-dewi' }))),
      ),
    ).toEqual([]))
})
