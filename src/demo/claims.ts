// The demonstration's register of claims: figures of OK OCE and Jakpreneur that were published between 2017 and 2023, in our own words, and
// two made-up reports about figures of the demonstration. What stands beside the claims is the demonstration's own register.
import { answerReport, type Claim, recordClaims, takeReport } from '../claims/index.ts'
import { addDays } from '../kit/calendar.ts'
import type { Db } from '../kit/database.ts'
import { readProject } from '../kit/files.ts'
import { uuidv7 } from '../kit/ids.ts'
import { demoAccounts } from './accounts.ts'
import { hour } from './plan.ts'

const MONDAY = '2018-01-22'

export const publishedFigures = (): Claim[] =>
  readProject('src/demo/claims.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

export async function makeClaims(db: Db): Promise<void> {
  const at = hour(MONDAY, 8.75)
  await recordClaims(
    db,
    publishedFigures().map((claim) => ({ ...claim, id: uuidv7(at.getTime()), report: null })),
    'kantor',
    at,
  )
  const office = { name: 'kantor', shownAs: demoAccounts[0]!.shownAs }
  const answered = uuidv7(hour(addDays(MONDAY, -6), 10).getTime())
  await takeReport(db, {
    id: answered,
    about: '/angka/2018-W02/P1/31.74.04',
    said: 'Saya mendaftar di Pasar Minggu tanggal 10 Januari. Apakah saya sudah terhitung? Di kelurahan katanya belum dikirim.',
    at: hour(addDays(MONDAY, -6), 10),
  })
  const answer = 'Sudah diperiksa: lembar kelurahan tanggal 10 Januari masuk hari Kamis dan terhitung di pekan 2018-W02.'
  await answerReport(db, answered, { outcome: 'holds', answer }, office, hour(addDays(MONDAY, -5), 9.5))
  await takeReport(db, {
    id: uuidv7(hour(addDays(MONDAY, -1), 16).getTime()),
    about: '/angka/2018-W03/P2/31.71.06?hitungan=tercapai',
    said: 'Kelas Sabtu di Menteng dihadiri 14 orang, tetapi angka pelatihan tidak naik sebanyak itu. Mohon diperiksa.',
    at: hour(addDays(MONDAY, -1), 16),
  })
}
