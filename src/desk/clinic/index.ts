// The clinic's door: its pages.
export { policies, routes } from './pages.tsx'
