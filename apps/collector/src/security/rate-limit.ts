/** How much one key may take: so many a second in the long run, and so many at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** Counts what each key takes; forgets whom it has long not seen. */
export interface RateLimit {
  /**
   * Takes `cost` from the key’s allowance. Answers 0 when there was enough; else how long to wait, ms, and nothing is
   * taken. `rate`: of this key, where it differs from the limit’s own.
   */
  take(key: string, cost?: number, rate?: Rate): number
  /** How long the key has to wait for anything at all, ms; takes nothing. */
  waitMs(key: string, rate?: Rate): number
  /** Keys that are remembered. */
  size(): number
}

/**
 * A generic cell rate: of each key one number is kept, the instant at which its allowance is whole again. At most
 * `maxKeys` are kept; when there are more, those seen longest ago are forgotten, so memory stays bounded whatever comes.
 * Source: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export const createRateLimit = (own: Rate, now: () => number, maxKeys = 50_000): RateLimit => {
  // In the order in which keys were last seen.
  const wholeAt = new Map<string, number>()
  const remember = (key: string, at: number): void => {
    wholeAt.delete(key)
    if (wholeAt.size >= maxKeys) {
      const [oldest] = wholeAt.keys()
      if (oldest !== undefined) wholeAt.delete(oldest)
    }
    wholeAt.set(key, at)
  }
  const wholeFor = (key: string, { perSecond, burst }: Rate): number => {
    const at = wholeAt.get(key) ?? 0
    // Further away than the whole allowance takes: by a clock that was set back since. All begin anew.
    return at > now() + (burst * 1000) / perSecond + 1 ? now() : Math.max(at, now())
  }
  const wait = (key: string, cost: number, rate: Rate): number => {
    const next = wholeFor(key, rate) + (cost * 1000) / rate.perSecond
    return Math.max(0, next - now() - (rate.burst * 1000) / rate.perSecond)
  }
  return {
    take: (key, cost = 1, rate = own) => {
      // What costs more than the whole allowance may come when that is whole.
      const taken = Math.min(cost, rate.burst)
      const missing = wait(key, taken, rate)
      if (missing > 0) return missing
      remember(key, wholeFor(key, rate) + (taken * 1000) / rate.perSecond)
      return 0
    },
    waitMs: (key, rate = own) => wait(key, 1, rate),
    size: () => wholeAt.size,
  }
}
