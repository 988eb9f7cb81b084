import type { Program, PromptStats } from '@fireball/core'
import type { LiveProgram } from '../program-store.ts'
import type { Space } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'

// A browser may see what the collector did not evaluate in time: who was shown a prompt was eligible then.
const COUNTS = `SELECT prompt, COUNT(COALESCE(eligible_at, shown_at)) AS eligible, COUNT(shown_at) AS shown,
    COUNT(clicked_at) AS clicked, COUNT(dismissed_at) AS dismissed,
    SUM(CASE WHEN shown_at IS NOT NULL AND goal_at IS NOT NULL THEN 1 ELSE 0 END) AS reached
  FROM prompt_stats WHERE space = $1 GROUP BY prompt`

type Item = Pick<PromptStats, 'key' | 'kind' | 'title' | 'metric' | 'isEnabled'>

const itemsOf = ({ nudges, prompts, messages = [] }: Program): readonly Item[] => [
  ...nudges.map(({ key, text: { title }, metric, enabled }) => ({
    key,
    kind: 'nudge' as const,
    title,
    metric,
    isEnabled: enabled !== false,
  })),
  ...prompts.map(({ key, kind, ready: { title }, metric, enabled }) => ({
    key,
    kind,
    title,
    metric,
    isEnabled: enabled !== false,
  })),
  ...messages.map(({ key, surface, text, questions, steps, metric, enabled }) => ({
    key,
    kind: surface,
    title: text?.title ?? questions?.[0]?.title ?? steps?.[0]?.title ?? key,
    metric,
    isEnabled: enabled !== false,
  })),
]

/** How each nudge, prompt and message of the published program does, in users; in the program's order. */
export const promptStats = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  { program, paused }: Pick<LiveProgram, 'program' | 'paused'>,
): Promise<readonly PromptStats[]> => {
  const rows = new Map((await store.all(COUNTS, [space])).map(row => [text(row, 'prompt'), row]))
  return itemsOf(program).map(item => {
    const row = rows.get(item.key)
    const count = (column: string) => (row === undefined ? 0 : integer(row, column))
    return {
      ...item,
      isPaused: paused.includes('*') || paused.includes(item.key),
      eligible: count('eligible'),
      shown: count('shown'),
      clicked: count('clicked'),
      dismissed: count('dismissed'),
      goalReached: count('reached'),
    }
  })
}
