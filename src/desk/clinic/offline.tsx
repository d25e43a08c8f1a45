// The clinic without a network: a page without names, where people are given numbers. What is written is sealed on the device (kit/outbox.ts) and sent
// when the network is back.
import { outboxKey } from '../../kit/outbox.ts'
import type { Ctx } from '../../people/index.ts'
import { Bare, Outbox, SelectField, SubField, workerScript } from '../../ui/index.ts'
import { texts } from './messages.ts'
import { SERVICES } from './rules.ts'

/** The same for every kecamatan and day: its address says which. */
export function Shell({ c }: { c: Ctx }) {
  const { lang, secrets } = c.var
  const w = texts[lang]
  return (
    <Bare lang={lang} title={w.title} css="konsol.css" script="klinik.js">
      <main id="isi" class="wrap">
        <div class="read pt-5 pb-6">
          <Outbox lang={lang} publicKey={outboxKey(secrets)} live />
          <h1 class="mt-3">{w.title}</h1>
          <p class="lead mt-2">{w.shellLead}</p>
          <form method="post" action="" data-ketuk autocomplete="off" class="mt-4">
            <input type="hidden" name="kind" value="arrive" />
            <SubField id="who" name="who" label={w.find} maxlength={80} lang={lang} />
            <SelectField
              id="service"
              label={w.wants}
              value="mentoring"
              options={SERVICES.map((s) => ({ value: s, text: w.services[s] }))}
              lang={lang}
            />
            <button class="btn btn--s mt-2" type="submit">
              {w.give}
            </button>
          </form>
          <h2 class="mt-5">{w.shellKept}</h2>
          <ul class="list mt-2" id="simpanan" />
        </div>
      </main>
    </Bare>
  )
}

/** The room's screen is left as it is: it is read from afar, not written on. */
export const clinicWorker = (c: Ctx) =>
  workerScript({ at: '/klinik/luring', shell: String(<Shell c={c} />), script: 'klinik.js', not: '/layar' })
