// What is this file? By its content; a name can say anything.
import { looksLikeText } from './csv.ts'
import { refuse } from './refusal.ts'
import { attr, readXml } from './xml.ts'
import { Zip } from './zip.ts'

export type Opened = { kind: 'xlsx'; zip: Zip } | { kind: 'csv'; bytes: Buffer }

const starts = (bytes: Buffer, ...magic: number[]) => magic.every((byte, i) => bytes[i] === byte)

/** An Excel workbook without macros, or text; anything else is refused with what to do about it. */
export async function openFile(bytes: Buffer): Promise<Opened> {
  if (bytes.length === 0) refuse('sheet.empty')
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    refuse(bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'sheet.encrypted' : 'sheet.old-xls')
  }
  // BIFF2 to BIFF4, from before the container.
  if (bytes[0] === 0x09 && (bytes[1] === 0 || bytes[1] === 2 || bytes[1] === 4) && bytes[2]! <= 6 && bytes[3] === 0)
    refuse('sheet.old-xls')
  if (bytes.subarray(0, 1024).includes('%PDF-')) refuse('sheet.pdf')
  if (starts(bytes, 0x50, 0x4b)) return openZip(bytes)
  if (!looksLikeText(bytes)) refuse('sheet.not-a-sheet')
  const start = bytes
    .toString('latin1', 0, 2048)
    .replace(/^(ï»¿|ÿþ|þÿ)/, '')
    .trimStart()
    .toLowerCase()
  if (/^(<!doctype html|<html|<table|<meta|<head|<body|<\?xml|<workbook|mime-version:)/.test(start)) refuse('sheet.web-page')
  if (/^(\{\\rtf|%!ps|#!\/|<svg)/.test(start)) refuse('sheet.not-a-sheet')
  if (start === '' && bytes.length < 2048) refuse('sheet.empty')
  return { kind: 'csv', bytes }
}

async function openZip(bytes: Buffer): Promise<Opened> {
  const zip = new Zip(bytes)
  const names = [...zip.parts.keys()].map((n) => n.toLowerCase())
  if (names.some((n) => n.endsWith('vbaproject.bin') || n.startsWith('xl/macrosheets/'))) refuse('sheet.macro')
  if (names.includes('xl/workbook.bin')) refuse('sheet.binary-xlsb')
  const types = zip.find('[Content_Types].xml')
  if (!types) {
    if (names.includes('mimetype') && names.includes('content.xml')) refuse('sheet.open-document')
    refuse('sheet.not-a-sheet')
  }
  let workbook = false
  await readXml(zip.unpack(types), {
    open(_name, attrs) {
      const type = attr(attrs, 'ContentType') ?? ''
      if (/macroEnabled|vbaProject|intlmacrosheet|vnd\.ms-excel\.macrosheet/i.test(type)) refuse('sheet.macro')
      if (/spreadsheetml\.(sheet|template)\.main\+xml/i.test(type)) workbook = true
    },
    close() {},
    text() {},
  })
  if (!workbook && !zip.find('xl/workbook.xml')) refuse('sheet.not-a-sheet')
  return { kind: 'xlsx', zip }
}
