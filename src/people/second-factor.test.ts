import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { type Database, type Db, openDatabase } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { accountOf, addAccount, openSession } from './accounts.ts'
import {
  askForPassword,
  choosePassword,
  giveFactor,
  newSetUpCode,
  passFactor,
  pendingOf,
  proveFactor,
  reportLostFactor,
  setUpFactor,
  signIn,
} from './second-factor.ts'
import { codeAt, stepAt } from './totp.ts'

let database: Database
let secrets: Secrets
const start = new Date('2026-03-02T08:00:00+07:00')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
const asJob = <T>(work: (db: Db) => Promise<T>) => database.within('job', { actor: 'mesin', role: 'system' }, work)
const GOOD = 'tujuh anak tangga'
const SECRET = Buffer.from('12345678901234567890')
const codeFor = (wall: Date, secret: Buffer = SECRET, ahead = 0) => codeAt(secret, stepAt(wall) + ahead)

/** Past the password: what a browser holds until the code comes. */
async function waiting(name: string, wall = start): Promise<string> {
  const answer = await signIn(database.pool('staff'), secrets, { name, password: GOOD, wall })
  if ('problem' in answer) throw new Error(answer.problem.code)
  return answer.value.pending
}
const pass = (cookie: string, code: string, wall: Date) => passFactor(database, secrets, { cookie, code, wall, browser: null })
const prove = (account: string, code: string, wall: Date) => proveFactor(database, secrets, { account, code, wall })
const codeOf = (answer: { value: unknown } | { problem: { code: string } }) => ('problem' in answer ? answer.problem.code : 'in')
const who = async (cookie: string, wall: Date) =>
  (await accountOf(database.pool('staff'), secrets, cookie, wall))?.account.name ?? null
const all = async (sql: string) => (await asJob((db) => db.client.query(sql))).rows

beforeAll(async () => {
  const fresh = await freshDatabase()
  secrets = fresh.secrets
  database = openDatabase(fresh.url, secrets)
  await asJob(async (db) => {
    for (const name of ['baru', 'dewi.psm', 'salah.terus', 'cadangan', 'hilang'])
      await addAccount(db, { name, role: 'officer', shownAs: name, kec: 317404, password: name === 'baru' ? GOOD : null })
    await db.client.query(
      `update account set password = (select password from account where name = 'baru') where password is null and name <> 'mesin'`,
    )
    for (const name of ['dewi.psm', 'salah.terus', 'hilang']) await giveFactor(db, name, SECRET, start)
  })
})
afterAll(() => database.end())

describe('a sign-in that waits for its code', () => {
  it('opens nothing, and is over after ten minutes', async () => {
    const cookie = await waiting('dewi.psm')
    expect(await who(cookie, start)).toBe(null)
    expect(await pendingOf(database, secrets, cookie, later(9))).toMatchObject({ account: 'dewi.psm', fresh: null })
    expect(await pendingOf(database, secrets, cookie, later(10))).toBe(null)
    expect(codeOf(await pass(cookie, codeFor(later(10)), later(10)))).toBe('factor.over')
  })
  it('becomes a session with another token when the code is right, and is then over', async () => {
    const cookie = await waiting('dewi.psm', later(20))
    const answer = await pass(cookie, codeFor(later(20)), later(20))
    if ('problem' in answer) throw new Error(answer.problem.code)
    expect(answer.value.cookie).not.toContain(cookie)
    expect(await who(answer.value.cookie, later(20))).toBe('dewi.psm')
    expect(await pendingOf(database, secrets, cookie, later(20))).toBe(null)
  })
  it('takes a code once, however many ask with it at the same moment', async () => {
    const at = later(30)
    const answers = await Promise.all(Array.from({ length: 4 }, () => prove('dewi.psm', codeFor(at), at)))
    expect(answers.map(codeOf).sort()).toEqual(['factor.used', 'factor.used', 'factor.used', 'in'])
    expect(codeOf(await prove('dewi.psm', codeFor(at, SECRET, -1), at))).toBe('factor.used') // nor an older one
    expect(codeOf(await prove('dewi.psm', codeFor(at, SECRET, 1), at))).toBe('in')
  })
  it('waits after five wrong codes, whatever is signed in anew or right by then', async () => {
    const at = later(40)
    const wrong = codeFor(at) === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) expect(codeOf(await pass(await waitingFor('salah.terus', at), wrong, at))).toBe('factor.wrong')
    expect(await prove('salah.terus', codeFor(at), at)).toEqual({ problem: { code: 'factor.wait', data: { seconds: 30 } } })
    expect(codeOf(await prove('salah.terus', codeFor(later(41)), later(41)))).toBe('in')
  })
  it('checks no more than five of a thousand codes at once, from wherever they come', async () => {
    const at = later(60)
    const codes = Array.from({ length: 1000 }, (_, i) => String(i).padStart(6, '0')).filter(
      (c) => ![-1, 0, 1].some((d) => codeFor(at, SECRET, d) === c),
    )
    const answers = await Promise.all(codes.map((code) => prove('hilang', code, at)))
    expect(answers.filter((a) => codeOf(a) === 'factor.wrong')).toHaveLength(5)
    expect(answers.filter((a) => codeOf(a) === 'factor.wait')).toHaveLength(codes.length - 5)
  })
})

/** A waiting sign-in without deriving the password again, which is slow on purpose. */
async function waitingFor(account: string, wall: Date): Promise<string> {
  const token = Buffer.from(`${account}${Math.random()}`.padEnd(32, 'x').slice(0, 32)).toString('base64url')
  await database
    .pool('staff')
    .query('insert into pending_sign_in (token, account, made_at) values ($1, $2, $3)', [
      secrets.token(`pending ${token}`),
      account,
      wall,
    ])
  return token
}

describe('setting the factor up', () => {
  let codes: string[] = []
  it('counts only when a code of the app was typed', async () => {
    const cookie = await waiting('cadangan', later(100))
    const { fresh } = (await pendingOf(database, secrets, cookie, later(100)))!
    const setUp = (code: string) => setUpFactor(database, secrets, { cookie, code, wall: later(100), browser: null })
    expect(codeOf(await setUp('12345'))).toBe('factor.wrong-first')
    expect(codeOf(await pass(cookie, codeFor(later(100), fresh!), later(100)))).toBe('factor.over') // not set up yet
    const answer = await setUp(codeFor(later(100), fresh!))
    if ('problem' in answer) throw new Error(answer.problem.code)
    codes = answer.value.codes
    expect(new Set(codes).size).toBe(10)
    expect(await who(answer.value.cookie, later(100))).toBe('cadangan')
    expect(codeOf(await prove('cadangan', codeFor(later(100), fresh!), later(100)))).toBe('factor.used')
  })
  it('gives recovery codes that work once each, however they are typed, and tells the heads', async () => {
    const [first, second] = codes as [string, string]
    expect(codeOf(await prove('cadangan', ` ${first.toUpperCase().replace('-', ' ')} `, later(110)))).toBe('in')
    expect(codeOf(await prove('cadangan', first, later(110)))).toBe('factor.used')
    expect(codeOf(await prove('dewi.psm', second, later(110)))).toBe('factor.wrong') // another account's
    const heads = await database.within('job', { actor: 'mesin', role: 'system' }, (db) =>
      db.client.query(`select for_role, kota from account_notice where account = 'cadangan' order by for_role`),
    )
    expect(heads.rows).toEqual([
      { for_role: 'kota', kota: 3174 },
      { for_role: 'office', kota: null },
    ])
  })
  it('keeps neither secret nor codes so that they could be read', async () => {
    const rows = JSON.stringify(
      await all('select f::text, (select string_agg(r::text, $$,$$) from recovery_code r) from account_factor f'),
    )
    for (const code of codes) expect(rows).not.toContain(Buffer.from(code).toString('hex'))
    expect(rows).not.toContain(SECRET.toString('hex'))
  })
  it('shows an account its own factor only, even by SQL', async () => {
    const { rows } = await database.within('staff', { actor: 'dewi.psm', role: 'sign-in' }, (db) =>
      db.client.query('select account from account_factor'),
    )
    expect(rows).toEqual([{ account: 'dewi.psm' }])
    const none = await database.within('staff', { actor: 'dewi.psm', role: 'office' }, (db) =>
      db.client.query('select account from account_factor'),
    )
    expect(none.rows).toEqual([])
  })
  it('reports a loss once, which changes nothing by itself', async () => {
    await reportLostFactor(database, 'hilang', later(120))
    await reportLostFactor(database, 'hilang', later(121))
    expect(await all(`select kind, proposed_by from account_change where account = 'hilang'`)).toEqual([
      { kind: 'factor', proposed_by: 'hilang' },
    ])
    expect(await all(`select account from account_factor where account = 'hilang'`)).toHaveLength(1)
  })
})

describe('choosing a password', () => {
  const CHOSEN = 'kata sandi pilihan sendiri'
  const choose = (code: string, wall: Date, password = CHOSEN) =>
    choosePassword(database, secrets, { name: 'Baru', code, password, wall })
  const give = async (until: Date) => {
    const { code, mark } = newSetUpCode(secrets, 'baru')
    await asJob((db) =>
      db.client.query(
        `insert into set_up_code (account, mark, made_by, made_at, until) values ('baru', $1, 'operator', $2, $3)`,
        [mark, start, until],
      ),
    )
    return code
  }
  it('asks for one without telling whether the account exists', async () => {
    for (const name of ['baru', 'tidak.ada', '3174041203850002', "'; --"])
      expect(await askForPassword(database, { name, wall: start })).toBe(undefined)
    expect(await all(`select account, kind from account_change where kind = 'password'`)).toEqual([
      { account: 'baru', kind: 'password' },
    ])
  })
  it('says that a code is over, to who holds it, and nothing to who does not', async () => {
    const code = await give(later(1))
    expect(codeOf(await choose(code, later(1)))).toBe('set-up.expired')
    expect(codeOf(await choose('xxxx-xxxx-xxxx-xxxx', later(1)))).toBe('set-up.wrong')
    expect(codeOf(await choosePassword(database, secrets, { name: 'tidak.ada', code, password: CHOSEN, wall: start }))).toBe(
      'set-up.wrong',
    )
  })
  it('takes the code once, ends every session, and lets a too short password be mended first', async () => {
    const code = await give(later(60))
    const before = await openSession(database.pool('staff'), secrets, 'baru', start)
    expect(codeOf(await choose(code, later(2), 'pendek'))).toBe('account.password-short')
    expect(await who(before, later(2))).toBe('baru')
    expect(codeOf(await choose(code.toUpperCase().replaceAll('-', ''), later(2)))).toBe('in')
    expect(await who(before, later(2))).toBe(null)
    expect(codeOf(await choose(code, later(3)))).toBe('set-up.used')
    const answer = await signIn(database.pool('staff'), secrets, { name: 'baru', password: CHOSEN, wall: later(4) })
    expect(codeOf(answer)).toBe('in')
  })
})
