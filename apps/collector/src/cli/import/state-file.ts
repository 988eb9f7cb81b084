import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isObject } from '@fireball/core'
import type { FileReport } from './report.ts'

/** How far an interrupted import came: reports by file. `identity` names what was imported, how and where to. */
export interface ImportState {
  readonly identity: string
  readonly files: Readonly<Record<string, FileReport>>
}

/** The file in which an import notes how far it came. */
export interface StateFile {
  /** What an earlier, interrupted run left; nothing when it imported something else, or there was none. */
  read(identity: string): Promise<ImportState | undefined>
  write(state: ImportState): Promise<void>
  /** The import is complete: the next run starts from the top. */
  remove(): Promise<void>
}

const isState = (value: unknown): value is ImportState =>
  isObject(value) && typeof value.identity === 'string' && isObject(value.files)

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // cut short by a crash, or not ours: start from the top, which counts nothing twice
  }
}

export const createStateFile = (path: string): StateFile => ({
  read: async identity => {
    const raw = parse(await readFile(path, 'utf8').catch(() => 'null'))
    return isState(raw) && raw.identity === identity ? raw : undefined
  },
  write: async state => {
    // In one step: a run that is killed here leaves the former state, not half of one.
    await writeFile(`${path}.tmp`, JSON.stringify(state))
    await rename(`${path}.tmp`, path)
  },
  remove: () => rm(path, { force: true }),
})
