// How offices write an area, and what we read in it. Expected places are looked up by hand in the official list.
import { describe, expect, it } from 'vitest'
import { edits } from '../kit/spelling.ts'
import { kecamatan, kecCode, kelCode, kelurahanOf, readArea, type WrittenArea } from './index.ts'

const read = (written: WrittenArea) => {
  const r = readArea(written)
  return [r.kec && kecCode(r.kec), r.kel && kelCode(r.kel).slice(-4), r.how, ...r.problems].filter((x) => x !== null).join(' ')
}
const kec = (kecamatan: string) => read({ kecamatan })

describe('reading a kecamatan', () => {
  it('knows every official and everyday name, however spaced, and warns of nothing', () => {
    for (const area of kecamatan())
      for (const name of [
        area.name,
        area.official,
        area.name.toUpperCase(),
        ` ${area.name.toLowerCase()}  `,
        area.name.replaceAll(' ', ''),
        `Kec. ${area.name}`,
        `KECAMATAN ${area.official}`,
        `${area.name}, ${'Jakarta'}`,
      ])
        expect(readArea({ kecamatan: name }), name).toMatchObject({ kec: area.code, kel: null, problems: [] })
  })

  it('knows every kelurahan in its kecamatan', () => {
    for (const area of kecamatan())
      for (const kel of kelurahanOf(area.code))
        for (const name of [kel.name, kel.official.toUpperCase(), `Kel. ${kel.name}`])
          expect(readArea({ kecamatan: area.name, kelurahan: name }), `${name} in ${area.name}`).toMatchObject({
            kec: area.code,
            kel: kel.code,
            problems: [],
          })
  })

  it('finds the kecamatan of every kelurahan that stands alone, except where a kecamatan has the same name elsewhere', () => {
    for (const area of kecamatan())
      for (const kel of kelurahanOf(area.code))
        if (kel.name !== 'Jatinegara')
          expect(readArea({ kelurahan: kel.name }), kel.name).toMatchObject({
            kec: area.code,
            kel: kel.code,
            how: 'from-kelurahan',
            problems: [],
          })
  })

  it.each([
    ['CLANDAK', '31.74.06 typo AREA_TYPO'],
    ['Cilanadk', '31.74.06 typo AREA_TYPO'],
    ['Pasar Mingu', '31.74.04 abbreviation AREA_TYPO'],
    ['Pasar Mimggu', '31.74.04 typo AREA_TYPO'],
    ['Ps. Minggu', '31.74.04 abbreviation AREA_TYPO'],
    ['Psr Minggu', '31.74.04 abbreviation AREA_TYPO'],
    ['PS.MINGGU', '31.74.04 abbreviation AREA_TYPO'],
    ['P. Minggu', '31.74.04 abbreviation AREA_TYPO'],
    ['Kb. Jeruk', '31.73.05 abbreviation AREA_TYPO'],
    ['Kebun Jeruk', '31.73.05 abbreviation AREA_TYPO'],
    ['Kbn Jeruk', '31.73.05 abbreviation AREA_TYPO'],
    ['Keb. Jeruk', '31.73.05 abbreviation AREA_TYPO'],
    ['Keb. Lama', '31.74.05 abbreviation AREA_TYPO'],
    ['Kby Lama', '31.74.05 abbreviation AREA_TYPO'],
    ['Tj. Priok', '31.72.02 abbreviation AREA_TYPO'],
    ['Tg Priok', '31.72.02 abbreviation AREA_TYPO'],
    ['Tanjung Priuk', '31.72.02 typo AREA_TYPO'],
    ['Tj Priuk', '31.72.02 typo AREA_TYPO'],
    ['Priok', '31.72.02 abbreviation AREA_TYPO'],
    ['Mampang', '31.74.03 abbreviation AREA_TYPO'],
    ['Mampang Perapatan', '31.74.03 typo AREA_TYPO'],
    ['Tn Abang', '31.71.07 abbreviation AREA_TYPO'],
    ['Duren Swt', '31.75.07 abbreviation AREA_TYPO'],
    ['Klp Gading', '31.72.06 abbreviation AREA_TYPO'],
    ['Jagakarta', '31.74.09 typo AREA_TYPO'],
    ['Jaga Karsa', '31.74.09 exact'],
    ['Pulogadung', '31.75.02 exact'],
    ['Pulo Gadung', '31.75.02 exact'],
    ['Kramatjati', '31.75.04 exact'],
    ['Kramat Jati', '31.75.04 exact'],
    ['Tamansari', '31.73.03 exact'],
    ['Kali Deres', '31.73.06 exact'],
    ['Setia Budi', '31.74.02 exact'],
    ['Pal Merah', '31.73.07 exact'],
    ['Pasanggrahan', '31.74.10 typo AREA_TYPO'],
    ['Kep. Seribu Utara', '31.01.01 abbreviation AREA_TYPO'],
    ['Kep Seribu Sel', '31.01.02 abbreviation AREA_TYPO'],
    ['Makassar', '31.75.08 typo AREA_TYPO'],
    ['Tbet', '31.74.01 typo AREA_TYPO'],
    ['Kojaa', '31.72.03 typo AREA_TYPO'],
    ['Cipyung', '31.75.10 typo AREA_TYPO'],
    ['Kalideras', '31.73.06 typo AREA_TYPO'],
    ['Pulau Gadung', '31.75.02 typo AREA_TYPO'],
  ])('reads "%s"', (text, expected) => expect(kec(text)).toBe(expected))

  it('sees through NBSP, zero width and right-to-left marks, line breaks and accents', () => {
    expect(kec('Pasar\u00a0Minggu')).toBe('31.74.04 exact')
    expect(kec('\u200fCilandak\u200e')).toBe('31.74.06 exact')
    expect(kec('\u202bTe\u200bbet\u202c')).toBe('31.74.01 exact')
    expect(kec('Pasar\r\nMinggu')).toBe('31.74.04 exact')
    expect(kec('Tébet')).toBe('31.74.01 exact')
    expect(kec('Ｔｅｂｅｔ')).toBe('31.74.01 exact')
  })

  it('reads codes with and without dots, and a kelurahan’s code', () => {
    expect(kec('31.74.04')).toBe('31.74.04 code')
    expect(kec('317404')).toBe('31.74.04 code')
    expect(read({ kecamatan: '31.74.04', kelurahan: '31.74.04.1002' })).toBe('31.74.04 1002 code')
    expect(read({ kelurahan: '3174041002' })).toBe('31.74.04 1002 from-kelurahan')
    expect(read({ kecamatan: 'Pasar Minggu', kelurahan: '3174041002' })).toBe('31.74.04 1002 exact')
  })

  it('does not cut a BPS code to fit, and no code is a spelling', () => {
    for (const text of ['3174060', '31.74.99', '3275010', '12', '00', '3174990001'])
      expect(kec(text), text).toBe('none AREA_UNKNOWN')
  })

  it('does not guess between two', () => {
    for (const text of [
      'Kebayoran',
      'Cempaka',
      'Kelapa',
      'Tanah',
      'Kramat Jt Baru',
      'Kep. Seribu',
      'Duren',
      'Kebon',
      'Pondok',
      'Timur',
      'Jakarta',
      'DKI',
      'Jaksel',
      'Jakarta Selatan',
      'K. Baru',
      'Kebayoran Brt',
      'Tebet Utara',
    ])
      expect(kec(text), text).toMatch(/AREA_UNKNOWN/)
  })

  it('does not bend other words into a kecamatan', () => {
    for (const text of [
      '',
      '-',
      '.',
      '?',
      'n/a',
      'tidak ada',
      'Mawar',
      'KTP',
      'Ketua RT',
      'Budi',
      'Siti Aminah',
      'Warung',
      'Sudah',
      'Tebal',
      'Tomat',
      'Ciputri',
      'x'.repeat(10_000),
      '=1+1',
    ])
      expect(readArea({ kecamatan: text }), text.slice(0, 20)).toMatchObject({
        kec: null,
        outside: false,
        problems: ['AREA_UNKNOWN'],
      })
  })

  it('reads a cell that says more than the kecamatan', () => {
    expect(kec('Cilandak, Jakarta Selatan')).toBe('31.74.06 exact')
    expect(kec('Jagakarsa Jakarta Selatan')).toBe('31.74.09 exact')
    expect(kec('Jagakarsa - Jaksel')).toBe('31.74.09 exact')
    expect(kec('Kec. Tebet (Jaksel)')).toBe('31.74.01 exact')
    expect(kec('Kel. Jati Padang Kec. Pasar Minggu')).toBe('31.74.04 1002 exact')
    expect(kec('Kec. Pasar Minggu, Kel. Ragunan, Kota Adm. Jakarta Selatan')).toBe('31.74.04 1004 exact')
  })
})

describe('reading kecamatan and kelurahan together', () => {
  it.each<[string, WrittenArea, string]>([
    ['a kelurahan in the kecamatan’s column', { kecamatan: 'Cilandak Brt' }, '31.74.06 1001 from-kelurahan AREA_TYPO'],
    ['the same, written in full', { kecamatan: 'Jati Padang' }, '31.74.04 1002 from-kelurahan AREA_TYPO'],
    [
      'a kelurahan in both columns',
      { kecamatan: 'Jati Padang', kelurahan: 'Jati Padang' },
      '31.74.04 1002 from-kelurahan AREA_TYPO',
    ],
    ['the two columns exchanged', { kecamatan: 'Jati Padang', kelurahan: 'Pasar Minggu' }, '31.74.04 1002 swapped AREA_TYPO'],
    ['the kecamatan in the kelurahan’s column', { kelurahan: 'Cilandak' }, '31.74.06 swapped AREA_TYPO'],
    ['a kecamatan whose kelurahan has its name', { kecamatan: 'Pasar Minggu', kelurahan: 'Pasar Minggu' }, '31.74.04 1001 exact'],
    ['the kecamatan written twice', { kecamatan: 'Cilandak', kelurahan: 'Cilandak' }, '31.74.06 exact'],
    ['a shortened kelurahan under its kecamatan', { kecamatan: 'Cilandak', kelurahan: 'Cilandak Brt' }, '31.74.06 1001 exact'],
    ['Tebet Tmr', { kecamatan: 'Tebet', kelurahan: 'Tebet Tmr.' }, '31.74.01 1001 exact'],
    ['Pd. Labu', { kecamatan: 'Cilandak', kelurahan: 'Pd. Labu' }, '31.74.06 1003 exact'],
    ['Kp. Melayu', { kecamatan: 'Jatinegara', kelurahan: 'Kp. Melayu' }, '31.75.03 1001 exact'],
    ['Pondok Bambu in Duren Sawit', { kecamatan: 'Duren Sawit', kelurahan: 'Pondok Bambu' }, '31.75.07 1002 exact'],
    ['Tengah, a whole name', { kecamatan: 'Kramat Jati', kelurahan: 'Tengah' }, '31.75.04 1002 exact'],
    ['Kampung Tengah', { kecamatan: 'Kramat Jati', kelurahan: 'Kp Tengah' }, '31.75.04 1002 exact'],
    ['Baru, a whole name', { kecamatan: 'Pasar Rebo', kelurahan: 'Baru' }, '31.75.05 1002 exact'],
    [
      'a misspelt kelurahan under its kecamatan',
      { kecamatan: 'Pasar Minggu', kelurahan: 'Jatipadng' },
      '31.74.04 1002 typo AREA_TYPO',
    ],
    ['both misspelt', { kecamatan: 'Pasr Mingu', kelurahan: 'Ragunnan' }, '31.74.04 1004 typo AREA_TYPO'],
    [
      'a misspelt kecamatan that its kelurahan confirms',
      { kecamatan: 'CLANDAK', kelurahan: 'Lebak Bulus' },
      '31.74.06 1002 typo AREA_TYPO',
    ],
    ['Cibubur is a kelurahan of Ciracas', { kelurahan: 'Cibubur' }, '31.75.09 1002 from-kelurahan'],
    ['Jatinegara the kecamatan', { kecamatan: 'Jatinegara' }, '31.75.03 exact'],
    ['Jatinegara the kelurahan', { kecamatan: 'Cakung', kelurahan: 'Jatinegara' }, '31.75.06 1001 exact'],
    ['Jatinegara and Cakung exchanged', { kecamatan: 'Jatinegara', kelurahan: 'Cakung' }, '31.75.06 1001 swapped AREA_TYPO'],
    ['Jatinegara in both columns', { kecamatan: 'Jatinegara', kelurahan: 'Jatinegara' }, '31.75.03 exact AREA_MISMATCH'],
    ['Jatinegara alone as a kelurahan', { kelurahan: 'Jatinegara' }, 'none AREA_UNKNOWN'],
    ['Grogol for its kecamatan', { kecamatan: 'Grogol', kelurahan: 'Tomang' }, '31.73.02 1003 from-kelurahan AREA_TYPO'],
    ['a kota instead of a kecamatan', { kecamatan: 'Jaksel', kelurahan: 'Jati Padang' }, '31.74.04 1002 from-kelurahan'],
    ['columns that disagree', { kecamatan: 'Cilandak', kelurahan: 'Jati Padang' }, '31.74.06 exact AREA_MISMATCH'],
    [
      'a guess against a certainty',
      { kecamatan: 'Cilandk', kelurahan: 'Jati Padang' },
      '31.74.04 1002 from-kelurahan AREA_MISMATCH',
    ],
    ['a kelurahan that nobody knows', { kecamatan: 'Cilandak', kelurahan: 'Mawar' }, '31.74.06 exact AREA_MISMATCH'],
    ['no kelurahan', { kecamatan: 'Cilandak', kelurahan: '-' }, '31.74.06 exact'],
    ['a kelurahan of Bekasi', { kecamatan: 'Cilandak', kelurahan: 'Jatibening' }, '31.74.06 exact RESIDENCE_UNCLEAR'],
    [
      'an unreadable kecamatan with a good kelurahan',
      { kecamatan: 'qwerty', kelurahan: 'Ragunan' },
      '31.74.04 1004 from-kelurahan AREA_MISMATCH',
    ],
    ['an agreeing kota', { kecamatan: 'Cilandak', kota: 'Jakarta Selatan' }, '31.74.06 exact'],
    ['Jaksel', { kecamatan: 'Cilandak', kota: 'JAKSEL' }, '31.74.06 exact'],
    ['Kota Adm. Jakarta Selatan', { kecamatan: 'Cilandak', kota: 'Kota Adm. Jakarta Selatan' }, '31.74.06 exact'],
    ['only the city as kota', { kecamatan: 'Cilandak', kota: 'DKI Jakarta' }, '31.74.06 exact'],
    ['another kota', { kecamatan: 'Cilandak', kota: 'Jakarta Timur' }, '31.74.06 exact AREA_MISMATCH'],
  ])('%s', (_, written, expected) => expect(read(written)).toBe(expected))
})

describe('residence outside the programme’s area', () => {
  const outside = (written: WrittenArea) => {
    const r = readArea(written)
    return r.outside ? r.where : `${r.kec ? kecCode(r.kec) : 'none'} ${r.problems}`
  }

  it.each([
    ['Bekasi', 'Kota Bekasi'],
    ['Kota Bekasi', 'Kota Bekasi'],
    ['Kab. Bogor', 'Kabupaten Bogor'],
    ['Depok', 'Kota Depok'],
    ['Tangsel', 'Kota Tangerang Selatan'],
    ['Tangerang Selatan', 'Kota Tangerang Selatan'],
    ['Bekasi Timur', 'Bekasi Timur, Kota Bekasi'],
    ['Pondok Gede', 'Pondokgede, Kota Bekasi'],
    ['Pondokgede', 'Pondokgede, Kota Bekasi'],
    ['Cimanggis', 'Cimanggis, Kota Depok'],
    ['Ciputat', 'Ciputat, Kota Tangerang Selatan'],
    ['Bantargebang', 'Bantargebang, Kota Bekasi'],
    ['Bantar Gebang', 'Bantargebang, Kota Bekasi'],
    ['Cinere', 'Cinere, Kota Depok'],
    ['Ciledug', 'Ciledug, Kota Tangerang'],
    ['Bandung', 'Kota Bandung'],
    ['Jawa Barat', 'Jawa Barat'],
    ['Surabaya', 'Kota Surabaya'],
  ])('"%s" as kecamatan', (text, where) => {
    expect(outside({ kecamatan: text })).toBe(where)
    expect(outside({ kecamatan: text.toUpperCase() })).toBe(where)
    expect(readArea({ kecamatan: text })).toMatchObject({ kec: null, problems: ['NON_RESIDENT'] })
  })

  it('but Pondok Labu is in Cilandak, and a name of Jakarta stays one', () => {
    expect(read({ kecamatan: 'Cilandak', kelurahan: 'Pondok Labu' })).toBe('31.74.06 1003 exact')
    expect(read({ kecamatan: 'Cipayung' })).toBe('31.75.10 exact')
    expect(read({ kecamatan: 'Cipayung', kelurahan: 'Setu' })).toBe('31.75.10 1005 exact')
  })

  it('Cipayung of Depok is told by its kota', () => {
    expect(outside({ kecamatan: 'Cipayung', kota: 'Kota Depok' })).toBe('Kota Depok')
    expect(outside({ kecamatan: 'Cipayung', kota: 'Jakarta Timur' })).toBe('31.75.10 ')
  })

  it('a kota outside is believed before a kecamatan filled down, but not against a kelurahan that agrees', () => {
    expect(outside({ kecamatan: 'Cilandak', kota: 'Bekasi' })).toBe('Kota Bekasi')
    expect(outside({ kecamatan: 'Cilandak', kota: 'Jawa Barat' })).toBe('Jawa Barat')
    expect(outside({ kecamatan: 'Cilandak', kelurahan: 'Lebak Bulus', kota: 'Bekasi' })).toBe('31.74.06 RESIDENCE_UNCLEAR')
    expect(outside({ kecamatan: 'Bekasi', kelurahan: 'Lebak Bulus' })).toBe('31.74.06 RESIDENCE_UNCLEAR')
  })

  it('an address in Bekasi is outside, also under a kecamatan of Jakarta', () => {
    expect(outside({ address: 'Jl. Kemang Pratama 5 No. 3, Rawalumbu, Bekasi' })).toBe('Kota Bekasi')
    expect(outside({ kecamatan: 'Cilandak', address: 'Jl. Melati 4 RT 03/02 Bekasi' })).toBe('Kota Bekasi')
    expect(outside({ kecamatan: 'Cilandak', address: 'Perum Harapan Indah Blok C2, Kota Bekasi 17131' })).toBe('Kota Bekasi')
    expect(outside({ kecamatan: 'Cilandak', kelurahan: 'Lebak Bulus', address: 'Jl. Margonda 12, Depok' })).toBe('Kota Depok')
    expect(outside({ kecamatan: 'Jagakarsa', address: 'Kp. Sawah RT 2, Kab. Bogor' })).toBe('Kabupaten Bogor')
    expect(outside({ kecamatan: 'Cilandak', address: 'Jl. Mawar 3, Tangerang Selatan' })).toBe('Kota Tangerang Selatan')
    expect(outside({ kecamatan: 'Cakung', address: 'Jl Ganggeng 3, Kec. Pondok Gede' })).toBe('Pondokgede, Kota Bekasi')
    expect(outside({ kecamatan: 'Tebet', address: 'Jl. Dago 10, Bandung' })).toBe('Kota Bandung')
    expect(outside({ address: 'Jl. Melati Bekasi' })).toBe('Kota Bekasi')
  })

  it('an address that names both is unclear, and the columns are taken', () =>
    expect(
      outside({ kecamatan: 'Cakung', address: 'Kp. Sumur RT 1, Cakung, Jakarta Timur, dulu di Harapan Indah, Bekasi' }),
    ).toBe('31.75.06 RESIDENCE_UNCLEAR'))

  it.each([
    'Jl. Raya Bekasi KM 18',
    'Jl. Raya Bekasi Timur No. 4, Cakung',
    'Jl Bekasi Timur IV No 3',
    'Jalan Raya Bogor KM 22',
    'Jl. Raya Bogor No. 1 RT 02/03, Kramat Jati, Jakarta Timur',
    'Jl. Raya Depok Lama 5',
    'Gg. Bogor 3',
    'Jl. Bandung 4',
    'Jl. Mawar No. 7 RT 005/RW 02',
    'Jl. Tebet Timur Raya 12',
  ])('"%s" names a street of Jakarta', (address) =>
    expect(readArea({ kecamatan: 'Cakung', address })).toMatchObject({ kec: 317506, outside: false, problems: [] }),
  )

  it('an address helps where the columns say nothing', () => {
    expect(read({ address: 'Jl. Mawar 3 RT 02/03 Kel. Jati Padang Kec. Pasar Minggu' })).toBe('31.74.04 1002 address')
    expect(read({ address: 'Jl. Mawar 3, Jati Padang, Pasar Minggu, Jakarta Selatan' })).toBe('31.74.04 address AREA_TYPO')
    expect(read({ address: 'Jl. Mawar 3, Ragunan, Jakarta' })).toBe('31.74.04 1004 address AREA_TYPO')
    expect(read({ address: 'Jl. Pasar Minggu Raya 3' })).toBe('none AREA_UNKNOWN')
    expect(read({ kecamatan: '', kelurahan: '', kota: '', address: '' })).toBe('none AREA_UNKNOWN')
  })
})

describe('edits between two words', () => {
  it('count a swap once and stop where it is too far', () => {
    expect(edits('tebet', 'tebet', 2)).toBe(0)
    expect(edits('tebte', 'tebet', 2)).toBe(1)
    expect(edits('clandak', 'cilandak', 2)).toBe(1)
    expect(edits('koja', 'senen', 2)).toBe(3)
    expect(edits('', 'ab', 2)).toBe(2)
  })
})

describe('speed', () => {
  it('one reading is the same whether it is the first or the thousandth', () => {
    const first = readArea({ kecamatan: 'Ps. Mingguu', kelurahan: 'Jatipadang' })
    for (let i = 0; i < 1000; i++) expect(readArea({ kecamatan: 'Ps. Mingguu', kelurahan: 'Jatipadang' })).toEqual(first)
  })
})
