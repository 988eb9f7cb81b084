import type { Qualification } from '@fireball/core'

/** One line of the trace: what called for it, or a guard that passed or held. */
export interface TraceLine {
  readonly is: 'called' | 'passed' | 'held'
  readonly say: string
}

/** A qualification's reasons, read in their order: the first called for it, the others are its guards. */
export const traceOf = ({ reasons }: Pick<Qualification, 'reasons'>): readonly TraceLine[] =>
  reasons.map(({ code, say }, i) => ({
    is: i === 0 ? 'called' : code.startsWith('no-') ? 'held' : 'passed',
    say,
  }))

/** How an account qualified, in words. */
export const KIND_WORDS = {
  upgrade: 'Wants what a plan opens',
  usage: 'Reached a limit',
  'hand-raise': 'Asked for help',
} as const satisfies Record<Qualification['kind'], string>

/** What a verdict means, in words. */
export const VERDICT_WORDS = {
  qualified: 'Qualified',
  held: 'Held back',
  help: 'Help first',
} as const satisfies Record<Qualification['verdict'], string>
