import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Output, RECIPES, type Target } from './bundles.ts'
import { root } from './run.ts'
import { freshDeclarations, PACKAGE_ENTRIES } from './sdk-types.ts'

/** A file that the build made: its path from the repository's root and what it weighs, in bytes. */
export interface BuiltFile {
  readonly target: Target
  readonly path: string
  readonly bytes: number
  readonly gzip: number
}

/** What `build` made. `skipped` are the targets whose entry file does not exist. */
export interface Built {
  readonly files: readonly BuiltFile[]
  readonly skipped: readonly Target[]
}

/** Replaces in one step, and only what changed: a server or another build may be reading the same file. */
const write = async ({ path, contents }: Output): Promise<void> => {
  const file = join(root, path)
  const before = await readFile(file).catch(() => undefined) // not there yet
  if (before?.equals(contents)) return
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.tmp`
  await writeFile(draft, contents)
  await rename(draft, file)
}

/** Hashed names of earlier builds would pile up. Widget and SDK keep theirs: pages in the wild still load them. */
const deleteOthers = async (folder: string, outputs: readonly Output[]): Promise<void> => {
  const kept = new Set(outputs.map(({ path }) => path))
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(found => found.isFile())) {
    const file = join(entry.parentPath, entry.name)
    if (!kept.has(relative(root, file))) await rm(file, { force: true })
  }
}

const weigh = (target: Target, { path, contents }: Output): BuiltFile => ({
  target,
  path,
  bytes: contents.length,
  gzip: gzipSync(contents, { level: 9 }).length,
})

/**
 * Builds everything that has an entry file, from the sources, into each workspace's `dist/`. Unchanged files are left
 * alone, so it is safe to call again from tests and benches. Rejects with esbuild's errors when something does not build.
 */
export const build = async (): Promise<Built> => {
  const made: Output[] = []
  const files: BuiltFile[] = []
  const skipped: Target[] = []
  for (const { target, entries, bundle, ownFolder } of RECIPES) {
    const entry = entries.find(path => existsSync(join(root, path)))
    if (entry === undefined) {
      skipped.push(target)
      continue
    }
    const outputs = await bundle(entry, made)
    await Promise.all(outputs.map(write))
    if (ownFolder !== undefined) await deleteOthers(ownFolder, outputs)
    made.push(...outputs)
    files.push(...outputs.map(output => weigh(target, output)))
  }
  return { files, skipped }
}

/** What a person wants to see of a build: a line a file, and a line for each target that was left out. */
export const describeBuild = ({ files, skipped }: Built): string => {
  const width = Math.max(0, ...files.map(({ path }) => path.length))
  const shown = files.filter(({ path }) => !path.endsWith('.map'))
  return [
    ...shown.map(({ path, bytes, gzip }) => `${path.padEnd(width)} ${bytes} bytes, ${gzip} gzipped`),
    ...skipped.map(target => `${target}: skipped, it has no entry file yet`),
  ].join('\n')
}

/** What pages that pin the script write into its tag. */
const describePin = async ({ files }: Built): Promise<string> => {
  const [pinned] = files.filter(({ path }) => /\/fireball-[A-F0-9]{8}\.js$/.test(path))
  if (pinned === undefined) return ''
  const bytes = await readFile(join(root, pinned.path))
  const digest = createHash('sha384').update(bytes).digest('base64')
  return `\nTo pin the script: src="/${basename(pinned.path)}" integrity="sha384-${digest}" crossorigin="anonymous"`
}

if (process.argv[1] === import.meta.filename) {
  const built = await build()
  // Who only starts the collector needs no declarations; compiling takes seconds.
  if (process.env.npm_lifecycle_event !== 'start')
    await Promise.all(freshDeclarations(PACKAGE_ENTRIES).map(write))
  console.log(describeBuild(built) + (await describePin(built)))
}
