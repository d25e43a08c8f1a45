// What stands for each part of an address: whose thing it is decides who may see it. A part that is not here makes the proof fail.
import type { House } from '../ground.ts'

/** `open`: published, for everybody whom the policy lets in. The others lead to one kecamatan's thing, in the asker's own or another. */
export type Kind = 'open' | 'member' | 'import'
export type Whose = 'own' | 'sibling' | 'other' | 'none'

const UUID = '018d0000-0000-7000-8000-00000000000'
export const IMPORTS = { own: `${UUID}1`, sibling: `${UUID}2`, other: `${UUID}3`, none: `${UUID}9` } as const

/** By the route's pattern and the part's name; first match wins. */
const PARTS: readonly [pattern: RegExp, part: string, kind: Kind, open?: string][] = [
  [/^\/konsol\/anggota\//, 'number', 'member'],
  [/^\/konsol\/impor\//, 'id', 'import'],
  [/./, 'file', 'open', 'x'],
  [/./, 'week', 'open', '2018-W03'],
  [/./, 'step', 'open', 'P1'],
  [/./, 'place', 'open', '31.74.04'],
  [/./, 'tema', 'open', 'alamat'],
  [/^\/daftar\/terima\//, 'tanda', 'open', 'x'], // a receipt's own mark: 256 bits, whoever holds it is the one who registered
]

/** The parts of a pattern with what they lead to; null for one that nobody has described. */
export function partsOf(path: string): { part: string; name: string; kind: Kind | null; open: string }[] {
  return [...path.matchAll(/:(\w+)(\{[^}]*\})?/g)].map(([part, name]) => {
    const known = PARTS.find(([pattern, of]) => of === name && pattern.test(path))
    return { part, name: name!, kind: known?.[2] ?? null, open: known?.[3] ?? 'x' }
  })
}

export function addressOf(path: string, house: House, whose: Whose = 'own'): string {
  let address = path
  for (const { part, kind, open } of partsOf(path)) {
    const value =
      kind === 'member' ? (whose === 'none' ? 'PSM-17-99999' : house.members[whose]) : kind === 'import' ? IMPORTS[whose] : open
    address = address.replace(part, value)
  }
  return address
}
