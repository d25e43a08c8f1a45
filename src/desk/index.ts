// The door of desk/: the home of the work pages. The navigation they share is in people/, where rooms can reach it.
export { konsolNav } from '../people/index.ts'
export { policies, routes } from './pages.tsx'
