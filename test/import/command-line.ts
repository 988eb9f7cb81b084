import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../scripts/run.ts'

/** What a command said, and how it ended. */
export interface CommandResult {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** Runs `npm run fireball -- …` as a process of its own, without npm. */
export const fireball = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> =>
  new Promise((settle, fail) => {
    const command = [
      join(root, 'node_modules/.bin/tsx'),
      '--conditions=source',
      'apps/collector/src/cli/main.ts',
    ]
    const [file = '', ...rest] = [...command, ...args]
    const child = spawn(file, rest, { cwd: root, env: { ...process.env, NO_COLOR: '1', ...env } })
    let output = ''
    let errors = ''
    child.stdout.on('data', chunk => {
      output += chunk
    })
    child.stderr.on('data', chunk => {
      errors += chunk
    })
    child.on('error', fail)
    child.on('close', code => settle({ code, output, errors }))
  })
