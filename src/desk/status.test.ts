// The operator's page says how the house is and what needs a hand, in counts and times only, and to operators alone.
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { beat } from '../kit/pulse.ts'

let demo: Demo
let owner: pg.Client
beforeAll(async () => {
  demo = await freshDemo()
  owner = new pg.Client(demo.url)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await demo.end()
})
const page = async (role: 'operator' | 'office' | 'officer') => {
  const answer = await demo.app.request('/konsol/keadaan', { headers: { cookie: await demo.signedIn(role) } })
  return { status: answer.status, text: await answer.text() }
}

it('is the operator’s, and holds no member’s name or number', async () => {
  expect((await page('office')).status).toBe(404)
  expect((await page('officer')).status).toBe(404)
  const { status, text } = await page('operator')
  expect(status).toBe(200)
  expect(text).toContain('Keadaan sistem')
  expect(text).not.toMatch(/[A-Z]{3}-\d{2}-\d{5}/)
})

it('says that a backup is missing until there is one, and again when it is two days old', async () => {
  const asks = async () => (await page('operator')).text.includes('npx tujuhpas backup')
  const backedUp = (at: string) =>
    owner.query("insert into operation (id, kind, at, bytes) values (gen_random_uuid(), 'backup', $1, 5000000)", [at])
  expect(await asks()).toBe(true)
  await backedUp('2018-01-19T02:00:00Z')
  expect(await asks()).toBe(true)
  await backedUp('2018-01-22T01:00:00Z')
  expect(await asks()).toBe(false)
  expect((await page('operator')).text).toContain('22 Jan 2018, 08.00, 5 MB')
})

it('names requests that failed by our fault by their number, so that the log can be searched', async () => {
  beat({ at: new Date('2018-01-22T02:00:00Z'), request: '4f2a-91c0-77be', route: '/konsol/anggota', status: 500, ms: 12 })
  const { text } = await page('operator')
  expect(text).toContain('4f2a-91c0-77be')
  expect(text).toContain('Cari nomor permintaan')
})
