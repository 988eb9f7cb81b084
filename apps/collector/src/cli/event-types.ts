import { isObject, type Program } from '@fireball/core'

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

/**
 * A declaration file that makes `track` know the events that a program's signals read. Outcome and context must be
 * given where a skill is shown by the event: without them nobody ever shows as able.
 */
export const eventTypes = ({ name, signals, skills }: Program): string => {
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
}
`
}
