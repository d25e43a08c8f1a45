// The door of identity: who may be one person written twice. What is found is a proposal; a person decides.
export { type Described, readPerson } from './described.ts'
export { askToFind, findDaily, findingTasks, findPairs, findPairsHere, keepPairs } from './finding.ts'
export { seesWords } from './messages.ts'
export { readName, sameName } from './names.ts'
export { policies, routes } from './pages.tsx'
export { scan } from './scan.ts'
