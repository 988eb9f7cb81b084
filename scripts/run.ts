import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository's root. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** What a finished command left: its exit code (1 when a signal ended it) and, when captured, its output. */
export interface Finished {
  readonly code: number
  readonly output: string
}

/** `output: 'capture'` collects stdout and stderr, in order of arrival; the default shows both as they come. */
export interface RunOptions {
  readonly output?: 'show' | 'capture'
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a command from the repository's root, without stdin; tools in `node_modules/.bin` are found by name. */
export const run = (
  command: string,
  args: readonly string[],
  { output = 'show', env = {} }: RunOptions = {},
): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH, ...env },
      stdio: output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', code => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
