import type { Forecast } from '../outlook-api.ts'

/** What was said of one account, and what came of it. */
export interface ScoredChance {
  readonly p: number
  readonly isHit: boolean
}

/** Sums that say how well chances came true; those of several days add up. */
export interface ChanceScore {
  readonly accounts: number
  readonly hits: number
  /** Sum of the squared distances between chance and outcome. */
  readonly squares: number
  /** By tenths of the chance: sum of the chances, hits, how many. */
  readonly bins: readonly { readonly p: number; readonly hits: number; readonly accounts: number }[]
}

const BINS = 10

export const NO_SCORE: ChanceScore = {
  accounts: 0,
  hits: 0,
  squares: 0,
  bins: Array.from({ length: BINS }, () => ({ p: 0, hits: 0, accounts: 0 })),
}

/** Adds up how well chances came true. */
export const scoreChances = (chances: Iterable<ScoredChance>): ChanceScore => {
  const bins = Array.from({ length: BINS }, () => ({ p: 0, hits: 0, accounts: 0 }))
  let accounts = 0
  let hits = 0
  let squares = 0
  for (const { p, isHit } of chances) {
    const hit = isHit ? 1 : 0
    accounts++
    hits += hit
    squares += (p - hit) ** 2
    const bin = bins[Math.max(0, Math.min(BINS - 1, Math.floor(p * BINS)))]
    if (bin === undefined) continue
    bin.p += p
    bin.hits += hit
    bin.accounts++
  }
  return { accounts, hits, squares, bins }
}

/** The score of both together. */
export const addScores = (a: ChanceScore, b: ChanceScore): ChanceScore => ({
  accounts: a.accounts + b.accounts,
  hits: a.hits + b.hits,
  squares: a.squares + b.squares,
  bins: a.bins.map((bin, i) => ({
    p: bin.p + (b.bins[i]?.p ?? 0),
    hits: bin.hits + (b.bins[i]?.hits ?? 0),
    accounts: bin.accounts + (b.bins[i]?.accounts ?? 0),
  })),
})

/** Brier score beside that of always saying the share that converted, and how chances came true by tenths; null of nothing. */
export const calibrationOf = ({
  accounts,
  hits,
  squares,
  bins,
}: ChanceScore): Omit<NonNullable<Forecast['calibration']>, 'overrides'> | null => {
  if (accounts === 0) return null
  const share = hits / accounts
  return {
    accounts,
    brier: squares / accounts,
    baseBrier: share * (1 - share),
    bins: bins.flatMap(bin =>
      bin.accounts === 0
        ? []
        : [{ p: bin.p / bin.accounts, share: bin.hits / bin.accounts, accounts: bin.accounts }],
    ),
  }
}
