// The vocabulary of the journal (8-facts): what may be said to have happened to one enrolment, and what each kind carries.
// Which facts make a step count is in p1.ts to p7.ts; who may write them is in the rooms.
import { z } from 'zod'
import { isDate, type JakartaDate } from '../kit/calendar.ts'

export type Step = 1 | 2 | 3 | 4 | 5 | 6 | 7
export const STEPS: readonly Step[] = [1, 2, 3, 4, 5, 6, 7]

/** `P4` to 4; null for anything else. */
export const parseStep = (text: string): Step | null => (/^P[1-7]$/.test(text) ? (+text[1]! as Step) : null)

/** Grade of evidence: A verified at source, B document seen by an officer, C the member's word. */
export type Grade = 'A' | 'B' | 'C'

const date = z.string().refine(isDate, 'date')
const code = z.string().trim().min(1).max(200)
// An empty field was not filled in: nothing is kept of it, so that a sealed field is there only when somebody wrote something.
const words = z
  .string()
  .max(2000)
  .transform((text) => text.trim() || undefined)
const text = z.string().trim().min(1).max(2000)
const rupiah = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const area = z.string().regex(/^\d{2}\.\d{2}\.\d{2}\.\d{4}$/)
const anyArea = z.string().regex(/^\d{2}\.\d{2}\.\d{2}(\.\d{4})?$/)

/**
 * A sealed field (free text, personal finance, a licence's number) stays beside the fact in a row that can be erased; the journal
 * holds a salted hash, so that erasing a person changes no state and no published week (6-trust, Journal).
 */
export type Sealed = { sealed: string }

const KINDS = {
  'registration.submitted': {
    step: 1,
    data: z.strictObject({ channel: z.enum(['online', 'counter', 'clinic', 'paper', 'import']), area: anyArea.optional() }),
  },
  'identity.checked': {
    step: 1,
    data: z.strictObject({ document: z.enum(['ktp', 'kk']), result: z.enum(['match', 'mismatch']) }),
  },
  'residence.confirmed': { step: 1, data: z.strictObject({ area }) },
  'baseline.taken': {
    step: 1,
    data: z.strictObject({
      trading: z.boolean(),
      since: words.optional(),
      turnoverMonth: rupiah.optional(),
      workers: z.number().int().min(0).max(100_000).optional(),
      licence: words.optional(),
    }),
    sealed: ['turnoverMonth', 'since', 'licence'],
  },
  'consent.given': {
    step: 1,
    data: z.strictObject({
      purpose: z.enum(['programme', 'lender', 'partner', 'publication', 'message']),
      textVersion: code.optional(),
      way: z.enum(['form', 'paper', 'spoken', 'message']).optional(),
    }),
  },
  'consent.withdrawn': {
    step: 1,
    data: z.strictObject({
      purpose: z.enum(['programme', 'lender', 'partner', 'publication', 'message']),
      way: z.enum(['form', 'paper', 'spoken', 'message']).optional(),
    }),
  },
  'class.attended': {
    step: 2,
    data: z.strictObject({ class: code, session: z.union([code, z.number()]).transform(String), module: code.optional() }),
  },
  'homework.accepted': { step: 2, data: z.strictObject({ class: code, homework: code.optional() }) },
  'mentoring.contact': {
    step: 3,
    data: z.strictObject({
      mentor: code,
      way: z.enum(['visit', 'call', 'chat', 'clinic']),
      goal: words.optional(),
      result: words.optional(),
    }),
    sealed: ['goal', 'result'],
  },
  'licence.applied': { step: 4, data: z.strictObject({ type: code, office: code.optional() }) },
  'licence.issued': {
    step: 4,
    data: z.strictObject({
      type: code,
      number: words.optional(),
      validFrom: date.optional(),
      validUntil: date.optional(),
      risk: z.enum(['low', 'medium-low', 'medium-high', 'high']).optional(),
      verified: z.boolean().optional(),
    }),
    sealed: ['number'],
  },
  'licence.refused': {
    step: 4,
    data: z.strictObject({ type: code, number: words.optional(), reason: words.optional() }),
    sealed: ['number', 'reason'],
  },
  'licence.revoked': {
    step: 4,
    data: z.strictObject({ type: code, number: words.optional(), reason: words.optional() }),
    sealed: ['number', 'reason'],
  },
  'product.listed': { step: 5, data: z.strictObject({ product: code, curatedBy: code.optional() }) },
  'product.withdrawn': { step: 5, data: z.strictObject({ product: code, reason: words.optional() }), sealed: ['reason'] },
  'sale.made': {
    step: 5,
    data: z.strictObject({
      amount: rupiah,
      channel: z.enum(['catalogue', 'bazaar', 'consignment', 'procurement', 'marketplace', 'own']),
      product: code.optional(),
    }),
    sealed: ['amount'],
  },
  'month.closed': {
    step: 6,
    data: z.strictObject({ month, business: code.optional(), profit: z.number().int().optional() }),
    sealed: ['profit'],
  },
  'month.reopened': {
    step: 6,
    data: z.strictObject({ month, business: code.optional(), profit: z.number().int().optional(), reason: words.optional() }),
    sealed: ['profit', 'reason'],
  },
  'loan.applied': {
    step: 7,
    data: z.strictObject({ lender: code, amount: rupiah.optional(), reason: words.optional() }),
    sealed: ['amount', 'reason'],
  },
  'loan.approved': {
    step: 7,
    data: z.strictObject({ lender: code, amount: rupiah.optional(), reason: words.optional() }),
    sealed: ['amount', 'reason'],
  },
  'loan.refused': {
    step: 7,
    data: z.strictObject({ lender: code, amount: rupiah.optional(), reason: words.optional() }),
    sealed: ['amount', 'reason'],
  },
  'loan.disbursed': {
    step: 7,
    data: z.strictObject({
      lender: code,
      amount: rupiah,
      method: z.enum(['flat', 'annuity']),
      ratePercent: z.number().min(0).max(1000),
      months: z.number().int().min(1).max(600),
    }),
    sealed: ['amount'],
  },
  'enrolment.ended': {
    step: null,
    // `into` as it arrives: for a move inside the area the kecamatan or kelurahan moved to, for a duplicate the member who remains.
    // In the journal: the id of the enrolment that goes on, with its kecamatan.
    data: z.strictObject({
      reason: z.enum(['moved-away', 'moved-within', 'withdrew', 'died', 'merged', 'not-eligible']),
      into: code.optional(),
      intoKec: z.number().int().optional(),
    }),
  },
  // The new kecamatan's own record that an enrolment came to it by a move; it counts through the `enrolment.ended` that sent it.
  'enrolment.opened': { step: null, data: z.strictObject({ from: z.uuid(), fromKec: z.number().int(), area: anyArea }) },
  'step.waived': {
    step: null,
    data: z.strictObject({ step: z.string().regex(/^P[1-7]$/), by: code, reason: text }),
    sealed: ['reason'],
  },
  'fact.voided': { step: null, data: z.strictObject({ reason: text }), sealed: ['reason'] },
} as const satisfies Record<string, { step: Step | null; data: z.ZodType; sealed?: readonly string[] }>

export type Kind = keyof typeof KINDS
export type DataOf<K extends Kind> = z.output<(typeof KINDS)[K]['data']>

export const kinds = Object.keys(KINDS) as Kind[]
export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text)
export const stepOf = (kind: Kind): Step | null => KINDS[kind].step
export const schemaOf = (kind: Kind): z.ZodType => KINDS[kind].data
export const sealedFields = (kind: Kind): readonly string[] => {
  const kept = KINDS[kind]
  return 'sealed' in kept ? kept.sealed : []
}

/** A fact as the journey reads it. Sealed fields are `{sealed}`: their presence is known, their content is not. */
export type Fact = {
  id: string
  enrolment: string
  kind: Kind
  occurredOn: JakartaDate
  /** Milliseconds since 1970: when the programme came to know it. */
  recordedAt: number
  /** Order within the same recordedAt: the chain's sequence. */
  seq: number
  data: { readonly [field: string]: unknown }
  voids?: string | null
}
