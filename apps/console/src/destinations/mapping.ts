import { CRM_DEFAULTS, type DestinationKind } from '@fireball/core'
import { FIELDS } from './destination-words.ts'

/** One field that is written: ours, and its name over there. */
export interface MappedField {
  readonly ours: string
  readonly theirs: string
}

/** Where a destination writes: into which objects, found by which field, and what. */
export interface Mapping {
  readonly object: string
  readonly id: string
  readonly rows: readonly MappedField[]
}

type Names = Readonly<Record<string, string>>

const USUAL = Object.fromEntries(
  Object.entries(CRM_DEFAULTS).map(([kind, { object, id, fields }]) => [kind, { object, id, ...fields }]),
) as Readonly<Partial<Record<DestinationKind, Names>>>

const rowsOf = (names: Names): readonly MappedField[] =>
  FIELDS.flatMap(({ key }) => {
    const theirs = names[key]
    return theirs === undefined ? [] : [{ ours: key, theirs }]
  })

/** The usual name of a field over there; made up alike where there is none. */
export const usualName = (kind: DestinationKind, ours: string): string =>
  USUAL[kind]?.[ours] ?? (kind === 'salesforce' ? `Fireball_${ours}__c` : `fireball_${ours}`)

/** How a destination writes: by the names that it was given, else by the usual ones. */
export const mappingOf = (kind: DestinationKind, fields: Names): Mapping => {
  const { object, id, ...own } = fields
  const usual = USUAL[kind] ?? {}
  return {
    object: object ?? usual.object ?? '',
    id: id ?? usual.id ?? '',
    rows: rowsOf(Object.keys(own).length > 0 ? own : usual),
  }
}

/** A mapping as a destination keeps it: what is usual is left out, so that it follows what will be usual. */
export const fieldsOf = (kind: DestinationKind, { object, id, rows }: Mapping): Names => {
  const usual = USUAL[kind] ?? {}
  const names = Object.fromEntries(rows.map(({ ours, theirs }) => [ours, theirs.trim()]))
  const isUsual = JSON.stringify(rowsOf(names)) === JSON.stringify(rowsOf(usual))
  return {
    ...(object.trim() === (usual.object ?? '') ? {} : { object: object.trim() }),
    ...(id.trim() === (usual.id ?? '') ? {} : { id: id.trim() }),
    ...(isUsual ? {} : names),
  }
}

/** What is wrong with a mapping, by row; the collector takes letters, digits and underscores. */
export const wrongName = (theirs: string): string | undefined =>
  theirs.trim() === ''
    ? 'A name is needed.'
    : /^\w{1,100}$/.test(theirs.trim())
      ? undefined
      : 'Letters, digits and underscores only.'

/** Fields that no row writes yet. */
export const unusedFields = (rows: readonly MappedField[]) =>
  FIELDS.filter(({ key }) => !rows.some(one => one.ours === key))
