// Row 37: a person's NIK, phone and name stay home. One person who does not exist goes through every flow, and is looked for everywhere after.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importRegistrations } from '../../src/p1-registration/index.ts'
import { ASKERS, HERE, routes } from '../ground.ts'
import type { Proof } from '../proof.ts'
import { ask, crawl, filled, post, writesOf } from '../visit.ts'
import { addressOf } from './addresses.ts'

// Another person each run: the server's kept files may still hold one that an earlier run planted as its fault.
const SERIAL = String(1000 + (Date.now() % 9000))
const CANARY = { nik: `317404520384${SERIAL}`, name: 'Kenari Bersayap Jingga', phone: '081299887766' }
/** However it may be written. */
const forms = (text: string) => [
  text,
  encodeURIComponent(text),
  text.replaceAll(' ', '+'),
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('hex'),
]
const NIK = forms(CANARY.nik)
const PHONE = [...forms(CANARY.phone), ...forms('6281299887766'), ...forms('+6281299887766')]
const NAME = forms(CANARY.name)
const ALL = [...NIK, ...PHONE, ...NAME]

export const leak: Proof = {
  row: 37,
  name: 'leak',
  tier: 1,
  promise: 'NIK, phone and name stay home',
  fault: {
    what: 'the log line holds the address with its query, and a trigger keeps every registration’s NIK in clear',
    sql: `create table kept_in_clear (nik text); insert into kept_in_clear values ('${CANARY.nik}')`,
    house: (house) => {
      house.lines.push(JSON.stringify({ route: `/daftar?nama=${CANARY.name}` }))
    },
  },
  async prove(house, ground) {
    const wrong: string[] = []
    // Through the sheet: the person becomes a member by the same import that offices use.
    mkdirSync(join(ground.folder, 'sheets'), { recursive: true })
    const sheet = join(ground.folder, 'sheets', 'lembar.csv')
    writeFileSync(
      sheet,
      `NIK;Nama;Tgl Lahir;Kecamatan;No HP;Tgl Daftar;KTP diperiksa\n${CANARY.nik};${CANARY.name};12/03/1984;Pasar Minggu;${CANARY.phone};20/01/2018;ya\n${CANARY.nik};Orang Lain Sama Sekali;01/01/1960;Pasar Minggu;;20/01/2018;\n`,
    )
    const now = async () => new Date('2018-01-22T09:00:00+07:00')
    const at = { database: house.database, secrets: house.secrets, scope: { actor: 'kantor', role: 'office' }, now }
    await importRegistrations(at, sheet, {
      registeredOn: '2018-01-20',
      historical: false,
      office: 'pusat',
      account: 'kantor',
      dryRun: false,
    })

    // Through every form, whoever may send it, and every address.
    let sent = 0
    for (const as of ASKERS) {
      const found = await crawl(
        house,
        as,
        as === 'public' ? ['/', '/daftar', '/masuk'] : as === 'resident' ? ['/langkah'] : ['/konsol'],
        120,
      )
      for (const { form } of writesOf(found)) {
        if (form.action === '/keluar') continue
        const write = Object.fromEntries(
          form.fields.flatMap((f): [string, string][] => {
            if (f.type === 'hidden' || f.type === 'button' || f.type === 'file') return []
            const name = f.name.toLowerCase()
            if (/nik|ktp/.test(name)) return [[f.name, CANARY.nik]]
            if (/hp|telepon|phone|wa$/.test(name)) return [[f.name, CANARY.phone]]
            if (f.type === 'text' || f.type === 'textarea' || f.type === 'search') return [[f.name, CANARY.name]]
            return []
          }),
        )
        const answer = await post(house, form, as, filled(form, write))
        sent++
        const location = answer.headers.get('location') ?? ''
        if (ALL.some((t) => location.includes(t))) wrong.push(`${as} ${form.action}: the next address tells`)
        if (answer.status >= 500 && ALL.some((t) => answer.text.includes(t)))
          wrong.push(`${as} ${form.action}: the error page tells`)
      }
    }
    for (const route of routes) {
      const query = new URLSearchParams({ nik: CANARY.nik, nama: CANARY.name, hp: CANARY.phone, cari: CANARY.name })
      await ask(house, `${addressOf(route.path, house)}?${query}`, 'office', { method: route.method, headers: { origin: HERE } })
      await ask(house, route.path.replace(/:\w+(\{[^}]*\})?/g, CANARY.nik), 'office', {
        method: route.method,
        headers: { origin: HERE },
      })
    }

    // The log, the queue, what is published
    for (const line of house.lines)
      if (ALL.some((t) => line.includes(t))) wrong.push(`log: ${JSON.parse(line).route ?? line.slice(0, 40)}`)
    const { rows: jobs } = await house.owner
      .query('select row_to_json(j)::text as j from graphile_worker._private_jobs j')
      .catch(() => ({ rows: [] }))
    for (const { j } of jobs) if (ALL.some((t) => j.includes(t))) wrong.push('a job’s payload tells')
    const published = await crawl(house, 'public', ['/', '/data/'], 300)
    for (const [path, { text, headers }] of published) {
      // The page of one's own form shows what one wrote; these visits wrote nothing.
      if (ALL.some((t) => text.includes(t))) wrong.push(`published: ${path}`)
      if (headers.get('content-type')?.includes('pdf') && ALL.some((t) => pdfText(text).includes(t)))
        wrong.push(`published PDF: ${path}`)
    }
    const { rows: columns } = await house.owner.query(
      `select table_name as t, column_name as c from information_schema.columns where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY')`,
    )
    for (const { t, c } of columns) {
      const { rows } = await house.owner.query(`select count(*)::integer as n from ${t} where strpos(${c}::text, $1) > 0`, [
        CANARY.nik,
      ])
      if (rows[0].n) wrong.push(`${t}.${c} holds the NIK in clear`)
    }

    // The raw files of the server: the NIK is ciphertext everywhere, and the server's log names nobody.
    await house.owner.query('checkpoint')
    const files = filesIn(ground.folder).filter((f) => !f.includes('/sheets/'))
    let bytes = 0
    for (const file of files) {
      const content = readFileSync(file)
      bytes += content.length
      if (content.includes(CANARY.nik)) wrong.push(`on disk: ${file.slice(ground.folder.length)}`)
      if (file.endsWith('.log') && [CANARY.name, CANARY.phone].some((t) => content.includes(t)))
        wrong.push(`the server's log: ${file.slice(ground.folder.length)}`)
    }
    return {
      figure: `${sent} forms, ${house.lines.length} log lines, ${published.size} published pages, ${Math.round(bytes / 2 ** 20)} MB of files`,
      wrong: [...new Set(wrong)],
    }
  },
}

const pdfText = (bytes: string) => {
  const said = spawnSync('pdftotext', ['-', '-'], { input: Buffer.from(bytes, 'latin1'), encoding: 'utf8' })
  return said.stdout ?? ''
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((f) => {
    const path = join(folder, f.name)
    return f.isDirectory() ? filesIn(path) : f.isFile() ? [path] : []
  })
}
