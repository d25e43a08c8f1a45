// The frozen week on paper: PDF, workbook, one page as a file. A week's file is made once and kept; the same week gives the same bytes.

import { sha256 } from '../../kit/canonical.ts'
import { type Coding, codingFor, etagOf, squeeze } from '../../kit/http.ts'
import type { Lang } from '../../kit/problem.ts'
import { type Frozen, type Paper, paperOf } from './paper.ts'
import { setPdf } from './pdf.ts'
import { workbookOf } from './xlsx.ts'

export { selfContained } from './page.ts'
export type { Frozen } from './paper.ts'

export const PRINTED = ['pdf', 'xlsx'] as const
export type PrintedKind = (typeof PRINTED)[number]
export type PrintedFile = { bytes: Buffer; etag: string; type: string; packed: Map<Coding, Promise<Buffer>> }
/** `2018-W03.pdf`, and `2018-W03.en.pdf` in English: an address names one file for everybody, whatever language they read pages in. */
export const printedName = (week: string, kind: PrintedKind, lang: Lang) => `${week}${lang === 'en' ? '.en' : ''}.${kind}`

/** About how much they weigh, in bytes: a page tells it before they are made. Every week has as many cells; a test holds it to the truth. */
export const ABOUT = { pdf: 610_000, xlsx: 44_000, csv: 52_000, json: 85_000 }

/** Where people reach the programme, as the printed address says it; '' when the installation does not know. */
export const siteAddress = () => (process.env.TUJUHPAS_PUBLIC_URL ?? '').replace(/\/+$/, '')

const TYPES: Record<PrintedKind, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

// By what stands on them. Two of them are asked for again and again (this week's); an old week is set again in a tenth of a second.
const held = new Map<string, Promise<PrintedFile>>()
const HELD = 24

export function printedFile(kind: PrintedKind, frozen: Frozen, lang: Lang): Promise<PrintedFile> {
  const paper = paperOf(frozen, lang)
  const key = `${kind} ${sha256(JSON.stringify(paper))}`
  let file = held.get(key)
  if (!file) {
    file = make(kind, frozen, paper)
    file.catch(() => held.delete(key))
    if (held.size >= HELD) held.delete(held.keys().next().value!)
    held.set(key, file)
  }
  return file
}

async function make(kind: PrintedKind, frozen: Frozen, paper: Paper): Promise<PrintedFile> {
  const bytes = kind === 'pdf' ? setPdf(paper) : Buffer.from(await workbookOf(frozen, paper.lang))
  return { bytes, etag: etagOf(bytes), type: TYPES[kind], packed: new Map() }
}

/** The file in a coding that the browser takes: a tagged PDF shrinks to a quarter; a workbook is packed already. */
export async function onTheWire(file: PrintedFile, accepted: string | null): Promise<{ bytes: Buffer; coding: Coding | null }> {
  const coding = file.type === TYPES.pdf ? codingFor(accepted) : null
  if (!coding) return { bytes: file.bytes, coding }
  if (!file.packed.has(coding)) file.packed.set(coding, squeeze(file.bytes, coding))
  return { bytes: await file.packed.get(coding)!, coding }
}
