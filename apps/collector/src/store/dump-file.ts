import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { err, isObject, ok, type Result } from '@fireball/core'
import type { Value } from './driver.ts'
import { MIGRATIONS } from './schema.ts'

/** One line of a dump: JSON, in a file that is gzip as a whole. */
export type DumpLine =
  | { readonly kind: 'head'; readonly schema: number; readonly at: number }
  | { readonly kind: 'table'; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: 'row'; readonly cells: readonly Value[] }

/** What a whole dump holds. */
export interface DumpSummary {
  /** Version of the schema that it was written with. */
  readonly schema: number
  readonly at: number
  readonly rows: Readonly<Record<string, number>>
}

/** Why a file is no dump that this release can read. */
export interface DumpError {
  readonly code: 'not-a-dump' | 'broken' | 'too-new'
  readonly say: string
}

const FORMAT = 'fireball dump 1'

const encode = (line: DumpLine): string => {
  switch (line.kind) {
    case 'head':
      return JSON.stringify({ format: FORMAT, schema: line.schema, at: line.at })
    case 'table':
      return JSON.stringify({ table: line.name, columns: line.columns })
    case 'row':
      return JSON.stringify(line.cells)
  }
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(one => typeof one === 'string' && /^[a-z_0-9]{1,60}$/.test(one))

const isCells = (value: unknown): value is readonly Value[] =>
  Array.isArray(value) && value.every(one => one === null || ['string', 'number'].includes(typeof one))

const decode = (value: unknown): DumpLine | undefined => {
  if (isCells(value)) return { kind: 'row', cells: value }
  if (!isObject(value)) return undefined
  const { format, schema, at, table, columns } = value
  if (format === FORMAT && typeof schema === 'number' && typeof at === 'number')
    return { kind: 'head', schema, at }
  return isNames([table]) && isNames(columns) ? { kind: 'table', name: String(table), columns } : undefined
}

/** Writes lines; the last one of the file says how many rows of each table there are, and the checksum of all before. */
export const writeDump = async (file: string, lines: AsyncIterable<DumpLine>): Promise<void> => {
  const hash = createHash('sha256')
  const rows: Record<string, number> = {}
  const texts = async function* () {
    let table = ''
    for await (const line of lines) {
      if (line.kind === 'table') {
        table = line.name
        rows[table] = 0
      } else if (line.kind === 'row') rows[table] = (rows[table] ?? 0) + 1
      const text = `${encode(line)}\n`
      hash.update(text)
      yield text
    }
    yield `${JSON.stringify({ end: rows, sha256: hash.digest('hex') })}\n`
  }
  await pipeline(texts, createGzip({ level: 6 }), createWriteStream(file, { flags: 'wx' }))
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A failure while the lines of a dump are read. */
const broken = (say: string): Error => Object.assign(new Error(say), { isBroken: true })

/** Readline would not tell of a stream that breaks. */
const textLines = async function* (file: string): AsyncGenerator<string> {
  const unpacked = createGunzip()
  const piped = pipeline(createReadStream(file), unpacked)
  piped.catch(() => undefined) // the loop below throws the same
  let rest = ''
  for await (const chunk of unpacked.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  await piped
  if (rest !== '') yield rest
}

/** The lines of a dump, checked as they come: throws at the first that is wrong, or when the end is missing. */
export const readDump = async function* (file: string): AsyncGenerator<DumpLine> {
  const hash = createHash('sha256')
  const rows: Record<string, number> = {}
  let width = -1
  let table = ''
  let isOver = false
  for await (const text of textLines(file)) {
    if (isOver) throw broken('something follows its end')
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw broken('a line is no JSON')
    }
    if (isObject(value) && 'end' in value) {
      if (value.sha256 !== hash.digest('hex')) throw broken('its checksum is another')
      if (JSON.stringify(value.end) !== JSON.stringify(rows)) throw broken('it holds another number of rows')
      isOver = true
      continue
    }
    hash.update(`${text}\n`)
    const line = decode(value)
    if (line === undefined) throw broken('a line is of no known kind')
    if ((table === '' && width < 0) !== (line.kind === 'head')) throw broken('its first line is not first')
    if (line.kind === 'head') width = 0
    else if (line.kind === 'table') {
      table = line.name
      width = line.columns.length
      rows[table] = 0
    } else if (table === '' || line.cells.length !== width) throw broken(`a row of ${table} is not whole`)
    else rows[table] = (rows[table] ?? 0) + 1
    yield line
  }
  if (!isOver) throw broken('its end is missing')
}

/** Whether a file is gzip, as dumps are. */
export const isGzipFile = async (file: string): Promise<boolean> => {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

/** Reads a dump from end to end; nothing is written anywhere. */
export const checkDump = async (file: string): Promise<Result<DumpSummary, DumpError>> => {
  const rows: Record<string, number> = {}
  let head: { readonly schema: number; readonly at: number } | undefined
  let table = ''
  try {
    for await (const line of readDump(file)) {
      if (line.kind === 'head') head = line
      else if (line.kind === 'table') {
        table = line.name
        rows[table] = 0
      } else rows[table] = (rows[table] ?? 0) + 1
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return head === undefined
      ? err({ code: 'not-a-dump', say: `${file} is no backup of Fireball: ${why}.` })
      : err({ code: 'broken', say: `${file} is damaged or cut off: ${why}. Nothing was changed.` })
  }
  if (head === undefined) return err({ code: 'not-a-dump', say: `${file} is no backup of Fireball.` })
  return head.schema > MIGRATIONS.length
    ? err({ code: 'too-new', say: `${file} was written by a newer release: restore it with that one.` })
    : ok({ schema: head.schema, at: head.at, rows })
}
