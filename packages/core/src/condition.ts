import { isContainer, isObject, type JsonObject, readKey } from './json.ts'

/**
 * GrowthBook's MongoDB-like condition: `{ "account.plan": "trial", "user.seats": { "$gte": 3 } }`, joined by `$and`,
 * `$or`, `$nor` and `$not`. Beyond its operators there are `$ago` and `$within`, for instants given as epoch ms or as
 * an ISO 8601 string (UTC when it names no offset), with a duration such as `30m`, `12h`, `7d` or `2w`:
 * `{ "$ago": "7d" }` is at least 7 days ago, `{ "$within": "7d" }` in the last 7 days, both ends included; a minus
 * sign looks ahead (`{ "$within": "-3d" }` is in the next 3 days). What cannot be read as such is false.
 * Source: https://docs.growthbook.io/lib/build-your-own#evaluating-conditions
 */
export type Condition = JsonObject

/** `unknown` when the answer hangs on a fact that has not been received: wait. */
export type Verdict = boolean | 'unknown'

/** Stands in the facts for a value, and all that lies below it, that exists elsewhere but has not been received. */
export const UNKNOWN = { $unknown: true } as const

/**
 * The most objects and lists that a value may lie inside, the most values in all (each object, list and item is one),
 * and the most characters of a `$regex` and of what it is tried on.
 */
export const CONDITION_LIMITS = { depth: 20, nodes: 1000, pattern: 256, subject: 1024 } as const

/** One operator asked of one path, and what it said: by itself, before any `$not` or `$nor` that stands around it. */
export interface Leaf {
  readonly path: string
  /** `=` where the condition names a plain value, which compares more loosely than `$eq` (`"8"` is 8). */
  readonly operator: string
  readonly expected: unknown
  /** The fact; null when absent. */
  readonly got: unknown
  readonly verdict: Verdict
  /** The condition passes `CONDITION_LIMITS` and was refused unread: one leaf with no path, all of it in `expected`. */
  readonly reason?: 'too-deep' | 'too-large'
}

/** What a condition needs besides the facts. */
export interface EvaluateOptions {
  /** Epoch ms. */
  readonly now: number
  /** Lists that `$inGroup` and `$notInGroup` name; one that is missing is empty. */
  readonly savedGroups?: Readonly<Record<string, readonly unknown[]>> | undefined
  /** Is told each leaf as it is read; what can no longer change the verdict is not read. */
  readonly onLeaf?: ((leaf: Leaf) => void) | undefined
}

type Test = (got: unknown, expected: unknown, options: EvaluateOptions) => Verdict

const isUnknown = (value: unknown): boolean => readKey(value, '$unknown') === true

const not = (verdict: Verdict): Verdict => (verdict === 'unknown' ? verdict : !verdict)

// Kleene: one true settles it; short of that, one unknown leaves it open.
const any = <T>(items: readonly T[], test: (item: T) => Verdict): Verdict =>
  items.reduce<Verdict>((verdict, item) => verdict === true || test(item) || verdict, false)

const every = <T>(items: readonly T[], test: (item: T) => Verdict): Verdict =>
  not(any(items, item => not(test(item))))

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

// Published: the fact is converted to the type it is compared with.
const equals: Test = (got, expected) =>
  typeof expected === 'string'
    ? String(got) === expected
    : typeof expected === 'number'
      ? Number(got) === expected
      : typeof expected === 'boolean'
        ? got !== null && Boolean(got) === expected
        : JSON.stringify(got) === JSON.stringify(expected)

// Two strings by code unit, all else as numbers; NaN, which no operator accepts, where there is no number.
const order = (a: unknown, b: unknown): number =>
  typeof a === 'string' && typeof b === 'string' ? Number(a > b) - Number(a < b) : Number(a) - Number(b)

// Numbers are padded, and a release without a pre-release ends in the highest character, so that text order is right.
const toVersion = (raw: unknown): string => {
  const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw) : ''
  const parts = (text || '0').replace(/^v|\+.*/gs, '').split(/[-.]/)
  if (parts.length === 3) parts.push('~')
  return parts.map(part => (/^\d+$/.test(part) ? part.padStart(5) : part)).join('-')
}

const orderVersions = (a: unknown, b: unknown): number => order(toVersion(a), toVersion(b))

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

// A time without an offset would be local time, on which the browser and the collector disagree.
const toInstant = (value: unknown): number =>
  typeof value === 'number'
    ? value
    : /^\d{4}-\d\d-\d\d(T|$)/.test(String(value))
      ? Date.parse(String(value).replace(/T[\d:.]+$/, '$&Z'))
      : NaN

// How long an instant lies back and the duration to hold that against; of a negative duration, how far it lies ahead.
const ages = (got: unknown, expected: unknown, now: number): readonly [age: number, duration: number] => {
  const [, sign, count, unit = ''] = /^(-?)(\d+)(.)$/.exec(String(expected)) ?? []
  const age = now - toInstant(got)
  return [sign ? -age : age, Number(count) * (UNIT_MS[unit] ?? NaN)]
}

const isIn = (got: unknown, list: unknown): Verdict =>
  Array.isArray(list) && any(toList(got), item => (isUnknown(item) ? 'unknown' : list.includes(item)))

// Not the opposite of `isIn`: what is not a list fits neither.
const isNotIn = (got: unknown, list: unknown): Verdict => Array.isArray(list) && not(isIn(got, list))

const groupOf = (name: unknown, { savedGroups }: EvaluateOptions): unknown =>
  readKey(savedGroups, String(name)) ?? []

const hasAll: Test = (got, expected, options) =>
  Array.isArray(got) &&
  Array.isArray(expected) &&
  every(expected, wanted => any(got, item => matches(item, wanted, options)))

const toLowerCase = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(toLowerCase) : typeof value === 'string' ? value.toLowerCase() : value

const inAnyCase =
  (test: Test): Test =>
  (got, expected, options) =>
    test(toLowerCase(got), toLowerCase(expected), options)

const regex =
  (flags: string): Test =>
  (got, pattern) =>
    typeof pattern === 'string' &&
    pattern.length <= CONDITION_LIMITS.pattern &&
    String(got).length <= CONDITION_LIMITS.subject &&
    new RegExp(pattern, flags).test(String(got))

const TESTS: Readonly<Record<string, Test>> = {
  '=': equals,
  $eq: (got, expected) => got === expected,
  $ne: (got, expected) => got !== expected,
  $lt: (got, expected) => order(got, expected) < 0,
  $lte: (got, expected) => order(got, expected) <= 0,
  $gt: (got, expected) => order(got, expected) > 0,
  $gte: (got, expected) => order(got, expected) >= 0,
  $veq: (got, expected) => orderVersions(got, expected) === 0,
  $vne: (got, expected) => orderVersions(got, expected) !== 0,
  $vlt: (got, expected) => orderVersions(got, expected) < 0,
  $vlte: (got, expected) => orderVersions(got, expected) <= 0,
  $vgt: (got, expected) => orderVersions(got, expected) > 0,
  $vgte: (got, expected) => orderVersions(got, expected) >= 0,
  $in: isIn,
  $nin: isNotIn,
  $ini: inAnyCase(isIn),
  $nini: inAnyCase(isNotIn),
  $inGroup: (got, name, options) => isIn(got, groupOf(name, options)),
  $notInGroup: (got, name, options) => isNotIn(got, groupOf(name, options)),
  $all: hasAll,
  $alli: inAnyCase(hasAll),
  $exists: (got, expected) => (got !== null) === Boolean(expected),
  $type: (got, expected) => (got === null ? 'null' : Array.isArray(got) ? 'array' : typeof got) === expected,
  $size: (got, expected, options) => Array.isArray(got) && matches(got.length, expected, options),
  $not: (got, expected, options) => not(matches(got, expected, options)),
  // Published: null is no element, not even for `{ "$eq": null }`.
  $elemMatch: (got, expected, options) =>
    Array.isArray(got) &&
    any(got, item => item !== null && (isOperators(expected) ? matches : holds)(item, expected, options)),
  $regex: regex(''),
  $regexi: regex('i'),
  $ago: (got, expected, { now }) => {
    const [age, duration] = ages(got, expected, now)
    return age >= duration
  },
  $within: (got, expected, { now }) => {
    const [age, duration] = ages(got, expected, now)
    return age >= 0 && age <= duration
  },
}

/** Whether a value can be tested by it. */
export const isOperator = (name: string): boolean => Object.hasOwn(TESTS, name)

const isOperators = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every(key => key[0] === '$')

const ask = (got: unknown, operator: string, expected: unknown, options: EvaluateOptions): Verdict => {
  if (isUnknown(got)) return 'unknown'
  try {
    // Without `onLeaf`: what an operator asks in turn is its own affair, not the trace's.
    return TESTS[operator]?.(got, expected, { now: options.now, savedGroups: options.savedGroups }) ?? false
  } catch {
    // A pattern that is none, an object with a `toString` of its own, a value nested too deep to compare: no match.
    return false
  }
}

// Takes the path for the trace alone.
const matches = (got: unknown, condition: unknown, options: EvaluateOptions, path = ''): Verdict =>
  every(Object.entries(isOperators(condition) ? condition : { '=': condition }), ([operator, expected]) => {
    const verdict = ask(got, operator, expected, options)
    options.onLeaf?.({ path, operator, expected, got, verdict })
    return verdict
  })

const readFact = (facts: unknown, path: string): unknown =>
  path.split('.').reduce((value, key) => (isUnknown(value) ? value : readKey(value, key)), facts) ?? null

const holds = (facts: unknown, condition: unknown, options: EvaluateOptions): Verdict =>
  isObject(condition) &&
  every(Object.entries(condition), ([path, operand]) => {
    const clauses = toList(operand)
    const isTrue = (clause: unknown) => holds(facts, clause, options)
    switch (path) {
      case '$and':
        return every(clauses, isTrue)
      case '$or':
        // Published: an empty `$or` is true.
        return clauses.length === 0 || any(clauses, isTrue)
      case '$nor':
        return not(isTrue({ $or: operand }))
      case '$not':
        return not(isTrue(operand))
      default:
        return matches(readFact(facts, path), operand, options, path)
    }
  })

const whyRefused = (condition: unknown): Leaf['reason'] => {
  let nodes = 0
  const visit = (value: unknown, depth: number): Leaf['reason'] => {
    nodes += 1
    if (nodes > CONDITION_LIMITS.nodes) return 'too-large'
    if (depth > CONDITION_LIMITS.depth) return 'too-deep'
    if (!isContainer(value)) return undefined
    const inside: readonly unknown[] = Object.values(value)
    return inside.reduce<Leaf['reason']>((reason, inner) => reason ?? visit(inner, depth + 1), undefined)
  }
  return visit(condition, 0)
}

/**
 * Whether a condition holds for the facts. An absent path is null; an operator that does not exist, a condition that is
 * not an object and one past `CONDITION_LIMITS` are false. Never throws.
 */
export const evaluate = (condition: unknown, facts: JsonObject, options: EvaluateOptions): Verdict => {
  const reason = whyRefused(condition)
  if (!reason) return holds(facts, condition, options)
  options.onLeaf?.({ path: '', operator: '', expected: condition, got: null, verdict: false, reason })
  return false
}
