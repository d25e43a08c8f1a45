// How a claim and the register compare, what may be written down, and what may be reported: both sides of each edge.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Claim,
  checkAnswer,
  checkClaim,
  checkReport,
  checkWithdrawal,
  outcomeOf,
  type Qualifier,
  type Register,
  readFigure,
  showSaidOn,
  type WrittenClaim,
} from './rules.ts'

const claim = (more: Partial<Claim>): Claim => ({
  saidOn: '2018-01-22',
  asOf: '2018-01-22',
  who: 'Wakil gubernur',
  whoEn: null,
  figure: 4230,
  qualifier: 'exact',
  unit: 'people',
  topic: 'P1',
  count: 'entered',
  place: null,
  notCompared: null,
  differs: false,
  statement: 'Pendaftar 4.230.',
  statementEn: null,
  note: null,
  noteEn: null,
  source: 'Kompas.com, 22 Jan 2018',
  url: null,
  ...more,
})
const held = (entered: number, reached = 0): Register => {
  const terms = (now: number) => ({ last: now, restated: 0, arrivals: 0, departures: 0, now })
  return { week: '2018-W03', asOf: '2018-01-21', terms: { entered: terms(entered), reached: terms(reached) } }
}
const said = (qualifier: Qualifier, figure: number, register: number) =>
  outcomeOf(claim({ qualifier, figure }), held(register), '2018-01-22').kind

describe('a claim beside the register', () => {
  it('matches exactly, or is higher or lower by so many', () => {
    expect(outcomeOf(claim({}), held(4230), '2018-01-22')).toEqual({ kind: 'match', held: 4230 })
    expect(outcomeOf(claim({ figure: 30_000 }), held(16_871), '2018-03-08')).toEqual({ kind: 'higher', held: 16_871, by: 13_129 })
    expect(outcomeOf(claim({ figure: 283_343 }), held(285_017), '2021-11-15')).toEqual({ kind: 'lower', held: 285_017, by: 1674 })
  })

  it('said as nearly or about holds within a tenth of what was said, and one person further no more', () => {
    expect([said('about', 1000, 900), said('about', 1000, 1100)]).toEqual(['rounding', 'rounding'])
    expect([said('nearly', 1000, 899), said('about', 1000, 1101)]).toEqual(['higher', 'lower'])
    expect([said('exact', 1000, 999), said('claimed', 1000, 999), said('derived', 1000, 1001)]).toEqual([
      'higher',
      'higher',
      'lower',
    ])
  })

  it('more than so many is true of anything above, at most of anything below', () => {
    expect([said('more-than', 35_000, 90_000), said('more-than', 35_000, 31_500), said('more-than', 35_000, 31_499)]).toEqual([
      'match',
      'rounding',
      'higher',
    ])
    expect([said('at-most', 100, 3), said('at-most', 100, 110), said('at-most', 100, 111)]).toEqual([
      'match',
      'rounding',
      'lower',
    ])
  })

  it('counted by another definition stands beside it without a verdict', () =>
    expect(outcomeOf(claim({ differs: true, figure: 8000 }), held(412), '2018-09-12')).toEqual({ kind: 'differs', held: 412 }))

  it('reads the count that is nearest to the words', () =>
    expect(outcomeOf(claim({ count: 'reached', figure: 4058 }), held(4230, 4058), '2018-01-22').kind).toBe('match'))

  it('is not compared when it is a target, has no day, its day is to come, or no week had been published', () => {
    const why = (k: Claim, register: Register | null = held(1)) => {
      const outcome = outcomeOf(k, register, '2018-01-22')
      return outcome.kind === 'not-compared' ? outcome.why : outcome.kind
    }
    expect(why(claim({ notCompared: 'target' }))).toBe('target')
    expect(why(claim({ notCompared: 'undated', asOf: null }))).toBe('undated')
    expect(why(claim({ asOf: '2018-01-23' }))).toBe('ahead')
    expect(why(claim({}), null)).toBe('before')
  })

  it('is judged the same way round whatever the numbers: a verdict of difference names just the difference', () =>
    fc.assert(
      fc.property(
        fc.constantFrom<Qualifier>('exact', 'nearly', 'about', 'more-than', 'at-most', 'claimed', 'derived'),
        fc.nat(500_000),
        fc.nat(500_000),
        (qualifier, figure, register) => {
          const outcome = outcomeOf(claim({ qualifier, figure }), held(register), '2018-01-22')
          if (outcome.kind === 'higher') expect(register + outcome.by).toBe(figure)
          else if (outcome.kind === 'lower') expect(register - outcome.by).toBe(figure)
          else if (outcome.kind === 'rounding') expect(Math.abs(figure - register)).toBeLessThanOrEqual(figure / 10)
          else expect(outcome.kind).toBe('match')
        },
      ),
    ))
})

const written = (more: Partial<WrittenClaim> = {}): WrittenClaim => ({
  hari: '22',
  bulan: '1',
  tahun: '2018',
  tanggal: 'ada',
  siapa: 'Wakil gubernur',
  angka: '4.230',
  kata: 'nearly',
  satuan: 'people',
  pokok: 'P1',
  hitungan: 'entered',
  wilayah: '',
  beda: 'tidak',
  kalimat: 'Pendaftar hampir 4.230.',
  'kalimat-en': '',
  catatan: '',
  sumber: 'Kompas.com, 22 Jan 2018',
  tautan: '',
  ...more,
})
const value = (more: Partial<WrittenClaim>) => {
  const checked = checkClaim(written(more), '2018-03-01')
  if ('problems' in checked) throw new Error(checked.problems.map((p) => p.code).join(' '))
  return checked.value
}
const refused = (more: Partial<WrittenClaim>) => {
  const checked = checkClaim(written(more), '2018-03-01')
  return 'problems' in checked ? checked.problems.map((p) => `${p.field} ${p.code}`) : []
}

describe('a claim that is written down', () => {
  it('holds who said which figure when, and what stands beside it', () =>
    expect(value({ wilayah: '31.74.04' })).toMatchObject({
      saidOn: '2018-01-22',
      asOf: '2018-01-22',
      figure: 4230,
      qualifier: 'nearly',
      count: 'entered',
      place: 317404,
      notCompared: null,
    }))

  it('without a date is asked for one; when the source names none, it is taken and not compared', () => {
    expect(refused({ hari: '', bulan: '', tahun: '' })).toEqual(['hari claim.no-date'])
    expect(value({ hari: '', bulan: '', tahun: '', tanggal: 'tidak' })).toMatchObject({
      saidOn: null,
      asOf: null,
      notCompared: 'undated',
    })
  })

  it('may name only its month or its year, and is then not compared', () => {
    expect(value({ hari: '', bulan: '9', tahun: '2017' })).toMatchObject({
      saidOn: '2017-09',
      asOf: null,
      notCompared: 'undated',
    })
    expect(value({ hari: '', bulan: '', tahun: '2017' })).toMatchObject({ saidOn: '2017', notCompared: 'undated' })
    expect([showSaidOn('2017-09', 'id'), showSaidOn('2017', 'id'), showSaidOn('2017-09-01', 'id')]).toEqual([
      'Sep 2017',
      '2017',
      '1 Sep 2017',
    ])
  })

  it('of a target, of licences or of jobs has nothing beside it', () => {
    expect(value({ kata: 'target' }).notCompared).toBe('target')
    expect(value({ satuan: 'licences', pokok: 'P4' }).notCompared).toBe('unit')
    expect(value({ pokok: 'jobs' }).notCompared).toBe('unit')
    expect(value({ hitungan: 'flow' }).notCompared).toBe('flow')
  })

  it('is refused with every reason at once', () => {
    expect(refused({ hari: '30', bulan: '2', angka: 'banyak', siapa: ' ', kalimat: '', sumber: '', hitungan: '' })).toEqual([
      'hari claim.date-unreadable',
      'angka claim.figure',
      'siapa claim.who',
      'kalimat claim.words',
      'sumber claim.source',
    ])
    expect(refused({ hitungan: '' })).toEqual(['hitungan claim.count'])
    expect(refused({ tahun: '2019' })).toEqual(['hari claim.date-ahead'])
    expect(refused({ wilayah: '99.99' })).toEqual(['wilayah claim.place'])
    expect(refused({ tautan: 'javascript:alert(1)' })).toEqual(['tautan claim.url'])
    expect(refused({ catatan: 'x'.repeat(601) })).toEqual(['catatan claim.too-long'])
  })

  it('reads a figure as it is written in Indonesia', () => {
    expect(['4.230', '4230', '58,51', ' 0 ', '1.000.000'].map(readFigure)).toEqual([4230, 4230, 58.51, 0, 1_000_000])
    expect(['4,230.5', '4.23', '-3', 'ratusan', '', '1e5', '99999999999999999999'].map(readFigure)).toEqual(Array(7).fill(null))
  })
})

describe('a report', () => {
  it('needs words, not too many, and no NIK', () => {
    expect(checkReport('  Kelas kami tidak terhitung. ')).toEqual({ value: 'Kelas kami tidak terhitung.', warnings: [] })
    const why = (text: string) => {
      const checked = checkReport(text)
      return 'problems' in checked ? checked.problems[0]!.code : null
    }
    expect(why(' \n ')).toBe('report.nothing')
    expect(why('x'.repeat(2001))).toBe('report.too-long')
    expect(why('NIK saya 3174 0454 0384 0001 tidak ada')).toBe('report.nik')
    expect(why('Telepon (021) 5550100, tautan /p/1234567890')).toBeNull()
  })

  it('about a figure is answered as right or mended, about a claim as recorded or not', () => {
    const answer = { outcome: 'holds', answer: 'Sudah diperiksa.' }
    expect(checkAnswer(answer, '/angka/2018-W03/P1')).toEqual({ value: answer, warnings: [] })
    expect(checkAnswer(answer, '/pernyataan')).toMatchObject({ problems: [{ code: 'answer.outcome' }] })
    expect(checkAnswer({ outcome: '', answer: ' ' }, '/angka/2018-W03/P1')).toMatchObject({
      problems: [{ code: 'answer.outcome' }, { code: 'answer.words' }],
    })
  })

  it('is withdrawn only with a reason', () => {
    expect(checkWithdrawal(' ')).toMatchObject({ problems: [{ code: 'withdrawal.reason' }] })
    expect(checkWithdrawal('Salah tanggal.')).toMatchObject({ value: 'Salah tanggal.' })
  })
})
