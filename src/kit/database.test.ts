// What a transaction promises: saved means committed, a scope ends with it, and a second installation does not lock out the first.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { type Database, migrate, openDatabase } from './database.ts'
import { readSecrets } from './secrets.ts'

const office = { actor: 'kantor', role: 'office' }
let fresh: FreshDatabase
let database: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase(fresh.url, fresh.secrets)
})
afterAll(() => database.end())

describe('a transaction', () => {
  it('is not called saved when a statement in it had failed, also if nobody looked', async () => {
    const swallowed = database.within('job', office, async (db) => {
      await db.client.query('select 1 / 0').catch(() => {})
      return 'saved'
    })
    await expect(swallowed).rejects.toThrow('nothing was saved')
  })

  it('leaves no scope behind on its connection', async () => {
    await database.within('job', office, async () => {})
    const { rows } = await database.pool('job').query("select nullif(current_setting('app.role', true), '') as role")
    expect(rows).toEqual([{ role: null }])
  })

  it('refuses a scope that is more than a name', async () => {
    await expect(database.within('job', { actor: "x'; drop table person; --", role: 'office' }, async () => {})).rejects.toThrow(
      'a scope holds',
    )
  })
})

describe('two installations on one server', () => {
  it('sign in with logins of their own, and neither locks the other out', async () => {
    const other = readSecrets(mkdtempSync(join(tmpdir(), 'tujuhpas-')))
    await migrate(fresh.url, other)
    const second = openDatabase(fresh.url, other)
    const first = openDatabase(fresh.url, fresh.secrets)
    const whoAmI = (db: Database) =>
      db.within(
        'public',
        { actor: 'publik', role: 'public' },
        async (d) => (await d.client.query('select current_user as name')).rows[0].name,
      )
    expect(await whoAmI(first)).not.toBe(await whoAmI(second))
    await Promise.all([first.end(), second.end()])
  })
})
