// The front door, read from the route table: a new room is covered here without being named.
import { globSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { Hono } from 'hono'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { at, freshProgramme, MENTENG, type Programme } from '../tests/programme.ts'
import { createApp, ROOMS, type Room, type Route, routeTable } from './app.tsx'
import { openDatabase } from './kit/database.ts'
import { addAccount, type Env, openMemberSession, openSession, ROLES, type Role, setActive } from './people/index.ts'

const SCOPE: Partial<Record<Role, { kec?: number; kota?: number }>> = { officer: { kec: MENTENG }, kota: { kota: 3171 } }
const PEOPLE = ROLES.filter((r) => r !== 'system')
const PASSWORD = 'tujuh anak tangga'
const HERE = 'http://localhost'
const SECURITY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** What must never be in a log line: written into every form below. */
const CANARY = { nik: '3171061404840007', phone: '081299887766', name: 'Kenari Bersayap' }

const table = routeTable()
const gets = table.filter((r) => r.method === 'GET')
const writes = table.filter((r) => r.method !== 'GET')
const rooms = table.filter((r) => r.room !== 'app')

let programme: Programme
let owner: pg.Client
let lines: string[] = []
let wall = at('2026-03-02T08:00')
const sessions = new Map<Role, string>()

/** A role of an account, or a member on their own page. */
type As = Role | 'resident'
let member = ''
const sessionOf = (as: As) => (as === 'resident' ? `anggota=${member}` : `sesi=${sessions.get(as)}`)

type Sent = {
  as?: As | null
  cookie?: string
  method?: string
  headers?: Record<string, string>
  body?: RequestInit['body']
  on?: Hono<Env>
}
let app: Hono<Env>
const door = (more: Partial<Parameters<typeof createApp>[0]> = {}) =>
  createApp({
    database: programme.database,
    secrets: programme.secrets,
    secure: false,
    log: (line) => lines.push(line),
    wall: () => wall,
    ...more,
  })

const ask = async (
  path: string,
  { as = null, cookie = as ? sessionOf(as) : '', method = 'GET', headers = {}, body, on = app }: Sent = {},
) => on.request(path, { method, headers: { ...(cookie ? { cookie } : {}), ...headers }, body })
const logged = () => JSON.parse(lines.at(-1)!)

/** A form as a browser sends it from our page: the token of that browser, our Origin. */
async function send(
  path: string,
  fields: Record<string, string>,
  { as = null, guest, headers = {}, method = 'POST', ...more }: Sent & { guest?: string } = {},
) {
  const browser = guest ?? (as ? sessionOf(as) : undefined)
  const page = await ask('/masuk', { cookie: as ? '' : (browser ?? '') })
  const cookie = browser ?? cookiesOf(page).tamu!
  const from = as ? await ask(as === 'resident' ? '/langkah/permintaan' : '/konsol', { cookie }) : page
  const token = /name="token" value="([^"]+)"/.exec(await from.text())?.[1] ?? ''
  return ask(path, {
    cookie,
    method,
    body: new URLSearchParams({ token, ...fields }),
    headers: Object.fromEntries(Object.entries({ origin: HERE, ...headers }).filter(([, value]) => value)),
    ...more,
  })
}

const cookiesOf = (answer: Response) =>
  Object.fromEntries(answer.headers.getSetCookie().map((one) => [one.split('=')[0]!.replace('__Host-', ''), one.split(';')[0]!]))

/** A real-looking address for a pattern. What it leads to need not exist: who may ask is decided before. */
const PARTS: Record<string, string> = { ':week': '2018-W03', ':step': 'P1', ':place': '31.71.06', ':tema': 'alamat' }
const addressOf = ({ path }: Route) => path.replace(/:\w+(\{[^}]*\})?/g, (part) => PARTS[part] ?? 'x')

const mayUse = (route: Route, role: As | null) => route.policy === 'everybody' || (role !== null && route.policy!.includes(role))

/** A digest of every row of every table, as the owner sees them. */
async function digests(): Promise<Record<string, string>> {
  const { rows } = await owner.query(
    `select relname as t from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const all: Record<string, string> = {}
  for (const { t } of rows) {
    const { rows: found } = await owner.query(
      `select count(*) || md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as d from ${t} x`,
    )
    all[t] = found[0].d
  }
  return all
}

beforeAll(async () => {
  programme = await freshProgramme()
  for (let i = 0; i < 11; i++) await programme.register(MENTENG, '2018-01-10')
  const { number } = await programme.register(MENTENG, '2018-01-10')
  member = await openMemberSession(programme.database.pool('member'), programme.secrets, number, wall)
  await programme.cut('2018-W02', '2018-01-15T09:00')
  await programme.work(async (db) => {
    await db.client.query(`update programme set synthetic = true, clock = $1`, [at('2018-01-22T09:00')])
    for (const role of ROLES)
      await addAccount(db, {
        name: `akun.${role}`,
        role,
        shownAs: `Akun ${role}`,
        ...SCOPE[role],
        password: role === 'officer' ? PASSWORD : null,
      })
  })
  for (const role of ROLES)
    sessions.set(role, await openSession(programme.database.pool('staff'), programme.secrets, `akun.${role}`, wall))
  owner = new pg.Client(programme.url)
  await owner.connect()
  app = door()
})
afterAll(async () => {
  await owner.end()
  await programme.end()
})
beforeEach(() => {
  lines = []
  wall = at('2026-03-02T08:00')
})

describe('the route table', () => {
  it('has a policy for every route of every room', () => {
    expect(table.length).toBeGreaterThan(10)
    expect(table.filter((r) => r.policy === null).map((r) => r.key)).toEqual([])
  })
  it('is what the app really answers: nothing beside it', () => {
    const real = new Set(app.routes.filter((r) => r.method !== 'ALL').map((r) => `${r.method} ${r.path}`))
    expect([...real].sort()).toEqual(table.map((r) => r.key).sort())
  })
  it('has no route that takes every method, which no policy could name', () =>
    expect(app.routes.filter((r) => r.method === 'ALL' && r.path !== '/*')).toEqual([]))
  it('stops the start when a policy has no route, or two rooms have the same one', () => {
    const room = (path: string, key: string): Room => ({
      routes: new Hono<Env>().get(path, (c) => c.text('')),
      policies: { [key]: 'everybody' },
    })
    expect(() => routeTable({ a: room('/a', 'GET /b') })).toThrow('GET /b')
    expect(() => routeTable({ a: room('/a', 'GET /a'), b: room('/a', 'GET /a') })).toThrow('in a and in b')
  })
  it('knows every path that a page asks about before it shows a button', () => {
    const known = new Set(table.map((r) => r.path))
    const files = globSync('src/**/*.{ts,tsx}').filter((f) => !f.includes('.test.'))
    const asked = files.flatMap((f) => [...readFileSync(f, 'utf8').matchAll(/mayOpen\('([^']+)'\)/g)].map((m) => m[1]!))
    expect(asked.length).toBeGreaterThan(4)
    expect(asked.filter((path) => !known.has(path))).toEqual([])
  })
  it('answers 404 to everyone for a route without a policy, and the log says so', async () => {
    const bare = door({ rooms: { bare: { routes: new Hono<Env>().get('/polos', (c) => c.text('terbuka')), policies: {} } } })
    const answer = await ask('/polos', { as: 'office', on: bare })
    expect(answer.status).toBe(404)
    expect(logged()).toMatchObject({ route: '/polos', status: 404, code: 'route.without-policy' })
  })
})

describe('who may', () => {
  it.each(rooms.map((r) => [r.key, r] as const))('%s: as its policy says, for all eleven kinds of asker', async (_, route) => {
    const wrong: string[] = []
    for (const role of [null, 'resident', ...PEOPLE] as const) {
      const answer = await ask(addressOf(route), { as: role, method: route.method, headers: { origin: HERE } })
      const { code } = logged()
      if (mayUse(route, role)) {
        // A write gets as far as the question for its token; a page may still have nothing to show.
        if (route.method === 'GET' ? String(code).startsWith('route.') : code !== 'form.not-from-here')
          wrong.push(`${role} was kept out: ${code}`)
      } else if (role === null || role === 'resident') {
        const sent = route.method === 'GET' ? [303, `/masuk?ke=${encodeURIComponent(addressOf(route))}`] : [403, null]
        if (answer.status !== sent[0] || answer.headers.get('location') !== sent[1]) wrong.push(`nobody got ${answer.status}`)
      } else {
        const missing = await ask('/tidak-ada-halaman-ini', { as: role })
        if (answer.status !== 404 || (await answer.text()) !== (await missing.text())) wrong.push(`${role} got ${answer.status}`)
      }
    }
    expect(wrong).toEqual([])
  })
  it('leads every account to work pages that open for it, and to nothing else', async () => {
    for (const role of PEOPLE) {
      const home = await ask('/konsol', { as: role })
      expect(home.status).toBe(200)
      const hrefs = new Set(
        [...(await home.text()).matchAll(/href="(\/[^"]*)"/g)].map((m) => m[1]!).filter((h) => !h.startsWith('/aset/')),
      )
      for (const href of hrefs) {
        const first = await ask(href, { as: role })
        // The same page in the other language, or the one that is meant today.
        const landed = first.status === 303 ? await ask(first.headers.get('location')!, { as: role }) : first
        expect([role, href, landed.status]).toEqual([role, href, 200])
      }
    }
  })
  it('goes on to the page that was asked for after signing in, never to another site', async () => {
    const page = await (await ask('/masuk?ke=%2Fkonsol%2Fjam')).text()
    expect(page).toContain('name="ke" value="/konsol/jam"')
    expect(await (await ask('/masuk?ke=%2F%2Flain.test')).text()).not.toContain('name="ke"')
    expect((await ask('/masuk?ke=//lain.test', { as: 'office' })).headers.get('location')).toBe('/konsol')
  })
})

describe('every answer', () => {
  const guarded = async (answer: Response, what: string) => {
    for (const [name, value] of Object.entries(SECURITY)) expect(answer.headers.get(name), `${what}: ${name}`).toBe(value)
    const csp = answer.headers.get('content-security-policy') ?? ''
    expect(csp, what).toContain("default-src 'none'")
    expect(csp, what).toContain("frame-ancestors 'none'")
    expect(csp, what).toContain("base-uri 'none'")
    expect(csp, what).toContain("form-action 'self'")
    expect(csp, what).not.toMatch(/unsafe|\*|data:|https?:/)
    expect(answer.headers.get('permissions-policy'), what).toContain('camera=()')
    if (answer.headers.get('content-type')?.startsWith('text/html'))
      expect(await answer.text(), what).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/i)
  }
  it.each(table.map((r) => [r.key, r] as const))('%s carries the headers that protect a page', async (_, route) => {
    for (const as of [null, 'office', 'mentor'] as const)
      await guarded(await ask(addressOf(route), { as, method: route.method }), `${route.key} ${as}`)
  })
  it('so do refusals and errors', async () => {
    const bad = door({ rooms: { bad: failing } })
    for (const [path, on] of [
      ['/tidak-ada', app],
      ['/daftar?a=%00', app],
      ['/rusak', bad],
    ] as const)
      await guarded(await ask(path, { on }), path)
  })
  it.each(gets.filter((r) => r.room !== 'app').map((r) => [r.key, r] as const))(
    '%s is kept by nobody when somebody is signed in',
    async (_, route) => expect((await ask(addressOf(route), { as: 'office' })).headers.get('cache-control')).toBe('no-store'),
  )
  it('is kept by nobody unless its room says that it is published', async () =>
    expect((await ask('/masuk')).headers.get('cache-control')).toBe('no-store'))
  it('insists on https where it is reached by https, and only there', async () => {
    expect((await ask('/masuk')).headers.get('strict-transport-security')).toBe(null)
    expect((await ask('/masuk', { on: door({ secure: true }) })).headers.get('strict-transport-security')).toMatch(
      /^max-age=31536000/,
    )
  })
  it('does not give a browser its mark with what anyone may keep', async () => {
    const open = new Hono<Env>().get('/terbit', (c) => c.html('<p>terbit</p>', 200, { 'Cache-Control': 'public, max-age=60' }))
    const on = door({ rooms: { open: { routes: open, policies: { 'GET /terbit': 'everybody' } } } })
    const first = await ask('/terbit', { on })
    expect(first.headers.getSetCookie()).toEqual([])
    expect(first.headers.get('cache-control')).toBe('public, max-age=60')
    expect((await ask('/terbit', { on, headers: { 'if-none-match': first.headers.get('etag')! } })).status).toBe(304)
    expect((await ask('/terbit', { on, as: 'office' })).headers.get('cache-control')).toBe('no-store')
  })
})

describe('a write', () => {
  it.each(writes.map((r) => [r.key, r] as const))(
    '%s is refused unless it comes from our own page with its token',
    async (_, route) => {
      const role =
        route.policy === 'everybody' ? null : (([...PEOPLE, 'resident'] as const).find((r) => mayUse(route, r)) ?? null)
      const path = addressOf(route)
      const before = await digests()
      const own = { as: role, method: route.method }
      const foreign: Record<string, string>[] = [
        {},
        { origin: 'http://lain.test' },
        { origin: 'null' },
        { origin: HERE, 'sec-fetch-site': 'cross-site' },
      ]
      for (const headers of foreign) {
        const answer = await send(path, { nama: 'x' }, { ...own, headers: { origin: '', ...headers } })
        expect([answer.status, logged().code], JSON.stringify(headers)).toEqual([403, 'form.not-from-here'])
      }
      for (const token of ['', 'x', `${'a'.repeat(16)}.${'b'.repeat(43)}`]) {
        const answer = await send(path, { token }, own)
        expect([answer.status, logged().code], token).toEqual([403, 'form.not-from-here'])
      }
      // The token of another browser, and of another session.
      const others = /name="token" value="([^"]+)"/.exec(await (await ask('/masuk')).text())![1]!
      expect((await send(path, { token: others }, own)).status).toBe(403)
      expect(await digests()).toEqual(before)
    },
  )
  it('passes with Sec-Fetch-Site alone, as browsers send it from pages without a referrer', async () => {
    const answer = await send('/masuk', { akun: '', sandi: '' }, { headers: { origin: 'null', 'sec-fetch-site': 'same-origin' } })
    expect(answer.status).toBe(422)
  })
  it('may bring its token in a header when it is JSON', async () => {
    const tell = new Hono<Env>().post('/api/v1/coba', async (c) => c.json(await c.req.json()))
    const on = door({ rooms: { ...ROOMS, tell: { routes: tell, policies: { 'POST /api/v1/coba': 'everybody' } } } })
    const page = await ask('/masuk', { on })
    const token = /name="token" value="([^"]+)"/.exec(await page.text())![1]!
    const headers = { origin: HERE, 'content-type': 'application/json', 'x-form-token': token }
    const sent = { on, method: 'POST', cookie: cookiesOf(page).tamu!, body: '{"a":1}' }
    expect(await (await ask('/api/v1/coba', { ...sent, headers })).json()).toEqual({ a: 1 })
    const refused = await ask('/api/v1/coba', { ...sent, headers: { ...headers, 'x-form-token': '' } })
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(await refused.json()).toMatchObject({ status: 403, code: 'form.not-from-here' })
  })
})

describe('reading', () => {
  it('changes no row, on any page that can be reached by links from any GET route', async () => {
    const written = async () => ({ ...(await digests()), read_log: 'who looked is written down before the answer' })
    const before = await written()
    const trouble: string[] = []
    const visited = new Set<string>()
    for (const as of [null, 'resident', ...PEOPLE] as const) {
      const found = new Set(gets.map(addressOf))
      for (const path of found) {
        if (found.size > 400) break
        for (const method of path.length % 7 ? ['GET'] : ['GET', 'HEAD']) {
          const answer = await ask(path, { as, method })
          if (answer.status === 200) visited.add(path)
          if (answer.status >= 500) trouble.push(`${as} ${path} ${answer.status} ${lines.at(-1)}`)
          if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
          for (const [, href] of (await answer.text()).matchAll(/href="(\/[^"#]*)"/g))
            if (as === null || found.size < 60) found.add(href!.replaceAll('&amp;', '&'))
        }
      }
    }
    expect(visited.size).toBeGreaterThan(25)
    expect(Object.keys(before).length).toBeGreaterThan(25)
    expect(trouble).toEqual([])
    expect(await written()).toEqual(before)
  })
})

describe('signing in', () => {
  it('opens a session of half an hour in a cookie that scripts and other sites do not get', async () => {
    const waiting = await send('/masuk', { akun: 'akun.officer', sandi: PASSWORD })
    expect([waiting.status, waiting.headers.get('location')]).toEqual([303, '/masuk/kode'])
    expect(waiting.headers.getSetCookie().join()).not.toContain('sesi=')
    const pending = cookiesOf(waiting).menunggu!
    expect((await ask('/konsol', { cookie: pending })).headers.get('location')).toBe('/masuk?ke=%2Fkonsol')
    const page = await ask('/masuk/pasang', { cookie: pending })
    const seen = await page.text()
    const code = /<b class="mono">(\d{6})</.exec(seen)![1]! // as a demonstration shows it
    const token = /name="token" value="([^"]+)"/.exec(seen)![1]!
    const answer = await ask('/masuk/pasang', {
      method: 'POST',
      cookie: `${pending}; ${cookiesOf(page).tamu}`,
      headers: { origin: HERE },
      body: new URLSearchParams({ token, kode: code }),
    })
    expect([answer.status, (await answer.text()).match(/<li>[a-z2-9]{4}-[a-z2-9]{4}<\/li>/g)?.length]).toEqual([200, 10])
    const set = answer.headers.getSetCookie().find((one) => one.startsWith('sesi='))!
    expect(set).toMatch(/Path=\/; HttpOnly; SameSite=Lax|Path=\/.*HttpOnly.*SameSite=Lax/)
    expect(set).not.toContain('Secure')
    const cookie = set.split(';')[0]!
    expect(await (await ask('/konsol', { cookie })).text()).toContain('Akun officer')

    // Another sign-in of the same browser: a new token, and the old one is dead.
    const again = await send('/masuk', { akun: 'akun.officer', sandi: PASSWORD }, { guest: cookie })
    expect(again.status).toBe(403) // the page was drawn for the signed-in one, who is led on instead
    expect((await ask('/masuk', { cookie })).headers.get('location')).toBe('/konsol')

    wall = at('2026-03-02T08:20')
    const renewed = cookiesOf(await ask('/konsol', { cookie })).sesi!
    expect(renewed).not.toBe(cookie)
    wall = at('2026-03-02T08:45')
    expect((await ask('/konsol', { cookie })).status).toBe(303)
    expect((await ask('/konsol', { cookie: renewed })).status).toBe(200)
  })
  it('gives the cookie the name that only https may set, by https', async () => {
    const on = door({ secure: true })
    const page = await ask('/masuk', { on })
    const set = page.headers.getSetCookie()[0]!
    expect(set).toMatch(/^__Host-tamu=.*Path=\/.*Secure/)
    const token = /name="token" value="([^"]+)"/.exec(await page.text())![1]!
    const answer = await ask('/masuk', {
      on,
      method: 'POST',
      cookie: set.split(';')[0],
      headers: { origin: 'https://localhost' },
      body: new URLSearchParams({ token, akun: 'akun.officer', sandi: PASSWORD }),
    })
    expect(answer.headers.getSetCookie().join()).toMatch(/__Host-menunggu=[^;]+;.*Secure/)
  })
  it('answers the same for a name that is known and one that is not', async () => {
    const texts = []
    for (const akun of ['akun.office', 'akun.hilang']) {
      const answer = await send('/masuk', { akun, sandi: 'salah' })
      expect(answer.status).toBe(422)
      texts.push((await answer.text()).replaceAll(akun, '').replace(/name="token" value="[^"]+"/g, ''))
    }
    expect(texts[0]).toBe(texts[1])
  })
  it('says beside the field what is missing', async () => {
    const page = await (await send('/masuk', { akun: '', sandi: '' })).text()
    expect(page).toContain('Tulis nama akun Anda.')
    expect(page).toContain('Tulis kata sandi Anda.')
  })
  it('says how long to wait after too many failures', async () => {
    for (let i = 0; i < 5; i++) await send('/masuk', { akun: 'akun.lupa', sandi: 'salah' })
    const answer = await send('/masuk', { akun: 'akun.lupa', sandi: 'salah' })
    expect([answer.status, answer.headers.get('retry-after'), logged().code]).toEqual([429, '30', 'sign-in.wait'])
    expect(await answer.text()).toContain('Tunggu 30 detik')
  })
  it('is over after signing out, for everyone who holds the cookie', async () => {
    const cookie = `sesi=${await openSession(programme.database.pool('staff'), programme.secrets, 'akun.office', wall)}`
    const token = /name="token" value="([^"]+)"/.exec(await (await ask('/konsol', { cookie })).text())![1]!
    const answer = await ask('/keluar', {
      method: 'POST',
      cookie,
      headers: { origin: HERE },
      body: new URLSearchParams({ token }),
    })
    expect(answer.headers.get('location')).toBe('/masuk')
    expect((await ask('/konsol', { cookie })).status).toBe(303)
  })
  it('is over by the next request when the account is closed', async () => {
    const set = (active: boolean) => programme.work((db) => setActive(db, 'akun.lender', active))
    const cookie = `sesi=${await openSession(programme.database.pool('staff'), programme.secrets, 'akun.lender', wall)}`
    expect((await ask('/konsol', { cookie })).status).toBe(200)
    await set(false)
    expect((await ask('/konsol', { cookie })).status).toBe(303)
    await set(true)
    expect((await ask('/konsol', { cookie })).status).toBe(303)
    sessions.set('lender', await openSession(programme.database.pool('staff'), programme.secrets, 'akun.lender', wall))
  })
  it('says that nothing was saved when the session ended while a form was being filled', async () => {
    const answer = await ask('/konsol/jam', {
      method: 'POST',
      headers: { origin: HERE },
      body: new URLSearchParams({ ke: 'senin' }),
    })
    expect(answer.status).toBe(403)
    const page = await answer.text()
    expect(page).toContain('belum tersimpan')
    expect(page).toContain('href="/masuk"')
  })
})

describe('what is sent badly', () => {
  const post = (body: RequestInit['body'], type = 'application/x-www-form-urlencoded') =>
    ask('/masuk', { method: 'POST', body, headers: { origin: HERE, 'content-type': type } })
  it.each([
    ['a NUL byte', 'akun=a%00b', undefined, 400, 'request.nul'],
    ['broken UTF-8', 'akun=%E9', undefined, 400, 'request.encoding'],
    ['ten thousand fields', 'a=1&'.repeat(10_000), undefined, 400, 'request.too-many-fields'],
    ['a field of 10 MB', `akun=${'a'.repeat(10_000_000)}`, undefined, 413, 'request.too-large'],
    [
      'a form with files that breaks off',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
      'multipart/form-data; boundary=x',
      400,
      'request.broken',
    ],
    ['another kind of content', '<a/>', 'text/xml', 415, 'request.kind'],
  ])('%s gets a sentence and a code, and goes no further', async (_, body, type, status, code) => {
    const answer = await post(body, type)
    expect([answer.status, logged().code]).toEqual([status, code])
    expect(await answer.text()).toContain('belum tersimpan')
  })
  it.each(['/daftar?nama=%00', '/daftar?nama=%E9', '/pekan/%00', '/pekan/%E0%A4%A', `/daftar?a=${'a'.repeat(9_000)}`])(
    '%s is answered calmly',
    async (path) => expect((await ask(path)).status).toBeGreaterThanOrEqual(400),
  )
  it.each(['/..%2f..%2fetc/passwd', '/aset/..%2f..%2fpackage.json', '/aset/x', '//', '/konsol/'])(
    '%s is not there',
    async (path) => {
      const { status } = await ask(path)
      expect([303, 404]).toContain(status)
    },
  )
})

const failing: Room = {
  routes: new Hono<Env>()
    .get('/rusak', () => {
      throw new Error(`tidak jadi: ${CANARY.nik}\n    at ${CANARY.name} (src/x.ts:1:1)`)
    })
    .post('/rusak', () => {
      throw Object.assign(new Error(`duplicate key (nik)=(${CANARY.nik})`), { code: '23505', detail: CANARY.nik })
    }),
  policies: { 'GET /rusak': 'everybody', 'POST /rusak': 'everybody' },
}

describe('when something breaks', () => {
  it('the page says what to do and a number, and nothing of the cause; the log has the number and the place', async () => {
    const answer = await ask('/rusak', { on: door({ rooms: { failing } }) })
    const page = await answer.text()
    expect(answer.status).toBe(500)
    expect(page).toContain(logged().request)
    expect(page).not.toMatch(/src\/|Error|tidak jadi|belum tersimpan/)
    expect(logged().place[0]).toBe('Error')
    expect(logged().place[1]).toMatch(/^src\/app\.test\.ts:\d+$/)
    expect(lines.join()).not.toContain(CANARY.nik)
  })
  it('a write that the database refused was not saved, and the page says so', async () => {
    const on = door({ rooms: { ...ROOMS, failing } })
    const page = await (await send('/rusak', {}, { on })).text()
    expect(page).toContain('belum tersimpan')
    expect(page).not.toContain(CANARY.nik)
    expect(logged()).toMatchObject({ status: 500, code: 'database.23505' })
    expect(lines.join()).not.toContain(CANARY.nik)
  })
  it('the database being away is said, with when to come back', async () => {
    const database = openDatabase('postgres://x@127.0.0.1:1/x', programme.secrets)
    const on = door({ database })
    const answer = await ask('/masuk', { on })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await answer.text()).toContain('berhenti sebentar')
    const health = await ask('/healthz', { on })
    expect([health.status, await health.json()]).toEqual([503, { process: 'ok', database: 'away', queue: 'unknown' }])
    await database.end()
  })
})

describe('the log', () => {
  it('has one line a request, from a list of fields, and no NIK, phone or name that was sent anywhere', async () => {
    const fields = Object.fromEntries(
      ['nik', 'nama', 'name', 'hp', 'telepon', 'phone', 'akun', 'sandi', 'alamat', 'kode', 'q', 'ke'].map((f, i) => [
        f,
        Object.values(CANARY)[i % 3]!,
      ]),
    )
    for (const route of table) {
      const role =
        route.policy === 'everybody' ? null : (([...PEOPLE, 'resident'] as const).find((r) => mayUse(route, r)) ?? null)
      const query = new URLSearchParams({ nik: CANARY.nik, nama: CANARY.name, hp: CANARY.phone })
      if (route.method === 'GET') {
        await ask(`${addressOf(route)}?${query}`, { as: role })
        await ask(route.path.replace(/:\w+(\{[^}]*\})?/g, CANARY.nik), {
          as: role,
          headers: { 'user-agent': CANARY.name, referer: `${HERE}/?${query}` },
        })
      } else {
        const answer = await send(`${addressOf(route)}?${query}`, fields, { as: role, method: route.method })
        expect(logged().code, route.key).not.toBe('form.not-from-here') // it did reach the room
        expect(answer.headers.get('location') ?? '', route.key).not.toMatch(new RegExp(`${CANARY.nik}|${CANARY.phone}|Kenari`))
      }
    }
    await ask(`/${CANARY.nik}`)
    const all = lines.join('\n')
    for (const secret of Object.values(CANARY))
      expect(all.includes(secret) || all.includes(encodeURIComponent(secret))).toBe(false)
    const known = ['at', 'request', 'method', 'route', 'status', 'ms', 'actor', 'code', 'place']
    for (const line of lines) expect(Object.keys(JSON.parse(line)).filter((k) => !known.includes(k))).toEqual([])
  })
  it('names the pattern of the route and who asked', async () => {
    await ask('/konsol', { as: 'kota' })
    expect(logged()).toMatchObject({ method: 'GET', route: '/konsol', status: 200, actor: 'akun.kota' })
    await ask('/pekan/2018-W02')
    expect(logged()).toMatchObject({ route: '/pekan/:week', actor: null })
  })
})

describe("a demonstration's clock", () => {
  it('goes forward by the office, is shown, and does not go back', async () => {
    expect(await (await ask('/konsol/jam', { as: 'office' })).text()).toContain('Senin, 22 Januari 2018, pukul 09.00 WIB')
    expect((await send('/konsol/jam', { ke: 'senin' }, { as: 'office' })).status).toBe(303)
    expect(await (await ask('/konsol/jam', { as: 'office' })).text()).toContain('Senin, 29 Januari 2018, pukul 09.00 WIB')
    const back = await send('/konsol/jam', { hari: '28', bulan: '1', tahun: '2018', pukul: '09.00' }, { as: 'office' })
    expect([back.status, logged().code]).toEqual([422, 'clock.back'])
    expect(await back.text()).toContain('hanya bisa maju')
    await send('/konsol/jam', { hari: '30', bulan: '1', tahun: '2018', pukul: '10.30' }, { as: 'office' })
    expect(await (await ask('/konsol/jam', { as: 'office' })).text()).toContain('Selasa, 30 Januari 2018, pukul 10.30 WIB')
  })
  it('is not there in a real programme', async () => {
    const real = door({ now: () => ({ now: at('2026-03-02T08:00'), synthetic: false }) })
    expect((await ask('/konsol/jam', { as: 'office', on: real })).status).toBe(404)
    expect(await (await ask('/konsol', { as: 'office', on: real })).text()).not.toContain('/konsol/jam')
  })
  it('tells the office which week waits', async () =>
    expect(await (await ask('/konsol', { as: 'office' })).text()).toContain(
      'Pekan 2018-W03 (15 sampai 21 Januari 2018) menunggu dibekukan.',
    ))
})

describe('styles and font', () => {
  it('may be kept for ever, come compressed, and are not sent twice', async () => {
    const css = /href="(\/aset\/halaman\.[^"]+)"/.exec(await (await ask('/masuk')).text())![1]!
    const answer = await ask(css, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual(['br', 'Accept-Encoding'])
    const plain = await (await ask(css)).text()
    expect(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(plain)
    expect((await ask(css, { headers: { 'if-none-match': answer.headers.get('etag')! } })).status).toBe(304)
  })
})

describe('/healthz', () => {
  it('says whether process, database and queue are well', async () => {
    const answer = await ask('/healthz')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ process: 'ok', database: 'ok', queue: 'ok' })
  })
})

describe('the language', () => {
  it('is Indonesian until someone asks for English', async () => {
    const page = await (await ask('/masuk?ke=%2Fkonsol')).text()
    const other = /href="([^"]*bahasa=en[^"]*)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    const answer = await ask(other)
    expect(answer.headers.get('location')).toBe('/masuk?ke=%2Fkonsol')
    expect(await (await ask('/masuk', { cookie: cookiesOf(answer).bahasa! })).text()).toContain('Sign in with a work account')
  })
})
