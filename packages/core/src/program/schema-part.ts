import * as v from 'valibot'

/** A name that other parts refer to. */
export const key = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'a key is 1–63 characters: lower-case letters, digits, hyphens; a letter first',
  ),
)
/** One line of text. */
export const line = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(200, 'at most 200 characters'),
)
/** A few sentences. */
export const prose = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(1000, 'at most 1,000 characters'),
)
/** A dotted path. */
export const path = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
/** A whole number from 1. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(1))
/** A condition, in GrowthBook’s condition language. */
export const condition = v.pipe(
  v.record(v.string(), v.any()),
  v.description('A condition over the facts document, in GrowthBook’s condition language.'),
)
