// Row 40: every look is on record. Every address about one member, opened by each role that may: a line of the reading log names the member and
// whoever looked. Pages that show a person are found in the route table; files about many have a line for each.
import { ASKERS, type House, routes } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { ask, filled, formsOf, post } from '../visit.ts'
import { addressOf, partsOf } from './addresses.ts'
import { plantPairs } from './scope.ts'

/** Receipts of a number that was just given: they show no more than the number. */
const TELLS_NOTHING = new Set(['GET /konsol/daftar/:number'])
/** Files about many members, by an address that gives some. */
const FILES = ['/konsol/antrean.xlsx']

const looksAt = async (house: House) =>
  (await house.owner.query('select count(*)::integer as n from read_log where enrolment_id is not null')).rows[0].n as number

export const looks: Proof = {
  row: 40,
  name: 'looks',
  tier: 1,
  promise: 'every look is on record',
  fault: {
    what: 'the reading log takes nothing in',
    sql: 'create rule forgets as on insert to read_log do instead nothing',
  },
  async prove(house) {
    await plantPairs(house)
    const wrong: string[] = []
    let opened = 0
    const look = async (what: string, act: () => Promise<{ status: number }>) => {
      const before = await looksAt(house)
      const { status } = await act()
      if (status !== 200) return
      opened++
      if ((await looksAt(house)) <= before) wrong.push(`${what}: opened, and no line of it`)
    }
    for (const route of routes.filter((r) => r.method === 'GET' && !TELLS_NOTHING.has(r.key)))
      if (partsOf(route.path).some(({ kind }) => kind === 'member' || kind === 'pair'))
        for (const as of ASKERS)
          if (route.policy !== 'everybody' && as !== 'public' && route.policy!.includes(as))
            await look(`${as} ${route.key}`, () => ask(house, addressOf(route.path, house), as))
    // A NIK is shown on asking.
    for (const as of ['officer', 'office'] as const) {
      const path = `/konsol/anggota/${house.members.own}`
      const page = await ask(house, path, as)
      const form = formsOf(page.text, path).find((f) => f.action.endsWith('/nik'))
      if (!form) wrong.push(`${as}: no form shows the NIK`)
      else await look(`${as} shows a NIK`, () => post(house, form, as, filled(form)))
    }
    for (const path of FILES) {
      const before = await looksAt(house)
      const file = await ask(house, path, 'officer')
      const { rows } = await house.owner.query("select count(*)::integer as n from read_log where what = 'queue-export'")
      opened++
      if (file.status !== 200) wrong.push(`${path}: ${file.status}`)
      else if ((await looksAt(house)) - before < 10 || rows[0].n < 10)
        wrong.push(`${path}: members left the house without a line each`)
    }
    if (opened < 6) wrong.push(`only ${opened} looks were tried`)
    return { figure: `${opened} looks at members, each by the roles that may`, wrong }
  },
}
