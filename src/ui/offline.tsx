// What works without a network: the line in which a page's outbox speaks (styles/outbox.js), and the worker of the browser that gives a page without
// names where the real one cannot be reached. Whose pages these are is for the rooms to say.
import { createHash } from 'node:crypto'
import type { Lang } from '../kit/problem.ts'
import { type AssetName, hrefOf } from './assets.ts'

const WORDS = {
  id: {
    away: 'Jaringan putus. Lanjutkan saja: # catatan tersimpan di alat ini dan terkirim sendiri.',
    sending: 'Mengirim # catatan.',
    pending: 'menunggu dikirim',
    unread: '# catatan dari alat ini tidak bisa dibaca server. Catat lagi dari kertas, lalu ketuk di sini.',
    signedOut: 'Anda sudah keluar. # catatan tersimpan di alat ini: masuk lagi supaya terkirim.',
  },
  en: {
    away: 'The network is away. Go on: # notes are kept on this device and sent by themselves.',
    sending: 'Sending # notes.',
    pending: 'waiting to be sent',
    unread: '# notes of this device cannot be read by the server. Note them again from paper, then tap here.',
    signedOut: 'You are signed out. # notes are kept on this device: sign in again so that they are sent.',
  },
}

/**
 * `publicKey`: kit/outbox.ts. `to`: where it is sent; empty: `/kirim` under the page's own address. `token`: empty where the page was kept on the device.
 * `live`: the page is asked for again every ten seconds, as others write on it too. `elsewhere`: a page of the same outbox that is always there.
 * `owner`: whose notes these are, where nobody else is to send them; empty on the page that was kept: whoever was here last.
 */
export function Outbox({
  lang,
  publicKey,
  to = '',
  token = '',
  owner,
  live,
  elsewhere,
}: {
  lang: Lang
  publicKey: string
  to?: string
  token?: string
  owner?: string
  live?: boolean
  elsewhere?: string
}) {
  const w = WORDS[lang]
  const data = {
    'data-keluar': to,
    'data-kunci': publicKey,
    'data-token': token,
    'data-putus': w.away,
    'data-mengirim': w.sending,
    'data-menunggu': w.pending,
    'data-rusak': w.unread,
    'data-masuk': w.signedOut,
    ...(owner === undefined ? {} : { 'data-oleh': owner }),
    ...(live ? { 'data-hidup': '' } : {}),
    ...(elsewhere ? { 'data-lain': elsewhere } : {}),
  }
  return (
    <p class="offline" id="jaringan" role="status" hidden {...data}>
      <span /> <button type="button" class="plain-btn" hidden />
    </p>
  )
}

/**
 * The worker of a scope: keeps the page `at`, whose text is `shell`, with what it needs, asked for without a session; gives it where a page of its scope
 * cannot be reached, but for addresses that end in `not`. Another text is another worker, which takes over at once; what waits in the outbox is not
 * the worker's.
 */
export function workerScript({ at, shell, script, not }: { at: string; shell: string; script: AssetName; not?: string }): string {
  const files = [at, hrefOf('konsol.css'), hrefOf(script), hrefOf('huruf.woff2'), hrefOf('logo.svg')]
  const stem = at.split('/')[1]
  const name = `${stem}-${createHash('sha256').update(`${shell} ${files}`).digest('hex').slice(0, 12)}`
  return `const NAME = '${name}'
const FILES = ${JSON.stringify(files)}
addEventListener('install', (event) => event.waitUntil((async () => {
  const cache = await caches.open(NAME)
  await Promise.all(FILES.map(async (path) => cache.put(path, await fetch(path, { credentials: 'omit', cache: 'reload' }))))
  await skipWaiting()
})()))
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const key of await caches.keys()) if (key.startsWith('${stem}-') && key !== NAME) await caches.delete(key)
  await clients.claim()
})()))
addEventListener('fetch', (event) => {
  const { request } = event
  const path = new URL(request.url).pathname
  if (request.method !== 'GET') return
  if (request.mode === 'navigate'${not ? ` && !path.endsWith('${not}')` : ''})
    event.respondWith(fetch(request, { signal: AbortSignal.timeout(15000) }).catch(async () => (await caches.match('${at}')) ?? Response.error()))
  else if (FILES.includes(path)) event.respondWith(caches.match(path).then((held) => held ?? fetch(request)))
})
`
}
