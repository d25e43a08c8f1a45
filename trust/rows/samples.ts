// What is written into forms whose empty sending would do nothing: one sending for each write route, with the asker and the page that shows
// the form. `{own}` is the number of the member of Pasar Minggu in hand. A write route that neither a link nor a line here reaches fails the proof.
import type { Sending } from './once.ts'

export const SAMPLES: readonly Sending[] = [['office', '/konsol/jam', { action: '/konsol/jam' }, { ke: 'senin' }]]

/** Routes that are no repeat of anything: signing in and out makes a session each time, and that is the promise. */
export const WITHOUT: ReadonlySet<string> = new Set(['POST /masuk', 'POST /keluar'])
