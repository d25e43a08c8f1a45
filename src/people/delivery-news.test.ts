// News of delivery through the front door: believed by its signature only, about our own messages only, forward only.
import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { at, freshProgramme } from '../../tests/programme.ts'
import { createApp } from '../app.tsx'
import { sendMessage, sendTo } from '../kit/sending/index.ts'

it('is believed with the provider’s signature, and moves a message forward once', async () => {
  const p = await freshProgramme()
  try {
    const wall = at('2026-03-02T08:00')
    const lines: string[] = []
    const url = 'https://pas.test/kabar/sms'
    const news = { whatsapp: { appSecret: 'rahasia', verifyToken: 'kata' }, sms: { token: 'tanda', url } }
    const options = { ...p, secure: true, log: (line: string) => lines.push(line), wall: () => wall }
    const app = createApp({ ...options, news })
    const sent = async (name: 'whatsapp' | 'sms', accepted: string) => {
      const id = await p.work((db) => sendTo(db, p.secrets, { phone: '081211110001', text: 'halo', purpose: 'uji', wall }))
      await sendMessage({ ...p, sender: { name, send: async () => ({ accepted }) }, wall: () => wall }, id)
      return id
    }
    const state = async (id: string) =>
      (await p.work(({ client }) => client.query('select state, body is null as emptied from message where id = $1', [id])))
        .rows[0]

    // WhatsApp: the address is ours, then statuses.
    const asked = (word: string) => app.request(`/kabar/whatsapp?hub.mode=subscribe&hub.verify_token=${word}&hub.challenge=99`)
    expect(await (await asked('kata')).text()).toBe('99')
    expect((await asked('lain')).status).toBe(403)
    const wa = await sent('whatsapp', 'wamid.1')
    const body = (id: string, status: string) =>
      JSON.stringify({ entry: [{ changes: [{ value: { statuses: [{ id, status }] } }] }] })
    const tell = (text: string, signedAs = text, on = app) =>
      on.request('/kabar/whatsapp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': `sha256=${createHmac('sha256', 'rahasia').update(signedAs).digest('hex')}`,
        },
        body: text,
      })
    const delivered = body('wamid.1', 'delivered')
    expect((await tell(delivered, body('wamid.1', 'failed'))).status).toBe(403)
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ route: '/kabar/whatsapp', code: 'news.unsigned' })
    expect(await state(wa)).toEqual({ state: 'sent', emptied: false })
    expect((await tell(body('wamid.lain', 'delivered'))).status).toBe(200)
    expect((await tell(delivered)).status).toBe(200)
    expect(await state(wa)).toEqual({ state: 'delivered', emptied: true })
    expect((await tell(body('wamid.1', 'failed'))).status).toBe(200)
    expect((await state(wa)).state).toBe('delivered')
    expect((await tell(delivered, delivered, createApp(options))).status).toBe(404) // not set up

    // SMS: over the address and the sorted fields.
    const sms = await sent('sms', 'SM1')
    const report = (fields: Record<string, string>, token: string) => {
      const over = Object.keys(fields)
        .sort()
        .map((k) => k + fields[k])
        .join('')
      return app.request('/kabar/sms', {
        method: 'POST',
        headers: {
          'x-twilio-signature': createHmac('sha1', token)
            .update(url + over)
            .digest('base64'),
        },
        body: new URLSearchParams(fields),
      })
    }
    const fields = { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003', To: '+6281211110001' }
    expect((await report(fields, 'lain')).status).toBe(403)
    expect((await state(sms)).state).toBe('sent')
    expect((await report(fields, 'tanda')).status).toBe(200)
    expect(await state(sms)).toEqual({ state: 'refused', emptied: true })
    // Without a signature it is a write like any other: refused.
    expect((await app.request('/kabar/sms', { method: 'POST', body: new URLSearchParams(fields) })).status).toBe(403)
    expect(lines.join()).not.toContain('6281211110001')
  } finally {
    await p.end()
  }
})
