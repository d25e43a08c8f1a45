// The door of P2: classes for members and at the door, homework, certificates; what the desk and the demonstration need of them.
import { Hono } from 'hono'
import type { Database } from '../kit/database.ts'
import type { Tasks } from '../kit/jobs.ts'
import type { Secrets } from '../kit/secrets.ts'
import type { Env, Policies } from '../people/index.ts'
import * as door from './door.tsx'
import * as homework from './homework.tsx'
import * as member from './member.tsx'
import * as plans from './plan-pages.tsx'
import { remindOfClasses } from './telling.ts'

// A class that is planned stands before a class by its code.
export const routes = new Hono<Env>()
  .route('/', member.routes)
  .route('/', plans.routes)
  .route('/', door.routes)
  .route('/', homework.routes)
export const policies: Policies = { ...member.policies, ...plans.policies, ...door.policies, ...homework.policies }

/** `remind-classes`: who sits in a class of the next day and a half is told, once a class. */
export const classTasks = ({
  database,
  secrets,
  now,
}: {
  database: Database
  secrets: Secrets
  now: () => Promise<Date>
}): Tasks => ({
  'remind-classes': async () => {
    const at = await now()
    const some = () => database.within('job', { actor: 'mesin', role: 'system' }, (db) => remindOfClasses(db, secrets, at))
    for (let done = await some(); done.told + done.silent; done = await some());
  },
})

export { checkIn as checkInAtDoor, type OwnClasses, ownClasses } from './attending.ts'
export { askSeat } from './booking.ts'
export { addTrainer, addVenue, type Catalogue, catalogue, classesOf, type Lacking, lackingModules } from './classes.ts'
export { writeClass } from './planning.ts'
export { type ClassRow, freeSeats, held } from './rules.ts'
export { invite } from './telling.ts'
export { Waited } from './waited.tsx'
