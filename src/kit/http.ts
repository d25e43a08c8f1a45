// HTTP as every answer needs it: security headers, bodies within limits and readable, compression, and whether a form was sent from
// our own page. Who may ask for what is decided in app.ts; it knows nothing of the programme.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** What a form may weigh, and what a file may (6-trust, Files: 20 MB, and a little for the form around it). */
export const FORM_BYTES = 64 * 1024
export const UPLOAD_BYTES = 20 * 1024 * 1024 + 256 * 1024
/** The longest form of the programme has about sixty fields. */
export const MAX_FIELDS = 500

// ---- headers

const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const ALWAYS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
}

/** On every answer, errors and files too. `secure`: we are reached by https, so browsers may insist on it. */
export function protect(headers: Headers, secure: boolean): void {
  for (const [name, value] of Object.entries(ALWAYS)) headers.set(name, value)
  if (secure) headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
}

// ---- requests

/** Why a request cannot be read: each gets its own sentence. */
export type Unreadable = 'too-large' | 'nul' | 'encoding' | 'too-many-fields' | 'kind' | 'broken'

/** Is the address readable? A NUL byte or a broken escape in it is answered with a sentence, not with an accident further in. */
export function checkAddress(url: string): Unreadable | null {
  if (url.length > 8_192) return 'too-large'
  const { pathname, search } = new URL(url)
  try {
    const text = decodeURIComponent(pathname) + decodeURIComponent(search)
    return text.includes('\0') ? 'nul' : null
  } catch {
    return 'encoding'
  }
}

/** The body's bytes, counted while they come: what the headers say about the length is only a hint. */
export async function readBody(request: Request, limit: number): Promise<Buffer | 'too-large'> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return 'too-large'
  if (!request.body) return Buffer.alloc(0)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body) {
    size += part.length
    if (size > limit) return 'too-large' // leaving the loop cancels the stream
    parts.push(part)
  }
  return Buffer.concat(parts, size)
}

export type BodyKind = 'none' | 'form' | 'file-form' | 'json'

/** Which of the bodies we take is this? Null for any other kind. */
export function bodyKind(contentType: string | null, size: number): BodyKind | null {
  const type = (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') return 'form'
  if (type === 'multipart/form-data') return 'file-form'
  if (type === 'application/json' || type === 'application/problem+json') return 'json'
  return size === 0 ? 'none' : null
}

/** Text that no field can hold: broken UTF-8, NUL, or more fields than any form has. Files inside a form are not looked into here. */
export function checkBody(kind: BodyKind, bytes: Buffer): Unreadable | null {
  if (kind === 'file-form' || kind === 'none') return null
  const text = utf8(bytes)
  if (text === null) return 'encoding'
  if (kind === 'json') return text.includes('\\u0000') || text.includes('\0') ? 'nul' : null
  if (text.includes('\0') || text.includes('%00')) return 'nul'
  let fields = 1
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) fields++
  if (fields > MAX_FIELDS) return 'too-many-fields'
  try {
    decodeURIComponent(text)
    return null
  } catch {
    return 'encoding'
  }
}

/** The same for the written fields of a form with a file, once it is taken apart. */
export function checkFields(fields: Readonly<Record<string, unknown>>): Unreadable | null {
  let count = 0
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      count++
      if (typeof one !== 'string') continue
      if (one.includes('\0') || name.includes('\0')) return 'nul'
      if (one.includes('\ufffd')) return 'encoding' // what the reader puts for bytes that are no UTF-8
    }
  }
  return count > MAX_FIELDS ? 'too-many-fields' : null
}

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** What somebody wrote in one field; a field that was not sent, or a file in its place, is empty. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Was this write sent from one of our own pages? Older browsers say so by `Origin` only, newer ones also by
 * `Sec-Fetch-Site`; a page of another site can forge neither. (Under `no-referrer` forms would carry `Origin: null`.)
 */
export function sentFromHere(request: Request, secure: boolean): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== 'null') return origin === ownOrigin(request, secure)
  return site === 'same-origin'
}

const ownOrigin = (request: Request, secure: boolean) =>
  new URL(`${secure ? 'https' : 'http'}://${request.headers.get('host') ?? new URL(request.url).host}`).origin

/** A path of this site to go on to, or null: never another site, however it is written. */
export function pathHere(text: string | undefined): string | null {
  if (!text || text.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return null
  const base = 'http://here.invalid'
  const url = new URL(text, base)
  return url.origin === base ? url.pathname + url.search : null
}

// ---- answers

/** RFC 9457: what went wrong, for another system. `code` stays the same, `title` is for people; `request` finds the log line. */
export const problemJson = (request: string, status: number, code: string, title: string) =>
  new Response(JSON.stringify({ type: 'about:blank', title, status, code, instance: request }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      ...(status === 503 ? { 'Retry-After': '5' } : {}),
    },
  })

const TEXT = /^(text\/(?!event-stream)|application\/(json|problem\+json|xml|x-ndjson)|image\/svg\+xml)/
const WORTH = 700 // bytes; below, the headers weigh more than what is saved

export const isText = (type: string | null) => TEXT.test(type ?? '')

export type Coding = 'br' | 'gzip'

/** The best coding that the browser takes; null when it takes none. */
export function codingFor(accepted: string | null): Coding | null {
  const takes = (name: string) =>
    (accepted ?? '').split(',').some((part) => {
      const [coding, ...parameters] = part.trim().toLowerCase().split(';')
      return coding === name && !parameters.some((p) => /^\s*q=0(\.0*)?\s*$/.test(p))
    })
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null
}

const brotli = promisify(brotliCompress)
const zipped = promisify(gzip)

/** `once`: for what is kept and sent many times, as small as it gets. */
export const squeeze = (bytes: Buffer, coding: Coding, once = false): Promise<Buffer> =>
  coding === 'br'
    ? brotli(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: once ? 11 : 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      })
    : zipped(bytes, { level: once ? 9 : 6 })

/** A text answer in the coding that the browser takes; anything else as it is. */
export async function compressed(response: Response, accepted: string | null): Promise<Response> {
  const { headers } = response
  if (!isText(headers.get('content-type')) || headers.has('content-encoding')) return response
  const vary = headers.get('vary')
  if (!vary?.toLowerCase().includes('accept-encoding')) headers.set('Vary', vary ? `${vary}, Accept-Encoding` : 'Accept-Encoding')
  const coding = codingFor(accepted)
  if (!coding || !response.body) return response // asked last: it makes a stream of a body that was a text
  const bytes = Buffer.from(await response.arrayBuffer())
  const small = bytes.length >= WORTH ? await squeeze(bytes, coding) : null
  if (small) headers.set('Content-Encoding', coding)
  headers.delete('content-length')
  return new Response(small ?? bytes, { status: response.status, headers })
}

export const etagOf = (bytes: Buffer | string) => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`

/** Does the browser hold this already? (`If-None-Match`; a coding of the same text counts as the same.) */
export const holds = (asked: string | null, etag: string) =>
  asked !== null && (asked.trim() === '*' || asked.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))

/** A published answer gets the mark of its content; who holds it already gets 304 and no body. */
export async function marked(response: Response, asked: string | null): Promise<Response> {
  if (response.status !== 200 || !response.body || response.headers.has('etag')) return response
  const bytes = Buffer.from(await response.arrayBuffer())
  const etag = etagOf(bytes)
  const { headers } = response
  headers.set('ETag', `W/${etag}`)
  if (!holds(asked, etag)) return new Response(bytes, { status: 200, headers })
  headers.delete('content-length')
  headers.delete('content-type')
  return new Response(null, { status: 304, headers })
}
