// A member's own pages by the front door, with a member's session: what they see, what others never do, what they may write, and the
// queue in which people answer.
import type { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { at, freshProgramme, GAMBIR, MENTENG, type Programme } from '../../tests/programme.ts'
import { createApp } from '../app.tsx'
import { replay } from '../journal/index.ts'
import { uuidv7 } from '../kit/ids.ts'
import { addAccount, type EnrolledMember, type Env, openMemberSession, openSession } from '../people/index.ts'
import { scopedRecords } from '../weekly/store.ts'

const HOME = 'http://localhost'
let p: Programme
let app: Hono<Env>
let now = at('2018-01-22T09:00')
const lines: string[] = []

beforeAll(async () => {
  p = await freshProgramme()
  app = createApp({
    database: p.database,
    secrets: p.secrets,
    secure: false,
    log: (line) => lines.push(line),
    now: () => ({ now, synthetic: true }),
    wall: () => at('2026-03-02T08:00'),
  })
  await p.work(async (db) => {
    for (const [name, role, kec] of [
      ['petugas.mtg', 'officer', MENTENG],
      ['petugas.gmb', 'officer', GAMBIR],
      ['kantor', 'office', null],
    ] as const)
      await addAccount(db, { name, role, kec, shownAs: name === 'kantor' ? 'Kantor' : 'Rini Petugas' })
  })
  return () => p.end()
})

const wall = at('2026-03-02T08:00')
const asMember = async (m: { number: string }) =>
  `anggota=${await openMemberSession(p.database.pool('member'), p.secrets, m.number, wall)}`
const asAccount = async (name: string) => `sesi=${await openSession(p.database.pool('staff'), p.secrets, name, wall)}`
const get = async (path: string, cookie: string) => {
  const answer = await app.request(HOME + path, { headers: { cookie } })
  return { status: answer.status, text: await answer.text(), answer }
}
const page = async (path: string, cookie: string) => {
  const { status, text } = await get(path, cookie)
  expect([path, status]).toEqual([path, 200])
  return text
}
const seen = (html: string) =>
  html
    .replace(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
async function post(path: string, cookie: string, fields: Record<string, string>, from = path) {
  const token = /name="token" value="([^"]+)"/.exec(await page(from, cookie))![1]!
  const answer = await app.request(HOME + path, {
    method: 'POST',
    headers: { cookie, origin: HOME, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token, ...fields }).toString(),
  })
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
}

/** Registered and P1 reached, on 8 January. */
async function whole(kec = MENTENG): Promise<EnrolledMember> {
  const m = await p.register(kec, '2018-01-08')
  await p.fact(m, 'identity.checked', '2018-01-08', { document: 'ktp', result: 'match' })
  await p.fact(m, 'residence.confirmed', '2018-01-08', { area: '31.71.06.1001' })
  await p.fact(m, 'baseline.taken', '2018-01-08', { trading: true, turnoverMonth: 4_321_987 })
  await p.fact(m, 'consent.given', '2018-01-08', { purpose: 'programme', textVersion: 'daftar-program-1.id', way: 'paper' })
  return m
}
const nameOf = async (m: EnrolledMember) =>
  (await p.work((db) => db.client.query('select name, nik from person where kec_id = $1 and id = $2', [m.kec, m.person])))
    .rows[0] as {
    name: string
    nik: Buffer
  }
const kindsOf = async (m: EnrolledMember) =>
  (
    await p.work((db) =>
      db.client.query('select kind, way, recorded_by from journal_event where enrolment_id = $1 order by recorded_at, seq', [
        m.id,
      ]),
    )
  ).rows

describe('a member’s own page', () => {
  it('asks whoever is not signed in to sign in first, and shows an officer nothing', async () => {
    expect((await get('/langkah', '')).status).toBe(303)
    expect((await get('/langkah', await asAccount('petugas.mtg'))).status).toBe(404)
  })

  it('shows the number, a masked NIK, the seven steps in words and one next thing', async () => {
    const sari = await p.register(MENTENG, '2018-01-08')
    const { name, nik } = await nameOf(sari)
    const html = await page('/langkah', await asMember(sari))
    const text = seen(html)
    expect(text).toContain(`${name}, Anda di langkah 1 dari 7`)
    expect(text).toContain(sari.number)
    expect(text).toContain('Bawa KTP dan KK ke loket')
    expect(text).toContain('Loket OK OCE di Kecamatan Menteng')
    expect(html).toContain('href="/wilayah/31.71.06">Pusat OK OCE Menteng')
    expect(html.match(/class="next"/g)).toHaveLength(1)
    expect(html.match(/class="stw stw--/g)).toHaveLength(7)
    expect(text).toContain('Pelatihan Belum')
    const whole16 = p.secrets.open(nik, sari.person)
    expect(html).not.toContain(whole16)
    expect(text).toContain(`•••• ${whole16.slice(12)}`)
  })

  it('says what counts and why, recorded by which office and by which way', async () => {
    const rina = await whole()
    await p.fact(rina, 'class.attended', '2018-01-15', { class: 'K1', session: '1' })
    const text = seen(await page('/langkah', await asMember(rina)))
    expect(text).toContain('Anda di langkah 2 dari 7')
    expect(text).toContain('KTP diperiksa: cocok 8 Jan 2018 · dicatat kantor program, di lapangan · surat dilihat petugas')
    expect(text).toContain('1 dari 4 pertemuan kelas sudah dihadiri. Hadiri 3 lagi.')
    expect(text).toContain('Hadiri kelas berikutnya')
  })

  it('speaks English as well', async () => {
    const cookie = `${await asMember(await whole())}; bahasa=en`
    for (const path of ['/langkah', '/langkah/data', '/langkah/data/salinan', '/langkah/persetujuan', '/langkah/permintaan']) {
      const text = seen(await page(path, cookie))
      expect(text).toContain('Sign out')
      expect([path, /\b(yang|Anda|belum|dengan)\b/.exec(text)]).toEqual([path, null])
    }
  })

  it('tells a member who moved, was merged or has left where they stand and what to do', async () => {
    const budi = await whole()
    const cookie = await asMember(budi)
    await p.move(budi, GAMBIR, '2018-01-12')
    expect(seen(await page('/langkah', cookie))).toContain('Anda pindah ke Kecamatan Gambir sejak 12 Jan 2018')

    const [gone, stays] = [await whole(), await whole()]
    await p.merge(gone, stays, '2018-01-15')
    expect(seen(await page('/langkah', await asMember(gone)))).toContain(
      `Nomor ${gone.number} dan ${stays.number} ternyata milik orang yang sama`,
    )

    const agus = await whole()
    await p.fact(agus, 'enrolment.ended', '2018-01-16', { reason: 'withdrew' })
    const text = seen(await page('/langkah', await asMember(agus)))
    expect(text).toContain('Keanggotaan Anda berakhir 16 Jan 2018: berhenti atas permintaan sendiri')
    expect(text).not.toContain('Satu hal berikutnya')
  })

  it('shows a waived step as waived', async () => {
    const tuti = await whole()
    await p.fact(tuti, 'step.waived', '2018-01-15', { step: 'P2', by: 'kantor', reason: 'sudah dilatih' })
    expect(seen(await page('/langkah', await asMember(tuti)))).toContain('Pelatihan Dibebaskan')
  })
})

describe('my data', () => {
  it('is whole in the copy: what is sealed too, who opened it, and never an account’s name', async () => {
    const m = await whole()
    await p.work((db) =>
      db.client.query(
        "insert into read_log (kec_id, id, at, account, what, enrolment_id) values ($1, $2, $3, 'petugas.mtg', 'perjalanan', $4)",
        [m.kec, uuidv7(), now, m.id],
      ),
    )
    const cookie = await asMember(m)
    const masked = seen(await page('/langkah/data', cookie))
    expect(masked).toContain('petugas Kecamatan Menteng membaca tujuh langkah Anda')
    const { nik } = await nameOf(m)
    const whole16 = p.secrets.open(nik, m.person)
    expect(masked).not.toContain(whole16)
    expect(masked).not.toContain('Rini')
    const { text, answer } = await get('/langkah/data/salinan.json', cookie)
    expect(answer.headers.get('content-disposition')).toContain('attachment')
    const copy = JSON.parse(text)
    expect(copy.person).toMatchObject({ nik: whole16, name: (await nameOf(m)).name, birthDate: '1984-03-14', sex: 'F' })
    expect(copy.facts.find((f: { kind: string }) => f.kind === 'baseline.taken').data).toEqual({
      trading: true,
      turnoverMonth: 4_321_987,
    })
    expect(copy.readings).toMatchObject([{ by: 'petugas Kecamatan Menteng', of: 'member' }])
    expect(text).not.toMatch(/petugas\.mtg|Rini/)
    const shown = seen(await page('/langkah/data/salinan', cookie))
    expect(shown).toContain(whole16)
    expect(shown).toContain('4321987')
  })

  it('holds nothing of anybody else, on any page', async () => {
    const canary = await whole()
    const cookie = await asMember(await whole())
    const foreign = asMember(canary)
    await post('/langkah/permintaan', await foreign, { minta: 'correction', keterangan: 'kenari kuning', id: uuidv7() })
    const { name, nik } = await nameOf(canary)
    for (const path of [
      '/langkah',
      '/langkah/data',
      '/langkah/data/salinan',
      '/langkah/data/salinan.json',
      '/langkah/persetujuan',
      '/langkah/permintaan',
    ]) {
      const { text } = await get(path, cookie)
      for (const secret of [`${name}<`, `"${name}"`, canary.number, p.secrets.open(nik, canary.person), canary.id, 'kenari'])
        expect([path, secret, text.includes(secret)]).toEqual([path, secret, false])
    }
  })
})

describe('consents', () => {
  const consent = (cookie: string, tujuan: string, buat: string, id = uuidv7()) =>
    post('/langkah/persetujuan', cookie, { tujuan, buat, id })

  it('are asked again before the programme’s is withdrawn, and say what that means', async () => {
    const text = seen(await page('/langkah/persetujuan?tarik=programme', await asMember(await whole())))
    expect(text).toContain('Langkah 1 tidak lagi tercapai mulai hari ini')
    expect(text).toContain('Tidak ada yang dihapus')
  })

  it('withdrawn, take P1 back from today and start the clock of three days; given again, P1 is reached again', async () => {
    const m = await whole()
    const cookie = await asMember(m)
    const id = uuidv7()
    expect((await consent(cookie, 'programme', 'tarik', id)).status).toBe(303)
    expect((await consent(cookie, 'programme', 'tarik', id)).status).toBe(303) // sent twice is sent once
    expect((await kindsOf(m)).filter((f) => f.kind === 'consent.withdrawn')).toEqual([
      { kind: 'consent.withdrawn', way: 'form', recorded_by: m.number },
    ])
    const text = seen(await page('/langkah', cookie))
    expect(text).toContain('Pendaftaran Perlu diperbarui')
    expect(text).toContain('Putuskan apakah Anda ingin melanjutkan')
    const asked = seen(await page('/langkah/permintaan', cookie))
    expect(asked).toContain('Hentikan pemrosesan setelah persetujuan ditarik')
    expect(asked).toContain('Sisa 3 hari')
    expect((await consent(cookie, 'programme', 'beri')).status).toBe(303)
    expect(seen(await page('/langkah', cookie))).toContain('Pendaftaran Tercapai')
    expect((await p.work(replay)).differences).toEqual([])
  })

  it('are recorded for a member who moved, whose history lies in two kecamatan', async () => {
    const m = await whole()
    const cookie = await asMember(m)
    const moved = await p.move(m, GAMBIR, '2018-01-12')
    expect((await consent(cookie, 'lender', 'beri')).status).toBe(303)
    expect((await kindsOf(moved)).map((f) => f.kind)).toContain('consent.given')
    expect(seen(await page('/langkah/persetujuan', cookie))).toContain('oleh Anda, lewat formulir · teks daftar-bank-1.id')
    expect((await p.work(replay)).differences).toEqual([])
  })
})

describe('requests', () => {
  it('without words for a correction keep what was chosen, and say what to write', async () => {
    const { status, text } = await post('/langkah/permintaan', await asMember(await whole()), {
      minta: 'correction',
      keterangan: ' ',
    })
    expect(status).toBe(422)
    expect(text).toContain('Galat: Permintaan')
    expect(text).toContain('value="correction" checked')
    expect(seen(text)).toContain('Tulis mana yang salah')
  })

  it('go to the kecamatan’s queue by the time left, are opened on the record, and answered by a person with a reason', async () => {
    const m = await whole()
    const cookie = await asMember(m)
    const id = uuidv7()
    for (const _ of [1, 2]) await post('/langkah/permintaan', cookie, { minta: 'restriction', keterangan: 'sengketa nama', id })
    const officer = await asAccount('petugas.mtg')
    const html = await page('/konsol/permintaan', officer)
    expect(html.split(`/konsol/permintaan/31.71.06/${id}`)).toHaveLength(2)
    expect(seen(html)).not.toContain('sengketa')
    const address = `/konsol/permintaan/31.71.06/${id}`
    expect((await get(address, await asAccount('petugas.gmb'))).status).toBe(404)
    expect(seen(await page(address, officer))).toContain('sengketa nama')
    expect(seen(await page('/langkah/data', cookie))).toContain('petugas Kecamatan Menteng membuka permintaan Anda')

    expect((await post(address, officer, { hasil: 'done', jawaban: ' ' })).status).toBe(422)
    expect((await post(address, officer, { hasil: 'done', jawaban: 'Dibatasi sampai sengketa selesai.' })).status).toBe(303)
    const mine = seen(await page('/langkah/permintaan', cookie))
    expect(mine).toContain('Dikerjakan. Dibatasi sampai sengketa selesai.')
    expect(mine).toContain('Pemakaian data Anda sedang dibatasi')

    // Counted and not named in the lists that open from figures.
    const before = new Date(0)
    const opening = {
      kec: MENTENG,
      step: 1,
      reached: true,
      term: 'now',
      of: { week: '2018-W04', cutAt: at('2018-01-29') },
      cutBefore: before,
      skip: 0,
      take: 100,
    }
    const list = await p.database.within('staff', { actor: 'petugas.mtg', role: 'officer', kec: MENTENG }, (db) =>
      scopedRecords(db, opening as never),
    )
    expect(list.total).toBe(list.rows.length)
    expect(list.rows.map((r) => r.number)).not.toContain(m.number)
    expect(list.rows.filter((r) => r.name === '•••')).toMatchObject([{ enrolment: m.id, number: '•••' }])
  })

  it('answered by two at once have one answer, and the second keeps what was written', async () => {
    const m = await whole()
    const id = uuidv7()
    await post('/langkah/permintaan', await asMember(m), { minta: 'access', keterangan: '', id })
    const officer = await asAccount('petugas.mtg')
    const address = `/konsol/permintaan/31.71.06/${id}`
    const token = /name="token" value="([^"]+)"/.exec(await page(address, officer))![1]!
    const send = (jawaban: string) =>
      app.request(HOME + address, {
        method: 'POST',
        headers: { cookie: officer, origin: HOME, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token, hasil: 'refused', jawaban }).toString(),
      })
    expect((await send('Datang ke loket.')).status).toBe(303)
    const second = await send('Jawaban kedua.')
    expect(second.status).toBe(409)
    const text = seen(await second.text())
    expect(text).toContain('Datang ke loket.')
    expect(text).toContain('Jawaban kedua.')
  })

  it('are red in the queue under 24 hours, and late after 72', async () => {
    const m = await whole(GAMBIR)
    const before = now
    const id = uuidv7()
    const officer = await asAccount('petugas.gmb')
    await post('/langkah/permintaan', await asMember(m), { minta: 'access', keterangan: '', id })
    const later = async (hours: number) => {
      now = new Date(before.getTime() + hours * 3_600_000)
      const html = await page('/konsol/permintaan', officer)
      now = before
      return html
    }
    expect(await later(47.9)).not.toContain('pill--bad')
    expect(seen(await later(48.1))).toContain('Segera: sisa 23 jam 54 menit')
    expect(seen(await later(73))).toContain('Terlambat 1 jam')
  })

  it('tell of a breach only once the office has told it, and only those concerned', async () => {
    const [m, other] = [await asMember(await whole()), await asMember(await whole(GAMBIR))]
    const office = await asAccount('kantor')
    const notice = {
      hari: '21',
      bulan: '1',
      tahun: '2018',
      wilayah: '31.71.06',
      apa: 'Lembar nama tertinggal di bus.',
      lakukan: 'Abaikan telepon yang meminta kode.',
    }
    expect((await post('/konsol/pemberitahuan', office, { ...notice, lakukan: '' }, '/konsol/permintaan')).status).toBe(422)
    expect((await post('/konsol/pemberitahuan', office, notice, '/konsol/permintaan')).status).toBe(303)
    expect(await page('/langkah', m)).not.toContain('tertinggal di bus')
    const tell = /action="(\/konsol\/pemberitahuan\/31[^"]+)"/.exec(await page('/konsol/permintaan', office))![1]!
    expect((await post(tell, office, {}, '/konsol/permintaan')).status).toBe(303)
    expect(await page('/langkah', m)).toContain('tertinggal di bus')
    expect(await page('/langkah', other)).not.toContain('tertinggal di bus')
  })

  it('leave nothing that was written in the log', () =>
    expect(lines.join('\n')).not.toMatch(/sengketa|kenari|daftar-bank|31710\d{11}/))
})

describe('the database', () => {
  it('lets a member ask for themselves only, and answer nothing', async () => {
    const [m, other] = [await whole(), await whole()]
    const scope = { actor: m.number, role: 'resident', kec: m.kec, enrolments: [m.id], persons: [m.person] }
    const insert = (enrolment: string, number: string) =>
      p.database.within('member', scope, (db) =>
        db.client.query(
          "insert into member_request (kec_id, id, enrolment_id, number, kind, made_at, due_at) values ($1, $2, $3, $4, 'access', now(), now() + interval '72 hours')",
          [m.kec, uuidv7(), enrolment, number],
        ),
      )
    await insert(m.id, m.number)
    await expect(insert(other.id, other.number)).rejects.toThrow(/row-level security/)
    await expect(insert(other.id, m.number)).rejects.toThrow(/row-level security/)
    await expect(
      p.database.within('member', scope, (db) => db.client.query("update member_request set outcome = 'done'")),
    ).rejects.toThrow(/permission denied/)
  })
})
