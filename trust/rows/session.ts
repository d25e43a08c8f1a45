// Row 35: a session is new at every sign-in, and dead by the next request once it was ended, its account closed or its role changed.

import { demoPassword } from '../../src/demo/index.ts'
import { addAccount, openMemberSession, openSession, setActive, setPassword } from '../../src/people/index.ts'
import { accountOf, type House, WALL } from '../ground.ts'
import { type Proof, through } from '../proof.ts'
import { ask, filled, formsOf, post } from '../visit.ts'

const system = { actor: 'mesin', role: 'system' }

export const session: Proof = {
  row: 35,
  name: 'session',
  tier: 1,
  promise: 'a session that ended is dead by the next request',
  fault: {
    what: 'whoever once had a session is let in as the office',
    house: (house) =>
      through(house, (request, next) => {
        if (request.headers.get('cookie')?.includes('sesi=')) request.headers.set('cookie', house.cookies.office)
        return next(request)
      }),
  },
  async prove(house) {
    const wrong: string[] = []
    let endings = 0
    const staff = house.database.pool('staff')
    const work = <T>(act: Parameters<typeof house.database.within<T>>[2]) => house.database.within('job', system, act)
    const alive = async (cookie: string, path = '/konsol') => (await ask(house, path, 'public', { cookie })).status === 200
    const officer = accountOf('officer').name
    const fresh = async (name = officer) => `sesi=${await openSession(staff, house.secrets, name, house.wall.now)}`
    const dies = async (what: string, cookie: string, end: () => Promise<unknown>, path?: string) => {
      endings++
      if (!(await alive(cookie, path))) wrong.push(`${what}: it never lived`)
      await end()
      if (await alive(cookie, path)) wrong.push(`${what}: it lives on`)
    }

    const out = await fresh()
    await dies('signing out', out, async () => {
      const page = await ask(house, '/konsol', 'public', { cookie: out })
      const form = formsOf(page.text, '/konsol').find((f) => f.action === '/keluar')!
      await post(house, form, 'public', filled(form), { cookie: out })
    })
    await dies('closing the account', await fresh(), () => work((db) => setActive(db, officer, false)))
    await work((db) => setActive(db, officer, true))
    await dies('a new password', await fresh(), () => work((db) => setPassword(db, officer, 'kata sandi yang baru')))
    await dies('half an hour without a request', await fresh(), async () => {
      house.wall.now = new Date(WALL.getTime() + 31 * 60_000)
    })
    house.wall.now = new Date(WALL)
    await work((db) => addAccount(db, { name: 'petugas.coba', role: 'officer', shownAs: 'Coba', kec: 317404 }))
    await dies('another role', await fresh('petugas.coba'), () =>
      house.owner.query("update account set role = 'auditor', kec_id = null where name = 'petugas.coba'").then(() =>
        // Whoever changes a role ends the sessions with it; a row changed by hand must not go on with what the session was opened for.
        house.owner.query("delete from session where account = 'petugas.coba'"),
      ),
    )
    const member = `anggota=${await openMemberSession(house.database.pool('member'), house.secrets, house.members.own, WALL)}`
    await dies(
      'a member signing out everywhere',
      member,
      () => house.owner.query('delete from member_session where number = $1', [house.members.own]),
      '/langkah',
    )

    wrong.push(...(await newTokens(house)))
    return { figure: `${endings} endings, two sign-ins of one browser`, wrong }
  },
}

/** Two sign-ins of one browser: two tokens, and neither is the one that the browser had before. */
async function newTokens(house: House): Promise<string[]> {
  const wrong: string[] = []
  const tokens = new Set<string>()
  for (let i = 0; i < 2; i++) {
    const page = await ask(house, '/masuk', 'public')
    const guest = page.headers
      .getSetCookie()
      .find((c) => c.startsWith('tamu='))!
      .split(';')[0]!
    const form = formsOf(page.text, '/masuk').find((f) => f.fields.some((x) => x.name === 'sandi'))!
    const body = filled(form, { akun: 'auditor', sandi: demoPassword(house.secrets) })
    const answer = await post(house, form, 'public', body, { cookie: guest })
    if (answer.status !== 303) wrong.push(`signing in answered ${answer.status}`)
    for (const c of answer.headers.getSetCookie()) if (/^(sesi|tahap|menunggu)/.test(c)) tokens.add(c.split(';')[0]!)
  }
  if (tokens.size !== 2) wrong.push(`two sign-ins gave ${tokens.size} tokens`)
  return wrong
}
