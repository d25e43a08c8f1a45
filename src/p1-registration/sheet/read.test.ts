import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { spoiled, workbook, zipOf } from './fixtures/build.ts'
import { csvOf } from './fixtures/messy.ts'
import { confined, type Reading, readSheets, type SheetEvent } from './read.ts'
import { packRow, type SheetHead, type SheetRow, unpackRow } from './shape.ts'

const folder = mkdtempSync(join(tmpdir(), 'sheet-'))
afterAll(() => rmSync(folder, { recursive: true }))
let n = 0
function put(bytes: Buffer | string): string {
  const path = join(folder, `${++n}.bin`)
  writeFileSync(path, bytes)
  return path
}

async function read(path: string, reading: Reading = {}, name?: string) {
  const sheets: { head: SheetHead; rows: SheetRow[] }[] = []
  const counted: number[] = []
  let refused: Extract<SheetEvent, { refused: unknown }>['refused'] | undefined
  for await (const event of readSheets(name ? { path, name } : { path }, reading)) {
    if ('sheet' in event) sheets.push({ head: event.sheet, rows: [] })
    else if ('rows' in event) sheets.at(-1)!.rows.push(...event.rows)
    else if ('counted' in event) counted.push(event.counted)
    else refused = event.refused
  }
  return { sheets, refused, counted }
}

const TWO = [
  {
    name: 'Satu',
    rows: [
      ['NIK', 'Nama'],
      ['3174044305840002', 'Siti'],
    ],
    hiddenColumns: [2],
  },
  { name: 'Dua', state: 'hidden' as const, rows: Array.from({ length: 900 }, (_, i) => [i, `baris ${i + 1}`]) },
]

describe('a sheet read in a process of its own', () => {
  it('gives sheets with their rows in order', async () => {
    const { sheets, refused } = await read(put(workbook(TWO)))
    expect(refused).toBeUndefined()
    expect(sheets.map((s) => [s.head.name, s.head.hidden, s.head.hiddenColumns, s.rows.length])).toEqual([
      ['Satu', false, [1], 2],
      ['Dua', true, [], 900],
    ])
    expect(sheets[1]!.rows.map((r) => r.row)).toEqual(Array.from({ length: 900 }, (_, i) => i + 1))
  })

  it('stops after the first rows of each sheet when only a look is asked for', async () => {
    const { sheets, counted } = await read(put(workbook(TWO)), { rowsPerSheet: 3 })
    expect(sheets.map((s) => s.rows.length)).toEqual([2, 3])
    // How many there are is said all the same, for the progress bar.
    expect(counted).toEqual([2, 900])
  })

  it('sees in the first look that a file breaks off further down', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => ['x', `baris ${i}`])
    const broken = spoiled([{ name: 'x', rows }], 'xl/worksheets/sheet1.xml', (d) => `${d.slice(0, -40)}<c`)
    const { sheets, refused } = await read(put(broken), { rowsPerSheet: 5 })
    expect([sheets[0]!.rows.length, refused]).toEqual([5, { code: 'sheet.damaged', data: {} }])
  })

  it('goes on behind a row already taken', async () => {
    const { sheets } = await read(put(workbook(TWO)), { after: { sheet: 1, row: 890 } })
    expect(sheets.map((s) => [s.head.index, s.rows.map((r) => r.row)])).toEqual([
      [1, [891, 892, 893, 894, 895, 896, 897, 898, 899, 900]],
    ])
  })

  it('calls a csv by the name the person gave', async () => {
    const { sheets } = await read(put(csvOf(';')), {}, 'Data Cilandak Jan.csv')
    expect(sheets.map((s) => [s.head.name, s.head.source, s.rows.length])).toEqual([['Data Cilandak Jan', 'csv', 3]])
  })

  it('refuses as a value, with its code', async () => {
    expect((await read(put('%PDF-1.4'))).refused).toEqual({ code: 'sheet.pdf', data: {} })
    expect((await read(put(Buffer.alloc(21 * 1024 * 1024, 97)))).refused).toEqual({
      code: 'sheet.too-big',
      data: { megabytes: 21 },
    })
    expect((await read(put(zipOf([{ name: '../x', data: 'x' }])))).refused).toEqual({ code: 'sheet.unsafe', data: {} })
  })

  it('gives up a file that takes too long, and leaves no process behind', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [i, `baris ${i}`])
    expect((await read(put(workbook([{ name: 'x', rows }])), { patienceMs: 1 })).refused).toEqual({
      code: 'sheet.too-heavy',
      data: {},
    })
  })

  it('does not fall with the process when its memory runs out', async () => {
    // Half a million cells of one row: no table looks like this, and it is held to 256 columns.
    const wide = spoiled(TWO, 'xl/worksheets/sheet1.xml', (d) =>
      d.replace(/<sheetData>.*<\/sheetData>/, `<sheetData><row r="1">${'<c><v>1</v></c>'.repeat(500_000)}</row></sheetData>`),
    )
    const { sheets, refused } = await read(put(wide), { sheets: [0] })
    expect(refused).toBeUndefined()
    expect(sheets[0]!.rows[0]!.cells.length).toBe(256)
  })

  it('sees nothing of the server: no settings, no file but its own, no process, nothing to write', () => {
    const path = put('Nama;NIK\n')
    const { args, options } = confined(path)
    const probe = `
      const tries = {
        own: () => require('fs').readFileSync(${JSON.stringify(path)}, 'utf8'),
        other: () => require('fs').readFileSync('/etc/passwd'),
        write: () => require('fs').writeFileSync(${JSON.stringify(path)}, ''),
        start: () => require('child_process').execSync('true'),
        worker: () => new (require('worker_threads').Worker)('0', { eval: true }),
      }
      const said = { env: Object.keys(process.env) }
      for (const name in tries) { try { said[name] = String(tries[name]()) } catch (error) { said[name] = error.code } }
      console.log(JSON.stringify(said))`
    const { stdout } = spawnSync(process.execPath, [...args, '-e', probe], { ...options, encoding: 'utf8' })
    const denied = 'ERR_ACCESS_DENIED'
    expect(JSON.parse(stdout)).toEqual({
      env: [],
      own: 'Nama;NIK\n',
      other: denied,
      write: denied,
      start: denied,
      worker: denied,
    })
  })

  it('packs and unpacks a row without loss', () => {
    const row: SheetRow = {
      row: 7,
      hidden: true,
      cells: [
        { text: 'a', kind: 'text', merged: 'above' },
        { text: '', kind: 'empty', formula: true },
        { text: 'x', kind: 'number', tooLong: true, formula: true, merged: 'left' },
        { text: '', kind: 'empty' },
      ],
    }
    expect(unpackRow(packRow(row))).toEqual(row)
  })
})
