// The areas of the programme: province, kota, kecamatan, kelurahan, their codes and names, and where each stands on the tile map.
// How an office writes an area is read in reading.ts.
import type { JakartaDate } from '../kit/calendar.ts'
import { readProject } from '../kit/files.ts'

/** A kecamatan, its Kemendagri code without dots: 31.74.04 is 317404. */
export type Kec = number
/** A kelurahan likewise: 31.74.04.1001 is 3174041001. */
export type Kel = number
/** A kota or the kabupaten of the islands: 31.74 is 3174. */
export type Kota = number

export interface Area {
  code: number
  parent: number | null
  level: 'provinsi' | 'kota' | 'kecamatan' | 'kelurahan'
  /** As the decree spells it. */
  official: string
  /** As people write it; shown everywhere. */
  name: string
  validFrom: JakartaDate
  validTo: JakartaDate | null
}

export interface Kecamatan extends Area {
  /** Three letters, unique: on the tile map, and in front of a member's number. */
  initials: string
  tile: Tile
}

/** A square of the 8 x 9 map, counted from 1; a heavy line where the neighbour above or to the left is another kota. */
export interface Tile {
  col: number
  row: number
  lineAbove: boolean
  lineLeft: boolean
}

const digits = (code: string) => Number(code.replaceAll('.', ''))
const rows = readProject('src/places/jakarta.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))

const byCode = new Map<number, Area>()
const kecByCode = new Map<Kec, Kecamatan>()
for (const [code, level, parent, official, name, initials, col, row, from, to] of rows) {
  const area: Area = {
    code: digits(code!),
    parent: parent ? digits(parent) : null,
    level: level as Area['level'],
    official: official!,
    name: name!,
    validFrom: from!,
    validTo: to || null,
  }
  byCode.set(area.code, area)
  if (level === 'kecamatan')
    kecByCode.set(
      area.code,
      Object.assign(area, { initials: initials!, tile: { col: +col!, row: +row!, lineAbove: false, lineLeft: false } }),
    )
}
for (const kec of kecByCode.values())
  for (const other of kecByCode.values())
    if (other.parent !== kec.parent) {
      if (other.tile.col === kec.tile.col && other.tile.row === kec.tile.row - 1) kec.tile.lineAbove = true
      if (other.tile.row === kec.tile.row && other.tile.col === kec.tile.col - 1) kec.tile.lineLeft = true
    }

const all = [...byCode.values()]
const byName = (a: Area, b: Area) => a.name.localeCompare(b.name, 'id')
const inForce = (area: Area, on?: JakartaDate) => !on || (area.validFrom <= on && (!area.validTo || on <= area.validTo))

/** Every area ever known, also those no longer in force. */
export const areas: readonly Area[] = all
export const areaOf = (code: number): Area | undefined => byCode.get(code)

/** The kota, islands last; with a day, those in force on it. */
export const kota = (on?: JakartaDate): Area[] =>
  all
    .filter((a) => a.level === 'kota' && inForce(a, on))
    .sort((a, b) => +(a.code === 3101) - +(b.code === 3101) || a.code - b.code)

/** The kecamatan in the order of their codes; with a day, those in force on it. */
export const kecamatan = (on?: JakartaDate): Kecamatan[] => [...kecByCode.values()].filter((a) => inForce(a, on))

/** The kecamatan of a kota, by name. */
export const kecamatanOf = (of: Kota, on?: JakartaDate): Kecamatan[] =>
  kecamatan(on)
    .filter((a) => a.parent === of)
    .sort(byName)

const kelurahanByKec = Map.groupBy(
  all.filter((a) => a.level === 'kelurahan'),
  (a) => a.parent!,
)
/** The kelurahan of a kecamatan, by name. */
export const kelurahanOf = (kec: Kec, on?: JakartaDate): Area[] =>
  (kelurahanByKec.get(kec) ?? []).filter((a) => inForce(a, on)).sort(byName)

export const isKec = (code: number): boolean => kecByCode.has(code)
export const isKel = (code: number): boolean => byCode.get(code)?.level === 'kelurahan'

/** The everyday name of any area; an unknown code is our own mistake, so it throws. */
export function nameOf(code: number): string {
  const area = byCode.get(code)
  if (!area) throw new RangeError(`No area has the code ${code}.`)
  return area.name
}

export function kecOf(code: Kec): Kecamatan {
  const found = kecByCode.get(code)
  if (!found) throw new RangeError(`No kecamatan has the code ${code}.`)
  return found
}

export const kotaOf = (kec: Kec): Kota => kecOf(kec).parent!
export const kecOfKel = (kel: Kel): Kec => Math.trunc(kel / 10_000)

/** `PSM` of `PSM-17-00042`. */
export const initialsOf = (kec: Kec): string => kecOf(kec).initials
const byInitials = new Map([...kecByCode.values()].map((a) => [a.initials, a.code]))
export const kecOfInitials = (initials: string): Kec | null => byInitials.get(initials.toUpperCase()) ?? null

/** 317404 is written `31.74.04`. */
export const kecCode = (kec: Kec): string => String(kec).replace(/^(\d\d)(\d\d)(\d\d)$/, '$1.$2.$3')
/** 3174041001 is written `31.74.04.1001`. */
export const kelCode = (kel: Kel): string => String(kel).replace(/^(\d\d)(\d\d)(\d\d)(\d{4})$/, '$1.$2.$3.$4')
/** 3174 is written `31.74`. */
export const kotaCode = (code: Kota): string => String(code).replace(/^(\d\d)(\d\d)$/, '$1.$2')

export type AreaGroup = { label: string; options: { value: string; text: string }[] }
/** The kecamatan for a list to choose from, under their kota; `written`: how a choice is sent. */
export const kecamatanGroups = (on?: JakartaDate, written: (kec: Kec) => string = String): AreaGroup[] =>
  kota(on).map((k) => ({
    label: k.name,
    options: kecamatanOf(k.code, on).map((a) => ({ value: written(a.code), text: a.name })),
  }))
/** The kelurahan likewise, under their kecamatan. */
export const kelurahanGroups = (on?: JakartaDate): AreaGroup[] =>
  kecamatan(on).map((k) => ({
    label: k.name,
    options: kelurahanOf(k.code, on).map((a) => ({ value: String(a.code), text: a.name })),
  }))

/**
 * `31.74.04` or `317404`; null when no kecamatan has it. The seven digits of BPS (3174060) are another city's numbering and are
 * never cut to fit.
 */
export function parseKec(text: string): Kec | null {
  const code = /^\d\d\.\d\d\.\d\d$|^\d{6}$/.test(text.trim()) ? digits(text.trim()) : Number.NaN
  return isKec(code) ? code : null
}

/** `31.74.04.1001` or `3174041001`; null when no kelurahan has it. */
export function parseKel(text: string): Kel | null {
  const code = /^\d\d\.\d\d\.\d\d\.\d{4}$|^\d{10}$/.test(text.trim()) ? digits(text.trim()) : Number.NaN
  return isKel(code) ? code : null
}
