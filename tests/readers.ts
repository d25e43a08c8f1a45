// What readers that are not ours make of the files we hand out: poppler of a PDF, openpyxl of a workbook. Never skipped: without them the
// test fails with a sentence (tools/readers.mjs).
import { spawnSync } from 'node:child_process'
import { needReaders, PYTHON } from '../tools/readers.mjs'

function run(command: string, args: readonly string[]): string {
  needReaders()
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout
}

/** `poppler('pdfinfo', '-struct-text', file)` */
export const poppler = (tool: 'pdfinfo' | 'pdffonts' | 'pdftotext', ...args: string[]): string => run(tool, args)

/** What a cell holds: the formula as it is written, without its `=`, or null; and the value that stands in the file. */
export type ReadCell = { formula: string | null; value: string | number | null; kind: string; format: string }
export type ReadSheet = {
  cells: Record<string, ReadCell>
  frozen: string | null
  repeated: string | null
  orientation: string
  paper: number
}

const READ = `
import json, sys, openpyxl
written, valued = openpyxl.load_workbook(sys.argv[1]), openpyxl.load_workbook(sys.argv[1], data_only=True)
out = {}
for sheet in written:
    cells = {}
    for row in sheet.iter_rows():
        for c in row:
            if c.value is None: continue
            formula = c.value[1:] if c.data_type == 'f' else None
            cells[c.coordinate] = {'formula': formula, 'value': valued[sheet.title][c.coordinate].value, 'kind': c.data_type, 'format': c.number_format}
    out[sheet.title] = {'cells': cells, 'frozen': sheet.freeze_panes, 'repeated': sheet.print_title_rows, 'orientation': sheet.page_setup.orientation, 'paper': int(sheet.page_setup.paperSize)}
print(json.dumps(out))
`

/** The workbook as openpyxl reads it, by sheet and cell. */
export const workbookRead = (file: string): Record<string, ReadSheet> => JSON.parse(run(PYTHON, ['-c', READ, file]))
