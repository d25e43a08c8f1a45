// What the providers of WhatsApp and SMS tell about messages of ours. They hold no form token: their signature is checked before anything
// is believed, and what is told about a message that is not ours changes nothing.
import { Hono } from 'hono'
import { smsNews, takeNews, whatsAppChallenge, whatsAppNews } from '../kit/sending/index.ts'
import type { Ctx, Env, Policies } from './site.ts'

export const newsPolicies: Policies = {
  'GET /kabar/whatsapp': 'everybody',
  'POST /kabar/whatsapp': 'everybody',
  'POST /kabar/sms': 'everybody',
}

export const newsRoutes = new Hono<Env>()
  .get('/kabar/whatsapp', (c) => {
    const { whatsapp } = c.var.news
    if (!whatsapp) return c.notFound()
    const challenge = whatsAppChallenge(c.req.query(), whatsapp.verifyToken)
    return challenge === null ? unbelieved(c) : c.text(challenge)
  })
  .post('/kabar/whatsapp', async (c) => {
    const { whatsapp } = c.var.news
    if (!whatsapp) return c.notFound()
    const body = Buffer.from(await c.req.arrayBuffer())
    const news = whatsAppNews(body, c.req.header('x-hub-signature-256'), whatsapp.appSecret)
    if (!news) return unbelieved(c)
    await takeNews(c.var.database, 'whatsapp', news, c.var.wall)
    return c.body(null, 200)
  })
  .post('/kabar/sms', async (c) => {
    const { sms } = c.var.news
    if (!sms) return c.notFound()
    const fields = Object.fromEntries(new URLSearchParams(await c.req.text()))
    const news = smsNews(sms.url, fields, c.req.header('x-twilio-signature'), sms.token)
    if (!news) return unbelieved(c)
    await takeNews(c.var.database, 'sms', news, c.var.wall)
    return c.body(null, 200)
  })

function unbelieved(c: Ctx) {
  c.set('code', 'news.unsigned')
  return c.body(null, 403)
}
