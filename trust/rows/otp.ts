// Row 34: a phone's code is not guessable. Tried through the front door, as somebody with 50 addresses, many browsers and all day would.
import { latestMessages, outbox, sendMessage } from '../../src/kit/sending/index.ts'
import { HERE, type House, WALL } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { formsOf } from '../visit.ts'

const DAY = 86_400_000
const FAILURES = 10 // in a row, for one phone
const CODES = 5 // a day, for one phone
const ADDRESSES = 50
const NEAR = 5 // ms between the medians of a known and an unknown phone

/** A browser at an address: keeps its cookies and the page's token. */
class Browser {
  readonly #house: House
  readonly #jar = new Map<string, string>()
  address: string
  forwarded: string | null = null
  token = ''
  constructor(house: House, address: string) {
    this.#house = house
    this.address = address
  }
  async ask(path: string, fields?: Record<string, string>) {
    const headers: Record<string, string> = { cookie: [...this.#jar].map(([n, v]) => `${n}=${v}`).join('; '), origin: HERE }
    if (this.forwarded) headers['x-forwarded-for'] = this.forwarded
    const body = fields && new URLSearchParams({ token: this.token, ...fields })
    const answer = await this.#house.app.request(path, { method: body ? 'POST' : 'GET', headers, body }, {
      incoming: { socket: { remoteAddress: this.address } },
    } as never)
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
      this.#jar.set(name!, value!)
    }
    const text = await answer.text()
    const form = formsOf(text, path).find((f) => f.fields.some((one) => one.name === 'token'))
    this.token = form?.fields.find((f) => f.name === 'token')?.value ?? this.token
    return { status: answer.status, to: answer.headers.get('location') ?? '', text, wait: answer.headers.get('retry-after') }
  }
  /** Signed out: the session is gone, the device stays known. */
  signOut() {
    this.#jar.delete('anggota')
    this.token = ''
  }
  async askCode(phone: string) {
    if (!this.token) await this.ask('/masuk')
    const asked = await this.ask('/masuk/nomor', { hp: phone })
    if (asked.status === 303) await this.ask('/masuk/anggota')
    return asked
  }
  prove = (code: string) => this.ask('/masuk/anggota', { kode: code })
}

export const otp: Proof = {
  row: 34,
  name: 'otp',
  tier: 1,
  promise: 'a code is not guessable',
  fault: {
    what: 'a new code takes back the failures of its phone',
    sql: `create function forgive() returns trigger language plpgsql security definer set search_path = public as
            $$ begin update sign_in_phone set failures = 0 where mark = new.mark; return null; end $$;
          create trigger forgive after insert on sign_in_code for each row execute function forgive()`,
  },
  async prove(house) {
    const wrong: string[] = []
    const demand = (holds: boolean, what: string) => void (holds || wrong.push(what))
    const at = (ms: number) => {
      house.wall.now = new Date(WALL.getTime() + ms)
    }
    const phones = await phonesOf(house, 560)
    const own = phones.pop()!
    const failures = async () =>
      (await house.owner.query('select coalesce(max(failures), 0)::integer as n from sign_in_phone')).rows[0].n as number

    // The owner signs in once; this browser is then known for the phone.
    const home = new Browser(house, '36.70.0.1')
    await home.askCode(own)
    const entered = await home.prove(await codeFor(house, own))
    demand(entered.to === '/langkah', `the owner was not let in: ${entered.status}`)

    // One right code, a hundred times at the same moment: once.
    const eager = new Browser(house, '36.70.0.2')
    const shared = phones.pop()!
    await eager.askCode(shared)
    const right = await codeFor(house, shared)
    const many = await Promise.all(Array.from({ length: 100 }, () => eager.prove(right)))
    const in_ = many.filter((a) => a.to === '/langkah').length
    demand(in_ === 1, `of 100 at the same moment with one right code ${in_} were let in`)

    // Guessing: 50 addresses, a new browser and a new code each time, more tries than a code allows.
    let tried = 0
    for (let day = 0; day < 3; day++)
      for (let round = 0; round < CODES + 1; round++) {
        at(day * DAY + round * 60_000)
        const attacker = new Browser(house, `36.71.0.${round}`)
        attacker.forwarded = `203.0.113.${round}`
        const asked = await attacker.askCode(own)
        if (round === CODES && day === 0) demand(asked.status === 429, `a sixth code of a day was given: ${asked.status}`)
        if (asked.status !== 303) continue
        const guess = wrongFor(await codeFor(house, own))
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, i) => {
            attacker.address = `36.72.0.${(round * 20 + i) % ADDRESSES}`
            return attacker.prove(guess)
          }),
        )
        tried += answers.length
        if (answers.some((a) => a.to === '/langkah')) wrong.push('a wrong code let somebody in')
      }
    demand((await failures()) === FAILURES, `${await failures()} failures were counted for one phone, not ${FAILURES}`)
    at(3 * DAY)
    const locked = await new Browser(house, '36.73.0.1').askCode(own)
    demand(locked.status === 429, `after ten failures in a row a new code was still given: ${locked.status}`)

    // The owner is not locked out: the known device still gets a code, and in.
    home.signOut()
    const again = await home.askCode(own)
    const back = await home.prove(await codeFor(house, own).catch(() => '000000'))
    demand(
      again.status === 303 && back.to === '/langkah',
      `the owner's own device was locked out: ${again.status} ${back.status}`,
    )

    // One address on 500 phones: slowed, and nobody is locked out by it.
    at(4 * DAY)
    const hose = '36.74.0.1'
    let slowed = 0
    for (let i = 0; i < 500; i++) {
      const attacker = new Browser(house, hose)
      attacker.forwarded = `198.51.100.${i % 250}`
      const asked = await attacker.askCode(phones[i]!)
      if (asked.status === 303) for (let t = 0; t < 2; t++) if ((await attacker.prove('000000')).status === 429) slowed++
      if (asked.status === 429) slowed++
    }
    demand(slowed > 0, 'one address tried 500 phones, three times each, and was never slowed')
    const { rows: counted } = await house.owner.query('select count(*)::integer as n from sign_in_address where n >= 500')
    demand(counted[0].n === 1, `a forged X-Forwarded-For was believed: ${counted[0].n} addresses counted where one asked`)
    at(4 * DAY + 60_000)
    const victim = new Browser(house, '36.75.0.1')
    await victim.askCode(phones[0]!)
    demand(
      (await victim.prove(await codeFor(house, phones[0]!))).to === '/langkah',
      'a phone that one address tried was locked out',
    )

    // A phone that is nobody's: the same page, in the same time.
    at(5 * DAY)
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    const pages: Record<string, string> = {}
    for (let i = 0; i < 40; i++)
      for (const kind of ['known', 'unknown'] as const) {
        const browser = new Browser(house, `36.76.${i}.1`)
        await browser.ask('/masuk')
        const phone = kind === 'known' ? phones[500 + i]! : `0819${String(70_000_000 + i)}`
        const began = performance.now()
        const asked = await browser.ask('/masuk/nomor', { hp: phone })
        times[kind].push(performance.now() - began)
        const page = (await browser.ask('/masuk/anggota')).text.replaceAll(/value="[^"]+"|08\d\d •••• \d{4}/g, '')
        if (i === 0) pages[kind] = `${asked.status} ${asked.to} ${page}`
      }
    const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1]!
    const apart = Math.abs(median(times.known) - median(times.unknown))
    demand(pages.known === pages.unknown, 'the page of a known phone differs from that of an unknown one')
    demand(apart <= NEAR, `a known and an unknown phone are ${apart.toFixed(1)} ms apart`)

    return {
      figure: `${tried} guesses from ${ADDRESSES} addresses: ${await failures()} counted; 500 phones from one; known and unknown ${apart.toFixed(1)} ms apart`,
      wrong,
    }
  },
}

/** Phones of members who share them with nobody. */
async function phonesOf(house: House, most: number): Promise<string[]> {
  const { rows } = await house.owner.query(
    `select phone from person where phone is not null and phone_use = 'own' group by phone having count(*) = 1 order by phone limit $1`,
    [most],
  )
  return rows.map((r) => r.phone)
}

/** The code that lies in the outbox for this phone. */
async function codeFor(house: House, phone: string): Promise<string> {
  const { rows } = await house.owner.query(
    "select id from message where state = 'waiting' order by made_at desc, id desc limit 3",
  )
  for (const { id } of rows) await sendMessage({ ...house, sender: outbox, wall: () => house.wall.now }, id)
  const all = await house.database.within('job', { actor: 'publik', role: 'sign-in' }, (db) =>
    latestMessages(db, house.secrets, { limit: 20 }),
  )
  return /\d{6}/.exec(all.find((m) => m.phone === phone)!.text!)![0]
}
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
