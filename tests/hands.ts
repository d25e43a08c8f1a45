// Somebody at a keyboard: what has the focus is found by pressing Tab, as one does without a mouse. Nothing is clicked or filled.
import type { Page } from 'playwright-core'

type Focused = { tag: string; name: string; text: string; section: string; item: string }

const FOCUSED = `(() => {
  const e = document.activeElement
  if (!e) return null
  const around = e.closest('form, section, details')
  return { tag: e.tagName, name: e.getAttribute('name') ?? '', text: (e.textContent ?? '').trim(),
    section: (around?.textContent ?? '').trim(), item: e.closest('li')?.textContent ?? '' }
})()`

export type Hands = ReturnType<typeof handsOn>

export function handsOn(page: Page) {
  const tab = async (what: string, fits: (f: Focused) => boolean, most: number) => {
    for (let n = 0; n <= most; n++) {
      if (n) await page.keyboard.press('Tab')
      const focused = (await page.evaluate(FOCUSED)) as Focused | null
      if (focused && fits(focused)) return n
    }
    throw new Error(`${most} Tabs on ${new URL(page.url()).pathname} do not lead to ${what}`)
  }
  const leave = async (key: 'Enter' | 'Space') => {
    await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press(key)])
    await page.waitForLoadState()
  }
  return {
    page,
    /** Tabs on to a field, and answers how many it took. `within`: what stands in its form. */
    field: (name: string, { within = '', most = 80 } = {}) =>
      tab(`the field ${name}`, (f) => f.name === name && /INPUT|SELECT|TEXTAREA/.test(f.tag) && f.section.includes(within), most),
    async write(name: string, text: string, more?: { within?: string; most?: number }) {
      await this.field(name, more)
      await page.keyboard.type(text)
    },
    /** Goes down a list or a row of choices. */
    async choose(name: string, downs = 1, more?: { within?: string; most?: number }) {
      await this.field(name, more)
      for (let n = 0; n < downs; n++) await page.keyboard.press('ArrowDown')
    },
    async tick(name: string, more?: { within?: string; most?: number }) {
      await this.field(name, more)
      await page.keyboard.press('Space')
    },
    /** Tabs on to a link and follows it. */
    async follow(text: string, most = 80) {
      await tab(`the link ${text}`, (f) => f.tag === 'A' && f.text.includes(text), most)
      await leave('Enter')
    },
    /** Tabs on to what opens and closes; `of`: in the line of a list that says so. */
    async unfold(text: string, { of = '', most = 120 } = {}) {
      await tab(text, (f) => f.tag === 'SUMMARY' && f.text.includes(text) && f.item.includes(of), most)
      await page.keyboard.press('Enter')
    },
    async press(text: string, { within = '', most = 160 } = {}) {
      await tab(`the button ${text}`, (f) => f.tag === 'BUTTON' && f.text.includes(text) && f.section.includes(within), most)
      await leave('Enter')
    },
    /** Sends the form of the field at hand. */
    send: () => leave('Enter'),
    seen: async () => ((await page.textContent('body')) ?? '').replace(/\s+/g, ' '),
    async signIn(account: string, password: string) {
      await this.write('akun', account)
      await this.write('sandi', password)
      await leave('Enter')
      const code = /sekarang: ?(\d{3}) ?(\d{3})/.exec(await this.seen())!
      if (((await page.evaluate(FOCUSED)) as Focused).name !== 'kode') await this.field('kode')
      await page.keyboard.type(`${code[1]}${code[2]}`)
      await leave('Enter')
    },
  }
}
