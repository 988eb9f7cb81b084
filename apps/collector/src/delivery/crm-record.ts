import type { DestinationPreview } from '@fireball/core'
import type { LeadValues } from './lead-values.ts'
import type { StoredDestination } from './stored-destination.ts'

/** What of an account may be written, by our names. */
export const LEAD_FIELDS = [
  'name',
  'domain',
  'score',
  'chance',
  'stage',
  'type',
  'reason',
  'action',
  'deal',
  'link',
] as const satisfies readonly (keyof LeadValues)[]
type LeadField = (typeof LEAD_FIELDS)[number]

/** What `fields` of a destination may name: `object` and `id` say which objects, and which unique property finds one. */
export const FIELD_NAMES: readonly string[] = ['object', 'id', ...LEAD_FIELDS]

/** Where a kind of destination writes, when its fields do not say. */
export interface CrmDefaults {
  readonly object: string
  readonly id: string
  readonly fields: Readonly<Partial<Record<LeadField, string>>>
}

/** Where one destination writes. */
export interface CrmMapping {
  readonly object: string
  /** Name of the unique property. */
  readonly id: string
  /** Ours, and its name over there. */
  readonly fields: readonly (readonly [LeadField, string])[]
}

/** What is to be written of one account. */
export interface CrmRecord {
  readonly akey: string
  readonly name: string
  readonly id: string
  readonly properties: Readonly<Record<string, string>>
}

/** A name that may stand in a path or a query over there. */
const isName = (text: string): boolean => /^\w{1,100}$/.test(text)

/** The mapping of a destination: its own where it names anything but `object` and `id`, else the usual one. */
export const mappingOf = (
  { fields }: Pick<StoredDestination, 'fields'>,
  defaults: CrmDefaults,
): CrmMapping => {
  const { object = defaults.object, id = defaults.id, ...own } = fields
  const named = Object.keys(own).length > 0 ? own : defaults.fields
  return {
    object: isName(object) ? object : defaults.object,
    id: isName(id) ? id : defaults.id,
    fields: LEAD_FIELDS.flatMap(field => {
      const name = named[field]
      return name === undefined || !isName(name) ? [] : [[field, name] as const]
    }),
  }
}

/** Facts that nobody knows are left out, so that nothing known over there is emptied. */
export const recordOf = (akey: string, values: LeadValues, { fields }: CrmMapping): CrmRecord => ({
  akey,
  name: values.name,
  id: values.id,
  properties: Object.fromEntries(
    fields.flatMap(([field, name]) => {
      const value = values[field]
      return value === null || value === '' ? [] : [[name, `${value}`]]
    }),
  ),
})

/** What of an account is there already, by property; null where it is empty. */
export type CrmFound = ReadonlyMap<string, Readonly<Record<string, string | null>>>

const isSame = (before: string | null, after: string): boolean =>
  before === after ||
  (before !== null && before.trim() !== '' && after.trim() !== '' && Number(before) === Number(after))

/** What writing these records would do to what is there. */
export const diffOf = (records: readonly CrmRecord[], found: CrmFound): DestinationPreview['items'] =>
  records.map(({ akey, name, id, properties }) => {
    const there = found.get(id)
    const changes = Object.entries(properties).flatMap(([field, to]) => {
      const from = there?.[field] ?? null
      return isSame(from, to) ? [] : [{ field, from, to }]
    })
    const does = there === undefined ? 'create' : changes.length === 0 ? 'same' : 'update'
    return { akey, name, does, changes } as const
  })

/** Names of the mapping that are missing over there, for a test. */
export const missingNames = ({ id, fields }: CrmMapping, there: ReadonlySet<string>): readonly string[] =>
  [id, ...fields.map(([, name]) => name)].filter(name => !there.has(name))
