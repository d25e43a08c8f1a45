// The import's tables as Kysely sees them.
import type { Generated } from 'kysely'

declare module '../../kit/database.ts' {
  interface Tables {
    import_job: {
      id: string
      arrived: Generated<number>
      kind: 'registrations' | 'evidence'
      account: string
      kec_id: number | null
      file_name: string
      sha256: string
      body: Buffer | null
      options: Record<string, unknown>
      state: 'mapping' | 'queued' | 'running' | 'done' | 'refused' | 'taking-back' | 'taken-back'
      sheets: unknown
      preview: Buffer | null
      rows_total: number | null
      rows_done: number
      totals: Record<string, number>
      problem: unknown
      made_at: Date
      done_at: Date | null
    }
    import_row: {
      import_id: string
      nr: number
      sheet: string
      row: number
      outcome: string
      codes: string[]
      kec_id: number | null
      member: string | null
      duplicate_of: string | null
      body: Buffer | null
    }
    row_registry: { mark: Buffer; import_id: string; member: string }
    column_mapping: { office: string; signature: string; mapping: Record<string, unknown>; changed_at: Date }
  }
}
