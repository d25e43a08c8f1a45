// A frozen week as files: JSON and CSV for everybody, whole for the office; and the check of such a file without a database.
import { canonical, sha256 } from '../kit/canonical.ts'
import { kecamatan, kecCode } from '../places/index.ts'
import type { Cut } from './cut.ts'
import { asJson, type Cell, type Published } from './document.ts'

export type PublicFile = Published & { sha256: string }

/** What everybody gets. `sha256` is over the canonical JSON of all the rest. */
export const publicFile = (published: Published, sum: string): PublicFile => ({ ...published, sha256: sum })

/** What the office gets: reasons in full, in each kecamatan. The hash stays that of the public document. */
export const officeFile = (cut: Cut) => ({
  ...cut.published,
  sha256: cut.sha256,
  public: { departures: cut.published.departures, restatements: cut.published.restatements, waiting: cut.published.waiting },
  departures: cut.detail.departures,
  restatements: cut.detail.restatements,
  waiting: cut.detail.waiting,
  kelurahan: cut.detail.kelurahan,
})

const COLUMNS = [
  'week',
  'kec',
  'kecamatan',
  'step',
  'count',
  'last',
  'restated',
  'arrivals',
  'departures',
  'now',
  'definition',
  'cut',
] as const

/** The 616 cells, a line each; numbers plain, so that a sheet reads them as numbers. */
export function weekCsv(published: Published): string {
  const names = new Map(kecamatan().map((k) => [kecCode(k.code), k.name]))
  const line = (c: Cell) =>
    [
      published.week,
      c.kec,
      names.get(c.kec) ?? '',
      c.step,
      c.count,
      c.last,
      c.restated,
      c.arrivals,
      c.departures,
      c.now,
      published.definition,
      published.cut,
    ].join(',')
  return `${[COLUMNS.join(','), ...published.cells.map(line)].join('\r\n')}\r\n`
}

export type FileCheck = { week: string; sha256: string; rebuilt: string; same: boolean; problems: string[] }

/** Checks a published file by itself: its hash, that each cell's terms close, and that rows above are the sums of the cells. */
export function checkFile(text: string): FileCheck | null {
  try {
    return check(JSON.parse(text))
  } catch {
    return null // no JSON, or not of this shape
  }
}

function check(
  given: PublicFile & { public?: Pick<Published, 'departures' | 'restatements' | 'waiting'>; kelurahan?: unknown },
): FileCheck | null {
  // The office's own file holds more; what was published stands in it whole.
  const { public: published_, kelurahan: _, ...rest } = given
  const file: PublicFile = { ...rest, ...published_ }
  if (typeof file.week !== 'string' || typeof file.sha256 !== 'string' || !file.cells.length || file.totals.length !== 14)
    return null
  const { sha256: said, ...published } = file
  const rebuilt = sha256(canonical(asJson(published)))
  const problems: string[] = []
  if (said !== rebuilt) problems.push('hash')
  if (file.cells.some((c) => c.last + c.restated + c.arrivals - c.departures !== c.now)) problems.push('cells')
  for (const row of [...file.totals, ...file.kota]) {
    const now = file.cells
      .filter((c) => c.step === row.step && c.count === row.count && c.kec.startsWith(`${row.area}.`))
      .reduce((sum, c) => sum + c.now, 0)
    if (now !== row.now || row.last + row.restated + row.arrivals - row.departures !== row.now) {
      problems.push('sums')
      break
    }
  }
  return { week: file.week, sha256: said, rebuilt, same: problems.length === 0, problems }
}
