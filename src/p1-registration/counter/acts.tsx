// The small forms beside a member: each one act, opened when it is needed, with an id of its own so that sending it twice is once.
import { uuidv7 } from '../../kit/ids.ts'
import type { Ctx } from '../../people/index.ts'
import { kecamatanGroups, kelurahanGroups, kelurahanOf } from '../../places/index.ts'
import { type Choice, DateTriple, Hidden, Options, type Said, SelectField, SubField } from '../../ui/index.ts'
import { PHONE_USES } from '../rules.ts'
import { texts } from './messages.ts'
import type { MemberRow } from './store.ts'

type Props = { c: Ctx; member: MemberRow; typed: Record<string, string>; said: Said[] }

export function Acts(props: Props) {
  const { c, member } = props
  const { lang, today } = c.var
  const w = texts[lang]
  const radio = (names: Record<string, string>): Choice[] => Object.entries(names).map(([value, text]) => ({ value, text }))
  const { kec } = member
  const kels = kelurahanOf(kec, today).map((k) => ({ value: String(k.code), text: k.name }))
  const common = { problems: props.said, lang }
  const purposes = radio(w.purposes)
  return (
    <>
      <h2 id="catat">{w.acts}</h2>
      <Act {...props} act="identitas" title={w.identity} day>
        <Options
          {...common}
          id="a-dokumen"
          name="dokumen"
          label={w.document}
          value="ktp"
          choices={radio({ ktp: w.documents.ktp, kk: w.documents.kk })}
        />
        <Options {...common} id="a-hasil" name="hasil" label={w.result} value="match" choices={radio(w.results)} />
      </Act>
      <Act {...props} act="alamat" title={w.residenceAct} day>
        <SelectField
          {...common}
          id="a-kelurahan"
          name="kelurahan"
          label={w.kel}
          value={String(member.kel ?? '')}
          empty={w.unknown}
          options={kels}
        />
      </Act>
      <Act {...props} act="data-awal" title={w.baseline} day>
        <Options
          {...common}
          id="a-berusaha"
          name="berusaha"
          label={w.trading}
          value="ya"
          choices={radio({ ya: w.yes, tidak: w.no })}
        />
        <SubField
          {...common}
          id="sejak"
          label={lang === 'id' ? 'Sejak tahun' : 'Since the year'}
          inputmode="numeric"
          maxlength={4}
          size="4"
        />
        <SubField
          {...common}
          id="omzet"
          label={lang === 'id' ? 'Penjualan sebulan (Rp)' : 'Sales in a month (Rp)'}
          maxlength={30}
        />
      </Act>
      <Act {...props} act="persetujuan" title={w.consent} day>
        <SelectField {...common} id="a-tujuan" name="tujuan" label={w.purpose} options={purposes} value="programme" />
        <Options
          {...common}
          id="a-beri"
          name="beri"
          label={w.consent}
          value="beri"
          choices={radio({ beri: w.consentGive, tarik: w.consentTake })}
        />
        <Options {...common} id="a-cara" name="cara" label={w.way} value="spoken" choices={radio(w.ways)} />
      </Act>
      <Act {...props} act="pindah" title={w.move} day>
        <SelectField {...common} id="kecamatan" label={w.moveTo} empty={w.choose} groups={kecamatanGroups(today)} />
        <SelectField
          {...common}
          id="p-kelurahan"
          name="kelurahan"
          label={w.moveKel}
          empty={w.unknown}
          groups={kelurahanGroups(today)}
        />
      </Act>
      <Act {...props} act="keluar" title={w.leave} day bad>
        <Options
          {...common}
          id="a-sebab"
          name="sebab"
          label={w.leaveWhy}
          value="withdrew"
          choices={(['withdrew', 'moved-away', 'died', 'not-eligible'] as const).map((value) => ({
            value,
            text: w.reasons[value]!,
          }))}
        />
      </Act>
      <Act {...props} act="bebaskan" title={w.waive}>
        <p class="sub">{w.waiveHint}</p>
        <SelectField
          {...common}
          id="langkah"
          label={w.step}
          options={[2, 3, 4, 5, 6, 7].map((n) => ({ value: `P${n}`, text: `P${n}` }))}
          value="P7"
        />
        <SubField
          {...common}
          id="alasan"
          label={w.reason}
          maxlength={1000}
          value={props.typed.tindakan === 'bebaskan' ? props.typed.alasan : ''}
        />
      </Act>
      <details class="mt-3">
        <summary>{w.data}</summary>
        <form method="post" action={`/konsol/anggota/${member.number}/data`}>
          <Hidden values={{ token: c.var.formToken, id: uuidv7() }} />
          <p class="sub">{w.dataHint}</p>
          <SubField {...common} id="nama" label={w.name} value={props.typed.nama ?? member.name} maxlength={100} />
          <DateTriple
            {...common}
            id="lahir"
            label={w.birth}
            value={{
              day: props.typed.nama ? props.typed.hari : String(Number(member.birthDate?.slice(8) ?? '') || ''),
              month: props.typed.nama ? props.typed.bulan : String(Number(member.birthDate?.slice(5, 7) ?? '') || ''),
              year: props.typed.nama ? props.typed.tahun : member.birthDate?.slice(0, 4),
            }}
          />
          <SubField {...common} id="hp" label={w.phone} value={props.typed.hp ?? member.phone ?? ''} maxlength={40} type="tel" />
          <Options
            {...common}
            id="pakai"
            label={w.phone}
            value={props.typed.pakai ?? member.phoneUse ?? ''}
            choices={PHONE_USES.map((use) => ({ value: use, text: w.phoneUse[use]! }))}
          />
          <SubField
            {...common}
            id="alamat_lengkap"
            label={w.address}
            value={props.typed.alamat_lengkap ?? member.address ?? ''}
            maxlength={300}
          />
          <p class="mt-2">
            <button class="btn btn--2 btn--s" type="submit">
              {w.record}
            </button>
          </p>
        </form>
      </details>
      <form method="post" action={`/konsol/anggota/${member.number}/kode`} class="mt-5">
        <Hidden values={{ token: c.var.formToken, id: uuidv7() }} />
        <p class="sub">{w.codeHint}</p>
        <button class="btn btn--2 btn--s" type="submit">
          {w.code}
        </button>
      </form>
    </>
  )
}

function Act({
  c,
  member,
  typed,
  said,
  act,
  title,
  day,
  bad,
  children,
}: Props & { act: string; title: string; day?: boolean; bad?: boolean; children?: unknown }) {
  const { lang, formToken } = c.var
  const w = texts[lang]
  const mine = typed.tindakan === act
  return (
    <details class="mt-3" open={mine}>
      <summary>{title}</summary>
      <form method="post" action={`/konsol/anggota/${member.number}/catat`}>
        <Hidden values={{ token: formToken, tindakan: act, id: (mine && typed.id) || uuidv7() }} />
        {children as never}
        {day && (
          <DateTriple
            id={mine ? 'tanggal' : `tanggal-${act}`}
            label={w.day}
            value={mine ? { day: typed.hari, month: typed.bulan, year: typed.tahun } : {}}
            problems={mine ? said : []}
            lang={lang}
          />
        )}
        <p class="mt-2">
          <button class={`btn ${bad ? 'btn--bad' : 'btn--2'} btn--s`} type="submit">
            {w.record}
          </button>
        </p>
      </form>
    </details>
  )
}
