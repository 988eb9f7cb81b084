import { words } from './words.ts'

/** “After A, B and C”: which steps a locked one waits for. */
export const waitsFor = (missing: readonly string[]): string => {
  const last = missing.at(-1) ?? ''
  const rest = missing.slice(0, -1).join(', ')
  return `${words.after} ${rest && `${rest} and `}${last}`
}

/** Share of the steps that are done, 0–100; 0 of none is 0. */
export const percentDone = (done: number, total: number): number => (total && (100 * done) / total) || 0
