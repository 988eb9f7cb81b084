/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half.
 * Source: the Mann–Whitney U statistic, from mid-ranks. NaN when one of the two kinds is missing.
 */
export const auc = (scores: readonly number[], labels: readonly boolean[]): number => {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  let rankSum = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    while (end < order.length && scores[order[end] ?? 0] === scores[order[start] ?? 0]) end++
    const midRank = (start + 1 + end) / 2
    for (let i = start; i < end; i++) if (labels[order[i] ?? 0] === true) rankSum += midRank
    start = end
  }
  const positives = labels.filter(Boolean).length
  const negatives = labels.length - positives
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}
