// The paper form that an officer hands out: the questions of the screen under the same numbers, on one sheet of A4.
import type { Child } from 'hono/jsx'
import { type Ctx, konsolFrame } from '../../people/index.ts'
import { type Kec, kelurahanOf, nameOf } from '../../places/index.ts'
import { Konsol } from '../../ui/index.ts'
import { consents, texts as formTexts } from '../messages.ts'
import { labelOf } from '../pages.tsx'
import { boxesFor, LICENCES, PHONE_USES, purposeOf, QUESTION, THEMES, type Theme, TRADING } from '../rules.ts'
import { texts } from './messages.ts'

const Boxes = ({ n, gaps = [] }: { n: number; gaps?: readonly number[] }) => (
  <span class="mono" aria-hidden="true">
    {Array.from({ length: n }, (_, i) => (gaps.includes(i) ? ' ☐' : '☐')).join('')}
  </span>
)
const Line = ({ n = 36 }: { n?: number }) => <span aria-hidden="true">{'_'.repeat(n)}</span>
const Ticks = ({ of }: { of: readonly string[] }) => (
  <span class="ticks">
    {of.map((text) => (
      <span>
        <span aria-hidden="true">☐ </span>
        {text}
      </span>
    ))}
  </span>
)

export function Paper({ c, kec }: { c: Ctx; kec: Kec }) {
  const { lang, today } = c.var
  const w = texts[lang]
  const f = formTexts[lang]
  const day = <Boxes n={8} gaps={[2, 4]} />
  const fields: Record<Theme, Child> = {
    nik: <Boxes n={16} gaps={[4, 8, 12]} />,
    nama: <Line />,
    lahir: day,
    kecamatan: nameOf(kec),
    kelurahan: <Ticks of={kelurahanOf(kec, today).map((k) => k.name)} />,
    hp: (
      <>
        <Boxes n={13} gaps={[4, 8]} />
        <br />
        <Ticks of={PHONE_USES.map((u) => f.phone.uses[u][0]!)} />
      </>
    ),
    usaha: <Ticks of={TRADING.map((t) => f.trading.choices[t])} />,
    'tentang-usaha': (
      <>
        {[f.business.trade, f.business.since, f.business.turnover, f.business.workers].map((label) => (
          <>
            {label.replace(/:$/, '')}: <Line n={24} />
            <br />
          </>
        ))}
        {f.business.licence} <Ticks of={LICENCES.map((l) => f.business.licences[l][0]!)} />
      </>
    ),
    persetujuan: boxesFor({}).map((box) => (
      <>
        <span aria-hidden="true">☐ </span>
        {consents[purposeOf(box)].text[lang]}
        <br />
      </>
    )),
  }
  const row = (label: string, field: Child) => (
    <tr>
      <th scope="row">{label}</th>
      <td>{field}</td>
    </tr>
  )
  return (
    <Konsol {...konsolFrame(c, '/konsol/formulir')} title={w.paperTitle} subtitle={nameOf(kec)}>
      <p class="sub noprint">{w.paperPrint}</p>
      <p>{w.paperFor(nameOf(kec))}</p>
      <table class="tbl tbl--tight mt-3">
        <caption class="vh">{w.paperTitle}</caption>
        <tbody>
          {row(w.paperNumber, <Line />)}
          {row(w.paperDate, day)}
          {THEMES.map((theme) => row(`${QUESTION[theme]}. ${labelOf(theme, lang)}`, fields[theme]))}
          {row(w.paperSign, <Line />)}
          {row(w.checks, <Ticks of={[w.documents.ktp, w.documents.kk, w.results.match, w.results.mismatch, w.residence]} />)}
          {row(w.paperOfficer, <Line />)}
        </tbody>
      </table>
    </Konsol>
  )
}
