// Messages as rows: written and queued in the caller's transaction, sent once by the queue, emptied when they have done their work.
import type { Database, Db } from '../database.ts'
import { uuidv7 } from '../ids.ts'
import { queue, type Tasks } from '../jobs.ts'
import type { Secrets } from '../secrets.ts'
import type { Outgoing, Sender } from './provider.ts'
import type { News } from './whatsapp.ts'

const DAY = 86_400_000
/** What a message said is kept no longer than this. */
export const KEPT = 7 * DAY

export type NewMessage = {
  phone: string
  text: string
  purpose: string
  wall: Date
  /** Not worth sending after this. */
  until?: Date
  template?: Outgoing['template']
  /** By this way where there are two; else by the first. */
  way?: Sender['name']
  /** Written like any other and sent to nobody, so that the answer takes as long. */
  withheld?: boolean
}

const sealedTo = (id: string) => `message ${id}`

/** Writes a message and queues it, in the caller's transaction: if that fails, nothing is sent. Answers its id. */
export async function sendTo(db: Db, secrets: Secrets, message: NewMessage): Promise<string> {
  const { phone, text, purpose, wall, template, way = null, withheld = false, until = new Date(wall.getTime() + DAY) } = message
  const id = uuidv7(wall.getTime())
  await db.client.query(
    `insert into message (id, recipient, body, purpose, state, withheld, made_at, until, provider) values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8)`,
    [
      id,
      secrets.seal(phone, `${sealedTo(id)} recipient`),
      secrets.seal(JSON.stringify({ text, template }), sealedTo(id)),
      purpose,
      withheld,
      wall,
      until,
      way,
    ],
  )
  await queue(db, 'send-message', id)
  return id
}

const system = { actor: 'mesin', role: 'system' }

type Sending = { database: Database; secrets: Secrets; sender: Sender; wall: () => Date }

export const sendingTasks = (sending: Sending): Tasks => ({
  'send-message': async (id) => {
    const wait = await sendMessage(sending, id)
    if (wait !== null) throw new Error(`a message is sent later (${wait} s)`) // the queue tries again, each time after longer
  },
})

/**
 * Sends a waiting message; answers after how many seconds to try again, or null when it is settled. A message that a killed server
 * was sending may have gone out: it is not sent again.
 */
export async function sendMessage({ database, secrets, sender, wall }: Sending, id: string): Promise<number | null> {
  const now = wall()
  const taken = await database.within('job', system, async ({ client }) => {
    await client.query('update message set recipient = null, body = null where made_at < $1 and body is not null', [
      new Date(now.getTime() - KEPT),
    ])
    await client.query("update message set state = 'unknown', done_at = $2 where id = $1 and state = 'sending'", [id, now])
    await client.query(
      `update message set state = case when withheld then 'withheld' else 'expired' end, done_at = $2, recipient = null, body = null
       where id = $1 and state = 'waiting' and (withheld or until <= $2 or body is null)`,
      [id, now],
    )
    const { rows } = await client.query(
      `update message set state = 'sending', tries = tries + 1, provider = case when provider = $3 then provider else $2 end
       where id = $1 and state = 'waiting' returning recipient, body, provider`,
      [id, sender.name, sender.second?.name ?? null],
    )
    return rows[0] as { recipient: Buffer; body: Buffer; provider: Sender['name'] } | undefined
  })
  if (!taken) return null
  const to = secrets.open(taken.recipient, `${sealedTo(id)} recipient`)
  const { text, template } = JSON.parse(secrets.open(taken.body, sealedTo(id))) as Pick<Outgoing, 'text' | 'template'>
  const by = sender.second?.name === taken.provider ? sender.second : sender
  const answer = await by.send({ to, text, template, id })
  const settle = (state: string, more: { providerId?: string; problem?: string } = {}) =>
    database.within('job', system, ({ client }) =>
      client.query(
        "update message set state = $2, provider_id = $3, problem = $4, done_at = $5 where id = $1 and state = 'sending'",
        [id, state, more.providerId ?? null, more.problem ?? null, state === 'waiting' ? null : wall()],
      ),
    )
  if ('later' in answer) {
    await settle('waiting', { problem: 'later' })
    return answer.later
  }
  if ('accepted' in answer) await settle(by.name === 'outbox' ? 'kept' : 'sent', { providerId: answer.accepted })
  else await settle(answer.refused === 'unknown' ? 'unknown' : 'refused', { problem: answer.refused })
  return null
}

/** What a provider told about messages of ours; what was delivered or refused is emptied. */
export async function takeNews(database: Database, provider: Sender['name'], news: readonly News[], wall: Date): Promise<void> {
  await database.within('job', system, async ({ client }) => {
    for (const { providerId, state, problem } of news) {
      if (state === 'sent') continue // we know
      await client.query(
        `update message set state = $3, problem = $4, done_at = $5, recipient = null, body = null
         where provider = $1 and provider_id = $2 and state in ('sent', 'unknown')`,
        [provider, providerId, state, problem ?? null, wall],
      )
    }
  })
}

/** The messages to one of these phones that still say so. Only the key can tell: every kept recipient of the last week is opened. */
export async function messagesTo(db: Db, secrets: Secrets, phones: readonly string[]): Promise<string[]> {
  const { rows } = await db.client.query('select id, recipient from message where recipient is not null')
  return rows.filter((r) => phones.includes(secrets.open(r.recipient, `${sealedTo(r.id)} recipient`))).map((r) => r.id)
}

export type Kept = {
  id: string
  at: Date
  purpose: string
  state: string
  tries: number
  provider: string | null
  phone: string | null
  text: string | null
}

/** The latest messages that were meant for somebody. Plan: the index by time, backwards. `outboxOnly`: those that never left the house. */
export async function latestMessages(db: Db, secrets: Secrets, { outboxOnly = false, limit = 100 } = {}): Promise<Kept[]> {
  const { rows } = await db.client.query(
    `select id, made_at, purpose, state, tries, provider, recipient, body from message
     where not withheld and ($1 is false or provider = 'outbox') order by made_at desc, id desc limit $2`,
    [outboxOnly, limit],
  )
  return rows.map((r) => ({
    id: r.id,
    at: r.made_at,
    purpose: r.purpose,
    state: r.state,
    tries: r.tries,
    provider: r.provider,
    phone: r.recipient && secrets.open(r.recipient, `${sealedTo(r.id)} recipient`),
    // Only what stays in the house can be read here.
    text: r.body && r.provider === 'outbox' ? (JSON.parse(secrets.open(r.body, sealedTo(r.id))) as { text: string }).text : null,
  }))
}
