import type { Row, Value } from './driver.ts'

/** What the writing thread is asked to do, in the order in which it is asked. */
export type Command =
  | { readonly op: 'begin'; readonly mayBeLost: boolean }
  | { readonly op: 'commit' | 'rollback' | 'checkpoint' | 'close' }
  | { readonly op: 'all' | 'run'; readonly sql: string; readonly params: readonly Value[] }
  | {
      readonly op: 'write'
      readonly sql: string
      readonly rows: readonly (readonly Value[])[] | PackedRows
      readonly tell: boolean
    }

/** Rows as one text, which crosses between threads at a third of the cost of as many values. */
export interface PackedRows {
  readonly text: string
  readonly width: number
}

const BETWEEN = '\0'

/** Packs rows in which no text holds a control character and nothing is null. */
export const packRows = (rows: readonly (readonly Value[])[], width: number): PackedRows => {
  let text = ''
  for (const row of rows) text += row.join(BETWEEN) + BETWEEN
  return { text, width }
}

/** The packed rows. All values are texts now: what a column of numbers is given becomes a number there. */
export const unpackRows = ({ text, width }: PackedRows): readonly (readonly Value[])[] => {
  const values = text.split(BETWEEN)
  if (values.length % width !== 1) throw new Error('A row holds a control character')
  return Array.from({ length: (values.length - 1) / width }, (_, i) =>
    values.slice(i * width, (i + 1) * width),
  )
}

/** A failure on its way between threads: SQLite’s own errors lose their message there, and all errors their code. */
export interface Failure {
  readonly message: string
  readonly code?: string
}

export const toFailure = (error: unknown): Failure =>
  error instanceof Error
    ? {
        message: error.message,
        ...('code' in error && error.code !== undefined ? { code: String(error.code) } : {}),
      }
    : { message: String(error) }

export const toError = ({ message, code }: Failure): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

/** What became of one command. */
export type Outcome =
  | { readonly value: readonly Row[] | readonly number[] | number }
  | { readonly error: Failure }

/** The log after a pass of the log keeper, in pages; `missing`: those that the file does not have yet. */
export interface LogState {
  readonly log: number
  readonly missing: number
}
