// The weekly update's table as Kysely sees it.

declare module '../kit/database.ts' {
  interface Tables {
    weekly_cut: {
      week: string
      cut_at: Date
      made_by: string
      made_at: Date
      definition: number
      document: string
      detail: string
      sha256: string
      detail_sha256: string
    }
  }
}

export {}
