// The thread that compares everybody: minutes of arithmetic at 300,000 members, while the server goes on answering. It gets people in pieces,
// then `done`; answers the pairs, surest first. It knows no key and no database.
import { parentPort } from 'node:worker_threads'
import { type Described, type Person, readPerson } from './described.ts'
import { scan } from './scan.ts'

const people: Person[] = []
parentPort!.on('message', (piece: Described[] | 'done') => {
  if (piece !== 'done') for (const one of piece) people.push(readPerson(one))
  else parentPort!.postMessage(scan(people))
})
