import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Transform } from 'node:stream'
import { isObject } from '@fireball/core'
import { parse } from 'csv-parse'
import type { LogRow } from './read-value.ts'

/** A row as it stands in the file, or a line that is none; `bytes` is how far the file was read by then. */
export interface ReadRow {
  readonly row: LogRow | undefined
  readonly bytes: number
}

const readCsv = async function* (path: string): AsyncGenerator<ReadRow> {
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const file = createReadStream(path)
  const rows = file.pipe(count).pipe(
    // A row with too few or too many cells is read as far as it goes: one bad line must not end a long import.
    parse({ columns: true, bom: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true }),
  )
  // `pipe` does not hand errors on.
  file.on('error', error => rows.destroy(error))
  for await (const row of rows) yield { row, bytes }
}

const parseLine = (line: string): LogRow | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? (value as LogRow) : undefined
  } catch {
    return undefined // reported as an unreadable row
  }
}

const readNdjson = async function* (path: string): AsyncGenerator<ReadRow> {
  let bytes = 0
  const file = createReadStream(path)
  const lines = createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })
  file.on('error', () => lines.close())
  for await (const line of lines) {
    bytes += Buffer.byteLength(line) + 1
    if (line.trim() !== '') yield { row: parseLine(line.replace(/^\uFEFF/, '')), bytes }
  }
  if (file.errored !== null) throw file.errored
}

/** The rows of a file, one after the other; never the whole file in memory. Rejects when it cannot be read. */
export const readRows = (path: string, format: 'csv' | 'ndjson'): AsyncGenerator<ReadRow> =>
  format === 'csv' ? readCsv(path) : readNdjson(path)
