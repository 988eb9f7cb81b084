import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from './run.ts'

const FOLDER = join(root, 'test/validate')

/** Each of them exports `run(data): Promise<readonly string[]>`. */
const NAMES = readdirSync(FOLDER)
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'auc.ts')
  .map(file => file.slice(0, -'.ts'.length))

const { positionals, values } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } })
const [name] = positionals

if (name === undefined || !NAMES.includes(name) || values.data === undefined) {
  console.error(`Usage: npm run validate -- NAME --data DIR\nThere are: ${NAMES.join(', ')}.`)
  process.exitCode = 2
} else {
  try {
    const { run }: { run(data: string): Promise<readonly string[]> } = await import(
      pathToFileURL(join(FOLDER, `${name}.ts`)).href
    )
    for (const line of await run(values.data)) console.log(line)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
