// Rows 31 and 32: nobody sees another's thing, nor a field that is not theirs, nor writes one. The matrix is computed from the route table.
import type { Policy } from '../../src/people/index.ts'
import { ASKERS, type Asker, changed, digests, HERE, type House, KEC, routes } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { type Answer, ask, crawl, filled, post, writesOf } from '../visit.ts'
import { addressOf, MADE, partsOf, type Whose } from './addresses.ts'

const lets = (policy: Policy, as: Asker) =>
  policy === 'everybody' || (as !== 'public' && (policy as readonly string[]).includes(as))

/** Who sees a kecamatan's thing: its own officer, whoever sees the whole area; a member only by their own pages. */
const sees = (as: Asker, whose: Whose) => {
  if (whose === 'none') return false
  return as === 'officer' || as === 'kota' ? whose !== 'other' : ['office', 'auditor', 'operator', 'mentor'].includes(as)
}

/** The same page, but for its number, its form tokens and what was asked for. */
const alike = (answer: Answer, address: string) =>
  `${answer.status} ${answer.text
    .replace(/[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}(?![0-9a-f-])/g, '')
    .replace(/name="token" value="[^"]+"/g, '')
    .replaceAll(address, '')}`

async function tokenFor(house: House, as: Asker): Promise<{ token: string; cookie: string }> {
  const page = await ask(house, as === 'public' ? '/daftar' : as === 'resident' ? '/daftar' : '/konsol', as)
  const guest = page.headers
    .getSetCookie()
    .find((c) => c.startsWith('tamu='))
    ?.split(';')[0]
  return { token: /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? '', cookie: house.cookies[as] || guest || '' }
}

export const scope: Proof = {
  row: 31,
  name: 'bola',
  tier: 1,
  promise: "nobody sees another's",
  fault: {
    what: 'the database no longer keeps kecamatan apart, and a public route leads to the office’s clock',
    sql: `create or replace function scope_sees_people(kec integer) returns boolean language sql stable as 'select true';
          create or replace function scope_sees(kec integer) returns boolean language sql stable as 'select true'`,
    rooms: (rooms) => ({
      ...rooms,
      desk: { ...rooms.desk!, policies: { ...rooms.desk!.policies, 'GET /konsol/jam': ['office', 'officer'] } },
    }),
  },
  async prove(house) {
    await plantImports(house)
    await plantPairs(house)
    const wrong: string[] = []
    let cells = 0
    for (const as of ASKERS) {
      const { token, cookie } = await tokenFor(house, as)
      const missing = await ask(house, '/tidak-ada-halaman-ini', as)
      // Signing out ends the session that asks: it comes last.
      for (const route of [...routes].sort((a, b) => Number(a.path === '/keluar') - Number(b.path === '/keluar'))) {
        if (route.room === 'app') continue
        const parts = partsOf(route.path)
        for (const { name, kind } of parts) if (!kind) wrong.push(`${route.key}: nobody has said whose :${name} is`)
        const scoped = parts.some(({ kind }) => kind !== null && kind !== 'open')
        for (const whose of (scoped ? ['own', 'sibling', 'other', 'none'] : ['own']) as Whose[]) {
          const address = addressOf(route.path, house, whose)
          const write = route.method !== 'GET'
          const answer = await ask(house, address, as, {
            method: route.method,
            ...(write ? { cookie, headers: { origin: HERE }, body: new URLSearchParams({ token }) } : {}),
          })
          cells++
          const cell = `${as} ${route.key} (${whose})`
          if (answer.status >= 500) wrong.push(`${cell}: ${answer.status}`)
          if (!lets(route.policy!, as)) {
            const kept =
              as === 'public' || as === 'resident'
                ? write
                  ? answer.status === 403
                  : answer.status === 303 && answer.headers.get('location')?.startsWith('/masuk')
                : alike(answer, address) === alike(missing, '/tidak-ada-halaman-ini')
            if (!kept) wrong.push(`${cell}: let in, ${answer.status}`)
          } else if (scoped && !sees(as, whose)) {
            if (answer.status !== 404) wrong.push(`${cell}: shown, ${answer.status}`)
          } else if (answer.code?.startsWith('route.')) wrong.push(`${cell}: kept out, ${answer.code}`)
        }
      }
    }
    return { figure: `${cells} cells: ${ASKERS.length} askers, ${routes.length} routes`, wrong }
  },
}

/** Imports of two kecamatan, so that their pages have something to show. */
async function plantImports(house: House): Promise<void> {
  for (const [whose, kec] of [
    ['own', KEC],
    ['sibling', KEC],
    ['other', 317106],
  ] as const)
    await house.owner.query(
      `insert into import_job (id, kind, account, kec_id, file_name, sha256, options, state, rows_total, made_at, done_at)
       values ($1, 'registrations', 'kantor', $2, 'lembar.csv', '', '{}', 'done', 0, now(), now()) on conflict do nothing`,
      [MADE[whose], kec],
    )
}

/** Pairs that may be one person: two within the kecamatan, one with a member of another, which is not its officer's to see. */
export async function plantPairs(house: House): Promise<void> {
  const { own, sibling, other } = house.members
  const { rows } = await house.owner.query(
    'select number from enrolment where kec_id = $1 and not tied and number <> all($2) order by number limit 1',
    [KEC, [own, sibling]],
  )
  for (const [whose, a, b] of [
    ['own', own, sibling],
    ['sibling', own, rows[0].number],
    ['other', own, other],
  ] as [keyof typeof MADE, string, string][])
    await house.owner.query(
      `insert into duplicate_pair (kec_id, other_kec, id, first, second, score, odds, evidence, found_at, scan_id)
       select a.kec_id, b.kec_id, $1, a.number, b.number, 0.9, 2, '[]', now(), $1 from enrolment_locator a, enrolment_locator b
       where a.number = least($2::text, $3::text) and b.number = greatest($2::text, $3::text) on conflict do nothing`,
      [MADE[whose], a, b],
    )
}

const START: Partial<Record<Asker, string[]>> = { public: ['/', '/daftar', '/masuk'], resident: ['/', '/langkah'] }

export const fields: Proof = {
  row: 32,
  name: 'fields',
  tier: 1,
  promise: "no field outside the role's list is shown, none is written",
  fault: {
    what: 'the names on opened public figures are not masked',
    sql: `create or replace function opened_records(of_kec integer, of_step smallint, of_reached boolean, term text, of_week text, salt text, skip integer, take integer)
      returns table (total bigint, token text, name text, since date, n integer)
      language sql stable security definer set search_path = public, pg_temp as $$
      select 20::bigint, left(md5(p.id::text), 8), p.name, date '2018-01-01', 1 from person p where p.kec_id = of_kec limit 20 $$`,
  },
  async prove(house) {
    const wrong: string[] = []
    const { rows } = await house.owner.query('select kec_id, name, phone, nik, id from person')
    const names = new Map<string, Set<number>>()
    const shown_as = (await house.owner.query('select shown_as from account')).rows.flatMap((r) => r.shown_as.split(', '))
    const accounts = new Set<string>(shown_as)
    const phones = new Map<string, number>()
    for (const r of rows) {
      if (r.name.includes(' ') && r.name.length > 9 && !accounts.has(r.name))
        names.set(r.name, (names.get(r.name) ?? new Set()).add(r.kec_id))
      if (r.phone) phones.set(r.phone, r.kec_id)
    }
    // Two words of a longer name at home are another person's whole name elsewhere.
    const local = new Set(
      rows
        .filter((r) => r.kec_id === KEC)
        .flatMap((r): string[] => {
          const words = r.name.split(' ')
          return words.flatMap((_: string, i: number) => [2, 3, 4].map((n) => words.slice(i, i + n).join(' ')))
        }),
    )
    const niks = new Set(rows.filter((r) => r.nik).map((r) => house.secrets.open(r.nik, r.id)))
    // Names and phones that an asker may meet: an officer's own kecamatan, the office's everywhere; a NIK in clear nobody's.
    const may = (as: Asker, kecs: Iterable<number>) =>
      as === 'office' || ([...kecs].includes(KEC) && ['officer', 'mentor', 'kota'].includes(as))
    let pages = 0
    const shown = new Map<Asker, Map<string, Answer>>()
    for (const as of ASKERS) {
      const found = await crawl(house, as, START[as] ?? ['/konsol', '/'], as === 'public' ? 350 : 150)
      shown.set(as, found)
      for (const [path, { text }] of found) {
        pages++
        const words = text.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'")
        for (const [digits] of words.matchAll(/\d{16}/g)) if (niks.has(digits)) wrong.push(`${as} ${path}: a NIK in clear`)
        for (const [, digits] of words.matchAll(/(?:^|\D)(08\d{8,11}|62\d{9,12})(?!\d)/g)) {
          const held = phones.get(digits!) ?? phones.get(digits!.replace(/^62/, '0')) ?? phones.get(`+${digits}`)
          // A demonstration's sign-in page offers one made-up number to try.
          if (held !== undefined && !may(as, [held]) && !path.startsWith('/masuk')) wrong.push(`${as} ${path}: a phone`)
        }
        const tokens = words.split(/\s+/).map((w) => w.replace(/^[^\p{L}]+|[^\p{L}.]+$/gu, ''))
        for (let i = 0; i < tokens.length; i++)
          for (let n = 2; n <= 4; n++) {
            const kecs = names.get(tokens.slice(i, i + n).join(' '))
            if (
              kecs &&
              !may(as, kecs) &&
              as !== 'resident' &&
              !((as === 'officer' || as === 'mentor') && local.has(tokens.slice(i, i + n).join(' ')))
            )
              wrong.push(`${as} ${path}: a name`)
          }
      }
    }

    // Mass assignment: every form again with every column there is, told to be what nobody may make it.
    const columns = (
      await house.owner.query(`select distinct column_name as c from information_schema.columns where table_schema = 'public'`)
    ).rows.map((r) => r.c as string)
    const hostile = {
      role: 'office',
      kec_id: '317106',
      kota: '3171',
      active: 'true',
      synthetic: 'false',
      grade: 'A',
      state: 'done',
      actor: 'kantor',
      account: 'kantor',
      clock: '2030-01-01',
    } as Record<string, string>
    const KEPT = ['programme', 'definition', 'weekly_cut', 'nik_registry', 'account']
    let forms = 0
    for (const [as, found] of shown)
      for (const { page, form } of writesOf(found)) {
        if (/\/keluar|\/konsol\/jam|\/konsol\/pekan$/.test(form.action)) continue
        const extra = Object.fromEntries(
          columns.filter((c) => !form.fields.some((f) => f.name === c)).map((c) => [c, hostile[c] ?? '1']),
        )
        const before = await digests(house.owner)
        const answer = await post(house, form, as, filled(form, { ...blank(form), ...extra }))
        forms++
        if (answer.status >= 500) wrong.push(`${as} ${page}: ${form.action} with more fields than it has: ${answer.status}`)
        const moved = changed(before, await digests(house.owner)).filter((t) => KEPT.includes(t))
        if (moved.length) wrong.push(`${as} ${page}: ${form.action}, empty but for columns, changed ${moved.join(', ')}`)
      }
    return { figure: `${pages} pages of ${ASKERS.length} askers, ${forms} forms with ${columns.length} columns more`, wrong }
  },
}

/** Everything a person would write, left empty: then only the smuggled columns could do anything. */
const blank = (form: { fields: readonly { name: string; type: string }[] }) =>
  Object.fromEntries(form.fields.filter((f) => !['hidden', 'button', 'file'].includes(f.type)).map((f) => [f.name, '']))
