// Preloaded into the server: when the process that started it is gone (npm and shells pass no signals on), it stops too,
// by the same SIGTERM that it closes well on.
import { isMainThread } from 'node:worker_threads'

const parent = process.ppid
if (isMainThread)
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
