// SMS by Twilio's Messages API: form-encoded, basic authentication; the news of delivery comes back signed with the same token.
import { createHmac } from 'node:crypto'
import { type Answer, ask, international, type Sender } from './provider.ts'
import { type News, same } from './whatsapp.ts'

export type SmsSettings = { account: string; token: string; from: string; callback?: string; base?: string; timeout?: number }

/** Codes that say "not now": too many requests, the queue is full. */
const LATER = new Set([20429, 14107, 21611, 30001])

export function sms({ account, token, from, callback, base = 'https://api.twilio.com', timeout }: SmsSettings): Sender {
  return {
    name: 'sms',
    async send({ to, text }) {
      const form = new URLSearchParams({ To: `+${international(to)}`, From: from, Body: text })
      if (callback) form.set('StatusCallback', callback)
      const answer = await ask(
        `${base}/2010-04-01/Accounts/${account}/Messages.json`,
        {
          method: 'POST',
          headers: { Authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}` },
          body: form,
        },
        timeout,
      )
      return 'status' in answer ? meaning(answer) : answer
    },
  }
}

function meaning({ status, body, wait }: { status: number; body: Record<string, unknown>; wait: number | null }): Answer {
  if (status === 201) return typeof body.sid === 'string' ? { accepted: body.sid } : { refused: 'unknown' }
  const code = Number(body.code)
  if (status === 429 || status >= 500 || LATER.has(code)) return { later: wait ?? 60 }
  return { refused: `sms-${code || status}` }
}

const STATES: Record<string, News['state']> = { sent: 'sent', delivered: 'delivered', undelivered: 'refused', failed: 'refused' }

/** The news in a call; null when `X-Twilio-Signature` (HMAC-SHA1 over address and sorted fields) is not of our token. */
export function smsNews(
  url: string,
  fields: Record<string, string>,
  signature: string | undefined,
  token: string,
): News[] | null {
  const signed =
    url +
    Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
      .join('')
  if (!same(signature ?? '', createHmac('sha1', token).update(signed).digest('base64'))) return null
  const state = STATES[fields.MessageStatus ?? '']
  const providerId = fields.MessageSid
  if (!state || !providerId) return []
  return [state === 'refused' ? { providerId, state, problem: `sms-${Number(fields.ErrorCode) || 0}` } : { providerId, state }]
}
