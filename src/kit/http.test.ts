import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  bodyKind,
  checkAddress,
  checkBody,
  checkFields,
  codingFor,
  compressed,
  marked,
  pathHere,
  readBody,
  sentFromHere,
} from './http.ts'

const form = (text: string | Buffer) => checkBody('form', Buffer.from(text))

describe('what was sent', () => {
  it('is read whole when it fits', async () => {
    const sent = new Request('http://x/', { method: 'POST', body: 'a=1' })
    expect((await readBody(sent, 3)).toString()).toBe('a=1')
  })
  it('is refused when it is too large, with and without a stated length', async () => {
    expect(await readBody(new Request('http://x/', { method: 'POST', body: 'a=12' }), 3)).toBe('too-large')
    const lying = new Request('http://x/', { method: 'POST', body: 'a', headers: { 'content-length': '99' } })
    expect(await readBody(lying, 3)).toBe('too-large')
  })
  it('may not hold NUL, written out or encoded', () => {
    expect(form('nama=Sari%00')).toBe('nul')
    expect(form('nama=Sari\0')).toBe('nul')
    expect(checkBody('json', Buffer.from('{"nama":"\\u0000"}'))).toBe('nul')
    expect(checkFields({ nama: 'Sari\0' })).toBe('nul')
  })
  it('is UTF-8', () => {
    expect(form('nama=%E9')).toBe('encoding')
    expect(form(Buffer.from([0x61, 0x3d, 0xe9]))).toBe('encoding')
    expect(form('nama=50%')).toBe('encoding')
    expect(form('nama=Caf%C3%A9+%E2%80%93')).toBe(null)
  })
  it('has no ten thousand fields', () => {
    expect(form(`${'a=1&'.repeat(499)}a=1`)).toBe(null)
    expect(form(`${'a=1&'.repeat(9_999)}a=1`)).toBe('too-many-fields')
  })
  it('is a form, a form with a file, or JSON', () => {
    expect(bodyKind('application/x-www-form-urlencoded; charset=UTF-8', 3)).toBe('form')
    expect(bodyKind('text/plain', 3)).toBe(null)
    expect(bodyKind(null, 3)).toBe(null)
    expect(bodyKind(null, 0)).toBe('none')
  })
  it('has a readable address', () => {
    expect(checkAddress('http://x/daftar?a=%00')).toBe('nul')
    expect(checkAddress('http://x/daf%ttar')).toBe('encoding')
    expect(checkAddress(`http://x/${'a'.repeat(9_000)}`)).toBe('too-large')
    expect(checkAddress('http://x/pekan/2018-W04?a=1+2')).toBe(null)
  })
})

describe('a form comes from our own page', () => {
  const sent = (headers: Record<string, string>, secure = false) =>
    sentFromHere(new Request('http://tujuh.test/daftar', { method: 'POST', headers }), secure)
  it('when its Origin is ours', () => {
    expect(sent({ origin: 'http://tujuh.test' })).toBe(true)
    expect(sent({ origin: 'https://tujuh.test' }, true)).toBe(true)
    expect(sent({ origin: 'https://tujuh.test:443', host: 'tujuh.test' }, true)).toBe(false)
    expect(sent({ origin: 'http://tujuh.test' }, true)).toBe(false)
  })
  it('when the browser says so itself, as it does from pages that keep the Origin to themselves', () =>
    expect(sent({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(true))
  it('not from elsewhere, and not when nothing says where from', () => {
    expect(sent({})).toBe(false)
    expect(sent({ origin: 'null' })).toBe(false)
    expect(sent({ origin: 'http://lain.test' })).toBe(false)
    expect(sent({ origin: 'http://tujuh.test', 'sec-fetch-site': 'cross-site' })).toBe(false)
    expect(sent({ 'sec-fetch-site': 'same-site' })).toBe(false)
    expect(sent({ 'sec-fetch-site': 'none' })).toBe(false)
  })
})

describe('where to go on', () => {
  it('is a path of this site', () => expect(pathHere('/konsol/impor?a=1')).toBe('/konsol/impor?a=1'))
  it.each([
    '//lain.test',
    '/\\lain.test',
    'https://lain.test',
    '/a\\..\\b',
    '/a\nb',
    '',
    'konsol',
    `/${'a'.repeat(600)}`,
    '/\tlain',
  ])('is never %j', (text) => expect(pathHere(text)).toBe(null))
})

describe('text answers', () => {
  const page = 'Tujuh langkah OK OCE Jakarta. '.repeat(100)
  const answer = (body = page, type = 'text/html; charset=utf-8') => new Response(body, { headers: { 'Content-Type': type } })
  it('come in the coding that the browser takes', async () => {
    expect(codingFor('gzip, deflate, br')).toBe('br')
    expect(codingFor('gzip;q=1.0, br;q=0')).toBe('gzip')
    expect(codingFor('identity')).toBe(null)
    const br = await compressed(answer(), 'br')
    expect(brotliDecompressSync(Buffer.from(await br.arrayBuffer())).toString()).toBe(page)
    const gzip = await compressed(answer(), 'gzip')
    expect(gzip.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(Buffer.from(await gzip.arrayBuffer())).toString()).toBe(page)
  })
  it('say that they depend on it, also to those who take none', async () =>
    expect((await compressed(answer(), null)).headers.get('vary')).toBe('Accept-Encoding'))
  it('stay as they are when short, and files too', async () => {
    expect((await compressed(answer('pendek'), 'br')).headers.get('content-encoding')).toBe(null)
    expect((await compressed(answer(page, 'application/pdf'), 'br')).headers.get('content-encoding')).toBe(null)
  })
  it('are not sent twice to who holds them', async () => {
    const first = await marked(answer(), null)
    const again = await marked(answer(), first.headers.get('etag'))
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await marked(answer('lain'), first.headers.get('etag'))).status).toBe(200)
  })
})
