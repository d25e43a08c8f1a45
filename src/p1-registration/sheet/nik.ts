// A NIK as sheets hold it. Its shape is checked, its digits are never mended; what it says of birth and sex is only compared.
// The prefix is where someone was first registered and says nothing about where they live (failure 4).
import type { JakartaDate } from '../../kit/calendar.ts'
import { plain, saysNothing } from './clean.ts'
import type { Cell } from './shape.ts'

export type NikReading = { nik: string } | { nik: null; code: 'NIK_MISSING' | 'NIK_SHAPE' | 'NIK_PRECISION_LOST' }

/** Above this a number cannot hold every integer, so its last digit is not to be trusted. */
const EXACT = 9_007_199_254_740_992n

/**
 * Excel keeps 15 digits of a number, so a NIK typed as one ends in 0; a csv made from it shows 3,17E+15 or ends in 0000. Such a
 * NIK is refused, never completed. `untyped`: the source does not say what was a number (csv).
 */
export function readNik(cell: Cell | undefined, untyped = false): NikReading {
  const text = plain(cell?.text ?? '').replace(/^(?:no\.?\s*)?(?:nik|ktp|e-ktp)\s*[:.]?\s*/i, '')
  if (saysNothing(text)) return { nik: null, code: 'NIK_MISSING' }
  if (/^\d[.,]?\d*\s*e\s*\+?\s*\d{2}$/i.test(text)) return { nik: null, code: 'NIK_PRECISION_LOST' }
  // How a corrections sheet shows that the end of it is not known.
  if (/^\d{6,15}\?+$/.test(text)) return { nik: null, code: 'NIK_PRECISION_LOST' }
  const digits = text.replace(/[\s.\-'’‘`"‐‑–—]/g, '')
  if (!/^\d{16}$/.test(digits))
    return { nik: null, code: cell?.kind === 'number' && digits.length > 16 ? 'NIK_PRECISION_LOST' : 'NIK_SHAPE' }
  if (cell?.kind === 'number' && (digits.endsWith('0') || BigInt(digits) > EXACT))
    return { nik: null, code: 'NIK_PRECISION_LOST' }
  if (untyped && digits.endsWith('0000')) return { nik: null, code: 'NIK_PRECISION_LOST' }
  return nikShape(digits) ? { nik: digits } : { nik: null, code: 'NIK_SHAPE' }
}

/** 16 digits that a NIK can have: a province, a kota, a kecamatan, a day (+40 for women), a month, a serial from 0001. */
export function nikShape(digits: string): boolean {
  if (!/^\d{16}$/.test(digits)) return false
  const written = +digits.slice(6, 8)
  const day = written > 40 ? written - 40 : written
  const month = +digits.slice(8, 10)
  return (
    +digits.slice(0, 2) >= 11 &&
    digits.slice(2, 4) !== '00' &&
    digits.slice(4, 6) !== '00' &&
    day >= 1 &&
    day <= 31 &&
    month >= 1 &&
    month <= 12 &&
    digits.slice(12) !== '0000'
  )
}

/** What the NIK's own digits say. */
export function nikSays(nik: string): { sex: 'F' | 'M'; day: number; month: number; year: number } {
  const day = +nik.slice(6, 8)
  return { sex: day > 40 ? 'F' : 'M', day: day > 40 ? day - 40 : day, month: +nik.slice(8, 10), year: +nik.slice(10, 12) }
}

export function agreesWithBirth(nik: string, birth: JakartaDate): boolean {
  const { day, month, year } = nikSays(nik)
  return day === +birth.slice(8) && month === +birth.slice(5, 7) && year === +birth.slice(2, 4)
}

/** A NIK whose end was lost, as it is given back: sent again untouched, its zeros must not pass for digits. */
export const withoutLostEnd = (text: string): string =>
  /^\d{15,}$/.test(text) ? text.replace(/0+$|.$/, (end) => '?'.repeat(end.length)) : text
