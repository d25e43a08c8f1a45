// The door of places/: areas and their codes, the tile map, the centres there, reading an area as offices write it, and how many people live there.
export * from './areas.ts'
export {
  type Centre,
  centreHistory,
  centresOn,
  type Launches,
  launchesOn,
  notLaunched,
  type PastCentre,
  writeCentres,
} from './centres.ts'
export { holidays } from './holidays.ts'
export { type Population, population, populationOf } from './population.ts'
export { type AreaCode, type AreaReading, readArea, type WrittenArea } from './reading.ts'
