// A real Chromium for the tests of pages; never skipped: without one the test fails with a sentence (tools/chrome.mjs).
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'
import { needChrome } from '../tools/chrome.mjs'

/** Close it in `afterAll`. Pages and contexts are the test's own; nothing is kept between runs. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
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
}
