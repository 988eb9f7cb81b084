import type { Row } from '../person.ts'

/** One thread that we began. */
export interface Outreach {
  readonly at: number
  /** From our first message to their first answer, ms; null without one. */
  readonly answeredAfterMs: number | null
}

const groupBy = (rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [row])
    else known.push(row)
  }
  return groups
}

const firstOf = (rows: readonly Row[]): number =>
  rows.reduce((first, row) => Math.min(first, row.first), Number.POSITIVE_INFINITY)

/** A named thread is one conversation: who wrote first began it, the first message of the other side answers it. */
const threadOutreach = (sent: readonly Row[], received: readonly Row[]): readonly Outreach[] => {
  const at = firstOf(sent)
  const answered = firstOf(received)
  if (answered < at) return []
  return [{ at, answeredAfterMs: Number.isFinite(answered) ? answered - at : null }]
}

/**
 * Without threads, each day of our messages to one person is an outreach of its own, unless theirs came last before it:
 * then it answers them. It is answered by what comes before our next.
 */
const looseOutreach = (sent: readonly Row[], received: readonly Row[]): readonly Outreach[] => {
  const ours = sent.map(row => row.first).sort((a, b) => a - b)
  const theirs = received.flatMap(row => [row.first, row.last]).sort((a, b) => a - b)
  return ours.flatMap((at, i) => {
    const before = theirs.filter(other => other < at).at(-1) ?? Number.NEGATIVE_INFINITY
    if (before > (ours[i - 1] ?? Number.NEGATIVE_INFINITY)) return []
    const next = ours[i + 1] ?? Number.POSITIVE_INFINITY
    const answer = theirs.find(other => other >= at && other < next)
    return [{ at, answeredAfterMs: answer === undefined ? null : answer - at }]
  })
}

/** The threads that we began, in the order of their beginning. The order of the rows changes nothing. */
export const outreachOf = (received: readonly Row[], sent: readonly Row[]): readonly Outreach[] => {
  const keyOf = ({ context, user }: Row): string => (context === '' ? `user ${user}` : `thread ${context}`)
  const answers = groupBy(received, keyOf)
  return [...groupBy(sent, keyOf)]
    .flatMap(([key, rows]) =>
      (key.startsWith('user ') ? looseOutreach : threadOutreach)(rows, answers.get(key) ?? []),
    )
    .sort((a, b) => a.at - b.at || (a.answeredAfterMs ?? -1) - (b.answeredAfterMs ?? -1))
}
