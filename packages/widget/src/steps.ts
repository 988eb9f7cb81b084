import { words } from './words.ts'

/** “After A · B · C”: which steps a locked one waits for. */
export const waitsFor = (missing: readonly string[]): string => `${words.after} ${missing.join(' · ')}`

/** Share of the steps that are done, 0–100; 0 of none is 0. */
export const percentDone = (done: number, total: number): number => (total && (100 * done) / total) || 0
