// Finds the readers that are not ours, which the tests of documents need: poppler for PDF, openpyxl for XLSX. Plain JavaScript, as chrome.mjs.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** The system's own Python, where its packages are. */
export const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const there = () => works('pdfinfo', '-v') && works(PYTHON, '-c', 'import openpyxl')

/** Root on Debian or Ubuntu installs them, anyone else is told what to do. A document test is never skipped. */
export function needReaders(say = (_line) => {}) {
  if (there()) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Memasang pembaca PDF dan XLSX untuk tes … / Installing readers of PDF and XLSX for the tests …')
    const apt = (...args) =>
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
