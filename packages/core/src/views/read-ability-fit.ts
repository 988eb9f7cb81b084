import { isObject, readPath } from '../json.ts'
import { err, ok, type Result } from '../result.ts'
import { ABILITY_FEATURES, type AbilityFit } from './ability-fit.ts'

/** Why something is no fit that this version reads: what is wrong where. */
export interface AbilityFitError {
  readonly code: 'bad-ability-fit'
  /** Dotted; `''` for the whole. */
  readonly path: string
  readonly expected: string
  /** What came, in at most 60 characters. */
  readonly got: string
}

type Check = (value: unknown) => boolean

/** Beyond this nothing was ever learned, and sums would lose their meaning. */
const MOST = 1e6

const isNumber: Check = value => typeof value === 'number' && Math.abs(value) <= MOST
const isWhole: Check = value => isNumber(value) && Number.isInteger(value)
const isPositive: Check = value => isNumber(value) && Number(value) > 0

const NUMBERS = { number: isNumber, 'whole number of sixteenths': isWhole } as const
const KNOWN: ReadonlySet<string> = new Set(ABILITY_FEATURES)

/**
 * Reads what is said to have been learned: of a published program, a store, a cache. Features that this version does not
 * know are left out, since it has no values for them; anything that is no number where one belongs is refused.
 */
export const readAbilityFit = (raw: unknown): Result<AbilityFit, AbilityFitError> => {
  const wrong = (path: string, expected: string): { readonly ok: false; readonly error: AbilityFitError } => {
    const value = path === '' ? raw : readPath(raw, path)
    const got = (JSON.stringify(value) ?? `${value}`).slice(0, 60)
    return err({ code: 'bad-ability-fit', path, expected, got })
  }
  if (!isObject(raw)) return wrong('', 'object')
  const { version, weights, doubts, spread, skills, signals } = raw
  if (typeof version !== 'string' || version === '') return wrong('version', 'name')
  if (!isPositive(spread)) return wrong('spread', 'positive number')
  const badIn = (path: string, values: unknown, expected: keyof typeof NUMBERS) => {
    if (!isObject(values)) return wrong(path, 'object')
    const bad = Object.keys(values).find(key => !NUMBERS[expected](values[key]))
    return bad === undefined ? undefined : wrong(`${path}.${bad}`, expected)
  }
  const plain =
    badIn('weights', weights, 'number') ??
    badIn('doubts', doubts, 'number') ??
    badIn('skills', skills, 'whole number of sixteenths')
  if (plain) return plain
  if (!isObject(signals)) return wrong('signals', 'object')
  for (const [hash, signal] of Object.entries(signals)) {
    if (!isObject(signal) || !isWhole(signal.mean))
      return wrong(`signals.${hash}.mean`, 'whole number of sixteenths')
    const bad = badIn(`signals.${hash}.contexts`, signal.contexts, 'whole number of sixteenths')
    if (bad) return bad
  }
  const known = (values: unknown) =>
    Object.fromEntries(Object.entries(Object(values)).filter(([key]) => KNOWN.has(key)))
  return ok({ ...(raw as unknown as AbilityFit), weights: known(weights), doubts: known(doubts) })
}
