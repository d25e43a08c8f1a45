// A small programme for tests, on a fresh database.
import { type Programme, programmeOn } from './acts.ts'
import { freshDatabase } from './database.ts'

export * from './acts.ts'

export const freshProgramme = async (): Promise<Programme> => programmeOn(await freshDatabase())
