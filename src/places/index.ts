// The door of places/: areas and their codes, the tile map, reading an area as offices write it, and how many people live there.
export * from './areas.ts'
export { population, populationOf, type Population } from './population.ts'
export { readArea, type AreaCode, type AreaReading, type WrittenArea } from './reading.ts'
