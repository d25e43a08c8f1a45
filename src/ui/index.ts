// The door of ui/: the page frame, form fields, tables, the number with its provenance, the staircase and the tile map.
export { type Asset, type AssetName, assets, hrefOf } from './assets.ts'
export { ErrorPage, NotFoundPage } from './error.tsx'
export { type Count, Figure, FourTerms, Num, Provenance, Recon, type Source, type Terms, TermsTable } from './figure.tsx'
export {
  Checkbox,
  type Choice,
  DateTriple,
  type DateWritten,
  describedBy,
  ErrorSummary,
  Hidden,
  Input,
  Options,
  Question,
  Radios,
  type Said,
  Select,
  SelectField,
  SubField,
  TextField,
} from './form.tsx'
export { type MapSquare, TileMap } from './map.tsx'
export { Outbox, workerScript } from './offline.tsx'
export {
  type Banner,
  Bare,
  Hall,
  Konsol,
  type KonsolProps,
  type NavItem,
  Page,
  type PageName,
  type PageProps,
  type SignedIn,
} from './page.tsx'
export {
  type Climb,
  History,
  MyStairs,
  type PastWeek,
  Staircase,
  StepBadge,
  type StepState,
  unitFor,
} from './staircase.tsx'
export { type Column, Table } from './table.tsx'
export { STEPS, type Step, stepName } from './words.ts'
