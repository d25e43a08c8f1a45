// An account for each role, so that whoever starts a demonstration can enter as any of them; and those of the people who wrote its
// past, which nobody can sign in to.
import type { Db } from '../kit/database.ts'
import type { Secrets } from '../kit/secrets.ts'
import { addAccount, demoFactor, giveFactor, type NewAccount, type Role } from '../people/index.ts'
import { type Kec, kecamatan, nameOf } from '../places/index.ts'
import { mentorName, officerName } from './story.ts'

export type DemoAccount = { name: string; role: Role; shownAs: string; kec: Kec | null; kota: number | null }

const account = (name: string, role: Role, shownAs: string, at: { kec?: Kec; kota?: number } = {}): DemoAccount => ({
  name,
  role,
  shownAs,
  kec: at.kec ?? null,
  kota: at.kota ?? null,
})

/** Whom one may enter as. Strong and weak kecamatan, the city's office, and one of every other role. */
export const demoAccounts: readonly DemoAccount[] = [
  account('kantor', 'office', 'Wulan Prameswari, Biro Perekonomian'),
  account(officerName(317404), 'officer', 'Dewi Anggraini, petugas', { kec: 317404 }),
  account(officerName(317204), 'officer', 'Rahmat Hidayat, petugas', { kec: 317204 }),
  account(officerName(310101), 'officer', 'Nurlela, petugas', { kec: 310101 }),
  account('kota.selatan', 'kota', 'Suku Dinas UMKM Jakarta Selatan', { kota: 3174 }),
  account(mentorName(317404), 'mentor', 'Bambang Sutrisno, pendamping'),
  account('mitra', 'partner', 'Mitra, bazar dan titip jual'),
  account('bank', 'lender', 'Bank penyalur'),
  account('auditor', 'auditor', 'Inspektorat'),
  account('operator', 'operator', 'Agus Santoso, pengelola sistem'),
  account('operator.dua', 'operator', 'Rina Kartika, pengelola sistem'),
]

/**
 * One password for all of them. It follows from the key file, so that it can be printed again at every start; it opens nothing but what
 * `makeAccounts` made with it.
 */
export function demoPassword(secrets: Secrets): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789' // none that look alike
  const drawn = [...secrets.token('demo').subarray(0, 12)].map((byte) => letters[byte % letters.length])
  return [drawn.slice(0, 4), drawn.slice(4, 8), drawn.slice(8, 12)].map((part) => part.join('')).join('-')
}

export async function makeAccounts(db: Db, secrets: Secrets): Promise<{ accounts: readonly DemoAccount[]; password: string }> {
  const password = demoPassword(secrets)
  const entered = new Set(demoAccounts.map((a) => a.name))
  const past = kecamatan()
    .flatMap(({ code }) => [
      account(officerName(code), 'officer', `Petugas ${nameOf(code)}`, { kec: code }),
      account(mentorName(code), 'mentor', `Pendamping ${nameOf(code)}`),
    ])
    .filter((a) => !entered.has(a.name))
  const first = demoAccounts[0]!
  const add = async (one: NewAccount) => {
    const made = await addAccount(db, one)
    if ('problems' in made) throw new Error(`account ${one.name}: ${made.problems[0]!.code}`)
  }
  await add({ ...first, password })
  for (const one of [...demoAccounts.slice(1), ...past]) await add(one)
  // Deriving a key from a password takes a third of a second on purpose; one password needs it once.
  await db.client.query(
    'update account set password = (select password from account where name = $1) where name = any($2) and password is null',
    [first.name, [...entered]],
  )
  // Their second factor too follows from the key file; the page that asks for its code shows the code, in a demonstration only.
  for (const name of entered) await giveFactor(db, name, demoFactor(secrets, name), new Date(0))
  return { accounts: demoAccounts, password }
}
