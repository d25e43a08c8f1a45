// What a member's count at P2 or P3 rests on, in one line: the sessions of each class, homework, contacts. Each class opens to its page of work.
import { showDate } from '../kit/calendar.ts'
import type { Lang } from '../kit/problem.ts'
import { mentoringTexts } from '../p3-mentoring/index.ts'
import { words } from './messages.ts'
import type { Behind as Fact } from './store.ts'

export function Behind({ facts, lang }: { facts: readonly Fact[] | undefined; lang: Lang }) {
  if (!facts?.length) return null
  const w = words[lang]
  const { ways } = mentoringTexts[lang]
  const day = (on: string) => showDate(on, lang)
  const classes = Map.groupBy(
    facts.filter((f) => f.class !== null && f.kind === 'class.attended'),
    (f) => f.class!,
  )
  const parts = [
    ...[...classes].map(([code, sessions]) => (
      <>
        {sessions[0]!.planned ? <a href={`/konsol/kelas/${code}`}>{code}</a> : code}
        {`: ${sessions.map((s) => w.behindSession(s.session ?? '', day(s.on))).join(', ')}`}
      </>
    )),
    ...facts.filter((f) => f.kind === 'homework.accepted').map((f) => w.behindHomework(day(f.on))),
    ...facts
      .filter((f) => f.kind === 'mentoring.contact')
      .map((f) => `${day(f.on)} ${(f.way && ways[f.way as keyof typeof ways])?.toLowerCase() ?? ''}`.trim()),
  ]
  return (
    <small>
      {parts.map((part, i) => (
        <>
          {i > 0 && ' · '}
          {part}
        </>
      ))}
    </small>
  )
}
