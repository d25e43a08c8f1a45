// `/api/v1`: the frozen weeks as JSON for other systems. Each address stands once in a table: what it takes, what it answers. The same schemas check
// what is asked and make `/api/v1/openapi.json`. Only what is published: nobody signs in, nothing is about a person.
import { Hono } from 'hono'
import { z } from 'zod'
import { isWeek } from '../kit/calendar.ts'
import { problemJson } from '../kit/http.ts'
import { type Lang, say } from '../kit/problem.ts'
import { asPublic, type Ctx, type Env, type Policies } from '../people/index.ts'
import { kecamatan, kecCode, kota, kotaCode, kotaOf } from '../places/index.ts'
import { weeklyWords } from './cut.ts'
import { frozen } from './pages.tsx'
import { publicFile } from './publish.ts'
import { weeksOf } from './store.ts'

// ---- what is said

const WEEK = z
  .string()
  .regex(/^\d{4}-W\d{2}$/)
  .describe('An ISO week, such as 2018-W03')
const KEC = z
  .string()
  .regex(/^\d{2}\.\d{2}\.\d{2}$/)
  .describe('A kecamatan’s code, such as 31.74.04')
const AREA = z
  .string()
  .regex(/^\d{2}(\.\d{2})?$/)
  .describe('31 is the whole area, 31.74 a kota')
const STEP = z.enum(['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'])
const COUNT = z.enum(['entered', 'reached'])
const DAY = z.iso.date()
const INSTANT = z.iso.datetime({ offset: true })
const SHA256 = z.string().regex(/^[0-9a-f]{64}$/)
const whole = z.int()

const terms = { last: whole, restated: whole, arrivals: whole, departures: whole, now: whole }
const cell = z
  .strictObject({ kec: KEC, step: STEP, count: COUNT, ...terms })
  .describe('Whole people: last + restated + arrivals - departures = now')
const areaCell = z
  .strictObject({ area: AREA, step: STEP, count: COUNT, ...terms, moved: whole })
  .describe('As a cell; `moved` people moved inside the area and neither came nor went')
const reason = { step: STEP, count: COUNT, reason: z.string(), n: whole }

const weekLine = z.strictObject({ week: WEEK, cut: INSTANT, sha256: SHA256, href: z.string() })
const wholeWeek = z
  .strictObject({
    week: WEEK,
    from: DAY,
    to: DAY,
    cut: INSTANT,
    definition: whole,
    hiding: whole.optional(),
    cells: z.array(cell),
    totals: z.array(areaCell),
    kota: z.array(areaCell),
    departures: z.array(z.strictObject(reason)),
    restatements: z.array(z.strictObject({ ...reason, week: WEEK.optional() })),
    waiting: z.array(z.strictObject({ step: STEP, n: whole, most: z.array(z.strictObject({ kec: KEC, n: whole })) })),
    chains: z.array(z.strictObject({ kec: KEC, facts: whole, head: SHA256 })),
    sha256: SHA256,
  })
  .describe('A frozen week; `sha256` is over the canonical JSON of all the rest')

const problem = z
  .strictObject({ type: z.string(), title: z.string(), status: whole, code: z.string(), instance: z.string() })
  .describe('RFC 9457; `code` stays the same, `title` is for people')

// ---- the addresses

type Endpoint = {
  about: string
  path?: z.ZodObject
  query?: z.ZodObject
  answer: z.ZodType
  /** 404 is among what may be answered. */
  mayMiss?: boolean
  /** The answer, or a problem's code. */
  act(c: Ctx, asked: Record<string, string | undefined>): Promise<unknown>
}

const ENDPOINTS: Record<string, Endpoint> = {
  '/api/v1/weeks': {
    about: 'All frozen weeks, oldest first',
    answer: z.strictObject({
      synthetic: z.boolean().describe('A demonstration: all data are made up'),
      weeks: z.array(weekLine),
    }),
    async act(c) {
      const weeks = await asPublic(c, weeksOf)
      const lines = weeks.map((w) => ({
        week: w.week,
        cut: w.cutAt.toISOString(),
        sha256: w.sha256,
        href: `/api/v1/weeks/${w.week}`,
      }))
      return { synthetic: c.var.synthetic, weeks: lines }
    },
  },
  '/api/v1/weeks/{week}': {
    about: 'One frozen week, as it was published',
    path: z.object({ week: WEEK }),
    answer: wholeWeek,
    mayMiss: true,
    async act(c, { week }) {
      const held = (await frozen(c, week!, 1))?.of
      return held ? publicFile(held.published, held.sha256) : null
    },
  },
  '/api/v1/weeks/{week}/cells': {
    about: 'Cells of one frozen week: of one kecamatan, one step, one count, as asked',
    path: z.object({ week: WEEK }),
    query: z.object({
      kec: z.enum(kecamatan().map((k) => kecCode(k.code))).optional(),
      step: STEP.optional(),
      count: COUNT.optional(),
    }),
    answer: z.strictObject({ week: WEEK, cut: INSTANT, definition: whole, sha256: SHA256, cells: z.array(cell) }),
    mayMiss: true,
    async act(c, { week, kec, step, count }) {
      const held = (await frozen(c, week!, 1))?.of
      if (!held) return null
      const { cut, definition, cells } = held.published
      const asked = cells.filter((x) => (!kec || x.kec === kec) && (!step || x.step === step) && (!count || x.count === count))
      return { week, cut, definition, sha256: held.sha256, cells: asked }
    },
  },
  '/api/v1/kecamatan': {
    about: 'The 44 kecamatan with their kota',
    answer: z.strictObject({
      kecamatan: z.array(z.strictObject({ code: KEC, name: z.string(), kota: AREA, kotaName: z.string() })),
    }),
    async act() {
      const names = new Map(kota().map((k) => [k.code as number, k.name]))
      return {
        kecamatan: kecamatan().map((k) => {
          const of = kotaOf(k.code)
          return { code: kecCode(k.code), name: k.name, kota: kotaCode(of), kotaName: names.get(of) ?? '' }
        }),
      }
    },
  },
}

const WORDS: Record<Lang, { unreadable(field: string): string; missing: string }> = {
  id: {
    unreadable: (field) => `Isian ${field} tidak terbaca. Lihat /api/v1/openapi.json untuk bentuknya.`,
    missing: 'Tidak ada.',
  },
  en: { unreadable: (field) => `${field} cannot be read. See /api/v1/openapi.json for its form.`, missing: 'There is none.' },
}

const pathOf = (address: string) => address.replace(/\{(\w+)\}/g, ':$1')

export const policies: Policies = {
  'GET /api/v1/openapi.json': 'everybody',
  ...Object.fromEntries(Object.keys(ENDPOINTS).map((address) => [`GET ${pathOf(address)}`, 'everybody' as const])),
}

const api = new Hono<Env>()
for (const [address, { path, query, act }] of Object.entries(ENDPOINTS))
  api.get(pathOf(address), async (c) => {
    const words = WORDS[c.var.lang]
    const asked: Record<string, string | undefined> = { ...c.req.query(), ...(c.req.param() as Record<string, string>) }
    for (const schema of [path, query]) {
      const wrong = schema?.safeParse(asked).error?.issues[0]
      if (!wrong) continue
      c.set('code', 'api.unreadable')
      return problemJson(c.var.requestId, 422, 'api.unreadable', words.unreadable(String(wrong.path[0])))
    }
    const answer = await act(c, asked)
    if (answer === null) {
      const why =
        asked.week && isWeek(asked.week)
          ? say(weeklyWords, { code: 'week.not-cut', data: { week: asked.week } }, c.var.lang)
          : words.missing
      return problemJson(c.var.requestId, 404, 'api.not-there', why)
    }
    c.header('Cache-Control', 'public, max-age=300')
    return c.json(answer as object)
  })
api.get('/api/v1/openapi.json', (c) => {
  c.header('Cache-Control', 'public, max-age=300')
  return c.json(openApi())
})
export const routes = api

// ---- the description

const json = (schema: z.ZodType, type = 'application/json') => ({ content: { [type]: { schema: z.toJSONSchema(schema) } } })

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query') {
  return Object.entries(schema?.shape ?? {}).map(([name, of]) => {
    const { $schema: _, description, ...form } = z.toJSONSchema(of as z.ZodType)
    return { name, in: where, required: where === 'path', ...(description ? { description } : {}), schema: form }
  })
}

/** OpenAPI 3.1 of this table. */
export function openApi() {
  const failing = (about: string) => ({ description: about, ...json(problem, 'application/problem+json') })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tujuh PAS',
      version: '1',
      description:
        'The weekly update of OK OCE. Figures are people in 44 kecamatan and seven steps, frozen every Monday; a week that is frozen never changes.',
      license: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
    },
    paths: Object.fromEntries(
      Object.entries(ENDPOINTS).map(([address, { about, path, query, answer, mayMiss }]) => [
        address,
        {
          get: {
            summary: about,
            parameters: [...parameters(path, 'path'), ...parameters(query, 'query')],
            responses: {
              200: { description: about, ...json(answer) },
              ...(path || query ? { 422: failing('Something asked for cannot be read') } : {}),
              ...(mayMiss ? { 404: failing('There is none, or it is not frozen yet') } : {}),
              503: failing('Come again in some seconds'),
            },
          },
        },
      ]),
    ),
  }
}
