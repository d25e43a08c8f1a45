// Row 4: years without drift. A year of 52 weeks in all 44 kecamatan, drawn from a seed: people register, learn, trade, move, are merged, leave, are
// written down late and wrongly; works break off in the middle, are sent twice, meet a cut, and the server's clock goes back. Every Monday the four
// terms of all 616 cells must close on the week before, the frozen week must come out of the facts alone, and the city's P1 must be what a plain count
// of the journal says. At the end nothing that was confirmed is missing, no chain is broken, and the copy differs nowhere.
import { chance } from '../../src/demo/chance.ts'
import { append, type NewFact, replay, verifyJournal } from '../../src/journal/index.ts'
import { type Kind, STEPS, schemaOf } from '../../src/journey/index.ts'
import { addDays, daysOf, type JakartaDate, weekOf } from '../../src/kit/calendar.ts'
import type { Db } from '../../src/kit/database.ts'
import { claimNiks, type EnrolledMember, enrol, findMembers, lineageOf } from '../../src/people/index.ts'
import { kecamatan, kelCode } from '../../src/places/index.ts'
import { cutWeek, publishedHeads, verifyWeek } from '../../src/weekly/index.ts'
import { type Programme, programmeOn } from '../../tests/acts.ts'
import type { Ground } from '../ground.ts'
import type { Proof } from '../proof.ts'

const SEEDS = { 1: 20, 2: 500 }
const WEEKS = 52
/** Years side by side: the machine's two cores. */
const SIDE = 2
const FIRST = '2018-01-01' // a Monday

export const simOf = (tier: 1 | 2): Proof => ({
  row: 4,
  name: tier === 1 ? 'sim' : 'sim-long',
  tier,
  promise: `${SEEDS[tier]} years of 52 weeks and 44 kecamatan without drift`,
  fault: {
    what: 'one change in two hundred is counted nowhere',
    sql: `create function forget() returns trigger language plpgsql as $$ begin
        if get_byte(uuid_send(new.cause), 15) = 7 then return null; end if; return new; end $$;
      create trigger forget before insert on step_change for each row execute function forget()`,
  },
  async prove(_, ground, seed) {
    const wrong: string[] = []
    const sum = { facts: 0, members: 0, faults: 0 }
    const seeds = Array.from({ length: SEEDS[tier] }, (_, i) => seed * 1000 + i)
    await Promise.all(
      Array.from({ length: SIDE }, async () => {
        for (let one = seeds.shift(); one !== undefined && wrong.length < 20; one = seeds.shift())
          await year(ground, one, wrong, sum)
      }),
    )
    return {
      figure: `${SEEDS[tier]} years, ${sum.members} members, ${sum.facts} facts, ${sum.faults} works broken off, sent twice or meeting a cut`,
      wrong,
    }
  },
})

type Sum = { facts: number; members: number; faults: number }

async function year(ground: Ground, seed: number, wrong: string[], sum: Sum): Promise<void> {
  const empty = await ground.empty()
  const programme = programmeOn({ url: empty.url, secrets: ground.secrets })
  try {
    await new Year(programme, seed, wrong, sum).run()
  } finally {
    await programme.end()
    await empty.end()
  }
}

type Newcomer = { kec: number; on: JakartaDate; nik: string; person: string; enrolment: string; fact: string; key: Buffer }
type Told = { member: EnrolledMember; fact: Omit<NewFact, 'kec' | 'enrolment'> }

class Year {
  readonly #r
  readonly #people: EnrolledMember[] = []
  readonly #gone = new Set<string>()
  readonly #sent = new Set<string>()
  readonly #mayVoid: { id: string; member: EnrolledMember }[] = []
  #before = new Map<string, number>()
  readonly programme: Programme
  readonly seed: number
  readonly wrong: string[]
  readonly sum: Sum
  constructor(programme: Programme, seed: number, wrong: string[], sum: Sum) {
    this.programme = programme
    this.seed = seed
    this.wrong = wrong
    this.sum = sum
    this.#r = chance('sim', seed)
  }

  #say(what: string) {
    this.wrong.push(`seed ${this.seed}: ${what}`)
  }

  async run(): Promise<void> {
    for (let w = 0; w < WEEKS; w++) {
      const monday = addDays(FIRST, w * 7)
      for (const day of [2, 6]) await this.#work(addDays(monday, day), monday)
      await this.#rare(addDays(monday, 4))
      await this.#monday(weekOf(monday), w)
    }
    const { work } = this.programme
    const { broken } = await work(async (db) => verifyJournal(db, await publishedHeads(db)))
    for (const b of broken) this.#say(`kecamatan ${b.kec}, fact ${b.seq}: ${b.what}`)
    for (const d of (await work((db) => replay(db))).differences) this.#say(`the copy differs: ${JSON.stringify(d)}`)
    const { rows } = await work((db) => db.client.query('select id from journal_event'))
    const held = new Set(rows.map((r) => r.id as string))
    for (const id of this.#sent) if (!held.has(id)) this.#say(`fact ${id} was confirmed and is not there`)
    this.sum.facts += held.size
    this.sum.members += this.#people.length
  }

  /** Some people and some facts of one day, in one work: with what can go wrong. */
  async #work(day: JakartaDate, monday: JakartaDate): Promise<void> {
    const r = this.#r
    const now = this.#clock(day)
    const people = Array.from({ length: r.whole(3, 8) }, () => this.#newcomer(day))
    const facts = Array.from({ length: r.whole(10, 20) }, () => this.#fact(day, monday)).filter((f) => f !== null)
    const act = async (db: Db) => {
      const made = await this.#register(db, people, now)
      await this.#append(db, facts, now)
      return made
    }
    if (r.is(0.15)) {
      // Broken off before COMMIT: nothing of it is there, and it is sent again.
      this.sum.faults++
      const undone = new Error('undone')
      await this.programme
        .work(async (db) => {
          await act(db)
          throw undone
        })
        .catch((error) => {
          if (error !== undone) throw error
        })
    }
    const made = await this.programme.work(act)
    this.#people.push(...made)
    for (const p of people) this.#sent.add(p.fact)
    for (const f of facts) this.#sent.add(f.fact.id)
    this.#mayVoid.push(...facts.filter((f) => f.fact.kind !== 'fact.voided').map((f) => ({ id: f.fact.id, member: f.member })))
    if (r.is(0.15)) {
      // The reply was lost: the same facts come again.
      this.sum.faults++
      const again = await this.programme.work((db) => this.#append(db, facts, now))
      if (again.some((a) => a !== 'already')) this.#say(`facts sent twice on ${day} were ${[...new Set(again)]}`)
    }
  }

  /** The server's clock, which now and then is three hours behind. */
  #clock(day: JakartaDate): Date {
    const at = new Date(`${day}T${String(this.#r.whole(8, 20)).padStart(2, '0')}:00:00+07:00`)
    return this.#r.is(0.1) ? new Date(at.getTime() - 3 * 3_600_000) : at
  }

  #newcomer(day: JakartaDate): Newcomer {
    const r = this.#r
    const kec = r.pick(kecamatan()).code
    // Most on the day, some from the paper of weeks ago.
    const on = r.is(0.8) ? day : addDays(day, -r.whole(1, 40))
    const at = Date.parse(`${day}T08:00:00+07:00`)
    const nik = `${kec}${String(r.whole(1, 28)).padStart(2, '0')}${String(r.whole(1, 12)).padStart(2, '0')}${r.whole(60, 99)}${String(r.whole(1, 9999)).padStart(4, '0')}`
    return { kec, on, nik, person: r.id(at), enrolment: r.id(at), fact: r.id(at), key: r.bytes(16) }
  }

  async #register(db: Db, asked: Newcomer[], now: Date): Promise<EnrolledMember[]> {
    const { secrets } = this.programme
    const claims = await claimNiks(db, secrets, asked)
    // Drawn twice: the second is a repeat, and nobody new; taken out of those who were asked for.
    for (let i = asked.length - 1; i >= 0; i--) if (!claims[i]!.fresh) asked.splice(i, 1)
    const made = await enrol(
      db,
      secrets,
      asked.map((p) => ({
        ...p,
        kel: p.kec * 10_000 + 1001,
        name: `Peserta ${p.nik.slice(-4)}`,
        birthDate: null,
        sex: null,
        phone: null,
        phoneUse: null,
        address: null,
        business: null,
        openedOn: p.on,
        importId: null,
        ref: null,
        sealKey: p.key,
      })),
    )
    const facts = asked.map((p): NewFact => {
      const data = { channel: 'counter', area: kelCode(p.kec * 10_000 + 1001) }
      return {
        id: p.fact,
        kec: p.kec,
        enrolment: p.enrolment,
        kind: 'registration.submitted',
        occurredOn: p.on,
        grade: 'C',
        data,
      }
    })
    await append(db, { actor: 'mesin', way: 'counter', now }, facts, new Map(made.map((m) => [m.id, m])))
    return made.map((m) => ({ ...m, fresh: false }))
  }

  #fact(day: JakartaDate, monday: JakartaDate): Told | null {
    const r = this.#r
    if (this.#people.length < 5) return null
    const id = r.id(Date.parse(`${day}T09:00:00+07:00`))
    if (this.#mayVoid.length > 20 && r.is(0.06)) {
      const [{ id: voids, member }] = this.#mayVoid.splice(r.whole(0, this.#mayVoid.length - 1), 1) as [
        { id: string; member: EnrolledMember },
      ]
      return { member, fact: { id, kind: 'fact.voided', occurredOn: day, grade: 'B', data: { reason: 'salah tulis' }, voids } }
    }
    const member = r.pick(this.#people)
    if (this.#gone.has(member.number)) return null
    // Mostly of this week, some of twenty weeks ago.
    const on = r.weighed([
      [day, 6],
      [monday, 3],
      [addDays(day, -r.whole(1, 140)), 2],
    ])
    if (r.is(0.02)) {
      this.#gone.add(member.number)
      const data = { reason: r.pick(['withdrew', 'died', 'moved-away', 'not-eligible']) }
      return { member, fact: { id, kind: 'enrolment.ended', occurredOn: day, grade: 'B', data } }
    }
    const [kind, data] = this.#happening(on)
    return { member, fact: { id, kind, occurredOn: on, grade: 'B', data: schemaOf(kind).parse(data) as Record<string, unknown> } }
  }

  #happening(on: JakartaDate): [Kind, Record<string, unknown>] {
    const r = this.#r
    const month = on.slice(0, 7)
    return r.pick<[Kind, Record<string, unknown>]>([
      ['identity.checked', { document: 'ktp', result: r.is(0.9) ? 'match' : 'mismatch' }],
      ['residence.confirmed', { area: '31.71.06.1001' }],
      ['baseline.taken', { trading: r.is(0.5) }],
      ['consent.given', { purpose: 'programme' }],
      ['consent.withdrawn', { purpose: r.pick(['programme', 'lender']) }],
      ['class.attended', { class: r.pick(['dagang', 'kemasan']), session: String(r.whole(1, 3)) }],
      ['class.attended', { class: 'dagang', session: String(r.whole(1, 3)) }],
      ['homework.accepted', { class: 'dagang' }],
      ['mentoring.contact', { mentor: 'PD-1', way: 'visit', goal: 'buka warung', result: 'sudah buka' }],
      ['mentoring.contact', { mentor: 'PD-1', way: 'call', goal: 'buka warung', result: 'sudah buka' }],
      [
        'licence.issued',
        {
          type: r.pick(['NIB', 'IUMK']),
          number: String(r.whole(1, 9)),
          ...(r.is(0.5) ? { validUntil: addDays(on, r.whole(5, 90)) } : {}),
        },
      ],
      ['licence.revoked', { type: 'NIB', number: String(r.whole(1, 9)) }],
      ['product.listed', { product: r.pick(['sambal', 'kue']) }],
      ['product.withdrawn', { product: r.pick(['sambal', 'kue']) }],
      ['sale.made', { amount: 10_000, channel: r.pick(['bazaar', 'catalogue']) }],
      ['month.closed', { month }],
      ['month.reopened', { month }],
      ['loan.disbursed', { lender: 'BDKI', amount: 5_000_000, method: 'flat', ratePercent: 6, months: 12 }],
    ])
  }

  /** Each fact goes to where its member is now; answers what became of each. */
  async #append(db: Db, facts: Told[], now: Date) {
    if (!facts.length) return []
    const { secrets } = this.programme
    const found = await findMembers(
      db,
      secrets,
      facts.map((f) => ({ number: f.member.number })),
    )
    const enrolled = new Map<string, EnrolledMember>()
    const written: NewFact[] = []
    for (const [i, { member, fact }] of facts.entries()) {
      const here = found[i]
      if (!here || here === 'ambiguous') throw new Error(`${member.number} is not there`)
      const line = here.tied ? await lineageOf(db, here) : [here]
      for (const e of line) enrolled.set(e.id, e)
      // A fact taken back lies where it was written.
      const owner = fact.voids
        ? (await db.client.query('select kec_id as kec, enrolment_id as id from journal_event where id = $1', [fact.voids]))
            .rows[0]
        : here
      written.push({ ...fact, kec: owner.kec, enrolment: owner.id })
    }
    return append(db, { actor: 'mesin', way: 'field', now }, written, enrolled)
  }

  /** What ties two enrolments: a move now and then, a merge more rarely. */
  async #rare(day: JakartaDate): Promise<void> {
    const r = this.#r
    const someone = () => {
      const at = r.whole(0, this.#people.length - 1)
      return this.#gone.has(this.#people[at]!.number) ? null : at
    }
    if (this.#people.length < 20) return
    if (r.is(0.6)) {
      const at = someone()
      const to = r.pick(kecamatan()).code
      if (at !== null && this.#people[at]!.kec !== to) this.#people[at] = await this.programme.move(this.#people[at]!, to, day)
    }
    if (r.is(0.2)) {
      const [gone, stays] = [someone(), someone()]
      if (gone === null || stays === null || gone === stays) return
      await this.programme.merge(this.#people[gone]!, this.#people[stays]!, day)
      this.#gone.add(this.#people[gone]!.number)
      this.#people[gone] = this.#people[stays]!
    }
  }

  /** The week is frozen, sometimes while somebody writes, and everything that must hold is looked at. */
  async #monday(week: string, w: number): Promise<void> {
    const r = this.#r
    const { work } = this.programme
    const { to: sunday } = daysOf(week)
    const monday = addDays(sunday, 1)
    const at = new Date(`${monday}T08:00:00+07:00`)
    const tempted = r.is(0.2)
    if (tempted) {
      const early = await work((db) => cutWeek(db, { week, by: 'kantor', now: new Date(`${sunday}T23:59:59+07:00`) }))
      if (!('problems' in early)) this.#say(`${week} was cut before it was over`)
    }
    const cutting = () => work((db) => cutWeek(db, { week, by: 'kantor', now: at }))
    const meeting = r.is(0.3)
    if (meeting) this.sum.faults++
    const [cut] = await Promise.all([cutting(), ...(meeting ? [this.#work(monday, monday)] : [])])
    if ('problems' in cut) return this.#say(`${week}: ${cut.problems[0]!.code}`)
    if (tempted && !('problems' in (await cutting()))) this.#say(`${week} was cut twice`)

    const { cells, totals } = cut.value.published
    if (cells.length !== 616) this.#say(`${week}: ${cells.length} cells`)
    for (const c of cells) {
      const key = `${c.kec} ${c.step} ${c.count}`
      if (c.last !== (this.#before.get(key) ?? 0))
        this.#say(`${week} ${key}: begins at ${c.last}, the week before ended at ${this.#before.get(key)}`)
      if (c.last + c.restated + c.arrivals - c.departures !== c.now) this.#say(`${week} ${key}: does not close`)
      if (c.now < 0) this.#say(`${week} ${key}: ${c.now}`)
      this.#before.set(key, c.now)
    }
    for (const step of STEPS)
      for (const count of ['entered', 'reached']) {
        const now = totals.find((t) => t.step === `P${step}` && t.count === count)!.now
        const added = cells.filter((c) => c.step === `P${step}` && c.count === count).reduce((n, c) => n + c.now, 0)
        if (now !== added) this.#say(`${week} P${step} ${count}: the city says ${now}, its kecamatan ${added}`)
      }
    const counted = await work((db) => plainCount(db, sunday, cut.value.cutAt))
    const said = totals.find((t) => t.step === 'P1' && t.count === 'entered')!.now
    if (counted !== said) this.#say(`${week}: ${said} entered P1, a plain count of the journal says ${counted}`)

    const again = [week, ...(w % 4 === 3 ? [weekOf(addDays(FIRST, 7 * r.whole(0, w)))] : [])]
    for (const one of again) {
      const report = await work((db) => verifyWeek(db, one))
      if (!report?.same) this.#say(`${one}, looked at after ${week}: ${report ? report.differs.join() : 'not there'}`)
    }
  }
}

/** Registered by Sunday, as known at the cut, less who had left for good: from the journal's rows and nothing that is counted from them. */
async function plainCount(db: Db, sunday: JakartaDate, cutAt: Date): Promise<number> {
  const { rows } = await db.client.query(
    `with alive as (
       select * from journal_event e where recorded_at <= $2 and occurred_on <= $1
         and not exists (select from journal_event v where v.voids = e.id and v.recorded_at <= $2))
     select (select count(*) from alive where kind = 'registration.submitted')
       - (select count(*) from alive where kind = 'enrolment.ended' and payload->>'reason' <> 'moved-within') as n`,
    [sunday, cutAt],
  )
  return Number(rows[0].n)
}
