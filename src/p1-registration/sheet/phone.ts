// A phone number as people write it, as the programme keeps it: 0812…, landlines 021…, foreign ones with +.
import { plain, saysNothing } from './clean.ts'
import type { Cell } from './shape.ts'

export type PhoneReading =
  | { phone: string; others: string[] }
  | { phone: null; others: []; code: 'PHONE_MISSING' | 'PHONE_INVALID' }

const MOBILE = /^08[1-9]\d{7,10}$/
const LANDLINE = /^0(?!8)[2-9]\d{7,10}$/
const SEVERAL = /(?:\+?62|0)[\s.-]?8\d(?:[\s.-]?\d){7,10}(?!\d)/g

/** The first number that can be called, a mobile one before a landline; any others after it. */
export function readPhone(cell: Cell | undefined): PhoneReading {
  const text = plain(cell?.text ?? '')
  if (saysNothing(text)) return { phone: null, others: [], code: 'PHONE_MISSING' }
  const parts = text.split(/[/;,&|]|\s+(?:atau|dan|or)\s+/i)
  let found = parts.map((part) => onePhone(part, cell?.kind === 'number')).filter((p) => p !== null)
  if (!found.length || parts.length === 1) {
    const several = [...text.matchAll(SEVERAL)].map((m) => onePhone(m[0], false)).filter((p) => p !== null)
    if (several.length > found.length) found = several
  }
  const phones = [...new Set(found)].sort((a, b) => +MOBILE.test(b) - +MOBILE.test(a))
  if (!phones.length) return { phone: null, others: [], code: 'PHONE_INVALID' }
  return { phone: phones[0]!, others: phones.slice(1) }
}

function onePhone(written: string, number: boolean): string | null {
  const plus = /^[^\d+]*(?:\+|00)(?=\s?\d)/.test(written)
  let digits = written.replace(/\(0\)/g, '').replace(/\D/g, '')
  if (/[a-z]{3,}/i.test(written.replace(/telp?o?n?|h\.?p|wa|whatsapp|rumah|kantor|tlp|no|nomor|ext/gi, ''))) return null
  if (/e\+/i.test(written)) return null
  if (digits.startsWith('0062')) digits = digits.slice(2)
  if (digits.startsWith('62') && digits.length > 9) digits = `0${digits.slice(2).replace(/^0/, '')}`
  // A number cell loses the zero in front; people leave it out as well.
  else if (/^8[1-9]\d{7,10}$/.test(digits)) digits = `0${digits}`
  else if (number && /^(21|22|24|31|251|254)\d{6,8}$/.test(digits)) digits = `0${digits}`
  if (/^(\d)\1{6,}$/.test(digits.slice(2))) return null
  if (MOBILE.test(digits) || LANDLINE.test(digits)) return digits
  if (plus && !digits.startsWith('0') && digits.length >= 8 && digits.length <= 15) return `+${digits}`
  return null
}
