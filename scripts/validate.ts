import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { root } from './run.ts'

const FOLDER = join(root, 'test/validate')

/** What each file of `test/validate/` exports. */
interface Validation {
  /** Lines of text, as they come. */
  readonly run: (
    data: string,
    given: Readonly<Record<string, string | boolean | undefined>>,
  ) => Promise<readonly string[]> | AsyncIterable<string>
  readonly options?: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  /** What its options are for. */
  readonly usage?: string
}

const NAMES = readdirSync(FOLDER)
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map(file => file.slice(0, -'.ts'.length))

const say = (line: string): void => console.log(line)

const [name = '', ...args] = process.argv.slice(2)

if (!NAMES.includes(name)) {
  console.error(`Usage: npm run validate -- NAME --data DIR\nThere are: ${NAMES.join(', ')}.`)
  process.exitCode = 2
} else {
  const {
    run,
    options = {},
    usage,
  }: Validation = await import(pathToFileURL(join(FOLDER, `${name}.ts`)).href)
  const known: ParseArgsConfig['options'] = {
    data: { type: 'string' },
    help: { type: 'boolean' },
    ...options,
  }
  const help = `Usage: npm run validate -- ${name} --data DIR${usage === undefined ? '' : `\n${usage}`}`
  try {
    const { values } = parseArgs({ args, options: known, strict: true })
    const { data, help: asksHelp, ...given } = values as Record<string, string | boolean | undefined>
    if (asksHelp === true) say(help)
    else if (typeof data !== 'string') {
      console.error(help)
      process.exitCode = 2
    } else {
      const lines = await run(data, given)
      for await (const line of lines) say(line)
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
