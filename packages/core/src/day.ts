/** One UTC day in milliseconds. */
export const DAY_MS = 86_400_000

/** The number of the UTC day (days since 1970-01-01) that holds an instant in epoch milliseconds. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS)
