import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { type Database, type Db, openDatabase } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import {
  accountOf,
  addAccount,
  formToken,
  holdsToken,
  type NewAccount,
  openSession,
  setActive,
  setPassword,
  signOut,
  waitAfter,
} from './accounts.ts'
import { signIn } from './second-factor.ts'

let database: Database
let secrets: Secrets
const start = new Date('2026-03-02T08:00:00+07:00')
const later = (minutes: number, seconds = 0) => new Date(start.getTime() + (minutes * 60 + seconds) * 1000)
const asJob = <T>(work: (db: Db) => Promise<T>) => database.within('job', { actor: 'mesin', role: 'system' }, work)
const make = (account: Partial<NewAccount>) =>
  asJob((db) => addAccount(db, { name: 'dewi.psm', role: 'officer', shownAs: 'Dewi Anggraini', kec: 317404, ...account }))
const enter = (name: string, password: string, wall = start) => signIn(database.pool('staff'), secrets, { name, password, wall })
const who = async (cookie: string, wall: Date) =>
  (await accountOf(database.pool('staff'), secrets, cookie, wall))?.account.name ?? null
const codesOf = (answer: Awaited<ReturnType<typeof make>>) => ('problems' in answer ? answer.problems.map((p) => p.code) : [])
const codeOf = (answer: Awaited<ReturnType<typeof enter>>) => ('problem' in answer ? answer.problem.code : 'in')

const GOOD = 'tujuh anak tangga'

beforeAll(async () => {
  const fresh = await freshDatabase()
  secrets = fresh.secrets
  database = openDatabase(fresh.url, secrets)
  expect(await make({ password: GOOD })).toHaveProperty('value')
  expect(await make({ name: 'kantor', role: 'office', shownAs: 'Kantor', kec: null, password: GOOD })).toHaveProperty('value')
})
afterAll(() => database.end())

describe('an account', () => {
  it('is made once', async () => expect(codesOf(await make({}))).toEqual(['account.taken']))
  it('is an officer of a real kecamatan, and nobody else has one', async () => {
    expect(codesOf(await make({ name: 'x1', kec: 317499 }))).toEqual(['account.kecamatan'])
    expect(codesOf(await make({ name: 'x1', kec: null }))).toEqual(['account.kecamatan'])
    expect(codesOf(await make({ name: 'x1', role: 'office' }))).toEqual(['account.kecamatan'])
    expect(codesOf(await make({ name: 'x1', role: 'kota', kec: null, kota: 9999 }))).toEqual(['account.kota'])
  })
  it('says all that is wrong at once', async () =>
    expect(codesOf(await make({ name: 'Dewi!', role: 'raja', shownAs: ' ', password: 'pendek' }))).toEqual([
      'account.name',
      'account.role',
      'account.shown-as',
      'account.password-short',
    ]))
  it('has a password of twelve characters or more, without its name in it', async () => {
    expect(codesOf(await make({ name: 'x2', password: 'sebelas hur' }))).toEqual(['account.password-short'])
    expect(codesOf(await make({ name: 'sari.psm', password: 'ini SARI.psm sendiri' }))).toEqual(['account.password-name'])
    expect(codesOf(await make({ name: 'x2', password: 'a'.repeat(201) }))).toEqual(['account.password-long'])
  })
  it('stores no password that can be read', async () => {
    const { rows } = await database.pool('staff').query('select password from account where password is not null')
    for (const r of rows) expect(r.password).toMatch(/^scrypt\$16384\$8\$5\$/)
    expect(new Set(rows.map((r) => r.password)).size).toBe(rows.length)
  })
})

describe('signing in', () => {
  it('takes the right password, with the name in any case', async () => {
    expect(codeOf(await enter('dewi.psm', GOOD))).toBe('in')
    expect(codeOf(await enter(' Dewi.PSM ', GOOD))).toBe('in')
  })
  it('does not let in an account without a password', async () => expect(codeOf(await enter('mesin', ''))).toBe('sign-in.wrong'))

  it.each(['dewi.psm', 'tidak.ada'])(
    'lets %s wait after five failures in a row, longer each time, as known as unknown',
    async (name) => {
      const t0 = 100
      for (let i = 0; i < 5; i++) expect(codeOf(await enter(name, 'salah', later(t0)))).toBe('sign-in.wrong')
      const waits = await enter(name, GOOD, later(t0, 29))
      expect(waits).toEqual({ problem: { code: 'sign-in.wait', data: { seconds: 1 } } })
      expect(codeOf(await enter(name, 'salah', later(t0, 30)))).toBe('sign-in.wrong')
      expect(await enter(name, GOOD, later(t0, 31))).toEqual({ problem: { code: 'sign-in.wait', data: { seconds: 59 } } })
    },
  )
  it('is open again after the wait, and success ends the count', async () => {
    expect(codeOf(await enter('dewi.psm', GOOD, later(102)))).toBe('in')
    for (let i = 0; i < 4; i++) expect(codeOf(await enter('dewi.psm', 'salah', later(103)))).toBe('sign-in.wrong')
    expect(codeOf(await enter('dewi.psm', GOOD, later(103)))).toBe('in')
  })
  it('waits at most a quarter of an hour', () => {
    expect([4, 5, 6, 9, 10, 500].map(waitAfter)).toEqual([0, 30_000, 60_000, 480_000, 900_000, 900_000])
  })
  it('checks no more than five passwords however many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => enter('kantor', 'salah', later(200))))
    expect(answers.filter((a) => codeOf(a) !== 'sign-in.wait')).toHaveLength(5)
  })
  it('keeps the names that were tried only as keyed hashes', async () => {
    await enter('3174041203850002', 'salah', later(210))
    const { rows } = await database.pool('staff').query('select t::text from sign_in_try t')
    expect(JSON.stringify(rows)).not.toContain('3174041203850002')
  })
})

describe('a session', () => {
  const open = (wall = start) => openSession(database.pool('staff'), secrets, 'dewi.psm', wall)

  it('is another one at each sign-in, and the database does not hold what opens it', async () => {
    const [a, b] = [await open(), await open()]
    expect(a.split('.')[0]).not.toBe(b.split('.')[0])
    const { rows } = await database.pool('staff').query(`select encode(token, 'base64') as token from session`)
    for (const r of rows) expect(a).not.toContain(r.token)
  })
  it('ends after half an hour without a request', async () => {
    const cookie = await open()
    expect(await who(cookie, later(30))).toBe('dewi.psm')
    expect(await who(cookie, later(30, 1))).toBe(null)
  })
  it('goes on while it is used, but not beyond twelve hours', async () => {
    let cookie = await open()
    for (let minute = 25; minute < 12 * 60; minute += 25) {
      const session = await accountOf(database.pool('staff'), secrets, cookie, later(minute))
      expect(session?.account.name).toBe('dewi.psm')
      cookie = session!.renewed!
    }
    expect(await who(cookie, later(12 * 60 - 1))).toBe('dewi.psm')
    expect(await who(cookie, later(12 * 60))).toBe(null)
  })
  it('is not believed when its time was changed by hand', async () => {
    const [token, , seal] = (await open()).split('.')
    expect(await who(`${token}.${Math.floor(later(40).getTime() / 1000).toString(36)}.${seal}`, later(40))).toBe(null)
  })
  it('ends with the sign-out, for whoever still holds its cookie', async () => {
    const cookie = await open()
    await signOut(database.pool('staff'), secrets, cookie)
    expect(await who(cookie, start)).toBe(null)
  })
  it('sees a changed role by the next request', async () => {
    const cookie = await open()
    await asJob((db) => db.client.query(`update account set role = 'auditor', kec_id = null where name = 'dewi.psm'`))
    expect((await accountOf(database.pool('staff'), secrets, cookie, start))?.account).toMatchObject({
      role: 'auditor',
      kec: null,
    })
    await asJob((db) => db.client.query(`update account set role = 'officer', kec_id = 317404 where name = 'dewi.psm'`))
  })
  it('ends with a new password', async () => {
    const cookie = await open()
    await asJob((db) => setPassword(db, 'dewi.psm', 'tangga yang lain lagi'))
    expect(await who(cookie, start)).toBe(null)
    expect(codeOf(await enter('dewi.psm', 'tangga yang lain lagi', later(300)))).toBe('in')
  })
  it('ends when the account is closed, which then cannot sign in', async () => {
    const cookie = await open()
    await asJob((db) => setActive(db, 'dewi.psm', false))
    expect(await who(cookie, start)).toBe(null)
    expect(codeOf(await enter('dewi.psm', 'tangga yang lain lagi', later(310)))).toBe('sign-in.wrong')
  })
})

describe('the token of a form', () => {
  it('is another one in each page, and all of them are good for their own browser only', () => {
    const [a, b] = [formToken(secrets, 'guest a'), formToken(secrets, 'guest a')]
    expect(a).not.toBe(b)
    expect([a, b].every((t) => holdsToken(secrets, 'guest a', t))).toBe(true)
    expect(holdsToken(secrets, 'guest b', a)).toBe(false)
  })
  it.each([undefined, '', 'x', '.', `${'a'.repeat(16)}.${'b'.repeat(43)}`, ['a']])('is never %j', (token) =>
    expect(holdsToken(secrets, 'guest a', token)).toBe(false),
  )
})
