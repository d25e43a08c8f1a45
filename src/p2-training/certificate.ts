// A member's certificate on paper: what stands on it. How it looks is certificate.typ.
import { showDate } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { setPdf } from '../kit/typeset.ts'
import type { Certificate } from './attending.ts'
import { texts } from './messages.ts'
import type { ClassRow } from './rules.ts'

/** `site`: where the programme is reached, for the check address; '' when that is not known. */
export function certificatePdf(
  own: Certificate,
  c: ClassRow,
  { name, lang, site, synthetic }: { name: string; lang: Lang; site: string; synthetic: boolean },
): Buffer {
  const w = texts[lang].paper
  return setPdf('src/p2-training/certificate.typ', {
    lang,
    title: w.title,
    programme: w.programme,
    name,
    given: w.given,
    numberLabel: w.number,
    number: own.number,
    for: w.for,
    course: c.title[lang],
    what: `${w.sessions(own.sessions)} · ${c.code} · ${showDate(c.firstOn, lang)} – ${showDate(c.lastOn, lang)} · ${c.venueName}`,
    issued: `${w.issued} ${showDate(own.issuedOn, lang)}`,
    check: w.check,
    address: `${site.replace(/^https?:\/\//, '')}/sertifikat/${own.code}`,
    code: own.code,
    synthetic: synthetic ? (lang === 'id' ? 'Peragaan: data buatan.' : 'Demonstration: made-up data.') : '',
    date: own.issuedOn.split('-').map(Number),
  })
}
