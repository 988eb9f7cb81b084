import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bench } from './bench.ts'
import { root } from './run.ts'

/** The long trials of a bench: what its file in `test/bench/` exports as `soak`. Figures come as JSON lines. */
const [name = ''] = process.argv.slice(2).filter(arg => !arg.startsWith('-'))
const file = join(root, 'test/bench', `${name}.ts`)
const { soak }: { soak?: Bench } =
  /^[\w-]+$/.test(name) && existsSync(file) ? await import(pathToFileURL(file).href) : {}

if (soak) await soak(line => console.log(JSON.stringify({ soak: name, ...line })))
else {
  console.error(`There is no soak ${JSON.stringify(name)}.\nUsage: npm run soak -- NAME [--seed N] …`)
  process.exitCode = 2
}
