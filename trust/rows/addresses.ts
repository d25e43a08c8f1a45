// What stands for each part of an address: whose thing it is decides who may see it. A part that is not here makes the proof fail.
import { initialsOf } from '../../src/places/index.ts'
import type { House } from '../ground.ts'

/** `open`: published, for everybody whom the policy lets in. The others lead to one kecamatan's thing, in the asker's own or another. */
export type Kind = 'open' | 'member' | 'import' | 'pair' | 'area' | 'class'
export type Whose = 'own' | 'sibling' | 'other' | 'none'

const UUID = '018d0000-0000-7000-8000-00000000000'
/** Imports, and pairs of two members each: of the `other` pair one is another kecamatan's. */
export const MADE = { own: `${UUID}1`, sibling: `${UUID}2`, other: `${UUID}3`, none: `${UUID}9` } as const

/** Classes of the demonstration: their doors are their kecamatan's. */
const CLASSES = { own: 'PSM-K10', sibling: 'PSM-K11', other: `${initialsOf(317106)}-K10`, none: 'PSM-K99' } as const
const AREAS = { own: '31.74.04', sibling: '31.74.04', other: '31.71.06', none: '31.99.99' } as const

/** By the route's pattern and the part's name; first match wins. */
const PARTS: readonly [pattern: RegExp, part: string, kind: Kind, open?: string][] = [
  [/^\/konsol\/(anggota|daftar)\//, 'number', 'member'],
  [/^\/konsol\/kelas\//, 'code', 'class'],
  [/^\/klinik\//, 'place', 'area'],
  [/^\/klinik\//, 'day', 'open', '2018-01-22'],
  [/^\/kelas\//, 'code', 'open', 'PSM-K10'], // what is taught where and when is public; seats are each one's own
  [/^\/pengajar\//, 'code', 'open', 'pengajar.psm1'], // who teaches what, where and when is public
  [/^\/sertifikat\//, 'code', 'open', 'x'], // a certificate's own code: 60 bits, whoever holds it may check it, by initials
  [/^\/hadir\//, 'ticket', 'open', 'x'], // a seat's own code, marked by us
  [/^\/pendamping\//, 'number', 'open', 'PSM-17-99999'], // of those entrusted to the mentor: src/p3-mentoring/pages.test.tsx
  [/^\/konsol\//, 'kec', 'area'],
  [/^\/konsol\/(pekan|angka)\//, 'place', 'area'],
  [/^\/konsol\/impor\//, 'id', 'import'],
  [/^\/konsol\/gandaan\//, 'id', 'pair'],
  [/^\/konsol\/akun\//, 'nama', 'open', 'auditor'], // accounts are the operators' and the office's, whole
  [/^\/konsol\//, 'id', 'open', '018d0000-0000-7000-8000-000000000009'], // of what lies under an area or belongs to one office
  [/^\/konsol\/pekan\//, 'rule', 'open', 'x'],
  [/^\/konsol\/pekan\//, 'mark', 'open', 'x'], // of the officer's own week
  [/./, 'file', 'open', 'x'],
  [/./, 'week', 'open', '2018-W03'],
  [/./, 'step', 'open', 'P1'],
  [/./, 'place', 'open', '31.74.04'],
  [/./, 'tema', 'open', 'alamat'],
  [/^\/(konsol\/)?pernyataan\//, 'nr', 'open', '4'], // claims are published, the office's page of one is the office's
  [/^\/laporan\//, 'code', 'open', 'x'], // a report's own code: 80 bits, whoever holds it is the one who reported
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
      kind === 'member'
        ? whose === 'none'
          ? 'PSM-17-99999'
          : house.members[whose]
        : kind === 'import' || kind === 'pair'
          ? MADE[whose]
          : kind === 'area'
            ? AREAS[whose]
            : kind === 'class'
              ? CLASSES[whose]
              : open
    address = address.replace(part, value)
  }
  return address
}
