// Classes as iCalendar feeds (RFC 5545) for a phone's own calendar.
import type { Lang } from '../kit/problem.ts'
import type { ClassRow } from './rules.ts'

const UTC = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '')
/** Text in a feed: commas, semicolons, backslashes and line ends are escaped. */
const text = (s: string) => s.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')

/** Lines of at most 75 bytes, continued with a space; never in the middle of a character. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let bytes = 0
  for (const ch of line) {
    const size = Buffer.byteLength(ch)
    if (bytes + size > (parts.length ? 74 : 75)) {
      parts.push(part)
      part = ''
      bytes = 0
    }
    part += ch
    bytes += size
  }
  return [...parts, part].join('\r\n ')
}

/** Every session as an event; a cancelled one says so, so that it goes from calendars that have it. `stamp`: when the feed was made. */
export function feedOf(
  classes: readonly ClassRow[],
  { name, lang, stamp, site }: { name: string; lang: Lang; stamp: Date; site: string },
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tujuh PAS//OK OCE//ID',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${text(name)}`,
    'X-WR-TIMEZONE:Asia/Jakarta',
  ]
  for (const c of classes)
    for (const s of c.sessions) {
      const off = s.cancelled || c.cancelledAt !== null
      lines.push(
        'BEGIN:VEVENT',
        `UID:${c.id}-${s.nr}@tujuhpas`,
        `DTSTAMP:${UTC(stamp)}`,
        `DTSTART:${UTC(s.starts)}`,
        `DTEND:${UTC(s.ends)}`,
        `SUMMARY:${text(c.sessions.length > 1 ? `${c.title[lang]} (${s.nr}/${c.sessions.length})` : c.title[lang])}`,
        `LOCATION:${text(`${c.venueName}, ${c.address}`)}`,
        `STATUS:${off ? 'CANCELLED' : 'CONFIRMED'}`,
        `SEQUENCE:${off ? 1 : 0}`,
        ...(site ? [`URL:${site}/kelas/${c.code}`] : []),
        'END:VEVENT',
      )
    }
  return `${[...lines, 'END:VCALENDAR'].map(folded).join('\r\n')}\r\n`
}
