// What time is it in the programme? The server's clock; in a demonstration the database's own, which stands still until somebody
// moves it forward. TUJUHPAS_NOW fixes it for tests and demonstrations.
import type pg from 'pg'
import { Refusal } from '../kit/database.ts'

export type Clock = { now: Date; synthetic: boolean }

/** TUJUHPAS_NOW as an instant; null when it is not set. Refused in production, where time is not a setting. */
export function fixedNow(env: NodeJS.ProcessEnv): Date | null {
  const text = env.TUJUHPAS_NOW
  if (!text) return null
  if (env.NODE_ENV === 'production')
    throw new Refusal(
      'clock.production',
      'TUJUHPAS_NOW tidak berlaku bila NODE_ENV=production. / TUJUHPAS_NOW is refused when NODE_ENV=production.',
    )
  // A day or a time without an offset is Jakarta's.
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? `${text}T00:00:00+07:00`
    : /[Zz]|[+-]\d{2}:?\d{2}$/.test(text)
      ? text
      : `${text}+07:00`
  const at = new Date(iso)
  if (Number.isNaN(at.getTime()))
    throw new Refusal('clock.unreadable', `TUJUHPAS_NOW=${text} bukan waktu. Contoh: 2018-01-22T09:00:00+07:00. / is not a time.`)
  return at
}

/** The time by which this act happens. A demonstration's clock only goes forward: a later TUJUHPAS_NOW moves it, an earlier one does not. */
export async function clockOf(client: pg.Pool | pg.ClientBase, fixed: Date | null): Promise<Clock> {
  const { rows } = await client.query('select synthetic, clock from programme')
  const { synthetic, clock } = rows[0] as { synthetic: boolean; clock: Date | null }
  if (!clock) return { now: fixed ?? new Date(), synthetic }
  return { now: fixed && fixed > clock ? fixed : clock, synthetic }
}

/** Moves a demonstration's clock forward; answers the clock that now holds. */
export async function moveClock(client: pg.ClientBase, to: Date): Promise<Date> {
  const { rows } = await client.query(
    'update programme set clock = greatest(clock, $1) where clock is not null returning clock',
    [to],
  )
  if (!rows[0]) throw new Refusal('clock.real', 'Basis data ini memakai jam yang sebenarnya. / This database runs on real time.')
  return rows[0].clock
}
