// Each measure answers one or more rows: what was measured, what it must stay within, and a bare equivalent from the same run.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import autocannon from 'autocannon'
import pg from 'pg'
import { createApp } from '../src/app.tsx'
import { append, type NewFact } from '../src/journal/index.ts'
import type { Db } from '../src/kit/database.ts'
import { uuidv7 } from '../src/kit/ids.ts'
import { findMembers } from '../src/people/index.ts'
import { kecamatan } from '../src/places/index.ts'
import { cutWeek, runningWeek } from '../src/weekly/index.ts'
import { EVERYWHERE, type Ground } from './dataset.ts'

export type Row = { what: string; measured: string; must: string; limit: string; ratio: string }

const ms = (n: number) => `${n < 10 ? n.toFixed(1) : Math.round(n)} ms`
const perSecond = (n: number) => `${Math.round(n).toLocaleString('en')} /s`
const times = (n: number) => `${n.toFixed(2)}x`

async function quantile(q: number, runs: number, act: (i: number) => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let i = 0; i < runs; i++) {
    const began = performance.now()
    await act(i)
    took.push(performance.now() - began)
  }
  return took.sort((a, b) => a - b)[Math.min(runs - 1, Math.floor(q * runs))]!
}

const asOffice = <T>(g: Ground, act: (db: Db) => Promise<T>) => g.database.within('job', EVERYWHERE, act)

export const measures: Record<string, (g: Ground) => Promise<Row[]>> = {
  async dataset(g) {
    return [
      {
        what: `data set of ${g.members.toLocaleString('en')} members`,
        measured: g.filled === null ? 'kept from an earlier run' : `${Math.round(g.filled)} s`,
        must: '300 s',
        limit: '-',
        ratio: '-',
      },
    ]
  },

  async week(g) {
    const city = await quantile(0.95, 200, () => asOffice(g, (db) => runningWeek(db, '2018-W03')))
    const bare = await quantile(0.95, 200, () => asOffice(g, (db) => db.client.query('select sum(n) from rollup_week')))
    const kecs = kecamatan()
    const one = await quantile(0.95, 400, (i) => asOffice(g, (db) => runningWeek(db, '2018-W03', kecs[i % kecs.length]!.code)))
    const bareOne = await quantile(0.95, 400, (i) =>
      asOffice(g, (db) => db.client.query('select sum(n) from rollup_week where kec_id = $1', [kecs[i % kecs.length]!.code])),
    )
    return [
      {
        what: 'the city’s update, p95',
        measured: ms(city),
        must: '50 ms',
        limit: `bare sum ${ms(bare)}`,
        ratio: times(city / bare),
      },
      {
        what: 'one kecamatan’s update, p95',
        measured: ms(one),
        must: '10 ms',
        limit: `bare sum ${ms(bareOne)}`,
        ratio: times(one / bareOne),
      },
    ]
  },

  async cut(g) {
    const undone = new Error('undone')
    const cut = await quantile(0.5, 3, () =>
      asOffice(g, async (db) => {
        const made = await cutWeek(db, { week: '2018-W03', by: 'kantor', now: new Date() })
        if ('problems' in made) throw new Error(made.problems[0]!.code)
        throw undone
      }).catch((error) => {
        if (error !== undone) throw error
      }),
    )
    const bare = await quantile(0.5, 3, () =>
      asOffice(g, (db) => db.client.query('select kec_id, step, reached, sum(n) from step_change group by 1, 2, 3')),
    )
    return [
      {
        what: `a cut of ${g.members.toLocaleString('en')} members`,
        measured: ms(cut),
        must: '10 s',
        limit: `bare group ${ms(bare)}`,
        ratio: times(cut / bare),
      },
    ]
  },

  async lookup(g) {
    const numbers = (
      await asOffice(g, (db) => db.client.query('select number from enrolment_locator tablesample system (1) limit 500'))
    ).rows.map((r) => r.number as string)
    const find = await quantile(0.99, 500, (i) =>
      asOffice(g, (db) => findMembers(db, g.secrets, [{ number: numbers[i % numbers.length]! }])),
    )
    const nik = await quantile(0.99, 500, (i) =>
      asOffice(g, (db) => findMembers(db, g.secrets, [{ nik: `31740412${String(i).padStart(8, '0')}` }])),
    )
    const bare = await quantile(0.99, 500, (i) =>
      asOffice(g, (db) => db.client.query('select * from enrolment_locator where number = $1', [numbers[i % numbers.length]])),
    )
    return [
      {
        what: 'a member by number, p99',
        measured: ms(find),
        must: '10 ms',
        limit: `bare select ${ms(bare)}`,
        ratio: times(find / bare),
      },
      {
        what: 'a member by NIK, p99',
        measured: ms(nik),
        must: '10 ms',
        limit: `bare select ${ms(bare)}`,
        ratio: times(nik / bare),
      },
    ]
  },

  async append(g) {
    const { rows } = await asOffice(g, (db) =>
      db.client.query('select number from enrolment_locator tablesample system (5) limit 2000'),
    )
    const members = (
      await asOffice(g, (db) =>
        findMembers(
          db,
          g.secrets,
          rows.map((r) => ({ number: r.number })),
        ),
      )
    ).filter((m) => m !== null && m !== 'ambiguous')
    const WRITERS = 16
    const EACH = 250
    const race = async (act: (i: number) => Promise<unknown>) => {
      const began = performance.now()
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, w) => {
          for (let i = 0; i < EACH; i++) await act(w * EACH + i)
        }),
      )
      return (WRITERS * EACH * 1000) / (performance.now() - began)
    }
    const facts = await race((i) => {
      const member = members[(i * 37) % members.length]!
      const fact: NewFact = {
        id: uuidv7(),
        kec: member.kec,
        enrolment: member.id,
        kind: 'class.attended',
        occurredOn: '2018-01-20',
        grade: 'B',
        data: { class: 'BENCH', session: String(i) },
      }
      return asOffice(g, (db) =>
        append(db, { actor: 'mesin', way: 'API', now: new Date() }, [fact], new Map([[member.id, member]])),
      )
    })
    const owner = new pg.Pool({ connectionString: g.url, max: WRITERS })
    await owner.query(
      'create table if not exists bench_insert (id uuid primary key, kec integer, body jsonb); truncate bench_insert',
    )
    const bare = await race((i) =>
      owner.query('insert into bench_insert values ($1, $2, $3)', [uuidv7(), 317404, { class: 'BENCH', session: String(i) }]),
    )
    await owner.query('drop table bench_insert')
    await owner.end()
    return [
      {
        what: 'facts appended, 16 writers',
        measured: perSecond(facts),
        must: '1,500 /s',
        limit: `bare INSERT ${perSecond(bare)}`,
        ratio: times(facts / bare),
      },
    ]
  },

  async page(g) {
    const clock = { now: new Date('2018-01-22T09:00:00+07:00'), synthetic: true }
    const app = createApp({ database: g.database, secrets: g.secrets, now: () => clock, secure: false, log: () => {} })
    const server = await new Promise<ReturnType<typeof serve>>((up) => {
      const s = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => up(s))
    })
    const html = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/daftar`)).text()
    // The same page as a finished string, with the query that the form page asks too.
    const pool = g.database.pool('public')
    const plain = createServer(async (_, answer) => {
      await pool.query('select 1')
      answer.setHeader('content-type', 'text/html; charset=utf-8')
      answer.end(html)
    })
    await new Promise<void>((up) => plain.listen(0, '127.0.0.1', up))
    const shoot = async (port: number, path: string) =>
      (await autocannon({ url: `http://127.0.0.1:${port}${path}`, connections: 50, duration: 6 })).requests.average
    const form = await shoot((server.address() as AddressInfo).port, '/daftar')
    const home = await shoot((server.address() as AddressInfo).port, '/')
    const bare = await shoot((plain.address() as AddressInfo).port, '/')
    await Promise.all([new Promise((down) => server.close(down)), new Promise((down) => plain.close(down))])
    return [
      {
        what: 'form page, 50 connections',
        measured: perSecond(form),
        must: '0.33x',
        limit: `bare string, same queries ${perSecond(bare)}`,
        ratio: times(form / bare),
      },
      {
        what: 'home page, 50 connections',
        measured: perSecond(home),
        must: '-',
        limit: `bare string, same queries ${perSecond(bare)}`,
        ratio: times(home / bare),
      },
    ]
  },
}
