import { basename } from 'node:path'
import { err, ok, type Result } from '@fireball/core'
import { formatOf, type Source } from './mapping.ts'
import { readRows } from './read-rows.ts'
import { type LogRow, readText } from './read-value.ts'

/** Completes a row with the rows of other files that it points to, under the lookups' names. */
export type Complete = (row: LogRow) => LogRow

const readTable = async (path: string, key: string): Promise<ReadonlyMap<string, LogRow>> => {
  const table = new Map<string, LogRow>()
  for await (const { row } of readRows(path, formatOf(basename(path)))) {
    const named = row === undefined ? undefined : readText(row, key)
    if (row !== undefined && named !== undefined) table.set(named, row)
  }
  return table
}

/** Reads the files that a source looks things up in; fails with the name of the one that was not given. */
export const openLookups = async (
  source: Source,
  paths: readonly string[],
): Promise<Result<Complete, { readonly missing: string }>> => {
  const tables: { name: string; on: string; table: ReadonlyMap<string, LogRow> }[] = []
  for (const [name, { file, key, on = key }] of Object.entries(source.lookups ?? {})) {
    const path = paths.find(one => basename(one) === file)
    if (path === undefined) return err({ missing: file })
    tables.push({ name, on, table: await readTable(path, key) })
  }
  if (tables.length === 0) return ok(row => row)
  return ok(row => {
    const found: Record<string, LogRow> = {}
    for (const { name, on, table } of tables) {
      const other = table.get(readText(row, on) ?? '')
      if (other !== undefined) found[name] = other
    }
    return { ...row, ...found }
  })
}
