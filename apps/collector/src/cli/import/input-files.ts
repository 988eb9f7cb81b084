import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { err, ok, type Result } from '@fireball/core'
import { type Mapping, type Source, sourceOf } from './mapping.ts'

/** A file that is to be imported. */
export interface InputFile {
  readonly path: string
  readonly name: string
  readonly bytes: number
  readonly source: Source
}

/** What was given, sorted out. */
export interface InputFiles {
  readonly files: readonly InputFile[]
  /** Everything given, for lookups. */
  readonly paths: readonly string[]
  /** File name → why nothing is made of it. */
  readonly skipped: Readonly<Record<string, string>>
}

const expand = async (given: string): Promise<readonly string[]> => {
  if (!(await stat(given)).isDirectory()) return [given]
  const names = await readdir(given)
  return names
    .filter(name => /\.(csv|tsv|ndjson|jsonl)$/i.test(name))
    .sort()
    .map(name => join(given, name))
}

/**
 * Finds the source of each file given; a folder stands for the logs in it. They come in the order of the mapping's
 * sources: what an account bought, say, is better known before what it did. Fails on a path that is not there.
 */
export const findInputFiles = async (
  mapping: Mapping,
  given: readonly string[],
): Promise<Result<InputFiles, string>> => {
  const paths: string[] = []
  for (const one of given) {
    try {
      paths.push(...(await expand(one)))
    } catch {
      return err(`There is no file or folder ${one}.`)
    }
  }
  const names = paths.map(path => basename(path))
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) return err(`Two files are named ${twice}; give them one at a time.`)
  const lookups = mapping.sources.flatMap(one => Object.values(one.lookups ?? {})).map(one => one.file)
  const files: InputFile[] = []
  const skipped: Record<string, string> = {}
  for (const path of paths) {
    const name = basename(path)
    const source = sourceOf(mapping, name)
    if (source !== undefined) files.push({ path, name, source, bytes: (await stat(path)).size })
    else
      skipped[name] = lookups.includes(name) ? 'only looked things up in' : 'the mapping has no source for it'
  }
  const place = ({ source }: InputFile) => mapping.sources.indexOf(source)
  return ok({ files: files.toSorted((a, b) => place(a) - place(b)), paths, skipped })
}
