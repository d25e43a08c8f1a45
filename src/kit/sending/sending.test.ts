// The ways out, against a server that speaks the providers' published protocols: accepted, refused, throttled, broken, silent.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { newsTemplate, senderFrom, sms, smsNews, whatsApp, whatsAppChallenge, whatsAppNews } from './index.ts'

let next: { status: number; body: unknown; headers?: Record<string, string> } | 'silent'
let heard: { url: string; headers: IncomingHttpHeaders; body: string }
let base = ''
beforeAll(async () => {
  const server = createServer((request, answer) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      heard = { url: request.url!, headers: request.headers, body }
      if (next !== 'silent') answer.writeHead(next.status, next.headers).end(JSON.stringify(next.body))
    })
  })
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return () => {
    server.closeAllConnections()
    server.close()
  }
})
const message = {
  to: '081234567890',
  text: '123456 adalah kode',
  id: 'our-id',
  template: { name: 'kode_masuk', language: 'id', code: '123456' },
}

describe('WhatsApp', () => {
  const way = () => whatsApp({ phoneId: '42', token: 'secret', base, timeout: next === 'silent' ? 200 : 5000 })
  it('carries a code in its template, with the bearer token', async () => {
    next = { status: 200, body: { messages: [{ id: 'wamid.1' }] } }
    expect(await way().send(message)).toEqual({ accepted: 'wamid.1' })
    expect(heard).toMatchObject({ url: '/42/messages', headers: { authorization: 'Bearer secret' } })
    const body = JSON.parse(heard.body)
    expect(body).toMatchObject({
      to: '6281234567890',
      type: 'template',
      template: { name: 'kode_masuk', language: { code: 'id' } },
    })
    expect(body.template.components[1]).toMatchObject({ type: 'button', parameters: [{ text: '123456' }] })
  })
  it('carries news of a class in a template of its own, without a button', async () => {
    next = { status: 200, body: { messages: [{ id: 'wamid.2' }] } }
    const text = 'OK OCE: kelas Menghitung harga jual besok pukul 09.00.'
    expect(await way().send({ ...message, text, template: newsTemplate(text) })).toEqual({ accepted: 'wamid.2' })
    expect(JSON.parse(heard.body).template).toEqual({
      name: 'kabar_anggota',
      language: { code: 'id' },
      components: [{ type: 'body', parameters: [{ type: 'text', text }] }],
    })
  })
  it('says what a refusal was, and waits when it is throttled or broken; without an answer it does not try again', async () => {
    next = { status: 401, body: { error: { code: 190 } } }
    expect(await way().send(message)).toEqual({ refused: 'whatsapp-190' })
    next = { status: 400, body: { error: { code: 130429 } } }
    expect(await way().send(message)).toEqual({ later: 60 })
    next = { status: 503, body: {}, headers: { 'retry-after': '7' } }
    expect(await way().send(message)).toEqual({ later: 7 })
    next = 'silent'
    expect(await way().send(message)).toEqual({ refused: 'unknown' })
    expect(await whatsApp({ phoneId: '42', token: 'x', base: 'http://127.0.0.1:59999' }).send(message)).toHaveProperty('later')
  })
  it('believes news only with the signature of the app', () => {
    const body = Buffer.from(
      JSON.stringify({ entry: [{ changes: [{ value: { statuses: [{ id: 'wamid.1', status: 'delivered' }] } }] }] }),
    )
    const signature = `sha256=${createHmac('sha256', 'app').update(body).digest('hex')}`
    expect(whatsAppNews(body, signature, 'app')).toEqual([{ providerId: 'wamid.1', state: 'delivered' }])
    expect(whatsAppNews(body, signature, 'other')).toBe(null)
    expect(whatsAppNews(body, undefined, 'app')).toBe(null)
    const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': 'ours', 'hub.challenge': '99' }
    expect([whatsAppChallenge(asked, 'ours'), whatsAppChallenge(asked, 'theirs')]).toEqual(['99', null])
  })
})

describe('SMS', () => {
  const way = () => sms({ account: 'AC1', token: 'secret', from: '+1555', base, timeout: next === 'silent' ? 200 : 5000 })
  it('goes as a form with basic authentication, and each answer has its meaning', async () => {
    next = { status: 201, body: { sid: 'SM1' } }
    expect(await way().send(message)).toEqual({ accepted: 'SM1' })
    expect(heard.url).toBe('/2010-04-01/Accounts/AC1/Messages.json')
    expect(heard.headers.authorization).toBe(`Basic ${Buffer.from('AC1:secret').toString('base64')}`)
    expect(new URLSearchParams(heard.body).get('To')).toBe('+6281234567890')
    next = { status: 401, body: { code: 20003 } }
    expect(await way().send(message)).toEqual({ refused: 'sms-20003' })
    next = { status: 429, body: { code: 20429 } }
    expect(await way().send(message)).toEqual({ later: 60 })
    next = { status: 500, body: {} }
    expect(await way().send(message)).toEqual({ later: 60 })
    next = 'silent'
    expect(await way().send(message)).toEqual({ refused: 'unknown' })
  })
  it('believes news only when it is signed with its token', () => {
    const fields = { MessageSid: 'SM1', MessageStatus: 'delivered' }
    const signature = createHmac('sha1', 'secret')
      .update('https://us/kabar/smsMessageSidSM1MessageStatusdelivered')
      .digest('base64')
    expect(smsNews('https://us/kabar/sms', fields, signature, 'secret')).toEqual([{ providerId: 'SM1', state: 'delivered' }])
    expect(smsNews('https://us/kabar/sms', { ...fields, MessageStatus: 'failed' }, signature, 'secret')).toBe(null)
  })
  it('stays in the house unless a way out is set up whole', () => {
    expect(senderFrom({}).name).toBe('outbox')
    expect(() => senderFrom({ TUJUHPAS_SENDING: 'sms' })).toThrow(/TWILIO_ACCOUNT/)
  })
})
