// The operator's page: is everything well, and what needs a hand. Counts and times only, nobody's data.
import { statfs } from 'node:fs/promises'
import { Hono } from 'hono'
import { showMoment, showTime } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { projectFile } from '../kit/files.ts'
import type { Lang } from '../kit/problem.ts'
import { pulseNow, SLOW_MS } from '../kit/pulse.ts'
import { showNumber } from '../kit/show.ts'
import { asAccount, type Ctx, type Env, konsolFrame, type Policies } from '../people/index.ts'
import { Konsol, Table } from '../ui/index.ts'

export const policies: Policies = { 'GET /konsol/keadaan': ['operator'] }

export const routes = new Hono<Env>().get('/konsol/keadaan', async (c) => {
  const held = await asAccount(c, stateOf)
  const late = (await c.var.database.pool('job').query('select late_jobs() as late')).rows[0].late as number
  const disk = await statfs(process.env.TUJUHPAS_DATA || projectFile('')).catch(() => null)
  return c.html(<Status c={c} held={held} late={late} free={disk ? (disk.bavail * disk.bsize) / 1e9 : null} />)
})

type State = {
  version: string
  bytes: number
  backup: { at: Date; bytes: number } | null
  archive: { on: boolean; last: Date | null; failed: number; failedAt: Date | null }
  cut: { week: string; at: Date } | null
}

/** Plan: catalogue and statistics views, and one row of each small table. */
async function stateOf(db: Db): Promise<State> {
  const { rows } = await db.client.query(
    `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
       current_setting('archive_mode') <> 'off' as archiving, s.last_archived_time as archived, s.failed_count as failed, s.last_failed_time as "failedAt",
       (select at from operation where kind = 'backup' order by at desc limit 1) as backup,
       (select bytes from operation where kind = 'backup' order by at desc limit 1) as "backupBytes",
       (select week from weekly_cut order by week desc limit 1) as week, (select cut_at from weekly_cut order by week desc limit 1) as "cutAt"
     from pg_stat_archiver s`,
  )
  const r = rows[0]
  return {
    version: r.version,
    bytes: r.bytes,
    backup: r.backup && { at: r.backup, bytes: r.backupBytes },
    archive: { on: r.archiving, last: r.archived, failed: r.failed, failedAt: r.failedAt },
    cut: r.week && { week: r.week, at: r.cutAt },
  }
}

const WORDS = {
  id: {
    title: 'Keadaan sistem',
    well: 'Semuanya baik.',
    look: (n: number) => (n === 1 ? 'Satu hal perlu dilihat.' : `${n} hal perlu dilihat.`),
    what: 'Apa',
    how: 'Keadaan',
    process: 'Server',
    since: (at: string, n: string) => `berjalan sejak ${at}, ${n} permintaan`,
    failed: 'Galat di pihak kami',
    failures: (n: number) => (n ? `${n} sejak server dimulai` : 'tidak ada'),
    failedDo: 'Cari nomor permintaan di bawah dalam log.',
    slow: 'Permintaan lambat',
    slowIs: (n: number) => `${n} lebih dari ${SLOW_MS / 1000} detik`,
    database: 'Basis data',
    databaseIs: (version: string, size: string) => `PostgreSQL ${version}, ${size}`,
    queue: 'Pekerjaan antrean',
    queueIs: (n: number) => (n ? `${n} menunggu lebih dari satu menit` : 'tidak ada yang tertunda'),
    queueDo: 'Mulai ulang server; pekerjaan berlanjut sendiri.',
    backup: 'Cadangan terakhir',
    never: 'belum pernah',
    backupIs: (at: string, size: string) => `${at}, ${size}`,
    backupDo: 'Jalankan npx tujuhpas backup; lihat docs/operations.md.',
    archive: 'Arsip log',
    archiveOff: 'mati: yang sesudah cadangan terakhir bisa hilang',
    archiveIs: (at: string) => `terakhir ${at}`,
    archiveFailed: (n: number, at: string) => `gagal ${n} kali, terakhir ${at}`,
    archiveDo: 'Isi TUJUHPAS_ARCHIVE dengan folder di disk lain, lalu mulai ulang.',
    archiveFix: 'Periksa folder arsip: penuh, atau tidak bisa ditulis?',
    disk: 'Ruang disk',
    diskIs: (free: string) => `${free} GB kosong`,
    diskDo: 'Kosongkan ruang: di bawah 5 GB basis data bisa berhenti menerima.',
    cut: 'Pekan terakhir dibekukan',
    newest: 'Galat terbaru',
    request: 'Nomor permintaan',
    route: 'Halaman',
    status: 'Jawaban',
    at: 'Pukul',
  },
  en: {
    title: 'State of the system',
    well: 'All is well.',
    look: (n: number) => (n === 1 ? 'One thing needs a look.' : `${n} things need a look.`),
    what: 'What',
    how: 'State',
    process: 'Server',
    since: (at: string, n: string) => `up since ${at}, ${n} requests`,
    failed: 'Errors of ours',
    failures: (n: number) => (n ? `${n} since the server started` : 'none'),
    failedDo: 'Look for the request numbers below in the log.',
    slow: 'Slow requests',
    slowIs: (n: number) => `${n} over ${SLOW_MS / 1000} s`,
    database: 'Database',
    databaseIs: (version: string, size: string) => `PostgreSQL ${version}, ${size}`,
    queue: 'Queued work',
    queueIs: (n: number) => (n ? `${n} waiting for over a minute` : 'nothing is late'),
    queueDo: 'Restart the server; work goes on by itself.',
    backup: 'Last backup',
    never: 'never',
    backupIs: (at: string, size: string) => `${at}, ${size}`,
    backupDo: 'Run npx tujuhpas backup; see docs/operations.md.',
    archive: 'Archived log',
    archiveOff: 'off: what came after the last backup can be lost',
    archiveIs: (at: string) => `last at ${at}`,
    archiveFailed: (n: number, at: string) => `failed ${n} times, last at ${at}`,
    archiveDo: 'Set TUJUHPAS_ARCHIVE to a folder on another disk, and restart.',
    archiveFix: 'Look at the archive’s folder: is it full, or not to be written?',
    disk: 'Disk space',
    diskIs: (free: string) => `${free} GB free`,
    diskDo: 'Free some: under 5 GB the database may stop taking anything in.',
    cut: 'Last week frozen',
    newest: 'Newest errors',
    request: 'Request number',
    route: 'Page',
    status: 'Answer',
    at: 'At',
  },
}

const size = (bytes: number) => (bytes > 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`)
const DAY = 86_400_000

type Line = { what: string; how: string; todo: string | null }

/** Each thing, and what to do about it where something is to be done. */
function linesOf(
  { version, bytes, backup, archive, cut }: State,
  { late, free, wall, lang }: { late: number; free: number | null; wall: Date; lang: Lang },
): Line[] {
  const w = WORDS[lang]
  const pulse = pulseNow()
  const moment = (at: Date) => showMoment(at, lang)
  const stuck = archive.failedAt && (!archive.last || archive.failedAt > archive.last)
  const line = (what: string, how: string, todo: string | null = null): Line => ({ what, how, todo })
  return [
    line(w.process, w.since(moment(pulse.since), showNumber(pulse.requests))),
    line(w.failed, w.failures(pulse.failed), pulse.failed ? w.failedDo : null),
    line(w.slow, w.slowIs(pulse.slow)),
    line(w.database, w.databaseIs(version.split(' ')[0]!, size(bytes))),
    line(w.queue, w.queueIs(late), late ? w.queueDo : null),
    line(
      w.backup,
      backup ? w.backupIs(moment(backup.at), size(backup.bytes)) : w.never,
      backup && wall.getTime() - backup.at.getTime() < 2 * DAY ? null : w.backupDo,
    ),
    archive.on
      ? line(
          w.archive,
          stuck
            ? w.archiveFailed(archive.failed, moment(archive.failedAt!))
            : archive.last
              ? w.archiveIs(moment(archive.last))
              : w.never,
          stuck ? w.archiveFix : null,
        )
      : line(w.archive, w.archiveOff, w.archiveDo),
    ...(free === null ? [] : [line(w.disk, w.diskIs(free.toFixed(0)), free < 5 ? w.diskDo : null)]),
    ...(cut ? [line(w.cut, `${cut.week}, ${moment(cut.at)}`)] : []),
  ]
}

function Status({ c, held, late, free }: { c: Ctx; held: State; late: number; free: number | null }) {
  const { lang, wall } = c.var
  const w = WORDS[lang]
  const lines = linesOf(held, { late, free, wall, lang })
  const todo = lines.filter((l) => l.todo).length
  const { failures } = pulseNow()
  return (
    <Konsol {...konsolFrame(c, '/konsol/keadaan')} title={w.title}>
      <p class={todo ? 'note note--warn' : 'note note--ok'} role="status">
        {todo ? w.look(todo) : w.well}
      </p>
      <Table
        caption={w.title}
        quietCaption
        columns={[
          { head: w.what, cell: (l: Line) => l.what },
          {
            head: w.how,
            as: 'say',
            cell: (l) => (
              <>
                {l.how}
                {l.todo && (
                  <>
                    . <b>{l.todo}</b>
                  </>
                )}
              </>
            ),
          },
        ]}
        rows={lines}
      />
      {failures.length > 0 && (
        <Table
          caption={w.newest}
          tight
          columns={[
            { head: w.request, cell: (f: (typeof failures)[number]) => <span class="mono">{f.request}</span> },
            { head: w.at, as: 'tx', cell: (f) => showTime(f.at) },
            { head: w.route, as: 'tx', cell: (f) => f.route ?? '·' },
            { head: w.status, as: 'num', cell: (f) => String(f.status) },
          ]}
          rows={failures}
        />
      )}
    </Konsol>
  )
}
