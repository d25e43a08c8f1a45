// `npm start`, `npm test`, `npm run bench`, `npm run trust`, `npm run check`: all the set-up, then the thing itself.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { needChrome } from './chrome.mjs'
import { needReaders } from './readers.mjs'
import { build, fail, install, node24, productOptions, root, run, say } from './ready.mjs'

const [task, ...args] = process.argv.slice(2)
const installed = (path) => join(root, 'node_modules', path)

/** Types and style: a second each, before the tests that take longer. */
async function check(node) {
  const types = await run(node, [installed('typescript/bin/tsc'), '-p', 'tsconfig.json'], { cwd: root })
  const style = await run(node, [installed('@biomejs/biome/bin/biome'), 'check', '--diagnostic-level=warn'], { cwd: root })
  return types || style
}

const tasks = {
  async start(node) {
    const bundle = await build('src/cli.ts', 'cli')
    // In a group of its own: a Ctrl-C reaches it once, through us, and it may then take its time.
    return run(node, [...productOptions, bundle, 'start', ...args], {
      cwd: root,
      detached: process.platform !== 'win32',
      signals: ['SIGINT', 'SIGTERM', 'SIGHUP'],
    })
  },
  async test(node) {
    const chrome = needChrome(say)
    needReaders(say)
    const failed = await check(node)
    if (failed) return failed
    const env = { ...process.env, CHROME_PATH: chrome }
    return run(node, [installed('vitest/vitest.mjs'), 'run', ...args], { cwd: root, env })
  },
  async bench(node) {
    await build('src/cli.ts', 'cli') // the product as it is used, for the benches that start it
    const bundle = await build('bench/bench.ts', 'bench')
    return run(node, [...productOptions, bundle, ...args], { cwd: root })
  },
  async trust(node) {
    const chrome = needChrome(say)
    await build('src/cli.ts', 'cli') // the product as it is used, for the proofs that start it
    const bundle = await build('trust/trust.ts', 'trust')
    return run(node, [...productOptions, bundle, ...args], { cwd: root, env: { ...process.env, CHROME_PATH: chrome } })
  },
  async check(node) {
    const failed = await check(node)
    if (failed || !existsSync(join(root, 'knip.json'))) return failed
    return run(node, [installed('knip/bin/knip.js')], { cwd: root })
  },
}

const todo = Object.hasOwn(tasks, task ?? '') ? tasks[task] : fail('node tools/go.mjs start|test|bench|trust|check')
await install({ dev: task !== 'start' })
try {
  process.exit(await todo(node24()))
} catch (error) {
  fail(error.message)
}
