// Row 27: what no browser sends. Raw bytes at the real door: framings that two readers would understand differently, fields without end,
// addresses that climb, bytes that are no text. Each is turned away with a 4xx or cut off, none makes a 500, and the next visitor is served.

import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { openDoor } from '../../src/serve.ts'
import { type Proof, through } from '../proof.ts'

/** `framing`: the line must be closed too, for what follows on it cannot be trusted. `any`: whatever is no 500 will do. */
type Raw = { name: string; bytes: string | Buffer; must: 'framing' | 'refused' | 'any' }

const CRLF = '\r\n'
const lines = (...l: string[]) => l.join(CRLF) + CRLF + CRLF
const HOST = 'Host: localhost'
const FORM = 'Content-Type: application/x-www-form-urlencoded'
const get = (path: string, ...fields: string[]) => lines(`GET ${path} HTTP/1.1`, HOST, ...fields)
const post = (body: string | Buffer, ...fields: string[]) =>
  Buffer.concat([Buffer.from(lines('POST /daftar HTTP/1.1', HOST, ...fields), 'latin1'), Buffer.from(body)])
const form = (body: string | Buffer) => post(body, FORM, `Content-Length: ${Buffer.byteLength(body)}`)

const REQUESTS: readonly Raw[] = [
  ...(
    [
      ['a length and chunks', post('0\r\n\r\n', FORM, 'Content-Length: 5', 'Transfer-Encoding: chunked')],
      ['chunks and a length', post('0\r\n\r\n', FORM, 'Transfer-Encoding: chunked', 'Content-Length: 5')],
      ['two lengths', post('abcde', FORM, 'Content-Length: 5', 'Content-Length: 6')],
      ['a length with a comma', post('abcde', FORM, 'Content-Length: 5, 6')],
      ['a length under zero', post('abcde', FORM, 'Content-Length: -5')],
      ['a length with a sign', post('abcde', FORM, 'Content-Length: +5')],
      ['a length in hex', post('abcde', FORM, 'Content-Length: 0x5')],
      ['a length that overflows', post('abcde', FORM, 'Content-Length: 99999999999999999999')],
      ['chunks by another name', post('0\r\n\r\n', FORM, 'Transfer-Encoding: xchunked')],
      ['chunks behind a vertical tab', post('0\r\n\r\n', FORM, 'Transfer-Encoding: \x0bchunked')],
      ['chunks that are not last', post('0\r\n\r\n', FORM, 'Transfer-Encoding: chunked, gzip')],
      ['chunks twice', post('0\r\n\r\n', FORM, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity')],
      ['a chunk of no number', post('zz\r\nabc\r\n0\r\n\r\n', FORM, 'Transfer-Encoding: chunked')],
      ['a chunk that overflows', post('FFFFFFFFFFFFFFFFF\r\nabc', FORM, 'Transfer-Encoding: chunked')],
      ['a chunk longer than said', post('2\r\nabcd\r\n0\r\n\r\n', FORM, 'Transfer-Encoding: chunked')],
      ['a folded field', get('/', 'X-A: 1', ' 2')],
      ['a folded framing', post('0\r\n\r\n', FORM, 'Transfer-Encoding:', ' chunked')],
      ['a space before the colon', get('/', 'Content-Length : 5')],
      ['a field without a colon', get('/', 'nothing')],
      ['a field without a name', get('/', ': nothing')],
      ['NUL in a name', get('/', 'X-\0A: 1')],
      ['NUL in a value', get('/', 'X-A: 1\0')],
      ['a return in a value', get('/', 'X-A: 1\rX-B: 2')],
      ['lines that end in returns', 'GET / HTTP/1.1\rHost: localhost\r\r'],
      ['a version to come', lines('GET / HTTP/9.9', HOST)],
      ['no version', 'GET /\r\n\r\n'],
      ['a version with more behind it', lines('GET / HTTP/1.1x', HOST)],
      ['a method in small letters', lines('get / HTTP/1.1', HOST)],
      ['a method that is none', lines('DAFTAR / HTTP/1.1', HOST)],
      ['no host', lines('GET / HTTP/1.1')],
      ['NUL in the address', get('/\0')],
      ['the first words of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['the first words of TLS', Buffer.from('16030100c6010000c20303', 'hex')],
      ['a field of 64 KB', get('/', `X-A: ${'a'.repeat(65_536)}`)],
      ['10,000 fields', get('/', ...Array.from({ length: 10_000 }, (_, i) => `X-${i}: 1`))],
      ['an address of 100 KB', get(`/${'a'.repeat(100_000)}`)],
      ['a cookie of 64 KB', get('/', `Cookie: tamu=${'a'.repeat(65_536)}`)],
    ] as [string, string | Buffer][]
  ).map(([name, bytes]): Raw => ({ name, bytes, must: 'framing' })),
  ...(
    [
      ['two hosts', lines('GET / HTTP/1.1', HOST, 'Host: jahat.example')],
      ['a host of no shape', lines('GET / HTTP/1.1', 'Host: a b/c')],
      ['climbing, encoded', get('/..%2f..%2f..%2fetc/passwd')],
      ['climbing, encoded whole', get('/%2e%2e/%2e%2e/etc/passwd')],
      ['climbing out of the assets', get('/aset/..%2f..%2fpackage.json')],
      ['a backslash', get('/..\\..\\etc\\passwd')],
      ['an encoded NUL', get('/wilayah/%00')],
      ['bytes that are no UTF-8', get('/wilayah/%ff%fe')],
      ['half a percent', get('/wilayah/%')],
      ['a form of 10,000 fields', form(Array.from({ length: 10_000 }, (_, i) => `f${i}=1`).join('&'))],
      ['a field of 10 MB', form(`nama=${'a'.repeat(10 * 1024 * 1024)}`)],
      ['a form of no UTF-8', form(Buffer.from('nama=\xff\xfe', 'latin1'))],
      ['a form with NUL', form('nama=a%00b')],
      ['half a percent in a form', form('nama=%')],
      ['JSON for a form', post('{"nama":"a"}', 'Content-Type: application/json', 'Content-Length: 12')],
      ['a form in parts without a border', post('abc', 'Content-Type: multipart/form-data', 'Content-Length: 3')],
      [
        'a form in parts that never ends',
        post(
          '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
          'Content-Type: multipart/form-data; boundary=x',
          'Content-Length: 50',
        ),
      ],
      ['a type of no shape', post('a=1', 'Content-Type: ;;;;', 'Content-Length: 3')],
      ['another site for an address', lines('TRACE / HTTP/1.1', HOST)],
      ['an expectation of something', get('/', 'Expect: keajaiban')],
      ['a tunnel', lines('CONNECT jahat.example:443 HTTP/1.1', HOST)],
    ] as [string, string | Buffer][]
  ).map(([name, bytes]): Raw => ({ name, bytes, must: 'refused' })),
  ...(
    [
      ['an address with its host', lines('GET http://jahat.example/ HTTP/1.1', HOST)],
      ['two slashes', get('//jahat.example/')],
      [
        'a question of 5,000 parts',
        get(
          `/?${Array.from({ length: 2_500 }, (_, i) => `${i}=`)
            .join('&')
            .slice(0, 12_000)}`,
        ),
      ],
      ['NUL in a question', get('/?bahasa=%00')],
      ['a language of no UTF-8', get('/?bahasa=%ff')],
      ['a wish for another protocol', get('/', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x')],
      ['a range of no shape', get('/', 'Range: bytes=9-1,,')],
      ['options for all', lines('OPTIONS * HTTP/1.1', HOST)],
      ['more than was said', Buffer.concat([form('a=1'), Buffer.from('GARBAGE\r\n\r\n')])],
      ['a cookie that is none', get('/', 'Cookie: tamu=%00%ff; ;=; sesi')],
    ] as [string, string | Buffer][]
  ).map(([name, bytes]): Raw => ({ name, bytes, must: 'any' })),
]

const WAIT_MS = 8_000

/** What comes back: each status in order, and whether the line was closed from there. */
function send(port: number, bytes: string | Buffer): Promise<{ statuses: number[]; closed: boolean }> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const end = (closed: boolean) => {
      clearTimeout(late)
      socket.destroy()
      done({ statuses: [...text.matchAll(/(?:^|\n)HTTP\/1\.1 (\d{3})/g)].map((m) => +m[1]!), closed })
    }
    const late = setTimeout(() => end(false), WAIT_MS)
    socket.on('data', (part) => (text += part.toString('latin1')))
    socket.on('close', () => end(true))
    socket.on('error', () => {})
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
    // An answer to a request of a good framing may leave the line open: a moment more, then it is judged.
    socket.once('data', () => setTimeout(() => end(socket.destroyed || socket.readableEnded), 300))
  })
}

export const rawhttp: Proof = {
  row: 27,
  name: 'rawhttp',
  tier: 1,
  promise: 'what no browser sends is turned away, and nobody else feels it',
  fault: {
    what: 'an address that climbs is answered with an error of the server’s own',
    house: (house) =>
      through(house, async (request, next) => (/%2f|%00/i.test(request.url) ? new Response('', { status: 500 }) : next(request))),
  },
  async prove(house) {
    const wrong: string[] = []
    const server = await openDoor(house.app, '127.0.0.1', 0)
    const { port } = server.address() as AddressInfo
    try {
      await send(port, get('/'))
      const before = process.memoryUsage.rss()
      for (const { name, bytes, must } of REQUESTS) {
        const { statuses, closed } = await send(port, bytes)
        const [first] = statuses
        const said = `${name}: ${statuses.join(', ') || 'no answer'}${closed ? ', closed' : ', left open'}`
        if (statuses.some((s) => s >= 500)) wrong.push(said)
        else if (must === 'any' ? !first && !closed : first ? first < 400 : !closed) wrong.push(said)
        else if (must === 'framing' && !closed) wrong.push(said)
      }
      const grown = (process.memoryUsage.rss() - before) / 2 ** 20
      if (grown > 50) wrong.push(`memory grew by ${Math.round(grown)} MB`)
      const { statuses } = await send(port, get('/'))
      if (statuses[0] !== 200) wrong.push(`the next visitor got ${statuses[0] ?? 'no answer'}`)
      return { figure: `${REQUESTS.length} raw requests, memory ${grown < 0 ? '' : '+'}${Math.round(grown)} MB`, wrong }
    } finally {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    }
  },
}
