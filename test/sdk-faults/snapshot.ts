import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { type Output, RECIPES } from '../../scripts/bundles.ts'
import { root } from '../../scripts/run.ts'

/** What was built of the sources at one moment, apart from `dist/`: trials go on while someone builds. */
export interface Snapshot {
  /** The collector's entry, from the repository's root. */
  readonly collector: string
  /** What each target gave. */
  readonly outputs: ReadonlyMap<string, readonly Output[]>
  delete(): Promise<void>
}

/** Nothing is drawn, and nobody imports the package: what trials do not need. */
const UNWANTED: readonly string[] = ['widget', 'sdk', 'console', 'demo']
/** What the collector reads at its first start. */
const PROGRAM = 'apps/demo/program.json'

const fill = async (folder: string): Promise<ReadonlyMap<string, readonly Output[]>> => {
  const outputs = new Map<string, readonly Output[]>()
  const made: Output[] = []
  for (const { target, entries, bundle } of RECIPES) {
    const entry = entries.find(path => existsSync(join(root, path)))
    if (UNWANTED.includes(target) || entry === undefined) continue
    const files = await bundle(entry, made)
    made.push(...files)
    outputs.set(target, files)
    for (const { path, contents } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), contents)
    }
  }
  await mkdir(dirname(join(folder, PROGRAM)), { recursive: true })
  await cp(join(root, PROGRAM), join(folder, PROGRAM))
  return outputs
}

/** Builds SDK and collector into a folder that nobody else writes to. */
export const takeSnapshot = async (): Promise<Snapshot> => {
  await mkdir(join(root, '.cache'), { recursive: true })
  // Inside the repository, so that the collector finds its packages.
  const folder = await mkdtemp(join(root, '.cache/snapshot-'))
  const deleteAll = () => rm(folder, { recursive: true, force: true })
  try {
    return {
      collector: relative(root, join(folder, 'apps/collector/dist/main.js')),
      outputs: await fill(folder),
      delete: deleteAll,
    }
  } catch (error) {
    await deleteAll()
    throw error
  }
}
