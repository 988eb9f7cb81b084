import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { Log } from './answers.ts'
import { type ReadOptions, readLog } from './read-log.ts'

/** A data set as it lies on the disk. */
export type DataSet =
  | { readonly kind: 'split'; readonly name: string; readonly train: string; readonly test: string }
  | { readonly kind: 'folds'; readonly name: string; readonly file: string }

const isTable = (file: string): boolean => ['.csv', '.tsv', '.txt'].includes(extname(file).toLowerCase())

const nameOf = (path: string): string => basename(path, extname(path))

const partOf = (folder: string, part: 'train' | 'test'): string | undefined =>
  readdirSync(folder)
    .filter(file => isTable(file) && nameOf(file) === part)
    .map(file => join(folder, file))[0]

/**
 * The data sets at a path: a folder that holds train and test, or a file that is parted into folds, or a folder of
 * such. Throws when there is none.
 */
export const findSets = (path: string): readonly DataSet[] => {
  if (!existsSync(path))
    throw new Error(
      `${path} is not there; --data names a csv or tsv file, a folder with train.tsv and test.tsv, or a folder of such`,
    )
  if (statSync(path).isFile()) return [{ kind: 'folds', name: nameOf(path), file: path }]
  const inside = (folder: string): readonly DataSet[] => {
    const train = partOf(folder, 'train')
    const test = partOf(folder, 'test')
    if (train !== undefined && test !== undefined)
      return [{ kind: 'split', name: basename(folder), train, test }]
    return readdirSync(folder)
      .sort()
      .filter(file => isTable(file) && statSync(join(folder, file)).isFile())
      .map(file => ({ kind: 'folds', name: nameOf(file), file: join(folder, file) }))
  }
  const folders = readdirSync(path)
    .sort()
    .map(name => join(path, name))
    .filter(entry => statSync(entry).isDirectory())
  const own = inside(path)
  const sets = own[0]?.kind === 'split' ? own : [...folders.flatMap(inside), ...own]
  if (sets.length === 0) throw new Error(`${path} holds no csv or tsv file, nor do its folders`)
  return sets
}

/** Reads one file of a data set; what is wrong with it is said with its name. */
export const readSet = (file: string, options: ReadOptions): Log => {
  try {
    return readLog(readFileSync(file, 'utf8'), options)
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`)
  }
}
