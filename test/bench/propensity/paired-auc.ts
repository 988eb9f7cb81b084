import { auc } from '@fireball/learn'

/** A difference of two areas with the interval in which it lies with 95 % probability. */
export interface PairedArea {
  readonly difference: number
  readonly low: number
  readonly high: number
}

/** Numbers below 1, the same in every run. */
const createDice = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

/** Bootstrap over accounts, both areas on the same draws. */
export const pairedAuc = (
  ours: readonly number[],
  theirs: readonly number[],
  isHit: readonly boolean[],
  draws = 1000,
): PairedArea => {
  const dice = createDice(20_220_501)
  const differenceOf = (picked: readonly number[]): number => {
    const hits = picked.map(i => isHit[i] ?? false)
    return (
      auc({ p: picked.map(i => ours[i] ?? 0), isHit: hits }) -
      auc({ p: picked.map(i => theirs[i] ?? 0), isHit: hits })
    )
  }
  const all = isHit.map((_, i) => i)
  const found = Array.from({ length: draws }, () =>
    differenceOf(all.map(() => Math.floor(dice() * all.length))),
  )
    .filter(one => !Number.isNaN(one))
    .sort((a, b) => a - b)
  const at = (share: number): number => found[Math.floor(share * (found.length - 1))] ?? 0
  return { difference: differenceOf(all), low: at(0.025), high: at(0.975) }
}
