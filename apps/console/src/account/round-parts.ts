/**
 * Rounds addends to hundredths so that they add up to their rounded sum: the ones nearest to the next hundredth give
 * way. Nobody should find a cent missing in an explanation.
 */
export const roundParts = (parts: readonly number[]): readonly number[] => {
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0) * 100)
  const rounded = parts.map(part => Math.round(part * 100))
  let left = total - rounded.reduce((sum, part) => sum + part, 0)
  const step = Math.sign(left)
  const byDoubt = parts
    .map((part, i) => ({ i, gains: step * (part * 100 - (rounded[i] ?? 0)) }))
    .sort((a, b) => b.gains - a.gains)
  for (const { i } of byDoubt) {
    if (left === 0) break
    rounded[i] = (rounded[i] ?? 0) + step
    left -= step
  }
  return rounded.map(part => part / 100 + 0)
}
