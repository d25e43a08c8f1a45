// Which processes are still alive, and doing a thing alone among several processes. Nothing here outlives a crash.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

const linux = process.platform === 'linux'
const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/** Name, state and start of a process on Linux; the name may contain spaces and brackets. */
export function processOf(pid: number): { name: string; state: string; start: string } | undefined {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (!fields[19]) return undefined
  return { name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), state: fields[0]!, start: fields[19] }
}

const mayBeSignalled = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A dead process that nobody has waited for (state Z) is not alive, though it can be signalled. */
export const isAlive = (pid: number) => (linux ? !'ZX'.includes(processOf(pid)?.state ?? 'X') : mayBeSignalled(pid))

/** When a process started: with the number it names one process for good, also after a restart of the machine. */
export function startOf(pid: number): string {
  if (linux) return `${read('/proc/sys/kernel/random/boot_id')} ${processOf(pid)?.start ?? ''}`
  if (process.platform === 'win32') return ''
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

// The lock is SQLite's on an empty file: the system frees it when its holder dies, so no lock is ever left behind.
function tryLock(file: string, waitMs: number) {
  const lock = new DatabaseSync(file)
  try {
    lock.exec(`PRAGMA busy_timeout = ${waitMs}; BEGIN EXCLUSIVE`)
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== 5) throw error
  }
}

/** Runs `work` while no other process (and no other call in this one) runs under the same lock file. */
export async function alone<T>(file: string, work: () => Promise<T>, waitMs = 600_000): Promise<T> {
  for (const until = Date.now() + waitMs; ; await sleep(20)) {
    const lock = tryLock(file, 0)
    if (lock) {
      try {
        return await work()
      } finally {
        lock.close()
      }
    }
    if (Date.now() > until) throw new Error(`${file}: another process has held this lock for ${waitMs / 1000} s`)
  }
}

/** For the last moment of a process, when nothing can be awaited; does nothing when the lock stays taken for a second. */
export function aloneAtExit(file: string, work: () => void) {
  const lock = tryLock(file, 1000)
  if (!lock) return
  try {
    work()
  } finally {
    lock.close()
  }
}
