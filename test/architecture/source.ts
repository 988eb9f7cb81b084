import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { PARTS, type Part } from './rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** One import or re-export; `target` is the path from the repository's root when `specifier` is relative. */
export interface Import {
  readonly specifier: string
  readonly target: string | undefined
  readonly isTypeOnly: boolean
  readonly line: number
}

/** A parsed source file; `path` is from the repository's root, `local` from its part's folder. */
export interface Source {
  readonly path: string
  readonly local: string
  readonly part: Part
  readonly isTest: boolean
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
}

/** Every node of a tree, parents first. */
export const nodesOf = function* (node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, child => {
    children.push(child)
  })
  for (const child of children) yield* nodesOf(child)
}

/** Where a node stands, as an editor opens it: `path:line`. */
export const placeOf = (path: string, node: ts.Node): string => `${path}:${lineOf(node)}`

const lineOf = (node: ts.Node): number => {
  const tree = node.getSourceFile()
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
}

const specifierOf = (node: ts.Node): { literal: ts.Node | undefined; isTypeOnly: boolean } | undefined => {
  if (ts.isImportDeclaration(node)) {
    const isTypeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { literal: node.moduleSpecifier, isTypeOnly }
  }
  if (ts.isExportDeclaration(node)) return { literal: node.moduleSpecifier, isTypeOnly: node.isTypeOnly }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { literal: node.argument.literal, isTypeOnly: true }
  }
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  return isDynamic ? { literal: node.arguments[0], isTypeOnly: false } : undefined
}

const importsOf = (path: string, tree: ts.SourceFile): Import[] =>
  [...nodesOf(tree)].flatMap(node => {
    const found = specifierOf(node)
    if (!found?.literal || !ts.isStringLiteralLike(found.literal)) return []
    const specifier = found.literal.text
    const target = specifier.startsWith('.') ? posix.join(dirname(path), specifier) : undefined
    return [{ specifier, target, isTypeOnly: found.isTypeOnly, line: lineOf(node) }]
  })

const pathsIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map(entry => posix.join(entry.parentPath, entry.name).slice(root.length))

/** Parses the text of one file of a part. */
export const parseSource = (part: Part, path: string, text: string): Source => {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
  return {
    path,
    local: posix.relative(part.folder, path),
    part,
    isTest: /\.test\.tsx?$/.test(path),
    tree,
    imports: importsOf(path, tree),
  }
}

/** All source files of all parts, tests included. */
export const readSources = (): Source[] =>
  PARTS.flatMap(part =>
    pathsIn(part.folder).map(path => parseSource(part, path, readFileSync(join(root, path), 'utf8'))),
  )
