import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../scripts/run.ts'

/** A collector in a process of its own, as `npm start` runs it, on a free port of the loopback. */
export interface CollectorProcess {
  readonly origin: string
  readonly pid: number
  /** Everything that it printed so far. */
  output(): string
  /** Sends a signal; settles once the process is gone, with its exit code (null when the signal ended it). */
  stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
}

/** Where it says that it is reached. */
const ADDRESS = /Fireball\s+(http:\/\/[\d.]+:\d+)\//

const addressOf = (child: ChildProcess, output: () => string): Promise<string> =>
  new Promise((settle, fail) => {
    const look = () => {
      const origin = ADDRESS.exec(output())?.[1]
      if (origin !== undefined) settle(origin)
    }
    child.stdout?.on('data', look)
    child.once('exit', code => fail(new Error(`The collector ended with ${code}:\n${output()}`)))
  })

/**
 * Starts a collector on a data folder and waits until it listens. `entry`: the sources, or what was built of them. `env`:
 * beside the port and the folder. `prelude`: what a shell does before, such as setting a limit.
 */
export const startCollector = async (
  dataDir: string,
  entry = 'apps/collector/src/main.ts',
  env: Readonly<Record<string, string>> = {},
  prelude?: string,
): Promise<CollectorProcess> => {
  let printed = ''
  const command = [
    process.execPath,
    ...(entry.endsWith('.ts') ? ['--import', 'tsx', '--conditions=source'] : []),
    join(root, entry),
  ]
  const [program = '', ...args] =
    prelude === undefined ? command : ['bash', '-c', `${prelude}; exec "$@"`, 'bash', ...command]
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    stdio: 'pipe',
  })
  const keep = (chunk: Buffer) => {
    printed += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const output = () => printed
  const origin = await addressOf(child, output)
  return {
    origin,
    pid: child.pid ?? 0,
    output,
    stop: async signal => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}
