import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseProgram } from '@fireball/core/program'
import { transform } from 'esbuild'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { starterProgram } from '../apps/collector/src/console/starter.ts'
import { root, run } from '../scripts/run.ts'

const FILES = [
  'README.md',
  'docs/messages.md',
  'CONTRIBUTING.md',
  'docs/privacy.md',
  'docs/import.md',
  'docs/ability.md',
  'docs/install.md',
  'packages/sdk/README.md',
].filter(file => existsSync(join(root, file)))
const text = (file: string): string => readFileSync(join(root, file), 'utf8')

interface Snippet {
  readonly file: string
  readonly language: string
  readonly code: string
}

const snippets: readonly Snippet[] = FILES.flatMap(file =>
  [...text(file).matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language = '', code = '']) => ({
    file,
    language,
    code,
  })),
)
const written = (language: string) => snippets.filter(one => one.language === language)

/** Type-checks a module as if it stood in `test/`, with the workspace's own options. */
const typeErrors = (code: string): readonly string[] => {
  const configFile = join(root, 'test/tsconfig.json')
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configFile))
  const name = join(root, 'test/readme-snippet.ts')
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = file => file === name || fileExists(file)
  host.readFile = file => (file === name ? code : readFile(file))
  host.getSourceFile = (file, version, ...rest) =>
    file === name ? ts.createSourceFile(file, code, version, true) : getSourceFile(file, version, ...rest)
  const program = ts.createProgram([name], options, host)
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(name))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

describe('snippets', () => {
  test.each(written('ts'))(
    'the TypeScript of $file compiles',
    ({ code }) => {
      expect(typeErrors(code)).toEqual([])
    },
    60_000,
  )

  test('the type check can fail', () => {
    expect(
      typeErrors("import { createFireball } from '@fireball/sdk'\ncreateFireball({ nothing: 1 })"),
    ).not.toEqual([])
  }, 60_000)

  test.each(written('js'))(
    'the JavaScript of $file uses what the client has',
    async ({ code }) => {
      await expect(transform(code, { loader: 'js' })).resolves.toBeDefined()
      const declared = `import type { Fireball } from '@fireball/sdk'\ndeclare const fireball: Fireball\n${code}`
      expect(typeErrors(declared)).toEqual([])
    },
    60_000,
  )

  test('the tag names its consent level, and only known attributes', () => {
    const tags = written('html').flatMap(({ code }) =>
      [...code.matchAll(/<script[^>]*\ssrc=[^>]*>/g)].map(([tag]) => tag),
    )
    expect(tags.length).toBeGreaterThan(0)
    for (const tag of tags)
      expect(tag).toMatch(
        /^<script async src="[^"]+\/fireball\.js" data-key="[^"]+" data-consent="(local|necessary|full)">$/,
      )
  })

  test.each(written('json'))('the JSON of $file parses', ({ code }) => {
    expect(() => JSON.parse(code)).not.toThrow()
  })

  test('the feature and prompt of the README fit into the starter program', () => {
    const starter = starterProgram({ product: 'Kite', setUp: 'A', core: 'B', advanced: 'C' })
    const [part] = written('json').filter(({ file }) => file === 'README.md')
    expect(parseProgram({ ...starter, ...JSON.parse(part?.code ?? '') })).toMatchObject({
      ok: true,
      value: { warnings: [] },
    })
  })

  test('the messages of their page fit into the starter program', () => {
    const starter = starterProgram({ product: 'Kite', setUp: 'A', core: 'B', advanced: 'C' })
    const [part] = written('json').filter(({ file }) => file === 'docs/messages.md')
    expect(parseProgram({ ...starter, ...JSON.parse(part?.code ?? '') })).toMatchObject({
      ok: true,
      value: { warnings: [] },
    })
  })
})

const commands = [
  ...new Set(
    FILES.flatMap(file => [
      ...written('sh')
        .filter(one => one.file === file)
        .flatMap(({ code }) => code.trim().split('\n')),
      ...[...text(file).matchAll(/`(npm (?:run )?[^`]+)`/g)].map(([, command = '']) => command),
    ]),
  ),
].filter(command => !command.startsWith('#'))

/** What this test runs to see that a command works; the others are run by the test suite or by CI itself. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  'npm run fireball -- import --help': ['run', '-s', 'fireball', '--', 'import', '--help'],
  'npm run bench -- size --json': ['run', '-s', 'bench', '--', 'size', '--json'],
}

describe('commands', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(text('package.json'))

  test.each(commands)('%s names a script that exists', command => {
    for (const part of command.split('&&').map(one => one.trim())) {
      const [, name = ''] = /^npm (?:run )?([\w-]+)/.exec(part) ?? []
      expect(name === 'ci' || name in scripts, `“${part}”`).toBe(true)
    }
  })

  test.each(Object.entries(RUNS))(
    '%s runs',
    async (command, args) => {
      expect(commands).toContain(command)
      const { code, output } = await run('npm', args, { output: 'capture' })
      expect(output).not.toBe('')
      expect(code).toBe(0)
    },
    120_000,
  )

  const data = join(root, '../shared/data/skill')
  test.skipIf(!existsSync(data))(
    'the figures against counting are what the command prints (skipped where the data is not there)',
    async () => {
      const { code, output } = await run('npm', ['run', '-s', 'validate', '--', 'transfer', '--data', data], {
        output: 'capture',
      })
      expect(code).toBe(0)
      const printed = [...output.matchAll(/0(\.\d{3})$/gm)].map(([, figure]) => figure)
      expect(printed).toHaveLength(3)
      for (const figure of printed) expect(text('README.md')).toContain(`| ${figure} |`)
    },
    120_000,
  )

  test('bytes in the README are those of the build', async () => {
    const { output } = await run('npm', ['run', '-s', 'bench', '--', 'size', '--json'], { output: 'capture' })
    const lines = output
      .split('\n')
      .filter(line => line.startsWith('{'))
      .map((line): { metric: string; value: number } => JSON.parse(line))
    const rows = {
      'sdk.gzip': /script tag, gzip \| ([\d.]+) kB \(over/,
      'first-nudge.gzip': /first nudge, gzip \| ([\d.]+) kB \(over/,
    }
    for (const [metric, pattern] of Object.entries(rows)) {
      const value = lines.find(line => line.metric === metric)?.value ?? 0
      expect(pattern.exec(text('README.md'))?.[1], metric).toBe((value / 1000).toFixed(1))
    }
  }, 120_000)
})

describe('links', () => {
  test.each(FILES)('every file that %s links to exists', file => {
    const targets = [...text(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target)
    for (const target of targets) expect(existsSync(join(root, dirname(file), target)), target).toBe(true)
  })
})
