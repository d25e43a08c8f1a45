// Finds a Chromium browser for the tests. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
]
const APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
const WINDOWS = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']

/** `CHROME_PATH`, else an installed Chromium, Chrome or Edge; undefined when there is none. */
export function findChrome() {
  const asked = process.env.CHROME_PATH
  if (asked) {
    if (existsSync(asked)) return asked
    throw new Error(`CHROME_PATH menunjuk berkas yang tidak ada: ${asked} / CHROME_PATH names a file that does not exist.`)
  }
  if (process.platform === 'darwin') return APPS.find((path) => existsSync(path))
  if (process.platform === 'win32') {
    const homes = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter((home) => !!home)
    return homes.flatMap((home) => WINDOWS.map((path) => join(home, path))).find((path) => existsSync(path))
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin'].filter(Boolean)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

/** As `findChrome`; root on Debian or Ubuntu installs it, anyone else is told what to do. A browser test is never skipped. */
export function needChrome(say = (_line) => {}) {
  const found = findChrome()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Memasang Chromium untuk tes … / Installing Chromium for the tests …')
    const apt = (...args) =>
      spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0
    apt('update')
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation')
    const installed = findChrome()
    if (installed) return installed
  }
  throw new Error(
    'Tes peramban perlu Chromium, Chrome, atau Edge: pasang salah satu, atau isi CHROME_PATH. / ' +
      'The browser tests need Chromium, Chrome or Edge: install one, or set CHROME_PATH.',
  )
}
