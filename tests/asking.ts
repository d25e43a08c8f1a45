// Somebody at the demonstration's front door: opens a page, and sends its form with the page's token and id.
import type { Demo } from './demo.ts'

export type Heard = { status: number; text: string; to: string | null }

/** `from`: the page whose form is sent, with its token and, unless told, its id. */
export function askingAt(demo: () => Demo) {
  const heard = async (answer: Response): Promise<Heard> => ({
    status: answer.status,
    text: await answer.text(),
    to: answer.headers.get('location'),
  })
  const get = async (path: string, cookie: string) => heard(await demo().app.request(path, { headers: { cookie } }))
  return {
    get,
    async send(
      from: string,
      action: string,
      fields: Record<string, string> | [string, string][],
      cookie: string,
    ): Promise<Heard> {
      const page = (await get(from, cookie)).text
      const value = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
      const written = Array.isArray(fields) ? fields : Object.entries(fields)
      const told = new Set(written.map(([name]) => name))
      const own = (['token', 'id'] as const).flatMap((name): [string, string][] => (told.has(name) ? [] : [[name, value(name)]]))
      const body = new URLSearchParams([...own, ...written])
      return heard(await demo().app.request(action, { method: 'POST', headers: { cookie, origin: 'http://localhost' }, body }))
    },
  }
}

/** The counter's page as an officer of Pasar Minggu fills it in for Sari Puspita; the NIK is the test's own. */
type Entry = Record<string, string> & { nik: string; nama: string }
export const counterEntry = (more: Record<string, string> & { nik: string }): Entry => ({
  nama: 'Sari Puspita',
  hari: '14',
  bulan: '3',
  tahun: '1984',
  kelurahan: '3174041001',
  hp: '0812 7777 8888',
  pakai: 'shared',
  usaha: 'under-1-year',
  jenis: 'Kue kering',
  setuju: 'ya',
  dokumen: 'ktp',
  hasil: 'match',
  alamat: 'ya',
  cara: 'spoken',
  jalur: 'counter',
  ...more,
})
