import { isObject } from '../json.ts'
import { cutsOf } from './cuts.ts'
import { accountShape, type FactShape, followPath, sayMissing } from './fact-shape.ts'
import { gridOf, gridProblems } from './playbook.ts'
import { conditions, duplicates, type Problem, problem } from './problem.ts'
import type { Program } from './program.ts'

/** Whether a condition reads, at any depth, one of these facts or a part of it. */
const reads = (condition: unknown, facts: readonly string[]): boolean =>
  Array.isArray(condition)
    ? condition.some(inner => reads(inner, facts))
    : isObject(condition) &&
      Object.entries(condition).some(
        ([path, inner]) =>
          facts.some(fact => path === fact || path.startsWith(`${fact}.`)) || reads(inner, facts),
      )

/** A condition that must not read what is told from its own answer. */
const earlier = (
  path: string,
  condition: unknown,
  shape: FactShape,
  later: readonly string[],
): readonly Problem[] => [
  ...conditions(path, condition, shape),
  ...(reads(condition, later)
    ? [problem('error', path, `runs in a circle: ${later.join(' and ')} are told from it`)]
    : []),
]

const claimProblems = ({ leads }: Program, shape: FactShape): readonly Problem[] =>
  Object.entries(leads?.claims ?? {}).flatMap(([name, condition]) =>
    earlier(`leads.claims.${name}`, condition, shape, ['lead', 'propensity']),
  )

const marketingProblems = ({ leads }: Program, shape: FactShape): readonly Problem[] =>
  (['mql', 'sql'] as const).flatMap(name =>
    earlier(`leads.${name}`, leads?.[name], shape, ['lead.mqlAt', 'lead.sqlAt']),
  )

const cutProblems = (program: Program): readonly Problem[] =>
  (['activation', 'engagement'] as const).flatMap(axis => {
    const { low, high, top } = cutsOf(program, axis)
    return low > 0 && low < high && high <= top
      ? []
      : [
          problem(
            'error',
            `leads.cuts.${axis}`,
            `0 < low < high ≤ ${top} must hold, and ${low} and ${high} are given`,
          ),
        ]
  })

const dealProblems = ({ forecast, playbook }: Program, shape: FactShape): readonly Problem[] => {
  const { path, rules = [] } = forecast?.dealSize ?? {}
  const at = followPath(shape, path ?? 'account')
  return [
    ...('missing' in at
      ? [
          problem(
            at.missing.what === undefined ? 'warning' : 'error',
            'forecast.dealSize.path',
            `“${path}”: ${sayMissing(at.missing)}`,
          ),
        ]
      : []),
    ...rules.flatMap(({ when }, i) =>
      earlier(`forecast.dealSize.rules.${i}.when`, when, shape, ['lead', 'propensity']),
    ),
    ...(playbook?.deals !== undefined && playbook.deals.mid >= playbook.deals.large
      ? [problem('error', 'playbook.deals', 'mid must be less than large')]
      : []),
  ]
}

/** What is wrong with the parts of a program that are about leads. */
export const leadProblems = (program: Program): readonly Problem[] => {
  const shape = accountShape(program)
  const { segments = [] } = program
  return [
    ...claimProblems(program, shape),
    ...marketingProblems(program, shape),
    ...cutProblems(program),
    ...dealProblems(program, shape),
    ...gridProblems(gridOf(program)).map(({ complexity, size, message }) =>
      problem('error', `playbook.grid.${complexity}.${size}`, message),
    ),
    ...duplicates('segments', segments),
    ...segments.flatMap(({ where }, i) => conditions(`segments.${i}.where`, where, shape)),
  ]
}
