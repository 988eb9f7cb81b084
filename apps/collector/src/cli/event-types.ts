import { isObject, type Program, type Question } from '@fireball/core'

type Signal = Program['signals'][number]

/** What one property of an event may be: literals that are written as they stand, or a type's name. */
interface Property {
  readonly kinds: Set<string>
  isNeeded: boolean
}

type Properties = Map<string, Property>

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const literal = (value: unknown): string =>
  typeof value === 'string' ? quoted(value) : JSON.stringify(value)

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

/** `plan` of `properties.plan`; what lies deeper, or elsewhere, is not typed. */
const propertyOf = (path: string): string | undefined => /^properties\.([^.]+)$/.exec(path)?.[1]

const add = (to: Properties, path: string, kinds: readonly string[], isNeeded = false): void => {
  const name = propertyOf(path)
  if (name === undefined) return
  const known = to.get(name) ?? { kinds: new Set(), isNeeded: false }
  for (const kind of kinds) known.kinds.add(kind)
  known.isNeeded ||= isNeeded
  to.set(name, known)
}

/** The properties that a condition compares: with the values that it names, if it names all that it would take. */
const addConditions = (to: Properties, where: unknown): void => {
  if (!isObject(where)) return
  for (const [path, test] of Object.entries(where)) {
    if (Array.isArray(test) && path.startsWith('$')) for (const one of test) addConditions(to, one)
    else if (path === '$not') addConditions(to, test)
    else if (isScalar(test)) add(to, path, [typeof test])
    else if (isObject(test)) {
      const values = Object.values(test).flat().filter(isScalar)
      add(to, path, values.length > 0 ? values.map(value => typeof value) : ['Json'])
    }
  }
}

const addOutcome = (to: Properties, { outcome }: Signal, isNeeded: boolean): void => {
  if (outcome === undefined) add(to, 'properties.outcome', ["'success'", "'failure'"], isNeeded)
  else if (typeof outcome === 'object') {
    const named = [...(outcome.success ?? []), ...(outcome.failure ?? [])].map(literal)
    const kinds = outcome.successFrom === undefined ? named : [...named, 'number']
    add(to, outcome.path, kinds.length > 0 ? kinds : ['Json'], isNeeded)
  }
}

const written = (name: string, { kinds, isNeeded }: Property): string =>
  `      ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}${isNeeded ? '' : '?'}: ${[...kinds].join(' | ')}`

const oneOf = (keys: readonly string[]): string => [...new Set(keys)].map(quoted).join(' | ')

const record = (entries: readonly (readonly [key: string, type: string])[], indent: string): string =>
  ['{', ...entries.map(([key, type]) => `${indent}  ${quoted(key)}: ${type}`), `${indent}}`].join('\n')

/** What an answer to a question may be. */
const answerType = ({ kind, options = [] }: Question, goals: readonly string[]): string => {
  const keys = oneOf(options.map(one => one.key))
  switch (kind) {
    case 'nps':
    case 'csat':
      return 'number'
    case 'choice':
      return keys
    case 'choices':
      return `readonly (${keys})[]`
    case 'goal':
      return goals.length > 0 ? oneOf(goals) : 'string'
    default:
      return 'string'
  }
}

/** The names that a host's own UI uses: keys of all that is shown, slots, answers of surveys, items of resources. */
const keyTypes = ({ nudges, prompts, checklists, messages = [], goals = [] }: Program): string => {
  const shown = [...nudges, ...prompts, ...checklists, ...messages].map(one => one.key)
  if (shown.length === 0) return ''
  const slots = messages.flatMap(({ slot }) => slot ?? [])
  const surveys = messages.flatMap(({ key, questions }) =>
    questions
      ? [
          [
            key,
            record(
              questions.map(one => [
                one.key,
                answerType(
                  one,
                  goals.map(goal => goal.key),
                ),
              ]),
              '      ',
            ),
          ] as const,
        ]
      : [],
  )
  const lists = messages.flatMap(({ key, items }) =>
    items ? [[key, oneOf(items.map(one => one.key))] as const] : [],
  )
  return [
    '  interface FireballKeys {',
    `    shown: ${oneOf(shown)}`,
    ...(slots.length > 0 ? [`    slots: ${oneOf(slots)}`] : []),
    ...(surveys.length > 0 ? [`    surveys: ${record(surveys, '    ')}`] : []),
    ...(lists.length > 0 ? [`    resources: ${record(lists, '    ')}`] : []),
    '  }',
    '',
  ].join('\n')
}

/**
 * A declaration file that makes `track` know the events that a program's signals read, and a UI of the host's own its keys. Outcome and context must be
 * given where a skill is shown by the event: without them nobody ever shows as able.
 */
export const eventTypes = (program: Program): string => {
  const { name, signals, skills } = program
  const events = new Map<string, Properties>()
  for (const signal of signals) {
    if (!('event' in signal.on)) continue
    const properties: Properties = events.get(signal.on.event) ?? new Map()
    const showsSkill = skills.some(({ shownBy }) => shownBy.includes(signal.key))
    addOutcome(properties, signal, showsSkill)
    add(properties, signal.context?.path ?? 'properties.context', ['string'], showsSkill)
    if (signal.sum) add(properties, signal.sum.path, ['number'])
    addConditions(properties, signal.where)
    events.set(signal.on.event, properties)
  }
  const blocks = [...events].map(([event, properties]) =>
    [
      `    ${quoted(event)}: {`,
      ...[...properties].map(([property, one]) => written(property, one)),
      '      [property: string]: Json | undefined',
      '    }',
    ].join('\n'),
  )
  return `// The events of “${name.replaceAll(/[\r\n]/g, ' ')}”, made by \`fireball types\`. Add your own in another file.
import '@fireball/sdk'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

declare module '@fireball/sdk' {
  interface FireballEvents {
${blocks.join('\n')}
  }
${keyTypes(program)}}
`
}
