// A house that lives: the product as it is served, in a process of its own, so that it can be killed, cut off or lied to.
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { projectFile } from '../src/kit/files.ts'
import { freePort } from '../src/kit/postgres.ts'

const cli = fileURLToPath(projectFile('build/cli.js'))

export type Living = {
  home: string
  start(): void
  /** Milliseconds until it says that it is well; null when it does not within these. */
  ready(within: number): Promise<number | null>
  kill(): void
  /** A command of the product beside it. */
  command(args: string[], env?: Record<string, string>): Promise<{ code: number; out: string }>
}

export async function livingHouse(folder: string, more: Record<string, string> = {}): Promise<Living> {
  const port = await freePort()
  const home = `http://127.0.0.1:${port}`
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TUJUHPAS_DATA: folder, PORT: String(port), ...more }
  let house: ChildProcess | null = null
  return {
    home,
    start() {
      house = spawn(process.execPath, [...process.execArgv, cli, 'serve'], { env, detached: true, stdio: 'ignore' })
    },
    async ready(within) {
      const began = performance.now()
      while (performance.now() - began < within) {
        const well = await fetch(`${home}/healthz`).then(
          (a) => a.status === 200,
          () => false,
        )
        if (well) return performance.now() - began
        await sleep(50)
      }
      return null
    },
    kill() {
      try {
        if (house?.pid && house.exitCode === null) process.kill(-house.pid, 'SIGKILL')
      } catch {} // gone already
    },
    async command(args, also = {}) {
      const child = spawn(process.execPath, [...process.execArgv, cli, ...args], {
        env: { ...env, ...also },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let out = ''
      child.stdout.setEncoding('utf8').on('data', (part) => {
        out += part
      })
      const code = await new Promise<number>((done) => child.once('close', (c) => done(c ?? -1)))
      return { code, out }
    },
  }
}
