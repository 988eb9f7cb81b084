import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumPath } from './browser.ts'
import { build, describeBuild } from './build.ts'
import { checkTypes } from './check-types.ts'
import { root, run } from './run.ts'
import { type Count, countTests, type TestReport } from './test-count.ts'

/** Something that must hold beside the tests; a rejection is a failure too, and its message is shown. */
interface Step {
  readonly name: string
  readonly isOk: () => Promise<boolean>
}

const STEPS: readonly Step[] = [
  {
    name: 'lint',
    isOk: async () => (await run('npm', ['run', '--silent', 'lint'])).code === 0,
  },
  {
    name: 'types',
    isOk: async () => (await checkTypes()).length === 0,
  },
  {
    name: 'browser',
    isOk: async () => {
      console.log(await chromiumPath())
      return true
    },
  },
  {
    name: 'build',
    isOk: async () => {
      console.log(describeBuild(await build()))
      return true
    },
  },
]

const REPORT = '.cache/vitest.json'

const attempt = async ({ name, isOk }: Step): Promise<boolean> => {
  console.log(`\n── ${name}`)
  try {
    return await isOk()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return false
  }
}

const runVitest = async (args: readonly string[]): Promise<Count> => {
  console.log('\n── tests')
  const report = join(root, REPORT)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const { code } = await run('vitest', ['run', ...reporters, ...args], { env: { FIREBALL_PREPARED: '1' } })
  const results: TestReport | undefined = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : undefined
  return countTests(results, code)
}

const failedSteps: string[] = []
for (const step of STEPS) if (!(await attempt(step))) failedSteps.push(step.name)
const tests = await runVitest(process.argv.slice(2))

const failed = tests.failed + failedSteps.length
if (failedSteps.length > 0) console.log(`Failed beside the tests: ${failedSteps.join(', ')}`)
console.log(`${tests.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
