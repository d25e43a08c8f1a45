// The words: both languages whole, agreeing with the frame's, and with the numbers of the definition that they explain.
import { describe, expect, it } from 'vitest'
import { stepName } from '../ui/index.ts'
import { v1 } from './definition.ts'
import { STEPS } from './facts.ts'
import type { Missing } from './run.ts'
import { definitionWords, missingWords, reasonWords, stateWords, stepWords } from './words.ts'

const LANGS = ['id', 'en'] as const

describe('the words of the journey', () => {
  it('names the seven steps as the pages do', () => {
    for (const lang of LANGS) for (const step of STEPS) expect(stepWords(step, lang)).toBe(stepName(step, lang))
    expect(STEPS.map((step) => stepWords(step, 'id')).join(', ')).toBe(
      'Pendaftaran, Pelatihan, Pendampingan, Perizinan, Pemasaran, Pelaporan keuangan, Permodalan',
    )
    expect(stateWords('lapsed', 'id')).toBe('Perlu diperbarui')
  })

  it('says what is missing with its numbers, and what to do', () => {
    const said = (missing: Missing) => missingWords(missing, 'id')
    expect(said({ code: 'sessions', have: 3, need: 4 })).toBe('3 dari 4 pertemuan kelas sudah dihadiri. Hadiri 1 lagi.')
    expect(said({ code: 'contact-days', have: 27, need: 28, earliest: '2018-02-05' })).toBe(
      'Bertemu lagi 5 Feb 2018 atau sesudahnya: paling sedikit 28 hari setelah pertemuan pertama.',
    )
    expect(said({ code: 'contact-days', have: 0, need: 28, earliest: null })).toContain('28 hari setelah yang pertama')
    expect(said({ code: 'licence-starts', on: '2022-04-01' })).toContain('1 Apr 2022')
    expect(said({ code: 'months', have: 2, need: 3 })).toContain('Tutup buku 1 bulan lagi')
    expect(missingWords({ code: 'contact-incomplete', count: 1 }, 'en')).toContain('1 meeting is not counted yet')
    expect(missingWords({ code: 'contact-incomplete', count: 2 }, 'en')).toContain('2 meetings are not counted yet')
  })

  it('explains v1 by its own numbers, and another definition by that one’s', () => {
    expect(definitionWords(3, 'reached', 'id')).toBe(
      'Paling sedikit 3 pertemuan pada hari yang berbeda, masing-masing dengan tujuan dan hasil; yang terakhir paling cepat 28 hari setelah yang pertama.',
    )
    expect(definitionWords(4, 'reached', 'id')).toContain('sampai 31 Desember 2020')
    expect(definitionWords(5, 'reached', 'id')).toContain('katalog, bazar, titip jual, atau pengadaan')
    expect(definitionWords(5, 'reached', 'en')).toContain('catalogue, bazaar, consignment, or procurement')
    expect(definitionWords(2, 'reached', 'en', { ...v1, p2: { sessions: 6, homework: 2 } })).toContain('At least 6 different')
    expect(definitionWords(7, 'entered', 'id')).not.toBe(definitionWords(7, 'reached', 'id'))
  })

  it('has words for each reason, and shows one it does not know as it stands', () => {
    expect(reasonWords('merged', 'id')).toBe('ternyata orang yang sama')
    expect(reasonWords('voided', 'en')).toBe('record made void')
    expect(reasonWords('toString', 'id')).toBe('toString')
  })

  it('says langkah, never tahap', () => {
    for (const step of STEPS)
      for (const count of ['entered', 'reached'] as const) {
        expect(definitionWords(step, count, 'id').toLowerCase()).not.toContain('tahap')
        for (const lang of LANGS) expect(definitionWords(step, count, lang)).toMatch(/^[A-Z0-9].*\.$/)
      }
  })
})
