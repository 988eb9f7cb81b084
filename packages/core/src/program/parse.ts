import * as v from 'valibot'
import { err, ok, type Result } from '../result.ts'
import { checkProgram } from './check.ts'
import type { Problem } from './problem.ts'
import type { Program } from './program.ts'
import { sayIssue } from './say-issue.ts'
import { programSchema } from './schema.ts'

export { conditionProblems } from './check-condition.ts'

/** A program that may be published, with advice; or everything that is wrong with it, each with its path. */
export type ParsedProgram = Result<
  { readonly program: Program; readonly warnings: readonly Problem[] },
  readonly Problem[]
>

const toProblem = (issue: v.BaseIssue<unknown>): Problem => ({
  severity: 'error',
  path: v.getDotPath(issue) ?? '',
  message: sayIssue(issue),
})

/** Checks a draft: its shape first, then the names in it. */
export const parseProgram = (raw: unknown): ParsedProgram => {
  const shape = v.safeParse(programSchema, raw)
  if (!shape.success) return err(shape.issues.map(toProblem))
  const problems = checkProgram(shape.output)
  const errors = problems.filter(one => one.severity === 'error')
  return errors.length > 0 ? err(errors) : ok({ program: shape.output, warnings: problems })
}
