// What a fact may carry: the shapes that the journal takes.
import { describe, expect, it } from 'vitest'
import { isKind, kinds, parseStep, schemaOf, sealedFields, stepOf } from './facts.ts'

describe('the vocabulary', () => {
  it('gives each kind its step, and none to what concerns the enrolment as a whole', () => {
    expect(kinds.filter((kind) => stepOf(kind) === 5)).toEqual(['product.listed', 'product.withdrawn', 'sale.made'])
    expect(kinds.filter((kind) => stepOf(kind) === null)).toEqual([
      'enrolment.ended',
      'enrolment.opened',
      'step.waived',
      'fact.voided',
    ])
  })

  it('knows its kinds and steps, and nothing that merely looks like one', () => {
    expect(isKind('loan.disbursed')).toBe(true)
    expect(isKind('toString')).toBe(false)
    expect([parseStep('P1'), parseStep('P7'), parseStep('P8'), parseStep('P0'), parseStep('p1')]).toEqual([
      1,
      7,
      null,
      null,
      null,
    ])
  })

  it('keeps nothing of a goal or result left empty, so that a seal stands only for something written', () => {
    const contact = { mentor: 'bu-endang', way: 'visit', goal: '  ', result: ' harga naik ' }
    expect(schemaOf('mentoring.contact').parse(contact)).toEqual({ mentor: 'bu-endang', way: 'visit', result: 'harga naik' })
  })

  it('seals what can be erased with the person: free text, personal finance, the number of a licence', () => {
    expect(sealedFields('mentoring.contact')).toEqual(['goal', 'result'])
    expect(sealedFields('licence.issued')).toEqual(['number'])
    expect(sealedFields('class.attended')).toEqual([])
  })

  it('reads session 3 and session "3" as one', () => {
    const attended = schemaOf('class.attended')
    expect(attended.parse({ class: 'dagang-1', session: 3 })).toEqual(attended.parse({ class: 'dagang-1', session: '3' }))
  })

  it.each([
    ['sale.made', { amount: 12_000.5, channel: 'bazaar' }],
    ['sale.made', { amount: 12_000, channel: 'warung' }],
    ['month.closed', { month: '2018-13' }],
    ['licence.issued', { type: 'NIB', validUntil: '2018-02-30' }],
    ['residence.confirmed', { area: '31.71.06' }],
    ['mentoring.contact', { mentor: 'bu-endang', way: 'visit', mood: 'good' }],
    ['step.waived', { step: 'P9', by: 'bu-dewi', reason: 'x' }],
    ['fact.voided', { reason: ' ' }],
  ] as const)('does not take a %s with %j', (kind, data) => expect(schemaOf(kind).safeParse(data).success).toBe(false))
})
