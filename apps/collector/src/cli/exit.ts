import { isObject } from '@fireball/core'

/** `usage` when the call must change, `failed` when it may work another time. */
export type Failing = 'usage' | 'failed'

/** The exit code of each way to fail. */
export const EXIT_CODES = { failed: 1, usage: 2 } as const satisfies Record<Failing, number>

/** Ends the running command with a message for people; `main.ts` alone prints it and exits. */
export const fail = (kind: Failing, message: string): never => {
  throw Object.assign(new Error(message), { failing: kind })
}

/** What to print, and the code to exit with, after whatever ended a command. */
export const readFailure = (error: unknown): { readonly message: string; readonly exitCode: number } => {
  const message = error instanceof Error ? error.message : String(error)
  if (isObject(error) && (error.failing === 'usage' || error.failing === 'failed'))
    return { message, exitCode: EXIT_CODES[error.failing] }
  // What the argument parser says of a call that it cannot read.
  if (error instanceof Error && error.name === 'CLIError')
    return { message: `${message}. --help tells what there is.`, exitCode: EXIT_CODES.usage }
  return { message, exitCode: EXIT_CODES.failed }
}
