// A real Chromium for the tests of pages; never skipped: without one the test fails with a sentence (tools/chrome.mjs).
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { needChrome } from '../tools/chrome.mjs'

/** The house behind an address of its own, for a browser. */
export const served = (
  app: { fetch: Parameters<typeof serve>[0]['fetch'] },
  at = 0,
): Promise<{ home: string; port: number; close(): void }> =>
  new Promise((listening) => {
    const server = serve({ fetch: app.fetch, port: at, hostname: '127.0.0.1' }, ({ port }) =>
      listening({
        home: `http://127.0.0.1:${port}`,
        port,
        close() {
          server.close()
          if ('closeAllConnections' in server) server.closeAllConnections()
        },
      }),
    )
  })

/** Which Chromium, and how it is started. */
export const chromeOptions = () => ({
  executablePath: needChrome(),
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // Chromium's sandbox refuses root
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-sync',
  ],
})

/** Close it in `afterAll`. Pages and contexts are the test's own; nothing is kept between runs. */
export const openBrowser = (): Promise<Browser> => chromium.launch(chromeOptions())

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds on the page at hand, whose context bypasses the content policy (our pages run no script of their own). `rules`: in the
 * dark only the colours are others.
 */
export async function axeFinds(page: Page, rules: string[] = RULES): Promise<string[]> {
  type Found = { id: string; nodes: { html: string; failureSummary: string }[] }
  await page.evaluate(axe)
  return page.evaluate(async (runOnly) => {
    const run = (globalThis as unknown as { axe: { run: (o: object) => Promise<{ violations: Found[] }> } }).axe
    const { violations } = await run.run({ runOnly })
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary}`).join('; ')}`)
  }, rules)
}
