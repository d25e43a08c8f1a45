// A member signs in through the front door, as a browser without JavaScript does.
import { expect, it } from 'vitest'
import { at, freshProgramme, MENTENG } from '../../tests/programme.ts'
import { createApp } from '../app.tsx'
import { latestMessages, outbox, sendMessage } from '../kit/sending/index.ts'

it('a member writes the phone, reads the code, and is led to their steps; an unknown phone sees the same page', async () => {
  const p = await freshProgramme()
  try {
    const sari = await p.register(MENTENG, '2018-01-08')
    await p.work(({ client }) =>
      client.query("update person set phone = '081211110001', phone_use = 'own' where id = $1", [sari.person]),
    )
    const wall = at('2026-03-02T08:00')
    const app = createApp({ ...p, secure: false, log: () => {}, wall: () => wall })
    const browser = async (phone: string) => {
      const first = await app.request('/masuk')
      const cookie = first.headers
        .getSetCookie()
        .map((c) => c.split(';')[0])
        .join('; ')
      const token = /name="token" value="([^"]+)"/.exec(await first.text())![1]!
      const send = (path: string, fields: Record<string, string>) =>
        app.request(path, {
          method: 'POST',
          headers: { cookie, origin: 'http://localhost', host: 'localhost' },
          body: new URLSearchParams({ token, ...fields }),
        })
      const asked = await send('/masuk/nomor', { hp: phone })
      const page = await app.request('/masuk/anggota', { headers: { cookie } })
      return { asked, page: (await page.text()).replaceAll(/name="token" value="[^"]+"/g, ''), send }
    }
    const [known, unknown] = [await browser('0812 1111 0001'), await browser('0819 1111 0001')]
    expect([known.asked.status, known.asked.headers.get('location')]).toEqual([303, '/masuk/anggota'])
    expect([unknown.asked.status, unknown.asked.headers.get('location')]).toEqual([303, '/masuk/anggota'])
    expect(known.page.replaceAll('0812 ••••', '0819 ••••')).toBe(unknown.page)
    const { rows } = await p.work(({ client }) => client.query('select id from message'))
    for (const { id } of rows) await sendMessage({ ...p, sender: outbox, wall: () => wall }, id)
    const [message, ...others] = await p.work((db) => latestMessages(db, p.secrets))
    expect(others).toEqual([])
    const entered = await known.send('/masuk/anggota', { kode: message!.text!.slice(0, 6) })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/langkah'])
    expect(entered.headers.getSetCookie().join()).toMatch(/anggota=[\w-]{43}.*perangkat=[\w-]{43}/)
    expect((await app.request('/peragaan/kotak-keluar')).status).toBe(404)
  } finally {
    await p.end()
  }
})

it('who got no WhatsApp message asks for the code by SMS, where there are both, and only there', async () => {
  const p = await freshProgramme()
  try {
    const sari = await p.register(MENTENG, '2018-01-08')
    await p.work(({ client }) => client.query("update person set phone = '081211110001' where id = $1", [sari.person]))
    const wall = at('2026-03-02T08:00')
    const sent: string[] = []
    const way = (name: 'whatsapp' | 'sms') => ({ name, send: async () => ({ accepted: `${name} ${sent.push(name)}` }) })
    const sender = { ...way('whatsapp'), second: way('sms') }
    for (const smsToo of [true, false]) {
      const app = createApp({ ...p, secure: false, log: () => {}, wall: () => wall, smsToo })
      const first = await app.request('/masuk')
      const cookie = first.headers
        .getSetCookie()
        .map((c) => c.split(';')[0])
        .join('; ')
      const token = /name="token" value="([^"]+)"/.exec(await first.text())![1]!
      const send = (fields: Record<string, string>) =>
        app.request('/masuk/nomor', {
          method: 'POST',
          headers: { cookie, origin: 'http://localhost' },
          body: new URLSearchParams({ token, ...fields }),
        })
      await send({ hp: '0812 1111 0001' })
      const page = await (await app.request('/masuk/anggota', { headers: { cookie } })).text()
      expect([smsToo, page.includes('Kirim lewat SMS')]).toEqual([smsToo, smsToo])
      expect(page).not.toContain('081211110001')
      if (!smsToo) continue
      expect((await send({ lewat: 'sms' })).headers.get('location')).toBe('/masuk/anggota')
      const { rows } = await p.work(({ client }) => client.query('select id from message order by made_at, id'))
      for (const { id } of rows) await sendMessage({ ...p, sender, wall: () => wall }, id)
      expect(sent.sort()).toEqual(['sms', 'whatsapp'])
    }
  } finally {
    await p.end()
  }
})
