// Row 33: the database holds too. Raw connections as the application's logins, and what its own catalogue says.
import pg from 'pg'
import { type House, KEC } from '../ground.ts'
import type { Proof } from '../proof.ts'

const OTHER = 317106

/** Tables with kec_id that hold nobody's rows, and why they need no row security of their own. */
const OPEN = new Map([
  ['enrolment_locator', 'a public number leads to a kecamatan and an id'],
  ['nik_registry', 'reached through functions only: no login has a right to it'],
  ['fact_registry', 'ids of facts'],
])

export const database: Proof = {
  row: 33,
  name: 'rls',
  tier: 1,
  promise: 'a raw connection as the application reads nothing of others',
  fault: {
    what: 'row security of person is off, and the journal may be edited',
    sql: 'alter table person disable row level security; grant update on journal_event to tujuhpas_staff',
  },
  async prove(house) {
    const wrong: string[] = []
    let attempts = 0
    const { owner } = house

    // The catalogue
    const { rows: tables } = await owner.query(
      `select c.relname as t, c.relrowsecurity as on, c.relforcerowsecurity as forced,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'kec_id' and not a.attisdropped) as kec
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
    )
    for (const { t, on, forced, kec } of tables)
      if (kec && !OPEN.has(t) && !(on && forced)) wrong.push(`${t} has kec_id and no forced row security`)
    for (const { t } of tables.filter((x) => x.kec && OPEN.has(x.t) && !tables.some((y) => y.t === x.t)))
      wrong.push(`${t} is not there`)
    const { rows: views } = await owner.query(
      `select relname as v from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' and not coalesce(reloptions::text like '%security_invoker=true%', false)`,
    )
    for (const { v } of views) wrong.push(`the view ${v} reads as its owner`)
    const { rows: functions } = await owner.query(
      `select p.proname as f, coalesce(array_to_string(p.proconfig, ','), '') as config, has_function_privilege('public', p.oid, 'execute') as open
       from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef`,
    )
    for (const { f, config, open } of functions) {
      if (!config.includes('search_path=')) wrong.push(`the function ${f} runs as its owner with the caller's search path`)
      if (open) wrong.push(`the function ${f} runs as its owner for everybody`)
    }
    const { rows: rights } = await owner.query(
      `select grantee, table_name as t, privilege_type as p from information_schema.role_table_grants
       where table_schema = 'public' and grantee like 'tujuhpas\\_%' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
         and table_name in ('journal_event', 'fact_registry', 'weekly_cut', 'read_log', 'definition')`,
    )
    for (const r of rights) wrong.push(`${r.grantee} may ${r.p} ${r.t}`)
    const { rows: roles } = await owner.query(
      `select rolname from pg_roles where rolname like 'tujuhpas\\_%' and (rolsuper or rolbypassrls or rolcreaterole)`,
    )
    for (const { rolname } of roles) wrong.push(`${rolname} is too mighty`)

    // Raw attempts: whoever holds a login can set a scope, so what a scope cannot see must stay unseen.
    const people = tables.filter((x) => x.kec && x.on).map((x) => x.t as string)
    for (const login of ['public', 'member', 'mentor', 'staff', 'job'] as const) {
      const raw = await connect(house, login)
      for (const t of people) {
        for (const [scope, where] of [
          [null, 'true'],
          [{ role: 'officer', kec: KEC }, `kec_id <> ${KEC}`],
          [{ role: 'resident', kec: KEC }, 'true'],
          [{ role: 'partner', kec: null }, 'true'],
        ] as const) {
          attempts++
          const held = await attempt(raw, scope, `select count(*)::integer as n from ${t} where ${where}`)
          // Sums and heads are everybody's who works; the rest shows another kecamatan's rows to nobody.
          if (typeof held === 'number' && held > 0 && !SUMS.has(t))
            wrong.push(`${login} with ${scope ? scope.role : 'no scope'} reads ${held} rows of ${t}`)
        }
      }
      for (const [what, sql] of ATTEMPTS) {
        attempts++
        const held = await attempt(raw, { role: 'officer', kec: KEC }, sql)
        if (held !== 'refused' && !(typeof held === 'number' && held === 0)) wrong.push(`${login} as an officer: ${what}`)
      }
      await raw.end()
    }
    return { figure: `${tables.length} tables, ${functions.length} functions, ${attempts} raw attempts`, wrong }
  },
}

/**
 * Sums, heads and what is on a public page: what is taught, where and when, and where mentors work. And whose time is taken, which whoever plans
 * must know. And accounts, which signing in must read before anybody has a scope.
 */
const SUMS = new Set(
  'chain_head number_serial rollup_week centre week_target account week_answer class class_code class_session venue mentor_area staff_time'.split(
    ' ',
  ),
)

const ATTEMPTS: readonly [what: string, sql: string][] = [
  ['turned row security off', 'set local row_security = off; select count(*)::integer as n from person'],
  [
    'wrote a person of another kecamatan',
    `with x as (insert into person (kec_id, id, name, name_key, seal_key) values (${OTHER}, gen_random_uuid(), 'x', 'x', 'x') returning 1) select count(*)::integer as n from x`,
  ],
  [
    'moved a person to itself',
    `with x as (update person set kec_id = ${KEC} where kec_id = ${OTHER} returning 1) select count(*)::integer as n from x`,
  ],
  [
    'edited the journal',
    'with x as (update journal_event set occurred_on = occurred_on returning 1) select count(*)::integer as n from x',
  ],
  ['deleted from the journal', 'with x as (delete from journal_event returning 1) select count(*)::integer as n from x'],
  ['read the NIK registry', 'select count(*)::integer as n from nik_registry'],
  [
    'asked the registry whether a mark is there',
    `with x as (insert into nik_registry values ('x', 1, gen_random_uuid()) returning 1) select count(*)::integer as n from x`,
  ],
  ['changed a frozen week', `with x as (update weekly_cut set document = '' returning 1) select count(*)::integer as n from x`],
  [
    'changed a definition',
    `with x as (update definition set parameters = '{}' returning 1) select count(*)::integer as n from x`,
  ],
  [
    'made itself the office',
    `with x as (update account set role = 'office', kec_id = null where role = 'officer' returning 1) select count(*)::integer as n from x`,
  ],
  ['removed who looked', 'with x as (delete from read_log returning 1) select count(*)::integer as n from x'],
  ['made a table', 'create table public.mine (a integer)'],
  ['took the owner’s role', 'set local role postgres'],
]

async function connect(house: House, login: 'public' | 'member' | 'mentor' | 'staff' | 'job'): Promise<pg.Client> {
  const url = new URL(house.url)
  url.username = `tujuhpas_${login}_${house.secrets.installation}`
  url.password = house.secrets.loginPassword(login)
  const client = new pg.Client(url.href)
  client.on('error', () => {})
  await client.connect()
  return client
}

async function attempt(
  client: pg.Client,
  scope: { role: string; kec: number | null } | null,
  sql: string,
): Promise<number | 'refused' | 'done'> {
  await client.query('begin')
  try {
    if (scope) await client.query(`set local app.role = '${scope.role}'; set local app.kec = '${scope.kec ?? ''}'`)
    const answer = await client.query(sql)
    const last = Array.isArray(answer) ? answer.at(-1) : answer
    return typeof last.rows?.[0]?.n === 'number' ? last.rows[0].n : 'done'
  } catch {
    return 'refused'
  } finally {
    await client.query('rollback')
  }
}
