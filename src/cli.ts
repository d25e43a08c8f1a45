// `npx tujuhpas COMMAND`: the same functions as commands. JSON on standard output with --format json, people's text without; messages on
// standard error; exit 0 = yes, 1 = the answer is no, 2 = wrong use, 3 = could not. What each answers stands in 7-contracts.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { createApp } from './app.tsx'
import { demoAccounts, demoPassword, makeDemo } from './demo/index.ts'
import { backtest } from './desk/index.ts'
import { findPairs, keepPairs, readPerson, scan, seesWords } from './identity/index.ts'
import { type EvidenceRow, importEvidence, journeysOf, logReading, readInstant, replay, verifyJournal } from './journal/index.ts'
import { missingWords, STEPS, stateWords, stepWords } from './journey/index.ts'
import { backUp, restore } from './kit/backup.ts'
import { isDate, isWeek, type JakartaDate, jakartaDay, jakartaIso, weekBefore } from './kit/calendar.ts'
import { type Database, type Db, migrate, openDatabase, Refusal } from './kit/database.ts'
import { projectFile } from './kit/files.ts'
import { isUuid, uuidv7 } from './kit/ids.ts'
import { openServer } from './kit/postgres.ts'
import { say } from './kit/problem.ts'
import { readSecrets, type Secrets } from './kit/secrets.ts'
import { newsFrom, senderFrom } from './kit/sending/index.ts'
import { importRegistrations, readPeople, sayFile, sayRow, takeBackNow, writeCorrectionsFor } from './p1-registration/index.ts'
import {
  accountWords,
  addAccount,
  clockOf,
  findAccount,
  fixedNow,
  type MemberKey,
  moveClock,
  ROLES,
  type Role,
  resetAccount,
} from './people/index.ts'
import { kecCode, kota, kotaCode, launchesOn, parseKec } from './places/index.ts'
import { startServing } from './serve.ts'
import {
  besideWeek,
  type Cut,
  checkFile,
  cutsOf,
  cutWeek,
  officeFile,
  printedFile,
  publishedHeads,
  readWeek,
  selfContained,
  siteAddress,
  verifyWeek,
  weekCsv,
  weeklyWords,
} from './weekly/index.ts'

type Values = Record<string, string | boolean | undefined>
type Command = {
  use: string
  /** How many words after the command's own; none unless said. */
  takes?: 'one' | 'one or none' | 'many'
  about: string
  example: string
  options?: Record<string, { type: 'string' | 'boolean' }>
  /** What `--format` may be; `json` or `text` unless said. */
  formats?: string[]
  /** Answers the exit code. */
  run: (given: { positionals: string[]; values: Values }) => Promise<number>
}

class WrongUse extends Error {}

const out = (text: string) => process.stdout.write(text)
const note = (text: string) => process.stderr.write(`${text}\n`)
const json = (values: Values) => values.format === 'json'
const print = (value: unknown) => out(`${JSON.stringify(value, null, 2)}\n`)

/** A frozen week on paper, or its page as one file: as everybody may see it, in the programme's language. */
async function printedWeek(house: House, cut: Cut, format: 'pdf' | 'xlsx' | 'html'): Promise<Buffer | string> {
  const site = siteAddress()
  if (format === 'html') {
    const app = createApp({ database: house.database, secrets: house.secrets, secure: false, log: () => {} })
    const page = await app.request(`/pekan/${cut.week}`)
    return selfContained(await page.text(), { site, print: cut.sha256 })
  }
  const { synthetic, now } = await clockOf(house.database.pool('job'), null)
  const { published, sha256 } = cut
  const around = await house.database.within('public', { actor: 'publik', role: 'public' }, async (db) => {
    const before = (await cutsOf(db)).find((w) => w.week === weekBefore(cut.week))
    return { beside: await besideWeek(db, cut, before?.cutAt ?? null), launches: await launchesOn(db, jakartaDay(now)) }
  })
  return (await printedFile(format, { published, sha256, synthetic, site, ...around }, 'id')).bytes
}

// ---- the house opened for one command

type House = {
  database: Database
  secrets: Secrets
  ownerUrl: string
  embedded: boolean
  now: () => Promise<Date>
  actor: string
  /** Works with the office's rights everywhere, under the account that acts. */
  work<T>(act: (db: Db) => Promise<T>): Promise<T>
}

const dataFolder = () => process.env.TUJUHPAS_DATA || fileURLToPath(projectFile('data'))

/** Opens the database (your own, or the embedded server), brings it to this version, works, and closes what it opened. */
async function inHouse<T>(values: Values, work: (house: House) => Promise<T>): Promise<T> {
  const fixed = fixedNow(process.env)
  const folder = dataFolder()
  const embedded = !process.env.DATABASE_URL
  const server = embedded ? await openServer(`${folder}/postgresql`, { log: note, archive: process.env.TUJUHPAS_ARCHIVE }) : null
  const secrets = readSecrets(folder)
  const ownerUrl = server ? server.urlOf('tujuhpas') : process.env.DATABASE_URL!
  let database: Database | null = null
  try {
    if (server) await createDatabase(server.url, 'tujuhpas')
    else await reach(ownerUrl)
    await migrate(ownerUrl, secrets)
    database = openDatabase(ownerUrl, secrets)
    const held = database
    await keepClock(held, fixed)
    const actor = await actorOf(held, values)
    return await work({
      database: held,
      secrets,
      ownerUrl,
      embedded,
      now: async () => (await clockOf(held.pool('job'), fixed)).now,
      actor,
      work: (act) => held.within('job', { actor, role: 'system' }, act),
    })
  } finally {
    await database?.end()
    await server?.close()
  }
}

/** Your own server: is it there, and does it hold the database named? One that is missing is made. */
async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    const { code, message } = error as pg.DatabaseError
    if (code !== '3D000')
      throw new Refusal(
        'database.unreachable',
        `Basis data di DATABASE_URL tidak dapat dibuka (${code ?? message}). Periksa alamat, akun, dan apakah servernya hidup. / ` +
          `The database in DATABASE_URL could not be opened (${code ?? message}). Check the address, the account, and that the server runs.`,
      )
    const at = new URL(url)
    const name = decodeURIComponent(at.pathname.slice(1))
    at.pathname = '/postgres'
    await createDatabase(at.href, name).catch((failed: pg.DatabaseError) => {
      throw new Refusal(
        'database.missing',
        `Basis data ${name} belum ada dan tidak dapat dibuat (${failed.code ?? failed.message}). Buat dulu, lalu ulangi. / ` +
          `The database ${name} does not exist and could not be made (${failed.code ?? failed.message}). Create it, then try again.`,
      )
    })
  }
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (!rowCount)
      await client.query(`create database ${pg.escapeIdentifier(name)}`).catch((error: pg.DatabaseError) => {
        if (error.code !== '42P04' && error.code !== '23505') throw error // another command was first
      })
  } finally {
    await client.end()
  }
}

/** A later TUJUHPAS_NOW moves a demonstration's clock forward; an earlier one does not move it back. */
async function keepClock(database: Database, fixed: Date | null): Promise<void> {
  if (!fixed) return
  const { rows } = await database.pool('job').query('select clock from programme')
  const clock: Date | null = rows[0].clock
  if (!clock) return
  if (fixed > clock) await database.within('job', { actor: 'mesin', role: 'system' }, (db) => moveClock(db.client, fixed))
  else if (fixed < clock)
    note(
      `Jam peragaan sudah ${jakartaIso(clock)} dan tidak mundur. / The demonstration's clock is there already and does not go back.`,
    )
}

/** Who acts: `mesin`, or a known account that may do the office's work. */
async function actorOf(database: Database, values: Values): Promise<string> {
  const name = String(values.as ?? 'mesin')
  const account = await database.within('job', { actor: 'mesin', role: 'system' }, (db) => findAccount(db.client, name))
  if (!account) throw new WrongUse(`Tidak ada akun ${name}. / There is no account ${name}.`)
  if (account.role !== 'system' && account.role !== 'office')
    throw new WrongUse(
      `Akun ${name} tidak berwenang di semua kecamatan; perintah butuh akun kantor. / Account ${name} has no rights in all kecamatan.`,
    )
  return name
}

// ---- reading what was written on the command line

const need = (value: unknown, what: string): string => {
  if (typeof value !== 'string' || !value) throw new WrongUse(`${what} belum ditulis. / ${what} is missing.`)
  return value
}
const weekIn = (values: Values) => {
  const week = need(values.week, '--week 2018-W04')
  if (!isWeek(week)) throw new WrongUse(say(weeklyWords, { code: 'week.unreadable', data: { week } }, 'id'))
  return week
}
const dateIn = (text: unknown, name: string): JakartaDate | null => {
  if (text === undefined) return null
  if (typeof text !== 'string' || !isDate(text))
    throw new WrongUse(`${name} ${text} bukan tanggal, contoh 2018-01-22. / is not a date.`)
  return text
}
const instantIn = (text: unknown, name: string): Date | null => {
  if (text === undefined) return null
  const at = readInstant(String(text))
  if (!at)
    throw new WrongUse(
      `${name} ${text} bukan waktu ISO dengan zona, contoh 2018-01-22T08:00:00+07:00. / is not an ISO time with an offset.`,
    )
  return at
}
const fileIn = (path: string) => {
  if (!existsSync(path)) throw new WrongUse(`Berkas ${path} tidak ada. / There is no file ${path}.`)
  return path
}
const memberKey = (text: string): MemberKey => (/^[\d\s.'-]{16,}$/.test(text) ? { nik: text } : { number: text })

const TEXT = { type: 'string' } as const
const FLAG = { type: 'boolean' } as const

// ---- the commands

const COMMANDS: Record<string, Command> = {
  start: {
    use: 'start',
    about: 'Menyiapkan basis data, peragaan bila kosong, lalu melayani. / Sets up, makes the demonstration if empty, serves.',
    example: 'npx tujuhpas start',
    run: ({ values }) => inHouse(values, (house) => serveUntilStopped(house)),
  },
  serve: {
    use: 'serve',
    about: 'Melayani halaman; peragaan dibuat bila basis data bawaan kosong. / Serves the pages.',
    example: 'PORT=8080 npx tujuhpas serve',
    run: ({ values }) => inHouse(values, (house) => serveUntilStopped(house)),
  },
  migrate: {
    use: 'migrate',
    about: 'Membawa basis data ke versi ini. / Brings the database to this version.',
    example: 'npx tujuhpas migrate',
    run: ({ values }) =>
      inHouse(values, async (house) => {
        const { rows } = await house.database.pool('job').query('select synthetic from programme')
        if (json(values)) print({ migrated: true, synthetic: rows[0].synthetic })
        else out('Basis data siap. / The database is ready.\n')
        return 0
      }),
  },
  demo: {
    use: 'demo',
    about: 'Membuat peragaan di basis data kosong. / Makes the demonstration in an empty database.',
    example: 'npx tujuhpas demo',
    run: ({ values }) =>
      inHouse(values, async (house) => {
        const report = await makeDemo(house.database, house.secrets)
        if (json(values)) print(report)
        else {
          out(`${report.members} anggota, ${report.facts} fakta, pekan ${report.weeks.map((w) => w.week).join(', ')}.\n`)
          out(howToEnter(house.secrets))
        }
        return 0
      }),
  },
  'demo clock': {
    use: 'demo clock [TIME]',
    takes: 'one or none',
    about: 'Jam peragaan: lihat, atau majukan. / The demonstration’s clock: see it, or move it forward.',
    example: 'npx tujuhpas demo clock 2018-01-29T09:00+07:00',
    run: ({ values, positionals: [time] }) =>
      inHouse(values, async (house) => {
        const to =
          time === undefined
            ? null
            : instantIn(/[Zz]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time.length === 10 ? `${time}T09:00` : time}+07:00`, 'TIME')
        const now = await house.now()
        if (to && to < now) {
          note(`Jam peragaan hanya maju; sekarang ${jakartaIso(now)}. / The clock goes only forward.`)
          return 1
        }
        const clock = to ? await house.work((db) => moveClock(db.client, to)) : now
        if (json(values)) print({ clock: jakartaIso(clock) })
        else out(`${jakartaIso(clock)}\n`)
        return 0
      }),
  },
  'import registrations': {
    use: 'import registrations FILE.xlsx|csv… [--dry-run] [--registered-on D] [--historical] [--corrections OUT.xlsx]',
    takes: 'many',
    about:
      'Mengambil pendaftar dari lembar; setiap baris mendapat satu jawaban. / Takes registrants from sheets; each row gets one answer.',
    example: 'npx tujuhpas import registrations pendaftar.xlsx --corrections perbaikan.xlsx --format json',
    options: { 'dry-run': FLAG, 'registered-on': TEXT, historical: FLAG, corrections: TEXT },
    run: ({ values, positionals }) => {
      if (!positionals.length) throw new WrongUse('Tulis nama berkasnya. / Name the file.')
      const files = positionals.map(fileIn)
      if (files.length > 1 && values.corrections !== undefined)
        throw new WrongUse(
          '--corrections untuk satu berkas saja; kirim satu per satu. / --corrections takes one file; send them one by one.',
        )
      const registeredOn = dateIn(values['registered-on'], '--registered-on')
      return inHouse(values, async (house) => {
        if (registeredOn && registeredOn > jakartaDay(await house.now()))
          throw new WrongUse(`--registered-on ${registeredOn} belum tiba. / has not come yet.`)
        let code = 0
        if (json(values) && files.length > 1) out('[\n')
        for (const [i, path] of files.entries()) {
          const report = await importRegistrations(
            { database: house.database, secrets: house.secrets, now: house.now, scope: { actor: house.actor, role: 'system' } },
            path,
            {
              dryRun: values['dry-run'] === true,
              historical: values.historical === true,
              registeredOn,
              office: 'pusat',
              account: house.actor,
            },
            (done) => note(`${done} baris … / rows …`),
          )
          if (report.refused) {
            note(sayFile(report.refused, 'id'))
            code = 1
          }
          if (report.totals.rejected) code = 1
          if (typeof values.corrections === 'string') {
            const written = await writeCorrectionsFor(report, values.corrections)
            if (written) note(`${written} baris untuk diperbaiki: ${values.corrections} / rows to correct`)
          }
          const shown = {
            file: report.file,
            ...(report.dryRun ? {} : { import: report.importId }),
            sha256: report.sha256,
            dryRun: report.dryRun,
            ...(report.refused ? { refused: report.refused.code, reason: sayFile(report.refused, 'id') } : {}),
            sheets: report.sheets.map((s) => ({
              name: s.name,
              headerRow: s.mapping.headerRow,
              columns: s.mapping.columns.map((c) => ({ header: c.header, means: c.means })),
              ...(s.mapping.skip ? { skipped: s.mapping.skip.code } : {}),
            })),
          }
          if (json(values)) {
            // The rows are written as they are read back, so that a large file needs no large memory.
            out(`${JSON.stringify(shown).slice(0, -1)},"rows":[`)
            let first = true
            for await (const row of report.rows()) {
              out(`${first ? '' : ','}\n${JSON.stringify(row)}`)
              first = false
            }
            out(`],"totals":${JSON.stringify(report.totals)}}${files.length > 1 && i < files.length - 1 ? ',' : ''}\n`)
          } else {
            const t = report.totals
            out(
              `${report.file}: ${t.rows} baris = ${t.accepted} diterima + ${t.warned} diterima, periksa + ${t.duplicate} sudah ada + ${t.rejected} tidak diterima + ${t.ignored} bukan data\n`,
            )
            const refusals = await report.refusals()
            for (const [sheet, rows] of refusals)
              for (const [row, problems] of rows)
                out(`  ${sheet}, baris ${row}: ${problems.map((p) => sayRow(p, 'id')).join(' ')}\n`)
          }
        }
        if (json(values) && files.length > 1) out(']\n')
        return code
      })
    },
  },
  'import take-back': {
    use: 'import take-back IMPORT-ID --reason T [--with-later] [--dry-run]',
    takes: 'one',
    about:
      'Menarik kembali seluruh lembar yang sudah diimpor; tidak ada yang dihapus. / Takes back a whole imported sheet; nothing is deleted.',
    example:
      'npx tujuhpas import take-back 01610f43-7a00-7000-8000-000000000000 --reason "lembar terkirim dua kali" --format json',
    options: { reason: TEXT, 'with-later': FLAG, 'dry-run': FLAG },
    run: ({ values, positionals }) => {
      const id = positionals[0]
      if (!id || !isUuid(id)) throw new WrongUse('Tulis nomor impornya. / Name the import.')
      const dryRun = values['dry-run'] === true
      if (!dryRun && typeof values.reason !== 'string')
        throw new WrongUse('Tulis alasannya dengan --reason. / Say why with --reason.')
      return inHouse(values, async (house) => {
        const asked = { reason: String(values.reason ?? ''), withLater: values['with-later'] === true, account: house.actor }
        const { problem, says, ...report } = await takeBackNow(house, id, asked, { dryRun })
        if (problem) note(says!)
        if (json(values)) print({ import: id, dryRun, ...(problem ? { refused: problem } : {}), ...report })
        else if (!problem)
          out(
            dryRun
              ? `${report.foreseen.free} dapat ditarik, ${report.foreseen.later + report.foreseen.again + report.foreseen.tied} terkait catatan lain / free to go, tied elsewhere\n`
              : `${report.taken} pendaftaran ditarik, ${report.leftOut} dibiarkan / registrations taken back, left\n`,
          )
        return problem ? 1 : 0
      })
    },
  },
  'import evidence': {
    use: 'import evidence FILE.jsonl [--historical] [--dry-run]',
    takes: 'one',
    about: 'Mengambil fakta, satu per baris. / Takes facts, one a line.',
    example: 'npx tujuhpas import evidence kehadiran.jsonl --format json',
    options: { 'dry-run': FLAG, historical: FLAG },
    run: ({ values, positionals }) => {
      const path = fileIn(need(positionals[0], 'FILE.jsonl'))
      return inHouse(values, async (house) => {
        const asJson = json(values)
        let first = true
        if (asJson) out('{"rows":[')
        const asked = {
          file: path,
          historical: values.historical === true,
          dryRun: values['dry-run'] === true,
          scope: { actor: house.actor, role: 'system' },
          now: house.now,
          onRows: (rows: EvidenceRow[]) => {
            for (const { says, ...row } of rows) {
              if (asJson) {
                out(`${first ? '' : ','}\n${JSON.stringify(says ? { ...row, says } : row)}`)
                first = false
              } else if (row.outcome === 'rejected') out(`baris ${row.row}: ${(says ?? row.codes).join(' ')}\n`)
            }
            note(`${rows.at(-1)?.row ?? 0} baris … / lines …`)
          },
        }
        const report = await importEvidence(house.database, house.secrets, asked).catch((error) => {
          // The rows said so far were taken, and are told whole: sent again, the file goes on behind them.
          if (asJson) out('],"error":"import.broke-off"}\n')
          throw error
        })
        const { totals: t, ...rest } = report
        if (asJson) out(`],${JSON.stringify(rest).slice(1, -1)},"totals":${JSON.stringify(t)}}\n`)
        else
          out(
            `${report.file}: ${t.rows} baris = ${t.accepted + t.warned} diterima + ${t.duplicate} sudah ada + ${t.rejected} tidak diterima + ${t.ignored} kosong\n`,
          )
        return t.rejected ? 1 : 0
      })
    },
  },
  journey: {
    use: 'journey MEMBER… [--on D] [--known-at T] [--definition N]',
    takes: 'many',
    about: 'Di mana anggota berdiri, dan apa yang masih kurang. / Where members stand, and what is missing.',
    example: 'npx tujuhpas journey PSM-18-00042 --on 2018-01-31 --format json',
    options: { on: TEXT, 'known-at': TEXT, definition: TEXT },
    run: ({ values, positionals }) => {
      if (!positionals.length) throw new WrongUse('Tulis nomor anggota atau NIK. / Name a member’s number or NIK.')
      if (values.definition !== undefined && values.definition !== '1' && values.definition !== 'v1')
        throw new WrongUse(`Tidak ada definisi ${values.definition}. Yang ada: 1. / There is no such definition; there is: 1.`)
      const on = dateIn(values.on, '--on')
      const knownAt = instantIn(values['known-at'], '--known-at')
      return inHouse(values, async (house) => {
        const now = await house.now()
        const asked = { on: on ?? jakartaDay(now), knownAt: knownAt ?? now }
        const found = await house.work(async (db) => {
          const journeys = await journeysOf(db, house.secrets, positionals.map(memberKey), asked)
          const read = journeys.flatMap((j) => (j ? [j.member] : []))
          await logReading(db, { account: house.actor, at: now, what: 'perjalanan', members: read })
          return journeys
        })
        const answers = positionals.map((text, i) => {
          const one = found[i]
          if (!one) return { asked: text, error: 'member.unknown' }
          const { member, journey } = one
          return {
            member: member.number,
            ...('nik' in memberKey(text) ? { nik: text.replace(/\D/g, '') } : {}),
            kec: kecCode(member.kec),
            on: asked.on,
            knownAt: jakartaIso(asked.knownAt),
            definition: journey.definition,
            current: journey.current === null ? null : `P${journey.current}`,
            ...(journey.ended ? { ended: journey.ended } : {}),
            steps: Object.fromEntries(
              STEPS.map((s) => {
                const { state, on: since, enteredOn, facts, missing, waived } = journey.steps[s]
                return [
                  `P${s}`,
                  {
                    state,
                    on: since,
                    enteredOn,
                    facts,
                    missing: missing.map((m) => ({ ...m, text: missingWords(m, 'id') })),
                    ...(waived ? { waived } : {}),
                  },
                ]
              }),
            ),
          }
        })
        if (json(values)) print(answers.length === 1 ? answers[0] : answers)
        else
          for (const [i, one] of found.entries()) {
            if (!one) out(`${positionals[i]}: tidak dikenal. / unknown.\n`)
            else {
              out(`${one.member.number}, per ${asked.on}, definisi v${one.journey.definition}\n`)
              for (const s of STEPS) {
                const step = one.journey.steps[s]
                const rest = step.missing.map((m) => missingWords(m, 'id')).join(' ')
                out(
                  `  P${s} ${stepWords(s, 'id')}: ${stateWords(step.state, 'id')}${step.on ? ` (${step.on})` : ''}${rest ? `. ${rest}` : ''}\n`,
                )
              }
            }
          }
        return found.includes(null) ? 1 : 0
      })
    },
  },
  'weekly cut': {
    use: 'weekly cut --week 2018-W04 [--at T]',
    about: 'Membekukan pekan; pekan yang sudah dibekukan ditolak. / Freezes a week; a second cut is refused.',
    example: 'npx tujuhpas weekly cut --week 2018-W04',
    options: { week: TEXT, at: TEXT },
    run: ({ values }) => {
      const week = weekIn(values)
      const at = instantIn(values.at, '--at')
      return inHouse(values, async (house) => {
        const now = await house.now()
        const cut = await house.work((db) => cutWeek(db, { week, ...(at ? { at } : {}), by: house.actor, now }))
        if ('problems' in cut) {
          for (const p of cut.problems) note(say(weeklyWords, p, 'id'))
          if (json(values)) print({ week, problems: cut.problems.map((p) => ({ ...p, text: say(weeklyWords, p, 'id') })) })
          return 1
        }
        const { sha256, cutAt, published } = cut.value
        if (json(values))
          print({ week, cut: jakartaIso(cutAt), definition: published.definition, sha256, cells: published.cells.length })
        else out(`Pekan ${week} dibekukan per ${jakartaIso(cutAt)}; sidik ${sha256}\n`)
        return 0
      })
    },
  },
  'weekly show': {
    use: 'weekly show --week 2018-W04 [--format json|csv|xlsx|pdf|html] [--out F]',
    about:
      'Pekan yang sudah dibekukan: JSON utuh untuk kantor, yang lain seperti terbit. / A frozen week: JSON whole for the office, the others as published.',
    example: 'npx tujuhpas weekly show --week 2018-W04 --format pdf --out update.pdf',
    options: { week: TEXT, out: TEXT },
    formats: ['json', 'csv', 'xlsx', 'pdf', 'html', 'text'],
    run: ({ values }) => {
      const week = weekIn(values)
      const format = String(values.format ?? 'text')
      if (['pdf', 'xlsx'].includes(format) && typeof values.out !== 'string' && process.stdout.isTTY)
        throw new WrongUse(
          `Berkas ${format} bukan teks: tulis --out BERKAS.${format}. / A ${format} file is no text: give --out FILE.${format}.`,
        )
      return inHouse(values, async (house) => {
        const cut = await house.work((db) => readWeek(db, week))
        if (!cut) {
          const problem = { code: 'week.not-cut', data: { week } } as const
          note(say(weeklyWords, problem, 'id'))
          if (format === 'json') print({ week, error: problem.code })
          return 1
        }
        const text =
          format === 'pdf' || format === 'xlsx' || format === 'html'
            ? await printedWeek(house, cut, format)
            : format === 'json'
              ? `${JSON.stringify(officeFile(cut), null, 2)}\n`
              : format === 'csv'
                ? weekCsv(cut.published)
                : `Pekan ${week}, dibekukan ${cut.published.cut}, definisi v${cut.published.definition}, sidik ${cut.sha256}\n${cut.published.totals
                    .map(
                      (t) =>
                        `  ${t.step} ${t.count === 'entered' ? 'masuk   ' : 'tercapai'} ${t.last} + ${t.restated} + ${t.arrivals} - ${t.departures} = ${t.now}`,
                    )
                    .join('\n')}\n`
        if (typeof values.out === 'string') {
          writeFileSync(values.out, text)
          note(values.out)
        } else process.stdout.write(text)
        return 0
      })
    },
  },
  'weekly verify': {
    use: 'weekly verify --week 2018-W04',
    about: 'Membangun ulang pekan dari jurnal, bita demi bita. / Rebuilds a week from the journal, byte for byte.',
    example: 'npx tujuhpas weekly verify --week 2018-W04 --format json',
    options: { week: TEXT },
    run: ({ values }) => {
      const week = weekIn(values)
      return inHouse(values, async (house) => {
        const report = await house.work((db) => verifyWeek(db, week))
        if (!report) {
          note(say(weeklyWords, { code: 'week.not-cut', data: { week } }, 'id'))
          if (json(values)) print({ week, error: 'week.not-cut' })
          return 1
        }
        if (json(values)) print(report)
        else
          out(
            report.same
              ? `Pekan ${week}: sama / same, ${report.sha256}\n`
              : `Pekan ${week}: BERBEDA / DIFFERENT (${report.differs.join(', ')})\n  terbit ${report.sha256}\n  jurnal ${report.rebuilt}\n`,
          )
        return report.same ? 0 : 1
      })
    },
  },
  backup: {
    use: 'backup DIR',
    takes: 'one',
    about:
      'Mencadangkan basis data selagi dipakai; keys.json disimpan terpisah. / Backs the database up while it is used; keep keys.json apart.',
    example: 'npx tujuhpas backup /cadangan/2018-01-22',
    run: ({ values, positionals }) => {
      const to = resolve(need(positionals[0], 'DIR'))
      return inHouse(values, async (house) => {
        const password = house.embedded ? decodeURIComponent(new URL(house.ownerUrl).password) : null
        const now = new Date()
        const list = await backUp(house.ownerUrl, house.secrets, to, { password, now })
        const bytes = list.files.reduce((sum, f) => sum + f.bytes, 0)
        await house.database.within('job', { actor: 'mesin', role: 'system' }, (db) =>
          db.client.query("insert into operation (id, kind, at, bytes) values ($1, 'backup', $2, $3)", [uuidv7(), now, bytes]),
        )
        if (json(values)) print(list)
        else {
          for (const f of list.files) out(`  ${f.file}  ${Math.ceil(f.bytes / 1e6)} MB  ${f.sha256}\n`)
          out(
            `Dicadangkan ke ${to}. Simpan keys.json di tempat lain: tanpa itu cadangan tidak terbaca. / Backed up; keep keys.json elsewhere.\n`,
          )
        }
        return 0
      })
    },
  },
  restore: {
    use: 'restore DIR [--archive DIR [--until TIME]]',
    takes: 'one',
    about:
      'Memulihkan cadangan ke folder data yang kosong, lalu memeriksa jurnal dan setiap pekan. / Restores into an empty data folder and checks.',
    example:
      'TUJUHPAS_DATA=/data/baru npx tujuhpas restore /cadangan/2018-01-22 --archive /arsip --until 2018-01-22T11:30:00+07:00',
    options: { archive: TEXT, until: TEXT },
    run: async ({ values, positionals }) => {
      const from = resolve(fileIn(need(positionals[0], 'DIR')))
      const until = values.until === undefined ? undefined : readInstant(String(values.until))
      if (until === null)
        throw new WrongUse('--until perlu waktu dengan zona, contoh 2018-01-22T11:30:00+07:00. / needs a time with an offset.')
      if (process.env.DATABASE_URL)
        throw new Refusal(
          'restore.own-server',
          'DATABASE_URL menunjuk server PostgreSQL Anda sendiri: pulihkan dengan PostgreSQL itu, seperti di docs/operations.md. / ' +
            'DATABASE_URL names a server of your own: restore with that PostgreSQL, as docs/operations.md says.',
        )
      const folder = dataFolder()
      if (!existsSync(`${folder}/keys.json`))
        throw new Refusal(
          'restore.keys',
          `Letakkan dulu keys.json, yang disimpan terpisah, di ${folder}. / First put keys.json, which is kept apart, into this folder.`,
        )
      const archive = values.archive === undefined ? undefined : fileIn(String(values.archive))
      const { server, list } = await restore(from, `${folder}/postgresql`, readSecrets(folder), { archive, until, log: note })
      try {
        return await inHouse(values, async (house) => {
          const report = await house.work(async (db) => {
            const weeks: { week: string; same: boolean }[] = []
            for (const { week } of await cutsOf(db)) weeks.push({ week, same: (await verifyWeek(db, week))!.same })
            return {
              from: list.at,
              until: until?.toISOString() ?? null,
              weeks,
              journal: await verifyJournal(db, await publishedHeads(db)),
            }
          })
          const well = report.weeks.every((w) => w.same) && !report.journal.broken.length
          if (json(values)) print({ restored: true, ...report })
          else {
            for (const w of report.weeks) out(`  pekan ${w.week}: ${w.same ? 'sama / same' : 'BERBEDA / DIFFERENT'}\n`)
            out(
              `${report.journal.facts} fakta, ${report.journal.broken.length} rantai rusak / broken chains. ${well ? 'Dipulihkan. / Restored.' : ''}\n`,
            )
          }
          return well ? 0 : 1
        })
      } finally {
        await server.close()
      }
    },
  },
  replay: {
    use: 'replay',
    about: 'Membangun ulang keadaan dari jurnal dan menyebut perbedaannya. / Rebuilds the stored states and names differences.',
    example: 'npx tujuhpas replay',
    run: ({ values }) =>
      inHouse(values, async (house) => {
        const report = await house.work((db) => replay(db))
        if (json(values)) print(report)
        else {
          out(`${report.members} anggota, ${report.facts} fakta, ${report.differences.length} perbedaan / differences\n`)
          for (const d of report.differences.slice(0, 20))
            out(`  ${kecCode(d.kec)} ${d.enrolment ?? ''} ${d.in}: tersimpan ${d.stored} | jurnal ${d.rebuilt}\n`)
        }
        return report.differences.length ? 1 : 0
      }),
  },
  'planner replay': {
    use: 'planner replay --on 2017-12-18 [--seed S]',
    about:
      'Menguji aturan “siapa dulu” pada catatan lama: berapa dari 100 yang pertama naik langkah dalam empat pekan. / Tries the rule on history, against 100 drawn.',
    example: 'npx tujuhpas planner replay --on 2017-12-18 --format json',
    options: { on: TEXT, seed: TEXT },
    run: ({ values }) => {
      const on = String(values.on ?? '')
      if (!isDate(on)) throw new WrongUse('Tulis --on dengan hari, contoh 2017-12-18. / Write --on with a day.')
      return inHouse(values, async (house) => {
        const report = await house.work((db) => backtest(db, on, String(values.seed ?? 'tujuh-pas')))
        if (json(values)) print(report)
        else
          out(
            `${report.members} anggota pada ${on}. Naik langkah sampai ${report.until} / reached a step: ${report.first} dari 100 yang pertama, ` +
              `${report.drawn} dari 100 acak (rata-rata ${report.expected})\n`,
          )
        return 0
      })
    },
  },
  'journal verify': {
    use: 'journal verify',
    about:
      'Memeriksa rantai sidik setiap kecamatan dan menyebut fakta pertama yang rusak. / Checks the hash chains; names the first broken fact.',
    example: 'npx tujuhpas journal verify',
    run: ({ values }) =>
      inHouse(values, async (house) => {
        const report = await house.work(async (db) => verifyJournal(db, await publishedHeads(db)))
        const broken = report.broken.map((b) => ({ ...b, kec: kecCode(b.kec) }))
        if (json(values)) print({ ...report, broken })
        else {
          out(`${report.chains} rantai, ${report.facts} fakta, ${broken.length} rusak / broken\n`)
          for (const b of broken) out(`  ${b.kec} no. ${b.seq}, fakta ${b.fact ?? '-'}: ${b.what}\n`)
        }
        return broken.length ? 1 : 0
      }),
  },
  'duplicates scan': {
    use: 'duplicates scan [--file F.csv]',
    about:
      'Pasangan yang mungkin satu orang, yang paling yakin di atas; orang yang memutuskan. / Pairs that may be one person, surest first; a person decides.',
    example: 'npx tujuhpas duplicates scan --file daftar.csv --format json',
    options: { file: TEXT },
    run: async ({ values }) => {
      const rows =
        values.file === undefined ? null : readPeople(readFileSync(fileIn(String(values.file))), jakartaDay(new Date()))
      if (values.file !== undefined && !rows)
        throw new WrongUse(
          'Baris pertama harus menyebut kolom ref,nik,name,birthdate,sex,phone,kelurahan. / The first row must name these columns.',
        )
      const found = rows
        ? { people: rows.length, pairs: scan(rows.map(readPerson)) }
        : await inHouse(values, async (house) => {
            const found = await findPairs(house.database, house.secrets)
            const now = await house.now()
            await house.work((db) => keepPairs(db, found, now))
            return found
          })
      const pairs = found.pairs.map(({ a, b, score, evidence }) => ({ a, b, score: +score.toFixed(6), evidence }))
      if (json(values)) print({ pairs })
      else {
        out(`${found.people} orang, ${pairs.length} pasangan mungkin satu orang / people, pairs that may be one person\n`)
        for (const { a, b, score, evidence } of pairs) {
          const told = evidence.filter((e) => e.weight !== 0).map((e) => `${e.weight > 0 ? '+' : '−'} ${seesWords[e.sees].id}`)
          out(`  ${score.toFixed(3)}  ${a}  ${b}  ${told.join(', ')}\n`)
        }
      }
      return 0
    },
  },
  verify: {
    use: 'verify FILE|URL',
    takes: 'one',
    about: 'Memeriksa berkas pekan yang terbit, tanpa basis data. / Checks a published week’s file, without a database.',
    example: 'npx tujuhpas verify 2018-W04.json',
    run: async ({ values, positionals }) => {
      const from = need(positionals[0], 'FILE|URL')
      const text = /^https?:\/\//.test(from) ? await fetchText(from) : readFileSync(fileIn(from), 'utf8')
      const check = checkFile(text)
      if (!check) throw new WrongUse(`${from} bukan berkas pekan yang terbit. / is not a published week’s file.`)
      if (json(values)) print(check)
      else
        out(
          check.same
            ? `Pekan ${check.week}: utuh / whole, ${check.sha256}\n`
            : `Pekan ${check.week}: TIDAK COCOK / DOES NOT MATCH (${check.problems.join(', ')})\n`,
        )
      return check.same ? 0 : 1
    },
  },
  'account add': {
    use: 'account add NAME --role ROLE --shown-as "Nama, jabatan" [--kec 31.74.04] [--kota 31.74]',
    takes: 'one',
    about: 'Membuat akun; kata sandi dari masukan standar, atau dibuatkan dan ditampilkan sekali. / Makes an account.',
    example: 'npx tujuhpas account add petugas.psm --role officer --kec 31.74.04 --shown-as "Dewi, petugas"',
    options: { role: TEXT, 'shown-as': TEXT, kec: TEXT, kota: TEXT },
    run: ({ values, positionals }) => {
      const name = need(positionals[0], 'NAME')
      const role = need(values.role, '--role') as Role
      if (!ROLES.includes(role)) throw new WrongUse(`Tidak ada peran ${role}. Yang ada / there are: ${ROLES.join(', ')}`)
      const kec = values.kec === undefined ? null : parseKec(String(values.kec))
      if (values.kec !== undefined && kec === null)
        throw new WrongUse(`Tidak ada kecamatan ${values.kec}. / There is no such kecamatan.`)
      const ofKota = values.kota === undefined ? null : (kota().find((k) => kotaCode(k.code) === values.kota)?.code ?? null)
      if (values.kota !== undefined && ofKota === null)
        throw new WrongUse(`Tidak ada kota ${values.kota}. / There is no such kota.`)
      return inHouse(values, async (house) => {
        const given = process.stdin.isTTY ? '' : (await standardInput()).replace(/\r?\n$/, '')
        const password = given || randomBytes(12).toString('base64url')
        const made = await house.work((db) =>
          addAccount(db, {
            name,
            role,
            shownAs: need(values['shown-as'], '--shown-as'),
            kec,
            kota: ofKota,
            password,
          }),
        )
        if ('problems' in made) {
          for (const p of made.problems) note(say(accountWords, p, 'id'))
          return 1
        }
        if (json(values)) print({ account: name, role, ...(given ? {} : { password }) })
        else
          out(
            `Akun ${name} (${role}) dibuat.${given ? '' : ` Kata sandi, hanya ditampilkan sekali / password, shown once: ${password}`}\n`,
          )
        return 0
      })
    },
  },
  'account reset': {
    use: 'account reset NAME',
    takes: 'one',
    about:
      'Melepas kode kedua yang hilang dan memberi kode sekali pakai untuk kata sandi baru, bila tidak ada orang kedua. / Takes a lost second factor off and gives a one-time code.',
    example: 'npx tujuhpas account reset operator',
    run: ({ values, positionals }) => {
      const name = need(positionals[0], 'NAME')
      return inHouse(values, async (house) => {
        const made = await house.work((db) => resetAccount(db, name, new Date()))
        if (!made) {
          note(say(accountWords, { code: 'account.unknown', data: { name } }, 'id'))
          return 1
        }
        if (json(values)) print({ account: name, code: made.code, until: jakartaIso(made.until) })
        else
          out(
            `Kode untuk ${name}, hanya ditampilkan sekali, dipakai di /masuk/mulai sampai / code, shown once, until ${jakartaIso(made.until)}: ${made.code}\n`,
          )
        return 0
      })
    },
  },
}

async function standardInput(): Promise<string> {
  process.stdin.setEncoding('utf8')
  let text = ''
  for await (const part of process.stdin) text += part
  return text
}

async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url).catch((error: Error) => {
    throw new Refusal('verify.unreachable', `${url} tidak dapat dibuka (${error.message}). / could not be reached.`)
  })
  if (!answer.ok) throw new Refusal('verify.unreachable', `${url} menjawab ${answer.status}. / answered ${answer.status}.`)
  return answer.text()
}

const howToEnter = (secrets: Secrets) =>
  `Masuk di /masuk, kata sandi semua akun peragaan / password of every demonstration account: ${demoPassword(secrets)}\n` +
  `Kode 6 angka tampil di halaman berikutnya, karena ini peragaan. / The page that follows shows the 6-digit code, as this is a demonstration.\n${demoAccounts
    .map((a) => `  ${a.name.padEnd(16)} ${a.shownAs}\n`)
    .join('')}`

async function serveUntilStopped(house: House): Promise<number> {
  if (house.embedded && (await isEmpty(house.database))) {
    note('Membuat peragaan dari data buatan … / Making a demonstration from synthetic data …')
    await makeDemo(house.database, house.secrets)
  }
  const serving = await startServing({
    database: house.database,
    secrets: house.secrets,
    ownerUrl: house.ownerUrl,
    fixed: fixedNow(process.env),
    host: process.env.HOST || '127.0.0.1',
    port: portIn(process.env.PORT),
    publicUrl: process.env.TUJUHPAS_PUBLIC_URL || null,
    sender: senderFrom(process.env),
    news: newsFrom(process.env),
    proxies: process.env.TUJUHPAS_PROXIES,
    log: (line) => out(`${line}\n`),
  })
  const { synthetic } = await clockOf(house.database.pool('job'), null)
  note(`\nTujuh PAS: ${serving.url}\n`)
  if (synthetic) note(`Peragaan: semua data buatan. / A demonstration: all data are synthetic.\n${howToEnter(house.secrets)}`)
  note('Berhenti: Ctrl-C / Stop: Ctrl-C')
  await new Promise<void>((stop) => {
    whenTold = () => stop()
  })
  whenTold = () => process.exit(1) // told twice: at once
  await serving.close()
  return 0
}

async function isEmpty(database: Database): Promise<boolean> {
  return database.within('job', { actor: 'mesin', role: 'system' }, async (db) => {
    const { rows } = await db.client.query(
      'select exists (select from enrolment) or exists (select from journal_event) or exists (select from weekly_cut) as used',
    )
    return !rows[0].used
  })
}

function portIn(text: string | undefined): number {
  const port = Number(text || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new WrongUse(`PORT=${text} bukan nomor port. / is not a port.`)
  return port
}

// ---- the dispatcher

const COMMON = { format: TEXT, as: TEXT, help: FLAG }

function usage(): string {
  return `npx tujuhpas PERINTAH / COMMAND [--format json] [--as AKUN] [--help]\n\n${Object.values(COMMANDS)
    .map((c) => `  ${c.use}\n      ${c.about}`)
    .join('\n')}\n`
}

/** What a signal does: a command ends at once and leaves its database in order; a server finishes what is under way. */
let whenTold = (signal: NodeJS.Signals): void => process.exit(signal === 'SIGINT' ? 130 : 143)

/** The command named by the first one or two words, wherever options stand, and the arguments that are left. */
function commandIn(args: string[]): { name: string | null; words: string[]; rest: string[] } {
  const options = Object.assign({}, COMMON, ...Object.values(COMMANDS).map((c) => c.options ?? {}))
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true })
  const words = tokens.flatMap((t) => (t.kind === 'positional' ? [t] : []))
  for (const length of [2, 1]) {
    const name = words
      .slice(0, length)
      .map((w) => w.value)
      .join(' ')
    if (words.length < length || !Object.hasOwn(COMMANDS, name)) continue
    const own = new Set(words.slice(0, length).map((w) => w.index))
    return { name, words: words.map((w) => w.value), rest: args.filter((_, i) => !own.has(i)) }
  }
  return { name: null, words: words.map((w) => w.value), rest: args }
}

async function main(args: string[]): Promise<number> {
  const { name, words, rest } = commandIn(args)
  if (name === null) {
    const asked = words.slice(0, 2).join(' ')
    if (!asked && (args.includes('--help') || !args.length)) {
      out(usage())
      return args.length ? 0 : 2
    }
    note(`Tidak ada perintah “${asked}”. / There is no such command.\n\n${usage()}`)
    return 2
  }
  const command = COMMANDS[name]!
  if (rest.includes('--help')) {
    out(`npx tujuhpas ${command.use}\n${command.about}\n\nContoh / example:\n  ${command.example}\n`)
    return 0
  }
  return command.run(read(command, rest))
}

/** Options and words as the command takes them; anything else is told with what there is. */
function read(command: Command, args: string[]): { values: Values; positionals: string[] } {
  const options = { ...COMMON, ...command.options }
  const wrong = (what: string): never => {
    throw new WrongUse(`${what}\nnpx tujuhpas ${command.use}`)
  }
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true })
  const there = Object.keys(options).map((name) => `--${name}`)
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const held = options[token.name as keyof typeof options]
    if (!held)
      wrong(`Tidak ada pilihan ${token.rawName}. Yang ada / there is no option ${token.rawName}; there are: ${there.join(', ')}`)
    else if (
      held.type === 'string' &&
      (token.value === undefined || token.value === '' || (!token.inlineValue && token.value.startsWith('--')))
    )
      wrong(`${token.rawName} butuh isi. / ${token.rawName} needs a value.`)
    else if (held.type === 'boolean' && token.value !== undefined)
      wrong(`${token.rawName} tidak memakai isi. / ${token.rawName} takes no value.`)
  }
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true }) as {
    values: Values
    positionals: string[]
  }
  const most = { none: 0, one: 1, 'one or none': 1, many: Number.POSITIVE_INFINITY }[command.takes ?? 'none']
  if (positionals.length > most) wrong(`Tidak dimengerti / not understood: ${positionals.slice(most).join(' ')}`)
  if (values.format !== undefined && !(command.formats ?? ['json', 'text']).includes(String(values.format)))
    wrong(`--format ${values.format} tidak ada. Yang ada / there are: ${(command.formats ?? ['json', 'text']).join(', ')}`)
  return { values, positionals }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => whenTold(signal))
// Whoever reads our answer may stop reading (`| head`): then there is nobody to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3))

try {
  // Written out whole before the process ends, also into a slow pipe.
  const code = await main(process.argv.slice(2))
  await new Promise<void>((done) => process.stdout.write('', () => done()))
  process.exit(code)
} catch (error) {
  if (error instanceof WrongUse) {
    note(error.message)
    process.exit(2)
  }
  if (error instanceof Refusal) {
    note(error.message)
    process.exit(3)
  }
  // A database error may quote the row it was about: its code says enough here.
  const failed = error as Error & { code?: string; severity?: string }
  note(
    failed.severity
      ? `Basis data menolak (${failed.code}). / The database refused (${failed.code}).`
      : (failed.stack ?? String(error)),
  )
  process.exit(3)
}
