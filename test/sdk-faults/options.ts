import { parseArgs } from 'node:util'
import { ENGINES, type EngineName } from '../../scripts/browser-process.ts'

const PARTS = ['size', 'wire', 'cost', 'faults', 'kill', 'handover', 'clock', 'fuzz', 'rivals'] as const
/** What may be measured by itself. */
export type Part = (typeof PARTS)[number]

/** How much is run: the short form, and the long one. */
export const EXTENT = {
  bench: { trials: 60, kills: 8, handovers: 12, clockRounds: 1, calls: 100_000, loads: 10, rivalTrials: 1 },
  soak: { trials: 528, kills: 60, handovers: 60, clockRounds: 5, calls: 100_000, loads: 20, rivalTrials: 4 },
} as const
/** How many times each thing is done. */
export type Extent = { readonly [K in keyof (typeof EXTENT)['bench']]: number }

/** What the command line asks for. */
export interface Options {
  readonly engines: readonly EngineName[]
  readonly parts: ReadonlySet<Part>
  readonly seed: number
  readonly only: string
  /** The script that pages load: the whole SDK, or the tracker alone. */
  readonly script: string
  /** Part of the rivals' names. */
  readonly rival: string
  readonly workers: number
  readonly extent: Extent
}

/** Reads the command line; what it does not say is all of it. */
export const parseOptions = (extent: Extent): Options => {
  const { values } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      engine: { type: 'string' },
      part: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
      script: { type: 'string' },
      rival: { type: 'string' },
      trials: { type: 'string' },
      workers: { type: 'string' },
    },
  })
  const textOf = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const listOf = <T extends string>(name: string, all: readonly T[]): readonly T[] => {
    const wanted = textOf(name)?.split(',')
    const unknown = wanted?.find(one => !all.some(known => known === one))
    if (unknown !== undefined) throw new Error(`--${name} ${unknown}: there are ${all.join(', ')}`)
    return wanted ? all.filter(one => wanted.includes(one)) : all
  }
  const trials = Number(textOf('trials') ?? 0)
  return {
    engines: listOf('engine', ENGINES),
    parts: new Set(listOf('part', PARTS)),
    seed: Number(textOf('seed') ?? Math.floor(Math.random() * 1e9)),
    only: textOf('only') ?? '',
    script: textOf('script') ?? 'fireball.js',
    rival: textOf('rival') ?? '',
    workers: Number(textOf('workers') ?? 2),
    extent:
      trials > 0
        ? { ...extent, trials, kills: trials, handovers: trials, clockRounds: 1, rivalTrials: 1 }
        : extent,
  }
}
