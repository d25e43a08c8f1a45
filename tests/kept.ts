// A data set as an earlier version left it: every row of every table, with the keys that sealed it and the migration it stood at. Kept in
// tests/kept/, so that each upgrade is tried on what really was there.
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { projectFile } from '../src/kit/files.ts'

type Table = { name: string; columns: string[]; rows: string }
/** `level`: the last migration's name; `keys`: the key file as it stood, of synthetic people only. */
export type Kept = { level: string; keys: string; tables: Table[] }

/** Everything in the database, `owner` being its superuser. */
export async function keep(owner: pg.Client, keys: string): Promise<Buffer> {
  const { rows } = await owner.query(
    `select c.relname as name, (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration' order by 1`,
  )
  const tables: Table[] = []
  for (const { name, columns } of rows) {
    let text = ''
    const out = owner.query(copyTo(`copy ${name} (${columns.join(', ')}) to stdout`))
    for await (const part of out) text += part
    if (text) tables.push({ name, columns, rows: text })
  }
  const level = (await owner.query("select max(name) as level from migration where name like '0%'")).rows[0].level as string
  return gzipSync(JSON.stringify({ level, keys, tables } satisfies Kept), { level: 9 })
}

export const readKept = (name: string): Kept =>
  JSON.parse(gunzipSync(readFileSync(projectFile(`tests/kept/${name}.json.gz`))).toString())

/** Puts the rows back into a database that was migrated to the same level and has nobody in it. */
export async function putBack(owner: pg.Client, { tables }: Kept): Promise<void> {
  // Rows come table by table: what one says of another is looked at again only by the rules that hold from then on.
  await owner.query("begin; set local session_replication_role = 'replica'")
  const names = tables.map((t) => t.name)
  await owner.query(`delete from ${names.join('; delete from ')}`)
  for (const { name, columns, rows } of tables)
    await pipeline(Readable.from([rows]), owner.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`)))
  const serials = await owner.query(
    `select c.relname as t, a.attname as c, pg_get_serial_sequence(c.relname, a.attname) as s from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
     and pg_get_serial_sequence(c.relname, a.attname) is not null`,
  )
  for (const { t, c, s } of serials.rows) await owner.query(`select setval($1, coalesce((select max(${c}) from ${t}), 1))`, [s])
  await owner.query('commit')
}
