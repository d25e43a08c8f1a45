// Styles, font, logo and the work pages' keys under addresses that name their content, so that a browser may keep them for ever.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { projectFile, readProject } from '../kit/files.ts'

export interface Asset {
  body: Buffer | string
  type: string
}
export type AssetName =
  | 'halaman.css'
  | 'konsol.css'
  | 'tombol.js'
  | 'klinik.js'
  | 'lapangan.js'
  | 'layar.js'
  | 'huruf.woff2'
  | 'logo.svg'

/** By path: `/aset/halaman.1a2b3c4d5e.css`. */
export const assets = new Map<string, Asset>()
const hrefs = new Map<AssetName, string>()

function add(name: AssetName, body: Buffer | string, type: string): string {
  const [stem, end] = name.split('.')
  const path = `/aset/${stem}.${createHash('sha256').update(body).digest('hex').slice(0, 10)}.${end}`
  assets.set(path, { body, type })
  hrefs.set(name, path)
  return path
}

/** Comments and needless white space out; nothing else is touched, so what is served is what is written. */
export const smaller = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .replace(/([:,]) /g, '$1')
    .replace(/;}/g, '}')
    .trim()

const style = (name: string) => readProject(`src/ui/styles/${name}`)
/** Without the lines that say what it is for. */
const script = (name: string) => style(name).replace(/^(\/\/.*\n)+/, '')
const font = add('huruf.woff2', readFileSync(projectFile('src/ui/styles/plus-jakarta-sans.woff2')), 'font/woff2')
const page = (style('tokens.css') + style('app.css')).replace('url("huruf.woff2")', `url("${font}")`)
add('halaman.css', smaller(page), 'text/css; charset=utf-8')
add('konsol.css', smaller(page + style('konsol.css')), 'text/css; charset=utf-8')
// On work pages only; residents' and public pages have no script.
add('tombol.js', script('keys.js'), 'text/javascript; charset=utf-8')
add('klinik.js', script('outbox.js') + script('clinic.js'), 'text/javascript; charset=utf-8')
add('lapangan.js', script('outbox.js') + script('field.js'), 'text/javascript; charset=utf-8')
add('layar.js', script('hall.js'), 'text/javascript; charset=utf-8')
add('logo.svg', style('logo.svg'), 'image/svg+xml')

/** The address to write in a page: `hrefOf('halaman.css')`. */
export const hrefOf = (name: AssetName): string => hrefs.get(name)!
