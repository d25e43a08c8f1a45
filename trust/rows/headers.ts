// Row 30: what every answer carries to defend a page, read from the route table and in a real browser.
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { chromium } from 'playwright-core'
import { createApp } from '../../src/app.tsx'
import { ASKERS, type Asker, HERE, routes, WALL } from '../ground.ts'
import { type Proof, through } from '../proof.ts'
import { ask, crawl } from '../visit.ts'
import { addressOf } from './addresses.ts'

const NEEDED = { 'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin' }

export const headers: Proof = {
  row: 30,
  name: 'headers',
  tier: 1,
  promise: 'every answer defends its page',
  fault: {
    what: 'the front door drops nosniff and allows inline scripts on /pekan',
    house: (house) =>
      through(house, async (request, next) => {
        const answer = await next(request)
        if (new URL(request.url).pathname !== '/pekan') return answer
        const changed = new Response(await answer.text(), answer)
        changed.headers.delete('x-content-type-options')
        changed.headers.set('content-security-policy', "default-src 'self' 'unsafe-inline'")
        return changed
      }),
  },
  async prove(house) {
    const wrong: string[] = []
    let answers = 0
    for (const route of routes)
      for (const as of ['public', 'resident', 'officer', 'office'] as const) {
        const answer = await ask(house, addressOf(route.path, house), as, { method: route.method, headers: { origin: HERE } })
        answers++
        const where = `${as} ${route.key}`
        for (const [name, value] of Object.entries(NEEDED))
          if (answer.headers.get(name) !== value) wrong.push(`${where}: ${name}`)
        const csp = answer.headers.get('content-security-policy') ?? ''
        if (!csp || /unsafe-/.test(csp)) wrong.push(`${where}: CSP ${csp || 'missing'}`)
        for (const finding of new CspEvaluator(new CspParser(csp).csp).evaluate())
          if (finding.severity === Severity.HIGH) wrong.push(`${where}: CSP ${finding.description}`)
        if (as !== 'public' && route.room !== 'app' && answer.headers.get('cache-control') !== 'no-store')
          wrong.push(`${where}: may be kept`)
      }
    const https = createApp({ database: house.database, secrets: house.secrets, secure: true, log: () => {}, wall: () => WALL })
    if (!/max-age=\d{8}/.test((await https.request('/masuk')).headers.get('strict-transport-security') ?? ''))
      wrong.push('https: no HSTS')

    const pages = await inBrowser(house, wrong)
    return { figure: `${answers} answers of ${routes.length} routes, ${pages} pages in Chromium`, wrong }
  },
}

/** Each page that nobody, a member, an officer and the office reach, in Chromium: what the policy refused is told in the console. */
async function inBrowser(house: Parameters<Proof['prove']>[0], wrong: string[]): Promise<number> {
  const server = await new Promise<ReturnType<typeof serve>>((up) => {
    const s = serve({ fetch: house.app.fetch, port: 0, hostname: '127.0.0.1' }, () => up(s))
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH!,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })
  let seen = 0
  try {
    for (const as of ASKERS.filter((a): a is Asker => ['public', 'resident', 'officer', 'office'].includes(a))) {
      const context = await browser.newContext()
      const [name, value] = house.cookies[as].split('=')
      if (value) await context.addCookies([{ name: name!, value, url: origin }])
      const page = await context.newPage()
      let at = ''
      page.on('console', (message) => {
        if (/Content Security Policy|Refused to/.test(message.text())) wrong.push(`${as} ${at}: ${message.text().slice(0, 160)}`)
      })
      // One address of each pattern: the same page with other figures tells nothing new.
      const patterns = new Map<string, string>()
      for (const [path, answer] of await crawl(
        house,
        as,
        ['/', ...(as === 'public' ? ['/daftar', '/masuk'] : as === 'resident' ? ['/langkah'] : ['/konsol'])],
        250,
      ))
        if (answer.status === 200 && answer.headers.get('content-type')?.startsWith('text/html')) {
          patterns.set(
            path.replace(/\?.*/, '').replace(/\d{4}-W\d\d|31(\.\d\d)+(\.\d{4})?|P[1-7]|[A-Z]{3}-\d\d-\d{5}|[0-9a-f-]{36}/g, '*'),
            path,
          )
        }
      for (const path of patterns.values()) {
        at = path
        await page
          .goto(origin + path, { waitUntil: 'load' })
          .catch((error) => wrong.push(`${as} ${path}: ${error.message.slice(0, 100)}`))
        seen++
      }
      await context.close()
    }
  } finally {
    await browser.close()
    await new Promise((down) => server.close(down))
  }
  return seen
}
