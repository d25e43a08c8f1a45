// The corridor's door: facts and a definition in, states and changes out.
export { type Definition, v1 } from './definition.ts'
export {
  type DataOf,
  type Fact,
  type Grade,
  isKind,
  type Kind,
  parseStep,
  type Sealed,
  STEPS,
  type Step,
  schemaOf,
  sealedFields,
  stepOf,
} from './facts.ts'
export { type Journey, journey, known, type Next, nextOf, runs, type State, type StepState } from './journey.ts'
export {
  type ArrivalReason,
  type Change,
  type DepartureReason,
  factsOf,
  holderOn,
  type KnownChange,
  knownChanges,
  type Lineage,
} from './membership.ts'
export type { Missing, Run, Span } from './run.ts'
export { definitionWords, kindWords, missingWords, reasonWords, stateWords, stepWords } from './words.ts'
