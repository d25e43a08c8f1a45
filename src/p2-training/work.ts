// What the work pages of P2 share: a refusal in words, the fields of a form, addresses that say which kecamatan.
import { type EvidenceProblem, evidenceWords } from '../journal/index.ts'
import { textOf } from '../kit/http.ts'
import { type Lang, say } from '../kit/problem.ts'
import type { Ctx } from '../people/index.ts'
import type { Kec } from '../places/index.ts'
import type { Said } from '../ui/index.ts'
import { type TrainingProblem, trainingWords } from './messages.ts'

export const DESK = ['officer', 'office'] as const
export const HERE = '/konsol/kelas'

export type Problem = TrainingProblem | EvidenceProblem
export const words = (p: Problem, lang: Lang) =>
  Object.hasOwn(trainingWords, p.code)
    ? say(trainingWords, p as TrainingProblem, lang)
    : say(evidenceWords, p as EvidenceProblem, lang)
export const saidOf =
  (lang: Lang) =>
  (p: Problem): Said => ({ field: p.field ?? 'isi', text: words(p, lang) })
export const fields = (form: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.slice(0, 2000)]] : [])),
  )
export const many = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .map((v) => textOf(v).slice(0, 60))
    .filter(Boolean)
export const withKec = (c: Ctx, kec: Kec, path: string) =>
  c.var.account!.kec === null ? `${path}${path.includes('?') ? '&' : '?'}kec=${kec}` : path
