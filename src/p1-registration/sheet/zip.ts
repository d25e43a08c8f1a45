// The parts of a zip, by its central directory, unpacked as a stream with every byte counted. Sizes in headers are not believed.
import { crc32, createInflateRaw } from 'node:zlib'
import { Refused, refuse } from './refusal.ts'
import { LIMITS } from './shape.ts'

export type ZipPart = { name: string; method: number; packed: number; offset: number; crc: number }

export class Zip {
  readonly parts = new Map<string, ZipPart>()
  private readonly file: Buffer
  private readonly counted = new Map<string, number>()
  private unpacked = 0

  constructor(file: Buffer) {
    this.file = file
    const end = endOfDirectory(file)
    let at = end.offset
    if (end.entries > LIMITS.zipEntries) refuse('sheet.unsafe')
    for (let i = 0; i < end.entries; i++) {
      if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) refuse('sheet.truncated')
      const flags = file.readUInt16LE(at + 8)
      const nameBytes = file.readUInt16LE(at + 28)
      const extraBytes = file.readUInt16LE(at + 30)
      const name = file.toString('utf8', at + 46, at + 46 + nameBytes)
      const part: ZipPart = {
        name,
        method: file.readUInt16LE(at + 10),
        crc: file.readUInt32LE(at + 16),
        packed: file.readUInt32LE(at + 20),
        offset: file.readUInt32LE(at + 42),
      }
      widen(file, at, nameBytes, extraBytes, part)
      if (flags & 1) refuse('sheet.encrypted')
      // A name that climbs out, an absolute one, or one twice: two programs would read two different files.
      if (/(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[a-z]:|\0/i.test(name) || this.parts.has(name)) refuse('sheet.unsafe')
      this.parts.set(name, part)
      at += 46 + nameBytes + extraBytes + file.readUInt16LE(at + 32)
    }
  }

  /** Names are compared as Windows does: some writers spell `xl/SharedStrings.xml`. */
  find(name: string): ZipPart | undefined {
    const exact = this.parts.get(name)
    if (exact) return exact
    const lower = name.toLowerCase()
    for (const part of this.parts.values()) if (part.name.toLowerCase() === lower) return part
    return undefined
  }

  /** The bytes of a part. Refuses past the budget (all parts together), a part cut short, and a wrong checksum. */
  async *unpack(part: ZipPart): AsyncGenerator<Buffer> {
    const { file } = this
    if (part.offset + 30 > file.length || file.readUInt32LE(part.offset) !== 0x04034b50) refuse('sheet.damaged')
    const start = part.offset + 30 + file.readUInt16LE(part.offset + 26) + file.readUInt16LE(part.offset + 28)
    if (start + part.packed > file.length) refuse('sheet.truncated')
    const packed = file.subarray(start, start + part.packed)
    if (part.method !== 0 && part.method !== 8) refuse('sheet.damaged')
    const known = this.counted.get(part.name)
    let bytes = 0
    let crc = 0
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (known === undefined) {
        if (this.unpacked + bytes > LIMITS.unpackedBytes) refuse('sheet.unpacks-too-big')
        crc = crc32(chunk, crc)
      }
      return chunk
    }
    if (part.method === 0) yield take(packed)
    else {
      const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
      inflate.end(packed)
      try {
        for await (const chunk of inflate) yield take(chunk as Buffer)
      } catch (error) {
        if (error instanceof Refused) throw error
        const code = (error as { code?: string }).code
        if (code === 'Z_BUF_ERROR') refuse('sheet.truncated')
        if (code?.startsWith('Z_')) refuse('sheet.damaged')
        throw error
      }
    }
    if (known === undefined) {
      if (crc !== part.crc) refuse('sheet.damaged')
      this.counted.set(part.name, bytes)
      this.unpacked += bytes
    }
  }
}

function endOfDirectory(file: Buffer): { entries: number; offset: number } {
  const from = Math.max(0, file.length - 65_557)
  for (let at = file.length - 22; at >= from; at--) {
    if (file.readUInt32LE(at) !== 0x06054b50) continue
    const entries = file.readUInt16LE(at + 10)
    const offset = file.readUInt32LE(at + 16)
    if ((entries === 0xffff || offset === 0xffffffff) && at >= 20 && file.readUInt32LE(at - 20) === 0x07064b50) {
      const wide = Number(file.readBigUInt64LE(at - 12))
      if (wide + 56 > file.length || file.readUInt32LE(wide) !== 0x06064b50) refuse('sheet.truncated')
      return { entries: Number(file.readBigUInt64LE(wide + 32)), offset: Number(file.readBigUInt64LE(wide + 48)) }
    }
    return { entries, offset }
  }
  return refuse('sheet.truncated')
}

/** ZIP64: the real sizes stand in an extra field, in a fixed order, only those that did not fit. */
function widen(file: Buffer, at: number, nameBytes: number, extraBytes: number, part: ZipPart) {
  if (part.packed !== 0xffffffff && part.offset !== 0xffffffff) return
  let field = at + 46 + nameBytes
  const end = Math.min(field + extraBytes, file.length)
  while (field + 4 <= end) {
    const size = file.readUInt16LE(field + 2)
    if (file.readUInt16LE(field) === 1 && field + 4 + size <= end) {
      let value = field + 4
      const next = () => {
        if (value + 8 > field + 4 + size) refuse('sheet.damaged')
        value += 8
        return Number(file.readBigUInt64LE(value - 8))
      }
      if (file.readUInt32LE(at + 24) === 0xffffffff) next()
      if (part.packed === 0xffffffff) part.packed = next()
      if (part.offset === 0xffffffff) part.offset = next()
      return
    }
    field += 4 + size
  }
}
