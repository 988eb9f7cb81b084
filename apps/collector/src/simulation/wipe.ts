import type { Driver } from '../store/driver.ts'

/** Tables whose rows are found by the key that they begin with. */
export const KEYED_TABLES = [
  // First, so that nobody evaluates what is going; and last, for who was at it meanwhile.
  'touched',
  'events',
  'counts',
  'registers',
  'links',
  'coverage',
  'accounts',
  'qualifications',
  'offers',
  'outbox',
  'deliveries',
  'help',
  'prompt_stats',
  'segment_accounts',
  'lives',
  'lead_types',
  'touches',
  'trials',
  'overrides',
  'predictions',
  'touched',
] as const

/** Tables of what was added up or noticed in a space. */
export const SPACE_TABLES = ['tallies', 'refused', 'unmatched', 'summaries', 'forecasts'] as const

/** Tables of what was learned of a project’s people. */
export const LEARNED_TABLES = ['fits', 'fit_decisions', 'learning', 'propensity_fits', 'propensity'] as const

/** Rows of so many keys go at once: in between, others commit. */
const PART = 200

/**
 * Deletes everything that was ever heard or worked out about the people of a project, in small steps. The project, its
 * program, its keys and its destinations stay. Told how many steps were made; stops between two when asked to.
 */
export const wipeProject = async (
  store: Driver,
  project: string,
  { step, isStopped }: { step(): void; isStopped(): boolean },
): Promise<void> => {
  for (const space of [project, `${project}:test`])
    for (const table of KEYED_TABLES)
      for (let gone = 1; gone > 0 && !isStopped(); step())
        gone = await store.transaction(queries =>
          queries.run(
            `DELETE FROM ${table} WHERE akey IN (SELECT akey FROM ${table} WHERE akey >= $1 AND akey < $2
              ORDER BY akey LIMIT ${PART})`,
            [`${space}/`, `${space}0`],
          ),
        )
  if (isStopped()) return
  await store.transaction(async queries => {
    for (const space of [project, `${project}:test`])
      for (const table of SPACE_TABLES) await queries.run(`DELETE FROM ${table} WHERE space = $1`, [space])
    for (const table of LEARNED_TABLES)
      await queries.run(`DELETE FROM ${table} WHERE project = $1`, [project])
  })
}
