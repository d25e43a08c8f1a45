// The pages of work accounts: who has one, proposing a change, deciding what somebody else proposed, and the log of both.
import { Hono } from 'hono'
import { showMoment } from '../kit/calendar.ts'
import { textOf } from '../kit/http.ts'
import { isUuid } from '../kit/ids.ts'
import { type Lang, say } from '../kit/problem.ts'
import { kecamatan, kota as kotas, nameOf } from '../places/index.ts'
import { ErrorSummary, Hidden, Konsol, Options, type Said, SelectField, Table, TextField } from '../ui/index.ts'
import {
  type AccountEvent,
  type AccountRow,
  accountEvents,
  accountNamed,
  accountsLike,
  CHANGES,
  type Change,
  changeWith,
  decide,
  type Proposal,
  propose,
  waitingChanges,
} from './account-changes.ts'
import { type ChangeProblem, changeName, changeWords, eventName } from './account-messages.ts'
import { WORDS } from './account-words.ts'
import { type AccountProblem, accountWords } from './messages.ts'
import { konsolFrame, roleName, scopeName } from './nav.ts'
import { asAccount, type Ctx, type Env, type Policies, ROLES, type Role } from './site.ts'

export const accountPolicies: Policies = {
  'GET /konsol/akun': ['operator', 'office'],
  'GET /konsol/akun/baru': ['operator'],
  'POST /konsol/akun/baru': ['operator'],
  'GET /konsol/akun/milik/:nama': ['operator', 'office'],
  'POST /konsol/akun/milik/:nama': ['operator'],
  'GET /konsol/akun/usulan/:id': ['operator', 'office'],
  'POST /konsol/akun/usulan/:id': ['operator', 'office'],
}

const GRANTED = ROLES.filter((r) => r !== 'system')
const LOG = 30

export const accountRoutes = new Hono<Env>()
  .get('/konsol/akun', async (c) => {
    const words = (c.req.query('cari') ?? '').slice(0, 60)
    const before = Number(c.req.query('sebelum')) || undefined
    const page = await asAccount(c, async (db) => ({
      waiting: await waitingChanges(db),
      accounts: await accountsLike(db, words),
      events: await accountEvents(db, { before, take: LOG }),
    }))
    return c.html(<AccountsPage c={c} words={words} {...page} />)
  })
  .get('/konsol/akun/baru', (c) => c.html(<NewPage c={c} />))
  .post('/konsol/akun/baru', async (c) => {
    const form = fields(await c.req.parseBody())
    const answer = await propose(
      c.var.database,
      c.var.account!,
      { kind: 'new', account: form('nama').trim().toLowerCase(), reason: form('alasan'), to: target(form) },
      c.var.wall,
    )
    if ('value' in answer) return c.redirect(`/konsol/akun/usulan/${answer.value}`, 303)
    return c.html(<NewPage c={c} written={form} said={refused(c, answer.problems)} />, 422)
  })
  .get('/konsol/akun/milik/:nama', async (c) => {
    const seen = await accountPage(c)
    return seen ? c.html(<OnePage c={c} {...seen} />) : c.notFound()
  })
  .post('/konsol/akun/milik/:nama', async (c) => {
    const seen = await accountPage(c)
    if (!seen) return c.notFound()
    const form = fields(await c.req.parseBody())
    const kind = CHANGES.find((k) => k === form('ubah'))
    if (!kind) {
      const said = refused(c, [{ code: 'change.kind', field: 'kind', data: null }])
      return c.html(<OnePage c={c} {...seen} written={form} said={said} />, 422)
    }
    const proposal: Proposal = {
      kind,
      account: seen.account.name,
      reason: form('alasan'),
      ...(kind === 'area' ? { to: { ...target(form), shownAs: seen.account.shownAs } } : {}),
    }
    const answer = await propose(c.var.database, c.var.account!, proposal, c.var.wall)
    if ('value' in answer) return c.redirect(`/konsol/akun/usulan/${answer.value}`, 303)
    return c.html(<OnePage c={c} {...seen} written={form} said={refused(c, answer.problems)} />, 422)
  })
  .get('/konsol/akun/usulan/:id', async (c) => {
    const change = await changeHere(c)
    return change ? c.html(<ChangePage c={c} change={change} />) : c.notFound()
  })
  .post('/konsol/akun/usulan/:id', async (c) => {
    const change = await changeHere(c)
    if (!change) return c.notFound()
    const form = fields(await c.req.parseBody())
    const answer = await decide(c.var.database, c.var.secrets, c.var.account!, {
      id: change.id,
      approve: form('jawab') === 'setuju',
      reason: form('alasan'),
      wall: c.var.wall,
    })
    if ('problems' in answer) {
      const now = (await changeHere(c)) ?? change
      return c.html(<ChangePage c={c} change={now} written={form('alasan')} said={refused(c, answer.problems)} />, 422)
    }
    const { code, until } = answer.value
    return code
      ? c.html(<CodePage c={c} change={change} code={code} until={until} />)
      : c.redirect(`/konsol/akun/usulan/${change.id}`, 303)
  })

// ---- reading what was sent

type Fields = (name: string) => string
const fields =
  (form: Record<string, unknown>): Fields =>
  (name) =>
    textOf(form[name])
const nothing: Fields = () => ''

/** Role and area as the form has them: the area that belongs to another role is not asked for. */
function target(form: Fields) {
  const role = form('peran')
  const whole = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : null)
  return {
    role,
    shownAs: form('tampil'),
    kec: role === 'officer' ? whole(form('kec')) : null,
    kota: role === 'kota' ? whole(form('kota')) : null,
  }
}

const FIELD: Record<string, string> = {
  name: 'nama',
  role: 'peran',
  shownAs: 'tampil',
  kec: 'kec',
  kota: 'kota',
  reason: 'alasan',
  kind: 'ubah',
}

/** Problems in words, each with its field; the first one's code goes to the log line. */
function refused(c: Ctx, problems: (ChangeProblem | AccountProblem)[]): Said[] {
  c.set('code', problems[0]!.code)
  return problems.map((p) => ({
    field: FIELD[p.field ?? ''] ?? 'alasan',
    text: p.code.startsWith('change.')
      ? say(changeWords, p as ChangeProblem, c.var.lang)
      : p.code === 'account.role'
        ? WORDS[c.var.lang].roleMissing
        : p.code === 'account.name' && !p.data.name
          ? WORDS[c.var.lang].nameMissing
          : say(accountWords, p as AccountProblem, c.var.lang),
  }))
}

async function accountPage(c: Ctx) {
  const name = c.req.param('nama') ?? ''
  return asAccount(c, async (db) => {
    const account = await accountNamed(db, name)
    return account ? { account, events: await accountEvents(db, { account: name, take: LOG }) } : null
  })
}

async function changeHere(c: Ctx): Promise<Change | null> {
  const id = c.req.param('id') ?? ''
  return isUuid(id) ? asAccount(c, (db) => changeWith(db, id)) : null
}

// ---- the pages

const placed = (a: { role: Role; kec: number | null; kota: number | null }, lang: Lang) => {
  const name = roleName(a.role, lang)
  return a.kec !== null || a.kota !== null ? `${name}, ${scopeName({ ...a, name: '', shownAs: '' }, lang)}` : name
}

type Seen = { waiting: Change[]; accounts: { rows: AccountRow[]; total: number }; events: AccountEvent[] }

function AccountsPage({ c, words, waiting, accounts, events }: { c: Ctx; words: string } & Seen) {
  const { lang, mayOpen } = c.var
  const w = WORDS[lang]
  return (
    <Konsol {...konsolFrame(c, '/konsol/akun')} title={w.title} subtitle={w.about}>
      <section aria-labelledby="menunggu">
        <h2 id="menunggu">{w.waiting}</h2>
        {waiting.length ? (
          <ul class="list mt-2">
            {waiting.map((p) => (
              <li>
                <a class="link" href={`/konsol/akun/usulan/${p.id}`}>
                  {changeName(p.kind, lang)}: {p.account}
                </a>{' '}
                <span class="sub">
                  {p.proposedBy === p.account ? w.self : `${w.by.toLowerCase()} ${p.proposedBy}`},{' '}
                  {showMoment(p.proposedAt, lang)}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p class="mt-2">{w.none}</p>
        )}
        {mayOpen('/konsol/akun/baru') && (
          <p class="mt-3">
            <a class="btn btn--s" href="/konsol/akun/baru">
              {w.make}
            </a>
          </p>
        )}
      </section>
      <section aria-labelledby="semua">
        <h2 id="semua">{w.accounts}</h2>
        <form method="get" action="/konsol/akun" class="row mt-2">
          <label class="vh" for="cari">
            {w.search}
          </label>
          <input class="in in--tel" id="cari" name="cari" type="search" maxlength={60} value={words} />
          <button class="btn btn--2 btn--s" type="submit">
            {w.searchGo}
          </button>
        </form>
        {accounts.rows.length ? (
          <Table
            caption={w.accounts}
            quietCaption
            tight
            rows={accounts.rows}
            columns={[
              { head: w.name, cell: (a) => <a href={`/konsol/akun/milik/${a.name}`}>{a.name}</a> },
              { head: w.shownAs, as: 'tx', cell: (a) => a.shownAs },
              { head: w.scope, as: 'tx', cell: (a) => placed(a, lang) },
              { head: w.state, as: 'kd', cell: (a) => stateOf(a, lang) },
            ]}
          />
        ) : (
          <p class="mt-2">{w.nobody}</p>
        )}
        {accounts.total > accounts.rows.length && <p class="sub small mt-2">{w.some(accounts.rows.length, accounts.total)}</p>}
      </section>
      <Log lang={lang} events={events} older={events.length === LOG ? `/konsol/akun?sebelum=${events.at(-1)!.id}` : null} />
    </Konsol>
  )
}

const stateOf = (a: AccountRow, lang: Lang) =>
  a.active ? (a.hasPassword ? WORDS[lang].open : WORDS[lang].never) : WORDS[lang].closed

/** What happened to accounts, the newest first. */
export function Log({ lang, events, older = null }: { lang: Lang; events: AccountEvent[]; older?: string | null }) {
  const w = WORDS[lang]
  return (
    <section aria-labelledby="catatan">
      <h2 id="catatan">{w.log}</h2>
      <Table
        caption={w.log}
        quietCaption
        tight
        rows={events}
        columns={[
          { head: w.at, cell: (e) => showMoment(e.at, lang) },
          { head: w.name, as: 'tx', cell: (e) => e.account },
          { head: w.what, as: 'tx', cell: (e) => eventName(e, lang) },
          { head: w.by, as: 'tx', cell: (e) => e.by },
        ]}
      />
      {older && (
        <p class="mt-2">
          <a class="link" href={older}>
            {w.older}
          </a>
        </p>
      )}
    </section>
  )
}

/** Role and area: three lists, since nothing on the page may depend on a script. */
function RoleFields({ lang, written, said }: { lang: Lang; written: Fields; said: Said[] }) {
  const w = WORDS[lang]
  const field = { problems: said, lang }
  return (
    <>
      <SelectField
        id="peran"
        label={w.role}
        empty={w.chooseRole}
        value={written('peran')}
        options={GRANTED.map((r) => ({ value: r, text: roleName(r, lang) }))}
        {...field}
      />
      <SelectField
        id="kec"
        label={w.kec}
        empty={w.chooseKec}
        value={written('kec')}
        groups={kotas().map((k) => ({
          label: k.name,
          options: kecamatan()
            .filter(({ code }) => Math.floor(code / 100) === k.code)
            .map(({ code }) => ({ value: String(code), text: nameOf(code) })),
        }))}
        {...field}
      />
      <SelectField
        id="kota"
        label={w.kota}
        empty={w.chooseKota}
        value={written('kota')}
        options={kotas().map((k) => ({ value: String(k.code), text: k.name }))}
        {...field}
      />
    </>
  )
}

function NewPage({ c, written = nothing, said = [] }: { c: Ctx; written?: Fields; said?: Said[] }) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const field = { problems: said, lang }
  return (
    <Konsol {...konsolFrame(c, '/konsol/akun')} title={w.newTitle} errorTitle={said.length > 0}>
      <p class="read">{w.newAbout}</p>
      <ErrorSummary problems={said} lang={lang} />
      <form method="post" action="/konsol/akun/baru" class="read">
        <Hidden values={{ token: formToken }} />
        <TextField id="nama" label={w.newName} hint={w.newNameHint} maxlength={40} value={written('nama')} {...field} />
        <TextField id="tampil" label={w.newShown} hint={w.newShownHint} maxlength={100} value={written('tampil')} {...field} />
        <RoleFields lang={lang} written={written} said={said} />
        <TextField id="alasan" label={w.reason} hint={w.reasonHint} maxlength={500} value={written('alasan')} {...field} />
        <p class="mt-4">
          <button class="btn" type="submit">
            {w.send}
          </button>
        </p>
      </form>
    </Konsol>
  )
}

type One = { c: Ctx; account: AccountRow; events: AccountEvent[]; written?: Fields; said?: Said[] }

function OnePage({ c, account, events, written, said = [] }: One) {
  const { lang, formToken } = c.var
  const w = WORDS[lang]
  const now: Fields = (name) =>
    ({ peran: account.role, kec: String(account.kec ?? ''), kota: String(account.kota ?? '') })[name] ?? ''
  const kinds = CHANGES.filter((k) => (k === 'close' ? account.active : k === 'open' ? !account.active : account.active))
  return (
    <Konsol {...konsolFrame(c, '/konsol/akun')} title={account.name} subtitle={account.shownAs} errorTitle={said.length > 0}>
      <dl class="dl read">
        <dt>{w.scope}</dt>
        <dd>{placed(account, lang)}</dd>
        <dt>{w.state}</dt>
        <dd>{stateOf(account, lang)}</dd>
      </dl>
      {c.var.account!.role === 'operator' && (
        <section aria-labelledby="usul">
          <h2 id="usul">{w.change}</h2>
          <ErrorSummary problems={said} lang={lang} />
          <form method="post" action={`/konsol/akun/milik/${account.name}`} class="read">
            <Hidden values={{ token: formToken }} />
            <Options
              id="ubah"
              label={w.changeWhat}
              choices={kinds.map((k) => ({ value: k, text: changeName(k, lang) }))}
              value={written?.('ubah')}
              problems={said}
              lang={lang}
            />
            {account.active && (
              <>
                <p class="hint">{w.areaOnly}</p>
                <RoleFields lang={lang} written={written ?? now} said={said} />
              </>
            )}
            <TextField
              id="alasan"
              label={w.reason}
              hint={w.reasonHint}
              maxlength={500}
              value={written?.('alasan')}
              problems={said}
              lang={lang}
            />
            <p class="mt-4">
              <button class="btn" type="submit">
                {w.send}
              </button>
            </p>
          </form>
        </section>
      )}
      <Log lang={lang} events={events} />
      <Back w={w} />
    </Konsol>
  )
}

const Back = ({ w }: { w: { back: string } }) => (
  <p class="mt-4">
    <a class="link" href="/konsol/akun">
      {w.back}
    </a>
  </p>
)

function ChangePage({ c, change, written = '', said = [] }: { c: Ctx; change: Change; written?: string; said?: Said[] }) {
  const { lang, formToken, account } = c.var
  const w = WORDS[lang]
  const own = change.proposedBy === account!.name || change.account === account!.name
  const self = change.proposedBy === change.account
  const becomes = change.kind === 'new' || change.kind === 'area'
  return (
    <Konsol
      {...konsolFrame(c, '/konsol/akun')}
      title={`${changeName(change.kind, lang)}: ${change.account}`}
      errorTitle={said.length > 0}
    >
      <ErrorSummary problems={said} lang={lang} />
      <dl class="dl read">
        {change.kind === 'new' && (
          <>
            <dt>{w.shownAs}</dt>
            <dd>{change.shownAs}</dd>
          </>
        )}
        {becomes && (
          <>
            <dt>{w.becomes}</dt>
            <dd>{placed({ role: change.role!, kec: change.kec, kota: change.kota }, lang)}</dd>
          </>
        )}
        <dt>{w.proposedBy}</dt>
        <dd>
          {self ? w.self : change.proposedBy}, {showMoment(change.proposedAt, lang)}
        </dd>
        <dt>{w.reason}</dt>
        <dd>{change.reason || w.noReason}</dd>
        {change.decidedAt && (
          <>
            <dt>{w.decided}</dt>
            <dd>
              {change.approved ? w.approved : w.refusedWord}, {change.decidedBy}, {showMoment(change.decidedAt, lang)}:{' '}
              {change.answer}
            </dd>
          </>
        )}
      </dl>
      {!change.decidedAt && own && <p class="note read">{w.own}</p>}
      {!change.decidedAt && !own && (
        <section aria-labelledby="putus">
          <h2 id="putus">{w.decideTitle}</h2>
          {(change.kind === 'password' || change.kind === 'factor') && <p class="note note--warn read mt-2">{w.identity}</p>}
          <form method="post" action={`/konsol/akun/usulan/${change.id}`} class="read">
            <Hidden values={{ token: formToken }} />
            <TextField
              id="alasan"
              label={w.decideReason}
              hint={w.decideHint}
              maxlength={500}
              value={written}
              problems={said}
              lang={lang}
            />
            <p class="row mt-4">
              <button class="btn" type="submit" name="jawab" value="setuju">
                {w.approve}
              </button>
              <button class="btn btn--bad" type="submit" name="jawab" value="tolak">
                {w.refuse}
              </button>
            </p>
          </form>
        </section>
      )}
      <Back w={w} />
    </Konsol>
  )
}

/** The one-time code on paper: shown once, to whoever hands it over. */
function CodePage({ c, change, code, until }: { c: Ctx; change: Change; code: string; until: Date }) {
  const { lang } = c.var
  const w = WORDS[lang]
  return (
    <Konsol {...konsolFrame(c, '/konsol/akun')} title={w.codeTitle}>
      <p class="read">{w.codeAbout(showMoment(until, lang))}</p>
      <p class="read">
        {w.codeHow} <b>{new URL('/masuk/mulai', c.req.url).href}</b>
      </p>
      <dl class="dl read">
        <dt>{w.name}</dt>
        <dd>
          <b>{change.account}</b>
        </dd>
        <dt>{w.code}</dt>
        <dd class="mono secret">{code}</dd>
      </dl>
      <Back w={w} />
    </Konsol>
  )
}
