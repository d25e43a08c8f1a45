// Row 36: a write comes from our own page with its token, and reading changes nothing.
import { ASKERS, changed, digests, HERE, routes } from '../ground.ts'
import { type Proof, through } from '../proof.ts'
import { ask, crawl } from '../visit.ts'
import { addressOf } from './addresses.ts'

/** Who looked is written down by looking (6-trust, Answers). */
const LOOKING = ['read_log']

export const csrf: Proof = {
  row: 36,
  name: 'csrf',
  tier: 1,
  promise: 'no write from another site, and GET changes nothing',
  fault: {
    what: 'the front door hears every write as sent from here',
    house: (house) =>
      through(house, (request, next) => {
        if (request.method !== 'GET') {
          request.headers.set('origin', HERE)
          request.headers.delete('sec-fetch-site')
        }
        return next(request)
      }),
  },
  async prove(house) {
    const wrong: string[] = []
    const before = await digests(house.owner, LOOKING)
    const writes = routes.filter((r) => r.method !== 'GET')
    let refused = 0
    for (const route of writes) {
      const as = ASKERS.find((a) => route.policy === 'everybody' || (route.policy as readonly string[]).includes(a)) ?? 'office'
      const page = await ask(house, as === 'public' ? '/daftar' : as === 'resident' ? '/daftar' : '/konsol', as)
      const cookie = house.cookies[as] || page.headers.getSetCookie()[0]!.split(';')[0]!
      const token = /name="token" value="([^"]+)"/.exec(page.text)![1]!
      const path = addressOf(route.path, house)
      const others = /name="token" value="([^"]+)"/.exec((await ask(house, '/daftar', 'public')).text)![1]!
      const tries: [what: string, headers: Record<string, string>, token: string][] = [
        ['no origin', {}, token],
        ['another site', { origin: 'http://lain.test' }, token],
        ['a null origin', { origin: 'null' }, token],
        ['cross-site by its own word', { origin: HERE, 'sec-fetch-site': 'cross-site' }, token],
        ['no token', { origin: HERE }, ''],
        ['a made-up token', { origin: HERE }, `${'a'.repeat(16)}.${'b'.repeat(43)}`],
        ['another browser’s token', { origin: HERE }, others],
      ]
      for (const [what, headers, sent] of tries) {
        const answer = await ask(house, path, as, {
          method: route.method,
          cookie,
          headers,
          body: new URLSearchParams({ token: sent, nama: 'x' }),
        })
        if (answer.status === 403) refused++
        else wrong.push(`${as} ${route.key}, ${what}: ${answer.status}`)
      }
    }
    for (const t of changed(before, await digests(house.owner, LOOKING))) wrong.push(`a refused write changed ${t}`)

    let read = 0
    const untouched = await digests(house.owner, LOOKING)
    for (const as of ASKERS) {
      const from = routes.filter((r) => r.method === 'GET').map((r) => addressOf(r.path, house))
      read += (await crawl(house, as, from, as === 'public' ? 300 : 150)).size
    }
    for (const t of changed(untouched, await digests(house.owner, LOOKING))) wrong.push(`reading changed ${t}`)
    return { figure: `${writes.length} write routes, ${refused} writes refused; ${read} pages read, 0 rows changed`, wrong }
  },
}
