// The door of P1: the residents' registration form.
export { policies, routes } from './pages.tsx'
