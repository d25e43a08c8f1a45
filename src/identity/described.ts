// What is known of one person, in the form in which two of them are compared. Anything may be missing, cut or unreadable: it then says nothing.
import type { JakartaDate } from '../kit/calendar.ts'
import { readName } from './names.ts'

/** A person as some list has them. `nik`: its digits, complete or cut; `place`: where they live, as one key. */
export type Described = {
  ref: string
  name: string
  nik: string | null
  birth: JakartaDate | null
  sex: 'F' | 'M' | null
  phone: string | null
  place: string | null
}

/** `written`: its eight digits, day first. */
export type Birth = { year: number; month: number; day: number; written: string }

/** A `Described`, read. */
export type Person = {
  ref: string
  words: readonly string[]
  sounds: readonly string[]
  /** 15 to 17 digits, of which one may be wrong, missing or too many; null when it is shorter. */
  nik: string | null
  birth: Birth | null
  sex: 'F' | 'M' | null
  phone: string | null
  place: string | null
}

export function readPerson(one: Described): Person {
  const { words, sounds } = readName(one.name)
  const digits = one.nik?.replace(/\D/g, '') ?? ''
  const inside = digits.length >= 12 ? birthIn(digits) : null
  const [year, month, day] = one.birth?.split('-').map(Number) ?? []
  return {
    ref: one.ref,
    words,
    sounds,
    nik: digits.length >= 15 && digits.length <= 17 ? digits : null,
    birth: year && month && day ? bornOn(year, month, day) : (inside?.birth ?? null),
    sex: one.sex ?? (digits.length === 16 ? (inside?.sex ?? null) : null),
    phone: one.phone,
    place: one.place,
  }
}

const two = (n: number) => String(n).padStart(2, '0')
const bornOn = (year: number, month: number, day: number): Birth => ({
  year,
  month,
  day,
  written: `${two(day)}${two(month)}${year}`,
})

/** Seventh to twelfth digit: day (+40 for women), month, year in two digits. Null where that is no day. */
function birthIn(digits: string): { birth: Birth; sex: 'F' | 'M' } | null {
  const written = +digits.slice(6, 8)
  const day = written > 40 ? written - 40 : written
  const month = +digits.slice(8, 10)
  const late = 2000 + +digits.slice(10, 12)
  if (day < 1 || day > 31 || month < 1 || month > 12) return null
  // Members are at least 15: two digits that would make them younger are of the last century.
  return { birth: bornOn(late > 2012 ? late - 100 : late, month, day), sex: written > 40 ? 'F' : 'M' }
}
