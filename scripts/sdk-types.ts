import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { root } from './run.ts'

const SDK = 'packages/sdk/src'
const CORE = 'packages/core/src'
const OUT = 'packages/sdk/dist'

/** The files of the package's `src/` that a host may import from. */
export const PACKAGE_ENTRIES: readonly string[] = ['index.ts', 'headless.ts', 'react.ts', 'tracker.ts']

const SCHEMA = join(root, CORE, 'program/schema.ts')

/** A declaration file: its path from the repository's root, and its text. */
interface TypeFile {
  readonly path: string
  readonly contents: Uint8Array
}

/** Where the declarations of a source lie among those that are published. */
const placeOf = (source: string): string => {
  const path = relative(root, source).replace(/(\.d)?\.tsx?$/, '.d.ts')
  return path.startsWith(CORE)
    ? join(OUT, 'types/core', relative(CORE, path))
    : join(OUT, 'types/sdk', relative(SDK, path))
}

/** The program is typed by its schema, with a library that is no part of the package: here it is written out. */
const programWrittenOut = (program: ts.Program): string => {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(SCHEMA)
  const declared = source?.statements.find(
    (one): one is ts.TypeAliasDeclaration =>
      ts.isTypeAliasDeclaration(one) && one.name.text === 'ProgramInput',
  )
  if (!declared) throw new Error(`${SCHEMA} declares no ProgramInput`)
  const text = checker.typeToString(
    checker.getTypeAtLocation(declared),
    declared,
    ts.TypeFormatFlags.NoTruncation |
      ts.TypeFormatFlags.InTypeAlias |
      ts.TypeFormatFlags.MultilineObjectLiterals,
  )
  return `export type ProgramInput = ${text};\n`
}

const IMPORT = /(from |import\(|import )(['"])([^'"]+)\2/g

/**
 * The declarations of the package's entry points (names of files in its `src/`), those of core among them, because core
 * is bundled: nothing that is not on the registry is imported. Throws when the sources do not compile.
 */
export const declarationsOf = (entries: readonly string[]): readonly TypeFile[] => {
  const { config } = ts.readConfigFile(join(root, 'packages/sdk/tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'packages/sdk'))
  const files = entries.map(name => join(root, SDK, name))
  // Core first: found through a package it would pass for somebody else's, of which nothing is emitted.
  const roots = [join(root, CORE, 'index.ts'), ...files, join(root, 'scripts/build-time.d.ts')]
  const program = ts.createProgram(roots, {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    removeComments: false,
    outDir: join(root, OUT, 'types'),
  })
  const texts = new Map<string, string>()
  program.emit(undefined, (_, text, __, ___, sources) => {
    const [source] = sources ?? []
    if (source) texts.set(source.fileName, text)
  })
  texts.set(SCHEMA, programWrittenOut(program))
  const resolve = (from: string, name: string): string | undefined =>
    ts.resolveModuleName(name, from, options, ts.sys).resolvedModule?.resolvedFileName

  const outputs = new Map<string, string>()
  const take = (source: string): void => {
    const place = placeOf(source)
    const text = texts.get(source)
    if (text === undefined || outputs.has(place)) return
    outputs.set(place, '')
    const written = text.replaceAll(IMPORT, (whole, before: string, quote: string, name: string) => {
      const found = /^\.|^@fireball\//.test(name) ? resolve(source, name) : undefined
      if (found === undefined) return whole
      take(found)
      const path = relative(dirname(place), placeOf(found)).replace(/\.d\.ts$/, '.js')
      return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`
    })
    outputs.set(place, written)
  }
  for (const [index, file] of files.entries()) {
    take(file)
    const name = (entries[index] ?? '').replace(/\.tsx?$/, '')
    outputs.set(join(OUT, `${name}.d.ts`), `export * from './types/sdk/${name}.js'\n`)
  }
  return [...outputs].map(([path, text]) => ({ path, contents: Buffer.from(text) }))
}

/** A name for the state of all sources that declarations are made of. */
const stateOf = (): string => {
  const hash = createHash('sha256')
  for (const folder of [SDK, CORE, 'scripts'])
    for (const path of ts.sys.readDirectory(join(root, folder), ['.ts', '.tsx']).sort())
      if (!/\.test\.tsx?$/.test(path)) hash.update(path).update(readFileSync(path))
  return hash.digest('hex')
}

/** The same, made only when a source has changed since the declarations in `dist/`: compiling takes seconds. */
export const freshDeclarations = (entries: readonly string[]): readonly TypeFile[] => {
  const stamp = { path: join(OUT, 'types/.state'), contents: Buffer.from(`${stateOf()} ${entries.join()}`) }
  const file = join(root, stamp.path)
  if (existsSync(file) && readFileSync(file).equals(stamp.contents)) return []
  return [...declarationsOf(entries), stamp]
}
