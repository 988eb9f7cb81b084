import { BUILT_IN_SIGNALS } from '../built-in-signal.ts'
import { hash53 } from '../hash.ts'
import { type CompiledSignal, compileSignals } from '../signal.ts'
import type { AbilityFit } from '../views/ability-fit.ts'
import { isPrivate } from './private-fact.ts'
import type { Program } from './program.ts'

/** Parts of a program that never leave the collector. */
type PrivatePart =
  | 'engagement'
  | 'qualify'
  | 'exclude'
  | 'progress'
  | 'communication'
  | 'leads'
  | 'playbook'
  | 'forecast'
  | 'segments'

/**
 * What a browser gets, made ready: signals are compiled, the built-in ones among them; prompts, nudges and messages stand in the
 * order in which they go first, and one that is switched off is left out. No weights, no qualification rule, no
 * exclusions, nothing about leads. What has a private audience (`lead.*`, `engagement.*`) is shown only when it is offered.
 */
export interface PublicProgram extends Omit<Program, 'signals' | PrivatePart | '$schema'> {
  readonly signals: readonly CompiledSignal[]
  /** Content hash of the program. */
  readonly version: string
  /** Prompts and nudges that the team has paused; `*` pauses all. In effect without publishing. */
  readonly paused: readonly string[]
  /** What was learned about ability: only what browsers may get; absent, the starting values hold. */
  readonly ability?: AbilityFit
}

/** A short name of a program's content: equal content, equal version. */
export const programVersion = (program: Program): string => hash53(JSON.stringify(program))

/** All signals of a program, its own and the built-in ones, ready to read events. */
export const allSignals = (program: Pick<Program, 'signals'>): readonly CompiledSignal[] =>
  compileSignals([...program.signals, ...BUILT_IN_SIGNALS])

const byRank = <T>(items: readonly T[], rank: (item: T) => number): readonly T[] =>
  [...items].sort((a, b) => rank(b) - rank(a))

/** What a browser may know of a program. */
export const publicProgram = (
  program: Program,
  paused: readonly string[] = [],
  ability?: AbilityFit,
): PublicProgram => {
  const { engagement: _e, qualify: _q, exclude: _x, progress: _p, $schema: _s, ...rest } = program
  const { communication: _c, leads: _l, playbook: _b, forecast: _f, segments: _g, ...open } = rest
  const isOn = ({ enabled }: { readonly enabled?: boolean | undefined }): boolean => enabled !== false
  // What a prompt is judged on is the team's business.
  const hide = <T extends { readonly key: string; readonly audience?: unknown; readonly goal?: unknown }>({
    goal: _goal,
    ...item
  }: T) => (isPrivate(item.audience) ? { ...item, audience: { [`offer.${item.key}`]: true } } : item)
  return {
    ...open,
    signals: allSignals(program),
    checklists: open.checklists.filter(isOn),
    nudges: byRank(open.nudges.filter(isOn).map(hide), one => one.priority ?? 0) as PublicProgram['nudges'],
    prompts: byRank(
      open.prompts.filter(isOn).map(hide),
      one => one.priority ?? 0,
    ) as PublicProgram['prompts'],
    ...(open.messages === undefined
      ? {}
      : {
          messages: byRank(open.messages.filter(isOn).map(hide), one => one.priority ?? 0) as NonNullable<
            PublicProgram['messages']
          >,
        }),
    version: programVersion(program),
    paused,
    ...(ability === undefined ? {} : { ability }),
  }
}
