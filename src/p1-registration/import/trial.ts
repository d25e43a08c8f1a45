// What a trial must remember of a file's earlier rows, as the register would have held them: in temporary tables of one connection, so
// that a large file needs no more memory than a small one. Nothing of it outlives the trial. Its answers are kept packed.
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type pg from 'pg'
import type { Database } from '../../kit/database.ts'
import type { Answer } from './take.ts'

/** An earlier row: where it stands (`Lembar1:12`), and whose it is. */
export type EarlierRow = { who: string; name: string; birthDate: string | null }
export type TrialRow = EarlierRow & { mark: Buffer; kec: number; look: string }

export type Trial = {
  /** Runs a question on the trial's own connection: its table is `trial_row` (mark, kec, birth, look, name, who). */
  ask: (sql: string, values: readonly unknown[]) => Promise<pg.QueryResult>
  /** Which of these NIK stood in an earlier row? By mark, in hex. */
  held(marks: readonly Buffer[]): Promise<Map<string, EarlierRow>>
  remember(rows: readonly TrialRow[]): Promise<void>
  end(): void
}

/** Opens a trial on a connection of its own; `end` gives it up, and with it all that was remembered. */
export async function openTrial(database: Database): Promise<Trial> {
  const client = await database.pool('job').connect()
  client.on('error', () => {}) // a server that dies is told by the next question
  await client.query(
    `create temp table trial_row (mark bytea primary key, kec integer not null, birth date, look text not null, name text not null, who text not null);
     create index on trial_row (kec, birth)`,
  )
  return {
    ask: (sql, values) => client.query(sql, [...values]),
    async held(marks) {
      const sql = `select encode(mark, 'hex') as mark, who, name, birth as "birthDate" from trial_row where mark = any($1::bytea[])`
      const { rows } = await client.query(sql, [marks])
      return new Map(rows.map((r) => [r.mark, r]))
    },
    async remember(rows) {
      if (!rows.length) return
      await client.query(
        'insert into trial_row select * from unnest($1::bytea[], $2::integer[], $3::date[], $4::text[], $5::text[], $6::text[])',
        [
          rows.map((r) => r.mark),
          rows.map((r) => r.kec),
          rows.map((r) => r.birthDate),
          rows.map((r) => r.look),
          rows.map((r) => r.name),
          rows.map((r) => r.who),
        ],
      )
    },
    end: () => client.release(true),
  }
}

/** A trial's answers in the file's order, a few bytes a row: a sheet's answers are much alike. */
export class PackedAnswers {
  readonly #packs: Buffer[] = []
  add(answers: readonly Answer[]): void {
    this.#packs.push(deflateRawSync(JSON.stringify(answers), { level: 1 }))
  }
  async *batches(): AsyncGenerator<Answer[]> {
    for (const pack of this.#packs) yield JSON.parse(inflateRawSync(pack).toString())
  }
}
