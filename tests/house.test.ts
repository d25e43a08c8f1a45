// The house keeps its shape: imports point one way and through doors, every file says what it is for, and the map tells the truth.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { projectFile } from '../src/kit/files.ts'

const root = fileURLToPath(projectFile(''))
const ROOMS = ['p1-registration', 'p2-training', 'p3-mentoring', 'p4-licensing', 'p5-marketing', 'p6-bookkeeping', 'p7-capital']
/** From the ground up; folders of one floor do not see each other. */
const FLOORS = [
  ['kit'],
  ['ui', 'places'],
  ['people'],
  ['journey'],
  ['journal'],
  ['identity'],
  ROOMS,
  ['weekly', 'impact', 'partners', 'desk', 'member'],
  ['centres', 'claims'],
  ['demo'],
  ['.'],
]
const floorOf = (folder: string) => FLOORS.findIndex((floor) => floor.includes(folder))

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && /\.(ts|tsx|mjs|sql)$/.test(f.name))
    .map((f) => relative(root, join(f.parentPath, f.name)).replaceAll('\\', '/'))
    .sort()
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const code = filesIn('src').filter((f) => /\.tsx?$/.test(f) && !/\.test\.tsx?$/.test(f) && !f.includes('/fixtures/'))
/** `src/weekly/cut.ts` lives in weekly; `src/app.tsx` on the roof. */
const folderOf = (file: string) => (file.split('/').length > 2 ? file.split('/')[1]! : '.')

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)|(?:^|\n)import\s*['"](\.[^'"]+)['"]/g
const imports = code.flatMap((file) =>
  [...read(file).matchAll(IMPORT)].map((m) => ({ file, to: join(dirname(file), (m[1] ?? m[2] ?? m[3])!).replaceAll('\\', '/') })),
)

describe('the house', () => {
  it('is read from real imports', () => {
    expect(imports.length).toBeGreaterThan(150)
    for (const { file, to } of imports) expect(existsSync(join(root, to)), `${file} imports ${to}`).toBe(true)
  })

  it('has a floor for every folder', () => {
    for (const file of code) expect(floorOf(folderOf(file)), folderOf(file)).toBeGreaterThanOrEqual(0)
  })

  it('imports point down, never up and never across', () => {
    const wrong = imports.filter(({ file, to }) => {
      const [from, into] = [folderOf(file), folderOf(to)]
      return from !== into && floorOf(into) >= floorOf(from)
    })
    expect(wrong).toEqual([])
  })

  it('a folder is entered by its door (kit has none: each of its files is one)', () => {
    const wrong = imports.filter(({ file, to }) => {
      const [from, into] = [folderOf(file), folderOf(to)]
      return (
        from !== into &&
        into !== 'kit' &&
        into !== '.' &&
        to !== `src/${into}/index.ts` &&
        !(to.endsWith('/tables.ts') && into !== 'kit')
      )
    })
    expect(wrong).toEqual([])
  })

  it('rules do no input or output and know no clock', () => {
    const pure = code.filter((f) => f.startsWith('src/journey/') || /\/(rules|document|figures)\.ts$/.test(f))
    for (const file of pure) {
      expect(read(file), file).not.toMatch(/from '(node:fs|pg|node:http|kysely)'|database\.ts'|new Date\(\)|Date\.now\(\)/)
    }
  })

  it('every file opens with a line that says what it is for', () => {
    for (const file of [...code, ...filesIn('tests'), ...filesIn('tools'), ...filesIn('db/migrations')])
      expect(read(file).replace(/^#!.*\n/, ''), file).toMatch(/^(\/\/|--|\/\*) ?\S.{15,}/)
  })

  it('no file or folder has failed to find its subject', () => {
    for (const file of [...code, ...filesIn('tests'), ...filesIn('tools')])
      expect(file).not.toMatch(/(^|\/)(utils?|helpers?|commons?|services?|managers?|misc)(\/|\.|$)/i)
  })

  it('every path that ARCHITECTURE.md names is there', () => {
    const named = [...read('ARCHITECTURE.md').matchAll(/`((?:src|db|tests|tools|docs|bench|\.ci)\/[^`\s*]*)`/g)].map((m) => m[1]!)
    expect(named.length).toBeGreaterThan(20)
    for (const path of named) expect(existsSync(join(root, path)), path).toBe(true)
  })
})
