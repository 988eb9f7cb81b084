import { isObject, type Json, type SubjectExport } from '@fireball/core'
import type { People } from '../people.ts'
import { inSpace, type Space } from '../store/akey.ts'
import type { Queries, Row, Value } from '../store/driver.ts'
import { json, text } from '../store/row.ts'
import { deviceIdOf } from './device.ts'

/** Where rows of one person lie in one space. */
export interface PersonPlaces {
  readonly space: Space
  /** `u:…` and the anonymous ids that are theirs. */
  readonly subjects: readonly string[]
  /** Accounts that they were ever in, or named. */
  readonly accounts: readonly string[]
}

/** Tables in which all rows of a person’s own key are theirs. */
export const OWN_TABLES = [
  'events',
  'counts',
  'registers',
  'links',
  'touched',
  'accounts',
  'qualifications',
  'offers',
  'outbox',
  'deliveries',
  'help',
  'prompt_stats',
  'lives',
  'lead_types',
  'segment_accounts',
  'touches',
  'trials',
  'predictions',
  'overrides',
] as const

/** Tables that hold rows of theirs under an account’s key, with the column that says whose a row is. */
export const SHARED_TABLES = [
  ['events', 'subject'],
  ['counts', 'subject'],
  ['registers', 'subject'],
  ['links', 'source'],
  ['help', 'subject'],
] as const

/** Tables in which an account’s rows may tell of a person inside a JSON text, with its columns. */
export const TOLD_TABLES = [
  ['qualifications', ['body', 'basis', 'seen']],
  ['outbox', ['payload']],
  ['deliveries', ['payload']],
  ['lives', ['body']],
  ['touches', ['body']],
] as const

type Reader = Pick<Queries, 'all'>

/** Finds who a person is, along the links; `user` is their id, or an anonymous one. */
export const placesOfPerson = async (
  people: Pick<People, 'ofUser'>,
  space: Space,
  user: string,
): Promise<PersonPlaces> => {
  const subject = /^[ua]:./.test(user) ? user : `u:${user}`
  const { who } = await people.ofUser(space, subject)
  const owner = who.userOf(subject)
  return { space, subjects: who.subjectsOf(owner), accounts: who.accountsOf(owner) }
}

/** All texts in their traits and ids by which they may be told of elsewhere. */
export const wordsOf = ({ subjects }: PersonPlaces, registers: readonly Row[]): ReadonlySet<string> => {
  const words = new Set<string>()
  for (const subject of subjects) {
    words.add(subject)
    words.add(subject.slice(2))
  }
  for (const row of registers)
    if (/^(vouched\.)?traits\.(name|email|phone|firstName|lastName|username)$/.test(text(row, 'name'))) {
      const value: unknown = json(row, 'value')
      if (typeof value === 'string' && value !== '') words.add(value)
    }
  return words
}

/** So short a word is in many others. */
const MIN_WITHIN = 4

/** Where a text of somebody’s own making says one of the words. */
const saysWithin = (text: string, words: ReadonlySet<string>): readonly string[] =>
  [...words].filter(word => word.length >= MIN_WITHIN && text.includes(word))

/** Whether a JSON value says one of the words, as a value or a key, or within a sentence. */
export const says = (value: unknown, words: ReadonlySet<string>): boolean =>
  typeof value === 'string'
    ? words.has(value) || (value.includes(' ') && saysWithin(value, words).length > 0)
    : Array.isArray(value)
      ? value.some(inner => says(inner, words))
      : isObject(value) && Object.entries(value).some(([key, inner]) => words.has(key) || says(inner, words))

/** The value with each of the words taken out. */
export const without = (value: Json, words: ReadonlySet<string>): Json => {
  if (typeof value === 'string')
    return words.has(value)
      ? '(erased)'
      : value.includes(' ')
        ? saysWithin(value, words).reduce((text, word) => text.replaceAll(word, '(erased)'), value)
        : value
  if (Array.isArray(value)) return value.map(inner => without(inner, words))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      words.has(key) ? '(erased)' : key,
      without(inner as Json, words),
    ]),
  )
}

/** Reads every row of one person; nothing of anybody else. */
export const exportPerson = async (store: Reader, places: PersonPlaces): Promise<SubjectExport['tables']> => {
  const { space, subjects, accounts } = places
  const tables: Record<string, Row[]> = {}
  const put = (table: string, rows: readonly Row[]): void => {
    if (rows.length > 0) tables[table] = [...(tables[table] ?? []), ...rows]
  }
  for (const subject of subjects)
    for (const table of OWN_TABLES)
      put(table, await store.all(`SELECT * FROM ${table} WHERE akey = $1`, [inSpace(space, subject)]))
  for (const account of accounts)
    for (const subject of subjects)
      for (const [table, column] of SHARED_TABLES)
        put(
          table,
          await store.all(`SELECT * FROM ${table} WHERE akey = $1 AND ${column} = $2`, [
            inSpace(space, account),
            subject,
          ]),
        )
  const words = wordsOf(places, tables.registers ?? [])
  for (const account of accounts)
    for (const [table, columns] of TOLD_TABLES) {
      const rows = await store.all(`SELECT * FROM ${table} WHERE akey = $1`, [inSpace(space, account)])
      put(
        table,
        rows.filter(row => columns.some(column => says(jsonIn(row, column), words))),
      )
    }
  for (const device of devicesOf(tables.events ?? []))
    put('coverage', await store.all('SELECT * FROM coverage WHERE akey = $1', [inSpace(space, device)]))
  return tables
}

/** A cell of JSON; null when the cell is empty. */
export const jsonIn = (row: Row, column: string): Json =>
  row[column] === null || row[column] === undefined ? null : (json(row, column) as Json)

/** Keys of the devices that sent these events. */
export const devicesOf = (events: readonly Row[]): ReadonlySet<string> =>
  new Set(
    events.flatMap(row => {
      const device = deviceIdOf(json(row, 'body'))
      return device === undefined ? [] : [`d:${device}`]
    }),
  )

/** Parameters of a statement that names one key and one subject. */
export const keyAndSubject = (space: Space, akey: string, subject: string): readonly Value[] => [
  inSpace(space, akey),
  subject,
]
