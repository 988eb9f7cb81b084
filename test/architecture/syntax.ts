import ts from 'typescript'
import { DENIED_NAMES } from './rules.ts'
import { nodesOf, placeOf, type Source } from './source.ts'

const isDefaultExport = (node: ts.Node): boolean =>
  ts.isExportAssignment(node) ||
  (ts.isExportSpecifier(node) && node.name.text === 'default') ||
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))

const isExportStar = (node: ts.Node): boolean =>
  ts.isExportDeclaration(node) && (!node.exportClause || ts.isNamespaceExport(node.exportClause))

const isDate = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'Date'

const isClockOrDice = (node: ts.Node): boolean => {
  if (ts.isPropertyAccessExpression(node)) {
    return ['Date.now', 'Math.random'].includes(`${node.expression.getText()}.${node.name.text}`)
  }
  if (ts.isCallExpression(node)) return isDate(node.expression)
  return ts.isNewExpression(node) && isDate(node.expression) && (node.arguments ?? []).length === 0
}

const places = (sources: readonly Source[], isDenied: (node: ts.Node) => boolean): string[] =>
  sources.flatMap(({ path, tree }) =>
    [...nodesOf(tree)]
      .filter(isDenied)
      .map(node => `${placeOf(path, node)} ${node.getText().split('\n')[0]}`),
  )

/** Default exports: they have no name to search for. */
export const defaultExports = (sources: readonly Source[]): string[] => places(sources, isDefaultExport)

/** `export *`: it publishes names that nobody listed. */
export const exportStars = (sources: readonly Source[]): string[] => places(sources, isExportStar)

/** Reads of the clock or of the dice: `Date.now`, `Date()`, `new Date()`, `Math.random`. */
export const clockAndDice = (sources: readonly Source[]): string[] => places(sources, isClockOrDice)

/** Files and folders named after no concept. */
export const deniedNames = (sources: readonly Source[]): string[] =>
  sources
    .map(({ path }) => path)
    .filter(path => path.split('/').some(segment => DENIED_NAMES.includes(segment.replace(/\..*$/, ''))))

/**
 * Uses of the named globals. Each file is checked by the compiler alone, without any library: a global is then a name
 * that it cannot find, while a parameter or an import of the same name is found. Uses in types (`typeof fetch`) are free.
 */
export const globalsUsed = (sources: readonly Source[], globals: readonly string[]): string[] => {
  const trees = new Map(sources.map(({ path, tree }) => [path, tree]))
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
  }
  const program = ts.createProgram([...trees.keys()], options, {
    ...ts.createCompilerHost(options),
    getSourceFile: path => trees.get(path),
    fileExists: path => trees.has(path),
  })
  return sources.flatMap(({ path, tree }) => {
    const unknownAt = new Set(program.getSemanticDiagnostics(tree).map(({ start }) => start))
    return [...nodesOf(tree)]
      .filter(node => ts.isIdentifier(node) && globals.includes(node.text))
      .filter(node => unknownAt.has(node.getStart(tree)) || isGlobalThis(node))
      .filter(node => !ts.isTypeQueryNode(node.parent))
      .map(node => `${placeOf(path, node)} ${node.getText()}`)
  })
}

/** The one global that the compiler knows without a library. */
const isGlobalThis = (node: ts.Node): boolean =>
  node.getText() === 'globalThis' &&
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
