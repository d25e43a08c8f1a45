// The common frame of the work pages: who is signed in, and what this account can open. The frame itself: ui/.
import { showTime } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { nameOf } from '../places/index.ts'
import type { Banner } from '../ui/index.ts'
import type { Account, Ctx, Role } from './site.ts'

const ENTRIES: readonly {
  title: Record<Lang, string>
  items: readonly { href: string; label: Record<Lang, string>; demo?: true }[]
}[] = [
  {
    title: { id: 'Pekerjaan', en: 'Work' },
    items: [
      { href: '/konsol', label: { id: 'Hari ini', en: 'Today' } },
      { href: '/konsol/daftar', label: { id: 'Daftarkan orang', en: 'Register somebody' } },
      { href: '/konsol/anggota', label: { id: 'Siapa dulu', en: 'Who first' } },
      { href: '/klinik', label: { id: 'Klinik hari ini', en: 'Clinic today' } },
      { href: '/konsol/kelas', label: { id: 'Kelas', en: 'Classes' } },
      { href: '/konsol/tugas', label: { id: 'Tugas kelas', en: 'Homework' } },
      { href: '/konsol/kurikulum', label: { id: 'Materi dan program', en: 'Modules and courses' } },
      { href: '/konsol/pendamping', label: { id: 'Pendamping', en: 'Mentors' } },
      { href: '/pendamping', label: { id: 'Temui siapa dulu', en: 'Whom to meet first' } },
      { href: '/pendamping/jadwal', label: { id: 'Jadwal saya', en: 'My schedule' } },
      { href: '/konsol/perubahan', label: { id: 'Yang berubah hari ini', en: 'Changed today' } },
      { href: '/konsol/sekaligus', label: { id: 'Dicatat sekaligus', en: 'Recorded at once' } },
      { href: '/konsol/gandaan', label: { id: 'Mungkin orang sama', en: 'Perhaps the same' } },
      { href: '/konsol/ulang', label: { id: 'Mendaftar lagi', en: 'Registered again' } },
      { href: '/konsol/formulir', label: { id: 'Formulir kertas', en: 'Paper form' } },
      { href: '/konsol/impor', label: { id: 'Impor lembar', en: 'Import sheets' } },
      { href: '/konsol/pusat', label: { id: 'Pusat kecamatan', en: 'Centres' } },
      { href: '/konsol/permintaan', label: { id: 'Permintaan anggota', en: 'Members’ requests' } },
    ],
  },
  {
    title: { id: 'Angka', en: 'Figures' },
    items: [
      { href: '/konsol/pekan-ini', label: { id: 'Pekan untuk rapat', en: 'Week for the meeting' } },
      { href: '/konsol/pekan', label: { id: 'Bekukan pekan', en: 'Freeze a week' } },
      { href: '/konsol/kota', label: { id: 'Meja kota', en: 'Kota desk' } },
      { href: '/konsol/keputusan', label: { id: 'Keputusan rapat', en: 'Decisions' } },
      { href: '/konsol/target', label: { id: 'Target', en: 'Targets' } },
      { href: '/konsol/laporan', label: { id: 'Laporan tentang angka', en: 'Reports about figures' } },
      { href: '/konsol/pernyataan', label: { id: 'Register pernyataan', en: 'Register of claims' } },
      { href: '/pekan', label: { id: 'Update pekanan', en: 'Weekly update' } },
    ],
  },
  {
    title: { id: 'Akun', en: 'Accounts' },
    items: [
      { href: '/konsol/keadaan', label: { id: 'Keadaan sistem', en: 'State of the system' } },
      { href: '/konsol/pesan', label: { id: 'Pesan keluar', en: 'Messages sent' } },
      { href: '/konsol/akun', label: { id: 'Akun kerja', en: 'Work accounts' } },
      { href: '/konsol/kabar-akun', label: { id: 'Kabar akun', en: 'News of accounts' } },
      { href: '/konsol/darurat', label: { id: 'Akses darurat', en: 'Break-glass' } },
      { href: '/konsol/akun/saya', label: { id: 'Akun saya', en: 'My account' } },
    ],
  },
  {
    title: { id: 'Peragaan', en: 'Demonstration' },
    items: [{ href: '/konsol/jam', label: { id: 'Jam peragaan', en: 'Demonstration clock' }, demo: true }],
  },
]

/** The navigation of the work pages: only what is there and opens for this account. */
function konsolNav(c: Ctx) {
  const { lang, synthetic, mayOpen } = c.var
  return ENTRIES.map(({ title, items }) => ({
    title: title[lang],
    items: items
      .filter(({ href, demo }) => mayOpen(href) && (!demo || synthetic))
      .map(({ href, label }) => ({ href, label: label[lang] })),
  })).filter(({ items }) => items.length)
}

const ROLE_NAMES: Record<Role, Record<Lang, string>> = {
  officer: { id: 'petugas kecamatan', en: 'kecamatan officer' },
  mentor: { id: 'pendamping', en: 'mentor' },
  kota: { id: 'kota', en: 'kota' },
  office: { id: 'kantor program', en: 'programme office' },
  partner: { id: 'mitra', en: 'partner' },
  lender: { id: 'bank', en: 'lender' },
  auditor: { id: 'pemeriksa', en: 'auditor' },
  operator: { id: 'pengelola sistem', en: 'operator' },
  system: { id: 'perintah di server', en: 'commands on the server' },
}
export const roleName = (role: Role, lang: Lang) => ROLE_NAMES[role][lang]

/** What the account looks after, as it reads in the frame: `Kecamatan Cilandak`, else its role. */
export function scopeName(account: Account, lang: Lang): string {
  if (account.kec !== null) return `Kecamatan ${nameOf(account.kec)}`
  if (account.kota !== null) return nameOf(account.kota)
  const name = roleName(account.role, lang)
  return name[0]!.toUpperCase() + name.slice(1)
}

/** What stands above every work page: break-glass while it lasts, and what the head of a scope has not read yet. */
function banners(c: Ctx): Banner[] {
  const { account, lang, notices } = c.var
  const all: Banner[] = []
  if (account?.glass) {
    const [place, until] = [nameOf(account.kec!), showTime(account.glass.until)]
    all.push({
      text:
        lang === 'id'
          ? `Akses darurat: Anda membaca Kecamatan ${place} sampai ${until}. Setiap halaman yang Anda buka dicatat.`
          : `Break-glass: you read Kecamatan ${place} until ${until}. Every page that you open is recorded.`,
      send: { to: '/konsol/darurat/tutup', label: lang === 'id' ? 'Tutup sekarang' : 'Close it now' },
    })
  }
  if (notices && c.var.mayOpen('/konsol/kabar-akun'))
    all.push({
      text: lang === 'id' ? `${notices} kabar akun belum Anda baca.` : `${notices} news of accounts not read yet.`,
      link: { href: '/konsol/kabar-akun', label: lang === 'id' ? 'Baca' : 'Read' },
    })
  return all
}

const SEARCH = {
  id: { to: '/konsol/anggota', label: 'Cari anggota', hint: 'Nama, NIK, nomor, HP, usaha' },
  en: { to: '/konsol/anggota', label: 'Find a member', hint: 'Name, NIK, number, phone, business' },
}

/** What `Konsol` of ui/ needs of every work page: `<Konsol {...konsolFrame(c, '/konsol')} title="…">`. */
export function konsolFrame(c: Ctx, here: string) {
  const { account, lang, now, synthetic, formToken } = c.var
  if (!account) throw new Error('a work page was asked for without an account')
  const scope = scopeName(account, lang)
  return {
    lang,
    at: now,
    demo: synthetic,
    here,
    nav: konsolNav(c),
    banners: banners(c),
    search: c.var.mayOpen('/konsol/anggota') ? SEARCH[lang] : undefined,
    signedIn: {
      name: account.shownAs,
      scope: scope.toLowerCase() === account.shownAs.toLowerCase() ? undefined : scope,
      href: '/konsol',
      token: formToken,
    },
    // A refused form's address may be none to open: then the page it belongs to.
    otherLang: inOtherLang(c, c.req.method === 'GET' ? c.req.url : new URL(here, c.req.url).href),
  }
}

function inOtherLang(c: Ctx, page: string): string {
  const other = new URL(page)
  other.searchParams.set('bahasa', c.var.lang === 'id' ? 'en' : 'id')
  return other.pathname + other.search
}

/** What `Page` of ui/ needs of a public page: language, clock, the demonstration's line, and who is signed in. */
export function pageFrame(c: Ctx) {
  const { account, member, lang, now, synthetic, formToken } = c.var
  const own = { name: lang === 'id' ? 'Langkah saya' : 'My steps', href: '/langkah', token: formToken }
  return {
    lang,
    at: now,
    demo: synthetic,
    signedIn: account ? { name: account.shownAs, href: '/konsol', token: formToken } : member ? own : null,
    otherLang: inOtherLang(c, c.req.url),
  }
}
