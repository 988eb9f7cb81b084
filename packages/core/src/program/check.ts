import { textProblems } from './check-facts.ts'
import { leadProblems } from './check-leads.ts'
import { messageProblems } from './check-message.ts'
import { EVENT_SHAPE, type FactShape, factShape, nudgeTextShape, promptTextShape } from './fact-shape.ts'
import { isPrivate } from './private-fact.ts'
import {
  conditions as anyConditions,
  duplicates,
  type Keyed,
  type Problem,
  problem,
  unknown,
} from './problem.ts'
import type { Program, Signal, Skill, Text } from './program.ts'
import { SKILL_DEFAULTS } from './skill-default.ts'

/** A cycle through `requires`, as the keys along it; undefined when there is none. */
export const findCycle = (
  items: readonly (Keyed & { readonly requires?: readonly string[] | undefined })[],
): readonly string[] | undefined => {
  const done = new Set<string>()
  const walk = (key: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(key)) return [...trail.slice(trail.indexOf(key)), key]
    if (done.has(key)) return undefined
    for (const next of items.find(one => one.key === key)?.requires ?? []) {
      const cycle = walk(next, [...trail, key])
      if (cycle !== undefined) return cycle
    }
    done.add(key)
    return undefined
  }
  for (const { key } of items) {
    const cycle = walk(key, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}

/** Whether a signal can ever tell of a success. */
const canSucceed = ({ outcome }: Signal): boolean =>
  typeof outcome === 'object'
    ? outcome.successFrom !== undefined || outcome.success?.length !== 0
    : outcome !== 'failure'

const canShow = ({ outcome }: Signal): boolean => typeof outcome !== 'string'

/** What keeps a skill from ever being shown by its signals, unknown ones aside. */
const showing = (path: string, skill: Skill, all: readonly Signal[]): readonly Problem[] => {
  const shown = all.filter(one => skill.shownBy.includes(one.key))
  if (shown.length === 0) return []
  if (!shown.some(canSucceed))
    return [
      problem(
        'error',
        `${path}.shownBy`,
        'none of its signals can tell of a success, so nobody can ever have it',
      ),
    ]
  const needed = skill.contexts ?? SKILL_DEFAULTS.contexts
  const contexts = Math.max(...shown.map(one => one.context?.buckets ?? Infinity))
  if (contexts < needed)
    return [
      problem(
        'error',
        `${path}.contexts`,
        `its signals fold contexts into ${contexts}, so ${needed} distinct ones can never be seen; use more buckets or ask for fewer contexts`,
      ),
    ]
  return shown.some(canShow)
    ? []
    : [
        problem(
          'warning',
          `${path}.shownBy`,
          'these signals cannot fail, so the skill will show as practised, never as able',
        ),
      ]
}

/** What waits for a skill that can only ever be practised: done must do for a skill, and nothing does for a feature. */
const unproven = ({ skills, features, signals }: Program): readonly Problem[] => {
  const isPractisedOnly = (key: string): boolean => {
    const shown = signals.filter(one => skills.find(skill => skill.key === key)?.shownBy.includes(one.key))
    return shown.length > 0 && !shown.some(canShow)
  }
  const warnings = (path: string, keys: readonly string[] | undefined, then: string): readonly Problem[] =>
    (keys ?? []).flatMap((key, i) =>
      isPractisedOnly(key)
        ? [problem('warning', `${path}.${i}`, `“${key}” can only be practised, never shown; ${then}`)]
        : [],
    )
  return [
    ...skills.flatMap(({ key, requires }, i) =>
      warnings(`skills.${i}.requires`, requires, `“${key}” comes within reach once it was done`),
    ),
    ...features.flatMap(({ key, skills: needs }, i) =>
      warnings(`features.${i}.skills`, needs, `nobody will ever be ready for “${key}”`),
    ),
  ]
}

const cycles = (
  path: string,
  items: readonly (Keyed & { readonly requires?: readonly string[] | undefined })[],
): readonly Problem[] => {
  const cycle = findCycle(items)
  if (cycle === undefined) return []
  const rest = items.filter(({ key }) => !cycle.includes(key))
  return [problem('error', path, `“requires” runs in a circle: ${cycle.join(' → ')}`), ...cycles(path, rest)]
}

const PRIVATE_ELSEWHERE =
  'lead, engagement, propensity, communication and ability may only be read by segments, and by the audience or goal of a nudge, prompt or message'

const conditions = (path: string, condition: unknown, shape: FactShape): readonly Problem[] => [
  ...anyConditions(path, condition, shape),
  // Audiences become “only when offered”, goals stay with the collector; all else reaches browsers as it is.
  ...(isPrivate(condition) && !/^(nudges|prompts|messages)\.\d+\.(audience|goal)$/.test(path)
    ? [problem('error', path, PRIVATE_ELSEWHERE)]
    : []),
]

/** Every condition of a program, with its path. */
const allConditions = (
  { signals, checklists, features, nudges, prompts, messages = [] }: Program,
  facts: FactShape,
): readonly Problem[] => [
  ...signals.flatMap(({ where }, i) => conditions(`signals.${i}.where`, where, EVENT_SHAPE)),
  ...checklists.flatMap(({ audience, steps }, c) => [
    ...conditions(`checklists.${c}.audience`, audience, facts),
    ...steps.flatMap(({ done }, s) => conditions(`checklists.${c}.steps.${s}.done`, done, facts)),
  ]),
  ...features.flatMap(({ open }, i) => conditions(`features.${i}.open`, open, facts)),
  ...nudges.flatMap(({ audience, goal }, i) => [
    ...conditions(`nudges.${i}.audience`, audience, facts),
    ...conditions(`nudges.${i}.goal`, goal, facts),
  ]),
  ...prompts.flatMap(({ audience, goal, when }, i) => [
    ...conditions(`prompts.${i}.audience`, audience, facts),
    ...conditions(`prompts.${i}.goal`, goal, facts),
    ...conditions(`prompts.${i}.when`, when, facts),
  ]),
  ...messages.flatMap(({ audience, goal, steps = [], items = [] }, i) => [
    ...conditions(`messages.${i}.audience`, audience, facts),
    ...conditions(`messages.${i}.goal`, goal, facts),
    ...items.flatMap((one, n) => conditions(`messages.${i}.items.${n}.audience`, one.audience, facts)),
    ...steps.flatMap(({ when, done }, s) => [
      ...conditions(`messages.${i}.steps.${s}.when`, when, facts),
      ...conditions(`messages.${i}.steps.${s}.done`, done, facts),
    ]),
  ]),
]

const texts = (
  path: string,
  text: Pick<Text, 'title' | 'body'> | undefined,
  shape: FactShape,
): readonly Problem[] =>
  (['title', 'body'] as const).flatMap(part =>
    textProblems(text?.[part] ?? '', shape).map(one => problem(one.severity, `${path}.${part}`, one.message)),
  )

/** Every text with places for facts, with its path. */
const allTexts = (
  { features, nudges, prompts, messages = [] }: Program,
  facts: FactShape,
): readonly Problem[] => [
  ...features.flatMap(({ limit }, i) =>
    texts(`features.${i}.limit.lift`, limit?.lift, promptTextShape(facts)),
  ),
  ...nudges.flatMap(({ text, alone, serves }, i) => {
    const shape = nudgeTextShape(facts, 'skill' in serves)
    return [...texts(`nudges.${i}.text`, text, shape), ...texts(`nudges.${i}.alone`, alone, shape)]
  }),
  ...prompts.flatMap(({ ready, notReady }, i) => [
    ...texts(`prompts.${i}.ready`, ready, promptTextShape(facts)),
    ...texts(`prompts.${i}.notReady`, notReady, promptTextShape(facts)),
  ]),
  ...messages.flatMap(({ text, thanks, questions = [], steps = [], items = [] }, i) => [
    ...texts(`messages.${i}.text`, text, facts),
    ...texts(`messages.${i}.thanks`, thanks, facts),
    ...questions.flatMap((one, q) => texts(`messages.${i}.questions.${q}`, one, facts)),
    ...steps.flatMap((one, s) => texts(`messages.${i}.steps.${s}`, one, facts)),
    ...items.flatMap((one, n) => texts(`messages.${i}.items.${n}`, one, facts)),
  ]),
]

/** What the schema cannot say: names that must exist, circles, duplicates, and advice from the domain. */
export const checkProgram = (program: Program): readonly Problem[] => {
  const { signals, checklists, skills, features, nudges, prompts, messages = [] } = program
  const { goals = [], goalFact } = program
  const steps = checklists.flatMap(one => one.steps)
  const facts = factShape(program)
  return [
    ...duplicates('signals', signals),
    ...duplicates('checklists', checklists),
    ...duplicates('skills', skills),
    ...duplicates('features', features),
    ...duplicates('nudges', [...nudges, ...prompts, ...checklists, ...messages]),
    ...duplicates('steps', steps),
    ...checklists.flatMap((checklist, c) => [
      ...checklist.steps.flatMap((step, s) => [
        ...unknown(`checklists.${c}.steps.${s}.requires`, step.requires, checklist.steps, 'step'),
        ...unknown(`checklists.${c}.steps.${s}.skill`, step.skill, skills, 'skill'),
      ]),
      ...cycles(`checklists.${c}.steps`, checklist.steps),
      ...(checklist.steps.length >= 5 && checklist.steps.length <= 10
        ? []
        : [
            problem(
              'warning',
              `checklists.${c}.steps`,
              `${checklist.steps.length === 1 ? '1 step' : `${checklist.steps.length} steps`}; 5–10 work best`,
            ),
          ]),
    ]),
    ...skills.flatMap((skill, i) => [
      ...unknown(`skills.${i}.shownBy`, skill.shownBy, signals, 'signal'),
      ...unknown(`skills.${i}.requires`, skill.requires, skills, 'skill'),
      ...showing(`skills.${i}`, skill, signals),
    ]),
    ...unproven(program),
    ...cycles('skills', skills),
    ...features.flatMap((feature, i) => [
      ...unknown(`features.${i}.skills`, feature.skills, skills, 'skill'),
      ...unknown(`features.${i}.limit.signal`, feature.limit?.signal, signals, 'signal'),
    ]),
    ...nudges.flatMap((nudge, i) =>
      'skill' in nudge.serves
        ? unknown(`nudges.${i}.serves.skill`, nudge.serves.skill, skills, 'skill')
        : unknown(`nudges.${i}.serves.step`, nudge.serves.step, steps, 'step'),
    ),
    ...prompts.flatMap((prompt, i) => unknown(`prompts.${i}.feature`, prompt.feature, features, 'feature')),
    ...messages.flatMap(({ serves }, i) =>
      serves === undefined
        ? []
        : 'skill' in serves
          ? unknown(`messages.${i}.serves.skill`, serves.skill, skills, 'skill')
          : unknown(`messages.${i}.serves.step`, serves.step, steps, 'step'),
    ),
    ...messageProblems(program),
    ...duplicates('goals', goals),
    ...goals.flatMap((goal, i) => [
      ...unknown(`goals.${i}.skills`, goal.skills, skills, 'skill'),
      ...unknown(`goals.${i}.checklist`, goal.checklist, checklists, 'checklist'),
      ...((goal.skills ?? []).length > 0 || goal.checklist !== undefined
        ? []
        : [problem('error', `goals.${i}`, 'a goal needs skills or a checklist that lead to it')]),
    ]),
    ...(goalFact !== undefined && isPrivate({ [goalFact]: true })
      ? [problem('error', 'goalFact', PRIVATE_ELSEWHERE)]
      : []),
    ...allConditions(program, facts),
    ...allTexts(program, facts),
    ...Object.keys(program.engagement?.weights ?? {}).flatMap(key =>
      unknown(`engagement.weights.${key}`, key, signals, 'signal'),
    ),
    ...leadProblems(program),
  ]
}
