// A visitor of the house without a browser: asks as one of the askers, reads the forms of a page, fills them in and sends them.
import { type Asker, HERE, type House } from './ground.ts'

export type Answer = { status: number; headers: Headers; text: string; code: string | null }

export type Sent = { cookie?: string; method?: string; headers?: Record<string, string>; body?: RequestInit['body'] }

export async function ask(
  house: House,
  path: string,
  as: Asker,
  { cookie = house.cookies[as], method = 'GET', headers = {}, body }: Sent = {},
): Promise<Answer> {
  const answer = await house.app.request(path, { method, body, headers: { ...(cookie ? { cookie } : {}), ...headers } })
  const text = await answer.text()
  const line = house.lines.at(-1)
  return { status: answer.status, headers: answer.headers, text, code: line ? (JSON.parse(line).code ?? null) : null }
}

export type Field = { name: string; type: string; value: string; values: string[]; checked: boolean }
export type Form = { method: string; action: string; fields: Field[]; multipart: boolean }

const attribute = (tag: string, name: string) => plainText(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
const has = (tag: string, name: string) => new RegExp(`\\s${name}(?=[\\s=>/])`).test(tag)
const plainText = (text: string) =>
  text.replace(/&(quot|amp|lt|gt|#39);/g, (_, name: string) => ({ quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'" })[name]!)

/** The forms of a page, as a browser reads them. */
export function formsOf(page: string, path: string): Form[] {
  return [...page.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].flatMap(([form]) => {
    const open = /^<form\b[^>]*>/.exec(form)![0]
    const fields: Field[] = []
    for (const [tag] of form.matchAll(/<(input|button)\b[^>]*>/g)) {
      const type = attribute(tag, 'type') || 'text'
      if (!attribute(tag, 'name')) continue
      fields.push({
        name: attribute(tag, 'name'),
        type: tag.startsWith('<button') ? 'button' : type,
        value: attribute(tag, 'value'),
        values: [],
        checked: has(tag, 'checked'),
      })
    }
    for (const [, tag, inner] of form.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
      const options = [...inner!.matchAll(/<option\b[^>]*>/g)].map(([o]) => ({
        value: attribute(o, 'value'),
        selected: has(o, 'selected'),
      }))
      const chosen = options.find((o) => o.selected) ?? options[0]
      fields.push({
        name: attribute(tag!, 'name'),
        type: 'select',
        value: chosen?.value ?? '',
        values: options.map((o) => o.value),
        checked: false,
      })
    }
    for (const [, tag, inner] of form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g))
      fields.push({ name: attribute(tag!, 'name'), type: 'textarea', value: plainText(inner!), values: [], checked: false })
    const multipart = attribute(open, 'enctype') === 'multipart/form-data'
    // A button may send the form elsewhere than it says.
    const elsewhere = [...form.matchAll(/<button\b[^>]*>/g)].map(([tag]) => attribute(tag, 'formaction')).filter(Boolean)
    const method = (attribute(open, 'method') || 'get').toUpperCase()
    return [...new Set([attribute(open, 'action') || path, ...elsewhere])].map((action) => ({
      method,
      action,
      multipart,
      fields,
    }))
  })
}

/** What a form sends as it stands, with these values written in. Of radio buttons the one that is chosen, or told. */
export function filled(form: Form, write: Record<string, string> = {}): URLSearchParams {
  const body = new URLSearchParams()
  for (const f of form.fields) {
    const told = Object.hasOwn(write, f.name) ? write[f.name]! : null
    if (f.type === 'radio' || f.type === 'checkbox') {
      if (told === null ? f.checked : told.split('|').includes(f.value)) body.append(f.name, f.value)
    } else if (f.type === 'button') {
      if (told === f.value) body.append(f.name, f.value)
    } else if (f.type !== 'file') body.append(f.name, told ?? f.value)
  }
  for (const [name, value] of Object.entries(write)) if (!form.fields.some((f) => f.name === name)) body.append(name, value)
  return body
}

/** Every page that an asker can reach by links, from these addresses on: path and what it shows. */
export async function crawl(house: House, as: Asker, from: readonly string[], most: number): Promise<Map<string, Answer>> {
  const pages = new Map<string, Answer>()
  const found = new Set(from)
  for (const path of found) {
    if (pages.size >= most) break
    const answer = await ask(house, path, as)
    pages.set(path, answer)
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
    for (const [, href] of answer.text.matchAll(/href="(\/[^"#]*)"/g)) {
      const to = plainText(href!)
      if (!to.startsWith('/aset/') && !to.includes('bahasa=')) found.add(to)
    }
  }
  return pages
}

/** The forms that send something, of all these pages, one for each route and button. */
export function writesOf(pages: Map<string, Answer>): { page: string; form: Form }[] {
  const seen = new Set<string>()
  return [...pages].flatMap(([page, { text }]) =>
    formsOf(text, page).flatMap((form) => {
      const acts = form.fields.flatMap((f) => (f.type === 'button' || f.name === 'tindakan' ? [f.value] : [f.name]))
      const key = `${form.action.replace(/[0-9a-f-]{36}|[A-Z]{3}-\d\d-\d{5}/g, ':')} ${acts}`
      if (form.method !== 'POST' || seen.has(key)) return []
      seen.add(key)
      return [{ page, form }]
    }),
  )
}

export const post = (house: House, form: Form, as: Asker, body: URLSearchParams, more: Sent = {}): Promise<Answer> =>
  ask(house, form.action, as, { method: 'POST', body, ...more, headers: { origin: HERE, ...more.headers } })

/** Somebody at a device: keeps cookies, follows where an answer leads, and sends the forms of the page at hand. */
export class Visitor {
  readonly #house: House
  readonly jar = new Map<string, string>()
  path = '/'
  page = ''
  constructor(house: House, as: Asker) {
    this.#house = house
    const [name, value] = house.cookies[as].split('=')
    if (value) this.jar.set(name!, value)
  }
  get cookie() {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }
  async open(path: string, sent: Sent = {}): Promise<Answer> {
    const answer = await ask(this.#house, path, 'public', { ...sent, cookie: this.cookie })
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
      if (value && !/max-age=0/i.test(set)) this.jar.set(name!, value)
      else this.jar.delete(name!)
    }
    const to = answer.headers.get('location')
    if (answer.status === 303 && to) return this.open(to)
    this.path = path
    this.page = answer.text
    return answer
  }
  /** The first form of the page at hand whose action ends so; `*`: the first that is about the page itself. */
  form(action: string | RegExp): Form | null {
    const fits = (f: Form) =>
      typeof action !== 'string'
        ? action.test(f.action)
        : action === '*'
          ? !/^\/(keluar|konsol\/anggota|konsol\/darurat\/tutup)$/.test(f.action)
          : f.action.endsWith(action)
    return formsOf(this.page, this.path).find((f) => f.method === 'POST' && fits(f)) ?? null
  }
  async send(action: string, write: Record<string, string>): Promise<Answer> {
    const form = this.form(action)
    if (!form) throw new Error(`no form for ${action} on ${this.path}: ${formsOf(this.page, this.path).map((f) => f.action)}`)
    return this.open(form.action, { method: 'POST', headers: { origin: HERE }, body: bodyOf(form, write) })
  }
}

/** A form's body; `@name.csv:text` in a file field is a file of that name and content. */
export function bodyOf(form: Form, write: Record<string, string>): URLSearchParams | FormData {
  const body = filled(form, Object.fromEntries(Object.entries(write).filter(([, v]) => !v.startsWith('@'))))
  if (!form.multipart) return body
  const parts = new FormData()
  for (const [name, value] of body) parts.append(name, value)
  for (const [name, value] of Object.entries(write)) {
    const [, file, text] = /^@([^:]+):([\s\S]*)$/.exec(value) ?? []
    if (file) parts.append(name, new File([text!], file))
  }
  return parts
}
