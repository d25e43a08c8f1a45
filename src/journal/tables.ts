// The journal's tables as Kysely sees them; the columns are in db/migrations.
import type { Generated } from 'kysely'

declare module '../kit/database.ts' {
  interface Tables {
    journal_event: {
      kec_id: number
      seq: number
      id: string
      enrolment_id: string
      kind: string
      occurred_on: string
      recorded_at: Date
      appended_at: Date
      recorded_by: string
      way: string
      grade: string
      voids: string | null
      payload: Record<string, unknown>
      hash: Buffer
    }
    fact_registry: { id: string; kec_id: number }
    fact_detail: { kec_id: number; fact_id: string; enrolment_id: string; body: Buffer }
    chain_head: { kec_id: number; seq: number; hash: Buffer; appended_at: Date }
    step_change: {
      kec_id: number
      enrolment_id: string
      id: Generated<number>
      kel_id: number | null
      step: number
      reached: boolean
      occurred_on: string
      recorded_at: Date
      arriving: boolean
      reason: string
      other_kec: number | null
      n: number
      cause: string
      cause_kind: string
    }
    rollup_week: {
      kec_id: number
      week_on: string
      step: number
      reached: boolean
      arriving: boolean
      reason: string
      other_kec: number
      slot: number
      n: number
    }
    definition: { version: number; in_force_from: string; parameters: Record<string, unknown>; published_at: Date }
    enrolment: {
      kec_id: number
      id: string
      person_id: string
      number: string
      kel_id: number | null
      opened_on: string
      lineage: string
      tied: boolean
      import_id: string | null
    }
  }
}
