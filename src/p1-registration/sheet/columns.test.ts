import { describe, expect, it } from 'vitest'
import { letter, MEANINGS, type Means, meaningWords, proposeColumns } from './columns.ts'
import type { Cell, SheetHead, SheetRow } from './shape.ts'

const HEAD: SheetHead = { index: 0, name: 'Data', hidden: false, hiddenColumns: [], source: 'xlsx' }
const text = (t: string): Cell => (t === '' ? { text: '', kind: 'empty' } : { text: t, kind: 'text' })
const rows = (...lines: string[][]): SheetRow[] => lines.map((cells, i) => ({ row: i + 1, cells: cells.map(text) }))
const propose = (lines: SheetRow[], head: Partial<SheetHead> = {}, recall?: Parameters<typeof proposeColumns>[2]['recall']) =>
  proposeColumns({ ...HEAD, ...head }, lines, { today: '2018-01-22', ...(recall ? { recall } : {}) })

describe('header spellings', () => {
  const spellings: [Means, string[]][] = [
    [
      'nik',
      [
        'NIK',
        'No KTP',
        'No. KTP',
        'Nomor KTP',
        'No. Induk Kependudukan',
        'Nomor Induk Kependudukan (NIK)',
        'NO. NIK',
        'N I K'.replace(/ /g, ''),
        'No Identitas',
        'KTP',
        'e-KTP',
      ],
    ],
    [
      'name',
      ['Nama', 'NAMA LENGKAP', 'Nama Peserta', 'NAMA PENDAFTAR', 'Nama Lengkap (sesuai KTP)', 'Nama Pemilik Usaha', 'Name'],
    ],
    ['birthDate', ['Tgl Lahir', 'TGL. LAHIR', 'Tanggal Lahir', 'Tgl lahir (dd/mm/yyyy)', 'Birth Date', 'birthdate']],
    ['birthPlaceDate', ['TTL', 'Tempat/Tgl Lahir', 'Tempat, Tanggal Lahir', 'TEMPAT TGL LAHIR']],
    ['birthPlace', ['Tempat Lahir', 'Kota Kelahiran']],
    ['sex', ['JK', 'L/P', 'Jenis Kelamin', 'Jns Kelamin', 'Gender', 'sex']],
    ['kec', ['Kec.', 'Kecamatan', 'KEC', 'Kecamatan Domisili']],
    ['kel', ['Kel', 'Kel.', 'Kelurahan/Desa', 'Kelurahan']],
    ['kota', ['Kota', 'Kota/Kab', 'Wilayah', 'Kotamadya']],
    ['address', ['Alamat', 'Alamat KTP', 'Alamat Lengkap', 'Alamat Domisili', 'Address']],
    ['rtRw', ['RT/RW', 'RT', 'RW']],
    ['phone', ['No HP/WA', 'Telp', 'No. Telepon', 'No Handphone', 'WhatsApp', 'Nomor WA', 'phone', 'Kontak']],
    ['email', ['Email', 'E-mail', 'Alamat Email', 'Surel']],
    ['businessName', ['Nama Usaha', 'Nama Toko', 'Merk Usaha']],
    ['trade', ['Jenis Usaha', 'Usaha', 'Bidang Usaha', 'Produk']],
    ['registeredOn', ['Tgl Daftar', 'Tanggal Pendaftaran', 'Timestamp', 'Tgl Registrasi']],
    ['identityChecked', ['KTP diperiksa', 'Cek KTP', 'Verifikasi NIK', 'KTP/KK dicek']],
    ['residenceChecked', ['Domisili diverifikasi', 'Alamat dicek']],
    ['consent', ['Persetujuan', 'Setuju data dipakai', 'Consent']],
    ['trading', ['Sudah berusaha', 'Sudah punya usaha?', 'Sudah Usaha (ya/tidak)']],
    ['since', ['Sejak', 'Mulai usaha', 'Tahun berdiri']],
    ['turnover', ['Omzet', 'Omset/bulan', 'Pendapatan per bulan']],
    ['workers', ['Jumlah Karyawan', 'Tenaga kerja']],
    ['licence', ['Izin', 'Izin usaha', 'Legalitas', 'NIB']],
    ['ref', ['ref', 'Kode', 'No. Registrasi', 'ID Peserta']],
    [
      'ignored',
      [
        'No',
        'No.',
        'NO URUT',
        'Ket',
        'Keterangan',
        'Catatan',
        'Yang perlu diperbaiki',
        'Nama Ibu Kandung',
        'Nama Pendamping',
        'Alamat Usaha',
        'NPWP',
        'Umur',
        'No KK',
        'Pendidikan',
      ],
    ],
  ]
  it.each(spellings.flatMap(([means, headers]) => headers.map((h) => [h, means] as const)))('%s means %s', (header, means) => {
    // Beside the two columns that make a table; as the only one of its meaning.
    const beside = ['NIK', 'Nama', 'Kec'].filter(
      (h) => !(means === 'nik' && h === 'NIK') && !(means === 'name' && h === 'Nama') && !(means === 'kec' && h === 'Kec'),
    )
    const { columns } = propose(rows([header, ...beside], ['', '3174044305840002', 'Siti Aminah', '']))
    expect(columns[0]!.means).toBe(means)
    expect(columns[0]!.why.id).toMatch(/\S{3}/)
    expect(columns[0]!.why.en).toMatch(/\S{2}/)
  })

  it('has a word for each meaning in both languages', () => {
    for (const means of MEANINGS) expect(meaningWords[means].id && meaningWords[means].en).toBeTruthy()
  })
})

describe('where the table begins', () => {
  const people = [
    ['1', '3174044305840002', 'Siti Aminah', 'Kebagusan', 'Pasar Minggu'],
    ['2', '3174060208710001', 'Bambang Sudarsono', 'Cilandak Barat', 'Cilandak'],
  ]
  it('is under title rows', () => {
    const m = propose(
      rows(['DATA PENDAFTAR NAMA DAN NIK'], ['Kecamatan Cilandak'], [], ['No', 'NIK', 'Nama', 'Kel', 'Kec'], ...people),
    )
    expect([m.headerRow, m.lastHeaderRow, m.skip]).toEqual([4, 4, null])
    expect(m.columns.map((c) => c.means)).toEqual(['ignored', 'nik', 'name', 'kel', 'kec'])
  })

  it('has two header rows', () => {
    const m = propose(rows(['No', 'NIK', 'Nama', 'Alamat', ''], ['', '', '', 'Kel', 'Kec'], ...people))
    expect([m.headerRow, m.lastHeaderRow]).toEqual([1, 2])
    expect(m.columns.map((c) => c.means)).toEqual(['ignored', 'nik', 'name', 'kel', 'kec'])
  })

  it('does not take the first person for a second header row', () => {
    const m = propose(rows(['No', 'NIK', 'Nama', 'Kel', 'Kec'], ['', '', 'Siti Aminah', 'Kebagusan', 'Pasar Minggu']))
    expect(m.lastHeaderRow).toBe(1)
  })

  it('is the first row when there are no headers: what the cells hold tells', () => {
    const m = propose(
      rows(
        ...Array.from({ length: 8 }, (_, i) => [
          String(i + 1),
          `317404430584000${i + 1}`,
          `Siti Aminah ${'abcdefgh'[i]}`,
          ['Cilandak', 'Tebet'][i % 2]!,
          ['Cilandak Barat', 'Bukit Duri'][i % 2]!,
          `0812345678${i}0`,
          'P',
        ]),
      ),
    )
    expect([m.headerRow, m.lastHeaderRow, m.signature]).toEqual([null, 0, ''])
    expect(m.columns.map((c) => c.means)).toEqual(['ignored', 'nik', 'name', 'kec', 'kel', 'phone', 'sex'])
    expect(m.columns[1]!.why).toEqual({ id: '16 angka di 8 dari 8 baris', en: '16 digits in 8 of 8 rows' })
  })

  it('passes over sheets without people and hidden ones, and says why', () => {
    expect(propose(rows(['Kelas', 'Pertemuan'], ['K-01', '4'])).skip?.code).toBe('no-people')
    expect(propose(rows(['NIK', 'Nama'], people[0]!.slice(1)), { hidden: true }).skip?.code).toBe('hidden')
    expect(propose([]).skip?.code).toBe('empty')
  })
})

describe('the proposal', () => {
  it('takes a column of 16 digits for the NIK under a header nobody knows', () => {
    const { columns } = propose(rows(['Nomor Kartu Warga', 'Nama', 'Kec'], ['3174044305840002', 'Siti', 'Cilandak']))
    expect(columns[0]).toMatchObject({ means: 'nik', why: { id: '16 angka di 1 dari 1 baris' } })
  })

  it('believes the visible of two NIK columns, and the hidden one where there is no other', () => {
    const lines = rows(['NIK', 'No KTP', 'Nama'], ['3174044305840001', '3174044305840002', 'Siti'])
    expect(propose(lines, { hiddenColumns: [0] }).columns.map((c) => [c.means, c.hidden])).toEqual([
      ['ignored', true],
      ['nik', undefined],
      ['name', undefined],
    ])
    expect(propose(rows(['NIK', 'Nama'], ['3174044305840001', 'Siti']), { hiddenColumns: [0] }).columns[0]).toMatchObject({
      means: 'nik',
      hidden: true,
    })
  })

  it('finds the order of day and month in the values above 12', () => {
    const dates = (...d: string[]) =>
      propose(rows(['NIK', 'Nama', 'Tgl Lahir'], ...d.map((x) => ['3174044305840002', 'Siti', x])))
    expect(dates('3/4/1984', '14/3/1984', '25/12/1990').birthOrder).toBe('dmy')
    expect(dates('3/4/1984', '3/14/1984', '12/25/1990').birthOrder).toBe('mdy')
    expect(dates('3/4/1984').birthOrder).toBe('dmy')
    expect(dates('3/14/1984').columns[2]!.why.en).toMatch(/month before day, from 1 days above 12/)
  })

  it('remembers by the headers, however they are spaced, and not by the reasons beside them', () => {
    const first = propose(rows(['NIK', 'Nama', 'Kelompok'], ['3174044305840002', 'Siti', 'Mawar']))
    const recall = (signature: string) =>
      signature === first.signature ? { signature, means: { kelompok: 'trade' as const }, usedOn: '2018-01-08' } : undefined
    const again = propose(
      rows(['Yang perlu diperbaiki', 'Baris asal', 'nik', 'NAMA', ' Kelompok.'], ['', '', '3174044305840002', 'Siti', 'Mawar']),
      {},
      recall,
    )
    expect(again.signature).toBe(first.signature)
    expect(again.remembered).toBe(true)
    expect(again.columns[4]).toMatchObject({ means: 'trade', why: { id: 'judul sama dengan impor 8 Jan 2018' } })
    expect(propose(rows(['NIK', 'Nama'], ['3174044305840002', 'Siti']), {}, recall).remembered).toBe(false)
  })

  it('shows examples masked', () => {
    const { columns } = propose(
      rows(
        ['NIK', 'Nama', 'HP', 'Alamat', 'Kelompok'],
        ['3174044305840002', 'Siti Aminah', '081234567890', 'Jl. Mawar 12', '3174044305840002'],
      ),
    )
    expect(columns.map((c) => c.examples[0])).toEqual([
      '3174 04•• •••• 0002',
      'S••• A•••',
      '0812 •••• 7890',
      'Jl. ••••• ••',
      '3174 04•• •••• 0002',
    ])
  })

  it('calls columns as the spreadsheet program does', () =>
    expect([0, 25, 26, 701, 702].map(letter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']))
})
