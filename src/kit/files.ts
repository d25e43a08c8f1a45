// Files of the project (styles, fonts, migrations, areas), read at run time; the same from the source and from build/cli.js.
import { existsSync, readFileSync } from 'node:fs'

/** The folder of package.json, as a URL that ends in a slash: the nearest one upwards that is called tujuhpas. */
const root = (() => {
  for (let at = new URL('./', import.meta.url); ; at = new URL('../', at)) {
    const sheet = new URL('package.json', at)
    if (existsSync(sheet) && JSON.parse(readFileSync(sheet, 'utf8')).name === 'tujuhpas') return at
    if (at.pathname === new URL('../', at).pathname) throw new Error(`no package.json of tujuhpas above ${import.meta.url}`)
  }
})()

/** `projectFile('src/ui/page.css')`: a path from the project's root, with forward slashes. */
export const projectFile = (path: string): URL => new URL(path, root)

export const readProject = (path: string): string => readFileSync(projectFile(path), 'utf8')
