// The door of identity: who may be one person written twice. What is found is a proposal; a person decides.
export { type Described, readPerson } from './described.ts'
export { describedMembers } from './members.ts'
export { seesWords } from './messages.ts'
export { sameName } from './names.ts'
export { scan } from './scan.ts'
