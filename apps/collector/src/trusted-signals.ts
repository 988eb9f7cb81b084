import {
  allSignals,
  BUILT_IN_SIGNALS,
  type CompiledSignal,
  compileSignals,
  type Program,
  type Signal,
} from '@fireball/core'
import type { Trust } from './stored-event.ts'

const RANK: Readonly<Record<Trust, number>> = { claimed: 0, signed: 1, secret: 2 }

/** What prompts did, and who asked for help, comes from the page itself: nothing qualifies by it. */
const OPEN: readonly string[] = ['$shown', '$clicked', '$dismissed', '$asked-help']

/** Whether a signal may read what came with this trust. */
export const isTrusted = ({ definition }: CompiledSignal, trust: Trust): boolean =>
  RANK[trust] >= RANK[definition.trust ?? 'claimed']

/** As `compileSignals`; a signal that demands trust adds up under a hash of its own. */
export const compileTrusted = (definitions: readonly Signal[]): readonly CompiledSignal[] =>
  compileSignals(definitions).map(signal =>
    signal.definition.trust === undefined
      ? signal
      : { ...signal, hash: `${signal.hash}-${signal.definition.trust}` },
  )

/** The signals that qualification and the console read: each with the trust that it, or else the program, demands. */
export const trustedSignals = ({
  signals,
  qualify,
}: Pick<Program, 'signals' | 'qualify'>): readonly CompiledSignal[] => {
  const trust = qualify?.trust
  return compileTrusted(
    [...signals, ...BUILT_IN_SIGNALS].map(signal =>
      trust === undefined || signal.trust !== undefined || OPEN.includes(signal.key)
        ? signal
        : { ...signal, trust },
    ),
  )
}

/** Every definition under which new events of a program are counted: browsers read what they said themselves, too. */
export const countedSignals = (program: Pick<Program, 'signals' | 'qualify'>): readonly CompiledSignal[] => [
  ...trustedSignals(program),
  ...allSignals(program),
]
