// `npm run trust [-- NAME…] [--tier N] [--seed N] [--faults]`: the promises of the scorecard, each tried on a demonstration behind its front
// door. One line of JSON each, then a table; ends with 1 when a promise is broken. `--faults`: breaks something first, and demands to be told.
// `--keep`: keeps what this version leaves, for later upgrades.
import { ROOMS } from '../src/app.tsx'
import { openGround } from './ground.ts'
import { keepNow } from './keep.ts'
import type { Found, Proof } from './proof.ts'
import { api } from './rows/api.ts'
import { clocks } from './rows/clocks.ts'
import { csrf } from './rows/csrf.ts'
import { database } from './rows/database.ts'
import { diskfull, powercut } from './rows/disk.ts'
import { exportsAreData } from './rows/exports.ts'
import { fieldWeek } from './rows/field.ts'
import { headers } from './rows/headers.ts'
import { infer } from './rows/infer.ts'
import { killOf } from './rows/kill.ts'
import { leak } from './rows/leak.ts'
import { looks } from './rows/looks.ts'
import { once } from './rows/once.ts'
import { otp } from './rows/otp.ts'
import { outbox } from './rows/outbox.ts'
import { proxy } from './rows/proxy.ts'
import { rawhttp } from './rows/rawhttp.ts'
import { fields, scope } from './rows/scope.ts'
import { seats } from './rows/seats.ts'
import { session } from './rows/session.ts'
import { simOf } from './rows/sim.ts'
import { supply } from './rows/supply.ts'
import { tamper } from './rows/tamper.ts'
import { text } from './rows/text.ts'
import { upgrade } from './rows/upgrade.ts'

const proofs: readonly Proof[] = [
  killOf(1),
  killOf(2),
  proxy,
  once,
  seats,
  outbox,
  fieldWeek,
  clocks,
  powercut,
  diskfull,
  upgrade,
  api,
  simOf(1),
  simOf(2),
  tamper,
  exportsAreData,
  text,
  looks,
  rawhttp,
  supply,
  headers,
  scope,
  fields,
  database,
  otp,
  session,
  csrf,
  leak,
  infer,
].sort((a, b) => a.row - b.row)

const args = process.argv.slice(2)
const take = (name: string) => {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args.splice(at, 2)[1]
}
const tier = Number(take('--tier') ?? 0)
const seed = Number(take('--seed') ?? Date.now() % 1_000_000)
const faults = args.includes('--faults')
const names = args.filter((a) => !a.startsWith('--'))
for (const name of names)
  if (!proofs.some((p) => p.name === name)) {
    console.error(`No proof is called ${name}. There are: ${proofs.map((p) => p.name).join(', ')}.`)
    process.exit(2)
  }
const chosen = proofs.filter((p) => (names.length ? names.includes(p.name) : !tier || p.tier <= tier))

const say = (line: string) => process.stderr.write(`${line}\n`)
const ground = await openGround(say)
if (args.includes('--keep')) {
  try {
    say(`kept: ${await keepNow(ground)}`)
  } finally {
    await ground.close()
  }
  process.exit(0)
}
const lines: string[][] = []
let passed = 0
let failed = 0
try {
  for (const proof of chosen) {
    say(`… ${proof.row} ${proof.name}${faults ? `, with a fault: ${proof.fault.what}` : ''}`)
    const began = performance.now()
    let found: Found
    const broken = faults ? { planted: proof.fault.sql, rooms: proof.fault.rooms?.(ROOMS) } : {}
    const here = {
      ...ground,
      house: () => ground.house(broken),
      faulty: faults,
      planted: broken.planted,
      empty: () => ground.empty(broken.planted),
    }
    const house = await here.house()
    if (faults) proof.fault.house?.(house)
    try {
      found = await proof.prove(house, here, seed)
    } catch (error) {
      found = { figure: 'could not', wrong: [(error as Error).stack ?? String(error)] }
    } finally {
      await house.end()
    }
    const ok = found.skipped ? null : faults ? found.wrong.length > 0 : found.wrong.length === 0
    if (ok) passed++
    else if (ok === false) failed++
    const seconds = Math.round((performance.now() - began) / 100) / 10
    console.log(
      JSON.stringify({
        row: proof.row,
        name: proof.name,
        ...(faults ? { fault: proof.fault.what, caught: ok } : { ok }),
        figure: found.figure,
        ...(found.skipped ? { skipped: found.skipped } : {}),
        wrong: found.wrong.slice(0, 60),
        more: Math.max(0, found.wrong.length - 60) || undefined,
        seed,
        seconds,
      }),
    )
    const state = found.skipped
      ? `skipped: ${found.skipped}`
      : ok
        ? faults
          ? 'caught'
          : 'holds'
        : faults
          ? 'NOT CAUGHT'
          : 'BROKEN'
    lines.push([String(proof.row), proof.name, faults ? proof.fault.what : proof.promise, found.figure, state, `${seconds} s`])
  }
} finally {
  await ground.close()
}
for (const cells of lines) console.log(`| ${cells.join(' | ')} |`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
