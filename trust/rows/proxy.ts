// Row 3: a reply that is lost is no work that is lost. The line between the house and its database is cut just before a COMMIT reaches it, and just
// after, while the answer is on its way back: whoever then sends the same page again is told what was done, and it was done once.
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createApp } from '../../src/app.tsx'
import { openDatabase } from '../../src/kit/database.ts'
import { counterEntry } from '../../tests/asking.ts'
import { HERE, type House, WALL } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { type Form, filled, formsOf } from '../visit.ts'

type Cut = 'before' | 'after' | null

/** A line to the database that can be told to break at the next COMMIT of facts. */
async function lineTo(url: string): Promise<{ url: string; cut(when: Cut): void; cuts: () => number; end(): void }> {
  const to = new URL(url)
  const [host, port] = [to.hostname, Number(to.port)]
  let armed: Cut = null
  let cuts = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((client) => {
    const behind = connect(port, host)
    let deaf = false
    let wrote = false // this transaction has facts in it: its COMMIT is the one that matters
    const both = [client, behind]
    for (const s of both) {
      sockets.add(s)
      s.on('error', () => {}).on('close', () => {
        sockets.delete(s)
        for (const other of both) other.destroy()
      })
    }
    client.on('data', (bytes) => {
      if (bytes.includes('insert into journal_event')) wrote = true
      if (bytes.includes('begin;')) wrote = false
      if (armed && wrote && bytes.includes('commit\0')) {
        cuts++
        if (armed === 'before') {
          armed = null
          client.destroy()
          return
        }
        armed = null
        deaf = true
      }
      behind.write(bytes)
    })
    behind.on('data', (bytes) => {
      if (!deaf) client.write(bytes)
      else client.destroy() // it was done; nobody hears of it
    })
  })
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', () => up()))
  to.port = String((server.address() as { port: number }).port)
  return {
    url: to.href,
    cut: (when) => {
      armed = when
    },
    cuts: () => cuts,
    end() {
      for (const s of sockets) s.destroy()
      server.close()
    },
  }
}

export const proxy: Proof = {
  row: 3,
  name: 'proxy',
  tier: 1,
  promise: 'a lost reply is no lost work',
  fault: {
    what: 'what was answered is forgotten: a page sent again is new',
    sql: `create function forget() returns trigger language plpgsql security definer as $$ begin return null; end $$;
          create trigger forgets before insert on answered for each row execute function forget()`,
  },
  async prove(house) {
    const wrong: string[] = []
    const line = await lineTo(house.url)
    const database = openDatabase(line.url, house.secrets)
    const app = createApp({ database, secrets: house.secrets, secure: false, log: () => {}, wall: () => WALL })
    const people = async () => (await house.owner.query('select count(*)::integer as n from enrolment')).rows[0].n as number
    const open = async (path: string) => {
      const page = await app.request(path, { headers: { cookie: house.cookies.officer } })
      const text = await page.text()
      return formsOf(text, path)
    }
    const send = async (form: Form, write: Record<string, string>) => {
      const answer = await app.request(form.action, {
        method: 'POST',
        headers: { cookie: house.cookies.officer, origin: HERE },
        body: filled(form, write),
      })
      return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
    }
    let rounds = 0
    try {
      for (let n = 0; n < 20; n++)
        for (const when of ['before', 'after'] as const) {
          rounds++
          const what = `registration ${rounds}, cut ${when} COMMIT`
          const form = (await open('/konsol/daftar')).find((f) => f.action === '/konsol/daftar')!
          const write = entry(n * 2 + (when === 'after' ? 1 : 0))
          const was = await people()
          line.cut(when)
          const cutBefore = line.cuts()
          const lost = await send(form, write)
          if (line.cuts() === cutBefore) wrong.push(`${what}: the line was not cut`)
          line.cut(null)
          if (lost.status !== 503) wrong.push(`${what}: answered ${lost.status}, as if it knew`)
          if (when === 'after' && (await people()) !== was + 1) wrong.push(`${what}: the database did not have it`)
          // The same page, sent again, once and once more.
          const again = [await send(form, write), await send(form, write)]
          if (again.some((a) => a.status !== 303)) wrong.push(`${what}: sent again ${again.map((a) => a.status)}`)
          if (again[0]!.to !== again[1]!.to) wrong.push(`${what}: two answers, ${again[0]!.to} and ${again[1]!.to}`)
          if ((await people()) !== was + 1) wrong.push(`${what}: ${(await people()) - was} people`)
        }
      for (const when of ['before', 'after'] as const) await factOnce(house, { open, send }, line, when, wrong)
    } finally {
      await database.end()
      line.end()
    }
    return { figure: `${rounds + 2} replies lost, half before COMMIT and half after it`, wrong }
  },
}

/** A step waived on a member's page: one fact, however the reply was lost. */
async function factOnce(
  house: House,
  {
    open,
    send,
  }: { open(path: string): Promise<Form[]>; send(form: Form, write: Record<string, string>): Promise<{ status: number }> },
  line: { cut(when: Cut): void },
  when: 'before' | 'after',
  wrong: string[],
): Promise<void> {
  const path = `/konsol/anggota/${house.members.own}`
  const form = (await open(path)).find((f) => f.action.endsWith('/catat') && f.fields.some((x) => x.value === 'bebaskan'))!
  const write = { langkah: when === 'before' ? 'P6' : 'P7', alasan: 'Percobaan' }
  const facts = async () => (await house.owner.query('select count(*)::integer as n from journal_event')).rows[0].n as number
  const was = await facts()
  line.cut(when)
  const lost = await send(form, write)
  line.cut(null)
  const again = await send(form, write)
  if (lost.status !== 503 || again.status !== 303) wrong.push(`a fact, cut ${when} COMMIT: ${lost.status}, then ${again.status}`)
  if ((await facts()) !== was + 1) wrong.push(`a fact, cut ${when} COMMIT: ${(await facts()) - was} facts`)
}

const entry = (n: number) => counterEntry({ nik: `31740454038470${String(n).padStart(2, '0')}` })
