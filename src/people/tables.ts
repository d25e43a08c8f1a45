// The tables of people/ as Kysely sees them; the columns and their data classes are in db/migrations.

declare module '../kit/database.ts' {
  interface Tables {
    programme: { id: number; name: string; area: string; minimum_age: number; synthetic: boolean; clock: Date | null }
    account: {
      name: string
      role: string
      shown_as: string
      kec_id: number | null
      kota: number | null
      password: string | null
      active: boolean
      made_at: Date
    }
    session: { token: Buffer; account: string; made_at: Date; browser: string | null; glass: string | null }
    sign_in_try: { name: Buffer; failures: number; last_at: Date }
    read_log: {
      kec_id: number
      id: string
      at: Date
      account: string
      what: string
      enrolment_id: string | null
      reason: string | null
    }
    person: {
      kec_id: number
      id: string
      nik: Buffer | null
      name: string
      name_key: string
      birth_date: string | null
      sex: 'F' | 'M' | null
      phone: string | null
      phone_use: 'own' | 'shared' | 'none' | null
      address: string | null
      seal_key: Buffer
    }
    business: { kec_id: number; id: string; person_id: string; name: string | null; trade: string | null }
    enrolment_locator: { number: string; kec_id: number; enrolment_id: string }
    member_ref: { ref: string; number: string }
  }
}

export {}
