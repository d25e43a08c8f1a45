// Whose work a page is about: an officer's own kecamatan, or the one that the office chooses.
import { type Kec, kecamatanGroups, parseKec } from '../places/index.ts'
import { Konsol, SelectField } from '../ui/index.ts'
import { konsolFrame } from './nav.ts'
import type { Ctx } from './site.ts'

const WORDS = {
  id: { kecamatan: 'Kecamatan', choose: 'Pilih kecamatan', open: 'Buka' },
  en: { kecamatan: 'Kecamatan', choose: 'Choose the kecamatan', open: 'Open' },
}

/** An officer's own kecamatan; the office says which. */
export function kecOf(c: Ctx, asked: string | undefined): Kec | null {
  const own = c.var.account!.kec
  return own ?? (asked ? parseKec(asked) : null)
}

export function ChooseKec({ c, to }: { c: Ctx; to: string }) {
  const { lang, today } = c.var
  const w = WORDS[lang]
  return (
    <Konsol {...konsolFrame(c, to)} title={w.choose}>
      <form method="get" action={to} class="read">
        <SelectField id="kec" label={w.kecamatan} empty={w.choose} groups={kecamatanGroups(today)} lang={lang} />
        <p class="mt-3">
          <button class="btn" type="submit">
            {w.open}
          </button>
        </p>
      </form>
    </Konsol>
  )
}
