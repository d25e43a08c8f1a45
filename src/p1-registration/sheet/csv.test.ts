import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRows, encodingOf, separatorOf } from './csv.ts'
import { csvOf } from './fixtures/messy.ts'
import { Refused } from './refusal.ts'
import { LIMITS } from './shape.ts'

const read = (bytes: Buffer | string) => [...csvRows(Buffer.from(bytes as string))].flat()
const texts = (bytes: Buffer | string) => read(bytes).map((r) => r.cells.map((c) => c.text))

describe('a csv as offices send it', () => {
  it.each([',', ';', '\t', '|'] as const)('is parted by %j', (separator) => {
    const rows = texts(csvOf(separator, { quote: true }))
    expect(rows.map((r) => r.length)).toEqual([6, 6, 6])
    expect(rows[1]![3]).toBe(`Jl. Kebagusan${separator} gang "Mawar"\nRT 3`)
  })

  it('finds the separator under title rows full of commas', () => {
    expect(separatorOf('Data, per Januari, 2018, sementara\n\nNama;NIK;Alamat\nA;1;Jl. B, RT 1\nC;2;Jl. D, RT 2\n')).toBe(';')
  })
  it('believes a first line that says it', () => expect(separatorOf('sep=|\na,b|c,d\n')).toBe('|'))

  const text = csvOf(';')
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with one', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 without one', Buffer.from(text, 'utf16le')],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('is written in %s', (_name, bytes) => {
    expect(texts(bytes)[0]![0]).toBe('Nama')
    expect(texts(bytes)[2]![0]).toBe('José Ñusa')
  })
  it('knows a curly apostrophe of Windows', () => {
    expect(encodingOf(Buffer.from([0x4d, 0x61, 0x92, 0x72]))).toBe('windows-1252')
    expect(texts(Buffer.from([0x4d, 0x61, 0x92, 0x72]))).toEqual([['Ma’r']])
  })

  it('counts records, not lines, and answers for empty ones between', () => {
    const rows = read('a,b\n"x\ny",c\n\n,\nd,e\n\n\n')
    expect(rows.map((r) => [r.row, r.cells.length])).toEqual([
      [1, 2],
      [2, 2],
      [3, 0],
      [4, 0],
      [5, 2],
    ])
  })

  it('refuses a quotation mark that is never closed, with its record, before any row is taken', () => {
    const rows = csvRows(Buffer.from(`a,b\nc,d\n"e,f\n${'g,h\n'.repeat(5000)}`))
    expect(() => rows.next()).toThrow(Refused)
    try {
      csvRows(Buffer.from('a,b\n"e,f\n')).next()
    } catch (error) {
      expect((error as Refused).problem).toEqual({ code: 'sheet.quote-not-closed', data: { row: 2 } })
    }
  })

  it('tells a field of 10 MB and reads on', () => {
    const rows = read(`a,"${'x'.repeat(10_000_000)}"\nb,c\n`)
    expect(rows[0]!.cells[1]).toMatchObject({ tooLong: true })
    expect(rows[0]!.cells[1]!.text.length).toBe(LIMITS.cellChars)
    expect(rows[1]!.cells.map((c) => c.text)).toEqual(['b', 'c'])
  })

  it('gives back whatever was written, quoted or not', () => {
    // Without NUL: many of them make another alphabet of it.
    const field = fc.string({ unit: 'grapheme', maxLength: 12 }).map((s) => s.replace(/[\0\ufeff]/g, ''))
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t', '|'),
        (rows, separator) => {
          const written = rows.map((r) => r.map((c) => `"${c.replace(/"/g, '""')}"`).join(separator)).join('\r\n')
          const back = read(`sep=${separator}\r\n${written}`)
            .filter((r) => r.cells.length > 0)
            .slice(1)
          const kept = rows
            .map((r) => r.slice(0, r.findLastIndex((c) => c !== '') + 1))
            .filter((r) => r.some((c) => c.trim() !== ''))
          expect(back.map((r) => r.cells.map((c) => c.text))).toEqual(kept)
        },
      ),
    )
  })

  it('never throws anything but a refusal, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          const rows = read(Buffer.from(bytes))
          expect(new Set(rows.map((r) => r.row)).size).toBe(rows.length)
        } catch (error) {
          expect(error).toBeInstanceOf(Refused)
        }
      }),
    )
  })
})
