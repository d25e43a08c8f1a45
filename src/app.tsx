// Puts the rooms together behind one front door: the guard (which roles may use which route), forms from our own pages only, security
// headers on every answer, a log line that names the route and never what was written, and error pages.

import { type Context, Hono } from 'hono'
import { matchedRoutes } from 'hono/route'
import * as centres from './centres/index.ts'
import * as claims from './claims/index.ts'
import * as desk from './desk/index.ts'
import * as identity from './identity/index.ts'
import { clientAddress, proxiesFrom } from './kit/address.ts'
import { jakartaDay } from './kit/calendar.ts'
import type { Database } from './kit/database.ts'
import { gathered } from './kit/gather.ts'
import {
  bodyKind,
  checkAddress,
  checkBody,
  checkFields,
  codingFor,
  compressed,
  etagOf,
  FORM_BYTES,
  holds,
  isText,
  marked,
  problemJson,
  protect,
  readBody,
  sentFromHere,
  squeeze,
  UPLOAD_BYTES,
} from './kit/http.ts'
import { beat } from './kit/pulse.ts'
import { randomPart, type Secrets } from './kit/secrets.ts'
import type { NewsSettings } from './kit/sending/index.ts'
import * as member from './member/index.ts'
import * as registration from './p1-registration/index.ts'
import * as training from './p2-training/index.ts'
import * as mentoring from './p3-mentoring/index.ts'
import * as people from './people/index.ts'
import {
  type Account,
  accountOf,
  type Clock,
  clockOf,
  dropCookie,
  type Env,
  formToken,
  holdsToken,
  logGlassReading,
  type Member,
  membersOf,
  type Policies,
  type Policy,
  readCookie,
  writeCookie,
} from './people/index.ts'
import { meaningOf, REFUSALS, type Refused } from './refusals.ts'
import { type Asset, assets, ErrorPage, NotFoundPage } from './ui/index.ts'
import * as weekly from './weekly/index.ts'

export type AppOptions = {
  database: Database
  secrets: Secrets
  /** The programme's clock; unless told, the database's (`clockOf`). */
  now?: () => Clock | Promise<Clock>
  /** TUJUHPAS_NOW, read by `fixedNow`. */
  fixed?: Date | null
  /** Reached by https. */
  secure: boolean
  /** TUJUHPAS_PROXIES: whose X-Forwarded-For is believed. */
  proxies?: string
  /** Whose news of delivery is heard. */
  news?: NewsSettings
  /** Messages may leave by SMS besides WhatsApp, and a page may offer it. */
  smsToo?: boolean
  /** Takes one line of JSON a request. */
  log: (line: string) => void
  /** The server's own time; sessions follow it. */
  wall?: () => Date
  rooms?: Readonly<Record<string, Room>>
}

/** What a room gives to be mounted: its pages, and who may use each. */
export type Room = { routes: { readonly routes: readonly { method: string; path: string }[] }; policies: Policies }

export const ROOMS: Readonly<Record<string, Room>> = {
  people,
  identity,
  'p1-registration': registration,
  'p2-training': training,
  'p3-mentoring': mentoring,
  weekly,
  centres,
  claims,
  desk,
  member,
}

/** Routes that take a file: the others take a form. */
const TAKES_FILES: ReadonlySet<string> = new Set(['POST /konsol/impor', 'POST /kelas/:code/tugas'])

/**
 * Providers' servers hold no page of ours, so no token: the room believes their signature, over the raw body, and nothing else. Without
 * the header of a signature such a route is refused like every other write.
 */
const SIGNED: Readonly<Record<string, string>> = {
  'POST /kabar/whatsapp': 'x-hub-signature-256',
  'POST /kabar/sms': 'x-twilio-signature',
}

/** What break-glass, which is for reading, lets be sent. */
const WHILE_READING: ReadonlySet<string> = new Set(['POST /keluar', 'POST /konsol/darurat/tutup'])

/** The front door's own two routes answer before anything asks the database. */
const OWN: Policies = { 'GET /healthz': 'everybody', 'GET /aset/:file': 'everybody' }

export type Route = { key: string; method: string; path: string; room: string; policy: Policy | null }

/**
 * Every route of the house with who may use it. A route without a policy is there with null (the suite fails, and the guard answers 404);
 * a policy without a route, or the same route in two rooms, is our own mistake and stops the start.
 */
export function routeTable(rooms: Readonly<Record<string, Room>> = ROOMS): Route[] {
  const table = new Map<string, Route>()
  const put = (key: string, room: string, policy: Policy | null) => {
    const [method, path] = key.split(' ') as [string, string]
    const held = table.get(key)
    if (held && held.room !== room) throw new Error(`${key} is in ${held.room} and in ${room}`)
    table.set(key, { key, method, path, room, policy })
  }
  for (const [key, policy] of Object.entries(OWN)) put(key, 'app', policy)
  for (const [room, { routes, policies }] of Object.entries(rooms)) {
    const keys = new Set(routes.routes.filter((r) => r.method !== 'ALL').map((r) => `${r.method} ${r.path}`))
    for (const key of Object.keys(policies))
      if (!keys.has(key)) throw new Error(`${room} has a policy for ${key}, which is no route`)
    for (const key of keys) put(key, room, policies[key] ?? null)
  }
  return [...table.values()]
}

const mayUse = (policy: Policy, account: Account | null, member: Member | null) =>
  policy === 'everybody' ||
  (account !== null && policy.includes(account.role)) ||
  (member !== null && policy.includes('resident'))

type C = Context<Env>

export function createApp(options: AppOptions): Hono<Env> {
  const {
    database,
    secrets,
    fixed = null,
    secure,
    log,
    news = {},
    smsToo = false,
    wall = () => new Date(),
    rooms = ROOMS,
  } = options
  const proxies = proxiesFrom(options.proxies)
  // Requests that come at the same moment ask the time together.
  const timeOf = gathered(async (asks: readonly null[]) => {
    const time = await clockOf(database.pool('public'), fixed)
    return asks.map(() => time)
  })
  // So do members whose session is looked up: when a class opens, thousands come at once.
  const memberOf = gathered(
    (asks: readonly { cookie: string; wall: Date }[]) => membersOf(database.pool('member'), secrets, asks),
    {
      most: 500,
    },
  )
  const clock = options.now ?? (() => timeOf(null))
  const policies = new Map(routeTable(rooms).map((r) => [r.key, r.policy]))
  let synthetic = false // as last heard, for pages that come when the database is away

  const keysOf = (c: C) => [...new Set(matchedRoutes(c).flatMap((r) => (r.method === 'ALL' ? [] : [`${r.method} ${r.path}`])))]

  const refuse = (c: C, refused: Refused, { saved, code }: { saved?: 'no' | 'unknown'; code?: string } = {}) => {
    const { status, code: usual, back, ...words } = REFUSALS[refused]
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    c.set('code', code ?? usual)
    if (status === 503) c.header('Retry-After', '5')
    if (wantsJson(c)) return problemJson(c.get('requestId'), status, usual, words[c.get('lang')].what)
    const { what, why, todo } = words[c.get('lang')]
    return c.html(
      <ErrorPage
        {...frame(c)}
        what={what}
        why={why}
        saved={reads ? 'nothing' : (saved ?? 'no')}
        todo={todo}
        number={c.get('requestId')}
        back={back && { href: back.href, label: back[c.get('lang')] }}
      />,
      status,
    )
  }

  const app = new Hono<Env>({ strict: true })

  // ---- every request: what it is called, what it may assume, and what its answer carries
  app.use(async (c, next) => {
    const began = performance.now()
    const at = wall()
    c.set('requestId', requestNumber())
    const peer = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress
    c.set('address', clientAddress(peer, c.req.header('x-forwarded-for'), proxies))
    c.set('database', database)
    c.set('secrets', secrets)
    c.set('news', news)
    c.set('smsToo', smsToo)
    c.set('secure', secure)
    c.set('wall', at)
    c.set('now', at)
    c.set('today', jakartaDay(at))
    c.set('synthetic', synthetic)
    c.set('account', null)
    c.set('member', null)
    c.set('notices', 0)
    c.set('mayOpen', () => false)
    c.set('lang', readCookie(c, 'language') === 'en' ? 'en' : 'id')
    c.set('formToken', '')

    const unreadable = checkAddress(c.req.url)
    if (unreadable) c.res = await refuse(c, unreadable)
    else await next()

    c.res = await finished(c)
    const done = {
      request: c.get('requestId'),
      route: keysOf(c)[0]?.replace(/^\S+ /, '') ?? null,
      status: c.res.status,
      ms: Math.round((performance.now() - began) * 10) / 10,
    }
    beat({ at, ...done })
    log(
      JSON.stringify({
        at: at.toISOString(),
        method: METHODS.has(c.req.method) ? c.req.method : 'OTHER',
        ...done,
        actor: c.get('account')?.name ?? c.get('member')?.number ?? null,
        ...(c.get('code') ? { code: c.get('code') } : {}),
        ...(c.error ? { place: placeOf(c.error) } : {}),
      }),
    )
  })

  app.get('/healthz', async (c) => {
    const health = await healthOf(database)
    c.header('Cache-Control', 'no-store')
    return c.json(health, health.database === 'ok' ? 200 : 503)
  })
  app.get('/aset/:file', (c) => asset(c))

  // ---- what time it is, and who asks
  app.use(async (c, next) => {
    const cookie = readCookie(c, 'session')
    const memberCookie = readCookie(c, 'member')
    const [{ now, synthetic: demo }, session, own] = await Promise.all([
      clock(),
      cookie ? accountOf(database.pool('staff'), secrets, cookie, c.get('wall')) : null,
      memberCookie ? memberOf({ cookie: memberCookie, wall: c.get('wall') }) : null,
    ])
    synthetic = demo
    c.set('now', now)
    c.set('today', jakartaDay(now))
    c.set('synthetic', demo)
    const account = session?.account ?? null
    c.set('account', account)
    c.set('notices', session?.notices ?? 0)
    const member = own?.member ?? null
    c.set('member', member)
    c.set('mayOpen', (path) => {
      const policy = policies.get(`GET ${path}`)
      return !!policy && mayUse(policy, account, member)
    })

    const signedIn = session ? `session ${session.token}` : own ? `member ${own.token}` : null
    const guest = signedIn ? undefined : readCookie(c, 'guest')
    const holder = signedIn ?? `guest ${guest ?? randomGuest()}`
    c.set('formToken', formToken(secrets, holder))

    const language = c.req.query('bahasa')
    if ((language === 'en' || language === 'id') && c.req.method === 'GET') {
      writeCookie(c, 'language', language)
      const to = new URL(c.req.url)
      to.searchParams.delete('bahasa')
      return c.redirect(to.pathname.replace(/^\/+/, '/') + to.search, 303)
    }

    const refused = await guard(c, holder)
    if (refused) c.res = await refused
    else await next()

    const decided = c.res.headers.getSetCookie().some((one) => /^(__Host-)?sesi=/.test(one)) // just signed in or out
    if (session?.renewed && !decided) writeCookie(c, 'session', session.renewed)
    else if (cookie && !session && !decided) dropCookie(c, 'session')
    if (memberCookie && !own && !c.res.headers.getSetCookie().some((one) => /^(__Host-)?anggota=/.test(one)))
      dropCookie(c, 'member')
    // A browser gets its mark with the first page that may hold a form; published pages, which anyone may keep a copy of, hold none.
    if (!signedIn && !guest && isPage(c.res) && !isPublic(c.res)) writeCookie(c, 'guest', holder.slice('guest '.length))
    return
  })

  /** Who may, was it sent from our own page, and can it be read? Answers the refusal, or nothing. */
  async function guard(c: C, holder: string): Promise<Response | null> {
    const keys = keysOf(c)
    const { account } = c.var
    if (!keys.length) {
      c.set('code', 'route.unknown')
      return c.notFound()
    }
    const held = keys.map((key) => policies.get(key) ?? null)
    if (held.includes(null)) {
      c.set('code', 'route.without-policy')
      return c.notFound()
    }
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!held.every((policy) => mayUse(policy!, account, c.get('member')))) {
      if (account) {
        c.set('code', 'route.not-for-role')
        return c.notFound() // a foreign thing answers like a missing one
      }
      if (!reads) return refuse(c, 'session-ended')
      c.set('code', 'route.sign-in-first')
      return wantsJson(c)
        ? problemJson(c.get('requestId'), 401, 'sign-in.needed', c.get('lang') === 'id' ? 'Masuk dulu.' : 'Sign in first.')
        : c.redirect(`/masuk?ke=${encodeURIComponent(c.req.path)}`, 303)
    }
    if (account?.glass && reads) await logGlassReading(database, account, keys[0]!, c.get('now'))
    if (reads) return null

    const signed = keys.every((key) => SIGNED[key] && c.req.header(SIGNED[key]))
    if (!signed && !sentFromHere(c.req.raw, secure)) return refuse(c, 'not-from-here')
    const files = keys.some((key) => TAKES_FILES.has(key))
    const bytes = await readBody(c.req.raw, files ? UPLOAD_BYTES : FORM_BYTES)
    if (bytes === 'too-large') return refuse(c, files ? 'file-too-large' : 'too-large')
    const kind = bodyKind(c.req.header('content-type') ?? null, bytes.length)
    if (!kind) return refuse(c, 'kind')
    const unreadable = checkBody(kind, bytes)
    if (unreadable) return refuse(c, unreadable)
    keepBody(c, bytes)
    if (signed) return null
    let token: unknown = c.req.header('x-form-token')
    if (kind === 'form' || kind === 'file-form') {
      const fields = await c.req.parseBody({ all: true }).catch(() => null)
      if (!fields) return refuse(c, 'broken')
      const wrong = checkFields(fields)
      if (wrong) return refuse(c, wrong)
      token = fields.token
    }
    if (!holdsToken(secrets, holder, token)) return refuse(c, 'not-from-here')
    return account?.glass && !keys.every((key) => WHILE_READING.has(key)) ? refuse(c, 'read-only') : null
  }

  for (const { routes } of Object.values(rooms)) app.route('/', routes as Hono<Env>)

  app.notFound((c) =>
    wantsJson(c)
      ? problemJson(c.get('requestId'), 404, 'not-found', c.get('lang') === 'id' ? 'Tidak ada.' : 'Not found.')
      : c.html(<NotFoundPage {...frame(c)} />, 404),
  )

  app.onError((error, c) => {
    const { refused, saved, code } = meaningOf(error)
    return refuse(c, refused, { saved, code })
  })

  async function finished(c: C): Promise<Response> {
    let answer = c.res
    const { headers } = answer
    protect(headers, secure)
    headers.set('X-Request-Id', c.get('requestId'))
    if (c.get('account') || c.get('member') || headers.has('set-cookie') || !headers.has('cache-control'))
      headers.set('Cache-Control', 'no-store')
    if (isPublic(answer) && !c.req.path.startsWith('/aset/')) {
      headers.append('Vary', 'Cookie') // the language, and who is signed in
      if (isText(headers.get('content-type'))) answer = await marked(answer, c.req.header('if-none-match') ?? null)
    }
    answer = await compressed(answer, c.req.header('accept-encoding') ?? null)
    c.res = undefined // else Hono would lay the old answer's headers over the new one's
    return answer
  }

  return app
}

// ---- pieces

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const isPage = (answer: Response) => answer.headers.get('content-type')?.startsWith('text/html') === true
const isPublic = (answer: Response) => answer.headers.get('cache-control')?.startsWith('public') === true
const randomGuest = () => randomPart(16).toString('base64url')
/** `4f2a-91c0-77be`: short enough to say on the phone. */
const requestNumber = () =>
  randomPart(6)
    .toString('hex')
    .replace(/(.{4})(?=.)/g, '$1-')
const frame = (c: C) => ({ lang: c.get('lang'), at: c.get('now'), demo: c.get('synthetic') })

const wantsJson = (c: C) =>
  c.req.path.startsWith('/api/') ||
  /^application\/(problem\+)?json/.test(c.req.header('content-type') ?? '') ||
  /^application\/(problem\+)?json/.test(c.req.header('accept') ?? '')

/** The body was read once, by the guard; rooms find it where Hono keeps a body that was read (its type there is the settled value's). */
function keepBody(c: C, bytes: Buffer): void {
  const kept = c.req.bodyCache as { arrayBuffer?: Promise<ArrayBuffer> }
  kept.arrayBuffer = Promise.resolve(wholeBuffer(bytes))
}

const wholeBuffer = (bytes: Buffer): ArrayBuffer =>
  (bytes.byteLength === bytes.buffer.byteLength
    ? bytes.buffer
    : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)) as ArrayBuffer

/** Where in our own code an error began: file and line. Its message stays out, since it may hold what somebody wrote. */
function placeOf(error: Error): string[] {
  const stack = error.stack ?? ''
  const frames = stack.slice(stack.indexOf(error.message) + error.message.length).split('\n')
  return [
    error.name.replace(/[^\w.]/g, ''),
    ...frames
      .flatMap((f) => /\(?((?:src|build)\/[\w./-]+:\d+):\d+\)?$/.exec(f.slice(f.search(/(src|build)\//)))?.[1] ?? [])
      .slice(0, 5),
  ]
}

// ---- the front door's own answers

const small = new Map<string, { etag: string; bodies: Map<string, Buffer | Promise<Buffer>> }>()

function packed(path: string, { body }: Asset) {
  let held = small.get(path)
  if (!held) {
    const bytes = Buffer.from(body)
    held = { etag: etagOf(bytes), bodies: new Map([['', bytes]]) }
    small.set(path, held)
  }
  return held
}

/** Styles, font and logo: their address names their content, so they may be kept for ever. Each is compressed once. */
async function asset(c: C): Promise<Response> {
  const found = assets.get(c.req.path)
  if (!found) return c.notFound()
  const { etag, bodies } = packed(c.req.path, found)
  const headers: Record<string, string> = {
    'Content-Type': found.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    ETag: etag,
  }
  if (isText(found.type)) headers.Vary = 'Accept-Encoding'
  if (holds(c.req.header('if-none-match') ?? null, etag)) return new Response(null, { status: 304, headers })
  const coding = isText(found.type) ? codingFor(c.req.header('accept-encoding') ?? null) : null
  const plain = bodies.get('') as Buffer
  if (!coding) return new Response(new Uint8Array(plain), { headers })
  if (!bodies.has(coding)) bodies.set(coding, squeeze(plain, coding, true))
  headers['Content-Encoding'] = coding
  return new Response(new Uint8Array(await bodies.get(coding)!), { headers })
}

type Health = { process: 'ok'; database: 'ok' | 'away'; queue: 'ok' | 'late' | 'absent' | 'unknown'; late?: number }

/** Are the process, the database and the queue well? Answers within two seconds, also when the database does not. */
async function healthOf(database: Database): Promise<Health> {
  const asked = async (): Promise<Health> => {
    const job = database.pool('job')
    const { rows } = await job.query("select to_regprocedure('public.late_jobs()') is not null as there")
    if (!rows[0].there) return { process: 'ok', database: 'ok', queue: 'absent' }
    const { late } = (await job.query('select late_jobs() as late')).rows[0] as { late: number }
    return late ? { process: 'ok', database: 'ok', queue: 'late', late } : { process: 'ok', database: 'ok', queue: 'ok' }
  }
  const away: Health = { process: 'ok', database: 'away', queue: 'unknown' }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Health>((done) => {
    timer = setTimeout(() => done(away), 2_000)
  })
  return Promise.race([asked().catch(() => away), late]).finally(() => clearTimeout(timer))
}
