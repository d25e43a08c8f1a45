// The door of P1: the residents' registration form, and the import of the sheets that offices keep.
export { policies, routes } from './pages.tsx'
export { importRegistrations } from './import/run.ts'
export { writeCorrections } from './sheet/corrections.ts'
export { sayFile } from './sheet/refusal.ts'
export { sayRow } from './sheet/words.ts'
