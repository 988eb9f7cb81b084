import { TESTS_MAY } from './rules.ts'
import type { Import, Source } from './source.ts'

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const isListed = (list: readonly string[], name: string): boolean =>
  list.some(entry => (entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : entry === name))

const isAt = (path: string, local: string): boolean =>
  path.endsWith('/') ? local.startsWith(path) : path === local

const isPackageAllowed = ({ part, local, isTest }: Source, { specifier, isTypeOnly }: Import): boolean => {
  const name = packageOf(specifier)
  return (
    isListed(part.may, name) ||
    Object.entries(part.mayIn ?? {}).some(([path, list]) => isAt(path, local) && isListed(list, name)) ||
    (isTest && isListed(TESTS_MAY, name)) ||
    ((isTypeOnly || isTest) && isListed(part.mayAsTypes ?? [], name))
  )
}

/** A file of the workspace itself (its `package.json` and tests of it included), or any when the part may import all. */
const isFileAllowed = ({ part, isTest }: Source, target: string): boolean =>
  target.startsWith(part.folder.replace(/src$/, '')) ||
  part.may.includes('*') ||
  (isTest && target.startsWith('test/'))

/** The imports that the table does not allow, each as a sentence. */
export const deniedImports = (sources: readonly Source[]): string[] =>
  sources.flatMap(source =>
    source.imports
      .filter(found => {
        if (found.target === undefined) return !isPackageAllowed(source, found)
        const isIntoTests = /\.test\.tsx?$/.test(found.target)
        return isIntoTests || !isFileAllowed(source, found.target)
      })
      .map(({ line, specifier }) => `${source.path}:${line} may not import ${specifier}`),
  )

/** Imports of a package's own list of public names: whoever is inside imports the file itself. */
export const importsOfOwnIndex = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ isTest }) => !isTest)
    .flatMap(({ path, part, imports }) =>
      imports
        .filter(({ target }) => target === `${part.folder}/index.ts`)
        .map(({ line }) => `${path}:${line} imports its own index.ts`),
    )

/** Import cycles, type-only imports included, each as the chain of paths that closes it. */
export const importCycles = (sources: readonly Source[]): string[] => {
  const byPath = new Map(sources.map(source => [source.path, source]))
  const finished = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      cycles.push([...trail.slice(start), path].join(' → '))
      return
    }
    if (finished.has(path)) return
    for (const { target } of byPath.get(path)?.imports ?? []) {
      if (target !== undefined && byPath.has(target)) visit(target, [...trail, path])
    }
    finished.add(path)
  }
  for (const { path } of sources) visit(path, [])
  return cycles
}
