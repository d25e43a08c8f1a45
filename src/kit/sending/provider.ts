// What a way of sending promises, whoever carries the message; and one request to a provider, within its time.

export type Outgoing = {
  /** A number as the programme keeps it: 0812…, or foreign with +. */
  to: string
  text: string
  /** A template that the provider has approved, with its one parameter: a code that a button copies, or news. Without one the text is sent. */
  template?: { name: string; language: string } & ({ code: string } | { news: string })
  /** Ours: the same message is sent once. */
  id: string
}

/** `refused: 'unknown'`: no answer came, so it may have gone out; it is never sent a second time. */
export type Answer = { accepted: string } | { refused: string } | { later: number }

export type Sender = {
  name: 'outbox' | 'whatsapp' | 'sms'
  send(message: Outgoing): Promise<Answer>
  /** Another way, for a message that asks for it. */
  second?: Sender
}

export const TIMEOUT_MS = 10_000

/** Digits with the country in front, as providers want them: 62812…. */
export const international = (to: string) => (to.startsWith('+') ? to.slice(1) : to.startsWith('0') ? `62${to.slice(1)}` : to)

/** Was the connection never made? Then nothing has been sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

/** Sends one request and reads its JSON. What does not come back in time may have been carried out. */
export async function ask(
  url: string,
  init: RequestInit,
  timeout = TIMEOUT_MS,
): Promise<{ status: number; body: Record<string, unknown>; wait: number | null } | { refused: 'unknown' } | { later: number }> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeout) })
    const text = await answer.text()
    const wait = Number(answer.headers.get('retry-after'))
    return { status: answer.status, body: readJson(text), wait: wait > 0 ? Math.min(wait, 3600) : null }
  } catch (error) {
    const code = String((error as { cause?: { code?: unknown } }).cause?.code ?? '')
    return NOT_SENT.has(code) ? { later: 30 } : { refused: 'unknown' }
  }
}

function readJson(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text)
    return read && typeof read === 'object' ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
