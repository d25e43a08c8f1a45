// A member's one-time code under attack: what is counted for a phone cannot be got around, and the owner still comes in.
import { beforeAll, describe, expect, it } from 'vitest'
import { at, freshProgramme, MENTENG, type Programme } from '../../tests/programme.ts'
import { clientAddress, countedAs, proxiesFrom } from '../kit/address.ts'
import { uuidv7 } from '../kit/ids.ts'
import { KEPT, latestMessages, outbox, sendMessage } from '../kit/sending/index.ts'
import {
  type Asking,
  askCode,
  CODE_LASTS,
  COUNTER_CODE_LASTS,
  confirmMember,
  enterByCounterCode,
  issueCounterCode,
  phoneOf,
  proveCode,
} from './codes.ts'

let p: Programme
beforeAll(async () => {
  p = await freshProgramme()
  return () => p.end()
})
const start = at('2026-03-02T08:00')
const later = (ms: number) => new Date(start.getTime() + ms)
const from = (guest: string, more: Partial<Asking> = {}): Asking => ({
  guest,
  device: undefined,
  address: '36.70.1.1',
  wall: start,
  ...more,
})
const ask = (phone: string, who: Asking) => askCode(p.database, p.secrets, phone, who)
const prove = (code: string, who: Asking) => proveCode(p.database, p.secrets, code, who)
const codeOf = (answer: object) => ('problem' in answer ? (answer.problem as { code: string }).code : 'entered')

const system = { actor: 'mesin', role: 'system' }
/** A member with this phone. */
async function member(phone: string, use: 'own' | 'shared' = 'own') {
  const one = await p.register(MENTENG, '2018-01-08')
  await p.work(({ client }) =>
    client.query('update person set phone = $2, phone_use = $3 where id = $1', [one.person, phone, use]),
  )
  return one
}
/** The queue does its work; what then lies in the outbox for this phone, latest first. */
async function inbox(phone: string, wall = start) {
  const { rows } = await p.work(({ client }) => client.query("select id from message where state = 'waiting'"))
  for (const { id } of rows) await sendMessage({ ...p, sender: outbox, wall: () => wall }, id)
  const all = await p.database.within('job', system, (db) => latestMessages(db, p.secrets))
  return all.filter((m) => m.phone === phone).map((m) => m.text!.slice(0, 6))
}
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a one-time code', () => {
  it('opens the page of its member once, in the browser that asked, until five minutes have passed', async () => {
    const sari = await member('081211110001')
    expect(await ask('+62 812-1111-0001', from('sari'))).toEqual({ value: null })
    const [code] = await inbox('081211110001')
    expect(code).toMatch(/^\d{6}$/)
    expect(codeOf(await prove(code!, from('another browser')))).toBe('code.none')
    expect(await prove(code!, from('sari', { wall: later(CODE_LASTS - 1000) }))).toMatchObject({ value: { number: sari.number } })
    expect(codeOf(await prove(code!, from('sari')))).toBe('code.none')

    await ask('081211110001', from('late'))
    const [second] = await inbox('081211110001')
    expect(codeOf(await prove(second!, from('late', { wall: later(CODE_LASTS) })))).toBe('code.over')
  })

  it('answers alike for a phone that is nobody’s, and sends that phone nothing', async () => {
    await member('081211110002')
    expect(await ask('081299990002', from('x'))).toEqual(await ask('081211110002', from('y')))
    expect(await inbox('081299990002')).toEqual([])
    expect(await prove('000000', from('x'))).toEqual(await prove(wrongFor((await inbox('081211110002'))[0]!), from('y')))
  })

  it('lets a phone be guessed ten times in a row, whatever comes: 50 addresses, new codes, 100 at once', async () => {
    const budi = await member('081211110003')
    const phone = '081211110003'
    await ask(phone, from('device-to-be'))
    const own = await prove((await inbox(phone))[0]!, from('device-to-be'))
    const device = 'value' in own && 'device' in own.value ? own.value.device : ''

    const answers: string[] = []
    for (let round = 0; round < 10; round++) {
      const guest = `attacker ${round}`
      await ask(phone, from(guest, { address: `36.70.2.${round}` }))
      const right = (await inbox(phone))[0]!
      const tries = Array.from({ length: 100 }, (_, i) =>
        prove(wrongFor(right), from(guest, { address: `36.70.3.${(round * 5 + i) % 50}` })),
      )
      answers.push(...(await Promise.all(tries)).map(codeOf))
    }
    expect(answers).toHaveLength(1000)
    expect(answers).not.toContain('entered')
    const { rows } = await p.work(({ client }) =>
      client.query('select max(failures) as failures, max(codes) as codes from sign_in_phone'),
    )
    expect(rows[0].failures).toBeLessThanOrEqual(10)
    expect(rows[0].codes).toBe(5)
    // Next day there are codes again, and the ten are reached.
    const day = later(86_400_000)
    await ask(phone, from('next', { wall: day }))
    const right = (await inbox(phone, day))[0]!
    const tried = await prove(right, from('next', { wall: day }))
    expect(['code.none', 'code.locked']).toContain(codeOf(tried))

    // The owner: a device that has signed in before, or the counter.
    expect(await ask(phone, from('home', { device, wall: day }))).toEqual({ value: null })
    expect(await prove((await inbox(phone, day))[0]!, from('home', { device, wall: day }))).toMatchObject({
      value: { number: budi.number },
    })
    const counter = await p.work((db) =>
      issueCounterCode(db, { id: uuidv7(), number: budi.number, by: 'petugas.mtg', wall: day }),
    )
    const enter = (code: string, wall = day) =>
      enterByCounterCode(p.database, p.secrets, { number: budi.number, code }, from('paper', { wall }))
    expect(codeOf(await enter('00000000'))).toBe('code.counter-wrong')
    expect(codeOf(await enter(counter!.code, new Date(day.getTime() + COUNTER_CODE_LASTS)))).toBe('code.counter-wrong')
    expect(await enter(counter!.code)).toEqual({ value: { number: budi.number } })
    expect(codeOf(await enter(counter!.code))).toBe('code.counter-wrong')
    expect(await ask(phone, from('anew', { wall: day }))).toEqual({ value: null })
  })

  it('of a shared phone asks whose page, by birth date or number, three times', async () => {
    const phone = '081211110004'
    const [a, b] = [await member(phone, 'shared'), await member(phone, 'shared')]
    await ask(phone, from('family'))
    const proved = await prove((await inbox(phone))[0]!, from('family'))
    expect(proved).toMatchObject({ value: { choose: [{ number: a.number }, { number: b.number }] } })
    const confirm = (number: string, born: string | null, written = '') =>
      confirmMember(p.database, p.secrets, { number, born, written }, from('family'))
    expect(await confirm(b.number, '1990-01-01')).toEqual({ problem: { code: 'code.not-confirmed', data: { left: 2 } } })
    expect(await confirm(b.number, '1984-03-14')).toMatchObject({ value: { number: b.number } })
  })

  it('is kept no longer than seven days, and never sent twice', async () => {
    const week = later(KEPT + 1000)
    await member('081211110005')
    await ask('081211110005', from('z', { wall: week }))
    const { rows } = await p.work(({ client }) => client.query("select id from message where state = 'waiting'"))
    let sent = 0
    const sender = { ...outbox, send: async (m: { id: string }) => ({ accepted: `${m.id} ${++sent}` }) }
    for (const { id } of [...rows, ...rows]) await sendMessage({ ...p, sender, wall: () => week }, id)
    expect(sent).toBe(1)
    const { rows: old } = await p.work(({ client }) =>
      client.query('select count(*)::integer as n from message where made_at < $1 and body is not null', [later(1000)]),
    )
    expect(old[0].n).toBe(0)
  })
})

describe('an address', () => {
  it('is the peer’s, unless one of our proxies says another; IPv6 counts by its /64', () => {
    const none = proxiesFrom(undefined)
    const ours = proxiesFrom('10.0.0.0/8')
    expect(clientAddress('36.70.1.1', '1.2.3.4', none)).toBe('36.70.1.1')
    expect(clientAddress('36.70.1.1', '1.2.3.4', ours)).toBe('36.70.1.1')
    expect(clientAddress('::ffff:10.0.0.2', '1.2.3.4, 36.70.1.1, 10.1.1.1', ours)).toBe('36.70.1.1')
    expect(countedAs('2001:db8:1:2::1')).toBe(countedAs('2001:db8:1:2:ffff::9'))
    expect(countedAs('2001:db8:1:3::1')).not.toBe(countedAs('2001:db8:1:2::1'))
  })
  it('of a phone is read as people write it', () => {
    expect(['0812 3456 7890', '+62 812 3456 7890', '812-3456-7890', '12'].map(phoneOf)).toEqual([
      '081234567890',
      '081234567890',
      '081234567890',
      null,
    ])
  })
})
