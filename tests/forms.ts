// A resident's form that is answered to its last page, for tests, proofs and benches that send it; and its sending.
import { codeFrom } from '../src/kit/code.ts'
import type { Database } from '../src/kit/database.ts'
import type { Secrets } from '../src/kit/secrets.ts'
import { type Answers, beginForm, consents } from '../src/p1-registration/index.ts'
import { kecamatan } from '../src/places/index.ts'

const LETTERS = 'abcdefghijklmnoprstuw'

/** Who registers as number `n`: a NIK of Medan of their own, a kecamatan of the 44 in turn. */
export function answersOf(n: number): Answers {
  const two = (of: number) => String(of).padStart(2, '0')
  const [day, month, year] = [(n % 28) + 1, (n % 12) + 1, 60 + (n % 37)]
  const { code: kec } = kecamatan()[n % 44]!
  return {
    nik: `121${n % 10}01${two(day)}${two(month)}${two(year)}${String(Math.floor(n / 10) + 1).padStart(4, '0')}`,
    name: `Peserta ${LETTERS[n % 20]!.toUpperCase()} Baru`,
    birth: `19${two(year)}-${two(month)}-${two(day)}` as Answers['birth'],
    kec: kec as Answers['kec'],
    kel: null,
    phone: { number: `0813${10_000_000 + n}`, use: 'own' },
    trading: 'none',
    consents: [{ purpose: 'programme', textVersion: `${consents.programme.version}.id` }],
  }
}

/** All pages are answered; answers the code under which the form waits. */
export async function answered(database: Database, secrets: Secrets, n: number, now: Date): Promise<string> {
  const code = codeFrom(secrets, `form ${n}`)
  await beginForm(database, secrets, code, now, (draft) => ({ ...draft, answers: answersOf(n) }))
  return code
}

/** What the last page sends, and the cookies it is sent with. */
export type Ready = { cookie: string; body: string }

/** Reads the last page as it was answered under this code: `cookies` are those that came with it. */
export function readyFrom(code: string, page: { status: number; text: string; cookies: string[] }): Ready {
  const fields = [...page.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, k, v]): [string, string] => [
    k!,
    v!,
  ])
  if (!fields.some(([name]) => name === 'kiriman')) throw new Error(`no form to send: ${page.status}`)
  return { cookie: [`formulir=${code}`, ...page.cookies].join('; '), body: new URLSearchParams(fields).toString() }
}

/** Opens the last page of a form that is answered. */
export async function openForm(home: string, code: string): Promise<Ready> {
  const answer = await fetch(`${home}/daftar/periksa`, { headers: { cookie: `formulir=${code}` } })
  const cookies = answer.headers.getSetCookie().map((c) => c.split(';', 1)[0]!)
  return readyFrom(code, { status: answer.status, text: await answer.text(), cookies })
}

/** Sends it; the address of the receipt, or null with what came instead. */
export async function sendForm(
  home: string,
  { cookie, body }: Ready,
): Promise<{ receipt: string | null; status: number; text: string }> {
  const answer = await fetch(`${home}/daftar/kirim`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: home, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
  const to = answer.headers.get('location')
  return { receipt: to?.startsWith('/daftar/terima/') ? to : null, status: answer.status, text: await answer.text() }
}

/** The member's number on a receipt. */
export async function numberOn(home: string, receipt: string): Promise<string | null> {
  const page = await (await fetch(home + receipt)).text()
  return /[A-Z]{3}-\d\d-\d{5}/.exec(page)?.[0] ?? null
}
