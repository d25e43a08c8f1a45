// A centre as offices write it: hours in their own spelling, people who are shown, and what is refused with a reason.
import { describe, expect, it } from 'vitest'
import { type Centre, notLaunched } from '../places/index.ts'
import { checkCentre, hoursInWords, readHours, type Written } from './rules.ts'

const centre: Centre = {
  kec: 317404,
  launchedOn: '2017-10-12',
  address: 'Jl. Contoh 1',
  way: null,
  phone: '(021) 5550100',
  hours: ['08.00–15.00', '08.00–15.00', '08.00–15.00', '08.00–15.00', '08.00–11.30', null, null],
  people: [{ name: 'Petugas Satu', role: 'petugas loket' }],
  clinic: null,
  synthetic: true,
}
const written: Written = {
  address: 'Jl. Contoh 1',
  way: '',
  phone: '(021) 5550100',
  hours: ['8.00-15:00', '08.00 – 15.00', '08.00 s/d 15.00', '08.00–15.00', '08.00-11.30', '', ''],
  people: 'Petugas Satu, petugas loket',
  clinicDay: '',
  clinicHours: '',
  clinicPlace: '',
  launch: { day: '12', month: '10', year: '2017' },
}
const codes = (w: Partial<Written>, office = true) => {
  const checked = checkCentre({ ...written, ...w }, centre, office)
  return 'problems' in checked ? checked.problems.map((p) => p.code) : []
}
const taken = (w: Partial<Written>, office = true) => {
  const checked = checkCentre({ ...written, ...w }, centre, office)
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

describe('a centre as it is written', () => {
  it('is read in the spellings of offices, and says nothing twice', () => {
    expect(readHours('8.00 - 15:00')).toBe('08.00–15.00')
    expect(readHours('25.00-26.00')).toBeNull()
    expect(readHours('15.00-08.00')).toBeNull()
    expect(codes({})).toEqual(['centre.unchanged'])
  })

  it('is refused with every reason at once', () => {
    expect(
      codes({
        address: ' ',
        launch: { day: '31', month: '2', year: '2018' },
        hours: ['pagi', '', '', '', '', '', ''],
        phone: '021',
        people: 'Tanpa peran\nSari, 0812 3456 7890',
        clinicDay: '6',
      }),
    ).toEqual([
      'centre.address-missing',
      'centre.launch-unreadable',
      'centre.phone-unreadable',
      'centre.hours-unreadable',
      'centre.person-unreadable',
      'centre.private-number',
      'centre.clinic-partial',
    ])
    expect(codes({ launch: { day: '1', month: '1', year: '2016' } })).toEqual(['centre.launch-too-early'])
    expect(codes({ people: Array(9).fill('Sari, petugas').join('\n') })).toEqual(['centre.people-many'])
  })

  it('an officer changes the hours, never the address or the launch', () => {
    const mine = { address: 'Jl. Lain 9', launch: { day: '1', month: '3', year: '2018' } }
    expect(codes(mine, false)).toEqual(['centre.unchanged'])
    const changed = taken({ ...mine, clinicDay: '6', clinicHours: '9.00-12.00', clinicPlace: 'Aula' }, false)
    expect(changed).toMatchObject({ address: 'Jl. Contoh 1', launchedOn: '2017-10-12', clinic: { day: 6, hours: '09.00–12.00' } })
    expect(taken(mine)).toMatchObject({ address: 'Jl. Lain 9', launchedOn: '2018-03-01', synthetic: false })
  })

  it('hours read with days in a row together', () => {
    expect(hoursInWords(centre.hours, 'id')).toEqual(['Senin–Kamis 08.00–15.00', 'Jumat 08.00–11.30', 'Sabtu–Minggu tutup'])
    expect(hoursInWords([null, null, null, null, null, null, null], 'id')).toEqual([])
  })

  it('a week is before the launch up to the day before it; where nothing is known of a centre, nothing is said', () => {
    const launches = new Map([
      [317404, '2018-01-22'],
      [317106, null],
    ])
    expect(notLaunched(launches, 317404, '2018-01-21')).toBe(true)
    expect(notLaunched(launches, 317404, '2018-01-22')).toBe(false)
    expect(notLaunched(launches, 317106, '2018-01-21')).toBe(true)
    expect(notLaunched(launches, 317101, '2018-01-21')).toBe(false)
  })
})
