import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AnyType,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  DefinitionType,
  SchemaGenerator,
  type SubNodeParser,
} from 'ts-json-schema-generator'
import { root, run } from './run.ts'

/** Where the schemas of the API’s answers lie, for the collector’s OpenAPI document. */
export const ANSWERS_FILE = 'apps/collector/src/openapi/answers.json'

type Schema = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** References point into the document’s components; names are those that such a document allows. */
const inDocument = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inDocument)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, `#/components/schemas/${nameOf(decodeURIComponent(inner.replace('#/definitions/', '')))}`]
        : [key, inDocument(inner)],
    ),
  )
}

const nameOf = (type: string): string => type.replaceAll(/[^\w.-]+/g, '_').replace(/_+$/, '')

const PROGRAM_TYPES = readFileSync(join(root, 'packages/core/src/program/program.ts'), 'utf8')

/** Types that are inferred from the schema of programs: the document takes that schema itself. */
const isOfProgram = (name: string): boolean =>
  /^\w+$/.test(name) && new RegExp(`export type ${name} =`).test(PROGRAM_TYPES)

const ofProgram: SubNodeParser = {
  supportsNode: node =>
    node.getSourceFile() !== undefined &&
    ('typeName' in node
      ? isOfProgram(node.getText())
      : 'objectType' in node && isOfProgram(node.getText().replace(/\[.*$/s, ''))),
  createType: node =>
    'typeName' in node ? new DefinitionType(node.getText(), new AnyType()) : new AnyType(),
}

/** The schemas that core’s types give: `answers` and `queries` by route, and the `components` that they refer to. */
export const answerSchemas = (): { answers: Schema; queries: Schema; components: Schema } => {
  const config = {
    ...DEFAULT_CONFIG,
    path: join(root, 'packages/core/src/api-routes.ts'),
    tsconfig: join(root, 'packages/core/tsconfig.json'),
    type: 'ApiRoutes',
    topRef: false,
    skipTypeCheck: true,
    additionalProperties: true,
  }
  const types = createProgram(config)
  const parser = createParser(types, config, augmented => augmented.addNodeParser(ofProgram))
  const schema = new SchemaGenerator(types, parser, createFormatter(config), config).createSchema('ApiRoutes')
  const routes = isRecord(schema.properties) ? schema.properties : {}
  const partsOf = (name: string) =>
    Object.entries(routes).flatMap(([route, one]) => {
      const part = isRecord(one) && isRecord(one.properties) ? one.properties[name] : undefined
      return part === undefined ? [] : [[route, inDocument(part)]]
    })
  const components = Object.entries(schema.definitions ?? {}).map(([name, one]) => [
    nameOf(name),
    inDocument(one),
  ])
  return {
    answers: Object.fromEntries(partsOf('answer')),
    queries: Object.fromEntries(partsOf('query')),
    components: Object.fromEntries(components),
  }
}

if (process.argv[1] === import.meta.filename) {
  const file = join(root, ANSWERS_FILE)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, `${JSON.stringify(answerSchemas(), undefined, 2)}\n`)
  await run('biome', ['format', '--write', ANSWERS_FILE], { output: 'capture' })
  console.log(
    readFileSync(file, 'utf8') === before ? `${ANSWERS_FILE} is as it was` : `Wrote ${ANSWERS_FILE}`,
  )
}
