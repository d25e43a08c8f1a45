// Row 25: the interface for other systems keeps its word. From its own description 20,000 requests are made, right ones and wrong ones; no answer is an
// error of ours, each has a status that the description names for that address, and its body is of the form that the description gives.
import fc from 'fast-check'
import { z } from 'zod'
import type { Proof } from '../proof.ts'
import { through } from '../proof.ts'
import { ask } from '../visit.ts'

const REQUESTS = 20_000

type Schema = Parameters<typeof z.fromJSONSchema>[0]
type Operation = {
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: { pattern?: string; enum?: string[] } }[]
  responses: Record<string, { content: Record<string, { schema: Schema }> }>
}

export const api: Proof = {
  row: 25,
  name: 'api',
  tier: 1,
  promise: 'the interface keeps its word',
  fault: {
    what: 'a cell has a field more than is said',
    house: (house) =>
      through(house, async (request, next) => {
        const answer = await next(request)
        if (!new URL(request.url).pathname.endsWith('/cells') || answer.status !== 200) return answer
        const body = (await answer.json()) as { cells: object[] }
        return Response.json({ ...body, cells: body.cells.map((c) => ({ ...c, nik: '' })) })
      }),
  },
  async prove(house, _, seed) {
    const described = JSON.parse((await ask(house, '/api/v1/openapi.json', 'public')).text) as {
      paths: Record<string, { get: Operation }>
    }
    const { weeks } = JSON.parse((await ask(house, '/api/v1/weeks', 'public')).text) as { weeks: { week: string }[] }
    const known: Record<string, string[]> = {
      week: weeks.map((w) => w.week),
      kec: ['31.74.04', '31.71.06', '31.01.01'],
      step: ['P1', 'P7'],
      count: ['entered', 'reached'],
    }
    /** As it should be, as its pattern allows, and as nobody should send it. */
    const value = ({ name, schema }: Operation['parameters'][number]) =>
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...(schema.enum ?? known[name] ?? ['x'])) },
        { weight: 2, arbitrary: schema.pattern ? fc.stringMatching(new RegExp(schema.pattern)) : fc.constant('x') },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('..', '%', "' or 1=1", '0', '9999-W99', '2018-W53', '31.74.04 ', 'p1', '\u202e'),
        },
      )
    const request = fc.oneof(
      ...Object.entries(described.paths).map(([address, { get }]) => {
        const path = get.parameters.filter((p) => p.in === 'path')
        const query = get.parameters.filter((p) => p.in === 'query')
        return fc
          .record({
            path: fc.tuple(...path.map(value)),
            query: fc.tuple(...query.map((q) => fc.option(value(q), { nil: undefined }))),
            stray: fc.option(fc.string({ maxLength: 8 }), { nil: undefined, freq: 6 }),
          })
          .map((drawn) => {
            const asked = path.reduce((at, p, i) => at.replace(`{${p.name}}`, encode(drawn.path[i]!)), address)
            const given = query.flatMap((q, i) => (drawn.query[i] === undefined ? [] : [`${q.name}=${encode(drawn.query[i]!)}`]))
            if (drawn.stray !== undefined) given.push(`lain=${encode(drawn.stray)}`)
            return { address, asked: given.length ? `${asked}?${given.join('&')}` : asked }
          })
      }),
    )
    const readers = new Map<string, z.ZodType>()
    const reader = (schema: Schema, key: string) => {
      const held = readers.get(key) ?? z.fromJSONSchema(schema)
      readers.set(key, held)
      return held
    }
    const wrong: string[] = []
    const seen = new Map<string, number>()
    for (const { address, asked } of fc.sample(request, { numRuns: REQUESTS, seed })) {
      if (wrong.length > 30) break
      const answer = await ask(house, asked, 'public')
      const path = new URL(asked, 'http://localhost').pathname
      // What climbs out of the address, or ends in a slash, is another address: there is none, and that is said in the same form.
      const there = path.split('/').length === address.split('/').length && !path.endsWith('/')
      seen.set(String(answer.status), (seen.get(String(answer.status)) ?? 0) + 1)
      const [type = '', form] = Object.entries(described.paths[address]!.get.responses[answer.status]?.content ?? {})[0] ?? []
      if (answer.status >= 500) wrong.push(`${asked}: ${answer.status}`)
      else if (!form) {
        if (there && answer.status !== 400) wrong.push(`${asked}: ${answer.status}, which is not described`)
      } else if (!answer.headers.get('content-type')?.startsWith(type))
        wrong.push(`${asked}: ${answer.headers.get('content-type')}`)
      else {
        const read = reader(form.schema, `${address} ${answer.status}`).safeParse(JSON.parse(answer.text))
        if (!read.success) wrong.push(`${asked}: ${read.error.issues[0]!.path.join('.')} ${read.error.issues[0]!.message}`)
      }
    }
    for (const status of ['200', '404', '422'])
      if (!seen.get(status)) wrong.push(`no request was answered ${status}: nothing was tried there`)
    return {
      figure: `${REQUESTS} requests: ${[...seen]
        .sort()
        .map(([s, n]) => `${n} x ${s}`)
        .join(', ')}`,
      wrong,
    }
  },
}

/** Broken halves of characters cannot be sent at all. */
const encode = (text: string) => encodeURIComponent(text.toWellFormed())
