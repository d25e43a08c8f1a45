// The door of ui/: the page frame, form fields, tables, the number with its provenance, the staircase and the tile map.
export { assets, hrefOf, type Asset, type AssetName } from './assets.ts'
export { ErrorPage, NotFoundPage } from './error.tsx'
export { BarRow, Figure, FourTerms, Num, Provenance, Recon, type Count, type Source, type Terms } from './figure.tsx'
export {
  Checkbox,
  DateTriple,
  describedBy,
  ErrorSummary,
  Hidden,
  Input,
  isWrong,
  Option,
  Options,
  Question,
  Radios,
  Select,
  SelectField,
  SubField,
  TextField,
  type Choice,
  type DateWritten,
  type Said,
} from './form.tsx'
export { TileMap, type MapSquare } from './map.tsx'
export {
  DemoLine,
  Konsol,
  Page,
  SignOut,
  type KonsolProps,
  type NavItem,
  type PageName,
  type PageProps,
  type SignedIn,
} from './page.tsx'
export {
  History,
  MyStairs,
  StepBadge,
  Staircase,
  Stairline,
  unitFor,
  type Climb,
  type PastWeek,
  type StepState,
} from './staircase.tsx'
export { Table, type Column } from './table.tsx'
export { stepName, STEPS, type Step } from './words.ts'
