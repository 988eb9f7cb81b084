import type { ApiError, Problem } from '@fireball/core'
import type { Context } from 'hono'
import * as v from 'valibot'

/** Every way in which the console API says no, with its status. */
export const REFUSALS = {
  'signed-out': 401,
  'bad-token': 401,
  'bad-password': 401,
  'other-origin': 403,
  'role-too-low': 403,
  'own-role': 403,
  'no-such-project': 404,
  'no-such-account': 404,
  'no-such-request': 404,
  'no-such-version': 404,
  'no-such-prompt': 404,
  'no-such-event': 404,
  'no-such-fit': 404,
  'no-such-skill': 404,
  'no-such-member': 404,
  'no-such-key': 404,
  'no-such-destination': 404,
  'no-such-segment': 404,
  'no-such-touch': 404,
  'no-such-view': 404,
  'no-simulation': 403,
  'simulation-running': 409,
  'no-such-route': 404,
  'draft-in-the-way': 409,
  'draft-unreadable': 409,
  'email-taken': 409,
  'not-json': 400,
  'bad-body': 400,
  'bad-destination': 400,
  'bad-query': 400,
  'too-deep': 400,
  'too-large': 413,
  'has-errors': 422,
  'too-many-tries': 429,
  failed: 500,
  unavailable: 503,
} as const

export type RefusalCode = keyof typeof REFUSALS

/** Answers an `ApiError` with the status of its code. */
export const refuse = (c: Context, code: RefusalCode, message: string, problems?: readonly Problem[]) => {
  const body: ApiError = { error: { code, message, ...(problems === undefined ? {} : { problems }) } }
  return c.json(body, REFUSALS[code])
}

const MAX_DEPTH = 64

/** Level by level: what is nested deeper than the stack is what this is about. */
const isTooDeep = (root: unknown): boolean => {
  let level: readonly unknown[] = [root]
  for (let depth = 1; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap(value =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter(inner => typeof inner === 'object' && inner !== null)
        : [],
    )
    if (level.length === 0) return false
  }
  return true
}

/** A request body that is what it should be, or the answer that says what is wrong with it. */
export const readBody = async <S extends v.GenericSchema>(
  c: Context,
  schema: S,
): Promise<{ readonly body: v.InferOutput<S> } | { readonly refusal: Response }> => {
  let raw: unknown
  try {
    raw = await c.req.json()
  } catch {
    return { refusal: refuse(c, 'not-json', 'The body must be JSON.') }
  }
  if (isTooDeep(raw)) return { refusal: refuse(c, 'too-deep', `A body has at most ${MAX_DEPTH} levels.`) }
  const parsed = v.safeParse(schema, raw)
  if (parsed.success) return { body: parsed.output }
  const problems = parsed.issues.map(
    (issue): Problem => ({ severity: 'error', path: v.getDotPath(issue) ?? '', message: issue.message }),
  )
  const [first] = problems
  const message = `The body is not as expected: ${first?.path || 'body'}: ${first?.message}`
  return { refusal: refuse(c, 'bad-body', message, problems) }
}

/** A project without a program yet has nothing to show; the collector gives each one at its start. */
export const noProgram = (c: Context) =>
  refuse(c, 'no-such-version', 'This project has no published program yet.')
