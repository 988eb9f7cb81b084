import type { Facts, Program } from '@fireball/core'
import { STUCK_WORDS } from '@fireball/core/explain'

const number = (value: number): string => value.toLocaleString('en-US')

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

const many = (count: number, one: string, more: string): string =>
  `${number(count)} ${count === 1 ? one : more}`

/** How they got stuck: by what is known of a skill that the feature needs, until that is done or a week has gone by. */
const struggle = (
  feature: Program['features'][number],
  at: number,
  program: Program,
  facts: Facts,
): string => {
  const skill = program.skills.find(
    ({ key }) => feature.skills?.includes(key) === true && facts.skills[key]?.stuck?.at === at,
  )
  const stuck = skill && facts.skills[skill.key]?.stuck
  return stuck
    ? `Stuck on “${skill.name}” on ${day(at)}: ${STUCK_WORDS[stuck.by]}.`
    : `${feature.name} gave trouble on ${day(at)}.`
}

/** Names of the skills that the feature needs and the user lacks, prerequisites first. */
export const missingFor = (feature: string | undefined, facts: Facts): readonly string[] =>
  (feature === undefined ? [] : (facts.features[feature]?.missing ?? [])).map(skill => skill.name)

/** What is known about a user that bears on a request for help, one sentence each. */
export const helpEvidence = (
  feature: string | undefined,
  program: Program,
  facts: Facts,
): readonly string[] => {
  const said: string[] = []
  const definition = program.features.find(one => one.key === feature)
  const view = feature === undefined ? undefined : facts.features[feature]
  if (definition !== undefined && view !== undefined) {
    if (view.struggledAt !== null) said.push(struggle(definition, view.struggledAt, program, facts))
    if (view.lockedAt !== null) said.push(`Ran into the lock on ${definition.name} on ${day(view.lockedAt)}.`)
    if (view.quota !== undefined)
      said.push(
        `Used ${number(view.quota.used)} of ${number(view.quota.limit)} ${definition.limit?.unit ?? definition.name}.`,
      )
  }
  for (const skill of program.skills) {
    const known = facts.skills[skill.key]
    if (known?.able === true)
      said.push(
        `Able: ${skill.name} (${many(known.successes, 'success', 'successes')} in ${known.contexts} places).`,
      )
    else if (known !== undefined && known.failures > 0)
      said.push(
        `${skill.name}: ${many(known.successes, 'success', 'successes')}, ${many(known.failures, 'failure', 'failures')}.`,
      )
  }
  const progress = Object.values(facts.activations)[0]
  if (progress !== undefined) said.push(`${progress.done} of ${progress.total} steps done.`)
  return said
}
