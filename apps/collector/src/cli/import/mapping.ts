import { err, isObject, ok, type Result } from '@fireball/core'
import * as v from 'valibot'

/**
 * How rows of a log become messages: one JSON document, each part with its description. `docs/import.md` tells it at
 * length.
 */

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()])

const condition = v.pipe(
  v.record(v.string(), v.any()),
  v.description('A condition over the row, in the condition language of programs.'),
)

const columnValue = v.strictObject({
  column: v.pipe(text, v.description('The column, a path into an NDJSON row, or `lookup.column`.')),
  as: v.optional(
    v.pipe(
      v.picklist(['text', 'number', 'boolean']),
      v.description('Default: as it stands, which is text in a CSV file.'),
    ),
  ),
  map: v.optional(
    v.pipe(v.record(v.string(), scalar), v.description('What each value stands for; others are left out.')),
  ),
  successFrom: v.optional(
    v.pipe(v.number(), v.description('"success" for a number at or above it, "failure" below.')),
  ),
})

const textValue = v.strictObject({
  text: v.pipe(text, v.description('Text with `{column}` in it; left out when one of them is empty.')),
})

const plainValue = v.pipe(scalar, v.description('A constant.'))

// Not a union: of that, a wrong field is reported once for each alternative, and without its path.
const value = v.lazy(raw => (!isObject(raw) ? plainValue : 'text' in raw ? textValue : columnValue))

const instantColumn = v.strictObject({
  column: text,
  unit: v.optional(
    v.pipe(
      v.picklist(['ms', 's', 'days']),
      v.description('Of a number: milliseconds or seconds since 1970, or days since `from`.'),
    ),
  ),
  from: v.optional(v.pipe(text, v.isoDate('a date such as 2022-01-31'))),
})

/** A date, or a date and time with or without a zone (without: UTC), or a number with its unit. */
const instant = v.lazy(raw => (isObject(raw) ? instantColumn : text))

const properties = v.record(v.string(), value)
const when = v.optional(v.pipe(condition, v.description('Only rows for which it holds give this message.')))

const message = v.variant('type', [
  v.strictObject({ type: v.literal('track'), event: text, when, properties: v.optional(properties) }),
  v.strictObject({ type: v.literal('identify'), when, traits: v.optional(properties) }),
  v.strictObject({ type: v.literal('group'), when, traits: v.optional(properties) }),
  v.strictObject({
    type: v.literal('page'),
    name: v.optional(text),
    when,
    properties: v.optional(properties),
  }),
])

const lookup = v.strictObject({
  file: v.pipe(text, v.description('A file that is given too; its rows are held in memory.')),
  key: v.pipe(text, v.description('Its column that names a row.')),
  on: v.optional(v.pipe(text, v.description('The column here that holds the key; default: the same name.'))),
})

const ids = {
  userId: v.optional(v.pipe(text, v.description('Column.'))),
  anonymousId: v.optional(v.pipe(text, v.description('Column.'))),
  groupId: v.optional(v.pipe(text, v.description('Column: the account.'))),
}

const source = v.pipe(
  v.strictObject({
    files: v.pipe(text, v.description('A file name; * stands for any run of characters.')),
    format: v.optional(
      v.pipe(
        v.picklist(['csv', 'ndjson']),
        v.description('Default: by the name; .ndjson and .jsonl are NDJSON.'),
      ),
    ),
    leaveOut: v.optional(
      v.pipe(text, v.description('Its rows are no events: they are counted and reported with this reason.')),
    ),
    id: v.optional(
      v.pipe(
        v.array(text),
        v.minLength(1, 'names at least one column'),
        v.description('Columns that name a row; without it the whole row does, so equal rows count once.'),
      ),
    ),
    timestamp: v.optional(instant),
    ...ids,
    lookups: v.optional(v.record(text, lookup)),
    each: v.optional(v.pipe(v.array(message), v.minLength(1, 'gives at least one message'))),
  }),
  v.check(
    one => one.leaveOut !== undefined || (one.timestamp !== undefined && one.each !== undefined),
    'needs `timestamp` and `each`, or `leaveOut` with the reason',
  ),
  v.check(
    one => one.leaveOut !== undefined || one.userId !== undefined || one.anonymousId !== undefined,
    'needs `userId` or `anonymousId`: the column that says who it was',
  ),
  v.check(
    one => one.groupId !== undefined || !one.each?.some(({ type }) => type === 'group'),
    'a `group` message needs `groupId`: the column that names the account',
  ),
)

/** The schema of a mapping file. */
export const mappingSchema = v.strictObject({
  $schema: v.optional(v.string()),
  format: v.literal(1, 'the format of mappings is 1'),
  name: v.optional(text),
  sources: v.pipe(v.array(source), v.minLength(1, 'names at least one source')),
})

/** A checked mapping. What every field means is said in its schema. */
export type Mapping = v.InferOutput<typeof mappingSchema>
/** How rows of the files of one name become messages. */
export type Source = Mapping['sources'][number]
/** One message made of a row. */
export type MessageRule = NonNullable<Source['each']>[number]
/** Where a value comes from. */
export type ValueRule = v.InferOutput<typeof value>
/** Where an instant comes from. */
export type InstantRule = v.InferOutput<typeof instant>

const describe = (issue: v.BaseIssue<unknown>): string => {
  const path = v.getDotPath(issue) ?? 'mapping'
  if (issue.expected === 'never') return `${path}: there is no such field`
  if (issue.received === 'undefined') return `${path}: is missing`
  return `${path}: ${issue.message}`
}

/** Checks a mapping; the error lists everything that is wrong with it, a line each, with its path. */
export const parseMapping = (raw: unknown): Result<Mapping, readonly string[]> => {
  const parsed = v.safeParse(mappingSchema, raw)
  return parsed.success ? ok(parsed.output) : err(parsed.issues.map(describe))
}

/** The source for a file of this name: the first whose pattern fits. */
export const sourceOf = (mapping: Mapping, fileName: string): Source | undefined =>
  mapping.sources.find(({ files }) =>
    new RegExp(`^${files.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(fileName),
  )

/** How a file of this name is written. */
export const formatOf = (fileName: string, source?: Source): 'csv' | 'ndjson' =>
  source?.format ?? (/\.(ndjson|jsonl)$/i.test(fileName) ? 'ndjson' : 'csv')
