// Readers that are not ours, for the files we hand out: poppler for PDF, openpyxl for XLSX. Never skipped: without them the test fails
// with a sentence; root on Debian or Ubuntu installs them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3' // the system's own, where apt puts its packages
const works = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const there = () => works('pdfinfo', '-v') && works(PYTHON, '-c', 'import openpyxl')

function need(): void {
  if (there()) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const apt = (...args: string[]) =>
      spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    apt('update')
    apt('install', '-y', '--no-install-recommends', 'poppler-utils', 'python3-openpyxl')
    if (there()) return
  }
  throw new Error(
    'Tes dokumen perlu poppler (pdfinfo, pdffonts, pdftotext) dan openpyxl untuk Python: pasang keduanya. / ' +
      'The document tests need poppler (pdfinfo, pdffonts, pdftotext) and openpyxl for Python: install both.',
  )
}

function run(command: string, args: readonly string[]): string {
  need()
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
