import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, freshProgramme, type Programme } from '../../tests/programme.ts'
import { createApp, ROOMS, type Room } from '../app.tsx'
import { decide, propose } from './account-changes.ts'
import { addAccount, browserIn, openSession, setPassword } from './accounts.ts'
import { checkGlass, GLASS_LASTS } from './break-glass.ts'
import { choosePassword, giveFactor, resetAccount } from './second-factor.ts'
import { type Account, asAccount, type Env } from './site.ts'
import { codeAt, stepAt } from './totp.ts'

const PASAR_MINGGU = 317404
const MENTENG = 317106
const PASSWORD = 'tujuh anak tangga'
const SECRET = Buffer.from('12345678901234567890')

let p: Programme
let app: Hono<Env>
let wall = at('2026-03-02T08:00')
const account = (name: string, role: Account['role'], more: Partial<Account> = {}): Account => ({
  name,
  role,
  shownAs: `Akun ${name}`,
  kec: null,
  kota: null,
  ...more,
})
const PEOPLE = {
  satu: account('satu', 'operator'),
  dua: account('dua', 'operator'),
  kantor: account('kantor', 'office'),
  selatan: account('selatan', 'kota', { kota: 3174 }),
  pusat: account('pusat', 'kota', { kota: 3171 }),
  dewi: account('dewi', 'officer', { kec: PASAR_MINGGU }),
  auditor: account('auditor', 'auditor'),
}
type Who = keyof typeof PEOPLE

/** A page of officers' work: how many people of the kecamatan they see, and something to send. */
const officers: Room = {
  routes: new Hono<Env>()
    .get('/konsol/orang', async (c) =>
      c.text(String(await asAccount(c, async (db) => (await db.client.query('select from person')).rowCount))),
    )
    .post('/konsol/orang', (c) => c.text('written')),
  policies: { 'GET /konsol/orang': ['officer'], 'POST /konsol/orang': ['officer'] },
}

beforeAll(async () => {
  p = await freshProgramme()
  await p.register(PASAR_MINGGU, '2018-01-10')
  await p.work(async (db) => {
    for (const one of Object.values(PEOPLE)) await addAccount(db, { ...one, password: one.name === 'satu' ? PASSWORD : null })
    await db.client.query(
      `update account set password = (select password from account where name = 'satu') where name <> 'mesin'`,
    )
    for (const name of Object.keys(PEOPLE)) await giveFactor(db, name, SECRET, wall)
  })
  app = createApp({
    database: p.database,
    secrets: p.secrets,
    secure: false,
    log: () => {},
    wall: () => wall,
    rooms: { ...ROOMS, officers },
  })
})
afterAll(() => p.end())

const session = async (who: Who | string) => `sesi=${await openSession(p.database.pool('staff'), p.secrets, who, wall)}`
const get = (path: string, cookie: string) => app.request(path, { headers: { cookie } })
const seen = async (path: string, cookie: string) =>
  (await (await get(path, cookie)).text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
async function send(path: string, cookie: string, fields: Record<string, string>, from = '/konsol') {
  const token = /name="token" value="([^"]+)"/.exec(await (await get(from, cookie)).text())?.[1] ?? ''
  return app.request(path, {
    method: 'POST',
    headers: { cookie, origin: 'http://localhost' },
    body: new URLSearchParams({ token, ...fields }),
  })
}
const sessionIn = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .find((one) => one.startsWith('sesi='))!
    .split(';')[0]!
const put = (by: Who, proposal: Parameters<typeof propose>[2]) => propose(p.database, PEOPLE[by], proposal, wall)
const idOf = (answer: Awaited<ReturnType<typeof put>>) => {
  if ('problems' in answer) throw new Error(answer.problems[0]!.code)
  return answer.value
}
const answer = (by: Who, id: string, approve = true) =>
  decide(p.database, p.secrets, PEOPLE[by], { id, approve, reason: 'surat tugas diperiksa', wall })
const codesOf = (a: { value: unknown } | { problems: { code: string }[] }) =>
  'problems' in a ? a.problems.map((x) => x.code) : ['done']

describe('a change of an account', () => {
  it('happens only when another person has approved it', async () => {
    const id = idOf(
      await put('satu', {
        kind: 'area',
        account: 'dewi',
        reason: 'pindah tugas',
        to: { role: 'officer', shownAs: 'x', kec: MENTENG, kota: null },
      }),
    )
    const cookie = await session('dewi')
    expect(codesOf(await answer('satu', id))).toEqual(['change.own'])
    expect(await seen('/konsol', cookie)).toContain('Kecamatan Pasar Minggu')
    expect(codesOf(await answer('dua', id))).toEqual(['done'])
    expect((await get('/konsol', cookie)).headers.get('location')).toBe('/masuk?ke=%2Fkonsol') // its sessions ended
    expect(await seen('/konsol', await session('dewi'))).toContain('Kecamatan Menteng')
    idOf(
      await put('dua', {
        kind: 'area',
        account: 'dewi',
        reason: 'kembali',
        to: { role: 'officer', shownAs: 'x', kec: PASAR_MINGGU, kota: null },
      }),
    )
    const { rows } = await p.work((db) =>
      db.client.query(`select id from account_change where account = 'dewi' and decided_at is null`),
    )
    expect(codesOf(await answer('kantor', rows[0].id))).toEqual(['done'])
  })
  it('is decided once when two approve at the same moment', async () => {
    const id = idOf(await put('satu', { kind: 'close', account: 'auditor', reason: 'penugasan selesai' }))
    const answers = await Promise.all([answer('dua', id), answer('kantor', id), answer('dua', id, false)])
    expect(answers.map(codesOf).sort()).toEqual([['change.decided'], ['change.decided'], ['done']])
  })
  it('is not decided by whom it is about', async () => {
    const id = idOf(
      await put('satu', {
        kind: 'area',
        account: 'dua',
        reason: 'naik jabatan',
        to: { role: 'office', shownAs: 'x', kec: null, kota: null },
      }),
    )
    expect(codesOf(await answer('dua', id))).toEqual(['change.own'])
    expect(codesOf(await answer('kantor', id, false))).toEqual(['done'])
  })
  it('cannot be made or approved alone by SQL either', async () => {
    const id = idOf(await put('satu', { kind: 'close', account: 'pusat', reason: 'coba' }))
    const as = (who: Who, sql: string, values: unknown[] = []) =>
      p.database.within('staff', { actor: who, role: PEOPLE[who].role, kec: PEOPLE[who].kec, kota: PEOPLE[who].kota }, (db) =>
        db.client.query(sql, values),
      )
    const decideSql = 'select decide_account_change($1, true, $2, $3, $4, $3) as a'
    const values = [id, 'x', wall, Buffer.from('x')]
    expect((await as('satu', decideSql, values)).rows[0].a).toBe('own')
    expect((await as('selatan', decideSql, values)).rows[0].a).toBe('not-yours')
    await expect(as('satu', `update account set active = false where name = 'pusat'`)).rejects.toMatchObject({ code: '42501' })
    await expect(as('satu', `update account_change set approved = true where id = $1`, [id])).rejects.toMatchObject({
      code: '42501',
    })
    await expect(as('satu', `delete from account_event`)).rejects.toMatchObject({ code: '42501' })
    const forged = `insert into account_change (id, account, kind, reason, proposed_by, proposed_at) values (gen_random_uuid(), 'kantor', 'close', '', 'dua', now())`
    await expect(as('satu', forged)).rejects.toMatchObject({ code: '42501' })
    await expect(as('kantor', forged.replace("'dua'", "'kantor'"))).rejects.toMatchObject({ code: '42501' })
    expect(codesOf(await answer('dua', id, false))).toEqual(['done'])
  })
  it('says everything that is wrong with a proposal, and that the same one waits', async () => {
    expect(
      codesOf(
        await put('satu', {
          kind: 'new',
          account: 'Dewi!',
          reason: ' ',
          to: { role: 'officer', shownAs: '', kec: null, kota: null },
        }),
      ),
    ).toEqual(['account.name', 'account.shown-as', 'account.kecamatan', 'change.reason'])
    expect(codesOf(await put('satu', { kind: 'open', account: 'kantor', reason: 'x' }))).toEqual(['change.nothing'])
    expect(
      codesOf(
        await put('satu', {
          kind: 'new',
          account: 'akar',
          reason: 'x',
          to: { role: 'system', shownAs: 'x', kec: null, kota: null },
        }),
      ),
    ).toEqual(['account.role'])
    idOf(await put('satu', { kind: 'factor', account: 'pusat', reason: 'HP hilang' }))
    expect(codesOf(await put('dua', { kind: 'factor', account: 'pusat', reason: 'HP hilang' }))).toEqual(['change.open'])
  })
  it('that takes a lost factor off ends the sessions and stands before the heads until they have read it', async () => {
    const id = idOf(await put('satu', { kind: 'factor', account: 'dewi', reason: 'HP hilang di angkot' }))
    const cookie = await session('dewi')
    await answer('dua', id)
    expect((await get('/konsol', cookie)).status).toBe(303)
    const [office, selatan] = [await session('kantor'), await session('selatan')]
    for (const head of [office, selatan]) expect(await seen('/konsol', head)).toContain('kabar akun belum Anda baca')
    expect(await seen('/konsol', await session('pusat'))).not.toContain('kabar akun belum')
    const page = await (await get('/konsol/kabar-akun', selatan)).text()
    const kabar = /name="kabar" value="([^"]+)"/.exec(page)![1]!
    expect((await send('/konsol/kabar-akun', selatan, { kabar }, '/konsol/kabar-akun')).status).toBe(303)
    expect(await seen('/konsol', selatan)).not.toContain('kabar akun belum')
    expect(await seen('/konsol', office)).toContain('kabar akun belum') // each head reads for itself
  })
})

describe('the pages of accounts', () => {
  it('lead from a proposal to a first password that nobody else knows', async () => {
    const [satu, dua] = [await session('satu'), await session('dua')]
    const proposed = await send(
      '/konsol/akun/baru',
      satu,
      { nama: 'rina.psm', tampil: 'Rina, petugas', peran: 'officer', kec: '317404', alasan: 'petugas baru' },
      '/konsol/akun/baru',
    )
    const path = proposed.headers.get('location')!
    expect(await seen(path, satu)).toContain('Ini usulan Anda sendiri')
    const own = await send(path, satu, { jawab: 'setuju', alasan: 'saya setuju' }, path)
    expect([own.status, (await own.text()).includes('diputuskan orang lain')]).toEqual([422, true])
    const without = await send(path, dua, { jawab: 'setuju', alasan: '' }, path)
    expect([without.status, (await without.text()).includes('Tulis alasannya')]).toEqual([422, true])
    const page = await (await send(path, dua, { jawab: 'setuju', alasan: 'surat tugas 12/2018' }, path)).text()
    const code = />([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</.exec(page)![1]!
    expect(await (await get(path, dua)).text()).not.toContain(code)
    expect(await seen('/konsol/akun', dua)).toContain('rina.psm')

    const guest = await app.request('/masuk/mulai')
    const tamu = guest.headers.getSetCookie()[0]!.split(';')[0]!
    const chosen = { akun: 'rina.psm', kode: code, sandi: 'pilihan rina sendiri', ulang: 'pilihan rina sendiri' }
    expect((await send('/masuk/mulai', tamu, { ...chosen, sandi: 'pilihan lain sekali' }, '/masuk/mulai')).status).toBe(422)
    expect((await send('/masuk/mulai', tamu, chosen, '/masuk/mulai')).headers.get('location')).toBe('/masuk?sandi=baru')
    const again = await send('/masuk/mulai', tamu, chosen, '/masuk/mulai')
    expect([again.status, (await again.text()).includes('sudah dipakai')]).toEqual([422, true])
    const { rows } = await p.work((db) =>
      db.client.query(`select kind, by_account from account_event where account = 'rina.psm' order by id`),
    )
    expect(rows.map((r) => `${r.kind} ${r.by_account}`)).toEqual([
      'new.proposed satu',
      'new.approved dua',
      'password.set rina.psm',
    ])
  })
  it('show no code outside a demonstration', async () => {
    const first = await app.request('/masuk')
    const tamu = first.headers.getSetCookie()[0]!.split(';')[0]!
    const asked = await send('/masuk', tamu, { akun: 'satu', sandi: PASSWORD }, '/masuk')
    const pending = asked.headers
      .getSetCookie()
      .find((one) => one.startsWith('menunggu='))!
      .split(';')[0]!
    const page = await seen('/masuk/kode', pending)
    expect(page).toContain('Tulis kode dari aplikasi')
    expect(page).not.toMatch(/Peragaan|\d{6}/)
  })
  it('let one see where one is signed in, and end the other sessions', async () => {
    const [here, there] = [await session('kantor'), await session('kantor')]
    expect((await send('/konsol/akun/saya/sesi', here, {}, '/konsol/akun/saya')).status).toBe(303)
    expect([(await get('/konsol', here)).status, (await get('/konsol', there)).status]).toEqual([200, 303])
    expect(
      browserIn('Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36'),
    ).toBe('Chrome, Android')
  })
  it('change the password with the old one, in a new session', async () => {
    const [here, there] = [await session('pusat'), await session('pusat')]
    const fields = { lama: 'bukan ini', baru: 'sandi yang lain lagi', ulang: 'sandi yang lain lagi' }
    const wrong = await send('/konsol/akun/saya/sandi', here, fields, '/konsol/akun/saya')
    expect([wrong.status, (await wrong.text()).includes('bukan kata sandi Anda yang sekarang')]).toEqual([422, true])
    const done = await send('/konsol/akun/saya/sandi', here, { ...fields, lama: PASSWORD }, '/konsol/akun/saya')
    expect(done.headers.get('location')).toBe('/konsol/akun/saya?sandi=baru')
    const now = [here, there, sessionIn(done)].map((cookie) => get('/konsol', cookie))
    expect((await Promise.all(now)).map((a) => a.status)).toEqual([303, 303, 200])
  })
})

describe('break-glass', () => {
  const asked = { kec: PASAR_MINGGU, reason: 'petugas sakit, peserta menunggu', password: 'x', code: '123456' }
  it('asks for a kecamatan within reach, a reason, and a new sign-in, all at once', () => {
    const codes = (who: Who, more: Partial<typeof asked> = {}) =>
      checkGlass(PEOPLE[who], { ...asked, ...more }).map((x) => x.code)
    expect(codes('satu')).toEqual([])
    expect(codes('selatan')).toEqual([])
    expect(codes('pusat')).toEqual(['glass.kota'])
    expect(codes('dewi', { kec: MENTENG })).toEqual(['glass.kota'])
    expect(codes('satu', { kec: 999999, reason: 'perlu', password: '', code: ' ' })).toEqual([
      'glass.kec',
      'glass.reason',
      'glass.password',
      'factor.missing',
    ])
  })
  it('lets an operator read one kecamatan for four hours, with every page logged and nothing written', async () => {
    wall = at('2026-03-03T09:00')
    const before = await session('satu')
    const people = async (cookie: string) => (await get('/konsol/orang', cookie)).status
    expect(await people(before)).toBe(404)
    const fields = { kec: String(PASAR_MINGGU), alasan: asked.reason, sandi: PASSWORD }
    const wrong = await send('/konsol/darurat', before, { ...fields, kode: '000000' }, '/konsol/darurat')
    expect([wrong.status, await people(before)]).toEqual([422, 404])
    expect(await wrong.text()).toContain(asked.reason) // what was typed is still there
    const opened = await send('/konsol/darurat', before, { ...fields, kode: codeAt(SECRET, stepAt(wall)) }, '/konsol/darurat')
    const cookie = sessionIn(opened)
    expect((await get('/konsol', before)).status).toBe(303) // a new session, the old one is over
    expect(await people(cookie)).toBe(200)
    expect(await seen('/konsol', cookie)).toContain('Akses darurat: Anda membaca Kecamatan Pasar Minggu sampai 13.00')
    const { rows: log } = await p.work((db) =>
      db.client.query(`select kec_id, account, reason from read_log where what like 'glass %' order by id`),
    )
    expect(log).toEqual(['GET /konsol/orang', 'GET /konsol'].map((reason) => ({ kec_id: PASAR_MINGGU, account: 'satu', reason })))
    const write = await send('/konsol/orang', cookie, {})
    expect([write.status, (await write.text()).includes('hanya untuk membaca')]).toEqual([403, true])
    // Told at once: the head of the area and the office, not another kota.
    expect(await seen('/konsol/kabar-akun', await session('selatan'))).toContain('akses darurat dibuka')
    expect(await seen('/konsol/kabar-akun', await session('pusat'))).not.toContain('akses darurat dibuka')

    wall = new Date(wall.getTime() + 10 * 60_000)
    const closed = await send('/konsol/darurat/tutup', cookie, {})
    expect([(await get('/konsol', cookie)).status, await people(sessionIn(closed))]).toEqual([303, 404])
  })
  it('waits for a review by somebody else, who sees how many pages were opened', async () => {
    const { rows } = await p.work((db) =>
      db.client.query(`select detail->>'glass' as id from account_event where kind = 'glass.opened'`),
    )
    const path = `/konsol/kabar-akun/${rows[0].id}`
    const [pusat, selatan] = [await session('pusat'), await session('selatan')]
    expect(await seen('/konsol/kabar-akun', selatan)).toMatch(/Halaman yang dibuka \d+/)
    expect((await send(path, pusat, { tinjauan: 'wajar' }, '/konsol/kabar-akun')).status).toBe(422)
    expect((await send(path, selatan, { tinjauan: ' ' }, '/konsol/kabar-akun')).status).toBe(422)
    expect((await send(path, selatan, { tinjauan: 'wajar, petugas memang sakit' }, '/konsol/kabar-akun')).status).toBe(303)
    expect((await send(path, await session('kantor'), { tinjauan: 'dua kali' }, '/konsol/kabar-akun')).status).toBe(422)
  })
  it('ends by itself after four hours, in the same session', async () => {
    wall = at('2026-03-04T09:00')
    const asDua = await session('dua')
    const opened = await send(
      '/konsol/darurat',
      asDua,
      { kec: String(MENTENG), alasan: asked.reason, sandi: PASSWORD, kode: codeAt(SECRET, stepAt(wall)) },
      '/konsol/darurat',
    )
    let cookie = sessionIn(opened)
    const until = wall.getTime() + GLASS_LASTS
    for (; wall.getTime() < until; wall = new Date(wall.getTime() + 20 * 60_000)) {
      const page = await get('/konsol/orang', cookie)
      expect(page.status).toBe(200)
      if (page.headers.getSetCookie().length) cookie = sessionIn(page)
    }
    expect((await get('/konsol/orang', cookie)).status).toBe(404)
    expect(await seen('/konsol', cookie)).not.toContain('Akses darurat: Anda membaca')
    wall = new Date(wall.getTime() + 21 * 3_600_000)
    expect(await seen('/konsol/kabar-akun', await session('kantor'))).toContain('Terlambat: seharusnya ditinjau')
  })
  it('shows by SQL the opened kecamatan and nothing else of its people', async () => {
    const read = (kec: number) =>
      p.database.within(
        'staff',
        { actor: 'satu', role: 'officer', kec },
        async (db) => (await db.client.query('select from person')).rowCount,
      )
    expect([await read(PASAR_MINGGU), await read(MENTENG)]).toEqual([1, 0])
    await expect(
      p.database.within('staff', { actor: 'satu', role: 'operator' }, (db) =>
        db.client.query(
          `insert into break_glass (kec_id, id, account, reason, opened_at, until) values (317404, gen_random_uuid(), 'satu', 'x', now(), now() + interval '5 hours')`,
        ),
      ),
    ).rejects.toMatchObject({ code: '23514' })
  })
})

describe('a new password by a command', () => {
  it('is in the log of the account', async () => {
    await p.work((db) => setPassword(db, 'selatan', 'kata sandi yang panjang'))
    expect(await seen('/konsol/akun/milik/selatan', await session('dua'))).toContain('kata sandi baru; semua sesi berakhir')
  })
  it('is the way back when nobody is left to decide: factor off, sessions over, a code for the next password', async () => {
    const cookie = await session('satu')
    const made = (await p.work((db) => resetAccount(db, 'satu', wall)))!
    expect((await get('/konsol', cookie)).status).toBe(303)
    const chosen = await choosePassword(p.database, p.secrets, {
      name: 'satu',
      code: made.code,
      password: 'tangga pertama lagi',
      wall,
    })
    expect(chosen).toEqual({ value: null })
    expect(await p.work((db) => resetAccount(db, 'tidak.ada', wall))).toBe(null)
  })
})
