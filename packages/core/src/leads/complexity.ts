import type { Complexity } from '../lead-api.ts'
import type { ProductMetrics } from '../outlook-api.ts'
import type { Program } from '../program/program.ts'

/**
 * How many of ten users have to reach first value by themselves. Source: the outreach playbook of the domain facts.
 * Fewer users than `users` prove nothing: ours.
 */
export const COMPLEXITY = { simple: 7, intermediate: 4, users: 30 } as const

/** A user whose trial is over, as the complexity of the product is told from them. */
export interface TriedUser {
  readonly firstValueAt: number | null
  /** When a person first helped: wrote to them or answered; null when never. */
  readonly helpedAt: number | null
}

/** Whether first value was reached, with no person's help before. */
export const selfServes = ({ firstValueAt, helpedAt }: TriedUser): boolean =>
  firstValueAt !== null && (helpedAt === null || helpedAt >= firstValueAt)

/** How complex the product proves to be: measured over users whose trial is over, typed in while these are few. */
export const complexityOf = (
  { playbook }: Pick<Program, 'playbook'>,
  { users, selfServed }: { readonly users: number; readonly selfServed: number },
): ProductMetrics['complexity'] => {
  const measured = users > 0 ? selfServed / users : null
  const isTyped = measured === null || users < COMPLEXITY.users
  // Counted, not multiplied: seven of ten must be exactly seven.
  const complexity: Complexity = isTyped
    ? (playbook?.complexity ?? 'intermediate')
    : selfServed * 10 >= COMPLEXITY.simple * users
      ? 'simple'
      : selfServed * 10 >= COMPLEXITY.intermediate * users
        ? 'intermediate'
        : 'complex'
  return { measured, users, complexity, isTyped }
}
