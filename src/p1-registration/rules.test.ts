// The registration form's rules: what each question takes, both sides of every edge, and what no input can do.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, ageOn } from '../kit/calendar.ts'
import { sha256 } from '../kit/canonical.ts'
import { consents, said, words } from './messages.ts'
import {
  type Answers,
  birthday,
  boxesFor,
  check,
  checkBirth,
  checkName,
  checkNik,
  checkPhone,
  complete,
  FIELDS,
  firstMissing,
  mayShow,
  pageAfter,
  questionsAnswered,
  readRupiah,
  type Situation,
  THEMES,
  typedOf,
} from './rules.ts'

const siti: Answers = {
  nik: '3174045403840005',
  name: 'Siti Aminah',
  birth: '1984-03-14',
  kec: 317404,
  kel: 3174041001,
  phone: { number: '081234567890', use: 'own' },
  trading: 'under-1-year',
  business: { trade: 'Gado-gado', since: 2017, turnoverMonth: 3_000_000, workers: 0, licence: 'none' },
  consents: [{ purpose: 'programme', textVersion: 'daftar-program-1.id' }],
}
const at = (answers: Answers = {}, today = '2018-01-29'): Situation => ({
  answers,
  today,
  lang: 'id',
  programme: { area: '31', minimumAge: 15 },
})
const codes = (result: ReturnType<typeof check>) => ('problems' in result ? result.problems.map((p) => p.code) : [])
const value = (result: ReturnType<typeof check>) => ('value' in result ? result.value : null)
const warned = (result: ReturnType<typeof check>) => ('value' in result ? result.warnings.map((w) => w.code) : null)
const sentence = (result: ReturnType<typeof check>) => ('problems' in result ? said(result.problems[0]!, 'id').text : '')

describe('the NIK of the form', () => {
  const nik = (typed: string) => check('nik', { nik: typed }, at())

  it.each([
    '3174045403840005',
    ' 3174 0454 0384 0005 ',
    '3174.0454.0384.0005',
    '317404-540384-0005',
    '\u202a３１７４０４５４０３８４０００５\u202c',
  ])('takes %j as sixteen digits', (typed) => expect(value(nik(typed))).toEqual({ nik: '3174045403840005' }))
  it('says how many digits are missing, and never that the input is invalid', () => {
    expect(sentence(nik('317404540384000'))).toBe(
      'NIK yang Anda tulis baru 15 angka. Tulis 16 angka tanpa spasi, sama seperti di KTP.',
    )
    expect(codes(nik('31740454038400055'))).toEqual(['nik.long'])
  })
  it('names a letter that looks like a digit', () =>
    expect(sentence(nik('3174O45403840005'))).toContain('“O” yang bukan angka. Mungkin maksudnya angka 0.'))
  it.each(['٣١٧٤٠٤٥٤٠٣٨٤٠٠٠٥', '317404540384000😀', '3174045403840005‮x'])('does not guess at %j', (typed) =>
    expect(codes(nik(typed))).toEqual(['nik.characters']),
  )
  it.each([
    ['a serial of 0000', '3174045403840000'],
    ['day 32', '3174043203840001'],
    ['day 72', '3174047203840001'],
    ['month 13', '3174041413840001'],
    ['province 00', '0074045403840001'],
  ])('refuses %s, which no NIK has', (_, typed) => expect(codes(nik(typed))).toEqual(['nik.shape']))
  it('takes a NIK that was first registered elsewhere: the prefix is no residency test (failure 4)', () =>
    expect(value(nik('3275014101900001'))).toEqual({ nik: '3275014101900001' }))
  it('asks for an empty one', () => expect(codes(nik(' . - '))).toEqual(['nik.missing']))
})

describe('the name of the form', () => {
  it.each(['Siti Aminah', "Hj. Nur'aini, S.E.", 'O', 'Anne-Marie D’Souza', 'ABDUL  RAHMAN'])('takes %j', (typed) =>
    expect(codes(check('nama', { nama: typed }, at()))).toEqual([]),
  )
  it('keeps it as typed, with single spaces', () =>
    expect(value(check('nama', { nama: '  ABDUL   RAHMAN ' }, at()))).toEqual({ name: 'ABDUL RAHMAN' }))
  it.each(['Siti 😀', 'Siti2', 'Ситі', '<b>Siti</b>', 'سيتي'])('refuses %j and names the sign', (typed) =>
    expect(codes(checkName(typed))).toEqual(['name.characters']),
  )
  it.each(['', '  ', '. -', '\u202e'])('asks for %j again', (typed) =>
    expect(codes(check('nama', { nama: typed }, at()))).toEqual(['name.missing']),
  )
})

describe('the date of birth of the form', () => {
  const birth = (d: string, m: string, y: string, s = at()) => checkBirth([d, m, y], s)

  it('takes a month as a number or by name', () => {
    for (const m of ['3', '03', 'Maret', 'mar', 'March']) expect(value(birth('14', m, '1984'))).toEqual({ birth: '1984-03-14' })
    expect(value(birth('7', 'Agustus', '1984'))).toEqual({ birth: '1984-08-07' })
  })
  it('refuses a day that the calendar does not have', () => {
    expect(codes(birth('30', '2', '1984'))).toEqual(['birth.no-such-day'])
    expect(codes(birth('29', '2', '1983'))).toEqual(['birth.no-such-day'])
    expect(value(birth('29', '2', '1984'))).toEqual({ birth: '1984-02-29' })
  })
  it('asks for the century', () => expect(codes(birth('14', '3', '84'))).toEqual(['birth.year-of-two']))
  it('takes somebody on the fifteenth birthday, and not the day before', () => {
    expect(value(birth('29', '1', '2003'))).toEqual({ birth: '2003-01-29' })
    expect(codes(birth('30', '1', '2003'))).toEqual(['birth.under-age'])
  })
  it('tells who is too young when they can join', () =>
    expect(sentence(birth('14', '3', '2004'))).toBe(
      'Umur Anda 13 tahun. Program ini untuk warga berumur 15 tahun ke atas: Anda dapat mendaftar mulai 14 Maret 2019, dan kami menunggu Anda.',
    ))
  it('lets 29 February come of age on 1 March of a common year', () => {
    expect(birthday('2004-02-29', 15)).toBe('2019-03-01')
    expect(birthday('2004-02-29', 16)).toBe('2020-02-29')
  })
  it('refuses the future and 1850', () => {
    expect(codes(birth('30', '1', '2018'))).toEqual(['birth.in-future'])
    expect(codes(birth('1', '1', '1850'))).toEqual(['birth.too-long-ago'])
  })
  it('warns when the NIK says another day, and still takes it', () => {
    const s = at({ nik: '3174045403840005' })
    expect(birth('15', '3', '1984', s)).toEqual({
      value: { birth: '1984-03-15' },
      warnings: [{ code: 'birth.nik-differs', field: 'lahir', data: null }],
    })
    expect(warned(birth('14', '3', '1984', s))).toEqual([])
  })
  it('names a day of joining on which somebody is just old enough', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 30 }), (days, age) => {
        const born = addDays('1950-01-01', days)
        const on = birthday(born, age)
        expect([ageOn(born, on), ageOn(born, addDays(on, -1))]).toEqual([age, age - 1])
      }),
    ))
})

describe('the address of the form', () => {
  it('takes a kecamatan of Jakarta and no other code', () => {
    expect(value(check('kecamatan', { kecamatan: '317404' }, at()))).toEqual({ kec: 317404, kel: undefined })
    for (const typed of ['', '327501', '999999', 'Menteng', "' or 1=1"])
      expect(codes(check('kecamatan', { kecamatan: typed }, at()))).toEqual(['kecamatan.missing'])
  })
  it('forgets the kelurahan when another kecamatan is chosen, and keeps it when it is the same', () => {
    expect(value(check('kecamatan', { kecamatan: '317406' }, at(siti)))).toEqual({ kec: 317406, kel: undefined })
    expect(value(check('kecamatan', { kecamatan: '317404' }, at(siti)))).toEqual({ kec: 317404 })
  })
  it('takes a kelurahan of that kecamatan only, or none of the list', () => {
    expect(value(check('kelurahan', { kelurahan: '3174041001' }, at(siti)))).toEqual({ kel: 3174041001 })
    expect(codes(check('kelurahan', { kelurahan: '3174061001' }, at(siti)))).toEqual(['kelurahan.elsewhere'])
    expect(value(check('kelurahan', { kelurahan: 'lain' }, at(siti)))).toEqual({ kel: null })
  })
  it('follows the programme when its area is another one', () =>
    expect(codes(check('kecamatan', { kecamatan: '317404' }, { ...at(), programme: { area: '32', minimumAge: 15 } }))).toEqual([
      'kecamatan.missing',
    ]))
})

describe('the phone of the form', () => {
  it.each([
    ['0812 3456 7890', '081234567890'],
    ['+62 812-3456-7890', '081234567890'],
    ['62812 3456 7890', '081234567890'],
    ['8123456789', '08123456789'],
    ['+60 12 345 6789', '+60123456789'],
  ])('keeps %s as %s', (typed, number) => expect(value(checkPhone(typed, 'own'))).toEqual({ phone: { number, use: 'own' } }))
  it.each([
    ['0812 3456', 'phone.short'],
    ['08123456789012', 'phone.long'],
    ['021 5551234', 'phone.not-mobile'],
    ['0812 3456 789O', 'phone.characters'],
    ['', 'phone.missing'],
  ])('says what is wrong with %j: %s', (typed, code) => expect(codes(checkPhone(typed, 'own'))).toEqual([code]))
  it('takes that there is none, and asks when both are said', () => {
    expect(value(checkPhone('', 'none'))).toEqual({ phone: { number: null, use: 'none' } })
    expect(codes(checkPhone('081234567890', 'none'))).toEqual(['phone.but-none'])
  })
  it('says every problem at once', () => expect(codes(checkPhone('0812', ''))).toEqual(['phone.short', 'phone.use-missing']))
})

describe('the baseline of the form', () => {
  const business = (typed: Record<string, string>, trading = 'under-1-year' as const) =>
    check('tentang-usaha', typed, at({ trading }))

  it('may be left empty, all of it', () =>
    expect(value(business({}))).toEqual({
      business: { trade: null, since: null, turnoverMonth: null, workers: null, licence: null },
    }))
  it.each([
    ['3.000.000', 3_000_000],
    ['Rp3.000.000,-', 3_000_000],
    ['Rp 3.000.000,00', 3_000_000],
    ['3,000,000', 3_000_000],
    ['3 juta', 3_000_000],
    ['1,5 jt', 1_500_000],
    ['500rb', 500_000],
    ['1.500 ribu', 1_500_000],
    ['0', 0],
    ['', null],
    ['-', null],
    ['tidak tahu', null],
    ['2-3 juta', undefined],
    ['tiga juta', undefined],
    ['3.00.000', undefined],
    ['1,5', undefined],
    ['-3000000', undefined],
  ])('reads %j as %s rupiah', (typed, amount) => expect(readRupiah(typed)).toBe(amount))
  it('asks once about sales of Rp3.500, and takes them', () => {
    expect(warned(business({ omzet: '3.500' }))).toEqual(['turnover.little'])
    expect(warned(business({ omzet: '10.000' }))).toEqual([])
  })
  it('asks about a year that does not fit the time chosen', () => {
    expect(warned(business({ sejak: '1998' }))).toEqual(['since.differs'])
    expect(warned(business({ sejak: '2017' }))).toEqual([])
    expect(codes(business({ sejak: '2019' }))).toEqual(['since.unreadable'])
  })
  it('keeps no business of somebody who has none', () =>
    expect(value(check('usaha', { usaha: 'none' }, at(siti)))).toEqual({ trading: 'none', business: undefined }))
})

describe('the consents of the form', () => {
  it('need the programme, with the version and language of the words that were read', () => {
    expect(codes(check('persetujuan', { bank: 'ya' }, at(siti)))).toEqual(['consent.missing'])
    expect(value(check('persetujuan', { setuju: 'ya', bank: 'ya' }, at(siti)))).toEqual({
      consents: [
        { purpose: 'programme', textVersion: 'daftar-program-1.id' },
        { purpose: 'lender', textVersion: 'daftar-bank-1.id' },
      ],
    })
  })
  it('ask about messages only where there is a phone', () => {
    expect(boxesFor(siti)).toEqual(['setuju', 'pesan', 'bank'])
    expect(boxesFor({ phone: { number: null, use: 'none' } })).toEqual(['setuju', 'bank'])
    const later = { ...siti, phone: { number: null, use: 'none' as const } }
    const whole = complete(at({ ...later, consents: [...siti.consents!, { purpose: 'message', textVersion: 'x' }] }))
    expect('value' in whole && whole.value.consents.map((c) => c.purpose)).toEqual(['programme'])
  })
  it('keep the words of a version: a changed word is a new version', () =>
    expect(Object.values(consents).map((c) => [c.version, sha256(JSON.stringify([c.text, c.small])).slice(0, 12)])).toEqual(
      PINNED,
    ))
})
const PINNED = [
  ['daftar-program-1', 'd706ae13c9fe'],
  ['daftar-pesan-1', '7f3433ac3afd'],
  ['daftar-bank-1', '609a178ffe16'],
]

describe('the way through the form', () => {
  it('leads from question to question, then back to the check after a change', () => {
    expect(pageAfter('nik', { nik: siti.nik! })).toBe('nama')
    expect(pageAfter('usaha', { ...siti, consents: undefined, business: undefined })).toBe('tentang-usaha')
    expect(pageAfter('usaha', { ...siti, consents: undefined, business: undefined, trading: 'none' })).toBe('persetujuan')
    expect(pageAfter('nama', siti)).toBe('periksa')
    expect(pageAfter('kecamatan', { ...siti, kel: undefined })).toBe('kelurahan')
  })
  it('shows no page before the ones in front of it are answered', () => {
    expect(mayShow('kelurahan', { nik: siti.nik! })).toBe(false)
    expect(mayShow('nama', { nik: siti.nik! })).toBe(true)
    expect(mayShow('tentang-usaha', { ...siti, trading: 'none' })).toBe(false)
  })
  it('counts questions, not pages', () => {
    expect(questionsAnswered({})).toBe(0)
    expect(questionsAnswered({ nik: siti.nik!, name: 'S', birth: '1984-03-14', kec: 317404 })).toBe(3)
    expect(questionsAnswered(siti)).toBe(7)
  })
  it('sends back to the page whose answer no longer holds', () => {
    expect(complete(at({ ...siti, birth: '2010-01-01' }))).toEqual({ at: 'lahir' })
    expect(firstMissing(siti)).toBeNull()
  })
})

describe('whatever is typed', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\0', '\u202e', '9'.repeat(400)),
  )

  it('becomes an answer that passes its own check again, or problems with words in both languages', () =>
    fc.assert(
      fc.property(fc.constantFrom(...THEMES), fc.array(anything, { minLength: 5, maxLength: 5 }), (theme, texts) => {
        const typed = Object.fromEntries(Object.keys(FIELDS[theme]).map((name, i) => [name, texts[i]!]))
        const once = check(theme, typed, at(siti))
        if ('problems' in once) {
          expect(once.problems.length).toBeGreaterThan(0)
          for (const p of once.problems) for (const lang of ['id', 'en'] as const) expect(said(p, lang).text).toMatch(/\.$/)
          return
        }
        const answers = { ...siti, ...once.value }
        const again = check(theme, typedOf(theme, answers), at(answers))
        expect('value' in again && { ...answers, ...again.value }).toEqual(answers)
      }),
      { numRuns: 500 },
    ))
  it('ten million characters are refused without being looked through', () =>
    expect(codes(check('nik', { nik: '9'.repeat(10_000_000) }, at()))).toEqual(['field.too-long']))
  it('every problem has a full sentence in both languages', () => {
    const data = new Proxy({}, { get: (_, key) => (key === 'on' || key === 'from' ? '2018-01-29' : 3) })
    for (const [code, w] of Object.entries(words))
      for (const lang of ['id', 'en'] as const)
        expect([code, (w[lang] as (d: unknown) => string)(data)]).toEqual([code, expect.stringMatching(/^[\p{Lu}“\d].*\.$/u)])
  })
})

describe('a NIK in full', () => {
  it('is what checkNik takes, for any day and serial', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 11, max: 96 }),
        fc.integer({ min: 1, max: 31 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 9999 }),
        (province, day, woman, month, serial) => {
          const two = (n: number) => String(n).padStart(2, '0')
          const nik = `${province}0101${two(day + (woman ? 40 : 0))}${two(month)}84${String(serial).padStart(4, '0')}`
          expect(value(checkNik(nik))).toEqual({ nik })
        },
      ),
    ))
})
