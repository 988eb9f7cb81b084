/** A part of [0, 1): from the first number, included, to the second, excluded. */
export type BucketRange = readonly [start: number, end: number]

// FNV-1a, 32 bits, over UTF-16 code units. Source: http://www.isthe.com/chongo/tech/comp/fnv/
const fnv1a32 = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/**
 * Where in [0, 1) a value falls for a seed: the same in every browser and server, and in GrowthBook's SDKs.
 * Version 1 has 1,000 places, version 2 has 10,000 and is fair between experiments; null for any other version.
 * Source: https://docs.growthbook.io/lib/build-your-own#hashing
 */
export const hash = (seed: string, value: string, version: number): number | null => {
  switch (version) {
    case 1:
      return (fnv1a32(value + seed) % 1000) / 1000
    case 2:
      return (fnv1a32(String(fnv1a32(seed + value))) % 10_000) / 10_000
    default:
      return null
  }
}

/** `count` equal shares of 1; none when `count` is below 1. */
export const getEqualWeights = (count: number): readonly number[] =>
  Array.from({ length: count }, () => 1 / count)

/**
 * The range of each variation. `coverage`, held to 0–1, is the share of each that takes part. Weights that are
 * missing, of another number, or whose sum is not within 0.01 of 1 become equal ones.
 */
export const getBucketRange = (
  variations: number,
  coverage = 1,
  weights?: readonly number[] | null,
): readonly BucketRange[] => {
  const sum = weights?.reduce((total, weight) => total + weight, 0) ?? 0
  const isUsable = weights?.length === variations && sum >= 0.99 && sum <= 1.01
  const share = Math.min(Math.max(coverage, 0), 1)
  let start = 0
  return (isUsable ? weights : getEqualWeights(variations)).map(weight => {
    const range = [start, start + share * weight] as const
    start += weight
    return range
  })
}

/** The index of the range that holds a place; -1 when none does. */
export const chooseVariation = (place: number, ranges: readonly BucketRange[]): number =>
  ranges.findIndex(([start, end]) => place >= start && place < end)

/** Experiments in one namespace with ranges that do not overlap never share a user. */
export const inNamespace = (
  userId: string,
  [name, start, end]: readonly [name: string, start: number, end: number],
): boolean => {
  const place = hash(`__${name}`, userId, 1)
  return place !== null && place >= start && place < end
}
