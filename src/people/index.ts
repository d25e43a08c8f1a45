// The door of people/: accounts and sessions, who may ask what, taking people in and finding them, and the programme's clock.
export {
  accountOf,
  addAccount,
  findAccount,
  formToken,
  holdsToken,
  IDLE,
  type NewAccount,
  openSession,
  setActive,
  setPassword,
  signOut,
  WHOLE,
  waitAfter,
} from './accounts.ts'
export { GLASS_ROLES, logGlassReading } from './break-glass.ts'
export { ChooseKec, kecOf } from './choose-kec.tsx'
export { type Clock, clockOf, fixedNow, moveClock } from './clock.ts'
export { issueCounterCode, phoneMark } from './codes.ts'
export { dropCookie, readCookie, writeCookie } from './cookies.ts'
export * from './enrol.ts'
export { MemberPage, memberIn } from './member-frame.tsx'
export {
  endMemberSession,
  endMemberSessions,
  MEMBER_WHOLE,
  type Member,
  type MemberSession,
  membersOf,
  openMemberSession,
} from './members.ts'
export { type AccountProblem, accountWords, type SignInProblem, signInWords } from './messages.ts'
export { konsolFrame, pageFrame, roleName, scopeName } from './nav.ts'
export { policies, routes } from './rooms.ts'
export { codeForDemo, demoFactor, giveFactor, resetAccount, signIn } from './second-factor.ts'
export {
  type Account,
  asAccount,
  asIntake,
  asMember,
  asMentor,
  asPublic,
  type Ctx,
  type Env,
  type Policies,
  type Policy,
  ROLES,
  type Role,
  scopeOf,
} from './site.ts'
