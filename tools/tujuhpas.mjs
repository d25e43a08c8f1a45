#!/usr/bin/env node
// The command `npx tujuhpas`: builds itself when the sources changed, then runs. Needs no more than `npm ci`.
import { build, install, node24, productOptions, run } from './ready.mjs'

await install({ dev: false })
const bundle = await build('src/cli.ts', 'cli')
process.exit(await run(node24(), [...productOptions, bundle, ...process.argv.slice(2)]))
