// What other systems read: the frozen weeks as JSON, and what is said when something cannot be read or is not there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, freshDemo } from '../../tests/demo.ts'
import { checkFile } from './index.ts'

let demo: Demo
beforeAll(async () => {
  demo = await freshDemo()
})
afterAll(() => demo.end())

const get = async (path: string) => {
  const answer = await demo.app.request(path)
  const body = JSON.parse(await answer.text())
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body }
}

describe('the interface for other systems', () => {
  it('lists the frozen weeks, oldest first, and each leads to the week as it was published', async () => {
    const { status, body } = await get('/api/v1/weeks')
    expect(status).toBe(200)
    expect(body.synthetic).toBe(true)
    expect(body.weeks.map((w: { week: string }) => w.week)).toEqual(['2017-W51', '2017-W52', '2018-W01', '2018-W02', '2018-W03'])
    const last = body.weeks.at(-1)
    const week = await get(last.href)
    expect(week.body).toMatchObject({ week: '2018-W03', sha256: last.sha256 })
    expect(week.body.cells).toHaveLength(616)
    expect(checkFile(JSON.stringify(week.body))).toMatchObject({ same: true })
  })
  it('gives the cells of one kecamatan, step and count', async () => {
    const { body } = await get('/api/v1/weeks/2018-W03/cells?kec=31.74.04&step=P1&count=entered')
    expect(body.cells).toHaveLength(1)
    const [cell] = body.cells
    expect(cell.last + cell.restated + cell.arrivals - cell.departures).toBe(cell.now)
    expect((await get('/api/v1/weeks/2018-W03/cells?step=P2')).body.cells).toHaveLength(88)
    expect((await get('/api/v1/weeks/2018-W03/cells')).body.cells).toHaveLength(616)
  })
  it('names the 44 kecamatan with their kota', async () => {
    const { body } = await get('/api/v1/kecamatan')
    expect(body.kecamatan).toHaveLength(44)
    expect(body.kecamatan).toContainEqual({ code: '31.74.04', name: 'Pasar Minggu', kota: '31.74', kotaName: 'Jakarta Selatan' })
  })
  it.each([
    ['/api/v1/weeks/2018-03', 422, 'api.unreadable', 'Isian week tidak terbaca'],
    ['/api/v1/weeks/2018-W03/cells?step=P8', 422, 'api.unreadable', 'Isian step tidak terbaca'],
    ['/api/v1/weeks/2018-W04', 404, 'api.not-there', 'Pekan 2018-W04 belum'],
    ['/api/v1/weeks/2018-W03/cells?kec=31.99.99', 422, 'api.unreadable', 'Isian kec tidak terbaca'],
    ['/api/v1/peserta', 404, 'not-found', 'Tidak ada.'],
  ])('says of %s what is wrong, by a code that stays', async (path, status, code, title) => {
    const answer = await get(path)
    expect(answer).toMatchObject({ status, type: 'application/problem+json; charset=utf-8', body: { status, code } })
    expect(answer.body.title).toContain(title)
  })
  it('describes itself: every address of it, and nothing that asks for a name', async () => {
    const { body } = await get('/api/v1/openapi.json')
    expect(Object.keys(body.paths)).toEqual([
      '/api/v1/weeks',
      '/api/v1/weeks/{week}',
      '/api/v1/weeks/{week}/cells',
      '/api/v1/kecamatan',
    ])
    expect(body.paths['/api/v1/weeks/{week}/cells'].get.parameters.map((p: { name: string }) => p.name)).toEqual([
      'week',
      'kec',
      'step',
      'count',
    ])
  })
})
