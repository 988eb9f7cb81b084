import { utf8Length, WIRE_LIMITS } from '@fireball/core'
import type { ReadRow } from './read-rows.ts'
import type { LogRow } from './read-value.ts'
import { addReport, EMPTY_REPORT, type FileReport } from './report.ts'
import type { LeftOut, RowMessages } from './row-messages.ts'

/** A run of rows of one file that is sent as one batch; its report says what the rows gave, not yet what was answered. */
export interface Part {
  readonly body: string
  /** From which row each message came; empty when the rows gave none. */
  readonly rows: readonly number[]
  readonly report: FileReport
  /** How far the file was read. */
  readonly bytes: number
}

const HEAD = '{"batch":['
const TAIL = ']}'
/** Room for what a batch has beside its messages. */
const MAX_BYTES = WIRE_LIMITS.batchBytes - 1024

const nameOf = (message: { readonly type?: unknown; readonly event?: unknown }): string =>
  typeof message.event === 'string' ? message.event : String(message.type)

const what = (row: LogRow | undefined): string => JSON.stringify(row ?? null).slice(0, 160)

const leftOutReport = (row: number, reason: LeftOut, read: LogRow | undefined): FileReport => ({
  ...EMPTY_REPORT,
  rows: 1,
  leftOut: { [reason]: 1 },
  examples: reason === 'left-out' ? [] : [{ row, code: reason, what: what(read) }],
})

/**
 * Cuts the rows of a file into batches below the wire's limit. The messages of one row stay together, so a part ends
 * where a later run can go on. `skip` rows were sent before.
 */
export const cutParts = async function* (
  rows: AsyncIterable<ReadRow>,
  read: (row: LogRow) => RowMessages,
  skip: number,
): AsyncGenerator<Part> {
  let messages: string[] = []
  let from: number[] = []
  let size = 0
  let report = EMPTY_REPORT
  let seen = 0
  let bytes = 0
  const cut = (): Part => {
    const part = { body: `${HEAD}${messages.join()}${TAIL}`, rows: from, report, bytes }
    messages = []
    from = []
    size = 0
    report = EMPTY_REPORT
    return part
  }
  for await (const one of rows) {
    bytes = one.bytes
    if (++seen <= skip) continue
    const made: RowMessages =
      one.row === undefined ? { kind: 'left-out', reason: 'unreadable' } : read(one.row)
    if (made.kind === 'left-out') {
      report = addReport(report, leftOutReport(seen, made.reason, one.row))
      continue
    }
    const texts = made.messages.map(message => JSON.stringify(message))
    if (texts.some(text => utf8Length(text) > WIRE_LIMITS.eventBytes)) {
      // Sent with others, it might take the whole batch over the limit, and the import would stop at it for ever.
      report = addReport(report, leftOutReport(seen, 'too-large', one.row))
      continue
    }
    const length = texts.reduce((sum, text) => sum + utf8Length(text) + 1, 0)
    if (size > 0 && size + length > MAX_BYTES) yield cut()
    const byName: Record<string, number> = {}
    for (const message of made.messages) byName[nameOf(message)] = (byName[nameOf(message)] ?? 0) + 1
    report = addReport(report, { ...EMPTY_REPORT, rows: 1, messages: texts.length, byName })
    messages.push(...texts)
    from.push(...texts.map(() => seen))
    size += length
  }
  yield { ...cut(), bytes }
}
