// WhatsApp Cloud API (Graph API): a message out, and the news of its delivery back, signed with the app's secret.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Answer, ask, international, type Outgoing, type Sender } from './provider.ts'

export type WhatsAppSettings = { phoneId: string; token: string; base?: string; timeout?: number }

/** Error codes that say "not now": throttled (4, 80007, 130429, 131048, 131056), unavailable (1, 2, 131000, 131016). */
const LATER = new Set([1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056])

export function whatsApp({ phoneId, token, base = 'https://graph.facebook.com/v21.0', timeout }: WhatsAppSettings): Sender {
  return {
    name: 'whatsapp',
    async send(message) {
      const answer = await ask(
        `${base}/${phoneId}/messages`,
        {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
          body: JSON.stringify(bodyOf(message)),
        },
        timeout,
      )
      return 'status' in answer ? meaning(answer) : answer
    },
  }
}

/** A code goes by an authentication template, whose button copies it, news by one of their own; other texts reach only who has written within a day. */
function bodyOf({ to, text, template, id }: Outgoing) {
  const head = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: international(to),
    biz_opaque_callback_data: id,
  }
  if (!template) return { ...head, type: 'text', text: { preview_url: false, body: text } }
  const parameters = [{ type: 'text', text: 'code' in template ? template.code : template.news }]
  const button = { type: 'button', sub_type: 'url', index: '0', parameters }
  return {
    ...head,
    type: 'template',
    template: {
      name: template.name,
      language: { code: template.language },
      components: [{ type: 'body', parameters }, ...('code' in template ? [button] : [])],
    },
  }
}

function meaning({ status, body, wait }: { status: number; body: Record<string, unknown>; wait: number | null }): Answer {
  if (status === 200) {
    const [first] = (body.messages ?? []) as { id?: unknown }[]
    return typeof first?.id === 'string' ? { accepted: first.id } : { refused: 'unknown' }
  }
  const code = Number((body.error as { code?: unknown } | undefined)?.code)
  if (status === 429 || status >= 500 || LATER.has(code)) return { later: wait ?? 60 }
  return { refused: `whatsapp-${Number.isFinite(code) ? code : status}` }
}

/** The provider asks once whether the address is ours: the challenge to answer, or null. */
export const whatsAppChallenge = (query: Record<string, string>, verifyToken: string): string | null =>
  query['hub.mode'] === 'subscribe' && same(query['hub.verify_token'] ?? '', verifyToken)
    ? (query['hub.challenge'] ?? null)
    : null

export type News = { providerId: string; state: 'sent' | 'delivered' | 'refused'; problem?: string }

/** The news in a call of the provider; null when `X-Hub-Signature-256` is not of the app's secret. */
export function whatsAppNews(body: Buffer, signature: string | undefined, appSecret: string): News[] | null {
  const due = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  if (!same(signature ?? '', due)) return null
  type Status = { id?: unknown; status?: unknown; errors?: { code?: unknown }[] }
  type Call = { entry?: { changes?: { value?: { statuses?: Status[] } }[] }[] }
  let call: Call
  try {
    call = JSON.parse(body.toString('utf8')) as Call
  } catch {
    return []
  }
  const statuses = (call.entry ?? []).flatMap((e) => (e.changes ?? []).flatMap((c) => c.value?.statuses ?? []))
  return statuses.flatMap(({ id, status, errors }): News[] => {
    if (typeof id !== 'string') return []
    if (status === 'sent') return [{ providerId: id, state: 'sent' }]
    if (status === 'delivered' || status === 'read') return [{ providerId: id, state: 'delivered' }]
    if (status === 'failed') return [{ providerId: id, state: 'refused', problem: `whatsapp-${Number(errors?.[0]?.code) || 0}` }]
    return []
  })
}

export function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}
