// Who is one person written twice, and who only looks it: names as Indonesians write them, pairs that officers know, and made-up lists of
// which it is known who is who.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelled, pairKey, type Row } from '../../tests/labelled.ts'
import type { JakartaDate } from '../kit/calendar.ts'
import { csvOf } from '../kit/csv.ts'
import { edits, oneApart } from '../kit/spelling.ts'
import { readPeople } from '../p1-registration/index.ts'
import { readPerson, scan, seesWords } from './index.ts'
import { readName, sameName } from './names.ts'

const TODAY = '2018-01-22' as JakartaDate
const HEAD = 'ref,nik,name,birthdate,sex,phone,kelurahan'
const csv = (rows: readonly Row[]) =>
  Buffer.from(csvOf([HEAD.split(','), ...rows.map((r) => HEAD.split(',').map((c) => r[c as keyof Row]))]))
const pairsOf = (rows: readonly Row[]) => scan(readPeople(csv(rows), TODAY)!.map(readPerson))

describe('a name', () => {
  it.each([
    ['Muhammad Rizky Pratama', 'M. Rizky Pratama', 'muhammad'],
    ['H. Moch. Yusuf, S.Pd.', 'MUHAMAD YUSUF', 'muhammad'],
    ['St. Aisyah', 'Siti Aisyah', 'siti'],
    ['Hj. Siti Aminah', 'siti aminah', 'siti'],
    ['Abdurrahman', 'Abdul Rahman', 'abdul'],
    ['Abdurahman', 'Abd. Rahman', 'abdul'],
    ['Abdulloh', 'Abdullah', 'abdullah'],
    ['Drs. Achmad Fauzi, MM', 'Ahmad Fauzi', 'ahmad'],
  ])('%s is read as %s', (one, other, first) => {
    const [a, b] = [readName(one), readName(other)]
    if (!/^M\. /.test(other)) expect(a.words).toEqual(b.words)
    expect(a.words[0]).toBe(first)
  })

  it.each([
    ['Soekarno', 'Sukarno'],
    ['Djoko', 'Joko'],
    ['Yusuf', 'Yusup'],
    ['Rizky', 'Rizki'],
    ['Zaenab', 'Jaenab'],
    ['Fitri', 'Pitri'],
  ])('%s sounds like %s', (one, other) => expect(readName(one).sounds).toEqual(readName(other).sounds))

  it('is one letter away exactly when its distance is one', () => {
    const word = fc.stringMatching(/^[abc]{0,6}$/)
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(oneApart(a, b)).toBe(edits(a, b, 2) === 1)
      }),
    )
  })
})

describe('two names of one NIK', () => {
  it.each([
    ['SITI AMINAH', 'Siti Aminah'],
    ['Hj. Siti Aminah', 'Siti Aminah, S.Pd'],
    ['St. Aminah', 'Siti Aminah'],
    ['Muh. Rizki', 'Muhammad Rizky'],
    ['M. Rizki', 'Mochamad Rizki'],
    ['Aminah Siti', 'Siti Aminah'],
    ['Siti', 'Siti Aminah'],
    ['Siti Aminh', 'Siti Aminah'],
    ['Siti Amniah', 'Siti Aminah'],
    ['Nur Hayati', 'Nurhayati'],
    ['Soekarno', 'Sukarno'],
    ['Sri Wahyuni', 'Sri Wahyuningsih'],
    ['Ahmad Subarjo', 'Achmad Soebardjo'],
    ['Abd. Rahman', 'Abdul Rahman'],
    ['José', 'Jose'],
    ['Drs. H. Bambang S., M.M.', 'Bambang Sudarsono'],
  ])('%s, %s', (a, b) => {
    expect(sameName(a, b)).toBe(true)
    expect(sameName(b, a)).toBe(true)
  })
  it.each([
    ['Siti Aminah', 'Siti Rahayu'],
    ['Siti Aminah', 'Bambang Sudarsono'],
    ['Budi', 'Rudi'],
    ['Muhammad Ali', 'Muhammad Rizki'],
    ['A. B.', 'Agus Budi'],
    ['', 'Siti'],
  ])('is not: %s, %s', (a, b) => {
    expect(sameName(a, b)).toBe(false)
    expect(sameName(b, a)).toBe(false)
  })
  it('is the same as itself, and the same both ways round', () => {
    expect([sameName('Bin', 'bin'), sameName('-', '-'), sameName('Bin', 'Haji')]).toEqual([true, false, false])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(sameName(a, b)).toBe(sameName(b, a))
        if (/[a-z]{3}/i.test(a)) expect(sameName(a, a)).toBe(true)
      }),
    )
  })
})

/** Neighbours, so that a pair is weighed in a list and not alone. */
const others = labelled('neighbours', 600).rows
const row = (ref: string, over: Partial<Row>): Row => ({
  ref,
  nik: '3174040411910004',
  name: 'Muhammad Rizky Pratama',
  birthdate: '04-11-1991',
  sex: 'L',
  phone: '081310502207',
  kelurahan: 'Jati Padang',
  ...over,
})
const proposed = (a: Partial<Row>, b: Partial<Row>) =>
  pairsOf([...others, row('A', a), row('B', b)]).find((p) => pairKey(p.a, p.b) === pairKey('A', 'B'))

describe('a pair', () => {
  it.each<[string, Partial<Row>, Partial<Row>]>([
    [
      'a wrong digit in the NIK, swapped day and month, a short first name',
      {},
      { nik: '3174040411910009', name: 'M. Rizki Pratama', birthdate: '11-04-1991' },
    ],
    ['no NIK, another phone', {}, { nik: '', phone: '085711122233' }],
    ['a digit of the NIK left out, another spelling', {}, { nik: '317404041191004', name: 'MOH. RIZKY PRATAMA' }],
    ['a NIK cut by a spreadsheet, no birth date', {}, { nik: '3,17404E+15', birthdate: '' }],
    ['Siti and St., with a title', { name: 'Siti Aisyah Lubis', sex: 'P' }, { name: 'Hj. St. Aisyah Lubis', sex: '', nik: '' }],
    ['one name of two, and the same phone', { name: 'Suharti Ningsih', sex: 'P' }, { name: 'Suharti', sex: 'P', nik: '' }],
  ])('with %s is one person', (_, a, b) => expect(proposed(a, b)?.score).toBeGreaterThan(0.9))

  it.each<[string, Partial<Row>, Partial<Row>]>([
    ['twins with following serials', { name: 'Rina Wati', sex: 'P' }, { name: 'Rini Wati', sex: 'P', nik: '3174040411910005' }],
    [
      'a couple on one phone',
      { name: 'Budi Santoso' },
      { name: 'Dewi Lestari', sex: 'P', nik: '3174044507930002', birthdate: '05-07-1993' },
    ],
    [
      'father and son of one name',
      { name: 'Budi Santoso' },
      { name: 'Budi Santoso', nik: '3174042003640001', birthdate: '20-03-1964' },
    ],
    [
      'namesakes of one kelurahan',
      { name: 'Siti Aminah', sex: 'P', phone: '081300000001' },
      { name: 'Siti Aminah', sex: 'P', nik: '3201075207850003', birthdate: '12-07-1985', phone: '085700000002' },
    ],
    [
      'brothers born a year apart',
      { name: 'Andi Siregar' },
      { name: 'Anton Siregar', nik: '3174041211920001', birthdate: '12-11-1992' },
    ],
  ])('of %s is two people', (_, a, b) => expect(proposed(a, b)).toBeUndefined())

  it('says what speaks for one and for two, and has words for each', () => {
    const pair = proposed({}, { nik: '3174040411910009', name: 'M. Rizki Pratama', birthdate: '11-04-1991' })!
    expect(pair.evidence.map((e) => e.sees)).toEqual([
      'nik.one-digit',
      'name.short',
      'birth.swapped',
      'sex.same',
      'phone.same',
      'place.same',
    ])
    for (const { sees } of pair.evidence) expect(seesWords[sees].id && seesWords[sees].en).toBeTruthy()
  })
})

describe('a list of 4,500', () => {
  it('of which it is known who is who: the first 300 proposals are right, few are missed, and none of it depends on the order', () => {
    for (const seed of ['1', '2', '3']) {
      const { rows, same } = labelled(seed, 4_500)
      const pairs = pairsOf(rows)
      const right = (p: { a: string; b: string }) => same.has(pairKey(p.a, p.b))
      const found = new Set(pairs.map((p) => pairKey(p.a, p.b)))
      const recall = [...same].filter((key) => found.has(key)).length / same.size
      const precision = pairs.filter(right).length / pairs.length
      console.log(
        `seed ${seed}: ${rows.length} rows, ${same.size} twice; recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}`,
      )
      console.log(`  missed: ${[...same].filter((key) => !found.has(key)).join(', ')}`)
      expect(pairs.slice(0, 300).filter(right).length).toBeGreaterThanOrEqual(297)
      expect(recall).toBeGreaterThan(0.96)
      expect(precision).toBeGreaterThan(0.95)
    }
    const { rows } = labelled('1', 1_200)
    const order = (of: readonly Row[]) =>
      pairsOf(of)
        .map((p) => pairKey(p.a, p.b))
        .sort()
    expect(order(rows.toReversed())).toEqual(order(rows))
  })

  it('may have empty, cut and unreadable cells: nothing is refused, and strangers without anything are no pair', () => {
    const nothing = { nik: '', name: '', birthdate: '??', sex: 'x', phone: '-', kelurahan: '' }
    expect(pairsOf([row('A', nothing), row('B', nothing), row('C', { ...nothing, name: 'Siti' })])).toEqual([])
    expect(readPeople(Buffer.from('nama;nik\nSiti;1'), TODAY)).toBe(null)
  })
})
