// A member's session: opened by whoever has proved to be the member (a code, an officer at the counter), and what it may see. How it is
// proved is not here.
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Secrets } from '../kit/secrets.ts'

type Client = pg.Pool | pg.ClientBase

/** A member stays signed in this long (6-trust, Sign-in and limits). */
export const MEMBER_WHOLE = 30 * 86_400_000

/** Somebody signed in as a member. `enrolments` and `persons`: every row of theirs, through moves and merges. */
export type Member = { number: string; kec: number; enrolment: string; person: string; enrolments: string[]; persons: string[] }
export type MemberSession = { member: Member; token: string }

/** Opens a session for a public number and answers what the browser keeps; only a keyed hash is stored. `client`: the member login. */
export async function openMemberSession(client: Client, secrets: Secrets, number: string, wall: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await client.query('delete from member_session where made_at < $1', [new Date(wall.getTime() - MEMBER_WHOLE)])
  await client.query('insert into member_session (token, number, made_at) values ($1, $2, $3)', [
    secrets.token(`member ${token}`),
    number,
    wall,
  ])
  return token
}

/** Whose session is this? Null when it ended. `client`: the member login. */
export const memberOf = async (client: Client, secrets: Secrets, cookie: string, wall: Date): Promise<MemberSession | null> =>
  (await membersOf(client, secrets, [{ cookie, wall }]))[0]!

/** The same for several who ask at one moment, in their order. */
export async function membersOf(
  client: Client,
  secrets: Secrets,
  asks: readonly { cookie: string; wall: Date }[],
): Promise<(MemberSession | null)[]> {
  const whole = asks.filter(({ cookie }) => /^[\w-]{43}$/.test(cookie))
  if (!whole.length) return asks.map(() => null)
  const { rows } = await client.query(
    `select a.cookie, m.* from unnest($1::text[], $2::bytea[], $3::timestamptz[]) as a(cookie, token, since)
     cross join lateral member_of(a.token, a.since) m`,
    [
      whole.map((a) => a.cookie),
      whole.map((a) => secrets.token(`member ${a.cookie}`)),
      whole.map((a) => new Date(a.wall.getTime() - MEMBER_WHOLE)),
    ],
  )
  const held = new Map(
    rows.map(({ cookie, number, kec_id: kec, enrolment_id: enrolment, person_id: person, enrolments, persons }) => [
      cookie as string,
      { member: { number, kec, enrolment, person, enrolments, persons } as Member, token: cookie as string },
    ]),
  )
  return asks.map(({ cookie }) => held.get(cookie) ?? null)
}

/** Ends the session of this browser. */
export async function endMemberSession(client: Client, secrets: Secrets, cookie: string): Promise<void> {
  await client.query('delete from member_session where token = $1', [secrets.token(`member ${cookie}`)])
}

/** Ends every session of a member: a phone was lost, or the number changed hands. `client`: the member or job login. */
export async function endMemberSessions(client: Client, number: string): Promise<void> {
  await client.query('delete from member_session where number = $1', [number])
}
