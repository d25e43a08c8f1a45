// The clinic without a network: a worker of the browser that opens a page without names where the real one cannot be reached. On that page people
// are given numbers; what is written is sealed on the device (kit/outbox.ts) and sent when the network is back.
import { createHash } from 'node:crypto'
import { outboxKey } from '../../kit/outbox.ts'
import type { Ctx } from '../../people/index.ts'
import { Bare, hrefOf, SelectField, SubField } from '../../ui/index.ts'
import { texts } from './messages.ts'
import { SERVICES } from './rules.ts'

const SHELL = '/klinik/luring'

/** What outbox.js needs of a page, and the line in which it speaks. `to` and `token` are empty where the page was kept on the device. */
export function Outbox({ c, to = '', token = '' }: { c: Ctx; to?: string; token?: string }) {
  const w = texts[c.var.lang]
  const data = {
    'data-keluar': to,
    'data-kunci': outboxKey(c.var.secrets),
    'data-token': token,
    'data-putus': w.offline,
    'data-mengirim': w.sending,
    'data-menunggu': w.pending,
    'data-rusak': w.unread,
    'data-masuk': w.signedOut,
  }
  return (
    <p class="offline" id="jaringan" role="status" hidden {...data}>
      <span /> <button type="button" class="plain-btn" hidden />
    </p>
  )
}

/** The page without names. The same for every kecamatan and day: its address says which. */
export function Shell({ c }: { c: Ctx }) {
  const { lang } = c.var
  const w = texts[lang]
  return (
    <Bare lang={lang} title={w.title} css="konsol.css" script="klinik.js">
      <main id="isi" class="wrap">
        <div class="read pt-5 pb-6">
          <Outbox c={c} />
          <h1 class="mt-3">{w.title}</h1>
          <p class="lead mt-2">{w.shellLead}</p>
          <form method="post" action="" data-ketuk autocomplete="off" class="mt-4">
            <input type="hidden" name="kind" value="arrive" />
            <SubField id="who" name="who" label={w.find} maxlength={80} lang={lang} />
            <SelectField
              id="service"
              label={w.wants}
              value="mentoring"
              options={SERVICES.map((s) => ({ value: s, text: w.services[s] }))}
              lang={lang}
            />
            <button class="btn btn--s mt-2" type="submit">
              {w.give}
            </button>
          </form>
          <h2 class="mt-5">{w.shellKept}</h2>
          <ul class="list mt-2" id="simpanan" />
        </div>
      </main>
    </Bare>
  )
}

const FILES = [SHELL, hrefOf('konsol.css'), hrefOf('klinik.js'), hrefOf('huruf.woff2'), hrefOf('logo.svg')]

/**
 * The worker: keeps that page and what it needs, asked for without a session, and gives it only where a page of the clinic cannot be reached.
 * `shell`: the page's text, so that another page is another worker, which takes over at once; what waits in the outbox is not the worker's.
 */
export function workerScript(shell: string): string {
  const name = `klinik-${createHash('sha256').update(`${shell} ${FILES}`).digest('hex').slice(0, 12)}`
  return `const NAME = '${name}'
const FILES = ${JSON.stringify(FILES)}
addEventListener('install', (event) => event.waitUntil((async () => {
  const cache = await caches.open(NAME)
  await Promise.all(FILES.map(async (path) => cache.put(path, await fetch(path, { credentials: 'omit', cache: 'reload' }))))
  await skipWaiting()
})()))
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const key of await caches.keys()) if (key.startsWith('klinik-') && key !== NAME) await caches.delete(key)
  await clients.claim()
})()))
addEventListener('fetch', (event) => {
  const { request } = event
  const path = new URL(request.url).pathname
  if (request.method !== 'GET') return
  if (request.mode === 'navigate' && !path.endsWith('/layar'))
    event.respondWith(fetch(request, { signal: AbortSignal.timeout(15000) }).catch(async () => (await caches.match('${SHELL}')) ?? Response.error()))
  else if (FILES.includes(path)) event.respondWith(caches.match(path).then((held) => held ?? fetch(request)))
})
`
}
